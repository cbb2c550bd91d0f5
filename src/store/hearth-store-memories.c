/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-store-memories.h"

#include "hearth-clock.h"
#include "hearth-match.h"
#include "hearth-database-wipe.h"
#include "hearth-memory-row.h"

#include <glib/gi18n.h>
#include <string.h>

/* What is remembered. Its words stand in an index of their own, whose rows are written here and not
 * by triggers: to take a row out of it, FTS5 has to be told what stood in it. */

#define MAX_USES 100

/**
 * hearth_memory_row_read:
 * @statement: a row that begins with %HEARTH_MEMORY_COLUMNS
 *
 * Returns: (transfer full): the memory
 */
HearthMemory *
hearth_memory_row_read (HearthStatement *statement)
{
  HearthMemory *self = g_new0 (HearthMemory, 1);

  self->id = hearth_statement_get_int (statement, 0);
  self->kind = g_strdup (hearth_statement_get_text (statement, 1));
  self->subject = g_strdup (hearth_statement_get_text (statement, 2));
  self->slot = g_strdup (hearth_statement_get_text (statement, 3));
  self->text = g_strdup (hearth_statement_get_text (statement, 4));
  self->quote = g_strdup (hearth_statement_get_text (statement, 5));
  self->source_kind = g_strdup (hearth_statement_get_text (statement, 6));
  self->source = g_strdup (hearth_statement_get_text (statement, 7));
  self->reason = g_strdup (hearth_statement_get_text (statement, 8));
  self->valid_from = hearth_statement_get_int (statement, 9);
  self->valid_until = hearth_statement_get_int (statement, 10);
  self->superseded_by = hearth_statement_get_int (statement, 11);
  self->pinned = hearth_statement_get_int (statement, 12) != 0;
  self->state =
      hearth_statement_get_int (statement, 13) == 1 ? HEARTH_MEMORY_ACTIVE : HEARTH_MEMORY_PROPOSED;
  self->label = hearth_label_from_int (hearth_statement_get_int (statement, 14));
  self->created = hearth_statement_get_int (statement, 15);
  self->changed = hearth_statement_get_int (statement, 16);
  return self;
}

/**
 * hearth_memory_row_read_all:
 * @statement: what gives rows that begin with %HEARTH_MEMORY_COLUMNS
 * @list: (element-type HearthMemory): the memories are appended to it
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_memory_row_read_all (HearthStatement *statement, GPtrArray *list, GError **error)
{
  gboolean row;

  for (;;) {
    if (!hearth_statement_next (statement, &row, error))
      return FALSE;
    if (!row)
      return TRUE;
    g_ptr_array_add (list, hearth_memory_row_read (statement));
  }
}

/* What is over or was replaced does not hold. */
#define HOLDS                                                                                      \
  " AND m.state = 1 AND m.superseded_by = 0 AND (m.valid_until = 0 OR m.valid_until > ?1)"

static const char *
get_condition (HearthMemoryWhich which)
{
  switch (which) {
  case HEARTH_MEMORIES_ACTIVE:
    return HOLDS;
  case HEARTH_MEMORIES_PROPOSED:
    return " AND m.state = 0 AND ?1";
  case HEARTH_MEMORIES_PAST:
    return " AND m.state = 1 AND (m.superseded_by != 0 OR"
           " (m.valid_until != 0 AND m.valid_until <= ?1))";
  case HEARTH_MEMORIES_ALL:
  default:
    return " AND ?1";
  }
}

static const char *
get_order (HearthMemoryWhich which)
{
  if (which == HEARTH_MEMORIES_ALL)
    return " ORDER BY m.id LIMIT ?5";
  if (which == HEARTH_MEMORIES_ACTIVE)
    return " ORDER BY m.kind = 'profile' DESC, m.pinned DESC, m.id DESC LIMIT ?5";
  return " ORDER BY m.id DESC LIMIT ?5";
}

/* All of the words, each in the subject, the text, or one in each. */
static char *
dup_match (const char *words)
{
  GString *match = g_string_new (NULL);
  g_auto (GStrv) each = g_strsplit_set (words, " \t\n", -1);

  for (guint i = 0; each[i] != NULL; i++) {
    gsize before = match->len;

    if (before > 0)
      g_string_append (match, " AND ");
    if (!hearth_match_append (match, NULL, each[i], each[i + 1] == NULL))
      g_string_truncate (match, before);
  }
  return g_string_free (match, FALSE);
}

