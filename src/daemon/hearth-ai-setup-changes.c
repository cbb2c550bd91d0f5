/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* What the owner changes of the services: added, removed, chosen, agreed to. */

#include "hearth-ai-setup-private.h"

#include "hearth-ai-keys.h"
#include "hearth-ai-kinds.h"
#include "hearth-config-values.h"
#include "hearth-secrets.h"

#include <glib/gi18n.h>
#include <string.h>

static GError *
new_locked_error (void)
{
  return g_error_new_literal (HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID,
                              _("Which service answers is set by this computer's administrator."));
}

static gboolean
check_file (const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  char magic[4] = { 0 };
  gsize n = 0;

  if (stream == NULL)
    return FALSE;
  if (!g_input_stream_read_all (G_INPUT_STREAM (stream), magic, sizeof magic, &n, NULL, error))
    return FALSE;
  if (n == sizeof magic && memcmp (magic, "GGUF", sizeof magic) == 0)
    return TRUE;
  g_set_error (error, HEARTH_AI_ERROR, HEARTH_AI_ERROR_SETTINGS,
               _("“%s” is not a model’s file: such a file has the form GGUF."), path);
  return FALSE;
}

/* One that is being saved, while the keyring takes its key. */
typedef struct {
  HearthAiConfig *config; /* (owned) */
  char *key;              /* (owned) wiped */
  HearthAiService *made;  /* (owned) (nullable) */
} Saving;

static void
saving_free (gpointer data)
{
  Saving *saving = data;

  hearth_ai_config_free (saving->config);
  hearth_secrets_free (saving->key);
  g_clear_object (&saving->made);
  g_free (saving);
}

static void
write_config (GTask *task)
{
  HearthAiSetup *self = g_task_get_source_object (task);
  Saving *saving = g_task_get_task_data (task);
  g_autoptr (GPtrArray) configs = NULL;
  guint at;

  if (self->settings == NULL) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED,
                             _("The request was stopped."));
    return;
  }
  configs = hearth_ai_configs_load (self->settings);
  if (*saving->config->id == '\0') {
    g_free (saving->config->id);
    saving->config->id = hearth_ai_configs_new_id (configs, saving->config);
  }
  for (at = 0; at < configs->len; at++) {
    HearthAiConfig *before = g_ptr_array_index (configs, at);

    if (!g_str_equal (before->id, saving->config->id))
      continue;
    if (!hearth_ai_setup_is_same (before, saving->config))
      hearth_ai_setup_forget_speed (self, before->id);
    hearth_ai_config_free (before);
    configs->pdata[at] = hearth_ai_config_copy (saving->config);
    break;
  }
  if (at == configs->len)
    g_ptr_array_add (configs, hearth_ai_config_copy (saving->config));
  if (!hearth_ai_configs_save (self->settings, configs))
    g_task_return_error (task, new_locked_error ());
  else
    g_task_return_pointer (task, g_strdup (saving->config->id), g_free);
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

static void
store_key (GTask *task)
{
  Saving *saving = g_task_get_task_data (task);

  if (*saving->key == '\0' || saving->made == NULL)
    write_config (task);
  else
    hearth_secrets_store_async (HEARTH_SECRET_AI_KEY, hearth_ai_service_get_host (saving->made),
                                saving->key, NULL, key_stored_cb, g_object_ref (task));
}

/* The service as it would be, and its address as it is kept: that of its kind where none was given.
 */
static gboolean
make_saved (HearthAiSetup *self, Saving *saving, GError **error)
{
  HearthAiConfig *config = saving->config;
  char *url;

  if (g_str_equal (config->kind, HEARTH_AI_KIND_LLAMA))
    return check_file (config->model, error);
  url = hearth_ai_kind_dup_normal_url (config->kind, config->base_url, error);
  if (url == NULL)
    return FALSE;
  g_free (config->base_url);
  config->base_url = url;
  saving->made = hearth_ai_kind_make (config->kind, hearth_ai_setup_get_http (self), url,
                                      config->model, &hearth_ai_keys, error);
  return saving->made != NULL;
}

/**
 * hearth_ai_setup_save_async:
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
hearth_ai_setup_save_async (HearthAiSetup *self, const HearthAiConfig *config, const char *key,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  Saving *saving = g_new0 (Saving, 1);
  GError *error = NULL;

  saving->config = hearth_ai_config_copy (config);
  saving->key = g_strdup (key);
  g_task_set_source_tag (task, hearth_ai_setup_save_async);
  g_task_set_task_data (task, saving, saving_free);
  if (!g_settings_is_writable (self->settings, "services")) {
    g_task_return_error (task, new_locked_error ());
    return;
  }
  if (!make_saved (self, saving, &error))
    g_task_return_error (task, error);
  else
    store_key (task);
}

/**
 * hearth_ai_setup_save_finish:
 * @self: a set-up
 * @result: from the callback
 * @error: a #HearthAiError or #HearthSecretsError, %HEARTH_ENGINE_ERROR_INVALID where an
 * administrator has the say, or why a model's file cannot be read
 *
 * Returns: (transfer full) (nullable): its identifier; otherwise nothing was changed
 */
