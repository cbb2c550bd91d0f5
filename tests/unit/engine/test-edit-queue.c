/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "calendar-double.h"
#include "hearth-calendar-sync.h"
#include "hearth-clock.h"
#include "hearth-edit-overlay.h"
#include "hearth-edit-queue.h"
#include "hearth-ical-edit.h"
#include "hearth-store-event-edits.h"
#include "hearth-store-events.h"
#include "hearth-store-records.h"

#include <glib/gstdio.h>
#include <string.h>

/* Changes on their way to a server that goes away, refuses, loses its answers, and is written by
 * others. */

#define NOW ((gint64) 1795852800) /* 2026-11-28, 08:00 UTC */
#define START (NOW + 86400)

static const HearthSpan window = { NOW - 92 * 86400, NOW + 400 * 86400 };

/* The store of somebody who uses it. */

typedef struct {
  char *dir;
  HearthWriter *writer;
  Double *server;
  gint64 source_id;
  guint n_refused;
  char *sentence;
} Fixture;

static gboolean
add_source (HearthDatabase *db, gpointer user_data, GError **error)
{
  Fixture *self = user_data;
  g_autoptr (HearthSource) source =
      hearth_source_new (HEARTH_SOURCE_CALDAV, "https://dav.test/work/", "Work");

  if (!hearth_store_sources_add (db, source, error))
    return FALSE;
  self->source_id = source->id;
  return TRUE;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  hearth_clock_turn_to (NOW);
  self->dir = g_dir_make_tmp ("hearth-XXXXXX", NULL);
  path = g_build_filename (self->dir, "store.db", NULL);
  self->writer = hearth_writer_new (path, &error);
  g_assert_no_error (error);
  g_assert_true (hearth_writer_run_sync (self->writer, add_source, self, NULL));
  self->server = g_object_new (TYPE_DOUBLE, NULL);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (self->dir, 0, NULL);
  const char *name;

  g_clear_object (&self->server);
  hearth_writer_stop (self->writer);
  g_clear_object (&self->writer);
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (self->dir, name, NULL);

    g_remove (path);
  }
  g_rmdir (self->dir);
  g_free (self->dir);
  g_free (self->sentence);
}

static void
changed_cb (gpointer user_data)
{
}

static void
refused_cb (const char *sentence, gpointer user_data)
{
  Fixture *self = user_data;

  self->n_refused++;
  g_free (self->sentence);
  self->sentence = g_strdup (sentence);
}

/* Tells what waits; returns the code of the error, or -1. */
static int
tell_once (Fixture *self, gboolean synced)
{
  const HearthEditSink sink = { changed_cb, refused_cb, self };
  g_autoptr (GError) error = NULL;

  if (hearth_edit_queue_run (self->writer, HEARTH_CALENDAR_SOURCE (self->server), self->source_id,
                             window, synced, &sink, NULL, &error))
    return -1;
  g_assert_true (error->domain == HEARTH_CALENDAR_ERROR);
  return error->code;
}

static void sync_now (Fixture *self);

/* As the runner does. */
static int
tell (Fixture *self)
{
  int code = tell_once (self, FALSE);

  if (code >= 0)
    return code;
  sync_now (self);
  return tell_once (self, TRUE);
}

static void
sink_changed (const char *table, gpointer user_data)
{
}

static void
sink_warning (const char *text, gpointer user_data)
{
  g_error ("%s", text);
}

static void
sync_now (Fixture *self)
{
  const HearthSyncSink sink = { .changed = sink_changed, .warning = sink_warning };
  g_autoptr (GError) error = NULL;

  hearth_calendar_sync_run (self->writer, HEARTH_CALENDAR_SOURCE (self->server), self->source_id,
                            window, FALSE, &sink, NULL, &error);
  g_assert_no_error (error);
}

typedef struct {
  Fixture *fixture;
  const HearthEventEdit *edit;
} Edit;

