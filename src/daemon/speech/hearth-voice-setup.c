/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-voice-setup-private.h"

#include "hearth-local-port.h"
#include "hearth-secret-pipe.h"
#include "hearth-secrets.h"
#include "hearth-voice-error.h"

#include <glib/gi18n.h>
#include <string.h>

static guint signal_changed;

/**
 * HearthVoiceSetup:
 *
 * What hears and what speaks, as the settings say: it makes of them the options that hearth-voice
 * takes.
 *
 * Signals: `changed ()`: services, or what hears and speaks, are different.
 */
G_DEFINE_FINAL_TYPE (HearthVoiceSetup, hearth_voice_setup, G_TYPE_OBJECT)

/* What is being made: the options so far, and the pipe with a key. */
typedef struct {
  GVariantDict options;
  GUnixFDList *fds; /* (owned) (nullable) */
} Made;

static void
made_free (gpointer data)
{
  Made *made = data;

  g_variant_dict_clear (&made->options);
  g_clear_object (&made->fds);
  g_free (made);
}

static Made *
made_new (void)
{
  Made *made = g_new0 (Made, 1);

  g_variant_dict_init (&made->options, NULL);
  return made;
}

static void
return_options (GTask *task)
{
  Made *made = g_task_get_task_data (task);

  g_task_return_pointer (task, g_variant_ref_sink (g_variant_dict_end (&made->options)),
                         (GDestroyNotify) g_variant_unref);
}

/**
 * hearth_voice_setup_is_private:
 * @config: a service
 *
 * Returns: whether what it is sent stays with the owner: it is on this computer, and no other
 *   person of this computer runs it
 */
gboolean
hearth_voice_setup_is_private (const HearthVoiceConfig *config)
{
  guint port = hearth_voice_config_get_port (config);

  return hearth_voice_config_is_local (config) && !hearth_local_port_is_foreign ((guint16) port);
}

/**
 * hearth_voice_setup_may_use:
 * @self: a set-up
 * @config: a service
 *
 * Returns: whether it may be sent what is spoken or said
 */
gboolean
hearth_voice_setup_may_use (HearthVoiceSetup *self, const HearthVoiceConfig *config)
{
  g_auto (GStrv) hosts = g_settings_get_strv (self->settings, HEARTH_VOICE_SETUP_KEY_HOSTS);
  g_autofree char *host = hearth_voice_config_dup_host (config);

  return hearth_voice_setup_is_private (config) ||
         (*host != '\0' && g_strv_contains ((const char *const *) hosts, host));
}

static GError *
new_not_agreed_error (const HearthVoiceConfig *config)
{
  g_autofree char *host = hearth_voice_config_dup_host (config);

  if (hearth_voice_config_is_local (config))
    return g_error_new (
        HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_NOT_AGREED,
        _("Another user of this computer runs the service at %s. Agree to it in the "
           "settings, under Voice, if they may listen."),
        host);
  return g_error_new (
      HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_NOT_AGREED,
      config->use == HEARTH_VOICE_RECOGNITION
          ? _("The sound of your voice would go to %s. Agree to it in the settings, "
               "under Voice, or choose another recognizer.")
          : _("What is said would go to %s. Agree to it in the settings, under "
               "Voice, or choose another voice."),
      host);
}

static void
key_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Made *made = g_task_get_task_data (task);
  GError *error = NULL;
  char *key = hearth_secrets_lookup_finish (result, &error);

  /* Where there is no keyring there is no key: a service on this computer wants none, and any other
   * says so itself. */
  if (g_error_matches (error, HEARTH_SECRETS_ERROR, HEARTH_SECRETS_ERROR_NO_KEYRING))
    g_clear_error (&error);
  if (error == NULL && key != NULL) {
    made->fds = hearth_secret_pipe_new (key, &error);
    g_variant_dict_insert_value (&made->options, "key", g_variant_new_handle (0));
  }
  hearth_secrets_free (key);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    return_options (task);
}

