/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-calendar.h"
#include "hearth-dav-error.h"
#include "hearth-dav-multistatus.h"
#include "hearth-http.h"

G_BEGIN_DECLS

/**
 * HearthDavCredentialsFunc:
 * @account: the login
 * @refresh: whether the server refused what was returned last
 * @user_data: the caller's
 *
 * Finds what proves a login, on the thread of the request.
 *
 * Returns: (transfer full) (nullable): credentials
 */
typedef HearthCredentials *(*HearthDavCredentialsFunc) (const HearthDavAccount *account,
                                                        gboolean refresh, gpointer user_data,
                                                        GCancellable *cancellable, GError **error);

#define HEARTH_TYPE_DAV_CLIENT (hearth_dav_client_get_type ())
G_DECLARE_FINAL_TYPE (HearthDavClient, hearth_dav_client, HEARTH, DAV_CLIENT, GObject)

/**
 * HearthDavPending: a request that is under way while its caller does something else.
 */
typedef struct _HearthDavPending HearthDavPending;

HearthDavClient      *hearth_dav_client_new          (const HearthDavAccount *account,
                                                      HearthDavCredentialsFunc credentials,
                                                      gpointer user_data) G_GNUC_WARN_UNUSED_RESULT;
const HearthDavAccount *hearth_dav_client_get_account (HearthDavClient *self);
HearthHttpRequest    *hearth_dav_client_new_request  (HearthDavClient *self, const char *method,
                                                      const char *url, const char *depth,
                                                      const char *xml) G_GNUC_WARN_UNUSED_RESULT;
HearthHttpResponse   *hearth_dav_client_send_sync    (HearthDavClient *self,
                                                      HearthHttpRequest *request,
                                                      GCancellable *cancellable,
                                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
HearthDavMultistatus *hearth_dav_client_ask_sync     (HearthDavClient *self, const char *method,
                                                      const char *url, const char *depth,
                                                      const char *xml, GCancellable *cancellable,
                                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
char                 *hearth_dav_client_look_sync    (HearthDavClient *self, const char *url,
                                                      GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;

HearthDavPending     *hearth_dav_client_begin        (HearthDavClient *self,
                                                      HearthHttpRequest *request,
                                                      GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;
HearthHttpResponse   *hearth_dav_pending_wait_sync   (HearthDavPending *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
HearthDavMultistatus *hearth_dav_pending_parse_sync  (HearthDavPending *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void                  hearth_dav_pending_free        (HearthDavPending *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthDavPending, hearth_dav_pending_free)

G_END_DECLS