static gboolean
write_edit (HearthDatabase *db, gpointer user_data, GError **error)
{
  Edit *edit = user_data;
  gint64 source_id = edit->fixture->source_id;
  g_autofree char *href = hearth_store_resource_texts_find (db, source_id, edit->edit->uid, NULL);
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GBytes) content = NULL;
  g_autoptr (GBytes) changed = NULL;
  g_autofree char *etag = NULL;

  if (href == NULL)
    href = hearth_resource_dup_pending (edit->edit->uid);
  g_assert_true (hearth_store_resource_texts_get (db, source_id, href, &content, &etag, error));
  changed = hearth_ical_edit_apply (content, edit->edit, utc, error);
  g_assert_no_error (*error);
  return hearth_store_event_edits_add (db, source_id, href, edit->edit, 0, error) &&
         hearth_edit_overlay_store (db, source_id, href, etag, changed, window, error);
}

static void
do_edit (Fixture *self, HearthEventEdit *edit)
{
  Edit job = { self, edit };
  g_autoptr (GError) error = NULL;

  hearth_writer_run_sync (self->writer, write_edit, &job, &error);
  g_assert_no_error (error);
  hearth_event_edit_free (edit);
}

static void
create (Fixture *self, const char *uid, const char *summary)
{
  HearthEventEdit *edit = hearth_event_edit_new (HEARTH_EDIT_CREATE, uid);

  edit->has_span = TRUE;
  edit->span = (HearthSpan){ START, START + 3600 };
  edit->summary = g_strdup (summary);
  do_edit (self, edit);
}

static void
rename_event (Fixture *self, const char *uid, const char *summary)
{
  HearthEventEdit *edit = hearth_event_edit_new (HEARTH_EDIT_CHANGE, uid);

  edit->summary = g_strdup (summary);
  do_edit (self, edit);
}

typedef struct {
  Fixture *fixture;
  const char *uid;
  HearthEvent *event;
  guint n_waiting;
  guint n_refused;
} Look;

static gboolean
look_up (HearthDatabase *db, gpointer user_data, GError **error)
{
  Look *look = user_data;
  gint64 source_id = look->fixture->source_id;
  g_autoptr (GPtrArray) waiting = hearth_store_event_edits_list (db, source_id, FALSE, error);
  g_autoptr (GPtrArray) refused = hearth_store_event_edits_list (db, source_id, TRUE, error);
  gint64 id = hearth_store_events_find (db, source_id, look->uid, error);

  look->n_waiting = waiting->len;
  look->n_refused = refused->len;
  look->event = id != 0 ? hearth_store_events_get (db, id, error) : NULL;
  return TRUE;
}

static void
assert_stored (Fixture *self, const char *uid, const char *summary, guint n_waiting)
{
  Look look = { .fixture = self, .uid = uid };

  g_assert_true (hearth_writer_call_sync (self->writer, look_up, &look, NULL));
  g_assert_cmpstr (look.event != NULL ? look.event->summary : NULL, ==, summary);
  g_assert_cmpuint (look.n_waiting, ==, n_waiting);
  g_clear_pointer (&look.event, hearth_event_unref);
}

static gint64
get_row (Fixture *self, const char *uid)
{
  Look look = { .fixture = self, .uid = uid };
  gint64 id;

  hearth_writer_call_sync (self->writer, look_up, &look, NULL);
  id = look.event->id;
  hearth_event_unref (look.event);
  return id;
}

static void
assert_served (Fixture *self, const char *href, const char *line)
{
  Resource *resource = g_hash_table_lookup (self->server->resources, href);

  if (line == NULL) {
    g_assert_null (resource);
    return;
  }
  g_assert_nonnull (resource);
  g_assert_nonnull (strstr (resource->text, line));
}

#define OTHER_EVENT                                                                                \
  "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:a\r\n"                        \
  "DTSTAMP:20261101T000000Z\r\nDTSTART:20261130T100000Z\r\nDTEND:20261130T110000Z\r\n"             \
  "SUMMARY:Plan\r\nX-OTHER:stays\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"

static void
test_create (Fixture *self, gconstpointer data)
{
  gint64 row;

  create (self, "new", "Lunch");
  assert_stored (self, "new", "Lunch", 1);
  row = get_row (self, "new");
  g_assert_cmpint (tell (self), ==, -1);
  assert_stored (self, "new", "Lunch", 0);
  assert_served (self, "/new.ics", "SUMMARY:Lunch");
  sync_now (self);
  assert_stored (self, "new", "Lunch", 0);
  g_assert_cmpint (get_row (self, "new"), ==, row);
  g_assert_cmpuint (self->server->n_writes, ==, 1);
}

