/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-finding.h"
#include "hearth-message.h"

G_BEGIN_DECLS

void
hearth_commitments_find (GPtrArray *findings, const HearthMessage *message, GPtrArray *owner);
char *
hearth_commitments_dup_name (const HearthAddress *address) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
