/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-entry-rows.h"

#include <adwaita.h>

/* What is seen above an entry is not what a screen reader is told of it: the row carries the title,
 * and the text inside, which has the focus, carries none. */

static char *
dup_title (AdwPreferencesRow *row)
{
  const char *title = adw_preferences_row_get_title (row);
  gunichar mark = adw_preferences_row_get_use_underline (row) ? '_' : 0;
  char *text = NULL;

  if (adw_preferences_row_get_use_markup (row) &&
      pango_parse_markup (title, -1, mark, NULL, &text, NULL, NULL))
    return text;
  return g_strdup (title);
}

static void
title_cb (AdwPreferencesRow *row)
{
  GtkEditable *text = gtk_editable_get_delegate (GTK_EDITABLE (row));
  g_autofree char *title = dup_title (row);

  gtk_accessible_update_property (GTK_ACCESSIBLE (text), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
}

/* Neither a row that unfolds nor its head, which has the focus, carries its title. */
static void
unfolding_title_cb (AdwPreferencesRow *row)
{
  GtkWidget *head = gtk_widget_get_first_child (GTK_WIDGET (row));
  g_autofree char *title = dup_title (row);

  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  while (head != NULL && !GTK_IS_LIST_BOX_ROW (head))
    head = gtk_widget_get_first_child (head);
  if (head != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (head), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                    -1);
}

/* What a picture on a button means stands in its tooltip only. */
static void
tooltip_cb (GtkWidget *button)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_widget_get_tooltip_text (button), -1);
}

static void
name_buttons (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget) && gtk_widget_get_tooltip_text (widget) != NULL) {
    g_signal_connect (widget, "notify::tooltip-text", G_CALLBACK (tooltip_cb), NULL);
    tooltip_cb (widget);
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    name_buttons (child);
}

/**
 * hearth_entry_rows_name:
 * @widget: an entry row or one that unfolds, or what holds some
 *
 * Gives the text of each entry row at or below @widget, and the head of each row that unfolds, the
 * name that the row is titled with, and follows its title. To be called once, when the rows are
 * there.
 */
void
hearth_entry_rows_name (GtkWidget *widget)
{
  GtkWidget *child;

  if (ADW_IS_ENTRY_ROW (widget)) {
    g_signal_connect (widget, "notify::title", G_CALLBACK (title_cb), NULL);
    title_cb (ADW_PREFERENCES_ROW (widget));
    name_buttons (widget);
    return;
  }
  if (ADW_IS_EXPANDER_ROW (widget)) {
    g_signal_connect (widget, "notify::title", G_CALLBACK (unfolding_title_cb), NULL);
    unfolding_title_cb (ADW_PREFERENCES_ROW (widget));
  }
  for (child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    hearth_entry_rows_name (child);
}

/**
 * hearth_entry_rows_name_inside:
 * @widget: a widget that another one inside it stands for, as in a drop-down or a button for
 * colours
 * @name: what it is
 *
 * Gives @widget its name for screen readers, and the button inside, which takes the focus in its
 * place, the same.
 */
void
hearth_entry_rows_name_inside (GtkWidget *widget, const char *name)
{
  GtkWidget *inside = gtk_widget_get_first_child (widget);

  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  if (inside != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (inside), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                    -1);
}
