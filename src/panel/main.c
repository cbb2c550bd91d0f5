/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-application.h"
#include "hearth-graphics.h"
#include "hearth-locale.h"
#include "hearth-secret-memory.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* `hearth ctl …` is hearthctl: of a Flatpak's programs only the one named like the application can
 * be called from outside. */
static int
run_ctl (char **argv)
{
  g_autofree char *self_path = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *here = self_path != NULL ? g_path_get_dirname (self_path) : NULL;
  g_autofree char *beside = here != NULL ? g_build_filename (here, "hearthctl", NULL) : NULL;
  g_autofree char *built =
      here != NULL ? g_build_filename (here, "..", "ctl", "hearthctl", NULL) : NULL;
  g_autofree char *installed = g_build_filename (HEARTH_BINDIR, "hearthctl", NULL);
  const char *const places[] = { beside, built, installed };

  argv[0] = (char *) "hearthctl";
  for (guint i = 0; i < G_N_ELEMENTS (places); i++) {
    if (places[i] != NULL)
      execv (places[i], argv);
  }
  g_printerr (_("hearth: hearthctl could not be started: %s. Install Hearth again.\n"),
              g_strerror (errno));
  return 1;
}

int
main (int argc, char **argv)
{
  g_autoptr (HearthApplication) app = NULL;
  gboolean demo = FALSE;

  umask (077);
  hearth_secret_memory_no_cores ();
  hearth_locale_init ();

  if (argc > 1 && strcmp (argv[1], "ctl") == 0)
    return run_ctl (argv + 1);
  hearth_graphics_choose ();
  /* The name on the bus has to be known before the options are read. */
  for (int i = 1; i < argc; i++)
    demo |= strcmp (argv[i], "--demo") == 0;
  app = hearth_application_new (demo);
  g_set_application_name (_("Hearth"));
  return g_application_run (G_APPLICATION (app), argc, argv);
}
