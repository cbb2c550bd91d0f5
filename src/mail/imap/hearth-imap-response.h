/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-imap-error-private.h"
#include "hearth-imap-parser.h"

G_BEGIN_DECLS

/**
 * HearthImapResponseKind:
 * @HEARTH_IMAP_RESPONSE_JUNK: no response: passed over
 * @HEARTH_IMAP_RESPONSE_CONTINUE: "+"
 * @HEARTH_IMAP_RESPONSE_TAGGED: the end of a command
 * @HEARTH_IMAP_RESPONSE_STATUS: untagged OK, NO, BAD, BYE or PREAUTH
 * @HEARTH_IMAP_RESPONSE_NUMBER: a number and a word, as EXISTS or FETCH
 * @HEARTH_IMAP_RESPONSE_DATA: a word and what follows
 *
 * The sorts of responses, RFC 9051, section 7.
 */
typedef enum {
  HEARTH_IMAP_RESPONSE_JUNK,     /* not a response: passed over */
  HEARTH_IMAP_RESPONSE_CONTINUE, /* "+" */
  HEARTH_IMAP_RESPONSE_TAGGED,
  HEARTH_IMAP_RESPONSE_STATUS, /* untagged OK, NO, BAD, BYE, PREAUTH */
  HEARTH_IMAP_RESPONSE_NUMBER, /* a number and a word, as EXISTS or FETCH */
  HEARTH_IMAP_RESPONSE_DATA,   /* a word and what follows */
} HearthImapResponseKind;

/**
 * HearthImapStatus:
 *
 * What a status response says, RFC 9051, section 7.1; %HEARTH_IMAP_STATUS_NONE: it is none.
 */
typedef enum {
  HEARTH_IMAP_STATUS_NONE,
  HEARTH_IMAP_STATUS_OK,
  HEARTH_IMAP_STATUS_NO,
  HEARTH_IMAP_STATUS_BAD,
  HEARTH_IMAP_STATUS_BYE,
  HEARTH_IMAP_STATUS_PREAUTH,
} HearthImapStatus;

/**
 * HearthImapResponse: one response, pointing into its frame.
 * @kind: what sort
 * @status: of a tagged or status response
 * @tag: (array length=tag_size): of a tagged response
 * @number: of a number response
 * @word: (array length=word_size): what it is, as "FETCH"; of a status response the name of its
 *   response code, or ""
 * @code: the response code
 * @text: (array length=text_size): of a status response or continuation
 * @rest: what follows @word
 */
typedef struct {
  HearthImapResponseKind kind;
  HearthImapStatus status;
  const char *tag;
  gsize tag_size;
  guint32 number;
  const char *word;
  gsize word_size;
  HearthImapCode code;
  const char *text;
  gsize text_size;
  HearthImapParser rest;
} HearthImapResponse;

void     hearth_imap_response_parse (HearthImapResponse *self, const HearthImapFrame *frame);
gboolean hearth_imap_response_is    (const HearthImapResponse *self, const char *word);

G_END_DECLS
