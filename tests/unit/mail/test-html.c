/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-html-style.h"
#include "hearth-html-text.h"

#include <string.h>

static void
check (const char *html, const char *expected, gboolean hidden, gboolean mismatch)
{
  HearthHtmlFindings findings;
  g_autofree char *text = hearth_html_to_text (html, strlen (html), 100000, &findings);

  g_assert_cmpstr (text, ==, expected);
  g_assert_cmpint (findings.hidden_text, ==, hidden);
  g_assert_cmpint (findings.link_mismatch, ==, mismatch);
  g_assert_false (findings.truncated);
}

static void
test_structure (void)
{
  check ("<h1>Title</h1><p>One\n two</p><p>Three<br>four</p>", "Title\n\nOne two\n\nThree\nfour",
         FALSE, FALSE);
  check ("<ul><li>a<li>b</ul><ol start=3><li>c</li><li>d</li></ol>end",
         "• a\n• b\n\n3. c\n4. d\n\nend", FALSE, FALSE);
  check ("<table><tr><th>From<th>To</tr><tr><td>Oslo</td><td>Bergen</td></tr></table>",
         "From\tTo\nOslo\tBergen", FALSE, FALSE);
  check ("Yes.<blockquote>First<br>second<blockquote>deep</blockquote></blockquote>after",
         "Yes.\n\n> First\n> second\n>\n> > deep\n\nafter", FALSE, FALSE);
  check ("<pre>a\n  b\n\nc</pre>", "a\n  b\n\nc", FALSE, FALSE);
  check (
      "<head><title>no</title><style>p{}</style></head><script>no()</script>5 &lt; 6 &amp; &euro;7"
      "<img alt='a map' src='http://x/'>",
      "5 < 6 & €7a map", FALSE, FALSE);
  check ("", "", FALSE, FALSE);
  check ("plain, no tags", "plain, no tags", FALSE, FALSE);
  check ("<p>unclosed <b>bold <i>both</p><td>cell", "unclosed bold both\n\ncell", FALSE, FALSE);
}

static void
test_links (void)
{
  check ("see <a href='https://fern.example/a'>the plan</a>.",
         "see the plan <https://fern.example/a>.", FALSE, FALSE);
  check ("<a href='https://fern.example/'>fern.example</a>", "fern.example", FALSE, FALSE);
  check ("<a href='mailto:ada@fern.example?subject=x'>Ada</a>", "Ada <ada@fern.example>", FALSE,
         FALSE);
  check ("<a href='mailto:ada@fern.example'>ada@fern.example</a>", "ada@fern.example", FALSE,
         FALSE);
  check ("<a href='javascript:x()'>go</a>", "go", FALSE, FALSE);
  check ("<a href='https://evil.example/x'>www.bank.com</a>",
         "www.bank.com <https://evil.example/x>", FALSE, TRUE);
  check ("<a href='https://bank.com.evil.example/'><b>https://bank.com/login</b></a>",
         "https://bank.com/login <https://bank.com.evil.example/>", FALSE, TRUE);
  check ("<a href='https://login.bank.com/x'>bank.com</a>", "bank.com <https://login.bank.com/x>",
         FALSE, FALSE);
  check ("<a href='https://evil.co.uk/'>https://bank.co.uk</a>",
         "https://bank.co.uk <https://evil.co.uk/>", FALSE, TRUE);
  check ("<a href='https://bank.com@evil.example/'>bank.com</a>",
         "bank.com <https://bank.com@evil.example/>", FALSE, TRUE);
  check ("<a href='https://files.example/r'>report.pdf</a>", "report.pdf <https://files.example/r>",
         FALSE, FALSE);
}

