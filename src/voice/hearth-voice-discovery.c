/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-voice-discovery.h"

#include "hearth-local-port.h"
#include "hearth-text.h"
#include "hearth-wyoming-describe.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_NAME 200
#define DESCRIBE_MS 2000
#define PATH_MODELS "/v1/models"
#define PATH_HEARING "/v1/audio/transcriptions"
#define PATH_SPEAKING "/v1/audio/speech"

/* A port of this computer answers at once or is not what is looked for. */
static const HearthHttpLimits limits = { 1024 * 1024, 400, 2000, 3000 };

/**
 * hearth_voice_found_free:
 * @self: (nullable) (transfer full): a server
 */
void
hearth_voice_found_free (HearthVoiceFound *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->kind);
  g_free (self->address);
  g_strfreev (self->models);
  g_strfreev (self->speech_models);
  g_strfreev (self->voices);
  g_free (self);
}

/* Some say what a model is for; of others only its name tells. */
static gboolean
is_for (JsonObject *model, const char *id, const char *task, const char *const *words)
{
  const char *said = hearth_json_get_string (model, "task");
  g_autofree char *lower = g_ascii_strdown (id, -1);

  if (said != NULL)
    return g_str_equal (said, task);
  for (guint i = 0; words[i] != NULL; i++) {
    if (strstr (lower, words[i]) != NULL)
      return TRUE;
  }
  return FALSE;
}

static char **
read_names (JsonArray *array, const char *task, const char *const *words)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  guint n = 0;

  for (guint i = 0; i < json_array_get_length (array) && n < HEARTH_VOICE_FOUND_MAX; i++) {
    JsonNode *node = json_array_get_element (array, i);
    JsonObject *model = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
    const char *id = model != NULL ? hearth_json_get_string (model, "id") : NULL;
    g_autofree char *clean = id != NULL ? hearth_text_clean (id, -1) : NULL;

    if (clean == NULL || *clean == '\0' || strlen (clean) > MAX_NAME ||
        strchr (clean, '\n') != NULL || !is_for (model, clean, task, words))
      continue;
    g_strv_builder_add (names, clean);
    n++;
  }
  return g_strv_builder_end (names);
}

/**
 * hearth_voice_found_read_models:
 * @self: a server
 * @body: (array length=length): what it answered when it was asked for its models; anything
 * @length: its bytes
 *
 * Notes which of its models are for speech.
 */
void
hearth_voice_found_read_models (HearthVoiceFound *self, const char *body, gsize length)
{
  static const char *const hearing[] = { "whisper", "parakeet", "canary", "moonshine", NULL };
  static const char *const speaking[] = { "tts", "kokoro", "piper", "speech", NULL };
  g_autoptr (JsonNode) root = hearth_json_parse (body, length);
  JsonArray *array = root != NULL && JSON_NODE_HOLDS_OBJECT (root)
                         ? hearth_json_get_array (json_node_get_object (root), "data")
                         : NULL;

  if (array == NULL)
    return;
  g_strfreev (self->models);
  g_strfreev (self->speech_models);
  self->models = read_names (array, "automatic-speech-recognition", hearing);
  self->speech_models = read_names (array, "text-to-speech", speaking);
}

/* Whether a server complains that the sound, or the text, is missing: then it knows what it was
 * asked for. Some complain with a good status, and about addresses that they do not have, too. */
static gboolean
misses (const char *body, gsize length, const char *what)
{
  g_autoptr (JsonNode) root = hearth_json_parse (body, length);
  g_autofree char *text = root != NULL ? json_to_string (root, FALSE) : NULL;

  return text != NULL && strstr (text, "\"error\"") != NULL && strstr (text, what) != NULL;
}

/**
 * hearth_voice_found_read_path:
 * @self: a server
 * @hearing: whether it was asked to understand speech; otherwise to make some
 * @status: the status of its answer
 * @body: (array length=length): what it answered, which may be anything
 * @length: its bytes
 *
 * Notes whether it can do what it was asked for without being given anything to do it with.
 */
