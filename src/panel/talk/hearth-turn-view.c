/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-turn-view.h"

#include "hearth-label-wrap.h"
#include "hearth-talk-bubble.h"
#include "hearth-chip-button.h"
#include "hearth-file-tray.h"
#include "hearth-link-text.h"
#include "hearth-prose.h"
#include "hearth-read-aloud.h"
#include "hearth-store-messages.h"
#include "hearth-turn-verdict.h"
#include "hearth-wrap-layout.h"

#include <glib/gi18n.h>

/* So many of the messages that an answer names are looked through for the links in it. */
/* So far apart, in microseconds, words that stream in are shown: nobody reads faster. */
#define REFRESH_US 60000
#define MAX_LINKED_MESSAGES 12

/**
 * HearthTurnView:
 *
 * One turn of a conversation: a question, or an answer with what it names, how it came about,
 * and what can be done with it.
 */
struct _HearthTurnView {
  GtkWidget parent_instance;

  HearthTurnRole role;
  GString *text;             /* (owned): what was said so far */
  guint refresh;             /* a frame's worth of text waits to be shown */
  gint64 refreshed;          /* when its text was set the last time, as frames count it */
  GtkWidget *status;         /* (nullable) */
  GtkWidget *prose;          /* (nullable) */
  GtkWidget *chips;          /* (nullable) */
  GtkWidget *deeds;          /* (nullable): cards, and what was done at once */
  GtkWidget *origin;         /* (nullable): who answered, and what it took */
  GtkWidget *acts;           /* (nullable): what can be done with a finished answer */
  GtkWidget *again;          /* (nullable): the one of them that only the last answer has */
  GtkWidget *retry;          /* (nullable): the same, beside why there is no answer */
  GtkWidget *aloud;          /* (nullable): another one, which has it said */
  GtkWidget *verdict;        /* (nullable): another one, what the owner thinks of it */
  GtkWidget *noted;          /* (nullable): what can be done with an answer that is not good */
  GtkWidget *suggestions;    /* (nullable) */
  gint64 id;                 /* its row, or 0 while that is not known */
  GPtrArray *files;          /* (owned) (element-type HearthTurnFile): that went with it */
  gboolean by_service;       /* and not by rules */
  gboolean partial;          /* it was stopped or cut off */
  GHashTable *said;          /* (owned) (nullable): web addresses in the owner's words */
  GArray *messages;          /* (owned) (element-type gint64): those that the answer names */
  HearthClient *client;      /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) */
};

G_DEFINE_FINAL_TYPE (HearthTurnView, hearth_turn_view, GTK_TYPE_WIDGET)

enum {
  RETRY,
  EDIT,
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
  gint64 now = frame_clock != NULL ? gdk_frame_clock_get_frame_time (frame_clock) : 0;

  if (frame_clock != NULL && now - self->refreshed < REFRESH_US)
    return G_SOURCE_CONTINUE;
  self->refreshed = now;
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
  if (self->said != NULL)
    hearth_prose_set_said (HEARTH_PROSE (self->prose), self->said);
  gtk_widget_insert_after (self->prose, GTK_WIDGET (self), after);
}

static void
append_text (HearthTurnView *self, const char *text)
{
  remove_child (&self->status);
  ensure_prose (self);
  g_string_append (self->text, text);
  /* Deltas come faster than frames, and to set a growing paragraph takes long. */
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

/* From top to bottom: prose, chips, notices, deeds, origin, acts, what was noted, suggestions. */
static GtkWidget *
find_below_origin (HearthTurnView *self)
{
  return self->acts != NULL ? self->acts : self->suggestions;
}

static GtkWidget *
find_below_deeds (HearthTurnView *self)
{
  return self->origin != NULL ? self->origin : find_below_origin (self);
}

static GtkWidget *
find_below_chips (HearthTurnView *self)
{
  return self->deeds != NULL ? self->deeds : find_below_deeds (self);
}

static GtkWidget *
ensure_deeds (HearthTurnView *self)
{
  if (self->deeds == NULL) {
    self->deeds = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
    gtk_widget_insert_before (self->deeds, GTK_WIDGET (self), find_below_deeds (self));
  }
  return self->deeds;
}

static void
add_chip (HearthTurnView *self, const HearthChip *chip)
{
  if (self->chips == NULL) {
    self->chips = hearth_wrap_box_new (6);
    gtk_widget_insert_before (self->chips, GTK_WIDGET (self), find_below_chips (self));
  }
  if (chip->kind == HEARTH_CHIP_MESSAGE && self->messages->len < MAX_LINKED_MESSAGES)
    g_array_append_val (self->messages, chip->id);
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

  hearth_label_wrap (GTK_LABEL (label));
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "notice");
  gtk_widget_insert_before (label, GTK_WIDGET (self), find_below_chips (self));
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
  hearth_label_wrap (GTK_LABEL (label));
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect (button, "clicked", G_CALLBACK (retry_cb), self);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), button);
  self->retry = button;
  gtk_widget_add_css_class (box, "trouble");
  gtk_widget_insert_before (box, GTK_WIDGET (self), find_below_chips (self));
}

