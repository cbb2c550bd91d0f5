/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-contacts-sync.h"

#include "hearth-store-calendars.h"
#include "hearth-store-contacts.h"
#include "hearth-store-events.h"

/* Resources that are written in one transaction: each costs more than a resource. */
#define BATCH 100

typedef struct {
  HearthWriter *writer; /* (unowned) */
  gint64 source_id;
  const HearthSyncSink *sink; /* (unowned) */
  GHashTable *etags;          /* (owned) (nullable) href -> etag */
  GPtrArray *changes;         /* (owned) of HearthContactChanges, not written yet */
  char *token;                /* (owned) (nullable) to be written with them */
  gboolean any;               /* something was written */
  GError *error;              /* (owned) (nullable) of the store */
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

  for (guint i = 0; i < run->changes->len; i++) {
    if (!hearth_store_contacts_apply (db, run->source_id, g_ptr_array_index (run->changes, i),
                                      error))
      return FALSE;
  }
  return run->token == NULL ||
         hearth_store_sources_set_token (db, run->source_id, run->token, error);
}

static gboolean
flush (Run *run)
{
  if (run->changes->len == 0 && run->token == NULL)
    return TRUE;
  if (!hearth_writer_run_sync (run->writer, write_changes, run, &run->error))
    return FALSE;
  run->any |= run->changes->len > 0;
  g_ptr_array_set_size (run->changes, 0);
  return TRUE;
}

static gboolean
changed (HearthContactChanges *changes, gpointer user_data)
{
  Run *run = user_data;

  g_ptr_array_add (run->changes, changes);
  return run->changes->len < BATCH || flush (run);
}

static void
warn (const char *sentence, gpointer user_data)
{
  Run *run = user_data;

  run->sink->warning (sentence, run->sink->user_data);
}

/* Writes what is left, and how far the address book was read if that was all of it. */
static void
finish (Run *run, HearthContactSource *source, const char *token_before, gboolean ok)
{
  if (ok) {
    run->token = hearth_contact_source_dup_token (source);
    if (g_strcmp0 (run->token, token_before) == 0)
      g_clear_pointer (&run->token, g_free);
  }
  flush (run);
  g_free (run->token);
  if (run->any)
    run->sink->changed ("contacts", run->sink->user_data);
}

/**
 * hearth_contacts_sync_run:
 * @writer: the store's writer
 * @source: an address book, used by this thread alone while it runs
 * @source_id: its row
 * @sink: where to report
 * @cancellable: (nullable): ends it between two resources
 * @error: a #HearthContactsError, a #HearthStoreError, or %G_IO_ERROR_CANCELLED
 *
 * Brings the store into step with an address book, some resources a transaction, and notes in the
 * last one how far it was read.
 *
 * Returns: whether it is in step
 */
gboolean
hearth_contacts_sync_run (HearthWriter *writer, HearthContactSource *source, gint64 source_id,
                          const HearthSyncSink *sink, GCancellable *cancellable, GError **error)
{
  Run run = { .writer = writer, .source_id = source_id, .sink = sink };
  const HearthContactSink contact_sink = { changed, warn, &run };
  g_autofree char *token = hearth_contact_source_dup_token (source);
  g_autoptr (GError) failure = NULL;
  gboolean ok;

  if (!hearth_writer_call_sync (writer, read_etags, &run, error))
    return FALSE;
  run.changes = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_contact_changes_free);
  ok = hearth_contact_source_sync_sync (source, run.etags, &contact_sink, cancellable, &failure);
  g_hash_table_unref (run.etags);
  /* What was told before something failed is kept. */
  if (run.error == NULL)
    finish (&run, source, token, ok);
  g_ptr_array_unref (run.changes);
  if (run.error != NULL) {
    g_propagate_error (error, run.error);
    return FALSE;
  }
  if (!ok)
    g_propagate_error (error, g_steal_pointer (&failure));
  return ok;
}
