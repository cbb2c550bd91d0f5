/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-clock.h"
#include "hearth-calendar.h"
#include "hearth-database-private.h"
#include "hearth-event-reminders.h"
#include "hearth-reminder-table.h"
#include "hearth-store-events.h"
#include "hearth-store-records.h"

#include <glib/gstdio.h>

/* Wednesday, 15 May 2024, 08:00 UTC, which is 10:00 in Berlin. */
#define NOW ((gint64) 1715760000)
#define MINUTE 60
#define HOUR 3600
#define DAY 86400

typedef struct {
  char *dir;
  HearthWriter *writer;
  HearthDatabase *reader;
  HearthReminderQueue *queue;
  gint64 source;
  guint travel; /* minutes */
  gboolean briefings;
} Fixture;

static gboolean
add_source (HearthDatabase *db, gpointer user_data, GError **error)
{
  g_autoptr (HearthSource) source = hearth_source_new (HEARTH_SOURCE_ICS, "/cal.ics", "Calendar");

  if (!hearth_store_sources_add (db, source, error))
    return FALSE;
  *(gint64 *) user_data = source->id;
  return TRUE;
}

/* The queue as a start of the program makes it. */
static void
restart (Fixture *self)
{
  g_autoptr (HearthReminderStorage) table = hearth_reminder_table_new (self->writer);
  g_autoptr (GError) error = NULL;

  g_clear_object (&self->queue);
  self->queue = hearth_reminder_queue_new (table);
  g_assert_true (hearth_reminder_queue_start (self->queue, &error));
  g_assert_no_error (error);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autofree char *path = NULL;
  g_autoptr (GTimeZone) berlin = g_time_zone_new_identifier ("Europe/Berlin");
  g_autoptr (GError) error = NULL;

  hearth_clock_set_zone (berlin);
  hearth_clock_turn_to (NOW);
  self->dir = g_dir_make_tmp ("hearth-XXXXXX", &error);
  path = g_build_filename (self->dir, "hearth.db", NULL);
  self->writer = hearth_writer_new (path, &error);
  g_assert_no_error (error);
  self->reader = hearth_database_open (path, HEARTH_DATABASE_READER, &error);
  g_assert_no_error (error);
  g_assert_true (hearth_writer_run_sync (self->writer, add_source, &self->source, &error));
  restart (self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  static const char *const names[] = { "hearth.db", "hearth.db-wal", "hearth.db-shm" };

  g_clear_object (&self->queue);
  g_clear_object (&self->reader);
  hearth_writer_stop (self->writer);
  g_clear_object (&self->writer);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (self->dir, names[i], NULL);

    g_remove (path);
  }
  g_assert_cmpint (g_rmdir (self->dir), ==, 0);
  g_free (self->dir);
}

static HearthEvent *
make_event (const char *uid, const char *summary, gint64 start)
{
  HearthEvent *event = hearth_event_new ();
  HearthSpan span = { start, start + HOUR };

  event->uid = g_strdup (uid);
  event->href = g_strdup ("cal.ics");
  event->summary = g_strdup (summary);
  event->span = span;
  g_array_append_val (event->occurrences, span);
  return event;
}

typedef struct {
  gint64 source;
  HearthCalendarChanges *changes;
} Apply;

static gboolean
apply (HearthDatabase *db, gpointer user_data, GError **error)
{
  Apply *self = user_data;

  return hearth_store_events_apply (db, self->source, self->changes, error);
}

/* The calendar holds these events and no other. */
static void
keep (Fixture *self, HearthEvent *first, ...)
{
  GPtrArray *events = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_event_unref);
  g_autoptr (HearthCalendarChanges) changes = NULL;
  g_autoptr (GError) error = NULL;
  Apply job = { .source = self->source };
  va_list rest;

  va_start (rest, first);
  for (HearthEvent *event = first; event != NULL; event = va_arg (rest, HearthEvent *))
    g_ptr_array_add (events, event);
  va_end (rest);
  job.changes = changes = hearth_calendar_changes_new ("cal.ics", "1", events);
  g_assert_true (hearth_writer_run_sync (self->writer, apply, &job, &error));
  g_assert_no_error (error);
}

