/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-mail-notices.h"
#include "hearth-message.h"
#include "hearth-records.h"
#include "hearth-teller.h"

G_BEGIN_DECLS

gboolean hearth_announcer_may_remind  (HearthDatabase *db, const HearthInterruptPolicy *policy,
                                       const HearthDesktopState *state, gint64 now);
char *hearth_announcer_write_mail     (const HearthMessage *message,
                                       HearthPrivacy privacy) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_announcer_write_reminder (const HearthReminder *reminder, HearthPrivacy privacy,
                                       gint64 now) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
