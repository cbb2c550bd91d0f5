/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-excerpt.h"

#include "hearth-quotes.h"

#include <glib/gi18n.h>
#include <string.h>

/* What matters in a mail stands near its beginning, or it would not have been written so. */
#define MAX_TEXT 16000
#define MAX_SENTENCES 200
/* In characters: shorter is a greeting, longer is no sentence. */
#define SHORTEST 12
#define LONGEST 320
/* So much is shown, in characters. */
#define MAX_EXCERPT 260
/* A word of so many letters says something; shorter ones only hold others together. */
#define LONG_WORD 4

typedef struct {
  const char *start; /* in the passage's text */
  gsize length;
  int score;
  gboolean breaks; /* the one before it is not its neighbour in the mail */
} Sentence;

static gboolean
ends_sentence (gunichar c)
{
  return c == '.' || c == '!' || c == '?' || c == 0x2026 /* … */ || c == 0x3002 /* 。 */ ||
         c == 0xff01 /* ！ */ || c == 0xff1f /* ？ */ || c == 0x61f /* ؟ */;
}

/* Chinese and Japanese leave no space behind a full stop. */
static gboolean
needs_space (gunichar c)
{
  return c < 0x3000;
}

static void
add_sentence (GArray *sentences, const char *start, const char *end, gboolean *breaks)
{
  Sentence sentence = { 0 };
  glong length;

  while (start < end && g_unichar_isspace (g_utf8_get_char (start)))
    start = g_utf8_next_char (start);
  while (end > start && g_ascii_isspace (end[-1]))
    end--;
  length = g_utf8_strlen (start, end - start);
  if (length < SHORTEST || length > LONGEST || end[-1] == ',' || end[-1] == ':') {
    *breaks = TRUE;
    return;
  }
  sentence.start = start;
  sentence.length = (gsize) (end - start);
  sentence.breaks = *breaks;
  *breaks = FALSE;
  g_array_append_val (sentences, sentence);
}

static void
split_sentences (GArray *sentences, const char *text)
{
  const char *start = text;
  gboolean breaks = sentences->len > 0;

  for (const char *p = text; *p != '\0' && sentences->len < MAX_SENTENCES;) {
    gunichar c = g_utf8_get_char (p);
    const char *next = g_utf8_next_char (p);
    gboolean line_end = c == '\n';

    /* "?!" and "…" end together; "3.5" and "www.example.org" do not end. */
    if (line_end ||
        (ends_sentence (c) && !ends_sentence (g_utf8_get_char (next)) &&
         (!needs_space (c) || *next == '\0' || g_unichar_isspace (g_utf8_get_char (next)) ||
          *next == '"' || *next == ')'))) {
      if (!line_end && (*next == '"' || *next == ')'))
        next++;
      add_sentence (sentences, start, next, &breaks);
      start = next;
    }
    p = next;
  }
  if (sentences->len < MAX_SENTENCES)
    add_sentence (sentences, start, start + strlen (start), &breaks);
}

static gboolean
is_word_char (gunichar c)
{
  return g_unichar_isalnum (c) || c == '\'' || c == 0x2019 /* ’ */;
}

/* Moves @p to the end of the next word in front of @end and returns where it starts; %NULL if there
 * is none. */
static const char *
next_word (const char **p, const char *end)
{
  const char *start;

  while (*p < end && !is_word_char (g_utf8_get_char (*p)))
    *p = g_utf8_next_char (*p);
  if (*p >= end)
    return NULL;
  start = *p;
  while (*p < end && is_word_char (g_utf8_get_char (*p)))
    *p = g_utf8_next_char (*p);
  return start;
}

static char *
fold_word (const char *start, const char *end)
{
  return g_utf8_casefold (start, end - start);
}

/* The words of the reason: what the mail was judged by. */
static GHashTable *
collect_words (const char *text)
{
  GHashTable *words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const char *end = text + strlen (text);
  const char *p = text;
  const char *start;

  while ((start = next_word (&p, end)) != NULL)
    g_hash_table_add (words, fold_word (start, p));
  return words;
}

static gboolean
is_telling (const char *start, const char *end)
{
  return g_utf8_strlen (start, end - start) >= LONG_WORD || g_ascii_isdigit (*start);
}

static int
count_cues (const char *folded)
{
  /* Translators: beginnings of words, in lower case, by which a sentence asks for something or
   * names a time. Put those of your language here. */
  g_auto (GStrv) cues = g_strsplit (
      _("please|could you|can you|would you|let me know|need|deadline|until|before|urgent|confirm|"
         "decide|reply|answer|by monday|by tuesday|by wednesday|by thursday|by friday|by saturday|"
         "by sunday|tomorrow|today|tonight|due|invoice|remind"),
      "|", -1);
  int n = 0;

  for (guint i = 0; cues[i] != NULL; i++) {
    const char *at = *cues[i] != '\0' ? strstr (folded, cues[i]) : NULL;

    if (at != NULL && (at == folded || !g_ascii_isalpha (at[-1])))
      n++;
  }
  return n;
}

