/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-mbox-source.h"
#include "mail-test.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#define FROM "From ada@fern.example Mon Jun  2 10:00:00 2025\n"

typedef struct {
  char *dir;
  char *file;
  HearthMailSource *source;
  MailTestStore *store;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->dir = mail_test_dir_new ();
  f->file = g_build_filename (f->dir, "Old.mbox", NULL);
  f->source = hearth_mbox_source_new (f->file);
  f->store = mail_test_store_new (f->source, "Old");
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  mail_test_store_free (f->store);
  g_object_unref (f->source);
  mail_test_dir_remove (f->dir);
  g_free (f->file);
}

static void
add_message (GString *box, const char *status, const char *subject, const char *body)
{
  g_autofree char *text = mail_test_simple (subject, body);

  g_string_append (box, FROM);
  g_string_append (box, status);
  g_string_append (box, text);
  g_string_append_c (box, '\n');
}

static void
write_box (Fixture *f, GString *box)
{
  mail_test_write (f->dir, "Old.mbox", box->str);
  mail_test_age (f->file);
}

static void
append_box (Fixture *f, const char *text)
{
  FILE *stream = fopen (f->file, "a");

  g_assert_nonnull (stream);
  fputs (text, stream);
  fclose (stream);
  mail_test_age (f->file);
}

static HearthMessage *
find (Fixture *f, const char *subject)
{
  HearthMessage *message = mail_test_store_find (f->store, subject, NULL);

  g_assert_nonnull (message);
  return message;
}

static void
test_read (Fixture *f, gconstpointer data)
{
  g_autoptr (GString) box = g_string_new (NULL);
  g_autoptr (GBytes) raw = NULL;
  g_autoptr (GError) error = NULL;
  HearthMessage *quoted;

  add_message (box, "", "first",
               "text\n\n>From the start\n>>From deeper\n> From a quote\n\nFrom here on, no date "
               "and no field");
  add_message (box, "Status: RO\nX-Status: AF\n", "second", "two");
  add_message (box, "X-Mozilla-Status: 0003\n", "third", "three");
  add_message (box, "X-Mozilla-Status: 0009\n", "expunged", "gone");
  add_message (box, "", "last", "no newline at the end");
  g_string_truncate (box, box->len - 2);
  write_box (f, box);
  mail_test_store_in_step (f->store);
  g_assert_cmpuint (f->store->n_created, ==, 4);
  quoted = find (f, "first");
  g_assert_cmpstr (
      quoted->text, ==,
      "text\n\nFrom the start\n>From deeper\n> From a quote\n\nFrom here on, no date and no field");
  g_assert_cmpint (find (f, "second")->flags, ==,
                   HEARTH_MESSAGE_SEEN | HEARTH_MESSAGE_ANSWERED | HEARTH_MESSAGE_FLAGGED);
  g_assert_cmpint (find (f, "third")->flags, ==, HEARTH_MESSAGE_SEEN | HEARTH_MESSAGE_ANSWERED);
  g_assert_cmpstr (find (f, "last")->text, ==, "no newline at the end");
  raw = hearth_mail_source_dup_raw_sync (f->source, "Old", quoted->key, quoted->path, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (g_bytes_get_data (raw, NULL), "From: Ada"));
  g_assert_false (hearth_mail_source_set_flags_sync (f->source, "Old", quoted->key, quoted->path,
                                                     HEARTH_MESSAGE_SEEN, NULL, NULL, &error));
  g_assert_error (error, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_UNSUPPORTED);
}

static void
test_grows (Fixture *f, gconstpointer data)
{
  g_autoptr (GString) box = g_string_new (NULL);
  g_autoptr (GString) more = g_string_new (NULL);

  add_message (box, "", "one", "text");
  add_message (box, "", "same", "text");
  write_box (f, box);
  mail_test_store_in_step (f->store);
  mail_test_store_in_step (f->store);
  g_assert_cmpuint (f->store->n_loads, ==, 0);

  add_message (more, "", "two", "text");
  add_message (more, "", "same", "text");
  append_box (f, more->str);
  mail_test_store_in_step (f->store);
  g_assert_cmpuint (f->store->n_created, ==, 2);
  g_assert_cmpuint (f->store->n_reflagged, ==, 0);
  g_assert_true (g_str_has_suffix (f->store->created_keys->pdata[1], "-2"));
  g_assert_cmpuint (g_hash_table_size (f->store->messages), ==, 4);

  /* Half a message, then the rest of it. */
  append_box (f, FROM "Subject: half\nFrom: a@b.example\n\nfirst half\n");
  mail_test_store_in_step (f->store);
  g_assert_cmpuint (f->store->n_created, ==, 1);
  append_box (f, "second half\n");
  mail_test_store_in_step (f->store);
  g_assert_cmpuint (f->store->n_created, ==, 1);
  g_assert_cmpuint (f->store->n_gone, ==, 1);
  g_assert_cmpstr (find (f, "half")->text, ==, "first half\nsecond half");
  g_assert_cmpuint (g_hash_table_size (f->store->messages), ==, 5);
}

