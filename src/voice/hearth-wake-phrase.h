/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-recognizer.h"

G_BEGIN_DECLS

/**
 * HearthWakePhraseFunc:
 * @since: how much was fed since the phrase ended, in samples; 0 where that speech is over
 * @error: (nullable): why the phrase cannot be looked for; nothing more comes then
 * @user_data: the caller's
 *
 * The phrase was said. The object may be freed from within it.
 */
typedef void (*HearthWakePhraseFunc) (gsize since, const GError *error, gpointer user_data);

typedef struct _HearthWakePhrase HearthWakePhrase;

HearthWakePhrase *hearth_wake_phrase_new   (HearthRecognizer *recognizer, const char *phrase,
                                            HearthWakePhraseFunc func,
                                            gpointer user_data) G_GNUC_WARN_UNUSED_RESULT;
void              hearth_wake_phrase_free  (HearthWakePhrase *self);
void              hearth_wake_phrase_begin (HearthWakePhrase *self);
void              hearth_wake_phrase_feed  (HearthWakePhrase *self, const gint16 *samples,
                                            gsize n_samples);
void              hearth_wake_phrase_end   (HearthWakePhrase *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthWakePhrase, hearth_wake_phrase_free)

G_END_DECLS
