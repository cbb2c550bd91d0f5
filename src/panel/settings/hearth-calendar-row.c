/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-calendar-row.h"

#include "hearth-account-calls.h"
#include "hearth-calendar-calls.h"
#include "hearth-clock.h"
#include "hearth-entry-rows.h"
#include "hearth-format.h"

#include <glib/gi18n.h>

static const int reminders[] = {
  HEARTH_CALENDAR_REMINDER_SETTING, HEARTH_CALENDAR_REMINDER_NONE, 0, 5, 10, 15, 30, 60, 24 * 60
};

/* Seconds between two looks at a server. */
static const guint intervals[] = { 5 * 60, 15 * 60, 30 * 60, 3600, 3 * 3600, 6 * 3600, 24 * 3600 };

/**
 * HearthCalendarRow:
 *
 * One calendar: its colour, whether it is seen, how early it reminds, how often it is looked
 * at, and an end to it.
 */
struct _HearthCalendarRow {
  AdwExpanderRow parent_instance;

  GtkWidget *color;
  GtkWidget *shown;
  AdwComboRow *reminder;
  AdwComboRow *refresh;
  GtkStringList *refreshes; /* (owned): of intervals, and then perhaps the calendar's own */
  GtkWidget *password;
  GtkWidget *remove;

  HearthClient *client;      /* (owned) */
  GCancellable *cancellable; /* (owned) */
  gint64 id;
  guint own_interval; /* seconds; 0 if it is one of the usual */
  char *name;         /* (owned) (nullable) */
  gboolean turning;   /* what is stored is being shown, and not chosen */
};

G_DEFINE_FINAL_TYPE (HearthCalendarRow, hearth_calendar_row, ADW_TYPE_EXPANDER_ROW)

static void
say (HearthCalendarRow *self, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), escaped);
}

static void
changed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthCalendarRow *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = hearth_calendar_call_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  gtk_editable_set_text (GTK_EDITABLE (self->password), "");
  if (error != NULL) {
    g_autofree char *message = hearth_client_dup_message (error);

    say (self, message);
  }
}

static void
change (HearthCalendarRow *self, const char *key, GVariant *value, const char *secret)
{
  GVariantDict settings;

  g_variant_dict_init (&settings, NULL);
  if (key != NULL)
    g_variant_dict_insert_value (&settings, key, value);
  hearth_calendar_call (self->client, "ChangeCalendar",
                        g_variant_new ("(x@a{sv}h)", self->id, g_variant_dict_end (&settings), 0),
                        secret, self->cancellable, changed_cb, self);
}

static void
color_set_cb (HearthCalendarRow *self)
{
  g_autofree char *text = NULL;
  GdkRGBA rgba;

  if (self->turning)
    return;
  gtk_color_chooser_get_rgba (GTK_COLOR_CHOOSER (self->color), &rgba);
  text = g_strdup_printf ("#%02x%02x%02x", (guint) (rgba.red * 255 + 0.5F),
                          (guint) (rgba.green * 255 + 0.5F), (guint) (rgba.blue * 255 + 0.5F));
  change (self, "color", g_variant_new_string (text), "");
}

static void
shown_cb (HearthCalendarRow *self)
{
  if (!self->turning)
    change (self, "hidden",
            g_variant_new_boolean (!gtk_switch_get_active (GTK_SWITCH (self->shown))), "");
}

static void
reminder_cb (HearthCalendarRow *self)
{
  guint selected = adw_combo_row_get_selected (self->reminder);

  if (!self->turning && selected < G_N_ELEMENTS (reminders))
    change (self, "default-reminder", g_variant_new_int32 (reminders[selected]), "");
}

static void
refresh_cb (HearthCalendarRow *self)
{
  guint selected = adw_combo_row_get_selected (self->refresh);

  if (!self->turning && selected < G_N_ELEMENTS (intervals))
    change (self, "refresh", g_variant_new_uint32 (intervals[selected]), "");
}

