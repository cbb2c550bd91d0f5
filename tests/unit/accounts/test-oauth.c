/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-oauth-redirect.h"
#include "hearth-oauth.h"

#include <string.h>

/* The redirect that the browser comes back to. Signing in against a server that checks the verifier
 * is in tests/integration/accounts. */

#define STATE "bm9ib2R5LWNhbi1ndWVzcy10aGlz"

static void
result_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

typedef struct {
  GMutex mutex;
  guint16 port;
  const char *request;
  char *answer; /* (mutex) */
} Visit;

static gpointer
visit_thread (gpointer data)
{
  Visit *visit = data;
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection =
      g_socket_client_connect_to_host (client, "127.0.0.1", visit->port, NULL, NULL);
  GString *answer = g_string_new (NULL);
  char buffer[512];
  gssize n;

  if (connection != NULL) {
    g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)),
                               visit->request, strlen (visit->request), NULL, NULL, NULL);
    while ((n = g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)),
                                     buffer, sizeof buffer, NULL, NULL)) > 0)
      g_string_append_len (answer, buffer, n);
  }
  g_mutex_lock (&visit->mutex);
  visit->answer = g_string_free (answer, FALSE);
  g_mutex_unlock (&visit->mutex);
  g_main_context_wakeup (NULL);
  return NULL;
}

/* What a browser gets that comes to the port. */
static char *
visit (guint16 port, const char *request)
{
  Visit visit = { .port = port, .request = request };
  GThread *thread;
  gboolean done = FALSE;

  g_mutex_init (&visit.mutex);
  thread = g_thread_new ("browser", visit_thread, &visit);
  while (!done) {
    g_main_context_iteration (NULL, TRUE);
    g_mutex_lock (&visit.mutex);
    done = visit.answer != NULL;
    g_mutex_unlock (&visit.mutex);
  }
  g_thread_join (thread);
  g_mutex_clear (&visit.mutex);
  return visit.answer;
}

static void
test_redirect (void)
{
  static const char *const wrong[] = {
    "GET /favicon.ico HTTP/1.1\r\nHost: x\r\n\r\n",
    "GET /?code=stolen HTTP/1.1\r\n\r\n",
    "GET /?code=stolen&state=bm9ib2R5LWNhbi1ndWVzcy10aGl HTTP/1.1\r\n\r\n",
    "GET /?code=stolen&state=Bm9ib2R5LWNhbi1ndWVzcy10aGlz HTTP/1.1\r\n\r\n",
    "POST /?code=stolen&state=" STATE " HTTP/1.1\r\n\r\n",
    "GET /?code=stolen&state=" STATE "\r\n\r\n",
    "\x16\x03\x01\r\n\r\n",
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthOauthRedirect) redirect = hearth_oauth_redirect_new (STATE, &error);
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *answer = NULL;
  g_autofree char *code = NULL;

  g_assert_no_error (error);
  hearth_oauth_redirect_wait_async (redirect, NULL, result_cb, &result);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autofree char *refused = visit (hearth_oauth_redirect_get_port (redirect), wrong[i]);

    g_assert_true (g_str_has_prefix (refused, "HTTP/1.1 404 "));
    g_assert_null (result);
  }
  answer = visit (hearth_oauth_redirect_get_port (redirect),
                  "GET /?state=" STATE "&code=4%2Fabc&scope=mail HTTP/1.1\r\nHost: x\r\n\r\n");
  g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 200 OK\r\n"));
  g_assert_null (strstr (answer, "abc"));
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  code = hearth_oauth_redirect_wait_finish (redirect, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (code, ==, "4/abc");
  /* The port is gone. */
  g_free (answer);
  answer = visit (hearth_oauth_redirect_get_port (redirect),
                  "GET /?state=" STATE "&code=again HTTP/1.1\r\n\r\n");
  g_assert_cmpstr (answer, ==, "");
}

static void
test_denied (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthOauthRedirect) redirect = hearth_oauth_redirect_new (STATE, &error);
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *answer = NULL;

  hearth_oauth_redirect_wait_async (redirect, NULL, result_cb, &result);
  answer = visit (hearth_oauth_redirect_get_port (redirect),
                  "GET /?error=access_denied&state=" STATE " HTTP/1.1\r\n\r\n");
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (hearth_oauth_redirect_wait_finish (redirect, result, &error));
  g_assert_error (error, HEARTH_ACCOUNTS_ERROR, HEARTH_ACCOUNTS_ERROR_REFUSED);
}

static void
test_too_long (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthOauthRedirect) redirect = hearth_oauth_redirect_new (STATE, &error);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *filler = g_strnfill (20000, 'x');
  g_autofree char *request = g_strconcat ("GET /?", filler, NULL);
  g_autofree char *answer = NULL;

  hearth_oauth_redirect_wait_async (redirect, cancellable, result_cb, &result);
  answer = visit (hearth_oauth_redirect_get_port (redirect), request);
  g_assert_true (*answer == '\0' || g_str_has_prefix (answer, "HTTP/1.1 431 "));
  g_assert_null (result);
  g_cancellable_cancel (cancellable);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (hearth_oauth_redirect_wait_finish (redirect, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static gboolean
open_cb (const char *uri, gpointer user_data, GError **error)
{
  *(char **) user_data = g_strdup (uri);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "There is no browser");
  return FALSE;
}

/* A build without a client id opens nothing; one with it asks for what the standards say. */
static void
test_page (void)
{
  static const HearthOauthProvider made_up = {
    "https://login.example/auth",
    "https://login.example/token",
    "client-1",
    "",
    "a b",
    "&x=1",
    "127.0.0.1",
  };
  g_autoptr (HearthHttp) http = hearth_http_new (NULL);
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *page = NULL;

  g_assert_false (hearth_oauth_is_available (HEARTH_AUTH_PASSWORD));
  g_assert_false (hearth_oauth_is_available (HEARTH_AUTH_GOA));
  g_assert_false (hearth_oauth_is_available (HEARTH_AUTH_GOOGLE));
  hearth_oauth_sign_in_async (http, HEARTH_AUTH_GOOGLE, "ana@example.org", open_cb, &page, NULL,
                              result_cb, &first);
  while (first == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (hearth_oauth_sign_in_finish (first, &error));
  g_assert_error (error, HEARTH_ACCOUNTS_ERROR, HEARTH_ACCOUNTS_ERROR_INVALID);
  g_assert_null (page);
  g_clear_error (&error);

  hearth_oauth_set_provider (HEARTH_AUTH_GOOGLE, &made_up);
  hearth_oauth_sign_in_async (http, HEARTH_AUTH_GOOGLE, "ana@example.org", open_cb, &page, NULL,
                              result_cb, &second);
  while (second == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (hearth_oauth_sign_in_finish (second, &error));
  g_assert_error (error, HEARTH_ACCOUNTS_ERROR, HEARTH_ACCOUNTS_ERROR_FAILED);
  g_assert_true (g_str_has_prefix (page,
                                   "https://login.example/auth?response_type=code"
                                   "&client_id=client-1&redirect_uri=http%3A%2F%2F127.0.0.1%3A"));
  g_assert_nonnull (strstr (page, "&scope=a%20b&"));
  g_assert_nonnull (strstr (page, "&code_challenge_method=S256&login_hint=ana%40example.org&x=1"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/accounts/oauth/redirect", test_redirect);
  g_test_add_func ("/accounts/oauth/denied", test_denied);
  g_test_add_func ("/accounts/oauth/too-long", test_too_long);
  g_test_add_func ("/accounts/oauth/page", test_page);

  return g_test_run ();
}
