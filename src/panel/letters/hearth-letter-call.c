/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-letter-call.h"

#include <errno.h>
#include <gio/gunixfdlist.h>
#include <glib/gi18n.h>
#include <sys/mman.h>
#include <unistd.h>

/* Calls of Letters1, which stands beside Daemon1 at the same path. */

#define INTERFACE "io.github.hearthdesktop.Hearth.Letters1"

static void
called_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GVariant *reply = g_dbus_connection_call_with_unix_fd_list_finish (G_DBUS_CONNECTION (source),
                                                                     NULL, result, &error);

  if (reply != NULL)
    g_task_return_pointer (task, reply, (GDestroyNotify) g_variant_unref);
  else
    g_task_return_error (task, error);
}

typedef struct {
  const char *method;
  GVariant *parameters;
  GUnixFDList *fds; /* (nullable) */
  int timeout;
} Call;

static void
call (HearthClient *client, const Call *self, gpointer tag, GAsyncReadyCallback callback,
      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (client, NULL, callback, user_data);
  g_autoptr (GVariant) parameters = g_variant_ref_sink (self->parameters);
  GError *error = NULL;
  HearthBusDaemon1 *daemon = hearth_client_get_proxy (client, &error);
  GDBusProxy *proxy = daemon != NULL ? G_DBUS_PROXY (daemon) : NULL;

  g_task_set_source_tag (task, tag);
  if (proxy == NULL) {
    g_task_return_error (task, error);
    return;
  }
  g_dbus_connection_call_with_unix_fd_list (
      g_dbus_proxy_get_connection (proxy), g_dbus_proxy_get_name (proxy),
      g_dbus_proxy_get_object_path (proxy), INTERFACE, self->method, parameters, NULL,
      G_DBUS_CALL_FLAGS_NONE, self->timeout, self->fds, NULL, called_cb, g_object_ref (task));
}

/**
 * hearth_letter_call_async:
 * @client: the panel's client
 * @method: a method of Letters1
 * @parameters: (transfer floating): what goes with it
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Has the service change letters. Calls arrive in the order in which they were made.
 */
void
hearth_letter_call_async (HearthClient *client, const char *method, GVariant *parameters,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  call (client, &(Call){ method, parameters, NULL, -1 }, hearth_letter_call_async, callback,
        user_data);
}

/**
 * hearth_letter_call_slowly:
 * @client: the panel's client
 * @method: a method of Letters1
 * @parameters: (transfer floating): what goes with it
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * The same for what an AI service is asked for, and takes its time; the method StopHelp ends it.
 */
void
hearth_letter_call_slowly (HearthClient *client, const char *method, GVariant *parameters,
                           GAsyncReadyCallback callback, gpointer user_data)
{
  call (client, &(Call){ method, parameters, NULL, G_MAXINT }, hearth_letter_call_slowly, callback,
        user_data);
}

static gboolean
write_all (int fd, GBytes *bytes)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  while (size > 0) {
    gssize n = write (fd, data, size);

    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      return FALSE;
    data += n;
    size -= (gsize) n;
  }
  return lseek (fd, 0, SEEK_SET) == 0;
}

static GUnixFDList *
make_fds (GBytes *bytes, GError **error)
{
  g_autoptr (GUnixFDList) fds = g_unix_fd_list_new ();
  int fd = memfd_create ("hearth-letter", MFD_CLOEXEC);
  gboolean made = fd >= 0 && write_all (fd, bytes);

  if (!made)
    g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (errno), g_strerror (errno));
  made = made && g_unix_fd_list_append (fds, fd, error) >= 0;
  if (fd >= 0)
    close (fd);
  return made ? g_steal_pointer (&fds) : NULL;
}

/**
 * hearth_letter_call_with_file:
 * @client: the panel's client
 * @method: a method of Letters1
 * @parameters: (transfer floating): what goes with it; its handle 0 is the file
 * @file: what is in the file, which has no name
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * The same as hearth_letter_call_async(), with a file.
 */
void
hearth_letter_call_with_file (HearthClient *client, const char *method, GVariant *parameters,
                              GBytes *file, GAsyncReadyCallback callback, gpointer user_data)
{
  GError *error = NULL;
  g_autoptr (GUnixFDList) fds = make_fds (file, &error);

  if (fds == NULL) {
    g_variant_unref (g_variant_ref_sink (parameters));
    g_task_report_error (client, callback, user_data, hearth_letter_call_with_file, error);
    return;
  }
  call (client, &(Call){ method, parameters, fds, -1 }, hearth_letter_call_with_file, callback,
        user_data);
}

/**
 * hearth_letter_call_finish:
 * @client: the panel's client
 * @result: a result
 * @error: an error of the service, for hearth_client_dup_message()
 *
 * Returns: (transfer full) (nullable): what the service answered
 */
GVariant *
hearth_letter_call_finish (HearthClient *client, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, client), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* A letter that is being deleted. */
typedef struct {
  HearthMailDesk *desk; /* (owned) */
  char *title;          /* (owned) */
} Deletion;

static void
deleted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Deletion *deletion = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = hearth_letter_call_finish (HEARTH_CLIENT (source), result, &error);
  g_autofree char *text = NULL;
  gint64 action;

  if (reply != NULL) {
    g_variant_get (reply, "(x)", &action);
    /* Translators: %s is the title of a letter */
    text = g_strdup_printf (_("Deleted: %s"), deletion->title);
    hearth_mail_desk_offer_undo (deletion->desk, text, action);
  } else {
    text = hearth_client_dup_message (error);
    hearth_mail_desk_say (deletion->desk, text);
  }
  g_object_unref (deletion->desk);
  g_free (deletion->title);
  g_free (deletion);
}

/**
 * hearth_letter_call_delete:
 * @desk: where it is told and taken back
 * @id: the row of a letter
 * @title: what it is called
 *
 * Deletes a letter. A line offers to take it back.
 */
void
hearth_letter_call_delete (HearthMailDesk *desk, gint64 id, const char *title)
{
  Deletion *deletion = g_new0 (Deletion, 1);

  deletion->desk = g_object_ref (desk);
  deletion->title = g_strdup (title);
  hearth_letter_call_async (hearth_mail_desk_get_client (desk), "DeleteLetter",
                            g_variant_new ("(x)", id), deleted_cb, deletion);
}
