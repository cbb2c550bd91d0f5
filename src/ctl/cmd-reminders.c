/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "hearth-clock.h"
#include "hearth-ctl-json.h"
#include "hearth-ctl-output.h"
#include "hearth-ctl.h"
#include "hearth-format.h"
#include "hearth-store-records.h"

static gboolean all;

static const HearthCtlOption options[] = {
  { "--all", HEARTH_CTL_OPTION_FLAG, &all, N_("Also those that are done") },
  { NULL },
};

static const char *
state_name (HearthReminderState state)
{
  switch (state) {
  case HEARTH_REMINDER_PRESENTING:
  case HEARTH_REMINDER_PRESENTED:
    return "due";
  case HEARTH_REMINDER_SNOOZED:
    return "snoozed";
  case HEARTH_REMINDER_DONE:
    return "done";
  case HEARTH_REMINDER_MISSED:
    return "missed";
  case HEARTH_REMINDER_SCHEDULED:
  default:
    return "scheduled";
  }
}

static const char *
kind_name (HearthReminderKind kind)
{
  switch (kind) {
  case HEARTH_REMINDER_EVENT:
    return "event";
  case HEARTH_REMINDER_TASK:
    return "task";
  case HEARTH_REMINDER_LEAVE:
    return "leave";
  case HEARTH_REMINDER_MEETING:
    return "meeting";
  case HEARTH_REMINDER_MAIL:
    return "mail";
  case HEARTH_REMINDER_OWN:
  default:
    return "own";
  }
}

static void
print_json (GPtrArray *reminders)
{
  HearthCtlJson json;

  hearth_ctl_json_init (&json);
  hearth_ctl_json_open (&json, NULL, '[');
  for (guint i = 0; i < reminders->len; i++) {
    const HearthReminder *reminder = g_ptr_array_index (reminders, i);

    hearth_ctl_json_open (&json, NULL, '{');
    hearth_ctl_json_number (&json, "id", reminder->id);
    hearth_ctl_json_string (&json, "key", reminder->key);
    hearth_ctl_json_string (&json, "text", reminder->text);
    hearth_ctl_json_time (&json, "due", reminder->due);
    hearth_ctl_json_number (&json, "due_timestamp", reminder->due);
    hearth_ctl_json_string (&json, "state", state_name (reminder->state));
    hearth_ctl_json_string (&json, "kind", kind_name (reminder->kind));
    if (reminder->event_id != 0)
      hearth_ctl_json_number (&json, reminder->kind == HEARTH_REMINDER_TASK ? "task" : "event",
                              reminder->event_id);
    if (hearth_reminder_get_message_id (reminder) != 0)
      hearth_ctl_json_number (&json, "message", hearth_reminder_get_message_id (reminder));
    if (reminder->event_start != 0)
      hearth_ctl_json_time (&json, "event_start", reminder->event_start);
    if (reminder->link != NULL)
      hearth_ctl_json_string (&json, "link", reminder->link);
    if (reminder->shown != 0)
      hearth_ctl_json_time (&json, "shown", reminder->shown);
    hearth_ctl_json_close (&json, '}');
  }
  hearth_ctl_json_close (&json, ']');
  hearth_ctl_json_print (&json);
}

static const char *
state_label (HearthReminderState state)
{
  switch (state) {
  case HEARTH_REMINDER_PRESENTING:
  case HEARTH_REMINDER_PRESENTED:
    return _("due");
  case HEARTH_REMINDER_SNOOZED:
    return _("snoozed");
  case HEARTH_REMINDER_DONE:
    return _("done");
  case HEARTH_REMINDER_MISSED:
    return _("missed");
  case HEARTH_REMINDER_SCHEDULED:
  default:
    return "";
  }
}

static void
print_reminder (const HearthReminder *reminder)
{
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, reminder->id);
  g_autofree char *day = hearth_format_day (reminder->due, hearth_clock_now ());
  g_autofree char *time = hearth_format_time (reminder->due);
  g_autofree char *when = g_strdup_printf ("%s, %s", day, time);

  hearth_ctl_print_cell (HEARTH_CTL_DIM, id, 6);
  hearth_ctl_print_cell (HEARTH_CTL_ACCENT, when, 28);
  hearth_ctl_print_cell (HEARTH_CTL_DIM, state_label (reminder->state), 8);
  if (reminder->kind == HEARTH_REMINDER_LEAVE)
    hearth_ctl_print (HEARTH_CTL_DIM, _("Leave for: "));
  else if (reminder->kind == HEARTH_REMINDER_MEETING)
    hearth_ctl_print (HEARTH_CTL_DIM, _("Meeting: "));
  else if (reminder->kind == HEARTH_REMINDER_TASK)
    hearth_ctl_print (HEARTH_CTL_DIM, _("Task: "));
  hearth_ctl_print (HEARTH_CTL_PLAIN, reminder->text);
  putchar ('\n');
}

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  HearthCtlExit code = HEARTH_CTL_DONE;
  g_autoptr (HearthDatabase) db = hearth_ctl_open_store (ctl, &code);
  g_autoptr (GPtrArray) reminders = NULL;
  g_autoptr (GError) error = NULL;

  if (db == NULL)
    return code;
  reminders = hearth_store_reminders_list (db, !all, &error);
  if (reminders == NULL)
    return hearth_ctl_fail (error);
  if (ctl->json)
    print_json (reminders);
  else {
    for (guint i = 0; i < reminders->len; i++)
      print_reminder (g_ptr_array_index (reminders, i));
  }
  if (reminders->len > 0)
    return HEARTH_CTL_DONE;
  if (!ctl->json)
    fprintf (stderr, "%s\n", _("There are no reminders."));
  return HEARTH_CTL_NOTHING;
}

const HearthCtlCommand hearth_ctl_reminders = {
  .name = "reminders",
  .usage = "[--all]",
  .summary = N_("List reminders"),
  .options = options,
  .run = run,
};
