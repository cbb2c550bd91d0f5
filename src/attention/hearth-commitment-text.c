/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-commitment-text.h"

#include "hearth-commitment-words.h"

#include <string.h>

/* What is longer is cut at a word. */
#define MAX_CHARS 180
#define MAX_MATTER_WORDS 22

typedef struct {
  const char *word;
  const char *received; /* %N is the other's name */
  const char *sent;
} Turn;

/* What a word becomes when a sentence is said to the owner by nobody. */
static const Turn english[] = {
  { "me", "%N", "you" },
  { "us", "%N", "you" },
  { "my", "%N's", "your" },
  { "mine", "%N's", "yours" },
  { "myself", "%N", "yourself" },
  { "i", "%N", "you" },
  { "i'm", "%N is", "you are" },
  { "i've", "%N has", "you have" },
  { "i'll", "%N will", "you will" },
  { "i'd", "%N would", "you would" },
  { "you", NULL, "%N" },
  { "your", NULL, "%N's" },
  { "yours", NULL, "%N's" },
  { "you're", NULL, "%N is" },
  { "you've", NULL, "%N has" },
};

static const Turn german[] = {
  { "mir", "%N", "dir" },        { "mich", "%N", "dich" },      { "uns", "%N", "dir" },
  { "ich", "%N", "du" },         { "mein", "%Ns", "dein" },     { "meine", "%Ns", "deine" },
  { "meinen", "%Ns", "deinen" }, { "meiner", "%Ns", "deiner" }, { "meinem", "%Ns", "deinem" },
  { "dir", NULL, "%N" },         { "dich", NULL, "%N" },        { "ihnen", NULL, "%N" },
  { "dein", NULL, "%Ns" },       { "deine", NULL, "%Ns" },      { "deinen", NULL, "%Ns" },
  { "deiner", NULL, "%Ns" },
};

static const char *
find_turn (const HearthVoice *self, const char *word)
{
  const Turn *turns = self->german ? german : english;
  guint n_turns = self->german ? G_N_ELEMENTS (german) : G_N_ELEMENTS (english);

  for (guint i = 0; i < n_turns; i++) {
    if (strcmp (turns[i].word, word) == 0)
      return self->sent ? turns[i].sent : turns[i].received;
  }
  return NULL;
}

/* "Let us know" is said for the writer, "for us to meet" is not. */
static gboolean
means_writer (const HearthPhraseLine *line, guint at)
{
  static const char *const verbs[] = { "let",  "tell",  "send",   "give",   "get",    "show",
                                       "help", "to",    "update", "inform", "notify", "call",
                                       "ping", "email", "join",   "remind", NULL };

  return strcmp (line->words[at].word, "us") != 0 ||
         (at > 0 && g_strv_contains (verbs, line->words[at - 1].word));
}

static void
append_turn (GString *out, const char *turn, const char *other)
{
  const char *name = strstr (turn, "%N");

  if (name == NULL) {
    g_string_append (out, turn);
    return;
  }
  g_string_append_len (out, turn, name - turn);
  g_string_append (out, other);
  g_string_append (out, name + 2);
}

/* What a verb becomes when "I" before it became a name. */
static const char *
find_third (const char *word)
{
  static const char *const pairs[] = {
    "am",      "is",       "have",  "has",    "need", "needs", "want",  "wants",  "do",   "does",
    "see",     "sees",     "plan",  "plans",  "hope", "hopes", "like",  "likes",  "know", "knows",
    "work",    "works",    "think", "thinks", "get",  "gets",  "go",    "goes",   "buy",  "buys",
    "believe", "believes", "make",  "makes",  "take", "takes", "find",  "finds",  "use",  "uses",
    "send",    "sends",    "call",  "calls",  "come", "comes", "bring", "brings", NULL
  };

  for (guint i = 0; pairs[i] != NULL; i += 2) {
    if (strcmp (pairs[i], word) == 0)
      return pairs[i + 1];
  }
  return NULL;
}

