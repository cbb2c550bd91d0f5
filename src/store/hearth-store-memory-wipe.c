/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-store-memories.h"

#include "hearth-memory-row.h"

/* Forgetting for good. A row that is deleted leaves copies of itself: in the space between the
 * cells of its page, from when the page was split; in segments of the index, until they are merged;
 * in pages that were given back; and in the log, until it is emptied. So whatever writes memories
 * wipes what it gives back, and what holds a memory that is to be forgotten is written anew. */

/* Says that the log is still to be emptied, for whoever goes on after a crash. */
#define PENDING "memories:wipe"

#define WIPE_PATIENCE_MS 250

/**
 * hearth_memory_row_begin_wiping:
 * @db: a writer in a transaction
 * @before: (out): for hearth_memory_row_end_wiping()
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * From now on the bytes of all that is deleted are overwritten.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_memory_row_begin_wiping (HearthDatabase *db, gint64 *before, GError **error)
{
  return hearth_database_get_int (db, "PRAGMA secure_delete", before, error) &&
         hearth_database_execute (db, "PRAGMA secure_delete = ON", error);
}

/**
 * hearth_memory_row_end_wiping:
 * @db: a writer in a transaction
 * @before: from hearth_memory_row_begin_wiping()
 * @ok: whether all went well so far
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Deletes as before. What the index has kept back until the end of the transaction is written
 * first: a savepoint makes it do that.
 *
 * Returns: whether all went well
 */
gboolean
hearth_memory_row_end_wiping (HearthDatabase *db, gint64 before, gboolean ok, GError **error)
{
  static const char *const modes[] = { "OFF", "ON", "FAST" };
  g_autofree char *sql = g_strconcat ("PRAGMA secure_delete = ", modes[CLAMP (before, 0, 2)], NULL);

  ok = ok && hearth_database_execute (db, "SAVEPOINT memory; RELEASE memory", error);
  return hearth_database_execute (db, sql, ok ? error : NULL) && ok;
}

static gboolean
run (HearthDatabase *db, const char *sql, gint64 id, GError **error)
{
  g_autoptr (HearthStatement) statement = hearth_statement_new (db, sql, error);

  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, id);
  return hearth_statement_run (statement, error);
}

/* Writes all rows of a table into new pages and overwrites the old ones. */
static gboolean
rewrite (HearthDatabase *db, const char *table, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("CREATE TEMP TABLE kept AS SELECT * FROM %s;"
                                          "DELETE FROM %s;"
                                          "INSERT INTO %s SELECT * FROM kept;"
                                          "DROP TABLE kept",
                                          table, table, table);

  return hearth_database_execute (db, sql, error);
}

/* The memory and all that it replaced, one after the other. */
#define CHAIN                                                                                      \
  "WITH RECURSIVE chain (id) AS (SELECT ?1 UNION"                                                  \
  " SELECT m.id FROM memories AS m JOIN chain ON m.superseded_by = chain.id) "

static gboolean
has_any (HearthDatabase *db, const char *sql, gint64 id, gboolean *any, GError **error)
{
  g_autoptr (HearthStatement) statement = hearth_statement_new (db, sql, error);

  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, id);
  return hearth_statement_next (statement, any, error);
}

/* Of a conversation that it was told in or went into, the summary goes; it is made anew from the
 * turns. So goes that of a thread that it was taken from. */
#define TOLD_IN                                                                                    \
  " FROM conversations WHERE summary IS NOT NULL AND (name IN (SELECT source FROM memories WHERE"  \
  " source_kind = 'conversation' AND id IN chain) OR name IN (SELECT conversation FROM turns"      \
  " WHERE id IN (SELECT turn_id FROM memory_uses WHERE memory_id IN chain)))"

static gboolean
forget_summaries (HearthDatabase *db, gint64 id, GError **error)
{
  gboolean any;

  if (!has_any (db, CHAIN "SELECT 1" TOLD_IN, id, &any, error))
    return FALSE;
  if (any && (!run (db,
                    CHAIN "UPDATE conversations SET summary = NULL, summary_until = 0 WHERE name IN"
                          " (SELECT name" TOLD_IN ")",
                    id, error) ||
              !rewrite (db, "conversations", error)))
    return FALSE;
#define OF_THREAD                                                                                  \
  " FROM thread_summaries WHERE thread_id IN (SELECT thread_id FROM messages WHERE id IN"          \
  " (SELECT CAST (source AS INTEGER) FROM memories WHERE source_kind = 'message'"                  \
  " AND id IN chain))"
  if (!has_any (db, CHAIN "SELECT 1" OF_THREAD, id, &any, error))
    return FALSE;
  return !any || (run (db,
                       CHAIN "DELETE FROM thread_summaries WHERE thread_id IN"
                             " (SELECT thread_id" OF_THREAD ")",
                       id, error) &&
                  rewrite (db, "thread_summaries", error));
}

