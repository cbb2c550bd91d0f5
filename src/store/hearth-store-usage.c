/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-store-usage.h"

#include "hearth-database-private.h"

/**
 * hearth_usage_row_new:
 * @month: "2031-03"
 * @host: where the service is
 * @model: its model
 * @purpose: what it was asked for
 *
 * Returns: (transfer full): a row of nothing
 */
HearthUsageRow *
hearth_usage_row_new (const char *month, const char *host, const char *model, const char *purpose)
{
  HearthUsageRow *self = g_new0 (HearthUsageRow, 1);

  self->month = g_strdup (month);
  self->host = g_strdup (host);
  self->model = g_strdup (model);
  self->purpose = g_strdup (purpose);
  return self;
}

/**
 * hearth_usage_row_free:
 * @self: (nullable) (transfer full): a row
 */
void
hearth_usage_row_free (HearthUsageRow *self)
{
  if (self == NULL)
    return;
  g_free (self->month);
  g_free (self->host);
  g_free (self->model);
  g_free (self->purpose);
  g_free (self);
}

/**
 * hearth_store_usage_add:
 * @db: a writer
 * @row: what is to be added to the row of its month, host, model and purpose
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_usage_add (HearthDatabase *db, const HearthUsageRow *row, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  hearth_database_assert_writer (db);
  statement = hearth_statement_new (
      db,
      "INSERT INTO usage (month, host, model, purpose, tokens_in, tokens_out, cost, unpriced, "
      "calls)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (month, host, model, purpose) DO UPDATE SET"
      " tokens_in = tokens_in + excluded.tokens_in, tokens_out = tokens_out + excluded.tokens_out,"
      " cost = cost + excluded.cost, unpriced = unpriced + excluded.unpriced,"
      " calls = calls + excluded.calls",
      error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_text (statement, row->month);
  hearth_statement_bind_text (statement, row->host);
  hearth_statement_bind_text (statement, row->model);
  hearth_statement_bind_text (statement, row->purpose);
  hearth_statement_bind_int (statement, row->tokens_in);
  hearth_statement_bind_int (statement, row->tokens_out);
  hearth_statement_bind_int (statement, row->cost);
  hearth_statement_bind_int (statement, row->unpriced);
  hearth_statement_bind_int (statement, row->calls);
  return hearth_statement_run (statement, error);
}

/**
 * hearth_store_usage_list:
 * @db: a database
 * @month: (nullable): "2031-03", or %NULL for all months
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type HearthUsageRow): what was used, the newest
 * month first; %NULL on an error
 */
GPtrArray *
hearth_store_usage_list (HearthDatabase *db, const char *month, GError **error)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_usage_row_free);
  g_autoptr (HearthStatement) statement = hearth_statement_new (
      db,
      "SELECT month, host, model, purpose, tokens_in, tokens_out, cost, unpriced, calls FROM usage"
      " WHERE ?1 IS NULL OR month = ?1 ORDER BY month DESC, host, model, purpose",
      error);
  gboolean more;

  if (statement == NULL)
    return NULL;
  if (month != NULL)
    hearth_statement_bind_text (statement, month);
  else
    hearth_statement_bind_null (statement);
  for (;;) {
    HearthUsageRow *row;

    if (!hearth_statement_next (statement, &more, error))
      return NULL;
    if (!more)
      return g_steal_pointer (&rows);
    row = hearth_usage_row_new (hearth_statement_get_text (statement, 0),
                                hearth_statement_get_text (statement, 1),
                                hearth_statement_get_text (statement, 2),
                                hearth_statement_get_text (statement, 3));
    row->tokens_in = hearth_statement_get_int (statement, 4);
    row->tokens_out = hearth_statement_get_int (statement, 5);
    row->cost = hearth_statement_get_int (statement, 6);
    row->unpriced = hearth_statement_get_int (statement, 7);
    row->calls = hearth_statement_get_int (statement, 8);
    g_ptr_array_add (rows, row);
  }
}
