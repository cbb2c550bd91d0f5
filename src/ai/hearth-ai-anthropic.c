/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ai-body.h"
#include "hearth-ai-protocol.h"
#include "hearth-json.h"

#include <string.h>

/* Anthropic's "Messages".
 * https://docs.anthropic.com/en/api/messages and .../messages-streaming */

#define VERSION "2023-06-01"
/* The service wants a bound; every model of today accepts this one. */
#define DEFAULT_MAX_TOKENS 8192

/* The block that is coming. */
typedef struct {
  char *type;         /* (nullable) */
  GString *thinking;  /* (nullable) as it came, to go back so */
  GString *signature; /* (nullable) */
} State;

static void
clear_block (State *state)
{
  g_clear_pointer (&state->type, g_free);
  if (state->thinking != NULL)
    g_string_free (state->thinking, TRUE);
  if (state->signature != NULL)
    g_string_free (state->signature, TRUE);
  state->thinking = NULL;
  state->signature = NULL;
}

static void
clear_state (gpointer data)
{
  clear_block (data);
}

static void
keep (HearthAiDecoder *decoder, GString **into, const char *text)
{
  if (text == NULL || !hearth_ai_decoder_take_room (decoder, strlen (text)))
    return;
  if (*into == NULL)
    *into = g_string_new (NULL);
  g_string_append (*into, text);
}

static void
add_thinking (HearthAiDecoder *decoder, const char *text)
{
  State *state = hearth_ai_decoder_get_state (decoder);

  hearth_ai_decoder_text (decoder, HEARTH_AI_EVENT_THINKING, text);
  keep (decoder, &state->thinking, text);
}

static void
tell_blob (HearthAiDecoder *decoder, JsonObject *object)
{
  g_autoptr (JsonNode) blob = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (blob, object);
  hearth_ai_decoder_blob (decoder, blob);
}

/* A block of thinking goes back as it came; without a signature the service would refuse it. */
static void
end_block (HearthAiDecoder *decoder)
{
  State *state = hearth_ai_decoder_get_state (decoder);

  if (state->signature != NULL && state->signature->len > 0 &&
      g_strcmp0 (state->type, "thinking") == 0) {
    JsonObject *object = json_object_new ();

    json_object_set_string_member (object, "type", "thinking");
    json_object_set_string_member (object, "thinking",
                                   state->thinking != NULL ? state->thinking->str : "");
    json_object_set_string_member (object, "signature", state->signature->str);
    tell_blob (decoder, object);
  }
  clear_block (state);
}

static void
begin_block (HearthAiDecoder *decoder, gint64 index, JsonObject *block)
{
  State *state = hearth_ai_decoder_get_state (decoder);
  const char *type = hearth_json_get_string (block, "type");
  JsonObject *input = hearth_json_get_object (block, "input");

  clear_block (state);
  state->type = g_strdup (type);
  if (g_strcmp0 (type, "text") == 0) {
    hearth_ai_decoder_text (decoder, HEARTH_AI_EVENT_TEXT, hearth_json_get_string (block, "text"));
  } else if (g_strcmp0 (type, "thinking") == 0) {
    add_thinking (decoder, hearth_json_get_string (block, "thinking"));
    keep (decoder, &state->signature, hearth_json_get_string (block, "signature"));
  } else if (g_strcmp0 (type, "redacted_thinking") == 0) {
    const char *data = hearth_json_get_string (block, "data");
    JsonObject *object = json_object_new ();

    json_object_set_string_member (object, "type", type);
    json_object_set_string_member (object, "data", data != NULL ? data : "");
    tell_blob (decoder, object);
  } else if (g_strcmp0 (type, "tool_use") == 0) {
    HearthAiCallPiece piece = { index, hearth_json_get_string (block, "id"),
                                hearth_json_get_string (block, "name"), NULL, NULL };

    /* It is {} where the arguments follow in pieces. */
    if (input != NULL && json_object_get_size (input) > 0)
      piece.whole = json_object_get_member (block, "input");
    hearth_ai_decoder_add_call (decoder, &piece);
  }
}

static void
read_delta (HearthAiDecoder *decoder, gint64 index, JsonObject *delta)
{
  State *state = hearth_ai_decoder_get_state (decoder);
  const char *type = hearth_json_get_string (delta, "type");

  if (g_strcmp0 (type, "text_delta") == 0) {
    hearth_ai_decoder_text (decoder, HEARTH_AI_EVENT_TEXT, hearth_json_get_string (delta, "text"));
  } else if (g_strcmp0 (type, "thinking_delta") == 0) {
    add_thinking (decoder, hearth_json_get_string (delta, "thinking"));
  } else if (g_strcmp0 (type, "signature_delta") == 0) {
    keep (decoder, &state->signature, hearth_json_get_string (delta, "signature"));
  } else if (g_strcmp0 (type, "input_json_delta") == 0 &&
             g_strcmp0 (state->type, "tool_use") == 0) {
    HearthAiCallPiece piece = { index, NULL, NULL, hearth_json_get_string (delta, "partial_json"),
                                NULL };

    hearth_ai_decoder_merge_call (decoder, &piece);
  }
}