static guint
plan (Fixture *self, guint minutes)
{
  HearthReminderRules rules = { .default_minutes = minutes,
                                .travel_minutes = self->travel,
                                .briefings = self->briefings };
  gboolean more = TRUE;
  guint n;

  for (n = 0; more; n++) {
    g_autoptr (GError) error = NULL;

    g_assert_true (hearth_event_reminders_plan (self->reader, self->writer, self->queue, &rules,
                                                &more, &error));
    g_assert_no_error (error);
    g_assert_cmpuint (n, <, 100);
  }
  return n;
}

static HearthReminder *
get_only (Fixture *self)
{
  g_autoptr (GPtrArray) open = hearth_reminder_queue_list (self->queue);

  g_assert_cmpuint (open->len, ==, 1);
  return hearth_reminder_copy (g_ptr_array_index (open, 0));
}

static guint
count_open (Fixture *self)
{
  g_autoptr (GPtrArray) open = hearth_reminder_queue_list (self->queue);

  return open->len;
}

static guint
count_rows (Fixture *self)
{
  g_autoptr (GPtrArray) all = hearth_store_reminders_list (self->reader, FALSE, NULL);

  return all->len;
}

static void
test_once (Fixture *self, gconstpointer data)
{
  g_autoptr (HearthReminder) reminder = NULL;
  g_autoptr (GError) error = NULL;

  keep (self, make_event ("a", "Standup", NOW + HOUR), NULL);
  plan (self, 10);
  plan (self, 10);
  reminder = get_only (self);
  g_assert_cmpint (reminder->due, ==, NOW + HOUR - 10 * MINUTE);
  g_assert_cmpstr (reminder->text, ==, "Standup");

  /* What was done stays done, also over a restart. */
  g_assert_true (hearth_reminder_queue_done (self->queue, reminder->id, &error));
  plan (self, 10);
  restart (self);
  plan (self, 10);
  g_assert_cmpuint (count_open (self), ==, 0);
  g_assert_cmpuint (count_rows (self), ==, 1);
}

static void
test_moved (Fixture *self, gconstpointer data)
{
  g_autoptr (HearthReminder) reminder = NULL;
  g_autoptr (HearthReminder) renamed = NULL;
  HearthEvent *event;

  keep (self, make_event ("a", "Standup", NOW + HOUR), NULL);
  plan (self, 10);
  keep (self, make_event ("a", "Standup", NOW + 2 * HOUR), NULL);
  plan (self, 10);
  reminder = get_only (self);
  g_assert_cmpint (reminder->due, ==, NOW + 2 * HOUR - 10 * MINUTE);

  /* Snoozed, it keeps its time when the event is renamed. */
  g_assert_true (hearth_reminder_queue_snooze (self->queue, reminder->id, NOW + HOUR, NULL));
  event = make_event ("a", "Retro", NOW + 2 * HOUR);
  event->location = g_strdup ("Room 2");
  keep (self, event, NULL);
  plan (self, 10);
  renamed = get_only (self);
  g_assert_cmpstr (renamed->text, ==, "Retro · Room 2");
  g_assert_cmpint (renamed->due, ==, NOW + HOUR);

  keep (self, NULL);
  plan (self, 10);
  g_assert_cmpuint (count_open (self), ==, 0);
}

static void
test_there_and_back (Fixture *self, gconstpointer data)
{
  g_autoptr (HearthReminder) reminder = NULL;

  keep (self, make_event ("a", "Standup", NOW + HOUR), NULL);
  plan (self, 10);
  keep (self, make_event ("a", "Standup", NOW + 2 * HOUR), NULL);
  plan (self, 10);
  keep (self, make_event ("a", "Standup", NOW + HOUR), NULL);
  plan (self, 10);
  keep (self, NULL);
  plan (self, 10);
  keep (self, make_event ("a", "Standup", NOW + HOUR), NULL);
  plan (self, 10);
  reminder = get_only (self);
  g_assert_cmpint (reminder->due, ==, NOW + HOUR - 10 * MINUTE);
  restart (self);
  g_assert_cmpuint (count_open (self), ==, 1);
}

static void
test_cancelled (Fixture *self, gconstpointer data)
{
  HearthEvent *event = make_event ("a", "Standup", NOW + HOUR);

  keep (self, make_event ("a", "Standup", NOW + HOUR), NULL);
  plan (self, 10);
  event->status = HEARTH_EVENT_CANCELLED;
  keep (self, event, NULL);
  plan (self, 10);
  g_assert_cmpuint (count_open (self), ==, 0);
}

