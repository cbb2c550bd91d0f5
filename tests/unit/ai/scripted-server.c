/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "scripted-server.h"

#include <string.h>

/* A double for what cannot be had in a test: a server on the network that fails at a chosen byte.
 * The sockets, HTTP and TLS are real; only what is answered is written down beforehand. */
struct _ScriptedServer {
  GSocketService *service;      /* (owned) */
  GTlsCertificate *certificate; /* (owned) (nullable) */
  guint16 port;

  GMutex mutex;
  GCond cond;
  ScriptedReply reply;        /* (mutex) */
  const ScriptedReply *first; /* (mutex) (nullable) what comes before it */
  guint n_first;              /* (mutex) */
  char *last_request;         /* (mutex) (owned) (nullable) */
  guint n_requests;           /* (mutex) */
  guint64 received;           /* (mutex) */
  guint64 sent;               /* (mutex) */
  guint n_stalled;            /* (mutex) connections that are held open */
  guint n_left;               /* (mutex) of those, the ones that the client ended */
  guint n_handlers;           /* (mutex) */
  GCancellable *stop;         /* (owned) */
};

/* For "localhost", signed by itself and so trusted by nobody; valid for a hundred years. */
static const char certificate_pem[] =
    "-----BEGIN CERTIFICATE-----\n"
    "MIIBmzCCAUGgAwIBAgIUQJOxflYBUr4WJMVVqh6DoUHX7ugwCgYIKoZIzj0EAwIw\n"
    "FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNDEyNDQ0NFoYDzIxMjYxMDMx\n"
    "MTI0NDQ0WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO\n"
    "PQMBBwNCAAR3wDlBqeHXveWmsFyo/Tr2y6Rvzj3uN7SYYkyxWTghpgXWgZnMOJHZ\n"
    "ACrbgo5NOJsqAPN6CQX43tjI3pEcDpkTo28wbTAdBgNVHQ4EFgQURACanKs6JoWq\n"
    "/bfzxPuOaZAG7tgwHwYDVR0jBBgwFoAURACanKs6JoWq/bfzxPuOaZAG7tgwDwYD\n"
    "VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI\n"
    "zj0EAwIDSAAwRQIgIxdD93+xrEM9sZNo4O9q7U53Coq73r0gEsBX5inYXgICIQDa\n"
    "HF1LaUf3wOKGTCRRjUHtruBWOPkqsf+r4ZVj52tjFA==\n"
    "-----END CERTIFICATE-----\n"
    "-----BEGIN PRIVATE KEY-----\n"
    "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgWfRQDi0AoWXk04gU\n"
    "9L7UQzO1yBUd6TEenvlhcC1vLmChRANCAAR3wDlBqeHXveWmsFyo/Tr2y6Rvzj3u\n"
    "N7SYYkyxWTghpgXWgZnMOJHZACrbgo5NOJsqAPN6CQX43tjI3pEcDpkT\n"
    "-----END PRIVATE KEY-----\n";

static gboolean
send_bytes (ScriptedServer *self, GOutputStream *out, const char *data, gsize length)
{
  gsize written = 0;
  gboolean ok;

  /* Counted first: the client may have read it all before the call returns. */
  g_mutex_lock (&self->mutex);
  self->sent += length;
  g_mutex_unlock (&self->mutex);
  ok = g_output_stream_write_all (out, data, length, &written, self->stop, NULL);
  g_mutex_lock (&self->mutex);
  self->sent -= length - written;
  g_mutex_unlock (&self->mutex);
  return ok;
}

/* Reads until the whole request is there. */
static char *
read_request (ScriptedServer *self, GInputStream *in)
{
  GString *text = g_string_new (NULL);
  gsize wanted = G_MAXSIZE;

  while (text->len < wanted) {
    char buffer[4096];
    gssize n = g_input_stream_read (in, buffer, sizeof buffer, self->stop, NULL);
    const char *end;

    if (n <= 0) {
      g_string_free (text, TRUE);
      return NULL;
    }
    g_string_append_len (text, buffer, n);
    end = strstr (text->str, "\r\n\r\n");
    if (end != NULL && wanted == G_MAXSIZE) {
      const char *length = strstr (text->str, "Content-Length: ");

      wanted = end + 4 - text->str;
      if (length != NULL && length < end)
        wanted += g_ascii_strtoull (length + strlen ("Content-Length: "), NULL, 10);
    }
  }
  g_mutex_lock (&self->mutex);
  self->received += text->len;
  self->n_requests++;
  g_free (self->last_request);
  self->last_request = g_strdup (text->str);
  g_mutex_unlock (&self->mutex);
  return g_string_free (text, FALSE);
}

