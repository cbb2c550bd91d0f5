/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-calendars-page.h"

#include "hearth-agenda.h"
#include "hearth-books-group.h"
#include "hearth-calendar-row.h"
#include "hearth-calendar-window.h"
#include "hearth-format.h"
#include "hearth-setting-rows.h"

#include <glib/gi18n.h>

/**
 * HearthCalendarsPage:
 *
 * The calendars that are read, and how the owner's day goes.
 */
struct _HearthCalendarsPage {
  AdwPreferencesPage parent_instance;

  GtkWidget *calendars;
  GtkWidget *empty;
  GtkWidget *day;

  HearthClient *client;      /* (owned) */
  GCancellable *cancellable; /* (owned) */
  GPtrArray *rows;           /* (element-type HearthCalendarRow): lent by the group */
};

G_DEFINE_FINAL_TYPE (HearthCalendarsPage, hearth_calendars_page, ADW_TYPE_PREFERENCES_PAGE)

static const HearthAgendaCalendar *
find_calendar (GPtrArray *calendars, gint64 id)
{
  for (guint i = 0; i < calendars->len; i++) {
    const HearthAgendaCalendar *calendar = g_ptr_array_index (calendars, i);

    if (calendar->source->id == id)
      return calendar;
  }
  return NULL;
}

/* Rows stay where they are: somebody may be choosing in one. */
static HearthCalendarRow *
ensure_row (HearthCalendarsPage *self, gint64 id)
{
  GtkWidget *row;

  for (guint i = 0; i < self->rows->len; i++) {
    HearthCalendarRow *known = g_ptr_array_index (self->rows, i);

    if (hearth_calendar_row_get_id (known) == id)
      return known;
  }
  row = hearth_calendar_row_new (self->client, id);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->calendars), row);
  g_ptr_array_add (self->rows, row);
  return HEARTH_CALENDAR_ROW (row);
}

static gpointer
read_calendars (HearthDatabase *db, gpointer data, GError **error)
{
  return hearth_agenda_list_calendars (db, error);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthCalendarsPage *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) calendars =
      hearth_client_read_finish (HEARTH_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || calendars == NULL)
    return;
  for (guint i = self->rows->len; i > 0; i--) {
    HearthCalendarRow *row = g_ptr_array_index (self->rows, i - 1);

    if (find_calendar (calendars, hearth_calendar_row_get_id (row)) != NULL)
      continue;
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self->calendars), GTK_WIDGET (row));
    g_ptr_array_remove_index (self->rows, i - 1);
  }
  for (guint i = 0; i < calendars->len; i++) {
    const HearthAgendaCalendar *calendar = g_ptr_array_index (calendars, i);

    hearth_calendar_row_show (ensure_row (self, calendar->source->id), calendar);
  }
  gtk_widget_set_visible (self->empty, calendars->len == 0);
}

static void
list_calendars (HearthCalendarsPage *self)
{
  hearth_client_read_async (self->client, read_calendars, NULL, NULL,
                            (GDestroyNotify) g_ptr_array_unref, self->cancellable, read_cb, self);
}

static void
add_cb (HearthCalendarsPage *self)
{
  GtkWindow *window = hearth_calendar_window_new (self->client);

  gtk_window_set_transient_for (window, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));
  gtk_window_present (window);
}

static void
synced_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthCalendarsPage) self = user_data;
  g_autoptr (GError) error = NULL;

  /* What could not be read stands in its row. */
  hearth_bus_daemon1_call_sync_finish (HEARTH_BUS_DAEMON1 (source), NULL, result, &error);
  list_calendars (self);
}

static void
refresh_cb (HearthCalendarsPage *self)
{
  HearthBusDaemon1 *proxy = hearth_client_get_proxy (self->client, NULL);

  /* It answers once all of it is read, which may take long. */
  if (proxy != NULL)
    g_dbus_proxy_call (G_DBUS_PROXY (proxy), "Sync", NULL, G_DBUS_CALL_FLAGS_NONE, G_MAXINT, NULL,
                       synced_cb, g_object_ref (self));
}

static void
hearth_calendars_page_dispose (GObject *object)
{
  HearthCalendarsPage *self = HEARTH_CALENDARS_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (hearth_calendars_page_parent_class)->dispose (object);
}

static void
hearth_calendars_page_finalize (GObject *object)
{
  HearthCalendarsPage *self = HEARTH_CALENDARS_PAGE (object);

  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->rows);
  G_OBJECT_CLASS (hearth_calendars_page_parent_class)->finalize (object);
}

static void
hearth_calendars_page_class_init (HearthCalendarsPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_calendars_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = hearth_calendars_page_finalize;
}

