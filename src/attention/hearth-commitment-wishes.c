/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-commitments-private.h"

#include "hearth-text.h"

#include <string.h>

#define MAX_FOUND 12

gboolean
hearth_commitment_begins_part (const HearthPhraseLine *line, guint at)
{
  static const char *const links[] = { "and",  "but", "so",   "then", "or",
                                       "also", "und", "aber", "oder", NULL };

  return at == 0 || line->words[at].after != 0 || g_strv_contains (links, line->words[at - 1].word);
}

/* Where in the message a word of the clause stands: its line has single spaces. */
static gsize
find_place (HearthCommitmentReader *self, guint word)
{
  const char *line = self->clause->text;
  const char *text = self->message->text + self->clause->start;
  const char *end = text + self->clause->length;
  const char *p = text;
  guint at = word < self->clause->line.n_words ? self->clause->line.words[word].from : 0;

  for (guint i = 0; i < at && p < end; i++) {
    if (line[i] != ' ') {
      p++;
      continue;
    }
    while (p < end && g_ascii_isspace (*p))
      p++;
  }
  return self->clause->start + (gsize) (p - text);
}

static HearthFinding *
add (HearthCommitmentReader *self, HearthFindingKind kind, GString *text, guint from)
{
  g_autofree char *line = hearth_commitment_text_finish (text);
  gsize start = self->clause->start;
  HearthFinding *finding;

  if (line == NULL || self->findings->len - self->first >= MAX_FOUND)
    return NULL;
  for (guint i = self->first; i < self->findings->len; i++) {
    const HearthFinding *other = g_ptr_array_index (self->findings, i);

    if (g_ascii_strcasecmp (other->text, line) == 0)
      return NULL;
    /* The second wish of a sentence begins where the sentence says it. */
    if (other->kind == kind && other->start == start)
      start = find_place (self, from);
  }
  finding =
      hearth_finding_new (kind, line, start, self->clause->start + self->clause->length - start);
  g_ptr_array_add (self->findings, finding);
  return finding;
}

static void
set_due (HearthFinding *finding, const HearthDue *due)
{
  if (finding == NULL || due->at == 0)
    return;
  finding->due = due->at;
  finding->due_is_date = due->is_date;
}

static HearthFindingKind
ask_kind (HearthCommitmentReader *self, gboolean question)
{
  if (self->voice.sent)
    return HEARTH_FINDING_REQUEST;
  return question ? HEARTH_FINDING_QUESTION : HEARTH_FINDING_ASK;
}

/* The last wish of this message; what points back means that one. */
static HearthFinding *
last_ask (HearthCommitmentReader *self)
{
  for (guint i = self->findings->len; i > self->first; i--) {
    HearthFinding *finding = g_ptr_array_index (self->findings, i - 1);

    if (finding->kind == HEARTH_FINDING_ASK || finding->kind == HEARTH_FINDING_QUESTION ||
        finding->kind == HEARTH_FINDING_REQUEST)
      return finding;
  }
  return NULL;
}

/* Until where the wish that begins at @at goes: another wish or a promise ends it. */
guint
hearth_commitment_find_end (HearthCommitmentReader *self, guint at)
{
  const HearthPhraseLine *line = &self->clause->line;

  for (guint i = at + 1; i < line->n_words; i++) {
    /* "And let me know" goes on. */
    if (strcmp (line->words[i].word, "let") != 0 && hearth_commitment_begins_part (line, i) &&
        hearth_phrases_match (self->phrases, line, i,
                              HEARTH_ASK_BIT (DO) | HEARTH_ASK_BIT (PROMISE) |
                                  HEARTH_ASK_BIT (NO_PROMISE) | HEARTH_ASK_BIT (GERMAN_DO) |
                                  HEARTH_ASK_BIT (WE_CAN) | HEARTH_ASK_BIT (OFFER),
                              NULL) > 0)
      return i;
  }
  return line->n_words;
}

