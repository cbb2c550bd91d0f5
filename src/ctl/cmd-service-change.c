/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "hearth-ai-config.h"
#include "hearth-ctl-json.h"
#include "hearth-ctl-service.h"
#include "hearth-secret-pipe.h"

/* Services that can answer are added, used and removed. */

static const char *name;
static const char *purpose;
static gboolean key_from_stdin;
static gboolean use;
static gboolean agree;
static gboolean not_agreed;

static const HearthCtlOption add_options[] = {
  { "--name", HEARTH_CTL_OPTION_STRING, &name, N_("What it is called") },
  { "--key-from-stdin", HEARTH_CTL_OPTION_FLAG, &key_from_stdin,
    N_("Read the key from the standard input; it goes to the keyring") },
  { "--use", HEARTH_CTL_OPTION_FLAG, &use, N_("Let it answer from now on") },
  { "--agree", HEARTH_CTL_OPTION_FLAG, &agree,
    N_("Mail and events that a question needs may go to its host") },
  { NULL },
};

static const HearthCtlOption use_options[] = {
  { "--for", HEARTH_CTL_OPTION_STRING, &purpose,
    N_("For conversation (if not said), plan or summaries") },
  { NULL },
};

static const HearthCtlOption agree_options[] = {
  { "--not", HEARTH_CTL_OPTION_FLAG, &not_agreed, N_("Nothing may go there any more") },
  { NULL },
};

/* The first model that the service names, where none was said. */
static gboolean
choose_model (HearthCtl *ctl, HearthAiConfig *config, const char *key, HearthCtlExit *code)
{
  g_autoptr (GVariant) reply = NULL;
  g_autofree const char **models = NULL;

  if (*config->model != '\0')
    return TRUE;
  reply = hearth_ctl_service_call_with_key (ctl, "ListModels", hearth_ai_config_to_variant (config),
                                            key, "(as)", code);
  if (reply == NULL)
    return FALSE;
  g_variant_get (reply, "(^a&s)", &models);
  if (models[0] == NULL) {
    *code = hearth_ctl_usage ("%s", _("the service has no model yet; say which one it shall use"));
    return FALSE;
  }
  g_free (config->model);
  config->model = g_strdup (models[0]);
  return TRUE;
}

static HearthCtlExit
print_added (HearthCtl *ctl, const char *id, const char *model)
{
  HearthCtlJson json;

  if (ctl->json) {
    hearth_ctl_json_init (&json);
    hearth_ctl_json_open (&json, NULL, '{');
    hearth_ctl_json_string (&json, "id", id);
    hearth_ctl_json_string (&json, "model", model);
    hearth_ctl_json_close (&json, '}');
    hearth_ctl_json_print (&json);
  } else if (use) {
    printf (_("“%s” answers from now on.\n"), id);
  } else {
    printf (_("Added. To let it answer: hearthctl service use %s\n"), id);
  }
  return HEARTH_CTL_DONE;
}

static gboolean
choose (HearthCtl *ctl, const char *what, const char *id, HearthCtlExit *code)
{
  g_autoptr (GVariant) reply =
      hearth_ctl_service_call (ctl, "ChoosePurpose", g_variant_new ("(ss)", what, id), "()", code);

  return reply != NULL;
}

static gboolean
tell_agreed (HearthCtl *ctl, const char *host, gboolean agreed, HearthCtlExit *code)
{
  g_autoptr (GVariant) reply =
      hearth_ctl_service_call (ctl, "AgreeToHost", g_variant_new ("(sb)", host, agreed), "()",
                               code);

  return reply != NULL;
}

/* The owner's word first: a service that is used must not refuse the first question. */
static HearthCtlExit
finish_add (HearthCtl *ctl, const char *id, const char *model)
{
  HearthCtlExit code;
  g_autoptr (GVariant) service = hearth_ctl_service_find (ctl, id, &code);
  const char *host = "";
  gboolean local = TRUE;

  if (service == NULL)
    return code;
  g_variant_lookup (service, "host", "&s", &host);
  g_variant_lookup (service, "local", "b", &local);
  if (agree && !local && !tell_agreed (ctl, host, TRUE, &code))
    return code;
  if (use && !choose (ctl, "conversation", id, &code))
    return code;
  if (!agree)
    hearth_ctl_service_hint (service);
  return print_added (ctl, id, model);
}

