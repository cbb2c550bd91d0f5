/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-http-synthesizer.h"

#include "hearth-cancel-watch.h"
#include "hearth-pcm-reader.h"
#include "hearth-voice-complaint.h"
#include "hearth-voice-remote.h"

#include <glib/gi18n.h>
#include <string.h>

#define PATH "/audio/speech"
#define DEFAULT_MODEL "tts-1"
#define DEFAULT_VOICE "alloy"
/* What is kept of an answer that is no sound. */
#define MAX_WORDS (16 * 1024)

/* Stereo at the highest rate, with more than 16 bit, for the longest sound. */
static const HearthHttpLimits default_limits = { 80 * 1024 * 1024, 5000, 30000, 240000 };

/* One synthesis. Lives until both the last event was told and the request has ended. */
typedef struct {
  HearthHttpSynthesizer *synthesizer; /* (owned) */
  GCancellable *inner;                /* (owned) ends the request */
  HearthCancelWatch *cancel_watch;    /* (owned) (nullable) */
  HearthPcmReader *reader;            /* (owned) (nullable) once the headers came */
  GByteArray *words;                  /* (owned) (nullable) an answer that is no sound */
  GError *failure;                    /* (owned) (nullable) of the reader */
  gboolean told_last;
  HearthSynthesizerEventFunc func;
  gpointer user_data;
  GDestroyNotify destroy;
} Utterance;

/**
 * HearthHttpSynthesizer:
 *
 * Speaks through a service that takes `POST /v1/audio/speech`, as OpenAI's, Speaches and Kokoro do.
 * Bare samples are asked for and played as they come; a file of samples is taken, too. The pitch is
 * that of the voice.
 */
struct _HearthHttpSynthesizer {
  GObject parent_instance;

  HearthVoiceRemote *remote; /* (owned) */
  char *voice;               /* (owned) */
  guint rate;                /* of bare samples */
};

static void hearth_http_synthesizer_synthesizer_init (HearthSynthesizerInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HearthHttpSynthesizer, hearth_http_synthesizer, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (HEARTH_TYPE_SYNTHESIZER,
                                                      hearth_http_synthesizer_synthesizer_init))

static void
utterance_free (Utterance *utterance)
{
  g_object_unref (utterance->synthesizer);
  g_object_unref (utterance->inner);
  g_clear_pointer (&utterance->reader, hearth_pcm_reader_free);
  g_clear_pointer (&utterance->words, g_byte_array_unref);
  g_clear_error (&utterance->failure);
  g_free (utterance);
}

/* Tells the last event. */
static void
utterance_end (Utterance *utterance, const GError *error)
{
  HearthSynthesizerEvent event = { .kind = error != NULL ? HEARTH_SYNTHESIZER_EVENT_FAILED
                                                         : HEARTH_SYNTHESIZER_EVENT_END,
                                   .error = error };

  utterance->told_last = TRUE;
  g_clear_pointer (&utterance->cancel_watch, hearth_cancel_watch_free);
  g_cancellable_cancel (utterance->inner);
  utterance->func (&event, utterance->user_data);
  if (utterance->destroy != NULL)
    utterance->destroy (utterance->user_data);
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  g_cancellable_set_error_if_cancelled (cancellable, &error);
  utterance_end (user_data, error);
  return G_SOURCE_REMOVE;
}

/* Some say the rate of bare samples with their type: "audio/L16;rate=22050". */
static guint
find_rate (const char *type, guint otherwise)
{
  const char *at = type != NULL ? strstr (type, "rate=") : NULL;
  guint64 rate = at != NULL ? g_ascii_strtoull (at + strlen ("rate="), NULL, 10) : 0;

  return rate >= HEARTH_SYNTHESIS_RATE_MIN && rate <= HEARTH_SYNTHESIS_RATE_MAX ? (guint) rate
                                                                                : otherwise;
}

static gboolean
begins_with_any (const char *type, const char *const *beginnings)
{
  for (; type != NULL && *beginnings != NULL; beginnings++) {
    if (g_ascii_strncasecmp (type, *beginnings, strlen (*beginnings)) == 0)
      return TRUE;
  }
  return FALSE;
}