/* Leaves out the words that say until when, if they are the last. */
static guint
cut_due (const HearthPhraseLine *line, const HearthDue *due, guint from, guint to)
{
  if (due->to == 0 || to <= from + 1 || line->words[to - 1].to > due->to + 1)
    return to;
  for (guint i = from + 1; i < to; i++) {
    static const char *const openers[] = { "by",  "before", "until", "till", "on",  "due",
                                           "the", "at",     "eod",   "cob",  "eob", NULL };

    if (line->words[i].from < due->from)
      continue;
    while (i > from + 1 && g_strv_contains (openers, line->words[i - 1].word))
      i--;
    return i;
  }
  return to;
}

/* Reads the words from @from on as one wish and says them after @lead. */
static HearthFinding *
add_wish (HearthCommitmentReader *self, HearthFindingKind kind, const char *lead, guint from,
          guint end, gboolean any_due)
{
  const HearthPhraseLine *line = &self->clause->line;
  g_autoptr (GString) text = g_string_new (lead);
  HearthFinding *finding;
  HearthDue due;
  guint to;

  if (!hearth_due_read (&due, line, self->message->date, any_due))
    due = self->clause->due;
  to = hearth_commitment_text_trim (line, from, end);
  to = cut_due (line, &due, from, to);
  to = hearth_commitment_text_trim (line, from, to);
  if (to <= from)
    return NULL;
  hearth_voice_append (&self->voice, text, line, from, to);
  if (hearth_commitment_text_points_back (line, from, to)) {
    guint before = from;

    /* The opener stands between the matter and the wish. */
    while (before > 0 && !hearth_commitment_begins_part (line, before))
      before--;
    while (before > 0 && line->words[before].after == 0 &&
           hearth_commitment_begins_part (line, before))
      before--;
    if (before >= 3)
      hearth_voice_append_matter (&self->voice, text, line, before);
    else if (self->before != NULL && self->before->line.n_words >= 3)
      hearth_voice_append_matter (&self->voice, text, &self->before->line,
                                  self->before->line.n_words);
    else if (self->message->subject != NULL && *self->message->subject != '\0') {
      gboolean is_reply;
      g_autofree char *subject = hearth_text_base_subject (self->message->subject, &is_reply);
      g_autofree HearthPhraseLine *matter = g_new (HearthPhraseLine, 1);

      hearth_phrase_line_read (matter, subject);
      hearth_voice_append_matter (&self->voice, text, matter, matter->n_words);
    }
  }
  finding = add (self, kind, g_steal_pointer (&text), from);
  set_due (finding, &due);
  return finding;
}

static gboolean
is_name (HearthCommitmentReader *self, guint at)
{
  g_autofree char *folded = g_utf8_strdown (self->voice.other, -1);

  return strcmp (folded, self->clause->line.words[at].word) == 0;
}

/* A question in the words in which it was asked. */
HearthFinding *
hearth_commitment_add_question (HearthCommitmentReader *self)
{
  const HearthPhraseLine *line = &self->clause->line;
  g_autoptr (GString) text = g_string_new (NULL);
  HearthFinding *finding;
  guint from = 0;
  HearthDue due;
  guint used;

  while ((used = hearth_phrases_match (self->phrases, line, from, HEARTH_ASK_BIT (FILLER), NULL)) >
             0 &&
         from + used < line->n_words)
    from += used;
  if (from + 1 < line->n_words && line->words[from + 1].after == ',' && is_name (self, from))
    from++;
  if (line->n_words - from < 3)
    return NULL;
  if (!self->voice.sent)
    g_string_append_printf (text, self->voice.german ? "%s antworten: " : "Answer %s: ",
                            self->voice.other);
  g_string_append_len (text, line->text + line->words[from].from,
                       line->words[line->n_words - 1].to - line->words[from].from);
  g_string_append_c (text, '?');
  finding = add (self, ask_kind (self, TRUE), g_steal_pointer (&text), 0);
  if (hearth_due_read (&due, line, self->message->date, FALSE))
    set_due (finding, &due);
  return finding;
}

