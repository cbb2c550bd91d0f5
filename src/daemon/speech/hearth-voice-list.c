/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-voice-list.h"

#include "hearth-voice-setup-private.h"
#include "hearth-wyoming-describe.h"

#include <glib/gi18n.h>
#include <string.h>

/* The voices that there are: hearth-voice says which this computer has, services that can say it
 * which they have. */

#define DESCRIBE_MS 2000
#define MAX_VOICES 200

/* The list, while it is gathered. Each part is in the order of the settings, whoever answers first.
 */
typedef struct {
  GVariant *own;    /* (owned) (nullable) */
  GPtrArray *parts; /* (element-type GVariant) of services, each an aa{sv} */
  guint waiting;
} Gathering;

typedef struct {
  GTask *task;               /* (owned) */
  HearthVoiceConfig *config; /* (owned) */
  guint at;
} Question;

static void
unref_part (gpointer part)
{
  if (part != NULL)
    g_variant_unref (part);
}

static void
gathering_free (gpointer data)
{
  Gathering *gathering = data;

  unref_part (gathering->own);
  g_ptr_array_unref (gathering->parts);
  g_free (gathering);
}

static void
add_part (GVariantBuilder *list, GVariant *part)
{
  for (gsize i = 0; part != NULL && i < g_variant_n_children (part); i++) {
    g_autoptr (GVariant) voice = g_variant_get_child_value (part, i);

    g_variant_builder_add_value (list, voice);
  }
}

static void
answered (GTask *task)
{
  Gathering *gathering = g_task_get_task_data (task);
  GVariantBuilder list;

  if (--gathering->waiting > 0)
    return;
  g_variant_builder_init (&list, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; i < gathering->parts->len; i++)
    add_part (&list, g_ptr_array_index (gathering->parts, i));
  add_part (&list, gathering->own);
  g_task_return_pointer (task, g_variant_ref_sink (g_variant_builder_end (&list)),
                         (GDestroyNotify) g_variant_unref);
}

/* Those of this computer, which hearth-voice does not call so. */
static GVariant *
mark_local (GVariant *voices)
{
  GVariantBuilder list;

  g_variant_builder_init (&list, G_VARIANT_TYPE ("aa{sv}"));
  for (gsize i = 0; i < MIN (g_variant_n_children (voices), MAX_VOICES); i++) {
    g_autoptr (GVariant) voice = g_variant_get_child_value (voices, i);
    g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (voice);

    g_variant_dict_insert (&dict, "local", "b", TRUE);
    g_variant_dict_insert (&dict, "host", "s", "");
    g_variant_dict_insert (&dict, "service", "s", "");
    g_variant_builder_add_value (&list, g_variant_dict_end (&dict));
  }
  return g_variant_ref_sink (g_variant_builder_end (&list));
}

static void
own_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Gathering *gathering = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
      hearth_voice_client_call_finish (HEARTH_VOICE_CLIENT (object), result, &error);

  if (reply != NULL && g_variant_is_of_type (reply, G_VARIANT_TYPE ("(aa{sv})"))) {
    g_autoptr (GVariant) voices = g_variant_get_child_value (reply, 0);

    gathering->own = mark_local (voices);
  } else if (error != NULL) {
    g_message ("%s", error->message);
  }
  answered (task);
}

/* "de_DE-thorsten-low" speaks German; others do not say it in their names. */
static char *
dup_language (const char *voice)
{
  g_autofree char *tag = g_strndup (voice, strcspn (voice, "-"));

  if (!g_regex_match_simple ("^[a-z]{2,3}_[A-Z]{2}$", tag, 0, 0))
    return g_strdup ("");
  return g_strdelimit (g_steal_pointer (&tag), "_", '-');
}

