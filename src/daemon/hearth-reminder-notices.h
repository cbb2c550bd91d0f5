/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-engine.h"
#include "hearth-notifier.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_REMINDER_NOTICES (hearth_reminder_notices_get_type ())
G_DECLARE_FINAL_TYPE (HearthReminderNotices, hearth_reminder_notices, HEARTH, REMINDER_NOTICES, GObject)

HearthReminderNotices *hearth_reminder_notices_new (HearthEngine *engine, HearthNotifier *notifier) G_GNUC_WARN_UNUSED_RESULT;

void hearth_reminder_notices_tidy (HearthReminderNotices *self);

G_END_DECLS
