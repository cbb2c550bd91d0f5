/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-paths.h"
#include "hearth-secret-pipe.h"
#include "hearth-secrets.h"
#include "hearth-voice-error.h"
#include "hearth-voice-setup.h"

#include <string.h>

/* What hearth-voice is told, as the settings say. */

#define KEY "key-0123456789abcdef"

static gboolean with_keyring;

typedef struct {
  GSettings *settings;
  HearthVoiceSetup *setup;
  GVariant *options;
  GUnixFDList *fds;
  GError *error;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->settings = g_settings_new (HEARTH_APP_ID);
  f->setup = hearth_voice_setup_new (f->settings);
}

static void
forget (Fixture *f)
{
  g_clear_pointer (&f->options, g_variant_unref);
  g_clear_object (&f->fds);
  g_clear_error (&f->error);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  static const char *const keys[] = { "speech-services", "speech-hosts", "recognizer",
                                      "voice",           "voice-rate",   "spoken-language" };

  forget (f);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    g_settings_reset (f->settings, keys[i]);
  g_object_unref (f->setup);
  g_object_unref (f->settings);
}

static void
result_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_set_object ((GAsyncResult **) user_data, result);
}

static GAsyncResult *
wait_result (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static void
hear (Fixture *f, const char *language)
{
  g_autoptr (GAsyncResult) result = NULL;

  forget (f);
  hearth_voice_setup_hearing_async (f->setup, language, NULL, result_cb, &result);
  f->options =
      hearth_voice_setup_hearing_finish (f->setup, wait_result (&result), &f->fds, &f->error);
  g_assert_true ((f->options == NULL) == (f->error != NULL));
}

static void
speak (Fixture *f, const char *language, const char *voice)
{
  g_autoptr (GAsyncResult) result = NULL;

  forget (f);
  hearth_voice_setup_speaking_async (f->setup, language, voice, NULL, result_cb, &result);
  f->options =
      hearth_voice_setup_speaking_finish (f->setup, wait_result (&result), &f->fds, &f->error);
  g_assert_true ((f->options == NULL) == (f->error != NULL));
}

static void
assert_option (Fixture *f, const char *name, const char *expected)
{
  const char *text = NULL;

  g_assert_no_error (f->error);
  g_variant_lookup (f->options, name, "&s", &text);
  g_assert_cmpstr (text, ==, expected);
}

static char *
add (Fixture *f, const char *text, const char *key)
{
  g_autoptr (GVariant) variant = g_variant_parse (NULL, text, NULL, NULL, NULL);
  g_autoptr (HearthVoiceConfig) config = hearth_voice_config_from_variant (variant);
  g_autoptr (GAsyncResult) result = NULL;
  char *id;

  g_assert_nonnull (config);
  hearth_voice_setup_save_async (f->setup, config, key, result_cb, &result);
  id = hearth_voice_setup_save_finish (f->setup, wait_result (&result), &f->error);
  return id;
}

static void
test_own (Fixture *f, gconstpointer data)
{
  g_autofree char *title = hearth_voice_setup_dup_hearing_title (f->setup);
  g_autofree char *host = hearth_voice_setup_dup_hearing_host (f->setup);

  hear (f, NULL);
  assert_option (f, "recognizer", "pocketsphinx");
  assert_option (f, "language", "en-GB");
  g_assert_null (f->fds);
  g_assert_cmpstr (title, ==, "This computer, PocketSphinx");
  g_assert_cmpstr (host, ==, "");
}

/* It understands English only, and says how to get more. */
static void
test_language (Fixture *f, gconstpointer data)
{
  g_settings_set_string (f->settings, "spoken-language", "de-AT");
  hear (f, NULL);
  g_assert_error (f->error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_LANGUAGE);
  g_assert_nonnull (strstr (f->error->message, "de-AT"));
  g_assert_nonnull (strstr (f->error->message, "Whisper"));
  hear (f, "en-US");
  assert_option (f, "language", "en-US");
  g_settings_set_string (f->settings, "spoken-language", "");
  hear (f, "fr");
  g_assert_error (f->error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_LANGUAGE);
}

/* The language decides where the owner did not, and where their voice does not speak it. */
static void
test_voices (Fixture *f, gconstpointer data)
{
  static const struct {
    const char *chosen;
    const char *language;
    const char *synthesizer;
    const char *voice;
  } cases[] = {
    { "", NULL, "flite", NULL },
    { "", "en-US", "flite", NULL },
    { "", "de", "espeak", NULL },
    { "flite:rms", "en", "flite", "rms" },
    { "flite:rms", "de-DE", "espeak", NULL },
    { "flite", "en", "flite", NULL },
    { "espeak:en-gb", "en", "espeak", "en-gb" },
    { "espeak:en-gb", "de", "espeak", NULL },
    { "espeak:de+f3", "de-AT", "espeak", "de+f3" },
    { "espeak:e", "en", "espeak", NULL },
    { "speech-dispatcher:de/rhvoice/Anna", "de-AT", "speech-dispatcher", "de/rhvoice/Anna" },
    { "speech-dispatcher:en-GB/rhvoice/Alan", "en", "speech-dispatcher", "en-GB/rhvoice/Alan" },
    { "speech-dispatcher:de/rhvoice/Anna", "en", "flite", NULL },
    { "speech-dispatcher:de/rhvoice/Anna", "fr", "espeak", NULL },
    { "speech-dispatcher", "de", "espeak", NULL },
    { "gone:voice", "en", "flite", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    for (guint tried = 0; tried < 2; tried++) {
      g_settings_set_string (f->settings, "voice", tried ? "espeak:fr" : cases[i].chosen);
      speak (f, cases[i].language, tried ? cases[i].chosen : NULL);
      assert_option (f, "synthesizer", cases[i].synthesizer);
      assert_option (f, "voice", cases[i].voice);
      assert_option (f, "language", cases[i].language != NULL ? cases[i].language : "en-GB");
    }
  }
}

static void
test_manner (Fixture *f, gconstpointer data)
{
  double rate = 0, pitch = 0, volume = 0;

  g_settings_set_double (f->settings, "voice-rate", 1.5);
  speak (f, NULL, NULL);
  g_variant_lookup (f->options, "rate", "d", &rate);
  g_variant_lookup (f->options, "pitch", "d", &pitch);
  g_variant_lookup (f->options, "volume", "d", &volume);
  g_assert_cmpfloat (rate, ==, 1.5);
  g_assert_cmpfloat (pitch, ==, 1);
  g_assert_cmpfloat (volume, ==, 1);
}

static void
test_wyoming (Fixture *f, gconstpointer data)
{
  g_autofree char *ears = add (f,
                               "{'kind': <'wyoming'>, 'use': <'recognition'>, 'name': <'ears'>,"
                               " 'address': <'127.0.0.1:10300'>, 'model': <'small'>}",
                               "");
  g_autofree char *mouth = add (f,
                                "{'kind': <'wyoming'>, 'use': <'speech'>, 'name': <'mouth'>,"
                                " 'address': <'127.0.0.1:10200'>}",
                                "");
  g_autofree char *title = NULL;

  g_settings_set_string (f->settings, "spoken-language", "de");
  g_assert_true (hearth_voice_setup_choose (f->setup, HEARTH_VOICE_RECOGNITION, ears, NULL));
  hear (f, NULL);
  assert_option (f, "recognizer", "wyoming");
  assert_option (f, "address", "127.0.0.1:10300");
  assert_option (f, "model", "small");
  assert_option (f, "language", "de");
  title = hearth_voice_setup_dup_hearing_title (f->setup);
  g_assert_cmpstr (title, ==, "ears");
  g_assert_true (
      hearth_voice_setup_choose (f->setup, HEARTH_VOICE_SPEECH, "mouth:de_DE-thorsten-low", NULL));
  speak (f, "de", NULL);
  assert_option (f, "synthesizer", "wyoming");
  assert_option (f, "voice", "de_DE-thorsten-low");
  /* A German voice reads no English. */
  speak (f, "en", NULL);
  assert_option (f, "synthesizer", "flite");
  speak (f, "en", "mouth");
  assert_option (f, "synthesizer", "wyoming");
  assert_option (f, "voice", NULL);
  /* What listens does not speak. */
  g_assert_false (hearth_voice_setup_choose (f->setup, HEARTH_VOICE_SPEECH, ears, NULL));
}

/* Nothing is sent to another computer before its owner agreed, and then with the key, in a pipe. */
static void
test_remote (Fixture *f, gconstpointer data)
{
  g_autofree char *id = add (f,
                             "{'kind': <'openai'>, 'use': <'recognition'>, 'name': <'far'>,"
                             " 'address': <'voice.example'>}",
                             with_keyring ? KEY : "");
  g_autofree char *host = NULL;
  gint32 handle = -1;
  char *key;

  g_assert_no_error (f->error);
  g_assert_true (hearth_voice_setup_choose (f->setup, HEARTH_VOICE_RECOGNITION, id, NULL));
  hear (f, NULL);
  g_assert_error (f->error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_NOT_AGREED);
  g_assert_nonnull (strstr (f->error->message, "voice.example"));
  g_assert_null (f->fds);
  g_assert_true (hearth_voice_setup_agree (f->setup, "voice.example", TRUE, NULL));
  hear (f, NULL);
  assert_option (f, "recognizer", "openai");
  assert_option (f, "address", "https://voice.example/v1");
  host = hearth_voice_setup_dup_hearing_host (f->setup);
  g_assert_cmpstr (host, ==, "voice.example");
  if (!with_keyring) {
    g_assert_null (f->fds);
    return;
  }
  g_assert_true (g_variant_lookup (f->options, "key", "h", &handle));
  key = hearth_secret_pipe_read (f->fds, handle, NULL);
  g_assert_cmpstr (key, ==, KEY);
  hearth_secret_pipe_wipe (key);
}

static void
test_no_keyring (Fixture *f, gconstpointer data)
{
  g_autofree char *id =
      add (f, "{'kind': <'openai'>, 'use': <'speech'>, 'address': <'voice.example'>}", KEY);

  if (with_keyring) {
    g_assert_cmpstr (id, ==, "voice-example");
    return;
  }
  g_assert_error (f->error, HEARTH_SECRETS_ERROR, HEARTH_SECRETS_ERROR_NO_KEYRING);
  g_assert_null (id);
}

int
main (int argc, char *argv[])
{
  static const struct {
    const char *path;
    void (*func) (Fixture *f, gconstpointer data);
  } tests[] = {
    { "/voice-options/own", test_own },
    { "/voice-options/language", test_language },
    { "/voice-options/voices", test_voices },
    { "/voice-options/manner", test_manner },
    { "/voice-options/wyoming", test_wyoming },
    { "/voice-options/remote", test_remote },
    { "/voice-options/keyring", test_no_keyring },
  };

  g_setenv ("LANGUAGE", "en_GB", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  with_keyring = g_str_equal (argv[1], "unlocked");
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].func, tear_down);
  return g_test_run ();
}
