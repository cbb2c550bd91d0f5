/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "store-fixture.h"

#include "hearth-clock.h"
#include "hearth-store-tasks.h"

#include <string.h>

#define HOUR ((gint64) 3600)
#define DAY (24 * HOUR)

/* 2024-03-15 00:00 UTC. */
#define MIDNIGHT G_GINT64_CONSTANT (1710460800)

typedef struct {
  HearthDatabase *db;
  gint64 source_id;
} Fixture;

static void
set_zone (const char *name)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (name);

  g_assert_nonnull (zone);
  hearth_clock_set_zone (zone);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  set_zone ("UTC");
  self->db = fixture_open_memory (&self->source_id);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  fixture_check (self->db);
  hearth_clock_set_zone (NULL);
  g_object_unref (self->db);
}

static HearthTodo *
todo_new (const char *uid, gint64 due, gboolean is_date)
{
  HearthTodo *todo = hearth_todo_new ();

  todo->uid = g_strdup (uid);
  todo->summary = g_strdup (uid);
  todo->due = due;
  todo->due_is_date = is_date;
  return todo;
}

static void
apply (Fixture *self, const char *href, const char *content, ...)
{
  g_autoptr (HearthCalendarChanges) changes = hearth_calendar_changes_new (
      href, "1", g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_event_unref));
  g_autoptr (GError) error = NULL;
  HearthTodo *todo;
  va_list args;

  changes->tasks = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_todo_unref);
  if (content != NULL)
    changes->content = g_bytes_new (content, strlen (content));
  va_start (args, content);
  while ((todo = va_arg (args, HearthTodo *)) != NULL)
    g_ptr_array_add (changes->tasks, todo);
  va_end (args);
  hearth_store_events_apply (self->db, self->source_id, changes, &error);
  g_assert_no_error (error);
}

static void
assert_names (GPtrArray *found, const char *expected)
{
  g_autoptr (GString) names = g_string_new (NULL);

  g_assert_nonnull (found);
  for (guint i = 0; i < found->len; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? " " : "",
                            ((HearthTodo *) found->pdata[i])->summary);
  g_assert_cmpstr (names->str, ==, expected);
  g_ptr_array_unref (found);
}

