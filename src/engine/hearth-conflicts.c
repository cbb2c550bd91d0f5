/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-conflicts.h"

#include "hearth-clock.h"
#include "hearth-free-time.h"
#include "hearth-store-conflicts.h"
#include "hearth-store-events.h"
#include "hearth-store-messages.h"

#include <string.h>

#define DAY 86400

/* What lies farther ahead is looked at when it comes nearer. */
#define LOOK_AHEAD (60 * DAY)

/* More than this in two months is not a calendar that a person keeps; the nearest count. */
#define MAX_OCCURRENCES 3000
#define MAX_CONFLICTS 500

/* What a question about one time gives. */
#define MAX_FOUND 50

/* Who the owner is, and what he does not want to see. */
typedef struct {
  GPtrArray *owners;  /* (owned) addresses */
  GHashTable *hidden; /* (owned) rows of calendars */
} Owner;

static void
owner_clear (Owner *self)
{
  g_clear_pointer (&self->owners, g_ptr_array_unref);
  g_clear_pointer (&self->hidden, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Owner, owner_clear)

static gboolean
owner_init (Owner *self, HearthDatabase *db, GError **error)
{
  self->owners = hearth_store_people_list_owner (db, error);
  self->hidden = self->owners != NULL ? hearth_store_conflicts_load_hidden (db, error) : NULL;
  return self->hidden != NULL;
}

static gboolean
is_declined (const HearthEvent *event, GPtrArray *owners)
{
  for (guint i = 0; i < event->attendees->len; i++) {
    const HearthAttendee *attendee = g_ptr_array_index (event->attendees, i);

    for (guint k = 0; k < owners->len; k++) {
      if (attendee->partstat == HEARTH_PARTSTAT_DECLINED &&
          g_ascii_strcasecmp (attendee->who->address, owners->pdata[k]) == 0)
        return TRUE;
    }
  }
  return FALSE;
}

/* Whether it keeps the owner from being elsewhere. */
static gboolean
keeps_busy (const HearthOccurrence *occurrence, const Owner *owner)
{
  return hearth_free_time_is_busy (occurrence, FALSE) &&
         !is_declined (occurrence->event, owner->owners) &&
         !g_hash_table_contains (owner->hidden, &occurrence->event->source_id);
}

static GPtrArray *
list_busy (HearthDatabase *db, HearthSpan span, guint limit, GError **error)
{
  g_auto (Owner) owner = { 0 };
  g_autoptr (GPtrArray) all = NULL;
  GPtrArray *busy;

  if (!owner_init (&owner, db, error))
    return NULL;
  all = hearth_store_events_between (db, span, limit, error);
  if (all == NULL)
    return NULL;
  busy = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_occurrence_free);
  for (guint i = 0; i < all->len; i++) {
    const HearthOccurrence *occurrence = g_ptr_array_index (all, i);

    if (keeps_busy (occurrence, &owner))
      g_ptr_array_add (busy, hearth_occurrence_new (hearth_event_ref (occurrence->event),
                                                    occurrence->span));
  }
  return busy;
}

/**
 * hearth_conflicts_find:
 * @db: a database
 * @wanted: what is to be then; what has its UID does not count
 * @travel: minutes to get to an event elsewhere
 * @error: a #HearthStoreError
 *
 * Returns: (transfer full) (nullable) (element-type HearthOccurrence): what keeps the owner busy
 *   then, or so shortly before or after that he cannot be at both; %NULL on an error
 */
GPtrArray *
hearth_conflicts_find (HearthDatabase *db, const HearthOccurrence *wanted, guint travel,
                       GError **error)
{
  const HearthSpan around = { wanted->span.start - (gint64) travel * 60,
                              wanted->span.end + (gint64) travel * 60 };
  g_autoptr (GPtrArray) busy = list_busy (db, around, MAX_FOUND, error);

  if (busy == NULL)
    return NULL;
  for (guint i = busy->len; i-- > 0;) {
    const HearthOccurrence *occurrence = g_ptr_array_index (busy, i);

    gboolean is_first = occurrence->span.start <= wanted->span.start;

    if (g_strcmp0 (occurrence->event->uid, wanted->event->uid) == 0 ||
        !hearth_free_time_collides (is_first ? occurrence : wanted, is_first ? wanted : occurrence,
                                    travel))
      g_ptr_array_remove_index (busy, i);
  }
  return g_steal_pointer (&busy);
}

