/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-minds-group.h"

#include "hearth-ai-config.h"
#include "hearth-mind-calls.h"
#include "hearth-mind-row.h"

#include <glib/gi18n.h>

#define MAX_MODELS_SHOWN 8

/**
 * HearthMindsGroup:
 *
 * What this computer has to offer: servers that run on it, which are looked for only when the
 * owner says so; a model's file; models to download.
 */
struct _HearthMindsGroup {
  AdwPreferencesGroup parent_instance;

  GtkWidget *look_row;
  GtkWidget *look;
  GtkWidget *file_row;

  HearthClient *client;         /* (owned) */
  GCancellable *cancellable;    /* (owned) */
  GPtrArray *found;             /* (element-type GtkWidget): rows of servers, lent by the group */
  GPtrArray *minds;             /* (element-type HearthMindRow): lent by the group */
  GtkFileChooserNative *dialog; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (HearthMindsGroup, hearth_minds_group, ADW_TYPE_PREFERENCES_GROUP)

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthMindsGroup) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = hearth_mind_call_finish (result, &error);

  if (reply != NULL)
    hearth_mind_say (GTK_WIDGET (self), _("From now on, this answers"));
  else
    hearth_mind_say_error (GTK_WIDGET (self), error);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthMindsGroup) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = hearth_mind_call_finish (result, &error);
  const char *id;

  if (reply == NULL) {
    hearth_mind_say_error (GTK_WIDGET (self), error);
    return;
  }
  g_variant_get (reply, "(&s)", &id);
  hearth_mind_call (self->client, "ChoosePurpose", g_variant_new ("(ss)", "conversation", id), NULL,
                    self->cancellable, chosen_cb, g_object_ref (self));
}

static void
add_service (HearthMindsGroup *self, const char *kind, const char *base_url, const char *model)
{
  g_autoptr (HearthAiConfig) config = hearth_ai_config_new ("", kind, base_url, model);

  hearth_mind_call (self->client, "SaveService",
                    g_variant_new ("(@a{sv}h)", hearth_ai_config_to_variant (config), 0), "",
                    self->cancellable, saved_cb, g_object_ref (self));
}

static void
use_found_cb (HearthMindsGroup *self, GtkWidget *button)
{
  GVariant *service = g_object_get_data (G_OBJECT (button), "service");

  add_service (self, hearth_mind_get_string (service, "kind"),
               hearth_mind_get_string (service, "base-url"),
               g_object_get_data (G_OBJECT (button), "model"));
}

static void
add_found (HearthMindsGroup *self, GVariant *service, const char *model, guint64 size)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_with_label (_("Use"));
  g_autofree char *shown = size > 0 ? g_format_size (size) : NULL;
  const char *name = hearth_mind_get_string (service, "name");
  g_autofree char *detail =
      hearth_mind_get_boolean (service, "foreign")
          ? g_strdup_printf (_("%s, run by another user of this computer, who could read along"),
                             name)
      : shown != NULL ? g_strdup_printf ("%s · %s", name, shown)
                      : g_strdup (name);
  g_autofree char *title = g_markup_escape_text (model, -1);
  g_autofree char *subtitle = g_markup_escape_text (detail, -1);
  g_autofree char *label = g_strdup_printf (_("Use: %s"), model);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  g_object_set_data_full (G_OBJECT (button), "service", g_variant_ref (service),
                          (GDestroyNotify) g_variant_unref);
  g_object_set_data_full (G_OBJECT (button), "model", g_strdup (model), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (use_found_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), button);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_ptr_array_add (self->found, row);
}

/* What was found stands below the row that looked for it, and groups only know an end. */
static void
move_to_end (HearthMindsGroup *self, GtkWidget *row)
{
  g_object_ref (row);
  adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), row);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_object_unref (row);
}

static void
say_found (HearthMindsGroup *self, GVariant *list)
{
  g_autofree char *text = NULL;

  if (self->found->len > 0) {
    text = g_strdup (_("Below is what answered."));
  } else if (g_variant_n_children (list) > 0) {
    g_autoptr (GVariant) service = g_variant_get_child_value (list, 0);
    const char *name = hearth_mind_get_string (service, "name");
    g_autofree char *escaped = g_markup_escape_text (name, -1);

    text = g_strdup_printf (_("%s answers, but has no model yet."), escaped);
  } else {
    text = g_strdup (_("None answers on the usual ports."));
  }
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->look_row), text);
}

static void
show_found (HearthMindsGroup *self, GVariant *list)
{
  for (guint i = 0; i < self->found->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), g_ptr_array_index (self->found, i));
  g_ptr_array_set_size (self->found, 0);
  for (gsize i = 0; i < g_variant_n_children (list); i++) {
    g_autoptr (GVariant) service = g_variant_get_child_value (list, i);
    g_autofree const char **models = NULL;
    g_autoptr (GVariant) sizes = g_variant_lookup_value (service, "sizes", G_VARIANT_TYPE ("at"));
    gsize n_sizes = 0;
    const guint64 *size =
        sizes != NULL ? g_variant_get_fixed_array (sizes, &n_sizes, sizeof (guint64)) : NULL;

    g_variant_lookup (service, "models", "^a&s", &models);
    for (guint k = 0; models != NULL && models[k] != NULL && k < MAX_MODELS_SHOWN; k++)
      add_found (self, service, models[k], k < n_sizes ? size[k] : 0);
  }
  if (self->found->len > 0) {
    move_to_end (self, self->file_row);
    for (guint i = 0; i < self->minds->len; i++)
      move_to_end (self, g_ptr_array_index (self->minds, i));
  }
  say_found (self, list);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthMindsGroup) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = hearth_mind_call_finish (result, &error);
  g_autoptr (GVariant) list = reply != NULL ? g_variant_get_child_value (reply, 0) : NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  gtk_widget_set_sensitive (self->look, TRUE);
  if (list != NULL)
    show_found (self, list);
  else
    hearth_mind_say_error (GTK_WIDGET (self), error);
}

