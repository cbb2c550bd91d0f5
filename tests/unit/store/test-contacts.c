/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "store-fixture.h"

#include "hearth-store-contacts.h"
#include "hearth-store-names.h"

static HearthContact *
contact_new (const char *uid, const char *name, const char *first, const char *second)
{
  HearthContact *contact = hearth_contact_new (uid, name);

  if (first != NULL)
    g_ptr_array_add (contact->addresses, g_strdup (first));
  if (second != NULL)
    g_ptr_array_add (contact->addresses, g_strdup (second));
  return contact;
}

/* Stores what a resource holds: @contact (transfer full), or nothing any more. */
static void
apply (HearthDatabase *db, gint64 source, const char *href, HearthContact *contact)
{
  GPtrArray *contacts = NULL;
  g_autoptr (HearthContactChanges) changes = NULL;
  g_autoptr (GError) error = NULL;

  if (contact != NULL) {
    contacts = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_contact_free);
    g_ptr_array_add (contacts, contact);
  }
  changes = hearth_contact_changes_new (href, "1", contacts);
  hearth_store_contacts_apply (db, source, changes, &error);
  g_assert_no_error (error);
}

static void
check_offers (HearthDatabase *db, const char *typed, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) people = hearth_store_people_complete (db, typed, 0, &error);
  g_autoptr (GString) found = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < people->len; i++) {
    const HearthAddress *person = people->pdata[i];

    g_string_append_printf (found, "%s%s <%s>", i > 0 ? ", " : "", person->name, person->address);
  }
  g_assert_cmpstr (found->str, ==, expected);
}

static void
send_to (HearthDatabase *db, gint64 source, const char *name, const char *address)
{
  HearthMessage *message = fixture_message (address, 100, "Me <me@x.org>", "Hi", "Hi");

  g_ptr_array_set_size (message->to, 0);
  g_ptr_array_add (message->to, hearth_address_new (name, address));
  fixture_store (db, source, "Sent", message);
}

static void
test_complete (void)
{
  gint64 source;
  g_autoptr (HearthDatabase) db = fixture_open_memory (&source);

  fixture_store (db, source, "INBOX",
                 fixture_message ("1", 100, "Anna Alt <anna.alt@x.org>", "Hello", "Hello"));
  send_to (db, source, "", "written@x.org");
  g_assert_cmpint (hearth_store_contacts_count (db, 0, NULL), ==, 0);
  apply (db, source, "a.vcf", contact_new ("a", "Anna Berg", "Written@x.org", "second@x.org"));
  apply (db, source, "b.vcf", contact_new ("b", "Änna Lone", "lone@x.org", NULL));
  apply (db, source, "c.vcf", contact_new ("c", "Anna Without", NULL, NULL));
  g_assert_cmpint (hearth_store_contacts_count (db, 0, NULL), ==, 3);

  /* Written to, then in an address book, then who wrote; each once. */
  check_offers (db, "ann",
                "Anna Berg <written@x.org>, Änna Lone <lone@x.org>, Anna Berg <second@x.org>, "
                "Anna Alt <anna.alt@x.org>");
  check_offers (db, "written", "Anna Berg <written@x.org>");
  check_offers (db, "sec berg x", "Anna Berg <second@x.org>");
  check_offers (db, "berg ann", "Anna Berg <written@x.org>, Anna Berg <second@x.org>");
  check_offers (db, "nobody", "");
}

/* Of those written to the often come first, before whoever writes often; then address books. */
static void
test_order (void)
{
  gint64 source;
  g_autoptr (HearthDatabase) db = fixture_open_memory (&source);

  for (guint i = 0; i < 9; i++) {
    g_autofree char *key = g_strdup_printf ("in-%u", i);

    fixture_store (db, source, "INBOX",
                   fixture_message (key, 100, "Mara News <news@x.org>", "Hello", "Hello"));
  }
  send_to (db, source, "Mara Once", "once@x.org");
  for (guint i = 0; i < 3; i++) {
    HearthMessage *message = fixture_message ("often", 100, "Me <me@x.org>", "Hi", "Hi");

    g_free (message->key);
    message->key = g_strdup_printf ("out-%u", i);
    g_ptr_array_set_size (message->to, 0);
    g_ptr_array_add (message->to, hearth_address_new ("Mara Often", "often@x.org"));
    fixture_store (db, source, "Sent", message);
  }
  apply (db, source, "a.vcf", contact_new ("a", "Mara Listed", "listed@x.org", NULL));
  /* Two address books know the same one, and mail knows it by another name. */
  apply (db, source, "b.vcf", contact_new ("b", "Mara von Often", "Often@X.org", NULL));
  apply (db, source, "c.vcf", contact_new ("c", "Mara von Often", "often@x.org", NULL));
  check_offers (db, "mar",
                "Mara von Often <often@x.org>, Mara Once <once@x.org>, Mara Listed <listed@x.org>, "
                "Mara News <news@x.org>");
  /* A card without a name of its own takes nobody's. */
  apply (db, source, "d.vcf", contact_new ("d", "once@x.org", "once@x.org", NULL));
  check_offers (db, "once", "Mara Once <once@x.org>");
}

