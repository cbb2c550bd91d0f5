/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-imap-stream.h"

#include "hearth-http-url.h"
#include "hearth-imap-async.h"
#include "hearth-imap-error-private.h"
#include "hearth-imap-tls.h"
#include "hearth-sockets.h"

#include <gio/gnetworking.h>
#include <glib/gi18n.h>
#include <poll.h>
#include <string.h>
#include <zlib.h>

/* What is received before it is inflated. */
#define RAW_SIZE ((gsize) 64 * 1024)
/* What is written, and deflated, at once. */
#define WRITE_SIZE ((gsize) 64 * 1024)
/* What is read while there is still something to write; beyond, the server has to wait. */
#define MAX_PENDING ((gsize) 4 * 1024 * 1024)
/* Seconds: a connection whose packets are dropped is given up after less than a minute, by the
 * kernel, whether Hearth waits or sends. */
#define KEEPALIVE_IDLE 20
#define KEEPALIVE_INTERVAL 8
#define KEEPALIVE_COUNT 4
#define USER_TIMEOUT 45

/**
 * HearthImapStream:
 *
 * The bytes of one connection, plain, in TLS, deflated. No wait in it is without a bound: each
 * polls the socket, the cancellable and a deadline. To be used by one thread at a time.
 */
struct _HearthImapStream {
  HearthMailServer server; /* a copy */
  HearthImapLimits limits;
  HearthSocketTally *tally;
  GSocketConnection *connection; /* (owned) */
  GIOStream *io;                 /* (owned) @connection, or TLS over it */
  int fd;                        /* the socket's */
  gboolean closed;
  gboolean deflated;
  z_stream inflater;
  z_stream deflater;
  guint8 *raw; /* (owned) (nullable) received and not inflated */
  gsize raw_start;
  gsize raw_end;
  guint64 received;
  guint64 sent;
  /* The command's bounds, in monotonic microseconds. */
  HearthImapPace pace;
  gint64 silence;        /* how long without a byte */
  gint64 quiet_deadline; /* when that is over */
  gint64 total_deadline; /* G_MAXINT64 for none */
  gint64 window_waited;  /* what was waited in this window; the caller's own time is not counted */
  gsize window_bytes;
};

static void
set_option (GSocket *socket, int level, int option, int value)
{
  g_autoptr (GError) error = NULL;

  if (!g_socket_set_option (socket, level, option, value, &error))
    g_debug ("IMAP: a socket option could not be set: %s", error->message);
}

static gboolean
is_loopback (GSocketConnection *connection)
{
  g_autoptr (GSocketAddress) address = g_socket_connection_get_remote_address (connection, NULL);

  return G_IS_INET_SOCKET_ADDRESS (address) &&
         g_inet_address_get_is_loopback (
             g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address)));
}

static GError *
cancelled_error (void)
{
  return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, _("It was stopped."));
}

static void
set_up_socket (HearthImapStream *self)
{
  GSocket *socket = g_socket_connection_get_socket (self->connection);

  self->fd = g_socket_get_fd (socket);
  g_socket_set_blocking (socket, FALSE);
  g_socket_set_keepalive (socket, TRUE);
  set_option (socket, IPPROTO_TCP, TCP_NODELAY, 1);
  set_option (socket, IPPROTO_TCP, TCP_KEEPIDLE, KEEPALIVE_IDLE);
  set_option (socket, IPPROTO_TCP, TCP_KEEPINTVL, KEEPALIVE_INTERVAL);
  set_option (socket, IPPROTO_TCP, TCP_KEEPCNT, KEEPALIVE_COUNT);
  set_option (socket, IPPROTO_TCP, TCP_USER_TIMEOUT, USER_TIMEOUT * 1000);
}

