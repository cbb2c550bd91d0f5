/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hearth-ctl-draft.h"

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  return hearth_ctl_change_outbox (ctl, "resend", args[0]);
}

const HearthCtlCommand hearth_ctl_outbox_resend = {
  .name = "outbox resend",
  .usage = "ID",
  .summary = N_("Send a mail once more that may not have arrived, or was refused"),
  .min_args = 1,
  .max_args = 1,
  .run = run,
};
