/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-engine-private.h"
#include "hearth-html-original.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

/* A message as its sender laid it out, as a file for the browser: readable by the owner alone, and
 * gone with the session where there is one. */
static char *
write_original (gint64 message_id, GBytes *raw, GError **error)
{
  g_autofree char *page = hearth_html_original (raw, error);
  g_autofree char *dir = g_build_filename (g_get_user_runtime_dir (), "hearth", "original", NULL);
  g_autofree char *name = g_strdup_printf ("%" G_GINT64_FORMAT ".html", message_id);
  g_autofree char *path = NULL;

  if (page == NULL)
    return NULL;
  if (g_mkdir_with_parents (dir, 0700) != 0) {
    g_set_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_FAILED,
                 _("The folder “%s” cannot be made: %s"), dir, g_strerror (errno));
    return NULL;
  }
  path = g_build_filename (dir, name, NULL);
  if (!g_file_set_contents_full (path, page, (gssize) strlen (page), G_FILE_SET_CONTENTS_CONSISTENT,
                                 0600, error))
    return NULL;
  return g_steal_pointer (&path);
}

/* What is written. */
typedef struct {
  gint64 message_id;
  GBytes *raw; /* (owned) (nullable) once it is there */
} Page;

static void
page_free (gpointer data)
{
  Page *page = data;

  g_clear_pointer (&page->raw, g_bytes_unref);
  g_free (page);
}

/* (worker) */
static void
write_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Page *page = task_data;
  GError *error = NULL;
  char *path = write_original (page->message_id, page->raw, &error);

  if (path != NULL)
    g_task_return_pointer (task, path, g_free);
  else
    g_task_return_error (task, error);
}

/* A mail can be made so that it takes seconds to read: nothing else waits for that. */
static void
raw_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  HearthEngine *self = HEARTH_ENGINE (object);
  g_autoptr (GTask) task = user_data;
  Page *page = g_task_get_task_data (task);
  GError *error = NULL;

  page->raw = hearth_engine_dup_raw_finish (self, result, &error);
  if (page->raw != NULL && self->writer == NULL)
    g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Hearth ends."));
  if (error != NULL) {
    g_task_return_error (task, error);
    return;
  }
  if (self->pages == NULL)
    self->pages = hearth_worker_new ("hearth-pages");
  hearth_worker_queue (self->pages, G_PRIORITY_DEFAULT, task, write_thread);
}

/**
 * hearth_engine_show_original_async:
 * @self: an engine
 * @message_id: a message
 * @callback: called when the file stands
 * @user_data: for @callback
 *
 * Writes a message as its sender laid it out to a private file, see hearth_html_original().
 */
void
hearth_engine_show_original_async (HearthEngine *self, gint64 message_id,
                                   GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  Page *page = g_new0 (Page, 1);

  page->message_id = message_id;
  g_task_set_source_tag (task, hearth_engine_show_original_async);
  g_task_set_task_data (task, page, page_free);
  hearth_engine_dup_raw_async (self, message_id, raw_cb, task);
}

/**
 * hearth_engine_show_original_finish:
 * @self: an engine
 * @result: from the callback
 * @error: a #HearthEngineError, #HearthMailError or #HearthStoreError
 *
 * Returns: (transfer full) (nullable): the file's path
 */
char *
hearth_engine_show_original_finish (HearthEngine *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
