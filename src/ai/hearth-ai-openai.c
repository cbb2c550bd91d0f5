/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ai-openai.h"

#include "hearth-ai-json.h"
#include "hearth-ai-openai-body.h"
#include "hearth-ai-openai-decoder.h"
#include "hearth-ai-openai-error.h"
#include "hearth-text.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_MODELS 2000
/* How long the end of the stream is waited for once the answer is whole: its usage may follow, and
 * a connection that ends well can be used again. */
#define GRACE_MS 2000

/**
 * HearthAiOpenai:
 *
 * A service that speaks OpenAI's "Chat Completions", as most services and local servers do.
 */
struct _HearthAiOpenai {
  GObject parent_instance;

  HearthHttp *http;                  /* (owned) */
  HearthHttpUrl *url;                /* (owned) the base, without a slash at the end */
  char *model;                       /* (owned) */
  char *name;                        /* (owned) */
  const HearthAiKeyFuncs *key_funcs; /* (nullable) */
  HearthHttpLimits limits;
  HearthHttpFlags flags;
};

/* One answer under way. Lives until both the last event was told and the connection is done. */
typedef struct {
  HearthAiOpenai *service;        /* (owned) */
  HearthAiRequest *request;       /* (owned) */
  GCancellable *cancellable;      /* (owned) (nullable) the asker's */
  GCancellable *inner;            /* (owned) ends the connection */
  GSource *cancel_source;         /* (owned) (nullable) */
  GSource *grace_source;          /* (owned) (nullable) */
  HearthAiOpenaiDecoder *decoder; /* (owned) */
  char *key;                      /* (owned) (nullable) wiped */
  HearthAiEventFunc func;
  gpointer user_data;
  GDestroyNotify destroy;
  gboolean told_last;
} Call;

static void hearth_ai_openai_service_init (HearthAiServiceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HearthAiOpenai, hearth_ai_openai, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (HEARTH_TYPE_AI_SERVICE,
                                                      hearth_ai_openai_service_init))

static void
wipe_string (char **text)
{
  if (*text == NULL)
    return;
  explicit_bzero (*text, strlen (*text));
  g_clear_pointer (text, g_free);
}

static void
clear_source (GSource **source)
{
  if (*source == NULL)
    return;
  g_source_destroy (*source);
  g_source_unref (*source);
  *source = NULL;
}

static void
call_free (Call *call)
{
  clear_source (&call->cancel_source);
  clear_source (&call->grace_source);
  g_object_unref (call->service);
  hearth_ai_request_unref (call->request);
  g_clear_object (&call->cancellable);
  g_object_unref (call->inner);
  hearth_ai_openai_decoder_free (call->decoder);
  wipe_string (&call->key);
  g_free (call);
}

/* Hands an event on; sees to it that nothing comes after the last one, nor but ERROR after a
 * cancel. */
static void
call_tell (Call *call, const HearthAiEvent *event)
{
  gboolean last = event->kind == HEARTH_AI_EVENT_END || event->kind == HEARTH_AI_EVENT_ERROR;
  g_autoptr (GError) error = NULL;
  HearthAiEvent changed = *event;

  if (call->told_last)
    return;
  if (g_cancellable_set_error_if_cancelled (call->cancellable, &error)) {
    if (!last)
      return;
    changed.kind = HEARTH_AI_EVENT_ERROR;
    changed.error = error;
  } else if (event->kind == HEARTH_AI_EVENT_ERROR) {
    error = g_error_copy (event->error);
    hearth_ai_openai_error_redact (error, call->key);
    changed.error = error;
  }
  call->told_last = last;
  call->func (&changed, call->user_data);
  if (last && call->destroy != NULL)
    call->destroy (call->user_data);
}

static void
call_tell_error (Call *call, const GError *error)
{
  HearthAiEvent event = { .kind = HEARTH_AI_EVENT_ERROR, .error = error };

  call_tell (call, &event);
}

static void
event_cb (const HearthAiEvent *event, gpointer user_data)
{
  call_tell (user_data, event);
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  Call *call = user_data;
  g_autoptr (GError) error = NULL;

  clear_source (&call->cancel_source);
  g_cancellable_set_error_if_cancelled (cancellable, &error);
  g_cancellable_cancel (call->inner);
  call_tell_error (call, error);
  return G_SOURCE_REMOVE;
}

static gboolean
grace_cb (gpointer user_data)
{
  Call *call = user_data;

  clear_source (&call->grace_source);
  g_cancellable_cancel (call->inner);
  hearth_ai_openai_decoder_end (call->decoder, NULL);
  return G_SOURCE_REMOVE;
}

