/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-task-row.h"

#include "hearth-calendar-color.h"
#include "hearth-label-wrap.h"
#include "hearth-today-rows.h"
#include "hearth-today-words.h"

#include <glib/gi18n.h>

static void
toggled_cb (GtkCheckButton *check, gpointer user_data)
{
  const HearthTodo *task = g_object_get_data (G_OBJECT (check), "task");

  if (!gtk_check_button_get_active (check))
    return;
  gtk_widget_set_sensitive (GTK_WIDGET (check), FALSE);
  gtk_widget_activate_action (GTK_WIDGET (check), "day.complete-task", "(xs)", task->id,
                              task->summary);
}

/**
 * hearth_task_row_new:
 * @task: an open task
 * @color: (nullable): its calendar's colour
 *
 * Makes a row with a check box that says what is due and when.
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
hearth_task_row_new (const HearthTodo *task, const char *color)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);
  GtkWidget *check = gtk_check_button_new ();
  GtkWidget *title = gtk_label_new (*task->summary != '\0' ? task->summary : _("Without a title"));
  gboolean late;
  g_autofree char *due = hearth_today_words_due (task, &late);
  GtkWidget *detail = gtk_label_new (due);
  g_autofree char *name = g_strdup_printf (_("Done: %s, %s"), task->summary, due);

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  hearth_label_wrap (GTK_LABEL (title));
  gtk_label_set_lines (GTK_LABEL (title), 2);
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (detail), 0);
  gtk_label_set_ellipsize (GTK_LABEL (detail), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (title, "need-title");
  gtk_widget_add_css_class (detail, late ? "reason" : "small");
  if (!late)
    gtk_widget_add_css_class (detail, "dim-label");
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (words), title);
  gtk_box_append (GTK_BOX (words), detail);
  gtk_box_append (GTK_BOX (box), check);
  gtk_box_append (GTK_BOX (box), words);
  if (color != NULL) {
    GtkWidget *dot = hearth_calendar_color_new_dot (color);

    gtk_widget_set_tooltip_text (dot, task->calendar_name);
    gtk_box_append (GTK_BOX (box), dot);
  }
  gtk_widget_add_css_class (box, "task");
  g_object_set_data_full (G_OBJECT (check), "task", hearth_todo_ref ((HearthTodo *) task),
                          (GDestroyNotify) hearth_todo_unref);
  g_signal_connect (check, "toggled", G_CALLBACK (toggled_cb), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  hearth_today_rows_name (row,
                          g_strdup_printf ("%" G_GINT64_FORMAT "\n%s\n%s\n%d\n%s\n%s", task->id,
                                           task->summary, due, late, color != NULL ? color : "",
                                           task->calendar_name != NULL ? task->calendar_name : ""));
  return row;
}
