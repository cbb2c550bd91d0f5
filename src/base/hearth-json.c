/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-json.h"

#include <string.h>

/* A strict reader of RFC 8259 that stands before json-glib's: that one calls itself for each level
 * of nesting without a bound, and takes comments and more for JSON. What passes here means the
 * same to both. */

typedef struct {
  char *p;
  char *end;
} Reader;

static void
skip_space (Reader *r)
{
  while (r->p < r->end && (*r->p == ' ' || *r->p == '\t' || *r->p == '\n' || *r->p == '\r'))
    r->p++;
}

static gboolean
read_hex4 (Reader *r, guint *value)
{
  *value = 0;
  if (r->end - r->p < 4) {
    r->p = r->end;
    return FALSE;
  }
  for (int i = 0; i < 4; i++) {
    int digit = g_ascii_xdigit_value (*r->p++);

    if (digit < 0)
      return FALSE;
    *value = *value * 16 + (guint) digit;
  }
  return TRUE;
}

/* After the "u" of an escape. Half a surrogate pair is no character, and NUL would end the string
 * for everyone who reads it in C: both become U+FFFD, which is as long. */
static gboolean
read_unicode_escape (Reader *r)
{
  char *digits = r->p;
  guint high, low;

  if (!read_hex4 (r, &high))
    return FALSE;
  if (high != 0 && (high < 0xd800 || high > 0xdfff))
    return TRUE;
  if (high >= 0xd800 && high <= 0xdbff && r->end - r->p >= 6 && r->p[0] == '\\' && r->p[1] == 'u') {
    Reader next = { r->p + 2, r->end };

    if (read_hex4 (&next, &low) && low >= 0xdc00 && low <= 0xdfff) {
      r->p = next.p;
      return TRUE;
    }
  }
  memcpy (digits, "fffd", 4);
  return TRUE;
}

static gboolean
read_string (Reader *r)
{
  if (r->p >= r->end || *r->p != '"')
    return FALSE;
  r->p++;
  while (r->p < r->end) {
    guchar c = (guchar) *r->p++;

    if (c == '"')
      return TRUE;
    if (c < 0x20)
      return FALSE;
    if (c != '\\')
      continue;
    if (r->p >= r->end)
      return FALSE;
    c = (guchar) *r->p++;
    if (c == 'u') {
      if (!read_unicode_escape (r))
        return FALSE;
    } else if (c == '\0' || strchr ("\"\\/bfnrt", c) == NULL) {
      return FALSE;
    }
  }
  return FALSE;
}

static gboolean
read_digits (Reader *r)
{
  const char *start = r->p;

  while (r->p < r->end && g_ascii_isdigit (*r->p))
    r->p++;
  return r->p > start;
}

static gboolean
read_number (Reader *r)
{
  if (r->p < r->end && *r->p == '-')
    r->p++;
  if (r->p < r->end && *r->p == '0')
    r->p++;
  else if (!read_digits (r))
    return FALSE;
  if (r->p < r->end && *r->p == '.') {
    r->p++;
    if (!read_digits (r))
      return FALSE;
  }
  if (r->p < r->end && (*r->p == 'e' || *r->p == 'E')) {
    r->p++;
    if (r->p < r->end && (*r->p == '+' || *r->p == '-'))
      r->p++;
    if (!read_digits (r))
      return FALSE;
  }
  return TRUE;
}

static gboolean
read_scalar (Reader *r)
{
  static const char *const words[] = { "true", "false", "null" };

  if (r->p >= r->end)
    return FALSE;
  if (*r->p == '"')
    return read_string (r);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    gsize length = strlen (words[i]);

    if ((gsize) (r->end - r->p) >= length && memcmp (r->p, words[i], length) == 0) {
      r->p += length;
      return TRUE;
    }
    if ((gsize) (r->end - r->p) < length && memcmp (r->p, words[i], r->end - r->p) == 0) {
      r->p = r->end;
      return FALSE;
    }
  }
  return read_number (r);
}

/* The name of a member and its colon. */
static gboolean
read_name (Reader *r)
{
  skip_space (r);
  if (!read_string (r))
    return FALSE;
  skip_space (r);
  if (r->p >= r->end || *r->p != ':')
    return FALSE;
  r->p++;
  return TRUE;
}

/* After a value: closes what ends here and goes on to the next one. Returns whether there is a
 * next one; -1 for what is not JSON. */
static int
read_after_value (Reader *r, char *stack, guint *depth)
{
  while (*depth > 0) {
    char open = stack[*depth - 1];

    skip_space (r);
    if (r->p >= r->end)
      return -1;
    if (*r->p == ',') {
      r->p++;
      return open == '{' && !read_name (r) ? -1 : 1;
    }
    if (*r->p != (open == '{' ? '}' : ']'))
      return -1;
    r->p++;
    (*depth)--;
  }
  return 0;
}

