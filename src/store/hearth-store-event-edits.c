/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-store-event-edits.h"

#include "hearth-database-private.h"
#include "hearth-event.h"

#include <string.h>

#define SELECT_EDIT                                                                                \
  "SELECT id, source_id, href, uid, edit, action_id, state, problem FROM event_edits"

/* A resource that is not on its server yet has a name that no server gives. */
#define PENDING "pending:"

/* A page of texts is at an end when it holds so much: one text alone may be ten megabytes. */
#define MAX_PAGE_BYTES (4 * 1024 * 1024)

/**
 * hearth_waiting_edit_free:
 * @self: (nullable) (transfer full): a change
 */
void
hearth_waiting_edit_free (HearthWaitingEdit *self)
{
  if (self == NULL)
    return;
  g_free (self->href);
  g_free (self->uid);
  hearth_event_edit_free (self->edit);
  g_free (self->problem);
  g_free (self);
}

static HearthWaitingEdit *
read_edit (HearthStatement *statement, GError **error)
{
  g_autoptr (HearthWaitingEdit) self = g_new0 (HearthWaitingEdit, 1);

  self->id = hearth_statement_get_int (statement, 0);
  self->source_id = hearth_statement_get_int (statement, 1);
  self->href = g_strdup (hearth_statement_get_text (statement, 2));
  self->uid = g_strdup (hearth_statement_get_text (statement, 3));
  self->action_id = hearth_statement_get_int (statement, 5);
  self->state = (HearthWaitingState) hearth_statement_get_int (statement, 6);
  self->problem = g_strdup (hearth_statement_get_text (statement, 7));
  self->edit = hearth_event_edit_unpack (hearth_statement_get_text (statement, 4), error);
  return self->edit != NULL ? g_steal_pointer (&self) : NULL;
}

/**
 * hearth_store_event_edits_add:
 * @db: a writer
 * @source_id: a calendar
 * @href: the resource; "" for one that is not there yet
 * @edit: what is meant
 * @action_id: the action that it belongs to, or 0
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: whether it waits behind what was meant before
 */
gboolean
hearth_store_event_edits_add (HearthDatabase *db, gint64 source_id, const char *href,
                              const HearthEventEdit *edit, gint64 action_id, GError **error)
{
  g_autofree char *packed = hearth_event_edit_pack (edit);
  g_autoptr (HearthStatement) statement = NULL;

  hearth_database_assert_writer (db);
  statement = hearth_statement_new (
      db, "INSERT INTO event_edits (source_id, href, uid, edit, action_id) VALUES (?, ?, ?, ?, ?)",
      error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, source_id);
  hearth_statement_bind_text (statement, href);
  hearth_statement_bind_text (statement, edit->uid);
  hearth_statement_bind_text (statement, packed);
  hearth_statement_bind_int (statement, action_id);
  return hearth_statement_run (statement, error);
}

static gboolean
run_with_int (HearthDatabase *db, const char *sql, gint64 id, GError **error)
{
  g_autoptr (HearthStatement) statement = hearth_statement_new (db, sql, error);

  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, id);
  return hearth_statement_run (statement, error);
}

/**
 * hearth_store_event_edits_take:
 * @db: a writer
 * @source_id: a calendar
 * @taken: (out) (transfer full) (nullable): what is to be told next; %NULL if nothing waits
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Notes the oldest change that waits as begun. Its @state says whether it was before: then it may
 * have reached the server.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_event_edits_take (HearthDatabase *db, gint64 source_id, HearthWaitingEdit **taken,
                               GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  hearth_database_assert_writer (db);
  *taken = NULL;
  statement = hearth_statement_new (
      db, SELECT_EDIT " WHERE source_id = ? AND state < 2 ORDER BY id LIMIT 1", error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, source_id);
  if (!hearth_statement_next (statement, &row, error))
    return FALSE;
  if (!row)
    return TRUE;
  *taken = read_edit (statement, error);
  if (*taken == NULL)
    return FALSE;
  if (run_with_int (db, "UPDATE event_edits SET state = 1 WHERE id = ?", (*taken)->id, error))
    return TRUE;
  g_clear_pointer (taken, hearth_waiting_edit_free);
  return FALSE;
}

/**
 * hearth_store_event_edits_list:
 * @db: a database
 * @source_id: a calendar, or 0 for all
 * @refused: whether those are wanted that were refused, and not those that wait
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type HearthWaitingEdit): in the order in which they
 *   were meant; %NULL on an error
 */
