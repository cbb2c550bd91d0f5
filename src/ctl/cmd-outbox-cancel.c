/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hearth-ctl-draft.h"

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  return hearth_ctl_change_outbox (ctl, "cancel", args[0]);
}

const HearthCtlCommand hearth_ctl_outbox_cancel = {
  .name = "outbox cancel",
  .usage = "ID",
  .summary = N_("Take a mail back that has not gone; it is a draft again"),
  .min_args = 1,
  .max_args = 1,
  .run = run,
};
