/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "spoken.h"

#include "hearth-clock.h"
#include "hearth-espeak-phonemes.h"
#include "hearth-intents.h"
#include "hearth-pocketsphinx.h"
#include "hearth-pronunciation.h"
#include "hearth-speech-model.h"
#include "hearth-voice-command.h"

#include <glib/gstdio.h>
#include <gst/gst.h>
#include <string.h>

/* How many of a hundred spoken commands are understood: voices say them, with and without noise,
 * the recogniser hears them as a microphone would give them, with the model of the owner's names,
 * and the templates read what it heard. Prints what was not understood, and fails below the least
 * percent.
 *
 *   measure-spoken COMMANDS [LEAST-CLEAN [LEAST-NOISY]]
 */

#define CHUNK 1600
#define NOISE_DB 10.0

static const char *const people[] = { "Anna Berg",    "Marta Silva",   "Tom Baker",
                                      "Priya Sharma", "Jonas Weber",   "Sarah O’Neill",
                                      "Elena Novak",  "Henrik Larsen", NULL };
static const char *const events[] = {
  "Design review", "Budget meeting", "Team lunch",     "Dentist",         "Board meeting",
  "Piano lesson",  "Book club",      "Parent evening", "Sprint planning", NULL
};

typedef struct {
  HearthPocketsphinx *recognizer;
  HearthIntents *intents;
  HearthRecognition recognition;
  GRand *random;
  double heard_seconds;
  double worked_seconds;
} Ear;

typedef struct {
  char *text;
  char **alternatives;
  gboolean ended;
} Heard;

static void
heard_cb (const HearthRecognizerEvent *event, gpointer user_data)
{
  Heard *heard = user_data;

  if (event->kind == HEARTH_RECOGNIZER_EVENT_FAILED)
    g_error ("%s", event->error->message);
  if (event->kind != HEARTH_RECOGNIZER_EVENT_FINAL)
    return;
  heard->text = g_strdup (event->text);
  heard->alternatives =
      event->alternatives != NULL ? g_strdupv ((char **) event->alternatives) : g_new0 (char *, 1);
  heard->ended = TRUE;
}

static char *
hear (Ear *ear, GArray *samples, char ***alternatives)
{
  HearthRecognizer *recognizer = HEARTH_RECOGNIZER (ear->recognizer);
  Heard heard = { 0 };
  gint64 begin = g_get_monotonic_time ();

  hearth_recognizer_start (recognizer, &ear->recognition, NULL, heard_cb, &heard, NULL);
  for (guint i = 0; i < samples->len; i += CHUNK)
    hearth_recognizer_feed (recognizer, &g_array_index (samples, gint16, i),
                            MIN (CHUNK, samples->len - i));
  hearth_recognizer_finish (recognizer);
  while (!heard.ended)
    g_main_context_iteration (NULL, TRUE);
  ear->worked_seconds += (double) (g_get_monotonic_time () - begin) / G_USEC_PER_SEC;
  ear->heard_seconds += (double) samples->len / HEARTH_RECOGNIZER_RATE;
  *alternatives = heard.alternatives;
  return heard.text;
}

/* What is made of a sentence: a command, or an intent of the built-in service. */
static char *
find_intent (Ear *ear, const char *text)
{
  HearthVoiceCommandKind kind = hearth_voice_command_read (text, "en", NULL, NULL);
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();
  g_autoptr (GArray) times = NULL;
  g_autoptr (HearthIntentMatch) match = NULL;
  HearthTimeContext context;

  if (kind != HEARTH_VOICE_COMMAND_NONE)
    return g_strdup_printf ("command.%d", kind);
  context = (HearthTimeContext){ .now = hearth_clock_now (),
                                 .zone = zone,
                                 .tense = hearth_intents_is_past (ear->intents, text)
                                              ? HEARTH_TENSE_PAST
                                              : HEARTH_TENSE_NEAREST };
  times = hearth_time_read_own (text, &context);
  match = hearth_intents_match (ear->intents, text, times);
  return g_strdup (match != NULL ? match->intent : "nothing");
}

/* Percent of the commands that are understood. */
static double
measure (Ear *ear, char **lines, const char *voice_name, gboolean noisy)
{
  g_autoptr (HearthLocalSynthesizer) voice =
      hearth_local_synthesizer_new (&HEARTH_SPEECH_ENGINE_FLITE);
  guint right = 0, exact = 0, n = 0;

  for (guint i = 0; lines[i] != NULL; i++) {
    g_auto (GStrv) fields = g_strsplit (lines[i], "\t", 2);
    g_autoptr (GArray) samples = NULL;
    g_auto (GStrv) alternatives = NULL;
    g_autofree char *text = NULL;
    g_autofree char *intent = NULL;

    if (*lines[i] == '#' || g_strv_length (fields) != 2)
      continue;
    samples = spoken_new (voice, voice_name, 1, fields[1]);
    if (noisy)
      spoken_add_noise (samples, ear->random, NOISE_DB);
    spoken_denoise (samples);
    text = hear (ear, samples, &alternatives);
    intent = find_intent (ear, text);
    /* What means nothing may have been something else. */
    for (guint j = 0; strcmp (intent, "nothing") == 0 && alternatives[j] != NULL; j++) {
      g_free (intent);
      intent = find_intent (ear, alternatives[j]);
    }
    n++;
    exact += g_ascii_strcasecmp (text, fields[1]) == 0;
    if (strcmp (intent, fields[0]) == 0)
      right++;
    else
      g_print ("# %s: “%s” was heard as “%s”: %s\n", fields[0], fields[1], text, intent);
  }
  g_print ("# %s %s: %u of %u understood, %u word for word\n", voice_name,
           noisy ? "with noise" : "clean", right, n, exact);
  return n > 0 ? 100.0 * right / n : 0;
}

