/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-mail-error.h"

#include <errno.h>
#include <glib/gi18n.h>

G_DEFINE_QUARK (hearth-mail-error-quark, hearth_mail_error)

/**
 * hearth_mail_error_set_from_errno:
 * @error: (out) (optional): where to put the error
 * @saved_errno: errno of the failed call
 * @path: (type filename): the file it failed on
 *
 * Translates a system error into a sentence of `HEARTH_MAIL_ERROR` that names the file.
 */
void
hearth_mail_error_set_from_errno (GError **error, int saved_errno, const char *path)
{
  g_autofree char *shown = g_filename_display_name (path);

  switch (saved_errno) {
  case ENOENT:
  case ENOTDIR:
    g_set_error (error, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_NOT_FOUND,
                 _("“%s” does not exist (any more)."), shown);
    break;
  case EACCES:
  case EPERM:
    g_set_error (error, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_UNREADABLE,
                 _("“%s” may not be read by you. Check its permissions."), shown);
    break;
  case EROFS:
    g_set_error (error, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_READ_ONLY,
                 _("“%s” lies on a read-only file system."), shown);
    break;
  case EISDIR:
  case ELOOP:
    g_set_error (error, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_BAD_FORMAT,
                 _("“%s” is not a regular file."), shown);
    break;
  default:
    g_set_error (error, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_UNREADABLE,
                 _("“%s” cannot be read: %s."), shown, g_strerror (saved_errno));
    break;
  }
}
