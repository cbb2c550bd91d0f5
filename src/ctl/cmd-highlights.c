/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include <json-glib/json-glib.h>

#include "hearth-ctl-daemon.h"

static void
print_item (GVariant *item)
{
  const char *text = "";
  const char *reason = "";
  const char *quote = "";

  g_variant_lookup (item, "text", "&s", &text);
  g_variant_lookup (item, "reason", "&s", &reason);
  g_variant_lookup (item, "quote", "&s", &quote);
  printf ("%s\n  %s\n", text, reason);
  if (*quote != '\0')
    /* Translators: words of a mail */
    printf (_("  “%s”\n"), quote);
}

static void
print (HearthCtl *ctl, GVariant *highlights)
{
  g_autoptr (GVariant) items = NULL;
  g_autofree const char **problems = NULL;
  const char *sentence = "";

  if (ctl->json) {
    g_autofree char *json = json_gvariant_serialize_data (highlights, NULL);

    printf ("%s\n", json);
    return;
  }
  items = g_variant_lookup_value (highlights, "items", G_VARIANT_TYPE ("aa{sv}"));
  for (gsize i = 0; items != NULL && i < g_variant_n_children (items); i++) {
    g_autoptr (GVariant) item = g_variant_get_child_value (items, i);

    print_item (item);
  }
  g_variant_lookup (highlights, "sentence", "&s", &sentence);
  printf ("%s\n", sentence);
  g_variant_lookup (highlights, "problems", "^a&s", &problems);
  for (gsize i = 0; problems != NULL && problems[i] != NULL; i++)
    printf ("%s\n", problems[i]);
}

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  static const char *const command[] = { "highlights", NULL };
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GVariant) highlights = NULL;
  g_autoptr (GError) error = NULL;

  if (ctl->standalone) {
    HearthCtlExit code = HEARTH_CTL_DONE;

    highlights = hearth_ctl_ask_engine (ctl, command, "a{sv}", &code);
    if (highlights == NULL)
      return code;
  } else {
    bus = hearth_ctl_connect (&error);
    if (bus == NULL)
      return hearth_ctl_fail (error);
    reply = hearth_ctl_call (ctl, bus, "Highlights", NULL, "(a{sv})", &error);
    if (reply == NULL)
      return hearth_ctl_fail_call (error);
    highlights = g_variant_get_child_value (reply, 0);
  }
  print (ctl, highlights);
  return HEARTH_CTL_DONE;
}

const HearthCtlCommand hearth_ctl_highlights = {
  .name = "highlights",
  .usage = "",
  .summary = N_("Say what is most worth knowing, with its sources"),
  .run = run,
};
