/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-reminder-storage.h"

G_BEGIN_DECLS

/**
 * HearthReminderError:
 * @HEARTH_REMINDER_ERROR_NOT_FOUND: no open reminder has that id
 * @HEARTH_REMINDER_ERROR_STORAGE: the reminder could not be stored or loaded
 */
typedef enum {
  HEARTH_REMINDER_ERROR_NOT_FOUND,
  HEARTH_REMINDER_ERROR_STORAGE,
} HearthReminderError;

#define HEARTH_REMINDER_ERROR (hearth_reminder_error_quark ())
GQuark hearth_reminder_error_quark (void);

#define HEARTH_TYPE_REMINDER_QUEUE (hearth_reminder_queue_get_type ())
G_DECLARE_FINAL_TYPE (HearthReminderQueue, hearth_reminder_queue, HEARTH, REMINDER_QUEUE, GObject)

HearthReminderQueue *hearth_reminder_queue_new        (HearthReminderStorage *storage) G_GNUC_WARN_UNUSED_RESULT;
gboolean             hearth_reminder_queue_start      (HearthReminderQueue *self, GError **error);
void                 hearth_reminder_queue_stop       (HearthReminderQueue *self);
void                 hearth_reminder_queue_wake       (HearthReminderQueue *self);
gint64               hearth_reminder_queue_add        (HearthReminderQueue *self,
                                                       const HearthReminder *reminder,
                                                       GError **error);
gboolean             hearth_reminder_queue_change     (HearthReminderQueue *self, gint64 id,
                                                       const char *text, gint64 due,
                                                       GError **error);
gboolean             hearth_reminder_queue_snooze     (HearthReminderQueue *self, gint64 id,
                                                       gint64 until, GError **error);
void                 hearth_reminder_queue_shown      (HearthReminderQueue *self, gint64 id);
gboolean             hearth_reminder_queue_done       (HearthReminderQueue *self, gint64 id,
                                                       GError **error);
gboolean             hearth_reminder_queue_cancel     (HearthReminderQueue *self, gint64 id,
                                                       GError **error);
GPtrArray           *hearth_reminder_queue_list       (HearthReminderQueue *self) G_GNUC_WARN_UNUSED_RESULT;
HearthReminder      *hearth_reminder_queue_dup        (HearthReminderQueue *self, gint64 id) G_GNUC_WARN_UNUSED_RESULT;
gint64               hearth_reminder_queue_lookup_key (HearthReminderQueue *self, const char *key);
gint64               hearth_reminder_queue_get_next   (HearthReminderQueue *self);

G_END_DECLS
