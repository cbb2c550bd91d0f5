/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "search/hearth-found-markup.h"

static void
assert_markup (const char *text, const char *words, const char *expected)
{
  g_autofree char *markup = hearth_found_markup_new (text, words);

  g_assert_cmpstr (markup, ==, expected);
}

static void
test_bold (void)
{
  assert_markup ("The new lease", "lea", "The new <b>lease</b>");
  assert_markup ("Lease & Sons <b>", "lease sons", "<b>Lease</b> &amp; <b>Sons</b> &lt;b&gt;");
  assert_markup ("Die Straße", "strasse", "Die <b>Straße</b>");
  assert_markup ("nothing", "lease", "nothing");
  assert_markup ("", "lease", "");
  assert_markup ("a < b", "", "a &lt; b");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/found-markup/bold", test_bold);
  return g_test_run ();
}
