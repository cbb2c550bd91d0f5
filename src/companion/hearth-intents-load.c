/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-intents-private.h"

#include <glib/gi18n.h>
#include <string.h>

/* Reads a file of sentence templates: see data/intents/README.md for the format. */

static gboolean
fail_at (GError **error, const char *where)
{
  g_set_error (error, HEARTH_COMPANION_ERROR, HEARTH_COMPANION_ERROR_BAD_INTENTS,
               _("The sentence templates are not as expected at “%s”."), where);
  return FALSE;
}

static gboolean
load_strings (JsonObject *object, const char *name, GPtrArray *out, GError **error)
{
  JsonNode *node = json_object_get_member (object, name);
  JsonArray *array;

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return fail_at (error, name);
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++) {
    JsonNode *item = json_array_get_element (array, i);

    if (!JSON_NODE_HOLDS_VALUE (item) || json_node_get_value_type (item) != G_TYPE_STRING)
      return fail_at (error, name);
    g_ptr_array_add (out, json_node_dup_string (item));
  }
  return TRUE;
}

static gboolean
load_words (JsonObject *object, const char *name, GHashTable *out, GError **error)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

  if (!load_strings (object, name, words, error))
    return FALSE;
  for (guint i = 0; i < words->len; i++) {
    const char *word = g_ptr_array_index (words, i);

    g_hash_table_add (out, hearth_intents_normalise (word, strlen (word)));
  }
  return TRUE;
}

static JsonObject *
get_object (JsonObject *parent, const char *name, GError **error)
{
  JsonNode *node = json_object_get_member (parent, name);

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node)) {
    fail_at (error, name);
    return NULL;
  }
  return json_node_get_object (node);
}

/* "slots": { "time": "time", "number": "number", "person": 5 }: a kind, or the most words of any
 * kind */
static gboolean
load_slots (HearthIntents *self, JsonObject *root, GError **error)
{
  JsonObject *slots = get_object (root, "slots", error);
  g_autoptr (GList) names = NULL;

  if (slots == NULL)
    return FALSE;
  names = json_object_get_members (slots);
  for (GList *l = names; l != NULL; l = l->next) {
    JsonNode *node = json_object_get_member (slots, l->data);
    HearthSlotType *type;

    if (!JSON_NODE_HOLDS_VALUE (node))
      return fail_at (error, l->data);
    type = g_new0 (HearthSlotType, 1);
    type->name = g_strdup (l->data);
    g_hash_table_insert (self->grammar.slots, type->name, type);
    if (json_node_get_value_type (node) == G_TYPE_STRING) {
      type->kind = strcmp (json_node_get_string (node), "number") == 0 ? HEARTH_SLOT_NUMBER
                                                                       : HEARTH_SLOT_TIME;
      type->max_words = 1;
    } else {
      type->max_words = CLAMP (json_node_get_int (node), 1, HEARTH_MAX_WORDS);
    }
  }
  return TRUE;
}

static gboolean
load_expansions (HearthIntents *self, JsonObject *root, GError **error)
{
  JsonObject *expansions = get_object (root, "expansions", error);
  g_autoptr (GList) names = NULL;

  if (expansions == NULL)
    return FALSE;
  names = json_object_get_members (expansions);
  for (GList *l = names; l != NULL; l = l->next) {
    JsonNode *node = json_object_get_member (expansions, l->data);

    if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
      return fail_at (error, l->data);
    g_hash_table_insert (self->grammar.expansions, g_strdup (l->data), json_node_dup_string (node));
  }
  return TRUE;
}

/* "contractions": { "what's": "what is" }, "number_words": { "zweite": "2" } */
static gboolean
load_pairs (JsonObject *root, const char *member, GHashTable *out, GError **error)
{
  JsonObject *object;
  g_autoptr (GList) names = NULL;

  if (!json_object_has_member (root, member))
    return TRUE;
  object = get_object (root, member, error);
  if (object == NULL)
    return FALSE;
  names = json_object_get_members (object);
  for (GList *l = names; l != NULL; l = l->next) {
    const char *words = json_object_get_string_member_with_default (object, l->data, NULL);

    if (words == NULL)
      return fail_at (error, l->data);
    g_hash_table_insert (out, hearth_intents_normalise (l->data, strlen (l->data)),
                         hearth_intents_normalise (words, strlen (words)));
  }
  return TRUE;
}

/* "synonyms": [ [ "invoice", "bill" ] ] */
static gboolean
load_synonyms (HearthIntents *self, JsonObject *root, GError **error)
{
  JsonNode *node = json_object_get_member (root, "synonyms");
  JsonArray *groups;

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return fail_at (error, "synonyms");
  groups = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (groups); i++) {
    JsonNode *item = json_array_get_element (groups, i);
    g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

    if (!JSON_NODE_HOLDS_ARRAY (item))
      return fail_at (error, "synonyms");
    for (guint k = 0; k < json_array_get_length (json_node_get_array (item)); k++) {
      JsonNode *word = json_array_get_element (json_node_get_array (item), k);

      if (!JSON_NODE_HOLDS_VALUE (word) || json_node_get_value_type (word) != G_TYPE_STRING)
        return fail_at (error, "synonyms");
      g_strv_builder_add (builder, json_node_get_string (word));
    }
    g_ptr_array_add (self->synonyms, g_strv_builder_end (builder));
  }
  return TRUE;
}

