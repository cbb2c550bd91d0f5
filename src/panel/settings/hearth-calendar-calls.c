/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-calendar-calls.h"

#include "hearth-secret-pipe.h"

#include <glib/gi18n.h>

/* To look through a server takes as long as the server takes. */
#define PATIENCE (120 * 1000)

static void
called_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GVariant *reply =
      g_dbus_proxy_call_with_unix_fd_list_finish (G_DBUS_PROXY (source), NULL, result, &error);

  if (reply == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, reply, (GDestroyNotify) g_variant_unref);
}

/**
 * hearth_calendar_call:
 * @client: the panel's client
 * @method: a method of the service that takes a password from a descriptor
 * @arguments: (transfer floating): its arguments, with handle 0
 * @secret: the password, or ""
 * @cancellable: (nullable): stops waiting
 * @callback: called with the answer
 * @user_data: for @callback
 *
 * Calls a method so that no message holds the password.
 */
void
hearth_calendar_call (HearthClient *client, const char *method, GVariant *arguments,
                      const char *secret, GCancellable *cancellable, GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (client, cancellable, callback, user_data);
  g_autoptr (GVariant) sunk = g_variant_ref_sink (arguments);
  g_autoptr (GUnixFDList) fds = NULL;
  GError *error = NULL;
  HearthBusDaemon1 *proxy = hearth_client_get_proxy (client, &error);

  g_task_set_source_tag (task, hearth_calendar_call);
  if (proxy != NULL)
    fds = hearth_secret_pipe_new (secret, &error);
  if (fds == NULL) {
    g_task_return_error (task, error);
    return;
  }
  g_dbus_proxy_call_with_unix_fd_list (G_DBUS_PROXY (proxy), method, sunk, G_DBUS_CALL_FLAGS_NONE,
                                       PATIENCE, fds, cancellable, called_cb,
                                       g_steal_pointer (&task));
}

/**
 * hearth_calendar_call_finish:
 * @result: a result
 * @error: (nullable): where to put the service's error
 *
 * Ends hearth_calendar_call().
 *
 * Returns: (transfer full) (nullable): the answer
 */
GVariant *
hearth_calendar_call_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
