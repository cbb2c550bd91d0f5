/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-store-contacts.h"

#include "hearth-database-private.h"

/* Runs a statement of a source and, where @href is not %NULL, of one of its resources. */
static gboolean
run_with_resource (HearthDatabase *db, const char *sql, gint64 source_id, const char *href,
                   const char *etag, GError **error)
{
  g_autoptr (HearthStatement) statement = hearth_statement_new (db, sql, error);

  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, source_id);
  if (href != NULL)
    hearth_statement_bind_text (statement, href);
  if (etag != NULL)
    hearth_statement_bind_text (statement, etag);
  return hearth_statement_run (statement, error);
}

static char *
join (GPtrArray *texts, const char *between)
{
  GString *all = g_string_new (NULL);

  for (guint i = 0; i < texts->len; i++)
    g_string_append_printf (all, "%s%s", i > 0 ? between : "", (char *) texts->pdata[i]);
  return g_string_free (all, FALSE);
}

/* The words by which one looks for somebody, without those of the addresses: each of these is found
 * by its own. */
static char *
dup_folded (const HearthContact *contact)
{
  g_autofree char *all =
      g_strjoin (" ", contact->name, contact->nickname != NULL ? contact->nickname : "",
                 contact->organisation != NULL ? contact->organisation : "", NULL);

  return hearth_words_dup (all);
}

static gboolean
insert_addresses (HearthDatabase *db, const HearthContact *contact, gint64 id, GError **error)
{
  for (guint i = 0; i < contact->addresses->len; i++) {
    g_autoptr (HearthStatement) statement = hearth_statement_new (
        db, "INSERT INTO contact_addresses (contact_id, place, address) VALUES (?, ?, ?)", error);

    if (statement == NULL)
      return FALSE;
    hearth_statement_bind_int (statement, id);
    hearth_statement_bind_int (statement, i);
    hearth_statement_bind_text (statement, contact->addresses->pdata[i]);
    if (!hearth_statement_run (statement, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
insert_contact (HearthDatabase *db, gint64 source_id, const char *href,
                const HearthContact *contact, GError **error)
{
  g_autofree char *folded = dup_folded (contact);
  g_autofree char *phones = join (contact->phones, "\n");
  g_autoptr (HearthStatement) statement = NULL;

  statement = hearth_statement_new (
      db,
      "INSERT INTO contacts (source_id, href, uid, name, folded, nickname, organisation, birthday,"
      " phones) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, source_id);
  hearth_statement_bind_text (statement, href);
  hearth_statement_bind_text (statement, contact->uid);
  hearth_statement_bind_text (statement, contact->name);
  hearth_statement_bind_text (statement, folded);
  hearth_statement_bind_text (statement, contact->nickname);
  hearth_statement_bind_text (statement, contact->organisation);
  hearth_statement_bind_text (statement, contact->birthday);
  hearth_statement_bind_text (statement, phones);
  return hearth_statement_run (statement, error) &&
         insert_addresses (db, contact, sqlite3_last_insert_rowid (hearth_database_get_handle (db)),
                           error);
}

/**
 * hearth_store_contacts_apply:
 * @db: a writer in a transaction
 * @source_id: an address book
 * @changes: what one of its resources holds now
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Stores everyone whom a resource names in place of those it named before, with its version, which
 * hearth_store_events_load_etags() knows then.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_contacts_apply (HearthDatabase *db, gint64 source_id,
                             const HearthContactChanges *changes, GError **error)
{
  if (!run_with_resource (db,
                          "DELETE FROM contact_addresses WHERE contact_id IN"
                          " (SELECT id FROM contacts WHERE source_id = ? AND href = ?)",
                          source_id, changes->href, NULL, error) ||
      !run_with_resource (db, "DELETE FROM contacts WHERE source_id = ? AND href = ?", source_id,
                          changes->href, NULL, error))
    return FALSE;
  if (changes->contacts == NULL)
    return run_with_resource (db, "DELETE FROM resources WHERE source_id = ? AND href = ?",
                              source_id, changes->href, NULL, error);
  for (guint i = 0; i < changes->contacts->len; i++) {
    if (!insert_contact (db, source_id, changes->href, changes->contacts->pdata[i], error))
      return FALSE;
  }
  return run_with_resource (
      db, "INSERT OR REPLACE INTO resources (source_id, href, etag) VALUES (?, ?, ?)", source_id,
      changes->href, changes->etag != NULL ? changes->etag : "", error);
}

/**
 * hearth_store_contacts_count:
 * @db: a database
 * @source_id: an address book, or 0 for all
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: how many contacts there are; -1 on an error
 */
gint64
hearth_store_contacts_count (HearthDatabase *db, gint64 source_id, GError **error)
{
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db, "SELECT count(*) FROM contacts WHERE ?1 = 0 OR source_id = ?1",
                            error);
  gboolean row;

  if (statement == NULL)
    return -1;
  hearth_statement_bind_int (statement, source_id);
  if (!hearth_statement_next (statement, &row, error))
    return -1;
  return row ? hearth_statement_get_int (statement, 0) : 0;
}

/**
 * hearth_store_contacts_remove_source:
 * @db: a writer in a transaction
 * @source_id: an address book
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_contacts_remove_source (HearthDatabase *db, gint64 source_id, GError **error)
{
  return run_with_resource (db,
                            "DELETE FROM contact_addresses WHERE contact_id IN"
                            " (SELECT id FROM contacts WHERE source_id = ?)",
                            source_id, NULL, NULL, error) &&
         run_with_resource (db, "DELETE FROM contacts WHERE source_id = ?", source_id, NULL, NULL,
                            error);
}
