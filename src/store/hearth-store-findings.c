/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-store-findings.h"

#include "hearth-clock.h"
#include "hearth-database-private.h"
#include "hearth-message.h"
#include "hearth-records.h"

#include <glib/gi18n.h>

#define DEFAULT_LIMIT 200

#define COLUMNS                                                                                    \
  "f.id, f.message_id, f.kind, f.start, f.length, f.text, f.value, f.place, f.due, f.due_is_date," \
  " f.until, f.state, f.changed"

static HearthFinding *
read_row (HearthStatement *statement)
{
  HearthFinding *self;
  gint64 kind = hearth_statement_get_int (statement, 2);

  /* A newer version may know more kinds. */
  if (kind < 0 || kind >= HEARTH_N_FINDINGS)
    return NULL;
  self = hearth_finding_new ((HearthFindingKind) kind, hearth_statement_get_text (statement, 5),
                             (gsize) hearth_statement_get_int (statement, 3),
                             (gsize) hearth_statement_get_int (statement, 4));
  self->id = hearth_statement_get_int (statement, 0);
  self->message_id = hearth_statement_get_int (statement, 1);
  self->value = g_strdup (hearth_statement_get_text (statement, 6));
  self->place = g_strdup (hearth_statement_get_text (statement, 7));
  self->due = hearth_statement_get_int (statement, 8);
  self->due_is_date = hearth_statement_get_int (statement, 9) != 0;
  self->until = hearth_statement_get_int (statement, 10);
  self->state = (HearthFindingState) CLAMP (hearth_statement_get_int (statement, 11),
                                            HEARTH_FINDING_OPEN, HEARTH_FINDING_DISMISSED);
  self->changed = hearth_statement_get_int (statement, 12);
  /* Nobody is told a code whose time is over, though it may not be erased yet. */
  if (self->kind == HEARTH_FINDING_CODE && self->until <= hearth_clock_now ())
    g_clear_pointer (&self->value, g_free);
  return self;
}

static GPtrArray *
read_rows (HearthStatement *statement, GError **error)
{
  g_autoptr (GPtrArray) findings =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_finding_free);
  gboolean row;

  for (;;) {
    HearthFinding *finding;

    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&findings);
    finding = read_row (statement);
    if (finding != NULL)
      g_ptr_array_add (findings, finding);
  }
}

static void
append_kinds (GString *sql, guint kinds)
{
  const char *separator = "";

  g_string_append (sql, " AND f.kind IN (");
  for (guint kind = 0; kind < HEARTH_N_FINDINGS; kind++) {
    if ((kinds & HEARTH_FINDING_BIT (kind)) != 0) {
      g_string_append_printf (sql, "%s%u", separator, kind);
      separator = ", ";
    }
  }
  g_string_append_c (sql, ')');
}

/**
 * hearth_store_findings_list:
 * @db: a database
 * @filter: which findings
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type HearthFinding): those of the newest messages
 *   first, of one message in the order of its text; %NULL on an error
 */
GPtrArray *
hearth_store_findings_list (HearthDatabase *db, const HearthFindingFilter *filter, GError **error)
{
  g_autoptr (GString) sql = g_string_new ("SELECT " COLUMNS " FROM findings AS f");
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (HearthStatement) statement = NULL;
  const struct {
    const char *sql;
    gint64 value;
  } conditions[] = {
    { " AND f.message_id = ?", filter->message_id },
    { " AND m.thread_id = ?", filter->thread_id },
    { " AND f.message_id >= ?", filter->since << 20 },
    { " AND f.due >= ?", filter->due_from },
    { " AND f.due > 0 AND f.due < ?", filter->due_before },
  };

  if (filter->thread_id != 0)
    g_string_append (sql, " JOIN messages AS m ON m.id = f.message_id");
  g_string_append (sql, " WHERE 1");
  if (filter->kinds != 0)
    append_kinds (sql, filter->kinds);
  for (guint i = 0; i < G_N_ELEMENTS (conditions); i++) {
    if (conditions[i].value != 0) {
      g_string_append (sql, conditions[i].sql);
      g_array_append_val (numbers, conditions[i].value);
    }
  }
  if (filter->open)
    g_string_append (sql, " AND f.state = 0");
  if (filter->kept)
    g_string_append_printf (sql,
                            " AND f.message_id IN (SELECT k.id FROM messages AS k"
                            " JOIN mailboxes AS b ON b.id = k.mailbox_id"
                            " WHERE b.role NOT IN (%d, %d, %d))",
                            HEARTH_MAILBOX_DRAFTS, HEARTH_MAILBOX_TRASH, HEARTH_MAILBOX_JUNK);
  g_string_append (sql, " ORDER BY f.message_id DESC, f.start, f.id LIMIT ?");
  statement = hearth_statement_new (db, sql->str, error);
  if (statement == NULL)
    return NULL;
  for (guint i = 0; i < numbers->len; i++)
    hearth_statement_bind_int (statement, g_array_index (numbers, gint64, i));
  hearth_statement_bind_int (statement, filter->limit != 0 ? filter->limit : DEFAULT_LIMIT);
  return read_rows (statement, error);
}