GPtrArray *
hearth_store_event_edits_list (HearthDatabase *db, gint64 source_id, gboolean refused,
                               GError **error)
{
  g_autoptr (GPtrArray) edits =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_waiting_edit_free);
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  statement = hearth_statement_new (
      db, SELECT_EDIT " WHERE (?1 = 0 OR source_id = ?1) AND (state = 2) = ?2 ORDER BY id", error);
  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, source_id);
  hearth_statement_bind_int (statement, refused);
  for (;;) {
    HearthWaitingEdit *edit;

    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&edits);
    edit = read_edit (statement, error);
    if (edit == NULL)
      return NULL;
    g_ptr_array_add (edits, edit);
  }
}

/**
 * hearth_store_event_edits_wait:
 * @db: a database
 * @source_id: a calendar
 * @waiting: (out): whether something is still to be told to its server
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_event_edits_wait (HearthDatabase *db, gint64 source_id, gboolean *waiting,
                               GError **error)
{
  g_autoptr (HearthStatement) statement = hearth_statement_new (
      db, "SELECT 1 FROM event_edits WHERE source_id = ? AND state < 2 LIMIT 1", error);

  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, source_id);
  return hearth_statement_next (statement, waiting, error);
}

/**
 * hearth_store_event_edits_remove:
 * @db: a writer
 * @id: a change that its server knows by now
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_event_edits_remove (HearthDatabase *db, gint64 id, GError **error)
{
  hearth_database_assert_writer (db);
  return run_with_int (db, "DELETE FROM event_edits WHERE id = ?", id, error);
}

/**
 * hearth_store_event_edits_refuse:
 * @db: a writer
 * @id: a change
 * @problem: why its server does not take it, a sentence
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Keeps a change that was refused for its owner to see; only the last hundred of them.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_event_edits_refuse (HearthDatabase *db, gint64 id, const char *problem, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  hearth_database_assert_writer (db);
  statement =
      hearth_statement_new (db, "UPDATE event_edits SET state = 2, problem = ? WHERE id = ?",
                            error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_text (statement, problem);
  hearth_statement_bind_int (statement, id);
  return hearth_statement_run (statement, error) &&
         hearth_database_execute (db,
                                  "DELETE FROM event_edits WHERE state = 2 AND id NOT IN (SELECT id"
                                  " FROM event_edits WHERE state = 2 ORDER BY id DESC LIMIT 100)",
                                  error);
}

/**
 * hearth_store_event_edits_withdraw:
 * @db: a writer
 * @action_id: an action
 * @withdrawn: (out): whether it waited, and nothing of it had been begun: its server need not hear
 *   of it at all
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Takes out of the queue what was not told yet. Of an event to which something else was done since,
 * nothing is.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_event_edits_withdraw (HearthDatabase *db, gint64 action_id, gboolean *withdrawn,
                                   GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  hearth_database_assert_writer (db);
  statement = hearth_statement_new (
      db,
      "SELECT 1 FROM event_edits AS e WHERE action_id = ?1 AND state = 0 AND NOT EXISTS"
      " (SELECT 1 FROM event_edits WHERE action_id = ?1 AND state != 0) AND NOT EXISTS"
      " (SELECT 1 FROM event_edits AS o WHERE o.source_id = e.source_id AND o.uid = e.uid"
      " AND o.id > e.id AND o.state < 2)",
      error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, action_id);
  if (!hearth_statement_next (statement, withdrawn, error))
    return FALSE;
  return !*withdrawn ||
         run_with_int (db, "DELETE FROM event_edits WHERE action_id = ?", action_id, error);
}

/**
 * hearth_resource_dup_pending:
 * @uid: a UID
 *
 * Returns: (transfer full): the name of its resource until its server gives it one
 */
