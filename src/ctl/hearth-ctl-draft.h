/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ctl-daemon.h"

G_BEGIN_DECLS

/**
 * HearthCtlDraft: what a command line says of a mail; its text is on the standard input.
 * @kind: as in the D-Bus method Compose
 * @message: the message that is answered or forwarded, or 0
 * @from: (nullable): the account or identity that writes it, as the owner calls it
 * @to: recipients, or "" for those that the answer has
 * @cc: copies, or ""
 * @bcc: hidden copies, or ""
 * @subject: or "" for that of the answer
 * @files: (nullable): paths of attachments
 * @send: whether it goes at once
 */
typedef struct {
  const char *kind;
  gint64 message;
  const char *from;
  const char *to;
  const char *cc;
  const char *bcc;
  const char *subject;
  GPtrArray *files;
  gboolean send;
} HearthCtlDraft;

HearthCtlExit
hearth_ctl_write_draft (HearthCtl *ctl, const HearthCtlDraft *draft);
HearthCtlExit
hearth_ctl_send_draft (HearthCtl *ctl, GDBusConnection *bus, gint64 id);
HearthCtlExit
hearth_ctl_change_outbox (HearthCtl *ctl, const char *verb, const char *item);

G_END_DECLS
