/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "calendar-double.h"
#include "hearth-actions.h"
#include "hearth-calendar-actions.h"
#include "hearth-clock.h"
#include "hearth-database-private.h"
#include "hearth-engine-private.h"
#include "hearth-runner-private.h"
#include "hearth-store-event-edits.h"

#include <glib/gstdio.h>
#include <string.h>

/* What the owner does to a calendar on a server, and takes back, from the engine's door on. */

#define NOW ((gint64) 1795852800) /* 2026-11-28, 08:00 UTC */
#define DAY 86400

#define PLAN                                                                                       \
  "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:a\r\n"                        \
  "DTSTAMP:20261101T000000Z\r\nDTSTART:20261130T100000Z\r\nDTEND:20261130T110000Z\r\n"             \
  "SUMMARY:Plan\r\nX-OTHER:stays\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
#define WEEKLY                                                                                     \
  "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:week\r\n"                     \
  "DTSTAMP:20261101T000000Z\r\nDTSTART:20261130T090000Z\r\nDTEND:20261130T100000Z\r\n"             \
  "RRULE:FREQ=WEEKLY;COUNT=8\r\nSUMMARY:Week\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"

typedef struct {
  char *dir;
  HearthEngine *engine;
  HearthRunner *runner;
  Double *server;
  gint64 source_id;
  char *refused;
} Fixture;

static gboolean
make_remote (HearthDatabase *db, gpointer user_data, GError **error)
{
  return hearth_database_execute (db, "UPDATE sources SET kind = 'caldav' WHERE kind = 'ics'",
                                  error);
}

static void
refused_cb (HearthEngine *engine, const char *sentence, Fixture *self)
{
  g_free (self->refused);
  self->refused = g_strdup (sentence);
}

static void
settle (Fixture *self)
{
  while (hearth_runner_is_running (self->runner) || g_main_context_pending (NULL))
    g_main_context_iteration (NULL, TRUE);
}

static void
synced_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  hearth_runner_sync_finish (HEARTH_RUNNER (object), result, NULL, NULL);
}

static void
sync_now (Fixture *self)
{
  hearth_runner_sync_async (self->runner, FALSE, synced_cb, NULL);
  settle (self);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autofree char *file = NULL;
  g_autofree char *store = NULL;
  g_autoptr (GError) error = NULL;

  hearth_clock_set_zone (utc);
  hearth_clock_turn_to (NOW);
  self->dir = g_dir_make_tmp ("hearth-XXXXXX", NULL);
  file = g_build_filename (self->dir, "stand-in.ics", NULL);
  store = g_build_filename (self->dir, "data", NULL);
  g_assert_true (g_file_set_contents (file, "", 0, NULL));
  self->engine = hearth_engine_new (store, &error);
  g_assert_no_error (error);
  self->source_id = hearth_engine_add_source (self->engine, HEARTH_SOURCE_ICS, file, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (hearth_writer_run_sync (self->engine->writer, make_remote, NULL, NULL));
  self->runner = hearth_engine_find_runner (self->engine, self->source_id);
  self->server = g_object_new (TYPE_DOUBLE, NULL);
  g_set_object (&self->runner->calendar, HEARTH_CALENDAR_SOURCE (self->server));
  g_signal_connect (self->engine, "edit-refused", G_CALLBACK (refused_cb), self);
  double_put (self->server, "/a.ics", PLAN);
  double_put (self->server, "/week.ics", WEEKLY);
  sync_now (self);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    remove_tree (child);
  }
  g_remove (path);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  hearth_engine_stop (self->engine);
  g_clear_object (&self->engine);
  g_clear_object (&self->server);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  remove_tree (self->dir);
  g_free (self->dir);
  g_free (self->refused);
}

static gint64
find (Fixture *self, const char *uid)
{
  return hearth_store_events_find (self->engine->reader, self->source_id, uid, NULL);
}

static void
assert_summary (Fixture *self, const char *uid, const char *summary)
{
  gint64 id = find (self, uid);
  g_autoptr (HearthEvent) event =
      id != 0 ? hearth_store_events_get (self->engine->reader, id, NULL) : NULL;

  g_assert_cmpstr (event != NULL ? event->summary : NULL, ==, summary);
}

static const char *
served (Fixture *self, const char *href)
{
  Resource *resource = g_hash_table_lookup (self->server->resources, href);

  return resource != NULL ? resource->text : NULL;
}

static guint
count_waiting (Fixture *self)
{
  g_autoptr (GPtrArray) waiting =
      hearth_store_event_edits_list (self->engine->reader, self->source_id, FALSE, NULL);

  return waiting->len;
}

static gint64
edit_event (Fixture *self, gint64 target, HearthEventEdit *edit)
{
  g_autoptr (GError) error = NULL;
  gint64 action;

  hearth_engine_edit_event (self->engine, target, edit, &action, &error);
  g_assert_no_error (error);
  hearth_event_edit_free (edit);
  return action;
}

