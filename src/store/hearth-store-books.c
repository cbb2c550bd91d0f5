/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-store-books.h"

#include "hearth-clock.h"
#include "hearth-database-private.h"

#include <glib/gi18n.h>

/**
 * hearth_book_row_new:
 * @title: its title
 * @dedication: whom it is for, or ""
 *
 * Returns: (transfer full): a book without letters and without a row
 */
HearthBookRow *
hearth_book_row_new (const char *title, const char *dedication)
{
  HearthBookRow *self = g_new0 (HearthBookRow, 1);

  self->title = g_strdup (title);
  self->dedication = g_strdup (dedication);
  self->author = g_strdup ("");
  self->paper = g_strdup ("");
  self->face = g_strdup ("");
  self->pen = g_strdup ("");
  self->letters = g_array_new (FALSE, FALSE, sizeof (gint64));
  return self;
}

/**
 * hearth_book_row_free:
 * @self: (transfer full): a book
 */
void
hearth_book_row_free (HearthBookRow *self)
{
  g_free (self->title);
  g_free (self->dedication);
  g_free (self->author);
  g_free (self->paper);
  g_free (self->face);
  g_free (self->pen);
  g_array_unref (self->letters);
  g_free (self);
}

/* A letter that was deleted is in no book until it is brought back. */
static gboolean
read_letters (HearthDatabase *db, HearthBookRow *book, GError **error)
{
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db,
                            "SELECT letter_id FROM book_letters WHERE book_id = ? AND letter_id IN"
                            " (SELECT id FROM letters WHERE state != 2) ORDER BY position",
                            error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, book->id);
  for (;;) {
    gint64 id;

    if (!hearth_statement_next (statement, &row, error))
      return FALSE;
    if (!row)
      return TRUE;
    id = hearth_statement_get_int (statement, 0);
    g_array_append_val (book->letters, id);
  }
}

/* Everything but the letters. */
static HearthBookRow *
read_book (HearthStatement *statement)
{
  HearthBookRow *self = g_new0 (HearthBookRow, 1);

  self->id = hearth_statement_get_int (statement, 0);
  self->title = g_strdup (hearth_statement_get_text (statement, 1));
  self->dedication = g_strdup (hearth_statement_get_text (statement, 2));
  self->author = g_strdup (hearth_statement_get_text (statement, 3));
  self->paper = g_strdup (hearth_statement_get_text (statement, 4));
  self->face = g_strdup (hearth_statement_get_text (statement, 5));
  self->pen = g_strdup (hearth_statement_get_text (statement, 6));
  self->created = hearth_statement_get_int (statement, 7);
  self->changed = hearth_statement_get_int (statement, 8);
  self->letters = g_array_new (FALSE, FALSE, sizeof (gint64));
  return self;
}

static GPtrArray *
list_where (HearthDatabase *db, gint64 id, GError **error)
{
  g_autoptr (GPtrArray) list =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_book_row_free);
  g_autoptr (HearthStatement) statement = hearth_statement_new (
      db,
      "SELECT id, title, dedication, author, paper, face, pen, created, changed FROM books"
      " WHERE ?1 IN (0, id)"
      " ORDER BY changed DESC, id DESC",
      error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, id);
  for (;;) {
    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (!row)
      break;
    g_ptr_array_add (list, read_book (statement));
  }
  for (guint i = 0; i < list->len; i++) {
    if (!read_letters (db, g_ptr_array_index (list, i), error))
      return NULL;
  }
  return g_steal_pointer (&list);
}

/**
 * hearth_store_books_list:
 * @db: a database
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type HearthBookRow): the books, the one last changed
 *   first
 */
GPtrArray *
hearth_store_books_list (HearthDatabase *db, GError **error)
{
  return list_where (db, 0, error);
}

static gboolean
set_not_found (gint64 id, GError **error)
{
  g_set_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND,
               _("There is no book %lld."), (long long) id);
  return FALSE;
}

