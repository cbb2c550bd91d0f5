/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-wyoming-recognizer.h"

#include "hearth-voice-complaint.h"

#include <string.h>

/* A large model on a slow machine thinks about as long as one spoke. */
#define ANSWER_MS 60000

/**
 * HearthWyomingRecognizer:
 *
 * Understands speech through a server of the Wyoming protocol, such as wyoming-faster-whisper. A
 * hearing is a connection: speech goes there while it is spoken.
 */
struct _HearthWyomingRecognizer {
  GObject parent_instance;

  HearthWyomingPlace *place; /* (owned) */
  char *model;               /* (owned) (nullable) */
  guint answer_ms;

  /* The hearing that is under way. */
  HearthWyomingConnection *connection; /* (owned) (nullable) */
  GString *partial;                    /* (owned) what was understood so far */
  gsize n_fed;
  HearthRecognizerEventFunc func;
  gpointer user_data;
  GDestroyNotify destroy;
};

static void hearth_wyoming_recognizer_recognizer_init (HearthRecognizerInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HearthWyomingRecognizer, hearth_wyoming_recognizer, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (HEARTH_TYPE_RECOGNIZER,
                                                      hearth_wyoming_recognizer_recognizer_init))

/* Tells the last event. */
static void
end (HearthWyomingRecognizer *self, const HearthRecognizerEvent *event)
{
  HearthRecognizerEventFunc func = self->func;
  gpointer user_data = self->user_data;
  GDestroyNotify destroy = self->destroy;

  hearth_wyoming_connection_close (self->connection);
  g_clear_object (&self->connection);
  self->func = NULL;
  func (event, user_data);
  if (destroy != NULL)
    destroy (user_data);
  g_object_unref (self);
}

static void
fail (HearthWyomingRecognizer *self, const GError *error)
{
  HearthRecognizerEvent event = { .kind = HEARTH_RECOGNIZER_EVENT_FAILED, .error = error };

  end (self, &event);
}

static void
tell_partial (HearthWyomingRecognizer *self, const char *text)
{
  HearthRecognizerEvent event = { .kind = HEARTH_RECOGNIZER_EVENT_PARTIAL, .confidence = -1 };
  g_autofree char *words = NULL;

  if (self->partial->len + strlen (text) <= HEARTH_VOICE_LINE_MAX)
    g_string_append (self->partial, text);
  words = hearth_voice_dup_line (self->partial->str);
  event.text = words;
  self->func (&event, self->user_data);
}

static void
tell_final (HearthWyomingRecognizer *self, const char *text)
{
  HearthRecognizerEvent event = { .kind = HEARTH_RECOGNIZER_EVENT_FINAL, .confidence = -1 };
  g_autofree char *words = hearth_voice_dup_line (text);

  event.text = words;
  end (self, &event);
}

static void
event_cb (const HearthWyomingEvent *event, const GError *error, gpointer user_data)
{
  g_autoptr (HearthWyomingRecognizer) self = g_object_ref (user_data);
  const char *text = event != NULL ? hearth_json_get_string (event->data, "text") : NULL;
  g_autoptr (GError) refusal = NULL;

  if (error != NULL) {
    fail (self, error);
  } else if (g_str_equal (event->type, "transcript-start")) {
    g_string_truncate (self->partial, 0);
  } else if (g_str_equal (event->type, "transcript-chunk") && text != NULL) {
    tell_partial (self, text);
  } else if (g_str_equal (event->type, "transcript")) {
    tell_final (self, text != NULL ? text : "");
  } else if (g_str_equal (event->type, "error")) {
    refusal = hearth_voice_error_new_refusal (self->place->text, text);
    fail (self, refusal);
  }
}

static JsonObject *
new_format (void)
{
  JsonObject *format = json_object_new ();

  json_object_set_int_member (format, "rate", HEARTH_RECOGNIZER_RATE);
  json_object_set_int_member (format, "width", sizeof (gint16));
  json_object_set_int_member (format, "channels", 1);
  return format;
}

