/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "hearth-ctl-daemon.h"

static HearthCtlExit
call (HearthCtl *ctl, const char *method, GVariant *parameters)
{
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GVariant) sunk = g_variant_ref_sink (parameters);
  g_autoptr (GError) error = NULL;

  bus = hearth_ctl_connect (&error);
  if (bus == NULL)
    return hearth_ctl_fail (error);
  reply = hearth_ctl_call (ctl, bus, method, sunk, "()", &error);
  return reply != NULL ? HEARTH_CTL_DONE : hearth_ctl_fail_call (error);
}

static HearthCtlExit
run_teach (HearthCtl *ctl, char **args)
{
  const char *const command[] = { "teach", args[0], args[1], NULL };
  gint64 id;

  if (!hearth_ctl_parse_id (args[0], &id))
    return hearth_ctl_usage (_("“%s” is not the number of a message; see hearthctl mail list"),
                             args[0]);
  if (ctl->standalone)
    return hearth_ctl_exec_engine (ctl, command);
  return call (ctl, "Teach", g_variant_new ("(xs)", id, args[1]));
}

const HearthCtlCommand hearth_ctl_mail_teach = {
  .name = "mail teach",
  .usage = "ID urgent|needs_response|personal|fyi|promotional|spam|phishing|good",
  .summary = N_("Say what a mail is; mail like it is judged anew"),
  .min_args = 2,
  .max_args = 2,
  .run = run_teach,
};

static HearthCtlExit
run_forget (HearthCtl *ctl, char **args)
{
  const char *const command[] = { "forget-lessons", NULL };

  if (ctl->standalone)
    return hearth_ctl_exec_engine (ctl, command);
  return call (ctl, "ForgetLessons", g_variant_new ("()"));
}

const HearthCtlCommand hearth_ctl_mail_forget = {
  .name = "mail forget-lessons",
  .usage = "",
  .summary = N_("Forget all that was taught of mail"),
  .run = run_forget,
};
