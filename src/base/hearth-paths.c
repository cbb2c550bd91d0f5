/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-paths.h"

/**
 * hearth_paths_dup_data_dir:
 * @demo: whether the demo's own folder is meant
 *
 * Returns the folder that holds the store. It may not exist yet.
 *
 * Returns: (transfer full): an absolute path
 */
char *
hearth_paths_dup_data_dir (gboolean demo)
{
  return g_build_filename (g_get_user_data_dir (), demo ? "hearth-demo" : "hearth", NULL);
}

/**
 * hearth_paths_dup_store:
 * @data_dir: a data folder
 *
 * Returns: (transfer full): the path of the store in it
 */
char *
hearth_paths_dup_store (const char *data_dir)
{
  return g_build_filename (data_dir, "hearth.db", NULL);
}

/**
 * hearth_paths_dup_resource:
 * @relative: a path below Hearth's installed data, such as "demo/mail"
 *
 * Finds a file or folder of Hearth's own installed data. HEARTH_DATADIR names another place, for
 * a build that is not installed.
 *
 * Returns: (transfer full): an absolute path, which may not exist
 */
char *
hearth_paths_dup_resource (const char *relative)
{
  const char *override = g_getenv ("HEARTH_DATADIR");

  return g_build_filename (override != NULL ? override : HEARTH_PKGDATADIR, relative, NULL);
}

/**
 * hearth_paths_dup_program:
 * @variable: an environment variable that may name it
 * @folder: the folder of a build that is not installed, beside that of this program, such as
 * "voice"
 * @name: a program that is installed for others to start, such as "hearth-voice"
 *
 * Returns: (transfer full): its path: the one that is named, beside this program, or installed; it
 *   may not exist
 */
char *
hearth_paths_dup_program (const char *variable, const char *folder, const char *name)
{
  const char *named = g_getenv (variable);
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *here = self != NULL ? g_path_get_dirname (self) : NULL;
  g_autofree char *beside = here != NULL ? g_build_filename (here, "..", folder, name, NULL) : NULL;

  if (named != NULL && *named != '\0')
    return g_strdup (named);
  if (beside != NULL && g_file_test (beside, G_FILE_TEST_IS_EXECUTABLE))
    return g_steal_pointer (&beside);
  return g_build_filename (HEARTH_LIBEXECDIR, name, NULL);
}

/**
 * hearth_paths_dup_autostart:
 *
 * Returns: (transfer full): where the file is, or would be, by which the desktop starts the service
 *   at login (Desktop Application Autostart Specification)
 */
char *
hearth_paths_dup_autostart (void)
{
  return g_build_filename (g_get_user_config_dir (), "autostart", HEARTH_DAEMON_NAME ".desktop",
                           NULL);
}

/**
 * hearth_paths_daemon_name:
 * @demo: whether the demo's daemon is meant
 *
 * Returns: (transfer none): a well-known D-Bus name
 */
const char *
hearth_paths_daemon_name (gboolean demo)
{
  return demo ? HEARTH_DEMO_DAEMON_NAME : HEARTH_DAEMON_NAME;
}
