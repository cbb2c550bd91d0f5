/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-card.h"

#include <string.h>

/**
 * hearth_card_new:
 * @conversation: where it is proposed
 * @turn: in which answer
 * @verb: what it would do
 * @content: all that would be done, as normalised JSON
 * @label: of the worst value in it
 *
 * Returns: (transfer full): a card that waits and has no row yet
 */
HearthCard *
hearth_card_new (const char *conversation, gint64 turn, const char *verb, const char *content,
                 HearthLabel label)
{
  HearthCard *self = g_new0 (HearthCard, 1);

  self->conversation = g_strdup (conversation);
  self->turn = turn;
  self->verb = g_strdup (verb);
  self->content = g_strdup (content);
  self->hash = hearth_card_make_hash (verb, content);
  self->label = label;
  return self;
}

/**
 * hearth_card_free:
 * @self: (transfer full): a card
 */
void
hearth_card_free (HearthCard *self)
{
  g_free (self->conversation);
  g_free (self->verb);
  g_free (self->content);
  g_free (self->hash);
  g_free (self->problem);
  g_free (self);
}

/**
 * hearth_card_make_hash:
 * @verb: what a card would do
 * @content: its content
 *
 * Returns: (transfer full): SHA-256 of both with a NUL between, hexadecimal
 */
char *
hearth_card_make_hash (const char *verb, const char *content)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  g_checksum_update (checksum, (const guchar *) verb, (gssize) strlen (verb) + 1);
  g_checksum_update (checksum, (const guchar *) content, (gssize) strlen (content));
  return g_strdup (g_checksum_get_string (checksum));
}
