/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-mime-preview.h"

#include "hearth-text.h"

#include <string.h>

#define PREVIEW_CHARS 200

static gboolean
ends_like_attribution (const char *line, gsize size)
{
  while (size > 0 && g_ascii_isspace (line[size - 1]))
    size--;
  return size > 0 && line[size - 1] == ':';
}

/**
 * hearth_mime_make_preview:
 * @text: a message's readable text
 *
 * Takes the first words that the sender wrote: without quotes, what introduces them, and the
 * signature. Where nothing is left, the text as it begins.
 *
 * Returns: (transfer full): one line of at most 200 characters and an ellipsis
 */
char *
hearth_mime_make_preview (const char *text)
{
  g_autofree char *preview = NULL;
  g_autoptr (GString) own = g_string_new (NULL);
  const char *p = text;

  while (*p != '\0' && own->len < PREVIEW_CHARS * 6) {
    gsize n = strcspn (p, "\n");
    const char *next = p + n + (p[n] == '\n');
    const char *after = next + strspn (next, "\n \t");

    if ((n == 3 && strncmp (p, "-- ", 3) == 0) || (n == 2 && strncmp (p, "--", 2) == 0))
      break;
    if (*p != '>' && !(*after == '>' && ends_like_attribution (p, n))) {
      g_string_append_len (own, p, MIN (n, 4096));
      g_string_append_c (own, ' ');
    }
    p = next;
  }
  while (own->len > 0 && !g_utf8_validate (own->str, own->len, NULL))
    g_string_truncate (own, own->len - 1);
  preview = hearth_text_one_line (own->str, PREVIEW_CHARS);
  if (preview[0] != '\0')
    return g_steal_pointer (&preview);
  return hearth_text_one_line (text, PREVIEW_CHARS);
}