static guint
hash_row (gconstpointer data)
{
  const HearthConflictRow *row = data;

  return g_int64_hash (&row->event_id) ^ g_int64_hash (&row->start) ^
         31 * g_int64_hash (&row->other_id);
}

static gboolean
same_row (gconstpointer a, gconstpointer b)
{
  const HearthConflictRow *first = a;
  const HearthConflictRow *second = b;

  return first->event_id == second->event_id && first->start == second->start &&
         first->other_id == second->other_id && first->other_start == second->other_start;
}

/* The pairs that overlap now. The same event in two calendars is no conflict. */
static GArray *
find_pairs (HearthDatabase *db, guint travel, GError **error)
{
  gint64 now = hearth_clock_now ();
  g_autoptr (GPtrArray) busy =
      list_busy (db, (HearthSpan){ now, now + LOOK_AHEAD }, MAX_OCCURRENCES, error);
  g_autoptr (GArray) pairs = NULL;
  GArray *rows;

  if (busy == NULL)
    return NULL;
  pairs = hearth_free_time_conflicts (busy, FALSE, travel);
  rows = g_array_new (FALSE, FALSE, sizeof (HearthConflictRow));
  for (guint i = 0; i < pairs->len && rows->len < MAX_CONFLICTS; i++) {
    const HearthConflict *pair = &g_array_index (pairs, HearthConflict, i);
    HearthConflictRow row = { .event_id = pair->b->event->id,
                              .start = pair->b->span.start,
                              .other_id = pair->a->event->id,
                              .other_start = pair->a->span.start };

    if (strcmp (pair->a->event->uid, pair->b->event->uid) != 0)
      g_array_append_val (rows, row);
  }
  return rows;
}

/* What is in @rows and not in @others. */
static GArray *
subtract (GArray *rows, GArray *others)
{
  g_autoptr (GHashTable) set = g_hash_table_new (hash_row, same_row);
  GArray *rest = g_array_new (FALSE, FALSE, sizeof (HearthConflictRow));

  for (guint i = 0; i < others->len; i++)
    g_hash_table_add (set, &g_array_index (others, HearthConflictRow, i));
  for (guint i = 0; i < rows->len; i++) {
    if (!g_hash_table_contains (set, &g_array_index (rows, HearthConflictRow, i)))
      g_array_append_val (rest, g_array_index (rows, HearthConflictRow, i));
  }
  return rest;
}

typedef struct {
  GArray *added;
  GArray *gone;
} Change;

static gboolean
write_change (HearthDatabase *db, gpointer user_data, GError **error)
{
  Change *change = user_data;

  return hearth_store_conflicts_change (db, change->added, change->gone, error);
}

/**
 * hearth_conflicts_update:
 * @db: a reader of the store
 * @writer: the store's writer
 * @travel: minutes to get to an event elsewhere
 * @changed: (out): whether something overlaps, or ceased to, since this was last called
 * @error: a #HearthStoreError
 *
 * Finds what overlaps in the next two months, each pair once; what was solved is forgotten.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_conflicts_update (HearthDatabase *db, HearthWriter *writer, guint travel, gboolean *changed,
                         GError **error)
{
  g_autoptr (GArray) now = find_pairs (db, travel, error);
  g_autoptr (GArray) stored = NULL;
  g_autoptr (GArray) added = NULL;
  g_autoptr (GArray) gone = NULL;
  Change change;

  *changed = FALSE;
  if (now == NULL)
    return FALSE;
  stored = hearth_store_conflicts_list (db, FALSE, G_MAXINT, error);
  if (stored == NULL)
    return FALSE;
  added = subtract (now, stored);
  gone = subtract (stored, now);
  *changed = added->len > 0 || gone->len > 0;
  change = (Change){ added, gone };
  return !*changed || hearth_writer_run_sync (writer, write_change, &change, error);
}