/* A short question about what was asked before adds nothing; alone, it is asked with its matter. */
void
hearth_commitment_add_back (HearthCommitmentReader *self)
{
  HearthFinding *last = last_ask (self);
  HearthDue due;

  if (last != NULL) {
    if (last->due == 0 && hearth_due_read (&due, &self->clause->line, self->message->date, FALSE))
      set_due (last, &due);
    return;
  }
  if (self->before != NULL) {
    g_autoptr (GString) text = g_string_new (NULL);
    const HearthPhraseLine *line = &self->clause->line;
    HearthFinding *finding;

    if (!self->voice.sent && line->question)
      g_string_append_printf (text, self->voice.german ? "%s antworten: " : "Answer %s: ",
                              self->voice.other);
    hearth_voice_append (&self->voice, text, line, 0, line->n_words);
    hearth_voice_append_matter (&self->voice, text, &self->before->line,
                                self->before->line.n_words);
    finding = add (self, ask_kind (self, TRUE), g_steal_pointer (&text), 0);
    if (hearth_due_read (&due, line, self->message->date, FALSE))
      set_due (finding, &due);
  }
}

static guint
skip_adverbs (const HearthPhraseLine *line, guint at)
{
  static const char *const adverbs[] = { "please",  "kindly",   "also",    "just",  "maybe",
                                         "perhaps", "possibly", "quickly", "then",  "both",
                                         "all",     "bitte",    "mal",     "noch",  "kurz",
                                         "auch",    "doch",     "still",   "quick", NULL };

  while (at < line->n_words && g_strv_contains (adverbs, line->words[at].word))
    at++;
  return at;
}

static gboolean
is_interrogative (const char *word)
{
  static const char *const words[] = { "what",    "when", "where",  "which",   "who",     "whom",
                                       "whose",   "why",  "how",    "whether", "if",      "was",
                                       "wann",    "wo",   "welche", "welcher", "welches", "welchen",
                                       "wer",     "wen",  "wem",    "warum",   "wie",     "ob",
                                       "wieviel", NULL };

  return g_strv_contains (words, word);
}

/* Appends "Tell Ana" or what it is in the language of the text. */
static char *
dup_tell (HearthCommitmentReader *self, const char *rest)
{
  const char *other = self->voice.sent ? "you" : self->voice.other;

  return g_strdup_printf ("Tell %s %s", other, rest);
}

/* "Let me know if you need anything" wants nothing. */
static gboolean
is_offer (const HearthPhraseLine *line, guint at)
{
  static const char *const wants[] = { "need",   "require", "want", "would", "see", "find",
                                       "notice", "run",     "spot", "have",  NULL };
  static const char *const real[] = { "time", "seen", "received", "a", "been", "had", "the", NULL };

  if (at + 3 >= line->n_words || strcmp (line->words[at].word, "if") != 0)
    return FALSE;
  if (strcmp (line->words[at + 1].word, "there") == 0 ||
      strcmp (line->words[at + 1].word, "any") == 0)
    return TRUE;
  return strcmp (line->words[at + 1].word, "you") == 0 &&
         g_strv_contains (wants, line->words[at + 2].word) &&
         !(strcmp (line->words[at + 2].word, "have") == 0 &&
           g_strv_contains (real, line->words[at + 3].word));
}

static gboolean
read_tell (HearthCommitmentReader *self, guint at, guint used, guint end)
{
  static const char *const own[] = {
    "i", "i'd", "we", "want", "wondering", "curious", "i'm", NULL
  };
  const HearthPhraseLine *line = &self->clause->line;
  const char *first = at + used < end ? line->words[at + used].word : "";
  g_autofree char *lead = NULL;
  guint rest = hearth_commitment_text_trim (line, at + used, end);
  HearthDue due;

  if (rest > at + used && hearth_due_read (&due, line, self->message->date, FALSE))
    rest = cut_due (line, &due, at + used - 1, rest);
  if (rest <= at + used || (hearth_phrases_match (self->phrases, line, at + used,
                                                  HEARTH_ASK_BIT (POINTS_BACK), NULL) > 0 &&
                            rest - at - used <= 7)) {
    hearth_commitment_add_back (self);
    return TRUE;
  }
  if (hearth_phrases_match (self->phrases, line, at + used, HEARTH_ASK_BIT (OFFER), NULL) > 0 ||
      is_offer (line, at + used))
    return TRUE;
  if (!g_strv_contains (own, line->words[at].word)) {
    add_wish (self, ask_kind (self, FALSE), "", at, end, FALSE);
    return TRUE;
  }
  if (!is_interrogative (first))
    return FALSE;
  lead = dup_tell (self, "");
  add_wish (self, ask_kind (self, TRUE), lead, at + used, end, FALSE);
  return TRUE;
}

