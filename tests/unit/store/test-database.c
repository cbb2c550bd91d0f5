/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "store-fixture.h"

#include "hearth-database-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define NOON G_GINT64_CONSTANT (1700000000)

typedef struct {
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->folder = fixture_make_folder ();
  self->path = g_build_filename (self->folder, "hearth.db", NULL);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  fixture_remove_folder (self->folder);
  g_free (self->folder);
  g_free (self->path);
}

static HearthDatabase *
open_ok (const char *path, HearthDatabaseMode mode)
{
  g_autoptr (GError) error = NULL;
  HearthDatabase *db = hearth_database_open (path, mode, &error);

  g_assert_no_error (error);
  return db;
}

/* The error names the file, so that the person knows what to look at. */
static void
assert_refused (const char *path, HearthDatabaseMode mode, HearthStoreError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (hearth_database_open (path, mode, &error));
  g_assert_error (error, HEARTH_STORE_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, path));
}

/* Makes a store with a source and some mail. */
static gint64
fill (HearthDatabase *db, guint n_messages)
{
  g_autoptr (HearthSource) source = hearth_source_new (HEARTH_SOURCE_MAILDIR, "/mail", "Mail");

  g_assert_true (hearth_store_sources_add (db, source, NULL));
  for (guint i = 0; i < n_messages; i++) {
    g_autofree char *key = g_strdup_printf ("k%u", i);

    fixture_store (db, source->id, "INBOX",
                   fixture_message (key, NOON + i, "bob@example.com", key, "words to find"));
  }
  return source->id;
}

static void
test_private (Fixture *self, gconstpointer data)
{
  static const char *const endings[] = { "", "-wal", "-shm" };
  mode_t before = umask (0);
  g_autoptr (HearthDatabase) db = open_ok (self->path, HEARTH_DATABASE_WRITER);

  fill (db, 1);
  umask (before);
  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++) {
    g_autofree char *path = g_strconcat (self->path, endings[i], NULL);
    GStatBuf st;

    g_assert_cmpint (g_stat (path, &st), ==, 0);
    g_assert_cmpuint (st.st_mode & 0777, ==, 0600);
  }
  g_assert_cmpint (hearth_database_get_version (db), ==, hearth_migrations_get_latest ());
}

static void
test_meta (Fixture *self, gconstpointer data)
{
  g_autoptr (HearthDatabase) db = open_ok (self->path, HEARTH_DATABASE_WRITER);
  g_autoptr (GError) error = NULL;
  g_autofree char *value = NULL;

  g_assert_true (hearth_database_get_meta (db, "name", &value, &error));
  g_assert_null (value);
  g_assert_true (hearth_database_set_meta (db, "name", "value", &error));
  g_assert_true (hearth_database_get_meta (db, "name", &value, &error));
  g_assert_cmpstr (value, ==, "value");
  g_clear_pointer (&value, g_free);
  g_assert_true (hearth_database_set_meta (db, "name", NULL, &error));
  g_assert_true (hearth_database_get_meta (db, "name", &value, &error));
  g_assert_null (value);
}

static void
test_readers (Fixture *self, gconstpointer data)
{
  g_autoptr (HearthDatabase) writer = NULL;
  g_autoptr (HearthDatabase) reader = NULL;
  g_autoptr (HearthDatabase) alone = NULL;

  assert_refused (self->path, HEARTH_DATABASE_READER, HEARTH_STORE_ERROR_NOT_FOUND);
  writer = open_ok (self->path, HEARTH_DATABASE_WRITER);
  reader = open_ok (self->path, HEARTH_DATABASE_READER);
  fill (writer, 3);
  g_assert_cmpint (fixture_count (reader, "SELECT count(*) FROM messages"), ==, 3);
  g_assert_true (hearth_database_begin (writer, NULL));
  g_assert_true (hearth_database_execute (writer, "DELETE FROM messages", NULL));
  g_assert_cmpint (fixture_count (reader, "SELECT count(*) FROM messages"), ==, 3);
  hearth_database_rollback (writer);
  g_clear_object (&reader);
  g_clear_object (&writer);
  /* No service runs. */
  alone = open_ok (self->path, HEARTH_DATABASE_READER);
  g_assert_cmpint (fixture_count (alone, "SELECT count(*) FROM messages"), ==, 3);
}

