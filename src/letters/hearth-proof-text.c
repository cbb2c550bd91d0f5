/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-proof-text.h"

#include <string.h>

/* Words, blanks and sentences of a text, for the proofreader. */

/* A line of a salutation or an address is not longer than this, in characters. */
#define SHORT_LINE 45
#define MAX_FOLDED 64
/* What nobody writes is not looked through again and again. */
#define MAX_FOREIGN 400
#define MAX_CLOSING 20

/* After these a full stop ends no sentence, in whatever language they are. */
static const char *const abbreviations[] = {
  "abs", "apr", "art", "aug",  "av",   "bd",   "bzw", "ca",   "chap",   "co",   "dec",  "dept",
  "dez", "dr",  "etc", "evtl", "feb",  "fig",  "fr",  "ggf",  "hr",     "inc",  "inkl", "jan",
  "jr",  "jul", "jun", "ltd",  "max",  "min",  "mio", "mlle", "mme",    "mr",   "mrs",  "ms",
  "nov", "nr",  "okt", "oct",  "pp",   "prof", "rd",  "sen",  "sept",   "sep",  "sog",  "sr",
  "st",  "str", "tel", "usw",  "vgl",  "vol",  "vs",  "zzgl", "approx", "dept", "dipl", "ing",
  "eds", "ed",  "ff",  "cf",   "resp", "env",  NULL,
};

/**
 * hearth_proof_is_space:
 * @c: a character
 *
 * Returns: whether it is a blank within a line, also one that does not break
 */
gboolean
hearth_proof_is_space (gunichar c)
{
  return c == ' ' || c == '\t' || c == 0x00a0 || c == 0x202f || c == 0x2009;
}

/**
 * hearth_proof_is_end:
 * @c: a character
 *
 * Returns: whether a sentence may end with it
 */
gboolean
hearth_proof_is_end (gunichar c)
{
  return c == '.' || c == '!' || c == '?' || c == 0x2026;
}

/**
 * hearth_proof_is_quote:
 * @c: a character
 *
 * Returns: whether it is a quotation mark, of two strokes
 */
gboolean
hearth_proof_is_quote (gunichar c)
{
  return c == '"' || c == 0x201c || c == 0x201d || c == 0x201e || c == 0x00ab || c == 0x00bb;
}

/**
 * hearth_proof_language:
 * @tag: (nullable): BCP 47
 *
 * Returns: the language whose rules are meant
 */
HearthProofLanguage
hearth_proof_language (const char *tag)
{
  static const struct {
    const char *tag;
    HearthProofLanguage language;
  } known[] = {
    { "en", HEARTH_PROOF_ENGLISH },
    { "de", HEARTH_PROOF_GERMAN },
    { "fr", HEARTH_PROOF_FRENCH },
  };

  for (guint i = 0; tag != NULL && i < G_N_ELEMENTS (known); i++) {
    if (g_ascii_strncasecmp (tag, known[i].tag, 2) == 0 && !g_ascii_isalpha (tag[2]))
      return known[i].language;
  }
  return HEARTH_PROOF_OTHER;
}

static gboolean
is_letter (gunichar c)
{
  return g_unichar_isalpha (c) || g_unichar_ismark (c);
}

static gboolean
is_joint (gunichar c)
{
  return c == '\'' || c == 0x2019 || c == '-' || c == 0x2010 || c == 0x2011 || c == 0x00ad;
}

/* An address of the web or of mail, a name of a file: not a word of a language. */
static gsize
get_foreign_length (const char *text)
{
  gsize length = 0;
  const char *at;
  gboolean foreign;

  while (length < MAX_FOREIGN && text[length] != '\0' &&
         strchr (" \t\r\n<>\"", text[length]) == NULL)
    length++;
  if (length == MAX_FOREIGN)
    return 0;
  at = memchr (text, '@', length);
  foreign = g_strstr_len (text, (gssize) length, "://") != NULL ||
            g_ascii_strncasecmp (text, "www.", 4) == 0;
  foreign = (foreign && length > 4) || (at != NULL && at > text && at < text + length - 1);
  while (foreign && length > 1 && strchr (".,;:!?)", text[length - 1]) != NULL)
    length--;
  return foreign ? length : 0;
}

static const char *
skip_word (const char *p)
{
  for (;;) {
    gunichar c = g_utf8_get_char (p);
    const char *next = g_utf8_next_char (p);

    if (is_letter (c))
      p = next;
    else if (is_joint (c) && is_letter (g_utf8_get_char (next)))
      p = next;
    else
      return p;
  }
}