/* "Could you help with the move": a noun follows. */
static gboolean
read_doing (HearthCommitmentReader *self, guint at, guint used, guint end)
{
  const HearthPhraseLine *line = &self->clause->line;
  g_autofree char *base = NULL;
  g_autofree char *lead = NULL;

  if (at + used + 1 >= end)
    return FALSE;
  if (!g_str_has_suffix (line->words[at + used].word, "ing"))
    return add_wish (self, ask_kind (self, FALSE), "", at + used - 2, end, FALSE) != NULL;
  base = hearth_commitment_text_to_base (line->words[at + used].word);
  lead = g_strconcat (base, " ", NULL);
  return add_wish (self, ask_kind (self, FALSE), lead, at + used + 1, end, FALSE) != NULL;
}

static gboolean
read_need (HearthCommitmentReader *self, int cue, guint at, guint used, guint end)
{
  static const char *const no[] = { "to",   "back", "a",   "some", "together", "it", "my",
                                    "more", "you",  "off", "in",   "out",      NULL };
  static const char *const things[] = { "things", "favours", "favors",    "questions",
                                        "points", "items",   "following", NULL };
  const HearthPhraseLine *line = &self->clause->line;
  const char *first = at + used < end ? line->words[at + used].word : "to";
  g_autofree char *lead = NULL;
  gboolean named = FALSE;
  HearthDue due;

  for (guint i = at + used; i + 2 < end + 1 && i + 1 < line->n_words; i++) {
    if (strcmp (line->words[i].word, "from") == 0 && strcmp (line->words[i + 1].word, "you") == 0) {
      named = TRUE;
      if (i + 2 == end)
        end = i;
      break;
    }
  }
  if (cue == HEARTH_ASK_NEED && !named && !hearth_due_read (&due, line, self->message->date, FALSE))
    return FALSE;
  /* "I need two things from you:" announces them. */
  for (guint i = at + used; i < at + used + 3 && i < end; i++) {
    if (g_strv_contains (things, line->words[i].word))
      return FALSE;
  }
  if (g_strv_contains (no, first) && !(named && strcmp (first, "a") == 0))
    return FALSE;
  lead = g_strdup_printf ("Send %s ", self->voice.sent ? "you" : self->voice.other);
  return add_wish (self, ask_kind (self, FALSE), lead, at + used, end, FALSE) != NULL;
}

