/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-day-layout.h"

#define LINE 20
#define HOUR 3600
/* 2026-03-10 00:00 UTC */
#define MIDNIGHT G_GINT64_CONSTANT (1773100800)

static const HearthSpan day = { MIDNIGHT, MIDNIGHT + 24 * HOUR };

static void
add (GPtrArray *occurrences, double start, double end)
{
  HearthSpan span = { MIDNIGHT + (gint64) (start * HOUR), MIDNIGHT + (gint64) (end * HOUR) };

  g_ptr_array_add (occurrences, hearth_occurrence_new (hearth_event_new (), span));
}

static GPtrArray *
make_list (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_occurrence_free);
}

static const HearthDayPlace *
get_place (const HearthDayLayout *layout, guint i)
{
  return &g_array_index (layout->places, HearthDayPlace, i);
}

static void
test_scale (void)
{
  g_autoptr (GPtrArray) list = make_list ();
  g_autoptr (HearthDayLayout) layout = NULL;

  add (list, 9.5, 10);
  add (list, 14, 16);
  layout = hearth_day_layout_new (day, list, MIDNIGHT + 12 * HOUR, LINE);
  g_assert_cmpint (layout->first_hour, ==, 9);
  g_assert_cmpint (layout->last_hour, ==, 18);
  g_assert_cmpint (get_place (layout, 0)->height, ==, LINE);
  g_assert_cmpint (get_place (layout, 1)->top, ==, (int) (5 * layout->hour_height));
  g_assert_cmpfloat_with_epsilon (get_place (layout, 1)->height, 2 * layout->hour_height - 2, 1.0);
}

/* The scale stretches to what happens and to now. */
static void
test_range (void)
{
  g_autoptr (GPtrArray) list = make_list ();
  g_autoptr (HearthDayLayout) layout = NULL;

  add (list, -2, 6.5);
  add (list, 21.25, 27);
  layout = hearth_day_layout_new (day, list, MIDNIGHT + 12 * HOUR, LINE);
  g_assert_cmpint (layout->first_hour, ==, 0);
  g_assert_cmpint (layout->last_hour, ==, 24);
  g_assert_cmpint (get_place (layout, 0)->top, ==, 0);
}

static void
test_columns (void)
{
  g_autoptr (GPtrArray) list = make_list ();
  g_autoptr (HearthDayLayout) layout = NULL;

  add (list, 10, 13);
  add (list, 10.5, 11.5);
  add (list, 11.75, 13);
  add (list, 15, 16);
  layout = hearth_day_layout_new (day, list, MIDNIGHT, LINE);
  g_assert_cmpint (get_place (layout, 0)->column, ==, 0);
  g_assert_cmpint (get_place (layout, 1)->column, ==, 1);
  g_assert_cmpint (get_place (layout, 2)->column, ==, 1);
  g_assert_cmpint (get_place (layout, 0)->n_columns, ==, 2);
  g_assert_cmpint (get_place (layout, 3)->column, ==, 0);
  g_assert_cmpint (get_place (layout, 3)->n_columns, ==, 1);
}

/* Events that follow each other closely do not stand side by side as if they overlapped. */
static void
test_close (void)
{
  g_autoptr (GPtrArray) list = make_list ();
  g_autoptr (HearthDayLayout) layout = NULL;

  add (list, 9, 9.5);
  add (list, 9.75, 10);
  layout = hearth_day_layout_new (day, list, MIDNIGHT + 9 * HOUR, LINE);
  g_assert_cmpint (get_place (layout, 1)->column, ==, 0);
  g_assert_cmpint (get_place (layout, 0)->top + get_place (layout, 0)->height, <=,
                   get_place (layout, 1)->top);
}

static void
test_crowd (void)
{
  g_autoptr (GPtrArray) list = make_list ();
  g_autoptr (HearthDayLayout) layout = NULL;

  for (guint i = 0; i < 200; i++)
    add (list, 9 + i / 100.0, 17);
  layout = hearth_day_layout_new (day, list, MIDNIGHT, LINE);
  for (guint i = 0; i < list->len; i++) {
    g_assert_cmpint (get_place (layout, i)->column, ==, (int) i);
    g_assert_cmpint (get_place (layout, i)->n_columns, ==, 200);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/panel/day-layout/scale", test_scale);
  g_test_add_func ("/panel/day-layout/range", test_range);
  g_test_add_func ("/panel/day-layout/columns", test_columns);
  g_test_add_func ("/panel/day-layout/close", test_close);
  g_test_add_func ("/panel/day-layout/crowd", test_crowd);
  return g_test_run ();
}
