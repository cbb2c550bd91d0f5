/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-http-recognizer.h"

#include "hearth-cancel-watch.h"
#include "hearth-transcription-reader.h"
#include "hearth-voice-complaint.h"
#include "hearth-voice-remote.h"
#include "hearth-wave.h"

#include <string.h>

#define MAX_SAMPLES ((gsize) HEARTH_RECOGNIZER_RATE * HEARTH_RECOGNIZER_SECONDS_MAX)
#define PATH "/audio/transcriptions"
/* What services call the model that was the first of its kind, and many others take any name. */
#define DEFAULT_MODEL "whisper-1"
/* Whisper takes 224 tokens as a hint. */
#define MAX_HINT 600

/* A large model on a slow machine says nothing while it thinks. */
static const HearthHttpLimits default_limits = { 2 * 1024 * 1024, 5000, 60000, 120000 };

/* One hearing. Lives until both the last event was told and no request is under way. */
typedef struct {
  HearthHttpRecognizer *recognizer;  /* (owned) */
  GCancellable *inner;               /* (owned) ends the request */
  GCancellable *cancellable;         /* (owned) (nullable) the caller's */
  HearthCancelWatch *cancel_watch;   /* (owned) (nullable) */
  GArray *samples;                   /* (owned) of gint16 */
  GBytes *wave;                      /* (owned) (nullable) once all was said */
  HearthTranscriptionReader *reader; /* (owned) (nullable) */
  GError *failure;                   /* (owned) (nullable) of the reader */
  char *language;                    /* (owned) (nullable) */
  char *hint;                        /* (owned) (nullable) */
  gboolean retried;
  gboolean under_way;
  gboolean told_last;
  HearthRecognizerEventFunc func;
  gpointer user_data;
  GDestroyNotify destroy;
} Take;

/**
 * HearthHttpRecognizer:
 *
 * Understands speech through a service that takes `POST /v1/audio/transcriptions`, as OpenAI's,
 * whisper.cpp's server and Speaches do. Speech is kept in memory until all was said, and sent then.
 */
struct _HearthHttpRecognizer {
  GObject parent_instance;

  HearthVoiceRemote *remote; /* (owned) */
  Take *take;                /* (unowned) (nullable) the hearing that is under way */
  gboolean whole_only;       /* the service refused to stream */
};

static void hearth_http_recognizer_recognizer_init (HearthRecognizerInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HearthHttpRecognizer, hearth_http_recognizer, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (HEARTH_TYPE_RECOGNIZER,
                                                      hearth_http_recognizer_recognizer_init))

static void
take_free (Take *take)
{
  g_object_unref (take->recognizer);
  g_object_unref (take->inner);
  g_clear_object (&take->cancellable);
  g_array_unref (take->samples);
  g_clear_pointer (&take->wave, g_bytes_unref);
  g_clear_pointer (&take->reader, hearth_transcription_reader_free);
  g_clear_error (&take->failure);
  g_free (take->language);
  g_free (take->hint);
  g_free (take);
}

/* Tells the last event. */
static void
take_end (Take *take, const char *text, const GError *error)
{
  HearthRecognizerEvent event = { .kind = error != NULL ? HEARTH_RECOGNIZER_EVENT_FAILED
                                                        : HEARTH_RECOGNIZER_EVENT_FINAL,
                                  .text = text,
                                  .confidence = -1,
                                  .error = error };

  take->told_last = TRUE;
  take->recognizer->take = NULL;
  g_clear_pointer (&take->cancel_watch, hearth_cancel_watch_free);
  g_cancellable_cancel (take->inner);
  take->func (&event, take->user_data);
  if (take->destroy != NULL)
    take->destroy (take->user_data);
  if (!take->under_way)
    take_free (take);
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  g_cancellable_set_error_if_cancelled (cancellable, &error);
  take_end (user_data, NULL, error);
  return G_SOURCE_REMOVE;
}

static void
headers_cb (const HearthHttpResponse *response, gpointer user_data)
{
  Take *take = user_data;
  const char *type = hearth_http_response_get_header (response, "content-type");

  g_clear_pointer (&take->reader, hearth_transcription_reader_free);
  take->reader = hearth_transcription_reader_new (
      take->recognizer->remote->url->place,
      type != NULL && g_ascii_strncasecmp (type, "text/event-stream", 17) == 0);
}