static void
password_cb (HearthCalendarRow *self)
{
  change (self, NULL, NULL, gtk_editable_get_text (GTK_EDITABLE (self->password)));
}

static void
hearth_calendar_row_dispose (GObject *object)
{
  HearthCalendarRow *self = HEARTH_CALENDAR_ROW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (hearth_calendar_row_parent_class)->dispose (object);
}

static void
hearth_calendar_row_finalize (GObject *object)
{
  HearthCalendarRow *self = HEARTH_CALENDAR_ROW (object);

  g_object_unref (self->cancellable);
  g_object_unref (self->refreshes);
  g_free (self->name);
  G_OBJECT_CLASS (hearth_calendar_row_parent_class)->finalize (object);
}

static void
hearth_calendar_row_class_init (HearthCalendarRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_calendar_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = hearth_calendar_row_finalize;
}

static GtkWidget *
add_choice (HearthCalendarRow *self, const char *title, GtkWidget *control)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), control);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), control);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
  return row;
}

static void
add_reminder (HearthCalendarRow *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  gtk_string_list_append (names, _("as usual"));
  gtk_string_list_append (names, _("never"));
  gtk_string_list_append (names, _("when it starts"));
  for (guint i = 3; i < G_N_ELEMENTS (reminders); i++)
    gtk_string_list_take (names, g_strdup_printf (ngettext ("%d minute before", "%d minutes before",
                                                            (gulong) reminders[i]),
                                                  reminders[i]));
  self->reminder = ADW_COMBO_ROW (adw_combo_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->reminder), _("Reminds"));
  adw_combo_row_set_model (self->reminder, G_LIST_MODEL (names));
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), GTK_WIDGET (self->reminder));
}

static char *
dup_interval (guint seconds)
{
  guint minutes = MAX (seconds / 60, 1);

  if (minutes % (24 * 60) == 0)
    return g_strdup_printf (ngettext ("every day", "every %d days", minutes / (24 * 60)),
                            (int) (minutes / (24 * 60)));
  if (minutes % 60 == 0)
    return g_strdup_printf (ngettext ("every hour", "every %d hours", minutes / 60),
                            (int) (minutes / 60));
  return g_strdup_printf (ngettext ("every minute", "every %d minutes", minutes), (int) minutes);
}

/* How often a server is asked that does not tell of changes by itself. */
static void
add_refresh (HearthCalendarRow *self)
{
  self->refreshes = gtk_string_list_new (NULL);
  for (guint i = 0; i < G_N_ELEMENTS (intervals); i++)
    gtk_string_list_take (self->refreshes, dup_interval (intervals[i]));
  self->refresh = ADW_COMBO_ROW (adw_combo_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->refresh), _("Looks for changes"));
  adw_combo_row_set_model (self->refresh, G_LIST_MODEL (self->refreshes));
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), GTK_WIDGET (self->refresh));
}

static void
show_refresh (HearthCalendarRow *self, const HearthAgendaCalendar *calendar)
{
  guint seconds = calendar->calendar->refresh;
  guint chosen = 0;

  gtk_widget_set_visible (GTK_WIDGET (self->refresh),
                          hearth_source_kind_is_remote (calendar->source->kind));
  while (chosen < G_N_ELEMENTS (intervals) && intervals[chosen] != seconds)
    chosen++;
  if (chosen == G_N_ELEMENTS (intervals) && self->own_interval != seconds) {
    if (self->own_interval != 0)
      gtk_string_list_remove (self->refreshes, chosen);
    gtk_string_list_take (self->refreshes, dup_interval (seconds));
    self->own_interval = seconds;
  }
  adw_combo_row_set_selected (self->refresh, chosen);
}

