/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-commitments.h"

#include "hearth-commitments-private.h"
#include "hearth-sentences.h"
#include "hearth-text.h"
#include "hearth-triage.h"

#include <string.h>

/* What stands further down was not written to one reader. */
#define MAX_TEXT (16 * 1024)
#define MAX_LINE 900

/* May stand anywhere in a sentence. */
#define STRONG                                                                                     \
  (HEARTH_ASK_BIT (DO) | HEARTH_ASK_BIT (PLEASE) | HEARTH_ASK_BIT (DOING) |                        \
   HEARTH_ASK_BIT (GIVE) | HEARTH_ASK_BIT (TELL) | HEARTH_ASK_BIT (GERMAN_DO) |                    \
   HEARTH_ASK_BIT (GERMAN_BID) | HEARTH_ASK_BIT (GERMAN_TELL) | HEARTH_ASK_BIT (AWAITED) |         \
   HEARTH_ASK_BIT (NEED) | HEARTH_ASK_BIT (ANSWER))
/* Only where a sentence or a part of it begins. */
#define WEAK                                                                                       \
  (HEARTH_ASK_BIT (SEND) | HEARTH_ASK_BIT (WE_CAN) | HEARTH_ASK_BIT (WE_SHOULD) |                  \
   HEARTH_ASK_BIT (I_CAN) | HEARTH_ASK_BIT (DO_YOU) | HEARTH_ASK_BIT (HAVE_YOU) |                  \
   HEARTH_ASK_BIT (ARE_YOU) | HEARTH_ASK_BIT (KNOW) | HEARTH_ASK_BIT (WHETHER) |                   \
   HEARTH_ASK_BIT (PROMISE) | HEARTH_ASK_BIT (GERMAN_PROMISE) | HEARTH_ASK_BIT (NO_PROMISE) |      \
   HEARTH_ASK_BIT (FILLER) | HEARTH_ASK_BIT (COURTESY) | HEARTH_ASK_BIT (POINTS_BACK))

static void
clause_free (HearthClause *self)
{
  g_free (self->text);
  g_free (self);
}

static gboolean
is_owner (const HearthAddress *address, GPtrArray *owner)
{
  for (guint i = 0; i < owner->len; i++) {
    if (g_ascii_strcasecmp (address->address, g_ptr_array_index (owner, i)) == 0)
      return TRUE;
  }
  return FALSE;
}

/**
 * hearth_commitments_dup_name:
 * @address: somebody
 *
 * Returns: (transfer full): what to call them: the given name, else what stands before the "@"
 */
char *
hearth_commitments_dup_name (const HearthAddress *address)
{
  static const char *const titles[] = { "dr",   "dr.", "prof", "prof.", "mr",   "mr.", "mrs",
                                        "mrs.", "ms",  "ms.",  "herr",  "frau", "the", NULL };
  const char *name = address->name != NULL ? address->name : "";
  const char *comma = strchr (name, ',');
  g_auto (GStrv) parts = g_strsplit_set (comma != NULL ? comma + 1 : name, " \t\"'", 8);
  char *local;

  for (guint i = 0; parts[i] != NULL; i++) {
    g_autofree char *lower = g_ascii_strdown (parts[i], -1);

    if (*parts[i] != '\0' && strchr (parts[i], '@') == NULL && !g_strv_contains (titles, lower))
      return g_utf8_make_valid (parts[i], (gssize) MIN (strlen (parts[i]), 60));
  }
  local = g_utf8_make_valid (address->address, (gssize) strcspn (address->address, "@.+_"));
  if (*local != '\0')
    *local = g_ascii_toupper (*local);
  return local;
}

