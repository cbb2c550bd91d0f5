/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-spoken-form.h"

#include <string.h>

typedef struct {
  const char *written;
  const char *said;
} Row;

static const Row english[] = {
  /* signs and links */
  { "You have **two** meetings.", "You have two meetings." },
  { "See [the agenda](https://example.org/x?y=1).", "See the agenda." },
  { "It is at https://www.example.org/long/path?q=1&r=2.", "It is at a link to example.org." },
  { "It is at <https://example.org/a_b>.", "It is at a link to example.org." },
  { "Go to www.example.org, please", "Go to a link to example.org, please." },
  { "At https://bank.example@evil.example/ it waits.", "At a link to evil.example it waits." },
  { "Write to marta@example.org today.", "Write to marta at example org today." },
  { "Write to Anna.Smith@mail.example.org.", "Write to Anna Smith at mail example org." },
  { "# Today\n\nNothing needs you.", "Today. Nothing needs you." },
  { "Done 🎉! 👍🏽", "Done!" },
  { "🎉", "" },
  { "---", "" },
  { "> I shall come\n\nwrote Anna", "I shall come. wrote Anna." },
  { "Use `rm file` now", "Use rm file now." },
  { "Bread & butter (fresh) – and *tea*", "Bread and butter, fresh, and tea." },
  { "The day — a long one — is over.", "The day, a long one, is over." },
  /* times */
  { "You meet at 3:30.", "You meet at half past three in the morning." },
  { "You meet at 15:30.", "You meet at half past three in the afternoon." },
  { "You meet at 9:15 with Ana.", "You meet at a quarter past nine with Ana." },
  { "At 3 pm it rains.", "At three o’clock in the afternoon it rains." },
  { "At 11:45 a.m. it rains.", "At a quarter to noon it rains." },
  { "From 15:00–16:30 you are away.",
    "From three o’clock to half past four in the afternoon you are away." },
  { "Version 3:2 of 25:70 is 1:2.", "Version 3:2 of 25:70 is 1:2." },
  /* dates */
  { "It is on 2026-03-05.", "It is on March fifth, twenty twenty-six." },
  { "It is on March 5, 2026.", "It is on March fifth, twenty twenty-six." },
  { "It is on Mon, Mar 5.", "It is on Monday, March fifth." },
  { "It is on 21 May.", "It is on the twenty-first of May." },
  { "It is on the 1st of June 2009.", "It is on the first of June, two thousand and nine." },
  { "They may march 5 miles, May 1 came.", "They may march 5 miles, May first came." },
  { "It is no date: 2026-13-45.", "It is no date: 2026-13-45." },
  /* amounts */
  { "It costs €12.50 now.", "It costs twelve euros fifty now." },
  { "It costs $1,234.05.",
    "It costs one thousand two hundred and thirty-four dollars and five cents." },
  { "It costs 1 € or £0.50.", "It costs one euro or fifty pence." },
  { "They got $1.2 million.", "They got one point two million dollars." },
  { "The file has 3.5 MB.", "The file has three point five megabytes." },
  { "Used 50% of 1 GB.", "Used fifty percent of one gigabyte." },
  { "Drive at 120 km/h for 20 min.",
    "Drive at one hundred and twenty kilometres an hour for twenty minutes." },
  { "It has 21°C.", "It has twenty-one degrees Celsius." },
  { "There are 1,234 mails and 12 files.",
    "There are one thousand two hundred and thirty-four mails and 12 files." },
  { "Version 1.2.3 runs at 10.0.0.1.", "Version 1.2.3 runs at 10.0.0.1." },
  { "Pages 10–20 are new.", "Pages 10 to 20 are new." },
  /* telephone and other numbers */
  { "Call +49 171 123456.", "Call plus four nine, one seven one, one two three four five six." },
  { "Call 555-123-4567.", "Call five five five, one two three, four five six seven." },
  { "Order 12345678 came.", "Order one two three, four five six, seven eight came." },
  { "Mail #3 of No. 12", "Mail number 3 of number 12." },
  /* short forms */
  { "Dr. Smith, e.g. today, etc.", "Doctor Smith, for example today, and so on." },
  { "Bring bread, milk etc. Then rest.", "Bring bread, milk and so on. Then rest." },
  /* lists, tables, code */
  { "You have:\n\n- tea\n- bread\n- milk", "You have: tea, bread, and milk." },
  { "1. call Ana\n2. write to Tom\n3. rest.",
    "First, call Ana, second, write to Tom, and third, rest." },
  { "- This is the first. It is long.\n- This is the second! It is longer.",
    "This is the first. It is long. This is the second! It is longer." },
  { "2. This is the first thing. It is long.", "Second, This is the first thing. It is long." },
  { "Look:\n\n| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n",
    "Look: The panel shows a table of two rows." },
  { "| a |\n|---|\n| 1 |\n", "The panel shows a table." },
  { "Run this:\n\n```sh\nrm -rf x\n```\n\nDone.", "Run this: The panel shows the code. Done." },
};