static void
test_newer (Fixture *self, gconstpointer data)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gsize n_before, n_after;

  {
    g_autoptr (HearthDatabase) db = open_ok (self->path, HEARTH_DATABASE_WRITER);

    g_assert_true (hearth_database_execute (db, "PRAGMA user_version = 9999", NULL));
  }
  g_assert_true (g_file_get_contents (self->path, &before, &n_before, NULL));
  assert_refused (self->path, HEARTH_DATABASE_WRITER, HEARTH_STORE_ERROR_NEWER);
  assert_refused (self->path, HEARTH_DATABASE_READER, HEARTH_STORE_ERROR_NEWER);
  g_assert_true (g_file_get_contents (self->path, &after, &n_after, NULL));
  g_assert_cmpmem (before, n_before, after, n_after);
}

static void
test_corrupt (Fixture *self, gconstpointer data)
{
  g_autoptr (GString) garbage = g_string_new (NULL);

  for (guint i = 0; i < 20000; i++)
    g_string_append_c (garbage, (char) (i * 7));
  g_assert_true (g_file_set_contents (self->path, garbage->str, garbage->len, NULL));
  assert_refused (self->path, HEARTH_DATABASE_WRITER, HEARTH_STORE_ERROR_CORRUPT);
  assert_refused (self->path, HEARTH_DATABASE_READER, HEARTH_STORE_ERROR_CORRUPT);
}

/* A file whose middle was overwritten: an error when that is met, never a crash. */
static void
test_damaged (Fixture *self, gconstpointer data)
{
  g_autoptr (HearthDatabase) db = NULL;
  g_autoptr (GError) error = NULL;
  HearthMessageFilter filter = HEARTH_MESSAGE_FILTER_INIT;
  g_autoptr (GPtrArray) messages = NULL;
  GStatBuf st;
  int fd;

  {
    g_autoptr (HearthDatabase) writer = open_ok (self->path, HEARTH_DATABASE_WRITER);

    fill (writer, 500);
  }
  g_assert_cmpint (g_stat (self->path, &st), ==, 0);
  fd = open (self->path, O_RDWR | O_CLOEXEC);
  for (off_t at = 8192; at < st.st_size; at += 1000)
    g_assert_cmpint (pwrite (fd, "\xde\xad\xbe\xef\xde\xad\xbe\xef", 8, at), ==, 8);
  close (fd);
  db = hearth_database_open (self->path, HEARTH_DATABASE_READER, &error);
  if (db != NULL) {
    filter.limit = 1000;
    messages = hearth_store_messages_list (db, &filter, HEARTH_DETAIL_FULL, &error);
  }
  g_assert_null (messages);
  g_assert_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_CORRUPT);
  g_assert_nonnull (strstr (error->message, self->path));
}

static void
test_foreign (Fixture *self, gconstpointer data)
{
  sqlite3 *handle;

  g_assert_cmpint (sqlite3_open (self->path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, "CREATE TABLE theirs (x)", NULL, NULL, NULL), ==,
                   SQLITE_OK);
  sqlite3_close (handle);
  assert_refused (self->path, HEARTH_DATABASE_WRITER, HEARTH_STORE_ERROR_FAILED);
}

/* Runs @func in a child without root's powers, for which read-only files are writable. */
static void
run_unprivileged (void (*func) (Fixture *self), Fixture *self)
{
  pid_t child;
  int status;

  if (getuid () == 0)
    g_assert_cmpint (chown (self->folder, 65534, 65534), ==, 0);
  child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0) {
    if (getuid () == 0 && (setgid (65534) != 0 || setuid (65534) != 0))
      _exit (3);
    func (self);
    _exit (0);
  }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
}

static void
use_read_only (Fixture *self)
{
  g_autoptr (HearthDatabase) reader = NULL;
  g_autofree char *missing = g_build_filename (self->folder, "other.db", NULL);

  {
    g_autoptr (HearthDatabase) writer = open_ok (self->path, HEARTH_DATABASE_WRITER);

    fill (writer, 3);
  }
  g_assert_cmpint (g_chmod (self->path, 0400), ==, 0);
  g_assert_cmpint (g_chmod (self->folder, 0500), ==, 0);
  assert_refused (self->path, HEARTH_DATABASE_WRITER, HEARTH_STORE_ERROR_READ_ONLY);
  assert_refused (missing, HEARTH_DATABASE_WRITER, HEARTH_STORE_ERROR_READ_ONLY);
  reader = open_ok (self->path, HEARTH_DATABASE_READER);
  g_assert_cmpint (fixture_count (reader, "SELECT count(*) FROM messages"), ==, 3);
}