/* What is written must be read rightly, or the measure says nothing of the ear. */
static guint
count_misread (Ear *ear, char **lines)
{
  guint misread = 0;

  for (guint i = 0; lines[i] != NULL; i++) {
    g_auto (GStrv) fields = g_strsplit (lines[i], "\t", 2);
    g_autofree char *intent = NULL;

    if (*lines[i] == '#' || g_strv_length (fields) != 2)
      continue;
    intent = find_intent (ear, fields[1]);
    if (strcmp (intent, fields[0]) != 0) {
      g_print ("# “%s” is read as %s and not as %s\n", fields[1], intent, fields[0]);
      misread++;
    }
  }
  return misread;
}

static char *
write_model (const HearthSpeechModel *model)
{
  g_autoptr (GError) error = NULL;
  char *path = NULL;
  int fd = g_file_open_tmp ("hearth-spoken-XXXXXX.arpa", &path, &error);

  g_assert_no_error (error);
  g_close (fd, NULL);
  g_file_set_contents (path, model->language_model, -1, &error);
  g_assert_no_error (error);
  return path;
}

int
main (int argc, char *argv[])
{
  static const char *const voices[] = { "rms", "slt" };
  double least[2] = { argc > 2 ? g_ascii_strtod (argv[2], NULL) : 0,
                      argc > 3 ? g_ascii_strtod (argv[3], NULL) : 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *contents = NULL;
  g_autofree char *known =
      g_build_filename (HEARTH_POCKETSPHINX_MODELDIR, "cmudict-en-us.dict", NULL);
  g_auto (GStrv) lines = NULL;
  gint64 begin = g_get_monotonic_time ();
  g_autoptr (HearthSpeechModel) model = hearth_speech_model_new (people, events, NULL, &error);
  g_autofree char *dictionary = NULL;
  g_autofree char *path = NULL;
  Ear ear = { 0 };
  double percent[2] = { 0 };
  guint misread;

  gst_init (NULL, NULL);
  g_assert_no_error (error);
  dictionary = hearth_pronunciation_dictionary_sync ((const char *const *) model->words, known,
                                                     hearth_espeak_dup_phonemes, NULL, &error);
  g_assert_no_error (error);
  g_print ("# %u words, %zu KiB, made in %" G_GINT64_FORMAT " ms\n", g_strv_length (model->words),
           strlen (model->language_model) / 1024, (g_get_monotonic_time () - begin) / 1000);
  path = write_model (model);
  if (argc < 2 || !g_file_get_contents (argv[1], &contents, NULL, &error))
    g_error ("%s", error != NULL ? error->message : "measure-spoken COMMANDS [CLEAN NOISY]");
  lines = g_strsplit (contents, "\n", -1);
  ear.recognizer = hearth_pocketsphinx_new (HEARTH_POCKETSPHINX_MODELDIR);
  ear.intents = hearth_intents_new_for_language ("en", &error);
  g_assert_no_error (error);
  ear.recognition =
      (HearthRecognition){ .language = "en", .language_model = path, .dictionary = dictionary };
  ear.random = g_rand_new_with_seed (1);
  misread = count_misread (&ear, lines);
  g_print ("1..3\n%s 1 sentences are read rightly\n", misread == 0 ? "ok" : "not ok");
  for (guint noisy = 0; noisy < 2; noisy++) {
    for (guint i = 0; i < G_N_ELEMENTS (voices); i++)
      percent[noisy] += measure (&ear, lines, voices[i], noisy) / G_N_ELEMENTS (voices);
    g_print ("%s %u %.1f %% right %s\n", percent[noisy] >= least[noisy] ? "ok" : "not ok",
             noisy + 2, percent[noisy], noisy ? "with noise" : "clean");
  }
  g_print ("# %.0f s of sound in %.0f s\n", ear.heard_seconds, ear.worked_seconds);
  g_unlink (path);
  g_object_unref (ear.recognizer);
  g_object_unref (ear.intents);
  g_rand_free (ear.random);
  return misread == 0 && percent[0] >= least[0] && percent[1] >= least[1] ? 0 : 1;
}