static void
add_header (HearthCalendarsPage *self)
{
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  GtkWidget *refresh = gtk_button_new_from_icon_name ("view-refresh-symbolic");
  GtkWidget *add = gtk_button_new_with_label (_("Add Calendars…"));

  gtk_widget_set_tooltip_text (refresh, _("Read all calendars now"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (refresh), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Read all calendars now"), -1);
  gtk_widget_add_css_class (refresh, "flat");
  gtk_widget_add_css_class (add, "flat");
  g_signal_connect_swapped (refresh, "clicked", G_CALLBACK (refresh_cb), self);
  g_signal_connect_swapped (add, "clicked", G_CALLBACK (add_cb), self);
  gtk_widget_set_valign (buttons, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (buttons), refresh);
  gtk_box_append (GTK_BOX (buttons), add);
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (self->calendars), buttons);
}

static void
hearth_calendars_page_init (HearthCalendarsPage *self)
{
  self->cancellable = g_cancellable_new ();
  self->rows = g_ptr_array_new ();
  adw_preferences_page_set_name (ADW_PREFERENCES_PAGE (self), "calendars");
  adw_preferences_page_set_title (ADW_PREFERENCES_PAGE (self), _("Calendars"));
  adw_preferences_page_set_icon_name (ADW_PREFERENCES_PAGE (self), "x-office-calendar-symbolic");
  self->calendars = adw_preferences_group_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self->calendars), _("Calendars"));
  add_header (self);
  self->empty = adw_action_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->empty), _("Nothing yet"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->empty),
                               _("Add the calendars of a server or of this desktop."));
  gtk_widget_set_visible (self->empty, FALSE);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->calendars), self->empty);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), ADW_PREFERENCES_GROUP (self->calendars));
  self->day = adw_preferences_group_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self->day), _("Your day"));
}

static void
add_minutes (HearthCalendarsPage *self, GSettings *settings, const char *key, const char *title,
             int step, int most, gboolean clock)
{
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->day),
                             hearth_minutes_row_new (settings, key, title, step, most, clock));
}

static GtkWidget *
find_day (GtkWidget *days, guint day)
{
  GtkWidget *button = gtk_widget_get_first_child (days);

  for (guint i = 0; i < day && button != NULL; i++)
    button = gtk_widget_get_next_sibling (button);
  return button;
}

static void
show_days_cb (GSettings *settings, const char *key, gpointer user_data)
{
  guint flags = g_settings_get_flags (settings, key);

  for (guint i = 0; i < 7; i++)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (find_day (user_data, i)),
                                  (flags & 1u << i) != 0);
}

static void
day_toggled_cb (GtkToggleButton *button, gpointer user_data)
{
  GSettings *settings = user_data;
  guint bit = 1u << GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "day"));
  guint flags = g_settings_get_flags (settings, "working-days");
  guint wanted = gtk_toggle_button_get_active (button) ? flags | bit : flags & ~bit;

  if (wanted != flags)
    g_settings_set_flags (settings, "working-days", wanted);
}

/* A button for each day of the week, with a letter: whole names are wider than the window. */
static void
add_working_days (HearthCalendarsPage *self, GSettings *settings)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *days = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 3);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("Working days"));
  gtk_widget_set_valign (days, GTK_ALIGN_CENTER);
  for (guint i = 0; i < 7; i++) {
    /* 1 January 2024 was a Monday. */
    g_autoptr (GDateTime) day = g_date_time_new_utc (2024, 1, 1 + (int) i, 12, 0, 0);
    g_autofree char *brief = g_date_time_format (day, "%a");
    g_autofree char *label = g_utf8_substring (brief, 0, 1);
    g_autofree char *name = g_date_time_format (day, "%A");
    GtkWidget *button = gtk_toggle_button_new_with_label (label);

    gtk_widget_add_css_class (button, "circular");
    gtk_widget_set_tooltip_text (button, name);
    gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                    -1);
    g_object_set_data (G_OBJECT (button), "day", GUINT_TO_POINTER (i));
    g_signal_connect_object (button, "toggled", G_CALLBACK (day_toggled_cb), settings, 0);
    gtk_box_append (GTK_BOX (days), button);
  }
  show_days_cb (settings, "working-days", days);
  g_signal_connect_object (settings, "changed::working-days", G_CALLBACK (show_days_cb), days, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), days);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->day), row);
}

/**
 * hearth_calendars_page_new:
 * @client: the panel's client
 * @settings: the panel's settings
 *
 * Returns: (transfer floating): the page of calendars
 */
GtkWidget *
hearth_calendars_page_new (HearthClient *client, GSettings *settings)
{
  HearthCalendarsPage *self = g_object_new (HEARTH_TYPE_CALENDARS_PAGE, NULL);

  self->client = g_object_ref (client);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self),
                            ADW_PREFERENCES_GROUP (hearth_books_group_new (client)));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), ADW_PREFERENCES_GROUP (self->day));
  add_minutes (self, settings, "reminder-minutes", _("Remind so many minutes before"), 5, 1440,
               FALSE);
  add_minutes (self, settings, "working-hours-start", _("Working hours begin"), 30, 1440, TRUE);
  add_minutes (self, settings, "working-hours-end", _("Working hours end"), 30, 1440, TRUE);
  add_working_days (self, settings);
  add_minutes (self, settings, "travel-buffer", _("Minutes to get to an event elsewhere"), 5, 480,
               FALSE);
  g_signal_connect_swapped (client, "changed::sources", G_CALLBACK (list_calendars), self);
  list_calendars (self);
  return GTK_WIDGET (self);
}