static void
hearth_calendar_row_init (HearthCalendarRow *self)
{
  self->cancellable = g_cancellable_new ();
  self->turning = TRUE;
  self->color = gtk_color_button_new ();
  gtk_widget_set_valign (self->color, GTK_ALIGN_CENTER);
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (self), self->color);
  self->shown = gtk_switch_new ();
  add_choice (self, _("Show its events"), self->shown);
  add_reminder (self);
  add_refresh (self);
  self->password = adw_password_entry_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->password), _("New password"));
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (self->password), TRUE);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), self->password);
  hearth_entry_rows_name (GTK_WIDGET (self));
  self->remove = gtk_button_new_with_label (_("Remove…"));
  gtk_widget_add_css_class (self->remove, "destructive-action");
  add_choice (self, _("Stop reading it"), self->remove);
  g_signal_connect_swapped (self->color, "color-set", G_CALLBACK (color_set_cb), self);
  g_signal_connect_swapped (self->shown, "notify::active", G_CALLBACK (shown_cb), self);
  g_signal_connect_swapped (self->reminder, "notify::selected", G_CALLBACK (reminder_cb), self);
  g_signal_connect_swapped (self->refresh, "notify::selected", G_CALLBACK (refresh_cb), self);
  g_signal_connect_swapped (self->password, "apply", G_CALLBACK (password_cb), self);
}

/**
 * hearth_calendar_row_new:
 * @client: the panel's client
 * @id: a calendar's source
 *
 * Returns: (transfer floating): a row that shows nothing yet
 */
GtkWidget *
hearth_calendar_row_new (HearthClient *client, gint64 id)
{
  HearthCalendarRow *self = g_object_new (HEARTH_TYPE_CALENDAR_ROW, NULL);

  self->client = g_object_ref (client);
  self->id = id;
  return GTK_WIDGET (self);
}

/**
 * hearth_calendar_row_get_id:
 * @self: a row
 *
 * Returns: its calendar's source
 */
gint64
hearth_calendar_row_get_id (HearthCalendarRow *self)
{
  return self->id;
}

static char *
describe (const HearthAgendaCalendar *calendar)
{
  const HearthSource *source = calendar->source;
  g_autofree char *when = NULL;

  if (source->last_error != NULL && *source->last_error != '\0')
    return g_strdup (source->last_error);
  if (source->last_sync == 0)
    return g_strdup (_("being read"));
  when = hearth_format_day_short (source->last_sync, hearth_clock_now ());
  return g_strdup_printf (ngettext ("%d event · read %s", "%d events · read %s",
                                    (gulong) source->n_items),
                          (int) source->n_items, when);
}

/**
 * hearth_calendar_row_show:
 * @self: a row
 * @calendar: its calendar
 *
 * Shows a calendar as it is now.
 */
void
hearth_calendar_row_show (HearthCalendarRow *self, const HearthAgendaCalendar *calendar)
{
  const char *color = calendar->calendar->color;
  g_autofree char *title = g_markup_escape_text (calendar->source->name, -1);
  g_autofree char *detail = describe (calendar);
  g_autofree char *color_name = g_strdup_printf (_("Colour of %s"), calendar->source->name);
  g_autofree char *shown_name = g_strdup_printf (_("Show %s"), calendar->source->name);
  GdkRGBA rgba;

  self->turning = TRUE;
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  say (self, detail);
  if (!gdk_rgba_parse (&rgba, color != NULL && *color == '#' ? color : "#b93a1f"))
    gdk_rgba_parse (&rgba, "#b93a1f");
  gtk_color_chooser_set_rgba (GTK_COLOR_CHOOSER (self->color), &rgba);
  gtk_switch_set_active (GTK_SWITCH (self->shown), !calendar->calendar->hidden);
  for (guint i = 0; i < G_N_ELEMENTS (reminders); i++) {
    if (reminders[i] == calendar->calendar->default_reminder)
      adw_combo_row_set_selected (self->reminder, i);
  }
  show_refresh (self, calendar);
  gtk_widget_set_visible (self->password, calendar->user != NULL);
  hearth_entry_rows_name_inside (self->color, color_name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->shown), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  shown_name, -1);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->remove), "(xs)", self->id,
                                    calendar->source->name);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->remove), "settings.remove");
  self->turning = FALSE;
}
