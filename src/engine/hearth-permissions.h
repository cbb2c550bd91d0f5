/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-engine.h"
#include "hearth-store-permissions.h"

G_BEGIN_DECLS

gboolean hearth_engine_give_permission   (HearthEngine *self, HearthPermission *permission,
                                          gboolean also_present, guint *n_changed, GError **error);
gboolean hearth_engine_revoke_permission (HearthEngine *self, gint64 id, gboolean undo,
                                          guint *n_changed, GError **error);
void     hearth_engine_apply_permissions (HearthEngine *self);

/* hearth-actions.c */
gboolean hearth_engine_act_by_permission (HearthEngine *self, const HearthPermission *permission,
                                          const gint64 *ids, gsize n_ids, gint64 *action_id,
                                          GError **error);
gboolean hearth_engine_undo_permission   (HearthEngine *self, gint64 permission_id,
                                          guint *n_changed, GError **error);

G_END_DECLS
