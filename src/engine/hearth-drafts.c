/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-drafts.h"

#include "hearth-clock.h"
#include "hearth-compose.h"
#include "hearth-engine.h"
#include "hearth-store-accounts.h"
#include "hearth-store-drafts.h"
#include "hearth-store-outbox.h"
#include "hearth-worker.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

/* A draft is saved at every pause of who writes it; its copy on the server follows when there is a
 * longer one. */
#define COPY_AFTER 15

/**
 * HearthDrafts:
 *
 * What is being written: kept in the store, and a copy of it in the Drafts mailbox of its account,
 * for the owner's other programs. The copy is a convenience: when it fails, the next one tries
 * again. Lives on the main thread.
 */
struct _HearthDrafts {
  GObject parent_instance;

  HearthWriter *writer;              /* (owned) */
  HearthDatabase *reader;            /* (owned) */
  char *data_dir;                    /* (owned) */
  HearthCredentialsFunc credentials; /* (nullable) */
  gpointer credentials_data;
  const HearthRemoteMail *remote; /* (nullable) */
  HearthWorker *worker;           /* (owned) (nullable) made when it is first needed */
  GCancellable *cancellable;      /* (owned) */
  GHashTable *unsaved;            /* (owned) ids of drafts whose copy is old */
  gboolean started;
  guint timer;
};

G_DEFINE_FINAL_TYPE (HearthDrafts, hearth_drafts, G_TYPE_OBJECT)

/* A copy that is made or removed. */
typedef struct {
  HearthDrafts *self;     /* (unowned): waits for its worker before it ends */
  HearthDraft *draft;     /* (owned) as it is copied; only its remote key matters to remove one */
  HearthAccount *account; /* (owned) */
  gboolean remove;
  char *key; /* (owned) (nullable) where the copy is now */
  gboolean unchanged;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  hearth_draft_free (job->draft);
  hearth_account_free (job->account);
  g_free (job->key);
  g_free (job);
}

static gboolean
write_remote (HearthDatabase *db, gpointer user_data, GError **error)
{
  Job *job = user_data;

  return hearth_store_drafts_set_remote (db, job->draft->id, job->draft->changed, job->key,
                                         &job->unchanged, error);
}

static gboolean
remove_copy (Job *job, const char *key, GError **error)
{
  HearthDrafts *self = job->self;

  return key == NULL ||
         self->remote->remove_sync (job->account, self->credentials, self->credentials_data,
                                    HEARTH_MAILBOX_DRAFTS, key, self->cancellable, error);
}

/* The new copy first: a crash leaves two rather than none. */
static gboolean
make_copy (Job *job, GError **error)
{
  HearthDrafts *self = job->self;
  HearthComposeInput input = {
    .draft = job->draft, .date = job->draft->changed, .with_bcc = TRUE, .as_typed = TRUE
  };
  g_autoptr (HearthAccount) writer = hearth_account_copy (job->account);
  g_autoptr (HearthComposed) mail = NULL;

  /* One that is no identity any more is found when it is sent. */
  hearth_account_write_as (writer, job->draft->sender);
  input.account = writer;
  mail = hearth_compose (&input, error);
  if (mail == NULL ||
      !self->remote->append_sync (job->account, self->credentials, self->credentials_data,
                                  HEARTH_MAILBOX_DRAFTS, mail->content, mail->message_id, &job->key,
                                  self->cancellable, error) ||
      !hearth_writer_run_sync (self->writer, write_remote, job, error))
    return FALSE;
  /* Written on, sent or discarded meanwhile: this copy is nobody's. */
  return remove_copy (job, job->unchanged ? job->draft->remote_key : job->key, error);
}

