/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "hearth-ctl-daemon.h"
#include "hearth-ctl-output.h"
#include "hearth-summary-text.h"

static gboolean service;

static const HearthCtlOption options[] = {
  { "--service", HEARTH_CTL_OPTION_FLAG, &service,
    N_("Have the service that is set put it into its own words, checked against the mail") },
  { NULL },
};

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  const char *const command[] = { "summary", args[0], NULL };
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GVariant) summary = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gint64 id;

  if (!hearth_ctl_parse_id (args[0], &id))
    return hearth_ctl_usage (_("“%s” is not the number of a mail; see hearthctl mail list"),
                             args[0]);
  if (ctl->standalone && service)
    return hearth_ctl_usage ("%s",
                             _("--service needs the running service; leave --standalone out"));
  if (ctl->standalone)
    return hearth_ctl_exec_engine (ctl, command);
  bus = hearth_ctl_connect (&error);
  if (bus == NULL)
    return hearth_ctl_fail (error);
  reply = hearth_ctl_call (ctl, bus, "Summarize", g_variant_new ("(xb)", id, service), "(a{sv})",
                           &error);
  if (reply == NULL)
    return hearth_ctl_fail_call (error);
  summary = g_variant_get_child_value (reply, 0);
  text = ctl->json ? hearth_summary_to_json (summary) : hearth_summary_to_text (summary);
  if (ctl->json)
    printf ("%s\n", text);
  else
    hearth_ctl_print_text (text);
  return HEARTH_CTL_DONE;
}

const HearthCtlCommand hearth_ctl_mail_summary = {
  .name = "mail summary",
  .usage = "ID [--service]",
  .summary = N_("What the thread of a mail came to"),
  .options = options,
  .min_args = 1,
  .max_args = 1,
  .run = run,
};
