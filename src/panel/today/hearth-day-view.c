/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-day-view.h"

#include "hearth-calendar-color.h"
#include "hearth-clock.h"
#include "hearth-day-layout.h"
#include "hearth-format.h"

#include <glib/gi18n.h>

/* A day to scale. Events are buttons, so that they can be reached, named and pressed like any
 * other; the scale and the line that says "now" are drawn. */

#define GAP 8        /* between the hours and the axis, and the axis and the events */
#define COLUMN_GAP 3 /* between events side by side */
#define EDGE 5       /* above the first hour and below the last, for the dot on the axis */
#define EVENT_PADDING 6
#define STEP (15 * 60)

/**
 * HearthDayView:
 *
 * events are moved by quarters of an hour
 */
struct _HearthDayView {
  GtkWidget parent_instance;

  HearthSpan day;
  GPtrArray *shown;        /* (owned) (nullable): the day as it was given */
  GPtrArray *occurrences;  /* (owned): those with a time */
  GPtrArray *buttons;      /* (owned): one for each of them, lent by the widget tree */
  GPtrArray *details;      /* (owned): their second labels */
  GPtrArray *conflicts;    /* (owned): what each of them overlaps with, or NULL */
  GArray *movable;         /* (owned) (element-type gboolean) */
  GArray *colors;          /* (owned) (element-type guint): of all that is shown, hashed */
  int dragged;             /* the one that is being moved, or -1 */
  gint64 drag_offset;      /* by so many seconds */
  GtkWidget *all_day;      /* those of the whole day */
  HearthDayLayout *layout; /* (owned) (nullable) */
  int line_height;
  int gutter;
  guint minute;
};

G_DEFINE_FINAL_TYPE (HearthDayView, hearth_day_view, GTK_TYPE_WIDGET)

enum {
  MOVED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static PangoLayout *
make_hour (HearthDayView *self, int hour)
{
  g_autofree char *text = hearth_format_hour (hour);
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_scale_new (0.9));
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (layout, attributes);
  return layout;
}

static void
measure_text (HearthDayView *self)
{
  g_autoptr (PangoLayout) line = gtk_widget_create_pango_layout (GTK_WIDGET (self), "Ag");
  int width;

  pango_layout_get_pixel_size (line, NULL, &self->line_height);
  self->line_height += EVENT_PADDING;
  self->gutter = 0;
  for (int hour = 0; hour <= 24; hour++) {
    g_autoptr (PangoLayout) layout = make_hour (self, hour);

    pango_layout_get_pixel_size (layout, &width, NULL);
    self->gutter = MAX (self->gutter, width);
  }
}

static void
ensure_layout (HearthDayView *self)
{
  if (self->layout != NULL)
    return;
  measure_text (self);
  self->layout =
      hearth_day_layout_new (self->day, self->occurrences, hearth_clock_now (), self->line_height);
}

static void
drop_layout (HearthDayView *self)
{
  g_clear_pointer (&self->layout, hearth_day_layout_free);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/* "Room Linden · 4 people · in 12 min" */
static char *
describe (const HearthOccurrence *occurrence, const char *conflict, gint64 now)
{
  const HearthEvent *event = occurrence->event;
  g_autoptr (GString) text = g_string_new (NULL);

  if (conflict != NULL) {
    g_string_append_printf (text, _("overlaps with %s"), conflict);
    return g_strdup (text->str);
  }
  if (event->location != NULL && *event->location != '\0')
    g_string_append (text, event->location);
  else if (event->url != NULL && *event->url != '\0')
    g_string_append (text, _("video link"));
  if (event->attendees != NULL && event->attendees->len > 1) {
    g_string_append (text, text->len > 0 ? " · " : "");
    g_string_append_printf (text, ngettext ("%u person", "%u people", event->attendees->len),
                            event->attendees->len);
  }
  if (occurrence->span.start > now && occurrence->span.start - now <= 3 * 60 * 60) {
    g_autofree char *distance = hearth_format_distance (occurrence->span.start - now);

    g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", distance);
  } else if (occurrence->span.start <= now && occurrence->span.end > now) {
    g_autofree char *end = hearth_format_time (occurrence->span.end);

    g_string_append (text, text->len > 0 ? " · " : "");
    g_string_append_printf (text, _("until %s"), end);
  }
  return g_strdup (text->str);
}

static void
update_now (HearthDayView *self)
{
  gint64 now = hearth_clock_now ();

  for (guint i = 0; i < self->occurrences->len; i++) {
    const HearthOccurrence *occurrence = g_ptr_array_index (self->occurrences, i);
    GtkWidget *button = g_ptr_array_index (self->buttons, i);
    GtkWidget *label = g_ptr_array_index (self->details, i);
    g_autofree char *detail = describe (occurrence, g_ptr_array_index (self->conflicts, i), now);
    g_autofree char *start = hearth_format_time (occurrence->span.start);
    g_autofree char *end = hearth_format_time (occurrence->span.end);
    /* Translators: an event, its start, its end and more about it, for a screen reader. */
    g_autofree char *name =
        g_strdup_printf (_("%s, %s to %s, %s"), occurrence->event->summary, start, end, detail);

    gtk_label_set_text (GTK_LABEL (label), detail);
    gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                    -1);
    if (occurrence->span.end <= now)
      gtk_widget_add_css_class (button, "past");
    else
      gtk_widget_remove_css_class (button, "past");
  }
  drop_layout (self);
}

