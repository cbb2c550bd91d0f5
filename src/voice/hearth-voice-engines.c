/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-voice-engines.h"

#include "hearth-local-synthesizer.h"
#include "hearth-pocketsphinx.h"
#include "hearth-secret-pipe.h"
#include "hearth-voice-network.h"

#include <glib/gi18n.h>

#define LOCAL_RECOGNIZER "pocketsphinx"

/**
 * HearthVoiceEngines:
 *
 * Finds the recogniser and the voice that options name. Those in this process are made once and
 * kept, as their models are large. Those on the network are made for each use, with the key that
 * came for it, over connections that are kept.
 */
struct _HearthVoiceEngines {
  GObject parent_instance;

  GHashTable *recognizers;  /* (owned) of HearthRecognizer, by name */
  GHashTable *synthesizers; /* (owned) of HearthSynthesizer, by name */
  HearthHttp *http;         /* (owned) (nullable) once it is needed */
};

G_DEFINE_FINAL_TYPE (HearthVoiceEngines, hearth_voice_engines, G_TYPE_OBJECT)

static HearthRecognizer *
make_recognizer (const char *name)
{
#ifdef HAVE_POCKETSPHINX
  if (g_str_equal (name, LOCAL_RECOGNIZER))
    return HEARTH_RECOGNIZER (hearth_pocketsphinx_new (HEARTH_POCKETSPHINX_MODELDIR));
#endif
  return NULL;
}

static HearthSynthesizer *
make_synthesizer (const char *name)
{
#ifdef HAVE_FLITE
  if (g_str_equal (name, "flite"))
    return HEARTH_SYNTHESIZER (hearth_local_synthesizer_new (&HEARTH_SPEECH_ENGINE_FLITE));
#endif
#ifdef HAVE_ESPEAK
  if (g_str_equal (name, "espeak"))
    return HEARTH_SYNTHESIZER (hearth_local_synthesizer_new (&HEARTH_SPEECH_ENGINE_ESPEAK));
#endif
  if (g_str_equal (name, HEARTH_SPEECH_ENGINE_DISPATCHER.name))
    return HEARTH_SYNTHESIZER (hearth_local_synthesizer_new (&HEARTH_SPEECH_ENGINE_DISPATCHER));
  return NULL;
}

static HearthHttp *
get_http (HearthVoiceEngines *self)
{
  if (self->http == NULL) {
    self->http = hearth_http_new (NULL);
    hearth_http_set_purpose (self->http, HEARTH_TRAFFIC_VOICE);
  }
  return self->http;
}

/* The key of a service comes through a pipe, so that no message holds it. Returns FALSE where there
 * is one that cannot be read. */
static gboolean
read_key (GVariant *options, GUnixFDList *fds, char **key, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  gint32 handle;

  *key = NULL;
  if (!g_variant_lookup (options, "key", "h", &handle))
    return TRUE;
  if (fds != NULL)
    *key = hearth_secret_pipe_read (fds, handle, &local_error);
  if (*key != NULL)
    return TRUE;
  g_set_error_literal (error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_KEY,
                       local_error != NULL ? local_error->message : "There is no such descriptor.");
  return FALSE;
}

static HearthRecognizer *
new_remote_recognizer (HearthVoiceEngines *self, const char *kind, GVariant *options,
                       GUnixFDList *fds, GError **error)
{
  HearthRecognizer *recognizer;
  char *key;

  if (!read_key (options, fds, &key, error))
    return NULL;
  recognizer = hearth_voice_network_new_recognizer (get_http (self), kind, options, key, error);
  hearth_secret_pipe_wipe (key);
  return recognizer;
}

static HearthSynthesizer *
new_remote_synthesizer (HearthVoiceEngines *self, const char *kind, GVariant *options,
                        GUnixFDList *fds, GError **error)
{
  HearthSynthesizer *synthesizer;
  char *key;

  if (!read_key (options, fds, &key, error))
    return NULL;
  synthesizer = hearth_voice_network_new_synthesizer (get_http (self), kind, options, key, error);
  hearth_secret_pipe_wipe (key);
  return synthesizer;
}

/* One of this process. */
static HearthRecognizer *
dup_local_recognizer (HearthVoiceEngines *self, const char *name, GError **error)
{
  HearthRecognizer *recognizer = g_hash_table_lookup (self->recognizers, name);

  if (recognizer == NULL && (recognizer = make_recognizer (name)) != NULL)
    g_hash_table_insert (self->recognizers, g_strdup (name), recognizer);
  if (recognizer == NULL) {
    g_set_error (error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_MISSING,
                 _("Hearth was built without the speech recognition “%s”."), name);
    return NULL;
  }
  return g_object_ref (recognizer);
}

