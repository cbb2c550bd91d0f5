/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-answer.h"

#include <json-glib/json-glib.h>

static const char *const kind_names[] = { "status", "text", "source", "suggest", "notice", "offer",
                                          "agree",  "card", "done",   "error",   "end" };
static const char *const chip_names[] = { "message", "event", "attachment", "reminder" };

/* The position of @name in @names, or -1. */
static int
find_name (const char *const *names, guint n, const char *name)
{
  for (guint i = 0; i < n; i++) {
    if (g_strcmp0 (names[i], name) == 0)
      return (int) i;
  }
  return -1;
}

/**
 * hearth_chip_new:
 * @kind: what it opens
 * @id: its row
 * @label: what the chip says
 *
 * Returns: (transfer full): a chip
 */
HearthChip *
hearth_chip_new (HearthChipKind kind, gint64 id, const char *label)
{
  HearthChip *self = g_new0 (HearthChip, 1);

  self->kind = kind;
  self->id = id;
  self->label = g_strdup (label);
  return self;
}

/**
 * hearth_chip_copy:
 * @self: a chip
 *
 * Returns: (transfer full): a copy
 */
HearthChip *
hearth_chip_copy (const HearthChip *self)
{
  HearthChip *copy = hearth_chip_new (self->kind, self->id, self->label);

  copy->start = self->start;
  copy->detail = g_strdup (self->detail);
  return copy;
}

/**
 * hearth_chip_free:
 * @self: (nullable) (transfer full): a chip
 */
void
hearth_chip_free (HearthChip *self)
{
  if (self == NULL)
    return;
  g_free (self->label);
  g_free (self->detail);
  g_free (self);
}

/**
 * hearth_answer_event_new:
 * @kind: what happens
 * @text: (nullable): its text
 *
 * Returns: (transfer full): an event
 */
HearthAnswerEvent *
hearth_answer_event_new (HearthAnswerKind kind, const char *text)
{
  HearthAnswerEvent *self = g_new0 (HearthAnswerEvent, 1);

  self->kind = kind;
  self->text = g_strdup (text);
  return self;
}

/**
 * hearth_answer_event_new_chip:
 * @chip: (transfer full): a chip
 *
 * Returns: (transfer full): an event
 */
HearthAnswerEvent *
hearth_answer_event_new_chip (HearthChip *chip)
{
  HearthAnswerEvent *self = hearth_answer_event_new (HEARTH_ANSWER_CHIP, NULL);

  self->chip = chip;
  return self;
}

/**
 * hearth_answer_event_new_id:
 * @kind: %HEARTH_ANSWER_CARD or %HEARTH_ANSWER_DONE
 * @id: the card, or the action
 * @text: (nullable): its text
 *
 * Returns: (transfer full): an event
 */
HearthAnswerEvent *
hearth_answer_event_new_id (HearthAnswerKind kind, gint64 id, const char *text)
{
  HearthAnswerEvent *self = hearth_answer_event_new (kind, text);

  self->id = id;
  return self;
}

/**
 * hearth_answer_event_free:
 * @self: (nullable) (transfer full): an event
 */
void
hearth_answer_event_free (HearthAnswerEvent *self)
{
  if (self == NULL)
    return;
  g_free (self->text);
  hearth_chip_free (self->chip);
  g_free (self);
}

/**
 * hearth_answer_event_to_variant:
 * @self: an event
 *
 * Returns: (transfer floating): the event as `a{sv}`, for D-Bus
 */
GVariant *
hearth_answer_event_to_variant (const HearthAnswerEvent *self)
{
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "type", "s", kind_names[self->kind]);
  if (self->text != NULL)
    g_variant_dict_insert (&dict, "text", "s", self->text);
  if (self->id != 0)
    g_variant_dict_insert (&dict, "id", "x", self->id);
  if (self->chip != NULL) {
    g_variant_dict_insert (&dict, "kind", "s", chip_names[self->chip->kind]);
    g_variant_dict_insert (&dict, "id", "x", self->chip->id);
    g_variant_dict_insert (&dict, "start", "x", self->chip->start);
    g_variant_dict_insert (&dict, "label", "s", self->chip->label);
    if (self->chip->detail != NULL)
      g_variant_dict_insert (&dict, "detail", "s", self->chip->detail);
  }
  return g_variant_dict_end (&dict);
}

/**
 * hearth_answer_event_from_variant:
 * @variant: an `a{sv}` made by hearth_answer_event_to_variant()
 *
 * Returns: (transfer full) (nullable): the event, or %NULL if @variant is not one
 */
