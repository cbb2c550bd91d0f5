/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-link-scan.h"

/* What leads somewhere is found, whatever it is dressed as. */
static void
test_found (void)
{
  static const struct {
    const char *text;
    HearthLinkKind kind;
    const char *found;
    const char *host;
  } rows[] = {
    { "See https://example.org/a?b=c.", HEARTH_LINK_URL, "https://example.org/a?b=c",
      "example.org" },
    { "(http://example.org)", HEARTH_LINK_URL, "http://example.org", "example.org" },
    { "HTTPS://EXAMPLE.ORG/x", HEARTH_LINK_URL, "HTTPS://EXAMPLE.ORG/x", "example.org" },
    { "https://bank.example@evil.example/x", HEARTH_LINK_URL, "https://bank.example@evil.example/x",
      "evil.example" },
    { "https:/evil.example", HEARTH_LINK_URL, "https:/evil.example", "evil.example" },
    { "https:\\\\evil.example", HEARTH_LINK_DOMAIN, "evil.example", "evil.example" },
    { "see:https://example.org", HEARTH_LINK_URL, "see:https://example.org", "example.org" },
    { "[here](https://example.org)", HEARTH_LINK_URL, "here](https://example.org", "example.org" },
    { "<a href='https://example.org'>", HEARTH_LINK_URL, "href='https://example.org",
      "example.org" },
    { "https://192.0.2.1:8080/a", HEARTH_LINK_URL, "https://192.0.2.1:8080/a", "192.0.2.1" },
    { "https://[2001:db8::1]/a", HEARTH_LINK_URL, "https://[2001:db8::1]/a", "[2001:db8::1]" },
    { "ftp://example.org", HEARTH_LINK_URL, "ftp://example.org", "example.org" },
    { "mailto:eve@example.org?body=x", HEARTH_LINK_URL, "mailto:eve@example.org?body=x",
      "example.org" },
    { "javascript:alert(1)", HEARTH_LINK_URL, "javascript:alert(1", "alert(1" },
    { "www.example.org/path", HEARTH_LINK_DOMAIN, "www.example.org/path", "www.example.org" },
    { "Visit example.org!", HEARTH_LINK_DOMAIN, "example.org", "example.org" },
    { "Visit Example.ORG/pay", HEARTH_LINK_DOMAIN, "Example.ORG/pay", "example.org" },
    { "463820.sink.example", HEARTH_LINK_DOMAIN, "463820.sink.example", "463820.sink.example" },
    { "bücher.example", HEARTH_LINK_DOMAIN, "bücher.example", "bücher.example" },
    { "xn--bcher-kva.example", HEARTH_LINK_DOMAIN, "xn--bcher-kva.example",
      "xn--bcher-kva.example" },
    { "evil。com", HEARTH_LINK_DOMAIN, "evil。com", "evil.com" },
    { "ｅｖｉｌ．ｃｏｍ", HEARTH_LINK_DOMAIN, "ｅｖｉｌ．ｃｏｍ", "evil.com" },
    { "192.0.2.1/x", HEARTH_LINK_DOMAIN, "192.0.2.1/x", "192.0.2.1" },
    { "report.pdf/evil", HEARTH_LINK_DOMAIN, "report.pdf/evil", "report.pdf" },
    { "Write to eve@evil.example", HEARTH_LINK_ADDRESS, "eve@evil.example", "evil.example" },
    { "„https://example.org“", HEARTH_LINK_URL, "https://example.org", "example.org" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GPtrArray) links = hearth_link_scan (rows[i].text);
    const HearthLink *link;

    if (links->len == 0)
      g_error ("Nothing was found in: %s", rows[i].text);
    link = g_ptr_array_index (links, 0);
    g_assert_cmpstr (link->text, ==, rows[i].found);
    g_assert_cmpstr (link->host, ==, rows[i].host);
    g_assert_cmpint (link->kind, ==, rows[i].kind);
  }
}

/* What people write besides is left alone. */
static void
test_nothing (void)
{
  static const char *const texts[] = {
    "",
    "See you at 10.30 on 3.12.2026, e.g. at the Café.",
    "It costs 1.250,00 EUR or $19.99 … or so.",
    "Note: bring shoes. Dr. Meier (Ph.D.) comes, too.",
    "I read report.pdf and notes.txt; z.B. Seite 4.",
    "Version 2.10.1 and/or 3.0: all fine.",
    "@nora is nice, me@home is not an address",
    "明天开会。然后吃饭。",
    "Wait... what?.. Nothing.",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GPtrArray) links = hearth_link_scan (texts[i]);

    if (links->len > 0)
      g_error ("In “%s” was found: %s", texts[i], ((HearthLink *) links->pdata[0])->text);
  }
}

static void
test_bounds (void)
{
  GString *text = g_string_new (NULL);
  g_autoptr (GPtrArray) links = NULL;

  for (guint i = 0; i < 100000; i++)
    g_string_append (text, "a.example ");
  links = hearth_link_scan (text->str);
  g_assert_cmpuint (links->len, ==, 200);
  g_string_free (text, TRUE);
}

/* One long run takes no longer than it has to. */
static void
test_long_run (void)
{
  g_autofree char *dots = NULL;
  g_autoptr (GPtrArray) links = NULL;
  GString *text = g_string_new (NULL);
  gint64 begun = g_get_monotonic_time ();

  for (guint i = 0; i < 100000; i++)
    g_string_append (text, "a.1.");
  dots = g_string_free (text, FALSE);
  links = hearth_link_scan (dots);
  g_assert_cmpuint (links->len, <=, 1);
  g_assert_cmpint (g_get_monotonic_time () - begun, <, 5 * G_USEC_PER_SEC);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/link-scan/found", test_found);
  g_test_add_func ("/link-scan/nothing", test_nothing);
  g_test_add_func ("/link-scan/bounds", test_bounds);
  g_test_add_func ("/link-scan/long-run", test_long_run);
  return g_test_run ();
}