static void
headers_cb (const HearthHttpResponse *response, gpointer user_data)
{
  static const char *const words[] = { "text/", "application/json", "application/problem", NULL };
  static const char *const packed[] = { "audio/mpeg", "audio/mp3",  "audio/ogg",  "audio/opus",
                                        "audio/aac",  "audio/flac", "audio/webm", NULL };
  Utterance *utterance = user_data;
  HearthHttpSynthesizer *self = utterance->synthesizer;
  const char *type = hearth_http_response_get_header (response, "content-type");

  if (begins_with_any (type, packed)) {
    utterance->failure =
        g_error_new_literal (HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_BAD_REPLY,
                             _("The service did not send sound that can be played."));
    g_cancellable_cancel (utterance->inner);
  } else if (begins_with_any (type, words)) {
    utterance->words = g_byte_array_new ();
  } else {
    utterance->reader = hearth_pcm_reader_new_sniff (find_rate (type, self->rate));
  }
}

static void
tell_samples (Utterance *utterance)
{
  HearthSynthesizerEvent event = { .kind = HEARTH_SYNTHESIZER_EVENT_SAMPLES };

  event.rate = hearth_pcm_reader_get_rate (utterance->reader);
  event.samples = hearth_pcm_reader_get_samples (utterance->reader, &event.n_samples);
  if (event.n_samples > 0)
    utterance->func (&event, utterance->user_data);
  hearth_pcm_reader_clear (utterance->reader);
}

static void
chunk_cb (const char *data, gsize length, gpointer user_data)
{
  Utterance *utterance = user_data;

  if (utterance->told_last || utterance->failure != NULL)
    return;
  if (utterance->words != NULL) {
    g_byte_array_append (utterance->words, (const guint8 *) data,
                         (guint) MIN (length, MAX_WORDS - utterance->words->len));
  } else if (hearth_pcm_reader_feed (utterance->reader, (const guint8 *) data, length,
                                     &utterance->failure)) {
    tell_samples (utterance);
  } else {
    g_cancellable_cancel (utterance->inner);
  }
}

/* What an answer with a good status and without sound says. */
static GError *
read_words (Utterance *utterance)
{
  g_autoptr (JsonNode) root =
      hearth_json_parse ((const char *) utterance->words->data, utterance->words->len);
  const HearthVoiceRemote *remote = utterance->synthesizer->remote;
  g_autofree char *complaint = root != NULL ? hearth_voice_dup_complaint (root) : NULL;

  if (complaint != NULL)
    return hearth_voice_error_new_refusal (remote->url->place, complaint);
  return g_error_new (HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_BAD_REPLY,
                      _("%s does not answer as a speech service does. Check its address in the "
                         "settings."),
                      remote->url->place);
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Utterance *utterance = user_data;
  const HearthVoiceRemote *remote = utterance->synthesizer->remote;
  g_autoptr (GError) http_error = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthHttpResponse) response =
      hearth_http_send_finish (HEARTH_HTTP (source), result, &http_error);

  if (!utterance->told_last) {
    if (utterance->failure != NULL)
      error = g_error_copy (utterance->failure);
    else if (http_error != NULL)
      error = hearth_voice_error_from_http (http_error, remote->url->place, remote->key);
    else if (utterance->words != NULL)
      error = read_words (utterance);
    else if (utterance->reader != NULL && hearth_pcm_reader_end (utterance->reader, &error))
      tell_samples (utterance);
  }
  /* Whoever got the samples may not have waited for the end. */
  if (!utterance->told_last)
    utterance_end (utterance, error);
  utterance_free (utterance);
}

static GBytes *
build_body (HearthHttpSynthesizer *self, const HearthSynthesis *synthesis)
{
  const HearthVoiceRemote *remote = self->remote;
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text =
      g_utf8_make_valid (synthesis->text,
                         (gssize) strnlen (synthesis->text, HEARTH_SYNTHESIS_TEXT_MAX));
  const char *voice = synthesis->voice != NULL ? synthesis->voice : self->voice;
  char *json;

  json_object_set_string_member (object, "model",
                                 *remote->model != '\0' ? remote->model : DEFAULT_MODEL);
  json_object_set_string_member (object, "input", text);
  json_object_set_string_member (object, "voice", *voice != '\0' ? voice : DEFAULT_VOICE);
  json_object_set_string_member (object, "response_format", "pcm");
  /* Some refuse what they cannot change. */
  if (synthesis->rate < 0.99 || synthesis->rate > 1.01)
    json_object_set_double_member (object, "speed", CLAMP (synthesis->rate, 0.5, 2.0));
  json_node_set_object (node, object);
  json = json_to_string (node, FALSE);
  return g_bytes_new_take (json, strlen (json));
}

