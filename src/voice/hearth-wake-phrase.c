/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-wake-phrase.h"

/* Continuous speech, as of a radio, is looked through in parts so long. Samples. */
#define PART_MAX (60 * HEARTH_RECOGNIZER_RATE)

/**
 * HearthWakePhrase:
 *
 * Looks for one phrase in what is said, with a recogniser of this computer. Only speech is fed: in
 * silence nothing is computed.
 */
struct _HearthWakePhrase {
  HearthRecognizer *recognizer; /* (owned) */
  char *phrase;                 /* (owned) */
  HearthWakePhraseFunc func;    /* (nullable) once it was freed */
  gpointer user_data;
  GCancellable *cancellable; /* (owned) */
  gboolean speech;           /* it is fed */
  guint part;                /* the number of what is fed, or was last */
  gsize fed;                 /* samples of it */
};

/* One part that is looked through. */
typedef struct {
  HearthWakePhrase *owner; /* (owned) */
  guint number;
} Part;

static void
clear (gpointer data)
{
  HearthWakePhrase *self = data;

  g_object_unref (self->recognizer);
  g_object_unref (self->cancellable);
  g_free (self->phrase);
}

static void
unref (HearthWakePhrase *self)
{
  g_rc_box_release_full (self, clear);
}

static void
part_free (gpointer data)
{
  Part *part = data;

  unref (part->owner);
  g_free (part);
}

static void
recognizer_cb (const HearthRecognizerEvent *event, gpointer user_data)
{
  Part *part = user_data;
  HearthWakePhrase *self = part->owner;
  gboolean goes_on = self->speech && part->number == self->part;

  if (self->func == NULL)
    return;
  if (event->kind == HEARTH_RECOGNIZER_EVENT_FAILED)
    self->func (0, event->error, self->user_data);
  else if (*event->text != '\0')
    self->func (goes_on && self->fed > event->end ? self->fed - event->end : 0, NULL,
                self->user_data);
}

/**
 * hearth_wake_phrase_new:
 * @recognizer: one that looks for keyphrases
 * @phrase: the phrase, in small letters
 * @func: what is told
 * @user_data: for @func
 *
 * Returns: (transfer full): what looks for the phrase
 */
HearthWakePhrase *
hearth_wake_phrase_new (HearthRecognizer *recognizer, const char *phrase, HearthWakePhraseFunc func,
                        gpointer user_data)
{
  HearthWakePhrase *self = g_rc_box_new0 (HearthWakePhrase);

  self->recognizer = g_object_ref (recognizer);
  self->phrase = g_strdup (phrase);
  self->func = func;
  self->user_data = user_data;
  self->cancellable = g_cancellable_new ();
  return self;
}

/**
 * hearth_wake_phrase_free:
 * @self: (transfer full): what looks for a phrase
 *
 * Nothing more is told.
 */
void
hearth_wake_phrase_free (HearthWakePhrase *self)
{
  self->func = NULL;
  g_cancellable_cancel (self->cancellable);
  unref (self);
}

/**
 * hearth_wake_phrase_begin:
 * @self: what looks for a phrase
 *
 * Somebody begins to speak.
 */
void
hearth_wake_phrase_begin (HearthWakePhrase *self)
{
  HearthRecognition wanted = { .keyphrase = self->phrase };
  Part *part = g_new0 (Part, 1);

  part->owner = g_rc_box_acquire (self);
  part->number = ++self->part;
  self->speech = TRUE;
  self->fed = 0;
  hearth_recognizer_start (self->recognizer, &wanted, self->cancellable, recognizer_cb, part,
                           part_free);
}

/**
 * hearth_wake_phrase_feed:
 * @self: what looks for a phrase, after hearth_wake_phrase_begin()
 * @samples: what is said
 * @n_samples: how much that is
 *
 * Looks for the phrase in more of what is said.
 */
void
hearth_wake_phrase_feed (HearthWakePhrase *self, const gint16 *samples, gsize n_samples)
{
  if (self->fed + n_samples > PART_MAX) {
    hearth_wake_phrase_end (self);
    hearth_wake_phrase_begin (self);
  }
  self->fed += n_samples;
  hearth_recognizer_feed (self->recognizer, samples, n_samples);
}

/**
 * hearth_wake_phrase_end:
 * @self: what looks for a phrase
 *
 * Nobody speaks any more.
 */
void
hearth_wake_phrase_end (HearthWakePhrase *self)
{
  if (!self->speech)
    return;
  self->speech = FALSE;
  hearth_recognizer_finish (self->recognizer);
}
