/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "hearth-ctl-daemon.h"
#include "hearth-rehearsal-text.h"

static const char *level_option;

static const HearthCtlOption options[] = {
  { "--level", HEARTH_CTL_OPTION_STRING, &level_option,
    N_("How much may get through, 0 to 100; if not said as it is set") },
  { NULL },
};

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  const char *const command[] = { "rehearse", level_option != NULL ? level_option : "-1", NULL };
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GVariant) rehearsal = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  guint64 level = 0;

  if (level_option != NULL && !g_ascii_string_to_unsigned (level_option, 10, 0, 100, &level, NULL))
    return hearth_ctl_usage (_("“%s” is not a number from 0 to 100"), level_option);
  if (ctl->standalone)
    return hearth_ctl_exec_engine (ctl, command);
  bus = hearth_ctl_connect (&error);
  if (bus == NULL)
    return hearth_ctl_fail (error);
  reply = hearth_ctl_call (ctl, bus, "Rehearse",
                           g_variant_new ("(i)", level_option != NULL ? (int) level : -1),
                           "(a{sv})", &error);
  if (reply == NULL)
    return hearth_ctl_fail_call (error);
  rehearsal = g_variant_get_child_value (reply, 0);
  if (ctl->json) {
    text = hearth_rehearsal_to_json (rehearsal);
    printf ("%s\n", text);
  } else {
    text = hearth_rehearsal_to_text (rehearsal);
    fputs (text, stdout);
  }
  return HEARTH_CTL_DONE;
}

const HearthCtlCommand hearth_ctl_rehearse = {
  .name = "rehearse",
  .usage = "[--level N]",
  .summary = N_("Show of which mail of the last 30 days you would have been notified, and why"),
  .options = options,
  .run = run,
};
