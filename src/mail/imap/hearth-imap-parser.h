/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-imap-arena.h"
#include "hearth-imap-framer.h"

G_BEGIN_DECLS

/**
 * HearthImapParser: a place in a response, and what is behind it. A copy of it is a second place.
 * @at: the next byte
 * @end: behind the last one
 * @base: where the response begins
 * @literals: what is kept apart of it
 * @n_literals: how many
 */
typedef struct {
  const char *at;
  const char *end;
  const char *base;
  const HearthImapLiteral *literals;
  guint n_literals;
} HearthImapParser;

/**
 * HearthImapString: a string as it stands in a response.
 * @data: (nullable) (array length=size): its bytes; %NULL for NIL and for what is too large
 * @size: in bytes
 * @bytes: (nullable): where it is kept apart
 * @escaped: backslashes are still in it
 * @too_large: it was read away
 */
typedef struct {
  const char *data;
  gsize size;
  GBytes *bytes;
  gboolean escaped;
  gboolean too_large;
} HearthImapString;

void     hearth_imap_parser_init     (HearthImapParser *self, const HearthImapFrame *frame);
gboolean hearth_imap_parser_at_end   (const HearthImapParser *self);
gboolean hearth_imap_parser_peek     (const HearthImapParser *self, char c);
gboolean hearth_imap_parser_accept   (HearthImapParser *self, char c);
void     hearth_imap_parser_space    (HearthImapParser *self);
gboolean hearth_imap_parser_number   (HearthImapParser *self, guint64 *number);
gboolean hearth_imap_parser_number32 (HearthImapParser *self, guint32 *number);
gboolean hearth_imap_parser_atom     (HearthImapParser *self, const char **atom, gsize *size);
gboolean hearth_imap_parser_string   (HearthImapParser *self, HearthImapString *string);
char    *hearth_imap_parser_text     (HearthImapParser *self, HearthImapArena *arena);
gboolean hearth_imap_parser_skip     (HearthImapParser *self);
gboolean hearth_imap_word_is         (const char *word, gsize size, const char *name);
char    *hearth_imap_string_dup      (const HearthImapString *self, HearthImapArena *arena);

G_END_DECLS
