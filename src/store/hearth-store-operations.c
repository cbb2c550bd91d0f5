/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-store-operations.h"

#include "hearth-mailbox-row.h"
#include "hearth-operation-row.h"
#include "hearth-store-records.h"

#include <glib/gi18n.h>
#include <string.h>

/* The journal's lines about mail that turned out otherwise than the owner wanted. */
#define JOURNAL_KIND "mail"

enum { STATE_WAITS, STATE_BEGUN };

/**
 * hearth_place_clear:
 * @self: a place
 *
 * Frees what a place holds, not the place.
 */
void
hearth_place_clear (HearthPlace *self)
{
  g_clear_pointer (&self->key, g_free);
}

/* The key of a message from the moment it was moved here until its server says the real one. */
static char *
make_key (gint64 operation_id)
{
  return g_strdup_printf ("op:%" G_GINT64_FORMAT, operation_id);
}

/**
 * hearth_operation_row_find_place:
 * @db: a database
 * @id: a message's row
 * @place: (out caller-allocates): where it is
 * @found: (out): whether it is there
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_operation_row_find_place (HearthDatabase *db, gint64 id, HearthPlace *place, gboolean *found,
                                 GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  statement = hearth_statement_new (
      db,
      "SELECT m.mailbox_id, m.flags, m.key, x.role, x.source_id FROM messages AS m"
      " JOIN mailboxes AS x ON x.id = m.mailbox_id WHERE m.id = ?",
      error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, id);
  if (!hearth_statement_next (statement, found, error))
    return FALSE;
  if (!*found)
    return TRUE;
  place->id = id;
  place->mailbox_id = hearth_statement_get_int (statement, 0);
  place->flags = (HearthMessageFlags) hearth_statement_get_int (statement, 1);
  place->key = g_strdup (hearth_statement_get_text (statement, 2));
  place->role = (int) hearth_statement_get_int (statement, 3);
  place->source_id = hearth_statement_get_int (statement, 4);
  return TRUE;
}

static gboolean
delete_operation (HearthDatabase *db, gint64 id, GError **error)
{
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db, "DELETE FROM operations WHERE id = ?", error);

  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, id);
  return hearth_statement_run (statement, error);
}

/* What was not begun and is taken back need not be told at all. Sets @cancelled, and of a move
 * @new_key. */
static gboolean
cancel_inverse (HearthDatabase *db, const HearthPlace *place, HearthMessageFlags add_flags,
                HearthMessageFlags remove_flags, gint64 target_id, gboolean *cancelled,
                char **new_key, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  *cancelled = FALSE;
  statement = hearth_statement_new (
      db,
      "SELECT id, mailbox_id, key, add_flags, remove_flags, target_id, state FROM operations"
      " WHERE message_id = ? ORDER BY id DESC LIMIT 1",
      error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, place->id);
  if (!hearth_statement_next (statement, &row, error))
    return FALSE;
  if (!row || hearth_statement_get_int (statement, 6) != STATE_WAITS)
    return TRUE;
  if (hearth_statement_get_int (statement, 3) != (gint64) remove_flags ||
      hearth_statement_get_int (statement, 4) != (gint64) add_flags)
    return TRUE;
  if (target_id != 0 && (hearth_statement_get_int (statement, 1) != target_id ||
                         hearth_statement_get_int (statement, 5) != place->mailbox_id))
    return TRUE;
  if (target_id == 0 && hearth_statement_get_int (statement, 5) != 0)
    return TRUE;
  *cancelled = TRUE;
  if (target_id != 0)
    *new_key = g_strdup (hearth_statement_get_text (statement, 2));
  {
    gint64 id = hearth_statement_get_int (statement, 0);

    hearth_statement_reset (statement);
    return delete_operation (db, id, error);
  }
}

