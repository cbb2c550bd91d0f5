/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-dictation.h"

#include "hearth-dictation-text.h"

#include <glib/gi18n.h>

/* A button that has what is said written where the cursor is, sentence after sentence, until it is
 * pressed again. */

struct _HearthDictation {
  GtkWidget parent_instance;

  GtkWidget *button;
  HearthSpeechClient *speech; /* (owned) (nullable) */
  GtkTextView *text;          /* (weak) (nullable) */
  gboolean begun;             /* it was this one that began */
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
