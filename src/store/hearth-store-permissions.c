/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-store-permissions.h"

#include "hearth-clock.h"
#include "hearth-database-private.h"
#include "hearth-records.h"
#include "hearth-store-journal.h"
#include "hearth-store-records.h"

#include <glib/gi18n.h>
#include <string.h>

#define COLUMNS "id, verb, field, value, name, created, expires, revoked, n_applied"

#define DAY 86400
#define MONTH (28 * DAY)

/* At most so much of what is there is done at once. */
#define MAX_PRESENT 100000

/**
 * hearth_permission_new:
 * @verb: "archive", "read" or "trash"
 * @field: "from", "list" or "domain"
 * @value: which
 * @name: what the owner knows it by, or ""
 *
 * Returns: (transfer full): a permission that was not given yet
 */
HearthPermission *
hearth_permission_new (const char *verb, const char *field, const char *value, const char *name)
{
  HearthPermission *self = g_new0 (HearthPermission, 1);

  self->verb = g_strdup (verb);
  self->field = g_strdup (field);
  self->value = g_ascii_strdown (value, -1);
  self->name = g_strdup (name);
  return self;
}

/**
 * hearth_permission_free:
 * @self: (nullable) (transfer full): a permission
 */
void
hearth_permission_free (HearthPermission *self)
{
  if (self == NULL)
    return;
  g_free (self->verb);
  g_free (self->field);
  g_free (self->value);
  g_free (self->name);
  g_free (self);
}

/**
 * hearth_permission_is_active:
 * @self: a permission
 * @now: seconds since 1970 UTC
 *
 * Returns: whether it holds
 */
gboolean
hearth_permission_is_active (const HearthPermission *self, gint64 now)
{
  return self->revoked == 0 && (self->expires == 0 || self->expires > now);
}

/**
 * hearth_permission_dup_cover:
 * @self: a permission
 *
 * Names exactly which mail it is about: "News from ACME (news@acme.example)".
 *
 * Returns: (transfer full): a few words
 */
char *
hearth_permission_dup_cover (const HearthPermission *self)
{
  gboolean named = *self->name != '\0' && g_ascii_strcasecmp (self->name, self->value) != 0;

  if (strcmp (self->field, "domain") == 0)
    return g_strdup_printf (_("Everybody at %s"), self->value);
  if (strcmp (self->field, "list") == 0)
    return named ? g_strdup_printf (_("The list %s (%s)"), self->name, self->value)
                 : g_strdup_printf (_("The list %s"), self->value);
  return named ? g_strdup_printf ("%s (%s)", self->name, self->value) : g_strdup (self->value);
}

/**
 * hearth_permission_dup_sentence:
 * @self: a permission
 *
 * Says what may be done: "Always archive: News from ACME (news@acme.example)".
 *
 * Returns: (transfer full): a few words
 */
char *
hearth_permission_dup_sentence (const HearthPermission *self)
{
  g_autofree char *cover = hearth_permission_dup_cover (self);

  if (strcmp (self->verb, "read") == 0)
    return g_strdup_printf (_("Always mark as read: %s"), cover);
  if (strcmp (self->verb, "trash") == 0)
    return g_strdup_printf (_("Always move to Trash: %s"), cover);
  return g_strdup_printf (_("Always archive: %s"), cover);
}

/**
 * hearth_permission_dup_deed:
 * @self: a permission
 * @n: to how many messages it was applied
 *
 * Returns: (transfer full): what was done, for the journal
 */
char *
hearth_permission_dup_deed (const HearthPermission *self, gint64 n)
{
  g_autofree char *cover = hearth_permission_dup_cover (self);

  if (strcmp (self->verb, "read") == 0)
    return g_strdup_printf (_("Marked as read: %d of “%s”"), (int) n, cover);
  if (strcmp (self->verb, "trash") == 0)
    return g_strdup_printf (_("Moved to Trash: %d of “%s”"), (int) n, cover);
  return g_strdup_printf (_("Archived: %d of “%s”"), (int) n, cover);
}

