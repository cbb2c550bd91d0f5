/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-pronunciation.h"

#include "hearth-voice-error.h"

#include <glib/gi18n.h>
#include <string.h>

/* How words are pronounced that no dictionary has: names, above all. From the sounds of IPA to the
 * 39 of the CMU dictionary, which the acoustic model was trained on; sounds that English does not
 * have become those that its speakers say for them. */

#define MAX_WORDS 20000
#define MAX_PHONES 40
#define MAX_DICTIONARY (64 * 1024 * 1024)

typedef struct {
  const char *ipa;
  const char *phones; /* ARPABET, as the CMU dictionary has it, without stress */
} Sound;

/* The longest that fits is taken. */
static const Sound sounds[] = {
  /* vowels of American English */
  { "aɪɚ", "AY ER" },
  { "aɪə", "AY AH" },
  { "aʊɚ", "AW ER" },
  { "iːɚ", "IH R" },
  { "ɑːɹ", "AA R" },
  { "ɔːɹ", "AO R" },
  { "oːɹ", "AO R" },
  { "ɪɹ", "IH R" },
  { "ɛɹ", "EH R" },
  { "ʊɹ", "UH R" },
  { "eɪ", "EY" },
  { "aɪ", "AY" },
  { "ɔɪ", "OY" },
  { "aʊ", "AW" },
  { "oʊ", "OW" },
  { "əʊ", "OW" },
  { "əl", "AH L" },
  { "iə", "IY AH" },
  { "ɜː", "ER" },
  { "ɚ", "ER" },
  { "ɝ", "ER" },
  { "i", "IY" },
  { "ɪ", "IH" },
  { "ᵻ", "IH" },
  { "ɨ", "IH" },
  { "e", "EY" },
  { "ɛ", "EH" },
  { "æ", "AE" },
  { "a", "AA" },
  { "ɑ", "AA" },
  { "ɒ", "AA" },
  { "ɔ", "AO" },
  { "o", "OW" },
  { "ʊ", "UH" },
  { "u", "UW" },
  { "ʌ", "AH" },
  { "ə", "AH" },
  { "ɐ", "AH" },
  { "ɜ", "ER" },
  /* vowels of others */
  { "y", "UW" },
  { "ʏ", "UH" },
  { "ø", "ER" },
  { "œ", "ER" },
  { "ɯ", "UW" },
  { "ɤ", "AH" },
  /* consonants */
  { "tʃ", "CH" },
  { "dʒ", "JH" },
  { "p", "P" },
  { "b", "B" },
  { "t", "T" },
  { "d", "D" },
  { "k", "K" },
  { "ɡ", "G" },
  { "g", "G" },
  { "f", "F" },
  { "v", "V" },
  { "θ", "TH" },
  { "ð", "DH" },
  { "s", "S" },
  { "z", "Z" },
  { "ʃ", "SH" },
  { "ʒ", "ZH" },
  { "h", "HH" },
  { "ɦ", "HH" },
  { "m", "M" },
  { "n", "N" },
  { "ŋ", "NG" },
  { "l", "L" },
  { "ɫ", "L" },
  { "ɹ", "R" },
  { "r", "R" },
  { "ʁ", "R" },
  { "ɾ", "T" },
  { "j", "Y" },
  { "w", "W" },
  { "ʍ", "W" },
  { "ʔ", "T" },
  { "x", "K" },
  { "χ", "K" },
  { "ç", "SH" },
  { "ɕ", "SH" },
  { "ʑ", "ZH" },
  { "ʂ", "SH" },
  { "ʐ", "ZH" },
  { "ɲ", "N Y" },
  { "ʎ", "L Y" },
  { "ɬ", "L" },
  { "β", "B" },
  { "ɣ", "G" },
  { "ɸ", "F" },
  { "q", "K" },
};

static const Sound *
find_sound (const char *phonemes)
{
  const Sound *best = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (sounds); i++) {
    if (g_str_has_prefix (phonemes, sounds[i].ipa) &&
        (best == NULL || strlen (sounds[i].ipa) > strlen (best->ipa)))
      best = &sounds[i];
  }
  return best;
}

/* Without marks of stress, and "n̩" with its vowel. */
static char *
simplify (const char *phonemes)
{
  GString *out = g_string_new (NULL);
  g_autofree char *valid = g_utf8_make_valid (phonemes, -1);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    gunichar next = g_utf8_get_char (g_utf8_next_char (p));

    if (next == 0x329)
      g_string_append (out, "ə");
    if (c != 0x2c8 && c != 0x2cc && c != 0x329 && c != 0x303 && c != '_' && c != '-')
      g_string_append_unichar (out, c);
  }
  return g_string_free (out, FALSE);
}

