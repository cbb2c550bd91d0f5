/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Changes to the text of a RRULE: every part but the one that is meant stays as it is written. */

char   *hearth_ical_rule_dup_part (const char *rule, const char *name) G_GNUC_WARN_UNUSED_RESULT;
char   *hearth_ical_rule_with     (const char *rule, const char *name,
                                   const char *value) G_GNUC_WARN_UNUSED_RESULT;
char   *hearth_ical_rule_moved    (const char *rule, gint64 from, gint64 to) G_GNUC_WARN_UNUSED_RESULT;
gint64  hearth_ical_rule_count    (const char *rule, gint64 start, gboolean is_date, gint64 before);

G_END_DECLS
