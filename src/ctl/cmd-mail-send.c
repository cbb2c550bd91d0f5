/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hearth-ctl-draft.h"

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  const char *const command[] = { "send", args[0], NULL };
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  if (!hearth_ctl_parse_id (args[0], &id))
    return hearth_ctl_usage (_("“%s” is not the number of a draft"), args[0]);
  if (ctl->standalone)
    return hearth_ctl_exec_engine (ctl, command);
  bus = hearth_ctl_connect (&error);
  if (bus == NULL)
    return hearth_ctl_fail (error);
  return hearth_ctl_send_draft (ctl, bus, id);
}

const HearthCtlCommand hearth_ctl_mail_send = {
  .name = "mail send",
  .usage = "DRAFT",
  .summary = N_("Send a draft"),
  .min_args = 1,
  .max_args = 1,
  .run = run,
};
