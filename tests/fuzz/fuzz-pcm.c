/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"

#include "hearth-pcm-reader.h"
#include "hearth-synthesizer.h"

#include <string.h>

/* The first byte says in which pieces the rest arrives, as a file or as bare samples. In pieces
 * and as a whole it must become the same samples, at a rate that can be played. */

static GArray *
read_all (const guint8 *data, gsize size, gsize piece, guint *rate, int *code)
{
  g_autoptr (HearthPcmReader) reader = hearth_pcm_reader_new_sniff (24000);
  g_autoptr (GError) error = NULL;
  GArray *all = g_array_new (FALSE, FALSE, sizeof (gint16));
  gboolean ok = TRUE;

  for (gsize at = 0; at < size && ok; at += piece) {
    const gint16 *samples;
    gsize n;

    ok = hearth_pcm_reader_feed (reader, data + at, MIN (piece, size - at), &error);
    samples = hearth_pcm_reader_get_samples (reader, &n);
    g_assert_true (n <= size);
    g_array_append_vals (all, samples, (guint) n);
    hearth_pcm_reader_clear (reader);
  }
  if (ok && hearth_pcm_reader_end (reader, &error)) {
    gsize n;
    const gint16 *samples = hearth_pcm_reader_get_samples (reader, &n);

    g_array_append_vals (all, samples, (guint) n);
  }
  *rate = hearth_pcm_reader_get_rate (reader);
  *code = error != NULL ? error->code : -1;
  return all;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GArray) whole = NULL;
  g_autoptr (GArray) pieces = NULL;
  guint rate, other_rate;
  int code, other_code;

  if (size < 1)
    return 0;
  whole = read_all (data + 1, size - 1, MAX (size, 1), &rate, &code);
  pieces = read_all (data + 1, size - 1, (gsize) data[0] + 1, &other_rate, &other_code);
  g_assert_cmpint (code, ==, other_code);
  g_assert_cmpuint (rate, ==, other_rate);
  g_assert_cmpuint (rate, >=, HEARTH_SYNTHESIS_RATE_MIN);
  g_assert_cmpuint (rate, <=, HEARTH_SYNTHESIS_RATE_MAX);
  g_assert_cmpmem (whole->data, whole->len * sizeof (gint16), pieces->data,
                   pieces->len * sizeof (gint16));
  return 0;
}
