/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-summary.h"

#include "hearth-sentences.h"
#include "hearth-summary-piece.h"

#include <string.h>

/* A summary is made of the writer's own sentences, in their order: nothing is said that is not in
 * the mail. A sentence counts by the words that the mail comes back to, more at its beginning, and
 * more if it asks, sets a time or names an amount. */

#define MAX_TEXT (16 * 1024)
#define MAX_SENTENCES 60
#define MAX_LENGTH 220
#define MAX_FEW_WORDS 60
#define BOTH 2

typedef struct {
  const char *start; /* (not owned) */
  gsize length;
  double weight;
  gboolean chosen;
} Sentence;

typedef void (*WordFunc) (const char *word, gpointer user_data);

static void
foreach_word (const char *text, gsize length, WordFunc func, gpointer user_data)
{
  char word[32];
  gsize n = 0;

  for (gsize i = 0; i <= length; i++) {
    gboolean letter = i < length && (g_ascii_isalnum (text[i]) || (guchar) text[i] >= 0x80);

    if (letter && n + 1 < sizeof word) {
      word[n++] = g_ascii_tolower (text[i]);
    } else if (!letter && n > 0) {
      word[n] = '\0';
      /* Short words hold sentences together; they are not what it is about. */
      if (n > 3)
        func (word, user_data);
      n = 0;
    }
  }
}

static void
count_cb (const char *word, gpointer user_data)
{
  GHashTable *counts = user_data;
  guint count = GPOINTER_TO_UINT (g_hash_table_lookup (counts, word));

  g_hash_table_insert (counts, g_strdup (word), GUINT_TO_POINTER (count + 1));
}

typedef struct {
  GHashTable *counts;
  double sum;
  guint n;
} Weigher;

static void
weigh_cb (const char *word, gpointer user_data)
{
  Weigher *self = user_data;
  guint count = GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, word));

  self->sum += MIN (count, 5);
  self->n++;
}

static gboolean
has_amount_or_time (const Sentence *sentence)
{
  for (gsize i = 0; i < sentence->length; i++) {
    if (g_ascii_isdigit (sentence->start[i]))
      return TRUE;
  }
  return FALSE;
}

static gboolean
asks (const Sentence *sentence)
{
  static const char *const words[] = { "please", "could you", "can you",  "need", "by ",
                                       "bitte",  "confirm",   "deadline", NULL };
  g_autofree char *lower = g_ascii_strdown (sentence->start, (gssize) sentence->length);

  if (lower[sentence->length - 1] == '?')
    return TRUE;
  for (guint i = 0; words[i] != NULL; i++) {
    if (strstr (lower, words[i]) != NULL)
      return TRUE;
  }
  return FALSE;
}

static void
weigh (GArray *sentences, const char *subject)
{
  g_autoptr (GHashTable) counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  foreach_word (subject, strlen (subject), count_cb, counts);
  for (guint i = 0; i < sentences->len; i++) {
    const Sentence *sentence = &g_array_index (sentences, Sentence, i);

    foreach_word (sentence->start, sentence->length, count_cb, counts);
  }
  for (guint i = 0; i < sentences->len; i++) {
    Sentence *sentence = &g_array_index (sentences, Sentence, i);
    Weigher weigher = { .counts = counts };

    foreach_word (sentence->start, sentence->length, weigh_cb, &weigher);
    sentence->weight = weigher.n > 0 ? weigher.sum / (weigher.n + 4) : 0;
    sentence->weight += 0.8 / (1 + i);
    sentence->weight += asks (sentence) ? 0.9 : 0;
    sentence->weight += has_amount_or_time (sentence) ? 0.3 : 0;
    if (sentence->length > MAX_LENGTH)
      sentence->weight *= 0.6;
  }
}

static void
choose_heaviest (GArray *sentences)
{
  Sentence *best = NULL;

  for (guint i = 0; i < sentences->len; i++) {
    Sentence *sentence = &g_array_index (sentences, Sentence, i);

    if (!sentence->chosen && (best == NULL || sentence->weight > best->weight))
      best = sentence;
  }
  if (best != NULL)
    best->chosen = TRUE;
}

