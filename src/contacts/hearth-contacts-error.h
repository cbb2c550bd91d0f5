/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HearthContactsError:
 * @HEARTH_CONTACTS_ERROR_GONE: the address book as a whole is not there any more
 * @HEARTH_CONTACTS_ERROR_UNREADABLE: it is there and cannot be read
 * @HEARTH_CONTACTS_ERROR_BAD_FORMAT: it is not a vCard
 * @HEARTH_CONTACTS_ERROR_TOO_LARGE: it is over a bound
 * @HEARTH_CONTACTS_ERROR_OFFLINE: its server cannot be reached now
 * @HEARTH_CONTACTS_ERROR_REFUSED: its server does not let this login read it
 */
typedef enum {
  HEARTH_CONTACTS_ERROR_GONE,
  HEARTH_CONTACTS_ERROR_UNREADABLE,
  HEARTH_CONTACTS_ERROR_BAD_FORMAT,
  HEARTH_CONTACTS_ERROR_TOO_LARGE,
  HEARTH_CONTACTS_ERROR_OFFLINE,
  HEARTH_CONTACTS_ERROR_REFUSED,
} HearthContactsError;

#define HEARTH_CONTACTS_ERROR (hearth_contacts_error_quark ())
GQuark hearth_contacts_error_quark (void);

G_END_DECLS
