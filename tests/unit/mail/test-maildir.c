/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-maildir-source.h"
#include "mail-test.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
  char *dir;
  char *cur;
  char *new;
  HearthMailSource *source;
  MailTestStore *store;
} Fixture;

static char *
make_folder (const char *top, const char *name)
{
  static const char *const subs[] = { "cur", "new", "tmp" };

  for (guint i = 0; i < G_N_ELEMENTS (subs); i++) {
    g_autofree char *path = g_build_filename (top, name, subs[i], NULL);

    g_assert_cmpint (g_mkdir_with_parents (path, 0700), ==, 0);
  }
  return g_build_filename (top, name, NULL);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->dir = mail_test_dir_new ();
  g_free (make_folder (f->dir, ""));
  f->cur = g_build_filename (f->dir, "cur", NULL);
  f->new = g_build_filename (f->dir, "new", NULL);
  f->source = hearth_maildir_source_new (f->dir);
  f->store = mail_test_store_new (f->source, "INBOX");
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  mail_test_store_free (f->store);
  g_object_unref (f->source);
  mail_test_dir_remove (f->dir);
  g_free (f->cur);
  g_free (f->new);
}

static void
deliver (const char *folder, const char *name, const char *subject)
{
  g_autofree char *text = mail_test_simple (subject, "A few words.");

  mail_test_write (folder, name, text);
}

static void
age_folder (Fixture *f)
{
  mail_test_age (f->cur);
  mail_test_age (f->new);
}

static void
move (const char *from_dir, const char *from, const char *to_dir, const char *to)
{
  g_autofree char *a = g_build_filename (from_dir, from, NULL);
  g_autofree char *b = g_build_filename (to_dir, to, NULL);

  g_assert_cmpint (g_rename (a, b), ==, 0);
}

static HearthMessageFlags
flags_of (Fixture *f, const char *subject)
{
  gint64 id = 0;

  g_assert_nonnull (mail_test_store_find (f->store, subject, &id));
  return GPOINTER_TO_UINT (g_hash_table_lookup (f->store->flags, GSIZE_TO_POINTER (id)));
}

static void
test_life (Fixture *f, gconstpointer data)
{
  g_autofree char *gone = g_build_filename (f->cur, "1748851300.a.host:2,FRS", NULL);

  deliver (f->cur, "1748851300.a.host:2,FRS", "later");
  deliver (f->cur, "1748851200.b.host:2,", "earlier");
  deliver (f->new, "1748851400.c.host", "newest");
  deliver (f->cur, ".hidden", "no mail");
  mail_test_store_in_step (f->store);
  g_assert_cmpuint (f->store->n_created, ==, 3);
  g_assert_cmpstr (f->store->created_keys->pdata[0], ==, "1748851400.c.host");
  g_assert_cmpstr (f->store->created_keys->pdata[2], ==, "1748851200.b.host");
  g_assert_cmpint (flags_of (f, "later"), ==,
                   HEARTH_MESSAGE_FLAGGED | HEARTH_MESSAGE_ANSWERED | HEARTH_MESSAGE_SEEN);
  g_assert_cmpint (flags_of (f, "newest"), ==, 0);

  /* Too young a time is not trusted, and nothing changed all the same. */
  mail_test_store_in_step (f->store);
  g_assert_cmpuint (f->store->n_loads, ==, 1);
  g_assert_cmpuint (f->store->n_created + f->store->n_gone + f->store->n_reflagged, ==, 0);
  age_folder (f);
  mail_test_store_in_step (f->store);
  mail_test_store_in_step (f->store);
  g_assert_cmpuint (f->store->n_loads, ==, 0);

  move (f->new, "1748851400.c.host", f->cur, "1748851400.c.host:2,S");
  g_assert_cmpint (g_unlink (gone), ==, 0);
  deliver (f->new, "1748851500.d.host", "newer still");
  mail_test_store_in_step (f->store);
  g_assert_cmpuint (f->store->n_created, ==, 1);
  g_assert_cmpuint (f->store->n_gone, ==, 1);
  g_assert_cmpuint (f->store->n_reflagged, ==, 1);
  g_assert_cmpint (flags_of (f, "newest"), ==, HEARTH_MESSAGE_SEEN);
  g_assert_null (mail_test_store_find (f->store, "later", NULL));
}

static const char *
path_of (Fixture *f, const char *subject)
{
  gint64 id = 0;

  g_assert_nonnull (mail_test_store_find (f->store, subject, &id));
  return g_hash_table_lookup (f->store->paths, GSIZE_TO_POINTER (id));
}