/**
 * hearth_operation_row_queue:
 * @db: a writer in a transaction
 * @place: where the message is until now
 * @add_flags: flags that it gets
 * @remove_flags: flags that it loses
 * @target_id: the mailbox that it is moved to, or 0
 * @new_key: (out) (nullable): its key there, if it is moved
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Notes what its server is to be told.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_operation_row_queue (HearthDatabase *db, const HearthPlace *place,
                            HearthMessageFlags add_flags, HearthMessageFlags remove_flags,
                            gint64 target_id, char **new_key, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;
  gboolean cancelled;

  *new_key = NULL;
  if (!cancel_inverse (db, place, add_flags, remove_flags, target_id, &cancelled, new_key, error))
    return FALSE;
  if (cancelled)
    return TRUE;
  statement = hearth_statement_new (
      db,
      "INSERT INTO operations (source_id, message_id, mailbox_id, key, add_flags, remove_flags,"
      " target_id) VALUES (?, ?, ?, ?, ?, ?, ?)",
      error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, place->source_id);
  hearth_statement_bind_int (statement, place->id);
  hearth_statement_bind_int (statement, place->mailbox_id);
  hearth_statement_bind_text (statement, place->key);
  hearth_statement_bind_int (statement, add_flags);
  hearth_statement_bind_int (statement, remove_flags);
  hearth_statement_bind_int (statement, target_id);
  if (!hearth_statement_run (statement, error))
    return FALSE;
  if (target_id != 0)
    *new_key = make_key (sqlite3_last_insert_rowid (hearth_database_get_handle (db)));
  return TRUE;
}

/**
 * hearth_operation_row_any:
 * @db: a database
 * @source_id: a source
 * @any: (out): whether its server is still to be told something
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_operation_row_any (HearthDatabase *db, gint64 source_id, gboolean *any, GError **error)
{
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db, "SELECT 1 FROM operations WHERE source_id = ? LIMIT 1", error);

  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, source_id);
  return hearth_statement_next (statement, any, error);
}

/**
 * hearth_operation_row_overlay:
 * @db: a database
 * @message_id: a message's row
 * @flags: (inout): as its server has them; then with what the server is still to be told
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_operation_row_overlay (HearthDatabase *db, gint64 message_id, HearthMessageFlags *flags,
                              GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  statement = hearth_statement_new (
      db, "SELECT add_flags, remove_flags FROM operations WHERE message_id = ? ORDER BY id", error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, message_id);
  for (;;) {
    if (!hearth_statement_next (statement, &row, error))
      return FALSE;
    if (!row)
      return TRUE;
    *flags = (HearthMessageFlags) ((*flags | hearth_statement_get_int (statement, 0)) &
                                   ~hearth_statement_get_int (statement, 1));
  }
}

/**
 * hearth_operation_row_has_key:
 * @db: a database
 * @mailbox_id: a mailbox's row
 * @key: a key
 * @has: (out): whether the owner moved this message away, which its server is still to be told
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_operation_row_has_key (HearthDatabase *db, gint64 mailbox_id, const char *key, gboolean *has,
                              GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  statement = hearth_statement_new (
      db, "SELECT 1 FROM operations WHERE mailbox_id = ? AND key = ? AND target_id != 0 LIMIT 1",
      error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, mailbox_id);
  hearth_statement_bind_text (statement, key);
  return hearth_statement_next (statement, has, error);
}

/**
 * hearth_operation_row_add_known:
 * @db: a database
 * @mailbox_id: a mailbox's row
 * @known: where to add what the owner moved away and its server still has there
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_operation_row_add_known (HearthDatabase *db, gint64 mailbox_id, HearthKnown *known,
                                GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  statement = hearth_statement_new (
      db,
      "SELECT o.key, o.message_id, m.flags FROM operations AS o JOIN messages AS m"
      " ON m.id = o.message_id WHERE o.mailbox_id = ? AND o.target_id != 0",
      error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, mailbox_id);
  for (;;) {
    if (!hearth_statement_next (statement, &row, error))
      return FALSE;
    if (!row)
      return TRUE;
    hearth_known_add (known, hearth_statement_get_text (statement, 0),
                      hearth_statement_get_int (statement, 1),
                      (HearthMessageFlags) hearth_statement_get_int (statement, 2));
  }
}

static char *
dup_text (HearthDatabase *db, const char *sql, gint64 id, GError **error)
{
  g_autoptr (HearthStatement) statement = hearth_statement_new (db, sql, error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, id);
  if (!hearth_statement_next (statement, &row, error))
    return NULL;
  return g_strdup (row ? hearth_statement_get_text (statement, 0) : "");
}

static gboolean
note_lost (HearthDatabase *db, gint64 message_id, GError **error)
{
  g_autofree char *subject =
      dup_text (db, "SELECT subject FROM messages WHERE id = ?", message_id, error);
  g_autofree char *what = NULL;

  if (subject == NULL)
    return FALSE;
  what = g_strdup_printf (_("“%s” was moved or deleted elsewhere before your own change of it "
                             "reached the server. The server’s state stands."),
                          subject);
  return hearth_store_journal_add (db, JOURNAL_KIND, what, NULL, 0, error);
}

static gboolean
note_refused (HearthDatabase *db, const HearthOperation *operation, GError **error)
{
  g_autofree char *subject =
      dup_text (db, "SELECT subject FROM messages WHERE id = ?", operation->message_id, error);
  g_autofree char *what = NULL;

  if (subject == NULL)
    return FALSE;
  what = g_strdup_printf (_("Your change of “%s” was refused by the server and taken back: %s"),
                          subject, operation->reason != NULL ? operation->reason : "");
  return hearth_store_journal_add (db, JOURNAL_KIND, what, NULL, 0, error);
}

/**
 * hearth_operation_row_settle_gone:
 * @db: a writer in a transaction
 * @message_id: a message that a source does not find in a mailbox any more
 * @mailbox_id: that mailbox
 * @gone: (out): whether its row is to be removed
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Tells what was deleted elsewhere from what the owner moved away. Whether something that was begun
 * reached the server is seen when it is taken up again.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_operation_row_settle_gone (HearthDatabase *db, gint64 message_id, gint64 mailbox_id,
                                  gboolean *gone, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;
  g_auto (HearthPlace) place = { 0 };
  gboolean row, waits;

  if (!hearth_operation_row_find_place (db, message_id, &place, gone, error))
    return FALSE;
  if (!*gone)
    return TRUE;
  statement = hearth_statement_new (
      db,
      "SELECT state FROM operations WHERE message_id = ? AND mailbox_id = ? ORDER BY id LIMIT 1",
      error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, message_id);
  hearth_statement_bind_int (statement, mailbox_id);
  if (!hearth_statement_next (statement, &row, error))
    return FALSE;
  waits = row && hearth_statement_get_int (statement, 0) == STATE_WAITS;
  *gone = waits || (!row && place.mailbox_id == mailbox_id);
  hearth_statement_reset (statement);
  return !waits || note_lost (db, message_id, error);
}

/**
 * hearth_store_operations_wait:
 * @db: a database
 * @source_id: a source
 * @waiting: (out): whether its server is still to be told something
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_operations_wait (HearthDatabase *db, gint64 source_id, gboolean *waiting,
                              GError **error)
{
  return hearth_operation_row_any (db, source_id, waiting, error);
}

/**
 * hearth_store_operations_count:
 * @db: a database
 * @source_id: a source, or 0 for all
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: how much servers are still to be told; -1 on an error
 */
