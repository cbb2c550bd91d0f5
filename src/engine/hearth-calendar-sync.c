/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-calendar-sync.h"

#include "hearth-edit-overlay.h"
#include "hearth-store-event-edits.h"
#include "hearth-store-events.h"

#include <glib/gi18n.h>

typedef struct {
  HearthWriter *writer; /* (unowned) */
  gint64 source_id;
  HearthSpan window;
  const HearthSyncSink *sink;     /* (unowned) */
  GHashTable *etags;              /* (owned) (nullable) href -> etag */
  HearthCalendarChanges *changes; /* (unowned) while it is written */
  GError *error;                  /* (owned) (nullable) of the store */
} Run;

static gboolean
is_pending (gpointer href, gpointer etag, gpointer user_data)
{
  return hearth_resource_is_pending (href);
}

static gboolean
read_etags (HearthDatabase *db, gpointer user_data, GError **error)
{
  Run *run = user_data;

  run->etags = hearth_store_events_load_etags (db, run->source_id, error);
  /* What its server has not heard of is not missed there. */
  if (run->etags != NULL)
    g_hash_table_foreach_remove (run->etags, is_pending, NULL);
  return run->etags != NULL;
}

static gboolean
write_changes (HearthDatabase *db, gpointer user_data, GError **error)
{
  Run *run = user_data;
  g_autoptr (HearthCalendarChanges) overlaid = NULL;
  GError *local_error = NULL;
  gboolean made;

  overlaid =
      hearth_edit_overlay_make (db, run->source_id, run->changes, run->window, &made, &local_error);
  if (local_error != NULL) {
    g_propagate_error (error, local_error);
    return FALSE;
  }
  return hearth_store_events_apply (db, run->source_id, overlaid != NULL ? overlaid : run->changes,
                                    error);
}

static gboolean
emit_changes (HearthCalendarChanges *changes, gpointer user_data)
{
  Run *run = user_data;
  gboolean ok;

  run->changes = changes;
  ok = hearth_writer_run_sync (run->writer, write_changes, run, &run->error);
  run->changes = NULL;
  hearth_calendar_changes_free (changes);
  if (ok)
    run->sink->changed ("events", run->sink->user_data);
  return ok;
}

static void
report_warning (const char *path, const char *sentence, gpointer user_data)
{
  Run *run = user_data;
  g_autofree char *line = NULL;

  /* Translators: a file, and what is wrong with it, a sentence */
  line = g_strdup_printf (_("“%s”: %s"), path, sentence);
  run->sink->warning (line, run->sink->user_data);
}

/**
 * hearth_calendar_sync_run:
 * @writer: the store's writer
 * @source: a source, used by this thread alone while it runs
 * @source_id: its row
 * @window: where occurrences are wanted
 * @everything: whether also unchanged resources are read again, because the window moved
 * @sink: where to report
 * @cancellable: (nullable): ends it between two resources
 * @error: a #HearthCalendarError, a #HearthStoreError, or %G_IO_ERROR_CANCELLED
 *
 * Brings the store into step with a calendar, one resource a transaction.
 *
 * Returns: whether it is in step
 */
gboolean
hearth_calendar_sync_run (HearthWriter *writer, HearthCalendarSource *source, gint64 source_id,
                          HearthSpan window, gboolean everything, const HearthSyncSink *sink,
                          GCancellable *cancellable, GError **error)
{
  Run run = { .writer = writer, .source_id = source_id, .window = window, .sink = sink };
  g_autoptr (GError) local_error = NULL;
  gboolean ok;

  if (!hearth_writer_call_sync (writer, read_etags, &run, error))
    return FALSE;
  hearth_calendar_source_set_warning_func (source, report_warning, &run, NULL);
  ok = hearth_calendar_source_sync_sync (source, run.etags, window, everything, emit_changes, &run,
                                         cancellable, &local_error);
  hearth_calendar_source_set_warning_func (source, NULL, NULL, NULL);
  g_hash_table_unref (run.etags);
  if (run.error != NULL) {
    g_propagate_error (error, run.error);
    return FALSE;
  }
  if (!ok)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return ok;
}
