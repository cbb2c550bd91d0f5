/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-wyoming-connection.h"

#include "hearth-cancel-watch.h"
#include "hearth-loopback.h"
#include "hearth-sockets.h"

#include <glib/gi18n.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

#define SCHEME "tcp://"
#define CONNECT_MS 5000
#define BUFFER_SIZE (64 * 1024)
/* All that one connection may bring: the longest sound in stereo, and what is said around it. */
#define RECEIVED_MAX (64 * 1024 * 1024)

/**
 * HearthWyomingConnection:
 *
 * A connection to a server of the Wyoming protocol. All of it happens on one main context; each
 * operation that is under way holds a reference.
 */
struct _HearthWyomingConnection {
  GObject parent_instance;

  HearthWyomingPlace *place;       /* (owned) */
  HearthSocketTally *tally;        /* (unowned) */
  GSocketConnection *connection;   /* (owned) (nullable) */
  HearthWyomingReader *reader;     /* (owned) */
  GQueue waiting;                  /* (owned) GBytes that are not sent yet */
  GBytes *sending;                 /* (owned) (nullable) the one that is */
  GCancellable *inner;             /* (owned) ends what is under way */
  HearthCancelWatch *cancel_watch; /* (owned) (nullable) */
  GSource *deadline;               /* (owned) (nullable) */
  char *buffer;                    /* (owned) of BUFFER_SIZE */
  HearthWyomingFunc func;
  gpointer user_data;
  guint64 received;
  gboolean connecting; /* @deadline is that of the connection itself */
  gboolean closed;
};

G_DEFINE_FINAL_TYPE (HearthWyomingConnection, hearth_wyoming_connection, G_TYPE_OBJECT)

static void
clear_source (GSource **source)
{
  if (*source == NULL)
    return;
  g_source_destroy (*source);
  g_source_unref (*source);
  *source = NULL;
}

/* Ends the connection and says why. */
static void
fail (HearthWyomingConnection *self, const GError *error)
{
  if (self->closed)
    return;
  g_object_ref (self);
  hearth_wyoming_connection_close (self);
  self->func (NULL, error, self->user_data);
  g_object_unref (self);
}

/* The error of a system call, as a sentence. */
static void
fail_io (HearthWyomingConnection *self, const GError *io_error)
{
  gboolean connected = self->connection != NULL;
  g_autoptr (GError) error = NULL;

  if (connected)
    error = g_error_new (HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_CUT_OFF,
                         _("The connection to %s was cut off in the middle. Try again."),
                         self->place->text);
  else
    error = g_error_new (HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_UNREACHABLE,
                         g_error_matches (io_error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED)
                             ? _("%s refused the connection. Check that the service runs there.")
                             : _("%s cannot be reached. Check the network connection."),
                         self->place->text);
  fail (self, error);
}

static void start_sending (HearthWyomingConnection *self);

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthWyomingConnection) self = user_data;
  g_autoptr (GBytes) sent = g_steal_pointer (&self->sending);
  g_autoptr (GError) error = NULL;
  gsize written = 0;

  g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, &written, &error);
  hearth_sockets_tell (self->tally, written, 0);
  if (error != NULL)
    fail_io (self, error);
  else
    start_sending (self);
}

static void
start_sending (HearthWyomingConnection *self)
{
  if (self->closed || self->connection == NULL || self->sending != NULL ||
      g_queue_is_empty (&self->waiting))
    return;
  self->sending = g_queue_pop_head (&self->waiting);
  g_output_stream_write_all_async (g_io_stream_get_output_stream (G_IO_STREAM (self->connection)),
                                   g_bytes_get_data (self->sending, NULL),
                                   g_bytes_get_size (self->sending), G_PRIORITY_DEFAULT,
                                   self->inner, sent_cb, g_object_ref (self));
}

static void start_reading (HearthWyomingConnection *self);

static void
tell_events (HearthWyomingConnection *self)
{
  g_autoptr (GError) error = NULL;
  HearthWyomingEvent *event;

  while (!self->closed && (event = hearth_wyoming_reader_take (self->reader, &error)) != NULL) {
    self->func (event, NULL, self->user_data);
    hearth_wyoming_event_free (event);
  }
  if (error != NULL)
    fail (self, error);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthWyomingConnection) self = user_data;
  g_autoptr (GError) error = NULL;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);

  if (n > 0)
    hearth_sockets_tell (self->tally, 0, (guint64) n);
  if (self->closed)
    return;
  if (n <= 0) {
    fail_io (self, error);
    return;
  }
  self->received += (guint64) n;
  if (self->received > RECEIVED_MAX) {
    error = g_error_new (HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_TOO_LARGE,
                         _("%s sent more than Hearth accepts, so the rest was not read."),
                         self->place->text);
    fail (self, error);
    return;
  }
  hearth_wyoming_reader_feed (self->reader, self->buffer, (gsize) n);
  tell_events (self);
  start_reading (self);
}