gint64
hearth_store_operations_count (HearthDatabase *db, gint64 source_id, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  statement =
      hearth_statement_new (db, "SELECT count(*) FROM operations WHERE ?1 = 0 OR source_id = ?1",
                            error);
  if (statement == NULL)
    return -1;
  hearth_statement_bind_int (statement, source_id);
  if (!hearth_statement_next (statement, &row, error))
    return -1;
  return hearth_statement_get_int (statement, 0);
}

static HearthOperation *
read_operation (HearthStatement *statement)
{
  HearthOperation *operation = hearth_operation_new ();

  operation->id = hearth_statement_get_int (statement, 0);
  operation->message_id = hearth_statement_get_int (statement, 1);
  operation->mailbox = g_strdup (hearth_statement_get_text (statement, 2));
  operation->key = g_strdup (hearth_statement_get_text (statement, 3));
  operation->add_flags = (HearthMessageFlags) hearth_statement_get_int (statement, 4);
  operation->remove_flags = (HearthMessageFlags) hearth_statement_get_int (statement, 5);
  operation->target = g_strdup (hearth_statement_get_text (statement, 6));
  operation->begun = hearth_statement_get_int (statement, 7) != STATE_WAITS;
  operation->header_id = g_strdup (hearth_statement_get_text (statement, 8));
  return operation;
}

