/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-service-memories.h"

#include "hearth-memory-verbs.h"
#include "hearth-paths.h"

#include <glib/gi18n.h>

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
  gboolean absent;

  if (result != NULL) {
    g_dbus_method_invocation_return_value (invocation, result);
    return;
  }
  absent = g_error_matches (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND);
  g_dbus_method_invocation_return_dbus_error (
      invocation, absent ? HEARTH_APP_ID ".Error.NotFound" : HEARTH_APP_ID ".Error.Failed",
      error != NULL ? error->message : _("Something went wrong."));
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

static gboolean
forget_memory_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, gint64 memory,
                  HearthEngine *engine)
{
  answer (invocation, NULL, engine);
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
