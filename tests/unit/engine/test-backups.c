/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-backups.h"
#include "hearth-engine.h"
#include "hearth-paths.h"
#include "hearth-store-accounts.h"
#include "hearth-store-calendars.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* A backup takes the place of what is there, and whatever is interrupted is gone on with. */

static HearthBackupWatch watch;

static char *
make_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("hearth-backups-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
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

/* A data folder whose store and own calendar say @word. */
static char *
make_data (const char *word)
{
  char *folder = make_folder ();
  g_autofree char *own = g_build_filename (folder, "own", NULL);
  g_autofree char *calendar = g_build_filename (own, "Hearth.ics", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthEngine) engine = hearth_engine_new (folder, &error);

  g_assert_no_error (error);
  g_assert_true (hearth_engine_set_meta (engine, "word", word, &error));
  g_assert_cmpint (g_mkdir (own, 0700), ==, 0);
  g_assert_true (g_file_set_contents (calendar, word, -1, &error));
  hearth_engine_stop (engine);
  return folder;
}

static char *
dup_calendar (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "own", "Hearth.ics", NULL);
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, NULL);
  return text;
}

static void
assert_data (const char *folder, const char *word)
{
  g_autofree char *calendar = NULL;
  g_autofree char *found = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthEngine) engine = hearth_engine_new (folder, &error);

  g_assert_no_error (error);
  calendar = dup_calendar (folder);
  found = hearth_engine_dup_meta (engine, "word");
  g_assert_cmpstr (found, ==, word);
  g_assert_cmpstr (calendar, ==, word);
  hearth_engine_stop (engine);
}

static int
back_up (const char *folder)
{
  int fd = memfd_create ("backup", MFD_CLOEXEC);
  g_autoptr (GError) error = NULL;

  g_assert_true (hearth_backup_write_sync (folder, NULL, fd, &watch, &error));
  g_assert_no_error (error);
  return fd;
}

static char *
prepare (const char *folder, int fd)
{
  g_autoptr (GError) error = NULL;
  char *kept = hearth_backups_prepare_sync (folder, fd, NULL, &watch, &error);

  g_assert_no_error (error);
  g_assert_true (hearth_backups_agree_sync (folder, kept, &error));
  g_assert_no_error (error);
  return kept;
}

static void
test_switch (void)
{
  g_autofree char *old = make_data ("old");
  g_autofree char *present = make_data ("present");
  g_autofree char *restoring = g_build_filename (present, "restoring", NULL);
  g_autofree char *kept = NULL;
  g_autofree char *again = NULL;
  int fd = back_up (old);

  kept = prepare (present, fd);
  g_assert_true (g_file_test (restoring, G_FILE_TEST_IS_DIR));
  g_assert_false (g_file_test (kept, G_FILE_TEST_EXISTS));
  /* Who opens the folder has the backup. */
  {
    g_autofree char *calendar = NULL;
    g_autoptr (GError) error = NULL;

    g_assert_true (hearth_backups_switch (present, &error));
    g_assert_no_error (error);
    calendar = dup_calendar (present);
    g_assert_cmpstr (calendar, ==, "old");
  }
  assert_data (present, "old");
  g_assert_false (g_file_test (restoring, G_FILE_TEST_EXISTS));
  /* What was there is whole, and can be worked with as it is. */
  assert_data (kept, "present");
  /* A second one on the same day is kept beside the first. */
  again = prepare (present, fd);
  g_assert_cmpstr (again, !=, kept);
  assert_data (present, "old");
  assert_data (again, "old");
  assert_data (kept, "present");
  close (fd);
  remove_tree (old);
  remove_tree (present);
}

static HearthDatabase *
open_store (const char *folder, HearthDatabaseMode mode)
{
  g_autofree char *path = hearth_paths_dup_store (folder);
  g_autoptr (GError) error = NULL;
  HearthDatabase *db = hearth_database_open (path, mode, &error);

  g_assert_no_error (error);
  return db;
}

