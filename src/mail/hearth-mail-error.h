/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HearthMailError:
 * @HEARTH_MAIL_ERROR_FAILED: something else, said in the message
 * @HEARTH_MAIL_ERROR_NOT_FOUND: there is no such mailbox, message or part
 * @HEARTH_MAIL_ERROR_GONE: the whole source or mailbox vanished: nothing may be said of its
 * messages
 * @HEARTH_MAIL_ERROR_UNREADABLE: it is there, and reading it is refused or fails
 * @HEARTH_MAIL_ERROR_UNSUPPORTED: this kind of source cannot do that
 * @HEARTH_MAIL_ERROR_READ_ONLY: writing is refused
 * @HEARTH_MAIL_ERROR_BAD_FORMAT: it is not what it was taken for
 * @HEARTH_MAIL_ERROR_TOO_BIG: it is over a bound
 * @HEARTH_MAIL_ERROR_OFFLINE: its server cannot be reached now, or the connection broke
 * @HEARTH_MAIL_ERROR_LOGIN: its server does not let the owner in
 */
typedef enum {
  HEARTH_MAIL_ERROR_FAILED,
  HEARTH_MAIL_ERROR_NOT_FOUND,
  HEARTH_MAIL_ERROR_GONE,
  HEARTH_MAIL_ERROR_UNREADABLE,
  HEARTH_MAIL_ERROR_UNSUPPORTED,
  HEARTH_MAIL_ERROR_READ_ONLY,
  HEARTH_MAIL_ERROR_BAD_FORMAT,
  HEARTH_MAIL_ERROR_TOO_BIG,
  HEARTH_MAIL_ERROR_OFFLINE,
  HEARTH_MAIL_ERROR_LOGIN,
} HearthMailError;

#define HEARTH_MAIL_ERROR (hearth_mail_error_quark ())
GQuark
hearth_mail_error_quark (void);

void
hearth_mail_error_set_from_errno (GError **error, int saved_errno, const char *path);

G_END_DECLS
