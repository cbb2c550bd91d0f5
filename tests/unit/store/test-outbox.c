/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-database-private.h"
#include "hearth-store-drafts.h"
#include "hearth-store-messages.h"
#include "hearth-store-operations.h"
#include "hearth-store-outbox.h"
#include "store-fixture.h"

#define BIT(state) (1u << (state))

static HearthDatabase *
open_store (void)
{
  g_autoptr (GError) error = NULL;
  HearthDatabase *db =
      hearth_database_open (HEARTH_STORE_IN_MEMORY, HEARTH_DATABASE_WRITER, &error);

  g_assert_no_error (error);
  return db;
}

static gint64
add_item (HearthDatabase *db, gint64 source_id, gint64 not_before)
{
  HearthOutboxItem item = { .source_id = source_id,
                            .not_before = not_before,
                            .created = 100,
                            .message_id = (char *) "id@lind.example",
                            .sender = (char *) "nora@lind.example",
                            .recipients = (char *) "+Ana\tana@silva.example\n!\tbob@example.org",
                            .subject = (char *) "Dinner",
                            .answers = -7 };
  g_autoptr (GBytes) content = g_bytes_new_static ("a\0b\r\n", 5);
  g_autoptr (GError) error = NULL;

  g_assert_true (hearth_store_outbox_add (db, &item, "packed", content, &error));
  g_assert_no_error (error);
  return item.id;
}

static gboolean
change (HearthDatabase *db, gint64 id, guint from, HearthOutboxState state, const char *problem)
{
  HearthOutboxChange change = {
    .id = id, .from = from, .state = state, .not_before = 500, .attempts = 3, .problem = problem
  };
  g_autoptr (GError) error = NULL;

  g_assert_true (hearth_store_outbox_change (db, &change, &error));
  g_assert_no_error (error);
  return change.changed;
}

static HearthOutboxState
state_of (HearthDatabase *db, gint64 id)
{
  g_autoptr (HearthOutboxItem) item = hearth_store_outbox_get (db, id, NULL);

  g_assert_nonnull (item);
  return item->state;
}

static void
test_item (void)
{
  g_autoptr (HearthDatabase) db = open_store ();
  gint64 id = add_item (db, 1, 110);
  g_autoptr (HearthOutboxItem) item = hearth_store_outbox_get (db, id, NULL);
  g_autoptr (GBytes) content = hearth_store_outbox_dup_content (db, id, NULL);
  g_autofree char *packed = hearth_store_outbox_dup_draft (db, id, NULL);
  g_autoptr (GPtrArray) people = hearth_outbox_item_dup_recipients (item);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (item->answers, ==, -7);
  g_assert_cmpstr (item->subject, ==, "Dinner");
  g_assert_null (item->problem);
  g_assert_cmpmem (g_bytes_get_data (content, NULL), g_bytes_get_size (content), "a\0b\r\n", 5);
  g_assert_cmpstr (packed, ==, "packed");
  g_assert_cmpuint (people->len, ==, 2);
  g_assert_cmpint (hearth_store_outbox_next_time (db, NULL), ==, 110);
  g_assert_null (hearth_store_outbox_get (db, id + 1, &error));
  g_assert_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND);
}

/* What the owner does and what the server does cannot both have a mail. */
static void
test_states (void)
{
  g_autoptr (HearthDatabase) db = open_store ();
  gint64 id = add_item (db, 1, 110);
  g_autoptr (GBytes) content = NULL;
  gboolean removed = TRUE;

  g_assert_true (change (db, id, BIT (HEARTH_OUTBOX_WAITING), HEARTH_OUTBOX_SENDING, NULL));
  g_assert_false (change (db, id, BIT (HEARTH_OUTBOX_WAITING), HEARTH_OUTBOX_SENDING, NULL));
  g_assert_true (hearth_store_outbox_remove (db, id, BIT (HEARTH_OUTBOX_WAITING), &removed, NULL));
  g_assert_false (removed);
  g_assert_true (change (db, id, BIT (HEARTH_OUTBOX_WAITING) | BIT (HEARTH_OUTBOX_SENDING),
                         HEARTH_OUTBOX_REFUSED, "No."));
  g_assert_true (hearth_store_outbox_remove (db, id, BIT (HEARTH_OUTBOX_REFUSED), &removed, NULL));
  g_assert_true (removed);

  id = add_item (db, 1, 110);
  g_assert_true (hearth_store_outbox_remove (db, id, BIT (HEARTH_OUTBOX_WAITING), &removed, NULL));
  g_assert_true (removed);
  /* Taken back a moment before the server was ready for it. */
  g_assert_false (change (db, id, BIT (HEARTH_OUTBOX_WAITING), HEARTH_OUTBOX_SENDING, NULL));

  id = add_item (db, 1, 110);
  g_assert_true (change (db, id, BIT (HEARTH_OUTBOX_WAITING), HEARTH_OUTBOX_DONE, NULL));
  content = hearth_store_outbox_dup_content (db, id, NULL);
  g_assert_cmpuint (g_bytes_get_size (content), ==, 0);
  g_assert_cmpint (hearth_store_outbox_next_time (db, NULL), ==, 0);
  g_assert_true (hearth_store_outbox_forget_done (db, 100, NULL));
  g_assert_cmpint (state_of (db, id), ==, HEARTH_OUTBOX_DONE);
  g_assert_true (hearth_store_outbox_forget_done (db, 101, NULL));
  g_assert_null (hearth_store_outbox_get (db, id, NULL));
}

