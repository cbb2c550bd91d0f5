/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-engine-private.h"
#include "hearth-mime.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

/* Messages as they are, and what is in them. They may lie on a server. */

static void
raw_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GBytes *raw = hearth_runner_dup_raw_finish (HEARTH_RUNNER (object), result, &error);

  if (raw != NULL)
    g_task_return_pointer (task, raw, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

static void
fetch_raw (HearthEngine *self, const HearthMessage *message, GTask *task)
{
  HearthRunner *runner = hearth_engine_find_runner (self, message->source_id);

  if (runner == NULL || hearth_runner_get_mail_source (runner) == NULL)
    g_task_return_new_error (task, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_NOT_FOUND,
                             _("“%s” is of a source that is not there any more."),
                             message->subject);
  else
    hearth_runner_dup_raw_async (runner, message->mailbox, message->key, message->path, raw_cb,
                                 g_object_ref (task));
}

/**
 * hearth_engine_dup_raw_async:
 * @self: an engine
 * @message_id: a message
 * @callback: called when it is there
 * @user_data: for @callback
 *
 * Fetches a message as it was sent, from its file or its server. It waits for no sync.
 */
void
hearth_engine_dup_raw_async (HearthEngine *self, gint64 message_id, GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  g_autoptr (HearthMessage) message = NULL;
  GError *error = NULL;

  g_task_set_source_tag (task, hearth_engine_dup_raw_async);
  message = hearth_store_messages_get (self->reader, message_id, &error);
  if (message == NULL)
    g_task_return_error (task, error);
  else
    fetch_raw (self, message, task);
}

/**
 * hearth_engine_dup_raw_finish:
 * @self: an engine
 * @result: from the callback
 * @error: %HEARTH_ENGINE_ERROR_NOT_FOUND, a #HearthMailError or a #HearthStoreError
 *
 * Returns: (transfer full) (nullable): the message
 */
GBytes *
hearth_engine_dup_raw_finish (HearthEngine *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* A folder for files that other programs open, readable by the owner alone and gone with the
 * session where there is one. */
static char *
make_private_dir (gint64 message_id, GError **error)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, message_id);
  g_autofree char *dir =
      g_build_filename (g_get_user_runtime_dir (), "hearth", "attachments", number, NULL);

  if (g_mkdir_with_parents (dir, 0700) != 0) {
    g_set_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_FAILED,
                 _("The folder “%s” cannot be made: %s"), dir, g_strerror (errno));
    return NULL;
  }
  return g_steal_pointer (&dir);
}

static HearthAttachment *
find_attachment (const HearthMessage *message, const char *part)
{
  for (guint i = 0; i < message->attachments->len; i++) {
    HearthAttachment *attachment = g_ptr_array_index (message->attachments, i);

    if (g_strcmp0 (attachment->part, part) == 0)
      return attachment;
  }
  return NULL;
}

/* What is to be saved. */
typedef struct {
  gint64 message_id;
  char *part;
  char *name;
} Save;

static void
save_free (gpointer data)
{
  Save *save = data;

  g_free (save->part);
  g_free (save->name);
  g_free (save);
}

static char *
write_part (const Save *save, GBytes *raw, GError **error)
{
  g_autoptr (GBytes) content = hearth_mime_dup_part (raw, save->part, NULL, error);
  g_autofree char *name = NULL;
  g_autofree char *dir = NULL;
  g_autofree char *path = NULL;

  if (content == NULL)
    return NULL;
  dir = make_private_dir (save->message_id, error);
  if (dir == NULL)
    return NULL;
  /* The parser gives names without folders; nothing here rests on that. */
  name = g_path_get_basename (save->name);
  path = g_build_filename (dir, strcmp (name, "..") != 0 && strcmp (name, ".") != 0 ? name : "file",
                           NULL);
  if (!g_file_set_contents_full (path, g_bytes_get_data (content, NULL),
                                 (gssize) g_bytes_get_size (content),
                                 G_FILE_SET_CONTENTS_CONSISTENT, 0600, error))
    return NULL;
  return g_steal_pointer (&path);
}

static void
save_raw_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GBytes) raw = NULL;
  GError *error = NULL;
  char *path = NULL;

  raw = g_task_propagate_pointer (G_TASK (result), &error);
  if (raw != NULL)
    path = write_part (g_task_get_task_data (task), raw, &error);
  if (path != NULL)
    g_task_return_pointer (task, path, g_free);
  else
    g_task_return_error (task, error);
}

/**
 * hearth_engine_save_attachment_async:
 * @self: an engine
 * @message_id: a message
 * @part: the attachment's part
 * @callback: called when it is written
 * @user_data: for @callback
 *
 * Writes an attachment to a private file, for another program to open.
 */
void
hearth_engine_save_attachment_async (HearthEngine *self, gint64 message_id, const char *part,
                                     GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  g_autoptr (GTask) fetch = g_task_new (self, NULL, save_raw_cb, g_object_ref (task));
  g_autoptr (HearthMessage) message = NULL;
  const HearthAttachment *attachment;
  GError *error = NULL;
  Save *save;

  g_task_set_source_tag (task, hearth_engine_save_attachment_async);
  g_task_set_source_tag (fetch, hearth_engine_save_attachment_async);
  message = hearth_store_messages_get (self->reader, message_id, &error);
  if (message == NULL) {
    g_task_return_error (fetch, error);
    return;
  }
  attachment = find_attachment (message, part);
  if (attachment == NULL) {
    g_task_return_new_error (fetch, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_NOT_FOUND,
                             _("The message “%s” has no such attachment."), message->subject);
    return;
  }
  save = g_new0 (Save, 1);
  save->message_id = message_id;
  save->part = g_strdup (part);
  save->name = g_strdup (attachment->name);
  g_task_set_task_data (task, save, save_free);
  fetch_raw (self, message, fetch);
}

/**
 * hearth_engine_save_attachment_finish:
 * @self: an engine
 * @result: from the callback
 * @error: %HEARTH_ENGINE_ERROR_NOT_FOUND, a #HearthMailError or a #HearthStoreError
 *
 * Returns: (transfer full) (nullable): the file's path
 */
char *
hearth_engine_save_attachment_finish (HearthEngine *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
