/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dav-server.h"

#include <string.h>

/* A double for servers that fail as no server that can be installed does. Sockets and HTTP are
 * real; a test says what is answered. */
struct _DavServer {
  GSocketListener *listener; /* (owned) */
  GThread *thread;           /* accepts */
  guint16 port;
  DavAnswer answer;
  gpointer user_data;
  GCancellable *stop; /* (owned) */

  GMutex mutex;
  GCond cond;
  GPtrArray *requests; /* (mutex) (owned) of char * */
  guint n_handlers;    /* (mutex) */
  guint n_held;        /* (mutex) connections that nothing was said on */
  guint n_left;        /* (mutex) of those, the ones that the client ended */
  guint64 sent;        /* (mutex) */
};

#define WAIT (10 * G_TIME_SPAN_SECOND)

/* Reads until the whole request is there. */
static char *
read_request (DavServer *self, GInputStream *in)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gsize wanted = G_MAXSIZE;

  while (text->len < wanted) {
    char buffer[4096];
    gssize n = g_input_stream_read (in, buffer, sizeof buffer, self->stop, NULL);
    const char *end;

    if (n <= 0)
      return NULL;
    g_string_append_len (text, buffer, n);
    end = strstr (text->str, "\r\n\r\n");
    if (end != NULL && wanted == G_MAXSIZE) {
      g_autofree char *length = dav_dup_header (text->str, "Content-Length");

      wanted = end + 4 - text->str + (length != NULL ? g_ascii_strtoull (length, NULL, 10) : 0);
    }
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
send_bytes (DavServer *self, GOutputStream *out, const char *data, gsize length)
{
  gsize written = 0;
  gboolean ok = g_output_stream_write_all (out, data, length, &written, self->stop, NULL);

  g_mutex_lock (&self->mutex);
  self->sent += written;
  g_mutex_unlock (&self->mutex);
  return ok;
}

/* Holds the connection open until the client ends it. */
static void
hold (DavServer *self, GInputStream *in)
{
  char buffer[256];

  g_mutex_lock (&self->mutex);
  self->n_held++;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
  while (g_input_stream_read (in, buffer, sizeof buffer, self->stop, NULL) > 0)
    continue;
  g_mutex_lock (&self->mutex);
  self->n_left++;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
}

static void
send_endless (DavServer *self, GOutputStream *out)
{
  static const char head[] = "HTTP/1.1 207 Multi-Status\r\nConnection: close\r\n\r\n";
  g_autofree char *piece = g_strnfill (1024 * 1024, ' ');
  gboolean ok = send_bytes (self, out, head, strlen (head));

  while (ok)
    ok = send_bytes (self, out, piece, 1024 * 1024);
}

/* Returns whether the connection may serve another request. */
static gboolean
serve (DavServer *self, GIOStream *stream, const char *request, guint n)
{
  GOutputStream *out = g_io_stream_get_output_stream (stream);
  g_autofree char *text = self->answer (request, n, self->user_data);
  g_autofree char *whole = NULL;
  char *end;

  if (text == NULL) {
    hold (self, g_io_stream_get_input_stream (stream));
    return FALSE;
  }
  if (g_str_equal (text, "endless")) {
    send_endless (self, out);
    return FALSE;
  }
  end = strstr (text, "\r\n\r\n");
  g_assert_nonnull (end);
  *end = '\0';
  whole = g_strdup_printf ("HTTP/1.1 %s\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n\r\n%s", text,
                           strlen (end + 4), end + 4);
  return send_bytes (self, out, whole, strlen (whole));
}

typedef struct {
  DavServer *server;
  GSocketConnection *connection; /* (owned) */
} Connection;

static gpointer
handle (gpointer user_data)
{
  g_autofree Connection *own = user_data;
  DavServer *self = own->server;
  g_autoptr (GSocketConnection) connection = own->connection;
  gboolean again = TRUE;

  while (again) {
    g_autofree char *request =
        read_request (self, g_io_stream_get_input_stream (G_IO_STREAM (connection)));
    guint n;

    if (request == NULL)
      break;
    g_mutex_lock (&self->mutex);
    n = self->requests->len;
    g_ptr_array_add (self->requests, g_strdup (request));
    g_mutex_unlock (&self->mutex);
    again = serve (self, G_IO_STREAM (connection), request, n);
  }
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  g_mutex_lock (&self->mutex);
  self->n_handlers--;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
  return NULL;
}

/* A thread for each connection: the client under test waits on the test's own. */
static gpointer
accept_all (gpointer user_data)
{
  DavServer *self = user_data;

  for (;;) {
    GSocketConnection *connection =
        g_socket_listener_accept (self->listener, NULL, self->stop, NULL);
    Connection *own;

    if (connection == NULL)
      return NULL;
    own = g_new0 (Connection, 1);
    *own = (Connection){ self, connection };
    g_mutex_lock (&self->mutex);
    self->n_handlers++;
    g_mutex_unlock (&self->mutex);
    g_thread_unref (g_thread_new ("dav-server", handle, own));
  }
}

DavServer *
dav_server_new (DavAnswer answer, gpointer user_data)
{
  DavServer *self = g_new0 (DavServer, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GInetAddress) address = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (address, 0);
  g_autoptr (GSocketAddress) bound = NULL;

  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->answer = answer;
  self->user_data = user_data;
  self->stop = g_cancellable_new ();
  self->requests = g_ptr_array_new_with_free_func (g_free);
  self->listener = g_socket_listener_new ();
  g_socket_listener_add_address (self->listener, any, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP,
                                 NULL, &bound, &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  self->thread = g_thread_new ("dav-accept", accept_all, self);
  return self;
}

void
dav_server_free (DavServer *self)
{
  g_cancellable_cancel (self->stop);
  g_thread_join (self->thread);
  g_mutex_lock (&self->mutex);
  while (self->n_handlers > 0)
    g_cond_wait (&self->cond, &self->mutex);
  g_mutex_unlock (&self->mutex);
  g_socket_listener_close (self->listener);
  g_object_unref (self->listener);
  g_object_unref (self->stop);
  g_ptr_array_unref (self->requests);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self);
}

char *
dav_server_dup_url (DavServer *self, const char *host, const char *path)
{
  return g_strdup_printf ("http://%s:%u%s", host, self->port, path);
}

guint
dav_server_get_n (DavServer *self)
{
  return dav_server_count (self, "");
}

guint64
dav_server_get_sent (DavServer *self)
{
  guint64 sent;

  g_mutex_lock (&self->mutex);
  sent = self->sent;
  g_mutex_unlock (&self->mutex);
  return sent;
}

/* How many requests hold a text. */
guint
dav_server_count (DavServer *self, const char *text)
{
  guint n = 0;

  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->requests->len; i++)
    n += strstr (g_ptr_array_index (self->requests, i), text) != NULL;
  g_mutex_unlock (&self->mutex);
  return n;
}

