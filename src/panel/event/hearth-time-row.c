/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-time-row.h"

#include "hearth-clock.h"
#include "hearth-format.h"
#include "hearth-time-text.h"

#include <glib/gi18n.h>

/**
 * HearthTimeRow:
 *
 * A day and a time that can be written as one says them, or chosen. What cannot be read is
 * said beside the field, and what was there before stays.
 */
struct _HearthTimeRow {
  GtkListBoxRow parent_instance;

  GtkLabel *title;
  GtkWidget *day;
  GtkWidget *clock;
  GtkWidget *choose;
  GtkCalendar *calendar; /* (nullable): made when it is first wanted */
  GtkLabel *problem;

  char *name; /* (owned) */
  gint64 when;
  gboolean all_day;
  gboolean turning; /* the calendar is turned from here, and not by hand */
};

G_DEFINE_FINAL_TYPE (HearthTimeRow, hearth_time_row, GTK_TYPE_LIST_BOX_ROW)

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
show (HearthTimeRow *self)
{
  g_autofree char *day = hearth_time_text_write_day (self->when);
  g_autofree char *clock = hearth_format_time (self->when);
  g_autoptr (GDateTime) time = hearth_clock_dup_at (self->when);
  g_autofree char *weekday = time != NULL ? g_date_time_format (time, "%A") : g_strdup ("");
  g_autofree char *title = g_strdup_printf ("%s · %s", self->name, weekday);

  gtk_label_set_text (self->title, title);
  gtk_editable_set_text (GTK_EDITABLE (self->day), day);
  gtk_editable_set_text (GTK_EDITABLE (self->clock), clock);
  gtk_widget_set_visible (self->clock, !self->all_day);
}

static void
mark (GtkWidget *entry, gboolean wrong)
{
  if (wrong)
    gtk_widget_add_css_class (entry, "error");
  else
    gtk_widget_remove_css_class (entry, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID,
                               wrong ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
}

static void
change (HearthTimeRow *self, gint64 when)
{
  gint64 before = self->when;

  self->when = when;
  show (self);
  if (when != before)
    g_signal_emit (self, signals[CHANGED], 0, before);
}

/* A text that still stands as it was written says nothing new. */
static gboolean
read_entry (HearthTimeRow *self, GtkWidget *entry)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (entry));
  g_autofree char *written = entry == self->day ? hearth_time_text_write_day (self->when)
                                                : hearth_format_time (self->when);
  gint64 when;

  if (g_str_equal (text, written)) {
    mark (entry, FALSE);
    return TRUE;
  }
  if (!hearth_time_text_read (text, self->when, self->all_day, &when)) {
    mark (entry, TRUE);
    hearth_time_row_complain (self,
                              entry == self->day
                                  ? _("Write a day like “Friday”, “tomorrow” or “27 November”.")
                                  : _("Write a time like “15:00”, “3 pm” or “tomorrow 9:30”."));
    return FALSE;
  }
  mark (entry, FALSE);
  change (self, when);
  return TRUE;
}

static void
leave_cb (GtkEventControllerFocus *controller, gpointer user_data)
{
  hearth_time_row_read (user_data);
}

static void
activate_cb (HearthTimeRow *self)
{
  hearth_time_row_read (self);
}

static void
day_selected_cb (HearthTimeRow *self)
{
  g_autoptr (GDateTime) date = NULL;
  g_autofree char *text = NULL;
  gint64 when;

  if (self->turning)
    return;
  date = gtk_calendar_get_date (self->calendar);
  text = g_date_time_format (date, "%Y-%m-%d");
  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->choose));
  if (!hearth_time_text_read (text, self->when, self->all_day, &when))
    return;
  mark (self->day, FALSE);
  hearth_time_row_complain (self, NULL);
  change (self, when);
}

static void
create_popover_cb (GtkMenuButton *button, gpointer user_data)
{
  HearthTimeRow *self = user_data;
  g_autoptr (GDateTime) date = hearth_clock_dup_at (self->when);

  if (self->calendar == NULL) {
    GtkWidget *popover = gtk_popover_new ();

    self->calendar = GTK_CALENDAR (gtk_calendar_new ());
    gtk_popover_set_child (GTK_POPOVER (popover), GTK_WIDGET (self->calendar));
    gtk_menu_button_set_popover (button, popover);
    g_signal_connect_swapped (self->calendar, "day-selected", G_CALLBACK (day_selected_cb), self);
  }
  self->turning = TRUE;
  if (date != NULL)
    gtk_calendar_select_day (self->calendar, date);
  self->turning = FALSE;
}

