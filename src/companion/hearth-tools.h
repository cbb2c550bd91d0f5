/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ai-request.h"
#include "hearth-answer.h"
#include "hearth-engine.h"

G_BEGIN_DECLS

/** HEARTH_TOOLS_MAX_RESULT: how many bytes a tool returns at most. */
#define HEARTH_TOOLS_MAX_RESULT 12000

/**
 * HearthToolSource:
 *
 * Something that a tool has shown to the service, so that an answer which uses it can name it.
 */
typedef struct {
  HearthChip *chip;
  char *words; /* folded: what an answer that uses it would say */
} HearthToolSource;

GPtrArray *hearth_tools_new_sources (void) G_GNUC_WARN_UNUSED_RESULT;
void       hearth_tools_declare     (HearthAiRequest *request);
char      *hearth_tools_run         (HearthEngine *engine, const char *name, const char *arguments,
                                     GPtrArray *sources) G_GNUC_WARN_UNUSED_RESULT;
char      *hearth_tools_dup_status  (const char *name) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *hearth_tools_find_used   (GPtrArray *sources, const char *answer, guint max) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
