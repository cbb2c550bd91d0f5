/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-proof-private.h"

#include <glib/gi18n.h>

/* Commas that are missing before a conjunction, where the language has a rule for it. German has
 * one without exceptions that matter; English and French leave much to the writer, so that only two
 * whole clauses with a subject each are looked at. */

/* Words of a clause, on each side of a conjunction that may do without a comma between short ones.
 */
#define MIN_CLAUSE 4
/* Whoever reads on has lost what belongs to what. */
#define MAX_CLAUSE 60

/* After these no comma stands before the conjunction: they belong to it. */
static const char *const german_before[] = {
  "und",    "oder",         "sowie",         "als",        "auch",      "nur",          "selbst",
  "so",     "ohne",         "statt",         "anstatt",    "außer",     "besonders",    "vor",
  "allem",  "insbesondere", "gerade",        "erst",       "schon",     "noch",         "bereits",
  "immer",  "mal",          "kurz",          "lange",      "wie",       "sondern",      "aber",
  "denn",   "doch",         "nämlich",       "vielleicht", "eben",      "bis",          "je",
  "bloß",   "zumal",        "außerdem",      "kaum",       "höchstens", "wenigstens",   "sogar",
  "jedoch", "entweder",     "weder",         "sowohl",     "jedesmal",  "dass",         "weil",
  "wenn",   "ob",           "obwohl",        "da",         "gleich",    "bevor",        "nachdem",
  "direkt", "unmittelbar",  "vorausgesetzt", "angenommen", "egal",      "ausgerechnet", "zwar",
  "allein", "mindestens",   "teils",         "etwa",       NULL,
};

static const char *const german_conjunctions[] = {
  "dass",  "weil", "obwohl", "sodass",  "obgleich", "nachdem", "falls", "sobald",
  "bevor", "ob",   "wenn",   "sondern", "obschon",  "sofern",  NULL,
};

static const char *const english_conjunctions[] = { "and", "but", "so", NULL };
static const char *const english_subjects[] = { "i",     "he",     "she",     "we",    "they",
                                                "i'm",   "he's",   "she's",   "we're", "they're",
                                                "i've",  "we've",  "they've", "i'll",  "we'll",
                                                "he'll", "she'll", "they'll", "it's",  NULL };
static const char *const english_verbs[] = {
  "am",     "is",       "are",     "was",     "were",   "have",    "has",     "had",     "will",
  "would",  "can",      "could",   "should",  "must",   "may",     "might",   "did",     "do",
  "does",   "went",     "came",    "said",    "saw",    "took",    "got",     "made",    "thought",
  "knew",   "found",    "gave",    "told",    "felt",   "left",    "wanted",  "walked",  "waited",
  "stayed", "looked",   "asked",   "played",  "lived",  "loved",   "liked",   "worked",  "tried",
  "called", "visited",  "arrived", "wrote",   "sat",    "ate",     "drank",   "slept",   "ran",
  "bought", "brought",  "met",     "spoke",   "talked", "hope",    "think",   "know",    "want",
  "live",   "love",     "like",    "don't",   "didn't", "doesn't", "can't",   "won't",   "couldn't",
  "wasn't", "weren't",  "haven't", "hadn't",  "isn't",  "aren't",  "cannot",  "stopped", "started",
  "moved",  "finished", "planted", "painted", "cooked", "helped",  "enjoyed", "spent",   "read",
  "heard",  "held",     "kept",    "lost",    "sold",   "sent",    "stood",   "became",  NULL,
};
/* A clause that is part of another has no comma of its own. */
static const char *const english_inner[] = {
  "if",    "when",   "because", "although", "that",    "what",    "while",  "since", "as",
  "who",   "which",  "how",     "why",      "where",   "whether", "before", "after", "unless",
  "until", "though", "both",    "either",   "neither", "between", "once",   "than",  NULL
};
static const char *const english_before[] = { "and",  "or",      "but",     "think", "hope", "say",
                                              "said", "even",    "just",    "ever",  "why",  "do",
                                              "did",  "not",     "believe", "told",  "is",   "was",
                                              "if",   "nothing", "all",     "so",    NULL };

