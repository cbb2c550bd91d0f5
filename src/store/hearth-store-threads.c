/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-store-threads.h"

#include "hearth-database-private.h"
#include "hearth-text.h"

#include <string.h>

/* Threads in the spirit of Jamie Zawinski's algorithm (RFC 5256, section 3, REFERENCES), but kept
 * up to date message by message, in whatever order they come: every Message-ID that was seen, also
 * only in a References header, belongs to a thread, and a message joins the threads of all the ids
 * it names. Which message answers which is found when a thread is shown (hearth-thread-sort.c). */

/* More references than people make; a longer list is a bomb or a program gone wrong. */
#define MAX_REFERENCES 64

/* Threads are not joined into larger ones than this. */
#define MAX_THREAD 5000

/* An answer without references belongs to a mail with its subject of at most so long before. */
#define SUBJECT_WINDOW_SECONDS (60 * 24 * 3600)

/**
 * hearth_store_threads_hash:
 * @text: a Message-ID or a folded subject
 *
 * Returns: 64 bits that stand for it (FNV-1a); never 0
 */
gint64
hearth_store_threads_hash (const char *text)
{
  guint64 hash = G_GUINT64_CONSTANT (0xcbf29ce484222325);

  for (const char *p = text; *p != '\0'; p++) {
    hash ^= (guchar) *p;
    hash *= G_GUINT64_CONSTANT (0x100000001b3);
  }
  return hash != 0 ? (gint64) hash : 1;
}

/**
 * hearth_store_threads_hash_subject:
 * @subject: (nullable): a subject
 * @is_reply: (out): whether it has a reply or forward mark
 *
 * Returns: what stands for the base subject; 0 if that is empty
 */
gint64
hearth_store_threads_hash_subject (const char *subject, gboolean *is_reply)
{
  g_autofree char *base = hearth_text_base_subject (subject, is_reply);
  g_autofree char *folded =
      g_str_is_ascii (base) ? g_ascii_strdown (base, -1) : g_utf8_strdown (base, -1);

  return *folded != '\0' ? hearth_store_threads_hash (folded) : 0;
}

/* The thread that @thread_id has become. */
static gboolean
resolve (HearthDatabase *db, gint64 *thread_id, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row = TRUE;

  statement =
      hearth_statement_new (db, "SELECT into_id FROM thread_merges WHERE thread_id = ?", error);
  if (statement == NULL)
    return FALSE;
  while (row) {
    hearth_statement_bind_int (statement, *thread_id);
    if (!hearth_statement_next (statement, &row, error))
      return FALSE;
    if (row)
      *thread_id = hearth_statement_get_int (statement, 0);
    hearth_statement_reset (statement);
  }
  return TRUE;
}

static gboolean
lookup (HearthDatabase *db, gint64 hash, gint64 *thread_id, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  *thread_id = 0;
  statement = hearth_statement_new (db, "SELECT thread_id FROM thread_ids WHERE hash = ?", error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, hash);
  if (!hearth_statement_next (statement, &row, error))
    return FALSE;
  if (!row)
    return TRUE;
  *thread_id = hearth_statement_get_int (statement, 0);
  return resolve (db, thread_id, error);
}

static gboolean
remember (HearthDatabase *db, gint64 hash, gint64 thread_id, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  statement =
      hearth_statement_new (db, "INSERT OR REPLACE INTO thread_ids (hash, thread_id) VALUES (?, ?)",
                            error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, hash);
  hearth_statement_bind_int (statement, thread_id);
  return hearth_statement_run (statement, error);
}

static gboolean
run_with_two (HearthDatabase *db, const char *sql, gint64 first, gint64 second, GError **error)
{
  g_autoptr (HearthStatement) statement = hearth_statement_new (db, sql, error);

  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, first);
  hearth_statement_bind_int (statement, second);
  return hearth_statement_run (statement, error);
}

static gboolean
count_thread (HearthDatabase *db, gint64 thread_id, gint64 *n, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  statement = hearth_statement_new (db, "SELECT count(*) FROM messages WHERE thread_id = ?", error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, thread_id);
  if (!hearth_statement_next (statement, &row, error))
    return FALSE;
  *n = hearth_statement_get_int (statement, 0);
  return TRUE;
}

