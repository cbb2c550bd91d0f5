/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-account-credentials.h"
#include "hearth-secrets.h"

#include <gio/gio.h>
#include <string.h>

/* An account is removed while its provider is asked for a new token: what the provider answers then
 * is not left behind in the keyring. */

typedef struct {
  GMutex mutex;
  GCond cond;
  gboolean asked;   /* (mutex) */
  gboolean answers; /* (mutex) */
} Provider;

static gboolean
serve_cb (GThreadedSocketService *service, GSocketConnection *connection, GObject *source,
          Provider *provider)
{
  static const char answer[] = "{\"access_token\": \"access-2\", \"refresh_token\":"
                               " \"refresh-2\", \"expires_in\": 1800, \"token_type\":"
                               " \"Bearer\"}";
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  g_autofree char *reply = g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                                            "Content-Length: %zu\r\nConnection: close\r\n\r\n%s",
                                            strlen (answer), answer);
  char buffer[4096];

  g_input_stream_read (input, buffer, sizeof buffer, NULL, NULL);
  g_mutex_lock (&provider->mutex);
  provider->asked = TRUE;
  g_cond_broadcast (&provider->cond);
  while (!provider->answers)
    g_cond_wait (&provider->cond, &provider->mutex);
  g_mutex_unlock (&provider->mutex);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), reply,
                             strlen (reply), NULL, NULL, NULL);
  return TRUE;
}

static void
wait_until_asked (Provider *provider)
{
  gboolean asked = FALSE;

  /* Its connections are accepted here. */
  while (!asked) {
    g_main_context_iteration (NULL, FALSE);
    g_usleep (1000);
    g_mutex_lock (&provider->mutex);
    asked = provider->asked;
    g_mutex_unlock (&provider->mutex);
  }
}

static void
let_answer (Provider *provider)
{
  g_mutex_lock (&provider->mutex);
  provider->answers = TRUE;
  g_cond_broadcast (&provider->cond);
  g_mutex_unlock (&provider->mutex);
}

static HearthAccount *
make_account (void)
{
  HearthAccount *account = hearth_account_new ("ana@example.org");

  account->auth = HEARTH_AUTH_GOOGLE;
  g_free (account->imap.host);
  account->imap.host = g_strdup ("imap.example.org");
  g_free (account->imap.user);
  account->imap.user = g_strdup ("ana@example.org");
  return account;
}

static void
store (const HearthAccount *account, const char *refresh_token)
{
  HearthOauthTokens tokens = { (char *) "access-1", (char *) refresh_token, 3600 };
  g_autoptr (GError) error = NULL;

  hearth_account_credentials_store_tokens_sync (account, &tokens, NULL, &error);
  g_assert_no_error (error);
}

static void
cleared_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_assert_true (hearth_account_credentials_clear_finish (result, NULL));
  *(gboolean *) user_data = TRUE;
}

static void
clear (const HearthAccount *account)
{
  gboolean cleared = FALSE;

  hearth_account_credentials_clear_async (account, NULL, cleared_cb, &cleared);
  while (!cleared)
    g_main_context_iteration (NULL, TRUE);
}

static void
assert_kept (const HearthAccount *account, const char *expected)
{
  g_autofree char *path = hearth_account_dup_path (account);
  g_autoptr (GError) error = NULL;
  char *stored = hearth_secrets_lookup_sync (HEARTH_SECRET_MAIL_REFRESH_TOKEN, path, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (stored, ==, expected);
  hearth_secrets_free (stored);
}

static gpointer
lookup_thread (gpointer data)
{
  return hearth_account_credentials_lookup_sync (data, TRUE, NULL, NULL, NULL);
}

/* What to do while the provider is asked. */
typedef enum {
  NOTHING,
  REMOVE,
  REMOVE_AND_ADD,
} Amid;

static void
test_refresh (gconstpointer data)
{
  Amid amid = GPOINTER_TO_INT (data);
  Provider provider = { .asked = FALSE };
  g_autoptr (GSocketService) service = g_threaded_socket_service_new (4);
  guint16 port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, NULL);
  g_autofree char *address = g_strdup_printf ("http://127.0.0.1:%u/token", port);
  HearthOauthProvider oauth = { address, address, "hearth-test", "no-secret",
                                "mail",  "",      "127.0.0.1" };
  g_autoptr (HearthAccount) account = make_account ();
  g_autoptr (HearthCredentials) credentials = NULL;
  GThread *thread;

  hearth_oauth_set_provider (HEARTH_AUTH_GOOGLE, &oauth);
  g_signal_connect (service, "run", G_CALLBACK (serve_cb), &provider);
  g_socket_service_start (service);
  store (account, "refresh-1");
  thread = g_thread_new ("lookup", lookup_thread, account);
  wait_until_asked (&provider);
  if (amid != NOTHING)
    clear (account);
  if (amid == REMOVE_AND_ADD)
    store (account, "refresh-new");
  let_answer (&provider);
  credentials = g_thread_join (thread);
  if (amid == NOTHING) {
    g_assert_cmpstr (credentials->secret, ==, "access-2");
    assert_kept (account, "refresh-2");
  } else {
    g_assert_null (credentials);
    assert_kept (account, amid == REMOVE_AND_ADD ? "refresh-new" : NULL);
  }
  g_clear_pointer (&credentials, hearth_credentials_free);
  if (amid == REMOVE_AND_ADD) {
    credentials = hearth_account_credentials_lookup_sync (account, FALSE, NULL, NULL, NULL);
    g_assert_cmpstr (credentials->secret, ==, "access-1");
  }
  clear (account);
  assert_kept (account, NULL);
  g_socket_service_stop (service);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/tokens/refreshed", GINT_TO_POINTER (NOTHING), test_refresh);
  g_test_add_data_func ("/tokens/removed-meanwhile", GINT_TO_POINTER (REMOVE), test_refresh);
  g_test_add_data_func ("/tokens/removed-and-added", GINT_TO_POINTER (REMOVE_AND_ADD),
                        test_refresh);
  return g_test_run ();
}