static gboolean minute_cb (gpointer user_data);

/* One wake-up a minute, on the minute, and none while nobody sees the day. */
static void
schedule_minute (HearthDayView *self)
{
  gint64 now = hearth_clock_now_us ();
  gint64 minute = 60 * G_USEC_PER_SEC;
  guint wait = (guint) ((minute - now % minute) / 1000) + 20;

  g_clear_handle_id (&self->minute, g_source_remove);
  self->minute = g_timeout_add (wait, minute_cb, self);
}

static gboolean
minute_cb (gpointer user_data)
{
  HearthDayView *self = user_data;

  self->minute = 0;
  update_now (self);
  schedule_minute (self);
  return G_SOURCE_REMOVE;
}

static GtkWidget *
make_button (const HearthAgenda *agenda, const HearthOccurrence *occurrence, gboolean conflicts,
             GtkWidget **detail)
{
  const HearthAgendaCalendar *calendar =
      hearth_agenda_find_calendar (agenda, occurrence->event->source_id);
  const HearthEvent *event = occurrence->event;
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 5);
  GtkWidget *title =
      gtk_label_new (*event->summary != '\0' ? event->summary : _("Without a title"));

  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_add_css_class (title, "event-title");
  *detail = gtk_label_new (NULL);
  gtk_label_set_ellipsize (GTK_LABEL (*detail), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (*detail), 0);
  gtk_widget_set_hexpand (*detail, TRUE);
  gtk_widget_add_css_class (*detail, conflicts ? "conflict-mark" : "dim-label");
  gtk_widget_set_valign (box, GTK_ALIGN_START);
  if (conflicts) {
    GtkWidget *icon = gtk_image_new_from_icon_name ("hearth-overlap-symbolic");

    gtk_widget_add_css_class (icon, "conflict-mark");
    gtk_box_append (GTK_BOX (box), icon);
  }
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), *detail);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "day-event");
  if (calendar != NULL) {
    hearth_calendar_color_apply (button, calendar->calendar->color);
    gtk_widget_set_tooltip_text (button, calendar->source->name);
  }
  if (event->status == HEARTH_EVENT_TENTATIVE || event->transparent)
    gtk_widget_add_css_class (button, "tentative");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.show-event");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(xx)", event->id,
                                    occurrence->span.start);
  return button;
}

static void
hearth_day_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                         int *natural, int *minimum_baseline, int *natural_baseline)
{
  HearthDayView *self = HEARTH_DAY_VIEW (widget);
  int all_day = 0;

  gtk_widget_measure (self->all_day, orientation, for_size, &all_day, NULL, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    *minimum = MAX (all_day, 200);
    *natural = MAX (*minimum, 360);
    return;
  }
  ensure_layout (self);
  *minimum = 0;
  if (self->occurrences->len > 0) {
    double height =
        (self->layout->last_hour - self->layout->first_hour) * self->layout->hour_height;

    for (guint i = 0; i < self->layout->places->len; i++) {
      const HearthDayPlace *place = &g_array_index (self->layout->places, HearthDayPlace, i);

      height = MAX (height, place->top + place->height);
    }
    *minimum = (int) height + 2 * EDGE;
  }
  if (gtk_widget_get_visible (self->all_day))
    *minimum += all_day + GAP;
  *natural = *minimum;
}

