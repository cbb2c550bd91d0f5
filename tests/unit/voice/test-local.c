/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-local-synthesizer.h"
#include "hearth-pocketsphinx.h"

#include <string.h>

#define GRAMMAR                                                                                    \
  "#JSGF V1.0;\n"                                                                                  \
  "grammar commands;\n"                                                                            \
  "public <command> = what is new | read my mail | when is my next meeting | "                     \
  "remind me [ tomorrow ] [ to call anna ];\n"
#define CHUNK 1600

/* What came of a synthesis. */
typedef struct {
  GArray *samples;
  guint rate;
  guint n_chunks;
  gboolean ended;
  GError *error;
  GCancellable *cancel_at_first;
} Sound;

static void
sound_cb (const HearthSynthesizerEvent *event, gpointer user_data)
{
  Sound *sound = user_data;

  g_assert_false (sound->ended);
  switch (event->kind) {
  case HEARTH_SYNTHESIZER_EVENT_SAMPLES:
    g_assert_true (sound->rate == 0 || sound->rate == event->rate);
    sound->rate = event->rate;
    sound->n_chunks++;
    g_array_append_vals (sound->samples, event->samples, (guint) event->n_samples);
    if (sound->cancel_at_first != NULL)
      g_cancellable_cancel (sound->cancel_at_first);
    break;
  case HEARTH_SYNTHESIZER_EVENT_FAILED:
    sound->error = g_error_copy (event->error);
    sound->ended = TRUE;
    break;
  case HEARTH_SYNTHESIZER_EVENT_END:
  default:
    sound->ended = TRUE;
    break;
  }
}

static void
sound_clear (Sound *sound)
{
  g_array_unref (sound->samples);
  g_clear_error (&sound->error);
}

/* Speaks and waits for the end. */
static Sound
speak (const HearthSpeechEngine *engine, const HearthSynthesis *synthesis, GCancellable *cancel)
{
  g_autoptr (HearthLocalSynthesizer) voice = hearth_local_synthesizer_new (engine);
  Sound sound = { .samples = g_array_new (FALSE, FALSE, sizeof (gint16)),
                  .cancel_at_first = cancel };

  hearth_synthesizer_start (HEARTH_SYNTHESIZER (voice), synthesis, cancel, sound_cb, &sound, NULL);
  g_assert_false (sound.ended);
  while (!sound.ended)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (hearth_synthesizer_get_host (HEARTH_SYNTHESIZER (voice)));
  return sound;
}

/* What came of a hearing. */
typedef struct {
  char *text;
  double confidence;
  guint n_partials;
  gboolean ended;
  GError *error;
} Heard;

static void
heard_cb (const HearthRecognizerEvent *event, gpointer user_data)
{
  Heard *heard = user_data;

  g_assert_false (heard->ended);
  if (event->kind == HEARTH_RECOGNIZER_EVENT_PARTIAL) {
    heard->n_partials++;
    return;
  }
  heard->ended = TRUE;
  heard->confidence = event->confidence;
  heard->text = g_strdup (event->text);
  if (event->kind == HEARTH_RECOGNIZER_EVENT_FAILED)
    heard->error = g_error_copy (event->error);
}

static void
heard_clear (Heard *heard)
{
  g_clear_pointer (&heard->text, g_free);
  g_clear_error (&heard->error);
  *heard = (Heard){ 0 };
}

static void
feed (HearthRecognizer *recognizer, GArray *samples)
{
  for (guint i = 0; i < samples->len; i += CHUNK)
    hearth_recognizer_feed (recognizer, &g_array_index (samples, gint16, i),
                            MIN (CHUNK, samples->len - i));
}

static void
wait_heard (Heard *heard)
{
  while (!heard->ended)
    g_main_context_iteration (NULL, TRUE);
}

static Heard
hear (HearthPocketsphinx *recognizer, const HearthRecognition *recognition, GArray *samples)
{
  Heard heard = { 0 };

  hearth_recognizer_start (HEARTH_RECOGNIZER (recognizer), recognition, NULL, heard_cb, &heard,
                           NULL);
  if (samples != NULL)
    feed (HEARTH_RECOGNIZER (recognizer), samples);
  hearth_recognizer_finish (HEARTH_RECOGNIZER (recognizer));
  wait_heard (&heard);
  return heard;
}

