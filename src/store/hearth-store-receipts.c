/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-store-receipts.h"

#include "hearth-clock.h"
#include "hearth-database-private.h"
#include "hearth-loopback.h"

#include <glib/gi18n.h>

#define DAY_0_JULIAN 719163 /* 1970-01-01 */

/**
 * hearth_day_receipt_free:
 * @self: (nullable) (transfer full): a receipt
 */
void
hearth_day_receipt_free (HearthDayReceipt *self)
{
  if (self == NULL)
    return;
  g_free (self->receipt.host);
  g_free (self);
}

/**
 * hearth_day_receipt_dup_problem:
 * @self: a receipt
 *
 * Returns: (transfer full) (nullable): what does not agree, as a sentence
 */
char *
hearth_day_receipt_dup_problem (const HearthDayReceipt *self)
{
  const HearthReceipt *receipt = &self->receipt;

  switch (self->problem) {
  case HEARTH_RECEIPT_UNEXPLAINED:
    return g_strdup_printf (_("What went through the network differs by %lld bytes from what "
                               "Hearth said to %s and what encryption adds."),
                            (long long) ABS (receipt->difference), receipt->host);
  case HEARTH_RECEIPT_UNTOLD:
    return g_strdup_printf (_("%llu bytes went to %s, and the journal tells nothing of it."),
                            (unsigned long long) receipt->bytes_sent, receipt->host);
  case HEARTH_RECEIPT_MISSING:
    return g_strdup_printf (_("The journal tells of %lld bytes to %s, and fewer were counted. "
                               "Hearth may have been ended in between."),
                            (long long) self->journal_sent, receipt->host);
  case HEARTH_RECEIPT_AGREES:
  default:
    return NULL;
  }
}

/**
 * hearth_store_receipts_get_day:
 * @when: seconds since 1970 UTC
 *
 * Returns: the day of the owner's calendar, days since 1970
 */
gint64
hearth_store_receipts_get_day (gint64 when)
{
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (when);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;
  GDate date;

  if (local == NULL)
    return 0;
  g_date_set_dmy (&date, (GDateDay) g_date_time_get_day_of_month (local),
                  (GDateMonth) g_date_time_get_month (local),
                  (GDateYear) g_date_time_get_year (local));
  return (gint64) g_date_get_julian (&date) - DAY_0_JULIAN;
}

/**
 * hearth_store_receipts_get_midnight:
 * @day: a day of the owner's calendar, days since 1970
 *
 * Returns: when it begins, seconds since 1970 UTC
 */
gint64
hearth_store_receipts_get_midnight (gint64 day)
{
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();
  g_autoptr (GDateTime) midnight = NULL;
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_julian (&date, (guint32) (day + DAY_0_JULIAN));
  midnight = g_date_time_new (zone, g_date_get_year (&date), (int) g_date_get_month (&date),
                              g_date_get_day (&date), 0, 0, 0);
  return midnight != NULL ? g_date_time_to_unix (midnight) : day * 86400;
}

/**
 * hearth_store_receipts_add:
 * @db: a writer
 * @day: the day
 * @receipt: what went through sockets since the last time
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Adds to what was counted on that day. Of a difference the last that was found stays: one that is
 * explained by what comes later is none.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_receipts_add (HearthDatabase *db, gint64 day, const HearthReceipt *receipt,
                           GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  hearth_database_assert_writer (db);
  statement = hearth_statement_new (
      db,
      "INSERT INTO receipts (day, host, purpose, bytes_sent, bytes_received, told_sent,"
      " told_received, difference) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
      " ON CONFLICT (day, host, purpose) DO UPDATE SET bytes_sent = bytes_sent +"
      " excluded.bytes_sent, bytes_received = bytes_received + excluded.bytes_received, told_sent ="
      " told_sent + excluded.told_sent, told_received = told_received + excluded.told_received,"
      " difference = excluded.difference",
      error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, day);
  hearth_statement_bind_text (statement, receipt->host);
  hearth_statement_bind_text (statement, hearth_traffic_purpose_to_string (receipt->purpose));
  hearth_statement_bind_int (statement, (gint64) receipt->bytes_sent);
  hearth_statement_bind_int (statement, (gint64) receipt->bytes_received);
  hearth_statement_bind_int (statement, (gint64) receipt->told_sent);
  hearth_statement_bind_int (statement, (gint64) receipt->told_received);
  hearth_statement_bind_int (statement, receipt->difference);
  return hearth_statement_run (statement, error);
}

static gboolean
sum (HearthDatabase *db, const char *sql, const char *host, gint64 from, gint64 to, gint64 *bytes,
     gint64 *n, GError **error)
{
  g_autoptr (HearthStatement) statement = hearth_statement_new (db, sql, error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_text (statement, host);
  hearth_statement_bind_int (statement, from);
  hearth_statement_bind_int (statement, to);
  if (!hearth_statement_next (statement, &row, error))
    return FALSE;
  *bytes = hearth_statement_get_int (statement, 0);
  *n = hearth_statement_get_int (statement, 1);
  return TRUE;
}

/* What the journal tells and what was counted of a host, on the days @from to @to. */
static gboolean
compare (HearthDatabase *db, const char *host, gint64 from, gint64 to, gint64 *told,
         gint64 *n_lines, gint64 *counted, GError **error)
{
  gint64 n;

  /* What is still under way was not settled; and a line about a service is written before anything
   * goes, which may then go nowhere. */
  return sum (db,
              "SELECT coalesce (sum (CASE WHEN kind = 'ai' AND bytes_received = 0 THEN 0"
              " ELSE bytes_sent END), 0), count (*) FROM journal"
              " WHERE host = ? AND at >= ? AND at < ? AND bytes_received >= 0",
              host, hearth_store_receipts_get_midnight (from),
              hearth_store_receipts_get_midnight (to + 1), told, n_lines, error) &&
         sum (db,
              "SELECT coalesce (sum (bytes_sent), 0), count (*) FROM receipts"
              " WHERE host = ? AND day >= ? AND day <= ?",
              host, from, to, counted, &n, error);
}