/* Between words, unless there is but one. */
static gsize
find_cut (const char *text, gsize max)
{
  gsize cut = max;

  while (cut > max / 2 && text[cut] != ' ')
    cut--;
  if (text[cut] == ' ')
    return cut;
  for (cut = max; cut > 0 && ((guchar) text[cut] & 0xc0) == 0x80;)
    cut--;
  return cut;
}

static void
append_cut (GString *out, const char *text, gsize max)
{
  gsize length = strlen (text);

  if (out->len > 0)
    g_string_append_c (out, ' ');
  if (out->len + length + 4 <= max) {
    g_string_append (out, text);
    return;
  }
  g_string_append_len (out, text,
                       (gssize) find_cut (text, max > out->len + 4 ? max - out->len - 4 : 0));
  g_string_append (out, " …");
}

static GPtrArray *
collect_pieces (const char *text, gboolean headlines)
{
  GPtrArray *pieces = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) spans = hearth_sentences_split (text, MAX_TEXT);

  for (guint i = 0; i < spans->len && pieces->len < MAX_SENTENCES; i++) {
    const HearthSentence *span = &g_array_index (spans, HearthSentence, i);

    hearth_summary_add_pieces (pieces, text + span->start, span->length, headlines);
  }
  /* A mail of a few words is its own summary. */
  if (pieces->len == 0 && spans->len > 0 && spans->len <= 3) {
    for (guint i = 0; i < spans->len; i++) {
      char *line = hearth_sentence_dup (text, &g_array_index (spans, HearthSentence, i));

      if (strlen (line) < MAX_FEW_WORDS && strpbrk (line, "<>=") == NULL &&
          strstr (line, "://") == NULL && strstr (line, "www.") == NULL)
        g_ptr_array_add (pieces, line);
      else
        g_free (line);
    }
  }
  return pieces;
}

static char *
sum_up (const char *text, const char *subject, gsize max, gboolean headlines)
{
  g_autoptr (GPtrArray) pieces = collect_pieces (text, headlines);
  g_autoptr (GArray) sentences = g_array_new (FALSE, FALSE, sizeof (Sentence));
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < pieces->len; i++) {
    Sentence sentence = { .start = g_ptr_array_index (pieces, i) };

    sentence.length = strlen (sentence.start);
    if (sentence.length > 0)
      g_array_append_val (sentences, sentence);
  }
  weigh (sentences, subject);
  /* A newsletter says first what it is about. */
  if (headlines && sentences->len > 0)
    g_array_index (sentences, Sentence, 0).weight += 2;
  for (guint i = 0; i < BOTH; i++)
    choose_heaviest (sentences);
  for (guint i = 0; i < sentences->len; i++) {
    const Sentence *sentence = &g_array_index (sentences, Sentence, i);

    if (sentence->chosen && out->len + 16 < max)
      append_cut (out, sentence->start, max);
  }
  return g_string_free (out, FALSE);
}

/**
 * hearth_summary_of_text:
 * @text: the readable body of a mail, UTF-8
 * @subject: its subject, or ""
 * @max: bytes of the summary at most, roughly; at least 16
 *
 * Takes the two sentences that say most, of what the writer wrote now: quotes, signatures,
 * greetings and forwarded mail are left out, and so are links and the phrases around them. A cut is
 * made between words. Pure.
 *
 * Returns: (transfer full): one line; "" if nothing is said
 */
char *
hearth_summary_of_text (const char *text, const char *subject, gsize max)
{
  return sum_up (text, subject, max, FALSE);
}

/**
 * hearth_summary_of_message:
 * @message: a message
 *
 * Returns: (transfer full): two lines' worth of what it says; the preview of an envelope
 */
char *
hearth_summary_of_message (const HearthMessage *message)
{
  if (message->text == NULL)
    return g_strdup (message->preview != NULL ? message->preview : "");
  return sum_up (message->text, message->subject != NULL ? message->subject : "",
                 HEARTH_SUMMARY_MAX,
                 (message->marks & (HEARTH_MARK_BULK | HEARTH_MARK_LIST)) == HEARTH_MARK_BULK);
}
