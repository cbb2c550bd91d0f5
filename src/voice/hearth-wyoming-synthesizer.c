/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-wyoming-synthesizer.h"

#include "hearth-pcm-reader.h"
#include "hearth-voice-complaint.h"
#include "hearth-wyoming-info.h"

#include <glib/gi18n.h>
#include <string.h>

/* Between two pieces of sound; the first may have to wait for a voice that is loaded. */
#define PIECE_MS 20000
#define DESCRIBE_MS 5000
/* For all of a synthesis, however regularly something comes. */
#define WHOLE_US (4 * HEARTH_SYNTHESIS_SECONDS_MAX * G_USEC_PER_SEC)

/* One synthesis: a connection of its own, so that one that is stopped is stopped at the server. */
typedef struct {
  HearthWyomingSynthesizer *synthesizer; /* (owned) */
  HearthWyomingConnection *connection;   /* (owned) */
  HearthPcmReader *reader;               /* (owned) (nullable) */
  guint channels;
  gboolean streamed; /* its text: several sounds may come, and an end of its own */
  gint64 end_us;
  char *text;
  char *language;
  char *voice;
  HearthSynthesizerEventFunc func;
  gpointer user_data;
  GDestroyNotify destroy;
} Speech;

/**
 * HearthWyomingSynthesizer:
 *
 * Speaks through a server of the Wyoming protocol, such as wyoming-piper. Rate and pitch are those
 * of the voice: the protocol has no words for them.
 */
struct _HearthWyomingSynthesizer {
  GObject parent_instance;

  HearthWyomingPlace *place; /* (owned) */
  char *voice;               /* (owned) (nullable) */
  guint piece_ms;
  HearthWyomingInfo *info; /* (owned) (nullable) what the server said last */
};

static void hearth_wyoming_synthesizer_synthesizer_init (HearthSynthesizerInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HearthWyomingSynthesizer, hearth_wyoming_synthesizer, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (HEARTH_TYPE_SYNTHESIZER,
                                                      hearth_wyoming_synthesizer_synthesizer_init))

/* Tells the last event. */
static void
speech_end (Speech *speech, const GError *error)
{
  HearthSynthesizerEvent event = { .kind = error != NULL ? HEARTH_SYNTHESIZER_EVENT_FAILED
                                                         : HEARTH_SYNTHESIZER_EVENT_END,
                                   .error = error };

  hearth_wyoming_connection_close (speech->connection);
  speech->func (&event, speech->user_data);
  if (speech->destroy != NULL)
    speech->destroy (speech->user_data);
  g_object_unref (speech->connection);
  g_object_unref (speech->synthesizer);
  g_clear_pointer (&speech->reader, hearth_pcm_reader_free);
  g_free (speech->text);
  g_free (speech->language);
  g_free (speech->voice);
  g_free (speech);
}

static JsonObject *
new_voice (Speech *speech)
{
  JsonObject *voice = json_object_new ();

  if (speech->voice != NULL)
    json_object_set_string_member (voice, "name", speech->voice);
  else if (speech->language != NULL)
    json_object_set_string_member (voice, "language", speech->language);
  return voice;
}

static void
speech_ask (Speech *speech)
{
  gboolean streamed = speech->synthesizer->info->streams_text;
  g_autoptr (JsonObject) whole = json_object_new ();

  speech->streamed = streamed;
  json_object_set_string_member (whole, "text", speech->text);
  json_object_set_object_member (whole, "voice", new_voice (speech));
  if (streamed) {
    g_autoptr (JsonObject) begin = json_object_new ();
    g_autoptr (JsonObject) piece = json_object_new ();

    json_object_set_object_member (begin, "voice", new_voice (speech));
    json_object_set_string_member (piece, "text", speech->text);
    hearth_wyoming_connection_send (speech->connection, "synthesize-start", begin, NULL, 0);
    hearth_wyoming_connection_send (speech->connection, "synthesize-chunk", piece, NULL, 0);
  }
  /* Whoever takes pieces wants this one, too, and leaves it. */
  hearth_wyoming_connection_send (speech->connection, "synthesize", whole, NULL, 0);
  if (streamed)
    hearth_wyoming_connection_send (speech->connection, "synthesize-stop", NULL, NULL, 0);
  hearth_wyoming_connection_expect_within (speech->connection, speech->synthesizer->piece_ms);
}

