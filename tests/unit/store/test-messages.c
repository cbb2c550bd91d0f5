/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "store-fixture.h"

#include "hearth-store-accounts.h"

#include <string.h>

#define NOON G_GINT64_CONSTANT (1700000000)

static GPtrArray *
list (HearthDatabase *db, HearthMessageFilter filter)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *messages = hearth_store_messages_list (db, &filter, HEARTH_DETAIL_ENVELOPE, &error);

  g_assert_no_error (error);
  return messages;
}

static void
test_round_trip (void)
{
  gint64 source_id;
  g_autoptr (HearthDatabase) db = fixture_open_memory (&source_id);
  HearthMessage *message =
      fixture_message ("a", NOON, "Bob Müller <bob@example.com>", "Grüße", "Hallo Alex");
  g_autoptr (HearthMessage) read = NULL;
  g_autoptr (HearthMessage) found = NULL;
  g_autoptr (GPtrArray) envelopes = NULL;
  g_autoptr (GError) error = NULL;
  const HearthAttachment *attachment;
  gint64 id;

  g_ptr_array_add (message->cc, hearth_address_new ("Carol \t Danvers", "carol@example.com"));
  g_ptr_array_add (message->attachments,
                   hearth_attachment_new ("Rechnung 2023.pdf", "application/pdf", "2.1", 12345));
  message->reply_to = hearth_address_new ("", "reply@example.com");
  message->calendar = g_strdup ("BEGIN:VCALENDAR");
  message->flags = HEARTH_MESSAGE_SEEN | HEARTH_MESSAGE_FLAGGED;
  message->marks = HEARTH_MARK_CALENDAR;
  fixture_add_references (message, "x y");
  id = fixture_store (db, source_id, "INBOX", message);
  g_assert_cmpint (id, ==, NOON << 20);

  read = hearth_store_messages_get (db, id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (read->date, ==, NOON);
  g_assert_cmpint (read->source_id, ==, source_id);
  g_assert_cmpstr (read->mailbox, ==, "INBOX");
  g_assert_cmpstr (read->key, ==, "a");
  g_assert_cmpstr (read->path, ==, "cur/a:2,");
  g_assert_cmpstr (read->from->name, ==, "Bob Müller");
  g_assert_cmpstr (read->from->address, ==, "bob@example.com");
  g_assert_cmpstr (read->reply_to->address, ==, "reply@example.com");
  g_assert_cmpuint (read->to->len, ==, 1);
  g_assert_cmpuint (read->cc->len, ==, 1);
  g_assert_cmpstr (((HearthAddress *) read->cc->pdata[0])->name, ==, "Carol   Danvers");
  g_assert_cmpstr (read->subject, ==, "Grüße");
  g_assert_cmpstr (read->text, ==, "Hallo Alex");
  g_assert_cmpstr (read->calendar, ==, "BEGIN:VCALENDAR");
  g_assert_cmpuint (g_strv_length (read->references), ==, 2);
  g_assert_cmpuint (read->flags, ==, HEARTH_MESSAGE_SEEN | HEARTH_MESSAGE_FLAGGED);
  g_assert_cmpuint (read->marks, ==, HEARTH_MARK_CALENDAR);
  g_assert_cmpint (read->priority, ==, -1);
  g_assert_null (read->klass);
  attachment = read->attachments->pdata[0];
  g_assert_cmpstr (attachment->name, ==, "Rechnung 2023.pdf");
  g_assert_cmpstr (attachment->content_type, ==, "application/pdf");
  g_assert_cmpstr (attachment->part, ==, "2.1");
  g_assert_cmpint (attachment->size, ==, 12345);

  found = hearth_store_messages_find (db, "a@example.org", &error);
  g_assert_no_error (error);
  g_assert_cmpint (found->id, ==, id);
  g_assert_null (hearth_store_messages_find (db, "b@example.org", &error));
  g_assert_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND);

  envelopes = list (db, (HearthMessageFilter) HEARTH_MESSAGE_FILTER_INIT);
  g_assert_cmpuint (envelopes->len, ==, 1);
  g_assert_null (((HearthMessage *) envelopes->pdata[0])->text);
  fixture_check (db);
}