/* Questions that can be said as "tell Ana whether". */
static gboolean
read_indirect (HearthCommitmentReader *self, int cue, guint at, guint used, guint end)
{
  const HearthPhraseLine *line = &self->clause->line;
  const char *first = at + used < end ? line->words[at + used].word : "";
  g_autoptr (GString) lead = g_string_new (NULL);
  gboolean interrogative = is_interrogative (first);

  if (!self->clause->line.question || at + used >= end)
    return FALSE;
  if (cue == HEARTH_ASK_KNOW && interrogative) {
    g_autofree char *tell = dup_tell (self, "");

    g_string_append (lead, tell);
  } else if (self->voice.sent && cue != HEARTH_ASK_WE_CAN && cue != HEARTH_ASK_WE_SHOULD) {
    return hearth_commitment_add_question (self) != NULL;
  } else {
    const char *second = line->words[at + used - 1].word;
    g_autofree char *tell = dup_tell (self, "whether ");

    g_string_append (lead, tell);
    switch (cue) {
    case HEARTH_ASK_WE_CAN:
      g_string_append (lead, "we can ");
      break;
    case HEARTH_ASK_WE_SHOULD:
      g_string_append (lead, "we should ");
      break;
    case HEARTH_ASK_I_CAN:
      g_string_append_printf (lead, "%s %s ", self->voice.other,
                              strcmp (line->words[at].word, "may") == 0 ? "can"
                                                                        : line->words[at].word);
      break;
    case HEARTH_ASK_DO_YOU:
      if (strcmp (line->words[at].word, "do") != 0)
        return hearth_commitment_add_question (self) != NULL;
      g_string_append (lead, "you ");
      break;
    case HEARTH_ASK_HAVE_YOU:
      g_string_append (lead, "you have ");
      break;
    case HEARTH_ASK_ARE_YOU:
      if (strcmp (line->words[at].word, "are") != 0 && strcmp (second, "be") != 0)
        return hearth_commitment_add_question (self) != NULL;
      g_string_append (lead, strcmp (second, "be") == 0 ? "you will be " : "you are ");
      break;
    default:
      return hearth_commitment_add_question (self) != NULL;
    }
  }
  return add_wish (self, ask_kind (self, TRUE), lead->str, at + used, end, FALSE) != NULL;
}

/* "Senden Sie Ana die Unterlagen" becomes "Ana die Unterlagen senden". */
static void
read_german_bid (HearthCommitmentReader *self, guint at, guint used, guint end)
{
  const HearthPhraseLine *line = &self->clause->line;
  g_autoptr (GString) text = g_string_new (NULL);
  guint from = at;
  gboolean polite;
  guint verb;
  HearthFinding *finding;
  HearthDue due;

  /* "Schick mir bitte": the verb stands before. */
  while (from > 0 && !hearth_commitment_begins_part (line, from))
    from--;
  while (from < at &&
         hearth_phrases_match (self->phrases, line, from, HEARTH_ASK_BIT (FILLER), NULL) > 0)
    from++;
  verb = from < at ? from : at + used;
  if (verb >= end || end - verb < 2)
    return;
  end = hearth_commitment_text_trim (line, verb, end);
  polite = verb + 1 < end && strcmp (line->words[verb + 1].word, "sie") == 0;
  for (guint i = polite ? verb + 2 : verb; i < end; i++) {
    if (strcmp (line->words[i].word, "bitte") == 0)
      continue;
    if (text->len > 0 && i > 0)
      g_string_append_len (text, line->text + line->words[i - 1].to,
                           line->words[i].from - line->words[i - 1].to);
    hearth_voice_append (&self->voice, text, line, i, i + 1);
  }
  hearth_commitment_text_drop_zu (text);
  if (polite && strchr (text->str, ',') == NULL && strstr (text->str, " und ") == NULL)
    g_string_append_printf (text, " %s", line->words[verb].word);
  else if (polite) {
    g_string_prepend_c (text, ' ');
    g_string_prepend (text, line->words[verb].word);
  }
  finding = add (self, ask_kind (self, FALSE), g_steal_pointer (&text), 0);
  if (hearth_due_read (&due, line, self->message->date, FALSE))
    set_due (finding, &due);
  else if (finding != NULL)
    set_due (finding, &self->clause->due);
}

static gboolean
read_german_tell (HearthCommitmentReader *self, guint at, guint used, guint end)
{
  g_autofree char *lead =
      g_strdup_printf ("%s Bescheid geben, ", self->voice.sent ? "dir" : self->voice.other);

  if (at + used >= end || hearth_phrases_match (self->phrases, &self->clause->line, at + used,
                                                HEARTH_ASK_BIT (POINTS_BACK), NULL) > 0) {
    hearth_commitment_add_back (self);
    return TRUE;
  }
  if (!is_interrogative (self->clause->line.words[at + used].word))
    lead[strlen (lead) - 2] = ' ';
  return add_wish (self, ask_kind (self, FALSE), lead, at + used, end, FALSE) != NULL;
}

