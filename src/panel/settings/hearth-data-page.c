/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-data-page.h"

#include "hearth-backup-group.h"
#include "hearth-setting-rows.h"
#include "hearth-toast.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixfdlist.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

/**
 * HearthDataPage:
 *
 * What Hearth keeps: all of it to back up and to take along, and all of it to erase.
 */
struct _HearthDataPage {
  AdwPreferencesPage parent_instance;

  HearthClient *client;         /* (owned) */
  GSettings *settings;          /* (owned) */
  GtkFileChooserNative *dialog; /* (owned) (nullable) */
  GtkWidget *word;              /* (unowned) (nullable): of the dialog that says goodbye */
};

G_DEFINE_FINAL_TYPE (HearthDataPage, hearth_data_page, ADW_TYPE_PREFERENCES_PAGE)

static void
say (HearthDataPage *self, const char *text)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (ADW_IS_PREFERENCES_WINDOW (root))
    adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (root), hearth_toast_new (text));
}

static HearthBusDaemon1 *
get_proxy (HearthDataPage *self)
{
  g_autoptr (GError) error = NULL;
  HearthBusDaemon1 *proxy = hearth_client_get_proxy (self->client, &error);

  if (proxy == NULL)
    say (self, error->message);
  return proxy;
}

/* Taking it along ------------------------------------------------------------------------------ */

static void
exported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthDataPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gint64 n = 0;

  if (hearth_bus_daemon1_call_export_finish (HEARTH_BUS_DAEMON1 (source), &n, NULL, result, &error))
    text =
        g_strdup_printf (ngettext ("%u record was written", "%u records were written", (guint) n),
                         (guint) n);
  else
    text = hearth_client_dup_message (error);
  say (self, text);
}

static void
export_to (HearthDataPage *self, const char *path)
{
  HearthBusDaemon1 *proxy = get_proxy (self);
  g_autoptr (GUnixFDList) fds = NULL;
  int fd;

  if (proxy == NULL)
    return;
  fd = g_open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) {
    g_autofree char *text =
        g_strdup_printf (_("“%s” cannot be written: %s"), path, g_strerror (errno));

    say (self, text);
    return;
  }
  fds = g_unix_fd_list_new_from_array (&fd, 1);
  hearth_bus_daemon1_call_export (proxy, g_variant_new_handle (0), fds, NULL, exported_cb,
                                  g_object_ref (self));
}

static void
file_chosen_cb (HearthDataPage *self, int response)
{
  if (response == GTK_RESPONSE_ACCEPT) {
    g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->dialog));
    g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

    if (path != NULL)
      export_to (self, path);
  }
  g_clear_object (&self->dialog);
}

static void
export_cb (HearthDataPage *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *name = g_date_time_format (now, "hearth-%Y-%m-%d.jsonl");

  if (self->dialog != NULL)
    return;
  self->dialog = gtk_file_chooser_native_new (_("Export Everything"),
                                              GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                              GTK_FILE_CHOOSER_ACTION_SAVE, _("_Export"), NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->dialog), name);
  g_signal_connect_swapped (self->dialog, "response", G_CALLBACK (file_chosen_cb), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->dialog));
}

/* Goodbye -------------------------------------------------------------------------------------- */

static void
end_cb (GtkDialog *dialog, const char *response, gpointer user_data)
{
  g_application_quit (g_application_get_default ());
}

static void
erased_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthDataPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) left = NULL;
  g_autofree char *list = NULL;
  GtkWidget *dialog;

  if (!hearth_bus_daemon1_call_goodbye_finish (HEARTH_BUS_DAEMON1 (source), &left, result,
                                               &error)) {
    g_autofree char *message = hearth_client_dup_message (error);

    say (self, message);
    return;
  }
  list = g_strjoinv ("\n", left);
  dialog =
      adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), _("Goodbye"),
                              *list != '\0' ? _("Not all of it could be erased:")
                                            : _("All that Hearth kept on this computer is "
                                                 "erased. Be well."));
  if (*list != '\0')
    adw_message_dialog_format_body (ADW_MESSAGE_DIALOG (dialog), "%s\n%s",
                                    _("Not all of it could be erased:"), list);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
  g_signal_connect (dialog, "response", G_CALLBACK (end_cb), NULL);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