static HearthCtlExit
add (HearthCtl *ctl, HearthAiConfig *config, const char *key)
{
  HearthCtlExit code;
  g_autoptr (GVariant) reply = NULL;
  const char *id;

  if (!choose_model (ctl, config, key, &code))
    return code;
  reply =
      hearth_ctl_service_call_with_key (ctl, "SaveService", hearth_ai_config_to_variant (config),
                                        key, "(s)", &code);
  if (reply == NULL)
    return code;
  g_variant_get (reply, "(&s)", &id);
  return finish_add (ctl, id, config->model);
}

static HearthCtlExit
run_add (HearthCtl *ctl, char **args)
{
  gboolean file = g_str_equal (args[0], HEARTH_AI_KIND_LLAMA);
  g_autofree char *path = file ? g_canonicalize_filename (args[1], NULL) : NULL;
  g_autoptr (HearthAiConfig) config = NULL;
  HearthCtlExit code;
  char *key = NULL;

  if (file && (args[2] != NULL || key_from_stdin))
    return hearth_ctl_usage ("%s", _("a model’s file has neither another model nor a key"));
  config = file ? hearth_ai_config_new ("", args[0], "", path)
                : hearth_ai_config_new ("", args[0], args[1], args[2] != NULL ? args[2] : "");
  if (name != NULL) {
    g_free (config->name);
    config->name = g_strdup (name);
  }
  if (key_from_stdin) {
    key = hearth_ctl_service_read_key ();
    if (key == NULL)
      return hearth_ctl_usage ("%s", _("there is no key on the standard input"));
  }
  code = add (ctl, config, key);
  hearth_secret_pipe_wipe (key);
  return code;
}

const HearthCtlCommand hearth_ctl_service_add = {
  .name = "service add",
  .usage =
      "KIND URL [MODEL] | llama-server FILE [--name NAME] [--key-from-stdin] [--use] [--agree]",
  .summary = N_("Add a service that can answer, or a model’s file that this computer runs itself"),
  .options = add_options,
  .min_args = 2,
  .max_args = 3,
  .run = run_add,
};

static HearthCtlExit
run_use (HearthCtl *ctl, char **args)
{
  HearthCtlExit code;
  g_autoptr (GVariant) service = NULL;
  HearthAiPurpose known;

  if (purpose != NULL && !hearth_ai_purpose_from_name (purpose, &known))
    return hearth_ctl_usage (_("“%s” is no purpose; there are conversation, plan and summaries"),
                             purpose);
  if (!choose (ctl, purpose != NULL ? purpose : "conversation",
               g_str_equal (args[0], "same") ? "" : args[0], &code))
    return code;
  if (g_str_equal (args[0], "same"))
    return HEARTH_CTL_DONE;
  service = hearth_ctl_service_find (ctl, args[0], &code);
  if (service != NULL)
    hearth_ctl_service_hint (service);
  return HEARTH_CTL_DONE;
}

const HearthCtlCommand hearth_ctl_service_use = {
  .name = "service use",
  .usage = "ID|builtin|same [--for conversation|plan|summaries]",
  .summary = N_("Choose what answers, or with --for what is used for something else"),
  .options = use_options,
  .min_args = 1,
  .max_args = 1,
  .run = run_use,
};

static HearthCtlExit
run_remove (HearthCtl *ctl, char **args)
{
  HearthCtlExit code;
  g_autoptr (GVariant) reply =
      hearth_ctl_service_call (ctl, "RemoveService", g_variant_new ("(s)", args[0]), "()", &code);

  return reply != NULL ? HEARTH_CTL_DONE : code;
}

const HearthCtlCommand hearth_ctl_service_remove = {
  .name = "service remove",
  .usage = "ID",
  .summary = N_("Forget a service, and its key with the last one of its host"),
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

const HearthCtlCommand hearth_ctl_service_agree = {
  .name = "service agree",
  .usage = "HOST [--not]",
  .summary = N_("Say that mail and events may go to the services of a host"),
  .options = agree_options,
  .min_args = 1,
  .max_args = 1,
  .run = run_agree,
};
