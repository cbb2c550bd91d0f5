/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-panel-launcher.h"

#include "hearth-paths.h"

/* How long a panel that was started may take to appear on the bus. */
#define START_SECONDS 15

/* One action on its way to the panel. */
typedef struct {
  GDBusConnection *bus; /* (owned) */
  gboolean demo;
  char *action;        /* (owned) */
  GVariant *parameter; /* (owned) (nullable) */
  char *token;         /* (owned) (nullable) */
  gboolean started;
  guint watch;
  guint timeout;
} Launch;

static void
launch_free (Launch *self)
{
  if (self->watch != 0)
    g_bus_unwatch_name (self->watch);
  g_clear_handle_id (&self->timeout, g_source_remove);
  g_object_unref (self->bus);
  g_free (self->action);
  g_clear_pointer (&self->parameter, g_variant_unref);
  g_free (self->token);
  g_free (self);
}

static const char *
panel_name (gboolean demo)
{
  return demo ? HEARTH_DEMO_APP_ID : HEARTH_APP_ID;
}

static const char *
panel_path (gboolean demo)
{
  return demo ? "/io/github/hearthdesktop/Hearth/Demo" : "/io/github/hearthdesktop/Hearth";
}

/* The panel beside this program, for a Hearth that is not installed; else where it is installed. */
static char *
find_panel (void)
{
  g_autofree char *self_path = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *dir = self_path != NULL ? g_path_get_dirname (self_path) : NULL;
  g_autofree char *beside = dir != NULL ? g_build_filename (dir, "hearth", NULL) : NULL;
  g_autofree char *built =
      dir != NULL ? g_build_filename (dir, "..", "panel", "hearth", NULL) : NULL;

  if (beside != NULL && g_file_test (beside, G_FILE_TEST_IS_EXECUTABLE))
    return g_steal_pointer (&beside);
  if (built != NULL && g_file_test (built, G_FILE_TEST_IS_EXECUTABLE))
    return g_steal_pointer (&built);
  return g_build_filename (HEARTH_BINDIR, "hearth", NULL);
}

static void call_panel (Launch *self);

static void
appeared_cb (GDBusConnection *bus, const char *name, const char *owner, gpointer user_data)
{
  Launch *self = user_data;

  g_bus_unwatch_name (self->watch);
  self->watch = 0;
  g_clear_handle_id (&self->timeout, g_source_remove);
  call_panel (self);
}

static gboolean
timeout_cb (gpointer user_data)
{
  Launch *self = user_data;

  g_warning ("The panel did not start");
  self->timeout = 0;
  launch_free (self);
  return G_SOURCE_REMOVE;
}

static void
start_panel (Launch *self)
{
  g_autofree char *path = find_panel ();
  const char *argv[] = { path, "--gapplication-service", self->demo ? "--demo" : NULL, NULL };
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  self->started = TRUE;
  process = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_NONE, &error);
  if (process == NULL) {
    g_warning ("The panel cannot be started: %s", error->message);
    launch_free (self);
    return;
  }
  self->timeout = g_timeout_add_seconds (START_SECONDS, timeout_cb, self);
  self->watch =
      g_bus_watch_name_on_connection (self->bus, panel_name (self->demo),
                                      G_BUS_NAME_WATCHER_FLAGS_NONE, appeared_cb, NULL, self, NULL);
}

static void
called_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Launch *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, &error);

  if (reply == NULL && !self->started) {
    start_panel (self);
    return;
  }
  if (reply == NULL)
    g_warning ("The panel does not answer: %s", error->message);
  launch_free (self);
}

static void
call_panel (Launch *self)
{
  GVariantBuilder parameters, platform;

  g_variant_builder_init (&parameters, G_VARIANT_TYPE ("av"));
  if (self->parameter != NULL)
    g_variant_builder_add (&parameters, "v", self->parameter);
  g_variant_builder_init (&platform, G_VARIANT_TYPE ("a{sv}"));
  if (self->token != NULL) {
    g_variant_builder_add (&platform, "{sv}", "activation-token",
                           g_variant_new_string (self->token));
    g_variant_builder_add (&platform, "{sv}", "desktop-startup-id",
                           g_variant_new_string (self->token));
  }
  g_dbus_connection_call (self->bus, panel_name (self->demo), panel_path (self->demo),
                          "org.freedesktop.Application", "ActivateAction",
                          g_variant_new ("(sava{sv})", self->action, &parameters, &platform), NULL,
                          G_DBUS_CALL_FLAGS_NONE, -1, NULL, called_cb, self);
}

/**
 * hearth_panel_launcher_activate:
 * @bus: the session bus
 * @demo: whether the demo's panel is meant
 * @action: one of the panel's actions, such as "show-message"
 * @parameter: (nullable): its parameter; floating references are taken
 * @token: (nullable): an activation token, so that the window may take the focus
 *
 * Opens the panel on something: through D-Bus activation, or where that is not installed by
 * starting the program.
 */
void
hearth_panel_launcher_activate (GDBusConnection *bus, gboolean demo, const char *action,
                                GVariant *parameter, const char *token)
{
  Launch *self = g_new0 (Launch, 1);

  self->bus = g_object_ref (bus);
  self->demo = demo;
  self->action = g_strdup (action);
  self->parameter = parameter != NULL ? g_variant_ref_sink (parameter) : NULL;
  self->token = g_strdup (token);
  call_panel (self);
}
