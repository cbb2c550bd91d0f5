/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-contacts-sync.h"

#include "hearth-store-contacts.h"
#include "hearth-store-events.h"
#include "hearth-vcard-files.h"

typedef struct {
  gint64 source_id;
  GHashTable *etags;             /* (owned) (nullable) href -> etag */
  HearthContactChanges *changes; /* (unowned) to be written */
} Run;

static gboolean
read_etags (HearthDatabase *db, gpointer user_data, GError **error)
{
  Run *run = user_data;

  run->etags = hearth_store_events_load_etags (db, run->source_id, error);
  return run->etags != NULL;
}

static gboolean
write_changes (HearthDatabase *db, gpointer user_data, GError **error)
{
  Run *run = user_data;

  return hearth_store_contacts_apply (db, run->source_id, run->changes, error);
}

/**
 * hearth_contacts_sync_run:
 * @writer: the store's writer
 * @path: a vCard file, or a folder of them
 * @source_id: its row
 * @sink: where to report
 * @cancellable: (nullable): ends it between two files
 * @error: a #HearthContactsError, a #HearthStoreError, or %G_IO_ERROR_CANCELLED
 *
 * Brings the store into step with an address book on this computer, one file a transaction.
 *
 * Returns: whether it is in step
 */
gboolean
hearth_contacts_sync_run (HearthWriter *writer, const char *path, gint64 source_id,
                          const HearthSyncSink *sink, GCancellable *cancellable, GError **error)
{
  Run run = { .source_id = source_id };
  g_autoptr (GPtrArray) warnings = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) changes = NULL;

  if (!hearth_writer_call_sync (writer, read_etags, &run, error))
    return FALSE;
  changes = hearth_vcard_files_sync_sync (path, run.etags, warnings, cancellable, error);
  g_hash_table_unref (run.etags);
  for (guint i = 0; i < warnings->len; i++)
    sink->warning (warnings->pdata[i], sink->user_data);
  if (changes == NULL)
    return FALSE;
  for (guint i = 0; i < changes->len; i++) {
    run.changes = changes->pdata[i];
    if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
        !hearth_writer_run_sync (writer, write_changes, &run, error))
      return FALSE;
  }
  if (changes->len > 0)
    sink->changed ("contacts", sink->user_data);
  return TRUE;
}