static HearthEventEdit *
new_event (const char *uid)
{
  HearthEventEdit *edit = hearth_event_edit_new (HEARTH_EDIT_CREATE, uid);

  edit->has_span = TRUE;
  edit->span = (HearthSpan){ NOW + DAY, NOW + DAY + 3600 };
  edit->summary = g_strdup ("Lunch");
  return edit;
}

static HearthEventEdit *
change_summary (const char *summary)
{
  HearthEventEdit *edit = hearth_event_edit_new (HEARTH_EDIT_CHANGE, "");

  edit->summary = g_strdup (summary);
  return edit;
}

static void
undo (Fixture *self, gint64 action)
{
  g_autoptr (GError) error = NULL;

  hearth_engine_undo (self->engine, action, NULL, &error);
  g_assert_no_error (error);
}

static void
test_create (Fixture *self, gconstpointer data)
{
  gint64 action = edit_event (self, self->source_id, new_event ("new"));

  assert_summary (self, "new", "Lunch");
  settle (self);
  g_assert_nonnull (strstr (served (self, "/new.ics"), "SUMMARY:Lunch"));
  g_assert_cmpuint (count_waiting (self), ==, 0);
  undo (self, action);
  assert_summary (self, "new", NULL);
  settle (self);
  g_assert_null (served (self, "/new.ics"));
  sync_now (self);
  assert_summary (self, "new", NULL);
}

/* Its server need not hear at all of what was taken back before it could. */
static void
test_taken_back_offline (Fixture *self, gconstpointer data)
{
  gint64 action;

  hearth_runner_unwatch (self->runner);
  self->server->offline = TRUE;
  action = edit_event (self, find (self, "a"), change_summary ("Mine"));
  assert_summary (self, "a", "Mine");
  undo (self, action);
  assert_summary (self, "a", "Plan");
  settle (self);
  self->server->offline = FALSE;
  sync_now (self);
  sync_now (self);
  assert_summary (self, "a", "Plan");
  g_assert_cmpuint (count_waiting (self), ==, 0);
  g_assert_nonnull (strstr (served (self, "/a.ics"), "SUMMARY:Plan"));
}

static void
test_change (Fixture *self, gconstpointer data)
{
  gint64 action = edit_event (self, find (self, "a"), change_summary ("Mine"));
  g_autoptr (GError) error = NULL;
  gint64 again;

  settle (self);
  g_assert_nonnull (strstr (served (self, "/a.ics"), "SUMMARY:Mine"));
  g_assert_nonnull (strstr (served (self, "/a.ics"), "X-OTHER:stays"));
  undo (self, action);
  settle (self);
  g_assert_nonnull (strstr (served (self, "/a.ics"), "SUMMARY:Plan"));
  /* Somebody else is faster. */
  again = edit_event (self, find (self, "a"), change_summary ("Mine"));
  settle (self);
  double_put (self->server, "/a.ics",
              "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:a\r\n"
              "DTSTART:20261130T100000Z\r\nDTEND:20261130T110000Z\r\nSUMMARY:Theirs\r\n"
              "END:VEVENT\r\nEND:VCALENDAR\r\n");
  sync_now (self);
  g_assert_false (hearth_engine_undo (self->engine, again, NULL, &error));
  g_assert_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_EXISTS);
  assert_summary (self, "a", "Theirs");
}

static void
test_refused (Fixture *self, gconstpointer data)
{
  self->server->refuses = TRUE;
  edit_event (self, find (self, "a"), change_summary ("Mine"));
  settle (self);
  assert_summary (self, "a", "Plan");
  g_assert_nonnull (self->refused);
  g_assert_nonnull (strstr (self->refused, "Plan"));
}

/* All from one occurrence on: two series on the server, and one again when it is taken back. */
static void
test_future (Fixture *self, gconstpointer data)
{
  g_autoptr (HearthEvent) before =
      hearth_store_events_get (self->engine->reader, find (self, "week"), NULL);
  HearthEventEdit *edit = change_summary ("Later");
  g_autoptr (HearthEvent) head = NULL;
  g_autoptr (HearthEvent) after = NULL;
  gint64 action;

  edit->scope = HEARTH_EDIT_FUTURE;
  edit->recurrence_id = g_array_index (before->occurrences, HearthSpan, 3).start;
  action = edit_event (self, before->id, edit);
  settle (self);
  head = hearth_store_events_get (self->engine->reader, find (self, "week"), NULL);
  g_assert_cmpuint (head->occurrences->len, ==, 3);
  g_assert_cmpuint (g_hash_table_size (self->server->resources), ==, 3);
  undo (self, action);
  settle (self);
  sync_now (self);
  after = hearth_store_events_get (self->engine->reader, find (self, "week"), NULL);
  g_assert_cmpuint (after->occurrences->len, ==, before->occurrences->len);
  g_assert_cmpuint (g_hash_table_size (self->server->resources), ==, 2);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    void (*test) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "/remote-calendar/create", test_create },
    { "/remote-calendar/taken-back-offline", test_taken_back_offline },
    { "/remote-calendar/change", test_change },
    { "/remote-calendar/refused", test_refused },
    { "/remote-calendar/future", test_future },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