static void
hearth_time_row_finalize (GObject *object)
{
  g_free (HEARTH_TIME_ROW (object)->name);
  G_OBJECT_CLASS (hearth_time_row_parent_class)->finalize (object);
}

static void
hearth_time_row_class_init (HearthTimeRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hearth_time_row_finalize;
  /**
   * HearthTimeRow::changed:
   * @before: what it was, seconds since 1970 UTC
   *
   * The owner has written or chosen another time.
   */
  signals[CHANGED] = g_signal_new ("changed", HEARTH_TYPE_TIME_ROW, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
}

static GtkWidget *
make_entry (HearthTimeRow *self, int width)
{
  GtkWidget *entry = gtk_entry_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_entry_set_max_length (GTK_ENTRY (entry), 100);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), width);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (entry), width);
  g_signal_connect_swapped (entry, "activate", G_CALLBACK (activate_cb), self);
  g_signal_connect (focus, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (entry, focus);
  return entry;
}

static void
hearth_time_row_init (HearthTimeRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *fields = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
  gtk_widget_add_css_class (box, "time-row");
  self->title = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->title, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->title), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (self->title), "small");
  self->day = make_entry (self, 10);
  gtk_widget_set_hexpand (self->day, TRUE);
  self->clock = make_entry (self, 8);
  self->choose = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->choose), "x-office-calendar-symbolic");
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->choose), create_popover_cb, self,
                                         NULL);
  gtk_widget_add_css_class (self->choose, "flat");
  gtk_widget_set_tooltip_text (self->choose, _("Choose a day"));
  self->problem = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->problem, 0);
  gtk_label_set_wrap (self->problem, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->problem), "error");
  gtk_widget_add_css_class (GTK_WIDGET (self->problem), "small");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), FALSE);
  gtk_box_append (GTK_BOX (fields), self->day);
  gtk_box_append (GTK_BOX (fields), self->choose);
  gtk_box_append (GTK_BOX (fields), self->clock);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (box), fields);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->problem));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
}

static void
name_field (GtkWidget *widget, const char *format, const char *title)
{
  g_autofree char *name = g_strdup_printf ("%s: %s", title, format);

  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/**
 * hearth_time_row_new:
 * @title: what happens then
 *
 * Returns: (transfer floating): a row for a list
 */
GtkWidget *
hearth_time_row_new (const char *title)
{
  HearthTimeRow *self = g_object_new (HEARTH_TYPE_TIME_ROW, NULL);

  self->name = g_strdup (title);
  name_field (self->day, _("day"), title);
  name_field (self->clock, _("time"), title);
  name_field (self->choose, _("choose a day"), title);
  return GTK_WIDGET (self);
}

/**
 * hearth_time_row_set:
 * @self: a row
 * @when: a time, seconds since 1970 UTC
 * @all_day: whether only its day counts
 *
 * Shows a time; this is no change by the owner.
 */
void
hearth_time_row_set (HearthTimeRow *self, gint64 when, gboolean all_day)
{
  self->when = when;
  self->all_day = all_day;
  mark (self->day, FALSE);
  mark (self->clock, FALSE);
  hearth_time_row_complain (self, NULL);
  show (self);
}

/**
 * hearth_time_row_get:
 * @self: a row
 *
 * Returns: what was last understood, seconds since 1970 UTC
 */
gint64
hearth_time_row_get (HearthTimeRow *self)
{
  return self->when;
}

/**
 * hearth_time_row_read:
 * @self: a row
 *
 * Reads what stands in the fields now; what cannot be read is said there.
 *
 * Returns: whether all could be read
 */
gboolean
hearth_time_row_read (HearthTimeRow *self)
{
  /* A time beside a new day is meant for that day, so both are read before either is shown. */
  g_autofree char *clock = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->clock)));
  gint64 before = self->when;

  if (!read_entry (self, self->day))
    return FALSE;
  if (!self->all_day) {
    g_autofree char *written = hearth_format_time (before);

    if (!g_str_equal (clock, written))
      gtk_editable_set_text (GTK_EDITABLE (self->clock), clock);
    if (!read_entry (self, self->clock))
      return FALSE;
  }
  hearth_time_row_complain (self, NULL);
  return TRUE;
}

/**
 * hearth_time_row_complain:
 * @self: a row
 * @problem: (nullable): what is wrong with it; %NULL for nothing
 */
void
hearth_time_row_complain (HearthTimeRow *self, const char *problem)
{
  gtk_label_set_text (self->problem, problem != NULL ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), problem != NULL);
}
