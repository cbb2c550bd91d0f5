/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-autostart-file.h"

#include <glib/gstdio.h>

static char *folder;

static char *
write_file (const char *text)
{
  char *path = g_build_filename (folder, "some.desktop", NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

/* What was written is found again, whatever the program is called. */
static void
test_round (void)
{
  static const char *const names[] = { "hearthd",     "with space", "quote\"d", "dollar$HOME",
                                       "back\\slash", "per%cent",   "tick`s",   "ünï" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *program = g_build_filename (folder, names[i], NULL);
    g_autofree char *path = g_build_filename (folder, "new", "autostart", "x.desktop", NULL);
    g_autofree char *found = NULL;
    g_autofree char *again = NULL;
    g_autoptr (GError) error = NULL;

    g_assert_true (g_file_set_contents (program, "", -1, NULL));
    g_assert_cmpint (g_chmod (program, 0755), ==, 0);
    g_assert_true (hearth_autostart_file_write (path, program, &error));
    g_assert_no_error (error);
    g_assert_cmpint (hearth_autostart_file_read (path, &found), ==, HEARTH_AUTOSTART_ON);
    g_assert_cmpstr (found, ==, program);
    g_assert_cmpint (g_unlink (program), ==, 0);
    g_assert_cmpint (hearth_autostart_file_read (path, &again), ==, HEARTH_AUTOSTART_BROKEN);
    g_assert_true (hearth_autostart_file_remove (path, &error));
    g_assert_cmpint (hearth_autostart_file_read (path, NULL), ==, HEARTH_AUTOSTART_OFF);
    g_assert_true (hearth_autostart_file_remove (path, &error));
  }
}

/* What desktops write when their owner switches something off. */
static void
test_switched_off (void)
{
  static const struct {
    const char *text;
    HearthAutostartState state;
  } cases[] = {
    { "[Desktop Entry]\nType=Application\nExec=/bin/sh\n", HEARTH_AUTOSTART_ON },
    { "[Desktop Entry]\nType=Application\nExec=/bin/sh\nHidden=true\n", HEARTH_AUTOSTART_OFF },
    { "[Desktop Entry]\nExec=/bin/sh\nX-GNOME-Autostart-enabled=false\n", HEARTH_AUTOSTART_OFF },
    { "[Desktop Entry]\nType=Application\n", HEARTH_AUTOSTART_BROKEN },
    { "[Desktop Entry]\nExec=\"/bin/sh\n", HEARTH_AUTOSTART_BROKEN },
    { "[Desktop Entry]\nExec=/nowhere/hearthd\n", HEARTH_AUTOSTART_BROKEN },
    { "no key file", HEARTH_AUTOSTART_OFF },
    { "", HEARTH_AUTOSTART_BROKEN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = write_file (cases[i].text);

    g_test_message ("%s", cases[i].text);
    g_assert_cmpint (hearth_autostart_file_read (path, NULL), ==, cases[i].state);
  }
}

static void
test_no_place (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *file = write_file ("");
  g_autofree char *path = g_build_filename (file, "autostart", "x.desktop", NULL);

  /* Where a folder would have to be there is a file. */
  g_assert_false (hearth_autostart_file_write (path, "/bin/sh", &error));
  g_assert_nonnull (error);
}

int
main (int argc, char *argv[])
{
  int status;
  g_autofree char *rest = NULL;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("hearth-autostart-XXXXXX", NULL);
  g_test_add_func ("/autostart-file/round", test_round);
  g_test_add_func ("/autostart-file/switched-off", test_switched_off);
  g_test_add_func ("/autostart-file/no-place", test_no_place);
  status = g_test_run ();
  rest = g_strdup_printf ("rm -r '%s'", folder);
  g_assert_true (g_spawn_command_line_sync (rest, NULL, NULL, NULL, NULL));
  g_free (folder);
  return status;
}
