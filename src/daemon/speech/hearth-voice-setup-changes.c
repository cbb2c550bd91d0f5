/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* What the owner changes of the speech services: added, removed, chosen, agreed to. */

#include "hearth-voice-setup-private.h"

#include "hearth-config-values.h"
#include "hearth-secrets.h"
#include "hearth-voice-error.h"
#include "hearth-voice-network.h"

#include <glib/gi18n.h>

static GError *
new_locked_error (void)
{
  return g_error_new_literal (HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_SETTINGS,
                              _("What hears and speaks is set by this computer’s administrator."));
}

static GError *
new_unknown_error (const char *id)
{
  return g_error_new (HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_SETTINGS,
                      _("There is no speech service called “%s”."), id);
}

static gboolean
is_chosen (HearthVoiceSetup *self, const HearthVoiceConfig *config)
{
  g_autofree char *choice =
      g_settings_get_string (self->settings, hearth_voice_use_get_key (config->use));
  g_autofree char *engine = hearth_voice_choice_dup_engine (choice);

  return g_str_equal (engine, config->id);
}

static char *
dup_leaves (const HearthVoiceConfig *config)
{
  if (!hearth_voice_config_is_local (config) || hearth_voice_setup_is_private (config))
    return hearth_voice_config_dup_leaves (config);
  return g_strdup (_("Another user of this computer runs it and could listen."));
}

static GVariant *
describe (HearthVoiceSetup *self, const HearthVoiceConfig *config)
{
  g_autoptr (GVariant) basic = g_variant_ref_sink (hearth_voice_config_to_variant (config));
  g_autofree char *title = hearth_voice_config_dup_title (config);
  g_autofree char *host = hearth_voice_config_dup_host (config);
  g_autofree char *leaves = dup_leaves (config);
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (basic);

  g_variant_dict_insert (&dict, "title", "s", title);
  g_variant_dict_insert (&dict, "host", "s", host);
  g_variant_dict_insert (&dict, "local", "b", hearth_voice_setup_is_private (config));
  g_variant_dict_insert (&dict, "agreed", "b", hearth_voice_setup_may_use (self, config));
  g_variant_dict_insert (&dict, "leaves", "s", leaves);
  g_variant_dict_insert (&dict, "used", "b", is_chosen (self, config));
  return g_variant_dict_end (&dict);
}

/**
 * hearth_voice_setup_list:
 * @self: a set-up
 *
 * Returns: (transfer floating): an aa{sv} of the services that are set up; see ListSpeechServices
 *   of Speech1
 */
GVariant *
hearth_voice_setup_list (HearthVoiceSetup *self)
{
  g_autoptr (GPtrArray) configs = hearth_voice_configs_load (self->settings);
  GVariantBuilder list;

  g_variant_builder_init (&list, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; i < configs->len; i++)
    g_variant_builder_add_value (&list, describe (self, g_ptr_array_index (configs, i)));
  return g_variant_builder_end (&list);
}

static void
write_config (GTask *task)
{
  HearthVoiceSetup *self = g_task_get_source_object (task);
  HearthVoiceConfig *config = g_task_get_task_data (task);
  g_autoptr (GPtrArray) configs = NULL;
  guint at;

  if (self->settings == NULL) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED,
                             _("The request was stopped."));
    return;
  }
  configs = hearth_voice_configs_load (self->settings);
  if (*config->id == '\0') {
    g_free (config->id);
    config->id = hearth_voice_configs_new_id (configs, config);
  }
  for (at = 0; at < configs->len; at++) {
    HearthVoiceConfig *before = g_ptr_array_index (configs, at);

    if (!g_str_equal (before->id, config->id))
      continue;
    hearth_voice_config_free (before);
    configs->pdata[at] = hearth_voice_config_copy (config);
    break;
  }
  if (at == configs->len)
    g_ptr_array_add (configs, hearth_voice_config_copy (config));
  if (!hearth_voice_configs_save (self->settings, configs))
    g_task_return_error (task, new_locked_error ());
  else
    g_task_return_pointer (task, g_strdup (config->id), g_free);
}

static void
key_stored_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (!hearth_secrets_store_finish (result, &error))
    g_task_return_error (task, error);
  else
    write_config (task);
}

/**
 * hearth_voice_setup_save_async:
 * @self: a set-up
 * @config: a service; one without an identifier is a new one
 * @key: a new key, or "" to leave the one that is kept
 * @callback: called when it is so, or why not is known
 * @user_data: for @callback
 *
 * Adds or changes a service. The key goes to the keyring and nowhere else; that may have to ask its
 * owner to be unlocked, for which nothing else waits.
 */
void
hearth_voice_setup_save_async (HearthVoiceSetup *self, const HearthVoiceConfig *config,
                               const char *key, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  HearthVoiceConfig *saved = hearth_voice_config_copy (config);
  g_autofree char *host = NULL;
  GError *error = NULL;
  char *address;

  g_task_set_source_tag (task, hearth_voice_setup_save_async);
  g_task_set_task_data (task, saved, (GDestroyNotify) hearth_voice_config_free);
  if (!g_settings_is_writable (self->settings, "speech-services")) {
    g_task_return_error (task, new_locked_error ());
    return;
  }
  address = hearth_voice_network_dup_address (config->kind, config->address, &error);
  if (address == NULL) {
    g_task_return_error (task, error);
    return;
  }
  g_free (saved->address);
  saved->address = address;
  host = hearth_voice_config_dup_host (saved);
  if (*key == '\0' || !g_str_equal (config->kind, HEARTH_VOICE_KIND_OPENAI))
    write_config (task);
  else
    hearth_secrets_store_async (HEARTH_SECRET_SPEECH_KEY, host, key, NULL, key_stored_cb,
                                g_steal_pointer (&task));
}

