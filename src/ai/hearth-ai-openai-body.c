/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ai-openai-body.h"

#include "hearth-ai-json.h"

#include <string.h>

static const char *const role_names[] = { "system", "user", "assistant", "tool" };

static void
add_string (JsonBuilder *builder, const char *member, const char *value)
{
  json_builder_set_member_name (builder, member);
  json_builder_add_string_value (builder, value);
}

static void
add_call (JsonBuilder *builder, const HearthAiToolCall *call)
{
  json_builder_begin_object (builder);
  add_string (builder, "id", call->id);
  add_string (builder, "type", "function");
  json_builder_set_member_name (builder, "function");
  json_builder_begin_object (builder);
  add_string (builder, "name", call->name);
  add_string (builder, "arguments", call->arguments != NULL ? call->arguments : "{}");
  json_builder_end_object (builder);
  json_builder_end_object (builder);
}

static void
add_message (JsonBuilder *builder, const HearthAiMessage *message)
{
  json_builder_begin_object (builder);
  add_string (builder, "role", role_names[message->role]);
  json_builder_set_member_name (builder, "content");
  /* Some servers refuse "" beside calls, and some refuse null without them. */
  if (message->calls->len > 0 && *message->text == '\0')
    json_builder_add_null_value (builder);
  else
    json_builder_add_string_value (builder, message->text);
  if (message->calls->len > 0) {
    json_builder_set_member_name (builder, "tool_calls");
    json_builder_begin_array (builder);
    for (guint i = 0; i < message->calls->len; i++)
      add_call (builder, g_ptr_array_index (message->calls, i));
    json_builder_end_array (builder);
  }
  if (message->call_id != NULL)
    add_string (builder, "tool_call_id", message->call_id);
  json_builder_end_object (builder);
}

static void
add_tool (JsonBuilder *builder, const HearthAiTool *tool)
{
  g_autoptr (JsonNode) schema = NULL;

  if (tool->parameters != NULL) {
    schema = hearth_ai_json_parse (tool->parameters, strlen (tool->parameters));
    if (schema == NULL)
      g_warning ("The parameters of the tool %s are not JSON", tool->name);
  }
  json_builder_begin_object (builder);
  add_string (builder, "type", "function");
  json_builder_set_member_name (builder, "function");
  json_builder_begin_object (builder);
  add_string (builder, "name", tool->name);
  add_string (builder, "description", tool->description != NULL ? tool->description : "");
  json_builder_set_member_name (builder, "parameters");
  if (schema != NULL) {
    json_builder_add_value (builder, g_steal_pointer (&schema));
  } else {
    json_builder_begin_object (builder);
    add_string (builder, "type", "object");
    json_builder_set_member_name (builder, "properties");
    json_builder_begin_object (builder);
    json_builder_end_object (builder);
    json_builder_end_object (builder);
  }
  json_builder_end_object (builder);
  json_builder_end_object (builder);
}

/**
 * hearth_ai_openai_build_body:
 * @request: what is asked
 * @model: the model
 * @dialect: what the service accepts
 *
 * Writes the body of "Create chat completion", streamed, in the form of OpenAI's reference.
 *
 * Returns: (transfer full): JSON
 */
GBytes *
hearth_ai_openai_build_body (const HearthAiRequest *request, const char *model,
                             HearthAiOpenaiDialect dialect)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  char *text;

  json_builder_begin_object (builder);
  add_string (builder, "model", model);
  json_builder_set_member_name (builder, "messages");
  json_builder_begin_array (builder);
  for (guint i = 0; i < request->messages->len; i++)
    add_message (builder, g_ptr_array_index (request->messages, i));
  json_builder_end_array (builder);
  if (request->tools->len > 0) {
    json_builder_set_member_name (builder, "tools");
    json_builder_begin_array (builder);
    for (guint i = 0; i < request->tools->len; i++)
      add_tool (builder, g_ptr_array_index (request->tools, i));
    json_builder_end_array (builder);
  }
  if (request->max_tokens > 0) {
    json_builder_set_member_name (builder, dialect == HEARTH_AI_OPENAI_ORIGINAL
                                               ? "max_completion_tokens"
                                               : "max_tokens");
    json_builder_add_int_value (builder, request->max_tokens);
  }
  json_builder_set_member_name (builder, "stream");
  json_builder_add_boolean_value (builder, TRUE);
  json_builder_set_member_name (builder, "stream_options");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "include_usage");
  json_builder_add_boolean_value (builder, TRUE);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, FALSE);
  return g_bytes_new_take (text, strlen (text));
}
