/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-reminder-queue-private.h"

#include "hearth-clock.h"

#include <glib/gi18n.h>

/* What is done with single reminders of a queue; hearth-reminder-queue.c lets them fall due. */

typedef HearthReminderEntry Entry;

/* Looks for an open reminder, by its id or else by its key, also where it is not held. */
static Entry *
find (HearthReminderQueue *self, gint64 id, const char *key)
{
  Entry *entry =
      id != 0 ? g_hash_table_lookup (self->entries, &id) : g_hash_table_lookup (self->by_key, key);
  g_autoptr (HearthReminder) reminder = NULL;
  g_autoptr (GError) error = NULL;

  if (entry != NULL)
    return hearth_reminder_is_open (entry->reminder) ? entry : NULL;
  if (self->holds_all)
    return NULL;
  if (!hearth_reminder_storage_find (self->storage, id, key, &reminder, &error)) {
    g_debug ("a reminder could not be looked for: %s", error->message);
    return NULL;
  }
  /* What is held and has that key is closed there, and only not yet stored so. */
  if (reminder == NULL || !hearth_reminder_waits (reminder) ||
      g_hash_table_contains (self->entries, &reminder->id))
    return NULL;
  return hearth_reminder_queue_insert (self, g_steal_pointer (&reminder));
}

static Entry *
find_open (HearthReminderQueue *self, gint64 id, GError **error)
{
  Entry *entry = id != 0 ? find (self, id, NULL) : NULL;

  if (entry != NULL)
    return entry;
  g_set_error_literal (error, HEARTH_REMINDER_ERROR, HEARTH_REMINDER_ERROR_NOT_FOUND,
                       _("That reminder is not open any more."));
  return NULL;
}

/* Puts an open entry back among what is to come, with a new time. */
static void
schedule (HearthReminderQueue *self, Entry *entry, gint64 due, HearthReminderState state)
{
  hearth_reminder_heap_remove (&self->heap, entry);
  entry->reminder->due = due;
  entry->reminder->state = state;
  hearth_reminder_heap_add (&self->heap, entry);
  if (hearth_reminder_queue_save (self, entry) &&
      !hearth_reminder_queue_is_within (self, entry->reminder))
    hearth_reminder_queue_forget (self, entry);
  hearth_reminder_queue_arm (self);
  hearth_reminder_queue_emit_changed (self);
}

/**
 * hearth_reminder_queue_add:
 * @self: a queue
 * @reminder: the reminder; its id and state are not looked at
 * @error: return location
 *
 * Adds a reminder and stores it. If one with the same key is open, that one is changed instead; one
 * that was put off keeps its time.
 * Fails with %HEARTH_REMINDER_ERROR_STORAGE, and then nothing was added: who asked for it must be
 * told.
 *
 * Returns: the reminder's id, or 0
 */