static void
test_crash (void)
{
  g_autoptr (HearthDatabase) db = open_store ();
  gint64 waits = add_item (db, 1, 110), sending = add_item (db, 1, 110);
  g_autoptr (GPtrArray) open = NULL;
  guint n = 0;

  change (db, sending, BIT (HEARTH_OUTBOX_WAITING), HEARTH_OUTBOX_SENDING, NULL);
  g_assert_true (hearth_store_outbox_mark_crashed (db, "It ended.", &n, NULL));
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpint (state_of (db, waits), ==, HEARTH_OUTBOX_WAITING);
  g_assert_cmpint (state_of (db, sending), ==, HEARTH_OUTBOX_UNKNOWN);
  g_assert_true (hearth_store_outbox_mark_crashed (db, "It ended.", &n, NULL));
  g_assert_cmpuint (n, ==, 0);
  change (db, waits, BIT (HEARTH_OUTBOX_WAITING), HEARTH_OUTBOX_DONE, NULL);
  open = hearth_store_outbox_list (db, TRUE, NULL);
  g_assert_cmpuint (open->len, ==, 1);
}

/* What was never tried keeps the time in which it can be taken back. */
static void
test_retry (void)
{
  g_autoptr (HearthDatabase) db = open_store ();
  gint64 fresh = add_item (db, 1, 500), failed = add_item (db, 1, 110), other = add_item (db, 2, 1);
  g_autoptr (HearthOutboxItem) a = NULL;
  g_autoptr (HearthOutboxItem) b = NULL;
  g_autoptr (HearthOutboxItem) c = NULL;

  change (db, failed, BIT (HEARTH_OUTBOX_WAITING), HEARTH_OUTBOX_WAITING, "Away.");
  change (db, other, BIT (HEARTH_OUTBOX_WAITING), HEARTH_OUTBOX_WAITING, "Away.");
  g_assert_true (hearth_store_outbox_retry (db, 1, 200, NULL));
  a = hearth_store_outbox_get (db, fresh, NULL);
  b = hearth_store_outbox_get (db, failed, NULL);
  c = hearth_store_outbox_get (db, other, NULL);
  g_assert_cmpint (a->not_before, ==, 500);
  g_assert_cmpint (b->not_before, ==, 200);
  g_assert_cmpint (c->not_before, ==, 500);
}

static void
add_message (HearthDatabase *db, const char *kind, gint64 id)
{
  g_autofree char *sql =
      g_strdup_printf ("INSERT INTO sources (id, kind, path, name) VALUES (%d, '%s', 'x', 'x')",
                       (int) id, kind);
  g_autofree char *mailbox = g_strdup_printf (
      "INSERT INTO mailboxes (id, source_id, name, folded, role) VALUES (%d, %d, 'INBOX', '', 1)",
      (int) id, (int) id);
  g_autofree char *message = g_strdup_printf (
      "INSERT INTO messages (id, mailbox_id, key, date, flags, priority, marks, thread_id, from_id,"
      " message_hash, subject_hash, size, path, message_id, subject, from_name, from_address,"
      " recipients, attachment_names, attachment_parts, list_id, preview) VALUES (%d, %d, '1.5', 1,"
      " 1, -1, 0, 1, 0, 0, 0, 1, '', '', '', '', '', '', '', '', '', '')",
      (int) id, (int) id);

  g_assert_true (hearth_database_execute (db, sql, NULL));
  g_assert_true (hearth_database_execute (db, mailbox, NULL));
  g_assert_true (hearth_database_execute (db, message, NULL));
}

