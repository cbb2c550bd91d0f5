/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ai-service.h"
#include "hearth-engine.h"
#include "hearth-letter-change.h"

G_BEGIN_DECLS

/** HearthLetterTone: how a letter shall sound. */
typedef enum {
  HEARTH_LETTER_TONE_ANY, /* as it does, but clear */
  HEARTH_LETTER_TONE_FRIENDLIER,
  HEARTH_LETTER_TONE_PLAINER,
  HEARTH_LETTER_TONE_SHORTER,
  HEARTH_LETTER_TONE_FORMAL,
} HearthLetterTone;

/** HEARTH_LETTER_ADVICE_MAX_TEXT: of a longer letter no changes are suggested, in bytes. */
#define HEARTH_LETTER_ADVICE_MAX_TEXT (96 * 1024)

gboolean   hearth_letter_tone_from_string (const char *name, HearthLetterTone *tone);

void       hearth_letter_advice_async  (HearthEngine *engine, HearthAiService *service, gint64 letter,
                                        HearthLetterTone tone, GCancellable *cancellable,
                                        GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *hearth_letter_advice_finish (GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
