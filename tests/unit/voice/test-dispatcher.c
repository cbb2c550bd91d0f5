/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-local-synthesizer.h"
#include "hearth-module-reader.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#define GERMAN "de/espeak-ng/German"
#define SENTENCE "Guten Morgen. Du hast drei neue Nachrichten und um zwölf einen Termin."

/* What a module says before it can speak; the rest is the test's. */
#define READY                                                                                      \
  "#!/bin/sh\n"                                                                                    \
  "say () { printf '%s\\n' \"$1\"; }\n"                                                            \
  "while read -r line; do case $line in\n"                                                         \
  "INIT) say '299 OK LOADED SUCCESSFULLY';;\n"                                                     \
  "AUDIO|LOGLEVEL|SET) say '207 OK RECEIVING SETTINGS'; while read -r l && [ \"$l\" != . ]; do :;" \
  " done; say '203 OK SETTINGS RECEIVED';;\n"                                                      \
  "'LIST VOICES') printf '200-Anna\\tde\\tnone\\n200 OK VOICE LIST SENT\\n';;\n"                   \
  "SPEAK) say '202 OK RECEIVING MESSAGE'; while read -r l && [ \"$l\" != . ]; do :; done;"         \
  " say '200 OK SPEAKING'; say '701 BEGIN';\n"

#define SOUND                                                                                      \
  "printf '705-bits=16\\n705-num_channels=1\\n705-sample_rate=16000\\n705-big_endian=0\\n"         \
  "705-AUDIO\\000%s\\n705 AUDIO\\n' aabbccdd"

typedef struct {
  GArray *samples;
  guint rate;
  guint n_chunks;
  guint wanted_chunks; /* 0: all */
} Sound;

static gboolean
samples_cb (guint rate, const gint16 *samples, gsize n_samples, gpointer user_data)
{
  Sound *sound = user_data;

  g_assert_cmpuint (rate, >, 0);
  if (n_samples > 0) {
    g_array_append_vals (sound->samples, samples, (guint) n_samples);
    sound->rate = rate;
    sound->n_chunks++;
  }
  return sound->wanted_chunks == 0 || sound->n_chunks < sound->wanted_chunks;
}

static gboolean
speak (Sound *sound, const char *voice, const char *text, double rate, guint wanted_chunks,
       GError **error)
{
  HearthSynthesis synthesis = { .text = text, .voice = voice, .rate = rate, .pitch = 1 };

  sound->samples = g_array_new (FALSE, FALSE, sizeof (gint16));
  sound->n_chunks = 0;
  sound->wanted_chunks = wanted_chunks;
  return HEARTH_SPEECH_ENGINE_DISPATCHER.speak_sync (&synthesis, samples_cb, sound, error);
}

static void
sound_clear (Sound *sound)
{
  g_clear_pointer (&sound->samples, g_array_unref);
}

static double
get_seconds (const Sound *sound)
{
  return (double) sound->samples->len / sound->rate;
}

/* How many of them are loud enough to be heard. */
static guint
count_loud (const Sound *sound)
{
  guint n = 0;

  for (guint i = 0; i < sound->samples->len; i++)
    n += ABS (g_array_index (sound->samples, gint16, i)) > 1000;
  return n;
}

/* Where the distribution puts the module that this test speaks with. */
static char *
find_real (void)
{
  static const char *const FOLDERS[] = { "/usr/lib", "/usr/libexec", "/usr/lib64" };

  for (guint i = 0; i < G_N_ELEMENTS (FOLDERS); i++) {
    g_autofree char *path =
        g_build_filename (FOLDERS[i], "speech-dispatcher-modules/sd_espeak-ng", NULL);

    if (g_file_test (path, G_FILE_TEST_EXISTS))
      return g_steal_pointer (&path);
  }
  g_error ("The module of eSpeak NG for Speech Dispatcher is not installed.");
}

static GHashTable *
list_titles (void)
{
  GVariantBuilder builder;
  g_autoptr (GVariant) list = NULL;
  GVariantIter iter;
  GVariant *voice;
  GHashTable *titles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("aa{sv}"));
  HEARTH_SPEECH_ENGINE_DISPATCHER.list_voices (&builder);
  list = g_variant_ref_sink (g_variant_builder_end (&builder));
  g_variant_iter_init (&iter, list);
  while (g_variant_iter_loop (&iter, "@a{sv}", &voice)) {
    char *id, *title;

    g_assert_true (g_variant_lookup (voice, "id", "s", &id));
    g_assert_true (g_variant_lookup (voice, "title", "s", &title));
    g_hash_table_insert (titles, id, title);
  }
  return titles;
}

/* The module of eSpeak NG as a distribution installs it, under a name that Hearth has no voices of
 * itself; and one that hangs, which takes the others nothing. */