/* The whole sentence says what is awaited. */
static gboolean
read_awaited (HearthCommitmentReader *self)
{
  const HearthPhraseLine *line = &self->clause->line;
  g_autoptr (GString) text = g_string_new (NULL);
  HearthFinding *finding;
  HearthDue due;
  guint from = 0;
  guint used;

  while ((used = hearth_phrases_match (self->phrases, line, from, HEARTH_ASK_BIT (FILLER), NULL)) >
         0)
    from += used;
  if (from >= line->n_words)
    return FALSE;
  hearth_voice_append (&self->voice, text, line, from,
                       hearth_commitment_text_trim (line, from, line->n_words));
  if (line->n_words - from <= 3 && self->before != NULL)
    hearth_voice_append_matter (&self->voice, text, &self->before->line,
                                self->before->line.n_words);
  finding = add (self, ask_kind (self, FALSE), g_steal_pointer (&text), 0);
  if (hearth_due_read (&due, line, self->message->date, FALSE))
    set_due (finding, &due);
  return TRUE;
}

static gboolean
is_imperative (HearthCommitmentReader *self, guint at)
{
  static const char *const objects[] = {
    "the",  "your", "this", "that",  "these", "those", "me",   "us",      "it", "them", "him",
    "her",  "a",    "an",   "my",    "our",   "both",  "all",  "any",     "in", "on",   "with",
    "up",   "to",   "and",  "at",    "back",  "by",    "out",  "whether", "if", "each", "every",
    "sure", "into", "for",  "which", "what",  "two",   "some", NULL
  };
  const HearthPhraseLine *line = &self->clause->line;

  if (self->machine || (line->question && !self->clause->counted) || at + 2 >= line->n_words ||
      !hearth_commitment_words_is_verb (line->words[at].word))
    return FALSE;
  /* Only where the sentence begins: elsewhere it may be a noun, or part of another wish. */
  if (at > 0 && line->words[at].after != ':' && line->words[at].after != ')' &&
      hearth_phrases_match (self->phrases, line, 0, HEARTH_ASK_BIT (FILLER), NULL) != at &&
      !(at == 1 && line->words[1].after == ','))
    return FALSE;
  return g_strv_contains (objects, line->words[at + 1].word);
}

/* "I'll send you the draft tomorrow". Returns whether that is what it is. */
gboolean
hearth_commitment_read_promise (HearthCommitmentReader *self, int cue, guint at, guint used)
{
  const HearthPhraseLine *line = &self->clause->line;
  HearthFindingKind kind = self->voice.sent ? HEARTH_FINDING_PROMISE : HEARTH_FINDING_PLEDGE;
  static const char *const had[] = {
    "the", "it", "that", "this", "them", "everything", "your", NULL
  };
  const char *opener = line->words[at].word;
  gboolean weak = strcmp (opener, "happy") == 0 ||
                  (strcmp (opener, "i") == 0 && strcmp (line->words[at + 1].word, "can") == 0);
  guint end = hearth_commitment_find_end (self, at + used);
  guint from = skip_adverbs (line, at + used);
  HearthDue due;

  if (self->machine || line->question)
    return FALSE;
  for (guint i = 0; i < line->n_words; i++) {
    if (hearth_phrases_match (self->phrases, line, i, HEARTH_ASK_BIT (CONDITION), NULL) > 0)
      return FALSE;
  }
  if (weak && !hearth_due_read (&due, line, self->message->date, TRUE))
    return FALSE;
  if (cue == HEARTH_ASK_GERMAN_PROMISE) {
    gboolean werden = strcmp (line->words[at + used - 1].word, "werde") == 0 ||
                      strcmp (line->words[at + used - 1].word, "werden") == 0;

    from = werden ? at + used : at + 1;
    if (from + 1 < line->n_words && strcmp (line->words[from].word, "ich") == 0)
      from++;
    return add_wish (self, kind, "", from, line->n_words, TRUE) != NULL;
  }
  if (g_str_has_prefix (opener, "you")) {
    g_autofree char *lead =
        g_strdup_printf ("Get %s ", self->voice.sent ? self->voice.other : "you");

    return hearth_due_read (&due, line, self->message->date, TRUE) &&
           add_wish (self, kind, lead, at + used, end, TRUE) != NULL;
  }
  if (from + 1 >= end || !hearth_commitment_words_is_deed (line->words[from].word) ||
      (strcmp (line->words[from].word, "have") == 0 &&
       !g_strv_contains (had, line->words[from + 1].word)))
    return FALSE;
  return add_wish (self, kind, "", from, end, TRUE) != NULL;
}

