/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hearth-ctl-daemon.h"

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  const char *const command[] = { "reminder-done", args[0], NULL };
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  if (!hearth_ctl_parse_id (args[0], &id))
    return hearth_ctl_usage (_("“%s” is not the number of a reminder; see hearthctl reminders"),
                             args[0]);
  if (ctl->standalone)
    return hearth_ctl_exec_engine (ctl, command);
  bus = hearth_ctl_connect (&error);
  if (bus == NULL)
    return hearth_ctl_fail (error);
  reply = hearth_ctl_call (ctl, bus, "FinishReminder", g_variant_new ("(x)", id), "()", &error);
  return reply != NULL ? HEARTH_CTL_DONE : hearth_ctl_fail_call (error);
}

const HearthCtlCommand hearth_ctl_reminders_done = {
  .name = "reminders done",
  .usage = "ID",
  .summary = N_("Mark a reminder as done"),
  .min_args = 1,
  .max_args = 1,
  .run = run,
};
