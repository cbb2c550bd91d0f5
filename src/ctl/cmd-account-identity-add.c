/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hearth-ctl-account.h"

static const char *name;
static const char *signature;

static const HearthCtlOption options[] = {
  { "--name", HEARTH_CTL_OPTION_STRING, &name, N_("The name that stands in From") },
  { "--signature", HEARTH_CTL_OPTION_STRING, &signature, N_("Stands below what is written") },
  { NULL },
};

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  HearthCtlExit code;
  g_autoptr (HearthAccount) account = hearth_ctl_account_find (ctl, args[0], &code);
  const HearthIdentity *old;

  if (account == NULL)
    return code;
  /* What is not named stays as it was. */
  old = hearth_account_find_identity (account, args[1]);
  if (name == NULL)
    name = old != NULL ? old->name : "";
  if (signature == NULL)
    signature = old != NULL ? old->signature : "";
  return hearth_ctl_account_set_identity (ctl, account, args[1], name, signature);
}

const HearthCtlCommand hearth_ctl_account_identity_add = {
  .name = "account identity add",
  .usage = "ID|ADDRESS ADDRESS [--name N] [--signature S]",
  .summary = N_("Write as another address too"),
  .options = options,
  .min_args = 2,
  .max_args = 2,
  .run = run,
};
