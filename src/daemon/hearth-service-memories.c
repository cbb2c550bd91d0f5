/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-service-memories.h"

#include "hearth-memories.h"
#include "hearth-memory-verbs.h"
#include "hearth-service-error.h"

/* The methods of the daemon's interface about what is remembered. */

static void
answer (GDBusMethodInvocation *invocation, GUnixFDList *fds, HearthEngine *engine)
{
  g_autoptr (GUnixFDList) none = g_unix_fd_list_new ();
  g_autoptr (GError) error = NULL;
  GVariant *result =
      hearth_memory_verb_call (engine, g_dbus_method_invocation_get_method_name (invocation),
                               g_dbus_method_invocation_get_parameters (invocation),
                               fds != NULL ? fds : none, &error);

  if (result != NULL)
    g_dbus_method_invocation_return_value (invocation, result);
  else
    hearth_service_return_error (invocation, error);
}

/* Each method has its own arguments, of which the invocation has all. */
static gboolean
remember_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, GVariant *fields,
             HearthEngine *engine)
{
  answer (invocation, NULL, engine);
  return TRUE;
}

static gboolean
change_memory_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, gint64 memory,
                  GVariant *fields, HearthEngine *engine)
{
  answer (invocation, NULL, engine);
  return TRUE;
}

static void
forgotten_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GDBusMethodInvocation *invocation = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *stays = hearth_memories_forget_finish (HEARTH_ENGINE (object), result, &error);

  if (stays != NULL)
    hearth_daemon_daemon1_complete_forget_memory (NULL, invocation, stays);
  else
    hearth_service_return_error (invocation, error);
}

/* Nothing else waits while the store is written anew. */
static gboolean
forget_memory_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, gint64 memory,
                  HearthEngine *engine)
{
  hearth_memories_forget_async (engine, memory, forgotten_cb, invocation);
  return TRUE;
}

static gboolean
move_file_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, GUnixFDList *fds,
              GVariant *file, HearthEngine *engine)
{
  answer (invocation, fds, engine);
  return TRUE;
}

/**
 * hearth_service_memories_connect:
 * @skeleton: the daemon's interface
 * @engine: the engine, which outlives it
 *
 * Answers the methods about what is remembered.
 */
void
hearth_service_memories_connect (HearthDaemonDaemon1 *skeleton, HearthEngine *engine)
{
  static const struct {
    const char *signal;
    GCallback callback;
  } handlers[] = {
    { "handle-remember", G_CALLBACK (remember_cb) },
    { "handle-change-memory", G_CALLBACK (change_memory_cb) },
    { "handle-forget-memory", G_CALLBACK (forget_memory_cb) },
    { "handle-export-memories", G_CALLBACK (move_file_cb) },
    { "handle-import-memories", G_CALLBACK (move_file_cb) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (handlers); i++)
    g_signal_connect_object (skeleton, handlers[i].signal, handlers[i].callback, engine, 0);
}
