/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-voice-activity.h"

#include <math.h>

#define MS(frames) ((frames) *HEARTH_VOICE_ACTIVITY_FRAME_MS)

/* A signal that is made frame by frame: a voice (a tone whose strength goes up and down as
 * syllables do) over noise, both in dB of full scale. */
typedef struct {
  HearthVoiceActivity *activity;
  GRand *rand;
  guint n_samples;
  int begun; /* the frame in which speech last began, or -1 */
  int ended;
  guint n_begun;
  guint n_frames;
} Signal;

static void
signal_init (Signal *self)
{
  self->activity = hearth_voice_activity_new ();
  self->rand = g_rand_new_with_seed (8);
  self->n_samples = self->n_begun = self->n_frames = 0;
  self->begun = self->ended = -1;
}

static void
signal_clear (Signal *self)
{
  hearth_voice_activity_free (self->activity);
  g_rand_free (self->rand);
}

static void
push (Signal *self, guint milliseconds, double voice_db, double noise_db)
{
  double voice = 32768 * pow (10, voice_db / 20) * G_SQRT2;
  double noise = 32768 * pow (10, noise_db / 20) * sqrt (3);

  for (guint f = 0; f < milliseconds / HEARTH_VOICE_ACTIVITY_FRAME_MS; f++, self->n_frames++) {
    gint16 frame[HEARTH_VOICE_ACTIVITY_FRAME];

    for (guint i = 0; i < HEARTH_VOICE_ACTIVITY_FRAME; i++, self->n_samples++) {
      double t = self->n_samples / 16000.0;
      double syllable = 0.55 + 0.45 * sin (2 * G_PI * 4 * t);
      double x = voice * syllable * sin (2 * G_PI * 180 * t) +
                 noise * g_rand_double_range (self->rand, -1, 1);

      frame[i] = (gint16) CLAMP (x, -32768, 32767);
    }
    switch (hearth_voice_activity_push (self->activity, frame)) {
    case HEARTH_VOICE_ACTIVITY_BEGIN:
      self->begun = (int) self->n_frames;
      self->n_begun++;
      break;
    case HEARTH_VOICE_ACTIVITY_END:
      self->ended = (int) self->n_frames;
      break;
    case HEARTH_VOICE_ACTIVITY_SAME:
    default:
      break;
    }
  }
}

#define NOTHING -200.0

/* Speech is found soon after it begins, and its end between 300 and 500 ms after it ended. */
static void
test_sentence (gconstpointer data)
{
  const double *levels = data;
  Signal signal;

  signal_init (&signal);
  push (&signal, 1000, NOTHING, levels[1]);
  g_assert_cmpint (signal.n_begun, ==, 0);
  push (&signal, 1200, levels[0], levels[1]);
  g_assert_cmpint (signal.n_begun, ==, 1);
  g_assert_cmpint (MS (signal.begun), <=, 1000 + 150);
  g_assert_true (hearth_voice_activity_is_speech (signal.activity));
  push (&signal, 700, NOTHING, levels[1]);
  g_assert_cmpint (MS (signal.ended), >=, 2200 + 300);
  g_assert_cmpint (MS (signal.ended), <=, 2200 + 500);
  g_assert_false (hearth_voice_activity_is_speech (signal.activity));
  signal_clear (&signal);
}

/* A pause between two words does not end the sentence, and a click in the final one does not
 * lengthen it. */
static void
test_pause (void)
{
  Signal signal;

  signal_init (&signal);
  push (&signal, 800, NOTHING, -70);
  push (&signal, 500, -25, -70);
  push (&signal, 250, NOTHING, -70);
  push (&signal, 500, -25, -70);
  g_assert_cmpint (signal.ended, ==, -1);
  push (&signal, 200, NOTHING, -70);
  push (&signal, 10, NOTHING, -20);
  push (&signal, 350, NOTHING, -70);
  g_assert_cmpint (MS (signal.ended), <=, 2050 + 500);
  g_assert_cmpint (signal.ended, >, 0);
  g_assert_cmpint (signal.n_begun, ==, 1);
  signal_clear (&signal);
}

/* Clicks, a steady fan and a hum of the mains are not speech. */
static void
test_noises (void)
{
  Signal signal;

  signal_init (&signal);
  push (&signal, 1000, NOTHING, -70);
  for (guint i = 0; i < 8; i++) {
    push (&signal, 20, NOTHING, -15);
    push (&signal, 300, NOTHING, -70);
  }
  g_assert_cmpint (signal.n_begun, ==, 0);
  /* Too faint for anybody who speaks to it. */
  push (&signal, 2000, -56, -70);
  g_assert_cmpint (signal.n_begun, ==, 0);
  /* A fan that is switched on is taken for speech at most once, and becomes the floor. */
  push (&signal, 4000, NOTHING, -40);
  g_assert_cmpint (signal.n_begun, <=, 1);
  g_assert_false (hearth_voice_activity_is_speech (signal.activity));
  g_assert_cmpfloat (hearth_voice_activity_get_floor (signal.activity), >, -46);
  /* Above it, speech is found again. */
  push (&signal, 600, -22, -40);
  g_assert_true (hearth_voice_activity_is_speech (signal.activity));
  signal_clear (&signal);
}

