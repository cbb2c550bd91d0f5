/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-contact.h"
#include "hearth-database.h"

G_BEGIN_DECLS

gboolean
hearth_store_contacts_apply (HearthDatabase *db, gint64 source_id,
                             const HearthContactChanges *changes, GError **error);
gint64
hearth_store_contacts_count (HearthDatabase *db, gint64 source_id, GError **error);

/* For hearth-store-sources.c, in its transaction. */
gboolean
hearth_store_contacts_remove_source (HearthDatabase *db, gint64 source_id, GError **error);

G_END_DECLS