static void
run_job (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Job *job = task_data;
  GError *error = NULL;

  if (job->remove ? remove_copy (job, job->draft->remote_key, &error) : make_copy (job, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
job_done_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error) &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_message ("The copy of a draft in Drafts is not as it should be: %s", error->message);
}

/* Takes @draft. */
static void
queue_job (HearthDrafts *self, HearthDraft *draft, gboolean remove)
{
  g_autoptr (HearthAccount) account =
      hearth_store_accounts_get (self->reader, draft->source_id, NULL);
  g_autoptr (GTask) task = NULL;
  Job *job;

  if (!self->started || self->remote == NULL || self->credentials == NULL || account == NULL ||
      account->paused || account->imap.host[0] == '\0' || (remove && draft->remote_key == NULL)) {
    hearth_draft_free (draft);
    return;
  }
  job = g_new0 (Job, 1);
  job->self = self;
  job->draft = draft;
  job->account = g_steal_pointer (&account);
  job->remove = remove;
  if (self->worker == NULL)
    self->worker = hearth_worker_new ("hearth-drafts");
  task = g_task_new (self, self->cancellable, job_done_cb, NULL);
  g_task_set_source_tag (task, queue_job);
  g_task_set_task_data (task, job, job_free);
  hearth_worker_queue (self->worker, G_PRIORITY_DEFAULT, task, run_job);
}

static gboolean
timer_cb (gpointer user_data)
{
  HearthDrafts *self = user_data;
  GHashTableIter iter;
  gpointer id;

  self->timer = 0;
  g_hash_table_iter_init (&iter, self->unsaved);
  while (g_hash_table_iter_next (&iter, &id, NULL)) {
    HearthDraft *draft = hearth_store_drafts_get (self->reader, *(gint64 *) id, NULL);

    g_hash_table_iter_remove (&iter);
    if (draft != NULL)
      queue_job (self, draft, FALSE);
  }
  return G_SOURCE_REMOVE;
}

static void
hearth_drafts_dispose (GObject *object)
{
  HearthDrafts *self = HEARTH_DRAFTS (object);

  hearth_drafts_stop (self);
  g_clear_object (&self->writer);
  g_clear_object (&self->reader);
  G_OBJECT_CLASS (hearth_drafts_parent_class)->dispose (object);
}

static void
hearth_drafts_finalize (GObject *object)
{
  HearthDrafts *self = HEARTH_DRAFTS (object);

  g_hash_table_unref (self->unsaved);
  g_object_unref (self->cancellable);
  g_free (self->data_dir);
  G_OBJECT_CLASS (hearth_drafts_parent_class)->finalize (object);
}

static void
hearth_drafts_class_init (HearthDraftsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hearth_drafts_dispose;
  object_class->finalize = hearth_drafts_finalize;
}

static void
hearth_drafts_init (HearthDrafts *self)
{
  self->unsaved = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->cancellable = g_cancellable_new ();
}

/**
 * hearth_drafts_new:
 * @writer: the store's writer
 * @reader: a connection for the main thread
 * @data_dir: the folder of the store
 *
 * Returns: (transfer full): drafts that are not copied to servers before hearth_drafts_start()
 */
HearthDrafts *
hearth_drafts_new (HearthWriter *writer, HearthDatabase *reader, const char *data_dir)
{
  HearthDrafts *self = g_object_new (HEARTH_TYPE_DRAFTS, NULL);

  self->writer = g_object_ref (writer);
  self->reader = g_object_ref (reader);
  self->data_dir = g_strdup (data_dir);
  return self;
}

/**
 * hearth_drafts_set_credentials:
 * @self: drafts that were not started
 * @func: finds what proves a login
 * @user_data: for @func
 */
void
hearth_drafts_set_credentials (HearthDrafts *self, HearthCredentialsFunc func, gpointer user_data)
{
  self->credentials = func;
  self->credentials_data = user_data;
}

/**
 * hearth_drafts_set_remote:
 * @self: drafts that were not started
 * @remote: (nullable): keeps copies on the server
 */
void
hearth_drafts_set_remote (HearthDrafts *self, const HearthRemoteMail *remote)
{
  self->remote = remote;
}

/**
 * hearth_drafts_start:
 * @self: drafts
 *
 * Copies what is saved from now on to its account's server.
 */
void
hearth_drafts_start (HearthDrafts *self)
{
  self->started = TRUE;
  hearth_drafts_forget_files (self);
}

static gboolean
write_draft (HearthDatabase *db, gpointer user_data, GError **error)
{
  return hearth_store_drafts_save (db, user_data, error);
}

/**
 * hearth_drafts_save:
 * @self: drafts
 * @draft: (inout): a draft; its row is set if it is new, and when it was changed
 * @error: a #HearthStoreError
 *
 * Returns: whether it is on the disk
 */
gboolean
hearth_drafts_save (HearthDrafts *self, HearthDraft *draft, GError **error)
{
  gint64 now = hearth_clock_now ();

  if (draft->created == 0)
    draft->created = now;
  /* Tells one saved text from the next, also within a second. */
  draft->changed = MAX (now, draft->changed + 1);
  if (!hearth_writer_run_sync (self->writer, write_draft, draft, error))
    return FALSE;
  if (self->started && self->remote != NULL) {
    g_hash_table_add (self->unsaved, g_memdup2 (&draft->id, sizeof draft->id));
    g_clear_handle_id (&self->timer, g_source_remove);
    self->timer = g_timeout_add_seconds (COPY_AFTER, timer_cb, self);
  }
  return TRUE;
}

static gboolean
write_discard (HearthDatabase *db, gpointer user_data, GError **error)
{
  return hearth_store_drafts_remove (db, ((HearthDraft *) user_data)->id, error);
}

/**
 * hearth_drafts_discard:
 * @self: drafts
 * @id: a draft's row
 * @error: %HEARTH_STORE_ERROR_NOT_FOUND if there is none
 *
 * Removes a draft, and its copy on the server.
 *
 * Returns: whether it is gone
 */
gboolean
hearth_drafts_discard (HearthDrafts *self, gint64 id, GError **error)
{
  g_autoptr (HearthDraft) draft = hearth_store_drafts_get (self->reader, id, error);

  if (draft == NULL || !hearth_writer_run_sync (self->writer, write_discard, draft, error))
    return FALSE;
  queue_job (self, g_steal_pointer (&draft), TRUE);
  hearth_drafts_forget_files (self);
  return TRUE;
}

/* The folder for attachments that are the draft's own, as those of a forwarded mail. */
static char *
make_files_dir (HearthDrafts *self, gint64 id, GError **error)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, id);
  g_autofree char *dir = g_build_filename (self->data_dir, "drafts", number, NULL);

  if (g_mkdir_with_parents (dir, 0700) == 0)
    return g_steal_pointer (&dir);
  g_set_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_FAILED,
               _("The folder “%s” cannot be made: %s"), dir, g_strerror (errno));
  return NULL;
}

