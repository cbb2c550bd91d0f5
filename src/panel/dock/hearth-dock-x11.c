/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-dock-x11.h"

#include <X11/Xatom.h>
#include <X11/Xlib.h>
#include <gdk/x11/gdkx.h>

/**
 * HearthDockX11:
 *
 * A dock of X11: a window of type DOCK with _NET_WM_STRUT_PARTIAL (Extended Window Manager Hints
 * 1.5). GTK 4 knows neither, so both are set behind its back whenever the window gets an X window.
 */
struct _HearthDockX11 {
  GObject parent_instance;

  GtkWindow *window;   /* (unowned) (nullable): attached */
  GdkDisplay *display; /* (owned) (nullable) */
  GdkMonitor *monitor; /* (owned) (nullable) */
  HearthDockSide side;
  int width;             /* in application pixels */
  HearthDockPlace place; /* in device pixels, as X11 has it */
  gboolean placed;       /* whether @place is told to the window manager */
  gboolean released;     /* the space is given back, and nothing is followed any more */
  gboolean unheard;      /* and the window manager has not said so yet */
  guint follow;
  guint repeat;  /* what is told again, later */
  guint repeats; /* how often it was, since it came */
};

/* How long after it came other windows have seen who has the keyboard now. */
#define REPEAT_MS 400
#define N_REPEATS 3

static void dock_init (HearthDockInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HearthDockX11, hearth_dock_x11, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (HEARTH_TYPE_DOCK, dock_init))

static Window
get_xid (HearthDockX11 *self)
{
  GdkSurface *surface =
      self->window != NULL ? gtk_native_get_surface (GTK_NATIVE (self->window)) : NULL;

  return surface != NULL && GDK_IS_X11_SURFACE (surface) ? gdk_x11_surface_get_xid (surface) : None;
}

static Atom
get_atom (HearthDockX11 *self, const char *name)
{
  return gdk_x11_get_xatom_by_name_for_display (self->display, name);
}

static HearthDockRect
to_device (const GdkRectangle *rect, int scale)
{
  return (HearthDockRect){ rect->x * scale, rect->y * scale, rect->width * scale,
                           rect->height * scale };
}

/* Field by field: what lies between them is not always copied. */
static gboolean
is_same (const HearthDockPlace *a, const HearthDockPlace *b)
{
  return memcmp (&a->rect, &b->rect, sizeof a->rect) == 0 && a->reserved == b->reserved &&
         memcmp (a->strut, b->strut, sizeof a->strut) == 0;
}

/* Where the window goes now; FALSE while the monitors are being changed. */
static gboolean
compute (HearthDockX11 *self, HearthDockPlace *place)
{
  GListModel *monitors = gdk_display_get_monitors (self->display);
  guint n = g_list_model_get_n_items (monitors), mine = n;
  g_autofree HearthDockRect *rects = g_new0 (HearthDockRect, n + 1);
  HearthDockRect work_area;
  GdkRectangle rect;
  int scale = 1;

  for (guint i = 0; i < n; i++) {
    g_autoptr (GdkMonitor) monitor = g_list_model_get_item (monitors, i);

    scale = gdk_monitor_get_scale_factor (monitor);
    gdk_monitor_get_geometry (monitor, &rect);
    rects[i] = to_device (&rect, scale);
    if (monitor == self->monitor)
      mine = i;
  }
  if (mine == n)
    return FALSE;
  gdk_x11_monitor_get_workarea (self->monitor, &rect);
  work_area = to_device (&rect, scale);
  hearth_dock_place_compute (self->side, self->width * scale, rects, n, mine, &work_area,
                             self->placed ? &self->place.rect : NULL, place);
  return place->rect.height > 0;
}

