/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "hearth-briefing-text.h"
#include "hearth-ctl-daemon.h"

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  const char *const command[] = { "briefing", args[0], args[1] != NULL ? args[1] : "0", NULL };
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GVariant) briefing = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gint64 id;
  gint64 start = 0;

  if (!hearth_ctl_parse_id (args[0], &id))
    return hearth_ctl_usage (_("“%s” is not the number of an event; see hearthctl agenda --json"),
                             args[0]);
  if (args[1] != NULL && !hearth_ctl_parse_id (args[1], &start))
    return hearth_ctl_usage (_("“%s” is not a time in seconds since 1970"), args[1]);
  if (ctl->standalone)
    return hearth_ctl_exec_engine (ctl, command);
  bus = hearth_ctl_connect (&error);
  if (bus == NULL)
    return hearth_ctl_fail (error);
  reply =
      hearth_ctl_call (ctl, bus, "Briefing", g_variant_new ("(xx)", id, start), "(a{sv})", &error);
  if (reply == NULL)
    return hearth_ctl_fail_call (error);
  briefing = g_variant_get_child_value (reply, 0);
  if (ctl->json) {
    text = hearth_briefing_to_json (briefing);
    printf ("%s\n", text);
  } else {
    text = hearth_briefing_to_text (briefing);
    fputs (text, stdout);
  }
  return HEARTH_CTL_DONE;
}

const HearthCtlCommand hearth_ctl_event_briefing = {
  .name = "event briefing",
  .usage = "ID [START]",
  .summary = N_("What to know before a meeting"),
  .min_args = 1,
  .max_args = 2,
  .run = run,
};
