/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-attachment-opener.h"

#include <gio/gunixfdlist.h>
#include <glib/gi18n.h>

/* The service writes what is asked for to a private file; from there it is opened or copied. */

typedef struct {
  GtkWidget *widget; /* (owned) */
  HearthProblemFunc problem;
  HearthClient *client;         /* (owned) (nullable): of what is saved */
  GtkFileChooserNative *dialog; /* (owned) (nullable) */
  GFile *target;                /* (owned) (nullable): where it is saved */
  gint64 message;
  char *part;       /* (owned) (nullable) */
  GUnixFDList *fds; /* (owned) (nullable): the file that the message is in, if it is in no store */
} Opening;

static Opening *
opening_new (GtkWidget *widget, HearthProblemFunc problem)
{
  Opening *opening = g_new0 (Opening, 1);

  opening->widget = g_object_ref (widget);
  opening->problem = problem;
  return opening;
}

static void
opening_free (Opening *opening)
{
  g_clear_object (&opening->dialog);
  g_clear_object (&opening->target);
  g_clear_object (&opening->client);
  g_clear_object (&opening->fds);
  g_object_unref (opening->widget);
  g_free (opening->part);
  g_free (opening);
}

static void
fail (Opening *opening, const GError *error)
{
  g_autofree char *message = hearth_client_dup_message (error);

  opening->problem (opening->widget, message);
  opening_free (opening);
}

static void
launched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Opening *opening = user_data;
  g_autoptr (GError) error = NULL;

  if (!g_app_info_launch_default_for_uri_finish (result, &error)) {
    g_autofree char *text = g_strdup_printf (_("No program could open this: %s"), error->message);

    opening->problem (opening->widget, text);
  }
  opening_free (opening);
}

static void
launch (Opening *opening, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *uri = g_filename_to_uri (path, NULL, &error);
  g_autoptr (GdkAppLaunchContext) context = NULL;

  if (uri == NULL) {
    fail (opening, error);
    return;
  }
  context = gdk_display_get_app_launch_context (gtk_widget_get_display (opening->widget));
  g_app_info_launch_default_for_uri_async (uri, G_APP_LAUNCH_CONTEXT (context), NULL, launched_cb,
                                           opening);
}

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Opening *opening = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_file_get_basename (opening->target);
  g_autofree char *text = NULL;

  if (!g_file_copy_finish (G_FILE (source), result, &error)) {
    fail (opening, error);
    return;
  }
  text = g_strdup_printf (_("Saved as “%s”"), name);
  opening->problem (opening->widget, text);
  opening_free (opening);
}

static gboolean
write_finish (const Opening *opening, HearthBusDaemon1 *proxy, GAsyncResult *result, char **path,
              GError **error)
{
  if (opening->fds != NULL)
    return hearth_bus_daemon1_call_save_file_part_finish (proxy, path, NULL, result, error);
  return hearth_bus_daemon1_call_save_attachment_finish (proxy, path, result, error);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Opening *opening = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GFile) file = NULL;

  if (!write_finish (opening, HEARTH_BUS_DAEMON1 (source), result, &path, &error)) {
    fail (opening, error);
    return;
  }
  if (opening->target == NULL) {
    launch (opening, path);
    return;
  }
  file = g_file_new_for_path (path);
  g_file_copy_async (file, opening->target,
                     G_FILE_COPY_OVERWRITE | G_FILE_COPY_TARGET_DEFAULT_PERMS, G_PRIORITY_DEFAULT,
                     NULL, NULL, NULL, copied_cb, opening);
}

static void
original_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Opening *opening = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  if (hearth_bus_daemon1_call_show_original_finish (HEARTH_BUS_DAEMON1 (source), &path, result,
                                                    &error))
    launch (opening, path);
  else
    fail (opening, error);
}

static HearthBusDaemon1 *
get_proxy (Opening *opening, HearthClient *client)
{
  g_autoptr (GError) error = NULL;
  HearthBusDaemon1 *proxy = hearth_client_get_proxy (client, &error);

  if (proxy == NULL)
    fail (opening, error);
  return proxy;
}

static void
write_part (Opening *opening, HearthClient *client)
{
  HearthBusDaemon1 *proxy = get_proxy (opening, client);

  if (proxy != NULL && opening->fds != NULL)
    hearth_bus_daemon1_call_save_file_part (proxy, g_variant_new_handle (0), opening->part,
                                            opening->fds, NULL, written_cb, opening);
  else if (proxy != NULL)
    hearth_bus_daemon1_call_save_attachment (proxy, opening->message, opening->part, NULL,
                                             written_cb, opening);
}

