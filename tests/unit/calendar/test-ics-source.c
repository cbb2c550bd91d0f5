/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-clock.h"
#include "hearth-ics-source.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEAD "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
#define TAIL "END:VCALENDAR\r\n"
#define EVENT(uid, summary)                                                                        \
  "BEGIN:VEVENT\r\nUID:" uid                                                                       \
  "\r\nDTSTART:20260105T090000Z\r\nDTEND:20260105T100000Z\r\nSUMMARY:" summary                     \
  "\r\nEND:VEVENT\r\n"

static const HearthSpan year = { 1767225600, 1798761600 };

typedef struct {
  char *root;
  HearthCalendarSource *source;
  GHashTable *known;
  GPtrArray *changes; /* of char *: "+href:n" or "-href" */
  GPtrArray *events;
  GPtrArray *warnings;
  guint n_changed;
  GMainLoop *loop;
} Fixture;

static gboolean
emit (HearthCalendarChanges *changes, gpointer user_data)
{
  Fixture *fixture = user_data;

  if (changes->events == NULL) {
    g_ptr_array_add (fixture->changes, g_strdup_printf ("-%s", changes->href));
    g_hash_table_remove (fixture->known, changes->href);
  } else {
    g_ptr_array_add (fixture->changes,
                     g_strdup_printf ("+%s:%u", changes->href, changes->events->len));
    g_hash_table_replace (fixture->known, g_strdup (changes->href), g_strdup (changes->etag));
    for (guint i = 0; i < changes->events->len; i++) {
      HearthEvent *event = g_ptr_array_index (changes->events, i);

      g_assert_cmpstr (event->href, ==, changes->href);
      g_ptr_array_add (fixture->events, hearth_event_ref (event));
    }
  }
  hearth_calendar_changes_free (changes);
  return TRUE;
}

static void
warned (const char *path, const char *sentence, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_ptr_array_add (fixture->warnings, g_strdup_printf ("%s: %s", path, sentence));
}

static void
changed_cb (HearthCalendarSource *source, Fixture *fixture)
{
  fixture->n_changed++;
  g_main_loop_quit (fixture->loop);
}

static void
set_up (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GTimeZone) berlin = g_time_zone_new_identifier ("Europe/Berlin");

  hearth_clock_set_zone (berlin);
  fixture->root = g_dir_make_tmp ("hearth-ics-XXXXXX", NULL);
  fixture->source = hearth_ics_source_new (fixture->root);
  hearth_calendar_source_set_warning_func (fixture->source, warned, fixture, NULL);
  g_signal_connect (fixture->source, "changed", G_CALLBACK (changed_cb), fixture);
  fixture->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  fixture->changes = g_ptr_array_new_with_free_func (g_free);
  fixture->warnings = g_ptr_array_new_with_free_func (g_free);
  fixture->events = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_event_unref);
  fixture->loop = g_main_loop_new (NULL, FALSE);
}

static void
remove_tree (const char *path)
{
  if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK)) {
    GDir *dir = g_dir_open (path, 0, NULL);
    const char *name;

    while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
    g_clear_pointer (&dir, g_dir_close);
  }
  g_remove (path);
}

static void
tear_down (Fixture *fixture, gconstpointer user_data)
{
  g_object_unref (fixture->source);
  g_hash_table_unref (fixture->known);
  g_ptr_array_unref (fixture->changes);
  g_ptr_array_unref (fixture->warnings);
  g_ptr_array_unref (fixture->events);
  g_main_loop_unref (fixture->loop);
  remove_tree (fixture->root);
  g_free (fixture->root);
  hearth_clock_set_zone (NULL);
}

