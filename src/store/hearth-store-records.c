/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-store-records.h"

#include "hearth-clock.h"
#include "hearth-database-private.h"

#include <glib/gi18n.h>

#define SELECT_REMINDER                                                                            \
  "SELECT id, key, text, due, original_due, event_start, event_id, state, kind, link, event_end,"  \
  " shown, label FROM reminders"

static HearthReminder *
read_reminder (HearthStatement *statement)
{
  HearthReminder *reminder = hearth_reminder_new (hearth_statement_get_text (statement, 1),
                                                  hearth_statement_get_text (statement, 2),
                                                  hearth_statement_get_int (statement, 3));

  reminder->id = hearth_statement_get_int (statement, 0);
  reminder->original_due = hearth_statement_get_int (statement, 4);
  reminder->event_start = hearth_statement_get_int (statement, 5);
  reminder->event_id = hearth_statement_get_int (statement, 6);
  reminder->state = (HearthReminderState) hearth_statement_get_int (statement, 7);
  reminder->kind = (HearthReminderKind) hearth_statement_get_int (statement, 8);
  reminder->link = g_strdup (hearth_statement_get_text (statement, 9));
  reminder->event_end = hearth_statement_get_int (statement, 10);
  reminder->shown = hearth_statement_get_int (statement, 11);
  reminder->label = hearth_label_from_int (hearth_statement_get_int (statement, 12));
  return reminder;
}

/**
 * hearth_store_reminders_list:
 * @db: a database
 * @open_only: only those that are neither done nor missed
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type HearthReminder): reminders, those due first
 *   first; %NULL on an error
 */
GPtrArray *
hearth_store_reminders_list (HearthDatabase *db, gboolean open_only, GError **error)
{
  g_autoptr (GPtrArray) reminders = NULL;
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  reminders = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_reminder_free);
  G_STATIC_ASSERT (HEARTH_REMINDER_SCHEDULED == 0 && HEARTH_REMINDER_PRESENTING == 1 &&
                   HEARTH_REMINDER_PRESENTED == 4 && HEARTH_REMINDER_SNOOZED == 5);
  statement = hearth_statement_new (db,
                                    open_only ? SELECT_REMINDER
                                        " WHERE state IN (0, 1, 4, 5) ORDER BY due, id"
                                              : SELECT_REMINDER " ORDER BY due, id",
                                    error);
  if (statement == NULL)
    return NULL;
  for (;;) {
    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&reminders);
    g_ptr_array_add (reminders, read_reminder (statement));
  }
}

static gboolean
read_waiting (HearthDatabase *db, HearthReminderState state, guint limit, GPtrArray *reminders,
              GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  /* One state at a time: so the index gives them in order, and none is read that is not wanted. */
  statement =
      hearth_statement_new (db, SELECT_REMINDER " WHERE state = ? ORDER BY due, id LIMIT ?", error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, state);
  hearth_statement_bind_int (statement, limit > 0 ? (gint64) limit : -1);
  for (;;) {
    if (!hearth_statement_next (statement, &row, error))
      return FALSE;
    if (!row)
      return TRUE;
    g_ptr_array_add (reminders, read_reminder (statement));
  }
}

static int
compare_due (gconstpointer a, gconstpointer b)
{
  const HearthReminder *one = *(HearthReminder *const *) a;
  const HearthReminder *other = *(HearthReminder *const *) b;

  if (one->due != other->due)
    return one->due < other->due ? -1 : 1;
  return one->id < other->id ? -1 : one->id > other->id;
}

/**
 * hearth_store_reminders_list_waiting:
 * @db: a database
 * @limit: at most so many; 0 for all
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type HearthReminder): reminders that are scheduled
 * or snoozed, those due first first; %NULL on an error
 */
GPtrArray *
hearth_store_reminders_list_waiting (HearthDatabase *db, guint limit, GError **error)
{
  g_autoptr (GPtrArray) reminders =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_reminder_free);

  if (!read_waiting (db, HEARTH_REMINDER_SCHEDULED, limit, reminders, error) ||
      !read_waiting (db, HEARTH_REMINDER_SNOOZED, limit, reminders, error))
    return NULL;
  g_ptr_array_sort (reminders, compare_due);
  if (limit > 0 && reminders->len > limit)
    g_ptr_array_set_size (reminders, (int) limit);
  return g_steal_pointer (&reminders);
}

/**
 * hearth_store_reminders_list_shown:
 * @db: a database
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * What the owner was, or is about to be, reminded of and has not dealt with.
 *
 * Returns: (transfer full) (nullable) (element-type HearthReminder): reminders that are presenting
 * or presented, those due first first; %NULL on an error
 */
GPtrArray *
hearth_store_reminders_list_shown (HearthDatabase *db, GError **error)
{
  g_autoptr (GPtrArray) reminders =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_reminder_free);

  if (!read_waiting (db, HEARTH_REMINDER_PRESENTING, 0, reminders, error) ||
      !read_waiting (db, HEARTH_REMINDER_PRESENTED, 0, reminders, error))
    return NULL;
  g_ptr_array_sort (reminders, compare_due);
  return g_steal_pointer (&reminders);
}

