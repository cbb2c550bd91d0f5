/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "hearth-ctl-account.h"
#include "hearth-ctl-json.h"
#include "hearth-ctl-output.h"

static void
print_json (GPtrArray *identities)
{
  HearthCtlJson json;

  hearth_ctl_json_init (&json);
  hearth_ctl_json_open (&json, NULL, '[');
  for (guint i = 0; i < identities->len; i++) {
    const HearthIdentity *each = g_ptr_array_index (identities, i);

    hearth_ctl_json_open (&json, NULL, '{');
    hearth_ctl_json_string (&json, "address", each->address);
    hearth_ctl_json_string (&json, "name", each->name);
    hearth_ctl_json_string (&json, "signature", each->signature);
    hearth_ctl_json_close (&json, '}');
  }
  hearth_ctl_json_close (&json, ']');
  hearth_ctl_json_print (&json);
}

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  HearthCtlExit code;
  g_autoptr (HearthAccount) account = hearth_ctl_account_find (ctl, args[0], &code);

  if (account == NULL)
    return code;
  if (ctl->json) {
    print_json (account->identities);
  } else {
    for (guint i = 0; i < account->identities->len; i++) {
      const HearthIdentity *each = g_ptr_array_index (account->identities, i);

      hearth_ctl_print_cell (HEARTH_CTL_BOLD, each->address, 30);
      hearth_ctl_print (HEARTH_CTL_PLAIN, each->name);
      putchar ('\n');
    }
  }
  return account->identities->len > 0 ? HEARTH_CTL_DONE : HEARTH_CTL_NOTHING;
}

const HearthCtlCommand hearth_ctl_account_identity_list = {
  .name = "account identity list",
  .usage = "ID|ADDRESS",
  .summary = N_("List what an account writes as besides its address"),
  .min_args = 1,
  .max_args = 1,
  .run = run,
};