/* Joins two threads; the larger one keeps its id. */
static gboolean
merge (HearthDatabase *db, gint64 *thread_id, gint64 other, GError **error)
{
  gint64 n_thread, n_other;

  if (*thread_id == other)
    return TRUE;
  if (!count_thread (db, *thread_id, &n_thread, error) ||
      !count_thread (db, other, &n_other, error))
    return FALSE;
  if (n_thread + n_other > MAX_THREAD)
    return TRUE;
  if (n_other > n_thread) {
    gint64 swap = *thread_id;

    *thread_id = other;
    other = swap;
  }
  /* It cannot fail halfway. Prepared to undo it, SQLite would have the search index write a segment
   * for each of these. */
  return run_with_two (db, "UPDATE OR FAIL messages SET thread_id = ? WHERE thread_id = ?",
                       *thread_id, other, error) &&
         run_with_two (db,
                       "INSERT OR REPLACE INTO thread_merges (into_id, thread_id) VALUES (?, ?)",
                       *thread_id, other, error);
}

/* The thread of the message with this subject that is nearest before @id, or, when @later, of an
 * answer by subject alone that came in before the mail it answers. */
static gboolean
find_by_subject (HearthDatabase *db, gint64 subject_hash, gint64 id, gboolean later,
                 gint64 *thread_id, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;
  gint64 window = (gint64) SUBJECT_WINDOW_SECONDS << 20;
  gboolean row;

  *thread_id = 0;
  statement = hearth_statement_new (
      db,
      later ? "SELECT m.thread_id, m.subject FROM messages AS m JOIN bodies AS b ON b.id = m.id"
              " WHERE m.subject_hash = ? AND m.subject_hash != 0 AND m.id BETWEEN ? AND ?"
              " AND b.references_ IS NULL ORDER BY m.id LIMIT 1"
            : "SELECT m.thread_id, m.subject FROM messages AS m"
              " WHERE m.subject_hash = ? AND m.subject_hash != 0 AND m.id BETWEEN ? AND ?"
              " ORDER BY m.id DESC LIMIT 1",
      error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, subject_hash);
  hearth_statement_bind_int (statement, later ? id : id - window);
  hearth_statement_bind_int (statement, later ? id + window : id);
  if (!hearth_statement_next (statement, &row, error))
    return FALSE;
  if (row) {
    gboolean is_reply;
    g_autofree char *base =
        hearth_text_base_subject (hearth_statement_get_text (statement, 1), &is_reply);

    if (!later || is_reply)
      *thread_id = hearth_statement_get_int (statement, 0);
  }
  return TRUE;
}

/* The hashes of the message's own id and of those it names, at most MAX_REFERENCES: the first one,
 * which is the root, and the last ones, which are nearest. */
static guint
collect_hashes (const HearthMessage *message, gint64 *hashes)
{
  guint n_references = message->references != NULL ? g_strv_length (message->references) : 0;
  guint first = n_references > MAX_REFERENCES - 1 ? n_references - (MAX_REFERENCES - 2) : 0;
  guint n = 0;

  if (message->message_id != NULL && *message->message_id != '\0')
    hashes[n++] = hearth_store_threads_hash (message->message_id);
  if (first > 0)
    hashes[n++] = hearth_store_threads_hash (message->references[0]);
  for (guint i = first; i < n_references; i++) {
    if (*message->references[i] != '\0' && n < MAX_REFERENCES)
      hashes[n++] = hearth_store_threads_hash (message->references[i]);
  }
  return n;
}

/**
 * hearth_store_threads_assign:
 * @db: a writer in a transaction
 * @message: a message that is not stored yet
 * @id: the row it will have
 * @thread_id: (out): its thread
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Finds the thread of a message and joins the threads that it shows to be one. A new thread has the
 * row of its first message as its name.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_threads_assign (HearthDatabase *db, const HearthMessage *message, gint64 id,
                             gint64 *thread_id, GError **error)
{
  gint64 hashes[MAX_REFERENCES];
  gint64 threads[MAX_REFERENCES] = { 0 };
  guint n = collect_hashes (message, hashes);
  gboolean has_references = message->references != NULL && message->references[0] != NULL;
  gboolean is_reply;
  gint64 subject_hash = hearth_store_threads_hash_subject (message->subject, &is_reply);
  gint64 found = 0;

  *thread_id = 0;
  for (guint i = 0; i < n; i++) {
    if (!lookup (db, hashes[i], &threads[i], error))
      return FALSE;
    if (threads[i] == 0)
      continue;
    if (*thread_id == 0)
      *thread_id = threads[i];
    else if (!resolve (db, &threads[i], error) || !merge (db, thread_id, threads[i], error))
      return FALSE;
  }
  if (!has_references && subject_hash != 0) {
    if (!find_by_subject (db, subject_hash, id, !is_reply, &found, error))
      return FALSE;
    if (*thread_id == 0)
      *thread_id = found;
    else if (found != 0 && !merge (db, thread_id, found, error))
      return FALSE;
  }
  if (*thread_id == 0)
    *thread_id = id;
  for (guint i = 0; i < n; i++) {
    if (threads[i] == 0 && !remember (db, hashes[i], *thread_id, error))
      return FALSE;
  }
  return TRUE;
}