char *
hearth_ai_setup_save_finish (HearthAiSetup *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static GError *
new_unknown_error (const char *id)
{
  return g_error_new (HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_NOT_FOUND,
                      _("There is no service called “%s”."), id);
}

/**
 * hearth_ai_setup_choose:
 * @self: a set-up
 * @purpose: a purpose
 * @id: the service for it, %HEARTH_AI_BUILTIN, or "" for the one that is used for conversation
 * @error: %HEARTH_ENGINE_ERROR_NOT_FOUND, or %HEARTH_ENGINE_ERROR_INVALID where an administrator
 * has the say
 *
 * Returns: whether it is used from now on
 */
gboolean
hearth_ai_setup_choose (HearthAiSetup *self, HearthAiPurpose purpose, const char *id,
                        GError **error)
{
  const char *key = hearth_ai_purpose_get_key (purpose);
  g_autoptr (GPtrArray) configs = hearth_ai_configs_load (self->settings);

  if (*id == '\0' && purpose == HEARTH_AI_CONVERSATION)
    id = HEARTH_AI_BUILTIN;
  if (*id != '\0' && !g_str_equal (id, HEARTH_AI_BUILTIN) &&
      hearth_ai_configs_find (configs, id) == NULL) {
    g_propagate_error (error, new_unknown_error (id));
    return FALSE;
  }
  if (g_settings_is_writable (self->settings, key) &&
      g_settings_set_string (self->settings, key, id))
    return TRUE;
  g_propagate_error (error, new_locked_error ());
  return FALSE;
}

/**
 * hearth_ai_setup_agree:
 * @self: a set-up
 * @host: a service's host
 * @agreed: whether mail and events may go there
 * @error: %HEARTH_ENGINE_ERROR_INVALID where an administrator has the say
 *
 * Returns: whether it is so now
 */
gboolean
hearth_ai_setup_agree (HearthAiSetup *self, const char *host, gboolean agreed, GError **error)
{
  if (hearth_config_set_listed (self->settings, HEARTH_AI_SETUP_KEY_HOSTS, host, agreed))
    return TRUE;
  g_propagate_error (error, new_locked_error ());
  return FALSE;
}

/* What used it uses what is always there. */
static void
unchoose (HearthAiSetup *self, const char *id)
{
  for (HearthAiPurpose purpose = 0; purpose < HEARTH_AI_N_PURPOSES; purpose++) {
    const char *key = hearth_ai_purpose_get_key (purpose);
    g_autofree char *choice = g_settings_get_string (self->settings, key);

    if (g_str_equal (choice, id))
      g_settings_set_string (self->settings, key,
                             purpose == HEARTH_AI_CONVERSATION ? HEARTH_AI_BUILTIN : "");
  }
}

static gboolean
uses_host (HearthAiSetup *self, GPtrArray *configs, const char *host)
{
  for (guint i = 0; i < configs->len; i++) {
    const HearthAiConfig *config = g_ptr_array_index (configs, i);
    g_autoptr (HearthAiService) service = hearth_ai_setup_find_service (self, config->id);

    if (service != NULL && g_str_equal (hearth_ai_service_get_host (service), host))
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
 * hearth_ai_setup_remove_async:
 * @self: a set-up
 * @id: a service
 * @callback: called when it is gone
 * @user_data: for @callback
 *
 * Removes a service, and with the last one of its host its key and the word that mail may go there.
 * What used it uses the built-in service.
 */
void
hearth_ai_setup_remove_async (HearthAiSetup *self, const char *id, GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  g_autoptr (GPtrArray) configs = hearth_ai_configs_load (self->settings);
  const HearthAiConfig *config = hearth_ai_configs_find (configs, id);
  g_autoptr (HearthAiService) service = hearth_ai_setup_find_service (self, id);
  g_autofree char *host = g_strdup (service != NULL ? hearth_ai_service_get_host (service) : NULL);

  g_task_set_source_tag (task, hearth_ai_setup_remove_async);
  if (config == NULL) {
    g_task_return_error (task, new_unknown_error (id));
    return;
  }
  g_ptr_array_remove (configs, (gpointer) config);
  if (!hearth_ai_configs_save (self->settings, configs)) {
    g_task_return_error (task, new_locked_error ());
    return;
  }
  unchoose (self, id);
  hearth_ai_setup_forget_speed (self, id);
  g_hash_table_remove (self->routes, id);
  if (host == NULL || uses_host (self, configs, host)) {
    g_task_return_boolean (task, TRUE);
    return;
  }
  if (hearth_ai_setup_has_agreed (self, host) && !self->demo)
    (void) hearth_ai_setup_agree (self, host, FALSE, NULL);
  hearth_secrets_clear_async (HEARTH_SECRET_AI_KEY, host, NULL, key_cleared_cb,
                              g_steal_pointer (&task));
}

/**
 * hearth_ai_setup_remove_finish:
 * @self: a set-up
 * @result: from the callback
 * @error: %HEARTH_ENGINE_ERROR_NOT_FOUND, %HEARTH_ENGINE_ERROR_INVALID where an administrator has
 * the say, or a #HearthSecretsError: then the service is gone and its key is still in the keyring
 *
 * Returns: whether all of it is gone
 */
gboolean
hearth_ai_setup_remove_finish (HearthAiSetup *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