/**
 * hearth_pronunciation_from_ipa:
 * @phonemes: how a word is pronounced, in IPA; what is no sound of it is left out
 *
 * Returns: (transfer full): the same in ARPABET, as in the CMU Pronouncing Dictionary without
 *   stress: "AE N AH"; "" if there is no sound in it
 */
char *
hearth_pronunciation_from_ipa (const char *phonemes)
{
  g_autofree char *simple = simplify (phonemes);
  GString *out = g_string_new (NULL);
  guint n = 0;

  for (const char *p = simple; *p != '\0' && n < MAX_PHONES;) {
    const Sound *sound = find_sound (p);

    if (sound == NULL) {
      p = g_utf8_next_char (p);
      continue;
    }
    g_string_append_printf (out, "%s%s", out->len > 0 ? " " : "", sound->phones);
    p += strlen (sound->ipa);
    n++;
  }
  return g_string_free (out, FALSE);
}

/**
 * hearth_pronunciation_count:
 * @phones: how a word is pronounced, in ARPABET
 * @n_phones: (inout): counted on by the sounds of the word
 * @n_syllables: (inout): counted on by its syllables, of which each has one vowel
 *
 * Measures how long a word is to say.
 */
void
hearth_pronunciation_count (const char *phones, guint *n_phones, guint *n_syllables)
{
  g_auto (GStrv) each = g_strsplit (phones, " ", -1);

  for (guint i = 0; each[i] != NULL; i++) {
    if (*each[i] == '\0')
      continue;
    ++*n_phones;
    if (strchr ("AEIOU", *each[i]) != NULL)
      ++*n_syllables;
  }
}

/* Takes the words out that a dictionary has; its lines begin with a word, "(2)" marks another way
 * to say it. */
static void
remove_known (GHashTable *words, const char *dictionary, gsize length)
{
  const char *end = dictionary + length;

  for (const char *line = dictionary; line < end;) {
    const char *newline = memchr (line, '\n', (gsize) (end - line));
    gsize n = strcspn (line, " \t\n\r(");
    char word[64];

    if (n > 0 && n < sizeof word) {
      memcpy (word, line, n);
      word[n] = '\0';
      g_hash_table_remove (words, word);
    }
    if (newline == NULL)
      return;
    line = newline + 1;
  }
}

/* A word that could be another line or another way to say one is none. */
static gboolean
is_word (const char *word)
{
  gsize length = strlen (word);

  return length > 0 && length < 64 && strpbrk (word, " \t\r\n()<>[]+") == NULL &&
         g_utf8_validate (word, -1, NULL);
}

static gboolean
load_known (GHashTable *words, const char *known, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (known);
  g_autoptr (GError) local = NULL;
  g_autofree char *contents = NULL;
  gsize length;

  if (!g_file_load_contents (file, cancellable, &contents, &length, NULL, &local)) {
    if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
    g_set_error (error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_MISSING,
                 _("The pronunciations of English cannot be read: %s"), local->message);
    return FALSE;
  }
  remove_known (words, contents, MIN (length, MAX_DICTIONARY));
  return TRUE;
}

/**
 * hearth_pronunciation_dictionary_sync:
 * @words: (array zero-terminated=1): words in small letters, UTF-8; the first 20000 are looked at
 * @known: (nullable): the path of a dictionary whose words need nothing
 * @func: what knows how a word is pronounced
 * @cancellable: (nullable): a cancellable
 * @error: return location
 *
 * Writes down how words are pronounced that a dictionary does not have.
 *
 * Returns: (transfer full) (nullable): a dictionary for #HearthRecognition: lines "word PH PH PH";
 *   %NULL with %HEARTH_VOICE_ERROR_MISSING or %G_IO_ERROR_CANCELLED
 */
char *
hearth_pronunciation_dictionary_sync (const char *const *words, const char *known,
                                      HearthPhonemesFunc func, GCancellable *cancellable,
                                      GError **error)
{
  g_autoptr (GHashTable) unknown = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL && i < MAX_WORDS; i++) {
    if (is_word (words[i]))
      g_hash_table_add (unknown, (gpointer) words[i]);
  }
  if (known != NULL && !load_known (unknown, known, cancellable, error))
    return NULL;
  /* In the order of the words, so that the same make the same. */
  for (guint i = 0; words[i] != NULL && i < MAX_WORDS; i++) {
    g_autofree char *phonemes = NULL;
    g_autofree char *phones = NULL;

    if (!g_hash_table_remove (unknown, words[i]))
      continue;
    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return NULL;
    phonemes = func (words[i]);
    phones = phonemes != NULL ? hearth_pronunciation_from_ipa (phonemes) : NULL;
    if (phones != NULL && *phones != '\0')
      g_string_append_printf (out, "%s %s\n", words[i], phones);
  }
  return g_string_free (g_steal_pointer (&out), FALSE);
}