/**
 * hearth_drafts_write_file:
 * @self: drafts
 * @id: a draft's row
 * @name: what the file is called; a path is cut off
 * @content: what is in it
 * @error: %HEARTH_ENGINE_ERROR_FAILED, or a #GFileError
 *
 * Writes an attachment that is the draft's own: it goes when the draft does. The draft does not
 * know of it yet.
 *
 * Returns: (transfer full) (nullable): where it is
 */
char *
hearth_drafts_write_file (HearthDrafts *self, gint64 id, const char *name, GBytes *content,
                          GError **error)
{
  g_autofree char *dir = make_files_dir (self, id, error);
  g_autofree char *base = g_path_get_basename (name);
  g_autofree char *path = NULL;

  if (dir == NULL)
    return NULL;
  if (strcmp (base, "..") == 0 || strcmp (base, ".") == 0 || strcmp (base, "/") == 0) {
    g_free (base);
    base = g_strdup ("file");
  }
  g_strdelimit (base, "\n", ' ');
  path = g_build_filename (dir, base, NULL);
  for (guint i = 2; g_file_test (path, G_FILE_TEST_EXISTS) && i < 1000; i++) {
    g_autofree char *numbered = g_strdup_printf ("%u %s", i, base);

    g_free (path);
    path = g_build_filename (dir, numbered, NULL);
  }
  return g_file_set_contents_full (path, g_bytes_get_data (content, NULL),
                                   (gssize) g_bytes_get_size (content),
                                   G_FILE_SET_CONTENTS_CONSISTENT, 0600, error)
             ? g_steal_pointer (&path)
             : NULL;
}

static void
remove_dir (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *file = g_build_filename (path, name, NULL);

    g_unlink (file);
  }
  g_rmdir (path);
}

/* Drafts that the outbox holds may come back out of it. */
static gboolean
add_held (HearthDrafts *self, GHashTable *held)
{
  g_autoptr (GPtrArray) drafts = hearth_store_drafts_list (self->reader, NULL);
  g_autoptr (GPtrArray) items = hearth_store_outbox_list (self->reader, TRUE, NULL);

  if (drafts == NULL || items == NULL)
    return FALSE;
  for (guint i = 0; i < drafts->len; i++) {
    const HearthDraft *draft = g_ptr_array_index (drafts, i);

    g_hash_table_add (held, g_strdup_printf ("%" G_GINT64_FORMAT, draft->id));
  }
  for (guint i = 0; i < items->len; i++) {
    const HearthOutboxItem *item = g_ptr_array_index (items, i);
    g_autofree char *packed = hearth_store_outbox_dup_draft (self->reader, item->id, NULL);
    g_autoptr (HearthDraft) draft = packed != NULL ? hearth_draft_unpack (packed, NULL) : NULL;

    if (draft != NULL)
      g_hash_table_add (held, g_strdup_printf ("%" G_GINT64_FORMAT, draft->id));
  }
  return TRUE;
}

/**
 * hearth_drafts_forget_files:
 * @self: drafts
 *
 * Removes the attachments of drafts that are neither written nor sent any more.
 */
void
hearth_drafts_forget_files (HearthDrafts *self)
{
  g_autofree char *path = g_build_filename (self->data_dir, "drafts", NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  g_autoptr (GHashTable) held = NULL;
  const char *name;

  if (dir == NULL)
    return;
  held = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (!add_held (self, held))
    return;
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    if (!g_hash_table_contains (held, name))
      remove_dir (child);
  }
}

/**
 * hearth_drafts_stop:
 * @self: drafts
 *
 * Ends what is being copied. What is in the store stays.
 */
void
hearth_drafts_stop (HearthDrafts *self)
{
  self->started = FALSE;
  g_clear_handle_id (&self->timer, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  if (self->worker != NULL)
    hearth_worker_stop (self->worker);
  g_clear_object (&self->worker);
}
