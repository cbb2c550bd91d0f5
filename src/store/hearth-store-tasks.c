/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-store-tasks.h"

#include "hearth-clock.h"
#include "hearth-event-row.h"

#include <glib/gi18n.h>
#include <string.h>

#define DEFAULT_LIMIT 500
#define MAX_WORDS 12
#define DAY ((gint64) 24 * 3600)

#define COLUMNS                                                                                    \
  "id, source_id, href, uid, recurrence_id, summary, description, url, due, due_is_date, start,"   \
  " tzid, status, completed, priority, percent, rrule, alarms, sequence, calendar_name"
/* What is still to be done, STATUS NEEDS-ACTION and IN-PROCESS. */
#define IS_OPEN "status IN (0, 1)"
/* Those that are never due come last, and among them the urgent first. */
#define ORDER " ORDER BY due = 0, due, priority = 0, priority, id LIMIT ?"

static char *
dup_text (HearthStatement *statement, int column)
{
  return g_strdup (hearth_statement_get_text (statement, column));
}

static HearthTodo *
read_todo (HearthStatement *statement)
{
  HearthTodo *todo = hearth_todo_new ();

  todo->id = hearth_statement_get_int (statement, 0);
  todo->source_id = hearth_statement_get_int (statement, 1);
  todo->href = dup_text (statement, 2);
  todo->uid = dup_text (statement, 3);
  todo->recurrence_id = hearth_statement_get_int (statement, 4);
  todo->summary = dup_text (statement, 5);
  todo->description = dup_text (statement, 6);
  todo->url = dup_text (statement, 7);
  todo->due = hearth_statement_get_int (statement, 8);
  todo->due_is_date = hearth_statement_get_int (statement, 9) != 0;
  todo->start = hearth_statement_get_int (statement, 10);
  todo->tzid = dup_text (statement, 11);
  todo->status = (HearthTodoStatus) hearth_statement_get_int (statement, 12);
  todo->completed = hearth_statement_get_int (statement, 13);
  todo->priority = (int) hearth_statement_get_int (statement, 14);
  todo->percent = (int) hearth_statement_get_int (statement, 15);
  todo->rrule = dup_text (statement, 16);
  hearth_event_row_read_alarms (todo->alarms, hearth_statement_get_text (statement, 17));
  todo->sequence = (int) hearth_statement_get_int (statement, 18);
  todo->calendar_name = dup_text (statement, 19);
  return todo;
}

/* Takes every row, of those that @accept wants if it is given. */
static GPtrArray *
collect (HearthStatement *statement, gboolean (*accept) (HearthTodo *, gpointer), gpointer data,
         guint limit, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_todo_unref);
  gboolean row;

  while (found->len < limit) {
    g_autoptr (HearthTodo) todo = NULL;

    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (!row)
      break;
    todo = read_todo (statement);
    if (accept == NULL || accept (todo, data))
      g_ptr_array_add (found, g_steal_pointer (&todo));
  }
  return g_steal_pointer (&found);
}

static gboolean
insert_todo (HearthDatabase *db, gint64 source_id, const char *href, const HearthTodo *todo,
             GError **error)
{
  g_autofree char *alarms = hearth_event_row_dup_alarms (todo->alarms);
  g_autoptr (HearthStatement) statement = NULL;

  statement = hearth_statement_new (
      db,
      "INSERT INTO tasks (source_id, href, uid, recurrence_id, summary, description, url, due,"
      " due_is_date, start, tzid, status, completed, priority, percent, rrule, alarms, sequence,"
      " calendar_name) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
      " ON CONFLICT (source_id, uid, recurrence_id) DO UPDATE SET href = excluded.href,"
      " summary = excluded.summary, description = excluded.description, url = excluded.url,"
      " due = excluded.due, due_is_date = excluded.due_is_date, start = excluded.start,"
      " tzid = excluded.tzid, status = excluded.status, completed = excluded.completed,"
      " priority = excluded.priority, percent = excluded.percent, rrule = excluded.rrule,"
      " alarms = excluded.alarms, sequence = excluded.sequence,"
      " calendar_name = excluded.calendar_name",
      error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, source_id);
  hearth_statement_bind_text (statement, href);
  hearth_statement_bind_text (statement, todo->uid);
  hearth_statement_bind_int (statement, todo->recurrence_id);
  hearth_statement_bind_text (statement, todo->summary != NULL ? todo->summary : "");
  hearth_statement_bind_text (statement, todo->description);
  hearth_statement_bind_text (statement, todo->url);
  hearth_statement_bind_int (statement, todo->due);
  hearth_statement_bind_int (statement, todo->due_is_date);
  hearth_statement_bind_int (statement, todo->start);
  hearth_statement_bind_text (statement, todo->tzid);
  hearth_statement_bind_int (statement, todo->status);
  hearth_statement_bind_int (statement, todo->completed);
  hearth_statement_bind_int (statement, todo->priority);
  hearth_statement_bind_int (statement, todo->percent);
  hearth_statement_bind_text (statement, todo->rrule);
  hearth_statement_bind_text (statement, alarms);
  hearth_statement_bind_int (statement, todo->sequence);
  hearth_statement_bind_text (statement, todo->calendar_name);
  return hearth_statement_run (statement, error);
}