static HearthPermission *
read_row (HearthStatement *statement)
{
  HearthPermission *self = g_new0 (HearthPermission, 1);

  self->id = hearth_statement_get_int (statement, 0);
  self->verb = g_strdup (hearth_statement_get_text (statement, 1));
  self->field = g_strdup (hearth_statement_get_text (statement, 2));
  self->value = g_strdup (hearth_statement_get_text (statement, 3));
  self->name = g_strdup (hearth_statement_get_text (statement, 4));
  self->created = hearth_statement_get_int (statement, 5);
  self->expires = hearth_statement_get_int (statement, 6);
  self->revoked = hearth_statement_get_int (statement, 7);
  self->n_applied = hearth_statement_get_int (statement, 8);
  return self;
}

/**
 * hearth_store_permissions_list:
 * @db: a database
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type HearthPermission): all that were given, also
 *   those that ended, the newest first; %NULL on an error
 */
GPtrArray *
hearth_store_permissions_list (HearthDatabase *db, GError **error)
{
  g_autoptr (GPtrArray) list =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_permission_free);
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db, "SELECT " COLUMNS " FROM permissions ORDER BY id DESC", error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  for (;;) {
    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&list);
    g_ptr_array_add (list, read_row (statement));
  }
}

/**
 * hearth_store_permissions_get:
 * @db: a database
 * @id: a permission
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable): it; %HEARTH_STORE_ERROR_NOT_FOUND if there is none
 */
HearthPermission *
hearth_store_permissions_get (HearthDatabase *db, gint64 id, GError **error)
{
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db, "SELECT " COLUMNS " FROM permissions WHERE id = ?", error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, id);
  if (!hearth_statement_next (statement, &row, error))
    return NULL;
  if (row)
    return read_row (statement);
  g_set_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND,
               _("There is no permission %lld."), (long long) id);
  return NULL;
}

/**
 * hearth_store_permissions_add:
 * @db: a writer
 * @permission: (inout): a permission; its row is set
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_permissions_add (HearthDatabase *db, HearthPermission *permission, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  hearth_database_assert_writer (db);
  statement =
      hearth_statement_new (db,
                            "INSERT INTO permissions (verb, field, value, name, created, expires)"
                            " VALUES (?, ?, ?, ?, ?, ?)",
                            error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_text (statement, permission->verb);
  hearth_statement_bind_text (statement, permission->field);
  hearth_statement_bind_text (statement, permission->value);
  hearth_statement_bind_text (statement, permission->name);
  hearth_statement_bind_int (statement, permission->created);
  hearth_statement_bind_int (statement, permission->expires);
  if (!hearth_statement_run (statement, error))
    return FALSE;
  permission->id = sqlite3_last_insert_rowid (hearth_database_get_handle (db));
  return TRUE;
}

static gboolean
run (HearthDatabase *db, const char *sql, gint64 first, gint64 second, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  hearth_database_assert_writer (db);
  statement = hearth_statement_new (db, sql, error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, first);
  hearth_statement_bind_int (statement, second);
  return hearth_statement_run (statement, error);
}

/**
 * hearth_store_permissions_revoke:
 * @db: a writer
 * @id: a permission
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Takes a permission back, and what was still to be done by it.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_permissions_revoke (HearthDatabase *db, gint64 id, GError **error)
{
  return run (db, "UPDATE permissions SET revoked = ?1 WHERE id = ?2 AND revoked = 0",
              hearth_clock_now (), id, error) &&
         run (db, "DELETE FROM permission_queue WHERE permission_id = ?1 AND ?2", id, 1, error);
}

static const char *
get_match (const HearthPermission *permission)
{
  if (strcmp (permission->field, "list") == 0)
    return "lower (m.list_id) = ?1";
  if (strcmp (permission->field, "domain") == 0)
    return "lower (substr (m.from_address, instr (m.from_address, '@') + 1)) = ?1";
  return "m.from_id = (SELECT id FROM people WHERE address = ?1)";
}

/* Received and not dealt with: neither judged to matter, nor flagged or answered by its owner, nor
 * put off, nor doubtful whether its sender sent it. */
#define ELIGIBLE                                                                                   \
  " FROM messages AS m JOIN mailboxes AS x ON x.id = m.mailbox_id"                                 \
  " WHERE x.role IN (0, 1) AND (m.flags & ?2) = 0 AND (m.marks & ?3) = 0"                          \
  " AND coalesce (m.klass, '') NOT IN ('urgent', 'needs_response')"                                \
  " AND m.id NOT IN (SELECT message_id FROM later)"                                                \
  " AND NOT EXISTS (SELECT 1 FROM messages AS s JOIN mailboxes AS y ON y.id = s.mailbox_id"        \
  " WHERE m.thread_id != 0 AND s.thread_id = m.thread_id AND y.role = 2) AND "

