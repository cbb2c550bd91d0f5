/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database.h"
#include "hearth-reminder-queue.h"
#include "hearth-writer.h"

G_BEGIN_DECLS

gboolean hearth_event_reminders_plan (HearthDatabase *db, HearthWriter *writer,
                                      HearthReminderQueue *queue, guint default_minutes,
                                      gboolean *more, GError **error);

G_END_DECLS
