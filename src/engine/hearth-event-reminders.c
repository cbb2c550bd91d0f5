/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-event-reminders.h"

#include "hearth-clock.h"
#include "hearth-free-time.h"
#include "hearth-meeting-link.h"
#include "hearth-store-events.h"
#include "hearth-store-messages.h"
#include "hearth-store-records.h"
#include "hearth-store-reminder-rules.h"
#include "hearth-store-tasks.h"

#include <string.h>

#define DAY 86400
#define EVENT_PREFIX "event:"
#define LEAVE_PREFIX "leave:"
#define MEETING_PREFIX "meeting:"
#define TASK_PREFIX "task:"

/* What to know before a meeting is told so long before it. */
#define BRIEFING_BEFORE (15 * 60)
/* A task that is due on a day, at no hour of it, is told of at nine. */
#define TASK_HOUR 9
#define MAX_TASKS 1000

/* How far ahead reminders are made. The plan is renewed several times a day, after each change and
 * after each sleep; the rest is margin for a computer that is off or asleep over a long weekend. */
#define PLAN_AHEAD (8 * DAY)

/* Calendars offer alarms as early as four weeks before an event. */
#define LOOK_AHEAD (PLAN_AHEAD + 28 * DAY)

/* What is over for so long is not asked about any more. */
#define KEEP (30 * DAY)

/* So many are written in one go: each is a transaction, for which the main thread waits. */
#define MAX_WRITES 40

/* An event that began so long ago is still announced, as one that was missed a moment ago. */
#define PLAN_BACK 3600

/* More than this in five weeks is not a calendar that a person keeps; the nearest count. */
#define MAX_OCCURRENCES 5000
#define MAX_ALARMS 5

static gboolean
is_declined (const HearthEvent *event, GPtrArray *owners)
{
  for (guint i = 0; i < event->attendees->len; i++) {
    const HearthAttendee *attendee = g_ptr_array_index (event->attendees, i);

    for (guint j = 0; j < owners->len; j++) {
      if (g_ascii_strcasecmp (attendee->who->address, g_ptr_array_index (owners, j)) == 0)
        return attendee->partstat == HEARTH_PARTSTAT_DECLINED;
    }
  }
  return FALSE;
}

static char *
make_text (const HearthEvent *event)
{
  if (event->location != NULL && event->location[0] != '\0')
    return g_strdup_printf ("%s · %s", event->summary, event->location);
  return g_strdup (event->summary);
}

/* Whether somebody beside the owner comes. */
static gboolean
has_guests (const HearthEvent *event, GPtrArray *owners)
{
  for (guint i = 0; i < event->attendees->len; i++) {
    const HearthAttendee *attendee = g_ptr_array_index (event->attendees, i);
    gboolean is_owner = FALSE;

    for (guint j = 0; j < owners->len && !is_owner; j++)
      is_owner = g_ascii_strcasecmp (attendee->who->address, g_ptr_array_index (owners, j)) == 0;
    if (!is_owner)
      return TRUE;
  }
  return FALSE;
}

static char *
dup_link (const HearthEvent *event)
{
  char *link = hearth_meeting_link_dup_first (event->url, TRUE);

  if (link == NULL)
    link = hearth_meeting_link_dup_first (event->location, TRUE);
  if (link == NULL)
    link = hearth_meeting_link_dup_first (event->description, TRUE);
  return link;
}

typedef struct {
  HearthReminderQueue *queue;
  const HearthReminderRules *rules;
  GHashTable *calendars; /* source -> HearthCalendar */
  GPtrArray *owners;     /* addr-specs */
  GHashTable *stored;    /* key -> HearthReminder, all states */
  GHashTable *planned;   /* keys that belong to an occurrence as it is now */
  GArray *forget;        /* of gint64: rows to remove */
  gint64 now;
  guint n_written;
} Plan;

