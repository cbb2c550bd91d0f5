/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database.h"
#include "hearth-message.h"

G_BEGIN_DECLS

/**
 * HearthPermission: what the owner allows to be done to mail without being asked.
 * @id: row
 * @verb: "archive", "read" or "trash"
 * @field: what it goes by: "from" (the sender's addr-spec), "list" (the List-Id) or "domain" (of the
 *   sender)
 * @value: which, in lower case
 * @name: what the owner knows it by
 * @created: when it was given, seconds since 1970 UTC
 * @expires: when it ends, seconds since 1970 UTC, or 0 for never
 * @revoked: when it was taken back, seconds since 1970 UTC, or 0
 * @n_applied: to how many messages it was applied
 */
typedef struct {
  gint64 id;
  char *verb;
  char *field;
  char *value;
  char *name;
  gint64 created;
  gint64 expires;
  gint64 revoked;
  gint64 n_applied;
} HearthPermission;

HearthPermission *
hearth_permission_new (const char *verb, const char *field, const char *value,
                       const char *name) G_GNUC_WARN_UNUSED_RESULT;
void
hearth_permission_free (HearthPermission *self);
gboolean
hearth_permission_is_active (const HearthPermission *self, gint64 now);
char *
hearth_permission_dup_cover (const HearthPermission *self) G_GNUC_WARN_UNUSED_RESULT;
char *
hearth_permission_dup_sentence (const HearthPermission *self) G_GNUC_WARN_UNUSED_RESULT;
char *
hearth_permission_dup_deed (const HearthPermission *self, gint64 n) G_GNUC_WARN_UNUSED_RESULT;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthPermission, hearth_permission_free)

/**
 * HearthPermissionReach: how much mail a permission is about.
 * @n_month: messages of the last 28 days
 * @n_present: messages to which it could be applied now
 */
typedef struct {
  gint64 n_month;
  gint64 n_present;
} HearthPermissionReach;

GPtrArray *
hearth_store_permissions_list (HearthDatabase *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
HearthPermission *
hearth_store_permissions_get (HearthDatabase *db, gint64 id,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean
hearth_store_permissions_add (HearthDatabase *db, HearthPermission *permission, GError **error);
gboolean
hearth_store_permissions_revoke (HearthDatabase *db, gint64 id, GError **error);
GArray *
hearth_store_permissions_list_eligible (HearthDatabase *db, const HearthPermission *permission,
                                        gint64 message_id,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean
hearth_store_permissions_count (HearthDatabase *db, const HearthPermission *permission, gint64 now,
                                HearthPermissionReach *reach, GError **error);
gint64
hearth_store_permissions_count_applied (HearthDatabase *db, gint64 since, GError **error);

/* What is still to be done by permission. */
gboolean
hearth_store_permissions_queue (HearthDatabase *db, gint64 permission_id, gint64 message_id,
                                GError **error);
gboolean
hearth_store_permissions_queue_fresh (HearthDatabase *db, GPtrArray *active,
                                      const HearthMessage *message, GError **error);
GArray *
hearth_store_permissions_list_queue (HearthDatabase *db, gint64 permission_id,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean
hearth_store_permissions_unqueue (HearthDatabase *db, gint64 message_id, GError **error);
gboolean
hearth_store_permissions_note_applied (HearthDatabase *db, const HearthPermission *permission,
                                       gint64 action_id, GError **error);
GArray *
hearth_store_permissions_list_actions (HearthDatabase *db, gint64 permission_id,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