void
hearth_voice_found_read_path (HearthVoiceFound *self, gboolean hearing, guint status,
                              const char *body, gsize length)
{
  gboolean can = status == 400 || status == 415 || status == 422 ||
                 (status == 200 && misses (body, length, hearing ? "'file'" : "'input'"));

  if (hearing)
    self->hears |= can;
  else
    self->speaks |= can;
  if (hearing && status == 200 && can && self->name == NULL)
    self->name = g_strdup ("whisper.cpp");
}

/* The search: each port is asked whether it speaks one protocol or the other, all at once. */
typedef struct {
  HearthVoiceFound **wyoming; /* (array length=n_ports) (element nullable) */
  HearthVoiceFound **http;    /* (array length=n_ports) */
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

  for (gsize i = 0; i < search->n_ports; i++) {
    hearth_voice_found_free (search->wyoming[i]);
    hearth_voice_found_free (search->http[i]);
  }
  g_free (search->wyoming);
  g_free (search->http);
  g_free (search->ports);
  g_free (search);
}

static HearthVoiceFound *
complete (HearthVoiceFound *found, guint16 port)
{
  if (found->name == NULL)
    found->name = g_strdup_printf (_("A service on port %u"), port);
  if (found->models == NULL)
    found->models = g_new0 (char *, 1);
  if (found->speech_models == NULL)
    found->speech_models = g_new0 (char *, 1);
  if (found->voices == NULL)
    found->voices = g_new0 (char *, 1);
  found->foreign = hearth_local_port_is_foreign (port);
  return found;
}

static void
finish (GTask *task)
{
  Search *search = g_task_get_task_data (task);
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_voice_found_free);

  for (gsize i = 0; i < search->n_ports; i++) {
    HearthVoiceFound **each = search->wyoming[i] != NULL ? &search->wyoming[i] : &search->http[i];

    if ((*each)->hears || (*each)->speaks)
      g_ptr_array_add (found, complete (g_steal_pointer (each), search->ports[i]));
  }
  g_task_return_pointer (task, found, (GDestroyNotify) g_ptr_array_unref);
}

static void
question_end (Question *question)
{
  g_autoptr (GTask) task = question->task;
  Search *search = g_task_get_task_data (task);

  g_free (question);
  if (--search->waiting == 0)
    finish (task);
}

static Question *
question_new (GTask *task, gsize at, const char *path)
{
  Search *search = g_task_get_task_data (task);
  Question *question = g_new0 (Question, 1);

  question->task = g_object_ref (task);
  question->at = at;
  question->path = path;
  search->waiting++;
  return question;
}

/* Of voices that could be fetched none is named where there are others. */
static void
take_voices (HearthVoiceFound *found, const HearthWyomingInfo *info)
{
  guint n = info->n_installed_voices > 0 ? info->n_installed_voices : g_strv_length (info->voices);
  g_autoptr (GStrvBuilder) voices = g_strv_builder_new ();

  for (guint i = 0; i < MIN (n, HEARTH_VOICE_FOUND_MAX); i++)
    g_strv_builder_add (voices, info->voices[i]);
  found->voices = g_strv_builder_end (voices);
}

static void
described_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Question *question = user_data;
  Search *search = g_task_get_task_data (question->task);
  g_autoptr (HearthWyomingInfo) info = hearth_wyoming_describe_finish (result, NULL);

  if (info != NULL) {
    HearthVoiceFound *found = g_new0 (HearthVoiceFound, 1);

    found->kind = g_strdup ("wyoming");
    found->address = g_strdup_printf ("127.0.0.1:%u", search->ports[question->at]);
    found->name = g_strdup (info->name);
    found->hears = info->hears;
    found->speaks = info->speaks;
    found->models = g_strdupv (info->models);
    take_voices (found, info);
    search->wyoming[question->at] = found;
  }
  question_end (question);
}

