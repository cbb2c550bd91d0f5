/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ai-service.h"
#include "hearth-engine.h"

G_BEGIN_DECLS

/** HEARTH_LETTER_START_MAX_POINTS: how many points a letter is begun from, at most. */
#define HEARTH_LETTER_START_MAX_POINTS 40
/** HEARTH_LETTER_START_MAX_POINT: the longest of them, in bytes. */
#define HEARTH_LETTER_START_MAX_POINT 2000

/**
 * HearthLetterStart: a letter that was begun for the owner.
 * @letter: its row
 * @service: (nullable): who wrote its text; %NULL if it is the points alone
 * @problem: (nullable): why a service did not write it, a sentence for the owner
 * @told: (element-type utf8): what a service was told of what is remembered, one line each
 */
typedef struct {
  gint64 letter;
  char *service;
  char *problem;
  GPtrArray *told;
} HearthLetterStart;

HearthLetterStart *
hearth_letter_start_plain (HearthEngine *engine, const char *recipient, const char *const *points,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
void
hearth_letter_start_async (HearthEngine *engine, HearthAiService *service, const char *recipient,
                           const char *const *points, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data);
HearthLetterStart *
hearth_letter_start_finish (GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;
GVariant *
hearth_letter_start_to_variant (const HearthLetterStart *self);
void
hearth_letter_start_free (HearthLetterStart *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthLetterStart, hearth_letter_start_free)

G_END_DECLS
