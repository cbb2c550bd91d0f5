/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-clock.h"
#include "hearth-http.h"
#include "scripted-server.h"

#include <netdb.h>
#include <string.h>

/* A name server that takes its time cannot be had in a test: this stands before the C library's
 * function, in libcurl too, and sleeps for one name. */
int
getaddrinfo (const char *node, const char *service, const struct addrinfo *hints,
             struct addrinfo **result)
{
  if (node != NULL && g_str_equal (node, "slow.invalid"))
    g_usleep (G_USEC_PER_SEC);
  return EAI_NONAME;
}

typedef struct {
  HearthHttp *http;
  ScriptedServer *server;
  char *base;
} Fixture;

typedef struct {
  gboolean done;
  HearthHttpResponse *response;
  GError *error;
  GString *streamed;
  guint n_headers;
  guint n_chunks;
  GCancellable *cancel_in_chunk;
} Outcome;

static void
outcome_clear (Outcome *outcome)
{
  g_clear_pointer (&outcome->response, hearth_http_response_unref);
  g_clear_error (&outcome->error);
  if (outcome->streamed != NULL)
    g_string_free (outcome->streamed, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Outcome, outcome_clear)

static void
set_up (Fixture *f, gconstpointer data)
{
  f->http = hearth_http_new (NULL);
  f->server = scripted_server_new (FALSE);
  f->base = g_strdup_printf ("http://127.0.0.1:%u", scripted_server_get_port (f->server));
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_clear_object (&f->http);
  scripted_server_free (f->server);
  g_free (f->base);
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Outcome *outcome = user_data;

  g_assert_false (outcome->done);
  outcome->response = hearth_http_send_finish (HEARTH_HTTP (source), result, &outcome->error);
  outcome->done = TRUE;
}

static void
headers_cb (const HearthHttpResponse *response, gpointer user_data)
{
  Outcome *outcome = user_data;

  g_assert_cmpuint (outcome->n_chunks, ==, 0);
  outcome->n_headers++;
}

static void
chunk_cb (const char *data, gsize length, gpointer user_data)
{
  Outcome *outcome = user_data;

  g_assert_false (outcome->done);
  outcome->n_chunks++;
  g_string_append_len (outcome->streamed, data, length);
  if (outcome->cancel_in_chunk != NULL)
    g_cancellable_cancel (outcome->cancel_in_chunk);
}

static void
wait_done (Outcome *outcome)
{
  while (!outcome->done)
    g_main_context_iteration (NULL, TRUE);
}

static void
send_request (HearthHttp *http, HearthHttpRequest *request, GCancellable *cancellable,
              Outcome *outcome)
{
  hearth_http_send_async (http, request, cancellable, sent_cb, outcome);
  g_assert_false (outcome->done);
}

static void
get (Fixture *f, const char *path, HearthHttpFlags flags, Outcome *outcome)
{
  g_autofree char *url = g_strconcat (f->base, path, NULL);
  g_autoptr (HearthHttpRequest) request = hearth_http_request_new ("GET", url);

  request->flags = flags;
  request->limits = (HearthHttpLimits){ 100000, 2000, 300, 5000 };
  send_request (f->http, request, NULL, outcome);
  wait_done (outcome);
}

/* The error is of @code, a whole sentence, and names the host. */
static void
assert_error (const Outcome *outcome, HearthHttpError code, const char *place)
{
  g_assert_null (outcome->response);
  g_assert_error (outcome->error, HEARTH_HTTP_ERROR, (int) code);
  g_test_message ("%s", outcome->error->message);
  g_assert_nonnull (strstr (outcome->error->message, place));
  g_assert_true (g_str_has_suffix (outcome->error->message, "."));
}

static void
assert_error_here (Fixture *f, const Outcome *outcome, HearthHttpError code)
{
  assert_error (outcome, code, f->base + strlen ("http://"));
}

static void
test_get (Fixture *f, gconstpointer data)
{
  ScriptedReply reply = SCRIPTED_REPLY_INIT;
  g_auto (Outcome) outcome = { 0 };
  g_autofree char *request = NULL;
  g_autoptr (GPtrArray) counts = NULL;
  const HearthHttpCount *count;
  gsize length;

  reply.headers = "X-Two: a\r\nContent-Type: text/plain\r\nx-two:  b \r\n";
  reply.body = "hello";
  reply.says_length = TRUE;
  scripted_server_set_reply (f->server, &reply);
  get (f, "/path?query#fragment", HEARTH_HTTP_NO_FLAGS, &outcome);
  g_assert_no_error (outcome.error);
  g_assert_cmpuint (outcome.response->status, ==, 200);
  g_assert_cmpstr (hearth_http_response_get_header (outcome.response, "x-two"), ==, "a, b");
  g_assert_cmpmem (g_bytes_get_data (outcome.response->body, &length), 5, "hello", 5);
  g_assert_cmpuint (length, ==, 5);
  request = scripted_server_dup_last_request (f->server);
  g_assert_true (g_str_has_prefix (request, "GET /path?query HTTP/1.1\r\n"));
  g_assert_nonnull (strstr (request, "\r\nUser-Agent: Hearth/" HEARTH_VERSION "\r\n"));

  counts = hearth_http_traffic_dup_counts (hearth_http_get_traffic (f->http));
  g_assert_cmpuint (counts->len, ==, 1);
  count = g_ptr_array_index (counts, 0);
  g_assert_cmpstr (count->host, ==, "127.0.0.1");
  g_assert_cmpuint (count->sent, ==, scripted_server_get_received (f->server));
  g_assert_cmpuint (count->received, ==, scripted_server_get_sent (f->server));
  g_assert_true (count->loopback);
}

static void
test_post (Fixture *f, gconstpointer data)
{
  ScriptedReply reply = SCRIPTED_REPLY_INIT;
  g_autoptr (HearthHttpRequest) request = hearth_http_request_new ("POST", f->base);
  g_autofree char *text = g_strnfill (2 * 1024 * 1024, 'x');
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));
  g_auto (Outcome) outcome = { 0 };
  g_autoptr (GPtrArray) counts = NULL;
  g_autofree char *seen = NULL;

  reply.says_length = TRUE;
  scripted_server_set_reply (f->server, &reply);
  hearth_http_request_set_body (request, body, "text/plain");
  hearth_http_request_add_header (request, "X-Empty", "");
  send_request (f->http, request, NULL, &outcome);
  wait_done (&outcome);
  g_assert_no_error (outcome.error);
  seen = scripted_server_dup_last_request (f->server);
  g_assert_true (g_str_has_suffix (seen, text));
  g_assert_nonnull (strstr (seen, "\r\nContent-Type: text/plain\r\n"));
  g_assert_nonnull (strstr (seen, "\r\nX-Empty:"));
  g_assert_null (strstr (seen, "Expect:"));
  counts = hearth_http_traffic_dup_counts (hearth_http_get_traffic (f->http));
  g_assert_cmpuint (((HearthHttpCount *) g_ptr_array_index (counts, 0))->sent, ==,
                    scripted_server_get_received (f->server));
}

