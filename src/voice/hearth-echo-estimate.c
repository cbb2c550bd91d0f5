/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-echo-estimate.h"

/* What is taken for the gain before anything was heard: loud speakers before a raised microphone.
 */
#define FIRST_GAIN 6.0
/* What is so much louder than the estimate is somebody who speaks, and teaches nothing. dB. */
#define TALK_DB 9.0
/* How fast the estimate rises, as a part of the difference: so slowly that who speaks is not
 * learned as an echo. */
#define RISE 0.02
/* How fast it falls, in dB each 10 ms. Where far less comes back than was thought, who interrupts
 * soon is to be heard; else slowly, for a canceller that does well for a moment does not in the
 * next. */
#define FALL 0.05
#define FAR_DB 12.0
#define FAR_FALL 1.5
/* What a canceller leaves jumps up at times, whatever it left before. */
#define GAIN_MIN -20.0
/* With headphones nothing comes back at all, and who interrupts need not be loud. */
#define NOTHING_DB -40.0
#define NOTHING_FRAMES 45
#define NOTHING_GAIN_MIN -32.0
/* Pauses between words tell nothing. dB of full scale. */
#define FAINT_DB -45.0

/**
 * hearth_echo_estimate_init:
 * @self: (out): an estimate that knows nothing yet
 */
void
hearth_echo_estimate_init (HearthEchoEstimate *self)
{
  for (guint i = 0; i < HEARTH_ECHO_HISTORY; i++)
    self->played[i] = self->heard[i] = HEARTH_ECHO_NONE;
  self->next = self->nothing = 0;
  self->gain = FIRST_GAIN;
}

/* The loudest between so many and so many frames ago. */
static double
find_loudest (HearthEchoEstimate *self, const double *ring, guint from, guint to)
{
  double loudest = HEARTH_ECHO_NONE;

  for (guint i = to; i < from; i++)
    loudest =
        MAX (loudest, ring[(self->next + 2 * HEARTH_ECHO_HISTORY - 1 - i) % HEARTH_ECHO_HISTORY]);
  return loudest;
}

/**
 * hearth_echo_estimate_push:
 * @self: an estimate
 * @played: how loud what is played now is, in dB of full scale
 * @heard: how loud what was heard now is, after echo cancellation, in dB of full scale
 *
 * Learns from 10 ms how much of what is played comes back. A canceller takes seconds until it knows
 * a room, and in some never does: who speaks then has to be louder than the echo, instead of the
 * echo being taken for them.
 *
 * Returns: what the echo of what was played may be as loud as, in dB of full scale;
 *   %HEARTH_ECHO_NONE where nothing was played lately
 */
double
hearth_echo_estimate_push (HearthEchoEstimate *self, double played, double heard)
{
  double loudest, earlier, difference, least;

  self->played[self->next] = played;
  self->heard[self->next] = heard;
  self->next = (self->next + 1) % HEARTH_ECHO_HISTORY;
  loudest = find_loudest (self, self->played, HEARTH_ECHO_FRAMES, 0);
  if (loudest < FAINT_DB)
    return HEARTH_ECHO_NONE;
  difference = heard - loudest - self->gain;
  if (difference > 0 && difference < TALK_DB)
    self->gain += RISE * difference;
  /* All that was played so long ago is back by now, if it comes back at all. */
  earlier = find_loudest (self, self->played, HEARTH_ECHO_HISTORY,
                          HEARTH_ECHO_HISTORY - HEARTH_ECHO_FRAMES);
  if (earlier >= FAINT_DB) {
    difference = find_loudest (self, self->heard, HEARTH_ECHO_FRAMES, 0) - earlier - self->gain;
    self->nothing = difference + self->gain < NOTHING_DB ? self->nothing + 1 : 0;
    least = self->nothing > NOTHING_FRAMES ? NOTHING_GAIN_MIN : MIN (self->gain, GAIN_MIN);
    self->gain -= CLAMP (-difference, 0, -difference > FAR_DB ? FAR_FALL : FALL);
    self->gain = MAX (self->gain, least);
  }
  return loudest + self->gain;
}
