/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-welcome-voices.h"

#include "hearth-mind-calls.h"
#include "hearth-voice-config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* So many voices are to choose from here; the settings have all of them. */
#define CHOICES 2

/**
 * HearthWelcomeVoices:
 *
 * How the companion may sound: real voices, which can be heard and chosen. Where there is no
 * choice, there is nothing to see.
 */
struct _HearthWelcomeVoices {
  GtkBox parent_instance;

  GtkWidget *list;
  GtkCheckButton *first; /* (nullable) of the group */

  HearthClient *client;      /* (owned) */
  GSettings *settings;       /* (owned) */
  GCancellable *cancellable; /* (owned) */
};

G_DEFINE_FINAL_TYPE (HearthWelcomeVoices, hearth_welcome_voices, GTK_TYPE_BOX)

static void
called_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthWelcomeVoices) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = hearth_mind_call_finish (result, &error);

  if (reply == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    hearth_mind_say_error (GTK_WIDGET (self), error);
}

static void
call (HearthWelcomeVoices *self, const char *method, GVariant *arguments)
{
  hearth_mind_call_speech (self->client, method, arguments, NULL, self->cancellable, called_cb,
                           g_object_ref (self));
}

static const char *
get_voice (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (widget), "voice");
}

static void
chosen_cb (HearthWelcomeVoices *self, GtkCheckButton *check)
{
  if (gtk_check_button_get_active (check))
    call (self, "ChooseSpeech",
          g_variant_new ("(ss)", hearth_voice_use_get_name (HEARTH_VOICE_SPEECH),
                         get_voice (GTK_WIDGET (check))));
}

/* It says what it would say anyway. */
static void
sample_cb (HearthWelcomeVoices *self, GtkWidget *button)
{
  g_autofree char *name = g_settings_get_string (self->settings, "companion-name");
  g_autofree char *language = hearth_voice_dup_language (self->settings);
  /* Translators: said aloud by a voice that one may choose; %s is the companion’s name. */
  g_autofree char *text =
      g_strdup_printf (_("Hello, I am %s. I will tell you what needs you."), name);
  g_auto (GVariantDict) options = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&options, "voice", "s", get_voice (button));
  g_variant_dict_insert (&options, "language", "s", language);
  call (self, "Say", g_variant_new ("(s@a{sv})", text, g_variant_dict_end (&options)));
}

static void
add_voice (HearthWelcomeVoices *self, GVariant *voice, gboolean chosen)
{
  const char *title = hearth_mind_get_string (voice, "title");
  g_autofree char *name = g_strdup_printf (_("Hear %s"), title);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();
  GtkWidget *button = gtk_button_new_with_label (_("Hear It"));

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  for (guint i = 0; i < 2; i++)
    g_object_set_data_full (G_OBJECT (i == 0 ? check : button), "voice",
                            g_strdup (hearth_mind_get_string (voice, "id")), g_free);
  gtk_check_button_set_group (GTK_CHECK_BUTTON (check), self->first);
  if (self->first == NULL)
    self->first = GTK_CHECK_BUTTON (check);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), chosen);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_signal_connect_swapped (check, "toggled", G_CALLBACK (chosen_cb), self);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (sample_cb), self);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
}

/* The first that speak the language. */
static GPtrArray *
find_choices (GVariant *voices, const char *language)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) g_variant_unref);

  for (gsize i = 0; i < g_variant_n_children (voices) && found->len < CHOICES; i++) {
    g_autoptr (GVariant) voice = g_variant_get_child_value (voices, i);

    if (hearth_voice_is_same_language (hearth_mind_get_string (voice, "language"), language))
      g_ptr_array_add (found, g_steal_pointer (&voice));
  }
  return found;
}

/* Whoever is not asked has no trouble with it: without voices this is passed over. */
static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthWelcomeVoices) self = user_data;
  g_autoptr (GVariant) reply = hearth_mind_call_finish (result, NULL);
  g_autofree char *language = NULL;
  g_autofree char *chosen = NULL;
  g_autoptr (GVariant) voices = NULL;
  g_autoptr (GPtrArray) choices = NULL;

  if (reply == NULL)
    return;
  voices = g_variant_get_child_value (reply, 0);
  language = hearth_voice_dup_language (self->settings);
  chosen = g_settings_get_string (self->settings, "voice");
  choices = find_choices (voices, language);
  if (choices->len < CHOICES)
    return;
  for (guint i = 0; i < choices->len; i++) {
    GVariant *voice = g_ptr_array_index (choices, i);

    add_voice (self, voice,
               *chosen == '\0' ? i == 0
                               : g_str_equal (hearth_mind_get_string (voice, "id"), chosen));
  }
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

static void
hearth_welcome_voices_dispose (GObject *object)
{
  HearthWelcomeVoices *self = HEARTH_WELCOME_VOICES (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->client);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (hearth_welcome_voices_parent_class)->dispose (object);
}

static void
hearth_welcome_voices_finalize (GObject *object)
{
  g_object_unref (HEARTH_WELCOME_VOICES (object)->cancellable);
  G_OBJECT_CLASS (hearth_welcome_voices_parent_class)->finalize (object);
}

static void
hearth_welcome_voices_class_init (HearthWelcomeVoicesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_welcome_voices_dispose;
  G_OBJECT_CLASS (klass)->finalize = hearth_welcome_voices_finalize;
}

static void
hearth_welcome_voices_init (HearthWelcomeVoices *self)
{
  GtkWidget *title = gtk_label_new (_("How may I sound?"));

  self->cancellable = g_cancellable_new ();
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_add_css_class (title, "section");
  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->list, "boxed-list");
  gtk_box_append (GTK_BOX (self), title);
  gtk_box_append (GTK_BOX (self), self->list);
}

/**
 * hearth_welcome_voices_new:
 * @client: the panel's client
 * @settings: Hearth's settings
 *
 * Returns: (transfer floating): two voices to choose from; not to be seen before they are known
 */
GtkWidget *
hearth_welcome_voices_new (HearthClient *client, GSettings *settings)
{
  HearthWelcomeVoices *self = g_object_new (HEARTH_TYPE_WELCOME_VOICES, NULL);

  self->client = g_object_ref (client);
  self->settings = g_object_ref (settings);
  hearth_mind_call_speech (client, "ListVoices", NULL, NULL, self->cancellable, listed_cb,
                           g_object_ref (self));
  return GTK_WIDGET (self);
}
