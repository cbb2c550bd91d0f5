/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-docking.h"

#include "hearth-dock.h"

/* How long a panel that was closed stays ready to be shown again at once; after that it costs
 * nothing. */
#define LINGER_S 300
/* The animations of style.css by which it comes and leaves. */
#define ARRIVE_MS 160
#define LEAVE_MS 120
/* A desktop that has not said by then that the space is free will not say it any more. */
#define RELEASE_MS 600
/* So long a compositor may take to give a window that asks for it the keyboard. */
#define FOCUS_MS 200

/**
 * HearthDocking:
 *
 * Where the panel stands, by its owner's settings, and how it comes and goes.
 */
struct _HearthDocking {
  GObject parent_instance;

  GSettings *settings;  /* (owned) */
  HearthWindow *window; /* (unowned) (nullable) */
  HearthDock *dock;     /* (owned) (nullable): an ordinary window has none */
  HearthDockSide side;  /* where it stands now */
  gint64 left;          /* when it began to leave, in monotonic microseconds */
  gboolean stay;        /* it waits for keys, and does not end by itself */
  guint linger, arrive, leave, focus;
};

G_DEFINE_FINAL_TYPE (HearthDocking, hearth_docking, G_TYPE_OBJECT)

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

static HearthDockSide
get_wanted (HearthDocking *self)
{
  g_autofree char *name = g_settings_get_string (self->settings, "dock-side");

  return hearth_dock_side_from_string (name);
}

static HearthDockMeans
find_means (HearthDocking *self)
{
  return hearth_dock_find_means (gtk_widget_get_display (GTK_WIDGET (self->window)));
}

static void
attach (HearthDocking *self)
{
  g_autofree char *connector = g_settings_get_string (self->settings, "dock-monitor");
  g_autoptr (GdkMonitor) monitor =
      hearth_dock_dup_monitor (gtk_widget_get_display (GTK_WIDGET (self->window)), connector);

  if (monitor != NULL)
    hearth_dock_attach (self->dock, GTK_WINDOW (self->window), self->side,
                        g_settings_get_int (self->settings, "panel-width"), monitor);
}

/* A panel that is docked for the first time stays on the monitor that it is on. */
static void
note_monitor (HearthDocking *self)
{
  GdkDisplay *display = gtk_widget_get_display (GTK_WIDGET (self->window));
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (self->window));
  g_autofree char *connector = g_settings_get_string (self->settings, "dock-monitor");
  GdkMonitor *monitor;

  if (*connector != '\0' || surface == NULL ||
      g_list_model_get_n_items (gdk_display_get_monitors (display)) < 2)
    return;
  monitor = gdk_display_get_monitor_at_surface (display, surface);
  if (monitor != NULL && gdk_monitor_get_connector (monitor) != NULL)
    g_settings_set_string (self->settings, "dock-monitor", gdk_monitor_get_connector (monitor));
}

/* A window manager reads what kind a window is when it is mapped: it gets a new one. */
static void
change_side (HearthDocking *self, HearthDockSide side, HearthDockMeans means)
{
  GtkWidget *window = GTK_WIDGET (self->window);
  gboolean visible = gtk_widget_get_visible (window);

  if (visible && self->side == HEARTH_DOCK_SIDE_NONE)
    hearth_window_keep (self->window);
  if (side != HEARTH_DOCK_SIDE_NONE)
    note_monitor (self);
  gtk_widget_set_visible (window, FALSE);
  if (gtk_widget_get_realized (window))
    gtk_widget_unrealize (window);
  if (self->dock != NULL && side == HEARTH_DOCK_SIDE_NONE) {
    hearth_dock_detach (self->dock);
    g_clear_object (&self->dock);
  }
  self->side = side;
  hearth_window_set_side (self->window, side);
  if (side != HEARTH_DOCK_SIDE_NONE) {
    if (self->dock == NULL)
      self->dock = hearth_dock_new (means);
    attach (self);
  }
  if (visible)
    hearth_docking_present (self);
}

static void
apply (HearthDocking *self)
{
  HearthDockSide side = get_wanted (self);
  HearthDockMeans means;

  if (self->window == NULL)
    return;
  means = find_means (self);
  if (means != HEARTH_DOCK_MEANS_X11 && means != HEARTH_DOCK_MEANS_LAYER)
    side = HEARTH_DOCK_SIDE_NONE;
  /* A surface of a layer stays one for as long as its window lives. */
  if (means == HEARTH_DOCK_MEANS_LAYER && self->dock != NULL && side == HEARTH_DOCK_SIDE_NONE)
    side = self->side;
  if (side != self->side)
    change_side (self, side, means);
  else if (self->dock != NULL)
    attach (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
show_now (HearthDocking *self)
{
  g_clear_handle_id (&self->linger, g_source_remove);
  g_clear_handle_id (&self->leave, g_source_remove);
  gtk_widget_remove_css_class (GTK_WIDGET (self->window), "leaving");
}

/* Whether it slides; a window is moved by the desktop, if at all. */
static gboolean
slides (HearthDocking *self)
{
  gboolean animate = FALSE;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self->window)), "gtk-enable-animations",
                &animate, NULL);
  return animate && self->side != HEARTH_DOCK_SIDE_NONE;
}