static void
set_properties (HearthDockX11 *self, Window xid)
{
  Display *xdisplay = gdk_x11_display_get_xdisplay (self->display);
  Atom dock = get_atom (self, "_NET_WM_WINDOW_TYPE_DOCK");
  gulong every = 0xffffffff;

  XChangeProperty (xdisplay, xid, get_atom (self, "_NET_WM_WINDOW_TYPE"), XA_ATOM, 32,
                   PropModeReplace, (guchar *) &dock, 1);
  XChangeProperty (xdisplay, xid, get_atom (self, "_NET_WM_DESKTOP"), XA_CARDINAL, 32,
                   PropModeReplace, (guchar *) &every, 1);
  if (self->place.reserved) {
    XChangeProperty (xdisplay, xid, get_atom (self, "_NET_WM_STRUT_PARTIAL"), XA_CARDINAL, 32,
                     PropModeReplace, (guchar *) self->place.strut, HEARTH_DOCK_N_STRUT);
    /* Older window managers know the first four alone. */
    XChangeProperty (xdisplay, xid, get_atom (self, "_NET_WM_STRUT"), XA_CARDINAL, 32,
                     PropModeReplace, (guchar *) self->place.strut, 4);
  } else {
    XDeleteProperty (xdisplay, xid, get_atom (self, "_NET_WM_STRUT_PARTIAL"));
    XDeleteProperty (xdisplay, xid, get_atom (self, "_NET_WM_STRUT"));
  }
}

static void
move (HearthDockX11 *self)
{
  const HearthDockRect *rect = &self->place.rect;
  Window xid = get_xid (self);

  if (xid == None)
    return;
  gdk_x11_display_error_trap_push (self->display);
  XMoveResizeWindow (gdk_x11_display_get_xdisplay (self->display), xid, rect->x, rect->y,
                     (guint) rect->width, (guint) rect->height);
  gdk_x11_display_error_trap_pop_ignored (self->display);
}

/* Tells the window, GTK and the window manager where it goes. */
static void
place (HearthDockX11 *self)
{
  Window xid = get_xid (self);
  HearthDockPlace wanted;
  int scale;

  if (self->window == NULL || !compute (self, &wanted))
    return;
  scale = gdk_monitor_get_scale_factor (self->monitor);
  self->place = wanted;
  gtk_window_set_default_size (self->window, wanted.rect.width / scale, wanted.rect.height / scale);
  if (xid == None)
    return;
  self->released = self->unheard = FALSE;
  gdk_x11_display_error_trap_push (self->display);
  set_properties (self, xid);
  gdk_x11_display_error_trap_pop_ignored (self->display);
  move (self);
  self->placed = TRUE;
}

/* Mutter 43 forgets to resize a maximized window of Wayland if that answers, just then, that it has
 * or has not the keyboard: the answer takes it from the queue. Whenever a dock comes or goes, both
 * happen at once. */
static gboolean
is_xwayland (void)
{
  return g_getenv ("WAYLAND_DISPLAY") != NULL ||
         g_strcmp0 (g_getenv ("XDG_SESSION_TYPE"), "wayland") == 0;
}

/* Space that is a line shorter, or longer again, is looked at anew. */
static gboolean
repeat_cb (gpointer user_data)
{
  HearthDockX11 *self = user_data;
  int end = self->side == HEARTH_DOCK_SIDE_LEFT ? 5 : 7; /* the last line of the strut */
  HearthDockPlace kept = self->place;
  Window xid = get_xid (self);

  if (xid != None && self->placed && !self->released && self->place.reserved &&
      self->place.rect.height > 1) {
    if (self->repeats % 2 == 0)
      self->place.strut[end]--;
    gdk_x11_display_error_trap_push (self->display);
    set_properties (self, xid);
    gdk_x11_display_error_trap_pop_ignored (self->display);
    self->place = kept;
  }
  if (++self->repeats <= N_REPEATS)
    return G_SOURCE_CONTINUE;
  self->repeat = 0;
  return G_SOURCE_REMOVE;
}