gboolean
dav_server_saw (DavServer *self, const char *text)
{
  return dav_server_count (self, text) > 0;
}

void
dav_server_forget (DavServer *self)
{
  g_mutex_lock (&self->mutex);
  g_ptr_array_set_size (self->requests, 0);
  g_mutex_unlock (&self->mutex);
}

static gboolean
wait_for (DavServer *self, gboolean left)
{
  gint64 end = g_get_monotonic_time () + WAIT;
  gboolean ok = TRUE;

  g_mutex_lock (&self->mutex);
  while (ok && (self->n_held == 0 || (left && self->n_left < self->n_held)))
    ok = g_cond_wait_until (&self->cond, &self->mutex, end);
  g_mutex_unlock (&self->mutex);
  return ok;
}

/* Waits until a request is not answered. */
gboolean
dav_server_wait_held (DavServer *self)
{
  return wait_for (self, FALSE);
}

/* Waits until the client has ended every connection that was held. */
gboolean
dav_server_wait_left (DavServer *self)
{
  return wait_for (self, TRUE);
}

/* The value of a header, without regard to its case. */
char *
dav_dup_header (const char *request, const char *name)
{
  g_auto (GStrv) lines = g_strsplit (request, "\r\n", -1);
  gsize length = strlen (name);

  for (guint i = 1; lines[i] != NULL && *lines[i] != '\0'; i++)
    if (g_ascii_strncasecmp (lines[i], name, length) == 0 && lines[i][length] == ':')
      return g_strdup (g_strstrip (lines[i] + length + 1));
  return NULL;
}

char *
dav_multistatus (const char *inner)
{
  return g_strconcat ("207 Multi-Status\r\nContent-Type: application/xml\r\n\r\n"
                      "<?xml version=\"1.0\"?><multistatus xmlns=\"DAV:\" "
                      "xmlns:C=\"urn:ietf:params:xml:ns:caldav\" "
                      "xmlns:S=\"http://calendarserver.org/ns/\">",
                      inner, "</multistatus>", NULL);
}
