/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-store-conversations.h"

#include "hearth-answer.h"
#include "hearth-database-private.h"
#include "hearth-database-wipe.h"
#include "hearth-match.h"
#include "hearth-text.h"

#include <glib/gi18n.h>
#include <string.h>

/* The triggers of the table of turns keep the index of their words; see the migrations. */

#define DEFAULT_LIMIT 50
#define MAX_PREVIEW 120
#define MAX_QUERY_WORDS 16
/* So much of a turn is read for its preview. */
#define PREVIEW_READ "240"

#define SELECT_CONVERSATION                                                                        \
  "SELECT name, title, service, label, summary, summary_until, created, changed"

static HearthConversation *
read_conversation (HearthStatement *statement)
{
  HearthConversation *conversation =
      hearth_conversation_new (hearth_statement_get_text (statement, 0),
                               hearth_statement_get_text (statement, 1));

  g_free (conversation->service);
  conversation->service = g_strdup (hearth_statement_get_text (statement, 2));
  conversation->label = hearth_label_from_int (hearth_statement_get_int (statement, 3));
  conversation->summary = g_strdup (hearth_statement_get_text (statement, 4));
  conversation->summary_until = hearth_statement_get_int (statement, 5);
  conversation->created = hearth_statement_get_int (statement, 6);
  conversation->changed = hearth_statement_get_int (statement, 7);
  return conversation;
}

/**
 * hearth_store_conversations_list:
 * @db: a database
 * @offset: so many are left out at the beginning
 * @limit: at most so many; 0 is 50
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type HearthConversation): conversations with their
 * previews, the one that was last spoken in first; %NULL on an error
 */
GPtrArray *
hearth_store_conversations_list (HearthDatabase *db, guint offset, guint limit, GError **error)
{
  g_autoptr (GPtrArray) list =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_conversation_free);
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  statement = hearth_statement_new (
      db,
      SELECT_CONVERSATION
      ", (SELECT substr (t.text, 1, " PREVIEW_READ ") FROM turns AS t WHERE t.conversation = name"
      "  AND t.replaced = 0 AND t.text != '' ORDER BY t.id DESC LIMIT 1),"
      " (SELECT count (*) FROM turns AS t WHERE t.conversation = name AND t.replaced = 0)"
      " FROM conversations ORDER BY changed DESC, rowid DESC LIMIT ? OFFSET ?",
      error);
  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, limit != 0 ? limit : DEFAULT_LIMIT);
  hearth_statement_bind_int (statement, offset);
  for (;;) {
    HearthConversation *conversation;
    const char *preview;

    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&list);
    conversation = read_conversation (statement);
    preview = hearth_statement_get_text (statement, 8);
    conversation->preview = hearth_text_one_line (preview != NULL ? preview : "", MAX_PREVIEW);
    conversation->n_turns = hearth_statement_get_int (statement, 9);
    g_ptr_array_add (list, conversation);
  }
}

static void
set_no_conversation (const char *name, GError **error)
{
  g_set_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND,
               _("There is no conversation “%s”; it may have been removed."), name);
}

/**
 * hearth_store_conversations_get:
 * @db: a database
 * @name: a conversation's name
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable): the conversation, without a preview;
 * %HEARTH_STORE_ERROR_NOT_FOUND if there is none
 */
HearthConversation *
hearth_store_conversations_get (HearthDatabase *db, const char *name, GError **error)
{
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db, SELECT_CONVERSATION " FROM conversations WHERE name = ?", error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  hearth_statement_bind_text (statement, name);
  if (!hearth_statement_next (statement, &row, error))
    return NULL;
  if (row)
    return read_conversation (statement);
  set_no_conversation (name, error);
  return NULL;
}

static void
read_hits (HearthStatement *statement, GPtrArray *hits, gboolean *ok, GError **error)
{
  gboolean row;

  while ((*ok = hearth_statement_next (statement, &row, error)) && row) {
    HearthTurnHit *hit = g_new0 (HearthTurnHit, 1);
    const char *snippet = hearth_statement_get_text (statement, 5);

    hit->conversation = g_strdup (hearth_statement_get_text (statement, 0));
    hit->title = g_strdup (hearth_statement_get_text (statement, 1));
    hit->turn = hearth_statement_get_int (statement, 2);
    hit->role = (HearthTurnRole) hearth_statement_get_int (statement, 3);
    hit->created = hearth_statement_get_int (statement, 4);
    hit->snippet = hearth_text_one_line (snippet != NULL ? snippet : "", MAX_PREVIEW);
    g_ptr_array_add (hits, hit);
  }
}

