/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "hearth-ctl-daemon.h"
#include "hearth-ctl-memory.h"

/* All that is remembered, written into a file and read from one. The service gets a file in memory,
 * so that a pipe here can keep it neither waiting nor reading for ever. */

#define MAX_FILE (32 * 1024 * 1024)
#define BLOCK 65536

static HearthCtlExit
fail_file (const char *name)
{
  fprintf (stderr, "hearthctl: %s: %s\n", name, g_strerror (errno));
  return HEARTH_CTL_FAILED;
}

static gboolean
copy (int from, int to)
{
  g_autofree char *block = g_malloc (BLOCK);
  gsize total = 0;

  for (;;) {
    gssize n = read (from, block, BLOCK);

    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      return n == 0;
    total += (gsize) n;
    if (total > MAX_FILE) {
      errno = EFBIG;
      return FALSE;
    }
    for (gssize done = 0; done < n;) {
      gssize written = write (to, block + done, (gsize) (n - done));

      if (written < 0 && errno != EINTR)
        return FALSE;
      done += MAX (written, 0);
    }
  }
}

/* Without the service, the file is the engine's standard input. */
static GVariant *
call (HearthCtl *ctl, const char *method, int fd, HearthCtlExit *code)
{
  const char *const command[] = { "event", method, "(handle 0,)", NULL };
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GUnixFDList) fds = NULL;
  g_autoptr (GError) error = NULL;
  GVariant *reply;

  if (ctl->standalone) {
    if (dup2 (fd, STDIN_FILENO) < 0) {
      *code = fail_file ("stdin");
      return NULL;
    }
    return hearth_ctl_ask_engine (ctl, command, "(u)", code);
  }
  bus = hearth_ctl_connect (&error);
  if (bus == NULL) {
    *code = hearth_ctl_fail (error);
    return NULL;
  }
  fds = g_unix_fd_list_new ();
  if (g_unix_fd_list_append (fds, fd, &error) < 0) {
    *code = hearth_ctl_fail (error);
    return NULL;
  }
  reply = hearth_ctl_call_with_fds (ctl, bus, method, g_variant_new ("(h)", 0), fds, "(u)", &error);
  if (reply == NULL)
    *code = hearth_ctl_fail_call (error);
  return reply;
}

static HearthCtlExit
write_out (int fd, const char *path)
{
  int out = STDOUT_FILENO;
  gboolean ok;

  /* What is remembered is nobody else's to read. */
  if (path != NULL)
    out = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (out < 0)
    return fail_file (path);
  ok = lseek (fd, 0, SEEK_SET) == 0 && copy (fd, out);
  if (path != NULL && (close (out) != 0 || !ok))
    return fail_file (path);
  return ok ? HEARTH_CTL_DONE : fail_file ("stdout");
}

static HearthCtlExit
run_export (HearthCtl *ctl, char **args)
{
  int fd = memfd_create ("memories", MFD_CLOEXEC);
  g_autoptr (GVariant) reply = NULL;
  HearthCtlExit code;
  guint n;

  if (fd < 0)
    return fail_file ("memfd");
  reply = call (ctl, "ExportMemories", fd, &code);
  if (reply != NULL)
    code = write_out (fd, args[0]);
  close (fd);
  if (reply == NULL || code != HEARTH_CTL_DONE)
    return code;
  g_variant_get (reply, "(u)", &n);
  if (args[0] != NULL)
    printf (ngettext ("%u memory written.\n", "%u memories written.\n", n), n);
  return HEARTH_CTL_DONE;
}

static HearthCtlExit
run_import (HearthCtl *ctl, char **args)
{
  gboolean piped = args[0] == NULL || strcmp (args[0], "-") == 0;
  int in = piped ? STDIN_FILENO : open (args[0], O_RDONLY | O_CLOEXEC);
  g_autoptr (GVariant) reply = NULL;
  HearthCtlExit code = HEARTH_CTL_FAILED;
  gboolean ok;
  guint n;
  int fd;

  if (in < 0)
    return fail_file (args[0]);
  fd = memfd_create ("memories", MFD_CLOEXEC);
  ok = fd >= 0 && copy (in, fd) && lseek (fd, 0, SEEK_SET) == 0;
  if (!ok)
    code = fail_file (piped ? "stdin" : args[0]);
  if (!piped)
    close (in);
  if (ok)
    reply = call (ctl, "ImportMemories", fd, &code);
  if (fd >= 0)
    close (fd);
  if (reply == NULL)
    return code;
  g_variant_get (reply, "(u)", &n);
  printf (ngettext ("%u memory added.\n", "%u memories added.\n", n), n);
  return HEARTH_CTL_DONE;
}

const HearthCtlCommand hearth_ctl_memory_export = {
  .name = "memory export",
  .usage = "[FILE]",
  .summary = N_("Write all that is remembered, one JSON object a line"),
  .max_args = 1,
  .run = run_export,
};

const HearthCtlCommand hearth_ctl_memory_import = {
  .name = "memory import",
  .usage = "[FILE]",
  .summary = N_("Add what an export holds and is not there yet"),
  .max_args = 1,
  .run = run_import,
};
