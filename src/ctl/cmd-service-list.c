/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "hearth-ctl-json.h"
#include "hearth-ctl-output.h"
#include "hearth-ctl-service.h"

/* What answers, and what could. */

static const char *
get_string (GVariant *dict, const char *key)
{
  const char *text = "";

  g_variant_lookup (dict, key, "&s", &text);
  return text;
}

static gboolean
get_boolean (GVariant *dict, const char *key)
{
  gboolean value = FALSE;

  g_variant_lookup (dict, key, "b", &value);
  return value;
}

static void
print_strings (HearthCtlJson *json, const char *name, const char *const *strings)
{
  hearth_ctl_json_open (json, name, '[');
  for (guint i = 0; strings[i] != NULL; i++)
    hearth_ctl_json_string (json, NULL, strings[i]);
  hearth_ctl_json_close (json, ']');
}

static void
print_json (GVariant *service)
{
  static const char *const names[] = { "id", "kind", "title", "model", "host", "leaves" };
  g_autofree const char **purposes = NULL;
  guint64 size = 0;
  double speed = 0;
  HearthCtlJson json;

  g_variant_lookup (service, "purposes", "^a&s", &purposes);
  g_variant_lookup (service, "size", "t", &size);
  g_variant_lookup (service, "speed", "d", &speed);
  hearth_ctl_json_init (&json);
  hearth_ctl_json_open (&json, NULL, '{');
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    hearth_ctl_json_string (&json, names[i], get_string (service, names[i]));
  hearth_ctl_json_string (&json, "base_url", get_string (service, "base-url"));
  hearth_ctl_json_boolean (&json, "local", get_boolean (service, "local"));
  hearth_ctl_json_boolean (&json, "agreed", get_boolean (service, "agreed"));
  print_strings (&json, "purposes", purposes);
  hearth_ctl_json_number (&json, "size", (gint64) size);
  /* Of each second's tokens a whole number says enough. */
  hearth_ctl_json_number (&json, "tokens_per_second", (gint64) (speed + 0.5));
  hearth_ctl_json_close (&json, '}');
  hearth_ctl_json_print (&json);
}

static char *
describe (GVariant *service)
{
  g_autofree const char **purposes = NULL;
  GString *text = g_string_new (get_string (service, "title"));
  guint64 size = 0;
  double speed = 0;

  g_variant_lookup (service, "purposes", "^a&s", &purposes);
  g_variant_lookup (service, "size", "t", &size);
  g_variant_lookup (service, "speed", "d", &speed);
  for (guint i = 0; purposes != NULL && purposes[i] != NULL; i++)
    g_string_append_printf (text, "%s%s", i == 0 ? " · " : ", ", purposes[i]);
  if (size > 0) {
    g_autofree char *shown = g_format_size (size);

    g_string_append_printf (text, " · %s", shown);
  }
  if (speed > 0)
    g_string_append_printf (text, _(" · %.0f tokens a second"), speed);
  g_string_append_printf (text, " · %s", get_string (service, "leaves"));
  if (!get_boolean (service, "agreed"))
    g_string_append (text, _(" You have not agreed to it yet."));
  return g_string_free (text, FALSE);
}

static HearthCtlExit
run_list (HearthCtl *ctl, char **args)
{
  HearthCtlExit code;
  g_autoptr (GVariant) reply =
      hearth_ctl_service_call (ctl, "ListServices", NULL, "(aa{sv})", &code);
  g_autoptr (GVariant) list = NULL;

  if (reply == NULL)
    return code;
  list = g_variant_get_child_value (reply, 0);
  for (gsize i = 0; i < g_variant_n_children (list); i++) {
    g_autoptr (GVariant) service = g_variant_get_child_value (list, i);
    g_autofree char *text = NULL;

    if (ctl->json) {
      print_json (service);
      continue;
    }
    text = describe (service);
    hearth_ctl_print_cell (HEARTH_CTL_BOLD, get_string (service, "id"), 20);
    hearth_ctl_print_text (text);
    putchar ('\n');
  }
  return HEARTH_CTL_DONE;
}

const HearthCtlCommand hearth_ctl_service_list = {
  .name = "service list",
  .usage = "",
  .summary = N_("List what can answer, what it is used for and what leaves this computer for it"),
  .run = run_list,
};

static void
print_found (HearthCtl *ctl, GVariant *service)
{
  g_autofree const char **models = NULL;
  HearthCtlJson json;

  g_variant_lookup (service, "models", "^a&s", &models);
  if (ctl->json) {
    hearth_ctl_json_init (&json);
    hearth_ctl_json_open (&json, NULL, '{');
    hearth_ctl_json_string (&json, "name", get_string (service, "name"));
    hearth_ctl_json_string (&json, "kind", get_string (service, "kind"));
    hearth_ctl_json_string (&json, "base_url", get_string (service, "base-url"));
    hearth_ctl_json_boolean (&json, "foreign", get_boolean (service, "foreign"));
    print_strings (&json, "models", models);
    hearth_ctl_json_close (&json, '}');
    hearth_ctl_json_print (&json);
    return;
  }
  hearth_ctl_print (HEARTH_CTL_BOLD, get_string (service, "name"));
  printf (" · %s\n", get_string (service, "base-url"));
  if (get_boolean (service, "foreign"))
    printf ("  %s\n", _("Another user of this computer runs it and could read what it is asked."));
  for (guint i = 0; models[i] != NULL; i++)
    printf ("  hearthctl service add %s %s %s --use\n", get_string (service, "kind"),
            get_string (service, "base-url"), models[i]);
}

static HearthCtlExit
run_find (HearthCtl *ctl, char **args)
{
  HearthCtlExit code;
  g_autoptr (GVariant) reply =
      hearth_ctl_service_call (ctl, "FindLocalServices", NULL, "(aa{sv})", &code);

  return reply != NULL
             ? hearth_ctl_setup_print_all (ctl, reply, print_found,
                                           _("No server of models answers on this computer."))
             : code;
}

const HearthCtlCommand hearth_ctl_service_find_local = {
  .name = "service find",
  .usage = "",
  .summary = N_("Look for servers of models on this computer; none is used unasked"),
  .run = run_find,
};
