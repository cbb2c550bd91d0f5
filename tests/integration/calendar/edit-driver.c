/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-caldav-source.h"
#include "hearth-calendar-sync.h"
#include "hearth-clock.h"
#include "hearth-edit-overlay.h"
#include "hearth-edit-queue.h"
#include "hearth-ical-edit.h"
#include "hearth-store-event-edits.h"
#include "hearth-store-events.h"
#include "hearth-store-records.h"

#include <stdio.h>
#include <string.h>

/* One client of a calendar on a real server, which can be killed at any moment:
 * edit-driver STORE URL create UID SUMMARY | rename UID SUMMARY | place UID WHERE | cancel UID |
 * tell */

static HearthSpan window;
static gint64 source_id;

static gboolean
find_source (HearthDatabase *db, gpointer user_data, GError **error)
{
  g_autoptr (GPtrArray) sources = hearth_store_sources_list (db, error);
  g_autoptr (HearthSource) source = NULL;

  if (sources == NULL)
    return FALSE;
  if (sources->len > 0) {
    source_id = ((HearthSource *) sources->pdata[0])->id;
    return TRUE;
  }
  source = hearth_source_new (HEARTH_SOURCE_CALDAV, user_data, "Work");
  if (!hearth_store_sources_add (db, source, error))
    return FALSE;
  source_id = source->id;
  return TRUE;
}

static gboolean
write_edit (HearthDatabase *db, gpointer user_data, GError **error)
{
  const HearthEventEdit *edit = user_data;
  g_autofree char *href = hearth_store_resource_texts_find (db, source_id, edit->uid, NULL);
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();
  g_autoptr (GBytes) content = NULL;
  g_autoptr (GBytes) changed = NULL;
  g_autofree char *etag = NULL;

  if (href == NULL)
    href = hearth_resource_dup_pending (edit->uid);
  if (!hearth_store_resource_texts_get (db, source_id, href, &content, &etag, error))
    return FALSE;
  changed = hearth_ical_edit_apply (content, edit, zone, error);
  if (changed == NULL && *error != NULL)
    return FALSE;
  return hearth_store_event_edits_add (db, source_id, href, edit, 0, error) &&
         hearth_edit_overlay_store (db, source_id, href, etag, changed, window, error);
}

static HearthEventEdit *
make_edit (char **args)
{
  HearthEventEdit *edit;

  if (strcmp (args[0], "create") == 0) {
    edit = hearth_event_edit_new (HEARTH_EDIT_CREATE, args[1]);
    edit->has_span = TRUE;
    edit->span = (HearthSpan){ edit->at + 86400, edit->at + 90000 };
    edit->summary = g_strdup (args[2]);
  } else if (strcmp (args[0], "cancel") == 0) {
    edit = hearth_event_edit_new (HEARTH_EDIT_CANCEL, args[1]);
  } else {
    edit = hearth_event_edit_new (HEARTH_EDIT_CHANGE, args[1]);
    if (strcmp (args[0], "rename") == 0)
      edit->summary = g_strdup (args[2]);
    else
      edit->location = g_strdup (args[2]);
  }
  return edit;
}

static void
changed_cb (gpointer user_data)
{
}

static void
refused_cb (const char *sentence, gpointer user_data)
{
  printf ("refused: %s\n", sentence);
}

static void
sink_changed (const char *table, gpointer user_data)
{
}

static void
sink_warning (const char *text, gpointer user_data)
{
  printf ("warning: %s\n", text);
}

static gboolean
tell (HearthWriter *writer, const char *url, GError **error)
{
  const HearthEditSink sink = { changed_cb, refused_cb, NULL };
  const HearthSyncSink sync_sink = { .changed = sink_changed, .warning = sink_warning };
  g_autoptr (HearthDavAccount) account = hearth_dav_account_new (url, "");
  g_autoptr (HearthCalendarSource) source =
      hearth_caldav_source_new (url, account, TRUE, NULL, NULL, NULL);

  return hearth_edit_queue_run (writer, source, source_id, window, FALSE, &sink, NULL, error) &&
         hearth_calendar_sync_run (writer, source, source_id, window, FALSE, &sync_sink, NULL,
                                   error) &&
         hearth_edit_queue_run (writer, source, source_id, window, TRUE, &sink, NULL, error);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthWriter) writer = NULL;
  gint64 now = hearth_clock_now ();
  gboolean ok;

  if (argc < 4)
    return 2;
  window = (HearthSpan){ now - 92 * 86400, now + 400 * 86400 };
  writer = hearth_writer_new (argv[1], &error);
  if (writer == NULL || !hearth_writer_run_sync (writer, find_source, argv[2], &error)) {
    fprintf (stderr, "%s\n", error->message);
    return 1;
  }
  if (strcmp (argv[3], "tell") == 0) {
    ok = tell (writer, argv[2], &error);
  } else {
    g_autoptr (HearthEventEdit) edit = make_edit (argv + 3);

    ok = hearth_writer_run_sync (writer, write_edit, edit, &error);
  }
  hearth_writer_stop (writer);
  if (!ok)
    fprintf (stderr, "%s\n", error->message);
  return ok ? 0 : 1;
}