static GSocketConnection *
connect_socket (const HearthMailServer *server, HearthSocketTally *tally, guint milliseconds,
                GCancellable *cancellable, GError **error)
{
  g_autoptr (GSocketClient) client = hearth_sockets_client_new (tally);
  g_autoptr (GError) cause = NULL;
  GSocketConnection *connection;
  HearthImapAsync async;

  /* No proxy stands between this computer and itself, nor is any a loopback address. */
  g_socket_client_set_enable_proxy (client, server->security != HEARTH_SECURITY_NONE &&
                                                !hearth_host_is_loopback (server->host));
  hearth_imap_async_begin (&async, milliseconds, cancellable);
  g_socket_client_connect_to_host_async (client, server->host, server->port, async.cancellable,
                                         hearth_imap_async_cb, &async);
  connection =
      g_socket_client_connect_to_host_finish (client, hearth_imap_async_run (&async), &cause);
  if (connection == NULL) {
    if (async.timed_out)
      g_propagate_error (error, hearth_imap_error_new_connect (server->host, NULL));
    else if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      g_propagate_error (error, cancelled_error ());
    else
      g_propagate_error (error, hearth_imap_error_new_connect (server->host, cause));
  }
  hearth_imap_async_end (&async);
  return connection;
}

/**
 * hearth_imap_stream_connect_sync:
 * @server: where to
 * @limits: how long it waits
 * @cancellable: (nullable): a cancellable
 * @error: a #HearthImapError, or `G_IO_ERROR_CANCELLED`
 *
 * With %HEARTH_SECURITY_TLS the connection is encrypted when this returns. With
 * %HEARTH_SECURITY_NONE only this computer itself is spoken to.
 *
 * Returns: (transfer full) (nullable): a connection on which nothing was said
 */
HearthImapStream *
hearth_imap_stream_connect_sync (const HearthMailServer *server, const HearthImapLimits *limits,
                                 GCancellable *cancellable, GError **error)
{
  g_autoptr (HearthImapStream) self = NULL;
  HearthSocketTally *tally = hearth_sockets_get_tally (server->host, HEARTH_TRAFFIC_MAIL);
  GSocketConnection *connection =
      connect_socket (server, tally, limits->connect, cancellable, error);

  if (connection == NULL)
    return NULL;
  self = g_new0 (HearthImapStream, 1);
  hearth_mail_server_copy (server, &self->server);
  self->limits = *limits;
  self->connection = connection;
  self->tally = tally;
  self->io = g_object_ref (G_IO_STREAM (connection));
  set_up_socket (self);
  if (server->security == HEARTH_SECURITY_NONE && !is_loopback (connection)) {
    g_propagate_error (error,
                       hearth_imap_error_new (HEARTH_IMAP_ERROR_TLS, HEARTH_IMAP_CODE_NONE, NULL,
                                              _("Hearth speaks to %s only over an encrypted "
                                                 "connection. Choose TLS or STARTTLS."),
                                              server->host));
    return NULL;
  }
  if (server->security == HEARTH_SECURITY_TLS &&
      !hearth_imap_stream_start_tls_sync (self, cancellable, error))
    return NULL;
  hearth_imap_stream_begin (self, HEARTH_IMAP_PACE_QUICK);
  return g_steal_pointer (&self);
}

/**
 * hearth_imap_stream_close:
 * @self: a stream
 *
 * Closes the socket at once, without a word. TLS's own end would have to wait for a server that
 * perhaps does not read.
 */
void
hearth_imap_stream_close (HearthImapStream *self)
{
  if (self->closed)
    return;
  self->closed = TRUE;
  hearth_sockets_end (self->connection);
}

/**
 * hearth_imap_stream_free:
 * @self: (transfer full) (nullable): a stream, which is closed
 */
void
hearth_imap_stream_free (HearthImapStream *self)
{
  if (self == NULL)
    return;
  hearth_imap_stream_close (self);
  g_clear_object (&self->io);
  g_clear_object (&self->connection);
  if (self->deflated) {
    inflateEnd (&self->inflater);
    deflateEnd (&self->deflater);
  }
  g_free (self->raw);
  hearth_mail_server_clear (&self->server);
  g_free (self);
}

/**
 * hearth_imap_stream_start_tls_sync:
 * @self: a stream
 * @cancellable: (nullable): a cancellable
 * @error: a #HearthImapError, or `G_IO_ERROR_CANCELLED`
 *
 * Returns: whether it is encrypted from here on
 */
