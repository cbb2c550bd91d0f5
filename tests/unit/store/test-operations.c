/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "store-fixture.h"

#include "hearth-store-actions.h"
#include "hearth-store-operations.h"

#include <string.h>

/* What is done to mail, what servers are still to be told of it, and what a sync says meanwhile. */

typedef struct {
  HearthDatabase *db;
  gint64 source_id;
  gint64 ids[3]; /* of the messages 1.1 to 1.3 in the inbox */
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->db = fixture_open_memory (&self->source_id);
  for (guint i = 0; i < 3; i++) {
    g_autofree char *key = g_strdup_printf ("1.%u", i + 1);

    self->ids[i] =
        fixture_store (self->db, self->source_id, "INBOX",
                       fixture_message (key, 1700000000 + i, "bob@example.com", key, "Text"));
  }
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  fixture_check (self->db);
  g_clear_object (&self->db);
}

/* Does one thing to the messages first to last. */
static gint64
act (Fixture *self, const char *kind, HearthMessageFlags add, HearthMessageFlags remove,
     const char *target, guint first, guint last)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) items =
      hearth_store_actions_find (self->db, self->ids + first, last - first + 1, &error);
  gint64 action;

  g_assert_no_error (error);
  for (guint i = 0; i < items->len; i++) {
    HearthActionItem *item = g_ptr_array_index (items, i);

    item->add_flags = add;
    item->remove_flags = remove;
    item->target = g_strdup (target);
    item->queue = TRUE;
  }
  g_assert_true (hearth_store_actions_add (self->db, kind, target != NULL ? target : "", items,
                                           &action, &error));
  g_assert_no_error (error);
  return action;
}

static guint
undo (Fixture *self, gint64 id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthAction) action = hearth_store_actions_get (self->db, id, &error);
  g_autoptr (GPtrArray) items = NULL;
  guint n;

  g_assert_no_error (error);
  items = hearth_store_actions_find_undo (self->db, action, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < items->len; i++)
    ((HearthActionItem *) g_ptr_array_index (items, i))->queue = TRUE;
  g_assert_true (hearth_store_actions_undo (self->db, id, items, &n, &error));
  g_assert_no_error (error);
  return n;
}

static GPtrArray *
take (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *operations = hearth_store_operations_take (self->db, self->source_id, 100, &error);

  g_assert_no_error (error);
  return operations;
}

static void
finish (Fixture *self, GPtrArray *operations, HearthOutcome outcome, guint32 new_uid)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < operations->len; i++) {
    HearthOperation *operation = g_ptr_array_index (operations, i);

    operation->outcome = outcome;
    if (new_uid != 0)
      operation->new_key = g_strdup_printf ("2.%u", new_uid + i);
  }
  g_assert_true (hearth_store_operations_finish (self->db, operations, &error));
  g_assert_no_error (error);
}

static gint64
count (Fixture *self, const char *format, gint64 id)
{
  g_autofree char *sql = g_strdup_printf ("%s %" G_GINT64_FORMAT, format, id);

  return fixture_count (self->db, sql);
}

static void
apply (Fixture *self, HearthMailChanges *changes)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (hearth_store_messages_apply (self->db, self->source_id, changes, NULL, &error));
  g_assert_no_error (error);
  hearth_mail_changes_free (changes);
}

static const char *
get_key (Fixture *self, gint64 id, char **key)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthMessage) message = hearth_store_messages_get (self->db, id, &error);

  g_assert_no_error (error);
  *key = g_strdup (message->key);
  return *key;
}

static void
test_groups (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) first = NULL;
  g_autoptr (GPtrArray) second = NULL;
  g_autoptr (GPtrArray) again = NULL;
  g_autofree char *key = NULL;

  act (self, "read", HEARTH_MESSAGE_SEEN, 0, NULL, 0, 2);
  act (self, "archive", 0, 0, "Archive", 0, 1);
  first = take (self);
  g_assert_cmpuint (first->len, ==, 3);
  /* A crash here: they come again, and it is known that they were begun. */
  again = take (self);
  g_assert_cmpuint (again->len, ==, 3);
  g_assert_true (((HearthOperation *) g_ptr_array_index (again, 0))->begun);
  g_assert_false (((HearthOperation *) g_ptr_array_index (first, 0))->begun);
  finish (self, again, HEARTH_OUTCOME_DONE, 0);
  second = take (self);
  g_assert_cmpuint (second->len, ==, 2);
  g_assert_cmpstr (((HearthOperation *) g_ptr_array_index (second, 0))->target, ==, "Archive");
  g_assert_cmpstr (((HearthOperation *) g_ptr_array_index (second, 0))->key, ==, "1.1");
  finish (self, second, HEARTH_OUTCOME_DONE, 7);
  g_assert_cmpstr (get_key (self, self->ids[0], &key), ==, "2.7");
  g_assert_cmpint (hearth_store_operations_count (self->db, self->source_id, NULL), ==, 0);
}

