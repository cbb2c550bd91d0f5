/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "hearth-clock.h"
#include "hearth-ctl-daemon.h"
#include "hearth-ctl-json.h"
#include "hearth-ctl-output.h"
#include "hearth-format.h"

static void
print_reminder (HearthCtl *ctl, gint64 id, gint64 due, const char *what)
{
  HearthCtlJson json;
  g_autofree char *day = hearth_format_day (due, hearth_clock_now ());
  g_autofree char *time = hearth_format_time (due);
  g_autofree char *line = NULL;

  if (!ctl->json) {
    /* Translators: what to be reminded of, the day, the time */
    line = g_strdup_printf (_("Reminder set: %s (%s, %s)\n"), what, day, time);
    hearth_ctl_print_text (line);
    return;
  }
  hearth_ctl_json_init (&json);
  hearth_ctl_json_open (&json, NULL, '{');
  hearth_ctl_json_number (&json, "id", id);
  hearth_ctl_json_time (&json, "due", due);
  hearth_ctl_json_number (&json, "due_timestamp", due);
  hearth_ctl_json_string (&json, "text", what);
  hearth_ctl_json_close (&json, '}');
  hearth_ctl_json_print (&json);
}

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  g_autofree char *text = g_strjoinv (" ", args);
  const char *const command[] = { "remind", text, NULL };
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) error = NULL;
  const char *what = NULL;
  gint64 id = 0, due = 0;

  if (!g_utf8_validate (text, -1, NULL))
    return hearth_ctl_usage ("%s", _("the reminder is not valid UTF-8"));
  if (ctl->standalone)
    return hearth_ctl_exec_engine (ctl, command);
  bus = hearth_ctl_connect (&error);
  if (bus == NULL)
    return hearth_ctl_fail (error);
  reply = hearth_ctl_call (ctl, bus, "Remind", g_variant_new ("(s)", text), "(xxs)", &error);
  if (reply == NULL)
    return hearth_ctl_fail_call (error);
  g_variant_get (reply, "(xx&s)", &id, &due, &what);
  print_reminder (ctl, id, due, what);
  return HEARTH_CTL_DONE;
}

const HearthCtlCommand hearth_ctl_remind = {
  .name = "remind",
  .usage = "TEXT…",
  .summary = N_("Set a reminder: “call Ana tomorrow at nine”"),
  .min_args = 1,
  .max_args = -1,
  .run = run,
};
