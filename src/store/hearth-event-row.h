/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database-private.h"
#include "hearth-event.h"

G_BEGIN_DECLS

/* Between HearthEvent and its columns. */

#define HEARTH_EVENT_COLUMNS                                                                       \
  "id, source_id, href, uid, recurrence_id, summary, description, location, url, start, \"end\","  \
  " all_day, tzid, organizer, attendees, status, transparent, rrule, alarms, sequence,"            \
  " calendar_name, occurrences"

HearthEvent *hearth_event_row_read        (HearthStatement *statement) G_GNUC_WARN_UNUSED_RESULT;
char        *hearth_event_row_dup_attendees (const HearthEvent *event) G_GNUC_WARN_UNUSED_RESULT;
char        *hearth_event_row_dup_alarms  (const HearthEvent *event) G_GNUC_WARN_UNUSED_RESULT;
char        *hearth_event_row_dup_words   (const HearthEvent *event) G_GNUC_WARN_UNUSED_RESULT;
GByteArray  *hearth_event_row_pack        (GArray *occurrences) G_GNUC_WARN_UNUSED_RESULT;
void         hearth_event_row_unpack      (const guint8 *data, gsize size, GArray *occurrences);

G_END_DECLS
