/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-contact.h"

/**
 * hearth_contact_new:
 * @uid: UID, or what stands for it
 * @name: how the person is called
 *
 * Makes a contact to be filled in by its maker before it is handed on. The arrays exist.
 *
 * Returns: (transfer full): a contact
 */
HearthContact *
hearth_contact_new (const char *uid, const char *name)
{
  HearthContact *self = g_new0 (HearthContact, 1);

  self->uid = g_strdup (uid);
  self->name = g_strdup (name);
  self->addresses = g_ptr_array_new_with_free_func (g_free);
  self->phones = g_ptr_array_new_with_free_func (g_free);
  return self;
}

/**
 * hearth_contact_free:
 * @self: (nullable) (transfer full): a contact
 */
void
hearth_contact_free (HearthContact *self)
{
  if (self == NULL)
    return;
  g_free (self->href);
  g_free (self->uid);
  g_free (self->name);
  g_free (self->nickname);
  g_free (self->organisation);
  g_free (self->birthday);
  g_ptr_array_unref (self->addresses);
  g_ptr_array_unref (self->phones);
  g_free (self);
}

/**
 * hearth_contact_changes_new:
 * @href: the resource
 * @etag: (nullable): its version
 * @contacts: (transfer full) (nullable) (element-type HearthContact): whom it holds, %NULL if it is
 *   gone
 *
 * Returns: (transfer full): changes
 */
HearthContactChanges *
hearth_contact_changes_new (const char *href, const char *etag, GPtrArray *contacts)
{
  HearthContactChanges *self = g_new0 (HearthContactChanges, 1);

  self->href = g_strdup (href);
  self->etag = g_strdup (etag);
  self->contacts = contacts;
  return self;
}

/**
 * hearth_contact_changes_free:
 * @self: (nullable) (transfer full): changes
 */
void
hearth_contact_changes_free (HearthContactChanges *self)
{
  if (self == NULL)
    return;
  g_free (self->href);
  g_free (self->etag);
  g_clear_pointer (&self->contacts, g_ptr_array_unref);
  g_free (self);
}
