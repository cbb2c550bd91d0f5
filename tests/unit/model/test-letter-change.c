/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-letter-change.h"
#include "hearth-word-diff.h"

#include <string.h>

#define LETTER                                                                                       \
  "Dear Ana,\n\nwe regret to inform you that the 3 chairs are late. Für Über-Ängste: nichts.\n\n" \
  "We regret it. Yours, Ben"

static GPtrArray *
read_items (const char *items)
{
  g_autofree char *reply =
      g_strdup_printf ("Here you are:\n```json\n{\"changes\":[%s]}\n```", items);

  return hearth_letter_changes_read (reply, LETTER);
}

static guint
count (const char *items)
{
  g_autoptr (GPtrArray) changes = read_items (items);

  g_assert_nonnull (changes);
  return changes->len;
}

static void
test_read (void)
{
  g_autoptr (GPtrArray) changes = read_items (
      "{\"quote\":\"Yours, Ben\",\"instead\":\"Warmly, Ben\",\"reason\":\"Warmer.\"},"
      "{\"quote\":\"Über-Ängste\",\"instead\":\"Sorgen\",\"reason\":\"Plainer\\nword.\"},"
      "{\"quote\":\"we regret to inform you that \",\"instead\":\"\",\"reason\":\"It "
      "says nothing.\"}");
  const HearthLetterChange *change;
  g_autofree char *text = NULL;

  g_assert_cmpuint (changes->len, ==, 3);
  /* In the order of the letter, in characters. */
  change = g_ptr_array_index (changes, 0);
  g_assert_cmpuint (change->number, ==, 1);
  g_assert_cmpuint (change->start, ==, 11);
  g_assert_cmpuint (change->length, ==, 29);
  g_assert_cmpstr (change->new, ==, "");
  change = g_ptr_array_index (changes, 1);
  g_assert_cmpstr (change->reason, ==, "Plainer word.");
  g_assert_cmpuint (change->length, ==, 11);
  g_assert_true (
      g_str_has_prefix (g_utf8_offset_to_pointer (LETTER, change->start), "Über-Ängste"));
  text = hearth_letter_changes_apply (changes, LETTER);
  g_assert_cmpstr (text, ==,
                   "Dear Ana,\n\nthe 3 chairs are late. Für Sorgen: nichts.\n\nWe regret it. "
                   "Warmly, Ben");
}

