/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-local-synthesizer.h"

#include "hearth-local-voices.h"
#include "hearth-speech-module.h"

#include <glib/gi18n.h>
#include <string.h>

/* The voices of Speech Dispatcher's modules, where a distribution or the owner installed some. In a
 * sandbox there are none.
 *
 * A voice is named by its language, its module and what that calls it: "de/rhvoice/Anna". */

#define PROGRAM_PREFIX "sd_"
/* The most modules that are asked for their voices. */
#define MODULES_MAX 16

/* Where distributions put them. */
static const char *const folders[] = {
  "/usr/local/libexec/speech-dispatcher-modules", "/usr/local/lib/speech-dispatcher-modules",
  "/usr/libexec/speech-dispatcher-modules",       "/usr/lib/speech-dispatcher-modules",
  "/usr/lib64/speech-dispatcher-modules",
};

/* One that only plays a recording, and one that hands the text to a command that plays by itself.
 */
static const char *const left_out[] = { "dummy", "generic", NULL };

/* What this program speaks with itself is not offered twice. */
static const char *const known[] = {
#ifdef HAVE_ESPEAK
  "espeak",
  "espeak-ng",
#endif
#ifdef HAVE_FLITE
  "flite",
#endif
  NULL,
};

/* (the thread that speaks) The modules that run: HearthSpeechModule, by name. */
static GHashTable *modules;

/* The folders to look in, the owner's own before those of the system. */
static char **
dup_folders (void)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  const char *only = g_getenv ("HEARTH_SPEECH_MODULES");
  g_autofree char *own =
      g_build_filename (g_get_home_dir (), ".local/libexec/speech-dispatcher-modules", NULL);

  if (only != NULL) {
    g_strv_builder_add (builder, only);
    return g_strv_builder_end (builder);
  }
  g_strv_builder_add (builder, own);
  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    g_strv_builder_add (builder, folders[i]);
  return g_strv_builder_end (builder);
}

/* The program of a module, or NULL where it is not installed. */
static char *
find_program (const char *module)
{
  g_autofree char *name = g_strconcat (PROGRAM_PREFIX, module, NULL);
  g_auto (GStrv) all = dup_folders ();

  if (strchr (module, '/') != NULL || g_strv_contains (left_out, module))
    return NULL;
  for (guint i = 0; all[i] != NULL; i++) {
    g_autofree char *path = g_build_filename (all[i], name, NULL);

    if (g_file_test (path, G_FILE_TEST_IS_EXECUTABLE))
      return g_steal_pointer (&path);
  }
  return NULL;
}

/* What the owner set for a module, else what came with it. */
static char *
find_config (const char *module)
{
  g_autofree char *name = g_strconcat (module, ".conf", NULL);
  g_autofree char *own =
      g_build_filename (g_get_user_config_dir (), "speech-dispatcher", "modules", name, NULL);
  g_autofree char *system = g_build_filename ("/etc/speech-dispatcher/modules", name, NULL);

  if (g_file_test (own, G_FILE_TEST_IS_REGULAR))
    return g_steal_pointer (&own);
  return g_file_test (system, G_FILE_TEST_IS_REGULAR) ? g_steal_pointer (&system) : NULL;
}

/* (the thread that speaks) One that runs; it is started where it does not. */
static HearthSpeechModule *
get_module (const char *name, GError **error)
{
  HearthSpeechModule *module;
  g_autofree char *program = NULL;
  g_autofree char *config = NULL;

  if (modules == NULL)
    modules = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                     (GDestroyNotify) hearth_speech_module_free);
  module = g_hash_table_lookup (modules, name);
  if (module != NULL && hearth_speech_module_is_alive (module))
    return module;
  g_hash_table_remove (modules, name);
  program = find_program (name);
  if (program == NULL) {
    g_set_error (error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_MISSING,
                 _("The voice “%s” of Speech Dispatcher is not installed any more."), name);
    return NULL;
  }
  config = find_config (name);
  module = hearth_speech_module_start_sync (program, config, error);
  if (module != NULL)
    g_hash_table_insert (modules, g_strdup (name), module);
  return module;
}

static gboolean
speak_sync (const HearthSynthesis *synthesis, HearthSamplesFunc func, gpointer user_data,
            GError **error)
{
  g_auto (GStrv) parts = g_strsplit (synthesis->voice != NULL ? synthesis->voice : "", "/", 3);
  HearthSynthesis asked = *synthesis;
  HearthSpeechModule *module;

  if (g_strv_length (parts) < 3) {
    g_set_error_literal (error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_SETTINGS,
                         _("This voice of Speech Dispatcher cannot be used."));
    return FALSE;
  }
  module = get_module (parts[1], error);
  if (module == NULL)
    return FALSE;
  asked.language = parts[0];
  asked.voice = parts[2];
  if (hearth_speech_module_speak_sync (module, &asked, func, user_data, error))
    return TRUE;
  /* It is started anew for the next sentence. */
  g_hash_table_remove (modules, parts[1]);
  return FALSE;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The names of the modules that are installed and offered, in their order. */
static GPtrArray *
find_modules (void)
{
  g_auto (GStrv) all = dup_folders ();
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; all[i] != NULL; i++) {
    g_autoptr (GDir) folder = g_dir_open (all[i], 0, NULL);
    const char *file;

    while (folder != NULL && (file = g_dir_read_name (folder)) != NULL) {
      const char *name = file + strlen (PROGRAM_PREFIX);
      g_autofree char *program = NULL;

      if (!g_str_has_prefix (file, PROGRAM_PREFIX) || names->len >= MODULES_MAX ||
          g_strv_contains (known, name) ||
          g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
        continue;
      program = find_program (name);
      if (program != NULL)
        g_ptr_array_add (names, g_strdup (name));
    }
  }
  g_ptr_array_sort (names, compare_names);
  return names;
}

static void
add_voices (GVariantBuilder *list, const char *module, GPtrArray *voices)
{
  for (guint i = 0; i < voices->len; i++) {
    const HearthModuleVoice *voice = g_ptr_array_index (voices, i);
    g_autofree char *id = g_strjoin ("/", voice->language, module, voice->name, NULL);
    /* Translators: a voice and the program that speaks with it, as "Anna (rhvoice, Speech
     * Dispatcher)". */
    g_autofree char *title =
        g_strdup_printf (_("%s (%s, Speech Dispatcher)"), voice->name, module);

    hearth_local_voices_add (list, HEARTH_SPEECH_ENGINE_DISPATCHER.name, id, title,
                             voice->language);
  }
}

/* Each module is run for it alone: most of them nobody chose. */
static void
list_voices (GVariantBuilder *list)
{
  g_autoptr (GPtrArray) names = find_modules ();

  for (guint i = 0; i < names->len; i++) {
    const char *name = g_ptr_array_index (names, i);
    g_autofree char *program = find_program (name);
    g_autofree char *config = find_config (name);
    g_autoptr (HearthSpeechModule) module =
        program != NULL ? hearth_speech_module_start_sync (program, config, NULL) : NULL;
    g_autoptr (GPtrArray) voices =
        module != NULL ? hearth_speech_module_list_voices_sync (module, NULL) : NULL;

    if (voices != NULL)
      add_voices (list, name, voices);
  }
}

const HearthSpeechEngine HEARTH_SPEECH_ENGINE_DISPATCHER = { "speech-dispatcher", speak_sync,
                                                             list_voices };
