/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hearth-ctl-account.h"
#include "hearth-ctl-calendar.h"

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  HearthCtlExit code = HEARTH_CTL_DONE;
  g_autoptr (GVariant) reply = NULL;
  gint64 id;

  if (!hearth_ctl_calendar_find (ctl, args[0], TRUE, &id, &code))
    return code;
  reply =
      hearth_ctl_account_call (ctl, "RemoveSource", g_variant_new ("(x)", id), NULL, "()", &code);
  return code;
}

const HearthCtlCommand hearth_ctl_contacts_remove = {
  .name = "contacts remove",
  .usage = "ID|NAME",
  .summary = N_("Forget an address book, and with the last of a login its password; it stays as "
                 "it is where it is"),
  .min_args = 1,
  .max_args = 1,
  .run = run,
};
