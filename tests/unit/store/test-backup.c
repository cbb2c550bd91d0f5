/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "store-fixture.h"

#include "hearth-backup-private.h"
#include "hearth-backup-target.h"
#include "hearth-backup-vfs.h"
#include "hearth-database-private.h"
#include "hearth-paths.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

/* Data folders, of one of which a backup is made and read into the other. */
typedef struct {
  char *from;
  char *to;
  int fd; /* the backup */
  HearthBackupWatch watch;
} Fixture;

static void
write_file (const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static void
assert_file (const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *found = NULL;
  g_autoptr (GError) error = NULL;
  GStatBuf st;

  g_file_get_contents (path, &found, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (found, ==, text);
  g_assert_cmpint (g_stat (path, &st), ==, 0);
  g_assert_cmpint (st.st_mode & 0777, ==, 0600);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    remove_tree (child);
  }
  g_remove (path);
}

/* Empties the folder that a backup is read into. */
static void
clear_target (Fixture *fixture)
{
  remove_tree (fixture->to);
  g_assert_cmpint (g_mkdir (fixture->to, 0700), ==, 0);
}

static HearthDatabase *
open_store (const char *folder)
{
  g_autofree char *path = hearth_paths_dup_store (folder);
  g_autoptr (GError) error = NULL;
  HearthDatabase *db = hearth_database_open (path, HEARTH_DATABASE_WRITER, &error);

  g_assert_no_error (error);
  return db;
}

static void
fill_store (HearthDatabase *db)
{
  g_autoptr (HearthSource) source = hearth_source_new (HEARTH_SOURCE_MAILDIR, "/mail", "Mail");
  g_autoptr (GError) error = NULL;

  g_assert_true (hearth_store_sources_add (db, source, &error));
  for (int i = 0; i < 40; i++) {
    g_autofree char *key = g_strdup_printf ("m%d", i);
    g_autofree char *subject = g_strdup_printf ("Kettle number%d", i);

    fixture_store (db, source->id, "INBOX",
                   fixture_message (key, 1700000000 + i, "Ana <ana@example.org>", subject,
                                    "The kettle whistles in the kitchen."));
  }
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (HearthDatabase) db = NULL;

  fixture->from = fixture_make_folder ();
  fixture->to = fixture_make_folder ();
  fixture->fd = memfd_create ("backup", MFD_CLOEXEC);
  fixture->watch = (HearthBackupWatch){ NULL, NULL, g_cancellable_new () };
  db = open_store (fixture->from);
  fill_store (db);
  write_file (fixture->from, "own/Hearth.ics", "BEGIN:VCALENDAR");
  write_file (fixture->from, "drafts/7/plan.txt", "The plan");
  write_file (fixture->from, "drafts/7/empty", "");
  write_file (fixture->from, "minds/large.gguf", "not taken");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  close (fixture->fd);
  g_object_unref (fixture->watch.cancellable);
  remove_tree (fixture->from);
  remove_tree (fixture->to);
  g_free (fixture->from);
  g_free (fixture->to);
}

static void
make_backup (Fixture *fixture)
{
  g_autoptr (GVariant) settings = g_variant_ref_sink (
      g_variant_new_parsed ("{'owner-name': '\\'Nora\\'', 'quiet-hours': 'true'}"));
  g_autoptr (GError) error = NULL;

  g_assert_true (
      hearth_backup_write_sync (fixture->from, settings, fixture->fd, &fixture->watch, &error));
  g_assert_no_error (error);
}

static void
assert_refused (Fixture *fixture, int code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthBackup) backup = NULL;

  clear_target (fixture);
  backup = hearth_backup_read_sync (fixture->fd, fixture->to, &fixture->watch, &error);
  g_assert_error (error, HEARTH_STORE_ERROR, code);
  g_assert_null (backup);
  g_assert_nonnull (strstr (error->message, "Nothing was changed"));
}

static gint64
get_size (int fd)
{
  struct stat st;

  g_assert_cmpint (fstat (fd, &st), ==, 0);
  return st.st_size;
}

