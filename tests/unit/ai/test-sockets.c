/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-http.h"
#include "hearth-sockets.h"
#include "scripted-server.h"

#include <string.h>

typedef struct {
  ScriptedServer *server;
  HearthHttp *http;
  char *base;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  gboolean tls = GPOINTER_TO_INT (data);
  g_autoptr (GPtrArray) before = hearth_sockets_take ();

  f->server = scripted_server_new (tls);
  f->http = hearth_http_new (NULL);
  hearth_http_set_purpose (f->http, HEARTH_TRAFFIC_ANSWERS);
  f->base = g_strdup_printf ("%s://127.0.0.1:%u/", tls ? "https" : "http",
                             scripted_server_get_port (f->server));
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_clear_object (&f->http);
  g_clear_pointer (&f->server, scripted_server_free);
  g_free (f->base);
}

/* Asks and waits for the end, which may be an error. */
static void
ask (Fixture *f, gsize body_size, GCancellable *cancellable)
{
  g_autoptr (HearthHttpRequest) request = hearth_http_request_new ("POST", f->base);
  g_autofree char *text = g_strnfill (body_size, 'x');
  g_autoptr (GBytes) body = g_bytes_new (text, body_size);
  g_autoptr (HearthHttpResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  hearth_http_request_set_body (request, body, "text/plain");
  response = hearth_http_send_sync (f->http, request, cancellable, &error);
}

static HearthReceipt *
take_one (void)
{
  g_autoptr (GPtrArray) receipts = hearth_sockets_take ();

  g_assert_cmpuint (receipts->len, ==, 1);
  return hearth_receipt_copy (receipts->pdata[0]);
}

/* Without TLS, the kernel, the protocol and the server count the same. */
static void
test_same (Fixture *f, gconstpointer data)
{
  ScriptedReply reply = SCRIPTED_REPLY_INIT;
  g_autoptr (HearthReceipt) receipt = NULL;
  g_autoptr (GPtrArray) nothing = NULL;

  reply.body = "hello";
  reply.says_length = TRUE;
  scripted_server_set_reply (f->server, &reply);
  for (guint i = 0; i < 3; i++)
    ask (f, 300000, NULL);
  g_assert_cmpuint (scripted_server_get_n_requests (f->server), ==, 3);
  receipt = take_one ();
  g_assert_cmpstr (receipt->host, ==, "127.0.0.1");
  g_assert_cmpint (receipt->purpose, ==, HEARTH_TRAFFIC_ANSWERS);
  g_assert_cmpuint (receipt->bytes_sent, ==, scripted_server_get_received (f->server));
  g_assert_cmpuint (receipt->bytes_received, ==, scripted_server_get_sent (f->server));
  g_assert_cmpuint (receipt->told_sent, ==, receipt->bytes_sent);
  g_assert_cmpuint (receipt->told_received, ==, receipt->bytes_received);
  g_assert_cmpint (receipt->difference, ==, 0);
  nothing = hearth_sockets_take ();
  g_assert_cmpuint (nothing->len, ==, 0);
}

/* What could not be written down is there again the next time. */
static void
test_put_back (Fixture *f, gconstpointer data)
{
  ScriptedReply reply = SCRIPTED_REPLY_INIT;
  g_autoptr (HearthReceipt) receipt = NULL;
  g_autoptr (GPtrArray) waiting = NULL;
  g_autoptr (GPtrArray) taken = NULL;

  scripted_server_set_reply (f->server, &reply);
  ask (f, 100, NULL);
  waiting = hearth_sockets_dup_waiting ();
  g_assert_cmpuint (waiting->len, ==, 1);
  taken = hearth_sockets_take ();
  g_assert_cmpuint (taken->len, ==, 1);
  hearth_sockets_put_back (taken);
  ask (f, 100, NULL);
  receipt = take_one ();
  g_assert_cmpuint (receipt->bytes_sent, ==, scripted_server_get_received (f->server));
  g_assert_cmpuint (receipt->bytes_sent, >, ((HearthReceipt *) taken->pdata[0])->bytes_sent);
}

/* TLS adds its part, which is explained. The server's certificate is not trusted here: the
 * handshake alone is counted, and nothing was said. */
static void
test_tls (Fixture *f, gconstpointer data)
{
  ScriptedReply reply = SCRIPTED_REPLY_INIT;
  g_autoptr (HearthReceipt) receipt = NULL;

  scripted_server_set_reply (f->server, &reply);
  ask (f, 5000, NULL);
  receipt = take_one ();
  g_assert_cmpuint (receipt->bytes_sent, >, 100);
  g_assert_cmpuint (receipt->bytes_received, >, 300);
  g_assert_cmpuint (receipt->told_sent, ==, 0);
  g_assert_cmpint (receipt->difference, ==, 0);
}

static gboolean
stop_cb (gpointer data)
{
  g_cancellable_cancel (data);
  return G_SOURCE_REMOVE;
}

/* A request that is stopped: what had left is counted, what nobody read is not. */
static void
test_stopped (Fixture *f, gconstpointer data)
{
  ScriptedReply reply = SCRIPTED_REPLY_INIT;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (HearthReceipt) receipt = NULL;

  reply.stall_first = TRUE;
  scripted_server_set_reply (f->server, &reply);
  g_timeout_add (300, stop_cb, cancellable);
  ask (f, 4000, cancellable);
  receipt = take_one ();
  g_assert_cmpuint (receipt->bytes_sent, >, 4000);
  g_assert_cmpuint (receipt->bytes_sent, ==, receipt->told_sent);
  g_assert_cmpint (receipt->difference, ==, 0);
}

/* Nobody listens: nothing left. */
static void
test_refused (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) receipts = NULL;

  g_clear_pointer (&f->server, scripted_server_free);
  ask (f, 100, NULL);
  receipts = hearth_sockets_take ();
  g_assert_cmpuint (receipts->len, ==, 0);
}

