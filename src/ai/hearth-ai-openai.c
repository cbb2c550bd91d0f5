/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ai-body.h"
#include "hearth-ai-protocol.h"
#include "hearth-json.h"

#include <string.h>

/* OpenAI's "Chat Completions", as most services and local servers speak it.
 * https://platform.openai.com/docs/api-reference/chat */

static const char *const role_names[] = { "system", "user", "assistant", "tool" };

/* One piece of the model's reasoning, which OpenRouter sends in deltas and wants back whole. */
typedef struct {
  gint64 index;
  char *type;    /* (nullable) */
  GString *text; /* (nullable) of the member @member */
  const char *member;
  JsonObject *rest; /* all else */
} Detail;

typedef struct {
  GPtrArray *details; /* (nullable) of Detail */
  gboolean blobs_told;
} State;

static void
detail_free (gpointer data)
{
  Detail *detail = data;

  g_free (detail->type);
  if (detail->text != NULL)
    g_string_free (detail->text, TRUE);
  json_object_unref (detail->rest);
  g_free (detail);
}

static void
clear_state (gpointer data)
{
  State *state = data;

  g_clear_pointer (&state->details, g_ptr_array_unref);
}

/* Content in parts, as some services write it: text, and thinking that is made of text again. */
static void
read_parts (HearthAiDecoder *decoder, JsonArray *parts, HearthAiEventKind kind)
{
  for (guint i = 0; i < json_array_get_length (parts); i++) {
    JsonNode *node = json_array_get_element (parts, i);
    JsonObject *part;
    JsonArray *inner;

    if (!JSON_NODE_HOLDS_OBJECT (node))
      continue;
    part = json_node_get_object (node);
    inner = hearth_json_get_array (part, "thinking");
    hearth_ai_decoder_text (decoder, kind, hearth_json_get_string (part, "text"));
    hearth_ai_decoder_text (decoder, HEARTH_AI_EVENT_THINKING,
                            hearth_json_get_string (part, "thinking"));
    if (inner != NULL && kind == HEARTH_AI_EVENT_TEXT)
      read_parts (decoder, inner, HEARTH_AI_EVENT_THINKING);
  }
}

static Detail *
find_detail (State *state, gint64 index, const char *type)
{
  Detail *detail;

  if (state->details == NULL)
    state->details = g_ptr_array_new_with_free_func (detail_free);
  for (guint i = state->details->len; i > 0; i--) {
    detail = g_ptr_array_index (state->details, i - 1);
    if (detail->index == index && g_strcmp0 (detail->type, type) == 0)
      return detail;
  }
  if (state->details->len == HEARTH_AI_MAX_CALLS)
    return NULL;
  detail = g_new0 (Detail, 1);
  detail->index = index;
  detail->type = g_strdup (type);
  detail->rest = json_object_new ();
  g_ptr_array_add (state->details, detail);
  return detail;
}

static void
read_detail (HearthAiDecoder *decoder, JsonObject *object)
{
  static const char *const texts[] = { "text", "summary", "data" };
  State *state = hearth_ai_decoder_get_state (decoder);
  Detail *detail = find_detail (state, hearth_json_get_int (object, "index", 0),
                                hearth_json_get_string (object, "type"));
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (detail == NULL)
    return;
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &node)) {
    const char *text = hearth_json_get_string (object, name);

    if (!hearth_ai_decoder_take_room (decoder, strlen (name) + (text != NULL ? strlen (text) : 8)))
      return;
    if (text != NULL &&
        g_strv_contains ((const char *const[]){ "text", "summary", "data", NULL }, name)) {
      for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
        if (g_str_equal (texts[i], name))
          detail->member = texts[i];
      }
      if (detail->text == NULL)
        detail->text = g_string_new (NULL);
      g_string_append (detail->text, text);
    } else if (JSON_NODE_HOLDS_VALUE (node)) {
      json_object_set_member (detail->rest, name, json_node_copy (node));
    }
  }
}

/* What Gemini wants back with a call, in its OpenAI-compatible form. */
static void
tell_extra (HearthAiDecoder *decoder, JsonObject *call)
{
  JsonNode *extra = json_object_get_member (call, "extra_content");
  const char *id = hearth_json_get_string (call, "id");
  g_autoptr (JsonNode) blob = NULL;
  JsonObject *object;

  if (extra == NULL || !JSON_NODE_HOLDS_OBJECT (extra) || id == NULL || *id == '\0')
    return;
  blob = json_node_new (JSON_NODE_OBJECT);
  object = json_object_new ();
  json_object_set_string_member (object, "call", id);
  json_object_set_member (object, "extra_content", json_node_copy (extra));
  json_node_take_object (blob, object);
  hearth_ai_decoder_blob (decoder, blob);
}

