/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ai-body.h"
#include "hearth-ai-protocol.h"
#include "hearth-json.h"

#include <string.h>

/* Google's Gemini: `streamGenerateContent`.
 * https://ai.google.dev/api/generate-content */

/* The signature of a thought goes back in the part that it came in: @call is the id of the call in
 * that part, NULL for text. */
static void
tell_signature (HearthAiDecoder *decoder, JsonObject *part, const char *call)
{
  const char *signature = hearth_json_get_string (part, "thoughtSignature");
  g_autoptr (JsonNode) blob = NULL;
  JsonObject *object;

  if (signature == NULL || *signature == '\0')
    return;
  object = json_object_new ();
  json_object_set_string_member (object, "thoughtSignature", signature);
  if (call != NULL)
    json_object_set_string_member (object, "call", call);
  blob = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (blob, object);
  hearth_ai_decoder_blob (decoder, blob);
}

static gboolean
is_true (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
         json_node_get_value_type (node) == G_TYPE_BOOLEAN && json_node_get_boolean (node);
}

/* Calls come whole. */
static void
read_part (HearthAiDecoder *decoder, JsonObject *part)
{
  JsonObject *function = hearth_json_get_object (part, "functionCall");

  if (function != NULL) {
    HearthAiCallPiece piece = { -1, hearth_json_get_string (function, "id"),
                                hearth_json_get_string (function, "name"), NULL,
                                json_object_get_member (function, "args") };
    const char *id = hearth_ai_decoder_add_call (decoder, &piece);

    if (id != NULL)
      tell_signature (decoder, part, id);
    return;
  }
  hearth_ai_decoder_text (decoder,
                          is_true (part, "thought") ? HEARTH_AI_EVENT_THINKING
                                                    : HEARTH_AI_EVENT_TEXT,
                          hearth_json_get_string (part, "text"));
  if (!is_true (part, "thought"))
    tell_signature (decoder, part, NULL);
}

static void
read_finish (HearthAiDecoder *decoder, const char *reason, const char *message)
{
  static const char *const broken[] = { "MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL",
                                        "TOO_MANY_TOOL_CALLS",     "MISSING_THOUGHT_SIGNATURE",
                                        "MALFORMED_RESPONSE",      NULL };

  if (reason == NULL || *reason == '\0' || g_str_equal (reason, "FINISH_REASON_UNSPECIFIED"))
    return;
  if (g_strv_contains (broken, reason))
    hearth_ai_decoder_break_off (decoder, message != NULL ? message : reason, NULL);
  else if (g_str_equal (reason, "STOP"))
    hearth_ai_decoder_finish (decoder, HEARTH_AI_FINISH_STOP);
  else if (g_str_equal (reason, "MAX_TOKENS"))
    hearth_ai_decoder_finish (decoder, HEARTH_AI_FINISH_LENGTH);
  else /* SAFETY, RECITATION, BLOCKLIST, PROHIBITED_CONTENT, SPII, LANGUAGE, OTHER, … */
    hearth_ai_decoder_finish (decoder, HEARTH_AI_FINISH_FILTERED);
}

static void
read_candidate (HearthAiDecoder *decoder, JsonObject *candidate)
{
  JsonObject *content = hearth_json_get_object (candidate, "content");
  JsonArray *parts = hearth_json_get_array (content, "parts");

  /* Only one answer was asked for. */
  if (hearth_json_get_int (candidate, "index", 0) != 0)
    return;
  for (guint i = 0; parts != NULL && i < json_array_get_length (parts); i++) {
    JsonNode *node = json_array_get_element (parts, i);

    if (JSON_NODE_HOLDS_OBJECT (node) && !hearth_ai_decoder_is_done (decoder))
      read_part (decoder, json_node_get_object (node));
  }
  read_finish (decoder, hearth_json_get_string (candidate, "finishReason"),
               hearth_json_get_string (candidate, "finishMessage"));
}

static void
read_usage (HearthAiDecoder *decoder, JsonObject *usage)
{
  gint64 in, out;

  if (usage == NULL)
    return;
  in = MAX (hearth_json_get_int (usage, "promptTokenCount", 0), 0) +
       MAX (hearth_json_get_int (usage, "toolUsePromptTokenCount", 0), 0);
  out = MAX (hearth_json_get_int (usage, "candidatesTokenCount", 0), 0) +
        MAX (hearth_json_get_int (usage, "thoughtsTokenCount", 0), 0);
  hearth_ai_decoder_usage (decoder, in, out);
}

static void
read_event (HearthAiDecoder *decoder, JsonObject *object)
{
  JsonArray *candidates = hearth_json_get_array (object, "candidates");
  JsonObject *feedback = hearth_json_get_object (object, "promptFeedback");

  read_usage (decoder, hearth_json_get_object (object, "usageMetadata"));
  for (guint i = 0; candidates != NULL && i < json_array_get_length (candidates); i++) {
    JsonNode *node = json_array_get_element (candidates, i);

    if (JSON_NODE_HOLDS_OBJECT (node) && !hearth_ai_decoder_is_done (decoder))
      read_candidate (decoder, json_node_get_object (node));
  }
  /* The question itself was refused: there is no candidate. */
  if (hearth_json_get_string (feedback, "blockReason") != NULL)
    hearth_ai_decoder_finish (decoder, HEARTH_AI_FINISH_FILTERED);
}

