/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-json.h"

#include <string.h>

static void
assert_json (const char *text, gboolean valid)
{
  g_autofree char *copy = hearth_json_dup_valid (text, strlen (text));
  g_autoptr (JsonNode) node = hearth_json_parse (text, strlen (text));

  if ((copy != NULL) != valid)
    g_error ("%s should be %s", text, valid ? "JSON" : "refused");
  g_assert_true ((node != NULL) == valid);
}

static void
test_valid (void)
{
  static const char *const texts[] = {
    "{}",
    "[]",
    " [ ] ",
    "{\"a\":1}",
    "[1,-2,0,0.5,1e3,-1.5E-7]",
    "\"text\"",
    "true",
    "null",
    "3",
    "{\"a\":{\"b\":[{},[],\"\",null]},\"c\":false}",
    "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\"",
    "\"\\ud83d\\ude00\"",
    "[[[[[]]]]]",
    "\"/* \"",
    "{\"\":\"\"}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_json (texts[i], TRUE);
}

static void
test_refused (void)
{
  static const char *const texts[] = {
    "",         " ",          "{",          "}",         "[",
    "]",        "[1,]",       "{\"a\":1,}", "{\"a\"}",   "{\"a\":}",
    "{a:1}",    "{'a':1}",    "['a']",      "[1 2]",     "{} {}",
    "[]x",      "/* x */ []", "[] // x",    "# x\n[]",   "01",
    "+1",       ".5",         "1.",         "1e",        "-",
    "NaN",      "Infinity",   "True",       "nul",       "\"",
    "\"a",      "\"\n\"",     "\"\\x\"",    "\"\\u12\"", "\"\\u12g4\"",
    "\"\xff\"", "{\"a\":1]",  "[}",         "{1:2}",     "{\"a\":1 \"b\":2}",
    "\"\\",     "[\"a\":1]",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_json (texts[i], FALSE);
}

static void
test_depth (void)
{
  g_autofree char *open = g_strnfill (1000000, '[');
  g_autofree char *closed = g_strnfill (1000000, ']');
  g_autofree char *fits =
      g_strdup_printf ("%.*s%.*s", HEARTH_JSON_DEPTH, open, HEARTH_JSON_DEPTH, closed);
  g_autofree char *one_more = g_strdup_printf ("[%s]", fits);
  g_autofree char *bomb = g_strconcat (open, closed, NULL);

  assert_json (fits, TRUE);
  assert_json (one_more, FALSE);
  assert_json (bomb, FALSE);
  assert_json (open, FALSE);
}

static void
test_cut_off (void)
{
  static const char text[] = " { \"a\" : [ true , null , -1.5e3 , \"x\\u00e9\\n\xc3\xa9\" ] } ";
  static const char *const others[] = { "{]", "x", "[1,]", "\xff", "[1] 2", "nul ", "truE" };

  /* Without the closing bracket at the end every beginning is cut off. */
  for (gsize i = 0; i < strlen (text) - 2; i++)
    g_assert_true (hearth_json_is_cut_off (text, i));
  g_assert_false (hearth_json_is_cut_off (text, strlen (text)));
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_false (hearth_json_is_cut_off (others[i], strlen (others[i])));
}

/* Half a surrogate pair and NUL are no text. */
static void
test_repair (void)
{
  static const struct {
    const char *text;
    const char *string;
  } cases[] = {
    { "[\"a\\ud83db\"]", "a\357\277\275b" },
    { "[\"\\ude00\"]", "\357\277\275" },
    { "[\"a\\u0000b\"]", "a\357\277\275b" },
    { "[\"\\ud83d\\ude00\"]", "😀" },
    { "[\"\\ud83d\\ud83d\\ude00\"]", "\357\277\275😀" },
    { "[\"\\ud83d\\u0041\"]", "\357\277\275A" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (JsonNode) node = hearth_json_parse (cases[i].text, strlen (cases[i].text));

    g_assert_nonnull (node);
    g_assert_cmpstr (json_array_get_string_element (json_node_get_array (node), 0), ==,
                     cases[i].string);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json/valid", test_valid);
  g_test_add_func ("/json/refused", test_refused);
  g_test_add_func ("/json/depth", test_depth);
  g_test_add_func ("/json/cut-off", test_cut_off);
  g_test_add_func ("/json/repair", test_repair);
  return g_test_run ();
}
