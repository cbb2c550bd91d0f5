/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-wrap-layout.h"

/**
 * HearthWrapLayout:
 *
 * Sets its children one after the other, each as wide as it likes, in as many lines as needed.
 * A GtkFlowBox would give them columns of one width.
 */
struct _HearthWrapLayout {
  GtkLayoutManager parent_instance;

  int spacing;
};

G_DEFINE_FINAL_TYPE (HearthWrapLayout, hearth_wrap_layout, GTK_TYPE_LAYOUT_MANAGER)

static GtkSizeRequestMode
hearth_wrap_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* Lays the children out in @width; allocates them if @allocate. Returns the height used. */
static int
flow (HearthWrapLayout *self, GtkWidget *widget, int width, gboolean allocate)
{
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int x = 0;
  int y = 0;
  int line_height = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    int minimum, natural, child_width, child_height;

    if (!gtk_widget_should_layout (child))
      continue;
    gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
    child_width = MAX (minimum, MIN (natural, width));
    gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, child_width, NULL, &child_height, NULL,
                        NULL);
    if (x > 0 && x + child_width > width) {
      x = 0;
      y += line_height + self->spacing;
      line_height = 0;
    }
    if (allocate) {
      GtkAllocation place = { mirrored ? width - x - child_width : x, y, child_width,
                              child_height };

      gtk_widget_size_allocate (child, &place, -1);
    }
    x += child_width + self->spacing;
    line_height = MAX (line_height, child_height);
  }
  return y + line_height;
}

static void
hearth_wrap_layout_measure (GtkLayoutManager *manager, GtkWidget *widget,
                            GtkOrientation orientation, int for_size, int *minimum, int *natural,
                            int *minimum_baseline, int *natural_baseline)
{
  HearthWrapLayout *self = HEARTH_WRAP_LAYOUT (manager);
  int least = 0;
  int sum = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    int child_minimum, child_natural;

    if (!gtk_widget_should_layout (child))
      continue;
    gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &child_minimum, &child_natural, NULL,
                        NULL);
    least = MAX (least, child_minimum);
    sum += child_natural + (sum > 0 ? self->spacing : 0);
  }
  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    *minimum = least;
    *natural = MAX (least, sum);
  } else {
    *minimum = *natural = flow (self, widget, for_size < 0 ? MAX (least, sum) : for_size, FALSE);
  }
}

static void
hearth_wrap_layout_allocate (GtkLayoutManager *manager, GtkWidget *widget, int width, int height,
                             int baseline)
{
  flow (HEARTH_WRAP_LAYOUT (manager), widget, width, TRUE);
}

static void
hearth_wrap_layout_class_init (HearthWrapLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->get_request_mode = hearth_wrap_layout_get_request_mode;
  layout_class->measure = hearth_wrap_layout_measure;
  layout_class->allocate = hearth_wrap_layout_allocate;
}

static void
hearth_wrap_layout_init (HearthWrapLayout *self)
{
  self->spacing = 6;
}

/**
 * hearth_wrap_layout_new:
 * @spacing: between children and between lines, in pixels
 *
 * Returns: (transfer full): a layout
 */
GtkLayoutManager *
hearth_wrap_layout_new (int spacing)
{
  HearthWrapLayout *self = g_object_new (HEARTH_TYPE_WRAP_LAYOUT, NULL);

  self->spacing = spacing;
  return GTK_LAYOUT_MANAGER (self);
}

/**
 * hearth_wrap_box_new:
 * @spacing: between children and between lines, in pixels
 *
 * Returns: (transfer floating): a box whose children wrap
 */
GtkWidget *
hearth_wrap_box_new (int spacing)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, spacing);

  gtk_widget_set_layout_manager (box, hearth_wrap_layout_new (spacing));
  return box;
}