static char *
dup_identity (const char *uid, gint64 recurrence_id)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT " %s", recurrence_id, uid);
}

/* The rows of a resource that are not among @kept. */
static GArray *
find_others (HearthDatabase *db, gint64 source_id, const char *href, GHashTable *kept,
             GError **error)
{
  g_autoptr (GArray) others = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  statement = hearth_statement_new (
      db, "SELECT id, uid, recurrence_id FROM tasks WHERE source_id = ? AND href = ?", error);
  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, source_id);
  hearth_statement_bind_text (statement, href);
  for (;;) {
    g_autofree char *identity = NULL;
    gint64 id;

    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&others);
    id = hearth_statement_get_int (statement, 0);
    identity = dup_identity (hearth_statement_get_text (statement, 1),
                             hearth_statement_get_int (statement, 2));
    if (!g_hash_table_contains (kept, identity))
      g_array_append_val (others, id);
  }
}

/**
 * hearth_store_tasks_apply:
 * @db: a writer in a transaction
 * @source_id: a source
 * @changes: what one of its resources holds now
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Writes the tasks of a resource. A task keeps its row as long as its UID and RECURRENCE-ID stay in
 * the source, also when it moves to another resource.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_tasks_apply (HearthDatabase *db, gint64 source_id,
                          const HearthCalendarChanges *changes, GError **error)
{
  g_autoptr (GHashTable) kept = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GArray) others = NULL;
  g_autoptr (HearthStatement) statement = NULL;
  guint n = changes->events != NULL && changes->tasks != NULL ? changes->tasks->len : 0;

  for (guint i = 0; i < n; i++) {
    const HearthTodo *todo = g_ptr_array_index (changes->tasks, i);

    if (!insert_todo (db, source_id, changes->href, todo, error))
      return FALSE;
    g_hash_table_add (kept, dup_identity (todo->uid, todo->recurrence_id));
  }
  others = find_others (db, source_id, changes->href, kept, error);
  if (others == NULL)
    return FALSE;
  if (others->len == 0)
    return TRUE;
  statement = hearth_statement_new (db, "DELETE FROM tasks WHERE id = ?", error);
  if (statement == NULL)
    return FALSE;
  for (guint i = 0; i < others->len; i++) {
    hearth_statement_bind_int (statement, g_array_index (others, gint64, i));
    if (!hearth_statement_run (statement, error))
      return FALSE;
  }
  return TRUE;
}

/**
 * hearth_store_tasks_get:
 * @db: a database
 * @id: a row
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable): the task; %HEARTH_STORE_ERROR_NOT_FOUND if there is none
 */
HearthTodo *
hearth_store_tasks_get (HearthDatabase *db, gint64 id, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  statement = hearth_statement_new (db, "SELECT " COLUMNS " FROM tasks WHERE id = ?", error);
  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, id);
  if (!hearth_statement_next (statement, &row, error))
    return NULL;
  if (row)
    return read_todo (statement);
  g_set_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND,
               _("There is no task %lld in the store; it may have been deleted."), (long long) id);
  return NULL;
}

/**
 * hearth_store_tasks_find:
 * @db: a database
 * @source_id: a source
 * @uid: a UID
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: the row of the task itself (not of an override); 0 if there is none or on an error
 */
gint64
hearth_store_tasks_find (HearthDatabase *db, gint64 source_id, const char *uid, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  statement = hearth_statement_new (
      db, "SELECT id FROM tasks WHERE source_id = ? AND uid = ? AND recurrence_id = 0", error);
  if (statement == NULL)
    return 0;
  hearth_statement_bind_int (statement, source_id);
  hearth_statement_bind_text (statement, uid);
  if (!hearth_statement_next (statement, &row, error))
    return 0;
  return row ? hearth_statement_get_int (statement, 0) : 0;
}

/* The UTC midnight of the owner's date at @seconds. */
static gint64
date_of (gint64 seconds)
{
  g_autoptr (GDateTime) local = hearth_clock_dup_at (seconds);
  g_autoptr (GDateTime) date = NULL;

  if (local == NULL)
    return seconds - seconds % DAY;
  date = g_date_time_new_utc (g_date_time_get_year (local), g_date_time_get_month (local),
                              g_date_time_get_day_of_month (local), 0, 0, 0);
  return g_date_time_to_unix (date);
}