static void
add_dav_account (const char *folder, const char *url, const char *goa_id, const char *pin)
{
  g_autoptr (HearthDatabase) db = open_store (folder, HEARTH_DATABASE_WRITER);
  g_autoptr (HearthDavAccount) account = hearth_dav_account_new (url, "nora");
  g_autoptr (GError) error = NULL;

  account->goa_id = g_strdup (goa_id);
  account->auth = goa_id != NULL ? HEARTH_AUTH_GOA : HEARTH_AUTH_PASSWORD;
  account->pin = g_strdup (pin);
  g_assert_true (hearth_store_dav_accounts_save (db, account, &error));
  g_assert_no_error (error);
}

/* A file does not say to whom the desktop's secrets go, nor which certificate is believed. */
static void
test_dav_logins (void)
{
  static const struct {
    const char *url, *old_goa, *old_pin, *goa, *pin;
  } logins[] = {
    { "https://same.example/", "account_1", NULL, "account_1", NULL },
    { "https://evil.example/", "account_1", NULL, NULL, NULL },
    { "https://pinned.example/", NULL, "sha256:evil", NULL, "sha256:ours" },
    { "https://new.example/", NULL, "sha256:evil", NULL, NULL },
  };
  g_autofree char *old = make_data ("old");
  g_autofree char *present = make_data ("present");
  g_autofree char *kept = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthDatabase) db = NULL;
  g_autoptr (GPtrArray) accounts = NULL;
  int fd;

  for (guint i = 0; i < G_N_ELEMENTS (logins); i++)
    add_dav_account (old, logins[i].url, logins[i].old_goa, logins[i].old_pin);
  add_dav_account (present, "https://same.example/", "account_1", NULL);
  add_dav_account (present, "https://pinned.example/", NULL, "sha256:ours");
  fd = back_up (old);
  kept = prepare (present, fd);
  g_assert_true (hearth_backups_switch (present, &error));
  db = open_store (present, HEARTH_DATABASE_READER);
  accounts = hearth_store_dav_accounts_list (db, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (accounts->len, ==, G_N_ELEMENTS (logins));
  for (guint i = 0; i < accounts->len; i++) {
    const HearthDavAccount *account = g_ptr_array_index (accounts, i);

    g_assert_cmpstr (account->url, ==, logins[i].url);
    g_assert_cmpstr (account->goa_id, ==, logins[i].goa);
    g_assert_cmpstr (account->pin, ==, logins[i].pin);
  }
  close (fd);
  remove_tree (old);
  remove_tree (present);
}

static void
add_account (const char *folder)
{
  g_autoptr (HearthDatabase) db = open_store (folder, HEARTH_DATABASE_WRITER);
  g_autoptr (HearthAccount) account = hearth_account_new ("nora@here.example");
  g_autoptr (GError) error = NULL;

  g_free (account->imap.host);
  account->imap.host = g_strdup ("imap.here.example");
  g_free (account->smtp.host);
  account->smtp.host = g_strdup ("evil.example");
  g_assert_true (hearth_store_accounts_add (db, account, &error));
  g_assert_no_error (error);
}

/* Where the present store cannot be read, the keyring may still have the password of a login that
 * it had: it goes nowhere before its owner has looked. On a new computer there is none. */
