/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ai-body.h"
#include "hearth-ai-protocol.h"
#include "hearth-json.h"

#include <string.h>

/* OpenAI's "Responses", in which its own newer models keep their thoughts between two calls.
 * https://platform.openai.com/docs/api-reference/responses-streaming */

/* Reasoning goes back without what names it on a server that was asked to store nothing. */
static void
tell_reasoning (HearthAiDecoder *decoder, JsonObject *item)
{
  const char *encrypted = hearth_json_get_string (item, "encrypted_content");
  JsonArray *summary = hearth_json_get_array (item, "summary");
  g_autoptr (JsonNode) blob = NULL;
  JsonObject *object;

  if (encrypted == NULL || *encrypted == '\0')
    return;
  object = json_object_new ();
  json_object_set_string_member (object, "type", "reasoning");
  if (summary != NULL)
    json_object_set_member (object, "summary",
                            json_node_copy (json_object_get_member (item, "summary")));
  else
    json_object_set_array_member (object, "summary", json_array_new ());
  json_object_set_string_member (object, "encrypted_content", encrypted);
  blob = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (blob, object);
  hearth_ai_decoder_blob (decoder, blob);
}

/* A call is numbered by its place in the output. Its arguments come in pieces, then whole, and
 * whole again with the item: what is whole takes the place of what was before. */
static void
read_call (HearthAiDecoder *decoder, gint64 index, JsonObject *item, const char *arguments)
{
  HearthAiCallPiece piece = { index, hearth_json_get_string (item, "call_id"),
                              hearth_json_get_string (item, "name"), arguments, NULL };

  hearth_ai_decoder_merge_call (decoder, &piece);
}

static void
read_item (HearthAiDecoder *decoder, gint64 index, JsonObject *item)
{
  const char *type = hearth_json_get_string (item, "type");

  if (g_strcmp0 (type, "reasoning") == 0)
    tell_reasoning (decoder, item);
  else if (g_strcmp0 (type, "function_call") == 0)
    read_call (decoder, index, item, hearth_json_get_string (item, "arguments"));
}

/* What was said in an item, in an answer that was not streamed. */
static void
read_content (HearthAiDecoder *decoder, JsonObject *item)
{
  JsonArray *parts = hearth_json_get_array (item, "content");

  for (guint i = 0; parts != NULL && i < json_array_get_length (parts); i++) {
    JsonNode *node = json_array_get_element (parts, i);
    JsonObject *part = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
    const char *refusal = hearth_json_get_string (part, "refusal");

    if (g_strcmp0 (hearth_json_get_string (part, "type"), "output_text") == 0)
      hearth_ai_decoder_text (decoder, HEARTH_AI_EVENT_TEXT, hearth_json_get_string (part, "text"));
    if (refusal != NULL)
      hearth_ai_decoder_refuse (decoder);
    hearth_ai_decoder_text (decoder, HEARTH_AI_EVENT_TEXT, refusal);
  }
}

static void
read_output (HearthAiDecoder *decoder, JsonObject *response)
{
  JsonArray *output = hearth_json_get_array (response, "output");

  for (guint i = 0; output != NULL && i < json_array_get_length (output); i++) {
    JsonNode *node = json_array_get_element (output, i);

    if (!JSON_NODE_HOLDS_OBJECT (node) || hearth_ai_decoder_is_done (decoder))
      continue;
    read_item (decoder, i, json_node_get_object (node));
    read_content (decoder, json_node_get_object (node));
  }
}

/* The last event, or the whole of an answer that was not streamed. */
static void
read_response (HearthAiDecoder *decoder, JsonObject *response)
{
  const char *status = hearth_json_get_string (response, "status");
  JsonObject *usage = hearth_json_get_object (response, "usage");
  JsonObject *error = hearth_json_get_object (response, "error");
  const char *reason =
      hearth_json_get_string (hearth_json_get_object (response, "incomplete_details"), "reason");

  if (usage != NULL)
    hearth_ai_decoder_usage (decoder, MAX (hearth_json_get_int (usage, "input_tokens", 0), 0),
                             MAX (hearth_json_get_int (usage, "output_tokens", 0), 0));
  if (g_strcmp0 (status, "completed") == 0) {
    hearth_ai_decoder_finish (decoder, HEARTH_AI_FINISH_STOP);
  } else if (g_strcmp0 (status, "incomplete") == 0) {
    hearth_ai_decoder_finish (decoder, g_strcmp0 (reason, "content_filter") == 0
                                           ? HEARTH_AI_FINISH_FILTERED
                                           : HEARTH_AI_FINISH_LENGTH);
  } else {
    hearth_ai_decoder_break_off (decoder, hearth_json_get_string (error, "message"),
                                 hearth_json_get_string (error, "code"));
    return;
  }
  hearth_ai_decoder_close (decoder);
}

