/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-services-page.h"

#include "hearth-ai-config.h"
#include "hearth-mind-calls.h"
#include "hearth-minds-group.h"
#include "hearth-service-row.h"
#include "hearth-service-window.h"
#include "hearth-usage-group.h"

#include <glib/gi18n.h>

/**
 * HearthServicesPage:
 *
 * What answers: which service is used for what, the services that are set up, and what this
 * computer has to offer.
 */
struct _HearthServicesPage {
  AdwPreferencesPage parent_instance;

  AdwPreferencesGroup *purposes;
  AdwComboRow *choices[HEARTH_AI_N_PURPOSES];
  AdwPreferencesGroup *services;
  GtkWidget *none; /* stands where no service is */

  HearthClient *client;      /* (owned) */
  GCancellable *cancellable; /* (owned) */
  GPtrArray *rows;           /* (element-type HearthServiceRow): lent by the group */
  GVariant *list;            /* (owned) (nullable): the services as shown */
  gboolean showing;          /* what changes now was not changed by the owner */
};

G_DEFINE_FINAL_TYPE (HearthServicesPage, hearth_services_page, ADW_TYPE_PREFERENCES_PAGE)

static void refresh (HearthServicesPage *self);

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthServicesPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = hearth_mind_call_finish (result, &error);

  if (reply != NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  hearth_mind_say_error (GTK_WIDGET (self), error);
  refresh (self);
}

static gboolean
is_used (GVariant *service, HearthAiPurpose purpose)
{
  g_autofree const char **names = NULL;

  return g_variant_lookup (service, "purposes", "^a&s", &names) &&
         g_strv_contains (names, hearth_ai_purpose_get_name (purpose));
}

static void
choose (HearthServicesPage *self, HearthAiPurpose purpose)
{
  guint at = adw_combo_row_get_selected (self->choices[purpose]);
  g_autoptr (GVariant) service = NULL;

  if (self->showing || self->list == NULL || at >= g_variant_n_children (self->list))
    return;
  service = g_variant_get_child_value (self->list, at);
  hearth_mind_call (self->client, "ChoosePurpose",
                    g_variant_new ("(ss)", hearth_ai_purpose_get_name (purpose),
                                   hearth_mind_get_string (service, "id")),
                    NULL, self->cancellable, chosen_cb, g_object_ref (self));
}

static void
selected_cb (AdwComboRow *row, GParamSpec *spec, gpointer user_data)
{
  HearthServicesPage *self = user_data;

  for (HearthAiPurpose purpose = 0; purpose < HEARTH_AI_N_PURPOSES; purpose++) {
    if (self->choices[purpose] == row)
      choose (self, purpose);
  }
}

/* What would leave the computer stands above what is chosen. */
static void
show_choices (HearthServicesPage *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  for (gsize i = 0; i < g_variant_n_children (self->list); i++) {
    g_autoptr (GVariant) service = g_variant_get_child_value (self->list, i);

    gtk_string_list_append (titles, hearth_mind_get_string (service, "title"));
  }
  for (HearthAiPurpose purpose = 0; purpose < HEARTH_AI_N_PURPOSES; purpose++) {
    adw_combo_row_set_model (self->choices[purpose], G_LIST_MODEL (titles));
    for (gsize i = 0; i < g_variant_n_children (self->list); i++) {
      g_autoptr (GVariant) service = g_variant_get_child_value (self->list, i);

      if (!is_used (service, purpose))
        continue;
      adw_combo_row_set_selected (self->choices[purpose], (guint) i);
      if (purpose == HEARTH_AI_CONVERSATION)
        adw_preferences_group_set_description (self->purposes,
                                               hearth_mind_get_string (service, "leaves"));
    }
    /* One choice is none. */
    gtk_widget_set_visible (GTK_WIDGET (self->choices[purpose]),
                            purpose == HEARTH_AI_CONVERSATION ||
                                g_variant_n_children (self->list) > 1);
  }
}

static gboolean
is_listed (HearthServicesPage *self, const char *id)
{
  for (gsize i = 0; i < g_variant_n_children (self->list); i++) {
    g_autoptr (GVariant) service = g_variant_get_child_value (self->list, i);

    if (g_str_equal (hearth_mind_get_string (service, "id"), id))
      return TRUE;
  }
  return FALSE;
}

/* Rows stay where they are: somebody may be reading one. */
static HearthServiceRow *
ensure_row (HearthServicesPage *self, const char *id)
{
  GtkWidget *row;

  for (guint i = 0; i < self->rows->len; i++) {
    HearthServiceRow *known = g_ptr_array_index (self->rows, i);

    if (g_str_equal (hearth_service_row_get_id (known), id))
      return known;
  }
  row = hearth_service_row_new (self->client, id);
  adw_preferences_group_add (self->services, row);
  g_ptr_array_add (self->rows, row);
  return HEARTH_SERVICE_ROW (row);
}

