/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "hearth-backup-target.h"
#include "hearth-ctl-copy.h"
#include "hearth-ctl-json.h"
#include "hearth-paths.h"

static gboolean replace;
static gboolean yes;

static const HearthCtlOption backup_options[] = {
  { "--replace", HEARTH_CTL_OPTION_FLAG, &replace, N_("Write over a file that is there") },
  { NULL },
};

static const HearthCtlOption restore_options[] = {
  { "--yes", HEARTH_CTL_OPTION_FLAG, &yes, N_("Do not ask") },
  { NULL },
};

/* Backing up ------------------------------------------------------------------------------------
 */

static HearthCtlExit
tell_backup (HearthCtl *ctl, const char *path)
{
  HearthCtlJson json;
  g_autofree char *size = NULL;
  GStatBuf st;

  if (g_stat (path, &st) != 0) {
    fprintf (stderr, "hearthctl: %s: %s\n", path, g_strerror (errno));
    return HEARTH_CTL_FAILED;
  }
  if (ctl->json) {
    hearth_ctl_json_init (&json);
    hearth_ctl_json_open (&json, NULL, '{');
    hearth_ctl_json_string (&json, "file", path);
    hearth_ctl_json_number (&json, "bytes", st.st_size);
    hearth_ctl_json_close (&json, '}');
    hearth_ctl_json_print (&json);
    return HEARTH_CTL_DONE;
  }
  size = g_format_size ((guint64) st.st_size);
  /* Translators: the name of a file, and its size */
  printf (_("The backup is in %s, %s.\n"), path, size);
  puts (_ (
      "Passwords and keys are not in it: they stay in the keyring. Secret addresses of calendars "
      "are."));
  return HEARTH_CTL_DONE;
}

static HearthCtlExit
backup_by_service (HearthCtl *ctl, const char *path)
{
  g_autoptr (HearthBackupTarget) target = NULL;
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) error = NULL;
  HearthCtlExit code;

  bus = hearth_ctl_connect (&error);
  if (bus == NULL || (target = hearth_backup_target_new (path, &error)) == NULL)
    return hearth_ctl_fail (error);
  reply = hearth_ctl_copy (ctl, bus, "Backup", hearth_backup_target_get_fd (target), "(t)", &code);
  if (reply == NULL)
    return code;
  if (!hearth_backup_target_finish (target, &error))
    return hearth_ctl_fail (error);
  return HEARTH_CTL_DONE;
}

static HearthCtlExit
run_backup (HearthCtl *ctl, char **args)
{
  g_autofree char *path = g_canonicalize_filename (args[0], NULL);
  const char *const command[] = { "backup", path, NULL };
  HearthCtlExit code;

  if (!replace && g_file_test (path, G_FILE_TEST_EXISTS)) {
    fprintf (stderr, "hearthctl: ");
    fprintf (stderr, _("“%s” is there already; choose another name, or use --replace."), path);
    fputc ('\n', stderr);
    return HEARTH_CTL_FAILED;
  }
  code = ctl->standalone ? hearth_ctl_run_engine (ctl, command) : backup_by_service (ctl, path);
  return code == HEARTH_CTL_DONE ? tell_backup (ctl, path) : code;
}

/* Restoring -------------------------------------------------------------------------------------
 */

static gboolean
ask (void)
{
  char line[16] = "";

  printf (
      "%s\n%s ",
      _("The backup takes the place of all that Hearth has now. What is there now is kept in a "
         "folder of its own."),
      _("Type “yes” to restore it:"));
  fflush (stdout);
  return fgets (line, sizeof line, stdin) != NULL && strcmp (g_strstrip (line), "yes") == 0;
}

static HearthCtlExit
tell_restored (HearthCtl *ctl, const char *kept)
{
  HearthCtlJson json;

  if (ctl->json) {
    hearth_ctl_json_init (&json);
    hearth_ctl_json_open (&json, NULL, '{');
    hearth_ctl_json_string (&json, "kept", kept);
    hearth_ctl_json_close (&json, '}');
    hearth_ctl_json_print (&json);
    return HEARTH_CTL_DONE;
  }
  puts (_("The backup is restored."));
  printf (_("What was there before is kept in %s.\n"), kept);
  return HEARTH_CTL_DONE;
}

static HearthCtlExit
restore_by_engine (HearthCtl *ctl, const char *path)
{
  const char *const command[] = { "restore", path, NULL };
  HearthCtlExit code;
  g_autoptr (GVariant) reply = hearth_ctl_ask_engine (ctl, command, "s", &code);

  return reply != NULL ? tell_restored (ctl, g_variant_get_string (reply, NULL)) : code;
}

/* The store that is there may be why there is no service. */
static gboolean
start_service (HearthCtl *ctl, GDBusConnection *bus)
{
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_sync (bus, hearth_paths_daemon_name (ctl->demo), HEARTH_DAEMON_PATH,
                                   "org.freedesktop.DBus.Peer", "Ping", NULL, NULL,
                                   G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);

  return reply != NULL;
}

static HearthCtlExit
restore_by_service (HearthCtl *ctl, GDBusConnection *bus, const char *path)
{
  const char *name = hearth_paths_daemon_name (ctl->demo);
  g_autofree char *owner = hearth_ctl_dup_owner (bus, name);
  g_autoptr (GVariant) reply = NULL;
  const char *kept;
  HearthCtlExit code;
  int fd = g_open (path, O_RDONLY | O_NONBLOCK | O_CLOEXEC, 0);

  if (fd < 0) {
    fprintf (stderr, "hearthctl: %s: %s\n", path, g_strerror (errno));
    return HEARTH_CTL_FAILED;
  }
  reply = hearth_ctl_copy (ctl, bus, "Restore", fd, "(s)", &code);
  close (fd);
  if (reply == NULL)
    return code;
  if (!hearth_ctl_wait_for_owner (bus, name, owner)) {
    fprintf (stderr, "hearthctl: %s\n",
             _("The companion’s service has not started again. “hearthctl doctor” may say why."));
    return HEARTH_CTL_FAILED;
  }
  g_variant_get (reply, "(&s)", &kept);
  return tell_restored (ctl, kept);
}

static HearthCtlExit
run_restore (HearthCtl *ctl, char **args)
{
  g_autofree char *path = g_canonicalize_filename (args[0], NULL);
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GError) error = NULL;

  if (!yes && !ask ()) {
    puts (_("Nothing was changed."));
    return HEARTH_CTL_NOTHING;
  }
  if (ctl->standalone)
    return restore_by_engine (ctl, path);
  bus = hearth_ctl_connect (&error);
  if (bus == NULL)
    return hearth_ctl_fail (error);
  return start_service (ctl, bus) ? restore_by_service (ctl, bus, path)
                                  : restore_by_engine (ctl, path);
}

const HearthCtlCommand hearth_ctl_backup = {
  .name = "backup",
  .usage = "[--replace] FILE",
  .summary = N_("Write a backup of all that Hearth has into one file"),
  .options = backup_options,
  .min_args = 1,
  .max_args = 1,
  .run = run_backup,
};

const HearthCtlCommand hearth_ctl_restore = {
  .name = "restore",
  .usage = "[--yes] FILE",
  .summary = N_("Let a backup take the place of what is there, which is kept"),
  .options = restore_options,
  .min_args = 1,
  .max_args = 1,
  .run = run_restore,
};
