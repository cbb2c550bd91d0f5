/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ai-service.h"

G_BEGIN_DECLS

void hearth_ai_error_set_details (GError *error, guint status, gint64 retry_after);

G_END_DECLS