static void
test_methods (Fixture *f, gconstpointer data)
{
  static const char *const methods[] = { "PROPFIND", "HEAD", "DELETE", "POST" };
  ScriptedReply reply = SCRIPTED_REPLY_INIT;

  reply.says_length = TRUE;
  scripted_server_set_reply (f->server, &reply);
  for (guint i = 0; i < G_N_ELEMENTS (methods); i++) {
    g_autoptr (HearthHttpRequest) request = hearth_http_request_new (methods[i], f->base);
    g_auto (Outcome) outcome = { 0 };
    g_autofree char *seen = NULL;

    send_request (f->http, request, NULL, &outcome);
    wait_done (&outcome);
    g_assert_no_error (outcome.error);
    seen = scripted_server_dup_last_request (f->server);
    g_assert_true (g_str_has_prefix (seen, methods[i]));
  }
}

static void
test_stream (Fixture *f, gconstpointer data)
{
  ScriptedReply reply = SCRIPTED_REPLY_INIT;
  g_autoptr (HearthHttpRequest) request = hearth_http_request_new ("GET", f->base);
  g_auto (Outcome) outcome = { .streamed = g_string_new (NULL) };

  reply.body = "one byte at a time";
  reply.piece = 1;
  reply.chunked = TRUE;
  scripted_server_set_reply (f->server, &reply);
  hearth_http_request_set_stream (request, headers_cb, chunk_cb, &outcome);
  send_request (f->http, request, NULL, &outcome);
  wait_done (&outcome);
  g_assert_no_error (outcome.error);
  g_assert_cmpstr (outcome.streamed->str, ==, reply.body);
  g_assert_cmpuint (outcome.n_headers, ==, 1);
  g_assert_null (outcome.response->body);
}