static void
test_round_trip (Fixture *fixture, gconstpointer data)
{
  g_autoptr (HearthDatabase) db = NULL;
  g_autoptr (HearthBackup) backup = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *models = g_build_filename (fixture->to, "minds", NULL);
  const char *value = NULL;

  make_backup (fixture);
  backup = hearth_backup_read_sync (fixture->fd, fixture->to, &fixture->watch, &error);
  g_assert_no_error (error);
  g_assert_cmpint (backup->schema, ==, hearth_migrations_get_latest ());
  g_assert_cmpstr (backup->data_dir, ==, fixture->from);
  g_assert_cmpstr (backup->program, ==, HEARTH_VERSION);
  g_assert_cmpuint (g_variant_n_children (backup->settings), ==, 2);
  g_assert_true (g_variant_lookup (backup->settings, "owner-name", "&s", &value));
  g_assert_cmpstr (value, ==, "'Nora'");
  assert_file (fixture->to, "own/Hearth.ics", "BEGIN:VCALENDAR");
  assert_file (fixture->to, "drafts/7/plan.txt", "The plan");
  assert_file (fixture->to, "drafts/7/empty", "");
  g_assert_false (g_file_test (models, G_FILE_TEST_EXISTS));
  db = open_store (fixture->to);
  g_assert_cmpint (fixture_count (db, "SELECT count(*) FROM messages"), ==, 40);
  g_assert_cmpint (
      fixture_count (db, "SELECT count(*) FROM sqlite_schema WHERE name LIKE 'backup%'"), ==, 0);
  fixture_check (db);
}

/* What is in it can be looked at with any program for SQLite. */
static void
test_is_sqlite (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->to, "backup", NULL);
  g_autoptr (HearthBackupTarget) target = NULL;
  g_autoptr (GError) error = NULL;
  sqlite3 *handle;
  char *message = NULL;

  target = hearth_backup_target_new (path, &error);
  g_assert_no_error (error);
  g_assert_true (hearth_backup_write_sync (
      fixture->from, NULL, hearth_backup_target_get_fd (target), &fixture->watch, &error));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_true (hearth_backup_target_finish (target, &error));
  g_assert_cmpint (sqlite3_open_v2 (path, &handle, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  sqlite3_exec (handle, "SELECT data FROM backup_files; SELECT subject FROM messages", NULL, NULL,
                &message);
  g_assert_cmpstr (message, ==, NULL);
  sqlite3_close (handle);
}

/* What was begun and comes to nothing leaves nothing. */
static void
test_target (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->to, "backup", NULL);
  g_autoptr (GDir) dir = NULL;
  g_autoptr (GError) error = NULL;
  HearthBackupTarget *target = hearth_backup_target_new (path, &error);

  g_assert_no_error (error);
  hearth_backup_target_free (target);
  dir = g_dir_open (fixture->to, 0, NULL);
  g_assert_null (g_dir_read_name (dir));
  target = hearth_backup_target_new ("/nowhere/at/all", &error);
  g_assert_null (target);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

typedef struct {
  const char *folder;
  int stop; /* (atomic) */
  int n;    /* (atomic) */
} Busy;

/* Two numbers that are the same at each moment. */
static gpointer
write_on (gpointer data)
{
  Busy *busy = data;
  g_autoptr (HearthDatabase) db = open_store (busy->folder);
  g_autoptr (GError) error = NULL;

  while (!g_atomic_int_get (&busy->stop)) {
    g_autofree char *number = g_strdup_printf ("%d", g_atomic_int_add (&busy->n, 1));
    g_autofree char *filler = g_strnfill (3000, 'x');

    g_assert_true (hearth_database_begin (db, &error));
    g_assert_true (hearth_database_set_meta (db, "first", number, &error));
    g_assert_true (hearth_database_set_meta (db, number, filler, &error));
    g_assert_true (hearth_database_set_meta (db, "second", number, &error));
    g_assert_true (hearth_database_commit (db, &error));
    g_assert_no_error (error);
  }
  return NULL;
}

static void
slow_progress_cb (guint64 done, guint64 total, gpointer user_data)
{
  g_assert_cmpuint (done, <=, total);
  g_usleep (2000);
}

static void
test_in_use (Fixture *fixture, gconstpointer data)
{
  Busy busy = { .folder = fixture->from };
  g_autoptr (GThread) thread = g_thread_new ("busy", write_on, &busy);
  int before;

  fixture->watch.progress = slow_progress_cb;
  for (int i = 0; i < 5; i++) {
    g_autoptr (HearthBackup) backup = NULL;
    g_autoptr (HearthDatabase) db = NULL;
    g_autoptr (GError) error = NULL;

    while (g_atomic_int_get (&busy.n) < 20 * (i + 1))
      g_usleep (1000);
    before = g_atomic_int_get (&busy.n);
    make_backup (fixture);
    clear_target (fixture);
    backup = hearth_backup_read_sync (fixture->fd, fixture->to, &fixture->watch, &error);
    g_assert_no_error (error);
    g_assert_cmpint (g_atomic_int_get (&busy.n), >, before);
    db = open_store (fixture->to);
    g_assert_cmpint (fixture_count (db, "SELECT (SELECT value FROM meta WHERE name = 'first') ="
                                        " (SELECT value FROM meta WHERE name = 'second')"),
                     ==, 1);
    fixture_check (db);
  }
  g_atomic_int_set (&busy.stop, 1);
  g_thread_join (g_steal_pointer (&thread));
}

static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  gint64 size;

  make_backup (fixture);
  size = get_size (fixture->fd);
  for (int i = 0; i < 200; i++) {
    /* Every byte counts: those of the tail, and some of all the others. */
    off_t at = i < 32 ? size - 1 - i : (off_t) g_rand_int_range (random, 0, (gint32) size);
    guint8 right, wrong;

    g_assert_cmpint (pread (fixture->fd, &right, 1, at), ==, 1);
    wrong = right ^ (guint8) (1 << (i % 8));
    g_assert_cmpint (pwrite (fixture->fd, &wrong, 1, at), ==, 1);
    /* The version of the format: newer ones are refused in other words. */
    if (at < size - 20 || at >= size - 16)
      assert_refused (fixture, HEARTH_STORE_ERROR_CORRUPT);
    g_assert_cmpint (pwrite (fixture->fd, &right, 1, at), ==, 1);
  }
}

