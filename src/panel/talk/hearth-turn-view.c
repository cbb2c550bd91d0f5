/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-turn-view.h"

#include "hearth-chip-button.h"
#include "hearth-prose.h"
#include "hearth-wrap-layout.h"

#include <glib/gi18n.h>

#define BUBBLE_CHARS 34

struct _HearthTurnView {
  GtkWidget parent_instance;

  HearthTurnRole role;
  GString *text;          /* (owned): what was said so far */
  guint refresh;          /* a frame's worth of text waits to be shown */
  GtkWidget *status;      /* (nullable) */
  GtkWidget *prose;       /* (nullable) */
  GtkWidget *chips;       /* (nullable) */
  GtkWidget *suggestions; /* (nullable) */
  char *owner;            /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (HearthTurnView, hearth_turn_view, GTK_TYPE_WIDGET)

enum {
  RETRY,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
name_turn (HearthTurnView *self)
{
  g_autofree char *label = NULL;

  if (self->role == HEARTH_TURN_OWNER)
    label = g_strdup_printf (_("You: %s"), self->text->str);
  else if (self->prose != NULL)
    label = hearth_prose_dup_plain (HEARTH_PROSE (self->prose));
  else
    label = g_strdup ("");

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
remove_child (GtkWidget **child)
{
  if (*child != NULL)
    gtk_widget_unparent (g_steal_pointer (child));
}

static gboolean
refresh_cb (GtkWidget *widget, GdkFrameClock *frame_clock, gpointer user_data)
{
  HearthTurnView *self = HEARTH_TURN_VIEW (widget);

  self->refresh = 0;
  hearth_prose_set_text (HEARTH_PROSE (self->prose), self->text->str);
  return G_SOURCE_REMOVE;
}

static void
ensure_prose (HearthTurnView *self)
{
  GtkWidget *after = NULL;

  if (self->prose != NULL)
    return;
  if (self->status != NULL)
    after = self->status;
  self->prose = hearth_prose_new ();
  hearth_prose_set_owner (HEARTH_PROSE (self->prose), self->owner);
  gtk_widget_insert_after (self->prose, GTK_WIDGET (self), after);
}

static void
append_text (HearthTurnView *self, const char *text)
{
  remove_child (&self->status);
  ensure_prose (self);
  g_string_append (self->text, text);
  /* Deltas come faster than frames: they are set once a frame. */
  if (self->refresh == 0)
    self->refresh = gtk_widget_add_tick_callback (GTK_WIDGET (self), refresh_cb, NULL, NULL);
}

static void
set_status (HearthTurnView *self, const char *text)
{
  if (self->status == NULL) {
    self->status = gtk_label_new (NULL);
    gtk_label_set_xalign (GTK_LABEL (self->status), 0);
    gtk_label_set_ellipsize (GTK_LABEL (self->status), PANGO_ELLIPSIZE_END);
    gtk_widget_add_css_class (self->status, "dim-label");
    gtk_widget_insert_before (self->status, GTK_WIDGET (self), NULL);
  }
  gtk_label_set_text (GTK_LABEL (self->status), text);
}

static void
add_chip (HearthTurnView *self, const HearthChip *chip)
{
  if (self->chips == NULL) {
    self->chips = hearth_wrap_box_new (6);
    gtk_widget_insert_before (self->chips, GTK_WIDGET (self), self->suggestions);
  }
  gtk_box_append (GTK_BOX (self->chips), hearth_chip_button_new (chip));
}

static void
add_suggestion (HearthTurnView *self, const char *text)
{
  if (self->suggestions == NULL) {
    self->suggestions = hearth_wrap_box_new (6);
    gtk_widget_set_margin_top (self->suggestions, 10);
    gtk_widget_insert_before (self->suggestions, GTK_WIDGET (self), NULL);
  }
  gtk_box_append (GTK_BOX (self->suggestions), hearth_chip_button_new_suggest (text));
}

static void
add_notice (HearthTurnView *self, const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "notice");
  gtk_widget_insert_before (label, GTK_WIDGET (self), self->suggestions);
}

static void
retry_cb (GtkButton *button, gpointer user_data)
{
  HearthTurnView *self = user_data;

  gtk_widget_set_sensitive (GTK_WIDGET (button), FALSE);
  g_signal_emit (self, signals[RETRY], 0);
}

static void
add_error (HearthTurnView *self, const char *text)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");
  GtkWidget *label = gtk_label_new (text);
  GtkWidget *button = gtk_button_new_with_label (_("Retry"));

  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect (button, "clicked", G_CALLBACK (retry_cb), self);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), button);
  gtk_widget_add_css_class (box, "trouble");
  gtk_widget_insert_before (box, GTK_WIDGET (self), self->suggestions);
}

static void
copy_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HearthTurnView *self = HEARTH_TURN_VIEW (widget);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), self->text->str);
}