static void
chunk_cb (const char *data, gsize length, gpointer user_data)
{
  Take *take = user_data;
  HearthRecognizerEvent event = { .kind = HEARTH_RECOGNIZER_EVENT_PARTIAL, .confidence = -1 };
  g_autofree char *before = NULL;
  g_autofree char *text = NULL;

  if (take->told_last || take->failure != NULL)
    return;
  before = hearth_transcription_reader_dup_text (take->reader);
  if (!hearth_transcription_reader_feed (take->reader, data, length, &take->failure)) {
    g_cancellable_cancel (take->inner);
    return;
  }
  text = hearth_transcription_reader_dup_text (take->reader);
  event.text = text;
  if (!g_str_equal (before, text))
    take->func (&event, take->user_data);
}

static void take_send (Take *take);

/* Whether the service is asked once more, in the older way. */
static gboolean
take_retry (Take *take, const GError *error)
{
  guint status = error->domain == HEARTH_HTTP_ERROR ? hearth_http_error_get_status (error) : 0;

  if (take->recognizer->whole_only || (status != 400 && status != 422))
    return FALSE;
  take->recognizer->whole_only = TRUE;
  take->retried = TRUE;
  take_send (take);
  return TRUE;
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Take *take = user_data;
  const HearthVoiceRemote *remote = take->recognizer->remote;
  g_autoptr (GError) http_error = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthHttpResponse) response =
      hearth_http_send_finish (HEARTH_HTTP (source), result, &http_error);
  g_autofree char *text = NULL;

  take->under_way = FALSE;
  if (take->told_last) {
    take_free (take);
    return;
  }
  if (take->failure == NULL && http_error != NULL && take_retry (take, http_error))
    return;
  /* It was not that. */
  if (take->retried && http_error != NULL)
    take->recognizer->whole_only = FALSE;
  if (take->failure != NULL)
    error = g_steal_pointer (&take->failure);
  else if (http_error != NULL)
    error = hearth_voice_error_from_http (http_error, remote->url->place, remote->key);
  if (error == NULL) {
    /* An answer without a body has called nobody. */
    if (take->reader == NULL)
      take->reader = hearth_transcription_reader_new (remote->url->place, FALSE);
    text = hearth_transcription_reader_end (take->reader, &error);
  }
  take_end (take, text, error);
}

static void
append_field (GByteArray *body, const char *boundary, const char *name, const char *value)
{
  g_autofree char *part =
      g_strdup_printf ("--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n",
                       boundary, name, value);

  g_byte_array_append (body, (const guint8 *) part, (guint) strlen (part));
}

/* The form, RFC 7578. Its boundary is not in the sound by chance. */
static GBytes *
build_form (Take *take, const char *boundary)
{
  const HearthVoiceRemote *remote = take->recognizer->remote;
  GByteArray *body = g_byte_array_new ();
  g_autofree char *head = g_strdup_printf (
      "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"speech.wav\"\r\n"
      "Content-Type: audio/wav\r\n\r\n",
      boundary);
  g_autofree char *end = g_strdup_printf ("\r\n--%s--\r\n", boundary);

  append_field (body, boundary, "model", *remote->model != '\0' ? remote->model : DEFAULT_MODEL);
  append_field (body, boundary, "response_format", "json");
  if (!take->recognizer->whole_only)
    append_field (body, boundary, "stream", "true");
  if (take->language != NULL)
    append_field (body, boundary, "language", take->language);
  if (take->hint != NULL)
    append_field (body, boundary, "prompt", take->hint);
  g_byte_array_append (body, (const guint8 *) head, (guint) strlen (head));
  g_byte_array_append (body, g_bytes_get_data (take->wave, NULL),
                       (guint) g_bytes_get_size (take->wave));
  g_byte_array_append (body, (const guint8 *) end, (guint) strlen (end));
  return g_byte_array_free_to_bytes (body);
}

static void
take_send (Take *take)
{
  const HearthVoiceRemote *remote = take->recognizer->remote;
  g_autoptr (HearthHttpRequest) request = hearth_voice_remote_new_request (remote, "POST", PATH);
  g_autofree char *boundary = g_uuid_string_random ();
  g_autofree char *type = g_strconcat ("multipart/form-data; boundary=", boundary, NULL);
  g_autoptr (GBytes) form = build_form (take, boundary);

  hearth_http_request_add_header (request, "Accept", "text/event-stream, application/json");
  hearth_http_request_set_body (request, form, type);
  hearth_http_request_set_stream (request, headers_cb, chunk_cb, take);
  take->under_way = TRUE;
  hearth_http_send_async (remote->http, request, take->inner, sent_cb, take);
}

/* The names of the owner's people help a model to spell them. They stay on this machine. */
static char *
dup_hint (const HearthVoiceRemote *remote, const char *const *phrases)
{
  g_autoptr (GString) hint = g_string_new (NULL);

  if (!remote->url->loopback)
    return NULL;
  for (guint i = 0; phrases != NULL && phrases[i] != NULL; i++) {
    if (hint->len + strlen (phrases[i]) + 2 > MAX_HINT)
      break;
    if (strpbrk (phrases[i], "\r\n") == NULL)
      g_string_append_printf (hint, "%s%s", hint->len > 0 ? ", " : "", phrases[i]);
  }
  return hint->len > 0 ? g_string_free (g_steal_pointer (&hint), FALSE) : NULL;
}

