/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database-private.h"
#include "hearth-known.h"
#include "hearth-message.h"

G_BEGIN_DECLS

/**
 * HearthPlace:
 * @id: its row
 * @source_id: its source’s row
 * @mailbox_id: its mailbox’s row
 * @role: what that is for, a #HearthMailboxRole
 * @flags: as they are stored
 * @key: (nullable): what its source calls it
 *
 * Where a message is, as the files of this room that change that see it.
 */
typedef struct {
  gint64 id;
  gint64 source_id;
  gint64 mailbox_id;
  int role;
  HearthMessageFlags flags;
  char *key; /* (owned) */
} HearthPlace;

void
hearth_place_clear (HearthPlace *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HearthPlace, hearth_place_clear)

gboolean
hearth_operation_row_find_place (HearthDatabase *db, gint64 id, HearthPlace *place, gboolean *found,
                                 GError **error);
gboolean
hearth_operation_row_queue (HearthDatabase *db, const HearthPlace *place,
                            HearthMessageFlags add_flags, HearthMessageFlags remove_flags,
                            gint64 target_id, char **new_key, GError **error);
gboolean
hearth_operation_row_any (HearthDatabase *db, gint64 source_id, gboolean *any, GError **error);
gboolean
hearth_operation_row_overlay (HearthDatabase *db, gint64 message_id, HearthMessageFlags *flags,
                              GError **error);
gboolean
hearth_operation_row_has_key (HearthDatabase *db, gint64 mailbox_id, const char *key, gboolean *has,
                              GError **error);
gboolean
hearth_operation_row_add_known (HearthDatabase *db, gint64 mailbox_id, HearthKnown *known,
                                GError **error);
gboolean
hearth_operation_row_settle_gone (HearthDatabase *db, gint64 message_id, gint64 mailbox_id,
                                  gboolean *gone, GError **error);

/* hearth-store-messages.c */
gboolean
hearth_message_row_set_flags (HearthDatabase *db, gint64 id, HearthMessageFlags flags,
                              const char *path, gboolean *found, GError **error);
gboolean
hearth_message_row_move (HearthDatabase *db, const HearthPlace *place, gint64 mailbox_id,
                         const char *key, const char *path, GError **error);
gboolean
hearth_message_row_find_key (HearthDatabase *db, gint64 mailbox_id, const char *key, gint64 *id,
                             GError **error);
gboolean
hearth_message_row_remove (HearthDatabase *db, gint64 id, GError **error);

G_END_DECLS
