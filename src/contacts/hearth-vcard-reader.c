/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-vcard-reader.h"

#include "hearth-text.h"

#include <string.h>

/* Appends one physical line, without its line break, and moves behind it. */
static void
take_physical_line (HearthVcardReader *self, gsize skip)
{
  const char *start = self->text + self->offset;
  gsize rest = self->length - self->offset;
  const char *newline = memchr (start, '\n', rest);
  gsize n = newline != NULL ? (gsize) (newline - start) : rest;

  self->offset += newline != NULL ? n + 1 : n;
  while (n > 0 && start[n - 1] == '\r')
    n--;
  start += MIN (skip, n);
  n -= MIN (skip, n);
  g_string_append_len (self->line, start, MIN (n, HEARTH_VCARD_MAX_LINE - self->line->len));
}

/* Splits the logical line in place: [GROUP "."] NAME *(";" PARAM) ":" VALUE, where a colon inside
 * quotes does not end the parameters. */
static gboolean
split_line (HearthVcardReader *self)
{
  char *p = self->line->str;
  gboolean quoted = FALSE;

  if (g_str_has_prefix (p, "\357\273\277"))
    p += 3;
  while (*p == ' ' || *p == '\t')
    p++;
  self->name = p;
  for (; g_ascii_isalnum (*p) || strchr ("-_.", *p != '\0' ? *p : 'x') != NULL; p++) {
    if (*p == '.')
      self->name = p + 1;
    *p = g_ascii_toupper (*p);
  }
  if (p == self->name || (*p != ':' && *p != ';'))
    return FALSE;
  self->params = "";
  if (*p == ';') {
    *p++ = '\0';
    self->params = p;
    for (; *p != '\0' && (quoted || *p != ':'); p++)
      if (*p == '"')
        quoted = !quoted;
    /* An odd quote must not swallow the value. */
    if (*p == '\0')
      p = strchr (self->params, ':');
    if (p == NULL)
      return FALSE;
  }
  *p++ = '\0';
  self->value = p;
  return TRUE;
}

/* Whether a parameter is there as NAME=VALUE, with VALUE among others, or as 2.1 has it, alone. */
static gboolean
has_param (HearthVcardReader *self, const char *name, const char *value)
{
  g_auto (GStrv) params = g_strsplit (self->params, ";", 64);

  for (guint i = 0; params[i] != NULL; i++) {
    char *equals = strchr (params[i], '=');
    g_auto (GStrv) values = NULL;

    if (equals != NULL && g_ascii_strncasecmp (params[i], name, equals - params[i]) != 0)
      continue;
    if (equals != NULL && (gsize) (equals - params[i]) != strlen (name))
      continue;
    values = g_strsplit (equals != NULL ? equals + 1 : params[i], ",", 64);
    for (guint j = 0; values[j] != NULL; j++) {
      g_autofree char *plain = g_strdup (values[j]);

      g_strdelimit (plain, "\"", ' ');
      if (g_ascii_strcasecmp (g_strstrip (plain), value) == 0)
        return TRUE;
    }
  }
  return FALSE;
}

static guint
read_preference (HearthVcardReader *self)
{
  g_autofree char *number = hearth_vcard_reader_dup_param (self, "PREF");
  guint64 preference;

  if (number != NULL && g_ascii_string_to_unsigned (number, 10, 1, 100, &preference, NULL))
    return preference;
  return has_param (self, "TYPE", "PREF") ? 1 : 101;
}

/* 2.1 goes on in the next line where one ends with "=". */
static void
join_soft_breaks (HearthVcardReader *self)
{
  gsize name = self->name - self->line->str;
  gsize params = self->params - self->line->str;
  gsize value = self->value - self->line->str;

  while (self->line->len > value && self->line->str[self->line->len - 1] == '=' &&
         self->offset < self->length && self->line->len < HEARTH_VCARD_MAX_LINE) {
    g_string_truncate (self->line, self->line->len - 1);
    take_physical_line (self, 0);
  }
  for (gsize i = value; i < self->line->len; i++)
    if (self->line->str[i] == '\0')
      self->line->str[i] = ' ';
  self->name = self->line->str + name;
  self->params = self->line->str + params;
  self->value = self->line->str + value;
}

static char *
decode_quoted_printable (const char *value)
{
  GString *out = g_string_sized_new (strlen (value) + 1);

  for (const char *p = value; *p != '\0'; p++) {
    if (*p == '=' && g_ascii_isxdigit (p[1]) && g_ascii_isxdigit (p[2])) {
      char c = (char) (g_ascii_xdigit_value (p[1]) * 16 + g_ascii_xdigit_value (p[2]));

      g_string_append_c (out, c != '\0' ? c : ' ');
      p += 2;
    } else {
      g_string_append_c (out, *p);
    }
  }
  return g_string_free (out, FALSE);
}

