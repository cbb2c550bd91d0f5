/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-presence-mark.h"

#include <glib/gi18n.h>
#include <math.h>

#define BREATH_SECONDS 4.0
#define THOUGHT_SECONDS 1.1
#define DEFAULT_SIZE 32
/* A voice is followed at once, and comes to rest more slowly: steps would flicker. */
#define ATTACK_SECONDS 0.04
#define RELEASE_SECONDS 0.18
/* Nearer to the level than so, nobody sees a difference. */
#define LEVEL_STEP 0.01

/**
 * HearthPresenceMark:
 *
 * The mark is the one thing that moves: a ring, an arch in it, and an ember under the arch.
 */
struct _HearthPresenceMark {
  GtkWidget parent_instance;

  HearthPresence presence;
  int size;
  guint tick;
  gint64 started; /* frame time in microseconds */
  gint64 ticked;  /* the frame before, or 0 */
  double phase;   /* from 0 to 1 in a period */
  double level;   /* of the voice that is heard, from 0 to 1 */
  double shown;   /* and as it is drawn */
};

G_DEFINE_FINAL_TYPE (HearthPresenceMark, hearth_presence_mark, GTK_TYPE_WIDGET)

enum {
  PROP_SIZE = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

static gboolean
is_animated (HearthPresenceMark *self)
{
  gboolean animations = FALSE;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &animations,
                NULL);
  return animations && gtk_widget_get_mapped (GTK_WIDGET (self));
}

static gboolean
breathes (HearthPresenceMark *self)
{
  return self->presence == HEARTH_PRESENCE_LISTENING || self->presence == HEARTH_PRESENCE_THINKING;
}

static gboolean
moves (HearthPresenceMark *self)
{
  return is_animated (self) && (breathes (self) || fabs (self->level - self->shown) > LEVEL_STEP);
}

/* Brings what is drawn nearer to what is heard. */
static void
follow_level (HearthPresenceMark *self, double seconds)
{
  double pace = self->level > self->shown ? ATTACK_SECONDS : RELEASE_SECONDS;

  self->shown += (self->level - self->shown) * (1 - exp (-seconds / pace));
}

static void update_tick (HearthPresenceMark *self);

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *frame_clock, gpointer user_data)
{
  HearthPresenceMark *self = HEARTH_PRESENCE_MARK (widget);
  gint64 now = gdk_frame_clock_get_frame_time (frame_clock);
  double period = self->presence == HEARTH_PRESENCE_THINKING ? THOUGHT_SECONDS : BREATH_SECONDS;

  if (self->started == 0)
    self->started = now;
  if (breathes (self))
    self->phase = fmod ((double) (now - self->started) / G_USEC_PER_SEC / period, 1.0);
  if (self->ticked != 0)
    follow_level (self, (double) (now - self->ticked) / G_USEC_PER_SEC);
  self->ticked = now;
  gtk_widget_queue_draw (widget);
  update_tick (self);
  return G_SOURCE_CONTINUE;
}

/* A tick callback keeps the frame clock running, so there is none while the mark stands still. */
static void
update_tick (HearthPresenceMark *self)
{
  gboolean wanted = moves (self);

  if (wanted && self->tick == 0) {
    self->started = self->ticked = 0;
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
  } else if (!wanted && self->tick != 0) {
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
    self->tick = 0;
    self->phase = 0;
    gtk_widget_queue_draw (GTK_WIDGET (self));
  }
  if (!is_animated (self))
    self->shown = self->level = 0;
}

static void
animations_changed_cb (HearthPresenceMark *self)
{
  update_tick (self);
}

static void
draw_arch (cairo_t *cr, double x, double base, double radius, double leg)
{
  cairo_new_path (cr);
  cairo_move_to (cr, x - radius, base);
  cairo_line_to (cr, x - radius, base - leg);
  cairo_arc (cr, x, base - leg, radius, G_PI, 2 * G_PI);
  cairo_line_to (cr, x + radius, base);
}

