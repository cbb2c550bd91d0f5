/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "hearth-ctl-daemon.h"
#include "hearth-ctl-mail.h"

/* What can be done to messages: one verb, any number of them. */

static const char *target;

static const HearthCtlOption move_options[] = {
  { "--to", HEARTH_CTL_OPTION_STRING, &target, N_("The mailbox to move them to") },
  { NULL },
};

static HearthCtlExit
act_alone (HearthCtl *ctl, const char *kind, char **args)
{
  g_autoptr (GPtrArray) command = g_ptr_array_new ();

  g_ptr_array_add (command, (gpointer) "act");
  g_ptr_array_add (command, (gpointer) kind);
  g_ptr_array_add (command, (gpointer) (target != NULL ? target : ""));
  for (guint i = 0; args[i] != NULL; i++)
    g_ptr_array_add (command, args[i]);
  g_ptr_array_add (command, NULL);
  return hearth_ctl_exec_engine (ctl, (const char *const *) command->pdata);
}

static HearthCtlExit
act (HearthCtl *ctl, const char *kind, char **args)
{
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) error = NULL;
  GVariantBuilder ids;
  gint64 id;

  g_variant_builder_init (&ids, G_VARIANT_TYPE ("ax"));
  for (guint i = 0; args[i] != NULL; i++) {
    if (!hearth_ctl_parse_id (args[i], &id)) {
      g_variant_builder_clear (&ids);
      return hearth_ctl_usage (_("“%s” is not the number of a message; see hearthctl mail list"),
                               args[i]);
    }
    g_variant_builder_add (&ids, "x", id);
  }
  if (ctl->standalone) {
    g_variant_builder_clear (&ids);
    return act_alone (ctl, kind, args);
  }
  bus = hearth_ctl_connect (&error);
  if (bus == NULL) {
    g_variant_builder_clear (&ids);
    return hearth_ctl_fail (error);
  }
  reply = hearth_ctl_call (ctl, bus, "Act",
                           g_variant_new ("(saxs)", kind, &ids, target != NULL ? target : ""),
                           "(x)", &error);
  if (reply == NULL)
    return hearth_ctl_fail_call (error);
  g_variant_get (reply, "(x)", &id);
  return hearth_ctl_print_action (ctl, id);
}

#define COMMAND(identifier, verb, text)                                                            \
  static HearthCtlExit run_##identifier (HearthCtl *ctl, char **args)                              \
  {                                                                                                \
    return act (ctl, verb, args);                                                                  \
  }                                                                                                \
  const HearthCtlCommand hearth_ctl_mail_##identifier = {                                          \
    .name = "mail " verb,                                                                          \
    .usage = "ID …",                                                                               \
    .summary = text,                                                                               \
    .min_args = 1,                                                                                 \
    .max_args = -1,                                                                                \
    .run = run_##identifier,                                                                       \
  }

COMMAND (read, "read", N_("Mark mail as read"));
COMMAND (unread, "unread", N_("Mark mail as not read"));
COMMAND (flag, "flag", N_("Flag mail"));
COMMAND (unflag, "unflag", N_("Take the flag off mail"));
COMMAND (archive, "archive", N_("Move mail to the archive"));
COMMAND (done, "done", N_("Be done with mail: archive it, settle what it asks"));
COMMAND (trash, "trash", N_("Move mail to the trash"));
COMMAND (junk, "junk", N_("Move mail to the junk"));
COMMAND (not_junk, "not-junk", N_("Move mail from the junk to the inbox"));

static HearthCtlExit
run_move (HearthCtl *ctl, char **args)
{
  if (target == NULL)
    return hearth_ctl_usage (_("say where to: hearthctl mail move ID … --to MAILBOX"));
  return act (ctl, "move", args);
}

const HearthCtlCommand hearth_ctl_mail_move = {
  .name = "mail move",
  .usage = "ID … --to MAILBOX",
  .summary = N_("Move mail to another mailbox of its account"),
  .options = move_options,
  .min_args = 1,
  .max_args = -1,
  .run = run_move,
};
