/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-tongue.h"

static void
test_days (void)
{
  static const struct {
    const char *language;
    const char *third;
    const char *first;
  } cases[] = {
    { "en", "3 May 2026", "1 May 2026" },
    { "en-GB", "3 May 2026", "1 May 2026" },
    { "en-US", "May 3, 2026", "May 1, 2026" },
    { "en_US", "May 3, 2026", "May 1, 2026" },
    { "de", "3. Mai 2026", "1. Mai 2026" },
    { "de-CH", "3. Mai 2026", "1. Mai 2026" },
    { "DE", "3. Mai 2026", "1. Mai 2026" },
    { "fr", "3 mai 2026", "1er mai 2026" },
    { "es", "3 de mayo de 2026", "1 de mayo de 2026" },
    { "it", "3 maggio 2026", "1º maggio 2026" },
    { "nl", "3 mei 2026", "1 mei 2026" },
    { "pt-BR", "3 de maio de 2026", "1 de maio de 2026" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const HearthTongue *tongue = hearth_tongue_find (cases[i].language);
    g_autofree char *third = hearth_tongue_dup_day (tongue, 2026, 5, 3);
    g_autofree char *first = hearth_tongue_dup_day (tongue, 2026, 5, 1);

    g_assert_cmpstr (third, ==, cases[i].third);
    g_assert_cmpstr (first, ==, cases[i].first);
  }
}

static void
test_months (void)
{
  g_assert_cmpstr (hearth_tongue_get_month (hearth_tongue_find ("de"), 1), ==, "Januar");
  g_assert_cmpstr (hearth_tongue_get_month (hearth_tongue_find ("de-AT"), 1), ==, "Jänner");
  g_assert_cmpstr (hearth_tongue_get_month (hearth_tongue_find ("fr"), 8), ==, "août");
  g_assert_cmpstr (hearth_tongue_get_month (hearth_tongue_find ("en"), 12), ==, "December");
}

static void
test_titles (void)
{
  const HearthTongue *german = hearth_tongue_find ("de");
  g_autofree char *title = hearth_tongue_dup_title (german, "Anna");
  g_autofree char *number = hearth_tongue_dup_number (german, 4);

  g_assert_cmpstr (title, ==, "Brief an Anna");
  g_assert_cmpstr (number, ==, "Brief 4");
  g_assert_cmpstr (hearth_tongue_get_contents (german), ==, "Inhalt");
}

/* What is not known is nobody's language, and not one that begins alike. */
static void
test_unknown (void)
{
  static const char *const unknown[] = { "", "d", "den", "deutsch", "ja", "e", "-", "en1" };

  g_assert_null (hearth_tongue_find (NULL));
  for (guint i = 0; i < G_N_ELEMENTS (unknown); i++)
    g_assert_null (hearth_tongue_find (unknown[i]));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tongue/days", test_days);
  g_test_add_func ("/tongue/months", test_months);
  g_test_add_func ("/tongue/titles", test_titles);
  g_test_add_func ("/tongue/unknown", test_unknown);
  return g_test_run ();
}
