/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-habit-watch.h"

#include <string.h>

#include "hearth-clock.h"
#include "hearth-habits.h"
#include "hearth-memories.h"
#include "hearth-recipients.h"
#include "hearth-sent-letters.h"
#include "hearth-store-provenance.h"

#define DAY ((gint64) 24 * 3600)
/* What was done longer ago may be done otherwise today. */
#define MAX_AGE (400 * DAY)
#define MAX_LETTERS 200
#define PAST_DAYS 120
#define COMING_DAYS 30
#define MAX_OCCURRENCES 600
/* Minutes: shorter is a mark in the day, longer is no appointment. */
#define MIN_LENGTH 10
#define MAX_LENGTH (4 * 60)
/* So many wait for the owner's yes at once. */
#define MAX_WAITING 3
/* Seconds of rest after a sync: whatever came in is judged first. */
#define REST 5
/* When it was last looked, seconds since 1970 UTC. */
#define LOOKED "habits:looked"

/**
 * HearthHabitWatch:
 *
 * Looks once a day, when there is nothing else to do, whether what the owner does tells a habit,
 * and proposes to remember it.
 */
struct _HearthHabitWatch {
  HearthEngine *engine; /* (owned) */
  guint timer;
};

static gboolean
is_owner (GPtrArray *owner, const char *address)
{
  for (guint i = 0; i < owner->len; i++) {
    if (hearth_addr_spec_equal (g_ptr_array_index (owner, i), address))
      return TRUE;
  }
  return FALSE;
}

/* Whether the owner made it: in a calendar of theirs, by nobody else's mail, and with nobody else
 * as its organizer. */
static gboolean
is_made (HearthDatabase *db, const HearthEvent *event, GPtrArray *owner)
{
  gboolean own, came;

  if (event->organizer != NULL ? !is_owner (owner, event->organizer->address)
                               : event->attendees->len > 0)
    return FALSE;
  return hearth_store_provenance_is_own_calendar (db, event->source_id, &own, NULL) && own &&
         hearth_store_provenance_came_by_mail (db, event->uid, &came, NULL) && !came;
}

static gboolean
is_accepted (const HearthEvent *event, GPtrArray *owner)
{
  for (guint i = 0; i < event->attendees->len; i++) {
    const HearthAttendee *attendee = g_ptr_array_index (event->attendees, i);

    if (attendee->partstat == HEARTH_PARTSTAT_ACCEPTED && is_owner (owner, attendee->who->address))
      return TRUE;
  }
  return FALSE;
}

static void
add_appointment (HearthDatabase *db, const HearthOccurrence *occurrence, GPtrArray *owner,
                 GArray *appointments)
{
  const HearthEvent *event = occurrence->event;
  gint64 length = (occurrence->span.end - occurrence->span.start) / 60;
  g_autoptr (GDateTime) local = NULL;
  HearthAppointment appointment = { 0 };

  if (event->all_day || event->status != HEARTH_EVENT_CONFIRMED || event->transparent ||
      length < MIN_LENGTH || length > MAX_LENGTH)
    return;
  appointment.is_own = is_made (db, event, owner);
  if (!appointment.is_own && !is_accepted (event, owner))
    return;
  local = hearth_clock_dup_at (occurrence->span.start);
  appointment.minute = (guint) (g_date_time_get_hour (local) * 60 + g_date_time_get_minute (local));
  appointment.length = (guint) length;
  g_array_append_val (appointments, appointment);
}

/* What the owner chose to have, of the last months and the next weeks; each series once. */
static GArray *
load_appointments (HearthDatabase *db, gint64 now, GError **error)
{
  HearthSpan span = { now - PAST_DAYS * DAY, now + COMING_DAYS * DAY };
  g_autoptr (GPtrArray) occurrences =
      hearth_store_events_between (db, span, MAX_OCCURRENCES, error);
  g_autoptr (GPtrArray) owner = NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GArray *appointments;

  if (occurrences == NULL)
    return NULL;
  owner = hearth_store_people_list_owner (db, error);
  if (owner == NULL)
    return NULL;
  appointments = g_array_new (FALSE, FALSE, sizeof (HearthAppointment));
  /* The newest first: of a series that was moved the time that holds now. */
  for (guint i = occurrences->len; i > 0; i--) {
    const HearthOccurrence *occurrence = g_ptr_array_index (occurrences, i - 1);

    if (g_hash_table_add (seen, occurrence->event->uid))
      add_appointment (db, occurrence, owner, appointments);
  }
  return appointments;
}

