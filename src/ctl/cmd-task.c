/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "hearth-ctl-events.h"

static gboolean not_done;

static const HearthCtlOption options[] = {
  { "--not", HEARTH_CTL_OPTION_FLAG, &not_done, N_("It is not done after all") },
  { NULL },
};

static HearthCtlExit
run_done (HearthCtl *ctl, char **args)
{
  HearthCtlExit code = HEARTH_CTL_FAILED;
  g_autoptr (GVariant) reply = NULL;
  gint64 task, action;

  if (!hearth_ctl_parse_id (args[0], &task))
    return hearth_ctl_usage (_("“%s” is not the number of a task; see hearthctl task list"),
                             args[0]);
  reply = hearth_ctl_event_call (ctl, "CompleteTask", g_variant_new ("(xb)", task, !not_done),
                                 "(x)", &code);
  if (reply == NULL)
    return code;
  g_variant_get (reply, "(x)", &action);
  return hearth_ctl_print_event_action (ctl, 0, action);
}

const HearthCtlCommand hearth_ctl_task_done = {
  .name = "task done",
  .usage = "ID",
  .summary = N_("Say that a task is done"),
  .options = options,
  .min_args = 1,
  .max_args = 1,
  .run = run_done,
};
