/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-account.h"
#include "hearth-accounts-error.h"
#include "hearth-oauth.h"

G_BEGIN_DECLS

/**
 * HEARTH_CREDENTIALS_SMTP:
 *
 * What hearth_account_credentials_lookup_sync() gets as @user_data for a login where mail is sent.
 */
#define HEARTH_CREDENTIALS_SMTP ((gpointer) "smtp")

HearthCredentials *hearth_account_credentials_lookup_sync (const HearthAccount *account,
                                                           gboolean refresh, gpointer user_data,
                                                           GCancellable *cancellable,
                                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean           hearth_account_credentials_store_sync  (const HearthAccount *account,
                                                           const char *secret,
                                                           GCancellable *cancellable,
                                                           GError **error);
gboolean           hearth_account_credentials_store_tokens_sync (const HearthAccount *account,
                                                           const HearthOauthTokens *tokens,
                                                           GCancellable *cancellable,
                                                           GError **error);
gboolean           hearth_account_credentials_move_sync   (const HearthAccount *from,
                                                           const HearthAccount *to,
                                                           GCancellable *cancellable,
                                                           GError **error);
void               hearth_account_credentials_clear_async (const HearthAccount *account,
                                                           GCancellable *cancellable,
                                                           GAsyncReadyCallback callback,
                                                           gpointer user_data);
gboolean           hearth_account_credentials_clear_finish (GAsyncResult *result, GError **error);

G_END_DECLS
