/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-account.h"
#include "hearth-accounts-error.h"
#include "hearth-calendar.h"

G_BEGIN_DECLS

void               hearth_goa_list_async       (GCancellable *cancellable,
                                                GAsyncReadyCallback callback, gpointer user_data);
GPtrArray         *hearth_goa_list_finish      (GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;
HearthCredentials *hearth_goa_credentials_sync (const HearthAccount *account, gboolean smtp,
                                                gboolean refresh, GCancellable *cancellable,
                                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
HearthDavAccount  *hearth_goa_dav_account_sync (const char *goa_id, GPtrArray *urls,
                                                GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
HearthCredentials *hearth_goa_dav_credentials_sync (const HearthDavAccount *account,
                                                    gboolean refresh, GCancellable *cancellable,
                                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

#define HEARTH_TYPE_GOA_WATCH (hearth_goa_watch_get_type ())
G_DECLARE_FINAL_TYPE (HearthGoaWatch, hearth_goa_watch, HEARTH, GOA_WATCH, GObject)

HearthGoaWatch *hearth_goa_watch_new (GDBusConnection *bus) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
