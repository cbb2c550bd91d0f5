/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-reminder-heap.h"
#include "hearth-reminder-queue.h"

G_BEGIN_DECLS

/**
 * HearthReminderQueue:
 *
 * The queue of due times. Knows nothing of mail and calendars: whoever wants somebody to be
 * reminded adds a reminder, and who shows it listens to [signal@HearthReminderQueue::due].
 *
 * Every change is stored before it is shown. What was being shown when the process ended is shown
 * again under the same id. Nothing is polled: one timer is armed for the earliest reminder.
 *
 * Belongs to one thread.
 */
struct _HearthReminderQueue {
  GObject parent_instance;

  HearthReminderStorage *storage; /* (owned) */
  GHashTable *entries;            /* (owned): gint64 id -> HearthReminderEntry, what is held */
  GHashTable *by_key;       /* (owned): char * -> HearthReminderEntry, the open ones of them */
  HearthReminderHeap heap;  /* (owned) those held that wait */
  gboolean holds_all;       /* whether the storage has none that waits beside */
  HearthReminder last_held; /* due and id up to which all that wait are held, if not all */
  GPtrArray *unsaved;       /* (owned) of lent HearthReminderEntry */
  GSource *timer;           /* (owned) (nullable) while stopped */
  GSource *retry;           /* (owned) (nullable) */
  GMainContext *context;    /* (owned) (nullable) while stopped */
  guint n_failures;         /* in a row */
  gboolean is_different;    /* what "changed" will say */
  GArray *unshown;          /* (owned) of gint64 ids: PRESENTING and not yet emitted */
};

gboolean             hearth_reminder_waits              (const HearthReminder *reminder);
gboolean             hearth_reminder_is_open            (const HearthReminder *reminder);
gboolean             hearth_reminder_is_over            (const HearthReminder *reminder, gint64 now);
void                 hearth_reminder_queue_arm          (HearthReminderQueue *self);
void                 hearth_reminder_queue_forget       (HearthReminderQueue *self,
                                                         HearthReminderEntry *entry);
gboolean             hearth_reminder_queue_save         (HearthReminderQueue *self,
                                                         HearthReminderEntry *entry);
void                 hearth_reminder_queue_close        (HearthReminderQueue *self,
                                                         HearthReminderEntry *entry,
                                                         HearthReminderState state);
HearthReminderEntry *hearth_reminder_queue_insert       (HearthReminderQueue *self,
                                                         HearthReminder *reminder);
gboolean             hearth_reminder_queue_is_within    (HearthReminderQueue *self,
                                                         const HearthReminder *reminder);
void                 hearth_reminder_queue_let_go       (HearthReminderQueue *self);
int                  hearth_reminder_queue_compare      (gconstpointer a, gconstpointer b);
void                 hearth_reminder_queue_emit_changed (HearthReminderQueue *self);

G_END_DECLS
