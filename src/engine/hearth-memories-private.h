/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-memories.h"
#include "hearth-store-actions.h"

G_BEGIN_DECLS

gboolean hearth_memories_prepare (HearthMemory *memory, GError **error);
gboolean hearth_memories_undo    (HearthEngine *self, const HearthAction *action, guint *n_changed,
                                  GError **error);

G_END_DECLS
