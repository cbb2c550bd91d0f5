/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database.h"
#include "hearth-draft.h"

G_BEGIN_DECLS

GPtrArray *
hearth_store_drafts_list (HearthDatabase *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
HearthDraft *
hearth_store_drafts_get (HearthDatabase *db, gint64 id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean
hearth_store_drafts_save (HearthDatabase *db, HearthDraft *draft, GError **error);
gboolean
hearth_store_drafts_set_remote (HearthDatabase *db, gint64 id, gint64 changed,
                                const char *remote_key, gboolean *unchanged, GError **error);
gboolean
hearth_store_drafts_remove (HearthDatabase *db, gint64 id, GError **error);

G_END_DECLS
