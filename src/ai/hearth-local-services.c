/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-local-services.h"

#include "hearth-ai-kinds.h"
#include "hearth-json.h"
#include "hearth-local-port.h"
#include "hearth-text.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_NAME 200
#define PATH_MODELS "/v1/models"
#define PATH_TAGS "/api/tags"

/* A port of this computer answers at once or is not what is looked for; a list of models is short.
 */
static const HearthHttpLimits limits = { 1024 * 1024, 400, 1500, 3000 };

/**
 * hearth_local_service_free:
 * @self: (nullable) (transfer full): a server
 */
void
hearth_local_service_free (HearthLocalService *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->kind);
  g_free (self->base_url);
  g_strfreev (self->models);
  g_free (self->sizes);
  g_free (self);
}

/* What the server's answer says of its program, else what usually listens there. */
static const char *
guess_name (guint16 port, const char *owned_by)
{
  static const struct {
    guint16 port;
    const char *owned_by;
    const char *name;
  } known[] = {
    { 0, "llamacpp", "llama.cpp" },
    { 0, "vllm", "vLLM" },
    { 0, "koboldcpp", "KoboldCpp" },
    { 0, "library", "Ollama" },
    { 0, "organization_owner", "LM Studio" },
    { 11434, NULL, "Ollama" },
    { 1234, NULL, "LM Studio" },
    { 4891, NULL, "GPT4All" },
    { 1337, NULL, "Jan" },
    { 5000, NULL, "text-generation-webui" },
    { 5001, NULL, "KoboldCpp" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++) {
    if (known[i].owned_by != NULL ? g_strcmp0 (owned_by, known[i].owned_by) == 0
                                  : known[i].port == port)
      return known[i].name;
  }
  return NULL;
}

static void
read_models (HearthLocalService *self, JsonArray *array, const char *member)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autoptr (GArray) sizes = g_array_new (FALSE, FALSE, sizeof (guint64));

  for (guint i = 0; i < json_array_get_length (array); i++) {
    JsonNode *node = json_array_get_element (array, i);
    const char *id = JSON_NODE_HOLDS_OBJECT (node)
                         ? hearth_json_get_string (json_node_get_object (node), member)
                         : NULL;
    g_autofree char *clean = id != NULL ? hearth_text_clean (id, -1) : NULL;
    guint64 size;

    if (clean == NULL || *clean == '\0' || strlen (clean) > MAX_NAME ||
        strchr (clean, '\n') != NULL || sizes->len == HEARTH_LOCAL_SERVICES_MAX_MODELS)
      continue;
    size = (guint64) MAX (hearth_json_get_int (json_node_get_object (node), "size", 0), 0);
    g_strv_builder_add (names, clean);
    g_array_append_val (sizes, size);
  }
  self->models = g_strv_builder_end (names);
  self->sizes = (guint64 *) (gpointer) g_array_free (g_steal_pointer (&sizes), FALSE);
}

static const char *
find_owner (JsonArray *array)
{
  JsonNode *first = json_array_get_length (array) > 0 ? json_array_get_element (array, 0) : NULL;

  return first != NULL && JSON_NODE_HOLDS_OBJECT (first)
             ? hearth_json_get_string (json_node_get_object (first), "owned_by")
             : NULL;
}

/**
 * hearth_local_service_read:
 * @port: where it was asked
 * @path: what it was asked: "/v1/models" or "/api/tags"
 * @body: (array length=length): what it answered, which may be anything
 * @length: its bytes
 *
 * Returns: (transfer full) (nullable): the server; %NULL if the answer is not a list of models
 */
HearthLocalService *
hearth_local_service_read (guint16 port, const char *path, const char *body, gsize length)
{
  gboolean tags = g_str_equal (path, PATH_TAGS);
  g_autoptr (JsonNode) root = hearth_json_parse (body, length);
  JsonArray *array =
      root != NULL && JSON_NODE_HOLDS_OBJECT (root)
          ? hearth_json_get_array (json_node_get_object (root), tags ? "models" : "data")
          : NULL;
  HearthLocalService *self;
  const char *name;

  if (array == NULL)
    return NULL;
  name = tags ? "Ollama" : guess_name (port, find_owner (array));
  self = g_new0 (HearthLocalService, 1);
  self->name = name != NULL ? g_strdup (name) : g_strdup_printf (_("A service on port %u"), port);
  /* Ollama's own way is better where it is known; its other one is that of everybody. */
  self->kind = g_strdup (tags && hearth_ai_kinds_find ("ollama") != NULL ? "ollama" : "openai");
  self->base_url = g_str_equal (self->kind, "ollama")
                       ? g_strdup_printf ("http://127.0.0.1:%u", port)
                       : g_strdup_printf ("http://127.0.0.1:%u/v1", port);
  read_models (self, array, tags ? "name" : "id");
  return self;
}

