/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-event-reminders.h"

#include "hearth-clock.h"
#include "hearth-store-events.h"
#include "hearth-store-messages.h"
#include "hearth-store-records.h"

#include <string.h>

#define DAY 86400
#define KEY_PREFIX "event:"

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

typedef struct {
  HearthReminderQueue *queue;
  GHashTable *stored;  /* key -> HearthReminder, all states */
  GHashTable *planned; /* keys that belong to an occurrence as it is now */
  GArray *forget;      /* of gint64: rows to remove */
  gint64 now;
  guint n_written;
} Plan;

/* Whether another may be written in this go. */
static gboolean
may_write (const Plan *plan)
{
  return plan->n_written < MAX_WRITES;
}

/* An event that was renamed or takes place elsewhere: what is not on the screen yet says so. */
static gboolean
update_one (Plan *plan, const HearthReminder *stored, const HearthEvent *event, GError **error)
{
  g_autofree char *text = make_text (event);
  g_autoptr (HearthReminder) changed = NULL;

  if (stored->state != HEARTH_REMINDER_SCHEDULED ||
      (g_strcmp0 (stored->text, text) == 0 && stored->event_id == event->id))
    return TRUE;
  plan->n_written++;
  changed = hearth_reminder_new (stored->key, text, stored->due);
  changed->event_start = stored->event_start;
  changed->event_id = event->id;
  return hearth_reminder_queue_add (plan->queue, changed, error) != 0;
}

static gboolean
plan_one (Plan *plan, const HearthOccurrence *occurrence, int trigger, GError **error)
{
  const HearthEvent *event = occurrence->event;
  gint64 start = occurrence->span.start;
  char *key = g_strdup_printf (KEY_PREFIX "%s:%" G_GINT64_FORMAT ":%d", event->uid, start, trigger);
  g_autofree char *text = NULL;
  g_autoptr (HearthReminder) reminder = NULL;
  HearthReminder *stored = g_hash_table_lookup (plan->stored, key);

  /* The same event may stand in two calendars. */
  if (!g_hash_table_add (plan->planned, key) || !may_write (plan))
    return TRUE;
  if (stored != NULL)
    return update_one (plan, stored, event, error);
  if (start + trigger > plan->now + PLAN_AHEAD)
    return TRUE;
  /* What was due before the event was known to Hearth, and is over, is not news. */
  if (start < plan->now && start + trigger < plan->now)
    return TRUE;
  plan->n_written++;
  text = make_text (event);
  reminder = hearth_reminder_new (key, text, start + trigger);
  reminder->event_start = start;
  reminder->event_id = event->id;
  return hearth_reminder_queue_add (plan->queue, reminder, error) != 0;
}

static gboolean
plan_occurrence (Plan *plan, const HearthOccurrence *occurrence, guint default_minutes,
                 GError **error)
{
  const HearthEvent *event = occurrence->event;

  if (event->alarms->len == 0) {
    /* An all-day event has no hour to be early for. */
    if (event->all_day || event->transparent)
      return TRUE;
    return plan_one (plan, occurrence, -60 * (int) default_minutes, error);
  }
  for (guint i = 0; i < MIN (event->alarms->len, MAX_ALARMS); i++) {
    if (!plan_one (plan, occurrence, g_array_index (event->alarms, int, i), error))
      return FALSE;
  }
  return TRUE;
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

    if (reminder->state != HEARTH_REMINDER_SCHEDULED &&
        reminder->state != HEARTH_REMINDER_PRESENTING)
      continue;
    if (reminder->event_start < span.start || reminder->event_start >= span.end ||
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

    if (reminder->state != HEARTH_REMINDER_SCHEDULED &&
        reminder->state != HEARTH_REMINDER_PRESENTING && reminder->event_start < plan->now - KEEP)
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

    if (g_str_has_prefix (reminder->key, KEY_PREFIX)) {
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
 * @default_minutes: how long before an event that has no alarm of its own
 * @more: (out): whether there is more to write: then call this again soon
 * @error: a #HearthStoreError
 *
 * Makes the queue hold a reminder for each alarm of each event of the coming days, once: the key of
 * a reminder names the occurrence and the alarm, so that one that was done stays done, and one
 * whose event moved is replaced. Forgets those of events that are over for a month.
 *
 * Returns: whether all of it was written
 */
gboolean
hearth_event_reminders_plan (HearthDatabase *db, HearthWriter *writer, HearthReminderQueue *queue,
                             guint default_minutes, gboolean *more, GError **error)
{
  gint64 now = hearth_clock_now ();
  HearthSpan span = { now - PLAN_BACK, now + LOOK_AHEAD };
  g_autoptr (GPtrArray) occurrences =
      hearth_store_events_between (db, span, MAX_OCCURRENCES, error);
  g_autoptr (GPtrArray) owners = NULL;
  g_autoptr (GHashTable) stored = NULL;
  g_autoptr (GHashTable) planned = NULL;
  g_autoptr (GArray) forget = g_array_new (FALSE, FALSE, sizeof (gint64));
  Plan plan = { .queue = queue, .now = now };

  if (occurrences == NULL)
    return FALSE;
  owners = hearth_store_people_list_owner (db, error);
  if (owners == NULL)
    return FALSE;
  stored = load_stored (db, error);
  if (stored == NULL)
    return FALSE;
  planned = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  plan.stored = stored;
  plan.planned = planned;
  plan.forget = forget;
  for (guint i = 0; i < occurrences->len; i++) {
    const HearthOccurrence *occurrence = g_ptr_array_index (occurrences, i);

    if (occurrence->event->status == HEARTH_EVENT_CANCELLED ||
        is_declined (occurrence->event, owners) || occurrence->span.start < span.start)
      continue;
    if (!plan_occurrence (&plan, occurrence, default_minutes, error))
      return FALSE;
  }
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
