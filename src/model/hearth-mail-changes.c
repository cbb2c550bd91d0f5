/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-mail-changes.h"

static void
reflagged_free (gpointer data)
{
  HearthReflagged *self = data;

  g_free (self->path);
  g_free (self);
}

static int
compare_dates (gconstpointer a, gconstpointer b)
{
  const HearthMessage *first = *(HearthMessage *const *) a;
  const HearthMessage *second = *(HearthMessage *const *) b;

  return first->date < second->date ? -1 : first->date > second->date;
}

/**
 * hearth_mail_changes_new:
 * @mailbox: a mailbox's name
 *
 * Returns: (transfer full): an empty batch
 */
HearthMailChanges *
hearth_mail_changes_new (const char *mailbox)
{
  HearthMailChanges *self = g_new0 (HearthMailChanges, 1);

  self->mailbox = g_strdup (mailbox);
  self->created = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_message_unref);
  self->reflagged = g_ptr_array_new_with_free_func (reflagged_free);
  self->gone = g_array_new (FALSE, FALSE, sizeof (gint64));
  return self;
}

/**
 * hearth_mail_changes_free:
 * @self: (nullable) (transfer full): a batch
 */
void
hearth_mail_changes_free (HearthMailChanges *self)
{
  if (self == NULL)
    return;
  g_free (self->mailbox);
  g_ptr_array_unref (self->created);
  g_ptr_array_unref (self->reflagged);
  g_array_unref (self->gone);
  g_free (self->token);
  g_free (self->keep_prefix);
  g_free (self);
}

/**
 * hearth_mail_changes_add_reflagged:
 * @self: a batch
 * @id: the message's row
 * @flags: its flags now
 * @path: (nullable): where it lies now, if that changed
 */
void
hearth_mail_changes_add_reflagged (HearthMailChanges *self, gint64 id, HearthMessageFlags flags,
                                   const char *path)
{
  HearthReflagged *entry = g_new0 (HearthReflagged, 1);

  entry->id = id;
  entry->flags = flags;
  entry->path = g_strdup (path);
  g_ptr_array_add (self->reflagged, entry);
}

/**
 * hearth_mail_changes_is_empty:
 * @self: a batch
 *
 * Returns: whether there is nothing to write, not even a token
 */
gboolean
hearth_mail_changes_is_empty (const HearthMailChanges *self)
{
  return self->created->len == 0 && self->reflagged->len == 0 && self->gone->len == 0 &&
         self->token == NULL && self->keep_prefix == NULL;
}

/**
 * hearth_mail_changes_split:
 * @self: (transfer full): a batch
 * @max: how many new messages may be in a part
 *
 * Makes several batches of one that is too large. The first has what is not a new message, the last
 * has the token.
 *
 * Returns: (transfer full) (element-type HearthMailChanges): at least one, the oldest messages
 * first
 */
GPtrArray *
hearth_mail_changes_split (HearthMailChanges *self, guint max)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_mail_changes_free);
  g_autoptr (GPtrArray) created = NULL;
  HearthMailChanges *part = self;

  g_ptr_array_add (parts, self);
  g_ptr_array_sort (self->created, compare_dates);
  if (self->created->len <= max)
    return parts;
  created = g_steal_pointer (&self->created);
  self->created = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_message_unref);
  g_ptr_array_set_free_func (created, NULL);
  for (guint i = 0; i < created->len; i++) {
    if (part->created->len == max) {
      part = hearth_mail_changes_new (self->mailbox);
      g_ptr_array_add (parts, part);
    }
    g_ptr_array_add (part->created, g_ptr_array_index (created, i));
  }
  part->token = g_steal_pointer (&self->token);
  return parts;
}
