/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-vocabulary.h"

#include "hearth-espeak-phonemes.h"
#include "hearth-pronunciation.h"
#include "hearth-voice-error.h"

#include <glib/gi18n.h>
#include <string.h>

/* Some thousand names are far below. Bytes. */
#define SIZE_MAX_WORDS (1024 * 1024)
#define PHRASE_WORDS_MAX 8
#define PHRASE_MAX_LENGTH 100

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
#ifdef HAVE_ESPEAK
  return hearth_pronunciation_dictionary_sync ((const char *const *) words, known,
                                               hearth_espeak_dup_phonemes, NULL, error);
#else
  return g_strdup ("");
#endif
}

/* How a word is pronounced: by the dictionary's first line of it, or as eSpeak NG says it. */
static char *
dup_phones (const char *word, const char *dictionary)
{
  g_autofree char *key = g_strconcat ("\n", word, " ", NULL);
  g_autofree char *phonemes = NULL;
  const char *line = strstr (dictionary, key);

  if (line != NULL) {
    line += strlen (key);
    return g_strndup (line, strcspn (line, "\r\n"));
  }
#ifdef HAVE_ESPEAK
  phonemes = hearth_espeak_dup_phonemes (word);
#endif
  return phonemes != NULL ? hearth_pronunciation_from_ipa (phonemes) : g_strdup ("");
}

static char *
refuse_phrase (const char *message, GError **error)
{
  g_set_error_literal (error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_SETTINGS, message);
  return NULL;
}

/**
 * hearth_vocabulary_measure_phrase:
 * @phrase: words, in small letters, UTF-8, with one space between two
 * @known: the path of the recogniser's dictionary
 * @n_phones: (out): of how many sounds the phrase consists
 * @error: %HEARTH_VOICE_ERROR_SETTINGS if nobody should wait for this phrase; and
 *   %HEARTH_VOICE_ERROR_MISSING
 *
 * Looks whether a phrase can be waited for. It reads files: not for the main thread.
 *
 * Returns: (transfer full) (nullable): a dictionary of its words, for #HearthRecognition
 */
char *
hearth_vocabulary_measure_phrase (const char *phrase, const char *known, guint *n_phones,
                                  GError **error)
{
  g_auto (GStrv) words = g_strsplit (phrase, " ", PHRASE_WORDS_MAX + 1);
  g_autoptr (GString) dictionary = g_string_new (NULL);
  g_autoptr (GError) local_error = NULL;
  g_autofree char *contents = NULL;
  guint n_syllables = 0;

  *n_phones = 0;
  if (strlen (phrase) > PHRASE_MAX_LENGTH || g_strv_length (words) > PHRASE_WORDS_MAX)
    return refuse_phrase (_("A phrase to call Hearth by has at most eight words."), error);
  if (!g_file_get_contents (known, &contents, NULL, &local_error)) {
    g_set_error (error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_MISSING,
                 _("The pronunciations of English cannot be read: %s"), local_error->message);
    return NULL;
  }
  for (guint i = 0; words[i] != NULL; i++) {
    g_autofree char *phones = dup_phones (words[i], contents);

    if (*phones == '\0')
      return refuse_phrase (
          _("How a word of this phrase is pronounced is not known. Please choose another."),
          error);
    hearth_pronunciation_count (phones, n_phones, &n_syllables);
    g_string_append_printf (dictionary, "%s %s\n", words[i], phones);
  }
  if (n_syllables < HEARTH_VOCABULARY_PHRASE_SYLLABLES)
    return refuse_phrase (
        _("A phrase to call Hearth by needs at least four syllables, or it would "
           "be heard where nobody said it."),
        error);
  return g_string_free (g_steal_pointer (&dictionary), FALSE);
}