static void
score_sentence (Sentence *sentence, guint index, GHashTable *words)
{
  const char *end = sentence->start + sentence->length;
  g_autofree char *folded = fold_word (sentence->start, end);
  const char *p = sentence->start;
  const char *start;

  sentence->score = 2 * MIN (count_cues (folded), 3);
  if (memchr (sentence->start, '?', sentence->length) != NULL || strstr (folded, "？") != NULL ||
      strstr (folded, "؟") != NULL)
    sentence->score += 3;
  if (index == 0)
    sentence->score += 1;
  while ((start = next_word (&p, end)) != NULL) {
    g_autofree char *word = fold_word (start, p);

    if (is_telling (start, p) && g_hash_table_contains (words, word))
      sentence->score += 2;
  }
  /* An address of the web tells its reader nothing. */
  if (strstr (folded, "://") != NULL)
    sentence->score -= 4;
}

static void
append_escaped (GString *out, const char *start, const char *end)
{
  g_autofree char *escaped = g_markup_escape_text (start, end - start);

  g_string_append (out, escaped);
}

/* Only words that nothing but spaces parts belong together. */
static gboolean
is_gap (const char *start, const char *end)
{
  for (const char *p = start; p < end; p = g_utf8_next_char (p)) {
    if (!g_unichar_isspace (g_utf8_get_char (p)))
      return FALSE;
  }
  return TRUE;
}

/* Appends what stands before a run of the reason's words, and the run in bold. */
static void
append_run (GString *out, const char **done, const char *run, const char *run_end)
{
  append_escaped (out, *done, run);
  g_string_append (out, "<b>");
  append_escaped (out, run, run_end);
  g_string_append (out, "</b>");
  *done = run_end;
}

/* Appends a sentence with what the reason names in bold: runs of its words, of which one tells. */
static void
append_sentence (GString *out, const Sentence *sentence, GHashTable *words)
{
  const char *end = sentence->start + sentence->length;
  const char *done = sentence->start;
  const char *p = sentence->start;
  const char *run = NULL;
  const char *run_end = NULL;
  const char *start;
  gboolean tells = FALSE;

  do {
    g_autofree char *word = NULL;
    gboolean named;

    start = next_word (&p, end);
    word = start != NULL ? fold_word (start, p) : NULL;
    named = word != NULL && g_hash_table_contains (words, word);
    if (run != NULL && (!named || !is_gap (run_end, start))) {
      if (tells)
        append_run (out, &done, run, run_end);
      run = NULL;
      tells = FALSE;
    }
    if (named) {
      run = run != NULL ? run : start;
      run_end = p;
      tells |= is_telling (start, p);
    }
  } while (start != NULL);
  append_escaped (out, done, end);
}

static int
find_best (GArray *sentences)
{
  int best = -1;

  for (guint i = 0; i < sentences->len; i++) {
    if (best < 0 || g_array_index (sentences, Sentence, i).score >
                        g_array_index (sentences, Sentence, best).score)
      best = (int) i;
  }
  return best;
}

/* A neighbour of the best one that fits, so that it does not stand alone: the one before it, which
 * says what it is about, or else the one behind it. */
static int
find_second (GArray *sentences, int best)
{
  const Sentence *chosen = &g_array_index (sentences, Sentence, best);
  glong room = MAX_EXCERPT - g_utf8_strlen (chosen->start, (gssize) chosen->length);

  for (int offset = -1; offset <= 1; offset += 2) {
    int i = best + offset;
    const Sentence *other;

    if (i < 0 || i >= (int) sentences->len)
      continue;
    other = &g_array_index (sentences, Sentence, i);
    if ((offset < 0 ? chosen->breaks : other->breaks) || other->score < 0)
      continue;
    if (g_utf8_strlen (other->start, (gssize) other->length) <= room)
      return i;
  }
  return -1;
}

/**
 * hearth_excerpt_new:
 * @text: the readable text of a mail
 * @reason: (nullable): why it matters, as attention said
 *
 * Finds the one or two sentences of a mail that matter: what it asks, by when, and what it was
 * judged by. Quotes and signatures are not looked at.
 *
 * Returns: (transfer full) (nullable): the sentences as Pango markup, or %NULL if it has none
 */
char *
hearth_excerpt_new (const char *text, const char *reason)
{
  g_autofree char *head = g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), MAX_TEXT));
  g_autoptr (GPtrArray) passages = hearth_quotes_split (head);
  g_autoptr (GArray) sentences = g_array_new (FALSE, FALSE, sizeof (Sentence));
  g_autoptr (GHashTable) words = collect_words (reason != NULL ? reason : "");
  GString *out;
  int best, second;

  for (guint i = 0; i < passages->len; i++) {
    const HearthPassage *passage = g_ptr_array_index (passages, i);

    if (passage->kind == HEARTH_PASSAGE_TEXT)
      split_sentences (sentences, passage->text);
  }
  for (guint i = 0; i < sentences->len; i++)
    score_sentence (&g_array_index (sentences, Sentence, i), i, words);
  best = find_best (sentences);
  if (best < 0)
    return NULL;
  second = find_second (sentences, best);
  out = g_string_new (NULL);
  if (second >= 0 && second < best) {
    append_sentence (out, &g_array_index (sentences, Sentence, second), words);
    g_string_append_c (out, ' ');
  }
  append_sentence (out, &g_array_index (sentences, Sentence, best), words);
  if (second > best) {
    g_string_append_c (out, ' ');
    append_sentence (out, &g_array_index (sentences, Sentence, second), words);
  }
  return g_string_free (out, FALSE);
}
