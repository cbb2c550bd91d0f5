/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-clock.h"
#include "hearth-format.h"
#include "hearth-today.h"
#include "store-fixture.h"

#define HOUR 3600
/* 2026-03-10 00:00 UTC, a Tuesday */
#define MIDNIGHT G_GINT64_CONSTANT (1773100800)
#define NOW (MIDNIGHT + 13 * HOUR + 48 * 60)

static HearthToday *
load (HearthDatabase *db)
{
  g_autoptr (GDateTime) now = hearth_clock_dup_at (NOW);
  g_autoptr (GError) error = NULL;
  HearthToday *today = hearth_today_load (db, now, &error);

  g_assert_no_error (error);
  return today;
}

static gint64
add_message (HearthDatabase *db, gint64 source_id, const char *key, gint64 age, const char *mailbox,
             int priority, const char *klass, HearthMessageFlags flags)
{
  HearthMessage *message =
      fixture_message (key, NOW - age, "Marta Keller <marta@example.com>", key, "text");
  g_autoptr (GError) error = NULL;
  gint64 id;

  message->flags = flags;
  id = fixture_store (db, source_id, mailbox, message);
  if (priority >= 0)
    g_assert_true (hearth_store_messages_judge (db, id, klass, priority, 0, "asks for a number",
                                                "en", &error));
  g_assert_no_error (error);
  return id;
}

static void
add_event (HearthDatabase *db, gint64 source_id, const char *uid, double start, double end)
{
  fixture_apply_event (db, source_id, uid,
                       fixture_event (uid, MIDNIGHT + (gint64) (start * HOUR),
                                      MIDNIGHT + (gint64) (end * HOUR), uid));
}

static void
test_empty (void)
{
  gint64 source_id;
  g_autoptr (HearthDatabase) db = fixture_open_memory (&source_id);
  g_autoptr (HearthToday) today = load (db);

  g_assert_cmpuint (today->n_sources, ==, 1);
  g_assert_cmpuint (today->needs->len, ==, 0);
  g_assert_cmpuint (today->occurrences->len, ==, 0);
  g_assert_cmpint (today->freedom, ==, HEARTH_FREE_NOTHING_PLANNED);
  g_assert_cmpstr (today->headline, ==, "Nothing needs you.");
  g_assert_cmpint (today->day.start, ==, MIDNIGHT);
  g_assert_cmpint (today->day.end, ==, MIDNIGHT + 24 * HOUR);
}

static void
test_needs (void)
{
  gint64 source_id;
  g_autoptr (HearthDatabase) db = fixture_open_memory (&source_id);
  g_autoptr (HearthToday) today = NULL;
  gint64 low, high;

  low = add_message (db, source_id, "low", 10, "INBOX", 61, "needs_response", HEARTH_MESSAGE_SEEN);
  high = add_message (db, source_id, "high", HOUR, "INBOX", 80, "urgent", 0);
  add_message (db, source_id, "read news", 20, "INBOX", 70, "personal", HEARTH_MESSAGE_SEEN);
  add_message (db, source_id, "answered", 30, "INBOX", 70, "urgent", HEARTH_MESSAGE_ANSWERED);
  add_message (db, source_id, "old", 15 * 24 * HOUR, "INBOX", 90, "urgent", 0);
  add_message (db, source_id, "mine", 40, "Sent", 90, "urgent", 0);
  add_message (db, source_id, "news", 50, "INBOX", 10, "promotional", 0);
  add_message (db, source_id, "receipt", 60, "INBOX", 20, "fyi", 0);
  add_message (db, source_id, "read ad", 70, "INBOX", 10, "promotional", HEARTH_MESSAGE_SEEN);
  add_message (db, source_id, "not judged", 80, "INBOX", -1, NULL, 0);
  today = load (db);
  g_assert_cmpuint (today->needs->len, ==, 2);
  g_assert_cmpint (((HearthMessage *) today->needs->pdata[0])->id, ==, high);
  g_assert_cmpint (((HearthMessage *) today->needs->pdata[1])->id, ==, low);
  g_assert_cmpstr (((HearthMessage *) today->needs->pdata[0])->reason, ==, "asks for a number");
  g_assert_cmpstr (today->headline, ==, "Two things need you.");
  g_assert_cmpint (today->n_set_aside, ==, 2);
  g_assert_cmpint (today->n_newsletters, ==, 1);
}

/* An answer from any program, seen in the Sent mailbox, settles a question. */
static void
test_answered_elsewhere (void)
{
  gint64 source_id;
  g_autoptr (HearthDatabase) db = fixture_open_memory (&source_id);
  g_autoptr (HearthToday) before = NULL;
  g_autoptr (HearthToday) after = NULL;
  HearthMessage *answer;

  add_message (db, source_id, "question", 2 * HOUR, "INBOX", 70, "needs_response", 0);
  before = load (db);
  g_assert_cmpuint (before->needs->len, ==, 1);
  answer = fixture_message ("answer", NOW - HOUR, "Me <me@example.com>", "Re: question", "yes");
  fixture_add_references (answer, "question");
  fixture_store (db, source_id, "Sent", answer);
  after = load (db);
  g_assert_cmpuint (after->needs->len, ==, 0);
}

