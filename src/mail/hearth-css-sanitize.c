/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-html-original.h"

#include <string.h>

/* CSS by allow-list: what says how text looks stays, and nothing that fetches, covers or moves.
 * What is not understood goes; nothing is repaired. */

#define MAX_SHEET (256 * 1024)
#define MAX_VALUE 300
#define MAX_SELECTORS 500
#define MAX_NESTING 2

static const char *const properties[] = {
  "background-color",
  "border",
  "border-bottom",
  "border-bottom-color",
  "border-bottom-left-radius",
  "border-bottom-right-radius",
  "border-bottom-style",
  "border-bottom-width",
  "border-collapse",
  "border-color",
  "border-left",
  "border-left-color",
  "border-left-style",
  "border-left-width",
  "border-radius",
  "border-right",
  "border-right-color",
  "border-right-style",
  "border-right-width",
  "border-spacing",
  "border-style",
  "border-top",
  "border-top-color",
  "border-top-left-radius",
  "border-top-right-radius",
  "border-top-style",
  "border-top-width",
  "border-width",
  "box-sizing",
  "caption-side",
  "clear",
  "color",
  "direction",
  "display",
  "empty-cells",
  "float",
  "font-family",
  "font-size",
  "font-style",
  "font-variant",
  "font-weight",
  "height",
  "letter-spacing",
  "line-height",
  "list-style-position",
  "list-style-type",
  "margin",
  "margin-bottom",
  "margin-left",
  "margin-right",
  "margin-top",
  "max-height",
  "max-width",
  "min-height",
  "min-width",
  "overflow-wrap",
  "padding",
  "padding-bottom",
  "padding-left",
  "padding-right",
  "padding-top",
  "table-layout",
  "text-align",
  "text-decoration",
  "text-indent",
  "text-transform",
  "unicode-bidi",
  "vertical-align",
  "white-space",
  "width",
  "word-break",
  "word-spacing",
  "word-wrap",
};

static const char *const functions[] = { "rgb", "rgba", "hsl", "hsla" };

