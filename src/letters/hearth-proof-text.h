/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** HEARTH_PROOF_MAX_BYTES: of a longer text only the beginning is read. */
#define HEARTH_PROOF_MAX_BYTES (1024 * 1024)

/** HearthProofLanguage: a language whose rules are known. */
typedef enum {
  HEARTH_PROOF_OTHER,
  HEARTH_PROOF_ENGLISH,
  HEARTH_PROOF_GERMAN,
  HEARTH_PROOF_FRENCH,
} HearthProofLanguage;

/** HearthProofTokenKind: what a token is. */
typedef enum {
  HEARTH_PROOF_WORD,   /* letters, with apostrophes and hyphens between them */
  HEARTH_PROOF_NUMBER, /* digits */
  HEARTH_PROOF_SPACE,  /* within a line */
  HEARTH_PROOF_BREAK,  /* of a line */
  HEARTH_PROOF_MARK,   /* one character of punctuation, or another sign */
  HEARTH_PROOF_FOREIGN, /* an address or another run that is no language */
} HearthProofTokenKind;

/**
 * HearthProofToken: a piece of a text.
 * @kind: what it is
 * @start: where it begins, in characters
 * @end: where it ends, in characters
 * @from: where it begins, in bytes
 * @to: where it ends, in bytes
 * @character: its first character
 */
typedef struct {
  HearthProofTokenKind kind;
  guint start;
  guint end;
  guint from;
  guint to;
  gunichar character;
} HearthProofToken;

/**
 * HearthProofSentence: tokens from @first to before @last, both without blanks around them.
 * @first: the first token
 * @last: the token after its last
 * @paragraph: how many paragraphs stand before it
 * @ended: whether the sentence before it ended with a full stop or the like, and not with a line
 */
typedef struct {
  guint first;
  guint last;
  guint paragraph;
  gboolean ended;
} HearthProofSentence;

/**
 * HearthProofText: a text, taken apart.
 * @text: the text, valid UTF-8
 * @language: its language
 * @tokens: (element-type HearthProofToken): all of it
 * @sentences: (element-type HearthProofSentence): its sentences; also a greeting, a heading or the
 *   like is one
 */
typedef struct {
  char *text;
  HearthProofLanguage language;
  GArray *tokens;
  GArray *sentences;
} HearthProofText;

HearthProofText *hearth_proof_text_new  (const char *text,
                                         HearthProofLanguage language) G_GNUC_WARN_UNUSED_RESULT;
void             hearth_proof_text_free (HearthProofText *self);

const HearthProofToken *hearth_proof_text_get (const HearthProofText *self, guint index);
const HearthProofToken *hearth_proof_text_next_word (const HearthProofText *self, guint *index,
                                                     guint limit);
char    *hearth_proof_text_dup  (const HearthProofText *self, guint first,
                                 guint last) G_GNUC_WARN_UNUSED_RESULT;
char    *hearth_proof_text_fold (const HearthProofText *self,
                                 guint index) G_GNUC_WARN_UNUSED_RESULT;
gboolean hearth_proof_text_is   (const HearthProofText *self, guint index, const char *word);
gboolean hearth_proof_text_in   (const HearthProofText *self, guint index,
                                 const char *const *words);
gboolean hearth_proof_text_is_abbreviation (const HearthProofText *self, guint index);
gboolean hearth_proof_is_space  (gunichar c);
gboolean hearth_proof_is_end    (gunichar c);
gboolean hearth_proof_is_quote  (gunichar c);
HearthProofLanguage hearth_proof_language (const char *tag);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthProofText, hearth_proof_text_free)

G_END_DECLS