/* The setting changes: the event is announced once, at the new time. */
static void
test_default (Fixture *self, gconstpointer data)
{
  g_autoptr (HearthReminder) reminder = NULL;

  keep (self, make_event ("a", "Standup", NOW + HOUR), NULL);
  plan (self, 10);
  plan (self, 30);
  reminder = get_only (self);
  g_assert_cmpint (reminder->due, ==, NOW + HOUR - 30 * MINUTE);
}

static void
test_early_alarm (Fixture *self, gconstpointer data)
{
  HearthEvent *event = make_event ("a", "Journey", NOW + 20 * DAY);
  const int trigger = -14 * DAY;
  g_autoptr (HearthReminder) reminder = NULL;

  g_array_append_val (event->alarms, trigger);
  keep (self, event, make_event ("b", "Far away", NOW + 20 * DAY), NULL);
  plan (self, 10);
  reminder = get_only (self);
  g_assert_cmpint (reminder->due, ==, NOW + 6 * DAY);
}

/* A daily event with an alarm at one moment is told of once: then, and not before each day; also if
 * an override says the same. What was told stays until it is dealt with, what is old is not told.
 */
static void
test_moment (Fixture *self, gconstpointer data)
{
  HearthEvent *event = make_event ("a", "Course", NOW - 20 * DAY);
  HearthEvent *over = make_event ("b", "Over", NOW - 20 * DAY);
  HearthEvent *override = make_event ("a", "Course", NOW + 3 * DAY);
  const gint64 moment = NOW + DAY + 2 * HOUR, after = NOW + 4 * HOUR, past = NOW - 2 * DAY;
  g_autofree char *key = g_strdup_printf ("event:a:@%" G_GINT64_FORMAT, moment);
  gint64 id;

  for (int day = -19; day < 10; day++) {
    HearthSpan span = { NOW + day * DAY + HOUR, NOW + day * DAY + 2 * HOUR };

    g_array_append_val (event->occurrences, span);
  }
  event->rrule = g_strdup ("FREQ=DAILY;COUNT=30");
  over->rrule = g_strdup ("FREQ=DAILY;COUNT=1");
  override->recurrence_id = NOW + 3 * DAY + HOUR;
  g_array_append_val (event->moments, moment);
  g_array_append_val (event->moments, past);
  g_array_append_val (override->moments, moment);
  g_array_append_val (over->moments, after);
  keep (self, event, override, over, NULL);
  plan (self, 10);
  g_assert_cmpuint (count_open (self), ==, 2);
  g_assert_cmpuint (count_rows (self), ==, 2);
  id = hearth_reminder_queue_lookup_key (self->queue, key);
  g_assert_cmpint (id, !=, 0);
  /* Shown, and still open long after. */
  hearth_clock_turn_to (moment);
  hearth_reminder_queue_wake (self->queue);
  hearth_clock_turn_to (moment + 5 * HOUR);
  plan (self, 10);
  g_assert_cmpint (hearth_reminder_queue_lookup_key (self->queue, key), ==, id);
  g_assert_true (hearth_reminder_queue_done (self->queue, id, NULL));
  plan (self, 10);
  g_assert_cmpint (hearth_reminder_queue_lookup_key (self->queue, key), ==, 0);
  keep (self, NULL);
  plan (self, 10);
  g_assert_cmpint (hearth_reminder_queue_lookup_key (self->queue, key), ==, 0);
}

/* An all-day event has its alarm by the owner's clock, and none without one. */
static void
test_all_day (Fixture *self, gconstpointer data)
{
  gint64 tomorrow = NOW - 8 * HOUR + DAY; /* midnight in UTC means the date */
  HearthEvent *event = make_event ("a", "Holiday", tomorrow);
  HearthEvent *plain = make_event ("b", "Birthday", tomorrow);
  const int trigger = 9 * HOUR;
  g_autoptr (HearthReminder) reminder = NULL;

  event->all_day = plain->all_day = TRUE;
  g_array_append_val (event->alarms, trigger);
  keep (self, event, plain, NULL);
  plan (self, 10);
  reminder = get_only (self);
  g_assert_cmpint (reminder->due, ==, tomorrow - 2 * HOUR + 9 * HOUR);
}

static void
count_cb (gpointer object, gpointer what, guint *n)
{
  (*n)++;
}