/**
 * hearth_store_books_get:
 * @db: a database
 * @id: a row
 * @error: %HEARTH_STORE_ERROR_NOT_FOUND if there is none
 *
 * Returns: (transfer full) (nullable): the book
 */
HearthBookRow *
hearth_store_books_get (HearthDatabase *db, gint64 id, GError **error)
{
  g_autoptr (GPtrArray) list = id > 0 ? list_where (db, id, error) : NULL;

  if (list != NULL && list->len > 0)
    return g_ptr_array_steal_index (list, 0);
  if (list != NULL || id <= 0)
    set_not_found (id, error);
  return NULL;
}

static gboolean
save_row (HearthDatabase *db, HearthBookRow *book, GError **error)
{
  g_autoptr (HearthStatement) statement = hearth_statement_new (
      db,
      book->id == 0
          ? "INSERT INTO books (title, dedication, author, paper, face, pen, created, changed)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)"
          : "UPDATE books SET title = ?1, dedication = ?2, author = ?3, paper = ?4, face = ?5,"
            " pen = ?6, changed = ?7 WHERE id = ?8",
      error);

  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_text (statement, book->title);
  hearth_statement_bind_text (statement, book->dedication);
  hearth_statement_bind_text (statement, book->author);
  hearth_statement_bind_text (statement, book->paper);
  hearth_statement_bind_text (statement, book->face);
  hearth_statement_bind_text (statement, book->pen);
  hearth_statement_bind_int (statement, hearth_clock_now ());
  if (book->id != 0)
    hearth_statement_bind_int (statement, book->id);
  if (!hearth_statement_run (statement, error))
    return FALSE;
  if (book->id == 0)
    book->id = sqlite3_last_insert_rowid (hearth_database_get_handle (db));
  else if (sqlite3_changes (hearth_database_get_handle (db)) == 0)
    return set_not_found (book->id, error);
  return TRUE;
}

static gboolean
empty_book (HearthDatabase *db, gint64 id, GError **error)
{
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db, "DELETE FROM book_letters WHERE book_id = ?", error);

  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, id);
  return hearth_statement_run (statement, error);
}

/**
 * hearth_store_books_save:
 * @db: a writer in a transaction
 * @book: (inout): a book; its row is set if it was 0
 * @error: %HEARTH_STORE_ERROR_NOT_FOUND if it has a row that is not there
 *
 * Stores a book and the order of its letters.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_books_save (HearthDatabase *db, HearthBookRow *book, GError **error)
{
  hearth_database_assert_writer (db);
  if (!save_row (db, book, error) || !empty_book (db, book->id, error))
    return FALSE;
  for (guint i = 0; i < book->letters->len; i++) {
    g_autoptr (HearthStatement) statement = hearth_statement_new (
        db, "INSERT INTO book_letters (book_id, position, letter_id) VALUES (?, ?, ?)", error);

    if (statement == NULL)
      return FALSE;
    hearth_statement_bind_int (statement, book->id);
    hearth_statement_bind_int (statement, i);
    hearth_statement_bind_int (statement, g_array_index (book->letters, gint64, i));
    if (!hearth_statement_run (statement, error))
      return FALSE;
  }
  return TRUE;
}

/**
 * hearth_store_books_remove:
 * @db: a writer in a transaction
 * @id: a row
 * @error: %HEARTH_STORE_ERROR_NOT_FOUND if there is none
 *
 * Removes a book. Its letters stay.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_books_remove (HearthDatabase *db, gint64 id, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  hearth_database_assert_writer (db);
  if (!empty_book (db, id, error))
    return FALSE;
  statement = hearth_statement_new (db, "DELETE FROM books WHERE id = ?", error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, id);
  if (!hearth_statement_run (statement, error))
    return FALSE;
  return sqlite3_changes (hearth_database_get_handle (db)) > 0 || set_not_found (id, error);
}
