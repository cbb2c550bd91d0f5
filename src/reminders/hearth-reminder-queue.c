/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-reminder-queue-private.h"

#include "hearth-clock.h"
#include "hearth-reminder-timer.h"

#include <glib/gi18n.h>

/* An event without an end is over so long after its beginning. What was put off, or was to come
 * only after the event, is given as long. */
#define OVER_AFTER 3600
/* What is due for longer was missed: its owner was away, or the computer was off. */
#define LATE 300
/* More than so many that were missed do not come each by itself. */
#define MAX_LATE 3
/* So many of the next reminders are held in memory; the others wait in the storage until theirs is
 * the next turn. */
#define HELD 512
/* How long to wait before a failed write is tried again; doubled each time up to the last. */
#define FIRST_RETRY_S 2
#define LAST_RETRY_S 60
/* After so many failures a reminder is shown although it could not be stored as shown: better
 * twice after a crash than never. */
#define MAX_UNSHOWN_FAILURES 3

typedef HearthReminderEntry Entry;

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

/**
 * hearth_reminder_waits:
 * @reminder: a reminder
 *
 * Returns: whether its time is still to come
 */
gboolean
hearth_reminder_waits (const HearthReminder *reminder)
{
  return reminder->state == HEARTH_REMINDER_SCHEDULED || reminder->state == HEARTH_REMINDER_SNOOZED;
}

/**
 * hearth_reminder_is_open:
 * @reminder: a reminder
 *
 * Returns: whether its owner has not dealt with it
 */
gboolean
hearth_reminder_is_open (const HearthReminder *reminder)
{
  return hearth_reminder_waits (reminder) || reminder->state == HEARTH_REMINDER_PRESENTING ||
         reminder->state == HEARTH_REMINDER_PRESENTED;
}

/**
 * hearth_reminder_queue_arm:
 * @self: a queue
 *
 * Sets the timer for the earliest that waits; nothing happens while the queue is stopped.
 */
void
hearth_reminder_queue_arm (HearthReminderQueue *self)
{
  if (self->timer == NULL)
    return;
  hearth_reminder_timer_arm (self->timer, hearth_reminder_queue_get_next (self));
}

/**
 * hearth_reminder_queue_forget:
 * @self: a queue
 * @entry: (transfer full): an entry of it
 *
 * Holds an entry no longer. What is stored of it stays.
 */
void
hearth_reminder_queue_forget (HearthReminderQueue *self, Entry *entry)
{
  gint64 id = entry->reminder->id;

  hearth_reminder_heap_remove (&self->heap, entry);
  if (g_hash_table_lookup (self->by_key, entry->reminder->key) == entry)
    g_hash_table_remove (self->by_key, entry->reminder->key);
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

/**
 * hearth_reminder_queue_save:
 * @self: a queue
 * @entry: an entry of it
 *
 * Stores an entry. One that cannot be stored is kept and tried again; one that is stored and not
 * open any more is forgotten, and is not to be used after this call.
 *
 * Returns: whether it is stored
 */
gboolean
hearth_reminder_queue_save (HearthReminderQueue *self, Entry *entry)
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
  if (!hearth_reminder_is_open (entry->reminder))
    hearth_reminder_queue_forget (self, entry);
  return TRUE;
}

/**
 * hearth_reminder_queue_close:
 * @self: a queue
 * @entry: an entry of it, which may be forgotten by this call
 * @state: how it ended
 *
 * Takes an entry out of what is open and stores why.
 */
void
hearth_reminder_queue_close (HearthReminderQueue *self, Entry *entry, HearthReminderState state)
{
  hearth_reminder_heap_remove (&self->heap, entry);
  if (g_hash_table_lookup (self->by_key, entry->reminder->key) == entry)
    g_hash_table_remove (self->by_key, entry->reminder->key);
  entry->reminder->state = state;
  hearth_reminder_queue_save (self, entry);
}

/**
 * hearth_reminder_is_over:
 * @reminder: a reminder
 * @now: seconds since 1970 UTC
 *
 * Returns: whether it comes too late to be of use
 */
