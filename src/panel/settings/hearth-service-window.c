/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-service-window.h"

#include "hearth-ai-config.h"
#include "hearth-entry-rows.h"
#include "hearth-mind-calls.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * HearthServiceWindow:
 *
 * Adds a service: of which kind it is, where, with which key; then which of its models. What
 * would leave the computer is said before it is added.
 */
struct _HearthServiceWindow {
  AdwWindow parent_instance;

  GtkWidget *page;
  AdwComboRow *kind;
  GtkWidget *address;
  GtkWidget *key;
  GtkWidget *look;
  AdwComboRow *models;
  GtkWidget *model; /* where the service does not say which it has */
  GtkWidget *allow_row;
  GtkSwitch *allow;
  GtkLabel *leaves;
  GtkLabel *problem;
  GtkWidget *add;

  HearthClient *client;      /* (owned) */
  GCancellable *cancellable; /* (owned) */
  GVariant *kinds;           /* (owned) (nullable) */
  char *added;               /* (owned) (nullable) its identifier once it is saved */
};

G_DEFINE_FINAL_TYPE (HearthServiceWindow, hearth_service_window, ADW_TYPE_WINDOW)

static const char *
get_text (GtkWidget *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static void
complain (HearthServiceWindow *self, const char *text)
{
  gtk_label_set_text (self->problem, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), text != NULL);
}

static void
set_busy (HearthServiceWindow *self, gboolean busy)
{
  gtk_widget_set_sensitive (self->page, !busy);
  if (busy)
    complain (self, NULL);
}

static GVariant *
dup_kind (HearthServiceWindow *self)
{
  guint at = adw_combo_row_get_selected (self->kind);

  return self->kinds != NULL && at < g_variant_n_children (self->kinds)
             ? g_variant_get_child_value (self->kinds, at)
             : NULL;
}

static const char *
get_model (HearthServiceWindow *self)
{
  GtkStringObject *item = adw_combo_row_get_selected_item (self->models);

  if (gtk_widget_get_visible (GTK_WIDGET (self->models)) && item != NULL)
    return gtk_string_object_get_string (item);
  return get_text (self->model);
}

static HearthAiConfig *
make_config (HearthServiceWindow *self)
{
  g_autoptr (GVariant) kind = dup_kind (self);
  const char *address = get_text (self->address);
  HearthAiConfig *config;

  if (kind == NULL)
    return NULL;
  config =
      hearth_ai_config_new ("", hearth_mind_get_string (kind, "id"),
                            *address != '\0' ? address : hearth_mind_get_string (kind, "base-url"),
                            get_model (self));
  return config;
}

static void
update (HearthServiceWindow *self)
{
  g_autoptr (HearthAiConfig) config = make_config (self);
  g_autofree char *host = config != NULL ? hearth_ai_config_dup_host (config) : g_strdup ("");
  g_autofree char *leaves = config != NULL ? hearth_ai_config_dup_leaves (config) : NULL;
  gboolean local = config != NULL && hearth_ai_config_is_local (config);
  g_autofree char *allow = g_strdup_printf (_("Questions and mail may go to %s"), host);
  g_autofree char *escaped = g_markup_escape_text (allow, -1);

  gtk_label_set_text (self->leaves, leaves != NULL ? leaves : "");
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->allow_row), escaped);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->allow), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  allow, -1);
  gtk_widget_set_visible (self->allow_row, !local && *host != '\0');
  gtk_widget_set_sensitive (self->look, *host != '\0');
  gtk_widget_set_sensitive (self->add, *host != '\0' && *get_model (self) != '\0');
}

/* Another place has other models. */
static void
place_changed_cb (HearthServiceWindow *self)
{
  g_autoptr (GVariant) kind = dup_kind (self);
  const char *usual = kind != NULL ? hearth_mind_get_string (kind, "base-url") : "";
  g_autofree char *title = *usual != '\0'
                               ? g_strdup_printf (_("Address, if not %s"), usual)
                               : g_strdup (_("Address, such as http://localhost:11434/v1"));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->address), title);
  gtk_widget_set_visible (GTK_WIDGET (self->models), FALSE);
  gtk_widget_set_visible (self->model, TRUE);
  gtk_switch_set_active (self->allow, FALSE);
  update (self);
}

static void
show_error (HearthServiceWindow *self, const GError *error)
{
  g_autofree char *message = hearth_client_dup_message (error);

  complain (self, message);
}