static void
read_delta (HearthAiDecoder *decoder, const char *type, JsonObject *object)
{
  const char *delta = hearth_json_get_string (object, "delta");

  if (g_str_equal (type, "response.output_text.delta")) {
    hearth_ai_decoder_text (decoder, HEARTH_AI_EVENT_TEXT, delta);
  } else if (g_str_equal (type, "response.refusal.delta")) {
    hearth_ai_decoder_refuse (decoder);
    hearth_ai_decoder_text (decoder, HEARTH_AI_EVENT_TEXT, delta);
  } else if (g_str_equal (type, "response.reasoning_summary_text.delta") ||
             g_str_equal (type, "response.reasoning_text.delta")) {
    hearth_ai_decoder_text (decoder, HEARTH_AI_EVENT_THINKING, delta);
  } else if (g_str_equal (type, "response.function_call_arguments.delta")) {
    read_call (decoder, hearth_json_get_int (object, "output_index", -1), NULL, delta);
  }
}

static void
read_event (HearthAiDecoder *decoder, JsonObject *object)
{
  const char *type = hearth_json_get_string (object, "type");
  gint64 index = hearth_json_get_int (object, "output_index", -1);

  if (type == NULL) {
    if (g_strcmp0 (hearth_json_get_string (object, "object"), "response") == 0) {
      read_output (decoder, object);
      read_response (decoder, object);
    }
  } else if (g_str_has_suffix (type, ".delta")) {
    read_delta (decoder, type, object);
  } else if (g_str_equal (type, "response.output_item.added") ||
             g_str_equal (type, "response.output_item.done")) {
    JsonObject *item = hearth_json_get_object (object, "item");
    gboolean reasoning = g_strcmp0 (hearth_json_get_string (item, "type"), "reasoning") == 0;

    /* The thoughts that the item is announced with are not yet all of them. */
    if (!reasoning || g_str_equal (type, "response.output_item.done"))
      read_item (decoder, index, item);
  } else if (g_str_equal (type, "response.reasoning_summary_part.added")) {
    if (hearth_json_get_int (object, "summary_index", 0) > 0)
      hearth_ai_decoder_text (decoder, HEARTH_AI_EVENT_THINKING, "\n\n");
  } else if (g_str_equal (type, "response.completed") ||
             g_str_equal (type, "response.incomplete") || g_str_equal (type, "response.failed")) {
    JsonObject *response = hearth_json_get_object (object, "response");

    if (response != NULL)
      read_response (decoder, response);
  }
}

static void
add_reasoning (JsonBuilder *builder, const HearthAiMessage *message)
{
  for (guint i = 0; i < message->blobs->len; i++) {
    g_autoptr (JsonNode) blob = hearth_ai_body_read_blob (g_ptr_array_index (message->blobs, i));

    if (blob != NULL &&
        g_strcmp0 (hearth_json_get_string (json_node_get_object (blob), "type"), "reasoning") == 0)
      json_builder_add_value (builder, g_steal_pointer (&blob));
  }
}

static void
add_call (JsonBuilder *builder, const HearthAiToolCall *call)
{
  json_builder_begin_object (builder);
  hearth_ai_body_add_string (builder, "type", "function_call");
  hearth_ai_body_add_string (builder, "call_id", call->id);
  hearth_ai_body_add_string (builder, "name", call->name);
  hearth_ai_body_add_string (builder, "arguments",
                             call->arguments != NULL ? call->arguments : "{}");
  json_builder_end_object (builder);
}

