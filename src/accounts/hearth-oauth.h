/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-account.h"
#include "hearth-accounts-error.h"
#include "hearth-http.h"

G_BEGIN_DECLS

/**
 * HearthOauthProvider:
 *
 * Where an owner signs in, RFC 6749.
 *
 * @authorize_url: opened in the browser
 * @token_url: asked for tokens
 * @client_id: names this program to the provider; "" if this build has none
 * @client_secret: "" or what some providers want beside it; of a program that anybody may install
 *   it is no secret, RFC 8252, section 8.5
 * @scope: what is asked for
 * @extra: more of the query, such as "&prompt=consent"
 * @redirect_host: the name of this computer that the provider accepts
 */
typedef struct {
  const char *authorize_url;
  const char *token_url;
  const char *client_id;
  const char *client_secret;
  const char *scope;
  const char *extra;
  const char *redirect_host;
} HearthOauthProvider;

/**
 * HearthOauthTokens:
 * @access_token: proves logins for a while
 * @refresh_token: (nullable): gets others; %NULL if the earlier one stays
 * @expires_in: how long the access token is good, seconds
 */
typedef struct {
  char *access_token;
  char *refresh_token;
  gint64 expires_in;
} HearthOauthTokens;

void hearth_oauth_tokens_free (HearthOauthTokens *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthOauthTokens, hearth_oauth_tokens_free)

/**
 * HearthOauthOpenFunc:
 * @uri: a web page
 * @user_data: the caller's
 * @error: why it could not be shown
 *
 * Shows a page in the owner's browser.
 *
 * Returns: whether it is on its way
 */
typedef gboolean (*HearthOauthOpenFunc) (const char *uri, gpointer user_data, GError **error);

gboolean           hearth_oauth_is_available   (HearthAuth auth);
void               hearth_oauth_set_provider   (HearthAuth auth,
                                                const HearthOauthProvider *provider);
void               hearth_oauth_sign_in_async  (HearthHttp *http, HearthAuth auth,
                                                const char *address, HearthOauthOpenFunc open,
                                                gpointer open_data, GCancellable *cancellable,
                                                GAsyncReadyCallback callback, gpointer user_data);
HearthOauthTokens *hearth_oauth_sign_in_finish (GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;
HearthOauthTokens *hearth_oauth_refresh_sync   (HearthAuth auth, const char *refresh_token,
                                                GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