answered_cb (GtkWidget *dialog, const char *response, HearthDataPage *self)
{
  HearthBusDaemon1 *proxy;

  self->word = NULL;
  if (strcmp (response, "erase") != 0)
    return;
  proxy = get_proxy (self);
  if (proxy != NULL)
    hearth_bus_daemon1_call_goodbye (proxy, "erase everything", NULL, erased_cb,
                                     g_object_ref (self));
}

static char *
dup_name (HearthDataPage *self)
{
  char *name = g_settings_get_string (self->settings, "companion-name");

  if (*name != '\0')
    return name;
  g_free (name);
  return g_strdup ("Hearth");
}

/* The name has to be typed: nothing here can be undone. */
static void
typed_cb (GtkEditable *word, GtkWidget *dialog)
{
  HearthDataPage *self = g_object_get_data (G_OBJECT (dialog), "page");
  g_autofree char *name = dup_name (self);
  g_autofree char *typed = g_utf8_casefold (gtk_editable_get_text (word), -1);
  g_autofree char *wanted = g_utf8_casefold (name, -1);

  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (dialog), "erase",
                                           strcmp (g_strstrip (typed), wanted) == 0);
}

static void
goodbye_cb (HearthDataPage *self)
{
  g_autofree char *name = dup_name (self);
  g_autofree char *label = NULL;
  GtkWidget *dialog = adw_message_dialog_new (
      GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), _("Say Goodbye?"),
      _("All that Hearth keeps on this computer is erased: conversations, memories, reminders, "
         "drafts, mail that was not sent yet, lessons, settings, accounts, and the keys in the "
         "keyring. Your mail and calendars themselves stay.\n\nThis cannot be undone. Export "
         "everything first if you may want it back."));

  /* Translators: %s is the companion's name */
  label = g_strdup_printf (_("Type “%s” to erase everything"), name);
  self->word = gtk_entry_new ();
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->word), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->word), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), self->word);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "erase",
                                    _("_Erase Everything"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "erase",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (dialog), "erase", FALSE);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_object_set_data (G_OBJECT (dialog), "page", self);
  g_signal_connect (self->word, "changed", G_CALLBACK (typed_cb), dialog);
  g_signal_connect_object (dialog, "response", G_CALLBACK (answered_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* ---------------------------------------------------------------------------------------------- */

static void
hearth_data_page_dispose (GObject *object)
{
  HearthDataPage *self = HEARTH_DATA_PAGE (object);

  g_clear_object (&self->dialog);
  g_clear_object (&self->client);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (hearth_data_page_parent_class)->dispose (object);
}

static void
hearth_data_page_class_init (HearthDataPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_data_page_dispose;
}

static void
add_row (HearthDataPage *self, const char *title, const char *subtitle, const char *label,
         gboolean destructive, GCallback pressed)
{
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  if (destructive)
    gtk_widget_add_css_class (button, "destructive-action");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), button);
  g_signal_connect_swapped (button, "clicked", pressed, self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), ADW_PREFERENCES_GROUP (group));
}

static void
hearth_data_page_init (HearthDataPage *self)
{
  adw_preferences_page_set_name (ADW_PREFERENCES_PAGE (self), "data");
  adw_preferences_page_set_title (ADW_PREFERENCES_PAGE (self), _("Data"));
  adw_preferences_page_set_icon_name (ADW_PREFERENCES_PAGE (self), "drive-harddisk-symbolic");
}

/**
 * hearth_data_page_new:
 * @client: the service
 * @settings: Hearth's settings
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *
hearth_data_page_new (HearthClient *client, GSettings *settings)
{
  HearthDataPage *self = g_object_new (HEARTH_TYPE_DATA_PAGE, NULL);
  GtkWidget *group = adw_preferences_group_new ();

  self->client = g_object_ref (client);
  self->settings = g_object_ref (settings);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                             hearth_switch_row_new (settings, "desktop-search",
                                                    _("Find my mail from the desktop’s search"),
                                                    _("Events and people, too")));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), ADW_PREFERENCES_GROUP (group));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self),
                            ADW_PREFERENCES_GROUP (hearth_backup_group_new (client)));
  add_row (self, _("Take everything along"),
           _("Conversations, memories, reminders, drafts, the journal and settings, as a file of "
              "JSON lines. There is no password in it."),
           _("_Export…"), FALSE, G_CALLBACK (export_cb));
  add_row (self, _("Say goodbye"),
           _("Erases all that Hearth keeps, with the keys in the keyring."), _("_Erase…"), TRUE,
           G_CALLBACK (goodbye_cb));
  return GTK_WIDGET (self);
}
