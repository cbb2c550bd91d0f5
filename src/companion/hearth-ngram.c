/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ngram.h"

#include <math.h>
#include <stdlib.h>

/* A model of three words with Witten-Bell smoothing, written in the ARPA format. The toolkits that
 * make such models are for large texts and are not packaged. */

#define ORDER 3
#define BITS 20
#define MAX_WORDS ((1u << BITS) - 1)
/* How much is left to words that were never seen in a place: a recogniser hears sentences that
 * hold to the templates. */
#define UNSEEN 0.3
#define LEAST_LOG -9.0

/* Numbers of words, the last one lowest, 20 bits each; those of the longest take 60. */
typedef guint64 Key;

typedef struct {
  Key key;
  double count;
  double probability;
  /* Of what follows it: */
  double total;
  guint kinds;
} Gram;

struct _HearthNgram {
  GHashTable *numbers;      /* word -> number from 1 */
  GPtrArray *words;         /* (element-type utf8) number - 1 -> word */
  GHashTable *grams[ORDER]; /* (element-type Gram Gram) */
};

static guint
gram_hash (gconstpointer data)
{
  Key key = ((const Gram *) data)->key;

  key ^= key >> 31;
  key *= G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  return (guint) (key >> 32);
}

static gboolean
gram_equal (gconstpointer a, gconstpointer b)
{
  return ((const Gram *) a)->key == ((const Gram *) b)->key;
}

static Gram *
look_up (HearthNgram *self, guint order, Key key)
{
  const Gram probe = { .key = key };

  return g_hash_table_lookup (self->grams[order - 1], &probe);
}

static guint
get_number (HearthNgram *self, const char *word)
{
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (self->numbers, word));
  char *copy;

  if (number > 0 || self->words->len >= MAX_WORDS)
    return number;
  copy = g_strdup (word);
  g_ptr_array_add (self->words, copy);
  g_hash_table_insert (self->numbers, copy, GUINT_TO_POINTER (self->words->len));
  return self->words->len;
}

/**
 * hearth_ngram_new:
 *
 * Returns: (transfer full): a model without sentences
 */
HearthNgram *
hearth_ngram_new (void)
{
  HearthNgram *self = g_new0 (HearthNgram, 1);

  self->numbers = g_hash_table_new (g_str_hash, g_str_equal);
  self->words = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < ORDER; i++)
    self->grams[i] = g_hash_table_new_full (gram_hash, gram_equal, NULL, g_free);
  get_number (self, "<s>");
  get_number (self, "</s>");
  return self;
}

/**
 * hearth_ngram_free:
 * @self: (transfer full): a model
 */
void
hearth_ngram_free (HearthNgram *self)
{
  g_hash_table_unref (self->numbers);
  g_ptr_array_unref (self->words);
  for (guint i = 0; i < ORDER; i++)
    g_hash_table_unref (self->grams[i]);
  g_free (self);
}

static void
count (HearthNgram *self, guint order, Key key, double weight)
{
  Gram *gram = look_up (self, order, key);

  if (gram == NULL) {
    gram = g_new0 (Gram, 1);
    gram->key = key;
    g_hash_table_add (self->grams[order - 1], gram);
  }
  gram->count += weight;
}

/**
 * hearth_ngram_add:
 * @self: a model
 * @words: (array zero-terminated=1): the words of a sentence
 * @weight: how often it is said, compared with the others
 *
 * Counts a sentence. Those with new words after the first million are left out.
 */
void
hearth_ngram_add (HearthNgram *self, const char *const *words, double weight)
{
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (guint));
  guint number = get_number (self, "<s>");

  g_array_append_val (numbers, number);
  for (guint i = 0; words[i] != NULL; i++) {
    number = get_number (self, words[i]);
    if (number == 0)
      return;
    g_array_append_val (numbers, number);
  }
  number = get_number (self, "</s>");
  g_array_append_val (numbers, number);
  for (guint i = 0; i < numbers->len; i++) {
    Key key = 0;

    for (guint n = 0; n < ORDER && i + n < numbers->len; n++) {
      key = (key << BITS) | g_array_index (numbers, guint, i + n);
      count (self, n + 1, key, weight);
    }
  }
}

/**
 * hearth_ngram_dup_words:
 * @self: a model
 *
 * Returns: (transfer full): the words of its sentences, each once
 */
GStrv
hearth_ngram_dup_words (HearthNgram *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 2; i < self->words->len; i++)
    g_strv_builder_add (builder, g_ptr_array_index (self->words, i));
  return g_strv_builder_end (builder);
}

