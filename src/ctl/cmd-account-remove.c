/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hearth-ctl-account.h"

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  HearthCtlExit code;
  g_autoptr (HearthAccount) account = hearth_ctl_account_find (ctl, args[0], &code);
  g_autoptr (GVariant) reply = NULL;

  if (account == NULL)
    return code;
  reply = hearth_ctl_account_call (ctl, "RemoveSource", g_variant_new ("(x)", account->id), NULL,
                                   "()", &code);
  return code;
}

const HearthCtlCommand hearth_ctl_account_remove = {
  .name = "account remove",
  .usage = "ID|ADDRESS",
  .summary = N_("Forget an account, its mail here and its password; the server keeps all mail"),
  .min_args = 1,
  .max_args = 1,
  .run = run,
};
