/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-file-events.h"

#include "hearth-agenda.h"
#include "hearth-clock.h"
#include "hearth-event.h"
#include "hearth-format.h"
#include "hearth-label-wrap.h"

#include <glib/gi18n.h>

/**
 * HearthFileEvents:
 *
 * The events of a file, before any of them is in a calendar.
 */
struct _HearthFileEvents {
  AdwBin parent_instance;

  GtkLabel *title;
  GtkLabel *count;
  GtkLabel *note;
  GtkListBox *list;
  GtkWidget *bar;
  GtkWidget *calendars; /* a GtkDropDown */
  GtkWidget *add;

  HearthClient *client;      /* (owned) */
  GCancellable *cancellable; /* (owned) */
  GArray *ids;               /* (owned) (element-type gint64): of the calendars */
};

G_DEFINE_FINAL_TYPE (HearthFileEvents, hearth_file_events, ADW_TYPE_BIN)

static const char *
look_up (GVariant *dict, const char *key)
{
  const char *text = "";

  g_variant_lookup (dict, key, "&s", &text);
  return text;
}

static guint
look_up_number (GVariant *dict, const char *key)
{
  guint32 number = 0;

  g_variant_lookup (dict, key, "u", &number);
  return number;
}

/* An all-day time is a UTC midnight of its date; the owner's day begins at theirs. */
static gint64
localize (gint64 midnight)
{
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (midnight);
  g_autoptr (GDateTime) local =
      date == NULL
          ? NULL
          : g_date_time_new (zone, g_date_time_get_year (date), g_date_time_get_month (date),
                             g_date_time_get_day_of_month (date), 0, 0, 0);

  return local != NULL ? g_date_time_to_unix (local) : midnight;
}

static char *
compose_when (GVariant *event)
{
  gint64 now = hearth_clock_now ();
  gint64 start = 0;
  gint64 end = 0;
  gboolean all_day = FALSE;
  g_autofree char *day = NULL;
  g_autofree char *last = NULL;
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;

  g_variant_lookup (event, "start", "x", &start);
  g_variant_lookup (event, "end", "x", &end);
  g_variant_lookup (event, "all-day", "b", &all_day);
  if (all_day) {
    start = localize (start);
    end = localize (end);
  }
  day = hearth_format_day (start, now);
  last = hearth_format_day (MAX (end - 1, start), now);
  if (all_day)
    return g_str_equal (day, last) ? g_strdup_printf (_("%s, all day"), day)
                                   : g_strdup_printf (_("%s to %s"), day, last);
  from = hearth_format_time (start);
  to = hearth_format_time (end);
  if (end <= start)
    return g_strdup_printf (_("%s, %s"), day, from);
  if (g_str_equal (day, last))
    return g_strdup_printf (_("%s, %s to %s"), day, from, to);
  return g_strdup_printf (_("%s, %s to %s, %s"), day, from, last, to);
}

static void
add_event (HearthFileEvents *self, GVariant *event)
{
  GtkWidget *row = adw_action_row_new ();
  g_autoptr (GString) about = g_string_new (NULL);
  g_autofree char *when = compose_when (event);
  g_autofree char *title = NULL;
  g_autofree char *subtitle = NULL;
  gboolean known = FALSE;

  g_variant_lookup (event, "known", "b", &known);
  g_string_append (about, when);
  if (*look_up (event, "rrule") != '\0')
    g_string_append_printf (about, " · %s", _("repeats"));
  if (*look_up (event, "location") != '\0')
    g_string_append_printf (about, " · %s", look_up (event, "location"));
  if (known)
    g_string_append_printf (about, "\n%s", _("In your calendar already"));
  title = g_markup_escape_text (*look_up (event, "summary") != '\0' ? look_up (event, "summary")
                                                                    : _("Without a title"),
                                -1);
  subtitle = g_markup_escape_text (about->str, -1);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 4);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name (known ? "emblem-ok-symbolic"
                                                                 : "x-office-calendar-symbolic"));
  gtk_list_box_append (self->list, row);
}

static void
show_list (HearthFileEvents *self, GVariant *content)
{
  g_autoptr (GVariant) events =
      g_variant_lookup_value (content, "events", G_VARIANT_TYPE ("aa{sv}"));
  gsize n = events != NULL ? g_variant_n_children (events) : 0;
  guint count = look_up_number (content, "count");
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  for (gsize i = 0; i < n; i++) {
    g_autoptr (GVariant) event = g_variant_get_child_value (events, i);

    add_event (self, event);
  }
  if (count > n) {
    g_autofree char *more =
        g_strdup_printf (ngettext ("and %u more", "and %u more", count - (guint) n),
                         count - (guint) n);

    row = adw_action_row_new ();
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), more);
    gtk_list_box_append (self->list, row);
  }
  gtk_widget_set_visible (GTK_WIDGET (self->list), n > 0);
}

/* What is done with them, and what is not. */
static char *
compose_note (guint n_new, guint n_tasks)
{
  g_autoptr (GString) note = g_string_new (NULL);

  if (n_new > 0)
    g_string_append (note,
                     _("Guests and alarms of the file are left out, so that nobody is told."));
  if (n_tasks > 0) {
    g_string_append (note, note->len > 0 ? " " : "");
    g_string_append_printf (note,
                            ngettext ("It also has %u task, which stays in the file.",
                                      "It also has %u tasks, which stay in the file.", n_tasks),
                            n_tasks);
  }
  return g_strdup (note->str);
}

/**
 * hearth_file_events_show:
 * @self: a view
 * @content: what the service's method ReadFile says of a calendar
 *
 * Shows the events of a file.
 */