static const Row german[] = {
  { "Es ist **wichtig**: siehe https://www.beispiel.de/x.",
    "Es ist wichtig: siehe ein Link zu beispiel.de." },
  { "Der Termin ist um 15:30 Uhr.", "Der Termin ist um halb vier nachmittags." },
  { "Der Termin ist um 3:30.", "Der Termin ist um halb vier nachts." },
  { "Der Termin ist um 9.15 Uhr.", "Der Termin ist um neun Uhr fünfzehn." },
  { "Der Termin dauert von 14:00–16:00 Uhr.", "Der Termin dauert von vierzehn bis sechzehn Uhr." },
  { "Das ist am 5. März 2026.", "Das ist am fünften März zweitausendsechsundzwanzig." },
  { "Der 1. Mai ist frei.", "Der erste Mai ist frei." },
  { "Das ist am Freitag, 21. Mai.", "Das ist am Freitag, einundzwanzigsten Mai." },
  { "Stichtag: 03.07.26", "Stichtag: dritter Juli zweitausendsechsundzwanzig." },
  { "Das kostet 12,50 € heute.", "Das kostet zwölf Euro fünfzig heute." },
  { "Das kostet 1.234,00 Euro.", "Das kostet eintausendzweihundertvierunddreißig Euro." },
  { "Das sind 3,5 MB und 50 %.", "Das sind drei Komma fünf Megabyte und fünfzig Prozent." },
  { "Das dauert 1 Std. und 20 min.", "Das dauert eine Stunde und zwanzig Minuten." },
  { "Schreib an marta@beispiel.de, z. B. heute.",
    "Schreib an marta bei beispiel de, zum Beispiel heute." },
  { "Ruf Dr. Berg an: 030 1234567",
    "Ruf Doktor Berg an: null drei null, eins zwei drei vier fünf sechs sieben." },
  { "Es gibt:\n\n- Tee\n- Brot\n- Milch", "Es gibt: Tee, Brot, und Milch." },
  { "Das ist zu tun:\n\n1. Ana anrufen\n2. Tom schreiben",
    "Das ist zu tun: Erstens, Ana anrufen, und zweitens Tom schreiben." },
  { "Hier ist der Code:\n\n```\nx\n```", "Hier ist der Code: Die Seitenleiste zeigt den Code." },
};

static void
check (const Row *rows, guint n, const char *language)
{
  for (guint i = 0; i < n; i++) {
    g_autoptr (HearthSpokenForm) form = hearth_spoken_form_new (rows[i].written, language);
    const char *said = hearth_spoken_form_get_text (form);
    g_autofree char *heard = NULL;

    if (strcmp (said, rows[i].said) != 0) {
      g_test_message ("“%s” is said “%s” and not “%s”", rows[i].written, said, rows[i].said);
      g_test_fail ();
    }
    g_assert_cmpuint (hearth_spoken_form_get_heard (form, 0), ==, 0);
    if (*said == '\0')
      continue;
    /* Whoever heard all of it heard the answer to its last word. */
    heard = hearth_spoken_form_dup_heard (form, (gsize) g_utf8_strlen (said, -1));
    g_assert_cmpuint (strlen (heard), <=, strlen (rows[i].written));
    for (const char *p = rows[i].written + strlen (heard); *p != '\0'; p++)
      g_assert_true (!g_ascii_isalnum (*p));
  }
}