static void
show_services (HearthServicesPage *self)
{
  for (guint i = self->rows->len; i > 0; i--) {
    HearthServiceRow *row = g_ptr_array_index (self->rows, i - 1);

    if (is_listed (self, hearth_service_row_get_id (row)))
      continue;
    adw_preferences_group_remove (self->services, GTK_WIDGET (row));
    g_ptr_array_remove_index (self->rows, i - 1);
  }
  for (gsize i = 0; i < g_variant_n_children (self->list); i++) {
    g_autoptr (GVariant) service = g_variant_get_child_value (self->list, i);
    const char *id = hearth_mind_get_string (service, "id");

    if (!g_str_equal (id, HEARTH_AI_BUILTIN))
      hearth_service_row_show (ensure_row (self, id), service);
  }
  gtk_widget_set_visible (self->none, self->rows->len == 0);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthServicesPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = hearth_mind_call_finish (result, &error);

  if (reply == NULL) {
    hearth_mind_say_error (GTK_WIDGET (self), error);
    return;
  }
  g_clear_pointer (&self->list, g_variant_unref);
  self->list = g_variant_get_child_value (reply, 0);
  self->showing = TRUE;
  show_choices (self);
  show_services (self);
  self->showing = FALSE;
}

static void
refresh (HearthServicesPage *self)
{
  hearth_mind_call (self->client, "ListServices", NULL, NULL, self->cancellable, listed_cb,
                    g_object_ref (self));
}

static void
add_cb (HearthServicesPage *self)
{
  GtkWindow *window = hearth_service_window_new (self->client);

  gtk_window_set_transient_for (window, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));
  gtk_window_present (window);
}

static void
hearth_services_page_dispose (GObject *object)
{
  HearthServicesPage *self = HEARTH_SERVICES_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (hearth_services_page_parent_class)->dispose (object);
}

static void
hearth_services_page_finalize (GObject *object)
{
  HearthServicesPage *self = HEARTH_SERVICES_PAGE (object);

  g_clear_pointer (&self->list, g_variant_unref);
  g_ptr_array_unref (self->rows);
  g_object_unref (self->cancellable);
  G_OBJECT_CLASS (hearth_services_page_parent_class)->finalize (object);
}

static void
hearth_services_page_class_init (HearthServicesPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_services_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = hearth_services_page_finalize;
}

static void
build_purposes (HearthServicesPage *self)
{
  self->purposes = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (self->purposes, _("What answers"));
  for (HearthAiPurpose purpose = 0; purpose < HEARTH_AI_N_PURPOSES; purpose++) {
    GtkWidget *row = adw_combo_row_new ();

    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                   hearth_ai_purpose_get_title (purpose));
    /* Beside the title there is no room for the name of a service. */
    adw_combo_row_set_use_subtitle (ADW_COMBO_ROW (row), TRUE);
    adw_preferences_group_add (self->purposes, row);
    self->choices[purpose] = ADW_COMBO_ROW (row);
    g_signal_connect_object (row, "notify::selected", G_CALLBACK (selected_cb), self, 0);
  }
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), self->purposes);
}

static void
build_services (HearthServicesPage *self)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *content = adw_button_content_new ();

  self->services = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (self->services, _("Services"));
  adw_button_content_set_icon_name (ADW_BUTTON_CONTENT (content), "list-add-symbolic");
  adw_button_content_set_label (ADW_BUTTON_CONTENT (content), _("Add a Service…"));
  gtk_button_set_child (GTK_BUTTON (button), content);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (add_cb), self);
  adw_preferences_group_set_header_suffix (self->services, button);
  self->none = adw_action_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->none), _("None yet"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->none),
                               _("Answers are made on this computer, by rules."));
  adw_preferences_group_add (self->services, self->none);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), self->services);
}

static void
hearth_services_page_init (HearthServicesPage *self)
{
  self->cancellable = g_cancellable_new ();
  self->rows = g_ptr_array_new ();
  adw_preferences_page_set_name (ADW_PREFERENCES_PAGE (self), "services");
  adw_preferences_page_set_title (ADW_PREFERENCES_PAGE (self), _("Answers"));
  adw_preferences_page_set_icon_name (ADW_PREFERENCES_PAGE (self), "hearth-talk-symbolic");
  build_purposes (self);
  build_services (self);
}

/**
 * hearth_services_page_new:
 * @client: the panel's client
 *
 * Returns: (transfer floating): a page of the settings, named "services"
 */
GtkWidget *
hearth_services_page_new (HearthClient *client)
{
  HearthServicesPage *self = g_object_new (HEARTH_TYPE_SERVICES_PAGE, NULL);

  self->client = g_object_ref (client);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self),
                            ADW_PREFERENCES_GROUP (hearth_minds_group_new (client)));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self),
                            ADW_PREFERENCES_GROUP (hearth_usage_group_new (client)));
  g_signal_connect_swapped (client, "changed::services", G_CALLBACK (refresh), self);
  refresh (self);
  return GTK_WIDGET (self);
}