/* All words have to be there; the last may be unfinished. */
static char *
make_match (char **words)
{
  g_autoptr (GString) match = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL && i < MAX_QUERY_WORDS; i++) {
    gsize before = match->len;

    if (before > 0)
      g_string_append (match, " AND ");
    if (!hearth_match_append (match, NULL, words[i], words[i + 1] == NULL))
      g_string_truncate (match, before);
  }
  return match->len > 0 ? g_strdup (match->str) : NULL;
}

static gboolean
search_turns (HearthDatabase *db, const char *match, guint limit, GPtrArray *hits, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;
  gboolean ok;

  /* By row and not by rank: what was said last is looked for most, and of a common word not every
   * place has to be weighed. */
  statement = hearth_statement_new (
      db,
      "SELECT t.conversation, coalesce (c.title, ''), t.id, t.role, t.created,"
      " snippet (turn_words, 0, '', '', '…', 20)"
      " FROM turn_words CROSS JOIN turns AS t ON t.id = turn_words.rowid"
      " LEFT JOIN conversations AS c ON c.name = t.conversation"
      " WHERE turn_words MATCH ? ORDER BY turn_words.rowid DESC LIMIT ?",
      error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_text (statement, match);
  hearth_statement_bind_int (statement, limit);
  read_hits (statement, hits, &ok, error);
  return ok;
}

static void
append_like (GString *out, const char *word)
{
  g_string_append_c (out, '%');
  for (const char *p = word; *p != '\0'; p++) {
    if (strchr ("%_\\", *p) != NULL)
      g_string_append_c (out, '\\');
    g_string_append_c (out, *p);
  }
}

/* Titles that the owner gave: their words need not have been said. */
static gboolean
search_titles (HearthDatabase *db, char **words, guint limit, GPtrArray *hits, GError **error)
{
  g_autoptr (GString) like = g_string_new (NULL);
  g_autoptr (HearthStatement) statement = NULL;
  gboolean ok;

  for (guint i = 0; words[i] != NULL && i < MAX_QUERY_WORDS; i++)
    append_like (like, words[i]);
  g_string_append_c (like, '%');
  statement = hearth_statement_new (db,
                                    "SELECT name, title, 0, 0, changed, title FROM conversations"
                                    " WHERE title LIKE ? ESCAPE '\\'"
                                    " ORDER BY changed DESC, rowid DESC LIMIT ?",
                                    error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_text (statement, like->str);
  hearth_statement_bind_int (statement, limit);
  read_hits (statement, hits, &ok, error);
  return ok;
}

/**
 * hearth_store_conversations_search:
 * @db: a database
 * @words: what is looked for; the last word may be unfinished
 * @limit: at most so many turns, and so many titles; 0 is 50
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Looks for turns in which all of @words occur, in any of their forms, and for titles that have
 * them in this order. Titles come first, then turns; of both the newest first.
 *
 * Returns: (transfer full) (nullable) (element-type HearthTurnHit): where they are; %NULL on an
 * error
 */
GPtrArray *
hearth_store_conversations_search (HearthDatabase *db, const char *words, guint limit,
                                   GError **error)
{
  g_autoptr (GPtrArray) hits =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_turn_hit_free);
  g_autofree char *line = hearth_text_one_line (words, 200);
  g_auto (GStrv) list = g_strsplit (line, " ", -1);
  g_autofree char *match = make_match (list);

  if (limit == 0)
    limit = DEFAULT_LIMIT;
  if (match == NULL) /* nothing but punctuation finds nothing */
    return g_steal_pointer (&hits);
  if (!search_titles (db, list, limit, hits, error) ||
      !search_turns (db, match, limit, hits, error))
    return NULL;
  return g_steal_pointer (&hits);
}

/**
 * hearth_store_conversations_add:
 * @db: a writer in a transaction
 * @conversation: a conversation
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Stores a conversation, if there is none of its name yet.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_conversations_add (HearthDatabase *db, const HearthConversation *conversation,
                                GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  hearth_database_assert_writer (db);
  statement = hearth_statement_new (
      db,
      "INSERT INTO conversations (name, title, service, label, created, changed)"
      " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO NOTHING",
      error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_text (statement, conversation->name);
  hearth_statement_bind_text (statement, conversation->title);
  hearth_statement_bind_text (statement, conversation->service);
  hearth_statement_bind_int (statement, hearth_label_to_int (conversation->label));
  hearth_statement_bind_int (statement, conversation->created);
  hearth_statement_bind_int (statement, conversation->changed);
  return hearth_statement_run (statement, error);
}

/* Runs a change of one conversation. */
static gboolean
run_on_one (HearthDatabase *db, HearthStatement *statement, const char *name, GError **error)
{
  if (!hearth_statement_run (statement, error))
    return FALSE;
  if (sqlite3_changes (hearth_database_get_handle (db)) > 0)
    return TRUE;
  set_no_conversation (name, error);
  return FALSE;
}

/**
 * hearth_store_conversations_rename:
 * @db: a writer
 * @name: a conversation's name
 * @title: what it shall be called
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error; %HEARTH_STORE_ERROR_NOT_FOUND if there is no such conversation
 */
gboolean
hearth_store_conversations_rename (HearthDatabase *db, const char *name, const char *title,
                                   GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  hearth_database_assert_writer (db);
  statement = hearth_statement_new (db, "UPDATE conversations SET title = ? WHERE name = ?", error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_text (statement, title);
  hearth_statement_bind_text (statement, name);
  return run_on_one (db, statement, name, error);
}

/**
 * hearth_store_conversations_note_label:
 * @db: a writer in a transaction
 * @name: a conversation's name
 * @label: of what came into it
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Joins a label with that of a conversation.
 *
 * Returns: %FALSE on an error; %HEARTH_STORE_ERROR_NOT_FOUND if there is no such conversation
 */
gboolean
hearth_store_conversations_note_label (HearthDatabase *db, const char *name, HearthLabel label,
                                       GError **error)
{
  g_autoptr (HearthConversation) conversation = NULL;
  g_autoptr (HearthStatement) statement = NULL;
  HearthLabel joined;

  hearth_database_assert_writer (db);
  conversation = hearth_store_conversations_get (db, name, error);
  if (conversation == NULL)
    return FALSE;
  joined = hearth_label_join (conversation->label, label);
  if (hearth_label_to_int (joined) == hearth_label_to_int (conversation->label))
    return TRUE;
  statement = hearth_statement_new (db, "UPDATE conversations SET label = ? WHERE name = ?", error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, hearth_label_to_int (joined));
  hearth_statement_bind_text (statement, name);
  return run_on_one (db, statement, name, error);
}

/**
 * hearth_store_conversations_set_summary:
 * @db: a writer in a transaction
 * @name: a conversation's name
 * @summary: what was said so far, in short
 * @until: the last turn that is in it
 * @label: of all that is in it
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Keeps a summary in place of the one that was kept. Its label is the conversation's from then on,
 * if it is worse.
 *
 * Returns: %FALSE on an error; %HEARTH_STORE_ERROR_NOT_FOUND if there is no such conversation
 */
gboolean
hearth_store_conversations_set_summary (HearthDatabase *db, const char *name, const char *summary,
                                        gint64 until, HearthLabel label, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  hearth_database_assert_writer (db);
  statement = hearth_statement_new (
      db, "UPDATE conversations SET summary = ?, summary_until = ? WHERE name = ?", error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_text (statement, summary);
  hearth_statement_bind_int (statement, until);
  hearth_statement_bind_text (statement, name);
  return run_on_one (db, statement, name, error) &&
         hearth_store_conversations_note_label (db, name, label, error);
}

static gboolean
remove_rows (HearthDatabase *db, const char *name, GError **error)
{
  static const char *const statements[] = {
    "DELETE FROM memory_uses WHERE turn_id IN (SELECT id FROM turns WHERE conversation = ?)",
    "DELETE FROM cards WHERE conversation = ?",
    "DELETE FROM turn_files WHERE turn_id IN (SELECT id FROM turns WHERE conversation = ?)",
    "DELETE FROM turns WHERE conversation = ?",
    "DELETE FROM conversations WHERE name = ?",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (statements); i++) {
    g_autoptr (HearthStatement) statement = hearth_statement_new (db, statements[i], error);

    if (statement == NULL)
      return FALSE;
    hearth_statement_bind_text (statement, name);
    if (i + 1 < G_N_ELEMENTS (statements) ? !hearth_statement_run (statement, error)
                                          : !run_on_one (db, statement, name, error))
      return FALSE;
  }
  return TRUE;
}

/**
 * hearth_store_conversations_remove:
 * @db: a writer in a transaction
 * @name: a conversation's name
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Removes a conversation with its turns, what was proposed in them, and its words in the index, and
 * overwrites them. The log still has to be emptied: hearth_database_empty_log().
 *
 * Returns: %FALSE on an error; %HEARTH_STORE_ERROR_NOT_FOUND if there is no such conversation
 */
gboolean
hearth_store_conversations_remove (HearthDatabase *db, const char *name, GError **error)
{
  gint64 before;
  gboolean ok;

  hearth_database_assert_writer (db);
  if (!hearth_database_begin_wiping (db, &before, error))
    return FALSE;
  /* What was taken out of the index stands there, marked, until its parts are merged, and leaves
   * copies in its pages even then: it is made anew from what is left. */
  ok = remove_rows (db, name, error) &&
       hearth_database_execute (db, "INSERT INTO turn_words (turn_words) VALUES ('rebuild')",
                                error) &&
       hearth_database_execute (db, "INSERT INTO turn_words (turn_words) VALUES ('optimize')",
                                error) &&
       hearth_database_mark_wiped (db, error);
  return hearth_database_end_wiping (db, before, ok, error);
}
