/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-proof-private.h"

#include <glib/gi18n.h>

/* Quotation marks: such as are not closed, and two kinds in one letter. */

/* Nobody quotes deeper. */
#define MAX_DEPTH 8

typedef struct {
  guint index; /* a token */
  gunichar character;
} Open;

static gboolean
is_blank (const HearthProofToken *token)
{
  return token == NULL || token->kind == HEARTH_PROOF_SPACE || token->kind == HEARTH_PROOF_BREAK;
}

/* By what stands beside it. */
static gboolean
looks_opening (HearthProof *self, guint index)
{
  const HearthProofToken *before = index > 0 ? hearth_proof_text_get (self->text, index - 1) : NULL;

  return is_blank (before) || before->character == '(' || before->character == 0x2014 ||
         before->character == 0x2013;
}

/* A stroke behind a number means inches or seconds. */
static gboolean
is_measure (HearthProof *self, guint index)
{
  return index > 0 && hearth_proof_text_get (self->text, index)->character == '"' &&
         hearth_proof_text_get (self->text, index - 1)->kind == HEARTH_PROOF_NUMBER;
}

/* Whether @closing can close what @opening opened; that they are of two kinds is another fault. */
static gboolean
closes (gunichar opening, gunichar closing)
{
  switch (opening) {
  case 0x201e: /* „ */
    return closing == 0x201c || closing == 0x201d || closing == '"';
  case 0x201c: /* “ */
  case 0x201d: /* ” */
    return closing == 0x201d || closing == '"';
  case 0x00ab: /* « */
    return closing == 0x00bb || closing == '"';
  case 0x00bb: /* » */
    return closing == 0x00ab || closing == 0x00bb || closing == '"';
  case '"':
    return closing == '"' || closing == 0x201c || closing == 0x201d;
  default:
    return FALSE;
  }
}

static void
add_unpaired (HearthProof *self, guint index, gboolean opens)
{
  hearth_proof_add (self, HEARTH_PROOF_QUOTES, index, index + 1,
                    g_strdup (opens ? _("This quotation mark is not closed in its paragraph.")
                                    : _("This quotation mark closes what was not opened.")),
                    NULL);
}

/* Whether the next paragraph begins with the same mark: the quotation goes on in it. */
static gboolean
goes_on (HearthProof *self, guint end, gunichar character)
{
  const HearthProofToken *token;

  while ((token = hearth_proof_text_get (self->text, end)) != NULL && is_blank (token))
    end++;
  return token != NULL && token->character == character;
}

static void
check_mark (HearthProof *self, Open *open, guint *depth, guint index)
{
  gunichar c = hearth_proof_text_get (self->text, index)->character;

  if (is_measure (self, index) && (*depth == 0 || open[*depth - 1].character != '"'))
    return;
  if (*depth > 0 && closes (open[*depth - 1].character, c) &&
      (c == open[*depth - 1].character || c != '"' || !looks_opening (self, index))) {
    *depth -= 1;
    return;
  }
  if (c == 0x201d && !looks_opening (self, index)) {
    add_unpaired (self, index, FALSE);
    return;
  }
  if ((c == 0x201c || c == 0x00bb) && *depth == 0 && !looks_opening (self, index)) {
    add_unpaired (self, index, FALSE);
    return;
  }
  if (*depth < MAX_DEPTH)
    open[(*depth)++] = (Open){ index, c };
}

static void
check_paragraph (HearthProof *self, guint first, guint last)
{
  Open open[MAX_DEPTH];
  guint depth = 0;

  for (guint i = first; i < last; i++) {
    const HearthProofToken *token = hearth_proof_text_get (self->text, i);

    if (token->kind == HEARTH_PROOF_MARK && hearth_proof_is_quote (token->character))
      check_mark (self, open, &depth, i);
  }
  while (depth > 0) {
    depth--;
    if (!goes_on (self, last, open[depth].character))
      add_unpaired (self, open[depth].index, TRUE);
  }
}

static const char *
get_right (HearthProof *self, gboolean opens)
{
  switch (self->text->language) {
  case HEARTH_PROOF_GERMAN:
    return opens ? "„" : "“";
  case HEARTH_PROOF_FRENCH:
    return opens ? "«\u00a0" : "\u00a0»";
  case HEARTH_PROOF_ENGLISH:
  case HEARTH_PROOF_OTHER:
  default:
    return opens ? "“" : "”";
  }
}

/* Straight ones among others; all straight is a way to write, too. */
static void
check_mixed (HearthProof *self)
{
  guint n_straight = 0, n_curved = 0;

  for (guint i = 0; i < self->text->tokens->len; i++) {
    const HearthProofToken *token = hearth_proof_text_get (self->text, i);

    if (token->kind != HEARTH_PROOF_MARK || !hearth_proof_is_quote (token->character) ||
        is_measure (self, i))
      continue;
    n_straight += token->character == '"';
    n_curved += token->character != '"';
  }
  if (n_straight == 0 || n_curved == 0)
    return;
  for (guint i = 0; i < self->text->tokens->len; i++) {
    const HearthProofToken *token = hearth_proof_text_get (self->text, i);

    if (token->kind == HEARTH_PROOF_MARK && token->character == '"' && !is_measure (self, i))
      hearth_proof_add (self, HEARTH_PROOF_QUOTES, i, i + 1,
                        g_strdup (_("This quotation mark is straight, and others are not.")),
                        get_right (self, looks_opening (self, i)), NULL);
  }
}

/**
 * hearth_proof_check_quotes:
 * @self: a check
 *
 * Marks quotation marks that are not closed or not opened, and straight ones among others.
 */
void
hearth_proof_check_quotes (HearthProof *self)
{
  GArray *sentences = self->text->sentences;
  guint i = 0;

  while (i < sentences->len) {
    const HearthProofSentence *first = &g_array_index (sentences, HearthProofSentence, i);
    const HearthProofSentence *last = first;

    while (i < sentences->len &&
           g_array_index (sentences, HearthProofSentence, i).paragraph == first->paragraph)
      last = &g_array_index (sentences, HearthProofSentence, i++);
    check_paragraph (self, first->first, last->last);
  }
  check_mixed (self);
}
