/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-dock.h"

#include "hearth-dock-config.h"

#include <glib/gi18n.h>
#ifdef HAVE_X11
#include "hearth-dock-x11.h"

#include <gdk/x11/gdkx.h>
#endif
#ifdef HAVE_LAYER_SHELL
#include "hearth-dock-layer.h"

#include <gtk4-layer-shell.h>
#endif
#include <string.h>

G_DEFINE_INTERFACE (HearthDock, hearth_dock, G_TYPE_OBJECT)

static void
hearth_dock_default_init (HearthDockInterface *iface)
{
}

/* Whether the desktop of this session is known to have no layers for panels of others. */
static gboolean
is_without_layers (void)
{
#ifdef HAVE_LAYER_SHELL
  g_auto (GStrv) desktops = g_strsplit (g_getenv ("XDG_CURRENT_DESKTOP") ?: "", ":", -1);

  return g_strv_contains ((const char *const *) desktops, "GNOME");
#else
  return TRUE;
#endif
}

static gboolean
has_x11 (void)
{
#ifdef HAVE_X11
  const char *display = g_getenv ("DISPLAY");

  return display != NULL && *display != '\0';
#else
  return FALSE;
#endif
}

/**
 * hearth_dock_choose_backend:
 * @side: where the owner wants the panel
 *
 * Has GDK speak X11 where a Wayland compositor has no place for a docked panel but runs Xwayland.
 * To be called before GTK is initialized; what `GDK_BACKEND` says comes first. Where X11 cannot be
 * reached after all, GDK goes on with Wayland.
 */
void
hearth_dock_choose_backend (HearthDockSide side)
{
  if (side != HEARTH_DOCK_SIDE_NONE && g_getenv ("GDK_BACKEND") == NULL && has_x11 () &&
      is_without_layers ())
    gdk_set_allowed_backends ("x11,*");
}

/**
 * hearth_dock_find_means:
 * @display: the panel's display
 *
 * Returns: how the panel can stand at the side of it
 */
HearthDockMeans
hearth_dock_find_means (GdkDisplay *display)
{
#ifdef HAVE_X11
  if (GDK_IS_X11_DISPLAY (display))
    return HEARTH_DOCK_MEANS_X11;
#endif
#ifdef HAVE_LAYER_SHELL
  if (gtk_layer_is_supported ())
    return HEARTH_DOCK_MEANS_LAYER;
#endif
  return has_x11 () && g_getenv ("GDK_BACKEND") == NULL ? HEARTH_DOCK_MEANS_X11_LATER
                                                        : HEARTH_DOCK_MEANS_NONE;
}

/**
 * hearth_dock_explain:
 * @means: how the panel can stand at the side
 * @side: where the owner wants it
 * @reserves: whether space is reserved for it now
 *
 * Returns: (transfer none): a sentence that says what works here
 */
const char *
hearth_dock_explain (HearthDockMeans means, HearthDockSide side, gboolean reserves)
{
  if (means == HEARTH_DOCK_MEANS_NONE)
    return _("This desktop has no place at its side for other programs, so it stays a window.");
  if (side == HEARTH_DOCK_SIDE_NONE)
    return _("Docked, it keeps its place at the edge of the screen.");
  if (means == HEARTH_DOCK_MEANS_X11_LATER)
    return _("It moves to the edge when it is opened anew.");
  if (!reserves)
    return _("Another screen begins at this edge, so windows can lie under it.");
  return _("Other windows keep clear of it.");
}

/**
 * hearth_dock_new:
 * @means: how the panel can stand at the side
 *
 * Returns: (transfer full) (nullable): what holds it there, or %NULL where nothing can
 */
HearthDock *
hearth_dock_new (HearthDockMeans means)
{
#ifdef HAVE_X11
  if (means == HEARTH_DOCK_MEANS_X11)
    return HEARTH_DOCK (hearth_dock_x11_new ());
#endif
#ifdef HAVE_LAYER_SHELL
  if (means == HEARTH_DOCK_MEANS_LAYER)
    return HEARTH_DOCK (hearth_dock_layer_new ());
#endif
  return NULL;
}