static void
copy_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HearthTurnView *self = HEARTH_TURN_VIEW (widget);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), self->text->str);
  gtk_widget_activate_action (widget, "win.say", "s",
                              self->role == HEARTH_TURN_OWNER ? _("Question copied")
                                                              : _("Answer copied"));
}

static void
again_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  g_signal_emit (widget, signals[RETRY], 0);
}

static void
edit_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  g_signal_emit (widget, signals[EDIT], 0);
}

static void
hearth_turn_view_dispose (GObject *object)
{
  HearthTurnView *self = HEARTH_TURN_VIEW (object);
  GtkWidget *child;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->client);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (hearth_turn_view_parent_class)->dispose (object);
}

static void
hearth_turn_view_finalize (GObject *object)
{
  HearthTurnView *self = HEARTH_TURN_VIEW (object);

  g_string_free (self->text, TRUE);
  g_clear_pointer (&self->said, g_hash_table_unref);
  g_array_unref (self->messages);
  g_ptr_array_unref (self->files);
  g_object_unref (self->cancellable);
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
  /**
   * HearthTurnView::edit:
   *
   * The owner wants to say this, or the question above it, in other words.
   */
  signals[EDIT] = g_signal_new ("edit", HEARTH_TYPE_TURN_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
  gtk_widget_class_install_action (widget_class, "turn.copy", NULL, copy_cb);
  gtk_widget_class_install_action (widget_class, "turn.edit", NULL, edit_cb);
  gtk_widget_class_install_action (widget_class, "turn.again", NULL, again_cb);
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
  self->messages = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->files = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_turn_file_free);
  self->cancellable = g_cancellable_new ();
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
    gtk_widget_set_parent (hearth_talk_bubble_new (self->text->str), GTK_WIDGET (self));
    name_turn (self);
  } else if (text == NULL) {
    set_status (self, _("Thinking…"));
  }
  return GTK_WIDGET (self);
}

/**
 * hearth_turn_view_add_files:
 * @self: the owner's turn
 * @files: (element-type HearthTurnFile): what went with the question
 *
 * Shows what went with the question, below it.
 */
void
hearth_turn_view_add_files (HearthTurnView *self, GPtrArray *files)
{
  GtkWidget *box;

  if (files->len == 0)
    return;
  box = hearth_wrap_box_new (6);
  gtk_widget_set_halign (box, GTK_ALIGN_END);
  for (guint i = 0; i < files->len; i++) {
    const HearthTurnFile *file = g_ptr_array_index (files, i);

    g_ptr_array_add (self->files, hearth_turn_file_copy (file));
    gtk_box_append (GTK_BOX (box), hearth_file_tray_make_chip (file));
  }
  gtk_widget_insert_before (box, GTK_WIDGET (self), NULL);
}

/**
 * hearth_turn_view_get_files:
 * @self: a turn
 *
 * Returns: (transfer none) (element-type HearthTurnFile): what went with it
 */
GPtrArray *
hearth_turn_view_get_files (HearthTurnView *self)
{
  return self->files;
}

/**
 * hearth_turn_view_set_context:
 * @self: the companion's turn
 * @client: the panel's client
 * @said: (element-type utf8): the web addresses in what the owner said in this conversation
 *
 * Says whose links may be followed; to be called before the answer is shown.
 */
void
hearth_turn_view_set_context (HearthTurnView *self, HearthClient *client, GHashTable *said)
{
  g_set_object (&self->client, client);
  g_clear_pointer (&self->said, g_hash_table_unref);
  self->said = g_hash_table_ref (said);
}