static void
assert_links (void)
{
  static const char letter[] =
      "Write to nora@lind.example, or look at https://lind.example/garden. Thanks.";
  static const struct {
    const char *item;
    guint n;
  } cases[] = {
    { "{\"quote\":\"Write to nora@lind.example\",\"instead\":\"Mail to nora@sink.example\","
      "\"reason\":\"r\"}",
      0 },
    { "{\"quote\":\"look at https://lind.example/garden\",\"instead\":\"see "
      "https://sink.example/garden\",\"reason\":\"r\"}",
      0 },
    { "{\"quote\":\"look at https://lind.example/garden\",\"instead\":\"see "
      "https://lind.example/garden?a=b\",\"reason\":\"r\"}",
      0 },
    { "{\"quote\":\"Write to nora@lind.example, or look at https://lind.example/garden.\","
      "\"instead\":\"See https://lind.example/garden (or ask nora@lind.example).\","
      "\"reason\":\"r\"}",
      1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *reply = g_strdup_printf ("{\"changes\":[%s]}", cases[i].item);
    g_autoptr (GPtrArray) changes = hearth_letter_changes_read (reply, letter);

    g_assert_cmpuint (changes->len, ==, cases[i].n);
  }
}

static void
test_untrusted (void)
{
  /* It does not stand there, or twice. */
  g_assert_cmpuint (count ("{\"quote\":\"Dear Bob\",\"instead\":\"x\",\"reason\":\"r\"}"), ==, 0);
  g_assert_cmpuint (count ("{\"quote\":\"e regret\",\"instead\":\"x\",\"reason\":\"r\"}"), ==, 0);
  g_assert_cmpuint (count ("{\"quote\":\"\",\"instead\":\"x\",\"reason\":\"r\"}"), ==, 0);
  /* No reason, no change, not text. */
  g_assert_cmpuint (count ("{\"quote\":\"Dear\",\"instead\":\"Hi\"}"), ==, 0);
  g_assert_cmpuint (count ("{\"quote\":\"Dear\",\"instead\":\"Hi\",\"reason\":\" \"}"), ==, 0);
  g_assert_cmpuint (count ("{\"quote\":\"Dear\",\"instead\":\"Dear\",\"reason\":\"r\"}"), ==, 0);
  g_assert_cmpuint (count ("{\"quote\":\"Dear\",\"instead\":5,\"reason\":\"r\"}"), ==, 0);
  g_assert_cmpuint (count ("{\"quote\":[\"Dear\"],\"instead\":\"Hi\",\"reason\":\"r\"},7,[]"), ==,
                    0);
  /* What is not seen, and what it may not bring in. */
  g_assert_cmpuint (count ("{\"quote\":\"Dear\",\"instead\":\"H\\u0007i\",\"reason\":\"r\"}"), ==,
                    0);
  g_assert_cmpuint (count ("{\"quote\":\"Dear\",\"instead\":\"H\\u202ei\",\"reason\":\"r\"}"), ==,
                    0);
  g_assert_cmpuint (count ("{\"quote\":\"3 chairs\",\"instead\":\"4 chairs\",\"reason\":\"r\"}"),
                    ==, 0);
  g_assert_cmpuint (
      count ("{\"quote\":\"Yours\",\"instead\":\"See http://x.example\",\"reason\":\"r\"}"), ==, 0);
  g_assert_cmpuint (count ("{\"quote\":\"Yours\",\"instead\":\"a@b.example\",\"reason\":\"r\"}"),
                    ==, 0);
  /* Numbers of other scripts are numbers, and where a link stood another is a new one. */
  g_assert_cmpuint (count ("{\"quote\":\"3 chairs\",\"instead\":\"٤ chairs\",\"reason\":\"r\"}"),
                    ==, 0);
  g_assert_cmpuint (count ("{\"quote\":\"3 chairs\",\"instead\":\"３½ chairs\",\"reason\":\"r\"}"),
                    ==, 0);
  g_assert_cmpuint (count ("{\"quote\":\"Dear\",\"instead\":\"sink.example\",\"reason\":\"r\"}"),
                    ==, 0);
  g_assert_cmpuint (
      count ("{\"quote\":\"Dear\",\"instead\":\"WWW.SINK.EXAMPLE/a\",\"reason\":\"r\"}"), ==, 0);
  g_assert_cmpuint (count ("{\"quote\":\"Dear\",\"instead\":\"mailto:x\",\"reason\":\"r\"}"), ==,
                    0);
  assert_links ();
  /* The second one overlaps the first. */
  g_assert_cmpuint (count ("{\"quote\":\"Dear Ana\",\"instead\":\"Hi Ana\",\"reason\":\"r\"},"
                           "{\"quote\":\"Ana,\",\"instead\":\"Anna,\",\"reason\":\"r\"}"),
                    ==, 1);
  g_assert_cmpuint (
      count ("{\"quote\":\"3 chairs\",\"instead\":\"chairs, all 3,\",\"reason\":\"r\"}"), ==, 1);
  g_assert_null (hearth_letter_changes_read ("I am sorry, as a model I cannot.", LETTER));
  g_assert_null (hearth_letter_changes_read ("{\"changes\":", LETTER));
  g_assert_null (hearth_letter_changes_read ("{\"other\":[]}", LETTER));
  g_assert_null (hearth_letter_changes_read ("}{", LETTER));
}

static void
test_bounds (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GString) items = g_string_new ("{\"changes\":[");
  g_autoptr (GString) deep = g_string_new ("{\"changes\":");
  g_autofree char *longer = g_strnfill (HEARTH_LETTER_CHANGE_MAX_CHARS + 1, 'x');
  g_autofree char *item =
      g_strdup_printf ("{\"quote\":\"Dear\",\"instead\":\"%s\",\"reason\":\"r\"}", longer);
  g_autofree char *reason =
      g_strdup_printf ("{\"quote\":\"Dear\",\"instead\":\"Hi\",\"reason\":\"%s\"}", longer);
  g_autoptr (GPtrArray) changes = NULL;
  g_autoptr (GPtrArray) cut = NULL;

  for (guint i = 0; i < 100; i++) {
    g_string_append_printf (text, "word%u ", 1000 + i);
    g_string_append_printf (items, "%s{\"quote\":\"word%u\",\"instead\":\"term\",\"reason\":\"r\"}",
                            i > 0 ? "," : "", 1000 + i);
  }
  g_string_append (items, "]}");
  changes = hearth_letter_changes_read (items->str, text->str);
  g_assert_cmpuint (changes->len, ==, HEARTH_LETTER_CHANGES_MAX);
  g_assert_cmpuint (count (item), ==, 0);
  cut = read_items (reason);
  g_assert_cmpuint (cut->len, ==, 1);
  g_assert_cmpint (g_utf8_strlen (((HearthLetterChange *) g_ptr_array_index (cut, 0))->reason, -1),
                   <=, HEARTH_LETTER_CHANGE_MAX_REASON);
  for (guint i = 0; i < 5000; i++)
    g_string_append_c (deep, '[');
  g_string_append_c (deep, '}');
  g_assert_null (hearth_letter_changes_read (deep->str, LETTER));
  g_string_set_size (deep, HEARTH_LETTER_CHANGES_MAX_REPLY + 2);
  memset (deep->str, ' ', deep->len);
  memcpy (deep->str, "{\"changes\":[]", 13);
  deep->str[deep->len - 1] = '}';
  g_assert_null (hearth_letter_changes_read (deep->str, LETTER));
}