static int
get_scale_top (HearthDayView *self)
{
  int height = 0;

  if (gtk_widget_get_visible (self->all_day)) {
    gtk_widget_measure (self->all_day, GTK_ORIENTATION_VERTICAL,
                        gtk_widget_get_width (GTK_WIDGET (self)), NULL, &height, NULL, NULL);
    height += GAP;
  }
  return height + EDGE;
}

static void
hearth_day_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  HearthDayView *self = HEARTH_DAY_VIEW (widget);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int top, left, room;

  ensure_layout (self);
  top = get_scale_top (self);
  if (gtk_widget_get_visible (self->all_day))
    gtk_widget_size_allocate (self->all_day, &(GtkAllocation){ 0, 0, width, top - GAP - EDGE }, -1);
  left = self->gutter + 2 * GAP;
  room = MAX (1, width - left);
  for (guint i = 0; i < self->buttons->len; i++) {
    const HearthDayPlace *place = &g_array_index (self->layout->places, HearthDayPlace, i);
    GtkWidget *button = g_ptr_array_index (self->buttons, i);
    int column = (room - (place->n_columns - 1) * COLUMN_GAP) / place->n_columns;
    int x = left + place->column * (column + COLUMN_GAP);
    GtkAllocation where = { mirrored ? width - x - column : x, top + place->top, column,
                            place->height };
    int least_width, least_height;

    if ((int) i == self->dragged)
      where.y += (int) ((double) self->drag_offset * self->layout->hour_height / 3600.0);
    gtk_widget_measure (button, GTK_ORIENTATION_HORIZONTAL, -1, &least_width, NULL, NULL, NULL);
    where.width = MAX (where.width, least_width);
    gtk_widget_measure (button, GTK_ORIENTATION_VERTICAL, where.width, &least_height, NULL, NULL,
                        NULL);
    where.height = MAX (where.height, least_height);
    gtk_widget_size_allocate (button, &where, -1);
  }
}

static void
snapshot_hours (HearthDayView *self, GtkSnapshot *snapshot, const GdkRGBA *dim, int top)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  gboolean mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int n_hours = self->layout->last_hour - self->layout->first_hour;
  int step = 1;
  float axis = (float) (mirrored ? width - self->gutter - GAP : self->gutter + GAP);
  GdkRGBA line = *dim;

  while (step < 6 && step * self->layout->hour_height < 2.0 * self->line_height)
    step++;
  line.alpha *= 0.35f;
  gtk_snapshot_append_color (snapshot, &line,
                             &GRAPHENE_RECT_INIT (axis, (float) top, 1,
                                                  (float) (n_hours * self->layout->hour_height)));
  for (int hour = self->layout->first_hour; hour <= self->layout->last_hour; hour++) {
    g_autoptr (PangoLayout) text = NULL;
    double y = top + (hour - self->layout->first_hour) * self->layout->hour_height;
    int text_width, text_height;

    if ((hour - self->layout->first_hour) % step != 0)
      continue;
    text = make_hour (self, hour);
    pango_layout_get_pixel_size (text, &text_width, &text_height);
    gtk_snapshot_save (snapshot);
    gtk_snapshot_translate (
        snapshot, &GRAPHENE_POINT_INIT (
                      (float) (mirrored ? width - self->gutter : self->gutter - text_width),
                      (float) CLAMP (y - text_height / 2.0, 0,
                                     gtk_widget_get_height (GTK_WIDGET (self)) - text_height)));
    gtk_snapshot_append_layout (snapshot, text, dim);
    gtk_snapshot_restore (snapshot);
  }
}

static void
snapshot_now (HearthDayView *self, GtkSnapshot *snapshot, const GdkRGBA *color, int top)
{
  gint64 now = hearth_clock_now ();
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  gboolean mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  float axis = (float) (self->gutter + GAP);
  GskRoundedRect dot;
  float y;

  if (now < self->day.start || now >= self->day.end)
    return;
  y = (float) (int) (top + hearth_day_layout_find (self->layout, self->day, now));
  gtk_snapshot_append_color (
      snapshot, color, &GRAPHENE_RECT_INIT (mirrored ? 0 : axis, y - 1, (float) width - axis, 2));
  if (mirrored)
    axis = (float) width - axis;
  gsk_rounded_rect_init_from_rect (&dot, &GRAPHENE_RECT_INIT (axis - 4, y - 4, 8, 8), 4);
  gtk_snapshot_push_rounded_clip (snapshot, &dot);
  gtk_snapshot_append_color (snapshot, color, &dot.bounds);
  gtk_snapshot_pop (snapshot);
}