/* What one voice says, the recogniser understands: sentence after sentence, with one decoder. */
static void
test_understood (void)
{
  static const char *const SENTENCES[] = { "read my mail", "when is my next meeting",
                                           "remind me tomorrow to call anna" };
  g_autoptr (HearthPocketsphinx) recognizer =
      hearth_pocketsphinx_new (HEARTH_POCKETSPHINX_MODELDIR);
  HearthRecognition recognition = { .language = "en", .grammar = GRAMMAR };

  for (guint i = 0; i < G_N_ELEMENTS (SENTENCES); i++) {
    HearthSynthesis synthesis = { .text = SENTENCES[i], .voice = "rms", .rate = 1, .pitch = 1 };
    Sound sound = speak (&HEARTH_SPEECH_ENGINE_FLITE, &synthesis, NULL);
    gint64 begun = g_get_monotonic_time ();
    Heard heard;

    g_assert_no_error (sound.error);
    g_assert_cmpuint (sound.rate, ==, HEARTH_RECOGNIZER_RATE);
    heard = hear (recognizer, &recognition, sound.samples);
    g_test_message ("%.1f s heard in %d ms, confidence %.2f, %u partials",
                    sound.samples->len / 16000.0, (int) (g_get_monotonic_time () - begun) / 1000,
                    heard.confidence, heard.n_partials);
    g_assert_no_error (heard.error);
    g_assert_cmpstr (heard.text, ==, SENTENCES[i]);
    g_assert_cmpuint (heard.n_partials, >, 0);
    g_assert_cmpfloat (heard.confidence, <=, 1);
    heard_clear (&heard);
    sound_clear (&sound);
  }
}

/* A name that no dictionary has is understood once its pronunciation is told. */
static void
test_dictionary (void)
{
  g_autoptr (HearthPocketsphinx) recognizer =
      hearth_pocketsphinx_new (HEARTH_POCKETSPHINX_MODELDIR);
  HearthSynthesis synthesis = { .text = "call zabrowski", .voice = "rms", .rate = 1, .pitch = 1 };
  HearthRecognition recognition = {
    .grammar = "#JSGF V1.0;\ngrammar g;\npublic <g> = call ( zabrowski | anna | peter );\n",
  };
  Sound sound = speak (&HEARTH_SPEECH_ENGINE_FLITE, &synthesis, NULL);
  Heard heard = hear (recognizer, &recognition, sound.samples);

  g_assert_error (heard.error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_SETTINGS);
  heard_clear (&heard);
  recognition.dictionary = "zabrowski Z AH B R AO F S K IY\n\nbroken\n";
  heard = hear (recognizer, &recognition, sound.samples);
  g_assert_no_error (heard.error);
  g_assert_cmpstr (heard.text, ==, "call zabrowski");
  heard_clear (&heard);
  sound_clear (&sound);
}

