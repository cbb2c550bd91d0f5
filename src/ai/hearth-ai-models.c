/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ai-complaint.h"
#include "hearth-ai-remote-private.h"
#include "hearth-json.h"
#include "hearth-text.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_MODELS 2000

typedef struct {
  char *key; /* (owned) (nullable) wiped */
} ModelsData;

static void
models_data_free (gpointer data)
{
  ModelsData *models = data;

  hearth_ai_remote_wipe_key (&models->key);
  g_free (models);
}

static JsonArray *
find_array (JsonObject *object)
{
  JsonArray *array = hearth_json_get_array (object, "data");

  return array != NULL ? array : hearth_json_get_array (object, "models");
}

/* The names in a list of models, in the services' own forms. */
static char **
read_models (const HearthAiProtocol *protocol, GBytes *body)
{
  gsize length;
  const char *data = g_bytes_get_data (body, &length);
  g_autoptr (JsonNode) root = hearth_json_parse (data, length);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  JsonArray *array = NULL;

  if (root != NULL && JSON_NODE_HOLDS_ARRAY (root))
    array = json_node_get_array (root);
  else if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
    array = find_array (json_node_get_object (root));
  if (array == NULL)
    return NULL;
  for (guint i = 0; i < MIN (json_array_get_length (array), MAX_MODELS); i++) {
    JsonNode *node = json_array_get_element (array, i);
    const char *id =
        JSON_NODE_HOLDS_OBJECT (node) ? protocol->get_model (json_node_get_object (node)) : NULL;
    g_autofree char *clean = id != NULL ? hearth_text_clean (id, -1) : NULL;

    if (clean != NULL && *clean != '\0' && strlen (clean) <= HEARTH_AI_MAX_NAME &&
        strchr (clean, '\n') == NULL)
      g_strv_builder_add (names, clean);
  }
  return g_strv_builder_end (names);
}

static void
models_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HearthAiRemote *self = g_task_get_source_object (task);
  ModelsData *models = g_task_get_task_data (task);
  g_autoptr (GError) http_error = NULL;
  g_autoptr (HearthHttpResponse) response =
      hearth_http_send_finish (HEARTH_HTTP (source), result, &http_error);
  char **names;

  if (response == NULL) {
    GError *error =
        hearth_ai_error_from_http (http_error, self->url->place, self->model, models->key != NULL);

    hearth_ai_error_redact (error, models->key);
    g_task_return_error (task, error);
    return;
  }
  names = read_models (self->protocol, response->body);
  if (names == NULL)
    g_task_return_new_error (task, HEARTH_AI_ERROR, HEARTH_AI_ERROR_BAD_REPLY,
                             _("%s does not say which models it has. Enter the model's name."),
                             self->url->place);
  else
    g_task_return_pointer (task, names, (GDestroyNotify) g_strfreev);
}

static void
send_models_request (GTask *task)
{
  HearthAiRemote *self = g_task_get_source_object (task);
  ModelsData *models = g_task_get_task_data (task);
  g_autoptr (HearthHttpRequest) request =
      hearth_ai_remote_new_request (self, "GET", self->protocol->models_path, models->key);

  /* A list that is waited for in the settings. */
  request->limits.idle_ms = MIN (request->limits.idle_ms, 30 * 1000);
  request->limits.total_ms = 60 * 1000;
  hearth_http_send_async (self->http, request, g_task_get_cancellable (task), models_cb,
                          g_object_ref (task));
}

static void
models_key_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ModelsData *models = g_task_get_task_data (task);
  GError *error = NULL;

  models->key = hearth_ai_remote_take_key (g_task_get_source_object (task), result, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    send_models_request (task);
}

/* Implements hearth_ai_service_list_models_async(). */
void
hearth_ai_remote_list_models_async (HearthAiService *service, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer user_data)
{
  HearthAiRemote *self = HEARTH_AI_REMOTE (service);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, hearth_ai_remote_list_models_async);
  g_task_set_task_data (task, g_new0 (ModelsData, 1), models_data_free);
  if (self->key_funcs != NULL)
    self->key_funcs->lookup_async (self->url->host, cancellable, models_key_cb,
                                   g_object_ref (task));
  else
    send_models_request (task);
}

/* Implements hearth_ai_service_list_models_finish(). */
char **
hearth_ai_remote_list_models_finish (HearthAiService *service, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, service), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
