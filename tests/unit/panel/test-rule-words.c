/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-rule-words.h"

static void
test_rules (void)
{
  static const struct {
    const char *rule;
    const char *words;
  } cases[] = {
    { "FREQ=DAILY", "every day" },
    { "FREQ=DAILY;INTERVAL=3", "every 3 days" },
    { "FREQ=WEEKLY;BYDAY=MO,FR", "every week · Monday, Friday" },
    { "freq=weekly;interval=2;byday=tu;count=10", "every 2 weeks · Tuesday · 10 times" },
    { "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "every week · Monday to Friday" },
    { "FREQ=MONTHLY;COUNT=1", "every month · 1 time" },
    { "FREQ=YEARLY;INTERVAL=1", "every year" },
    /* What has no simple words is not said wrongly. */
    { "FREQ=MONTHLY;BYDAY=2FR", "One of a series" },
    { "FREQ=WEEKLY;BYDAY=XX", "One of a series" },
    { "FREQ=SECONDLY", "One of a series" },
    { "", "One of a series" },
    { "INTERVAL=2", "One of a series" },
    { "FREQ=DAILY;INTERVAL=-5;COUNT=99999999999999999999", "every day · 100000 times" },
    { "FREQ=DAILY;UNTIL=20261399", "every day" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *words = hearth_rule_words_describe (cases[i].rule);

    g_assert_cmpstr (words, ==, cases[i].words);
  }
}

static void
test_alarms (void)
{
  g_autoptr (GArray) alarms = g_array_new (FALSE, FALSE, sizeof (int));
  const int seconds[] = { -15 * 60, 0, -2 * 60 * 60, -24 * 60 * 60, 300 };
  g_autofree char *words = NULL;

  g_assert_null (hearth_rule_words_alarms (NULL));
  g_assert_null (hearth_rule_words_alarms (alarms));
  g_array_append_vals (alarms, seconds, G_N_ELEMENTS (seconds));
  words = hearth_rule_words_alarms (alarms);
  g_assert_cmpstr (words, ==,
                   "15 minutes before, when it starts, 2 hours before, 1 day before, 5 minutes "
                   "after the start");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/panel/rule-words/rules", test_rules);
  g_test_add_func ("/panel/rule-words/alarms", test_alarms);
  return g_test_run ();
}
