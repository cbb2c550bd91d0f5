/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-calendar-sync.h"

#include "hearth-edit-overlay.h"
#include "hearth-store-calendars.h"
#include "hearth-store-event-edits.h"
#include "hearth-store-events.h"

#include <glib/gi18n.h>

/* Resources that are written in one transaction: each costs more than a resource. */
#define BATCH 50

typedef struct {
  HearthWriter *writer; /* (unowned) */
  gint64 source_id;
  HearthSpan window;
  const HearthSyncSink *sink; /* (unowned) */
  GHashTable *etags;          /* (owned) (nullable) href -> etag */
  GPtrArray *changes;         /* (owned) of HearthCalendarChanges, not written yet */
  char *token;                /* (owned) (nullable) to be written with them */
  GError *error;              /* (owned) (nullable) of the store */
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

/* A resource as its server has it, with what the server is still to be told done to it. */
static gboolean
write_resource (HearthDatabase *db, const Run *run, const HearthCalendarChanges *changes,
                GError **error)
{
  g_autoptr (HearthCalendarChanges) overlaid = NULL;
  GError *local_error = NULL;
  gboolean made;

  overlaid =
      hearth_edit_overlay_make (db, run->source_id, changes, run->window, &made, &local_error);
  if (local_error != NULL) {
    g_propagate_error (error, local_error);
    return FALSE;
  }
  return hearth_store_events_apply (db, run->source_id, overlaid != NULL ? overlaid : changes,
                                    error);
}

static gboolean
write_changes (HearthDatabase *db, gpointer user_data, GError **error)
{
  Run *run = user_data;

  for (guint i = 0; i < run->changes->len; i++) {
    if (!write_resource (db, run, g_ptr_array_index (run->changes, i), error))
      return FALSE;
  }
  return run->token == NULL ||
         hearth_store_sources_set_token (db, run->source_id, run->token, error);
}

static gboolean
flush (Run *run)
{
  gboolean told = run->changes->len > 0;

  if (!told && run->token == NULL)
    return TRUE;
  if (!hearth_writer_run_sync (run->writer, write_changes, run, &run->error))
    return FALSE;
  g_ptr_array_set_size (run->changes, 0);
  if (told)
    run->sink->changed ("events", run->sink->user_data);
  return TRUE;
}

static gboolean
emit_changes (HearthCalendarChanges *changes, gpointer user_data)
{
  Run *run = user_data;

  g_ptr_array_add (run->changes, changes);
  return run->changes->len < BATCH || flush (run);
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
  Run run = { .writer = writer, .source_id = source_id, .window = window, .sink = sink };
  g_autoptr (GError) local_error = NULL;
  g_autofree char *before = hearth_calendar_source_dup_token (source);
  gboolean ok;

  if (!hearth_writer_call_sync (writer, read_etags, &run, error))
    return FALSE;
  run.changes = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_calendar_changes_free);
  hearth_calendar_source_set_warning_func (source, report_warning, &run, NULL);
  ok = hearth_calendar_source_sync_sync (source, run.etags, window, everything, emit_changes, &run,
                                         cancellable, &local_error);
  hearth_calendar_source_set_warning_func (source, NULL, NULL, NULL);
  g_hash_table_unref (run.etags);
  /* What was told before something failed is kept. */
  if (run.error == NULL && flush (&run) && ok) {
    run.token = hearth_calendar_source_dup_token (source);
    if (g_strcmp0 (run.token, before) == 0)
      g_clear_pointer (&run.token, g_free);
    flush (&run);
  }
  g_ptr_array_unref (run.changes);
  g_free (run.token);
  if (run.error != NULL) {
    g_propagate_error (error, run.error);
    return FALSE;
  }
  if (!ok)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return ok;
}
