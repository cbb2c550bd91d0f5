/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-message.h"
#include "hearth-todo.h"

G_BEGIN_DECLS

/** HearthSpan: a half-open time from @start to @end, seconds since 1970 UTC. */
typedef struct {
  gint64 start;
  gint64 end;
} HearthSpan;

/**
 * HearthEventStatus:
 *
 * Whether an event takes place: STATUS, RFC 5545, section 3.8.1.11.
 */
typedef enum {
  HEARTH_EVENT_CONFIRMED,
  HEARTH_EVENT_TENTATIVE,
  HEARTH_EVENT_CANCELLED,
} HearthEventStatus;

/**
 * HearthPartstat:
 *
 * What a guest answered: PARTSTAT of an event, RFC 5545, section 3.2.12.
 */
typedef enum {
  HEARTH_PARTSTAT_NEEDS_ACTION,
  HEARTH_PARTSTAT_ACCEPTED,
  HEARTH_PARTSTAT_DECLINED,
  HEARTH_PARTSTAT_TENTATIVE,
  HEARTH_PARTSTAT_DELEGATED,
} HearthPartstat;

/** HearthAttendee: one ATTENDEE, RFC 5545, section 3.8.4.1. */
typedef struct {
  HearthAddress *who;
  HearthPartstat partstat;
  gboolean optional;
} HearthAttendee;

HearthAttendee *hearth_attendee_new  (HearthAddress *who, HearthPartstat partstat,
                                      gboolean optional) G_GNUC_WARN_UNUSED_RESULT;
void            hearth_attendee_free (HearthAttendee *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthAttendee, hearth_attendee_free)

/**
 * HearthEvent:
 *
 * One VEVENT: a single event, the master of a recurring one, or an override of one occurrence.
 * Immutable once handed on.
 *
 * @id: the store's row id, or 0; stable while source, UID and RECURRENCE-ID stay
 * @source_id: the source it came from
 * @href: the file or resource in the source that holds it
 * @uid: UID; never ""
 * @recurrence_id: RECURRENCE-ID as UTC seconds in an override, else 0
 * @summary: one line, cleaned
 * @description: (nullable): cleaned text, at most 64 KiB
 * @location: (nullable): one line
 * @url: (nullable): URL, or the meeting link found in location or description
 * @span: the first occurrence; for an all-day event, midnights in UTC of its dates
 * @all_day: whether DTSTART is a DATE: then spans are dates and not moments
 * @tzid: (nullable): the zone of DTSTART as written (Olson where it could be mapped); %NULL for UTC,
 *   floating and all-day
 * @organizer: (nullable): ORGANIZER
 * @attendees: (element-type HearthAttendee): ATTENDEEs
 * @status: STATUS
 * @transparent: whether it does not make its owner busy (TRANSP)
 * @rrule: (nullable): the text of RRULE
 * @alarms: (element-type gint): VALARM triggers in seconds relative to the start, negative is before;
 *   absolute and end-relative triggers are converted for single events
 * @moments: (element-type gint64): absolute VALARM triggers of what recurs, seconds since 1970 UTC:
 *   each comes once, whichever occurrence is next then
 * @occurrences: (element-type HearthSpan): every occurrence in the window that was asked for, in
 *   order, without those that an override, an EXDATE or a cancellation replaces
 * @sequence: SEQUENCE
 * @calendar_name: (nullable): X-WR-CALNAME or the file's name
 */
typedef struct {
  gint64 id;
  gint64 source_id;
  char *href;
  char *uid;
  gint64 recurrence_id;
  char *summary;
  char *description;
  char *location;
  char *url;
  HearthSpan span;
  gboolean all_day;
  char *tzid;
  HearthAddress *organizer;
  GPtrArray *attendees;
  HearthEventStatus status;
  gboolean transparent;
  char *rrule;
  GArray *alarms;
  GArray *moments;
  GArray *occurrences;
  int sequence;
  char *calendar_name;
} HearthEvent;

#define HEARTH_TYPE_EVENT (hearth_event_get_type ())
GType        hearth_event_get_type (void);
HearthEvent *hearth_event_new      (void) G_GNUC_WARN_UNUSED_RESULT;
HearthEvent *hearth_event_ref      (HearthEvent *self) G_GNUC_WARN_UNUSED_RESULT;
void         hearth_event_unref    (HearthEvent *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthEvent, hearth_event_unref)

/**
 * HearthOccurrence:
 * @event: (owned): the event or override
 * @span: this occurrence; of an all-day event, the owner's local midnights of those dates
 */
typedef struct {
  HearthEvent *event;
  HearthSpan span;
} HearthOccurrence;

HearthOccurrence *hearth_occurrence_new  (HearthEvent *event, HearthSpan span) G_GNUC_WARN_UNUSED_RESULT;
void              hearth_occurrence_free (HearthOccurrence *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthOccurrence, hearth_occurrence_free)

/**
 * HearthCalendarChanges:
 *
 * What one resource of a calendar holds now: returned by a source, written by the engine in one
 * transaction.
 *
 * @href: the resource
 * @etag: the resource's version (for a file: times and size)
 * @events: (element-type HearthEvent) (nullable): every event in it; %NULL if the resource is gone
 * @tasks: (element-type HearthTodo) (nullable): every task in it
 * @content: (nullable): its text, where the source is not on this computer: so that it can be
 *   expanded further, and edited, without its server
 */
typedef struct {
  char *href;
  char *etag;
  GPtrArray *events;
  GPtrArray *tasks;
  GBytes *content;
} HearthCalendarChanges;

HearthCalendarChanges *hearth_calendar_changes_new  (const char *href, const char *etag,
                                                     GPtrArray *events) G_GNUC_WARN_UNUSED_RESULT;
void                   hearth_calendar_changes_free (HearthCalendarChanges *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthCalendarChanges, hearth_calendar_changes_free)

G_END_DECLS