static void
test_long_text (void)
{
  gint64 source_id;
  g_autoptr (HearthDatabase) db = fixture_open_memory (&source_id);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (HearthMessage) read = NULL;
  gint64 id;

  /* Characters of two bytes, so that the end of what is indexed falls into one. */
  for (guint i = 0; i < 50000; i++)
    g_string_append_printf (text, "é%u ", i);
  id = fixture_store (db, source_id, "INBOX",
                      fixture_message ("long", NOON, "a@example.com", "Long", text->str));
  read = hearth_store_messages_get (db, id, NULL);
  g_assert_cmpstr (read->text, ==, text->str);
  fixture_check (db);
}

static void
test_rows_of_a_second (void)
{
  gint64 source_id;
  g_autoptr (HearthDatabase) db = fixture_open_memory (&source_id);
  gint64 first =
      fixture_store (db, source_id, "INBOX", fixture_message ("a", NOON, "a@example.com", "A", ""));
  gint64 second =
      fixture_store (db, source_id, "INBOX", fixture_message ("b", NOON, "a@example.com", "B", ""));
  gint64 zero =
      fixture_store (db, source_id, "INBOX", fixture_message ("c", 0, "a@example.com", "C", ""));
  gint64 far = fixture_store (db, source_id, "INBOX",
                              fixture_message ("d", G_MAXINT64, "a@example.com", "D", ""));

  g_assert_cmpint (second, ==, first + 1);
  g_assert_cmpint (zero, ==, 1);
  g_assert_cmpint (far, >, second);
}

static void
test_filters (void)
{
  gint64 source_id;
  g_autoptr (HearthDatabase) db = fixture_open_memory (&source_id);
  HearthMessageFilter filter = HEARTH_MESSAGE_FILTER_INIT;
  g_autoptr (GPtrArray) messages = NULL;
  g_autoptr (GError) error = NULL;
  HearthMessage *seen =
      fixture_message ("seen", NOON + 10, "Élodie Martin <elodie@example.fr>", "Seen", "");
  gint64 id;

  seen->flags = HEARTH_MESSAGE_SEEN;
  fixture_store (db, source_id, "INBOX",
                 fixture_message ("old", NOON, "Bob <bob@example.com>", "Old", ""));
  id = fixture_store (db, source_id, "INBOX", seen);
  fixture_store (db, source_id, "Sent",
                 fixture_message ("sent", NOON + 20, "alex@example.net", "Sent", ""));
  fixture_store (db, source_id, "Lists/gtk",
                 fixture_message ("list", NOON + 30, "gtk@example.com", "List", ""));

  filter.incoming = TRUE;
  g_assert_cmpint (hearth_store_messages_count (db, &filter, &error), ==, 3);
  filter.without_flags = HEARTH_MESSAGE_SEEN;
  g_assert_cmpint (hearth_store_messages_count (db, &filter, &error), ==, 2);

  filter = (HearthMessageFilter) HEARTH_MESSAGE_FILTER_INIT;
  filter.from = "ELODIE mar";
  messages = list (db, filter);
  g_assert_cmpuint (messages->len, ==, 1);
  g_assert_cmpint (((HearthMessage *) messages->pdata[0])->id, ==, id);
  filter.from = "martin";
  g_assert_cmpint (hearth_store_messages_count (db, &filter, &error), ==, 1);
  filter.from = "elodie@example.fr";
  filter.with_flags = HEARTH_MESSAGE_SEEN;
  filter.mailbox = "INBOX";
  g_assert_cmpint (hearth_store_messages_count (db, &filter, &error), ==, 1);
  filter.mailbox = "Sent";
  g_assert_cmpint (hearth_store_messages_count (db, &filter, &error), ==, 0);
  filter.from = "…";
  g_assert_cmpint (hearth_store_messages_count (db, &filter, &error), ==, 0);

  filter = (HearthMessageFilter) HEARTH_MESSAGE_FILTER_INIT;
  filter.role = HEARTH_MAILBOX_SENT;
  g_assert_cmpint (hearth_store_messages_count (db, &filter, &error), ==, 1);
  filter = (HearthMessageFilter) HEARTH_MESSAGE_FILTER_INIT;
  filter.since = NOON + 10;
  filter.before = NOON + 30;
  g_assert_cmpint (hearth_store_messages_count (db, &filter, &error), ==, 2);

  filter = (HearthMessageFilter) HEARTH_MESSAGE_FILTER_INIT;
  filter.unjudged = TRUE;
  g_assert_cmpint (hearth_store_messages_count (db, &filter, &error), ==, 4);
  g_assert_true (
      hearth_store_messages_judge (db, id, "urgent", 80, 0, "Asks for an answer", "de", &error));
  g_assert_cmpint (hearth_store_messages_count (db, &filter, &error), ==, 3);
  filter = (HearthMessageFilter) HEARTH_MESSAGE_FILTER_INIT;
  filter.min_priority = 60;
  filter.klass = "urgent";
  g_assert_cmpint (hearth_store_messages_count (db, &filter, &error), ==, 1);
  {
    g_autoptr (HearthMessage) judged = hearth_store_messages_get (db, id, &error);

    g_assert_cmpstr (judged->language, ==, "de");
  }
  filter.max_priority = 70;
  g_assert_cmpint (hearth_store_messages_count (db, &filter, &error), ==, 0);
  g_assert_false (hearth_store_messages_judge (db, 4711, "urgent", 80, 0, NULL, NULL, &error));
  g_assert_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND);
}