/**
 * hearth_store_memories_list:
 * @db: a database
 * @filter: which memories
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type HearthMemory): the memories; %NULL on an error
 */
GPtrArray *
hearth_store_memories_list (HearthDatabase *db, const HearthMemoryFilter *filter, GError **error)
{
  g_autoptr (GPtrArray) list = hearth_memory_list_new ();
  g_autoptr (HearthStatement) statement = NULL;
  g_autofree char *match = filter->words != NULL ? dup_match (filter->words) : NULL;
  g_autofree char *sql = NULL;

  if (match != NULL && *match == '\0')
    return g_steal_pointer (&list);
  sql = g_strconcat ("SELECT " HEARTH_MEMORY_COLUMNS " FROM memories AS m"
                     " WHERE (?2 IS NULL OR m.subject = ?2 COLLATE NOCASE)"
                     " AND (?3 IS NULL OR m.kind = ?3)",
                     match != NULL ? " AND m.id IN (SELECT rowid FROM memory_words WHERE"
                                     " memory_words MATCH ?4)"
                                   : " AND ?4 IS NULL",
                     get_condition (filter->which), get_order (filter->which), NULL);
  statement = hearth_statement_new (db, sql, error);
  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, filter->now != 0 ? filter->now : hearth_clock_now ());
  hearth_statement_bind_text (statement, filter->subject);
  hearth_statement_bind_text (statement, filter->kind);
  hearth_statement_bind_text (statement, match);
  hearth_statement_bind_int (statement, filter->limit != 0 ? filter->limit : HEARTH_MEMORIES_MAX);
  if (!hearth_memory_row_read_all (statement, list, error))
    return NULL;
  return g_steal_pointer (&list);
}

/**
 * hearth_store_memories_get:
 * @db: a database
 * @id: a memory
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable): it; %HEARTH_STORE_ERROR_NOT_FOUND if there is none
 */
HearthMemory *
hearth_store_memories_get (HearthDatabase *db, gint64 id, GError **error)
{
  g_autoptr (HearthStatement) statement = hearth_statement_new (
      db, "SELECT " HEARTH_MEMORY_COLUMNS " FROM memories AS m WHERE m.id = ?", error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, id);
  if (!hearth_statement_next (statement, &row, error))
    return NULL;
  if (row)
    return hearth_memory_row_read (statement);
  g_set_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND,
               _("There is nothing remembered under the number %lld."), (long long) id);
  return NULL;
}

/**
 * hearth_store_memories_count:
 * @db: a database
 * @state: in which state
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: how many memories there are, those that were replaced included; -1 on an error
 */
gint64
hearth_store_memories_count (HearthDatabase *db, HearthMemoryState state, GError **error)
{
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db, "SELECT count(*) FROM memories WHERE state = ?", error);
  gboolean row;

  if (statement == NULL)
    return -1;
  hearth_statement_bind_int (statement, state);
  if (!hearth_statement_next (statement, &row, error))
    return -1;
  return hearth_statement_get_int (statement, 0);
}

/**
 * hearth_store_memories_find:
 * @db: a database
 * @like: a memory, perhaps without a row
 * @found: (out) (nullable) (transfer full): the memory in whose place it steps: that of the same
 *   subject which has the same slot, or the same text
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Looks for what is said anew, among what was not replaced, proposed or active as @like is.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_memories_find (HearthDatabase *db, const HearthMemory *like, HearthMemory **found,
                            GError **error)
{
  g_autoptr (HearthStatement) statement = hearth_statement_new (
      db,
      "SELECT " HEARTH_MEMORY_COLUMNS " FROM memories AS m WHERE m.subject = ? COLLATE NOCASE"
      " AND (m.slot = nullif (?, '') OR m.text = ? COLLATE NOCASE) AND m.state = ?"
      " AND m.superseded_by = 0 AND m.id != ? ORDER BY m.id DESC LIMIT 1",
      error);
  gboolean row;

  *found = NULL;
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_text (statement, like->subject);
  hearth_statement_bind_text (statement, like->slot);
  hearth_statement_bind_text (statement, like->text);
  hearth_statement_bind_int (statement, like->state);
  hearth_statement_bind_int (statement, like->id);
  if (!hearth_statement_next (statement, &row, error))
    return FALSE;
  if (row)
    *found = hearth_memory_row_read (statement);
  return TRUE;
}

/**
 * hearth_store_memories_list_uses:
 * @db: a database
 * @id: a memory
 * @limit: at most so many; 0 is 100
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type HearthMemoryUse): what it was used for, the
 *   newest first; %NULL on an error
 */
