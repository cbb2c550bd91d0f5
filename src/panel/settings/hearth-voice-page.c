/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-voice-page.h"

#include "hearth-hands-free-group.h"
#include "hearth-mind-calls.h"
#include "hearth-setting-rows.h"
#include "hearth-voice-config.h"
#include "hearth-voice-services-group.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * HearthVoicePage:
 *
 * What listens and what speaks: which recogniser and which voice, how it sounds, and the
 * services that are set up.
 */
struct _HearthVoicePage {
  AdwPreferencesPage parent_instance;

  AdwPreferencesGroup *hearing;  /* (owned) */
  AdwPreferencesGroup *speaking; /* (owned) */
  AdwComboRow *recognizers;
  AdwComboRow *languages;
  AdwComboRow *voices;
  GtkWidget *sample;     /* the button to hear a voice */
  GtkWidget *services;   /* (owned) */
  GtkWidget *hands_free; /* (owned) */
  gboolean placed;       /* these groups have their places */

  HearthClient *client;      /* (owned) */
  GSettings *settings;       /* (owned) */
  GCancellable *cancellable; /* (owned) */
  GDBusConnection *bus;      /* (owned) (nullable) on which changes are told */
  guint subscription;
  GPtrArray *hearing_ids; /* (element-type utf8) what the rows of @recognizers stand for */
  GPtrArray *voice_ids;   /* (element-type utf8) likewise of @voices */
  GPtrArray *spoken;    /* (element-type utf8) of each of these voices, which language it speaks */
  GVariant *list;       /* (owned) (nullable) the services as shown */
  GVariant *all_voices; /* (owned) (nullable) */
  gboolean showing;     /* what changes now was not changed by the owner */
};

G_DEFINE_FINAL_TYPE (HearthVoicePage, hearth_voice_page, ADW_TYPE_PREFERENCES_PAGE)

/* Of languages that voices and recognisers know; each sample is said in its own. */
static const struct {
  const char *tag;
  const char *name;
  const char *sample;
} known[] = {
  { "en", N_("English"), "Hello. This is how I sound." },
  { "de", N_("German"), "Hallo. So klinge ich." },
  { "fr", N_("French"), "Bonjour. Voici ma voix." },
  { "es", N_("Spanish"), "Hola. Así suena mi voz." },
  { "it", N_("Italian"), "Ciao. Questa è la mia voce." },
  { "pt", N_("Portuguese"), "Olá. Esta é a minha voz." },
  { "nl", N_("Dutch"), "Hallo. Zo klink ik." },
  { "pl", N_("Polish"), "Dzień dobry. Tak brzmi mój głos." },
};

static void refresh (HearthVoicePage *self);

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthVoicePage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = hearth_mind_call_finish (result, &error);

  if (reply != NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  hearth_mind_say_error (GTK_WIDGET (self), error);
  refresh (self);
}

static void
choose (HearthVoicePage *self, HearthVoiceUse use, AdwComboRow *row, GPtrArray *ids)
{
  guint at = adw_combo_row_get_selected (row);

  if (!self->showing && at < ids->len)
    hearth_mind_call_speech (self->client, "ChooseSpeech",
                             g_variant_new ("(ss)", hearth_voice_use_get_name (use),
                                            g_ptr_array_index (ids, at)),
                             NULL, self->cancellable, chosen_cb, g_object_ref (self));
}

static void
recognizer_cb (HearthVoicePage *self)
{
  choose (self, HEARTH_VOICE_RECOGNITION, self->recognizers, self->hearing_ids);
}

static void
voice_cb (HearthVoicePage *self)
{
  choose (self, HEARTH_VOICE_SPEECH, self->voices, self->voice_ids);
}

/* Shows rows of titles, of which one is chosen. */
static void
fill (AdwComboRow *row, GtkStringList *titles, GPtrArray *ids, const char *chosen)
{
  adw_combo_row_set_model (row, G_LIST_MODEL (titles));
  for (guint i = 0; i < ids->len; i++) {
    if (g_str_equal (g_ptr_array_index (ids, i), chosen))
      adw_combo_row_set_selected (row, i);
  }
}

