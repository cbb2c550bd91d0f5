/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-summary.h"

#include <string.h>

static void
check (const char *text, HearthMessageMarks marks, const char *expected)
{
  g_autoptr (HearthMessage) message = hearth_message_new ();
  g_autofree char *summary = NULL;

  message->subject = g_strdup ("News");
  message->text = g_strdup (text);
  message->marks = marks;
  summary = hearth_summary_of_message (message);
  g_assert_cmpstr (summary, ==, expected);
}

static void
test_links (void)
{
  check ("Cable companies crack down on Wi-Fi <https://click.example/Click?q=c9-3OZ>\n", 0,
         "Cable companies crack down on Wi-Fi");
  check ("Read this article when you can: https://news.example/a?utm_source=x&utm_id=1\n", 0,
         "Read this article when you can:");
  check ("https://news.example/a?utm_source=x\n", 0, "");
  check ("[IMG: https://news.example/a.gif (logo)]\nThe new library opens on Monday morning [1].\n",
         0, "The new library opens on Monday morning [1].");
  check ("[1] https://a.example/x\n[2] https://b.example/y\n", 0, "");
}

static void
test_boilerplate (void)
{
  check ("View this email in your browser\n\nThe museum shows the new paintings from May.\n\n"
         "You are receiving this because you signed up. Unsubscribe here.\n",
         HEARTH_MARK_BULK, "The museum shows the new paintings from May.");
  check (
      "Wird der Newsletter nicht korrekt dargestellt?\n\nDas Museum zeigt neue Bilder ab Mai.\n\n"
      "Hier können Sie sich abmelden.\n",
      HEARTH_MARK_BULK, "Das Museum zeigt neue Bilder ab Mai.");
  check ("=-=-=-=-=-=-=\n|\n*\n", 0, "");
}

static void
test_attribution (void)
{
  check ("David Neary said:\n> old\n\nThe licence covers all of the libraries too.\n", 0,
         "The licence covers all of the libraries too.");
  check ("Once upon a time, Eva wrote :\nI would be glad to make a new build available.\n", 0,
         "I would be glad to make a new build available.");
}

/* What a newsletter shows first is in its summary, however dull its words. */
static void
test_headline (void)
{
  check (
      "Garden show opens\n\nRoses and tulips\n\n"
      "Please confirm by 3 May that you need the deadline of the garden garden garden.\n",
      HEARTH_MARK_BULK,
      "Garden show opens Please confirm by 3 May that you need the deadline of the garden garden "
      "garden.");
  /* Lines that were wrapped are no headlines. */
  check ("There is absolutely no way to use a drive with\na laptop directly, or so I have heard.\n",
         HEARTH_MARK_BULK,
         "There is absolutely no way to use a drive with a laptop directly, or so I "
         "have heard.");
}

/* A cut is made between words. */
static void
test_cut (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *summary = NULL;
  const char *end;

  for (guint i = 0; i < 60; i++)
    g_string_append (text, i > 0 ? " Überraschung" : "Überraschung");
  summary = hearth_summary_of_text (text->str, "", HEARTH_SUMMARY_MAX);
  g_assert_true (g_utf8_validate (summary, -1, NULL));
  g_assert_cmpuint (strlen (summary), <=, HEARTH_SUMMARY_MAX);
  g_assert_true (g_str_has_suffix (summary, "Überraschung …"));
  end = g_strrstr (summary, " …");
  g_assert_cmpuint (strlen (summary), >, HEARTH_SUMMARY_MAX / 2);
  g_assert_nonnull (end);
}

static void
test_few_words (void)
{
  check ("Ok!\n", 0, "Ok!");
  check ("Yes, gladly.\n\n> Will you come?\n", 0, "Yes, gladly.");
  check ("", 0, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/summary/links", test_links);
  g_test_add_func ("/summary/boilerplate", test_boilerplate);
  g_test_add_func ("/summary/attribution", test_attribution);
  g_test_add_func ("/summary/headline", test_headline);
  g_test_add_func ("/summary/cut", test_cut);
  g_test_add_func ("/summary/few-words", test_few_words);
  return g_test_run ();
}
