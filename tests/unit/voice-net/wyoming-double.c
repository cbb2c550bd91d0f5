/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "wyoming-double.h"

#include "hearth-wyoming-event.h"

#include <string.h>

/* A double for what cannot be had in a test: a server of the Wyoming protocol that fails at a
 * chosen byte. The sockets are real; only what is answered is written down beforehand. */
struct _WyomingDouble {
  GSocketService *service; /* (owned) */
  GCancellable *stop;      /* (owned) */
  guint16 port;
  const WyomingReply *replies;
  gsize n_replies;

  GMutex mutex;
  GCond cond;
  GString *heard;    /* (mutex) "type{text}" of each event that has none of sound */
  GByteArray *sound; /* (mutex) of all audio-chunks */
  guint n_handlers;  /* (mutex) */
};

static gboolean
send_reply (WyomingDouble *self, GOutputStream *out, const WyomingReply *reply)
{
  gsize length = reply->text == NULL ? 0
                 : reply->length < 0 ? strlen (reply->text)
                                     : (gsize) reply->length;
  gsize piece = reply->piece > 0 ? reply->piece : MAX (length, 1);

  for (guint i = 0; i < MAX (reply->times, 1); i++) {
    for (gsize at = 0; at < length; at += piece) {
      if (!g_output_stream_write_all (out, reply->text + at, MIN (piece, length - at), NULL,
                                      self->stop, NULL))
        return FALSE;
      if (piece < length)
        g_usleep (1000);
    }
  }
  return !reply->leave;
}

static void
note (WyomingDouble *self, const HearthWyomingEvent *event)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *data = NULL;

  json_node_set_object (node, event->data);
  data = json_to_string (node, FALSE);
  g_mutex_lock (&self->mutex);
  if (g_str_equal (event->type, "audio-chunk"))
    g_byte_array_append (self->sound, g_bytes_get_data (event->payload, NULL),
                         (guint) g_bytes_get_size (event->payload));
  else
    g_string_append_printf (self->heard, "%s%s\n", event->type, data);
  g_mutex_unlock (&self->mutex);
}

static gboolean
answer (WyomingDouble *self, GOutputStream *out, const char *type)
{
  for (gsize i = 0; i < self->n_replies; i++) {
    if (g_str_equal (self->replies[i].on, type) && !send_reply (self, out, &self->replies[i]))
      return FALSE;
  }
  return TRUE;
}

static gboolean
run_cb (GThreadedSocketService *service, GSocketConnection *connection, GObject *source,
        gpointer user_data)
{
  WyomingDouble *self = user_data;
  g_autoptr (HearthWyomingReader) reader = hearth_wyoming_reader_new ();
  GInputStream *in = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  gboolean more = TRUE;

  g_mutex_lock (&self->mutex);
  self->n_handlers++;
  g_mutex_unlock (&self->mutex);
  while (more) {
    char buffer[4096];
    gssize n = g_input_stream_read (in, buffer, sizeof buffer, self->stop, NULL);
    HearthWyomingEvent *event;

    if (n <= 0)
      break;
    hearth_wyoming_reader_feed (reader, buffer, (gsize) n);
    while (more && (event = hearth_wyoming_reader_take (reader, NULL)) != NULL) {
      note (self, event);
      more = answer (self, out, event->type);
      hearth_wyoming_event_free (event);
    }
  }
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  g_mutex_lock (&self->mutex);
  self->n_handlers--;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
  return TRUE;
}

/* @replies must live as long. */
WyomingDouble *
wyoming_double_new (const WyomingReply *replies, gsize n_replies)
{
  WyomingDouble *self = g_new0 (WyomingDouble, 1);
  g_autoptr (GInetAddress) address = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (address, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GError) error = NULL;

  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->replies = replies;
  self->n_replies = n_replies;
  self->heard = g_string_new (NULL);
  self->sound = g_byte_array_new ();
  self->stop = g_cancellable_new ();
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
wyoming_double_free (WyomingDouble *self)
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
  g_object_unref (self->stop);
  g_string_free (self->heard, TRUE);
  g_byte_array_unref (self->sound);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self);
}

char *
wyoming_double_dup_address (WyomingDouble *self)
{
  return g_strdup_printf ("127.0.0.1:%u", self->port);
}

char *
wyoming_double_dup_heard (WyomingDouble *self)
{
  char *heard;

  g_mutex_lock (&self->mutex);
  heard = g_strdup (self->heard->str);
  g_mutex_unlock (&self->mutex);
  return heard;
}

GBytes *
wyoming_double_dup_sound (WyomingDouble *self)
{
  GBytes *sound;

  g_mutex_lock (&self->mutex);
  sound = g_bytes_new (self->sound->data, self->sound->len);
  g_mutex_unlock (&self->mutex);
  return sound;
}

/* Waits until the client has ended every connection. */
gboolean
wyoming_double_wait_left (WyomingDouble *self, gint64 within_us)
{
  gint64 end = g_get_monotonic_time () + within_us;
  gboolean left = TRUE;

  g_mutex_lock (&self->mutex);
  while (self->n_handlers > 0 && left)
    left = g_cond_wait_until (&self->cond, &self->mutex, end);
  left = self->n_handlers == 0;
  g_mutex_unlock (&self->mutex);
  return left;
}
