/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-mail-sync.h"

#include "hearth-store-messages.h"
#include "hearth-store-operations.h"
#include "hearth-store-records.h"

#include <string.h>

/* A batch is made in parts of so many new messages, so that what a person does meanwhile comes
 * between them. */
#define PART_MESSAGES 500

/* Parts that may still wait for the writer when a batch is queued. The source reads ahead by so
 * much and no more, which bounds memory while both threads stay busy. */
#define MAX_WAITING 1

/* From so many new messages on it is an import, and the writer is told to expect much. */
#define BULK_FROM 2000

typedef struct {
  HearthWriter *writer; /* (unowned) */
  gint64 source_id;
  const HearthSyncSink *sink; /* (unowned) */
  GMutex mutex;
  GCond cond;
  guint waiting;       /* (mutex) batches that are not made yet */
  guint uncommitted;   /* (mutex) batches of which it is not known how they ended */
  GPtrArray *spent;    /* (mutex) (owned) of HearthMailChanges that are made */
  GError *error;       /* (mutex) (owned) (nullable) the first failure of the writer */
  GHashTable *whole;   /* (source) (owned) of mailboxes that their newest mail was all of */
  gboolean bulk;       /* (source) */
  guint64 done_before; /* (source) of mailboxes that are finished */
  guint64 expected;    /* (source) messages of mailboxes that are read for the first time */
  gboolean thrifty;    /* (source) of the mailbox that is being read only the text of what is new */
  gboolean may_stop;   /* (source) the mailbox that is being read holds older mail */
  gboolean stopped;    /* (source) it was, because the rest shall wait */
  gboolean left;       /* (source) older mail waits */
} Run;

typedef struct {
  Run *run;
  HearthMailChanges *changes; /* (owned) (nullable) once they are written */
  GArray *new_ids;            /* (owned) of gint64 */
  gboolean changed;           /* something that is shown */
} Batch;

/* What was made needs no memory any more, even if it is not committed. The source's thread frees
 * it: it allocated it, and has time while it waits for the writer, who has none. */
static void
drop_changes (Batch *batch)
{
  Run *run = batch->run;

  if (batch->changes == NULL)
    return;
  g_mutex_lock (&run->mutex);
  g_ptr_array_add (run->spent, g_steal_pointer (&batch->changes));
  run->waiting--;
  g_cond_signal (&run->cond);
  g_mutex_unlock (&run->mutex);
}

static GPtrArray *
new_spent (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_mail_changes_free);
}

/* (source) (mutex) Frees what was made, without the lock. */
static void
free_spent (Run *run)
{
  GPtrArray *spent = run->spent;

  if (spent->len == 0)
    return;
  run->spent = new_spent ();
  g_mutex_unlock (&run->mutex);
  g_ptr_array_unref (spent);
  g_mutex_lock (&run->mutex);
}

static gboolean
write_batch (HearthDatabase *db, gpointer user_data, GError **error)
{
  Batch *batch = user_data;
  Run *run = batch->run;
  gboolean ok =
      hearth_store_messages_apply (db, run->source_id, batch->changes, batch->new_ids, error);

  batch->changed = batch->new_ids->len > 0 || batch->changes->reflagged->len > 0 ||
                   batch->changes->gone->len > 0;
  drop_changes (batch);
  return ok;
}

static void
batch_written (gpointer user_data, const GError *error)
{
  Batch *batch = user_data;
  Run *run = batch->run;

  if (error == NULL) {
    if (batch->new_ids->len > 0)
      run->sink->stored (batch->new_ids, run->sink->user_data);
    if (batch->changed)
      run->sink->changed ("messages", run->sink->user_data);
  }
  drop_changes (batch);
  g_array_unref (batch->new_ids);
  g_free (batch);

  g_mutex_lock (&run->mutex);
  if (error != NULL && run->error == NULL)
    run->error = g_error_copy (error);
  run->uncommitted--;
  g_cond_signal (&run->cond);
  g_mutex_unlock (&run->mutex);
}

/* Waits until there is room for one more batch. Returns FALSE once the writer has failed. */
static gboolean
wait_for_room (Run *run)
{
  gboolean ok;

  g_mutex_lock (&run->mutex);
  free_spent (run);
  while (run->waiting > MAX_WAITING) {
    g_cond_wait (&run->cond, &run->mutex);
    free_spent (run);
  }
  ok = run->error == NULL;
  g_mutex_unlock (&run->mutex);
  return ok;
}

