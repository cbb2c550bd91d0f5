/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ngram.h"
#include "hearth-speech-model.h"

#include <math.h>
#include <string.h>

/* The probability of a line of an ARPA model, "a b c", or -1. */
static double
find_probability (const char *arpa, const char *words)
{
  g_autofree char *spaced = g_strconcat (" ", words, NULL);
  gsize length = strlen (spaced);

  for (const char *at = arpa; (at = strstr (at, spaced)) != NULL; at++) {
    const char *line = at;

    while (line > arpa && line[-1] != '\n')
      line--;
    if (memchr (line, ' ', (gsize) (at - line)) == NULL &&
        (at[length] == '\n' ||
         (at[length] == ' ' && (at[length + 1] == '-' || at[length + 1] == '0'))))
      return pow (10, g_ascii_strtod (line, NULL));
  }
  return -1;
}

/* What was said often is likely; what follows a word has all of the probability, less what is kept
 * for the rest. */
static void
test_ngram (void)
{
  static const char *const call[] = { "call", "anna", NULL };
  static const char *const write[] = { "write", "anna", NULL };
  g_autoptr (HearthNgram) ngram = hearth_ngram_new ();
  g_autofree char *arpa = NULL;
  g_auto (GStrv) words = NULL;
  double unigrams;

  hearth_ngram_add (ngram, call, 3);
  hearth_ngram_add (ngram, write, 1);
  arpa = hearth_ngram_to_arpa (ngram);
  words = hearth_ngram_dup_words (ngram);
  g_assert_cmpuint (g_strv_length (words), ==, 3);
  g_assert_true (g_str_has_prefix (arpa, "\\data\\\nngram 1=5\nngram 2=5\nngram 3=4\n"));
  g_assert_true (g_str_has_suffix (arpa, "\n\\end\\\n"));
  unigrams = find_probability (arpa, "call") + find_probability (arpa, "anna") +
             find_probability (arpa, "write") + find_probability (arpa, "</s>");
  g_assert_cmpfloat_with_epsilon (unigrams, 1, 0.001);
  g_assert_cmpfloat (find_probability (arpa, "<s> call"), >, find_probability (arpa, "<s> write"));
  g_assert_cmpfloat (find_probability (arpa, "call anna </s>"), >, 0.8);
  g_assert_cmpfloat (find_probability (arpa, "call anna </s>"), <, 1);
}

static void
test_model (void)
{
  static const char *const people[] = { "Jürgen Müller", "Ana d’Arc", "山田", "", NULL };
  static const char *const events[] = { "Team Lunch (new!)", "Встреча", "a b c d e f g", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthSpeechModel) model =
      hearth_speech_model_new (people, events, "Samantha", &error);
  g_autoptr (HearthSpeechModel) again =
      hearth_speech_model_new (people, events, "Samantha", &error);
  const char *const *words;

  g_assert_no_error (error);
  words = (const char *const *) model->words;
  g_assert_cmpstr (model->language_model, ==, again->language_model);
  g_assert_true (g_strv_contains (words, "jürgen"));
  g_assert_true (g_strv_contains (words, "d'arc"));
  g_assert_true (g_strv_contains (words, "lunch"));
  g_assert_true (g_strv_contains (words, "samantha"));
  g_assert_true (g_strv_contains (words, "louder"));
  g_assert_true (g_strv_contains (words, "what's"));
  g_assert_true (g_strv_contains (words, "don't"));
  g_assert_false (g_strv_contains (words, "山田"));
  g_assert_false (g_strv_contains (words, "встреча"));
  for (guint i = 0; words[i] != NULL; i++)
    g_assert_null (strpbrk (words[i], " \t\n\\"));
  /* A name stands where names stand. */
  g_assert_cmpfloat (find_probability (model->language_model, "from jürgen"), >, 0);
  g_assert_cmpfloat (find_probability (model->language_model, "team lunch"), >, 0.2);
  g_assert_cmpfloat (find_probability (model->language_model, "jürgen lunch"), ==, -1);
}

/* However many names there are, the model stays small. */
static void
test_bounds (void)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthSpeechModel) model = NULL;
  g_auto (GStrv) names = NULL;

  for (guint i = 0; i < 5000; i++) {
    g_autofree char *name =
        g_strdup_printf ("%c%c%cna %c%c%cberg", 'a' + i % 26, 'a' + i / 26 % 26, 'a' + i / 676,
                         'z' - i % 26, 'a' + i / 26 % 26, 'a' + i / 676);

    g_strv_builder_add (builder, name);
  }
  names = g_strv_builder_end (builder);
  model = hearth_speech_model_new ((const char *const *) names, (const char *const *) names, NULL,
                                   &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (model->words), <, 1000 + 4 * HEARTH_SPEECH_MODEL_MAX_NAMES);
  g_assert_cmpuint (strlen (model->language_model), <, 8 * 1024 * 1024);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/speech-model/ngram", test_ngram);
  g_test_add_func ("/speech-model/model", test_model);
  g_test_add_func ("/speech-model/bounds", test_bounds);
  return g_test_run ();
}