char *
hearth_resource_dup_pending (const char *uid)
{
  return g_strconcat (PENDING, uid, NULL);
}

/**
 * hearth_resource_is_pending:
 * @href: a resource
 *
 * Returns: whether it is not on its server yet
 */
gboolean
hearth_resource_is_pending (const char *href)
{
  return *href == '\0' || g_str_has_prefix (href, PENDING);
}

/**
 * hearth_store_resource_texts_get:
 * @db: a database
 * @source_id: a calendar
 * @href: a resource
 * @content: (out) (transfer full) (nullable): its text as the owner sees it; %NULL if it is not
 *   there
 * @etag: (out) (optional) (transfer full) (nullable): its version on the server
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_resource_texts_get (HearthDatabase *db, gint64 source_id, const char *href,
                                 GBytes **content, char **etag, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;
  const void *data;
  gboolean row;
  gsize size;

  *content = NULL;
  if (etag != NULL)
    *etag = NULL;
  statement =
      hearth_statement_new (db,
                            "SELECT t.content, r.etag FROM resource_texts AS t"
                            " LEFT JOIN resources AS r ON r.source_id = t.source_id AND r.href ="
                            " t.href WHERE t.source_id = ? AND t.href = ?",
                            error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, source_id);
  hearth_statement_bind_text (statement, href);
  if (!hearth_statement_next (statement, &row, error))
    return FALSE;
  if (!row)
    return TRUE;
  data = hearth_statement_get_blob (statement, 0, &size);
  *content = g_bytes_new (data, size);
  if (etag != NULL)
    *etag = g_strdup (hearth_statement_get_text (statement, 1));
  return TRUE;
}

/**
 * hearth_store_resource_texts_are_complete:
 * @db: a database
 * @source_id: a calendar
 * @complete: (out): whether the text of each of its resources is stored
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_resource_texts_are_complete (HearthDatabase *db, gint64 source_id, gboolean *complete,
                                          GError **error)
{
  g_autoptr (HearthStatement) statement = hearth_statement_new (
      db,
      "SELECT 1 FROM resources AS r WHERE r.source_id = ? AND NOT EXISTS (SELECT 1 FROM"
      " resource_texts AS t WHERE t.source_id = r.source_id AND t.href = r.href) LIMIT 1",
      error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, source_id);
  if (!hearth_statement_next (statement, &row, error))
    return FALSE;
  *complete = !row;
  return TRUE;
}

static HearthCalendarChanges *
read_resource (HearthStatement *statement)
{
  const char *etag = hearth_statement_get_text (statement, 2);
  HearthCalendarChanges *changes =
      hearth_calendar_changes_new (hearth_statement_get_text (statement, 0),
                                   etag != NULL ? etag : "", NULL);
  gsize size;
  const void *data = hearth_statement_get_blob (statement, 1, &size);

  changes->content = g_bytes_new (data, size);
  return changes;
}

/**
 * hearth_store_resource_texts_list:
 * @db: a database
 * @source_id: a calendar
 * @after: the last resource of the page before; "" for the first page
 * @limit: at most so many, or fewer if they are large
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type HearthCalendarChanges): resources by their
 * names, with version and text and without events, none after the last page; %NULL on an error
 */
GPtrArray *
hearth_store_resource_texts_list (HearthDatabase *db, gint64 source_id, const char *after,
                                  guint limit, GError **error)
{
  g_autoptr (GPtrArray) page =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_calendar_changes_free);
  g_autoptr (HearthStatement) statement = NULL;
  gsize n_bytes = 0;
  gboolean row;

  statement = hearth_statement_new (
      db,
      "SELECT t.href, t.content, r.etag FROM resource_texts AS t LEFT JOIN resources AS r"
      " ON r.source_id = t.source_id AND r.href = t.href"
      " WHERE t.source_id = ? AND t.href > ? ORDER BY t.href",
      error);
  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, source_id);
  hearth_statement_bind_text (statement, after);
  while (page->len < limit && n_bytes < MAX_PAGE_BYTES) {
    HearthCalendarChanges *changes;

    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (!row)
      break;
    changes = read_resource (statement);
    n_bytes += g_bytes_get_size (changes->content);
    g_ptr_array_add (page, changes);
  }
  return g_steal_pointer (&page);
}