static void
test_truncated (Fixture *fixture, gconstpointer data)
{
  gint64 size;

  make_backup (fixture);
  size = get_size (fixture->fd);
  for (gint64 length = size - 1; length > 0; length -= size / 40) {
    g_assert_cmpint (ftruncate (fixture->fd, length), ==, 0);
    assert_refused (fixture, HEARTH_STORE_ERROR_CORRUPT);
  }
  g_assert_cmpint (ftruncate (fixture->fd, 0), ==, 0);
  assert_refused (fixture, HEARTH_STORE_ERROR_CORRUPT);
}

/* Changes the database of a backup and seals it anew, as somebody may who knows how. */
static void
forge (Fixture *fixture, const char *sql)
{
  g_autoptr (HearthBackupSeal) seal = NULL;
  g_autoptr (GError) error = NULL;
  char *message = NULL;
  sqlite3 *handle;

  make_backup (fixture);
  seal = hearth_backup_seal_read (fixture->fd, &error);
  g_assert_no_error (error);
  g_assert_cmpint (ftruncate (fixture->fd, (off_t) seal->size), ==, 0);
  g_assert_cmpint (hearth_backup_vfs_open (fixture->fd, TRUE, &handle), ==, SQLITE_OK);
  sqlite3_exec (handle, sql, NULL, NULL, &message);
  g_assert_cmpstr (message, ==, NULL);
  g_assert_cmpint (sqlite3_close (handle), ==, SQLITE_OK);
  g_assert_true (hearth_backup_seal_write (fixture->fd, 0, &fixture->watch, &error));
}

