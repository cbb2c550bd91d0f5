/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-account.h"
#include "hearth-accounts-error.h"
#include "hearth-calendar.h"

G_BEGIN_DECLS

/**
 * HEARTH_SECRET_DAV_PASSWORD:
 *
 * The purpose of the password of a login on a server of calendars or address books. The host is
 * what hearth_dav_account_dup_path() returns.
 */
#define HEARTH_SECRET_DAV_PASSWORD "dav-password"

char              *hearth_dav_account_dup_path        (const HearthDavAccount *account) G_GNUC_WARN_UNUSED_RESULT;
HearthCredentials *hearth_dav_credentials_lookup_sync (const HearthDavAccount *account,
                                                       gboolean refresh, gpointer user_data,
                                                       GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean           hearth_dav_credentials_store_sync  (const HearthDavAccount *account,
                                                       const char *secret,
                                                       GCancellable *cancellable, GError **error);
void               hearth_dav_credentials_clear_async (const HearthDavAccount *account,
                                                       GCancellable *cancellable,
                                                       GAsyncReadyCallback callback,
                                                       gpointer user_data);
gboolean           hearth_dav_credentials_clear_finish (GAsyncResult *result, GError **error);

G_END_DECLS