static gboolean
count_waiting (HearthDatabase *db, guint *n, GError **error)
{
  HearthMemoryFilter filter = { .which = HEARTH_MEMORIES_PROPOSED };
  g_autoptr (GPtrArray) waiting = hearth_store_memories_list (db, &filter, error);

  *n = 0;
  for (guint i = 0; waiting != NULL && i < waiting->len; i++)
    *n += strcmp (((HearthMemory *) g_ptr_array_index (waiting, i))->source_kind, "act") == 0;
  return waiting != NULL;
}

static gboolean
propose_all (HearthEngine *engine, GPtrArray *habits, guint *waiting, guint *n_proposed,
             GError **error)
{
  for (guint i = 0; i < habits->len && *waiting < MAX_WAITING; i++) {
    HearthMemory *memory = g_ptr_array_index (habits, i);

    if (!hearth_memories_propose (engine, memory, error))
      return FALSE;
    *waiting += memory->id != 0;
    *n_proposed += memory->id != 0;
  }
  return TRUE;
}

/**
 * hearth_habits_propose:
 * @engine: an engine
 * @n_proposed: (out): how many habits were written down for the owner's yes
 * @error: a #HearthStoreError
 *
 * Looks at what the owner sent and planned, and proposes what is told by it, so that no more than
 * three wait at once. What is known, was declined, or was said otherwise by the owner is not
 * proposed.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_habits_propose (HearthEngine *engine, guint *n_proposed, GError **error)
{
  HearthDatabase *db = hearth_engine_get_reader (engine);
  gint64 now = hearth_clock_now ();
  g_autoptr (GPtrArray) letters = NULL;
  g_autoptr (GArray) appointments = NULL;
  g_autoptr (GPtrArray) of_letters = NULL;
  g_autoptr (GPtrArray) of_appointments = NULL;
  guint waiting;

  *n_proposed = 0;
  if (!count_waiting (db, &waiting, error))
    return FALSE;
  if (waiting >= MAX_WAITING)
    return TRUE;
  letters = hearth_sent_letters_load (db, NULL, now - MAX_AGE, MAX_LETTERS, error);
  if (letters == NULL)
    return FALSE;
  appointments = load_appointments (db, now, error);
  if (appointments == NULL)
    return FALSE;
  of_letters = hearth_habits_of_letters (letters);
  of_appointments = hearth_habits_of_appointments (appointments);
  return propose_all (engine, of_appointments, &waiting, n_proposed, error) &&
         propose_all (engine, of_letters, &waiting, n_proposed, error);
}

static gboolean
is_due (HearthHabitWatch *self)
{
  g_autofree char *looked = hearth_engine_dup_meta (self->engine, LOOKED);
  gint64 at = looked != NULL ? g_ascii_strtoll (looked, NULL, 10) : 0;
  gint64 now = hearth_clock_now ();

  /* A clock that was set back does not keep it from looking. */
  return at > now || now - at >= DAY;
}

/* The proposals first: who is killed in between looks again, and proposes nothing twice. */
static void
look (HearthHabitWatch *self)
{
  g_autofree char *now = g_strdup_printf ("%" G_GINT64_FORMAT, hearth_clock_now ());
  g_autoptr (GError) error = NULL;
  guint n;

  if (!hearth_habits_propose (self->engine, &n, &error) ||
      !hearth_engine_set_meta (self->engine, LOOKED, now, &error))
    g_warning ("It could not be seen what the owner does mostly: %s", error->message);
}

static gboolean
rested_cb (gpointer user_data)
{
  HearthHabitWatch *self = user_data;

  self->timer = 0;
  /* The end of that sync brings it back here. */
  if (!hearth_engine_is_syncing (self->engine, NULL, NULL) && is_due (self))
    look (self);
  return G_SOURCE_REMOVE;
}

static void
progress_cb (HearthHabitWatch *self)
{
  if (self->timer == 0 && !hearth_engine_is_syncing (self->engine, NULL, NULL))
    self->timer = g_timeout_add_seconds_full (G_PRIORITY_LOW, REST, rested_cb, self, NULL);
}

/**
 * hearth_habit_watch_new:
 * @engine: the engine whose owner is watched
 *
 * Returns: (transfer full): a watch, which looks after a sync when a day has passed
 */
HearthHabitWatch *
hearth_habit_watch_new (HearthEngine *engine)
{
  HearthHabitWatch *self = g_new0 (HearthHabitWatch, 1);

  self->engine = g_object_ref (engine);
  g_signal_connect_swapped (engine, "progress", G_CALLBACK (progress_cb), self);
  return self;
}

/**
 * hearth_habit_watch_free:
 * @self: (nullable) (transfer full): a watch
 */
void
hearth_habit_watch_free (HearthHabitWatch *self)
{
  if (self == NULL)
    return;
  g_clear_handle_id (&self->timer, g_source_remove);
  g_signal_handlers_disconnect_by_data (self->engine, self);
  g_clear_object (&self->engine);
  g_free (self);
}
