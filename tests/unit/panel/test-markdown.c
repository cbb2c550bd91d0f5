/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-markdown.h"
#include "hearth-script-direction.h"

#include <string.h>

static const HearthBlock *
get_block (GPtrArray *blocks, guint i, HearthBlockKind kind, const char *text)
{
  const HearthBlock *block;

  g_assert_cmpuint (i, <, blocks->len);
  block = g_ptr_array_index (blocks, i);
  g_assert_cmpint (block->kind, ==, kind);
  g_assert_cmpstr (block->text, ==, text);
  return block;
}

static const HearthTextSpan *
get_span (const HearthBlock *block, guint i)
{
  g_assert_cmpuint (i, <, block->spans->len);
  return &g_array_index (block->spans, HearthTextSpan, i);
}

static void
test_paragraphs (void)
{
  g_autoptr (GPtrArray) blocks =
      hearth_markdown_parse ("# Title\n\nOne **bold** and *soft* and `code`.\n\nTwo\nlines.");
  const HearthBlock *block;

  g_assert_cmpuint (blocks->len, ==, 3);
  block = get_block (blocks, 0, HEARTH_BLOCK_HEADING, "Title");
  g_assert_cmpint (block->level, ==, 1);
  block = get_block (blocks, 1, HEARTH_BLOCK_PARAGRAPH, "One bold and soft and code.");
  g_assert_cmpuint (block->spans->len, ==, 3);
  g_assert_cmpint (get_span (block, 0)->style, ==, HEARTH_SPAN_BOLD);
  g_assert_cmpuint (get_span (block, 0)->start, ==, 4);
  g_assert_cmpuint (get_span (block, 0)->end, ==, 8);
  g_assert_cmpint (get_span (block, 1)->style, ==, HEARTH_SPAN_ITALIC);
  g_assert_cmpint (get_span (block, 2)->style, ==, HEARTH_SPAN_CODE);
  get_block (blocks, 2, HEARTH_BLOCK_PARAGRAPH, "Two lines.");
}

static void
test_lists (void)
{
  g_autoptr (GPtrArray) blocks = hearth_markdown_parse ("- a\n- b\n  - c\n\n3. x\n4. y\n\nend");

  g_assert_cmpuint (blocks->len, ==, 6);
  g_assert_cmpstr (get_block (blocks, 0, HEARTH_BLOCK_ITEM, "a")->marker, ==, "•");
  g_assert_cmpint (get_block (blocks, 1, HEARTH_BLOCK_ITEM, "b")->level, ==, 1);
  g_assert_cmpint (get_block (blocks, 2, HEARTH_BLOCK_ITEM, "c")->level, ==, 2);
  g_assert_cmpstr (get_block (blocks, 3, HEARTH_BLOCK_ITEM, "x")->marker, ==, "3.");
  g_assert_cmpstr (get_block (blocks, 4, HEARTH_BLOCK_ITEM, "y")->marker, ==, "4.");
  get_block (blocks, 5, HEARTH_BLOCK_PARAGRAPH, "end");
}

static void
test_quotes_and_code (void)
{
  g_autoptr (GPtrArray) blocks =
      hearth_markdown_parse ("> said\n\n```c\nint a;\n  int b;\n```\n\n---\n\nend");

  g_assert_cmpuint (blocks->len, ==, 4);
  get_block (blocks, 0, HEARTH_BLOCK_QUOTE, "said");
  get_block (blocks, 1, HEARTH_BLOCK_CODE, "int a;\n  int b;");
  get_block (blocks, 2, HEARTH_BLOCK_RULE, "");
  get_block (blocks, 3, HEARTH_BLOCK_PARAGRAPH, "end");
}

static const HearthBlock *
get_cell (const HearthBlock *table, guint i)
{
  g_assert_cmpuint (i, <, table->cells->len);
  return g_ptr_array_index (table->cells, i);
}

