/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hearth-ctl-draft.h"

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  return hearth_ctl_change_outbox (ctl, "discard", args[0]);
}

const HearthCtlCommand hearth_ctl_outbox_discard = {
  .name = "outbox discard",
  .usage = "ID",
  .summary = N_("Be done with a mail in the outbox: it is not sent again"),
  .min_args = 1,
  .max_args = 1,
  .run = run,
};
