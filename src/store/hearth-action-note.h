/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-store-later.h"

G_BEGIN_DECLS

/* What an action changed beside messages: one line for each, for who takes it back. */

void
hearth_action_note_begin (GString *note, gint64 created);
void
hearth_action_note_add_later (GString *note, gint64 message_id, const HearthLater *before);
gboolean
hearth_action_note_settle (HearthDatabase *db, const char *kind, const gint64 *ids, gsize n_ids,
                           GString *note, GError **error);
gboolean
hearth_action_note_restore (HearthDatabase *db, const char *note, guint *n_changed,
                            GError **error);

G_END_DECLS