GPtrArray *
hearth_store_memories_list_uses (HearthDatabase *db, gint64 id, guint limit, GError **error)
{
  g_autoptr (GPtrArray) list =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_memory_use_free);
  g_autoptr (HearthStatement) statement = hearth_statement_new (
      db,
      "SELECT u.turn_id, t.conversation, (SELECT o.text FROM turns AS o WHERE o.conversation ="
      " t.conversation AND o.role = 0 AND o.id < t.id ORDER BY o.id DESC LIMIT 1), u.at"
      " FROM memory_uses AS u LEFT JOIN turns AS t ON t.id = u.turn_id WHERE u.memory_id = ?"
      " ORDER BY u.at DESC, u.turn_id DESC LIMIT ?",
      error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, id);
  hearth_statement_bind_int (statement, limit != 0 ? limit : MAX_USES);
  for (;;) {
    HearthMemoryUse *use;

    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&list);
    use = g_new0 (HearthMemoryUse, 1);
    use->turn_id = hearth_statement_get_int (statement, 0);
    use->conversation = g_strdup (hearth_statement_get_text (statement, 1));
    use->question = g_strdup (hearth_statement_get_text (statement, 2));
    use->at = hearth_statement_get_int (statement, 3);
    g_ptr_array_add (list, use);
  }
}

/**
 * hearth_memory_use_free:
 * @self: (transfer full): a use
 */
void
hearth_memory_use_free (HearthMemoryUse *self)
{
  g_free (self->conversation);
  g_free (self->question);
  g_free (self);
}

static gboolean
insert_row (HearthDatabase *db, HearthMemory *memory, GError **error)
{
  g_autoptr (HearthStatement) statement = hearth_statement_new (
      db,
      "INSERT INTO memories (kind, subject, slot, text, quote, source_kind, source, reason,"
      " valid_from, valid_until, superseded_by, pinned, state, label, created, changed)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      error);

  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_text (statement, memory->kind);
  hearth_statement_bind_text (statement, memory->subject);
  hearth_statement_bind_text (statement, memory->slot);
  hearth_statement_bind_text (statement, memory->text);
  hearth_statement_bind_text (statement, memory->quote);
  hearth_statement_bind_text (statement, memory->source_kind);
  hearth_statement_bind_text (statement, memory->source);
  hearth_statement_bind_text (statement, memory->reason);
  hearth_statement_bind_int (statement, memory->valid_from);
  hearth_statement_bind_int (statement, memory->valid_until);
  hearth_statement_bind_int (statement, memory->superseded_by);
  hearth_statement_bind_int (statement, memory->pinned);
  hearth_statement_bind_int (statement, memory->state);
  hearth_statement_bind_int (statement, hearth_label_to_int (memory->label));
  hearth_statement_bind_int (statement, memory->created);
  hearth_statement_bind_int (statement, memory->changed);
  if (!hearth_statement_run (statement, error))
    return FALSE;
  memory->id = sqlite3_last_insert_rowid (hearth_database_get_handle (db));
  return TRUE;
}

static gboolean
insert_words (HearthDatabase *db, const HearthMemory *memory, GError **error)
{
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db, "INSERT INTO memory_words (rowid, subject, text) VALUES (?, ?, ?)",
                            error);

  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, memory->id);
  hearth_statement_bind_text (statement, memory->subject);
  hearth_statement_bind_text (statement, memory->text);
  return hearth_statement_run (statement, error);
}

static gboolean
check_room (HearthDatabase *db, GError **error)
{
  gint64 n;

  if (!hearth_database_get_int (db, "SELECT count(*) FROM memories", &n, error))
    return FALSE;
  if (n < HEARTH_MEMORIES_MAX)
    return TRUE;
  g_set_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_FAILED,
               _("No more than %d things can be remembered. Forget some first."),
               HEARTH_MEMORIES_MAX);
  return FALSE;
}

/**
 * hearth_store_memories_add:
 * @db: a writer in a transaction
 * @memory: (inout): a memory; its row is set, and where they are 0 its times
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error, also when there is no room for more
 */