static void
test_tables (void)
{
  g_autoptr (GPtrArray) blocks = hearth_markdown_parse (
      "before\n\n| When | What |\n|---|:-:|\n| 9:00 | **Lunch** \\| walk |\n| 10:00 |\n\nafter");
  const HearthBlock *table;

  g_assert_cmpuint (blocks->len, ==, 3);
  table = get_block (blocks, 1, HEARTH_BLOCK_TABLE, "When\tWhat\n9:00\tLunch | walk\n10:00\t");
  g_assert_cmpuint (table->columns, ==, 2);
  g_assert_cmpuint (table->cells->len, ==, 6);
  g_assert_cmpstr (get_cell (table, 3)->text, ==, "Lunch | walk");
  g_assert_cmpint (get_span (get_cell (table, 3), 0)->style, ==, HEARTH_SPAN_BOLD);
  get_block (blocks, 2, HEARTH_BLOCK_PARAGRAPH, "after");
}

/* What is too wide joins the last column; what is too large stays as it was written. */
static void
test_large_tables (void)
{
  g_autoptr (GString) wide = g_string_new (NULL);
  g_autoptr (GString) large = g_string_new (NULL);
  g_autoptr (GPtrArray) blocks = NULL;
  const HearthBlock *table;

  for (guint i = 0; i < 40; i++)
    g_string_append_printf (wide, "|c%u", i);
  g_string_append (wide, "|\n");
  for (guint i = 0; i < 40; i++)
    g_string_append (wide, "|---");
  g_string_append (wide, "|\n");
  blocks = hearth_markdown_parse (wide->str);
  g_assert_cmpuint (blocks->len, ==, 1);
  table = g_ptr_array_index (blocks, 0);
  g_assert_cmpuint (table->cells->len, ==, table->columns);
  g_assert_nonnull (strstr (table->text, "c39"));
  g_clear_pointer (&blocks, g_ptr_array_unref);

  for (guint i = 0; i < 20000; i++)
    g_string_append (large, "|a");
  g_string_append (large, "|\n");
  for (guint i = 0; i < 20000; i++)
    g_string_append (large, "|---");
  g_string_append (large, "|\n");
  for (guint i = 0; i < 20000; i++)
    g_string_append (large, "|b\n");
  blocks = hearth_markdown_parse (large->str);
  g_assert_cmpuint (blocks->len, ==, 1);
  g_assert_cmpint (((HearthBlock *) g_ptr_array_index (blocks, 0))->kind, ==,
                   HEARTH_BLOCK_PARAGRAPH);
}

/* Nothing that a model writes may become more than text (SAFETY: what is shown). */
static void
test_hostile (void)
{
  g_autoptr (GPtrArray) blocks = hearth_markdown_parse (
      "<b>html</b> <span size='99'>x</span> ![alt](http://evil.example/p.png) "
      "&lt;a&gt; &#65;\n\n[go](https://evil.example/x) https://plain.example/");
  const HearthBlock *block;

  g_assert_cmpuint (blocks->len, ==, 2);
  get_block (blocks, 0, HEARTH_BLOCK_PARAGRAPH, "<b>html</b> <span size='99'>x</span> alt <a> A");
  block = get_block (blocks, 1, HEARTH_BLOCK_PARAGRAPH, "go https://plain.example/");
  g_assert_cmpuint (block->spans->len, ==, 2);
  g_assert_cmpstr (get_span (block, 0)->href, ==, "https://evil.example/x");
  g_assert_cmpstr (get_span (block, 1)->href, ==, "https://plain.example/");
}

/* md4c leaves the link of a bare address open where the cell ends with it. */
static void
test_link_ends_with_its_cell (void)
{
  g_autoptr (GPtrArray) blocks =
      hearth_markdown_parse ("|Where|\n|---|\n|https://a.example|\n|éééééééé|\n");
  const HearthBlock *table =
      get_block (blocks, 0, HEARTH_BLOCK_TABLE, "Where\nhttps://a.example\néééééééé");
  const HearthBlock *cell =
      get_block (table->cells, 1, HEARTH_BLOCK_PARAGRAPH, "https://a.example");

  g_assert_cmpuint (cell->spans->len, ==, 1);
  g_assert_cmpstr (get_span (cell, 0)->href, ==, "https://a.example");
  g_assert_cmpuint (get_span (cell, 0)->end, ==, strlen (cell->text));
  cell = get_block (table->cells, 2, HEARTH_BLOCK_PARAGRAPH, "éééééééé");
  g_assert_cmpuint (cell->spans->len, ==, 0);
}

