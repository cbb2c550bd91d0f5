/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-hand-cleaning.h"

G_BEGIN_DECLS

/** HEARTH_HAND_PAUSE: after how many seconds without a pen a character is finished. */
#define HEARTH_HAND_PAUSE 0.8
/** HEARTH_HAND_MAX_INK: points of one character, as the device gave them, at most. */
#define HEARTH_HAND_MAX_INK 16384

/**
 * HearthHandStrokes:
 *
 * The strokes of the character that is being written, in one of the boxes of the guided page.
 */
typedef struct _HearthHandStrokes HearthHandStrokes;

HearthHandStrokes    *hearth_hand_strokes_new         (void) G_GNUC_WARN_UNUSED_RESULT;
void                  hearth_hand_strokes_free        (HearthHandStrokes *self);
gboolean              hearth_hand_strokes_down        (HearthHandStrokes *self, guint box,
                                                       const HearthInkPoint *point);
void                  hearth_hand_strokes_move        (HearthHandStrokes *self, const HearthInkPoint *point);
void                  hearth_hand_strokes_up          (HearthHandStrokes *self, double time);
gboolean              hearth_hand_strokes_undo        (HearthHandStrokes *self, double time);
void                  hearth_hand_strokes_clear       (HearthHandStrokes *self);
gboolean              hearth_hand_strokes_is_down     (const HearthHandStrokes *self);
guint                 hearth_hand_strokes_get_n       (const HearthHandStrokes *self);
guint                 hearth_hand_strokes_get_box     (const HearthHandStrokes *self);
const HearthInkPoint *hearth_hand_strokes_get_points  (const HearthHandStrokes *self, guint *n_points);
gboolean              hearth_hand_strokes_is_finished (const HearthHandStrokes *self, double time);
HearthHandSample     *hearth_hand_strokes_take        (HearthHandStrokes *self,
                                                       const HearthHandBox *box) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthHandStrokes, hearth_hand_strokes_free)

G_END_DECLS
