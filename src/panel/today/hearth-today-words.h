/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-records.h"
#include "hearth-store-commitments.h"
#include "hearth-today.h"

G_BEGIN_DECLS

char *hearth_today_words_set_aside  (const HearthToday *today) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_today_words_name_days  (const HearthAgenda *agenda, gboolean week) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_today_words_count      (const HearthAgenda *agenda) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_today_words_why        (const HearthCommitment *thing) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_today_words_awaited    (const HearthCommitment *one) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_today_words_reminder   (const HearthReminder *reminder) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_today_words_due        (const HearthTodo *task, gboolean *late) G_GNUC_WARN_UNUSED_RESULT;
int   hearth_today_words_find_first_weekday (void);

G_END_DECLS