/* What is delivered does not have all of the folder read again. */
static void
test_only_new (Fixture *f, gconstpointer data)
{
  g_autofree char *second = g_build_filename (f->new, "1748851300.b.host", NULL);

  deliver (f->cur, "1748851100.old.host:2,S", "old");
  deliver (f->new, "1748851200.a.host", "first");
  mail_test_store_in_step (f->store);
  age_folder (f);
  mail_test_store_in_step (f->store);

  deliver (f->new, "1748851300.b.host", "second");
  mail_test_store_in_step (f->store);
  g_assert_cmpuint (f->store->n_created, ==, 1);
  g_assert_cmpuint (f->store->n_loads, ==, 0);

  /* Moved without a flag: where it lies now is noted, or it would seem to be missing for ever. */
  move (f->new, "1748851200.a.host", f->cur, "1748851200.a.host:2,");
  mail_test_store_in_step (f->store);
  g_assert_cmpuint (f->store->n_loads, ==, 1);
  g_assert_cmpuint (f->store->n_created + f->store->n_gone, ==, 0);
  g_assert_cmpstr (path_of (f, "first"), ==, "cur/1748851200.a.host:2,");
  age_folder (f);
  mail_test_store_in_step (f->store);
  deliver (f->new, "1748851400.c.host", "third");
  mail_test_store_in_step (f->store);
  g_assert_cmpuint (f->store->n_created, ==, 1);
  g_assert_cmpuint (f->store->n_loads, ==, 0);

  /* One that is missing in new may be in cur. */
  g_assert_cmpint (g_unlink (second), ==, 0);
  mail_test_store_in_step (f->store);
  g_assert_cmpuint (f->store->n_loads, ==, 1);
  g_assert_cmpuint (f->store->n_gone, ==, 1);
  g_assert_null (mail_test_store_find (f->store, "second", NULL));
  g_assert_nonnull (mail_test_store_find (f->store, "first", NULL));
}

