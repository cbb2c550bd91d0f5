/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-voice-activity.h"

#include <math.h>

/* What nothing at all measures: below the noise of 16 bits. dB of full scale. */
#define SILENCE_DB -96.0
/* Speech is louder than this in any room; a microphone that hums is not. */
#define FAINTEST_DB -52.0
/* How far above the floor speech begins, and how far it still is speech. dB. */
#define ENTER_DB 9.0
#define STAY_DB 6.0
/* The floor is the least that was measured lately: fifteen windows of 100 ms. Whoever speaks draws
 * breath within that; what does not, as a fan, becomes part of the floor. */
#define WINDOWS 15
#define WINDOW_FRAMES 10
/* Somebody may speak as soon as the microphone is open: in the first frames the floor is taken for
 * that of a quiet room, unless what is heard is too steady for a voice. */
#define FIRST_DB -60.0
#define FIRST_FRAMES 50
#define STEADY_FRAMES 15
#define STEADY_DB 5.0
/* A click within a pause does not make it begin anew, three frames of sound do. */
#define RESUME_FRAMES 3
#define ONSET_MS 60
#define HANGOVER_MS 400

/**
 * HearthVoiceActivity: (skip)
 *
 * Tells speech from silence by how loud it is: an adaptive threshold above the least energy of the
 * last 1.5 s, with an onset that passes over clicks and a hangover that passes over the pauses
 * between words. It knows frames and nothing of clocks, so it goes as fast as it is fed.
 */
struct _HearthVoiceActivity {
  guint onset;    /* frames */
  double echo;    /* dB */
  guint hangover; /* frames */

  double windows[WINDOWS]; /* least smoothed energy of each, dB */
  guint window;            /* the one that is filled now */
  guint window_frames;
  guint n_frames;
  double smooth; /* dB */
  double most;   /* the most that it was in the first frames, dB */
  double level;  /* dB of the last frame */

  gboolean speech;
  guint loud;   /* frames of sound, less those without, while there is no speech */
  guint quiet;  /* frames since sound was last heard, while there is */
  guint resume; /* frames of sound in a row within a pause */
  guint age;    /* frames since what may become speech began */
};

/**
 * hearth_voice_activity_new:
 *
 * Returns: (transfer full): a detector; speech begins after 60 ms and ends 400 ms after it
 */
HearthVoiceActivity *
hearth_voice_activity_new (void)
{
  HearthVoiceActivity *self = g_new0 (HearthVoiceActivity, 1);

  hearth_voice_activity_set_onset (self, ONSET_MS);
  hearth_voice_activity_set_hangover (self, HANGOVER_MS);
  hearth_voice_activity_reset (self);
  return self;
}

/**
 * hearth_voice_activity_free:
 * @self: (transfer full): a detector
 */
void
hearth_voice_activity_free (HearthVoiceActivity *self)
{
  g_free (self);
}

/**
 * hearth_voice_activity_set_onset:
 * @self: a detector
 * @milliseconds: how much sound makes speech
 */
void
hearth_voice_activity_set_onset (HearthVoiceActivity *self, guint milliseconds)
{
  self->onset = MAX (milliseconds / HEARTH_VOICE_ACTIVITY_FRAME_MS, 1);
}

/**
 * hearth_voice_activity_set_hangover:
 * @self: a detector
 * @milliseconds: how much silence ends speech; may change within it, and counts what silence there
 *   was already
 */
void
hearth_voice_activity_set_hangover (HearthVoiceActivity *self, guint milliseconds)
{
  self->hangover = MAX (milliseconds / HEARTH_VOICE_ACTIVITY_FRAME_MS, 1);
}

/**
 * hearth_voice_activity_set_echo:
 * @self: a detector
 * @decibels: how loud an echo may be heard now, in dB of full scale; what is not clearly louder is
 *   not speech
 */
void
hearth_voice_activity_set_echo (HearthVoiceActivity *self, double decibels)
{
  self->echo = decibels;
}

/**
 * hearth_voice_activity_reset:
 * @self: a detector
 *
 * Forgets all that it heard, as when the microphone was closed.
 */
void
hearth_voice_activity_reset (HearthVoiceActivity *self)
{
  for (guint i = 0; i < WINDOWS; i++)
    self->windows[i] = INFINITY;
  self->window = self->window_frames = self->n_frames = 0;
  self->smooth = self->level = self->most = self->echo = SILENCE_DB;
  self->speech = FALSE;
  self->loud = self->quiet = self->resume = self->age = 0;
}

