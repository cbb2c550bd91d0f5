/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "hearth-ctl-json.h"
#include "hearth-ctl-voice.h"
#include "hearth-secret-pipe.h"
#include "hearth-voice-config.h"

/* Services that listen and speak are added, used and removed. */

/* What stands for this computer itself, which has no identifier. */
#define OWN "builtin"

static const char *name;
static const char *model;
static const char *voice;
static gint64 sample_rate;
static gboolean key_from_stdin;
static gboolean use;
static gboolean agree;
static gboolean not_agreed;

static const HearthCtlOption add_options[] = {
  { "--name", HEARTH_CTL_OPTION_STRING, &name, N_("What it is called") },
  { "--model", HEARTH_CTL_OPTION_STRING, &model, N_("Which of its models") },
  { "--voice", HEARTH_CTL_OPTION_STRING, &voice, N_("Which of its voices") },
  { "--sample-rate", HEARTH_CTL_OPTION_NUMBER, &sample_rate,
    N_("Samples a second of what it sends without a head, if not 24000") },
  { "--key-from-stdin", HEARTH_CTL_OPTION_FLAG, &key_from_stdin,
    N_("Read the key from the standard input; it goes to the keyring") },
  { "--use", HEARTH_CTL_OPTION_FLAG, &use, N_("Use it from now on") },
  { "--agree", HEARTH_CTL_OPTION_FLAG, &agree, N_("What is spoken may go to its host") },
  { NULL },
};

static const HearthCtlOption agree_options[] = {
  { "--not", HEARTH_CTL_OPTION_FLAG, &not_agreed, N_("Nothing may go there any more") },
  { NULL },
};

static HearthCtlExit
print_added (HearthCtl *ctl, const char *id, HearthVoiceUse what)
{
  HearthCtlJson json;

  if (ctl->json) {
    hearth_ctl_json_init (&json);
    hearth_ctl_json_open (&json, NULL, '{');
    hearth_ctl_json_string (&json, "id", id);
    hearth_ctl_json_close (&json, '}');
    hearth_ctl_json_print (&json);
  } else if (use) {
    printf (_("“%s” is used from now on.\n"), id);
  } else {
    printf (_("Added. To use it: hearthctl voice use %s %s\n"), hearth_voice_use_get_name (what),
            id);
  }
  return HEARTH_CTL_DONE;
}

static gboolean
choose (HearthCtl *ctl, HearthVoiceUse what, const char *choice, HearthCtlExit *code)
{
  g_autoptr (GVariant) reply =
      hearth_ctl_voice_call (ctl, "ChooseSpeech",
                             g_variant_new ("(ss)", hearth_voice_use_get_name (what), choice), "()",
                             code);

  return reply != NULL;
}

static gboolean
tell_agreed (HearthCtl *ctl, const char *host, gboolean agreed, HearthCtlExit *code)
{
  g_autoptr (GVariant) reply =
      hearth_ctl_voice_call (ctl, "AgreeSpeechHost", g_variant_new ("(sb)", host, agreed), "()",
                             code);

  return reply != NULL;
}

/* The owner's word first: what is used must not refuse the first sentence. */
static HearthCtlExit
finish_add (HearthCtl *ctl, const char *id, HearthVoiceUse what)
{
  HearthCtlExit code;
  g_autoptr (GVariant) service = hearth_ctl_voice_find_service (ctl, id, &code);

  if (service == NULL)
    return code;
  if (agree && !hearth_ctl_voice_get_boolean (service, "local") &&
      !tell_agreed (ctl, hearth_ctl_voice_get_string (service, "host"), TRUE, &code))
    return code;
  if (use && !choose (ctl, what, id, &code))
    return code;
  if (!agree)
    hearth_ctl_voice_hint (service);
  return print_added (ctl, id, what);
}

static HearthCtlExit
add (HearthCtl *ctl, const HearthVoiceConfig *config, const char *key)
{
  HearthCtlExit code;
  g_autoptr (GVariant) reply =
      hearth_ctl_voice_call_with_key (ctl, "SaveSpeechService",
                                      hearth_voice_config_to_variant (config), key, "(s)", &code);
  const char *id;

  if (reply == NULL)
    return code;
  g_variant_get (reply, "(&s)", &id);
  return finish_add (ctl, id, config->use);
}

static void
set_text (char **field, const char *text)
{
  if (text == NULL)
    return;
  g_free (*field);
  *field = g_strdup (text);
}

static gboolean
read_use (const char *text, HearthVoiceUse *what)
{
  if (hearth_voice_use_from_name (text, what))
    return TRUE;
  (void) hearth_ctl_usage (_("“%s” is no use; there are recognition and speech"), text);
  return FALSE;
}

