/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-voice-window.h"

#include "hearth-entry-rows.h"
#include "hearth-mind-calls.h"
#include "hearth-setting-rows.h"
#include "hearth-voice-config.h"

#include <glib/gi18n.h>

/**
 * HearthVoiceWindow:
 *
 * Adds a service that listens or speaks: what for, how it is spoken to, where, with which key.
 * What would leave the computer is said before it is added.
 */
struct _HearthVoiceWindow {
  AdwWindow parent_instance;

  GtkWidget *page;
  AdwComboRow *use;
  AdwComboRow *kind;
  GtkWidget *address;
  GtkWidget *key;
  GtkWidget *model;
  GtkWidget *voice;
  GtkWidget *allow_row;
  GtkSwitch *allow;
  GtkLabel *leaves;
  GtkLabel *problem;
  GtkWidget *add;

  HearthClient *client;      /* (owned) */
  GCancellable *cancellable; /* (owned) */
  HearthVoiceConfig *config; /* (owned) (nullable) what is being added */
  char *added;               /* (owned) (nullable) its identifier once it is saved */
};

G_DEFINE_FINAL_TYPE (HearthVoiceWindow, hearth_voice_window, ADW_TYPE_WINDOW)

static const char *const kinds[] = { HEARTH_VOICE_KIND_WYOMING, HEARTH_VOICE_KIND_OPENAI };

static const char *
get_text (GtkWidget *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static void
complain (HearthVoiceWindow *self, const char *text)
{
  gtk_label_set_text (self->problem, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), text != NULL);
}

static HearthVoiceConfig *
make_config (HearthVoiceWindow *self)
{
  HearthVoiceUse use =
      adw_combo_row_get_selected (self->use) == 0 ? HEARTH_VOICE_RECOGNITION : HEARTH_VOICE_SPEECH;
  guint kind = MIN (adw_combo_row_get_selected (self->kind), G_N_ELEMENTS (kinds) - 1);
  HearthVoiceConfig *config =
      hearth_voice_config_new ("", kinds[kind], use, get_text (self->address));

  g_free (config->model);
  config->model = g_strdup (get_text (self->model));
  if (use == HEARTH_VOICE_SPEECH) {
    g_free (config->voice);
    config->voice = g_strdup (get_text (self->voice));
  }
  return config;
}

static void
update (HearthVoiceWindow *self)
{
  g_autoptr (HearthVoiceConfig) config = make_config (self);
  gboolean wyoming = g_str_equal (config->kind, HEARTH_VOICE_KIND_WYOMING);
  gboolean local = hearth_voice_config_is_local (config);
  g_autofree char *host = hearth_voice_config_dup_host (config);
  g_autofree char *leaves = hearth_voice_config_dup_leaves (config);
  g_autofree char *allow = g_strdup_printf (_("What is spoken may go to %s"), host);
  g_autofree char *escaped = g_markup_escape_text (allow, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->address),
                                 wyoming ? _("Address, such as 127.0.0.1:10300")
                                         : _("Address, such as https://api.example.com/v1"));
  gtk_widget_set_visible (self->key, !wyoming);
  gtk_widget_set_visible (self->voice, config->use == HEARTH_VOICE_SPEECH);
  gtk_label_set_text (self->leaves,
                      wyoming && !local && *host != '\0'
                          ? _("Wyoming has no encryption, so that such a service has "
                               "to be on this computer.")
                          : leaves);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->allow_row), escaped);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->allow), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  allow, -1);
  gtk_widget_set_visible (self->allow_row, !wyoming && !local && *host != '\0');
  gtk_widget_set_sensitive (self->add, *host != '\0' && (local || !wyoming));
}

/* Another place is agreed to anew. */
static void
place_changed_cb (HearthVoiceWindow *self)
{
  gtk_switch_set_active (self->allow, FALSE);
  update (self);
}

static gboolean
take (HearthVoiceWindow *self, GVariant *reply, const GError *error)
{
  g_autofree char *message = NULL;

  if (reply != NULL)
    return TRUE;
  message = hearth_client_dup_message (error);
  gtk_widget_set_sensitive (self->page, TRUE);
  complain (self, message);
  return FALSE;
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthVoiceWindow *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = hearth_mind_call_finish (result, &error);

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && take (self, reply, error))
    gtk_window_close (GTK_WINDOW (self));
}

static void
choose (HearthVoiceWindow *self)
{
  hearth_mind_call_speech (self->client, "ChooseSpeech",
                           g_variant_new ("(ss)", hearth_voice_use_get_name (self->config->use),
                                          self->added),
                           NULL, self->cancellable, chosen_cb, self);
}

