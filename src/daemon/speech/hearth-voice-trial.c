/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-voice-trial.h"

#include "hearth-secrets.h"
#include "hearth-voice-network.h"

#include <glib/gi18n.h>

/* A speech service is tried before it is used: it gets a second of silence to understand, or a
 * sentence to say. Nothing of the owner's is in that, so that it needs no word that speech may go
 * there; and nothing is heard. */

typedef struct {
  HearthVoiceSetup *setup;   /* (owned) */
  HearthVoiceConfig *config; /* (owned) */
  char *language;            /* (owned) */
  HearthRecognizer *hears;   /* (owned) (nullable) */
  HearthSynthesizer *speaks; /* (owned) (nullable) */
  gint64 started;            /* monotonic microseconds */
  gint64 first;              /* of the first sound, or 0 */
  gsize n_samples;
  guint rate;
} Trial;

static void
trial_free (gpointer data)
{
  Trial *trial = data;

  g_object_unref (trial->setup);
  hearth_voice_config_free (trial->config);
  g_clear_object (&trial->hears);
  g_clear_object (&trial->speaks);
  g_free (trial->language);
  g_free (trial);
}

static double
get_seconds (gint64 from, gint64 to)
{
  return (double) (to - from) / G_USEC_PER_SEC;
}

static void
heard_cb (const HearthRecognizerEvent *event, gpointer user_data)
{
  GTask *task = user_data;
  Trial *trial = g_task_get_task_data (task);

  if (event->kind == HEARTH_RECOGNIZER_EVENT_FAILED)
    g_task_return_error (task, g_error_copy (event->error));
  else if (event->kind == HEARTH_RECOGNIZER_EVENT_FINAL)
    g_task_return_pointer (task,
                           g_strdup_printf (_("It listens: it answered after %.1f s."),
                                            get_seconds (trial->started, g_get_monotonic_time ())),
                           g_free);
}

static void
listen (GTask *task)
{
  Trial *trial = g_task_get_task_data (task);
  HearthRecognition recognition = { .language = trial->language };
  g_autofree gint16 *silence = g_new0 (gint16, HEARTH_RECOGNIZER_RATE);

  hearth_recognizer_start (trial->hears, &recognition, NULL, heard_cb, g_object_ref (task),
                           g_object_unref);
  hearth_recognizer_feed (trial->hears, silence, HEARTH_RECOGNIZER_RATE);
  hearth_recognizer_finish (trial->hears);
}

static void
end_speaking (GTask *task)
{
  Trial *trial = g_task_get_task_data (task);

  if (trial->n_samples == 0)
    g_task_return_new_error (task, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_BAD_REPLY, "%s",
                             _("It made no sound."));
  else
    g_task_return_pointer (
        task,
        g_strdup_printf (_("It speaks: it began after %.1f s, and made %.1f s of speech."),
                         get_seconds (trial->started, trial->first),
                         (double) trial->n_samples / trial->rate),
        g_free);
}

static void
spoken_cb (const HearthSynthesizerEvent *event, gpointer user_data)
{
  GTask *task = user_data;
  Trial *trial = g_task_get_task_data (task);

  switch (event->kind) {
  case HEARTH_SYNTHESIZER_EVENT_SAMPLES:
    if (trial->first == 0)
      trial->first = g_get_monotonic_time ();
    trial->n_samples += event->n_samples;
    trial->rate = event->rate;
    break;
  case HEARTH_SYNTHESIZER_EVENT_END:
    end_speaking (task);
    break;
  case HEARTH_SYNTHESIZER_EVENT_FAILED:
    g_task_return_error (task, g_error_copy (event->error));
    break;
  default:
    break;
  }
}

static void
speak (GTask *task)
{
  Trial *trial = g_task_get_task_data (task);
  HearthSynthesis synthesis = {
    .text = _("Hello. This is how I sound."), .language = trial->language, .rate = 1, .pitch = 1
  };

  hearth_synthesizer_start (trial->speaks, &synthesis, NULL, spoken_cb, g_object_ref (task),
                            g_object_unref);
}

static void
start (GTask *task, const char *key)
{
  Trial *trial = g_task_get_task_data (task);
  const HearthVoiceConfig *config = trial->config;
  HearthHttp *http = hearth_voice_setup_get_http (trial->setup);
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (NULL);
  g_autoptr (GVariant) options = NULL;
  GError *error = NULL;

  g_variant_dict_insert (&dict, "address", "s", config->address);
  g_variant_dict_insert (&dict, "model", "s", config->model);
  g_variant_dict_insert (&dict, "voice", "s", config->voice);
  g_variant_dict_insert (&dict, "sample-rate", "u", config->sample_rate);
  options = g_variant_ref_sink (g_variant_dict_end (&dict));
  trial->started = g_get_monotonic_time ();
  if (config->use == HEARTH_VOICE_RECOGNITION) {
    trial->hears = hearth_voice_network_new_recognizer (http, config->kind, options, key, &error);
    if (trial->hears != NULL)
      listen (task);
  } else {
    trial->speaks = hearth_voice_network_new_synthesizer (http, config->kind, options, key, &error);
    if (trial->speaks != NULL)
      speak (task);
  }
  if (error != NULL)
    g_task_return_error (task, error);
}

static void
key_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  char *key = hearth_secrets_lookup_finish (result, &error);

  if (g_error_matches (error, HEARTH_SECRETS_ERROR, HEARTH_SECRETS_ERROR_NO_KEYRING))
    g_clear_error (&error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    start (task, key);
  hearth_secrets_free (key);
}

/**
 * hearth_voice_trial_async:
 * @setup: the set-up
 * @config: a service, which need not be one of the settings
 * @key: its key, or "" for the one that is kept
 * @callback: called when it answered, or why not is known
 * @user_data: for @callback
 *
 * Lets a service understand a second of silence, or say a sentence that nobody hears.
 */
void
hearth_voice_trial_async (HearthVoiceSetup *setup, const HearthVoiceConfig *config, const char *key,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  g_autofree char *host = hearth_voice_config_dup_host (config);
  Trial *trial = g_new0 (Trial, 1);

  trial->setup = g_object_ref (setup);
  trial->config = hearth_voice_config_copy (config);
  trial->language = hearth_voice_dup_language (hearth_voice_setup_get_settings (setup));
  g_task_set_source_tag (task, hearth_voice_trial_async);
  g_task_set_task_data (task, trial, trial_free);
  if (*key != '\0' || !g_str_equal (config->kind, HEARTH_VOICE_KIND_OPENAI) || *host == '\0')
    start (task, *key != '\0' ? key : NULL);
  else
    hearth_secrets_lookup_async (HEARTH_SECRET_SPEECH_KEY, host, NULL, key_cb,
                                 g_steal_pointer (&task));
}

/**
 * hearth_voice_trial_finish:
 * @result: from the callback
 * @error: a #HearthVoiceError or a #HearthSecretsError
 *
 * Returns: (transfer full) (nullable): a sentence on how it went
 */
char *
hearth_voice_trial_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
