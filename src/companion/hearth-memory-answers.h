/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-engine.h"
#include "hearth-reply.h"

G_BEGIN_DECLS

gboolean hearth_memory_answer        (HearthEngine *engine, const char *conversation,
                                      const char *text, HearthReply *reply);
gboolean hearth_memory_answer_recall (HearthEngine *engine, const char *text, HearthReply *reply);
void     hearth_memory_listen        (HearthEngine *engine, const char *conversation,
                                      const char *text);

G_END_DECLS
