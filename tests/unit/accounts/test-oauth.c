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

/* A provider that answers once. */
typedef struct {
  GSocketListener *listener;
  const char *status;
  const char *body;
} Provider;

static gpointer
answer_thread (gpointer user_data)
{
  Provider *provider = user_data;
  g_autoptr (GSocketConnection) connection =
      g_socket_listener_accept (provider->listener, NULL, NULL, NULL);
  GIOStream *stream = G_IO_STREAM (connection);
  g_autofree char *reply =
      g_strdup_printf ("HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n"
                       "Connection: close\r\n\r\n%s",
                       provider->status, strlen (provider->body), provider->body);
  char buffer[4096];

  g_input_stream_read (g_io_stream_get_input_stream (stream), buffer, sizeof buffer, NULL, NULL);
  g_output_stream_write_all (g_io_stream_get_output_stream (stream), reply, strlen (reply), NULL,
                             NULL, NULL);
  g_io_stream_close (stream, NULL, NULL);
  return NULL;
}

static HearthOauthTokens *
refresh (const char *status, const char *body, GError **error)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);
  g_autofree char *address = g_strdup_printf ("http://127.0.0.1:%u/token", port);
  HearthOauthProvider oauth = { address, address, "client-1", "", "mail", "", "127.0.0.1" };
  Provider provider = { listener, status, body };
  GThread *thread = g_thread_new ("provider", answer_thread, &provider);
  HearthOauthTokens *tokens;

  hearth_oauth_set_provider (HEARTH_AUTH_GOOGLE, &oauth);
  tokens = hearth_oauth_refresh_sync (HEARTH_AUTH_GOOGLE, "refresh-1", NULL, error);
  g_thread_join (thread);
  return tokens;
}

/* A provider's answer is read as if anybody had written it. */
static void
test_answers (void)
{
  g_autofree char *deep = g_strnfill (5000, '[');
  g_autofree char *end = g_strnfill (5000, ']');
  g_autofree char *nest = g_strdup_printf ("{\"access_token\":\"a\",\"more\":%s%s}", deep, end);
  const char *const bad[] = {
    "",
    "{",
    "[]",
    "\"a\"",
    "{}",
    "{\"access_token\":7}",
    "{\"access_token\":\"a b\"}",
    "{\"access_token\":\"a\"} {\"access_token\":\"b\"}",
    "{\"access_token\":\"a\"}{",
    nest,
  };
  g_autoptr (HearthOauthTokens) tokens =
      refresh ("200 OK", "{\"access_token\":\"a\",\"expires_in\":1e9}", NULL);
  g_autoptr (HearthOauthTokens) none = NULL;
  g_autoptr (GError) refused = NULL;

  g_assert_cmpstr (tokens->access_token, ==, "a");
  g_assert_cmpint (tokens->expires_in, >, 0);
  g_assert_cmpint (tokens->expires_in, <=, 86400);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (refresh ("200 OK", bad[i], &error));
    g_assert_error (error, HEARTH_ACCOUNTS_ERROR, HEARTH_ACCOUNTS_ERROR_FAILED);
    g_assert_nonnull (strstr (error->message, "something that is no token"));
  }
  /* What it says of a refusal goes into a sentence, whole and on one line. */
  none = refresh ("403 Forbidden",
                  "{\"error\":\"\\u001b[31m\\n€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€\"}",
                  &refused);
  g_assert_null (none);
  g_assert_error (refused, HEARTH_ACCOUNTS_ERROR, HEARTH_ACCOUNTS_ERROR_REFUSED);
  g_assert_true (g_utf8_validate (refused->message, -1, NULL));
  g_assert_null (strpbrk (refused->message, "\033\n"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/accounts/oauth/redirect", test_redirect);
  g_test_add_func ("/accounts/oauth/denied", test_denied);
  g_test_add_func ("/accounts/oauth/too-long", test_too_long);
  g_test_add_func ("/accounts/oauth/page", test_page);
  g_test_add_func ("/accounts/oauth/answers", test_answers);

  return g_test_run ();
}
