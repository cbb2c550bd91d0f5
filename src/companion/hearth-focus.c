/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ask.h"

/**
 * hearth_focus_new:
 *
 * Returns: (transfer full): a conversation that is about nothing yet
 */
HearthFocus *
hearth_focus_new (void)
{
  HearthFocus *self = g_new0 (HearthFocus, 1);

  self->items = g_array_new (FALSE, TRUE, sizeof (HearthFocusItem));
  return self;
}

/**
 * hearth_focus_copy:
 * @self: a focus
 *
 * Returns: (transfer full): one that is about the same
 */
HearthFocus *
hearth_focus_copy (const HearthFocus *self)
{
  HearthFocus *copy = g_memdup2 (self, sizeof *self);

  copy->items = g_array_copy (self->items);
  copy->intent = g_strdup (self->intent);
  copy->pending = g_strdup (self->pending);
  copy->slots = self->slots != NULL ? g_hash_table_ref (self->slots) : NULL;
  return copy;
}

/**
 * hearth_focus_free:
 * @self: (nullable): a focus
 */
void
hearth_focus_free (HearthFocus *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->items);
  g_clear_pointer (&self->slots, g_hash_table_unref);
  g_free (self->intent);
  g_free (self->pending);
  g_free (self);
}

/**
 * hearth_focus_set:
 * @self: a focus
 * @kind: what is spoken of now
 *
 * Forgets what was spoken of; hearth_focus_add() follows.
 */
void
hearth_focus_set (HearthFocus *self, HearthFocusKind kind)
{
  self->kind = kind;
  g_array_set_size (self->items, 0);
  self->current = 0;
  self->read_to = 0;
}

/**
 * hearth_focus_add:
 * @self: a focus
 * @id: a row
 * @start: of an event, the start of its occurrence
 */
void
hearth_focus_add (HearthFocus *self, gint64 id, gint64 start)
{
  HearthFocusItem item = { id, start };

  if (self->items->len < 50)
    g_array_append_val (self->items, item);
}
