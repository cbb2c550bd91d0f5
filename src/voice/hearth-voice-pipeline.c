/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-voice-pipeline.h"

/* A sound server that answers slowly is waited for, one that hangs is not: whoever started this
 * process waits for an answer, too. */
#define PLAY_MS 3000
#define STOP_MS 1000

/* A change of state, shared by the thread that makes it and whoever waits for it. */
typedef struct {
  gatomicrefcount refs;
  GMutex mutex;
  GCond cond;
  GstElement *pipeline; /* (owned) */
  GstState state;
  GstStateChangeReturn result;
  gboolean done;
  gboolean given_up; /* nobody waits any more */
} Change;

static void
change_unref (Change *change)
{
  if (!g_atomic_ref_count_dec (&change->refs))
    return;
  g_mutex_clear (&change->mutex);
  g_cond_clear (&change->cond);
  gst_object_unref (change->pipeline);
  g_free (change);
}

static gpointer
change_thread (gpointer data)
{
  Change *change = data;
  GstStateChangeReturn result = gst_element_set_state (change->pipeline, change->state);
  gboolean given_up;

  g_mutex_lock (&change->mutex);
  change->result = result;
  change->done = TRUE;
  given_up = change->given_up;
  g_cond_signal (&change->cond);
  g_mutex_unlock (&change->mutex);
  /* No microphone stays open that nobody waits for. */
  if (given_up)
    gst_element_set_state (change->pipeline, GST_STATE_NULL);
  change_unref (change);
  return NULL;
}

static GstStateChangeReturn
change_state (GstElement *pipeline, GstState state, guint milliseconds)
{
  gint64 end = g_get_monotonic_time () + (gint64) milliseconds * 1000;
  Change *change = g_new0 (Change, 1);
  GstStateChangeReturn result = GST_STATE_CHANGE_FAILURE;

  g_atomic_ref_count_init (&change->refs);
  g_atomic_ref_count_inc (&change->refs);
  g_mutex_init (&change->mutex);
  g_cond_init (&change->cond);
  change->pipeline = gst_object_ref (pipeline);
  change->state = state;
  g_thread_unref (g_thread_new ("pipeline", change_thread, change));
  g_mutex_lock (&change->mutex);
  while (!change->done && g_cond_wait_until (&change->cond, &change->mutex, end))
    ;
  change->given_up = !change->done;
  if (change->done)
    result = change->result;
  g_mutex_unlock (&change->mutex);
  change_unref (change);
  return result;
}

/* Input and output are opened and closed each for itself, so they are pipelines of their own. The
 * echo canceller compares the times of both; one clock and one beginning make these the same. */
static GstClockTime
get_base_time (GstClock *clock)
{
  static GstClockTime base = GST_CLOCK_TIME_NONE;

  if (base == GST_CLOCK_TIME_NONE)
    base = gst_clock_get_time (clock);
  return base;
}

/**
 * hearth_voice_pipeline_new:
 * @format: a description as of gst-launch, with printf's signs
 * @...: for @format
 *
 * Returns: (transfer full) (nullable): a pipeline on the clock of all of them; %NULL where one of
 * its elements is not installed
 */
GstElement *
hearth_voice_pipeline_new (const char *format, ...)
{
  g_autoptr (GstClock) clock = gst_system_clock_obtain ();
  g_autoptr (GError) error = NULL;
  g_autofree char *description = NULL;
  GstElement *pipeline;
  va_list arguments;

  va_start (arguments, format);
  description = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  pipeline = gst_parse_launch_full (description, NULL, GST_PARSE_FLAG_FATAL_ERRORS, &error);
  if (pipeline == NULL) {
    g_warning ("%s", error->message);
    return NULL;
  }
  gst_object_ref_sink (pipeline);
  gst_pipeline_use_clock (GST_PIPELINE (pipeline), clock);
  gst_element_set_base_time (pipeline, get_base_time (clock));
  gst_element_set_start_time (pipeline, GST_CLOCK_TIME_NONE);
  return pipeline;
}

/**
 * hearth_voice_pipeline_play:
 * @pipeline: a pipeline
 *
 * Lets it play. A sound server that does not answer within three seconds is given up; the pipeline
 * is of no use then, and ends by itself.
 *
 * Returns: whether it plays, or soon does
 */
gboolean
hearth_voice_pipeline_play (GstElement *pipeline)
{
  return change_state (pipeline, GST_STATE_PLAYING, PLAY_MS) != GST_STATE_CHANGE_FAILURE;
}

/**
 * hearth_voice_pipeline_stop:
 * @pipeline: a pipeline
 *
 * Stops it, and closes its device. A sound server that does not let go of it within a second is
 * given up; the pipeline is of no use then, and ends when it can.
 *
 * Returns: whether it was stopped, and can play again
 */
gboolean
hearth_voice_pipeline_stop (GstElement *pipeline)
{
  return change_state (pipeline, GST_STATE_NULL, STOP_MS) != GST_STATE_CHANGE_FAILURE;
}

/**
 * hearth_voice_pipeline_watch:
 * @pipeline: a pipeline
 * @func: receives its messages, on the main context
 * @user_data: for @func
 *
 * Returns: a source, for g_source_remove()
 */
guint
hearth_voice_pipeline_watch (GstElement *pipeline, GstBusFunc func, gpointer user_data)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);

  return gst_bus_add_watch (bus, func, user_data);
}

/**
 * hearth_voice_pipeline_get_running_time:
 *
 * Returns: the time on the clock of all pipelines, in nanoseconds since the first was made
 */
GstClockTime
hearth_voice_pipeline_get_running_time (void)
{
  g_autoptr (GstClock) clock = gst_system_clock_obtain ();

  return gst_clock_get_time (clock) - get_base_time (clock);
}

/**
 * hearth_voice_pipeline_can_cancel_echo:
 *
 * Returns: whether the elements that take the output out of the input are installed
 */
gboolean
hearth_voice_pipeline_can_cancel_echo (void)
{
  g_autoptr (GstElementFactory) dsp = gst_element_factory_find ("webrtcdsp");
  g_autoptr (GstElementFactory) probe = gst_element_factory_find ("webrtcechoprobe");

  return dsp != NULL && probe != NULL;
}
