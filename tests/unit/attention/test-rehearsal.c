/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <time.h>

#include "hearth-clock.h"
#include "hearth-rehearsal.h"
#include "hearth-store-tellings.h"

/* Wednesday, 15 May 2024, 10:00 in Berlin. */
#define NOW G_GINT64_CONSTANT (1715760000)
#define HOUR 3600
#define DAY 86400

typedef struct {
  char *path;
  sqlite3 *sql;
  HearthDatabase *db;
  gint64 n;
} Fixture;

static void
run_sql (Fixture *fixture, const char *sql)
{
  char *message = NULL;

  if (sqlite3_exec (fixture->sql, sql, NULL, NULL, &message) != SQLITE_OK)
    g_error ("%s: %s", sql, message);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("hearth-rehearsal-XXXXXX", &error);

  g_assert_no_error (error);
  fixture->path = g_build_filename (folder, "hearth.db", NULL);
  fixture->db = hearth_database_open (fixture->path, HEARTH_DATABASE_WRITER, &error);
  g_assert_no_error (error);
  g_assert_cmpint (sqlite3_open (fixture->path, &fixture->sql), ==, SQLITE_OK);
  run_sql (fixture, "INSERT INTO mailboxes (id, source_id, name, folded, role)"
                    " VALUES (1, 1, 'INBOX', 'inbox', 1)");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  g_autoptr (GDir) dir = NULL;
  const char *name;

  sqlite3_close (fixture->sql);
  g_object_unref (fixture->db);
  dir = g_dir_open (folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    g_remove (path);
  }
  g_rmdir (folder);
  g_free (fixture->path);
}

static gint64
add_mail (Fixture *fixture, gint64 date, const char *sender, const char *klass, int priority)
{
  gint64 id = (date << 20) | ++fixture->n;
  g_autofree char *sql = g_strdup_printf (
      "INSERT INTO messages (id, mailbox_id, key, date, flags, priority, marks, thread_id, from_id,"
      " message_hash, subject_hash, size, path, message_id, subject, from_name, from_address,"
      " recipients, attachment_names, attachment_parts, list_id, preview, reason, klass)"
      " VALUES (%" G_GINT64_FORMAT ", 1, 'k%" G_GINT64_FORMAT "', %" G_GINT64_FORMAT
      ", 1, %d, 0, 0, 1, 0, 0, 9, 'p', 'm', 'Subject', '', '%s', '', '', '', '', '',"
      " 'asks you a question', '%s')",
      id, fixture->n, date, priority, sender, klass);

  run_sql (fixture, sql);
  return id;
}

static GPtrArray *
rehearse (Fixture *fixture, const HearthInterruptPolicy *policy, guint *n_calls)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthRehearsal) rehearsal = hearth_rehearsal_load (fixture->db, NOW, &error);
  GPtrArray *told;

  g_assert_no_error (error);
  told = hearth_rehearsal_run (rehearsal, policy);
  *n_calls = hearth_rehearsed_count_calls (told);
  /* They name what the rehearsal holds, which is about to go. */
  for (guint i = 0; i < told->len; i++) {
    HearthRehearsed *one = g_ptr_array_index (told, i);

    one->sender = one->subject = NULL;
  }
  return told;
}

static const HearthRehearsed *
get (GPtrArray *told, guint i)
{
  g_assert_cmpuint (i, <, told->len);
  return g_ptr_array_index (told, i);
}