/* What was read from or written to the cache was read, too. */
static void
read_usage (HearthAiDecoder *decoder, JsonObject *usage)
{
  gint64 in = hearth_json_get_int (usage, "input_tokens", -1);

  if (in >= 0)
    in += MAX (hearth_json_get_int (usage, "cache_creation_input_tokens", 0), 0) +
          MAX (hearth_json_get_int (usage, "cache_read_input_tokens", 0), 0);
  if (usage != NULL)
    hearth_ai_decoder_usage (decoder, in, hearth_json_get_int (usage, "output_tokens", -1));
}

static void
read_stop (HearthAiDecoder *decoder, const char *reason)
{
  if (reason == NULL)
    return;
  if (g_str_equal (reason, "max_tokens") || g_str_equal (reason, "model_context_window_exceeded"))
    hearth_ai_decoder_finish (decoder, HEARTH_AI_FINISH_LENGTH);
  else if (g_str_equal (reason, "refusal"))
    hearth_ai_decoder_finish (decoder, HEARTH_AI_FINISH_REFUSED);
  else
    hearth_ai_decoder_finish (decoder, HEARTH_AI_FINISH_STOP);
}

/* An answer that was not streamed. */
static void
read_message (HearthAiDecoder *decoder, JsonObject *message)
{
  JsonArray *blocks = hearth_json_get_array (message, "content");

  for (guint i = 0; blocks != NULL && i < json_array_get_length (blocks); i++) {
    JsonNode *node = json_array_get_element (blocks, i);

    if (!JSON_NODE_HOLDS_OBJECT (node))
      continue;
    begin_block (decoder, i, json_node_get_object (node));
    end_block (decoder);
  }
  read_usage (decoder, hearth_json_get_object (message, "usage"));
  read_stop (decoder, hearth_json_get_string (message, "stop_reason"));
}

static void
read_event (HearthAiDecoder *decoder, JsonObject *object)
{
  const char *type = hearth_json_get_string (object, "type");
  gint64 index = hearth_json_get_int (object, "index", -1);

  if (g_strcmp0 (type, "content_block_delta") == 0) {
    read_delta (decoder, index, hearth_json_get_object (object, "delta"));
  } else if (g_strcmp0 (type, "content_block_start") == 0) {
    begin_block (decoder, index, hearth_json_get_object (object, "content_block"));
  } else if (g_strcmp0 (type, "content_block_stop") == 0) {
    end_block (decoder);
  } else if (g_strcmp0 (type, "message_start") == 0) {
    JsonObject *message = hearth_json_get_object (object, "message");

    read_usage (decoder, hearth_json_get_object (message, "usage"));
  } else if (g_strcmp0 (type, "message_delta") == 0) {
    JsonObject *delta = hearth_json_get_object (object, "delta");

    read_usage (decoder, hearth_json_get_object (object, "usage"));
    read_stop (decoder, hearth_json_get_string (delta, "stop_reason"));
  } else if (g_strcmp0 (type, "message_stop") == 0) {
    hearth_ai_decoder_close (decoder);
  } else if (g_strcmp0 (type, "message") == 0) {
    read_message (decoder, object);
  }
}

/* All before the mark is kept by the service for some minutes and not read anew. */
static void
add_cache_mark (JsonBuilder *builder)
{
  hearth_ai_body_begin_object (builder, "cache_control");
  hearth_ai_body_add_string (builder, "type", "ephemeral");
  json_builder_end_object (builder);
}

/* Other services' ids may hold what this one refuses. */
static void
add_id (JsonBuilder *builder, const char *member, const char *id)
{
  g_autofree char *clean = g_strdup (id);

  g_strcanon (clean, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "_-", '_');
  hearth_ai_body_add_string (builder, member, clean);
}

static void
add_text_block (JsonBuilder *builder, const char *text, gboolean mark)
{
  json_builder_begin_object (builder);
  hearth_ai_body_add_string (builder, "type", "text");
  hearth_ai_body_add_string (builder, "text", text);
  if (mark)
    add_cache_mark (builder);
  json_builder_end_object (builder);
}

static void
add_thoughts (JsonBuilder *builder, const HearthAiMessage *message)
{
  for (guint i = 0; i < message->blobs->len; i++) {
    g_autoptr (JsonNode) blob = hearth_ai_body_read_blob (g_ptr_array_index (message->blobs, i));
    const char *type =
        blob != NULL ? hearth_json_get_string (json_node_get_object (blob), "type") : NULL;

    if (g_strcmp0 (type, "thinking") == 0 || g_strcmp0 (type, "redacted_thinking") == 0)
      json_builder_add_value (builder, g_steal_pointer (&blob));
  }
}

static void
add_use (JsonBuilder *builder, const HearthAiToolCall *call, gboolean mark)
{
  json_builder_begin_object (builder);
  hearth_ai_body_add_string (builder, "type", "tool_use");
  add_id (builder, "id", call->id);
  hearth_ai_body_add_string (builder, "name", call->name);
  hearth_ai_body_add_object (builder, "input", call->arguments);
  if (mark)
    add_cache_mark (builder);
  json_builder_end_object (builder);
}