/* Holds the connection open until the client ends it. */
static void
hold (ScriptedServer *self, GInputStream *in)
{
  char buffer[256];

  g_mutex_lock (&self->mutex);
  self->n_stalled++;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
  while (g_input_stream_read (in, buffer, sizeof buffer, self->stop, NULL) > 0)
    continue;
  g_mutex_lock (&self->mutex);
  self->n_left++;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
}

static gboolean
send_body (ScriptedServer *self, GOutputStream *out, const ScriptedReply *reply)
{
  gsize length = reply->body != NULL ? (gsize) reply->length : 0;
  gsize end = reply->cut_at >= 0 ? MIN ((gsize) reply->cut_at, length) : length;
  gsize piece = reply->piece > 0 ? reply->piece : MAX (length, 1);

  for (gsize at = 0; at < end; at += piece) {
    gsize n = MIN (piece, end - at);
    g_autofree char *size = g_strdup_printf ("%" G_GSIZE_MODIFIER "x\r\n", n);

    if ((reply->chunked && !send_bytes (self, out, size, strlen (size))) ||
        !send_bytes (self, out, reply->body + at, n) ||
        (reply->chunked && !send_bytes (self, out, "\r\n", 2)))
      return FALSE;
  }
  if (reply->chunked && reply->cut_at < 0 && !reply->stall)
    return send_bytes (self, out, "0\r\n\r\n", 5);
  return TRUE;
}

/* Returns whether the connection may serve another request. */
static gboolean
answer (ScriptedServer *self, GIOStream *stream, const ScriptedReply *reply)
{
  GOutputStream *out = g_io_stream_get_output_stream (stream);
  gsize length = reply->body != NULL ? (gsize) reply->length : 0;
  g_autoptr (GString) head = g_string_new (NULL);

  if (reply->stall_first) {
    hold (self, g_io_stream_get_input_stream (stream));
    return FALSE;
  }
  if (reply->raw != NULL) {
    send_bytes (self, out, reply->raw, strlen (reply->raw));
    return FALSE;
  }
  g_string_printf (head, "HTTP/1.1 %s\r\n%s", reply->status,
                   reply->headers != NULL ? reply->headers : "");
  if (reply->chunked)
    g_string_append (head, "Transfer-Encoding: chunked\r\n");
  else if (reply->says_length)
    g_string_append_printf (head, "Content-Length: %" G_GSIZE_FORMAT "\r\n", length);
  else
    g_string_append (head, "Connection: close\r\n");
  g_string_append (head, "\r\n");
  if (!send_bytes (self, out, head->str, head->len) || !send_body (self, out, reply))
    return FALSE;
  if (reply->stall)
    hold (self, g_io_stream_get_input_stream (stream));
  return !reply->stall && reply->cut_at < 0 && (reply->chunked || reply->says_length);
}

static void
reply_free (ScriptedReply *reply)
{
  g_free ((char *) reply->status);
  g_free ((char *) reply->headers);
  g_free ((char *) reply->body);
  g_free ((char *) reply->raw);
  g_free (reply);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScriptedReply, reply_free)

/* A copy: the client may have read all that it wants, and the test gone on, while it is being sent.
 */
static ScriptedReply *
take_reply (ScriptedServer *self)
{
  ScriptedReply *taken;

  g_mutex_lock (&self->mutex);
  taken = g_memdup2 (self->n_first > 0 ? self->first : &self->reply, sizeof *taken);
  if (self->n_first > 0) {
    self->first++;
    self->n_first--;
  }
  if (taken->body != NULL && taken->length < 0)
    taken->length = (gssize) strlen (taken->body);
  taken->status = g_strdup (taken->status);
  taken->headers = g_strdup (taken->headers);
  taken->body = taken->body != NULL ? g_memdup2 (taken->body, (gsize) taken->length) : NULL;
  taken->raw = g_strdup (taken->raw);
  g_mutex_unlock (&self->mutex);
  return taken;
}

