/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_SETTINGS_ENABLE_BACKEND
#include "config.h"

#include "hearth-application.h"

#include "hearth-account-window.h"
#include "hearth-autostart.h"
#include "hearth-client.h"
#include "hearth-dock.h"
#include "hearth-docking.h"
#include "hearth-farewell.h"
#include "hearth-help-window.h"
#include "hearth-notify-offer.h"
#include "hearth-opener.h"
#include "hearth-paths.h"
#include "hearth-release-notes.h"
#include "hearth-settings-window.h"
#include "hearth-window.h"

#include <gio/gsettingsbackend.h>
#include <glib/gi18n.h>
#include <stdlib.h>

#define RESOURCE_PATH "/io/github/hearthdesktop/Hearth"
/* A panel that was only started to take an action leaves when there was none. */
#define IDLE_MS 10000
/* Keys that are let go sooner were not held: the microphone stays open for one question. */
#define TAP_US 300000

/**
 * HearthApplication:
 *
 * The panel as a program: one window, what opens it (keys, files, addresses, notifications),
 * and what lasts while that is hidden. With the demo it has another name on the bus, so that
 * both run side by side.
 */
struct _HearthApplication {
  AdwApplication parent_instance;

  gboolean demo;
  gboolean leaving;               /* panel and service end, and nothing is asked any more */
  GSettings *settings;            /* (owned) (nullable) */
  HearthClient *client;           /* (owned) (nullable) */
  HearthOpener *opener;           /* (owned) (nullable) */
  HearthDocking *docking;         /* (owned) (nullable) */
  HearthGlobalShortcut *shortcut; /* (owned) (nullable) */
  HearthGlobalShortcut *talk;     /* (owned) (nullable): the keys that are held to speak */
  gint64 talking_since;           /* when they were pressed, or 0 (monotonic) */
  HearthDesktopAccent *accent;    /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (HearthApplication, hearth_application, ADW_TYPE_APPLICATION)

/* The demo keeps its settings in its own folder, as its service does: it never meets the owner's.
 * GSettings itself would end the process where the schema is missing, and name nobody who could
 * help. */
static GSettings *
open_settings (gboolean demo)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema =
      source != NULL ? g_settings_schema_source_lookup (source, HEARTH_APP_ID, TRUE) : NULL;
  g_autoptr (GSettingsBackend) backend = NULL;

  if (schema == NULL) {
    g_printerr (_("hearth: Hearth is not fully installed: the settings schema “%s” is missing. "
                   "Install it with “meson install”, or set GSETTINGS_SCHEMA_DIR.\n"),
                HEARTH_APP_ID);
    exit (1);
  }
  if (demo) {
    g_autofree char *folder = hearth_paths_dup_data_dir (TRUE);
    g_autofree char *path = g_build_filename (folder, "settings.ini", NULL);

    backend = g_keyfile_settings_backend_new (path, "/", NULL);
  }
  return g_settings_new_full (schema, backend, NULL);
}

/* A dialog is none of the windows that the application knows. */
static GtkWindow *
find_window (GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

    if (G_TYPE_CHECK_INSTANCE_TYPE (window, type))
      return window;
  }
  return NULL;
}

static HearthWindow *
ensure_window (HearthApplication *self)
{
  GtkWindow *window = find_window (HEARTH_TYPE_WINDOW);

  if (window == NULL)
    window = GTK_WINDOW (hearth_window_new (ADW_APPLICATION (self), self->client, self->settings));
  hearth_docking_set_window (self->docking, HEARTH_WINDOW (window));
  return HEARTH_WINDOW (window);
}

static void
present (HearthApplication *self)
{
  ensure_window (self);
  hearth_docking_present (self->docking);
}

static void
hearth_application_activate (GApplication *app)
{
  present (HEARTH_APPLICATION (app));
}

static void
hearth_application_open (GApplication *app, GFile **files, int n_files, const char *hint)
{
  HearthApplication *self = HEARTH_APPLICATION (app);
  HearthWindow *window = ensure_window (self);

  present (self);
  for (int i = 0; i < n_files; i++)
    hearth_opener_open (self->opener, window, files[i]);
}

