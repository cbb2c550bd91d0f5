/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-key-grab.h"

#include <X11/Xlib.h>
#include <gdk/x11/gdkx.h>

/**
 * HearthKeyGrab:
 *
 * Keys of the whole X11 session that are this program's for as long as this lives.
 */
struct _HearthKeyGrab {
  GObject parent_instance;

  GdkDisplay *display; /* (owned) */
  int keycode;
  guint modifiers; /* of X11 */
  gboolean down;   /* it is held: the keyboard repeats that it was pressed */
};

G_DEFINE_FINAL_TYPE (HearthKeyGrab, hearth_key_grab, G_TYPE_OBJECT)

enum { PRESSED, RELEASED, N_SIGNALS };

static guint signals[N_SIGNALS];

/* Caps Lock and, as everywhere in practice, Num Lock: a grab is of one exact set of modifiers. */
static const guint locks[] = { 0, LockMask, Mod2Mask, LockMask | Mod2Mask };

#define WATCHED (ShiftMask | ControlMask | Mod1Mask | Mod4Mask)

static guint
to_x11 (GdkModifierType modifiers)
{
  return (modifiers & GDK_SHIFT_MASK ? (guint) ShiftMask : 0) |
         (modifiers & GDK_CONTROL_MASK ? (guint) ControlMask : 0) |
         (modifiers & GDK_ALT_MASK ? (guint) Mod1Mask : 0) |
         (modifiers & GDK_SUPER_MASK ? (guint) Mod4Mask : 0);
}

static gboolean
xevent_cb (GdkDisplay *display, gpointer xevent, gpointer user_data)
{
  HearthKeyGrab *self = user_data;
  const XEvent *event = xevent;

  /* The keys that are held with it may be let go before it. */
  if (event->type == KeyRelease && self->down && event->xkey.keycode == (guint) self->keycode) {
    self->down = FALSE;
    g_signal_emit (self, signals[RELEASED], 0);
    return TRUE;
  }
  if (event->type != KeyPress || event->xkey.keycode != (guint) self->keycode ||
      event->xkey.window != DefaultRootWindow (event->xkey.display) ||
      (event->xkey.state & WATCHED) != self->modifiers)
    return FALSE;
  if (!self->down) {
    self->down = TRUE;
    g_signal_emit (self, signals[PRESSED], 0);
  }
  return TRUE;
}

static gboolean
grab (HearthKeyGrab *self)
{
  Display *xdisplay = gdk_x11_display_get_xdisplay (self->display);

  gdk_x11_display_error_trap_push (self->display);
  for (guint i = 0; i < G_N_ELEMENTS (locks); i++)
    XGrabKey (xdisplay, self->keycode, self->modifiers | locks[i], DefaultRootWindow (xdisplay),
              False, GrabModeAsync, GrabModeAsync);
  return gdk_x11_display_error_trap_pop (self->display) == 0;
}

static void
ungrab (HearthKeyGrab *self)
{
  Display *xdisplay = gdk_x11_display_get_xdisplay (self->display);

  gdk_x11_display_error_trap_push (self->display);
  for (guint i = 0; i < G_N_ELEMENTS (locks); i++)
    XUngrabKey (xdisplay, self->keycode, self->modifiers | locks[i], DefaultRootWindow (xdisplay));
  gdk_x11_display_error_trap_pop_ignored (self->display);
}

static void
hearth_key_grab_dispose (GObject *object)
{
  HearthKeyGrab *self = HEARTH_KEY_GRAB (object);

  if (self->display != NULL) {
    if (!gdk_display_is_closed (self->display))
      ungrab (self);
    g_signal_handlers_disconnect_by_data (self->display, self);
  }
  g_clear_object (&self->display);
  G_OBJECT_CLASS (hearth_key_grab_parent_class)->dispose (object);
}

static void
hearth_key_grab_class_init (HearthKeyGrabClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_key_grab_dispose;

  /**
   * HearthKeyGrab::pressed:
   *
   * The keys were pressed, in whatever program.
   */
  signals[PRESSED] = g_signal_new ("pressed", HEARTH_TYPE_KEY_GRAB, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  /**
   * HearthKeyGrab::released:
   *
   * The key is not held any more.
   */
  signals[RELEASED] = g_signal_new ("released", HEARTH_TYPE_KEY_GRAB, G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 0);
}

static void
hearth_key_grab_init (HearthKeyGrab *self)
{
}

/**
 * hearth_key_grab_new:
 * @display: a display of X11
 * @keyval: a key
 * @modifiers: what is held with it
 *
 * Returns: (transfer full) (nullable): the grab; %NULL if another program has these keys, or the
 *   keyboard has no such key
 */
HearthKeyGrab *
hearth_key_grab_new (GdkDisplay *display, guint keyval, GdkModifierType modifiers)
{
  Display *xdisplay = gdk_x11_display_get_xdisplay (display);
  int keycode = XKeysymToKeycode (xdisplay, keyval);
  g_autoptr (HearthKeyGrab) self = NULL;

  if (keycode == 0)
    return NULL;
  self = g_object_new (HEARTH_TYPE_KEY_GRAB, NULL);
  self->display = g_object_ref (display);
  self->keycode = keycode;
  self->modifiers = to_x11 (modifiers);
  if (!grab (self))
    return NULL;
  g_signal_connect (display, "xevent", G_CALLBACK (xevent_cb), self);
  return g_steal_pointer (&self);
}

/**
 * hearth_key_grab_has_focus:
 * @window: a window on X11
 *
 * While keys that were grabbed are down, GDK says of every window that it does not have the
 * keyboard. The X server says who had it, and has it again when they are let go.
 *
 * Returns: whether @window has the keyboard but for that
 */
gboolean
hearth_key_grab_has_focus (GtkWindow *window)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (window));
  Window focus = None, root, parent = None, *children = NULL;
  GdkDisplay *display;
  Display *xdisplay;
  unsigned int n_children;
  Window xid;
  int revert;

  if (surface == NULL || !GDK_IS_X11_SURFACE (surface))
    return FALSE;
  display = gdk_surface_get_display (surface);
  xdisplay = gdk_x11_display_get_xdisplay (display);
  xid = gdk_x11_surface_get_xid (surface);
  gdk_x11_display_error_trap_push (display);
  XGetInputFocus (xdisplay, &focus, &revert);
  /* GDK lets a child of its window have it. */
  if (focus != None && focus != PointerRoot && focus != xid &&
      XQueryTree (xdisplay, focus, &root, &parent, &children, &n_children) != 0 && children != NULL)
    XFree (children);
  gdk_x11_display_error_trap_pop_ignored (display);
  return focus == xid || (parent != None && parent == xid);
}
