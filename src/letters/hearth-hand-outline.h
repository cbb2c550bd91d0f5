/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-hand.h"

G_BEGIN_DECLS

/**
 * HearthHandNib: how a sample is drawn.
 * @pen: which pen
 * @width: its nominal width, in points (1/72 inch)
 * @x_height: how high an x is, in points
 * @slant: by how much each x-height of height leans to the right, in x-heights
 */
typedef struct {
  HearthPen pen;
  double width;
  double x_height;
  double slant;
} HearthHandNib;

/**
 * HearthHandEnd: where a pen comes to a sample or leaves it, in points, y downwards.
 * @there: whether there is such a place, from which a stroke can go on
 * @x: to the right of the origin
 * @y: below the baseline
 * @dx: the direction of writing there; of length 1
 * @dy: the same
 */
typedef struct {
  gboolean there;
  float x, y;
  float dx, dy;
} HearthHandEnd;

/**
 * HearthHandOutline: a sample as it is filled with ink, in points, y downwards, from its origin on
 *   the baseline. Every contour turns the same way: filled by the nonzero rule nothing is left out.
 * @advance: to the origin of what comes next
 * @entry: where a stroke from the character before can come in
 * @exit: where a stroke to the next character can leave
 * @points: (element-type float): x and y of each corner, contour after contour
 * @contours: (element-type guint): behind the last corner of each contour
 */
typedef struct {
  float advance;
  HearthHandEnd entry, exit;
  GArray *points;
  GArray *contours;
} HearthHandOutline;

HearthHandOutline *hearth_hand_outline_new  (const HearthHandSample *sample,
                                             const HearthHandNib *nib) G_GNUC_WARN_UNUSED_RESULT;
void               hearth_hand_outline_free (HearthHandOutline *self);
double             hearth_hand_nib_get_width (const HearthHandNib *self, double pressure, double dx,
                                              double dy);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthHandOutline, hearth_hand_outline_free)

G_END_DECLS