static void
test_read_only (Fixture *self, gconstpointer data)
{
  run_unprivileged (use_read_only, self);
}

/* Stores one message after the other until the disk is full; returns how many were stored. */
static guint
fill_up (HearthDatabase *db, gint64 source_id, GError **error)
{
  g_autofree char *text = g_strnfill (20000, 'x');

  for (guint i = 0; i < 20000; i++) {
    g_autoptr (HearthMailChanges) changes = hearth_mail_changes_new ("INBOX");
    g_autofree char *key = g_strdup_printf ("full%u", i);

    /* Text that cannot be packed. */
    for (guint j = 0; j < 20000; j++)
      text[j] = (char) ('!' + g_random_int_range (0, 90));
    g_ptr_array_add (changes->created, fixture_message (key, NOON + i, "a@example.com", key, text));
    if (!hearth_store_messages_apply (db, source_id, changes, NULL, error))
      return i;
  }
  return 20000;
}

static void
check_full (HearthDatabase *db, guint n_stored, const GError *error)
{
  g_assert_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_FULL);
  g_assert_cmpuint (n_stored, >, 3);
  g_assert_false (hearth_database_in_transaction (db));
  g_assert_cmpint (fixture_count (db, "SELECT count(*) FROM messages WHERE key LIKE 'full%'"), ==,
                   n_stored);
}

static void
test_full_pages (Fixture *self, gconstpointer data)
{
  g_autoptr (HearthDatabase) db = open_ok (self->path, HEARTH_DATABASE_WRITER);
  g_autoptr (GError) error = NULL;
  gint64 source_id = fill (db, 1);
  guint n;

  g_assert_true (hearth_database_execute (db, "PRAGMA max_page_count = 300", NULL));
  n = fill_up (db, source_id, &error);
  check_full (db, n, error);
  g_clear_error (&error);
  /* With room again, it goes on. */
  g_assert_true (hearth_database_execute (db, "PRAGMA max_page_count = 100000", NULL));
  fixture_store (db, source_id, "INBOX",
                 fixture_message ("after", NOON, "a@example.com", "After", "text"));
  fixture_check (db);
}

/* The system refuses to let the file grow, as a full disk does. */
static void
use_full_disk (Fixture *self)
{
  g_autoptr (HearthDatabase) db = open_ok (self->path, HEARTH_DATABASE_WRITER);
  g_autoptr (GError) error = NULL;
  gint64 source_id = fill (db, 1);
  struct rlimit limit;
  guint n;

  signal (SIGXFSZ, SIG_IGN);
  getrlimit (RLIMIT_FSIZE, &limit);
  limit.rlim_cur = 3 * 1024 * 1024;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  n = fill_up (db, source_id, &error);
  check_full (db, n, error);
  g_clear_error (&error);
  limit.rlim_cur = limit.rlim_max;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  fixture_store (db, source_id, "INBOX",
                 fixture_message ("after", NOON, "a@example.com", "After", "text"));
  fixture_check (db);
}

static void
test_full_disk (Fixture *self, gconstpointer data)
{
  run_unprivileged (use_full_disk, self);
}

/* Writes without end, telling over @fd of each batch once it is committed. */
static void G_GNUC_NORETURN
write_until_killed (const char *path, guint round, int fd)
{
  g_autoptr (HearthDatabase) db = hearth_database_open (path, HEARTH_DATABASE_WRITER, NULL);

  for (guint i = 0;; i++) {
    g_autoptr (HearthMailChanges) changes = hearth_mail_changes_new ("INBOX");

    for (guint j = 0; j < 20; j++) {
      g_autofree char *key = g_strdup_printf ("r%u-%u-%u", round, i, j);

      g_ptr_array_add (changes->created,
                       fixture_message (key, NOON + i, "bob@example.com", key, "words to find"));
    }
    changes->token = g_strdup_printf ("%u/%u", round, i);
    if (db == NULL || !hearth_store_messages_apply (db, 1, changes, NULL, NULL) ||
        write (fd, &i, sizeof i) != sizeof i)
      _exit (1);
  }
}

