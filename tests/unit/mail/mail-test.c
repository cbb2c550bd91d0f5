/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-test.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

static HearthKnown *
load_known (const char *mailbox, gpointer user_data, GError **error)
{
  MailTestStore *self = user_data;
  HearthKnown *known = hearth_known_new ();
  GHashTableIter iter;
  gpointer id, message;

  self->n_loads++;
  g_hash_table_iter_init (&iter, self->messages);
  while (g_hash_table_iter_next (&iter, &id, &message))
    hearth_known_add (known, ((HearthMessage *) message)->key, GPOINTER_TO_SIZE (id),
                      GPOINTER_TO_UINT (g_hash_table_lookup (self->flags, id)));
  return known;
}

static HearthKnown *
load_known_new (const char *mailbox, gpointer user_data, GError **error)
{
  MailTestStore *self = user_data;
  HearthKnown *known = hearth_known_new ();
  GHashTableIter iter;
  gpointer id, message;

  g_hash_table_iter_init (&iter, self->messages);
  while (g_hash_table_iter_next (&iter, &id, &message)) {
    if (g_str_has_prefix (g_hash_table_lookup (self->paths, id), "new/"))
      hearth_known_add (known, ((HearthMessage *) message)->key, GPOINTER_TO_SIZE (id),
                        GPOINTER_TO_UINT (g_hash_table_lookup (self->flags, id)));
  }
  return known;
}

static gboolean
emit_changes (HearthMailChanges *changes, gpointer user_data)
{
  MailTestStore *self = user_data;

  g_assert_cmpstr (changes->mailbox, ==, self->mailbox);
  g_assert_cmpuint (changes->created->len, <=, 2000);
  for (guint i = 0; i < changes->gone->len; i++) {
    gpointer id = GSIZE_TO_POINTER (g_array_index (changes->gone, gint64, i));

    g_assert_true (g_hash_table_remove (self->messages, id));
    self->n_gone++;
  }
  for (guint i = 0; i < changes->reflagged->len; i++) {
    HearthReflagged *each = g_ptr_array_index (changes->reflagged, i);
    gpointer id = GSIZE_TO_POINTER (each->id);

    g_assert_nonnull (g_hash_table_lookup (self->messages, id));
    g_hash_table_insert (self->flags, id, GUINT_TO_POINTER (each->flags));
    g_hash_table_insert (self->paths, id, g_strdup (each->path));
    self->n_reflagged++;
  }
  for (guint i = 0; i < changes->created->len; i++) {
    HearthMessage *message = g_ptr_array_index (changes->created, i);
    gpointer id = GSIZE_TO_POINTER (self->next_id++);

    g_assert_nonnull (message->key);
    g_assert_nonnull (message->path);
    g_ptr_array_add (self->created_keys, g_strdup (message->key));
    g_hash_table_insert (self->messages, id, hearth_message_ref (message));
    g_hash_table_insert (self->flags, id, GUINT_TO_POINTER (message->flags));
    g_hash_table_insert (self->paths, id, g_strdup (message->path));
    self->n_created++;
  }
  if (changes->token != NULL) {
    g_free (self->token);
    self->token = g_strdup (changes->token);
  }
  hearth_mail_changes_free (changes);
  if (self->on_emit != NULL)
    self->on_emit (self->user_data);
  return TRUE;
}

static void
take_warning (const char *path, const GError *error, gpointer user_data)
{
  MailTestStore *self = user_data;

  g_ptr_array_add (self->warnings, g_strdup_printf ("%s: %s", path, error->message));
}

MailTestStore *
mail_test_store_new (HearthMailSource *source, const char *mailbox)
{
  MailTestStore *self = g_new0 (MailTestStore, 1);

  self->source = g_object_ref (source);
  self->mailbox = mailbox;
  self->messages = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) hearth_message_unref);
  self->flags = g_hash_table_new (NULL, NULL);
  self->paths = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->created_keys = g_ptr_array_new_with_free_func (g_free);
  self->warnings = g_ptr_array_new_with_free_func (g_free);
  self->next_id = 1;
  return self;
}