/* The server does it, and nobody hears of that. */
static void
test_lost_answers (Fixture *self, gconstpointer data)
{
  create (self, "new", "Lunch");
  self->server->loses_answers = TRUE;
  g_assert_cmpint (tell (self), ==, HEARTH_CALENDAR_ERROR_OFFLINE);
  assert_stored (self, "new", "Lunch", 1);
  rename_event (self, "new", "Short lunch");
  g_assert_cmpint (tell (self), ==, -1);
  assert_served (self, "/new.ics", "SUMMARY:Short lunch");
  g_assert_cmpuint (g_hash_table_size (self->server->resources), ==, 1);
  assert_stored (self, "new", "Short lunch", 0);

  rename_event (self, "new", "Long lunch");
  self->server->loses_answers = TRUE;
  g_assert_cmpint (tell (self), ==, HEARTH_CALENDAR_ERROR_OFFLINE);
  /* Meanwhile somebody changes it once more: that is the newer word. */
  double_put (self->server, "/new.ics",
              ((Resource *) g_hash_table_lookup (self->server->resources, "/new.ics"))->text);
  g_assert_cmpint (tell (self), ==, -1);
  g_assert_cmpuint (self->server->n_writes, ==, 3);

  do_edit (self, hearth_event_edit_new (HEARTH_EDIT_CANCEL, "new"));
  self->server->loses_answers = TRUE;
  g_assert_cmpint (tell (self), ==, HEARTH_CALENDAR_ERROR_OFFLINE);
  g_assert_cmpint (tell (self), ==, -1);
  g_assert_cmpuint (self->server->n_writes, ==, 4);
  assert_stored (self, "new", NULL, 0);
}

static void
test_offline (Fixture *self, gconstpointer data)
{
  double_put (self->server, "/a.ics", OTHER_EVENT);
  sync_now (self);
  self->server->offline = TRUE;
  rename_event (self, "a", "One");
  rename_event (self, "a", "Two");
  create (self, "b", "B");
  rename_event (self, "b", "B2");
  g_assert_cmpint (tell (self), ==, HEARTH_CALENDAR_ERROR_OFFLINE);
  assert_stored (self, "a", "Two", 4);
  assert_stored (self, "b", "B2", 4);
  self->server->offline = FALSE;
  g_assert_cmpint (tell (self), ==, -1);
  assert_stored (self, "a", "Two", 0);
  assert_stored (self, "b", "B2", 0);
  assert_served (self, "/a.ics", "SUMMARY:Two");
  assert_served (self, "/a.ics", "X-OTHER:stays");
  assert_served (self, "/b.ics", "SUMMARY:B2");
  g_assert_cmpuint (self->server->n_writes, ==, 4);
}

static void
move_elsewhere (Double *self)
{
  self->before_write = NULL;
  double_put (
      self, "/a.ics",
      "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTART:20261130T100000Z\r\n"
      "DTEND:20261130T110000Z\r\nSUMMARY:Plan\r\nLOCATION:Room 9\r\nEND:VEVENT\r\n"
      "END:VCALENDAR\r\n");
}

/* Two people change the same event in different ways: neither loses. */
static void
test_conflict (Fixture *self, gconstpointer data)
{
  Look look = { .fixture = self, .uid = "a" };

  double_put (self->server, "/a.ics", OTHER_EVENT);
  sync_now (self);
  rename_event (self, "a", "Great plan");
  self->server->before_write = move_elsewhere;
  g_assert_cmpint (tell (self), ==, -1);
  assert_served (self, "/a.ics", "SUMMARY:Great plan");
  assert_served (self, "/a.ics", "LOCATION:Room 9");
  hearth_writer_call_sync (self->writer, look_up, &look, NULL);
  g_assert_cmpstr (look.event->location, ==, "Room 9");
  g_assert_cmpstr (look.event->summary, ==, "Great plan");
  hearth_event_unref (look.event);
}

static void
write_again (Double *self)
{
  double_put (self, "/a.ics", OTHER_EVENT);
}

/* Somebody writes it all the time: it waits, and is not lost. */
static void
test_busy (Fixture *self, gconstpointer data)
{
  double_put (self->server, "/a.ics", OTHER_EVENT);
  sync_now (self);
  rename_event (self, "a", "Great plan");
  self->server->before_write = write_again;
  g_assert_cmpint (tell (self), ==, HEARTH_CALENDAR_ERROR_CONFLICT);
  assert_stored (self, "a", "Great plan", 1);
  self->server->before_write = NULL;
  g_assert_cmpint (tell (self), ==, -1);
  assert_served (self, "/a.ics", "SUMMARY:Great plan");
}

