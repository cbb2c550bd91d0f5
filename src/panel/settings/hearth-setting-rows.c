/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-setting-rows.h"

/* Rows of preferences that are bound to a setting. */

/* Minutes after midnight, as a clock. */
static gboolean
show_clock_cb (GtkSpinButton *spin, gpointer user_data)
{
  int minutes = (int) gtk_spin_button_get_value (spin);
  char text[16];

  g_snprintf (text, sizeof text, "%d:%02d", minutes / 60, minutes % 60);
  /* To write the same again would ask for a new layout each time. */
  if (!g_str_equal (gtk_editable_get_text (GTK_EDITABLE (spin)), text))
    gtk_editable_set_text (GTK_EDITABLE (spin), text);
  return TRUE;
}

static int
read_clock_cb (GtkSpinButton *spin, double *value, gpointer user_data)
{
  g_auto (GStrv) parts = g_strsplit (gtk_editable_get_text (GTK_EDITABLE (spin)), ":", 2);

  if (parts[0] == NULL || parts[1] == NULL)
    return GTK_INPUT_ERROR;
  *value =
      (double) (g_ascii_strtoll (parts[0], NULL, 10) * 60 + g_ascii_strtoll (parts[1], NULL, 10));
  return TRUE;
}

/**
 * hearth_minutes_row_new:
 * @settings: Hearth's settings
 * @key: a setting of minutes
 * @title: what it is
 * @step: by how many minutes it is changed
 * @most: the largest number of minutes
 * @clock: whether they are minutes after midnight, shown as a clock
 *
 * Returns: (transfer floating): a row with a number
 */
GtkWidget *
hearth_minutes_row_new (GSettings *settings, const char *key, const char *title, int step, int most,
                        gboolean clock)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *spin = gtk_spin_button_new_with_range (0, most, step);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_widget_set_valign (spin, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (spin), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  if (clock) {
    /* It takes digits only otherwise, and no colon. */
    gtk_spin_button_set_numeric (GTK_SPIN_BUTTON (spin), FALSE);
    gtk_editable_set_width_chars (GTK_EDITABLE (spin), 5);
    g_signal_connect (spin, "output", G_CALLBACK (show_clock_cb), NULL);
    g_signal_connect (spin, "input", G_CALLBACK (read_clock_cb), NULL);
  }
  g_settings_bind (settings, key, spin, "value", G_SETTINGS_BIND_DEFAULT);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), spin);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), spin);
  return row;
}

/**
 * hearth_switch_row_new:
 * @settings: Hearth's settings
 * @key: a setting that is on or off
 * @title: what it is
 * @subtitle: (nullable): what it means
 *
 * Returns: (transfer floating): a row with a switch
 */
GtkWidget *
hearth_switch_row_new (GSettings *settings, const char *key, const char *title,
                       const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *toggle = gtk_switch_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_set_valign (toggle, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (toggle), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
  g_settings_bind (settings, key, toggle, "active", G_SETTINGS_BIND_DEFAULT);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), toggle);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), toggle);
  return row;
}

/**
 * hearth_choice_row_new:
 * @title: what is chosen
 * @choices: (array zero-terminated=1): between what
 *
 * Returns: (transfer floating): a row with a choice
 */
GtkWidget *
hearth_choice_row_new (const char *title, const char *const *choices)
{
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr (GtkStringList) list = gtk_string_list_new (choices);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (list));
  return row;
}

/**
 * hearth_scale_row_new:
 * @settings: Hearth's settings
 * @key: a setting that is a factor
 * @title: what it is
 * @least: the smallest that it can be
 * @most: the largest that it can be
 *
 * Returns: (transfer floating): a row with a slider, with a mark at 1
 */
GtkWidget *
hearth_scale_row_new (GSettings *settings, const char *key, const char *title, double least,
                      double most)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *scale = gtk_scale_new_with_range (GTK_ORIENTATION_HORIZONTAL, least, most, 0.05);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_scale_add_mark (GTK_SCALE (scale), 1, GTK_POS_BOTTOM, NULL);
  gtk_widget_set_size_request (scale, 160, -1);
  gtk_widget_set_valign (scale, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (scale), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_settings_bind (settings, key, gtk_range_get_adjustment (GTK_RANGE (scale)), "value",
                   G_SETTINGS_BIND_DEFAULT);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), scale);
  return row;
}
