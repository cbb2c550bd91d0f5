/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-deaf.h"

/**
 * HearthDeaf:
 *
 * Holds buttons that must not be hit by accident, or by a click that was meant for what stood
 * there before: they do not listen until they have been in sight, and in one place, for half a
 * second.
 *
 * Whatever moves on the screen moves in a frame, so the place is looked at after each frame
 * that is drawn anyhow, and nothing runs while nothing moves.
 */
struct _HearthDeaf {
  GtkWidget parent_instance;

  GdkFrameClock *frame_clock; /* (owned) (nullable): while it is in sight */
  gulong painted;
  graphene_point_t place; /* in the window, when it was drawn last */
  gboolean placed;
  gint64 still_since; /* monotonic */
  guint wake;
};

G_DEFINE_FINAL_TYPE (HearthDeaf, hearth_deaf, GTK_TYPE_WIDGET)

static gboolean
wake_cb (gpointer user_data)
{
  HearthDeaf *self = user_data;
  gint64 left = self->still_since + HEARTH_DEAF_MS * 1000 - g_get_monotonic_time ();

  /* It moved meanwhile: it goes on not listening. */
  if (left > 0) {
    self->wake = g_timeout_add ((guint) (left / 1000 + 1), wake_cb, self);
    return G_SOURCE_REMOVE;
  }
  self->wake = 0;
  gtk_widget_remove_css_class (GTK_WIDGET (self), "deaf");
  return G_SOURCE_REMOVE;
}

static void
painted_cb (GdkFrameClock *frame_clock, gpointer user_data)
{
  HearthDeaf *self = user_data;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  graphene_point_t place;

  if (root == NULL || !gtk_widget_compute_point (GTK_WIDGET (self), GTK_WIDGET (root),
                                                 &GRAPHENE_POINT_INIT (0, 0), &place))
    return;
  if (self->placed && graphene_point_near (&place, &self->place, 0.5f))
    return;
  self->place = place;
  self->placed = TRUE;
  hearth_deaf_restart (self);
}

static gboolean
event_cb (GtkEventControllerLegacy *controller, GdkEvent *event, gpointer user_data)
{
  GdkEventType type = gdk_event_get_event_type (event);

  /* What begins while it is deaf is not heard at all, however long it lasts. */
  if (type != GDK_BUTTON_PRESS && type != GDK_TOUCH_BEGIN && type != GDK_KEY_PRESS)
    return GDK_EVENT_PROPAGATE;
  if (type == GDK_KEY_PRESS) {
    guint key = gdk_key_event_get_keyval (event);

    /* One can always go on to something else. */
    if (key != GDK_KEY_Return && key != GDK_KEY_KP_Enter && key != GDK_KEY_space &&
        key != GDK_KEY_KP_Space && key != GDK_KEY_ISO_Enter)
      return GDK_EVENT_PROPAGATE;
  }
  return hearth_deaf_listens (user_data) ? GDK_EVENT_PROPAGATE : GDK_EVENT_STOP;
}

static void
hearth_deaf_map (GtkWidget *widget)
{
  HearthDeaf *self = HEARTH_DEAF (widget);

  GTK_WIDGET_CLASS (hearth_deaf_parent_class)->map (widget);
  self->placed = FALSE;
  hearth_deaf_restart (self);
  self->frame_clock = g_object_ref (gtk_widget_get_frame_clock (widget));
  self->painted =
      g_signal_connect (self->frame_clock, "after-paint", G_CALLBACK (painted_cb), self);
}

static void
hearth_deaf_unmap (GtkWidget *widget)
{
  HearthDeaf *self = HEARTH_DEAF (widget);

  g_clear_signal_handler (&self->painted, self->frame_clock);
  g_clear_object (&self->frame_clock);
  g_clear_handle_id (&self->wake, g_source_remove);
  GTK_WIDGET_CLASS (hearth_deaf_parent_class)->unmap (widget);
}

static void
hearth_deaf_dispose (GObject *object)
{
  HearthDeaf *self = HEARTH_DEAF (object);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));

  if (child != NULL)
    gtk_widget_unparent (child);
  g_clear_handle_id (&self->wake, g_source_remove);
  G_OBJECT_CLASS (hearth_deaf_parent_class)->dispose (object);
}

static void
hearth_deaf_class_init (HearthDeafClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hearth_deaf_dispose;
  widget_class->map = hearth_deaf_map;
  widget_class->unmap = hearth_deaf_unmap;
  gtk_widget_class_set_css_name (widget_class, "deeds");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
hearth_deaf_init (HearthDeaf *self)
{
  GtkEventController *events = gtk_event_controller_legacy_new ();

  gtk_event_controller_set_propagation_phase (events, GTK_PHASE_CAPTURE);
  g_signal_connect (events, "event", G_CALLBACK (event_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), events);
}

/**
 * hearth_deaf_new:
 * @child: (transfer floating): buttons
 *
 * Returns: (transfer floating): what holds them, and hears nothing at first
 */
GtkWidget *
hearth_deaf_new (GtkWidget *child)
{
  GtkWidget *self = g_object_new (HEARTH_TYPE_DEAF, NULL);

  gtk_widget_set_parent (child, self);
  return self;
}

/**
 * hearth_deaf_restart:
 * @self: what holds buttons
 *
 * Does not listen for the next %HEARTH_DEAF_MS milliseconds: what its buttons do is another thing
 * than a moment ago.
 */
void
hearth_deaf_restart (HearthDeaf *self)
{
  self->still_since = g_get_monotonic_time ();
  gtk_widget_add_css_class (GTK_WIDGET (self), "deaf");
  if (self->wake == 0)
    self->wake = g_timeout_add (HEARTH_DEAF_MS, wake_cb, self);
}

/**
 * hearth_deaf_listens:
 * @self: what holds buttons
 *
 * Returns: whether they have been in sight and in one place long enough; what they do is to ask for
 *   this first, since assistive technologies press a button without any event
 */
gboolean
hearth_deaf_listens (HearthDeaf *self)
{
  return gtk_widget_get_mapped (GTK_WIDGET (self)) && self->placed &&
         g_get_monotonic_time () - self->still_since >= HEARTH_DEAF_MS * 1000;
}