/* What follows each of the shorter ones. */
static void
gather_followers (HearthNgram *self)
{
  for (guint order = 1; order <= ORDER; order++) {
    GHashTableIter iter;
    gpointer data;

    g_hash_table_iter_init (&iter, self->grams[order - 1]);
    while (g_hash_table_iter_next (&iter, &data, NULL)) {
      Gram *gram = data;

      gram->total = 0;
      gram->kinds = 0;
    }
  }
  for (guint order = 2; order <= ORDER; order++) {
    GHashTableIter iter;
    gpointer data;

    g_hash_table_iter_init (&iter, self->grams[order - 1]);
    while (g_hash_table_iter_next (&iter, &data, NULL)) {
      Gram *history = look_up (self, order - 1, ((Gram *) data)->key >> BITS);

      history->total += ((Gram *) data)->count;
      history->kinds++;
    }
  }
}

static double
get_backoff (const Gram *history)
{
  return UNSEEN * history->kinds / (history->total + UNSEEN * history->kinds);
}

static void
weigh (HearthNgram *self, guint order, double total)
{
  const Key mask = (G_GUINT64_CONSTANT (1) << (BITS * (order - 1))) - 1;
  GHashTableIter iter;
  gpointer data;

  g_hash_table_iter_init (&iter, self->grams[order - 1]);
  while (g_hash_table_iter_next (&iter, &data, NULL)) {
    Gram *gram = data;
    const Gram *history;
    double rest;

    if (order == 1) {
      /* No sentence goes on with its beginning. */
      gram->probability = gram->key == 1 ? 0 : gram->count / total;
      continue;
    }
    history = look_up (self, order - 1, gram->key >> BITS);
    rest = get_backoff (history);
    gram->probability = (1 - rest) * gram->count / history->total +
                        rest * look_up (self, order - 1, gram->key & mask)->probability;
  }
}

static int
compare_keys (gconstpointer a, gconstpointer b)
{
  Key one = (*(Gram *const *) a)->key;
  Key two = (*(Gram *const *) b)->key;

  return one < two ? -1 : one > two;
}

static double
get_log (double probability)
{
  return probability > 0 ? MAX (log10 (probability), LEAST_LOG) : LEAST_LOG;
}

static void
append_number (GString *out, double number)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (out, g_ascii_formatd (buffer, sizeof buffer, "%.4f", number));
}

static void
append_grams (HearthNgram *self, guint order, GString *out)
{
  guint length;
  g_autofree gpointer *sorted = g_hash_table_get_keys_as_array (self->grams[order - 1], &length);

  qsort (sorted, length, sizeof *sorted, compare_keys);
  g_string_append_printf (out, "\n\\%u-grams:\n", order);
  for (guint i = 0; i < length; i++) {
    const Gram *gram = sorted[i];

    append_number (out, get_log (gram->probability));
    for (guint n = order; n > 0; n--) {
      guint number = (guint) (gram->key >> (BITS * (n - 1))) & MAX_WORDS;

      g_string_append_printf (out, " %s",
                              (const char *) g_ptr_array_index (self->words, number - 1));
    }
    if (order < ORDER) {
      g_string_append_c (out, ' ');
      append_number (out, gram->kinds > 0 ? get_log (get_backoff (gram)) : 0);
    }
    g_string_append_c (out, '\n');
  }
}

/**
 * hearth_ngram_to_arpa:
 * @self: a model with at least one sentence
 *
 * Returns: (transfer full): the model in the ARPA format for n-grams (Doug Paul, 1992): base ten
 *   logarithms of probabilities and backoff weights; the same for the same sentences
 */
char *
hearth_ngram_to_arpa (HearthNgram *self)
{
  GString *out = g_string_new ("\\data\\\n");
  GHashTableIter iter;
  gpointer data;
  double total = 0;

  g_hash_table_iter_init (&iter, self->grams[0]);
  while (g_hash_table_iter_next (&iter, &data, NULL))
    total += ((Gram *) data)->key == 1 ? 0 : ((Gram *) data)->count;
  gather_followers (self);
  for (guint order = 1; order <= ORDER; order++) {
    weigh (self, order, total);
    g_string_append_printf (out, "ngram %u=%u\n", order,
                            g_hash_table_size (self->grams[order - 1]));
  }
  for (guint order = 1; order <= ORDER; order++)
    append_grams (self, order, out);
  g_string_append (out, "\n\\end\\\n");
  return g_string_free (out, FALSE);
}
