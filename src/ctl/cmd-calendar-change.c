/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>

#include "hearth-ctl-account.h"
#include "hearth-ctl-calendar.h"
#include "hearth-secret-pipe.h"

static const char *name;
static const char *color;
static const char *reminder;
static gint64 refresh;
static gboolean hide;
static gboolean show;
static gboolean new_password;

static const HearthCtlOption options[] = {
  { "--name", HEARTH_CTL_OPTION_STRING, &name, N_("What the calendar is called here") },
  { "--color", HEARTH_CTL_OPTION_STRING, &color, N_("Its color, as #3584e4") },
  { "--hide", HEARTH_CTL_OPTION_FLAG, &hide, N_("Keep its events out of sight") },
  { "--show", HEARTH_CTL_OPTION_FLAG, &show, N_("Show its events") },
  { "--reminder", HEARTH_CTL_OPTION_STRING, &reminder,
    N_("Minutes before an event without an alarm, “none”, or “default”") },
  { "--refresh", HEARTH_CTL_OPTION_NUMBER, &refresh,
    N_("Seconds between two looks at its server") },
  { "--password", HEARTH_CTL_OPTION_FLAG, &new_password, N_("Ask for a new password") },
  { NULL },
};

static gboolean
add_reminder (GVariantDict *settings)
{
  char *end;
  long minutes;

  if (reminder == NULL)
    return TRUE;
  if (strcmp (reminder, "default") == 0 || strcmp (reminder, "none") == 0) {
    g_variant_dict_insert (settings, "default-reminder", "i",
                           strcmp (reminder, "none") == 0 ? -2 : -1);
    return TRUE;
  }
  minutes = strtol (reminder, &end, 10);
  if (*end != '\0' || end == reminder || minutes < 0 || minutes > 7 * 24 * 60)
    return FALSE;
  g_variant_dict_insert (settings, "default-reminder", "i", (int) minutes);
  return TRUE;
}

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  HearthCtlExit code = HEARTH_CTL_DONE;
  g_autoptr (GVariantDict) settings = g_variant_dict_new (NULL);
  g_autoptr (GVariant) reply = NULL;
  char *password;
  gint64 id;

  if (hide && show)
    return hearth_ctl_usage ("%s", _("--hide and --show exclude each other"));
  if (!add_reminder (settings))
    return hearth_ctl_usage (_("“%s” is no number of minutes"), reminder);
  if (!hearth_ctl_calendar_find (ctl, args[0], FALSE, &id, &code))
    return code;
  if (name != NULL)
    g_variant_dict_insert (settings, "name", "s", name);
  if (color != NULL)
    g_variant_dict_insert (settings, "color", "s", color);
  if (hide || show)
    g_variant_dict_insert (settings, "hidden", "b", hide);
  if (refresh > 0)
    g_variant_dict_insert (settings, "refresh", "u", (guint) MIN (refresh, G_MAXINT));
  password = new_password ? hearth_ctl_account_read_password (_("New password:")) : g_strdup ("");
  if (password == NULL)
    return hearth_ctl_usage ("%s", _("there is no password on the standard input"));
  reply = hearth_ctl_account_call (ctl, "ChangeCalendar",
                                   g_variant_new ("(x@a{sv})", id, g_variant_dict_end (settings)),
                                   password, "()", &code);
  hearth_secret_pipe_wipe (password);
  return code;
}

const HearthCtlCommand hearth_ctl_calendar_change = {
  .name = "calendar change",
  .usage = "ID|NAME [--name N] [--color C] [--hide|--show] [--reminder M] [--refresh S] …",
  .summary = N_("Change how a calendar is treated"),
  .options = options,
  .min_args = 1,
  .max_args = 1,
  .run = run,
};