/* Waits until all batches are committed. Returns FALSE if the writer has failed. */
static gboolean
wait_for_end (Run *run)
{
  gboolean ok;

  hearth_writer_settle (run->writer);
  g_mutex_lock (&run->mutex);
  while (run->uncommitted > 0)
    g_cond_wait (&run->cond, &run->mutex);
  free_spent (run);
  ok = run->error == NULL;
  g_mutex_unlock (&run->mutex);
  return ok;
}

static gboolean
is_thrifty (const Run *run)
{
  return run->sink->is_thrifty != NULL && run->sink->is_thrifty (run->sink->user_data);
}

/* Takes @changes. */
static void
queue_batch (Run *run, HearthMailChanges *changes)
{
  Batch *batch = g_new0 (Batch, 1);

  batch->run = run;
  batch->changes = changes;
  batch->new_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_mutex_lock (&run->mutex);
  run->waiting++;
  run->uncommitted++;
  g_mutex_unlock (&run->mutex);
  hearth_writer_queue (run->writer, write_batch, batch, batch_written);
}

static gboolean
emit_batch (HearthMailChanges *changes, gpointer user_data)
{
  Run *run = user_data;
  g_autoptr (GPtrArray) parts = hearth_mail_changes_split (changes, PART_MESSAGES);

  if (!wait_for_room (run))
    return FALSE;
  /* Oldest first, so that the search index takes all of them for one segment. */
  g_ptr_array_set_free_func (parts, NULL);
  for (guint i = 0; i < parts->len; i++)
    queue_batch (run, g_ptr_array_index (parts, i));
  /* The network may have become another one while ten years are read. */
  run->stopped = run->may_stop && is_thrifty (run);
  return !run->stopped;
}

typedef struct {
  gint64 source_id;
  const char *mailbox;
  HearthKnown *known;
  char *token;
  GPtrArray *mailboxes;
  HearthMailSource *source;
  gboolean flag;
} Ask;

static gboolean
read_known (HearthDatabase *db, gpointer user_data, GError **error)
{
  Ask *ask = user_data;

  return hearth_store_messages_load_known (db, ask->source_id, ask->mailbox, ask->known, error);
}

static HearthKnown *
load_known (const char *mailbox, gpointer user_data, GError **error)
{
  Run *run = user_data;
  g_autoptr (HearthKnown) known = hearth_known_new ();
  Ask ask = { .source_id = run->source_id, .mailbox = mailbox, .known = known };

  if (!hearth_writer_call_sync (run->writer, read_known, &ask, error))
    return NULL;
  return g_steal_pointer (&known);
}

static gboolean
read_known_new (HearthDatabase *db, gpointer user_data, GError **error)
{
  Ask *ask = user_data;

  return hearth_store_messages_load_known_new (db, ask->source_id, ask->mailbox, ask->known, error);
}

static HearthKnown *
load_known_new (const char *mailbox, gpointer user_data, GError **error)
{
  Run *run = user_data;
  g_autoptr (HearthKnown) known = hearth_known_new ();
  Ask ask = { .source_id = run->source_id, .mailbox = mailbox, .known = known };

  if (!hearth_writer_call_sync (run->writer, read_known_new, &ask, error))
    return NULL;
  return g_steal_pointer (&known);
}

static gboolean
read_token (HearthDatabase *db, gpointer user_data, GError **error)
{
  Ask *ask = user_data;

  return hearth_store_mailboxes_get_token (db, ask->source_id, ask->mailbox, &ask->token, error);
}

static gboolean
read_mailboxes (HearthDatabase *db, gpointer user_data, GError **error)
{
  Ask *ask = user_data;

  ask->mailboxes = hearth_store_mailboxes_list (db, ask->source_id, error);
  return ask->mailboxes != NULL;
}

static gboolean
read_waiting (HearthDatabase *db, gpointer user_data, GError **error)
{
  Ask *ask = user_data;

  return hearth_store_operations_wait (db, ask->source_id, &ask->flag, error);
}

