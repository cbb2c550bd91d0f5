/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-permissions.h"

#include "hearth-clock.h"
#include "hearth-engine-private.h"

#include <glib/gi18n.h>
#include <string.h>

/* Standing permissions. What is to be done by one is noted in the transaction in which mail is
 * judged, and the note goes in the transaction in which it is done, so that no crash in between
 * loses or doubles it. */

#define MAX_VALUE 320

static gboolean
refuse (GError **error, const char *sentence)
{
  g_set_error_literal (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID, sentence);
  return FALSE;
}

static gboolean
check (const HearthPermission *permission, GError **error)
{
  static const char *const verbs[] = { "archive", "read", "trash", NULL };
  static const char *const fields[] = { "from", "list", "domain", NULL };
  const char *value = permission->value;
  const char *at = strchr (value, '@');

  if (!g_strv_contains (verbs, permission->verb))
    return refuse (error, _("What can be allowed is to archive, to mark as read and to move to "
                             "Trash."));
  if (!g_strv_contains (fields, permission->field))
    return refuse (error, _("A permission goes by a sender, a list or a domain."));
  if (*value == '\0' || strlen (value) > MAX_VALUE || !g_utf8_validate (value, -1, NULL) ||
      !g_utf8_validate (permission->name, -1, NULL))
    return refuse (error, _("It was not said for whose mail."));
  if (strcmp (permission->field, "from") == 0 && (at == NULL || at == value || at[1] == '\0'))
    return refuse (error, _("That is not the address of anybody."));
  if (strcmp (permission->field, "domain") == 0 && (at != NULL || strchr (value, '.') == NULL))
    return refuse (error, _("That is not a domain, such as “example.org”."));
  if (permission->expires != 0 && permission->expires <= hearth_clock_now ())
    return refuse (error, _("That time is over."));
  return TRUE;
}

typedef struct {
  HearthPermission *permission;
  gboolean also_present;
} Give;

static gboolean
write_permission (HearthDatabase *db, gpointer user_data, GError **error)
{
  Give *give = user_data;
  g_autoptr (GArray) present = NULL;

  if (!hearth_store_permissions_add (db, give->permission, error))
    return FALSE;
  if (!give->also_present)
    return TRUE;
  present = hearth_store_permissions_list_eligible (db, give->permission, 0, error);
  for (guint i = 0; present != NULL && i < present->len; i++) {
    if (!hearth_store_permissions_queue (db, give->permission->id,
                                         g_array_index (present, gint64, i), error))
      return FALSE;
  }
  return present != NULL;
}

/* Leaves of what is to be done by a permission what still may be. */
static gboolean
keep_eligible (HearthEngine *self, const HearthPermission *permission, GArray *ids, GError **error)
{
  gboolean active = hearth_permission_is_active (permission, hearth_clock_now ());

  for (guint i = ids->len; i > 0; i--) {
    g_autoptr (GArray) found =
        active ? hearth_store_permissions_list_eligible (self->reader, permission,
                                                         g_array_index (ids, gint64, i - 1), error)
               : g_array_new (FALSE, FALSE, sizeof (gint64));

    if (found == NULL)
      return FALSE;
    if (found->len == 0)
      g_array_remove_index (ids, i - 1);
  }
  return TRUE;
}

static gboolean
forget_others (HearthDatabase *db, gpointer user_data, GError **error)
{
  GArray *ids = user_data;

  for (guint i = 0; i < ids->len; i++) {
    if (!hearth_store_permissions_unqueue (db, g_array_index (ids, gint64, i), error))
      return FALSE;
  }
  return TRUE;
}

/* What changed meanwhile so that it may not be done any more is not asked about again. */
static gboolean
apply (HearthEngine *self, const HearthPermission *permission, gint64 *n_done, GError **error)
{
  g_autoptr (GArray) queued =
      hearth_store_permissions_list_queue (self->reader, permission->id, error);
  g_autoptr (GArray) ids = NULL;
  gint64 action;

  if (queued == NULL)
    return FALSE;
  if (queued->len == 0)
    return TRUE;
  ids = g_array_copy (queued);
  if (!keep_eligible (self, permission, ids, error))
    return FALSE;
  *n_done += ids->len;
  if (ids->len > 0 &&
      !hearth_engine_act_by_permission (self, permission, (const gint64 *) (void *) ids->data,
                                        ids->len, &action, error))
    return FALSE;
  return ids->len == queued->len ||
         hearth_writer_run_sync (self->writer, forget_others, queued, error);
}

/* A file that is moved while its folder is being read may be taken for gone. Nobody waits for this,
 * so it waits. */
