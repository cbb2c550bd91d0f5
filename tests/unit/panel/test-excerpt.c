/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-excerpt.h"

#include <string.h>

static void
test_what_is_asked (void)
{
  g_autofree char *excerpt = hearth_excerpt_new (
      "Hi Theo,\n\nthank you for the nice evening.\n\nHalle 7 is ours on 12 June. Could you send "
      "me the head count by Friday?\n\nBest,\nMarta\n-- \nKeller Events\nCould you read this?\n",
      "asks for a number by Friday");

  g_assert_cmpstr (
      excerpt, ==,
      "Halle 7 is ours on 12 June. Could you send me the head count <b>by Friday</b>?");
}

static void
test_quotes_do_not_count (void)
{
  g_autofree char *excerpt = hearth_excerpt_new (
      "Yes, that works for all of us.\n\nOn Monday Ana wrote:\n> Please answer by Friday, could "
      "you?\n",
      "answers you");

  g_assert_cmpstr (excerpt, ==, "Yes, that works for all of us.");
}

static void
test_markup_is_text (void)
{
  g_autofree char *excerpt =
      hearth_excerpt_new ("Is <b>3 & 4</b> right for you?", "asks: <b>right</b>");

  g_assert_cmpstr (excerpt, ==, "Is &lt;b&gt;3 &amp; 4&lt;/b&gt; <b>right</b> for you?");
}

static void
test_numbers_do_not_end (void)
{
  g_autofree char *excerpt =
      hearth_excerpt_new ("The price is 3.50 at www.example.org until May. Fine by us.", NULL);

  g_assert_true (g_str_has_prefix (excerpt, "The price is 3.50 at www.example.org until May."));
}

static void
test_nothing (void)
{
  g_autofree char *huge = g_strnfill (3 * 1024 * 1024, 'x');

  g_assert_null (hearth_excerpt_new ("", NULL));
  g_assert_null (hearth_excerpt_new ("Hi!\n\n> Quoted?\n", "why"));
  g_assert_null (hearth_excerpt_new (huge, "why"));
}

static void
test_other_scripts (void)
{
  g_autofree char *excerpt = hearth_excerpt_new (
      "会議は十二日の午前中に本社で行います。金曜日までに人数を教えていただけますか？", NULL);

  g_assert_nonnull (strstr (excerpt, "人数を教えていただけますか？"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/panel/excerpt/what-is-asked", test_what_is_asked);
  g_test_add_func ("/panel/excerpt/quotes", test_quotes_do_not_count);
  g_test_add_func ("/panel/excerpt/markup", test_markup_is_text);
  g_test_add_func ("/panel/excerpt/numbers", test_numbers_do_not_end);
  g_test_add_func ("/panel/excerpt/nothing", test_nothing);
  g_test_add_func ("/panel/excerpt/scripts", test_other_scripts);
  return g_test_run ();
}
