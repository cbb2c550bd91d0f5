/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "hearth-clock.h"
#include "hearth-ctl-daemon.h"
#include "hearth-ctl-json.h"
#include "hearth-format.h"

static gboolean yes;

static const HearthCtlOption options[] = {
  { "--yes", HEARTH_CTL_OPTION_FLAG, &yes, N_("Leave the list; if not said, only how is said") },
  { NULL },
};

static const char *
get (GVariant *how, const char *key)
{
  const char *text = NULL;

  g_variant_lookup (how, key, "&s", &text);
  return text;
}

static void
print_json (GVariant *how)
{
  static const char *const texts[] = { "how",     "list", "name",  "host",   "uri",
                                       "address", "note", "state", "problem" };
  gboolean still_writes = FALSE;
  gint64 number;
  HearthCtlJson json;

  hearth_ctl_json_init (&json);
  hearth_ctl_json_open (&json, NULL, '{');
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    hearth_ctl_json_string (&json, texts[i], get (how, texts[i]));
  g_variant_lookup (how, "still-writes", "b", &still_writes);
  hearth_ctl_json_boolean (&json, "still_writes", still_writes);
  if (g_variant_lookup (how, "left", "x", &number))
    hearth_ctl_json_time (&json, "left", number);
  if (g_variant_lookup (how, "draft", "x", &number))
    hearth_ctl_json_number (&json, "draft", number);
  hearth_ctl_json_close (&json, '}');
  hearth_ctl_json_print (&json);
}

/* What was done about the list before, unless it was just now. */
static void
print_left (GVariant *how)
{
  gint64 left;
  g_autofree char *day = NULL;
  const char *state = get (how, "state");
  const char *problem = get (how, "problem");
  gboolean still_writes = FALSE;

  if (state == NULL || yes || !g_variant_lookup (how, "left", "x", &left))
    return;
  g_variant_lookup (how, "still-writes", "b", &still_writes);
  day = hearth_format_day (left, hearth_clock_now ());
  if (still_writes)
    /* Translators: %s is a day */
    printf (_("You left this list (%s), it still writes.\n"), day);
  else if (strcmp (state, "asked") == 0)
    printf (_("You left this list (%s).\n"), day);
  else if (problem != NULL)
    printf ("%s\n", problem);
}

static HearthCtlExit
print_how (GVariant *how)
{
  const char *way = get (how, "how");
  const char *note = get (how, "note");
  gint64 draft = 0;

  print_left (how);
  if (note != NULL)
    printf ("%s\n", note);
  if (g_strcmp0 (way, "one-click") == 0)
    printf (yes ? _("%s was asked to stop.\n")
                : _("With --yes one request goes to %s, which leaves the list.\n"),
            get (how, "host"));
  else if (g_variant_lookup (how, "draft", "x", &draft))
    printf (_("Draft %lld to %s was written. “hearthctl mail send %lld” sends it.\n"),
            (long long) draft, get (how, "address"), (long long) draft);
  else if (g_strcmp0 (way, "mail") == 0)
    printf (_("With --yes a draft to %s is written, which you send.\n"), get (how, "address"));
  else if (g_strcmp0 (way, "web") == 0)
    printf (_("The list is left on its page: %s\n"), get (how, "uri"));
  else
    return HEARTH_CTL_NOTHING;
  return HEARTH_CTL_DONE;
}

static GVariant *
call (HearthCtl *ctl, gint64 id, HearthCtlExit *code)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, id);
  const char *const command[] = { "unsubscribe", number, yes ? "1" : "0", NULL };
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) error = NULL;

  if (ctl->standalone)
    return hearth_ctl_ask_engine (ctl, command, "a{sv}", code);
  bus = hearth_ctl_connect (&error);
  if (bus == NULL) {
    *code = hearth_ctl_fail (error);
    return NULL;
  }
  reply = hearth_ctl_call (ctl, bus, yes ? "Unsubscribe" : "FindUnsubscribe",
                           g_variant_new ("(x)", id), "(a{sv})", &error);
  if (reply == NULL) {
    *code = hearth_ctl_fail_call (error);
    return NULL;
  }
  return g_variant_get_child_value (reply, 0);
}

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  HearthCtlExit code = HEARTH_CTL_FAILED;
  g_autoptr (GVariant) how = NULL;
  gint64 id;

  if (!hearth_ctl_parse_id (args[0], &id))
    return hearth_ctl_usage (_("“%s” is not the number of a message; see hearthctl mail list"),
                             args[0]);
  how = call (ctl, id, &code);
  if (how == NULL)
    return code;
  if (!ctl->json)
    return print_how (how);
  print_json (how);
  return g_strcmp0 (get (how, "how"), "none") == 0 ? HEARTH_CTL_NOTHING : HEARTH_CTL_DONE;
}

const HearthCtlCommand hearth_ctl_mail_unsubscribe = {
  .name = "mail unsubscribe",
  .usage = "ID [--yes]",
  .summary = N_("Say how the list of a mail is left, and with --yes leave it"),
  .options = options,
  .min_args = 1,
  .max_args = 1,
  .run = run,
};
