/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-voice-engines.h"

#include "hearth-local-synthesizer.h"
#include "hearth-pocketsphinx.h"

#include <glib/gi18n.h>

/**
 * HearthVoiceEngines:
 *
 * Finds the recogniser and the voice that options name. Those in this process are made once and
 * kept, as their models are large.
 */
struct _HearthVoiceEngines {
  GObject parent_instance;

  GHashTable *recognizers;  /* (owned) of HearthRecognizer, by name */
  GHashTable *synthesizers; /* (owned) of HearthSynthesizer, by name */
};

G_DEFINE_FINAL_TYPE (HearthVoiceEngines, hearth_voice_engines, G_TYPE_OBJECT)

static HearthRecognizer *
make_recognizer (const char *name)
{
#ifdef HAVE_POCKETSPHINX
  if (g_str_equal (name, "pocketsphinx"))
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
  return NULL;
}

/**
 * hearth_voice_engines_dup_recognizer:
 * @self: what finds it
 * @options: `a{sv}`: "recognizer", see Listen
 * @fds: (nullable): what came with the options
 * @error: %HEARTH_VOICE_ERROR_MISSING if this program was built without it
 *
 * Returns: (transfer full) (nullable): the recogniser
 */
HearthRecognizer *
hearth_voice_engines_dup_recognizer (HearthVoiceEngines *self, GVariant *options, GUnixFDList *fds,
                                     GError **error)
{
  const char *name = "pocketsphinx";
  HearthRecognizer *recognizer;

  g_variant_lookup (options, "recognizer", "&s", &name);
  recognizer = g_hash_table_lookup (self->recognizers, name);
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