static void
test_rewritten (Fixture *f, gconstpointer data)
{
  g_autoptr (GString) box = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *key = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GBytes) raw = NULL;
  gint64 id;

  add_message (box, "", "one", "text");
  add_message (box, "", "two", "text");
  add_message (box, "", "three", "text");
  write_box (f, box);
  mail_test_store_in_step (f->store);
  key = g_strdup (find (f, "three")->key);
  path = g_strdup (find (f, "three")->path);

  /* Compacted, and one was read. */
  g_string_truncate (box, 0);
  add_message (box, "Status: R\n", "two", "text");
  add_message (box, "", "three", "text");
  write_box (f, box);
  raw = hearth_mail_source_dup_raw_sync (f->source, "Old", key, path, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (g_bytes_get_data (raw, NULL), "Subject: three"));
  mail_test_store_in_step (f->store);
  g_assert_cmpuint (f->store->n_created, ==, 0);
  g_assert_cmpuint (f->store->n_gone, ==, 1);
  mail_test_store_find (f->store, "two", &id);
  g_assert_cmpint (GPOINTER_TO_UINT (g_hash_table_lookup (f->store->flags, GSIZE_TO_POINTER (id))),
                   ==, HEARTH_MESSAGE_SEEN);
  mail_test_store_find (f->store, "three", &id);
  g_assert_cmpstr (g_hash_table_lookup (f->store->paths, GSIZE_TO_POINTER (id)), !=, path);

  g_string_truncate (box, 0);
  write_box (f, box);
  mail_test_store_in_step (f->store);
  g_assert_cmpuint (f->store->n_gone, ==, 2);
  g_assert_cmpint (g_unlink (f->file), ==, 0);
  g_assert_false (mail_test_store_sync (f->store, &error));
  g_assert_error (error, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_GONE);
}

static void
test_no_mbox (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  mail_test_write (f->dir, "Old.mbox", "%PDF-1.4 and more\n");
  g_assert_false (mail_test_store_sync (f->store, &error));
  g_assert_error (error, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_BAD_FORMAT);
  g_assert_nonnull (strstr (error->message, f->file));
}

static void
test_folder (Fixture *f, gconstpointer data)
{
  g_autoptr (HearthMailSource) source = hearth_mbox_source_new (f->dir);
  g_autoptr (GPtrArray) names = NULL;
  g_autoptr (GString) box = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *list = NULL;

  add_message (box, "", "one", "text");
  mail_test_write (f->dir, "Inbox", box->str);
  mail_test_write (f->dir, "Inbox.msf", "index");
  mail_test_write (f->dir, "Archive.mbox", box->str);
  mail_test_write (f->dir, "Work.sbd/Plans", box->str);
  mail_test_write (f->dir, "notes.txt", "no mail");
  g_assert_true (hearth_mail_source_list_mailboxes_sync (source, &names, NULL, &error));
  g_ptr_array_add (names, NULL);
  list = g_strjoinv ("|", (char **) names->pdata);
  g_assert_cmpstr (list, ==, "INBOX|Archive|Work/Plans");
}

static void
test_many (Fixture *f, gconstpointer data)
{
  g_autoptr (GString) box = g_string_new (NULL);
  g_autofree char *filler = g_strnfill (3000, 'x');

  for (guint i = 0; i < 3000; i++) {
    g_autofree char *subject = g_strdup_printf ("subject %u", i);

    add_message (box, "", subject, i % 7 == 0 ? filler : "short");
  }
  write_box (f, box);
  mail_test_store_in_step (f->store);
  g_assert_cmpuint (g_hash_table_size (f->store->messages), ==, 3000);
  g_assert_cmpuint (strlen (find (f, "subject 2996")->text), ==, 3000);
  find (f, "subject 2999");
}

static void
changed_cb (HearthMailSource *source, const char *mailbox, gpointer user_data)
{
  if (g_str_equal (mailbox, "Old"))
    *(gboolean *) user_data = TRUE;
}

static gboolean
give_up_cb (gpointer user_data)
{
  g_error ("the change was not told within a second");
  return G_SOURCE_REMOVE;
}

static void
test_watch (Fixture *f, gconstpointer data)
{
  g_autoptr (GString) box = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  gboolean told = FALSE;
  guint id;

  add_message (box, "", "one", "text");
  write_box (f, box);
  g_signal_connect (f->source, "changed", G_CALLBACK (changed_cb), &told);
  g_assert_true (hearth_mail_source_watch (f->source, &error));
  append_box (f, box->str);
  id = g_timeout_add (1000, give_up_cb, NULL);
  while (!told)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (id);
  hearth_mail_source_unwatch (f->source);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/mail/mbox/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("read", test_read);
  ADD ("grows", test_grows);
  ADD ("rewritten", test_rewritten);
  ADD ("no-mbox", test_no_mbox);
  ADD ("folder", test_folder);
  ADD ("many", test_many);
  ADD ("watch", test_watch);
  return g_test_run ();
}