/* Whether the clause is said to somebody else: "Ben, can you", "@Ben: please". */
static gboolean
is_said_to_another (HearthCommitmentReader *self)
{
  const HearthPhraseLine *line = &self->clause->line;
  const char *word = line->n_words > 1 ? line->words[0].word : "";
  gboolean at = *word == '@';

  if (self->voice.sent || line->n_words < 3 ||
      (!at && line->words[1].after != ',' && line->words[1].after != ':' &&
       line->words[1].after != '-'))
    return FALSE;
  for (guint i = 0; i < self->message->to->len + self->message->cc->len; i++) {
    const HearthAddress *person =
        i < self->message->to->len
            ? g_ptr_array_index (self->message->to, i)
            : g_ptr_array_index (self->message->cc, i - self->message->to->len);
    g_autofree char *name = hearth_commitments_dup_name (person);
    g_autofree char *folded = g_utf8_strdown (name, -1);

    if (strcmp (folded, word + at) == 0)
      return !is_owner (person, self->owner);
  }
  return at && self->message->to->len > 1;
}

static guint
next_part (const HearthPhraseLine *line, guint at)
{
  for (at++; at < line->n_words; at++) {
    if (hearth_commitment_begins_part (line, at))
      break;
  }
  return at;
}

/* "If you see an error, please report it" is said to whom it may concern. */
static gboolean
is_conditional (HearthCommitmentReader *self)
{
  static const char *const ifs[] = { "if",     "should",  "in",    "wenn", "falls",
                                     "anyone", "whoever", "those", NULL };
  const HearthPhraseLine *line = &self->clause->line;
  guint64 fine = HEARTH_ASK_BIT (FILLER) | HEARTH_ASK_BIT (POINTS_BACK) | HEARTH_ASK_BIT (TAIL) |
                 HEARTH_ASK_BIT (DO);

  if (!g_strv_contains (ifs, line->words[0].word) ||
      hearth_phrases_match (self->phrases, line, 0, fine, NULL) > 0)
    return FALSE;
  if (strcmp (line->words[0].word, "in") == 0)
    return line->n_words > 1 && strcmp (line->words[1].word, "case") == 0;
  if (strcmp (line->words[0].word, "should") == 0)
    return line->n_words > 1 && strcmp (line->words[1].word, "you") == 0;
  return TRUE;
}

static void
read_clause (HearthCommitmentReader *self)
{
  const HearthPhraseLine *line = &self->clause->line;
  gboolean started = FALSE; /* something other than fillers was read */
  guint at = 0;
  guint n_before = self->findings->len;

  if (line->n_words == 1 && line->question && self->asks && !self->machine &&
      hearth_phrases_match (self->phrases, line, 0, HEARTH_ASK_BIT (POINTS_BACK), NULL) > 0)
    hearth_commitment_add_back (self);
  if (line->n_words < 2 || is_conditional (self) || is_said_to_another (self))
    return;
  while (at < line->n_words) {
    gboolean part = !started || hearth_commitment_begins_part (line, at);
    int cue = HEARTH_ASK_FILLER;
    guint64 of = HEARTH_ASK_BIT (OFFER) | STRONG | (part ? WEAK : 0);
    guint used = hearth_phrases_match (self->phrases, line, at, of, &cue);
    guint next;

    if (used > 0 && cue == HEARTH_ASK_DO && !part && g_str_has_prefix (line->words[at].word, "you"))
      used = 0;
    if (used > 0 && cue == HEARTH_ASK_FILLER) {
      at += used;
      continue;
    }
    if (used > 0 && cue == HEARTH_ASK_COURTESY) {
      if (line->question)
        return;
      used = 0;
    }
    if (used > 0 && (cue == HEARTH_ASK_OFFER || cue == HEARTH_ASK_NO_PROMISE)) {
      at = next_part (line, at);
      started = TRUE;
      continue;
    }
    if (used > 0 && cue == HEARTH_ASK_POINTS_BACK) {
      if (line->question && self->asks && !self->machine && line->n_words - at < used + 5) {
        hearth_commitment_add_back (self);
        return;
      }
      used = 0;
    }
    if (used > 0 && (cue == HEARTH_ASK_PROMISE || cue == HEARTH_ASK_GERMAN_PROMISE)) {
      if (self->n_asks == 0 || self->findings->len == n_before)
        hearth_commitment_read_promise (self, cue, at, used);
      at = next_part (line, at);
      started = TRUE;
      continue;
    }
    if (used > 0 && self->asks) {
      next = hearth_commitment_read_opener (self, cue, at, used);
      if (next > at) {
        at = next;
        started = TRUE;
        continue;
      }
    }
    if (part && self->asks && hearth_commitment_read_bid (self, at)) {
      at = hearth_commitment_find_end (self, at);
      started = TRUE;
      continue;
    }
    started = TRUE;
    at++;
  }
  if (line->question && self->asks && !self->machine && self->findings->len == n_before)
    hearth_commitment_add_question (self);
  else if (self->findings->len == n_before)
    hearth_commitment_read_due (self);
}

