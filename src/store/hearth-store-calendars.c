/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-store-calendars.h"

#include "hearth-database-private.h"

#include <glib/gi18n.h>

/* A calendar is a row in `sources`, which has its name and its state, and one in `calendars` for
 * what its owner wants of it; those of one server share a row in `dav_accounts`. */

#define ACCOUNT_COLUMNS "id, url, user, auth, goa_id, pin, label, address"
#define CALENDAR_COLUMNS                                                                           \
  "source_id, account_id, color, writable, hidden, default_reminder, refresh, scheduling"

static HearthDavAccount *
read_account (HearthStatement *statement)
{
  g_autoptr (HearthDavAccount) account =
      hearth_dav_account_new (hearth_statement_get_text (statement, 1),
                              hearth_statement_get_text (statement, 2));

  account->id = hearth_statement_get_int (statement, 0);
  account->goa_id = g_strdup (hearth_statement_get_text (statement, 4));
  account->pin = g_strdup (hearth_statement_get_text (statement, 5));
  g_free (account->label);
  account->label = g_strdup (hearth_statement_get_text (statement, 6));
  account->address = g_strdup (hearth_statement_get_text (statement, 7));
  if (!hearth_auth_from_string (hearth_statement_get_text (statement, 3), &account->auth))
    return NULL;
  return g_steal_pointer (&account);
}

/**
 * hearth_store_dav_accounts_list:
 * @db: a database
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type HearthDavAccount): the logins, the oldest first
 */
GPtrArray *
hearth_store_dav_accounts_list (HearthDatabase *db, GError **error)
{
  g_autoptr (GPtrArray) accounts =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_dav_account_free);
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db, "SELECT " ACCOUNT_COLUMNS " FROM dav_accounts ORDER BY id", error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  for (;;) {
    HearthDavAccount *account;

    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&accounts);
    account = read_account (statement);
    if (account != NULL)
      g_ptr_array_add (accounts, account);
  }
}

/**
 * hearth_store_dav_accounts_get:
 * @db: a database
 * @id: a login's row
 * @error: %HEARTH_STORE_ERROR_NOT_FOUND or another #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable): the login
 */
HearthDavAccount *
hearth_store_dav_accounts_get (HearthDatabase *db, gint64 id, GError **error)
{
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db, "SELECT " ACCOUNT_COLUMNS " FROM dav_accounts WHERE id = ?", error);
  HearthDavAccount *account = NULL;
  gboolean row;

  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, id);
  if (!hearth_statement_next (statement, &row, error))
    return NULL;
  if (row)
    account = read_account (statement);
  if (account == NULL)
    g_set_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND,
                 _("There is no login %lld."), (long long) id);
  return account;
}

/**
 * hearth_store_dav_accounts_save:
 * @db: a writer
 * @account: a login; one without a row gets one
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_dav_accounts_save (HearthDatabase *db, HearthDavAccount *account, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  hearth_database_assert_writer (db);
  statement = hearth_statement_new (db,
                                    "INSERT OR REPLACE INTO dav_accounts (" ACCOUNT_COLUMNS
                                    ") VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                                    error);
  if (statement == NULL)
    return FALSE;
  if (account->id != 0)
    hearth_statement_bind_int (statement, account->id);
  else
    hearth_statement_bind_null (statement);
  hearth_statement_bind_text (statement, account->url);
  hearth_statement_bind_text (statement, account->user);
  hearth_statement_bind_text (statement, hearth_auth_to_string (account->auth));
  hearth_statement_bind_text (statement, account->goa_id);
  hearth_statement_bind_text (statement, account->pin);
  hearth_statement_bind_text (statement, account->label);
  hearth_statement_bind_text (statement, account->address);
  if (!hearth_statement_run (statement, error))
    return FALSE;
  if (account->id == 0)
    account->id = sqlite3_last_insert_rowid (hearth_database_get_handle (db));
  return TRUE;
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
 * hearth_store_dav_accounts_remove_unused:
 * @db: a writer
 * @id: a login's row
 * @removed: (out): whether no calendar and no address book has it any more, and so it is gone
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_dav_accounts_remove_unused (HearthDatabase *db, gint64 id, gboolean *removed,
                                         GError **error)
{
  hearth_database_assert_writer (db);
  if (!run_with_id (db,
                    "DELETE FROM dav_accounts WHERE id = ?1 AND NOT EXISTS"
                    " (SELECT 1 FROM calendars WHERE account_id = ?1)",
                    id, error))
    return FALSE;
  *removed = sqlite3_changes (hearth_database_get_handle (db)) > 0;
  return TRUE;
}

static HearthCalendar *
read_calendar (HearthStatement *statement)
{
  HearthCalendar *calendar = hearth_calendar_new (hearth_statement_get_int (statement, 0));

  calendar->account_id = hearth_statement_get_int (statement, 1);
  g_free (calendar->color);
  calendar->color = g_strdup (hearth_statement_get_text (statement, 2));
  calendar->writable = hearth_statement_get_int (statement, 3) != 0;
  calendar->hidden = hearth_statement_get_int (statement, 4) != 0;
  calendar->default_reminder = (int) hearth_statement_get_int (statement, 5);
  calendar->refresh = (guint) hearth_statement_get_int (statement, 6);
  calendar->scheduling = hearth_statement_get_int (statement, 7) != 0;
  return calendar;
}

/**
 * hearth_store_calendars_list:
 * @db: a database
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type HearthCalendar): those that are not all
 *   defaults, by their source
 */
