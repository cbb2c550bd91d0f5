/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database.h"
#include "hearth-event.h"
#include "hearth-records.h"

G_BEGIN_DECLS

/* What the gate asks: who made something, as the store and not as the thing itself says. */

gboolean hearth_store_provenance_get_role (HearthDatabase *db, gint64 message_id,
                                           HearthMailboxRole *role, GError **error);
gboolean hearth_store_provenance_came_by_mail (HearthDatabase *db, const char *uid, gboolean *came,
                                               GError **error);
GPtrArray *hearth_store_provenance_list_with_guest (HearthDatabase *db, const char *address,
                                                    guint limit,
                                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean hearth_store_provenance_note_sent (HearthDatabase *db, const char *message_id,
                                            HearthLabel label, GError **error);
gboolean hearth_store_provenance_get_sent (HearthDatabase *db, const char *message_id,
                                           HearthLabel *label, GError **error);
gboolean hearth_store_provenance_is_own_calendar (HearthDatabase *db, gint64 source_id,
                                                  gboolean *own, GError **error);
gboolean hearth_store_provenance_note_context (HearthDatabase *db, const char *conversation,
                                               HearthLabel label, GError **error);

G_END_DECLS
