/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-autostart-file.h"

#include "hearth-paths.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

/* The file by which a desktop starts a program at login (Desktop Application Autostart
 * Specification). Its owner's own tools change it too, so that what is so stands in it and nowhere
 * else. */

/* More than such a file ever has. */
#define MAX_SIZE 65536

static GKeyFile *
load (const char *path)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  GStatBuf about;

  if (g_stat (path, &about) != 0 || about.st_size > MAX_SIZE ||
      !g_key_file_load_from_file (file, path, G_KEY_FILE_KEEP_TRANSLATIONS, NULL))
    return NULL;
  return g_steal_pointer (&file);
}

static gboolean
is_program (const char *name)
{
  g_autofree char *found = g_find_program_in_path (name);

  return found != NULL;
}

/* A percent sign in Exec is written twice. */
static char *
undouble (const char *word)
{
  g_auto (GStrv) parts = g_strsplit (word, "%%", -1);

  return g_strjoinv ("%", parts);
}

/**
 * hearth_autostart_file_read:
 * @path: where the file is
 * @program: (out) (optional) (nullable): the program that it starts
 *
 * Returns: what it says: a file that is not there, or that somebody has switched off in the
 *   settings of their desktop, starts nothing
 */
HearthAutostartState
hearth_autostart_file_read (const char *path, char **program)
{
  g_autoptr (GKeyFile) file = load (path);
  g_autofree char *command = NULL;
  g_autofree char *name = NULL;
  g_auto (GStrv) words = NULL;
  HearthAutostartState state;

  if (program != NULL)
    *program = NULL;
  if (file == NULL)
    return HEARTH_AUTOSTART_OFF;
  if (g_key_file_get_boolean (file, G_KEY_FILE_DESKTOP_GROUP, G_KEY_FILE_DESKTOP_KEY_HIDDEN,
                              NULL) ||
      (g_key_file_has_key (file, G_KEY_FILE_DESKTOP_GROUP, "X-GNOME-Autostart-enabled", NULL) &&
       !g_key_file_get_boolean (file, G_KEY_FILE_DESKTOP_GROUP, "X-GNOME-Autostart-enabled", NULL)))
    return HEARTH_AUTOSTART_OFF;
  command =
      g_key_file_get_string (file, G_KEY_FILE_DESKTOP_GROUP, G_KEY_FILE_DESKTOP_KEY_EXEC, NULL);
  if (command == NULL || !g_shell_parse_argv (command, NULL, &words, NULL))
    return HEARTH_AUTOSTART_BROKEN;
  name = undouble (words[0]);
  state = is_program (name) ? HEARTH_AUTOSTART_ON : HEARTH_AUTOSTART_BROKEN;
  if (program != NULL)
    *program = g_steal_pointer (&name);
  return state;
}

/* An argument of Exec, in double quotes where it needs any (Desktop Entry Specification, "The Exec
 * key"); a percent sign is doubled. */
static char *
quote (const char *program)
{
  GString *text = g_string_new (NULL);
  gboolean plain = TRUE;

  for (const char *p = program; *p != '\0'; p++) {
    if (!g_ascii_isalnum (*p) && strchr ("/._-+%", *p) == NULL)
      plain = FALSE;
    if (strchr ("\"`$\\", *p) != NULL)
      g_string_append_c (text, '\\');
    g_string_append_c (text, *p);
    if (*p == '%')
      g_string_append_c (text, '%');
  }
  if (!plain) {
    g_string_prepend_c (text, '"');
    g_string_append_c (text, '"');
  }
  return g_string_free (text, FALSE);
}

/**
 * hearth_autostart_file_write:
 * @path: where the file goes
 * @program: the path of the program that is started
 * @error: return location for a #GFileError or #GIOErrorEnum
 *
 * Has the desktop start a program at login.
 *
 * Returns: whether the file was written
 */
gboolean
hearth_autostart_file_write (const char *path, const char *program, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *command = quote (program);

  if (g_mkdir_with_parents (folder, 0700) != 0) {
    int number = errno;

    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (number), "%s: %s", folder,
                 g_strerror (number));
    return FALSE;
  }
  g_key_file_set_string (file, G_KEY_FILE_DESKTOP_GROUP, G_KEY_FILE_DESKTOP_KEY_TYPE,
                         G_KEY_FILE_DESKTOP_TYPE_APPLICATION);
  g_key_file_set_string (file, G_KEY_FILE_DESKTOP_GROUP, G_KEY_FILE_DESKTOP_KEY_NAME, "Hearth");
  g_key_file_set_string (file, G_KEY_FILE_DESKTOP_GROUP, G_KEY_FILE_DESKTOP_KEY_COMMENT,
                         _("Reads mail and calendars, and reminds"));
  g_key_file_set_string (file, G_KEY_FILE_DESKTOP_GROUP, G_KEY_FILE_DESKTOP_KEY_ICON,
                         HEARTH_APP_ID);
  g_key_file_set_string (file, G_KEY_FILE_DESKTOP_GROUP, G_KEY_FILE_DESKTOP_KEY_EXEC, command);
  g_key_file_set_boolean (file, G_KEY_FILE_DESKTOP_GROUP, G_KEY_FILE_DESKTOP_KEY_NO_DISPLAY, TRUE);
  g_key_file_set_boolean (file, G_KEY_FILE_DESKTOP_GROUP, "X-GNOME-Autostart-enabled", TRUE);
  return g_key_file_save_to_file (file, path, error);
}

/**
 * hearth_autostart_file_remove:
 * @path: where the file is
 * @error: return location for a #GIOErrorEnum
 *
 * Has the desktop start nothing. A file that is not there is no error.
 *
 * Returns: whether it is gone
 */
gboolean
hearth_autostart_file_remove (const char *path, GError **error)
{
  int number;

  if (g_unlink (path) == 0 || errno == ENOENT)
    return TRUE;
  number = errno;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (number), "%s: %s", path,
               g_strerror (number));
  return FALSE;
}
