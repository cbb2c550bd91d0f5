/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-heard.h"

/* Who was interrupted so long ago is not spoken of any more. */
#define MAX_TURNS 256
/* For a model: English, and never shown. */
#define MARK " [The owner interrupted here, and did not hear the rest of this answer.]"

struct _HearthHeard {
  GHashTable *characters; /* (element-type gint64 gsize) by turn */
};

/**
 * hearth_heard_new:
 *
 * Returns: (transfer full): no answer was interrupted yet
 */
HearthHeard *
hearth_heard_new (void)
{
  HearthHeard *self = g_new0 (HearthHeard, 1);

  self->characters = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  return self;
}

/**
 * hearth_heard_free:
 * @self: (nullable) (transfer full): what was heard
 */
void
hearth_heard_free (HearthHeard *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->characters);
  g_free (self);
}

/**
 * hearth_heard_set:
 * @self: what was heard
 * @turn: the number of an answer
 * @characters: how much of it, from its beginning; %G_MAXSIZE for all
 */
void
hearth_heard_set (HearthHeard *self, gint64 turn, gsize characters)
{
  if (characters == G_MAXSIZE) {
    g_hash_table_remove (self->characters, &turn);
    return;
  }
  if (g_hash_table_size (self->characters) >= MAX_TURNS)
    g_hash_table_remove_all (self->characters);
  g_hash_table_replace (self->characters, g_memdup2 (&turn, sizeof turn),
                        g_memdup2 (&characters, sizeof characters));
}

/**
 * hearth_heard_apply:
 * @self: what was heard
 * @turns: (element-type HearthTurn): copies of turns
 *
 * Cuts answers to what the owner heard of them, and says so: a service must not take for known what
 * nobody listened to.
 */
void
hearth_heard_apply (HearthHeard *self, GPtrArray *turns)
{
  for (guint i = 0; i < turns->len; i++) {
    HearthTurn *turn = g_ptr_array_index (turns, i);
    const gsize *characters = g_hash_table_lookup (self->characters, &turn->id);
    g_autofree char *heard = NULL;

    if (turn->role != HEARTH_TURN_COMPANION || characters == NULL || turn->text == NULL ||
        *characters >= (gsize) g_utf8_strlen (turn->text, -1))
      continue;
    heard = g_utf8_substring (turn->text, 0, (glong) *characters);
    g_free (turn->text);
    turn->text = g_strconcat (g_strchomp (heard), MARK, NULL);
  }
}