gboolean
hearth_imap_stream_start_tls_sync (HearthImapStream *self, GCancellable *cancellable,
                                   GError **error)
{
  GIOStream *tls = hearth_imap_tls_start_sync (G_IO_STREAM (self->connection), self->server.host,
                                               self->server.port, self->server.pin,
                                               self->limits.connect, cancellable, error);

  if (tls == NULL)
    return FALSE;
  g_object_unref (self->io);
  self->io = tls;
  return TRUE;
}

/**
 * hearth_imap_stream_start_deflate:
 * @self: a stream
 * @framer: what was received; what is in it is already deflated
 * @error: %HEARTH_IMAP_ERROR_PROTOCOL
 *
 * Deflates both directions from here on, RFC 4978.
 *
 * Returns: whether it does
 */
gboolean
hearth_imap_stream_start_deflate (HearthImapStream *self, HearthImapFramer *framer, GError **error)
{
  g_autoptr (GBytes) pending = hearth_imap_framer_take_pending (framer);
  gsize size = g_bytes_get_size (pending);

  if (size > RAW_SIZE || inflateInit2 (&self->inflater, -15) != Z_OK) {
    g_propagate_error (error, hearth_imap_error_new_protocol (self->server.host, NULL));
    return FALSE;
  }
  if (deflateInit2 (&self->deflater, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -15, 8,
                    Z_DEFAULT_STRATEGY) != Z_OK) {
    inflateEnd (&self->inflater);
    g_propagate_error (error, hearth_imap_error_new_protocol (self->server.host, NULL));
    return FALSE;
  }
  self->deflated = TRUE;
  self->raw = g_malloc (RAW_SIZE);
  if (size > 0)
    memcpy (self->raw, g_bytes_get_data (pending, NULL), size);
  self->raw_end = size;
  return TRUE;
}

/**
 * hearth_imap_stream_is_local:
 * @self: a stream
 *
 * Returns: whether the server is this computer
 */
gboolean
hearth_imap_stream_is_local (HearthImapStream *self)
{
  return is_loopback (self->connection);
}

static void
begin (HearthImapStream *self, HearthImapPace pace, guint silence, gint64 total)
{
  gint64 now = g_get_monotonic_time ();

  self->pace = pace;
  self->silence = (gint64) silence * 1000;
  self->quiet_deadline = now + self->silence;
  self->total_deadline = total > 0 ? now + total * 1000 : G_MAXINT64;
  self->window_waited = 0;
  self->window_bytes = 0;
}

/**
 * hearth_imap_stream_begin:
 * @self: a stream
 * @pace: what is to be expected
 *
 * The bounds of a new command run from here on.
 */
void
hearth_imap_stream_begin (HearthImapStream *self, HearthImapPace pace)
{
  begin (self, pace,
         pace == HEARTH_IMAP_PACE_PATIENT ? self->limits.patience : self->limits.silence,
         pace == HEARTH_IMAP_PACE_TRANSFER ? 0 : self->limits.total);
}

/**
 * hearth_imap_stream_begin_within:
 * @self: a stream
 * @milliseconds: how long the whole answer may take
 *
 * As hearth_imap_stream_begin(), for a probe.
 */
void
hearth_imap_stream_begin_within (HearthImapStream *self, guint milliseconds)
{
  begin (self, HEARTH_IMAP_PACE_QUICK, milliseconds, milliseconds);
}

static void
note_progress (HearthImapStream *self, gsize size)
{
  self->quiet_deadline = g_get_monotonic_time () + self->silence;
  self->window_bytes += size;
}

typedef enum { POLL_FAILED, POLL_READY, POLL_WOKEN, POLL_TIMEOUT } Polled;