static void
hearth_presence_mark_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  HearthPresenceMark *self = HEARTH_PRESENCE_MARK (widget);
  double width = gtk_widget_get_width (widget);
  double height = gtk_widget_get_height (widget);
  double size = MIN (width, height);
  double unit = size / 32.0;
  double breath = self->tick != 0 && breathes (self) ? 0.5 - 0.5 * cos (self->phase * 2 * G_PI) : 0;
  double swell = MAX (breath * (1 - self->shown), self->shown);
  double pale = self->presence == HEARTH_PRESENCE_AWAY ? 0.45 : 1.0;
  GdkRGBA color;
  cairo_t *cr;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  cr = gtk_snapshot_append_cairo (snapshot,
                                  &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  cairo_translate (cr, (width - size) / 2, (height - size) / 2);
  cairo_scale (cr, unit, unit);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);

  cairo_set_source_rgba (cr, color.red, color.green, color.blue,
                         color.alpha * 0.10 * (1 + swell + 1.5 * self->shown));
  cairo_arc (cr, 16, 16, 14.5, 0, 2 * G_PI);
  cairo_fill (cr);
  cairo_set_source_rgba (cr, color.red, color.green, color.blue, color.alpha * pale);
  cairo_set_line_width (cr, 2.0);
  cairo_arc (cr, 16, 16, 14.5, 0, 2 * G_PI);
  cairo_stroke (cr);

  cairo_set_line_width (cr, 2.2);
  cairo_set_source_rgba (cr, color.red, color.green, color.blue,
                         color.alpha * pale * (1.0 - 0.35 * swell));
  draw_arch (cr, 16, 22.2, 7.3, 5.4);
  cairo_stroke (cr);

  /* The ember grows with breath and voice, and never leaves the arch. */
  cairo_set_source_rgba (cr, color.red, color.green, color.blue, color.alpha * pale);
  draw_arch (cr, 16, 23.2, 3.0 + 0.9 * swell + self->shown, 3.6 + 0.9 * swell + self->shown);
  cairo_close_path (cr);
  cairo_fill (cr);
  cairo_destroy (cr);
}

static void
hearth_presence_mark_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                              int *minimum, int *natural, int *minimum_baseline,
                              int *natural_baseline)
{
  *minimum = *natural = HEARTH_PRESENCE_MARK (widget)->size;
}

static void
hearth_presence_mark_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (hearth_presence_mark_parent_class)->map (widget);
  update_tick (HEARTH_PRESENCE_MARK (widget));
}

static void
hearth_presence_mark_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (hearth_presence_mark_parent_class)->unmap (widget);
  update_tick (HEARTH_PRESENCE_MARK (widget));
}

static void
hearth_presence_mark_set_property (GObject *object, guint prop_id, const GValue *value,
                                   GParamSpec *pspec)
{
  HearthPresenceMark *self = HEARTH_PRESENCE_MARK (object);

  switch (prop_id) {
  case PROP_SIZE:
    self->size = g_value_get_int (value);
    gtk_widget_queue_resize (GTK_WIDGET (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
hearth_presence_mark_class_init (HearthPresenceMarkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = hearth_presence_mark_set_property;
  widget_class->snapshot = hearth_presence_mark_snapshot;
  widget_class->measure = hearth_presence_mark_measure;
  widget_class->map = hearth_presence_mark_map;
  widget_class->unmap = hearth_presence_mark_unmap;

  /**
   * HearthPresenceMark:size:
   *
   * Width and height, in pixels.
   */
  props[PROP_SIZE] = g_param_spec_int ("size", NULL, NULL, 8, 512, DEFAULT_SIZE,
                                       G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_css_name (widget_class, "presence");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
hearth_presence_mark_init (HearthPresenceMark *self)
{
  self->size = DEFAULT_SIZE;
  g_signal_connect_object (gtk_widget_get_settings (GTK_WIDGET (self)),
                           "notify::gtk-enable-animations", G_CALLBACK (animations_changed_cb),
                           self, G_CONNECT_SWAPPED);
  hearth_presence_mark_set_presence (self, HEARTH_PRESENCE_HERE);
}

/**
 * hearth_presence_mark_set_presence:
 * @self: a mark
 * @presence: what the companion does
 *
 * Shows what the companion does. Without the desktop's animations the mark stands still.
 */
void
hearth_presence_mark_set_presence (HearthPresenceMark *self, HearthPresence presence)
{
  const char *label = _("Here");

  g_return_if_fail (HEARTH_IS_PRESENCE_MARK (self));

  self->presence = presence;
  if (presence != HEARTH_PRESENCE_LISTENING && presence != HEARTH_PRESENCE_SPEAKING)
    self->level = 0;
  if (presence == HEARTH_PRESENCE_LISTENING)
    label = _("Listening");
  else if (presence == HEARTH_PRESENCE_THINKING)
    label = _("Thinking");
  else if (presence == HEARTH_PRESENCE_SPEAKING)
    label = _("Speaking");
  else if (presence == HEARTH_PRESENCE_AWAY)
    label = _("Away");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  update_tick (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * hearth_presence_mark_set_level:
 * @self: a mark that listens or speaks
 * @level: how loud it is, from 0 to 1
 *
 * Follows a voice: that of the owner while it listens, its own while it speaks.
 */
void
hearth_presence_mark_set_level (HearthPresenceMark *self, double level)
{
  g_return_if_fail (HEARTH_IS_PRESENCE_MARK (self));

  if (self->presence != HEARTH_PRESENCE_LISTENING && self->presence != HEARTH_PRESENCE_SPEAKING)
    return;
  self->level = CLAMP (level, 0, 1);
  update_tick (self);
}
