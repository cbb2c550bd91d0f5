/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-calendar-error.h"
#include "hearth-event.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Larger texts are refused; a mail's calendar part is cut there. */
#define HEARTH_ITIP_MAX_BYTES (256 * 1024)

/** HearthItipMethod: METHOD, RFC 5546, section 1.4. */
typedef enum {
  HEARTH_ITIP_PUBLISH,
  HEARTH_ITIP_REQUEST,
  HEARTH_ITIP_REPLY,
  HEARTH_ITIP_ADD,
  HEARTH_ITIP_CANCEL,
  HEARTH_ITIP_REFRESH,
  HEARTH_ITIP_COUNTER,
  HEARTH_ITIP_DECLINE_COUNTER,
} HearthItipMethod;

const char *hearth_itip_method_to_string   (HearthItipMethod method);
gboolean    hearth_itip_method_from_string (const char *name, HearthItipMethod *method);

/**
 * HearthItip:
 *
 * A message about an event between those who take part in it, RFC 5546. Immutable.
 *
 * @method: what it asks or says
 * @uid: the event's UID
 * @recurrence_id: the occurrence that it is about, UTC seconds (of a date, its midnight in UTC), or 0
 *   for the event as a whole
 * @and_future: whether those after that occurrence are meant too
 * @sequence: SEQUENCE
 * @stamp: DTSTAMP, seconds since 1970 UTC, or 0
 * @organizer: (nullable): ORGANIZER
 * @sent_by: (nullable): the address that writes for the organizer
 * @attendees: (element-type HearthAttendee): ATTENDEEs as the text has them; of a reply, who answers
 * @comment: (nullable): COMMENT
 * @summary: one line, perhaps ""
 * @has_time: whether the text says when it is; a reply and a cancellation need not
 * @event: the event or occurrence; without @has_time only its texts and people
 * @events: (element-type HearthEvent): all of it that has a time, with occurrences
 * @text: the whole text
 */
typedef struct {
  HearthItipMethod method;
  char *uid;
  gint64 recurrence_id;
  gboolean and_future;
  int sequence;
  gint64 stamp;
  HearthAddress *organizer;
  char *sent_by;
  GPtrArray *attendees;
  char *comment;
  char *summary;
  gboolean has_time;
  HearthEvent *event;
  GPtrArray *events;
  char *text;
} HearthItip;

HearthItip           *hearth_itip_read          (const char *text, HearthSpan window,
                                                 GTimeZone *floating, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void                  hearth_itip_free          (HearthItip *self);
const HearthAttendee *hearth_itip_find_attendee (const HearthItip *self, GPtrArray *addresses);
int                   hearth_itip_compare       (int sequence, gint64 stamp, int other_sequence,
                                                 gint64 other_stamp);

/* hearth-itip-write.c */
char *hearth_itip_dup_reply   (const HearthItip *self, const HearthAddress *who,
                               HearthPartstat partstat, const char *comment,
                               gint64 at) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_itip_dup_content (const HearthItip *self) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *hearth_itip_dup_imports (const char *text, GPtrArray *uids) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_itip_dup_merged  (const HearthItip *self, const char *existing,
                               GTimeZone *floating) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_itip_dup_message (HearthItipMethod method, const char *content, const char *uid,
                               gint64 recurrence_id, GTimeZone *floating, gint64 at) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthItip, hearth_itip_free)

G_END_DECLS