static void
test_paging (void)
{
  gint64 source_id;
  g_autoptr (HearthDatabase) db = fixture_open_memory (&source_id);
  HearthMessageFilter filter = HEARTH_MESSAGE_FILTER_INIT;
  guint n = 0;

  for (guint i = 0; i < 25; i++) {
    g_autofree char *key = g_strdup_printf ("k%u", i);

    fixture_store (db, source_id, "INBOX",
                   fixture_message (key, NOON + i / 3, "a@example.com", key, ""));
  }
  filter.limit = 10;
  for (;;) {
    g_autoptr (GPtrArray) page = list (db, filter);
    gint64 before = filter.below_id;

    if (page->len == 0)
      break;
    n += page->len;
    for (guint i = 0; i < page->len; i++) {
      const HearthMessage *message = page->pdata[i];

      g_assert_true (before == 0 || message->id < before);
      before = message->id;
    }
    filter.below_id = before;
  }
  g_assert_cmpuint (n, ==, 25);
}

static void
test_changes (void)
{
  gint64 source_id;
  g_autoptr (HearthDatabase) db = fixture_open_memory (&source_id);
  g_autoptr (HearthMailChanges) changes = hearth_mail_changes_new ("INBOX");
  g_autoptr (HearthMailChanges) again = hearth_mail_changes_new ("INBOX");
  g_autoptr (HearthKnown) known = hearth_known_new ();
  g_autoptr (HearthMessage) read = NULL;
  g_autofree char *token = NULL;
  g_autoptr (GError) error = NULL;
  HearthSenderHistory history;
  gint64 gone = fixture_store (db, source_id, "INBOX",
                               fixture_message ("a", NOON, "bob@example.com", "A", "alpha"));
  gint64 kept = fixture_store (db, source_id, "INBOX",
                               fixture_message ("b", NOON, "Bob@Example.com", "B", "beta"));

  g_assert_true (hearth_store_people_get_history (db, "BOB@example.com", &history, &error));
  g_assert_cmpint (history.n_received, ==, 2);
  g_assert_cmpint (history.n_read, ==, 0);

  g_array_append_val (changes->gone, gone);
  hearth_mail_changes_add_reflagged (changes, kept, HEARTH_MESSAGE_SEEN, "cur/b:2,S");
  g_ptr_array_add (changes->created, fixture_message ("c", NOON, "bob@example.com", "C", "gamma"));
  changes->token = g_strdup ("token 1");
  g_assert_true (hearth_store_messages_apply (db, source_id, changes, NULL, &error));
  g_assert_no_error (error);

  g_assert_null (hearth_store_messages_get (db, gone, &error));
  g_assert_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  read = hearth_store_messages_get (db, kept, &error);
  g_assert_cmpstr (read->path, ==, "cur/b:2,S");
  g_assert_cmpuint (read->flags, ==, HEARTH_MESSAGE_SEEN);
  g_assert_true (hearth_store_mailboxes_get_token (db, source_id, "INBOX", &token, &error));
  g_assert_cmpstr (token, ==, "token 1");
  g_assert_true (hearth_store_people_get_history (db, "bob@example.com", &history, &error));
  g_assert_cmpint (history.n_received, ==, 2);
  g_assert_cmpint (history.n_read, ==, 1);

  g_assert_true (hearth_store_messages_load_known (db, source_id, "INBOX", known, &error));
  g_assert_cmpuint (hearth_known_get_n (known), ==, 2);
  g_assert_cmpint (hearth_known_lookup (known, "b")->id, ==, kept);
  g_assert_cmpuint (hearth_known_lookup (known, "b")->flags, ==, HEARTH_MESSAGE_SEEN);
  g_assert_null (hearth_known_lookup (known, "a"));

  /* Offered again, a message is not stored twice. */
  g_ptr_array_add (again->created, fixture_message ("c", NOON, "bob@example.com", "C", "gamma"));
  g_assert_true (hearth_store_messages_apply (db, source_id, again, NULL, &error));
  g_assert_cmpint (fixture_count (db, "SELECT count(*) FROM messages"), ==, 2);

  g_assert_true (hearth_store_messages_set_flags (db, kept, 0, NULL, &error));
  g_assert_true (hearth_store_people_get_history (db, "bob@example.com", &history, &error));
  g_assert_cmpint (history.n_read, ==, 0);
  g_assert_false (hearth_store_messages_set_flags (db, 1, 0, NULL, &error));
  g_assert_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND);
  fixture_check (db);
}