/* Whether another may be written in this go. */
static gboolean
may_write (const Plan *plan)
{
  return plan->n_written < MAX_WRITES;
}

static gboolean
is_hidden (const Plan *plan, gint64 source_id)
{
  const HearthCalendar *calendar = g_hash_table_lookup (plan->calendars, &source_id);

  return calendar != NULL && calendar->hidden;
}

/* What the owner is not reminded of. */
static gboolean
is_silent (const Plan *plan, const HearthEvent *event)
{
  return event->status == HEARTH_EVENT_CANCELLED || is_declined (event, plan->owners) ||
         is_hidden (plan, event->source_id);
}

/* What was changed, takes place elsewhere, or at another time in the zone that the owner came to:
 * what is not on the screen yet says so. */
static gboolean
differs (const HearthReminder *stored, const HearthReminder *wanted)
{
  return g_strcmp0 (stored->text, wanted->text) != 0 || stored->event_id != wanted->event_id ||
         stored->original_due != wanted->due || stored->event_start != wanted->event_start ||
         stored->event_end != wanted->event_end || g_strcmp0 (stored->link, wanted->link) != 0;
}

static gboolean
plan_one (Plan *plan, HearthReminder *wanted, GError **error)
{
  const HearthReminder *stored = g_hash_table_lookup (plan->stored, wanted->key);

  /* The same event may stand in two calendars. */
  if (!g_hash_table_add (plan->planned, g_strdup (wanted->key)) || !may_write (plan))
    return TRUE;
  if (stored != NULL) {
    if ((stored->state != HEARTH_REMINDER_SCHEDULED && stored->state != HEARTH_REMINDER_SNOOZED) ||
        !differs (stored, wanted))
      return TRUE;
  } else {
    if (wanted->due > plan->now + PLAN_AHEAD)
      return TRUE;
    /* What was due before the event was known to Hearth, and is over, is not news. */
    if (wanted->event_start < plan->now && wanted->due < plan->now)
      return TRUE;
  }
  plan->n_written++;
  return hearth_reminder_queue_add (plan->queue, wanted, error) != 0;
}

/* What names an occurrence. An all-day event begins at another moment in each zone, and is still
 * the same. */
static gint64
name_start (const HearthOccurrence *occurrence)
{
  g_autoptr (GDateTime) local = NULL;

  if (!occurrence->event->all_day)
    return occurrence->span.start;
  local = hearth_clock_dup_at (occurrence->span.start);
  return local != NULL
             ? occurrence->span.start + g_date_time_get_utc_offset (local) / G_TIME_SPAN_SECOND
             : occurrence->span.start;
}

static HearthReminder *
make_reminder (const HearthOccurrence *occurrence, HearthReminderKind kind, const char *key,
               gint64 due)
{
  g_autofree char *text = make_text (occurrence->event);
  HearthReminder *reminder = hearth_reminder_new (key, text, due);

  reminder->kind = kind;
  reminder->event_start = occurrence->span.start;
  reminder->event_end = MAX (occurrence->span.end, occurrence->span.start);
  reminder->event_id = occurrence->event->id;
  reminder->link = dup_link (occurrence->event);
  return reminder;
}

static gboolean
plan_alarm (Plan *plan, const HearthOccurrence *occurrence, int trigger, GError **error)
{
  g_autofree char *key = g_strdup_printf (EVENT_PREFIX "%s:%" G_GINT64_FORMAT ":%d",
                                          occurrence->event->uid, name_start (occurrence), trigger);
  g_autoptr (HearthReminder) reminder =
      make_reminder (occurrence, HEARTH_REMINDER_EVENT, key, occurrence->span.start + trigger);

  return plan_one (plan, reminder, error);
}

