/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-service-people.h"

#include "hearth-digest-verb.h"
#include "hearth-paths.h"

#include <glib/gi18n.h>

/* The methods of digests and people of the daemon's interface. */

static gboolean
return_error (GDBusMethodInvocation *invocation, const GError *error)
{
  gboolean absent = g_error_matches (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_NOT_FOUND) ||
                    g_error_matches (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND);

  g_dbus_method_invocation_return_dbus_error (
      invocation, absent ? HEARTH_APP_ID ".Error.NotFound" : HEARTH_APP_ID ".Error.Failed",
      error != NULL ? error->message : _("Something went wrong."));
  return TRUE;
}

static gboolean
digest_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, const char *kind,
           const char *language, gboolean told, HearthEngine *engine)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) digest = hearth_digest_verb (engine, kind, language, told, &error);

  if (digest == NULL)
    return return_error (invocation, error);
  hearth_daemon_daemon1_complete_digest (skeleton, invocation, digest);
  return TRUE;
}

/**
 * hearth_service_people_connect:
 * @skeleton: the daemon's interface
 * @engine: the engine, which outlives it
 *
 * Answers the methods about digests and people.
 */
void
hearth_service_people_connect (HearthDaemonDaemon1 *skeleton, HearthEngine *engine)
{
  static const struct {
    const char *signal;
    GCallback callback;
  } handlers[] = {
    { "handle-digest", G_CALLBACK (digest_cb) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (handlers); i++)
    g_signal_connect_object (skeleton, handlers[i].signal, handlers[i].callback, engine, 0);
}
