/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-agenda.h"

#include "hearth-clock.h"
#include "hearth-database-private.h"
#include "hearth-store-events.h"
#include "hearth-store-records.h"
#include "hearth-store-tasks.h"

#define MAX_OCCURRENCES 1000
#define MAX_TASKS 100
/* So many are looked at, those of calendars out of sight too. */
#define MAX_TASKS_READ 1000
#define DAY ((gint64) 24 * 3600)

/**
 * hearth_agenda_calendar_free:
 * @self: (nullable) (transfer full): a calendar
 */
void
hearth_agenda_calendar_free (HearthAgendaCalendar *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->source, hearth_source_free);
  g_clear_pointer (&self->calendar, hearth_calendar_free);
  g_free (self->user);
  g_free (self);
}

static gboolean
read_settings (HearthDatabase *db, HearthAgendaCalendar *self, GError **error)
{
  g_autoptr (HearthStatement) statement = hearth_statement_new (
      db,
      "SELECT c.account_id, c.color, c.writable, c.hidden, c.default_reminder, c.refresh,"
      " c.scheduling, a.user FROM calendars AS c LEFT JOIN dav_accounts AS a ON a.id = c.account_id"
      " WHERE c.source_id = ?",
      error);
  HearthCalendar *calendar = self->calendar;
  gboolean row;

  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, calendar->source_id);
  if (!hearth_statement_next (statement, &row, error))
    return FALSE;
  if (!row)
    return TRUE;
  calendar->account_id = hearth_statement_get_int (statement, 0);
  calendar->color = g_strdup (hearth_statement_get_text (statement, 1));
  calendar->writable = hearth_statement_get_int (statement, 2) != 0;
  calendar->hidden = hearth_statement_get_int (statement, 3) != 0;
  calendar->default_reminder = (int) hearth_statement_get_int (statement, 4);
  calendar->refresh = (guint) hearth_statement_get_int (statement, 5);
  calendar->scheduling = hearth_statement_get_int (statement, 6) != 0;
  self->user = g_strdup (hearth_statement_get_text (statement, 7));
  return TRUE;
}

static gboolean
is_remote_book (HearthSourceKind kind)
{
  return hearth_source_kind_is_contacts (kind) && !hearth_source_kind_is_file (kind);
}

/* The sources of some kinds, with their settings. */
static GPtrArray *
list_sources (HearthDatabase *db, gboolean (*is_wanted) (HearthSourceKind kind), GError **error)
{
  g_autoptr (GPtrArray) sources = hearth_store_sources_list (db, error);
  g_autoptr (GPtrArray) calendars =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_agenda_calendar_free);

  if (sources == NULL)
    return NULL;
  g_ptr_array_set_free_func (sources, NULL);
  for (guint i = 0; i < sources->len; i++) {
    HearthSource *source = g_ptr_array_index (sources, i);
    HearthAgendaCalendar *calendar;

    if (!is_wanted (source->kind)) {
      hearth_source_free (source);
      continue;
    }
    calendar = g_new0 (HearthAgendaCalendar, 1);
    calendar->source = source;
    calendar->calendar = hearth_calendar_new (source->id);
    g_ptr_array_add (calendars, calendar);
  }
  for (guint i = 0; i < calendars->len; i++) {
    if (!read_settings (db, g_ptr_array_index (calendars, i), error))
      return NULL;
  }
  return g_steal_pointer (&calendars);
}

/**
 * hearth_agenda_list_calendars:
 * @db: a database
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type HearthAgendaCalendar): the sources of events
 * and tasks with their settings, in the order in which they were added; %NULL on an error
 */
GPtrArray *
hearth_agenda_list_calendars (HearthDatabase *db, GError **error)
{
  return list_sources (db, hearth_source_kind_is_calendar, error);
}

/**
 * hearth_agenda_list_books:
 * @db: a database
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type HearthAgendaCalendar): the address books of
 * servers and of the desktop, which may share their logins with calendars, in the order in which
 * they were added; %NULL on an error
 */
GPtrArray *
hearth_agenda_list_books (HearthDatabase *db, GError **error)
{
  return list_sources (db, is_remote_book, error);
}

/**
 * hearth_agenda_list_addresses:
 * @db: a database
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type utf8): the owner's own mail addresses, by which
 *   others invite them; %NULL on an error
 */
GPtrArray *
hearth_agenda_list_addresses (HearthDatabase *db, GError **error)
{
  g_autoptr (GPtrArray) addresses = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db,
                            "SELECT address FROM accounts UNION SELECT address FROM identities"
                            " UNION SELECT address FROM dav_accounts WHERE address IS NOT NULL",
                            error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  for (;;) {
    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&addresses);
    g_ptr_array_add (addresses, g_strdup (hearth_statement_get_text (statement, 0)));
  }
}