static void
test_change (void)
{
  gint64 source;
  g_autoptr (HearthDatabase) db = fixture_open_memory (&source);
  g_autoptr (GHashTable) etags = NULL;
  g_autoptr (GError) error = NULL;

  apply (db, source, "a.vcf", contact_new ("a", "Anna", "old@x.org", NULL));
  apply (db, source, "b.vcf", contact_new ("b", "Bert", "bert@x.org", NULL));
  apply (db, source, "a.vcf", contact_new ("a", "Anne", "new@x.org", NULL));
  check_offers (db, "old", "");
  check_offers (db, "ann", "Anne <new@x.org>");
  etags = hearth_store_events_load_etags (db, source, &error);
  g_assert_cmpuint (g_hash_table_size (etags), ==, 2);
  g_assert_cmpstr (g_hash_table_lookup (etags, "a.vcf"), ==, "1");
  apply (db, source, "a.vcf", NULL);
  check_offers (db, "ann", "");
  g_assert_cmpint (fixture_count (db, "SELECT count(*) FROM contact_addresses"), ==, 1);
  g_assert_cmpint (fixture_count (db, "SELECT count(*) FROM resources"), ==, 1);
  /* Without its address book nobody is left. */
  g_assert_true (hearth_store_contacts_remove_source (db, source, &error));
  g_assert_no_error (error);
  g_assert_cmpint (fixture_count (db, "SELECT count(*) FROM contacts"), ==, 0);
  g_assert_cmpint (fixture_count (db, "SELECT count(*) FROM contact_addresses"), ==, 0);
}

static void
test_names (void)
{
  gint64 source;
  g_autoptr (HearthDatabase) db = fixture_open_memory (&source);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) people = NULL;
  g_auto (GStrv) few = NULL;
  g_auto (GStrv) events = NULL;
  g_autofree char *all = NULL;
  g_autofree char *titles = NULL;

  fixture_store (db, source, "INBOX",
                 fixture_message ("in", 100, "Mara News <news@x.org>", "Hi", "Hi"));
  send_to (db, source, "Mara Once", "once@x.org");
  apply (db, source, "a.vcf", contact_new ("a", "Mara Listed", "listed@x.org", NULL));
  people = hearth_store_names_list_people (db, 10, &error);
  g_assert_no_error (error);
  all = g_strjoinv (", ", people);
  g_assert_true (g_str_has_prefix (all, "Mara Once, Mara Listed, "));
  g_assert_true (g_strv_contains ((const char *const *) people, "Mara News"));
  few = hearth_store_names_list_people (db, 1, &error);
  g_assert_cmpuint (g_strv_length (few), ==, 1);

  fixture_apply_event (db, source, "far",
                       fixture_event ("far", 1000000 + 90 * 86400, 1003600 + 90 * 86400, "Far"));
  fixture_apply_event (db, source, "near", fixture_event ("near", 1000000, 1003600, "Near"));
  fixture_apply_event (db, source, "same",
                       fixture_event ("same", 1000000 + 86400, 1003600 + 86400, "Near"));
  fixture_apply_event (db, source, "old",
                       fixture_event ("old", 1000000 - 60 * 86400, 1003600 - 60 * 86400, "Old"));
  events = hearth_store_names_list_events (db, 1000000, 10, &error);
  g_assert_no_error (error);
  titles = g_strjoinv (", ", events);
  g_assert_cmpstr (titles, ==, "Near, Far");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/contacts/complete", test_complete);
  g_test_add_func ("/contacts/order", test_order);
  g_test_add_func ("/contacts/change", test_change);
  g_test_add_func ("/contacts/names", test_names);
  return g_test_run ();
}