static void
repeat (HearthDockX11 *self)
{
  if (!is_xwayland ())
    return;
  g_clear_handle_id (&self->repeat, g_source_remove);
  self->repeats = 0;
  self->repeat = g_timeout_add (REPEAT_MS, repeat_cb, self);
}

static gboolean
follow_cb (gpointer user_data)
{
  HearthDockX11 *self = user_data;
  HearthDockPlace wanted;

  self->follow = 0;
  if (compute (self, &wanted) && !is_same (&wanted, &self->place))
    place (self);
  else
    move (self);
  return G_SOURCE_REMOVE;
}

/* A window manager changes several things in a row; the last state is what counts. */
static void
follow (HearthDockX11 *self)
{
  if (self->follow == 0 && self->window != NULL && !self->released)
    self->follow = g_timeout_add (50, follow_cb, self);
}

static gboolean
xevent_cb (GdkDisplay *display, gpointer xevent, gpointer user_data)
{
  HearthDockX11 *self = user_data;
  const XEvent *event = xevent;

  if (event->type == PropertyNotify &&
      event->xproperty.window == DefaultRootWindow (event->xproperty.display) &&
      event->xproperty.atom == get_atom (self, "_NET_WORKAREA")) {
    self->unheard = FALSE;
    follow (self);
  }
  return FALSE;
}

static void
realize_cb (HearthDockX11 *self)
{
  self->placed = FALSE;
  place (self);
}

/* A window manager may have put it elsewhere when it was hidden. */
static void
map_cb (HearthDockX11 *self)
{
  move (self);
  self->placed = self->window != NULL;
  follow (self);
  repeat (self);
}

/* While it is not on the screen nothing is reserved for it. */
static void
unmap_cb (HearthDockX11 *self)
{
  g_clear_handle_id (&self->follow, g_source_remove);
  g_clear_handle_id (&self->repeat, g_source_remove);
  self->placed = FALSE;
}

/* A dock gets no keyboard from a click. */
static void
pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, gpointer user_data)
{
  HearthDockX11 *self = user_data;
  GtkEventController *controller = GTK_EVENT_CONTROLLER (gesture);
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (self->window));

  if (!gtk_window_is_active (self->window))
    gdk_toplevel_focus (GDK_TOPLEVEL (surface),
                        gtk_event_controller_get_current_event_time (controller));
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
}

static void
add_click (HearthDockX11 *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), 0);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  gtk_event_controller_set_name (GTK_EVENT_CONTROLLER (click), "hearth-dock-click");
  g_signal_connect_object (click, "pressed", G_CALLBACK (pressed_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self->window), GTK_EVENT_CONTROLLER (click));
  g_object_set_data (G_OBJECT (self), "click", click);
}

/* GDK watches the root window for its own needs; what it watches stays. */
static void
watch_root (HearthDockX11 *self)
{
  Display *xdisplay = gdk_x11_display_get_xdisplay (self->display);
  Window root = DefaultRootWindow (xdisplay);
  XWindowAttributes attributes;

  if (XGetWindowAttributes (xdisplay, root, &attributes) != 0)
    XSelectInput (xdisplay, root, attributes.your_event_mask | PropertyChangeMask);
  g_signal_connect_object (self->display, "xevent", G_CALLBACK (xevent_cb), self, 0);
}

static void
set_monitor (HearthDockX11 *self, GdkMonitor *monitor)
{
  if (self->monitor != NULL)
    g_signal_handlers_disconnect_by_data (self->monitor, self);
  g_set_object (&self->monitor, monitor);
  if (monitor != NULL)
    g_signal_connect_object (monitor, "notify", G_CALLBACK (follow), self, G_CONNECT_SWAPPED);
}

