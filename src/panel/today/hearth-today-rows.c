/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-today-rows.h"

#define CONTENT "hearth-content"

/**
 * hearth_today_rows_name:
 * @row: a row
 * @content: (transfer full): all that is shown in it and done by it
 *
 * Says what is in a row, for hearth_today_rows_set().
 */
void
hearth_today_rows_name (GtkWidget *row, char *content)
{
  g_object_set_data_full (G_OBJECT (row), CONTENT, content, g_free);
}

/* Where a row stands, from a place on, in which there is the same; -1 for nowhere. */
static int
find (GtkListBox *list, GtkWidget *like, int from)
{
  const char *content = g_object_get_data (G_OBJECT (like), CONTENT);
  GtkListBoxRow *row;

  for (int i = from; (row = gtk_list_box_get_row_at_index (list, i)) != NULL; i++) {
    if (g_strcmp0 (g_object_get_data (G_OBJECT (row), CONTENT), content) == 0)
      return i;
  }
  return -1;
}

static void
remove_at (GtkListBox *list, int at)
{
  gtk_list_box_remove (list, GTK_WIDGET (gtk_list_box_get_row_at_index (list, at)));
}

/**
 * hearth_today_rows_set:
 * @list: a list
 * @rows: (element-type GtkWidget): rows that were named, floating; those that are needed are taken
 *
 * Shows rows. Those in which there is the same as before stay: somebody may have opened a menu in
 * one, or be about to press something.
 */
void
hearth_today_rows_set (GtkListBox *list, GPtrArray *rows)
{
  int n = (int) rows->len;

  for (int i = 0; i < n; i++) {
    g_autoptr (GtkWidget) row = g_object_ref_sink (g_ptr_array_index (rows, i));
    int at = find (list, row, i);

    if (at < 0)
      gtk_list_box_insert (list, row, i);
    for (; at > i; at--)
      remove_at (list, i);
  }
  while (gtk_list_box_get_row_at_index (list, n) != NULL)
    remove_at (list, n);
}

/**
 * hearth_today_rows_untick:
 * @widget: what holds rows
 *
 * Something was not done: what was ticked, and waits for it, can be ticked again.
 */
void
hearth_today_rows_untick (GtkWidget *widget)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  if (GTK_IS_CHECK_BUTTON (widget) && !gtk_widget_get_sensitive (widget)) {
    gtk_check_button_set_active (GTK_CHECK_BUTTON (widget), FALSE);
    gtk_widget_set_sensitive (widget, TRUE);
    return;
  }
  for (; child != NULL; child = gtk_widget_get_next_sibling (child))
    hearth_today_rows_untick (child);
}
