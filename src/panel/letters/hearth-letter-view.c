/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-letter-view.h"

#include "hearth-clock.h"
#include "hearth-hand-missing.h"
#include "hearth-letter-beginning.h"
#include "hearth-letter-call.h"
#include "hearth-letter-card.h"
#include "hearth-letter-deeds.h"
#include "hearth-letter-details.h"
#include "hearth-letter-dismissal.h"
#include "hearth-letter-keeper.h"
#include "hearth-letter-look.h"
#include "hearth-letter-output.h"
#include "hearth-letter-preview.h"
#include "hearth-letter-reading.h"
#include "hearth-letter-sheet.h"
#include "hearth-letter-versions.h"
#include "hearth-letter-wording.h"
#include "hearth-speak-bar.h"
#include "hearth-wrap-layout.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* A letter that is being written. It is in the store from its first character on and is saved as
 * soon as its writer pauses. */

#define SAVE_MS 1000

/**
 * HearthLetterView:
 *
 * The page of one letter: to whom, how it looks, the paper that is written on, and what becomes of
 * it.
 */
struct _HearthLetterView {
  GtkWidget parent_instance;

  GtkWidget *box;
  HearthLetterDetails *details;
  HearthLetterVersions *versions;
  GtkWidget *sheet;
  GtkTextBuffer *buffer;
  HearthLetterMarks *marks; /* (owned) */
  HearthLetterCard *card;
  HearthLetterWording *wording;
  GtkWidget *beginning;
  HearthDictation *dictation;
  HearthLetterLook *look; /* (owned) */

  HearthMailDesk *desk;       /* (owned) */
  HearthClient *client;       /* (owned) */
  HearthLetterKeeper *keeper; /* (owned) (nullable) */
  HearthLetter *letter;       /* (owned) (nullable): as it was read */
  GCancellable *cancellable;  /* (owned) of the letter that is being read */
  gint64 base;                /* the version that the page was filled with, or 0 */
  char *base_text;            /* (owned) (nullable): what that says */
  gint64 left;                /* the version that another was brought back over, or 0 */
  gboolean strayed;           /* something was saved since */
  gboolean filling;           /* what changes is not the owner's */
  gboolean dirty;             /* something is not saved yet */
  guint save_source;
};

G_DEFINE_FINAL_TYPE (HearthLetterView, hearth_letter_view, GTK_TYPE_WIDGET)

enum { TITLED, BEGUN, N_SIGNALS };

static guint signals[N_SIGNALS];

static char *
dup_text (HearthLetterView *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  return gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
}

static void
update_title (HearthLetterView *self, const char *subtitle)
{
  g_autofree char *title = hearth_letter_dup_title (self->letter);

  g_signal_emit (self, signals[TITLED], 0, title, subtitle);
}

/* @id: the row that the letter has, or 0 */
static void
set_row (HearthLetterView *self, gint64 id)
{
  hearth_letter_versions_set_letter (self->versions, id);
  hearth_letter_wording_set_letter (self->wording, id);
  hearth_letter_beginning_set_letter (HEARTH_LETTER_BEGINNING (self->beginning), id);
}

/* What stands on the page now. */
static void
take (HearthLetterView *self)
{
  hearth_letter_details_take (self->details, self->letter);
  hearth_letter_look_take (self->look, self->letter);
  g_free (self->letter->text);
  self->letter->text = dup_text (self);
  self->letter->id = hearth_letter_keeper_get_id (self->keeper);
}

static void
save (HearthLetterView *self, gboolean keep)
{
  g_clear_handle_id (&self->save_source, g_source_remove);
  if (self->letter == NULL || (!self->dirty && !keep))
    return;
  take (self);
  self->dirty = FALSE;
  self->strayed = TRUE;
  hearth_letter_keeper_save (self->keeper, self->letter, TRUE, keep);
}

static gboolean
save_cb (gpointer user_data)
{
  HearthLetterView *self = user_data;

  self->save_source = 0;
  save (self, FALSE);
  return G_SOURCE_REMOVE;
}

