/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-pronunciation.h"
#include "hearth-voice-error.h"

#include <glib/gstdio.h>

static void
test_sounds (void)
{
  static const struct {
    const char *ipa;
    const char *phones;
  } rows[] = {
    { "pɹˈiːə", "P R IY AH" },
    { "jˈoʊnəs", "Y OW N AH S" },
    { "tʃˈɑːɹlz", "CH AA R L Z" },
    { "dʒˈeɪmz", "JH EY M Z" },
    { "ʃˈɜːmən", "SH ER M AH N" },
    { "ˈbʌtn̩", "B AH T AH N" },
    { "vˈæɾɪkən", "V AE T IH K AH N" },
    { "ˈyːbɐ", "UW B AH" },
    { "θˈɪŋ", "TH IH NG" },
    { "☃ 123", "" },
    { "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *phones = hearth_pronunciation_from_ipa (rows[i].ipa);

    g_assert_cmpstr (phones, ==, rows[i].phones);
  }
}

static char *
dup_phonemes (const char *word)
{
  return g_str_has_prefix (word, "x") ? NULL : g_strdup ("pɹˈiːə");
}

static void
test_dictionary (void)
{
  static const char *const words[] = { "call", "priya", "it(2)", "a b", "x\xff",
                                       "xyz",  "priya", "calls", "",    NULL };
  g_autofree char *known = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *dictionary = NULL;
  g_autofree char *missing = NULL;
  int fd = g_file_open_tmp ("hearth-test-XXXXXX.dict", &known, &error);

  g_assert_no_error (error);
  g_close (fd, NULL);
  g_assert_true (
      g_file_set_contents (known, "call K AO L\ncall(2) K AA L\nlast L AE S T", -1, NULL));
  dictionary = hearth_pronunciation_dictionary_sync (words, known, dup_phonemes, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (dictionary, ==, "priya P R IY AH\ncalls P R IY AH\n");
  g_unlink (known);
  missing = hearth_pronunciation_dictionary_sync (words, known, dup_phonemes, NULL, &error);
  g_assert_null (missing);
  g_assert_error (error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_MISSING);
}

static void
test_count (void)
{
  guint n_phones = 1, n_syllables = 1;

  hearth_pronunciation_count ("HH AH L OW", &n_phones, &n_syllables);
  g_assert_cmpuint (n_phones, ==, 5);
  g_assert_cmpuint (n_syllables, ==, 3);
  hearth_pronunciation_count (" K AH  M P AE N Y AH N ", &n_phones, &n_syllables);
  g_assert_cmpuint (n_phones, ==, 14);
  g_assert_cmpuint (n_syllables, ==, 6);
  hearth_pronunciation_count ("", &n_phones, &n_syllables);
  g_assert_cmpuint (n_phones, ==, 14);
}

static void
test_cancelled (void)
{
  static const char *const words[] = { "priya", NULL };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (
      hearth_pronunciation_dictionary_sync (words, NULL, dup_phonemes, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pronunciation/sounds", test_sounds);
  g_test_add_func ("/pronunciation/dictionary", test_dictionary);
  g_test_add_func ("/pronunciation/count", test_count);
  g_test_add_func ("/pronunciation/cancelled", test_cancelled);
  return g_test_run ();
}
