/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-dock-group.h"

#include "hearth-application.h"
#include "hearth-docking.h"
#include "hearth-setting-rows.h"
#include "hearth-shortcut-row.h"

#include <glib/gi18n.h>

/**
 * HearthDockGroup:
 *
 * Where the panel stands, and on which screen; with what becomes of that on this desktop.
 */
struct _HearthDockGroup {
  AdwPreferencesGroup parent_instance;

  GSettings *settings;    /* (owned) */
  HearthDocking *docking; /* (owned) */
  GtkWidget *place;       /* (unowned): lent by the group, like the next */
  GtkWidget *monitor;
  GPtrArray *connectors; /* (owned) (element-type utf8): of the screens in the row; first "" */
};

G_DEFINE_FINAL_TYPE (HearthDockGroup, hearth_dock_group, ADW_TYPE_PREFERENCES_GROUP)

static const char *const sides[] = { "none", "left", "right" };

static gboolean
side_to_index (GValue *value, GVariant *variant, gpointer user_data)
{
  for (guint i = 0; i < G_N_ELEMENTS (sides); i++) {
    if (g_str_equal (g_variant_get_string (variant, NULL), sides[i]))
      g_value_set_uint (value, i);
  }
  return TRUE;
}

static GVariant *
index_to_side (const GValue *value, const GVariantType *type, gpointer user_data)
{
  guint index = g_value_get_uint (value);

  return index < G_N_ELEMENTS (sides) ? g_variant_new_string (sides[index]) : NULL;
}

static void
explain (HearthDockGroup *self)
{
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->place),
                               hearth_docking_explain (self->docking));
}

static void
monitor_chosen_cb (HearthDockGroup *self)
{
  guint index = adw_combo_row_get_selected (ADW_COMBO_ROW (self->monitor));

  if (index < self->connectors->len)
    g_settings_set_string (self->settings, "dock-monitor",
                           g_ptr_array_index (self->connectors, index));
}

/* The screens that are there; a choice only where there are several. */
static void
list_monitors (HearthDockGroup *self)
{
  GListModel *monitors = gdk_display_get_monitors (gdk_display_get_default ());
  g_autofree char *chosen = g_settings_get_string (self->settings, "dock-monitor");
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint selected = 0;

  g_ptr_array_set_size (self->connectors, 0);
  g_ptr_array_add (self->connectors, g_strdup (""));
  gtk_string_list_append (names, _("Main screen"));
  for (guint i = 0; i < g_list_model_get_n_items (monitors); i++) {
    g_autoptr (GdkMonitor) monitor = g_list_model_get_item (monitors, i);
    const char *connector = gdk_monitor_get_connector (monitor);
    const char *model = gdk_monitor_get_model (monitor);
    g_autofree char *name = NULL;

    if (connector == NULL)
      continue;
    name = model != NULL ? g_strdup_printf ("%s (%s)", model, connector) : g_strdup (connector);
    if (g_str_equal (connector, chosen))
      selected = self->connectors->len;
    g_ptr_array_add (self->connectors, g_strdup (connector));
    gtk_string_list_append (names, name);
  }
  g_signal_handlers_block_by_func (self->monitor, monitor_chosen_cb, self);
  adw_combo_row_set_model (ADW_COMBO_ROW (self->monitor), G_LIST_MODEL (names));
  adw_combo_row_set_selected (ADW_COMBO_ROW (self->monitor), selected);
  g_signal_handlers_unblock_by_func (self->monitor, monitor_chosen_cb, self);
  gtk_widget_set_visible (self->monitor, self->connectors->len > 2);
}

static void
changed_cb (HearthDockGroup *self)
{
  explain (self);
  list_monitors (self);
}

static GtkWidget *
add_choice (HearthDockGroup *self, const char *title, const char *const *choices)
{
  GtkWidget *row = hearth_choice_row_new (title, choices);

  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  return row;
}

static void
hearth_dock_group_dispose (GObject *object)
{
  HearthDockGroup *self = HEARTH_DOCK_GROUP (object);

  g_clear_object (&self->docking);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (hearth_dock_group_parent_class)->dispose (object);
}

static void
hearth_dock_group_finalize (GObject *object)
{
  g_ptr_array_unref (HEARTH_DOCK_GROUP (object)->connectors);
  G_OBJECT_CLASS (hearth_dock_group_parent_class)->finalize (object);
}

static void
hearth_dock_group_class_init (HearthDockGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hearth_dock_group_dispose;
  object_class->finalize = hearth_dock_group_finalize;
}

static void
hearth_dock_group_init (HearthDockGroup *self)
{
  self->connectors = g_ptr_array_new_with_free_func (g_free);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _("Panel"));
}

/**
 * hearth_dock_group_new:
 * @settings: Hearth's settings
 *
 * Returns: (transfer floating): what shows where the panel stands, and lets it be chosen
 */
GtkWidget *
hearth_dock_group_new (GSettings *settings)
{
  HearthDockGroup *self = g_object_new (HEARTH_TYPE_DOCK_GROUP, NULL);
  const char *const places[] = { _("A window"), _("Docked left"), _("Docked right"), NULL };
  const char *const none[] = { NULL };

  self->settings = g_object_ref (settings);
  self->docking = g_object_ref (
      hearth_application_get_docking (HEARTH_APPLICATION (g_application_get_default ())));
  self->place = add_choice (self, _("Where it stands"), places);
  self->monitor = add_choice (self, _("Screen"), none);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self->place), 3);
  g_settings_bind_with_mapping (settings, "dock-side", self->place, "selected",
                                G_SETTINGS_BIND_DEFAULT, side_to_index, index_to_side, NULL, NULL);
  g_signal_connect_object (self->monitor, "notify::selected", G_CALLBACK (monitor_chosen_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->docking, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self),
                             hearth_shortcut_row_new (settings, HEARTH_SHORTCUT_PANEL));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self),
                             hearth_shortcut_row_new (settings, HEARTH_SHORTCUT_TALK));
  changed_cb (self);
  return GTK_WIDGET (self);
}
