/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-dictation.h"

#include "hearth-dictation-text.h"

#include <glib/gi18n.h>

/**
 * HearthDictation:
 *
 * A button that has what is said written where the cursor is, sentence after sentence, until
 * it is pressed again.
 */
struct _HearthDictation {
  GtkWidget parent_instance;

  GtkWidget *button;
  HearthSpeechClient *speech; /* (owned) (nullable) */
  GtkTextView *text;          /* (weak) (nullable) */
  gboolean begun;             /* it was this one that began */
  GPtrArray *written;         /* (owned) of what it wrote since, piece by piece */
  GtkTextMark *end;           /* (owned) (nullable) behind the last piece */
};

G_DEFINE_FINAL_TYPE (HearthDictation, hearth_dictation, GTK_TYPE_WIDGET)

enum { HEARING, FAILED, N_SIGNALS };

static guint signals[N_SIGNALS];

static gboolean
is_dictating (HearthDictation *self)
{
  return self->begun && self->speech != NULL &&
         hearth_speech_client_get_purpose (self->speech) == HEARTH_SPEECH_DICTATE;
}

static void
changed_cb (HearthDictation *self)
{
  gboolean dictating = is_dictating (self);
  const char *name = dictating ? _("Stop Dictating") : _("Dictate");

  if (self->begun && !dictating) {
    self->begun = FALSE;
    g_signal_emit (self, signals[HEARING], 0, "");
  }
  gtk_widget_set_visible (GTK_WIDGET (self), hearth_speech_client_is_available (self->speech));
  gtk_widget_set_tooltip_text (self->button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
  if (dictating)
    gtk_widget_add_css_class (self->button, "listening");
  else
    gtk_widget_remove_css_class (self->button, "listening");
}

static void
move_end (HearthDictation *self, const GtkTextIter *where)
{
  GtkTextBuffer *buffer = gtk_text_iter_get_buffer (where);

  if (self->end == NULL)
    self->end = g_object_ref (gtk_text_buffer_create_mark (buffer, NULL, where, TRUE));
  else
    gtk_text_buffer_move_mark (buffer, self->end, where);
}

/* "Delete that": what was dictated last goes, unless somebody changed it since. */
static void
take_back (HearthDictation *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);
  g_autofree char *piece = NULL;
  g_autofree char *there = NULL;
  GtkTextIter start, end;

  if (self->written->len == 0)
    return;
  piece = g_ptr_array_steal_index (self->written, self->written->len - 1);
  gtk_text_buffer_get_iter_at_mark (buffer, &end, self->end);
  start = end;
  gtk_text_iter_backward_chars (&start, (int) g_utf8_strlen (piece, -1));
  there = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  if (!g_str_equal (there, piece))
    return;
  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_delete (buffer, &start, &end);
  gtk_text_buffer_end_user_action (buffer);
  move_end (self, &start);
}

/* One sentence is one step to undo. What is selected is replaced. */
static void
write_text (HearthDictation *self, const char *text)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);
  GtkTextIter start, end, before, after;
  g_autofree char *left = NULL;
  g_autofree char *right = NULL;
  g_autofree char *fitting = NULL;

  gtk_text_buffer_get_selection_bounds (buffer, &start, &end);
  before = start;
  after = end;
  gtk_text_iter_backward_char (&before);
  gtk_text_iter_forward_char (&after);
  left = gtk_text_buffer_get_text (buffer, &before, &start, FALSE);
  right = gtk_text_buffer_get_text (buffer, &end, &after, FALSE);
  fitting = hearth_dictation_text_fit (left, text, right);
  if (*fitting == '\0')
    return;
  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_delete (buffer, &start, &end);
  gtk_text_buffer_insert (buffer, &start, fitting, -1);
  gtk_text_buffer_end_user_action (buffer);
  g_ptr_array_add (self->written, g_strdup (fitting));
  move_end (self, &start);
  gtk_text_view_scroll_mark_onscreen (self->text, gtk_text_buffer_get_insert (buffer));
}

static void
heard_cb (HearthDictation *self, const char *text, gboolean final)
{
  if (!is_dictating (self) || self->text == NULL)
    return;
  g_signal_emit (self, signals[HEARING], 0, final ? "" : text);
  if (final)
    write_text (self, text);
}

static void
commanded_cb (HearthDictation *self, const char *command)
{
  if (is_dictating (self) && self->text != NULL && g_str_equal (command, "delete"))
    take_back (self);
}

static void
failed_cb (HearthDictation *self, const char *message)
{
  if (is_dictating (self))
    g_signal_emit (self, signals[FAILED], 0, message);
}

static void
clicked_cb (HearthDictation *self)
{
  if (is_dictating (self)) {
    hearth_speech_client_finish (self->speech);
    return;
  }
  self->begun = TRUE;
  g_ptr_array_set_size (self->written, 0);
  hearth_speech_client_listen (self->speech, HEARTH_SPEECH_DICTATE, "", FALSE);
  if (self->text != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->text));
}

static void
hearth_dictation_dispose (GObject *object)
{
  HearthDictation *self = HEARTH_DICTATION (object);

  if (self->speech != NULL)
    g_signal_handlers_disconnect_by_data (self->speech, self);
  g_clear_object (&self->speech);
  g_clear_object (&self->end);
  g_clear_pointer (&self->written, g_ptr_array_unref);
  g_clear_weak_pointer (&self->text);
  g_clear_pointer (&self->button, gtk_widget_unparent);
  G_OBJECT_CLASS (hearth_dictation_parent_class)->dispose (object);
}

static void
hearth_dictation_class_init (HearthDictationClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_dictation_dispose;
  /**
   * HearthDictation::hearing:
   * @text: what is understood and may still change, or ""
   */
  signals[HEARING] = g_signal_new ("hearing", HEARTH_TYPE_DICTATION, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  /**
   * HearthDictation::failed:
   * @message: why it cannot hear, a sentence
   */
  signals[FAILED] = g_signal_new ("failed", HEARTH_TYPE_DICTATION, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "dictation");
}

static void
hearth_dictation_init (HearthDictation *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  self->written = g_ptr_array_new_with_free_func (g_free);
  self->button = gtk_button_new_from_icon_name ("hearth-microphone-symbolic");
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (clicked_cb), self);
}

/**
 * hearth_dictation_set_up:
 * @self: a button
 * @speech: what hears
 * @text: where it is written
 *
 * Says what it hears with and where it writes, once. It is not seen where nothing hears.
 */
void
hearth_dictation_set_up (HearthDictation *self, HearthSpeechClient *speech, GtkTextView *text)
{
  self->speech = g_object_ref (speech);
  g_set_weak_pointer (&self->text, text);
  g_signal_connect_swapped (speech, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (speech, "heard", G_CALLBACK (heard_cb), self);
  g_signal_connect_swapped (speech, "commanded", G_CALLBACK (commanded_cb), self);
  g_signal_connect_swapped (speech, "failed", G_CALLBACK (failed_cb), self);
  changed_cb (self);
}

/**
 * hearth_dictation_stop:
 * @self: a button
 *
 * Closes the microphone, if it was opened for this. Nothing more is written.
 */
void
hearth_dictation_stop (HearthDictation *self)
{
  if (!is_dictating (self))
    return;
  hearth_speech_client_close (self->speech);
  self->begun = FALSE;
  changed_cb (self);
}