static void
decode_value (HearthVcardReader *self)
{
  g_autofree char *charset = hearth_vcard_reader_dup_param (self, "CHARSET");
  char *converted;

  g_clear_pointer (&self->decoded, g_free);
  if (has_param (self, "ENCODING", "QUOTED-PRINTABLE")) {
    if (*self->params != '\0')
      join_soft_breaks (self);
    self->decoded = decode_quoted_printable (self->value);
    self->value = self->decoded;
  }
  if (charset == NULL || g_ascii_strcasecmp (charset, "UTF-8") == 0)
    return;
  /* A charset that is not known leaves the bytes; what is not UTF-8 in them is cleaned later. */
  converted = g_convert (self->value, -1, "UTF-8", charset, NULL, NULL, NULL);
  if (converted == NULL)
    return;
  g_free (self->decoded);
  self->value = self->decoded = converted;
}

/**
 * hearth_vcard_reader_init:
 * @self: a reader to be set up
 * @text: (transfer none): vCard text, which must outlive the reader
 * @length: its bytes
 *
 * Starts before the first line.
 */
void
hearth_vcard_reader_init (HearthVcardReader *self, const char *text, gsize length)
{
  memset (self, 0, sizeof *self);
  self->text = text;
  self->length = length;
  self->line = g_string_sized_new (256);
}

/**
 * hearth_vcard_reader_clear:
 * @self: a reader, or zeroes
 */
void
hearth_vcard_reader_clear (HearthVcardReader *self)
{
  if (self->line != NULL)
    g_string_free (self->line, TRUE);
  self->line = NULL;
  g_clear_pointer (&self->decoded, g_free);
}

/**
 * hearth_vcard_reader_next:
 * @self: a reader
 *
 * Unfolds, splits and decodes the next line that has a name and a value; others are passed over.
 * What it filled in stays valid until the next call.
 *
 * Returns: %FALSE at the end
 */
gboolean
hearth_vcard_reader_next (HearthVcardReader *self)
{
  while (self->offset < self->length) {
    g_string_truncate (self->line, 0);
    take_physical_line (self, 0);
    while (self->offset < self->length &&
           (self->text[self->offset] == ' ' || self->text[self->offset] == '\t'))
      take_physical_line (self, 1);
    /* NUL would end the value early and unseen. */
    for (gsize i = 0; i < self->line->len; i++)
      if (self->line->str[i] == '\0')
        self->line->str[i] = ' ';
    if (!split_line (self))
      continue;
    decode_value (self);
    self->preference = read_preference (self);
    return TRUE;
  }
  return FALSE;
}

/**
 * hearth_vcard_reader_dup_param:
 * @self: a reader on a line
 * @name: a parameter's name
 *
 * Returns: (transfer full) (nullable): the parameter's value without quotes, not cleaned, or %NULL
 */
char *
hearth_vcard_reader_dup_param (HearthVcardReader *self, const char *name)
{
  g_auto (GStrv) params = g_strsplit (self->params, ";", 64);
  gsize length = strlen (name);

  for (guint i = 0; params[i] != NULL; i++) {
    if (g_ascii_strncasecmp (params[i], name, length) == 0 && params[i][length] == '=') {
      g_strdelimit (params[i], "\"", ' ');
      return g_strdup (g_strstrip (params[i] + length + 1));
    }
  }
  return NULL;
}

/**
 * hearth_vcard_reader_dup_part:
 * @value: (inout) (nullable): where to go on in a value; %NULL after its last part
 * @separator: what stands between parts; NUL if all is one
 *
 * Takes the next part of a value and undoes its backslashes, RFC 6350, section 3.4.
 *
 * Returns: (transfer full): cleaned text in one line, at most 500 characters; may be ""
 */
char *
hearth_vcard_reader_dup_part (const char **value, char separator)
{
  g_autoptr (GString) plain = g_string_new (NULL);
  g_autofree char *clean = NULL;
  g_autofree char *line = NULL;
  const char *p = *value;

  for (; *p != '\0' && (separator == '\0' || *p != separator); p++) {
    if (*p == '\\' && p[1] != '\0') {
      p++;
      g_string_append_c (plain, *p == 'n' || *p == 'N' ? '\n' : *p);
    } else {
      g_string_append_c (plain, *p);
    }
  }
  *value = *p != '\0' ? p + 1 : NULL;
  clean = hearth_text_clean (plain->str, plain->len);
  line = hearth_text_one_line (clean, 500);
  return g_strdup (g_strstrip (line));
}
