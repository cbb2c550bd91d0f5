/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-link-text.h"

#include <string.h>

#define LINK(address) "<a href=\"" address "\">" address "</a>"

static void
test_links (void)
{
  static const struct {
    const char *text;
    const char *markup;
  } cases[] = {
    { "", "" },
    { "See https://meet.example/abc.", "See " LINK ("https://meet.example/abc") "." },
    { "(https://w.example/a_(b))", "(" LINK ("https://w.example/a_(b)") ")" },
    { "HTTP://W.example/?a=1&b=2, or", LINK ("HTTP://W.example/?a=1&amp;b=2") ", or" },
    { "call tel:+49-30-1234", "call " LINK ("tel:+49-30-1234") },
    { "mailto:ana@ana.example!", LINK ("mailto:ana@ana.example") "!" },
    { "<https://a.example>\nhttps://b.example",
      "&lt;" LINK ("https://a.example") "&gt;\n" LINK ("https://b.example") },
    /* Nothing else is a link, and nothing is markup. */
    { "javascript:alert(1) file:///etc/passwd", "javascript:alert(1) file:///etc/passwd" },
    { "<a href=\"https://evil.example\">bank</a>",
      "&lt;a href=&quot;" LINK ("https://evil.example") "&quot;&gt;bank&lt;/a&gt;" },
    { "https://bank.example@evil.example/", "https://bank.example@evil.example/" },
    { "https://", "https://" },
    { "https:///path", "https:///path" },
    { "mailto:", "mailto:" },
    { "hotel:12 xhttps://a.example", "hotel:12 xhttps://a.example" },
    { "https://b\xc3\xa0nk.example", "https://b\xc3\xa0nk.example" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *markup = hearth_link_text_to_markup (cases[i].text);

    g_assert_cmpstr (markup, ==, cases[i].markup);
  }
}

/* What is in a text stays in it, whatever it holds, and the markup is well formed. */
static void
test_bounded (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *markup = NULL;
  guint n = 0;

  for (guint i = 0; i < 3000; i++)
    g_string_append (text, "https://a.example/ & <b> ");
  markup = hearth_link_text_to_markup (text->str);
  for (const char *at = markup; (at = strstr (at, "<a href")) != NULL; at++)
    n++;
  g_assert_cmpuint (n, ==, 200);
  g_assert_null (strstr (markup, "<b>"));
}

/* Only what is equal to the last byte may be followed. */
static void
test_collect (void)
{
  g_autoptr (GHashTable) links = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  hearth_link_text_collect ("See https://plan.example/a, (http://b.example/x_(y)) or write to "
                            "mailto:a@b.example. https://good.example@evil.example/",
                            links);
  g_assert_cmpuint (g_hash_table_size (links), ==, 2);
  g_assert_true (g_hash_table_contains (links, "https://plan.example/a"));
  g_assert_true (g_hash_table_contains (links, "http://b.example/x_(y)"));
  g_assert_false (g_hash_table_contains (links, "https://plan.example/"));
}

static void
test_host (void)
{
  g_autofree char *plain = hearth_link_text_dup_host ("https://Plan.example:8443/a?b#c");
  g_autofree char *odd = hearth_link_text_dup_host ("https://b\u00fccher.example/");

  g_assert_cmpstr (plain, ==, "plan.example");
  g_assert_cmpstr (odd, ==, "xn--bcher-kva.example");
  g_assert_null (hearth_link_text_dup_host ("mailto:a@b.example"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/link-text/links", test_links);
  g_test_add_func ("/link-text/bounded", test_bounded);
  g_test_add_func ("/panel/link-text/collect", test_collect);
  g_test_add_func ("/panel/link-text/host", test_host);
  return g_test_run ();
}