static gboolean
machine_may_ask (const HearthPhraseLine *line, guint at)
{
  static const char *const verbs[] = { "sign",   "approve", "complete", "submit", "renew",
                                       "upload", "return",  "pay",      NULL };

  return at < line->n_words && g_strv_contains (verbs, line->words[at].word);
}

/* "I need your answer by noon", after a question, says only until when. */
static gboolean
is_mere_answer (HearthCommitmentReader *self, guint from, guint end)
{
  static const char *const nouns[] = { "answer", "reply",    "response", "confirmation", "feedback",
                                       "input",  "thoughts", "help",     "decision",     NULL };
  const HearthPhraseLine *line = &self->clause->line;
  HearthFinding *last = last_ask (self);
  HearthDue due;
  guint to = hearth_commitment_text_trim (line, from, end);

  if (last == NULL || from >= end || !g_strv_contains (nouns, line->words[from].word))
    return FALSE;
  if (hearth_due_read (&due, line, self->message->date, FALSE))
    to = cut_due (line, &due, from, to);
  else
    due.at = 0;
  if (to > from + 1)
    return FALSE;
  if (last->due == 0)
    set_due (last, &due);
  return TRUE;
}

/* "Looking forward to hearing from you", where nothing else is asked: the subject says of what. */
static gboolean
read_answer (HearthCommitmentReader *self, guint at, guint used)
{
  const HearthPhraseLine *line = &self->clause->line;
  g_autoptr (GString) text = g_string_new (self->voice.german ? "Antworten" : "Answer");
  gboolean is_reply;
  g_autofree char *subject = NULL;

  if (last_ask (self) != NULL)
    return TRUE;
  if (!self->voice.sent && self->voice.german)
    g_string_printf (text, "%s antworten", self->voice.other);
  else if (!self->voice.sent)
    g_string_append_printf (text, " %s", self->voice.other);
  if (at + used < line->n_words && strcmp (line->words[at + used - 1].word, "on") == 0) {
    g_string_append (text, " on ");
    hearth_voice_append (&self->voice, text, line, at + used,
                         hearth_commitment_text_trim (line, at + used, line->n_words));
  } else {
    subject =
        hearth_text_base_subject (self->message->subject != NULL ? self->message->subject : "",
                                  &is_reply);
    if (*subject != '\0')
      g_string_append_printf (text, " (%s)", subject);
  }
  return add (self, ask_kind (self, TRUE), g_steal_pointer (&text), at) != NULL;
}

/* One wish, whose opener takes @used words at @at. Returns where reading goes on; @at if it is
 * none. */
