/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database.h"
#include "hearth-reminder-queue.h"

G_BEGIN_DECLS

gboolean hearth_event_reminders_plan (HearthDatabase *db, HearthReminderQueue *queue,
                                      guint default_minutes, GError **error);

G_END_DECLS
