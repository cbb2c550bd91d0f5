/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-proof-private.h"

#include <glib/gi18n.h>

/* Capitals: where a sentence begins, and of a few words that always have one. */

static const char *const english_days[] = {
  "monday",   "tuesday", "wednesday", "thursday",  "friday",    "saturday", "sunday",   "january",
  "february", "april",   "june",      "july",      "september", "october",  "november", "december",
  "english",  "german",  "french",    "christmas", "easter",    NULL,
};

static char *
dup_capital (HearthProof *self, guint index)
{
  g_autofree char *word = hearth_proof_text_dup (self->text, index, index + 1);
  char first[8] = { 0 };

  g_unichar_to_utf8 (g_unichar_toupper (g_utf8_get_char (word)), first);
  return g_strconcat (first, g_utf8_next_char (word), NULL);
}

static gboolean
has_inner_capital (HearthProof *self, guint index)
{
  g_autofree char *word = hearth_proof_text_dup (self->text, index, index + 1);

  for (const char *p = word; *p != '\0'; p = g_utf8_next_char (p)) {
    if (g_unichar_isupper (g_utf8_get_char (p)))
      return TRUE;
  }
  return FALSE;
}

static void
add_capital (HearthProof *self, guint index, const char *reason)
{
  g_autofree char *capital = dup_capital (self, index);

  hearth_proof_add (self, HEARTH_PROOF_CAPITAL, index, index + 1, g_strdup (reason), capital, NULL);
}

/* Where nothing ended before it, small letters may go on: after a greeting in German. */
static void
check_beginning (HearthProof *self, const HearthProofSentence *sentence, gboolean is_first)
{
  const HearthProofToken *token = hearth_proof_text_get (self->text, sentence->first);
  guint index = sentence->first;

  if (!sentence->ended && !is_first)
    return;
  if (token->kind == HEARTH_PROOF_MARK && hearth_proof_is_quote (token->character))
    token = hearth_proof_text_get (self->text, ++index);
  /* "a) …" is an item, and "z. B." begins in small letters by itself. */
  if (token == NULL || index + 1 >= sentence->last || token->kind != HEARTH_PROOF_WORD ||
      !g_unichar_islower (token->character) || has_inner_capital (self, index) ||
      hearth_proof_text_get (self->text, index + 1)->character == ')' ||
      hearth_proof_text_is_abbreviation (self->text, index))
    return;
  add_capital (self, index, _("A sentence begins with a capital."));
}

static void
check_english_word (HearthProof *self, const HearthProofSentence *sentence, guint index)
{
  const HearthProofToken *token = hearth_proof_text_get (self->text, index);
  const HearthProofToken *next = hearth_proof_text_get (self->text, index + 1);

  if (!g_unichar_islower (token->character))
    return;
  if (hearth_proof_text_in (self->text, index, english_days)) {
    add_capital (self, index, _("In English this word has a capital."));
    return;
  }
  /* Not "i.e.", "i)" or "i/o". */
  if (token->character == 'i' &&
      (token->end - token->start == 1 || hearth_proof_text_is (self->text, index, "i'm") ||
       hearth_proof_text_is (self->text, index, "i'll") ||
       hearth_proof_text_is (self->text, index, "i've") ||
       hearth_proof_text_is (self->text, index, "i'd")) &&
      next != NULL && (next->kind == HEARTH_PROOF_SPACE || next->character == ','))
    add_capital (self, index, _("“I” is written with a capital."));
}

/**
 * hearth_proof_check_capitals:
 * @self: a check
 *
 * Marks sentences that begin in small letters, and in English a few words that have a capital.
 */
void
hearth_proof_check_capitals (HearthProof *self)
{
  for (guint i = 0; i < self->text->sentences->len; i++) {
    const HearthProofSentence *sentence =
        &g_array_index (self->text->sentences, HearthProofSentence, i);
    guint before = self->marks->len;

    check_beginning (self, sentence, i == 0);
    if (self->text->language != HEARTH_PROOF_ENGLISH)
      continue;
    for (guint k = sentence->first + (self->marks->len > before); k < sentence->last; k++) {
      if (hearth_proof_text_get (self->text, k)->kind == HEARTH_PROOF_WORD)
        check_english_word (self, sentence, k);
    }
  }
}
