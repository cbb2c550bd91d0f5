/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>

#include "hearth-ctl-daemon.h"

static const char *every;

static const HearthCtlOption options[] = {
  { "--every", HEARTH_CTL_OPTION_STRING, &every,
    N_("After how many days without a word: 30d, 4w, 3m; if not said, 30d") },
  { NULL },
};

static HearthCtlExit
print (HearthCtl *ctl, GVariant *people)
{
  GVariantIter iter;
  GVariant *person;

  if (ctl->json) {
    g_autofree char *json = json_gvariant_serialize_data (people, NULL);

    printf ("%s\n", json);
    return HEARTH_CTL_DONE;
  }
  g_variant_iter_init (&iter, people);
  while (g_variant_iter_loop (&iter, "@a{sv}", &person)) {
    const char *text = "";

    g_variant_lookup (person, "text", "&s", &text);
    printf ("%s\n", text);
  }
  return g_variant_n_children (people) > 0 ? HEARTH_CTL_DONE : HEARTH_CTL_NOTHING;
}

static HearthCtlExit
ask (HearthCtl *ctl, const char *what, char **words)
{
  g_autofree char *name = words != NULL ? g_strjoinv (" ", words) : g_strdup ("");
  const char *const command[] = { "people", what, name, NULL };
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GVariant) people = NULL;
  g_autoptr (GError) error = NULL;

  if (ctl->standalone)
    return hearth_ctl_exec_engine (ctl, command);
  bus = hearth_ctl_connect (&error);
  if (bus == NULL)
    return hearth_ctl_fail (error);
  reply =
      hearth_ctl_call (ctl, bus, "People", g_variant_new ("(ss)", what, name), "(aa{sv})", &error);
  if (reply == NULL)
    return hearth_ctl_fail_call (error);
  people = g_variant_get_child_value (reply, 0);
  return print (ctl, people);
}

static HearthCtlExit
run_list (HearthCtl *ctl, char **args)
{
  return ask (ctl, "list", NULL);
}

const HearthCtlCommand hearth_ctl_people = {
  .name = "people",
  .usage = "",
  .summary = N_("Say who matters to you, and why"),
  .run = run_list,
};

static HearthCtlExit
run_show (HearthCtl *ctl, char **args)
{
  return ask (ctl, "show", args);
}

const HearthCtlCommand hearth_ctl_people_show = {
  .name = "people show",
  .usage = "NAME",
  .summary = N_("Say what lies between you and somebody"),
  .min_args = 1,
  .max_args = -1,
  .run = run_show,
};

static HearthCtlExit
run_duplicates (HearthCtl *ctl, char **args)
{
  return ask (ctl, "duplicates", NULL);
}

const HearthCtlCommand hearth_ctl_people_duplicates = {
  .name = "people duplicates",
  .usage = "",
  .summary = N_("Say who may be one person"),
  .run = run_duplicates,
};

static HearthCtlExit
run_style (HearthCtl *ctl, char **args)
{
  return ask (ctl, "style", args);
}

const HearthCtlCommand hearth_ctl_people_style = {
  .name = "people style",
  .usage = "NAME",
  .summary = N_("Say how you write to somebody, by what you sent"),
  .min_args = 1,
  .max_args = -1,
  .run = run_style,
};

static HearthCtlExit
run_birthdays (HearthCtl *ctl, char **args)
{
  return ask (ctl, "birthdays", NULL);
}

const HearthCtlCommand hearth_ctl_people_birthdays = {
  .name = "people birthdays",
  .usage = "",
  .summary = N_("Say whose birthday it is in the month to come"),
  .run = run_birthdays,
};

/* "30d", "4w", "3m", "30". Returns 0 if it is none. */
static guint
read_days (const char *text)
{
  char *end = NULL;
  guint64 number = g_ascii_strtoull (text, &end, 10);

  if (end == text || number == 0 || number > 3650)
    return 0;
  if (strcmp (end, "w") == 0)
    number *= 7;
  else if (strcmp (end, "m") == 0)
    number *= 30;
  else if (*end != '\0' && strcmp (end, "d") != 0)
    return 0;
  return number <= 3650 ? (guint) number : 0;
}

static HearthCtlExit
keep (HearthCtl *ctl, char **args, guint days)
{
  g_autofree char *name = g_strjoinv (" ", args);
  g_autofree char *number = g_strdup_printf ("%u", days);
  const char *const command[] = { "keep-in-touch", name, number, NULL };
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) error = NULL;
  const char *who;

  if (ctl->standalone)
    return hearth_ctl_exec_engine (ctl, command);
  bus = hearth_ctl_connect (&error);
  if (bus == NULL)
    return hearth_ctl_fail (error);
  reply =
      hearth_ctl_call (ctl, bus, "KeepInTouch", g_variant_new ("(su)", name, days), "(s)", &error);
  if (reply == NULL)
    return hearth_ctl_fail_call (error);
  g_variant_get (reply, "(&s)", &who);
  printf ("%s\n", who);
  return HEARTH_CTL_DONE;
}

static HearthCtlExit
run_keep (HearthCtl *ctl, char **args)
{
  guint days = every != NULL ? read_days (every) : 30;

  if (args[0] == NULL)
    return ask (ctl, "kept", NULL);
  if (days == 0)
    return hearth_ctl_usage (_("“%s” is no number of days; say 30d, 4w or 3m"), every);
  return keep (ctl, args, days);
}

const HearthCtlCommand hearth_ctl_people_keep = {
  .name = "people keep",
  .usage = "[NAME] [--every DAYS]",
  .summary =
      N_("Be told when you have not heard from somebody for long; without a name, say of whom"),
  .options = options,
  .max_args = -1,
  .run = run_keep,
};

static HearthCtlExit
run_let_go (HearthCtl *ctl, char **args)
{
  return keep (ctl, args, 0);
}

const HearthCtlCommand hearth_ctl_people_let_go = {
  .name = "people let-go",
  .usage = "NAME",
  .summary = N_("Be told no more of somebody"),
  .min_args = 1,
  .max_args = -1,
  .run = run_let_go,
};