/* A new letter gets its row at once and empty, so that it can be taken back to that. */
static void
touched_cb (HearthLetterView *self)
{
  if (self->letter == NULL || self->filling)
    return;
  if (hearth_letter_keeper_get_id (self->keeper) == 0 &&
      !hearth_letter_keeper_is_busy (self->keeper)) {
    take (self);
    hearth_letter_keeper_save (self->keeper, self->letter, FALSE, FALSE);
  }
  self->dirty = TRUE;
  g_clear_handle_id (&self->save_source, g_source_remove);
  self->save_source = g_timeout_add (SAVE_MS, save_cb, self);
}

static void
details_cb (HearthLetterView *self)
{
  if (self->letter == NULL)
    return;
  touched_cb (self);
  take (self);
  hearth_letter_marks_set_letter (self->marks, self->letter);
  update_title (self, _("Kept as you write"));
}

/* ---------------------------------------------------------------------------------------------- */

static void
look_cb (HearthLetterView *self)
{
  if (self->letter == NULL)
    return;
  touched_cb (self);
  gtk_widget_grab_focus (self->sheet);
}

/* The cursor goes where the text is another from there on, or to its end. */
static void
show_text (HearthLetterView *self, const char *text)
{
  g_autofree char *before = dup_text (self);
  GtkTextIter cursor;
  int same = 0;

  for (const char *a = before, *b = text; *a != '\0' && g_utf8_get_char (a) == g_utf8_get_char (b);
       a = g_utf8_next_char (a), b = g_utf8_next_char (b))
    same++;
  if (g_str_equal (before, text))
    return;
  gtk_text_buffer_begin_irreversible_action (self->buffer);
  gtk_text_buffer_set_text (self->buffer, text, -1);
  gtk_text_buffer_end_irreversible_action (self->buffer);
  gtk_text_buffer_get_iter_at_offset (self->buffer, &cursor, *before != '\0' ? same : -1);
  gtk_text_buffer_place_cursor (self->buffer, &cursor);
  hearth_letter_sheet_show_cursor (HEARTH_LETTER_SHEET (self->sheet));
}

static void
show_letter (HearthLetterView *self, HearthLetter *letter, GPtrArray *hands, gint64 base)
{
  gboolean first = self->letter == NULL;
  g_autofree char *before = dup_text (self);

  if (first || !g_str_equal (before, letter->text)) {
    g_free (self->base_text);
    self->base_text = g_strdup (letter->text);
    self->base = base;
    self->strayed = FALSE;
  }
  if (first)
    self->left = 0;
  self->filling = TRUE;
  g_clear_pointer (&self->letter, hearth_letter_free);
  self->letter = letter;
  show_text (self, letter->text);
  hearth_letter_details_show (self->details, letter);
  hearth_letter_look_show (self->look, letter, hands);
  self->filling = FALSE;
  hearth_letter_marks_set_letter (self->marks, letter);
  set_row (self, letter->id);
  gtk_widget_set_sensitive (self->box, TRUE);
  update_title (self, _("Kept as you write"));
  if (first)
    gtk_widget_grab_focus (self->sheet);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthLetterView *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthLetterReading) reading = hearth_letter_reading_finish (source, result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (reading == NULL || reading->letter->state == HEARTH_LETTER_DELETED) {
    if (error != NULL)
      hearth_mail_desk_say (self->desk, error->message);
    g_clear_pointer (&self->letter, hearth_letter_free);
    self->dirty = FALSE;
    if (gtk_widget_get_mapped (GTK_WIDGET (self)))
      gtk_widget_activate_action (GTK_WIDGET (self), "win.back", NULL);
  } else if (!self->dirty && !hearth_letter_keeper_is_busy (self->keeper)) {
    /* What was written meanwhile is newer than what was read. */
    show_letter (self, g_steal_pointer (&reading->letter), reading->hands, reading->base);
  }
}

static void
read_now (HearthLetterView *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  hearth_letter_reading_start (self->client, hearth_letter_keeper_get_id (self->keeper),
                               self->cancellable, read_cb, self);
}

/* Somebody else may have written on it: hearthctl, or this page itself. */
static void
changed_cb (HearthLetterView *self)
{
  if (self->letter != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)) && !self->dirty &&
      hearth_letter_keeper_get_id (self->keeper) != 0 &&
      !hearth_letter_keeper_is_busy (self->keeper))
    read_now (self);
}

/* ---------------------------------------------------------------------------------------------- */

