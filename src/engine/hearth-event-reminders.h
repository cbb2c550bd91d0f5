/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database.h"
#include "hearth-reminder-queue.h"
#include "hearth-writer.h"

G_BEGIN_DECLS

/**
 * HearthReminderRules:
 * @default_minutes: how long before an event that has no alarm of its own
 * @travel_minutes: how long before an event elsewhere it is time to leave, or 0
 * @briefings: whether a meeting with others is told of a quarter of an hour before
 */
typedef struct {
  guint default_minutes;
  guint travel_minutes;
  gboolean briefings;
} HearthReminderRules;

gboolean hearth_event_reminders_plan (HearthDatabase *db, HearthWriter *writer,
                                      HearthReminderQueue *queue, const HearthReminderRules *rules,
                                      gboolean *more, GError **error);

G_END_DECLS
