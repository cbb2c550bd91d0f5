/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-reminder-storage.h"

/**
 * HearthReminderStorage:
 *
 * Where reminders are kept. Its calls block and are short; they come from the thread of the queue.
 */
G_DEFINE_INTERFACE (HearthReminderStorage, hearth_reminder_storage, G_TYPE_OBJECT)

static void
hearth_reminder_storage_default_init (HearthReminderStorageInterface *iface)
{
}

/**
 * hearth_reminder_storage_load_shown:
 * @self: a storage
 * @error: return location
 *
 * Reads every reminder that is %HEARTH_REMINDER_PRESENTING or %HEARTH_REMINDER_PRESENTED.
 *
 * Returns: (transfer full) (nullable) (element-type HearthReminder): them, in any order
 */
GPtrArray *
hearth_reminder_storage_load_shown (HearthReminderStorage *self, GError **error)
{
  g_return_val_if_fail (HEARTH_IS_REMINDER_STORAGE (self), NULL);

  return HEARTH_REMINDER_STORAGE_GET_IFACE (self)->load_shown (self, error);
}

/**
 * hearth_reminder_storage_load_waiting:
 * @self: a storage
 * @limit: at most so many; 0 for all
 * @error: return location
 *
 * Reads reminders that are %HEARTH_REMINDER_SCHEDULED or %HEARTH_REMINDER_SNOOZED, by their due
 * time and then by their id.
 *
 * Returns: (transfer full) (nullable) (element-type HearthReminder): the first of them, in order
 */
GPtrArray *
hearth_reminder_storage_load_waiting (HearthReminderStorage *self, guint limit, GError **error)
{
  g_return_val_if_fail (HEARTH_IS_REMINDER_STORAGE (self), NULL);

  return HEARTH_REMINDER_STORAGE_GET_IFACE (self)->load_waiting (self, limit, error);
}

/**
 * hearth_reminder_storage_find:
 * @self: a storage
 * @id: a row, or 0 to look for @key
 * @key: (nullable): a reminder's stable name
 * @reminder: (out) (transfer full) (nullable): it, in whatever state, or %NULL if there is none
 * @error: return location
 *
 * Reads one reminder.
 *
 * Returns: whether it could be read, or was found absent
 */
gboolean
hearth_reminder_storage_find (HearthReminderStorage *self, gint64 id, const char *key,
                              HearthReminder **reminder, GError **error)
{
  g_return_val_if_fail (HEARTH_IS_REMINDER_STORAGE (self), FALSE);

  *reminder = NULL;
  return HEARTH_REMINDER_STORAGE_GET_IFACE (self)->find (self, id, key, reminder, error);
}

/**
 * hearth_reminder_storage_save:
 * @self: a storage
 * @reminder: a reminder; if its id is 0 it is new and is given one
 * @error: return location
 *
 * Stores a reminder so that it survives the end of the process.
 *
 * Returns: whether it is stored
 */
gboolean
hearth_reminder_storage_save (HearthReminderStorage *self, HearthReminder *reminder, GError **error)
{
  g_return_val_if_fail (HEARTH_IS_REMINDER_STORAGE (self), FALSE);

  return HEARTH_REMINDER_STORAGE_GET_IFACE (self)->save (self, reminder, error);
}
