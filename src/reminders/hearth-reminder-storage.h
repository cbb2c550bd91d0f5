/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-records.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_REMINDER_STORAGE (hearth_reminder_storage_get_type ())
G_DECLARE_INTERFACE (HearthReminderStorage, hearth_reminder_storage, HEARTH, REMINDER_STORAGE,
                     GObject)

/**
 * HearthReminderStorageInterface:
 * @load_shown: see hearth_reminder_storage_load_shown()
 * @load_waiting: see hearth_reminder_storage_load_waiting()
 * @find: see hearth_reminder_storage_find()
 * @save: see hearth_reminder_storage_save()
 */
struct _HearthReminderStorageInterface {
  GTypeInterface parent_iface;

  GPtrArray *(*load_shown)   (HearthReminderStorage *self, GError **error);
  GPtrArray *(*load_waiting) (HearthReminderStorage *self, guint limit, GError **error);
  gboolean   (*find)         (HearthReminderStorage *self, gint64 id, const char *key,
                              HearthReminder **reminder, GError **error);
  gboolean   (*save)         (HearthReminderStorage *self, HearthReminder *reminder, GError **error);
};

GPtrArray *hearth_reminder_storage_load_shown   (HearthReminderStorage *self,
                                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *hearth_reminder_storage_load_waiting (HearthReminderStorage *self, guint limit,
                                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   hearth_reminder_storage_find         (HearthReminderStorage *self, gint64 id,
                                                 const char *key, HearthReminder **reminder,
                                                 GError **error);
gboolean   hearth_reminder_storage_save         (HearthReminderStorage *self,
                                                 HearthReminder *reminder, GError **error);

G_END_DECLS