/* What the source says of its mailboxes without reading them. */
static gboolean
describe_mailboxes (HearthDatabase *db, gpointer user_data, GError **error)
{
  Ask *ask = user_data;

  for (guint i = 0; i < ask->mailboxes->len; i++) {
    const char *name = g_ptr_array_index (ask->mailboxes, i);
    g_auto (HearthMailboxInfo) info = { 0 };

    if (hearth_mail_source_describe_mailbox (ask->source, name, &info) &&
        !hearth_store_mailboxes_describe (db, ask->source_id, name, info.role, info.wire, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
remove_mailbox (HearthDatabase *db, gpointer user_data, GError **error)
{
  Ask *ask = user_data;

  return hearth_store_mailboxes_remove (db, ask->source_id, ask->mailbox, error);
}

static void
report_progress (guint done, guint total, gpointer user_data)
{
  Run *run = user_data;

  g_mutex_lock (&run->mutex);
  free_spent (run);
  g_mutex_unlock (&run->mutex);
  if (!run->bulk && total >= BULK_FROM) {
    run->bulk = TRUE;
    hearth_writer_set_bulk (run->writer, TRUE);
  }
  run->sink->progress (run->done_before + done, MAX (run->expected, run->done_before + total),
                       run->sink->user_data);
  if (done == total)
    run->done_before += total;
}

static void
report_warning (const char *path, const GError *error, gpointer user_data)
{
  Run *run = user_data;

  run->sink->warning (error->message, run->sink->user_data);
}

static gboolean
get_token (Run *run, const char *mailbox, char **token, GError **error)
{
  Ask ask = { .source_id = run->source_id, .mailbox = mailbox };

  if (!hearth_writer_call_sync (run->writer, read_token, &ask, error))
    return FALSE;
  *token = ask.token;
  return TRUE;
}

static gboolean
sync_mailbox (Run *run, HearthMailSource *source, const char *mailbox, const char *token,
              gboolean newest_only, GCancellable *cancellable, GError **error)
{
  const HearthMailSink sink = {
    load_known, emit_batch,  report_progress, report_warning,
    run,        newest_only, run->thrifty,    load_known_new,
  };
  g_autoptr (GError) local_error = NULL;
  gboolean ok;

  run->stopped = FALSE;
  ok = hearth_mail_source_sync_mailbox_sync (source, mailbox, token, &sink, cancellable,
                                             &local_error);
  /* The store's own failure is the reason that a person must hear, not that the sync stopped. */
  if (!wait_for_end (run)) {
    g_propagate_error (error, g_steal_pointer (&run->error));
    return FALSE;
  }
  run->left |= run->stopped;
  if (ok || run->stopped)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* One mailbox that cannot be read keeps no other from being read. */
static gboolean
is_of_one_mailbox (const GError *error)
{
  return error->domain == HEARTH_MAIL_ERROR && error->code != HEARTH_MAIL_ERROR_OFFLINE &&
         error->code != HEARTH_MAIL_ERROR_LOGIN;
}

/* What is wanted of mailboxes. */
typedef enum {
  ROUND_NEWEST, /* the newest mail of those that were never read */
  ROUND_ALL,
  ROUND_NEWS, /* what is new, and not the rest of one that is still being read */
} Round;

/* What was read to its end a moment ago is not looked at once more: for each of the small and the
 * empty mailboxes that would be a round trip. */
static gboolean
note_whole (Run *run, const char *mailbox, GError **error)
{
  g_autofree char *token = NULL;

  if (!get_token (run, mailbox, &token, error))
    return FALSE;
  if (token != NULL)
    g_hash_table_add (run->whole, g_strdup (mailbox));
  return TRUE;
}

static gboolean
sync_mailboxes (Run *run, HearthMailSource *source, GPtrArray *names, Round round,
                GCancellable *cancellable, GError **error)
{
  gboolean remote = hearth_mail_source_is_remote (source);

  for (guint i = 0; i < names->len; i++) {
    const char *name = g_ptr_array_index (names, i);
    g_autofree char *token = NULL;
    gboolean newest_only;
    GError *local_error = NULL;

    if (g_hash_table_contains (run->whole, name))
      continue;
    if (!get_token (run, name, &token, error))
      return FALSE;
    /* What was read before is not looked at twice. */
    if (round == ROUND_NEWEST && token != NULL)
      continue;
    run->thrifty = remote && is_thrifty (run);
    run->may_stop = round == ROUND_ALL && token == NULL && remote;
    if (run->may_stop && run->thrifty) {
      run->left = TRUE;
      continue;
    }
    newest_only = token == NULL && (round == ROUND_NEWEST || (round == ROUND_NEWS && remote));
    if (sync_mailbox (run, source, name, token, newest_only, cancellable, &local_error)) {
      if (round == ROUND_NEWEST && !note_whole (run, name, error))
        return FALSE;
      continue;
    }
    if (names->len == 1 || !is_of_one_mailbox (local_error)) {
      g_propagate_error (error, local_error);
      return FALSE;
    }
    if (round != ROUND_NEWEST)
      run->sink->warning (local_error->message, run->sink->user_data);
    g_error_free (local_error);
  }
  return TRUE;
}

/* How much there is to read of what was never read. */
static gboolean
count_expected (Run *run, HearthMailSource *source, GPtrArray *names, GError **error)
{
  for (guint i = 0; i < names->len; i++) {
    const char *name = g_ptr_array_index (names, i);
    g_auto (HearthMailboxInfo) info = { 0 };
    g_autofree char *token = NULL;

    if (!get_token (run, name, &token, error))
      return FALSE;
    if (token == NULL && hearth_mail_source_describe_mailbox (source, name, &info) &&
        info.n_messages > 0)
      run->expected += info.n_messages;
  }
  return TRUE;
}

/* Forgets the mailboxes that the source does not have any more. */
static gboolean
forget_gone (Run *run, GPtrArray *names, GError **error)
{
  Ask ask = { .source_id = run->source_id };
  g_autoptr (GPtrArray) stored = NULL;

  /* What its server is still to be told may make one of them. */
  if (!hearth_writer_call_sync (run->writer, read_waiting, &ask, error))
    return FALSE;
  if (ask.flag)
    return TRUE;
  if (!hearth_writer_call_sync (run->writer, read_mailboxes, &ask, error))
    return FALSE;
  stored = ask.mailboxes;
  for (guint i = 0; i < stored->len; i++) {
    ask.mailbox = g_ptr_array_index (stored, i);
    if (g_ptr_array_find_with_equal_func (names, ask.mailbox, g_str_equal, NULL))
      continue;
    if (!hearth_writer_run_sync (run->writer, remove_mailbox, &ask, error))
      return FALSE;
    run->sink->changed ("messages", run->sink->user_data);
  }
  return TRUE;
}

/* All mailboxes, as the source lists them now. */
static gboolean
sync_source (Run *run, HearthMailSource *source, GCancellable *cancellable, GError **error)
{
  Ask ask = { .source_id = run->source_id, .source = source };
  g_autoptr (GPtrArray) names = NULL;

  if (!hearth_mail_source_list_mailboxes_sync (source, &names, cancellable, error))
    return FALSE;
  ask.mailboxes = names;
  if (hearth_mail_source_reads_newest_first (source) &&
      (!hearth_writer_run_sync (run->writer, describe_mailboxes, &ask, error) ||
       !count_expected (run, source, names, error) ||
       !sync_mailboxes (run, source, names, ROUND_NEWEST, cancellable, error)))
    return FALSE;
  return sync_mailboxes (run, source, names, ROUND_ALL, cancellable, error) &&
         forget_gone (run, names, error);
}

/**
 * hearth_mail_sync_run:
 * @writer: the store's writer
 * @source: a source, used by this thread alone while it runs
 * @source_id: its row
 * @only: (nullable) (element-type utf8): mailboxes of which it is known that they changed, and no
 *   others; %NULL for all
 * @sink: where to report
 * @cancellable: (nullable): ends it between two messages
 * @error: a #HearthMailError, a #HearthStoreError, or %G_IO_ERROR_CANCELLED
 *
 * Brings the store into step with a source of mail: what the source returns is written batch by
 * batch, each in one transaction with the mailbox's token in the last. Reading and writing run at
 * the same time on their own threads. Of a source that can, the newest mail of all mailboxes is
 * there first; where the sink is thrifty, the rest of a mailbox that was never read to its end
 * waits.
 *
 * Returns: whether all mailboxes are in step; if not, what was written so far stays and the next
 *   run goes on from there
 */
gboolean
hearth_mail_sync_run (HearthWriter *writer, HearthMailSource *source, gint64 source_id,
                      GPtrArray *only, const HearthSyncSink *sink, GCancellable *cancellable,
                      GError **error)
{
  Run run = { .writer = writer, .source_id = source_id, .sink = sink, .spent = new_spent () };
  gboolean ok;

  run.whole = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_mutex_init (&run.mutex);
  g_cond_init (&run.cond);
  if (only != NULL)
    ok = sync_mailboxes (&run, source, only, ROUND_NEWS, cancellable, error);
  else
    ok = sync_source (&run, source, cancellable, error);
  if (ok && only == NULL && sink->left != NULL)
    sink->left (run.left, sink->user_data);
  if (run.bulk)
    hearth_writer_set_bulk (writer, FALSE);
  g_ptr_array_unref (run.spent);
  g_hash_table_unref (run.whole);
  g_clear_error (&run.error);
  g_mutex_clear (&run.mutex);
  g_cond_clear (&run.cond);
  return ok;
}
