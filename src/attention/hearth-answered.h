/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-engine.h"

G_BEGIN_DECLS

gboolean
hearth_answered_counts (const HearthMessage *answer, GPtrArray *owner);
void
hearth_answered_look (HearthEngine *engine);

G_END_DECLS
