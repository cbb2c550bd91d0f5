/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-message.h"

G_BEGIN_DECLS

/** HearthOutcome: what became of an operation. */
typedef enum {
  HEARTH_OUTCOME_NONE,    /* nothing can be said: it is to be tried again */
  HEARTH_OUTCOME_DONE,
  HEARTH_OUTCOME_GONE,    /* the server does not have the message there any more, and that stands */
  HEARTH_OUTCOME_REFUSED, /* the server does not want it */
} HearthOutcome;

/**
 * HearthOperation:
 *
 * What a server is still to be told of one message. A source that performs it sets the fields below
 * the line.
 *
 * @id: row
 * @message_id: the message's row
 * @mailbox: where the server has the message
 * @key: its key there; "op:ID" if it was brought there by that operation and the server did not
 *   say under which key
 * @header_id: its Message-ID, or ""
 * @add_flags: flags that it gets
 * @remove_flags: flags that it loses
 * @target: (nullable): the mailbox that it is moved to
 * @begun: it was begun before and may have reached the server
 *
 * @outcome: what became of it
 * @new_key: (nullable): its key in @target
 * @reason: (nullable): why it was refused, a sentence
 */
typedef struct {
  gint64 id;
  gint64 message_id;
  char *mailbox;
  char *key;
  char *header_id;
  HearthMessageFlags add_flags;
  HearthMessageFlags remove_flags;
  char *target;
  gboolean begun;

  HearthOutcome outcome;
  char *new_key;
  char *reason;
} HearthOperation;

HearthOperation *hearth_operation_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void             hearth_operation_free (HearthOperation *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthOperation, hearth_operation_free)

G_END_DECLS