/* Goes on with a service: its address, and its key from the keyring. */
static void
return_service (HearthVoiceSetup *self, GTask *task, const HearthVoiceConfig *config)
{
  Made *made = g_task_get_task_data (task);
  g_autofree char *host = hearth_voice_config_dup_host (config);

  if (!hearth_voice_setup_may_use (self, config)) {
    g_task_return_error (task, new_not_agreed_error (config));
    return;
  }
  g_variant_dict_insert (&made->options, "address", "s", config->address);
  if (*config->model != '\0')
    g_variant_dict_insert (&made->options, "model", "s", config->model);
  /* The other protocol has no keys. */
  if (!g_str_equal (config->kind, HEARTH_VOICE_KIND_OPENAI))
    return_options (task);
  else
    hearth_secrets_lookup_async (HEARTH_SECRET_SPEECH_KEY, host, g_task_get_cancellable (task),
                                 key_cb, g_object_ref (task));
}

/* The service of a use that is chosen, or %NULL where this computer does it itself. */
static HearthVoiceConfig *
find_config (HearthVoiceSetup *self, HearthVoiceUse use, const char *id)
{
  g_autoptr (GPtrArray) configs = hearth_voice_configs_load (self->settings);
  const HearthVoiceConfig *config = hearth_voice_configs_find (configs, id);

  return config != NULL && config->use == use ? hearth_voice_config_copy (config) : NULL;
}

static HearthVoiceConfig *
find_recognizer (HearthVoiceSetup *self)
{
  g_autofree char *id = g_settings_get_string (self->settings, "recognizer");

  return find_config (self, HEARTH_VOICE_RECOGNITION, id);
}

static char *
dup_language (HearthVoiceSetup *self, const char *wanted)
{
  return wanted != NULL && *wanted != '\0' ? g_strdup (wanted)
                                           : hearth_voice_dup_language (self->settings);
}

static GError *
new_language_error (const char *language)
{
  return g_error_new (
      HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_LANGUAGE,
      _("Without a service, only English is understood, not “%s”. In the settings, "
         "under Voice, you can add one, such as Whisper on this computer, or say that "
         "you speak English."),
      language);
}

/**
 * hearth_voice_setup_hearing_async:
 * @self: a set-up
 * @language: (nullable): what is spoken, BCP 47; %NULL or "" for what the settings say
 * @cancellable: (nullable): a cancellable
 * @callback: called when the options are there
 * @user_data: for @callback
 *
 * Makes the options with which hearth-voice listens. The keyring may have to be unlocked for it.
 */
void
hearth_voice_setup_hearing_async (HearthVoiceSetup *self, const char *language,
                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (HearthVoiceConfig) config = find_recognizer (self);
  g_autofree char *spoken = dup_language (self, language);
  Made *made = made_new ();

  g_task_set_source_tag (task, hearth_voice_setup_hearing_async);
  g_task_set_task_data (task, made, made_free);
  g_variant_dict_insert (&made->options, "language", "s", spoken);
  if (config != NULL) {
    g_variant_dict_insert (&made->options, "recognizer", "s", config->kind);
    return_service (self, task, config);
  } else if (!hearth_voice_is_english (spoken)) {
    g_task_return_error (task, new_language_error (spoken));
  } else {
    g_variant_dict_insert (&made->options, "recognizer", "s", "pocketsphinx");
    return_options (task);
  }
}

static GVariant *
finish (GAsyncResult *result, GUnixFDList **fds, GError **error)
{
  Made *made = g_task_get_task_data (G_TASK (result));
  GVariant *options = g_task_propagate_pointer (G_TASK (result), error);

  if (fds != NULL)
    *fds = options != NULL ? g_steal_pointer (&made->fds) : NULL;
  return options;
}

/**
 * hearth_voice_setup_hearing_finish:
 * @self: a set-up
 * @result: from the callback
 * @fds: (out) (transfer full) (nullable): what the options name by their number: a pipe with the
 *   key; %NULL where there is none
 * @error: %HEARTH_VOICE_ERROR_NOT_AGREED where the owner has not said that it may go to that host,
 *   %HEARTH_VOICE_ERROR_LANGUAGE where this computer does not understand theirs, or a
 *   #HearthSecretsError
 *
 * Returns: (transfer full) (nullable): options for Listen of Voice1: "recognizer", "language", and
 *   of a service "address", "model" and "key"
 */
