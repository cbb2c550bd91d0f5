/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hearth-ctl-daemon.h"

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  static const char *const command[] = { "sync", NULL };
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GError) error = NULL;

  if (ctl->standalone)
    return hearth_ctl_exec_engine (ctl, command);
  bus = hearth_ctl_connect (&error);
  if (bus == NULL)
    return hearth_ctl_fail (error);
  return hearth_ctl_daemon_sync (ctl, bus);
}

const HearthCtlCommand hearth_ctl_sync = {
  .name = "sync",
  .usage = "",
  .summary = N_("Read what changed in all sources"),
  .run = run,
};