static void
chunk_cb (const char *data, gsize length, gpointer user_data)
{
  Call *call = user_data;

  if (call->told_last)
    return;
  hearth_ai_openai_decoder_feed (call->decoder, data, length);
  if (!hearth_ai_openai_decoder_is_complete (call->decoder)) {
    /* Only an error or a bare [DONE] is the last event before that: nothing more is wanted. */
    if (call->told_last)
      g_cancellable_cancel (call->inner);
  } else if (call->grace_source == NULL) {
    call->grace_source = g_timeout_source_new (GRACE_MS);
    g_source_set_callback (call->grace_source, grace_cb, call, NULL);
    g_source_attach (call->grace_source, g_main_context_get_thread_default ());
  }
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Call *call = user_data;
  g_autoptr (GError) http_error = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthHttpResponse) response =
      hearth_http_send_finish (HEARTH_HTTP (source), result, &http_error);

  if (http_error != NULL)
    error = hearth_ai_openai_error_from_http (http_error, call->service->url->place,
                                              call->service->model, call->key != NULL);
  hearth_ai_openai_decoder_end (call->decoder, error);
  call_free (call);
}

static HearthHttpRequest *
new_request (HearthAiOpenai *self, const char *method, const char *path, const char *key)
{
  g_autofree char *url = g_strconcat (self->url->text, path, NULL);
  HearthHttpRequest *request = hearth_http_request_new (method, url);

  request->flags = self->flags;
  request->limits = self->limits;
  if (key != NULL) {
    g_autofree char *value = g_strconcat ("Bearer ", key, NULL);

    hearth_http_request_add_header (request, "Authorization", value);
    explicit_bzero (value, strlen (value));
  }
  return request;
}

static void
call_send (Call *call)
{
  HearthAiOpenai *self = call->service;
  g_autoptr (HearthHttpRequest) request =
      new_request (self, "POST", "/chat/completions", call->key);
  HearthAiOpenaiDialect dialect = g_str_equal (self->url->host, "api.openai.com")
                                      ? HEARTH_AI_OPENAI_ORIGINAL
                                      : HEARTH_AI_OPENAI_COMMON;
  g_autoptr (GBytes) body = hearth_ai_openai_build_body (call->request, self->model, dialect);

  hearth_http_request_add_header (request, "Accept", "text/event-stream, application/json");
  hearth_http_request_set_body (request, body, "application/json");
  hearth_http_request_set_stream (request, NULL, chunk_cb, call);
  hearth_http_send_async (self->http, request, call->inner, sent_cb, call);
}

/* Takes the key over from whoever keeps it, without the space that comes along when one copies it
 * from a page. */
static char *
take_key (HearthAiOpenai *self, GAsyncResult *result, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  char *stored = self->key_funcs->lookup_finish (result, &local_error);
  char *key = NULL;

  if (local_error != NULL) {
    if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      g_propagate_error (error, g_steal_pointer (&local_error));
    else
      g_set_error_literal (error, HEARTH_AI_ERROR, HEARTH_AI_ERROR_KEY, local_error->message);
    return NULL;
  }
  if (stored == NULL)
    return NULL;
  key = g_strstrip (g_strdup (stored));
  self->key_funcs->free (stored);
  if (*key == '\0')
    wipe_string (&key);
  return key;
}

static void
key_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Call *call = user_data;
  g_autoptr (GError) error = NULL;

  call->key = take_key (call->service, result, &error);
  if (error == NULL && !call->told_last) {
    call_send (call);
    return;
  }
  if (error != NULL)
    call_tell_error (call, error);
  call_free (call);
}

static void
hearth_ai_openai_start (HearthAiService *service, HearthAiRequest *request,
                        GCancellable *cancellable, HearthAiEventFunc func, gpointer user_data,
                        GDestroyNotify destroy)
{
  HearthAiOpenai *self = HEARTH_AI_OPENAI (service);
  Call *call = g_new0 (Call, 1);

  call->service = g_object_ref (self);
  call->request = hearth_ai_request_ref (request);
  call->inner = g_cancellable_new ();
  call->decoder = hearth_ai_openai_decoder_new (self->url->place, event_cb, call);
  call->func = func;
  call->user_data = user_data;
  call->destroy = destroy;
  if (cancellable != NULL) {
    call->cancellable = g_object_ref (cancellable);
    call->cancel_source = g_cancellable_source_new (cancellable);
    g_source_set_priority (call->cancel_source, G_PRIORITY_HIGH);
    g_source_set_callback (call->cancel_source, G_SOURCE_FUNC (cancelled_cb), call, NULL);
    g_source_attach (call->cancel_source, g_main_context_get_thread_default ());
  }
  if (self->key_funcs != NULL)
    self->key_funcs->lookup_async (self->url->host, call->inner, key_cb, call);
  else
    call_send (call);
}

static const char *
hearth_ai_openai_get_name (HearthAiService *service)
{
  return HEARTH_AI_OPENAI (service)->name;
}

