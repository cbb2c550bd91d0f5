/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** HearthDiffKind: what became of words. */
typedef enum {
  HEARTH_DIFF_SAME,
  HEARTH_DIFF_STRUCK, /* only in the old text */
  HEARTH_DIFF_ADDED,  /* only in the new text */
} HearthDiffKind;

/**
 * HearthDiffPiece: words in a row that share their fate.
 * @kind: what became of them
 * @text: them, with the blanks between them
 */
typedef struct {
  HearthDiffKind kind;
  char *text;
} HearthDiffPiece;

GPtrArray *hearth_word_diff       (const char *old, const char *new) G_GNUC_WARN_UNUSED_RESULT;
void       hearth_diff_piece_free (HearthDiffPiece *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthDiffPiece, hearth_diff_piece_free)

G_END_DECLS
