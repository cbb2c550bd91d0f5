/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HearthDavError:
 *
 * Why a WebDAV server did not do what it was asked. Cancellation is `G_IO_ERROR_CANCELLED`. Each
 * message is a sentence that names the host and holds nothing secret.
 */
typedef enum {
  HEARTH_DAV_ERROR_OFFLINE,     /* not reached, cut off, or busy: the same may work later */
  HEARTH_DAV_ERROR_LOGIN,       /* no credentials, or refused ones */
  HEARTH_DAV_ERROR_CERTIFICATE, /* no trustworthy connection */
  HEARTH_DAV_ERROR_REFUSED,     /* this login may not do it */
  HEARTH_DAV_ERROR_NOT_FOUND,
  HEARTH_DAV_ERROR_CONFLICT,    /* somebody else wrote meanwhile */
  HEARTH_DAV_ERROR_TOO_LARGE,
  HEARTH_DAV_ERROR_PROTOCOL,    /* the answer is not what the standard says, or leads elsewhere */
  HEARTH_DAV_ERROR_FAILED,      /* any other status: what was asked is not known there, or broke it */
} HearthDavError;

#define HEARTH_DAV_ERROR (hearth_dav_error_quark ())
GQuark hearth_dav_error_quark (void);

GError *hearth_dav_error_from_http (GError *foreign) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