static void
test_undone (void)
{
  gint64 source_id;
  g_autoptr (HearthDatabase) db = fixture_open_memory (&source_id);
  g_autoptr (GError) error = NULL;

  g_assert_true (hearth_database_begin (db, &error));
  fixture_store (db, source_id, "INBOX", fixture_message ("a", NOON, "a@example.com", "A", "one"));
  g_assert_true (hearth_database_begin (db, &error));
  fixture_store (db, source_id, "INBOX", fixture_message ("b", NOON, "a@example.com", "B", "two"));
  hearth_database_rollback (db);
  g_assert_true (hearth_database_in_transaction (db));
  g_assert_true (hearth_database_commit (db, &error));
  g_assert_false (hearth_database_in_transaction (db));
  g_assert_cmpint (fixture_count (db, "SELECT count(*) FROM messages"), ==, 1);
  fixture_check (db);
}

/* An account that also writes by another name, and by the one that it sends from already. */
static void
add_identity (HearthDatabase *db)
{
  g_autoptr (HearthAccount) account = hearth_account_new ("work@example.net");
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (account->identities, hearth_identity_new ("choir@example.org", "", ""));
  g_ptr_array_add (account->identities, hearth_identity_new ("ME@example.net", "", ""));
  g_assert_true (hearth_store_accounts_add (db, account, &error));
  g_assert_no_error (error);
}

static void
test_people (void)
{
  gint64 source_id;
  g_autoptr (HearthDatabase) db = fixture_open_memory (&source_id);
  g_autoptr (GPtrArray) owner = NULL;
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GPtrArray) whole = NULL;
  g_autoptr (GError) error = NULL;
  HearthMessage *sent;
  HearthSenderHistory history;

  fixture_store (db, source_id, "INBOX",
                 fixture_message ("1", NOON, "Anna Ångström <anna@example.se>", "1", ""));
  before = hearth_store_people_list_owner (db, &error);
  g_assert_cmpuint (before->len, ==, 1);
  g_assert_cmpstr (before->pdata[0], ==, "alex@example.net");

  sent = fixture_message ("2", NOON, "Alex <me@example.net>", "2", "");
  g_ptr_array_set_size (sent->to, 0);
  g_ptr_array_add (sent->to, hearth_address_new ("Anna Angler", "angler@example.com"));
  fixture_store (db, source_id, "Sent", sent);
  owner = hearth_store_people_list_owner (db, &error);
  g_assert_cmpstr (owner->pdata[0], ==, "me@example.net");
  g_assert_true (hearth_store_people_get_history (db, "angler@example.com", &history, &error));
  g_assert_cmpint (history.n_sent, ==, 1);
  g_assert_cmpint (history.n_received, ==, 0);

  add_identity (db);
  g_clear_pointer (&owner, g_ptr_array_unref);
  owner = hearth_store_people_list_owner (db, &error);
  g_assert_cmpuint (owner->len, ==, 3);
  g_assert_cmpstr (owner->pdata[0], ==, "me@example.net");
  g_assert_cmpstr (owner->pdata[1], ==, "work@example.net");
  g_assert_cmpstr (owner->pdata[2], ==, "choir@example.org");

  found = hearth_store_people_find (db, "ang", 0, &error);
  g_assert_cmpuint (found->len, ==, 2);
  g_assert_cmpstr (((HearthAddress *) found->pdata[0])->address, ==, "angler@example.com");
  whole = hearth_store_people_find (db, "Anna ANGSTROM", 0, &error);
  g_assert_cmpuint (whole->len, ==, 1);
  g_assert_cmpstr (((HearthAddress *) whole->pdata[0])->name, ==, "Anna Ångström");
}

