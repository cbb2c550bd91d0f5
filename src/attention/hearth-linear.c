/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-linear.h"

#include <math.h>
#include <string.h>

#define MAGIC "HLM1"
#define MIN_BITS 4
#define MAX_BITS 22

/**
 * HearthLinear:
 *
 * Logistic regression over hashed evidence, one set of weights a question, that is trained one
 * message at a time. Each weight takes steps that shrink as it has been moved (AdaGrad, Duchi et
 * al. 2011), so that a word met for the first time counts at once and "the" settles.
 */
struct _HearthLinear {
  guint bits;
  guint n_outputs;
  float *weights; /* (owned) (nullable): [bucket][STRIDE], then the biases; until it learns %NULL */
  float *moved;   /* (owned) (nullable): sums of squared gradients, once it learns */
};

/* Rows of one length, a power of two, are added eight weights at a time. */
#define STRIDE HEARTH_LINEAR_MAX_OUTPUTS

G_DEFINE_QUARK (hearth-linear-error, hearth_linear_error)

static gsize
count_weights (const HearthLinear *self)
{
  return (((gsize) 1 << self->bits) + 1) * STRIDE;
}

/**
 * hearth_linear_new:
 * @bits: the number of buckets is two to this power, 4 to 22
 * @n_outputs: how many questions it answers, at most %HEARTH_LINEAR_MAX_OUTPUTS
 *
 * Returns: (transfer full): a model that knows nothing
 */
HearthLinear *
hearth_linear_new (guint bits, guint n_outputs)
{
  HearthLinear *self;

  g_return_val_if_fail (bits >= MIN_BITS && bits <= MAX_BITS, NULL);
  g_return_val_if_fail (n_outputs > 0 && n_outputs <= HEARTH_LINEAR_MAX_OUTPUTS, NULL);

  self = g_new0 (HearthLinear, 1);
  self->bits = bits;
  self->n_outputs = n_outputs;
  return self;
}

/**
 * hearth_linear_copy:
 * @self: a model
 *
 * Returns: (transfer full): another that has learned the same
 */
HearthLinear *
hearth_linear_copy (const HearthLinear *self)
{
  HearthLinear *copy = hearth_linear_new (self->bits, self->n_outputs);

  if (self->weights != NULL)
    copy->weights = g_memdup2 (self->weights, count_weights (self) * sizeof (float));
  if (self->moved != NULL)
    copy->moved = g_memdup2 (self->moved, count_weights (self) * sizeof (float));
  return copy;
}

/**
 * hearth_linear_free:
 * @self: a model
 */
void
hearth_linear_free (HearthLinear *self)
{
  g_free (self->weights);
  g_free (self->moved);
  g_free (self);
}

/**
 * hearth_linear_get_n_outputs:
 * @self: a model
 *
 * Returns: how many questions it answers
 */
guint
hearth_linear_get_n_outputs (const HearthLinear *self)
{
  return self->n_outputs;
}

static gsize
bucket_of (const HearthLinear *self, guint32 hash)
{
  return (gsize) (hash >> (32 - self->bits)) * STRIDE;
}

/* So much evidence has a mail of some thirty words. */
#define FEW 160

/* Long mail has more evidence, not a stronger one: every message has the length 1. Only a few words
 * say little, and are not taken for more. */
static double
unit_of (const GArray *hashes)
{
  return 1 / sqrt ((double) MAX (hashes->len, FEW) + 1);
}

/**
 * hearth_linear_score:
 * @self: a model
 * @hashes: (element-type guint32): evidence, each once
 * @scores: (array) (out caller-allocates): for each output how sure it is, as the logarithm of the
 *   odds: 0 is even, 3 is 95 in 100
 */
void
hearth_linear_score (const HearthLinear *self, const GArray *hashes, double *scores)
{
  const float *biases;
  float sums[STRIDE] = { 0 };
  double unit = unit_of (hashes);

  memset (scores, 0, self->n_outputs * sizeof *scores);
  if (self->weights == NULL)
    return;
  for (guint i = 0; i < hashes->len; i++) {
    const float *row = self->weights + bucket_of (self, g_array_index (hashes, guint32, i));

    for (guint k = 0; k < STRIDE; k++)
      sums[k] += row[k];
  }
  biases = self->weights + ((gsize) STRIDE << self->bits);
  for (guint k = 0; k < self->n_outputs; k++)
    scores[k] = (double) (sums[k] + biases[k]) * unit;
}

/**
 * hearth_linear_get_weight:
 * @self: a model
 * @hash: a piece of evidence
 * @output: a question
 *
 * Returns: what that piece alone says; above 0 is yes
 */
