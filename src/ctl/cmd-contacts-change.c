/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hearth-ctl-account.h"
#include "hearth-ctl-calendar.h"
#include "hearth-secret-pipe.h"

static const char *name;
static gint64 refresh;
static gboolean new_password;

static const HearthCtlOption options[] = {
  { "--name", HEARTH_CTL_OPTION_STRING, &name, N_("What the address book is called here") },
  { "--refresh", HEARTH_CTL_OPTION_NUMBER, &refresh,
    N_("Seconds between two looks at its server") },
  { "--password", HEARTH_CTL_OPTION_FLAG, &new_password, N_("Ask for a new password") },
  { NULL },
};

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  HearthCtlExit code = HEARTH_CTL_DONE;
  g_autoptr (GVariantDict) settings = g_variant_dict_new (NULL);
  g_autoptr (GVariant) reply = NULL;
  char *password;
  gint64 id;

  if (!hearth_ctl_calendar_find (ctl, args[0], TRUE, &id, &code))
    return code;
  if (name != NULL)
    g_variant_dict_insert (settings, "name", "s", name);
  if (refresh > 0)
    g_variant_dict_insert (settings, "refresh", "u", (guint) MIN (refresh, G_MAXINT));
  password = new_password ? hearth_ctl_account_read_password (_("New password:")) : g_strdup ("");
  if (password == NULL)
    return hearth_ctl_usage ("%s", _("there is no password on the standard input"));
  reply = hearth_ctl_account_call (ctl, "ChangeCalendar",
                                   g_variant_new ("(x@a{sv})", id, g_variant_dict_end (settings)),
                                   password, "()", &code);
  hearth_secret_pipe_wipe (password);
  return code;
}

const HearthCtlCommand hearth_ctl_contacts_change = {
  .name = "contacts change",
  .usage = "ID|NAME [--name N] [--refresh S] [--password]",
  .summary = N_("Change how an address book is treated, or the password of its login"),
  .options = options,
  .min_args = 1,
  .max_args = 1,
  .run = run,
};