/**
 * hearth_store_tasks_due:
 * @db: a database
 * @span: a time, seconds since 1970 UTC
 * @limit: at most so many; 0 is 500
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * A task that is due on a date is due on the owner's day of that date, wherever the owner is.
 *
 * Returns: (transfer full) (nullable) (element-type HearthTodo): tasks that are not done and due in
 *   @span, the earliest first; %NULL on an error
 */
GPtrArray *
hearth_store_tasks_due (HearthDatabase *db, HearthSpan span, guint limit, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  if (limit == 0)
    limit = DEFAULT_LIMIT;
  /* The wider span first: the index gives its few rows. */
  statement = hearth_statement_new (
      db,
      "SELECT " COLUMNS " FROM tasks WHERE " IS_OPEN " AND due <> 0 AND due >= ? AND due < ?"
      " AND CASE due_is_date WHEN 0 THEN due >= ? AND due < ? ELSE due >= ? AND due <= ? END" ORDER,
      error);
  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, MAX (span.start, G_MININT64 + 2 * DAY) - 2 * DAY);
  hearth_statement_bind_int (statement, MIN (span.end, G_MAXINT64 - 2 * DAY) + 2 * DAY);
  hearth_statement_bind_int (statement, span.start);
  hearth_statement_bind_int (statement, span.end);
  hearth_statement_bind_int (statement, date_of (span.start));
  hearth_statement_bind_int (statement, date_of (span.end - 1));
  hearth_statement_bind_int (statement, limit);
  return collect (statement, NULL, NULL, limit, error);
}

/**
 * hearth_store_tasks_list:
 * @db: a database
 * @with_done: whether also those that are done or cancelled
 * @limit: at most so many; 0 is 500
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type HearthTodo): tasks, the earliest due first and
 *   those that are never due last; %NULL on an error
 */
GPtrArray *
hearth_store_tasks_list (HearthDatabase *db, gboolean with_done, guint limit, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  if (limit == 0)
    limit = DEFAULT_LIMIT;
  statement =
      hearth_statement_new (db,
                            with_done ? "SELECT " COLUMNS " FROM tasks" ORDER
                                      : "SELECT " COLUMNS " FROM tasks WHERE " IS_OPEN ORDER,
                            error);
  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, limit);
  return collect (statement, NULL, NULL, limit, error);
}

/* What is looked for. */
typedef struct {
  HearthDatabase *db; /* (unowned) */
  char **parts;       /* (owned): stems, each with a blank before it */
  guint n;
} Search;

static gboolean
matches (HearthTodo *todo, gpointer user_data)
{
  Search *self = user_data;
  g_autofree char *words =
      g_strconcat (todo->summary, "\n", todo->calendar_name != NULL ? todo->calendar_name : "",
                   "\n", todo->description, NULL);
  g_autofree char *stems = hearth_database_dup_stems (self->db, words, HEARTH_WORDS_TEXT);

  for (guint i = 0; i < self->n; i++) {
    g_autofree char *part = g_strconcat (" ", self->parts[i], NULL);

    if (strstr (stems, part) == NULL)
      return FALSE;
  }
  return TRUE;
}

/**
 * hearth_store_tasks_search:
 * @db: a database
 * @words: what is looked for; each word, or one that begins with it, must be in the task
 * @with_done: whether also those that are done or cancelled
 * @limit: at most so many; 0 is 500
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Looks in summary, calendar name and description, without regard to case, marks and English
 * endings.
 *
 * Returns: (transfer full) (nullable) (element-type HearthTodo): as hearth_store_tasks_list()
 */
GPtrArray *
hearth_store_tasks_search (HearthDatabase *db, const char *words, gboolean with_done, guint limit,
                           GError **error)
{
  g_autofree char *stems = hearth_database_dup_stems (db, words, HEARTH_WORDS_QUERY);
  g_auto (GStrv) parts = g_strsplit (g_strstrip (stems), " ", -1);
  Search search = { db, parts, MIN (g_strv_length (parts), MAX_WORDS) };
  g_autoptr (HearthStatement) statement = NULL;

  if (search.n == 0)
    return g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_todo_unref);
  statement =
      hearth_statement_new (db,
                            with_done ? "SELECT " COLUMNS " FROM tasks" ORDER
                                      : "SELECT " COLUMNS " FROM tasks WHERE " IS_OPEN ORDER,
                            error);
  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, -1);
  return collect (statement, matches, &search, limit != 0 ? limit : DEFAULT_LIMIT, error);
}