/* Waits for @events, the cancellable, @wake_fd (-1 for none) and @deadline, whichever is first. */
static Polled
poll_for (HearthImapStream *self, short events, int wake_fd, gint64 deadline,
          GCancellable *cancellable, GError **error)
{
  struct pollfd fds[3] = { { self->fd, events, 0 }, { -1, POLLIN, 0 }, { wake_fd, POLLIN, 0 } };
  GPollFD cancel_fd = { -1, 0, 0 };
  gint64 left = deadline - g_get_monotonic_time ();
  int ready;

  if (cancellable != NULL && g_cancellable_make_pollfd (cancellable, &cancel_fd))
    fds[1].fd = cancel_fd.fd;
  ready = poll (fds, G_N_ELEMENTS (fds), left <= 0 ? 0 : (int) MIN (left / 1000 + 1, 3600000));
  if (fds[1].fd >= 0)
    g_cancellable_release_fd (cancellable);
  if (cancellable != NULL && g_cancellable_is_cancelled (cancellable)) {
    g_propagate_error (error, cancelled_error ());
    return POLL_FAILED;
  }
  /* Interrupted, or a descriptor that is no more: the next read tells. */
  if (ready < 0)
    return POLL_READY;
  if (fds[0].revents != 0)
    return POLL_READY;
  return fds[2].revents != 0 ? POLL_WOKEN : POLL_TIMEOUT;
}

/* Waits within the bounds of the command. */
static gboolean
wait_bounded (HearthImapStream *self, short events, GCancellable *cancellable, GError **error)
{
  gint64 before = g_get_monotonic_time ();
  gint64 window = (gint64) self->limits.window * 1000;
  gint64 deadline = MIN (self->quiet_deadline, self->total_deadline);
  gboolean transfer = self->pace == HEARTH_IMAP_PACE_TRANSFER;
  Polled polled;

  if (transfer)
    deadline = MIN (deadline, before + window - self->window_waited);
  polled = poll_for (self, events, -1, deadline, cancellable, error);
  if (polled == POLL_FAILED)
    return FALSE;
  self->window_waited += g_get_monotonic_time () - before;
  if (transfer && self->window_waited >= window) {
    /* A first window without a byte is silence, which has its own bound. */
    if (self->window_bytes > 0 && self->window_bytes < self->limits.window_bytes) {
      g_propagate_error (error, hearth_imap_error_new_slow (self->server.host));
      return FALSE;
    }
    self->window_waited = 0;
    self->window_bytes = 0;
  }
  if (g_get_monotonic_time () > self->total_deadline) {
    g_propagate_error (error, hearth_imap_error_new_slow (self->server.host));
    return FALSE;
  }
  if (polled == POLL_TIMEOUT && g_get_monotonic_time () > self->quiet_deadline) {
    g_propagate_error (error, hearth_imap_error_new_silent (self->server.host));
    return FALSE;
  }
  return TRUE;
}

/* Turns GIO's error into the room's. */
static void
take_io_error (HearthImapStream *self, const GError *cause, GError **error)
{
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    g_propagate_error (error, hearth_imap_error_new_silent (self->server.host));
  else
    g_propagate_error (error, hearth_imap_error_new_cut_off (self->server.host));
}

typedef enum { TRIED_FAILED, TRIED_BLOCKED, TRIED_DONE } Tried;

static Tried
try_receive (HearthImapStream *self, gpointer buffer, gsize room, gsize *size, GError **error)
{
  GPollableInputStream *in = G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (self->io));
  g_autoptr (GError) cause = NULL;
  gssize got = g_pollable_input_stream_read_nonblocking (in, buffer, room, NULL, &cause);

  if (got > 0) {
    *size = (gsize) got;
    self->received += (guint64) got;
    hearth_sockets_tell (self->tally, 0, (guint64) got);
    note_progress (self, *size);
    return TRIED_DONE;
  }
  if (got < 0 && g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    return TRIED_BLOCKED;
  take_io_error (self, cause, error);
  return TRIED_FAILED;
}

