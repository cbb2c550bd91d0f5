/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-file-content.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <sys/mman.h>
#include <unistd.h>

/* A file as it was when it was opened, wherever it lies: what is shown is what is added to a
 * calendar afterwards, whatever becomes of the file meanwhile. */

/* As much as the service reads of a mail. */
#define MAX_BYTES ((goffset) 64 * 1024 * 1024)
#define STEP (256 * 1024)
#define SEALS (F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL)

typedef struct {
  GInputStream *stream; /* (owned) (nullable) */
  int fd;               /* (owned) */
  goffset size;
} Loading;

static void
loading_free (gpointer data)
{
  Loading *loading = data;

  g_clear_object (&loading->stream);
  if (loading->fd >= 0)
    close (loading->fd);
  g_free (loading);
}

static void
fail_with_errno (GTask *task)
{
  g_task_return_new_error (task, G_IO_ERROR, g_io_error_from_errno (errno),
                           _("The file cannot be read: %s"), g_strerror (errno));
}

static gboolean
write_all (int fd, const char *data, gsize size)
{
  while (size > 0) {
    gssize n = write (fd, data, size);

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return FALSE;
    data += n;
    size -= (gsize) n;
  }
  return TRUE;
}

static void read_on (GTask *task);

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Loading *loading = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GBytes) bytes =
      g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  gsize size = 0;
  const char *data = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;

  if (bytes == NULL) {
    g_task_return_error (task, error);
    return;
  }
  loading->size += (goffset) size;
  if (loading->size > MAX_BYTES) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "%s",
                             _("This file is too large to be a mail or a calendar."));
  } else if (size > 0 && !write_all (loading->fd, data, size)) {
    fail_with_errno (task);
  } else if (size > 0) {
    read_on (task);
  } else if (fcntl (loading->fd, F_ADD_SEALS, SEALS) < 0) {
    fail_with_errno (task);
  } else {
    g_task_return_int (task, g_steal_fd (&loading->fd));
  }
}

static void
read_on (GTask *task)
{
  Loading *loading = g_task_get_task_data (task);

  g_input_stream_read_bytes_async (loading->stream, STEP, G_PRIORITY_DEFAULT,
                                   g_task_get_cancellable (task), read_cb, g_object_ref (task));
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Loading *loading = g_task_get_task_data (task);
  GError *error = NULL;
  GFileInputStream *stream = g_file_read_finish (G_FILE (source), result, &error);

  if (stream == NULL) {
    g_task_return_error (task, error);
    return;
  }
  loading->stream = G_INPUT_STREAM (stream);
  loading->fd = memfd_create ("opened", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (loading->fd < 0)
    fail_with_errno (task);
  else
    read_on (task);
}

static void
fail_with_kind (GTask *task)
{
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE, "%s",
                           _("Only files can be opened."));
}

/* A pipe would never end, and a folder has no content. */
static void
queried_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (source), result, &error);

  if (info == NULL)
    g_task_return_error (task, error);
  else if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    fail_with_kind (task);
  else
    g_file_read_async (G_FILE (source), G_PRIORITY_DEFAULT, g_task_get_cancellable (task),
                       opened_cb, g_object_ref (task));
}

/**
 * hearth_file_content_load_async:
 * @file: a file with a path
 * @cancellable: (nullable): stops it
 * @callback: called when it is read
 * @user_data: for @callback
 *
 * Reads a file as a whole, up to 64 MiB.
 */
void
hearth_file_content_load_async (GFile *file, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (file, cancellable, callback, user_data);
  Loading *loading = g_new0 (Loading, 1);

  loading->fd = -1;
  g_task_set_source_tag (task, hearth_file_content_load_async);
  g_task_set_task_data (task, loading, loading_free);
  /* What has no path is on a server: it would be fetched past what is counted. */
  if (g_file_peek_path (file) == NULL)
    fail_with_kind (task);
  else
    g_file_query_info_async (file, G_FILE_ATTRIBUTE_STANDARD_TYPE, G_FILE_QUERY_INFO_NONE,
                             G_PRIORITY_DEFAULT, cancellable, queried_cb, g_object_ref (task));
}

/**
 * hearth_file_content_load_finish:
 * @file: a file
 * @result: from the callback
 * @error: a #GIOErrorEnum
 *
 * Returns: a descriptor of the content in memory, which nobody can change any more and which the
 *   caller closes; -1 on an error
 */
int
hearth_file_content_load_finish (GFile *file, GAsyncResult *result, GError **error)
{
  return (int) g_task_propagate_int (G_TASK (result), error);
}
