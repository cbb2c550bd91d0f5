/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-title-layout.h"

/* Lays out what stands in the middle of the header: who is there, from the start, and the switch
 * between views behind it. A header bar centres its title and gives each side at most half of the
 * room; asking for all there is makes it leave the whole middle to the title. */

#define ALL_THERE_IS 4000
#define SPACING 12

static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
         int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    int child_minimum, child_natural;

    if (!gtk_widget_should_layout (child))
      continue;
    gtk_widget_measure (child, orientation, -1, &child_minimum, &child_natural, NULL, NULL);
    if (orientation == GTK_ORIENTATION_HORIZONTAL) {
      *minimum += child_minimum;
      *natural = ALL_THERE_IS;
    } else {
      *minimum = MAX (*minimum, child_minimum);
      *natural = MAX (*natural, child_natural);
    }
  }
}

static void
allocate (GtkWidget *widget, int width, int height, int baseline)
{
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GtkWidget *first = gtk_widget_get_first_child (widget);
  GtkWidget *second = gtk_widget_get_next_sibling (first);
  int second_width = 0;
  int first_width;

  if (second != NULL && gtk_widget_should_layout (second)) {
    gtk_widget_measure (second, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &second_width, NULL, NULL);
    second_width = MIN (second_width, width);
    gtk_widget_size_allocate (
        second, &(GtkAllocation){ mirrored ? 0 : width - second_width, 0, second_width, height },
        -1);
    second_width += SPACING;
  }
  first_width = MAX (0, width - second_width);
  gtk_widget_size_allocate (
      first, &(GtkAllocation){ mirrored ? width - first_width : 0, 0, first_width, height }, -1);
}

/**
 * hearth_title_layout_new:
 *
 * Returns: (transfer full): a layout for a widget with one or two children
 */
GtkLayoutManager *
hearth_title_layout_new (void)
{
  return gtk_custom_layout_new (NULL, measure, allocate);
}