static void
look_cb (HearthMindsGroup *self)
{
  gtk_widget_set_sensitive (self->look, FALSE);
  hearth_mind_call (self->client, "FindLocalServices", NULL, NULL, self->cancellable, found_cb,
                    g_object_ref (self));
}

static void
file_chosen_cb (HearthMindsGroup *self, int response)
{
  g_autoptr (GtkFileChooserNative) dialog = g_steal_pointer (&self->dialog);
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;

  if (response != GTK_RESPONSE_ACCEPT)
    return;
  file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  path = file != NULL ? g_file_get_path (file) : NULL;
  if (path != NULL)
    add_service (self, HEARTH_AI_KIND_LLAMA, "", path);
}

static void
open_cb (HearthMindsGroup *self)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  if (self->dialog != NULL)
    return;
  self->dialog = gtk_file_chooser_native_new (_("Choose a Model’s File"),
                                              GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                              GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);
  gtk_file_filter_set_name (filter, _("Models (GGUF)"));
  gtk_file_filter_add_pattern (filter, "*.gguf");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->dialog), filter);
  g_signal_connect_object (self->dialog, "response", G_CALLBACK (file_chosen_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->dialog));
}

static HearthMindRow *
ensure_mind (HearthMindsGroup *self, const char *id)
{
  GtkWidget *row;

  for (guint i = 0; i < self->minds->len; i++) {
    HearthMindRow *known = g_ptr_array_index (self->minds, i);

    if (g_str_equal (hearth_mind_row_get_id (known), id))
      return known;
  }
  row = hearth_mind_row_new (self->client, id);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_ptr_array_add (self->minds, row);
  return HEARTH_MIND_ROW (row);
}

static void
minds_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthMindsGroup) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = hearth_mind_call_finish (result, &error);
  g_autoptr (GVariant) list = reply != NULL ? g_variant_get_child_value (reply, 0) : NULL;

  for (gsize i = 0; list != NULL && i < g_variant_n_children (list); i++) {
    g_autoptr (GVariant) mind = g_variant_get_child_value (list, i);

    hearth_mind_row_show (ensure_mind (self, hearth_mind_get_string (mind, "id")), mind);
  }
}

static void
refresh (HearthMindsGroup *self)
{
  hearth_mind_call (self->client, "ListMinds", NULL, NULL, self->cancellable, minds_cb,
                    g_object_ref (self));
}

static void
hearth_minds_group_dispose (GObject *object)
{
  HearthMindsGroup *self = HEARTH_MINDS_GROUP (object);

  g_cancellable_cancel (self->cancellable);
  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  g_clear_object (&self->client);
  g_clear_object (&self->dialog);
  G_OBJECT_CLASS (hearth_minds_group_parent_class)->dispose (object);
}

static void
hearth_minds_group_finalize (GObject *object)
{
  HearthMindsGroup *self = HEARTH_MINDS_GROUP (object);

  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->found);
  g_ptr_array_unref (self->minds);
  G_OBJECT_CLASS (hearth_minds_group_parent_class)->finalize (object);
}

static void
hearth_minds_group_class_init (HearthMindsGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_minds_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = hearth_minds_group_finalize;
}

static GtkWidget *
add_line (HearthMindsGroup *self, const char *title, const char *subtitle, const char *label,
          GCallback callback, GtkWidget **button)
{
  GtkWidget *row = adw_action_row_new ();

  *button = gtk_button_new_with_label (label);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_set_valign (*button, GTK_ALIGN_CENTER);
  g_signal_connect_object (*button, "clicked", callback, self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), *button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), *button);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  return row;
}

static void
hearth_minds_group_init (HearthMindsGroup *self)
{
  GtkWidget *open;

  self->cancellable = g_cancellable_new ();
  self->found = g_ptr_array_new ();
  self->minds = g_ptr_array_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _("On this computer"));
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self),
                                         _("With one of these nothing leaves this computer."));
  self->look_row = add_line (self, _("Servers of models"), _("Ollama, LM Studio and the like"),
                             _("Look"), G_CALLBACK (look_cb), &self->look);
  self->file_row =
      add_line (self, _("A model’s file"), _("GGUF, run by llama-server when you ask"),
                _("Choose…"), G_CALLBACK (open_cb), &open);
}

/**
 * hearth_minds_group_new:
 * @client: the panel's client
 *
 * Returns: (transfer floating): a group of the settings
 */
GtkWidget *
hearth_minds_group_new (HearthClient *client)
{
  HearthMindsGroup *self = g_object_new (HEARTH_TYPE_MINDS_GROUP, NULL);

  self->client = g_object_ref (client);
  g_signal_connect_swapped (client, "changed::minds", G_CALLBACK (refresh), self);
  refresh (self);
  return GTK_WIDGET (self);
}