/**
 * hearth_voice_engines_dup_spotter:
 * @self: what finds it
 * @error: %HEARTH_VOICE_ERROR_MISSING if this program was built without it
 *
 * Returns: (transfer full) (nullable): the recogniser that looks for keyphrases, on this computer
 */
HearthRecognizer *
hearth_voice_engines_dup_spotter (HearthVoiceEngines *self, GError **error)
{
  return dup_local_recognizer (self, LOCAL_RECOGNIZER, error);
}

/**
 * hearth_voice_engines_check_phrase_sync:
 * @phrase: words in small letters, UTF-8
 * @error: %HEARTH_VOICE_ERROR_SETTINGS and %HEARTH_VOICE_ERROR_MISSING
 *
 * Looks whether the spotter can wait for a phrase. On any thread but the main one.
 *
 * Returns: whether it can
 */
gboolean
hearth_voice_engines_check_phrase_sync (const char *phrase, GError **error)
{
#ifdef HAVE_POCKETSPHINX
  return hearth_pocketsphinx_check_keyphrase_sync (HEARTH_POCKETSPHINX_MODELDIR, phrase, error);
#else
  g_set_error (error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_MISSING,
               _("Hearth was built without the speech recognition “%s”."), LOCAL_RECOGNIZER);
  return FALSE;
#endif
}

/**
 * hearth_voice_engines_dup_recognizer:
 * @self: what finds it
 * @options: `a{sv}`: "recognizer", see Listen
 * @fds: (nullable): what came with the options
 * @error: %HEARTH_VOICE_ERROR_MISSING if this program was built without it, and those of
 *   hearth_voice_network_new_recognizer()
 *
 * Returns: (transfer full) (nullable): the recogniser
 */
HearthRecognizer *
hearth_voice_engines_dup_recognizer (HearthVoiceEngines *self, GVariant *options, GUnixFDList *fds,
                                     GError **error)
{
  const char *name = LOCAL_RECOGNIZER;

  g_variant_lookup (options, "recognizer", "&s", &name);
  if (hearth_voice_network_has_kind (name))
    return new_remote_recognizer (self, name, options, fds, error);
  return dup_local_recognizer (self, name, error);
}

/**
 * hearth_voice_engines_dup_synthesizer:
 * @self: what finds it
 * @options: `a{sv}`: "synthesizer", "language", see Speak
 * @fds: (nullable): what came with the options
 * @error: %HEARTH_VOICE_ERROR_MISSING if this program was built without it
 *
 * Returns: (transfer full) (nullable): the voice; where none is named, one of this computer that
 *   speaks the language
 */
HearthSynthesizer *
hearth_voice_engines_dup_synthesizer (HearthVoiceEngines *self, GVariant *options, GUnixFDList *fds,
                                      GError **error)
{
  const char *language = "en";
  const char *name = NULL;
  HearthSynthesizer *synthesizer;

  g_variant_lookup (options, "language", "&s", &language);
  if (!g_variant_lookup (options, "synthesizer", "&s", &name))
    name = g_ascii_strncasecmp (language, "en", 2) == 0 ? "flite" : "espeak";
  if (hearth_voice_network_has_kind (name))
    return new_remote_synthesizer (self, name, options, fds, error);
  synthesizer = g_hash_table_lookup (self->synthesizers, name);
  if (synthesizer == NULL && (synthesizer = make_synthesizer (name)) != NULL)
    g_hash_table_insert (self->synthesizers, g_strdup (name), synthesizer);
  if (synthesizer == NULL) {
    g_set_error (error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_MISSING,
                 _("Hearth was built without the voice “%s”."), name);
    return NULL;
  }
  return g_object_ref (synthesizer);
}

static void
hearth_voice_engines_finalize (GObject *object)
{
  HearthVoiceEngines *self = HEARTH_VOICE_ENGINES (object);

  g_hash_table_unref (self->recognizers);
  g_hash_table_unref (self->synthesizers);
  g_clear_object (&self->http);
  G_OBJECT_CLASS (hearth_voice_engines_parent_class)->finalize (object);
}

static void
hearth_voice_engines_class_init (HearthVoiceEnginesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hearth_voice_engines_finalize;
}

static void
hearth_voice_engines_init (HearthVoiceEngines *self)
{
  self->recognizers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->synthesizers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

/**
 * hearth_voice_engines_new:
 *
 * Returns: (transfer full): what finds recognisers and voices; none is made yet
 */
HearthVoiceEngines *
hearth_voice_engines_new (void)
{
  return g_object_new (HEARTH_TYPE_VOICE_ENGINES, NULL);
}
