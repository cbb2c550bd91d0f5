/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ai-retry.h"

#define NOW 1795914000 /* 2026-11-29 01:00:00 UTC */

static void
test_after (void)
{
  static const struct {
    const char *milliseconds;
    const char *after;
    const char *date;
    gint64 wait;
  } cases[] = {
    { NULL, NULL, NULL, -1 },
    { "1500", "7", NULL, 1500 },
    { "12.5", NULL, NULL, 13 },
    { "soon", "7", NULL, 7000 },
    { NULL, "0", NULL, 0 },
    { NULL, " 2.5 ", NULL, 2500 },
    { NULL, "3600", NULL, 3600 * 1000 },
    { NULL, "-1", NULL, -1 },
    { NULL, "nan", NULL, -1 },
    { NULL, "1e999", NULL, -1 },
    { NULL, "999999999999", NULL, (gint64) 366 * 24 * 3600 * 1000 },
    { NULL, "", NULL, -1 },
    { NULL, "7 apples", NULL, -1 },
    { NULL, "Sun, 29 Nov 2026 01:00:20 GMT", NULL, 20 * 1000 },
    { NULL, "Sun, 29 Nov 2026 00:59:00 GMT", NULL, 0 },
    /* A service whose clock is an hour ahead. */
    { NULL, "Sun, 29 Nov 2026 02:00:20 GMT", "Sun, 29 Nov 2026 02:00:00 GMT", 20 * 1000 },
    { NULL, "tomorrow", NULL, -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (hearth_ai_retry_parse_after (cases[i].milliseconds, cases[i].after,
                                                  cases[i].date, NOW),
                     ==, cases[i].wait);
}

static void
test_wait (void)
{
  static const HearthAiPatience patience = { 4, 500, 60000, 1 };

  /* It doubles, with some chance in it, and ends. */
  g_assert_cmpint (hearth_ai_retry_get_wait (&patience, 1, -1, 0), ==, 500);
  g_assert_cmpint (hearth_ai_retry_get_wait (&patience, 1, -1, 1), ==, 375);
  g_assert_cmpint (hearth_ai_retry_get_wait (&patience, 2, -1, 0), ==, 1000);
  g_assert_cmpint (hearth_ai_retry_get_wait (&patience, 3, -1, 0), ==, 2000);
  g_assert_cmpint (hearth_ai_retry_get_wait (&patience, 4, -1, 0), ==, -1);
  /* What the service asks for is kept to, unless it is too much. */
  g_assert_cmpint (hearth_ai_retry_get_wait (&patience, 1, 7000, 0), ==, 7000);
  g_assert_cmpint (hearth_ai_retry_get_wait (&patience, 1, 7000, 1), ==, 7093);
  g_assert_cmpint (hearth_ai_retry_get_wait (&patience, 1, 0, 1), ==, 0);
  g_assert_cmpint (hearth_ai_retry_get_wait (&patience, 1, 60000, 1), ==, 60000);
  g_assert_cmpint (hearth_ai_retry_get_wait (&patience, 1, 60001, 0), ==, -1);
  /* However patient, it does not wait for hours between two tries. */
  for (guint n = 1; n < 40; n++) {
    static const HearthAiPatience much = { 100, 500, 600000, 1 };

    g_assert_cmpint (hearth_ai_retry_get_wait (&much, n, -1, 0), <=, 8000);
    g_assert_cmpint (hearth_ai_retry_get_wait (&much, n, -1, 0), >=, 500);
  }
}

static void
test_words (void)
{
  static const struct {
    gint64 seconds;
    const char *words;
  } cases[] = {
    { 1, "1 second" },      { 59, "59 seconds" }, { 60, "1 minute" },  { 61, "2 minutes" },
    { 3600, "60 minutes" }, { 7200, "2 hours" },  { 7201, "3 hours" }, { 4 * 24 * 3600, "4 days" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *words = hearth_ai_retry_dup_wait (cases[i].seconds);

    g_assert_cmpstr (words, ==, cases[i].words);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/retry/after", test_after);
  g_test_add_func ("/retry/wait", test_wait);
  g_test_add_func ("/retry/words", test_words);
  return g_test_run ();
}
