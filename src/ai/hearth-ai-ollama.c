/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ai-body.h"
#include "hearth-ai-protocol.h"
#include "hearth-json.h"

#include <string.h>

/* Ollama's own `/api/chat`, which says more than its OpenAI-compatible form: how long the context
 * is, and what the model thinks.
 * https://github.com/ollama/ollama/blob/main/docs/api.md */

/* A server that is not told otherwise takes a context that is too short for mail, and drops its
 * beginning without a word. A change loads the model anew, so the sizes are few. */
#define MIN_CONTEXT 8192
#define MAX_CONTEXT 65536
/* Bytes of a token in no language are fewer on average. */
/* What a picture of the size that is sent takes of the room. */
#define IMAGE_TOKENS 1600
#define BYTES_PER_TOKEN 3
/* Room for the answer where it has no bound. */
#define ANSWER_TOKENS 2048

static const char *const role_names[] = { "system", "user", "assistant", "tool" };

typedef struct {
  GString *thinking; /* (nullable) as it came */
} State;

static void
clear_state (gpointer data)
{
  State *state = data;

  if (state->thinking != NULL)
    g_string_free (state->thinking, TRUE);
}

static void
read_thinking (HearthAiDecoder *decoder, const char *text)
{
  State *state = hearth_ai_decoder_get_state (decoder);

  if (text == NULL || *text == '\0')
    return;
  hearth_ai_decoder_text (decoder, HEARTH_AI_EVENT_THINKING, text);
  if (!hearth_ai_decoder_take_room (decoder, strlen (text)))
    return;
  if (state->thinking == NULL)
    state->thinking = g_string_new (NULL);
  g_string_append (state->thinking, text);
}

/* Calls come whole. */
static void
read_call (HearthAiDecoder *decoder, JsonObject *call)
{
  JsonObject *function = hearth_json_get_object (call, "function");
  HearthAiCallPiece piece = {
    .index = -1,
    .id = hearth_json_get_string (call, "id"),
    .name = hearth_json_get_string (function, "name"),
    .arguments = hearth_json_get_string (function, "arguments"),
    .whole = function != NULL ? json_object_get_member (function, "arguments") : NULL,
  };

  hearth_ai_decoder_add_call (decoder, &piece);
}

/* A model that has thought before it called a tool goes on better when it sees what it thought. */
static void
tell_thinking (HearthAiDecoder *decoder)
{
  State *state = hearth_ai_decoder_get_state (decoder);
  g_autoptr (JsonNode) blob = NULL;
  JsonObject *object;

  if (state->thinking == NULL || hearth_ai_decoder_get_n_calls (decoder) == 0)
    return;
  object = json_object_new ();
  json_object_set_string_member (object, "ollama_thinking", state->thinking->str);
  blob = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (blob, object);
  hearth_ai_decoder_blob (decoder, blob);
}

static void
read_event (HearthAiDecoder *decoder, JsonObject *object)
{
  JsonObject *message = hearth_json_get_object (object, "message");
  JsonArray *calls = hearth_json_get_array (message, "tool_calls");
  JsonNode *done = json_object_get_member (object, "done");
  const char *reason = hearth_json_get_string (object, "done_reason");

  read_thinking (decoder, hearth_json_get_string (message, "thinking"));
  hearth_ai_decoder_text (decoder, HEARTH_AI_EVENT_TEXT,
                          hearth_json_get_string (message, "content"));
  for (guint i = 0; calls != NULL && i < json_array_get_length (calls); i++) {
    JsonNode *node = json_array_get_element (calls, i);

    if (JSON_NODE_HOLDS_OBJECT (node) && !hearth_ai_decoder_is_done (decoder))
      read_call (decoder, json_node_get_object (node));
  }
  if (done == NULL || !JSON_NODE_HOLDS_VALUE (done) ||
      json_node_get_value_type (done) != G_TYPE_BOOLEAN || !json_node_get_boolean (done))
    return;
  hearth_ai_decoder_usage (decoder, hearth_json_get_int (object, "prompt_eval_count", -1),
                           hearth_json_get_int (object, "eval_count", -1));
  tell_thinking (decoder);
  hearth_ai_decoder_finish (decoder, g_strcmp0 (reason, "length") == 0 ? HEARTH_AI_FINISH_LENGTH
                                                                       : HEARTH_AI_FINISH_STOP);
  hearth_ai_decoder_close (decoder);
}

static void
add_call (JsonBuilder *builder, const HearthAiToolCall *call)
{
  json_builder_begin_object (builder);
  hearth_ai_body_begin_object (builder, "function");
  hearth_ai_body_add_string (builder, "name", call->name);
  hearth_ai_body_add_object (builder, "arguments", call->arguments);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
}

static void
add_thinking (JsonBuilder *builder, const HearthAiMessage *message)
{
  for (guint i = 0; i < message->blobs->len; i++) {
    g_autoptr (JsonNode) blob = hearth_ai_body_read_blob (g_ptr_array_index (message->blobs, i));
    const char *thinking =
        hearth_json_get_string (blob != NULL ? json_node_get_object (blob) : NULL,
                                "ollama_thinking");

    if (thinking == NULL)
      continue;
    hearth_ai_body_add_string (builder, "thinking", thinking);
    return;
  }
}