/* What was suggested before the letter was written on. */
static void
test_apply_later (void)
{
  g_autoptr (GPtrArray) changes =
      read_items ("{\"quote\":\"Dear Ana\",\"instead\":\"Hello Ana\",\"reason\":\"r\"}");
  g_autoptr (GVariant) variant = g_variant_ref_sink (hearth_letter_changes_to_variant (changes));
  g_autoptr (GPtrArray) again = hearth_letter_changes_from_variant (variant);
  g_autofree char *moved = hearth_letter_changes_apply (again, "PS first\n" LETTER);

  g_assert_true (g_str_has_prefix (moved, "PS first\nHello Ana,"));
  g_assert_null (hearth_letter_changes_apply (again, "Hi Ana"));
  g_assert_null (hearth_letter_changes_apply (again, "Dear Ana, dear Dear Ana"));
}

static char *
draw (const char *old, const char *new)
{
  static const char *const marks[] = { "", "-", "+" };
  g_autoptr (GPtrArray) pieces = hearth_word_diff (old, new);
  g_autoptr (GString) before = g_string_new (NULL);
  g_autoptr (GString) after = g_string_new (NULL);
  GString *drawn = g_string_new (NULL);

  for (guint i = 0; i < pieces->len; i++) {
    const HearthDiffPiece *piece = g_ptr_array_index (pieces, i);

    g_assert_cmpstr (piece->text, !=, "");
    if (piece->kind != HEARTH_DIFF_ADDED)
      g_string_append (before, piece->text);
    if (piece->kind != HEARTH_DIFF_STRUCK)
      g_string_append (after, piece->text);
    g_string_append_printf (drawn, "%s%s|", marks[piece->kind], piece->text);
  }
  g_assert_cmpstr (before->str, ==, old);
  g_assert_cmpstr (after->str, ==, new);
  return g_string_free (drawn, FALSE);
}

static void
test_diff (void)
{
  static const struct {
    const char *old, *new, *drawn;
  } cases[] = {
    { "", "", "" },
    { "a", "", "-a|" },
    { "", "b", "+b|" },
    { "one two three", "one 2 three", "one |-two|+2| three|" },
    { "we regret to say it", "we say it", "we |-regret to |say it|" },
    /* Blanks alone do not part what changed. */
    { "at your earliest convenience, please", "soon, dear friend, please",
      "-at your earliest convenience,|+soon, dear friend,| please|" },
  };
  g_autoptr (GString) much = g_string_new (NULL);
  g_autofree char *whole = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *drawn = draw (cases[i].old, cases[i].new);

    g_assert_cmpstr (drawn, ==, cases[i].drawn);
  }
  for (guint i = 0; i < 2000; i++)
    g_string_append (much, "w ");
  whole = draw (much->str, "w ");
  g_assert_true (g_str_has_prefix (whole, "-w w"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/letter-change/read", test_read);
  g_test_add_func ("/letter-change/untrusted", test_untrusted);
  g_test_add_func ("/letter-change/bounds", test_bounds);
  g_test_add_func ("/letter-change/apply-later", test_apply_later);
  g_test_add_func ("/letter-change/diff", test_diff);
  return g_test_run ();
}
