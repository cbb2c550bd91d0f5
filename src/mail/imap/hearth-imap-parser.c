/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-imap-parser.h"

#include <string.h>

/* Lists inside lists that are passed over; a message of a hundred levels is no message. */
#define MAX_DEPTH 1000

/**
 * hearth_imap_parser_init:
 * @self: (out caller-allocates): a place
 * @frame: a response
 *
 * It points into the frame, and lives no longer.
 */
void
hearth_imap_parser_init (HearthImapParser *self, const HearthImapFrame *frame)
{
  self->at = self->base = frame->data;
  self->end = frame->data + frame->size;
  self->literals = frame->literals;
  self->n_literals = frame->n_literals;
}

/**
 * hearth_imap_parser_at_end:
 * @self: a place
 *
 * Returns: whether nothing is behind it
 */
gboolean
hearth_imap_parser_at_end (const HearthImapParser *self)
{
  return self->at >= self->end;
}

/**
 * hearth_imap_parser_peek:
 * @self: a place
 * @c: a sign
 *
 * Returns: whether it comes next
 */
gboolean
hearth_imap_parser_peek (const HearthImapParser *self, char c)
{
  return self->at < self->end && *self->at == c;
}

/**
 * hearth_imap_parser_accept:
 * @self: a place, moved if @c comes next
 * @c: a sign
 *
 * Returns: whether it came
 */
gboolean
hearth_imap_parser_accept (HearthImapParser *self, char c)
{
  if (!hearth_imap_parser_peek (self, c))
    return FALSE;
  self->at++;
  return TRUE;
}

/**
 * hearth_imap_parser_space:
 * @self: a place, moved over spaces, of which servers send more or fewer than one
 */
void
hearth_imap_parser_space (HearthImapParser *self)
{
  while (self->at < self->end && (*self->at == ' ' || *self->at == '\t'))
    self->at++;
}

/**
 * hearth_imap_parser_number:
 * @self: a place, moved behind the number
 * @number: (out): a number without a sign
 *
 * Returns: whether there is one that 63 bits can hold
 */
gboolean
hearth_imap_parser_number (HearthImapParser *self, guint64 *number)
{
  const char *p = self->at;
  guint64 value = 0;

  while (p < self->end && g_ascii_isdigit (*p)) {
    guint digit = (guint) (*p - '0');

    if (value > (G_MAXUINT64 - digit) / 10)
      return FALSE;
    value = value * 10 + digit;
    p++;
  }
  if (p == self->at)
    return FALSE;
  self->at = p;
  *number = value;
  return TRUE;
}

/**
 * hearth_imap_parser_number32:
 * @self: a place, moved behind the number
 * @number: (out): a number without a sign
 *
 * Returns: whether there is one that 32 bits can hold
 */
gboolean
hearth_imap_parser_number32 (HearthImapParser *self, guint32 *number)
{
  HearthImapParser at = *self;
  guint64 value;

  if (!hearth_imap_parser_number (&at, &value) || value > G_MAXUINT32)
    return FALSE;
  *number = (guint32) value;
  *self = at;
  return TRUE;
}

/* Signs that end an atom. Brackets do not: BODY[...] and \* are read as atoms here. */
static gboolean
ends_atom (char c)
{
  return c == ' ' || c == '(' || c == ')' || c == '"' || c == '{' || c == '\r' || c == '\n' ||
         c == '\0' || c == '\t';
}

/**
 * hearth_imap_parser_atom:
 * @self: a place, moved behind the atom
 * @atom: (out) (transfer none) (array length=size): the atom
 * @size: (out): in bytes
 *
 * Returns: whether there is one
 */
gboolean
hearth_imap_parser_atom (HearthImapParser *self, const char **atom, gsize *size)
{
  const char *p = self->at;

  while (p < self->end && !ends_atom (*p))
    p++;
  if (p == self->at)
    return FALSE;
  *atom = self->at;
  *size = (gsize) (p - self->at);
  self->at = p;
  return TRUE;
}

static gboolean
read_quoted (HearthImapParser *self, HearthImapString *string)
{
  const char *begin = self->at + 1;
  const char *p = begin;

  while (p < self->end && *p != '"') {
    if (*p == '\\' && p + 1 < self->end) {
      string->escaped = TRUE;
      p++;
    }
    p++;
  }
  if (p >= self->end)
    return FALSE;
  string->data = begin;
  string->size = (gsize) (p - begin);
  self->at = p + 1;
  return TRUE;
}

