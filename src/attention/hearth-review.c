/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-review.h"

#include "hearth-action-batches.h"
#include "hearth-clock.h"
#include "hearth-worker.h"

#include <glib/gi18n.h>

#define DAY ((gint64) 24 * 3600)
/* A reader's transaction lasts for so many messages, and a cancel waits for them. */
#define PAGE 2000

/* Between a run and who wants to hear of it: the run's thread must not hold the last reference to
 * the review, which waits for that thread when it goes. */
typedef struct {
  HearthReview *review;      /* (unowned) (nullable) (main) once nobody wants to hear of it */
  GCancellable *cancellable; /* (owned) */
} Channel;

/**
 * HearthReview:
 *
 * Looks through old mail on a thread of its own and sorts it into groups. It changes nothing: what
 * its owner agrees to is archived by hearth_review_archive_async().
 *
 * Signals: `changed ()`: how it stands is different.
 */
struct _HearthReview {
  GObject parent_instance;

  HearthEngine *engine; /* (owned) */
  HearthWorker *worker; /* (owned) (nullable) once it was begun */
  Channel *channel;     /* (owned) (nullable) while it runs */
  HearthReviewState state;
  guint days;
  guint64 done;
  guint64 total;
  char *problem;     /* (owned) (nullable) */
  GPtrArray *groups; /* (owned) of HearthReviewGroup */
};

/* One run. */
typedef struct {
  char *path; /* (owned) of the store */
  HearthReviewFacts facts;
  Channel *channel; /* (owned) */
} Run;

/* How far a run is, on its way to the main thread. */
typedef struct {
  Channel *channel; /* (owned) */
  guint64 done;
  guint64 total;
} Step;

enum {
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HearthReview, hearth_review, G_TYPE_OBJECT)

static void
channel_clear (gpointer data)
{
  g_object_unref (((Channel *) data)->cancellable);
}

static void
channel_unref (Channel *channel)
{
  g_atomic_rc_box_release_full (channel, channel_clear);
}

static Channel *
channel_new (HearthReview *review)
{
  Channel *channel = g_atomic_rc_box_new0 (Channel);

  channel->review = review;
  channel->cancellable = g_cancellable_new ();
  return channel;
}

static void
channel_close (Channel *channel)
{
  channel->review = NULL;
  g_cancellable_cancel (channel->cancellable);
  channel_unref (channel);
}

static void
run_free (gpointer data)
{
  Run *run = data;

  g_free (run->path);
  g_clear_pointer (&run->facts.threads, g_hash_table_unref);
  g_clear_pointer (&run->facts.people, g_hash_table_unref);
  g_clear_pointer (&run->facts.papers, g_hash_table_unref);
  g_clear_pointer (&run->facts.left, g_ptr_array_unref);
  channel_unref (run->channel);
  g_free (run);
}

