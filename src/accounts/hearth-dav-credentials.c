/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-dav-credentials.h"

#include "hearth-goa.h"
#include "hearth-http-url.h"
#include "hearth-secrets.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * hearth_dav_account_dup_path:
 * @account: a login
 *
 * Returns: (transfer full): its server's origin, "/" and its name, as the keyring knows it: all
 *   calendars and address books of a login share it
 */
char *
hearth_dav_account_dup_path (const HearthDavAccount *account)
{
  g_autoptr (HearthHttpUrl) url = hearth_http_url_parse (account->url, NULL);

  if (url == NULL)
    return g_strconcat (account->url, "/", account->user, NULL);
  return g_strdup_printf ("%s://%s/%s", url->scheme, url->place, account->user);
}

static HearthCredentials *
lookup_password (const HearthDavAccount *account, gboolean refresh, GCancellable *cancellable,
                 GError **error)
{
  g_autofree char *path = hearth_dav_account_dup_path (account);
  HearthCredentials *credentials;
  GError *failure = NULL;
  char *password;

  /* The same once more would only bring the login nearer to being locked. */
  if (refresh) {
    g_set_error (error, HEARTH_ACCOUNTS_ERROR, HEARTH_ACCOUNTS_ERROR_REFUSED,
                 _("The server refused the password of “%s”. Enter it again in the calendar’s "
                    "settings."),
                 account->label);
    return NULL;
  }
  password = hearth_secrets_lookup_sync (HEARTH_SECRET_DAV_PASSWORD, path, cancellable, &failure);
  if (failure != NULL) {
    g_propagate_error (error, failure);
    return NULL;
  }
  if (password == NULL) {
    g_set_error (error, HEARTH_ACCOUNTS_ERROR, HEARTH_ACCOUNTS_ERROR_NO_SECRET,
                 _("The keyring has no password for “%s”. Enter it in the calendar’s settings."),
                 account->label);
    return NULL;
  }
  credentials = hearth_credentials_new (HEARTH_MECHANISM_PASSWORD, account->user, password);
  hearth_secrets_free (password);
  return credentials;
}

/**
 * hearth_dav_credentials_lookup_sync:
 * @account: a login
 * @refresh: whether the server refused what was returned last
 * @user_data: not used
 * @cancellable: (nullable): a cancellable
 * @error: a #HearthAccountsError or #HearthSecretsError
 *
 * Finds what proves a login: the password in the keyring, or what the desktop's online accounts
 * have. To be called from a worker thread.
 *
 * Returns: (transfer full) (nullable): credentials, to be freed as soon as they were used
 */
HearthCredentials *
hearth_dav_credentials_lookup_sync (const HearthDavAccount *account, gboolean refresh,
                                    gpointer user_data, GCancellable *cancellable, GError **error)
{
  if (account->auth == HEARTH_AUTH_GOA)
    return hearth_goa_dav_credentials_sync (account, refresh, cancellable, error);
  return lookup_password (account, refresh, cancellable, error);
}

/**
 * hearth_dav_credentials_store_sync:
 * @account: a login, perhaps not stored yet
 * @secret: its password
 * @cancellable: (nullable): a cancellable
 * @error: a #HearthSecretsError
 *
 * Returns: whether the keyring has it
 */
gboolean
hearth_dav_credentials_store_sync (const HearthDavAccount *account, const char *secret,
                                   GCancellable *cancellable, GError **error)
{
  g_autofree char *path = hearth_dav_account_dup_path (account);

  return hearth_secrets_store_sync (HEARTH_SECRET_DAV_PASSWORD, path, secret, cancellable, error);
}

/**
 * hearth_dav_credentials_clear_async:
 * @account: a login that is not used any more
 * @cancellable: (nullable): a cancellable
 * @callback: (nullable): called when the keyring has forgotten it
 * @user_data: for @callback
 */
void
hearth_dav_credentials_clear_async (const HearthDavAccount *account, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer user_data)
{
  g_autofree char *path = hearth_dav_account_dup_path (account);

  hearth_secrets_clear_async (HEARTH_SECRET_DAV_PASSWORD, path, cancellable, callback, user_data);
}

/**
 * hearth_dav_credentials_clear_finish:
 * @result: what the callback got
 * @error: a #HearthSecretsError
 *
 * Returns: whether the keyring has forgotten it
 */
gboolean
hearth_dav_credentials_clear_finish (GAsyncResult *result, GError **error)
{
  return hearth_secrets_clear_finish (result, error);
}