static gboolean
arrive_cb (gpointer user_data)
{
  HearthDocking *self = user_data;

  self->arrive = 0;
  if (self->window != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self->window), "arriving");
  return G_SOURCE_REMOVE;
}

/* From its edge. The class goes again: with it, a panel that only changes its side would slide
 * anew. */
static void
arrive (HearthDocking *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self->window)) || !slides (self))
    return;
  g_clear_handle_id (&self->arrive, g_source_remove);
  gtk_widget_add_css_class (GTK_WIDGET (self->window), "arriving");
  self->arrive = g_timeout_add (2 * ARRIVE_MS, arrive_cb, self);
}

/* It has what it takes to start anew where its owner wants it to be: then it ends when it is
 * closed. */
static gboolean
is_to_end (HearthDocking *self)
{
  return get_wanted (self) != self->side && find_means (self) != HEARTH_DOCK_MEANS_NONE;
}

static gboolean
linger_cb (gpointer user_data)
{
  HearthDocking *self = user_data;

  self->linger = 0;
  if (self->window != NULL)
    gtk_window_destroy (GTK_WINDOW (self->window));
  return G_SOURCE_REMOVE;
}

static gboolean
leave_cb (gpointer user_data)
{
  HearthDocking *self = user_data;

  self->leave = 0;
  if (self->window == NULL)
    return G_SOURCE_REMOVE;
  if (self->dock != NULL && !hearth_dock_is_released (self->dock) &&
      g_get_monotonic_time () - self->left < RELEASE_MS * 1000) {
    self->leave = g_timeout_add (20, leave_cb, self);
    return G_SOURCE_REMOVE;
  }
  gtk_widget_set_visible (GTK_WIDGET (self->window), FALSE);
  show_now (self);
  if (!self->stay)
    self->linger = g_timeout_add_seconds (LINGER_S, linger_cb, self);
  return G_SOURCE_REMOVE;
}

/* Closing hides it, so that it is there at once when it is wanted again. */
static gboolean
close_request_cb (GtkWindow *window, gpointer user_data)
{
  HearthDocking *self = user_data;

  if (is_to_end (self))
    return FALSE;
  if (self->leave != 0)
    return TRUE;
  self->left = g_get_monotonic_time ();
  if (self->dock != NULL)
    hearth_dock_release (self->dock);
  if (!slides (self) || !gtk_widget_get_mapped (GTK_WIDGET (window))) {
    leave_cb (self);
  } else {
    gtk_widget_add_css_class (GTK_WIDGET (window), "leaving");
    self->leave = g_timeout_add (LEAVE_MS, leave_cb, self);
  }
  return TRUE;
}

/* It, or a dialog of it. */
static gboolean
has_keyboard (HearthDocking *self)
{
  GtkWindow *active =
      gtk_application_get_active_window (gtk_window_get_application (GTK_WINDOW (self->window)));

  return active != NULL && gtk_window_is_active (active);
}

/* Where whoever asks for the panel has no activation token to hand on, as in GNOME Shell 43, a
 * compositor only says that the window wants attention. A window that is new gets the keyboard. */
static gboolean
focus_cb (gpointer user_data)
{
  HearthDocking *self = user_data;
  GtkWidget *window = GTK_WIDGET (self->window);

  self->focus = 0;
  if (window == NULL || !gtk_widget_get_visible (window) || has_keyboard (self))
    return G_SOURCE_REMOVE;
  if (self->dock != NULL) {
    hearth_dock_focus (self->dock);
  } else if (!hearth_dock_focus_undocked (GTK_WINDOW (window))) {
    gtk_widget_set_visible (window, FALSE);
    gtk_window_present (GTK_WINDOW (window));
  }
  return G_SOURCE_REMOVE;
}

static void
window_gone_cb (gpointer user_data, GObject *window)
{
  HearthDocking *self = user_data;

  self->window = NULL;
  self->side = HEARTH_DOCK_SIDE_NONE;
  g_clear_object (&self->dock);
  g_clear_handle_id (&self->linger, g_source_remove);
  g_clear_handle_id (&self->arrive, g_source_remove);
  g_clear_handle_id (&self->leave, g_source_remove);
  g_clear_handle_id (&self->focus, g_source_remove);
}

