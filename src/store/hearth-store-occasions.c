/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-store-occasions.h"

#include "hearth-clock.h"
#include "hearth-database-private.h"

/* What nobody dismisses by hand; and what was dismissed so long ago is over. */
#define MAX_DISMISSALS 5000
#define KEPT_FOR (800 * (gint64) 86400)

/**
 * hearth_store_occasions_list_dismissed:
 * @db: a database
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type utf8 utf8): keys of occasions that the owner
 *   does not want to be told of, as a set
 */
GHashTable *
hearth_store_occasions_list_dismissed (HearthDatabase *db, GError **error)
{
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db, "SELECT key FROM occasion_dismissals", error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  for (;;) {
    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&keys);
    g_hash_table_add (keys, g_strdup (hearth_statement_get_text (statement, 0)));
  }
}

static gboolean
remove_old (HearthDatabase *db, GError **error)
{
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db, "DELETE FROM occasion_dismissals WHERE at < ?", error);

  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, hearth_clock_now () - KEPT_FOR);
  return hearth_statement_run (statement, error);
}

/**
 * hearth_store_occasions_dismiss:
 * @db: a writer in a transaction
 * @key: the key of an occasion; "" for all that were dismissed, of which none is then any more
 * @dismissed: whether the owner does not want to be told of it
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_occasions_dismiss (HearthDatabase *db, const char *key, gboolean dismissed,
                                GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  hearth_database_assert_writer (db);
  if (!remove_old (db, error))
    return FALSE;
  statement = hearth_statement_new (
      db,
      dismissed
          ? "INSERT OR REPLACE INTO occasion_dismissals (key, at) SELECT ?1, ?2"
            " WHERE (SELECT count(*) FROM occasion_dismissals) < " G_STRINGIFY (MAX_DISMISSALS)
          : "DELETE FROM occasion_dismissals WHERE (key = ?1 OR ?1 = '') AND ?2",
      error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_text (statement, key);
  hearth_statement_bind_int (statement, hearth_clock_now ());
  return hearth_statement_run (statement, error);
}