static const char *
hearth_ai_openai_get_host (HearthAiService *service)
{
  return HEARTH_AI_OPENAI (service)->url->host;
}

static gboolean
hearth_ai_openai_is_local (HearthAiService *service)
{
  return HEARTH_AI_OPENAI (service)->url->loopback;
}

static void
hearth_ai_openai_finalize (GObject *object)
{
  HearthAiOpenai *self = HEARTH_AI_OPENAI (object);

  g_clear_object (&self->http);
  g_clear_pointer (&self->url, hearth_http_url_free);
  g_free (self->model);
  g_free (self->name);
  G_OBJECT_CLASS (hearth_ai_openai_parent_class)->finalize (object);
}

static void
hearth_ai_openai_class_init (HearthAiOpenaiClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hearth_ai_openai_finalize;
}

static void
hearth_ai_openai_init (HearthAiOpenai *self)
{
  /* A local server may load its model, and a model may think, for minutes without a byte. */
  self->limits = (HearthHttpLimits){ 64 * 1024 * 1024, 15 * 1000, 180 * 1000, 1800 * 1000 };
}

/* Whether some segment of the path names a version: "v1", "v1beta". */
static gboolean
has_version (const char *path)
{
  g_auto (GStrv) segments = g_strsplit (path, "/", -1);

  for (guint i = 0; segments[i] != NULL; i++) {
    if (segments[i][0] == 'v' && g_ascii_isdigit (segments[i][1]))
      return TRUE;
  }
  return FALSE;
}

/**
 * hearth_ai_openai_dup_normal_url:
 * @base_url: what the owner wrote: with or without "https://", "/v1", a slash at the end, or the
 *   whole way to ".../chat/completions"
 *
 * Returns: (transfer full): the base of the service's addresses without a slash at the end, or
 *   %NULL with %HEARTH_AI_ERROR_SETTINGS
 */
char *
hearth_ai_openai_dup_normal_url (const char *base_url, GError **error)
{
  static const char ending[] = "/chat/completions";
  g_autofree char *text = g_strstrip (g_strdup (base_url));
  g_autoptr (HearthHttpUrl) url = NULL;
  g_autoptr (GError) local_error = NULL;
  const char *path;

  if (strstr (text, "://") == NULL) {
    g_autofree char *plain = g_strconcat ("http://", text, NULL);
    g_autoptr (HearthHttpUrl) guess = hearth_http_url_parse (plain, NULL);
    char *full =
        g_strconcat (guess != NULL && guess->loopback ? "http://" : "https://", text, NULL);

    g_free (text);
    text = full;
  }
  url = hearth_http_url_parse (text, &local_error);
  if (url == NULL) {
    g_set_error_literal (error, HEARTH_AI_ERROR, HEARTH_AI_ERROR_SETTINGS, local_error->message);
    return NULL;
  }
  g_free (text);
  text = g_strdup (url->text);
  if (strchr (text, '?') != NULL)
    *strchr (text, '?') = '\0';
  while (g_str_has_suffix (text, "/"))
    text[strlen (text) - 1] = '\0';
  if (g_str_has_suffix (text, ending))
    text[strlen (text) - strlen (ending)] = '\0';
  path = strchr (strstr (text, "://") + 3, '/');
  if (path == NULL || !has_version (path))
    return g_strconcat (text, "/v1", NULL);
  return g_steal_pointer (&text);
}

/**
 * hearth_ai_openai_new:
 * @http: the client
 * @base_url: where the service is, see hearth_ai_openai_dup_normal_url()
 * @model: the model's name
 * @key_funcs: (nullable): static; where the key comes from, %NULL for a service without keys
 *
 * Returns: (transfer full): a service, or %NULL with %HEARTH_AI_ERROR_SETTINGS
 */
HearthAiOpenai *
hearth_ai_openai_new (HearthHttp *http, const char *base_url, const char *model,
                      const HearthAiKeyFuncs *key_funcs, GError **error)
{
  g_autofree char *normal = hearth_ai_openai_dup_normal_url (base_url, error);
  g_autoptr (HearthAiOpenai) self = NULL;

  if (normal == NULL)
    return NULL;
  self = g_object_new (HEARTH_TYPE_AI_OPENAI, NULL);
  self->http = g_object_ref (http);
  self->url = hearth_http_url_parse (normal, error);
  if (self->url == NULL)
    return NULL;
  self->model = g_strdup (model);
  /* Translators: a model's name and the host where it runs. */
  self->name = g_strdup_printf (_("%s on %s"), model, self->url->place);
  self->key_funcs = key_funcs;
  return g_steal_pointer (&self);
}

/**
 * hearth_ai_openai_set_allow_plain:
 * @self: a service
 * @allow: whether the owner allows plain http to another machine, as to one in their own home
 */