double
hearth_linear_get_weight (const HearthLinear *self, guint32 hash, guint output)
{
  g_return_val_if_fail (output < self->n_outputs, 0);

  return self->weights != NULL ? (double) self->weights[bucket_of (self, hash) + output] : 0;
}

static void
move (HearthLinear *self, gsize index, double gradient, double rate)
{
  self->moved[index] += (float) (gradient * gradient);
  self->weights[index] -= (float) (rate * gradient / sqrt ((double) self->moved[index] + 1e-6));
}

/**
 * hearth_linear_learn:
 * @self: a model
 * @hashes: (element-type guint32): the evidence of a message, each once
 * @output: a question
 * @yes: the right answer
 * @others: what other models say to it, added to what this one says
 * @rate: how large the steps are; 0.1 to 1
 *
 * Learns from one message what the others together do not know yet. What is known well already
 * moves next to nothing.
 */
void
hearth_linear_learn (HearthLinear *self, const GArray *hashes, guint output, gboolean yes,
                     double others, double rate)
{
  double scores[HEARTH_LINEAR_MAX_OUTPUTS];
  double gradient;

  g_return_if_fail (output < self->n_outputs);

  if (self->weights == NULL)
    self->weights = g_new0 (float, count_weights (self));
  if (self->moved == NULL)
    self->moved = g_new0 (float, count_weights (self));
  hearth_linear_score (self, hashes, scores);
  gradient = (1 / (1 + exp (-scores[output] - others)) - (yes ? 1 : 0)) * unit_of (hashes);
  if (fabs (gradient) < 1e-7)
    return;
  for (guint i = 0; i < hashes->len; i++)
    move (self, bucket_of (self, g_array_index (hashes, guint32, i)) + output, gradient, rate);
  move (self, ((gsize) STRIDE << self->bits) + output, gradient, rate);
}

/**
 * hearth_linear_to_bytes:
 * @self: a model
 *
 * Writes the weights, each in one byte. How it came to them is not kept.
 *
 * Returns: (transfer full): the model, for hearth_linear_new_from_bytes()
 */
GBytes *
hearth_linear_to_bytes (const HearthLinear *self)
{
  gsize n_rows = ((gsize) 1 << self->bits) + 1;
  GByteArray *out = g_byte_array_sized_new ((guint) (n_rows * self->n_outputs + 64));
  guint8 head[8] = {
    MAGIC[0], MAGIC[1], MAGIC[2], MAGIC[3], (guint8) self->bits, (guint8) self->n_outputs, 0, 0
  };
  float largest = 0;
  guint32 scale, stored;

  for (gsize i = 0; self->weights != NULL && i < count_weights (self); i++)
    largest = MAX (largest, fabsf (self->weights[i]));
  scale = MAX ((guint32) lroundf (largest / 127 * 1e6f), 1);
  stored = GUINT32_TO_LE (scale);
  g_byte_array_append (out, head, sizeof head);
  g_byte_array_append (out, (const guint8 *) &stored, sizeof stored);
  for (gsize i = 0; i < n_rows * self->n_outputs; i++) {
    gsize index = i / self->n_outputs * STRIDE + i % self->n_outputs;
    float weight = self->weights != NULL ? self->weights[index] * 1e6f / (float) scale : 0;
    gint8 byte = (gint8) CLAMP (lroundf (weight), -127, 127);

    g_byte_array_append (out, (const guint8 *) &byte, 1);
  }
  return g_byte_array_free_to_bytes (out);
}

/**
 * hearth_linear_new_from_bytes:
 * @bytes: what hearth_linear_to_bytes() wrote
 * @error: (out) (optional): `HEARTH_LINEAR_ERROR_BAD_FORMAT`
 *
 * Returns: (transfer full) (nullable): the model
 */
HearthLinear *
hearth_linear_new_from_bytes (GBytes *bytes, GError **error)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  HearthLinear *self;
  guint32 scale;

  if (size < 12 || memcmp (data, MAGIC, 4) != 0 || data[4] < MIN_BITS || data[4] > MAX_BITS ||
      data[5] == 0 || data[5] > HEARTH_LINEAR_MAX_OUTPUTS ||
      size != 12 + (((gsize) 1 << data[4]) + 1) * data[5]) {
    g_set_error_literal (error, HEARTH_LINEAR_ERROR, HEARTH_LINEAR_ERROR_BAD_FORMAT,
                         "Not a model of weights");
    return NULL;
  }
  self = hearth_linear_new (data[4], data[5]);
  memcpy (&scale, data + 8, sizeof scale);
  scale = GUINT32_FROM_LE (scale);
  self->weights = g_new0 (float, count_weights (self));
  for (gsize i = 0; i < size - 12; i++)
    self->weights[i / data[5] * STRIDE + i % data[5]] =
        (float) ((gint8) data[12 + i]) * (float) scale / 1e6f;
  return self;
}
