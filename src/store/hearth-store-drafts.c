/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-store-drafts.h"

#include "hearth-database-private.h"

#include <glib/gi18n.h>

#define SELECT_DRAFT                                                                               \
  "SELECT id, source_id, kind, message_id, recipients, subject, text, files, created, changed,"    \
  " remote_key, sender, label FROM drafts"

static HearthDraft *
read_draft (HearthStatement *statement)
{
  HearthDraftKind kind = HEARTH_DRAFT_NEW;
  HearthDraft *draft;
  g_auto (GStrv) files = NULL;

  hearth_draft_kind_from_string (hearth_statement_get_text (statement, 2), &kind);
  draft = hearth_draft_new (kind);
  draft->id = hearth_statement_get_int (statement, 0);
  draft->source_id = hearth_statement_get_int (statement, 1);
  draft->message_id = hearth_statement_get_int (statement, 3);
  hearth_draft_set_recipients (draft, hearth_statement_get_text (statement, 4));
  hearth_draft_set_subject (draft, hearth_statement_get_text (statement, 5));
  hearth_draft_set_text (draft, hearth_statement_get_text (statement, 6));
  files = g_strsplit (hearth_statement_get_text (statement, 7), "\n", -1);
  hearth_draft_set_files (draft, (const char *const *) files);
  draft->created = hearth_statement_get_int (statement, 8);
  draft->changed = hearth_statement_get_int (statement, 9);
  draft->remote_key = g_strdup (hearth_statement_get_text (statement, 10));
  hearth_draft_set_sender (draft, hearth_statement_get_text (statement, 11));
  draft->label = hearth_label_from_int (hearth_statement_get_int (statement, 12));
  return draft;
}

static void
set_not_found (gint64 id, GError **error)
{
  g_set_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND,
               _("There is no draft %lld; it may have been sent or discarded."), (long long) id);
}

/**
 * hearth_store_drafts_list:
 * @db: a database
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type HearthDraft): what is being written, the one
 *   last changed first; %NULL on an error
 */
GPtrArray *
hearth_store_drafts_list (HearthDatabase *db, GError **error)
{
  g_autoptr (GPtrArray) drafts = NULL;
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db, SELECT_DRAFT " ORDER BY changed DESC, id DESC", error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  drafts = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_draft_free);
  for (;;) {
    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&drafts);
    g_ptr_array_add (drafts, read_draft (statement));
  }
}

/**
 * hearth_store_drafts_get:
 * @db: a database
 * @id: a row
 * @error: %HEARTH_STORE_ERROR_NOT_FOUND if there is none
 *
 * Returns: (transfer full) (nullable): the draft
 */
HearthDraft *
hearth_store_drafts_get (HearthDatabase *db, gint64 id, GError **error)
{
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db, SELECT_DRAFT " WHERE id = ?", error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, id);
  if (!hearth_statement_next (statement, &row, error))
    return NULL;
  if (row)
    return read_draft (statement);
  set_not_found (id, error);
  return NULL;
}

/**
 * hearth_store_drafts_save:
 * @db: a writer
 * @draft: (inout): a draft; @id is set if it was 0
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Stores a draft: a new one if its id is 0, else that row, which is made again if it is not there.
 * Where its copy is stands as hearth_store_drafts_set_remote() noted it, and its label never
 * becomes better: what was made from words that anybody may have written stays that.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_drafts_save (HearthDatabase *db, HearthDraft *draft, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;
  g_autofree char *recipients = hearth_draft_dup_recipients (draft);
  g_autofree char *files = g_strjoinv ("\n", draft->files);

  hearth_database_assert_writer (db);
  statement = hearth_statement_new (
      db,
      "INSERT INTO drafts (id, source_id, kind, message_id, recipients, subject, text, files,"
      " created, changed, remote_key, sender, label)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
      " ON CONFLICT (id) DO UPDATE SET source_id = excluded.source_id, kind = excluded.kind,"
      " message_id = excluded.message_id, recipients = excluded.recipients,"
      " subject = excluded.subject, text = excluded.text, files = excluded.files,"
      " created = excluded.created, changed = excluded.changed, sender = excluded.sender,"
      /* Integrity and secrecy, see hearth_label_to_int(). */
      " label = max (label & 3, excluded.label & 3) | ((label | excluded.label) & 4)",
      error);
  if (statement == NULL)
    return FALSE;
  if (draft->id != 0)
    hearth_statement_bind_int (statement, draft->id);
  else
    hearth_statement_bind_null (statement);
  hearth_statement_bind_int (statement, draft->source_id);
  hearth_statement_bind_text (statement, hearth_draft_kind_to_string (draft->kind));
  hearth_statement_bind_int (statement, draft->message_id);
  hearth_statement_bind_text (statement, recipients);
  hearth_statement_bind_text (statement, draft->subject);
  hearth_statement_bind_text (statement, draft->text);
  hearth_statement_bind_text (statement, files);
  hearth_statement_bind_int (statement, draft->created);
  hearth_statement_bind_int (statement, draft->changed);
  hearth_statement_bind_text (statement, draft->remote_key);
  hearth_statement_bind_text (statement, draft->sender);
  hearth_statement_bind_int (statement, hearth_label_to_int (draft->label));
  if (!hearth_statement_run (statement, error))
    return FALSE;
  if (draft->id == 0)
    draft->id = sqlite3_last_insert_rowid (hearth_database_get_handle (db));
  return TRUE;
}

/**
 * hearth_store_drafts_set_remote:
 * @db: a writer
 * @id: a draft's row
 * @changed: when the draft that was copied was last changed
 * @remote_key: (nullable): where the Drafts mailbox has it
 * @unchanged: (out): whether it still is what was copied, and is there at all
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Notes where the copy of a draft on its server is. A draft that was sent or discarded meanwhile
 * takes no note: its copy is to be removed.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_drafts_set_remote (HearthDatabase *db, gint64 id, gint64 changed,
                                const char *remote_key, gboolean *unchanged, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  hearth_database_assert_writer (db);
  statement =
      hearth_statement_new (db, "UPDATE drafts SET remote_key = ? WHERE id = ? AND changed = ?",
                            error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_text (statement, remote_key);
  hearth_statement_bind_int (statement, id);
  hearth_statement_bind_int (statement, changed);
  if (!hearth_statement_run (statement, error))
    return FALSE;
  *unchanged = sqlite3_changes (hearth_database_get_handle (db)) > 0;
  return TRUE;
}

/**
 * hearth_store_drafts_remove:
 * @db: a writer
 * @id: a row
 * @error: %HEARTH_STORE_ERROR_NOT_FOUND if there is none
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_drafts_remove (HearthDatabase *db, gint64 id, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  hearth_database_assert_writer (db);
  statement = hearth_statement_new (db, "DELETE FROM drafts WHERE id = ?", error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, id);
  if (!hearth_statement_run (statement, error))
    return FALSE;
  if (sqlite3_changes (hearth_database_get_handle (db)) > 0)
    return TRUE;
  set_not_found (id, error);
  return FALSE;
}