static void
test_hostile (Fixture *fixture, gconstpointer data)
{
  static const char *const changes[] = {
    "INSERT INTO backup_files (path, data) VALUES ('../escaped', 'x')",
    "INSERT INTO backup_files (path, data) VALUES ('own/../../escaped', CAST ('x' AS BLOB))",
    "INSERT INTO backup_files (path, data) VALUES ('/tmp/escaped', CAST ('x' AS BLOB))",
    "INSERT INTO backup_files (path, data) VALUES ('own', CAST ('x' AS BLOB))",
    "INSERT INTO backup_files (path, data) VALUES ('own/', CAST ('x' AS BLOB))",
    "INSERT INTO backup_files (path, data) VALUES ('hearth.db', CAST ('x' AS BLOB))",
    "INSERT INTO backup_files (path, data) VALUES ('minds/a', CAST ('x' AS BLOB))",
    "INSERT INTO backup_files (path, data) VALUES ('own/a/b/c', CAST ('x' AS BLOB))",
    "INSERT INTO backup_files (path, data) VALUES ('own/Hearth.ics', CAST ('x' AS BLOB))",
    "INSERT INTO backup_files (path, data) VALUES ('own/Hearth.ics/a', CAST ('x' AS BLOB))",
    "INSERT INTO backup_files (path, data) VALUES ('own/number', 7)",
    "INSERT INTO backup_files (path, data) VALUES (CAST ('own/blob' AS BLOB), 'x')",
    "INSERT INTO backup_files (path, data) VALUES ('own/a' || char (10) || 'b', 'x')",
    "INSERT INTO permission_queue (message_id, permission_id) VALUES (1, 0.5)",
    "INSERT INTO permission_queue (message_id, permission_id) VALUES (1, 'x')",
    "INSERT INTO backup_settings VALUES ('country', zeroblob (5))",
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1001)"
    " INSERT INTO backup_settings SELECT 'n' || i, 'true' FROM n",
    "DELETE FROM backup_info",
    "CREATE TRIGGER evil AFTER INSERT ON journal BEGIN DELETE FROM messages; END",
    "CREATE TABLE more (x)",
    "CREATE VIEW more AS SELECT 1",
    "DROP TABLE lessons",
    "DROP TABLE lessons; CREATE TABLE lessons (x)",
    "PRAGMA user_version = 0",
    "PRAGMA user_version = 3",
    "PRAGMA application_id = 0x48525448",
  };

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++) {
    g_test_message ("%s", changes[i]);
    forge (fixture, changes[i]);
    assert_refused (fixture, HEARTH_STORE_ERROR_CORRUPT);
  }
  g_assert_false (g_file_test ("/tmp/escaped", G_FILE_TEST_EXISTS));
}

static void
test_newer (Fixture *fixture, gconstpointer data)
{
  guint8 format = HEARTH_BACKUP_FORMAT + 1;

  forge (fixture, "PRAGMA user_version = 4000");
  assert_refused (fixture, HEARTH_STORE_ERROR_NEWER);
  make_backup (fixture);
  g_assert_cmpint (pwrite (fixture->fd, &format, 1, get_size (fixture->fd) - 20), ==, 1);
  assert_refused (fixture, HEARTH_STORE_ERROR_NEWER);
}

/* A page that is not what a page can be, under right sums. */
static void
test_torn_pages (Fixture *fixture, gconstpointer data)
{
  g_autofree guint8 *page = g_malloc0 (8192);

  memset (page, 0xa5, 8192);
  for (int i = 1; i < 12; i++) {
    g_autoptr (HearthBackupSeal) seal = NULL;
    g_autoptr (HearthBackup) backup = NULL;
    g_autoptr (GError) error = NULL;

    make_backup (fixture);
    seal = hearth_backup_seal_read (fixture->fd, &error);
    g_assert_no_error (error);
    g_assert_cmpint (ftruncate (fixture->fd, (off_t) seal->size), ==, 0);
    g_assert_cmpint (pwrite (fixture->fd, page, 8192, 8192 * i), ==, 8192);
    g_assert_true (hearth_backup_seal_write (fixture->fd, 0, &fixture->watch, &error));
    assert_refused (fixture, HEARTH_STORE_ERROR_CORRUPT);
  }
}

