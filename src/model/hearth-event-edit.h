/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-event.h"

G_BEGIN_DECLS

/** HearthEventEditKind: what is to be done to an event or a task. */
typedef enum {
  HEARTH_EDIT_CREATE,   /* a new event */
  HEARTH_EDIT_CHANGE,   /* what is set replaces what is there */
  HEARTH_EDIT_CANCEL,   /* the scope is taken out of the calendar */
  HEARTH_EDIT_ANSWER,   /* the owner's PARTSTAT, or a guest's who answered by mail */
  HEARTH_EDIT_COMPLETE, /* a task is done, or not done after all */
  HEARTH_EDIT_RESTORE,  /* the resource becomes @content again (undo), or goes if that is %NULL */
} HearthEventEditKind;

/** HearthEditScope: how much of a recurring event is meant. */
typedef enum {
  HEARTH_EDIT_ALL,
  HEARTH_EDIT_THIS,   /* the occurrence @recurrence_id */
  HEARTH_EDIT_FUTURE, /* that one and all after it */
} HearthEditScope;

const char *hearth_edit_scope_to_string   (HearthEditScope scope);
gboolean    hearth_edit_scope_from_string (const char *name, HearthEditScope *scope);

/**
 * HearthEventEdit:
 *
 * One change to a calendar, as it was meant and not as the bytes that it made: so that it can be made
 * again on what somebody else wrote meanwhile, and neither is lost. Immutable once handed on.
 *
 * @kind: what is to be done
 * @scope: how much of a recurring event is meant
 * @uid: the event's or task's UID; of a new one set by hearth_event_edit_new()
 * @recurrence_id: the original start of the occurrence that @scope counts from, UTC seconds (of an
 *   all-day event the midnight in UTC of its date); 0 with %HEARTH_EDIT_ALL
 * @has_span: whether @span, @all_day and @tzid are set
 * @span: the new time of the occurrence @recurrence_id, or with %HEARTH_EDIT_ALL of the first one;
 *   as in #HearthEvent
 * @all_day: whether @span are dates
 * @tzid: (nullable): the Olson zone it is written in; %NULL keeps the one that is there, and for a
 *   new event is UTC
 * @summary: (nullable): the new summary
 * @description: (nullable): the new description, "" for none
 * @location: (nullable): the new location, "" for none
 * @url: (nullable): the new URL, "" for none
 * @rrule: (nullable): the new RRULE, "" for none
 * @alarms: (nullable) (element-type gint): the new alarms, in seconds relative to the start
 * @invite: (nullable) (element-type HearthAddress): guests to add
 * @uninvite: (nullable) (element-type utf8): addresses of guests to take out
 * @organizer: (nullable): the owner's own address, where guests are invited
 * @attendee: (nullable): the address whose answer it is
 * @partstat: the answer
 * @comment: (nullable): what is said with the answer
 * @done: whether the task is done
 * @at: when it was meant, seconds since 1970 UTC: LAST-MODIFIED, DTSTAMP, COMPLETED
 * @content: (nullable): of %HEARTH_EDIT_RESTORE the whole resource; of %HEARTH_EDIT_CREATE an
 *   iCalendar object to take over (an invitation) instead of the fields
 */
typedef struct {
  HearthEventEditKind kind;
  HearthEditScope scope;
  char *uid;
  gint64 recurrence_id;
  gboolean has_span;
  HearthSpan span;
  gboolean all_day;
  char *tzid;
  char *summary;
  char *description;
  char *location;
  char *url;
  char *rrule;
  GArray *alarms;
  GPtrArray *invite;
  GPtrArray *uninvite;
  HearthAddress *organizer;
  char *attendee;
  HearthPartstat partstat;
  char *comment;
  gboolean done;
  gint64 at;
  char *content;
} HearthEventEdit;

HearthEventEdit *hearth_event_edit_new    (HearthEventEditKind kind, const char *uid) G_GNUC_WARN_UNUSED_RESULT;
void             hearth_event_edit_free   (HearthEventEdit *self);
char            *hearth_event_edit_pack   (const HearthEventEdit *self) G_GNUC_WARN_UNUSED_RESULT;
HearthEventEdit *hearth_event_edit_unpack (const char *packed, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthEventEdit, hearth_event_edit_free)

G_END_DECLS
