/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database-private.h"
#include "hearth-event.h"

G_BEGIN_DECLS

/* Between HearthEvent and its columns. */

#define HEARTH_EVENT_COLUMNS                                                                       \
  "e.id, e.source_id, e.href, e.uid, e.recurrence_id, e.summary, e.description, e.location, "      \
  "e.url,"                                                                                         \
  " e.start, e.\"end\", e.all_day, e.tzid, e.organizer, e.attendees, e.status, e.transparent,"     \
  " e.rrule, e.alarms, e.sequence, e.calendar_name"

/**
 * HearthOccurrenceKind:
 * @HEARTH_OCCURRENCE_HOURS: at most %HEARTH_OCCURRENCE_HOURS_MAX seconds long
 * @HEARTH_OCCURRENCE_DAY: at most %HEARTH_OCCURRENCE_DAY_MAX
 * @HEARTH_OCCURRENCE_LONG: longer
 * @HEARTH_OCCURRENCE_DATE: all-day, at most %HEARTH_OCCURRENCE_DAY_MAX
 * @HEARTH_OCCURRENCE_DATES: all-day, longer
 *
 * The column `kind` of occurrences. They are looked up by their start; so that those which
 * began earlier and still go on are found without reading everything before, they are kept
 * apart by their length. Of all-day events, start and end are midnights in UTC and mean dates:
 * they are the owner’s days, wherever the owner is.
 */
typedef enum {
  HEARTH_OCCURRENCE_HOURS, /* at most HEARTH_OCCURRENCE_HOURS_MAX seconds long */
  HEARTH_OCCURRENCE_DAY,   /* at most HEARTH_OCCURRENCE_DAY_MAX */
  HEARTH_OCCURRENCE_LONG,
  HEARTH_OCCURRENCE_DATE, /* all-day, at most HEARTH_OCCURRENCE_DAY_MAX */
  HEARTH_OCCURRENCE_DATES,
} HearthOccurrenceKind;

#define HEARTH_OCCURRENCE_HOURS_MAX ((gint64) 4 * 3600)
#define HEARTH_OCCURRENCE_DAY_MAX ((gint64) 2 * 24 * 3600)

HearthEvent *
hearth_event_row_read (HearthStatement *statement,
                       gboolean with_occurrences) G_GNUC_WARN_UNUSED_RESULT;
char *
hearth_event_row_dup_attendees (const HearthEvent *event) G_GNUC_WARN_UNUSED_RESULT;
char *
hearth_event_row_dup_alarms (const GArray *alarms) G_GNUC_WARN_UNUSED_RESULT;
void
hearth_event_row_read_alarms (GArray *alarms, const char *column);
char *
hearth_event_row_dup_all_alarms (const HearthEvent *event) G_GNUC_WARN_UNUSED_RESULT;
void
hearth_event_row_read_moments (GArray *moments, const char *column);
char *
hearth_event_row_dup_words (const HearthEvent *event) G_GNUC_WARN_UNUSED_RESULT;
GByteArray *
hearth_event_row_pack (GArray *occurrences) G_GNUC_WARN_UNUSED_RESULT;
void
hearth_event_row_unpack (const guint8 *data, gsize size, GArray *occurrences);

G_END_DECLS
