/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hearth-dictation-text.h"

typedef struct {
  const char *before, *text, *after, *fitting;
} Case;

static const Case cases[] = {
  { "", "Hello there", "", "Hello there" },
  { "e", "and more", "", " and more" },
  { "e", "", "", "" },
  { "e", "   ", "f", "" },
  { ".", "The next.", "", " The next." },
  { "e", ".", "", "." },
  { "e", ", and then", "", ", and then" },
  { "e", "? Yes", "", "? Yes" },
  { " ", "word", "", "word" },
  { "\n", "Line", "", "Line" },
  { "e", "\n\nNew paragraph", "", "\n\nNew paragraph" },
  { "(", "inside", ")", "inside" },
  { "“", "quoted", "”", "quoted" },
  { "„", "zitiert", "“", "zitiert" },
  { "", "before", "w", "before " },
  { "a", "between", "b", " between " },
  { "a", "between", " ", " between" },
  { "a", "ends.", ",", " ends." },
  { "a", "line\n", "b", " line\n" },
  { "好", "的", "", "的" },
  { "。", "好", "", "好" },
  { "は", "い", "な", "い" },
  { "é", "été", "ß", " été " },
  { ")", "goes on", "", " goes on" },
  { "/", "path", "", "path" },
};

static void
test_fit (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *fitting =
        hearth_dictation_text_fit (cases[i].before, cases[i].text, cases[i].after);

    g_assert_cmpstr (fitting, ==, cases[i].fitting);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dictation-text/fit", test_fit);
  return g_test_run ();
}
