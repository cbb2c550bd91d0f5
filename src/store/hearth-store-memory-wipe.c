/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-store-memories.h"

#include "hearth-database-wipe.h"
#include "hearth-memory-row.h"

/* Forgetting for good. A row that is deleted leaves copies of itself: in the space between the
 * cells of its page, from when the page was split; in segments of the index, until they are merged;
 * in pages that were given back; and in the log, until it is emptied. So whatever writes memories
 * wipes what it gives back, and what holds a memory that is to be forgotten is written anew. */

static gboolean
run (HearthDatabase *db, const char *sql, gint64 id, GError **error)
{
  g_autoptr (HearthStatement) statement = hearth_statement_new (db, sql, error);

  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, id);
  return hearth_statement_run (statement, error);
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
              !hearth_database_rewrite (db, "conversations", error)))
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
                  hearth_database_rewrite (db, "thread_summaries", error));
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
          hearth_database_rewrite (db, "cards", error));
}

static gboolean
forget_rows (HearthDatabase *db, gint64 id, GError **error)
{
  /* The index is made anew from what is left: what is only taken out of it stays in its files until
   * its segments are merged. */
  return run (db, CHAIN "DELETE FROM memory_uses WHERE memory_id IN chain", id, error) &&
         run (db, CHAIN "DELETE FROM memories WHERE id IN chain", id, error) &&
         hearth_database_rewrite (db, "memories", error) &&
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
 * see hearth_database_empty_log().
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_memories_forget (HearthDatabase *db, gint64 id, GError **error)
{
  gint64 before;
  gboolean ok;

  hearth_database_assert_writer (db);
  if (!hearth_database_begin_wiping (db, &before, error))
    return FALSE;
  ok = forget_summaries (db, id, error) && forget_cards (db, id, error) &&
       forget_rows (db, id, error) && hearth_database_mark_wiped (db, error);
  return hearth_database_end_wiping (db, before, ok, error);
}
