/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-found-markup.h"

#include "hearth-found.h"

static void
append_escaped (GString *out, const char *text, gsize from, gsize to)
{
  g_autofree char *escaped = g_markup_escape_text (text + from, (gssize) (to - from));

  g_string_append (out, escaped);
}

/**
 * hearth_found_markup_new:
 * @text: a line, valid UTF-8
 * @words: what was looked for
 *
 * Returns: (transfer full): @text as Pango markup, with the words that were looked for in bold
 */
char *
hearth_found_markup_new (const char *text, const char *words)
{
  g_autoptr (GArray) spans = hearth_found_mark (text, words);
  GString *out = g_string_new (NULL);
  gsize at = 0;

  for (guint i = 0; i < spans->len; i++) {
    HearthFoundSpan span = g_array_index (spans, HearthFoundSpan, i);

    append_escaped (out, text, at, span.start);
    g_string_append (out, "<b>");
    append_escaped (out, text, span.start, span.end);
    g_string_append (out, "</b>");
    at = span.end;
  }
  if (text[at] != '\0') {
    g_autofree char *rest = g_markup_escape_text (text + at, -1);

    g_string_append (out, rest);
  }
  return g_string_free (out, FALSE);
}
