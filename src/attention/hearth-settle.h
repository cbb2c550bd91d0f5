/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-finding.h"
#include "hearth-message.h"

G_BEGIN_DECLS

/** HearthReplyKind: what a mail is to those before it in its thread. */
typedef enum {
  HEARTH_REPLY_ANSWER,    /* says something of substance */
  HEARTH_REPLY_THANKS,    /* thanks or confirms that it arrived, no more */
  HEARTH_REPLY_DEFERRAL,  /* says that an answer will come */
  HEARTH_REPLY_AUTOMATIC, /* nobody wrote it: away, a ticket was opened, it could not be delivered */
  HEARTH_REPLY_CLOSING,   /* says that what was asked is not needed any more */
} HearthReplyKind;

HearthReplyKind
hearth_settle_read_reply (const HearthMessage *message);
gboolean
hearth_settle_delivers (const HearthMessage *message);
void
hearth_settle_thread (GPtrArray *findings, GPtrArray *messages, GPtrArray *owner);

G_END_DECLS
