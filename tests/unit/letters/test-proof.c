/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-proof.h"

#include <string.h>
#include <time.h>

/* What surrounds the rules of the proofreader; how good they are is measured in tests/quality. */

#define MAY_1 739737 /* Friday, 1 May 2026 */

static GPtrArray *
check (const char *language, const char *text)
{
  HearthProofContext context = { .language = language, .day = MAY_1 };

  return hearth_proof_check (text, &context);
}

static const HearthProofMark *
get_only (GPtrArray *marks, HearthProofKind kind)
{
  const HearthProofMark *mark;

  g_assert_cmpuint (marks->len, ==, 1);
  mark = g_ptr_array_index (marks, 0);
  g_assert_cmpint (mark->kind, ==, kind);
  return mark;
}

/* Ranges count characters, whatever bytes they have. */
static void
test_ranges (void)
{
  static const char text[] = "Ä ö ü — das war auf auf dem Dach.";
  g_autoptr (GPtrArray) marks = check ("de", text);
  const HearthProofMark *mark = get_only (marks, HEARTH_PROOF_REPEATED);
  g_autofree char *marked = g_utf8_substring (text, mark->start, mark->end);

  g_assert_cmpstr (marked, ==, "auf auf");
  g_assert_cmpstr (mark->suggestions[0], ==, "auf");
  g_assert_null (mark->suggestions[1]);
}

static void
test_reason (void)
{
  g_autoptr (GPtrArray) marks = check ("en", "We meet on Friday, 3 May 2026, at noon.");
  const HearthProofMark *mark = get_only (marks, HEARTH_PROOF_DATE);

  g_assert_cmpstr (mark->reason, ==, "“3 May 2026” is a Sunday.");
  g_assert_cmpstr (mark->suggestions[0], ==, "Sunday");
}

/* A date without a year is the one next to the letter, unless that is far away. */
static void
test_year (void)
{
  static const struct {
    const char *text;
    guint n;
  } samples[] = {
    { "We met on Sunday, 3 May, at noon.", 0 },
    { "We met on Saturday, 3 May, at noon.", 1 },
    { "We met on Saturday, 3 May 2025, at noon.", 0 },
    { "We meet on Monday, 12 October, at noon.", 0 },   /* 2026 */
    { "We met on Sunday, 12 October, at noon.", 0 },    /* 2025 */
    { "We met on Wednesday, 12 October, at noon.", 1 }, /* neither */
    { "We met on the 29 February 2028.", 0 },
    { "We met on the 29 February 2026.", 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (samples); i++) {
    g_autoptr (GPtrArray) marks = check ("en", samples[i].text);

    g_test_message ("%s", samples[i].text);
    g_assert_cmpuint (marks->len, ==, samples[i].n);
  }
}

/* What was dismissed stays dismissed when something else is changed. */
static void
test_dismissed (void)
{
  g_autoptr (GHashTable) dismissed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  HearthProofContext context = { .language = "en", .day = MAY_1, .dismissed = dismissed };
  g_autoptr (GPtrArray) marks = check ("en", "We saw the the sea. It was blue.");
  g_autoptr (GPtrArray) again = NULL;
  g_autoptr (GPtrArray) other = NULL;

  g_hash_table_add (dismissed, g_strdup (get_only (marks, HEARTH_PROOF_REPEATED)->key));
  again =
      hearth_proof_check ("Dear Ana,\n\nYesterday we went out. We saw the the sea. It was blue.",
                          &context);
  g_assert_cmpuint (again->len, ==, 0);
  other = hearth_proof_check ("We saw the the sea. It was in in May.", &context);
  g_assert_cmpstr (get_only (other, HEARTH_PROOF_REPEATED)->suggestions[0], ==, "in");
}

static void
test_apply (void)
{
  static const char text[] = "Ich weiß dass  es auf auf dem Tisch liegt , und es ist 5\" breit.";
  g_autoptr (GPtrArray) marks = check ("de", text);
  g_autofree char *changed = hearth_proof_apply (text, marks);
  g_autoptr (GPtrArray) left = check ("de", changed);

  g_assert_cmpstr (changed, ==, "Ich weiß, dass es auf dem Tisch liegt, und es ist 5\" breit.");
  g_assert_cmpuint (left->len, ==, 0);
}

/* Of marks that overlap the first is taken, and no suggestion changes nothing. */
static void
test_apply_overlapping (void)
{
  static const char *const suggestions[] = { "X", NULL };
  HearthProofMark first = { .start = 1, .end = 3, .suggestions = (char **) suggestions };
  HearthProofMark second = { .start = 2, .end = 4, .suggestions = (char **) suggestions };
  HearthProofMark none = { .start = 4, .end = 5, .suggestions = (char *[]){ NULL } };
  HearthProofMark beyond = { .start = 5, .end = 50, .suggestions = (char **) suggestions };
  g_autoptr (GPtrArray) marks = g_ptr_array_new ();
  g_autofree char *changed = NULL;

  g_ptr_array_add (marks, &first);
  g_ptr_array_add (marks, &second);
  g_ptr_array_add (marks, &none);
  g_ptr_array_add (marks, &beyond);
  changed = hearth_proof_apply ("äbcdef", marks);
  g_assert_cmpstr (changed, ==, "äXdef");
}

/* Rules of one language are not applied to another, and of an unknown one few are. */
static void
test_languages (void)
{
  g_autoptr (GPtrArray) english = check ("en", "I said dass weil he came! Oui?");
  g_autoptr (GPtrArray) french = check ("fr", "Quel beau jour! Oui.");
  g_autoptr (GPtrArray) none = check ("pt", "Eu acho que sim sim, e tu? A segunda, 3 May 2026.");

  g_assert_cmpuint (english->len, ==, 0);
  g_assert_cmpstr (get_only (french, HEARTH_PROOF_SPACING)->suggestions[0], ==, "\u202f!");
  g_assert_cmpstr (get_only (none, HEARTH_PROOF_REPEATED)->suggestions[0], ==, "sim");
}

/* Nobody waits for a letter that is no letter. */
static void
test_bounded (void)
{
  static const char *const pieces[] = {
    ".",     "a.",      "a ", "\" ", "and he ",
    "\n",    "x@",      "! ", "3. ", "a b c d e f g h i and he ",
    "Anya ", "the the "
  };

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++) {
    g_autoptr (GString) text = g_string_new (NULL);
    g_autoptr (GPtrArray) marks = NULL;
    double seconds;
    clock_t begin;

    while (text->len < 1000000)
      g_string_append (text, pieces[i]);
    begin = clock ();
    marks = check ("en", text->str);
    seconds = (double) (clock () - begin) / CLOCKS_PER_SEC;
    g_test_message ("“%s”: %u marks, %.3f s", pieces[i], marks->len, seconds);
    g_assert_cmpuint (marks->len, <=, HEARTH_PROOF_MAX_MARKS);
    /* Far more than it takes, also under a sanitizer; a square of the length takes minutes. */
    g_assert_cmpfloat (seconds, <, 20);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/letters/proof/ranges", test_ranges);
  g_test_add_func ("/letters/proof/reason", test_reason);
  g_test_add_func ("/letters/proof/year", test_year);
  g_test_add_func ("/letters/proof/dismissed", test_dismissed);
  g_test_add_func ("/letters/proof/apply", test_apply);
  g_test_add_func ("/letters/proof/apply-overlapping", test_apply_overlapping);
  g_test_add_func ("/letters/proof/languages", test_languages);
  g_test_add_func ("/letters/proof/bounded", test_bounded);

  return g_test_run ();
}
