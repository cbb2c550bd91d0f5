/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearing.h"

#include <string.h>

/* As a microphone gives them: 20 ms. */
#define PIECE 320
#define TOO_LONG_MS 30000

static Hearing *
hearing_new (void)
{
  Hearing *self = g_new0 (Hearing, 1);

  self->loop = g_main_loop_new (NULL, FALSE);
  self->cancellable = g_cancellable_new ();
  self->partials = g_string_new (NULL);
  self->samples = g_array_new (FALSE, FALSE, sizeof (gint16));
  self->began_us = g_get_monotonic_time ();
  return self;
}

void
hearing_free (Hearing *self)
{
  g_main_loop_unref (self->loop);
  g_object_unref (self->cancellable);
  g_string_free (self->partials, TRUE);
  g_array_unref (self->samples);
  g_free (self->text);
  g_clear_error (&self->error);
  g_free (self);
}

static void
note_event (Hearing *self, gboolean last)
{
  g_assert_false (self->within_call);
  g_assert_cmpuint (self->n_last, ==, 0);
  g_assert_cmpuint (self->n_destroyed, ==, 0);
  if (self->first_us == 0)
    self->first_us = g_get_monotonic_time () - self->began_us;
  if (!last)
    return;
  self->n_last++;
  self->took_us = g_get_monotonic_time () - self->began_us;
}

static void
destroy_cb (gpointer data)
{
  Hearing *self = data;

  g_assert_cmpuint (self->n_last, ==, 1);
  self->n_destroyed++;
  g_main_loop_quit (self->loop);
}

static void
heard_cb (const HearthRecognizerEvent *event, gpointer user_data)
{
  Hearing *self = user_data;

  note_event (self, event->kind != HEARTH_RECOGNIZER_EVENT_PARTIAL);
  if (event->kind == HEARTH_RECOGNIZER_EVENT_FAILED) {
    self->error = g_error_copy (event->error);
    return;
  }
  g_assert_true (g_utf8_validate (event->text, -1, NULL));
  g_assert_null (strpbrk (event->text, "\r\n"));
  if (event->kind == HEARTH_RECOGNIZER_EVENT_FINAL)
    self->text = g_strdup (event->text);
  else
    g_string_append_printf (self->partials, "%s|", event->text);
}

static void
spoken_cb (const HearthSynthesizerEvent *event, gpointer user_data)
{
  Hearing *self = user_data;

  note_event (self, event->kind != HEARTH_SYNTHESIZER_EVENT_SAMPLES);
  if (event->kind == HEARTH_SYNTHESIZER_EVENT_FAILED)
    self->error = g_error_copy (event->error);
  if (event->kind != HEARTH_SYNTHESIZER_EVENT_SAMPLES)
    return;
  g_assert_cmpuint (event->n_samples, >, 0);
  g_assert_true (self->rate == 0 || self->rate == event->rate);
  self->rate = event->rate;
  g_array_append_vals (self->samples, event->samples, (guint) event->n_samples);
  if (self->cancel_at_first)
    g_cancellable_cancel (self->cancellable);
}

static gboolean
cancel_cb (gpointer user_data)
{
  Hearing *self = user_data;

  self->began_us = g_get_monotonic_time ();
  g_cancellable_cancel (self->cancellable);
  return G_SOURCE_REMOVE;
}

static gboolean
too_long_cb (gpointer user_data)
{
  g_error ("no last event came");
  return G_SOURCE_REMOVE;
}

/* Until the last event, and then for whatever should not come. */
static void
wait (Hearing *self)
{
  guint limit = g_timeout_add (TOO_LONG_MS, too_long_cb, NULL);

  g_main_loop_run (self->loop);
  g_source_remove (limit);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_cmpuint (self->n_last, ==, 1);
  g_assert_cmpuint (self->n_destroyed, ==, 1);
}

/* Speaks @samples into it, and cancels so long after all was said if that is not 0. */
Hearing *
hearing_listen (HearthRecognizer *recognizer, const HearthRecognition *recognition,
                const gint16 *samples, gsize n_samples, guint cancel_after_ms)
{
  Hearing *self = hearing_new ();

  self->within_call = TRUE;
  hearth_recognizer_start (recognizer, recognition, self->cancellable, heard_cb, self, destroy_cb);
  for (gsize at = 0; at < n_samples; at += PIECE)
    hearth_recognizer_feed (recognizer, samples + at, MIN (PIECE, n_samples - at));
  hearth_recognizer_finish (recognizer);
  self->within_call = FALSE;
  if (cancel_after_ms > 0)
    g_timeout_add (cancel_after_ms, cancel_cb, self);
  wait (self);
  /* Nobody needs to look first. */
  hearth_recognizer_feed (recognizer, samples, MIN (PIECE, n_samples));
  return self;
}

Hearing *
hearing_speak (HearthSynthesizer *synthesizer, const HearthSynthesis *synthesis,
               gboolean cancel_at_first)
{
  Hearing *self = hearing_new ();

  self->within_call = TRUE;
  self->cancel_at_first = cancel_at_first;
  hearth_synthesizer_start (synthesizer, synthesis, self->cancellable, spoken_cb, self, destroy_cb);
  self->within_call = FALSE;
  wait (self);
  return self;
}
