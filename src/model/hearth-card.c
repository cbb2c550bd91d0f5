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
 * hearth_card_copy:
 * @self: a card
 *
 * Returns: (transfer full): a copy
 */
HearthCard *
hearth_card_copy (const HearthCard *self)
{
  HearthCard *copy = g_new (HearthCard, 1);

  *copy = *self;
  copy->conversation = g_strdup (self->conversation);
  copy->verb = g_strdup (self->verb);
  copy->content = g_strdup (self->content);
  copy->hash = g_strdup (self->hash);
  copy->problem = g_strdup (self->problem);
  return copy;
}

/**
 * hearth_card_to_variant:
 * @self: a card
 *
 * Returns: (transfer floating): `a{sv}`, as the method PrivateCards of the daemon has it
 */
GVariant *
hearth_card_to_variant (const HearthCard *self)
{
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "id", "x", self->id);
  g_variant_dict_insert (&dict, "conversation", "s", self->conversation);
  g_variant_dict_insert (&dict, "turn", "x", self->turn);
  g_variant_dict_insert (&dict, "verb", "s", self->verb);
  g_variant_dict_insert (&dict, "content", "s", self->content);
  g_variant_dict_insert (&dict, "hash", "s", self->hash);
  g_variant_dict_insert (&dict, "label", "x", hearth_label_to_int (self->label));
  g_variant_dict_insert (&dict, "state", "u", (guint32) self->state);
  g_variant_dict_insert (&dict, "action", "x", self->action);
  if (self->problem != NULL)
    g_variant_dict_insert (&dict, "problem", "s", self->problem);
  g_variant_dict_insert (&dict, "created", "x", self->created);
  g_variant_dict_insert (&dict, "settled", "x", self->settled);
  return g_variant_dict_end (&dict);
}

/**
 * hearth_card_new_from_variant:
 * @variant: what hearth_card_to_variant() gave
 *
 * Returns: (transfer full) (nullable): the card, or %NULL where it has no content or no state that
 * is known. Whether the hash is that of the content is for whoever accepts it.
 */
HearthCard *
hearth_card_new_from_variant (GVariant *variant)
{
  const char *conversation = "", *verb, *content, *hash, *problem = NULL;
  gint64 turn = 0, label = -1;
  guint32 state;
  HearthCard *self;

  if (!g_variant_lookup (variant, "verb", "&s", &verb) ||
      !g_variant_lookup (variant, "content", "&s", &content) ||
      !g_variant_lookup (variant, "hash", "&s", &hash) ||
      !g_variant_lookup (variant, "state", "u", &state) || state > HEARTH_CARD_EXPIRED)
    return NULL;
  g_variant_lookup (variant, "conversation", "&s", &conversation);
  g_variant_lookup (variant, "turn", "x", &turn);
  g_variant_lookup (variant, "label", "x", &label);
  self = hearth_card_new (conversation, turn, verb, content, hearth_label_from_int (label));
  g_free (self->hash);
  self->hash = g_strdup (hash);
  self->state = (HearthCardState) state;
  g_variant_lookup (variant, "id", "x", &self->id);
  g_variant_lookup (variant, "action", "x", &self->action);
  if (g_variant_lookup (variant, "problem", "&s", &problem))
    self->problem = g_strdup (problem);
  g_variant_lookup (variant, "created", "x", &self->created);
  g_variant_lookup (variant, "settled", "x", &self->settled);
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
