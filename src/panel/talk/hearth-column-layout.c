/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-column-layout.h"

/**
 * HearthColumnLayout:
 *
 * Sets texts one below the other.
 *
 * A GtkBox would do, but for what it costs: GTK asks whatever it allocates how narrow it may
 * be at the height that it gets, a box asks its children, and a label that wraps finds that
 * out by breaking its text anew ten times. A column of texts is as wide as it is, whatever its
 * height; and a child that is aligned with the start is not asked.
 */
struct _HearthColumnLayout {
  GtkLayoutManager parent_instance;

  int spacing;
};

G_DEFINE_FINAL_TYPE (HearthColumnLayout, hearth_column_layout, GTK_TYPE_LAYOUT_MANAGER)

static GtkSizeRequestMode
hearth_column_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
hearth_column_layout_measure (GtkLayoutManager *manager, GtkWidget *widget,
                              GtkOrientation orientation, int for_size, int *minimum, int *natural,
                              int *minimum_baseline, int *natural_baseline)
{
  HearthColumnLayout *self = HEARTH_COLUMN_LAYOUT (manager);
  gboolean across = orientation == GTK_ORIENTATION_HORIZONTAL;
  gboolean first = TRUE;

  *minimum = *natural = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    int child_minimum, child_natural;

    if (!gtk_widget_should_layout (child))
      continue;
    gtk_widget_measure (child, orientation, across ? -1 : for_size, &child_minimum, &child_natural,
                        NULL, NULL);
    if (across) {
      *minimum = MAX (*minimum, child_minimum);
      *natural = MAX (*natural, child_natural);
    } else {
      *minimum += child_natural + (first ? 0 : self->spacing);
      *natural = *minimum;
      first = FALSE;
    }
  }
}

static void
hearth_column_layout_allocate (GtkLayoutManager *manager, GtkWidget *widget, int width, int height,
                               int baseline)
{
  HearthColumnLayout *self = HEARTH_COLUMN_LAYOUT (manager);
  GtkAllocation place = { 0, 0, width, 0 };

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    if (!gtk_widget_should_layout (child))
      continue;
    gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, NULL, &place.height, NULL, NULL);
    gtk_widget_size_allocate (child, &place, -1);
    place.y += place.height + self->spacing;
  }
}

static void
hearth_column_layout_class_init (HearthColumnLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->get_request_mode = hearth_column_layout_get_request_mode;
  layout_class->measure = hearth_column_layout_measure;
  layout_class->allocate = hearth_column_layout_allocate;
}

static void
hearth_column_layout_init (HearthColumnLayout *self)
{
}

/**
 * hearth_column_layout_new:
 * @spacing: between children, in pixels
 *
 * Its children are as high as they like; to be laid out fast they are aligned with
 * %GTK_ALIGN_START.
 *
 * Returns: (transfer full): a layout
 */
GtkLayoutManager *
hearth_column_layout_new (int spacing)
{
  HearthColumnLayout *self = g_object_new (HEARTH_TYPE_COLUMN_LAYOUT, NULL);

  self->spacing = spacing;
  return GTK_LAYOUT_MANAGER (self);
}
