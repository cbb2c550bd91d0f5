/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "hearth-ctl-daemon.h"
#include "hearth-ctl-speech.h"

static const char *language_option;
static const char *voice_option;

static const HearthCtlOption options[] = {
  { "--language", HEARTH_CTL_OPTION_STRING, &language_option,
    N_("What it is written in, such as de; otherwise its words tell") },
  { "--voice", HEARTH_CTL_OPTION_STRING, &voice_option,
    N_("Another voice than that of the settings") },
  { NULL },
};

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  g_autofree char *text = g_strjoinv (" ", args);
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) error = NULL;
  GVariantDict dict;
  gboolean complete;

  if (!g_utf8_validate (text, -1, NULL))
    return hearth_ctl_usage ("%s", _("the text is not valid UTF-8"));
  bus = hearth_ctl_connect (&error);
  if (bus == NULL)
    return hearth_ctl_fail (error);
  g_variant_dict_init (&dict, NULL);
  if (language_option != NULL)
    g_variant_dict_insert (&dict, "language", "s", language_option);
  if (voice_option != NULL)
    g_variant_dict_insert (&dict, "voice", "s", voice_option);
  reply = hearth_ctl_speech_call (ctl, bus, "Say",
                                  g_variant_new ("(s@a{sv})", text, g_variant_dict_end (&dict)),
                                  "(b)", &error);
  if (reply == NULL)
    return hearth_ctl_fail_call (error);
  g_variant_get (reply, "(b)", &complete);
  return complete ? HEARTH_CTL_DONE : HEARTH_CTL_FAILED;
}

const HearthCtlCommand hearth_ctl_say = {
  .name = "say",
  .usage = "[--language CODE] [--voice VOICE] TEXT…",
  .summary = N_("Read a text aloud"),
  .options = options,
  .min_args = 1,
  .max_args = -1,
  .run = run,
};

static HearthCtlExit
run_hush (HearthCtl *ctl, char **args)
{
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) error = NULL;

  bus = hearth_ctl_connect (&error);
  if (bus == NULL)
    return hearth_ctl_fail (error);
  reply = hearth_ctl_speech_call (ctl, bus, "Hush", NULL, "()", &error);
  return reply != NULL ? HEARTH_CTL_DONE : hearth_ctl_fail_call (error);
}

const HearthCtlCommand hearth_ctl_hush = {
  .name = "hush",
  .usage = "",
  .summary = N_("Stop what is being said, and close the microphone"),
  .run = run_hush,
};
