/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-proof-private.h"

#include <glib/gi18n.h>
#include <string.h>

/* Blanks: two of them, before a mark, or missing where the language wants one. French has a narrow
 * blank that does not break before ; ! ?, and one that does not break before a colon and inside of
 * « ». */

#define NARROW 0x202f
#define NO_BREAK 0x00a0

static gboolean
is_kind (HearthProof *self, guint index, HearthProofTokenKind kind)
{
  const HearthProofToken *token = hearth_proof_text_get (self->text, index);

  return token != NULL && token->kind == kind;
}

static gunichar
get_character (HearthProof *self, guint index)
{
  const HearthProofToken *token = hearth_proof_text_get (self->text, index);

  return token != NULL ? token->character : 0;
}

/* Two blanks within a line. Before and after it they do no harm. */
static void
check_double (HearthProof *self, guint index)
{
  const HearthProofToken *token = hearth_proof_text_get (self->text, index);

  if (token->end - token->start < 2 || index == 0 || index + 1 >= self->text->tokens->len ||
      is_kind (self, index - 1, HEARTH_PROOF_BREAK) ||
      is_kind (self, index + 1, HEARTH_PROOF_BREAK))
    return;
  /* What stands in columns is no running text. */
  if (token->end - token->start > 3 ||
      memchr (self->text->text + token->from, '\t', token->to - token->from) != NULL)
    return;
  hearth_proof_add (self, HEARTH_PROOF_SPACING, index, index + 1,
                    g_strdup (_("There is more than one blank here.")), " ", NULL);
}

/* ":-)" and ";)". */
static gboolean
is_smiley (HearthProof *self, guint index)
{
  gunichar next = get_character (self, index + 1);

  return next == ')' || next == '(' || next == '-' || next == 'D' || next == 'P' || next == '/';
}

/* A mark that stands alone: no "...", "?!", ".5", "10:30" or smiley. */
static gboolean
is_alone (HearthProof *self, guint index)
{
  gunichar next = get_character (self, index + 1);

  return !is_smiley (self, index) && !hearth_proof_is_end (next) && next != ',' &&
         !is_kind (self, index + 1, HEARTH_PROOF_NUMBER) &&
         !is_kind (self, index + 1, HEARTH_PROOF_WORD) &&
         !is_kind (self, index + 1, HEARTH_PROOF_FOREIGN);
}

static void
check_before (HearthProof *self, guint index)
{
  gunichar c = get_character (self, index);
  char sign[8] = { 0 };

  if (strchr (",.;:!?", (int) MIN (c, 127)) == NULL || c > 127 || index < 2 ||
      !is_kind (self, index - 1, HEARTH_PROOF_SPACE) ||
      !(is_kind (self, index - 2, HEARTH_PROOF_WORD) ||
        is_kind (self, index - 2, HEARTH_PROOF_NUMBER)) ||
      !is_alone (self, index))
    return;
  g_unichar_to_utf8 (c, sign);
  hearth_proof_add (self, HEARTH_PROOF_SPACING, index - 1, index + 1,
                    /* Translators: %s is a mark of punctuation */
                    g_strdup_printf (_("No blank stands before “%s”."), sign), sign, NULL);
}

/* "word,word", and "end.Beginning": not "e.g.", a name of a file, or a number. */
static void
check_after (HearthProof *self, guint index)
{
  const HearthProofToken *before = index > 0 ? hearth_proof_text_get (self->text, index - 1) : NULL;
  const HearthProofToken *after = hearth_proof_text_get (self->text, index + 1);
  gunichar c = get_character (self, index);
  g_autofree char *right = NULL;
  char sign[8] = { 0 };

  if (before == NULL || after == NULL || before->kind != HEARTH_PROOF_WORD ||
      after->kind != HEARTH_PROOF_WORD || (c != ',' && c != '.' && c != '!' && c != '?'))
    return;
  /* "org.example.Program" is a name. */
  if (index > 1 && get_character (self, index - 2) == '.')
    return;
  if (c != ',' &&
      (before->end - before->start < 3 || after->end - after->start < 2 ||
       !g_unichar_isupper (after->character) ||
       g_unichar_isupper (g_utf8_get_char (g_utf8_next_char (self->text->text + before->from)))))
    return;
  g_unichar_to_utf8 (c, sign);
  right = g_strconcat (sign, " ", NULL);
  hearth_proof_add (self, HEARTH_PROOF_SPACING, index, index + 1,
                    /* Translators: %s is a mark of punctuation */
                    g_strdup_printf (_("A blank stands after “%s”."), sign), right, NULL);
}

