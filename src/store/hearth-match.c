/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-match.h"

#include "hearth-tokenizer.h"

#include <string.h>

/* Writes expressions in FTS5's query language. Only folded words get there, in quotes, so that
 * nothing that a person types is ever read as syntax. */

#define MAX_WORDS 64

/* The index holds stems. The beginning of a word is not the beginning of its stem when it reaches
 * into the ending ("meeti" of "meeting", whose stem is "meet"): these endings complete it. */
static const char *const endings[] = {
  "ing",   "ings",   "ed",      "es",      "er",       "ers",     "ies",     "ied",
  "ation", "ations", "ational", "ization", "izations", "iveness", "fulness", "ousness",
  "ness",  "ment",   "ments",   "ance",    "ances",    "ence",    "ences",   "able",
  "ible",  "ive",    "ful",     "ous",     "ality",    "ivity",   "ability", "ibility",
  "ly",    "ally",   "ion",     "ions",    "y",        "e",       "s",
};

static int
collect_cb (gpointer user_data, const char *word, int length, int start, int end,
            HearthWordFlags flags)
{
  GPtrArray *words = user_data;

  if (words->len >= MAX_WORDS)
    return 1;
  g_ptr_array_add (words, g_strndup (word, length));
  return 0;
}

static void
append_phrase (GString *out, GPtrArray *words, const char *last, gboolean star)
{
  for (guint i = 0; i + 1 < words->len; i++)
    g_string_append_printf (out, "\"%s\" + ", (const char *) words->pdata[i]);
  g_string_append_printf (out, "\"%s\"%s", last, star ? " *" : "");
}

static gboolean
is_ascii_word (const char *word)
{
  for (const char *p = word; *p != '\0'; p++) {
    if (!g_ascii_isalpha (*p))
      return FALSE;
  }
  return TRUE;
}

/* The alternatives for an unfinished English word: FTS5 cuts the ending of each. */
static void
append_completions (GString *out, GPtrArray *words, const char *word)
{
  gsize length = strlen (word);

  g_string_append (out, " OR ");
  append_phrase (out, words, word, FALSE);
  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++) {
    for (gsize n = strlen (endings[i]); n > 0; n--) {
      g_autofree char *complete = NULL;

      /* At least three letters have to stand before the ending. */
      if (length < n + 3 || strncmp (word + length - n, endings[i], n) != 0)
        continue;
      if (endings[i][n] == '\0')
        break; /* the whole ending: the word as it is covers that */
      complete = g_strconcat (word, endings[i] + n, NULL);
      g_string_append (out, " OR ");
      append_phrase (out, words, complete, FALSE);
      break;
    }
  }
}

/**
 * hearth_match_append:
 * @out: an expression in FTS5's query language
 * @columns: (nullable): the columns to look in, separated by blanks, or %NULL for all
 * @text: a word, or words that stand beside each other
 * @prefix: whether the last word may be unfinished
 *
 * Appends an expression that finds @text.
 *
 * Returns: %FALSE if there is no word in @text; @out is then unchanged
 */
gboolean
hearth_match_append (GString *out, const char *columns, const char *text, gboolean prefix)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  const char *last;
  gboolean single_pair;

  hearth_words_foreach (text, (int) MIN (strlen (text), G_MAXINT), HEARTH_WORDS_QUERY, collect_cb,
                        words);
  if (words->len == 0)
    return FALSE;
  last = words->pdata[words->len - 1];
  /* One Chinese character is the beginning of a pair, or stands alone at the end of a run. */
  single_pair = hearth_words_is_paired (g_utf8_get_char (last)) && *g_utf8_next_char (last) == '\0';
  if (columns != NULL)
    g_string_append_printf (out, "{%s} : ", columns);
  g_string_append_c (out, '(');
  append_phrase (out, words, last, prefix || single_pair);
  if (prefix && is_ascii_word (last))
    append_completions (out, words, last);
  g_string_append_c (out, ')');
  return TRUE;
}
