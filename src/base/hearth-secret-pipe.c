/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-secret-pipe.h"

#include "hearth-secret-memory.h"

#include <errno.h>
#include <glib-unix.h>
#include <string.h>
#include <unistd.h>

/* A secret goes from one of Hearth's processes to another through a pipe whose end is handed over
 * D-Bus: the message itself, which a monitor of the bus may read, holds nothing. */

/**
 * hearth_secret_pipe_new:
 * @secret: a secret, perhaps ""
 * @error: %G_IO_ERROR_INVALID_ARGUMENT if it is longer than %HEARTH_SECRET_PIPE_MAX, or why there
 * is no pipe
 *
 * Returns: (transfer full) (nullable): a list with one descriptor from which @secret can be read
 */
GUnixFDList *
hearth_secret_pipe_new (const char *secret, GError **error)
{
  gsize length = strlen (secret);
  int ends[2];
  gssize written;

  if (length > HEARTH_SECRET_PIPE_MAX) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "The key is too long.");
    return NULL;
  }
  if (!g_unix_open_pipe (ends, FD_CLOEXEC, error))
    return NULL;
  do
    written = write (ends[1], secret, length);
  while (written < 0 && errno == EINTR);
  close (ends[1]);
  if (written != (gssize) length) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "The key could not be handed over: %s",
                 g_strerror (errno));
    close (ends[0]);
    return NULL;
  }
  return g_unix_fd_list_new_from_array (ends, 1);
}

/**
 * hearth_secret_pipe_read:
 * @fds: (nullable): descriptors that came with a message
 * @index: which of them
 * @error: why it could not be read
 *
 * Reads a secret. The writer has closed its end, so that this does not wait.
 *
 * Returns: (transfer full) (nullable): the secret, to be freed by hearth_secret_pipe_wipe()
 */
char *
hearth_secret_pipe_read (GUnixFDList *fds, int index, GError **error)
{
  char *buffer;
  gsize length = 0;
  int fd;

  if (fds == NULL) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "There is no descriptor.");
    return NULL;
  }
  fd = g_unix_fd_list_get (fds, index, error);
  if (fd < 0)
    return NULL;
  buffer = hearth_secret_memory_new (HEARTH_SECRET_PIPE_MAX + 1);
  /* Whoever sends a pipe and keeps it open must not make this process wait. */
  g_unix_set_fd_nonblocking (fd, TRUE, NULL);
  while (length < HEARTH_SECRET_PIPE_MAX) {
    gssize n = read (fd, buffer + length, HEARTH_SECRET_PIPE_MAX - length);

    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      break;
    length += (gsize) n;
  }
  close (fd);
  return buffer;
}

/**
 * hearth_secret_pipe_wipe:
 * @secret: (nullable) (transfer full): a secret
 *
 * Overwrites and frees it.
 */
void
hearth_secret_pipe_wipe (char *secret)
{
  hearth_secret_memory_free (secret);
}
