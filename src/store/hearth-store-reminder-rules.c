/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-store-reminder-rules.h"

#include "hearth-database-private.h"

/**
 * hearth_store_reminder_rules_load:
 * @db: a database
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Reads how the owner wants to be reminded of what stands in each calendar. A calendar that has no
 * entry is treated as hearth_calendar_new() says.
 *
 * Returns: (transfer full) (nullable) (element-type gint64 HearthCalendar): calendars by their
 *   source, of which only what concerns reminders is read; %NULL on an error
 */
GHashTable *
hearth_store_reminder_rules_load (HearthDatabase *db, GError **error)
{
  g_autoptr (GHashTable) rules = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL,
                                                        (GDestroyNotify) hearth_calendar_free);
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  statement =
      hearth_statement_new (db, "SELECT source_id, hidden, default_reminder FROM calendars", error);
  if (statement == NULL)
    return NULL;
  for (;;) {
    HearthCalendar *calendar;

    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&rules);
    calendar = hearth_calendar_new (hearth_statement_get_int (statement, 0));
    calendar->hidden = hearth_statement_get_int (statement, 1) != 0;
    calendar->default_reminder = (int) hearth_statement_get_int (statement, 2);
    g_hash_table_replace (rules, &calendar->source_id, calendar);
  }
}
