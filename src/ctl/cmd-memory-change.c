/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "hearth-ctl-events.h"
#include "hearth-ctl-json.h"
#include "hearth-ctl-memory.h"
#include "hearth-ctl-output.h"
#include "hearth-clock.h"

/* What changes what is remembered. */

/* The engine takes a text as an argument, which the system bounds. */
#define MAX_BYTES 16384

static const char *about;
static const char *kind;
static const char *since;
static const char *until;
static gboolean pin;

static const HearthCtlOption add_options[] = {
  { "--about", HEARTH_CTL_OPTION_STRING, &about, N_("About that person; about you if not said") },
  { "--kind", HEARTH_CTL_OPTION_STRING, &kind,
    N_("fact, preference, person, habit, or profile: your words on yourself") },
  { "--since", HEARTH_CTL_OPTION_STRING, &since, N_("Since when it holds, as 2026-03-12") },
  { "--until", HEARTH_CTL_OPTION_STRING, &until, N_("Until when it holds, as 2026-12-31") },
  { "--pin", HEARTH_CTL_OPTION_FLAG, &pin, N_("Tell it to the service with every question") },
  { NULL },
};

static HearthCtlExit
print_changed (HearthCtl *ctl, GVariant *reply, const char *sentence)
{
  HearthCtlJson json;
  gint64 id, action;

  g_variant_get (reply, "(xx)", &id, &action);
  if (!ctl->json) {
    printf ("%s (%lld)\n", sentence, (long long) id);
    return HEARTH_CTL_DONE;
  }
  hearth_ctl_json_init (&json);
  hearth_ctl_json_open (&json, NULL, '{');
  hearth_ctl_json_number (&json, "id", id);
  hearth_ctl_json_number (&json, "action", action);
  hearth_ctl_json_close (&json, '}');
  hearth_ctl_json_print (&json);
  return HEARTH_CTL_DONE;
}

/* A date is a day in the owner's zone. */
static gboolean
add_time (GVariantDict *fields, const char *name, const char *text, HearthCtlExit *code)
{
  gboolean is_date;
  gint64 when;

  if (text == NULL)
    return TRUE;
  if (!hearth_ctl_parse_moment (text, &when, &is_date)) {
    *code = hearth_ctl_usage (_("“%s” is no date"), text);
    return FALSE;
  }
  if (is_date) {
    g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();
    gint32 offset =
        g_time_zone_get_offset (zone, g_time_zone_find_interval (zone, G_TIME_TYPE_STANDARD, when));

    when -= offset;
  }
  g_variant_dict_insert (fields, name, "x", when);
  return TRUE;
}

static HearthCtlExit
run_add (HearthCtl *ctl, char **args)
{
  g_autofree char *text = hearth_ctl_join (args);
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_autoptr (GVariant) reply = NULL;
  HearthCtlExit code;

  if (strlen (text) > MAX_BYTES || !g_utf8_validate (text, -1, NULL))
    return hearth_ctl_usage (_("that is too long to be remembered, or no text"));
  g_variant_dict_insert (&fields, "text", "s", text);
  if (about != NULL)
    g_variant_dict_insert (&fields, "subject", "s", about);
  if (kind != NULL)
    g_variant_dict_insert (&fields, "kind", "s", kind);
  if (pin)
    g_variant_dict_insert (&fields, "pinned", "b", TRUE);
  if (!add_time (&fields, "from", since, &code) || !add_time (&fields, "until", until, &code))
    return code;
  reply = hearth_ctl_event_call (ctl, "Remember",
                                 g_variant_new ("(@a{sv})", g_variant_dict_end (&fields)), "(xx)",
                                 &code);
  return reply != NULL ? print_changed (ctl, reply, _("Remembered.")) : code;
}

const HearthCtlCommand hearth_ctl_memory_add = {
  .name = "memory add",
  .usage = "TEXT [--about WHO] [--kind KIND] [--since DATE] [--until DATE] [--pin]",
  .summary = N_("Have something remembered"),
  .options = add_options,
  .min_args = 1,
  .max_args = -1,
  .run = run_add,
};

