/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-welcome-persona.h"

#include "hearth-ai-config.h"
#include "hearth-entry-rows.h"
#include "hearth-mind-calls.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/**
 * HearthWelcomePersona:
 *
 * Said in passing, and to be passed over: the name that the companion has chosen, and how it
 * thinks, with what leaves the computer for that.
 */
struct _HearthWelcomePersona {
  GtkBox parent_instance;

  GtkWidget *name;
  GtkWidget *mind;
  GtkLabel *problem;

  HearthClient *client;      /* (owned) */
  GSettings *settings;       /* (owned) */
  GCancellable *cancellable; /* (owned) */
};

G_DEFINE_FINAL_TYPE (HearthWelcomePersona, hearth_welcome_persona, GTK_TYPE_BOX)

static void
say (HearthWelcomePersona *self, const GError *error)
{
  g_autofree char *message = error != NULL ? hearth_client_dup_message (error) : NULL;

  gtk_label_set_text (self->problem, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), message != NULL);
}

static void
show_name (HearthWelcomePersona *self)
{
  g_autofree char *name = g_settings_get_string (self->settings, "companion-name");

  if (!g_str_equal (gtk_editable_get_text (GTK_EDITABLE (self->name)), name))
    gtk_editable_set_text (GTK_EDITABLE (self->name), name);
}

static void
renamed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthWelcomePersona) self = user_data;
  g_autoptr (GError) error = NULL;

  hearth_bus_daemon1_call_set_persona_finish (HEARTH_BUS_DAEMON1 (source), result, &error);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    say (self, error);
}

static void
rename_cb (HearthWelcomePersona *self)
{
  const char *name = gtk_editable_get_text (GTK_EDITABLE (self->name));
  g_autoptr (GError) error = NULL;
  HearthBusDaemon1 *proxy = hearth_client_get_proxy (self->client, &error);
  GVariantDict changes;

  if (proxy == NULL) {
    say (self, error);
    return;
  }
  g_variant_dict_init (&changes, NULL);
  g_variant_dict_insert (&changes, "name", "s", name);
  hearth_bus_daemon1_call_set_persona (proxy, g_variant_dict_end (&changes), self->cancellable,
                                       renamed_cb, g_object_ref (self));
}

static gboolean
answers (GVariant *service)
{
  g_autofree const char **names = NULL;

  return g_variant_lookup (service, "purposes", "^a&s", &names) &&
         g_strv_contains (names, hearth_ai_purpose_get_name (HEARTH_AI_CONVERSATION));
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthWelcomePersona) self = user_data;
  g_autoptr (GVariant) reply = hearth_mind_call_finish (result, NULL);
  g_autoptr (GVariant) services = NULL;

  if (reply == NULL)
    return;
  services = g_variant_get_child_value (reply, 0);
  for (gsize i = 0; i < g_variant_n_children (services); i++) {
    g_autoptr (GVariant) service = g_variant_get_child_value (services, i);
    g_autofree char *text = NULL;
    g_autofree char *escaped = NULL;

    if (!answers (service))
      continue;
    text = g_strdup_printf ("%s. %s", hearth_mind_get_string (service, "title"),
                            hearth_mind_get_string (service, "leaves"));
    escaped = g_markup_escape_text (text, -1);
    adw_action_row_set_subtitle (ADW_ACTION_ROW (self->mind), escaped);
  }
}

static void
list_minds (HearthWelcomePersona *self)
{
  hearth_mind_call (self->client, "ListServices", NULL, NULL, self->cancellable, listed_cb,
                    g_object_ref (self));
}

static void
hearth_welcome_persona_dispose (GObject *object)
{
  HearthWelcomePersona *self = HEARTH_WELCOME_PERSONA (object);

  g_cancellable_cancel (self->cancellable);
  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  g_clear_object (&self->client);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (hearth_welcome_persona_parent_class)->dispose (object);
}

static void
hearth_welcome_persona_finalize (GObject *object)
{
  g_object_unref (HEARTH_WELCOME_PERSONA (object)->cancellable);
  G_OBJECT_CLASS (hearth_welcome_persona_parent_class)->finalize (object);
}

static void
hearth_welcome_persona_class_init (HearthWelcomePersonaClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_welcome_persona_dispose;
  G_OBJECT_CLASS (klass)->finalize = hearth_welcome_persona_finalize;
}

static void
hearth_welcome_persona_init (HearthWelcomePersona *self)
{
  GtkWidget *title = gtk_label_new (_("And who am I?"));
  GtkWidget *list = gtk_list_box_new ();

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  self->cancellable = g_cancellable_new ();
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_add_css_class (title, "section");
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  self->name = adw_entry_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->name),
                                 _("The name that I have chosen"));
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (self->name), TRUE);
  hearth_entry_rows_name (self->name);
  g_signal_connect_swapped (self->name, "apply", G_CALLBACK (rename_cb), self);
  self->mind = adw_action_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->mind), _("How I think"));
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self->mind), 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self->mind),
                             gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self->mind), TRUE);
  gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (self->mind),
                                           "app.preferences-page::services");
  gtk_list_box_append (GTK_LIST_BOX (list), self->name);
  gtk_list_box_append (GTK_LIST_BOX (list), self->mind);
  self->problem = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->problem, 0);
  gtk_label_set_wrap (self->problem, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->problem), "error");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), FALSE);
  gtk_box_append (GTK_BOX (self), title);
  gtk_box_append (GTK_BOX (self), list);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->problem));
}

/**
 * hearth_welcome_persona_new:
 * @client: the panel's client
 * @settings: Hearth's settings
 *
 * Returns: (transfer floating): the companion's name, and how it thinks; both can be changed
 */
GtkWidget *
hearth_welcome_persona_new (HearthClient *client, GSettings *settings)
{
  HearthWelcomePersona *self = g_object_new (HEARTH_TYPE_WELCOME_PERSONA, NULL);

  self->client = g_object_ref (client);
  self->settings = g_object_ref (settings);
  g_signal_connect_object (settings, "changed::companion-name", G_CALLBACK (show_name), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_swapped (client, "changed::services", G_CALLBACK (list_minds), self);
  show_name (self);
  list_minds (self);
  return GTK_WIDGET (self);
}
