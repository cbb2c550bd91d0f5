/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-voice-error.h"

G_BEGIN_DECLS

/** What a recogniser is fed: mono, signed 16 bit in the byte order of the machine, this many a
 * second. */
#define HEARTH_RECOGNIZER_RATE 16000

/** The longest hearing, in seconds: what would follow is not fed. */
#define HEARTH_RECOGNIZER_SECONDS_MAX 300

/**
 * HearthRecognition:
 * @language: (nullable): BCP 47, as "en" or "de-AT"; %NULL lets the recogniser choose
 * @grammar: (nullable): a JSGF grammar, where only its sentences are to be understood
 * @language_model: (nullable): a path of an n-gram model (ARPA, as text), instead of a grammar
 * @dictionary: (nullable): pronunciations of further words, lines "word PH PH PH" (ARPABET)
 * @words: (nullable): a path of words that may be said and that a dictionary may lack, one a line
 * @keyphrase: (nullable): words, in small letters: only whether they are said is to be found, in
 *   whatever else is said; instead of a grammar or a model
 * @phrases: (nullable) (array zero-terminated=1): names that may be said, most likely first, for
 *   recognisers that take a text as a hint
 *
 * What a recogniser may know of what it is going to hear. It uses what it can and leaves the rest.
 */
typedef struct {
  const char *language;
  const char *grammar;
  const char *language_model;
  const char *dictionary;
  const char *words;
  const char *keyphrase;
  const char *const *phrases;
} HearthRecognition;

/** HearthRecognizerEventKind: see #HearthRecognizerEvent. */
typedef enum {
  HEARTH_RECOGNIZER_EVENT_PARTIAL, /* text: all that was understood so far; may still change */
  HEARTH_RECOGNIZER_EVENT_FINAL,   /* text, confidence: the last event; "" where no words were heard
                                    */
  HEARTH_RECOGNIZER_EVENT_FAILED,  /* error: nothing was understood; the last event */
} HearthRecognizerEventKind;

/**
 * HearthRecognizerEvent:
 *
 * One step of a hearing. Text is valid UTF-8 in one line. @confidence goes from 0 to 1, and is
 * negative where the recogniser does not say. Where a keyphrase is looked for, it is the text once it
 * was said, and @end tells where it ends: so many samples after the begin of the hearing. With what is
 * final come the other sentences that it may have been, likely ones first, where they are known.
 */
typedef struct {
  HearthRecognizerEventKind kind;
  const char *text;
  double confidence;
  gsize end;
  const char *const *alternatives; /* (nullable) */
  const GError *error;
} HearthRecognizerEvent;

/**
 * HearthRecognizerEventFunc:
 * @event: (transfer none): what happened; valid during the call
 * @user_data: the caller's
 *
 * Receives what is understood, on the main context that was the thread-default one when the hearing
 * was started, and never from within a function of the recogniser. Exactly one FINAL or FAILED
 * comes for each start, and nothing after it.
 */
typedef void (*HearthRecognizerEventFunc) (const HearthRecognizerEvent *event, gpointer user_data);

#define HEARTH_TYPE_RECOGNIZER (hearth_recognizer_get_type ())
G_DECLARE_INTERFACE (HearthRecognizer, hearth_recognizer, HEARTH, RECOGNIZER, GObject)

/**
 * HearthRecognizerInterface:
 * @start: see hearth_recognizer_start()
 * @feed: see hearth_recognizer_feed()
 * @finish: see hearth_recognizer_finish()
 * @get_backlog: (nullable): see hearth_recognizer_get_backlog(); %NULL where that is not known
 * @get_host: (nullable): see hearth_recognizer_get_host(); %NULL where it hears in this process
 */
struct _HearthRecognizerInterface {
  GTypeInterface parent_iface;

  void (*start) (HearthRecognizer *self, const HearthRecognition *recognition,
                 GCancellable *cancellable, HearthRecognizerEventFunc func, gpointer user_data,
                 GDestroyNotify destroy);
  void (*feed) (HearthRecognizer *self, const gint16 *samples, gsize n_samples);
  void (*finish) (HearthRecognizer *self);
  gsize (*get_backlog) (HearthRecognizer *self);
  const char *(*get_host) (HearthRecognizer *self);
};

void hearth_recognizer_start (HearthRecognizer *self, const HearthRecognition *recognition,
                              GCancellable *cancellable, HearthRecognizerEventFunc func,
                              gpointer user_data, GDestroyNotify destroy);
void hearth_recognizer_feed (HearthRecognizer *self, const gint16 *samples, gsize n_samples);
void hearth_recognizer_finish (HearthRecognizer *self);
gsize hearth_recognizer_get_backlog (HearthRecognizer *self);
const char *hearth_recognizer_get_host (HearthRecognizer *self);

G_END_DECLS
