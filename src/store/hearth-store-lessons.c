/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-store-lessons.h"

#include "hearth-clock.h"
#include "hearth-database-private.h"

/**
 * hearth_lesson_free:
 * @self: a lesson
 */
void
hearth_lesson_free (HearthLesson *self)
{
  g_free (self->what);
  g_free (self);
}

/**
 * hearth_store_lessons_add:
 * @db: a writer
 * @message_id: a message
 * @what: what the owner says that it is; see #HearthLesson
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Writes down what the owner said. What was said of the message before is forgotten.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_lessons_add (HearthDatabase *db, gint64 message_id, const char *what, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  hearth_database_assert_writer (db);
  statement = hearth_statement_new (
      db, "INSERT OR REPLACE INTO lessons (message_id, what, at) VALUES (?, ?, ?)", error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, message_id);
  hearth_statement_bind_text (statement, what);
  hearth_statement_bind_int (statement, hearth_clock_now ());
  return hearth_statement_run (statement, error);
}

/**
 * hearth_store_lessons_remove:
 * @db: a writer
 * @message_id: a message
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Takes back what was said of a message.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_lessons_remove (HearthDatabase *db, gint64 message_id, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  hearth_database_assert_writer (db);
  statement = hearth_statement_new (db, "DELETE FROM lessons WHERE message_id = ?", error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, message_id);
  return hearth_statement_run (statement, error);
}

/**
 * hearth_store_lessons_clear:
 * @db: a writer
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Forgets all lessons.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_lessons_clear (HearthDatabase *db, GError **error)
{
  hearth_database_assert_writer (db);
  return hearth_database_execute (db, "DELETE FROM lessons", error);
}

/**
 * hearth_store_lessons_list:
 * @db: a database
 * @after_id: only those with a higher row; 0 for all
 * @limit: at most so many, the newest
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type HearthLesson): in the order in which they were
 *   given; %NULL on an error
 */
GPtrArray *
hearth_store_lessons_list (HearthDatabase *db, gint64 after_id, guint limit, GError **error)
{
  g_autoptr (GPtrArray) lessons =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_lesson_free);
  g_autoptr (HearthStatement) statement = hearth_statement_new (
      db,
      "SELECT id, message_id, what, at FROM"
      " (SELECT * FROM lessons WHERE id > ? ORDER BY id DESC LIMIT ?) ORDER BY id",
      error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, after_id);
  hearth_statement_bind_int (statement, limit);
  for (;;) {
    HearthLesson *lesson;

    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&lessons);
    lesson = g_new0 (HearthLesson, 1);
    lesson->id = hearth_statement_get_int (statement, 0);
    lesson->message_id = hearth_statement_get_int (statement, 1);
    lesson->what = g_strdup (hearth_statement_get_text (statement, 2));
    lesson->at = hearth_statement_get_int (statement, 3);
    g_ptr_array_add (lessons, lesson);
  }
}

/**
 * hearth_store_lessons_count:
 * @db: a database
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: how many there are, or -1 on an error
 */
int
hearth_store_lessons_count (HearthDatabase *db, GError **error)
{
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db, "SELECT count(*) FROM lessons", error);
  gboolean row = FALSE;

  if (statement == NULL || !hearth_statement_next (statement, &row, error) || !row)
    return -1;
  return (int) hearth_statement_get_int (statement, 0);
}
