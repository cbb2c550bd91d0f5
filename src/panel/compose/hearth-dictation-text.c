/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-dictation-text.h"

#include <string.h>

/* Whether nothing stands between it and the next word. */
static gboolean
opens (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return c == 0 || g_unichar_isspace (c) || c == '/' || c == '@' ||
         type == G_UNICODE_OPEN_PUNCTUATION || type == G_UNICODE_INITIAL_PUNCTUATION;
}

/* Whether it stands at the end of the word before. */
static gboolean
closes (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return c == 0 || g_unichar_isspace (c) || type == G_UNICODE_CLOSE_PUNCTUATION ||
         type == G_UNICODE_FINAL_PUNCTUATION || c == 0x2026 ||
         (c < 0x80 && strchr (".,;:!?", (int) c) != NULL);
}

/* Chinese, Japanese and Thai are written without spaces; so are their full stop and comma. */
static gboolean
is_unspaced (gunichar c)
{
  GUnicodeScript script = g_unichar_get_script (c);

  return script == G_UNICODE_SCRIPT_HAN || script == G_UNICODE_SCRIPT_HIRAGANA ||
         script == G_UNICODE_SCRIPT_KATAKANA || script == G_UNICODE_SCRIPT_THAI ||
         (c >= 0x3001 && c <= 0x303f);
}

static gboolean
needs_space (gunichar left, gunichar right)
{
  return !opens (left) && !closes (right) && !is_unspaced (left) && !is_unspaced (right);
}

/**
 * hearth_dictation_text_fit:
 * @before: what stands before the place where it is written
 * @text: what was dictated
 * @after: what stands behind that place
 *
 * Puts spaces around what was dictated, where two words would run together.
 *
 * Returns: (transfer full): what is to be written; "" if nothing was dictated
 */
char *
hearth_dictation_text_fit (const char *before, const char *text, const char *after)
{
  const char *left = *before != '\0' ? g_utf8_prev_char (before + strlen (before)) : before;
  gunichar right = g_utf8_get_char (after);
  const char *end;

  while (*text == ' ')
    text++;
  if (*text == '\0')
    return g_strdup ("");
  end = g_utf8_prev_char (text + strlen (text));
  /* A quotation mark that stands there may open or close: only words would run together. */
  return g_strconcat (needs_space (g_utf8_get_char (left), g_utf8_get_char (text)) ? " " : "", text,
                      g_unichar_isalnum (right) && needs_space (g_utf8_get_char (end), right) ? " "
                                                                                              : "",
                      NULL);
}
