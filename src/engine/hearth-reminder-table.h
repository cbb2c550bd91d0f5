/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-reminder-queue.h"
#include "hearth-writer.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_REMINDER_TABLE (hearth_reminder_table_get_type ())
G_DECLARE_FINAL_TYPE (HearthReminderTable, hearth_reminder_table, HEARTH, REMINDER_TABLE, GObject)

HearthReminderStorage *hearth_reminder_table_new (HearthWriter *writer) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