static void
read_call (HearthAiDecoder *decoder, JsonObject *call)
{
  JsonObject *function = hearth_json_get_object (call, "function");
  HearthAiCallPiece piece = {
    .index = hearth_json_get_int (call, "index", -1),
    .id = hearth_json_get_string (call, "id"),
    .name = hearth_json_get_string (function, "name"),
    .arguments = hearth_json_get_string (function, "arguments"),
    .whole = function != NULL ? json_object_get_member (function, "arguments") : NULL,
  };

  hearth_ai_decoder_merge_call (decoder, &piece);
  tell_extra (decoder, call);
}

static void
each_object (HearthAiDecoder *decoder, JsonArray *array,
             void (*func) (HearthAiDecoder *decoder, JsonObject *object))
{
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++) {
    JsonNode *node = json_array_get_element (array, i);

    if (JSON_NODE_HOLDS_OBJECT (node) && !hearth_ai_decoder_is_done (decoder))
      func (decoder, json_node_get_object (node));
  }
}

/* @delta is the next piece of the answer, or the whole message. */
static void
read_delta (HearthAiDecoder *decoder, JsonObject *delta)
{
  const char *thinking = hearth_json_get_string (delta, "reasoning_content");
  const char *refusal = hearth_json_get_string (delta, "refusal");
  JsonArray *parts = hearth_json_get_array (delta, "content");

  if (thinking == NULL)
    thinking = hearth_json_get_string (delta, "reasoning");
  hearth_ai_decoder_text (decoder, HEARTH_AI_EVENT_THINKING, thinking);
  hearth_ai_decoder_text (decoder, HEARTH_AI_EVENT_TEXT, hearth_json_get_string (delta, "content"));
  if (parts != NULL)
    read_parts (decoder, parts, HEARTH_AI_EVENT_TEXT);
  if (refusal != NULL && *refusal != '\0') {
    hearth_ai_decoder_refuse (decoder);
    hearth_ai_decoder_text (decoder, HEARTH_AI_EVENT_TEXT, refusal);
  }
  each_object (decoder, hearth_json_get_array (delta, "reasoning_details"), read_detail);
  each_object (decoder, hearth_json_get_array (delta, "tool_calls"), read_call);
}

static void
tell_details (HearthAiDecoder *decoder)
{
  State *state = hearth_ai_decoder_get_state (decoder);
  g_autoptr (JsonNode) blob = NULL;
  JsonObject *object;
  JsonArray *array;

  if (state->details == NULL || state->blobs_told)
    return;
  state->blobs_told = TRUE;
  array = json_array_new ();
  for (guint i = 0; i < state->details->len; i++) {
    Detail *detail = g_ptr_array_index (state->details, i);

    if (detail->text != NULL)
      json_object_set_string_member (detail->rest, detail->member, detail->text->str);
    json_array_add_object_element (array, json_object_ref (detail->rest));
  }
  object = json_object_new ();
  json_object_set_array_member (object, "reasoning_details", array);
  blob = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (blob, object);
  hearth_ai_decoder_blob (decoder, blob);
}

static void
read_finish (HearthAiDecoder *decoder, const char *reason)
{
  if (reason == NULL || *reason == '\0')
    return;
  if (g_str_equal (reason, "error")) {
    hearth_ai_decoder_break_off (decoder, NULL, NULL);
    return;
  }
  tell_details (decoder);
  if (g_str_equal (reason, "length"))
    hearth_ai_decoder_finish (decoder, HEARTH_AI_FINISH_LENGTH);
  else if (g_str_equal (reason, "content_filter"))
    hearth_ai_decoder_finish (decoder, HEARTH_AI_FINISH_FILTERED);
  else
    hearth_ai_decoder_finish (decoder, HEARTH_AI_FINISH_STOP);
}

static void
read_choice (HearthAiDecoder *decoder, JsonObject *choice)
{
  JsonObject *delta = hearth_json_get_object (choice, "delta");

  /* Only one answer was asked for. */
  if (hearth_json_get_int (choice, "index", 0) != 0)
    return;
  if (delta == NULL)
    delta = hearth_json_get_object (choice, "message");
  if (delta != NULL)
    read_delta (decoder, delta);
  read_finish (decoder, hearth_json_get_string (choice, "finish_reason"));
}

static void
read_event (HearthAiDecoder *decoder, JsonObject *object)
{
  JsonObject *usage = hearth_json_get_object (object, "usage");

  each_object (decoder, hearth_json_get_array (object, "choices"), read_choice);
  if (usage != NULL)
    hearth_ai_decoder_usage (decoder, MAX (hearth_json_get_int (usage, "prompt_tokens", 0), 0),
                             MAX (hearth_json_get_int (usage, "completion_tokens", 0), 0));
}

/* Puts what the service gave with its calls and its reasoning where it was. */
static void
add_extra (JsonBuilder *builder, const HearthAiMessage *message, const char *call_id)
{
  const char *member = call_id != NULL ? "extra_content" : "reasoning_details";

  for (guint i = 0; i < message->blobs->len; i++) {
    g_autoptr (JsonNode) blob = hearth_ai_body_read_blob (g_ptr_array_index (message->blobs, i));
    JsonObject *object = blob != NULL ? json_node_get_object (blob) : NULL;

    if (object == NULL || !json_object_has_member (object, member) ||
        (call_id != NULL && g_strcmp0 (hearth_json_get_string (object, "call"), call_id) != 0))
      continue;
    json_builder_set_member_name (builder, member);
    json_builder_add_value (builder, json_node_copy (json_object_get_member (object, member)));
    return;
  }
}

