/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ai-service.h"
#include "hearth-engine.h"

G_BEGIN_DECLS

gint64 hearth_sending_begin (HearthEngine *engine, HearthAiService *service,
                             const char *conversation, const char *what, gsize n_bytes,
                             GPtrArray *sources);

G_END_DECLS
