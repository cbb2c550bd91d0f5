/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include <json-glib/json-glib.h>

#include "hearth-ctl-daemon.h"

static gboolean spoken;
static const char *language;

static const HearthCtlOption options[] = {
  { "--spoken", HEARTH_CTL_OPTION_FLAG, &spoken, N_("In sentences for the ear") },
  { "--language", HEARTH_CTL_OPTION_STRING, &language,
    N_("Speak this language: en or de; if not said, that of the desktop") },
  { NULL },
};

static void
print (HearthCtl *ctl, GVariant *digest)
{
  const char *text = "";

  if (ctl->json) {
    g_autofree char *json = json_gvariant_serialize_data (digest, NULL);

    printf ("%s\n", json);
    return;
  }
  g_variant_lookup (digest, spoken ? "speech" : "text", "&s", &text);
  printf (spoken ? "%s\n" : "%s", text);
}

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  const char *kind = args[0] != NULL ? args[0] : "now";
  const char *command[] = { "digest", kind, "", NULL };
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GVariant) digest = NULL;
  g_autoptr (GError) error = NULL;

  if (strcmp (kind, "now") != 0 && strcmp (kind, "morning") != 0 && strcmp (kind, "evening") != 0 &&
      strcmp (kind, "weekly") != 0)
    return hearth_ctl_usage (_("“%s” is no digest; there are now, morning, evening and weekly"),
                             kind);
  if (language != NULL && strcmp (language, "en") != 0 && strcmp (language, "de") != 0)
    return hearth_ctl_usage (_("“%s” is not spoken; there are en and de"), language);
  if (language != NULL)
    spoken = TRUE;
  else
    language = g_get_language_names ()[0];
  if (spoken)
    command[2] = language;
  if (ctl->standalone)
    return hearth_ctl_exec_engine (ctl, command);
  bus = hearth_ctl_connect (&error);
  if (bus == NULL)
    return hearth_ctl_fail (error);
  /* What a program reads its owner has not been told yet. */
  reply = hearth_ctl_call (ctl, bus, "Digest", g_variant_new ("(ssb)", kind, language, !ctl->json),
                           "(a{sv})", &error);
  if (reply == NULL)
    return hearth_ctl_fail_call (error);
  digest = g_variant_get_child_value (reply, 0);
  print (ctl, digest);
  return HEARTH_CTL_DONE;
}

const HearthCtlCommand hearth_ctl_digest = {
  .name = "digest",
  .usage = "[now|morning|evening|weekly] [--spoken] [--language en|de]",
  .summary = N_("Say shortly how things stand"),
  .options = options,
  .max_args = 1,
  .run = run,
};