static gboolean
is_reading_files (HearthEngine *self)
{
  for (guint i = 0; i < self->runners->len; i++) {
    HearthRunner *runner = g_ptr_array_index (self->runners, i);

    if (hearth_runner_is_running (runner) && !hearth_runner_takes_operations (runner))
      return TRUE;
  }
  return FALSE;
}

static void
apply_all (HearthEngine *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) permissions = hearth_store_permissions_list (self->reader, &error);
  gint64 n_done = 0;

  for (guint i = 0; permissions != NULL && i < permissions->len; i++) {
    if (!apply (self, g_ptr_array_index (permissions, i), &n_done, &error))
      break;
  }
  if (error != NULL)
    g_warning ("What is allowed could not be done: %s", error->message);
  if (n_done > 0)
    hearth_engine_emit_changed (self, "permissions");
}

static void
progress_cb (HearthEngine *self)
{
  if (self->permissions_wait && !is_reading_files (self))
    hearth_engine_apply_permissions (self);
}

void
hearth_engine_watch_permissions (HearthEngine *self)
{
  g_signal_connect (self, "progress", G_CALLBACK (progress_cb), NULL);
}

/**
 * hearth_engine_apply_permissions:
 * @self: an engine
 *
 * Does what permissions allow to mail that came in since, now or as soon as folders have been read.
 * To be called when it has been judged.
 */
void
hearth_engine_apply_permissions (HearthEngine *self)
{
  self->permissions_wait = is_reading_files (self);
  if (!self->permissions_wait)
    apply_all (self);
}

/* What has to wait will be done, and counts. */
static gboolean
apply_now (HearthEngine *self, const HearthPermission *permission, guint *n, GError **error)
{
  g_autoptr (GArray) queued = NULL;
  gint64 n_done = 0;

  if (!is_reading_files (self)) {
    if (!apply (self, permission, &n_done, error))
      return FALSE;
    *n = (guint) n_done;
    return TRUE;
  }
  self->permissions_wait = TRUE;
  queued = hearth_store_permissions_list_queue (self->reader, permission->id, error);
  *n = queued != NULL ? queued->len : 0;
  return queued != NULL;
}

/**
 * hearth_engine_give_permission:
 * @self: an engine
 * @permission: (inout): what the owner allows; its row and time are set
 * @also_present: whether it is for mail that is there already, too
 * @n_changed: (out): to how many messages it was applied now
 * @error: `HEARTH_ENGINE_ERROR_INVALID`, a #HearthMailError of a file that could not be changed, or
 *   a #HearthStoreError
 *
 * Gives a standing permission. It is the owner's own act: nothing else may call this.
 *
 * Returns: whether it stands in the store and was applied to what is there
 */
gboolean
hearth_engine_give_permission (HearthEngine *self, HearthPermission *permission,
                               gboolean also_present, guint *n_changed, GError **error)
{
  Give give = { permission, also_present };

  *n_changed = 0;
  permission->created = hearth_clock_now ();
  if (!check (permission, error) ||
      !hearth_writer_run_sync (self->writer, write_permission, &give, error))
    return FALSE;
  if (also_present && !apply_now (self, permission, n_changed, error))
    return FALSE;
  hearth_engine_emit_changed (self, "permissions");
  return TRUE;
}

static gboolean
write_revoked (HearthDatabase *db, gpointer user_data, GError **error)
{
  return hearth_store_permissions_revoke (db, *(const gint64 *) user_data, error);
}

/**
 * hearth_engine_revoke_permission:
 * @self: an engine
 * @id: a permission
 * @undo: whether all that was done by it is taken back too, as far as it still stands
 * @n_changed: (out): how many messages are as before again
 * @error: `HEARTH_STORE_ERROR_NOT_FOUND`, another #HearthStoreError, or a #HearthMailError of a
 * file that could not be changed
 *
 * Takes a permission back, in one transaction.
 *
 * Returns: whether that is done
 */
gboolean
hearth_engine_revoke_permission (HearthEngine *self, gint64 id, gboolean undo, guint *n_changed,
                                 GError **error)
{
  g_autoptr (HearthPermission) permission = hearth_store_permissions_get (self->reader, id, error);
  gboolean ok;

  *n_changed = 0;
  if (permission == NULL)
    return FALSE;
  ok = undo ? hearth_engine_undo_permission (self, id, n_changed, error)
            : hearth_writer_run_sync (self->writer, write_revoked, &id, error);
  hearth_engine_emit_changed (self, "permissions");
  return ok;
}