static void
hearth_wyoming_recognizer_start (HearthRecognizer *recognizer, const HearthRecognition *recognition,
                                 GCancellable *cancellable, HearthRecognizerEventFunc func,
                                 gpointer user_data, GDestroyNotify destroy)
{
  HearthWyomingRecognizer *self = HEARTH_WYOMING_RECOGNIZER (recognizer);
  g_autofree char *language = hearth_voice_dup_primary_language (recognition->language);
  g_autoptr (JsonObject) wanted = json_object_new ();
  g_autoptr (JsonObject) format = new_format ();

  g_return_if_fail (self->func == NULL);
  /* Until the last event. */
  g_object_ref (self);
  self->func = func;
  self->user_data = user_data;
  self->destroy = destroy;
  self->n_fed = 0;
  g_string_truncate (self->partial, 0);
  if (self->model != NULL)
    json_object_set_string_member (wanted, "name", self->model);
  if (language != NULL)
    json_object_set_string_member (wanted, "language", language);
  self->connection = hearth_wyoming_connection_open (self->place, cancellable, event_cb, self);
  hearth_wyoming_connection_send (self->connection, "transcribe", wanted, NULL, 0);
  hearth_wyoming_connection_send (self->connection, "audio-start", format, NULL, 0);
}

static void
hearth_wyoming_recognizer_feed (HearthRecognizer *recognizer, const gint16 *samples,
                                gsize n_samples)
{
  HearthWyomingRecognizer *self = HEARTH_WYOMING_RECOGNIZER (recognizer);
  gsize left = (gsize) HEARTH_RECOGNIZER_RATE * HEARTH_RECOGNIZER_SECONDS_MAX - self->n_fed;
  g_autoptr (JsonObject) format = NULL;
  g_autofree gint16 *wire = NULL;

  n_samples = MIN (n_samples, left);
  if (self->connection == NULL || n_samples == 0)
    return;
  format = new_format ();
  wire = g_new (gint16, n_samples);
  for (gsize i = 0; i < n_samples; i++)
    wire[i] = GINT16_TO_LE (samples[i]);
  self->n_fed += n_samples;
  hearth_wyoming_connection_send (self->connection, "audio-chunk", format, wire,
                                  n_samples * sizeof *wire);
}

static void
hearth_wyoming_recognizer_finish (HearthRecognizer *recognizer)
{
  HearthWyomingRecognizer *self = HEARTH_WYOMING_RECOGNIZER (recognizer);

  if (self->connection == NULL)
    return;
  hearth_wyoming_connection_send (self->connection, "audio-stop", NULL, NULL, 0);
  hearth_wyoming_connection_expect_within (self->connection, self->answer_ms);
}

static const char *
hearth_wyoming_recognizer_get_host (HearthRecognizer *recognizer)
{
  return HEARTH_WYOMING_RECOGNIZER (recognizer)->place->host;
}

static void
hearth_wyoming_recognizer_recognizer_init (HearthRecognizerInterface *iface)
{
  iface->start = hearth_wyoming_recognizer_start;
  iface->feed = hearth_wyoming_recognizer_feed;
  iface->finish = hearth_wyoming_recognizer_finish;
  iface->get_host = hearth_wyoming_recognizer_get_host;
}

static void
hearth_wyoming_recognizer_finalize (GObject *object)
{
  HearthWyomingRecognizer *self = HEARTH_WYOMING_RECOGNIZER (object);

  g_clear_pointer (&self->place, hearth_wyoming_place_free);
  g_free (self->model);
  g_string_free (self->partial, TRUE);
  G_OBJECT_CLASS (hearth_wyoming_recognizer_parent_class)->finalize (object);
}

static void
hearth_wyoming_recognizer_class_init (HearthWyomingRecognizerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hearth_wyoming_recognizer_finalize;
}

static void
hearth_wyoming_recognizer_init (HearthWyomingRecognizer *self)
{
  self->answer_ms = ANSWER_MS;
  self->partial = g_string_new (NULL);
}

/**
 * hearth_wyoming_recognizer_new:
 * @place: where the server listens
 * @model: (nullable): which of its models, %NULL or "" for its first
 *
 * Returns: (transfer full): a recogniser
 */
HearthWyomingRecognizer *
hearth_wyoming_recognizer_new (const HearthWyomingPlace *place, const char *model)
{
  HearthWyomingRecognizer *self = g_object_new (HEARTH_TYPE_WYOMING_RECOGNIZER, NULL);

  self->place = hearth_wyoming_place_copy (place);
  self->model = model != NULL && *model != '\0' ? g_strdup (model) : NULL;
  return self;
}

/**
 * hearth_wyoming_recognizer_set_patience:
 * @self: a recogniser
 * @milliseconds: how long the text may take once all was said
 */
void
hearth_wyoming_recognizer_set_patience (HearthWyomingRecognizer *self, guint milliseconds)
{
  self->answer_ms = milliseconds;
}
