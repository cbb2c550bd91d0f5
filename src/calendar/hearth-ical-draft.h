/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-event.h"
#include "hearth-ical-alarm.h"

G_BEGIN_DECLS

/* The most dates of RDATE or EXDATE, and attendees that are kept of one event. */
#define HEARTH_ICAL_MAX_DATES 5000
#define HEARTH_ICAL_MAX_ATTENDEES 1000

/** HearthIcalRdate: one RDATE; @length in seconds if it was a PERIOD, else -1. */
typedef struct {
  HearthIcalTime start;
  gint64 length;
} HearthIcalRdate;

/**
 * HearthIcalDraft:
 *
 * A VEVENT or VTODO as read, before zones are resolved and occurrences found.
 *
 * @event: (owned): the event, its texts filled in; of a task what both have
 * @todo: (owned) (nullable): what only a task has, and once it is settled all of it
 * @full: it was said that later occurrences are left out
 * @line: the line of its BEGIN
 * @offset: where it begins in the text
 * @end_offset: where the line after its END begins
 * @start: DTSTART
 * @end: DTEND or DUE
 * @days: the whole days of DURATION
 * @seconds: the rest of DURATION, or from DTSTART to DTEND
 * @recurrence_id: RECURRENCE-ID
 * @and_future: RANGE=THISANDFUTURE
 * @more_rules: (nullable): further RRULEs than the event's first
 * @exclusion_rules: (nullable): EXRULEs
 * @rdates: (nullable) (element-type HearthIcalRdate): RDATEs
 * @exdates: (nullable) (element-type HearthIcalTime): EXDATEs
 * @triggers: (nullable) (element-type HearthIcalTrigger): VALARMs as written
 * @stamp: LAST-MODIFIED or else DTSTAMP, seconds since 1970 UTC
 * @acknowledged: X-MOZ-LASTACK, seconds since 1970 UTC, or 0
 */
typedef struct {
  HearthEvent *event;
  HearthTodo *todo;
  gboolean full;
  guint line;
  gsize offset;
  gsize end_offset;
  HearthIcalTime start;
  HearthIcalTime end;
  gboolean has_duration;
  gint64 days;
  gint64 seconds;
  HearthIcalTime recurrence_id;
  gboolean and_future;
  GPtrArray *more_rules;
  GPtrArray *exclusion_rules;
  GArray *rdates;
  GArray *exdates;
  GArray *triggers;
  gint64 stamp;
  gint64 acknowledged;
} HearthIcalDraft;

HearthIcalDraft *hearth_ical_draft_read      (HearthIcalReader *reader, HearthZones *zones,
                                              HearthIcalWarnings *warnings) G_GNUC_WARN_UNUSED_RESULT;
void             hearth_ical_draft_settle    (HearthIcalDraft *self, HearthIcalWarnings *warnings);
void             hearth_ical_draft_free      (HearthIcalDraft *self);
gint64           hearth_ical_draft_length_at (HearthIcalDraft *self, gint64 local, HearthZone *zone);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthIcalDraft, hearth_ical_draft_free)

G_END_DECLS