static const char *const french_conjunctions[] = { "mais", "car", "donc", NULL };
static const char *const french_subjects[] = { "je",   "tu",   "il",  "elle",  "on",
                                               "nous", "vous", "ils", "elles", NULL };
static const char *const french_before[] = { "non", "oui", "et", "ou", "mais", "le", "un",
                                             "la",  "du",  "ce", "en", "par",  NULL };

static const HearthProofToken *
get_neighbour (HearthProof *self, guint index, int direction, guint *at)
{
  const HearthProofToken *token;

  *at = index;
  do {
    if (direction < 0 && *at == 0)
      return NULL;
    *at = direction < 0 ? *at - 1 : *at + 1;
    token = hearth_proof_text_get (self->text, *at);
  } while (token != NULL &&
           (token->kind == HEARTH_PROOF_SPACE || token->kind == HEARTH_PROOF_BREAK));
  return token;
}

/* Whether a word stands right before the one at @index, with blanks between only. */
static gboolean
has_word_before (HearthProof *self, const HearthProofSentence *sentence, guint index, guint *before)
{
  const HearthProofToken *token = get_neighbour (self, index, -1, before);

  return token != NULL && *before >= sentence->first &&
         (token->kind == HEARTH_PROOF_WORD || token->kind == HEARTH_PROOF_NUMBER);
}

/* Takes @reason. */
static void
add_comma (HearthProof *self, guint before, guint index, char *reason)
{
  g_autofree char *word = hearth_proof_text_dup (self->text, index, index + 1);
  g_autofree char *left = hearth_proof_text_dup (self->text, before, before + 1);
  g_autofree char *both = g_strdup_printf ("%s, %s", left, word);

  hearth_proof_add (self, HEARTH_PROOF_COMMA, before, index + 1, reason, both, NULL);
}

static void
check_german (HearthProof *self, const HearthProofSentence *sentence, guint index)
{
  g_autofree char *word = NULL;
  guint before, two;

  if (!hearth_proof_text_in (self->text, index, german_conjunctions) ||
      !g_unichar_islower (hearth_proof_text_get (self->text, index)->character) ||
      !has_word_before (self, sentence, index, &before) ||
      hearth_proof_text_in (self->text, before, german_before))
    return;
  /* "nicht weil … , sondern weil …"; but "ich weiß nicht, ob". */
  if (hearth_proof_text_is (self->text, before, "nicht") &&
      !hearth_proof_text_is (self->text, index, "ob"))
    return;
  /* "vor allem weil", "jedes Mal wenn": the comma stands before both. */
  if (has_word_before (self, sentence, before, &two) &&
      (hearth_proof_text_is (self->text, two, "jedes") ||
       hearth_proof_text_is (self->text, two, "jedesmal")))
    return;
  word = hearth_proof_text_dup (self->text, index, index + 1);
  add_comma (self, before, index,
             /* Translators: %s is a conjunction, as “weil” */
             g_strdup_printf (_("In German a comma stands before “%s”."), word));
}

/* Words since the last mark that parts clauses; and whether they are a clause by themselves. */
static guint
count_clause (HearthProof *self, const HearthProofSentence *sentence, guint index, gboolean *whole)
{
  gboolean subject = FALSE, verb = FALSE, inner = FALSE;
  guint n = 0;

  for (guint i = index; i > sentence->first; i--) {
    const HearthProofToken *token = hearth_proof_text_get (self->text, i - 1);

    if (token->kind == HEARTH_PROOF_MARK && token->character != '(' && token->character != ')') {
      /* After a comma it may be the end of anything. */
      inner = TRUE;
      break;
    }
    if (token->kind != HEARTH_PROOF_WORD)
      continue;
    if (++n > MAX_CLAUSE) {
      inner = TRUE;
      break;
    }
    subject = subject || hearth_proof_text_in (self->text, i - 1, english_subjects);
    verb = verb || hearth_proof_text_in (self->text, i - 1, english_verbs);
    inner = inner || hearth_proof_text_in (self->text, i - 1, english_inner);
  }
  *whole = verb && subject && !inner;
  return n;
}

