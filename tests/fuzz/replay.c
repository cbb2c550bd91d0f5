/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>

/* Runs a fuzz target over inputs that are kept, without libFuzzer: replay FILE-OR-FOLDER… */

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static guint n_inputs;

static void
replay_file (const char *path)
{
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree guint8 *exact = NULL;
  gsize length;

  if (!g_file_get_contents (path, &contents, &length, &error))
    g_error ("%s", error->message);
  /* Without the NUL that GLib adds, so that a read past the end is seen. */
  exact = g_memdup2 (contents, length);
  LLVMFuzzerTestOneInput (exact, length);
  n_inputs++;
}

static void
replay (const char *path)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (!g_file_test (path, G_FILE_TEST_IS_DIR)) {
    replay_file (path);
    return;
  }
  dir = g_dir_open (path, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    replay (child);
  }
}

int
main (int argc, char *argv[])
{
  for (int i = 1; i < argc; i++)
    replay (argv[i]);
  g_print ("1..1\n%s 1 %u inputs\n", n_inputs > 0 ? "ok" : "not ok", n_inputs);
  return n_inputs > 0 ? 0 : 1;
}
