/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-operation-row.h"
#include "hearth-store-actions.h"

G_BEGIN_DECLS

/* What actions at once and actions in portions share. */

#define HEARTH_ACTION_SELECT_ITEM                                                                  \
  "SELECT m.id, x.source_id, s.kind, x.name, x.role, m.flags, m.key, m.path"

HearthActionItem *
hearth_action_row_read (HearthStatement *statement) G_GNUC_WARN_UNUSED_RESULT;
gboolean
hearth_action_row_perform (HearthDatabase *db, const HearthActionItem *item, HearthPlace *place,
                           gboolean *changed, GError **error);
gboolean
hearth_action_row_add (HearthDatabase *db, const char *kind, const char *target, gint64 *id,
                       GError **error);
gboolean
hearth_action_row_add_message (HearthDatabase *db, gint64 action_id, const HearthPlace *place,
                               GError **error);
gboolean
hearth_action_row_turn_back (HearthActionItem *item, const char *kind, const char *after,
                             HearthMessageFlags before, const char *mailbox_before);
gboolean
hearth_action_row_forget_old (HearthDatabase *db, GError **error);

G_END_DECLS
