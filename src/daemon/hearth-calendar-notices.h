/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-engine.h"
#include "hearth-mail-notices.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_CALENDAR_NOTICES (hearth_calendar_notices_get_type ())
G_DECLARE_FINAL_TYPE (HearthCalendarNotices, hearth_calendar_notices, HEARTH, CALENDAR_NOTICES,
                      GObject)

HearthCalendarNotices *hearth_calendar_notices_new         (HearthEngine *engine,
                                                            HearthNotifier *notifier) G_GNUC_WARN_UNUSED_RESULT;
void                   hearth_calendar_notices_set_privacy (HearthCalendarNotices *self,
                                                            HearthPrivacy privacy);

G_END_DECLS
