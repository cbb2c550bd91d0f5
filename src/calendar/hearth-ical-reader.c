/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ical-reader.h"

#include "hearth-text.h"

#include <string.h>

/* Appends one physical line, without its line break, and moves behind it. */
static void
take_physical_line (HearthIcalReader *self, gsize skip)
{
  const char *start = self->text + self->next_offset;
  gsize rest = self->length - self->next_offset;
  const char *newline = memchr (start, '\n', rest);
  gsize n = newline != NULL ? (gsize) (newline - start) : rest;

  self->next_offset += newline != NULL ? n + 1 : n;
  self->next_number++;
  while (n > 0 && start[n - 1] == '\r')
    n--;
  start += MIN (skip, n);
  n -= MIN (skip, n);
  if (self->line->len + n > HEARTH_ICAL_MAX_LINE) {
    n = HEARTH_ICAL_MAX_LINE - self->line->len;
    self->is_cut = TRUE;
  }
  g_string_append_len (self->line, start, n);
}

static gboolean
is_name_char (char c)
{
  return g_ascii_isalnum (c) || c == '-' || c == '_' || c == '.';
}

/* Splits the logical line in place: NAME *(";" PARAM) ":" VALUE, where a colon inside quotes does
 * not end the parameters. */
static gboolean
split_line (HearthIcalReader *self)
{
  char *p = self->line->str;
  char *dot = NULL;
  gboolean quoted = FALSE;

  /* A byte order mark, and blanks that some writers put before a name. */
  if (g_str_has_prefix (p, "\357\273\277"))
    p += 3;
  while (*p == ' ' || *p == '\t')
    p++;
  self->name = p;
  for (; is_name_char (*p); p++) {
    if (*p == '.')
      dot = p;
    *p = g_ascii_toupper (*p);
  }
  if (p == self->name || (*p != ':' && *p != ';'))
    return FALSE;
  if (dot != NULL)
    self->name = dot + 1;
  self->params = NULL;
  if (*p == ';') {
    *p++ = '\0';
    self->params = p;
    for (; *p != '\0' && (quoted || *p != ':'); p++)
      if (*p == '"')
        quoted = !quoted;
    if (*p == '\0') {
      /* An odd quote must not swallow the value. */
      p = strchr (self->params, ':');
      if (p == NULL)
        return FALSE;
    }
  }
  *p++ = '\0';
  self->value = p;
  self->value_length = self->line->str + self->line->len - p;
  return *self->name != '\0';
}

/**
 * hearth_ical_reader_init:
 * @self: a reader to be set up
 * @text: (transfer none): iCalendar text, which must outlive the reader
 * @length: its bytes
 *
 * Starts before the first line.
 */
void
hearth_ical_reader_init (HearthIcalReader *self, const char *text, gsize length)
{
  memset (self, 0, sizeof *self);
  self->text = text;
  self->length = length;
  self->next_number = 1;
  self->line = g_string_sized_new (256);
}

/**
 * hearth_ical_reader_clear:
 * @self: a reader, or zeroes
 */
void
hearth_ical_reader_clear (HearthIcalReader *self)
{
  if (self->line != NULL)
    g_string_free (self->line, TRUE);
  self->line = NULL;
}

/**
 * hearth_ical_reader_next:
 * @self: a reader
 *
 * Unfolds and splits the next line that is not empty. What it filled in stays valid until the next
 * call.
 *
 * Returns: what was met; after %HEARTH_ICAL_BROKEN the next line can be read
 */
HearthIcalLineKind
hearth_ical_reader_next (HearthIcalReader *self)
{
  for (;;) {
    if (self->next_offset >= self->length)
      return HEARTH_ICAL_END;
    self->offset = self->next_offset;
    self->number = self->next_number;
    self->is_cut = FALSE;
    g_string_truncate (self->line, 0);
    take_physical_line (self, 0);
    while (self->next_offset < self->length &&
           (self->text[self->next_offset] == ' ' || self->text[self->next_offset] == '\t'))
      take_physical_line (self, 1);
    if (self->line->len == 0)
      continue;
    /* NUL would end the value early and unseen. */
    for (char *p = self->line->str; (p = memchr (p, 0, self->line->str + self->line->len - p));)
      *p = ' ';
    return split_line (self) ? HEARTH_ICAL_LINE : HEARTH_ICAL_BROKEN;
  }
}

/**
 * hearth_ical_reader_unread:
 * @self: a reader on a line
 *
 * Steps back, so that the present line is the next again. Its fields are not valid until then.
 */
void
hearth_ical_reader_unread (HearthIcalReader *self)
{
  self->next_offset = self->offset;
  self->next_number = self->number;
}

/* Undoes RFC 6868: ^n, ^' and ^^. */
static char *
decode_param (const char *start, gsize length)
{
  GString *out = g_string_sized_new (length + 1);

  for (gsize i = 0; i < length; i++) {
    if (start[i] == '"')
      continue;
    if (start[i] == '^' && i + 1 < length && strchr ("n'^", start[i + 1]) != NULL) {
      i++;
      g_string_append_c (out, start[i] == 'n' ? '\n' : start[i] == '\'' ? '"' : '^');
    } else {
      g_string_append_c (out, start[i]);
    }
  }
  return g_string_free (out, FALSE);
}

/**
 * hearth_ical_reader_dup_param:
 * @self: a reader on a line
 * @name: a parameter's name
 *
 * Returns: (transfer full) (nullable): the parameter's decoded value without quotes, not yet
 *   cleaned, or %NULL
 */
char *
hearth_ical_reader_dup_param (HearthIcalReader *self, const char *name)
{
  gsize name_length = strlen (name);
  const char *p = self->params;

  while (p != NULL && *p != '\0') {
    const char *start = p;
    gboolean quoted = FALSE;

    for (; *p != '\0' && (quoted || *p != ';'); p++)
      if (*p == '"')
        quoted = !quoted;
    if (g_ascii_strncasecmp (start, name, name_length) == 0 && start[name_length] == '=') {
      start += name_length + 1;
      return decode_param (start, p - start);
    }
    if (*p == ';')
      p++;
  }
  return NULL;
}

/**
 * hearth_ical_reader_dup_text:
 * @self: a reader on a line
 *
 * Reads the value as TEXT, RFC 5545, section 3.3.11.
 *
 * Returns: (transfer full): cleaned text
 */
char *
hearth_ical_reader_dup_text (HearthIcalReader *self)
{
  g_autofree char *plain = NULL;
  const char *p = self->value;
  char *out;

  if (memchr (self->value, '\\', self->value_length) == NULL)
    return hearth_text_clean (self->value, self->value_length);
  plain = out = g_malloc (self->value_length + 1);
  while (*p != '\0') {
    if (*p == '\\' && p[1] != '\0') {
      p++;
      *out++ = (*p == 'n' || *p == 'N') ? '\n' : *p;
      p++;
    } else {
      *out++ = *p++;
    }
  }
  return hearth_text_clean (plain, out - plain);
}
