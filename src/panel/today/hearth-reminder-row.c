/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-reminder-row.h"

#include "hearth-clock.h"
#include "hearth-label-wrap.h"
#include "hearth-today-rows.h"
#include "hearth-today-words.h"

#include <glib/gi18n.h>

/* The hours at which the evening and the day after begin. */
#define EVENING 20
#define MORNING 9

static gint64
find_hour (int days, int hour)
{
  g_autoptr (GDateTime) now = hearth_clock_dup_local ();
  g_autoptr (GDateTime) day = g_date_time_add_days (now, days);
  g_autoptr (GDateTime) then =
      g_date_time_new (g_date_time_get_timezone (day), g_date_time_get_year (day),
                       g_date_time_get_month (day), g_date_time_get_day_of_month (day), hour, 0, 0);

  return g_date_time_to_unix (then);
}

static void
add_choice (GMenu *menu, const char *label, gint64 id, gint64 until)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, "day.snooze-reminder", "(xx)", id, until);
  g_menu_append_item (menu, item);
}

/* Made when it is opened: what is later depends on what time it is. */
static void
create_menu_cb (GtkMenuButton *button, gpointer user_data)
{
  const HearthReminder *reminder = user_data;
  g_autoptr (GMenu) menu = g_menu_new ();
  gint64 now = hearth_clock_now ();
  gint64 evening = find_hour (0, EVENING);

  add_choice (menu, _("5 minutes"), reminder->id, now + 5 * 60);
  if (reminder->event_start > now)
    add_choice (menu, _("Until it starts"), reminder->id, 0);
  if (evening > now + 15 * 60)
    add_choice (menu, _("Tonight"), reminder->id, evening);
  add_choice (menu, _("Tomorrow"), reminder->id, find_hour (1, MORNING));
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

static void
join_cb (GtkButton *button, gpointer user_data)
{
  const HearthReminder *reminder = user_data;
  g_autoptr (GdkAppLaunchContext) context =
      gdk_display_get_app_launch_context (gtk_widget_get_display (GTK_WIDGET (button)));

  g_app_info_launch_default_for_uri_async (reminder->link, G_APP_LAUNCH_CONTEXT (context), NULL,
                                           NULL, NULL);
}

static GtkWidget *
make_deeds (HearthReminder *reminder)
{
  GtkWidget *deeds = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *later = gtk_menu_button_new ();
  GtkWidget *done = gtk_button_new_with_label (_("Done"));
  g_autofree char *later_name = g_strdup_printf (_("Remind me later: %s"), reminder->text);
  g_autofree char *done_name = g_strdup_printf (_("Done: %s"), reminder->text);

  if (reminder->link != NULL && g_str_has_prefix (reminder->link, "https://")) {
    GtkWidget *join = gtk_button_new_with_label (_("Join"));

    gtk_widget_set_tooltip_text (join, reminder->link);
    g_signal_connect (join, "clicked", G_CALLBACK (join_cb), reminder);
    gtk_box_append (GTK_BOX (deeds), join);
  }
  gtk_menu_button_set_label (GTK_MENU_BUTTON (later), _("Later"));
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (later), create_menu_cb, reminder, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (later), GTK_ACCESSIBLE_PROPERTY_LABEL, later_name,
                                  -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (done), "day.finish-reminder");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (done), "x", reminder->id);
  gtk_accessible_update_property (GTK_ACCESSIBLE (done), GTK_ACCESSIBLE_PROPERTY_LABEL, done_name,
                                  -1);
  gtk_box_append (GTK_BOX (deeds), later);
  gtk_box_append (GTK_BOX (deeds), done);
  gtk_widget_set_valign (deeds, GTK_ALIGN_CENTER);
  return deeds;
}

static char *
describe (const HearthReminder *reminder, const char *when)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT "\n%s\n%s\n%s\n%d\n%" G_GINT64_FORMAT
                          "\n%" G_GINT64_FORMAT,
                          reminder->id, reminder->text, when,
                          reminder->link != NULL ? reminder->link : "", (int) reminder->kind,
                          reminder->event_id, reminder->event_start);
}

/**
 * hearth_reminder_row_new:
 * @reminder: a reminder that was due
 *
 * Makes a row that says what was to be remembered, to be finished or put off.
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
hearth_reminder_row_new (const HearthReminder *reminder)
{
  HearthReminder *copy = hearth_reminder_copy (reminder);
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);
  GtkWidget *title = gtk_label_new (reminder->text);
  g_autofree char *when = hearth_today_words_reminder (reminder);
  GtkWidget *detail = gtk_label_new (when);
  g_autofree char *name = g_strdup_printf ("%s, %s", reminder->text, when);

  g_object_set_data_full (G_OBJECT (row), "reminder", copy, (GDestroyNotify) hearth_reminder_free);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  hearth_label_wrap (GTK_LABEL (title));
  gtk_label_set_lines (GTK_LABEL (title), 2);
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (detail), 0);
  gtk_label_set_ellipsize (GTK_LABEL (detail), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (title, "need-title");
  gtk_widget_add_css_class (detail, "reason");
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (words), title);
  gtk_box_append (GTK_BOX (words), detail);
  gtk_box_append (GTK_BOX (box), words);
  gtk_box_append (GTK_BOX (box), make_deeds (copy));
  gtk_widget_add_css_class (box, "need");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  if (reminder->event_id != 0 && reminder->kind != HEARTH_REMINDER_TASK) {
    gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.show-event");
    gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "(xx)", reminder->event_id,
                                      reminder->event_start);
  } else {
    gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  }
  hearth_today_rows_name (row, describe (reminder, when));
  return row;
}
