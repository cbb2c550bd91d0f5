/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-mind-calls.h"

#include "hearth-secret-pipe.h"
#include "hearth-toast.h"

/* A model that is read from a slow disk before it says hello. */
#define PATIENCE (320 * 1000)

static void
called_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GVariant *reply = g_dbus_connection_call_with_unix_fd_list_finish (G_DBUS_CONNECTION (source),
                                                                     NULL, result, &error);

  if (reply == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, reply, (GDestroyNotify) g_variant_unref);
}

static void
call (HearthClient *client, const char *interface, const char *method, GVariant *arguments,
      const char *key, GTask *task)
{
  g_autoptr (GVariant) sunk = arguments != NULL ? g_variant_ref_sink (arguments) : NULL;
  g_autoptr (GUnixFDList) fds = NULL;
  GError *error = NULL;
  HearthBusDaemon1 *proxy = hearth_client_get_proxy (client, &error);

  if (proxy != NULL && key != NULL)
    fds = hearth_secret_pipe_new (key, &error);
  if (error != NULL) {
    g_task_return_error (task, error);
    return;
  }
  g_dbus_connection_call_with_unix_fd_list (g_dbus_proxy_get_connection (G_DBUS_PROXY (proxy)),
                                            g_dbus_proxy_get_name (G_DBUS_PROXY (proxy)),
                                            HEARTH_DAEMON_PATH, interface, method, sunk, NULL,
                                            G_DBUS_CALL_FLAGS_NONE, PATIENCE, fds,
                                            g_task_get_cancellable (task), called_cb,
                                            g_object_ref (task));
}

/**
 * hearth_mind_call:
 * @client: the panel's client
 * @method: a method of the service
 * @arguments: (transfer floating) (nullable): its arguments, with handle 0 where it takes a key
 * @key: (nullable): the key, "" for none, or %NULL for a method that takes none
 * @cancellable: (nullable): stops waiting
 * @callback: called with the answer
 * @user_data: for @callback
 *
 * Calls a method on services so that no message holds the key.
 */
void
hearth_mind_call (HearthClient *client, const char *method, GVariant *arguments, const char *key,
                  GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (client, cancellable, callback, user_data);

  g_task_set_source_tag (task, hearth_mind_call);
  call (client, HEARTH_DAEMON_INTERFACE, method, arguments, key, task);
}

/**
 * hearth_mind_call_speech:
 * @client: the panel's client
 * @method: a method of %HEARTH_SPEECH_INTERFACE
 * @arguments: (transfer floating) (nullable): its arguments, with handle 0 where it takes a key
 * @key: (nullable): the key, "" for none, or %NULL for a method that takes none
 * @cancellable: (nullable): stops waiting
 * @callback: called with the answer
 * @user_data: for @callback
 *
 * Calls a method on what hears and speaks so that no message holds the key.
 */
void
hearth_mind_call_speech (HearthClient *client, const char *method, GVariant *arguments,
                         const char *key, GCancellable *cancellable, GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (client, cancellable, callback, user_data);

  g_task_set_source_tag (task, hearth_mind_call_speech);
  call (client, HEARTH_SPEECH_INTERFACE, method, arguments, key, task);
}

/**
 * hearth_mind_call_finish:
 * @result: a result
 * @error: (nullable): where to put the service's error
 *
 * Returns: (transfer full) (nullable): the answer
 */
GVariant *
hearth_mind_call_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * hearth_mind_get_string:
 * @dict: an a{sv}
 * @key: a key
 *
 * Returns: (transfer none): its text, or ""
 */
const char *
hearth_mind_get_string (GVariant *dict, const char *key)
{
  const char *text = "";

  g_variant_lookup (dict, key, "&s", &text);
  return text;
}

/**
 * hearth_mind_get_boolean:
 * @dict: an a{sv}
 * @key: a key
 *
 * Returns: whether it is there and true
 */
gboolean
hearth_mind_get_boolean (GVariant *dict, const char *key)
{
  gboolean value = FALSE;

  g_variant_lookup (dict, key, "b", &value);
  return value;
}

/**
 * hearth_mind_get_size:
 * @dict: an a{sv}
 * @key: a key
 *
 * Returns: its number, or 0
 */
guint64
hearth_mind_get_size (GVariant *dict, const char *key)
{
  guint64 value = 0;

  g_variant_lookup (dict, key, "t", &value);
  return value;
}

/**
 * hearth_mind_get_double:
 * @dict: an a{sv}
 * @key: a key
 *
 * Returns: its number, or 0
 */
double
hearth_mind_get_double (GVariant *dict, const char *key)
{
  double value = 0;

  g_variant_lookup (dict, key, "d", &value);
  return value;
}

/**
 * hearth_mind_say:
 * @widget: something in the settings
 * @text: a sentence
 *
 * Says something shortly.
 */
void
hearth_mind_say (GtkWidget *widget, const char *text)
{
  GtkRoot *window = gtk_widget_get_root (widget);

  if (ADW_IS_PREFERENCES_WINDOW (window))
    adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (window), hearth_toast_new (text));
}

/**
 * hearth_mind_say_error:
 * @widget: something in the settings
 * @error: what went wrong; what was only stopped is not said
 */
void
hearth_mind_say_error (GtkWidget *widget, const GError *error)
{
  g_autofree char *message = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  message = hearth_client_dup_message (error);
  hearth_mind_say (widget, message);
}