static void
test_full_disk (Fixture *fixture, gconstpointer data)
{
  struct rlimit old, small;
  g_autoptr (GError) error = NULL;
  struct sigaction ignore = { .sa_handler = SIG_IGN }, before;
  g_autofree char *path = g_build_filename (fixture->to, "backup", NULL);
  int fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  g_assert_cmpint (sigaction (SIGXFSZ, &ignore, &before), ==, 0);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &old), ==, 0);
  small = (struct rlimit){ 100000, old.rlim_max };
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  g_assert_false (hearth_backup_write_sync (fixture->from, NULL, fd, &fixture->watch, &error));
  g_assert_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_FULL);
  /* As of a disk that has no files as large as that. */
  g_assert_nonnull (strstr (error->message, "that large"));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &old), ==, 0);
  sigaction (SIGXFSZ, &before, NULL);
  close (fd);
}

static void
test_stopped (Fixture *fixture, gconstpointer data)
{
  g_autoptr (HearthBackup) backup = NULL;
  g_autoptr (GError) error = NULL;

  make_backup (fixture);
  g_cancellable_cancel (fixture->watch.cancellable);
  backup = hearth_backup_read_sync (fixture->fd, fixture->to, &fixture->watch, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_false (
      hearth_backup_write_sync (fixture->from, NULL, fixture->fd, &fixture->watch, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Links lead to what is not Hearth's, and pipes to nothing that ends. */
static void
test_strange_files (Fixture *fixture, gconstpointer data)
{
  g_autoptr (HearthBackup) backup = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *link = g_build_filename (fixture->from, "own", "link", NULL);
  g_autofree char *pipe = g_build_filename (fixture->from, "own", "pipe", NULL);
  g_autofree char *taken = g_build_filename (fixture->to, "own", "link", NULL);

  g_assert_cmpint (symlink ("/etc/passwd", link), ==, 0);
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  make_backup (fixture);
  backup = hearth_backup_read_sync (fixture->fd, fixture->to, &fixture->watch, &error);
  g_assert_no_error (error);
  g_assert_false (g_file_test (taken, G_FILE_TEST_EXISTS));
}

/* A store that somebody has added a table to could not be restored. */
static void
test_other_tables (Fixture *fixture, gconstpointer data)
{
  g_autoptr (HearthDatabase) db = open_store (fixture->from);
  g_autoptr (GError) error = NULL;

  g_assert_true (hearth_database_execute (db, "CREATE TABLE more (x)", &error));
  g_assert_false (
      hearth_backup_write_sync (fixture->from, NULL, fixture->fd, &fixture->watch, &error));
  g_assert_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_CORRUPT);
  g_assert_nonnull (strstr (error->message, "other tables"));
}

/* A backup of each version that there was becomes a store of this one. */
static void
test_every_version (Fixture *fixture, gconstpointer data)
{
  for (int version = 1; version <= hearth_migrations_get_latest (); version++) {
    g_autofree char *path = hearth_paths_dup_store (fixture->from);
    g_autoptr (HearthDatabase) db = NULL;
    g_autoptr (HearthBackup) backup = NULL;
    g_autoptr (GError) error = NULL;

    remove_tree (fixture->from);
    g_assert_cmpint (g_mkdir (fixture->from, 0700), ==, 0);
    fixture_load_version (path, version);
    make_backup (fixture);
    clear_target (fixture);
    backup = hearth_backup_read_sync (fixture->fd, fixture->to, &fixture->watch, &error);
    g_assert_no_error (error);
    g_assert_cmpint (backup->schema, ==, version);
    db = open_store (fixture->to);
    g_assert_cmpint (hearth_database_get_version (db), ==, hearth_migrations_get_latest ());
    g_assert_cmpint (fixture_count (db, "SELECT count(*) FROM messages"), ==, 3);
    fixture_check (db);
  }
}

static void
test_adapt (Fixture *fixture, gconstpointer data)
{
  g_autoptr (HearthDatabase) db = open_store (fixture->from);
  g_autoptr (HearthStatement) statement = NULL;
  g_autoptr (GError) error = NULL;
  gboolean row;

  g_assert_true (hearth_database_execute (
      db,
      "INSERT INTO sources (kind, path, name) VALUES ('ics', '/old/own/Hearth.ics', 'H');"
      "INSERT INTO sources (kind, path, name) VALUES ('ics', '/older/own/Hearth.ics', 'H');"
      "INSERT INTO drafts (source_id, kind, message_id, recipients, subject, text, files, created,"
      " changed, sender) VALUES (1, 'new', 0, '', '', '',"
      " '/old/drafts/1/a' || char (10) || '/home/old/b' || char (10) || '/old/drafts/1/c', 0, 0, "
      "'');"
      "INSERT INTO outbox (source_id, state, not_before, created, attempts, message_id, sender,"
      " recipients, subject, answers, draft, content)"
      " SELECT 1, n.column1, 0, 0, 0, '', '', '', '', 0, '{\"files\":\"/old/drafts/1/a\"}', x''"
      " FROM (VALUES (0), (1), (2), (3), (4), (5), (0.5), ('x'), (x'30')) AS n;"
      "INSERT INTO event_edits (source_id, href, uid, edit, action_id, state)"
      " SELECT 1, 'h', 'u', '', 0, n.column1 FROM (VALUES (0), (1), (2), (0.5)) AS n;"
      "INSERT INTO permission_queue (message_id, permission_id) VALUES (1, 1);"
      "INSERT INTO operations (source_id, message_id, mailbox_id, key, add_flags, remove_flags,"
      " target_id) VALUES (1, 1, 1, 'k', 1, 0, 0)",
      &error));
  g_assert_true (hearth_backup_adapt (db, "/old", "/new/place", &error));
  g_assert_no_error (error);
  g_assert_cmpint (
      fixture_count (db, "SELECT count(*) FROM sources WHERE path = '/new/place/own/Hearth.ics'"),
      ==, 1);
  g_assert_cmpint (
      fixture_count (db, "SELECT count(*) FROM sources WHERE path = '/older/own/Hearth.ics'"), ==,
      1);
  statement = hearth_statement_new (db, "SELECT files FROM drafts", &error);
  g_assert_true (hearth_statement_next (statement, &row, &error));
  g_assert_cmpstr (hearth_statement_get_text (statement, 0), ==,
                   "/new/place/drafts/1/a\n/home/old/b\n/new/place/drafts/1/c");
  /* Nothing goes by itself that may have gone since. */
  g_assert_cmpint (fixture_count (db, "SELECT count(*) FROM outbox WHERE state < 2"), ==, 0);
  g_assert_cmpint (fixture_count (db, "SELECT count(*) FROM outbox WHERE state = 2"), ==, 6);
  g_assert_cmpint (
      fixture_count (db, "SELECT count(*) FROM outbox WHERE state = 2 AND problem IS NULL"), ==, 1);
  g_assert_cmpint (fixture_count (db, "SELECT count(*) FROM outbox WHERE state = 3"), ==, 1);
  g_assert_cmpint (fixture_count (db, "SELECT count(*) FROM event_edits WHERE state = 2"), ==, 4);
  g_assert_cmpint (fixture_count (db, "SELECT count(*) FROM permission_queue"), ==, 0);
  g_assert_cmpint (fixture_count (db, "SELECT count(*) FROM outbox WHERE state = 5"), ==, 1);
  g_assert_cmpint (
      fixture_count (db,
                     "SELECT count(*) FROM outbox WHERE draft LIKE '%\"/new/place/drafts/1/a%'"),
      ==, 9);
  g_assert_cmpint (fixture_count (db, "SELECT count(*) FROM operations WHERE state = 1"), ==, 1);
}

int
main (int argc, char *argv[])
{
  static const struct {
    const char *name;
    void (*func) (Fixture *, gconstpointer);
  } tests[] = {
    { "round-trip", test_round_trip },
    { "is-sqlite", test_is_sqlite },
    { "target", test_target },
    { "in-use", test_in_use },
    { "damaged", test_damaged },
    { "truncated", test_truncated },
    { "hostile", test_hostile },
    { "newer", test_newer },
    { "torn-pages", test_torn_pages },
    { "full-disk", test_full_disk },
    { "stopped", test_stopped },
    { "strange-files", test_strange_files },
    { "other-tables", test_other_tables },
    { "every-version", test_every_version },
    { "adapt", test_adapt },
  };

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++) {
    g_autofree char *path = g_strconcat ("/store/backup/", tests[i].name, NULL);

    g_test_add (path, Fixture, NULL, set_up, tests[i].func, tear_down);
  }
  return g_test_run ();
}