static void
start_reading (HearthWyomingConnection *self)
{
  if (self->closed)
    return;
  g_input_stream_read_async (g_io_stream_get_input_stream (G_IO_STREAM (self->connection)),
                             self->buffer, BUFFER_SIZE, G_PRIORITY_DEFAULT, self->inner, read_cb,
                             g_object_ref (self));
}

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthWyomingConnection) self = user_data;
  g_autoptr (GError) error = NULL;

  self->connection = g_socket_client_connect_finish (G_SOCKET_CLIENT (source), result, &error);
  if (self->closed)
    return;
  if (self->connection == NULL) {
    fail_io (self, error);
    return;
  }
  if (self->connecting)
    hearth_wyoming_connection_expect_within (self, 0);
  /* Speech goes in small pieces, and the last one is waited for. */
  g_socket_set_option (g_socket_connection_get_socket (self->connection), IPPROTO_TCP, TCP_NODELAY,
                       1, NULL);
  start_sending (self);
  start_reading (self);
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  g_cancellable_set_error_if_cancelled (cancellable, &error);
  fail (user_data, error);
  return G_SOURCE_REMOVE;
}

static gboolean
deadline_cb (gpointer user_data)
{
  HearthWyomingConnection *self = user_data;
  g_autoptr (GError) error =
      g_error_new (HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_TIMEOUT,
                   _("%s took too long to answer, so Hearth stopped waiting. Try again later."),
                   self->place->text);

  fail (self, error);
  return G_SOURCE_REMOVE;
}

static void
hearth_wyoming_connection_finalize (GObject *object)
{
  HearthWyomingConnection *self = HEARTH_WYOMING_CONNECTION (object);

  hearth_wyoming_connection_close (self);
  if (self->connection != NULL)
    hearth_sockets_end (self->connection);
  g_clear_object (&self->connection);
  g_clear_object (&self->inner);
  g_clear_pointer (&self->reader, hearth_wyoming_reader_free);
  g_clear_pointer (&self->place, hearth_wyoming_place_free);
  g_free (self->buffer);
  G_OBJECT_CLASS (hearth_wyoming_connection_parent_class)->finalize (object);
}

static void
hearth_wyoming_connection_class_init (HearthWyomingConnectionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hearth_wyoming_connection_finalize;
}

static void
hearth_wyoming_connection_init (HearthWyomingConnection *self)
{
  self->inner = g_cancellable_new ();
  self->reader = hearth_wyoming_reader_new ();
  self->buffer = g_malloc (BUFFER_SIZE);
  g_queue_init (&self->waiting);
}

/* "localhost" is this computer whatever a resolver says. */
static GSocketConnectable *
make_connectable (const HearthWyomingPlace *place)
{
  if (g_ascii_strcasecmp (place->host, "localhost") == 0)
    return g_network_address_new_loopback (place->port);
  return G_SOCKET_CONNECTABLE (g_inet_socket_address_new_from_string (place->host, place->port));
}

/**
 * hearth_wyoming_connection_open:
 * @place: where the server listens
 * @cancellable: (nullable): ends the connection with `G_IO_ERROR_CANCELLED`
 * @func: (scope notified): receives what comes
 * @user_data: for @func; to be kept until the connection has ended
 *
 * Connects. What is sent meanwhile waits. Errors are %HEARTH_VOICE_ERROR_UNREACHABLE,
 * %HEARTH_VOICE_ERROR_TIMEOUT, %HEARTH_VOICE_ERROR_CUT_OFF, and those of
 * hearth_wyoming_reader_take().
 *
 * Returns: (transfer full): the connection
 */
HearthWyomingConnection *
hearth_wyoming_connection_open (const HearthWyomingPlace *place, GCancellable *cancellable,
                                HearthWyomingFunc func, gpointer user_data)
{
  HearthWyomingConnection *self = g_object_new (HEARTH_TYPE_WYOMING_CONNECTION, NULL);
  g_autoptr (GSocketConnectable) where = make_connectable (place);
  g_autoptr (GSocketClient) client = NULL;

  self->place = hearth_wyoming_place_copy (place);
  self->func = func;
  self->user_data = user_data;
  self->tally = hearth_sockets_get_tally (place->host, HEARTH_TRAFFIC_VOICE);
  if (cancellable != NULL)
    self->cancel_watch = hearth_cancel_watch_new (cancellable, g_main_context_get_thread_default (),
                                                  G_PRIORITY_HIGH, cancelled_cb, self, NULL);
  hearth_wyoming_connection_expect_within (self, CONNECT_MS);
  self->connecting = TRUE;
  client = hearth_sockets_client_new (self->tally);
  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_connect_async (client, where, self->inner, connected_cb, g_object_ref (self));
  return self;
}

