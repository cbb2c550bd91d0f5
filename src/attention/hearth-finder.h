/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-engine.h"

G_BEGIN_DECLS

typedef struct _HearthFinder HearthFinder;

HearthFinder *
hearth_finder_new (HearthEngine *engine) G_GNUC_WARN_UNUSED_RESULT;
void
hearth_finder_free (HearthFinder *self);
void
hearth_finder_set_thorough (HearthFinder *self, gboolean thorough);
void
hearth_finder_restart (HearthFinder *self);
gboolean
hearth_finder_run_batch (HearthFinder *self);
GPtrArray *
hearth_finder_read (const HearthMessage *message, GPtrArray *owner) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthFinder, hearth_finder_free)

G_END_DECLS
