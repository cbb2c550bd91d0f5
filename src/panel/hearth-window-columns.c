/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-window-private.h"

#include <glib/gi18n.h>

/* Where there is room, what is opened stands beside the views instead of on top of them. The views
 * are then the first column, and the stack of pages is the second one. */

/* From this width on, in pixels, the views' names fit into the header. */
#define WIDE 700
/* From this width on there are two columns. */
#define TWO_COLUMNS 800

static GtkWidget *
make_nothing (void)
{
  GtkWidget *page = adw_status_page_new ();

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), "hearth-mail-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (page), _("Nothing is open"));
  adw_status_page_set_description (ADW_STATUS_PAGE (page),
                                   _("What you choose in the list is shown here."));
  gtk_widget_add_css_class (page, "nothing-open");
  return page;
}

static void
make_columns (HearthWindow *self)
{
  GtkWidget *pages = g_object_ref (GTK_WIDGET (self->pages));
  GtkWidget *parent = gtk_widget_get_parent (pages);
  GtkWidget *before = gtk_widget_get_prev_sibling (pages);
  GtkWidget *columns = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  self->first = ADW_BIN (adw_bin_new ());
  gtk_box_remove (GTK_BOX (parent), pages);
  gtk_box_append (GTK_BOX (columns), GTK_WIDGET (self->first));
  gtk_box_append (GTK_BOX (columns), pages);
  gtk_box_set_homogeneous (GTK_BOX (columns), TRUE);
  gtk_widget_add_css_class (columns, "columns");
  gtk_box_insert_child_after (GTK_BOX (parent), columns, before);
  g_object_unref (pages);
}

/* Into the first column, or back into the stack. */
static void
move_home (HearthWindow *self)
{
  AdwBin *from = self->columns ? self->home_bin : self->first;
  AdwBin *to = self->columns ? self->first : self->home_bin;
  GtkWidget *home = g_object_ref (adw_bin_get_child (from));
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self));
  gboolean focused = focus != NULL && gtk_widget_is_ancestor (focus, home);

  adw_bin_set_child (from, NULL);
  adw_bin_set_child (to, home);
  if (self->columns)
    adw_bin_set_child (from, make_nothing ());
  if (focused)
    gtk_widget_grab_focus (focus);
  g_object_unref (home);
}

/**
 * hearth_window_init_columns:
 * @self: a window, new
 *
 * Prepares for a second column.
 */
void
hearth_window_init_columns (HearthWindow *self)
{
  GtkWidget *home = g_object_ref (gtk_stack_get_child_by_name (self->pages, "home"));

  self->home_bin = ADW_BIN (adw_bin_new ());
  gtk_stack_remove (self->pages, home);
  adw_bin_set_child (self->home_bin, home);
  gtk_stack_add_named (self->pages, GTK_WIDGET (self->home_bin), "home");
  g_object_unref (home);
}

/**
 * hearth_window_update_columns:
 * @self: a window
 *
 * Shows the columns that there is something for.
 */
void
hearth_window_update_columns (HearthWindow *self)
{
  const char *view = adw_view_stack_get_visible_child_name (self->views);
  gboolean second = !self->columns || self->history->len > 0 || g_strcmp0 (view, "mail") == 0;

  if (self->first == NULL)
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->first), self->columns);
  gtk_widget_set_visible (GTK_WIDGET (self->pages), second);
}

/**
 * hearth_window_is_at_views:
 * @self: a window
 *
 * Returns: whether its owner is in the first of two columns: what is opened from there takes the
 *   place of what was open
 */
gboolean
hearth_window_is_at_views (HearthWindow *self)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self));

  return self->columns &&
         (focus == NULL || gtk_widget_is_ancestor (focus, GTK_WIDGET (self->first)));
}

/**
 * hearth_window_is_shape_of:
 * @self: a window
 * @width: a width, in pixels
 *
 * Returns: whether the window has the shape that it is to have at @width
 */
gboolean
hearth_window_is_shape_of (HearthWindow *self, int width)
{
  return self->wide == (width >= WIDE) && self->columns == (width >= TWO_COLUMNS);
}

/**
 * hearth_window_take_shape:
 * @self: a window
 * @width: its width, in pixels
 *
 * Gives the window the shape that it is to have at @width.
 */
void
hearth_window_take_shape (HearthWindow *self, int width)
{
  gboolean columns = width >= TWO_COLUMNS;

  self->wide = width >= WIDE;
  if (columns != self->columns) {
    self->columns = columns;
    if (self->first == NULL)
      make_columns (self);
    move_home (self);
  }
  hearth_window_update_columns (self);
}

/**
 * hearth_window_set_side:
 * @self: the panel
 * @side: the side of the desktop at which it stands
 *
 * Looks like a window, or like a part of the desktop.
 */
void
hearth_window_set_side (HearthWindow *self, HearthDockSide side)
{
  static const char *const classes[] = {
    [HEARTH_DOCK_SIDE_LEFT] = "at-left", [HEARTH_DOCK_SIDE_RIGHT] = "at-right"
  };
  gboolean docked = side != HEARTH_DOCK_SIDE_NONE;

  if (self->side != HEARTH_DOCK_SIDE_NONE)
    gtk_widget_remove_css_class (GTK_WIDGET (self), classes[self->side]);
  self->side = side;
  if (docked) {
    gtk_window_unmaximize (GTK_WINDOW (self));
    gtk_widget_add_css_class (GTK_WIDGET (self), "docked");
    gtk_widget_add_css_class (GTK_WIDGET (self), classes[side]);
  } else {
    gtk_widget_remove_css_class (GTK_WIDGET (self), "docked");
    gtk_window_set_default_size (GTK_WINDOW (self),
                                 g_settings_get_int (self->settings, "panel-width"),
                                 g_settings_get_int (self->settings, "panel-height"));
  }
  /* Around a window that it decorates GTK keeps room for a shadow and for handles. */
  gtk_window_set_decorated (GTK_WINDOW (self), !docked);
  /* It is neither minimized nor maximized there. */
  adw_header_bar_set_decoration_layout (self->header, docked ? ":close" : NULL);
}
