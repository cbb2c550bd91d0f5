/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-settings-window.h"

#include "hearth-account-row.h"
#include "hearth-account-window.h"
#include "hearth-calendars-page.h"
#include "hearth-clock.h"
#include "hearth-entry-rows.h"
#include "hearth-format.h"
#include "hearth-data-page.h"
#include "hearth-desktop-group.h"
#include "hearth-dock-group.h"
#include "hearth-notifications-page.h"
#include "hearth-permissions-page.h"
#include "hearth-services-page.h"
#include "hearth-voice-page.h"
#include "hearth-source-chooser.h"
#include "hearth-store-accounts.h"
#include "hearth-store-records.h"
#include "hearth-toast.h"

#include <glib/gi18n.h>

/**
 * HearthSettingsWindow:
 *
 * The preferences, a page for each thing that can be set.
 */
struct _HearthSettingsWindow {
  AdwPreferencesWindow parent_instance;

  GtkWidget *name;
  GtkWidget *owner_name;
  AdwPreferencesPage *general;
  AdwPreferencesGroup *accounts;
  AdwPreferencesGroup *sources;

  HearthClient *client;      /* (owned) (nullable) */
  GSettings *settings;       /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) */
  GPtrArray *account_rows;   /* (owned) (element-type HearthAccountRow): lent by the group */
  GPtrArray *rows;           /* (owned): one for each source of files, lent by the group */
};

G_DEFINE_FINAL_TYPE (HearthSettingsWindow, hearth_settings_window, ADW_TYPE_PREFERENCES_WINDOW)

static void
say (HearthSettingsWindow *self, const char *text)
{
  adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (self), hearth_toast_new (text));
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthSettingsWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!hearth_bus_daemon1_call_remove_source_finish (HEARTH_BUS_DAEMON1 (source), result, &error)) {
    g_autofree char *message = hearth_client_dup_message (error);

    say (self, message);
  }
}

static void
confirmed_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  HearthSettingsWindow *self = user_data;
  gint64 *id = g_object_get_data (G_OBJECT (dialog), "source");
  g_autoptr (GError) error = NULL;
  HearthBusDaemon1 *proxy;

  if (g_strcmp0 (response, "remove") != 0)
    return;
  proxy = hearth_client_get_proxy (self->client, &error);
  if (proxy == NULL)
    say (self, error->message);
  else
    hearth_bus_daemon1_call_remove_source (proxy, *id, NULL, removed_cb, g_object_ref (self));
}

static void
remove_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HearthSettingsWindow *self = HEARTH_SETTINGS_WINDOW (widget);
  GtkWidget *dialog;
  gint64 id;
  const char *name;

  g_variant_get (parameter, "(x&s)", &id, &name);
  dialog = adw_message_dialog_new (GTK_WINDOW (self), NULL, NULL);
  adw_message_dialog_format_heading (ADW_MESSAGE_DIALOG (dialog), _("Stop reading “%s”?"), name);
  adw_message_dialog_set_body (
      ADW_MESSAGE_DIALOG (dialog),
      _("What came from it is forgotten here. Its files, or the mail on its "
         "server, are not touched."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "remove",
                                    _("_Stop Reading"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "remove",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "source", g_memdup2 (&id, sizeof id), g_free);
  g_signal_connect_object (dialog, "response", G_CALLBACK (confirmed_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
added_cb (gboolean added, const char *problem, gpointer user_data)
{
  g_autoptr (HearthSettingsWindow) self = user_data;

  if (problem != NULL)
    say (self, problem);
}

static void
add_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HearthSettingsWindow *self = HEARTH_SETTINGS_WINDOW (widget);
  HearthSourceKind kind;

  if (hearth_source_kind_from_string (g_variant_get_string (parameter, NULL), &kind))
    hearth_source_chooser_run (widget, self->client, kind, added_cb, g_object_ref (self));
}

static void
add_account_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  GtkWindow *window = hearth_account_window_new (HEARTH_SETTINGS_WINDOW (widget)->client);

  gtk_window_set_transient_for (window, GTK_WINDOW (widget));
  gtk_window_present (window);
}

/* A window of its own: one page more would not fit side by side on a narrow screen. */
static void
open_page (GtkWidget *widget, const char *title, GtkWidget *page)
{
  GtkWidget *window = adw_preferences_window_new ();

  gtk_window_set_title (GTK_WINDOW (window), title);
  gtk_window_set_default_size (GTK_WINDOW (window), 420, 640);
  gtk_window_set_modal (GTK_WINDOW (window), TRUE);
  gtk_window_set_transient_for (GTK_WINDOW (window), GTK_WINDOW (widget));
  adw_preferences_window_set_search_enabled (ADW_PREFERENCES_WINDOW (window), FALSE);
  adw_preferences_window_add (ADW_PREFERENCES_WINDOW (window), ADW_PREFERENCES_PAGE (page));
  gtk_window_present (GTK_WINDOW (window));
}

static void
services_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  open_page (widget, _("What answers"),
             hearth_services_page_new (HEARTH_SETTINGS_WINDOW (widget)->client));
}

static void
voice_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HearthSettingsWindow *self = HEARTH_SETTINGS_WINDOW (widget);

  open_page (widget, _("Voice"), hearth_voice_page_new (self->client, self->settings));
}