/**
 * hearth_voice_append:
 * @self: who speaks to whom
 * @out: where the words go
 * @line: a line
 * @from: the first word
 * @to: the word after the last
 *
 * Appends words of a line with "me" and "my" turned into the other's name, or, in what the owner
 * wrote, into "you".
 */
void
hearth_voice_append (const HearthVoice *self, GString *out, const HearthPhraseLine *line,
                     guint from, guint to)
{
  for (guint i = from; i < to; i++) {
    const HearthLineWord *word = &line->words[i];
    const char *turn = find_turn (self, word->word);
    gboolean after_i = i > 0 && strcmp (line->words[i - 1].word, "i") == 0 && !self->german;

    /* Politeness is not part of a task. */
    if (self->german && strcmp (word->word, "bitte") == 0)
      continue;
    if (i > from && out->len > 0 && out->str[out->len - 1] != ' ') {
      const HearthLineWord *before = &line->words[i - 1];

      g_string_append_len (out, line->text + before->to, word->from - before->to);
    }
    if (turn != NULL && !means_writer (line, i))
      turn = NULL;
    if (turn == NULL && after_i && !self->sent)
      turn = find_third (word->word);
    if (turn == NULL && after_i && self->sent && strcmp (word->word, "am") == 0)
      turn = "are";
    if (turn != NULL)
      append_turn (out, turn, self->other);
    else
      g_string_append_len (out, line->text + word->from, word->to - word->from);
  }
}

/**
 * hearth_commitment_text_trim:
 * @line: a line
 * @from: the first word
 * @to: the word after the last
 *
 * Leaves out what is only polite at the end, and what says why.
 *
 * Returns: the word after the last that remains
 */
guint
hearth_commitment_text_trim (const HearthPhraseLine *line, guint from, guint to)
{
  const HearthPhrases *phrases = hearth_commitment_words_get ();
  static const char *const reasons[] = { "because", "since", "otherwise", "weil", "damit", NULL };
  static const char *const danglers[] = { "and",  "or",  "und", "oder", "so", "to",
                                          "that", "but", "the", "aber", NULL };
  gboolean again = TRUE;

  for (guint i = from + 1; i < to; i++) {
    const HearthLineWord *word = &line->words[i];
    const char *next = i + 1 < to ? line->words[i + 1].word : "";

    if (g_strv_contains (reasons, word->word) || (word->after == '-' && i > from + 2) ||
        (strcmp (word->word, "so") == 0 && (word->after != 0 || strcmp (next, "that") == 0 ||
                                            strcmp (next, "i") == 0 || strcmp (next, "we") == 0)) ||
        (strcmp (word->word, "as") == 0 && word->after != 0 && strcmp (next, "well") != 0)) {
      to = i;
      break;
    }
  }
  while (again && to > from) {
    again = FALSE;
    for (guint i = to > from + 6 ? to - 6 : from; i < to; i++) {
      if (hearth_phrases_match (phrases, line, i, HEARTH_PHRASE_BIT (HEARTH_ASK_TAIL), NULL) ==
          to - i) {
        to = i;
        again = TRUE;
        break;
      }
    }
    if (to > from + 1 && g_strv_contains (danglers, line->words[to - 1].word)) {
      to--;
      again = TRUE;
    }
  }
  return to;
}

/**
 * hearth_commitment_text_finish:
 * @text: (transfer full): words
 *
 * Makes words a line that begins with a capital and is not too long.
 *
 * Returns: (transfer full) (nullable): the line, or %NULL if nothing is left
 */