/* Killed at some moment, the store is whole, has all that was committed, and no half batch. */
static void
test_killed (Fixture *self, gconstpointer data)
{
  gint64 n_before;

  {
    g_autoptr (HearthDatabase) db = open_ok (self->path, HEARTH_DATABASE_WRITER);

    fill (db, 1);
    n_before = 1;
  }
  for (guint round = 0; round < 6; round++) {
    g_autoptr (HearthDatabase) db = NULL;
    g_autofree char *token = NULL;
    g_autofree char *expected = NULL;
    guint committed = 0;
    int fds[2];
    pid_t child;
    gint64 n;
    guint i, told;

    g_assert_cmpint (pipe (fds), ==, 0);
    child = fork ();
    g_assert_cmpint (child, >=, 0);
    if (child == 0)
      write_until_killed (self->path, round, fds[1]);
    close (fds[1]);
    for (i = 0; i < 3 + round && read (fds[0], &told, sizeof told) == sizeof told; i++)
      committed = told + 1;
    g_usleep (500 * round);
    kill (child, SIGKILL);
    g_assert_cmpint (waitpid (child, NULL, 0), ==, child);
    while (read (fds[0], &told, sizeof told) == sizeof told)
      committed = told + 1;
    close (fds[0]);

    db = open_ok (self->path, HEARTH_DATABASE_WRITER);
    fixture_check (db);
    n = fixture_count (db, "SELECT count(*) FROM messages");
    g_assert_cmpint ((n - n_before) % 20, ==, 0);
    g_assert_cmpint (n - n_before, >=, 20 * (gint64) committed);
    g_assert_true (hearth_store_mailboxes_get_token (db, 1, "INBOX", &token, NULL));
    expected = g_strdup_printf ("%u/%u", round, (guint) (n - n_before) / 20 - 1);
    g_assert_cmpstr (token, ==, expected);
    n_before = n;
  }
}

/* A removal that the end of the process interrupted is finished later. */
static void
test_interrupted_removal (Fixture *self, gconstpointer data)
{
  g_autoptr (HearthDatabase) db = open_ok (self->path, HEARTH_DATABASE_WRITER);
  g_autoptr (GPtrArray) sources = NULL;
  g_autoptr (GError) error = NULL;
  gboolean more = TRUE;

  fill (db, 10);
  g_assert_true (hearth_database_execute (db, "UPDATE sources SET removing = 1", &error));
  sources = hearth_store_sources_list (db, &error);
  g_assert_cmpuint (sources->len, ==, 0);
  while (more)
    g_assert_true (hearth_store_sources_remove_some (db, &more, &error));
  g_assert_no_error (error);
  g_assert_cmpint (fixture_count (db, "SELECT count(*) FROM messages"), ==, 0);
  g_assert_cmpint (fixture_count (db, "SELECT count(*) FROM sources"), ==, 0);
}

static void
test_bulk (Fixture *self, gconstpointer data)
{
  g_autoptr (HearthDatabase) db = open_ok (self->path, HEARTH_DATABASE_WRITER);
  g_autofree char *wal = g_strconcat (self->path, "-wal", NULL);
  GStatBuf st;

  hearth_database_set_bulk (db, TRUE);
  fill (db, 300);
  hearth_database_set_bulk (db, FALSE);
  hearth_database_set_bulk (db, FALSE);
  g_assert_cmpint (g_stat (wal, &st), ==, 0);
  g_assert_cmpint (st.st_size, ==, 0);
  fixture_check (db);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func) g_test_add ("/store/database/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("private", test_private);
  ADD ("meta", test_meta);
  ADD ("readers", test_readers);
  ADD ("newer", test_newer);
  ADD ("corrupt", test_corrupt);
  ADD ("damaged", test_damaged);
  ADD ("foreign", test_foreign);
  ADD ("read-only", test_read_only);
  ADD ("full-pages", test_full_pages);
  ADD ("full-disk", test_full_disk);
  ADD ("killed", test_killed);
  ADD ("interrupted-removal", test_interrupted_removal);
  ADD ("bulk", test_bulk);
#undef ADD

  return g_test_run ();
}
