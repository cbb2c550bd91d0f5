/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-word-diff.h"

#include <string.h>

/* The table of lengths grows with the product of both texts: what is longer is one piece struck and
 * one added. */
#define MAX_TOKENS 512

/* A word, or one run of blanks. */
typedef struct {
  const char *start;
  gsize length;
} Token;

static GArray *
split (const char *text)
{
  GArray *tokens = g_array_new (FALSE, FALSE, sizeof (Token));
  const char *p = text;

  while (*p != '\0') {
    Token token = { p, 0 };
    gboolean blank = g_unichar_isspace (g_utf8_get_char (p));

    while (*p != '\0' && g_unichar_isspace (g_utf8_get_char (p)) == blank)
      p = g_utf8_next_char (p);
    token.length = (gsize) (p - token.start);
    g_array_append_val (tokens, token);
  }
  return tokens;
}

static gboolean
is_same (GArray *old, guint i, GArray *new, guint j)
{
  const Token *a = &g_array_index (old, Token, i);
  const Token *b = &g_array_index (new, Token, j);

  return a->length == b->length && memcmp (a->start, b->start, a->length) == 0;
}

static void
add (GPtrArray *pieces, HearthDiffKind kind, const char *text, gsize length)
{
  HearthDiffPiece *piece = pieces->len > 0 ? g_ptr_array_index (pieces, pieces->len - 1) : NULL;
  g_autofree char *more = g_strndup (text, length);

  if (length == 0)
    return;
  if (piece != NULL && piece->kind == kind) {
    char *joined = g_strconcat (piece->text, more, NULL);

    g_free (piece->text);
    piece->text = joined;
    return;
  }
  piece = g_new0 (HearthDiffPiece, 1);
  piece->kind = kind;
  piece->text = g_steal_pointer (&more);
  g_ptr_array_add (pieces, piece);
}

static void
add_token (GPtrArray *pieces, HearthDiffKind kind, GArray *tokens, guint i)
{
  const Token *token = &g_array_index (tokens, Token, i);

  add (pieces, kind, token->start, token->length);
}

/* Of each pair of ends, how many tokens they have in common in their order. */
static guint16 *
measure (GArray *old, GArray *new)
{
  gsize width = new->len + 1;
  guint16 *common = g_new0 (guint16, (old->len + 1) * width);

  for (guint i = old->len; i-- > 0;) {
    for (guint j = new->len; j-- > 0;) {
      guint16 *cell = &common[i * width + j];

      if (is_same (old, i, new, j))
        *cell = (guint16) (common[(i + 1) * width + j + 1] + 1);
      else
        *cell = MAX (common[(i + 1) * width + j], common[i * width + j + 1]);
    }
  }
  return common;
}

static void
walk (GPtrArray *pieces, GArray *old, GArray *new)
{
  g_autofree guint16 *common = measure (old, new);
  gsize width = new->len + 1;
  guint i = 0, j = 0;

  while (i < old->len || j < new->len) {
    if (i < old->len && j < new->len &&is_same (old, i, new, j)) {
      add_token (pieces, HEARTH_DIFF_SAME, old, i++);
      j++;
    } else if (i < old->len &&
               (j == new->len || common[(i + 1) * width + j] >= common[i * width + j + 1])) {
      add_token (pieces, HEARTH_DIFF_STRUCK, old, i++);
    } else {
      add_token (pieces, HEARTH_DIFF_ADDED, new, j++);
    }
  }
}

static gboolean
is_blank (const HearthDiffPiece *piece)
{
  return piece->kind == HEARTH_DIFF_SAME && strspn (piece->text, " \n\t") == strlen (piece->text);
}

/* "struck added struck added" with nothing but blanks between reads worse than one of each. */
static GPtrArray *
gather (GPtrArray *pieces)
{
  GPtrArray *gathered = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_diff_piece_free);

  for (guint i = 0; i < pieces->len;) {
    const HearthDiffPiece *piece = g_ptr_array_index (pieces, i);
    g_autoptr (GString) struck = g_string_new (NULL);
    g_autoptr (GString) added = g_string_new (NULL);

    if (piece->kind == HEARTH_DIFF_SAME) {
      add (gathered, HEARTH_DIFF_SAME, piece->text, strlen (piece->text));
      i++;
      continue;
    }
    for (; i < pieces->len; i++) {
      piece = g_ptr_array_index (pieces, i);
      if (piece->kind == HEARTH_DIFF_SAME &&
          (!is_blank (piece) || i + 1 == pieces->len ||
           ((HearthDiffPiece *) g_ptr_array_index (pieces, i + 1))->kind == HEARTH_DIFF_SAME))
        break;
      if (piece->kind != HEARTH_DIFF_ADDED)
        g_string_append (struck, piece->text);
      if (piece->kind != HEARTH_DIFF_STRUCK)
        g_string_append (added, piece->text);
    }
    add (gathered, HEARTH_DIFF_STRUCK, struck->str, struck->len);
    add (gathered, HEARTH_DIFF_ADDED, added->str, added->len);
  }
  return gathered;
}

/**
 * hearth_word_diff:
 * @old: valid UTF-8
 * @new: valid UTF-8
 *
 * Compares two texts word by word. The pieces that are not added make up @old, those that are not
 * struck @new.
 *
 * Returns: (transfer full) (element-type HearthDiffPiece): the pieces in their order; none is empty
 */
GPtrArray *
hearth_word_diff (const char *old, const char *new)
{
  g_autoptr (GPtrArray) pieces =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_diff_piece_free);
  g_autoptr (GArray) from = split (old);
  g_autoptr (GArray) to = split (new);

  if (from->len <= MAX_TOKENS && to->len <= MAX_TOKENS) {
    walk (pieces, from, to);
  } else {
    add (pieces, HEARTH_DIFF_STRUCK, old, strlen (old));
    add (pieces, HEARTH_DIFF_ADDED, new, strlen (new));
  }
  return gather (pieces);
}

/**
 * hearth_diff_piece_free:
 * @self: (nullable) (transfer full): a piece
 */
void
hearth_diff_piece_free (HearthDiffPiece *self)
{
  if (self == NULL)
    return;
  g_free (self->text);
  g_free (self);
}
