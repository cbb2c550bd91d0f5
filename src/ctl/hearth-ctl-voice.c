/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ctl-voice.h"

#include "hearth-ctl-speech.h"
#include "hearth-paths.h"

#include <glib/gi18n.h>
#include <stdio.h>

/* What the commands on what hears and speaks share. */

/**
 * hearth_ctl_voice_get_string:
 * @dict: an a{sv}
 * @key: a key
 *
 * Returns: its text, or ""
 */
const char *
hearth_ctl_voice_get_string (GVariant *dict, const char *key)
{
  const char *text = "";

  g_variant_lookup (dict, key, "&s", &text);
  return text;
}

/**
 * hearth_ctl_voice_get_boolean:
 * @dict: an a{sv}
 * @key: a key
 *
 * Returns: whether it is so; %FALSE where it is not said
 */
gboolean
hearth_ctl_voice_get_boolean (GVariant *dict, const char *key)
{
  gboolean value = FALSE;

  g_variant_lookup (dict, key, "b", &value);
  return value;
}

/**
 * hearth_ctl_voice_call:
 * @ctl: what is meant
 * @method: a method of Speech1
 * @parameters: (transfer floating) (nullable): its parameters
 * @reply_type: what it returns
 * @code: (out): how to end if it failed
 *
 * Returns: (transfer full) (nullable): what it returned; %NULL when it has been said what went
 *   wrong
 */
GVariant *
hearth_ctl_voice_call (HearthCtl *ctl, const char *method, GVariant *parameters,
                       const char *reply_type, HearthCtlExit *code)
{
  return hearth_ctl_setup_call (ctl, HEARTH_SPEECH_INTERFACE, method, parameters, reply_type, code);
}

/**
 * hearth_ctl_voice_call_with_key:
 * @ctl: what is meant
 * @method: a method of Speech1 that takes a service and a key
 * @service: (transfer floating): an a{sv}
 * @key: (nullable): a key, or %NULL
 * @reply_type: what it returns
 * @code: (out): how to end if it failed
 *
 * Returns: (transfer full) (nullable): what it returned; %NULL when it has been said what went
 *   wrong
 */
GVariant *
hearth_ctl_voice_call_with_key (HearthCtl *ctl, const char *method, GVariant *service,
                                const char *key, const char *reply_type, HearthCtlExit *code)
{
  return hearth_ctl_setup_call_with_key (ctl, HEARTH_SPEECH_INTERFACE, method, service, key,
                                         reply_type, code);
}

/**
 * hearth_ctl_voice_find_service:
 * @ctl: what is meant
 * @id: how a speech service is called in the list
 * @code: (out): how to end if there is none
 *
 * Returns: (transfer full) (nullable): its a{sv}; %NULL when it has been said what went wrong
 */
GVariant *
hearth_ctl_voice_find_service (HearthCtl *ctl, const char *id, HearthCtlExit *code)
{
  g_autoptr (GVariant) reply =
      hearth_ctl_voice_call (ctl, "ListSpeechServices", NULL, "(aa{sv})", code);
  g_autoptr (GVariant) list = reply != NULL ? g_variant_get_child_value (reply, 0) : NULL;
  g_autoptr (GVariant) service = hearth_ctl_setup_find (list, id);

  if (service != NULL || list == NULL)
    return g_steal_pointer (&service);
  fprintf (stderr, "hearthctl: ");
  fprintf (stderr, _("there is no speech service called “%s”; see hearthctl voice list"), id);
  fputc ('\n', stderr);
  *code = HEARTH_CTL_NOTHING;
  return NULL;
}

/**
 * hearth_ctl_voice_hint:
 * @service: an a{sv} of the list
 *
 * Says what is still missing before speech may be sent to the service.
 */
void
hearth_ctl_voice_hint (GVariant *service)
{
  const char *host = hearth_ctl_voice_get_string (service, "host");

  if (!hearth_ctl_voice_get_boolean (service, "agreed"))
    fprintf (stderr, _("%s If you agree: hearthctl voice agree %s\n"),
             hearth_ctl_voice_get_string (service, "leaves"), host);
}