static void
test_days (Fixture *fixture, gconstpointer data)
{
  HearthInterruptPolicy policy = HEARTH_INTERRUPT_POLICY_INIT;
  g_autoptr (GPtrArray) told = NULL;
  gint64 first;
  guint n_calls;

  add_mail (fixture, NOW - 31 * DAY, "ana@x.example", "urgent", 95);
  first = add_mail (fixture, NOW - 2 * DAY, "ana@x.example", "needs_response", 70);
  add_mail (fixture, NOW - 2 * DAY + 60, "shop@x.example", "promotional", 10);
  add_mail (fixture, NOW - DAY, "bo@x.example", "needs_response", 70);
  told = rehearse (fixture, &policy, &n_calls);
  g_assert_cmpuint (n_calls, ==, 2);
  g_assert_cmpint (get (told, 0)->message_id, ==, first);
  g_assert_cmpint (get (told, 0)->at, ==, NOW - 2 * DAY);
  g_assert_cmpstr (get (told, 0)->reason, ==, "asks you a question");
  g_assert_true (get (told, 0)->sound);
  /* Whether it is on does not matter to what would be. */
  policy.notify_mail = FALSE;
  g_ptr_array_unref (told);
  told = rehearse (fixture, &policy, &n_calls);
  g_assert_cmpuint (n_calls, ==, 2);
}

static void
test_bundle (Fixture *fixture, gconstpointer data)
{
  HearthInterruptPolicy policy = HEARTH_INTERRUPT_POLICY_INIT;
  g_autoptr (GPtrArray) told = NULL;
  guint n_calls;

  policy.quiet_hours = TRUE;
  policy.quiet_start = 22 * 60;
  policy.quiet_end = 7 * 60;
  add_mail (fixture, NOW - DAY + 13 * HOUR, "ana@x.example", "needs_response", 70);
  add_mail (fixture, NOW - DAY + 15 * HOUR, "bo@x.example", "needs_response", 70);
  add_mail (fixture, NOW - DAY + 22 * HOUR, "cy@x.example", "needs_response", 70);
  told = rehearse (fixture, &policy, &n_calls);
  g_assert_cmpuint (told->len, ==, 3);
  g_assert_cmpuint (n_calls, ==, 2);
  g_assert_cmpint (get (told, 0)->at, ==, NOW - DAY + 21 * HOUR);
  g_assert_cmpint (get (told, 1)->at, ==, NOW - DAY + 21 * HOUR);
  g_assert_cmpuint (get (told, 1)->call, ==, 0);
  g_assert_cmpstr (get (told, 1)->reason, ==,
                   "asks you a question; it waited for the end of your quiet hours");
  g_assert_cmpuint (get (told, 2)->call, ==, 1);
}

static void
test_rate (Fixture *fixture, gconstpointer data)
{
  HearthInterruptPolicy policy = HEARTH_INTERRUPT_POLICY_INIT;
  g_autoptr (GPtrArray) told = NULL;
  guint hourly = hearth_interrupt_get_hourly (policy.level);
  guint n_calls, n_first = 0;

  for (guint i = 0; i < hourly * 2; i++)
    add_mail (fixture, NOW - DAY + i * 180, "ana@x.example", "needs_response", 70);
  told = rehearse (fixture, &policy, &n_calls);
  g_assert_cmpuint (told->len, ==, hourly * 2);
  for (guint i = 0; i < told->len; i++)
    n_first += get (told, i)->at < NOW - DAY + HOUR ? 1 : 0;
  g_assert_cmpuint (n_first, ==, hourly);
  g_assert_cmpuint (n_calls, <, hourly * 2);
}

/* What the owner made of notifications counts from then on and not before. */
static void
test_no_peeking (Fixture *fixture, gconstpointer data)
{
  HearthInterruptPolicy policy = HEARTH_INTERRUPT_POLICY_INIT;
  g_autoptr (GPtrArray) told = NULL;
  guint n_calls;

  for (int i = 0; i < 20; i++)
    add_mail (fixture, NOW - (20 - i) * DAY, "ana@x.example", "needs_response", 62);
  for (int i = 0; i < 10; i++) {
    HearthTelling telling = { .sender = (char *) "ana@x.example",
                              .klass = (char *) "needs_response",
                              .at = NOW - (20 - i) * DAY,
                              .level = HEARTH_INTERRUPT_NOTIFY,
                              .outcome = HEARTH_TELLING_DISMISSED,
                              .settled = NOW - (20 - i) * DAY + 60 };

    g_assert_true (hearth_store_tellings_add (fixture->db, &telling, NULL));
  }
  told = rehearse (fixture, &policy, &n_calls);
  g_assert_cmpuint (told->len, >, 0);
  g_assert_cmpuint (told->len, <, 10);
  g_assert_cmpint (get (told, 0)->at, ==, NOW - 20 * DAY);
  g_assert_cmpint (get (told, told->len - 1)->at, <, NOW - 10 * DAY);
}

