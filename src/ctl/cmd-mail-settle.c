/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hearth-ctl-daemon.h"

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  const char *const command[] = { "settle", args[0], args[1], NULL };
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  if (!hearth_ctl_parse_id (args[0], &id))
    return hearth_ctl_usage (_("“%s” is not a number of something; see hearthctl mail actions"),
                             args[0]);
  if (ctl->standalone)
    return hearth_ctl_exec_engine (ctl, command);
  bus = hearth_ctl_connect (&error);
  if (bus == NULL)
    return hearth_ctl_fail (error);
  reply = hearth_ctl_call (ctl, bus, "SettleFinding", g_variant_new ("(xs)", id, args[1]), "()",
                           &error);
  return reply != NULL ? HEARTH_CTL_DONE : hearth_ctl_fail_call (error);
}

const HearthCtlCommand hearth_ctl_mail_settle = {
  .name = "mail settle",
  .usage = "ID done|dismissed|open",
  .summary = N_("Say that something asked or promised is done, is none, or is open after all"),
  .min_args = 2,
  .max_args = 2,
  .run = run,
};
