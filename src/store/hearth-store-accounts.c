/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-store-accounts.h"

#include "hearth-database-private.h"
#include "hearth-store-records.h"

#include <glib/gi18n.h>

/* An account is a row in `sources`, which has its name and its state, one in `accounts`, and one in
 * `identities` for each further address. */

#define COLUMNS                                                                                    \
  "s.id, s.name, a.address, a.name, a.auth, a.goa_id, a.paused, a.keep_days, a.sent_copy,"         \
  " a.thrifty, a.signature, a.imap_host, a.imap_port, a.imap_security, a.imap_user, a.imap_pin,"   \
  " a.smtp_host, a.smtp_port, a.smtp_security, a.smtp_user, a.smtp_pin"

#define TABLES "accounts AS a JOIN sources AS s ON s.id = a.source_id AND NOT s.removing"

enum {
  COLUMN_ID,
  COLUMN_LABEL,
  COLUMN_ADDRESS,
  COLUMN_NAME,
  COLUMN_AUTH,
  COLUMN_GOA_ID,
  COLUMN_PAUSED,
  COLUMN_KEEP_DAYS,
  COLUMN_SENT_COPY,
  COLUMN_THRIFTY,
  COLUMN_SIGNATURE,
  COLUMN_IMAP,
  COLUMN_SMTP = COLUMN_IMAP + 5,
};

static void
set_not_found (gint64 id, GError **error)
{
  g_set_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND,
               _("There is no account %lld."), (long long) id);
}

static void
take_text (char **field, HearthStatement *statement, int column)
{
  g_free (*field);
  *field = g_strdup (hearth_statement_get_text (statement, column));
}

static gboolean
read_server (HearthStatement *statement, int first, HearthMailServer *server)
{
  take_text (&server->host, statement, first);
  server->port = (guint16) hearth_statement_get_int (statement, first + 1);
  take_text (&server->user, statement, first + 3);
  take_text (&server->pin, statement, first + 4);
  return hearth_security_from_string (hearth_statement_get_text (statement, first + 2),
                                      &server->security);
}

/* Returns %NULL for a row of a newer kind. */
static HearthAccount *
read_row (HearthStatement *statement)
{
  g_autoptr (HearthAccount) account =
      hearth_account_new (hearth_statement_get_text (statement, COLUMN_ADDRESS));

  account->id = hearth_statement_get_int (statement, COLUMN_ID);
  take_text (&account->label, statement, COLUMN_LABEL);
  take_text (&account->name, statement, COLUMN_NAME);
  take_text (&account->goa_id, statement, COLUMN_GOA_ID);
  take_text (&account->signature, statement, COLUMN_SIGNATURE);
  account->paused = hearth_statement_get_int (statement, COLUMN_PAUSED) != 0;
  account->keep_days = (guint) hearth_statement_get_int (statement, COLUMN_KEEP_DAYS);
  account->sent_copy = hearth_statement_get_int (statement, COLUMN_SENT_COPY) != 0;
  account->thrifty = hearth_statement_get_int (statement, COLUMN_THRIFTY) != 0;
  if (!hearth_auth_from_string (hearth_statement_get_text (statement, COLUMN_AUTH),
                                &account->auth) ||
      !read_server (statement, COLUMN_IMAP, &account->imap) ||
      !read_server (statement, COLUMN_SMTP, &account->smtp))
    return NULL;
  return g_steal_pointer (&account);
}

static gboolean
read_identities (HearthDatabase *db, HearthAccount *account, GError **error)
{
  g_autoptr (HearthStatement) statement = hearth_statement_new (
      db, "SELECT address, name, signature FROM identities WHERE source_id = ? ORDER BY address",
      error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, account->id);
  for (;;) {
    if (!hearth_statement_next (statement, &row, error))
      return FALSE;
    if (!row)
      return TRUE;
    g_ptr_array_add (account->identities,
                     hearth_identity_new (hearth_statement_get_text (statement, 0),
                                          hearth_statement_get_text (statement, 1),
                                          hearth_statement_get_text (statement, 2)));
  }
}

static gboolean
remove_identities (HearthDatabase *db, gint64 id, GError **error)
{
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db, "DELETE FROM identities WHERE source_id = ?", error);

  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, id);
  return hearth_statement_run (statement, error);
}

static gboolean
write_identity (HearthDatabase *db, gint64 id, const HearthIdentity *identity, GError **error)
{
  g_autoptr (HearthStatement) statement = hearth_statement_new (
      db, "INSERT INTO identities (source_id, address, name, signature) VALUES (?, ?, ?, ?)",
      error);

  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, id);
  hearth_statement_bind_text (statement, identity->address);
  hearth_statement_bind_text (statement, identity->name);
  hearth_statement_bind_text (statement, identity->signature);
  return hearth_statement_run (statement, error);
}

static gboolean
write_identities (HearthDatabase *db, const HearthAccount *account, GError **error)
{
  if (!remove_identities (db, account->id, error))
    return FALSE;
  for (guint i = 0; i < account->identities->len; i++) {
    if (!write_identity (db, account->id, g_ptr_array_index (account->identities, i), error))
      return FALSE;
  }
  return TRUE;
}

/**
 * hearth_store_accounts_list:
 * @db: a database
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type HearthAccount): the accounts in the order in
 * which they were added; %NULL on an error
 */
GPtrArray *
hearth_store_accounts_list (HearthDatabase *db, GError **error)
{
  g_autoptr (GPtrArray) accounts =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_account_free);
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  statement =
      hearth_statement_new (db, "SELECT " COLUMNS " FROM " TABLES " ORDER BY a.source_id", error);
  if (statement == NULL)
    return NULL;
  for (;;) {
    HearthAccount *account;

    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&accounts);
    account = read_row (statement);
    if (account == NULL)
      continue;
    g_ptr_array_add (accounts, account);
    if (!read_identities (db, account, error))
      return NULL;
  }
}

