/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HearthDockSide:
 * @HEARTH_DOCK_SIDE_NONE: nowhere: an ordinary window
 * @HEARTH_DOCK_SIDE_LEFT: at the left edge of its monitor
 * @HEARTH_DOCK_SIDE_RIGHT: at the right edge of its monitor
 *
 * Where the panel stands.
 */
typedef enum {
  HEARTH_DOCK_SIDE_NONE,
  HEARTH_DOCK_SIDE_LEFT,
  HEARTH_DOCK_SIDE_RIGHT,
} HearthDockSide;

/**
 * HearthDockRect:
 *
 * A rectangle, in the pixels of a screen that all monitors share.
 */
typedef struct {
  int x, y, width, height;
} HearthDockRect;

/* How many numbers _NET_WM_STRUT_PARTIAL has. */
#define HEARTH_DOCK_N_STRUT 12

/**
 * HearthDockPlace:
 * @rect: where the panel is
 * @reserved: whether the space can be kept clear of other windows
 * @strut: the numbers of _NET_WM_STRUT_PARTIAL; all zero if nothing is reserved
 *
 * Where a docked panel goes, and what it keeps clear.
 */
typedef struct {
  HearthDockRect rect;
  gboolean reserved;
  gulong strut[HEARTH_DOCK_N_STRUT];
} HearthDockPlace;

HearthDockSide hearth_dock_side_from_string (const char *name);
void hearth_dock_place_compute (HearthDockSide side, int width, const HearthDockRect *monitors,
                                guint n_monitors, guint mine, const HearthDockRect *work_area,
                                const HearthDockRect *before, HearthDockPlace *place);

G_END_DECLS
