/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "hearth-ctl-json.h"
#include "hearth-ctl-output.h"
#include "hearth-ctl-voice.h"

/* A speech service is tried before it is used. */

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  HearthCtlExit code;
  g_autoptr (GVariant) service = hearth_ctl_voice_find_service (ctl, args[0], &code);
  g_autoptr (GVariant) reply = NULL;
  const char *outcome;
  HearthCtlJson json;

  if (service == NULL)
    return code;
  reply = hearth_ctl_voice_call_with_key (ctl, "TrySpeechService", service, NULL, "(s)", &code);
  if (reply == NULL)
    return code;
  g_variant_get (reply, "(&s)", &outcome);
  if (ctl->json) {
    hearth_ctl_json_init (&json);
    hearth_ctl_json_open (&json, NULL, '{');
    hearth_ctl_json_string (&json, "outcome", outcome);
    hearth_ctl_json_close (&json, '}');
    hearth_ctl_json_print (&json);
  } else {
    hearth_ctl_print_text (outcome);
    putchar ('\n');
  }
  return HEARTH_CTL_DONE;
}

const HearthCtlCommand hearth_ctl_voice_try = {
  .name = "voice try",
  .usage = "ID",
  .summary = N_("Let a service understand silence, or say a sentence; nothing of yours is sent"),
  .min_args = 1,
  .max_args = 1,
  .run = run,
};
