/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-lead-in.h"

#include <stdlib.h>

/* The breath of a voice stays below it, the faintest consonant does not. */
#define SILENCE_MAX 100
/* What stays of the silence, so that no consonant is cut. */
#define KEEP_MS 10
/* A voice that is silent for longer means to be. */
#define SKIP_MAX_MS 1000

/**
 * hearth_lead_in_skip:
 * @self: the begin of a sentence
 * @rate: samples a second
 * @samples: (array length=n_samples): what comes next of it
 * @n_samples: how many
 *
 * Most voices begin with a fifth of a second of silence, which whoever waits for an answer hears as
 * slowness.
 *
 * Returns: how many of @samples, from the first, need not be played
 */
gsize
hearth_lead_in_skip (HearthLeadIn *self, guint rate, const gint16 *samples, gsize n_samples)
{
  gsize most = (gsize) rate * SKIP_MAX_MS / 1000;
  gsize keep = (gsize) rate * KEEP_MS / 1000;
  gsize silent = 0;

  if (self->over)
    return 0;
  while (silent < n_samples && abs (samples[silent]) <= SILENCE_MAX)
    silent++;
  self->over = silent < n_samples;
  /* Where more silence may follow, what is kept comes of that. */
  if (self->over)
    silent -= MIN (silent, keep);
  if (self->skipped + silent >= most) {
    silent = most - MIN (most, self->skipped);
    self->over = TRUE;
  }
  self->skipped += silent;
  return silent;
}