static char *
put_file (Fixture *fixture, const char *name, const char *text)
{
  char *path = g_build_filename (fixture->root, name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

/* Syncs and returns what changed in one string. */
static char *
sync_now (Fixture *fixture, gboolean force)
{
  g_autoptr (GError) error = NULL;

  g_ptr_array_set_size (fixture->changes, 0);
  g_ptr_array_set_size (fixture->warnings, 0);
  g_ptr_array_set_size (fixture->events, 0);
  g_assert_true (hearth_calendar_source_sync_sync (fixture->source, fixture->known, year, force,
                                                   emit, fixture, NULL, &error));
  g_assert_no_error (error);
  g_ptr_array_add (fixture->changes, NULL);
  return g_strjoinv (" ", (char **) fixture->changes->pdata);
}

#define assert_sync(fixture, force, expected)                                                      \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *found_ = sync_now (fixture, force);                                           \
    g_assert_cmpstr (found_, ==, expected);                                                        \
  }                                                                                                \
  G_STMT_END

static void
test_folder (Fixture *fixture, gconstpointer user_data)
{
  g_autofree char *a = put_file (fixture, "a.ics", HEAD EVENT ("1", "One") EVENT ("2", "Two") TAIL);
  g_autofree char *b = put_file (fixture, "sub/deep/b.ICS", HEAD EVENT ("3", "Three") TAIL);
  g_autofree char *c = put_file (fixture, "note.txt", "no calendar");
  g_autofree char *d = put_file (fixture, ".hidden.ics", HEAD EVENT ("4", "Four") TAIL);

  assert_sync (fixture, FALSE, "+a.ics:2 +sub/deep/b.ICS:1");
  g_assert_cmpstr (((HearthEvent *) fixture->events->pdata[0])->calendar_name, ==, "a");
  g_assert_cmpstr (((HearthEvent *) fixture->events->pdata[2])->calendar_name, ==, "deep");
  assert_sync (fixture, FALSE, "");
  assert_sync (fixture, TRUE, "+a.ics:2 +sub/deep/b.ICS:1");
  g_free (put_file (fixture, "a.ics", HEAD EVENT ("1", "Changed") TAIL));
  g_assert_cmpint (g_unlink (b), ==, 0);
  assert_sync (fixture, FALSE, "+a.ics:1 -sub/deep/b.ICS");
  assert_sync (fixture, FALSE, "");
}

static void
test_bad_files (Fixture *fixture, gconstpointer user_data)
{
  g_autofree char *good = put_file (fixture, "good.ics", HEAD EVENT ("1", "One") TAIL);
  g_autofree char *bad = put_file (fixture, "bad.ics",
                                   "\x7f"
                                   "ELF is not a calendar");
  g_autofree char *empty = put_file (fixture, "empty.ics", "");
  g_autofree char *pipe = g_build_filename (fixture->root, "pipe.ics", NULL);
  g_autofree char *loop = g_build_filename (fixture->root, "loop", NULL);
  g_autofree char *dangling = g_build_filename (fixture->root, "dangling.ics", NULL);
  g_autofree char *huge = put_file (fixture, "huge.ics", "");

  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  g_assert_cmpint (symlink (fixture->root, loop), ==, 0);
  g_assert_cmpint (symlink ("/nowhere/at/all", dangling), ==, 0);
  g_assert_cmpint (truncate (huge, 200 * 1024 * 1024), ==, 0);
  assert_sync (fixture, FALSE, "+good.ics:1");
  g_assert_cmpuint (fixture->warnings->len, ==, 3);
  g_assert_true (g_str_has_prefix (fixture->warnings->pdata[0], bad));
  g_assert_true (g_str_has_prefix (fixture->warnings->pdata[1], empty));
  g_assert_true (g_str_has_prefix (fixture->warnings->pdata[2], huge));
  /* What cannot be used is not read again until it changes. */
  assert_sync (fixture, FALSE, "");
  g_assert_cmpuint (fixture->warnings->len, ==, 0);
  /* A good file that breaks keeps what is known of it. */
  g_free (put_file (fixture, "good.ics", "broken now"));
  assert_sync (fixture, FALSE, "");
  g_assert_cmpuint (fixture->warnings->len, ==, 1);
}

static void
test_gone (Fixture *fixture, gconstpointer user_data)
{
  g_autofree char *a = put_file (fixture, "a.ics", HEAD EVENT ("1", "One") TAIL);
  g_autofree char *away = g_strconcat (fixture->root, "-away", NULL);
  g_autoptr (GError) error = NULL;

  assert_sync (fixture, FALSE, "+a.ics:1");
  g_assert_cmpint (g_rename (fixture->root, away), ==, 0);
  g_ptr_array_set_size (fixture->changes, 0);
  g_assert_false (hearth_calendar_source_sync_sync (fixture->source, fixture->known, year, FALSE,
                                                    emit, fixture, NULL, &error));
  g_assert_error (error, HEARTH_CALENDAR_ERROR, HEARTH_CALENDAR_ERROR_GONE);
  g_assert_nonnull (strstr (error->message, fixture->root));
  g_assert_cmpuint (fixture->changes->len, ==, 0);
  g_clear_error (&error);
  g_assert_false (hearth_calendar_source_watch (fixture->source, &error));
  g_assert_error (error, HEARTH_CALENDAR_ERROR, HEARTH_CALENDAR_ERROR_GONE);
  g_assert_cmpint (g_rename (away, fixture->root), ==, 0);
  assert_sync (fixture, FALSE, "");
}

static void
test_single_file (Fixture *fixture, gconstpointer user_data)
{
  g_autofree char *path = put_file (fixture, "work.ics", HEAD EVENT ("1", "One") TAIL);
  g_autoptr (GError) error = NULL;

  g_object_unref (fixture->source);
  fixture->source = hearth_ics_source_new (path);
  assert_sync (fixture, FALSE, "+work.ics:1");
  g_assert_cmpstr (((HearthEvent *) fixture->events->pdata[0])->calendar_name, ==, "work");
  assert_sync (fixture, FALSE, "");
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_false (hearth_calendar_source_sync_sync (fixture->source, fixture->known, year, FALSE,
                                                    emit, fixture, NULL, &error));
  g_assert_error (error, HEARTH_CALENDAR_ERROR, HEARTH_CALENDAR_ERROR_GONE);
}

static gboolean
give_up_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_CONTINUE;
}

