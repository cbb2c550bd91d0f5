/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-account-credentials.h"

#include "hearth-goa.h"
#include "hearth-oauth.h"
#include "hearth-secrets.h"
#include "hearth-secret-memory.h"

#include <glib/gi18n.h>
#include <string.h>

/* A token that ends in a moment would end in the middle of a login. Seconds. */
#define TOKEN_MARGIN 90

/* Access tokens, in memory only. */
typedef struct {
  char *token;  /* (owned) */
  gint64 until; /* monotonic seconds */
} Cached;

/* By what hearth_account_dup_path() says. */
static GMutex cache_mutex;
static GHashTable *cache;     /* (cache_mutex) (owned) (nullable): of Cached */
static GHashTable *forgotten; /* (cache_mutex) (owned) (nullable): how often each was */

static void
cached_free (gpointer data)
{
  Cached *cached = data;

  hearth_secret_memory_free (cached->token);
  g_free (cached);
}

static void
cache_forget (const char *path)
{
  g_mutex_lock (&cache_mutex);
  if (cache != NULL)
    g_hash_table_remove (cache, path);
  if (forgotten == NULL)
    forgotten = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_replace (forgotten, g_strdup (path),
                        GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (forgotten, path)) +
                                          1));
  g_mutex_unlock (&cache_mutex);
}

/* Tells what was begun before an account was removed from what is of one that came after it. */
static guint
count_forgotten (const char *path)
{
  guint n;

  g_mutex_lock (&cache_mutex);
  n = forgotten != NULL ? GPOINTER_TO_UINT (g_hash_table_lookup (forgotten, path)) : 0;
  g_mutex_unlock (&cache_mutex);
  return n;
}

static void
cache_put (const char *path, const HearthOauthTokens *tokens)
{
  Cached *cached = g_new0 (Cached, 1);

  cached->token = hearth_secret_memory_dup (tokens->access_token);
  cached->until = g_get_monotonic_time () / G_USEC_PER_SEC + tokens->expires_in - TOKEN_MARGIN;
  g_mutex_lock (&cache_mutex);
  if (cache == NULL)
    cache = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, cached_free);
  g_hash_table_replace (cache, g_strdup (path), cached);
  g_mutex_unlock (&cache_mutex);
}

static void
cache_drop (const char *path, const char *token)
{
  const Cached *cached;

  g_mutex_lock (&cache_mutex);
  cached = cache != NULL ? g_hash_table_lookup (cache, path) : NULL;
  if (cached != NULL && strcmp (cached->token, token) == 0)
    g_hash_table_remove (cache, path);
  g_mutex_unlock (&cache_mutex);
}

static HearthCredentials *
cache_get (const char *path, const char *user)
{
  HearthCredentials *credentials = NULL;
  const Cached *cached;

  g_mutex_lock (&cache_mutex);
  cached = cache != NULL ? g_hash_table_lookup (cache, path) : NULL;
  if (cached != NULL && cached->until > g_get_monotonic_time () / G_USEC_PER_SEC)
    credentials = hearth_credentials_new (HEARTH_MECHANISM_TOKEN, user, cached->token);
  g_mutex_unlock (&cache_mutex);
  return credentials;
}

/* What the keyring has for an account: nothing where GNOME Online Accounts keeps it. */
static const char *
get_purpose (const HearthAccount *account)
{
  switch (account->auth) {
  case HEARTH_AUTH_PASSWORD:
    return HEARTH_SECRET_MAIL_PASSWORD;
  case HEARTH_AUTH_GOOGLE:
  case HEARTH_AUTH_MICROSOFT:
    return HEARTH_SECRET_MAIL_REFRESH_TOKEN;
  case HEARTH_AUTH_GOA:
  default:
    return NULL;
  }
}

static HearthCredentials *
lookup_password (const HearthAccount *account, const char *user, gboolean refresh,
                 GCancellable *cancellable, GError **error)
{
  g_autofree char *path = hearth_account_dup_path (account);
  HearthCredentials *credentials;
  GError *local_error = NULL;
  char *password;

  /* The same once more would only bring the account nearer to being locked. */
  if (refresh) {
    g_set_error (error, HEARTH_ACCOUNTS_ERROR, HEARTH_ACCOUNTS_ERROR_REFUSED,
                 _("The server refused the password of “%s”. Enter it again in the account’s "
                    "settings."),
                 account->label);
    return NULL;
  }
  password =
      hearth_secrets_lookup_sync (HEARTH_SECRET_MAIL_PASSWORD, path, cancellable, &local_error);
  if (password == NULL) {
    if (local_error != NULL)
      g_propagate_error (error, local_error);
    else
      g_set_error (error, HEARTH_ACCOUNTS_ERROR, HEARTH_ACCOUNTS_ERROR_NO_SECRET,
                   _("The keyring has no password for “%s”. Enter it in the account’s settings."),
                   account->label);
    return NULL;
  }
  credentials = hearth_credentials_new (HEARTH_MECHANISM_PASSWORD, user, password);
  hearth_secrets_free (password);
  return credentials;
}

