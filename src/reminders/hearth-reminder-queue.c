/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-reminder-queue.h"

#include "hearth-clock.h"
#include "hearth-reminder-timer.h"

#include <glib/gi18n.h>

/* An event that began longer ago than this needs no reminder any more; nor one that was to come
 * after the beginning (at nine of a day that began at midnight) and is late by as much. */
#define MISSED_AFTER 3600
/* How long to wait before a failed write is tried again; doubled each time up to the last. */
#define FIRST_RETRY_S 2
#define LAST_RETRY_S 60
/* After so many failures a reminder is shown although it could not be stored as shown: better
 * twice after a crash than never. */
#define MAX_UNSHOWN_FAILURES 3

/**
 * HearthReminderQueue:
 *
 * The queue of due times. Knows nothing of mail and calendars: whoever wants somebody to be
 * reminded adds a reminder, and who shows it listens to [signal@HearthReminderQueue::due].
 *
 * Every change is stored before it is shown. What was being shown when the process ended is shown
 * again under the same id. Nothing is polled: one timer is armed for the earliest reminder.
 *
 * Belongs to one thread.
 */
struct _HearthReminderQueue {
  GObject parent_instance;

  HearthReminderStorage *storage; /* (owned) */
  GHashTable *entries;            /* (owned): gint64 id -> Entry, all that are open or unsaved */
  GHashTable *by_key;             /* (owned): char * -> Entry, the open ones */
  GPtrArray *heap;                /* (owned) of lent Entry: SCHEDULED, the earliest first */
  GPtrArray *unsaved;             /* (owned) of lent Entry */
  GSource *timer;                 /* (owned) (nullable) while stopped */
  GSource *retry;                 /* (owned) (nullable) */
  GMainContext *context;          /* (owned) (nullable) while stopped */
  guint n_failures;               /* in a row */
  GArray *unshown;                /* (owned) of gint64 ids: PRESENTING and not yet emitted */
};

typedef struct {
  HearthReminder *reminder; /* (owned) */
  guint place;              /* in the heap, or NOWHERE */
  gboolean is_unsaved;
} Entry;

#define NOWHERE G_MAXUINT

enum {
  DUE,
  MISSED,
  FAILED,
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_QUARK (hearth-reminder-error-quark, hearth_reminder_error)
G_DEFINE_FINAL_TYPE (HearthReminderQueue, hearth_reminder_queue, G_TYPE_OBJECT)

static void process (HearthReminderQueue *self);

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  hearth_reminder_free (entry->reminder);
  g_free (entry);
}

static gboolean
is_open (const Entry *entry)
{
  return entry->reminder->state == HEARTH_REMINDER_SCHEDULED ||
         entry->reminder->state == HEARTH_REMINDER_PRESENTING;
}

static int
compare_reminders (const HearthReminder *a, const HearthReminder *b)
{
  if (a->due != b->due)
    return a->due < b->due ? -1 : 1;
  return a->id < b->id ? -1 : a->id > b->id;
}

static Entry *
heap_get (HearthReminderQueue *self, guint place)
{
  return g_ptr_array_index (self->heap, place);
}

static void
heap_set (HearthReminderQueue *self, guint place, Entry *entry)
{
  self->heap->pdata[place] = entry;
  entry->place = place;
}

static void
heap_up (HearthReminderQueue *self, Entry *entry)
{
  guint place = entry->place;

  while (place > 0) {
    Entry *parent = heap_get (self, (place - 1) / 2);

    if (compare_reminders (parent->reminder, entry->reminder) <= 0)
      break;
    heap_set (self, place, parent);
    place = (place - 1) / 2;
  }
  heap_set (self, place, entry);
}

static void
heap_down (HearthReminderQueue *self, Entry *entry)
{
  guint place = entry->place;

  for (guint child; (child = 2 * place + 1) < self->heap->len; place = child) {
    if (child + 1 < self->heap->len && compare_reminders (heap_get (self, child + 1)->reminder,
                                                          heap_get (self, child)->reminder) < 0)
      child++;
    if (compare_reminders (entry->reminder, heap_get (self, child)->reminder) <= 0)
      break;
    heap_set (self, place, heap_get (self, child));
  }
  heap_set (self, place, entry);
}