static void
hearth_day_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  HearthDayView *self = HEARTH_DAY_VIEW (widget);
  GtkStyleContext *context = gtk_widget_get_style_context (widget);
  GdkRGBA color, dim;
  int top = get_scale_top (self);

  ensure_layout (self);
  gtk_style_context_get_color (context, &color);
  if (!gtk_style_context_lookup_color (context, "dim_color", &dim))
    dim = color;
  if (self->occurrences->len > 0) {
    snapshot_hours (self, snapshot, &dim, top);
    /* Below the events: a line through the words of what is on now would strike them out. */
    snapshot_now (self, snapshot, &color, top);
  }
  GTK_WIDGET_CLASS (hearth_day_view_parent_class)->snapshot (widget, snapshot);
}

static void
hearth_day_view_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (hearth_day_view_parent_class)->css_changed (widget, change);
  drop_layout (HEARTH_DAY_VIEW (widget));
}

static void
hearth_day_view_map (GtkWidget *widget)
{
  HearthDayView *self = HEARTH_DAY_VIEW (widget);

  update_now (self);
  schedule_minute (self);
  GTK_WIDGET_CLASS (hearth_day_view_parent_class)->map (widget);
}

static void
hearth_day_view_unmap (GtkWidget *widget)
{
  HearthDayView *self = HEARTH_DAY_VIEW (widget);

  g_clear_handle_id (&self->minute, g_source_remove);
  GTK_WIDGET_CLASS (hearth_day_view_parent_class)->unmap (widget);
}

/* The event under a point, if its owner can move it; else -1. */
static int
find_movable (HearthDayView *self, double x, double y)
{
  for (guint i = self->buttons->len; i > 0; i--) {
    graphene_rect_t bounds;

    if (gtk_widget_compute_bounds (g_ptr_array_index (self->buttons, i - 1), GTK_WIDGET (self),
                                   &bounds) &&
        graphene_rect_contains_point (&bounds, &GRAPHENE_POINT_INIT ((float) x, (float) y)))
      return g_array_index (self->movable, gboolean, i - 1) ? (int) i - 1 : -1;
  }
  return -1;
}

static void
drag_begin_cb (GtkGestureDrag *gesture, double x, double y, gpointer user_data)
{
  HearthDayView *self = user_data;
  GdkDevice *device =
      gtk_event_controller_get_current_event_device (GTK_EVENT_CONTROLLER (gesture));

  /* A finger scrolls. */
  self->dragged = device != NULL && gdk_device_get_source (device) == GDK_SOURCE_TOUCHSCREEN
                      ? -1
                      : find_movable (self, x, y);
  self->drag_offset = 0;
  if (self->dragged < 0)
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
}

