/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-week-heat.h"

#include "hearth-agenda.h"
#include "hearth-database-private.h"

/* How full the days of a week are: of meetings, and of mail. */

#define MAX_DAYS 31
/* The rows of messages begin with their date. */
#define DATE_SHIFT 20
/* So few mails are not much, in whatever week. */
#define FEW_MAILS 4

/* What takes the owner's time: a day off, a birthday or a note does not. */
static gboolean
takes_time (const HearthOccurrence *occurrence)
{
  return !occurrence->event->all_day && !occurrence->event->transparent &&
         occurrence->event->status != HEARTH_EVENT_CANCELLED &&
         occurrence->span.end > occurrence->span.start;
}

/* Occurrences come by their start: what was counted up to @until is not counted again. */
static guint
count_minutes (HearthSpan day, GPtrArray *occurrences)
{
  gint64 until = day.start;
  gint64 seconds = 0;

  for (guint i = 0; i < occurrences->len; i++) {
    const HearthOccurrence *occurrence = g_ptr_array_index (occurrences, i);
    gint64 start = MAX (occurrence->span.start, until);
    gint64 end = MIN (occurrence->span.end, day.end);

    if (!takes_time (occurrence) || end <= start)
      continue;
    seconds += end - start;
    until = end;
  }
  return (guint) ((seconds + 30) / 60);
}

static int
compare_starts (gconstpointer a, gconstpointer b)
{
  const HearthOccurrence *one = *(HearthOccurrence *const *) a;
  const HearthOccurrence *two = *(HearthOccurrence *const *) b;

  return one->span.start < two->span.start ? -1 : one->span.start > two->span.start;
}

/**
 * hearth_week_heat_new:
 * @span: some days, from midnight to midnight; at most 31
 * @occurrences: (element-type HearthOccurrence): what is planned in them
 *
 * Returns: (transfer full) (element-type HearthDayHeat): the days, without their mail
 */
GArray *
hearth_week_heat_new (HearthSpan span, GPtrArray *occurrences)
{
  GArray *days = g_array_new (FALSE, TRUE, sizeof (HearthDayHeat));
  g_autoptr (GPtrArray) sorted = g_ptr_array_copy (occurrences, NULL, NULL);
  gint64 start = span.start;

  g_ptr_array_set_free_func (sorted, NULL);
  g_ptr_array_sort (sorted, compare_starts);
  while (start < span.end && days->len < MAX_DAYS) {
    HearthSpan day = hearth_agenda_find_day (start);
    HearthDayHeat heat = { .start = day.start, .minutes = count_minutes (day, sorted) };

    g_array_append_val (days, heat);
    start = MAX (day.end, start + 1);
  }
  return days;
}

static HearthDayHeat *
find_day (GArray *days, gint64 when)
{
  for (guint i = days->len; i > 0; i--) {
    HearthDayHeat *day = &g_array_index (days, HearthDayHeat, i - 1);

    if (when >= day->start)
      return day;
  }
  return NULL;
}

/**
 * hearth_week_heat_count_mail:
 * @days: (element-type HearthDayHeat): days from hearth_week_heat_new()
 * @db: a database
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Counts the mails that came on each day: not what the owner sent or wrote, and no junk.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_week_heat_count_mail (GArray *days, HearthDatabase *db, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;
  HearthSpan last;
  gboolean row;

  if (days->len == 0)
    return TRUE;
  last = hearth_agenda_find_day (g_array_index (days, HearthDayHeat, days->len - 1).start);
  statement = hearth_statement_new (
      db,
      "SELECT m.id >> 20 FROM messages AS m JOIN mailboxes AS b ON b.id = m.mailbox_id"
      " WHERE m.id >= ? AND m.id < ? AND b.role IN (?, ?, ?)",
      error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, g_array_index (days, HearthDayHeat, 0).start << DATE_SHIFT);
  hearth_statement_bind_int (statement, last.end << DATE_SHIFT);
  hearth_statement_bind_int (statement, HEARTH_MAILBOX_INBOX);
  hearth_statement_bind_int (statement, HEARTH_MAILBOX_ARCHIVE);
  hearth_statement_bind_int (statement, HEARTH_MAILBOX_OTHER);
  for (;;) {
    HearthDayHeat *day;

    if (!hearth_statement_next (statement, &row, error))
      return FALSE;
    if (!row)
      return TRUE;
    day = find_day (days, hearth_statement_get_int (statement, 0));
    if (day != NULL)
      day->n_mails++;
  }
}

/**
 * hearth_week_heat_level_time:
 * @minutes: of meetings in a day
 *
 * Returns: from 0 for none to %HEARTH_HEAT_LEVELS - 1 for six hours or more
 */
guint
hearth_week_heat_level_time (guint minutes)
{
  if (minutes == 0)
    return 0;
  if (minutes <= 60)
    return 1;
  if (minutes <= 3 * 60)
    return 2;
  return minutes < 6 * 60 ? 3 : 4;
}

/**
 * hearth_week_heat_level_mail:
 * @n: mails of a day
 * @most: the most that a day of the week has
 *
 * Returns: from 0 for none to %HEARTH_HEAT_LEVELS - 1 for as many as the fullest day has, where
 * these are not few
 */
guint
hearth_week_heat_level_mail (guint n, guint most)
{
  guint64 full = MAX (most, FEW_MAILS);

  if (n == 0)
    return 0;
  return (guint) CLAMP (((guint64) n * (HEARTH_HEAT_LEVELS - 1) + full - 1) / full, 1,
                        HEARTH_HEAT_LEVELS - 1);
}