/* Inflates what was received, as much as there is room for. */
static Tried
try_inflate (HearthImapStream *self, gpointer buffer, gsize room, gsize *size, GError **error)
{
  for (;;) {
    Tried tried;
    int status;

    self->inflater.next_in = self->raw + self->raw_start;
    self->inflater.avail_in = (uInt) (self->raw_end - self->raw_start);
    self->inflater.next_out = buffer;
    self->inflater.avail_out = (uInt) MIN (room, (gsize) 1 << 30);
    status = inflate (&self->inflater, Z_SYNC_FLUSH);
    self->raw_start = self->raw_end - self->inflater.avail_in;
    *size = (gsize) (self->inflater.next_out - (Bytef *) buffer);
    if (*size > 0)
      return TRIED_DONE;
    if (status != Z_OK && status != Z_BUF_ERROR) {
      g_propagate_error (error, hearth_imap_error_new_protocol (self->server.host, NULL));
      return TRIED_FAILED;
    }
    tried = try_receive (self, self->raw, RAW_SIZE, &self->raw_end, error);
    self->raw_start = 0;
    if (tried != TRIED_DONE) {
      self->raw_end = 0;
      return tried;
    }
  }
}

/* Reads what is there into @framer, without waiting. */
static Tried
try_fill (HearthImapStream *self, HearthImapFramer *framer, GError **error)
{
  gsize room;
  gsize size = 0;
  gpointer buffer = hearth_imap_framer_reserve (framer, &room);
  Tried tried;

  if (self->closed) {
    g_propagate_error (error, hearth_imap_error_new_cut_off (self->server.host));
    return TRIED_FAILED;
  }
  if (room == 0)
    return TRIED_BLOCKED;
  if (self->deflated)
    tried = try_inflate (self, buffer, room, &size, error);
  else
    tried = try_receive (self, buffer, room, &size, error);
  if (tried == TRIED_DONE)
    hearth_imap_framer_commit (framer, size);
  return tried;
}

/**
 * hearth_imap_stream_read:
 * @self: a stream
 * @framer: where to put what is read
 * @cancellable: (nullable): a cancellable
 * @error: a #HearthImapError, or `G_IO_ERROR_CANCELLED`
 *
 * Waits for at least one byte, within the bounds of the command.
 *
 * Returns: whether some came
 */
gboolean
hearth_imap_stream_read (HearthImapStream *self, HearthImapFramer *framer,
                         GCancellable *cancellable, GError **error)
{
  for (;;) {
    Tried tried;

    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;
    tried = try_fill (self, framer, error);
    if (tried != TRIED_BLOCKED) {
      /* A server that never stops is never waited for. */
      if (tried == TRIED_DONE && g_get_monotonic_time () > self->total_deadline) {
        g_propagate_error (error, hearth_imap_error_new_slow (self->server.host));
        return FALSE;
      }
      return tried == TRIED_DONE;
    }
    if (!wait_bounded (self, POLLIN, cancellable, error))
      return FALSE;
  }
}

