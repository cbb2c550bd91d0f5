/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-send-inhibitor.h"

#include "hearth-sandbox.h"

#include <gio/gunixfdlist.h>
#include <glib/gi18n.h>
#include <unistd.h>

#define LOGIND "org.freedesktop.login1"
#define PORTAL "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
/* Of the portal Inhibit: the end of the session, and suspend. */
#define PORTAL_FLAGS (1 | 4)

/* A server that does not answer is no reason to keep a computer awake. */
#define LONGEST_SECONDS 120

/**
 * HearthSendInhibitor:
 *
 * Keeps the computer from being suspended or shut down while a mail is being handed to a server:
 * nobody could say afterwards whether it arrived. Through logind, in a Flatpak through the portal.
 */
struct _HearthSendInhibitor {
  GObject parent_instance;

  HearthOutbox *outbox;      /* (owned) */
  GDBusConnection *bus;      /* (owned) */
  GCancellable *cancellable; /* (owned) (nullable): of what is being asked for */
  int fd;                    /* (owned): what logind gave, or -1 */
  char *request;             /* (owned) (nullable): what the portal gave */
  guint timer;
};

G_DEFINE_FINAL_TYPE (HearthSendInhibitor, hearth_send_inhibitor, G_TYPE_OBJECT)

static void
close_request (HearthSendInhibitor *self, const char *request)
{
  g_dbus_connection_call (self->bus, PORTAL, request, "org.freedesktop.portal.Request", "Close",
                          NULL, NULL, G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, NULL, NULL);
}

static void
release (HearthSendInhibitor *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->fd >= 0)
    close (self->fd);
  self->fd = -1;
  if (self->request != NULL)
    close_request (self, self->request);
  g_clear_pointer (&self->request, g_free);
}

/* One that comes too late is let go with its list. */
static void
logind_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthSendInhibitor) self = user_data;
  g_autoptr (GUnixFDList) fds = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_with_unix_fd_list_finish (G_DBUS_CONNECTION (object), &fds, result,
                                                       &error);
  gint32 index;

  if (reply == NULL) {
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      g_debug ("The computer may be suspended while mail is sent: %s", error->message);
    return;
  }
  g_variant_get (reply, "(h)", &index);
  if (self->cancellable != NULL && self->fd < 0 && fds != NULL)
    self->fd = g_unix_fd_list_get (fds, index, NULL);
}

static void
system_bus_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthSendInhibitor) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) system = g_bus_get_finish (result, &error);

  if (system == NULL || self->cancellable == NULL)
    return;
  g_dbus_connection_call_with_unix_fd_list (
      system, LOGIND, "/org/freedesktop/login1", LOGIND ".Manager", "Inhibit",
      g_variant_new ("(ssss)", "shutdown:sleep", _("Hearth"), _("A mail is being sent"), "block"),
      G_VARIANT_TYPE ("(h)"), G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, self->cancellable,
      logind_cb, g_object_ref (self));
}

static void
portal_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthSendInhibitor) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, &error);

  if (reply == NULL) {
    g_debug ("The computer may be suspended while mail is sent: %s", error->message);
  } else if (self->cancellable != NULL && self->request == NULL) {
    g_variant_get (reply, "(o)", &self->request);
  } else {
    const char *request;

    g_variant_get (reply, "(&o)", &request);
    close_request (self, request);
  }
}

static void
ask_portal (HearthSendInhibitor *self)
{
  GVariantBuilder options;

  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options, "{sv}", "reason",
                         g_variant_new_string (_("A mail is being sent")));
  /* Not cancelled: an answer that comes too late names what is to be closed. */
  g_dbus_connection_call (self->bus, PORTAL, PORTAL_PATH, "org.freedesktop.portal.Inhibit",
                          "Inhibit", g_variant_new ("(sua{sv})", "", PORTAL_FLAGS, &options),
                          G_VARIANT_TYPE ("(o)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL, portal_cb,
                          g_object_ref (self));
}

static gboolean
timer_cb (gpointer user_data)
{
  HearthSendInhibitor *self = user_data;

  self->timer = 0;
  release (self);
  return G_SOURCE_REMOVE;
}

static void
busy_cb (HearthSendInhibitor *self, gboolean busy)
{
  release (self);
  if (!busy)
    return;
  self->cancellable = g_cancellable_new ();
  self->timer = g_timeout_add_seconds (LONGEST_SECONDS, timer_cb, self);
  if (hearth_sandbox_is_flatpak ())
    ask_portal (self);
  else
    g_bus_get (G_BUS_TYPE_SYSTEM, self->cancellable, system_bus_cb, g_object_ref (self));
}

static void
hearth_send_inhibitor_dispose (GObject *object)
{
  HearthSendInhibitor *self = HEARTH_SEND_INHIBITOR (object);

  if (self->bus != NULL)
    release (self);
  g_clear_object (&self->outbox);
  g_clear_object (&self->bus);
  G_OBJECT_CLASS (hearth_send_inhibitor_parent_class)->dispose (object);
}

static void
hearth_send_inhibitor_class_init (HearthSendInhibitorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_send_inhibitor_dispose;
}

static void
hearth_send_inhibitor_init (HearthSendInhibitor *self)
{
  self->fd = -1;
}

/**
 * hearth_send_inhibitor_new:
 * @outbox: the outbox
 * @bus: the session bus
 *
 * Returns: (transfer full): what keeps the computer awake while mail is sent, for two minutes at
 * most
 */
HearthSendInhibitor *
hearth_send_inhibitor_new (HearthOutbox *outbox, GDBusConnection *bus)
{
  HearthSendInhibitor *self = g_object_new (HEARTH_TYPE_SEND_INHIBITOR, NULL);

  self->outbox = g_object_ref (outbox);
  self->bus = g_object_ref (bus);
  g_signal_connect_object (outbox, "busy", G_CALLBACK (busy_cb), self, G_CONNECT_SWAPPED);
  return self;
}
