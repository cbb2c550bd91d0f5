/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-thread-summaries.h"

#include "hearth-engine-private.h"
#include "hearth-store-thread-summaries.h"

typedef struct {
  gint64 thread_id;
  gint64 last_id;
  const char *text;
  const char *service;
} Summary;

static gboolean
write_summary (HearthDatabase *db, gpointer user_data, GError **error)
{
  const Summary *summary = user_data;

  return hearth_store_thread_summaries_save (db, summary->thread_id, summary->last_id,
                                             summary->text, summary->service, error);
}

/**
 * hearth_engine_save_thread_summary:
 * @self: an engine
 * @thread_id: a thread
 * @last_id: its last message
 * @text: what a service made of it, checked
 * @service: the service
 * @error: a #HearthStoreError
 *
 * Keeps the summary of a thread until it goes on.
 *
 * Returns: whether it is on disk
 */
gboolean
hearth_engine_save_thread_summary (HearthEngine *self, gint64 thread_id, gint64 last_id,
                                   const char *text, const char *service, GError **error)
{
  Summary summary = { thread_id, last_id, text, service };

  return hearth_writer_run_sync (self->writer, write_summary, &summary, error);
}