/* Providers may hand out a new refresh token with each access token, and take back the old one. */
static gboolean
keep_tokens (const char *path, const HearthOauthTokens *tokens, GCancellable *cancellable,
             GError **error)
{
  cache_put (path, tokens);
  return tokens->refresh_token == NULL ||
         hearth_secrets_store_sync (HEARTH_SECRET_MAIL_REFRESH_TOKEN, path, tokens->refresh_token,
                                    cancellable, error);
}

static void
set_no_sign_in (const HearthAccount *account, GError **error)
{
  g_set_error (error, HEARTH_ACCOUNTS_ERROR, HEARTH_ACCOUNTS_ERROR_NO_SECRET,
               _("The keyring has no sign-in for “%s”. Sign in again in the account’s "
                  "settings."),
               account->label);
}

/* Takes back what was kept of an account that was removed meanwhile: its secrets were cleared
 * before it was written. What an account of the same name has put there since stays. */
static void
take_back (const char *path, const HearthOauthTokens *tokens)
{
  char *stored;

  cache_drop (path, tokens->access_token);
  if (tokens->refresh_token == NULL)
    return;
  stored = hearth_secrets_lookup_sync (HEARTH_SECRET_MAIL_REFRESH_TOKEN, path, NULL, NULL);
  if (g_strcmp0 (stored, tokens->refresh_token) == 0)
    hearth_secrets_clear_sync (HEARTH_SECRET_MAIL_REFRESH_TOKEN, path, NULL, NULL);
  hearth_secrets_free (stored);
}

/* Keeps what a refresh brought, if the account is still there. */
static gboolean
keep_refreshed (const HearthAccount *account, const char *path, const HearthOauthTokens *tokens,
                guint n_forgotten, GCancellable *cancellable, GError **error)
{
  gboolean kept = TRUE;

  if (count_forgotten (path) == n_forgotten)
    kept = keep_tokens (path, tokens, cancellable, error);
  if (count_forgotten (path) == n_forgotten)
    return kept;
  take_back (path, tokens);
  if (kept)
    set_no_sign_in (account, error);
  return FALSE;
}

static HearthCredentials *
lookup_token (const HearthAccount *account, const char *user, gboolean refresh,
              GCancellable *cancellable, GError **error)
{
  g_autofree char *path = hearth_account_dup_path (account);
  HearthCredentials *credentials = refresh ? NULL : cache_get (path, user);
  guint n_forgotten = count_forgotten (path);
  g_autoptr (HearthOauthTokens) tokens = NULL;
  GError *local_error = NULL;
  char *refresh_token;

  if (credentials != NULL)
    return credentials;
  refresh_token = hearth_secrets_lookup_sync (HEARTH_SECRET_MAIL_REFRESH_TOKEN, path, cancellable,
                                              &local_error);
  if (local_error != NULL) {
    g_propagate_error (error, local_error);
    return NULL;
  }
  if (refresh_token == NULL) {
    set_no_sign_in (account, error);
    return NULL;
  }
  tokens = hearth_oauth_refresh_sync (account->auth, refresh_token, cancellable, error);
  hearth_secrets_free (refresh_token);
  if (tokens == NULL || !keep_refreshed (account, path, tokens, n_forgotten, cancellable, error))
    return NULL;
  return hearth_credentials_new (HEARTH_MECHANISM_TOKEN, user, tokens->access_token);
}

/**
 * hearth_account_credentials_lookup_sync:
 * @account: an account
 * @refresh: whether the server refused what was returned last
 * @user_data: (nullable): %HEARTH_CREDENTIALS_SMTP for a login where mail is sent, else %NULL
 * @cancellable: (nullable): a cancellable
 * @error: a #HearthAccountsError or #HearthSecretsError
 *
 * Finds what proves a login: the password in the keyring, or an access token. The keyring may ask
 * its owner to be unlocked. To be called from a worker thread.
 *
 * Returns: (transfer full) (nullable): credentials, to be freed as soon as they were used
 */
