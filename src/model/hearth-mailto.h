/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-recipients.h"

G_BEGIN_DECLS

/* Longer addresses are refused. */
#define HEARTH_MAILTO_MAX_BYTES (64 * 1024)

/**
 * HearthMailto:
 *
 * What a mailto: address asks to be written, RFC 6068. Anybody can make one, so that only headers
 * are taken which are seen before the mail is sent: no attachments, no blind copies.
 *
 * @to: (element-type HearthAddress): recipients, each address once
 * @cc: (element-type HearthAddress): copies, without those in @to
 * @subject: one line, perhaps ""
 * @body: clean text, perhaps ""; its lines end with a newline character
 * @in_reply_to: the Message-ID of what is answered, without angle brackets, or ""
 */
typedef struct {
  GPtrArray *to;
  GPtrArray *cc;
  char *subject;
  char *body;
  char *in_reply_to;
} HearthMailto;

HearthMailto *hearth_mailto_parse (const char *uri, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void          hearth_mailto_free  (HearthMailto *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthMailto, hearth_mailto_free)

G_END_DECLS
