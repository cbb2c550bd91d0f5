/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HearthAccountsError:
 *
 * Why an account's servers or credentials could not be found. Cancellation is
 * `G_IO_ERROR_CANCELLED`, and what the keyring says is a #HearthSecretsError. Messages are whole
 * sentences and never hold a secret.
 */
typedef enum {
  HEARTH_ACCOUNTS_ERROR_FAILED,
  HEARTH_ACCOUNTS_ERROR_INVALID,   /* no address, or settings that cannot be */
  HEARTH_ACCOUNTS_ERROR_NO_SECRET, /* the keyring has none for the account */
  HEARTH_ACCOUNTS_ERROR_REFUSED,   /* the owner must sign in or enter a password again */
  HEARTH_ACCOUNTS_ERROR_CERTIFICATE, /* a certificate failed; the lines after the first say which */
  HEARTH_ACCOUNTS_ERROR_OFFLINE,   /* nobody could be asked; later it may work */
} HearthAccountsError;

#define HEARTH_ACCOUNTS_ERROR (hearth_accounts_error_quark ())
GQuark hearth_accounts_error_quark (void);

G_END_DECLS