/* Whether a server can be told both in one command. */
static gboolean
belong_together (const HearthOperation *a, const HearthOperation *b)
{
  return strcmp (a->mailbox, b->mailbox) == 0 && a->add_flags == b->add_flags &&
         a->remove_flags == b->remove_flags && g_strcmp0 (a->target, b->target) == 0 &&
         a->begun == b->begun;
}

static gboolean
read_group (HearthDatabase *db, gint64 source_id, guint limit, GPtrArray *operations,
            GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  statement = hearth_statement_new (
      db,
      "SELECT o.id, o.message_id, x.name, o.key, o.add_flags, o.remove_flags, t.name, o.state,"
      " m.message_id FROM operations AS o JOIN messages AS m ON m.id = o.message_id"
      " JOIN mailboxes AS x ON x.id = o.mailbox_id LEFT JOIN mailboxes AS t ON t.id = o.target_id"
      " WHERE o.source_id = ? ORDER BY o.id LIMIT ?",
      error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, source_id);
  hearth_statement_bind_int (statement, limit);
  for (;;) {
    g_autoptr (HearthOperation) operation = NULL;

    if (!hearth_statement_next (statement, &row, error))
      return FALSE;
    if (!row)
      return TRUE;
    operation = read_operation (statement);
    if (operations->len > 0 && !belong_together (operations->pdata[0], operation))
      return TRUE;
    g_ptr_array_add (operations, g_steal_pointer (&operation));
  }
}

static gboolean
mark_begun (HearthDatabase *db, GPtrArray *operations, GError **error)
{
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db, "UPDATE operations SET state = 1 WHERE id = ?", error);

  G_STATIC_ASSERT (STATE_BEGUN == 1);
  if (statement == NULL)
    return FALSE;
  for (guint i = 0; i < operations->len; i++) {
    const HearthOperation *operation = operations->pdata[i];

    if (operation->begun)
      continue;
    hearth_statement_bind_int (statement, operation->id);
    if (!hearth_statement_run (statement, error))
      return FALSE;
  }
  return TRUE;
}

/**
 * hearth_store_operations_take:
 * @db: a writer
 * @source_id: a source
 * @limit: at most so many
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Takes the next operations, as many as are the same change of messages in the same mailbox, and
 * notes that they were begun.
 *
 * Returns: (transfer full) (nullable) (element-type HearthOperation): the operations in order, none
 *   if nothing waits; %NULL on an error
 */
GPtrArray *
hearth_store_operations_take (HearthDatabase *db, gint64 source_id, guint limit, GError **error)
{
  g_autoptr (GPtrArray) operations =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_operation_free);

  hearth_database_assert_writer (db);
  if (!hearth_database_begin (db, error))
    return NULL;
  if (!hearth_database_end (db,
                            read_group (db, source_id, limit, operations, error) &&
                                mark_begun (db, operations, error),
                            error))
    return NULL;
  return g_steal_pointer (&operations);
}

static gboolean
run_with_key (HearthDatabase *db, const char *sql, const char *key, const char *old_key,
              gint64 message_id, GError **error)
{
  g_autoptr (HearthStatement) statement = hearth_statement_new (db, sql, error);

  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_text (statement, key);
  hearth_statement_bind_int (statement, message_id);
  hearth_statement_bind_text (statement, old_key);
  return hearth_statement_run (statement, error);
}

/* From here on the message is known by the key that its server gave it. */
static gboolean
set_new_key (HearthDatabase *db, const HearthOperation *operation, GError **error)
{
  g_autofree char *old_key = make_key (operation->id);
  g_auto (HearthPlace) place = { 0 };
  gboolean found;
  gint64 other;

  if (!hearth_operation_row_find_place (db, operation->message_id, &place, &found, error))
    return FALSE;
  /* A sync may have met it first, as another message. */
  if (found && strcmp (place.key, old_key) == 0) {
    if (!hearth_message_row_find_key (db, place.mailbox_id, operation->new_key, &other, error) ||
        (other != 0 && other != place.id && !hearth_message_row_remove (db, other, error)))
      return FALSE;
  }
  return run_with_key (db, "UPDATE messages SET key = ? WHERE id = ? AND key = ?",
                       operation->new_key, old_key, operation->message_id, error) &&
         run_with_key (db, "UPDATE operations SET key = ? WHERE message_id = ? AND key = ?",
                       operation->new_key, old_key, operation->message_id, error);
}

