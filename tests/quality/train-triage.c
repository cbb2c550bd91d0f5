/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "samples.h"

/* Makes data/triage/general.weights, and says how good such weights are on mail that they were not
 * made from. data/triage/README.md has the recipe.
 *
 *   train-triage write LABELLED CORPUS OUT
 *   train-triage classes LABELLED CORPUS   ten-fold cross-validation
 *   train-triage spam LABELLED CORPUS      one half judged by the other; unseen groups
 *   train-triage speed LABELLED CORPUS     judgements a second on one core */

#define CLASS_RATE 0.5
#define SPAM_RATE 1.0
#define EPOCHS 5
#define FOLDS 10
/* Of the good mail of the corpus so much is shown as mail that does not deceive: all of it would
 * outweigh the few that do. */
#define EVERY_HAM 211

typedef gboolean (*Chooser) (const Sample *sample, guint which);

/* The order of learning is the same in every run, so that the weights are. */
static GPtrArray *
choose (GPtrArray *samples, Chooser chooser, guint which, guint seed)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  GPtrArray *chosen = g_ptr_array_new ();

  for (guint i = 0; i < samples->len; i++) {
    if (chooser (g_ptr_array_index (samples, i), which))
      g_ptr_array_add (chosen, g_ptr_array_index (samples, i));
  }
  for (guint i = chosen->len; i > 1; i--) {
    guint j = (guint) g_rand_int_range (random, 0, (int) i);
    gpointer kept = chosen->pdata[i - 1];

    chosen->pdata[i - 1] = chosen->pdata[j];
    chosen->pdata[j] = kept;
  }
  return chosen;
}

static void
learn (HearthLinear *weights, const Sample *sample, guint output, gboolean yes, double rate)
{
  hearth_linear_learn (weights, sample->evidence, output, yes, 0, rate);
}

/* The corpus first, then the labelled mail, which is little and says more. */
static HearthLinear *
train_corpus (GPtrArray *samples, Chooser chooser, guint which)
{
  HearthLinear *weights = hearth_linear_new (HEARTH_TRIAGE_MODEL_BITS, HEARTH_N_OUTPUTS);

  for (guint epoch = 0; epoch < EPOCHS; epoch++) {
    g_autoptr (GPtrArray) order = choose (samples, chooser, which, 1 + epoch);

    for (guint i = 0; i < order->len; i++) {
      const Sample *sample = g_ptr_array_index (order, i);

      if (sample->klass >= 0)
        continue;
      learn (weights, sample, HEARTH_OUTPUT_SPAM, sample->spam, SPAM_RATE);
      if (!sample->spam && sample->number % EVERY_HAM == 0)
        learn (weights, sample, HEARTH_OUTPUT_PHISHING, FALSE, CLASS_RATE);
    }
  }
  return weights;
}

static void
train_labelled (HearthLinear *weights, GPtrArray *samples, Chooser chooser, guint which)
{
  for (guint epoch = 0; epoch < EPOCHS; epoch++) {
    g_autoptr (GPtrArray) order = choose (samples, chooser, which, 1 + epoch);

    for (guint i = 0; i < order->len; i++) {
      const Sample *sample = g_ptr_array_index (order, i);

      if (sample->klass < 0)
        continue;
      for (int k = 0; k < HEARTH_N_CLASSES; k++)
        learn (weights, sample, (guint) k, sample->klass == k, CLASS_RATE);
      learn (weights, sample, HEARTH_OUTPUT_PHISHING, sample->phishing, CLASS_RATE);
      /* Whether an honest advertisement is junk is not said; the others are not. */
      if (!sample->phishing && sample->klass != HEARTH_CLASS_PROMOTIONAL)
        learn (weights, sample, HEARTH_OUTPUT_SPAM, FALSE, SPAM_RATE);
    }
  }
}

/* Returns the weights as they are shipped: through their bytes. */
static HearthTriageModel *
train (GPtrArray *samples, Chooser chooser, guint which, GBytes **bytes)
{
  g_autoptr (HearthLinear) weights = train_corpus (samples, chooser, which);
  g_autoptr (HearthLinear) shipped = NULL;
  g_autoptr (GBytes) written = NULL;

  train_labelled (weights, samples, chooser, which);
  written = hearth_linear_to_bytes (weights);
  shipped = hearth_linear_new_from_bytes (written, NULL);
  if (bytes != NULL)
    *bytes = g_bytes_ref (written);
  return hearth_triage_model_new (shipped);
}

