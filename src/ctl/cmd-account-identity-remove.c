/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "hearth-ctl-account.h"

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  HearthCtlExit code;
  g_autoptr (HearthAccount) account = hearth_ctl_account_find (ctl, args[0], &code);

  if (account == NULL)
    return code;
  if (hearth_account_find_identity (account, args[1]) == NULL) {
    fprintf (stderr, "hearthctl: ");
    fprintf (stderr, _("the account “%s” does not write as %s."), account->label, args[1]);
    fputc ('\n', stderr);
    return HEARTH_CTL_NOTHING;
  }
  return hearth_ctl_account_set_identity (ctl, account, args[1], NULL, NULL);
}

const HearthCtlCommand hearth_ctl_account_identity_remove = {
  .name = "account identity remove",
  .usage = "ID|ADDRESS ADDRESS",
  .summary = N_("Write as an address no more"),
  .min_args = 2,
  .max_args = 2,
  .run = run,
};