/* Waits for the signal, and no longer than a change may take to be noticed. */
static void
assert_noticed (Fixture *fixture)
{
  guint before = fixture->n_changed;
  guint id = g_timeout_add (950, give_up_cb, fixture->loop);

  g_main_loop_run (fixture->loop);
  g_source_remove (id);
  g_assert_cmpuint (fixture->n_changed, >, before);
}

static void
test_watch (Fixture *fixture, gconstpointer user_data)
{
  g_autofree char *a = put_file (fixture, "a.ics", HEAD EVENT ("1", "One") TAIL);
  g_autofree char *deep = NULL;
  g_autoptr (GError) error = NULL;
  FILE *file;

  g_assert_true (hearth_calendar_source_watch (fixture->source, &error));
  g_assert_no_error (error);
  assert_sync (fixture, FALSE, "+a.ics:1");
  /* Replaced as a whole. */
  g_free (put_file (fixture, "a.ics", HEAD EVENT ("1", "Two") TAIL));
  assert_noticed (fixture);
  assert_sync (fixture, FALSE, "+a.ics:1");
  /* Written in place. */
  file = fopen (a, "w");
  fputs (HEAD EVENT ("1", "One") EVENT ("2", "Two") TAIL, file);
  fclose (file);
  assert_noticed (fixture);
  assert_sync (fixture, FALSE, "+a.ics:2");
  /* In a folder that is new. */
  deep = put_file (fixture, "new/b.ics", HEAD EVENT ("3", "Three") TAIL);
  assert_noticed (fixture);
  assert_sync (fixture, FALSE, "+new/b.ics:1");
  g_free (put_file (fixture, "new/c.ics", HEAD EVENT ("4", "Four") TAIL));
  assert_noticed (fixture);
  assert_sync (fixture, FALSE, "+new/c.ics:1");
  g_assert_cmpint (g_unlink (deep), ==, 0);
  assert_noticed (fixture);
  assert_sync (fixture, FALSE, "-new/b.ics");
  hearth_calendar_source_unwatch (fixture->source);
}