/* It comes at nine although the day began at midnight: that is not late. */
static void
test_all_day_due (Fixture *self, gconstpointer data)
{
  gint64 tomorrow = NOW - 8 * HOUR + DAY;
  HearthEvent *event = make_event ("a", "Holiday", tomorrow);
  const int trigger = 9 * HOUR;
  guint n_due = 0, n_missed = 0;

  event->all_day = TRUE;
  g_array_append_val (event->alarms, trigger);
  keep (self, event, NULL);
  plan (self, 10);
  g_signal_connect (self->queue, "due", G_CALLBACK (count_cb), &n_due);
  g_signal_connect (self->queue, "missed", G_CALLBACK (count_cb), &n_missed);
  hearth_clock_turn_to (tomorrow + 7 * HOUR);
  plan (self, 10);
  hearth_reminder_queue_wake (self->queue);
  g_assert_cmpuint (n_due, ==, 1);
  g_assert_cmpuint (n_missed, ==, 0);
}

/* In another zone a day begins at another time; what was planned for the former goes. */
static void
test_zone (Fixture *self, gconstpointer data)
{
  gint64 day = NOW - 8 * HOUR + 2 * DAY;
  HearthEvent *event = make_event ("a", "Holiday", day);
  const int trigger = -HOUR;
  g_autoptr (GTimeZone) honolulu = g_time_zone_new_identifier ("Pacific/Honolulu");
  g_autoptr (HearthReminder) reminder = NULL;

  event->all_day = TRUE;
  g_array_append_val (event->alarms, trigger);
  keep (self, event, NULL);
  plan (self, 10);
  hearth_clock_set_zone (honolulu);
  plan (self, 10);
  reminder = get_only (self);
  g_assert_cmpint (reminder->due, ==, day + 10 * HOUR - HOUR);
}

/* The same event in two calendars is announced once, and the plan comes to rest. */
static void
test_twice_there (Fixture *self, gconstpointer data)
{
  gint64 first = self->source;

  keep (self, make_event ("a", "Standup", NOW + HOUR), NULL);
  g_assert_true (hearth_writer_run_sync (self->writer, add_source, &self->source, NULL));
  g_assert_cmpint (self->source, !=, first);
  keep (self, make_event ("a", "Stand-up", NOW + HOUR), NULL);
  plan (self, 10);
  g_assert_cmpuint (plan (self, 10), ==, 1);
  g_assert_cmpuint (count_open (self), ==, 1);
}

/* What is over for a month is forgotten; what the owner set by themselves is not. */
static void
test_old (Fixture *self, gconstpointer data)
{
  g_autoptr (HearthReminder) own = hearth_reminder_new ("user:1", "Water the plants", NOW + HOUR);
  g_autoptr (HearthReminder) reminder = NULL;
  gint64 own_id;

  keep (self, make_event ("a", "Standup", NOW + HOUR), NULL);
  plan (self, 10);
  reminder = get_only (self);
  g_assert_true (hearth_reminder_queue_done (self->queue, reminder->id, NULL));
  own_id = hearth_reminder_queue_add (self->queue, own, NULL);
  g_assert_true (hearth_reminder_queue_done (self->queue, own_id, NULL));
  hearth_clock_turn_to (NOW + 29 * DAY);
  plan (self, 10);
  g_assert_cmpuint (count_rows (self), ==, 2);
  hearth_clock_turn_to (NOW + 31 * DAY);
  plan (self, 10);
  g_assert_cmpuint (count_rows (self), ==, 1);
}

/* A calendar that is full is planned in portions, the nearest first. */
static void
test_many (Fixture *self, gconstpointer data)
{
  HearthEvent *event = make_event ("a", "Shift", NOW + HOUR);

  for (guint i = 1; i < 150; i++) {
    HearthSpan span = { NOW + HOUR + i * HOUR, NOW + 2 * HOUR + i * HOUR };

    g_array_append_val (event->occurrences, span);
  }
  keep (self, event, NULL);
  g_assert_cmpuint (plan (self, 10), >, 2);
  g_assert_cmpuint (count_open (self), ==, 150);
  g_assert_cmpuint (plan (self, 10), ==, 1);
}

static HearthAttendee *
make_attendee (const char *name, const char *address)
{
  return hearth_attendee_new (hearth_address_new (name, address), HEARTH_PARTSTAT_ACCEPTED, FALSE);
}

