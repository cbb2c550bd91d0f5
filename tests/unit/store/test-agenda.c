/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-agenda.h"
#include "hearth-clock.h"
#include "hearth-store-calendars.h"
#include "store-fixture.h"

#define HOUR ((gint64) 3600)
#define DAY (24 * HOUR)

/* 2024-03-15 00:00 UTC, a Friday. */
#define MIDNIGHT G_GINT64_CONSTANT (1710460800)

typedef struct {
  HearthDatabase *db;
  gint64 source_id; /* of mail */
  gint64 work;
  gint64 hidden;
} Fixture;

static void
set_zone (const char *name)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (name);

  g_assert_nonnull (zone);
  hearth_clock_set_zone (zone);
}

static gint64
add_calendar (HearthDatabase *db, HearthSourceKind kind, const char *path)
{
  g_autoptr (HearthSource) source = hearth_source_new (kind, path, path);
  g_autoptr (GError) error = NULL;

  g_assert_true (hearth_store_sources_add (db, source, &error));
  g_assert_no_error (error);
  return source->id;
}

static void
set_hidden (Fixture *self, gint64 source_id)
{
  g_autoptr (HearthCalendar) calendar = hearth_calendar_new (source_id);
  g_autoptr (GError) error = NULL;

  calendar->hidden = TRUE;
  calendar->color = g_strdup ("#112233");
  g_assert_true (hearth_store_calendars_save (self->db, calendar, &error));
  g_assert_no_error (error);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  set_zone ("UTC");
  hearth_clock_turn_to (MIDNIGHT + 10 * HOUR);
  self->db = fixture_open_memory (&self->source_id);
  self->work = add_calendar (self->db, HEARTH_SOURCE_ICS, "/work.ics");
  self->hidden = add_calendar (self->db, HEARTH_SOURCE_WEBCAL, "https://example.org/hidden.ics");
  set_hidden (self, self->hidden);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  fixture_check (self->db);
  hearth_clock_set_zone (NULL);
  g_object_unref (self->db);
}

static HearthEvent *
make_event (const char *uid, double start, double end)
{
  return fixture_event (uid, MIDNIGHT + (gint64) (start * HOUR), MIDNIGHT + (gint64) (end * HOUR),
                        uid);
}

static void
add_event (Fixture *self, gint64 source_id, HearthEvent *event)
{
  g_autofree char *href = g_strconcat (event->uid, ".ics", NULL);

  fixture_apply_event (self->db, source_id, href, event);
}

static HearthTodo *
make_task (const char *uid, gint64 due, gboolean is_date, HearthTodoStatus status)
{
  HearthTodo *task = hearth_todo_new ();

  task->uid = g_strdup (uid);
  task->summary = g_strdup (uid);
  task->due = due;
  task->due_is_date = is_date;
  task->status = status;
  return task;
}

static void
add_task (Fixture *self, gint64 source_id, HearthTodo *task)
{
  g_autofree char *href = g_strconcat (task->uid, ".task", NULL);
  g_autoptr (HearthCalendarChanges) changes = hearth_calendar_changes_new (
      href, "1", g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_event_unref));
  g_autoptr (GError) error = NULL;

  changes->tasks = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_todo_unref);
  g_ptr_array_add (changes->tasks, task);
  g_assert_true (hearth_store_events_apply (self->db, source_id, changes, &error));
  g_assert_no_error (error);
}

static HearthAgenda *
load (Fixture *self, gint64 day)
{
  g_autoptr (GError) error = NULL;
  HearthAgenda *agenda = hearth_agenda_load (self->db, hearth_agenda_find_day (day), &error);

  g_assert_no_error (error);
  return agenda;
}

static void
assert_events (const HearthAgenda *agenda, const char *expected)
{
  g_autoptr (GString) got = g_string_new (NULL);

  for (guint i = 0; i < agenda->occurrences->len; i++)
    g_string_append_printf (got, "%s%s", i > 0 ? "|" : "",
                            ((HearthOccurrence *) agenda->occurrences->pdata[i])->event->summary);
  g_assert_cmpstr (got->str, ==, expected);
}

static void
assert_tasks (const HearthAgenda *agenda, const char *expected)
{
  g_autoptr (GString) got = g_string_new (NULL);

  for (guint i = 0; i < agenda->tasks->len; i++)
    g_string_append_printf (got, "%s%s", i > 0 ? "|" : "",
                            ((HearthTodo *) agenda->tasks->pdata[i])->summary);
  g_assert_cmpstr (got->str, ==, expected);
}

