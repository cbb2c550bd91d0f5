/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-store-messages.h"

#include "hearth-body.h"
#include "hearth-mailbox-row.h"
#include "hearth-message-row.h"
#include "hearth-operation-row.h"
#include "hearth-search-index.h"
#include "hearth-store-people.h"
#include "hearth-store-tellings.h"
#include "hearth-store-threads.h"

#include <glib/gi18n.h>
#include <string.h>

/* Writing messages. Reading is in hearth-store-message-lists.c. */

#define MAX_DATE G_GINT64_CONSTANT (7258118399) /* the end of 2199 */

static void
set_not_found (gint64 id, GError **error)
{
  g_set_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND,
               _("There is no message %lld in the store; it may have been deleted."),
               (long long) id);
}

/* What a batch of new messages shares. */
typedef struct {
  GPtrArray *messages;       /* (owned) (element-type HearthMessage): not owning them */
  HearthBodyPacker *packer;  /* (owned) */
  HearthPeopleBatch *people; /* (owned) */
  gint64 mailbox_id;
  gint64 full_date; /* the last second that was full, and the first after it that was not */
  gint64 free_date;
} Batch;

static void
batch_clear (Batch *self)
{
  g_clear_pointer (&self->packer, hearth_body_packer_free);
  g_clear_pointer (&self->people, hearth_people_batch_free);
  g_clear_pointer (&self->messages, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Batch, batch_clear)

/* The first free row for a date. A second that is full runs over into the next. */
static gboolean
find_free_row (HearthDatabase *db, Batch *batch, gint64 date, gint64 *id, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;
  gint64 second = date == batch->full_date ? batch->free_date : date;

  statement =
      hearth_statement_new (db, "SELECT max (id) FROM messages WHERE id BETWEEN ? AND ?", error);
  if (statement == NULL)
    return FALSE;
  for (;; second++) {
    gint64 first = second << 20;
    gint64 last;
    gboolean row;

    hearth_statement_bind_int (statement, first);
    hearth_statement_bind_int (statement, first + HEARTH_ROWS_PER_SECOND - 1);
    if (!hearth_statement_next (statement, &row, error))
      return FALSE;
    last = hearth_statement_get_int (statement, 0);
    hearth_statement_reset (statement);
    /* Row 0 cannot be: 0 means "none". */
    *id = last >= first && last > 0 ? last + 1 : MAX (first, 1);
    if (*id < first + HEARTH_ROWS_PER_SECOND)
      break;
  }
  if (second != date) {
    batch->full_date = date;
    batch->free_date = second;
  }
  return TRUE;
}

static gboolean
insert_row (HearthDatabase *db, Batch *batch, const HearthMessage *message, gint64 id,
            gint64 thread_id, const char *recipients, const char *names, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;
  g_autofree char *reply_to = hearth_address_column_dup (message->reply_to);
  g_autofree char *parts = hearth_message_row_dup_parts (message);
  gboolean is_reply;

  statement = hearth_statement_new (
      db,
      "INSERT INTO messages (id, mailbox_id, key, date, flags, priority, marks, thread_id, from_id,"
      " message_hash, subject_hash, size, path, message_id, subject, from_name, from_address,"
      " reply_to, recipients, attachment_names, attachment_parts, list_id, preview, reason, klass,"
      " utc_offset)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, id);
  hearth_statement_bind_int (statement, batch->mailbox_id);
  hearth_statement_bind_text (statement, message->key != NULL ? message->key : "");
  hearth_statement_bind_int (statement, CLAMP (message->date, 0, MAX_DATE));
  hearth_statement_bind_int (statement, message->flags);
  hearth_statement_bind_int (statement, message->priority);
  hearth_statement_bind_int (statement, message->marks);
  hearth_statement_bind_int (statement, thread_id);
  hearth_statement_bind_int (statement, hearth_people_batch_get_id (batch->people, message->from));
  hearth_statement_bind_int (statement, hearth_store_threads_hash (message->message_id != NULL
                                                                       ? message->message_id
                                                                       : ""));
  hearth_statement_bind_int (statement,
                             hearth_store_threads_hash_subject (message->subject, &is_reply));
  hearth_statement_bind_int (statement, message->size);
  hearth_statement_bind_text (statement, message->path != NULL ? message->path : "");
  hearth_statement_bind_text (statement, message->message_id != NULL ? message->message_id : "");
  hearth_statement_bind_text (statement, message->subject != NULL ? message->subject : "");
  hearth_statement_bind_text (statement, message->from != NULL ? message->from->name : "");
  hearth_statement_bind_text (statement, message->from != NULL ? message->from->address : "");
  hearth_statement_bind_text (statement, reply_to);
  hearth_statement_bind_text (statement, recipients);
  hearth_statement_bind_text (statement, names);
  hearth_statement_bind_text (statement, parts);
  hearth_statement_bind_text (statement, message->list_id != NULL ? message->list_id : "");
  hearth_statement_bind_text (statement, message->preview != NULL ? message->preview : "");
  hearth_statement_bind_text (statement, message->reason);
  hearth_statement_bind_text (statement, message->klass);
  if (message->utc_offset != HEARTH_UTC_OFFSET_UNKNOWN)
    hearth_statement_bind_int (statement, message->utc_offset);
  return hearth_statement_run (statement, error);
}

static gboolean
insert_body (HearthDatabase *db, HearthBodyPacker *packer, guint index,
             const HearthMessage *message, gint64 id, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;
  g_autofree char *references = NULL;

  if (message->references != NULL && message->references[0] != NULL)
    references = g_strjoinv ("\n", message->references);
  statement = hearth_statement_new (
      db, "INSERT INTO bodies (id, calendar, references_, text) VALUES (?, ?, ?, ?)", error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, id);
  hearth_statement_bind_text (statement, message->calendar);
  hearth_statement_bind_text (statement, references);
  hearth_body_packer_bind (packer, index, statement);
  return hearth_statement_run (statement, error);
}

static gboolean
insert_message (HearthDatabase *db, Batch *batch, guint index, gint64 *id, GError **error)
{
  const HearthMessage *message = batch->messages->pdata[index];
  g_autofree char *recipients = hearth_message_row_dup_recipients (message);
  g_autofree char *names = hearth_message_row_dup_names (message);
  g_autofree char *sender = NULL;
  gint64 thread_id;

  sender = message->from != NULL
               ? g_strconcat (message->from->name, " ", message->from->address, NULL)
               : g_strdup (" ");
  return find_free_row (db, batch, CLAMP (message->date, 0, MAX_DATE), id, error) &&
         hearth_store_threads_assign (db, message, *id, &thread_id, error) &&
         insert_row (db, batch, message, *id, thread_id, recipients, names, error) &&
         insert_body (db, batch->packer, index, message, *id, error) &&
         hearth_search_index_add (db, *id, batch->packer, index, message, sender, recipients, names,
                                  error);
}

/**
 * hearth_message_row_find_key:
 * @db: a database
 * @mailbox_id: a mailbox's row
 * @key: a key
 * @id: (out): the row of the message that has it there, or 0
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_message_row_find_key (HearthDatabase *db, gint64 mailbox_id, const char *key, gint64 *id,
                             GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  statement = hearth_statement_new (
      db, "SELECT id FROM messages INDEXED BY messages_known WHERE mailbox_id = ? AND key = ?",
      error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, mailbox_id);
  hearth_statement_bind_text (statement, key != NULL ? key : "");
  if (!hearth_statement_next (statement, &row, error))
    return FALSE;
  *id = row ? hearth_statement_get_int (statement, 0) : 0;
  return TRUE;
}

static gboolean
run_with_id (HearthDatabase *db, const char *sql, gint64 id, GError **error)
{
  g_autoptr (HearthStatement) statement = hearth_statement_new (db, sql, error);

  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, id);
  return hearth_statement_run (statement, error);
}

static gboolean
remove_message (HearthDatabase *db, HearthPeopleBatch *people, gint64 id, GError **error)
{
  g_autoptr (HearthMessage) message = NULL;
  g_auto (HearthPlace) place = { 0 };
  g_autoptr (GError) local = NULL;
  gboolean found;

  if (!hearth_operation_row_find_place (db, id, &place, &found, error))
    return FALSE;
  message = hearth_store_messages_get (db, id, &local);
  if (message == NULL) {
    if (g_error_matches (local, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND))
      return TRUE; /* gone already is gone */
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  hearth_people_batch_add (people, message, (HearthMailboxRole) place.role, -1);
  /* Its row may be given to another message. */
  return hearth_search_index_remove (db, id, error) &&
         run_with_id (db, "DELETE FROM bodies WHERE id = ?", id, error) &&
         run_with_id (db, "DELETE FROM operations WHERE message_id = ?", id, error) &&
         run_with_id (db, "DELETE FROM action_messages WHERE message_id = ?", id, error) &&
         run_with_id (db, "DELETE FROM findings WHERE message_id = ?", id, error) &&
         run_with_id (db, "DELETE FROM later WHERE message_id = ?", id, error) &&
         run_with_id (db, "DELETE FROM permission_queue WHERE message_id = ?", id, error) &&
         hearth_store_tellings_forget_message (db, id, error) &&
         run_with_id (db,
                      "DELETE FROM thread_summaries WHERE thread_id ="
                      " (SELECT thread_id FROM messages WHERE id = ?)",
                      id, error) &&
         run_with_id (db, "DELETE FROM messages WHERE id = ?", id, error);
}

/**
 * hearth_message_row_remove:
 * @db: a writer in a transaction
 * @id: a message's row; one that is not there is passed over
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Removes a message with all that the store derived from it.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_message_row_remove (HearthDatabase *db, gint64 id, GError **error)
{
  g_autoptr (HearthPeopleBatch) people = hearth_people_batch_new ();

  return remove_message (db, people, id, error) && hearth_people_batch_write (people, db, error);
}

/**
 * hearth_store_messages_remove_rows:
 * @db: a writer in a transaction
 * @ids: (element-type gint64): rows; those that are not there are passed over
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Removes messages with all that the store derived from them.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_messages_remove_rows (HearthDatabase *db, GArray *ids, GError **error)
{
  g_autoptr (HearthPeopleBatch) people = hearth_people_batch_new ();

  for (guint i = 0; i < ids->len; i++) {
    if (!remove_message (db, people, g_array_index (ids, gint64, i), error))
      return FALSE;
  }
  return hearth_people_batch_write (people, db, error);
}

/**
 * hearth_message_row_set_flags:
 * @db: a writer in a transaction
 * @id: a message's row
 * @flags: its flags
 * @path: (nullable): where it lies now, or %NULL if it did not move
 * @found: (out): whether there is such a message
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_message_row_set_flags (HearthDatabase *db, gint64 id, HearthMessageFlags flags,
                              const char *path, gboolean *found, GError **error)
{
  g_autoptr (HearthStatement) select = NULL;
  g_autoptr (HearthStatement) update = NULL;
  HearthMessageFlags before;
  HearthMailboxRole role;
  gint64 from_id;
  int change;

  select = hearth_statement_new (
      db,
      "SELECT m.flags, m.from_id, x.role FROM messages AS m JOIN mailboxes AS x"
      " ON x.id = m.mailbox_id WHERE m.id = ?",
      error);
  if (select == NULL)
    return FALSE;
  hearth_statement_bind_int (select, id);
  if (!hearth_statement_next (select, found, error))
    return FALSE;
  if (!*found)
    return TRUE;
  before = (HearthMessageFlags) hearth_statement_get_int (select, 0);
  from_id = hearth_statement_get_int (select, 1);
  role = (HearthMailboxRole) hearth_statement_get_int (select, 2);
  hearth_statement_reset (select);
  update = hearth_statement_new (
      db, "UPDATE messages SET flags = ?, path = coalesce (?, path) WHERE id = ?", error);
  if (update == NULL)
    return FALSE;
  hearth_statement_bind_int (update, flags);
  hearth_statement_bind_text (update, path);
  hearth_statement_bind_int (update, id);
  if (!hearth_statement_run (update, error))
    return FALSE;
  change = ((flags & HEARTH_MESSAGE_SEEN) != 0) - ((before & HEARTH_MESSAGE_SEEN) != 0);
  if (change == 0 || from_id == 0 || !hearth_people_counts_role (role))
    return TRUE;
  return hearth_people_count_read (db, from_id, change, error);
}

/* Mail that is junk or unfinished says nothing of a person, and what was sent says something else.
 */
static gboolean
count_people_anew (HearthDatabase *db, gint64 id, HearthMailboxRole before, HearthMailboxRole after,
                   GError **error)
{
  g_autoptr (HearthPeopleBatch) people = NULL;
  g_autoptr (HearthMessage) message = NULL;

  if (before == after || (hearth_people_counts_role (before) && hearth_people_counts_role (after)))
    return TRUE;
  message = hearth_store_messages_get (db, id, error);
  if (message == NULL)
    return FALSE;
  people = hearth_people_batch_new ();
  hearth_people_batch_add (people, message, before, -1);
  hearth_people_batch_add (people, message, after, 1);
  return hearth_people_batch_write (people, db, error);
}

/**
 * hearth_message_row_move:
 * @db: a writer in a transaction
 * @place: where the message is until now
 * @mailbox_id: the mailbox that it is in from now on
 * @key: its key there
 * @path: (nullable): where it lies now, or %NULL if that says nothing
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Moves a message, which keeps its row. A message that has that key there already is the same one,
 * met by a sync meanwhile, and goes.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_message_row_move (HearthDatabase *db, const HearthPlace *place, gint64 mailbox_id,
                         const char *key, const char *path, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;
  HearthMailboxRole role;
  gint64 other;

  if (!hearth_message_row_find_key (db, mailbox_id, key, &other, error) ||
      (other != 0 && other != place->id && !hearth_message_row_remove (db, other, error)) ||
      !hearth_mailbox_row_get_role (db, mailbox_id, &role, error))
    return FALSE;
  statement = hearth_statement_new (
      db, "UPDATE messages SET mailbox_id = ?, key = ?, path = coalesce (?, path) WHERE id = ?",
      error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, mailbox_id);
  hearth_statement_bind_text (statement, key);
  hearth_statement_bind_text (statement, path);
  hearth_statement_bind_int (statement, place->id);
  return hearth_statement_run (statement, error) &&
         count_people_anew (db, place->id, (HearthMailboxRole) place->role, role, error);
}

/* Oldest first: FTS5 writes a segment out each time the rows do not ascend. */
static int
compare_dates (gconstpointer a, gconstpointer b)
{
  const HearthMessage *first = *(HearthMessage *const *) a;
  const HearthMessage *second = *(HearthMessage *const *) b;

  return first->date < second->date ? -1 : first->date > second->date;
}

/* What a batch is written into. */
typedef struct {
  gint64 source_id;
  gint64 mailbox_id;
  HearthMailboxRole role;
  gboolean operations; /* the source's server is still to be told something */
  gboolean orphans;    /* the mailbox has messages whose key is not known any more, or not yet */
} Target;

/* Keys of messages that wait for a new one: "old:KEY", and "op:ID" of hearth-store-operations.c. */
#define ORPHANS "m.key >= 'old:' AND m.key < 'op;' AND (m.key LIKE 'old:%' OR m.key LIKE 'op:%')"

static gboolean
find_orphans (HearthDatabase *db, Target *target, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  statement = hearth_statement_new (db,
                                    "SELECT 1 FROM messages AS m INDEXED BY messages_known"
                                    " WHERE m.mailbox_id = ? AND " ORPHANS " LIMIT 1",
                                    error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, target->mailbox_id);
  return hearth_statement_next (statement, &target->orphans, error);
}

/* The stored message that a new one is: it was moved here, or its mailbox was numbered anew. One
 * whose move was not begun cannot be here yet. */
static gboolean
find_orphan (HearthDatabase *db, const Target *target, const HearthMessage *message, gint64 *id,
             GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  *id = 0;
  if (message->message_id == NULL || *message->message_id == '\0')
    return TRUE;
  statement = hearth_statement_new (
      db,
      "SELECT m.id FROM messages AS m INDEXED BY messages_hash WHERE m.message_hash = ?"
      " AND m.mailbox_id = ? AND m.message_id = ? AND " ORPHANS
      " AND NOT EXISTS (SELECT 1 FROM operations AS o WHERE m.key = 'op:' || o.id AND o.state = 0)"
      " LIMIT 1",
      error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, hearth_store_threads_hash (message->message_id));
  hearth_statement_bind_int (statement, target->mailbox_id);
  hearth_statement_bind_text (statement, message->message_id);
  if (!hearth_statement_next (statement, &row, error))
    return FALSE;
  if (row)
    *id = hearth_statement_get_int (statement, 0);
  return TRUE;
}

static gboolean
set_key (HearthDatabase *db, const char *sql, const char *key, gint64 id, gint64 mailbox_id,
         GError **error)
{
  g_autoptr (HearthStatement) statement = hearth_statement_new (db, sql, error);

  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_text (statement, key);
  hearth_statement_bind_int (statement, id);
  hearth_statement_bind_int (statement, mailbox_id);
  return hearth_statement_run (statement, error);
}

static gboolean
adopt (HearthDatabase *db, const Target *target, const HearthMessage *message, gint64 id,
       GError **error)
{
  return set_key (db, "UPDATE messages SET key = ? WHERE id = ? AND mailbox_id = ?", message->key,
                  id, target->mailbox_id, error) &&
         set_key (db, "UPDATE operations SET key = ? WHERE message_id = ? AND mailbox_id = ?",
                  message->key, id, target->mailbox_id, error);
}

/* The flags as the source has them, with what its server is still to be told. */
static gboolean
take_flags (HearthDatabase *db, const Target *target, gint64 id, HearthMessageFlags flags,
            const char *path, GError **error)
{
  gboolean found;

  return (!target->operations || hearth_operation_row_overlay (db, id, &flags, error)) &&
         hearth_message_row_set_flags (db, id, flags, path, &found, error);
}

/* Finds out which of the new messages are. Those that are stored already are brought up to date. */
static gboolean
sort_created (HearthDatabase *db, Target *target, GPtrArray *created, Batch *batch, GError **error)
{
  if (created->len > 0 && !find_orphans (db, target, error))
    return FALSE;
  for (guint i = 0; i < created->len; i++) {
    HearthMessage *message = created->pdata[i];
    gboolean moved = FALSE;
    gint64 known;

    if (!hearth_message_row_find_key (db, target->mailbox_id, message->key, &known, error))
      return FALSE;
    if (known == 0 && target->operations &&
        !hearth_operation_row_has_key (db, target->mailbox_id, message->key, &moved, error))
      return FALSE;
    if (moved)
      continue;
    if (known == 0 && target->orphans) {
      if (!find_orphan (db, target, message, &known, error) ||
          (known != 0 && !adopt (db, target, message, known, error)))
        return FALSE;
    }
    if (known == 0) {
      hearth_people_batch_add (batch->people, message, target->role, 1);
      g_ptr_array_add (batch->messages, message);
    } else if (!take_flags (db, target, known, message->flags, message->path, error)) {
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
apply_created (HearthDatabase *db, Target *target, GPtrArray *created, GArray *new_ids,
               GError **error)
{
  g_auto (Batch) batch = { .mailbox_id = target->mailbox_id, .full_date = -1 };

  batch.messages = g_ptr_array_new ();
  batch.people = hearth_people_batch_new ();
  if (!sort_created (db, target, created, &batch, error))
    return FALSE;
  if (batch.messages->len == 0)
    return TRUE;
  g_ptr_array_sort (batch.messages, compare_dates);
  batch.packer = hearth_body_packer_new (batch.messages, db);
  if (!hearth_people_batch_write (batch.people, db, error))
    return FALSE;
  for (guint i = 0; i < batch.messages->len; i++) {
    gint64 id;

    if (!insert_message (db, &batch, i, &id, error))
      return FALSE;
    if (new_ids != NULL)
      g_array_append_val (new_ids, id);
  }
  return TRUE;
}

static gboolean
apply_gone (HearthDatabase *db, const Target *target, GArray *gone, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < gone->len; i++) {
    gint64 id = g_array_index (gone, gint64, i);
    gboolean remove;

    if (!hearth_operation_row_settle_gone (db, id, target->mailbox_id, &remove, error))
      return FALSE;
    if (remove)
      g_array_append_val (ids, id);
  }
  return ids->len == 0 || hearth_store_messages_remove_rows (db, ids, error);
}

/* The mailbox was numbered anew: no key but those with the prefix says anything. */
static gboolean
apply_keep_prefix (HearthDatabase *db, const Target *target, const char *prefix, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  statement = hearth_statement_new (
      db,
      "UPDATE messages SET key = 'old:' || key WHERE mailbox_id = ?"
      " AND substr (key, 1, length (?2)) != ?2 AND key NOT LIKE 'old:%' AND key NOT LIKE 'op:%'",
      error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, target->mailbox_id);
  hearth_statement_bind_text (statement, prefix);
  return hearth_statement_run (statement, error);
}

/* The mailbox was read to its end: what waited for a new key until now is not there. */
static gboolean
remove_orphans (HearthDatabase *db, const Target *target, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  statement = hearth_statement_new (
      db,
      "SELECT m.id FROM messages AS m INDEXED BY messages_known WHERE m.mailbox_id = ? AND " ORPHANS
      " AND NOT EXISTS (SELECT 1 FROM operations AS o WHERE o.message_id = m.id)",
      error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, target->mailbox_id);
  for (;;) {
    gint64 id;

    if (!hearth_statement_next (statement, &row, error))
      return FALSE;
    if (!row)
      break;
    id = hearth_statement_get_int (statement, 0);
    g_array_append_val (ids, id);
  }
  return ids->len == 0 || hearth_store_messages_remove_rows (db, ids, error);
}

static gboolean
apply_changes (HearthDatabase *db, gint64 source_id, const HearthMailChanges *changes,
               GArray *new_ids, GError **error)
{
  Target target = { .source_id = source_id };

  if (!hearth_mailbox_row_ensure (db, source_id, changes->mailbox, &target.mailbox_id, &target.role,
                                  error) ||
      !hearth_operation_row_any (db, source_id, &target.operations, error))
    return FALSE;
  if (changes->keep_prefix != NULL && !apply_keep_prefix (db, &target, changes->keep_prefix, error))
    return FALSE;
  if (!apply_gone (db, &target, changes->gone, error))
    return FALSE;
  for (guint i = 0; i < changes->reflagged->len; i++) {
    const HearthReflagged *reflagged = changes->reflagged->pdata[i];

    if (!take_flags (db, &target, reflagged->id, reflagged->flags, reflagged->path, error))
      return FALSE;
  }
  if (!apply_created (db, &target, changes->created, new_ids, error))
    return FALSE;
  return changes->token == NULL ||
         (remove_orphans (db, &target, error) &&
          hearth_mailbox_row_set_token (db, target.mailbox_id, changes->token, error));
}

/**
 * hearth_store_messages_apply:
 * @db: a writer
 * @source_id: a source
 * @changes: what changed in one of its mailboxes
 * @new_ids: (nullable) (element-type gint64): the rows of the new messages are appended here
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Writes a batch of changes, and the mailbox's token with it, in one transaction: in that of the
 * caller, if there is one, who then has to undo it on an error. A part of its own would have the
 * search index write a segment twice. A message whose key is stored already only has its flags and
 * path brought up to date.
 *
 * Returns: %FALSE on an error; nothing was changed then but in the caller's transaction, and
 * @new_ids is as it was
 */
gboolean
hearth_store_messages_apply (HearthDatabase *db, gint64 source_id, const HearthMailChanges *changes,
                             GArray *new_ids, GError **error)
{
  guint n_before = new_ids != NULL ? new_ids->len : 0;
  gboolean begin = !hearth_database_in_transaction (db);
  gboolean ok;

  hearth_database_assert_writer (db);
  if (begin && !hearth_database_begin (db, error))
    return FALSE;
  ok = apply_changes (db, source_id, changes, new_ids, error);
  if (begin)
    ok = hearth_database_end (db, ok, error);
  if (ok)
    return TRUE;
  if (new_ids != NULL)
    g_array_set_size (new_ids, n_before);
  return FALSE;
}

/**
 * hearth_store_messages_set_flags:
 * @db: a writer
 * @id: a message
 * @flags: its flags
 * @path: (nullable): where it lies now, or %NULL if it did not move
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error; %HEARTH_STORE_ERROR_NOT_FOUND if there is no such message
 */
gboolean
hearth_store_messages_set_flags (HearthDatabase *db, gint64 id, HearthMessageFlags flags,
                                 const char *path, GError **error)
{
  gboolean found = FALSE;

  hearth_database_assert_writer (db);
  if (!hearth_database_begin (db, error))
    return FALSE;
  if (!hearth_database_end (db, hearth_message_row_set_flags (db, id, flags, path, &found, error),
                            error))
    return FALSE;
  if (!found)
    set_not_found (id, error);
  return found;
}

/**
 * hearth_store_messages_is_unjudged:
 * @db: a database
 * @id: a row
 * @unjudged: (out): whether it is there and was never judged
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_messages_is_unjudged (HearthDatabase *db, gint64 id, gboolean *unjudged,
                                   GError **error)
{
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db, "SELECT 1 FROM messages WHERE id = ? AND priority < 0", error);

  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, id);
  return hearth_statement_next (statement, unjudged, error);
}

/**
 * hearth_store_messages_judge:
 * @db: a writer
 * @id: a message
 * @klass: (nullable): the class that attention gives it
 * @priority: 0 to 100, or -1 to take the judgement back
 * @marks: of %HEARTH_MARKS_JUDGED those that it gets; the others of them go
 * @reason: (nullable): why, in words
 * @language: (nullable): what it is written in, ISO 639-1; "" if that is not sure
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error; %HEARTH_STORE_ERROR_NOT_FOUND if there is no such message
 */
gboolean
hearth_store_messages_judge (HearthDatabase *db, gint64 id, const char *klass, int priority,
                             HearthMessageMarks marks, const char *reason, const char *language,
                             GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  hearth_database_assert_writer (db);
  statement =
      hearth_statement_new (db,
                            /* What is junk, or is none after all, is looked through again. */
                            "UPDATE messages SET klass = ?1, priority = ?2, reason = ?3, language "
                            "= ?4, marks = ((marks & ~?5) | ?6)"
                            " & CASE WHEN (marks & ?5) = ?6 THEN -1 ELSE ~65536 END WHERE id = ?7",
                            error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_text (statement, klass);
  hearth_statement_bind_int (statement, priority);
  hearth_statement_bind_text (statement, reason);
  hearth_statement_bind_text (statement, language);
  hearth_statement_bind_int (statement, HEARTH_MARKS_JUDGED);
  hearth_statement_bind_int (statement, marks & HEARTH_MARKS_JUDGED);
  hearth_statement_bind_int (statement, id);
  if (!hearth_statement_run (statement, error))
    return FALSE;
  if (sqlite3_changes (hearth_database_get_handle (db)) > 0)
    return TRUE;
  set_not_found (id, error);
  return FALSE;
}
