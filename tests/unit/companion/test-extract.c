/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-extract.h"

#include <string.h>

typedef struct {
  HearthFactKind kind;
  const char *text;
  const char *expected; /* (nullable): nothing is found */
} Row;

static const Row rows[] = {
  { HEARTH_FACT_CODE, "Your security code is: 463820\nIgnore this mail otherwise.", "463820" },
  { HEARTH_FACT_CODE, "Use G-482913 to verify. This code expires in 10 minutes.", "G-482913" },
  { HEARTH_FACT_CODE, "Your one-time password: kelp-and-salt.", "kelp-and-salt" },
  { HEARTH_FACT_CODE, "Code 4711 was used on 2024-05-19 at 10:30.", "4711" },
  { HEARTH_FACT_CODE, "We met in 2019. See https://example.org/code/123456?x=99999", NULL },
  { HEARTH_FACT_CODE, "Nothing to see here.", NULL },
  { HEARTH_FACT_LINK, "Click [here](https://example.org/a?b=(c)) now",
    "https://example.org/a?b=(c)" },
  { HEARTH_FACT_LINK, "Go to <https://example.org/x>.", "https://example.org/x" },
  { HEARTH_FACT_LINK, "See https://example.org/path/token=?abc.",
    "https://example.org/path/token=?abc" },
  { HEARTH_FACT_LINK, "no link: http:// and https", NULL },
  { HEARTH_FACT_AMOUNT, "2 pots at $4.00 each. Total: $1,208.00", "$1,208.00" },
  { HEARTH_FACT_AMOUNT, "Zu zahlen: 84,20 EUR", "84,20 EUR" },
  { HEARTH_FACT_AMOUNT, "It costs €12", "€12" },
  { HEARTH_FACT_AMOUNT, "Room 12, floor 3", NULL },
  { HEARTH_FACT_PHONE, "Call us: +49 30 123456-78 any time", "+49 30 123456-78" },
  { HEARTH_FACT_PHONE, "On 2024-05-19 we had 12 guests", NULL },
  { HEARTH_FACT_NUMBER, "Booking number: RS7K42Q, 12 March", "RS7K42Q" },
  { HEARTH_FACT_NUMBER, "Parcel PW 5520 1187 03 is with a neighbour", "PW 5520 1187 03" },
  { HEARTH_FACT_CODE, "Your login code is 771 204.", "771 204" },
  { HEARTH_FACT_AMOUNT, "invoice 41 for the vignettes (420.00) is open", "420.00" },
  { HEARTH_FACT_NUMBER, "Your order 302-5551234 was sent", "302-5551234" },
  { HEARTH_FACT_PLACE, "Let's meet at the island trailhead at 8 AM on Saturday 18th.",
    "the island trailhead" },
  { HEARTH_FACT_PLACE, "When: Friday\nWhere: Studio Nord, 2nd floor", "Studio Nord, 2nd floor" },
  { HEARTH_FACT_PLACE, "The reunion will be at Grandma's house on June 10th.", "Grandma's house" },
};

static void
test_facts (void)
{
  guint wrong = 0;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GPtrArray) facts = hearth_extract (rows[i].text, rows[i].kind);
    const char *seen = facts->len > 0 ? ((HearthFact *) g_ptr_array_index (facts, 0))->text : NULL;

    if (g_strcmp0 (seen, rows[i].expected) != 0) {
      g_test_message ("“%s”: expected %s, got %s", rows[i].text, rows[i].expected, seen);
      wrong++;
    }
  }
  g_assert_cmpuint (wrong, ==, 0);
}

static void
test_hosts (void)
{
  static const char *const pairs[][2] = {
    { "https://www.example.org/path", "example.org" },
    { "http://user:word@mail.example.co.uk:8080/?q", "example.co.uk" },
    { "https://EXAMPLE.org", "example.org" },
    { "https://bank.example.evil.example.com", "example.com" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++) {
    g_autofree char *host = hearth_extract_host (pairs[i][0]);
    g_autofree char *domain = hearth_extract_domain (host);

    g_assert_cmpstr (domain, ==, pairs[i][1]);
  }
}

static void
test_bad_text (void)
{
  static const char *const pieces[] = { "code ", "https://", "((((", "1,2,3.", "€",
                                        "+49",   "\xff",     "at ",  "12:",    "password:" };
  g_autoptr (GString) text = g_string_new (NULL);
  gint64 start = g_get_monotonic_time ();

  for (guint i = 0; i < 20000; i++)
    g_string_append (text, pieces[(i * 7 + i / 11) % G_N_ELEMENTS (pieces)]);
  for (HearthFactKind kind = HEARTH_FACT_CODE; kind <= HEARTH_FACT_PLACE; kind++) {
    g_autoptr (GPtrArray) facts = hearth_extract (text->str, kind);

    for (guint i = 0; i < facts->len; i++)
      g_assert_true (
          g_utf8_validate (((HearthFact *) g_ptr_array_index (facts, i))->text, -1, NULL));
  }
  g_assert_cmpint (g_get_monotonic_time () - start, <, 20 * G_USEC_PER_SEC);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/companion/extract/facts", test_facts);
  g_test_add_func ("/companion/extract/hosts", test_hosts);
  g_test_add_func ("/companion/extract/bad-text", test_bad_text);
  return g_test_run ();
}