static void
test_chain (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) first = NULL;
  g_autoptr (GPtrArray) second = NULL;
  g_autofree char *key = NULL;

  /* Moved twice before the server hears of it: the second rests on what the first will be. */
  act (self, "move", 0, 0, "A", 0, 0);
  act (self, "move", 0, 0, "B", 0, 0);
  first = take (self);
  finish (self, first, HEARTH_OUTCOME_DONE, 5);
  second = take (self);
  g_assert_cmpuint (second->len, ==, 1);
  g_assert_cmpstr (((HearthOperation *) g_ptr_array_index (second, 0))->mailbox, ==, "A");
  g_assert_cmpstr (((HearthOperation *) g_ptr_array_index (second, 0))->key, ==, "2.5");
  finish (self, second, HEARTH_OUTCOME_DONE, 6);
  g_assert_cmpstr (get_key (self, self->ids[0], &key), ==, "2.6");
}

static void
test_undo_before (Fixture *self, gconstpointer data)
{
  gint64 read = act (self, "read", HEARTH_MESSAGE_SEEN, 0, NULL, 0, 2);
  gint64 archive = act (self, "archive", 0, 0, "Archive", 0, 2);
  g_autofree char *key = NULL;

  /* What the server was not told, it is not told. */
  g_assert_cmpuint (undo (self, archive), ==, 3);
  g_assert_cmpuint (undo (self, read), ==, 3);
  g_assert_cmpint (hearth_store_operations_count (self->db, 0, NULL), ==, 0);
  g_assert_cmpstr (get_key (self, self->ids[1], &key), ==, "1.2");
  g_assert_cmpint (fixture_count (self->db, "SELECT count(*) FROM messages WHERE flags & 1"), ==,
                   0);
}

static void
test_undo_after (Fixture *self, gconstpointer data)
{
  gint64 archive = act (self, "archive", 0, 0, "Archive", 0, 1);
  g_autoptr (GPtrArray) told = take (self);
  g_autoptr (GPtrArray) back = NULL;

  finish (self, told, HEARTH_OUTCOME_DONE, 3);
  /* One was moved on meanwhile: that stands. */
  act (self, "trash", 0, 0, "Trash", 0, 0);
  g_assert_cmpuint (undo (self, archive), ==, 1);
  g_assert_cmpint (count (self, "SELECT mailbox_id FROM messages WHERE id =", self->ids[1]), ==,
                   fixture_count (self->db, "SELECT id FROM mailboxes WHERE name = 'INBOX'"));
  back = take (self);
  g_assert_cmpuint (back->len, ==, 1);
  g_assert_cmpstr (((HearthOperation *) g_ptr_array_index (back, 0))->target, ==, "Trash");
}

static void
test_sync_meanwhile (Fixture *self, gconstpointer data)
{
  HearthMailChanges *changes = hearth_mail_changes_new ("INBOX");
  g_autoptr (HearthKnown) known = hearth_known_new ();
  g_autoptr (GError) error = NULL;

  act (self, "read", HEARTH_MESSAGE_SEEN, 0, NULL, 0, 0);
  act (self, "archive", 0, 0, "Archive", 1, 1);
  g_assert_true (
      hearth_store_messages_load_known (self->db, self->source_id, "INBOX", known, &error));
  g_assert_nonnull (hearth_known_lookup (known, "1.2"));
  /* The server still says how it was, and that somebody flagged it. */
  hearth_mail_changes_add_reflagged (changes, self->ids[0], HEARTH_MESSAGE_FLAGGED, NULL);
  g_ptr_array_add (changes->created,
                   fixture_message ("1.2", 1700000001, "bob@example.com", "1.2", "Text"));
  changes->token = g_strdup ("t");
  apply (self, changes);
  g_assert_cmpint (count (self, "SELECT flags FROM messages WHERE id =", self->ids[0]), ==,
                   HEARTH_MESSAGE_SEEN | HEARTH_MESSAGE_FLAGGED);
  g_assert_cmpint (fixture_count (self->db, "SELECT count(*) FROM messages"), ==, 3);
}

static void
test_deleted_elsewhere (Fixture *self, gconstpointer data)
{
  HearthMailChanges *changes = hearth_mail_changes_new ("INBOX");
  g_autoptr (GPtrArray) begun = NULL;

  act (self, "archive", 0, 0, "Archive", 1, 1);
  begun = take (self);
  act (self, "archive", 0, 0, "Archive", 0, 0);
  g_array_append_vals (changes->gone, self->ids, 3);
  apply (self, changes);
  /* One waits, so it was somebody else; one was begun, so it may have been Hearth; one is just
   * gone.
   */
  g_assert_cmpint (fixture_count (self->db, "SELECT count(*) FROM messages"), ==, 1);
  g_assert_cmpint (fixture_count (self->db, "SELECT count(*) FROM journal WHERE action_id = 0"), ==,
                   1);
  finish (self, begun, HEARTH_OUTCOME_GONE, 0);
  g_assert_cmpint (fixture_count (self->db, "SELECT count(*) FROM messages"), ==, 0);
  g_assert_cmpint (fixture_count (self->db, "SELECT count(*) FROM journal WHERE action_id = 0"), ==,
                   2);
  g_assert_cmpint (hearth_store_operations_count (self->db, 0, NULL), ==, 0);
}

