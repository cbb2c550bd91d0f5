/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-hand-cleaning.h"

/* A handwriting that was never anybody's: an alphabet of strokes, each letter written three times
 * by a pen that trembles. What it writes goes the way of ink on the guided page. */

HearthHand *synthetic_hand_new (gboolean joined, HearthPen pen);
GArray     *synthetic_ink_new  (const char *glyph, guint sample, double x_height, gboolean pressure);