static void
show_message_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HearthWindow *window = ensure_window (user_data);

  hearth_window_show_message (window, g_variant_get_int64 (parameter));
  present (user_data);
}

static void
show_letter_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HearthWindow *window = ensure_window (user_data);

  gtk_widget_activate_action (GTK_WIDGET (window), "win.letter", "x",
                              g_variant_get_int64 (parameter));
  present (user_data);
}

static void
show_event_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HearthWindow *window = ensure_window (user_data);
  gint64 id, start;

  g_variant_get (parameter, "(xx)", &id, &start);
  hearth_window_show_event (window, id, start,
                            g_str_equal (g_action_get_name (G_ACTION (action)), "show-briefing"));
  present (user_data);
}

static void
show_view_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HearthWindow *window = ensure_window (user_data);

  hearth_window_show_view (window, g_variant_get_string (parameter, NULL));
  present (user_data);
}

static void
find_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HearthWindow *window = ensure_window (user_data);

  hearth_window_find (window, g_variant_get_string (parameter, NULL));
  present (user_data);
}

static void
ask_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HearthWindow *window = ensure_window (user_data);

  hearth_window_ask (window, g_variant_get_string (parameter, NULL));
  present (user_data);
}

static void
listen_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HearthWindow *window = ensure_window (user_data);

  present (user_data);
  hearth_window_listen (window, FALSE);
}

static void
attach_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HearthWindow *window = ensure_window (user_data);
  g_autoptr (GFile) file = g_file_new_for_path (g_variant_get_bytestring (parameter));

  hearth_window_attach (window, file);
  present (user_data);
}

static void
toggle_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HearthApplication *self = user_data;

  ensure_window (self);
  hearth_docking_toggle (self->docking);
}

static void
shortcut_pressed_cb (HearthApplication *self)
{
  GtkWindow *window = GTK_WINDOW (ensure_window (self));

  if (gtk_widget_get_visible (GTK_WIDGET (window)) &&
      hearth_global_shortcut_took_focus (self->shortcut, window))
    gtk_window_close (window);
  else
    hearth_docking_toggle (self->docking);
}

/* Who waits for keys is there when they are pressed. */
static void
shortcut_changed_cb (HearthApplication *self)
{
  hearth_docking_set_stay (self->docking, hearth_global_shortcut_is_on (self->shortcut) ||
                                              hearth_global_shortcut_is_on (self->talk));
}

/* What is being said, by whomever, ends; or the microphone opens. */
static void
talk_pressed_cb (HearthApplication *self)
{
  HearthWindow *window = ensure_window (self);

  self->talking_since = 0;
  if (hearth_window_hush (window))
    return;
  self->talking_since = g_get_monotonic_time ();
  present (self);
  hearth_window_listen (window, TRUE);
}

static void
talk_released_cb (HearthApplication *self)
{
  GtkWindow *window = find_window (HEARTH_TYPE_WINDOW);

  if (window != NULL && self->talking_since != 0 &&
      g_get_monotonic_time () - self->talking_since >= TAP_US)
    hearth_window_let_go (HEARTH_WINDOW (window));
  self->talking_since = 0;
}

/* A parameter, if any, names the page. */
static void
preferences_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HearthApplication *self = user_data;
  GtkWindow *window = find_window (HEARTH_TYPE_SETTINGS_WINDOW);

  if (window == NULL)
    window = hearth_settings_window_new (self->client, self->settings);
  if (parameter != NULL)
    adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (window),
                                                  g_variant_get_string (parameter, NULL));
  gtk_window_set_transient_for (window, GTK_WINDOW (ensure_window (self)));
  gtk_window_present (window);
}

static void
add_account_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HearthApplication *self = user_data;
  GtkWindow *window = hearth_account_window_new (self->client);

  gtk_window_set_transient_for (window, GTK_WINDOW (ensure_window (self)));
  gtk_window_present (window);
}

static void
help_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gtk_window_present (hearth_help_window_new (GTK_WINDOW (ensure_window (user_data))));
}