static const char *
skip_while (const char *p, gboolean (*is) (gunichar c))
{
  while (*p != '\0' && is (g_utf8_get_char (p)))
    p = g_utf8_next_char (p);
  return p;
}

/* A run of letters and digits, as "A4" or "3rd", is a number. */
static gboolean
is_in_number (gunichar c)
{
  return g_unichar_isdigit (c) || is_letter (c);
}

/* Returns: the end of the token at @p. */
static const char *
read_token (const char *p, gboolean at_word, HearthProofTokenKind *kind)
{
  gunichar c = g_utf8_get_char (p);
  gsize foreign = at_word ? get_foreign_length (p) : 0;

  if (foreign > 0) {
    *kind = HEARTH_PROOF_FOREIGN;
    return p + foreign;
  }
  if (is_letter (c)) {
    const char *end = skip_word (p);

    *kind = g_unichar_isdigit (g_utf8_get_char (end)) ? HEARTH_PROOF_FOREIGN : HEARTH_PROOF_WORD;
    return *kind == HEARTH_PROOF_WORD ? end : skip_while (end, is_in_number);
  }
  if (g_unichar_isdigit (c)) {
    *kind = HEARTH_PROOF_NUMBER;
    return skip_while (p, is_in_number);
  }
  if (hearth_proof_is_space (c)) {
    *kind = HEARTH_PROOF_SPACE;
    return skip_while (p, hearth_proof_is_space);
  }
  *kind = c == '\n' || c == '\r' ? HEARTH_PROOF_BREAK : HEARTH_PROOF_MARK;
  return g_utf8_next_char (p);
}

static void
read_tokens (HearthProofText *self)
{
  const char *p = self->text;
  gboolean at_word = TRUE;
  guint n_chars = 0;

  while (*p != '\0') {
    HearthProofToken token = { .start = n_chars, .from = (guint) (p - self->text) };
    const char *end = read_token (p, at_word, &token.kind);

    token.character = g_utf8_get_char (p);
    n_chars += (guint) g_utf8_pointer_to_offset (p, end);
    token.end = n_chars;
    token.to = (guint) (end - self->text);
    at_word = token.kind == HEARTH_PROOF_SPACE || token.kind == HEARTH_PROOF_BREAK ||
              token.kind == HEARTH_PROOF_MARK;
    g_array_append_val (self->tokens, token);
    p = end;
  }
}

/**
 * hearth_proof_text_get:
 * @self: a text
 * @index: a token
 *
 * Returns: (nullable): the token; %NULL outside of the text
 */
const HearthProofToken *
hearth_proof_text_get (const HearthProofText *self, guint index)
{
  return index < self->tokens->len ? &g_array_index (self->tokens, HearthProofToken, index) : NULL;
}

/**
 * hearth_proof_text_next_word:
 * @self: a text
 * @index: (inout): from where on; where it is
 * @limit: before which token
 *
 * Returns: (nullable): the next word
 */
const HearthProofToken *
hearth_proof_text_next_word (const HearthProofText *self, guint *index, guint limit)
{
  for (; *index < limit; *index += 1) {
    const HearthProofToken *token = hearth_proof_text_get (self, *index);

    if (token != NULL && token->kind == HEARTH_PROOF_WORD)
      return token;
  }
  return NULL;
}

/**
 * hearth_proof_text_dup:
 * @self: a text
 * @first: a token
 * @last: the token after the last that is meant
 *
 * Returns: (transfer full): what stands there
 */
char *
hearth_proof_text_dup (const HearthProofText *self, guint first, guint last)
{
  const HearthProofToken *begin = hearth_proof_text_get (self, first);
  const HearthProofToken *end = last > first ? hearth_proof_text_get (self, last - 1) : NULL;

  if (begin == NULL || end == NULL)
    return g_strdup ("");
  return g_strndup (self->text + begin->from, end->to - begin->from);
}

/**
 * hearth_proof_text_fold:
 * @self: a text
 * @index: a token
 *
 * Returns: (transfer full): it in small letters
 */
char *
hearth_proof_text_fold (const HearthProofText *self, guint index)
{
  const HearthProofToken *token = hearth_proof_text_get (self, index);

  return token != NULL
             ? g_utf8_strdown (self->text + token->from, (gssize) (token->to - token->from))
             : g_strdup ("");
}

