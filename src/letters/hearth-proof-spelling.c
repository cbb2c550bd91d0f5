/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-proof-private.h"

#include <glib/gi18n.h>
#include <string.h>

/* Words that the dictionary does not have. */

/* In capitals only: "NATO". */
static gboolean
is_acronym (HearthProof *self, const HearthProofToken *token)
{
  for (const char *p = self->text->text + token->from; p < self->text->text + token->to;
       p = g_utf8_next_char (p)) {
    if (g_unichar_islower (g_utf8_get_char (p)))
      return FALSE;
  }
  return TRUE;
}

static gboolean
is_name (HearthProof *self, const HearthProofToken *token)
{
  g_autofree char *word = g_strndup (self->text->text + token->from, token->to - token->from);
  char *mark = strpbrk (word, "'");

  if (mark == NULL)
    mark = strstr (word, "’");
  if (mark != NULL && g_hash_table_contains (self->name_words, mark + (*mark == '\'' ? 1 : 3)))
    return TRUE;
  if (mark != NULL)
    *mark = '\0';
  if (g_hash_table_contains (self->name_words, word))
    return TRUE;
  /* The genitive of German has no apostrophe. */
  if (!g_str_has_suffix (word, "s"))
    return FALSE;
  word[strlen (word) - 1] = '\0';
  return g_hash_table_contains (self->name_words, word);
}

/* "garden-party": each half is a word. */
static gboolean
check_halves (HearthProof *self, const HearthProofToken *token)
{
  g_autofree char *word = g_strndup (self->text->text + token->from, token->to - token->from);
  g_auto (GStrv) halves = NULL;

  if (strchr (word, '-') == NULL)
    return FALSE;
  halves = g_strsplit (word, "-", 8);
  for (guint i = 0; halves[i] != NULL; i++) {
    if (!hearth_speller_check (self->context->speller, halves[i], strlen (halves[i])))
      return FALSE;
  }
  return TRUE;
}

/* Whether nothing but signs and blanks stands behind it: who writes signs with their name. */
static gboolean
is_last (HearthProof *self, guint index)
{
  guint next = index + 1;

  return hearth_proof_text_next_word (self->text, &next, self->text->tokens->len) == NULL;
}

/* A capital within a sentence is a name where nouns have none. */
static gboolean
may_be_name (HearthProof *self, const HearthProofSentence *sentence, guint index,
             const HearthProofToken *token)
{
  if (!g_unichar_isupper (token->character))
    return FALSE;
  return (index > sentence->first && self->text->language != HEARTH_PROOF_GERMAN) ||
         is_last (self, index);
}

static void
check_word (HearthProof *self, const HearthProofSentence *sentence, guint index)
{
  const HearthProofToken *token = hearth_proof_text_get (self->text, index);
  g_autofree char *word = NULL;

  if (token->kind != HEARTH_PROOF_WORD || token->end - token->start < 2 ||
      hearth_speller_check (self->context->speller, self->text->text + token->from,
                            token->to - token->from) ||
      is_acronym (self, token) || may_be_name (self, sentence, index, token) ||
      is_name (self, token) || hearth_proof_text_is_abbreviation (self->text, index) ||
      check_halves (self, token))
    return;
  word = hearth_proof_text_dup (self->text, index, index + 1);
  hearth_proof_add (self, HEARTH_PROOF_SPELLING, index, index + 1,
                    /* Translators: %s is a word */
                    g_strdup_printf (_("“%s” is not in the dictionary."), word), NULL);
}

/**
 * hearth_proof_check_spelling:
 * @self: a check
 *
 * Marks words that the dictionary does not have. Suggestions take long; they are looked for when
 * somebody wants them, see hearth_proof_mark_suggest().
 */
void
hearth_proof_check_spelling (HearthProof *self)
{
  if (self->context->speller == NULL)
    return;
  for (guint i = 0; i < self->text->sentences->len; i++) {
    const HearthProofSentence *sentence =
        &g_array_index (self->text->sentences, HearthProofSentence, i);

    for (guint k = sentence->first; k < sentence->last; k++)
      check_word (self, sentence, k);
  }
}