static void
test_unreadable_store (void)
{
  for (guint damaged = 0; damaged < 2; damaged++) {
    g_autofree char *old = make_data ("old");
    g_autofree char *present = make_folder ();
    g_autofree char *store = hearth_paths_dup_store (present);
    g_autofree char *kept = NULL;
    g_autoptr (GError) error = NULL;
    g_autoptr (HearthDatabase) db = NULL;
    g_autoptr (GPtrArray) accounts = NULL;
    const HearthAccount *account;
    int fd;

    add_account (old);
    fd = back_up (old);
    if (damaged)
      g_assert_true (g_file_set_contents (store, "This is no store.", -1, NULL));
    kept = prepare (present, fd);
    g_assert_true (hearth_backups_switch (present, &error));
    db = open_store (present, HEARTH_DATABASE_READER);
    accounts = hearth_store_accounts_list (db, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (accounts->len, ==, 1);
    account = g_ptr_array_index (accounts, 0);
    g_assert_cmpint (account->paused, ==, damaged);
    g_assert_cmpstr (account->smtp.host, ==, damaged ? "" : "evil.example");
    close (fd);
    remove_tree (old);
    remove_tree (present);
  }
}

/* One that is given up leaves nothing, and settings that are left alone are not taken for those of
 * one that has taken its place. */
static void
test_given_up (void)
{
  g_autofree char *old = make_data ("old");
  g_autofree char *present = make_data ("present");
  g_autofree char *restoring = g_build_filename (present, "restoring", NULL);
  g_autoptr (GVariant) settings = g_variant_ref_sink (g_variant_new ("a{ss}", NULL));
  g_autoptr (GError) error = NULL;
  g_autofree char *kept = NULL;
  int fd = back_up (old);

  kept = hearth_backups_prepare_sync (present, fd, settings, &watch, &error);
  g_assert_no_error (error);
  g_assert_nonnull (kept);
  hearth_backups_discard (present);
  g_assert_false (g_file_test (restoring, G_FILE_TEST_EXISTS));
  hearth_backups_discard (present);
  g_assert_true (hearth_backups_switch (present, &error));
  assert_data (present, "present");
  close (fd);
  remove_tree (old);
  remove_tree (present);
}

/* A log that the store still needs is kept beside it. */
static void
test_log_is_kept (void)
{
  g_autofree char *old = make_data ("old");
  g_autofree char *present = make_data ("present");
  g_autofree char *path = hearth_paths_dup_store (present);
  g_autofree char *log = g_strconcat (path, "-wal", NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *kept = NULL;
  g_autoptr (HearthDatabase) reader = NULL;
  int fd = back_up (old);

  {
    g_autoptr (HearthEngine) engine = hearth_engine_new (present, &error);

    g_assert_no_error (error);
    /* A panel that reads has the log stay. */
    reader = hearth_database_open (path, HEARTH_DATABASE_READER, &error);
    g_assert_no_error (error);
    g_assert_true (hearth_database_begin (reader, &error));
    g_assert_cmpint (hearth_database_get_version (reader), >, 0);
    g_assert_true (hearth_engine_set_meta (engine, "word", "in the log", &error));
    kept = prepare (present, fd);
    hearth_engine_stop (engine);
  }
  g_assert_true (g_file_test (log, G_FILE_TEST_EXISTS));
  assert_data (present, "old");
  g_clear_object (&reader);
  {
    g_autoptr (HearthEngine) engine = hearth_engine_new (kept, &error);
    g_autofree char *word = NULL;

    g_assert_no_error (error);
    word = hearth_engine_dup_meta (engine, "word");
    g_assert_cmpstr (word, ==, "in the log");
    hearth_engine_stop (engine);
  }
  close (fd);
  remove_tree (old);
  remove_tree (present);
}

static void
move (const char *from, const char *to, const char *name)
{
  g_autofree char *old_path = g_build_filename (from, name, NULL);
  g_autofree char *new_path = g_build_filename (to, name, NULL);

  g_assert_cmpint (g_rename (old_path, new_path), ==, 0);
}

/* After each of the moves, in the order in which they are made. */
static void
test_interrupted (void)
{
  static const struct {
    gboolean keeps; /* else it takes its place */
    const char *name;
  } moves[] = { { TRUE, "hearth.db" },
                { FALSE, "hearth.db" },
                { FALSE, "drafts" },
                { TRUE, "own" },
                { FALSE, "own" } };
  g_autofree char *old = make_data ("old");
  int fd = back_up (old);

  for (guint n = 0; n <= G_N_ELEMENTS (moves); n++) {
    g_autofree char *present = make_data ("present");
    g_autofree char *restoring = g_build_filename (present, "restoring", NULL);
    g_autofree char *kept = prepare (present, fd);

    g_assert_cmpint (g_mkdir_with_parents (kept, 0700), ==, 0);
    for (guint i = 0; i < n; i++)
      move (moves[i].keeps ? present : restoring, moves[i].keeps ? kept : present, moves[i].name);
    assert_data (present, "old");
    assert_data (kept, "present");
    g_assert_false (g_file_test (restoring, G_FILE_TEST_EXISTS));
    remove_tree (present);
  }
  close (fd);
  remove_tree (old);
}

/* What was not ready goes; what is there stays. */
static void
test_unready (void)
{
  g_autofree char *present = make_data ("present");
  g_autofree char *restoring = g_build_filename (present, "restoring", NULL);
  g_autofree char *store = hearth_paths_dup_store (restoring);
  g_autofree char *ready = g_build_filename (restoring, "ready", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir (restoring, 0700), ==, 0);
  g_assert_true (g_file_set_contents (store, "half", -1, &error));
  assert_data (present, "present");
  g_assert_false (g_file_test (restoring, G_FILE_TEST_EXISTS));
  /* A name that leads elsewhere is none. */
  g_assert_cmpint (g_mkdir (restoring, 0700), ==, 0);
  g_assert_true (g_file_set_contents (store, "half", -1, &error));
  g_assert_true (g_file_set_contents (ready, "../../elsewhere", -1, &error));
  assert_data (present, "present");
  g_assert_false (g_file_test (restoring, G_FILE_TEST_EXISTS));
  remove_tree (present);
}

/* Unpacked, and nobody was told so: what is there stays. */
static void
test_not_agreed (void)
{
  g_autofree char *old = make_data ("old");
  g_autofree char *present = make_data ("present");
  g_autofree char *restoring = g_build_filename (present, "restoring", NULL);
  g_autoptr (GError) error = NULL;
  int fd = back_up (old);
  g_autofree char *kept = hearth_backups_prepare_sync (present, fd, NULL, &watch, &error);

  g_assert_no_error (error);
  g_assert_true (hearth_backups_switch (present, &error));
  g_assert_no_error (error);
  assert_data (present, "present");
  g_assert_false (g_file_test (kept, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (restoring, G_FILE_TEST_EXISTS));
  close (fd);
  remove_tree (old);
  remove_tree (present);
}

static void
test_refused (void)
{
  g_autofree char *present = make_data ("present");
  g_autofree char *restoring = g_build_filename (present, "restoring", NULL);
  g_autofree char *kept = NULL;
  g_autoptr (GError) error = NULL;
  int fd = memfd_create ("backup", MFD_CLOEXEC);

  g_assert_cmpint (write (fd, "not a backup", 12), ==, 12);
  kept = hearth_backups_prepare_sync (present, fd, NULL, &watch, &error);
  g_assert_null (kept);
  g_assert_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_CORRUPT);
  g_assert_false (g_file_test (restoring, G_FILE_TEST_EXISTS));
  assert_data (present, "present");
  close (fd);
  remove_tree (present);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engine/backups/switch", test_switch);
  g_test_add_func ("/engine/backups/dav-logins", test_dav_logins);
  g_test_add_func ("/engine/backups/unreadable-store", test_unreadable_store);
  g_test_add_func ("/engine/backups/given-up", test_given_up);
  g_test_add_func ("/engine/backups/log-is-kept", test_log_is_kept);
  g_test_add_func ("/engine/backups/interrupted", test_interrupted);
  g_test_add_func ("/engine/backups/unready", test_unready);
  g_test_add_func ("/engine/backups/not-agreed", test_not_agreed);
  g_test_add_func ("/engine/backups/refused", test_refused);

  return g_test_run ();
}