/* Bytes of "(1) ", "(a) ", "1) " at @p, inside a sentence. */
static gsize
measure_mark (const char *begin, const char *p, const char *end)
{
  const char *start = p;

  if (p > begin && !g_ascii_isspace (p[-1]))
    return 0;
  if (p < end && *p == '(')
    p++;
  if (p + 2 < end && (g_ascii_isdigit (*p) || (*start == '(' && g_ascii_islower (*p))) &&
      p[1] == ')')
    return (gsize) (p + 2 - start);
  return 0;
}

static HearthClause *
clause_new (const char *text, gsize start, gsize length)
{
  HearthSentence sentence = { start, MIN (length, MAX_LINE), 0 };
  HearthClause *self = g_new0 (HearthClause, 1);

  self->start = start;
  self->length = length;
  self->text = hearth_sentence_dup (text, &sentence);
  hearth_phrase_line_read (&self->line, self->text);
  return self;
}

/* Cuts a sentence where it counts its wishes: "Two things by Friday: (1) … and (2) …". */
static void
cut_sentence (GPtrArray *clauses, const char *text, const HearthSentence *sentence, gint64 written)
{
  const char *begin = text + sentence->start;
  const char *end = begin + sentence->length;
  const char *part = begin;
  HearthDue due = { 0 };
  gboolean counted = FALSE;

  for (const char *p = begin; p < end; p++) {
    gsize mark = measure_mark (begin, p, end);
    HearthClause *clause;

    if (mark == 0)
      continue;
    if (p > part) {
      clause = clause_new (text, (gsize) (part - text), (gsize) (p - part));
      if (!counted)
        hearth_due_read (&due, &clause->line, written, FALSE);
      clause->due = due;
      clause->counted = counted;
      g_ptr_array_add (clauses, clause);
    }
    counted = TRUE;
    part = p + mark;
    while (part < end && g_ascii_isspace (*part))
      part++;
  }
  if (part < end) {
    HearthClause *clause = clause_new (text, (gsize) (part - text), (gsize) (end - part));

    clause->due = due;
    clause->counted = counted;
    g_ptr_array_add (clauses, clause);
  }
}

static GPtrArray *
list_clauses (const HearthMessage *message)
{
  const char *text = message->text != NULL ? message->text : "";
  g_autoptr (GArray) sentences = hearth_sentences_split (text, MAX_TEXT);
  GPtrArray *clauses = g_ptr_array_new_with_free_func ((GDestroyNotify) clause_free);

  for (guint i = 0; i < sentences->len; i++)
    cut_sentence (clauses, text, &g_array_index (sentences, HearthSentence, i), message->date);
  return clauses;
}

static gboolean
says_nothing_is_asked (HearthCommitmentReader *self, GPtrArray *clauses)
{
  for (guint i = 0; i < clauses->len; i++) {
    const HearthClause *clause = g_ptr_array_index (clauses, i);

    if (hearth_phrases_find (self->phrases, &clause->line, HEARTH_ASK_BIT (NOTHING)))
      return TRUE;
  }
  return FALSE;
}

