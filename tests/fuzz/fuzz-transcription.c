/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"

#include "hearth-transcription-reader.h"
#include "hearth-voice-complaint.h"

#include <string.h>

/* The first byte says in which pieces the rest arrives, as events and as one JSON. In pieces and as
 * a whole it must become the same line, or the same error. */

static char *
read_all (const char *data, gsize size, gsize piece, gboolean events)
{
  g_autoptr (HearthTranscriptionReader) reader =
      hearth_transcription_reader_new ("example.org", events);
  g_autoptr (GError) error = NULL;
  gboolean more = TRUE;
  char *text = NULL;

  for (gsize at = 0; at < size && more; at += piece) {
    g_autofree char *partial = NULL;

    more = hearth_transcription_reader_feed (reader, data + at, MIN (piece, size - at), &error);
    partial = hearth_transcription_reader_dup_text (reader);
    g_assert_true (g_utf8_validate (partial, -1, NULL) && strpbrk (partial, "\r\n") == NULL);
  }
  if (more)
    text = hearth_transcription_reader_end (reader, &error);
  if (text == NULL)
    return g_strdup (error->message);
  g_assert_no_error (error);
  g_assert_true (g_utf8_validate (text, -1, NULL) && strpbrk (text, "\r\n") == NULL);
  g_assert_cmpuint (strlen (text), <=, HEARTH_VOICE_LINE_MAX);
  return text;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  for (guint events = 0; size > 0 && events < 2; events++) {
    g_autofree char *whole =
        read_all ((const char *) data + 1, size - 1, MAX (size, 1), events == 1);
    g_autofree char *pieces =
        read_all ((const char *) data + 1, size - 1, (gsize) data[0] + 1, events == 1);

    g_assert_cmpstr (whole, ==, pieces);
  }
  return 0;
}
