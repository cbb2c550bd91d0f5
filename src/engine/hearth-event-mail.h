/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database.h"
#include "hearth-event-edit.h"
#include "hearth-itip.h"

G_BEGIN_DECLS

/**
 * HearthEventMail:
 *
 * A mail about an event that is to go, RFC 6047.
 *
 * @from: the owner's address
 * @to: (element-type HearthAddress): to whom
 * @subject: one line
 * @text: what a person reads
 * @method: what the calendar part asks or says
 * @calendar: the calendar part
 * @answers: the row of the message that it answers, or 0
 */
typedef struct {
  char *from;
  GPtrArray *to;
  char *subject;
  char *text;
  HearthItipMethod method;
  char *calendar;
  gint64 answers;
} HearthEventMail;

void             hearth_event_mail_free      (HearthEventMail *self);
HearthEventMail *hearth_event_mail_new_reply (const HearthItip *itip, const HearthAddress *who,
                                              HearthPartstat partstat, const char *comment,
                                              gint64 answers) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray       *hearth_event_mails_for_edit (const HearthEventEdit *edit, const char *before,
                                              const char *after, GPtrArray *owners) G_GNUC_WARN_UNUSED_RESULT;
gboolean         hearth_event_mail_can_send  (HearthDatabase *db, const char *address);
gboolean         hearth_event_mail_queue     (HearthDatabase *db, const HearthEventMail *mail,
                                              guint delay, gint64 *item_id, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthEventMail, hearth_event_mail_free)

G_END_DECLS