/* What is said of the sound: at its start, and again with each piece. */
static gboolean
speech_set_format (Speech *speech, JsonObject *data, GError **error)
{
  gint64 rate = hearth_json_get_int (data, "rate", 0);
  gint64 width = hearth_json_get_int (data, "width", 0);
  gint64 channels = hearth_json_get_int (data, "channels", 0);

  if (width == sizeof (gint16) && channels >= 1 && channels <= 2 &&
      rate >= HEARTH_SYNTHESIS_RATE_MIN && rate <= HEARTH_SYNTHESIS_RATE_MAX) {
    if (speech->reader == NULL) {
      speech->reader = hearth_pcm_reader_new ((guint) rate, (guint) channels);
      speech->channels = (guint) channels;
    }
    if (hearth_pcm_reader_get_rate (speech->reader) == rate && speech->channels == channels)
      return TRUE;
  }
  g_set_error_literal (error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_BAD_REPLY,
                       _("The service did not send sound that can be played."));
  return FALSE;
}

static void
speech_tell_samples (Speech *speech)
{
  HearthSynthesizerEvent event = { .kind = HEARTH_SYNTHESIZER_EVENT_SAMPLES };

  event.rate = hearth_pcm_reader_get_rate (speech->reader);
  event.samples = hearth_pcm_reader_get_samples (speech->reader, &event.n_samples);
  if (event.n_samples > 0)
    speech->func (&event, speech->user_data);
  hearth_pcm_reader_clear (speech->reader);
}

static gboolean
speech_take_sound (Speech *speech, const HearthWyomingEvent *event, GError **error)
{
  gsize length = 0;
  const guint8 *data = event->payload != NULL ? g_bytes_get_data (event->payload, &length) : NULL;

  if (!speech_set_format (speech, event->data, error) ||
      !hearth_pcm_reader_feed (speech->reader, data, length, error))
    return FALSE;
  if (g_get_monotonic_time () > speech->end_us) {
    g_set_error (error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_TIMEOUT,
                 _("%s took too long to answer, so Hearth stopped waiting. Try again later."),
                 speech->synthesizer->place->text);
    return FALSE;
  }
  /* Empty pieces keep nobody waiting for ever. */
  if (length > 0)
    hearth_wyoming_connection_expect_within (speech->connection, speech->synthesizer->piece_ms);
  speech_tell_samples (speech);
  return TRUE;
}

/* The sound was ended by the server. */
static void
speech_finish (Speech *speech)
{
  g_autoptr (GError) error = NULL;

  if (speech->reader != NULL)
    hearth_pcm_reader_end (speech->reader, &error);
  speech_end (speech, error);
}

static void
event_cb (const HearthWyomingEvent *event, const GError *error, gpointer user_data)
{
  Speech *speech = user_data;
  HearthWyomingSynthesizer *self = speech->synthesizer;
  g_autoptr (GError) failure = error != NULL ? g_error_copy (error) : NULL;

  if (event == NULL) {
    /* Another server may listen there the next time. */
    g_clear_pointer (&self->info, hearth_wyoming_info_free);
  } else if (g_str_equal (event->type, "info") && speech->text != NULL) {
    g_clear_pointer (&self->info, hearth_wyoming_info_free);
    self->info = hearth_wyoming_info_read (event->data);
    speech_ask (speech);
    g_clear_pointer (&speech->text, g_free);
  } else if (g_str_equal (event->type, "audio-start")) {
    speech_set_format (speech, event->data, &failure);
  } else if (g_str_equal (event->type, "audio-chunk")) {
    speech_take_sound (speech, event, &failure);
  } else if (g_str_equal (event->type, speech->streamed ? "synthesize-stopped" : "audio-stop")) {
    speech_finish (speech);
    return;
  } else if (g_str_equal (event->type, "error")) {
    failure = hearth_voice_error_new_refusal (self->place->text,
                                              hearth_json_get_string (event->data, "text"));
  }
  if (failure != NULL)
    speech_end (speech, failure);
}