/* What turns the order of letters round would let a text look like another. */
static void
test_hidden (void)
{
  g_autoptr (GPtrArray) blocks = hearth_markdown_parse (
      "pay \u202eexe.gpj\u202c \u2066now\u2069 a\U000e0041b &#x202e; \u05d0\u200f");

  g_assert_cmpuint (blocks->len, ==, 1);
  get_block (blocks, 0, HEARTH_BLOCK_PARAGRAPH, "pay exe.gpj now ab &#x202e; \u05d0");
}

static void
test_direction (void)
{
  g_assert_cmpint (hearth_script_direction_find ("12: Halle"), ==, HEARTH_SCRIPT_LEFT_TO_RIGHT);
  g_assert_cmpint (hearth_script_direction_find ("10:00 הפגישה with Marta"), ==,
                   HEARTH_SCRIPT_RIGHT_TO_LEFT);
  g_assert_cmpint (hearth_script_direction_find ("غدا"), ==, HEARTH_SCRIPT_RIGHT_TO_LEFT);
  g_assert_cmpint (hearth_script_direction_find ("日本"), ==, HEARTH_SCRIPT_LEFT_TO_RIGHT);
  g_assert_cmpint (hearth_script_direction_find ("12 – 14!"), ==, HEARTH_SCRIPT_NEITHER);
}

static void
test_depth (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GPtrArray) blocks = NULL;

  for (guint i = 0; i < 500; i++)
    g_string_append (text, "> ");
  for (guint i = 0; i < 500; i++)
    g_string_append (text, "- ");
  g_string_append (text, "deep");
  blocks = hearth_markdown_parse (text->str);
  g_assert_cmpuint (blocks->len, >=, 1);
  for (guint i = 0; i < blocks->len; i++)
    g_assert_cmpint (((HearthBlock *) g_ptr_array_index (blocks, i))->level, <=, 6);
}

/* While an answer streams, finished blocks stay equal and only the last one changes. */
static void
test_streaming (void)
{
  const char *text = "First **block** here.\n\nSecond one\n\n- item *one*\n- item two\n";
  g_autoptr (GPtrArray) before = NULL;

  for (gsize n = 1; text[n - 1] != '\0'; n++) {
    g_autofree char *part = g_strndup (text, n);
    g_autoptr (GPtrArray) blocks = hearth_markdown_parse (part);

    for (guint i = 0; before != NULL && i + 1 < before->len && i < blocks->len; i++)
      g_assert_true (
          hearth_block_equal (g_ptr_array_index (before, i), g_ptr_array_index (blocks, i)));
    g_clear_pointer (&before, g_ptr_array_unref);
    before = g_steal_pointer (&blocks);
  }
  g_assert_cmpuint (before->len, ==, 4);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/panel/markdown/paragraphs", test_paragraphs);
  g_test_add_func ("/panel/markdown/lists", test_lists);
  g_test_add_func ("/panel/markdown/quotes-and-code", test_quotes_and_code);
  g_test_add_func ("/panel/markdown/tables", test_tables);
  g_test_add_func ("/panel/markdown/large-tables", test_large_tables);
  g_test_add_func ("/panel/markdown/hostile", test_hostile);
  g_test_add_func ("/panel/markdown/link-ends-with-its-cell", test_link_ends_with_its_cell);
  g_test_add_func ("/panel/markdown/hidden", test_hidden);
  g_test_add_func ("/panel/markdown/direction", test_direction);
  g_test_add_func ("/panel/markdown/depth", test_depth);
  g_test_add_func ("/panel/markdown/streaming", test_streaming);
  return g_test_run ();
}