/**
 * hearth_agenda_list_waiting:
 * @db: a database
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Finds reminders that were due and that their owner has neither finished nor put off: nobody can
 * tell whether a notification was seen.
 *
 * Returns: (transfer full) (nullable) (element-type HearthReminder): reminders, the oldest first;
 *   %NULL on an error
 */
GPtrArray *
hearth_agenda_list_waiting (HearthDatabase *db, GError **error)
{
  g_autoptr (GPtrArray) waiting = hearth_store_reminders_list (db, TRUE, error);

  if (waiting == NULL)
    return NULL;
  for (guint i = waiting->len; i > 0; i--) {
    const HearthReminder *reminder = g_ptr_array_index (waiting, i - 1);

    /* Mail that is back stands among what needs the owner. */
    if ((reminder->state != HEARTH_REMINDER_PRESENTING &&
         reminder->state != HEARTH_REMINDER_PRESENTED) ||
        reminder->kind == HEARTH_REMINDER_MAIL)
      g_ptr_array_remove_index (waiting, i - 1);
  }
  return g_steal_pointer (&waiting);
}

/**
 * hearth_agenda_find_day:
 * @when: a time, seconds since 1970 UTC
 *
 * Returns: the owner's day that it is in, from midnight to midnight
 */
HearthSpan
hearth_agenda_find_day (gint64 when)
{
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();
  g_autoptr (GDateTime) time = hearth_clock_dup_at (when);
  g_autoptr (GDateTime) start = NULL;
  g_autoptr (GDateTime) end = NULL;

  if (time == NULL)
    return (HearthSpan){ 0, DAY };
  start = g_date_time_new (zone, g_date_time_get_year (time), g_date_time_get_month (time),
                           g_date_time_get_day_of_month (time), 0, 0, 0);
  end = g_date_time_add_days (start, 1);
  return (HearthSpan){ g_date_time_to_unix (start), g_date_time_to_unix (end) };
}

/**
 * hearth_agenda_find_week:
 * @when: a time, seconds since 1970 UTC
 * @first_weekday: the day that a week begins with, 1 Monday to 7 Sunday
 *
 * Returns: the owner's week that it is in, from midnight to midnight
 */
HearthSpan
hearth_agenda_find_week (gint64 when, int first_weekday)
{
  HearthSpan day = hearth_agenda_find_day (when);
  g_autoptr (GDateTime) time = hearth_clock_dup_at (day.start);
  g_autoptr (GDateTime) start = NULL;
  g_autoptr (GDateTime) end = NULL;

  if (time == NULL)
    return (HearthSpan){ 0, 7 * DAY };
  start =
      g_date_time_add_days (time, -((g_date_time_get_day_of_week (time) - first_weekday + 7) % 7));
  end = g_date_time_add_days (start, 7);
  return (HearthSpan){ g_date_time_to_unix (start), g_date_time_to_unix (end) };
}

/* The UTC midnight of the owner's date: so due dates are stored. */
static gint64
date_of (gint64 when)
{
  g_autoptr (GDateTime) local = hearth_clock_dup_at (when);
  g_autoptr (GDateTime) date = NULL;

  if (local == NULL)
    return when;
  date = g_date_time_new_utc (g_date_time_get_year (local), g_date_time_get_month (local),
                              g_date_time_get_day_of_month (local), 0, 0, 0);
  return g_date_time_to_unix (date);
}

static gboolean
is_hidden (const HearthAgenda *self, gint64 source_id)
{
  const HearthAgendaCalendar *calendar = hearth_agenda_find_calendar (self, source_id);

  return calendar != NULL && calendar->calendar->hidden;
}

/* What is overdue belongs to today: it waits until it is done. */
static gboolean
load_tasks (HearthAgenda *self, HearthDatabase *db, GError **error)
{
  gint64 now = hearth_clock_now ();
  HearthSpan due = self->span;
  g_autoptr (GPtrArray) tasks = NULL;

  if (now >= due.start && now < due.end)
    due.start = G_MININT64;
  tasks = hearth_store_tasks_due (db, due, MAX_TASKS_READ, error);
  if (tasks == NULL)
    return FALSE;
  for (guint i = 0; i < tasks->len && self->tasks->len < MAX_TASKS; i++) {
    HearthTodo *task = g_ptr_array_index (tasks, i);

    if (!is_hidden (self, task->source_id))
      g_ptr_array_add (self->tasks, hearth_todo_ref (task));
  }
  return TRUE;
}