/* Small letters of a short word, without an allocation for what is no ASCII. */
static gboolean
fold_short (const HearthProofText *self, guint index, char folded[MAX_FOLDED])
{
  const HearthProofToken *token = hearth_proof_text_get (self, index);
  const char *p, *end;
  gsize length = 0;

  if (token == NULL || token->to - token->from > MAX_FOLDED / 2)
    return FALSE;
  end = self->text + token->to;
  for (p = self->text + token->from; p < end; p = g_utf8_next_char (p)) {
    gunichar c = g_unichar_tolower (g_utf8_get_char (p));

    length += (gsize) g_unichar_to_utf8 (c == 0x2019 ? '\'' : c, folded + length);
  }
  folded[length] = '\0';
  return TRUE;
}

/**
 * hearth_proof_text_is:
 * @self: a text
 * @index: a token
 * @word: a word in small letters, with straight apostrophes
 *
 * Returns: whether the token is that word, whatever its case
 */
gboolean
hearth_proof_text_is (const HearthProofText *self, guint index, const char *word)
{
  char folded[MAX_FOLDED];

  return fold_short (self, index, folded) && strcmp (folded, word) == 0;
}

/**
 * hearth_proof_text_in:
 * @self: a text
 * @index: a token
 * @words: (array zero-terminated=1): words in small letters, with straight apostrophes
 *
 * Returns: whether the token is one of the words, whatever its case
 */
gboolean
hearth_proof_text_in (const HearthProofText *self, guint index, const char *const *words)
{
  char folded[MAX_FOLDED];

  return fold_short (self, index, folded) && g_strv_contains (words, folded);
}

/* Whether the full stop at @index belongs to what stands before it. */
static gboolean
is_abbreviation (const HearthProofText *self, guint index)
{
  const HearthProofToken *before = index > 0 ? hearth_proof_text_get (self, index - 1) : NULL;

  if (before == NULL)
    return FALSE;
  if (before->kind == HEARTH_PROOF_NUMBER)
    return self->language == HEARTH_PROOF_GERMAN;
  if (before->kind != HEARTH_PROOF_WORD)
    return FALSE;
  /* "J. Weber", "z. B."; but "I am as old as I. You …" is rare. */
  return before->end - before->start == 1 || hearth_proof_text_in (self, index - 1, abbreviations);
}

/**
 * hearth_proof_text_is_abbreviation:
 * @self: a text
 * @index: a token
 *
 * Returns: whether it is cut short, with a full stop behind it, as "etc."
 */
gboolean
hearth_proof_text_is_abbreviation (const HearthProofText *self, guint index)
{
  const HearthProofToken *token = hearth_proof_text_get (self, index);
  const HearthProofToken *next = hearth_proof_text_get (self, index + 1);

  return token != NULL && token->kind == HEARTH_PROOF_WORD && next != NULL &&
         next->character == '.' && is_abbreviation (self, index + 1);
}

/* Skips what may stand between the end of a sentence and the blank after it. */
static guint
skip_closing (const HearthProofText *self, guint index, gboolean *quoted)
{
  const HearthProofToken *token;
  guint limit = index + MAX_CLOSING;

  *quoted = FALSE;
  while (index < limit && (token = hearth_proof_text_get (self, index)) != NULL &&
         token->kind == HEARTH_PROOF_MARK &&
         (hearth_proof_is_end (token->character) || hearth_proof_is_quote (token->character) ||
          token->character == ')' || token->character == 0x2019 || token->character == '\'')) {
    *quoted = *quoted || hearth_proof_is_quote (token->character) || token->character == ')';
    index++;
  }
  return index;
}

/* Whether a word in small letters follows, with a blank or a line before it. */
static gboolean
goes_on_small (const HearthProofText *self, guint index)
{
  const HearthProofToken *next;

  while ((next = hearth_proof_text_get (self, index)) != NULL &&
         (next->kind == HEARTH_PROOF_SPACE || next->kind == HEARTH_PROOF_BREAK))
    index++;
  return next != NULL && next->kind == HEARTH_PROOF_WORD && g_unichar_islower (next->character);
}

