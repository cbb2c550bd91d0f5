/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-flowed.h"

#include <string.h>

/* text/plain; format=flowed, RFC 3676: a line that ends with a space goes on in the next, so that
 * paragraphs fit every window, while a reader that knows nothing of it sees ordinary lines. */

/* Columns of a line, RFC 3676, section 4.2. */
#define WIDTH 72

/* The separator above a signature, section 4.3. It looks flowed and is not. */
#define SIGNATURE "-- "

/* Levels of quotes that are told apart; deeper ones count as so deep. */
#define MAX_DEPTH 100

static guint
char_width (gunichar c)
{
  if (g_unichar_iszerowidth (c))
    return 0;
  return g_unichar_iswide (c) ? 2 : 1;
}

static guint
text_width (const char *text, gsize size)
{
  guint width = 0;

  for (const char *p = text; p < text + size; p = g_utf8_next_char (p))
    width += char_width (g_utf8_get_char (p));
  return width;
}

/* Takes the quote marks of a typed line: ">", "> >", ">>". */
static guint
take_quote_marks (const char **line)
{
  const char *p = *line;
  guint depth = 0;

  while (*p == '>') {
    depth++;
    p++;
    if (p[0] == ' ' && p[1] == '>')
      p++;
  }
  /* The blank after the marks belongs to them. */
  if (depth > 0 && *p == ' ')
    p++;
  *line = p;
  return MIN (depth, MAX_DEPTH);
}

static void
append_line (GString *out, guint depth, const char *text, gsize size)
{
  for (guint i = 0; i < depth; i++)
    g_string_append_c (out, '>');
  /* Space-stuffing, section 4.4. What is quoted always is, for the look of it. */
  if (depth > 0 ? size > 0
                : size > 0 && (*text == ' ' || *text == '>' ||
                               (size >= 5 && strncmp (text, "From ", 5) == 0)))
    g_string_append_c (out, ' ');
  g_string_append_len (out, text, size);
  g_string_append_c (out, '\n');
}

/* The length of the next output line of a paragraph, with the blanks that it breaks at. */
static gsize
find_break (const char *text, guint width)
{
  gsize best = 0;
  guint column = 0;

  for (const char *p = text; *p != '\0';) {
    const char *word_end = p + strcspn (p, " ");
    const char *next = word_end + strspn (word_end, " ");

    column += text_width (p, word_end - p);
    if (best > 0 && column > width)
      return best;
    if (*next == '\0')
      return strlen (text);
    column += next - word_end;
    /* "-- " alone on a line would begin a signature. */
    if (!(next - text == 3 && strncmp (text, SIGNATURE, 3) == 0))
      best = next - text;
    p = next;
  }
  return strlen (text);
}

static void
append_paragraph (GString *out, guint depth, const char *text)
{
  guint room = WIDTH - MIN (depth + 1, WIDTH / 2);

  if (*text == '\0')
    append_line (out, depth, "", 0);
  while (*text != '\0') {
    gsize size = find_break (text, room);

    append_line (out, depth, text, size);
    text += size;
  }
}

/**
 * hearth_flowed_from_text:
 * @text: UTF-8 text, a paragraph a line; lines that begin with ">" are quotes
 *
 * Makes format=flowed text with DelSp=no, RFC 3676.
 *
 * Returns: (transfer full): lines of at most 72 columns where the words allow it, each ended by a
 *   newline
 */
char *
hearth_flowed_from_text (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint n = g_strv_length (lines);
  GString *out = g_string_sized_new (strlen (text) + n + 16);

  /* A newline at the end ends the last line and begins no other. */
  if (n > 0 && lines[n - 1][0] == '\0')
    n--;
  for (guint i = 0; i < n; i++) {
    const char *line = lines[i];
    guint depth = take_quote_marks (&line);
    g_autofree char *fixed = NULL;

    if (strcmp (line, SIGNATURE) == 0) {
      append_line (out, depth, SIGNATURE, strlen (SIGNATURE));
      continue;
    }
    /* A space at the end would join it with the next. */
    fixed = g_strdup (line);
    for (gsize size = strlen (fixed); size > 0 && fixed[size - 1] == ' '; size--)
      fixed[size - 1] = '\0';
    append_paragraph (out, depth, fixed);
  }
  return g_string_free (out, FALSE);
}

/**
 * hearth_flowed_to_text:
 * @flowed: the decoded text of a part with format=flowed, lines separated by newlines
 * @delete_space: whether its parameter DelSp is "yes"
 *
 * Joins the lines of each paragraph, RFC 3676, section 4.1.
 *
 * Returns: (transfer full): a paragraph a line; quotes begin with "> " for each level
 */
char *
hearth_flowed_to_text (const char *flowed, gboolean delete_space)
{
  const char *p = flowed;
  GString *out = g_string_sized_new (strlen (flowed) + 1);
  guint open_depth = 0;
  gboolean open = FALSE; /* the line before flows into the next */

  while (*p != '\0') {
    const char *end = p + strcspn (p, "\n");
    gsize size;
    guint depth = 0;
    gboolean flows;

    for (; *p == '>'; p++)
      depth++;
    if (p < end && *p == ' ')
      p++;
    size = end - p;
    flows = size > 0 && p[size - 1] == ' ' && !(size == 3 && strncmp (p, SIGNATURE, 3) == 0);
    if (open && (depth != open_depth || (size == 3 && strncmp (p, SIGNATURE, 3) == 0))) {
      g_string_append_c (out, '\n');
      open = FALSE;
    }
    if (!open) {
      for (guint i = 0; i < MIN (depth, MAX_DEPTH); i++)
        g_string_append (out, i + 1 < depth || size > 0 ? "> " : ">");
    }
    g_string_append_len (out, p, flows && delete_space ? size - 1 : size);
    if (!flows)
      g_string_append_c (out, '\n');
    open = flows;
    open_depth = depth;
    p = *end != '\0' ? end + 1 : end;
  }
  return g_string_free (out, FALSE);
}