static gboolean
is_fixed (gunichar c)
{
  return c == NARROW || c == NO_BREAK || c == 0x2009;
}

/* @index: a mark that has a blank before it in French. */
static void
check_french_before (HearthProof *self, guint index)
{
  gunichar c = get_character (self, index);
  gboolean narrow = c != ':' && c != 0x00bb;
  const char *blank = narrow ? "\u202f" : "\u00a0";
  const HearthProofToken *before = hearth_proof_text_get (self->text, index - 1);
  char sign[8] = { 0 };
  g_autofree char *right = NULL;
  gboolean spaced = before->kind == HEARTH_PROOF_SPACE;

  if (spaced ? is_fixed (before->character) && before->end - before->start == 1
             : before->kind != HEARTH_PROOF_WORD && before->kind != HEARTH_PROOF_NUMBER)
    return;
  /* At the beginning of a line it stands alone. */
  if (spaced && (index < 2 || is_kind (self, index - 2, HEARTH_PROOF_BREAK)))
    return;
  g_unichar_to_utf8 (c, sign);
  right = g_strconcat (blank, sign, NULL);
  hearth_proof_add (
      self, HEARTH_PROOF_SPACING, spaced ? index - 1 : index, index + 1,
      g_strdup_printf (narrow
                           /* Translators: %s is a mark of punctuation */
                           ? _("In French a narrow blank that does not break stands before “%s”.")
                           /* Translators: %s is a mark of punctuation */
                           : _("In French a blank that does not break stands before “%s”."),
                       sign),
      right, NULL);
}

static void
check_french_after (HearthProof *self, guint index)
{
  const HearthProofToken *after = hearth_proof_text_get (self->text, index + 1);
  gboolean spaced = after != NULL && after->kind == HEARTH_PROOF_SPACE;

  if (after == NULL || after->kind == HEARTH_PROOF_BREAK || (spaced && is_fixed (after->character)))
    return;
  hearth_proof_add (self, HEARTH_PROOF_SPACING, index, spaced ? index + 2 : index + 1,
                    g_strdup (_("In French a blank that does not break stands after “«”.")),
                    "«\u00a0", NULL);
}

static void
check_french (HearthProof *self, guint index)
{
  gunichar c = get_character (self, index);

  if (index == 0)
    return;
  if (c == ',' || c == '.')
    check_before (self, index);
  else if (((c == ';' || c == ':') && is_alone (self, index)) ||
           ((c == '!' || c == '?') && !is_smiley (self, index)) || c == 0x00bb)
    check_french_before (self, index);
  else if (c == 0x00ab)
    check_french_after (self, index);
}

/**
 * hearth_proof_check_spacing:
 * @self: a check
 *
 * Marks blanks that are too many or missing.
 */
void
hearth_proof_check_spacing (HearthProof *self)
{
  for (guint i = 0; i < self->text->tokens->len; i++) {
    const HearthProofToken *token = hearth_proof_text_get (self->text, i);

    if (token->kind == HEARTH_PROOF_SPACE)
      check_double (self, i);
    if (token->kind != HEARTH_PROOF_MARK)
      continue;
    if (self->text->language == HEARTH_PROOF_FRENCH)
      check_french (self, i);
    else
      check_before (self, i);
    check_after (self, i);
  }
}
