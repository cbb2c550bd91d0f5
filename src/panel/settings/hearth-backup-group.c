/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-backup-group.h"

#include "hearth-backup-target.h"
#include "hearth-toast.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixfdlist.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/**
 * HearthBackupGroup:
 *
 * All that Hearth has, written into a file that its owner picks, and taken from one. The service
 * gets the open file: in a sandbox the portal gives it away to the panel alone.
 */
struct _HearthBackupGroup {
  AdwPreferencesGroup parent_instance;

  GtkWidget *backup;       /* a button */
  GtkWidget *restore;      /* a button */
  GtkWidget *progress_row; /* shown while something is copied */
  GtkWidget *progress;

  HearthClient *client;         /* (owned) */
  GtkFileChooserNative *dialog; /* (owned) (nullable) */
  HearthBackupTarget *target;   /* (owned) (nullable): what is being written */
  HearthBusDaemon1 *proxy;      /* (owned) (nullable): while something is copied */
  gulong copying;               /* of the proxy */
};

G_DEFINE_FINAL_TYPE (HearthBackupGroup, hearth_backup_group, ADW_TYPE_PREFERENCES_GROUP)

static GtkWindow *
get_window (HearthBackupGroup *self)
{
  return GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
}

static void
say (HearthBackupGroup *self, const char *text)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (ADW_IS_PREFERENCES_WINDOW (root))
    adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (root), hearth_toast_new (text));
}

static void
say_of_file (HearthBackupGroup *self, const char *path, int saved)
{
  g_autofree char *text = g_strdup_printf (_("“%s” cannot be read: %s"), path, g_strerror (saved));

  say (self, text);
}

/* While something is copied -------------------------------------------------------------------- */

static void
copying_cb (HearthBackupGroup *self)
{
  GVariant *value = self->proxy != NULL ? hearth_bus_daemon1_get_copying (self->proxy) : NULL;
  guint64 done = 0, total = 0;

  if (value != NULL)
    g_variant_get (value, "(tt)", &done, &total);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress),
                                 total > 0 ? (double) done / (double) total : 0);
}

static void
begin_copying (HearthBackupGroup *self, HearthBusDaemon1 *proxy, const char *title)
{
  self->proxy = g_object_ref (proxy);
  self->copying = g_signal_connect_object (proxy, "notify::copying", G_CALLBACK (copying_cb), self,
                                           G_CONNECT_SWAPPED);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->progress_row), title);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress), 0);
  gtk_widget_set_visible (self->progress_row, TRUE);
  gtk_widget_set_sensitive (self->backup, FALSE);
  gtk_widget_set_sensitive (self->restore, FALSE);
}

static void
end_copying (HearthBackupGroup *self)
{
  g_clear_signal_handler (&self->copying, self->proxy);
  g_clear_object (&self->proxy);
  g_clear_pointer (&self->target, hearth_backup_target_free);
  gtk_widget_set_visible (self->progress_row, FALSE);
  gtk_widget_set_sensitive (self->backup, TRUE);
  gtk_widget_set_sensitive (self->restore, TRUE);
}

static void
stop_cb (HearthBackupGroup *self)
{
  if (self->proxy != NULL)
    hearth_bus_daemon1_call_stop_copying (self->proxy, NULL, NULL, NULL);
}

/* A large store takes longer than the bus waits otherwise. */
static void
call (HearthBackupGroup *self, const char *method, int fd, const char *title,
      GAsyncReadyCallback callback)
{
  g_autoptr (GUnixFDList) fds = g_unix_fd_list_new ();
  g_autoptr (GError) error = NULL;
  HearthBusDaemon1 *proxy = hearth_client_get_proxy (self->client, &error);

  if (proxy == NULL || g_unix_fd_list_append (fds, fd, &error) < 0) {
    say (self, error->message);
    g_clear_pointer (&self->target, hearth_backup_target_free);
    return;
  }
  begin_copying (self, proxy, title);
  g_dbus_proxy_call_with_unix_fd_list (G_DBUS_PROXY (proxy), method, g_variant_new ("(h)", 0),
                                       G_DBUS_CALL_FLAGS_NONE, G_MAXINT, fds, NULL, callback,
                                       g_object_ref (self));
}

/* Backing up ------------------------------------------------------------------------------------
 */

static void
backed_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthBackupGroup) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
      g_dbus_proxy_call_with_unix_fd_list_finish (G_DBUS_PROXY (source), NULL, result, &error);
  g_autofree char *text = NULL;
  g_autofree char *size_text = NULL;
  guint64 size = 0;

  if (reply != NULL && hearth_backup_target_finish (self->target, &error)) {
    g_variant_get (reply, "(t)", &size);
    size_text = g_format_size (size);
    /* Translators: %s is a size, such as “2.1 GB” */
    text = g_strdup_printf (_("The backup is written, %s"), size_text);
  } else {
    text = hearth_client_dup_message (error);
  }
  end_copying (self);
  say (self, text);
}

static void
backup_to (HearthBackupGroup *self, const char *path)
{
  g_autoptr (GError) error = NULL;

  self->target = hearth_backup_target_new (path, &error);
  if (self->target == NULL)
    say (self, error->message);
  else
    call (self, "Backup", hearth_backup_target_get_fd (self->target), _("Backing up…"),
          backed_up_cb);
}

/* Restoring -------------------------------------------------------------------------------------
 */

