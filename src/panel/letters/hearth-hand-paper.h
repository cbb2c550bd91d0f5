/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-hand-strokes.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_HAND_PAPER (hearth_hand_paper_get_type ())
G_DECLARE_FINAL_TYPE (HearthHandPaper, hearth_hand_paper, HEARTH, HAND_PAPER, GtkWidget)

GtkWidget *hearth_hand_paper_new    (void) G_GNUC_WARN_UNUSED_RESULT;
void       hearth_hand_paper_show   (HearthHandPaper *self, const char *glyph, const HearthHand *hand);
gboolean   hearth_hand_paper_undo   (HearthHandPaper *self);
gboolean   hearth_hand_paper_finish (HearthHandPaper *self);
void       hearth_hand_paper_drop   (HearthHandPaper *self);

G_END_DECLS