static void
add_call (JsonBuilder *builder, const HearthAiMessage *message, const HearthAiToolCall *call)
{
  json_builder_begin_object (builder);
  hearth_ai_body_add_string (builder, "id", call->id);
  hearth_ai_body_add_string (builder, "type", "function");
  hearth_ai_body_begin_object (builder, "function");
  hearth_ai_body_add_string (builder, "name", call->name);
  hearth_ai_body_add_string (builder, "arguments",
                             call->arguments != NULL ? call->arguments : "{}");
  json_builder_end_object (builder);
  add_extra (builder, message, call->id);
  json_builder_end_object (builder);
}

static void
add_file (JsonBuilder *builder, const HearthAiFile *file)
{
  gboolean image = hearth_ai_body_is_image (file);

  json_builder_begin_object (builder);
  hearth_ai_body_add_string (builder, "type", image ? "image_url" : "file");
  hearth_ai_body_begin_object (builder, image ? "image_url" : "file");
  if (!image)
    hearth_ai_body_add_string (builder, "filename", file->name);
  hearth_ai_body_add_data_url (builder, image ? "url" : "file_data", file);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
}

/* Only with files: many servers know nothing but a string. */
static void
add_parts (JsonBuilder *builder, const HearthAiMessage *message)
{
  json_builder_begin_array (builder);
  for (guint i = 0; i < message->files->len; i++)
    add_file (builder, g_ptr_array_index (message->files, i));
  json_builder_begin_object (builder);
  hearth_ai_body_add_string (builder, "type", "text");
  hearth_ai_body_add_string (builder, "text", message->text);
  json_builder_end_object (builder);
  json_builder_end_array (builder);
}

static void
add_message (JsonBuilder *builder, const HearthAiMessage *message)
{
  json_builder_begin_object (builder);
  hearth_ai_body_add_string (builder, "role", role_names[message->role]);
  json_builder_set_member_name (builder, "content");
  /* Some servers refuse "" beside calls, and some refuse null without them. */
  if (message->files->len > 0)
    add_parts (builder, message);
  else if (message->calls->len > 0 && *message->text == '\0')
    json_builder_add_null_value (builder);
  else
    json_builder_add_string_value (builder, message->text);
  if (message->calls->len > 0) {
    hearth_ai_body_begin_array (builder, "tool_calls");
    for (guint i = 0; i < message->calls->len; i++)
      add_call (builder, message, g_ptr_array_index (message->calls, i));
    json_builder_end_array (builder);
  }
  if (message->call_id != NULL)
    hearth_ai_body_add_string (builder, "tool_call_id", message->call_id);
  add_extra (builder, message, NULL);
  json_builder_end_object (builder);
}

static void
add_tool (JsonBuilder *builder, const HearthAiTool *tool)
{
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
    add_message (builder, g_ptr_array_index (chat->messages, i));
  json_builder_end_array (builder);
}

static GBytes *
build_body (const HearthAiChat *chat, const char *model, const char *host)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  /* OpenAI's own newer models demand what no other server knows. */
  const char *max_tokens =
      g_str_equal (host, "api.openai.com") ? "max_completion_tokens" : "max_tokens";

  json_builder_begin_object (builder);
  hearth_ai_body_add_string (builder, "model", model);
  add_messages (builder, chat);
  if (chat->tools->len > 0) {
    hearth_ai_body_begin_array (builder, "tools");
    for (guint i = 0; i < chat->tools->len; i++)
      add_tool (builder, g_ptr_array_index (chat->tools, i));
    json_builder_end_array (builder);
  }
  if (chat->max_tokens > 0)
    hearth_ai_body_add_int (builder, max_tokens, chat->max_tokens);
  hearth_ai_body_add_boolean (builder, "stream", TRUE);
  hearth_ai_body_begin_object (builder, "stream_options");
  hearth_ai_body_add_boolean (builder, "include_usage", TRUE);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  return hearth_ai_body_finish (builder);
}

static char *
dup_path (const char *model)
{
  return g_strdup ("/chat/completions");
}

static const char *
get_model (JsonObject *entry)
{
  return hearth_json_get_string (entry, "id");
}

static const char *const endings[] = { "/chat/completions", NULL };

static const char *const types[] = { "image/png",  "image/jpeg",      "image/gif",
                                     "image/webp", "application/pdf", NULL };

const HearthAiProtocol hearth_ai_openai_protocol = {
  .framing = HEARTH_AI_FRAMING_SSE,
  .version = "v1",
  .endings = endings,
  .dup_path = dup_path,
  .add_headers = hearth_ai_add_bearer,
  .types = types,
  .build_body = build_body,
  .models_path = "/models",
  .get_model = get_model,
  .state_size = sizeof (State),
  .clear_state = clear_state,
  .read = read_event,
};