gboolean
hearth_store_memories_add (HearthDatabase *db, HearthMemory *memory, GError **error)
{
  gint64 before;
  gboolean ok;

  hearth_database_assert_writer (db);
  if (!check_room (db, error) || !hearth_database_begin_wiping (db, &before, error))
    return FALSE;
  if (memory->created == 0)
    memory->created = hearth_clock_now ();
  if (memory->changed == 0)
    memory->changed = memory->created;
  ok = insert_row (db, memory, error) && insert_words (db, memory, error);
  return hearth_database_end_wiping (db, before, ok, error);
}

static gboolean
run_with_ints (HearthDatabase *db, const char *sql, const gint64 *values, gsize n, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  hearth_database_assert_writer (db);
  statement = hearth_statement_new (db, sql, error);
  if (statement == NULL)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    hearth_statement_bind_int (statement, values[i]);
  return hearth_statement_run (statement, error);
}

/**
 * hearth_store_memories_supersede:
 * @db: a writer in a transaction
 * @old_id: a memory that holds no more
 * @new_id: the one that holds in its place
 * @until: until when the old one held, seconds since 1970 UTC
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Keeps a memory as one of the past. If it was known to end earlier, that stays.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_memories_supersede (HearthDatabase *db, gint64 old_id, gint64 new_id, gint64 until,
                                 GError **error)
{
  gint64 values[] = { new_id, until, hearth_clock_now (), old_id };

  return run_with_ints (
      db,
      "UPDATE memories SET superseded_by = ?1, changed = ?3, valid_until ="
      " CASE WHEN valid_until = 0 OR valid_until > ?2 THEN ?2 ELSE valid_until END WHERE id = ?4",
      values, G_N_ELEMENTS (values), error);
}

/**
 * hearth_store_memories_revive:
 * @db: a writer in a transaction
 * @id: a memory that was replaced
 * @valid_until: until when it holds, as it was before that
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Lets a memory hold again.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_memories_revive (HearthDatabase *db, gint64 id, gint64 valid_until, GError **error)
{
  gint64 values[] = { valid_until, hearth_clock_now (), id };

  return run_with_ints (
      db, "UPDATE memories SET superseded_by = 0, valid_until = ?, changed = ? WHERE id = ?",
      values, G_N_ELEMENTS (values), error);
}

/**
 * hearth_store_memories_set_pinned:
 * @db: a writer
 * @id: a memory
 * @pinned: whether it is always told to a service
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_memories_set_pinned (HearthDatabase *db, gint64 id, gboolean pinned, GError **error)
{
  gint64 values[] = { pinned != FALSE, hearth_clock_now (), id };

  return run_with_ints (db, "UPDATE memories SET pinned = ?, changed = ? WHERE id = ?", values,
                        G_N_ELEMENTS (values), error);
}

/**
 * hearth_store_memories_set_state:
 * @db: a writer
 * @id: a memory
 * @state: whether it holds
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_memories_set_state (HearthDatabase *db, gint64 id, HearthMemoryState state,
                                 GError **error)
{
  gint64 values[] = { state, hearth_clock_now (), id };

  return run_with_ints (db, "UPDATE memories SET state = ?, changed = ? WHERE id = ?", values,
                        G_N_ELEMENTS (values), error);
}

/**
 * hearth_store_memories_note_use:
 * @db: a writer in a transaction
 * @ids: (array length=n_ids): memories
 * @n_ids: their number
 * @turn_id: the answer that they went into
 * @at: when, seconds since 1970 UTC
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Notes what memories were used for. Of each the newest uses are kept.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_memories_note_use (HearthDatabase *db, const gint64 *ids, gsize n_ids, gint64 turn_id,
                                gint64 at, GError **error)
{
  for (gsize i = 0; i < n_ids; i++) {
    gint64 values[] = { ids[i], turn_id, at };
    gint64 kept[] = { ids[i], MAX_USES };

    if (!run_with_ints (db,
                        "INSERT OR REPLACE INTO memory_uses (memory_id, turn_id, at)"
                        " SELECT ?1, ?2, ?3 WHERE EXISTS (SELECT 1 FROM memories WHERE id = ?1)",
                        values, G_N_ELEMENTS (values), error) ||
        !run_with_ints (db,
                        "DELETE FROM memory_uses WHERE memory_id = ?1 AND turn_id NOT IN"
                        " (SELECT turn_id FROM memory_uses WHERE memory_id = ?1"
                        "  ORDER BY at DESC, turn_id DESC LIMIT ?2)",
                        kept, G_N_ELEMENTS (kept), error))
      return FALSE;
  }
  return TRUE;
}
