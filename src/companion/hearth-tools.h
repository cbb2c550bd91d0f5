/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ai-request.h"
#include "hearth-answer.h"
#include "hearth-engine.h"
#include "hearth-gate.h"

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

/**
 * HearthToolContext:
 *
 * What the tools of one answer share. It outlives the last call.
 *
 * @engine: where they read
 * @gate: is told what was shown, and how far it can be trusted
 * @cancellable: (nullable): stops what takes longer
 * @sources: (element-type HearthToolSource): gets what was shown
 * @writes: whether mail may be written: then it is told how the owner writes
 */
typedef struct {
  HearthEngine *engine;
  HearthGate *gate;
  GCancellable *cancellable;
  GPtrArray *sources;
  gboolean writes;
} HearthToolContext;

/**
 * HearthToolDone:
 * @result: a JSON object as text, for the service
 * @user_data: the caller's
 *
 * Receives what a tool returned.
 */
typedef void (*HearthToolDone) (const char *result, gpointer user_data);

GPtrArray *hearth_tools_new_sources (void) G_GNUC_WARN_UNUSED_RESULT;
void hearth_tools_note_shown (GPtrArray *sources, GArray *messages);
void hearth_tools_declare (HearthAiRequest *request);
gboolean hearth_tools_has (const char *name);
void hearth_tools_run (HearthToolContext *context, const char *name, const char *arguments,
                       HearthToolDone done, gpointer user_data);
char *hearth_tools_dup_status (const char *name) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *hearth_tools_find_used (GPtrArray *sources, const char *answer,
                                   guint max) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