static gboolean
run_on_href (HearthDatabase *db, const char *sql, gint64 source_id, const char *href,
             const char *new_href, GError **error)
{
  g_autoptr (HearthStatement) statement = hearth_statement_new (db, sql, error);

  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, source_id);
  hearth_statement_bind_text (statement, href);
  if (new_href != NULL)
    hearth_statement_bind_text (statement, new_href);
  return hearth_statement_run (statement, error);
}

/**
 * hearth_store_resource_texts_any_pending:
 * @db: a database
 * @source_id: a calendar
 * @any: (out): whether something of it is not known to be on its server yet
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_resource_texts_any_pending (HearthDatabase *db, gint64 source_id, gboolean *any,
                                         GError **error)
{
  g_autoptr (HearthStatement) statement = hearth_statement_new (
      db,
      "SELECT 1 FROM resource_texts WHERE source_id = ?1 AND href >= 'pending:'"
      " AND href < 'pending;' UNION ALL SELECT 1 FROM event_edits WHERE source_id = ?1"
      " AND href >= 'pending:' AND href < 'pending;' LIMIT 1",
      error);

  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, source_id);
  return hearth_statement_next (statement, any, error);
}

/**
 * hearth_store_resource_texts_move:
 * @db: a writer
 * @source_id: a calendar
 * @href: a resource by the name that it had here
 * @new_href: the name that its server gave it
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Gives a resource, what is in it and what waits for it another name.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_resource_texts_move (HearthDatabase *db, gint64 source_id, const char *href,
                                  const char *new_href, GError **error)
{
  static const char *const statements[] = {
    "UPDATE OR REPLACE resources SET href = ?3 WHERE source_id = ?1 AND href = ?2",
    "UPDATE OR REPLACE resource_texts SET href = ?3 WHERE source_id = ?1 AND href = ?2",
    "UPDATE events SET href = ?3 WHERE source_id = ?1 AND href = ?2",
    "UPDATE tasks SET href = ?3 WHERE source_id = ?1 AND href = ?2",
    "UPDATE event_edits SET href = ?3 WHERE source_id = ?1 AND href = ?2",
    "UPDATE action_events SET href = ?3 WHERE source_id = ?1 AND href = ?2",
  };

  hearth_database_assert_writer (db);
  for (guint i = 0; i < G_N_ELEMENTS (statements); i++) {
    if (!run_on_href (db, statements[i], source_id, href, new_href, error))
      return FALSE;
  }
  return TRUE;
}

/**
 * hearth_store_resource_texts_forget_version:
 * @db: a writer
 * @source_id: a calendar
 * @href: a resource
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Has the next sync read a resource, whatever version it has.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_resource_texts_forget_version (HearthDatabase *db, gint64 source_id, const char *href,
                                            GError **error)
{
  hearth_database_assert_writer (db);
  return run_on_href (db, "UPDATE resources SET etag = '' WHERE source_id = ? AND href = ?",
                      source_id, href, NULL, error);
}

/**
 * hearth_store_resource_texts_find:
 * @db: a database
 * @source_id: a calendar
 * @uid: a UID
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable): the resource that holds it; %NULL if there is none or on an
 *   error
 */
char *
hearth_store_resource_texts_find (HearthDatabase *db, gint64 source_id, const char *uid,
                                  GError **error)
{
  g_autoptr (HearthStatement) statement = hearth_statement_new (
      db,
      "SELECT href FROM events WHERE source_id = ?1 AND uid = ?2"
      " UNION ALL SELECT href FROM tasks WHERE source_id = ?1 AND uid = ?2 LIMIT 1",
      error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, source_id);
  hearth_statement_bind_text (statement, uid);
  if (!hearth_statement_next (statement, &row, error) || !row)
    return NULL;
  return g_strdup (hearth_statement_get_text (statement, 0));
}
