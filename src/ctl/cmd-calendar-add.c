/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "hearth-ctl-calendar.h"
#include "hearth-secret-pipe.h"

static HearthCtlServer server;
static GPtrArray *only;
static gboolean subscribe;
static const char *name;

static const HearthCtlOption options[] = {
  { "--user", HEARTH_CTL_OPTION_STRING, &server.user,
    N_("The login name, if it is not the address") },
  { "--pin", HEARTH_CTL_OPTION_STRING, &server.pin,
    N_("Accept this certificate (SHA-256) although it fails the checks") },
  { "--goa", HEARTH_CTL_OPTION_STRING, &server.goa_id,
    N_("Sign in as this account of the desktop’s online accounts") },
  { "--desktop", HEARTH_CTL_OPTION_FLAG, &server.desktop,
    N_("The calendars that the desktop has: those of GNOME Calendar") },
  { "--only", HEARTH_CTL_OPTION_LIST, &only,
    N_("Add only the calendar of this name; may be said more than once") },
  { "--subscribe", HEARTH_CTL_OPTION_FLAG, &subscribe,
    N_("The URL is that of a calendar that somebody publishes") },
  { "--name", HEARTH_CTL_OPTION_STRING, &name, N_("What a subscription is called here") },
  { NULL },
};

static GVariant *
make_subscription (const char *url)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("aa{sv}"));
  g_variant_builder_open (&builder, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&builder, "{sv}", "kind", g_variant_new_string ("webcal"));
  g_variant_builder_add (&builder, "{sv}", "path", g_variant_new_string (url));
  g_variant_builder_add (&builder, "{sv}", "name", g_variant_new_string (name != NULL ? name : ""));
  g_variant_builder_close (&builder);
  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

static HearthCtlExit
add (HearthCtl *ctl, const char *place, const char *password)
{
  HearthCtlExit code = HEARTH_CTL_DONE;
  g_autoptr (GVariant) what = hearth_ctl_calendar_make_what (&server, place);
  gboolean webcal = place != NULL && (subscribe || g_ascii_strncasecmp (place, "webcal", 6) == 0);
  g_autoptr (GVariant) chosen = NULL;

  if (webcal) {
    g_autoptr (GVariantDict) login = g_variant_dict_new (what);

    /* Its address says it all, in whichever way it is written. */
    g_variant_dict_remove (login, "url");
    g_clear_pointer (&what, g_variant_unref);
    what = g_variant_ref_sink (g_variant_dict_end (login));
    chosen = make_subscription (place);
  } else {
    chosen = hearth_ctl_calendar_choose (ctl, what, password, server.desktop ? "eds" : "caldav",
                                         only, &code);
  }
  if (chosen == NULL)
    return code;
  if (g_variant_n_children (chosen) == 0) {
    fprintf (stderr, "%s\n",
             server.desktop ? _("hearthctl: the desktop has no calendar that is not here already")
                            : _("hearthctl: the server has no calendar that is not here already"));
    return HEARTH_CTL_NOTHING;
  }
  return hearth_ctl_calendar_add_chosen (ctl, what, chosen, password);
}

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  char *password;
  HearthCtlExit code;

  if (!hearth_ctl_calendar_check_place (ctl, &server, args[0]))
    return HEARTH_CTL_USAGE;
  password = hearth_ctl_calendar_read_password (&server, args[0]);
  if (password == NULL)
    return hearth_ctl_usage ("%s", _("there is no password on the standard input"));
  code = add (ctl, args[0], password);
  hearth_secret_pipe_wipe (password);
  return code;
}

const HearthCtlCommand hearth_ctl_calendar_add = {
  .name = "calendar add",
  .usage =
      "ADDRESS|URL|--desktop [--user U] [--only NAME]… [--subscribe] [--name N] [--pin SHA256]",
  .summary =
      N_("Add the calendars of a server or of the desktop, or a subscription; a password is asked "
          "for"),
  .options = options,
  .max_args = 1,
  .run = run,
};