/**
 * hearth_store_reminders_find:
 * @db: a database
 * @id: a row, or 0 to look for @key
 * @key: (nullable): a reminder's stable name
 * @reminder: (out) (transfer full) (nullable): it, or %NULL if there is none
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_reminders_find (HearthDatabase *db, gint64 id, const char *key,
                             HearthReminder **reminder, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  *reminder = NULL;
  statement = hearth_statement_new (
      db, id != 0 ? SELECT_REMINDER " WHERE id = ?" : SELECT_REMINDER " WHERE key = ?", error);
  if (statement == NULL)
    return FALSE;
  if (id != 0)
    hearth_statement_bind_int (statement, id);
  else
    hearth_statement_bind_text (statement, key);
  if (!hearth_statement_next (statement, &row, error))
    return FALSE;
  if (row)
    *reminder = read_reminder (statement);
  return TRUE;
}

static void
set_no_reminder (gint64 id, GError **error)
{
  g_set_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND,
               _("There is no reminder %lld; it may have been removed."), (long long) id);
}

/**
 * hearth_store_reminders_get:
 * @db: a database
 * @id: a row
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable): the reminder; %HEARTH_STORE_ERROR_NOT_FOUND if there is none
 */
HearthReminder *
hearth_store_reminders_get (HearthDatabase *db, gint64 id, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  statement = hearth_statement_new (db, SELECT_REMINDER " WHERE id = ?", error);
  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, id);
  if (!hearth_statement_next (statement, &row, error))
    return NULL;
  if (row)
    return read_reminder (statement);
  set_no_reminder (id, error);
  return NULL;
}

static void
bind_reminder (HearthStatement *statement, const HearthReminder *reminder)
{
  hearth_statement_bind_text (statement, reminder->key);
  hearth_statement_bind_text (statement, reminder->text);
  hearth_statement_bind_int (statement, reminder->due);
  hearth_statement_bind_int (statement, reminder->original_due);
  hearth_statement_bind_int (statement, reminder->event_start);
  hearth_statement_bind_int (statement, reminder->event_id);
  hearth_statement_bind_int (statement, reminder->state);
  hearth_statement_bind_int (statement, reminder->kind);
  hearth_statement_bind_text (statement, reminder->link);
  hearth_statement_bind_int (statement, reminder->event_end);
  hearth_statement_bind_int (statement, reminder->shown);
  hearth_statement_bind_int (statement, hearth_label_to_int (reminder->label));
}

/* A key that is there already means the same reminder: that row is brought up to date. */
static gboolean
insert_reminder (HearthDatabase *db, HearthReminder *reminder, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  statement = hearth_statement_new (
      db,
      "INSERT INTO reminders (key, text, due, original_due, event_start, event_id, state, kind, "
      "link,"
      " event_end, shown, label) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO"
      " UPDATE SET"
      " text = excluded.text, due = excluded.due, original_due = excluded.original_due,"
      " event_start = excluded.event_start, event_id = excluded.event_id, state = excluded.state,"
      " kind = excluded.kind, link = excluded.link, event_end = excluded.event_end,"
      " shown = excluded.shown, label = excluded.label RETURNING id",
      error);
  if (statement == NULL)
    return FALSE;
  bind_reminder (statement, reminder);
  if (!hearth_statement_next (statement, &row, error))
    return FALSE;
  reminder->id = hearth_statement_get_int (statement, 0);
  /* The change counts only once the statement has run to its end. */
  return hearth_statement_run (statement, error);
}

static gboolean
update_reminder (HearthDatabase *db, const HearthReminder *reminder, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  statement = hearth_statement_new (
      db,
      "UPDATE reminders SET key = ?, text = ?, due = ?, original_due = ?, event_start = ?,"
      " event_id = ?, state = ?, kind = ?, link = ?, event_end = ?, shown = ?, label = ?"
      " WHERE id = ?",
      error);
  if (statement == NULL)
    return FALSE;
  bind_reminder (statement, reminder);
  hearth_statement_bind_int (statement, reminder->id);
  if (!hearth_statement_run (statement, error))
    return FALSE;
  if (sqlite3_changes (hearth_database_get_handle (db)) > 0)
    return TRUE;
  set_no_reminder (reminder->id, error);
  return FALSE;
}

/**
 * hearth_store_reminders_save:
 * @db: a writer
 * @reminder: (inout): a reminder; @id is set if it was 0
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Stores a reminder: a new one when its id is 0 (or the one with the same key), else that row. It
 * is on the disk when this returns.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_reminders_save (HearthDatabase *db, HearthReminder *reminder, GError **error)
{
  hearth_database_assert_writer (db);
  return reminder->id == 0 ? insert_reminder (db, reminder, error)
                           : update_reminder (db, reminder, error);
}

/**
 * hearth_store_reminders_remove:
 * @db: a writer
 * @id: a row
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error; %HEARTH_STORE_ERROR_NOT_FOUND if there is no such reminder
 */
gboolean
hearth_store_reminders_remove (HearthDatabase *db, gint64 id, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  hearth_database_assert_writer (db);
  statement = hearth_statement_new (db, "DELETE FROM reminders WHERE id = ?", error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, id);
  if (!hearth_statement_run (statement, error))
    return FALSE;
  if (sqlite3_changes (hearth_database_get_handle (db)) > 0)
    return TRUE;
  set_no_reminder (id, error);
  return FALSE;
}