/* A card that asked whether to remember it holds its words. */
static gboolean
forget_cards (HearthDatabase *db, gint64 id, GError **error)
{
#define OF_CARD                                                                                    \
  " FROM cards WHERE verb = 'remember' AND EXISTS (SELECT 1 FROM memories AS m WHERE"              \
  " m.id IN chain AND (instr (cards.content, m.text) > 0 OR"                                       \
  " instr (cards.content, json_quote (m.text)) > 0))"
  gboolean any;

  if (!has_any (db, CHAIN "SELECT 1" OF_CARD, id, &any, error))
    return FALSE;
  return !any ||
         (run (db, CHAIN "DELETE FROM cards WHERE id IN (SELECT id" OF_CARD ")", id, error) &&
          rewrite (db, "cards", error));
}

static gboolean
forget_rows (HearthDatabase *db, gint64 id, GError **error)
{
  /* The index is made anew from what is left: what is only taken out of it stays in its files until
   * its segments are merged. */
  return run (db, CHAIN "DELETE FROM memory_uses WHERE memory_id IN chain", id, error) &&
         run (db, CHAIN "DELETE FROM memories WHERE id IN chain", id, error) &&
         rewrite (db, "memories", error) &&
         hearth_database_execute (db, "INSERT INTO memory_words (memory_words) VALUES ('rebuild')",
                                  error) &&
         hearth_database_execute (db, "INSERT INTO memory_words (memory_words) VALUES ('optimize')",
                                  error);
}

/**
 * hearth_store_memories_forget:
 * @db: a writer in a transaction
 * @id: a memory
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Takes a memory and what it replaced out of the store, and what was made of it: its rows in the
 * index, summaries of conversations that it was told in or went into, and cards that asked for it.
 * What the owner and Hearth said to each other, and mail, stays. The log still has to be emptied,
 * see hearth_store_memories_wipe().
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_memories_forget (HearthDatabase *db, gint64 id, GError **error)
{
  gint64 before;
  gboolean ok;

  hearth_database_assert_writer (db);
  if (!hearth_memory_row_begin_wiping (db, &before, error))
    return FALSE;
  ok = forget_summaries (db, id, error) && forget_cards (db, id, error) &&
       forget_rows (db, id, error) && hearth_database_set_meta (db, PENDING, "1", error);
  return hearth_memory_row_end_wiping (db, before, ok, error);
}

/**
 * hearth_store_memories_wipe:
 * @db: a writer outside of a transaction
 * @done: (out): whether nothing that was forgotten is left in the files of the store; if not, a
 *   reader was in the way, and it has to be called again
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Empties the log, in which the pages stand as they were before hearth_store_memories_forget().
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_memories_wipe (HearthDatabase *db, gboolean *done, GError **error)
{
  sqlite3 *handle = hearth_database_get_handle (db);
  g_autofree char *pending = NULL;
  gint64 patience;
  int code;

  hearth_database_assert_writer (db);
  *done = TRUE;
  if (!hearth_database_get_meta (db, PENDING, &pending, error))
    return FALSE;
  if (pending == NULL)
    return TRUE;
  /* Whoever waits to write does not wait for a reader that takes its time. */
  if (!hearth_database_get_int (db, "PRAGMA busy_timeout", &patience, error))
    return FALSE;
  sqlite3_busy_timeout (handle, WIPE_PATIENCE_MS);
  code = sqlite3_wal_checkpoint_v2 (handle, "main", SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
  sqlite3_busy_timeout (handle, (int) patience);
  if (code == SQLITE_BUSY || code == SQLITE_LOCKED) {
    *done = FALSE;
    return TRUE;
  }
  if (code != SQLITE_OK) {
    hearth_database_set_error (db, code, error);
    return FALSE;
  }
  return hearth_database_set_meta (db, PENDING, NULL, error);
}
