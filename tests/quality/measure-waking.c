/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "spoken.h"

#include "hearth-pocketsphinx.h"
#include "hearth-voice-activity.h"
#include "hearth-wake-phrase.h"

#include <gst/gst.h>
#include <string.h>

/* How often a phrase is found that was said, and how often in hours of other speech; and what it
 * costs to listen for it. Voices say it alone, before a question and in noise, and read texts.
 *
 *   measure-waking PHRASE HOURS TEXT...
 */

#define NOISE_DB 20.0
#define VOICE_FRAME HEARTH_VOICE_ACTIVITY_FRAME
#define LEAD_FRAMES 25
#define SENTENCE_MIN 20
#define SENTENCE_MAX 300

static const char *const voices[] = { "rms", "slt", "awb", "kal16" };

typedef struct {
  HearthPocketsphinx *recognizer;
  HearthVoiceActivity *activity;
  HearthWakePhrase *wake;
  GArray *before; /* of gint16, of the time before speech was noticed */
  guint found;
  gboolean counted; /* in what somebody says now */
} Ear;

static void
woken_cb (gsize since, const GError *error, gpointer user_data)
{
  Ear *ear = user_data;

  if (error != NULL)
    g_error ("%s", error->message);
  ear->found += !ear->counted;
  ear->counted = TRUE;
}

/* The worker of the recogniser has heard all that it was fed. */
static void
wait_until_heard (Ear *ear)
{
  while (hearth_recognizer_get_backlog (HEARTH_RECOGNIZER (ear->recognizer)) > 0)
    g_usleep (500);
  while (g_main_context_iteration (NULL, FALSE)) {
  }
}

/* As hearth-voice does: what is fed is what may be speech. */
static void
hear (Ear *ear, GArray *samples)
{
  for (guint i = 0; i + VOICE_FRAME <= samples->len; i += VOICE_FRAME) {
    const gint16 *frame = &g_array_index (samples, gint16, i);
    HearthVoiceActivityChange change;

    g_array_append_vals (ear->before, frame, VOICE_FRAME);
    if (ear->before->len > 100 * VOICE_FRAME)
      g_array_remove_range (ear->before, 0, VOICE_FRAME);
    change = hearth_voice_activity_push (ear->activity, frame);
    if (change == HEARTH_VOICE_ACTIVITY_BEGIN) {
      gsize lead = MIN ((hearth_voice_activity_get_age (ear->activity) + LEAD_FRAMES) * VOICE_FRAME,
                        ear->before->len);

      ear->counted = FALSE;
      hearth_wake_phrase_begin (ear->wake);
      hearth_wake_phrase_feed (ear->wake,
                               &g_array_index (ear->before, gint16, ear->before->len - lead), lead);
    } else if (change == HEARTH_VOICE_ACTIVITY_END) {
      hearth_wake_phrase_end (ear->wake);
    } else if (hearth_voice_activity_is_speech (ear->activity)) {
      hearth_wake_phrase_feed (ear->wake, frame, VOICE_FRAME);
    }
  }
  wait_until_heard (ear);
}

static void
ear_init (Ear *ear, const char *phrase)
{
  *ear = (Ear){ .recognizer = hearth_pocketsphinx_new (HEARTH_POCKETSPHINX_MODELDIR) };
  ear->activity = hearth_voice_activity_new ();
  hearth_voice_activity_set_onset (ear->activity, 60);
  hearth_voice_activity_set_hangover (ear->activity, 400);
  ear->before = g_array_new (FALSE, FALSE, sizeof (gint16));
  ear->wake = hearth_wake_phrase_new (HEARTH_RECOGNIZER (ear->recognizer), phrase, woken_cb, ear);
}

static void
ear_clear (Ear *ear)
{
  hearth_wake_phrase_free (ear->wake);
  hearth_voice_activity_free (ear->activity);
  g_array_unref (ear->before);
  g_object_unref (ear->recognizer);
}