static void
hearth_http_synthesizer_start (HearthSynthesizer *synthesizer, const HearthSynthesis *synthesis,
                               GCancellable *cancellable, HearthSynthesizerEventFunc func,
                               gpointer user_data, GDestroyNotify destroy)
{
  HearthHttpSynthesizer *self = HEARTH_HTTP_SYNTHESIZER (synthesizer);
  g_autoptr (HearthHttpRequest) request =
      hearth_voice_remote_new_request (self->remote, "POST", PATH);
  g_autoptr (GBytes) body = build_body (self, synthesis);
  Utterance *utterance = g_new0 (Utterance, 1);

  utterance->synthesizer = g_object_ref (self);
  utterance->inner = g_cancellable_new ();
  utterance->func = func;
  utterance->user_data = user_data;
  utterance->destroy = destroy;
  if (cancellable != NULL) {
    utterance->cancel_watch =
        hearth_cancel_watch_new (cancellable, g_main_context_get_thread_default (), G_PRIORITY_HIGH,
                                 cancelled_cb, utterance, NULL);
  }
  hearth_http_request_set_body (request, body, "application/json");
  hearth_http_request_set_stream (request, headers_cb, chunk_cb, utterance);
  hearth_http_send_async (self->remote->http, request, utterance->inner, sent_cb, utterance);
}

static const char *
hearth_http_synthesizer_get_host (HearthSynthesizer *synthesizer)
{
  return HEARTH_HTTP_SYNTHESIZER (synthesizer)->remote->url->host;
}

static void
hearth_http_synthesizer_synthesizer_init (HearthSynthesizerInterface *iface)
{
  iface->start = hearth_http_synthesizer_start;
  iface->get_host = hearth_http_synthesizer_get_host;
}

static void
hearth_http_synthesizer_finalize (GObject *object)
{
  HearthHttpSynthesizer *self = HEARTH_HTTP_SYNTHESIZER (object);

  g_clear_pointer (&self->remote, hearth_voice_remote_free);
  g_free (self->voice);
  G_OBJECT_CLASS (hearth_http_synthesizer_parent_class)->finalize (object);
}

static void
hearth_http_synthesizer_class_init (HearthHttpSynthesizerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hearth_http_synthesizer_finalize;
}

static void
hearth_http_synthesizer_init (HearthHttpSynthesizer *self)
{
}

/**
 * hearth_http_synthesizer_new:
 * @http: the client
 * @base_url: where the service is, see hearth_voice_remote_dup_normal_url()
 * @model: (nullable): which of its models, %NULL or "" for "tts-1"
 * @voice: (nullable): which of its voices, %NULL or "" for "alloy"
 * @rate: samples a second of what it sends without a head, or 0 for
 *   %HEARTH_HTTP_SYNTHESIZER_RATE
 * @key: (nullable): its key; copied into memory for secrets
 * @error: %HEARTH_VOICE_ERROR_SETTINGS
 *
 * Returns: (transfer full): a voice
 */
HearthHttpSynthesizer *
hearth_http_synthesizer_new (HearthHttp *http, const char *base_url, const char *model,
                             const char *voice, guint rate, const char *key, GError **error)
{
  HearthVoiceRemote *remote =
      hearth_voice_remote_new (http, base_url, model, key, &default_limits, error);
  HearthHttpSynthesizer *self;

  if (remote == NULL)
    return NULL;
  self = g_object_new (HEARTH_TYPE_HTTP_SYNTHESIZER, NULL);
  self->remote = remote;
  self->voice = g_strdup (voice != NULL ? voice : "");
  self->rate = rate >= HEARTH_SYNTHESIS_RATE_MIN && rate <= HEARTH_SYNTHESIS_RATE_MAX
                   ? rate
                   : HEARTH_HTTP_SYNTHESIZER_RATE;
  return self;
}

/**
 * hearth_http_synthesizer_set_limits:
 * @self: a voice
 * @limits: bounds of each request
 */
void
hearth_http_synthesizer_set_limits (HearthHttpSynthesizer *self, const HearthHttpLimits *limits)
{
  self->remote->limits = *limits;
}
