/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-imap-arena.h"

#include <string.h>

#define BLOCK ((gsize) 16 * 1024)

/**
 * hearth_imap_arena_init:
 * @self: (out caller-allocates): an arena
 */
void
hearth_imap_arena_init (HearthImapArena *self)
{
  self->blocks = g_ptr_array_new_with_free_func (g_free);
  self->used = 0;
  self->size = 0;
}

/**
 * hearth_imap_arena_clear:
 * @self: an arena
 *
 * Frees all that it holds.
 */
void
hearth_imap_arena_clear (HearthImapArena *self)
{
  g_clear_pointer (&self->blocks, g_ptr_array_unref);
}

/**
 * hearth_imap_arena_reset:
 * @self: an arena
 *
 * Everything that was allocated is gone; the first block is kept for what comes next.
 */
void
hearth_imap_arena_reset (HearthImapArena *self)
{
  self->used = 0;
  if (self->blocks->len == 0)
    return;
  if (self->blocks->len == 1 && self->size == BLOCK)
    return;
  g_ptr_array_set_size (self->blocks, 0);
  self->size = 0;
}

/**
 * hearth_imap_arena_alloc:
 * @self: an arena
 * @size: in bytes
 *
 * Returns: (transfer none): memory for anything, not cleared
 */
gpointer
hearth_imap_arena_alloc (HearthImapArena *self, gsize size)
{
  gsize rounded = (size + 15) & ~(gsize) 15;
  char *block;

  if (self->blocks->len == 0 || self->size - self->used < rounded) {
    self->size = MAX (BLOCK, rounded);
    self->used = 0;
    g_ptr_array_add (self->blocks, g_malloc (self->size));
  }
  block = g_ptr_array_index (self->blocks, self->blocks->len - 1);
  self->used += rounded;
  return block + self->used - rounded;
}

/**
 * hearth_imap_arena_dup:
 * @self: an arena
 * @data: (array length=size): bytes
 * @size: how many
 *
 * Returns: (transfer none): the same with a NUL behind
 */
char *
hearth_imap_arena_dup (HearthImapArena *self, const char *data, gsize size)
{
  char *copy = hearth_imap_arena_alloc (self, size + 1);

  if (size > 0)
    memcpy (copy, data, size);
  copy[size] = '\0';
  return copy;
}

/**
 * hearth_imap_arena_dup_text:
 * @self: an arena
 * @data: (array length=size): what a server sent
 * @size: in bytes
 *
 * Returns: (transfer none): the same as valid UTF-8 without NUL
 */
char *
hearth_imap_arena_dup_text (HearthImapArena *self, const char *data, gsize size)
{
  g_autofree char *valid = NULL;

  if (g_utf8_validate_len (data, size, NULL))
    return hearth_imap_arena_dup (self, data, size);
  valid = g_utf8_make_valid (data, (gssize) size);
  return hearth_imap_arena_dup (self, valid, strlen (valid));
}

/**
 * hearth_imap_arena_dup_name:
 * @self: an arena
 * @data: (array length=size): a technical name that a server sent
 * @size: in bytes
 *
 * Returns: (transfer none): the same in lower case, up to what cannot stand in such a name
 */
char *
hearth_imap_arena_dup_name (HearthImapArena *self, const char *data, gsize size)
{
  gsize length = 0;
  char *name;

  while (length < size && (g_ascii_isalnum (data[length]) || strchr ("!#$&-^_.+/", data[length])) &&
         data[length] != '\0')
    length++;
  name = hearth_imap_arena_dup (self, data, length);
  for (gsize i = 0; i < length; i++)
    name[i] = g_ascii_tolower (name[i]);
  return name;
}