/**
 * hearth_wyoming_connection_send:
 * @self: a connection; one that has ended sends nothing
 * @type: what it is
 * @data: (nullable) (transfer none): what it says
 * @payload: (nullable) (array length=length): its sound
 * @length: bytes of @payload
 *
 * Sends an event after those before it. Never blocks.
 */
void
hearth_wyoming_connection_send (HearthWyomingConnection *self, const char *type, JsonObject *data,
                                gconstpointer payload, gsize length)
{
  if (self->closed)
    return;
  g_queue_push_tail (&self->waiting, hearth_wyoming_event_build (type, data, payload, length));
  start_sending (self);
}

/**
 * hearth_wyoming_connection_expect_within:
 * @self: a connection
 * @milliseconds: how long from now, or 0 for any time
 *
 * Says until when something is to happen; then it fails with %HEARTH_VOICE_ERROR_TIMEOUT. Whoever
 * waits for an event says it anew when that has come: what else a server says is no answer.
 */
void
hearth_wyoming_connection_expect_within (HearthWyomingConnection *self, guint milliseconds)
{
  clear_source (&self->deadline);
  self->connecting = FALSE;
  if (milliseconds == 0 || self->closed)
    return;
  self->deadline = g_timeout_source_new (milliseconds);
  g_source_set_callback (self->deadline, deadline_cb, self, NULL);
  g_source_attach (self->deadline, g_main_context_get_thread_default ());
}

/**
 * hearth_wyoming_connection_close:
 * @self: a connection
 *
 * Ends it, down to the socket. Nothing more is told.
 */
void
hearth_wyoming_connection_close (HearthWyomingConnection *self)
{
  self->closed = TRUE;
  clear_source (&self->deadline);
  g_clear_pointer (&self->cancel_watch, hearth_cancel_watch_free);
  g_cancellable_cancel (self->inner);
  g_queue_clear_full (&self->waiting, (GDestroyNotify) g_bytes_unref);
}

/**
 * hearth_wyoming_place_copy:
 * @self: a place
 *
 * Returns: (transfer full): a copy
 */
HearthWyomingPlace *
hearth_wyoming_place_copy (const HearthWyomingPlace *self)
{
  HearthWyomingPlace *copy = g_new0 (HearthWyomingPlace, 1);

  copy->host = g_strdup (self->host);
  copy->port = self->port;
  copy->text = g_strdup (self->text);
  return copy;
}

/**
 * hearth_wyoming_place_free:
 * @self: (nullable) (transfer full): a place
 */
void
hearth_wyoming_place_free (HearthWyomingPlace *self)
{
  if (self == NULL)
    return;
  g_free (self->host);
  g_free (self->text);
  g_free (self);
}

/**
 * hearth_wyoming_place_parse:
 * @address: "localhost:10300", with or without "tcp://"; an IPv6 address in brackets
 * @error: %HEARTH_VOICE_ERROR_SETTINGS
 *
 * Returns: (transfer full): where that is
 */
HearthWyomingPlace *
hearth_wyoming_place_parse (const char *address, GError **error)
{
  g_autofree char *text = g_strstrip (g_strdup (address));
  const char *bare = g_str_has_prefix (text, SCHEME) ? text + strlen (SCHEME) : text;
  g_autoptr (GSocketConnectable) where = g_network_address_parse (bare, 0, NULL);
  g_autoptr (HearthWyomingPlace) self = NULL;

  if (where == NULL || g_network_address_get_port (G_NETWORK_ADDRESS (where)) == 0) {
    g_set_error_literal (error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_SETTINGS,
                         _("The address needs a host and a port, as “localhost:10300”."));
    return NULL;
  }
  self = g_new0 (HearthWyomingPlace, 1);
  self->host = g_strdup (g_network_address_get_hostname (G_NETWORK_ADDRESS (where)));
  self->port = g_network_address_get_port (G_NETWORK_ADDRESS (where));
  if (!hearth_host_is_loopback (self->host)) {
    g_set_error_literal (error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_SETTINGS,
                         _("Services of the Wyoming protocol are used on this computer only: it "
                            "would send your speech to others unencrypted."));
    return NULL;
  }
  self->text = g_strdup_printf (strchr (self->host, ':') != NULL ? "[%s]:%u" : "%s:%u", self->host,
                                self->port);
  return g_steal_pointer (&self);
}
