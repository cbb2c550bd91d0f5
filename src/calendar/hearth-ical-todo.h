/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ical-expand.h"

G_BEGIN_DECLS

void hearth_ical_todo_settle  (HearthIcalDraft *self, HearthIcalWarnings *warnings);
void hearth_ical_todo_advance (HearthIcalExpansion *expansion, HearthIcalDraft **drafts,
                               guint n_drafts);

G_END_DECLS
