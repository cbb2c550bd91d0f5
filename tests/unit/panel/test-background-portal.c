/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-background-portal.h"

/* A double of the portal, on a bus of its own: what it is asked is kept, and it answers as told. */

#define PATH "/org/freedesktop/portal/desktop"

typedef struct {
  GTestDBus *daemon;
  GDBusConnection *bus;    /* the companion's */
  GDBusConnection *portal; /* the double's */
  guint32 response;
  gboolean grants;
  gboolean early;  /* the answer comes before the call returns */
  GVariant *asked; /* the options */
  gboolean done, answered, background, autostart;
  GError *error;
} Fixture;

static const char interface_xml[] =
    "<node><interface name='org.freedesktop.portal.Background'><method name='RequestBackground'>"
    "<arg type='s' direction='in'/><arg type='a{sv}' direction='in'/>"
    "<arg type='o' direction='out'/></method></interface></node>";

static void
respond (Fixture *self, const char *sender, const char *handle)
{
  GVariantBuilder results;

  g_variant_builder_init (&results, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&results, "{sv}", "background", g_variant_new_boolean (self->grants));
  g_variant_builder_add (&results, "{sv}", "autostart", g_variant_new_boolean (self->grants));
  g_assert_true (g_dbus_connection_emit_signal (
      self->portal, sender, handle, "org.freedesktop.portal.Request", "Response",
      g_variant_new ("(u@a{sv})", self->response, g_variant_builder_end (&results)), NULL));
}

static void
call_cb (GDBusConnection *bus, const char *sender, const char *path, const char *interface,
         const char *method, GVariant *parameters, GDBusMethodInvocation *invocation,
         gpointer user_data)
{
  Fixture *self = user_data;
  g_autofree char *name = g_strdelimit (g_strdup (sender + 1), ".", '_');
  g_autofree char *handle = NULL;
  const char *token;

  g_variant_get (parameters, "(&s@a{sv})", NULL, &self->asked);
  g_assert_true (g_variant_lookup (self->asked, "handle_token", "&s", &token));
  handle = g_strdup_printf (PATH "/request/%s/%s", name, token);
  if (self->early)
    respond (self, sender, handle);
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", handle));
  if (!self->early)
    respond (self, sender, handle);
}

static GDBusConnection *
connect_to (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  GDBusConnection *bus =
      g_dbus_connection_new_for_address_sync (g_test_dbus_get_bus_address (self->daemon),
                                              G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                  G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                              NULL, NULL, &error);

  g_assert_no_error (error);
  return bus;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->daemon = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (self->daemon);
  self->bus = connect_to (self);
}

static void
start_portal (Fixture *self)
{
  static const GDBusInterfaceVTable vtable = { .method_call = call_cb };
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (interface_xml, NULL);
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) error = NULL;

  self->portal = connect_to (self);
  g_assert_cmpuint (g_dbus_connection_register_object (self->portal, PATH, node->interfaces[0],
                                                       &vtable, self, NULL, &error),
                    !=, 0);
  reply =
      g_dbus_connection_call_sync (self->portal, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                   "org.freedesktop.DBus", "RequestName",
                                   g_variant_new ("(su)", "org.freedesktop.portal.Desktop", 4),
                                   NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_pointer (&self->asked, g_variant_unref);
  g_clear_error (&self->error);
  if (self->portal != NULL)
    g_dbus_connection_close_sync (self->portal, NULL, NULL);
  g_clear_object (&self->portal);
  g_dbus_connection_close_sync (self->bus, NULL, NULL);
  g_clear_object (&self->bus);
  g_test_dbus_down (self->daemon);
  g_clear_object (&self->daemon);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *self = user_data;

  self->answered =
      hearth_background_portal_request_finish (G_DBUS_CONNECTION (source), result,
                                               &self->background, &self->autostart, &self->error);
  self->done = TRUE;
}

static void
ask (Fixture *self, gboolean autostart)
{
  hearth_background_portal_request_async (self->bus, autostart, "hearthd", NULL, done_cb, self);
  while (!self->done)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_granted (Fixture *self, gconstpointer data)
{
  g_autofree const char **command = NULL;
  const char *reason;
  gboolean autostart, activatable;

  self->early = data != NULL;
  self->grants = TRUE;
  start_portal (self);
  ask (self, TRUE);
  g_assert_no_error (self->error);
  g_assert_true (self->answered && self->background && self->autostart);
  g_assert_true (g_variant_lookup (self->asked, "commandline", "^a&s", &command));
  g_assert_cmpstr (command[0], ==, "hearthd");
  g_assert_null (command[1]);
  g_assert_true (g_variant_lookup (self->asked, "autostart", "b", &autostart));
  g_assert_true (autostart);
  g_assert_true (g_variant_lookup (self->asked, "dbus-activatable", "b", &activatable));
  g_assert_false (activatable);
  g_assert_true (g_variant_lookup (self->asked, "reason", "&s", &reason));
  g_assert_cmpstr (reason, !=, "");
}

/* The owner closes the question, or the desktop answers and grants nothing. */
static void
test_refused (Fixture *self, gconstpointer data)
{
  self->response = GPOINTER_TO_UINT (data);
  start_portal (self);
  ask (self, TRUE);
  if (self->response != 0) {
    g_assert_false (self->answered);
    g_assert_error (self->error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
  } else {
    g_assert_no_error (self->error);
    g_assert_false (self->autostart);
  }
}

static void
test_no_portal (Fixture *self, gconstpointer data)
{
  ask (self, TRUE);
  g_assert_false (self->answered);
  g_assert_error (self->error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/background-portal/granted", Fixture, NULL, set_up, test_granted, tear_down);
  g_test_add ("/background-portal/granted-early", Fixture, "early", set_up, test_granted,
              tear_down);
  g_test_add ("/background-portal/closed", Fixture, GUINT_TO_POINTER (1), set_up, test_refused,
              tear_down);
  g_test_add ("/background-portal/not-granted", Fixture, NULL, set_up, test_refused, tear_down);
  g_test_add ("/background-portal/no-portal", Fixture, NULL, set_up, test_no_portal, tear_down);
  return g_test_run ();
}