/* What leaves the computer, and what is not understood, stands above what is chosen. */
static void
explain_hearing (HearthVoicePage *self, const char *leaves)
{
  g_autofree char *language = hearth_voice_dup_language (self->settings);
  g_autofree char *escaped = NULL;

  if (leaves == NULL)
    leaves = hearth_voice_is_english (language)
                 ? _("Nothing leaves this computer. It understands English only.")
                 : _("This computer understands English only. A service such as Whisper "
                      "understands your language, too.");
  escaped = g_markup_escape_text (leaves, -1);
  adw_preferences_group_set_description (self->hearing, escaped);
}

static void
show_recognizers (HearthVoicePage *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  const char *leaves = NULL;
  const char *chosen = "";

  g_ptr_array_set_size (self->hearing_ids, 0);
  g_ptr_array_add (self->hearing_ids, g_strdup (""));
  gtk_string_list_append (titles, _("This computer, in English"));
  for (gsize i = 0; i < g_variant_n_children (self->list); i++) {
    g_autoptr (GVariant) service = g_variant_get_child_value (self->list, i);

    if (!g_str_equal (hearth_mind_get_string (service, "use"), "recognition"))
      continue;
    g_ptr_array_add (self->hearing_ids, g_strdup (hearth_mind_get_string (service, "id")));
    gtk_string_list_append (titles, hearth_mind_get_string (service, "title"));
    if (hearth_mind_get_boolean (service, "used")) {
      chosen = g_ptr_array_index (self->hearing_ids, self->hearing_ids->len - 1);
      leaves = hearth_mind_get_string (service, "leaves");
    }
  }
  fill (self->recognizers, titles, self->hearing_ids, chosen);
  explain_hearing (self, leaves);
}

/* Of this computer's voices those that speak the language; of services, all. */
static void
show_voices (HearthVoicePage *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  g_autofree char *language = hearth_voice_dup_language (self->settings);
  g_autofree char *chosen = g_settings_get_string (self->settings, "voice");

  g_ptr_array_set_size (self->voice_ids, 0);
  g_ptr_array_set_size (self->spoken, 0);
  g_ptr_array_add (self->voice_ids, g_strdup (""));
  g_ptr_array_add (self->spoken, g_strdup (language));
  gtk_string_list_append (titles, _("One that speaks the language"));
  for (gsize i = 0; self->all_voices != NULL && i < g_variant_n_children (self->all_voices); i++) {
    g_autoptr (GVariant) voice = g_variant_get_child_value (self->all_voices, i);
    const char *id = hearth_mind_get_string (voice, "id");
    const char *speaks = hearth_mind_get_string (voice, "language");

    if (*hearth_mind_get_string (voice, "service") == '\0' &&
        !hearth_voice_is_same_language (speaks, language) && !g_str_equal (id, chosen))
      continue;
    g_ptr_array_add (self->voice_ids, g_strdup (id));
    g_ptr_array_add (self->spoken, g_strdup (*speaks != '\0' ? speaks : language));
    gtk_string_list_append (titles, hearth_mind_get_string (voice, "title"));
  }
  fill (self->voices, titles, self->voice_ids, chosen);
}

static void
voices_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthVoicePage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = hearth_mind_call_finish (result, &error);

  if (reply == NULL) {
    hearth_mind_say_error (GTK_WIDGET (self), error);
    return;
  }
  g_clear_pointer (&self->all_voices, g_variant_unref);
  self->all_voices = g_variant_get_child_value (reply, 0);
  self->showing = TRUE;
  show_voices (self);
  self->showing = FALSE;
}

/* How to get something better is said first, where there is nothing better. */
static void
place_groups (HearthVoicePage *self, gboolean services_first)
{
  AdwPreferencesPage *page = ADW_PREFERENCES_PAGE (self);

  if (self->placed)
    return;
  self->placed = TRUE;
  if (services_first)
    adw_preferences_page_add (page, ADW_PREFERENCES_GROUP (self->services));
  adw_preferences_page_add (page, self->hearing);
  adw_preferences_page_add (page, ADW_PREFERENCES_GROUP (self->hands_free));
  adw_preferences_page_add (page, self->speaking);
  if (!services_first)
    adw_preferences_page_add (page, ADW_PREFERENCES_GROUP (self->services));
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthVoicePage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = hearth_mind_call_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (reply == NULL) {
    place_groups (self, FALSE);
    hearth_mind_say_error (GTK_WIDGET (self), error);
    return;
  }
  g_clear_pointer (&self->list, g_variant_unref);
  self->list = g_variant_get_child_value (reply, 0);
  place_groups (self, g_variant_n_children (self->list) == 0);
  self->showing = TRUE;
  show_recognizers (self);
  self->showing = FALSE;
  hearth_voice_services_group_show (HEARTH_VOICE_SERVICES_GROUP (self->services), self->list);
}