static void
hearth_docking_dispose (GObject *object)
{
  HearthDocking *self = HEARTH_DOCKING (object);

  if (self->window != NULL) {
    g_object_weak_unref (G_OBJECT (self->window), window_gone_cb, self);
    g_signal_handlers_disconnect_by_data (self->window, self);
    window_gone_cb (self, NULL);
  }
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (hearth_docking_parent_class)->dispose (object);
}

static void
hearth_docking_class_init (HearthDockingClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_docking_dispose;

  /**
   * HearthDocking::changed:
   *
   * The panel stands elsewhere, or what can be said of where it stands is another.
   */
  signals[CHANGED] = g_signal_new ("changed", HEARTH_TYPE_DOCKING, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
hearth_docking_init (HearthDocking *self)
{
}

/**
 * hearth_docking_new:
 * @settings: Hearth's settings
 *
 * Returns: (transfer full): what holds the panel where its owner wants it
 */
HearthDocking *
hearth_docking_new (GSettings *settings)
{
  HearthDocking *self = g_object_new (HEARTH_TYPE_DOCKING, NULL);

  self->settings = g_object_ref (settings);
  g_signal_connect_object (settings, "changed::dock-side", G_CALLBACK (apply), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::dock-monitor", G_CALLBACK (apply), self,
                           G_CONNECT_SWAPPED);
  return self;
}

/**
 * hearth_docking_set_window:
 * @self: the docking
 * @window: the panel, new and not yet on the screen
 *
 * From now on this is the panel. It is forgotten when it is destroyed.
 */
void
hearth_docking_set_window (HearthDocking *self, HearthWindow *window)
{
  if (self->window == window)
    return;
  self->window = window;
  g_object_weak_ref (G_OBJECT (window), window_gone_cb, self);
  /* First the window says whether it closes at all. */
  g_signal_connect_object (window, "close-request", G_CALLBACK (close_request_cb), self,
                           G_CONNECT_AFTER);
  g_signal_connect_object (gdk_display_get_monitors (gtk_widget_get_display (GTK_WIDGET (window))),
                           "items-changed", G_CALLBACK (apply), self, G_CONNECT_SWAPPED);
  apply (self);
}

/**
 * hearth_docking_present:
 * @self: the docking
 *
 * Brings the panel onto the screen, if it is not there, and gives it the keyboard.
 */
void
hearth_docking_present (HearthDocking *self)
{
  if (self->window == NULL)
    return;
  show_now (self);
  if (self->dock != NULL)
    attach (self);
  arrive (self);
  gtk_window_present (GTK_WINDOW (self->window));
  if (self->dock != NULL)
    hearth_dock_focus (self->dock);
  g_clear_handle_id (&self->focus, g_source_remove);
  self->focus = g_timeout_add (FOCUS_MS, focus_cb, self);
}

/**
 * hearth_docking_toggle:
 * @self: the docking
 *
 * Closes the panel if it has the keyboard, and brings it otherwise.
 */
void
hearth_docking_toggle (HearthDocking *self)
{
  if (self->window == NULL)
    return;
  /* A window that was hidden may still call itself active. */
  if (self->leave == 0 && gtk_widget_get_visible (GTK_WIDGET (self->window)) &&
      gtk_window_is_active (GTK_WINDOW (self->window)))
    gtk_window_close (GTK_WINDOW (self->window));
  else
    hearth_docking_present (self);
}

/**
 * hearth_docking_explain:
 * @self: the docking
 *
 * Returns: (transfer none): a sentence on what becomes here of where its owner wants it
 */
const char *
hearth_docking_explain (HearthDocking *self)
{
  HearthDockSide wanted = get_wanted (self);
  HearthDockMeans means = self->window != NULL ? find_means (self) : HEARTH_DOCK_MEANS_NONE;

  return hearth_dock_explain (means, wanted,
                              self->dock != NULL && hearth_dock_reserves (self->dock));
}

/**
 * hearth_docking_set_stay:
 * @self: the docking
 * @stay: whether the panel, once it was closed, stays ready for as long as the session lasts
 *
 * Says whether somebody waits here for keys that bring the panel back.
 */
void
hearth_docking_set_stay (HearthDocking *self, gboolean stay)
{
  self->stay = stay;
  g_clear_handle_id (&self->linger, g_source_remove);
  if (!stay && self->window != NULL && !gtk_widget_get_visible (GTK_WIDGET (self->window)))
    self->linger = g_timeout_add_seconds (LINGER_S, linger_cb, self);
}