HearthCredentials *
hearth_account_credentials_lookup_sync (const HearthAccount *account, gboolean refresh,
                                        gpointer user_data, GCancellable *cancellable,
                                        GError **error)
{
  gboolean smtp = user_data == HEARTH_CREDENTIALS_SMTP;
  const char *user = smtp ? account->smtp.user : account->imap.user;

  switch (account->auth) {
  case HEARTH_AUTH_PASSWORD:
    return lookup_password (account, user, refresh, cancellable, error);
  case HEARTH_AUTH_GOOGLE:
  case HEARTH_AUTH_MICROSOFT:
    return lookup_token (account, user, refresh, cancellable, error);
  case HEARTH_AUTH_GOA:
  default:
    return hearth_goa_credentials_sync (account, smtp, refresh, cancellable, error);
  }
}

/**
 * hearth_account_credentials_store_sync:
 * @account: an account, perhaps not stored yet
 * @secret: its password, or refresh token
 * @cancellable: (nullable): a cancellable
 * @error: a #HearthSecretsError
 *
 * Keeps an account's secret in the keyring, in place of an earlier one.
 *
 * Returns: whether it is kept
 */
gboolean
hearth_account_credentials_store_sync (const HearthAccount *account, const char *secret,
                                       GCancellable *cancellable, GError **error)
{
  g_autofree char *path = hearth_account_dup_path (account);
  const char *purpose = get_purpose (account);

  g_return_val_if_fail (purpose != NULL, FALSE);
  return hearth_secrets_store_sync (purpose, path, secret, cancellable, error);
}

/**
 * hearth_account_credentials_store_tokens_sync:
 * @account: an account that signed in through the browser, perhaps not stored yet
 * @tokens: what it got
 * @cancellable: (nullable): a cancellable
 * @error: a #HearthSecretsError
 *
 * Keeps the refresh token in the keyring and the access token in memory.
 *
 * Returns: whether they are kept
 */
gboolean
hearth_account_credentials_store_tokens_sync (const HearthAccount *account,
                                              const HearthOauthTokens *tokens,
                                              GCancellable *cancellable, GError **error)
{
  g_autofree char *path = hearth_account_dup_path (account);

  return keep_tokens (path, tokens, cancellable, error);
}

/**
 * hearth_account_credentials_move_sync:
 * @from: an account
 * @to: the same after it was changed
 * @cancellable: (nullable): a cancellable
 * @error: a #HearthSecretsError
 *
 * Brings along the secret of an account whose login is another now; the earlier one is forgotten.
 * Where there was none, or it is of another kind, nothing is brought.
 *
 * Returns: whether that was done
 */
gboolean
hearth_account_credentials_move_sync (const HearthAccount *from, const HearthAccount *to,
                                      GCancellable *cancellable, GError **error)
{
  g_autofree char *old_path = hearth_account_dup_path (from);
  g_autofree char *new_path = hearth_account_dup_path (to);
  const char *old_purpose = get_purpose (from);
  const char *new_purpose = get_purpose (to);
  GError *local_error = NULL;
  gboolean stored = TRUE;
  char *secret;

  if (old_purpose == NULL ||
      (g_strcmp0 (old_path, new_path) == 0 && g_strcmp0 (old_purpose, new_purpose) == 0))
    return TRUE;
  secret = hearth_secrets_lookup_sync (old_purpose, old_path, cancellable, &local_error);
  if (local_error != NULL) {
    g_propagate_error (error, local_error);
    return FALSE;
  }
  if (secret != NULL && g_strcmp0 (old_purpose, new_purpose) == 0)
    stored = hearth_secrets_store_sync (new_purpose, new_path, secret, cancellable, error);
  hearth_secrets_free (secret);
  cache_forget (old_path);
  return stored && hearth_secrets_clear_sync (old_purpose, old_path, cancellable, error);
}

static void
cleared_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (hearth_secrets_clear_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * hearth_account_credentials_clear_async:
 * @account: an account that is being removed
 * @cancellable: (nullable): a cancellable
 * @callback: called when its secrets are gone
 * @user_data: for @callback
 *
 * Takes the secrets of an account out of the keyring and out of memory.
 */
void
hearth_account_credentials_clear_async (const HearthAccount *account, GCancellable *cancellable,
                                        GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autofree char *path = hearth_account_dup_path (account);
  const char *purpose = get_purpose (account);

  g_task_set_source_tag (task, hearth_account_credentials_clear_async);
  cache_forget (path);
  if (purpose == NULL) {
    g_task_return_boolean (task, TRUE);
    return;
  }
  hearth_secrets_clear_async (purpose, path, cancellable, cleared_cb, g_object_ref (task));
}

/**
 * hearth_account_credentials_clear_finish:
 * @result: what the callback got
 * @error: a #HearthSecretsError
 *
 * Returns: whether they are gone
 */
gboolean
hearth_account_credentials_clear_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
