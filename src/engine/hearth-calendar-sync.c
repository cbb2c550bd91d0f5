/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-calendar-sync.h"

#include "hearth-calendar-batches.h"
#include "hearth-store-calendars.h"
#include "hearth-store-event-edits.h"
#include "hearth-store-events.h"

#include <glib/gi18n.h>

typedef struct {
  gint64 source_id;
  const HearthSyncSink *sink;     /* (unowned) */
  HearthCalendarBatches *batches; /* (owned) */
  GHashTable *etags;              /* (owned) (nullable) href -> etag */
  char *token;                    /* (owned) (nullable) */
} Run;

static void
run_clear (Run *run)
{
  g_clear_pointer (&run->batches, hearth_calendar_batches_free);
  g_clear_pointer (&run->etags, g_hash_table_unref);
  g_clear_pointer (&run->token, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

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
emit_changes (HearthCalendarChanges *changes, gpointer user_data)
{
  return hearth_calendar_batches_add (((Run *) user_data)->batches, changes);
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

static gboolean
write_token (HearthDatabase *db, gpointer user_data, GError **error)
{
  Run *run = user_data;

  return hearth_store_sources_set_token (db, run->source_id, run->token, error);
}

/* Notes how far the source was read, if it says so and that is farther than @before. */
static gboolean
keep_token (Run *run, HearthWriter *writer, HearthCalendarSource *source, const char *before,
            GError **error)
{
  run->token = hearth_calendar_source_dup_token (source);
  return run->token == NULL || g_strcmp0 (run->token, before) == 0 ||
         hearth_writer_run_sync (writer, write_token, run, error);
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
 * Brings the store into step with a calendar, some resources a transaction, and then notes how far
 * it was read.
 *
 * Returns: whether it is in step
 */
gboolean
hearth_calendar_sync_run (HearthWriter *writer, HearthCalendarSource *source, gint64 source_id,
                          HearthSpan window, gboolean everything, const HearthSyncSink *sink,
                          GCancellable *cancellable, GError **error)
{
  g_auto (Run) run = { .source_id = source_id, .sink = sink };
  g_autoptr (GError) local_error = NULL;
  g_autofree char *before = hearth_calendar_source_dup_token (source);
  gboolean ok;

  if (!hearth_writer_call_sync (writer, read_etags, &run, error))
    return FALSE;
  run.batches = hearth_calendar_batches_new (writer, source_id, window, FALSE, sink);
  hearth_calendar_source_set_warning_func (source, report_warning, &run, NULL);
  ok = hearth_calendar_source_sync_sync (source, run.etags, window, everything, emit_changes, &run,
                                         cancellable, &local_error);
  hearth_calendar_source_set_warning_func (source, NULL, NULL, NULL);
  /* What was told before something failed is kept. The store's own failure is the reason that a
   * person must hear. */
  if (!hearth_calendar_batches_finish (run.batches, error))
    return FALSE;
  if (!ok) {
    g_propagate_error (error, g_steal_pointer (&local_error));
    return FALSE;
  }
  return keep_token (&run, writer, source, before, error);
}