/**
 * hearth_store_accounts_get:
 * @db: a database
 * @id: the row of the account's source
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable): the account; %NULL on an error,
 * %HEARTH_STORE_ERROR_NOT_FOUND if there is no such account
 */
HearthAccount *
hearth_store_accounts_get (HearthDatabase *db, gint64 id, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;
  HearthAccount *account = NULL;
  gboolean row;

  statement =
      hearth_statement_new (db, "SELECT " COLUMNS " FROM " TABLES " WHERE a.source_id = ?", error);
  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, id);
  if (!hearth_statement_next (statement, &row, error))
    return NULL;
  if (row)
    account = read_row (statement);
  if (account == NULL)
    set_not_found (id, error);
  else if (!read_identities (db, account, error))
    g_clear_pointer (&account, hearth_account_free);
  return account;
}

static void
bind_server (HearthStatement *statement, const HearthMailServer *server)
{
  hearth_statement_bind_text (statement, server->host);
  hearth_statement_bind_int (statement, server->port);
  hearth_statement_bind_text (statement, hearth_security_to_string (server->security));
  hearth_statement_bind_text (statement, server->user);
  hearth_statement_bind_text (statement, server->pin);
}

static gboolean
write_row (HearthDatabase *db, const char *sql, const HearthAccount *account, GError **error)
{
  g_autoptr (HearthStatement) statement = hearth_statement_new (db, sql, error);

  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_text (statement, account->address);
  hearth_statement_bind_text (statement, account->name);
  hearth_statement_bind_text (statement, hearth_auth_to_string (account->auth));
  hearth_statement_bind_text (statement, account->goa_id);
  hearth_statement_bind_int (statement, account->paused);
  hearth_statement_bind_int (statement, account->keep_days);
  hearth_statement_bind_int (statement, account->sent_copy);
  hearth_statement_bind_int (statement, account->thrifty);
  hearth_statement_bind_text (statement, account->signature);
  bind_server (statement, &account->imap);
  bind_server (statement, &account->smtp);
  hearth_statement_bind_int (statement, account->id);
  return hearth_statement_run (statement, error);
}

/**
 * hearth_store_accounts_add:
 * @db: a writer in a transaction
 * @account: (inout): the account; its @id is set
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Adds an account and its source.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_accounts_add (HearthDatabase *db, HearthAccount *account, GError **error)
{
  g_autofree char *path = hearth_account_dup_path (account);
  g_autoptr (HearthSource) source = hearth_source_new (HEARTH_SOURCE_IMAP, path, account->label);

  hearth_database_assert_writer (db);
  if (!hearth_store_sources_add (db, source, error))
    return FALSE;
  account->id = source->id;
  return write_row (
             db,
             "INSERT INTO accounts (address, name, auth, goa_id, paused, keep_days,"
             " sent_copy, thrifty, signature, imap_host, imap_port, imap_security, imap_user,"
             " imap_pin, smtp_host, smtp_port, smtp_security, smtp_user, smtp_pin,"
             " source_id)"
             " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
             account, error) &&
         write_identities (db, account, error);
}

static gboolean
save_source (HearthDatabase *db, const HearthAccount *account, GError **error)
{
  g_autofree char *path = hearth_account_dup_path (account);
  g_autoptr (HearthStatement) statement = NULL;

  statement = hearth_statement_new (
      db, "UPDATE sources SET path = ?, name = ? WHERE id = ? AND NOT removing", error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_text (statement, path);
  hearth_statement_bind_text (statement, account->label);
  hearth_statement_bind_int (statement, account->id);
  if (!hearth_statement_run (statement, error))
    return FALSE;
  if (sqlite3_changes (hearth_database_get_handle (db)) > 0)
    return TRUE;
  set_not_found (account->id, error);
  return FALSE;
}

/**
 * hearth_store_accounts_save:
 * @db: a writer in a transaction
 * @account: an account that was added before
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Writes an account's settings and what its source is called.
 *
 * Returns: %FALSE on an error; %HEARTH_STORE_ERROR_NOT_FOUND if there is no such account
 */
gboolean
hearth_store_accounts_save (HearthDatabase *db, const HearthAccount *account, GError **error)
{
  hearth_database_assert_writer (db);
  return save_source (db, account, error) &&
         write_row (db,
                    "UPDATE accounts SET address = ?, name = ?, auth = ?, goa_id = ?, paused = ?,"
                    " keep_days = ?, sent_copy = ?, thrifty = ?, signature = ?, imap_host = ?, "
                    "imap_port = ?,"
                    " imap_security = ?, imap_user = ?, imap_pin = ?, smtp_host = ?,"
                    " smtp_port = ?, smtp_security = ?, smtp_user = ?, smtp_pin = ?"
                    " WHERE source_id = ?",
                    account, error) &&
         write_identities (db, account, error);
}

/**
 * hearth_store_accounts_remove:
 * @db: a writer
 * @id: the row of a source
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Removes an account's settings. hearth_store_sources_remove() does so; a source that is no account
 * is no error.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_accounts_remove (HearthDatabase *db, gint64 id, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  hearth_database_assert_writer (db);
  if (!remove_identities (db, id, error))
    return FALSE;
  statement = hearth_statement_new (db, "DELETE FROM accounts WHERE source_id = ?", error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, id);
  return hearth_statement_run (statement, error);
}