/* What is new, as the metainfo says it. */
static char *
dup_release_notes (void)
{
  g_autoptr (GBytes) metainfo = g_resources_lookup_data (RESOURCE_PATH "/metainfo.xml", 0, NULL);
  gsize size;
  const char *data = g_bytes_get_data (metainfo, &size);

  return hearth_release_notes_read (data, size);
}

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (user_data));
  const char *const developers[] = { _("The Hearth developers"), NULL };
  g_autofree char *notes = dup_release_notes ();

  adw_show_about_window (window, "application-name", _("Hearth"), "application-icon",
                         HEARTH_APP_ID, "version", HEARTH_VERSION, "license-type",
                         GTK_LICENSE_GPL_3_0, "developer-name", _("The Hearth developers"),
                         "comments",
                         _("A companion at the side of the desktop, that reads your mail and "
                            "calendar with you and says what needs you."),
                         "website", "https://github.com/hearthdesktop/hearth", "issue-url",
                         "https://github.com/hearthdesktop/hearth/issues", "developers", developers,
                         "copyright", "© 2026 The Hearth developers", "release-notes", notes,
                         "release-notes-version", HEARTH_VERSION,
                         /* Translators: your names, a line each. */
                         "translator-credits", _("translator-credits"), NULL);
}

static void
demo_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  const char *argv[] = { program, "--demo", NULL };
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  if (program != NULL)
    process = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_NONE, &error);
  if (process == NULL)
    g_warning ("The demo could not be started: %s",
               error != NULL ? error->message : "no /proc/self/exe");
}

static void
stopped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GApplication) app = user_data;

  hearth_bus_daemon1_call_quit_finish (HEARTH_BUS_DAEMON1 (source), result, NULL);
  g_application_quit (app);
}

/* An account of a provider that is known by name; its servers are found by the address all the
 * same. */
static void
add_account_of_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HearthApplication *self = user_data;
  GtkWindow *window = hearth_account_window_new (self->client);

  hearth_account_window_set_provider (HEARTH_ACCOUNT_WINDOW (window),
                                      g_variant_get_string (parameter, NULL));
  gtk_window_set_transient_for (window, GTK_WINDOW (ensure_window (self)));
  gtk_window_present (window);
}

/* Ends the panel and the service without asking. */
static void
leave_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HearthApplication *self = user_data;
  HearthBusDaemon1 *proxy =
      self->client != NULL ? hearth_client_get_proxy (self->client, NULL) : NULL;
  GList *windows = g_list_copy (gtk_application_get_windows (GTK_APPLICATION (self)));

  self->leaving = TRUE;
  g_application_hold (G_APPLICATION (self));
  g_list_free_full (windows, (GDestroyNotify) gtk_window_close);
  if (proxy != NULL)
    hearth_bus_daemon1_call_quit (proxy, NULL, stopped_cb, g_object_ref (self));
  else
    g_application_quit (G_APPLICATION (self));
}

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (user_data));

  if (window != NULL)
    hearth_farewell_ask (window);
  else
    leave_cb (NULL, NULL, user_data);
}

static void
add_actions (HearthApplication *self)
{
  static const GActionEntry actions[] = {
    { .name = "show-message", .activate = show_message_cb, .parameter_type = "x" },
    { .name = "show-letter", .activate = show_letter_cb, .parameter_type = "x" },
    { .name = "show-event", .activate = show_event_cb, .parameter_type = "(xx)" },
    { .name = "show-briefing", .activate = show_event_cb, .parameter_type = "(xx)" },
    { .name = "show-view", .activate = show_view_cb, .parameter_type = "s" },
    { .name = "find", .activate = find_cb, .parameter_type = "s" },
    { .name = "ask", .activate = ask_cb, .parameter_type = "s" },
    { .name = "listen", .activate = listen_cb },
    { .name = "attach", .activate = attach_cb, .parameter_type = "ay" },
    { .name = "toggle", .activate = toggle_cb },
    { .name = "preferences", .activate = preferences_cb },
    { .name = "preferences-page", .activate = preferences_cb, .parameter_type = "s" },
    { .name = "add-account", .activate = add_account_cb },
    { .name = "add-account-of", .activate = add_account_of_cb, .parameter_type = "s" },
    { .name = "leave", .activate = leave_cb },
    { .name = "help", .activate = help_cb },
    { .name = "about", .activate = about_cb },
    { .name = "demo", .activate = demo_cb },
    { .name = "quit", .activate = quit_cb },
  };
  const char *const quit[] = { "<Control>q", NULL };
  const char *const preferences[] = { "<Control>comma", NULL };
  const char *const help[] = { "F1", NULL };

  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  gtk_application_set_accels_for_action (GTK_APPLICATION (self), "app.quit", quit);
  gtk_application_set_accels_for_action (GTK_APPLICATION (self), "app.preferences", preferences);
  gtk_application_set_accels_for_action (GTK_APPLICATION (self), "app.help", help);
}