/* That a mail was answered is told to its server, once. */
static void
test_original (void)
{
  g_autoptr (HearthDatabase) db = open_store ();
  g_autoptr (HearthMessage) message = NULL;
  g_autoptr (GError) error = NULL;
  gboolean in_file = TRUE;

  add_message (db, "imap", 8);
  add_message (db, "maildir", 9);
  for (guint i = 0; i < 2; i++) {
    g_assert_true (
        hearth_store_outbox_flag_original (db, 8, HEARTH_MESSAGE_ANSWERED, &in_file, &error));
    g_assert_no_error (error);
    g_assert_false (in_file);
    g_assert_cmpint (hearth_store_operations_count (db, 8, NULL), ==, 1);
  }
  message = hearth_store_messages_get (db, 8, NULL);
  g_assert_cmpint (message->flags, ==, HEARTH_MESSAGE_SEEN | HEARTH_MESSAGE_ANSWERED);
  g_assert_true (
      hearth_store_outbox_flag_original (db, 9, HEARTH_MESSAGE_FORWARDED, &in_file, &error));
  g_assert_true (in_file);
  g_assert_cmpint (hearth_store_operations_count (db, 9, NULL), ==, 0);
  /* One that is gone is answered all the same. */
  g_assert_true (
      hearth_store_outbox_flag_original (db, 10, HEARTH_MESSAGE_ANSWERED, &in_file, &error));
  g_assert_false (in_file);
}

static void
test_drafts (void)
{
  static const char *const files[] = { "/a b.pdf", "/c.pdf", NULL };
  g_autoptr (HearthDatabase) db = open_store ();
  g_autoptr (HearthDraft) draft = hearth_draft_new (HEARTH_DRAFT_REPLY);
  g_autoptr (HearthDraft) back = NULL;
  g_autoptr (HearthDraft) unpacked = NULL;
  g_autoptr (HearthDraft) again = NULL;
  g_autofree char *packed = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GError) error = NULL;
  gboolean unchanged;

  g_ptr_array_add (draft->to, hearth_address_new ("Ana", "ana@silva.example"));
  hearth_draft_set_text (draft, "Hi\n\n> quoted");
  hearth_draft_set_files (draft, files);
  draft->changed = 5;
  draft->label = HEARTH_LABEL_EXTERNAL;
  g_assert_true (hearth_store_drafts_save (db, draft, &error));
  g_assert_cmpint (draft->id, >, 0);
  g_assert_true (hearth_store_drafts_set_remote (db, draft->id, 5, "1.2", &unchanged, &error));
  g_assert_true (unchanged);
  /* Written on meanwhile: the copy that was made is old, and where the older one is stays known. */
  draft->changed = 6;
  draft->label = HEARTH_LABEL_OWNER;
  g_assert_true (hearth_store_drafts_save (db, draft, &error));
  g_assert_true (hearth_store_drafts_set_remote (db, draft->id, 5, "1.3", &unchanged, &error));
  g_assert_false (unchanged);
  back = hearth_store_drafts_get (db, draft->id, &error);
  g_assert_cmpstr (back->remote_key, ==, "1.2");
  g_assert_cmpstr (back->text, ==, "Hi\n\n> quoted");
  g_assert_cmpuint (g_strv_length (back->files), ==, 2);
  g_assert_cmpint (back->kind, ==, HEARTH_DRAFT_REPLY);
  /* Whoever writes on, what it was made from stays. */
  g_assert_cmpint (back->label.integrity, ==, HEARTH_INTEGRITY_EXTERNAL);
  g_assert_true (back->label.is_private);
  all = hearth_store_drafts_list (db, &error);
  g_assert_cmpuint (all->len, ==, 1);
  g_assert_true (hearth_store_drafts_remove (db, draft->id, &error));
  g_assert_false (hearth_store_drafts_remove (db, draft->id, &error));
  g_assert_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND);
  /* A draft that comes back out of the outbox has the row that it had, and its copy's place. */
  packed = hearth_draft_pack (back);
  unpacked = hearth_draft_unpack (packed, NULL);
  g_assert_true (hearth_store_drafts_save (db, unpacked, NULL));
  g_assert_cmpint (unpacked->id, ==, draft->id);
  again = hearth_store_drafts_get (db, draft->id, NULL);
  g_assert_cmpint (again->label.integrity, ==, HEARTH_INTEGRITY_EXTERNAL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/outbox/item", test_item);
  g_test_add_func ("/store/outbox/states", test_states);
  g_test_add_func ("/store/outbox/crash", test_crash);
  g_test_add_func ("/store/outbox/retry", test_retry);
  g_test_add_func ("/store/outbox/original", test_original);
  g_test_add_func ("/store/drafts", test_drafts);
  return g_test_run ();
}
