/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "store-fixture.h"

#include "hearth-clock.h"
#include "hearth-database-private.h"
#include "hearth-week-heat.h"

#define MONDAY                                                                                     \
  G_GINT64_CONSTANT (1932073200) /* 2031-03-24 in Berlin; on Sunday the clock moves                \
                                  */
#define HOUR 3600
#define DAY (24 * HOUR)

static void
plan (GPtrArray *list, gint64 start, gint64 end, gboolean all_day, gboolean transparent)
{
  HearthEvent *event = hearth_event_new ();
  HearthOccurrence *occurrence;

  event->all_day = all_day;
  event->transparent = transparent;
  occurrence = hearth_occurrence_new (event, (HearthSpan){ MONDAY + start, MONDAY + end });
  g_ptr_array_add (list, occurrence);
}

static guint
minutes_of (GArray *days, guint i)
{
  return g_array_index (days, HearthDayHeat, i).minutes;
}

/* Time is counted once, on the day on which it is, and only where it is taken. */
static void
test_time (void)
{
  g_autoptr (GPtrArray) list =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_occurrence_free);
  HearthSpan week = { MONDAY, MONDAY + 7 * DAY - HOUR };
  g_autoptr (GArray) days = NULL;

  plan (list, 10 * HOUR, 11 * HOUR, FALSE, FALSE);
  plan (list, 9 * HOUR, 12 * HOUR, FALSE, FALSE);
  plan (list, 10 * HOUR, 10 * HOUR + 1800, FALSE, FALSE);
  plan (list, 23 * HOUR, 25 * HOUR, FALSE, FALSE);
  plan (list, 2 * DAY, 3 * DAY, TRUE, FALSE);
  plan (list, 3 * DAY, 3 * DAY + HOUR, FALSE, TRUE);
  plan (list, 4 * DAY, 4 * DAY, FALSE, FALSE);
  /* The whole of the day that has 23 hours, and of the one before it. */
  plan (list, 5 * DAY, 7 * DAY - HOUR, FALSE, FALSE);
  days = hearth_week_heat_new (week, list);
  g_assert_cmpuint (days->len, ==, 7);
  g_assert_cmpint (g_array_index (days, HearthDayHeat, 1).start, ==, MONDAY + DAY);
  g_assert_cmpuint (minutes_of (days, 0), ==, 4 * 60);
  g_assert_cmpuint (minutes_of (days, 1), ==, 60);
  for (guint i = 2; i < 5; i++)
    g_assert_cmpuint (minutes_of (days, i), ==, 0);
  g_assert_cmpuint (minutes_of (days, 5), ==, 24 * 60);
  g_assert_cmpuint (minutes_of (days, 6), ==, 23 * 60);
}

static void
test_levels (void)
{
  static const guint minutes[] = { 0, 1, 60, 61, 180, 181, 359, 360, 1440 };
  static const guint levels[] = { 0, 1, 1, 2, 2, 3, 3, 4, 4 };

  for (gsize i = 0; i < G_N_ELEMENTS (minutes); i++)
    g_assert_cmpuint (hearth_week_heat_level_time (minutes[i]), ==, levels[i]);
  g_assert_cmpuint (hearth_week_heat_level_mail (0, 0), ==, 0);
  g_assert_cmpuint (hearth_week_heat_level_mail (1, 1), ==, 1);
  g_assert_cmpuint (hearth_week_heat_level_mail (1, 1000), ==, 1);
  g_assert_cmpuint (hearth_week_heat_level_mail (500, 1000), ==, 2);
  g_assert_cmpuint (hearth_week_heat_level_mail (1000, 1000), ==, 4);
  g_assert_cmpuint (hearth_week_heat_level_mail (G_MAXUINT, G_MAXUINT), ==, 4);
}

static void
deliver (HearthDatabase *db, gint64 mailbox, gint64 when, int n)
{
  g_autofree char *sql = g_strdup_printf (
      "INSERT INTO messages (id, mailbox_id, key, date, flags, priority, marks, thread_id, from_id,"
      " message_hash, subject_hash, size, path, message_id, subject, from_name, from_address,"
      " recipients, attachment_names, attachment_parts, list_id, preview) VALUES (%" G_GINT64_FORMAT
      ", %" G_GINT64_FORMAT
      ", 'k%d', 0, 0, 0, 0, 0, 0, 0, 0, 0, '', '', '', '', '', '', '', '', '',"
      " '')",
      ((MONDAY + when) << 20) | n, mailbox, n);
  g_autoptr (GError) error = NULL;

  g_assert_true (hearth_database_execute (db, sql, &error));
  g_assert_no_error (error);
}

/* Mail counts on the day on which it came, and only what came. */
static void
test_mail (void)
{
  gint64 source_id;
  g_autoptr (HearthDatabase) db = fixture_open_memory (&source_id);
  g_autoptr (GPtrArray) list =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_occurrence_free);
  g_autoptr (GArray) days = hearth_week_heat_new ((HearthSpan){ MONDAY, MONDAY + 2 * DAY }, list);
  g_autofree char *sql =
      g_strdup_printf ("INSERT INTO mailboxes (id, source_id, name, folded, role) VALUES"
                       " (901, %" G_GINT64_FORMAT ", 'in', 'in', %d), (902, %" G_GINT64_FORMAT
                       ", 'out', 'out', %d)",
                       source_id, HEARTH_MAILBOX_INBOX, source_id, HEARTH_MAILBOX_SENT);
  g_autoptr (GError) error = NULL;

  g_assert_true (hearth_database_execute (db, sql, &error));
  g_assert_no_error (error);
  deliver (db, 901, -1, 1);
  deliver (db, 901, 0, 2);
  deliver (db, 901, DAY - 1, 3);
  deliver (db, 901, DAY, 4);
  deliver (db, 901, 2 * DAY, 5);
  deliver (db, 902, HOUR, 6);
  g_assert_true (hearth_week_heat_count_mail (days, db, &error));
  g_assert_cmpuint (g_array_index (days, HearthDayHeat, 0).n_mails, ==, 2);
  g_assert_cmpuint (g_array_index (days, HearthDayHeat, 1).n_mails, ==, 1);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Berlin");

  g_test_init (&argc, &argv, NULL);
  hearth_clock_set_zone (zone);
  g_test_add_func ("/store/week-heat/time", test_time);
  g_test_add_func ("/store/week-heat/levels", test_levels);
  g_test_add_func ("/store/week-heat/mail", test_mail);
  return g_test_run ();
}