static GSocketConnection *
connect_to (Fixture *f, HearthSocketTally *tally)
{
  g_autoptr (GSocketClient) client = hearth_sockets_client_new (tally);
  g_autoptr (GError) error = NULL;
  GSocketConnection *connection =
      g_socket_client_connect_to_host (client, "127.0.0.1", scripted_server_get_port (f->server),
                                       NULL, &error);

  g_assert_no_error (error);
  return connection;
}

static void
say (GSocketConnection *connection, const char *text)
{
  g_assert_true (
      g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), text,
                                 strlen (text), NULL, NULL, NULL));
}

/* Sockets of GIO, those that are closed here and those that somebody else closes. */
static void
test_gio (Fixture *f, gconstpointer data)
{
  HearthSocketTally *tally = hearth_sockets_get_tally ("mail.example", HEARTH_TRAFFIC_MAIL);
  ScriptedReply reply = SCRIPTED_REPLY_INIT;

  reply.stall_first = TRUE;
  scripted_server_set_reply (f->server, &reply);
  for (guint i = 0; i < 3; i++) {
    g_autoptr (GSocketConnection) connection = connect_to (f, tally);
    g_autoptr (HearthReceipt) receipt = NULL;

    say (connection, "GET /");
    hearth_sockets_tell (tally, 5, 0);
    if (i == 1)
      g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
    if (i == 2)
      hearth_sockets_end (connection);
    g_clear_object (&connection);
    receipt = take_one ();
    g_assert_cmpstr (receipt->host, ==, "mail.example");
    g_assert_cmpuint (receipt->bytes_sent, ==, 5);
    g_assert_cmpint (receipt->difference, ==, 0);
  }
}

/* What was said and did not go through a socket of this program, and what went and was not said. */
static void
test_difference (Fixture *f, gconstpointer data)
{
  HearthSocketTally *tally = hearth_sockets_get_tally ("liar.example", HEARTH_TRAFFIC_OTHER);
  HearthSocketTally *other = hearth_sockets_get_tally ("silent.example", HEARTH_TRAFFIC_OTHER);
  ScriptedReply reply = SCRIPTED_REPLY_INIT;
  g_autofree char *much = g_strnfill (200000, 'x');
  g_autoptr (GSocketConnection) connection = NULL;
  HearthReceipt *receipt;

  hearth_sockets_tell (tally, 77, 0);
  receipt = take_one ();
  g_assert_cmpint (receipt->difference, ==, -77);
  hearth_receipt_free (receipt);

  reply.stall_first = TRUE;
  scripted_server_set_reply (f->server, &reply);
  connection = connect_to (f, other);
  say (connection, much);
  receipt = take_one ();
  g_assert_cmpuint (receipt->bytes_sent, ==, 200000);
  g_assert_cmpint (receipt->difference, >, 100000);
  hearth_receipt_free (receipt);
}

static guint n_news;

static void
news_cb (gpointer data)
{
  n_news++;
}

/* Whoever writes it down is called once for all that comes until he has taken it. */
static void
test_news (void)
{
  HearthSocketTally *tally = hearth_sockets_get_tally ("liar.example", HEARTH_TRAFFIC_OTHER);
  g_autoptr (GPtrArray) before = hearth_sockets_take ();
  g_autoptr (GPtrArray) taken = NULL;

  hearth_sockets_set_func (news_cb, NULL);
  g_assert_cmpuint (n_news, ==, 0);
  hearth_sockets_tell (tally, 1, 0);
  hearth_sockets_tell (tally, 1, 0);
  g_assert_cmpuint (n_news, ==, 1);
  taken = hearth_sockets_take ();
  hearth_sockets_tell (tally, 1, 0);
  g_assert_cmpuint (n_news, ==, 2);
  hearth_sockets_set_func (NULL, NULL);
}

static void
test_names (void)
{
  for (guint i = 0; i < HEARTH_TRAFFIC_N_PURPOSES; i++)
    g_assert_cmpint (hearth_traffic_purpose_from_string (
                         hearth_traffic_purpose_to_string ((HearthTrafficPurpose) i)),
                     ==, (int) i);
  g_assert_cmpint (hearth_traffic_purpose_from_string ("?"), ==, HEARTH_TRAFFIC_OTHER);
  g_assert_cmpint (hearth_traffic_purpose_from_string (NULL), ==, HEARTH_TRAFFIC_OTHER);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, tls, func)                                                                       \
  g_test_add ("/sockets/" name, Fixture, GINT_TO_POINTER (tls), set_up, func, tear_down)
  ADD ("same", FALSE, test_same);
  ADD ("put-back", FALSE, test_put_back);
  ADD ("tls", TRUE, test_tls);
  ADD ("stopped", FALSE, test_stopped);
  ADD ("refused", FALSE, test_refused);
  ADD ("gio", FALSE, test_gio);
  ADD ("difference", FALSE, test_difference);
  g_test_add_func ("/sockets/news", test_news);
  g_test_add_func ("/sockets/names", test_names);
  return g_test_run ();
}
