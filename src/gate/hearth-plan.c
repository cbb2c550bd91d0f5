/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-plan.h"

#include "hearth-gate-error.h"
#include "hearth-json.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>
#include <string.h>

/* No deeper than a plan is: json-glib recurses, and what it reads comes from outside. */
#define MAX_DEPTH 4

/* More parts than there are verbs say one of them twice, which is no plan. */
#define MAX_PARTS HEARTH_N_VERBS

struct _HearthPlan {
  guint counts[HEARTH_N_VERBS];
};

G_DEFINE_QUARK (hearth-gate-error-quark, hearth_gate_error)

/**
 * hearth_plan_new:
 *
 * Returns: (transfer full): a plan that allows nothing
 */
HearthPlan *
hearth_plan_new (void)
{
  return g_new0 (HearthPlan, 1);
}

/**
 * hearth_plan_copy:
 * @self: a plan
 *
 * Returns: (transfer full): the same
 */
HearthPlan *
hearth_plan_copy (const HearthPlan *self)
{
  return g_memdup2 (self, sizeof *self);
}

/**
 * hearth_plan_free:
 * @self: (transfer full): a plan
 */
void
hearth_plan_free (HearthPlan *self)
{
  g_free (self);
}

/**
 * hearth_plan_add:
 * @self: a plan
 * @verb: what may be done
 * @count: how often, besides what it allows already
 *
 * More than %HEARTH_PLAN_MAX_COUNT is as much as that.
 */
void
hearth_plan_add (HearthPlan *self, HearthVerb verb, guint count)
{
  g_return_if_fail ((guint) verb < HEARTH_N_VERBS);

  self->counts[verb] =
      MIN (self->counts[verb] + MIN (count, HEARTH_PLAN_MAX_COUNT), HEARTH_PLAN_MAX_COUNT);
}

/**
 * hearth_plan_get_count:
 * @self: (nullable): a plan; %NULL allows nothing
 * @verb: a verb
 *
 * Returns: how often it may be done
 */
guint
hearth_plan_get_count (const HearthPlan *self, HearthVerb verb)
{
  g_return_val_if_fail ((guint) verb < HEARTH_N_VERBS, 0);

  return self != NULL ? self->counts[verb] : 0;
}

/**
 * hearth_plan_allows:
 * @self: (nullable): a plan; %NULL allows nothing
 * @verb: a verb
 * @n_used: how often it was done in this turn
 *
 * Returns: whether it may be done once more
 */
gboolean
hearth_plan_allows (const HearthPlan *self, HearthVerb verb, guint n_used)
{
  return n_used < hearth_plan_get_count (self, verb);
}

/**
 * hearth_plan_is_empty:
 * @self: (nullable): a plan
 *
 * Returns: whether it allows nothing but to read
 */
gboolean
hearth_plan_is_empty (const HearthPlan *self)
{
  for (guint i = 0; self != NULL && i < HEARTH_N_VERBS; i++) {
    if (self->counts[i] > 0)
      return FALSE;
  }
  return TRUE;
}

static gboolean
fail (GError **error, const char *why)
{
  g_set_error_literal (error, HEARTH_GATE_ERROR, HEARTH_GATE_ERROR_BAD_PLAN, why);
  return FALSE;
}

/* Whether a text is shallow enough for a parser that recurses. */
static gboolean
is_shallow (const char *json)
{
  guint depth = 0;
  gboolean quoted = FALSE;

  for (const char *at = json; *at != '\0'; at++) {
    if (quoted) {
      if (*at == '\\' && at[1] != '\0')
        at++;
      else if (*at == '"')
        quoted = FALSE;
    } else if (*at == '"') {
      quoted = TRUE;
    } else if (*at == '{' || *at == '[') {
      if (++depth > MAX_DEPTH)
        return FALSE;
    } else if ((*at == '}' || *at == ']') && depth > 0) {
      depth--;
    }
  }
  return TRUE;
}

static gboolean
take_part (HearthPlan *self, JsonNode *node, GError **error)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonNode *name = object != NULL ? json_object_get_member (object, "verb") : NULL;
  JsonNode *count = object != NULL ? json_object_get_member (object, "count") : NULL;
  HearthVerb verb;
  gint64 n;

  if (name == NULL || count == NULL || json_object_get_size (object) != 2 ||
      json_node_get_value_type (name) != G_TYPE_STRING ||
      json_node_get_value_type (count) != G_TYPE_INT64)
    return fail (error, _("A part of the plan is not a verb and a count."));
  if (!hearth_verb_from_string (json_node_get_string (name), &verb))
    return fail (error, _("The plan names a verb that does not exist."));
  n = json_node_get_int (count);
  if (n < 1 || n > HEARTH_PLAN_MAX_COUNT)
    return fail (error, _("The plan counts too much, or nothing."));
  if (self->counts[verb] > 0)
    return fail (error, _("The plan names a verb twice."));
  self->counts[verb] = (guint) n;
  return TRUE;
}

/**
 * hearth_plan_parse:
 * @json: `{"plan":[{"verb":"reply","count":1}, …]}`, from a service; anything else is refused
 * @error: %HEARTH_GATE_ERROR_BAD_PLAN
 *
 * Reads a plan as it goes over the wire. An empty list is a plan that allows nothing.
 *
 * Returns: (transfer full) (nullable): the plan, or %NULL: nothing may then be done
 */
HearthPlan *
hearth_plan_parse (const char *json, GError **error)
{
  g_autoptr (HearthPlan) self = hearth_plan_new ();
  g_autoptr (JsonNode) root = NULL;
  JsonNode *list = NULL;
  JsonArray *parts;

  if (strnlen (json, HEARTH_PLAN_MAX_BYTES + 1) > HEARTH_PLAN_MAX_BYTES || !is_shallow (json) ||
      (root = hearth_json_parse (json, strlen (json))) == NULL) {
    fail (error, _("The plan is not JSON, or too long."));
    return NULL;
  }
  if (JSON_NODE_HOLDS_OBJECT (root) && json_object_get_size (json_node_get_object (root)) == 1)
    list = json_object_get_member (json_node_get_object (root), "plan");
  if (list == NULL || !JSON_NODE_HOLDS_ARRAY (list)) {
    fail (error, _("The plan is not a list."));
    return NULL;
  }
  parts = json_node_get_array (list);
  if (json_array_get_length (parts) > MAX_PARTS) {
    fail (error, _("The plan names a verb twice."));
    return NULL;
  }
  for (guint i = 0; i < json_array_get_length (parts); i++) {
    if (!take_part (self, json_array_get_element (parts, i), error))
      return NULL;
  }
  return g_steal_pointer (&self);
}

/**
 * hearth_plan_to_json:
 * @self: a plan
 *
 * Returns: (transfer full): what hearth_plan_parse() reads
 */
char *
hearth_plan_to_json (const HearthPlan *self)
{
  GString *json = g_string_new ("{\"plan\":[");

  for (guint i = 0; i < HEARTH_N_VERBS; i++) {
    if (self->counts[i] == 0)
      continue;
    if (json->str[json->len - 1] != '[')
      g_string_append_c (json, ',');
    g_string_append_printf (json, "{\"verb\":\"%s\",\"count\":%u}",
                            hearth_verb_to_string ((HearthVerb) i), self->counts[i]);
  }
  g_string_append (json, "]}");
  return g_string_free (json, FALSE);
}
