/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database.h"
#include "hearth-event.h"

G_BEGIN_DECLS

/**
 * HearthInvitationRow:
 *
 * A mail with a message about an event.
 *
 * @message_id: the mail's row
 * @method: METHOD, as RFC 5546 names it
 * @uid: the event's UID
 * @recurrence_id: the occurrence, or 0
 * @sequence: SEQUENCE
 * @stamp: DTSTAMP, seconds since 1970 UTC, or 0
 * @start: when the event begins, seconds since 1970 UTC, or 0
 * @answer: the owner's answer, or that of the guest who wrote it
 * @answered: when the owner dealt with it, or 0
 */
typedef struct {
  gint64 message_id;
  char *method;
  char *uid;
  gint64 recurrence_id;
  int sequence;
  gint64 stamp;
  gint64 start;
  HearthPartstat answer;
  gint64 answered;
} HearthInvitationRow;

void
hearth_invitation_row_free (HearthInvitationRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthInvitationRow, hearth_invitation_row_free)

gboolean
hearth_store_invitations_add (HearthDatabase *db, const HearthInvitationRow *row, GError **error);
gboolean
hearth_store_invitations_get (HearthDatabase *db, gint64 message_id, HearthInvitationRow **row,
                              GError **error);
GPtrArray *
hearth_store_invitations_list (HearthDatabase *db, const char *uid,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean
hearth_store_invitations_answer (HearthDatabase *db, gint64 message_id, HearthPartstat answer,
                                 gint64 action_id, GError **error);
gboolean
hearth_store_invitations_find_told (HearthDatabase *db, gint64 message_id, gboolean *told,
                                    GError **error);
gboolean
hearth_store_invitations_forget_answer (HearthDatabase *db, gint64 action_id, GError **error);
GArray *
hearth_store_invitations_find_new (HearthDatabase *db, guint limit,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
gint64
hearth_store_invitations_find_event (HearthDatabase *db, const char *uid, gint64 recurrence_id,
                                     gint64 *source_id, GError **error);

G_END_DECLS