static void
ask_wyoming (GTask *task, gsize at)
{
  Search *search = g_task_get_task_data (task);
  g_autofree char *address = g_strdup_printf ("127.0.0.1:%u", search->ports[at]);
  g_autoptr (HearthWyomingPlace) place = hearth_wyoming_place_parse (address, NULL);

  if (place != NULL)
    hearth_wyoming_describe_async (place, DESCRIBE_MS, g_task_get_cancellable (task), described_cb,
                                   question_new (task, at, NULL));
}

static void
answered_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Question *question = user_data;
  Search *search = g_task_get_task_data (question->task);
  HearthVoiceFound *found = search->http[question->at];
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthHttpResponse) response =
      hearth_http_send_finish (HEARTH_HTTP (object), result, &error);
  GBytes *bytes = response != NULL ? response->body : hearth_http_error_get_body (error);
  guint status = response != NULL ? response->status : hearth_http_error_get_status (error);
  gsize length = 0;
  const char *body = bytes != NULL ? g_bytes_get_data (bytes, &length) : NULL;

  if (body == NULL)
    body = "";
  if (g_str_equal (question->path, PATH_MODELS) && status == 200)
    hearth_voice_found_read_models (found, body, length);
  else if (!g_str_equal (question->path, PATH_MODELS))
    hearth_voice_found_read_path (found, g_str_equal (question->path, PATH_HEARING), status, body,
                                  length);
  question_end (question);
}

static void
ask_http (HearthHttp *http, GTask *task, gsize at, const char *path, const char *type,
          const char *content)
{
  Search *search = g_task_get_task_data (task);
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u%s", search->ports[at], path);
  g_autoptr (HearthHttpRequest) request =
      hearth_http_request_new (content != NULL ? "POST" : "GET", url);

  request->limits = limits;
  if (content != NULL) {
    g_autoptr (GBytes) body = g_bytes_new_static (content, strlen (content));

    hearth_http_request_set_body (request, body, type);
  }
  hearth_http_send_async (http, request, g_task_get_cancellable (task), answered_cb,
                          question_new (task, at, path));
}

static void
ask (HearthHttp *http, GTask *task, gsize at)
{
  Search *search = g_task_get_task_data (task);
  HearthVoiceFound *found = g_new0 (HearthVoiceFound, 1);

  found->kind = g_strdup ("openai");
  found->address = g_strdup_printf ("http://127.0.0.1:%u/v1", search->ports[at]);
  search->http[at] = found;
  ask_wyoming (task, at);
  ask_http (http, task, at, PATH_MODELS, NULL, NULL);
  ask_http (http, task, at, PATH_HEARING, "multipart/form-data; boundary=hearth", "--hearth--\r\n");
  ask_http (http, task, at, PATH_SPEAKING, "application/json", "{}");
}

/**
 * hearth_voice_discovery_find_async:
 * @http: the client
 * @ports: (array length=n_ports): where to look
 * @n_ports: how many
 * @cancellable: (nullable): a cancellable
 * @callback: called when all have answered or had their time: after three seconds at most
 * @user_data: for @callback
 *
 * Looks for speech services on this computer. Each port is asked what it can do, and told nothing.
 */
void
hearth_voice_discovery_find_async (HearthHttp *http, const guint16 *ports, gsize n_ports,
                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Search *search = g_new0 (Search, 1);

  search->wyoming = g_new0 (HearthVoiceFound *, n_ports);
  search->http = g_new0 (HearthVoiceFound *, n_ports);
  search->ports = g_memdup2 (ports, n_ports * sizeof *ports);
  search->n_ports = n_ports;
  g_task_set_source_tag (task, hearth_voice_discovery_find_async);
  g_task_set_task_data (task, search, search_free);
  if (n_ports == 0)
    finish (task);
  for (gsize i = 0; i < n_ports; i++)
    ask (http, task, i);
}

/**
 * hearth_voice_discovery_find_finish:
 * @result: from the callback
 * @error: `G_IO_ERROR_CANCELLED`
 *
 * Returns: (transfer full) (nullable) (element-type HearthVoiceFound): what was found, in the order
 *   of the ports
 */
GPtrArray *
hearth_voice_discovery_find_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