gboolean
hearth_reminder_is_over (const HearthReminder *reminder, gint64 now)
{
  gint64 end = reminder->event_end != 0 ? reminder->event_end : reminder->event_start + OVER_AFTER;

  /* A task does not end by waiting. */
  return reminder->event_start != 0 && reminder->kind != HEARTH_REMINDER_TASK &&
         MAX (end, reminder->due + OVER_AFTER) <= now;
}

/* Tries to store again what could not be stored. The first failure ends the attempt. */
static void
save_unsaved (HearthReminderQueue *self)
{
  while (self->unsaved->len > 0)
    if (!hearth_reminder_queue_save (self,
                                     g_ptr_array_index (self->unsaved, self->unsaved->len - 1)))
      return;
}

/**
 * hearth_reminder_queue_insert:
 * @self: a queue
 * @reminder: (transfer full): a reminder that is open and not held
 *
 * Returns: (transfer none): the entry that holds it
 */
Entry *
hearth_reminder_queue_insert (HearthReminderQueue *self, HearthReminder *reminder)
{
  Entry *entry = hearth_reminder_entry_new (reminder);

  g_hash_table_replace (self->entries, &reminder->id, entry);
  g_hash_table_replace (self->by_key, reminder->key, entry);
  if (hearth_reminder_waits (reminder))
    hearth_reminder_heap_add (&self->heap, entry);
  return entry;
}

/**
 * hearth_reminder_queue_is_within:
 * @self: a queue
 * @reminder: a reminder that waits
 *
 * Returns: whether what waits with this due time and id is held, or else left to the storage
 */
gboolean
hearth_reminder_queue_is_within (HearthReminderQueue *self, const HearthReminder *reminder)
{
  return self->holds_all || hearth_reminder_compare (reminder, &self->last_held) <= 0;
}

/* Makes sure that the earliest of all that wait is held. */
static gboolean
hold_next (HearthReminderQueue *self, GError **error)
{
  Entry *first = hearth_reminder_heap_peek (&self->heap);
  g_autoptr (GPtrArray) waiting = NULL;
  const HearthReminder *last;

  if (self->holds_all || (first != NULL && hearth_reminder_queue_is_within (self, first->reminder)))
    return TRUE;
  waiting = hearth_reminder_storage_load_waiting (self->storage, HELD, error);
  if (waiting == NULL)
    return FALSE;
  for (guint i = 0; i < waiting->len; i++) {
    const HearthReminder *reminder = g_ptr_array_index (waiting, i);

    /* What is held is newer than what is stored, if they differ. */
    if (!g_hash_table_contains (self->entries, &reminder->id))
      hearth_reminder_queue_insert (self, hearth_reminder_copy (reminder));
  }
  self->holds_all = waiting->len < HELD;
  if (!self->holds_all) {
    last = g_ptr_array_index (waiting, waiting->len - 1);
    self->last_held.due = last->due;
    self->last_held.id = last->id;
  }
  return TRUE;
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  return hearth_reminder_compare ((*(Entry *const *) a)->reminder, (*(Entry *const *) b)->reminder);
}

/**
 * hearth_reminder_queue_let_go:
 * @self: a queue
 *
 * Leaves the farther half of what waits to the storage, when there is much.
 */
void
hearth_reminder_queue_let_go (HearthReminderQueue *self)
{
  g_autoptr (GPtrArray) entries = NULL;
  Entry *last;

  if (self->heap.entries->len <= 2 * HELD)
    return;
  entries = g_ptr_array_copy (self->heap.entries, NULL, NULL);
  g_ptr_array_sort (entries, compare_entries);
  last = g_ptr_array_index (entries, HELD - 1);
  self->holds_all = FALSE;
  self->last_held.due = last->reminder->due;
  self->last_held.id = last->reminder->id;
  for (guint i = HELD; i < entries->len; i++) {
    Entry *entry = g_ptr_array_index (entries, i);

    if (!entry->is_unsaved)
      hearth_reminder_queue_forget (self, entry);
  }
}

