/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-quotes.h"

#include <string.h>

/* A label is laid out at once: longer text is set in several, cut between lines. */
#define MAX_PASSAGE 6000

/* Lines of such a length were broken by a program (RFC 5322, section 2.1.1: at most 78); shorter
 * ones were ended by a person. */
#define BROKEN_LINE 50
#define LONGEST_BROKEN_LINE 78

static void
passage_free (gpointer data)
{
  HearthPassage *passage = data;

  g_free (passage->text);
  g_free (passage);
}

static void
flush (GPtrArray *passages, GString *text, HearthPassageKind kind, guint *n_lines)
{
  HearthPassage *passage;

  while (text->len > 0 && g_ascii_isspace (text->str[text->len - 1]))
    g_string_truncate (text, text->len - 1);
  while (text->len > 0 && text->str[0] == '\n')
    g_string_erase (text, 0, 1);
  if (text->len > 0) {
    passage = g_new0 (HearthPassage, 1);
    passage->kind = kind;
    passage->text = g_strndup (text->str, text->len);
    passage->n_lines = *n_lines;
    g_ptr_array_add (passages, passage);
  }
  g_string_truncate (text, 0);
  *n_lines = 0;
}

/* Whether @line begins a line of its own: an item, an indented line, a name before a colon. */
static gboolean
stands_alone (const char *line, const char *end)
{
  const char *p = line;

  if (line >= end || g_ascii_isspace (*line) || strchr ("-*+#|=_~>", *line) != NULL ||
      g_str_has_prefix (line, "•"))
    return TRUE;
  while (p < end && g_ascii_isdigit (*p))
    p++;
  return p > line && p < end && (*p == '.' || *p == ')') && p + 1 < end && p[1] == ' ';
}

/* A line that its writer's program has broken goes on in the next one. How wide the reader's column
 * is was not theirs to know. @last_length is in characters. */
static gboolean
goes_on (const GString *part, glong last_length, const char *line, const char *end)
{
  return part->len > 0 && last_length >= BROKEN_LINE && last_length <= LONGEST_BROKEN_LINE &&
         !stands_alone (line, end);
}

/* The part of a quoted line behind its first mark. */
static const char *
skip_mark (const char *line)
{
  line++;
  return *line == ' ' ? line + 1 : line;
}

static gboolean
ends_with_colon (const char *line, gsize length)
{
  while (length > 0 && g_ascii_isspace (line[length - 1]))
    length--;
  return length > 0 && line[length - 1] == ':';
}

/* Whether a quote follows after blank lines: then @line, which ends with a colon, names it ("On
 * Monday Ana wrote:") and is folded with it. */
static gboolean
introduces_quote (const char *line, gsize length, const char *next)
{
  if (!ends_with_colon (line, length) || length > 200)
    return FALSE;
  while (*next == '\n' || *next == '\r' || *next == ' ')
    next++;
  return *next == '>';
}

/**
 * hearth_quotes_split:
 * @text: the readable text of a mail
 *
 * Splits a mail into what its writer wrote, what they quote (RFC 3676, section 4.5) and their
 * signature (section 4.3), so that quotes can be folded.
 *
 * Returns: (transfer full) (element-type HearthPassage): the parts, in order
 */
GPtrArray *
hearth_quotes_split (const char *text)
{
  GPtrArray *passages = g_ptr_array_new_with_free_func (passage_free);
  g_autoptr (GString) part = g_string_new (NULL);
  HearthPassageKind kind = HEARTH_PASSAGE_TEXT;
  guint n_lines = 0;
  glong last_length = 0;

  for (const char *line = text; *line != '\0';) {
    const char *end = strchrnul (line, '\n');
    const char *next = *end == '\n' ? end + 1 : end;
    gsize length = (gsize) (end - line);
    HearthPassageKind of_line = HEARTH_PASSAGE_TEXT;
    gboolean blank = TRUE;

    for (gsize i = 0; i < length && blank; i++)
      blank = g_ascii_isspace (line[i]);
    if (*line == '>' || introduces_quote (line, length, next))
      of_line = HEARTH_PASSAGE_QUOTE;
    else if (kind == HEARTH_PASSAGE_SIGNATURE ||
             (length >= 2 && length <= 3 && strncmp (line, "-- ", length) == 0))
      of_line = HEARTH_PASSAGE_SIGNATURE;
    else if (blank)
      of_line = kind;

    if (of_line != kind || part->len > MAX_PASSAGE) {
      flush (passages, part, kind, &n_lines);
      kind = of_line;
      last_length = 0;
    }
    if (kind != HEARTH_PASSAGE_SIGNATURE || part->len > 0 || strncmp (line, "--", 2) != 0) {
      const char *from = *line == '>' ? skip_mark (line) : line;

      if (goes_on (part, last_length, from, end))
        part->str[part->len - 1] = ' ';
      last_length = from < end ? g_utf8_strlen (from, end - from) : 0;
      if (from < end)
        g_string_append_len (part, from, end - from);
      g_string_append_c (part, '\n');
    }
    n_lines++;
    line = next;
  }
  flush (passages, part, kind, &n_lines);
  return passages;
}