/* Who speaks as soon as the microphone is open is heard; zeros before the first sound, which
 * microphones send, teach it nothing false. */
static void
test_at_once (void)
{
  Signal signal;

  signal_init (&signal);
  push (&signal, 200, -25, -65);
  g_assert_cmpint (signal.n_begun, ==, 1);
  push (&signal, 800, NOTHING, -65);
  g_assert_false (hearth_voice_activity_is_speech (signal.activity));
  hearth_voice_activity_reset (signal.activity);
  signal.n_begun = 0;
  push (&signal, 300, NOTHING, NOTHING);
  push (&signal, 1500, NOTHING, -58);
  g_assert_cmpint (signal.n_begun, ==, 0);
  signal_clear (&signal);
}

/* Who wants to interrupt has to speak for as long as was set. */
static void
test_onset (void)
{
  Signal signal;

  signal_init (&signal);
  hearth_voice_activity_set_onset (signal.activity, 250);
  push (&signal, 1000, NOTHING, -70);
  push (&signal, 200, -25, -70);
  push (&signal, 800, NOTHING, -70);
  g_assert_cmpint (signal.n_begun, ==, 0);
  push (&signal, 400, -25, -70);
  g_assert_cmpint (signal.n_begun, ==, 1);
  g_assert_cmpint (MS (signal.begun), >=, 2000 + 240);
  g_assert_cmpint (MS (signal.begun), <=, 2000 + 380);
  g_assert_cmpint (MS (hearth_voice_activity_get_age (signal.activity)), >=, 380);
  signal_clear (&signal);
}

/* What ends speech may change while somebody speaks, and within the pause itself. */
static void
test_hangover (void)
{
  Signal signal;

  signal_init (&signal);
  push (&signal, 800, NOTHING, -70);
  push (&signal, 500, -25, -70);
  hearth_voice_activity_set_hangover (signal.activity, 160);
  push (&signal, 500, -25, -70);
  g_assert_cmpint (signal.ended, ==, -1);
  push (&signal, 300, NOTHING, -70);
  g_assert_cmpint (MS (signal.ended), >=, 1800 + 100);
  g_assert_cmpint (MS (signal.ended), <=, 1800 + 200);

  /* Taken back within the pause, it is as long as before. */
  signal.ended = -1;
  push (&signal, 500, -25, -70);
  push (&signal, 100, NOTHING, -70);
  hearth_voice_activity_set_hangover (signal.activity, 400);
  push (&signal, 200, NOTHING, -70);
  g_assert_cmpint (signal.ended, ==, -1);
  g_assert_true (hearth_voice_activity_is_speech (signal.activity));
  /* The silence that was counts. */
  hearth_voice_activity_set_hangover (signal.activity, 160);
  push (&signal, 10, NOTHING, -70);
  g_assert_cmpint (signal.ended, ==, (int) signal.n_frames - 1);
  g_assert_cmpint (signal.n_begun, ==, 2);
  signal_clear (&signal);
}

static void
test_level (void)
{
  Signal signal;

  signal_init (&signal);
  push (&signal, 100, NOTHING, NOTHING);
  g_assert_cmpfloat (hearth_voice_activity_get_level (signal.activity), ==, 0);
  push (&signal, 100, NOTHING, -30);
  g_assert_cmpfloat_with_epsilon (hearth_voice_activity_get_level (signal.activity), 0.5, 0.05);
  signal_clear (&signal);
}

int
main (int argc, char *argv[])
{
  static const double quiet_room[] = { -25, -70 };
  static const double quiet_voice[] = { -40, -66 };
  static const double noisy_room[] = { -22, -40 };

  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/voice/activity/sentence/quiet-room", quiet_room, test_sentence);
  g_test_add_data_func ("/voice/activity/sentence/quiet-voice", quiet_voice, test_sentence);
  g_test_add_data_func ("/voice/activity/sentence/noisy-room", noisy_room, test_sentence);
  g_test_add_func ("/voice/activity/pause", test_pause);
  g_test_add_func ("/voice/activity/noises", test_noises);
  g_test_add_func ("/voice/activity/at-once", test_at_once);
  g_test_add_func ("/voice/activity/onset", test_onset);
  g_test_add_func ("/voice/activity/hangover", test_hangover);
  g_test_add_func ("/voice/activity/level", test_level);
  return g_test_run ();
}