/* Writes bytes as they are. Reads meanwhile: a server that cannot send may not receive either. */
static gboolean
write_raw (HearthImapStream *self, HearthImapFramer *framer, const guint8 *data, gsize size,
           GCancellable *cancellable, GError **error)
{
  GPollableOutputStream *out = G_POLLABLE_OUTPUT_STREAM (g_io_stream_get_output_stream (self->io));

  while (size > 0) {
    g_autoptr (GError) cause = NULL;
    gssize written =
        g_pollable_output_stream_write_nonblocking (out, data, size, cancellable, &cause);
    short events = POLLOUT;
    gsize room;

    if (written > 0) {
      data += written;
      size -= (gsize) written;
      self->sent += (guint64) written;
      hearth_sockets_tell (self->tally, (guint64) written, 0);
      note_progress (self, (gsize) written);
      continue;
    }
    if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
      g_propagate_error (error, cancelled_error ());
      return FALSE;
    }
    if (!g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK)) {
      take_io_error (self, cause, error);
      return FALSE;
    }
    if (hearth_imap_framer_get_pending (framer) < MAX_PENDING) {
      Tried tried = try_fill (self, framer, error);

      if (tried == TRIED_FAILED)
        return FALSE;
      /* Where there is no room, what can be read would end the wait again and again. */
      hearth_imap_framer_reserve (framer, &room);
      events = tried == TRIED_DONE ? 0 : room > 0 ? POLLOUT | POLLIN : POLLOUT;
    }
    if (events != 0 && !wait_bounded (self, events, cancellable, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
write_deflated (HearthImapStream *self, HearthImapFramer *framer, const guint8 *data, gsize size,
                GCancellable *cancellable, GError **error)
{
  g_autofree guint8 *out = g_malloc (WRITE_SIZE);

  self->deflater.next_in = (Bytef *) data;
  self->deflater.avail_in = (uInt) size;
  do {
    self->deflater.next_out = out;
    self->deflater.avail_out = (uInt) WRITE_SIZE;
    if (deflate (&self->deflater, Z_SYNC_FLUSH) == Z_STREAM_ERROR) {
      g_propagate_error (error, hearth_imap_error_new_cut_off (self->server.host));
      return FALSE;
    }
    if (!write_raw (self, framer, out, WRITE_SIZE - self->deflater.avail_out, cancellable, error))
      return FALSE;
  } while (self->deflater.avail_out == 0);
  return TRUE;
}

/**
 * hearth_imap_stream_write:
 * @self: a stream
 * @framer: where to put what comes meanwhile
 * @data: (array length=size): what to write
 * @size: in bytes
 * @cancellable: (nullable): a cancellable
 * @error: a #HearthImapError, or `G_IO_ERROR_CANCELLED`
 *
 * Returns: whether all was handed to the system, within the bounds of the command
 */
gboolean
hearth_imap_stream_write (HearthImapStream *self, HearthImapFramer *framer, gconstpointer data,
                          gsize size, GCancellable *cancellable, GError **error)
{
  const guint8 *bytes = data;

  if (self->closed) {
    g_propagate_error (error, hearth_imap_error_new_cut_off (self->server.host));
    return FALSE;
  }
  while (size > 0) {
    gsize part = MIN (size, WRITE_SIZE);

    if (!(self->deflated ? write_deflated : write_raw) (self, framer, bytes, part, cancellable,
                                                        error))
      return FALSE;
    bytes += part;
    size -= part;
  }
  return TRUE;
}

/**
 * hearth_imap_stream_wait:
 * @self: a stream
 * @framer: where to put what comes
 * @wake_fd: a descriptor that ends the waiting when it can be read
 * @milliseconds: how long
 * @cancellable: (nullable): a cancellable
 * @error: set with %HEARTH_IMAP_WAIT_FAILED
 *
 * Waits outside of the bounds of a command, as in IDLE.
 *
 * Returns: why it returns
 */
HearthImapWait
hearth_imap_stream_wait (HearthImapStream *self, HearthImapFramer *framer, int wake_fd,
                         guint milliseconds, GCancellable *cancellable, GError **error)
{
  gint64 deadline = g_get_monotonic_time () + (gint64) milliseconds * 1000;

  for (;;) {
    switch (try_fill (self, framer, error)) {
    case TRIED_DONE:
      return HEARTH_IMAP_WAIT_READABLE;
    case TRIED_FAILED:
      return HEARTH_IMAP_WAIT_FAILED;
    case TRIED_BLOCKED:
    default:
      break;
    }
    switch (poll_for (self, POLLIN, wake_fd, deadline, cancellable, error)) {
    case POLL_FAILED:
      return HEARTH_IMAP_WAIT_FAILED;
    case POLL_WOKEN:
      return HEARTH_IMAP_WAIT_WOKEN;
    case POLL_TIMEOUT:
      if (g_get_monotonic_time () >= deadline)
        return HEARTH_IMAP_WAIT_TIMEOUT;
      break;
    case POLL_READY:
    default:
      break;
    }
  }
}

/**
 * hearth_imap_stream_get_received:
 * @self: a stream
 *
 * Returns: bytes received, inside TLS, deflated
 */
guint64
hearth_imap_stream_get_received (HearthImapStream *self)
{
  return self->received;
}

/**
 * hearth_imap_stream_get_sent:
 * @self: a stream
 *
 * Returns: bytes sent, inside TLS, deflated
 */
guint64
hearth_imap_stream_get_sent (HearthImapStream *self)
{
  return self->sent;
}