GVariant *
hearth_voice_setup_hearing_finish (HearthVoiceSetup *self, GAsyncResult *result, GUnixFDList **fds,
                                   GError **error)
{
  return finish (result, fds, error);
}

/* A voice that is named after its language, as Piper's are ("de_DE-thorsten-low"), cannot speak
 * another. */
static gboolean
speaks (const char *voice, const char *language)
{
  gsize length = strcspn (voice, "_-");

  if ((length != 2 && length != 3) || voice[length] != '_' || !g_ascii_isupper (voice[length + 1]))
    return TRUE;
  return g_ascii_strncasecmp (voice, language, length) == 0 && !g_ascii_isalpha (language[length]);
}

/* A voice of this computer; where it does not speak the language, one that does. */
static void
choose_local (Made *made, const char *engine, const char *voice, const char *language)
{
  gsize length = strcspn (voice, "-_+/");
  gboolean same = length > 0 && g_ascii_strncasecmp (voice, language, length) == 0 &&
                  !g_ascii_isalpha (language[length]);

  if (g_str_equal (engine, HEARTH_VOICE_DISPATCHER) && same) {
    g_variant_dict_insert (&made->options, "synthesizer", "s", engine);
    g_variant_dict_insert (&made->options, "voice", "s", voice);
    return;
  }
#ifdef HAVE_FLITE
  if (hearth_voice_is_english (language) && !g_str_equal (engine, HEARTH_VOICE_ESPEAK)) {
    g_variant_dict_insert (&made->options, "synthesizer", "s", HEARTH_VOICE_FLITE);
    if (g_str_equal (engine, HEARTH_VOICE_FLITE) && *voice != '\0')
      g_variant_dict_insert (&made->options, "voice", "s", voice);
    return;
  }
#endif
  g_variant_dict_insert (&made->options, "synthesizer", "s", HEARTH_VOICE_ESPEAK);
  if (g_str_equal (engine, HEARTH_VOICE_ESPEAK) && same)
    g_variant_dict_insert (&made->options, "voice", "s", voice);
}