/* Moves what is due from the heap to PRESENTING. */
static void
take_due (HearthReminderQueue *self, gint64 now)
{
  g_autoptr (GError) error = NULL;
  Entry *entry;

  while (hold_next (self, &error) && (entry = hearth_reminder_heap_peek (&self->heap)) != NULL &&
         entry->reminder->due <= now) {
    hearth_reminder_heap_remove (&self->heap, entry);
    entry->reminder->state = HEARTH_REMINDER_PRESENTING;
    g_array_append_val (self->unshown, entry->reminder->id);
    hearth_reminder_queue_save (self, entry);
    self->is_different = TRUE;
  }
  if (error != NULL) {
    g_debug ("the next reminders could not be loaded: %s", error->message);
    self->n_failures++;
    plan_retry (self);
  }
}

/* Parts what is to be shown: what its owner missed is told at once in few words when it is over, or
 * when it is much; the rest comes each by itself. What could not be stored as shown waits. */
static void
part_unshown (HearthReminderQueue *self, gint64 now, GArray *single, GPtrArray *missed)
{
  g_autoptr (GArray) ids = g_steal_pointer (&self->unshown);
  g_autoptr (GArray) late = g_array_new (FALSE, FALSE, sizeof (gint64));

  self->unshown = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < ids->len; i++) {
    gint64 id = g_array_index (ids, gint64, i);
    Entry *entry = g_hash_table_lookup (self->entries, &id);

    if (entry == NULL || entry->reminder->state != HEARTH_REMINDER_PRESENTING)
      continue;
    if (entry->is_unsaved && self->n_failures <= MAX_UNSHOWN_FAILURES)
      g_array_append_val (self->unshown, id);
    else if (hearth_reminder_is_over (entry->reminder, now))
      g_ptr_array_add (missed, hearth_reminder_copy (entry->reminder));
    else if (entry->reminder->due < now - LATE)
      g_array_append_val (late, id);
    else
      g_array_append_val (single, id);
  }
  if (late->len <= MAX_LATE) {
    g_array_prepend_vals (single, late->data, late->len);
    return;
  }
  for (guint i = 0; i < late->len; i++) {
    Entry *entry = g_hash_table_lookup (self->entries, &g_array_index (late, gint64, i));

    g_ptr_array_add (missed, hearth_reminder_copy (entry->reminder));
  }
}

/* Shows what is PRESENTING and stored as such. Whoever listens may change any reminder meanwhile.
 */
static void
show (HearthReminderQueue *self, gint64 now)
{
  g_autoptr (GArray) single = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) missed =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_reminder_free);

  part_unshown (self, now, single, missed);
  for (guint i = 0; i < single->len; i++) {
    gint64 id = g_array_index (single, gint64, i);
    Entry *entry = g_hash_table_lookup (self->entries, &id);

    if (entry != NULL && entry->reminder->state == HEARTH_REMINDER_PRESENTING) {
      g_autoptr (HearthReminder) copy = hearth_reminder_copy (entry->reminder);

      g_signal_emit (self, signals[DUE], 0, copy);
    }
  }
  if (missed->len > 0)
    g_signal_emit (self, signals[MISSED], 0, missed);
}

/**
 * hearth_reminder_queue_emit_changed:
 * @self: a queue
 *
 * Says that what is open is different now.
 */