static gboolean
finish_done (HearthDatabase *db, const HearthOperation *operation, GError **error)
{
  return delete_operation (db, operation->id, error) &&
         (operation->new_key == NULL || set_new_key (db, operation, error));
}

static gboolean
finish_gone (HearthDatabase *db, const HearthOperation *operation, GError **error)
{
  return note_lost (db, operation->message_id, error) &&
         hearth_message_row_remove (db, operation->message_id, error);
}

/* A message will not be moved: later moves of it are off, and what it was marked with is told of it
 * where it stays. */
static gboolean
give_up_moves (HearthDatabase *db, const HearthOperation *operation, gint64 mailbox_id,
               GError **error)
{
  g_autoptr (HearthStatement) delete = NULL;
  g_autoptr (HearthStatement) update = NULL;

  delete =
      hearth_statement_new (db, "DELETE FROM operations WHERE message_id = ? AND target_id != 0",
                            error);
  if (delete == NULL)
    return FALSE;
  hearth_statement_bind_int (delete, operation->message_id);
  if (!hearth_statement_run (delete, error))
    return FALSE;
  update = hearth_statement_new (
      db, "UPDATE operations SET mailbox_id = ?, key = ? WHERE message_id = ?", error);
  if (update == NULL)
    return FALSE;
  hearth_statement_bind_int (update, mailbox_id);
  hearth_statement_bind_text (update, operation->key);
  hearth_statement_bind_int (update, operation->message_id);
  return hearth_statement_run (update, error);
}

static gboolean
find_mailbox_of (HearthDatabase *db, gint64 operation_id, gint64 *mailbox_id, GError **error)
{
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db, "SELECT mailbox_id FROM operations WHERE id = ?", error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, operation_id);
  if (!hearth_statement_next (statement, &row, error))
    return FALSE;
  *mailbox_id = row ? hearth_statement_get_int (statement, 0) : 0;
  return TRUE;
}

/* The message goes back to where and as its server has it. */
static gboolean
finish_refused (HearthDatabase *db, const HearthOperation *operation, GError **error)
{
  g_auto (HearthPlace) place = { 0 };
  gint64 mailbox_id;
  gboolean found;

  if (!find_mailbox_of (db, operation->id, &mailbox_id, error) ||
      !hearth_operation_row_find_place (db, operation->message_id, &place, &found, error))
    return FALSE;
  if (!found || mailbox_id == 0)
    return delete_operation (db, operation->id, error);
  if (operation->target == NULL) {
    HearthMessageFlags flags =
        (HearthMessageFlags) ((place.flags & ~operation->add_flags) | operation->remove_flags);

    return note_refused (db, operation, error) && delete_operation (db, operation->id, error) &&
           hearth_message_row_set_flags (db, place.id, flags, NULL, &found, error);
  }
  return note_refused (db, operation, error) && give_up_moves (db, operation, mailbox_id, error) &&
         hearth_message_row_move (db, &place, mailbox_id, operation->key, NULL, error);
}

static gboolean
finish_all (HearthDatabase *db, GPtrArray *operations, GError **error)
{
  for (guint i = 0; i < operations->len; i++) {
    const HearthOperation *operation = operations->pdata[i];
    gboolean ok = TRUE;

    if (operation->outcome == HEARTH_OUTCOME_DONE)
      ok = finish_done (db, operation, error);
    else if (operation->outcome == HEARTH_OUTCOME_GONE)
      ok = finish_gone (db, operation, error);
    else if (operation->outcome == HEARTH_OUTCOME_REFUSED)
      ok = finish_refused (db, operation, error);
    if (!ok)
      return FALSE;
  }
  return TRUE;
}

/**
 * hearth_store_operations_finish:
 * @db: a writer
 * @operations: (element-type HearthOperation): operations with their outcome
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Writes what became of operations, in one transaction. What is gone or refused is taken back as
 * the server has it, with a line in the journal; what has no outcome waits on.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_operations_finish (HearthDatabase *db, GPtrArray *operations, GError **error)
{
  hearth_database_assert_writer (db);
  return hearth_database_begin (db, error) &&
         hearth_database_end (db, finish_all (db, operations, error), error);
}
