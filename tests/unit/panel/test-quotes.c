/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-quotes.h"

#include <string.h>

static void
check (GPtrArray *passages, guint i, HearthPassageKind kind, const char *text)
{
  const HearthPassage *passage;

  g_assert_cmpuint (i, <, passages->len);
  passage = g_ptr_array_index (passages, i);
  g_assert_cmpint (passage->kind, ==, kind);
  g_assert_cmpstr (passage->text, ==, text);
}

static void
test_reply (void)
{
  g_autoptr (GPtrArray) passages =
      hearth_quotes_split ("Hi Ana,\n\nyes.\n\nOn Monday Ana wrote:\n> Can we?\n> > "
                           "Perhaps.\n\nThanks\n-- \nBob\nBobs Ltd\n");

  g_assert_cmpuint (passages->len, ==, 4);
  check (passages, 0, HEARTH_PASSAGE_TEXT, "Hi Ana,\n\nyes.");
  check (passages, 1, HEARTH_PASSAGE_QUOTE, "On Monday Ana wrote:\nCan we?\n> Perhaps.");
  check (passages, 2, HEARTH_PASSAGE_TEXT, "Thanks");
  check (passages, 3, HEARTH_PASSAGE_SIGNATURE, "Bob\nBobs Ltd");
}

static void
test_reflow (void)
{
  g_autoptr (GPtrArray) passages = hearth_quotes_split (
      "This is a line that was broken by the program of its writer\nand goes on here.\n"
      "Short line.\nAnother.\n\n"
      "This is a line that is long and followed by a list of things:\n- one\n- two\n"
      "1. this is a numbered line that is long enough to be a broken one\n2. two\n");

  g_assert_cmpuint (passages->len, ==, 1);
  check (passages, 0, HEARTH_PASSAGE_TEXT,
         "This is a line that was broken by the program of its writer and goes on here.\n"
         "Short line.\nAnother.\n\n"
         "This is a line that is long and followed by a list of things:\n- one\n- two\n"
         "1. this is a numbered line that is long enough to be a broken one\n2. two");
}

static void
test_empty (void)
{
  g_autoptr (GPtrArray) none = hearth_quotes_split ("");
  g_autoptr (GPtrArray) blank = hearth_quotes_split ("\n \n\t\n");
  g_autoptr (GPtrArray) quote = hearth_quotes_split (">\n>\n> x");

  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpuint (blank->len, ==, 0);
  g_assert_cmpuint (quote->len, ==, 1);
  check (quote, 0, HEARTH_PASSAGE_QUOTE, "x");
}

/* A long text is cut into parts that are each laid out quickly, and nothing is lost. */
static void
test_long (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GPtrArray) passages = NULL;
  gsize total = 0;

  for (guint i = 0; i < 20000; i++)
    g_string_append_printf (text, "line %u\n", i);
  passages = hearth_quotes_split (text->str);
  g_assert_cmpuint (passages->len, >, 10);
  for (guint i = 0; i < passages->len; i++) {
    const HearthPassage *passage = g_ptr_array_index (passages, i);

    g_assert_cmpuint (strlen (passage->text), <, 8000);
    total += strlen (passage->text) + 1;
  }
  g_assert_cmpuint (total, ==, text->len);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/panel/quotes/reply", test_reply);
  g_test_add_func ("/panel/quotes/reflow", test_reflow);
  g_test_add_func ("/panel/quotes/empty", test_empty);
  g_test_add_func ("/panel/quotes/long", test_long);
  return g_test_run ();
}