/* Says where the event would go while it is held. */
static void
show_drag (HearthDayView *self)
{
  const HearthOccurrence *occurrence = g_ptr_array_index (self->occurrences, (guint) self->dragged);
  g_autofree char *start = hearth_format_time (occurrence->span.start + self->drag_offset);
  g_autofree char *end = hearth_format_time (occurrence->span.end + self->drag_offset);
  g_autofree char *text = g_strdup_printf (_("%s to %s"), start, end);

  gtk_label_set_text (GTK_LABEL (g_ptr_array_index (self->details, (guint) self->dragged)), text);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
drag_update_cb (GtkGestureDrag *gesture, double dx, double dy, gpointer user_data)
{
  HearthDayView *self = user_data;
  const HearthOccurrence *occurrence;
  GtkWidget *button;
  gint64 offset;

  if (self->dragged < 0 || self->layout == NULL)
    return;
  button = g_ptr_array_index (self->buttons, (guint) self->dragged);
  if (!gtk_widget_has_css_class (button, "dragged")) {
    if (!gtk_drag_check_threshold (GTK_WIDGET (self), 0, 0, (int) dx, (int) dy))
      return;
    gtk_widget_add_css_class (button, "dragged");
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  }
  occurrence = g_ptr_array_index (self->occurrences, (guint) self->dragged);
  offset = (gint64) (dy / self->layout->hour_height * 3600.0 / STEP + (dy < 0 ? -0.5 : 0.5)) * STEP;
  self->drag_offset = CLAMP (offset, self->day.start - occurrence->span.start,
                             self->day.end - occurrence->span.end);
  show_drag (self);
}

static void
drag_end_cb (GtkGestureDrag *gesture, double dx, double dy, gpointer user_data)
{
  HearthDayView *self = user_data;
  int dragged = self->dragged;
  gint64 offset = self->drag_offset;

  self->dragged = -1;
  self->drag_offset = 0;
  if (dragged < 0)
    return;
  gtk_widget_remove_css_class (g_ptr_array_index (self->buttons, (guint) dragged), "dragged");
  if (offset != 0)
    g_signal_emit (self, signals[MOVED], 0, g_ptr_array_index (self->occurrences, (guint) dragged),
                   offset);
  update_now (self);
}

static void
drop_buttons (HearthDayView *self)
{
  GtkWidget *child;

  self->dragged = -1;

  for (guint i = 0; i < self->buttons->len; i++)
    gtk_widget_unparent (g_ptr_array_index (self->buttons, i));
  g_ptr_array_set_size (self->buttons, 0);
  g_ptr_array_set_size (self->details, 0);
  g_ptr_array_set_size (self->conflicts, 0);
  g_array_set_size (self->movable, 0);
  g_ptr_array_set_size (self->occurrences, 0);
  while (self->all_day != NULL && (child = gtk_widget_get_first_child (self->all_day)) != NULL)
    gtk_box_remove (GTK_BOX (self->all_day), child);
}

static void
hearth_day_view_dispose (GObject *object)
{
  HearthDayView *self = HEARTH_DAY_VIEW (object);

  drop_buttons (self);
  g_clear_pointer (&self->all_day, gtk_widget_unparent);
  G_OBJECT_CLASS (hearth_day_view_parent_class)->dispose (object);
}

static void
hearth_day_view_finalize (GObject *object)
{
  HearthDayView *self = HEARTH_DAY_VIEW (object);

  g_clear_handle_id (&self->minute, g_source_remove);
  g_clear_pointer (&self->shown, g_ptr_array_unref);
  g_ptr_array_unref (self->buttons);
  g_ptr_array_unref (self->details);
  g_ptr_array_unref (self->conflicts);
  g_array_unref (self->movable);
  g_array_unref (self->colors);
  g_ptr_array_unref (self->occurrences);
  hearth_day_layout_free (self->layout);
  G_OBJECT_CLASS (hearth_day_view_parent_class)->finalize (object);
}

static void
hearth_day_view_class_init (HearthDayViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = hearth_day_view_dispose;
  object_class->finalize = hearth_day_view_finalize;
  widget_class->measure = hearth_day_view_measure;
  widget_class->size_allocate = hearth_day_view_size_allocate;
  widget_class->snapshot = hearth_day_view_snapshot;
  widget_class->css_changed = hearth_day_view_css_changed;
  widget_class->map = hearth_day_view_map;
  widget_class->unmap = hearth_day_view_unmap;
  /**
   * HearthDayView::moved:
   * @occurrence: (type gpointer): a #HearthOccurrence
   * @offset: by how many seconds its owner has moved it
   */
  signals[MOVED] = g_signal_new ("moved", HEARTH_TYPE_DAY_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_INT64);
  gtk_widget_class_set_css_name (widget_class, "day");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
hearth_day_view_init (HearthDayView *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  self->dragged = -1;
  self->conflicts = g_ptr_array_new_with_free_func (g_free);
  self->movable = g_array_new (FALSE, FALSE, sizeof (gboolean));
  self->colors = g_array_new (FALSE, FALSE, sizeof (guint));
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (drag), GTK_PHASE_CAPTURE);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  self->occurrences = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_occurrence_free);
  self->buttons = g_ptr_array_new ();
  self->details = g_ptr_array_new ();
  self->all_day = gtk_box_new (GTK_ORIENTATION_VERTICAL, COLUMN_GAP);
  gtk_widget_set_visible (self->all_day, FALSE);
  gtk_widget_set_parent (self->all_day, GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("The day"), -1);
}