static void
kept_cb (HearthLetterView *self)
{
  gint64 id = hearth_letter_keeper_get_id (self->keeper);

  if (self->letter == NULL)
    return;
  if (self->letter->id == 0) {
    self->letter->id = id;
    set_row (self, id);
    hearth_letter_marks_set_letter (self->marks, self->letter);
    g_signal_emit (self, signals[BEGUN], 0, id);
  }
  update_title (self, _("Kept as you write"));
}

static void
failed_cb (HearthLetterKeeper *keeper, const char *message, HearthMailDesk *desk)
{
  hearth_mail_desk_say (desk, message);
}

/* It says something else in the store; until it is read nothing may be written over it. */
static void
stepped_cb (HearthLetterView *self)
{
  if (self->letter != NULL && !self->dirty)
    read_now (self);
}

static void
drop_keeper (HearthLetterView *self)
{
  if (self->keeper == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->keeper, self);
  g_clear_object (&self->keeper);
}

static gboolean
is_writing (HearthLetterView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return self->letter != NULL && root != NULL && gtk_root_get_focus (root) == self->sheet;
}

/* What the store has from before this sitting, or from after it. */
static void
step_stored (HearthLetterView *self, gboolean again)
{
  gint64 left = again ? 0 : self->left;

  save (self, FALSE);
  self->left = 0;
  /* Whoever brought something back takes that back first. */
  if (left != 0) {
    hearth_letter_keeper_restore (self->keeper, left);
    return;
  }
  /* What was written and taken back in this sitting is not what it said before. */
  if (!again && self->strayed && self->base != 0 &&
      g_strcmp0 (self->letter->text, self->base_text) == 0)
    hearth_letter_keeper_restore (self->keeper, self->base);
  hearth_letter_keeper_step (self->keeper, again);
}

/* First what was written since the page was opened, then what was written days ago. */
static gboolean
step (HearthLetterView *self, gboolean again)
{
  if (!is_writing (self))
    return FALSE;
  if (again && gtk_text_buffer_get_can_redo (self->buffer))
    gtk_text_buffer_redo (self->buffer);
  else if (!again && gtk_text_buffer_get_can_undo (self->buffer))
    gtk_text_buffer_undo (self->buffer);
  else if (hearth_letter_keeper_get_id (self->keeper) != 0)
    step_stored (self, again);
  return TRUE;
}

static gboolean
step_cb (GtkWidget *widget, GVariant *args, gpointer again)
{
  return step (HEARTH_LETTER_VIEW (widget), again != NULL);
}

static gboolean
keep_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  HearthLetterView *self = HEARTH_LETTER_VIEW (widget);

  if (self->letter == NULL)
    return FALSE;
  save (self, TRUE);
  update_title (self, _("Saved"));
  return TRUE;
}

static gboolean
go (HearthLetterView *self, gboolean forwards)
{
  if (!hearth_letter_marks_go (self->marks, forwards))
    return FALSE;
  gtk_widget_grab_focus (self->sheet);
  gtk_text_view_scroll_to_mark (GTK_TEXT_VIEW (self->sheet),
                                gtk_text_buffer_get_insert (self->buffer), 0.1, FALSE, 0, 0);
  return TRUE;
}

static gboolean
go_cb (GtkWidget *widget, GVariant *args, gpointer back)
{
  return go (HEARTH_LETTER_VIEW (widget), back == NULL);
}

static void
opening_cb (HearthLetterView *self)
{
  save (self, FALSE);
}

static void
restore_cb (HearthLetterVersions *versions, gint64 version, gint64 newest, HearthLetterView *self)
{
  if (self->letter == NULL)
    return;
  save (self, FALSE);
  hearth_letter_keeper_restore (self->keeper, version);
  self->left = newest;
  gtk_widget_grab_focus (self->sheet);
}

static void
delete_action_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HearthLetterView *self = HEARTH_LETTER_VIEW (widget);
  gint64 id;
  g_autofree char *title = NULL;

  if (self->letter == NULL)
    return;
  save (self, FALSE);
  id = hearth_letter_keeper_get_id (self->keeper);
  title = hearth_letter_dup_title (self->letter);
  g_clear_pointer (&self->letter, hearth_letter_free);
  if (id != 0)
    hearth_letter_call_delete (self->desk, id, title);
  gtk_widget_activate_action (widget, "win.back", NULL);
}