static GUnixFDList *
list_one (int fd)
{
  GUnixFDList *fds = g_unix_fd_list_new ();

  g_unix_fd_list_append (fds, fd, NULL);
  return fds;
}

/**
 * hearth_attachment_open_in_file:
 * @widget: the widget that asks
 * @client: the panel's client
 * @fd: a file that holds a message; it stays the caller's
 * @part: the attachment's part
 * @problem: called if it cannot be opened
 *
 * Opens an attachment of a message that is in no store.
 */
void
hearth_attachment_open_in_file (GtkWidget *widget, HearthClient *client, int fd, const char *part,
                                HearthProblemFunc problem)
{
  Opening *opening = opening_new (widget, problem);

  opening->part = g_strdup (part);
  opening->fds = list_one (fd);
  write_part (opening, client);
}

/**
 * hearth_attachment_open:
 * @widget: the widget that asks
 * @client: the panel's client
 * @message: a message's row
 * @part: the attachment's part
 * @problem: called if it cannot be opened
 *
 * Opens an attachment with the owner's program for such files, in a Flatpak through the portal.
 */
void
hearth_attachment_open (GtkWidget *widget, HearthClient *client, gint64 message, const char *part,
                        HearthProblemFunc problem)
{
  Opening *opening = opening_new (widget, problem);

  opening->message = message;
  opening->part = g_strdup (part);
  write_part (opening, client);
}

static void
response_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  Opening *opening = user_data;

  gtk_native_dialog_hide (dialog);
  opening->target = response == GTK_RESPONSE_ACCEPT
                        ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog))
                        : NULL;
  if (opening->target == NULL) {
    opening_free (opening);
    return;
  }
  write_part (opening, opening->client);
}

static void
choose_place (Opening *opening, const char *name)
{
  opening->dialog =
      gtk_file_chooser_native_new (_("Save Attachment"),
                                   GTK_WINDOW (gtk_widget_get_root (opening->widget)),
                                   GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (opening->dialog), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (opening->dialog), name);
  g_signal_connect (opening->dialog, "response", G_CALLBACK (response_cb), opening);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (opening->dialog));
}

/**
 * hearth_attachment_save:
 * @widget: the widget that asks
 * @client: the panel's client
 * @message: a message's row
 * @part: the attachment's part
 * @name: the name that is proposed
 * @problem: called at the end, unless the owner chose no place
 *
 * Lets the owner choose where to keep an attachment, in a Flatpak through the portal.
 */
void
hearth_attachment_save (GtkWidget *widget, HearthClient *client, gint64 message, const char *part,
                        const char *name, HearthProblemFunc problem)
{
  Opening *opening = opening_new (widget, problem);

  opening->client = g_object_ref (client);
  opening->message = message;
  opening->part = g_strdup (part);
  choose_place (opening, name);
}

/**
 * hearth_attachment_save_in_file:
 * @widget: the widget that asks
 * @client: the panel's client
 * @fd: a file that holds a message; it stays the caller's
 * @part: the attachment's part
 * @name: the name that is proposed
 * @problem: called at the end, unless the owner chose no place
 *
 * Lets the owner choose where to keep an attachment of a message that is in no store.
 */
void
hearth_attachment_save_in_file (GtkWidget *widget, HearthClient *client, int fd, const char *part,
                                const char *name, HearthProblemFunc problem)
{
  Opening *opening = opening_new (widget, problem);

  opening->client = g_object_ref (client);
  opening->part = g_strdup (part);
  opening->fds = list_one (fd);
  choose_place (opening, name);
}

/**
 * hearth_original_open:
 * @widget: the widget that asks
 * @client: the panel's client
 * @message: a message's row
 * @problem: called if it cannot be opened
 *
 * Opens a message as its sender laid it out in the browser, without scripts and with nothing that
 * is fetched.
 */
void
hearth_original_open (GtkWidget *widget, HearthClient *client, gint64 message,
                      HearthProblemFunc problem)
{
  Opening *opening = opening_new (widget, problem);
  HearthBusDaemon1 *proxy = get_proxy (opening, client);

  if (proxy != NULL)
    hearth_bus_daemon1_call_show_original (proxy, message, NULL, original_cb, opening);
}