/* What an event's button shows besides its words. */
static guint
hash_looks (const HearthAgenda *agenda, const HearthOccurrence *occurrence)
{
  const HearthAgendaCalendar *calendar =
      hearth_agenda_find_calendar (agenda, occurrence->event->source_id);
  const HearthOccurrence *conflict = hearth_agenda_find_conflict (agenda, occurrence);

  return (calendar != NULL && calendar->calendar->color != NULL
              ? g_str_hash (calendar->calendar->color)
              : 0) +
         (hearth_agenda_can_change (calendar) ? 1 : 0) +
         (conflict != NULL ? g_str_hash (conflict->event->summary) : 0);
}

/* Events that did not change keep their buttons, and with them the keyboard's focus. */
static gboolean
same_day (HearthDayView *self, const HearthAgenda *agenda)
{
  GPtrArray *occurrences = agenda->occurrences;

  if (self->shown == NULL || self->shown->len != occurrences->len ||
      self->day.start != agenda->span.start || self->day.end != agenda->span.end)
    return FALSE;
  for (guint i = 0; i < occurrences->len; i++) {
    const HearthOccurrence *one = g_ptr_array_index (self->shown, i);
    const HearthOccurrence *two = g_ptr_array_index (occurrences, i);

    if (one->event->id != two->event->id || one->span.start != two->span.start ||
        one->span.end != two->span.end || one->event->status != two->event->status ||
        g_strcmp0 (one->event->summary, two->event->summary) != 0 ||
        g_strcmp0 (one->event->location, two->event->location) != 0 ||
        one->event->attendees->len != two->event->attendees->len ||
        g_array_index (self->colors, guint, i) != hash_looks (agenda, two))
      return FALSE;
  }
  return TRUE;
}

static void
add_event (HearthDayView *self, const HearthAgenda *agenda, const HearthOccurrence *occurrence)
{
  const HearthOccurrence *conflict = hearth_agenda_find_conflict (agenda, occurrence);
  gboolean whole = occurrence->event->all_day || (occurrence->span.start <= agenda->span.start &&
                                                  occurrence->span.end >= agenda->span.end);
  /* What begins or ends on another day is moved where its times can be seen. */
  gboolean movable =
      occurrence->span.start >= agenda->span.start && occurrence->span.end <= agenda->span.end &&
      hearth_agenda_can_change (hearth_agenda_find_calendar (agenda, occurrence->event->source_id));
  GtkWidget *detail;
  GtkWidget *button = make_button (agenda, occurrence, conflict != NULL && !whole, &detail);

  if (whole) {
    gtk_label_set_text (GTK_LABEL (detail), _("all day"));
    gtk_box_append (GTK_BOX (self->all_day), button);
    return;
  }
  gtk_widget_set_overflow (button, GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_parent (button, GTK_WIDGET (self));
  g_ptr_array_add (self->buttons, button);
  g_ptr_array_add (self->details, detail);
  g_ptr_array_add (self->conflicts, conflict != NULL ? g_strdup (conflict->event->summary) : NULL);
  g_array_append_val (self->movable, movable);
  g_ptr_array_add (self->occurrences,
                   hearth_occurrence_new (hearth_event_ref (occurrence->event), occurrence->span));
}

/**
 * hearth_day_view_set_agenda:
 * @self: a view
 * @agenda: one day
 *
 * Shows a day. The view keeps the time by itself while it is seen.
 */
void
hearth_day_view_set_agenda (HearthDayView *self, const HearthAgenda *agenda)
{
  g_return_if_fail (HEARTH_IS_DAY_VIEW (self));

  if (same_day (self, agenda)) {
    update_now (self);
    return;
  }
  g_clear_pointer (&self->shown, g_ptr_array_unref);
  self->shown = g_ptr_array_ref (agenda->occurrences);
  drop_buttons (self);
  g_array_set_size (self->colors, 0);
  self->day = agenda->span;
  for (guint i = 0; i < self->shown->len; i++) {
    const HearthOccurrence *occurrence = g_ptr_array_index (self->shown, i);
    guint looks = hash_looks (agenda, occurrence);

    g_array_append_val (self->colors, looks);
    add_event (self, agenda, occurrence);
  }
  gtk_widget_set_visible (self->all_day, gtk_widget_get_first_child (self->all_day) != NULL);
  update_now (self);
}