static void
test_raw_and_flags (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) raw = NULL;
  g_autoptr (GBytes) moved = NULL;
  g_autofree char *path = NULL;
  g_autofree char *full = NULL;
  g_autofree char *keyword = NULL;

  deliver (f->new, "1748851400.c.host", "one");
  mail_test_store_in_step (f->store);
  raw = hearth_mail_source_dup_raw_sync (f->source, "INBOX", "1748851400.c.host",
                                         "new/1748851400.c.host", NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (g_bytes_get_data (raw, NULL), "Subject: one"));

  g_assert_true (hearth_mail_source_set_flags_sync (f->source, "INBOX", "1748851400.c.host",
                                                    "new/1748851400.c.host",
                                                    HEARTH_MESSAGE_SEEN | HEARTH_MESSAGE_FLAGGED,
                                                    &path, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (path, ==, "cur/1748851400.c.host:2,FS");
  full = g_build_filename (f->dir, path, NULL);
  g_assert_true (g_file_test (full, G_FILE_TEST_EXISTS));

  /* Another program added a keyword and took a flag away: the stored path is stale. */
  move (f->cur, "1748851400.c.host:2,FS", f->cur, "1748851400.c.host:2,FPa");
  moved =
      hearth_mail_source_dup_raw_sync (f->source, "INBOX", "1748851400.c.host", path, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (raw, moved));
  g_assert_true (hearth_mail_source_set_flags_sync (f->source, "INBOX", "1748851400.c.host", path,
                                                    0, &keyword, NULL, &error));
  g_assert_cmpstr (keyword, ==, "cur/1748851400.c.host:2,a");

  g_assert_null (
      hearth_mail_source_dup_raw_sync (f->source, "INBOX", "nothing", NULL, NULL, &error));
  g_assert_error (error, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (hearth_mail_source_dup_raw_sync (f->source, "INBOX", "../../etc/passwd",
                                                  "cur/../../etc/passwd", NULL, &error));
  g_assert_error (error, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_NOT_FOUND);
}

static void
test_folders (Fixture *f, gconstpointer data)
{
  g_autofree char *sent = make_folder (f->dir, ".Sent");
  g_autofree char *dev = make_folder (f->dir, ".Lists.dev");
  g_autofree char *utf7 = make_folder (f->dir, ".Entw&APw-rfe");
  g_autofree char *nested = make_folder (f->dir, "Archive/2024");
  g_autofree char *loop = g_build_filename (f->dir, "Archive", "loop", NULL);
  g_autofree char *sent_cur = g_build_filename (sent, "cur", NULL);
  g_autoptr (GPtrArray) names = NULL;
  g_autoptr (MailTestStore) store = mail_test_store_new (f->source, "Sent");
  g_autoptr (GError) error = NULL;
  g_autofree char *list = NULL;

  g_assert_cmpint (symlink (f->dir, loop), ==, 0);
  g_assert_true (hearth_mail_source_list_mailboxes_sync (f->source, &names, NULL, &error));
  g_assert_no_error (error);
  g_ptr_array_add (names, NULL);
  list = g_strjoinv ("|", (char **) names->pdata);
  g_assert_cmpstr (list, ==, "INBOX|Entwürfe|Lists/dev|Sent|Archive/2024");
  deliver (sent_cur, "1.x:2,S", "sent mail");
  mail_test_store_in_step (store);
  g_assert_nonnull (mail_test_store_find (store, "sent mail", NULL));
  store->mailbox = "No such";
  g_assert_false (mail_test_store_sync (store, &error));
  g_assert_error (error, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_NOT_FOUND);
}

static void
test_vanished (Fixture *f, gconstpointer data)
{
  g_autofree char *aside = g_strconcat (f->dir, ".aside", NULL);
  g_autofree char *cur_aside = g_strconcat (f->dir, "/x", NULL);
  g_autoptr (GError) error = NULL;

  deliver (f->cur, "1.x:2,S", "precious");
  mail_test_store_in_step (f->store);
  g_assert_cmpint (g_rename (f->dir, aside), ==, 0);
  g_assert_false (mail_test_store_sync (f->store, &error));
  g_assert_error (error, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_GONE);
  g_clear_error (&error);
  /* An empty folder in its place is what an unmounted disk leaves. */
  g_assert_cmpint (g_mkdir (f->dir, 0700), ==, 0);
  g_assert_false (mail_test_store_sync (f->store, &error));
  g_assert_error (error, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_GONE);
  g_clear_error (&error);
  g_assert_cmpint (g_rmdir (f->dir), ==, 0);
  g_assert_cmpint (g_rename (aside, f->dir), ==, 0);
  g_assert_cmpuint (g_hash_table_size (f->store->messages), ==, 1);

  g_assert_cmpint (g_rename (f->cur, cur_aside), ==, 0);
  g_assert_false (mail_test_store_sync (f->store, &error));
  g_assert_error (error, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_GONE);
  g_assert_cmpint (g_rename (cur_aside, f->cur), ==, 0);
  mail_test_store_in_step (f->store);
  g_assert_cmpuint (f->store->n_gone, ==, 0);
}

static void
pull_away (gpointer user_data)
{
  Fixture *f = user_data;
  g_autofree char *aside = g_strconcat (f->dir, ".aside", NULL);

  if (g_file_test (f->dir, G_FILE_TEST_EXISTS) && !g_file_test (aside, G_FILE_TEST_EXISTS)) {
    g_assert_cmpint (g_rename (f->dir, aside), ==, 0);
    /* Something else takes its place. */
    g_free (make_folder (f->dir, ""));
  }
}

static void
test_vanishes_while_read (Fixture *f, gconstpointer data)
{
  g_autofree char *aside = g_strconcat (f->dir, ".aside", NULL);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 1200; i++) {
    g_autofree char *name = g_strdup_printf ("%u.x:2,S", 1748850000 + i);
    g_autofree char *subject = g_strdup_printf ("s%u", i);

    deliver (f->cur, name, subject);
  }
  f->store->on_emit = pull_away;
  f->store->user_data = f;
  g_assert_false (mail_test_store_sync (f->store, &error));
  g_assert_error (error, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_GONE);
  g_assert_null (f->store->token);
  g_assert_cmpuint (f->store->n_gone, ==, 0);
  f->store->on_emit = NULL;
  mail_test_dir_remove (g_strdup (f->dir));
  g_assert_cmpint (g_rename (aside, f->dir), ==, 0);
  mail_test_store_in_step (f->store);
  g_assert_cmpuint (g_hash_table_size (f->store->messages), ==, 1200);
}

static void
rename_all (gpointer user_data)
{
  Fixture *f = user_data;

  f->store->on_emit = NULL;
  for (guint i = 0; i < 100; i++) {
    g_autofree char *from = g_strdup_printf ("%u.x", 1748850000 + i);
    g_autofree char *to = g_strdup_printf ("%u.x:2,S", 1748850000 + i);
    g_autofree char *doomed = g_build_filename (f->cur, to, NULL);

    move (f->new, from, f->cur, to);
    if (i < 10)
      g_assert_cmpint (g_unlink (doomed), ==, 0);
  }
}

static void
test_renamed_while_read (Fixture *f, gconstpointer data)
{
  for (guint i = 0; i < 600; i++) {
    g_autofree char *name = g_strdup_printf ("%u.x", 1748850000 + i);
    g_autofree char *subject = g_strdup_printf ("s%u", i);

    deliver (f->new, name, subject);
  }
  f->store->on_emit = rename_all;
  f->store->user_data = f;
  mail_test_store_in_step (f->store);
  g_assert_cmpuint (f->store->n_created, ==, 590);
  g_assert_cmpuint (f->store->warnings->len, ==, 0);
  g_assert_cmpint (flags_of (f, "s50"), ==, HEARTH_MESSAGE_SEEN);
}

static void
test_unreadable (Fixture *f, gconstpointer data)
{
  g_autofree char *closed = g_build_filename (f->cur, "2.closed:2,S", NULL);
  g_autofree char *fifo = g_build_filename (f->cur, "3.fifo:2,S", NULL);
  g_autofree char *dir = g_build_filename (f->cur, "4.dir:2,S", NULL);
  g_autofree char *dangling = g_build_filename (f->cur, "5.dangling:2,S", NULL);
  g_autoptr (GError) error = NULL;

  deliver (f->cur, "1.fine:2,S", "fine");
  deliver (f->cur, "2.closed:2,S", "closed");
  g_assert_cmpint (g_chmod (closed, 0), ==, 0);
  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  g_assert_cmpint (g_mkdir (dir, 0700), ==, 0);
  g_assert_cmpint (symlink ("/nowhere", dangling), ==, 0);
  mail_test_store_in_step (f->store);
  g_assert_nonnull (mail_test_store_find (f->store, "fine", NULL));
  g_assert_cmpuint (f->store->n_created, ==, 1);
  g_assert_cmpuint (f->store->warnings->len, ==, 2);
  g_assert_nonnull (strstr (f->store->warnings->pdata[1], "2.closed"));
  g_assert_nonnull (strstr (f->store->warnings->pdata[0], "3.fifo"));
}

static void
test_read_only (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  deliver (f->cur, "1.x:2,", "one");
  g_assert_cmpint (g_chmod (f->cur, 0500), ==, 0);
  mail_test_store_in_step (f->store);
  g_assert_cmpuint (f->store->n_created, ==, 1);
  g_assert_false (hearth_mail_source_set_flags_sync (f->source, "INBOX", "1.x", "cur/1.x:2,",
                                                     HEARTH_MESSAGE_SEEN, &path, NULL, &error));
  g_assert_error (error, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_READ_ONLY);
  g_assert_nonnull (strstr (error->message, f->dir));
  g_assert_null (path);
  g_clear_error (&error);
  g_assert_cmpint (g_chmod (f->cur, 0), ==, 0);
  g_clear_pointer (&f->store->token, g_free);
  g_assert_false (mail_test_store_sync (f->store, &error));
  g_assert_error (error, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_UNREADABLE);
  g_assert_cmpuint (f->store->n_gone, ==, 0);
  g_assert_cmpint (g_chmod (f->cur, 0700), ==, 0);
}

static void
changed_cb (HearthMailSource *source, const char *mailbox, gpointer user_data)
{
  g_ptr_array_add (user_data, g_strdup (mailbox));
}

static gboolean
give_up_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_CONTINUE;
}

