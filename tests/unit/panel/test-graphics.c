/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-graphics.h"

#include <glib/gstdio.h>

/* What a folder of devices with this file in it says. */
static gboolean
has_card (const char *folder, const char *file)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *devices = g_dir_make_tmp ("hearth-devices-XXXXXX", &error);
  g_autofree char *inner = g_build_filename (devices, folder, NULL);
  g_autofree char *path = g_build_filename (inner, file, NULL);
  gboolean answer;

  g_assert_no_error (error);
  g_assert_cmpint (g_mkdir_with_parents (inner, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "", 0, &error));
  answer = hearth_graphics_has_card (devices);
  g_assert_cmpint (g_unlink (path), ==, 0);
  if (*folder != '\0')
    g_assert_cmpint (g_rmdir (inner), ==, 0);
  g_assert_cmpint (g_rmdir (devices), ==, 0);
  return answer;
}

static void
test_cards (void)
{
  g_assert_true (has_card ("dri", "renderD128"));
  g_assert_true (has_card ("", "nvidia0"));
  g_assert_true (has_card ("", "dxg"));
}

/* A screen without a card has files, too: those that only show. */
static void
test_no_card (void)
{
  g_assert_false (has_card ("dri", "card0"));
  g_assert_false (has_card ("", "null"));
  g_assert_false (hearth_graphics_has_card ("/nowhere"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/panel/graphics/cards", test_cards);
  g_test_add_func ("/panel/graphics/no-card", test_no_card);
  return g_test_run ();
}