static int
compare_occurrences (gconstpointer a, gconstpointer b)
{
  const HearthOccurrence *one = *(HearthOccurrence *const *) a;
  const HearthOccurrence *two = *(HearthOccurrence *const *) b;

  if (one->event->all_day != two->event->all_day)
    return one->event->all_day ? -1 : 1;
  if (one->span.start != two->span.start)
    return one->span.start < two->span.start ? -1 : 1;
  return one->span.end < two->span.end ? -1 : one->span.end > two->span.end;
}

static gboolean
load_occurrences (HearthAgenda *self, HearthDatabase *db, GError **error)
{
  g_autoptr (GPtrArray) all = hearth_store_events_between (db, self->span, MAX_OCCURRENCES, error);

  if (all == NULL)
    return FALSE;
  for (guint i = 0; i < all->len; i++) {
    const HearthOccurrence *occurrence = g_ptr_array_index (all, i);

    if (occurrence->event->status == HEARTH_EVENT_CANCELLED ||
        is_hidden (self, occurrence->event->source_id))
      continue;
    g_ptr_array_add (self->occurrences, hearth_occurrence_new (hearth_event_ref (occurrence->event),
                                                               occurrence->span));
  }
  g_ptr_array_sort (self->occurrences, compare_occurrences);
  return TRUE;
}

/**
 * hearth_agenda_load:
 * @db: a database
 * @span: some days, from midnight to midnight
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Reads what some days hold; the day on which it is now holds what is overdue too.
 *
 * Returns: (transfer full) (nullable): the days, or %NULL on an error
 */
HearthAgenda *
hearth_agenda_load (HearthDatabase *db, HearthSpan span, GError **error)
{
  g_autoptr (HearthAgenda) self = g_new0 (HearthAgenda, 1);

  self->span = span;
  self->occurrences = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_occurrence_free);
  self->tasks = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_todo_unref);
  self->calendars = hearth_agenda_list_calendars (db, error);
  if (self->calendars == NULL || !load_occurrences (self, db, error) ||
      !load_tasks (self, db, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * hearth_agenda_free:
 * @self: (nullable) (transfer full): some days
 */
void
hearth_agenda_free (HearthAgenda *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->calendars, g_ptr_array_unref);
  g_clear_pointer (&self->occurrences, g_ptr_array_unref);
  g_clear_pointer (&self->tasks, g_ptr_array_unref);
  g_free (self);
}

/**
 * hearth_agenda_find_calendar:
 * @self: some days
 * @source_id: a source
 *
 * Returns: (transfer none) (nullable): the calendar, or %NULL if it is gone
 */
const HearthAgendaCalendar *
hearth_agenda_find_calendar (const HearthAgenda *self, gint64 source_id)
{
  for (guint i = 0; i < self->calendars->len; i++) {
    const HearthAgendaCalendar *calendar = g_ptr_array_index (self->calendars, i);

    if (calendar->source->id == source_id)
      return calendar;
  }
  return NULL;
}

static gboolean
makes_busy (const HearthOccurrence *occurrence)
{
  return !occurrence->event->all_day && !occurrence->event->transparent;
}

/**
 * hearth_agenda_find_conflict:
 * @self: some days
 * @occurrence: one of its occurrences
 *
 * Returns: (transfer none) (nullable): the first other occurrence that keeps its owner busy at the
 *   same time
 */
const HearthOccurrence *
hearth_agenda_find_conflict (const HearthAgenda *self, const HearthOccurrence *occurrence)
{
  if (!makes_busy (occurrence))
    return NULL;
  for (guint i = 0; i < self->occurrences->len; i++) {
    const HearthOccurrence *other = g_ptr_array_index (self->occurrences, i);

    /* The same meeting in two calendars is one meeting. */
    if (!makes_busy (other) || g_strcmp0 (other->event->uid, occurrence->event->uid) == 0)
      continue;
    if (other->span.start < occurrence->span.end && other->span.end > occurrence->span.start)
      return other;
  }
  return NULL;
}

/**
 * hearth_agenda_can_change:
 * @calendar: (nullable): a calendar
 *
 * Returns: whether its owner can write into it
 */
gboolean
hearth_agenda_can_change (const HearthAgendaCalendar *calendar)
{
  return calendar != NULL && calendar->calendar->writable &&
         calendar->source->kind != HEARTH_SOURCE_WEBCAL;
}

/**
 * hearth_occurrence_get_original_start:
 * @occurrence: an occurrence
 *
 * Returns: what names it within its event: when it would start had nobody moved it, seconds since
 *   1970 UTC; of an event of whole days, the UTC midnight of its date
 */
gint64
hearth_occurrence_get_original_start (const HearthOccurrence *occurrence)
{
  if (occurrence->event->recurrence_id != 0)
    return occurrence->event->recurrence_id;
  return occurrence->event->all_day ? date_of (occurrence->span.start) : occurrence->span.start;
}
