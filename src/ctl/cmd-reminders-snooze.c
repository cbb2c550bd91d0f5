/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hearth-clock.h"
#include "hearth-ctl-daemon.h"
#include "hearth-snooze.h"

#define DEFAULT_MINUTES "5"
#define MAX_MINUTES (366 * 24 * 60)

/* When a reminder comes again; 0 is the start of its event, which the service knows. */
static gboolean
read_until (const char *text, gint64 *until)
{
  gint64 now = hearth_clock_now ();
  HearthReminder none = { 0 };
  HearthSnooze snooze;
  gint64 minutes;

  if (hearth_snooze_from_string (text, &snooze)) {
    *until = snooze == HEARTH_SNOOZE_START ? 0 : hearth_snooze_until (snooze, &none, now);
    return TRUE;
  }
  if (!hearth_ctl_parse_id (text, &minutes) || minutes > MAX_MINUTES)
    return FALSE;
  *until = now + minutes * 60;
  return TRUE;
}

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  const char *text = args[1] != NULL ? args[1] : DEFAULT_MINUTES;
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *at = NULL;
  gint64 id, until;

  if (!hearth_ctl_parse_id (args[0], &id))
    return hearth_ctl_usage (_("“%s” is not the number of a reminder; see hearthctl reminders"),
                             args[0]);
  if (!read_until (text, &until))
    return hearth_ctl_usage (
        _("“%s” is neither a number of minutes nor “start”, “tonight” or “tomorrow”"), text);
  if (ctl->standalone) {
    const char *command[] = { "reminder-snooze", args[0], NULL, NULL };

    command[2] = at = g_strdup_printf ("%" G_GINT64_FORMAT, until);
    return hearth_ctl_exec_engine (ctl, command);
  }
  bus = hearth_ctl_connect (&error);
  if (bus == NULL)
    return hearth_ctl_fail (error);
  reply =
      hearth_ctl_call (ctl, bus, "SnoozeReminder", g_variant_new ("(xx)", id, until), "()", &error);
  return reply != NULL ? HEARTH_CTL_DONE : hearth_ctl_fail_call (error);
}

const HearthCtlCommand hearth_ctl_reminders_snooze = {
  .name = "reminders snooze",
  .usage = "ID [MINUTES|start|tonight|tomorrow]",
  .summary = N_("Be reminded later; in 5 minutes if not said"),
  .min_args = 1,
  .max_args = 2,
  .run = run,
};
