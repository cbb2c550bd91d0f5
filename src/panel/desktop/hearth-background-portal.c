/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-background-portal.h"

#include <glib/gi18n.h>

#define PORTAL "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define BACKGROUND "org.freedesktop.portal.Background"
#define REQUEST "org.freedesktop.portal.Request"
#define TIMEOUT_MS 10000

/* org.freedesktop.portal.Background: a program in a sandbox asks whether it may run without a
 * window, and whether it is started at login. The desktop may ask its owner, for as long as they
 * like: only the call itself has a time limit. */

/* What is waited for; the task's data. */
typedef struct {
  guint subscription;
  gboolean background, autostart;
} Request;

static void
stop_waiting (GTask *task)
{
  Request *request = g_task_get_task_data (task);
  guint subscription = request->subscription;

  request->subscription = 0;
  if (subscription != 0)
    g_dbus_connection_signal_unsubscribe (g_task_get_source_object (task), subscription);
}

static void
response_cb (GDBusConnection *bus, const char *sender, const char *path, const char *interface,
             const char *name, GVariant *parameters, gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);
  Request *request = g_task_get_task_data (task);
  g_autoptr (GVariant) results = NULL;
  guint32 response;

  if (request->subscription == 0 || !g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ua{sv})")))
    return;
  g_variant_get (parameters, "(u@a{sv})", &response, &results);
  stop_waiting (task);
  if (response == 0) {
    g_variant_lookup (results, "background", "b", &request->background);
    g_variant_lookup (results, "autostart", "b", &request->autostart);
    g_task_return_boolean (task, TRUE);
  } else {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED, "%s",
                             _("The desktop did not allow it."));
  }
}

static void
called_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Request *request = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (reply != NULL || request->subscription == 0)
    return;
  stop_waiting (task);
  g_dbus_error_strip_remote_error (error);
  g_task_return_error (task, g_steal_pointer (&error));
}

static GVariant *
make_options (const char *token, gboolean autostart, const char *program)
{
  const char *const command[] = { program, NULL };
  GVariantBuilder options;

  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options, "{sv}", "handle_token", g_variant_new_string (token));
  g_variant_builder_add (&options, "{sv}", "reason",
                         g_variant_new_string (
                             _("Reminders and new mail come while no window is open.")));
  g_variant_builder_add (&options, "{sv}", "autostart", g_variant_new_boolean (autostart));
  g_variant_builder_add (&options, "{sv}", "commandline", g_variant_new_strv (command, -1));
  g_variant_builder_add (&options, "{sv}", "dbus-activatable", g_variant_new_boolean (FALSE));
  return g_variant_builder_end (&options);
}

/**
 * hearth_background_portal_request_async:
 * @bus: the session bus
 * @autostart: whether the program is to be started at login
 * @program: its name in the sandbox
 * @cancellable: (nullable): a #GCancellable
 * @callback: called with the answer
 * @user_data: for @callback
 *
 * Asks the desktop's portal to let the companion run without a window.
 */
void
hearth_background_portal_request_async (GDBusConnection *bus, gboolean autostart,
                                        const char *program, GCancellable *cancellable,
                                        GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (bus, cancellable, callback, user_data);
  Request *request = g_new0 (Request, 1);
  static guint serial;
  g_autofree char *token = g_strdup_printf ("hearthbackground%u", ++serial);
  g_autofree char *sender = g_strdup (g_dbus_connection_get_unique_name (bus) + 1);
  g_autofree char *path = NULL;

  g_task_set_source_tag (task, hearth_background_portal_request_async);
  g_task_set_task_data (task, request, g_free);
  g_strdelimit (sender, ".", '_');
  path = g_strdup_printf (PORTAL_PATH "/request/%s/%s", sender, token);
  /* Whoever subscribes only after the call may miss the answer. */
  request->subscription =
      g_dbus_connection_signal_subscribe (bus, PORTAL, REQUEST, "Response", path, NULL,
                                          G_DBUS_SIGNAL_FLAGS_NONE, response_cb,
                                          g_object_ref (task), g_object_unref);
  g_dbus_connection_call (bus, PORTAL, PORTAL_PATH, BACKGROUND, "RequestBackground",
                          g_variant_new ("(s@a{sv})", "", make_options (token, autostart, program)),
                          G_VARIANT_TYPE ("(o)"), G_DBUS_CALL_FLAGS_NONE, TIMEOUT_MS, cancellable,
                          called_cb, task);
}

/**
 * hearth_background_portal_request_finish:
 * @bus: the session bus
 * @result: what @callback was given
 * @background: (out): whether it may run without a window
 * @autostart: (out): whether it is started at login
 * @error: return location for an error: %G_IO_ERROR_PERMISSION_DENIED if the owner said no, or that
 *   of the call, if there is no such portal
 *
 * Returns: whether there was an answer
 */
gboolean
hearth_background_portal_request_finish (GDBusConnection *bus, GAsyncResult *result,
                                         gboolean *background, gboolean *autostart, GError **error)
{
  const Request *request = g_task_get_task_data (G_TASK (result));

  *background = request->background;
  *autostart = request->autostart;
  return g_task_propagate_boolean (G_TASK (result), error);
}