static char **
load_set (HearthIntents *self, JsonObject *group)
{
  JsonNode *node = json_object_get_member (group, "set");
  g_autoptr (GStrvBuilder) builder = NULL;
  g_autoptr (GList) names = NULL;
  char **set;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return NULL;
  builder = g_strv_builder_new ();
  names = json_object_get_members (json_node_get_object (node));
  for (GList *l = names; l != NULL; l = l->next) {
    g_strv_builder_add (builder, l->data);
    g_strv_builder_add (builder,
                        json_object_get_string_member_with_default (json_node_get_object (node),
                                                                    l->data, ""));
  }
  set = g_strv_builder_end (builder);
  g_ptr_array_add (self->sets, set);
  return set;
}

/* "groups": [ { "set": { … }, "say": [ … ] } ] */
static gboolean
load_groups (HearthIntents *self, JsonObject *parent, const char *name, guint intent,
             GArray *templates, GError **error)
{
  JsonNode *node = json_object_get_member (parent, name);
  JsonArray *groups;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return fail_at (error, name);
  groups = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (groups); i++) {
    g_autoptr (GPtrArray) sentences = g_ptr_array_new_with_free_func (g_free);
    JsonNode *item = json_array_get_element (groups, i);
    char **set;

    if (!JSON_NODE_HOLDS_OBJECT (item))
      return fail_at (error, name);
    if (!load_strings (json_node_get_object (item), "say", sentences, error))
      return FALSE;
    set = load_set (self, json_node_get_object (item));
    for (guint k = 0; k < sentences->len; k++) {
      HearthTemplate template = { .intent = intent, .set = set };

      if (!hearth_grammar_compile (&self->grammar, g_ptr_array_index (sentences, k), &template,
                                   error))
        return FALSE;
      g_array_append_val (templates, template);
    }
  }
  return TRUE;
}

static gboolean
load_intents (HearthIntents *self, JsonObject *root, GError **error)
{
  JsonObject *intents = get_object (root, "intents", error);
  g_autoptr (GList) names = NULL;

  if (intents == NULL)
    return FALSE;
  names = json_object_get_members (intents);
  for (GList *l = names; l != NULL; l = l->next) {
    JsonObject *object = get_object (intents, l->data, error);
    guint first = self->templates->len;
    HearthIntent *intent;

    if (object == NULL)
      return FALSE;
    intent = g_new0 (HearthIntent, 1);
    intent->name = g_strdup (l->data);
    intent->examples = g_ptr_array_new_with_free_func (g_free);
    intent->responses = g_ptr_array_new_with_free_func (g_free);
    intent->words = g_hash_table_new (NULL, NULL);
    g_ptr_array_add (self->intents, intent);
    if (!load_strings (object, "examples", intent->examples, error) ||
        !load_strings (object, "responses", intent->responses, error) ||
        !load_groups (self, object, "groups", self->intents->len - 1, self->templates, error))
      return FALSE;
    for (guint i = first; i < self->templates->len; i++) {
      HearthTemplate *template = &g_array_index (self->templates, HearthTemplate, i);

      for (guint k = 0; k < template->n_ops; k++) {
        if (template->ops[k].code == HEARTH_OP_WORD)
          g_hash_table_add (intent->words, GUINT_TO_POINTER (template->ops[k].a));
      }
    }
  }
  return TRUE;
}

/**
 * hearth_intents_load:
 * @self: new templates
 * @root: the object of a file of templates
 * @error: return location
 *
 * Returns: whether all of it is well formed
 */
gboolean
hearth_intents_load (HearthIntents *self, JsonObject *root, GError **error)
{
  self->language = g_strdup (json_object_get_string_member_with_default (root, "language", "en"));
  return load_slots (self, root, error) && load_expansions (self, root, error) &&
         load_pairs (root, "contractions", self->grammar.contractions, error) &&
         load_pairs (root, "number_words", self->number_words, error) &&
         load_synonyms (self, root, error) &&
         load_groups (self, root, "leading", 0, self->leading, error) &&
         load_groups (self, root, "trailing", 0, self->trailing, error) &&
         load_words (root, "fillers", self->fillers, error) &&
         load_words (root, "stop_words", self->stop_words, error) &&
         load_words (root, "past", self->past, error) &&
         load_words (root, "articles", self->articles, error) &&
         load_words (root, "numbers", self->numbers, error) &&
         load_strings (root, "near", self->near, error) && load_intents (self, root, error);
}