static void
test_english (void)
{
  check (english, G_N_ELEMENTS (english), "en");
}

static void
test_german (void)
{
  check (german, G_N_ELEMENTS (german), "de");
}

static void
test_language (void)
{
  g_autoptr (HearthSpokenForm) own =
      hearth_spoken_form_new ("Du hast heute noch zwei Termine, und es ist eine Mail von Anna da.",
                              "en");
  g_autoptr (HearthSpokenForm) unsure = hearth_spoken_form_new ("15:30", "de_AT");
  g_autoptr (HearthSpokenForm) other = hearth_spoken_form_new ("15:30", NULL);

  g_assert_cmpstr (hearth_spoken_form_get_language (own), ==, "de");
  g_assert_cmpstr (hearth_spoken_form_get_text (unsure), ==, "halb vier nachmittags.");
  g_assert_cmpstr (hearth_spoken_form_get_language (other), ==, "en");
}

static void
check_heard (const HearthSpokenForm *form, const char *up_to, const char *heard)
{
  const char *said = hearth_spoken_form_get_text (form);
  const char *end = strstr (said, up_to);
  g_autofree char *part = NULL;

  if (end == NULL)
    g_error ("no “%s” in “%s”", up_to, said);
  end += strlen (up_to);
  part = hearth_spoken_form_dup_heard (form, (gsize) g_utf8_pointer_to_offset (said, end));
  g_assert_cmpstr (part, ==, heard);
}

/* What the model is told after an interruption. */
static void
test_heard (void)
{
  g_autoptr (HearthSpokenForm) form = hearth_spoken_form_new (
      "Zoë, you have **two** things at 15:30: see https://example.org/x now.\n\n- *tea*\n- bread",
      "en");

  check_heard (form, "you have", "Zoë, you have");
  check_heard (form, "two", "Zoë, you have **two");
  check_heard (form, "two thi", "Zoë, you have **two");
  /* Half of a time is no time. */
  check_heard (form, "at half past", "Zoë, you have **two** things at");
  check_heard (form, "afternoon:", "Zoë, you have **two** things at 15:30:");
  check_heard (form, "a link to", "Zoë, you have **two** things at 15:30: see");
  check_heard (form, "example.org",
               "Zoë, you have **two** things at 15:30: see https://example.org/x");
  check_heard (form, "tea,",
               "Zoë, you have **two** things at 15:30: see https://example.org/x now.\n\n- *tea");
}

static void
test_bounds (void)
{
  g_autoptr (GString) long_answer = g_string_new (NULL);
  g_autoptr (HearthSpokenForm) form = NULL;
  g_autoptr (HearthSpokenForm) bad = hearth_spoken_form_new ("a \xff b", "en");
  gint64 begin = g_get_monotonic_time ();

  for (guint i = 0; i < 100000; i++)
    g_string_append (long_answer, "and 3.5 MB at 15:30 ");
  form = hearth_spoken_form_new (long_answer->str, "en");
  g_assert_cmpuint (strlen (hearth_spoken_form_get_text (form)), <, 33 * 1024);
  g_assert_true (g_utf8_validate (hearth_spoken_form_get_text (bad), -1, NULL));
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 5 * G_USEC_PER_SEC);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/spoken-form/english", test_english);
  g_test_add_func ("/spoken-form/german", test_german);
  g_test_add_func ("/spoken-form/language", test_language);
  g_test_add_func ("/spoken-form/heard", test_heard);
  g_test_add_func ("/spoken-form/bounds", test_bounds);
  return g_test_run ();
}
