/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-voice-error.h"

G_BEGIN_DECLS

/** The longest text of one synthesis, in bytes; a sentence is far shorter. */
#define HEARTH_SYNTHESIS_TEXT_MAX 8192

/** The longest sound of one synthesis, in seconds. A voice that goes on fails as too large. */
#define HEARTH_SYNTHESIS_SECONDS_MAX 180

/** The rates at which a voice may deliver, in samples a second. */
#define HEARTH_SYNTHESIS_RATE_MIN 8000
#define HEARTH_SYNTHESIS_RATE_MAX 48000

/**
 * HearthSynthesis:
 * @text: what is to be said: the spoken form of a sentence, UTF-8, no markup
 * @language: (nullable): BCP 47; %NULL lets the voice choose
 * @voice: (nullable): which of its voices, in its own words; %NULL for its first
 * @rate: how fast, 1 is as it is made, from 0.5 to 2
 * @pitch: how high, 1 is as it is made, from 0.5 to 2
 *
 * What a voice is asked to say. One that cannot change its rate or pitch leaves them.
 */
typedef struct {
  const char *text;
  const char *language;
  const char *voice;
  double rate;
  double pitch;
} HearthSynthesis;

/** HearthSynthesizerEventKind: see #HearthSynthesizerEvent. */
typedef enum {
  HEARTH_SYNTHESIZER_EVENT_SAMPLES, /* rate, samples, n_samples: more of it */
  HEARTH_SYNTHESIZER_EVENT_END,     /* all was delivered; the last event */
  HEARTH_SYNTHESIZER_EVENT_FAILED,  /* error: there is nothing, or only a part; the last event */
} HearthSynthesizerEventKind;

/**
 * HearthSynthesizerEvent:
 *
 * One step of a synthesis. Samples are mono, signed 16 bit in the byte order of the machine, and
 * @rate is the same for all of one synthesis. END may come without any: a sentence of signs alone.
 */
typedef struct {
  HearthSynthesizerEventKind kind;
  guint rate;
  const gint16 *samples;
  gsize n_samples;
  const GError *error;
} HearthSynthesizerEvent;

/**
 * HearthSynthesizerEventFunc:
 * @event: (transfer none): what happened; valid during the call
 * @user_data: the caller's
 *
 * Receives the sound as it is made, on the main context that was the thread-default one when it was
 * started, and never from within hearth_synthesizer_start(). Exactly one END or FAILED comes, and
 * nothing after it.
 */
typedef void (*HearthSynthesizerEventFunc) (const HearthSynthesizerEvent *event,
                                            gpointer user_data);

#define HEARTH_TYPE_SYNTHESIZER (hearth_synthesizer_get_type ())
G_DECLARE_INTERFACE (HearthSynthesizer, hearth_synthesizer, HEARTH, SYNTHESIZER, GObject)

/**
 * HearthSynthesizerInterface:
 * @start: see hearth_synthesizer_start()
 * @get_host: (nullable): see hearth_synthesizer_get_host(); %NULL where it speaks in this process
 */
struct _HearthSynthesizerInterface {
  GTypeInterface parent_iface;

  void        (*start)    (HearthSynthesizer *self, const HearthSynthesis *synthesis,
                           GCancellable *cancellable, HearthSynthesizerEventFunc func,
                           gpointer user_data, GDestroyNotify destroy);
  const char *(*get_host) (HearthSynthesizer *self);
};

void        hearth_synthesizer_start    (HearthSynthesizer *self, const HearthSynthesis *synthesis,
                                         GCancellable *cancellable,
                                         HearthSynthesizerEventFunc func, gpointer user_data,
                                         GDestroyNotify destroy);
const char *hearth_synthesizer_get_host (HearthSynthesizer *self);

G_END_DECLS
