/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HearthEdsError:
 * @HEARTH_EDS_ERROR_ABSENT: Evolution Data Server, or what speaks to it, is not installed
 * @HEARTH_EDS_ERROR_GONE: the calendar or address book is not there any more
 * @HEARTH_EDS_ERROR_NOT_FOUND: what was asked for is not in it
 * @HEARTH_EDS_ERROR_BAD_FORMAT: what shall be written is no calendar
 * @HEARTH_EDS_ERROR_READ_ONLY: it takes no changes
 * @HEARTH_EDS_ERROR_CONFLICT: somebody else wrote it meanwhile
 * @HEARTH_EDS_ERROR_OFFLINE: the service, or the server behind it, cannot be reached now
 * @HEARTH_EDS_ERROR_REFUSED: its server does not let the owner do it
 * @HEARTH_EDS_ERROR_UNREADABLE: anything else
 */
typedef enum {
  HEARTH_EDS_ERROR_ABSENT,
  HEARTH_EDS_ERROR_GONE,
  HEARTH_EDS_ERROR_NOT_FOUND,
  HEARTH_EDS_ERROR_BAD_FORMAT,
  HEARTH_EDS_ERROR_READ_ONLY,
  HEARTH_EDS_ERROR_CONFLICT,
  HEARTH_EDS_ERROR_OFFLINE,
  HEARTH_EDS_ERROR_REFUSED,
  HEARTH_EDS_ERROR_UNREADABLE,
} HearthEdsError;

#define HEARTH_EDS_ERROR (hearth_eds_error_quark ())
GQuark hearth_eds_error_quark (void);

G_END_DECLS