static void
test_invalid (Fixture *f, gconstpointer data)
{
  static const struct {
    const char *url;
    const char *says;
  } cases[] = {
    { "http://example.org/", "example.org" },
    { "http://127.0.0.1.example.org/", "127.0.0.1.example.org" },
    { "http://0.0.0.0/", "0.0.0.0" },
    { "https://me:pass@example.org/", "keyring" },
    { "ftp://example.org/", "https://" },
    { "file:///etc/passwd", "https://" },
    { "example.org", "https://" },
    { "https://", "https://" },
    { "https://exa mple.org/", "https://" },
    { "https://example.org/\r\nX: y", "https://" },
    { "", "https://" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (HearthHttpRequest) request = hearth_http_request_new ("GET", cases[i].url);
    g_auto (Outcome) outcome = { 0 };

    send_request (f->http, request, NULL, &outcome);
    wait_done (&outcome);
    assert_error (&outcome, HEARTH_HTTP_ERROR_INVALID, cases[i].says);
    g_assert_null (strstr (outcome.error->message, "pass@"));
  }
}

static void
test_invalid_header (Fixture *f, gconstpointer data)
{
  static const char *const values[] = { "a\r\nX-Other: b", "a\nb", "secret\x7f" };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++) {
    g_autoptr (HearthHttpRequest) request = hearth_http_request_new ("GET", f->base);
    g_auto (Outcome) outcome = { 0 };

    hearth_http_request_add_header (request, "Authorization", values[i]);
    send_request (f->http, request, NULL, &outcome);
    wait_done (&outcome);
    assert_error_here (f, &outcome, HEARTH_HTTP_ERROR_INVALID);
    g_assert_null (strstr (outcome.error->message, "secret"));
  }
  g_assert_cmpuint (scripted_server_get_n_requests (f->server), ==, 0);
}

static void
test_loopback (void)
{
  static const struct {
    const char *url;
    gboolean loopback;
  } cases[] = {
    { "http://localhost/", TRUE },     { "http://LOCALHOST:80/", TRUE },
    { "http://127.9.9.9/", TRUE },     { "http://[::1]:8080/", TRUE },
    { "http://127.1/", TRUE },         { "http://localhost.example.org/", FALSE },
    { "http://10.0.0.1/", FALSE },     { "http://[::2]/", FALSE },
    { "http://notlocalhost/", FALSE }, { "https://example.org/", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (HearthHttpUrl) url = hearth_http_url_parse (cases[i].url, &error);

    g_assert_no_error (error);
    g_assert_cmpint (url->loopback, ==, cases[i].loopback);
  }
}

static void
test_refused (Fixture *f, gconstpointer data)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u/", port);
  g_autofree char *place = g_strdup_printf ("127.0.0.1:%u", port);
  g_autoptr (HearthHttpRequest) request = hearth_http_request_new ("GET", url);
  g_auto (Outcome) outcome = { 0 };

  g_socket_listener_close (listener);
  send_request (f->http, request, NULL, &outcome);
  wait_done (&outcome);
  assert_error (&outcome, HEARTH_HTTP_ERROR_CONNECT, place);
  g_assert_nonnull (strstr (outcome.error->message, "refused"));
}

static void
test_resolve (Fixture *f, gconstpointer data)
{
  g_autoptr (HearthHttpRequest) request =
      hearth_http_request_new ("GET", "https://nowhere.invalid/");
  g_auto (Outcome) outcome = { 0 };

  send_request (f->http, request, NULL, &outcome);
  wait_done (&outcome);
  assert_error (&outcome, HEARTH_HTTP_ERROR_RESOLVE, "nowhere.invalid");
}

static void
test_tls (Fixture *f, gconstpointer data)
{
  g_autoptr (ScriptedServer) server = scripted_server_new (TRUE);
  g_autofree char *url =
      g_strdup_printf ("https://127.0.0.1:%u/", scripted_server_get_port (server));
  g_autoptr (HearthHttpRequest) request = hearth_http_request_new ("GET", url);
  g_auto (Outcome) outcome = { 0 };

  hearth_http_request_add_header (request, "Authorization", "Bearer secret");
  send_request (f->http, request, NULL, &outcome);
  wait_done (&outcome);
  assert_error (&outcome, HEARTH_HTTP_ERROR_TLS, "127.0.0.1");
  g_assert_cmpuint (scripted_server_get_n_requests (server), ==, 0);
}