void
mail_test_store_free (MailTestStore *self)
{
  g_object_unref (self->source);
  g_free (self->token);
  g_hash_table_unref (self->messages);
  g_hash_table_unref (self->flags);
  g_hash_table_unref (self->paths);
  g_ptr_array_unref (self->created_keys);
  g_ptr_array_unref (self->warnings);
  g_free (self);
}

gboolean
mail_test_store_sync (MailTestStore *self, GError **error)
{
  HearthMailSink sink = {
    load_known, emit_changes, NULL, take_warning, self, self->newest_only, FALSE, load_known_new,
  };

  self->n_loads = self->n_created = self->n_reflagged = self->n_gone = 0;
  g_ptr_array_set_size (self->created_keys, 0);
  g_ptr_array_set_size (self->warnings, 0);
  return hearth_mail_source_sync_mailbox_sync (self->source, self->mailbox, self->token, &sink,
                                               NULL, error);
}

void
mail_test_store_in_step (MailTestStore *self)
{
  g_autoptr (GError) error = NULL;

  mail_test_store_sync (self, &error);
  g_assert_no_error (error);
}

HearthMessage *
mail_test_store_find (MailTestStore *self, const char *subject, gint64 *id)
{
  GHashTableIter iter;
  gpointer key, message;

  g_hash_table_iter_init (&iter, self->messages);
  while (g_hash_table_iter_next (&iter, &key, &message)) {
    if (g_str_equal (((HearthMessage *) message)->subject, subject)) {
      if (id != NULL)
        *id = GPOINTER_TO_SIZE (key);
      return message;
    }
  }
  return NULL;
}

char *
mail_test_dir_new (void)
{
  char *path = g_dir_make_tmp ("hearth-mail-XXXXXX", NULL);

  g_assert_nonnull (path);
  return path;
}

static void
remove_tree (const char *path)
{
  GDir *dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *full = g_build_filename (path, name, NULL);

    if (g_file_test (full, G_FILE_TEST_IS_DIR) && !g_file_test (full, G_FILE_TEST_IS_SYMLINK)) {
      g_chmod (full, 0700);
      remove_tree (full);
    } else {
      g_unlink (full);
    }
  }
  if (dir != NULL)
    g_dir_close (dir);
  g_rmdir (path);
}

void
mail_test_dir_remove (char *path)
{
  g_chmod (path, 0700);
  remove_tree (path);
  g_free (path);
}

/* As a delivery agent does: whole under another name, then moved into place. */
void
mail_test_write (const char *dir, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *part = g_strconcat (dir, "/.part", NULL);
  g_autoptr (GError) error = NULL;

  g_mkdir_with_parents (folder, 0700);
  /* Without the wait for the disk that a delivery agent owes its owner. */
  g_file_set_contents_full (part, text, -1, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_rename (part, path), ==, 0);
}

/* Makes a file or folder an hour older, so that its time is not taken for one that may still move.
 */
void
mail_test_age (const char *path)
{
  struct stat info;
  struct timespec times[2] = { { .tv_nsec = UTIME_OMIT }, { 0 } };

  g_assert_cmpint (stat (path, &info), ==, 0);
  times[1] = info.st_mtim;
  times[1].tv_sec -= 3600;
  g_assert_cmpint (utimensat (AT_FDCWD, path, times, 0), ==, 0);
}

char *
mail_test_simple (const char *subject, const char *body)
{
  return g_strdup_printf (
      "From: Ada Fern <ada@fern.example>\nTo: me@home.example\nSubject: %s\n"
      "Date: Mon, 02 Jun 2025 10:00:00 +0200\nMessage-ID: <%s@fern.example>\n\n%s\n",
      subject, subject, body);
}

/* Root may do everything: what permissions forbid is tested as somebody else. */
void
mail_test_drop_root (void)
{
  if (geteuid () == 0) {
    g_assert_cmpint (setresgid (65534, 65534, 65534), ==, 0);
    g_assert_cmpint (setresuid (65534, 65534, 65534), ==, 0);
    /* The leak checker looks at its own process, which the kernel forbids after this. */
    prctl (PR_SET_DUMPABLE, 1);
  }
}
