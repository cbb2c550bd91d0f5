/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-recognizer.h"
#include "hearth-synthesizer.h"

G_BEGIN_DECLS

/**
 * Hearing:
 *
 * What came of one hearing or one synthesis, and that the promises of both interfaces hold: one
 * last event, nothing after it, and none from within a call.
 *
 * @partials: each followed by "|"
 * @text: (nullable): the final text
 * @samples: all of them, of gint16
 * @rate: theirs
 * @error: (nullable): why it failed
 * @took_us: until the last event, microseconds
 * @first_us: until the first samples or partial text
 */
typedef struct {
  GMainLoop *loop;
  GCancellable *cancellable;
  GString *partials;
  char *text;
  GArray *samples;
  guint rate;
  GError *error;
  gint64 began_us;
  gint64 took_us;
  gint64 first_us;
  gboolean cancel_at_first;
  guint n_last;
  guint n_destroyed;
  gboolean within_call;
} Hearing;

Hearing *hearing_listen (HearthRecognizer *recognizer, const HearthRecognition *recognition,
                         const gint16 *samples, gsize n_samples, guint cancel_after_ms);
Hearing *hearing_speak  (HearthSynthesizer *synthesizer, const HearthSynthesis *synthesis,
                         gboolean cancel_at_first);
void     hearing_free   (Hearing *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Hearing, hearing_free)

G_END_DECLS