void
hearth_ai_openai_set_allow_plain (HearthAiOpenai *self, gboolean allow)
{
  self->flags = allow ? HEARTH_HTTP_ALLOW_PLAIN : HEARTH_HTTP_NO_FLAGS;
}

/**
 * hearth_ai_openai_set_limits:
 * @self: a service
 * @limits: bounds for each request
 */
void
hearth_ai_openai_set_limits (HearthAiOpenai *self, const HearthHttpLimits *limits)
{
  self->limits = *limits;
}

/**
 * hearth_ai_openai_get_base_url:
 * @self: a service
 *
 * Returns: its address, normalised
 */
const char *
hearth_ai_openai_get_base_url (HearthAiOpenai *self)
{
  return self->url->text;
}

/**
 * hearth_ai_openai_get_model:
 * @self: a service
 *
 * Returns: the model's name
 */
const char *
hearth_ai_openai_get_model (HearthAiOpenai *self)
{
  return self->model;
}

typedef struct {
  char *key; /* (owned) (nullable) wiped */
} ModelsData;

static void
models_data_free (gpointer data)
{
  ModelsData *models = data;

  wipe_string (&models->key);
  g_free (models);
}

/* The names in a list of models, in the services' own forms. */
static char **
read_models (GBytes *body)
{
  gsize length;
  const char *data = g_bytes_get_data (body, &length);
  g_autoptr (JsonNode) root = hearth_ai_json_parse (data, length);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  JsonArray *array = NULL;

  if (root != NULL && JSON_NODE_HOLDS_ARRAY (root))
    array = json_node_get_array (root);
  else if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
    array = hearth_ai_json_get_array (json_node_get_object (root), "data");
  if (array == NULL)
    return NULL;
  for (guint i = 0; i < MIN (json_array_get_length (array), MAX_MODELS); i++) {
    JsonNode *node = json_array_get_element (array, i);
    const char *id = JSON_NODE_HOLDS_OBJECT (node)
                         ? hearth_ai_json_get_string (json_node_get_object (node), "id")
                         : NULL;
    g_autofree char *clean = id != NULL ? hearth_text_clean (id, -1) : NULL;

    if (clean != NULL && *clean != '\0' && strlen (clean) <= HEARTH_AI_OPENAI_MAX_NAME &&
        strchr (clean, '\n') == NULL)
      g_strv_builder_add (names, clean);
  }
  return g_strv_builder_end (names);
}

static void
models_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HearthAiOpenai *self = g_task_get_source_object (task);
  ModelsData *models = g_task_get_task_data (task);
  g_autoptr (GError) http_error = NULL;
  g_autoptr (HearthHttpResponse) response =
      hearth_http_send_finish (HEARTH_HTTP (source), result, &http_error);
  char **names;

  if (response == NULL) {
    GError *error = hearth_ai_openai_error_from_http (http_error, self->url->place, self->model,
                                                      models->key != NULL);

    hearth_ai_openai_error_redact (error, models->key);
    g_task_return_error (task, error);
    return;
  }
  names = read_models (response->body);
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
  HearthAiOpenai *self = g_task_get_source_object (task);
  ModelsData *models = g_task_get_task_data (task);
  g_autoptr (HearthHttpRequest) request = new_request (self, "GET", "/models", models->key);

  /* A list that is waited for in the settings. */
  request->limits.idle_ms = MIN (request->limits.idle_ms, 30 * 1000);
  hearth_http_send_async (self->http, request, g_task_get_cancellable (task), models_cb,
                          g_object_ref (task));
}

static void
models_key_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ModelsData *models = g_task_get_task_data (task);
  GError *error = NULL;

  models->key = take_key (g_task_get_source_object (task), result, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    send_models_request (task);
}

static void
hearth_ai_openai_list_models_async (HearthAiService *service, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer user_data)
{
  HearthAiOpenai *self = HEARTH_AI_OPENAI (service);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, hearth_ai_openai_list_models_async);
  g_task_set_task_data (task, g_new0 (ModelsData, 1), models_data_free);
  if (self->key_funcs != NULL)
    self->key_funcs->lookup_async (self->url->host, cancellable, models_key_cb,
                                   g_object_ref (task));
  else
    send_models_request (task);
}

static char **
hearth_ai_openai_list_models_finish (HearthAiService *service, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, service), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
hearth_ai_openai_service_init (HearthAiServiceInterface *iface)
{
  iface->start = hearth_ai_openai_start;
  iface->get_name = hearth_ai_openai_get_name;
  iface->get_host = hearth_ai_openai_get_host;
  iface->is_local = hearth_ai_openai_is_local;
  iface->list_models_async = hearth_ai_openai_list_models_async;
  iface->list_models_finish = hearth_ai_openai_list_models_finish;
}
