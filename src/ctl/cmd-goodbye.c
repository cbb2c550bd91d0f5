/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixfdlist.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "hearth-ctl-daemon.h"
#include "hearth-ctl-json.h"

static const char *export_to;
static gboolean yes;

static const HearthCtlOption options[] = {
  { "--export", HEARTH_CTL_OPTION_STRING, &export_to, N_("Write all of it to this file before") },
  { "--yes", HEARTH_CTL_OPTION_FLAG, &yes, N_("Do not ask") },
  { NULL },
};

/* Counts the lines of a file again: what is erased next must stand there. */
static gint64
count_lines (const char *path)
{
  FILE *file = fopen (path, "re");
  gint64 n = 0;
  int c;

  if (file == NULL)
    return -1;
  while ((c = getc (file)) != EOF)
    n += c == '\n';
  fclose (file);
  return n;
}

static HearthCtlExit export(HearthCtl *ctl, GDBusConnection *bus, const char *path)
{
  g_autoptr (GUnixFDList) fds = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) error = NULL;
  gint64 n = 0;
  int fd = g_open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

  if (fd < 0) {
    g_set_error (&error, G_IO_ERROR, g_io_error_from_errno (errno),
                 _("“%s” cannot be written: %s"), path, g_strerror (errno));
    return hearth_ctl_fail (error);
  }
  fds = g_unix_fd_list_new_from_array (&fd, 1);
  reply =
      hearth_ctl_call_with_fds (ctl, bus, "Export", g_variant_new ("(h)", 0), fds, "(x)", &error);
  if (reply == NULL)
    return hearth_ctl_fail_call (error);
  g_variant_get (reply, "(x)", &n);
  if (count_lines (path) != n) {
    g_set_error (&error, G_IO_ERROR, G_IO_ERROR_FAILED, _("“%s” is not whole."), path);
    return hearth_ctl_fail (error);
  }
  if (!ctl->json)
    printf (ngettext ("%u record is in %s.\n", "%u records are in %s.\n", (guint) n), (guint) n,
            path);
  return HEARTH_CTL_DONE;
}

static HearthCtlExit
run_export (HearthCtl *ctl, char **args)
{
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GError) error = NULL;

  if (ctl->standalone)
    return hearth_ctl_usage ("%s", _("leave out --standalone: the companion writes it"));
  bus = hearth_ctl_connect (&error);
  return bus != NULL ? export(ctl, bus, args[0]) : hearth_ctl_fail (error);
}

static gboolean
ask (void)
{
  char line[16] = "";

  printf ("%s\n%s ",
          _("This erases all that Hearth keeps on this computer: conversations, memories, "
             "reminders, drafts and mail that was not sent yet, lessons, settings, accounts, and "
             "the keys in the keyring. Your mail and calendars themselves stay where they are. It "
             "cannot be undone."),
          _("Type “yes” to say goodbye:"));
  fflush (stdout);
  return fgets (line, sizeof line, stdin) != NULL && strcmp (g_strstrip (line), "yes") == 0;
}

static HearthCtlExit
run_goodbye (HearthCtl *ctl, char **args)
{
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree const char **left = NULL;

  if (ctl->standalone)
    return hearth_ctl_usage ("%s", _("leave out --standalone: the companion does it"));
  bus = hearth_ctl_connect (&error);
  if (bus == NULL)
    return hearth_ctl_fail (error);
  if (export_to != NULL) {
    HearthCtlExit code = export(ctl, bus, export_to);

    if (code != HEARTH_CTL_DONE)
      return code;
  }
  if (!yes && !ask ()) {
    puts (_("Nothing was erased."));
    return HEARTH_CTL_NOTHING;
  }
  reply = hearth_ctl_call (ctl, bus, "Goodbye", g_variant_new ("(s)", "erase everything"), "(as)",
                           &error);
  if (reply == NULL)
    return hearth_ctl_fail_call (error);
  g_variant_get (reply, "(^a&s)", &left);
  for (guint i = 0; left[i] != NULL; i++)
    fprintf (stderr, _("Not erased: %s\n"), left[i]);
  if (left[0] != NULL)
    return HEARTH_CTL_FAILED;
  puts (_("All of it is erased. Goodbye."));
  return HEARTH_CTL_DONE;
}

const HearthCtlCommand hearth_ctl_export = {
  .name = "export",
  .usage = "FILE",
  .summary = N_("Write all that exists nowhere else to a file, as JSON lines"),
  .min_args = 1,
  .max_args = 1,
  .run = run_export,
};

const HearthCtlCommand hearth_ctl_goodbye = {
  .name = "goodbye",
  .usage = "[--export FILE] [--yes]",
  .summary = N_("Erase all that Hearth keeps on this computer"),
  .options = options,
  .run = run_goodbye,
};