void
hearth_file_events_show (HearthFileEvents *self, GVariant *content)
{
  guint count = look_up_number (content, "count");
  guint known = look_up_number (content, "known");
  guint n_new = count - MIN (known, count);
  g_autofree char *how_many = g_strdup_printf (ngettext ("%u event", "%u events", count), count);
  g_autofree char *note = compose_note (n_new, look_up_number (content, "tasks"));
  g_autofree char *label = NULL;

  gtk_label_set_text (self->title, *look_up (content, "name") != '\0' ? look_up (content, "name")
                                                                      : _("Events of a file"));
  gtk_label_set_text (self->count, count == 0 ? _("There are no events in this file.") : how_many);
  gtk_label_set_text (self->note, note);
  gtk_widget_set_visible (GTK_WIDGET (self->note), *note != '\0');
  show_list (self, content);
  label = count == 1 || n_new == count
              ? g_strdup (_("Add to Calendar"))
              : g_strdup_printf (ngettext ("Add %u New", "Add %u New", n_new), n_new);
  gtk_button_set_label (GTK_BUTTON (self->add), label);
  gtk_widget_set_visible (self->bar, n_new > 0);
}

static gpointer
read_calendars (HearthDatabase *db, gpointer data, GError **error)
{
  return hearth_agenda_list_calendars (db, error);
}

static void
calendars_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthFileEvents *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) calendars =
      hearth_client_read_finish (HEARTH_CLIENT (source), result, &error);
  g_autoptr (GtkStringList) names = NULL;

  if (calendars == NULL)
    return;
  names = gtk_string_list_new (NULL);
  for (guint i = 0; i < calendars->len; i++) {
    const HearthAgendaCalendar *calendar = g_ptr_array_index (calendars, i);

    if (!hearth_agenda_can_change (calendar) || calendar->calendar->hidden)
      continue;
    g_array_append_val (self->ids, calendar->source->id);
    gtk_string_list_append (names, calendar->source->name);
  }
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->calendars), G_LIST_MODEL (names));
  gtk_widget_set_visible (self->calendars, self->ids->len > 1);
}

/**
 * hearth_file_events_get_calendar:
 * @self: a view
 *
 * Returns: the calendar that the owner chose, or 0 for the usual one
 */
gint64
hearth_file_events_get_calendar (HearthFileEvents *self)
{
  guint chosen = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->calendars));

  return self->ids->len > 1 && chosen < self->ids->len ? g_array_index (self->ids, gint64, chosen)
                                                       : 0;
}

static void
hearth_file_events_dispose (GObject *object)
{
  HearthFileEvents *self = HEARTH_FILE_EVENTS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (hearth_file_events_parent_class)->dispose (object);
}

static void
hearth_file_events_finalize (GObject *object)
{
  HearthFileEvents *self = HEARTH_FILE_EVENTS (object);

  g_object_unref (self->cancellable);
  g_array_unref (self->ids);
  G_OBJECT_CLASS (hearth_file_events_parent_class)->finalize (object);
}

static void
hearth_file_events_class_init (HearthFileEventsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_file_events_dispose;
  G_OBJECT_CLASS (klass)->finalize = hearth_file_events_finalize;
}

static GtkLabel *
add_label (GtkWidget *box, const char *css_class)
{
  GtkLabel *label = GTK_LABEL (gtk_label_new (NULL));

  hearth_label_wrap (label);
  gtk_label_set_xalign (label, 0);
  gtk_widget_add_css_class (GTK_WIDGET (label), css_class);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (label));
  return label;
}

static GtkWidget *
make_bar (HearthFileEvents *self)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->calendars = gtk_drop_down_new (NULL, NULL);
  gtk_widget_set_visible (self->calendars, FALSE);
  gtk_widget_set_tooltip_text (self->calendars, _("The calendar that it goes into"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->calendars), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("The calendar that it goes into"), -1);
  gtk_box_append (GTK_BOX (bar), self->calendars);
  self->add = gtk_button_new_with_label (_("Add to Calendar"));
  gtk_widget_add_css_class (self->add, "suggested-action");
  gtk_widget_set_hexpand (self->add, TRUE);
  gtk_widget_set_halign (self->add, GTK_ALIGN_END);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->add), "file.add-events");
  gtk_box_append (GTK_BOX (bar), self->add);
  gtk_widget_set_margin_top (bar, 14);
  return bar;
}

static void
hearth_file_events_init (HearthFileEvents *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->cancellable = g_cancellable_new ();
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->title = add_label (box, "headline");
  self->count = add_label (box, "dim-label");
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Events of the file"), -1);
  gtk_widget_set_margin_top (GTK_WIDGET (self->list), 14);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->list));
  self->bar = make_bar (self);
  gtk_box_append (GTK_BOX (box), self->bar);
  self->note = add_label (box, "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (self->note), "small");
  gtk_widget_set_margin_top (GTK_WIDGET (self->note), 14);
  adw_bin_set_child (ADW_BIN (self), box);
}

/**
 * hearth_file_events_new:
 * @client: the panel's client
 *
 * Returns: (transfer floating): a view of the events of a file. Its button does "file.add-events".
 */
GtkWidget *
hearth_file_events_new (HearthClient *client)
{
  HearthFileEvents *self = g_object_new (HEARTH_TYPE_FILE_EVENTS, NULL);

  self->client = g_object_ref (client);
  hearth_client_read_async (client, read_calendars, NULL, NULL, (GDestroyNotify) g_ptr_array_unref,
                            self->cancellable, calendars_cb, self);
  return GTK_WIDGET (self);
}
