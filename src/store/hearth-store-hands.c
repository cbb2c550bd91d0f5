/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-store-hands.h"

#include "hearth-clock.h"
#include "hearth-database-private.h"
#include "hearth-database-wipe.h"

#include <glib/gi18n.h>

/* How the owner writes is as private as a signature: what is removed leaves the files of the store.
 */

/**
 * hearth_hand_row_free:
 * @self: (transfer full): a hand
 */
void
hearth_hand_row_free (HearthHandRow *self)
{
  g_free (self->name);
  g_clear_pointer (&self->data, g_bytes_unref);
  g_free (self);
}

static HearthHandRow *
read_hand (HearthStatement *statement)
{
  HearthHandRow *self = g_new0 (HearthHandRow, 1);

  self->id = hearth_statement_get_int (statement, 0);
  self->name = g_strdup (hearth_statement_get_text (statement, 1));
  self->size = hearth_statement_get_int (statement, 2);
  self->created = hearth_statement_get_int (statement, 3);
  self->changed = hearth_statement_get_int (statement, 4);
  return self;
}

/**
 * hearth_store_hands_list:
 * @db: a database
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type HearthHandRow): the hands by their names,
 *   without their files
 */
GPtrArray *
hearth_store_hands_list (HearthDatabase *db, GError **error)
{
  g_autoptr (GPtrArray) list =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_hand_row_free);
  g_autoptr (HearthStatement) statement = hearth_statement_new (
      db, "SELECT id, name, length (data), created, changed FROM hands ORDER BY name, id", error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  for (;;) {
    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&list);
    g_ptr_array_add (list, read_hand (statement));
  }
}

static gboolean
set_not_found (gint64 id, GError **error)
{
  g_set_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND,
               _("There is no hand %lld."), (long long) id);
  return FALSE;
}

/**
 * hearth_store_hands_get:
 * @db: a database
 * @id: a row
 * @error: %HEARTH_STORE_ERROR_NOT_FOUND if there is none
 *
 * Returns: (transfer full) (nullable): the hand, with its file
 */
HearthHandRow *
hearth_store_hands_get (HearthDatabase *db, gint64 id, GError **error)
{
  g_autoptr (HearthStatement) statement = hearth_statement_new (
      db, "SELECT id, name, length (data), created, changed, data FROM hands WHERE id = ?", error);
  HearthHandRow *self;
  const void *data;
  gboolean row;
  gsize size;

  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, id);
  if (!hearth_statement_next (statement, &row, error))
    return NULL;
  if (!row) {
    set_not_found (id, error);
    return NULL;
  }
  self = read_hand (statement);
  data = hearth_statement_get_blob (statement, 5, &size);
  self->data = g_bytes_new (data, size);
  return self;
}

/* Returns: a hand of that name but @id, or 0; -1 on an error. */
static gint64
find_named (HearthDatabase *db, const char *name, gint64 id, GError **error)
{
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db, "SELECT id FROM hands WHERE name = ? AND id != ? ORDER BY id",
                            error);
  gboolean row;

  if (statement == NULL)
    return -1;
  hearth_statement_bind_text (statement, name);
  hearth_statement_bind_int (statement, id);
  if (!hearth_statement_next (statement, &row, error))
    return -1;
  return row ? hearth_statement_get_int (statement, 0) : 0;
}

/**
 * hearth_store_hands_find:
 * @db: a database
 * @name: what a hand is called; a letter says it in its face
 * @error: %HEARTH_STORE_ERROR_NOT_FOUND if none is called so
 *
 * Returns: (transfer full) (nullable): the hand, with its file
 */
HearthHandRow *
hearth_store_hands_find (HearthDatabase *db, const char *name, GError **error)
{
  gint64 id = find_named (db, name, 0, error);

  if (id > 0)
    return hearth_store_hands_get (db, id, error);
  if (id == 0)
    g_set_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND,
                 _("There is no hand “%s”."), name);
  return NULL;
}

/* Letters and books find their hand by its name: no two are called the same. */
static gboolean
has_own_name (HearthDatabase *db, gint64 id, const char *name, GError **error)
{
  gint64 other = find_named (db, name, id, error);

  if (other > 0)
    g_set_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_FAILED,
                 _("There is a hand “%s” already."), name);
  return other == 0;
}

/* Letters and books name the hand that they are written in, those that were deleted, too. A letter
 * that says the same is as old as before. */
static gboolean
rename_in (HearthDatabase *db, const char *sql, gint64 id, const char *name, GError **error)
{
  g_autoptr (HearthStatement) statement = hearth_statement_new (db, sql, error);

  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_text (statement, name);
  hearth_statement_bind_int (statement, id);
  return hearth_statement_run (statement, error);
}