static void
test_day (void)
{
  gint64 source_id;
  g_autoptr (HearthDatabase) db = fixture_open_memory (&source_id);
  g_autoptr (HearthToday) today = NULL;

  add_event (db, source_id, "stand-up", 9.5, 9.75);
  add_event (db, source_id, "review", 14, 14.75);
  add_event (db, source_id, "call", 16.5, 17);
  add_event (db, source_id, "tomorrow", 33, 34);
  today = load (db);
  g_assert_cmpuint (today->occurrences->len, ==, 3);
  /* Twelve minutes before a meeting is not free time. */
  g_assert_cmpint (today->freedom, ==, HEARTH_FREE_LATER);
  g_assert_cmpint (today->free.start, ==, MIDNIGHT + 14 * HOUR + 45 * 60);
  g_assert_cmpint (today->free.end, ==, MIDNIGHT + 16 * HOUR + 30 * 60);
  g_assert_cmpstr (today->detail, ==, "You are free from 14:45 to 16:30.");
}

static HearthFreedom
find (double now, HearthSpan *span, guint n, const double times[])
{
  g_autoptr (GPtrArray) list =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_occurrence_free);

  for (guint i = 0; i < n; i++) {
    HearthSpan one = { (gint64) (times[2 * i] * HOUR), (gint64) (times[2 * i + 1] * HOUR) };

    g_ptr_array_add (list, hearth_occurrence_new (hearth_event_new (), one));
  }
  return hearth_today_find_freedom (list, (gint64) (now * HOUR), 24 * HOUR, span);
}

static void
test_freedom (void)
{
  const double day[] = { 9, 10, 9.5, 12, 12.1, 13, 20, 24 };
  HearthSpan span;

  g_assert_cmpint (find (8, &span, 4, day), ==, HEARTH_FREE_NOW);
  g_assert_cmpint (span.end, ==, 9 * HOUR);
  g_assert_cmpint (find (9.2, &span, 4, day), ==, HEARTH_FREE_LATER);
  g_assert_cmpint (span.start, ==, 13 * HOUR);
  g_assert_cmpint (span.end, ==, 20 * HOUR);
  g_assert_cmpint (find (21, &span, 4, day), ==, HEARTH_FREE_REST_OF_DAY);
  g_assert_cmpint (find (12.5, &span, 3, day), ==, HEARTH_FREE_AFTER);
  g_assert_cmpint (span.start, ==, 13 * HOUR);
  g_assert_cmpint (find (14, &span, 3, day), ==, HEARTH_FREE_REST_OF_DAY);
  g_assert_cmpint (find (14, &span, 0, day), ==, HEARTH_FREE_NOTHING_PLANNED);
}

static void
test_format (void)
{
  g_autofree char *time = hearth_format_time (NOW);
  g_autofree char *today = hearth_format_day (NOW + HOUR, NOW);
  g_autofree char *tomorrow = hearth_format_day (NOW + 24 * HOUR, NOW);
  g_autofree char *later = hearth_format_day (NOW + 72 * HOUR, NOW);
  g_autofree char *weekday = hearth_format_day_short (NOW - 48 * HOUR, NOW);
  g_autofree char *minutes = hearth_format_distance (12 * 60);
  g_autofree char *hours = hearth_format_distance (2 * HOUR + 5 * 60);
  g_autofree char *twelve = NULL;
  g_autofree char *hour = NULL;

  g_assert_cmpstr (time, ==, "13:48");
  g_assert_cmpstr (today, ==, "Today");
  g_assert_cmpstr (tomorrow, ==, "Tomorrow");
  g_assert_cmpstr (later, ==, "Friday, 13 March");
  g_assert_cmpstr (weekday, ==, "Sun");
  g_assert_cmpstr (minutes, ==, "in 12 min");
  g_assert_cmpstr (hours, ==, "in 2 h 5 min");
  hearth_format_set_hours (HEARTH_HOURS_12);
  twelve = hearth_format_time (NOW);
  hour = hearth_format_hour (0);
  g_assert_cmpstr (twelve, ==, "1:48 PM");
  g_assert_cmpstr (hour, ==, "12 AM");
  hearth_format_set_hours (HEARTH_HOURS_24);
}

int
main (int argc, char **argv)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();

  g_test_init (&argc, &argv, NULL);
  hearth_clock_set_zone (utc);
  hearth_clock_turn_to (NOW);
  hearth_format_set_hours (HEARTH_HOURS_24);
  g_test_add_func ("/store/today/empty", test_empty);
  g_test_add_func ("/store/today/needs", test_needs);
  g_test_add_func ("/store/today/answered-elsewhere", test_answered_elsewhere);
  g_test_add_func ("/store/today/day", test_day);
  g_test_add_func ("/store/today/freedom", test_freedom);
  g_test_add_func ("/store/today/format", test_format);
  return g_test_run ();
}
