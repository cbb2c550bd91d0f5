/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-speech-listener.h"

#include "hearth-paths.h"

/**
 * HearthSpeechListener:
 *
 * Who is told of an exchange: the one on the bus that began it, or all who attend where the phrase
 * did.
 */
struct _HearthSpeechListener {
  GDBusConnection *bus;     /* (owned) (nullable) of the one */
  char *name;               /* (owned) (nullable) of the one */
  HearthExchange *exchange; /* (weak) (nullable) that ends when the one has left */
  guint watch;              /* of the one's name */
  HearthBusNames *names;    /* (owned) (nullable) all of them */
};

static void
listener_clear (gpointer data)
{
  HearthSpeechListener *self = data;

  g_clear_handle_id (&self->watch, g_bus_unwatch_name);
  g_clear_weak_pointer (&self->exchange);
  g_clear_object (&self->bus);
  g_free (self->name);
  g_clear_pointer (&self->names, hearth_bus_names_unref);
}

/**
 * hearth_speech_listener_unref:
 * @listener: (transfer full): a listener
 */
void
hearth_speech_listener_unref (gpointer listener)
{
  g_rc_box_release_full (listener, listener_clear);
}

static gpointer
listener_keep (gpointer listener)
{
  return g_rc_box_acquire (listener);
}

static void
send_from (HearthSpeechListener *self, const char *interface, const char *signal,
           GVariant *parameters)
{
  if (self->names != NULL)
    hearth_bus_names_send (self->names, HEARTH_DAEMON_PATH, interface, signal, parameters);
  else
    g_dbus_connection_emit_signal (self->bus, self->name, HEARTH_DAEMON_PATH, interface, signal,
                                   parameters, NULL);
}

static void
send (HearthSpeechListener *self, const char *signal, GVariant *parameters)
{
  send_from (self, HEARTH_SPEECH_INTERFACE, signal, parameters);
}

static void
heard_cb (guint number, const char *text, gboolean final, gpointer listener)
{
  send (listener, "Heard", g_variant_new ("(usb)", number, text, final));
}

static void
asked_cb (guint number, const char *text, gint64 turn, const char *conversation, gpointer listener)
{
  send (listener, "Asked", g_variant_new ("(usxs)", number, text, turn, conversation));
}

static void
answer_cb (gint64 turn, const HearthAnswerEvent *event, gpointer listener)
{
  send_from (listener, HEARTH_DAEMON_INTERFACE, "Answer",
             g_variant_new ("(x@a{sv})", turn, hearth_answer_event_to_variant (event)));
}

static void
commanded_cb (guint number, const char *command, gpointer listener)
{
  send (listener, "Commanded", g_variant_new ("(us)", number, command));
}

static void
failed_cb (guint number, const GError *error, gpointer listener)
{
  g_autofree char *name = g_dbus_error_encode_gerror (error);

  send (listener, "Failed", g_variant_new ("(uss)", number, name, error->message));
}

static void
ended_cb (guint number, gpointer user_data)
{
  HearthSpeechListener *self = user_data;

  /* Whoever leaves now leaves nothing open. */
  g_clear_handle_id (&self->watch, g_bus_unwatch_name);
  send (self, "Ended", g_variant_new ("(u)", number));
}

const HearthExchangeFuncs HEARTH_SPEECH_LISTENER_FUNCS = { listener_keep, heard_cb,     asked_cb,
                                                           answer_cb,     commanded_cb, failed_cb,
                                                           ended_cb };

/* Nobody is there who could close the microphone. */
static void
vanished_cb (GDBusConnection *bus, const char *name, gpointer user_data)
{
  HearthSpeechListener *self = user_data;

  if (self->exchange != NULL)
    hearth_exchange_hush (self->exchange);
}

/**
 * hearth_speech_listener_new_one:
 * @bus: the bus
 * @name: a unique name on it
 * @exchange: what ends once the name has left
 *
 * Returns: (transfer full): whoever has the name
 */
HearthSpeechListener *
hearth_speech_listener_new_one (GDBusConnection *bus, const char *name, HearthExchange *exchange)
{
  HearthSpeechListener *self = g_rc_box_new0 (HearthSpeechListener);

  self->bus = g_object_ref (bus);
  self->name = g_strdup (name);
  g_set_weak_pointer (&self->exchange, exchange);
  self->watch = g_bus_watch_name_on_connection (bus, name, G_BUS_NAME_WATCHER_FLAGS_NONE, NULL,
                                                vanished_cb, self, NULL);
  return self;
}

/**
 * hearth_speech_listener_new_all:
 * @names: who attends, now and later
 *
 * Returns: (transfer full): all of them
 */
HearthSpeechListener *
hearth_speech_listener_new_all (HearthBusNames *names)
{
  HearthSpeechListener *self = g_rc_box_new0 (HearthSpeechListener);

  self->names = hearth_bus_names_ref (names);
  return self;
}
