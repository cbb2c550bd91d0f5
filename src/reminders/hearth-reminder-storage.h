/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-records.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_REMINDER_STORAGE (hearth_reminder_storage_get_type ())
G_DECLARE_INTERFACE (HearthReminderStorage, hearth_reminder_storage, HEARTH, REMINDER_STORAGE,
                     GObject)

/**
 * HearthReminderStorageInterface:
 * @load_open: see hearth_reminder_storage_load_open()
 * @save: see hearth_reminder_storage_save()
 */
struct _HearthReminderStorageInterface {
  GTypeInterface parent_iface;

  GPtrArray *(*load_open) (HearthReminderStorage *self, GError **error);
  gboolean   (*save)      (HearthReminderStorage *self, HearthReminder *reminder, GError **error);
};

GPtrArray *hearth_reminder_storage_load_open (HearthReminderStorage *self,
                                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   hearth_reminder_storage_save      (HearthReminderStorage *self, HearthReminder *reminder,
                                              GError **error);

G_END_DECLS
