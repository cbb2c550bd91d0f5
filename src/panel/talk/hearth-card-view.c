/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-card-view.h"

#include "hearth-card-edit.h"
#include "hearth-card-text.h"
#include "hearth-deaf.h"
#include "hearth-done-line.h"
#include "hearth-label-wrap.h"
#include "hearth-prose.h"
#include "hearth-wrap-layout.h"

#include <glib/gi18n.h>

/**
 * HearthCardView:
 *
 * Something that is proposed and done only when the owner says so. All that it
 * shows comes from the bytes that will be done, as plain text and in full. No button is a
 * default one, none stands out on a card that sends, and none listens at first.
 */
struct _HearthCardView {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *details; /* lines and body; a settled card shows them when asked */
  GtkWidget *more;    /* the button that shows them */
  GtkWidget *buttons; /* a HearthDeaf */
  GtkWidget *row;     /* the buttons in it */
  GtkWidget *accept;
  GtkWidget *decline;
  GtkWidget *edit;  /* (nullable): of a mail */
  GtkWidget *state; /* a line of its own where there are no buttons */
  GtkWidget *spinner;
  GtkWidget *state_row;
  GtkWidget *done; /* (nullable): a HearthDoneLine */
  GtkWidget *trouble;

  gint64 id, turn, action;
  char *hash;    /* (owned) */
  char *verb;    /* (owned) */
  char *content; /* (owned) */
  char *title;   /* (owned) */
  HearthCardState card_state;
  HearthCardStand stand;
};

G_DEFINE_FINAL_TYPE (HearthCardView, hearth_card_view, GTK_TYPE_WIDGET)

enum {
  ACCEPT,
  DECLINE,
  EDIT,
  UNDO,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* What is said of a verb while it is done, and afterwards. */
static const struct {
  const char *verb;
  const char *working;
  const char *done;
  gboolean goes_out;
} words[] = {
  { "reply", N_("Sending…"), N_("On its way"), TRUE },
  { "send", N_("Sending…"), N_("On its way"), TRUE },
  { "draft", N_("Writing the draft…"), N_("It is with your drafts"), FALSE },
  { "create_event", N_("Adding…"), N_("It is in your calendar"), FALSE },
  { "move_event", N_("Moving…"), N_("Moved"), FALSE },
  { "cancel_event", N_("Cancelling…"), N_("Cancelled"), FALSE },
  { "invite", N_("Inviting…"), N_("Invited"), FALSE },
  { "respond", N_("Answering…"), N_("Answered"), FALSE },
  { "archive", N_("Archiving…"), N_("Archived"), FALSE },
  { "trash", N_("Moving…"), N_("In the trash"), FALSE },
  { "flag", N_("Flagging…"), N_("Flagged"), FALSE },
  { "remind", N_("Noting…"), N_("I will remind you"), FALSE },
  { "remember", N_("Noting…"), N_("Noted"), FALSE },
};

static guint
find_words (HearthCardView *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    if (g_str_equal (words[i].verb, self->verb))
      return i;
  }
  return 0; /* an unknown verb never comes out of the store */
}

static GtkWidget *
make_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  hearth_label_wrap (GTK_LABEL (label));
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
  hearth_prose_apply_direction (label, text);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
append_line (GtkBox *box, const HearthCardLine *line, gboolean labelled)
{
  GtkWidget *group = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);
  GtkWidget *value = make_label (line->value, "value");
  g_autofree char *name = g_strdup_printf ("%s: %s", line->label, line->value);

  if (labelled)
    gtk_box_append (GTK_BOX (group), make_label (line->label, "field"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (value), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_box_append (GTK_BOX (group), value);
  if (line->origin != NULL && *line->origin != '\0')
    gtk_box_append (GTK_BOX (group), make_label (line->origin, "from"));
  if (line->warning != NULL && *line->warning != '\0') {
    GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
    GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");

    gtk_widget_set_valign (icon, GTK_ALIGN_START);
    gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    _("Warning"), -1);
    gtk_box_append (GTK_BOX (row), icon);
    gtk_box_append (GTK_BOX (row), make_label (line->warning, NULL));
    gtk_widget_add_css_class (row, "reason");
    gtk_box_append (GTK_BOX (group), row);
  }
  gtk_box_append (box, group);
}

