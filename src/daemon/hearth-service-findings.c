/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-service-findings.h"

#include "hearth-fact-verbs.h"
#include "hearth-findings.h"
#include "hearth-service-error.h"

/* The methods of the daemon's interface for what is found in mail. */

static gboolean
return_error (GDBusMethodInvocation *invocation, const GError *error)
{
  if (g_error_matches (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID)) {
    g_dbus_method_invocation_return_error_literal (invocation, G_DBUS_ERROR,
                                                   G_DBUS_ERROR_INVALID_ARGS, error->message);
    return TRUE;
  }
  hearth_service_return_error (invocation, error);
  return TRUE;
}

static gboolean
settle_finding_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, gint64 id,
                   const char *name, HearthEngine *engine)
{
  g_autoptr (GError) error = NULL;

  if (!hearth_engine_settle_finding (engine, id, name, &error))
    return return_error (invocation, error);
  hearth_daemon_daemon1_complete_settle_finding (skeleton, invocation);
  return TRUE;
}

static gboolean
remind_of_finding_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, gint64 id,
                      HearthEngine *engine)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthReminder) reminder = hearth_engine_remind_of_finding (engine, id, &error);

  if (reminder == NULL)
    return return_error (invocation, error);
  hearth_daemon_daemon1_complete_remind_of_finding (skeleton, invocation, reminder->id,
                                                    reminder->due);
  return TRUE;
}

/**
 * hearth_service_findings_connect:
 * @skeleton: the daemon's interface
 * @engine: the engine, which outlives it
 *
 * Answers the methods for what is found in mail.
 */
void
hearth_service_findings_connect (HearthDaemonDaemon1 *skeleton, HearthEngine *engine)
{
  g_signal_connect_object (skeleton, "handle-settle-finding", G_CALLBACK (settle_finding_cb),
                           engine, 0);
  g_signal_connect_object (skeleton, "handle-remind-of-finding", G_CALLBACK (remind_of_finding_cb),
                           engine, 0);
}