/* Reads "{5}", its line end and its bytes, which are here or kept apart. */
static gboolean
read_literal (HearthImapParser *self, HearthImapString *string)
{
  HearthImapParser at = *self;
  gsize offset;
  guint64 size;

  at.at++;
  if (!hearth_imap_parser_number (&at, &size))
    return FALSE;
  hearth_imap_parser_accept (&at, '+');
  if (!hearth_imap_parser_accept (&at, '}'))
    return FALSE;
  hearth_imap_parser_accept (&at, '\r');
  if (!hearth_imap_parser_accept (&at, '\n'))
    return FALSE;
  offset = (gsize) (at.at - self->base);
  while (at.n_literals > 0 && at.literals->offset < offset) {
    at.literals++;
    at.n_literals--;
  }
  if (at.n_literals > 0 && at.literals->offset == offset && at.literals->size == size) {
    string->size = (gsize) size;
    string->bytes = at.literals->bytes;
    string->too_large = string->bytes == NULL;
    if (string->bytes != NULL)
      string->data = g_bytes_get_data (string->bytes, NULL);
    at.literals++;
    at.n_literals--;
  } else {
    if (size > (guint64) (at.end - at.at))
      return FALSE;
    string->data = at.at;
    string->size = (gsize) size;
    at.at += size;
  }
  *self = at;
  return TRUE;
}

/**
 * hearth_imap_parser_string:
 * @self: a place, moved behind the string
 * @string: (out caller-allocates): a quoted string, a literal, an atom, or NIL
 *
 * Returns: whether there is one
 */
gboolean
hearth_imap_parser_string (HearthImapParser *self, HearthImapString *string)
{
  memset (string, 0, sizeof *string);
  if (hearth_imap_parser_at_end (self))
    return FALSE;
  if (*self->at == '"')
    return read_quoted (self, string);
  if (*self->at == '~' && self->end - self->at > 1 && self->at[1] == '{')
    self->at++;
  if (*self->at == '{')
    return read_literal (self, string);
  if (!hearth_imap_parser_atom (self, &string->data, &string->size))
    return FALSE;
  if (hearth_imap_word_is (string->data, string->size, "NIL")) {
    string->data = NULL;
    string->size = 0;
  }
  return TRUE;
}

/**
 * hearth_imap_string_dup:
 * @self: a string
 * @arena: where its copy is kept
 *
 * Returns: (transfer none) (nullable): it without escapes, in valid UTF-8; %NULL for NIL
 */
char *
hearth_imap_string_dup (const HearthImapString *self, HearthImapArena *arena)
{
  char *plain;
  gsize size = 0;

  if (self->data == NULL)
    return NULL;
  if (!self->escaped)
    return hearth_imap_arena_dup_text (arena, self->data, self->size);
  plain = hearth_imap_arena_alloc (arena, self->size + 1);
  for (gsize i = 0; i < self->size; i++) {
    if (self->data[i] == '\\' && i + 1 < self->size)
      i++;
    plain[size++] = self->data[i];
  }
  return hearth_imap_arena_dup_text (arena, plain, size);
}

/**
 * hearth_imap_parser_text:
 * @self: a place, moved behind a string
 * @arena: where its copy is kept
 *
 * Returns: (transfer none) (nullable): the string in valid UTF-8; %NULL for NIL, or if there is
 *   none
 */
char *
hearth_imap_parser_text (HearthImapParser *self, HearthImapArena *arena)
{
  HearthImapString string;

  return hearth_imap_parser_string (self, &string) ? hearth_imap_string_dup (&string, arena) : NULL;
}

/**
 * hearth_imap_parser_skip:
 * @self: a place, moved behind one value
 *
 * Passes over whatever is there: a string, an atom, a list of anything. It does not recurse.
 *
 * Returns: whether there was a whole one
 */
gboolean
hearth_imap_parser_skip (HearthImapParser *self)
{
  guint depth = 0;

  do {
    HearthImapString string;

    if (depth > 0)
      hearth_imap_parser_space (self);
    if (hearth_imap_parser_accept (self, '(')) {
      if (++depth > MAX_DEPTH)
        return FALSE;
    } else if (depth > 0 && hearth_imap_parser_accept (self, ')')) {
      depth--;
    } else if (!hearth_imap_parser_string (self, &string)) {
      return FALSE;
    }
  } while (depth > 0);
  return TRUE;
}

/**
 * hearth_imap_word_is:
 * @word: (array length=size): an atom
 * @size: in bytes
 * @name: an ASCII name
 *
 * Returns: whether they are the same but for upper and lower case
 */
gboolean
hearth_imap_word_is (const char *word, gsize size, const char *name)
{
  return strlen (name) == size && g_ascii_strncasecmp (word, name, size) == 0;
}
