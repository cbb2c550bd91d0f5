/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-mime-mailboxes.h"

#include <string.h>

/* Nearly all lists of addresses are of a few plain forms, and to read those with GMime, which makes
 * objects of each, took a quarter of the time that all of a mail takes. Whatever is not certainly
 * one of them is left to GMime. */

/* RFC 5321, section 4.5.3.1: 64 + @ + 255. */
#define MAX_ADDRESS 320

typedef struct {
  const char *at;
} Reader;

static void
skip_blanks (Reader *self)
{
  while (*self->at == ' ' || *self->at == '\t' || *self->at == '\r' || *self->at == '\n')
    self->at++;
}

static gboolean
is_local_char (char c)
{
  return g_ascii_isalnum (c) || c == '_' || c == '-' || c == '+' || c == '=';
}

static gboolean
is_word_char (char c)
{
  return g_ascii_isalnum (c) || c == '_' || c == '-' || c == '\'';
}

/* Words with single dots between them. Returns their bytes; 0 if there are none. */
static gsize
read_dotted (Reader *self, gboolean (*is_char) (char c))
{
  const char *start = self->at;

  while (is_char (*self->at)) {
    while (is_char (*self->at))
      self->at++;
    if (*self->at != '.' || !is_char (self->at[1]))
      break;
    self->at++;
  }
  return (gsize) (self->at - start);
}

static gboolean
is_domain_char (char c)
{
  return g_ascii_isalnum (c) || c == '-';
}

static gboolean
read_address (Reader *self, HearthMimeMailbox *mailbox)
{
  mailbox->address = self->at;
  if (read_dotted (self, is_local_char) == 0 || *self->at != '@')
    return FALSE;
  self->at++;
  if (read_dotted (self, is_domain_char) == 0)
    return FALSE;
  mailbox->address_size = (gsize) (self->at - mailbox->address);
  return mailbox->address_size <= MAX_ADDRESS;
}

/* "Silva, Ana" */
static gboolean
read_quoted (Reader *self, HearthMimeMailbox *mailbox)
{
  mailbox->name = ++self->at;
  while (*self->at >= ' ' && *self->at < 0x7f && *self->at != '"' && *self->at != '\\')
    self->at++;
  mailbox->name_size = (gsize) (self->at - mailbox->name);
  if (*self->at != '"' || mailbox->name_size == 0)
    return FALSE;
  self->at++;
  return TRUE;
}

/* Ana Silva */
static gboolean
read_words (Reader *self, HearthMimeMailbox *mailbox)
{
  mailbox->name = self->at;
  while (is_word_char (*self->at)) {
    while (is_word_char (*self->at))
      self->at++;
    mailbox->name_size = (gsize) (self->at - mailbox->name);
    skip_blanks (self);
  }
  return *self->at == '<' && mailbox->name_size > 0;
}

static gboolean
read_mailbox (Reader *self, HearthMimeMailbox *mailbox)
{
  Reader bare = *self;

  if (read_address (&bare, mailbox)) {
    *self = bare;
    return TRUE;
  }
  if (*self->at == '"') {
    if (!read_quoted (self, mailbox))
      return FALSE;
    skip_blanks (self);
  } else if (*self->at != '<' && !read_words (self, mailbox)) {
    return FALSE;
  }
  if (*self->at != '<')
    return FALSE;
  self->at++;
  if (!read_address (self, mailbox) || *self->at != '>')
    return FALSE;
  self->at++;
  return TRUE;
}

/**
 * hearth_mime_split_mailboxes:
 * @value: a raw header value, RFC 5322, section 3.4
 * @max: how many are wanted at most
 *
 * Splits a list of addresses that is of a plain form: ASCII, without comments, groups, encoded
 * words, routes and escapes.
 *
 * Returns: (transfer full) (nullable) (element-type HearthMimeMailbox): what stands in @value, and
 *   points into it; %NULL if it is of no plain form
 */
GArray *
hearth_mime_split_mailboxes (const char *value, guint max)
{
  g_autoptr (GArray) mailboxes = g_array_new (FALSE, FALSE, sizeof (HearthMimeMailbox));
  Reader reader = { value };

  if (strstr (value, "=?") != NULL)
    return NULL;
  do {
    HearthMimeMailbox mailbox = { 0 };

    skip_blanks (&reader);
    if (!read_mailbox (&reader, &mailbox))
      return NULL;
    if (mailboxes->len < max)
      g_array_append_val (mailboxes, mailbox);
    skip_blanks (&reader);
  } while (*reader.at++ == ',');
  return reader.at[-1] == '\0' ? g_steal_pointer (&mailboxes) : NULL;
}
