/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-hand-paper.h"

#include "hearth-hand-outline.h"
#include "hearth-letter-face.h"

#include <glib/gi18n.h>

/* Lengths are x-heights. */
#define ASCENDER 1.9
#define BASELINE 2.6 /* below the upper edge */
#define HEIGHT 4.2
#define WIDTH 4.4 /* of a box, at least */
#define MAX_X_HEIGHT 44.0

#define PEN_WIDTH 2.2  /* in pixels */
#define FAINT 0.14     /* what is written over */
#define LINE 0.35      /* the baseline */
#define HELP_LINE 0.18 /* the others */

/**
 * HearthHandPaper:
 *
 * Three boxes with lines to write on, for a character or a pair, by pen, finger or mouse.
 */
struct _HearthHandPaper {
  GtkWidget parent_instance;

  HearthHandStrokes *strokes;                     /* (owned) */
  char *glyph;                                    /* (owned) (nullable): what is to be written */
  char *family;                                   /* (owned): in which that is shown */
  HearthHandSample *samples[HEARTH_HAND_SAMPLES]; /* (owned) (nullable): what is in the boxes */
  double places[HEARTH_HAND_SAMPLES]; /* where their origins are, or negative for the middle */
  double x, y;                        /* where what is being written began */
  double surface_x, surface_y;        /* the widget's place, for the points between two events */
  gboolean pen;                       /* and no finger */
  guint pause;
};

G_DEFINE_FINAL_TYPE (HearthHandPaper, hearth_hand_paper, GTK_TYPE_WIDGET)

enum { WRITTEN, N_SIGNALS };

static guint signals[N_SIGNALS];

static HearthHandBox
get_box (HearthHandPaper *self, guint n)
{
  double width = (double) gtk_widget_get_width (GTK_WIDGET (self)) / HEARTH_HAND_SAMPLES;
  double height = gtk_widget_get_height (GTK_WIDGET (self));
  double x_height = MAX (MIN (MIN (width / WIDTH, height / HEIGHT), MAX_X_HEIGHT), 1);
  double top = (height - HEIGHT * x_height) / 2;

  return (HearthHandBox){ n * width, top + BASELINE * x_height, x_height };
}

static guint
find_box (HearthHandPaper *self, double x)
{
  double width = (double) gtk_widget_get_width (GTK_WIDGET (self)) / HEARTH_HAND_SAMPLES;

  return (guint) CLAMP (x / MAX (width, 1), 0, HEARTH_HAND_SAMPLES - 1);
}

static double
now (void)
{
  return (double) g_get_monotonic_time () / G_USEC_PER_SEC;
}

