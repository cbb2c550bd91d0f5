/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"

#include "hearth-gate-error.h"
#include "hearth-plan.h"

/* Whatever a service sends is a plan within its bounds, which stays what it is when it is written
 * and read again, or an error that says why it is none. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *json = g_strndup ((const char *) data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthPlan) plan = hearth_plan_parse (json, &error);
  g_autofree char *written = NULL;
  g_autoptr (HearthPlan) again = NULL;

  if (plan == NULL) {
    g_assert_error (error, HEARTH_GATE_ERROR, HEARTH_GATE_ERROR_BAD_PLAN);
    return 0;
  }
  written = hearth_plan_to_json (plan);
  again = hearth_plan_parse (written, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < HEARTH_N_VERBS; i++) {
    guint count = hearth_plan_get_count (plan, (HearthVerb) i);

    g_assert_cmpuint (count, <=, HEARTH_PLAN_MAX_COUNT);
    g_assert_cmpuint (count, ==, hearth_plan_get_count (again, (HearthVerb) i));
  }
  return 0;
}
