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
  g_autoptr (GArray) busy = hearth_free_time_busy (day, FALSE);
  g_autoptr (GArray) whole = hearth_free_time_busy (day, TRUE);
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
  g_autoptr (GArray) timed = hearth_free_time_conflicts (day, FALSE);
  g_autoptr (GArray) all = hearth_free_time_conflicts (day, TRUE);
  const HearthConflict *conflict;

  g_assert_cmpuint (timed->len, ==, 1);
  conflict = &g_array_index (timed, HearthConflict, 0);
  g_assert_true (conflict->a == day->pdata[1]);
  g_assert_true (conflict->b == day->pdata[2]);
  g_assert_cmpuint (all->len, ==, 4);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/calendar/free-time/gaps", test_gaps);
  g_test_add_func ("/calendar/free-time/conflicts", test_conflicts);
  return g_test_run ();
}
