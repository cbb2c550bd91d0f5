/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-store-conversations.h"

#include "hearth-answer.h"
#include "hearth-database-private.h"
#include "hearth-database-wipe.h"

#include <glib/gi18n.h>

/* What is said in conversations. The triggers of the table of turns keep the index of their words;
 * see the migrations. */

#define DEFAULT_LIMIT 50

/* A turn makes its conversation, and is what it was last changed by. */
static gboolean
note_turn (HearthDatabase *db, const HearthTurn *turn, GError **error)
{
  g_autofree char *title = hearth_conversation_make_title (turn->text != NULL ? turn->text : "");
  g_autoptr (HearthConversation) conversation = hearth_conversation_new (turn->conversation, title);
  g_autoptr (HearthStatement) statement = NULL;

  conversation->created = conversation->changed = turn->created;
  if (!hearth_store_conversations_add (db, conversation, error))
    return FALSE;
  statement = hearth_statement_new (
      db, "UPDATE conversations SET changed = max (changed, ?) WHERE name = ?", error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, turn->created);
  hearth_statement_bind_text (statement, turn->conversation);
  return hearth_statement_run (statement, error) &&
         hearth_store_conversations_note_label (db, turn->conversation, turn->label, error);
}

static void
bind_turn (HearthStatement *statement, const HearthTurn *turn, const char *chips)
{
  if (turn->id != 0)
    hearth_statement_bind_int (statement, turn->id);
  else
    hearth_statement_bind_null (statement);
  hearth_statement_bind_text (statement, turn->conversation);
  hearth_statement_bind_int (statement, turn->role);
  hearth_statement_bind_text (statement, turn->text != NULL ? turn->text : "");
  hearth_statement_bind_text (statement, chips);
  hearth_statement_bind_int (statement, turn->created);
  hearth_statement_bind_int (statement, turn->complete);
  hearth_statement_bind_int (statement, hearth_label_to_int (turn->label));
  hearth_statement_bind_text (statement, turn->service != NULL ? turn->service : "");
  hearth_statement_bind_int (statement, turn->tokens_in);
  hearth_statement_bind_int (statement, turn->tokens_out);
  hearth_statement_bind_int (statement, turn->replaced);
}

static gboolean
write_turn (HearthDatabase *db, HearthTurn *turn, GError **error)
{
  g_autofree char *chips = NULL; /* outlives the statement that it is bound to */
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  statement = hearth_statement_new (
      db,
      "INSERT INTO turns (id, conversation, role, text, chips, created, complete, label, service,"
      " tokens_in, tokens_out, replaced)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
      " conversation = excluded.conversation, role = excluded.role, text = excluded.text,"
      " chips = excluded.chips, created = excluded.created, complete = excluded.complete,"
      " label = excluded.label, service = excluded.service, tokens_in = excluded.tokens_in,"
      " tokens_out = excluded.tokens_out RETURNING id",
      error);
  if (statement == NULL)
    return FALSE;
  if (turn->chips != NULL && turn->chips->len > 0)
    chips = hearth_chips_to_json (turn->chips);
  bind_turn (statement, turn, chips);
  if (!hearth_statement_next (statement, &row, error))
    return FALSE;
  turn->id = hearth_statement_get_int (statement, 0);
  /* The change counts only once the statement has run to its end. */
  return hearth_statement_run (statement, error);
}