/* TLS is asked for where plain HTTP is spoken. */
static void
test_tls_mismatch (Fixture *f, gconstpointer data)
{
  ScriptedReply reply = SCRIPTED_REPLY_INIT;
  g_autofree char *url =
      g_strdup_printf ("https://127.0.0.1:%u/", scripted_server_get_port (f->server));
  g_autoptr (HearthHttpRequest) request = hearth_http_request_new ("GET", url);
  g_auto (Outcome) outcome = { 0 };

  reply.close_at_once = TRUE;
  scripted_server_set_reply (f->server, &reply);
  send_request (f->http, request, NULL, &outcome);
  wait_done (&outcome);
  assert_error (&outcome, HEARTH_HTTP_ERROR_TLS, "127.0.0.1");
}

static void
test_cut_off (Fixture *f, gconstpointer data)
{
  ScriptedReply reply = SCRIPTED_REPLY_INIT;

  reply.body = "0123456789";
  for (int i = 0; i < 3; i++) {
    g_auto (Outcome) outcome = { 0 };

    reply.cut_at = 4;
    reply.says_length = i == 0;
    reply.chunked = i == 1;
    reply.close_at_once = i == 2;
    scripted_server_set_reply (f->server, &reply);
    get (f, "/", HEARTH_HTTP_NO_FLAGS, &outcome);
    assert_error_here (f, &outcome, HEARTH_HTTP_ERROR_CUT_OFF);
  }
}

static void
test_not_http (Fixture *f, gconstpointer data)
{
  ScriptedReply reply = SCRIPTED_REPLY_INIT;
  g_auto (Outcome) outcome = { 0 };

  reply.raw = "SSH-2.0-OpenSSH_9.2\r\n";
  scripted_server_set_reply (f->server, &reply);
  get (f, "/", HEARTH_HTTP_NO_FLAGS, &outcome);
  assert_error_here (f, &outcome, HEARTH_HTTP_ERROR_PROTOCOL);
}

static void
test_too_large (Fixture *f, gconstpointer data)
{
  g_autofree char *body = g_strnfill (200000, 'x');
  g_autofree char *header = g_strdup_printf ("X: %.*s\r\nY: %.*s\r\n", 50000, body, 50000, body);
  ScriptedReply reply = SCRIPTED_REPLY_INIT;

  reply.body = body;
  for (int i = 0; i < 3; i++) {
    g_auto (Outcome) outcome = { 0 };

    reply.says_length = i == 0;
    reply.chunked = i == 1;
    if (i == 2) {
      reply.body = "";
      reply.headers = header;
    }
    scripted_server_set_reply (f->server, &reply);
    get (f, "/", HEARTH_HTTP_NO_FLAGS, &outcome);
    assert_error_here (f, &outcome, HEARTH_HTTP_ERROR_TOO_LARGE);
  }
}

static void
test_status (Fixture *f, gconstpointer data)
{
  g_autofree char *body = g_strnfill (200000, 'x');
  ScriptedReply reply = SCRIPTED_REPLY_INIT;
  g_auto (Outcome) outcome = { 0 };
  g_auto (Outcome) large = { 0 };
  g_autoptr (GError) copy = NULL;
  gsize length;

  reply.status = "404 Not Found";
  reply.body = "no such thing";
  reply.says_length = TRUE;
  scripted_server_set_reply (f->server, &reply);
  get (f, "/", HEARTH_HTTP_NO_FLAGS, &outcome);
  assert_error_here (f, &outcome, HEARTH_HTTP_ERROR_STATUS);
  copy = g_error_copy (outcome.error);
  g_assert_cmpuint (hearth_http_error_get_status (copy), ==, 404);
  g_assert_cmpmem (g_bytes_get_data (hearth_http_error_get_body (copy), &length), 13,
                   "no such thing", 13);

  reply.status = "503 Busy";
  reply.body = body;
  scripted_server_set_reply (f->server, &reply);
  get (f, "/", HEARTH_HTTP_NO_FLAGS, &large);
  assert_error_here (f, &large, HEARTH_HTTP_ERROR_STATUS);
  g_assert_cmpuint (hearth_http_error_get_status (large.error), ==, 503);
  g_assert_cmpuint (g_bytes_get_size (hearth_http_error_get_body (large.error)), ==, 16384);
}