/* The search: every port is asked both questions at once. */
typedef struct {
  HearthLocalService **found; /* (array length=n_ports) */
  guint16 *ports;
  gsize n_ports;
  guint waiting;
} Search;

typedef struct {
  GTask *task; /* (owned) */
  gsize at;
  const char *path;
} Question;

static void
search_free (gpointer data)
{
  Search *search = data;

  for (gsize i = 0; i < search->n_ports; i++)
    hearth_local_service_free (search->found[i]);
  g_free (search->found);
  g_free (search->ports);
  g_free (search);
}

static void
finish (GTask *task)
{
  Search *search = g_task_get_task_data (task);
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_local_service_free);

  for (gsize i = 0; i < search->n_ports; i++) {
    if (search->found[i] == NULL)
      continue;
    search->found[i]->foreign = hearth_local_port_is_foreign (search->ports[i]);
    g_ptr_array_add (found, g_steal_pointer (&search->found[i]));
  }
  g_task_return_pointer (task, found, (GDestroyNotify) g_ptr_array_unref);
}

static void
answered_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Question *question = user_data;
  g_autoptr (GTask) task = question->task;
  Search *search = g_task_get_task_data (task);
  g_autoptr (HearthHttpResponse) response =
      hearth_http_send_finish (HEARTH_HTTP (object), result, NULL);
  HearthLocalService *service = NULL;

  if (response != NULL && response->body != NULL) {
    gsize length;
    const char *body = g_bytes_get_data (response->body, &length);

    service = hearth_local_service_read (search->ports[question->at], question->path,
                                         body != NULL ? body : "", length);
  }
  /* Its own list says more. */
  if (service != NULL &&
      (search->found[question->at] == NULL || g_str_equal (question->path, PATH_TAGS))) {
    hearth_local_service_free (search->found[question->at]);
    search->found[question->at] = g_steal_pointer (&service);
  }
  hearth_local_service_free (service);
  g_free (question);
  if (--search->waiting == 0)
    finish (task);
}

static void
ask (HearthHttp *http, GTask *task, gsize at, const char *path)
{
  Search *search = g_task_get_task_data (task);
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u%s", search->ports[at], path);
  g_autoptr (HearthHttpRequest) request = hearth_http_request_new ("GET", url);
  Question *question = g_new0 (Question, 1);

  question->task = g_object_ref (task);
  question->at = at;
  question->path = path;
  request->limits = limits;
  search->waiting++;
  hearth_http_send_async (http, request, g_task_get_cancellable (task), answered_cb, question);
}

/**
 * hearth_local_services_find_async:
 * @http: the client
 * @ports: (array length=n_ports): where to look
 * @n_ports: how many
 * @cancellable: (nullable): a cancellable
 * @callback: called when all have answered or had their time: after three seconds at most
 * @user_data: for @callback
 *
 * Looks for servers of models on this computer. Each port is asked for its list of models and told
 * nothing.
 */
void
hearth_local_services_find_async (HearthHttp *http, const guint16 *ports, gsize n_ports,
                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Search *search = g_new0 (Search, 1);

  search->found = g_new0 (HearthLocalService *, n_ports);
  search->ports = g_memdup2 (ports, n_ports * sizeof *ports);
  search->n_ports = n_ports;
  g_task_set_source_tag (task, hearth_local_services_find_async);
  g_task_set_task_data (task, search, search_free);
  if (n_ports == 0)
    finish (task);
  for (gsize i = 0; i < n_ports; i++) {
    ask (http, task, i, PATH_MODELS);
    ask (http, task, i, PATH_TAGS);
  }
}

/**
 * hearth_local_services_find_finish:
 * @result: from the callback
 * @error: `G_IO_ERROR_CANCELLED`
 *
 * Returns: (transfer full) (nullable) (element-type HearthLocalService): what was found, in the
 * order of the ports
 */
GPtrArray *
hearth_local_services_find_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
