/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-secrets.h"

#include <gio/gunixfdlist.h>
#include <glib/gstdio.h>
#include <unistd.h>

/* Secrets in a sandbox, with a double of the portal Secret that answers before anybody listens. */

#define HOST "imap.example.org"
#define SECRET_SIZE 64
#define PATIENCE_MS 15000

static const char xml[] = "<node><interface name='org.freedesktop.portal.Secret'>"
                          "<method name='RetrieveSecret'>"
                          "<arg type='h' direction='in'/><arg type='a{sv}' direction='in'/>"
                          "<arg type='o' direction='out'/></method>"
                          "<property name='version' type='u' access='read'/>"
                          "</interface></node>";

static gboolean is_up;

static void
called_cb (GDBusConnection *bus, const char *sender, const char *path, const char *interface,
           const char *method, GVariant *parameters, GDBusMethodInvocation *invocation,
           gpointer user_data)
{
  const char *request = "/org/freedesktop/portal/desktop/request/1_1/t";
  GUnixFDList *fds =
      g_dbus_message_get_unix_fd_list (g_dbus_method_invocation_get_message (invocation));
  guint8 secret[SECRET_SIZE];
  int fd = g_unix_fd_list_get (fds, 0, NULL);

  for (guint i = 0; i < sizeof secret; i++)
    secret[i] = (guint8) i;
  g_assert_cmpint (write (fd, secret, sizeof secret), ==, sizeof secret);
  close (fd);
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", request));
  g_dbus_connection_emit_signal (bus, sender, request, "org.freedesktop.portal.Request", "Response",
                                 g_variant_new ("(ua{sv})", 0, NULL), NULL);
}

static GVariant *
get_cb (GDBusConnection *bus, const char *sender, const char *path, const char *interface,
        const char *name, GError **error, gpointer user_data)
{
  return g_variant_new_uint32 (1);
}

static void
acquired_cb (GDBusConnection *bus, const char *name, gpointer user_data)
{
  g_atomic_int_set (&is_up, TRUE);
}

/* On a connection and in a thread of its own. */
static gpointer
run_portal (gpointer address)
{
  const GDBusInterfaceVTable vtable = { .method_call = called_cb, .get_property = get_cb };
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (context, FALSE);
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (xml, NULL);
  g_autoptr (GDBusConnection) bus = NULL;

  g_main_context_push_thread_default (context);
  bus = g_dbus_connection_new_for_address_sync (address,
                                                G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                    G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                                NULL, NULL, NULL);
  g_assert_nonnull (bus);
  g_assert_cmpuint (g_dbus_connection_register_object (bus, "/org/freedesktop/portal/desktop",
                                                       node->interfaces[0], &vtable, NULL, NULL,
                                                       NULL),
                    !=, 0);
  g_bus_own_name_on_connection (bus, "org.freedesktop.portal.Desktop", G_BUS_NAME_OWNER_FLAGS_NONE,
                                acquired_cb, NULL, NULL, NULL);
  g_main_loop_run (loop);
  return NULL;
}

static void
result_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_set_object ((GAsyncResult **) user_data, result);
}

/* As on a busy machine: what is sent has been answered before the next look at it. */
static GAsyncResult *
wait_slowly (GAsyncResult **result)
{
  gint64 end = g_get_monotonic_time () + PATIENCE_MS * G_TIME_SPAN_MILLISECOND;

  while (*result == NULL && g_get_monotonic_time () < end) {
    g_usleep (50 * G_TIME_SPAN_MILLISECOND);
    g_main_context_iteration (NULL, FALSE);
  }
  g_assert_nonnull (*result);
  return *result;
}

static void
test_early_answer (void)
{
  g_autoptr (GAsyncResult) stored = NULL;
  g_autoptr (GAsyncResult) found = NULL;
  g_autoptr (GError) error = NULL;
  char *secret;

  hearth_secrets_store_async (HEARTH_SECRET_AI_KEY, HOST, "s3cret", NULL, result_cb, &stored);
  hearth_secrets_store_finish (wait_slowly (&stored), &error);
  g_assert_no_error (error);
  hearth_secrets_lookup_async (HEARTH_SECRET_AI_KEY, HOST, NULL, result_cb, &found);
  secret = hearth_secrets_lookup_finish (wait_slowly (&found), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (secret, ==, "s3cret");
  hearth_secrets_free (secret);
}

int
main (int argc, char *argv[])
{
  g_autofree char *home = g_dir_make_tmp ("hearth-secrets-XXXXXX", NULL);
  g_autofree char *folder = g_build_filename (home, "keyrings", NULL);
  g_autofree char *file = g_build_filename (folder, "default.keyring", NULL);
  g_autoptr (GTestDBus) bus = NULL;
  int status;

  /* libsecret asks the portal in a Snap, too, and that can be said from outside. */
  g_setenv ("SNAP_NAME", "hearth", TRUE);
  g_setenv ("HEARTH_SANDBOX", "flatpak", TRUE);
  g_setenv ("XDG_DATA_HOME", home, TRUE);
  g_unsetenv ("SECRET_BACKEND");
  g_test_init (&argc, &argv, NULL);
  bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (bus);
  g_thread_unref (
      g_thread_new ("portal", run_portal, (gpointer) g_test_dbus_get_bus_address (bus)));
  while (!g_atomic_int_get (&is_up))
    g_usleep (G_TIME_SPAN_MILLISECOND);
  g_test_add_func ("/secret-portal/early-answer", test_early_answer);
  status = g_test_run ();
  g_test_dbus_down (bus);
  g_remove (file);
  g_remove (folder);
  g_remove (home);
  return status;
}
