/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "hearth-ctl-calendar.h"
#include "hearth-secret-pipe.h"

static HearthCtlServer server;
static GPtrArray *only;

static const HearthCtlOption options[] = {
  { "--user", HEARTH_CTL_OPTION_STRING, &server.user,
    N_("The login name, if it is not the address") },
  { "--pin", HEARTH_CTL_OPTION_STRING, &server.pin,
    N_("Accept this certificate (SHA-256) although it fails the checks") },
  { "--goa", HEARTH_CTL_OPTION_STRING, &server.goa_id,
    N_("Sign in as this account of the desktop’s online accounts") },
  { "--only", HEARTH_CTL_OPTION_LIST, &only,
    N_("Add only the address book of this name; may be said more than once") },
  { NULL },
};

static HearthCtlExit
add (HearthCtl *ctl, const char *place, const char *password)
{
  HearthCtlExit code = HEARTH_CTL_DONE;
  g_autoptr (GVariant) what = hearth_ctl_calendar_make_what (&server, place);
  g_autoptr (GVariant) chosen =
      hearth_ctl_calendar_choose (ctl, what, password, "carddav", only, &code);

  if (chosen == NULL)
    return code;
  if (g_variant_n_children (chosen) == 0) {
    fprintf (stderr, "%s\n",
             _("hearthctl: the server has no address book that is not here already"));
    return HEARTH_CTL_NOTHING;
  }
  return hearth_ctl_calendar_add_chosen (ctl, what, chosen, password);
}

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  char *password = hearth_ctl_calendar_read_password (&server, args[0]);
  HearthCtlExit code;

  if (password == NULL)
    return hearth_ctl_usage ("%s", _("there is no password on the standard input"));
  code = add (ctl, args[0], password);
  hearth_secret_pipe_wipe (password);
  return code;
}

const HearthCtlCommand hearth_ctl_contacts_add = {
  .name = "contacts add",
  .usage = "ADDRESS|URL [--user U] [--only NAME]… [--pin SHA256]",
  .summary = N_("Add the address books of a server; a password is asked for"),
  .options = options,
  .min_args = 1,
  .max_args = 1,
  .run = run,
};
