/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-backups.h"
#include "hearth-engine.h"
#include "hearth-paths.h"

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
  g_test_add_func ("/engine/backups/log-is-kept", test_log_is_kept);
  g_test_add_func ("/engine/backups/interrupted", test_interrupted);
  g_test_add_func ("/engine/backups/unready", test_unready);
  g_test_add_func ("/engine/backups/not-agreed", test_not_agreed);
  g_test_add_func ("/engine/backups/refused", test_refused);

  return g_test_run ();
}
