/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-wyoming-describe.h"

static void
event_cb (const HearthWyomingEvent *event, const GError *error, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  /* Others it may say first. */
  if (event != NULL && !g_str_equal (event->type, "info"))
    return;
  task = user_data;
  hearth_wyoming_connection_close (g_task_get_task_data (task));
  if (event == NULL)
    g_task_return_error (task, g_error_copy (error));
  else
    g_task_return_pointer (task, hearth_wyoming_info_read (event->data),
                           (GDestroyNotify) hearth_wyoming_info_free);
}

/**
 * hearth_wyoming_describe_async:
 * @place: where a server listens
 * @milliseconds: how long it may take
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has said what it is
 * @user_data: for @callback
 *
 * Asks a server of the Wyoming protocol what it is. It is told nothing.
 */
void
hearth_wyoming_describe_async (const HearthWyomingPlace *place, guint milliseconds,
                               GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  HearthWyomingConnection *connection =
      hearth_wyoming_connection_open (place, cancellable, event_cb, task);

  g_task_set_source_tag (task, hearth_wyoming_describe_async);
  g_task_set_task_data (task, connection, g_object_unref);
  hearth_wyoming_connection_send (connection, "describe", NULL, NULL, 0);
  hearth_wyoming_connection_expect_within (connection, milliseconds);
}

/**
 * hearth_wyoming_describe_finish:
 * @result: from the callback
 * @error: a #HearthVoiceError
 *
 * Returns: (transfer full) (nullable): what it says
 */
HearthWyomingInfo *
hearth_wyoming_describe_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
