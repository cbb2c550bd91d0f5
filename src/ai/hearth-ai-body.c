/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ai-body.h"

#include "hearth-json.h"

#include <string.h>

/* What the bodies of all services are made with. */

/**
 * hearth_ai_body_add_string:
 * @builder: where an object is open
 * @member: a member's name
 * @value: its value
 */
void
hearth_ai_body_add_string (JsonBuilder *builder, const char *member, const char *value)
{
  json_builder_set_member_name (builder, member);
  json_builder_add_string_value (builder, value);
}

/**
 * hearth_ai_body_add_int:
 * @builder: where an object is open
 * @member: a member's name
 * @value: its value
 */
void
hearth_ai_body_add_int (JsonBuilder *builder, const char *member, gint64 value)
{
  json_builder_set_member_name (builder, member);
  json_builder_add_int_value (builder, value);
}

/**
 * hearth_ai_body_add_boolean:
 * @builder: where an object is open
 * @member: a member's name
 * @value: its value
 */
void
hearth_ai_body_add_boolean (JsonBuilder *builder, const char *member, gboolean value)
{
  json_builder_set_member_name (builder, member);
  json_builder_add_boolean_value (builder, value);
}

/**
 * hearth_ai_body_begin_array:
 * @builder: where an object is open
 * @member: the name of a member that is an array
 */
void
hearth_ai_body_begin_array (JsonBuilder *builder, const char *member)
{
  json_builder_set_member_name (builder, member);
  json_builder_begin_array (builder);
}

/**
 * hearth_ai_body_begin_object:
 * @builder: where an object is open
 * @member: the name of a member that is an object
 */
void
hearth_ai_body_begin_object (JsonBuilder *builder, const char *member)
{
  json_builder_set_member_name (builder, member);
  json_builder_begin_object (builder);
}

/**
 * hearth_ai_body_add_object:
 * @builder: where an object is open
 * @member: a member's name
 * @json: (nullable): an object as text; one that is none becomes {}
 */
void
hearth_ai_body_add_object (JsonBuilder *builder, const char *member, const char *json)
{
  JsonNode *node = json != NULL ? hearth_json_parse (json, strlen (json)) : NULL;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node)) {
    g_clear_pointer (&node, json_node_unref);
    node = json_node_new (JSON_NODE_OBJECT);
    json_node_take_object (node, json_object_new ());
  }
  json_builder_set_member_name (builder, member);
  json_builder_add_value (builder, node);
}

/**
 * hearth_ai_body_add_schema:
 * @builder: where an object is open
 * @member: a member's name
 * @tool: a tool, whose parameters are added
 */
void
hearth_ai_body_add_schema (JsonBuilder *builder, const char *member, const HearthAiTool *tool)
{
  JsonNode *schema = NULL;

  json_builder_set_member_name (builder, member);
  if (tool->parameters != NULL) {
    schema = hearth_json_parse (tool->parameters, strlen (tool->parameters));
    if (schema == NULL)
      g_warning ("The parameters of the tool %s are not JSON", tool->name);
  }
  if (schema != NULL) {
    json_builder_add_value (builder, schema);
    return;
  }
  json_builder_begin_object (builder);
  hearth_ai_body_add_string (builder, "type", "object");
  hearth_ai_body_begin_object (builder, "properties");
  json_builder_end_object (builder);
  json_builder_end_object (builder);
}

/**
 * hearth_ai_body_add_base64:
 * @builder: where an object is open
 * @member: a member's name
 * @prefix: what stands before it: "" or the beginning of a data URL
 * @data: bytes
 */
void
hearth_ai_body_add_base64 (JsonBuilder *builder, const char *member, const char *prefix,
                           GBytes *data)
{
  gsize size;
  const guint8 *bytes = g_bytes_get_data (data, &size);
  g_autofree char *encoded = g_base64_encode (bytes, size);
  g_autofree char *value = *prefix != '\0' ? g_strconcat (prefix, encoded, NULL) : NULL;

  hearth_ai_body_add_string (builder, member, value != NULL ? value : encoded);
}

/**
 * hearth_ai_body_add_data_url:
 * @builder: where an object is open
 * @member: a member's name
 * @file: a file, which is added as a URL with all that is in it
 */
void
hearth_ai_body_add_data_url (JsonBuilder *builder, const char *member, const HearthAiFile *file)
{
  g_autofree char *prefix = g_strdup_printf ("data:%s;base64,", file->type);

  hearth_ai_body_add_base64 (builder, member, prefix, file->data);
}

/**
 * hearth_ai_body_is_image:
 * @file: a file
 *
 * Returns: whether it is a picture; otherwise it is a document
 */
gboolean
hearth_ai_body_is_image (const HearthAiFile *file)
{
  return g_str_has_prefix (file->type, "image/");
}

/**
 * hearth_ai_body_read_blob:
 * @blob: what a service once gave to get back, perhaps another one
 *
 * Returns: (transfer full) (nullable): it, if it is an object
 */
JsonNode *
hearth_ai_body_read_blob (const char *blob)
{
  JsonNode *node = hearth_json_parse (blob, strlen (blob));

  if (node != NULL && !JSON_NODE_HOLDS_OBJECT (node))
    g_clear_pointer (&node, json_node_unref);
  return node;
}

/**
 * hearth_ai_body_finish:
 * @builder: where all is closed
 *
 * Returns: (transfer full): the body
 */
GBytes *
hearth_ai_body_finish (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  char *text = json_to_string (root, FALSE);

  return g_bytes_new_take (text, strlen (text));
}