static char *
describe (const HearthSource *source)
{
  g_autofree char *path = hearth_source_dup_place (source->path);
  g_autofree char *when = NULL;
  g_autofree char *items = NULL;

  if (source->last_error != NULL && *source->last_error != '\0')
    return g_strdup (source->last_error);
  if (source->last_sync == 0)
    return g_strdup_printf (_("being read\n%s"), path);
  when = hearth_format_day_short (source->last_sync, hearth_clock_now ());
  items = source->kind == HEARTH_SOURCE_ICS
              ? g_strdup_printf (ngettext ("%d event", "%d events", (gulong) source->n_items),
                                 (int) source->n_items)
          : source->kind == HEARTH_SOURCE_VCARD
              ? g_strdup_printf (ngettext ("%d contact", "%d contacts", (gulong) source->n_items),
                                 (int) source->n_items)
              : g_strdup_printf (ngettext ("%d message", "%d messages", (gulong) source->n_items),
                                 (int) source->n_items);
  /* Translators: “112 messages”, when they were last looked at, and the path. */
  return g_strdup_printf (_("%s · read %s\n%s"), items, when, path);
}

static void
add_row (HearthSettingsWindow *self, const HearthSource *source)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  g_autofree char *detail = describe (source);
  g_autofree char *title = g_markup_escape_text (source->name, -1);
  g_autofree char *subtitle = g_markup_escape_text (detail, -1);
  g_autofree char *name = g_strdup_printf (_("Stop reading %s"), source->name);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 3);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name (source->kind == HEARTH_SOURCE_ICS
                                                               ? "hearth-today-symbolic"
                                                           : source->kind == HEARTH_SOURCE_VCARD
                                                               ? "x-office-address-book-symbolic"
                                                               : "hearth-mail-symbolic"));
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "settings.remove");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(xs)", source->id, source->name);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_preferences_group_add (self->sources, row);
  g_ptr_array_add (self->rows, row);
}

/* What is read: accounts, and files; an account is a source too. */
typedef struct {
  GPtrArray *sources;  /* (element-type HearthSource) */
  GPtrArray *accounts; /* (element-type HearthAccount) */
} Lists;

static void
lists_free (gpointer data)
{
  Lists *lists = data;

  g_clear_pointer (&lists->sources, g_ptr_array_unref);
  g_clear_pointer (&lists->accounts, g_ptr_array_unref);
  g_free (lists);
}

static gpointer
read_sources (HearthDatabase *db, gpointer data, GError **error)
{
  Lists *lists = g_new0 (Lists, 1);

  lists->sources = hearth_store_sources_list (db, error);
  if (lists->sources != NULL)
    lists->accounts = hearth_store_accounts_list (db, error);
  if (lists->accounts == NULL)
    g_clear_pointer (&lists, lists_free);
  return lists;
}

static const HearthSource *
find_source (const Lists *lists, gint64 id)
{
  for (guint i = 0; i < lists->sources->len; i++) {
    const HearthSource *source = g_ptr_array_index (lists->sources, i);

    if (source->id == id)
      return source;
  }
  return NULL;
}

/* Rows stay where they are: somebody may be writing in one. */
static HearthAccountRow *
ensure_account_row (HearthSettingsWindow *self, gint64 id)
{
  GtkWidget *row;

  for (guint i = 0; i < self->account_rows->len; i++) {
    HearthAccountRow *known = g_ptr_array_index (self->account_rows, i);

    if (hearth_account_row_get_id (known) == id)
      return known;
  }
  row = hearth_account_row_new (self->client);
  adw_preferences_group_add (self->accounts, row);
  g_ptr_array_add (self->account_rows, row);
  return HEARTH_ACCOUNT_ROW (row);
}

static void
show_accounts (HearthSettingsWindow *self, const Lists *lists)
{
  for (guint i = self->account_rows->len; i > 0; i--) {
    HearthAccountRow *row = g_ptr_array_index (self->account_rows, i - 1);

    if (find_source (lists, hearth_account_row_get_id (row)) != NULL)
      continue;
    adw_preferences_group_remove (self->accounts, GTK_WIDGET (row));
    g_ptr_array_remove_index (self->account_rows, i - 1);
  }
  for (guint i = 0; i < lists->accounts->len; i++) {
    const HearthAccount *account = g_ptr_array_index (lists->accounts, i);
    const HearthSource *source = find_source (lists, account->id);

    if (source != NULL)
      hearth_account_row_show (ensure_account_row (self, account->id), account, source);
  }
}