static void
test_refused (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) marks = NULL;
  g_autoptr (GPtrArray) moves = NULL;
  g_autoptr (GPtrArray) rest = NULL;
  g_autofree char *key = NULL;

  act (self, "flag", HEARTH_MESSAGE_FLAGGED, 0, NULL, 0, 0);
  act (self, "move", 0, 0, "A", 1, 1);
  act (self, "read", HEARTH_MESSAGE_SEEN, 0, NULL, 1, 1);
  marks = take (self);
  finish (self, marks, HEARTH_OUTCOME_REFUSED, 0);
  g_assert_cmpint (count (self, "SELECT flags FROM messages WHERE id =", self->ids[0]), ==, 0);
  moves = take (self);
  finish (self, moves, HEARTH_OUTCOME_REFUSED, 0);
  g_assert_cmpstr (get_key (self, self->ids[1], &key), ==, "1.2");
  g_assert_cmpint (fixture_count (self->db, "SELECT count(*) FROM journal WHERE action_id = 0"), ==,
                   2);
  /* What it was marked with afterwards is told of it where it stayed. */
  rest = take (self);
  g_assert_cmpuint (rest->len, ==, 1);
  g_assert_cmpstr (((HearthOperation *) g_ptr_array_index (rest, 0))->mailbox, ==, "INBOX");
  g_assert_cmpstr (((HearthOperation *) g_ptr_array_index (rest, 0))->key, ==, "1.2");
}

static void
test_renumbered (Fixture *self, gconstpointer data)
{
  HearthMailChanges *anew = hearth_mail_changes_new ("INBOX");
  HearthMailChanges *found = hearth_mail_changes_new ("INBOX");
  HearthMessage *message = fixture_message ("9.4", 1700000000, "bob@example.com", "again", "Text");
  g_autofree char *key = NULL;

  anew->keep_prefix = g_strdup ("9.");
  apply (self, anew);
  g_assert_cmpint (fixture_count (self->db, "SELECT count(*) FROM messages WHERE key LIKE 'old:%'"),
                   ==, 3);
  g_free (message->message_id);
  message->message_id = g_strdup ("1.1@example.org");
  g_ptr_array_add (found->created, message);
  found->token = g_strdup ("t");
  apply (self, found);
  g_assert_cmpstr (get_key (self, self->ids[0], &key), ==, "9.4");
  g_assert_cmpint (fixture_count (self->db, "SELECT count(*) FROM messages"), ==, 1);
}

/* A server that does not say under which key it has what was moved: the next sync does. */
static void
test_unknown_key (Fixture *self, gconstpointer data)
{
  HearthMailChanges *changes = hearth_mail_changes_new ("A");
  HearthMessage *message = fixture_message ("5.1", 1700000000, "bob@example.com", "x", "Text");
  g_autoptr (GPtrArray) told = NULL;
  g_autofree char *key = NULL;

  act (self, "move", 0, 0, "A", 0, 0);
  told = take (self);
  finish (self, told, HEARTH_OUTCOME_DONE, 0);
  g_free (message->message_id);
  message->message_id = g_strdup ("1.1@example.org");
  g_ptr_array_add (changes->created, message);
  changes->token = g_strdup ("t");
  apply (self, changes);
  g_assert_cmpstr (get_key (self, self->ids[0], &key), ==, "5.1");
  g_assert_cmpint (fixture_count (self->db, "SELECT count(*) FROM messages"), ==, 3);
}

static void
test_roles (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *archive = NULL;
  g_autofree char *trash = NULL;

  g_assert_true (hearth_store_mailboxes_describe (self->db, self->source_id, "Alte Sachen",
                                                  HEARTH_MAILBOX_ARCHIVE, "Alte Sachen", &error));
  archive = hearth_store_mailboxes_dup_for_role (self->db, self->source_id, HEARTH_MAILBOX_ARCHIVE,
                                                 &error);
  g_assert_cmpstr (archive, ==, "Alte Sachen");
  trash =
      hearth_store_mailboxes_dup_for_role (self->db, self->source_id, HEARTH_MAILBOX_TRASH, &error);
  g_assert_null (trash);
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    void (*func) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "/operations/groups", test_groups },
    { "/operations/chain", test_chain },
    { "/operations/undo-before", test_undo_before },
    { "/operations/undo-after", test_undo_after },
    { "/operations/sync-meanwhile", test_sync_meanwhile },
    { "/operations/deleted-elsewhere", test_deleted_elsewhere },
    { "/operations/refused", test_refused },
    { "/operations/renumbered", test_renumbered },
    { "/operations/unknown-key", test_unknown_key },
    { "/operations/roles", test_roles },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].func, tear_down);
  return g_test_run ();
}
