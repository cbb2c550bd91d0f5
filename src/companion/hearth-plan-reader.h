/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-plan.h"

G_BEGIN_DECLS

HearthPlan *hearth_plan_read (const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
