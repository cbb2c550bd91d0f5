/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-voice-services-group.h"

#include "hearth-mind-calls.h"
#include "hearth-service-row.h"
#include "hearth-voice-config.h"
#include "hearth-voice-window.h"

#include <glib/gi18n.h>

/**
 * HearthVoiceServicesGroup:
 *
 * The services that listen and speak: those that are set up; without one, how to get one; and
 * what this computer has to offer.
 */
struct _HearthVoiceServicesGroup {
  AdwPreferencesGroup parent_instance;

  GPtrArray *advice; /* (element-type GtkWidget): lent by the group; how to get a service */
  GtkWidget *look_row;
  GtkWidget *look;
  GPtrArray *rows;  /* (element-type HearthServiceRow): lent by the group */
  GPtrArray *found; /* (element-type GtkWidget): lent by the group */

  HearthClient *client;      /* (owned) */
  GCancellable *cancellable; /* (owned) */
};

G_DEFINE_FINAL_TYPE (HearthVoiceServicesGroup, hearth_voice_services_group,
                     ADW_TYPE_PREFERENCES_GROUP)

/* What is offered where nothing good is set up, in the order in which it is worth the trouble. */
static const struct {
  const char *title;
  const char *subtitle;
} advice[] = {
  { N_("Piper speaks like a person"),
    N_("Run wyoming-piper on this computer, and look for it here. It knows many languages.") },
  { N_("Whisper understands almost any language"),
    N_("Run wyoming-faster-whisper on this computer, and look for it here.") },
  { N_("A server does both"),
    N_("Speaches on this computer, or any OpenAI-compatible service, with its address and key.") },
};

static void
added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthVoiceServicesGroup) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = hearth_mind_call_finish (result, &error);

  if (reply == NULL)
    hearth_mind_say_error (GTK_WIDGET (self), error);
}

/* One that was found is saved, and then used. */
static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HearthVoiceServicesGroup *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = hearth_mind_call_finish (result, &error);
  const char *id;

  if (reply == NULL) {
    hearth_mind_say_error (GTK_WIDGET (self), error);
    return;
  }
  g_variant_get (reply, "(&s)", &id);
  hearth_mind_call_speech (self->client, "ChooseSpeech",
                           g_variant_new ("(ss)", g_task_get_task_data (task), id), NULL,
                           self->cancellable, added_cb, g_object_ref (self));
}

static void
use_cb (GtkButton *button, gpointer user_data)
{
  HearthVoiceServicesGroup *self = user_data;
  const HearthVoiceConfig *config = g_object_get_data (G_OBJECT (button), "config");
  GTask *task = g_task_new (self, NULL, NULL, NULL);

  g_task_set_task_data (task, (gpointer) hearth_voice_use_get_name (config->use), NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (button), FALSE);
  hearth_mind_call_speech (self->client, "SaveSpeechService",
                           g_variant_new ("(@a{sv}h)", hearth_voice_config_to_variant (config), 0),
                           "", self->cancellable, saved_cb, task);
}

/* The first of a server's models or voices is what it has. */
static void
set_first (char **field, GVariant *service, const char *key)
{
  g_autofree const char **names = NULL;

  if (!g_variant_lookup (service, key, "^a&s", &names) || names[0] == NULL)
    return;
  g_free (*field);
  *field = g_strdup (names[0]);
}

static void
add_use (HearthVoiceServicesGroup *self, GtkWidget *row, GVariant *service, HearthVoiceUse use)
{
  gboolean hears = use == HEARTH_VOICE_RECOGNITION;
  GtkWidget *button = gtk_button_new_with_label (hears ? _("Let It Listen") : _("Let It Speak"));
  HearthVoiceConfig *config =
      hearth_voice_config_new ("", hearth_mind_get_string (service, "kind"), use,
                               hearth_mind_get_string (service, "address"));
  g_autofree char *named = NULL;

  g_free (config->name);
  config->name = g_strdup (hearth_mind_get_string (service, "name"));
  if (g_str_equal (config->kind, HEARTH_VOICE_KIND_OPENAI))
    set_first (&config->model, service, hears ? "models" : "speech-models");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  named =
      g_strdup_printf ("%s: %s", hears ? _("Let It Listen") : _("Let It Speak"), config->name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, named,
                                  -1);
  g_object_set_data_full (G_OBJECT (button), "config", config,
                          (GDestroyNotify) hearth_voice_config_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (use_cb), self, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

static void
add_found (HearthVoiceServicesGroup *self, GVariant *service)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *name = g_markup_escape_text (hearth_mind_get_string (service, "name"), -1);
  const char *address = hearth_mind_get_string (service, "address");

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row),
                               hearth_mind_get_boolean (service, "foreign")
                                   ? _("Another user of this computer runs it and could listen.")
                                   : address);
  if (hearth_mind_get_boolean (service, "hears"))
    add_use (self, row, service, HEARTH_VOICE_RECOGNITION);
  if (hearth_mind_get_boolean (service, "speaks"))
    add_use (self, row, service, HEARTH_VOICE_SPEECH);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_ptr_array_add (self->found, row);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthVoiceServicesGroup) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = hearth_mind_call_finish (result, &error);
  g_autoptr (GVariant) list = reply != NULL ? g_variant_get_child_value (reply, 0) : NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  gtk_widget_set_sensitive (self->look, TRUE);
  if (list == NULL) {
    hearth_mind_say_error (GTK_WIDGET (self), error);
    return;
  }
  for (guint i = 0; i < self->found->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), g_ptr_array_index (self->found, i));
  g_ptr_array_set_size (self->found, 0);
  for (gsize i = 0; i < g_variant_n_children (list); i++) {
    g_autoptr (GVariant) service = g_variant_get_child_value (list, i);

    add_found (self, service);
  }
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->look_row),
                               g_variant_n_children (list) > 0
                                   ? _("None is used unasked.")
                                   : _("No speech service answers on this computer."));
}

