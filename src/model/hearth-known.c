/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-known.h"

struct _HearthKnown {
  GStringChunk *keys;
  GHashTable *index; /* key (in keys) -> position in entries */
  GArray *entries;   /* HearthKnownEntry */
};

/**
 * hearth_known_new:
 *
 * Returns: (transfer full): an empty set
 */
HearthKnown *
hearth_known_new (void)
{
  HearthKnown *self = g_new0 (HearthKnown, 1);

  self->keys = g_string_chunk_new (64 * 1024);
  self->index = g_hash_table_new (g_str_hash, g_str_equal);
  self->entries = g_array_new (FALSE, FALSE, sizeof (HearthKnownEntry));
  return self;
}

/**
 * hearth_known_free:
 * @self: (nullable) (transfer full): a set
 */
void
hearth_known_free (HearthKnown *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->index);
  g_string_chunk_free (self->keys);
  g_array_unref (self->entries);
  g_free (self);
}

/**
 * hearth_known_add:
 * @self: a set
 * @key: the message's key in its mailbox
 * @id: its row
 * @flags: its flags as stored
 *
 * Adds a message that is stored already.
 */
void
hearth_known_add (HearthKnown *self, const char *key, gint64 id, HearthMessageFlags flags)
{
  HearthKnownEntry entry = { id, flags, FALSE };

  g_hash_table_insert (self->index, g_string_chunk_insert (self->keys, key),
                       GUINT_TO_POINTER (self->entries->len));
  g_array_append_val (self->entries, entry);
}

/**
 * hearth_known_lookup:
 * @self: a set
 * @key: a message's key
 *
 * Returns: (transfer none) (nullable): the entry, valid until the next addition
 */
HearthKnownEntry *
hearth_known_lookup (HearthKnown *self, const char *key)
{
  gpointer position;

  if (!g_hash_table_lookup_extended (self->index, key, NULL, &position))
    return NULL;
  return &g_array_index (self->entries, HearthKnownEntry, GPOINTER_TO_UINT (position));
}

/**
 * hearth_known_get_n:
 * @self: a set
 *
 * Returns: how many messages it holds
 */
guint
hearth_known_get_n (HearthKnown *self)
{
  return self->entries->len;
}

/**
 * hearth_known_foreach:
 * @self: a set
 * @func: called for each entry, in no order
 * @user_data: for @func
 */
void
hearth_known_foreach (HearthKnown *self, HearthKnownFunc func, gpointer user_data)
{
  GHashTableIter iter;
  gpointer key, position;

  g_hash_table_iter_init (&iter, self->index);
  while (g_hash_table_iter_next (&iter, &key, &position))
    func (key, &g_array_index (self->entries, HearthKnownEntry, GPOINTER_TO_UINT (position)),
          user_data);
}
