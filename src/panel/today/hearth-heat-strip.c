/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-heat-strip.h"

#include "hearth-clock.h"
#include "hearth-format.h"
#include "hearth-week-heat.h"

#include <glib/gi18n.h>

#define FIELD_HEIGHT 12
#define FIELD_GAP 3
#define MIN_WIDTH 18
#define RADIUS 3

/* The two fields of a day. */
#define TYPE_HEAT_CELL (heat_cell_get_type ())
G_DECLARE_FINAL_TYPE (HeatCell, heat_cell, HEARTH, HEAT_CELL, GtkWidget)

struct _HeatCell {
  GtkWidget parent_instance;

  guint levels[2];
};

G_DEFINE_FINAL_TYPE (HeatCell, heat_cell, GTK_TYPE_WIDGET)

static void
heat_cell_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                   int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural =
      orientation == GTK_ORIENTATION_HORIZONTAL ? MIN_WIDTH : 2 * FIELD_HEIGHT + FIELD_GAP;
  *minimum_baseline = *natural_baseline = -1;
}

/* In the colour of the style sheet, which knows day, night and high contrast. A line around each
 * field shows it also where there is nothing in it. */
static void
draw_field (GtkSnapshot *snapshot, const GdkRGBA *color, graphene_rect_t field, guint level)
{
  static const float strengths[HEARTH_HEAT_LEVELS] = { 0, 0.22f, 0.44f, 0.7f, 1 };
  GskRoundedRect outline;
  GdkRGBA fill = *color;
  GdkRGBA line = *color;
  const float widths[4] = { 1, 1, 1, 1 };
  GdkRGBA lines[4];

  gsk_rounded_rect_init_from_rect (&outline, &field, RADIUS);
  fill.alpha *= strengths[MIN (level, HEARTH_HEAT_LEVELS - 1)];
  line.alpha *= level > 0 ? 1 : 0.4f;
  for (int i = 0; i < 4; i++)
    lines[i] = line;
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, &fill, &field);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_append_border (snapshot, &outline, widths, lines);
}

static void
heat_cell_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  HeatCell *self = HEARTH_HEAT_CELL (widget);
  float width = (float) gtk_widget_get_width (widget);
  GdkRGBA color;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  for (int i = 0; i < 2; i++)
    draw_field (snapshot, &color,
                GRAPHENE_RECT_INIT (0, (float) (i * (FIELD_HEIGHT + FIELD_GAP)), width,
                                    FIELD_HEIGHT),
                self->levels[i]);
}

static void
heat_cell_class_init (HeatCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = heat_cell_measure;
  widget_class->snapshot = heat_cell_snapshot;
  gtk_widget_class_set_css_name (widget_class, "heat");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
heat_cell_init (HeatCell *self)
{
}

/**
 * HearthHeatStrip:
 *
 * A week at a glance: a column for each day, and in it two fields, how much of the day is
 * meetings and how much mail came. How full a field is drawn says how much; its numbers stand
 * in the tooltip, and in the name of the day's button.
 */
struct _HearthHeatStrip {
  GtkWidget parent_instance;

  GtkWidget *legend;
  GtkWidget *days;
  HearthClient *client;      /* (owned) */
  GCancellable *cancellable; /* (owned): of the mail that is counted */
};

G_DEFINE_FINAL_TYPE (HearthHeatStrip, hearth_heat_strip, GTK_TYPE_WIDGET)

static char *
describe_time (guint minutes)
{
  g_autofree char *duration = NULL;

  if (minutes == 0)
    return g_strdup (_("no meetings"));
  if (minutes < 60)
    duration = g_strdup_printf (_("%u min"), minutes);
  else if (minutes % 60 == 0)
    duration = g_strdup_printf (_("%u h"), minutes / 60);
  else
    duration = g_strdup_printf (_("%u h %u min"), minutes / 60, minutes % 60);
  /* Translators: how long meetings take on a day: "2 h 30 min" */
  return g_strdup_printf (_("%s of meetings"), duration);
}

static char *
describe_day (const HearthDayHeat *day, gint64 now)
{
  g_autofree char *name = hearth_format_day (day->start, now);
  g_autofree char *time = describe_time (day->minutes);
  g_autofree char *mails = NULL;

  /* Mail of days to come has not come. */
  if (day->start > now)
    return g_strdup_printf ("%s: %s", name, time);
  mails = day->n_mails == 0
              ? g_strdup (_("no mail"))
              : g_strdup_printf (ngettext ("%u mail", "%u mails", day->n_mails), day->n_mails);
  /* Translators: a day, how long meetings take, and how much mail came. */
  return g_strdup_printf (_("%s: %s, %s"), name, time, mails);
}

static GtkWidget *
make_day (const HearthDayHeat *day, guint most, gint64 now)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  HeatCell *cell = g_object_new (TYPE_HEAT_CELL, NULL);
  g_autoptr (GDateTime) date = hearth_clock_dup_at (day->start);
  g_autofree char *weekday = g_date_time_format (date, "%a");
  g_autofree char *name = describe_day (day, now);
  GtkWidget *label = gtk_label_new (weekday);

  cell->levels[0] = hearth_week_heat_level_time (day->minutes);
  cell->levels[1] = hearth_week_heat_level_mail (day->n_mails, most);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (cell));
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "heat-day");
  if (now >= day->start && now < hearth_agenda_find_day (day->start).end)
    gtk_widget_add_css_class (button, "is-today");
  gtk_widget_set_hexpand (button, TRUE);
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "day.show");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "x", day->start);
  return button;
}