static void
heap_add (HearthReminderQueue *self, Entry *entry)
{
  entry->place = self->heap->len;
  g_ptr_array_add (self->heap, entry);
  heap_up (self, entry);
}

static void
heap_remove (HearthReminderQueue *self, Entry *entry)
{
  guint place = entry->place;
  Entry *last;

  if (place == NOWHERE)
    return;
  entry->place = NOWHERE;
  last = heap_get (self, self->heap->len - 1);
  g_ptr_array_set_size (self->heap, (int) self->heap->len - 1);
  if (last == entry)
    return;
  heap_set (self, place, last);
  heap_up (self, last);
  heap_down (self, last);
}

static void
arm (HearthReminderQueue *self)
{
  if (self->timer == NULL)
    return;
  hearth_reminder_timer_arm (self->timer, hearth_reminder_queue_get_next (self));
}

static void
forget (HearthReminderQueue *self, Entry *entry)
{
  gint64 id = entry->reminder->id;

  heap_remove (self, entry);
  g_ptr_array_remove_fast (self->unsaved, entry);
  g_hash_table_remove (self->entries, &id);
}

static gboolean
retry_cb (gpointer user_data)
{
  HearthReminderQueue *self = user_data;
  g_autoptr (HearthReminderQueue) alive = g_object_ref (self);

  g_clear_pointer (&self->retry, g_source_unref);
  process (self);
  return G_SOURCE_REMOVE;
}

static void
plan_retry (HearthReminderQueue *self)
{
  if (self->retry != NULL || self->context == NULL)
    return;
  self->retry = g_timeout_source_new_seconds (
      MIN (FIRST_RETRY_S << MIN (self->n_failures - 1, 5), LAST_RETRY_S));
  g_source_set_callback (self->retry, retry_cb, self, NULL);
  g_source_set_static_name (self->retry, "hearth-reminder-retry");
  g_source_attach (self->retry, self->context);
}

/* Stores an entry. One that cannot be stored is kept and tried again; one that is stored and not
 * open any more is forgotten. */
static gboolean
save (HearthReminderQueue *self, Entry *entry)
{
  g_autoptr (GError) error = NULL;

  if (!hearth_reminder_storage_save (self->storage, entry->reminder, &error)) {
    if (!entry->is_unsaved)
      g_ptr_array_add (self->unsaved, entry);
    entry->is_unsaved = TRUE;
    if (self->n_failures++ == 0) {
      g_autoptr (GError) told =
          g_error_new (HEARTH_REMINDER_ERROR, HEARTH_REMINDER_ERROR_STORAGE,
                       _("A reminder could not be stored and will be tried again: %s"),
                       error != NULL ? error->message : _("the reason is not known"));

      g_signal_emit (self, signals[FAILED], 0, told);
    }
    plan_retry (self);
    return FALSE;
  }
  if (entry->is_unsaved)
    g_ptr_array_remove_fast (self->unsaved, entry);
  entry->is_unsaved = FALSE;
  self->n_failures = 0;
  if (!is_open (entry))
    forget (self, entry);
  return TRUE;
}

/* Takes an entry out of what is open and stores why. */
static void
close_entry (HearthReminderQueue *self, Entry *entry, HearthReminderState state)
{
  heap_remove (self, entry);
  if (g_hash_table_lookup (self->by_key, entry->reminder->key) == entry)
    g_hash_table_remove (self->by_key, entry->reminder->key);
  entry->reminder->state = state;
  save (self, entry);
}

static gboolean
is_over (const HearthReminder *reminder, gint64 now)
{
  return reminder->event_start != 0 &&
         MAX (reminder->event_start, reminder->original_due) + MISSED_AFTER <= now;
}

/* Tries to store again what could not be stored. The first failure ends the attempt. */
static void
save_unsaved (HearthReminderQueue *self)
{
  while (self->unsaved->len > 0)
    if (!save (self, g_ptr_array_index (self->unsaved, self->unsaved->len - 1)))
      return;
}