/**
 * hearth_store_permissions_list_eligible:
 * @db: a database
 * @permission: a permission
 * @message_id: only this message, or 0 for all that are there
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Finds the mail to which a permission may be applied. Never is there any that was judged urgent or
 * to need an answer, that its owner flagged, answered or put off, or of which its own marks say
 * that it is not from whom it claims to be.
 *
 * Returns: (transfer full) (nullable) (element-type gint64): rows; %NULL on an error
 */
GArray *
hearth_store_permissions_list_eligible (HearthDatabase *db, const HearthPermission *permission,
                                        gint64 message_id, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree char *sql = g_strconcat ("SELECT m.id" ELIGIBLE, get_match (permission),
                                      message_id != 0 ? " AND m.id = ?4" : "",
                                      " ORDER BY m.id DESC LIMIT " G_STRINGIFY (MAX_PRESENT), NULL);
  g_autoptr (HearthStatement) statement = hearth_statement_new (db, sql, error);
  HearthMessageFlags flags =
      HEARTH_MESSAGE_FLAGGED | HEARTH_MESSAGE_ANSWERED | HEARTH_MESSAGE_DELETED;
  gboolean row;

  if (statement == NULL)
    return NULL;
  G_STATIC_ASSERT (HEARTH_MAILBOX_OTHER == 0 && HEARTH_MAILBOX_INBOX == 1);
  if (strcmp (permission->verb, "read") == 0)
    flags |= HEARTH_MESSAGE_SEEN;
  hearth_statement_bind_text (statement, permission->value);
  hearth_statement_bind_int (statement, flags);
  hearth_statement_bind_int (statement, HEARTH_MARK_AUTH_FAILED | HEARTH_MARK_PHISHING);
  if (message_id != 0)
    hearth_statement_bind_int (statement, message_id);
  for (;;) {
    gint64 id;

    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&ids);
    id = hearth_statement_get_int (statement, 0);
    g_array_append_val (ids, id);
  }
}

/**
 * hearth_store_permissions_count:
 * @db: a database
 * @permission: a permission, perhaps not given yet
 * @now: seconds since 1970 UTC
 * @reach: (out): how much mail it is about
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_permissions_count (HearthDatabase *db, const HearthPermission *permission, gint64 now,
                                HearthPermissionReach *reach, GError **error)
{
  g_autofree char *sql =
      g_strconcat ("SELECT count (*) FROM messages AS m JOIN mailboxes AS x ON x.id = m.mailbox_id"
                   " WHERE m.id >= ?2 AND x.role NOT IN (2, 3) AND ",
                   get_match (permission), NULL);
  g_autoptr (HearthStatement) statement = hearth_statement_new (db, sql, error);
  g_autoptr (GArray) present = NULL;
  gboolean row;

  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_text (statement, permission->value);
  hearth_statement_bind_int (statement, (now - MONTH) << 20);
  if (!hearth_statement_next (statement, &row, error))
    return FALSE;
  reach->n_month = row ? hearth_statement_get_int (statement, 0) : 0;
  present = hearth_store_permissions_list_eligible (db, permission, 0, error);
  if (present == NULL)
    return FALSE;
  reach->n_present = present->len;
  return TRUE;
}

/**
 * hearth_store_permissions_count_applied:
 * @db: a database
 * @since: seconds since 1970 UTC
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: to how many messages permissions were applied since then, and not taken back; -1 on an
 *   error
 */
gint64
hearth_store_permissions_count_applied (HearthDatabase *db, gint64 since, GError **error)
{
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db,
                            "SELECT coalesce (sum (n_messages), 0) FROM actions"
                            " WHERE permission_id != 0 AND at >= ? AND undone = 0",
                            error);
  gboolean row;

  if (statement == NULL)
    return -1;
  hearth_statement_bind_int (statement, since);
  if (!hearth_statement_next (statement, &row, error))
    return -1;
  return row ? hearth_statement_get_int (statement, 0) : 0;
}