static void
refresh (HearthVoicePage *self)
{
  hearth_mind_call_speech (self->client, "ListSpeechServices", NULL, NULL, self->cancellable,
                           listed_cb, g_object_ref (self));
  hearth_mind_call_speech (self->client, "ListVoices", NULL, NULL, self->cancellable, voices_cb,
                           g_object_ref (self));
}

static void
speech_changed_cb (GDBusConnection *bus, const char *sender, const char *path,
                   const char *interface, const char *signal, GVariant *parameters,
                   gpointer user_data)
{
  refresh (user_data);
}

static void
language_cb (HearthVoicePage *self)
{
  guint at = adw_combo_row_get_selected (self->languages);

  if (self->showing || at > G_N_ELEMENTS (known))
    return;
  g_settings_set_string (self->settings, "spoken-language", at > 0 ? known[at - 1].tag : "");
  refresh (self);
}

static void
said_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthVoicePage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = hearth_mind_call_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  gtk_widget_set_sensitive (self->sample, TRUE);
  if (reply == NULL)
    hearth_mind_say_error (GTK_WIDGET (self), error);
}

static void
sample_cb (HearthVoicePage *self)
{
  guint at = adw_combo_row_get_selected (self->voices);
  const char *text = known[0].sample;
  g_auto (GVariantDict) options = G_VARIANT_DICT_INIT (NULL);

  if (at >= self->voice_ids->len)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (known); i++) {
    if (hearth_voice_is_same_language (known[i].tag, g_ptr_array_index (self->spoken, at)))
      text = known[i].sample;
  }
  g_variant_dict_insert (&options, "voice", "s", g_ptr_array_index (self->voice_ids, at));
  g_variant_dict_insert (&options, "language", "s", g_ptr_array_index (self->spoken, at));
  gtk_widget_set_sensitive (self->sample, FALSE);
  hearth_mind_call_speech (self->client, "Say",
                           g_variant_new ("(s@a{sv})", text, g_variant_dict_end (&options)), NULL,
                           self->cancellable, said_cb, g_object_ref (self));
}

static void
hearth_voice_page_dispose (GObject *object)
{
  HearthVoicePage *self = HEARTH_VOICE_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  if (self->subscription != 0)
    g_dbus_connection_signal_unsubscribe (self->bus, self->subscription);
  self->subscription = 0;
  g_clear_object (&self->bus);
  g_clear_object (&self->hearing);
  g_clear_object (&self->speaking);
  g_clear_object (&self->services);
  g_clear_object (&self->hands_free);
  g_clear_object (&self->client);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (hearth_voice_page_parent_class)->dispose (object);
}

static void
hearth_voice_page_finalize (GObject *object)
{
  HearthVoicePage *self = HEARTH_VOICE_PAGE (object);

  g_clear_pointer (&self->list, g_variant_unref);
  g_clear_pointer (&self->all_voices, g_variant_unref);
  g_ptr_array_unref (self->hearing_ids);
  g_ptr_array_unref (self->voice_ids);
  g_ptr_array_unref (self->spoken);
  g_object_unref (self->cancellable);
  G_OBJECT_CLASS (hearth_voice_page_parent_class)->finalize (object);
}

static void
hearth_voice_page_class_init (HearthVoicePageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_voice_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = hearth_voice_page_finalize;
}

static AdwComboRow *
add_choice (AdwPreferencesGroup *group, const char *title)
{
  AdwComboRow *row = ADW_COMBO_ROW (adw_combo_row_new ());

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  /* Beside the title there is no room for the name of a service. */
  adw_combo_row_set_use_subtitle (row, TRUE);
  adw_preferences_group_add (group, GTK_WIDGET (row));
  return row;
}

static void
build_languages (HearthVoicePage *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  g_autofree char *chosen = g_settings_get_string (self->settings, "spoken-language");

  self->languages = add_choice (self->hearing, _("You speak"));
  gtk_string_list_append (names, _("The language of the desktop"));
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    gtk_string_list_append (names, _ (known[i].name));
  adw_combo_row_set_model (self->languages, G_LIST_MODEL (names));
  for (guint i = 0; i < G_N_ELEMENTS (known); i++) {
    if (hearth_voice_is_same_language (known[i].tag, chosen))
      adw_combo_row_set_selected (self->languages, i + 1);
  }
}

