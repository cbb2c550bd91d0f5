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
 * @widget: an entry row, or what holds some
 *
 * Gives the text of each entry row at or below @widget the name that the row is titled with, and
 * follows its title. To be called once, when the rows are there.
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
  for (child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    hearth_entry_rows_name (child);
}
