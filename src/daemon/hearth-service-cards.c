/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-service-cards.h"

#include "hearth-card-verbs.h"
#include "hearth-gate-error.h"
#include "hearth-paths.h"

#include <glib/gi18n.h>

/* The methods that accept and decline cards of the daemon's interface. */

static const char *
get_name (const GError *error)
{
  if (g_error_matches (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND))
    return HEARTH_APP_ID ".Error.NotFound";
  if (g_error_matches (error, HEARTH_GATE_ERROR, HEARTH_GATE_ERROR_SETTLED))
    return HEARTH_APP_ID ".Error.Exists";
  if (g_error_matches (error, HEARTH_GATE_ERROR, HEARTH_GATE_ERROR_OTHER_CARD))
    return HEARTH_APP_ID ".Error.Invalid";
  return HEARTH_APP_ID ".Error.Failed";
}

static void
answer (GDBusMethodInvocation *invocation, HearthEngine *engine)
{
  g_autoptr (GError) error = NULL;
  GVariant *result =
      hearth_card_verb_call (engine, g_dbus_method_invocation_get_method_name (invocation),
                             g_dbus_method_invocation_get_parameters (invocation), &error);

  if (result != NULL)
    g_dbus_method_invocation_return_value (invocation, result);
  else
    g_dbus_method_invocation_return_dbus_error (
        invocation, error != NULL ? get_name (error) : HEARTH_APP_ID ".Error.Failed",
        error != NULL ? error->message : _("Something went wrong."));
}

static gboolean
accept_card_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, gint64 card,
                const char *hash, HearthEngine *engine)
{
  answer (invocation, engine);
  return TRUE;
}

static gboolean
decline_card_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, gint64 card,
                 HearthEngine *engine)
{
  answer (invocation, engine);
  return TRUE;
}

/**
 * hearth_service_cards_connect:
 * @skeleton: the daemon's interface
 * @engine: the engine, which outlives it
 *
 * Answers the methods that accept and decline cards.
 */
void
hearth_service_cards_connect (HearthDaemonDaemon1 *skeleton, HearthEngine *engine)
{
  g_signal_connect_object (skeleton, "handle-accept-card", G_CALLBACK (accept_card_cb), engine, 0);
  g_signal_connect_object (skeleton, "handle-decline-card", G_CALLBACK (decline_card_cb), engine,
                           0);
}