/**
 * hearth_dock_dup_monitor:
 * @display: a display
 * @connector: the name of a monitor's connector, such as "DP-1", or ""
 *
 * Returns: (transfer full) (nullable): that monitor; if there is none of that name the primary
 *   one, or the first; %NULL only if there is no monitor at all
 */
GdkMonitor *
hearth_dock_dup_monitor (GdkDisplay *display, const char *connector)
{
  GListModel *monitors = gdk_display_get_monitors (display);

  for (guint i = 0; *connector != '\0' && i < g_list_model_get_n_items (monitors); i++) {
    g_autoptr (GdkMonitor) monitor = g_list_model_get_item (monitors, i);

    if (g_strcmp0 (gdk_monitor_get_connector (monitor), connector) == 0)
      return g_steal_pointer (&monitor);
  }
#ifdef HAVE_X11
  if (GDK_IS_X11_DISPLAY (display)) {
    GdkMonitor *primary = gdk_x11_display_get_primary_monitor (display);

    if (primary != NULL)
      return g_object_ref (primary);
  }
#endif
  return g_list_model_get_item (monitors, 0);
}

/**
 * hearth_dock_attach:
 * @self: a dock
 * @window: a window that is not realized
 * @side: left or right
 * @width: how wide it is to be, in application pixels
 * @monitor: where
 *
 * Puts a window at the side of a monitor. It follows the monitor and what others leave free of
 * it. To be called again where one of these is to be another.
 */
void
hearth_dock_attach (HearthDock *self, GtkWindow *window, HearthDockSide side, int width,
                    GdkMonitor *monitor)
{
  HEARTH_DOCK_GET_IFACE (self)->attach (self, window, side, width, monitor);
}

/**
 * hearth_dock_detach:
 * @self: a dock
 *
 * Lets its window be an ordinary one again. The window must not be realized.
 */
void
hearth_dock_detach (HearthDock *self)
{
  HEARTH_DOCK_GET_IFACE (self)->detach (self);
}

/**
 * hearth_dock_focus:
 * @self: a dock
 *
 * Gives its window the keyboard.
 */
void
hearth_dock_focus (HearthDock *self)
{
  HEARTH_DOCK_GET_IFACE (self)->focus (self);
}

/**
 * hearth_dock_reserves:
 * @self: a dock
 *
 * Returns: whether other windows are kept clear of it
 */
gboolean
hearth_dock_reserves (HearthDock *self)
{
  return HEARTH_DOCK_GET_IFACE (self)->reserves (self);
}

/**
 * hearth_dock_release:
 * @self: a dock
 *
 * Gives the space of its window to others again, while it is still on the screen. It is kept anew
 * by hearth_dock_attach().
 */
void
hearth_dock_release (HearthDock *self)
{
  if (HEARTH_DOCK_GET_IFACE (self)->release != NULL)
    HEARTH_DOCK_GET_IFACE (self)->release (self);
}

/**
 * hearth_dock_is_released:
 * @self: a dock whose space was given back
 *
 * Returns: whether its window may go now: the desktop has passed on what it was told
 */
gboolean
hearth_dock_is_released (HearthDock *self)
{
  return HEARTH_DOCK_GET_IFACE (self)->is_released == NULL ||
         HEARTH_DOCK_GET_IFACE (self)->is_released (self);
}

/**
 * hearth_dock_focus_undocked:
 * @window: an ordinary window, on the screen
 *
 * Asks for the keyboard as of now. gtk_window_present() asks as of the last time that its owner
 * used the window, which a window manager may find too long ago.
 *
 * Returns: whether that can be asked for: on X11
 */
gboolean
hearth_dock_focus_undocked (GtkWindow *window)
{
#ifdef HAVE_X11
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (window));

  if (surface != NULL && GDK_IS_X11_SURFACE (surface)) {
    gdk_toplevel_focus (GDK_TOPLEVEL (surface), gdk_x11_get_server_time (surface));
    return TRUE;
  }
#endif
  return FALSE;
}
