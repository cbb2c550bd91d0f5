/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-hand.h"

G_BEGIN_DECLS

/**
 * HearthInkPoint: a point as a pen, a finger or a mouse gave it.
 * @x: to the right, in the units of the page
 * @y: downwards, in the units of the page
 * @pressure: 0 to 1; negative where the device has none
 * @time: seconds, from any beginning
 * @down: whether a stroke begins here
 */
typedef struct {
  double x, y;
  double pressure;
  double time;
  gboolean down;
} HearthInkPoint;

/**
 * HearthHandBox: where on the guided page a character was written.
 * @x: the left edge of the box, in the units of the page
 * @baseline: the line on which it stands
 * @x_height: how high the guide says that an x is
 */
typedef struct {
  double x;
  double baseline;
  double x_height;
} HearthHandBox;

HearthHandSample *hearth_hand_clean (const HearthInkPoint *points, guint n_points,
                                     const HearthHandBox *box) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
