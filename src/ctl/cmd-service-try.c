/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "hearth-ctl-json.h"
#include "hearth-ctl-output.h"
#include "hearth-ctl-service.h"

/* A service is looked at before it is used. */

static HearthCtlExit
run_models (HearthCtl *ctl, char **args)
{
  HearthCtlExit code;
  g_autoptr (GVariant) service = hearth_ctl_service_find (ctl, args[0], &code);
  g_autoptr (GVariant) reply = NULL;
  g_autofree const char **models = NULL;

  if (service == NULL)
    return code;
  reply = hearth_ctl_service_call_with_key (ctl, "ListModels", service, NULL, "(as)", &code);
  if (reply == NULL)
    return code;
  g_variant_get (reply, "(^a&s)", &models);
  for (guint i = 0; models[i] != NULL; i++) {
    HearthCtlJson json;

    if (!ctl->json) {
      hearth_ctl_print_text (models[i]);
      putchar ('\n');
      continue;
    }
    hearth_ctl_json_init (&json);
    hearth_ctl_json_open (&json, NULL, '{');
    hearth_ctl_json_string (&json, "model", models[i]);
    hearth_ctl_json_close (&json, '}');
    hearth_ctl_json_print (&json);
  }
  return models[0] != NULL ? HEARTH_CTL_DONE : HEARTH_CTL_NOTHING;
}

const HearthCtlCommand hearth_ctl_service_models = {
  .name = "service models",
  .usage = "ID",
  .summary = N_("List the models that a service has"),
  .min_args = 1,
  .max_args = 1,
  .run = run_models,
};

static void
print_outcome (HearthCtl *ctl, GVariant *outcome)
{
  const char *text = "";
  double first = 0, speed = 0;
  HearthCtlJson json;

  g_variant_lookup (outcome, "text", "&s", &text);
  g_variant_lookup (outcome, "first", "d", &first);
  g_variant_lookup (outcome, "speed", "d", &speed);
  if (ctl->json) {
    hearth_ctl_json_init (&json);
    hearth_ctl_json_open (&json, NULL, '{');
    hearth_ctl_json_string (&json, "text", text);
    hearth_ctl_json_number (&json, "first_ms", (gint64) (first * 1000));
    hearth_ctl_json_number (&json, "tokens_per_second", (gint64) (speed + 0.5));
    hearth_ctl_json_close (&json, '}');
    hearth_ctl_json_print (&json);
    return;
  }
  hearth_ctl_print_text (text);
  printf (_("\nIt began after %.1f s"), first);
  if (speed > 0)
    printf (_(" and wrote %.0f tokens a second"), speed);
  puts (".");
}

static HearthCtlExit
run_test (HearthCtl *ctl, char **args)
{
  HearthCtlExit code;
  g_autoptr (GVariant) service = hearth_ctl_service_find (ctl, args[0], &code);
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GVariant) outcome = NULL;

  if (service == NULL)
    return code;
  reply = hearth_ctl_service_call_with_key (ctl, "TestService", service, NULL, "(a{sv})", &code);
  if (reply == NULL)
    return code;
  outcome = g_variant_get_child_value (reply, 0);
  print_outcome (ctl, outcome);
  return HEARTH_CTL_DONE;
}

const HearthCtlCommand hearth_ctl_service_test = {
  .name = "service test",
  .usage = "ID",
  .summary = N_("Let a service say hello; nothing of yours is sent"),
  .min_args = 1,
  .max_args = 1,
  .run = run_test,
};