static void
look_cb (HearthVoiceServicesGroup *self)
{
  gtk_widget_set_sensitive (self->look, FALSE);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->look_row), _("Looking…"));
  hearth_mind_call_speech (self->client, "FindSpeechServices", NULL, NULL, self->cancellable,
                           found_cb, g_object_ref (self));
}

static void
add_cb (HearthVoiceServicesGroup *self)
{
  GtkWindow *window = hearth_voice_window_new (self->client);

  gtk_window_set_transient_for (window, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));
  gtk_window_present (window);
}

static GVariant *
find_service (GVariant *list, const char *id)
{
  for (gsize i = 0; i < g_variant_n_children (list); i++) {
    g_autoptr (GVariant) service = g_variant_get_child_value (list, i);

    if (g_str_equal (hearth_mind_get_string (service, "id"), id))
      return g_steal_pointer (&service);
  }
  return NULL;
}

/* Rows stay where they are: somebody may be reading one. */
static HearthServiceRow *
ensure_row (HearthVoiceServicesGroup *self, const char *id)
{
  GtkWidget *row;

  for (guint i = 0; i < self->rows->len; i++) {
    HearthServiceRow *each = g_ptr_array_index (self->rows, i);

    if (g_str_equal (hearth_service_row_get_id (each), id))
      return each;
  }
  row = hearth_service_row_new_speech (self->client, id);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_ptr_array_add (self->rows, row);
  return HEARTH_SERVICE_ROW (row);
}

/**
 * hearth_voice_services_group_show:
 * @self: a group
 * @list: the services of ListSpeechServices
 */
void
hearth_voice_services_group_show (HearthVoiceServicesGroup *self, GVariant *list)
{
  for (guint i = self->rows->len; i > 0; i--) {
    HearthServiceRow *row = g_ptr_array_index (self->rows, i - 1);
    g_autoptr (GVariant) service = find_service (list, hearth_service_row_get_id (row));

    if (service != NULL)
      continue;
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (row));
    g_ptr_array_remove_index (self->rows, i - 1);
  }
  for (gsize i = 0; i < g_variant_n_children (list); i++) {
    g_autoptr (GVariant) service = g_variant_get_child_value (list, i);

    hearth_service_row_show (ensure_row (self, hearth_mind_get_string (service, "id")), service);
  }
  for (guint i = 0; i < self->advice->len; i++)
    gtk_widget_set_visible (g_ptr_array_index (self->advice, i), self->rows->len == 0);
}

static void
hearth_voice_services_group_dispose (GObject *object)
{
  HearthVoiceServicesGroup *self = HEARTH_VOICE_SERVICES_GROUP (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (hearth_voice_services_group_parent_class)->dispose (object);
}

static void
hearth_voice_services_group_finalize (GObject *object)
{
  HearthVoiceServicesGroup *self = HEARTH_VOICE_SERVICES_GROUP (object);

  g_ptr_array_unref (self->advice);
  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->found);
  g_object_unref (self->cancellable);
  G_OBJECT_CLASS (hearth_voice_services_group_parent_class)->finalize (object);
}

static void
hearth_voice_services_group_class_init (HearthVoiceServicesGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_voice_services_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = hearth_voice_services_group_finalize;
}

static void
build_advice (HearthVoiceServicesGroup *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (advice); i++) {
    GtkWidget *row = adw_action_row_new ();

    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (advice[i].title));
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _ (advice[i].subtitle));
    adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 3);
    gtk_widget_set_visible (row, FALSE);
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
    g_ptr_array_add (self->advice, row);
  }
}

static void
hearth_voice_services_group_init (HearthVoiceServicesGroup *self)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *content = adw_button_content_new ();

  self->cancellable = g_cancellable_new ();
  self->advice = g_ptr_array_new ();
  self->rows = g_ptr_array_new ();
  self->found = g_ptr_array_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _("Services"));
  adw_button_content_set_icon_name (ADW_BUTTON_CONTENT (content), "list-add-symbolic");
  adw_button_content_set_label (ADW_BUTTON_CONTENT (content), _("Add a Service…"));
  gtk_button_set_child (GTK_BUTTON (button), content);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_object (button, "clicked", G_CALLBACK (add_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (self), button);
  build_advice (self);
  self->look_row = adw_action_row_new ();
  self->look = gtk_button_new_with_label (_("Look"));
  gtk_widget_set_valign (self->look, GTK_ALIGN_CENTER);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->look_row), _("On this computer"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->look_row), _("None is used unasked."));
  adw_action_row_add_suffix (ADW_ACTION_ROW (self->look_row), self->look);
  g_signal_connect_object (self->look, "clicked", G_CALLBACK (look_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), self->look_row);
}

/**
 * hearth_voice_services_group_new:
 * @client: the panel's client
 *
 * Returns: (transfer floating): a group that shows no service yet
 */
GtkWidget *
hearth_voice_services_group_new (HearthClient *client)
{
  HearthVoiceServicesGroup *self = g_object_new (HEARTH_TYPE_VOICE_SERVICES_GROUP, NULL);

  self->client = g_object_ref (client);
  return GTK_WIDGET (self);
}
