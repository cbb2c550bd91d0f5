/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-desktop-accent.h"

#include "hearth-accent.h"

#include <adwaita.h>

#define PORTAL "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define SETTINGS "org.freedesktop.portal.Settings"
#define APPEARANCE "org.freedesktop.appearance"
#define ACCENT "accent-color"
#define TIMEOUT_MS 5000

/**
 * HearthDesktopAccent:
 *
 * Has the panel use the desktop's accent colour while its owner wants that and the desktop has one,
 * by the portal Settings. Libadwaita follows it by itself from 1.6 on, but not with the panel's
 * papers. In high contrast the panel's own colours stay: they are made for it.
 */
struct _HearthDesktopAccent {
  GObject parent_instance;

  GSettings *settings;       /* (owned) */
  GCancellable *cancellable; /* (owned) */
  GDBusConnection *bus;      /* (owned) (nullable): once it was asked for */
  GtkCssProvider *provider;  /* (owned) (nullable): while it is used */
  guint subscription;
  gboolean looking, asked, there;
  guint32 color;
};

G_DEFINE_FINAL_TYPE (HearthDesktopAccent, hearth_desktop_accent, G_TYPE_OBJECT)

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
drop_provider (HearthDesktopAccent *self)
{
  GdkDisplay *display = gdk_display_get_default ();

  if (self->provider != NULL && display != NULL)
    gtk_style_context_remove_provider_for_display (display, GTK_STYLE_PROVIDER (self->provider));
  g_clear_object (&self->provider);
}

static void
apply (HearthDesktopAccent *self)
{
  AdwStyleManager *style = adw_style_manager_get_default ();
  g_autofree char *css = NULL;

  drop_provider (self);
  if (!self->there || !g_settings_get_boolean (self->settings, "desktop-accent") ||
      adw_style_manager_get_high_contrast (style))
    return;
  css = hearth_accent_to_css (self->color, adw_style_manager_get_dark (style));
  self->provider = gtk_css_provider_new ();
  gtk_css_provider_load_from_data (self->provider, css, -1);
  /* Above the panel's own sheet. */
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (self->provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + 1);
}

static void
take (HearthDesktopAccent *self, GVariant *value)
{
  self->asked = TRUE;
  self->there = hearth_accent_read (value, &self->color);
  apply (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
setting_changed_cb (GDBusConnection *bus, const char *sender, const char *path,
                    const char *interface, const char *name, GVariant *parameters,
                    gpointer user_data)
{
  g_autoptr (GVariant) value = NULL;
  const char *namespace, *key;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ssv)")))
    return;
  g_variant_get (parameters, "(&s&sv)", &namespace, &key, &value);
  if (g_str_equal (namespace, APPEARANCE) && g_str_equal (key, ACCENT))
    take (HEARTH_DESKTOP_ACCENT (user_data), value);
}

/* A desktop without a portal, or without an accent, answers with an error. */
static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthDesktopAccent) self = user_data;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);
  g_autoptr (GVariant) value = NULL;

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (reply != NULL)
    g_variant_get (reply, "(v)", &value);
  take (self, value);
}

static void
bus_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthDesktopAccent) self = user_data;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, NULL);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (bus == NULL) {
    take (self, NULL);
    return;
  }
  self->bus = g_steal_pointer (&bus);
  self->subscription =
      g_dbus_connection_signal_subscribe (self->bus, PORTAL, SETTINGS, "SettingChanged",
                                          PORTAL_PATH, APPEARANCE, G_DBUS_SIGNAL_FLAGS_NONE,
                                          setting_changed_cb, self, NULL);
  g_dbus_connection_call (self->bus, PORTAL, PORTAL_PATH, SETTINGS, "Read",
                          g_variant_new ("(ss)", APPEARANCE, ACCENT), G_VARIANT_TYPE ("(v)"),
                          G_DBUS_CALL_FLAGS_NONE, TIMEOUT_MS, self->cancellable, read_cb,
                          g_object_ref (self));
}

static void
wish_changed_cb (HearthDesktopAccent *self)
{
  if (g_settings_get_boolean (self->settings, "desktop-accent"))
    hearth_desktop_accent_look (self);
  apply (self);
}

static void
hearth_desktop_accent_dispose (GObject *object)
{
  HearthDesktopAccent *self = HEARTH_DESKTOP_ACCENT (object);

  g_cancellable_cancel (self->cancellable);
  drop_provider (self);
  if (self->subscription != 0)
    g_dbus_connection_signal_unsubscribe (self->bus, self->subscription);
  self->subscription = 0;
  g_clear_object (&self->bus);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (hearth_desktop_accent_parent_class)->dispose (object);
}

static void
hearth_desktop_accent_finalize (GObject *object)
{
  g_clear_object (&HEARTH_DESKTOP_ACCENT (object)->cancellable);
  G_OBJECT_CLASS (hearth_desktop_accent_parent_class)->finalize (object);
}

static void
hearth_desktop_accent_class_init (HearthDesktopAccentClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hearth_desktop_accent_dispose;
  object_class->finalize = hearth_desktop_accent_finalize;
  /**
   * HearthDesktopAccent::changed:
   *
   * It is known whether the desktop has an accent, or it has another one.
   */
  signals[CHANGED] = g_signal_new ("changed", HEARTH_TYPE_DESKTOP_ACCENT, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
hearth_desktop_accent_init (HearthDesktopAccent *self)
{
  AdwStyleManager *style = adw_style_manager_get_default ();

  self->cancellable = g_cancellable_new ();
  g_signal_connect_object (style, "notify::dark", G_CALLBACK (apply), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (style, "notify::high-contrast", G_CALLBACK (apply), self,
                           G_CONNECT_SWAPPED);
}

/**
 * hearth_desktop_accent_new:
 * @settings: Hearth's settings
 *
 * Returns: (transfer full): what follows the desktop's accent; where its owner does not want that,
 *   the desktop is not asked before hearth_desktop_accent_look()
 */
HearthDesktopAccent *
hearth_desktop_accent_new (GSettings *settings)
{
  HearthDesktopAccent *self = g_object_new (HEARTH_TYPE_DESKTOP_ACCENT, NULL);

  self->settings = g_object_ref (settings);
  g_signal_connect_object (settings, "changed::desktop-accent", G_CALLBACK (wish_changed_cb), self,
                           G_CONNECT_SWAPPED);
  wish_changed_cb (self);
  return self;
}

/**
 * hearth_desktop_accent_look:
 * @self: an accent
 *
 * Asks the desktop for its accent, once; #HearthDesktopAccent::changed tells when it is known.
 */
void
hearth_desktop_accent_look (HearthDesktopAccent *self)
{
  if (self->looking)
    return;
  self->looking = TRUE;
  g_bus_get (G_BUS_TYPE_SESSION, self->cancellable, bus_cb, g_object_ref (self));
}

/**
 * hearth_desktop_accent_is_asked:
 * @self: an accent
 *
 * Returns: whether the desktop has answered
 */
gboolean
hearth_desktop_accent_is_asked (HearthDesktopAccent *self)
{
  return self->asked;
}

/**
 * hearth_desktop_accent_is_there:
 * @self: an accent
 *
 * Returns: whether the desktop has an accent, as far as is known
 */
gboolean
hearth_desktop_accent_is_there (HearthDesktopAccent *self)
{
  return self->there;
}
