/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-eds-collection.h"

/**
 * hearth_eds_collection_new:
 * @uid: the UID of its ESource
 * @kind: what it holds
 * @name: what its owner calls it
 *
 * Returns: (transfer full): a collection that is only read, without a colour
 */
HearthEdsCollection *
hearth_eds_collection_new (const char *uid, HearthEdsKind kind, const char *name)
{
  HearthEdsCollection *self = g_new0 (HearthEdsCollection, 1);

  self->uid = g_strdup (uid);
  self->kind = kind;
  self->name = g_strdup (name);
  return self;
}

/**
 * hearth_eds_collection_free:
 * @self: (transfer full): a collection
 */
void
hearth_eds_collection_free (HearthEdsCollection *self)
{
  g_free (self->uid);
  g_free (self->name);
  g_free (self->color);
  g_free (self);
}