static void
append_body (GtkBox *box, const char *body)
{
  GtkWidget *group = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  gtk_box_append (GTK_BOX (group), make_label (body, "words"));
  gtk_box_append (GTK_BOX (group), make_label (_("This text was written by a program."), "from"));
  gtk_box_append (box, group);
}

static void
fill_details (HearthCardView *self, const HearthCard *card)
{
  g_autoptr (GPtrArray) lines = hearth_card_list_lines (card);
  g_autofree char *body = hearth_card_dup_body (card);
  const char *label = NULL;

  for (guint i = 0; i < lines->len; i++) {
    const HearthCardLine *line = g_ptr_array_index (lines, i);

    /* Of several recipients only the first is labelled, so that the list reads as one. */
    append_line (GTK_BOX (self->details), line, g_strcmp0 (label, line->label) != 0);
    label = line->label;
  }
  if (body != NULL && *body != '\0')
    append_body (GTK_BOX (self->details), body);
}

/* A card is a place of its own, named by all that it says. */
static void
name_card (HearthCardView *self, const HearthCard *card)
{
  g_autoptr (GPtrArray) lines = hearth_card_list_lines (card);
  g_autofree char *body = hearth_card_dup_body (card);
  g_autoptr (GString) name = g_string_new (NULL);

  g_string_append_printf (name, _("Proposed: %s"), self->title);
  for (guint i = 0; i < lines->len; i++) {
    const HearthCardLine *line = g_ptr_array_index (lines, i);

    g_string_append_printf (name, "\n%s: %s", line->label, line->value);
  }
  if (body != NULL && *body != '\0')
    g_string_append_printf (name, "\n%s", body);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name->str,
                                  -1);
}

static void
clicked_cb (GtkButton *button, gpointer user_data)
{
  HearthCardView *self = user_data;

  if (!hearth_deaf_listens (HEARTH_DEAF (self->buttons)) || self->stand != HEARTH_CARD_ACTIVE ||
      self->card_state != HEARTH_CARD_WAITING)
    return;
  if (GTK_WIDGET (button) == self->accept)
    g_signal_emit (self, signals[ACCEPT], 0);
  else
    g_signal_emit (self, signals[GTK_WIDGET (button) == self->decline ? DECLINE : EDIT], 0);
}

static void
more_cb (GtkToggleButton *button, GParamSpec *pspec, gpointer user_data)
{
  HearthCardView *self = user_data;

  gtk_widget_set_visible (self->details, gtk_toggle_button_get_active (button));
}

static void
undo_cb (HearthCardView *self)
{
  g_signal_emit (self, signals[UNDO], 0);
}

static void
show_done (HearthCardView *self, gboolean undone)
{
  if (self->done == NULL) {
    self->done = hearth_done_line_new (_ (words[find_words (self)].done), self->title);
    g_signal_connect_swapped (self->done, "undo", G_CALLBACK (undo_cb), self);
    gtk_box_append (GTK_BOX (self->box), self->done);
  }
  hearth_done_line_set_state (HEARTH_DONE_LINE (self->done), undone ? HEARTH_DONE_UNDONE
                                                             : self->action != 0
                                                                 ? HEARTH_DONE_UNDOABLE
                                                                 : HEARTH_DONE_FINAL);
}

/* Of a card that was settled only the title and what became of it stay. */
static void
update (HearthCardView *self)
{
  gboolean waits = self->card_state == HEARTH_CARD_WAITING;
  gboolean active = waits && self->stand == HEARTH_CARD_ACTIVE;
  const char *state = NULL;

  if (self->card_state == HEARTH_CARD_DECLINED)
    state = _("Not done");
  else if (self->card_state == HEARTH_CARD_EXPIRED)
    state = _("What this rested on has changed since. Ask again.");
  else if (waits && self->stand == HEARTH_CARD_INERT)
    state = _("Waits until the other one is decided.");
  else if (waits && self->stand == HEARTH_CARD_WORKING)
    state = _ (words[find_words (self)].working);
  else if (waits && self->stand == HEARTH_CARD_LEAVING)
    state = _("One moment…");
  gtk_widget_set_visible (self->buttons, active);
  gtk_label_set_text (GTK_LABEL (self->state), state != NULL ? state : "");
  gtk_widget_set_visible (self->state_row, state != NULL);
  gtk_widget_set_visible (self->spinner, waits && self->stand == HEARTH_CARD_WORKING);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner),
                            waits && self->stand == HEARTH_CARD_WORKING);
  gtk_widget_set_visible (self->more, !waits);
  gtk_widget_set_visible (self->details,
                          waits || gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->more)));
  if (active)
    gtk_widget_remove_css_class (GTK_WIDGET (self), "quiet");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self), "quiet");
}