/* Moves what is due from the heap to PRESENTING, or to MISSED. */
static void
take_due (HearthReminderQueue *self, gint64 now, GPtrArray *missed)
{
  while (self->heap->len > 0 && heap_get (self, 0)->reminder->due <= now) {
    Entry *entry = heap_get (self, 0);

    if (is_over (entry->reminder, now)) {
      g_ptr_array_add (missed, hearth_reminder_copy (entry->reminder));
      close_entry (self, entry, HEARTH_REMINDER_MISSED);
      continue;
    }
    heap_remove (self, entry);
    entry->reminder->state = HEARTH_REMINDER_PRESENTING;
    g_array_append_val (self->unshown, entry->reminder->id);
    save (self, entry);
  }
}

/* Shows what is PRESENTING and stored as such. Whoever listens may change any reminder meanwhile.
 */
static void
show (HearthReminderQueue *self, gint64 now, GPtrArray *missed)
{
  g_autoptr (GArray) ids = g_steal_pointer (&self->unshown);

  self->unshown = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < ids->len; i++) {
    gint64 id = g_array_index (ids, gint64, i);
    Entry *entry = g_hash_table_lookup (self->entries, &id);

    if (entry == NULL || entry->reminder->state != HEARTH_REMINDER_PRESENTING)
      continue;
    if (is_over (entry->reminder, now)) {
      g_ptr_array_add (missed, hearth_reminder_copy (entry->reminder));
      close_entry (self, entry, HEARTH_REMINDER_MISSED);
    } else if (entry->is_unsaved && self->n_failures <= MAX_UNSHOWN_FAILURES) {
      g_array_append_val (self->unshown, id);
    } else {
      g_autoptr (HearthReminder) copy = hearth_reminder_copy (entry->reminder);

      g_signal_emit (self, signals[DUE], 0, copy);
    }
  }
}

/* Does everything whose time has come. */
static void
process (HearthReminderQueue *self)
{
  g_autoptr (HearthReminderQueue) alive = g_object_ref (self);
  g_autoptr (GPtrArray) missed = NULL;
  gint64 now = hearth_clock_now ();
  guint n_before = self->heap->len + self->unshown->len;

  missed = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_reminder_free);
  save_unsaved (self);
  take_due (self, now, missed);
  show (self, now, missed);
  if (missed->len > 0)
    g_signal_emit (self, signals[MISSED], 0, missed);
  if (self->heap->len + self->unshown->len != n_before)
    g_signal_emit (self, signals[CHANGED], 0);
  arm (self);
}

static gboolean
timer_cb (gpointer user_data)
{
  process (user_data);
  return G_SOURCE_CONTINUE;
}

static void
hearth_reminder_queue_dispose (GObject *object)
{
  HearthReminderQueue *self = HEARTH_REMINDER_QUEUE (object);

  hearth_reminder_queue_stop (self);
  g_clear_object (&self->storage);
  G_OBJECT_CLASS (hearth_reminder_queue_parent_class)->dispose (object);
}

static void
hearth_reminder_queue_finalize (GObject *object)
{
  HearthReminderQueue *self = HEARTH_REMINDER_QUEUE (object);

  g_hash_table_unref (self->by_key);
  g_hash_table_unref (self->entries);
  g_ptr_array_unref (self->heap);
  g_ptr_array_unref (self->unsaved);
  g_array_unref (self->unshown);
  G_OBJECT_CLASS (hearth_reminder_queue_parent_class)->finalize (object);
}

