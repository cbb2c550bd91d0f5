/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * HearthContact:
 *
 * A person in an address book, RFC 6350. Immutable once handed on.
 *
 * @id: the store's row id, or 0
 * @source_id: the source it came from
 * @href: the file or resource in the source that holds it
 * @uid: UID, or what stands for it; never ""
 * @name: FN, cleaned; never ""
 * @nickname: (nullable): NICKNAME
 * @organisation: (nullable): ORG
 * @birthday: (nullable): BDAY as YYYY-MM-DD, or --MM-DD where the year is not told
 * @addresses: (element-type utf8): EMAIL, the preferred first
 * @phones: (element-type utf8): TEL, the preferred first
 */
typedef struct {
  gint64 id;
  gint64 source_id;
  char *href;
  char *uid;
  char *name;
  char *nickname;
  char *organisation;
  char *birthday;
  GPtrArray *addresses;
  GPtrArray *phones;
} HearthContact;

HearthContact *hearth_contact_new  (const char *uid, const char *name) G_GNUC_WARN_UNUSED_RESULT;
void           hearth_contact_free (HearthContact *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthContact, hearth_contact_free)

/**
 * HearthContactChanges:
 *
 * What one resource of an address book holds now.
 *
 * @href: the resource
 * @etag: (nullable): the resource's version
 * @contacts: (element-type HearthContact) (nullable): everyone in it; %NULL if the resource is gone
 */
typedef struct {
  char *href;
  char *etag;
  GPtrArray *contacts;
} HearthContactChanges;

HearthContactChanges *hearth_contact_changes_new  (const char *href, const char *etag,
                                                   GPtrArray *contacts) G_GNUC_WARN_UNUSED_RESULT;
void                  hearth_contact_changes_free (HearthContactChanges *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthContactChanges, hearth_contact_changes_free)

G_END_DECLS
