/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-launcher-count.h"

#include "hearth-clock.h"
#include "hearth-paths.h"
#include "hearth-today.h"

/* Who shows such numbers owns this name: the docks of Ubuntu and of KDE, Dash to Dock, Plank. */
#define LISTENER "com.canonical.Unity"
#define INTERFACE "com.canonical.Unity.LauncherEntry"
#define OBJECT_PATH "/io/github/hearthdesktop/Hearth/LauncherEntry"
#define SETTING "launcher-count"

/* Much changes at once while mail is read; a number that jumps helps nobody. */
#define REST_MS 1500

/**
 * HearthLauncherCount:
 *
 * The number at Hearth's icon in the desktop's launcher: how many things need the owner, the same
 * as in Today, and not how much mail is unread. Counted only while a launcher is there that shows
 * it.
 */
struct _HearthLauncherCount {
  GObject parent_instance;

  HearthEngine *engine; /* (owned) */
  GSettings *settings;  /* (owned) */
  GDBusConnection *bus; /* (owned) */
  char *uri;            /* (owned): of the launcher */
  guint watch;
  guint timer;
  gboolean listened; /* a launcher is there */
  gint64 told;       /* the number that it shows, or -1 */
};

G_DEFINE_FINAL_TYPE (HearthLauncherCount, hearth_launcher_count, G_TYPE_OBJECT)

static gint64
count (HearthLauncherCount *self)
{
  g_autoptr (GDateTime) now = hearth_clock_dup_local ();
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthToday) today = NULL;

  if (!g_settings_get_boolean (self->settings, SETTING))
    return 0;
  today = hearth_today_load (hearth_engine_get_reader (self->engine), now, &error);
  if (today == NULL) {
    g_warning ("What needs the owner cannot be counted: %s", error->message);
    return 0;
  }
  return today->things->len;
}

static void
tell (HearthLauncherCount *self, gint64 number)
{
  GVariantBuilder properties;

  g_variant_builder_init (&properties, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&properties, "{sv}", "count", g_variant_new_int64 (number));
  g_variant_builder_add (&properties, "{sv}", "count-visible", g_variant_new_boolean (number > 0));
  g_dbus_connection_emit_signal (self->bus, NULL, OBJECT_PATH, INTERFACE, "Update",
                                 g_variant_new ("(sa{sv})", self->uri, &properties), NULL);
}

static gboolean
look_cb (gpointer user_data)
{
  HearthLauncherCount *self = user_data;
  gint64 number = count (self);

  self->timer = 0;
  if (number != self->told)
    tell (self, number);
  self->told = number;
  return G_SOURCE_REMOVE;
}

static void
look_later (HearthLauncherCount *self)
{
  if (self->listened && self->timer == 0)
    self->timer = g_timeout_add (REST_MS, look_cb, self);
}

static void
appeared_cb (GDBusConnection *bus, const char *name, const char *owner, gpointer user_data)
{
  HearthLauncherCount *self = user_data;

  self->listened = TRUE;
  self->told = -1;
  look_later (self);
}

static void
vanished_cb (GDBusConnection *bus, const char *name, gpointer user_data)
{
  HearthLauncherCount *self = user_data;

  self->listened = FALSE;
  g_clear_handle_id (&self->timer, g_source_remove);
}

static void
hearth_launcher_count_dispose (GObject *object)
{
  HearthLauncherCount *self = HEARTH_LAUNCHER_COUNT (object);

  g_clear_handle_id (&self->watch, g_bus_unwatch_name);
  g_clear_handle_id (&self->timer, g_source_remove);
  /* Who does not look whether Hearth is still there would show the number for ever. */
  if (self->listened && self->told > 0)
    tell (self, 0);
  self->listened = FALSE;
  g_clear_object (&self->engine);
  g_clear_object (&self->settings);
  g_clear_object (&self->bus);
  G_OBJECT_CLASS (hearth_launcher_count_parent_class)->dispose (object);
}

static void
hearth_launcher_count_finalize (GObject *object)
{
  g_free (HEARTH_LAUNCHER_COUNT (object)->uri);
  G_OBJECT_CLASS (hearth_launcher_count_parent_class)->finalize (object);
}

static void
hearth_launcher_count_class_init (HearthLauncherCountClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_launcher_count_dispose;
  G_OBJECT_CLASS (klass)->finalize = hearth_launcher_count_finalize;
}

static void
hearth_launcher_count_init (HearthLauncherCount *self)
{
  self->told = -1;
}

/**
 * hearth_launcher_count_new:
 * @engine: the engine
 * @settings: Hearth's settings, of which "launcher-count" says whether there is a number
 * @bus: the session bus
 * @demo: whether it is the demo's launcher
 *
 * Returns: (transfer full): what tells the launcher, while one listens
 */
HearthLauncherCount *
hearth_launcher_count_new (HearthEngine *engine, GSettings *settings, GDBusConnection *bus,
                           gboolean demo)
{
  HearthLauncherCount *self = g_object_new (HEARTH_TYPE_LAUNCHER_COUNT, NULL);

  self->engine = g_object_ref (engine);
  self->settings = g_object_ref (settings);
  self->bus = g_object_ref (bus);
  self->uri =
      g_strdup_printf ("application://%s.desktop", demo ? HEARTH_DEMO_APP_ID : HEARTH_APP_ID);
  g_signal_connect_object (engine, "changed", G_CALLBACK (look_later), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::" SETTING, G_CALLBACK (look_later), self,
                           G_CONNECT_SWAPPED);
  self->watch = g_bus_watch_name_on_connection (bus, LISTENER, G_BUS_NAME_WATCHER_FLAGS_NONE,
                                                appeared_cb, vanished_cb, self, NULL);
  return self;
}