typedef void (*Output) (GtkWidget *widget, HearthClient *client, const HearthLetter *letter,
                        const HearthLetterFace *face);

static void
put_out (HearthLetterView *self, GtkWidget *widget, Output output)
{
  if (self->letter == NULL)
    return;
  save (self, FALSE);
  take (self);
  output (widget, self->client, self->letter, hearth_letter_look_get_face (self->look));
}

/**
 * hearth_letter_view_print:
 * @self: a page
 *
 * Prints the letter that is shown.
 */
void
hearth_letter_view_print (HearthLetterView *self)
{
  put_out (self, GTK_WIDGET (self), hearth_letter_output_print);
}

static void
out_action_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  static const struct {
    const char *action;
    Output output;
  } outputs[] = {
    { "letter.print", hearth_letter_output_print },
    { "letter.pdf", hearth_letter_output_save },
    { "letter.preview", hearth_letter_preview_open },
  };

  for (guint i = 0; i < G_N_ELEMENTS (outputs); i++) {
    if (g_str_equal (action_name, outputs[i].action))
      put_out (HEARTH_LETTER_VIEW (widget), widget, outputs[i].output);
  }
}

static void
start_action_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HearthLetterView *self = HEARTH_LETTER_VIEW (widget);

  put_out (self, self->beginning, hearth_letter_beginning_ask);
}

static void
envelope_cb (HearthLetterView *self)
{
  put_out (self, GTK_WIDGET (self), hearth_letter_output_print_envelope);
}

static void
mail_action_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  gboolean as_text = g_str_equal (g_variant_get_string (parameter, NULL), "text");

  put_out (HEARTH_LETTER_VIEW (widget), widget,
           as_text ? hearth_letter_output_mail_text : hearth_letter_output_mail);
}

/* ---------------------------------------------------------------------------------------------- */

static void
card_kept_cb (HearthLetterCard *card, GStrv keys, HearthLetterView *self)
{
  gint64 id = self->keeper != NULL ? hearth_letter_keeper_get_id (self->keeper) : 0;

  if (id != 0 && keys[0] != NULL)
    hearth_letter_dismissal_make (self->desk, self->marks, id, (const char *const *) keys);
}

static void
learnt_cb (HearthLetterCard *card, const char *word, HearthLetterView *self)
{
  if (self->letter == NULL)
    return;
  take (self);
  hearth_letter_learn (self->desk, self->marks, hearth_letter_get_language (self->letter), word);
}

static void
card_done_cb (HearthLetterView *self)
{
  gtk_widget_grab_focus (self->sheet);
}

static void
hearing_cb (HearthDictation *dictation, const char *text, HearthLetterView *self)
{
  if (self->letter != NULL)
    update_title (self, *text != '\0' ? _("Taking dictation") : _("Kept as you write"));
}

static void
dictation_failed_cb (HearthDictation *dictation, const char *message, HearthLetterView *self)
{
  hearth_mail_desk_say (self->desk, message);
}

/* ---------------------------------------------------------------------------------------------- */

static void
hearth_letter_view_dispose (GObject *object)
{
  HearthLetterView *self = HEARTH_LETTER_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->save_source, g_source_remove);
  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  drop_keeper (self);
  g_clear_pointer (&self->letter, hearth_letter_free);
  g_clear_pointer (&self->base_text, g_free);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->look);
  g_clear_object (&self->marks);
  g_clear_object (&self->client);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (hearth_letter_view_parent_class)->dispose (object);
}

static void
hearth_letter_view_finalize (GObject *object)
{
  g_object_unref (HEARTH_LETTER_VIEW (object)->cancellable);
  G_OBJECT_CLASS (hearth_letter_view_parent_class)->finalize (object);
}