static void
models_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthServiceWindow *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = hearth_mind_call_finish (result, &error);
  g_autofree const char **models = NULL;
  g_autoptr (GtkStringList) list = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  set_busy (self, FALSE);
  if (reply == NULL) {
    show_error (self, error);
    return;
  }
  g_variant_get (reply, "(^a&s)", &models);
  if (models[0] == NULL) {
    complain (self, _("The service has no model yet."));
    return;
  }
  list = gtk_string_list_new (models);
  adw_combo_row_set_model (self->models, G_LIST_MODEL (list));
  gtk_widget_set_visible (GTK_WIDGET (self->models), TRUE);
  gtk_widget_set_visible (self->model, FALSE);
  update (self);
}

static void
look_cb (HearthServiceWindow *self)
{
  g_autoptr (HearthAiConfig) config = make_config (self);

  if (config == NULL)
    return;
  set_busy (self, TRUE);
  hearth_mind_call (self->client, "ListModels",
                    g_variant_new ("(@a{sv}h)", hearth_ai_config_to_variant (config), 0),
                    get_text (self->key), self->cancellable, models_cb, self);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthServiceWindow *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = hearth_mind_call_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  set_busy (self, FALSE);
  if (reply == NULL)
    show_error (self, error);
  else
    gtk_window_close (GTK_WINDOW (self));
}

static void
use (HearthServiceWindow *self)
{
  hearth_mind_call (self->client, "ChoosePurpose",
                    g_variant_new ("(ss)", "conversation", self->added), NULL, self->cancellable,
                    done_cb, self);
}

static void
agreed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthServiceWindow *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = hearth_mind_call_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (reply != NULL) {
    use (self);
    return;
  }
  set_busy (self, FALSE);
  show_error (self, error);
}

/* The service's own name of its host is the one that is agreed to. */
static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthServiceWindow *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = hearth_mind_call_finish (result, &error);
  g_autoptr (GVariant) list = reply != NULL ? g_variant_get_child_value (reply, 0) : NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  for (gsize i = 0; list != NULL && i < g_variant_n_children (list); i++) {
    g_autoptr (GVariant) service = g_variant_get_child_value (list, i);

    if (!g_str_equal (hearth_mind_get_string (service, "id"), self->added))
      continue;
    hearth_mind_call (self->client, "AgreeToHost",
                      g_variant_new ("(sb)", hearth_mind_get_string (service, "host"), TRUE), NULL,
                      self->cancellable, agreed_cb, self);
    return;
  }
  use (self);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthServiceWindow *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = hearth_mind_call_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (reply == NULL) {
    set_busy (self, FALSE);
    show_error (self, error);
    return;
  }
  g_free (self->added);
  g_variant_get (reply, "(s)", &self->added);
  if (gtk_widget_get_visible (self->allow_row) && gtk_switch_get_active (self->allow))
    hearth_mind_call (self->client, "ListServices", NULL, NULL, self->cancellable, listed_cb, self);
  else
    use (self);
}

static void
add_cb (HearthServiceWindow *self)
{
  g_autoptr (HearthAiConfig) config = make_config (self);

  if (config == NULL)
    return;
  if (self->added != NULL) {
    g_free (config->id);
    config->id = g_strdup (self->added);
  }
  set_busy (self, TRUE);
  hearth_mind_call (self->client, "SaveService",
                    g_variant_new ("(@a{sv}h)", hearth_ai_config_to_variant (config), 0),
                    get_text (self->key), self->cancellable, saved_cb, self);
}

static void
kinds_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthServiceWindow *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = hearth_mind_call_finish (result, &error);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (reply == NULL) {
    show_error (self, error);
    return;
  }
  self->kinds = g_variant_get_child_value (reply, 0);
  for (gsize i = 0; i < g_variant_n_children (self->kinds); i++) {
    g_autoptr (GVariant) kind = g_variant_get_child_value (self->kinds, i);

    gtk_string_list_append (names, hearth_mind_get_string (kind, "name"));
  }
  adw_combo_row_set_model (self->kind, G_LIST_MODEL (names));
  place_changed_cb (self);
}

static void
hearth_service_window_dispose (GObject *object)
{
  HearthServiceWindow *self = HEARTH_SERVICE_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (hearth_service_window_parent_class)->dispose (object);
}

