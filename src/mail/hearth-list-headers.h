/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HearthListHeaders: how a message says that its list is left.
 * @post_uri: (nullable): an https address that leaves it at once, RFC 8058; only if its header asks
 *   for that
 * @web_uri: (nullable): a page for the reader, https or http
 * @mail_address: (nullable): an addr-spec to write to
 * @mail_subject: (nullable): what to write there, one line
 * @mail_text: (nullable): what to write there
 * @signer: (nullable): the domain whose signature covers these headers, as the owner's own server
 *   says; %NULL if nothing proves that
 */
typedef struct {
  char *post_uri;
  char *web_uri;
  char *mail_address;
  char *mail_subject;
  char *mail_text;
  char *signer;
} HearthListHeaders;

HearthListHeaders *
hearth_list_headers_parse (const guint8 *data, gsize size) G_GNUC_WARN_UNUSED_RESULT;
void
hearth_list_headers_free (HearthListHeaders *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthListHeaders, hearth_list_headers_free)

G_END_DECLS
