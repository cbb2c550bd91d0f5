/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-day-picker.h"

#include "hearth-agenda.h"
#include "hearth-clock.h"

#include <glib/gi18n.h>

/**
 * HearthDayPicker:
 *
 * Three small buttons: a step back, any day, a step on. The view that holds them has the
 * actions "day.step", "day.show", "day.show-today" and "day.show-week".
 */
struct _HearthDayPicker {
  GtkWidget parent_instance;

  GtkWidget *back;
  GtkWidget *choose;
  GtkWidget *on;
  GtkCalendar *calendar; /* (nullable): made when it is first opened */
  GtkWidget *week;       /* (nullable) */

  HearthClient *client;      /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) (nullable): of the month that is being read */
  gint64 shown;
  gboolean shows_week;
  gboolean turning; /* the calendar is being set, and not chosen from */
};

G_DEFINE_FINAL_TYPE (HearthDayPicker, hearth_day_picker, GTK_TYPE_WIDGET)

static gpointer
read_month (HearthDatabase *db, gpointer data, GError **error)
{
  return hearth_agenda_load (db, *(HearthSpan *) data, error);
}

/* The days of the month on which something is planned are marked. */
static void
month_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthDayPicker *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthAgenda) agenda =
      hearth_client_read_finish (HEARTH_CLIENT (source), result, &error);

  if (agenda == NULL)
    return;
  gtk_calendar_clear_marks (self->calendar);
  for (guint i = 0; i < agenda->occurrences->len; i++) {
    const HearthOccurrence *occurrence = g_ptr_array_index (agenda->occurrences, i);
    gint64 start = MAX (occurrence->span.start, agenda->span.start);
    gint64 end = MIN (MAX (occurrence->span.end - 1, start), agenda->span.end - 1);

    while (start <= end) {
      HearthSpan day = hearth_agenda_find_day (start);
      g_autoptr (GDateTime) date = hearth_clock_dup_at (day.start);

      gtk_calendar_mark_day (self->calendar, (guint) g_date_time_get_day_of_month (date));
      start = day.end;
    }
  }
}

static void
mark_month (HearthDayPicker *self)
{
  g_autoptr (GDateTime) date = gtk_calendar_get_date (self->calendar);
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();
  g_autoptr (GDateTime) first =
      g_date_time_new (zone, g_date_time_get_year (date), g_date_time_get_month (date), 1, 0, 0, 0);
  g_autoptr (GDateTime) next = g_date_time_add_months (first, 1);
  HearthSpan span = { g_date_time_to_unix (first), g_date_time_to_unix (next) };

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_calendar_clear_marks (self->calendar);
  if (self->client == NULL)
    return;
  self->cancellable = g_cancellable_new ();
  hearth_client_read_async (self->client, read_month, g_memdup2 (&span, sizeof span), g_free,
                            (GDestroyNotify) hearth_agenda_free, self->cancellable, month_read_cb,
                            self);
}

static void
day_selected_cb (HearthDayPicker *self)
{
  g_autoptr (GDateTime) date = NULL;
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();
  g_autoptr (GDateTime) noon = NULL;

  if (self->turning)
    return;
  date = gtk_calendar_get_date (self->calendar);
  noon = g_date_time_new (zone, g_date_time_get_year (date), g_date_time_get_month (date),
                          g_date_time_get_day_of_month (date), 12, 0, 0);
  gtk_widget_activate_action (GTK_WIDGET (self), "day.show", "x", g_date_time_to_unix (noon));
}

static void
close_cb (HearthDayPicker *self)
{
  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->choose));
}

static GtkWidget *
add_choice (HearthDayPicker *self, GtkWidget *box, const char *label, const char *action)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_set_hexpand (button, TRUE);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (close_cb), self);
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

static void
build_popover (HearthDayPicker *self)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *choices = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->calendar = GTK_CALENDAR (gtk_calendar_new ());
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->calendar));
  gtk_box_append (GTK_BOX (box), choices);
  add_choice (self, choices, _("Today"), "day.show-today");
  self->week = add_choice (self, choices, _("Week"), "day.show-week");
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->choose), popover);
  g_signal_connect_swapped (self->calendar, "day-selected", G_CALLBACK (day_selected_cb), self);
  g_signal_connect_swapped (self->calendar, "notify::month", G_CALLBACK (mark_month), self);
  g_signal_connect_swapped (self->calendar, "notify::year", G_CALLBACK (mark_month), self);
}

static void
create_popover_cb (GtkMenuButton *button, gpointer user_data)
{
  HearthDayPicker *self = user_data;
  g_autoptr (GDateTime) date = hearth_clock_dup_at (self->shown);

  if (self->calendar == NULL)
    build_popover (self);
  self->turning = TRUE;
  if (date != NULL)
    gtk_calendar_select_day (self->calendar, date);
  self->turning = FALSE;
  gtk_button_set_label (GTK_BUTTON (self->week), self->shows_week ? _("Day") : _("Week"));
  mark_month (self);
}

static void
hearth_day_picker_dispose (GObject *object)
{
  HearthDayPicker *self = HEARTH_DAY_PICKER (object);
  GtkWidget *child;

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->client);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (hearth_day_picker_parent_class)->dispose (object);
}

static void
hearth_day_picker_class_init (HearthDayPickerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_day_picker_dispose;
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "daypicker");
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static GtkWidget *
add_step (HearthDayPicker *self, const char *icon, int step)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "day.step");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "i", step);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_parent (button, GTK_WIDGET (self));
  return button;
}

static void
name_button (GtkWidget *button, const char *name)
{
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
hearth_day_picker_init (HearthDayPicker *self)
{
  self->back = add_step (self, "go-previous-symbolic", -1);
  self->choose = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->choose), "x-office-calendar-symbolic");
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->choose), create_popover_cb, self,
                                         NULL);
  gtk_widget_add_css_class (self->choose, "flat");
  name_button (self->choose, _("Choose a day"));
  gtk_widget_set_parent (self->choose, GTK_WIDGET (self));
  self->on = add_step (self, "go-next-symbolic", 1);
  hearth_day_picker_set_shown (self, hearth_clock_now (), FALSE);
}

/**
 * hearth_day_picker_set_client:
 * @self: a picker
 * @client: the panel's client, to mark the days on which something is planned
 */
void
hearth_day_picker_set_client (HearthDayPicker *self, HearthClient *client)
{
  g_set_object (&self->client, client);
}

/**
 * hearth_day_picker_set_shown:
 * @self: a picker
 * @when: within what is shown, seconds since 1970 UTC
 * @week: whether a week is shown
 *
 * Says what is shown.
 */
void
hearth_day_picker_set_shown (HearthDayPicker *self, gint64 when, gboolean week)
{
  self->shown = when;
  self->shows_week = week;
  name_button (self->back, week ? _("Previous week") : _("Previous day"));
  name_button (self->on, week ? _("Next week") : _("Next day"));
}
