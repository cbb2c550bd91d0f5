/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-dock-place.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HearthDock:
 *
 * A way of holding the panel at the side of the desktop: a layer of a Wayland compositor, or a
 * dock window on X11.
 */
#define HEARTH_TYPE_DOCK (hearth_dock_get_type ())
G_DECLARE_INTERFACE (HearthDock, hearth_dock, HEARTH, DOCK, GObject)

/**
 * HearthDockInterface:
 * @attach: puts a window, which is not realized, at a side of a monitor
 * @detach: makes it an ordinary window again; it is not realized
 * @focus: gives it the keyboard, whatever the window manager thinks of that
 * @reserves: whether other windows are kept clear of it
 * @release: (nullable): gives its space back, before its window goes
 * @is_released: (nullable): whether other windows were told so
 *
 * A way of holding the panel at the side of the desktop.
 */
struct _HearthDockInterface {
  GTypeInterface g_iface;

  void (*attach) (HearthDock *self, GtkWindow *window, HearthDockSide side, int width,
                  GdkMonitor *monitor);
  void (*detach) (HearthDock *self);
  void (*focus) (HearthDock *self);
  gboolean (*reserves) (HearthDock *self);
  void (*release) (HearthDock *self);
  gboolean (*is_released) (HearthDock *self);
};

/**
 * HearthDockMeans:
 * @HEARTH_DOCK_MEANS_NONE: no way is known here
 * @HEARTH_DOCK_MEANS_X11: a dock window
 * @HEARTH_DOCK_MEANS_LAYER: a surface of the compositor's layers
 * @HEARTH_DOCK_MEANS_X11_LATER: a dock window, once the panel starts with the X11 back end
 *
 * How the panel can stand at the side here.
 */
typedef enum {
  HEARTH_DOCK_MEANS_NONE,
  HEARTH_DOCK_MEANS_X11,
  HEARTH_DOCK_MEANS_LAYER,
  HEARTH_DOCK_MEANS_X11_LATER,
} HearthDockMeans;

void hearth_dock_choose_backend (HearthDockSide side);
HearthDockMeans hearth_dock_find_means (GdkDisplay *display);
const char *hearth_dock_explain (HearthDockMeans means, HearthDockSide side, gboolean reserves);
HearthDock *hearth_dock_new (HearthDockMeans means) G_GNUC_WARN_UNUSED_RESULT;
GdkMonitor *hearth_dock_dup_monitor (GdkDisplay *display,
                                     const char *connector) G_GNUC_WARN_UNUSED_RESULT;

void hearth_dock_attach (HearthDock *self, GtkWindow *window, HearthDockSide side, int width,
                         GdkMonitor *monitor);
void hearth_dock_detach (HearthDock *self);
void hearth_dock_focus (HearthDock *self);
gboolean hearth_dock_reserves (HearthDock *self);
void hearth_dock_release (HearthDock *self);
gboolean hearth_dock_is_released (HearthDock *self);
gboolean hearth_dock_focus_undocked (GtkWindow *window);

G_END_DECLS