static void
hearth_http_recognizer_start (HearthRecognizer *recognizer, const HearthRecognition *recognition,
                              GCancellable *cancellable, HearthRecognizerEventFunc func,
                              gpointer user_data, GDestroyNotify destroy)
{
  HearthHttpRecognizer *self = HEARTH_HTTP_RECOGNIZER (recognizer);
  Take *take = NULL;

  g_return_if_fail (self->take == NULL);
  take = g_new0 (Take, 1);
  self->take = take;
  take->recognizer = g_object_ref (self);
  take->inner = g_cancellable_new ();
  take->samples = g_array_new (FALSE, FALSE, sizeof (gint16));
  take->language = hearth_voice_dup_primary_language (recognition->language);
  take->hint = dup_hint (self->remote, recognition->phrases);
  take->func = func;
  take->user_data = user_data;
  take->destroy = destroy;
  if (cancellable != NULL) {
    take->cancellable = g_object_ref (cancellable);
    take->cancel_watch = hearth_cancel_watch_new (cancellable, g_main_context_get_thread_default (),
                                                  G_PRIORITY_HIGH, cancelled_cb, take, NULL);
  }
}

static void
hearth_http_recognizer_feed (HearthRecognizer *recognizer, const gint16 *samples, gsize n_samples)
{
  Take *take = HEARTH_HTTP_RECOGNIZER (recognizer)->take;

  if (take != NULL && take->wave == NULL && n_samples > 0)
    g_array_append_vals (take->samples, samples,
                         (guint) MIN (n_samples, MAX_SAMPLES - take->samples->len));
}

static void
hearth_http_recognizer_finish (HearthRecognizer *recognizer)
{
  Take *take = HEARTH_HTTP_RECOGNIZER (recognizer)->take;

  if (take == NULL || take->wave != NULL)
    return;
  take->wave = hearth_wave_new ((const gint16 *) (gpointer) take->samples->data, take->samples->len,
                                HEARTH_RECOGNIZER_RATE);
  g_array_set_size (take->samples, 0);
  take_send (take);
}

static const char *
hearth_http_recognizer_get_host (HearthRecognizer *recognizer)
{
  return HEARTH_HTTP_RECOGNIZER (recognizer)->remote->url->host;
}

static void
hearth_http_recognizer_recognizer_init (HearthRecognizerInterface *iface)
{
  iface->start = hearth_http_recognizer_start;
  iface->feed = hearth_http_recognizer_feed;
  iface->finish = hearth_http_recognizer_finish;
  iface->get_host = hearth_http_recognizer_get_host;
}

static void
hearth_http_recognizer_finalize (GObject *object)
{
  HearthHttpRecognizer *self = HEARTH_HTTP_RECOGNIZER (object);

  g_clear_pointer (&self->remote, hearth_voice_remote_free);
  G_OBJECT_CLASS (hearth_http_recognizer_parent_class)->finalize (object);
}

static void
hearth_http_recognizer_class_init (HearthHttpRecognizerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hearth_http_recognizer_finalize;
}

static void
hearth_http_recognizer_init (HearthHttpRecognizer *self)
{
}

/**
 * hearth_http_recognizer_new:
 * @http: the client
 * @base_url: where the service is, see hearth_voice_remote_dup_normal_url()
 * @model: (nullable): which of its models, %NULL or "" for "whisper-1"
 * @key: (nullable): its key; copied into memory for secrets
 * @error: %HEARTH_VOICE_ERROR_SETTINGS
 *
 * Returns: (transfer full): a recogniser
 */
HearthHttpRecognizer *
hearth_http_recognizer_new (HearthHttp *http, const char *base_url, const char *model,
                            const char *key, GError **error)
{
  HearthVoiceRemote *remote =
      hearth_voice_remote_new (http, base_url, model, key, &default_limits, error);
  HearthHttpRecognizer *self;

  if (remote == NULL)
    return NULL;
  self = g_object_new (HEARTH_TYPE_HTTP_RECOGNIZER, NULL);
  self->remote = remote;
  return self;
}

/**
 * hearth_http_recognizer_set_limits:
 * @self: a recogniser
 * @limits: bounds of each request
 */
void
hearth_http_recognizer_set_limits (HearthHttpRecognizer *self, const HearthHttpLimits *limits)
{
  self->remote->limits = *limits;
}