/* Beside what the calendar asks for: when to leave, and what to know. */
static gboolean
plan_beside (Plan *plan, const HearthOccurrence *occurrence, GError **error)
{
  const HearthEvent *event = occurrence->event;
  const HearthReminderRules *rules = plan->rules;

  if (event->all_day || event->transparent)
    return TRUE;
  if (rules->travel_minutes > 0 && hearth_free_time_is_elsewhere (event)) {
    g_autofree char *key =
        g_strdup_printf (LEAVE_PREFIX "%s:%" G_GINT64_FORMAT, event->uid, occurrence->span.start);
    g_autoptr (HearthReminder) leave =
        make_reminder (occurrence, HEARTH_REMINDER_LEAVE, key,
                       occurrence->span.start - 60 * (gint64) rules->travel_minutes);

    if (!plan_one (plan, leave, error))
      return FALSE;
  }
  if (rules->briefings && has_guests (event, plan->owners)) {
    g_autofree char *key =
        g_strdup_printf (MEETING_PREFIX "%s:%" G_GINT64_FORMAT, event->uid, occurrence->span.start);
    g_autoptr (HearthReminder) meeting = make_reminder (occurrence, HEARTH_REMINDER_MEETING, key,
                                                        occurrence->span.start - BRIEFING_BEFORE);

    if (!plan_one (plan, meeting, error))
      return FALSE;
  }
  return TRUE;
}

static int
choose_default (const Plan *plan, const HearthEvent *event)
{
  const HearthCalendar *calendar = g_hash_table_lookup (plan->calendars, &event->source_id);

  if (calendar == NULL || calendar->default_reminder == HEARTH_CALENDAR_REMINDER_SETTING)
    return (int) plan->rules->default_minutes;
  return calendar->default_reminder;
}

static gboolean
plan_occurrence (Plan *plan, const HearthOccurrence *occurrence, GError **error)
{
  const HearthEvent *event = occurrence->event;
  int minutes = choose_default (plan, event);

  /* An all-day event has no hour to be early for. */
  if (event->alarms->len == 0 && event->moments->len == 0 && !event->all_day &&
      !event->transparent && minutes >= 0 && !plan_alarm (plan, occurrence, -60 * minutes, error))
    return FALSE;
  for (guint i = 0; i < MIN (event->alarms->len, MAX_ALARMS); i++) {
    if (!plan_alarm (plan, occurrence, g_array_index (event->alarms, int, i), error))
      return FALSE;
  }
  return plan_beside (plan, occurrence, error);
}

/* An alarm at one moment. It is for what comes next then, and for itself where nothing does. */
static gboolean
plan_moment (Plan *plan, const HearthEventMoment *moment, GError **error)
{
  const HearthOccurrence *occurrence = moment->occurrence;
  g_autofree char *key =
      g_strdup_printf (EVENT_PREFIX "%s:@%" G_GINT64_FORMAT, occurrence->event->uid, moment->at);
  g_autoptr (HearthReminder) reminder =
      make_reminder (occurrence, HEARTH_REMINDER_EVENT, key, moment->at);

  reminder->event_start = MAX (reminder->event_start, moment->at);
  reminder->event_end = MAX (reminder->event_end, reminder->event_start);
  /* What was due before the event was known is not news, though its event may be still to come;
   * what was shown and not dealt with stays. */
  if (moment->at < plan->now - PLAN_BACK && !g_hash_table_contains (plan->stored, key))
    return TRUE;
  return plan_one (plan, reminder, error);
}

static gboolean
plan_moments (Plan *plan, HearthDatabase *db, HearthSpan span, GError **error)
{
  g_autoptr (GPtrArray) moments = hearth_store_events_moments (db, span, error);

  if (moments == NULL)
    return FALSE;
  for (guint i = 0; i < moments->len; i++) {
    const HearthEventMoment *moment = g_ptr_array_index (moments, i);

    if (is_silent (plan, moment->occurrence->event))
      continue;
    if (!plan_moment (plan, moment, error))
      return FALSE;
  }
  return TRUE;
}