/* Whether a sentence ends with the mark at @index. @after: what comes then. */
static gboolean
ends_at (const HearthProofText *self, guint index, guint *after)
{
  const HearthProofToken *token = hearth_proof_text_get (self, index);
  const HearthProofToken *next,
      *before = index > 0 ? hearth_proof_text_get (self, index - 1) : NULL;
  gboolean quoted;

  if (token->kind != HEARTH_PROOF_MARK || !hearth_proof_is_end (token->character))
    return FALSE;
  *after = skip_closing (self, index, &quoted);
  next = hearth_proof_text_get (self, *after);
  if (next == NULL)
    return TRUE;
  if (next->kind != HEARTH_PROOF_SPACE && next->kind != HEARTH_PROOF_BREAK)
    return FALSE;
  if (!goes_on_small (self, *after))
    return token->character != '.' || *after > index + 1 || !is_abbreviation (self, index);
  /* In small letters something goes on, or somebody forgot the capital: only after a full stop
   * behind a whole word is it likely to be that. */
  return token->character == '.' && *after == index + 1 && !quoted && before != NULL &&
         before->kind == HEARTH_PROOF_WORD && before->end - before->start >= 4 &&
         !is_abbreviation (self, index);
}

/* Whether the line that the break at @index ends is a whole by itself: a salutation, a heading. */
static gboolean
is_line_apart (const HearthProofText *self, guint index)
{
  const HearthProofToken *end = hearth_proof_text_get (self, index);
  guint i = index;

  while (i > 0 && hearth_proof_text_get (self, i - 1)->kind != HEARTH_PROOF_BREAK)
    i--;
  if (end->start - hearth_proof_text_get (self, i)->start > SHORT_LINE)
    return FALSE;
  return i < index && (hearth_proof_text_get (self, index - 1)->character == ',' ||
                       !goes_on_small (self, index));
}

typedef struct {
  HearthProofText *text;
  HearthProofSentence sentence;
  gboolean open;
} Splitter;

static void
close_sentence (Splitter *self, guint last, gboolean ended)
{
  while (self->open && last > self->sentence.first) {
    HearthProofTokenKind kind = hearth_proof_text_get (self->text, last - 1)->kind;

    if (kind != HEARTH_PROOF_SPACE && kind != HEARTH_PROOF_BREAK)
      break;
    last--;
  }
  if (self->open && last > self->sentence.first) {
    self->sentence.last = last;
    g_array_append_val (self->text->sentences, self->sentence);
  }
  if (self->open)
    self->sentence.ended = ended;
  self->open = FALSE;
}

/* Returns: the token to go on with. */
static guint
split_break (Splitter *self, guint index)
{
  const HearthProofToken *token;
  guint n_breaks = 0;
  guint i = index;

  while ((token = hearth_proof_text_get (self->text, i)) != NULL &&
         (token->kind == HEARTH_PROOF_BREAK || token->kind == HEARTH_PROOF_SPACE)) {
    n_breaks += token->kind == HEARTH_PROOF_BREAK && token->character == '\n';
    i++;
  }
  if (n_breaks > 1) {
    close_sentence (self, index, FALSE);
    self->sentence.paragraph++;
  } else if (self->open && is_line_apart (self->text, index)) {
    close_sentence (self, index, FALSE);
  }
  return i;
}

static void
read_sentences (HearthProofText *self)
{
  Splitter splitter = { .text = self };
  guint i = 0;

  while (i < self->tokens->len) {
    const HearthProofToken *token = hearth_proof_text_get (self, i);
    guint after;

    if (token->kind == HEARTH_PROOF_BREAK) {
      i = split_break (&splitter, i);
      continue;
    }
    if (!splitter.open && token->kind != HEARTH_PROOF_SPACE) {
      splitter.open = TRUE;
      splitter.sentence.first = i;
    }
    if (ends_at (self, i, &after)) {
      close_sentence (&splitter, after, TRUE);
      i = after;
    } else {
      i++;
    }
  }
  close_sentence (&splitter, self->tokens->len, FALSE);
}

/**
 * hearth_proof_text_new:
 * @text: a text; bytes that are no UTF-8 become U+FFFD
 * @language: its language
 *
 * Returns: (transfer full): the text, taken apart
 */
HearthProofText *
hearth_proof_text_new (const char *text, HearthProofLanguage language)
{
  HearthProofText *self = g_new0 (HearthProofText, 1);
  g_autofree char *bounded = g_strndup (text, HEARTH_PROOF_MAX_BYTES);

  self->text = g_utf8_make_valid (bounded, -1);
  self->language = language;
  self->tokens = g_array_new (FALSE, FALSE, sizeof (HearthProofToken));
  self->sentences = g_array_new (FALSE, FALSE, sizeof (HearthProofSentence));
  read_tokens (self);
  read_sentences (self);
  return self;
}

/**
 * hearth_proof_text_free:
 * @self: (transfer full): a text
 */
void
hearth_proof_text_free (HearthProofText *self)
{
  g_free (self->text);
  g_array_unref (self->tokens);
  g_array_unref (self->sentences);
  g_free (self);
}