static gboolean
is_listed (const char *const *list, gsize n, const char *word, gsize size)
{
  for (gsize i = 0; i < n; i++) {
    if (strlen (list[i]) == size && g_ascii_strncasecmp (list[i], word, size) == 0)
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_name_char (char c)
{
  return g_ascii_isalnum (c) || c == '-' || c == '_';
}

/* Only words, numbers, colors and plain strings; no escapes, which could spell anything. */
static gboolean
value_is_plain (const char *value, gsize size)
{
  gsize word = 0;
  char quote = '\0';

  if (size == 0 || size > MAX_VALUE)
    return FALSE;
  for (gsize i = 0; i < size; i++) {
    char c = value[i];

    if (quote != '\0') {
      if (c == quote)
        quote = '\0';
      else if (!is_name_char (c) && c != ' ' && c != '.')
        return FALSE;
      continue;
    }
    if (c == '"' || c == '\'')
      quote = c;
    else if (c == '(') {
      if (!is_listed (functions, G_N_ELEMENTS (functions), value + word, i - word))
        return FALSE;
    } else if (!is_name_char (c) && (c == '\0' || strchr (" #%.,)+!/", c) == NULL))
      return FALSE;
    if (!is_name_char (c))
      word = i + 1;
  }
  return quote == '\0';
}

static void
trim (const char **text, gsize *size)
{
  while (*size > 0 && g_ascii_isspace (**text)) {
    (*text)++;
    (*size)--;
  }
  while (*size > 0 && g_ascii_isspace ((*text)[*size - 1]))
    (*size)--;
}

/* A number below zero draws a part over another, or out of sight. */
static gboolean
is_negative (const char *value, gsize size)
{
  for (gsize i = 0; i + 1 < size; i++) {
    if (value[i] == '-' && (i == 0 || !is_name_char (value[i - 1])) &&
        (g_ascii_isdigit (value[i + 1]) || value[i + 1] == '.'))
      return TRUE;
  }
  return FALSE;
}

static void
append_declaration (GString *out, const char *text, gsize size)
{
  const char *colon = memchr (text, ':', size);
  const char *name = text;
  const char *value;
  gsize name_size, value_size;

  if (colon == NULL)
    return;
  name_size = colon - text;
  value = colon + 1;
  value_size = size - name_size - 1;
  trim (&name, &name_size);
  trim (&value, &value_size);
  if (!is_listed (properties, G_N_ELEMENTS (properties), name, name_size) ||
      !value_is_plain (value, value_size) || is_negative (value, value_size))
    return;
  g_string_append_len (out, name, (gssize) name_size);
  g_string_append_c (out, ':');
  for (gsize i = 0; i < value_size; i++)
    g_string_append_c (out, value[i] == '"' ? '\'' : value[i]);
  g_string_append_c (out, ';');
}

static void
append_declarations (GString *out, const char *text, gsize size)
{
  const char *end = text + size;

  while (text < end) {
    const char *semicolon = memchr (text, ';', end - text);
    const char *stop = semicolon != NULL ? semicolon : end;

    append_declaration (out, text, stop - text);
    text = stop + (semicolon != NULL);
  }
}

/**
 * hearth_css_sanitize_inline:
 * @declarations: the value of a style attribute
 *
 * Returns: (transfer full): what of it only says how text looks; without double quotes, angle
 *   brackets, ampersands or anything that fetches
 */
char *
hearth_css_sanitize_inline (const char *declarations)
{
  GString *out = g_string_new (NULL);

  append_declarations (out, declarations, MIN (strlen (declarations), MAX_SHEET));
  return g_string_free (out, FALSE);
}

/* Comments go first: they may stand anywhere. */
static char *
remove_comments (const char *sheet)
{
  GString *out = g_string_new (NULL);
  const char *p = sheet;

  while (*p != '\0' && out->len < MAX_SHEET) {
    if (p[0] == '/' && p[1] == '*') {
      const char *end = strstr (p + 2, "*/");

      if (end == NULL)
        break;
      g_string_append_c (out, ' ');
      p = end + 2;
    } else {
      g_string_append_c (out, *p++);
    }
  }
  return g_string_free (out, FALSE);
}

static gboolean
is_plain_text (const char *text, gsize size, const char *allowed)
{
  if (size == 0 || size > MAX_SELECTORS)
    return FALSE;
  for (gsize i = 0; i < size; i++) {
    if (!is_name_char (text[i]) && !g_ascii_isspace (text[i]) &&
        (text[i] == '\0' || strchr (allowed, text[i]) == NULL))
      return FALSE;
    /* A function, as "url(", has its parenthesis at its name. */
    if (text[i] == '(' && i > 0 && is_name_char (text[i - 1]))
      return FALSE;
  }
  return TRUE;
}

/* The "}" that closes a block that begins at @p; NULL if none does. */
static const char *
find_block_end (const char *p, const char *end)
{
  guint depth = 0;

  for (; p < end; p++) {
    if (*p == '{')
      depth++;
    else if (*p == '}' && depth-- == 0)
      return p;
  }
  return NULL;
}

static void
append_rules (GString *out, const char *p, const char *end, guint nesting)
{
  while (p < end) {
    const char *brace = memchr (p, '{', end - p);
    const char *close = brace != NULL ? find_block_end (brace + 1, end) : NULL;
    const char *head = p;
    gsize head_size;

    if (close == NULL)
      return;
    /* "@import …;" and the like, before a rule. */
    for (const char *q = p; q < brace; q++) {
      if (*q == ';')
        head = q + 1;
    }
    head_size = brace - head;
    trim (&head, &head_size);
    if (head_size > 7 && g_ascii_strncasecmp (head, "@media ", 7) == 0) {
      if (nesting < MAX_NESTING && is_plain_text (head + 1, head_size - 1, "():,.")) {
        g_string_append_len (out, head, (gssize) head_size);
        g_string_append_c (out, '{');
        append_rules (out, brace + 1, close, nesting + 1);
        g_string_append (out, "}\n");
      }
    } else if (is_plain_text (head, head_size, ".#,>:*+~")) {
      g_string_append_len (out, head, (gssize) head_size);
      g_string_append_c (out, '{');
      append_declarations (out, brace + 1, close - brace - 1);
      g_string_append (out, "}\n");
    }
    p = close + 1;
  }
}

/**
 * hearth_css_sanitize:
 * @sheet: a style sheet
 *
 * Returns: (transfer full): what of it only says how text looks
 */
char *
hearth_css_sanitize (const char *sheet)
{
  g_autofree char *bare = remove_comments (sheet);
  GString *out = g_string_new (NULL);

  append_rules (out, bare, bare + strlen (bare), 0);
  return g_string_free (out, FALSE);
}
