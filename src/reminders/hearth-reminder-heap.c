/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-reminder-heap.h"

/**
 * hearth_reminder_entry_new:
 * @reminder: (transfer full): a reminder
 *
 * Returns: (transfer full): an entry that is in no heap
 */
HearthReminderEntry *
hearth_reminder_entry_new (HearthReminder *reminder)
{
  HearthReminderEntry *entry = g_new0 (HearthReminderEntry, 1);

  entry->reminder = reminder;
  entry->place = HEARTH_REMINDER_NOWHERE;
  return entry;
}

/**
 * hearth_reminder_entry_free:
 * @entry: (transfer full): an entry that is in no heap
 */
void
hearth_reminder_entry_free (HearthReminderEntry *entry)
{
  hearth_reminder_free (entry->reminder);
  g_free (entry);
}

/**
 * hearth_reminder_compare:
 * @a: a stored reminder
 * @b: another
 *
 * Returns: less than 0 if @a is due before @b; of those due at once the one stored first is first
 */
int
hearth_reminder_compare (const HearthReminder *a, const HearthReminder *b)
{
  if (a->due != b->due)
    return a->due < b->due ? -1 : 1;
  return a->id < b->id ? -1 : a->id > b->id;
}

static HearthReminderEntry *
get (HearthReminderHeap *self, guint place)
{
  return g_ptr_array_index (self->entries, place);
}

static void
set (HearthReminderHeap *self, guint place, HearthReminderEntry *entry)
{
  self->entries->pdata[place] = entry;
  entry->place = place;
}

static void
move_up (HearthReminderHeap *self, HearthReminderEntry *entry)
{
  guint place = entry->place;

  while (place > 0) {
    HearthReminderEntry *parent = get (self, (place - 1) / 2);

    if (hearth_reminder_compare (parent->reminder, entry->reminder) <= 0)
      break;
    set (self, place, parent);
    place = (place - 1) / 2;
  }
  set (self, place, entry);
}

static void
move_down (HearthReminderHeap *self, HearthReminderEntry *entry)
{
  guint place = entry->place;

  for (guint child; (child = 2 * place + 1) < self->entries->len; place = child) {
    if (child + 1 < self->entries->len &&
        hearth_reminder_compare (get (self, child + 1)->reminder, get (self, child)->reminder) < 0)
      child++;
    if (hearth_reminder_compare (entry->reminder, get (self, child)->reminder) <= 0)
      break;
    set (self, place, get (self, child));
  }
  set (self, place, entry);
}

/**
 * hearth_reminder_heap_init:
 * @self: (out caller-allocates): a heap, which becomes empty
 */
void
hearth_reminder_heap_init (HearthReminderHeap *self)
{
  self->entries = g_ptr_array_new ();
}

/**
 * hearth_reminder_heap_clear:
 * @self: a heap; its entries are not its own
 */
void
hearth_reminder_heap_clear (HearthReminderHeap *self)
{
  g_clear_pointer (&self->entries, g_ptr_array_unref);
}

/**
 * hearth_reminder_heap_peek:
 * @self: a heap
 *
 * Returns: (transfer none) (nullable): the earliest entry
 */
HearthReminderEntry *
hearth_reminder_heap_peek (HearthReminderHeap *self)
{
  return self->entries->len > 0 ? get (self, 0) : NULL;
}

/**
 * hearth_reminder_heap_add:
 * @self: a heap
 * @entry: (transfer none): an entry that is in no heap; it must be removed before its reminder's
 * due time changes
 */
void
hearth_reminder_heap_add (HearthReminderHeap *self, HearthReminderEntry *entry)
{
  entry->place = self->entries->len;
  g_ptr_array_add (self->entries, entry);
  move_up (self, entry);
}

/**
 * hearth_reminder_heap_remove:
 * @self: a heap
 * @entry: an entry of it, or one that is in no heap, with which nothing happens
 */
void
hearth_reminder_heap_remove (HearthReminderHeap *self, HearthReminderEntry *entry)
{
  guint place = entry->place;
  HearthReminderEntry *last;

  if (place == HEARTH_REMINDER_NOWHERE)
    return;
  entry->place = HEARTH_REMINDER_NOWHERE;
  last = get (self, self->entries->len - 1);
  g_ptr_array_set_size (self->entries, (int) self->entries->len - 1);
  if (last == entry)
    return;
  set (self, place, last);
  move_up (self, last);
  move_down (self, last);
}