static void
show_days (HearthHeatStrip *self, GArray *days)
{
  gint64 now = hearth_clock_now ();
  GtkWidget *child;
  guint most = 0;

  while ((child = gtk_widget_get_first_child (self->days)) != NULL)
    gtk_box_remove (GTK_BOX (self->days), child);
  for (guint i = 0; i < days->len; i++)
    most = MAX (most, g_array_index (days, HearthDayHeat, i).n_mails);
  for (guint i = 0; i < days->len; i++)
    gtk_box_append (GTK_BOX (self->days),
                    make_day (&g_array_index (days, HearthDayHeat, i), most, now));
}

static gpointer
read_mail (HearthDatabase *db, gpointer data, GError **error)
{
  GArray *days = data;

  return hearth_week_heat_count_mail (days, db, error) ? g_array_ref (days) : NULL;
}

static void
mail_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthHeatStrip *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) days = hearth_client_read_finish (HEARTH_CLIENT (source), result, &error);

  if (days != NULL)
    show_days (self, days);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_warning ("The mail of a week could not be counted: %s", error->message);
}

static void
hearth_heat_strip_dispose (GObject *object)
{
  HearthHeatStrip *self = HEARTH_HEAT_STRIP (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->client);
  g_clear_pointer (&self->legend, gtk_widget_unparent);
  g_clear_pointer (&self->days, gtk_widget_unparent);
  G_OBJECT_CLASS (hearth_heat_strip_parent_class)->dispose (object);
}

static void
hearth_heat_strip_finalize (GObject *object)
{
  g_object_unref (HEARTH_HEAT_STRIP (object)->cancellable);
  G_OBJECT_CLASS (hearth_heat_strip_parent_class)->finalize (object);
}

static void
hearth_heat_strip_class_init (HearthHeatStripClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hearth_heat_strip_dispose;
  G_OBJECT_CLASS (klass)->finalize = hearth_heat_strip_finalize;
  gtk_widget_class_set_css_name (widget_class, "heatstrip");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

/* What the two rows of fields are, at their side. */
static GtkWidget *
make_legend (void)
{
  static const char *const names[] = { N_("Meetings"), N_("Mail") };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    GtkWidget *label = gtk_label_new (_ (names[i]));

    gtk_label_set_xalign (GTK_LABEL (label), 0);
    gtk_widget_set_size_request (label, -1, FIELD_HEIGHT + FIELD_GAP);
    gtk_box_append (GTK_BOX (box), label);
  }
  gtk_widget_set_valign (box, GTK_ALIGN_END);
  gtk_widget_add_css_class (box, "heat-legend");
  return box;
}

static void
hearth_heat_strip_init (HearthHeatStrip *self)
{
  self->cancellable = g_cancellable_new ();
  self->legend = make_legend ();
  gtk_widget_set_parent (self->legend, GTK_WIDGET (self));
  self->days = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);
  gtk_box_set_homogeneous (GTK_BOX (self->days), TRUE);
  gtk_widget_set_hexpand (self->days, TRUE);
  gtk_widget_set_parent (self->days, GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Meetings and mail of the week"), -1);
}

/**
 * hearth_heat_strip_new:
 * @client: the panel's client
 *
 * Returns: (transfer floating): a strip of days
 */
GtkWidget *
hearth_heat_strip_new (HearthClient *client)
{
  HearthHeatStrip *self = g_object_new (HEARTH_TYPE_HEAT_STRIP, NULL);

  self->client = g_object_ref (client);
  return GTK_WIDGET (self);
}

/**
 * hearth_heat_strip_set_agenda:
 * @self: a strip
 * @agenda: a week
 *
 * Shows its meetings at once, and its mail as soon as that is counted.
 */
void
hearth_heat_strip_set_agenda (HearthHeatStrip *self, const HearthAgenda *agenda)
{
  g_autoptr (GArray) days = hearth_week_heat_new (agenda->span, agenda->occurrences);

  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  if (gtk_widget_get_first_child (self->days) == NULL)
    show_days (self, days);
  hearth_client_read_async (self->client, read_mail, g_array_ref (days),
                            (GDestroyNotify) g_array_unref, (GDestroyNotify) g_array_unref,
                            self->cancellable, mail_read_cb, self);
}
