/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "hearth-clock.h"
#include "hearth-ctl-events.h"
#include "hearth-ctl-json.h"
#include "hearth-ctl-output.h"
#include "hearth-format.h"
#include "hearth-store-tasks.h"

#define MAX_TASKS 1000

static gboolean all;

static const HearthCtlOption list_options[] = {
  { "--all", HEARTH_CTL_OPTION_FLAG, &all, N_("Also those that are done") },
  { NULL },
};

/* Of a task that is due on a day, the owner's own midnight of it. */
static gint64
get_due (const HearthTodo *task)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (task->due);
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();
  g_autoptr (GDateTime) local = NULL;

  if (!task->due_is_date || date == NULL)
    return task->due;
  local = g_date_time_new (zone, g_date_time_get_year (date), g_date_time_get_month (date),
                           g_date_time_get_day_of_month (date), 0, 0, 0);
  return local != NULL ? g_date_time_to_unix (local) : task->due;
}

static void
print_task (const HearthTodo *task)
{
  g_autofree char *number = g_strdup_printf ("%lld", (long long) task->id);
  g_autofree char *when = NULL;

  if (task->due != 0) {
    g_autofree char *day = hearth_format_day (get_due (task), hearth_clock_now ());
    g_autofree char *time = hearth_format_time (task->due);

    when = task->due_is_date ? g_strdup (day) : g_strdup_printf ("%s, %s", day, time);
  }
  hearth_ctl_print_cell (HEARTH_CTL_DIM, number, 6);
  hearth_ctl_print_cell (HEARTH_CTL_ACCENT, when != NULL ? when : "", 24);
  hearth_ctl_print_cut (task->status == HEARTH_TODO_COMPLETED ? HEARTH_CTL_DIM : HEARTH_CTL_PLAIN,
                        task->summary,
                        hearth_ctl_get_width () > 50 ? hearth_ctl_get_width () - 31 : 20);
  putchar ('\n');
}

static void
print_json (GPtrArray *tasks)
{
  HearthCtlJson json;

  hearth_ctl_json_init (&json);
  hearth_ctl_json_open (&json, NULL, '[');
  for (guint i = 0; i < tasks->len; i++) {
    const HearthTodo *task = g_ptr_array_index (tasks, i);

    hearth_ctl_json_open (&json, NULL, '{');
    hearth_ctl_json_number (&json, "id", task->id);
    hearth_ctl_json_string (&json, "uid", task->uid);
    hearth_ctl_json_string (&json, "summary", task->summary);
    if (task->due != 0)
      hearth_ctl_json_time (&json, "due", get_due (task));
    hearth_ctl_json_boolean (&json, "due_is_date", task->due_is_date);
    hearth_ctl_json_boolean (&json, "done", task->status == HEARTH_TODO_COMPLETED);
    hearth_ctl_json_number (&json, "priority", task->priority);
    hearth_ctl_json_string (&json, "calendar", task->calendar_name);
    hearth_ctl_json_close (&json, '}');
  }
  hearth_ctl_json_close (&json, ']');
  hearth_ctl_json_print (&json);
}

static HearthCtlExit
run_list (HearthCtl *ctl, char **args)
{
  HearthCtlExit code = HEARTH_CTL_FAILED;
  g_autoptr (HearthDatabase) db = hearth_ctl_open_store (ctl, &code);
  g_autoptr (GPtrArray) tasks = NULL;
  g_autoptr (GError) error = NULL;

  if (db == NULL)
    return code;
  tasks = hearth_store_tasks_list (db, all, MAX_TASKS, &error);
  if (tasks == NULL)
    return hearth_ctl_fail (error);
  if (ctl->json)
    print_json (tasks);
  for (guint i = 0; !ctl->json && i < tasks->len; i++)
    print_task (g_ptr_array_index (tasks, i));
  return tasks->len > 0 ? HEARTH_CTL_DONE : HEARTH_CTL_NOTHING;
}

const HearthCtlCommand hearth_ctl_task_list = {
  .name = "task list",
  .usage = "",
  .summary = N_("List what is to be done"),
  .options = list_options,
  .max_args = 0,
  .run = run_list,
};

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