static void
hearth_wyoming_synthesizer_start (HearthSynthesizer *synthesizer, const HearthSynthesis *synthesis,
                                  GCancellable *cancellable, HearthSynthesizerEventFunc func,
                                  gpointer user_data, GDestroyNotify destroy)
{
  HearthWyomingSynthesizer *self = HEARTH_WYOMING_SYNTHESIZER (synthesizer);
  const char *voice = synthesis->voice != NULL ? synthesis->voice : self->voice;
  Speech *speech = g_new0 (Speech, 1);

  speech->synthesizer = g_object_ref (self);
  speech->end_us = g_get_monotonic_time () + WHOLE_US;
  speech->text = g_utf8_make_valid (synthesis->text,
                                    (gssize) strnlen (synthesis->text, HEARTH_SYNTHESIS_TEXT_MAX));
  /* Piper's own way of writing it. */
  speech->language =
      synthesis->language != NULL ? g_strdelimit (g_strdup (synthesis->language), "-", '_') : NULL;
  speech->voice = voice != NULL && *voice != '\0' ? g_strdup (voice) : NULL;
  speech->func = func;
  speech->user_data = user_data;
  speech->destroy = destroy;
  speech->connection = hearth_wyoming_connection_open (self->place, cancellable, event_cb, speech);
  if (self->info == NULL) {
    hearth_wyoming_connection_send (speech->connection, "describe", NULL, NULL, 0);
    hearth_wyoming_connection_expect_within (speech->connection, MIN (DESCRIBE_MS, self->piece_ms));
  } else {
    speech_ask (speech);
    g_clear_pointer (&speech->text, g_free);
  }
}

static const char *
hearth_wyoming_synthesizer_get_host (HearthSynthesizer *synthesizer)
{
  return HEARTH_WYOMING_SYNTHESIZER (synthesizer)->place->host;
}

static void
hearth_wyoming_synthesizer_synthesizer_init (HearthSynthesizerInterface *iface)
{
  iface->start = hearth_wyoming_synthesizer_start;
  iface->get_host = hearth_wyoming_synthesizer_get_host;
}

static void
hearth_wyoming_synthesizer_finalize (GObject *object)
{
  HearthWyomingSynthesizer *self = HEARTH_WYOMING_SYNTHESIZER (object);

  g_clear_pointer (&self->place, hearth_wyoming_place_free);
  g_clear_pointer (&self->info, hearth_wyoming_info_free);
  g_free (self->voice);
  G_OBJECT_CLASS (hearth_wyoming_synthesizer_parent_class)->finalize (object);
}

static void
hearth_wyoming_synthesizer_class_init (HearthWyomingSynthesizerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hearth_wyoming_synthesizer_finalize;
}

static void
hearth_wyoming_synthesizer_init (HearthWyomingSynthesizer *self)
{
  self->piece_ms = PIECE_MS;
}

/**
 * hearth_wyoming_synthesizer_new:
 * @place: where the server listens
 * @voice: (nullable): which of its voices, %NULL or "" for the one of the language
 *
 * Returns: (transfer full): a voice
 */
HearthWyomingSynthesizer *
hearth_wyoming_synthesizer_new (const HearthWyomingPlace *place, const char *voice)
{
  HearthWyomingSynthesizer *self = g_object_new (HEARTH_TYPE_WYOMING_SYNTHESIZER, NULL);

  self->place = hearth_wyoming_place_copy (place);
  self->voice = g_strdup (voice);
  return self;
}

/**
 * hearth_wyoming_synthesizer_set_patience:
 * @self: a voice
 * @milliseconds: how long each piece of sound may take
 */
void
hearth_wyoming_synthesizer_set_patience (HearthWyomingSynthesizer *self, guint milliseconds)
{
  self->piece_ms = milliseconds;
}
