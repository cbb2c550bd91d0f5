/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "hearth-clock.h"
#include "hearth-ctl-events.h"
#include "hearth-ctl-json.h"
#include "hearth-ctl-output.h"
#include "hearth-format.h"

static gboolean accept, tentative, decline, note, removed;
static const char *comment;
static gint64 calendar_id;

static const HearthCtlOption options[] = {
  { "--accept", HEARTH_CTL_OPTION_FLAG, &accept, N_("Say that you come") },
  { "--tentative", HEARTH_CTL_OPTION_FLAG, &tentative, N_("Say that you may come") },
  { "--decline", HEARTH_CTL_OPTION_FLAG, &decline, N_("Say that you do not come") },
  { "--note", HEARTH_CTL_OPTION_FLAG, &note, N_("Note a guest's answer in the event") },
  { "--remove", HEARTH_CTL_OPTION_FLAG, &removed, N_("Take out what was cancelled") },
  { "--comment", HEARTH_CTL_OPTION_STRING, &comment, N_("What is said with the answer") },
  { "--calendar", HEARTH_CTL_OPTION_NUMBER, &calendar_id, N_("The calendar it goes into") },
  { NULL },
};

static const char *
get_answer (void)
{
  if (accept)
    return "accepted";
  if (tentative)
    return "tentative";
  if (decline)
    return "declined";
  if (note)
    return "noted";
  return removed ? "removed" : NULL;
}

static void
print_json (GVariant *found)
{
  static const char *const texts[] = { "method",    "state", "sentence", "summary", "location",
                                       "organizer", "rrule", "answer",   "guest",   "comment" };
  static const char *const numbers[] = { "event", "calendar" };
  static const char *const times[] = { "start", "end" };
  g_autoptr (GVariant) conflicts =
      g_variant_lookup_value (found, "conflicts", G_VARIANT_TYPE ("aa{sv}"));
  gboolean all_day = FALSE, can_answer = FALSE;
  HearthCtlJson json;

  hearth_ctl_json_init (&json);
  hearth_ctl_json_open (&json, NULL, '{');
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    const char *text = "";

    g_variant_lookup (found, texts[i], "&s", &text);
    hearth_ctl_json_string (&json, texts[i], text);
  }
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++) {
    gint64 number = 0;

    g_variant_lookup (found, numbers[i], "x", &number);
    hearth_ctl_json_number (&json, numbers[i], number);
  }
  for (guint i = 0; i < G_N_ELEMENTS (times); i++) {
    gint64 when = 0;

    g_variant_lookup (found, times[i], "x", &when);
    hearth_ctl_json_time (&json, times[i], when);
  }
  g_variant_lookup (found, "all-day", "b", &all_day);
  g_variant_lookup (found, "can-answer", "b", &can_answer);
  hearth_ctl_json_boolean (&json, "all_day", all_day);
  hearth_ctl_json_boolean (&json, "can_answer", can_answer);
  hearth_ctl_json_number (&json, "conflicts",
                          conflicts != NULL ? (gint64) g_variant_n_children (conflicts) : 0);
  hearth_ctl_json_close (&json, '}');
  hearth_ctl_json_print (&json);
}

static void
print_invitation (GVariant *found)
{
  g_autoptr (GVariant) conflicts =
      g_variant_lookup_value (found, "conflicts", G_VARIANT_TYPE ("aa{sv}"));
  const char *sentence = "", *summary = "", *location = "", *organizer = "";
  gint64 start = 0;

  g_variant_lookup (found, "sentence", "&s", &sentence);
  g_variant_lookup (found, "summary", "&s", &summary);
  g_variant_lookup (found, "location", "&s", &location);
  g_variant_lookup (found, "organizer", "&s", &organizer);
  g_variant_lookup (found, "start", "x", &start);
  hearth_ctl_print (HEARTH_CTL_BOLD, summary);
  putchar ('\n');
  if (start != 0) {
    g_autofree char *day = hearth_format_day (start, hearth_clock_now ());
    g_autofree char *time = hearth_format_time (start);

    printf ("%s, %s\n", day, time);
  }
  if (*location != '\0')
    printf ("%s\n", location);
  if (*organizer != '\0')
    printf ("%s\n", organizer);
  hearth_ctl_print_text (sentence);
  putchar ('\n');
  hearth_ctl_print_conflicts (conflicts);
}

static HearthCtlExit
show (HearthCtl *ctl, gint64 message)
{
  HearthCtlExit code = HEARTH_CTL_FAILED;
  g_autoptr (GVariant) reply =
      hearth_ctl_event_call (ctl, "Invitation", g_variant_new ("(x)", message), "(a{sv})", &code);
  g_autoptr (GVariant) found = NULL;

  if (reply == NULL)
    return code;
  found = g_variant_get_child_value (reply, 0);
  if (g_variant_n_children (found) == 0) {
    fprintf (stderr, "hearthctl: %s\n", _("There is no invitation in this mail."));
    return HEARTH_CTL_NOTHING;
  }
  if (ctl->json)
    print_json (found);
  else
    print_invitation (found);
  return HEARTH_CTL_DONE;
}

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  const char *answer = get_answer ();
  HearthCtlExit code = HEARTH_CTL_FAILED;
  g_autoptr (GVariant) reply = NULL;
  gint64 message, action;

  if (!hearth_ctl_parse_id (args[0], &message))
    return hearth_ctl_usage (_("“%s” is not the number of a message; see hearthctl mail list"),
                             args[0]);
  if (accept + tentative + decline + note + removed > 1)
    return hearth_ctl_usage ("%s", _("only one answer can be given"));
  if (comment != NULL && !g_utf8_validate (comment, -1, NULL))
    return hearth_ctl_usage ("%s", _("the text is not valid UTF-8"));
  if (answer == NULL)
    return show (ctl, message);
  reply = hearth_ctl_event_call (ctl, "AnswerInvitation",
                                 g_variant_new ("(xssx)", message, answer,
                                                comment != NULL ? comment : "", calendar_id),
                                 "(x)", &code);
  if (reply == NULL)
    return code;
  g_variant_get (reply, "(x)", &action);
  return hearth_ctl_print_event_action (ctl, 0, action);
}

const HearthCtlCommand hearth_ctl_mail_invitation = {
  .name = "mail invitation",
  .usage = "ID",
  .summary = N_("Show what a mail invites to, and answer it"),
  .options = options,
  .min_args = 1,
  .max_args = 1,
  .run = run,
};
