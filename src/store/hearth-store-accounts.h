/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-account.h"
#include "hearth-database.h"

G_BEGIN_DECLS

GPtrArray *
hearth_store_accounts_list (HearthDatabase *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
HearthAccount *
hearth_store_accounts_get (HearthDatabase *db, gint64 id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean
hearth_store_accounts_add (HearthDatabase *db, HearthAccount *account, GError **error);
gboolean
hearth_store_accounts_save (HearthDatabase *db, const HearthAccount *account, GError **error);
gboolean
hearth_store_accounts_remove (HearthDatabase *db, gint64 id, GError **error);

G_END_DECLS
