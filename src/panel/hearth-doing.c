/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-doing.h"

#include <glib/gi18n.h>

/**
 * hearth_doing_compose:
 * @client: the panel's client
 * @thinking: whether an answer is being made
 * @offline: whether accounts cannot be reached
 *
 * Says in one line what the companion does and how much left this computer today.
 *
 * Returns: (transfer full): the line
 */
char *
hearth_doing_compose (HearthClient *client, gboolean thinking, gboolean offline)
{
  guint64 bytes = hearth_client_get_bytes (client);
  const char *activity = hearth_client_get_activity (client);
  g_autofree char *by_ear = NULL;
  g_autofree char *size = NULL;

  switch (hearth_client_get_state (client)) {
  case HEARTH_CLIENT_CONNECTING:
    return g_strdup (_("Waking up…"));
  case HEARTH_CLIENT_AWAY:
    return g_strdup (_("Away"));
  case HEARTH_CLIENT_READY:
  default:
    break;
  }
  /* An open microphone is said before anything else. */
  by_ear = hearth_speech_client_dup_line (hearth_client_get_speech (client));
  if (by_ear != NULL)
    return g_steal_pointer (&by_ear);
  if (*activity != '\0')
    return g_strdup (activity);
  if (thinking)
    return g_strdup (_("Thinking…"));
  if (offline)
    return g_strdup (_("Offline · what is here can be read and written"));
  if (bytes == 0)
    return g_strdup (_("Here · 0 bytes left today"));
  size = g_format_size (bytes);
  /* Translators: %s is a size, "1.9 kB": so much was sent to a service today. */
  return g_strdup_printf (_("Here · %s left today"), size);
}
