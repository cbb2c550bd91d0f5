/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-opener.h"

#include "hearth-subscribe-question.h"

#include <glib/gi18n.h>

/* More than this at once was not meant. */
#define MAX_WAITING 20

typedef struct {
  GFile *file;          /* (owned) */
  HearthWindow *window; /* (owned) */
} Wanted;

/**
 * HearthOpener:
 *
 * What other programs hand to the panel: addresses to write to, calendars to subscribe to, and
 * files. Nothing of it is done before its owner has seen it.
 */
struct _HearthOpener {
  GObject parent_instance;

  HearthClient *client; /* (owned) */
  GQueue waiting;       /* (owned) (element-type Wanted): until the service is there */
};

G_DEFINE_FINAL_TYPE (HearthOpener, hearth_opener, G_TYPE_OBJECT)

static void
wanted_free (Wanted *wanted)
{
  g_object_unref (wanted->file);
  g_object_unref (wanted->window);
  g_free (wanted);
}

static void
say (HearthWindow *window, const char *text)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "win.say", "s", text);
}

static void
composed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthWindow) window = user_data;
  g_autoptr (GError) error = NULL;
  gint64 draft;

  if (hearth_bus_daemon1_call_compose_mailto_finish (HEARTH_BUS_DAEMON1 (source), &draft, result,
                                                     &error)) {
    gtk_widget_activate_action (GTK_WIDGET (window), "win.begin-draft", "x", draft);
  } else {
    g_autofree char *message = hearth_client_dup_message (error);

    say (window, message);
  }
}

static void
open_now (HearthOpener *self, HearthWindow *window, GFile *file)
{
  HearthBusDaemon1 *proxy = hearth_client_get_proxy (self->client, NULL);
  g_autofree char *uri = g_file_get_uri (file);

  if (g_file_has_uri_scheme (file, "mailto"))
    hearth_bus_daemon1_call_compose_mailto (proxy, uri, NULL, composed_cb, g_object_ref (window));
  else if (g_file_has_uri_scheme (file, "webcal") || g_file_has_uri_scheme (file, "webcals"))
    hearth_subscribe_ask (GTK_WINDOW (window), self->client, uri);
  else
    hearth_window_show_file (window, file);
}

static void
state_changed_cb (HearthOpener *self)
{
  HearthClientState state = hearth_client_get_state (self->client);

  while (state != HEARTH_CLIENT_CONNECTING && !g_queue_is_empty (&self->waiting)) {
    Wanted *wanted = g_queue_pop_head (&self->waiting);

    if (state == HEARTH_CLIENT_READY)
      open_now (self, wanted->window, wanted->file);
    else
      say (wanted->window, hearth_client_get_reason (self->client));
    wanted_free (wanted);
  }
}

static void
hearth_opener_dispose (GObject *object)
{
  HearthOpener *self = HEARTH_OPENER (object);

  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  g_clear_object (&self->client);
  g_queue_clear_full (&self->waiting, (GDestroyNotify) wanted_free);
  G_OBJECT_CLASS (hearth_opener_parent_class)->dispose (object);
}

static void
hearth_opener_class_init (HearthOpenerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_opener_dispose;
}

static void
hearth_opener_init (HearthOpener *self)
{
  g_queue_init (&self->waiting);
}

/**
 * hearth_opener_new:
 * @client: the panel's client
 *
 * Returns: (transfer full): what opens what other programs hand over
 */
HearthOpener *
hearth_opener_new (HearthClient *client)
{
  HearthOpener *self = g_object_new (HEARTH_TYPE_OPENER, NULL);

  self->client = g_object_ref (client);
  g_signal_connect_swapped (client, "notify::state", G_CALLBACK (state_changed_cb), self);
  return self;
}

/**
 * hearth_opener_open:
 * @self: an opener
 * @window: where it is shown
 * @file: a file, or what a mailto: or webcal: address names
 *
 * Shows what is to be opened, as soon as the service is there. What cannot be opened is said.
 */
void
hearth_opener_open (HearthOpener *self, HearthWindow *window, GFile *file)
{
  Wanted *wanted;

  if (g_queue_get_length (&self->waiting) >= MAX_WAITING)
    return;
  wanted = g_new0 (Wanted, 1);
  wanted->file = g_object_ref (file);
  wanted->window = g_object_ref (window);
  g_queue_push_tail (&self->waiting, wanted);
  if (hearth_client_get_state (self->client) == HEARTH_CLIENT_AWAY)
    hearth_client_start (self->client);
  state_changed_cb (self);
}
