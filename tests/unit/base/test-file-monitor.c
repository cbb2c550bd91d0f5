/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-file-monitor.h"

#include <errno.h>
#include <glib/gstdio.h>

/* Short, so that the tests are; the real one is half a minute. */
#define INTERVAL_MS 20

typedef struct {
  char *folder;
  GFileMonitor *monitor;
  GString *told; /* "name event" each */
} Fixture;

static void
changed_cb (GFileMonitor *monitor, GFile *file, GFile *other, GFileMonitorEvent event,
            gpointer user_data)
{
  Fixture *self = user_data;
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *folder = g_path_get_basename (self->folder);
  const char *what = event == G_FILE_MONITOR_EVENT_CREATED             ? "created"
                     : event == G_FILE_MONITOR_EVENT_DELETED           ? "deleted"
                     : event == G_FILE_MONITOR_EVENT_CHANGES_DONE_HINT ? "written"
                                                                       : "other";

  g_string_append_printf (self->told, "%s %s;", g_str_equal (name, folder) ? "." : name, what);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->folder = g_dir_make_tmp ("hearth-monitor-XXXXXX", NULL);
  self->told = g_string_new (NULL);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (self->monitor != NULL)
    g_file_monitor_cancel (self->monitor);
  g_clear_object (&self->monitor);
  dir = g_dir_open (self->folder, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (self->folder, name, NULL);

    g_assert_no_errno (g_remove (path));
  }
  g_rmdir (self->folder);
  g_free (self->folder);
  g_string_free (self->told, TRUE);
}

static gboolean
stop_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
run_for (guint milliseconds)
{
  gboolean stop = FALSE;

  g_timeout_add (milliseconds, stop_cb, &stop);
  while (!stop)
    g_main_context_iteration (NULL, TRUE);
}

static void
begin (Fixture *self, const char *path, HearthWatchDepth depth)
{
  self->monitor = hearth_poll_monitor_new (path, depth, INTERVAL_MS);
  g_signal_connect (self->monitor, "changed", G_CALLBACK (changed_cb), self);
  run_for (5 * INTERVAL_MS);
  g_assert_cmpstr (self->told->str, ==, "");
}

static void
write_file (Fixture *self, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
expect (Fixture *self, const char *told)
{
  gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  while (!g_str_equal (self->told->str, told) && g_get_monotonic_time () < end)
    run_for (INTERVAL_MS);
  /* And nothing more. */
  run_for (6 * INTERVAL_MS);
  g_assert_cmpstr (self->told->str, ==, told);
  g_string_truncate (self->told, 0);
}

static void
test_contents (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->folder, "a.ics", NULL);

  write_file (self, "a.ics", "one");
  begin (self, self->folder, HEARTH_WATCH_CONTENTS);
  write_file (self, "a.ics", "another");
  expect (self, "a.ics written;");
  write_file (self, "b.ics", "two");
  expect (self, "b.ics created;b.ics written;");
  g_assert_no_errno (g_remove (path));
  expect (self, "a.ics deleted;");
}

static void
test_names (Fixture *self, gconstpointer data)
{
  begin (self, self->folder, HEARTH_WATCH_NAMES);
  write_file (self, "1:2,S", "mail");
  expect (self, ". created;");
}

static void
test_one_file (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->folder, "a.vcf", NULL);

  write_file (self, "a.vcf", "one");
  begin (self, path, HEARTH_WATCH_CONTENTS);
  write_file (self, "b.vcf", "not this one");
  write_file (self, "a.vcf", "more");
  expect (self, "a.vcf written;");
  g_assert_no_errno (g_remove (path));
  expect (self, "a.vcf deleted;");
  write_file (self, "a.vcf", "back");
  expect (self, "a.vcf created;a.vcf written;");
}

/* Nothing is told of a file as long as it goes on growing. */
static void
test_being_written (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->folder, "a.ics", NULL);
  FILE *file;

  begin (self, self->folder, HEARTH_WATCH_CONTENTS);
  file = g_fopen (path, "w");
  for (int i = 0; i < 40; i++) {
    fputs ("BEGIN:VEVENT\r\n", file);
    fflush (file);
    run_for (INTERVAL_MS / 4);
  }
  g_assert_cmpstr (self->told->str, ==, "");
  fclose (file);
  expect (self, "a.ics created;a.ics written;");
}

static void
test_cancelled (Fixture *self, gconstpointer data)
{
  begin (self, self->folder, HEARTH_WATCH_CONTENTS);
  g_file_monitor_cancel (self->monitor);
  write_file (self, "a.ics", "one");
  run_for (8 * INTERVAL_MS);
  g_assert_cmpstr (self->told->str, ==, "");
}

/* Where the kernel tells, it is listened to. */
static void
test_kernel (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (hearth_file_monitor_has_to_poll (self->folder));
  g_assert_false (hearth_file_monitor_has_to_poll ("/nonexistent/folder"));
  self->monitor = hearth_file_monitor_new (self->folder, HEARTH_WATCH_CONTENTS, &error);
  g_assert_no_error (error);
  g_assert_false (HEARTH_IS_POLL_MONITOR (self->monitor));
}

int
main (int argc, char **argv)
{
  const struct {
    const char *path;
    void (*function) (Fixture *, gconstpointer);
  } tests[] = {
    { "/file-monitor/contents", test_contents },
    { "/file-monitor/names", test_names },
    { "/file-monitor/one-file", test_one_file },
    { "/file-monitor/being-written", test_being_written },
    { "/file-monitor/cancelled", test_cancelled },
    { "/file-monitor/kernel", test_kernel },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].function, tear_down);
  return g_test_run ();
}