static void
add_file (JsonBuilder *builder, const HearthAiFile *file)
{
  gboolean image = hearth_ai_body_is_image (file);

  json_builder_begin_object (builder);
  hearth_ai_body_add_string (builder, "type", image ? "input_image" : "input_file");
  if (!image)
    hearth_ai_body_add_string (builder, "filename", file->name);
  hearth_ai_body_add_data_url (builder, image ? "image_url" : "file_data", file);
  json_builder_end_object (builder);
}

static void
add_content (JsonBuilder *builder, const HearthAiMessage *message)
{
  if (message->files->len == 0) {
    hearth_ai_body_add_string (builder, "content", message->text);
    return;
  }
  hearth_ai_body_begin_array (builder, "content");
  for (guint i = 0; i < message->files->len; i++)
    add_file (builder, g_ptr_array_index (message->files, i));
  json_builder_begin_object (builder);
  hearth_ai_body_add_string (builder, "type", "input_text");
  hearth_ai_body_add_string (builder, "text", message->text);
  json_builder_end_object (builder);
  json_builder_end_array (builder);
}

static void
add_message (JsonBuilder *builder, const HearthAiMessage *message)
{
  if (message->role == HEARTH_AI_TOOL) {
    json_builder_begin_object (builder);
    hearth_ai_body_add_string (builder, "type", "function_call_output");
    hearth_ai_body_add_string (builder, "call_id", message->call_id);
    hearth_ai_body_add_string (builder, "output", message->text);
    json_builder_end_object (builder);
    return;
  }
  add_reasoning (builder, message);
  if (*message->text != '\0') {
    json_builder_begin_object (builder);
    hearth_ai_body_add_string (builder, "role",
                               message->role == HEARTH_AI_USER ? "user" : "assistant");
    add_content (builder, message);
    json_builder_end_object (builder);
  }
  for (guint i = 0; i < message->calls->len; i++)
    add_call (builder, g_ptr_array_index (message->calls, i));
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
    hearth_ai_body_add_string (builder, "name", tool->name);
    hearth_ai_body_add_string (builder, "description",
                               tool->description != NULL ? tool->description : "");
    hearth_ai_body_add_schema (builder, "parameters", tool);
    hearth_ai_body_add_boolean (builder, "strict", FALSE);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

/* Models that do not reason refuse to be asked for their reasoning. */
static gboolean
reasons (const char *model)
{
  return !g_str_has_prefix (model, "gpt-3") && !g_str_has_prefix (model, "gpt-4") &&
         !g_str_has_prefix (model, "chatgpt-4");
}

static GBytes *
build_body (const HearthAiChat *chat, const char *model, const char *host)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  hearth_ai_body_add_string (builder, "model", model);
  if (*chat->system != '\0')
    hearth_ai_body_add_string (builder, "instructions", chat->system);
  add_tools (builder, chat);
  hearth_ai_body_begin_array (builder, "input");
  for (guint i = 0; i < chat->messages->len; i++)
    add_message (builder, g_ptr_array_index (chat->messages, i));
  json_builder_end_array (builder);
  if (chat->max_tokens > 0)
    hearth_ai_body_add_int (builder, "max_output_tokens", chat->max_tokens);
  hearth_ai_body_add_boolean (builder, "stream", TRUE);
  hearth_ai_body_add_boolean (builder, "store", FALSE);
  if (reasons (model)) {
    hearth_ai_body_begin_array (builder, "include");
    json_builder_add_string_value (builder, "reasoning.encrypted_content");
    json_builder_end_array (builder);
  }
  json_builder_end_object (builder);
  return hearth_ai_body_finish (builder);
}

static char *
dup_path (const char *model)
{
  return g_strdup ("/responses");
}

static const char *
get_model (JsonObject *entry)
{
  return hearth_json_get_string (entry, "id");
}

static const char *const endings[] = { "/responses", "/chat/completions", NULL };

static const char *const types[] = { "image/png",  "image/jpeg",      "image/gif",
                                     "image/webp", "application/pdf", NULL };

const HearthAiProtocol hearth_ai_responses_protocol = {
  .framing = HEARTH_AI_FRAMING_SSE,
  .version = "v1",
  .endings = endings,
  .dup_path = dup_path,
  .add_headers = hearth_ai_add_bearer,
  .types = types,
  .build_body = build_body,
  .models_path = "/models",
  .get_model = get_model,
  .read = read_event,
};
