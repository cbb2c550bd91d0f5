/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ctl-made.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Files that another program of Hearth makes. They are made in memory; what becomes of them is
 * decided when they are whole. */

#define BLOCK 65536

static HearthCtlExit
fail_file (const char *name)
{
  fprintf (stderr, "hearthctl: %s: %s\n", name, g_strerror (errno));
  return HEARTH_CTL_FAILED;
}

/* Returns: (nullable): what was printed; NULL when it has been said what is wrong. */
static GBytes *
run (GSubprocessLauncher *launcher, const char *const *argv, HearthCtlExit *code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_launcher_spawnv (launcher, argv, &error);
  g_autoptr (GBytes) output = NULL;

  *code = HEARTH_CTL_FAILED;
  if (process == NULL || !g_subprocess_communicate (process, NULL, NULL, &output, NULL, &error)) {
    fprintf (stderr, "hearthctl: %s\n", error->message);
    return NULL;
  }
  if (g_subprocess_get_successful (process))
    return g_steal_pointer (&output);
  if (g_subprocess_get_if_exited (process))
    *code = (HearthCtlExit) g_subprocess_get_exit_status (process);
  return NULL;
}

/**
 * hearth_ctl_made_ask:
 * @argv: (array zero-terminated=1): a program of Hearth that prints a value as text, and its
 *   arguments
 * @input: its standard input, or -1 for none
 * @file: a file that it reads or makes, or -1 for none; it finds it at %HEARTH_CTL_MADE_FD
 * @reply_type: the value's type
 * @code: (out): how to end if it fails
 *
 * Returns: (transfer full) (nullable): what it printed; %NULL when it has been said what is wrong
 */
GVariant *
hearth_ctl_made_ask (const char *const *argv, int input, int file, const char *reply_type,
                     HearthCtlExit *code)
{
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GBytes) output = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  GVariant *reply;

  if (input >= 0)
    g_subprocess_launcher_take_stdin_fd (launcher, fcntl (input, F_DUPFD_CLOEXEC, 0));
  if (file >= 0)
    g_subprocess_launcher_take_fd (launcher, fcntl (file, F_DUPFD_CLOEXEC, 0), HEARTH_CTL_MADE_FD);
  output = run (launcher, argv, code);
  if (output == NULL)
    return NULL;
  text = g_strndup (g_bytes_get_data (output, NULL), g_bytes_get_size (output));
  reply = g_variant_parse (G_VARIANT_TYPE (reply_type), text, NULL, NULL, &error);
  if (reply == NULL)
    fprintf (stderr, "hearthctl: %s\n", error->message);
  return reply;
}

/**
 * hearth_ctl_made_new:
 * @code: (out): how to end if it fails
 *
 * Returns: an empty file in memory, which the caller closes; -1 when it has been said what is wrong
 */
int
hearth_ctl_made_new (HearthCtlExit *code)
{
  int fd = memfd_create ("hearth", MFD_CLOEXEC);

  if (fd < 0)
    *code = fail_file ("memfd");
  return fd;
}

static HearthCtlExit
fail_there (const char *path)
{
  fprintf (stderr, _("hearthctl: “%s” is there already; --force writes over it.\n"), path);
  return HEARTH_CTL_FAILED;
}

/**
 * hearth_ctl_made_has_room:
 * @path: where a file is to be written
 * @force: whether one that is there is replaced
 * @code: (out): how to end if it cannot be
 *
 * Looks before something is made at length; only hearth_ctl_made_save() knows for certain.
 *
 * Returns: whether it can be written there; if not, it has been said
 */
gboolean
hearth_ctl_made_has_room (const char *path, gboolean force, HearthCtlExit *code)
{
  GStatBuf info;

  if (force || g_lstat (path, &info) != 0)
    return TRUE;
  *code = fail_there (path);
  return FALSE;
}

static gboolean
copy (int from, int to)
{
  g_autofree char *block = g_malloc (BLOCK);

  if (lseek (from, 0, SEEK_SET) != 0)
    return FALSE;
  for (;;) {
    gssize n = read (from, block, BLOCK);

    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      return n == 0 && fsync (to) == 0;
    for (gssize done = 0; done < n;) {
      gssize written = write (to, block + done, (gsize) (n - done));

      if (written < 0 && errno != EINTR)
        return FALSE;
      done += MAX (written, 0);
    }
  }
}

/* Some file systems cannot leave alone what is there: then it is looked. */
static gboolean
put (const char *temporary, const char *path, gboolean force)
{
  GStatBuf info;

  if (!force) {
    if (renameat2 (AT_FDCWD, temporary, AT_FDCWD, path, RENAME_NOREPLACE) == 0)
      return TRUE;
    if (errno != EINVAL && errno != ENOSYS)
      return FALSE;
    if (g_lstat (path, &info) == 0) {
      errno = EEXIST;
      return FALSE;
    }
  }
  return g_rename (temporary, path) == 0;
}

/**
 * hearth_ctl_made_save:
 * @fd: a file in memory
 * @path: where it is to be written, readable by its owner alone
 * @force: whether a file that is there is replaced
 *
 * Writes a file beside that place, and puts it there when it is whole.
 *
 * Returns: how it ended; if not well, it has been said why
 */
HearthCtlExit
hearth_ctl_made_save (int fd, const char *path, gboolean force)
{
  g_autofree char *temporary = g_strconcat (path, ".XXXXXX", NULL);
  int out = g_mkstemp_full (temporary, O_WRONLY | O_CLOEXEC, 0600);
  HearthCtlExit code = HEARTH_CTL_DONE;
  gboolean ok;

  if (out < 0)
    return fail_file (path);
  ok = copy (fd, out);
  ok = close (out) == 0 && ok;
  if (ok && put (temporary, path, force))
    return HEARTH_CTL_DONE;
  code = errno == EEXIST ? fail_there (path) : fail_file (path);
  g_unlink (temporary);
  return code;
}
