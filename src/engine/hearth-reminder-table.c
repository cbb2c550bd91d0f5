/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-reminder-table.h"

#include "hearth-store-actions.h"
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

typedef struct {
  gint64 id;
  const char *key;
  guint limit;
  GPtrArray *reminders;
  HearthReminder *reminder;
} Reading;

static gboolean
read_shown (HearthDatabase *db, gpointer user_data, GError **error)
{
  Reading *reading = user_data;

  reading->reminders = hearth_store_reminders_list_shown (db, error);
  return reading->reminders != NULL;
}

static GPtrArray *
hearth_reminder_table_load_shown (HearthReminderStorage *storage, GError **error)
{
  HearthReminderTable *self = HEARTH_REMINDER_TABLE (storage);
  Reading reading = { 0 };

  hearth_writer_call_sync (self->writer, read_shown, &reading, error);
  return reading.reminders;
}

static gboolean
read_waiting (HearthDatabase *db, gpointer user_data, GError **error)
{
  Reading *reading = user_data;

  reading->reminders = hearth_store_reminders_list_waiting (db, reading->limit, error);
  return reading->reminders != NULL;
}

static GPtrArray *
hearth_reminder_table_load_waiting (HearthReminderStorage *storage, guint limit, GError **error)
{
  HearthReminderTable *self = HEARTH_REMINDER_TABLE (storage);
  Reading reading = { .limit = limit };

  hearth_writer_call_sync (self->writer, read_waiting, &reading, error);
  return reading.reminders;
}

static gboolean
read_one (HearthDatabase *db, gpointer user_data, GError **error)
{
  Reading *reading = user_data;

  return hearth_store_reminders_find (db, reading->id, reading->key, &reading->reminder, error);
}

static gboolean
hearth_reminder_table_find (HearthReminderStorage *storage, gint64 id, const char *key,
                            HearthReminder **reminder, GError **error)
{
  HearthReminderTable *self = HEARTH_REMINDER_TABLE (storage);
  Reading reading = { .id = id, .key = key };
  gboolean ok = hearth_writer_call_sync (self->writer, read_one, &reading, error);

  *reminder = reading.reminder;
  return ok;
}

typedef struct {
  HearthWriter *writer;
  HearthReminder *reminder;
} Saving;

/* What rides with a reminder is of an act, which can be taken back. */
static gboolean
write_reminder (HearthDatabase *db, gpointer user_data, GError **error)
{
  Saving *saving = user_data;
  char note[24];
  gint64 action_id = 0;

  if (!hearth_store_reminders_save (db, saving->reminder, error))
    return FALSE;
  if (!hearth_writer_has_rider (saving->writer))
    return TRUE;
  g_snprintf (note, sizeof note, "%" G_GINT64_FORMAT, saving->reminder->id);
  return hearth_store_actions_add_note (db, "remind", 0, note, &action_id, error) &&
         hearth_writer_ride (saving->writer, db, action_id, error);
}

static gboolean
hearth_reminder_table_save (HearthReminderStorage *storage, HearthReminder *reminder,
                            GError **error)
{
  HearthReminderTable *self = HEARTH_REMINDER_TABLE (storage);
  Saving saving = { self->writer, reminder };

  return hearth_writer_run_sync (self->writer, write_reminder, &saving, error);
}

static void
storage_iface_init (HearthReminderStorageInterface *iface)
{
  iface->load_shown = hearth_reminder_table_load_shown;
  iface->load_waiting = hearth_reminder_table_load_waiting;
  iface->find = hearth_reminder_table_find;
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
