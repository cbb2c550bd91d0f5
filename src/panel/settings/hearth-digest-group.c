/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-digest-group.h"

#include "hearth-setting-rows.h"

#include "hearth-entry-rows.h"
#include "hearth-format.h"

#include <glib/gi18n.h>

/* The times of a day that are offered: each half hour. */
#define STEP 30
#define N_TIMES (24 * 60 / STEP)

/**
 * HearthDigestGroup:
 *
 * When Hearth says by itself how things stand: in the morning, in the evening, once a week.
 */
struct _HearthDigestGroup {
  AdwPreferencesGroup parent_instance;

  GtkWidget *days;     /* (unowned) on which days */
  GtkWidget *week_day; /* (unowned) on which day the weekly one comes */
};

G_DEFINE_FINAL_TYPE (HearthDigestGroup, hearth_digest_group, ADW_TYPE_PREFERENCES_GROUP)

static gboolean
minute_to_index (GValue *value, GVariant *variant, gpointer user_data)
{
  g_value_set_uint (value, MIN (g_variant_get_uint32 (variant) / STEP, N_TIMES - 1));
  return TRUE;
}

static GVariant *
index_to_minute (const GValue *value, const GVariantType *type, gpointer user_data)
{
  guint index = g_value_get_uint (value);

  return index < N_TIMES ? g_variant_new_uint32 (index * STEP) : NULL;
}

/* As the settings name them. */
static const char *const day_names[] = { "monday", "tuesday",  "wednesday", "thursday",
                                         "friday", "saturday", "sunday" };

static gboolean
day_to_index (GValue *value, GVariant *variant, gpointer user_data)
{
  for (guint i = 0; i < G_N_ELEMENTS (day_names); i++) {
    if (g_strcmp0 (g_variant_get_string (variant, NULL), day_names[i]) == 0)
      g_value_set_uint (value, i);
  }
  return TRUE;
}

static GVariant *
index_to_day (const GValue *value, const GVariantType *type, gpointer user_data)
{
  guint index = g_value_get_uint (value);

  return index < G_N_ELEMENTS (day_names) ? g_variant_new_string (day_names[index]) : NULL;
}

static GtkWidget *
make_times (void)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);
  GtkWidget *times;

  for (guint i = 0; i < N_TIMES; i++) {
    g_autoptr (GDateTime) noon =
        g_date_time_new_local (2024, 5, 15, (int) (i * STEP / 60), (int) (i * STEP % 60), 0);
    g_autofree char *text = hearth_format_time (g_date_time_to_unix (noon));

    gtk_string_list_append (list, text);
  }
  times = gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&list)), NULL);
  gtk_widget_set_valign (times, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (times, "flat");
  return times;
}

/**
 * hearth_digest_row_new:
 * @settings: Hearth's settings
 * @key: the setting of a digest, which has another one with its time
 * @title: when it comes
 * @time_label: what a screen reader says of its time
 *
 * Returns: (transfer floating): a row with a time and a switch
 */
GtkWidget *
hearth_digest_row_new (GSettings *settings, const char *key, const char *title,
                       const char *time_label)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *times = make_times ();
  GtkWidget *on = gtk_switch_new ();
  g_autofree char *time_key = g_strconcat (key, "-time", NULL);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_widget_set_valign (on, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), times);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), on);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), on);
  hearth_entry_rows_name_inside (times, time_label);
  g_settings_bind (settings, key, on, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, key, times, "sensitive", G_SETTINGS_BIND_GET);
  g_settings_bind_with_mapping (settings, time_key, times, "selected", G_SETTINGS_BIND_DEFAULT,
                                minute_to_index, index_to_minute, NULL, NULL);
  return row;
}

static void
add_digest (HearthDigestGroup *self, GSettings *settings, const char *key, const char *title,
            const char *time_label)
{
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self),
                             hearth_digest_row_new (settings, key, title, time_label));
}

static void
add_switch (HearthDigestGroup *self, GSettings *settings, const char *key, const char *title)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *on = gtk_switch_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_widget_set_valign (on, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), on);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), on);
  g_settings_bind (settings, key, on, "active", G_SETTINGS_BIND_DEFAULT);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
}

static gboolean
days_to_index (GValue *value, GVariant *variant, gpointer user_data)
{
  g_value_set_uint (value, g_variant_n_children (variant) == 7 ? 1 : 0);
  return TRUE;
}

static GVariant *
index_to_days (const GValue *value, const GVariantType *type, gpointer user_data)
{
  return g_variant_new_strv (day_names, g_value_get_uint (value) == 1 ? 7 : 5);
}

static GtkWidget *
add_choice (HearthDigestGroup *self, const char *title, const char *const *choices)
{
  GtkWidget *row = hearth_choice_row_new (title, choices);

  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  return row;
}

static void
hearth_digest_group_class_init (HearthDigestGroupClass *klass)
{
}

static void
hearth_digest_group_init (HearthDigestGroup *self)
{
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _("How things stand"));
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self),
                                         _("A short word at these times on what needs you. One "
                                            "that would come hours late is left out."));
}

/**
 * hearth_digest_group_new:
 * @settings: the owner's settings
 *
 * Returns: (transfer floating): what shows when digests come, and lets it be chosen
 */
GtkWidget *
hearth_digest_group_new (GSettings *settings)
{
  HearthDigestGroup *self = g_object_new (HEARTH_TYPE_DIGEST_GROUP, NULL);
  const char *const days[] = { _("Monday to Friday"), _("Every day"), NULL };
  const char *const weekdays[] = { _("Monday"), _("Tuesday"),  _("Wednesday"), _("Thursday"),
                                   _("Friday"), _("Saturday"), _("Sunday"),    NULL };

  add_digest (self, settings, "digest-morning", _("In the morning"), _("Time in the morning"));
  add_digest (self, settings, "digest-evening", _("In the evening"), _("Time in the evening"));
  self->days = add_choice (self, _("On these days"), days);
  add_digest (self, settings, "digest-weekly", _("Once a week"), _("Time once a week"));
  self->week_day = add_choice (self, _("On this day of the week"), weekdays);
  add_switch (self, settings, "birthday-reminders", _("Birthdays, at nine"));
  g_settings_bind_with_mapping (settings, "digest-days", self->days, "selected",
                                G_SETTINGS_BIND_DEFAULT, days_to_index, index_to_days, NULL, NULL);
  g_settings_bind_with_mapping (settings, "digest-weekly-day", self->week_day, "selected",
                                G_SETTINGS_BIND_DEFAULT, day_to_index, index_to_day, NULL, NULL);
  g_settings_bind (settings, "digest-weekly", self->week_day, "visible", G_SETTINGS_BIND_GET);
  return GTK_WIDGET (self);
}
