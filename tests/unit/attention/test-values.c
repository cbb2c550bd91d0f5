/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-values.h"

#include <string.h>

static char *
describe (const char *text)
{
  static const char *const kinds[] = { "time", "date", "day", "amount", "number" };
  g_autoptr (GArray) values = hearth_values_find (text, strlen (text));
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < values->len; i++) {
    const HearthValue *value = &g_array_index (values, HearthValue, i);

    g_assert_cmpuint (value->start + value->length, <=, strlen (text));
    g_assert_cmpuint (value->length, >, 0);
    g_string_append_printf (out, "%s%s %" G_GINT64_FORMAT "%s", i > 0 ? "; " : "",
                            kinds[value->kind], value->number, value->unit);
    if (value->year != 0)
      g_string_append_printf (out, " %d", value->year);
  }
  return g_string_free (out, FALSE);
}

static void
test_forms (void)
{
  static const struct {
    const char *text;
    const char *values;
  } cases[] = {
    { "", "" },
    { "at 3 pm", "time 900" },
    { "at 3pm.", "time 900" },
    { "at 3:30 p.m. then", "time 930" },
    { "at 15:00", "time 900" },
    { "um 15 Uhr 30", "time 930" },
    { "um 15.30 Uhr", "time 930" },
    { "at 12 am", "time 0" },
    { "at three o'clock", "number 300" },
    { "at 3 o'clock", "time 180" },
    { "at noon", "time 720" },
    { "um 9 Uhr am Montag", "time 540; day 1" },
    { "Feb 3", "date 203" },
    { "February 3rd, 2026", "date 203 2026" },
    { "3 February", "date 203" },
    { "the 3rd of February 2026", "date 203 2026" },
    { "am 3. Februar 2026 um 10:00", "date 203 2026; time 600" },
    { "2026-02-03", "date 203 2026" },
    { "am 3.2.", "date 203" },
    { "03.02.2026", "date 203 2026" },
    { "in June", "date 600" },
    { "May I ask you", "" },
    { "on Friday", "day 5" },
    { "bis morgen", "day 12" },
    { "1,000 people", "number 100000" },
    { "1.000 Leute", "number 100000" },
    { "1000", "number 100000" },
    { "12.5", "number 1250" },
    { "$1,234.56", "amount 123456USD" },
    { "1.234,56 €", "amount 123456EUR" },
    { "EUR 40", "amount 4000EUR" },
    { "40 euros", "amount 4000EUR" },
    { "15%", "amount 1500%" },
    { "10k", "number 1000000" },
    { "three of them", "number 300" },
    { "flight LH123", "" },
    { "room B2", "" },
    { "version 1.2.3", "" },
    { "99999999999999999999", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *values = describe (cases[i].text);

    g_test_message ("%s: %s", cases[i].text, values);
    if (cases[i].values != NULL)
      g_assert_cmpstr (values, ==, cases[i].values);
  }
}

static gboolean
is_said (const char *said, const char *text)
{
  g_autoptr (GArray) one = hearth_values_find (said, strlen (said));
  g_autoptr (GArray) values = hearth_values_find (text, strlen (text));

  g_assert_cmpuint (one->len, ==, 1);
  return hearth_value_is_in (&g_array_index (one, HearthValue, 0), values);
}

static void
test_said (void)
{
  g_assert_true (is_said ("3 pm", "um 15 Uhr"));
  g_assert_true (is_said ("15:00", "at 3pm"));
  g_assert_true (is_said ("Feb 3", "on 3 February 2026"));
  g_assert_true (is_said ("February 3, 2026", "on 3/2"));
  g_assert_true (is_said ("3 March", "on 3/3"));
  g_assert_true (is_said ("2 March", "on 3/2"));
  g_assert_true (is_said ("June", "on 4 June"));
  g_assert_true (is_said ("1,000", "1000"));
  g_assert_true (is_said ("3", "three of us"));
  g_assert_true (is_said ("3", "at 3 pm"));
  g_assert_true (is_said ("40", "it costs 40 €"));
  g_assert_true (is_said ("40 €", "EUR 40.00"));
  g_assert_true (is_said ("tomorrow", "morgen"));
  g_assert_false (is_said ("4 pm", "at 3 pm"));
  g_assert_false (is_said ("3 pm", "at 3 am"));
  g_assert_false (is_said ("Feb 4", "on 3 February"));
  g_assert_false (is_said ("3 February 2027", "on 3 February 2026"));
  g_assert_false (is_said ("40 €", "$40"));
  g_assert_false (is_said ("40 €", "40 people"));
  g_assert_false (is_said ("400", "40"));
  g_assert_false (is_said ("Friday", "on Thursday"));
  g_assert_false (is_said ("5", "nothing"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/values/forms", test_forms);
  g_test_add_func ("/values/said", test_said);
  return g_test_run ();
}
