/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "hearth-ctl-service.h"
#include "hearth-secret-pipe.h"
#include "hearth-secret-memory.h"

static gboolean key_from_stdin;

static const HearthCtlOption options[] = {
  { "--key-from-stdin", HEARTH_CTL_OPTION_FLAG, &key_from_stdin,
    N_("Read the key from the standard input; it goes to the keyring") },
  { NULL },
};

/* One outside this computer is asked only after its owner agreed. */
static void
hint (HearthCtl *ctl)
{
  HearthCtlExit code;
  g_autoptr (GVariant) service = hearth_ctl_service_find (ctl, "openai", &code);

  if (service != NULL)
    hearth_ctl_service_hint (service);
}

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  gboolean builtin = strcmp (args[0], "builtin") == 0;
  const char *url = args[1] != NULL ? args[1] : "";
  const char *model = *url != '\0' && args[2] != NULL ? args[2] : "";
  char *key = NULL;
  g_autoptr (GUnixFDList) fds = NULL;
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) error = NULL;

  if (!builtin && strcmp (args[0], "openai") != 0)
    return hearth_ctl_usage (_("“%s” is no service; there are builtin and openai"), args[0]);
  if (builtin && (*url != '\0' || key_from_stdin))
    return hearth_ctl_usage ("%s", _("the built-in service needs neither address nor key"));
  if (!builtin && !g_str_has_prefix (url, "http://") && !g_str_has_prefix (url, "https://"))
    return hearth_ctl_usage ("%s", _("say the service’s address, as http://localhost:11434/v1"));
  if (ctl->standalone)
    return hearth_ctl_usage ("%s", _("the service is a setting of the companion; "
                                      "leave out --standalone"));
  if (key_from_stdin) {
    key = hearth_ctl_service_read_key ();
    if (key == NULL)
      return hearth_ctl_usage ("%s", _("there is no key on the standard input"));
  }
  fds = hearth_secret_pipe_new (key != NULL ? key : "", &error);
  hearth_secret_pipe_wipe (key);
  if (fds == NULL)
    return hearth_ctl_fail (error);
  bus = hearth_ctl_connect (&error);
  if (bus == NULL)
    return hearth_ctl_fail (error);
  reply = hearth_ctl_call_with_fds (ctl, bus, "SetService",
                                    g_variant_new ("(sssh)", args[0], url, model, 0), fds, "()",
                                    &error);
  if (reply == NULL)
    return hearth_ctl_fail_call (error);
  if (!builtin)
    hint (ctl);
  return HEARTH_CTL_DONE;
}

const HearthCtlCommand hearth_ctl_service = {
  .name = "service",
  .usage = "builtin | openai URL [MODEL] [--key-from-stdin]",
  .summary = N_("Choose what answers questions"),
  .options = options,
  .min_args = 1,
  .max_args = 3,
  .run = run,
};
