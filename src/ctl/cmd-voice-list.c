/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "hearth-ctl-json.h"
#include "hearth-ctl-output.h"
#include "hearth-ctl-voice.h"
#include "hearth-voice-config.h"

/* What listens and speaks, and what could. */

static void
print_strings (HearthCtlJson *json, GVariant *dict, const char *key, const char *name)
{
  g_autofree const char **strings = NULL;

  g_variant_lookup (dict, key, "^a&s", &strings);
  hearth_ctl_json_open (json, name, '[');
  for (guint i = 0; strings != NULL && strings[i] != NULL; i++)
    hearth_ctl_json_string (json, NULL, strings[i]);
  hearth_ctl_json_close (json, ']');
}

static void
print_members (HearthCtlJson *json, GVariant *dict, const char *const *strings,
               const char *const *booleans)
{
  for (guint i = 0; strings[i] != NULL; i++)
    hearth_ctl_json_string (json, strings[i], hearth_ctl_voice_get_string (dict, strings[i]));
  for (guint i = 0; booleans[i] != NULL; i++)
    hearth_ctl_json_boolean (json, booleans[i], hearth_ctl_voice_get_boolean (dict, booleans[i]));
}

static void
print_json (GVariant *dict, const char *const *strings, const char *const *booleans)
{
  HearthCtlJson json;

  hearth_ctl_json_init (&json);
  hearth_ctl_json_open (&json, NULL, '{');
  print_members (&json, dict, strings, booleans);
  hearth_ctl_json_close (&json, '}');
  hearth_ctl_json_print (&json);
}

static void
print_service (HearthCtl *ctl, GVariant *service)
{
  static const char *const strings[] = { "id",    "kind",  "use",  "title",  "address",
                                         "model", "voice", "host", "leaves", NULL };
  static const char *const booleans[] = { "local", "agreed", "used", NULL };
  gboolean hears = g_str_equal (hearth_ctl_voice_get_string (service, "use"), "recognition");

  if (ctl->json) {
    print_json (service, strings, booleans);
    return;
  }
  hearth_ctl_print_cell (HEARTH_CTL_BOLD, hearth_ctl_voice_get_string (service, "id"), 20);
  hearth_ctl_print_text (hearth_ctl_voice_get_string (service, "title"));
  printf (" · %s", hears ? _("listens") : _("speaks"));
  if (hearth_ctl_voice_get_boolean (service, "used"))
    printf (" · %s", _("used"));
  printf (" · %s", hearth_ctl_voice_get_string (service, "leaves"));
  if (!hearth_ctl_voice_get_boolean (service, "agreed"))
    fputs (_(" You have not agreed to it yet."), stdout);
  putchar ('\n');
}

static HearthCtlExit
run_list (HearthCtl *ctl, char **args)
{
  HearthCtlExit code;
  g_autoptr (GVariant) reply =
      hearth_ctl_voice_call (ctl, "ListSpeechServices", NULL, "(aa{sv})", &code);

  return reply != NULL
             ? hearth_ctl_setup_print_all (ctl, reply, print_service,
                                           _("No speech service is set up: this computer listens, "
                                              "in English, and speaks itself. "
                                              "See hearthctl voice find."))
             : code;
}

const HearthCtlCommand hearth_ctl_voice_list = {
  .name = "voice list",
  .usage = "",
  .summary = N_("List the services that listen and speak, and what leaves this computer for them"),
  .run = run_list,
};

static HearthCtlExit
run_voices (HearthCtl *ctl, char **args)
{
  static const char *const strings[] = { "id", "title", "language", "host", "service", NULL };
  static const char *const booleans[] = { "local", NULL };
  HearthCtlExit code;
  g_autoptr (GVariant) reply = hearth_ctl_voice_call (ctl, "ListVoices", NULL, "(aa{sv})", &code);
  g_autoptr (GVariant) list = NULL;
  gboolean any = FALSE;

  if (reply == NULL)
    return code;
  list = g_variant_get_child_value (reply, 0);
  for (gsize i = 0; i < g_variant_n_children (list); i++) {
    g_autoptr (GVariant) voice = g_variant_get_child_value (list, i);
    const char *language = hearth_ctl_voice_get_string (voice, "language");

    if (args[0] != NULL && *language != '\0' && !g_str_has_prefix (language, args[0]))
      continue;
    any = TRUE;
    if (ctl->json) {
      print_json (voice, strings, booleans);
      continue;
    }
    hearth_ctl_print_cell (HEARTH_CTL_BOLD, hearth_ctl_voice_get_string (voice, "id"), 20);
    hearth_ctl_print_cell (HEARTH_CTL_PLAIN, language, 8);
    hearth_ctl_print_text (hearth_ctl_voice_get_string (voice, "title"));
    putchar ('\n');
  }
  return any ? HEARTH_CTL_DONE : HEARTH_CTL_NOTHING;
}

const HearthCtlCommand hearth_ctl_voice_voices = {
  .name = "voice voices",
  .usage = "[LANGUAGE]",
  .summary = N_("List the voices of this computer and of services, or those of a language"),
  .max_args = 1,
  .run = run_voices,
};

/* How what was found would be added. */
static void
print_way (GVariant *service, const char *does, HearthVoiceUse use)
{
  if (hearth_ctl_voice_get_boolean (service, does))
    printf ("  hearthctl voice add %s %s %s --use\n", hearth_ctl_voice_get_string (service, "kind"),
            hearth_voice_use_get_name (use), hearth_ctl_voice_get_string (service, "address"));
}

static void
print_found (HearthCtl *ctl, GVariant *service)
{
  static const char *const strings[] = { "name", "kind", "address", NULL };
  static const char *const booleans[] = { "hears", "speaks", "foreign", NULL };
  HearthCtlJson json;

  if (ctl->json) {
    hearth_ctl_json_init (&json);
    hearth_ctl_json_open (&json, NULL, '{');
    print_members (&json, service, strings, booleans);
    print_strings (&json, service, "models", "models");
    print_strings (&json, service, "speech-models", "speech_models");
    print_strings (&json, service, "voices", "voices");
    hearth_ctl_json_close (&json, '}');
    hearth_ctl_json_print (&json);
    return;
  }
  hearth_ctl_print (HEARTH_CTL_BOLD, hearth_ctl_voice_get_string (service, "name"));
  printf (" · %s\n", hearth_ctl_voice_get_string (service, "address"));
  if (hearth_ctl_voice_get_boolean (service, "foreign"))
    printf ("  %s\n", _("Another user of this computer runs it and could listen."));
  print_way (service, "hears", HEARTH_VOICE_RECOGNITION);
  print_way (service, "speaks", HEARTH_VOICE_SPEECH);
}

static HearthCtlExit
run_find (HearthCtl *ctl, char **args)
{
  HearthCtlExit code;
  g_autoptr (GVariant) reply =
      hearth_ctl_voice_call (ctl, "FindSpeechServices", NULL, "(aa{sv})", &code);

  return reply != NULL
             ? hearth_ctl_setup_print_all (ctl, reply, print_found,
                                           _("No speech service answers on this computer."))
             : code;
}

const HearthCtlCommand hearth_ctl_voice_find = {
  .name = "voice find",
  .usage = "",
  .summary = N_("Look for speech services on this computer; none is used unasked"),
  .run = run_find,
};