static void
add_voice (GVariantBuilder *list, const HearthVoiceConfig *config, const char *voice)
{
  g_autofree char *service = hearth_voice_config_dup_title (config);
  g_autofree char *host = hearth_voice_config_dup_host (config);
  g_autofree char *language = dup_language (*voice != '\0' ? voice : config->voice);
  g_autofree char *id =
      *voice != '\0' ? g_strconcat (config->id, ":", voice, NULL) : g_strdup (config->id);
  /* Translators: a voice and the service that has it. */
  g_autofree char *title =
      *voice != '\0' ? g_strdup_printf (_("%s (%s)"), voice, service) : g_strdup (service);

  g_variant_builder_open (list, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (list, "{sv}", "id", g_variant_new_string (id));
  g_variant_builder_add (list, "{sv}", "title", g_variant_new_string (title));
  g_variant_builder_add (list, "{sv}", "language", g_variant_new_string (language));
  g_variant_builder_add (list, "{sv}", "local",
                         g_variant_new_boolean (hearth_voice_setup_is_private (config)));
  g_variant_builder_add (list, "{sv}", "host", g_variant_new_string (host));
  g_variant_builder_add (list, "{sv}", "service", g_variant_new_string (config->id));
  g_variant_builder_close (list);
}

/* One whose voice is set has that one first, and those that it says it has. */
static GVariant *
list_service (const HearthVoiceConfig *config, const HearthWyomingInfo *info)
{
  guint n = info == NULL                   ? 0
            : info->n_installed_voices > 0 ? info->n_installed_voices
                                           : g_strv_length (info->voices);
  GVariantBuilder list;

  g_variant_builder_init (&list, G_VARIANT_TYPE ("aa{sv}"));
  add_voice (&list, config, "");
  for (guint i = 0; i < MIN (n, MAX_VOICES); i++)
    add_voice (&list, config, info->voices[i]);
  return g_variant_ref_sink (g_variant_builder_end (&list));
}

static void
described_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Question *question = user_data;
  g_autoptr (GTask) task = question->task;
  Gathering *gathering = g_task_get_task_data (task);
  g_autoptr (HearthWyomingInfo) info = hearth_wyoming_describe_finish (result, NULL);

  gathering->parts->pdata[question->at] = list_service (question->config, info);
  hearth_voice_config_free (question->config);
  g_free (question);
  answered (task);
}

/* Returns what is known without asking, or %NULL where it is asked for. */
static GVariant *
ask (GTask *task, const HearthVoiceConfig *config, guint at)
{
  Gathering *gathering = g_task_get_task_data (task);
  g_autoptr (HearthWyomingPlace) place = NULL;
  Question *question;

  if (g_str_equal (config->kind, HEARTH_VOICE_KIND_WYOMING))
    place = hearth_wyoming_place_parse (config->address, NULL);
  if (place == NULL)
    return list_service (config, NULL);
  question = g_new0 (Question, 1);
  question->task = g_object_ref (task);
  question->config = hearth_voice_config_copy (config);
  question->at = at;
  gathering->waiting++;
  hearth_wyoming_describe_async (place, DESCRIBE_MS, NULL, described_cb, question);
  return NULL;
}

/**
 * hearth_voice_list_async:
 * @setup: the set-up
 * @client: (nullable): what speaks on this computer; %NULL where nothing does
 * @callback: called when the list is there: after two seconds at most, but for a hearth-voice that
 *   hangs
 * @user_data: for @callback
 *
 * Lists voices. hearth-voice is started for it, and services are told nothing.
 */
void
hearth_voice_list_async (HearthVoiceSetup *setup, HearthVoiceClient *client,
                         GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (setup, NULL, callback, user_data);
  g_autoptr (GPtrArray) configs =
      hearth_voice_configs_load (hearth_voice_setup_get_settings (setup));
  Gathering *gathering = g_new0 (Gathering, 1);

  gathering->parts = g_ptr_array_new_with_free_func (unref_part);
  gathering->waiting = 1;
  g_task_set_source_tag (task, hearth_voice_list_async);
  g_task_set_task_data (task, gathering, gathering_free);
  for (guint i = 0; i < configs->len; i++) {
    const HearthVoiceConfig *config = g_ptr_array_index (configs, i);

    if (config->use == HEARTH_VOICE_SPEECH) {
      g_ptr_array_add (gathering->parts, NULL);
      gathering->parts->pdata[gathering->parts->len - 1] =
          ask (task, config, gathering->parts->len - 1);
    }
  }
  if (client != NULL)
    hearth_voice_client_call_async (client, "ListVoices", g_variant_new ("()"), NULL, NULL, own_cb,
                                    g_object_ref (task));
  else
    answered (task);
}

/**
 * hearth_voice_list_finish:
 * @result: from the callback
 * @error: none is known
 *
 * Returns: (transfer full) (nullable): an aa{sv}, see ListVoices of Speech1: services first
 */
GVariant *
hearth_voice_list_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