static HearthCtlExit
run_add (HearthCtl *ctl, char **args)
{
  g_autoptr (HearthVoiceConfig) config = NULL;
  HearthVoiceUse what;
  HearthCtlExit code;
  char *key = NULL;

  if (!g_str_equal (args[0], HEARTH_VOICE_KIND_WYOMING) &&
      !g_str_equal (args[0], HEARTH_VOICE_KIND_OPENAI))
    return hearth_ctl_usage (_("“%s” is no kind; there are wyoming and openai"), args[0]);
  if (!read_use (args[1], &what))
    return HEARTH_CTL_USAGE;
  config = hearth_voice_config_new ("", args[0], what, args[2]);
  set_text (&config->name, name);
  set_text (&config->model, model);
  set_text (&config->voice, voice);
  config->sample_rate = (guint) CLAMP (sample_rate, 0, G_MAXINT);
  if (key_from_stdin) {
    key = hearth_ctl_service_read_key ();
    if (key == NULL)
      return hearth_ctl_usage ("%s", _("there is no key on the standard input"));
  }
  code = add (ctl, config, key);
  hearth_secret_pipe_wipe (key);
  return code;
}

const HearthCtlCommand hearth_ctl_voice_add = {
  .name = "voice add",
  .usage =
      "wyoming|openai recognition|speech ADDRESS [--name NAME] [--model MODEL] [--voice VOICE] "
      "[--sample-rate N] [--key-from-stdin] [--use] [--agree]",
  .summary = N_("Add a service that listens or speaks"),
  .options = add_options,
  .min_args = 3,
  .max_args = 3,
  .run = run_add,
};

static HearthCtlExit
run_use (HearthCtl *ctl, char **args)
{
  gboolean own = g_str_equal (args[1], OWN);
  g_autofree char *engine = hearth_voice_choice_dup_engine (args[1]);
  HearthCtlExit code;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GVariant) list = NULL;
  g_autoptr (GVariant) service = NULL;
  HearthVoiceUse what;

  if (!read_use (args[0], &what))
    return HEARTH_CTL_USAGE;
  if (!choose (ctl, what, own ? "" : args[1], &code))
    return code;
  reply = hearth_ctl_voice_call (ctl, "ListSpeechServices", NULL, "(aa{sv})", &code);
  if (reply == NULL)
    return code;
  list = g_variant_get_child_value (reply, 0);
  service = hearth_ctl_setup_find (list, engine);
  if (service != NULL)
    hearth_ctl_voice_hint (service);
  return HEARTH_CTL_DONE;
}

const HearthCtlCommand hearth_ctl_voice_use = {
  .name = "voice use",
  .usage = "recognition ID|builtin | speech VOICE|builtin",
  .summary = N_("Choose what listens, or which voice speaks"),
  .min_args = 2,
  .max_args = 2,
  .run = run_use,
};

static HearthCtlExit
run_remove (HearthCtl *ctl, char **args)
{
  HearthCtlExit code;
  g_autoptr (GVariant) service = hearth_ctl_voice_find_service (ctl, args[0], &code);
  g_autoptr (GVariant) reply = NULL;

  if (service == NULL)
    return code;
  reply = hearth_ctl_voice_call (ctl, "RemoveSpeechService", g_variant_new ("(s)", args[0]), "()",
                                 &code);
  return reply != NULL ? HEARTH_CTL_DONE : code;
}

const HearthCtlCommand hearth_ctl_voice_remove = {
  .name = "voice remove",
  .usage = "ID",
  .summary =
      N_("Forget a service that listens or speaks, and its key with the last one of its host"),
  .min_args = 1,
  .max_args = 1,
  .run = run_remove,
};

static HearthCtlExit
run_agree (HearthCtl *ctl, char **args)
{
  HearthCtlExit code;

  return tell_agreed (ctl, args[0], !not_agreed, &code) ? HEARTH_CTL_DONE : code;
}

const HearthCtlCommand hearth_ctl_voice_agree = {
  .name = "voice agree",
  .usage = "HOST [--not]",
  .summary = N_("Say that what is spoken may go to the services of a host"),
  .options = agree_options,
  .min_args = 1,
  .max_args = 1,
  .run = run_agree,
};

/* Words of the phrase need no quotes. */
static HearthCtlExit
run_hands_free (HearthCtl *ctl, char **args)
{
  gboolean on = g_str_equal (args[0], "on");
  g_autofree char *phrase = g_strjoinv (" ", args + 1);
  HearthCtlExit code;
  g_autoptr (GVariant) reply = NULL;

  if (!on && !g_str_equal (args[0], "off"))
    return hearth_ctl_usage ("%s", _("it is on or off"));
  if (!on && *phrase != '\0')
    return hearth_ctl_usage ("%s", _("off needs no phrase"));
  reply =
      hearth_ctl_voice_call (ctl, "SetHandsFree", g_variant_new ("(bs)", on, phrase), "()", &code);
  return reply != NULL ? HEARTH_CTL_DONE : code;
}

const HearthCtlCommand hearth_ctl_voice_hands_free = {
  .name = "voice hands-free",
  .usage = "on [PHRASE] | off",
  .summary = N_("Say whether a phrase calls the companion while the panel is open"),
  .min_args = 1,
  .max_args = 9,
  .run = run_hands_free,
};
