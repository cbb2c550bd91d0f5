/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-sentence-end.h"

#include <string.h>

/* Where sentences end, in English and German. A point too many is worse than one too few: half a
 * sentence sounds wrong, two together come a moment later. */

/* Short forms that something follows. Those that often end a sentence ("etc.", "usw.") are not
 * among them: a small letter that follows says it. */
static const char *const short_forms[] = {
  "dr",  "mr",     "mrs",  "ms",  "prof", "st",  "rev",  "hon",  "gen", "no",  "vs",  "e.g", "i.e",
  "cf",  "approx", "dept", "est", "fig",  "vol", "pp",   "jan",  "feb", "mar", "apr", "jun", "jul",
  "aug", "sep",    "sept", "oct", "nov",  "dec", "okt",  "dez",  "hr",  "fr",  "nr",  "z.b", "d.h",
  "u.a", "z.t",    "o.ä",  "bzw", "ca",   "vgl", "inkl", "evtl", "ggf", "tel", "str", "bsp", "mio",
  "mrd", "std",    "abs",  "art", "bd",   "mo",  "di",   "mi",   "do",  "sa",  "so",  "min", NULL,
};

/* "I" and "so" are words of their own before a point in English; as short forms of days they stand
 * before a comma or a date. */
static gboolean
is_short_form (const char *word, gsize length, const char *next)
{
  guint digits = 0;

  if (length == 0)
    return FALSE;
  /* An initial, and "z. B.". */
  if (length == 1 && g_ascii_isalpha (*word) && *word != 'I')
    return TRUE;
  for (gsize i = 0; i < length; i++)
    digits += g_ascii_isdigit (word[i]) ? 1 : 0;
  /* "am 3. Mai", "10." */
  if (digits == length)
    return length <= 2;
  if ((length == 2 &&
       (g_ascii_strncasecmp (word, "so", 2) == 0 || g_ascii_strncasecmp (word, "do", 2) == 0 ||
        g_ascii_strncasecmp (word, "mi", 2) == 0 || g_ascii_strncasecmp (word, "no", 2) == 0)) ||
      (length == 3 &&
       (g_ascii_strncasecmp (word, "min", 3) == 0 || g_ascii_strncasecmp (word, "art", 3) == 0)))
    return g_ascii_isdigit (*next);
  for (guint i = 0; short_forms[i] != NULL; i++) {
    if (strlen (short_forms[i]) == length &&
        g_ascii_strncasecmp (word, short_forms[i], length) == 0)
      return TRUE;
  }
  return FALSE;
}

static gsize
skip_closers (const char *text)
{
  static const char *const closers[] = { "\"", "'", ")", "*", "_", "`", "”", "“", "’", "»", "«" };
  gsize n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (closers);) {
    if (g_str_has_prefix (text + n, closers[i])) {
      n += strlen (closers[i]);
      i = 0;
    } else {
      i++;
    }
  }
  return n;
}

/* Whether the sentence may go on with what follows. */
static gboolean
goes_on (const char *next)
{
  gunichar c = g_utf8_get_char_validated (next, -1);

  return c != (gunichar) -1 && c != (gunichar) -2 && g_unichar_islower (c);
}

/* Where the word begins that a sign stands behind. */
static gsize
find_word (const char *text, gsize at)
{
  gsize word = at;

  while (word > 0 && !g_ascii_isspace (text[word - 1]) && strchr ("([\"*_", text[word - 1]) == NULL)
    word--;
  return word;
}

/**
 * hearth_sentence_end_find:
 * @text: valid or unfinished UTF-8
 * @at: a byte of it
 * @ended: whether nothing follows the text
 * @end: (out): with %HEARTH_SENTENCE_END_HERE the bytes up to the end of the sentence
 *
 * Says whether a sentence ends with a sign: not after short forms, initials and ordinal numbers,
 * nor within numbers and addresses. Pure.
 *
 * Returns: whether it does
 */
HearthSentenceEnd
hearth_sentence_end_find (const char *text, gsize at, gboolean ended, gsize *end)
{
  gboolean ellipsis = g_str_has_prefix (text + at, "…");
  gboolean point = text[at] == '.' || ellipsis;
  gsize after = at + (ellipsis ? strlen ("…") : 1);
  gsize word;
  const char *next;

  if (!point && text[at] != '!' && text[at] != '?')
    return HEARTH_SENTENCE_END_NOT;
  after += skip_closers (text + after);
  if (text[after] == '\0') {
    *end = after;
    return ended ? HEARTH_SENTENCE_END_HERE : HEARTH_SENTENCE_END_UNSURE;
  }
  if (!g_ascii_isspace (text[after]))
    return HEARTH_SENTENCE_END_NOT;
  *end = after;
  if (!point)
    return HEARTH_SENTENCE_END_HERE;
  next = text + after + strspn (text + after, " \t\n");
  if (*next == '\0' && !ended)
    return HEARTH_SENTENCE_END_UNSURE;
  word = find_word (text, at);
  if (is_short_form (text + word, at - word, next) && *next != '\0')
    return HEARTH_SENTENCE_END_NOT;
  return goes_on (next) ? HEARTH_SENTENCE_END_NOT : HEARTH_SENTENCE_END_HERE;
}

/**
 * hearth_sentence_end_is_likely:
 * @text: UTF-8 in which nothing but blanks follows the sign yet
 * @at: where hearth_sentence_end_find() is unsure
 *
 * For where it cannot be waited for what follows. Pure.
 *
 * Returns: whether the sign is no part of a short form, an initial or a number
 */
gboolean
hearth_sentence_end_is_likely (const char *text, gsize at)
{
  gsize word = find_word (text, at);

  return text[at] != '.' || !is_short_form (text + word, at - word, "1");
}

/**
 * hearth_sentence_end_is_within:
 * @text: UTF-8
 * @length: bytes of it
 *
 * Returns: whether a sentence ends in it before its last word
 */
gboolean
hearth_sentence_end_is_within (const char *text, gsize length)
{
  g_autofree char *line = g_strndup (text, length);
  gsize marker = strspn (line, " -+*0123456789.)");
  gsize end;

  g_strchomp (line);
  for (gsize i = marker; line[i] != '\0'; i++) {
    if (hearth_sentence_end_find (line, i, TRUE, &end) == HEARTH_SENTENCE_END_HERE &&
        line[end] != '\0')
      return TRUE;
  }
  return FALSE;
}