static gpointer
read_links (HearthDatabase *db, gpointer data, GError **error)
{
  GArray *messages = data;
  g_autoptr (GHashTable) links = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < messages->len; i++) {
    g_autoptr (HearthMessage) message =
        hearth_store_messages_get (db, g_array_index (messages, gint64, i), NULL);

    /* One that is gone is not on display. */
    if (message != NULL && message->text != NULL)
      hearth_link_text_collect (message->text, links);
  }
  return g_steal_pointer (&links);
}

static void
links_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) links = hearth_client_read_finish (HEARTH_CLIENT (source), result, &error);
  HearthTurnView *self = user_data;

  if (links != NULL && self->prose != NULL)
    hearth_prose_set_read (HEARTH_PROSE (self->prose), links);
}

/* What an answer links to may stand in a message that it names. */
static void
look_for_links (HearthTurnView *self)
{
  if (self->client == NULL || self->messages->len == 0 || self->prose == NULL ||
      !hearth_prose_has_links (HEARTH_PROSE (self->prose)))
    return;
  hearth_client_read_async (self->client, read_links, g_array_copy (self->messages),
                            (GDestroyNotify) g_array_unref, (GDestroyNotify) g_hash_table_unref,
                            self->cancellable, links_read_cb, self);
}

static GtkWidget *
add_act (HearthTurnView *self, const char *icon, const char *name, const char *action)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "small-button");
  gtk_box_append (GTK_BOX (self->acts), button);
  return button;
}

static GtkWidget *
make_text_button (const char *label, const char *action)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  return button;
}

/* Rules would answer the same words in the same way. */
static void
add_noted (HearthTurnView *self)
{
  gboolean last = gtk_widget_get_next_sibling (GTK_WIDGET (self)) == NULL;
  GtkWidget *label = gtk_label_new (_("Noted. It stays on this computer."));

  self->noted = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (self->noted, "noted");
  gtk_box_append (GTK_BOX (self->noted), label);
  if (!self->by_service)
    gtk_box_append (GTK_BOX (self->noted), make_text_button (_("Other Words"), "turn.edit"));
  else if (last)
    gtk_box_append (GTK_BOX (self->noted), make_text_button (_("Ask Again"), "turn.again"));
  gtk_widget_insert_after (self->noted, GTK_WIDGET (self), self->acts);
}

static void
rated_cb (HearthTurnVerdict *verdict, gpointer user_data)
{
  HearthTurnView *self = user_data;

  remove_child (&self->noted);
  if (hearth_turn_verdict_get_rating (verdict) == HEARTH_TURN_BAD)
    add_noted (self);
}

static void
add_acts (HearthTurnView *self)
{
  if (self->acts != NULL || self->role != HEARTH_TURN_COMPANION || self->text->len == 0)
    return;
  self->acts = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);
  gtk_widget_add_css_class (self->acts, "acts");
  add_act (self, "edit-copy-symbolic", _("Copy This Answer"), "turn.copy");
  if (self->client != NULL) {
    self->aloud = hearth_read_aloud_new (hearth_client_get_speech (self->client));
    hearth_read_aloud_set_turn (HEARTH_READ_ALOUD (self->aloud), self->id);
    gtk_box_append (GTK_BOX (self->acts), self->aloud);
  }
  self->again = add_act (self, "view-refresh-symbolic", _("Ask Again"), "turn.again");
  if (self->client != NULL && !self->partial) {
    self->verdict = hearth_turn_verdict_new (self->client);
    hearth_turn_verdict_set_turn (HEARTH_TURN_VERDICT (self->verdict), self->id);
    g_signal_connect (self->verdict, "rated", G_CALLBACK (rated_cb), self);
    gtk_box_append (GTK_BOX (self->acts), self->verdict);
  }
  gtk_widget_insert_before (self->acts, GTK_WIDGET (self), self->suggestions);
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
  add_acts (self);
  look_for_links (self);
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
    self->partial = TRUE;
    finish (self);
    add_error (self, text);
    break;
  case HEARTH_ANSWER_END:
    finish (self);
    break;
  case HEARTH_ANSWER_OFFER:
    add_notice (self, text);
    break;
  case HEARTH_ANSWER_AGREE: /* the notice says so */
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
  self->partial = !turn->complete;
  if (self->partial)
    add_notice (self, _("This answer was cut off."));
  hearth_turn_view_set_origin (self, turn);
  finish (self);
  if (self->verdict != NULL)
    hearth_turn_verdict_set_rating (HEARTH_TURN_VERDICT (self->verdict), turn->rating);
}

