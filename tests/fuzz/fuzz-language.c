/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"

#include "hearth-language.h"
#include "hearth-sentences.h"

#include <string.h>

/* Any bytes as a text whose language is asked and which is split into sentences: what they were
 * given as a text with an end must be what they find in a copy with nothing behind it. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *copy = g_memdup2 (data, size);
  g_autofree char *text = g_strndup ((const char *) data, size);
  const char *language = hearth_language_of_text (text, G_MAXSIZE);
  g_autoptr (GArray) sentences = hearth_sentences_split (text, 16 * 1024);

  g_assert (strlen (language) == 0 || strlen (language) == 2);
  if (size > 0)
    g_assert_cmpstr (hearth_language_of_text (copy, size), ==, language);
  for (guint i = 0; i < sentences->len; i++) {
    const HearthSentence *sentence = &g_array_index (sentences, HearthSentence, i);
    g_autofree char *line = hearth_sentence_dup (text, sentence);

    g_assert (sentence->length > 0 && sentence->start + sentence->length <= strlen (text));
    g_assert (g_utf8_validate (line, -1, NULL) && strchr (line, '\n') == NULL);
  }
  return 0;
}