static void
test_not_modified (Fixture *f, gconstpointer data)
{
  ScriptedReply reply = SCRIPTED_REPLY_INIT;
  g_auto (Outcome) outcome = { 0 };

  reply.status = "304 Not Modified";
  scripted_server_set_reply (f->server, &reply);
  get (f, "/", HEARTH_HTTP_NO_FLAGS, &outcome);
  g_assert_no_error (outcome.error);
  g_assert_cmpuint (outcome.response->status, ==, 304);
}

static void
test_redirect (Fixture *f, gconstpointer data)
{
  static const struct {
    const char *location;
    HearthHttpFlags flags;
    guint n_requests;
  } cases[] = {
    { "Location: http://localhost:1/\r\n", HEARTH_HTTP_FOLLOW_SAME_ORIGIN, 1 },
    { "Location: https://other.invalid/\r\n", HEARTH_HTTP_FOLLOW_SAME_ORIGIN, 1 },
    { "Location: //other.invalid/\r\n", HEARTH_HTTP_FOLLOW_SAME_ORIGIN, 1 },
    { "Location: /again\r\n", HEARTH_HTTP_NO_FLAGS, 1 },
    { "Location: /again\r\n", HEARTH_HTTP_FOLLOW_SAME_ORIGIN, 4 },
  };
  ScriptedReply reply = SCRIPTED_REPLY_INIT;

  reply.status = "302 Found";
  reply.says_length = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (Outcome) outcome = { 0 };
    guint before = scripted_server_get_n_requests (f->server);

    reply.headers = cases[i].location;
    scripted_server_set_reply (f->server, &reply);
    get (f, "/", cases[i].flags, &outcome);
    assert_error_here (f, &outcome, HEARTH_HTTP_ERROR_REDIRECT);
    g_assert_cmpuint (scripted_server_get_n_requests (f->server) - before, ==, cases[i].n_requests);
  }
}

static void
test_idle (Fixture *f, gconstpointer data)
{
  ScriptedReply reply = SCRIPTED_REPLY_INIT;

  reply.body = "half";
  reply.chunked = TRUE;
  for (int i = 0; i < 2; i++) {
    gint64 start = g_get_monotonic_time ();
    g_auto (Outcome) outcome = { 0 };

    reply.stall = i == 0;
    reply.stall_first = i == 1;
    scripted_server_set_reply (f->server, &reply);
    get (f, "/", HEARTH_HTTP_NO_FLAGS, &outcome);
    assert_error_here (f, &outcome, HEARTH_HTTP_ERROR_TIMEOUT);
    g_assert_cmpint (g_get_monotonic_time () - start, >=, 290 * 1000);
    g_assert_true (scripted_server_wait_left (f->server, G_USEC_PER_SEC));
  }
}

static void
test_total (Fixture *f, gconstpointer data)
{
  ScriptedReply reply = SCRIPTED_REPLY_INIT;
  g_autoptr (HearthHttpRequest) request = hearth_http_request_new ("GET", f->base);
  g_auto (Outcome) outcome = { 0 };

  reply.stall = TRUE;
  scripted_server_set_reply (f->server, &reply);
  request->limits.total_ms = 200;
  send_request (f->http, request, NULL, &outcome);
  wait_done (&outcome);
  assert_error_here (f, &outcome, HEARTH_HTTP_ERROR_TIMEOUT);
}