static void
hearth_dock_x11_attach (HearthDock *dock, GtkWindow *window, HearthDockSide side, int width,
                        GdkMonitor *monitor)
{
  HearthDockX11 *self = HEARTH_DOCK_X11 (dock);

  self->side = side;
  self->width = width;
  set_monitor (self, monitor);
  if (self->window == window) {
    place (self);
    return;
  }
  self->window = window;
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &self->window);
  g_set_object (&self->display, gtk_widget_get_display (GTK_WIDGET (window)));
  watch_root (self);
  add_click (self);
  g_signal_connect_object (window, "realize", G_CALLBACK (realize_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (window, "map", G_CALLBACK (map_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (window, "unmap", G_CALLBACK (unmap_cb), self, G_CONNECT_SWAPPED);
  place (self);
}

static void
hearth_dock_x11_detach (HearthDock *dock)
{
  HearthDockX11 *self = HEARTH_DOCK_X11 (dock);

  g_clear_handle_id (&self->follow, g_source_remove);
  g_clear_handle_id (&self->repeat, g_source_remove);
  if (self->window != NULL) {
    g_signal_handlers_disconnect_by_data (self->window, self);
    gtk_widget_remove_controller (GTK_WIDGET (self->window),
                                  g_object_steal_data (G_OBJECT (self), "click"));
    g_object_remove_weak_pointer (G_OBJECT (self->window), (gpointer *) &self->window);
    self->window = NULL;
  }
  if (self->display != NULL)
    g_signal_handlers_disconnect_by_data (self->display, self);
  set_monitor (self, NULL);
  self->placed = FALSE;
}

/* Window managers do not focus a new dock, and refuse a request without a time. */
static void
hearth_dock_x11_focus (HearthDock *dock)
{
  HearthDockX11 *self = HEARTH_DOCK_X11 (dock);
  GdkSurface *surface =
      self->window != NULL ? gtk_native_get_surface (GTK_NATIVE (self->window)) : NULL;

  if (surface != NULL && GDK_IS_X11_SURFACE (surface))
    gdk_toplevel_focus (GDK_TOPLEVEL (surface), gdk_x11_get_server_time (surface));
}

static gboolean
hearth_dock_x11_reserves (HearthDock *dock)
{
  return HEARTH_DOCK_X11 (dock)->place.reserved;
}

static void
hearth_dock_x11_release (HearthDock *dock)
{
  HearthDockX11 *self = HEARTH_DOCK_X11 (dock);
  Window xid = get_xid (self);

  if (xid == None || !self->place.reserved || self->released)
    return;
  g_clear_handle_id (&self->follow, g_source_remove);
  g_clear_handle_id (&self->repeat, g_source_remove);
  self->released = TRUE;
  self->unheard = is_xwayland ();
  self->place.reserved = FALSE;
  gdk_x11_display_error_trap_push (self->display);
  set_properties (self, xid);
  gdk_x11_display_error_trap_pop_ignored (self->display);
}

static gboolean
hearth_dock_x11_is_released (HearthDock *dock)
{
  return !HEARTH_DOCK_X11 (dock)->unheard;
}

static void
dock_init (HearthDockInterface *iface)
{
  iface->release = hearth_dock_x11_release;
  iface->is_released = hearth_dock_x11_is_released;
  iface->attach = hearth_dock_x11_attach;
  iface->detach = hearth_dock_x11_detach;
  iface->focus = hearth_dock_x11_focus;
  iface->reserves = hearth_dock_x11_reserves;
}

static void
hearth_dock_x11_dispose (GObject *object)
{
  HearthDockX11 *self = HEARTH_DOCK_X11 (object);

  hearth_dock_x11_detach (HEARTH_DOCK (self));
  g_clear_object (&self->display);
  G_OBJECT_CLASS (hearth_dock_x11_parent_class)->dispose (object);
}

static void
hearth_dock_x11_class_init (HearthDockX11Class *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_dock_x11_dispose;
}

static void
hearth_dock_x11_init (HearthDockX11 *self)
{
}

/**
 * hearth_dock_x11_new:
 *
 * Returns: (transfer full): what docks a window on X11
 */
HearthDockX11 *
hearth_dock_x11_new (void)
{
  return g_object_new (HEARTH_TYPE_DOCK_X11, NULL);
}
