/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-dock-place.h"

#include <string.h>

/* In the order of _NET_WM_STRUT_PARTIAL (Extended Window Manager Hints 1.5). */
enum {
  STRUT_LEFT,
  STRUT_RIGHT,
  STRUT_LEFT_START_Y = 4,
  STRUT_LEFT_END_Y,
  STRUT_RIGHT_START_Y,
  STRUT_RIGHT_END_Y
};

static int
right_of (const HearthDockRect *rect)
{
  return rect->x + rect->width;
}

static gboolean
share_rows (const HearthDockRect *a, const HearthDockRect *b)
{
  return a->y < b->y + b->height && b->y < a->y + a->height;
}

/* A strut is counted from the edge of the whole screen: at an edge between two monitors it would
 * take the other one away. */
static gboolean
is_outer_edge (HearthDockSide side, const HearthDockRect *monitors, guint n_monitors, guint mine)
{
  const HearthDockRect *own = &monitors[mine];

  for (guint i = 0; i < n_monitors; i++) {
    if (i == mine || !share_rows (&monitors[i], own))
      continue;
    if (side == HEARTH_DOCK_SIDE_LEFT ? monitors[i].x < own->x
                                      : right_of (&monitors[i]) > right_of (own))
      return FALSE;
  }
  return TRUE;
}

/* The columns that others leave free. The work area lacks what the panel itself reserved before,
 * if the window manager has counted that already. */
static void
find_columns (HearthDockSide side, const HearthDockRect *own, const HearthDockRect *work_area,
              const HearthDockRect *before, int *left, int *right)
{
  *left = work_area->x;
  *right = right_of (work_area);
  if (before != NULL && side == HEARTH_DOCK_SIDE_LEFT && *left >= right_of (before))
    *left -= before->width;
  if (before != NULL && side == HEARTH_DOCK_SIDE_RIGHT && *right <= before->x)
    *right += before->width;
  *left = CLAMP (*left, own->x, right_of (own));
  *right = CLAMP (*right, *left, right_of (own));
}

static void
fill_strut (HearthDockPlace *place, HearthDockSide side, const HearthDockRect *monitors,
            guint n_monitors)
{
  gulong top = (gulong) MAX (place->rect.y, 0);
  gulong bottom = (gulong) MAX (place->rect.y + place->rect.height - 1, 0);
  int edge = 0;

  for (guint i = 0; i < n_monitors; i++)
    edge = MAX (edge, right_of (&monitors[i]));
  if (side == HEARTH_DOCK_SIDE_LEFT) {
    place->strut[STRUT_LEFT] = (gulong) MAX (right_of (&place->rect), 0);
    place->strut[STRUT_LEFT_START_Y] = top;
    place->strut[STRUT_LEFT_END_Y] = bottom;
  } else {
    place->strut[STRUT_RIGHT] = (gulong) MAX (edge - place->rect.x, 0);
    place->strut[STRUT_RIGHT_START_Y] = top;
    place->strut[STRUT_RIGHT_END_Y] = bottom;
  }
}

/**
 * hearth_dock_side_from_string:
 * @name: as the settings have it: "none", "left" or "right"
 *
 * Returns: the side; of any other name %HEARTH_DOCK_SIDE_NONE
 */
HearthDockSide
hearth_dock_side_from_string (const char *name)
{
  if (g_strcmp0 (name, "left") == 0)
    return HEARTH_DOCK_SIDE_LEFT;
  return g_strcmp0 (name, "right") == 0 ? HEARTH_DOCK_SIDE_RIGHT : HEARTH_DOCK_SIDE_NONE;
}

/**
 * hearth_dock_place_compute:
 * @side: left or right
 * @width: how wide the panel is wanted
 * @monitors: (array length=n_monitors): all monitors
 * @n_monitors: how many there are, at least one
 * @mine: the index of the panel's
 * @work_area: what panels and bars leave free of it
 * @before: (nullable): where the panel is already, and reserves space
 * @place: (out caller-allocates): where it goes
 *
 * Says where a panel at the side of a monitor goes, beside the bars that are there, and what it
 * keeps clear of other windows (_NET_WM_STRUT_PARTIAL). It never takes more than half a monitor.
 * All numbers are in one unit, the pixels of the screen.
 */
void
hearth_dock_place_compute (HearthDockSide side, int width, const HearthDockRect *monitors,
                           guint n_monitors, guint mine, const HearthDockRect *work_area,
                           const HearthDockRect *before, HearthDockPlace *place)
{
  const HearthDockRect *own = &monitors[mine];
  int left, right, top, bottom;

  memset (place, 0, sizeof *place);
  find_columns (side, own, work_area, before, &left, &right);
  top = CLAMP (work_area->y, own->y, own->y + own->height);
  bottom = CLAMP (work_area->y + work_area->height, top, own->y + own->height);
  width = MAX (MIN (width, own->width / 2), 1);
  place->rect.x = side == HEARTH_DOCK_SIDE_LEFT ? left : MAX (right - width, own->x);
  place->rect.y = top;
  place->rect.width = width;
  place->rect.height = bottom - top;
  place->reserved = is_outer_edge (side, monitors, n_monitors, mine);
  if (place->reserved)
    fill_strut (place, side, monitors, n_monitors);
}