/* Percent of the times when the phrase was said. */
static double
measure_found (const char *phrase, HearthLocalSynthesizer *synthesizer)
{
  static const char *const endings[] = { "", ", what is on tomorrow?", ", read my mail" };
  static const double rates[] = { 0.85, 1, 1.2 };
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  guint said = 0, found = 0;

  for (guint i = 0; i < G_N_ELEMENTS (voices); i++) {
    guint found_here = 0, said_here = 0;

    for (guint j = 0; j < 2 * G_N_ELEMENTS (rates) * G_N_ELEMENTS (endings); j++) {
      g_autofree char *text = g_strconcat (phrase, endings[j % G_N_ELEMENTS (endings)], NULL);
      g_autoptr (GArray) samples =
          spoken_new (synthesizer, voices[i], rates[j / 2 % G_N_ELEMENTS (rates)], text);
      Ear ear;

      if (j % 2 == 1)
        spoken_add_noise (samples, random, NOISE_DB);
      g_array_set_size (samples, samples->len + HEARTH_RECOGNIZER_RATE);
      spoken_denoise (samples);
      ear_init (&ear, phrase);
      hear (&ear, samples);
      found_here += ear.found > 0;
      said_here++;
      ear_clear (&ear);
    }
    g_print ("# %s: %u of %u found\n", voices[i], found_here, said_here);
    said += said_here;
    found += found_here;
  }
  return 100.0 * found / said;
}

/* The sentences of a text that can be said. */
static GPtrArray *
read_sentences (char **paths)
{
  GPtrArray *sentences = g_ptr_array_new_with_free_func (g_free);

  for (; *paths != NULL; paths++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *contents = NULL;
    g_auto (GStrv) parts = NULL;

    if (!g_file_get_contents (*paths, &contents, NULL, &error))
      g_error ("%s", error->message);
    for (char *c = contents; *c != '\0'; c++) {
      if (!g_ascii_isalnum (*c) && strchr (" ,.?!'", *c) == NULL)
        *c = ' ';
    }
    parts = g_strsplit_set (contents, ".?!", -1);
    for (guint i = 0; parts[i] != NULL; i++) {
      gsize length = strlen (g_strstrip (parts[i]));

      if (length >= SENTENCE_MIN && length <= SENTENCE_MAX)
        g_ptr_array_add (sentences, g_strdup (parts[i]));
    }
  }
  return sentences;
}

static double
get_cpu_seconds (void)
{
  return (double) clock () / CLOCKS_PER_SEC;
}

/* How often it was found in other speech, in so many hours; and which part of a core that took. */
static guint
measure_false (const char *phrase, HearthLocalSynthesizer *synthesizer, double hours, char **paths,
               double *cpu)
{
  g_autoptr (GPtrArray) sentences = read_sentences (paths);
  g_autoptr (GRand) random = g_rand_new_with_seed (2);
  double heard = 0, worked = 0;
  Ear ear;

  ear_init (&ear, phrase);
  while (heard < hours * 3600 && sentences->len > 0) {
    const char *text =
        g_ptr_array_index (sentences, g_rand_int_range (random, 0, (gint32) sentences->len));
    const char *voice = voices[g_rand_int_range (random, 0, G_N_ELEMENTS (voices))];
    g_autoptr (GArray) samples =
        spoken_new (synthesizer, voice, g_rand_double_range (random, 0.8, 1.3), text);
    guint before = ear.found;
    double begin;

    spoken_denoise (samples);
    begin = get_cpu_seconds ();
    hear (&ear, samples);
    worked += get_cpu_seconds () - begin;
    heard += (double) samples->len / HEARTH_RECOGNIZER_RATE;
    if (ear.found > before)
      g_print ("# found in “%s”, said by %s\n", text, voice);
  }
  ear_clear (&ear);
  *cpu = heard > 0 ? 100 * worked / heard : 0;
  return ear.found;
}

int
main (int argc, char *argv[])
{
  g_autoptr (HearthLocalSynthesizer) synthesizer =
      hearth_local_synthesizer_new (&HEARTH_SPEECH_ENGINE_FLITE);
  double hours, found, cpu;
  guint wrong;

  gst_init (NULL, NULL);
  if (argc < 4)
    g_error ("measure-waking PHRASE HOURS TEXT...");
  hours = g_ascii_strtod (argv[2], NULL);
  found = measure_found (argv[1], synthesizer);
  wrong = measure_false (argv[1], synthesizer, hours, argv + 3, &cpu);
  g_print ("1..3\n");
  g_print ("%s 1 “%s” found %.1f %%\n", found >= 90 ? "ok" : "not ok", argv[1], found);
  g_print ("%s 2 %u times in %.1f hours of other speech\n",
           wrong <= MAX (1, hours / 10) ? "ok" : "not ok", wrong, hours);
  g_print ("%s 3 %.1f %% of a core while somebody speaks\n", cpu <= 6 ? "ok" : "not ok", cpu);
  return found >= 90 && wrong <= MAX (1, hours / 10) && cpu <= 6 ? 0 : 1;
}
