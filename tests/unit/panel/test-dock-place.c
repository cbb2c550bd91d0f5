/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-dock-place.h"

#define LEFT HEARTH_DOCK_SIDE_LEFT
#define RIGHT HEARTH_DOCK_SIDE_RIGHT

static void
assert_rect (const HearthDockRect *rect, int x, int y, int width, int height)
{
  g_assert_cmpint (rect->x, ==, x);
  g_assert_cmpint (rect->y, ==, y);
  g_assert_cmpint (rect->width, ==, width);
  g_assert_cmpint (rect->height, ==, height);
}

/* A screen with a bar of 28 pixels at its top. */
static const HearthDockRect laptop = { 0, 0, 1366, 768 };
static const HearthDockRect below_bar = { 0, 28, 1366, 740 };

static void
test_right (void)
{
  HearthDockPlace place;

  hearth_dock_place_compute (RIGHT, 400, &laptop, 1, 0, &below_bar, NULL, &place);
  assert_rect (&place.rect, 966, 28, 400, 740);
  g_assert_true (place.reserved);
  g_assert_cmpuint (place.strut[0], ==, 0);
  g_assert_cmpuint (place.strut[1], ==, 400);
  g_assert_cmpuint (place.strut[6], ==, 28);
  g_assert_cmpuint (place.strut[7], ==, 767);
}

static void
test_left_beside_a_bar (void)
{
  const HearthDockRect beside = { 60, 0, 1306, 768 };
  HearthDockPlace place;

  hearth_dock_place_compute (LEFT, 400, &laptop, 1, 0, &beside, NULL, &place);
  assert_rect (&place.rect, 60, 0, 400, 768);
  /* Counted from the edge of the screen, so with the bar. */
  g_assert_cmpuint (place.strut[0], ==, 460);
  g_assert_cmpuint (place.strut[1], ==, 0);
  g_assert_cmpuint (place.strut[4], ==, 0);
  g_assert_cmpuint (place.strut[5], ==, 767);
}

/* What it reserved itself is no bar of somebody else: it does not walk across the screen. */
static void
test_own_space_is_not_counted (void)
{
  HearthDockPlace first, again;

  for (HearthDockSide side = LEFT; side <= RIGHT; side++) {
    HearthDockRect area = below_bar;

    hearth_dock_place_compute (side, 400, &laptop, 1, 0, &below_bar, NULL, &first);
    /* Before the window manager has counted it, and after. */
    hearth_dock_place_compute (side, 400, &laptop, 1, 0, &area, &first.rect, &again);
    g_assert_cmpmem (&first, sizeof first, &again, sizeof again);
    area.width -= 400;
    if (side == LEFT)
      area.x += 400;
    hearth_dock_place_compute (side, 400, &laptop, 1, 0, &area, &first.rect, &again);
    g_assert_cmpmem (&first, sizeof first, &again, sizeof again);
  }
}

static void
test_screen_shrinks (void)
{
  const HearthDockRect small = { 0, 0, 1024, 600 };
  const HearthDockRect before = { 966, 28, 400, 740 };
  HearthDockRect area = { 0, 28, 624, 572 };
  HearthDockPlace place;

  hearth_dock_place_compute (RIGHT, 400, &small, 1, 0, &area, &before, &place);
  assert_rect (&place.rect, 624, 28, 400, 572);
  g_assert_cmpuint (place.strut[1], ==, 400);
  g_assert_cmpuint (place.strut[7], ==, 599);
}

static void
test_edge_between_two (void)
{
  const HearthDockRect two[] = { { 0, 0, 1366, 768 }, { 1366, 0, 1920, 1080 } };
  HearthDockPlace place;

  /* To reserve at an edge in the middle would take the whole other screen. */
  hearth_dock_place_compute (RIGHT, 400, two, 2, 0, &two[0], NULL, &place);
  assert_rect (&place.rect, 966, 0, 400, 768);
  g_assert_false (place.reserved);
  for (guint i = 0; i < HEARTH_DOCK_N_STRUT; i++)
    g_assert_cmpuint (place.strut[i], ==, 0);

  hearth_dock_place_compute (RIGHT, 400, two, 2, 1, &two[1], NULL, &place);
  assert_rect (&place.rect, 2886, 0, 400, 1080);
  g_assert_true (place.reserved);
  g_assert_cmpuint (place.strut[1], ==, 400);
}

/* One above the other share no rows: each has its own edges. A narrower one is counted from the
 * edge of the whole. */
static void
test_one_above_the_other (void)
{
  const HearthDockRect two[] = { { 0, 0, 1920, 1080 }, { 0, 1080, 1366, 768 } };
  HearthDockPlace place;

  hearth_dock_place_compute (RIGHT, 400, two, 2, 1, &two[1], NULL, &place);
  assert_rect (&place.rect, 966, 1080, 400, 768);
  g_assert_true (place.reserved);
  g_assert_cmpuint (place.strut[1], ==, 954);
  g_assert_cmpuint (place.strut[6], ==, 1080);
  g_assert_cmpuint (place.strut[7], ==, 1847);
}

static void
test_never_more_than_half (void)
{
  const HearthDockRect narrow = { 0, 0, 720, 1440 };
  HearthDockPlace place;

  hearth_dock_place_compute (RIGHT, 4000, &narrow, 1, 0, &narrow, NULL, &place);
  assert_rect (&place.rect, 360, 0, 360, 1440);
}

static void
test_names (void)
{
  g_assert_cmpint (hearth_dock_side_from_string ("left"), ==, LEFT);
  g_assert_cmpint (hearth_dock_side_from_string ("right"), ==, RIGHT);
  g_assert_cmpint (hearth_dock_side_from_string ("none"), ==, HEARTH_DOCK_SIDE_NONE);
  g_assert_cmpint (hearth_dock_side_from_string (NULL), ==, HEARTH_DOCK_SIDE_NONE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dock-place/right", test_right);
  g_test_add_func ("/dock-place/left-beside-a-bar", test_left_beside_a_bar);
  g_test_add_func ("/dock-place/own-space-is-not-counted", test_own_space_is_not_counted);
  g_test_add_func ("/dock-place/screen-shrinks", test_screen_shrinks);
  g_test_add_func ("/dock-place/edge-between-two", test_edge_between_two);
  g_test_add_func ("/dock-place/one-above-the-other", test_one_above_the_other);
  g_test_add_func ("/dock-place/never-more-than-half", test_never_more_than_half);
  g_test_add_func ("/dock-place/names", test_names);
  return g_test_run ();
}
