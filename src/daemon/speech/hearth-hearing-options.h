/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-companion.h"
#include "hearth-engine.h"
#include "hearth-voice-setup.h"

G_BEGIN_DECLS

/**
 * HearthHearingNeeds:
 * @language: (nullable): BCP 47, what is spoken; %NULL for that of the settings
 * @patience: how long a question is waited for, in milliseconds
 * @is_free: whether what is said is about anything, as a dictation is
 *
 * What is going to be heard.
 */
typedef struct {
  const char *language;
  guint patience;
  gboolean is_free;
} HearthHearingNeeds;

void      hearth_hearing_options_make_async  (HearthEngine *engine, HearthCompanion *companion,
                                              HearthVoiceSetup *setup,
                                              const HearthHearingNeeds *needs,
                                              GCancellable *cancellable,
                                              GAsyncReadyCallback callback, gpointer user_data);
GVariant *hearth_hearing_options_make_finish (GAsyncResult *result, GUnixFDList **fds,
                                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