static double
get_cpu_ms (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return (double) time.tv_sec * 1e3 + (double) time.tv_nsec / 1e6;
}

static void
test_speed (Fixture *fixture, gconstpointer data)
{
  HearthInterruptPolicy policy = HEARTH_INTERRUPT_POLICY_INIT;
  static const char *const classes[] = { "urgent", "needs_response", "personal", "fyi",
                                         "promotional" };
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthRehearsal) rehearsal = NULL;
  double start, loaded, worst = 0;
  guint last = 0;

  policy.quiet_hours = TRUE;
  policy.quiet_start = 22 * 60;
  policy.quiet_end = 7 * 60;
  policy.free_days = TRUE;
  run_sql (fixture, "BEGIN");
  for (int i = 0; i < 5000; i++) {
    g_autofree char *sender = g_strdup_printf ("p%d@x.example", g_rand_int_range (rand, 0, 400));
    int k = g_rand_int_range (rand, 0, 5);

    add_mail (fixture, NOW - g_rand_int_range (rand, 1, 30 * DAY), sender, classes[k],
              g_rand_int_range (rand, 5, 95));
  }
  for (int i = 0; i < 600; i++) {
    gint64 at = NOW - g_rand_int_range (rand, 1, 60 * DAY);
    g_autofree char *sql = g_strdup_printf (
        "INSERT INTO tellings (message_id, sender, klass, at, level, sound, held, reason, outcome,"
        " settled) VALUES (0, 'p%d@x.example', 'fyi', %" G_GINT64_FORMAT
        ", 2, 1, 0, 'r', '%s', %" G_GINT64_FORMAT ")",
        g_rand_int_range (rand, 0, 400), at, i % 2 == 0 ? "opened" : "dismissed", at + 60);

    run_sql (fixture, sql);
  }
  run_sql (fixture, "COMMIT");
  start = get_cpu_ms ();
  rehearsal = hearth_rehearsal_load (fixture->db, NOW, &error);
  g_assert_no_error (error);
  loaded = get_cpu_ms () - start;
  g_assert_cmpuint (hearth_rehearsal_get_n_mail (rehearsal), ==, 5000);
  for (int level = 0; level <= 100; level += 10) {
    g_autoptr (GPtrArray) told = NULL;
    guint n_calls;

    policy.level = level;
    start = get_cpu_ms ();
    told = hearth_rehearsal_run (rehearsal, &policy);
    worst = MAX (worst, get_cpu_ms () - start);
    n_calls = hearth_rehearsed_count_calls (told);
    g_test_message ("level %d: %u interruptions, %u mails", level, n_calls, told->len);
    g_assert_cmpuint (n_calls, >=, last);
    last = n_calls;
  }
  g_test_message ("5000 mails: read in %.1f ms, replayed in %.1f ms of one core", loaded, worst);
  g_test_minimized_result (worst, "%.1f ms for 30 days of 5,000 mails", worst);
  g_assert_cmpfloat (worst, <, 100);
}

int
main (int argc, char **argv)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Berlin");

  g_test_init (&argc, &argv, NULL);
  hearth_clock_set_zone (zone);
  hearth_clock_turn_to (NOW);
  g_test_add ("/rehearsal/days", Fixture, NULL, set_up, test_days, tear_down);
  g_test_add ("/rehearsal/bundle", Fixture, NULL, set_up, test_bundle, tear_down);
  g_test_add ("/rehearsal/rate", Fixture, NULL, set_up, test_rate, tear_down);
  g_test_add ("/rehearsal/no-peeking", Fixture, NULL, set_up, test_no_peeking, tear_down);
  g_test_add ("/rehearsal/speed", Fixture, NULL, set_up, test_speed, tear_down);
  return g_test_run ();
}