/* Reads one value and the space around it. What fails with the reader at its end has only been
 * cut off. */
static gboolean
read_json (Reader *r)
{
  char stack[HEARTH_JSON_DEPTH];
  guint depth = 0;
  int next = 1;

  while (next == 1) {
    skip_space (r);
    if (r->p < r->end && (*r->p == '{' || *r->p == '[')) {
      char open = *r->p;

      if (depth == HEARTH_JSON_DEPTH)
        return FALSE;
      r->p++;
      stack[depth++] = open;
      skip_space (r);
      if (r->p >= r->end)
        return FALSE;
      if (*r->p != (open == '{' ? '}' : ']')) {
        if (open == '{' && !read_name (r))
          return FALSE;
        continue;
      }
      r->p++;
      depth--;
    } else if (!read_scalar (r)) {
      return FALSE;
    }
    next = read_after_value (r, stack, &depth);
  }
  skip_space (r);
  return next == 0 && r->p == r->end;
}

/**
 * hearth_json_dup_valid:
 * @text: bytes
 * @length: their number
 *
 * Copies JSON if it is valid by RFC 8259 in UTF-8 and not deeper than %HEARTH_JSON_DEPTH.
 * Escapes in it that are no character become U+FFFD.
 *
 * Returns: (transfer full) (nullable): the JSON, or %NULL if it is none
 */
char *
hearth_json_dup_valid (const char *text, gsize length)
{
  g_autofree char *copy = NULL;
  Reader reader;

  if (!g_utf8_validate_len (text, length, NULL))
    return NULL;
  copy = g_strndup (text, length);
  reader = (Reader){ copy, copy + length };
  return read_json (&reader) ? g_steal_pointer (&copy) : NULL;
}

/**
 * hearth_json_is_cut_off:
 * @text: bytes that are not valid JSON
 * @length: their number
 *
 * Returns: whether @text is the beginning of JSON
 */
gboolean
hearth_json_is_cut_off (const char *text, gsize length)
{
  const char *invalid = text + length;
  g_autofree char *copy = NULL;
  Reader reader;

  /* The last character may be cut, too. */
  if (!g_utf8_validate_len (text, length, &invalid) &&
      g_utf8_get_char_validated (invalid, text + length - invalid) != (gunichar) -2)
    return FALSE;
  copy = g_strndup (text, invalid - text);
  reader = (Reader){ copy, copy + (invalid - text) };
  return !read_json (&reader) && reader.p == reader.end;
}

/**
 * hearth_json_parse:
 * @text: bytes
 * @length: their number
 *
 * Returns: (transfer full) (nullable): the JSON in @text, or %NULL where
 *   hearth_json_dup_valid() says that there is none
 */
JsonNode *
hearth_json_parse (const char *text, gsize length)
{
  g_autofree char *valid = hearth_json_dup_valid (text, length);
  g_autoptr (JsonParser) parser = NULL;

  if (valid == NULL)
    return NULL;
  parser = json_parser_new_immutable ();
  if (!json_parser_load_from_data (parser, valid, (gssize) length, NULL))
    return NULL;
  return json_parser_steal_root (parser);
}

static JsonNode *
get_member (JsonObject *object, const char *member)
{
  return object != NULL ? json_object_get_member (object, member) : NULL;
}

/**
 * hearth_json_get_object:
 * @object: (nullable): an object
 * @member: a member's name
 *
 * Returns: (nullable) (transfer none): the member if it is an object
 */
JsonObject *
hearth_json_get_object (JsonObject *object, const char *member)
{
  JsonNode *node = get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/**
 * hearth_json_get_array:
 * @object: (nullable): an object
 * @member: a member's name
 *
 * Returns: (nullable) (transfer none): the member if it is an array
 */
JsonArray *
hearth_json_get_array (JsonObject *object, const char *member)
{
  JsonNode *node = get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

/**
 * hearth_json_get_string:
 * @object: (nullable): an object
 * @member: a member's name
 *
 * Returns: (nullable) (transfer none): the member if it is a string
 */
const char *
hearth_json_get_string (JsonObject *object, const char *member)
{
  JsonNode *node = get_member (object, member);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (node);
}

/**
 * hearth_json_get_int:
 * @object: (nullable): an object
 * @member: a member's name
 * @otherwise: what to return without it
 *
 * Returns: the member if it is a whole number
 */
gint64
hearth_json_get_int (JsonObject *object, const char *member, gint64 otherwise)
{
  JsonNode *node = get_member (object, member);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_INT64)
    return otherwise;
  return json_node_get_int (node);
}
