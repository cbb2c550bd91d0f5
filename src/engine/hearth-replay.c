/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-replay.h"

#include "hearth-store-operations.h"

/* What goes to a server in one command. */
#define GROUP 5000

typedef struct {
  gint64 source_id;
  gboolean waiting;
  GPtrArray *operations; /* (owned) (nullable) */
} Ask;

static gboolean
ask_waiting (HearthDatabase *db, gpointer user_data, GError **error)
{
  Ask *ask = user_data;

  return hearth_store_operations_wait (db, ask->source_id, &ask->waiting, error);
}

static gboolean
take_group (HearthDatabase *db, gpointer user_data, GError **error)
{
  Ask *ask = user_data;

  ask->operations = hearth_store_operations_take (db, ask->source_id, GROUP, error);
  return ask->operations != NULL;
}

static gboolean
finish_group (HearthDatabase *db, gpointer user_data, GError **error)
{
  return hearth_store_operations_finish (db, user_data, error);
}

/* Whether something can be said of any of them, and whether the store is different after that. */
static gboolean
look_at_outcomes (GPtrArray *operations, gboolean *changed)
{
  gboolean any = FALSE;

  for (guint i = 0; i < operations->len; i++) {
    const HearthOperation *operation = g_ptr_array_index (operations, i);

    any |= operation->outcome != HEARTH_OUTCOME_NONE;
    *changed |=
        operation->outcome == HEARTH_OUTCOME_GONE || operation->outcome == HEARTH_OUTCOME_REFUSED;
  }
  return any;
}

/* Tells one group. Sets @more if there may be another. */
static gboolean
replay_group (HearthWriter *writer, HearthMailSource *source, gint64 source_id, gboolean *changed,
              gboolean *more, GCancellable *cancellable, GError **error)
{
  Ask ask = { .source_id = source_id };
  g_autoptr (GPtrArray) operations = NULL;
  GError *local = NULL;
  gboolean ok;

  *more = FALSE;
  if (!hearth_writer_run_sync (writer, take_group, &ask, error))
    return FALSE;
  operations = ask.operations;
  if (operations->len == 0)
    return TRUE;
  ok = hearth_mail_source_apply_operations_sync (source, operations, cancellable, &local);
  /* What was said before the connection broke is kept in any case. */
  *more = look_at_outcomes (operations, changed) && ok;
  if (!hearth_writer_run_sync (writer, finish_group, operations, ok ? error : NULL) && ok)
    return FALSE;
  if (!ok)
    g_propagate_error (error, local);
  return ok;
}

/**
 * hearth_replay_run:
 * @writer: the store's writer
 * @source: a source that takes operations
 * @source_id: its row
 * @changed: (out): whether the server had it otherwise, so that messages changed
 * @cancellable: (nullable): to stop
 * @error: a #HearthMailError or #HearthStoreError
 *
 * Tells a server what its owner did, in order. Each group is noted as begun before and as done
 * after: what a crash leaves in between is looked up on the server before it is repeated.
 *
 * Returns: whether the server knows all of it
 */
gboolean
hearth_replay_run (HearthWriter *writer, HearthMailSource *source, gint64 source_id,
                   gboolean *changed, GCancellable *cancellable, GError **error)
{
  Ask ask = { .source_id = source_id };
  gboolean more = TRUE;
  gboolean ok = TRUE;

  *changed = FALSE;
  if (!hearth_writer_call_sync (writer, ask_waiting, &ask, error))
    return FALSE;
  if (!ask.waiting)
    return TRUE;
  if (!hearth_mail_source_begin_operations_sync (source, cancellable, error))
    return FALSE;
  while (ok && more)
    ok = replay_group (writer, source, source_id, changed, &more, cancellable, error);
  hearth_mail_source_end_operations (source);
  return ok;
}
