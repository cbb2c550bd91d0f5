/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-phrases.h"

#include <string.h>

/* The longest phrase, in words. */
#define MAX_WORDS 8

/**
 * HearthPhrases:
 *
 * A table of phrases, each with what it means. Made once and kept.
 */
struct _HearthPhrases {
  GHashTable *by_first; /* (owned) word to GArray of Phrase */
};

typedef struct {
  int meaning;
  guint n_words;
  const char *words[MAX_WORDS];
} Phrase;

static gboolean
is_apostrophe (gunichar c)
{
  return c == '\'' || c == 0x2019;
}

/* The plain sign for @c, or 0 where it means nothing. */
static char
read_sign (gunichar c)
{
  switch (c) {
  case ',':
  case ';':
  case ':':
  case '(':
  case ')':
    return (char) c;
  case '-':
  case 0x2013:
  case 0x2014:
    return '-';
  case '.':
  case '!':
  case '?':
    return ';';
  default:
    return 0;
  }
}

/* Takes one word that begins at @p; returns its end. */
static const char *
read_word (HearthLineWord *word, const char *p)
{
  gsize n = 0;

  while (*p != '\0') {
    gunichar c = g_utf8_get_char (p);
    const char *next = g_utf8_next_char (p);
    gboolean inner =
        is_apostrophe (c) || c == '$' || c == '@' ||
        ((c == ':' || c == '.' || c == '-') && g_unichar_isalnum (g_utf8_get_char (next)));

    if (!g_unichar_isalnum (c) && !inner)
      break;
    /* "2pm--can" are two words. */
    if (c == '-' && *next == '-')
      break;
    if (n + 7 < sizeof word->word)
      n += (gsize) g_unichar_to_utf8 (is_apostrophe (c) ? '\'' : g_unichar_tolower (c),
                                      word->word + n);
    p = next;
  }
  while (n > 0 && word->word[n - 1] == '\'')
    n--;
  word->word[n] = '\0';
  return p;
}

/**
 * hearth_phrase_line_read:
 * @self: (out caller-allocates): filled in
 * @text: one line, valid UTF-8; kept by the caller as long as @self is used
 *
 * Cuts a line into words.
 */
void
hearth_phrase_line_read (HearthPhraseLine *self, const char *text)
{
  const char *p = text;
  const char *last = text + strlen (text);
  char sign = 0;

  self->text = text;
  self->n_words = 0;
  while (last > text && (g_ascii_isspace (last[-1]) || strchr ("\")'.!", last[-1]) != NULL))
    last--;
  self->question = last > text && last[-1] == '?';
  while (*p != '\0' && self->n_words < HEARTH_LINE_WORDS) {
    gunichar c = g_utf8_get_char (p);

    if (g_unichar_isalnum (c) || c == '@' || c == '$') {
      HearthLineWord *word = &self->words[self->n_words];
      const char *end = read_word (word, p);

      word->from = (guint) (p - text);
      word->to = (guint) (end - text);
      word->after = sign;
      self->n_words++;
      sign = 0;
      p = end;
      continue;
    }
    if (read_sign (c) != 0)
      sign = read_sign (c);
    p = g_utf8_next_char (p);
  }
}

/**
 * hearth_phrases_new:
 * @rows: (array length=n_rows): the phrases; kept by the caller
 * @n_rows: how many rows
 *
 * Returns: (transfer full): a table that is quick to look in, to be kept for the life of the
 * process
 */
HearthPhrases *
hearth_phrases_new (const HearthPhraseRow *rows, guint n_rows)
{
  HearthPhrases *self = g_new0 (HearthPhrases, 1);

  self->by_first = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < n_rows; i++) {
    g_auto (GStrv) phrases = g_strsplit (rows[i].phrases, "|", -1);

    for (guint j = 0; phrases[j] != NULL; j++) {
      g_auto (GStrv) words = g_strsplit (phrases[j], " ", MAX_WORDS + 1);
      Phrase phrase = { .meaning = rows[i].meaning, .n_words = g_strv_length (words) };
      GArray *list;

      g_assert (phrase.n_words > 0 && phrase.n_words <= MAX_WORDS);
      for (guint k = 0; k < phrase.n_words; k++)
        phrase.words[k] = g_intern_string (words[k]);
      list = g_hash_table_lookup (self->by_first, phrase.words[0]);
      if (list == NULL) {
        list = g_array_new (FALSE, FALSE, sizeof (Phrase));
        g_hash_table_insert (self->by_first, (gpointer) phrase.words[0], list);
      }
      g_array_append_val (list, phrase);
    }
  }
  return self;
}

static gboolean
phrase_is_at (const Phrase *phrase, const HearthPhraseLine *line, guint at)
{
  if (phrase->n_words > line->n_words - at)
    return FALSE;
  for (guint i = 1; i < phrase->n_words; i++) {
    if (strcmp (phrase->words[i], line->words[at + i].word) != 0)
      return FALSE;
  }
  return TRUE;
}

/**
 * hearth_phrases_match:
 * @self: a table
 * @line: a line
 * @at: number of a word of it
 * @of: a set of %HEARTH_PHRASE_BIT: only phrases that mean one of these
 * @meaning: (out) (optional): what the phrase means
 *
 * Returns: how many words the longest phrase takes that begins at that word; 0 if there is none
 */
guint
hearth_phrases_match (const HearthPhrases *self, const HearthPhraseLine *line, guint at, guint64 of,
                      int *meaning)
{
  GArray *list =
      at < line->n_words ? g_hash_table_lookup (self->by_first, line->words[at].word) : NULL;
  guint longest = 0;

  for (guint i = 0; list != NULL && i < list->len; i++) {
    const Phrase *phrase = &g_array_index (list, Phrase, i);

    if (phrase->n_words > longest && (of & HEARTH_PHRASE_BIT (phrase->meaning)) != 0 &&
        phrase_is_at (phrase, line, at)) {
      longest = phrase->n_words;
      if (meaning != NULL)
        *meaning = phrase->meaning;
    }
  }
  return longest;
}

/**
 * hearth_phrases_find:
 * @self: a table
 * @line: a line
 * @of: a set of %HEARTH_PHRASE_BIT
 *
 * Returns: whether a phrase that means one of these stands anywhere in the line
 */
gboolean
hearth_phrases_find (const HearthPhrases *self, const HearthPhraseLine *line, guint64 of)
{
  for (guint i = 0; i < line->n_words; i++) {
    if (hearth_phrases_match (self, line, i, of, NULL) > 0)
      return TRUE;
  }
  return FALSE;
}
