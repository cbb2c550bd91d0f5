/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hearth-ctl-daemon.h"

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  const char *const command[] = { "undo", args[0] != NULL ? args[0] : "0", NULL };
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) error = NULL;
  gint64 action = 0;

  if (args[0] != NULL && !hearth_ctl_parse_id (args[0], &action))
    return hearth_ctl_usage (_("“%s” is not the number of an action"), args[0]);
  if (ctl->standalone)
    return hearth_ctl_exec_engine (ctl, command);
  bus = hearth_ctl_connect (&error);
  if (bus == NULL)
    return hearth_ctl_fail (error);
  reply = hearth_ctl_call (ctl, bus, "Undo", g_variant_new ("(x)", action), "()", &error);
  return reply != NULL ? HEARTH_CTL_DONE : hearth_ctl_fail_call (error);
}

const HearthCtlCommand hearth_ctl_undo = {
  .name = "undo",
  .usage = "[ACTION]",
  .summary =
      N_("Take back what was done to mail, a calendar or memories, the last time if not said"),
  .max_args = 1,
  .run = run,
};

const HearthCtlCommand hearth_ctl_event_undo = {
  .name = "event undo",
  .usage = "[ACTION]",
  .summary = N_("The same as undo"),
  .max_args = 1,
  .run = run,
};