static void
hearth_letter_view_class_init (HearthLetterViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hearth_letter_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = hearth_letter_view_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_install_action (widget_class, "letter.print", NULL, out_action_cb);
  gtk_widget_class_install_action (widget_class, "letter.pdf", NULL, out_action_cb);
  gtk_widget_class_install_action (widget_class, "letter.preview", NULL, out_action_cb);
  gtk_widget_class_install_action (widget_class, "letter.start", NULL, start_action_cb);
  gtk_widget_class_install_action (widget_class, "letter.mail", "s", mail_action_cb);
  gtk_widget_class_install_action (widget_class, "letter.delete", NULL, delete_action_cb);
  /**
   * HearthLetterView::titled:
   * @title: what the letter is called
   * @subtitle: what goes on
   */
  signals[TITLED] = g_signal_new ("titled", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  /**
   * HearthLetterView::begun:
   * @id: the row that a new letter has got
   */
  signals[BEGUN] = g_signal_new ("begun", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 1, G_TYPE_INT64);
}

/* The text would take some of these for itself: they are looked for before. */
static void
add_shortcuts (HearthLetterView *self)
{
  static const struct {
    const char *keys;
    GtkShortcutFunc func;
    gboolean other;
  } all[] = {
    { "<Control>z", step_cb, FALSE }, { "<Control><Shift>z|<Control>y", step_cb, TRUE },
    { "<Control>s", keep_cb, FALSE }, { "F7", go_cb, FALSE },
    { "<Shift>F7", go_cb, TRUE },
  };
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    gtk_shortcut_controller_add_shortcut (
        GTK_SHORTCUT_CONTROLLER (controller),
        gtk_shortcut_new (gtk_shortcut_trigger_parse_string (all[i].keys),
                          gtk_callback_action_new (all[i].func, GINT_TO_POINTER (all[i].other),
                                                   NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

static GtkWidget *
make_chips (HearthLetterView *self)
{
  GtkWidget *chips = hearth_wrap_box_new (6);

  self->details = HEARTH_LETTER_DETAILS (hearth_letter_details_new ());
  g_signal_connect_swapped (self->details, "changed", G_CALLBACK (details_cb), self);
  g_signal_connect_swapped (self->details, "envelope", G_CALLBACK (envelope_cb), self);
  gtk_box_append (GTK_BOX (chips), GTK_WIDGET (self->details));
  self->look = hearth_letter_look_new (chips);
  g_signal_connect_swapped (self->look, "changed", G_CALLBACK (look_cb), self);
  return chips;
}

static GtkWidget *
make_sheet (HearthLetterView *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->sheet = hearth_letter_sheet_new ();
  self->buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->sheet));
  gtk_widget_add_css_class (self->sheet, "letter");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->sheet), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Letter"), -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->sheet);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_widget_add_css_class (scroller, "letter-sheet");
  g_signal_connect_swapped (self->buffer, "changed", G_CALLBACK (touched_cb), self);
  return scroller;
}

static GtkWidget *
make_deeds (HearthLetterView *self)
{
  self->versions = HEARTH_LETTER_VERSIONS (hearth_letter_versions_new (self->client));
  g_signal_connect_swapped (self->versions, "opening", G_CALLBACK (opening_cb), self);
  g_signal_connect (self->versions, "chosen", G_CALLBACK (restore_cb), self);
  return hearth_letter_deeds_new (hearth_letter_wording_get_button (self->wording),
                                  GTK_WIDGET (self->versions));
}

static void
hearth_letter_view_init (HearthLetterView *self)
{
  self->cancellable = g_cancellable_new ();
  add_shortcuts (self);
  /* However it is left. */
  g_signal_connect (self, "unmap", G_CALLBACK (hearth_letter_view_leave), NULL);
}

/* The page, from the top to the bottom. */
static void
make_page (HearthLetterView *self)
{
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);
  GtkWidget *speak;

  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 680);
  adw_clamp_set_tightening_threshold (ADW_CLAMP (clamp), 640);
  gtk_widget_add_css_class (page, "page");
  gtk_box_append (GTK_BOX (page), make_chips (self));
  gtk_box_append (GTK_BOX (page), make_sheet (self));
  self->marks = hearth_letter_marks_new (self->client, self->buffer);
  hearth_letter_sheet_set_marks (HEARTH_LETTER_SHEET (self->sheet), self->marks);
  hearth_letter_sheet_set_look (HEARTH_LETTER_SHEET (self->sheet), self->look);
  self->card = HEARTH_LETTER_CARD (hearth_letter_card_new (self->marks));
  g_signal_connect_object (self->buffer, "notify::cursor-position",
                           G_CALLBACK (hearth_letter_card_update), self->card, G_CONNECT_SWAPPED);
  g_signal_connect (self->card, "kept", G_CALLBACK (card_kept_cb), self);
  g_signal_connect (self->card, "learnt", G_CALLBACK (learnt_cb), self);
  g_signal_connect_swapped (self->card, "done", G_CALLBACK (card_done_cb), self);
  gtk_box_append (GTK_BOX (page), GTK_WIDGET (self->card));
  self->wording = HEARTH_LETTER_WORDING (hearth_letter_wording_new (self->client, self->buffer));
  g_signal_connect_swapped (self->wording, "asking", G_CALLBACK (opening_cb), self);
  g_signal_connect_swapped (self->wording, "done", G_CALLBACK (card_done_cb), self);
  gtk_box_append (GTK_BOX (page), GTK_WIDGET (self->wording));
  self->beginning = hearth_letter_beginning_new ();
  gtk_box_append (GTK_BOX (page), self->beginning);
  gtk_box_append (GTK_BOX (page), hearth_hand_missing_new (self->client, self->buffer, self->look));
  gtk_box_append (GTK_BOX (page), make_deeds (self));
  speak = hearth_speak_bar_new ();
  self->dictation = hearth_speak_bar_get_dictation (HEARTH_SPEAK_BAR (speak));
  gtk_box_append (GTK_BOX (page), speak);
  adw_clamp_set_child (ADW_CLAMP (clamp), page);
  self->box = clamp;
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

/**
 * hearth_letter_view_new:
 * @desk: where what is done is told and taken back
 *
 * Returns: (transfer floating): a page to write letters on, one at a time
 */
GtkWidget *
hearth_letter_view_new (HearthMailDesk *desk)
{
  HearthLetterView *self = g_object_new (HEARTH_TYPE_LETTER_VIEW, NULL);

  self->desk = g_object_ref (desk);
  self->client = g_object_ref (hearth_mail_desk_get_client (desk));
  make_page (self);
  hearth_dictation_set_up (self->dictation, hearth_client_get_speech (self->client),
                           GTK_TEXT_VIEW (self->sheet));
  g_signal_connect (self->dictation, "hearing", G_CALLBACK (hearing_cb), self);
  g_signal_connect (self->dictation, "failed", G_CALLBACK (dictation_failed_cb), self);
  g_signal_connect_swapped (self->client, "changed::letters", G_CALLBACK (changed_cb), self);
  return GTK_WIDGET (self);
}

static void
unload (HearthLetterView *self)
{
  hearth_letter_view_leave (self);
  g_cancellable_cancel (self->cancellable);
  self->dirty = FALSE;
  g_clear_pointer (&self->letter, hearth_letter_free);
  hearth_letter_marks_set_letter (self->marks, NULL);
  set_row (self, 0);
  self->filling = TRUE;
  gtk_text_buffer_begin_irreversible_action (self->buffer);
  gtk_text_buffer_set_text (self->buffer, "", -1);
  gtk_text_buffer_end_irreversible_action (self->buffer);
  self->filling = FALSE;
  drop_keeper (self);
}

/**
 * hearth_letter_view_edit:
 * @self: a page
 * @letter: the row of a letter, or 0 for a new one
 *
 * Shows a letter to be written on. What was on the page before is kept.
 */
void
hearth_letter_view_edit (HearthLetterView *self, gint64 letter)
{
  if (letter != 0 && self->letter != NULL && hearth_letter_keeper_get_id (self->keeper) == letter) {
    update_title (self, _("Kept as you write"));
    gtk_widget_grab_focus (self->sheet);
    changed_cb (self);
    return;
  }
  unload (self);
  self->keeper = hearth_letter_keeper_new (self->client, letter);
  g_signal_connect_swapped (self->keeper, "kept", G_CALLBACK (kept_cb), self);
  g_signal_connect_swapped (self->keeper, "changed", G_CALLBACK (stepped_cb), self);
  g_signal_connect_object (self->keeper, "failed", G_CALLBACK (failed_cb), self->desk, 0);
  gtk_widget_set_sensitive (self->box, FALSE);
  read_now (self);
}

/**
 * hearth_letter_view_leave:
 * @self: a page
 *
 * Keeps what is written, at once, and stops listening.
 */
void
hearth_letter_view_leave (HearthLetterView *self)
{
  hearth_dictation_stop (self->dictation);
  save (self, FALSE);
}