/* What it says to those who do not see it. */
static void
update_name (HearthHandPaper *self)
{
  g_autofree char *name = NULL;
  guint n = 0;

  for (guint i = 0; i < HEARTH_HAND_SAMPLES; i++)
    n += self->samples[i] != NULL;
  if (self->glyph != NULL)
    /* Translators: %s is a character or two; how many of three are written */
    name = g_strdup_printf (_("Paper to write “%s” on, %u of %u written"), self->glyph, n,
                            HEARTH_HAND_SAMPLES);
  else
    name = g_strdup (_("Paper to write on"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* Writing ------------------------------------------------------------------------------------- */

/* Its ink stays where it was written. */
static void
keep_place (HearthHandPaper *self, guint n, double left, const HearthHandSample *sample)
{
  HearthHandBox box = get_box (self, n);
  double least = G_MAXDOUBLE;

  for (guint i = 0; i < sample->n_points; i++)
    least = MIN (least, (double) sample->points[i].x);
  self->places[n] = MAX (left - least * box.x_height - box.x, 0);
}

/**
 * hearth_hand_paper_finish:
 * @self: a paper
 *
 * Finishes the character that is being written, as a pause does.
 *
 * Returns: whether there was one
 */
gboolean
hearth_hand_paper_finish (HearthHandPaper *self)
{
  guint n = hearth_hand_strokes_get_box (self->strokes), n_points;
  const HearthInkPoint *points = hearth_hand_strokes_get_points (self->strokes, &n_points);
  HearthHandBox box = get_box (self, n);
  HearthHandSample *sample;
  double left = G_MAXDOUBLE;

  g_clear_handle_id (&self->pause, g_source_remove);
  for (guint i = 0; i < n_points; i++)
    left = MIN (left, points[i].x);
  sample = hearth_hand_strokes_take (self->strokes, &box);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (sample == NULL)
    return FALSE;
  keep_place (self, n, left, sample);
  g_clear_pointer (&self->samples[n], hearth_hand_sample_free);
  self->samples[n] = sample;
  update_name (self);
  g_signal_emit (self, signals[WRITTEN], 0, sample);
  return TRUE;
}

static gboolean
pause_cb (gpointer user_data)
{
  HearthHandPaper *self = user_data;

  if (!hearth_hand_strokes_is_finished (self->strokes, now ()))
    return G_SOURCE_CONTINUE;
  self->pause = 0;
  hearth_hand_paper_finish (self);
  return G_SOURCE_REMOVE;
}

static void
wait_for_pause (HearthHandPaper *self)
{
  g_clear_handle_id (&self->pause, g_source_remove);
  if (hearth_hand_strokes_get_n (self->strokes) > 0)
    self->pause = g_timeout_add (50, pause_cb, self);
}

static HearthInkPoint
make_point (double x, double y, double pressure)
{
  return (HearthInkPoint){ x, y, pressure, now (), FALSE };
}

/* What was written into the box before is finished when the pen comes down in another. */
static gboolean
begin_stroke (HearthHandPaper *self, double x, double y, double pressure)
{
  HearthInkPoint point = make_point (x, y, pressure);
  guint n = find_box (self, x);
  gboolean full = self->samples[n] != NULL;

  if (self->glyph == NULL)
    return FALSE;
  if (hearth_hand_strokes_get_n (self->strokes) > 0 &&
      hearth_hand_strokes_get_box (self->strokes) != n)
    hearth_hand_paper_finish (self);
  /* Once all three are full they are emptied, for what comes next: that is not meant yet. */
  if (full || !hearth_hand_strokes_down (self->strokes, n, &point))
    return FALSE;
  g_clear_handle_id (&self->pause, g_source_remove);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return TRUE;
}

static void
continue_stroke (HearthHandPaper *self, double x, double y, double pressure, double time)
{
  HearthInkPoint point = { x, y, pressure, time, FALSE };

  hearth_hand_strokes_move (self->strokes, &point);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
end_stroke (HearthHandPaper *self)
{
  if (!hearth_hand_strokes_is_down (self->strokes))
    return;
  hearth_hand_strokes_up (self->strokes, now ());
  wait_for_pause (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* The pen -------------------------------------------------------------------------------------- */

static double
get_pressure (GtkGestureStylus *gesture)
{
  double pressure;

  return gtk_gesture_stylus_get_axis (gesture, GDK_AXIS_PRESSURE, &pressure) ? pressure : -1;
}

static void
pen_down_cb (GtkGestureStylus *gesture, double x, double y, HearthHandPaper *self)
{
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  self->pen = begin_stroke (self, x, y, get_pressure (gesture));
}

/* Between two frames a pen is at more places than one. */
static void
pen_motion_cb (GtkGestureStylus *gesture, double x, double y, HearthHandPaper *self)
{
  g_autofree GdkTimeCoord *between = NULL;
  guint n = 0;
  double time = now ();
  guint32 here = gtk_event_controller_get_current_event_time (GTK_EVENT_CONTROLLER (gesture));

  if (!self->pen)
    return;
  if (gtk_gesture_stylus_get_backlog (gesture, &between, &n)) {
    for (guint i = 0; i < n; i++) {
      const GdkTimeCoord *point = &between[i];

      continue_stroke (self, point->axes[GDK_AXIS_X], point->axes[GDK_AXIS_Y],
                       point->flags & GDK_AXIS_FLAG_PRESSURE ? point->axes[GDK_AXIS_PRESSURE] : -1,
                       time - (double) (here - point->time) / 1000);
    }
  }
  continue_stroke (self, x, y, get_pressure (gesture), time);
}

static void
pen_up_cb (GtkGestureStylus *gesture, double x, double y, HearthHandPaper *self)
{
  end_stroke (self);
  self->pen = FALSE;
}

/* The mouse and the finger --------------------------------------------------------------------- */

/* A pen comes by its own gesture; while it is down, what touches is the hand that holds it. */
static gboolean
is_of_pen (HearthHandPaper *self, GtkGesture *gesture)
{
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (gesture));

  return self->pen || (event != NULL && gdk_event_get_device_tool (event) != NULL);
}

static void
drag_begin_cb (GtkGestureDrag *gesture, double x, double y, HearthHandPaper *self)
{
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (gesture));

  if (is_of_pen (self, GTK_GESTURE (gesture))) {
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
    return;
  }
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  self->x = x;
  self->y = y;
  if (event == NULL || !gdk_event_get_position (event, &self->surface_x, &self->surface_y)) {
    self->surface_x = x;
    self->surface_y = y;
  }
  begin_stroke (self, x, y, -1);
}

/* Events that came within one frame are one; what was between is in its history. */
static void
drag_update_cb (GtkGestureDrag *gesture, double dx, double dy, HearthHandPaper *self)
{
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (gesture));
  g_autofree GdkTimeCoord *between = NULL;
  guint n = 0;
  double time = now ();

  if (!hearth_hand_strokes_is_down (self->strokes) || is_of_pen (self, GTK_GESTURE (gesture)))
    return;
  if (event != NULL && gdk_event_get_event_type (event) == GDK_MOTION_NOTIFY)
    between = gdk_event_get_history (event, &n);
  for (guint i = 0; i < n; i++) {
    if (!(between[i].flags & GDK_AXIS_FLAG_X))
      continue;
    continue_stroke (self, self->x + between[i].axes[GDK_AXIS_X] - self->surface_x,
                     self->y + between[i].axes[GDK_AXIS_Y] - self->surface_y, -1,
                     time - (double) (gdk_event_get_time (event) - between[i].time) / 1000);
  }
  continue_stroke (self, self->x + dx, self->y + dy, -1, time);
}

static void
drag_end_cb (GtkGestureDrag *gesture, double dx, double dy, HearthHandPaper *self)
{
  if (!self->pen)
    end_stroke (self);
}

/* Something else has taken the pen away: what it wrote is not meant. */
static void
cancel_cb (GtkGesture *gesture, GdkEventSequence *sequence, HearthHandPaper *self)
{
  if (self->pen != GTK_IS_GESTURE_STYLUS (gesture))
    return;
  if (hearth_hand_strokes_is_down (self->strokes))
    hearth_hand_paper_undo (self);
  self->pen = FALSE;
}

/* Drawing -------------------------------------------------------------------------------------- */

static void
set_ink (cairo_t *cr, const GdkRGBA *ink, double alpha)
{
  cairo_set_source_rgba (cr, (double) ink->red, (double) ink->green, (double) ink->blue, alpha);
}

static void
draw_line (cairo_t *cr, double x, double y, double width, const GdkRGBA *ink, double alpha)
{
  set_ink (cr, ink, alpha);
  cairo_set_line_width (cr, 1);
  cairo_move_to (cr, x, (int) y + 0.5);
  cairo_line_to (cr, x + width, (int) y + 0.5);
  cairo_stroke (cr);
}

/* What is to be written, faint, as high as the lines say. */
static void
draw_faint (HearthHandPaper *self, cairo_t *cr, const HearthHandBox *box, double width,
            const GdkRGBA *ink)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), "x");
  g_autoptr (PangoFontDescription) font = pango_font_description_new ();
  PangoRectangle x_ink, extents;

  pango_font_description_set_family (font, self->family);
  pango_font_description_set_absolute_size (font, 2 * box->x_height * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_layout_get_extents (layout, &x_ink, NULL);
  if (x_ink.height > 0)
    pango_font_description_set_absolute_size (
        font, 2 * box->x_height * (box->x_height * PANGO_SCALE / x_ink.height) * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_text (layout, self->glyph, -1);
  pango_layout_get_extents (layout, &extents, NULL);
  set_ink (cr, ink, FAINT);
  cairo_move_to (cr,
                 box->x + (width - (double) extents.width / PANGO_SCALE) / 2 -
                     (double) extents.x / PANGO_SCALE,
                 box->baseline - (double) pango_layout_get_baseline (layout) / PANGO_SCALE);
  pango_cairo_show_layout (cr, layout);
}

static void
draw_sample (cairo_t *cr, const HearthHandSample *sample, double x, const HearthHandBox *box)
{
  HearthHandNib nib = { HEARTH_PEN_BALLPOINT, PEN_WIDTH, box->x_height, 0 };
  g_autoptr (HearthHandOutline) outline = hearth_hand_outline_new (sample, &nib);
  guint corner = 0;

  for (guint i = 0; i < outline->contours->len; i++) {
    guint end = g_array_index (outline->contours, guint, i);

    for (guint first = corner; corner < end; corner++) {
      double px = x + (double) g_array_index (outline->points, float, 2 * corner);
      double py = box->baseline + (double) g_array_index (outline->points, float, 2 * corner + 1);

      if (corner == first)
        cairo_move_to (cr, px, py);
      else
        cairo_line_to (cr, px, py);
    }
    cairo_close_path (cr);
  }
  cairo_fill (cr);
}

/* What is being written, as it comes. */
static void
draw_strokes (HearthHandPaper *self, cairo_t *cr)
{
  guint n;
  const HearthInkPoint *points = hearth_hand_strokes_get_points (self->strokes, &n);

  cairo_set_line_width (cr, PEN_WIDTH);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  for (guint i = 0; i < n; i++) {
    if (points[i].down)
      cairo_move_to (cr, points[i].x, points[i].y);
    cairo_line_to (cr, points[i].x, points[i].y);
  }
  cairo_stroke (cr);
}

static void
draw_box (HearthHandPaper *self, cairo_t *cr, guint n, const GdkRGBA *ink)
{
  HearthHandBox box = get_box (self, n);
  double width = (double) gtk_widget_get_width (GTK_WIDGET (self)) / HEARTH_HAND_SAMPLES;
  const HearthHandSample *sample = self->samples[n];
  double gap = 6, place;

  draw_line (cr, box.x + gap, box.baseline, width - 2 * gap, ink, LINE);
  draw_line (cr, box.x + gap, box.baseline - box.x_height, width - 2 * gap, ink, HELP_LINE);
  draw_line (cr, box.x + gap, box.baseline - ASCENDER * box.x_height, width - 2 * gap, ink,
             HELP_LINE);
  if (self->glyph == NULL)
    return;
  if (sample == NULL) {
    draw_faint (self, cr, &box, width, ink);
    return;
  }
  place = self->places[n] >= 0 ? self->places[n]
                               : (width - (double) sample->advance * box.x_height) / 2;
  set_ink (cr, ink, 1);
  draw_sample (cr, sample, box.x + place, &box);
}

static void
hearth_hand_paper_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  HearthHandPaper *self = HEARTH_HAND_PAPER (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  cairo_t *cr;
  GdkRGBA ink;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &ink);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  for (guint i = 0; i < HEARTH_HAND_SAMPLES; i++)
    draw_box (self, cr, i, &ink);
  set_ink (cr, &ink, 1);
  draw_strokes (self, cr);
  cairo_destroy (cr);
}

static void
hearth_hand_paper_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                           int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  gboolean across = orientation == GTK_ORIENTATION_HORIZONTAL;

  *minimum = across ? 240 : 120;
  *natural = across ? (int) (3 * WIDTH * MAX_X_HEIGHT) : (int) (HEIGHT * MAX_X_HEIGHT);
}

