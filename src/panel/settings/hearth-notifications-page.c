/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-notifications-page.h"

#include "hearth-digest-group.h"
#include "hearth-rehearsal-group.h"
#include "hearth-setting-rows.h"

#include <glib/gi18n.h>

/**
 * HearthNotificationsPage:
 *
 * Whether, when and how mail may interrupt, and what that would have meant lately.
 */
struct _HearthNotificationsPage {
  AdwPreferencesPage parent_instance;

  AdwComboRow *privacy;
  GSettings *settings; /* (owned) */
};

G_DEFINE_FINAL_TYPE (HearthNotificationsPage, hearth_notifications_page, ADW_TYPE_PREFERENCES_PAGE)

static const char *const privacies[] = { "none", "sender", "full" };

static void
privacy_changed_cb (HearthNotificationsPage *self)
{
  guint selected = adw_combo_row_get_selected (self->privacy);

  if (selected < G_N_ELEMENTS (privacies))
    g_settings_set_string (self->settings, "notification-privacy", privacies[selected]);
}

static GtkWidget *
make_privacy_row (HearthNotificationsPage *self)
{
  g_autofree char *privacy = g_settings_get_string (self->settings, "notification-privacy");
  GtkWidget *row = adw_combo_row_new ();
  const char *const choices[] = { _("Only that something came"), _("Who wrote"),
                                  _("Who wrote, and what"), NULL };
  g_autoptr (GtkStringList) model = gtk_string_list_new (choices);

  self->privacy = ADW_COMBO_ROW (row);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("On a locked screen"));
  adw_combo_row_set_model (self->privacy, G_LIST_MODEL (model));
  for (guint i = 0; i < G_N_ELEMENTS (privacies); i++) {
    if (g_str_equal (privacies[i], privacy))
      adw_combo_row_set_selected (self->privacy, i);
  }
  g_signal_connect_swapped (row, "notify::selected", G_CALLBACK (privacy_changed_cb), self);
  return row;
}

static AdwPreferencesGroup *
add_group (HearthNotificationsPage *self, const char *title)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), ADW_PREFERENCES_GROUP (group));
  return ADW_PREFERENCES_GROUP (group);
}

static void
add_how (HearthNotificationsPage *self)
{
  AdwPreferencesGroup *group = add_group (self, _("Notifications"));

  adw_preferences_group_add (group, hearth_switch_row_new (self->settings, "notify-mail",
                                                           _("Mail that matters"), NULL));
  adw_preferences_group_add (group,
                             hearth_switch_row_new (self->settings, "notification-sounds",
                                                    _("Sounds"), _("At most one a minute")));
  adw_preferences_group_add (group, make_privacy_row (self));
  adw_preferences_group_add (group, hearth_switch_row_new (self->settings, "launcher-count",
                                                           _("Number at the launcher"),
                                                           _("How many things need you")));
}

static void
add_quiet_hours (HearthNotificationsPage *self, AdwPreferencesGroup *group)
{
  GtkWidget *rows[] = {
    hearth_minutes_row_new (self->settings, "quiet-hours-start", _("From"), 30, 1440, TRUE),
    hearth_minutes_row_new (self->settings, "quiet-hours-end", _("Until"), 30, 1440, TRUE),
    hearth_switch_row_new (self->settings, "quiet-hours-urgent",
                           _("Urgent mail comes all the same"), NULL),
  };

  adw_preferences_group_add (
      group, hearth_switch_row_new (self->settings, "quiet-hours", _("Quiet hours"),
                                    _("Mail comes when they end, all at once")));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_settings_bind (self->settings, "quiet-hours", rows[i], "visible", G_SETTINGS_BIND_GET);
    adw_preferences_group_add (group, rows[i]);
  }
}

static void
add_quiet (HearthNotificationsPage *self)
{
  AdwPreferencesGroup *group = add_group (self, _("When to be quiet"));

  adw_preferences_group_add (
      group, hearth_switch_row_new (self->settings, "quiet-meetings", _("In meetings"),
                                    _("What is not urgent waits for the end")));
  adw_preferences_group_add (
      group, hearth_switch_row_new (self->settings, "quiet-free-days", _("On days off"),
                                    _("Only what is urgent comes; your working days stand "
                                       "under Calendars")));
  add_quiet_hours (self, group);
}

static void
hearth_notifications_page_dispose (GObject *object)
{
  g_clear_object (&HEARTH_NOTIFICATIONS_PAGE (object)->settings);
  G_OBJECT_CLASS (hearth_notifications_page_parent_class)->dispose (object);
}

static void
hearth_notifications_page_class_init (HearthNotificationsPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_notifications_page_dispose;
}

static void
hearth_notifications_page_init (HearthNotificationsPage *self)
{
  adw_preferences_page_set_name (ADW_PREFERENCES_PAGE (self), "notifications");
  /* Translators: it stands below a small picture, with four others side by side: a short word. */
  adw_preferences_page_set_title (ADW_PREFERENCES_PAGE (self),
                                  C_ ("page of the preferences", "Notifications"));
  adw_preferences_page_set_icon_name (ADW_PREFERENCES_PAGE (self),
                                      "preferences-system-notifications-symbolic");
}

/**
 * hearth_notifications_page_new:
 * @client: the panel's client
 * @settings: the panel's settings
 *
 * Returns: (transfer floating): the page of notifications
 */
GtkWidget *
hearth_notifications_page_new (HearthClient *client, GSettings *settings)
{
  HearthNotificationsPage *self = g_object_new (HEARTH_TYPE_NOTIFICATIONS_PAGE, NULL);

  self->settings = g_object_ref (settings);
  add_how (self);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self),
                            ADW_PREFERENCES_GROUP (hearth_digest_group_new (settings)));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self),
                            ADW_PREFERENCES_GROUP (hearth_rehearsal_group_new (client, settings)));
  add_quiet (self);
  return GTK_WIDGET (self);
}