static gboolean
run_cb (GThreadedSocketService *service, GSocketConnection *connection, GObject *source,
        gpointer user_data)
{
  ScriptedServer *self = user_data;
  g_autoptr (GIOStream) stream = g_object_ref (G_IO_STREAM (connection));
  gboolean again = TRUE;

  g_mutex_lock (&self->mutex);
  self->n_handlers++;
  g_mutex_unlock (&self->mutex);
  g_socket_set_option (g_socket_connection_get_socket (connection), 6 /* TCP */,
                       1 /* TCP_NODELAY */, 1, NULL);
  if (self->certificate != NULL) {
    g_object_unref (stream);
    stream = g_tls_server_connection_new (G_IO_STREAM (connection), self->certificate, NULL);
    again = g_tls_connection_handshake (G_TLS_CONNECTION (stream), self->stop, NULL);
  }
  while (again) {
    g_autoptr (ScriptedReply) taken = NULL;
    g_autofree char *request = NULL;
    gboolean close_at_once;

    g_mutex_lock (&self->mutex);
    close_at_once = self->reply.close_at_once;
    g_mutex_unlock (&self->mutex);
    if (close_at_once)
      break;
    request = read_request (self, g_io_stream_get_input_stream (stream));
    if (request == NULL)
      break;
    taken = take_reply (self);
    again = answer (self, stream, taken);
  }
  g_io_stream_close (stream, NULL, NULL);
  g_mutex_lock (&self->mutex);
  self->n_handlers--;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
  return TRUE;
}

ScriptedServer *
scripted_server_new (gboolean tls)
{
  ScriptedServer *self = g_new0 (ScriptedServer, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GInetAddress) address = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (address, 0);
  g_autoptr (GSocketAddress) bound = NULL;

  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->reply = (ScriptedReply) SCRIPTED_REPLY_INIT;
  self->stop = g_cancellable_new ();
  if (tls) {
    self->certificate = g_tls_certificate_new_from_pem (certificate_pem, -1, &error);
    g_assert_no_error (error);
  }
  self->service = g_threaded_socket_service_new (8);
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), any, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &bound, &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  g_signal_connect (self->service, "run", G_CALLBACK (run_cb), self);
  g_socket_service_start (self->service);
  return self;
}

void
scripted_server_free (ScriptedServer *self)
{
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_cancellable_cancel (self->stop);
  g_mutex_lock (&self->mutex);
  while (self->n_handlers > 0)
    g_cond_wait (&self->cond, &self->mutex);
  g_mutex_unlock (&self->mutex);
  g_signal_handlers_disconnect_by_data (self->service, self);
  g_object_unref (self->service);
  g_clear_object (&self->certificate);
  g_object_unref (self->stop);
  g_free (self->last_request);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self);
}

guint16
scripted_server_get_port (ScriptedServer *self)
{
  return self->port;
}

/* The texts in @reply must live as long as it may be asked for. */
void
scripted_server_set_reply (ScriptedServer *self, const ScriptedReply *reply)
{
  g_mutex_lock (&self->mutex);
  self->reply = *reply;
  g_mutex_unlock (&self->mutex);
}

/* The next @n requests are answered with @first, one after another, and then as before. */
void
scripted_server_set_first (ScriptedServer *self, const ScriptedReply *first, guint n)
{
  g_mutex_lock (&self->mutex);
  self->first = first;
  self->n_first = n;
  g_mutex_unlock (&self->mutex);
}

char *
scripted_server_dup_last_request (ScriptedServer *self)
{
  char *text;

  g_mutex_lock (&self->mutex);
  text = g_strdup (self->last_request);
  g_mutex_unlock (&self->mutex);
  return text;
}

guint
scripted_server_get_n_requests (ScriptedServer *self)
{
  guint n;

  g_mutex_lock (&self->mutex);
  n = self->n_requests;
  g_mutex_unlock (&self->mutex);
  return n;
}

guint64
scripted_server_get_received (ScriptedServer *self)
{
  guint64 n;

  g_mutex_lock (&self->mutex);
  n = self->received;
  g_mutex_unlock (&self->mutex);
  return n;
}

guint64
scripted_server_get_sent (ScriptedServer *self)
{
  guint64 n;

  g_mutex_lock (&self->mutex);
  n = self->sent;
  g_mutex_unlock (&self->mutex);
  return n;
}

/* Whether a connection is held open; does not wait. */
gboolean
scripted_server_is_stalled (ScriptedServer *self)
{
  gboolean stalled;

  g_mutex_lock (&self->mutex);
  stalled = self->n_stalled > self->n_left;
  g_mutex_unlock (&self->mutex);
  return stalled;
}

/* Waits until the client has ended every connection that was held open. */
gboolean
scripted_server_wait_left (ScriptedServer *self, gint64 within_us)
{
  gint64 end = g_get_monotonic_time () + within_us;
  gboolean left = TRUE;

  g_mutex_lock (&self->mutex);
  while (self->n_stalled > self->n_left && left)
    left = g_cond_wait_until (&self->cond, &self->mutex, end);
  left = self->n_stalled > 0 && self->n_stalled == self->n_left;
  g_mutex_unlock (&self->mutex);
  return left;
}