static void
test_recognizer_failures (void)
{
  g_autoptr (HearthPocketsphinx) recognizer =
      hearth_pocketsphinx_new (HEARTH_POCKETSPHINX_MODELDIR);
  g_autoptr (HearthPocketsphinx) empty = hearth_pocketsphinx_new ("/nonexistent");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  HearthRecognition german = { .language = "de", .grammar = GRAMMAR };
  HearthRecognition broken = { .grammar = "#JSGF V1.0;\ngrammar g;\npublic <g> = ( anna;\n" };
  HearthRecognition good = { .grammar = GRAMMAR };
  Heard heard = hear (recognizer, &german, NULL);

  g_assert_error (heard.error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_LANGUAGE);
  heard_clear (&heard);
  heard = hear (recognizer, &broken, NULL);
  g_assert_error (heard.error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_SETTINGS);
  heard_clear (&heard);
  heard = hear (empty, &good, NULL);
  g_assert_error (heard.error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_MISSING);
  heard_clear (&heard);
  /* After these it hears as before; of nothing it makes nothing. */
  heard = hear (recognizer, &good, NULL);
  g_assert_no_error (heard.error);
  g_assert_cmpstr (heard.text, ==, "");
  heard_clear (&heard);
  hearth_recognizer_start (HEARTH_RECOGNIZER (recognizer), &good, cancellable, heard_cb, &heard,
                           NULL);
  g_cancellable_cancel (cancellable);
  g_assert_false (heard.ended);
  wait_heard (&heard);
  g_assert_error (heard.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  heard_clear (&heard);
}

static double
measure_pitch (const Sound *sound)
{
  const gint16 *x = (const gint16 *) (gpointer) sound->samples->data;
  guint window = sound->rate / 20;
  double sum = 0;
  guint n = 0;

  /* The strongest period of each loud piece, between 60 and 400 Hz. */
  for (guint at = 0; at + 2 * window < sound->samples->len; at += window) {
    double energy = 0, best = 0;
    guint period = 0;

    for (guint i = 0; i < window; i++)
      energy += (double) x[at + i] * x[at + i];
    for (guint lag = sound->rate / 400; lag < sound->rate / 60; lag++) {
      double match = 0;

      for (guint i = 0; i < window; i++)
        match += (double) x[at + i] * x[at + i + lag];
      if (match > best) {
        best = match;
        period = lag;
      }
    }
    if (period > 0 && best > 0.6 * energy && energy / window > 500 * 500) {
      sum += (double) sound->rate / period;
      n++;
    }
  }
  g_assert_cmpuint (n, >, 5);
  return sum / n;
}

/* There are voices that anybody can tell apart, and all change how fast and how high they speak. */
static void
test_voices (gconstpointer data)
{
  const HearthSpeechEngine *engine = data;
  const char *text = "Good morning. You have three new messages, and one meeting at noon.";
  HearthSynthesis plain = { .text = text, .rate = 1, .pitch = 1 };
  HearthSynthesis fast = { .text = text, .rate = 1.5, .pitch = 1 };
  HearthSynthesis high = { .text = text, .rate = 1, .pitch = 1.3 };
  Sound a = speak (engine, &plain, NULL);
  Sound b = speak (engine, &fast, NULL);
  Sound c = speak (engine, &high, NULL);

  g_assert_no_error (a.error);
  g_assert_cmpuint (a.samples->len, >, 2 * a.rate);
  g_assert_cmpuint (a.n_chunks, >, 10);
  g_assert_cmpuint (b.samples->len, <, a.samples->len * 0.8);
  g_test_message ("%s: %.1f s at %u, pitch %.0f Hz, raised %.0f Hz", engine->name,
                  (double) a.samples->len / a.rate, a.rate, measure_pitch (&a), measure_pitch (&c));
  g_assert_cmpfloat (measure_pitch (&c), >, measure_pitch (&a) * 1.1);
  sound_clear (&a);
  sound_clear (&b);
  sound_clear (&c);
}

static void
test_two_voices (void)
{
  HearthSynthesis her = { .text = "This is how I sound.", .voice = "slt", .rate = 1, .pitch = 1 };
  HearthSynthesis him = { .text = "This is how I sound.", .voice = "rms", .rate = 1, .pitch = 1 };
  HearthSynthesis german = { .text = "Guten Morgen", .language = "de-AT", .rate = 1, .pitch = 1 };
  HearthSynthesis unknown = { .text = "x", .language = "qq", .rate = 1, .pitch = 1 };
  Sound a = speak (&HEARTH_SPEECH_ENGINE_FLITE, &her, NULL);
  Sound b = speak (&HEARTH_SPEECH_ENGINE_FLITE, &him, NULL);
  Sound c = speak (&HEARTH_SPEECH_ENGINE_FLITE, &german, NULL);
  Sound d = speak (&HEARTH_SPEECH_ENGINE_ESPEAK, &german, NULL);
  Sound e = speak (&HEARTH_SPEECH_ENGINE_ESPEAK, &unknown, NULL);

  g_assert_cmpfloat (measure_pitch (&a), >, measure_pitch (&b) * 1.3);
  g_assert_error (c.error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_LANGUAGE);
  g_assert_no_error (d.error);
  g_assert_cmpuint (d.samples->len, >, 0);
  g_assert_error (e.error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_LANGUAGE);
  sound_clear (&a);
  sound_clear (&b);
  sound_clear (&c);
  sound_clear (&d);
  sound_clear (&e);
}

/* It stops within a piece or two, and a text of signs alone is no failure. */
static void
test_stopped (gconstpointer data)
{
  const HearthSpeechEngine *engine = data;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *endless = g_strnfill (HEARTH_SYNTHESIS_TEXT_MAX + 1, 'a');
  g_autoptr (GString) text = g_string_new (NULL);
  HearthSynthesis plain = { .rate = 1, .pitch = 1 };
  HearthSynthesis signs = { .text = "...", .rate = 1, .pitch = 1 };
  HearthSynthesis huge = { .text = endless, .rate = 1, .pitch = 1 };
  Sound sound;

  /* So long that it is not over before it is noticed that it began. */
  while (text->len < HEARTH_SYNTHESIS_TEXT_MAX / 2)
    g_string_append (text, "One two three four five six seven eight nine ten. ");
  plain.text = text->str;
  sound = speak (engine, &plain, cancellable);
  g_assert_error (sound.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (sound.n_chunks, ==, 1);
  sound_clear (&sound);
  sound = speak (engine, &signs, NULL);
  g_assert_no_error (sound.error);
  sound_clear (&sound);
  sound = speak (engine, &huge, NULL);
  g_assert_error (sound.error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_TOO_LARGE);
  sound_clear (&sound);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/voice/local/understood", test_understood);
  g_test_add_func ("/voice/local/dictionary", test_dictionary);
  g_test_add_func ("/voice/local/recognizer-failures", test_recognizer_failures);
  g_test_add_data_func ("/voice/local/voices/flite", &HEARTH_SPEECH_ENGINE_FLITE, test_voices);
  g_test_add_data_func ("/voice/local/voices/espeak", &HEARTH_SPEECH_ENGINE_ESPEAK, test_voices);
  g_test_add_func ("/voice/local/two-voices", test_two_voices);
  g_test_add_data_func ("/voice/local/stopped/flite", &HEARTH_SPEECH_ENGINE_FLITE, test_stopped);
  g_test_add_data_func ("/voice/local/stopped/espeak", &HEARTH_SPEECH_ENGINE_ESPEAK, test_stopped);
  return g_test_run ();
}