static void
hearth_turn_view_dispose (GObject *object)
{
  HearthTurnView *self = HEARTH_TURN_VIEW (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (hearth_turn_view_parent_class)->dispose (object);
}

static void
hearth_turn_view_finalize (GObject *object)
{
  HearthTurnView *self = HEARTH_TURN_VIEW (object);

  g_string_free (self->text, TRUE);
  g_free (self->owner);
  G_OBJECT_CLASS (hearth_turn_view_parent_class)->finalize (object);
}

static void
hearth_turn_view_class_init (HearthTurnViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = hearth_turn_view_dispose;
  object_class->finalize = hearth_turn_view_finalize;

  /**
   * HearthTurnView::retry:
   *
   * The owner wants to ask again.
   */
  signals[RETRY] = g_signal_new ("retry", HEARTH_TYPE_TURN_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
  gtk_widget_class_install_action (widget_class, "turn.copy", NULL, copy_cb);
  gtk_widget_class_set_css_name (widget_class, "turn");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static void
hearth_turn_view_init (HearthTurnView *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 8);
  self->text = g_string_new (NULL);
}

static GtkWidget *
make_bubble (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), BUBBLE_CHARS);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_halign (label, GTK_ALIGN_END);
  gtk_widget_set_margin_start (label, 48);
  gtk_widget_add_css_class (label, "bubble");
  return label;
}

/**
 * hearth_turn_view_new:
 * @role: who speaks
 * @text: (nullable): what was said, if it is known
 *
 * Returns: (transfer floating): one turn of a conversation
 */
GtkWidget *
hearth_turn_view_new (HearthTurnRole role, const char *text)
{
  HearthTurnView *self = g_object_new (HEARTH_TYPE_TURN_VIEW, NULL);

  self->role = role;
  if (role == HEARTH_TURN_OWNER) {
    g_string_append (self->text, text != NULL ? text : "");
    gtk_widget_set_parent (make_bubble (self->text->str), GTK_WIDGET (self));
    name_turn (self);
  } else if (text == NULL) {
    set_status (self, _("Thinking…"));
  }
  return GTK_WIDGET (self);
}

/**
 * hearth_turn_view_set_owner:
 * @self: the companion's turn
 * @words: (nullable): what the owner said before it
 *
 * Says whose links may be followed.
 */
void
hearth_turn_view_set_owner (HearthTurnView *self, const char *words)
{
  g_free (self->owner);
  self->owner = g_strdup (words);
}

static void
finish (HearthTurnView *self)
{
  remove_child (&self->status);
  if (self->refresh != 0) {
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->refresh);
    refresh_cb (GTK_WIDGET (self), NULL, NULL);
  }
  /* GTK before 4.14 cannot announce: the finished answer is a named place to go to. */
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  name_turn (self);
}

/**
 * hearth_turn_view_take_event:
 * @self: the companion's turn
 * @event: more of the answer
 *
 * Shows more of an answer.
 */
void
hearth_turn_view_take_event (HearthTurnView *self, const HearthAnswerEvent *event)
{
  const char *text = event->text != NULL ? event->text : "";

  switch (event->kind) {
  case HEARTH_ANSWER_STATUS:
    set_status (self, text);
    break;
  case HEARTH_ANSWER_TEXT:
    append_text (self, text);
    break;
  case HEARTH_ANSWER_CHIP:
    add_chip (self, event->chip);
    break;
  case HEARTH_ANSWER_SUGGEST:
    add_suggestion (self, text);
    break;
  case HEARTH_ANSWER_NOTICE:
  case HEARTH_ANSWER_DONE:
    add_notice (self, text);
    break;
  case HEARTH_ANSWER_ERROR:
    finish (self);
    add_error (self, text);
    break;
  case HEARTH_ANSWER_END:
    finish (self);
    break;
  case HEARTH_ANSWER_CARD:
  default:
    break;
  }
}

/**
 * hearth_turn_view_set_turn:
 * @self: the companion's turn
 * @turn: what was said, from the store
 *
 * Shows an answer of the past.
 */
void
hearth_turn_view_set_turn (HearthTurnView *self, const HearthTurn *turn)
{
  remove_child (&self->status);
  if (turn->text != NULL && *turn->text != '\0') {
    g_string_assign (self->text, turn->text);
    ensure_prose (self);
    hearth_prose_set_text (HEARTH_PROSE (self->prose), self->text->str);
  }
  for (guint i = 0; turn->chips != NULL && i < turn->chips->len; i++)
    add_chip (self, g_ptr_array_index (turn->chips, i));
  if (!turn->complete)
    add_notice (self, _("This answer was cut off."));
  finish (self);
}

/**
 * hearth_turn_view_stop:
 * @self: the companion's turn
 *
 * Ends an answer that the owner has stopped; what was said so far stays.
 */
void
hearth_turn_view_stop (HearthTurnView *self)
{
  finish (self);
  add_notice (self, _("You stopped this answer."));
}

/**
 * hearth_turn_view_drop_suggestions:
 * @self: the companion's turn
 *
 * Takes away what the owner might have said next: they have said something.
 */
void
hearth_turn_view_drop_suggestions (HearthTurnView *self)
{
  remove_child (&self->suggestions);
}

/**
 * hearth_turn_view_get_text:
 * @self: a turn
 *
 * Returns: (transfer none): what was said so far
 */
const char *
hearth_turn_view_get_text (HearthTurnView *self)
{
  return self->text->str;
}
