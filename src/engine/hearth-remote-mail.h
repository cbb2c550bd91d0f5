/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-account.h"
#include "hearth-records.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* As in hearth-account-credentials.h: what proves a login, asked for on a worker's thread. */
typedef HearthCredentials *(*HearthCredentialsFunc) (const HearthAccount *account, gboolean refresh,
                                                     gpointer user_data, GCancellable *cancellable,
                                                     GError **error);

/**
 * HearthRemoteMail: copies of the owner's own mail on an account's server.
 * @append_sync: puts a mail into the mailbox of a role, marked as read and, in Drafts, as a draft;
 *   with a @message_id only if no mail with it is there yet. @key (out) (nullable): where it is
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

G_END_DECLS
