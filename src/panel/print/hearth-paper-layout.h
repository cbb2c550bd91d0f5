/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-paper.h"

#include <pango/pangocairo.h>

G_BEGIN_DECLS

/**
 * HearthPaperLayout:
 *
 * A paper set in lines and pages of one size, in points. It is laid out a part at a time, so
 * that a long one holds up nobody.
 */
typedef struct _HearthPaperLayout HearthPaperLayout;

HearthPaperLayout *hearth_paper_layout_new         (const HearthPaper *paper, PangoContext *context,
                                                    const char *family, double width,
                                                    double height) G_GNUC_WARN_UNUSED_RESULT;
void               hearth_paper_layout_free        (HearthPaperLayout *self);
gboolean           hearth_paper_layout_go_on       (HearthPaperLayout *self, guint n_blocks);
guint              hearth_paper_layout_get_n_pages (const HearthPaperLayout *self);
guint              hearth_paper_layout_find_page   (const HearthPaperLayout *self, guint block);
void               hearth_paper_layout_draw        (HearthPaperLayout *self, guint page, cairo_t *cr);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthPaperLayout, hearth_paper_layout_free)

G_END_DECLS