static void
test_listed (void)
{
  g_autofree char *folder = g_dir_make_tmp ("hearth-modules-XXXXXX", NULL);
  g_autofree char *module = g_build_filename (folder, "sd_other", NULL);
  g_autofree char *bad = g_build_filename (folder, "sd_hangs", NULL);
  g_autofree char *known = g_build_filename (folder, "sd_espeak-ng", NULL);
  g_autofree char *real = find_real ();
  g_autoptr (GHashTable) titles = NULL;

  g_assert_cmpint (symlink (real, module), ==, 0);
  g_assert_cmpint (symlink (real, known), ==, 0);
  g_assert_true (g_file_set_contents (bad, "#!/bin/sh\nsleep 60\n", -1, NULL));
  g_assert_cmpint (g_chmod (bad, 0700), ==, 0);
  g_setenv ("HEARTH_SPEECH_MODULES", folder, TRUE);
  titles = list_titles ();
  g_unsetenv ("HEARTH_SPEECH_MODULES");
  g_assert_cmpuint (g_hash_table_size (titles), >, 50);
  g_assert_cmpuint (g_hash_table_size (titles), <=, 300);
  g_assert_cmpstr (g_hash_table_lookup (titles, "speech-dispatcher:de/other/German"), ==,
                   "German (other, Speech Dispatcher)");
#ifdef HAVE_ESPEAK
  g_assert_null (g_hash_table_lookup (titles, "speech-dispatcher:" GERMAN));
#endif
  g_unlink (module);
  g_unlink (known);
  g_unlink (bad);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_spoken (void)
{
  g_autoptr (GError) error = NULL;
  Sound plain = { 0 }, fast = { 0 }, odd = { 0 }, other = { 0 };

  g_assert_true (speak (&plain, GERMAN, SENTENCE, 1, 0, &error));
  g_assert_no_error (error);
  g_assert_true (speak (&fast, GERMAN, SENTENCE, 1.6, 0, &error));
  g_test_message ("%.1f s at %u, faster %.1f s", get_seconds (&plain), plain.rate,
                  get_seconds (&fast));
  g_assert_cmpfloat (get_seconds (&plain), >, 2);
  g_assert_cmpfloat (get_seconds (&plain), <, 10);
  g_assert_cmpfloat (get_seconds (&fast), <, 0.8 * get_seconds (&plain));
  g_assert_cmpfloat (get_seconds (&fast), >, 0.5 * get_seconds (&plain));
  g_assert_cmpuint (count_loud (&plain), >, plain.samples->len / 10);
  /* What would end the text, or mean something in it, is text. */
  g_assert_true (speak (&odd, GERMAN, "Eins\n.\nzwei </speak> & <b>drei", 1, 0, &error));
  g_assert_cmpfloat (get_seconds (&odd), >, 1);
  g_assert_true (speak (&other, "en-GB/espeak-ng/English (Great Britain)\nrate=100", "Good morning",
                        1, 0, &error));
  g_assert_cmpfloat (get_seconds (&other), >, 0.5);
  sound_clear (&plain);
  sound_clear (&fast);
  sound_clear (&odd);
  sound_clear (&other);
}

/* It stops at once, and says the next sentence from its beginning. */
static void
test_stopped (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  Sound whole = { 0 }, cut = { 0 }, next = { 0 };
  gint64 begun;

  g_assert_true (speak (&whole, GERMAN, "Das ist alles.", 1, 0, &error));
  while (text->len < HEARTH_SYNTHESIS_TEXT_MAX / 2)
    g_string_append (text, "eins zwei drei vier fünf sechs sieben acht neun zehn. ");
  begun = g_get_monotonic_time ();
  g_assert_true (speak (&cut, GERMAN, text->str, 1, 1, &error));
  g_test_message ("stopped after %d ms", (int) (g_get_monotonic_time () - begun) / 1000);
  g_assert_cmpuint (cut.n_chunks, ==, 1);
  g_assert_cmpfloat (get_seconds (&cut), <, 2);
  g_assert_true (speak (&next, GERMAN, "Das ist alles.", 1, 0, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat (ABS (get_seconds (&next) - get_seconds (&whole)), <, 0.2);
  sound_clear (&whole);
  sound_clear (&cut);
  sound_clear (&next);
}

typedef struct {
  const char *name;
  const char *script; /* (nullable): the one that is ready, and what it does then */
  int code;
  gboolean again;
} Bad;

/* A module that is no good: a sentence for the owner, in time. A double, as no real one does it. */
static void
test_bad (gconstpointer data)
{
  const Bad *bad = data;
  g_autofree char *folder = g_dir_make_tmp ("hearth-modules-XXXXXX", NULL);
  g_autofree char *path = g_strconcat (folder, "/sd_", bad->name, NULL);
  g_autofree char *voice = g_strjoin ("/", "de", bad->name, "Anna", NULL);
  g_autofree char *script = g_str_has_prefix (bad->script, "#!")
                                ? g_strdup (bad->script)
                                : g_strconcat (READY, bad->script, ";; esac; done\n", NULL);
  g_autoptr (GError) error = NULL;
  Sound sound = { 0 };

  g_assert_true (g_file_set_contents (path, script, -1, NULL));
  g_assert_cmpint (g_chmod (path, 0700), ==, 0);
  g_setenv ("HEARTH_SPEECH_MODULES", folder, TRUE);
  g_assert_cmpint (speak (&sound, voice, "Hallo", 1, 0, &error), ==, bad->code < 0);
  if (bad->code >= 0)
    g_assert_error (error, HEARTH_VOICE_ERROR, bad->code);
  else
    g_assert_no_error (error);
  g_assert_cmpuint (sound.samples->len, <, 16000 * 600);
  sound_clear (&sound);
  /* It is started anew, also where it ended by itself. */
  if (bad->again) {
    g_usleep (G_USEC_PER_SEC / 5);
    g_assert_true (speak (&sound, voice, "Hallo", 1, 0, &error));
    g_assert_no_error (error);
    g_assert_cmpuint (sound.samples->len, >, 0);
  }
  g_unsetenv ("HEARTH_SPEECH_MODULES");
  sound_clear (&sound);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_missing (void)
{
  static const char *const VOICES[] = { "de/gone/Anna", "de/../espeak-ng/Anna", "de/generic/Anna" };
  g_autoptr (GError) error = NULL;
  Sound sound = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (VOICES); i++) {
    g_assert_false (speak (&sound, VOICES[i], "Hallo", 1, 0, &error));
    g_assert_error (error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_MISSING);
    g_clear_error (&error);
    sound_clear (&sound);
  }
  g_assert_false (speak (&sound, "Anna", "Hallo", 1, 0, &error));
  g_assert_error (error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_SETTINGS);
  sound_clear (&sound);
}

/* Escapes, channels and the order of bytes. */
static void
test_reader (void)
{
  static const char BYTES[] =
      "200 OK\n"
      "705-bits=16\n705-num_channels=2\n705-sample_rate=22050\n"
      "705-big_endian=1\n705-AUDIO\0\x01\x00\x03\x00\x00\x7d\x5d\x00\x7d\x2a"
      "\n705 AUDIO\n702 END\n";
  g_autoptr (HearthModuleReader) reader = hearth_module_reader_new ();
  guint codes[3];
  guint n = 0;

  for (gsize i = 0; i < sizeof BYTES - 1; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (HearthModuleMessage) message = NULL;

    hearth_module_reader_feed (reader, BYTES + i, 1);
    message = hearth_module_reader_next (reader, &error);
    g_assert_no_error (error);
    if (message == NULL)
      continue;
    codes[n++] = message->code;
    if (message->code != HEARTH_MODULE_EVENT_AUDIO)
      continue;
    g_assert_cmpuint (message->rate, ==, 22050);
    g_assert_cmpuint (message->samples->len, ==, 2);
    g_assert_cmpint (g_array_index (message->samples, gint16, 0), ==, 0x200);
    g_assert_cmpint (g_array_index (message->samples, gint16, 1), ==, (0x7d + 0x0a) / 2);
  }
  g_assert_cmpuint (n, ==, 3);
  g_assert_cmpuint (codes[0], ==, 200);
  g_assert_cmpuint (codes[2], ==, HEARTH_MODULE_EVENT_END);
}

int
main (int argc, char *argv[])
{
  static const Bad BADS[] = {
    { "well", SOUND "; say '702 END'", -1, TRUE },
    { "ends", SOUND "; say '702 END'; exit 0", -1, TRUE },
    { "hangs", SOUND "; sleep 60", HEARTH_VOICE_ERROR_TIMEOUT },
    { "dies", SOUND "; exit 1", HEARTH_VOICE_ERROR_CRASHED },
    { "garbage", "say 'no such thing'", HEARTH_VOICE_ERROR_BAD_REPLY },
    { "bad-sound", "say 705-bits=8; printf '705-AUDIO\\000xx\\n'", HEARTH_VOICE_ERROR_BAD_REPLY },
    { "refuses", "#!/bin/sh\nread l; echo '399 ERR CANT INIT MODULE'; sleep 60\n",
      HEARTH_VOICE_ERROR_SETTINGS },
    { "endless-line", "cat /dev/zero", HEARTH_VOICE_ERROR_TOO_LARGE },
    { "no-program", "#!/nonexistent\n", HEARTH_VOICE_ERROR_MISSING },
  };

  signal (SIGPIPE, SIG_IGN);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/voice/dispatcher/reader", test_reader);
  g_test_add_func ("/voice/dispatcher/listed", test_listed);
  g_test_add_func ("/voice/dispatcher/spoken", test_spoken);
  g_test_add_func ("/voice/dispatcher/stopped", test_stopped);
  g_test_add_func ("/voice/dispatcher/missing", test_missing);
  for (guint i = 0; i < G_N_ELEMENTS (BADS); i++) {
    g_autofree char *path = g_strconcat ("/voice/dispatcher/bad/", BADS[i].name, NULL);

    g_test_add_data_func (path, &BADS[i], test_bad);
  }
  return g_test_run ();
}