/* Whether each thing of this sort has a line as soon as it is counted; the others get it when they
 * have come to their end. */
static gboolean
has_line_at_once (HearthTrafficPurpose purpose)
{
  return purpose == HEARTH_TRAFFIC_ANSWERS || purpose == HEARTH_TRAFFIC_MAIL ||
         purpose == HEARTH_TRAFFIC_CALENDAR || purpose == HEARTH_TRAFFIC_SIGN_IN ||
         purpose == HEARTH_TRAFFIC_TEST;
}

static gboolean
judge (HearthDatabase *db, HearthDayReceipt *self, GError **error)
{
  const char *host = self->receipt.host;
  gint64 counted, lines, around, around_counted, around_lines;

  if (!compare (db, host, self->day, self->day, &self->journal_sent, &lines, &counted, error) ||
      /* What is written at midnight may be counted a moment later. */
      !compare (db, host, self->day - 1, self->day + 1, &around, &around_lines, &around_counted,
                error))
    return FALSE;
  if (self->receipt.difference != 0)
    self->problem = HEARTH_RECEIPT_UNEXPLAINED;
  else if (!self->local && self->receipt.told_sent > 0 && around_lines == 0 &&
           has_line_at_once (self->receipt.purpose))
    self->problem = HEARTH_RECEIPT_UNTOLD;
  else if (!self->local && self->journal_sent > counted && around > around_counted)
    self->problem = HEARTH_RECEIPT_MISSING;
  return TRUE;
}

static HearthDayReceipt *
read_receipt (HearthStatement *statement)
{
  HearthDayReceipt *self = g_new0 (HearthDayReceipt, 1);

  self->day = hearth_statement_get_int (statement, 0);
  self->receipt.host = g_strdup (hearth_statement_get_text (statement, 1));
  self->receipt.purpose =
      hearth_traffic_purpose_from_string (hearth_statement_get_text (statement, 2));
  self->receipt.bytes_sent = (guint64) hearth_statement_get_int (statement, 3);
  self->receipt.bytes_received = (guint64) hearth_statement_get_int (statement, 4);
  self->receipt.told_sent = (guint64) hearth_statement_get_int (statement, 5);
  self->receipt.told_received = (guint64) hearth_statement_get_int (statement, 6);
  self->receipt.difference = hearth_statement_get_int (statement, 7);
  self->local = hearth_host_is_loopback (self->receipt.host);
  return self;
}

/**
 * hearth_store_receipts_list:
 * @db: a database
 * @since_day: not older, days since 1970
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type HearthDayReceipt): what was counted, the newest
 *   day first and in it the host first to which most went; %NULL on an error
 */
GPtrArray *
hearth_store_receipts_list (HearthDatabase *db, gint64 since_day, GError **error)
{
  g_autoptr (GPtrArray) receipts =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_day_receipt_free);
  g_autoptr (HearthStatement) statement = hearth_statement_new (
      db,
      "SELECT day, host, purpose, bytes_sent, bytes_received, told_sent, told_received, difference"
      " FROM receipts WHERE day >= ? ORDER BY day DESC, bytes_sent DESC, host",
      error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, since_day);
  for (;;) {
    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (!row)
      break;
    g_ptr_array_add (receipts, read_receipt (statement));
  }
  for (guint i = 0; i < receipts->len; i++) {
    if (!judge (db, g_ptr_array_index (receipts, i), error))
      return NULL;
  }
  return g_steal_pointer (&receipts);
}

/**
 * hearth_store_receipts_sum_sent:
 * @db: a database
 * @day: a day
 * @purpose: what for
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: how many bytes left this computer on that day; -1 on an error
 */
gint64
hearth_store_receipts_sum_sent (HearthDatabase *db, gint64 day, HearthTrafficPurpose purpose,
                                GError **error)
{
  g_autoptr (HearthStatement) statement = hearth_statement_new (
      db, "SELECT host, bytes_sent FROM receipts WHERE day = ? AND purpose = ?", error);
  gint64 bytes = 0;
  gboolean row;

  if (statement == NULL)
    return -1;
  hearth_statement_bind_int (statement, day);
  hearth_statement_bind_text (statement, hearth_traffic_purpose_to_string (purpose));
  for (;;) {
    if (!hearth_statement_next (statement, &row, error))
      return -1;
    if (!row)
      return bytes;
    if (!hearth_host_is_loopback (hearth_statement_get_text (statement, 0)))
      bytes += hearth_statement_get_int (statement, 1);
  }
}