HearthAnswerEvent *
hearth_answer_event_from_variant (GVariant *variant)
{
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (variant);
  g_autoptr (HearthAnswerEvent) self = NULL;
  const char *type = NULL;
  const char *text = NULL;
  int kind;

  if (!g_variant_dict_lookup (&dict, "type", "&s", &type))
    return NULL;
  kind = find_name (kind_names, G_N_ELEMENTS (kind_names), type);
  if (kind < 0)
    return NULL;
  g_variant_dict_lookup (&dict, "text", "&s", &text);
  self = hearth_answer_event_new ((HearthAnswerKind) kind, text);
  if (self->kind == HEARTH_ANSWER_CARD || self->kind == HEARTH_ANSWER_DONE)
    g_variant_dict_lookup (&dict, "id", "x", &self->id);
  if (self->kind == HEARTH_ANSWER_CHIP) {
    const char *chip_kind = NULL;
    const char *label = "";
    gint64 id = 0;
    int which;

    if (!g_variant_dict_lookup (&dict, "kind", "&s", &chip_kind) ||
        !g_variant_dict_lookup (&dict, "id", "x", &id))
      return NULL;
    which = find_name (chip_names, G_N_ELEMENTS (chip_names), chip_kind);
    if (which < 0)
      return NULL;
    g_variant_dict_lookup (&dict, "label", "&s", &label);
    self->chip = hearth_chip_new ((HearthChipKind) which, id, label);
    g_variant_dict_lookup (&dict, "start", "x", &self->chip->start);
    g_variant_dict_lookup (&dict, "detail", "s", &self->chip->detail);
  }
  return g_steal_pointer (&self);
}

static void
add_chip (JsonBuilder *builder, const HearthChip *chip)
{
  json_builder_set_member_name (builder, "kind");
  json_builder_add_string_value (builder, chip_names[chip->kind]);
  json_builder_set_member_name (builder, "id");
  json_builder_add_int_value (builder, chip->id);
  if (chip->start != 0) {
    json_builder_set_member_name (builder, "start");
    json_builder_add_int_value (builder, chip->start);
  }
  json_builder_set_member_name (builder, "label");
  json_builder_add_string_value (builder, chip->label);
  if (chip->detail != NULL) {
    json_builder_set_member_name (builder, "detail");
    json_builder_add_string_value (builder, chip->detail);
  }
}

static char *
finish_json (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);

  return json_to_string (root, FALSE);
}

/**
 * hearth_answer_event_to_json:
 * @self: an event
 *
 * Returns: (transfer full): the event as one line of JSON
 */
char *
hearth_answer_event_to_json (const HearthAnswerEvent *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "type");
  json_builder_add_string_value (builder, kind_names[self->kind]);
  if (self->text != NULL) {
    json_builder_set_member_name (builder, "text");
    json_builder_add_string_value (builder, self->text);
  }
  if (self->id != 0) {
    json_builder_set_member_name (builder, "id");
    json_builder_add_int_value (builder, self->id);
  }
  if (self->chip != NULL)
    add_chip (builder, self->chip);
  json_builder_end_object (builder);
  return finish_json (builder);
}

/**
 * hearth_chips_to_json:
 * @chips: (element-type HearthChip): chips
 *
 * Returns: (transfer full): a JSON array, as the store keeps it
 */
char *
hearth_chips_to_json (GPtrArray *chips)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < chips->len; i++) {
    json_builder_begin_object (builder);
    add_chip (builder, g_ptr_array_index (chips, i));
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  return finish_json (builder);
}

/**
 * hearth_chips_from_json:
 * @json: (nullable): what hearth_chips_to_json() made
 *
 * Returns: (transfer full) (element-type HearthChip): chips; empty if @json is not readable
 */
GPtrArray *
hearth_chips_from_json (const char *json)
{
  GPtrArray *chips = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_chip_free);
  g_autoptr (JsonNode) root = json != NULL ? json_from_string (json, NULL) : NULL;
  JsonArray *array;

  if (root == NULL || !JSON_NODE_HOLDS_ARRAY (root))
    return chips;
  array = json_node_get_array (root);
  for (guint i = 0; i < json_array_get_length (array); i++) {
    JsonNode *node = json_array_get_element (array, i);
    JsonObject *object;
    HearthChip *chip;
    int kind;

    if (!JSON_NODE_HOLDS_OBJECT (node))
      continue;
    object = json_node_get_object (node);
    kind = find_name (chip_names, G_N_ELEMENTS (chip_names),
                      json_object_get_string_member_with_default (object, "kind", ""));
    if (kind < 0)
      continue;
    chip = hearth_chip_new ((HearthChipKind) kind,
                            json_object_get_int_member_with_default (object, "id", 0),
                            json_object_get_string_member_with_default (object, "label", ""));
    chip->start = json_object_get_int_member_with_default (object, "start", 0);
    chip->detail = g_strdup (json_object_get_string_member_with_default (object, "detail", NULL));
    g_ptr_array_add (chips, chip);
  }
  return chips;
}