static void
emit_changed (HearthReview *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static gboolean
step_cb (gpointer user_data)
{
  Step *step = user_data;
  HearthReview *self = step->channel->review;

  if (self != NULL) {
    self->done = step->done;
    self->total = step->total;
    emit_changed (self);
  }
  channel_unref (step->channel);
  g_free (step);
  return G_SOURCE_REMOVE;
}

/* (worker) */
static void
tell_step (Run *run, guint64 done, guint64 total)
{
  Step *step = g_new (Step, 1);

  step->channel = g_atomic_rc_box_acquire (run->channel);
  step->done = done;
  step->total = MAX (total, done);
  g_idle_add (step_cb, step);
}

/* (worker) */
static gboolean
gather_facts (HearthDatabase *db, HearthReviewFacts *facts, GError **error)
{
  facts->threads = hearth_store_review_list_threads (db, error);
  if (facts->threads == NULL)
    return FALSE;
  facts->people = hearth_store_review_list_people (db, error);
  if (facts->people == NULL)
    return FALSE;
  facts->papers = hearth_store_review_list_papers (db, error);
  if (facts->papers == NULL)
    return FALSE;
  facts->left = hearth_store_left_lists (db, error);
  return facts->left != NULL;
}

static void
add_row (const HearthReviewRow *row, gpointer user_data)
{
  hearth_review_sort_add (user_data, row);
}

/* (worker) */
static GPtrArray *
review (Run *run, GError **error)
{
  g_autoptr (HearthDatabase) db = hearth_database_open (run->path, HEARTH_DATABASE_READER, error);
  g_autoptr (HearthReviewSort) sort = NULL;
  gint64 below_id = G_MAXINT64;
  gint64 total;
  guint64 done = 0;
  guint n_rows;

  if (db == NULL || !hearth_store_review_count (db, &total, error) ||
      !gather_facts (db, &run->facts, error))
    return NULL;
  sort = hearth_review_sort_new (&run->facts);
  do {
    if (g_cancellable_set_error_if_cancelled (run->channel->cancellable, error) ||
        !hearth_store_review_scan (db, &below_id, PAGE, add_row, sort, &n_rows, error))
      return NULL;
    done += n_rows;
    tell_step (run, done, (guint64) total);
  } while (n_rows == PAGE);
  return hearth_review_sort_finish (sort);
}

/* (worker) */
static void
review_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;
  GPtrArray *groups = review (task_data, &error);

  if (groups != NULL)
    g_task_return_pointer (task, groups, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static void
reviewed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  const Run *run = g_task_get_task_data (G_TASK (result));
  HearthReview *self = run->channel->review;
  g_autoptr (GError) error = NULL;
  GPtrArray *groups = g_task_propagate_pointer (G_TASK (result), &error);

  if (self == NULL) {
    g_clear_pointer (&groups, g_ptr_array_unref);
    return;
  }
  g_clear_pointer (&self->channel, channel_close);
  if (groups != NULL) {
    g_ptr_array_unref (self->groups);
    self->groups = groups;
    self->state = HEARTH_REVIEW_DONE;
  } else {
    self->state = HEARTH_REVIEW_FAILED;
    self->problem = g_strdup (error->message);
  }
  emit_changed (self);
}

static void
hearth_review_dispose (GObject *object)
{
  HearthReview *self = HEARTH_REVIEW (object);

  g_clear_pointer (&self->channel, channel_close);
  if (self->worker != NULL)
    hearth_worker_stop (self->worker);
  g_clear_object (&self->worker);
  g_clear_object (&self->engine);
  G_OBJECT_CLASS (hearth_review_parent_class)->dispose (object);
}

static void
hearth_review_finalize (GObject *object)
{
  HearthReview *self = HEARTH_REVIEW (object);

  g_free (self->problem);
  g_ptr_array_unref (self->groups);
  G_OBJECT_CLASS (hearth_review_parent_class)->finalize (object);
}

static void
hearth_review_class_init (HearthReviewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_review_dispose;
  G_OBJECT_CLASS (klass)->finalize = hearth_review_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", HEARTH_TYPE_REVIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);
}

static void
hearth_review_init (HearthReview *self)
{
  self->groups = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_review_group_free);
  self->days = HEARTH_REVIEW_DAYS;
}

/**
 * hearth_review_new:
 * @engine: the engine whose mail it looks through
 *
 * Returns: (transfer full): a review that was not begun
 */
HearthReview *
hearth_review_new (HearthEngine *engine)
{
  HearthReview *self = g_object_new (HEARTH_TYPE_REVIEW, NULL);

  self->engine = g_object_ref (engine);
  return self;
}

/**
 * hearth_review_start:
 * @self: a review
 * @days: mail of more days is old
 *
 * Looks through the inboxes anew. What was found before is forgotten.
 */
void
hearth_review_start (HearthReview *self, guint days)
{
  g_autoptr (GTask) task = NULL;
  Run *run = g_new0 (Run, 1);

  hearth_review_cancel (self);
  self->channel = channel_new (self);
  self->state = HEARTH_REVIEW_RUNNING;
  self->days = days;
  run->path = g_strdup (hearth_database_get_path (hearth_engine_get_reader (self->engine)));
  run->facts.now = hearth_clock_now ();
  run->facts.before = run->facts.now - days * DAY;
  run->channel = g_atomic_rc_box_acquire (self->channel);
  if (self->worker == NULL)
    self->worker = hearth_worker_new ("hearth-review");
  task = g_task_new (NULL, NULL, reviewed_cb, NULL);
  g_task_set_source_tag (task, hearth_review_start);
  g_task_set_task_data (task, run, run_free);
  hearth_worker_queue (self->worker, G_PRIORITY_DEFAULT, task, review_thread);
  emit_changed (self);
}