/* Judges by the message itself who may want something of whom. Returns whether anybody may. */
static gboolean
read_circumstances (HearthCommitmentReader *self)
{
  const HearthMessage *message = self->message;
  HearthTriageContext context = { .owner = self->owner, .now = message->date };
  g_auto (HearthVerdict) verdict = { 0 };
  const HearthFeatures *f = &self->features;
  guint promotion;
  gboolean list;

  hearth_features_extract (&self->features, message, &context);
  promotion = f->cues[HEARTH_CUE_PROMOTION] + f->cues[HEARTH_CUE_PITCH];
  self->voice.sent = f->from_owner;
  if (f->from_owner) {
    self->asks = TRUE;
    return message->to->len > 0;
  }
  if (message->from == NULL || f->method != HEARTH_METHOD_NONE ||
      (f->marks & (HEARTH_MARK_BOUNCE | HEARTH_MARK_SPAM | HEARTH_MARK_PHISHING)) != 0)
    return FALSE;
  hearth_triage_judge (&verdict, message, f, &context);
  if (verdict.spam || verdict.phishing ||
      (f->cues[HEARTH_CUE_AWAY] > 0 && (f->is_reply || (f->marks & HEARTH_MARK_AUTO) != 0)))
    return FALSE;
  list = (f->marks & HEARTH_MARK_LIST) != 0 && !f->greets_owner && !f->to_owner;
  self->machine = f->noreply || (f->marks & (HEARTH_MARK_AUTO | HEARTH_MARK_BULK)) != 0 || list ||
                  f->cues[HEARTH_CUE_NEWS] >= 2 || f->cues[HEARTH_CUE_RECEIPT] > 1;
  if (verdict.klass == HEARTH_CLASS_PROMOTIONAL && (!self->machine || promotion > 1))
    return FALSE;
  if (g_strcmp0 (message->klass, "promotional") == 0 && promotion > 1)
    return FALSE;
  self->asks = f->greets_owner || (!f->greets_other && (f->to_owner || !f->cc_owner));
  return TRUE;
}

static void
set_name (HearthCommitmentReader *self)
{
  const HearthAddress *other = self->message->from;

  if (self->voice.sent) {
    other = g_ptr_array_index (self->message->to, 0);
    for (guint i = 0; i < self->message->to->len; i++) {
      if (!is_owner (g_ptr_array_index (self->message->to, i), self->owner)) {
        other = g_ptr_array_index (self->message->to, i);
        break;
      }
    }
  }
  self->name = hearth_commitments_dup_name (other);
  self->voice.other = self->name;
}

/* Where the text says little, the subject may say it. */
static void
read_subject (HearthCommitmentReader *self)
{
  gboolean is_reply;
  g_autofree char *subject =
      hearth_text_base_subject (self->message->subject != NULL ? self->message->subject : "",
                                &is_reply);
  HearthClause *clause;

  if (is_reply || (!self->machine && self->features.n_words > 40))
    return;
  clause = clause_new (subject, 0, strlen (subject));
  clause->length = 0;
  self->clause = clause;
  self->before = NULL;
  read_clause (self);
  clause_free (clause);
}

/**
 * hearth_commitments_find:
 * @findings: (element-type HearthFinding): where what is found goes
 * @message: a message with its text, received or the owner's own
 * @owner: (element-type utf8): the owner's addr-specs
 *
 * Finds what is asked of the owner and what others promise them, and in the owner's own mail what
 * they ask and promise, in English and German: one finding for each thing, in words that stand for
 * themselves, with the time until which it is wanted. Pure.
 */
void
hearth_commitments_find (GPtrArray *findings, const HearthMessage *message, GPtrArray *owner)
{
  HearthCommitmentReader self = { .message = message,
                                  .owner = owner,
                                  .findings = findings,
                                  .phrases = hearth_commitment_words_get (),
                                  .first = findings->len };
  g_autoptr (GPtrArray) clauses = NULL;

  if (!read_circumstances (&self))
    return;
  set_name (&self);
  clauses = list_clauses (message);
  if (says_nothing_is_asked (&self, clauses))
    self.asks = FALSE;
  for (guint i = 0; i < clauses->len; i++) {
    self.clause = g_ptr_array_index (clauses, i);
    self.voice.german = hearth_commitment_words_is_german (&self.clause->line);
    read_clause (&self);
    if (self.clause->line.n_words >= 3 && !is_said_to_another (&self))
      self.before = self.clause;
  }
  if (self.asks && findings->len == self.first)
    read_subject (&self);
  g_free (self.name);
}
