/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-hands-free-group.h"

#include "hearth-mind-calls.h"

#include <glib/gi18n.h>

/**
 * HearthHandsFreeGroup:
 *
 * The phrase that calls the companion: the service looks whether it will do before it is set.
 */
struct _HearthHandsFreeGroup {
  AdwPreferencesGroup parent_instance;

  GtkSwitch *enabled;
  AdwEntryRow *phrase;

  HearthClient *client;      /* (owned) */
  GSettings *settings;       /* (owned) */
  GCancellable *cancellable; /* (owned) */
};

G_DEFINE_FINAL_TYPE (HearthHandsFreeGroup, hearth_hands_free_group, ADW_TYPE_PREFERENCES_GROUP)

/* Shows what is set. */
static void
show (HearthHandsFreeGroup *self)
{
  g_autofree char *phrase = g_settings_get_string (self->settings, "wake-phrase");
  gboolean enabled = g_settings_get_boolean (self->settings, "hands-free");

  gtk_switch_set_active (self->enabled, enabled);
  gtk_switch_set_state (self->enabled, enabled);
  gtk_widget_set_sensitive (GTK_WIDGET (self->phrase), enabled);
  if (!g_str_equal (phrase, gtk_editable_get_text (GTK_EDITABLE (self->phrase)))) {
    adw_entry_row_set_show_apply_button (self->phrase, FALSE);
    gtk_editable_set_text (GTK_EDITABLE (self->phrase), phrase);
    adw_entry_row_set_show_apply_button (self->phrase, TRUE);
  }
}

/* Why it does not listen although it should. */
static void
show_trouble (HearthHandsFreeGroup *self)
{
  g_autofree char *escaped = g_markup_escape_text (
      hearth_speech_client_get_trouble (hearth_client_get_speech (self->client)), -1);

  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), escaped);
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthHandsFreeGroup) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = hearth_mind_call_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (reply == NULL)
    hearth_mind_say_error (GTK_WIDGET (self), error);
  show (self);
}

static void
choose (HearthHandsFreeGroup *self, gboolean enabled, const char *phrase)
{
  hearth_mind_call_speech (self->client, "SetHandsFree", g_variant_new ("(bs)", enabled, phrase),
                           NULL, self->cancellable, chosen_cb, g_object_ref (self));
}

static gboolean
switched_cb (GtkSwitch *widget, gboolean enabled, gpointer user_data)
{
  HearthHandsFreeGroup *self = user_data;

  if (enabled != g_settings_get_boolean (self->settings, "hands-free"))
    choose (self, enabled, "");
  /* Its state follows once it is set. */
  return GDK_EVENT_STOP;
}

static void
applied_cb (HearthHandsFreeGroup *self)
{
  choose (self, TRUE, gtk_editable_get_text (GTK_EDITABLE (self->phrase)));
}

static void
hearth_hands_free_group_dispose (GObject *object)
{
  HearthHandsFreeGroup *self = HEARTH_HANDS_FREE_GROUP (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->client);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (hearth_hands_free_group_parent_class)->dispose (object);
}

static void
hearth_hands_free_group_finalize (GObject *object)
{
  g_object_unref (HEARTH_HANDS_FREE_GROUP (object)->cancellable);
  G_OBJECT_CLASS (hearth_hands_free_group_parent_class)->finalize (object);
}

static void
hearth_hands_free_group_class_init (HearthHandsFreeGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_hands_free_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = hearth_hands_free_group_finalize;
}

static void
hearth_hands_free_group_init (HearthHandsFreeGroup *self)
{
  GtkWidget *row = adw_action_row_new ();

  self->cancellable = g_cancellable_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _("Hands-Free"));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("Come when you are called"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row),
                               _("The microphone stays open while the panel is. Until the phrase "
                                  "was said, nothing of what it "
                                  "hears leaves this computer or is kept"));
  self->enabled = GTK_SWITCH (gtk_switch_new ());
  gtk_widget_set_valign (GTK_WIDGET (self->enabled), GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->enabled), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), GTK_WIDGET (self->enabled));
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), GTK_WIDGET (self->enabled));
  g_signal_connect (self->enabled, "state-set", G_CALLBACK (switched_cb), self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);

  self->phrase = ADW_ENTRY_ROW (adw_entry_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->phrase),
                                 _("Phrase, in English, of four syllables or more"));
  adw_entry_row_set_show_apply_button (self->phrase, TRUE);
  g_signal_connect_swapped (self->phrase, "apply", G_CALLBACK (applied_cb), self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (self->phrase));
}

/**
 * hearth_hands_free_group_new:
 * @client: the panel's client
 * @settings: Hearth's settings
 *
 * Returns: (transfer floating): whether a phrase calls the companion, and which
 */
GtkWidget *
hearth_hands_free_group_new (HearthClient *client, GSettings *settings)
{
  HearthHandsFreeGroup *self = g_object_new (HEARTH_TYPE_HANDS_FREE_GROUP, NULL);

  self->client = g_object_ref (client);
  self->settings = g_object_ref (settings);
  g_signal_connect_object (settings, "changed::hands-free", G_CALLBACK (show), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::wake-phrase", G_CALLBACK (show), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (hearth_client_get_speech (client), "changed", G_CALLBACK (show_trouble),
                           self, G_CONNECT_SWAPPED);
  show (self);
  show_trouble (self);
  return GTK_WIDGET (self);
}
