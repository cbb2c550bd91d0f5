/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-memory-json.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "hearth-json.h"

/* A memory as one line of JSON, for the owner to keep, to read, and to carry to another computer.
 */

static const char *const labels[] = { "owner", "known", "external" };

static void
add_text (JsonBuilder *builder, const char *name, const char *text)
{
  if (text == NULL || *text == '\0')
    return;
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
}

static void
add_time (JsonBuilder *builder, const char *name, gint64 when)
{
  g_autoptr (GDateTime) time = when != 0 ? g_date_time_new_from_unix_utc (when) : NULL;
  g_autofree char *text = time != NULL ? g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ") : NULL;

  add_text (builder, name, text);
}

static void
add_number (JsonBuilder *builder, const char *name, gint64 number)
{
  if (number == 0)
    return;
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, number);
}

/**
 * hearth_memory_to_json:
 * @self: a memory
 *
 * Writes a memory as a JSON object with "id", "kind", "subject", "slot", "text", "quote",
 * "source_kind", "source", "reason", "pinned", "state" ("proposed" or "active"), "label" ("owner",
 * "known" or "external"), "replaced_by" (an "id"), and in UTC "from", "until", "created" and
 * "changed". What is empty is left out.
 *
 * Returns: (transfer full): one line without its end
 */
char *
hearth_memory_to_json (const HearthMemory *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  add_number (builder, "id", self->id);
  add_text (builder, "kind", self->kind);
  add_text (builder, "subject", self->subject);
  add_text (builder, "slot", self->slot);
  add_text (builder, "text", self->text);
  add_text (builder, "quote", self->quote);
  add_text (builder, "source_kind", self->source_kind);
  add_text (builder, "source", self->source);
  add_text (builder, "reason", self->reason);
  add_time (builder, "from", self->valid_from);
  add_time (builder, "until", self->valid_until);
  add_number (builder, "replaced_by", self->superseded_by);
  json_builder_set_member_name (builder, "pinned");
  json_builder_add_boolean_value (builder, self->pinned);
  add_text (builder, "state", self->state == HEARTH_MEMORY_ACTIVE ? "active" : "proposed");
  add_text (builder, "label", labels[self->label.integrity]);
  add_time (builder, "created", self->created);
  add_time (builder, "changed", self->changed);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  json_generator_set_root (generator, root);
  return json_generator_to_data (generator, NULL);
}

/* One object with nothing nested in it, so that no depth of it can hurt who parses it. */
static gboolean
is_flat (const char *line, gsize length)
{
  gboolean quoted = FALSE;
  guint n_open = 0;

  for (gsize i = 0; i < length; i++) {
    if (quoted && line[i] == '\\')
      i++;
    else if (line[i] == '"')
      quoted = !quoted;
    else if (!quoted && (line[i] == '[' || (line[i] == '{' && ++n_open > 1)))
      return FALSE;
  }
  return n_open == 1 && !quoted;
}

static char *
read_text (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_dup_string (node);
}

static gint64
read_number (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_INT64)
    return 0;
  return json_node_get_int (node);
}

static gint64
read_time (JsonObject *object, const char *name)
{
  g_autofree char *text = read_text (object, name);
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = text != NULL ? g_date_time_new_from_iso8601 (text, utc) : NULL;

  return time != NULL ? MAX (0, g_date_time_to_unix (time)) : 0;
}

static void
replace_text (char **field, JsonObject *object, const char *name)
{
  char *text = read_text (object, name);

  if (text == NULL)
    return;
  g_free (*field);
  *field = text;
}

/* What is not said to be the owner's is anybody's. */
static HearthLabel
read_label (JsonObject *object)
{
  g_autofree char *name = read_text (object, "label");
  HearthLabel label = HEARTH_LABEL_EXTERNAL;

  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (labels); i++) {
    if (strcmp (name, labels[i]) == 0)
      label.integrity = (HearthIntegrity) i;
  }
  return label;
}

static HearthMemory *
read_object (JsonObject *object)
{
  g_autofree char *kind = read_text (object, "kind");
  g_autofree char *subject = read_text (object, "subject");
  g_autofree char *text = read_text (object, "text");
  g_autofree char *state = read_text (object, "state");
  JsonNode *pinned = json_object_get_member (object, "pinned");
  HearthMemory *self;

  if (text == NULL)
    return NULL;
  self = hearth_memory_new (kind != NULL ? kind : "fact",
                            subject != NULL ? subject : HEARTH_MEMORY_OWNER, text);
  replace_text (&self->slot, object, "slot");
  replace_text (&self->quote, object, "quote");
  replace_text (&self->source_kind, object, "source_kind");
  replace_text (&self->source, object, "source");
  replace_text (&self->reason, object, "reason");
  self->id = read_number (object, "id");
  self->superseded_by = read_number (object, "replaced_by");
  self->valid_from = read_time (object, "from");
  self->valid_until = read_time (object, "until");
  self->created = read_time (object, "created");
  self->changed = read_time (object, "changed");
  self->pinned = pinned != NULL && JSON_NODE_HOLDS_VALUE (pinned) &&
                 json_node_get_value_type (pinned) == G_TYPE_BOOLEAN &&
                 json_node_get_boolean (pinned);
  /* What is not said to hold waits for a yes. */
  self->state = g_strcmp0 (state, "active") == 0 ? HEARTH_MEMORY_ACTIVE : HEARTH_MEMORY_PROPOSED;
  self->label = read_label (object);
  return self;
}

/**
 * hearth_memory_from_json:
 * @line: (array length=length): a line of anybody's
 * @length: its bytes
 *
 * Reads what hearth_memory_to_json() wrote. The row is the one that it had there.
 *
 * Returns: (transfer full) (nullable): the memory, not checked; %NULL if it is none, or longer than
 *   %HEARTH_MEMORY_MAX_LINE
 */
HearthMemory *
hearth_memory_from_json (const char *line, gsize length)
{
  g_autoptr (JsonNode) root = NULL;

  if (length > HEARTH_MEMORY_MAX_LINE || !g_utf8_validate_len (line, length, NULL) ||
      !is_flat (line, length))
    return NULL;
  root = hearth_json_parse (line, length);
  return root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? read_object (json_node_get_object (root))
                                                       : NULL;
}
