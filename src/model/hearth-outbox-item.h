/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-recipients.h"

G_BEGIN_DECLS

/** HearthOutboxState: every change is stored before and after the server is told. */
typedef enum {
  HEARTH_OUTBOX_WAITING, /* goes at its time; the server has not got it for certain */
  HEARTH_OUTBOX_SENDING, /* is being handed to the server; after a crash this means unknown */
  HEARTH_OUTBOX_UNKNOWN, /* perhaps the server has it: the owner decides */
  HEARTH_OUTBOX_SENT,    /* the server has it; the copy in Sent is still to be made */
  HEARTH_OUTBOX_DONE,
  HEARTH_OUTBOX_REFUSED, /* the server will not take it: the owner decides */
} HearthOutboxState;

const char *hearth_outbox_state_to_string (HearthOutboxState state);
gboolean hearth_outbox_state_from_string (const char *name, HearthOutboxState *state);

/**
 * HearthOutboxItem:
 *
 * A mail that was told to go, without its bytes.
 *
 * @id: the store's row
 * @source_id: the account that it is sent from
 * @state: where it stands
 * @not_before: when it goes or is tried again, seconds since 1970 UTC
 * @created: when it was told to go, seconds since 1970 UTC
 * @attempts: how often the server was asked so far
 * @message_id: its Message-ID without angle brackets
 * @sender: the address that it is sent from
 * @recipients: the store's column, see hearth_draft_dup_recipients()
 * @subject: one line
 * @answers: the row of the message that it answers, or the negated row of the one it forwards, or 0
 * @problem: (nullable): what is in the way, a sentence
 */
typedef struct {
  gint64 id;
  gint64 source_id;
  HearthOutboxState state;
  gint64 not_before;
  gint64 created;
  guint attempts;
  char *message_id;
  char *sender;
  char *recipients;
  char *subject;
  gint64 answers;
  char *problem;
} HearthOutboxItem;

#define HEARTH_TYPE_OUTBOX_ITEM (hearth_outbox_item_get_type ())
GType             hearth_outbox_item_get_type       (void);
HearthOutboxItem *hearth_outbox_item_copy           (const HearthOutboxItem *self) G_GNUC_WARN_UNUSED_RESULT;
void              hearth_outbox_item_free           (HearthOutboxItem *self);
GPtrArray        *hearth_outbox_item_dup_recipients (const HearthOutboxItem *self) G_GNUC_WARN_UNUSED_RESULT;
char             *hearth_outbox_item_dup_sentence   (const HearthOutboxItem *self, gint64 now) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthOutboxItem, hearth_outbox_item_free)

G_END_DECLS
