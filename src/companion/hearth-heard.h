/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-conversation.h"

G_BEGIN_DECLS

/**
 * HearthHeard: answers that were said aloud and interrupted, and how much of each was heard. It is
 * kept in memory only. Not thread-safe.
 */
typedef struct _HearthHeard HearthHeard;

HearthHeard *hearth_heard_new   (void) G_GNUC_WARN_UNUSED_RESULT;
void         hearth_heard_free  (HearthHeard *self);
void         hearth_heard_set   (HearthHeard *self, gint64 turn, gsize characters);
void         hearth_heard_apply (HearthHeard *self, GPtrArray *turns);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthHeard, hearth_heard_free)

G_END_DECLS