void
hearth_reminder_queue_emit_changed (HearthReminderQueue *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Does everything whose time has come. */
static void
process (HearthReminderQueue *self)
{
  g_autoptr (HearthReminderQueue) alive = g_object_ref (self);
  gint64 now = hearth_clock_now ();

  save_unsaved (self);
  take_due (self, now);
  show (self, now);
  if (self->is_different) {
    self->is_different = FALSE;
    hearth_reminder_queue_emit_changed (self);
  }
  hearth_reminder_queue_arm (self);
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
  hearth_reminder_heap_clear (&self->heap);
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
   * A reminder is to be shown. It is stored as %HEARTH_REMINDER_PRESENTING already. Whoever has
   * shown it says so by hearth_reminder_queue_shown().
   */
  signals[DUE] = g_signal_new ("due", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);

  /**
   * HearthReminderQueue::missed:
   * @self: the queue
   * @reminders: (element-type HearthReminder): reminders of events that are over, and those that
   * are late by minutes where they are more than a few
   *
   * Emitted once for all that were missed, to be told in one word. They too are
   * %HEARTH_REMINDER_PRESENTING until hearth_reminder_queue_shown() is called for each.
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
  self->entries = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL,
                                         (GDestroyNotify) hearth_reminder_entry_free);
  self->by_key = g_hash_table_new (g_str_hash, g_str_equal);
  hearth_reminder_heap_init (&self->heap);
  self->unsaved = g_ptr_array_new ();
  self->unshown = g_array_new (FALSE, FALSE, sizeof (gint64));
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

/**
 * hearth_reminder_queue_compare:
 * @a: (type HearthReminder): where a pointer to a reminder is
 * @b: (type HearthReminder): where another is
 *
 * Returns: which comes first, for g_ptr_array_sort()
 */
int
hearth_reminder_queue_compare (gconstpointer a, gconstpointer b)
{
  return hearth_reminder_compare (*(HearthReminder *const *) a, *(HearthReminder *const *) b);
}

/**
 * hearth_reminder_queue_start:
 * @self: a queue
 * @error: return location
 *
 * Loads what comes next and what is not acknowledged, and begins to remind. Signals come in the
 * thread's default main context, never out of this call. Fails with %HEARTH_REMINDER_ERROR_STORAGE.
 *
 * Returns: whether it is started
 */
gboolean
hearth_reminder_queue_start (HearthReminderQueue *self, GError **error)
{
  g_autoptr (GPtrArray) shown = NULL;
  g_autoptr (GError) failure = NULL;

  g_return_val_if_fail (self->timer == NULL, FALSE);

  shown = hearth_reminder_storage_load_shown (self->storage, &failure);
  if (shown == NULL || !hold_next (self, &failure)) {
    g_set_error (error, HEARTH_REMINDER_ERROR, HEARTH_REMINDER_ERROR_STORAGE,
                 _("The reminders could not be loaded: %s"),
                 failure != NULL ? failure->message : _("the reason is not known"));
    return FALSE;
  }
  g_ptr_array_sort (shown, hearth_reminder_queue_compare);
  for (guint i = 0; i < shown->len; i++) {
    const HearthReminder *reminder = g_ptr_array_index (shown, i);

    /* Of what was shown nobody knows whether it still is. Not stored anew: until it is shown again
     * it is as it was. */
    if (!g_hash_table_contains (self->entries, &reminder->id)) {
      HearthReminder *copy = hearth_reminder_copy (reminder);

      copy->state = HEARTH_REMINDER_PRESENTING;
      hearth_reminder_queue_insert (self, copy);
      g_array_append_val (self->unshown, copy->id);
    }
  }
  self->context = g_main_context_ref_thread_default ();
  self->timer = hearth_reminder_timer_new ();
  g_source_set_callback (self->timer, timer_cb, self, NULL);
  g_source_attach (self->timer, self->context);
  if (self->unshown->len > 0)
    hearth_reminder_timer_arm (self->timer, 0);
  else
    hearth_reminder_queue_arm (self);
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
 * hearth_reminder_queue_get_next:
 * @self: a queue
 *
 * Returns: when the next reminder is due, in seconds since 1970 UTC, or %G_MAXINT64 if there is
 * none
 */
gint64
hearth_reminder_queue_get_next (HearthReminderQueue *self)
{
  Entry *entry = hearth_reminder_heap_peek (&self->heap);

  if (entry == NULL || !hearth_reminder_queue_is_within (self, entry->reminder)) {
    g_autoptr (GError) error = NULL;

    if (!hold_next (self, &error))
      g_debug ("the next reminders could not be loaded: %s", error->message);
    entry = hearth_reminder_heap_peek (&self->heap);
  }
  return entry != NULL ? entry->reminder->due : G_MAXINT64;
}
