/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-service-error.h"

#include "hearth-accounts-error.h"
#include "hearth-engine.h"
#include "hearth-gate-error.h"
#include "hearth-paths.h"
#include "hearth-voice-error.h"

#include <glib/gi18n.h>

/* A caller may want to act on some of what goes wrong. */
static const char *
get_name (const GError *error)
{
  static const struct {
    HearthAccountsError code;
    const char *name;
  } names[] = {
    { HEARTH_ACCOUNTS_ERROR_INVALID, HEARTH_APP_ID ".Error.Invalid" },
    { HEARTH_ACCOUNTS_ERROR_NO_SECRET, HEARTH_APP_ID ".Error.NoPassword" },
    { HEARTH_ACCOUNTS_ERROR_REFUSED, HEARTH_APP_ID ".Error.Refused" },
    { HEARTH_ACCOUNTS_ERROR_CERTIFICATE, HEARTH_APP_ID ".Error.Certificate" },
  };

  if (g_error_matches (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND) ||
      g_error_matches (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_NOT_FOUND))
    return HEARTH_APP_ID ".Error.NotFound";
  if (g_error_matches (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_EXISTS) ||
      g_error_matches (error, HEARTH_GATE_ERROR, HEARTH_GATE_ERROR_SETTLED))
    return HEARTH_APP_ID ".Error.Exists";
  if (g_error_matches (error, HEARTH_GATE_ERROR, HEARTH_GATE_ERROR_OTHER_CARD))
    return HEARTH_APP_ID ".Error.Invalid";
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_error_matches (error, HEARTH_ACCOUNTS_ERROR, (int) names[i].code))
      return names[i].name;
  return HEARTH_APP_ID ".Error.Failed";
}

/**
 * hearth_service_return_error:
 * @invocation: (transfer full): a call
 * @error: (nullable): why it was not done
 *
 * Ends a call with an error whose name says what kind it is.
 */
void
hearth_service_return_error (GDBusMethodInvocation *invocation, const GError *error)
{
  /* These have names of their own. */
  if (error != NULL && error->domain == HEARTH_VOICE_ERROR) {
    g_dbus_method_invocation_return_gerror (invocation, error);
    return;
  }
  g_dbus_method_invocation_return_dbus_error (
      invocation, error != NULL ? get_name (error) : HEARTH_APP_ID ".Error.Failed",
      error != NULL ? error->message : _("Something went wrong."));
}