/* What is cancelled, or in a calendar out of sight, is not there; whole days come first. */
static void
test_events (Fixture *self, gconstpointer data)
{
  g_autoptr (HearthAgenda) today = NULL;
  g_autoptr (HearthAgenda) tomorrow = NULL;
  HearthEvent *event;

  add_event (self, self->work, make_event ("late", 15, 16));
  add_event (self, self->work, make_event ("long", 9, 12));
  add_event (self, self->work, make_event ("short", 9, 10));
  add_event (self, self->hidden, make_event ("hidden", 9, 10));
  event = make_event ("cancelled", 11, 12);
  event->status = HEARTH_EVENT_CANCELLED;
  add_event (self, self->work, event);
  event = make_event ("birthday", 0, 24);
  event->all_day = TRUE;
  add_event (self, self->work, event);
  add_event (self, self->work, make_event ("night", 23, 26));
  today = load (self, MIDNIGHT);
  assert_events (today, "birthday|short|long|late|night");
  tomorrow = load (self, MIDNIGHT + DAY);
  assert_events (tomorrow, "night");
}

/* Today holds what is overdue; a date is the owner's day, whatever the zone. */
static void
test_tasks (Fixture *self, gconstpointer data)
{
  static const char *const zones[] = { "UTC", "Pacific/Auckland", "America/Los_Angeles" };

  add_task (self, self->work, make_task ("overdue", MIDNIGHT - 40 * DAY, TRUE, 0));
  add_task (self, self->work, make_task ("today", MIDNIGHT, TRUE, 0));
  add_task (self, self->work, make_task ("tomorrow", MIDNIGHT + DAY, TRUE, 0));
  add_task (self, self->work, make_task ("done", MIDNIGHT, TRUE, HEARTH_TODO_COMPLETED));
  add_task (self, self->work, make_task ("never", 0, FALSE, 0));
  add_task (self, self->hidden, make_task ("hidden", MIDNIGHT, TRUE, 0));
  for (guint i = 0; i < G_N_ELEMENTS (zones); i++) {
    g_autoptr (HearthAgenda) today = NULL;
    g_autoptr (HearthAgenda) tomorrow = NULL;
    g_autoptr (GDateTime) noon = NULL;
    g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (zones[i]);

    set_zone (zones[i]);
    noon = g_date_time_new (zone, 2024, 3, 15, 12, 0, 0);
    hearth_clock_turn_to (g_date_time_to_unix (noon));
    today = load (self, g_date_time_to_unix (noon));
    assert_tasks (today, "overdue|today");
    tomorrow = load (self, g_date_time_to_unix (noon) + DAY);
    assert_tasks (tomorrow, "tomorrow");
  }
}

/* Many in a calendar out of sight leave room for the one that is seen. */
static void
test_hidden_tasks (Fixture *self, gconstpointer data)
{
  g_autoptr (HearthAgenda) today = NULL;

  for (guint i = 0; i < 150; i++) {
    g_autofree char *uid = g_strdup_printf ("hidden%u", i);

    add_task (self, self->hidden, make_task (uid, MIDNIGHT - DAY, TRUE, 0));
  }
  add_task (self, self->work, make_task ("seen", MIDNIGHT + 11 * HOUR, FALSE, 0));
  today = load (self, MIDNIGHT);
  assert_tasks (today, "seen");
}

static void
test_calendars (Fixture *self, gconstpointer data)
{
  g_autoptr (HearthAgenda) today = load (self, MIDNIGHT);
  const HearthAgendaCalendar *work = hearth_agenda_find_calendar (today, self->work);
  const HearthAgendaCalendar *hidden = hearth_agenda_find_calendar (today, self->hidden);

  g_assert_cmpuint (today->calendars->len, ==, 2);
  g_assert_null (hearth_agenda_find_calendar (today, self->source_id));
  g_assert_false (work->calendar->hidden);
  g_assert_null (work->user);
  g_assert_true (hidden->calendar->hidden);
  g_assert_cmpstr (hidden->calendar->color, ==, "#112233");
  g_assert_true (hearth_agenda_can_change (work));
  g_assert_false (hearth_agenda_can_change (hidden));
  g_assert_false (hearth_agenda_can_change (NULL));
}

static const HearthOccurrence *
find (const HearthAgenda *agenda, const char *uid)
{
  for (guint i = 0; i < agenda->occurrences->len; i++) {
    const HearthOccurrence *occurrence = g_ptr_array_index (agenda->occurrences, i);

    if (g_str_equal (occurrence->event->uid, uid))
      return occurrence;
  }
  g_assert_not_reached ();
}

static void
assert_conflict (const HearthAgenda *agenda, const char *uid, const char *expected)
{
  const HearthOccurrence *other = hearth_agenda_find_conflict (agenda, find (agenda, uid));

  g_assert_cmpstr (other != NULL ? other->event->uid : NULL, ==, expected);
}