static void
hearth_reminder_queue_class_init (HearthReminderQueueClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hearth_reminder_queue_dispose;
  object_class->finalize = hearth_reminder_queue_finalize;

  /**
   * HearthReminderQueue::due:
   * @self: the queue
   * @reminder: (type gpointer): the reminder, a #HearthReminder that is lent
   *
   * A reminder is to be shown. It is stored as %HEARTH_REMINDER_PRESENTING already, and stays so
   * until it is snoozed, done, changed or cancelled.
   */
  signals[DUE] = g_signal_new ("due", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);

  /**
   * HearthReminderQueue::missed:
   * @self: the queue
   * @reminders: (element-type HearthReminder): reminders of events that were over by more than an
   *   hour before they could be shown
   *
   * Emitted once for all that were missed; they are closed.
   */
  signals[MISSED] = g_signal_new ("missed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);

  /**
   * HearthReminderQueue::failed:
   * @self: the queue
   * @error: why a reminder could not be stored
   *
   * Emitted once when storing begins to fail. The queue keeps what it could not store and tries
   * again until it can.
   */
  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);

  /**
   * HearthReminderQueue::changed:
   * @self: the queue
   *
   * What hearth_reminder_queue_list() returns is different now.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
hearth_reminder_queue_init (HearthReminderQueue *self)
{
  self->entries = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, entry_free);
  self->by_key = g_hash_table_new (g_str_hash, g_str_equal);
  self->heap = g_ptr_array_new ();
  self->unsaved = g_ptr_array_new ();
  self->unshown = g_array_new (FALSE, FALSE, sizeof (gint64));
}

static Entry *
insert (HearthReminderQueue *self, HearthReminder *reminder)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->reminder = reminder;
  entry->place = NOWHERE;
  g_hash_table_replace (self->entries, &reminder->id, entry);
  g_hash_table_replace (self->by_key, reminder->key, entry);
  return entry;
}

static Entry *
find_open (HearthReminderQueue *self, gint64 id, GError **error)
{
  Entry *entry = g_hash_table_lookup (self->entries, &id);

  if (entry != NULL && is_open (entry))
    return entry;
  g_set_error_literal (error, HEARTH_REMINDER_ERROR, HEARTH_REMINDER_ERROR_NOT_FOUND,
                       _("That reminder is not open any more."));
  return NULL;
}

/* Puts an open entry back among what is to come, with a new time. */
static void
schedule (HearthReminderQueue *self, Entry *entry, gint64 due)
{
  heap_remove (self, entry);
  entry->reminder->due = due;
  entry->reminder->state = HEARTH_REMINDER_SCHEDULED;
  heap_add (self, entry);
  save (self, entry);
  arm (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * hearth_reminder_queue_new:
 * @storage: where reminders are kept
 *
 * Returns: (transfer full): a queue that is not started
 */
HearthReminderQueue *
hearth_reminder_queue_new (HearthReminderStorage *storage)
{
  HearthReminderQueue *self = g_object_new (HEARTH_TYPE_REMINDER_QUEUE, NULL);

  self->storage = g_object_ref (storage);
  return self;
}

static int
compare_presenting (gconstpointer a, gconstpointer b)
{
  return compare_reminders (*(HearthReminder *const *) a, *(HearthReminder *const *) b);
}

/**
 * hearth_reminder_queue_start:
 * @self: a queue
 * @error: return location
 *
 * Loads what is open and begins to remind. Signals come in the thread's default main context, never
 * out of this call. Fails with %HEARTH_REMINDER_ERROR_STORAGE.
 *
 * Returns: whether it is started
 */
gboolean
hearth_reminder_queue_start (HearthReminderQueue *self, GError **error)
{
  g_autoptr (GPtrArray) open = NULL;
  g_autoptr (GPtrArray) presenting = g_ptr_array_new ();
  g_autoptr (GError) failure = NULL;

  g_return_val_if_fail (self->timer == NULL, FALSE);

  open = hearth_reminder_storage_load_open (self->storage, &failure);
  if (open == NULL) {
    g_set_error (error, HEARTH_REMINDER_ERROR, HEARTH_REMINDER_ERROR_STORAGE,
                 _("The reminders could not be loaded: %s"),
                 failure != NULL ? failure->message : _("the reason is not known"));
    return FALSE;
  }
  for (guint i = 0; i < open->len; i++) {
    HearthReminder *reminder = g_ptr_array_index (open, i);
    Entry *entry;

    if (g_hash_table_contains (self->entries, &reminder->id))
      continue;
    reminder = hearth_reminder_copy (reminder);
    entry = insert (self, reminder);
    if (reminder->state == HEARTH_REMINDER_PRESENTING)
      g_ptr_array_add (presenting, reminder);
    else
      heap_add (self, entry);
  }
  g_ptr_array_sort (presenting, compare_presenting);
  for (guint i = 0; i < presenting->len; i++) {
    const HearthReminder *reminder = g_ptr_array_index (presenting, i);

    g_array_append_val (self->unshown, reminder->id);
  }
  self->context = g_main_context_ref_thread_default ();
  self->timer = hearth_reminder_timer_new ();
  g_source_set_callback (self->timer, timer_cb, self, NULL);
  g_source_attach (self->timer, self->context);
  if (self->unshown->len > 0)
    hearth_reminder_timer_arm (self->timer, 0);
  else
    arm (self);
  return TRUE;
}

/**
 * hearth_reminder_queue_stop:
 * @self: a queue
 *
 * Ends reminding. What could not be stored is tried once more.
 */
void
hearth_reminder_queue_stop (HearthReminderQueue *self)
{
  if (self->timer == NULL)
    return;
  g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
  if (self->retry != NULL)
    g_source_destroy (self->retry);
  g_clear_pointer (&self->retry, g_source_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
  save_unsaved (self);
}

/**
 * hearth_reminder_queue_wake:
 * @self: a queue
 *
 * Looks at the clock: to be called when the system resumes or when Hearth's own clock was turned.
 * What is due is emitted from within this call.
 */
void
hearth_reminder_queue_wake (HearthReminderQueue *self)
{
  if (self->timer != NULL)
    process (self);
}

/**
 * hearth_reminder_queue_add:
 * @self: a queue
 * @reminder: the reminder; its id and state are not looked at
 * @error: return location
 *
 * Adds a reminder and stores it. If one with the same key is open, that one is changed instead.
 * Fails with %HEARTH_REMINDER_ERROR_STORAGE, and then nothing was added: who asked for it must be
 * told.
 *
 * Returns: the reminder's id, or 0
 */
gint64
hearth_reminder_queue_add (HearthReminderQueue *self, const HearthReminder *reminder,
                           GError **error)
{
  Entry *entry = g_hash_table_lookup (self->by_key, reminder->key);
  g_autoptr (HearthReminder) copy = NULL;
  g_autoptr (GError) failure = NULL;
  gint64 id;

  if (entry != NULL) {
    entry->reminder->event_start = reminder->event_start;
    entry->reminder->event_id = reminder->event_id;
    id = entry->reminder->id;
    return hearth_reminder_queue_change (self, id, reminder->text, reminder->due, error) ? id : 0;
  }
  copy = hearth_reminder_copy (reminder);
  copy->id = 0;
  copy->state = HEARTH_REMINDER_SCHEDULED;
  if (copy->original_due == 0)
    copy->original_due = copy->due;
  if (!hearth_reminder_storage_save (self->storage, copy, &failure) || copy->id == 0) {
    g_set_error (error, HEARTH_REMINDER_ERROR, HEARTH_REMINDER_ERROR_STORAGE,
                 _("The reminder could not be stored, so it was not set: %s"),
                 failure != NULL ? failure->message : _("the reason is not known"));
    return 0;
  }
  id = copy->id;
  heap_add (self, insert (self, g_steal_pointer (&copy)));
  arm (self);
  g_signal_emit (self, signals[CHANGED], 0);
  return id;
}

/**
 * hearth_reminder_queue_change:
 * @self: a queue
 * @id: an open reminder
 * @text: (nullable): what it shall say, or %NULL to leave it
 * @due: when, in seconds since 1970 UTC
 * @error: return location
 *
 * Changes a reminder. One that is being shown is scheduled again. If it cannot be stored, the
 * change holds all the same and is stored later. Fails with %HEARTH_REMINDER_ERROR_NOT_FOUND.
 *
 * Returns: whether it was open
 */
gboolean
hearth_reminder_queue_change (HearthReminderQueue *self, gint64 id, const char *text, gint64 due,
                              GError **error)
{
  Entry *entry = find_open (self, id, error);

  if (entry == NULL)
    return FALSE;
  if (text != NULL && text != entry->reminder->text) {
    g_free (entry->reminder->text);
    entry->reminder->text = g_strdup (text);
  }
  entry->reminder->original_due = due;
  schedule (self, entry, due);
  return TRUE;
}

/**
 * hearth_reminder_queue_snooze:
 * @self: a queue
 * @id: an open reminder
 * @until: when it shall come again, in seconds since 1970 UTC
 * @error: return location
 *
 * Puts a reminder off; its original time is kept. Fails with %HEARTH_REMINDER_ERROR_NOT_FOUND.
 *
 * Returns: whether it was open
 */
gboolean
hearth_reminder_queue_snooze (HearthReminderQueue *self, gint64 id, gint64 until, GError **error)
{
  Entry *entry = find_open (self, id, error);

  if (entry == NULL)
    return FALSE;
  schedule (self, entry, until);
  return TRUE;
}

/**
 * hearth_reminder_queue_done:
 * @self: a queue
 * @id: an open reminder
 * @error: return location
 *
 * Closes a reminder that its owner has seen. Fails with %HEARTH_REMINDER_ERROR_NOT_FOUND.
 *
 * Returns: whether it was open
 */
gboolean
hearth_reminder_queue_done (HearthReminderQueue *self, gint64 id, GError **error)
{
  Entry *entry = find_open (self, id, error);

  if (entry == NULL)
    return FALSE;
  close_entry (self, entry, HEARTH_REMINDER_DONE);
  arm (self);
  g_signal_emit (self, signals[CHANGED], 0);
  return TRUE;
}

/**
 * hearth_reminder_queue_cancel:
 * @self: a queue
 * @id: an open reminder
 * @error: return location
 *
 * Closes a reminder that is not wanted any more; it is stored as done. Fails with
 * %HEARTH_REMINDER_ERROR_NOT_FOUND.
 *
 * Returns: whether it was open
 */
gboolean
hearth_reminder_queue_cancel (HearthReminderQueue *self, gint64 id, GError **error)
{
  return hearth_reminder_queue_done (self, id, error);
}

/**
 * hearth_reminder_queue_list:
 * @self: a queue
 *
 * Returns: (transfer full) (element-type HearthReminder): copies of all that are open, the earliest
 *   first
 */
GPtrArray *
hearth_reminder_queue_list (HearthReminderQueue *self)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_reminder_free);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (is_open (value))
      g_ptr_array_add (list, hearth_reminder_copy (((Entry *) value)->reminder));
  g_ptr_array_sort (list, compare_presenting);
  return list;
}

/**
 * hearth_reminder_queue_dup:
 * @self: a queue
 * @id: a reminder
 *
 * Returns: (transfer full) (nullable): a copy of it if it is open, or %NULL
 */
HearthReminder *
hearth_reminder_queue_dup (HearthReminderQueue *self, gint64 id)
{
  Entry *entry = find_open (self, id, NULL);

  return entry != NULL ? hearth_reminder_copy (entry->reminder) : NULL;
}

/**
 * hearth_reminder_queue_lookup_key:
 * @self: a queue
 * @key: a reminder's stable name
 *
 * Returns: the id of the open reminder of that name, or 0
 */
gint64
hearth_reminder_queue_lookup_key (HearthReminderQueue *self, const char *key)
{
  Entry *entry = g_hash_table_lookup (self->by_key, key);

  return entry != NULL ? entry->reminder->id : 0;
}

/**
 * hearth_reminder_queue_get_next:
 * @self: a queue
 *
 * Returns: when the next reminder is due, in seconds since 1970 UTC, or %G_MAXINT64 if there is
 * none
 */
gint64
hearth_reminder_queue_get_next (HearthReminderQueue *self)
{
  return self->heap->len > 0 ? heap_get (self, 0)->reminder->due : G_MAXINT64;
}