static void
hearth_service_window_finalize (GObject *object)
{
  HearthServiceWindow *self = HEARTH_SERVICE_WINDOW (object);

  g_clear_pointer (&self->kinds, g_variant_unref);
  g_object_unref (self->cancellable);
  g_free (self->added);
  G_OBJECT_CLASS (hearth_service_window_parent_class)->finalize (object);
}

static void
hearth_service_window_class_init (HearthServiceWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_service_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = hearth_service_window_finalize;
}

static GtkWidget *
add_switch (AdwPreferencesGroup *group, GtkSwitch **toggle)
{
  GtkWidget *row = adw_action_row_new ();

  *toggle = GTK_SWITCH (gtk_switch_new ());
  gtk_widget_set_valign (GTK_WIDGET (*toggle), GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), GTK_WIDGET (*toggle));
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), GTK_WIDGET (*toggle));
  adw_preferences_group_add (group, row);
  return row;
}

static GtkWidget *
build_place (HearthServiceWindow *self)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  self->kind = ADW_COMBO_ROW (adw_combo_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->kind), _("Kind"));
  adw_combo_row_set_use_subtitle (self->kind, TRUE);
  adw_preferences_group_add (group, GTK_WIDGET (self->kind));
  self->address = adw_entry_row_new ();
  adw_entry_row_set_input_purpose (ADW_ENTRY_ROW (self->address), GTK_INPUT_PURPOSE_URL);
  adw_preferences_group_add (group, self->address);
  self->key = adw_password_entry_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->key), _("Key (kept in your keyring)"));
  adw_preferences_group_add (group, self->key);
  g_signal_connect_object (self->kind, "notify::selected", G_CALLBACK (place_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->address, "changed", G_CALLBACK (place_changed_cb), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (group);
}

static GtkWidget *
build_model (HearthServiceWindow *self)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  self->look = gtk_button_new_with_label (_("Show Its Models"));
  gtk_widget_add_css_class (self->look, "flat");
  adw_preferences_group_set_title (group, _("Model"));
  adw_preferences_group_set_header_suffix (group, self->look);
  g_signal_connect_object (self->look, "clicked", G_CALLBACK (look_cb), self, G_CONNECT_SWAPPED);
  self->models = ADW_COMBO_ROW (adw_combo_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->models), _("Model"));
  adw_combo_row_set_use_subtitle (self->models, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->models), FALSE);
  adw_preferences_group_add (group, GTK_WIDGET (self->models));
  self->model = adw_entry_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->model), _("Name of the model"));
  adw_preferences_group_add (group, self->model);
  self->allow_row = add_switch (group, &self->allow);
  g_signal_connect_object (self->model, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->models, "notify::selected", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (group);
}

static GtkLabel *
add_label (GtkWidget *box, const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, style);
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static void
hearth_service_window_init (HearthServiceWindow *self)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();

  self->cancellable = g_cancellable_new ();
  gtk_window_set_title (GTK_WINDOW (self), _("Add a Service"));
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
  gtk_window_set_default_size (GTK_WINDOW (self), 420, 600);
  self->page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  gtk_widget_add_css_class (self->page, "page");
  self->problem = add_label (self->page, "error");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), FALSE);
  gtk_box_append (GTK_BOX (self->page), build_place (self));
  gtk_box_append (GTK_BOX (self->page), build_model (self));
  self->leaves = add_label (self->page, "dim-label");
  hearth_entry_rows_name (self->page);
  self->add = gtk_button_new_with_label (_("Add and Use It"));
  gtk_widget_set_halign (self->add, GTK_ALIGN_END);
  gtk_widget_add_css_class (self->add, "suggested-action");
  g_signal_connect_object (self->add, "clicked", G_CALLBACK (add_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->page), self->add);
  adw_clamp_set_child (ADW_CLAMP (clamp), self->page);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (content), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (content), scroller);
  adw_window_set_content (ADW_WINDOW (self), content);
  update (self);
}

/**
 * hearth_service_window_new:
 * @client: the panel's client
 *
 * Returns: (transfer none): a window that adds a service
 */
GtkWindow *
hearth_service_window_new (HearthClient *client)
{
  HearthServiceWindow *self = g_object_new (HEARTH_TYPE_SERVICE_WINDOW, NULL);

  self->client = g_object_ref (client);
  hearth_mind_call (client, "ListServiceKinds", NULL, NULL, self->cancellable, kinds_cb, self);
  return GTK_WINDOW (self);
}