static HearthReminder *
get_kind (Fixture *self, HearthReminderKind kind)
{
  g_autoptr (GPtrArray) open = hearth_reminder_queue_list (self->queue);
  HearthReminder *found = NULL;

  for (guint i = 0; i < open->len; i++) {
    const HearthReminder *reminder = g_ptr_array_index (open, i);

    if (reminder->kind != kind)
      continue;
    g_assert_null (found);
    found = hearth_reminder_copy (reminder);
  }
  return found;
}

/* Time to leave for what is somewhere; not for a link, nor where its owner has nowhere to go. */
static void
test_leave (Fixture *self, gconstpointer data)
{
  HearthEvent *lunch = make_event ("lunch", "Lunch", NOW + 3 * HOUR);
  HearthEvent *call = make_event ("call", "Call", NOW + 5 * HOUR);
  HearthEvent *video = make_event ("video", "Video", NOW + 6 * HOUR);
  g_autoptr (HearthReminder) leave = NULL;
  g_autoptr (HearthReminder) changed = NULL;
  g_autoptr (HearthReminder) none = NULL;

  lunch->location = g_strdup ("Roma, Main Street 4");
  call->location = g_strdup ("https://meet.jit.si/Talk");
  video->location = g_strdup ("Microsoft Teams Meeting");
  self->travel = 25;
  keep (self, lunch, call, video, NULL);
  plan (self, 10);
  g_assert_cmpuint (count_open (self), ==, 4);
  leave = get_kind (self, HEARTH_REMINDER_LEAVE);
  g_assert_nonnull (leave);
  g_assert_cmpint (leave->due, ==, NOW + 3 * HOUR - 25 * MINUTE);
  g_assert_cmpint (leave->event_start, ==, NOW + 3 * HOUR);
  g_assert_cmpint (leave->event_end, ==, NOW + 4 * HOUR);

  /* Another way to go, the same reminder. */
  self->travel = 40;
  plan (self, 10);
  changed = get_kind (self, HEARTH_REMINDER_LEAVE);
  g_assert_cmpint (changed->id, ==, leave->id);
  g_assert_cmpint (changed->due, ==, NOW + 3 * HOUR - 40 * MINUTE);
  self->travel = 0;
  plan (self, 10);
  none = get_kind (self, HEARTH_REMINDER_LEAVE);
  g_assert_null (none);
}

static void
test_meeting (Fixture *self, gconstpointer data)
{
  HearthEvent *alone = make_event ("alone", "Write", NOW + 2 * HOUR);
  HearthEvent *meeting = make_event ("meeting", "Budget", NOW + 3 * HOUR);
  g_autoptr (HearthReminder) briefing = NULL;
  g_autoptr (HearthReminder) none = NULL;

  g_ptr_array_add (meeting->attendees, make_attendee ("Ana Silva", "ana@silva.example"));
  meeting->description = g_strdup ("Join: https://us02web.zoom.us/j/123456?pwd=x");
  self->briefings = TRUE;
  keep (self, alone, meeting, NULL);
  plan (self, 10);
  briefing = get_kind (self, HEARTH_REMINDER_MEETING);
  g_assert_nonnull (briefing);
  g_assert_cmpint (briefing->due, ==, NOW + 3 * HOUR - 15 * MINUTE);
  g_assert_cmpstr (briefing->link, ==, "https://us02web.zoom.us/j/123456?pwd=x");
  self->briefings = FALSE;
  plan (self, 10);
  none = get_kind (self, HEARTH_REMINDER_MEETING);
  g_assert_null (none);
}

static gboolean
set_calendar (HearthDatabase *db, gpointer user_data, GError **error)
{
  return hearth_database_execute (db, user_data, error);
}

