/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-worker.h"

/**
 * HearthWorker:
 *
 * A named thread with one queue. Tasks run one after the other, lower priority values first and
 * in the order of their arrival within a priority. Blocking work is written once as a `_sync`
 * function; its `_async` twin queues it here through a GTask, so that it can be ordered and
 * bounded, which GTask's process-wide pool cannot.
 */
struct _HearthWorker {
  GObject parent_instance;

  char *name;      /* (owned) */
  GThread *thread; /* (owned) (nullable) once stopped */
  GMutex mutex;
  GCond cond;
  GQueue queue;              /* (mutex) of Item, sorted */
  guint64 serial;            /* (mutex) */
  gboolean stopping;         /* (mutex) */
  HearthWorkerIdleFunc idle; /* (worker) (nullable) */
  gpointer idle_data;        /* (worker) */
  gint64 idle_at;            /* (worker) in monotonic microseconds */
};

typedef struct {
  int priority;
  guint64 serial;
  GTask *task; /* (owned) */
  GTaskThreadFunc func;
} Item;

G_DEFINE_FINAL_TYPE (HearthWorker, hearth_worker, G_TYPE_OBJECT)

static int
compare_items (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const Item *x = a;
  const Item *y = b;

  if (x->priority != y->priority)
    return x->priority < y->priority ? -1 : 1;
  return x->serial < y->serial ? -1 : x->serial > y->serial;
}

/* (worker) (mutex) Waits for something to do; without a queue for too long, that is to be idle. */
static void
wait_for_item (HearthWorker *self)
{
  while (g_queue_is_empty (&self->queue) && !self->stopping) {
    HearthWorkerIdleFunc idle = self->idle;

    if (idle == NULL) {
      g_cond_wait (&self->cond, &self->mutex);
    } else if (!g_cond_wait_until (&self->cond, &self->mutex, self->idle_at)) {
      self->idle = NULL;
      g_mutex_unlock (&self->mutex);
      idle (self->idle_data);
      g_mutex_lock (&self->mutex);
    }
  }
}

static gpointer
worker_thread (gpointer data)
{
  HearthWorker *self = data;

  for (;;) {
    Item *item;

    g_mutex_lock (&self->mutex);
    wait_for_item (self);
    item = g_queue_pop_head (&self->queue);
    g_mutex_unlock (&self->mutex);
    if (item == NULL)
      return NULL;
    if (!g_task_return_error_if_cancelled (item->task))
      item->func (item->task, g_task_get_source_object (item->task),
                  g_task_get_task_data (item->task), g_task_get_cancellable (item->task));
    g_object_unref (item->task);
    g_free (item);
  }
}

static void
hearth_worker_finalize (GObject *object)
{
  HearthWorker *self = HEARTH_WORKER (object);

  hearth_worker_stop (self);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self->name);
  G_OBJECT_CLASS (hearth_worker_parent_class)->finalize (object);
}

static void
hearth_worker_class_init (HearthWorkerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hearth_worker_finalize;
}

static void
hearth_worker_init (HearthWorker *self)
{
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  g_queue_init (&self->queue);
}

/**
 * hearth_worker_new:
 * @name: the thread's name, at most 15 bytes as the kernel shows it
 *
 * Starts a worker.
 *
 * Returns: (transfer full): a worker
 */
HearthWorker *
hearth_worker_new (const char *name)
{
  HearthWorker *self = g_object_new (HEARTH_TYPE_WORKER, NULL);

  self->name = g_strdup (name);
  self->thread = g_thread_new (name, worker_thread, self);
  return self;
}

/**
 * hearth_worker_queue:
 * @self: a worker
 * @priority: lower runs earlier, as in `G_PRIORITY_DEFAULT`
 * @task: (transfer none): the task; its callback runs in the context it was made in
 * @func: runs on the worker's thread and must return through @task
 *
 * Queues work. A task whose cancellable is cancelled before its turn is returned as cancelled.
 */