static void
test_round_trip (Fixture *self, gconstpointer data)
{
  HearthTodo *todo = todo_new ("t", MIDNIGHT + HOUR, FALSE);
  g_autoptr (HearthTodo) read = NULL;
  g_autoptr (HearthTodo) moved = NULL;
  g_autoptr (GError) error = NULL;
  int alarm = -600;
  gint64 id;

  todo->description = g_strdup ("All of them");
  todo->url = g_strdup ("https://example.org/");
  todo->start = MIDNIGHT;
  todo->tzid = g_strdup ("Europe/Berlin");
  todo->status = HEARTH_TODO_IN_PROCESS;
  todo->priority = 3;
  todo->percent = 40;
  todo->rrule = g_strdup ("FREQ=DAILY");
  todo->sequence = 2;
  todo->calendar_name = g_strdup ("Home");
  g_array_append_val (todo->alarms, alarm);
  apply (self, "a.ics", NULL, todo, NULL);
  id = hearth_store_tasks_find (self->db, self->source_id, "t", &error);
  g_assert_cmpint (id, !=, 0);
  read = hearth_store_tasks_get (self->db, id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (read->href, ==, "a.ics");
  g_assert_cmpstr (read->description, ==, "All of them");
  g_assert_cmpstr (read->url, ==, "https://example.org/");
  g_assert_cmpint (read->due, ==, MIDNIGHT + HOUR);
  g_assert_cmpint (read->start, ==, MIDNIGHT);
  g_assert_cmpstr (read->tzid, ==, "Europe/Berlin");
  g_assert_cmpint (read->status, ==, HEARTH_TODO_IN_PROCESS);
  g_assert_cmpint (read->priority, ==, 3);
  g_assert_cmpint (read->percent, ==, 40);
  g_assert_cmpstr (read->rrule, ==, "FREQ=DAILY");
  g_assert_cmpint (read->sequence, ==, 2);
  g_assert_cmpstr (read->calendar_name, ==, "Home");
  g_assert_cmpint (g_array_index (read->alarms, int, 0), ==, -600);
  /* The row stays when the task moves to another file, and goes with its last one. */
  apply (self, "b.ics", NULL, todo_new ("t", MIDNIGHT, FALSE), NULL);
  apply (self, "a.ics", NULL, NULL);
  moved = hearth_store_tasks_get (self->db, id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (moved->href, ==, "b.ics");
  apply (self, "b.ics", NULL, NULL);
  g_assert_null (hearth_store_tasks_get (self->db, id, &error));
  g_assert_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND);
}

static void
test_lists (Fixture *self, gconstpointer data)
{
  HearthTodo *done = todo_new ("done", MIDNIGHT + HOUR, FALSE);
  HearthTodo *urgent = todo_new ("urgent", 0, FALSE);
  HearthSpan day = { MIDNIGHT, MIDNIGHT + DAY };

  done->status = HEARTH_TODO_COMPLETED;
  urgent->priority = 1;
  apply (self, "a.ics", NULL, todo_new ("noon", MIDNIGHT + 12 * HOUR, FALSE), done,
         todo_new ("date", MIDNIGHT, TRUE), todo_new ("next", MIDNIGHT + DAY, FALSE),
         todo_new ("tomorrow", MIDNIGHT + DAY, TRUE), todo_new ("never", 0, FALSE), urgent, NULL);
  assert_names (hearth_store_tasks_due (self->db, day, 0, NULL), "date noon");
  assert_names (hearth_store_tasks_due (self->db, day, 1, NULL), "date");
  assert_names (hearth_store_tasks_list (self->db, FALSE, 0, NULL),
                "date noon next tomorrow urgent never");
  assert_names (hearth_store_tasks_list (self->db, TRUE, 3, NULL), "date done noon");
  /* In Tokyo the same date is another nine hours, and noon is in the evening. */
  set_zone ("Asia/Tokyo");
  assert_names (hearth_store_tasks_due (
                    self->db, (HearthSpan){ MIDNIGHT - 9 * HOUR, MIDNIGHT + 15 * HOUR }, 0, NULL),
                "date noon");
  assert_names (hearth_store_tasks_due (
                    self->db, (HearthSpan){ MIDNIGHT + 15 * HOUR, MIDNIGHT + 39 * HOUR }, 0, NULL),
                "next tomorrow");
}

static void
test_search (Fixture *self, gconstpointer data)
{
  HearthTodo *todo = todo_new ("1", 0, FALSE);
  HearthTodo *done = todo_new ("2", 0, FALSE);

  g_free (todo->summary);
  todo->summary = g_strdup ("Buy flowers");
  todo->description = g_strdup ("for Zo\xc3\xab's birthday");
  g_free (done->summary);
  done->summary = g_strdup ("Flower pots");
  done->status = HEARTH_TODO_COMPLETED;
  apply (self, "a.ics", NULL, todo, done, NULL);
  assert_names (hearth_store_tasks_search (self->db, "flower", FALSE, 0, NULL), "Buy flowers");
  assert_names (hearth_store_tasks_search (self->db, "flow", TRUE, 0, NULL),
                "Buy flowers Flower pots");
  assert_names (hearth_store_tasks_search (self->db, "zoe birth", TRUE, 0, NULL), "Buy flowers");
  assert_names (hearth_store_tasks_search (self->db, "zoe pots", TRUE, 0, NULL), "");
  assert_names (hearth_store_tasks_search (self->db, " ", TRUE, 0, NULL), "");
}

static void
test_texts (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) text = NULL;

  apply (self, "a.ics", "BEGIN:VCALENDAR", NULL);
  text = hearth_store_events_load_text (self->db, self->source_id, "a.ics", &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (text, NULL), g_bytes_get_size (text), "BEGIN:VCALENDAR", 15);
  g_assert_null (hearth_store_events_load_text (self->db, self->source_id, "b.ics", &error));
  g_assert_no_error (error);
  apply (self, "a.ics", NULL, NULL);
  g_assert_null (hearth_store_events_load_text (self->db, self->source_id, "a.ics", &error));
  g_assert_no_error (error);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/store/tasks/round-trip", Fixture, NULL, set_up, test_round_trip, tear_down);
  g_test_add ("/store/tasks/lists", Fixture, NULL, set_up, test_lists, tear_down);
  g_test_add ("/store/tasks/search", Fixture, NULL, set_up, test_search, tear_down);
  g_test_add ("/store/tasks/texts", Fixture, NULL, set_up, test_texts, tear_down);
  return g_test_run ();
}
