/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "hearth-ctl-daemon.h"
#include "hearth-ctl-json.h"
#include "hearth-records.h"

static gboolean no_sync;
static const char *name = "";

static const HearthCtlOption options[] = {
  { "--no-sync", HEARTH_CTL_OPTION_FLAG, &no_sync, N_("Only record it") },
  { "--name", HEARTH_CTL_OPTION_STRING, &name, N_("What to call it") },
  { NULL },
};

static void
print_added (HearthCtl *ctl, gint64 id)
{
  HearthCtlJson json;

  if (!ctl->json) {
    printf (_("Source %lld added.\n"), (long long) id);
    fflush (stdout);
    return;
  }
  hearth_ctl_json_init (&json);
  hearth_ctl_json_open (&json, NULL, '{');
  hearth_ctl_json_number (&json, "id", id);
  hearth_ctl_json_close (&json, '}');
  hearth_ctl_json_print (&json);
}

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  g_autofree char *path = g_canonicalize_filename (args[1], NULL);
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) error = NULL;
  HearthSourceKind kind;
  gint64 id = 0;

  if (!hearth_source_kind_from_string (args[0], &kind) || !hearth_source_kind_is_file (kind))
    return hearth_ctl_usage (
        _("“%s” is no kind of source; there are maildir, mbox, ics and vcard"), args[0]);
  if (!g_file_test (path, G_FILE_TEST_EXISTS)) {
    fprintf (stderr, _("hearthctl: there is no file or folder %s\n"), path);
    return HEARTH_CTL_FAILED;
  }
  if (ctl->standalone) {
    const char *const command[] = { "source-add", args[0], path, name, no_sync ? "0" : "1", NULL };

    return hearth_ctl_exec_engine (ctl, command);
  }
  bus = hearth_ctl_connect (&error);
  if (bus == NULL)
    return hearth_ctl_fail (error);
  reply = hearth_ctl_call (ctl, bus, "AddSource",
                           g_variant_new ("(sssb)", args[0], path, name, FALSE), "(x)", &error);
  if (reply == NULL)
    return hearth_ctl_fail_call (error);
  g_variant_get (reply, "(x)", &id);
  print_added (ctl, id);
  return no_sync ? HEARTH_CTL_DONE : hearth_ctl_daemon_sync (ctl, bus);
}

const HearthCtlCommand hearth_ctl_source_add = {
  .name = "source add",
  .usage = "maildir|mbox|ics|vcard PATH [--no-sync] [--name NAME]",
  .summary = N_("Add mail, a calendar or an address book"),
  .options = options,
  .min_args = 2,
  .max_args = 2,
  .run = run,
};