static void
add_file (JsonBuilder *builder, const HearthAiFile *file)
{
  json_builder_begin_object (builder);
  hearth_ai_body_add_string (builder, "type",
                             hearth_ai_body_is_image (file) ? "image" : "document");
  hearth_ai_body_begin_object (builder, "source");
  hearth_ai_body_add_string (builder, "type", "base64");
  hearth_ai_body_add_string (builder, "media_type", file->type);
  hearth_ai_body_add_base64 (builder, "data", "", file->data);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
}

static void
add_blocks (JsonBuilder *builder, const HearthAiMessage *message, gboolean mark)
{
  if (message->role == HEARTH_AI_TOOL) {
    json_builder_begin_object (builder);
    hearth_ai_body_add_string (builder, "type", "tool_result");
    add_id (builder, "tool_use_id", message->call_id);
    hearth_ai_body_add_string (builder, "content", message->text);
    if (mark)
      add_cache_mark (builder);
    json_builder_end_object (builder);
    return;
  }
  if (message->role == HEARTH_AI_ASSISTANT)
    add_thoughts (builder, message);
  for (guint i = 0; i < message->files->len; i++)
    add_file (builder, g_ptr_array_index (message->files, i));
  /* A block of text must not be empty. */
  if (*message->text != '\0')
    add_text_block (builder, message->text, mark && message->calls->len == 0);
  for (guint i = 0; i < message->calls->len; i++)
    add_use (builder, g_ptr_array_index (message->calls, i), mark && i + 1 == message->calls->len);
}

static gboolean
is_empty (const HearthAiMessage *message)
{
  return message->role != HEARTH_AI_TOOL && *message->text == '\0' && message->calls->len == 0;
}

/* Two messages of one side in a row are one. The marks: after what stays in the next turn, and
 * after all, for the next round of this one. */
static void
add_messages (JsonBuilder *builder, const HearthAiChat *chat)
{
  const char *open = NULL;

  hearth_ai_body_begin_array (builder, "messages");
  for (guint i = 0; i < chat->messages->len; i++) {
    const HearthAiMessage *message = g_ptr_array_index (chat->messages, i);
    const char *role = message->role == HEARTH_AI_ASSISTANT ? "assistant" : "user";

    if (is_empty (message))
      continue;
    if (g_strcmp0 (open, role) != 0) {
      if (open != NULL) {
        json_builder_end_array (builder);
        json_builder_end_object (builder);
      }
      json_builder_begin_object (builder);
      hearth_ai_body_add_string (builder, "role", role);
      hearth_ai_body_begin_array (builder, "content");
      open = role;
    }
    add_blocks (builder, message, i + 1 == chat->n_stable || i + 1 == chat->messages->len);
  }
  if (open != NULL) {
    json_builder_end_array (builder);
    json_builder_end_object (builder);
  }
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
    hearth_ai_body_add_string (builder, "name", tool->name);
    hearth_ai_body_add_string (builder, "description",
                               tool->description != NULL ? tool->description : "");
    hearth_ai_body_add_schema (builder, "input_schema", tool);
    if (i + 1 == chat->tools->len)
      add_cache_mark (builder);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

/* The service's cache goes by this order: tools, system, messages. */
static GBytes *
build_body (const HearthAiChat *chat, const char *model, const char *host)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  hearth_ai_body_add_string (builder, "model", model);
  hearth_ai_body_add_int (builder, "max_tokens",
                          chat->max_tokens > 0 ? chat->max_tokens : DEFAULT_MAX_TOKENS);
  hearth_ai_body_add_boolean (builder, "stream", TRUE);
  add_tools (builder, chat);
  if (*chat->system != '\0') {
    hearth_ai_body_begin_array (builder, "system");
    add_text_block (builder, chat->system, TRUE);
    json_builder_end_array (builder);
  }
  add_messages (builder, chat);
  json_builder_end_object (builder);
  return hearth_ai_body_finish (builder);
}

static char *
dup_path (const char *model)
{
  return g_strdup ("/messages");
}

static void
add_headers (HearthHttpRequest *request, const char *key)
{
  hearth_http_request_add_header (request, "anthropic-version", VERSION);
  if (key != NULL)
    hearth_http_request_add_header (request, "x-api-key", key);
}

static const char *
get_model (JsonObject *entry)
{
  return hearth_json_get_string (entry, "id");
}

static const char *const endings[] = { "/messages", NULL };

static const char *const types[] = { "image/png",  "image/jpeg",      "image/gif",
                                     "image/webp", "application/pdf", NULL };

const HearthAiProtocol hearth_ai_anthropic_protocol = {
  .framing = HEARTH_AI_FRAMING_SSE,
  .version = "v1",
  .endings = endings,
  .dup_path = dup_path,
  .add_headers = add_headers,
  .types = types,
  .build_body = build_body,
  .models_path = "/models?limit=1000",
  .get_model = get_model,
  .state_size = sizeof (State),
  .clear_state = clear_state,
  .read = read_event,
};
