/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database.h"
#include "hearth-event.h"

G_BEGIN_DECLS

/**
 * HearthMeetingGuest:
 * @who: (owned): name and address
 * @partstat: what they answered
 * @organizer: whether they invited
 * @last_mail: the newest mail that they sent, or 0
 * @last_subject: (nullable): its subject
 */
typedef struct {
  HearthAddress *who;
  HearthPartstat partstat;
  gboolean organizer;
  gint64 last_mail;
  char *last_subject;
} HearthMeetingGuest;

/**
 * HearthMeetingFile:
 * @message: the mail that it came with
 * @part: see #HearthAttachment
 * @name: its file name
 */
typedef struct {
  gint64 message;
  char *part;
  char *name;
} HearthMeetingFile;

/**
 * HearthMeetingBriefing:
 *
 * What to know before a meeting.
 *
 * @sentence: who comes, what was written about it, and how to join, in words
 * @summary: the meeting's title
 * @start: when it begins, seconds since 1970 UTC
 * @people: (element-type HearthMeetingGuest): the others
 * @mails: (element-type HearthMessage): envelopes of mails with them about it, the newest first
 * @files: (element-type HearthMeetingFile): what these mails had attached, each name once
 * @join: (nullable): where to join it
 * @location: (nullable): where it is
 */
typedef struct {
  char *sentence;
  char *summary;
  gint64 start;
  GPtrArray *people;
  GPtrArray *mails;
  GPtrArray *files;
  char *join;
  char *location;
} HearthMeetingBriefing;

HearthMeetingBriefing *hearth_meeting_briefing_new        (HearthDatabase *db, gint64 event_id,
                                                           gint64 start, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void                   hearth_meeting_briefing_free       (HearthMeetingBriefing *self);
GVariant              *hearth_meeting_briefing_to_variant (const HearthMeetingBriefing *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthMeetingBriefing, hearth_meeting_briefing_free)

G_END_DECLS
