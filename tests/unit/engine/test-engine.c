/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-clock.h"
#include "hearth-engine.h"
#include "hearth-store-contacts.h"
#include "hearth-store-events.h"

#include <glib/gstdio.h>

/* Wednesday, 15 May 2024, 08:00 UTC. */
#define NOW ((gint64) 1715760000)
#define DAY 86400

typedef struct {
  char *dir;
  char *data;
  HearthEngine *engine;
  guint n_emissions[2]; /* of messages-added; the second of a first reading */
  guint n_ids[2];
} Fixture;

static void
added_cb (HearthEngine *engine, GArray *ids, gboolean first, Fixture *self)
{
  self->n_emissions[first]++;
  self->n_ids[first] += ids->len;
}

static void
open_engine (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  self->engine = hearth_engine_new (self->data, &error);
  g_assert_no_error (error);
  g_signal_connect (self->engine, "messages-added", G_CALLBACK (added_cb), self);
}

static void
close_engine (Fixture *self)
{
  hearth_engine_stop (self->engine);
  g_signal_handlers_disconnect_by_data (self->engine, self);
  g_clear_object (&self->engine);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();

  hearth_clock_set_zone (utc);
  hearth_clock_turn_to (NOW);
  self->dir = g_dir_make_tmp ("hearth-XXXXXX", NULL);
  self->data = g_build_filename (self->dir, "data", NULL);
  open_engine (self);
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
  if (self->engine != NULL)
    close_engine (self);
  /* What was still to be called back finds nothing to do. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  remove_tree (self->dir);
  g_free (self->data);
  g_free (self->dir);
}

static char *
write_file (Fixture *self, const char *name, const char *text)
{
  char *path = g_build_filename (self->dir, name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  return path;
}

static void
deliver (Fixture *self, guint from, guint to)
{
  g_autofree char *cur = g_build_filename (self->dir, "mail", "cur", NULL);

  g_assert_cmpint (g_mkdir_with_parents (cur, 0700), ==, 0);
  for (guint i = from; i < to; i++) {
    g_autofree char *name =
        g_strdup_printf ("mail/new/%" G_GINT64_FORMAT ".M%uP1.test", NOW + i, i);
    g_autofree char *text = g_strdup_printf ("From: ana@test.example\r\nSubject: Mail %u\r\n"
                                             "Message-ID: <%u@test.example>\r\n\r\nText.\r\n",
                                             i, i);
    g_autofree char *path = write_file (self, name, text);
  }
}

static gint64
add (Fixture *self, HearthSourceKind kind, const char *name)
{
  g_autofree char *path = g_build_filename (self->dir, name, NULL);
  g_autoptr (GError) error = NULL;
  gint64 id = hearth_engine_add_source (self->engine, kind, path, NULL, &error);

  g_assert_no_error (error);
  return id;
}

static void
synced_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  *(GStrv *) user_data = hearth_engine_sync_finish (HEARTH_ENGINE (object), result, &error);
  g_assert_no_error (error);
}

/* Returns what a sync of all sources complains of. */
static GStrv
sync_all (Fixture *self)
{
  GStrv warnings = NULL;

  hearth_engine_sync_async (self->engine, NULL, synced_cb, &warnings);
  while (warnings == NULL)
    g_main_context_iteration (NULL, TRUE);
  return warnings;
}

static void
sync_well (Fixture *self)
{
  g_auto (GStrv) warnings = sync_all (self);

  g_assert_cmpuint (g_strv_length (warnings), ==, 0);
}

static gint64
count_messages (Fixture *self)
{
  HearthMessageFilter filter = HEARTH_MESSAGE_FILTER_INIT;

  return hearth_store_messages_count (hearth_engine_get_reader (self->engine), &filter, NULL);
}

/* An address book on this computer: read, read again when it changes, and forgotten. */
static void
test_contacts (Fixture *self, gconstpointer data)
{
  g_autofree char *path =
      write_file (self, "people.vcf",
                  "BEGIN:VCARD\nUID:1\nFN:Ana Lima\nEMAIL:ana@test.example\nEND:VCARD\n");
  g_autoptr (GPtrArray) people = NULL;
  g_autoptr (GError) error = NULL;
  HearthDatabase *db = hearth_engine_get_reader (self->engine);
  gint64 source = add (self, HEARTH_SOURCE_VCARD, "people.vcf");

  sync_well (self);
  people = hearth_store_people_complete (db, "lim", 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (people->len, ==, 1);
  g_assert_cmpstr (((HearthAddress *) people->pdata[0])->address, ==, "ana@test.example");
  g_assert_true (g_file_set_contents (path, "BEGIN:VCARD\nFN:Bo\nEND:VCARD\n", -1, &error));
  sync_well (self);
  g_clear_pointer (&people, g_ptr_array_unref);
  people = hearth_store_people_complete (db, "lim", 0, &error);
  g_assert_cmpuint (people->len, ==, 0);
  g_assert_cmpint (hearth_store_contacts_count (db, 0, &error), ==, 1);
  g_assert_true (hearth_engine_remove_source (self->engine, source, &error));
  g_assert_true (hearth_engine_finish_removals (self->engine, &error));
  g_assert_no_error (error);
  g_assert_cmpint (hearth_store_contacts_count (db, 0, &error), ==, 0);
}

/* What a source holds when it is first read is told apart, however late that is told. */
static void
test_first (Fixture *self, gconstpointer data)
{
  deliver (self, 0, 1200);
  add (self, HEARTH_SOURCE_MAILDIR, "mail");
  sync_well (self);
  g_assert_cmpuint (self->n_ids[TRUE], ==, 1200);
  g_assert_cmpuint (self->n_ids[FALSE], ==, 0);
  deliver (self, 1200, 1203);
  sync_well (self);
  g_assert_cmpuint (self->n_ids[TRUE], ==, 1200);
  g_assert_cmpuint (self->n_ids[FALSE], ==, 3);

  close_engine (self);
  open_engine (self);
  deliver (self, 1203, 1204);
  sync_well (self);
  g_assert_cmpuint (self->n_ids[FALSE], ==, 4);
}

/* While the main thread has no time, all that comes is one piece of news. */
static void
test_storm (Fixture *self, gconstpointer data)
{
  GStrv warnings = NULL;

  deliver (self, 0, 2000);
  add (self, HEARTH_SOURCE_MAILDIR, "mail");
  hearth_engine_sync_async (self->engine, NULL, synced_cb, &warnings);
  g_usleep (G_USEC_PER_SEC / 2);
  while (warnings == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (self->n_ids[TRUE], ==, 2000);
  g_assert_cmpuint (self->n_emissions[TRUE], <, 100);
  g_strfreev (warnings);
}

/* It ends in the midst of things, tells what came of them, and lets the folder go at once. */
static void
test_stop (Fixture *self, gconstpointer data)
{
  deliver (self, 0, 1500);
  add (self, HEARTH_SOURCE_MAILDIR, "mail");
  for (guint i = 0; i < 5; i++)
    hearth_engine_sync_async (self->engine, NULL, NULL, NULL);
  while (self->n_ids[TRUE] == 0)
    g_main_context_iteration (NULL, TRUE);
  hearth_engine_pause (self->engine);
  g_assert_cmpint (count_messages (self), ==, self->n_ids[TRUE]);
  hearth_engine_start_reminders (self->engine, NULL);
  close_engine (self);

  open_engine (self);
  sync_well (self);
  g_assert_cmpint (count_messages (self), ==, 1500);
}

static void
test_remove (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 id;

  deliver (self, 0, 1500);
  id = add (self, HEARTH_SOURCE_MAILDIR, "mail");
  hearth_engine_sync_async (self->engine, NULL, NULL, NULL);
  while (self->n_ids[TRUE] == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (hearth_engine_remove_source (self->engine, id, &error));
  g_assert_no_error (error);
  g_assert_true (hearth_engine_finish_removals (self->engine, &error));
  g_assert_cmpint (count_messages (self), ==, 0);
  g_assert_false (hearth_engine_remove_source (self->engine, id, &error));
  g_assert_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_NOT_FOUND);
  /* It may be added again. */
  add (self, HEARTH_SOURCE_MAILDIR, "mail");
  sync_well (self);
  g_assert_cmpint (count_messages (self), ==, 1500);
}

static void
write_calendar (Fixture *self, const char *name)
{
  g_autofree char *text =
      g_strdup_printf ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\nBEGIN:VEVENT\r\n"
                       "UID:%s\r\nDTSTAMP:20240101T000000Z\r\nDTSTART:20240115T090000Z\r\n"
                       "DTEND:20240115T100000Z\r\nRRULE:FREQ=MONTHLY\r\nSUMMARY:Monthly\r\n"
                       "END:VEVENT\r\nEND:VCALENDAR\r\n",
                       name);
  g_autofree char *path = write_file (self, name, text);
}

static guint
count_between (Fixture *self, gint64 start, gint64 end)
{
  HearthSpan span = { start, end };
  g_autoptr (GPtrArray) found =
      hearth_store_events_between (hearth_engine_get_reader (self->engine), span, 1000, NULL);

  return found->len;
}

/* A calendar that was away while more of the future was asked for is read for it when it is back,
 * although it did not change; and it keeps no other from being read. */
static void
test_window (Fixture *self, gconstpointer data)
{
  gint64 far = NOW + 6 * 365 * DAY;
  HearthSpan window = { far, far + 40 * DAY };
  g_autofree char *there = g_build_filename (self->dir, "a.ics", NULL);
  g_autofree char *away = g_build_filename (self->dir, "away", NULL);
  g_auto (GStrv) warnings = NULL;
  g_autoptr (GError) error = NULL;

  write_calendar (self, "a.ics");
  write_calendar (self, "b.ics");
  add (self, HEARTH_SOURCE_ICS, "a.ics");
  add (self, HEARTH_SOURCE_ICS, "b.ics");
  sync_well (self);
  g_assert_cmpuint (count_between (self, far, far + 31 * DAY), ==, 0);

  g_assert_cmpint (g_rename (there, away), ==, 0);
  g_assert_false (hearth_engine_ensure_window (self->engine, window, &error));
  g_assert_nonnull (error);
  g_assert_cmpuint (count_between (self, far, far + 31 * DAY), ==, 1);
  warnings = sync_all (self);
  g_assert_cmpuint (g_strv_length (warnings), ==, 1);

  g_assert_cmpint (g_rename (away, there), ==, 0);
  sync_well (self);
  g_assert_cmpuint (count_between (self, far, far + 31 * DAY), ==, 2);
  close_engine (self);
  open_engine (self);
  sync_well (self);
  g_assert_cmpuint (count_between (self, far, far + 31 * DAY), ==, 2);
}

static void
test_locked (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthEngine) second = hearth_engine_new (self->data, &error);

  g_assert_null (second);
  g_assert_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_LOCKED);
}

int
main (int argc, char *argv[])
{
  static const struct {
    const char *name;
    void (*test) (Fixture *, gconstpointer);
  } tests[] = {
    { "contacts", test_contacts }, { "first", test_first },   { "storm", test_storm },
    { "stop", test_stop },         { "remove", test_remove }, { "window", test_window },
    { "locked", test_locked },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++) {
    g_autofree char *path = g_strconcat ("/engine/", tests[i].name, NULL);

    g_test_add (path, Fixture, NULL, set_up, tests[i].test, tear_down);
  }
  return g_test_run ();
}
