/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-account.h"
#include "hearth-draft.h"
#include "hearth-mail-error.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HEARTH_COMPOSE_MAX_FILES_SIZE:
 *
 * Bytes of all attachments of a mail before they are encoded: what the large providers take.
 */
#define HEARTH_COMPOSE_MAX_FILES_SIZE ((goffset) 25 * 1024 * 1024)

/**
 * HearthComposeInput: what a mail is made of.
 * @draft: the draft
 * @account: the account that it is sent from
 * @original: (nullable): the message that it answers, for threading
 * @date: when it is sent, seconds since 1970 UTC
 * @message_id: (nullable): its Message-ID without angle brackets, or %NULL for a new one
 * @with_bcc: whether Bcc stands in it: only in what stays with the owner
 * @as_typed: whether recipients that are no addresses are left out instead of refused
 * @boundary: (nullable): the boundary between its parts, or %NULL for a new one
 * @calendar: (nullable): what it says for a calendar program, RFC 6047
 * @calendar_method: (nullable): the METHOD of @calendar
 */
typedef struct {
  const HearthDraft *draft;
  const HearthAccount *account;
  const HearthMessage *original;
  gint64 date;
  const char *message_id;
  gboolean with_bcc;
  gboolean as_typed;
  const char *boundary;
  const char *calendar;
  const char *calendar_method;
} HearthComposeInput;

/**
 * HearthComposed: a mail, ready to be sent.
 * @content: the very bytes, lines ended by CR LF and at most 998 bytes long, all of 7 bits unless
 *   an address is not (RFC 6532)
 * @message_id: its Message-ID without angle brackets
 * @sender: the address that it is sent from
 */
typedef struct {
  GBytes *content;
  char *message_id;
  char *sender;
} HearthComposed;

HearthComposed *hearth_compose             (const HearthComposeInput *input, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void            hearth_composed_free       (HearthComposed *self);
GBytes         *hearth_compose_add_bcc     (GBytes *content, GPtrArray *bcc) G_GNUC_WARN_UNUSED_RESULT;
char           *hearth_compose_new_id      (const char *address) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthComposed, hearth_composed_free)

/**
 * HearthAnswerInput: what an answer is begun from.
 * @kind: reply, reply-all or a forward
 * @account: the account that it is sent from
 * @own_addresses: (element-type utf8): all addresses of the owner
 * @message: what is answered, with its text
 * @raw: (nullable): its bytes, for what the store does not keep
 */
typedef struct {
  HearthDraftKind kind;
  const HearthAccount *account;
  GPtrArray *own_addresses;
  const HearthMessage *message;
  GBytes *raw;
} HearthAnswerInput;

HearthDraft *hearth_compose_answer   (const HearthAnswerInput *input) G_GNUC_WARN_UNUSED_RESULT;
HearthDraft *hearth_compose_new      (const HearthAccount *account) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
