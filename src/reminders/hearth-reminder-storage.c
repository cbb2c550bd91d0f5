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
 * hearth_reminder_storage_load_open:
 * @self: a storage
 * @error: return location
 *
 * Reads every reminder that is %HEARTH_REMINDER_SCHEDULED or %HEARTH_REMINDER_PRESENTING.
 *
 * Returns: (transfer full) (nullable) (element-type HearthReminder): them, in any order
 */
GPtrArray *
hearth_reminder_storage_load_open (HearthReminderStorage *self, GError **error)
{
  g_return_val_if_fail (HEARTH_IS_REMINDER_STORAGE (self), NULL);

  return HEARTH_REMINDER_STORAGE_GET_IFACE (self)->load_open (self, error);
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