static guint
count_after (HearthProof *self, const HearthProofSentence *sentence, guint index)
{
  guint n = 0;

  for (guint i = index + 1; i < sentence->last; i++) {
    const HearthProofToken *token = hearth_proof_text_get (self->text, i);

    if (token->kind == HEARTH_PROOF_MARK || n >= MIN_CLAUSE)
      break;
    n += token->kind == HEARTH_PROOF_WORD;
  }
  return n;
}

static void
check_english (HearthProof *self, const HearthProofSentence *sentence, guint index)
{
  g_autofree char *word = NULL;
  guint before, subject, verb;
  gboolean whole;

  if (!hearth_proof_text_in (self->text, index, english_conjunctions) ||
      !has_word_before (self, sentence, index, &before) ||
      hearth_proof_text_in (self->text, before, english_before) ||
      get_neighbour (self, index, 1, &subject) == NULL ||
      !hearth_proof_text_in (self->text, subject, english_subjects))
    return;
  if (count_clause (self, sentence, index, &whole) < MIN_CLAUSE || !whole ||
      count_after (self, sentence, index) < MIN_CLAUSE)
    return;
  /* "and she and I went": the subject goes on. */
  if (get_neighbour (self, subject, 1, &verb) == NULL ||
      hearth_proof_text_in (self->text, verb, english_conjunctions))
    return;
  word = hearth_proof_text_dup (self->text, index, index + 1);
  add_comma (self, before, index,
             /* Translators: %s is a conjunction, as “and” */
             g_strdup_printf (_("“%s” joins two whole clauses here; a comma stands before it."),
                              word));
}

static void
check_french (HearthProof *self, const HearthProofSentence *sentence, guint index)
{
  g_autofree char *conjunction = NULL;
  guint before, after;
  gboolean subject;

  if (!hearth_proof_text_in (self->text, index, french_conjunctions) ||
      !has_word_before (self, sentence, index, &before) ||
      hearth_proof_text_in (self->text, before, french_before) ||
      get_neighbour (self, index, 1, &after) == NULL)
    return;
  subject = hearth_proof_text_in (self->text, after, french_subjects);
  if (!subject) {
    g_autofree char *word = hearth_proof_text_fold (self->text, after);

    subject = g_str_has_prefix (word, "j'") || g_str_has_prefix (word, "j’") ||
              g_str_has_prefix (word, "c'") || g_str_has_prefix (word, "c’");
  }
  if (!subject || count_after (self, sentence, index) < 2)
    return;
  conjunction = hearth_proof_text_dup (self->text, index, index + 1);
  add_comma (
      self, before, index,
      /* Translators: %s is a conjunction, as “mais” */
      g_strdup_printf (_("In French a comma stands before “%s” where it joins two clauses."),
                       conjunction));
}

/**
 * hearth_proof_check_commas:
 * @self: a check
 *
 * Marks commas that are missing before a conjunction.
 */
void
hearth_proof_check_commas (HearthProof *self)
{
  static void (*const checks[]) (HearthProof * self, const HearthProofSentence *sentence,
                                 guint index) = {
    [HEARTH_PROOF_OTHER] = NULL,
    [HEARTH_PROOF_ENGLISH] = check_english,
    [HEARTH_PROOF_GERMAN] = check_german,
    [HEARTH_PROOF_FRENCH] = check_french,
  };

  if (checks[self->text->language] == NULL)
    return;
  for (guint i = 0; i < self->text->sentences->len; i++) {
    const HearthProofSentence *sentence =
        &g_array_index (self->text->sentences, HearthProofSentence, i);

    for (guint k = sentence->first + 1; k < sentence->last; k++) {
      if (hearth_proof_text_get (self->text, k)->kind == HEARTH_PROOF_WORD)
        checks[self->text->language](self, sentence, k);
    }
  }
}