static void
insert_manner (HearthVoiceSetup *self, Made *made)
{
  static const struct {
    const char *option;
    const char *key;
  } each[] = {
    { "rate", "voice-rate" },
    { "pitch", "voice-pitch" },
    { "volume", "voice-volume" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (each); i++)
    g_variant_dict_insert (&made->options, each[i].option, "d",
                           g_settings_get_double (self->settings, each[i].key));
}

/**
 * hearth_voice_setup_speaking_async:
 * @self: a set-up
 * @language: (nullable): what the text is written in, BCP 47; %NULL for the one that the owner
 *   speaks
 * @voice: (nullable): a voice to be tried, as ListVoices of Speech1 names it; %NULL for the chosen
 *   one
 * @cancellable: (nullable): a cancellable
 * @callback: called when the options are there
 * @user_data: for @callback
 *
 * Makes the options with which hearth-voice speaks. A voice that cannot speak the language leaves
 * it to one of this computer. The keyring may have to be unlocked for it.
 */
void
hearth_voice_setup_speaking_async (HearthVoiceSetup *self, const char *language, const char *voice,
                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *choice =
      voice != NULL ? g_strdup (voice) : g_settings_get_string (self->settings, "voice");
  g_autofree char *engine = hearth_voice_choice_dup_engine (choice);
  const char *name = hearth_voice_choice_get_voice (choice);
  g_autofree char *spoken = dup_language (self, language);
  g_autoptr (HearthVoiceConfig) config = find_config (self, HEARTH_VOICE_SPEECH, engine);
  Made *made = made_new ();

  g_task_set_source_tag (task, hearth_voice_setup_speaking_async);
  g_task_set_task_data (task, made, made_free);
  insert_manner (self, made);
  g_variant_dict_insert (&made->options, "language", "s", spoken);
  if (config != NULL && *name == '\0')
    name = config->voice;
  if (config == NULL || !speaks (name, spoken)) {
    choose_local (made, engine, config == NULL ? name : "", spoken);
    return_options (task);
    return;
  }
  g_variant_dict_insert (&made->options, "synthesizer", "s", config->kind);
  if (*name != '\0')
    g_variant_dict_insert (&made->options, "voice", "s", name);
  if (config->sample_rate > 0)
    g_variant_dict_insert (&made->options, "sample-rate", "u", config->sample_rate);
  return_service (self, task, config);
}

/**
 * hearth_voice_setup_speaking_finish:
 * @self: a set-up
 * @result: from the callback
 * @fds: (out) (transfer full) (nullable): what the options name by their number: a pipe with the
 *   key; %NULL where there is none
 * @error: %HEARTH_VOICE_ERROR_NOT_AGREED where the owner has not said that it may go to that host,
 *   or a #HearthSecretsError
 *
 * Returns: (transfer full) (nullable): options for Speak of Voice1: "synthesizer", "voice",
 *   "language", "rate", "pitch", "volume", and of a service "address", "model", "sample-rate" and
 *   "key"
 */
GVariant *
hearth_voice_setup_speaking_finish (HearthVoiceSetup *self, GAsyncResult *result, GUnixFDList **fds,
                                    GError **error)
{
  return finish (result, fds, error);
}

/**
 * hearth_voice_setup_dup_hearing_title:
 * @self: a set-up
 *
 * Returns: (transfer full): what hears, in words for the owner
 */
char *
hearth_voice_setup_dup_hearing_title (HearthVoiceSetup *self)
{
  g_autoptr (HearthVoiceConfig) config = find_recognizer (self);

  return config != NULL ? hearth_voice_config_dup_title (config)
                        : g_strdup (_("This computer, PocketSphinx"));
}

/**
 * hearth_voice_setup_dup_hearing_host:
 * @self: a set-up
 *
 * Returns: (transfer full): where what is heard is sent to; "" where it stays with the owner
 */
char *
hearth_voice_setup_dup_hearing_host (HearthVoiceSetup *self)
{
  g_autoptr (HearthVoiceConfig) config = find_recognizer (self);

  return config != NULL && !hearth_voice_setup_is_private (config)
             ? hearth_voice_config_dup_host (config)
             : g_strdup ("");
}

/**
 * hearth_voice_setup_get_http:
 * @self: a set-up
 *
 * Returns: (transfer none): a client that counts what it sends as speech
 */
HearthHttp *
hearth_voice_setup_get_http (HearthVoiceSetup *self)
{
  if (self->http == NULL) {
    self->http = hearth_http_new (NULL);
    hearth_http_set_purpose (self->http, HEARTH_TRAFFIC_VOICE);
  }
  return self->http;
}

/**
 * hearth_voice_setup_get_settings:
 * @self: a set-up
 *
 * Returns: (transfer none): what the owner chose
 */
GSettings *
hearth_voice_setup_get_settings (HearthVoiceSetup *self)
{
  return self->settings;
}

static void
settings_changed_cb (HearthVoiceSetup *self)
{
  g_signal_emit (self, signal_changed, 0);
}

static void
hearth_voice_setup_dispose (GObject *object)
{
  HearthVoiceSetup *self = HEARTH_VOICE_SETUP (object);

  g_clear_object (&self->http);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (hearth_voice_setup_parent_class)->dispose (object);
}

static void
hearth_voice_setup_class_init (HearthVoiceSetupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_voice_setup_dispose;
  signal_changed = g_signal_new ("changed", HEARTH_TYPE_VOICE_SETUP, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
hearth_voice_setup_init (HearthVoiceSetup *self)
{
}

/**
 * hearth_voice_setup_new:
 * @settings: what the owner chose; followed when it changes
 *
 * Returns: (transfer full): a set-up
 */
HearthVoiceSetup *
hearth_voice_setup_new (GSettings *settings)
{
  static const char *const keys[] = { "changed::speech-services", "changed::recognizer",
                                      "changed::voice", "changed::" HEARTH_VOICE_SETUP_KEY_HOSTS };
  HearthVoiceSetup *self = g_object_new (HEARTH_TYPE_VOICE_SETUP, NULL);

  self->settings = g_object_ref (settings);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    g_signal_connect_object (settings, keys[i], G_CALLBACK (settings_changed_cb), self,
                             G_CONNECT_SWAPPED);
  return self;
}
