/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-store-messages.h"
#include "hearth-writer.h"

#include <glib/gstdio.h>

typedef struct {
  char *folder;
  char *path;
  HearthWriter *writer;
} Fixture;

/* One change, and how it ended. */
typedef struct {
  const char *name;
  gboolean fails;
  int made;  /* (atomic) how often it was made */
  int ended; /* (atomic) how often it was said how it ended */
  int good;  /* (atomic) */
} Change;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("hearth-writer-XXXXXX", &error);
  g_assert_no_error (error);
  self->path = g_build_filename (self->folder, "hearth.db", NULL);
  self->writer = hearth_writer_new (self->path, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  static const char *const ends[] = { "", "-wal", "-shm" };

  hearth_writer_stop (self->writer);
  g_object_unref (self->writer);
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++) {
    g_autofree char *file = g_strconcat (self->path, ends[i], NULL);

    g_unlink (file);
  }
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_free (self->path);
  g_free (self->folder);
}

static gboolean
make_change (HearthDatabase *db, gpointer user_data, GError **error)
{
  Change *change = user_data;

  g_atomic_int_inc (&change->made);
  if (change->fails) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "It was meant to fail.");
    return FALSE;
  }
  return hearth_database_set_meta (db, change->name, "1", error);
}

static void
change_ended (gpointer user_data, const GError *error)
{
  Change *change = user_data;

  if (error == NULL)
    g_atomic_int_inc (&change->good);
  g_atomic_int_inc (&change->ended);
}

/* What a reader sees. */
static gboolean
is_stored (Fixture *self, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthDatabase) db = hearth_database_open (self->path, HEARTH_DATABASE_READER, &error);
  g_autofree char *value = NULL;

  g_assert_no_error (error);
  g_assert_true (hearth_database_get_meta (db, name, &value, &error));
  return value != NULL;
}

static void
queue (Fixture *self, Change *change)
{
  hearth_writer_queue (self->writer, make_change, change, change_ended);
}

static void
test_one_by_one (Fixture *self, gconstpointer data)
{
  Change first = { .name = "first" };
  Change bad = { .name = "bad", .fails = TRUE };
  Change last = { .name = "last" };

  queue (self, &first);
  queue (self, &bad);
  queue (self, &last);
  hearth_writer_settle (self->writer);
  g_assert_cmpint (first.good, ==, 1);
  g_assert_cmpint (bad.good, ==, 0);
  g_assert_cmpint (bad.ended, ==, 1);
  g_assert_cmpint (last.good, ==, 1);
  g_assert_true (is_stored (self, "first"));
  g_assert_true (is_stored (self, "last"));
}

static void
test_together (Fixture *self, gconstpointer data)
{
  Change first = { .name = "first" };
  Change bad = { .name = "bad", .fails = TRUE };
  Change last = { .name = "last" };

  hearth_writer_set_bulk (self->writer, TRUE);
  queue (self, &first);
  queue (self, &bad);
  queue (self, &last);
  hearth_writer_settle (self->writer);
  hearth_writer_set_bulk (self->writer, FALSE);
  /* Those that shared a transaction with the bad one are told, too. */
  g_assert_cmpint (first.ended, ==, 1);
  g_assert_cmpint (first.good, ==, 0);
  g_assert_cmpint (bad.ended, ==, 1);
  g_assert_cmpint (last.good, ==, 1);
  g_assert_false (is_stored (self, "first"));
  g_assert_true (is_stored (self, "last"));
}

static gboolean
check_first (HearthDatabase *db, gpointer user_data, GError **error)
{
  Change *change = user_data;

  g_assert_cmpint (g_atomic_int_get (&change->good), ==, 1);
  g_assert_false (hearth_database_in_transaction (db));
  return TRUE;
}

/* What a person waits for is not part of what a sync brings, and does not wait for all of it. */
static void
test_between (Fixture *self, gconstpointer data)
{
  Change first = { .name = "first" };
  g_autoptr (GError) error = NULL;

  hearth_writer_set_bulk (self->writer, TRUE);
  queue (self, &first);
  g_assert_true (hearth_writer_call_sync (self->writer, check_first, &first, &error));
  g_assert_no_error (error);
  g_assert_true (is_stored (self, "first"));
  hearth_writer_set_bulk (self->writer, FALSE);
}

/* A source that is slow leaves nothing open. */
static void
test_slow_source (Fixture *self, gconstpointer data)
{
  Change first = { .name = "first" };
  gint64 end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  hearth_writer_set_bulk (self->writer, TRUE);
  queue (self, &first);
  while (g_atomic_int_get (&first.ended) == 0 && g_get_monotonic_time () < end)
    g_usleep (10000);
  g_assert_cmpint (first.good, ==, 1);
  g_assert_true (is_stored (self, "first"));
  hearth_writer_set_bulk (self->writer, FALSE);
}

static void
test_stop (Fixture *self, gconstpointer data)
{
  Change first = { .name = "first" };

  hearth_writer_set_bulk (self->writer, TRUE);
  queue (self, &first);
  hearth_writer_stop (self->writer);
  g_assert_cmpint (first.good, ==, 1);
  g_assert_true (is_stored (self, "first"));
}

static void
test_split (void)
{
  HearthMailChanges *changes = hearth_mail_changes_new ("INBOX");
  g_autoptr (GPtrArray) parts = NULL;
  const HearthMailChanges *first, *last;
  gint64 gone = 7;

  for (guint i = 0; i < 25; i++) {
    HearthMessage *message = hearth_message_new ();

    message->date = 100 - i;
    g_ptr_array_add (changes->created, message);
  }
  g_array_append_val (changes->gone, gone);
  hearth_mail_changes_add_reflagged (changes, 8, HEARTH_MESSAGE_SEEN, NULL);
  changes->token = g_strdup ("token");
  changes->keep_prefix = g_strdup ("1.");
  parts = hearth_mail_changes_split (changes, 10);
  g_assert_cmpuint (parts->len, ==, 3);
  first = g_ptr_array_index (parts, 0);
  last = g_ptr_array_index (parts, 2);
  g_assert_cmpuint (first->created->len, ==, 10);
  g_assert_cmpuint (last->created->len, ==, 5);
  g_assert_cmpint (((HearthMessage *) first->created->pdata[0])->date, ==, 76);
  g_assert_cmpint (((HearthMessage *) last->created->pdata[4])->date, ==, 100);
  g_assert_cmpuint (first->gone->len + first->reflagged->len, ==, 2);
  g_assert_cmpstr (first->keep_prefix, ==, "1.");
  g_assert_null (first->token);
  g_assert_cmpstr (last->mailbox, ==, "INBOX");
  g_assert_cmpstr (last->token, ==, "token");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func) g_test_add ("/engine/writer/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("one-by-one", test_one_by_one);
  ADD ("together", test_together);
  ADD ("between", test_between);
  ADD ("slow-source", test_slow_source);
  ADD ("stop", test_stop);
#undef ADD
  g_test_add_func ("/engine/writer/split", test_split);
  return g_test_run ();
}