/* Each calendar has its own default, and one that is hidden is silent. */
static void
test_calendars (Fixture *self, gconstpointer data)
{
  static const struct {
    int hidden;
    int minutes;
    gint64 due; /* before the event, or -1 */
  } cases[] = {
    { FALSE, 30, 30 * MINUTE },
    { FALSE, HEARTH_CALENDAR_REMINDER_SETTING, 10 * MINUTE },
    { FALSE, HEARTH_CALENDAR_REMINDER_NONE, -1 },
    { TRUE, 30, -1 },
  };

  keep (self, make_event ("a", "Standup", NOW + 2 * HOUR), NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *sql = g_strdup_printf (
        "INSERT OR REPLACE INTO calendars (source_id, account_id, writable, hidden,"
        " default_reminder, refresh, scheduling) VALUES (%d, 0, 1, %d, %d, 900, 0)",
        (int) self->source, cases[i].hidden, cases[i].minutes);
    g_autoptr (HearthReminder) reminder = NULL;
    g_autoptr (GError) error = NULL;

    g_assert_true (hearth_writer_run_sync (self->writer, set_calendar, sql, &error));
    g_assert_no_error (error);
    plan (self, 10);
    reminder = get_kind (self, HEARTH_REMINDER_EVENT);
    if (cases[i].due < 0)
      g_assert_null (reminder);
    else
      g_assert_cmpint (reminder->due, ==, NOW + 2 * HOUR - cases[i].due);
  }
}

static void
keep_task (Fixture *self, HearthTodo *task)
{
  g_autoptr (HearthCalendarChanges) changes = hearth_calendar_changes_new (
      "tasks.ics", "1", g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_event_unref));
  g_autoptr (GError) error = NULL;
  Apply job = { .source = self->source, .changes = changes };

  changes->tasks = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_todo_unref);
  g_ptr_array_add (changes->tasks, task);
  g_assert_true (hearth_writer_run_sync (self->writer, apply, &job, &error));
  g_assert_no_error (error);
}

static HearthTodo *
make_task (gint64 due, gboolean is_date, HearthTodoStatus status)
{
  HearthTodo *task = hearth_todo_new ();

  task->uid = g_strdup ("tax");
  task->href = g_strdup ("tasks.ics");
  task->summary = g_strdup ("Send the tax return");
  task->due = due;
  task->due_is_date = is_date;
  task->status = status;
  return task;
}

/* A task is told of when it is due, or on its day at nine, and no more once it is done. */
static void
test_task (Fixture *self, gconstpointer data)
{
  const int early = -30 * MINUTE;
  HearthTodo *task = make_task (NOW + 4 * HOUR, FALSE, HEARTH_TODO_NEEDS_ACTION);
  g_autoptr (HearthReminder) reminder = NULL;
  g_autoptr (HearthReminder) day = NULL;
  g_autoptr (HearthReminder) at_due = NULL;

  g_array_append_val (task->alarms, early);
  keep_task (self, task);
  plan (self, 10);
  reminder = get_only (self);
  g_assert_cmpint (reminder->kind, ==, HEARTH_REMINDER_TASK);
  g_assert_cmpint (reminder->due, ==, NOW + 4 * HOUR - 30 * MINUTE);

  keep_task (self, make_task (NOW + 5 * HOUR, FALSE, HEARTH_TODO_NEEDS_ACTION));
  plan (self, 10);
  at_due = get_only (self);
  g_assert_cmpint (at_due->due, ==, NOW + 5 * HOUR);

  /* 17 May; nine in Berlin is seven in London's winter. */
  keep_task (self, make_task (1715904000, TRUE, HEARTH_TODO_NEEDS_ACTION));
  plan (self, 10);
  day = get_only (self);
  g_assert_cmpint (day->due, ==, 1715904000 + 7 * HOUR);

  keep_task (self, make_task (1715904000, TRUE, HEARTH_TODO_COMPLETED));
  plan (self, 10);
  g_assert_cmpuint (count_open (self), ==, 0);
}

int
main (int argc, char *argv[])
{
  static const struct {
    const char *name;
    void (*test) (Fixture *, gconstpointer);
  } tests[] = {
    { "once", test_once },
    { "moved", test_moved },
    { "there-and-back", test_there_and_back },
    { "cancelled", test_cancelled },
    { "default", test_default },
    { "early-alarm", test_early_alarm },
    { "moment", test_moment },
    { "all-day", test_all_day },
    { "all-day-due", test_all_day_due },
    { "zone", test_zone },
    { "twice-there", test_twice_there },
    { "old", test_old },
    { "many", test_many },
    { "leave", test_leave },
    { "meeting", test_meeting },
    { "calendars", test_calendars },
    { "task", test_task },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++) {
    g_autofree char *path = g_strconcat ("/engine/event-reminders/", tests[i].name, NULL);

    g_test_add (path, Fixture, NULL, set_up, tests[i].test, tear_down);
  }
  return g_test_run ();
}
