/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-gate-error.h"
#include "hearth-plan.h"

#include <string.h>

static void
test_names (void)
{
  for (guint i = 0; i < HEARTH_N_VERBS; i++) {
    HearthVerb verb = HEARTH_VERB_REMEMBER;

    g_assert_true (hearth_verb_from_string (hearth_verb_to_string ((HearthVerb) i), &verb));
    g_assert_cmpint (verb, ==, i);
  }
  g_assert_false (hearth_verb_from_string ("forward", NULL));
  g_assert_false (hearth_verb_from_string ("Reply", NULL));
  g_assert_false (hearth_verb_from_string ("", NULL));
  g_assert_false (hearth_verb_from_string (NULL, NULL));
}

static void
test_read (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthPlan) plan = hearth_plan_parse (
      "{\"plan\": [{\"verb\":\"reply\",\"count\":1}, {\"count\":20,\"verb\":\"archive\"}]}",
      &error);
  g_autofree char *json = NULL;

  g_assert_no_error (error);
  g_assert_true (hearth_plan_allows (plan, HEARTH_VERB_REPLY, 0));
  g_assert_false (hearth_plan_allows (plan, HEARTH_VERB_REPLY, 1));
  g_assert_true (hearth_plan_allows (plan, HEARTH_VERB_ARCHIVE, 19));
  g_assert_false (hearth_plan_allows (plan, HEARTH_VERB_ARCHIVE, 20));
  g_assert_false (hearth_plan_allows (plan, HEARTH_VERB_SEND, 0));
  g_assert_false (hearth_plan_is_empty (plan));
  json = hearth_plan_to_json (plan);
  g_assert_cmpstr (json, ==,
                   "{\"plan\":[{\"verb\":\"reply\",\"count\":1},{\"verb\":\"archive\","
                   "\"count\":20}]}");
}

/* Without a plan, or with one that says so, nothing is allowed. */
static void
test_nothing (void)
{
  g_autoptr (HearthPlan) plan = hearth_plan_parse ("{\"plan\":[]}", NULL);

  g_assert_nonnull (plan);
  g_assert_true (hearth_plan_is_empty (plan));
  g_assert_true (hearth_plan_is_empty (NULL));
  for (guint i = 0; i < HEARTH_N_VERBS; i++) {
    g_assert_false (hearth_plan_allows (plan, (HearthVerb) i, 0));
    g_assert_false (hearth_plan_allows (NULL, (HearthVerb) i, 0));
  }
}

static void
test_bad (void)
{
  static const char *const bad[] = {
    "",
    "null",
    "[]",
    "{}",
    "{\"plan\":{}}",
    "{\"plan\":null}",
    "{\"plan\":[],\"more\":1}",
    "{\"plan\":[null]}",
    "{\"plan\":[\"reply\"]}",
    "{\"plan\":[{\"verb\":\"reply\"}]}",
    "{\"plan\":[{\"count\":1}]}",
    "{\"plan\":[{\"verb\":\"reply\",\"count\":0}]}",
    "{\"plan\":[{\"verb\":\"reply\",\"count\":-1}]}",
    "{\"plan\":[{\"verb\":\"reply\",\"count\":101}]}",
    "{\"plan\":[{\"verb\":\"reply\",\"count\":4294967297}]}",
    "{\"plan\":[{\"verb\":\"reply\",\"count\":99999999999999999999}]}",
    "{\"plan\":[{\"verb\":\"reply\",\"count\":1.0}]}",
    "{\"plan\":[{\"verb\":\"reply\",\"count\":\"1\"}]}",
    "{\"plan\":[{\"verb\":\"reply\",\"count\":true}]}",
    "{\"plan\":[{\"verb\":[\"reply\"],\"count\":1}]}",
    "{\"plan\":[{\"verb\":\"forward\",\"count\":1}]}",
    "{\"plan\":[{\"verb\":\"delete\",\"count\":1}]}",
    "{\"plan\":[{\"verb\":\"reply\",\"count\":1,\"to\":\"eve@example.org\"}]}",
    "{\"plan\":[{\"verb\":\"reply\",\"count\":1},{\"verb\":\"reply\",\"count\":1}]}",
    "Certainly. {\"plan\":[]}",
    "{\"plan\":[]} {\"plan\":[]}",
    "{\"plan\":[{\"verb\":\"send\",\"count\":1}]} {\"plan\":[]}",
    "/* a plan */ {\"plan\":[]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;

    if (hearth_plan_parse (bad[i], &error) != NULL)
      g_error ("This was taken for a plan: %s", bad[i]);
    g_assert_error (error, HEARTH_GATE_ERROR, HEARTH_GATE_ERROR_BAD_PLAN);
  }
}

static void
test_bounds (void)
{
  g_autofree char *deep = g_strnfill (HEARTH_PLAN_MAX_BYTES, '[');
  g_autofree char *spaces = g_strnfill (HEARTH_PLAN_MAX_BYTES, ' ');
  g_autofree char *too_long = g_strconcat ("{\"plan\":[]}", spaces, NULL);
  g_autoptr (HearthPlan) plan = hearth_plan_new ();

  g_assert_null (hearth_plan_parse (deep, NULL));
  g_assert_null (hearth_plan_parse (too_long, NULL));
  hearth_plan_add (plan, HEARTH_VERB_FLAG, G_MAXUINT);
  hearth_plan_add (plan, HEARTH_VERB_FLAG, G_MAXUINT);
  g_assert_cmpuint (hearth_plan_get_count (plan, HEARTH_VERB_FLAG), ==, HEARTH_PLAN_MAX_COUNT);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan/names", test_names);
  g_test_add_func ("/plan/read", test_read);
  g_test_add_func ("/plan/nothing", test_nothing);
  g_test_add_func ("/plan/bad", test_bad);
  g_test_add_func ("/plan/bounds", test_bounds);
  return g_test_run ();
}