/* ---------------------------------------------------------------------------------------------- */

static void
hearth_hand_paper_dispose (GObject *object)
{
  HearthHandPaper *self = HEARTH_HAND_PAPER (object);

  g_clear_handle_id (&self->pause, g_source_remove);
  G_OBJECT_CLASS (hearth_hand_paper_parent_class)->dispose (object);
}

static void
hearth_hand_paper_finalize (GObject *object)
{
  HearthHandPaper *self = HEARTH_HAND_PAPER (object);

  hearth_hand_strokes_free (self->strokes);
  for (guint i = 0; i < HEARTH_HAND_SAMPLES; i++)
    hearth_hand_sample_free (self->samples[i]);
  g_free (self->glyph);
  g_free (self->family);
  G_OBJECT_CLASS (hearth_hand_paper_parent_class)->finalize (object);
}

static void
hearth_hand_paper_class_init (HearthHandPaperClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hearth_hand_paper_dispose;
  G_OBJECT_CLASS (klass)->finalize = hearth_hand_paper_finalize;
  widget_class->snapshot = hearth_hand_paper_snapshot;
  widget_class->measure = hearth_hand_paper_measure;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_css_name (widget_class, "handpaper");
  /**
   * HearthHandPaper::written:
   * @sample: a #HearthHandSample, of the paper
   *
   * A character was finished.
   */
  signals[WRITTEN] = g_signal_new ("written", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
add_gestures (HearthHandPaper *self)
{
  GtkGesture *pen = gtk_gesture_stylus_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();

  g_signal_connect (pen, "down", G_CALLBACK (pen_down_cb), self);
  g_signal_connect (pen, "motion", G_CALLBACK (pen_motion_cb), self);
  g_signal_connect (pen, "up", G_CALLBACK (pen_up_cb), self);
  g_signal_connect (pen, "cancel", G_CALLBACK (cancel_cb), self);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  g_signal_connect (drag, "cancel", G_CALLBACK (cancel_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (pen));
}

static void
hearth_hand_paper_init (HearthHandPaper *self)
{
  g_autoptr (GPtrArray) faces = hearth_letter_faces_list (
      pango_context_get_font_map (gtk_widget_get_pango_context (GTK_WIDGET (self))));
  const HearthLetterFace *face = g_ptr_array_index (faces, 0);

  self->strokes = hearth_hand_strokes_new ();
  self->family = g_strdup (face->family);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  add_gestures (self);
}

/**
 * hearth_hand_paper_new:
 *
 * Returns: (transfer floating): a paper on which nothing is asked for
 */
GtkWidget *
hearth_hand_paper_new (void)
{
  return g_object_new (HEARTH_TYPE_HAND_PAPER, NULL);
}

/**
 * hearth_hand_paper_show:
 * @self: a paper
 * @glyph: (nullable): what is to be written, or %NULL for nothing
 * @hand: (nullable): the hand so far
 *
 * Asks for something, and shows how it was written before. What is being written is dropped.
 */
void
hearth_hand_paper_show (HearthHandPaper *self, const char *glyph, const HearthHand *hand)
{
  guint n = glyph != NULL && hand != NULL ? hearth_hand_get_n_samples (hand, glyph) : 0;
  guint first = n > HEARTH_HAND_SAMPLES ? n - HEARTH_HAND_SAMPLES : 0;

  hearth_hand_paper_drop (self);
  g_free (self->glyph);
  self->glyph = g_strdup (glyph);
  for (guint i = 0; i < HEARTH_HAND_SAMPLES; i++) {
    g_clear_pointer (&self->samples[i], hearth_hand_sample_free);
    self->places[i] = -1;
    if (first + i < n)
      self->samples[i] = hearth_hand_sample_copy (hearth_hand_get_sample (hand, glyph, first + i));
  }
  update_name (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * hearth_hand_paper_undo:
 * @self: a paper
 *
 * Takes the last stroke of the character back that is being written.
 *
 * Returns: whether there was one
 */
gboolean
hearth_hand_paper_undo (HearthHandPaper *self)
{
  gboolean undone = hearth_hand_strokes_undo (self->strokes, now ());

  wait_for_pause (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return undone;
}

/**
 * hearth_hand_paper_drop:
 * @self: a paper
 *
 * Takes all strokes of the character back that is being written.
 */
void
hearth_hand_paper_drop (HearthHandPaper *self)
{
  g_clear_handle_id (&self->pause, g_source_remove);
  hearth_hand_strokes_clear (self->strokes);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