static void
build_hearing (HearthVoicePage *self)
{
  self->hearing = g_object_ref_sink (ADW_PREFERENCES_GROUP (adw_preferences_group_new ()));
  adw_preferences_group_set_title (self->hearing, _("What listens"));
  self->recognizers = add_choice (self->hearing, _("Recognizer"));
  build_languages (self);
  adw_preferences_group_add (self->hearing,
                             hearth_switch_row_new (self->settings, "voice-converse",
                                                    _("Listen on after an answer"),
                                                    _("Until nobody says anything")));
  g_signal_connect_object (self->recognizers, "notify::selected", G_CALLBACK (recognizer_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->languages, "notify::selected", G_CALLBACK (language_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
build_speaking (HearthVoicePage *self)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  self->speaking = g_object_ref_sink (group);
  adw_preferences_group_set_title (group, _("What speaks"));
  self->sample = gtk_button_new_with_label (_("Hear It"));
  gtk_widget_add_css_class (self->sample, "flat");
  gtk_widget_set_valign (self->sample, GTK_ALIGN_CENTER);
  adw_preferences_group_set_header_suffix (group, self->sample);
  g_signal_connect_object (self->sample, "clicked", G_CALLBACK (sample_cb), self,
                           G_CONNECT_SWAPPED);
  self->voices = add_choice (group, _("Voice"));
  g_signal_connect_object (self->voices, "notify::selected", G_CALLBACK (voice_cb), self,
                           G_CONNECT_SWAPPED);
  adw_preferences_group_add (group, hearth_scale_row_new (self->settings, "voice-rate", _("Speed"),
                                                          0.5, 2));
  adw_preferences_group_add (group, hearth_scale_row_new (self->settings, "voice-pitch",
                                                          _("Pitch"), 0.5, 2));
  adw_preferences_group_add (group, hearth_scale_row_new (self->settings, "voice-volume",
                                                          _("Volume"), 0, 2));
  adw_preferences_group_add (group,
                             hearth_switch_row_new (self->settings, "voice-answers",
                                                    _("Say answers to what you type, too"), NULL));
  adw_preferences_group_add (
      group, hearth_switch_row_new (self->settings, "announce-aloud",
                                    _("Say urgent mail and reminders aloud"),
                                    _("By the rules of Notifications, and never in a meeting or "
                                       "while the screen is locked")));
}

static void
hearth_voice_page_init (HearthVoicePage *self)
{
  self->cancellable = g_cancellable_new ();
  self->hearing_ids = g_ptr_array_new_with_free_func (g_free);
  self->voice_ids = g_ptr_array_new_with_free_func (g_free);
  self->spoken = g_ptr_array_new_with_free_func (g_free);
  adw_preferences_page_set_name (ADW_PREFERENCES_PAGE (self), "voice");
  adw_preferences_page_set_title (ADW_PREFERENCES_PAGE (self), _("Voice"));
}

static void
follow (HearthVoicePage *self)
{
  HearthBusDaemon1 *proxy = hearth_client_get_proxy (self->client, NULL);

  if (proxy == NULL)
    return;
  self->bus = g_object_ref (g_dbus_proxy_get_connection (G_DBUS_PROXY (proxy)));
  self->subscription =
      g_dbus_connection_signal_subscribe (self->bus, g_dbus_proxy_get_name (G_DBUS_PROXY (proxy)),
                                          HEARTH_SPEECH_INTERFACE, "SpeechChanged",
                                          HEARTH_DAEMON_PATH, NULL, G_DBUS_SIGNAL_FLAGS_NONE,
                                          speech_changed_cb, self, NULL);
}

/**
 * hearth_voice_page_new:
 * @client: the panel's client
 * @settings: Hearth's settings
 *
 * Returns: (transfer floating): a page of the settings, named "voice"
 */
GtkWidget *
hearth_voice_page_new (HearthClient *client, GSettings *settings)
{
  HearthVoicePage *self = g_object_new (HEARTH_TYPE_VOICE_PAGE, NULL);

  self->client = g_object_ref (client);
  self->settings = g_object_ref (settings);
  self->services = g_object_ref_sink (hearth_voice_services_group_new (client));
  self->hands_free = g_object_ref_sink (hearth_hands_free_group_new (client, settings));
  build_hearing (self);
  build_speaking (self);
  follow (self);
  refresh (self);
  return GTK_WIDGET (self);
}