void
hearth_worker_queue (HearthWorker *self, int priority, GTask *task, GTaskThreadFunc func)
{
  Item *item;

  g_return_if_fail (HEARTH_IS_WORKER (self));
  g_return_if_fail (G_IS_TASK (task));

  item = g_new0 (Item, 1);
  item->priority = priority;
  item->task = g_object_ref (task);
  item->func = func;
  g_mutex_lock (&self->mutex);
  item->serial = self->serial++;
  g_queue_insert_sorted (&self->queue, item, compare_items, NULL);
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
}

typedef struct {
  HearthWorkerFunc func;
  gpointer user_data;
  GError *error; /* (owned) (nullable) */
  gboolean result;
  gboolean done; /* (mutex) */
  GMutex mutex;
  GCond cond;
} Call;

static void
run_call (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Call *call = task_data;

  call->result = call->func (call->user_data, &call->error);
  g_task_return_boolean (task, TRUE);
  g_mutex_lock (&call->mutex);
  call->done = TRUE;
  g_cond_signal (&call->cond);
  g_mutex_unlock (&call->mutex);
}

/**
 * hearth_worker_call_sync:
 * @self: a worker
 * @priority: lower runs earlier
 * @func: runs on the worker's thread
 * @user_data: for @func
 * @error: where @func puts its reason
 *
 * Runs @func on the worker's thread and waits for it. On that thread itself it runs at once.
 *
 * Returns: what @func returned
 */
gboolean
hearth_worker_call_sync (HearthWorker *self, int priority, HearthWorkerFunc func,
                         gpointer user_data, GError **error)
{
  Call call = { .func = func, .user_data = user_data };

  g_return_val_if_fail (HEARTH_IS_WORKER (self), FALSE);

  if (hearth_worker_is_current (self))
    return func (user_data, error);

  g_mutex_init (&call.mutex);
  g_cond_init (&call.cond);
  {
    g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);

    g_task_set_source_tag (task, hearth_worker_call_sync);
    g_task_set_task_data (task, &call, NULL);
    hearth_worker_queue (self, priority, task, run_call);
  }
  g_mutex_lock (&call.mutex);
  while (!call.done)
    g_cond_wait (&call.cond, &call.mutex);
  g_mutex_unlock (&call.mutex);
  g_mutex_clear (&call.mutex);
  g_cond_clear (&call.cond);
  if (call.error != NULL)
    g_propagate_error (error, call.error);
  return call.result;
}

/**
 * hearth_worker_set_idle:
 * @self: a worker, on whose thread this is
 * @milliseconds: how long nothing must come
 * @func: (nullable): is called then, once, on this thread; %NULL to take back what was set before
 * @user_data: for @func
 *
 * Puts something off until there is nothing else to do. What is queued meanwhile runs first.
 */
void
hearth_worker_set_idle (HearthWorker *self, guint milliseconds, HearthWorkerIdleFunc func,
                        gpointer user_data)
{
  g_return_if_fail (hearth_worker_is_current (self));

  self->idle = func;
  self->idle_data = user_data;
  self->idle_at = g_get_monotonic_time () + (gint64) milliseconds * 1000;
}

/**
 * hearth_worker_is_current:
 * @self: a worker
 *
 * Returns: whether the caller runs on this worker's thread
 */
gboolean
hearth_worker_is_current (HearthWorker *self)
{
  return g_thread_self () == self->thread;
}

/**
 * hearth_worker_stop:
 * @self: a worker
 *
 * Lets everything that is queued run, then ends the thread and waits for it. Cancel what need not
 * run to its end before. Must not be called from the worker itself.
 */
void
hearth_worker_stop (HearthWorker *self)
{
  if (self->thread == NULL)
    return;
  g_mutex_lock (&self->mutex);
  self->stopping = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
  g_thread_join (g_steal_pointer (&self->thread));
}