/* Waits until @mailbox was told, at most a second. */
static void
expect_change (GPtrArray *told, const char *mailbox)
{
  gboolean late = FALSE;
  guint id = g_timeout_add (1000, give_up_cb, &late);

  while (!late) {
    for (guint i = 0; i < told->len; i++) {
      if (g_str_equal (told->pdata[i], mailbox)) {
        g_source_remove (id);
        g_ptr_array_set_size (told, 0);
        return;
      }
    }
    g_main_context_iteration (NULL, TRUE);
  }
  g_error ("“%s” was not told within a second", mailbox);
}

static void
test_watch (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) told = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *work_new = g_build_filename (f->dir, ".Work", "new", NULL);
  g_autoptr (GError) error = NULL;

  g_signal_connect (f->source, "changed", G_CALLBACK (changed_cb), told);
  g_assert_true (hearth_mail_source_watch (f->source, &error));
  deliver (f->new, "1.x", "one");
  expect_change (told, "INBOX");
  move (f->new, "1.x", f->cur, "1.x:2,S");
  expect_change (told, "INBOX");
  g_free (make_folder (f->dir, ".Work"));
  expect_change (told, "");
  deliver (work_new, "2.x", "two");
  expect_change (told, "Work");

  for (guint i = 0; i < 50; i++) {
    g_autofree char *name = g_strdup_printf ("%u.many", 100 + i);

    deliver (f->new, name, "many");
  }
  expect_change (told, "INBOX");
  g_assert_cmpuint (told->len, <=, 1);
  hearth_mail_source_unwatch (f->source);
  g_signal_handlers_disconnect_by_func (f->source, changed_cb, told);
}