/**
 * hearth_voice_setup_save_finish:
 * @self: a set-up
 * @result: from the callback
 * @error: %HEARTH_VOICE_ERROR_SETTINGS for an address where speech may not be sent, or where an
 *   administrator has the say; or a #HearthSecretsError
 *
 * Returns: (transfer full) (nullable): its identifier; otherwise nothing was changed
 */
char *
hearth_voice_setup_save_finish (HearthVoiceSetup *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Whether @choice is what this computer does itself. */
static gboolean
is_local_choice (HearthVoiceUse use, const char *engine)
{
  return *engine == '\0' || (use == HEARTH_VOICE_SPEECH && hearth_voice_choice_is_local (engine));
}

/**
 * hearth_voice_setup_choose:
 * @self: a set-up
 * @use: what for
 * @choice: what is to do it from now on: "" for this computer, the identifier of a service, or of a
 *   voice as ListVoices of Speech1 has it
 * @error: %HEARTH_VOICE_ERROR_SETTINGS where there is no such service, or an administrator has the
 *   say
 *
 * Returns: whether it is used from now on
 */
gboolean
hearth_voice_setup_choose (HearthVoiceSetup *self, HearthVoiceUse use, const char *choice,
                           GError **error)
{
  const char *key = hearth_voice_use_get_key (use);
  g_autoptr (GPtrArray) configs = hearth_voice_configs_load (self->settings);
  g_autofree char *engine = hearth_voice_choice_dup_engine (choice);
  const HearthVoiceConfig *config = hearth_voice_configs_find (configs, engine);

  if (!is_local_choice (use, engine) && (config == NULL || config->use != use)) {
    g_propagate_error (error, new_unknown_error (engine));
    return FALSE;
  }
  if (g_settings_is_writable (self->settings, key) &&
      g_settings_set_string (self->settings, key, choice))
    return TRUE;
  g_propagate_error (error, new_locked_error ());
  return FALSE;
}

/**
 * hearth_voice_setup_agree:
 * @self: a set-up
 * @host: a service's host, see hearth_voice_config_dup_host()
 * @agreed: whether what is spoken and said may go there
 * @error: %HEARTH_VOICE_ERROR_SETTINGS where an administrator has the say
 *
 * Returns: whether it is so now
 */
gboolean
hearth_voice_setup_agree (HearthVoiceSetup *self, const char *host, gboolean agreed, GError **error)
{
  if (hearth_config_set_listed (self->settings, HEARTH_VOICE_SETUP_KEY_HOSTS, host, agreed))
    return TRUE;
  g_propagate_error (error, new_locked_error ());
  return FALSE;
}

static gboolean
uses_host (GPtrArray *configs, const char *host)
{
  for (guint i = 0; i < configs->len; i++) {
    g_autofree char *each = hearth_voice_config_dup_host (g_ptr_array_index (configs, i));

    if (g_str_equal (each, host))
      return TRUE;
  }
  return FALSE;
}

static void
key_cleared_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (hearth_secrets_forget_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * hearth_voice_setup_remove_async:
 * @self: a set-up
 * @id: a service
 * @callback: called when it is gone
 * @user_data: for @callback
 *
 * Removes a service, and with the last one of its host its key and the word that speech may go
 * there. What used it uses this computer.
 */
void
hearth_voice_setup_remove_async (HearthVoiceSetup *self, const char *id,
                                 GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  g_autoptr (GPtrArray) configs = hearth_voice_configs_load (self->settings);
  const HearthVoiceConfig *config = hearth_voice_configs_find (configs, id);
  g_autofree char *host = config != NULL ? hearth_voice_config_dup_host (config) : NULL;
  const char *chosen = NULL;

  g_task_set_source_tag (task, hearth_voice_setup_remove_async);
  if (config == NULL) {
    g_task_return_error (task, new_unknown_error (id));
    return;
  }
  if (is_chosen (self, config))
    chosen = hearth_voice_use_get_key (config->use);
  g_ptr_array_remove (configs, (gpointer) config);
  if (!hearth_voice_configs_save (self->settings, configs)) {
    g_task_return_error (task, new_locked_error ());
    return;
  }
  if (chosen != NULL)
    g_settings_set_string (self->settings, chosen, "");
  if (uses_host (configs, host)) {
    g_task_return_boolean (task, TRUE);
    return;
  }
  (void) hearth_voice_setup_agree (self, host, FALSE, NULL);
  hearth_secrets_clear_async (HEARTH_SECRET_SPEECH_KEY, host, NULL, key_cleared_cb,
                              g_steal_pointer (&task));
}

/**
 * hearth_voice_setup_remove_finish:
 * @self: a set-up
 * @result: from the callback
 * @error: %HEARTH_VOICE_ERROR_SETTINGS where there is no such service or an administrator has the
 *   say, or a #HearthSecretsError: then the service is gone and its key is still in the keyring
 *
 * Returns: whether all of it is gone
 */
gboolean
hearth_voice_setup_remove_finish (HearthVoiceSetup *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
