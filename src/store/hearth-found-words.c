/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-found.h"

#include "hearth-tokenizer.h"

#include <string.h>

/* Where in a text the words stand that were looked for. */

/* Of a text that is longer, only the beginning is looked through. */
#define MAX_TEXT (64 * 1024)
#define MAX_SPANS 64
/* A word of which so many letters are the same is another form of it: the index finds "meeting" for
 * "meetings". */
#define ENDING 3
#define STEM 4

typedef struct {
  char **words;
  GArray *spans;
} Marking;

static gboolean
is_form (const char *word, gsize length, const char *wanted)
{
  gsize n = strlen (wanted);

  if (length >= n)
    return memcmp (word, wanted, n) == 0;
  return length >= STEM && n - length <= ENDING && memcmp (word, wanted, length) == 0;
}

static int
mark_cb (gpointer user_data, const char *word, int length, int start, int end,
         HearthWordFlags flags)
{
  Marking *marking = user_data;

  for (guint i = 0; marking->words[i] != NULL; i++) {
    HearthFoundSpan span = { (gsize) start, (gsize) end };
    HearthFoundSpan *last =
        marking->spans->len > 0
            ? &g_array_index (marking->spans, HearthFoundSpan, marking->spans->len - 1)
            : NULL;

    if (!is_form (word, (gsize) length, marking->words[i]))
      continue;
    /* Pairs of characters lie over each other. */
    if (last != NULL && span.start <= last->end)
      last->end = MAX (last->end, span.end);
    else
      g_array_append_val (marking->spans, span);
    break;
  }
  return marking->spans->len >= MAX_SPANS;
}

/* What was typed, folded as the words of texts are. */
static char **
split (const char *words)
{
  g_autofree char *folded = hearth_words_dup (words);
  char **list = g_strsplit (g_strstrip (folded), " ", 16);

  if (list[0] != NULL && *list[0] == '\0')
    g_clear_pointer (&list[0], g_free);
  return list;
}

/**
 * hearth_found_mark:
 * @text: a text
 * @words: what was looked for
 *
 * Finds words of @text that begin as those that were looked for, or are another form of them.
 *
 * Returns: (transfer full) (element-type HearthFoundSpan): their bytes, in order and apart
 */
GArray *
hearth_found_mark (const char *text, const char *words)
{
  g_auto (GStrv) list = split (words);
  Marking marking = { list, g_array_new (FALSE, FALSE, sizeof (HearthFoundSpan)) };

  if (list[0] != NULL)
    hearth_words_foreach (text, (int) MIN (strlen (text), MAX_TEXT), HEARTH_WORDS_TEXT, mark_cb,
                          &marking);
  return marking.spans;
}

/* Goes back to where a word begins, at most @n characters. */
static const char *
go_back (const char *text, const char *at, guint n)
{
  const char *begin = at;

  for (guint i = 0; i < n && begin > text; i++)
    begin = g_utf8_prev_char (begin);
  if (begin == text)
    return text;
  for (const char *p = begin; p < at; p = g_utf8_next_char (p)) {
    if (g_unichar_isspace (g_utf8_get_char (p)))
      return g_utf8_next_char (p);
  }
  return begin;
}

/**
 * hearth_found_dup_snippet:
 * @text: a text
 * @words: what was looked for
 * @max_chars: how many characters are wanted at most
 *
 * Cuts out what stands around the first of the words.
 *
 * Returns: (transfer full) (nullable): one line, with "…" where something was left out; %NULL if
 * the text has none of the words
 */
char *
hearth_found_dup_snippet (const char *text, const char *words, guint max_chars)
{
  g_autoptr (GArray) spans = hearth_found_mark (text, words);
  GString *line;
  const char *begin;
  guint n = 0;
  gboolean blank = FALSE;

  if (spans->len == 0)
    return NULL;
  begin = go_back (text, text + g_array_index (spans, HearthFoundSpan, 0).start, max_chars / 4);
  line = g_string_new (begin > text ? "…" : NULL);
  for (; *begin != '\0' && n < max_chars; begin = g_utf8_next_char (begin)) {
    gunichar c = g_utf8_get_char (begin);

    if (g_unichar_isspace (c) || g_unichar_iscntrl (c)) {
      blank = n > 0;
      continue;
    }
    if (blank)
      g_string_append_c (line, ' ');
    blank = FALSE;
    g_string_append_unichar (line, c);
    n++;
  }
  if (*begin != '\0') {
    const char *end = strrchr (line->str, ' ');

    /* No half a word, where words have blanks between them. */
    if (!blank && end != NULL && (gsize) (end - line->str) > line->len / 2)
      g_string_truncate (line, (gsize) (end - line->str));
    g_string_append (line, "…");
  }
  return g_string_free (line, FALSE);
}
