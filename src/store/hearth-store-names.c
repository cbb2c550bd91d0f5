/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-store-names.h"

#include "hearth-database-private.h"

/* The names that are likely to be said: for who has to understand them. */

/* Seconds around now in which events are spoken of. */
#define BEFORE (30 * 86400)
#define AFTER (120 * 86400)

static GStrv
list (HearthStatement *statement, GError **error)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  gboolean row = FALSE;

  do {
    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (row)
      g_strv_builder_add (names, hearth_statement_get_text (statement, 0));
  } while (row);
  return g_strv_builder_end (names);
}

/**
 * hearth_store_names_list_people:
 * @db: a connection
 * @limit: how many at most
 * @error: a #HearthStoreError
 *
 * Returns: (transfer full) (nullable): names of people, first those whom the owner wrote most, then
 *   the address books, then who wrote most
 */
GStrv
hearth_store_names_list_people (HearthDatabase *db, guint limit, GError **error)
{
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db,
                            "SELECT name FROM ("
                            " SELECT name, n_sent * 1000000 + n_received AS weight FROM people"
                            " WHERE name <> '' AND n_sent > 0"
                            " UNION ALL SELECT name, 1000 FROM contacts WHERE name <> ''"
                            " UNION ALL SELECT name, min (n_received, 999) FROM people"
                            " WHERE name <> '' AND n_sent = 0)"
                            " GROUP BY name ORDER BY max (weight) DESC, name LIMIT ?",
                            error);

  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, limit);
  return list (statement, error);
}

/**
 * hearth_store_names_list_events:
 * @db: a connection
 * @now: seconds since 1970 UTC
 * @limit: how many at most
 * @error: a #HearthStoreError
 *
 * Returns: (transfer full) (nullable): titles of events of the last month and the next four, the
 *   nearest first, each once
 */
GStrv
hearth_store_names_list_events (HearthDatabase *db, gint64 now, guint limit, GError **error)
{
  g_autoptr (HearthStatement) statement = hearth_statement_new (
      db,
      "SELECT summary FROM occurrences JOIN events ON events.id = event_id"
      " WHERE occurrences.start BETWEEN ?1 AND ?2 AND summary <> ''"
      " GROUP BY summary ORDER BY min (abs (occurrences.start - ?3)), summary LIMIT ?4",
      error);

  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, now - BEFORE);
  hearth_statement_bind_int (statement, now + AFTER);
  hearth_statement_bind_int (statement, now);
  hearth_statement_bind_int (statement, limit);
  return list (statement, error);
}