static gboolean
follow_name (HearthDatabase *db, gint64 id, const char *name, GError **error)
{
  return rename_in (db,
                    "UPDATE letters SET face = ?1"
                    " WHERE face != ?1 AND face = (SELECT name FROM hands WHERE id = ?2)",
                    id, name, error) &&
         rename_in (db,
                    "UPDATE books SET face = ?1"
                    " WHERE face != ?1 AND face = (SELECT name FROM hands WHERE id = ?2)",
                    id, name, error);
}

/* Returns: whether another hand can be added. */
static gboolean
has_room (HearthDatabase *db, GError **error)
{
  gint64 count;

  if (!hearth_database_get_int (db, "SELECT count(*) FROM hands", &count, error))
    return FALSE;
  if (count < HEARTH_HANDS_MAX)
    return TRUE;
  g_set_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_FAILED,
               _("There can be at most %d hands; remove one first."), HEARTH_HANDS_MAX);
  return FALSE;
}

static gboolean
write_row (HearthDatabase *db, gint64 *id, const char *name, GBytes *data, GError **error)
{
  g_autoptr (HearthStatement) statement = hearth_statement_new (
      db,
      *id == 0 ? "INSERT INTO hands (name, created, changed, data) VALUES (?1, ?2, ?2, ?3)"
               : "UPDATE hands SET name = ?1, changed = ?2, data = ifnull (?3, data) WHERE id = ?4",
      error);
  gsize size = 0;
  const void *bytes = data != NULL ? g_bytes_get_data (data, &size) : NULL;

  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_text (statement, name);
  hearth_statement_bind_int (statement, hearth_clock_now ());
  if (data != NULL)
    hearth_statement_bind_blob (statement, bytes != NULL ? bytes : "", size);
  else
    hearth_statement_bind_null (statement);
  if (*id != 0)
    hearth_statement_bind_int (statement, *id);
  if (!hearth_statement_run (statement, error))
    return FALSE;
  if (*id == 0)
    *id = sqlite3_last_insert_rowid (hearth_database_get_handle (db));
  else if (sqlite3_changes (hearth_database_get_handle (db)) == 0)
    return set_not_found (*id, error);
  return TRUE;
}

/**
 * hearth_store_hands_save:
 * @db: a writer in a transaction
 * @id: (inout): a row, or 0 for a new hand, whose row is then set
 * @name: what it is called
 * @data: (nullable): a file of a hand; %NULL leaves the one that is there
 * @error: %HEARTH_STORE_ERROR_NOT_FOUND if there is no such row, %HEARTH_STORE_ERROR_FAILED if
 *   another one is called so
 *
 * Stores a hand; letters and books that are written in it follow its name. A row that is written
 * anew lies in other pages; what is given back is overwritten, so that nothing of it is left when
 * the hand is removed.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_hands_save (HearthDatabase *db, gint64 *id, const char *name, GBytes *data,
                         GError **error)
{
  gint64 before;
  gboolean ok;

  hearth_database_assert_writer (db);
  if ((*id == 0 && !has_room (db, error)) || !has_own_name (db, *id, name, error) ||
      !hearth_database_begin_wiping (db, &before, error))
    return FALSE;
  ok = (*id == 0 || follow_name (db, *id, name, error)) && write_row (db, id, name, data, error);
  return hearth_database_end_wiping (db, before, ok, error);
}

static gboolean
delete_row (HearthDatabase *db, gint64 id, GError **error)
{
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db, "DELETE FROM hands WHERE id = ?", error);

  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, id);
  if (!hearth_statement_run (statement, error))
    return FALSE;
  return sqlite3_changes (hearth_database_get_handle (db)) > 0 || set_not_found (id, error);
}

/**
 * hearth_store_hands_remove:
 * @db: a writer in a transaction
 * @id: a row
 * @error: %HEARTH_STORE_ERROR_NOT_FOUND if there is none
 *
 * Removes a hand for good. The log still has to be emptied, see hearth_database_empty_log().
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_hands_remove (HearthDatabase *db, gint64 id, GError **error)
{
  gint64 before;
  gboolean ok;

  hearth_database_assert_writer (db);
  if (!hearth_database_begin_wiping (db, &before, error))
    return FALSE;
  ok = delete_row (db, id, error) && hearth_database_rewrite (db, "hands", error) &&
       hearth_database_mark_wiped (db, error);
  return hearth_database_end_wiping (db, before, ok, error);
}
