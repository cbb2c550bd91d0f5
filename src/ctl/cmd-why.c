/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "hearth-clock.h"
#include "hearth-ctl-daemon.h"
#include "hearth-ctl-json.h"
#include "hearth-ctl-output.h"
#include "hearth-format.h"
#include "hearth-store-messages.h"
#include "hearth-store-tellings.h"

static void
print_json (const HearthTelling *telling, const HearthMessage *message)
{
  HearthCtlJson json;

  hearth_ctl_json_init (&json);
  hearth_ctl_json_open (&json, NULL, '{');
  hearth_ctl_json_number (&json, "id", telling->message_id);
  hearth_ctl_json_time (&json, "at", telling->at);
  hearth_ctl_json_boolean (&json, "told",
                           telling->held == 0 && telling->level >= HEARTH_INTERRUPT_NOTIFY);
  if (telling->held != 0)
    hearth_ctl_json_time (&json, "held_until", telling->held);
  hearth_ctl_json_boolean (&json, "sound", telling->sound);
  hearth_ctl_json_address (&json, "from", message != NULL ? message->from : NULL);
  hearth_ctl_json_string (&json, "subject", message != NULL ? message->subject : NULL);
  hearth_ctl_json_string (&json, "reason", telling->reason);
  hearth_ctl_json_string (&json, "outcome", hearth_telling_outcome_to_string (telling->outcome));
  hearth_ctl_json_string (&json, "answer", hearth_telling_answer_to_string (telling->answer));
  hearth_ctl_json_close (&json, '}');
  hearth_ctl_json_print (&json);
}

static const char *
describe_outcome (const HearthTelling *telling)
{
  switch (telling->outcome) {
  case HEARTH_TELLING_OPENED:
    return _("You opened it.");
  case HEARTH_TELLING_DONE:
    return _("You dealt with it.");
  case HEARTH_TELLING_LATER:
    return _("You put it off.");
  case HEARTH_TELLING_DISMISSED:
    return _("You closed the notification.");
  case HEARTH_TELLING_UNKNOWN:
  default:
    return NULL;
  }
}

static const char *
describe_answer (const HearthTelling *telling)
{
  switch (telling->answer) {
  case HEARTH_ANSWER_ALWAYS:
    return _("You always want to be told of this sender.");
  case HEARTH_ANSWER_FEWER:
    return _("You asked for fewer notifications like this.");
  case HEARTH_ANSWER_NEVER:
    return _("You do not want to be told of this sender.");
  case HEARTH_ANSWER_NONE:
  default:
    return NULL;
  }
}

static void
print_line (const char *text)
{
  if (text != NULL)
    printf ("%s\n", text);
}

static void
print_text (const HearthTelling *telling, const HearthMessage *message)
{
  g_autofree char *at = hearth_format_day_short (telling->at, hearth_clock_now ());
  g_autofree char *held = telling->held != 0 ? hearth_format_time (telling->held) : NULL;

  if (message != NULL) {
    hearth_ctl_print (HEARTH_CTL_BOLD, hearth_address_get_label (message->from));
    fputs (": ", stdout);
    hearth_ctl_print (HEARTH_CTL_PLAIN, message->subject);
    putchar ('\n');
  }
  if (held != NULL)
    printf (_("You will be told at %s at the earliest: %s\n"), held, telling->reason);
  else if (telling->level >= HEARTH_INTERRUPT_NOTIFY)
    printf (_("You were told %s: %s\n"), at, telling->reason);
  else
    print_line (_("You were not told of this mail."));
  print_line (describe_outcome (telling));
  print_line (describe_answer (telling));
}

static HearthCtlExit
show (HearthCtl *ctl, gint64 id)
{
  HearthCtlExit code;
  g_autoptr (HearthDatabase) db = hearth_ctl_open_store (ctl, &code);
  g_autoptr (HearthTelling) telling = NULL;
  g_autoptr (HearthMessage) message = NULL;
  g_autoptr (GError) error = NULL;

  if (db == NULL)
    return code;
  telling = hearth_store_tellings_get_last (db, id, &error);
  if (telling == NULL) {
    gboolean absent = g_error_matches (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND);

    hearth_ctl_fail (error);
    return absent ? HEARTH_CTL_NOTHING : HEARTH_CTL_FAILED;
  }
  message = hearth_store_messages_get (db, telling->message_id, NULL);
  if (ctl->json)
    print_json (telling, message);
  else
    print_text (telling, message);
  return HEARTH_CTL_DONE;
}

static HearthCtlExit
answer (HearthCtl *ctl, char **args, gint64 id)
{
  const char *word = g_str_equal (args[1], "forget") ? "" : args[1];
  const char *const command[] = { "answer-telling", args[0], word, NULL };
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) error = NULL;

  if (ctl->standalone)
    return hearth_ctl_exec_engine (ctl, command);
  bus = hearth_ctl_connect (&error);
  if (bus == NULL)
    return hearth_ctl_fail (error);
  reply =
      hearth_ctl_call (ctl, bus, "AnswerTelling", g_variant_new ("(xs)", id, word), "()", &error);
  return reply != NULL ? HEARTH_CTL_DONE : hearth_ctl_fail_call (error);
}

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  gint64 id = 0;

  if (args[0] != NULL && !hearth_ctl_parse_id (args[0], &id))
    return hearth_ctl_usage (_("“%s” is not the number of a message; see hearthctl mail list"),
                             args[0]);
  return args[0] != NULL && args[1] != NULL ? answer (ctl, args, id) : show (ctl, id);
}

const HearthCtlCommand hearth_ctl_why = {
  .name = "why",
  .usage = "[ID [always|fewer|never|forget]]",
  .summary =
      N_("Say why you were told of a mail, the last one if none is named; and what you want "
          "to be told of its sender"),
  .max_args = 2,
  .run = run,
};