static void
restored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthBackupGroup) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
      g_dbus_proxy_call_with_unix_fd_list_finish (G_DBUS_PROXY (source), NULL, result, &error);
  g_autofree char *text = NULL;
  const char *kept;

  if (reply != NULL) {
    g_variant_get (reply, "(&s)", &kept);
    /* Translators: %s is a folder */
    text = g_strdup_printf (_("The backup is restored. What was there is kept in %s"), kept);
  } else {
    text = hearth_client_dup_message (error);
  }
  end_copying (self);
  say (self, text);
}

static void
answered_cb (GtkWidget *dialog, const char *response, HearthBackupGroup *self)
{
  const char *path = g_object_get_data (G_OBJECT (dialog), "path");
  int fd;

  if (strcmp (response, "restore") != 0 || self->proxy != NULL)
    return;
  fd = g_open (path, O_RDONLY | O_NONBLOCK | O_CLOEXEC, 0);
  if (fd < 0) {
    say_of_file (self, path, errno);
    return;
  }
  call (self, "Restore", fd, _("Restoring…"), restored_cb);
  close (fd);
}

static void
ask_to_restore (HearthBackupGroup *self, const char *path)
{
  GtkWidget *dialog = adw_message_dialog_new (
      get_window (self), _("Restore This Backup?"),
      _("It takes the place of all that Hearth has now, settings included. What is there now is "
         "kept in a folder of its own, and nothing that waited to be sent is sent without asking "
         "you. Only restore a backup that you made yourself."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "restore",
                                    _("_Restore"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "restore",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "path", g_strdup (path), g_free);
  g_signal_connect_object (dialog, "response", G_CALLBACK (answered_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Choosing a file -------------------------------------------------------------------------------
 */

static void
file_chosen_cb (HearthBackupGroup *self, int response)
{
  g_autoptr (GtkFileChooserNative) dialog = g_steal_pointer (&self->dialog);
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;

  if (response != GTK_RESPONSE_ACCEPT)
    return;
  file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  path = file != NULL ? g_file_get_path (file) : NULL;
  if (path == NULL)
    say (self, _("Only a file on this computer can be used."));
  else if (gtk_file_chooser_get_action (GTK_FILE_CHOOSER (dialog)) == GTK_FILE_CHOOSER_ACTION_SAVE)
    backup_to (self, path);
  else
    ask_to_restore (self, path);
}

static void
choose (HearthBackupGroup *self, GtkFileChooserAction action, const char *title, const char *accept)
{
  self->dialog = gtk_file_chooser_native_new (title, get_window (self), action, accept, NULL);
  g_signal_connect_swapped (self->dialog, "response", G_CALLBACK (file_chosen_cb), self);
}

static void
backup_cb (HearthBackupGroup *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *name = g_date_time_format (now, "hearth-%Y-%m-%d.backup");

  if (self->dialog != NULL)
    return;
  choose (self, GTK_FILE_CHOOSER_ACTION_SAVE, _("Back Up"), _("_Back Up"));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->dialog), name);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->dialog));
}

static void
restore_cb (HearthBackupGroup *self)
{
  if (self->dialog != NULL)
    return;
  choose (self, GTK_FILE_CHOOSER_ACTION_OPEN, _("Restore a Backup"), _("_Open"));
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->dialog));
}

/* ---------------------------------------------------------------------------------------------- */

static void
hearth_backup_group_dispose (GObject *object)
{
  HearthBackupGroup *self = HEARTH_BACKUP_GROUP (object);

  g_clear_object (&self->dialog);
  g_clear_object (&self->client);
  g_clear_object (&self->proxy);
  g_clear_pointer (&self->target, hearth_backup_target_free);
  G_OBJECT_CLASS (hearth_backup_group_parent_class)->dispose (object);
}

static void
hearth_backup_group_class_init (HearthBackupGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_backup_group_dispose;
}

static GtkWidget *
add_row (HearthBackupGroup *self, const char *title, const char *subtitle, const char *label,
         GCallback pressed)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), button);
  g_signal_connect_swapped (button, "clicked", pressed, self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  return button;
}

static void
add_progress (HearthBackupGroup *self)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_("_Stop"));

  self->progress_row = adw_action_row_new ();
  self->progress = gtk_progress_bar_new ();
  gtk_widget_set_valign (self->progress, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self->progress_row), self->progress);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self->progress_row), button);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (stop_cb), self);
  gtk_widget_set_visible (self->progress_row, FALSE);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), self->progress_row);
}

static void
hearth_backup_group_init (HearthBackupGroup *self)
{
  self->backup =
      add_row (self, _("Back up"),
               _("All that Hearth has, in one file, with which it can go on elsewhere. Passwords "
                  "and keys are not in it; secret addresses of calendars are."),
               _("_Back Up…"), G_CALLBACK (backup_cb));
  self->restore = add_row (self, _("Restore a backup"),
                           _("It takes the place of what is there, which is kept."),
                           _("_Restore…"), G_CALLBACK (restore_cb));
  add_progress (self);
}

/**
 * hearth_backup_group_new:
 * @client: the service
 *
 * Returns: (transfer floating): the group
 */
GtkWidget *
hearth_backup_group_new (HearthClient *client)
{
  HearthBackupGroup *self = g_object_new (HEARTH_TYPE_BACKUP_GROUP, NULL);

  self->client = g_object_ref (client);
  return GTK_WIDGET (self);
}
