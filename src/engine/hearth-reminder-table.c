/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-reminder-table.h"

#include "hearth-store-records.h"

/**
 * HearthReminderTable:
 *
 * The reminder queue's storage: the store's table, through the one writer.
 */
struct _HearthReminderTable {
  GObject parent_instance;

  HearthWriter *writer; /* (owned) */
};

static void storage_iface_init (HearthReminderStorageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HearthReminderTable, hearth_reminder_table, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (HEARTH_TYPE_REMINDER_STORAGE,
                                                      storage_iface_init))

static gboolean
read_open (HearthDatabase *db, gpointer user_data, GError **error)
{
  GPtrArray **reminders = user_data;

  *reminders = hearth_store_reminders_list (db, TRUE, error);
  return *reminders != NULL;
}

static GPtrArray *
hearth_reminder_table_load_open (HearthReminderStorage *storage, GError **error)
{
  HearthReminderTable *self = HEARTH_REMINDER_TABLE (storage);
  GPtrArray *reminders = NULL;

  hearth_writer_call_sync (self->writer, read_open, &reminders, error);
  return reminders;
}

static gboolean
write_reminder (HearthDatabase *db, gpointer user_data, GError **error)
{
  return hearth_store_reminders_save (db, user_data, error);
}

static gboolean
hearth_reminder_table_save (HearthReminderStorage *storage, HearthReminder *reminder,
                            GError **error)
{
  HearthReminderTable *self = HEARTH_REMINDER_TABLE (storage);

  return hearth_writer_run_sync (self->writer, write_reminder, reminder, error);
}

static void
storage_iface_init (HearthReminderStorageInterface *iface)
{
  iface->load_open = hearth_reminder_table_load_open;
  iface->save = hearth_reminder_table_save;
}

static void
hearth_reminder_table_finalize (GObject *object)
{
  g_object_unref (HEARTH_REMINDER_TABLE (object)->writer);
  G_OBJECT_CLASS (hearth_reminder_table_parent_class)->finalize (object);
}

static void
hearth_reminder_table_class_init (HearthReminderTableClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hearth_reminder_table_finalize;
}

static void
hearth_reminder_table_init (HearthReminderTable *self)
{
}

/**
 * hearth_reminder_table_new:
 * @writer: the store's writer
 *
 * Returns: (transfer full): a storage for a reminder queue
 */
HearthReminderStorage *
hearth_reminder_table_new (HearthWriter *writer)
{
  HearthReminderTable *self = g_object_new (HEARTH_TYPE_REMINDER_TABLE, NULL);

  self->writer = g_object_ref (writer);
  return HEARTH_REMINDER_STORAGE (self);
}
