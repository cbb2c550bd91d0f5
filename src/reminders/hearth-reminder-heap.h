/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-records.h"

G_BEGIN_DECLS

#define HEARTH_REMINDER_NOWHERE G_MAXUINT

/**
 * HearthReminderEntry:
 * @reminder: (owned): the reminder
 * @place: in the heap, or %HEARTH_REMINDER_NOWHERE
 * @is_unsaved: whether what is stored of it is older
 */
typedef struct {
  HearthReminder *reminder;
  guint place;
  gboolean is_unsaved;
} HearthReminderEntry;

HearthReminderEntry *hearth_reminder_entry_new  (HearthReminder *reminder) G_GNUC_WARN_UNUSED_RESULT;
void                 hearth_reminder_entry_free (HearthReminderEntry *entry);

/**
 * HearthReminderHeap:
 * @entries: (owned) (element-type HearthReminderEntry): lent entries, the earliest first
 */
typedef struct {
  GPtrArray *entries;
} HearthReminderHeap;

int                  hearth_reminder_compare     (const HearthReminder *a, const HearthReminder *b);
void                 hearth_reminder_heap_init   (HearthReminderHeap *self);
void                 hearth_reminder_heap_clear  (HearthReminderHeap *self);
HearthReminderEntry *hearth_reminder_heap_peek   (HearthReminderHeap *self);
void                 hearth_reminder_heap_add    (HearthReminderHeap *self, HearthReminderEntry *entry);
void                 hearth_reminder_heap_remove (HearthReminderHeap *self, HearthReminderEntry *entry);

G_END_DECLS
