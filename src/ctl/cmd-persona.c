/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "hearth-ctl-daemon.h"
#include "hearth-ctl-json.h"
#include "hearth-ctl-output.h"

static const char *
get (GVariantDict *dict, const char *key)
{
  const char *value = "";

  g_variant_dict_lookup (dict, key, "&s", &value);
  return value;
}

static void
print_json (GVariantDict *dict)
{
  gboolean chosen = FALSE;
  HearthCtlJson json;

  g_variant_dict_lookup (dict, "chosen", "b", &chosen);
  hearth_ctl_json_init (&json);
  hearth_ctl_json_open (&json, NULL, '{');
  hearth_ctl_json_string (&json, "name", get (dict, "name"));
  hearth_ctl_json_boolean (&json, "chosen", chosen);
  hearth_ctl_json_string (&json, "owner", get (dict, "owner"));
  hearth_ctl_json_string (&json, "country", get (dict, "place"));
  hearth_ctl_json_string (&json, "help", get (dict, "help"));
  hearth_ctl_json_close (&json, '}');
  hearth_ctl_json_print (&json);
}

static void
print_text (GVariantDict *dict)
{
  gboolean chosen = FALSE;

  g_variant_dict_lookup (dict, "chosen", "b", &chosen);
  hearth_ctl_print (HEARTH_CTL_BOLD, get (dict, "name"));
  printf (" (%s)\n", chosen ? _("it chose this name itself") : _("you chose this name"));
  if (*get (dict, "owner") != '\0')
    printf (_("It calls you %s.\n"), get (dict, "owner"));
  if (*get (dict, "place") != '\0')
    printf (_("You live in %s.\n"), get (dict, "place"));
}

static HearthCtlExit
show (HearthCtl *ctl, GDBusConnection *bus)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = hearth_ctl_call (ctl, bus, "Persona", NULL, "(a{sv})", &error);
  g_autoptr (GVariant) content = NULL;
  g_auto (GVariantDict) dict = { 0 };

  if (reply == NULL)
    return hearth_ctl_fail_call (error);
  content = g_variant_get_child_value (reply, 0);
  g_variant_dict_init (&dict, content);
  if (ctl->json)
    print_json (&dict);
  else
    print_text (&dict);
  return HEARTH_CTL_DONE;
}

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  static const char *const keys[] = { "name", "owner", "country", NULL };
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) error = NULL;
  GVariantDict changes;

  if (args[0] != NULL && !g_strv_contains (keys, args[0]))
    return hearth_ctl_usage (_("“%s” is nothing of it; there are name, owner and country"),
                             args[0]);
  if (args[0] != NULL && args[1] == NULL)
    return hearth_ctl_usage ("%s", _("say what it shall be"));
  if (ctl->standalone)
    return hearth_ctl_usage ("%s", _("its name is a setting of the companion; "
                                      "leave out --standalone"));
  bus = hearth_ctl_connect (&error);
  if (bus == NULL)
    return hearth_ctl_fail (error);
  if (args[0] == NULL)
    return show (ctl, bus);
  g_variant_dict_init (&changes, NULL);
  g_variant_dict_insert (&changes, args[0], "s", args[1]);
  reply = hearth_ctl_call (ctl, bus, "SetPersona",
                           g_variant_new ("(@a{sv})", g_variant_dict_end (&changes)), "()", &error);
  return reply != NULL ? HEARTH_CTL_DONE : hearth_ctl_fail_call (error);
}

const HearthCtlCommand hearth_ctl_persona = {
  .name = "persona",
  .usage = "[name NAME | owner NAME | country CODE]",
  .summary =
      N_("Say or change what the companion is called, what it calls you, and where you live"),
  .max_args = 2,
  .run = run,
};
