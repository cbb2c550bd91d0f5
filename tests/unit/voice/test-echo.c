/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-echo-estimate.h"

#include <math.h>

typedef struct {
  HearthEchoEstimate estimate;
  guint n_frames;
} Room;

/* How loud syllables are in this frame: between 20 dB below and the given. */
static double
syllable (guint frame, double decibels)
{
  return decibels - 10 + 10 * sin (2 * G_PI * 4 * frame / 100.0);
}

/* It speaks for a time; its echo comes 150 ms later, by @gain louder, and somebody speaks over it.
 * Returns in how many frames what is heard is clearly louder than the echo may be. */
static guint
play (Room *room, guint n_frames, double gain, double talk)
{
  guint n_louder = 0;

  for (guint i = 0; i < n_frames; i++, room->n_frames++) {
    double played = syllable (room->n_frames, -20);
    double echo = room->n_frames >= 15 ? syllable (room->n_frames - 15, -20 + gain) : -96;
    double heard = MAX (echo, talk);

    if (heard > hearth_echo_estimate_push (&room->estimate, played, heard) + 9)
      n_louder++;
  }
  return n_louder;
}

/* No echo is taken for a voice: as loud as what is played, louder, or nearly cancelled. */
static void
test_alone (void)
{
  static const double GAINS[] = { 10, 0, -15, -60 };

  for (guint i = 0; i < G_N_ELEMENTS (GAINS); i++) {
    Room room = { 0 };

    hearth_echo_estimate_init (&room.estimate);
    g_assert_cmpuint (play (&room, 3000, GAINS[i], -96), ==, 0);
  }
}

/* A canceller that learns, and a person who comes nearer, change it slowly, and are not heard. */
static void
test_changes (void)
{
  Room room = { 0 };

  hearth_echo_estimate_init (&room.estimate);
  for (guint i = 0; i <= 40; i++)
    g_assert_cmpuint (play (&room, 25, -(double) i, -96), ==, 0);
  for (guint i = 40; i > 10; i--)
    g_assert_cmpuint (play (&room, 50, -(double) i, -96), ==, 0);
}

/* Who speaks over it is heard, for as long as they do, and the sooner the less echo there is. */
static void
test_talk (void)
{
  Room room = { 0 };

  hearth_echo_estimate_init (&room.estimate);
  play (&room, 400, -40, -96);
  g_assert_cmpuint (play (&room, 100, -40, -25), >=, 95);
  g_assert_cmpuint (play (&room, 100, -40, -96), ==, 0);
  /* Over a loud echo, only who is louder than that. */
  hearth_echo_estimate_init (&room.estimate);
  play (&room, 300, -15, -96);
  g_assert_cmpuint (play (&room, 50, -15, -36), ==, 0);
  g_assert_cmpuint (play (&room, 50, -15, -14), >=, 40);
}

/* A canceller that does well for seconds and not for a moment is not taken for somebody. */
static void
test_jumps (void)
{
  Room room = { 0 };

  hearth_echo_estimate_init (&room.estimate);
  for (guint i = 0; i < 20; i++) {
    g_assert_cmpuint (play (&room, 400, -38, -96), ==, 0);
    g_assert_cmpuint (play (&room, 60, -14, -96), ==, 0);
  }
}

/* With headphones, who is not as loud as what is played is heard, too. */
static void
test_headphones (void)
{
  Room room = { 0 };

  hearth_echo_estimate_init (&room.estimate);
  play (&room, 100, -76, -96);
  g_assert_cmpuint (play (&room, 100, -76, -38), >=, 95);
}

/* Where nothing is played, nothing is expected. */
static void
test_silent (void)
{
  HearthEchoEstimate estimate;

  hearth_echo_estimate_init (&estimate);
  for (guint i = 0; i < 100; i++)
    g_assert_cmpfloat (hearth_echo_estimate_push (&estimate, -60, -20), ==, HEARTH_ECHO_NONE);
  hearth_echo_estimate_push (&estimate, -20, -60);
  g_assert_cmpfloat (hearth_echo_estimate_push (&estimate, -60, -60), >, -30);
  for (guint i = 0; i < HEARTH_ECHO_FRAMES; i++)
    hearth_echo_estimate_push (&estimate, -60, -60);
  g_assert_cmpfloat (hearth_echo_estimate_push (&estimate, -60, -60), ==, HEARTH_ECHO_NONE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/voice/echo/alone", test_alone);
  g_test_add_func ("/voice/echo/changes", test_changes);
  g_test_add_func ("/voice/echo/talk", test_talk);
  g_test_add_func ("/voice/echo/jumps", test_jumps);
  g_test_add_func ("/voice/echo/headphones", test_headphones);
  g_test_add_func ("/voice/echo/silent", test_silent);
  return g_test_run ();
}