static void
show_files (HearthSettingsWindow *self, const Lists *lists)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->sources, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < lists->sources->len; i++) {
    const HearthSource *source = g_ptr_array_index (lists->sources, i);

    if (hearth_source_kind_is_file (source->kind))
      add_row (self, source);
  }
  if (self->rows->len == 0) {
    GtkWidget *row = adw_action_row_new ();

    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("Nothing yet"));
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row),
                                 _("Add a mail folder, a mail file or a calendar."));
    adw_preferences_group_add (self->sources, row);
    g_ptr_array_add (self->rows, row);
  }
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthSettingsWindow *self = user_data;
  g_autoptr (GError) error = NULL;
  Lists *lists = hearth_client_read_finish (HEARTH_CLIENT (source), result, &error);

  if (lists == NULL)
    return;
  show_accounts (self, lists);
  show_files (self, lists);
  lists_free (lists);
}

static void
list_sources (HearthSettingsWindow *self)
{
  hearth_client_read_async (self->client, read_sources, NULL, NULL, lists_free, self->cancellable,
                            listed_cb, self);
}

/* From now on it is the owner's name for it, and stays. */
static void
name_typed_cb (HearthSettingsWindow *self)
{
  g_settings_set_boolean (self->settings, "companion-name-chosen", FALSE);
}

static void
bind (HearthSettingsWindow *self)
{
  g_settings_bind (self->settings, "companion-name", self->name, "text", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "owner-name", self->owner_name, "text", G_SETTINGS_BIND_DEFAULT);
  g_signal_connect_swapped (self->name, "changed", G_CALLBACK (name_typed_cb), self);
}

static void
hearth_settings_window_dispose (GObject *object)
{
  HearthSettingsWindow *self = HEARTH_SETTINGS_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  g_clear_object (&self->client);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (hearth_settings_window_parent_class)->dispose (object);
}

static void
hearth_settings_window_finalize (GObject *object)
{
  HearthSettingsWindow *self = HEARTH_SETTINGS_WINDOW (object);

  g_clear_object (&self->cancellable);
  g_ptr_array_unref (self->account_rows);
  g_ptr_array_unref (self->rows);
  G_OBJECT_CLASS (hearth_settings_window_parent_class)->finalize (object);
}

static void
hearth_settings_window_class_init (HearthSettingsWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = hearth_settings_window_dispose;
  object_class->finalize = hearth_settings_window_finalize;
  gtk_widget_class_install_action (widget_class, "settings.add", "s", add_cb);
  gtk_widget_class_install_action (widget_class, "settings.add-account", NULL, add_account_cb);
  gtk_widget_class_install_action (widget_class, "settings.services", NULL, services_cb);
  gtk_widget_class_install_action (widget_class, "settings.voice", NULL, voice_cb);
  gtk_widget_class_install_action (widget_class, "settings.remove", "(xs)", remove_cb);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/hearthdesktop/Hearth/settings/hearth-settings-window.ui");
  gtk_widget_class_bind_template_child (widget_class, HearthSettingsWindow, general);
  gtk_widget_class_bind_template_child (widget_class, HearthSettingsWindow, name);
  gtk_widget_class_bind_template_child (widget_class, HearthSettingsWindow, owner_name);
  gtk_widget_class_bind_template_child (widget_class, HearthSettingsWindow, accounts);
  gtk_widget_class_bind_template_child (widget_class, HearthSettingsWindow, sources);
}

static void
hearth_settings_window_init (HearthSettingsWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  hearth_entry_rows_name (self->name);
  hearth_entry_rows_name (self->owner_name);
  self->cancellable = g_cancellable_new ();
  self->account_rows = g_ptr_array_new ();
  self->rows = g_ptr_array_new ();
}

/**
 * hearth_settings_window_new:
 * @client: the panel's client
 * @settings: the panel's settings
 *
 * Returns: (transfer none): the preferences
 */
GtkWindow *
hearth_settings_window_new (HearthClient *client, GSettings *settings)
{
  HearthSettingsWindow *self = g_object_new (HEARTH_TYPE_SETTINGS_WINDOW, NULL);

  self->client = g_object_ref (client);
  self->settings = g_object_ref (settings);
  g_signal_connect_swapped (client, "changed::sources", G_CALLBACK (list_sources), self);
  bind (self);
  adw_preferences_page_add (self->general,
                            ADW_PREFERENCES_GROUP (hearth_dock_group_new (settings)));
  adw_preferences_page_add (self->general, ADW_PREFERENCES_GROUP (hearth_desktop_group_new (
                                               settings, hearth_client_is_demo (client))));
  list_sources (self);
  adw_preferences_window_add (ADW_PREFERENCES_WINDOW (self),
                              ADW_PREFERENCES_PAGE (
                                  hearth_notifications_page_new (client, settings)));
  adw_preferences_window_add (ADW_PREFERENCES_WINDOW (self),
                              ADW_PREFERENCES_PAGE (hearth_calendars_page_new (client, settings)));
  adw_preferences_window_add (ADW_PREFERENCES_WINDOW (self),
                              ADW_PREFERENCES_PAGE (hearth_permissions_page_new (client)));
  adw_preferences_window_add (ADW_PREFERENCES_WINDOW (self),
                              ADW_PREFERENCES_PAGE (hearth_data_page_new (client, settings)));
  return GTK_WINDOW (self);
}
