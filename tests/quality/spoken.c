/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "spoken.h"

#include "hearth-recognizer.h"
#include "hearth-voice-pipeline.h"

#include <gst/app/gstappsink.h>
#include <gst/app/gstappsrc.h>
#include <math.h>

/* Sentences as a microphone would give them. */

#define PAUSE (HEARTH_RECOGNIZER_RATE / 4)

typedef struct {
  gboolean ended;
  GArray *samples;
} Sound;

static void
samples_cb (const HearthSynthesizerEvent *event, gpointer user_data)
{
  Sound *sound = user_data;

  if (event->kind == HEARTH_SYNTHESIZER_EVENT_SAMPLES) {
    g_assert_cmpuint (event->rate, ==, HEARTH_RECOGNIZER_RATE);
    g_array_append_vals (sound->samples, event->samples, (guint) event->n_samples);
  }
  if (event->kind == HEARTH_SYNTHESIZER_EVENT_FAILED)
    g_error ("%s", event->error->message);
  sound->ended = event->kind == HEARTH_SYNTHESIZER_EVENT_END;
}

/**
 * spoken_new:
 * @voice: what says it
 * @name: its voice, one of 16 kHz
 * @rate: how fast; 1 is its own
 * @text: what it says
 *
 * Returns: (transfer full) (element-type gint16): that, with a pause before and behind it
 */
GArray *
spoken_new (HearthLocalSynthesizer *voice, const char *name, double rate, const char *text)
{
  HearthSynthesis synthesis = { .text = text, .voice = name, .rate = rate, .pitch = 1 };
  Sound sound = { .samples = g_array_new (FALSE, TRUE, sizeof (gint16)) };

  g_array_set_size (sound.samples, PAUSE);
  hearth_synthesizer_start (HEARTH_SYNTHESIZER (voice), &synthesis, NULL, samples_cb, &sound, NULL);
  while (!sound.ended)
    g_main_context_iteration (NULL, TRUE);
  g_array_set_size (sound.samples, sound.samples->len + PAUSE);
  return sound.samples;
}

static double
make_normal (GRand *random)
{
  return sqrt (-2 * log (1 - g_rand_double (random))) * cos (2 * G_PI * g_rand_double (random));
}

/**
 * spoken_add_noise:
 * @samples: (element-type gint16): what is said
 * @random: chance
 * @decibels: by how much the power of the noise is below that of the speech
 *
 * Adds white noise.
 */
void
spoken_add_noise (GArray *samples, GRand *random, double decibels)
{
  double power = 0;
  double scale;

  for (guint i = PAUSE; i < samples->len - PAUSE; i++)
    power += pow (g_array_index (samples, gint16, i), 2);
  power /= samples->len - 2.0 * PAUSE;
  scale = sqrt (power / pow (10, decibels / 10));
  for (guint i = 0; i < samples->len; i++) {
    double value = g_array_index (samples, gint16, i) + scale * make_normal (random);

    g_array_index (samples, gint16, i) = (gint16) CLAMP (value, G_MININT16, G_MAXINT16);
  }
}

static void
push_frames (GstElement *source, GArray *samples)
{
  const guint frame = HEARTH_RECOGNIZER_RATE / 100;

  for (guint i = 0; i + frame <= samples->len; i += frame) {
    GstBuffer *buffer =
        gst_buffer_new_memdup (&g_array_index (samples, gint16, i), frame * sizeof (gint16));

    GST_BUFFER_PTS (buffer) = gst_util_uint64_scale (i, GST_SECOND, HEARTH_RECOGNIZER_RATE);
    GST_BUFFER_DURATION (buffer) = 10 * GST_MSECOND;
    gst_app_src_push_buffer (GST_APP_SRC (source), buffer);
  }
  gst_app_src_end_of_stream (GST_APP_SRC (source));
}

/**
 * spoken_denoise:
 * @samples: (element-type gint16): what is said
 *
 * Does with it what the input of hearth-voice does, but for an echo.
 */
void
spoken_denoise (GArray *samples)
{
  g_autoptr (GstElement) pipeline = hearth_voice_pipeline_new (
      "appsrc name=source format=time "
      "caps=audio/x-raw,format=%s,channels=1,rate=%d,layout=interleaved ! "
      "webrtcdsp echo-cancel=false gain-control=false %s ! appsink name=sink sync=false",
      HEARTH_VOICE_FORMAT, HEARTH_RECOGNIZER_RATE, HEARTH_VOICE_DENOISE);
  g_autoptr (GstElement) source = gst_bin_get_by_name (GST_BIN (pipeline), "source");
  g_autoptr (GstElement) sink = gst_bin_get_by_name (GST_BIN (pipeline), "sink");
  GstSample *sample;

  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  push_frames (source, samples);
  g_array_set_size (samples, 0);
  while ((sample = gst_app_sink_pull_sample (GST_APP_SINK (sink))) != NULL) {
    GstBuffer *buffer = gst_sample_get_buffer (sample);
    GstMapInfo map;

    if (gst_buffer_map (buffer, &map, GST_MAP_READ)) {
      g_array_append_vals (samples, map.data, (guint) (map.size / sizeof (gint16)));
      gst_buffer_unmap (buffer, &map);
    }
    gst_sample_unref (sample);
  }
  gst_element_set_state (pipeline, GST_STATE_NULL);
}
