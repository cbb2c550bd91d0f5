/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-vocabulary.h"

#include "hearth-espeak-phonemes.h"
#include "hearth-pronunciation.h"
#include "hearth-voice-error.h"

#include <glib/gi18n.h>

/* Some thousand names are far below. Bytes. */
#define SIZE_MAX_WORDS (1024 * 1024)

/**
 * hearth_vocabulary_load_dictionary:
 * @path: a file of words that may be said, one a line, in small letters, UTF-8
 * @known: the path of a dictionary whose words need nothing
 * @error: %HEARTH_VOICE_ERROR_MISSING or %HEARTH_VOICE_ERROR_SETTINGS
 *
 * Finds out how words are pronounced that a recogniser does not know, as eSpeak NG says them. It
 * reads files: not for the main thread.
 *
 * Returns: (transfer full) (nullable): a dictionary for #HearthRecognition; "" where this build has
 *   no eSpeak NG
 */
char *
hearth_vocabulary_load_dictionary (const char *path, const char *known, GError **error)
{
#ifdef HAVE_ESPEAK
  g_autoptr (GError) local_error = NULL;
  g_autofree char *contents = NULL;
  g_auto (GStrv) words = NULL;
  gsize length;

  if (!g_file_get_contents (path, &contents, &length, &local_error) || length > SIZE_MAX_WORDS) {
    g_set_error (error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_SETTINGS,
                 _("The words to listen for cannot be read: %s"),
                 local_error != NULL ? local_error->message : path);
    return NULL;
  }
  words = g_strsplit (contents, "\n", -1);
  return hearth_pronunciation_dictionary_sync ((const char *const *) words, known,
                                               hearth_espeak_dup_phonemes, NULL, error);
#else
  return g_strdup ("");
#endif
}