static void
test_hidden (void)
{
  static const char *const hidden[] = {
    "<div style='display: none'>secret</div>",
    "<div style='DISPLAY:NONE !important'>secret</div>",
    "<span style='visibility:hidden'>secret</span>",
    "<span style='font-size:0px'>secret</span>",
    "<span style='font-size:0.1em'>secret</span>",
    "<span style='font-size: 1px'>secret</span>",
    "<span style='opacity:0'>secret</span>",
    "<div style='max-height:0;overflow:hidden'>secret</div>",
    "<div style='position:absolute;left:-9999px'>secret</div>",
    "<p style='text-indent:-9999px'>secret</p>",
    "<p hidden>secret</p>",
    "<div style='mso-hide:all'>secret</div>",
    "<font color='white'>secret</font>",
    "<span style='color:#fefefe'>secret</span>",
    "<table bgcolor='#112233'><tr><td><font color='#112233'>secret</font></td></tr></table>",
    "<div style='background:rgb(10,20,30);color:rgb(10,20,30)'>secret</div>",
    "<style>.pre { display:none } @media x {.a{color:red}}</style><div class='a pre'>secret</div>",
    "<style>#pre,b{visibility:hidden}</style><div id=pre>secret</div>",
    "<div width=0 height='0'>secret</div>",
    "<div style='display:none'><p>secret <b>all</b></p></div>",
  };

  for (guint i = 0; i < G_N_ELEMENTS (hidden); i++) {
    g_autofree char *html = g_strconcat ("<p>seen</p>", hidden[i], NULL);

    g_test_message ("%s", hidden[i]);
    check (html, "seen", TRUE, FALSE);
  }
}

static void
test_seen (void)
{
  static const char *const seen[] = {
    "<table bgcolor=navy><tr><td><font color=white>text</font></td></tr></table>",
    "<div style='background-color:#1a73e8;color:#ffffff'>text</div>",
    "<div style='background:url(x.png)'><span style='color:white'>text</span></div>",
    "<style>.btn{background:#1a73e8}</style><a class=btn style='color:#fff'>text</a>",
    "<style>@media (max-width:600px){.m{display:none}}</style><p class=m>text</p>",
    "<p style='max-height:0px'>text</p>",
    "<td width=0>text</td>",
    "<p style='color:black;font-size:12px;line-height:0'>text</p>",
    "<div style='display:none'> &nbsp; </div>text",
  };

  for (guint i = 0; i < G_N_ELEMENTS (seen); i++) {
    g_test_message ("%s", seen[i]);
    check (seen[i], "text", FALSE, FALSE);
  }
}

static void
test_invisible_characters (void)
{
  check ("a&#8203;b&#x202e;c&#xe0041;d", "abcd", FALSE, FALSE);
}

static void
test_bounds (void)
{
  HearthHtmlFindings findings;
  g_autoptr (GString) html = g_string_new ("<p>start</p>");
  g_autofree char *deep = NULL;
  g_autofree char *wide = NULL;
  g_autofree char *open = NULL;
  gint64 begin = g_get_monotonic_time ();

  for (guint i = 0; i < 100000; i++)
    g_string_append (html, "<div>");
  g_string_append (html, "deep");
  deep = hearth_html_to_text (html->str, html->len, 100000, &findings);
  g_assert_true (findings.truncated);
  g_assert_true (g_str_has_prefix (deep, "start"));

  g_string_assign (html, "<p>start</p><p ");
  for (guint i = 0; i < 200000; i++)
    g_string_append_printf (html, "a%u ", i);
  g_string_append (html, ">end");
  wide = hearth_html_to_text (html->str, html->len, 100000, &findings);
  g_assert_true (g_str_has_suffix (wide, "end"));

  g_string_assign (html, "<p>start");
  for (guint i = 0; i < 300000; i++)
    g_string_append (html, "<b></i>");
  open = hearth_html_to_text (html->str, html->len, 100000, &findings);
  g_assert_true (g_str_has_prefix (open, "start"));
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 6 * G_USEC_PER_SEC);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mail/html/structure", test_structure);
  g_test_add_func ("/mail/html/links", test_links);
  g_test_add_func ("/mail/html/hidden", test_hidden);
  g_test_add_func ("/mail/html/seen", test_seen);
  g_test_add_func ("/mail/html/invisible-characters", test_invisible_characters);
  g_test_add_func ("/mail/html/bounds", test_bounds);
  return g_test_run ();
}