static void
assert_cancelled (const Outcome *outcome)
{
  g_assert_null (outcome->response);
  g_assert_error (outcome->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_cancel (Fixture *f, gconstpointer data)
{
  ScriptedReply reply = SCRIPTED_REPLY_INIT;

  reply.body = "half";
  for (int i = 0; i < 2; i++) {
    g_autoptr (HearthHttpRequest) request = hearth_http_request_new ("GET", f->base);
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();
    g_auto (Outcome) outcome = { 0 };
    gint64 start;

    reply.stall = i == 0;
    reply.stall_first = i == 1;
    scripted_server_set_reply (f->server, &reply);
    send_request (f->http, request, cancellable, &outcome);
    while (!scripted_server_is_stalled (f->server)) {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
    start = g_get_monotonic_time ();
    g_cancellable_cancel (cancellable);
    wait_done (&outcome);
    assert_cancelled (&outcome);
    g_assert_true (scripted_server_wait_left (f->server, 50 * 1000));
    g_assert_cmpint (g_get_monotonic_time () - start, <, 50 * 1000);
    g_test_message ("cancelled down to the socket in %" G_GINT64_FORMAT " µs",
                    g_get_monotonic_time () - start);
  }
}

static void
test_cancel_before (Fixture *f, gconstpointer data)
{
  g_autoptr (HearthHttpRequest) request = hearth_http_request_new ("GET", f->base);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (Outcome) outcome = { 0 };

  g_cancellable_cancel (cancellable);
  send_request (f->http, request, cancellable, &outcome);
  wait_done (&outcome);
  assert_cancelled (&outcome);
  g_assert_cmpuint (scripted_server_get_n_requests (f->server), ==, 0);
}

static void
test_cancel_in_chunk (Fixture *f, gconstpointer data)
{
  ScriptedReply reply = SCRIPTED_REPLY_INIT;
  g_autoptr (HearthHttpRequest) request = hearth_http_request_new ("GET", f->base);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (Outcome) outcome = { .streamed = g_string_new (NULL), .cancel_in_chunk = cancellable };

  reply.body = "one byte at a time";
  reply.piece = 1;
  reply.chunked = TRUE;
  reply.stall = TRUE;
  scripted_server_set_reply (f->server, &reply);
  hearth_http_request_set_stream (request, NULL, chunk_cb, &outcome);
  send_request (f->http, request, cancellable, &outcome);
  wait_done (&outcome);
  assert_cancelled (&outcome);
  g_assert_cmpuint (outcome.n_chunks, ==, 1);
}

static void
test_cancel_resolve (Fixture *f, gconstpointer data)
{
  g_autoptr (HearthHttpRequest) request = hearth_http_request_new ("GET", "https://slow.invalid/");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (Outcome) outcome = { 0 };
  gint64 start = g_get_monotonic_time ();

  send_request (f->http, request, cancellable, &outcome);
  while (g_get_monotonic_time () - start < 50 * 1000) {
    g_main_context_iteration (NULL, FALSE);
    g_usleep (1000);
  }
  g_assert_false (outcome.done);
  start = g_get_monotonic_time ();
  g_cancellable_cancel (cancellable);
  wait_done (&outcome);
  assert_cancelled (&outcome);
  g_clear_object (&f->http);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 50 * 1000);
}

typedef struct {
  HearthHttp *http;
  HearthHttpRequest *second;
  Outcome *outcome;
  gboolean started;
} Nested;

static void
nested_chunk_cb (const char *data, gsize length, gpointer user_data)
{
  Nested *nested = user_data;

  if (!nested->started)
    send_request (nested->http, nested->second, NULL, nested->outcome);
  nested->started = TRUE;
}

static void
test_start_in_chunk (Fixture *f, gconstpointer data)
{
  ScriptedReply reply = SCRIPTED_REPLY_INIT;
  g_autoptr (HearthHttpRequest) first = hearth_http_request_new ("GET", f->base);
  g_autoptr (HearthHttpRequest) second = hearth_http_request_new ("GET", f->base);
  g_auto (Outcome) outcome = { 0 };
  g_auto (Outcome) inner = { 0 };
  Nested nested = { f->http, second, &inner, FALSE };

  reply.body = "body";
  reply.says_length = TRUE;
  scripted_server_set_reply (f->server, &reply);
  hearth_http_request_set_stream (first, NULL, nested_chunk_cb, &nested);
  send_request (f->http, first, NULL, &outcome);
  wait_done (&outcome);
  wait_done (&inner);
  g_assert_no_error (outcome.error);
  g_assert_no_error (inner.error);
}

/* The last reference goes while requests are under way: they end all the same. */
static void
test_many_and_drop (Fixture *f, gconstpointer data)
{
  ScriptedReply reply = SCRIPTED_REPLY_INIT;
  Outcome outcomes[20] = { 0 };

  reply.body = "body";
  reply.says_length = TRUE;
  scripted_server_set_reply (f->server, &reply);
  for (guint i = 0; i < G_N_ELEMENTS (outcomes); i++) {
    g_autoptr (HearthHttpRequest) request = hearth_http_request_new ("GET", f->base);

    send_request (f->http, request, NULL, &outcomes[i]);
  }
  g_clear_object (&f->http);
  for (guint i = 0; i < G_N_ELEMENTS (outcomes); i++) {
    wait_done (&outcomes[i]);
    g_assert_no_error (outcomes[i].error);
    outcome_clear (&outcomes[i]);
  }
}

/* What is for this machine does not go through the proxy of the environment. */
static void
test_proxy (Fixture *f, gconstpointer data)
{
  ScriptedReply reply = SCRIPTED_REPLY_INIT;
  g_auto (Outcome) outcome = { 0 };
  g_auto (Outcome) outside = { 0 };
  g_autoptr (HearthHttpRequest) request =
      hearth_http_request_new ("GET", "http://outside.invalid/path");
  g_autofree char *seen = NULL;

  reply.says_length = TRUE;
  scripted_server_set_reply (f->server, &reply);
  g_setenv ("http_proxy", "http://127.0.0.1:1/", TRUE);
  get (f, "/", HEARTH_HTTP_NO_FLAGS, &outcome);
  g_assert_no_error (outcome.error);

  g_setenv ("http_proxy", f->base, TRUE);
  request->flags = HEARTH_HTTP_ALLOW_PLAIN;
  send_request (f->http, request, NULL, &outside);
  wait_done (&outside);
  g_unsetenv ("http_proxy");
  g_assert_no_error (outside.error);
  seen = scripted_server_dup_last_request (f->server);
  g_assert_true (g_str_has_prefix (seen, "GET http://outside.invalid/path HTTP/1.1\r\n"));
}

static void
count_cb (guint *n)
{
  (*n)++;
}

static const HearthHttpCount *
find_count (GPtrArray *counts, const char *host)
{
  for (guint i = 0; i < counts->len; i++) {
    const HearthHttpCount *count = g_ptr_array_index (counts, i);

    if (g_str_equal (count->host, host))
      return count;
  }
  g_assert_not_reached ();
}

static void
test_traffic (void)
{
  g_autoptr (HearthHttpTraffic) traffic = hearth_http_traffic_new ();
  g_autoptr (GPtrArray) counts = NULL;
  guint n = 0;

  g_signal_connect_swapped (traffic, "changed", G_CALLBACK (count_cb), &n);
  hearth_http_traffic_add (traffic, "example.org", FALSE, 100, 1000);
  hearth_http_traffic_add (traffic, "example.org", FALSE, 11, 0);
  hearth_http_traffic_add (traffic, "localhost", TRUE, 5, 6);
  g_assert_cmpuint (n, ==, 3);
  counts = hearth_http_traffic_dup_counts (traffic);
  g_assert_cmpuint (counts->len, ==, 2);
  g_assert_cmpuint (find_count (counts, "example.org")->sent, ==, 111);
  g_assert_cmpuint (find_count (counts, "example.org")->received, ==, 1000);
  g_assert_false (find_count (counts, "example.org")->loopback);
  g_assert_cmpuint (find_count (counts, "localhost")->sent, ==, 5);
  g_assert_cmpuint (find_count (counts, "localhost")->received, ==, 6);
  g_assert_true (find_count (counts, "localhost")->loopback);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/http/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("get", test_get);
  ADD ("post", test_post);
  ADD ("methods", test_methods);
  ADD ("stream", test_stream);
  ADD ("invalid", test_invalid);
  ADD ("invalid-header", test_invalid_header);
  ADD ("refused", test_refused);
  ADD ("resolve", test_resolve);
  ADD ("tls", test_tls);
  ADD ("tls-mismatch", test_tls_mismatch);
  ADD ("cut-off", test_cut_off);
  ADD ("not-http", test_not_http);
  ADD ("too-large", test_too_large);
  ADD ("status", test_status);
  ADD ("not-modified", test_not_modified);
  ADD ("redirect", test_redirect);
  ADD ("idle", test_idle);
  ADD ("total", test_total);
  ADD ("cancel", test_cancel);
  ADD ("cancel-before", test_cancel_before);
  ADD ("cancel-in-chunk", test_cancel_in_chunk);
  ADD ("cancel-resolve", test_cancel_resolve);
  ADD ("start-in-chunk", test_start_in_chunk);
  ADD ("many-and-drop", test_many_and_drop);
  ADD ("proxy", test_proxy);
#undef ADD
  g_test_add_func ("/http/loopback", test_loopback);
  g_test_add_func ("/http/traffic", test_traffic);
  return g_test_run ();
}