gint64
hearth_reminder_queue_add (HearthReminderQueue *self, const HearthReminder *reminder,
                           GError **error)
{
  Entry *entry = find (self, 0, reminder->key);
  g_autoptr (HearthReminder) copy = NULL;
  g_autoptr (GError) failure = NULL;
  gint64 id;

  if (entry != NULL) {
    entry->reminder->event_start = reminder->event_start;
    entry->reminder->event_end = reminder->event_end;
    entry->reminder->event_id = reminder->event_id;
    entry->reminder->kind = reminder->kind;
    g_free (entry->reminder->link);
    entry->reminder->link = g_strdup (reminder->link);
    id = entry->reminder->id;
    /* What its owner put off comes when they said, whatever became of it. */
    if (entry->reminder->state == HEARTH_REMINDER_SNOOZED) {
      g_free (entry->reminder->text);
      entry->reminder->text = g_strdup (reminder->text);
      entry->reminder->original_due = reminder->due;
      schedule (self, entry, entry->reminder->due, HEARTH_REMINDER_SNOOZED);
      return id;
    }
    return hearth_reminder_queue_change (self, id, reminder->text, reminder->due, error) ? id : 0;
  }
  copy = hearth_reminder_copy (reminder);
  copy->id = 0;
  copy->state = HEARTH_REMINDER_SCHEDULED;
  copy->shown = 0;
  if (copy->original_due == 0)
    copy->original_due = copy->due;
  if (!hearth_reminder_storage_save (self->storage, copy, &failure) || copy->id == 0) {
    g_set_error (error, HEARTH_REMINDER_ERROR, HEARTH_REMINDER_ERROR_STORAGE,
                 _("The reminder could not be stored, so it was not set: %s"),
                 failure != NULL ? failure->message : _("the reason is not known"));
    return 0;
  }
  id = copy->id;
  /* One of that name that was closed, and could not be stored so, is this one now. */
  entry = g_hash_table_lookup (self->entries, &id);
  if (entry != NULL)
    hearth_reminder_queue_forget (self, entry);
  if (hearth_reminder_queue_is_within (self, copy)) {
    hearth_reminder_queue_insert (self, g_steal_pointer (&copy));
    hearth_reminder_queue_let_go (self);
  }
  hearth_reminder_queue_arm (self);
  hearth_reminder_queue_emit_changed (self);
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
  schedule (self, entry, due, HEARTH_REMINDER_SCHEDULED);
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
  schedule (self, entry, until, HEARTH_REMINDER_SNOOZED);
  return TRUE;
}

/**
 * hearth_reminder_queue_shown:
 * @self: a queue
 * @id: a reminder that was emitted
 *
 * Notes that a reminder is on the screen now. It stays open until its owner deals with it; one
 * whose event is over is closed as missed. Nothing happens if it is not to be shown any more.
 */
void
hearth_reminder_queue_shown (HearthReminderQueue *self, gint64 id)
{
  Entry *entry = g_hash_table_lookup (self->entries, &id);
  gint64 now = hearth_clock_now ();

  if (entry == NULL || entry->reminder->state != HEARTH_REMINDER_PRESENTING)
    return;
  entry->reminder->shown = now;
  if (hearth_reminder_is_over (entry->reminder, now)) {
    hearth_reminder_queue_close (self, entry, HEARTH_REMINDER_MISSED);
  } else {
    entry->reminder->state = HEARTH_REMINDER_PRESENTED;
    hearth_reminder_queue_save (self, entry);
  }
  hearth_reminder_queue_emit_changed (self);
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
  hearth_reminder_queue_close (self, entry, HEARTH_REMINDER_DONE);
  hearth_reminder_queue_arm (self);
  hearth_reminder_queue_emit_changed (self);
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
 * Reads the storage for what is not held.
 *
 * Returns: (transfer full) (element-type HearthReminder): copies of all that are open, the earliest
 *   first
 */
GPtrArray *
hearth_reminder_queue_list (HearthReminderQueue *self)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_reminder_free);
  g_autoptr (GPtrArray) waiting = NULL;
  g_autoptr (GError) error = NULL;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (hearth_reminder_is_open (((Entry *) value)->reminder))
      g_ptr_array_add (list, hearth_reminder_copy (((Entry *) value)->reminder));
  if (!self->holds_all) {
    waiting = hearth_reminder_storage_load_waiting (self->storage, 0, &error);
    if (waiting == NULL)
      g_warning ("Reminders could not be listed: %s", error->message);
  }
  for (guint i = 0; waiting != NULL && i < waiting->len; i++) {
    const HearthReminder *reminder = g_ptr_array_index (waiting, i);

    if (!g_hash_table_contains (self->entries, &reminder->id))
      g_ptr_array_add (list, hearth_reminder_copy (reminder));
  }
  g_ptr_array_sort (list, hearth_reminder_queue_compare);
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
  Entry *entry = find (self, 0, key);

  return entry != NULL ? entry->reminder->id : 0;
}
