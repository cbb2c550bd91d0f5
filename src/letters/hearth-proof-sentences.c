/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-proof-private.h"

#include <glib/gi18n.h>
#include <string.h>

/* Words twice, sentences that begin alike, and sentences that are too long. */

#define MAX_WORDS 40
#define ALIKE 3
/* "Yes. Yes. Yes." is meant. */
#define MIN_SENTENCE_WORDS 3

/* Words that stand twice because somebody means it, or because the language wants it. */
static const char *const twice_english[] = { "had",   "that",  "no",     "bye", "ha",
                                             "very",  "so",    "well",   "now", "many",
                                             "long",  "never", "really", "yes", "far",
                                             "there", "knock", "dear",   "do",  NULL };
static const char *const twice_german[] = { "die",   "der",   "das",  "den", "dem",   "sie",
                                            "ja",    "nein",  "sehr", "so",  "ganz",  "ha",
                                            "viele", "lange", "nie",  "na",  "und",   "mal",
                                            "wir",   "was",   "ihr",  "es",  "immer", "wieder",
                                            "nach",  "da",    "tick", NULL };
static const char *const twice_french[] = { "nous", "vous", "très", "non",   "oui",    "ha",
                                            "bien", "tout", "si",   "tant",  "jamais", "toujours",
                                            "la",   "là",   "fait", "faire", NULL };

static const char *const *
get_twice (HearthProofLanguage language)
{
  static const char *const none[] = { NULL };

  switch (language) {
  case HEARTH_PROOF_ENGLISH:
    return twice_english;
  case HEARTH_PROOF_GERMAN:
    return twice_german;
  case HEARTH_PROOF_FRENCH:
    return twice_french;
  case HEARTH_PROOF_OTHER:
  default:
    return none;
  }
}

static const HearthProofSentence *
get_sentence (HearthProof *self, guint i)
{
  return &g_array_index (self->text->sentences, HearthProofSentence, i);
}

static gboolean
is_word (HearthProof *self, guint index)
{
  const HearthProofToken *token = hearth_proof_text_get (self->text, index);

  return token != NULL && token->kind == HEARTH_PROOF_WORD;
}

/* The second word may stand in the next line. */
static gboolean
is_gap (HearthProof *self, guint index)
{
  const HearthProofToken *token = hearth_proof_text_get (self->text, index);

  return token != NULL && (token->kind == HEARTH_PROOF_SPACE || token->kind == HEARTH_PROOF_BREAK);
}

static void
check_pair (HearthProof *self, guint index)
{
  g_autofree char *first = hearth_proof_text_fold (self->text, index);
  g_autofree char *second = hearth_proof_text_fold (self->text, index + 2);
  g_autofree char *kept = NULL;
  const HearthProofToken *token = hearth_proof_text_get (self->text, index);

  if (strcmp (first, second) != 0 ||
      hearth_proof_text_in (self->text, index, get_twice (self->text->language)))
    return;
  /* "Baden Baden", "Duran Duran": a name. */
  if (g_unichar_isupper (token->character) && index > 0 &&
      g_unichar_isupper (hearth_proof_text_get (self->text, index + 2)->character))
    return;
  kept = hearth_proof_text_dup (self->text, index, index + 1);
  hearth_proof_add (self, HEARTH_PROOF_REPEATED, index, index + 3,
                    /* Translators: %s is a word */
                    g_strdup_printf (_("“%s” stands here twice."), kept), kept, NULL);
}

/**
 * hearth_proof_check_repeated:
 * @self: a check
 *
 * Marks words that stand twice, one after the other.
 */
void
hearth_proof_check_repeated (HearthProof *self)
{
  for (guint i = 0; i < self->text->sentences->len; i++) {
    const HearthProofSentence *sentence = get_sentence (self, i);

    for (guint k = sentence->first; k + 2 < sentence->last; k++) {
      if (is_word (self, k) && is_gap (self, k + 1) && is_word (self, k + 2))
        check_pair (self, k);
    }
  }
}

static guint
count_words (HearthProof *self, const HearthProofSentence *sentence, guint *first)
{
  guint n = 0;

  for (guint i = sentence->first; i < sentence->last; i++) {
    if (!is_word (self, i))
      continue;
    if (n++ == 0)
      *first = i;
  }
  return n;
}

/* What stands alone, as a greeting, begins nothing. */
static gboolean
is_whole (HearthProof *self, const HearthProofSentence *sentence)
{
  const HearthProofToken *last = hearth_proof_text_get (self->text, sentence->last - 1);

  return last->kind == HEARTH_PROOF_MARK &&
         (hearth_proof_is_end (last->character) || hearth_proof_is_quote (last->character));
}

/**
 * hearth_proof_check_openings:
 * @self: a check
 *
 * Marks the third sentence in a row that begins with the same word, and those after it.
 */
void
hearth_proof_check_openings (HearthProof *self)
{
  g_autofree char *before = NULL;
  guint n_alike = 0;

  for (guint i = 0; i < self->text->sentences->len; i++) {
    const HearthProofSentence *sentence = get_sentence (self, i);
    guint first = sentence->first;
    gboolean counts =
        count_words (self, sentence, &first) >= MIN_SENTENCE_WORDS && is_whole (self, sentence);
    g_autofree char *word = counts ? hearth_proof_text_fold (self->text, first) : g_strdup ("");
    g_autofree char *shown = NULL;

    n_alike = *word != '\0' && g_strcmp0 (word, before) == 0 ? n_alike + 1 : 1;
    g_free (before);
    before = g_steal_pointer (&word);
    if (n_alike < ALIKE || *before == '\0')
      continue;
    shown = hearth_proof_text_dup (self->text, first, first + 1);
    hearth_proof_add (self, HEARTH_PROOF_OPENING, first, first + 1,
                      g_strdup_printf (ngettext ("%u sentence in a row begins with “%s”.",
                                                 "%u sentences in a row begin with “%s”.", n_alike),
                                       n_alike, shown),
                      NULL);
  }
}

/**
 * hearth_proof_check_length:
 * @self: a check
 *
 * Marks sentences that a reader has lost before they end.
 */
void
hearth_proof_check_length (HearthProof *self)
{
  for (guint i = 0; i < self->text->sentences->len; i++) {
    const HearthProofSentence *sentence = get_sentence (self, i);
    guint first;
    guint n = count_words (self, sentence, &first);

    if (n <= MAX_WORDS)
      continue;
    hearth_proof_add (
        self, HEARTH_PROOF_LENGTH, sentence->first, sentence->last,
        g_strdup_printf (ngettext ("This sentence has %u word; two would be easier to follow.",
                                   "This sentence has %u words; two would be easier to follow.", n),
                         n),
        NULL);
  }
}