/**
 * hearth_store_findings_get:
 * @db: a database
 * @id: a finding
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable): the finding; %NULL on an error,
 * %HEARTH_STORE_ERROR_NOT_FOUND if there is none
 */
HearthFinding *
hearth_store_findings_get (HearthDatabase *db, gint64 id, GError **error)
{
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db, "SELECT " COLUMNS " FROM findings AS f WHERE f.id = ?", error);
  g_autoptr (GPtrArray) found = NULL;

  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, id);
  found = read_rows (statement, error);
  if (found == NULL)
    return NULL;
  if (found->len == 0) {
    g_set_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND,
                 _("There is no such finding in any mail."));
    return NULL;
  }
  return g_ptr_array_steal_index (found, 0);
}

static gboolean
insert (HearthDatabase *db, gint64 message_id, const HearthFinding *finding, GError **error)
{
  g_autoptr (HearthStatement) statement = hearth_statement_new (
      db,
      "INSERT INTO findings (message_id, kind, start, length, text, value, place, due,"
      " due_is_date, until, state, changed)"
      /* What the owner said of it holds. */
      " SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12 WHERE NOT EXISTS"
      " (SELECT 1 FROM findings WHERE message_id = ?1 AND kind = ?2 AND start = ?3)",
      error);

  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, message_id);
  hearth_statement_bind_int (statement, finding->kind);
  hearth_statement_bind_int (statement, (gint64) finding->start);
  hearth_statement_bind_int (statement, (gint64) finding->length);
  hearth_statement_bind_text (statement, finding->text);
  hearth_statement_bind_text (statement, finding->value);
  hearth_statement_bind_text (statement, finding->place);
  hearth_statement_bind_int (statement, finding->due);
  hearth_statement_bind_int (statement, finding->due_is_date);
  hearth_statement_bind_int (statement, finding->until);
  hearth_statement_bind_int (statement, finding->state);
  hearth_statement_bind_int (statement, finding->changed);
  return hearth_statement_run (statement, error);
}

static gboolean
run_with_id (HearthDatabase *db, const char *sql, gint64 id, GError **error)
{
  g_autoptr (HearthStatement) statement = hearth_statement_new (db, sql, error);

  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, id);
  return hearth_statement_run (statement, error);
}

/**
 * hearth_store_findings_replace:
 * @db: a writer
 * @message_id: a message
 * @findings: (element-type HearthFinding): what was found in it; their rows and messages are not
 *   looked at
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Writes what was found in a message in place of what was found before, and marks the message as
 * looked through. What the owner settled by hand stays as it is.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_findings_replace (HearthDatabase *db, gint64 message_id, GPtrArray *findings,
                               GError **error)
{
  hearth_database_assert_writer (db);
  if (!run_with_id (db, "DELETE FROM findings WHERE message_id = ? AND state < 2", message_id,
                    error))
    return FALSE;
  for (guint i = 0; i < findings->len; i++) {
    if (!insert (db, message_id, g_ptr_array_index (findings, i), error))
      return FALSE;
  }
  G_STATIC_ASSERT (HEARTH_MARK_FOUND == 65536);
  return run_with_id (db, "UPDATE messages SET marks = marks | 65536 WHERE id = ?", message_id,
                      error);
}

/**
 * hearth_store_findings_settle:
 * @db: a writer
 * @id: a finding
 * @state: %HEARTH_FINDING_OPEN or %HEARTH_FINDING_SETTLED
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Writes how a finding stands by what was written later, unless it is gone or the owner has said
 * so.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_findings_settle (HearthDatabase *db, gint64 id, HearthFindingState state,
                              GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  hearth_database_assert_writer (db);
  statement = hearth_statement_new (
      db, "UPDATE findings SET state = ?, changed = ? WHERE id = ? AND state < 2", error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, state);
  hearth_statement_bind_int (statement, hearth_clock_now ());
  hearth_statement_bind_int (statement, id);
  return hearth_statement_run (statement, error);
}

/**
 * hearth_store_findings_set_state:
 * @db: a writer
 * @id: a finding
 * @state: how it stands from now on
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error; %HEARTH_STORE_ERROR_NOT_FOUND if there is no such finding
 */
gboolean
hearth_store_findings_set_state (HearthDatabase *db, gint64 id, HearthFindingState state,
                                 GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  hearth_database_assert_writer (db);
  statement =
      hearth_statement_new (db, "UPDATE findings SET state = ?, changed = ? WHERE id = ?", error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, state);
  hearth_statement_bind_int (statement, hearth_clock_now ());
  hearth_statement_bind_int (statement, id);
  if (!hearth_statement_run (statement, error))
    return FALSE;
  if (sqlite3_changes (hearth_database_get_handle (db)) > 0)
    return TRUE;
  g_set_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND,
               _("There is no such finding in any mail."));
  return FALSE;
}
