/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ctl-json.h"
#include "hearth-event.h"

G_BEGIN_DECLS

void
hearth_ctl_json_occurrence (HearthCtlJson *json, const HearthOccurrence *occurrence);
void
hearth_ctl_print_occurrence (const HearthOccurrence *occurrence, gint64 day);

G_END_DECLS