/* The energy without the constant part that cheap microphones add. */
static double
measure (const gint16 *frame)
{
  double sum = 0, squares = 0, mean, power;

  for (guint i = 0; i < HEARTH_VOICE_ACTIVITY_FRAME; i++) {
    sum += frame[i];
    squares += (double) frame[i] * frame[i];
  }
  mean = sum / HEARTH_VOICE_ACTIVITY_FRAME;
  power = (squares / HEARTH_VOICE_ACTIVITY_FRAME - mean * mean) / (32768.0 * 32768.0);
  return power > 0 ? MAX (10 * log10 (power), SILENCE_DB) : SILENCE_DB;
}

static void
track_floor (HearthVoiceActivity *self)
{
  self->smooth = self->n_frames == 0 ? self->level : 0.7 * self->smooth + 0.3 * self->level;
  self->windows[self->window] = MIN (self->windows[self->window], self->smooth);
  if (self->n_frames < FIRST_FRAMES) {
    self->n_frames++;
    self->most = MAX (self->most, self->smooth);
  }
  if (++self->window_frames == WINDOW_FRAMES) {
    self->window_frames = 0;
    self->window = (self->window + 1) % WINDOWS;
    self->windows[self->window] = INFINITY;
  }
}

/**
 * hearth_voice_activity_get_floor:
 * @self: a detector
 *
 * Returns: what it takes for the noise of the room, in dB of full scale
 */
double
hearth_voice_activity_get_floor (HearthVoiceActivity *self)
{
  double least = INFINITY;

  for (guint i = 0; i < WINDOWS; i++)
    least = MIN (least, self->windows[i]);
  if (self->n_frames == FIRST_FRAMES ||
      (self->n_frames >= STEADY_FRAMES && self->most - least < STEADY_DB))
    return least;
  return MIN (least, FIRST_DB);
}

static HearthVoiceActivityChange
push_silent (HearthVoiceActivity *self, gboolean loud)
{
  if (loud)
    self->loud++;
  else if (self->loud > 0)
    self->loud--;
  self->age = self->loud > 0 ? self->age + 1 : 0;
  if (self->loud < self->onset || self->n_frames < STEADY_FRAMES)
    return HEARTH_VOICE_ACTIVITY_SAME;
  self->speech = TRUE;
  self->loud = self->quiet = self->resume = 0;
  return HEARTH_VOICE_ACTIVITY_BEGIN;
}

static HearthVoiceActivityChange
push_speech (HearthVoiceActivity *self, gboolean loud)
{
  self->age++;
  self->resume = loud ? self->resume + 1 : 0;
  self->quiet = self->resume >= RESUME_FRAMES ? 0 : self->quiet + 1;
  if (self->quiet < self->hangover)
    return HEARTH_VOICE_ACTIVITY_SAME;
  self->speech = FALSE;
  self->age = 0;
  return HEARTH_VOICE_ACTIVITY_END;
}

/**
 * hearth_voice_activity_push:
 * @self: a detector
 * @frame: (array fixed-size=160): the next 10 ms
 *
 * Returns: whether speech began or ended with this frame
 */
HearthVoiceActivityChange
hearth_voice_activity_push (HearthVoiceActivity *self, const gint16 *frame)
{
  double threshold;
  gboolean loud;

  self->level = measure (frame);
  track_floor (self);
  threshold = MAX (hearth_voice_activity_get_floor (self), self->echo) +
              (self->speech ? STAY_DB : ENTER_DB);
  loud = self->level > MAX (threshold, FAINTEST_DB);
  /* What was heard until now was as steady as noise. */
  if (self->n_frames == STEADY_FRAMES && !loud)
    self->loud = 0;
  return self->speech ? push_speech (self, loud) : push_silent (self, loud);
}

/**
 * hearth_voice_activity_is_speech:
 * @self: a detector
 *
 * Returns: whether somebody speaks, or paused just now
 */
gboolean
hearth_voice_activity_is_speech (HearthVoiceActivity *self)
{
  return self->speech;
}

/**
 * hearth_voice_activity_get_age:
 * @self: a detector
 *
 * Returns: how long ago the sound began that is speech or may become it, in frames; 0 for none
 */
guint
hearth_voice_activity_get_age (HearthVoiceActivity *self)
{
  return self->age;
}

/**
 * hearth_voice_activity_get_level:
 * @self: a detector
 *
 * Returns: how loud the last frame was, from 0 (-60 dB of full scale and less) to 1
 */
double
hearth_voice_activity_get_level (HearthVoiceActivity *self)
{
  return CLAMP ((self->level + 60) / 60, 0, 1);
}

/**
 * hearth_voice_activity_get_decibels:
 * @self: a detector
 *
 * Returns: how loud the last frame was, in dB of full scale
 */
double
hearth_voice_activity_get_decibels (HearthVoiceActivity *self)
{
  return self->level;
}
