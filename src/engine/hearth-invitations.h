/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-engine.h"
#include "hearth-itip.h"

G_BEGIN_DECLS

/** HearthInvitationState: how what a mail says stands to what is known. The names are D-Bus's. */
typedef enum {
  HEARTH_INVITATION_NEW,
  HEARTH_INVITATION_UPDATE,    /* the event is in a calendar, in an older version */
  HEARTH_INVITATION_ANSWERED,
  HEARTH_INVITATION_OUTDATED,  /* something newer about it is known */
  HEARTH_INVITATION_CANCELLED, /* it does not take place */
  HEARTH_INVITATION_REFUSED,   /* it is not from whom it says, or from somebody who was not invited */
  HEARTH_INVITATION_NOTED,     /* a guest's answer is in the event */
} HearthInvitationState;

const char *hearth_invitation_state_to_string (HearthInvitationState state);

/**
 * HearthInvitation:
 *
 * What a mail with a calendar part asks of its owner.
 *
 * @itip: what it says
 * @state: how that stands to what is known
 * @sentence: the same for a person
 * @event_id: the event as it stands in a calendar, or 0
 * @event_source: that calendar, or 0
 * @calendar: where it would go
 * @owner: (nullable): the owner as he was invited
 * @guest: (nullable): who answered
 * @answer: the owner's answer, or the guest's
 * @can_answer: whether there is something to be done
 * @conflicts: (element-type HearthOccurrence): what the owner does at that time
 */
typedef struct {
  HearthItip *itip;
  HearthInvitationState state;
  char *sentence;
  gint64 event_id;
  gint64 event_source;
  gint64 calendar;
  HearthAddress *owner;
  HearthAddress *guest;
  HearthPartstat answer;
  gboolean can_answer;
  GPtrArray *conflicts;
} HearthInvitation;

void              hearth_invitation_free (HearthInvitation *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthInvitation, hearth_invitation_free)

HearthInvitation *hearth_engine_read_invitation   (HearthEngine *self, gint64 message_id,
                                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean          hearth_engine_answer_invitation (HearthEngine *self, gint64 message_id,
                                                   const char *answer, const char *comment,
                                                   gint64 calendar, gint64 *action_id,
                                                   GError **error);
void              hearth_engine_look_for_invitations (HearthEngine *self);

G_END_DECLS
