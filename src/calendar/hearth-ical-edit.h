/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-calendar-error.h"
#include "hearth-event-edit.h"

G_BEGIN_DECLS

/* Changes to the text of a calendar, whoever wrote it. Only the lines that say something else
 * afterwards are written anew; every other byte stays: unknown properties, other components, the
 * order, the ends of lines. */

GBytes   *hearth_ical_edit_apply        (GBytes *content, const HearthEventEdit *edit,
                                         GTimeZone *floating, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean  hearth_ical_edit_split        (GBytes *content, const HearthEventEdit *edit,
                                         GTimeZone *floating, HearthEventEdit **rest,
                                         HearthEventEdit **head, GError **error);
char     *hearth_ical_edit_dup_rest_uid (const char *uid, gint64 recurrence_id) G_GNUC_WARN_UNUSED_RESULT;

GBytes   *hearth_ical_extract           (GBytes *content, const char *uid, GError **error) G_GNUC_WARN_UNUSED_RESULT;
GBytes   *hearth_ical_replace           (GBytes *content, const char *uid, GBytes *object,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
