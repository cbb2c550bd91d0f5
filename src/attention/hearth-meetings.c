/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-meetings.h"

#include "hearth-agenda.h"
#include "hearth-store-events.h"
#include "hearth-store-messages.h"

/* More than that in a month is no calendar of meetings. */
#define MAX_OCCURRENCES 5000
/* What begins so soon after another continues it: nobody looks up in between. */
#define PAUSE 300

static gboolean
is_own (GPtrArray *owner, const char *address)
{
  for (guint i = 0; i < owner->len; i++) {
    if (g_ascii_strcasecmp (g_ptr_array_index (owner, i), address) == 0)
      return TRUE;
  }
  return FALSE;
}

/* Whether the owner sits with others then: an hour with oneself may be disturbed. */
static gboolean
is_meeting (const HearthEvent *event, GPtrArray *owner)
{
  gboolean others = event->organizer != NULL && !is_own (owner, event->organizer->address);

  if (event->all_day || event->transparent || event->status == HEARTH_EVENT_CANCELLED)
    return FALSE;
  for (guint i = 0; i < event->attendees->len; i++) {
    const HearthAttendee *attendee = g_ptr_array_index (event->attendees, i);

    if (!is_own (owner, attendee->who->address))
      others = TRUE;
    else if (attendee->partstat == HEARTH_PARTSTAT_DECLINED)
      return FALSE;
  }
  return others;
}

static GPtrArray *
list_owner (HearthDatabase *db)
{
  GPtrArray *owner = hearth_agenda_list_addresses (db, NULL);
  g_autoptr (GPtrArray) found = hearth_store_people_list_owner (db, NULL);

  if (owner == NULL)
    owner = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; found != NULL && i < found->len; i++)
    g_ptr_array_add (owner, g_strdup (g_ptr_array_index (found, i)));
  return owner;
}

static int
compare_spans (gconstpointer a, gconstpointer b)
{
  const HearthSpan *one = a, *other = b;

  return one->start < other->start ? -1 : one->start > other->start;
}

/* Makes one of those that overlap or follow each other closely. */
static void
merge (GArray *spans)
{
  guint n = 0;

  g_array_sort (spans, compare_spans);
  for (guint i = 0; i < spans->len; i++) {
    HearthSpan span = g_array_index (spans, HearthSpan, i);

    if (n > 0 && span.start <= g_array_index (spans, HearthSpan, n - 1).end + PAUSE) {
      HearthSpan *last = &g_array_index (spans, HearthSpan, n - 1);

      last->end = MAX (last->end, span.end);
    } else {
      g_array_index (spans, HearthSpan, n++) = span;
    }
  }
  g_array_set_size (spans, n);
}

/**
 * hearth_meetings_load:
 * @db: a database
 * @span: the time to look at
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Finds when the owner meets others: events with guests or somebody else's, that they did not
 * decline and that are not marked as free.
 *
 * Returns: (transfer full) (nullable) (element-type HearthSpan): by start, without overlaps; %NULL
 *   on an error
 */
GArray *
hearth_meetings_load (HearthDatabase *db, HearthSpan span, GError **error)
{
  g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (HearthSpan));
  g_autoptr (GPtrArray) occurrences =
      hearth_store_events_between (db, span, MAX_OCCURRENCES, error);
  g_autoptr (GPtrArray) owner = NULL;

  if (occurrences == NULL)
    return NULL;
  owner = list_owner (db);
  for (guint i = 0; i < occurrences->len; i++) {
    const HearthOccurrence *occurrence = g_ptr_array_index (occurrences, i);

    if (is_meeting (occurrence->event, owner))
      g_array_append_val (spans, occurrence->span);
  }
  merge (spans);
  return g_steal_pointer (&spans);
}

/**
 * hearth_meetings_find_end:
 * @meetings: (element-type HearthSpan): as hearth_meetings_load() gives them
 * @now: a time, seconds since 1970 UTC
 *
 * Returns: when the meeting ends that is then, or 0 if there is none
 */
gint64
hearth_meetings_find_end (GArray *meetings, gint64 now)
{
  guint low = 0, high = meetings->len;

  while (low < high) {
    guint middle = low + (high - low) / 2;

    if (g_array_index (meetings, HearthSpan, middle).end <= now)
      low = middle + 1;
    else
      high = middle;
  }
  if (low < meetings->len && g_array_index (meetings, HearthSpan, low).start <= now)
    return g_array_index (meetings, HearthSpan, low).end;
  return 0;
}
