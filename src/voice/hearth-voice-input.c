/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-voice-input.h"

#include "hearth-recognizer.h"
#include "hearth-voice-output.h"
#include "hearth-voice-pipeline.h"

#include <glib/gi18n.h>
#include <gst/app/gstappsink.h>

/* An open microphone that sends nothing for so long is none: unplugged, or there was none. */
#define PATIENCE_MS 3000
/* A headset takes longer until it sends the first. */
#define FIRST_PATIENCE_MS 4000
#define WATCH_MS 250
/* It is looked after as often whether it is still the same microphone: sooner than the silence that
 * follows one that is gone would end a sentence. */
#define DEVICE_US 100000
/* What a sound server calls the sound of a speaker. */
#define MONITOR ".monitor"

/**
 * HearthVoiceInput:
 *
 * A microphone, which is open between hearth_voice_input_open() and hearth_voice_input_close() and
 * at no other time.
 */
struct _HearthVoiceInput {
  GObject parent_instance;

  HearthVoiceInputFuncs funcs;
  gpointer user_data;
  gboolean cancel_echo;

  GstElement *pipeline; /* (owned) (nullable) while it is open */
  guint watch;
  guint timer;
  gboolean chosen; /* by name */
  char *device;    /* (owned) (nullable) what is heard, by the name that PulseAudio gives it */
  gboolean heard;
  gint64 last;      /* monotonic microseconds; when something came */
  guint generation; /* what an earlier opening sent is not heard any more */
};

typedef struct {
  HearthVoiceInput *self; /* (owned) */
  guint generation;
  GstSample *sample; /* (owned) */
  char *device;      /* (owned) (nullable) where it was looked after */
} Delivery;

G_DEFINE_FINAL_TYPE (HearthVoiceInput, hearth_voice_input, G_TYPE_OBJECT)

static void
delivery_free (gpointer data)
{
  Delivery *delivery = data;

  gst_sample_unref (delivery->sample);
  g_object_unref (delivery->self);
  g_free (delivery->device);
  g_free (delivery);
}

static void
fail (HearthVoiceInput *self, const char *details)
{
  g_autoptr (GError) error = g_error_new_literal (
      HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_MICROPHONE,
      self->heard ? _("The microphone is gone. You can go on by typing.")
                  : _("There is no microphone that can be used. You can type instead."));

  g_message ("No input: %s", details);
  hearth_voice_input_close (self);
  self->funcs.failed (error, self->user_data);
}

/* Where a microphone goes, or there is none, the sound server puts another source in its place,
 * even what a speaker plays. Nobody asked to hear that. */
static gboolean
check_device (HearthVoiceInput *self, const char *device)
{
  if (device == NULL || g_strcmp0 (device, self->device) == 0)
    return TRUE;
  if (self->device != NULL)
    fail (self, "another device took its place");
  else if (!self->chosen && g_str_has_suffix (device, MONITOR))
    fail (self, "there are only speakers");
  else
    self->device = g_strdup (device);
  return self->device != NULL;
}

static gboolean
deliver_cb (gpointer user_data)
{
  Delivery *delivery = user_data;
  HearthVoiceInput *self = delivery->self;
  GstBuffer *buffer = gst_sample_get_buffer (delivery->sample);
  GstMapInfo map;

  if (delivery->generation != self->generation || self->pipeline == NULL)
    return G_SOURCE_REMOVE;
  if (!check_device (self, delivery->device))
    return G_SOURCE_REMOVE;
  self->last = g_get_monotonic_time ();
  if (!self->heard) {
    self->heard = TRUE;
    self->funcs.opened (self->user_data);
  }
  if (self->pipeline != NULL && gst_buffer_map (buffer, &map, GST_MAP_READ)) {
    self->funcs.samples ((const gint16 *) (gpointer) map.data, map.size / sizeof (gint16),
                         self->user_data);
    gst_buffer_unmap (buffer, &map);
  }
  return G_SOURCE_REMOVE;
}

typedef struct {
  HearthVoiceInput *self; /* (owned) a pipeline that hangs may outlive all interest in it */
  guint generation;
  GstElement *source;  /* (owned) */
  gint64 looked_after; /* monotonic microseconds */
} Opening;

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  gst_object_unref (opening->source);
  g_object_unref (opening->self);
  g_free (opening);
}

/* (streaming) */
static GstFlowReturn
new_sample_cb (GstAppSink *sink, gpointer user_data)
{
  Opening *opening = user_data;
  Delivery *delivery = g_new0 (Delivery, 1);

  delivery->self = g_object_ref (opening->self);
  delivery->generation = opening->generation;
  /* Here it costs a question to the sound server, and nobody but this thread waits for it. */
  if (g_get_monotonic_time () - opening->looked_after > DEVICE_US) {
    g_object_get (opening->source, "current-device", &delivery->device, NULL);
    opening->looked_after = g_get_monotonic_time ();
  }
  delivery->sample = gst_app_sink_pull_sample (sink);
  if (delivery->sample == NULL) {
    g_object_unref (delivery->self);
    g_free (delivery->device);
    g_free (delivery);
    return GST_FLOW_EOS;
  }
  g_main_context_invoke_full (NULL, G_PRIORITY_DEFAULT, deliver_cb, delivery, delivery_free);
  return GST_FLOW_OK;
}

static gboolean
bus_cb (GstBus *bus, GstMessage *message, gpointer user_data)
{
  HearthVoiceInput *self = user_data;
  g_autoptr (GError) error = NULL;

  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR) {
    gst_message_parse_error (message, &error, NULL);
    /* The watch goes with the pipeline. */
    g_object_ref (self);
    fail (self, error->message);
    g_object_unref (self);
    return G_SOURCE_REMOVE;
  }
  return G_SOURCE_CONTINUE;
}

