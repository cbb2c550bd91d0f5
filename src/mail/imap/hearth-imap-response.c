/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-imap-response.h"

#include <string.h>

static HearthImapStatus
read_status (const char *word, gsize size)
{
  static const char *const names[] = { "OK", "NO", "BAD", "BYE", "PREAUTH" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    if (hearth_imap_word_is (word, size, names[i]))
      return HEARTH_IMAP_STATUS_OK + i;
  }
  return HEARTH_IMAP_STATUS_NONE;
}

/* Reads "[CODE ...] text". The code ends at its bracket outside of quotes and of deeper brackets;
 * without such a bracket it is all text. */
static void
read_text (HearthImapResponse *self)
{
  HearthImapParser *at = &self->rest;
  HearthImapParser code;
  gboolean quoted = FALSE;
  guint depth = 0;

  hearth_imap_parser_space (at);
  code = *at;
  self->word = "";
  for (const char *p = at->at; p < at->end && (p == at->at ? *p == '[' : TRUE); p++) {
    if (quoted && *p == '\\')
      p++;
    else if (*p == '"')
      quoted = !quoted;
    else if (!quoted && *p == '[')
      depth++;
    else if (!quoted && *p == ']' && --depth == 0) {
      code.at++;
      code.end = p;
      at->at = p + 1;
      if (hearth_imap_parser_atom (&code, &self->word, &self->word_size))
        self->code = hearth_imap_code_from_name (self->word, self->word_size);
      hearth_imap_parser_space (&code);
      break;
    }
  }
  hearth_imap_parser_space (at);
  self->text = at->at;
  self->text_size = (gsize) (at->end - at->at);
  if (self->word_size > 0)
    *at = code;
  else
    at->at = at->end;
}

static void
read_untagged (HearthImapResponse *self)
{
  HearthImapParser *at = &self->rest;

  hearth_imap_parser_space (at);
  if (hearth_imap_parser_number32 (at, &self->number)) {
    hearth_imap_parser_space (at);
    if (hearth_imap_parser_atom (at, &self->word, &self->word_size))
      self->kind = HEARTH_IMAP_RESPONSE_NUMBER;
    hearth_imap_parser_space (at);
    return;
  }
  if (!hearth_imap_parser_atom (at, &self->word, &self->word_size))
    return;
  self->status = read_status (self->word, self->word_size);
  if (self->status == HEARTH_IMAP_STATUS_NONE) {
    self->kind = HEARTH_IMAP_RESPONSE_DATA;
    hearth_imap_parser_space (at);
    return;
  }
  self->kind = HEARTH_IMAP_RESPONSE_STATUS;
  self->word_size = 0;
  read_text (self);
}

/**
 * hearth_imap_response_parse:
 * @self: (out caller-allocates): the response
 * @frame: its bytes
 *
 * What cannot be understood becomes %HEARTH_IMAP_RESPONSE_JUNK.
 */
void
hearth_imap_response_parse (HearthImapResponse *self, const HearthImapFrame *frame)
{
  HearthImapParser *at = &self->rest;
  const char *word;
  gsize size;

  memset (self, 0, sizeof *self);
  self->word = "";
  self->text = "";
  hearth_imap_parser_init (at, frame);
  if (hearth_imap_parser_accept (at, '+')) {
    self->kind = HEARTH_IMAP_RESPONSE_CONTINUE;
    hearth_imap_parser_space (at);
    self->text = at->at;
    self->text_size = (gsize) (at->end - at->at);
    return;
  }
  if (!hearth_imap_parser_atom (at, &self->tag, &self->tag_size))
    return;
  if (hearth_imap_word_is (self->tag, self->tag_size, "*")) {
    read_untagged (self);
    return;
  }
  hearth_imap_parser_space (at);
  if (!hearth_imap_parser_atom (at, &word, &size))
    return;
  self->status = read_status (word, size);
  if (self->status < HEARTH_IMAP_STATUS_OK || self->status > HEARTH_IMAP_STATUS_BAD)
    return;
  self->kind = HEARTH_IMAP_RESPONSE_TAGGED;
  read_text (self);
}

/**
 * hearth_imap_response_is:
 * @self: a response
 * @word: a name in upper case
 *
 * Returns: whether it is that, or its response code is
 */
gboolean
hearth_imap_response_is (const HearthImapResponse *self, const char *word)
{
  return hearth_imap_word_is (self->word, self->word_size, word);
}