static void
test_many (Fixture *f, gconstpointer data)
{
  enum { N = 2000, ADDED = 100 };
  gint64 begin;

  for (guint i = 0; i < N; i++) {
    g_autofree char *name = g_strdup_printf ("%u.M%uP1Q%u.host.example:2,S", 1748000000 + i, i, i);
    g_autofree char *path = g_build_filename (f->cur, name, NULL);
    g_autofree char *text = mail_test_simple (name, "words");

    g_assert_true (g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  }
  mail_test_store_in_step (f->store);
  g_assert_cmpuint (f->store->n_created, ==, N);
  for (guint i = 0; i < ADDED; i++) {
    g_autofree char *name = g_strdup_printf ("%u.added", 1749000000 + i);

    deliver (f->new, name, "added");
  }
  begin = g_get_monotonic_time ();
  mail_test_store_in_step (f->store);
  g_assert_cmpuint (f->store->n_created, ==, ADDED);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, G_USEC_PER_SEC);
}

/* The newest are there before all others, of this folder and of the next. */
static void
test_newest_first (Fixture *f, gconstpointer data)
{
  enum { N = 450, NEWEST = 200, FIRST = 1748000000 };

  for (guint i = 0; i < N; i++) {
    g_autofree char *name = g_strdup_printf ("%u.M%uP1Q%u.host.example:2,S", FIRST + i, i, i);
    g_autofree char *path = g_build_filename (f->cur, name, NULL);
    g_autofree char *text = mail_test_simple (name, "words");

    g_assert_true (g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  }
  g_assert_true (hearth_mail_source_reads_newest_first (f->source));
  g_assert_false (hearth_mail_source_is_remote (f->source));
  f->store->newest_only = TRUE;
  mail_test_store_in_step (f->store);
  g_assert_cmpuint (f->store->n_created, ==, NEWEST);
  for (guint i = 0; i < NEWEST; i++)
    g_assert_cmpint (atoi (g_ptr_array_index (f->store->created_keys, i)), ==, FIRST + N - 1 - i);
  /* There is more: whoever reads on must not take it for read. */
  g_assert_null (f->store->token);
  f->store->newest_only = FALSE;
  mail_test_store_in_step (f->store);
  g_assert_cmpuint (f->store->n_created, ==, N - NEWEST);
  g_assert_cmpint (atoi (g_ptr_array_index (f->store->created_keys, 0)), ==,
                   FIRST + N - 1 - NEWEST);
  g_assert_nonnull (f->store->token);
  /* Of few that is all. */
  deliver (f->new, "1749000000.more", "more");
  f->store->newest_only = TRUE;
  mail_test_store_in_step (f->store);
  g_assert_cmpuint (f->store->n_created, ==, 1);
  g_assert_nonnull (f->store->token);
}

static void
test_cancelled (Fixture *f, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GPtrArray) names = NULL;
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (hearth_mail_source_list_mailboxes_sync (f->source, &names, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  mail_test_drop_root ();
#define ADD(name, func) g_test_add ("/mail/maildir/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("life", test_life);
  ADD ("newest-first", test_newest_first);
  ADD ("only-new", test_only_new);
  ADD ("raw-and-flags", test_raw_and_flags);
  ADD ("folders", test_folders);
  ADD ("vanished", test_vanished);
  ADD ("vanishes-while-read", test_vanishes_while_read);
  ADD ("renamed-while-read", test_renamed_while_read);
  ADD ("unreadable", test_unreadable);
  ADD ("read-only", test_read_only);
  ADD ("watch", test_watch);
  ADD ("many", test_many);
  ADD ("cancelled", test_cancelled);
  return g_test_run ();
}