static gboolean
watch_cb (gpointer user_data)
{
  HearthVoiceInput *self = user_data;

  gint64 patience = self->heard ? PATIENCE_MS : FIRST_PATIENCE_MS;

  if (g_get_monotonic_time () - self->last < patience * 1000)
    return G_SOURCE_CONTINUE;
  fail (self, "nothing came");
  return G_SOURCE_REMOVE;
}

static void
connect_sink (HearthVoiceInput *self)
{
  g_autoptr (GstElement) sink = gst_bin_get_by_name (GST_BIN (self->pipeline), "sink");
  GstAppSinkCallbacks callbacks = { .new_sample = new_sample_cb };
  Opening *opening = g_new0 (Opening, 1);

  opening->self = g_object_ref (self);
  opening->generation = ++self->generation;
  opening->source = gst_bin_get_by_name (GST_BIN (self->pipeline), "source");
  gst_app_sink_set_callbacks (GST_APP_SINK (sink), &callbacks, opening, opening_free);
}

/**
 * hearth_voice_input_open:
 * @self: a microphone that is closed
 * @device: (nullable): which, by the name that PulseAudio gives it; %NULL for the desktop's choice
 * @piece_ms: how much comes at once, in milliseconds: more is later, and wakes the computer less
 * @error: %HEARTH_VOICE_ERROR_MICROPHONE or %HEARTH_VOICE_ERROR_MISSING
 *
 * Opens it. That it cannot be used may also turn out later.
 *
 * Returns: whether it may be open
 */
gboolean
hearth_voice_input_open (HearthVoiceInput *self, const char *device, guint piece_ms, GError **error)
{
  g_autoptr (GstElement) source = NULL;

  g_return_val_if_fail (self->pipeline == NULL, FALSE);

  self->pipeline = hearth_voice_pipeline_new (
      "pulsesrc name=source client-name=Hearth buffer-time=200000 latency-time=%u "
      "stream-properties=\"props,media.name=Hearth\" ! "
      "audioconvert ! audioresample ! audio/x-raw,format=" HEARTH_VOICE_FORMAT
      ",channels=1,rate=" G_STRINGIFY (
          HEARTH_VOICE_ECHO_RATE) " ! %s audioconvert ! audioresample ! "
                                  "audio/x-raw,format=" HEARTH_VOICE_FORMAT
                                  ",channels=1,rate=" G_STRINGIFY (
                                      HEARTH_RECOGNIZER_RATE) " ! appsink name=sink sync=false",
      piece_ms * 1000,
      self->cancel_echo ? "webrtcdsp probe=" HEARTH_VOICE_PROBE
                          " delay-agnostic=true echo-suppression-level=high"
                          " gain-control=false " HEARTH_VOICE_DENOISE " !"
                        : "");
  if (self->pipeline == NULL) {
    g_set_error_literal (error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_MISSING,
                         _("GStreamer’s elements for sound are not installed."));
    return FALSE;
  }
  if (device != NULL) {
    source = gst_bin_get_by_name (GST_BIN (self->pipeline), "source");
    g_object_set (source, "device", device, NULL);
  }
  connect_sink (self);
  self->chosen = device != NULL;
  self->heard = FALSE;
  self->last = g_get_monotonic_time ();
  self->watch = hearth_voice_pipeline_watch (self->pipeline, bus_cb, self);
  self->timer = g_timeout_add (WATCH_MS, watch_cb, self);
  if (!hearth_voice_pipeline_play (self->pipeline)) {
    hearth_voice_input_close (self);
    g_set_error_literal (error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_MICROPHONE,
                         _("There is no microphone that can be used. You can type instead."));
    return FALSE;
  }
  /* To open it may have taken a while. */
  self->last = g_get_monotonic_time ();
  return TRUE;
}

/**
 * hearth_voice_input_close:
 * @self: a microphone
 *
 * Closes it, if it is open: when this returns, nobody hears anything.
 */
void
hearth_voice_input_close (HearthVoiceInput *self)
{
  if (self->pipeline == NULL)
    return;
  self->generation++;
  g_clear_handle_id (&self->watch, g_source_remove);
  g_clear_handle_id (&self->timer, g_source_remove);
  if (!hearth_voice_pipeline_stop (self->pipeline))
    g_message ("The input does not close; it is given up");
  gst_clear_object (&self->pipeline);
  g_clear_pointer (&self->device, g_free);
}

static void
hearth_voice_input_finalize (GObject *object)
{
  hearth_voice_input_close (HEARTH_VOICE_INPUT (object));
  G_OBJECT_CLASS (hearth_voice_input_parent_class)->finalize (object);
}

static void
hearth_voice_input_class_init (HearthVoiceInputClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hearth_voice_input_finalize;
}

static void
hearth_voice_input_init (HearthVoiceInput *self)
{
}

/**
 * hearth_voice_input_new:
 * @cancel_echo: whether what an output plays is taken out of it
 * @funcs: what is told of it; copied
 * @user_data: for @funcs
 *
 * Returns: (transfer full): a microphone that is closed
 */
HearthVoiceInput *
hearth_voice_input_new (gboolean cancel_echo, const HearthVoiceInputFuncs *funcs,
                        gpointer user_data)
{
  HearthVoiceInput *self = g_object_new (HEARTH_TYPE_VOICE_INPUT, NULL);

  self->cancel_echo = cancel_echo;
  self->funcs = *funcs;
  self->user_data = user_data;
  return self;
}
