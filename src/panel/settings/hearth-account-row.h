/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-account.h"
#include "hearth-client.h"
#include "hearth-records.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_ACCOUNT_ROW (hearth_account_row_get_type ())
G_DECLARE_FINAL_TYPE (HearthAccountRow, hearth_account_row, HEARTH, ACCOUNT_ROW, AdwExpanderRow)

GtkWidget *hearth_account_row_new    (HearthClient *client);
void       hearth_account_row_show   (HearthAccountRow *self, const HearthAccount *account,
                                      const HearthSource *source);
gint64     hearth_account_row_get_id (HearthAccountRow *self);

G_END_DECLS