static void
hearth_application_startup (GApplication *app)
{
  HearthApplication *self = HEARTH_APPLICATION (app);
  g_autofree char *side = NULL;

  self->settings = open_settings (self->demo);
  side = g_settings_get_string (self->settings, "dock-side");
  hearth_dock_choose_backend (hearth_dock_side_from_string (side));
  G_APPLICATION_CLASS (hearth_application_parent_class)->startup (app);
  /* Selecting a whole answer because Tab came by would be in the way of reading. */
  g_object_set (gtk_settings_get_default (), "gtk-label-select-on-focus", FALSE, NULL);
  if (g_strcmp0 (g_getenv ("HEARTH_DIRECTION"), "rtl") == 0)
    gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  gtk_window_set_default_icon_name (HEARTH_APP_ID);
  self->docking = hearth_docking_new (self->settings);
  self->accent = hearth_desktop_accent_new (self->settings);
  self->shortcut = hearth_global_shortcut_new (self->settings, HEARTH_SHORTCUT_PANEL);
  self->talk = hearth_global_shortcut_new (self->settings, HEARTH_SHORTCUT_TALK);
  g_signal_connect_swapped (self->shortcut, "pressed", G_CALLBACK (shortcut_pressed_cb), self);
  g_signal_connect_swapped (self->shortcut, "changed", G_CALLBACK (shortcut_changed_cb), self);
  g_signal_connect_swapped (self->talk, "pressed", G_CALLBACK (talk_pressed_cb), self);
  g_signal_connect_swapped (self->talk, "released", G_CALLBACK (talk_released_cb), self);
  g_signal_connect_swapped (self->talk, "changed", G_CALLBACK (shortcut_changed_cb), self);
  shortcut_changed_cb (self);
  g_type_ensure (HEARTH_TYPE_NOTIFY_OFFER);
  self->client = hearth_client_new (self->demo);
  self->opener = hearth_opener_new (self->client);
  hearth_client_start (self->client);
  add_actions (self);
  if (!self->demo) {
    g_autoptr (HearthAutostart) autostart = hearth_autostart_new (self->settings);

    hearth_autostart_keep (autostart);
  }
}

static void
hearth_application_shutdown (GApplication *app)
{
  HearthApplication *self = HEARTH_APPLICATION (app);

  G_APPLICATION_CLASS (hearth_application_parent_class)->shutdown (app);
  if (self->shortcut != NULL)
    g_signal_handlers_disconnect_by_data (self->shortcut, self);
  if (self->talk != NULL)
    g_signal_handlers_disconnect_by_data (self->talk, self);
  g_clear_object (&self->shortcut);
  g_clear_object (&self->talk);
  g_clear_object (&self->docking);
  g_clear_object (&self->opener);
  g_clear_object (&self->accent);
  g_clear_object (&self->client);
  g_clear_object (&self->settings);
}

/* What is said here is done in the panel that runs, if one does. */
static int
hearth_application_handle_local_options (GApplication *app, GVariantDict *options)
{
  g_autoptr (GError) error = NULL;
  const char *words = NULL;
  const char *path = NULL;

  if (g_variant_dict_contains (options, "version")) {
    g_print ("hearth %s\n", HEARTH_VERSION);
    return 0;
  }
  if (!g_application_register (app, NULL, &error)) {
    g_printerr ("hearth: %s\n", error->message);
    return 1;
  }
  if (g_variant_dict_lookup (options, "ask", "&s", &words)) {
    g_action_group_activate_action (G_ACTION_GROUP (app), "ask", g_variant_new_string (words));
    return g_application_get_is_remote (app) ? 0 : -1;
  }
  if (g_variant_dict_contains (options, "listen")) {
    g_action_group_activate_action (G_ACTION_GROUP (app), "listen", NULL);
    return g_application_get_is_remote (app) ? 0 : -1;
  }
  if (g_variant_dict_lookup (options, "attach", "^&ay", &path)) {
    g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
    const char *local = g_file_peek_path (file);

    if (local == NULL) {
      g_printerr ("hearth: %s\n", _("Only files can be opened."));
      return 1;
    }
    g_action_group_activate_action (G_ACTION_GROUP (app), "attach",
                                    g_variant_new_bytestring (local));
    return g_application_get_is_remote (app) ? 0 : -1;
  }
  if (g_variant_dict_contains (options, "toggle") && g_application_get_is_remote (app)) {
    g_action_group_activate_action (G_ACTION_GROUP (app), "toggle", NULL);
    return 0;
  }
  return -1;
}

