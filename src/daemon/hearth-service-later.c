/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-service-later.h"

#include "hearth-later-verbs.h"
#include "hearth-service-error.h"

/* The methods that put mail off and give permissions of the daemon's interface. */

static void
answer (GDBusMethodInvocation *invocation, HearthEngine *engine)
{
  g_autoptr (GError) error = NULL;
  GVariant *result =
      hearth_later_verb_call (engine, g_dbus_method_invocation_get_method_name (invocation),
                              g_dbus_method_invocation_get_parameters (invocation), &error);

  if (result != NULL)
    g_dbus_method_invocation_return_value (invocation, result);
  else
    hearth_service_return_error (invocation, error);
}

/* Each method has its own arguments, of which the invocation has all. */
static gboolean
later_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, GVariant *ids,
          gint64 until, const char *awaits, HearthEngine *engine)
{
  answer (invocation, engine);
  return TRUE;
}

static gboolean
follow_up_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, gint64 message,
              gint64 until, HearthEngine *engine)
{
  answer (invocation, engine);
  return TRUE;
}

static gboolean
bring_back_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, GVariant *ids,
               HearthEngine *engine)
{
  answer (invocation, engine);
  return TRUE;
}

static gboolean
give_permission_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation,
                    const char *verb, const char *field, const char *value, const char *name,
                    gint64 expires, gboolean present, HearthEngine *engine)
{
  answer (invocation, engine);
  return TRUE;
}

static gboolean
revoke_permission_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation,
                      gint64 permission, gboolean undo, HearthEngine *engine)
{
  answer (invocation, engine);
  return TRUE;
}

/**
 * hearth_service_later_connect:
 * @skeleton: the daemon's interface
 * @engine: the engine, which outlives it
 *
 * Answers the methods that put mail off and give permissions.
 */
void
hearth_service_later_connect (HearthDaemonDaemon1 *skeleton, HearthEngine *engine)
{
  static const struct {
    const char *signal;
    GCallback callback;
  } handlers[] = {
    { "handle-later", G_CALLBACK (later_cb) },
    { "handle-follow-up", G_CALLBACK (follow_up_cb) },
    { "handle-bring-back", G_CALLBACK (bring_back_cb) },
    { "handle-give-permission", G_CALLBACK (give_permission_cb) },
    { "handle-revoke-permission", G_CALLBACK (revoke_permission_cb) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (handlers); i++)
    g_signal_connect_object (skeleton, handlers[i].signal, handlers[i].callback, engine, 0);
}
