/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "hearth-ctl-account.h"
#include "hearth-ctl-calendar.h"
#include "hearth-ctl-json.h"
#include "hearth-ctl-output.h"
#include "hearth-secret-pipe.h"

static HearthCtlServer server;

static const HearthCtlOption options[] = {
  { "--user", HEARTH_CTL_OPTION_STRING, &server.user,
    N_("The login name, if it is not the address") },
  { "--pin", HEARTH_CTL_OPTION_STRING, &server.pin,
    N_("Accept this certificate (SHA-256) although it fails the checks") },
  { "--goa", HEARTH_CTL_OPTION_STRING, &server.goa_id,
    N_("Sign in as this account of the desktop’s online accounts") },
  { "--desktop", HEARTH_CTL_OPTION_FLAG, &server.desktop,
    N_("The calendars that the desktop has: those of GNOME Calendar") },
  { NULL },
};

static const char *
get_text (GVariant *found, const char *key)
{
  const char *text = "";

  g_variant_lookup (found, key, "&s", &text);
  return text;
}

static gboolean
get_flag (GVariant *found, const char *key)
{
  gboolean flag = FALSE;

  g_variant_lookup (found, key, "b", &flag);
  return flag;
}

static void
print_json (GVariant *list)
{
  static const char *const texts[] = { "kind", "path", "name", "color" };
  static const char *const flags[] = { "writable", "events", "tasks", "scheduling", "added" };
  HearthCtlJson json;

  hearth_ctl_json_init (&json);
  hearth_ctl_json_open (&json, NULL, '[');
  for (gsize i = 0; i < g_variant_n_children (list); i++) {
    g_autoptr (GVariant) found = g_variant_get_child_value (list, i);

    hearth_ctl_json_open (&json, NULL, '{');
    for (gsize n = 0; n < G_N_ELEMENTS (texts); n++)
      hearth_ctl_json_string (&json, texts[n], get_text (found, texts[n]));
    for (gsize n = 0; n < G_N_ELEMENTS (flags); n++)
      hearth_ctl_json_boolean (&json, flags[n], get_flag (found, flags[n]));
    hearth_ctl_json_close (&json, '}');
  }
  hearth_ctl_json_close (&json, ']');
  hearth_ctl_json_print (&json);
}

static void
print_found (GVariant *found)
{
  hearth_ctl_print_cell (HEARTH_CTL_DIM, get_text (found, "kind"), 9);
  hearth_ctl_print_cell (HEARTH_CTL_BOLD, get_text (found, "name"), 30);
  hearth_ctl_print_cell (HEARTH_CTL_DIM,
                         get_flag (found, "added")      ? _("added")
                         : get_flag (found, "writable") ? ""
                                                        : _("read only"),
                         11);
  hearth_ctl_print (HEARTH_CTL_PLAIN, get_text (found, "path"));
  putchar ('\n');
}

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  HearthCtlExit code = HEARTH_CTL_DONE;
  g_autoptr (GVariant) what = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GVariant) list = NULL;
  char *password;

  if (!hearth_ctl_calendar_check_place (ctl, &server, args[0]))
    return HEARTH_CTL_USAGE;
  what = hearth_ctl_calendar_make_what (&server, args[0]);
  password = hearth_ctl_calendar_read_password (&server, args[0]);
  if (password == NULL)
    return hearth_ctl_usage ("%s", _("there is no password on the standard input"));
  reply = hearth_ctl_account_call (ctl, "DiscoverCalendars", g_variant_new ("(@a{sv})", what),
                                   password, "(aa{sv})", &code);
  hearth_secret_pipe_wipe (password);
  if (reply == NULL)
    return code;
  list = g_variant_get_child_value (reply, 0);
  if (ctl->json) {
    print_json (list);
  } else {
    for (gsize i = 0; i < g_variant_n_children (list); i++) {
      g_autoptr (GVariant) found = g_variant_get_child_value (list, i);

      print_found (found);
    }
  }
  return g_variant_n_children (list) > 0 ? HEARTH_CTL_DONE : HEARTH_CTL_NOTHING;
}

const HearthCtlCommand hearth_ctl_calendar_discover = {
  .name = "calendar discover",
  .usage = "ADDRESS|URL|--desktop [--user U] [--pin SHA256] [--goa ID]",
  .summary = N_("List the calendars and address books of a server, or those of the desktop"),
  .options = options,
  .max_args = 1,
  .run = run,
};
