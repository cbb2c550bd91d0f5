/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-event.h"

G_BEGIN_DECLS

char *hearth_rule_words_describe   (const char *rrule) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_rule_words_alarms (const GArray *alarms) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_rule_words_alarm  (int seconds) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