guint
hearth_commitment_read_opener (HearthCommitmentReader *self, int cue, guint at, guint used)
{
  const HearthPhraseLine *line = &self->clause->line;
  guint end = hearth_commitment_find_end (self, at + used);
  guint rest = skip_adverbs (line, at + used);
  gboolean found = FALSE;

  if (self->machine && cue != HEARTH_ASK_AWAITED &&
      !(cue == HEARTH_ASK_PLEASE && machine_may_ask (line, rest)))
    return at;
  switch (cue) {
  case HEARTH_ASK_DO:
    found = rest < end && !hearth_commitment_text_is_idle (line, at, rest) &&
            !hearth_voice_is_plain (line->words[rest].word) &&
            strcmp (line->words[rest].word, "be") != 0 &&
            add_wish (self, ask_kind (self, FALSE), "", rest, end, FALSE) != NULL;
    break;
  case HEARTH_ASK_PLEASE:
    found = rest < end && !hearth_commitment_text_is_idle (line, at, rest) &&
            (hearth_commitment_words_is_verb (line->words[rest].word) ||
             strcmp (line->words[rest].word, "let") == 0 ||
             strcmp (line->words[rest].word, "do") == 0) &&
            add_wish (self, ask_kind (self, FALSE), "", rest, end, FALSE) != NULL;
    break;
  case HEARTH_ASK_DOING:
    found = read_doing (self, at, used, end);
    break;
  case HEARTH_ASK_GIVE: {
    g_autofree char *lead =
        g_strdup_printf ("Give %s your ", self->voice.sent ? "you" : self->voice.other);

    if (self->voice.sent) {
      g_free (lead);
      lead = g_strdup_printf ("Give you %s's ", self->voice.other);
    }
    found = is_mere_answer (self, at + used, end) ||
            add_wish (self, ask_kind (self, FALSE), lead, at + used, end, FALSE) != NULL;
    break;
  }
  case HEARTH_ASK_SEND:
  case HEARTH_ASK_NEED:
    found = read_need (self, cue, at, used, end);
    break;
  case HEARTH_ASK_TELL:
    found = read_tell (self, at, used, end);
    break;
  case HEARTH_ASK_ANSWER:
    found = read_answer (self, at, used);
    break;
  case HEARTH_ASK_WE_CAN:
  case HEARTH_ASK_WE_SHOULD:
  case HEARTH_ASK_I_CAN:
  case HEARTH_ASK_DO_YOU:
  case HEARTH_ASK_HAVE_YOU:
  case HEARTH_ASK_ARE_YOU:
  case HEARTH_ASK_KNOW:
  case HEARTH_ASK_WHETHER:
    found = read_indirect (self, cue, at, used, end);
    break;
  case HEARTH_ASK_AWAITED:
    found = read_awaited (self);
    end = line->n_words;
    break;
  case HEARTH_ASK_GERMAN_DO:
    found = rest < end && add_wish (self, ask_kind (self, FALSE), "", rest, end, FALSE) != NULL;
    break;
  case HEARTH_ASK_GERMAN_BID:
    read_german_bid (self, at, used, line->n_words);
    found = TRUE;
    end = line->n_words;
    break;
  case HEARTH_ASK_GERMAN_TELL:
    found = read_german_tell (self, at, used, line->n_words);
    end = line->n_words;
    break;
  default:
    break;
  }
  if (!found)
    return at;
  self->n_asks++;
  return end;
}

/**
 * hearth_commitment_read_bid:
 * @self: a reader
 * @at: number of a word
 *
 * Reads "Send me the report", which nothing opens.
 *
 * Returns: whether that is what begins there
 */
gboolean
hearth_commitment_read_bid (HearthCommitmentReader *self, guint at)
{
  if (!is_imperative (self, at))
    return FALSE;
  return add_wish (self, ask_kind (self, FALSE), "", at, hearth_commitment_find_end (self, at),
                   FALSE) != NULL;
}

/**
 * hearth_commitment_read_due:
 * @self: a reader whose clause asks nothing
 *
 * Reads "The deadline is 31 May" and "Both by Monday", which say until when the wishes before are
 * wanted.
 */
void
hearth_commitment_read_due (HearthCommitmentReader *self)
{
  static const char *const firsts[] = { "both", "all", "everything", "beides", "alles", NULL };
  const HearthPhraseLine *line = &self->clause->line;
  gboolean all = line->n_words <= 6 && g_strv_contains (firsts, line->words[0].word);
  gboolean says = FALSE;
  HearthDue due;

  for (guint i = 0; i < line->n_words && i < 12; i++)
    says = says || strcmp (line->words[i].word, "deadline") == 0 ||
           strcmp (line->words[i].word, "frist") == 0;
  if ((!all && !says) || last_ask (self) == NULL ||
      !hearth_due_read (&due, line, self->message->date, says))
    return;
  if (!all) {
    if (last_ask (self)->due == 0)
      set_due (last_ask (self), &due);
    return;
  }
  for (guint i = self->first; i < self->findings->len; i++) {
    HearthFinding *finding = g_ptr_array_index (self->findings, i);

    if (finding->due == 0)
      set_due (finding, &due);
  }
}
