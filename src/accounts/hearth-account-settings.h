/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-account.h"
#include "hearth-accounts-error.h"

G_BEGIN_DECLS

void     hearth_account_settings_write (const HearthAccount *account, GVariantDict *dict);
gboolean hearth_account_settings_read  (GVariant *settings, HearthAccount *account,
                                        GError **error);
gboolean hearth_account_check          (const HearthAccount *account, GError **error);
char    *hearth_account_dup_host       (const char *text) G_GNUC_WARN_UNUSED_RESULT;
char    *hearth_account_dup_address    (const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