GPtrArray *
hearth_store_calendars_list (HearthDatabase *db, GError **error)
{
  g_autoptr (GPtrArray) calendars =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_calendar_free);
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db, "SELECT " CALENDAR_COLUMNS " FROM calendars ORDER BY source_id",
                            error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  for (;;) {
    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&calendars);
    g_ptr_array_add (calendars, read_calendar (statement));
  }
}

/**
 * hearth_store_calendars_get:
 * @db: a database
 * @source_id: a source
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable): how it is treated, with the defaults if it has no row
 */
HearthCalendar *
hearth_store_calendars_get (HearthDatabase *db, gint64 source_id, GError **error)
{
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db, "SELECT " CALENDAR_COLUMNS " FROM calendars WHERE source_id = ?",
                            error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, source_id);
  if (!hearth_statement_next (statement, &row, error))
    return NULL;
  return row ? read_calendar (statement) : hearth_calendar_new (source_id);
}

/**
 * hearth_store_calendars_save:
 * @db: a writer
 * @calendar: how a source is to be treated
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_calendars_save (HearthDatabase *db, const HearthCalendar *calendar, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  hearth_database_assert_writer (db);
  statement = hearth_statement_new (db,
                                    "INSERT OR REPLACE INTO calendars (" CALENDAR_COLUMNS
                                    ") VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                                    error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, calendar->source_id);
  hearth_statement_bind_int (statement, calendar->account_id);
  hearth_statement_bind_text (statement, calendar->color);
  hearth_statement_bind_int (statement, calendar->writable);
  hearth_statement_bind_int (statement, calendar->hidden);
  hearth_statement_bind_int (statement, calendar->default_reminder);
  hearth_statement_bind_int (statement, calendar->refresh);
  hearth_statement_bind_int (statement, calendar->scheduling);
  return hearth_statement_run (statement, error);
}

/**
 * hearth_store_calendars_remove:
 * @db: a writer
 * @source_id: a source
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error; that there is no row is none
 */
gboolean
hearth_store_calendars_remove (HearthDatabase *db, gint64 source_id, GError **error)
{
  hearth_database_assert_writer (db);
  return run_with_id (db, "DELETE FROM calendars WHERE source_id = ?", source_id, error);
}

static gboolean
set_text (HearthDatabase *db, const char *sql, const char *text, gint64 id, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  hearth_database_assert_writer (db);
  statement = hearth_statement_new (db, sql, error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_text (statement, text);
  hearth_statement_bind_int (statement, id);
  return hearth_statement_run (statement, error);
}

/**
 * hearth_store_sources_set_token:
 * @db: a writer
 * @id: a source
 * @token: (nullable): how far it has been read
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_sources_set_token (HearthDatabase *db, gint64 id, const char *token, GError **error)
{
  return set_text (db, "UPDATE sources SET token = ? WHERE id = ?", token, id, error);
}

/**
 * hearth_store_sources_set_name:
 * @db: a writer
 * @id: a source
 * @name: what the owner calls it
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_sources_set_name (HearthDatabase *db, gint64 id, const char *name, GError **error)
{
  return set_text (db, "UPDATE sources SET name = ? WHERE id = ?", name, id, error);
}