static void
add_images (JsonBuilder *builder, const HearthAiMessage *message)
{
  if (message->files->len == 0)
    return;
  hearth_ai_body_begin_array (builder, "images");
  for (guint i = 0; i < message->files->len; i++) {
    const HearthAiFile *file = g_ptr_array_index (message->files, i);
    gsize size;
    const guint8 *bytes = g_bytes_get_data (file->data, &size);
    g_autofree char *encoded = g_base64_encode (bytes, size);

    json_builder_add_string_value (builder, encoded);
  }
  json_builder_end_array (builder);
}

static void
add_message (JsonBuilder *builder, const HearthAiChat *chat, guint i)
{
  const HearthAiMessage *message = g_ptr_array_index (chat->messages, i);

  json_builder_begin_object (builder);
  hearth_ai_body_add_string (builder, "role", role_names[message->role]);
  hearth_ai_body_add_string (builder, "content", message->text);
  add_images (builder, message);
  if (message->role == HEARTH_AI_TOOL)
    hearth_ai_body_add_string (builder, "tool_name",
                               hearth_ai_chat_find_tool (chat, i, message->call_id));
  add_thinking (builder, message);
  if (message->calls->len > 0) {
    hearth_ai_body_begin_array (builder, "tool_calls");
    for (guint k = 0; k < message->calls->len; k++)
      add_call (builder, g_ptr_array_index (message->calls, k));
    json_builder_end_array (builder);
  }
  json_builder_end_object (builder);
}

static void
add_messages (JsonBuilder *builder, const HearthAiChat *chat)
{
  hearth_ai_body_begin_array (builder, "messages");
  if (*chat->system != '\0') {
    json_builder_begin_object (builder);
    hearth_ai_body_add_string (builder, "role", "system");
    hearth_ai_body_add_string (builder, "content", chat->system);
    json_builder_end_object (builder);
  }
  for (guint i = 0; i < chat->messages->len; i++)
    add_message (builder, chat, i);
  json_builder_end_array (builder);
}

static void
add_tools (JsonBuilder *builder, const HearthAiChat *chat)
{
  if (chat->tools->len == 0)
    return;
  hearth_ai_body_begin_array (builder, "tools");
  for (guint i = 0; i < chat->tools->len; i++) {
    const HearthAiTool *tool = g_ptr_array_index (chat->tools, i);

    json_builder_begin_object (builder);
    hearth_ai_body_add_string (builder, "type", "function");
    hearth_ai_body_begin_object (builder, "function");
    hearth_ai_body_add_string (builder, "name", tool->name);
    hearth_ai_body_add_string (builder, "description",
                               tool->description != NULL ? tool->description : "");
    hearth_ai_body_add_schema (builder, "parameters", tool);
    json_builder_end_object (builder);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

static gsize
count_bytes (const HearthAiChat *chat)
{
  gsize n = strlen (chat->system);

  for (guint i = 0; i < chat->messages->len; i++) {
    const HearthAiMessage *message = g_ptr_array_index (chat->messages, i);

    n += strlen (message->text) + 16 + message->files->len * IMAGE_TOKENS * BYTES_PER_TOKEN;
    for (guint k = 0; k < message->calls->len; k++) {
      const HearthAiToolCall *call = g_ptr_array_index (message->calls, k);

      n += strlen (call->name) + (call->arguments != NULL ? strlen (call->arguments) : 2) + 32;
    }
  }
  for (guint i = 0; i < chat->tools->len; i++) {
    const HearthAiTool *tool = g_ptr_array_index (chat->tools, i);

    n += strlen (tool->name) + (tool->description != NULL ? strlen (tool->description) : 0) +
         (tool->parameters != NULL ? strlen (tool->parameters) : 0) + 64;
  }
  return n;
}

static gint64
choose_context (const HearthAiChat *chat)
{
  gsize wanted = count_bytes (chat) / BYTES_PER_TOKEN +
                 (chat->max_tokens > 0 ? chat->max_tokens : ANSWER_TOKENS);
  gint64 context = MIN_CONTEXT;

  while ((gsize) context < wanted && context < MAX_CONTEXT)
    context *= 2;
  return context;
}

static GBytes *
build_body (const HearthAiChat *chat, const char *model, const char *host)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  hearth_ai_body_add_string (builder, "model", model);
  add_messages (builder, chat);
  add_tools (builder, chat);
  hearth_ai_body_add_boolean (builder, "stream", TRUE);
  hearth_ai_body_begin_object (builder, "options");
  hearth_ai_body_add_int (builder, "num_ctx", choose_context (chat));
  if (chat->max_tokens > 0)
    hearth_ai_body_add_int (builder, "num_predict", chat->max_tokens);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  return hearth_ai_body_finish (builder);
}

static char *
dup_path (const char *model)
{
  return g_strdup ("/api/chat");
}

static const char *
get_model (JsonObject *entry)
{
  return hearth_json_get_string (entry, "name");
}

static const char *const endings[] = { "/api/chat", "/api", "/v1", NULL };

static const char *const types[] = { "image/png", "image/jpeg", NULL };

const HearthAiProtocol hearth_ai_ollama_protocol = {
  .framing = HEARTH_AI_FRAMING_NDJSON,
  .version = NULL,
  .endings = endings,
  .dup_path = dup_path,
  .add_headers = hearth_ai_add_bearer,
  .types = types,
  .build_body = build_body,
  .models_path = "/api/tags",
  .get_model = get_model,
  .state_size = sizeof (State),
  .clear_state = clear_state,
  .read = read_event,
};