/**
 * hearth_turn_view_set_origin:
 * @self: the companion's turn
 * @turn: the same turn, from the store
 *
 * Says in a dim line who answered and what it took, if that was not this computer's own rules.
 */
void
hearth_turn_view_set_origin (HearthTurnView *self, const HearthTurn *turn)
{
  g_autofree char *tokens_in = g_strdup_printf ("%'" G_GINT64_FORMAT, turn->tokens_in);
  g_autofree char *tokens_out = g_strdup_printf ("%'" G_GINT64_FORMAT, turn->tokens_out);
  g_autofree char *text = NULL;

  hearth_turn_view_set_id (self, turn->id);
  self->by_service = turn->service != NULL && *turn->service != '\0';
  if (turn->service == NULL || *turn->service == '\0' || self->origin != NULL)
    return;
  if (turn->tokens_in > 0 || turn->tokens_out > 0)
    /* Translators: a host, and how many tokens it read and wrote: "1,234". */
    text = g_strdup_printf (_("%s · %s tokens read, %s written"), turn->service, tokens_in,
                            tokens_out);
  else
    text = g_strdup (turn->service);
  self->origin = gtk_label_new (text);
  gtk_label_set_xalign (GTK_LABEL (self->origin), 0);
  hearth_label_wrap (GTK_LABEL (self->origin));
  gtk_widget_add_css_class (self->origin, "origin");
  gtk_widget_insert_before (self->origin, GTK_WIDGET (self), find_below_origin (self));
}

/**
 * hearth_turn_view_add_deed:
 * @self: the companion's turn
 * @deed: a card, or a line that says what was done
 *
 * Shows what would be, or was, done in this turn.
 */
void
hearth_turn_view_add_deed (HearthTurnView *self, GtkWidget *deed)
{
  gtk_box_append (GTK_BOX (ensure_deeds (self)), deed);
}

/**
 * hearth_turn_view_set_editing:
 * @self: the owner's turn
 * @editing: whether they say it in other words
 *
 * Marks the words that are being changed.
 */
void
hearth_turn_view_set_editing (HearthTurnView *self, gboolean editing)
{
  GtkWidget *bubble = gtk_widget_get_first_child (GTK_WIDGET (self));

  if (HEARTH_IS_TALK_BUBBLE (bubble))
    hearth_talk_bubble_set_editing (HEARTH_TALK_BUBBLE (bubble), editing);
}

/**
 * hearth_turn_view_get_role:
 * @self: a turn
 *
 * Returns: who speaks
 */
HearthTurnRole
hearth_turn_view_get_role (HearthTurnView *self)
{
  return self->role;
}

/**
 * hearth_turn_view_get_id:
 * @self: a turn
 *
 * Returns: its row, or 0 while that is not known
 */
gint64
hearth_turn_view_get_id (HearthTurnView *self)
{
  return self->id;
}

/**
 * hearth_turn_view_set_id:
 * @self: a turn
 * @id: its row
 *
 * Says which turn it is.
 */
void
hearth_turn_view_set_id (HearthTurnView *self, gint64 id)
{
  self->id = id;
  if (self->aloud != NULL)
    hearth_read_aloud_set_turn (HEARTH_READ_ALOUD (self->aloud), id);
  if (self->verdict != NULL)
    hearth_turn_verdict_set_turn (HEARTH_TURN_VERDICT (self->verdict), id);
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
  self->partial = TRUE;
  finish (self);
  add_notice (self, _("You stopped this answer."));
}

/**
 * hearth_turn_view_set_last:
 * @self: a turn
 * @last: whether nothing was said after it
 *
 * After something else was said, what the owner might have said next goes, and nothing is asked
 * again.
 */
void
hearth_turn_view_set_last (HearthTurnView *self, gboolean last)
{
  if (!last) {
    remove_child (&self->suggestions);
    remove_child (&self->noted);
  }
  if (self->again != NULL)
    gtk_widget_set_visible (self->again, last);
  if (self->retry != NULL)
    gtk_widget_set_visible (self->retry, last);
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
