/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HearthCalendarError:
 * @HEARTH_CALENDAR_ERROR_NOT_FOUND: the event or resource is not there
 * @HEARTH_CALENDAR_ERROR_GONE: the source as a whole is not there any more
 * @HEARTH_CALENDAR_ERROR_UNREADABLE: it is there and cannot be read or written
 * @HEARTH_CALENDAR_ERROR_BAD_FORMAT: it is not iCalendar
 * @HEARTH_CALENDAR_ERROR_READ_ONLY: the source takes no changes
 * @HEARTH_CALENDAR_ERROR_TOO_LARGE: it is over a bound
 * @HEARTH_CALENDAR_ERROR_CONFLICT: somebody else wrote it meanwhile: read it again and then write
 * @HEARTH_CALENDAR_ERROR_OFFLINE: its server cannot be reached now
 * @HEARTH_CALENDAR_ERROR_REFUSED: its server does not let this login do it
 * @HEARTH_CALENDAR_ERROR_LOGIN: the login or the certificate does not hold any more; once the owner
 *   has mended that, it can be done
 */
typedef enum {
  HEARTH_CALENDAR_ERROR_NOT_FOUND,
  HEARTH_CALENDAR_ERROR_GONE,
  HEARTH_CALENDAR_ERROR_UNREADABLE,
  HEARTH_CALENDAR_ERROR_BAD_FORMAT,
  HEARTH_CALENDAR_ERROR_READ_ONLY,
  HEARTH_CALENDAR_ERROR_TOO_LARGE,
  HEARTH_CALENDAR_ERROR_CONFLICT,
  HEARTH_CALENDAR_ERROR_OFFLINE,
  HEARTH_CALENDAR_ERROR_REFUSED,
  HEARTH_CALENDAR_ERROR_LOGIN,
} HearthCalendarError;

#define HEARTH_CALENDAR_ERROR (hearth_calendar_error_quark ())
GQuark hearth_calendar_error_quark (void);

G_END_DECLS