/* Wilson's interval of a share, at 95 in 100. */
static void
print_share (const char *name, guint part, guint whole)
{
  double n = MAX (whole, 1), p = part / n, z = 1.96;
  double middle = (p + z * z / (2 * n)) / (1 + z * z / n);
  double half = z * sqrt (p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n);

  printf ("%s %.4f share %u/%u %.3f..%.3f\n", name, p, part, whole, middle - half, middle + half);
}

static gboolean
choose_all (const Sample *sample, guint which)
{
  return TRUE;
}

static gboolean
choose_other_folds (const Sample *sample, guint fold)
{
  return sample->klass < 0 || sample->fold != fold;
}

static gboolean
choose_half (const Sample *sample, guint which)
{
  return sample->klass >= 0 || sample->number % 2 == which;
}

static gboolean
choose_groups (const Sample *sample, guint which)
{
  return sample->klass >= 0 || g_str_equal (sample->group, "easy-ham-1") ||
         g_str_equal (sample->group, "spam-1");
}

/* Steps between classes; personal stands apart. */
static gboolean
is_near (int a, int b)
{
  static const int steps[HEARTH_N_CLASSES] = { 3, 2, -9, 1, 0 };

  return a == b || ABS (steps[a] - steps[b]) <= 1;
}

static void
measure_classes (GPtrArray *samples)
{
  g_autoptr (HearthLinear) corpus = NULL;
  guint n = 0, exact = 0, near = 0, by_rules = 0, urgent = 0, urgent_found = 0;
  guint phishing = 0, found = 0, alarms = 0, junk_alarms = 0;

  corpus = train_corpus (samples, choose_all, 0);
  for (guint fold = 0; fold < FOLDS; fold++) {
    g_autoptr (HearthLinear) weights = hearth_linear_copy (corpus);
    g_autoptr (HearthTriageModel) model = NULL;

    train_labelled (weights, samples, choose_other_folds, fold);
    model = hearth_triage_model_new (weights);

    for (guint i = 0; i < samples->len; i++) {
      const Sample *sample = g_ptr_array_index (samples, i);
      g_auto (HearthVerdict) verdict = { 0 };

      if (sample->klass < 0 || sample->fold != fold)
        continue;
      samples_judge (sample, model, &verdict);
      n++;
      exact += (int) verdict.klass == sample->klass;
      by_rules += (int) sample->rules.klass == sample->klass;
      near += is_near ((int) verdict.klass, sample->klass);
      urgent += sample->klass == HEARTH_CLASS_URGENT;
      urgent_found += sample->klass == HEARTH_CLASS_URGENT && verdict.klass == HEARTH_CLASS_URGENT;
      phishing += sample->phishing;
      found += sample->phishing && verdict.phishing;
      alarms += !sample->phishing && verdict.phishing;
      junk_alarms += !sample->phishing && verdict.spam;
      if (g_getenv ("HEARTH_VERBOSE") != NULL &&
          ((int) verdict.klass != sample->klass || verdict.phishing != sample->phishing))
        printf ("# %s%s: %s%s (%s) %s\n", hearth_class_to_string ((HearthClass) sample->klass),
                sample->phishing ? "!" : "", hearth_class_to_string (verdict.klass),
                verdict.phishing ? "!" : "", verdict.reason, sample->message->subject);
    }
  }
  print_share ("triage_exact", exact, n);
  print_share ("triage_exact_by_rules", by_rules, n);
  print_share ("triage_within_one_step", near, n);
  print_share ("triage_urgent_recall", urgent_found, urgent);
  print_share ("triage_phishing_recall", found, phishing);
  print_share ("triage_phishing_false_alarms", alarms, n - phishing);
  print_share ("triage_junk_false_alarms", junk_alarms, n - phishing);
}