static gboolean
write_files (HearthDatabase *db, const HearthTurn *turn, GError **error)
{
  for (guint i = 0; i < turn->files->len; i++) {
    const HearthTurnFile *file = g_ptr_array_index (turn->files, i);
    g_autoptr (HearthStatement) statement = hearth_statement_new (
        db, "INSERT INTO turn_files (turn_id, name, type, size, data) VALUES (?, ?, ?, ?, ?)",
        error);
    gsize size;
    gconstpointer data;

    if (statement == NULL)
      return FALSE;
    data = g_bytes_get_data (file->data, &size);
    hearth_statement_bind_int (statement, turn->id);
    hearth_statement_bind_text (statement, file->name);
    hearth_statement_bind_text (statement, file->type);
    hearth_statement_bind_int (statement, (gint64) size);
    hearth_statement_bind_blob (statement, data, size);
    if (!hearth_statement_run (statement, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
write_turn_and_files (HearthDatabase *db, HearthTurn *turn, GError **error)
{
  gboolean fresh = turn->id == 0;

  return write_turn (db, turn, error) && (!fresh || write_files (db, turn, error));
}

/**
 * hearth_store_turns_save:
 * @db: a writer in a transaction
 * @turn: (inout): a turn; @id is set if it was 0
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Stores a turn of a conversation: a new one, with its files, when its id is 0, else that row,
 * whose files, rating and whether it was replaced stay as they are. The first one makes the
 * conversation, with a title of its text, unless that was made before.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_turns_save (HearthDatabase *db, HearthTurn *turn, GError **error)
{
  gint64 before;

  hearth_database_assert_writer (db);
  if (!note_turn (db, turn, error))
    return FALSE;
  /* A turn that grows while it streams leaves no beginnings of itself behind, and the index none of
   * its parts when they are merged: what is removed later has to be gone. */
  return hearth_database_begin_wiping (db, &before, error) &&
         hearth_database_end_wiping (db, before, write_turn_and_files (db, turn, error), error);
}

/* A summary that covers what is no longer said is dropped. */
static gboolean
drop_summary (HearthDatabase *db, const char *conversation, gint64 from, GError **error)
{
  g_autoptr (HearthStatement) summary =
      hearth_statement_new (db,
                            "UPDATE conversations SET summary = NULL, summary_until = 0"
                            " WHERE name = ? AND summary_until >= ?",
                            error);

  if (summary == NULL)
    return FALSE;
  hearth_statement_bind_text (summary, conversation);
  hearth_statement_bind_int (summary, from);
  return hearth_statement_run (summary, error);
}

static gboolean
replace_rows (HearthDatabase *db, const char *conversation, gint64 from, gint64 before, gint64 by,
              GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  statement = hearth_statement_new (db,
                                    "UPDATE turns SET replaced = ?"
                                    " WHERE conversation = ? AND id >= ? AND id < ?"
                                    " AND replaced = 0",
                                    error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, by);
  hearth_statement_bind_text (statement, conversation);
  hearth_statement_bind_int (statement, from);
  hearth_statement_bind_int (statement, before);
  return hearth_statement_run (statement, error) && drop_summary (db, conversation, from, error);
}

/**
 * hearth_store_turns_replace:
 * @db: a writer in a transaction
 * @conversation: a conversation's name
 * @from: a turn
 * @by: the question that is asked instead, which is stored already
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Takes a turn and all after it, up to before @by, out of a conversation. They are kept, and
 * neither shown nor found any more. A summary that covers them is dropped.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_turns_replace (HearthDatabase *db, const char *conversation, gint64 from, gint64 by,
                            GError **error)
{
  gint64 before;

  hearth_database_assert_writer (db);
  return hearth_database_begin_wiping (db, &before, error) &&
         hearth_database_end_wiping (db, before,
                                     replace_rows (db, conversation, from, by, by, error), error);
}

static gboolean
restore_rows (HearthDatabase *db, const char *conversation, gint64 first, gint64 by, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  if (!replace_rows (db, conversation, by, G_MAXINT64, first, error))
    return FALSE;
  statement =
      hearth_statement_new (db, "UPDATE turns SET replaced = 0 WHERE replaced = ?1 AND id < ?1",
                            error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, by);
  return hearth_statement_run (statement, error);
}

static gint64
find_replaced (HearthDatabase *db, gint64 by, char **conversation, GError **error)
{
  g_autoptr (HearthStatement) statement = hearth_statement_new (
      db,
      "SELECT id, conversation FROM turns WHERE replaced = ?1 AND replaced != 0 AND id < ?1"
      " ORDER BY id LIMIT 1",
      error);
  gboolean row;

  if (statement == NULL)
    return 0;
  hearth_statement_bind_int (statement, by);
  if (!hearth_statement_next (statement, &row, error))
    return 0;
  if (!row || by == HEARTH_TURN_REPLACED) {
    g_set_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND,
                 _("That question took the place of no other."));
    return 0;
  }
  *conversation = g_strdup (hearth_statement_get_text (statement, 1));
  return hearth_statement_get_int (statement, 0);
}

/**
 * hearth_store_turns_restore:
 * @db: a writer in a transaction
 * @by: a question that took the place of another
 * @conversation: (out) (transfer full) (optional): the name of their conversation
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Takes it back that something was asked instead: what was said before is part of the conversation
 * again, and @by and all after it no longer is.
 *
 * Returns: the first turn that is part of the conversation again; 0 on an error;
 *   %HEARTH_STORE_ERROR_NOT_FOUND if @by took the place of none
 */
gint64
hearth_store_turns_restore (HearthDatabase *db, gint64 by, char **conversation, GError **error)
{
  g_autofree char *name = NULL;
  gint64 before;
  gint64 first;

  hearth_database_assert_writer (db);
  first = find_replaced (db, by, &name, error);
  if (first == 0 || !hearth_database_begin_wiping (db, &before, error) ||
      !hearth_database_end_wiping (db, before, restore_rows (db, name, first, by, error), error))
    return 0;
  if (conversation != NULL)
    *conversation = g_steal_pointer (&name);
  return first;
}

/**
 * hearth_store_turns_rate:
 * @db: a writer in a transaction
 * @id: a whole answer
 * @rating: what its owner thinks of it; %HEARTH_TURN_UNRATED takes that back
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error; %HEARTH_STORE_ERROR_NOT_FOUND if it is no whole answer
 */
gboolean
hearth_store_turns_rate (HearthDatabase *db, gint64 id, HearthTurnRating rating, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  hearth_database_assert_writer (db);
  statement = hearth_statement_new (db,
                                    "UPDATE turns SET rating = ?1 WHERE id = ?2 AND role = ?3"
                                    " AND complete RETURNING id",
                                    error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, rating);
  hearth_statement_bind_int (statement, id);
  hearth_statement_bind_int (statement, HEARTH_TURN_COMPANION);
  if (!hearth_statement_next (statement, &row, error))
    return FALSE;
  if (!row) {
    g_set_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND,
                 _("Only a whole answer can be rated."));
    return FALSE;
  }
  return hearth_statement_run (statement, error);
}

#define SELECT_TURN                                                                                \
  "SELECT id, conversation, role, text, chips, created, complete, label, service, tokens_in,"      \
  " tokens_out, replaced, rating FROM turns"

static HearthTurn *
read_turn (HearthStatement *statement)
{
  HearthTurn *turn = hearth_turn_new (hearth_statement_get_text (statement, 1),
                                      (HearthTurnRole) hearth_statement_get_int (statement, 2),
                                      hearth_statement_get_text (statement, 3));
  const char *chips = hearth_statement_get_text (statement, 4);

  turn->id = hearth_statement_get_int (statement, 0);
  turn->created = hearth_statement_get_int (statement, 5);
  turn->complete = hearth_statement_get_int (statement, 6) != 0;
  turn->label = hearth_label_from_int (hearth_statement_get_int (statement, 7));
  g_free (turn->service);
  turn->service = g_strdup (hearth_statement_get_text (statement, 8));
  turn->tokens_in = hearth_statement_get_int (statement, 9);
  turn->tokens_out = hearth_statement_get_int (statement, 10);
  turn->replaced = hearth_statement_get_int (statement, 11);
  turn->rating = (HearthTurnRating) CLAMP (hearth_statement_get_int (statement, 12),
                                           HEARTH_TURN_BAD, HEARTH_TURN_GOOD);
  if (chips != NULL) {
    GPtrArray *read = hearth_chips_from_json (chips);

    if (read != NULL) {
      g_ptr_array_unref (turn->chips);
      turn->chips = read;
    }
  }
  return turn;
}

/* Names and sizes: what is in them is read by hearth_store_turns_load_files(). */
static gboolean
name_files (HearthDatabase *db, HearthTurn *turn, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  if (turn->role != HEARTH_TURN_OWNER)
    return TRUE;
  statement = hearth_statement_new (
      db, "SELECT name, type, size FROM turn_files WHERE turn_id = ? ORDER BY id", error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, turn->id);
  for (;;) {
    if (!hearth_statement_next (statement, &row, error))
      return FALSE;
    if (!row)
      return TRUE;
    g_ptr_array_add (turn->files,
                     hearth_turn_file_new_known (hearth_statement_get_text (statement, 0),
                                                 hearth_statement_get_text (statement, 1),
                                                 (gsize) hearth_statement_get_int (statement, 2),
                                                 NULL));
  }
}

static gboolean
name_files_of_all (HearthDatabase *db, GPtrArray *turns, GError **error)
{
  for (guint i = 0; i < turns->len; i++) {
    if (!name_files (db, g_ptr_array_index (turns, i), error))
      return FALSE;
  }
  return TRUE;
}

/**
 * hearth_store_turns_load_files:
 * @db: a database
 * @turn: a stored turn
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Reads what is in the files of a turn.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_turns_load_files (HearthDatabase *db, HearthTurn *turn, GError **error)
{
  g_autoptr (HearthStatement) statement = hearth_statement_new (
      db, "SELECT name, type, data FROM turn_files WHERE turn_id = ? ORDER BY id", error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  g_ptr_array_set_size (turn->files, 0);
  hearth_statement_bind_int (statement, turn->id);
  for (;;) {
    g_autoptr (GBytes) data = NULL;
    gconstpointer bytes;
    gsize size;

    if (!hearth_statement_next (statement, &row, error))
      return FALSE;
    if (!row)
      return TRUE;
    bytes = hearth_statement_get_blob (statement, 2, &size);
    data = g_bytes_new (bytes, size);
    g_ptr_array_add (turn->files,
                     hearth_turn_file_new_known (hearth_statement_get_text (statement, 0),
                                                 hearth_statement_get_text (statement, 1), size,
                                                 data));
  }
}

/**
 * hearth_store_turns_get:
 * @db: a database
 * @id: a row
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable): the turn, replaced or not; %HEARTH_STORE_ERROR_NOT_FOUND if
 * there is none
 */
HearthTurn *
hearth_store_turns_get (HearthDatabase *db, gint64 id, GError **error)
{
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db, SELECT_TURN " WHERE id = ?", error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, id);
  if (!hearth_statement_next (statement, &row, error))
    return NULL;
  if (row) {
    g_autoptr (HearthTurn) turn = read_turn (statement);

    return name_files (db, turn, error) ? g_steal_pointer (&turn) : NULL;
  }
  g_set_error (
      error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND,
      _("What you refer to is not there any more; the conversation may have been removed."));
  return NULL;
}

/**
 * hearth_store_turns_list:
 * @db: a database
 * @conversation: a conversation's name
 * @below_id: only turns with a smaller id, for the page before; 0 for the last page
 * @limit: at most so many; 0 is 50
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type HearthTurn): the last turns, in the order in
 *   which they were spoken; %NULL on an error
 */
GPtrArray *
hearth_store_turns_list (HearthDatabase *db, const char *conversation, gint64 below_id, guint limit,
                         GError **error)
{
  g_autoptr (GPtrArray) turns = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_turn_free);
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  statement = hearth_statement_new (
      db,
      SELECT_TURN " WHERE conversation = ? AND id < ? AND replaced = 0 ORDER BY id DESC LIMIT ?",
      error);
  if (statement == NULL)
    return NULL;
  hearth_statement_bind_text (statement, conversation);
  hearth_statement_bind_int (statement, below_id != 0 ? below_id : G_MAXINT64);
  hearth_statement_bind_int (statement, limit != 0 ? limit : DEFAULT_LIMIT);
  for (;;) {
    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (!row)
      break;
    g_ptr_array_insert (turns, 0, read_turn (statement));
  }
  return name_files_of_all (db, turns, error) ? g_steal_pointer (&turns) : NULL;
}