/* The signature that came with a call, or with text, of an answer. */
static void
add_signature (JsonBuilder *builder, const HearthAiMessage *message, const char *call)
{
  for (guint i = message->blobs->len; i > 0; i--) {
    g_autoptr (JsonNode) blob =
        hearth_ai_body_read_blob (g_ptr_array_index (message->blobs, i - 1));
    JsonObject *object = blob != NULL ? json_node_get_object (blob) : NULL;
    const char *signature = hearth_json_get_string (object, "thoughtSignature");

    if (signature == NULL || g_strcmp0 (hearth_json_get_string (object, "call"), call) != 0)
      continue;
    hearth_ai_body_add_string (builder, "thoughtSignature", signature);
    return;
  }
}

/* An id that is ours is none of the service's. */
static void
add_id (JsonBuilder *builder, const char *id)
{
  if (id != NULL && !g_str_has_prefix (id, HEARTH_AI_OWN_ID))
    hearth_ai_body_add_string (builder, "id", id);
}

static void
add_call (JsonBuilder *builder, const HearthAiMessage *message, const HearthAiToolCall *call)
{
  json_builder_begin_object (builder);
  hearth_ai_body_begin_object (builder, "functionCall");
  add_id (builder, call->id);
  hearth_ai_body_add_string (builder, "name", call->name);
  hearth_ai_body_add_object (builder, "args", call->arguments);
  json_builder_end_object (builder);
  add_signature (builder, message, call->id);
  json_builder_end_object (builder);
}

static void
add_result (JsonBuilder *builder, const HearthAiMessage *message, const char *tool)
{
  json_builder_begin_object (builder);
  hearth_ai_body_begin_object (builder, "functionResponse");
  add_id (builder, message->call_id);
  hearth_ai_body_add_string (builder, "name", tool);
  hearth_ai_body_begin_object (builder, "response");
  hearth_ai_body_add_string (builder, "result", message->text);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
}

static void
add_file (JsonBuilder *builder, const HearthAiFile *file)
{
  json_builder_begin_object (builder);
  hearth_ai_body_begin_object (builder, "inlineData");
  hearth_ai_body_add_string (builder, "mimeType", file->type);
  hearth_ai_body_add_base64 (builder, "data", "", file->data);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
}

static void
add_parts (JsonBuilder *builder, const HearthAiChat *chat, guint i)
{
  const HearthAiMessage *message = g_ptr_array_index (chat->messages, i);

  if (message->role == HEARTH_AI_TOOL) {
    add_result (builder, message, hearth_ai_chat_find_tool (chat, i, message->call_id));
    return;
  }
  for (guint k = 0; k < message->files->len; k++)
    add_file (builder, g_ptr_array_index (message->files, k));
  if (*message->text != '\0') {
    json_builder_begin_object (builder);
    hearth_ai_body_add_string (builder, "text", message->text);
    add_signature (builder, message, NULL);
    json_builder_end_object (builder);
  }
  for (guint k = 0; k < message->calls->len; k++)
    add_call (builder, message, g_ptr_array_index (message->calls, k));
}

static gboolean
is_empty (const HearthAiMessage *message)
{
  return message->role != HEARTH_AI_TOOL && *message->text == '\0' && message->calls->len == 0;
}

/* Two messages of one side in a row are one. */
static void
add_contents (JsonBuilder *builder, const HearthAiChat *chat)
{
  const char *open = NULL;

  hearth_ai_body_begin_array (builder, "contents");
  for (guint i = 0; i < chat->messages->len; i++) {
    const HearthAiMessage *message = g_ptr_array_index (chat->messages, i);
    const char *role = message->role == HEARTH_AI_ASSISTANT ? "model" : "user";

    if (is_empty (message))
      continue;
    if (g_strcmp0 (open, role) != 0) {
      if (open != NULL) {
        json_builder_end_array (builder);
        json_builder_end_object (builder);
      }
      json_builder_begin_object (builder);
      hearth_ai_body_add_string (builder, "role", role);
      hearth_ai_body_begin_array (builder, "parts");
      open = role;
    }
    add_parts (builder, chat, i);
  }
  if (open != NULL) {
    json_builder_end_array (builder);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

/* The service takes a part of JSON Schema and refuses a request with anything else in it. */
static JsonNode *
copy_schema (JsonNode *node)
{
  static const char *const known[] = { "type",     "format",    "title",     "description",
                                       "nullable", "enum",      "items",     "properties",
                                       "required", "minItems",  "maxItems",  "minimum",
                                       "maximum",  "minLength", "maxLength", "pattern",
                                       "anyOf",    NULL };
  JsonNode *copy = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &name, &value)) {
    if (!g_strv_contains (known, name))
      continue;
    if (g_str_equal (name, "properties") && JSON_NODE_HOLDS_OBJECT (value)) {
      JsonObject *properties = json_object_new ();
      JsonObjectIter inner;
      const char *property;

      json_object_iter_init_ordered (&inner, json_node_get_object (value));
      while (json_object_iter_next_ordered (&inner, &property, &value)) {
        if (JSON_NODE_HOLDS_OBJECT (value))
          json_object_set_member (properties, property, copy_schema (value));
      }
      json_object_set_object_member (object, name, properties);
    } else if (JSON_NODE_HOLDS_OBJECT (value)) {
      json_object_set_member (object, name, copy_schema (value));
    } else {
      json_object_set_member (object, name, json_node_copy (value));
    }
  }
  json_node_take_object (copy, object);
  return copy;
}