static void
hearth_application_class_init (HearthApplicationClass *klass)
{
  GApplicationClass *app_class = G_APPLICATION_CLASS (klass);

  app_class->activate = hearth_application_activate;
  app_class->open = hearth_application_open;
  app_class->startup = hearth_application_startup;
  app_class->shutdown = hearth_application_shutdown;
  app_class->handle_local_options = hearth_application_handle_local_options;
}

static void
hearth_application_init (HearthApplication *self)
{
  const GOptionEntry options[] = {
    { "demo", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Open an invented mailbox"), NULL },
    { "toggle", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Open the panel, or close it if it is in front"),
      NULL },
    { "ask", 0, 0, G_OPTION_ARG_STRING, NULL, N_("Put a question"), N_("WORDS") },
    { "listen", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Open the panel and its microphone"), NULL },
    { "attach", 0, 0, G_OPTION_ARG_FILENAME, NULL, N_("Let a file go with the next question"),
      N_("FILE") },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Print the version and leave"), NULL },
    { NULL },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
  /* Translators: what can be opened, on the command line. */
  g_application_set_option_context_parameter_string (G_APPLICATION (self), _("[FILE|ADDRESS…]"));
  g_application_set_option_context_summary (
      G_APPLICATION (self),
      _("A companion at the side of the desktop. “hearth ctl” is the command line, hearthctl."));
}

/**
 * hearth_application_new:
 * @demo: whether to open the demo
 *
 * Returns: (transfer full): the panel's application
 */
HearthApplication *
hearth_application_new (gboolean demo)
{
  HearthApplication *self =
      g_object_new (HEARTH_TYPE_APPLICATION, "application-id",
                    demo ? HEARTH_DEMO_APP_ID : HEARTH_APP_ID, "resource-base-path", RESOURCE_PATH,
                    "flags", G_APPLICATION_HANDLES_OPEN, "inactivity-timeout", IDLE_MS, NULL);

  self->demo = demo;
  return self;
}

/**
 * hearth_application_get_settings:
 * @self: the application
 *
 * Returns: (transfer none) (nullable): its settings, once it has started
 */
GSettings *
hearth_application_get_settings (HearthApplication *self)
{
  return self->settings;
}

/**
 * hearth_application_is_leaving:
 * @self: the application
 *
 * Returns: whether the panel and the service are ending
 */
gboolean
hearth_application_is_leaving (HearthApplication *self)
{
  return self->leaving;
}

/**
 * hearth_application_get_docking:
 * @self: the application
 *
 * Returns: (transfer none) (nullable): what holds its panel where it stands, once it has started
 */
HearthDocking *
hearth_application_get_docking (HearthApplication *self)
{
  return self->docking;
}

/**
 * hearth_application_get_shortcut:
 * @self: the application
 * @purpose: what keys are for
 *
 * Returns: (transfer none) (nullable): the keys for that, once it has started
 */
HearthGlobalShortcut *
hearth_application_get_shortcut (HearthApplication *self, HearthShortcutPurpose purpose)
{
  return purpose == HEARTH_SHORTCUT_TALK ? self->talk : self->shortcut;
}

/**
 * hearth_application_get_accent:
 * @self: the application
 *
 * Returns: (transfer none) (nullable): what follows the desktop's accent, once it has started
 */
HearthDesktopAccent *
hearth_application_get_accent (HearthApplication *self)
{
  return self->accent;
}