/**
 * hearth_store_turns_dup_latest_conversation:
 * @db: a database
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable): the name of the conversation that was last spoken in; %NULL
 *   if there is none or on an error
 */
char *
hearth_store_turns_dup_latest_conversation (HearthDatabase *db, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  statement =
      hearth_statement_new (db, "SELECT conversation FROM turns ORDER BY id DESC LIMIT 1", error);
  if (statement == NULL || !hearth_statement_next (statement, &row, error))
    return NULL;
  return row ? g_strdup (hearth_statement_get_text (statement, 0)) : NULL;
}

static HearthMisunderstood *
read_misunderstood (HearthStatement *statement)
{
  HearthMisunderstood *self = g_new0 (HearthMisunderstood, 1);

  self->turn = hearth_statement_get_int (statement, 0);
  self->conversation = g_strdup (hearth_statement_get_text (statement, 1));
  self->created = hearth_statement_get_int (statement, 2);
  self->question = g_strdup (hearth_statement_get_text (statement, 3));
  self->answer = g_strdup (hearth_statement_get_text (statement, 4));
  return self;
}

/**
 * hearth_store_turns_list_misunderstood:
 * @db: a database
 * @limit: at most so many; 0 is 50
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type HearthMisunderstood): what the rules answered
 *   and the owner found not good, the last first, whether it was asked again since or not; %NULL on
 *   an error
 */
GPtrArray *
hearth_store_turns_list_misunderstood (HearthDatabase *db, guint limit, GError **error)
{
  g_autoptr (GPtrArray) list =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_misunderstood_free);
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  statement = hearth_statement_new (
      db,
      "SELECT id, conversation, created, (SELECT q.text FROM turns AS q"
      " WHERE q.conversation = turns.conversation AND q.role = 0 AND q.id < turns.id"
      " ORDER BY q.id DESC LIMIT 1), text FROM turns"
      " WHERE rating < 0 AND rating != 0 AND service = '' ORDER BY id DESC LIMIT ?",
      error);
  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, limit != 0 ? limit : DEFAULT_LIMIT);
  for (;;) {
    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&list);
    g_ptr_array_add (list, read_misunderstood (statement));
  }
}