static void
remove_source (HearthDatabase *db, gint64 id)
{
  g_autoptr (GError) error = NULL;
  gboolean more = TRUE;

  g_assert_true (hearth_store_sources_remove (db, id, &error));
  while (more)
    g_assert_true (hearth_store_sources_remove_some (db, &more, &error));
  g_assert_no_error (error);
}

static void
test_remove_source (void)
{
  gint64 first, second;
  g_autoptr (HearthDatabase) db = fixture_open_memory (&first);
  g_autoptr (HearthSource) other = hearth_source_new (HEARTH_SOURCE_MBOX, "/mbox", "Other");
  g_autoptr (GPtrArray) sources = NULL;
  g_autoptr (GPtrArray) mailboxes = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (hearth_store_sources_add (db, other, &error));
  second = other->id;
  for (guint i = 0; i < 1200; i++) {
    g_autofree char *key = g_strdup_printf ("k%u", i);

    fixture_store (db, i % 2 == 0 ? first : second, "INBOX",
                   fixture_message (key, NOON + i, "a@example.com", key, "some text to find"));
  }
  fixture_apply_event (db, first, "a.ics", fixture_event ("e", NOON, NOON + 3600, "Meeting"));
  remove_source (db, first);
  sources = hearth_store_sources_list (db, &error);
  g_assert_cmpuint (sources->len, ==, 1);
  g_assert_cmpint (((HearthSource *) sources->pdata[0])->n_items, ==, 600);
  g_assert_cmpint (fixture_count (db, "SELECT count(*) FROM messages"), ==, 600);
  g_assert_cmpint (fixture_count (db, "SELECT count(*) FROM bodies"), ==, 600);
  g_assert_cmpint (fixture_count (db, "SELECT count(*) FROM events"), ==, 0);
  g_assert_cmpint (fixture_count (db, "SELECT count(*) FROM occurrences"), ==, 0);
  g_assert_cmpint (fixture_count (db, "SELECT count(*) FROM resources"), ==, 0);
  fixture_check (db);

  mailboxes = hearth_store_mailboxes_list (db, second, &error);
  g_assert_cmpuint (mailboxes->len, ==, 1);
  remove_source (db, second);
  g_assert_cmpint (fixture_count (db, "SELECT count(*) FROM messages"), ==, 0);
  g_assert_cmpint (fixture_count (db, "SELECT count(*) FROM people"), ==, 0);
  fixture_check (db);
  g_assert_false (hearth_store_sources_remove (db, second, &error));
  g_assert_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/store/messages/round-trip", test_round_trip);
  g_test_add_func ("/store/messages/long-text", test_long_text);
  g_test_add_func ("/store/messages/rows-of-a-second", test_rows_of_a_second);
  g_test_add_func ("/store/messages/filters", test_filters);
  g_test_add_func ("/store/messages/paging", test_paging);
  g_test_add_func ("/store/messages/changes", test_changes);
  g_test_add_func ("/store/messages/undone", test_undone);
  g_test_add_func ("/store/messages/people", test_people);
  g_test_add_func ("/store/messages/remove-source", test_remove_source);

  return g_test_run ();
}