char *
hearth_commitment_text_finish (GString *text)
{
  g_autoptr (GString) line = text;
  g_autoptr (GString) out = NULL;
  gunichar first;

  /* Marks of text that is written as if it were bold. */
  g_string_replace (line, "**", "", 0);
  while (line->len > 0 && strchr (" ,;:.!-", line->str[line->len - 1]) != NULL)
    g_string_truncate (line, line->len - 1);
  if (line->len == 0)
    return NULL;
  if (g_utf8_strlen (line->str, -1) > MAX_CHARS) {
    const char *end = g_utf8_offset_to_pointer (line->str, MAX_CHARS);
    const char *space = g_strrstr_len (line->str, end - line->str, " ");

    g_string_truncate (line, (gsize) ((space != NULL ? space : end) - line->str));
    g_string_append (line, "…");
  }
  out = g_string_sized_new (line->len + 4);
  first = g_utf8_get_char (line->str);
  g_string_append_unichar (out, g_unichar_totitle (first));
  g_string_append (out, g_utf8_next_char (line->str));
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/**
 * hearth_voice_is_plain:
 * @word: a word in lower case
 *
 * Returns: whether it stands for something that was named before
 */
gboolean
hearth_voice_is_plain (const char *word)
{
  static const char *const words[] = { "it",   "this", "that", "them",  "these", "those", "one",
                                       "both", "das",  "es",   "which", "ihn",   "dies",  NULL };

  return g_strv_contains (words, word);
}

/* "Plan it" is something to do, "the plan" is not. */
static gboolean
is_deed_here (const HearthPhraseLine *line, guint from, guint at)
{
  static const char *const before[] = { "and", "or", "to", "then", "please", NULL };

  return hearth_commitment_words_is_verb (line->words[at].word) &&
         (at == from || g_strv_contains (before, line->words[at - 1].word));
}

/**
 * hearth_commitment_text_is_idle:
 * @line: a line
 * @at: number of the word with which a wish opens: "would you"
 * @from: number of the first word of what is wished
 *
 * Tells "please do not be polite", "if you would like to see them" and "what would you do" from
 * what somebody can be done with.
 *
 * Returns: whether there is nothing to do
 */
gboolean
hearth_commitment_text_is_idle (const HearthPhraseLine *line, guint at, guint from)
{
  static const char *const wishes[] = { "like", "love", "prefer", "rather", "mind", NULL };
  static const char *const asked[] = { "what", "how", "why", "where", "when", "who", NULL };

  if (from >= line->n_words || g_strv_contains (wishes, line->words[from].word))
    return TRUE;
  if (strcmp (line->words[from].word, "dont") == 0 ||
      (from + 1 < line->n_words && strcmp (line->words[from].word, "do") == 0 &&
       strcmp (line->words[from + 1].word, "not") == 0))
    return TRUE;
  return at > 0 && g_strv_contains (asked, line->words[at - 1].word);
}

/**
 * hearth_commitment_text_points_back:
 * @line: a line
 * @from: the first word
 * @to: the word after the last
 *
 * Returns: whether the words do not say what they are about: "fix that", "investigate and let me
 *   know"
 */
gboolean
hearth_commitment_text_points_back (const HearthPhraseLine *line, guint from, guint to)
{
  guint n_content = 0;
  gboolean plain = FALSE;
  gboolean no_object = from + 1 >= to || strcmp (line->words[from + 1].word, "and") == 0 ||
                       strcmp (line->words[from + 1].word, "or") == 0;
  /* "Correct it and", but not "correct this number". */
  gboolean plain_object =
      from + 1 < to && hearth_voice_is_plain (line->words[from + 1].word) &&
      (from + 2 >= to || hearth_commitment_words_is_common (line->words[from + 2].word));

  for (guint i = from; i < to; i++) {
    const char *word = line->words[i].word;

    plain = plain || (hearth_voice_is_plain (word) && (n_content == 0 || to - from <= 3));
    if (!hearth_commitment_words_is_common (word) && !is_deed_here (line, from, i))
      n_content++;
  }
  return no_object || plain_object || n_content == 0 || (plain && n_content < 2);
}

/* "I've requested", "we have sent", "I just uploaded": what follows is the thing itself. Returns
 * the number of its first word, or 0. */
static guint
skip_subject (const HearthPhraseLine *line, guint to)
{
  static const char *const subjects[] = { "i", "we", "i've", "we've", "ich", "wir", NULL };
  static const char *const helpers[] = {
    "have", "just", "also", "already", "now", "finally", NULL
  };
  static const char *const past[] = { "sent", "put",   "made", "written", "wrote", "left",
                                      "set",  "built", "done", "got",     "found", NULL };
  guint at = 1;

  if (to < 4 || !g_strv_contains (subjects, line->words[0].word))
    return 0;
  while (at < to && g_strv_contains (helpers, line->words[at].word))
    at++;
  if (at + 1 < to && (g_str_has_suffix (line->words[at].word, "ed") ||
                      g_strv_contains (past, line->words[at].word)))
    return at + 1;
  return 0;
}

/**
 * hearth_voice_append_matter:
 * @self: who speaks to whom
 * @out: words that point back
 * @matter: (nullable): the line before, which says what they point to
 * @to: so many of its words are taken
 *
 * Says in parentheses what the words are about, or puts it in place of the "it" that ends them.
 */
void
hearth_voice_append_matter (const HearthVoice *self, GString *out, const HearthPhraseLine *matter,
                            guint to)
{
  guint from = skip_subject (matter, to);

  /* Whom it is said to: "Sam, the booth is free". */
  if (from == 0 && to > 3 && matter->words[1].after == ',')
    from = 1;
  to = MIN (to, from + MAX_MATTER_WORDS);
  if (from >= to)
    return;
  if (from > 1 && (g_str_has_suffix (out->str, " it") || g_str_has_suffix (out->str, " them"))) {
    g_string_truncate (out, (gsize) (strrchr (out->str, ' ') + 1 - out->str));
    hearth_voice_append (self, out, matter, from, to);
    return;
  }
  g_string_append (out, " (");
  hearth_voice_append (self, out, matter, from, to);
  g_string_append_c (out, ')');
}

/**
 * hearth_commitment_text_drop_zu:
 * @text: German words that end with a verb
 *
 * Turns "das Paket abzuholen" and "zu holen" into what a list of tasks says: "abholen", "holen".
 */
void
hearth_commitment_text_drop_zu (GString *text)
{
  static const char *const prefixes[] = { "ab",    "an",  "auf",    "aus",    "bei", "ein", "mit",
                                          "vor",   "weg", "nach",   "her",    "hin", "los", "fest",
                                          "durch", "um",  "weiter", "zurück", NULL };
  char *last = strrchr (text->str, ' ');

  if (last == NULL)
    return;
  if (last - text->str > 3 && strncmp (last - 3, " zu", 3) == 0) {
    g_string_erase (text, last - 3 - text->str, 3);
    return;
  }
  for (guint i = 0; prefixes[i] != NULL; i++) {
    gsize n = strlen (prefixes[i]);

    if (strncmp (last + 1, prefixes[i], n) == 0 && strncmp (last + 1 + n, "zu", 2) == 0 &&
        strlen (last + 1 + n) > 4) {
      g_string_erase (text, last + 1 + (gssize) n - text->str, 2);
      return;
    }
  }
}

/**
 * hearth_commitment_text_to_base:
 * @gerund: an English verb in lower case, such as "sending"
 *
 * Returns: (transfer full): the verb without -ing, "send"
 */
char *
hearth_commitment_text_to_base (const char *gerund)
{
  gsize length = strlen (gerund);
  g_autofree char *stem = NULL;
  g_autofree char *with_e = NULL;

  if (length < 5 || !g_str_has_suffix (gerund, "ing"))
    return g_strdup (gerund);
  stem = g_strndup (gerund, length - 3);
  if (hearth_commitment_words_is_verb (stem))
    return g_steal_pointer (&stem);
  with_e = g_strconcat (stem, "e", NULL);
  if (hearth_commitment_words_is_verb (with_e))
    return g_steal_pointer (&with_e);
  length = strlen (stem);
  /* "getting" */
  if (length > 2 && stem[length - 1] == stem[length - 2])
    stem[length - 1] = '\0';
  return g_steal_pointer (&stem);
}
