/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-finding.h"
#include "hearth-message.h"

G_BEGIN_DECLS

/** HEARTH_CODE_SECONDS: how long after its mail a code is offered. */
#define HEARTH_CODE_SECONDS 900

void hearth_facts_find (const HearthMessage *message, GPtrArray *owner, gint64 now,
                        GPtrArray *findings);

G_END_DECLS