static void
test_read_only (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GBytes) content = g_bytes_new_static (HEAD TAIL, strlen (HEAD TAIL));
  g_autoptr (HearthCalendarSource) source = hearth_ics_source_new ("/proc/self");
  g_autoptr (GError) error = NULL;

  /* /proc takes no files from anybody, not even from root. */
  g_assert_false (hearth_calendar_source_write_resource_sync (source, NULL, "mine", content, NULL,
                                                              NULL, NULL, NULL, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  if (geteuid () != 0) {
    g_free (put_file (fixture, "a.ics", HEAD TAIL));
    g_assert_cmpint (g_chmod (fixture->root, 0500), ==, 0);
    g_assert_false (hearth_calendar_source_is_writable (fixture->source));
    g_assert_false (hearth_calendar_source_write_resource_sync (
        fixture->source, NULL, "mine", content, NULL, NULL, NULL, NULL, &error));
    g_assert_error (error, HEARTH_CALENDAR_ERROR, HEARTH_CALENDAR_ERROR_READ_ONLY);
    g_assert_cmpint (g_chmod (fixture->root, 0700), ==, 0);
  }
}

static char *
dup_file (Fixture *fixture, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->root, name, NULL);
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

static void
test_resources (Fixture *fixture, gconstpointer user_data)
{
  const char *text = HEAD EVENT ("new", "New") TAIL;
  g_autoptr (GBytes) content = g_bytes_new_static (text, strlen (text));
  g_autoptr (GBytes) read = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *href = NULL;
  g_autofree char *etag = NULL;
  g_autofree char *seen = NULL;
  g_autofree char *path = NULL;
  struct stat st;

  g_assert_true (hearth_calendar_source_write_resource_sync (fixture->source, NULL, "new", content,
                                                             NULL, &href, &etag, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (href, ==, "new.ics");
  read = hearth_calendar_source_read_resource_sync (fixture->source, href, &seen, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (read, content));
  g_assert_cmpstr (seen, ==, etag);
  path = g_build_filename (fixture->root, href, NULL);
  g_assert_cmpint (g_chmod (path, 0640), ==, 0);
  /* The version is another now, and nothing may be written over it. */
  g_assert_false (hearth_calendar_source_write_resource_sync (fixture->source, href, "new", content,
                                                              "other", NULL, NULL, NULL, &error));
  g_assert_error (error, HEARTH_CALENDAR_ERROR, HEARTH_CALENDAR_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_false (hearth_calendar_source_write_resource_sync (fixture->source, href, "new", content,
                                                              NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, HEARTH_CALENDAR_ERROR, HEARTH_CALENDAR_ERROR_CONFLICT);
  g_clear_error (&error);
  g_clear_pointer (&seen, g_free);
  g_bytes_unref (read);
  read = hearth_calendar_source_read_resource_sync (fixture->source, href, &seen, NULL, &error);
  g_assert_true (hearth_calendar_source_write_resource_sync (fixture->source, href, "new", content,
                                                             seen, NULL, NULL, NULL, &error));
  g_assert_cmpint (g_stat (path, &st), ==, 0);
  g_assert_cmpint (st.st_mode & 0777, ==, 0640);
  g_assert_false (hearth_calendar_source_remove_resource_sync (fixture->source, href, "new",
                                                               "other", NULL, &error));
  g_assert_error (error, HEARTH_CALENDAR_ERROR, HEARTH_CALENDAR_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_true (hearth_calendar_source_remove_resource_sync (fixture->source, href, "new", NULL,
                                                              NULL, &error));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_null (
      hearth_calendar_source_read_resource_sync (fixture->source, href, NULL, NULL, &error));
  g_assert_error (error, HEARTH_CALENDAR_ERROR, HEARTH_CALENDAR_ERROR_NOT_FOUND);
}

static void
test_resources_of_one_file (Fixture *fixture, gconstpointer user_data)
{
  g_autofree char *path = g_build_filename (fixture->root, "one.ics", NULL);
  g_autoptr (HearthCalendarSource) source = hearth_ics_source_new (path);
  const char *text = HEAD EVENT ("new", "New") TAIL;
  g_autoptr (GBytes) content = g_bytes_new_static (text, strlen (text));
  g_autoptr (GError) error = NULL;
  g_autofree char *href = NULL;
  g_autofree char *both = NULL;
  g_autofree char *one = NULL;
  g_autofree char *none = NULL;

  g_assert_true (
      g_file_set_contents (path, HEAD "X-KEEP:1\r\n" EVENT ("old", "Old") TAIL, -1, NULL));
  g_assert_true (hearth_calendar_source_write_resource_sync (source, NULL, "new", content, NULL,
                                                             &href, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (href, ==, "one.ics");
  both = dup_file (fixture, "one.ics");
  g_assert_cmpstr (both, ==, HEAD "X-KEEP:1\r\n" EVENT ("old", "Old") EVENT ("new", "New") TAIL);
  g_assert_true (
      hearth_calendar_source_remove_resource_sync (source, href, "old", NULL, NULL, &error));
  one = dup_file (fixture, "one.ics");
  g_assert_cmpstr (one, ==, HEAD "X-KEEP:1\r\n" EVENT ("new", "New") TAIL);
  g_assert_true (
      hearth_calendar_source_remove_resource_sync (source, href, "new", NULL, NULL, &error));
  none = dup_file (fixture, "one.ics");
  g_assert_cmpstr (none, ==, HEAD "X-KEEP:1\r\n" TAIL);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)
  ADD ("/calendar/ics-source/folder", test_folder);
  ADD ("/calendar/ics-source/bad-files", test_bad_files);
  ADD ("/calendar/ics-source/gone", test_gone);
  ADD ("/calendar/ics-source/single-file", test_single_file);
  ADD ("/calendar/ics-source/watch", test_watch);
  ADD ("/calendar/ics-source/read-only", test_read_only);
  ADD ("/calendar/ics-source/resources", test_resources);
  ADD ("/calendar/ics-source/resources-of-one-file", test_resources_of_one_file);
#undef ADD
  return g_test_run ();
}