/* An object without properties is refused: a tool without parameters has none. */
static void
add_parameters (JsonBuilder *builder, const HearthAiTool *tool)
{
  g_autoptr (JsonNode) schema =
      tool->parameters != NULL ? hearth_ai_body_read_blob (tool->parameters) : NULL;
  JsonObject *object = schema != NULL ? json_node_get_object (schema) : NULL;
  JsonObject *properties = hearth_json_get_object (object, "properties");

  if (properties == NULL || json_object_get_size (properties) == 0)
    return;
  json_builder_set_member_name (builder, "parameters");
  json_builder_add_value (builder, copy_schema (schema));
}

static void
add_tools (JsonBuilder *builder, const HearthAiChat *chat)
{
  if (chat->tools->len == 0)
    return;
  hearth_ai_body_begin_array (builder, "tools");
  json_builder_begin_object (builder);
  hearth_ai_body_begin_array (builder, "functionDeclarations");
  for (guint i = 0; i < chat->tools->len; i++) {
    const HearthAiTool *tool = g_ptr_array_index (chat->tools, i);

    json_builder_begin_object (builder);
    hearth_ai_body_add_string (builder, "name", tool->name);
    hearth_ai_body_add_string (builder, "description",
                               tool->description != NULL ? tool->description : "");
    add_parameters (builder, tool);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  json_builder_end_array (builder);
}

static GBytes *
build_body (const HearthAiChat *chat, const char *model, const char *host)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  if (*chat->system != '\0') {
    hearth_ai_body_begin_object (builder, "systemInstruction");
    hearth_ai_body_begin_array (builder, "parts");
    json_builder_begin_object (builder);
    hearth_ai_body_add_string (builder, "text", chat->system);
    json_builder_end_object (builder);
    json_builder_end_array (builder);
    json_builder_end_object (builder);
  }
  add_tools (builder, chat);
  add_contents (builder, chat);
  if (chat->max_tokens > 0) {
    hearth_ai_body_begin_object (builder, "generationConfig");
    hearth_ai_body_add_int (builder, "maxOutputTokens", chat->max_tokens);
    json_builder_end_object (builder);
  }
  json_builder_end_object (builder);
  return hearth_ai_body_finish (builder);
}

static char *
dup_path (const char *model)
{
  const char *name = g_str_has_prefix (model, "models/") ? model + strlen ("models/") : model;
  g_autofree char *escaped = g_uri_escape_string (name, NULL, FALSE);

  return g_strdup_printf ("/models/%s:streamGenerateContent?alt=sse", escaped);
}

static void
add_headers (HearthHttpRequest *request, const char *key)
{
  if (key != NULL)
    hearth_http_request_add_header (request, "x-goog-api-key", key);
}

/* Others make pictures or numbers of text. */
static const char *
get_model (JsonObject *entry)
{
  JsonArray *methods = hearth_json_get_array (entry, "supportedGenerationMethods");
  const char *name = hearth_json_get_string (entry, "name");
  gboolean generates = methods == NULL;

  for (guint i = 0; methods != NULL && i < json_array_get_length (methods); i++) {
    JsonNode *node = json_array_get_element (methods, i);

    if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING &&
        g_str_equal (json_node_get_string (node), "generateContent"))
      generates = TRUE;
  }
  if (name == NULL || !generates)
    return NULL;
  return g_str_has_prefix (name, "models/") ? name + strlen ("models/") : name;
}

static const char *const endings[] = { "/models", NULL };

static const char *const types[] = { "image/png", "image/jpeg", "image/webp", "application/pdf",
                                     NULL };

const HearthAiProtocol hearth_ai_gemini_protocol = {
  .framing = HEARTH_AI_FRAMING_SSE,
  .version = "v1beta",
  .endings = endings,
  .dup_path = dup_path,
  .add_headers = add_headers,
  .types = types,
  .build_body = build_body,
  .models_path = "/models?pageSize=1000",
  .get_model = get_model,
  .read = read_event,
};
