/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-week-view.h"

#include "hearth-calendar-color.h"
#include "hearth-clock.h"
#include "hearth-format.h"
#include "hearth-heat-strip.h"

#include <glib/gi18n.h>

/* So many events of a day are named; the day itself has all of them. */
#define MAX_EVENTS 12

/**
 * HearthWeekView:
 *
 * Seven days, one below the other: a column of 400 pixels has no room for seven beside each
 * other, and what is planned can be read.
 */
struct _HearthWeekView {
  GtkWidget parent_instance;

  GtkWidget *heat;
  GtkWidget *list;
};

G_DEFINE_FINAL_TYPE (HearthWeekView, hearth_week_view, GTK_TYPE_WIDGET)

static GtkWidget *
make_event (const HearthAgenda *agenda, const HearthOccurrence *occurrence)
{
  const HearthEvent *event = occurrence->event;
  const HearthAgendaCalendar *calendar = hearth_agenda_find_calendar (agenda, event->source_id);
  const HearthOccurrence *conflict = hearth_agenda_find_conflict (agenda, occurrence);
  const char *summary = *event->summary != '\0' ? event->summary : _("Without a title");
  g_autofree char *time =
      event->all_day ? g_strdup (_("all day")) : hearth_format_time (occurrence->span.start);
  g_autofree char *name = g_strdup_printf ("%s, %s", time, summary);
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *when = gtk_label_new (time);
  GtkWidget *title = gtk_label_new (summary);

  gtk_widget_add_css_class (when, "dim-label");
  gtk_widget_add_css_class (when, "numeric");
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (title, TRUE);
  gtk_widget_add_css_class (title, "event-title");
  gtk_box_append (GTK_BOX (box), when);
  gtk_box_append (GTK_BOX (box), title);
  if (conflict != NULL) {
    GtkWidget *icon = gtk_image_new_from_icon_name ("hearth-overlap-symbolic");
    g_autofree char *text = g_strdup_printf (_("overlaps with %s"), conflict->event->summary);
    g_autofree char *longer = g_strdup_printf ("%s, %s", name, text);

    gtk_widget_add_css_class (icon, "conflict-mark");
    gtk_box_append (GTK_BOX (box), icon);
    gtk_widget_set_tooltip_text (button, text);
    g_free (name);
    name = g_steal_pointer (&longer);
  }
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "day-event");
  if (calendar != NULL)
    hearth_calendar_color_apply (button, calendar->calendar->color);
  if (occurrence->span.end <= hearth_clock_now ())
    gtk_widget_add_css_class (button, "past");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.show-event");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(xx)", event->id,
                                    occurrence->span.start);
  return button;
}

static void
fill_day (GtkWidget *box, const HearthAgenda *agenda, HearthSpan day)
{
  guint n = 0;

  for (guint i = 0; i < agenda->occurrences->len; i++) {
    const HearthOccurrence *occurrence = g_ptr_array_index (agenda->occurrences, i);

    if (occurrence->span.start >= day.end ||
        (occurrence->span.end <= day.start && occurrence->span.start < day.start))
      continue;
    if (++n <= MAX_EVENTS)
      gtk_box_append (GTK_BOX (box), make_event (agenda, occurrence));
  }
  if (n == 0 || n > MAX_EVENTS) {
    g_autofree char *text =
        n == 0 ? g_strdup (_("free"))
               : g_strdup_printf (ngettext ("and %u more", "and %u more", n - MAX_EVENTS),
                                  n - MAX_EVENTS);
    GtkWidget *label = gtk_label_new (text);

    gtk_label_set_xalign (GTK_LABEL (label), 0);
    gtk_widget_add_css_class (label, "dim-label");
    gtk_widget_add_css_class (label, "small");
    gtk_box_append (GTK_BOX (box), label);
  }
}

static GtkWidget *
make_day (const HearthAgenda *agenda, HearthSpan day)
{
  gint64 now = hearth_clock_now ();
  g_autoptr (GDateTime) date = hearth_clock_dup_at (day.start);
  g_autofree char *weekday = g_date_time_format (date, "%a");
  g_autofree char *number = g_date_time_format (date, "%-e");
  g_autofree char *name = hearth_format_day (day.start, now);
  g_autofree char *label_text = g_strdup_printf ("%s %s", weekday, g_strstrip (number));
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *label = gtk_label_new (label_text);
  GtkWidget *events = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_width_chars (GTK_LABEL (label), 6);
  gtk_widget_set_valign (label, GTK_ALIGN_START);
  gtk_widget_add_css_class (label, "week-day");
  if (now >= day.start && now < day.end)
    gtk_widget_add_css_class (label, "is-today");
  gtk_widget_set_hexpand (events, TRUE);
  gtk_widget_set_valign (events, GTK_ALIGN_CENTER);
  fill_day (events, agenda, day);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), events);
  gtk_widget_add_css_class (box, "week-row");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "day.show");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "x", day.start);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return row;
}

static void
hearth_week_view_dispose (GObject *object)
{
  HearthWeekView *self = HEARTH_WEEK_VIEW (object);

  g_clear_pointer (&self->heat, gtk_widget_unparent);
  g_clear_pointer (&self->list, gtk_widget_unparent);
  G_OBJECT_CLASS (hearth_week_view_parent_class)->dispose (object);
}

static void
hearth_week_view_class_init (HearthWeekViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_week_view_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static void
hearth_week_view_init (HearthWeekView *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 10);
  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->list, "boxed-list");
  gtk_widget_set_valign (self->list, GTK_ALIGN_START);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("The week"), -1);
  gtk_widget_set_parent (self->list, GTK_WIDGET (self));
}

/**
 * hearth_week_view_new:
 * @client: the panel's client
 *
 * Returns: (transfer floating): a week
 */
GtkWidget *
hearth_week_view_new (HearthClient *client)
{
  HearthWeekView *self = g_object_new (HEARTH_TYPE_WEEK_VIEW, NULL);

  self->heat = hearth_heat_strip_new (client);
  gtk_widget_insert_before (self->heat, GTK_WIDGET (self), self->list);
  return GTK_WIDGET (self);
}

/**
 * hearth_week_view_set_agenda:
 * @self: a view
 * @agenda: seven days
 *
 * Shows a week.
 */
void
hearth_week_view_set_agenda (HearthWeekView *self, const HearthAgenda *agenda)
{
  GtkWidget *row;
  gint64 start = agenda->span.start;

  hearth_heat_strip_set_agenda (HEARTH_HEAT_STRIP (self->heat), agenda);
  while ((row = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), row);
  while (start < agenda->span.end) {
    HearthSpan day = hearth_agenda_find_day (start);

    gtk_list_box_append (GTK_LIST_BOX (self->list), make_day (agenda, day));
    start = MAX (day.end, start + 1);
  }
}
