/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** What is expected where nothing sounds, in dB of full scale. */
#define HEARTH_ECHO_NONE -96.0

/** For how long, in frames of 10 ms, what was played may come back, and what is kept of the time. */
#define HEARTH_ECHO_FRAMES 40
#define HEARTH_ECHO_HISTORY 70

/**
 * HearthEchoEstimate:
 *
 * How much of what is played comes back through the microphone, see hearth_echo_estimate_push().
 */
typedef struct {
  double played[HEARTH_ECHO_HISTORY]; /* dB of full scale; rings */
  double heard[HEARTH_ECHO_HISTORY];
  guint next;
  double gain;   /* from what is played to what is heard, dB */
  guint nothing; /* for how many frames nothing came back */
} HearthEchoEstimate;

void   hearth_echo_estimate_init (HearthEchoEstimate *self);
double hearth_echo_estimate_push (HearthEchoEstimate *self, double played, double heard);

G_END_DECLS
