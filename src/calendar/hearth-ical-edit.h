/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-calendar-error.h"
#include "hearth-event-edit.h"

G_BEGIN_DECLS

/* Changes to the text of a calendar, whoever wrote it. Only the lines that say something else
 * afterwards are written anew; every other byte stays: unknown properties, other components, the
 * order, the ends of lines. */

/**
 * hearth_ical_edit_apply:
 * @content: (nullable): the text of a resource; %NULL if there is none yet
 * @edit: what is to be done to what has its UID in it; the other UIDs of the text stay
 * @floating: the owner's zone, for times without one
 * @error: %HEARTH_CALENDAR_ERROR_NOT_FOUND if the event, the occurrence or the attendee is not
 *   there; %HEARTH_CALENDAR_ERROR_BAD_FORMAT if @content is no calendar or @edit asks for what
 *   cannot be (a rule that cannot be understood, an end before the start);
 *   %HEARTH_CALENDAR_ERROR_TOO_LARGE
 *
 * Makes one change, RFC 5545 and RFC 5546. Applied a second time to what it made, it changes
 * nothing, so that an edit whose answer was lost can be made again:
 *
 * - CREATE makes the event from the fields of @edit, or takes over those of its @content with the
 *   same UID (without METHOD). What has this UID already stays as it is, unless @content brings a
 *   newer version (SEQUENCE, then DTSTAMP), which takes its place.
 * - CHANGE of all sets the master; moved, its EXDATEs, RDATEs and overrides move as far on the wall
 *   clock. Of this, it makes or changes the override with that RECURRENCE-ID. Of the future, it ends
 *   the series before it and adds the rest as a series of its own, with the UID of
 *   hearth_ical_edit_dup_rest_uid(): where a resource must hold one UID, split it first with
 *   hearth_ical_edit_split(). Of a task, @span.start is when it is due.
 * - CANCEL of all takes the UID out; of this adds an EXDATE and takes its override out; of the
 *   future ends the series before it. What is gone already is no error.
 * - ANSWER sets the PARTSTAT of one attendee, of the master and its overrides or of one occurrence,
 *   and says @comment. SEQUENCE stays, as for a guest it must.
 * - COMPLETE sets STATUS, COMPLETED and PERCENT-COMPLETE of a task. A task that recurs moves on to
 *   its next time after @at and is complete with the last.
 * - RESTORE puts @content in the place of what has the UID; %NULL takes it out.
 *
 * SEQUENCE grows when @edit comes from the organizer or nobody is invited and what it changes is
 * significant: time, rule or cancellation, RFC 5546, section 2.1.4. LAST-MODIFIED and DTSTAMP become
 * @edit->at. Guests who stay are asked again after a significant change (PARTSTAT NEEDS-ACTION).
 *
 * Returns: (transfer full) (nullable): the new text, @content itself if nothing changes; %NULL without
 *   an error if nothing is left, and the resource is to be removed
 */
GBytes *hearth_ical_edit_apply (GBytes *content, const HearthEventEdit *edit, GTimeZone *floating,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * hearth_ical_edit_split:
 * @content: the text of a resource
 * @edit: a CHANGE of %HEARTH_EDIT_FUTURE
 * @floating: the owner's zone
 * @rest: (out) (transfer full) (nullable): the new series, as a CREATE with its @content and a UID of
 *   its own; %NULL if @edit is from the first occurrence on
 * @head: (out) (transfer full): what is to be done to the old series after that: a CANCEL of the
 *   future, or the whole change with %HEARTH_EDIT_ALL if @rest is %NULL
 * @error: as hearth_ical_edit_apply()
 *
 * Takes a change of the future apart into two edits of one UID each, since a resource of CalDAV holds
 * one, RFC 4791, section 4.1. @rest must be written first: a crash between the two shows an
 * occurrence twice for a while and loses none.
 *
 * Returns: whether it was taken apart
 */
gboolean hearth_ical_edit_split (GBytes *content, const HearthEventEdit *edit, GTimeZone *floating,
                                 HearthEventEdit **rest, HearthEventEdit **head, GError **error);

/**
 * hearth_ical_edit_dup_rest_uid:
 * @uid: the UID of a series
 * @recurrence_id: the original start of the occurrence from which on it is split, UTC seconds
 *
 * Returns: (transfer full): the UID of the rest, the same each time
 */
char *hearth_ical_edit_dup_rest_uid (const char *uid, gint64 recurrence_id) G_GNUC_WARN_UNUSED_RESULT;

/**
 * hearth_ical_extract:
 * @content: the text of a calendar
 * @uid: a UID
 * @error: %HEARTH_CALENDAR_ERROR_BAD_FORMAT if it is no calendar
 *
 * Takes what has one UID out of a text with many: an object of its own, with VERSION, PRODID and the
 * VTIMEZONEs that it names. What hearth_ical_parse() named "no-uid-…" is found under that name.
 *
 * Returns: (transfer full) (nullable): its text; %NULL without an error if it is not there
 */
GBytes *hearth_ical_extract (GBytes *content, const char *uid, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * hearth_ical_replace:
 * @content: (nullable): the text of a calendar
 * @uid: a UID
 * @object: (nullable): what it is to be, as of hearth_ical_extract(); %NULL takes it out
 * @error: %HEARTH_CALENDAR_ERROR_BAD_FORMAT, %HEARTH_CALENDAR_ERROR_TOO_LARGE
 *
 * Puts what has one UID back into a text with many; VTIMEZONEs that are missing come with it.
 *
 * Returns: (transfer full) (nullable): the new text; %NULL without an error if nothing is left
 */
GBytes *hearth_ical_replace (GBytes *content, const char *uid, GBytes *object,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