static gboolean
parse (const char *text, gint64 *id, HearthCtlExit *code)
{
  if (hearth_ctl_parse_id (text, id))
    return TRUE;
  *code =
      hearth_ctl_usage (_("“%s” is not the number of a memory; see hearthctl memory list"), text);
  return FALSE;
}

static HearthCtlExit
change (HearthCtl *ctl, const char *number, const char *name, GVariant *value, const char *sentence)
{
  g_autoptr (GVariant) sunk = g_variant_ref_sink (value);
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_autoptr (GVariant) reply = NULL;
  HearthCtlExit code;
  gint64 id;

  if (!parse (number, &id, &code))
    return code;
  g_variant_dict_insert_value (&fields, name, sunk);
  reply = hearth_ctl_event_call (ctl, "ChangeMemory",
                                 g_variant_new ("(x@a{sv})", id, g_variant_dict_end (&fields)),
                                 "(xx)", &code);
  return reply != NULL ? print_changed (ctl, reply, sentence) : code;
}

static HearthCtlExit
run_pin (HearthCtl *ctl, char **args)
{
  return change (ctl, args[0], "pinned", g_variant_new_boolean (TRUE), _("Pinned."));
}

static HearthCtlExit
run_unpin (HearthCtl *ctl, char **args)
{
  return change (ctl, args[0], "pinned", g_variant_new_boolean (FALSE), _("Not pinned any more."));
}

static HearthCtlExit
run_accept (HearthCtl *ctl, char **args)
{
  return change (ctl, args[0], "state", g_variant_new_string ("active"), _("Remembered."));
}

static HearthCtlExit
run_change (HearthCtl *ctl, char **args)
{
  g_autofree char *text = hearth_ctl_join (args + 1);

  if (strlen (text) > MAX_BYTES || !g_utf8_validate (text, -1, NULL))
    return hearth_ctl_usage (_("that is too long to be remembered, or no text"));
  return change (ctl, args[0], "text", g_variant_new_string (text), _("Changed."));
}

static HearthCtlExit
run_forget (HearthCtl *ctl, char **args)
{
  for (guint i = 0; args[i] != NULL; i++) {
    g_autoptr (GVariant) reply = NULL;
    const char *stays;
    HearthCtlExit code;
    gint64 id;

    if (!parse (args[i], &id, &code))
      return code;
    reply = hearth_ctl_event_call (ctl, "ForgetMemory", g_variant_new ("(x)", id), "(s)", &code);
    if (reply == NULL)
      return code;
    g_variant_get (reply, "(&s)", &stays);
    if (!ctl->json)
      printf (*stays != '\0' ? "%s %s\n" : "%s%s\n", _("Forgotten."), stays);
  }
  return HEARTH_CTL_DONE;
}

const HearthCtlCommand hearth_ctl_memory_pin = {
  .name = "memory pin",
  .usage = "ID",
  .summary = N_("Tell something to the service with every question"),
  .min_args = 1,
  .max_args = 1,
  .run = run_pin,
};

const HearthCtlCommand hearth_ctl_memory_unpin = {
  .name = "memory unpin",
  .usage = "ID",
  .summary = N_("Tell it only when it is asked about"),
  .min_args = 1,
  .max_args = 1,
  .run = run_unpin,
};

const HearthCtlCommand hearth_ctl_memory_accept = {
  .name = "memory accept",
  .usage = "ID",
  .summary = N_("Say yes to something that waits for it"),
  .min_args = 1,
  .max_args = 1,
  .run = run_accept,
};

const HearthCtlCommand hearth_ctl_memory_change = {
  .name = "memory change",
  .usage = "ID TEXT",
  .summary = N_("Replace something that is remembered; the old is kept with its dates"),
  .min_args = 2,
  .max_args = -1,
  .run = run_change,
};

const HearthCtlCommand hearth_ctl_memory_forget = {
  .name = "memory forget",
  .usage = "ID …",
  .summary = N_("Forget something for good, in all files; what was proposed is declined"),
  .min_args = 1,
  .max_args = -1,
  .run = run_forget,
};
