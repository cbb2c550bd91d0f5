/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"

#include "hearth-sentence-stream.h"

#include <string.h>

/* The table is the longest piece. */
#define MAX_PIECE (64 * 1024)

/* Any bytes, in deltas of any length: pieces are valid text of bounded length, in their order, and
 * each stands in the answer where it says. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  gsize step = size > 0 ? data[0] % 16 + 1 : 1;
  g_autofree char *bytes = g_strndup ((const char *) data, size);
  g_autofree char *text = g_utf8_make_valid (bytes, -1);
  g_autoptr (HearthSentenceStream) stream = hearth_sentence_stream_new ();
  gsize length = strlen (text);
  gsize last = 0;
  gsize start;
  char *piece;

  for (gsize i = 0; i < length; i += step) {
    g_autofree char *delta = g_strndup (text + i, MIN (step, length - i));

    hearth_sentence_stream_push (stream, delta);
  }
  hearth_sentence_stream_end (stream);
  while ((piece = hearth_sentence_stream_pop (stream, &start)) != NULL) {
    const char *place = g_utf8_offset_to_pointer (text, (glong) start);

    g_assert_true (g_utf8_validate (piece, -1, NULL));
    g_assert_cmpuint (strlen (piece), <=, MAX_PIECE);
    g_assert_cmpuint (strlen (piece), >, 0);
    g_assert_cmpuint (start, >=, last);
    g_assert_true (g_str_has_prefix (place, piece));
    last = start + (gsize) g_utf8_strlen (piece, -1);
    g_free (piece);
  }
  return 0;
}