static void
agreed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthVoiceWindow *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = hearth_mind_call_finish (result, &error);

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && take (self, reply, error))
    choose (self);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthVoiceWindow *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = hearth_mind_call_finish (result, &error);
  g_autofree char *host = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || !take (self, reply, error))
    return;
  g_free (self->added);
  g_variant_get (reply, "(s)", &self->added);
  host = hearth_voice_config_dup_host (self->config);
  if (gtk_widget_get_visible (self->allow_row) && gtk_switch_get_active (self->allow))
    hearth_mind_call_speech (self->client, "AgreeSpeechHost", g_variant_new ("(sb)", host, TRUE),
                             NULL, self->cancellable, agreed_cb, self);
  else
    choose (self);
}

static void
add_cb (HearthVoiceWindow *self)
{
  hearth_voice_config_free (self->config);
  self->config = make_config (self);
  /* One that could not be chosen is not added twice. */
  if (self->added != NULL) {
    g_free (self->config->id);
    self->config->id = g_strdup (self->added);
  }
  gtk_widget_set_sensitive (self->page, FALSE);
  complain (self, NULL);
  hearth_mind_call_speech (self->client, "SaveSpeechService",
                           g_variant_new ("(@a{sv}h)",
                                          hearth_voice_config_to_variant (self->config), 0),
                           get_text (self->key), self->cancellable, saved_cb, self);
}

static void
hearth_voice_window_dispose (GObject *object)
{
  HearthVoiceWindow *self = HEARTH_VOICE_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (hearth_voice_window_parent_class)->dispose (object);
}

static void
hearth_voice_window_finalize (GObject *object)
{
  HearthVoiceWindow *self = HEARTH_VOICE_WINDOW (object);

  hearth_voice_config_free (self->config);
  g_object_unref (self->cancellable);
  g_free (self->added);
  G_OBJECT_CLASS (hearth_voice_window_parent_class)->finalize (object);
}

static void
hearth_voice_window_class_init (HearthVoiceWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_voice_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = hearth_voice_window_finalize;
}

static AdwComboRow *
add_choice (HearthVoiceWindow *self, AdwPreferencesGroup *group, const char *title,
            const char *const *choices)
{
  AdwComboRow *row = ADW_COMBO_ROW (hearth_choice_row_new (title, choices));

  adw_combo_row_set_use_subtitle (row, TRUE);
  adw_preferences_group_add (group, GTK_WIDGET (row));
  g_signal_connect_object (row, "notify::selected", G_CALLBACK (place_changed_cb), self,
                           G_CONNECT_SWAPPED);
  return row;
}

static GtkWidget *
add_entry (AdwPreferencesGroup *group, GtkWidget *row, const char *title)
{
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_preferences_group_add (group, row);
  return row;
}

static GtkWidget *
build_form (HearthVoiceWindow *self)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  const char *const uses[] = { _("It listens"), _("It speaks"), NULL };
  const char *const protocols[] = { _("Wyoming, on this computer"), _("OpenAI-compatible"),
                                    NULL };

  self->use = add_choice (self, group, _("What for"), uses);
  self->kind = add_choice (self, group, _("Kind"), protocols);
  self->address = add_entry (group, adw_entry_row_new (), "");
  adw_entry_row_set_input_purpose (ADW_ENTRY_ROW (self->address), GTK_INPUT_PURPOSE_URL);
  self->key = add_entry (group, adw_password_entry_row_new (), _("Key (kept in your keyring)"));
  self->model = add_entry (group, adw_entry_row_new (), _("Model, if not its own choice"));
  self->voice = add_entry (group, adw_entry_row_new (), _("Voice, if not its own choice"));
  self->allow_row = add_entry (group, adw_action_row_new (), "");
  self->allow = GTK_SWITCH (gtk_switch_new ());
  gtk_widget_set_valign (GTK_WIDGET (self->allow), GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self->allow_row), GTK_WIDGET (self->allow));
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self->allow_row),
                                         GTK_WIDGET (self->allow));
  g_signal_connect_object (self->address, "changed", G_CALLBACK (place_changed_cb), self,
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
hearth_voice_window_init (HearthVoiceWindow *self)
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
  gtk_box_append (GTK_BOX (self->page), build_form (self));
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
 * hearth_voice_window_new:
 * @client: the panel's client
 *
 * Returns: (transfer none): a window that adds a service which listens or speaks
 */
GtkWindow *
hearth_voice_window_new (HearthClient *client)
{
  HearthVoiceWindow *self = g_object_new (HEARTH_TYPE_VOICE_WINDOW, NULL);

  self->client = g_object_ref (client);
  return GTK_WINDOW (self);
}
