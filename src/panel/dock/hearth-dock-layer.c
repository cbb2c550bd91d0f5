/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-dock-layer.h"

#include <gtk4-layer-shell.h>

/**
 * HearthDockLayer:
 *
 * A surface of wlr-layer-shell, which KDE, COSMIC, sway and others have. The compositor places it,
 * follows monitors and bars, and keeps other windows clear of its exclusive zone.
 */
struct _HearthDockLayer {
  GObject parent_instance;

  GtkWindow *window; /* (unowned) (nullable): attached */
  guint unlock;
};

static void dock_init (HearthDockInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HearthDockLayer, hearth_dock_layer, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (HEARTH_TYPE_DOCK, dock_init))

static void
hearth_dock_layer_attach (HearthDock *dock, GtkWindow *window, HearthDockSide side, int width,
                          GdkMonitor *monitor)
{
  HearthDockLayer *self = HEARTH_DOCK_LAYER (dock);
  gboolean left = side == HEARTH_DOCK_SIDE_LEFT;

  if (self->window == NULL) {
    self->window = window;
    g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &self->window);
    gtk_layer_init_for_window (window);
    gtk_layer_set_namespace (window, "hearth");
    gtk_layer_set_layer (window, GTK_LAYER_SHELL_LAYER_TOP);
    gtk_layer_set_anchor (window, GTK_LAYER_SHELL_EDGE_TOP, TRUE);
    gtk_layer_set_anchor (window, GTK_LAYER_SHELL_EDGE_BOTTOM, TRUE);
    gtk_layer_set_keyboard_mode (window, GTK_LAYER_SHELL_KEYBOARD_MODE_ON_DEMAND);
    gtk_layer_auto_exclusive_zone_enable (window);
  }
  gtk_layer_set_anchor (window, GTK_LAYER_SHELL_EDGE_LEFT, left);
  gtk_layer_set_anchor (window, GTK_LAYER_SHELL_EDGE_RIGHT, !left);
  gtk_layer_set_monitor (window, monitor);
  gtk_window_set_default_size (window, width, -1);
}

static void
hearth_dock_layer_detach (HearthDock *dock)
{
  HearthDockLayer *self = HEARTH_DOCK_LAYER (dock);

  g_clear_handle_id (&self->unlock, g_source_remove);
  if (self->window == NULL)
    return;
  g_object_remove_weak_pointer (G_OBJECT (self->window), (gpointer *) &self->window);
  self->window = NULL;
}

static gboolean
unlock_cb (gpointer user_data)
{
  HearthDockLayer *self = user_data;

  self->unlock = 0;
  if (self->window != NULL)
    gtk_layer_set_keyboard_mode (self->window, GTK_LAYER_SHELL_KEYBOARD_MODE_ON_DEMAND);
  return G_SOURCE_REMOVE;
}

/* “On demand” waits for a click. “Exclusive” gets the keyboard at once, and would keep it. */
static void
hearth_dock_layer_focus (HearthDock *dock)
{
  HearthDockLayer *self = HEARTH_DOCK_LAYER (dock);

  if (self->window == NULL)
    return;
  gtk_layer_set_keyboard_mode (self->window, GTK_LAYER_SHELL_KEYBOARD_MODE_EXCLUSIVE);
  g_clear_handle_id (&self->unlock, g_source_remove);
  self->unlock = g_timeout_add (250, unlock_cb, self);
}

static gboolean
hearth_dock_layer_reserves (HearthDock *dock)
{
  return TRUE;
}

static void
dock_init (HearthDockInterface *iface)
{
  iface->attach = hearth_dock_layer_attach;
  iface->detach = hearth_dock_layer_detach;
  iface->focus = hearth_dock_layer_focus;
  iface->reserves = hearth_dock_layer_reserves;
}

static void
hearth_dock_layer_dispose (GObject *object)
{
  hearth_dock_layer_detach (HEARTH_DOCK (object));
  G_OBJECT_CLASS (hearth_dock_layer_parent_class)->dispose (object);
}

static void
hearth_dock_layer_class_init (HearthDockLayerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_dock_layer_dispose;
}

static void
hearth_dock_layer_init (HearthDockLayer *self)
{
}

/**
 * hearth_dock_layer_new:
 *
 * Returns: (transfer full): what docks a window in the layers of a Wayland compositor
 */
HearthDockLayer *
hearth_dock_layer_new (void)
{
  return g_object_new (HEARTH_TYPE_DOCK_LAYER, NULL);
}