/**
 * hearth_store_permissions_queue:
 * @db: a writer
 * @permission_id: a permission
 * @message_id: a message to which it is to be applied
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Notes what is to be done. Of two permissions for one message the first stays.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_permissions_queue (HearthDatabase *db, gint64 permission_id, gint64 message_id,
                                GError **error)
{
  return run (db,
              "INSERT OR IGNORE INTO permission_queue (message_id, permission_id) VALUES (?1, ?2)",
              message_id, permission_id, error);
}

/**
 * hearth_store_permissions_queue_fresh:
 * @db: a writer in the transaction that judges it
 * @active: (element-type HearthPermission): permissions
 * @message: a message that was judged for the first time
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Notes by which permission something is to be done to mail that came in. Old mail that is read for
 * the first time did not come in after it was given.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_permissions_queue_fresh (HearthDatabase *db, GPtrArray *active,
                                      const HearthMessage *message, GError **error)
{
  gint64 now = hearth_clock_now ();

  for (guint i = 0; i < active->len; i++) {
    const HearthPermission *permission = g_ptr_array_index (active, i);
    g_autoptr (GArray) found = NULL;

    if (!hearth_permission_is_active (permission, now) || message->date < permission->created - DAY)
      continue;
    found = hearth_store_permissions_list_eligible (db, permission, message->id, error);
    if (found == NULL || (found->len > 0 &&
                          !hearth_store_permissions_queue (db, permission->id, message->id, error)))
      return FALSE;
  }
  return TRUE;
}

static GArray *
list_ids (HearthDatabase *db, const char *sql, gint64 id, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (HearthStatement) statement = hearth_statement_new (db, sql, error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, id);
  for (;;) {
    gint64 each;

    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&ids);
    each = hearth_statement_get_int (statement, 0);
    g_array_append_val (ids, each);
  }
}

/**
 * hearth_store_permissions_list_queue:
 * @db: a database
 * @permission_id: a permission
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type gint64): the messages to which it is still to
 * be applied; %NULL on an error
 */
GArray *
hearth_store_permissions_list_queue (HearthDatabase *db, gint64 permission_id, GError **error)
{
  return list_ids (db, "SELECT message_id FROM permission_queue WHERE permission_id = ?",
                   permission_id, error);
}

/**
 * hearth_store_permissions_unqueue:
 * @db: a writer
 * @message_id: a message
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Notes that nothing is to be done to it any more.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_permissions_unqueue (HearthDatabase *db, gint64 message_id, GError **error)
{
  return run (db, "DELETE FROM permission_queue WHERE message_id = ?1 AND ?2", message_id, 1,
              error);
}

/**
 * hearth_store_permissions_note_applied:
 * @db: a writer in the transaction of the action
 * @permission: by which it is done
 * @action_id: the action
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Notes by which permission an action is done, counts, and writes the line of the journal.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_permissions_note_applied (HearthDatabase *db, const HearthPermission *permission,
                                       gint64 action_id, GError **error)
{
  g_autoptr (GArray) count = NULL;
  g_autofree char *deed = NULL;

  if (!run (db, "UPDATE actions SET permission_id = ?1 WHERE id = ?2", permission->id, action_id,
            error) ||
      !run (db,
            "UPDATE permissions SET n_applied = n_applied +"
            " (SELECT n_messages FROM actions WHERE id = ?1) WHERE id = ?2",
            action_id, permission->id, error))
    return FALSE;
  count = list_ids (db, "SELECT n_messages FROM actions WHERE id = ?", action_id, error);
  if (count == NULL || count->len == 0)
    return FALSE;
  deed = hearth_permission_dup_deed (permission, g_array_index (count, gint64, 0));
  return hearth_store_journal_add_permission (db, action_id, deed, error);
}

/**
 * hearth_store_permissions_list_actions:
 * @db: a database
 * @permission_id: a permission
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type gint64): what was done by it and not taken
 * back, the last first; %NULL on an error
 */
GArray *
hearth_store_permissions_list_actions (HearthDatabase *db, gint64 permission_id, GError **error)
{
  return list_ids (db,
                   "SELECT id FROM actions WHERE permission_id = ? AND permission_id != 0"
                   " AND undone = 0 ORDER BY id DESC",
                   permission_id, error);
}
