/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-account.h"
#include "hearth-mail-source.h"
#include "hearth-records.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HearthRemoteMail: copies of the owner's own mail on an account's server.
 * @append_sync: puts a mail into the mailbox of a role, marked as read and, in Drafts, as a draft,
 *   unless one with the same Message-ID is there. @key: (out) (optional): where it is
 * @remove_sync: removes what @append_sync put there; what is not there any more is no error
 */
typedef struct {
  gboolean (*append_sync) (const HearthAccount *account, HearthCredentialsFunc credentials,
                           gpointer user_data, HearthMailboxRole role, GBytes *content,
                           const char *message_id, char **key, GCancellable *cancellable,
                           GError **error);
  gboolean (*remove_sync) (const HearthAccount *account, HearthCredentialsFunc credentials,
                           gpointer user_data, HearthMailboxRole role, const char *key,
                           GCancellable *cancellable, GError **error);
} HearthRemoteMail;

const HearthRemoteMail *hearth_remote_mail_get_imap (void);

G_END_DECLS
