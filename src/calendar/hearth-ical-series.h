/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-event-edit.h"
#include "hearth-ical-form.h"
#include "hearth-ical-object.h"

G_BEGIN_DECLS

/* What edits do to the times of a series. Only for hearth-ical-edit.c. */

gboolean          hearth_ical_series_recurs       (HearthIcalObject *object);
HearthIcalMember *hearth_ical_series_get_override (HearthIcalObject *object, gint64 recurrence_id,
                                                   GError **error);
gboolean          hearth_ical_series_move         (HearthIcalObject *object,
                                                   const HearthEventEdit *edit, GTimeZone *floating,
                                                   GError **error);
gboolean          hearth_ical_series_move_member  (HearthIcalObject *object,
                                                   HearthIcalMember *member,
                                                   const HearthEventEdit *edit, GTimeZone *floating,
                                                   GError **error);
gboolean          hearth_ical_series_set_rule     (HearthIcalObject *object, const char *rule,
                                                   GError **error);
void              hearth_ical_series_exclude      (HearthIcalObject *object, gint64 recurrence_id);
gboolean          hearth_ical_series_is_start     (HearthIcalObject *object, gint64 recurrence_id);
void              hearth_ical_series_end_before   (HearthIcalObject *object, gint64 recurrence_id);
gboolean          hearth_ical_series_begin_at     (HearthIcalObject *object, gint64 recurrence_id,
                                                   GTimeZone *floating, GError **error);
void              hearth_ical_series_step         (HearthIcalObject *object, HearthSpan next);

G_END_DECLS
