/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-letter-style.h"
#include "hearth-letter-words.h"

#include <cairo.h>

G_BEGIN_DECLS

/** HEARTH_PAGES_MAX: pages of one letter, at most. */
#define HEARTH_PAGES_MAX 500
/** HEARTH_PAGES_MAX_TEXT: bytes of a letter's text, at most. */
#define HEARTH_PAGES_MAX_TEXT (2 * 1024 * 1024)

/**
 * HearthPages:
 *
 * A letter as it stands on paper. Immutable and counted by references. The same words in the same
 * style stand the same each time; what is changed in a text moves nothing on the lines before its
 * paragraph. A thread at a time may use it.
 */
typedef struct _HearthPages HearthPages;

HearthPages *hearth_pages_new          (const HearthLetterWords *words, const HearthLetterStyle *style,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
HearthPages *hearth_pages_ref          (HearthPages *self) G_GNUC_WARN_UNUSED_RESULT;
void         hearth_pages_unref        (HearthPages *self);
guint        hearth_pages_get_n_pages  (const HearthPages *self);
void         hearth_pages_get_size     (const HearthPages *self, double *width, double *height);
const char  *hearth_pages_get_missing  (const HearthPages *self);
void         hearth_pages_draw         (HearthPages *self, guint page, cairo_t *cr);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthPages, hearth_pages_unref)

G_END_DECLS
