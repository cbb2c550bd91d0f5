/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-account.h"
#include "hearth-client.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * HearthAccountWindow:
 *
 * From an address to an account: what was found is shown before a password is sent, and what
 * goes wrong is a sentence on the page where it can be mended. The same window signs in again.
 */
#define HEARTH_TYPE_ACCOUNT_WINDOW (hearth_account_window_get_type ())
G_DECLARE_FINAL_TYPE (HearthAccountWindow, hearth_account_window, HEARTH, ACCOUNT_WINDOW, AdwWindow)

GtkWindow *hearth_account_window_new         (HearthClient *client);
void       hearth_account_window_set_provider (HearthAccountWindow *self, const char *name);
GtkWindow *hearth_account_window_new_sign_in (HearthClient *client, const HearthAccount *account,
                                              const char *problem);

G_END_DECLS
