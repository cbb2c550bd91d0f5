/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-engine.h"
#include "hearth-store-actions.h"

G_BEGIN_DECLS

/* What the owner does to mail. Each is one transaction, written before anything is shown; what is
 * behind a server reaches it as soon as it can. */

gboolean hearth_engine_act      (HearthEngine *self, const char *kind, const gint64 *ids, gsize n_ids,
                                 const char *target, gint64 *action_id, GError **error);
gboolean hearth_engine_undo     (HearthEngine *self, gint64 action_id, guint *n_changed,
                                 GError **error);
void     hearth_engine_finish_operations (HearthEngine *self);

G_END_DECLS
