/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-voice-pipeline.h"

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
