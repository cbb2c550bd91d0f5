/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-vcard.h"

#include <string.h>

static GPtrArray *
read_text (const char *text)
{
  g_autoptr (GError) error = NULL;
  gboolean cut;
  GPtrArray *contacts = hearth_vcard_read (text, strlen (text), &cut, &error);

  g_assert_no_error (error);
  g_assert_nonnull (contacts);
  g_assert_false (cut);
  return contacts;
}

static void
test_version_4 (void)
{
  g_autoptr (GPtrArray) contacts =
      read_text ("\357\273\277BEGIN:VCARD\r\nVERSION:4.0\r\nUID:urn:uuid:1\r\nFN:Ada\r\n  Love\r\n"
                 " lace\\, Countess\r\nEMAIL:old@example.org\r\n"
                 "item1.EMAIL;PREF=2;TYPE=\"work;home\":mailto:ada@example.org\r\n"
                 "EMAIL;PREF=1:first@example.org\r\nEMAIL:ADA@example.org\r\nEMAIL:nobody\r\n"
                 "TEL;VALUE=uri:tel:+44-1\r\nBDAY:18151210\r\nORG:Engine;Analytical\r\n"
                 "NICKNAME:Addie,Countess\r\nEND:VCARD\r\n");
  HearthContact *ada = contacts->pdata[0];

  g_assert_cmpuint (contacts->len, ==, 1);
  g_assert_cmpstr (ada->uid, ==, "urn:uuid:1");
  g_assert_cmpstr (ada->name, ==, "Ada Lovelace, Countess");
  g_assert_cmpstr (ada->nickname, ==, "Addie");
  g_assert_cmpstr (ada->organisation, ==, "Engine, Analytical");
  g_assert_cmpstr (ada->birthday, ==, "1815-12-10");
  g_assert_cmpuint (ada->addresses->len, ==, 3);
  g_assert_cmpstr (ada->addresses->pdata[0], ==, "first@example.org");
  g_assert_cmpstr (ada->addresses->pdata[1], ==, "ada@example.org");
  g_assert_cmpstr (ada->addresses->pdata[2], ==, "old@example.org");
  g_assert_cmpuint (ada->phones->len, ==, 1);
  g_assert_cmpstr (ada->phones->pdata[0], ==, "+44-1");
}

static void
test_version_3 (void)
{
  g_autoptr (GPtrArray) contacts = read_text (
      "BEGIN:VCARD\nVERSION:3.0\nN:Hopper;Grace;Brewster;;\nEMAIL;TYPE=INTERNET:a@x.org\n"
      "EMAIL;TYPE=internet,pref:b@x.org\nBDAY;X-APPLE-OMIT-YEAR=1604:1604-02-29\n"
      "END:VCARD\n");
  HearthContact *grace = contacts->pdata[0];

  g_assert_cmpstr (grace->name, ==, "Grace Brewster Hopper");
  g_assert_cmpstr (grace->birthday, ==, "--02-29");
  g_assert_cmpstr (grace->addresses->pdata[0], ==, "b@x.org");
  g_assert_cmpstr (grace->addresses->pdata[1], ==, "a@x.org");
}

static void
test_version_2 (void)
{
  g_autoptr (GPtrArray) contacts =
      read_text ("BEGIN:VCARD\r\nVERSION:2.1\r\n"
                 "N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCl=\r\nler;J=F6rg\r\n"
                 "AGENT:\r\nBEGIN:VCARD\r\nFN:Agent\r\nEMAIL:agent@x.org\r\nEND:VCARD\r\n"
                 "EMAIL;INTERNET:a@x.org\r\nEMAIL;INTERNET;PREF:b@x.org\r\nEND:VCARD\r\n");
  HearthContact *joerg = contacts->pdata[0];

  g_assert_cmpuint (contacts->len, ==, 1);
  g_assert_cmpstr (joerg->name, ==, "Jörg Müller");
  g_assert_cmpuint (joerg->addresses->len, ==, 2);
  g_assert_cmpstr (joerg->addresses->pdata[0], ==, "b@x.org");
}

/* Cards without a UID or with the same one, without an end, and of nobody. */
static void
test_broken (void)
{
  g_autoptr (GPtrArray) contacts =
      read_text ("BEGIN:VCARD\nUID:a\nFN:One\nBEGIN:VCARD\nUID:a\nFN:Two\nEND:VCARD\nnonsense\n"
                 "BEGIN:VCARD\nTEL:1\nEND:VCARD\nBEGIN:VCARD\nBDAY:1999-02-29\nEMAIL:c@x.org");
  HearthContact *last = contacts->pdata[2];

  g_assert_cmpuint (contacts->len, ==, 3);
  g_assert_cmpstr (((HearthContact *) contacts->pdata[0])->uid, ==, "a");
  g_assert_cmpstr (((HearthContact *) contacts->pdata[1])->uid, ==, "a#2");
  g_assert_cmpstr (last->name, ==, "c@x.org");
  g_assert_cmpuint (strlen (last->uid), ==, 40);
  g_assert_null (last->birthday);
}

static void
test_bounds (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GPtrArray) contacts = NULL;
  g_autoptr (GError) error = NULL;
  gboolean cut;

  for (guint i = 0; i <= HEARTH_VCARD_MAX_CARDS; i++)
    g_string_append (text, "BEGIN:VCARD\nUID:a\nFN:Same\nEND:VCARD\n");
  contacts = hearth_vcard_read (text->str, text->len, &cut, &error);
  g_assert_no_error (error);
  g_assert_true (cut);
  g_assert_cmpuint (contacts->len, ==, HEARTH_VCARD_MAX_CARDS);
  g_assert_null (hearth_vcard_read ("Hello", 5, &cut, &error));
  g_assert_error (error, HEARTH_CONTACTS_ERROR, HEARTH_CONTACTS_ERROR_BAD_FORMAT);
  g_clear_error (&error);
  g_string_set_size (text, HEARTH_VCARD_MAX_BYTES + 1);
  g_assert_null (hearth_vcard_read (text->str, text->len, &cut, &error));
  g_assert_error (error, HEARTH_CONTACTS_ERROR, HEARTH_CONTACTS_ERROR_TOO_LARGE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vcard/version-4", test_version_4);
  g_test_add_func ("/vcard/version-3", test_version_3);
  g_test_add_func ("/vcard/version-2", test_version_2);
  g_test_add_func ("/vcard/broken", test_broken);
  g_test_add_func ("/vcard/bounds", test_bounds);
  return g_test_run ();
}