/* When a task is due in the owner's zone; one that is due on a day, as its midnight there. */
static gint64
find_due (const HearthTodo *task)
{
  g_autoptr (GTimeZone) zone = NULL;
  g_autoptr (GDateTime) date = NULL;
  g_autoptr (GDateTime) local = NULL;

  if (!task->due_is_date)
    return task->due;
  zone = hearth_clock_dup_zone ();
  date = g_date_time_new_from_unix_utc (task->due);
  if (date != NULL)
    local = g_date_time_new (zone, g_date_time_get_year (date), g_date_time_get_month (date),
                             g_date_time_get_day_of_month (date), 0, 0, 0);
  return local != NULL ? g_date_time_to_unix (local) : task->due;
}

static gboolean
plan_task (Plan *plan, const HearthTodo *task, GError **error)
{
  gint64 due = find_due (task);
  int own = task->due_is_date ? TASK_HOUR * 3600 : 0;
  guint n = MIN (task->alarms->len, MAX_ALARMS);

  for (guint i = 0; i < MAX (n, 1); i++) {
    int trigger = n > 0 ? g_array_index (task->alarms, int, i) : own;
    g_autofree char *key =
        g_strdup_printf (TASK_PREFIX "%s:%" G_GINT64_FORMAT ":%d", task->uid, task->due, trigger);
    g_autoptr (HearthReminder) reminder = hearth_reminder_new (key, task->summary, due + trigger);

    reminder->kind = HEARTH_REMINDER_TASK;
    reminder->event_start = due;
    reminder->event_id = task->id;
    if (!plan_one (plan, reminder, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
plan_tasks (Plan *plan, HearthDatabase *db, HearthSpan span, GError **error)
{
  g_autoptr (GPtrArray) tasks = hearth_store_tasks_due (db, span, MAX_TASKS, error);

  if (tasks == NULL)
    return FALSE;
  for (guint i = 0; i < tasks->len; i++) {
    const HearthTodo *task = g_ptr_array_index (tasks, i);

    if (task->status == HEARTH_TODO_COMPLETED || task->status == HEARTH_TODO_CANCELLED ||
        is_hidden (plan, task->source_id))
      continue;
    if (!plan_task (plan, task, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
is_open (const HearthReminder *reminder)
{
  return reminder->state != HEARTH_REMINDER_DONE && reminder->state != HEARTH_REMINDER_MISSED;
}

/* Takes back the open reminders of occurrences that were moved, cancelled or removed. No row of
 * them is left that would say "done": an event that is moved back, or a calendar that was away for
 * a moment, is announced again. */
static gboolean
drop_stale (Plan *plan, HearthSpan span, GError **error)
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, plan->stored);
  while (may_write (plan) && g_hash_table_iter_next (&iter, &key, &value)) {
    HearthReminder *reminder = value;

    /* A task that waits to be done is not over with its day. */
    gint64 start = reminder->kind == HEARTH_REMINDER_TASK ? plan->now - KEEP : span.start;

    if (!is_open (reminder))
      continue;
    if (reminder->event_start < start || reminder->event_start >= span.end ||
        g_hash_table_contains (plan->planned, key))
      continue;
    plan->n_written++;
    if (!hearth_reminder_queue_cancel (plan->queue, reminder->id, error))
      return FALSE;
    g_array_append_val (plan->forget, reminder->id);
  }
  return TRUE;
}

static gboolean
remove_rows (HearthDatabase *db, gpointer user_data, GError **error)
{
  GArray *ids = user_data;

  for (guint i = 0; i < ids->len; i++) {
    if (!hearth_store_reminders_remove (db, g_array_index (ids, gint64, i), error))
      return FALSE;
  }
  return TRUE;
}

/* Finds what was done or missed long ago: it cannot be planned again. */
static void
drop_old (Plan *plan)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, plan->stored);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    HearthReminder *reminder = value;

    if (!is_open (reminder) && reminder->event_start < plan->now - KEEP)
      g_array_append_val (plan->forget, reminder->id);
  }
}

static GHashTable *
load_stored (HearthDatabase *db, GError **error)
{
  g_autoptr (GPtrArray) all = hearth_store_reminders_list (db, FALSE, error);
  GHashTable *stored;

  if (all == NULL)
    return NULL;
  stored =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) hearth_reminder_free);
  for (guint i = 0; i < all->len; i++) {
    HearthReminder *reminder = g_ptr_array_index (all, i);

    if (reminder->kind != HEARTH_REMINDER_OWN) {
      HearthReminder *copy = hearth_reminder_copy (reminder);

      g_hash_table_insert (stored, copy->key, copy);
    }
  }
  return stored;
}

/**
 * hearth_event_reminders_plan:
 * @db: a reader of the store
 * @writer: the store's writer
 * @queue: the reminders
 * @rules: what to remind of beside the alarms
 * @more: (out): whether there is more to write: then call this again soon
 * @error: a #HearthStoreError
 *
 * Makes the queue hold a reminder for each alarm of each event and task of the coming days, and
 * what the rules add, once: the key of a reminder names the occurrence and the alarm, so that one
 * that was done stays done, and one whose event moved is replaced. Forgets those of events that are
 * over for a month.
 *
 * Returns: whether all of it was written
 */
gboolean
hearth_event_reminders_plan (HearthDatabase *db, HearthWriter *writer, HearthReminderQueue *queue,
                             const HearthReminderRules *rules, gboolean *more, GError **error)
{
  gint64 now = hearth_clock_now ();
  HearthSpan span = { now - PLAN_BACK, now + LOOK_AHEAD };
  HearthSpan task_span = { now - KEEP - DAY, now + LOOK_AHEAD + DAY };
  g_autoptr (GPtrArray) occurrences =
      hearth_store_events_between (db, span, MAX_OCCURRENCES, error);
  g_autoptr (GPtrArray) owners = NULL;
  g_autoptr (GHashTable) calendars = NULL;
  g_autoptr (GHashTable) stored = NULL;
  g_autoptr (GHashTable) planned = NULL;
  g_autoptr (GArray) forget = g_array_new (FALSE, FALSE, sizeof (gint64));
  Plan plan = { .queue = queue, .rules = rules, .now = now };

  if (occurrences == NULL)
    return FALSE;
  owners = hearth_store_people_list_owner (db, error);
  if (owners == NULL)
    return FALSE;
  calendars = hearth_store_reminder_rules_load (db, error);
  if (calendars == NULL)
    return FALSE;
  stored = load_stored (db, error);
  if (stored == NULL)
    return FALSE;
  planned = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  plan.owners = owners;
  plan.calendars = calendars;
  plan.stored = stored;
  plan.planned = planned;
  plan.forget = forget;
  for (guint i = 0; i < occurrences->len; i++) {
    const HearthOccurrence *occurrence = g_ptr_array_index (occurrences, i);

    if (is_silent (&plan, occurrence->event) || occurrence->span.start < span.start)
      continue;
    if (!plan_occurrence (&plan, occurrence, error))
      return FALSE;
  }
  if (!plan_moments (&plan, db, (HearthSpan){ now - KEEP, span.end }, error) ||
      !plan_tasks (&plan, db, task_span, error))
    return FALSE;
  /* Of what was not read nobody knows whether it was moved. */
  if (occurrences->len == MAX_OCCURRENCES)
    span.end = ((const HearthOccurrence *) g_ptr_array_index (occurrences, MAX_OCCURRENCES - 1))
                   ->span.start;
  if (!drop_stale (&plan, span, error))
    return FALSE;
  drop_old (&plan);
  if (forget->len > 0 && !hearth_writer_run_sync (writer, remove_rows, forget, error))
    return FALSE;
  *more = !may_write (&plan);
  return TRUE;
}
