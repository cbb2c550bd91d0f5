/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-free-time.h"

static GPtrArray *
add (GPtrArray *list, gint64 start, gint64 end)
{
  HearthEvent *event = hearth_event_new ();

  g_ptr_array_add (list, hearth_occurrence_new (event, (HearthSpan){ start, end }));
  return list;
}

static HearthEvent *
last (GPtrArray *list)
{
  return ((HearthOccurrence *) list->pdata[list->len - 1])->event;
}

/* Ten to eleven, an overlap, a touch, and what does not count. Times in minutes. */
static GPtrArray *
make_day (void)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_occurrence_free);

  add (list, 660 * 60, 690 * 60);
  add (list, 600 * 60, 660 * 60);
  add (list, 630 * 60, 650 * 60);
  add (list, 720 * 60, 720 * 60);
  add (list, 800 * 60, 900 * 60);
  last (list)->transparent = TRUE;
  add (list, 800 * 60, 900 * 60);
  last (list)->status = HEARTH_EVENT_CANCELLED;
  add (list, 0, 1440 * 60);
  last (list)->all_day = TRUE;
  return list;
}

static char *
dup_spans (GArray *spans)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < spans->len; i++)
    g_string_append_printf (out, "%d-%d ", (int) (g_array_index (spans, HearthSpan, i).start / 60),
                            (int) (g_array_index (spans, HearthSpan, i).end / 60));
  return g_string_free (out, FALSE);
}

static void
assert_gaps (GArray *busy, gint64 start, gint64 end, guint least, const char *expected)
{
  g_autoptr (GArray) gaps =
      hearth_free_time_gaps (busy, (HearthSpan){ start * 60, end * 60 }, least);
  g_autofree char *text = dup_spans (gaps);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_gaps (void)
{
  g_autoptr (GPtrArray) day = make_day ();
  g_autoptr (GArray) busy = hearth_free_time_busy (day, FALSE, 0);
  g_autoptr (GArray) whole = hearth_free_time_busy (day, TRUE, 0);
  g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (HearthSpan));
  g_autofree char *text = dup_spans (busy);

  g_assert_cmpstr (text, ==, "600-690 ");
  assert_gaps (busy, 480, 1080, 30, "480-600 690-1080 ");
  assert_gaps (busy, 580, 700, 30, "");
  assert_gaps (busy, 580, 700, 20, "580-600 ");
  assert_gaps (busy, 610, 640, 1, "");
  assert_gaps (busy, 640, 720, 30, "690-720 ");
  assert_gaps (busy, 0, 300, 60, "0-300 ");
  assert_gaps (whole, 480, 1080, 1, "");
  assert_gaps (none, 10, 20, 10, "10-20 ");
  assert_gaps (none, 20, 10, 1, "");
}

static void
test_conflicts (void)
{
  g_autoptr (GPtrArray) day = make_day ();
  g_autoptr (GArray) timed = hearth_free_time_conflicts (day, FALSE, 0);
  g_autoptr (GArray) all = hearth_free_time_conflicts (day, TRUE, 0);
  const HearthConflict *conflict;

  g_assert_cmpuint (timed->len, ==, 1);
  conflict = &g_array_index (timed, HearthConflict, 0);
  g_assert_true (conflict->a == day->pdata[1]);
  g_assert_true (conflict->b == day->pdata[2]);
  g_assert_cmpuint (all->len, ==, 4);
}

static void
place (GPtrArray *list, const char *location)
{
  last (list)->location = g_strdup (location);
}

/* Who has to get there is not free meanwhile; a call can be taken anywhere. Times in minutes. */
static void
test_travel (void)
{
  g_autoptr (GPtrArray) day =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_occurrence_free);
  g_autoptr (GArray) without = NULL;
  g_autoptr (GArray) busy = NULL;
  g_autoptr (GArray) none = NULL;
  g_autoptr (GArray) conflicts = NULL;
  g_autofree char *apart = NULL;
  g_autofree char *text = NULL;
  const HearthConflict *conflict;

  place (add (day, 600 * 60, 660 * 60), "Town hall");
  place (add (day, 680 * 60, 700 * 60), "Harbour 4");
  place (add (day, 700 * 60, 730 * 60), "HARBOUR 4");
  place (add (day, 740 * 60, 750 * 60), "https://meet.example.org/x");
  add (day, 765 * 60, 780 * 60);
  place (add (day, 0, 1440 * 60), "Lisbon");
  last (day)->all_day = TRUE;
  without = hearth_free_time_busy (day, FALSE, 0);
  apart = dup_spans (without);
  g_assert_cmpstr (apart, ==, "600-660 680-730 740-750 765-780 ");
  busy = hearth_free_time_busy (day, FALSE, 30);
  text = dup_spans (busy);
  g_assert_cmpstr (text, ==, "570-760 765-780 ");
  none = hearth_free_time_conflicts (day, FALSE, 0);
  g_assert_cmpuint (none->len, ==, 0);
  conflicts = hearth_free_time_conflicts (day, FALSE, 30);
  g_assert_cmpuint (conflicts->len, ==, 1);
  conflict = &g_array_index (conflicts, HearthConflict, 0);
  g_assert_cmpstr (conflict->a->event->location, ==, "Town hall");
  g_assert_cmpstr (conflict->b->event->location, ==, "Harbour 4");
}

static void
test_elsewhere (void)
{
  static const char *const here[] = {
    "", "https://zoom.example.org/1", "Online", "Zoom (link below)", "tel:+49301234", "—"
  };
  static const char *const there[] = { "Town hall", "Room 4", "Zoomstraat 1" };
  g_autoptr (HearthEvent) event = hearth_event_new ();

  g_assert_false (hearth_free_time_is_elsewhere (event));
  for (gsize i = 0; i < G_N_ELEMENTS (here); i++) {
    g_free (event->location);
    event->location = g_strdup (here[i]);
    g_assert_false (hearth_free_time_is_elsewhere (event));
  }
  for (gsize i = 0; i < G_N_ELEMENTS (there); i++) {
    g_free (event->location);
    event->location = g_strdup (there[i]);
    g_assert_true (hearth_free_time_is_elsewhere (event));
  }
}

static void
test_plan (void)
{
  HearthDayPlan plan = HEARTH_DAY_PLAN_INIT;

  g_assert_true (hearth_day_plan_is_valid (&plan));
  for (guint day = 1; day <= 7; day++)
    g_assert_cmpint (hearth_day_plan_is_working (&plan, day), ==, day <= 5);
  plan.weekdays = 1u << 6;
  g_assert_true (hearth_day_plan_is_working (&plan, 7));
  g_assert_false (hearth_day_plan_is_working (&plan, 1));
  plan.weekdays = 0;
  g_assert_false (hearth_day_plan_is_valid (&plan));
  plan.weekdays = 1;
  plan.ends = plan.begins;
  g_assert_false (hearth_day_plan_is_valid (&plan));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/calendar/free-time/gaps", test_gaps);
  g_test_add_func ("/calendar/free-time/conflicts", test_conflicts);
  g_test_add_func ("/calendar/free-time/travel", test_travel);
  g_test_add_func ("/calendar/free-time/elsewhere", test_elsewhere);
  g_test_add_func ("/calendar/free-time/plan", test_plan);
  return g_test_run ();
}