static void
test_conflicts (Fixture *self, gconstpointer data)
{
  gint64 second = add_calendar (self->db, HEARTH_SOURCE_ICS, "/second.ics");
  g_autoptr (HearthAgenda) today = NULL;
  HearthEvent *event;

  add_event (self, self->work, make_event ("one", 9, 11));
  add_event (self, self->work, make_event ("two", 10, 12));
  add_event (self, self->work, make_event ("after", 12, 13));
  add_event (self, second, make_event ("after", 12, 13));
  event = make_event ("free", 9, 12);
  event->transparent = TRUE;
  add_event (self, self->work, event);
  today = load (self, MIDNIGHT);
  assert_conflict (today, "one", "two");
  assert_conflict (today, "two", "one");
  assert_conflict (today, "after", NULL);
  assert_conflict (today, "free", NULL);
}

static void
test_spans (Fixture *self, gconstpointer data)
{
  HearthSpan span;

  set_zone ("Europe/Berlin");
  /* The clock goes forward on Sunday, 31 March: that day has 23 hours. */
  span = hearth_agenda_find_day (MIDNIGHT + 16 * DAY + 12 * HOUR);
  g_assert_cmpint (span.start, ==, MIDNIGHT + 16 * DAY - HOUR);
  g_assert_cmpint (span.end - span.start, ==, 23 * HOUR);
  span = hearth_agenda_find_week (MIDNIGHT + 16 * DAY + 12 * HOUR, 1);
  g_assert_cmpint (span.start, ==, MIDNIGHT + 10 * DAY - HOUR);
  g_assert_cmpint (span.end, ==, MIDNIGHT + 17 * DAY - 2 * HOUR);
  span = hearth_agenda_find_week (MIDNIGHT + 16 * DAY + 12 * HOUR, 7);
  g_assert_cmpint (span.start, ==, MIDNIGHT + 16 * DAY - HOUR);
  g_assert_cmpint (span.end - span.start, ==, 7 * DAY - HOUR);
}

/* What names an occurrence stays when the owner travels, and when it was moved. */
static void
test_original_start (Fixture *self, gconstpointer data)
{
  static const char *const zones[] = { "UTC", "Asia/Tokyo", "America/Los_Angeles" };
  HearthEvent *event = make_event ("day", 0, 24);

  event->all_day = TRUE;
  add_event (self, self->work, event);
  event = make_event ("moved", 14, 15);
  event->recurrence_id = MIDNIGHT + 9 * HOUR;
  add_event (self, self->work, event);
  for (guint i = 0; i < G_N_ELEMENTS (zones); i++) {
    g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (zones[i]);
    g_autoptr (GDateTime) morning = g_date_time_new (zone, 2024, 3, 15, 0, 30, 0);
    g_autoptr (GError) error = NULL;
    g_autoptr (HearthAgenda) agenda = NULL;
    HearthSpan span = { g_date_time_to_unix (morning), MIDNIGHT + 30 * HOUR };

    set_zone (zones[i]);
    agenda = hearth_agenda_load (self->db, span, &error);
    g_assert_no_error (error);
    g_assert_cmpint (hearth_occurrence_get_original_start (find (agenda, "day")), ==, MIDNIGHT);
    g_assert_cmpint (hearth_occurrence_get_original_start (find (agenda, "moved")), ==,
                     MIDNIGHT + 9 * HOUR);
  }
}

static void
add_reminder (Fixture *self, const char *key, HearthReminderState state, gint64 due)
{
  g_autoptr (HearthReminder) reminder = hearth_reminder_new (key, key, due);
  g_autoptr (GError) error = NULL;

  reminder->state = state;
  g_assert_true (hearth_store_reminders_save (self->db, reminder, &error));
  g_assert_no_error (error);
}

static void
test_waiting (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) waiting = NULL;
  g_autoptr (GError) error = NULL;

  add_reminder (self, "shown", HEARTH_REMINDER_PRESENTED, MIDNIGHT + HOUR);
  add_reminder (self, "being shown", HEARTH_REMINDER_PRESENTING, MIDNIGHT);
  add_reminder (self, "to come", HEARTH_REMINDER_SCHEDULED, MIDNIGHT + DAY);
  add_reminder (self, "put off", HEARTH_REMINDER_SNOOZED, MIDNIGHT + DAY);
  add_reminder (self, "done", HEARTH_REMINDER_DONE, MIDNIGHT);
  waiting = hearth_agenda_list_waiting (self->db, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (waiting->len, ==, 2);
  g_assert_cmpstr (((HearthReminder *) waiting->pdata[0])->key, ==, "being shown");
  g_assert_cmpstr (((HearthReminder *) waiting->pdata[1])->key, ==, "shown");
}

int
main (int argc, char *argv[])
{
  static const struct {
    const char *path;
    void (*test) (Fixture *, gconstpointer);
  } tests[] = {
    { "/agenda/events", test_events },
    { "/agenda/tasks", test_tasks },
    { "/agenda/hidden-tasks", test_hidden_tasks },
    { "/agenda/calendars", test_calendars },
    { "/agenda/conflicts", test_conflicts },
    { "/agenda/spans", test_spans },
    { "/agenda/original-start", test_original_start },
    { "/agenda/waiting", test_waiting },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