static void
measure_spam (GPtrArray *samples, const char *name, Chooser chooser, guint which)
{
  g_autoptr (HearthTriageModel) model = train (samples, chooser, which, NULL);
  g_autofree char *accuracy = g_strconcat ("spam_", name, "_accuracy", NULL);
  g_autofree char *alarms = g_strconcat ("spam_", name, "_false_positives", NULL);
  g_autofree char *deceived = g_strconcat ("spam_", name, "_taken_for_phishing", NULL);
  guint right = 0, good = 0, wrong = 0, deceit = 0, n = 0;

  for (guint i = 0; i < samples->len; i++) {
    const Sample *sample = g_ptr_array_index (samples, i);
    g_auto (HearthVerdict) verdict = { 0 };

    if (sample->spam < 0 || chooser (sample, which))
      continue;
    samples_judge (sample, model, &verdict);
    n++;
    good += !sample->spam;
    wrong += !sample->spam && verdict.spam;
    deceit += !sample->spam && verdict.phishing;
    right += (verdict.spam != FALSE) == (sample->spam != 0);
    if (g_getenv ("HEARTH_VERBOSE") != NULL && !sample->spam && verdict.spam)
      printf ("# %s %u: %s | %s\n", sample->group, sample->number, sample->message->subject,
              verdict.reason);
  }
  print_share (accuracy, right, n);
  print_share (alarms, wrong, good);
  print_share (deceived, deceit, good);
}

/* Processor time: other programs on the machine do not make it slower. */
static void
measure_speed (GPtrArray *samples)
{
  g_autoptr (HearthTriageModel) model = train (samples, choose_all, 0, NULL);
  clock_t begin = clock ();
  double seconds;

  for (guint i = 0; i < samples->len; i++) {
    const Sample *sample = g_ptr_array_index (samples, i);
    HearthTriageContext context = { .owner = sample->owner, .now = sample->message->date };
    g_auto (HearthVerdict) verdict = { 0 };

    hearth_triage (&verdict, sample->message, &context, model);
  }
  seconds = (double) (clock () - begin) / CLOCKS_PER_SEC;
  printf ("triage_speed %.0f messages/s\n", samples->len / seconds);
  begin = clock ();
  for (guint i = 0; i < 100; i++) {
    const Sample *sample = g_ptr_array_index (samples, i * (samples->len / 100));

    hearth_triage_model_teach (model, sample->message, &sample->features, &sample->rules,
                               (HearthTriageOutput) (i % HEARTH_N_CLASSES));
  }
  printf ("triage_lesson %.3f ms\n", (double) (clock () - begin) / CLOCKS_PER_SEC * 1000 / 100);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GPtrArray) samples = g_ptr_array_new_with_free_func ((GDestroyNotify) sample_free);
  g_autoptr (GError) error = NULL;
  const char *verb = argc > 1 ? argv[1] : "";

  setlocale (LC_ALL, "C.UTF-8");
  if (argc < 4 || (g_str_equal (verb, "write") && argc < 5)) {
    fprintf (stderr, "train-triage write LABELLED CORPUS OUT | classes LABELLED CORPUS | "
                     "spam LABELLED CORPUS | speed LABELLED CORPUS\n");
    return 2;
  }
  if (!samples_add_labelled (samples, argv[2], &error) ||
      (*argv[3] != '\0' && !samples_add_corpus (samples, argv[3], &error))) {
    fprintf (stderr, "%s\n", error->message);
    return 1;
  }
  if (g_str_equal (verb, "write")) {
    g_autoptr (GBytes) bytes = NULL;
    g_autoptr (HearthTriageModel) model = train (samples, choose_all, 0, &bytes);

    if (!g_file_set_contents (argv[4], g_bytes_get_data (bytes, NULL),
                              (gssize) g_bytes_get_size (bytes), &error)) {
      fprintf (stderr, "%s\n", error->message);
      return 1;
    }
  } else if (g_str_equal (verb, "classes")) {
    measure_classes (samples);
  } else if (g_str_equal (verb, "spam")) {
    measure_spam (samples, "halves", choose_half, 1);
    measure_spam (samples, "groups", choose_groups, 0);
  } else {
    measure_speed (samples);
  }
  return 0;
}
