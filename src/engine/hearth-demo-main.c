/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-clock.h"
#include "hearth-demo.h"
#include "hearth-paths.h"

#include <locale.h>
#include <stdlib.h>
#include <sys/stat.h>

/* hearth-demo FOLDER: writes the demo account there, for whoever wants to look at it without the
 * companion or to point hearthctl at it. */

int
main (int argc, char **argv)
{
  g_autofree char *templates = NULL;
  g_autoptr (GDateTime) now = NULL;
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  umask (077);
  if (argc != 2 || argv[1][0] == '-') {
    g_printerr ("Usage: hearth-demo FOLDER\n");
    return 2;
  }
  templates = hearth_paths_dup_resource ("demo");
  now = hearth_clock_dup_local ();
  if (!hearth_demo_write (templates, argv[1], now, &error)) {
    g_printerr ("hearth-demo: %s\n", error->message);
    return EXIT_FAILURE;
  }
  return EXIT_SUCCESS;
}