/**
 * hearth_review_cancel:
 * @self: a review
 *
 * Ends what runs and forgets what was found.
 */
void
hearth_review_cancel (HearthReview *self)
{
  g_clear_pointer (&self->channel, channel_close);
  g_ptr_array_set_size (self->groups, 0);
  g_clear_pointer (&self->problem, g_free);
  self->done = self->total = 0;
  self->state = HEARTH_REVIEW_IDLE;
  emit_changed (self);
}

/**
 * hearth_review_get_state:
 * @self: a review
 * @done: (out) (optional): messages that were looked at
 * @total: (out) (optional): messages in all, 0 if that is not known yet
 * @problem: (out) (optional) (nullable) (transfer none): why it failed
 *
 * Returns: how it stands
 */
HearthReviewState
hearth_review_get_state (HearthReview *self, guint64 *done, guint64 *total, const char **problem)
{
  if (done != NULL)
    *done = self->done;
  if (total != NULL)
    *total = self->total;
  if (problem != NULL)
    *problem = self->problem;
  return self->state;
}

/**
 * hearth_review_get_days:
 * @self: a review
 *
 * Returns: mail of more days is old in it
 */
guint
hearth_review_get_days (HearthReview *self)
{
  return self->days;
}

/**
 * hearth_review_get_groups:
 * @self: a review
 *
 * Returns: (transfer none) (element-type HearthReviewGroup): what was found; none unless it is done
 */
GPtrArray *
hearth_review_get_groups (HearthReview *self)
{
  return self->groups;
}

static void
archived_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  gint64 *id = g_new (gint64, 1);

  *id = hearth_engine_archive_many_finish (HEARTH_ENGINE (object), result, &error);
  if (*id != 0) {
    g_task_return_pointer (task, id, g_free);
    return;
  }
  g_free (id);
  g_task_return_error (task, error);
}

/* Takes the messages of what was agreed to out of the review. What is to be kept cannot be named.
 */
static GArray *
take_ids (HearthReview *self, const char *const *keys)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = self->groups->len; i > 0; i--) {
    HearthReviewGroup *group = g_ptr_array_index (self->groups, i - 1);

    if (group->section == HEARTH_REVIEW_KEEP || !g_strv_contains (keys, group->key))
      continue;
    g_array_append_vals (ids, group->ids->data, group->ids->len);
    g_ptr_array_remove_index (self->groups, i - 1);
  }
  return ids;
}

/**
 * hearth_review_archive_async:
 * @self: a review that is done
 * @keys: (array zero-terminated=1): groups
 * @callback: called when it is written down
 * @user_data: for @callback
 *
 * Archives all messages of groups, exactly those that were found, as one action: see
 * hearth_engine_archive_many_async().
 */
void
hearth_review_archive_async (HearthReview *self, const char *const *keys,
                             GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  g_autoptr (GArray) ids = take_ids (self, keys);

  g_task_set_source_tag (task, hearth_review_archive_async);
  if (ids->len == 0) {
    g_task_return_new_error (task, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_NOT_FOUND,
                             _("The review has no such mail any more. Look through it again."));
    return;
  }
  hearth_engine_archive_many_async (self->engine, ids, archived_cb, g_steal_pointer (&task));
  emit_changed (self);
}

/**
 * hearth_review_archive_finish:
 * @self: a review
 * @result: from the callback
 * @error: %HEARTH_ENGINE_ERROR_NOT_FOUND or a #HearthStoreError
 *
 * Returns: the action, for hearth_engine_undo(); 0 on an error
 */
gint64
hearth_review_archive_finish (HearthReview *self, GAsyncResult *result, GError **error)
{
  g_autofree gint64 *id = g_task_propagate_pointer (G_TASK (result), error);

  return id != NULL ? *id : 0;
}
