/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-webcal-source.h"

/* How often a calendar is asked that nobody tells of. */

static void
test_interval (void)
{
  g_autoptr (HearthCalendarSource) source =
      hearth_webcal_source_new ("https://example.org/club.ics", NULL, NULL, NULL);

  g_assert_cmpuint (hearth_calendar_source_get_interval (source), ==, 0);
  hearth_calendar_source_set_refresh (source, 600);
  g_assert_cmpuint (hearth_calendar_source_get_interval (source), ==, 600);
  hearth_calendar_source_set_thrifty (source, TRUE);
  g_assert_cmpuint (hearth_calendar_source_get_interval (source), ==, 3600);
  hearth_calendar_source_set_refresh (source, 7200);
  g_assert_cmpuint (hearth_calendar_source_get_interval (source), ==, 4 * 7200);
  /* Its publisher wants less. */
  hearth_calendar_source_suggest_refresh (source, 10000);
  g_assert_cmpuint (hearth_calendar_source_get_interval (source), ==, 40000);
  hearth_calendar_source_set_thrifty (source, FALSE);
  g_assert_cmpuint (hearth_calendar_source_get_interval (source), ==, 10000);
  hearth_calendar_source_set_refresh (source, 0);
  g_assert_cmpuint (hearth_calendar_source_get_interval (source), ==, 0);
}

static void
changed_cb (HearthCalendarSource *source, guint *n)
{
  (*n)++;
}

static gboolean
quit_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

static guint
count_changes (HearthCalendarSource *source, guint *n)
{
  gboolean over = FALSE;

  g_timeout_add (1500, quit_cb, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
  return *n;
}

/* Once bytes are cheap again it is looked at, and asked as often as before. */
static void
test_end_of_thrift (void)
{
  g_autoptr (HearthCalendarSource) source =
      hearth_webcal_source_new ("https://example.org/club.ics", NULL, NULL, NULL);
  guint n = 0;

  g_signal_connect (source, "changed", G_CALLBACK (changed_cb), &n);
  hearth_calendar_source_set_refresh (source, 1);
  g_assert_true (hearth_calendar_source_watch (source, NULL));
  hearth_calendar_source_set_thrifty (source, TRUE);
  g_assert_cmpuint (count_changes (source, &n), ==, 0);
  hearth_calendar_source_set_refresh (source, 600);
  hearth_calendar_source_set_thrifty (source, FALSE);
  g_assert_cmpuint (count_changes (source, &n), ==, 1);
  hearth_calendar_source_unwatch (source);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/calendar/polling/interval", test_interval);
  g_test_add_func ("/calendar/polling/end-of-thrift", test_end_of_thrift);
  return g_test_run ();
}