static void
hearth_card_view_dispose (GObject *object)
{
  HearthCardView *self = HEARTH_CARD_VIEW (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (hearth_card_view_parent_class)->dispose (object);
}

static void
hearth_card_view_finalize (GObject *object)
{
  HearthCardView *self = HEARTH_CARD_VIEW (object);

  g_free (self->hash);
  g_free (self->verb);
  g_free (self->content);
  g_free (self->title);
  G_OBJECT_CLASS (hearth_card_view_parent_class)->finalize (object);
}

static void
hearth_card_view_class_init (HearthCardViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hearth_card_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = hearth_card_view_finalize;
  /**
   * HearthCardView::accept:
   *
   * The owner says that it is to be done.
   */
  signals[ACCEPT] = g_signal_new ("accept", HEARTH_TYPE_CARD_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
  /**
   * HearthCardView::decline:
   *
   * The owner says that it is not to be done.
   */
  signals[DECLINE] = g_signal_new ("decline", HEARTH_TYPE_CARD_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  /**
   * HearthCardView::edit:
   *
   * The owner wants to go on with it by hand.
   */
  signals[EDIT] = g_signal_new ("edit", HEARTH_TYPE_CARD_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
  /**
   * HearthCardView::undo:
   *
   * What was done is to be taken back.
   */
  signals[UNDO] = g_signal_new ("undo", HEARTH_TYPE_CARD_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "proposal");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static GtkWidget *
make_button (HearthCardView *self, const char *text)
{
  GtkWidget *button = gtk_button_new_with_label (text);

  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  g_signal_connect (button, "clicked", G_CALLBACK (clicked_cb), self);
  return button;
}

static void
make_buttons (HearthCardView *self, const HearthCard *card)
{
  g_autofree char *accept = hearth_card_dup_accept_label (card);
  guint i = find_words (self);
  GtkWidget *space = gtk_label_new (words[i].goes_out ? _("undo for 10 s") : NULL);

  self->row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  self->decline = make_button (self, _("Not Now"));
  self->accept = make_button (self, accept);
  gtk_label_set_xalign (GTK_LABEL (space), 1);
  gtk_label_set_wrap (GTK_LABEL (space), TRUE);
  gtk_label_set_justify (GTK_LABEL (space), GTK_JUSTIFY_RIGHT);
  gtk_widget_set_hexpand (space, TRUE);
  gtk_widget_add_css_class (space, "from");
  if (hearth_card_edit_knows (self->verb)) {
    self->edit = make_button (self, _("Edit"));
    gtk_box_append (GTK_BOX (self->row), self->edit);
  }
  gtk_box_append (GTK_BOX (self->row), self->decline);
  gtk_box_append (GTK_BOX (self->row), space);
  gtk_box_append (GTK_BOX (self->row), self->accept);
  self->buttons = hearth_deaf_new (self->row);
  gtk_box_append (GTK_BOX (self->box), self->buttons);
}

static void
make_state (HearthCardView *self)
{
  self->state_row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  self->spinner = gtk_spinner_new ();
  self->state = make_label (NULL, "state");
  self->trouble = make_label (NULL, "error");
  gtk_widget_set_visible (self->trouble, FALSE);
  gtk_box_append (GTK_BOX (self->state_row), self->spinner);
  gtk_box_append (GTK_BOX (self->state_row), self->state);
  gtk_box_append (GTK_BOX (self->box), self->state_row);
  gtk_box_append (GTK_BOX (self->box), self->trouble);
}

static void
make_head (HearthCardView *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *title = make_label (self->title, "title");

  gtk_widget_set_hexpand (title, TRUE);
  self->more = gtk_toggle_button_new ();
  gtk_button_set_icon_name (GTK_BUTTON (self->more), "pan-down-symbolic");
  gtk_widget_set_valign (self->more, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (self->more, _("Show what it was"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->more), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Show what it was"), -1);
  gtk_widget_add_css_class (self->more, "flat");
  gtk_widget_add_css_class (self->more, "fold");
  g_signal_connect (self->more, "notify::active", G_CALLBACK (more_cb), self);
  gtk_box_append (GTK_BOX (head), title);
  gtk_box_append (GTK_BOX (head), self->more);
  gtk_box_append (GTK_BOX (self->box), head);
}

static void
hearth_card_view_init (HearthCardView *self)
{
  self->stand = HEARTH_CARD_INERT;
}

/**
 * hearth_card_view_new:
 * @card: a card from the store
 *
 * Draws a card. One that waits is inert until hearth_card_view_set_stand() says otherwise.
 *
 * Returns: (transfer floating): the card
 */
GtkWidget *
hearth_card_view_new (const HearthCard *card)
{
  HearthCardView *self = g_object_new (HEARTH_TYPE_CARD_VIEW, NULL);

  self->id = card->id;
  self->turn = card->turn;
  self->hash = g_strdup (card->hash);
  self->verb = g_strdup (card->verb);
  self->content = g_strdup (card->content);
  self->title = hearth_card_dup_title (card);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  make_head (self);
  self->details = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  gtk_box_append (GTK_BOX (self->box), self->details);
  fill_details (self, card);
  make_state (self);
  make_buttons (self, card);
  name_card (self, card);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  hearth_card_view_set_card (self, card, FALSE);
  return GTK_WIDGET (self);
}

/**
 * hearth_card_view_set_card:
 * @self: a card
 * @card: the same card, as it stands in the store now
 * @undone: whether what it did was taken back
 *
 * Shows what became of it. What it proposes never changes.
 */
void
hearth_card_view_set_card (HearthCardView *self, const HearthCard *card, gboolean undone)
{
  g_return_if_fail (card->id == self->id);

  self->card_state = card->state;
  self->action = card->action;
  if (card->state == HEARTH_CARD_ACCEPTED)
    show_done (self, undone);
  if (card->state == HEARTH_CARD_FAILED)
    hearth_card_view_set_trouble (self, card->problem != NULL ? card->problem
                                                              : _("It could not be done."));
  update (self);
}

/**
 * hearth_card_view_set_stand:
 * @self: a card
 * @stand: how it stands among the others
 *
 * Says whether the owner can settle it now. A card that becomes active does not listen at first.
 */
void
hearth_card_view_set_stand (HearthCardView *self, HearthCardStand stand)
{
  if (stand == self->stand)
    return;
  self->stand = stand;
  if (stand == HEARTH_CARD_ACTIVE)
    hearth_deaf_restart (HEARTH_DEAF (self->buttons));
  update (self);
}

/**
 * hearth_card_view_set_trouble:
 * @self: a card
 * @sentence: (nullable): what went wrong
 *
 * Says why it could not be done, or taken back.
 */
void
hearth_card_view_set_trouble (HearthCardView *self, const char *sentence)
{
  gtk_label_set_text (GTK_LABEL (self->trouble), sentence != NULL ? sentence : "");
  gtk_widget_set_visible (self->trouble, sentence != NULL);
}

/**
 * hearth_card_view_get_id:
 * @self: a card
 *
 * Returns: its row
 */
gint64
hearth_card_view_get_id (HearthCardView *self)
{
  return self->id;
}

/**
 * hearth_card_view_get_turn:
 * @self: a card
 *
 * Returns: the row of the answer that proposes it
 */
gint64
hearth_card_view_get_turn (HearthCardView *self)
{
  return self->turn;
}

/**
 * hearth_card_view_get_action:
 * @self: a card
 *
 * Returns: what it did, for Undo; 0 if nothing was done, or nothing takes it back
 */
gint64
hearth_card_view_get_action (HearthCardView *self)
{
  return self->action;
}

/**
 * hearth_card_view_get_hash:
 * @self: a card
 *
 * Returns: (transfer none): the hash of exactly what it shows
 */
const char *
hearth_card_view_get_hash (HearthCardView *self)
{
  return self->hash;
}

/**
 * hearth_card_view_get_state:
 * @self: a card
 *
 * Returns: what became of it, as far as the store said
 */
HearthCardState
hearth_card_view_get_state (HearthCardView *self)
{
  return self->card_state;
}

/**
 * hearth_card_view_get_verb:
 * @self: a card
 *
 * Returns: (transfer none): what it would do
 */
const char *
hearth_card_view_get_verb (HearthCardView *self)
{
  return self->verb;
}

/**
 * hearth_card_view_get_content:
 * @self: a card
 *
 * Returns: (transfer none): all that it would do, as JSON
 */
const char *
hearth_card_view_get_content (HearthCardView *self)
{
  return self->content;
}
