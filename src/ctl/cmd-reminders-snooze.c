/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hearth-clock.h"
#include "hearth-ctl-daemon.h"

#define DEFAULT_MINUTES "5"
#define MAX_MINUTES (366 * 24 * 60)

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  const char *text = args[1] != NULL ? args[1] : DEFAULT_MINUTES;
  const char *const command[] = { "reminder-snooze", args[0], text, NULL };
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id, minutes;

  if (!hearth_ctl_parse_id (args[0], &id))
    return hearth_ctl_usage (_("“%s” is not the number of a reminder; see hearthctl reminders"),
                             args[0]);
  if (!hearth_ctl_parse_id (text, &minutes) || minutes > MAX_MINUTES)
    return hearth_ctl_usage (_("“%s” is not a number of minutes"), text);
  if (ctl->standalone)
    return hearth_ctl_exec_engine (ctl, command);
  bus = hearth_ctl_connect (&error);
  if (bus == NULL)
    return hearth_ctl_fail (error);
  reply = hearth_ctl_call (ctl, bus, "SnoozeReminder",
                           g_variant_new ("(xx)", id, hearth_clock_now () + minutes * 60), "()",
                           &error);
  return reply != NULL ? HEARTH_CTL_DONE : hearth_ctl_fail_call (error);
}

const HearthCtlCommand hearth_ctl_reminders_snooze = {
  .name = "reminders snooze",
  .usage = "ID [MINUTES]",
  .summary = N_("Be reminded later; in 5 minutes if not said"),
  .min_args = 1,
  .max_args = 2,
  .run = run,
};