static void
test_refused (Fixture *self, gconstpointer data)
{
  Look look = { .fixture = self, .uid = "a" };

  double_put (self->server, "/a.ics", OTHER_EVENT);
  sync_now (self);
  rename_event (self, "a", "Mine");
  create (self, "b", "B");
  assert_stored (self, "a", "Mine", 2);
  self->server->refuses = TRUE;
  g_assert_cmpint (tell (self), ==, -1);
  g_assert_cmpuint (self->n_refused, ==, 2);
  g_assert_nonnull (strstr (self->sentence, "Its owner lets you only read it."));
  assert_stored (self, "a", "Plan", 0);
  assert_stored (self, "b", NULL, 0);
  hearth_writer_call_sync (self->writer, look_up, &look, NULL);
  g_assert_cmpuint (look.n_refused, ==, 2);
  hearth_event_unref (look.event);
  /* It is not tried again. */
  self->server->refuses = FALSE;
  g_assert_cmpint (tell (self), ==, -1);
  assert_served (self, "/a.ics", "SUMMARY:Plan");
}

/* What is deleted elsewhere is gone, whatever was to be changed about it; and that is said. */
static void
test_deleted_elsewhere (Fixture *self, gconstpointer data)
{
  double_put (self->server, "/a.ics", OTHER_EVENT);
  sync_now (self);
  rename_event (self, "a", "Mine");
  g_hash_table_remove_all (self->server->resources);
  sync_now (self);
  assert_stored (self, "a", NULL, 1);
  g_assert_cmpint (tell (self), ==, -1);
  g_assert_cmpuint (self->n_refused, ==, 1);
  assert_stored (self, "a", NULL, 0);
  assert_served (self, "/a.ics", NULL);
}

/* A sync takes nothing back that waits: neither a change, nor a new event, nor that one is gone. */
static void
test_sync_between (Fixture *self, gconstpointer data)
{
  double_put (self->server, "/a.ics", OTHER_EVENT);
  sync_now (self);
  rename_event (self, "a", "Mine");
  create (self, "b", "B");
  double_put (self->server, "/a.ics", OTHER_EVENT);
  sync_now (self);
  assert_stored (self, "a", "Mine", 2);
  assert_stored (self, "b", "B", 2);
  do_edit (self, hearth_event_edit_new (HEARTH_EDIT_CANCEL, "a"));
  double_put (self->server, "/a.ics", OTHER_EVENT);
  sync_now (self);
  assert_stored (self, "a", NULL, 3);
  g_assert_cmpint (tell (self), ==, -1);
  assert_served (self, "/a.ics", NULL);
  assert_served (self, "/b.ics", "SUMMARY:B");
  sync_now (self);
  assert_stored (self, "a", NULL, 0);
  assert_stored (self, "b", "B", 0);
}

/* A password or a certificate that does not hold any more is the owner's to mend: nothing of what
 * waits is given up for it. */
static void
test_locked_out (Fixture *self, gconstpointer data)
{
  double_put (self->server, "/a.ics", OTHER_EVENT);
  sync_now (self);
  rename_event (self, "a", "Mine");
  self->server->locked_out = TRUE;
  g_assert_cmpint (tell (self), ==, HEARTH_CALENDAR_ERROR_LOGIN);
  g_assert_cmpuint (self->n_refused, ==, 0);
  assert_stored (self, "a", "Mine", 1);
  self->server->locked_out = FALSE;
  g_assert_cmpint (tell (self), ==, -1);
  assert_stored (self, "a", "Mine", 0);
  assert_served (self, "/a.ics", "SUMMARY:Mine");
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    void (*test) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "/edit-queue/create", test_create },
    { "/edit-queue/lost-answers", test_lost_answers },
    { "/edit-queue/offline", test_offline },
    { "/edit-queue/conflict", test_conflict },
    { "/edit-queue/busy", test_busy },
    { "/edit-queue/refused", test_refused },
    { "/edit-queue/locked-out", test_locked_out },
    { "/edit-queue/deleted-elsewhere", test_deleted_elsewhere },
    { "/edit-queue/sync-between", test_sync_between },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
