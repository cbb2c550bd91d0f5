/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-store-events.h"

#include "hearth-clock.h"
#include "hearth-event-row.h"
#include "hearth-mailbox-row.h"
#include "hearth-message-row.h"

#include <glib/gi18n.h>
#include <string.h>

#define DEFAULT_LIMIT 500
#define MAX_WORDS 12
#define DAY ((gint64) 24 * 3600)

/* Occurrences are looked up by their start. So that those which began earlier and still go on are
 * found without reading everything before, the few that are longer than this are kept apart. */
#define SHORT_SECONDS (2 * DAY)

/* The column `kind` of occurrences. Of all-day events, start and end are midnights in UTC and mean
 * dates: they are the owner's days, wherever the owner is. */
typedef enum {
  KIND_TIMED_SHORT,
  KIND_TIMED_LONG,
  KIND_DATES_SHORT,
  KIND_DATES_LONG,
} OccurrenceKind;

static int
find_kind (gboolean all_day, HearthSpan span)
{
  gboolean is_long = span.end - span.start > SHORT_SECONDS;

  return (all_day ? KIND_DATES_SHORT : KIND_TIMED_SHORT) + (is_long ? 1 : 0);
}

static void
set_not_found (gint64 id, GError **error)
{
  g_set_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND,
               _("There is no event %" G_GINT64_FORMAT " in the store; it may have been deleted."),
               id);
}

/**
 * hearth_store_events_load_etags:
 * @db: a database
 * @source_id: a source
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type utf8 utf8): the version of each resource that is
 *   stored, by its href; %NULL on an error
 */
GHashTable *
hearth_store_events_load_etags (HearthDatabase *db, gint64 source_id, GError **error)
{
  g_autoptr (GHashTable) etags = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  statement = hearth_statement_new (db, "SELECT href, etag FROM resources WHERE source_id = ?",
                                    error);
  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, source_id);
  for (;;) {
    const char *etag;

    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&etags);
    etag = hearth_statement_get_text (statement, 1);
    g_hash_table_insert (etags, g_strdup (hearth_statement_get_text (statement, 0)),
                         g_strdup (etag != NULL ? etag : ""));
  }
}

static gboolean
write_occurrences (HearthDatabase *db, gint64 event_id, gboolean all_day, GArray *occurrences,
                   gboolean add, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  statement = hearth_statement_new (db, add
    ? "INSERT OR REPLACE INTO occurrences (kind, start, event_id, \"end\") VALUES (?, ?, ?, ?)"
    : "DELETE FROM occurrences WHERE kind = ? AND start = ? AND event_id = ?", error);
  if (statement == NULL)
    return FALSE;
  for (guint i = 0; i < occurrences->len; i++) {
    HearthSpan span = g_array_index (occurrences, HearthSpan, i);

    hearth_statement_bind_int (statement, find_kind (all_day, span));
    hearth_statement_bind_int (statement, span.start);
    hearth_statement_bind_int (statement, event_id);
    if (add)
      hearth_statement_bind_int (statement, span.end);
    if (!hearth_statement_run (statement, error))
      return FALSE;
  }
  return TRUE;
}

/* What of a stored event has to go when it changes: its occurrences as they were. */
typedef struct {
  gint64 id;
  gboolean all_day;
  GArray *occurrences; /* (owned) */
} StoredEvent;

static void
stored_event_free (gpointer data)
{
  StoredEvent *self = data;

  g_array_unref (self->occurrences);
  g_free (self);
}

static StoredEvent *
read_stored (HearthStatement *statement)
{
  StoredEvent *self = g_new0 (StoredEvent, 1);
  gsize size;
  const guint8 *packed = hearth_statement_get_blob (statement, 2, &size);

  self->id = hearth_statement_get_int (statement, 0);
  self->all_day = hearth_statement_get_int (statement, 1) != 0;
  self->occurrences = g_array_new (FALSE, FALSE, sizeof (HearthSpan));
  if (packed != NULL)
    hearth_event_row_unpack (packed, size, self->occurrences);
  return self;
}

static gboolean
remove_stored (HearthDatabase *db, const StoredEvent *stored, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  if (!write_occurrences (db, stored->id, stored->all_day, stored->occurrences, FALSE, error))
    return FALSE;
  statement = hearth_statement_new (db, "DELETE FROM events WHERE id = ?", error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, stored->id);
  return hearth_statement_run (statement, error);
}

static GPtrArray *
collect_stored (HearthStatement *statement, GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (stored_event_free);
  gboolean row;

  for (;;) {
    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&all);
    g_ptr_array_add (all, read_stored (statement));
  }
}

static gboolean
find_stored (HearthDatabase *db, gint64 source_id, const HearthEvent *event, StoredEvent **stored,
             GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  *stored = NULL;
  statement = hearth_statement_new (db,
    "SELECT id, all_day, occurrences FROM events"
    " WHERE source_id = ? AND uid = ? AND recurrence_id = ?", error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, source_id);
  hearth_statement_bind_text (statement, event->uid);
  hearth_statement_bind_int (statement, event->recurrence_id);
  if (!hearth_statement_next (statement, &row, error))
    return FALSE;
  if (row)
    *stored = read_stored (statement);
  return TRUE;
}

static gboolean
insert_event (HearthDatabase *db, gint64 source_id, const char *href, const HearthEvent *event,
              gint64 id, GError **error)
{
  g_autofree char *organizer = hearth_address_column_dup (event->organizer);
  g_autofree char *attendees = hearth_event_row_dup_attendees (event);
  g_autofree char *alarms = hearth_event_row_dup_alarms (event);
  g_autofree char *words = hearth_event_row_dup_words (event);
  g_autofree char *stems = hearth_database_dup_stems (db, words, HEARTH_WORDS_TEXT);
  g_autoptr (GByteArray) packed = hearth_event_row_pack (event->occurrences);
  g_autoptr (HearthStatement) statement = NULL;

  statement = hearth_statement_new (db,
    "INSERT OR REPLACE INTO events (" HEARTH_EVENT_COLUMNS ", stems)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", error);
  if (statement == NULL)
    return FALSE;
  if (id != 0)
    hearth_statement_bind_int (statement, id);
  else
    hearth_statement_bind_null (statement);
  hearth_statement_bind_int (statement, source_id);
  hearth_statement_bind_text (statement, href);
  hearth_statement_bind_text (statement, event->uid);
  hearth_statement_bind_int (statement, event->recurrence_id);
  hearth_statement_bind_text (statement, event->summary != NULL ? event->summary : "");
  hearth_statement_bind_text (statement, event->description);
  hearth_statement_bind_text (statement, event->location);
  hearth_statement_bind_text (statement, event->url);
  hearth_statement_bind_int (statement, event->span.start);
  hearth_statement_bind_int (statement, event->span.end);
  hearth_statement_bind_int (statement, event->all_day);
  hearth_statement_bind_text (statement, event->tzid);
  hearth_statement_bind_text (statement, organizer);
  hearth_statement_bind_text (statement, attendees);
  hearth_statement_bind_int (statement, event->status);
  hearth_statement_bind_int (statement, event->transparent);
  hearth_statement_bind_text (statement, event->rrule);
  hearth_statement_bind_text (statement, alarms);
  hearth_statement_bind_int (statement, event->sequence);
  hearth_statement_bind_text (statement, event->calendar_name);
  hearth_statement_bind_blob (statement, packed->data, packed->len);
  hearth_statement_bind_text (statement, stems);
  return hearth_statement_run (statement, error);
}

static gboolean
write_event (HearthDatabase *db, gint64 source_id, const char *href, const HearthEvent *event,
             GHashTable *kept, GError **error)
{
  StoredEvent *stored = NULL;
  gint64 id;
  gboolean ok;

  if (!find_stored (db, source_id, event, &stored, error))
    return FALSE;
  id = stored != NULL ? stored->id : 0;
  ok = (stored == NULL ||
        write_occurrences (db, id, stored->all_day, stored->occurrences, FALSE, error)) &&
       insert_event (db, source_id, href, event, id, error);
  g_clear_pointer (&stored, stored_event_free);
  if (!ok)
    return FALSE;
  if (id == 0)
    id = sqlite3_last_insert_rowid (hearth_database_get_handle (db));
  g_hash_table_add (kept, g_memdup2 (&id, sizeof id));
  return write_occurrences (db, id, event->all_day, event->occurrences, TRUE, error);
}

/* Removes what the resource held before and does not hold any more. */
static gboolean
remove_others (HearthDatabase *db, gint64 source_id, const char *href, GHashTable *kept,
               GError **error)
{
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (HearthStatement) statement = NULL;

  statement = hearth_statement_new (db,
    "SELECT id, all_day, occurrences FROM events WHERE source_id = ? AND href = ?", error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, source_id);
  hearth_statement_bind_text (statement, href);
  all = collect_stored (statement, error);
  if (all == NULL)
    return FALSE;
  for (guint i = 0; i < all->len; i++) {
    const StoredEvent *stored = all->pdata[i];

    if (!g_hash_table_contains (kept, &stored->id) && !remove_stored (db, stored, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
write_resource (HearthDatabase *db, gint64 source_id, const HearthCalendarChanges *changes,
                GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  statement = hearth_statement_new (db, changes->events != NULL
    ? "INSERT OR REPLACE INTO resources (source_id, href, etag) VALUES (?, ?, ?)"
    : "DELETE FROM resources WHERE source_id = ? AND href = ?", error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, source_id);
  hearth_statement_bind_text (statement, changes->href);
  if (changes->events != NULL)
    hearth_statement_bind_text (statement, changes->etag);
  return hearth_statement_run (statement, error);
}

static gboolean
apply_changes (HearthDatabase *db, gint64 source_id, const HearthCalendarChanges *changes,
               GError **error)
{
  g_autoptr (GHashTable) kept = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (guint i = 0; changes->events != NULL && i < changes->events->len; i++) {
    if (!write_event (db, source_id, changes->href, changes->events->pdata[i], kept, error))
      return FALSE;
  }
  return remove_others (db, source_id, changes->href, kept, error) &&
         write_resource (db, source_id, changes, error);
}

/**
 * hearth_store_events_apply:
 * @db: a writer
 * @source_id: a source
 * @changes: what one of its resources holds now
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Writes the events of a resource in one transaction. An event keeps its row as long as its UID and
 * RECURRENCE-ID stay in the source, also when it moves to another resource.
 *
 * Returns: %FALSE on an error; nothing was changed then
 */
gboolean
hearth_store_events_apply (HearthDatabase *db, gint64 source_id,
                           const HearthCalendarChanges *changes, GError **error)
{
  hearth_database_assert_writer (db);
  return hearth_database_begin (db, error) &&
         hearth_database_end (db, apply_changes (db, source_id, changes, error), error);
}

/**
 * hearth_store_events_remove_some:
 * @db: a writer in a transaction
 * @source_id: a source
 * @limit: at most so many
 * @more: (out): whether there may be more
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Removes events of a source.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_events_remove_some (HearthDatabase *db, gint64 source_id, guint limit, gboolean *more,
                                 GError **error)
{
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (HearthStatement) statement = NULL;

  statement = hearth_statement_new (db,
    "SELECT id, all_day, occurrences FROM events WHERE source_id = ? LIMIT ?", error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, source_id);
  hearth_statement_bind_int (statement, limit);
  all = collect_stored (statement, error);
  if (all == NULL)
    return FALSE;
  for (guint i = 0; i < all->len; i++) {
    if (!remove_stored (db, all->pdata[i], error))
      return FALSE;
  }
  *more = all->len == limit;
  return TRUE;
}

/**
 * hearth_store_events_get_window:
 * @db: a database
 * @window: (out): the time for which occurrences are stored; empty if there is none yet
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_events_get_window (HearthDatabase *db, HearthSpan *window, GError **error)
{
  g_autofree char *value = NULL;
  char *end;

  *window = (HearthSpan) { 0, 0 };
  if (!hearth_database_get_meta (db, "events-window", &value, error))
    return FALSE;
  if (value != NULL) {
    window->start = g_ascii_strtoll (value, &end, 10);
    window->end = g_ascii_strtoll (end, NULL, 10);
  }
  return TRUE;
}

/**
 * hearth_store_events_set_window:
 * @db: a writer
 * @window: the time for which occurrences are stored from now on
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_events_set_window (HearthDatabase *db, HearthSpan window, GError **error)
{
  g_autofree char *value = NULL;

  value = g_strdup_printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT, window.start, window.end);
  return hearth_database_set_meta (db, "events-window", value, error);
}

/**
 * hearth_store_events_get:
 * @db: a database
 * @id: a row
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable): the event with its stored occurrences;
 *   %HEARTH_STORE_ERROR_NOT_FOUND if there is none
 */
HearthEvent *
hearth_store_events_get (HearthDatabase *db, gint64 id, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  statement = hearth_statement_new (db,
    "SELECT " HEARTH_EVENT_COLUMNS " FROM events WHERE id = ?", error);
  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, id);
  if (!hearth_statement_next (statement, &row, error))
    return NULL;
  if (row)
    return hearth_event_row_read (statement);
  set_not_found (id, error);
  return NULL;
}

/**
 * hearth_store_events_find:
 * @db: a database
 * @source_id: a source
 * @uid: a UID
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: the row of the event itself (not of an override); 0 if there is none or on an error
 */
gint64
hearth_store_events_find (HearthDatabase *db, gint64 source_id, const char *uid, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  statement = hearth_statement_new (db,
    "SELECT id FROM events WHERE source_id = ? AND uid = ? AND recurrence_id = 0", error);
  if (statement == NULL)
    return 0;
  hearth_statement_bind_int (statement, source_id);
  hearth_statement_bind_text (statement, uid);
  if (!hearth_statement_next (statement, &row, error))
    return 0;
  return row ? hearth_statement_get_int (statement, 0) : 0;
}

/* The UTC midnight of the owner's date at @seconds. */
static gint64
date_of (gint64 seconds)
{
  g_autoptr (GDateTime) local = hearth_clock_dup_at (seconds);
  g_autoptr (GDateTime) date = NULL;

  if (local == NULL)
    return seconds - seconds % DAY;
  date = g_date_time_new_utc (g_date_time_get_year (local), g_date_time_get_month (local),
                              g_date_time_get_day_of_month (local), 0, 0, 0);
  return g_date_time_to_unix (date);
}

/* The owner's midnight at which the date of this UTC midnight begins. Where the clock jumps over
 * midnight, GDateTime gives the first moment after. */
static gint64
midnight_of (gint64 date, GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (date);
  g_autoptr (GDateTime) local = NULL;

  if (utc != NULL)
    local = g_date_time_new (zone, g_date_time_get_year (utc), g_date_time_get_month (utc),
                             g_date_time_get_day_of_month (utc), 0, 0, 0);
  return local != NULL ? g_date_time_to_unix (local) : date;
}

/* An occurrence as the owner sees it. */
static HearthSpan
localise (HearthSpan span, gboolean all_day, GTimeZone *zone)
{
  if (!all_day)
    return span;
  return (HearthSpan) { midnight_of (span.start, zone), midnight_of (span.end, zone) };
}

/* A moment counts as within a span that starts with it. */
static gboolean
overlaps (HearthSpan span, HearthSpan wanted)
{
  return span.start < wanted.end &&
         (span.end > wanted.start || (span.end == span.start && span.start >= wanted.start));
}

/* The dates, as UTC midnights, that have a part in @span. */
static HearthSpan
dates_within (HearthSpan span)
{
  return (HearthSpan) { date_of (span.start), date_of (span.end - 1) + DAY };
}

typedef struct {
  gint64 event_id;
  HearthSpan span;
  gboolean all_day;
} Found;

static int
compare_found (gconstpointer a, gconstpointer b)
{
  const Found *first = a;
  const Found *second = b;

  if (first->span.start != second->span.start)
    return first->span.start < second->span.start ? -1 : 1;
  if (first->all_day != second->all_day)
    return first->all_day ? -1 : 1;
  if (first->span.end != second->span.end)
    return first->span.end < second->span.end ? -1 : 1;
  return first->event_id < second->event_id ? -1 : first->event_id > second->event_id;
}

static gboolean
collect_kind (HearthDatabase *db, OccurrenceKind kind, HearthSpan span, guint limit,
              GTimeZone *zone, GArray *found, GError **error)
{
  gboolean all_day = kind >= KIND_DATES_SHORT;
  gboolean is_long = kind == KIND_TIMED_LONG || kind == KIND_DATES_LONG;
  HearthSpan wanted = all_day ? dates_within (span) : span;
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  statement = hearth_statement_new (db,
    "SELECT event_id, start, \"end\" FROM occurrences"
    " WHERE kind = ?1 AND start >= ?2 AND start < ?4"
    " AND (\"end\" > ?3 OR (\"end\" = start AND start >= ?3)) ORDER BY start LIMIT ?5", error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, kind);
  hearth_statement_bind_int (statement, is_long ? G_MININT64 : wanted.start - SHORT_SECONDS);
  hearth_statement_bind_int (statement, wanted.start);
  hearth_statement_bind_int (statement, wanted.end);
  hearth_statement_bind_int (statement, limit);
  for (;;) {
    Found one;

    if (!hearth_statement_next (statement, &row, error))
      return FALSE;
    if (!row)
      return TRUE;
    one.event_id = hearth_statement_get_int (statement, 0);
    one.span.start = hearth_statement_get_int (statement, 1);
    one.span.end = hearth_statement_get_int (statement, 2);
    one.all_day = all_day;
    one.span = localise (one.span, all_day, zone);
    g_array_append_val (found, one);
  }
}

/* Sorts what was found, cuts it and reads each event once. */
static GPtrArray *
load_found (HearthDatabase *db, GArray *found, guint limit, GError **error)
{
  g_autoptr (GPtrArray) result = NULL;
  g_autoptr (GHashTable) events = NULL;

  result = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_occurrence_free);
  events = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL,
                                  (GDestroyNotify) hearth_event_unref);
  g_array_sort (found, compare_found);
  for (guint i = 0; i < found->len && i < limit; i++) {
    const Found *one = &g_array_index (found, Found, i);
    HearthEvent *event = g_hash_table_lookup (events, &one->event_id);

    if (event == NULL) {
      event = hearth_store_events_get (db, one->event_id, error);
      if (event == NULL)
        return NULL;
      g_hash_table_insert (events, &event->id, event);
    }
    g_ptr_array_add (result, hearth_occurrence_new (hearth_event_ref (event), one->span));
  }
  return g_steal_pointer (&result);
}

/**
 * hearth_store_events_between:
 * @db: a database
 * @span: a time
 * @limit: at most so many; 0 is 500
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Finds what is on. All-day events are the owner's days, wherever the owner is: their spans go from
 * the owner's midnight to the owner's midnight.
 *
 * Returns: (transfer full) (nullable) (element-type HearthOccurrence): occurrences that have a part in
 *   @span, by their start, all-day events first; %NULL on an error
 */
GPtrArray *
hearth_store_events_between (HearthDatabase *db, HearthSpan span, guint limit, GError **error)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (Found));
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();
  g_autoptr (GPtrArray) result = NULL;

  if (limit == 0)
    limit = DEFAULT_LIMIT;
  if (span.end <= span.start)
    return g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_occurrence_free);
  /* One transaction: an event that was found is still there when it is read, and a day of hundreds
   * does not take a lock for each. */
  if (!hearth_database_begin (db, error))
    return NULL;
  for (int kind = KIND_TIMED_SHORT; kind <= KIND_DATES_LONG; kind++) {
    if (!collect_kind (db, (OccurrenceKind) kind, span, limit, zone, found, error)) {
      hearth_database_rollback (db);
      return NULL;
    }
  }
  result = load_found (db, found, limit, error);
  if (result == NULL || !hearth_database_commit (db, error)) {
    hearth_database_rollback (db);
    return NULL;
  }
  return g_steal_pointer (&result);
}

static gboolean
collect_matches (HearthStatement *statement, HearthSpan span, GArray *found, GError **error)
{
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();
  g_autoptr (GArray) occurrences = g_array_new (FALSE, FALSE, sizeof (HearthSpan));
  gboolean row;

  for (;;) {
    const guint8 *packed;
    gsize size;
    Found one;

    if (!hearth_statement_next (statement, &row, error))
      return FALSE;
    if (!row)
      return TRUE;
    one.event_id = hearth_statement_get_int (statement, 0);
    one.all_day = hearth_statement_get_int (statement, 1) != 0;
    packed = hearth_statement_get_blob (statement, 2, &size);
    g_array_set_size (occurrences, 0);
    if (packed != NULL)
      hearth_event_row_unpack (packed, size, occurrences);
    for (guint i = 0; i < occurrences->len; i++) {
      one.span = localise (g_array_index (occurrences, HearthSpan, i), one.all_day, zone);
      if (overlaps (one.span, span))
        g_array_append_val (found, one);
    }
  }
}

/**
 * hearth_store_events_search:
 * @db: a database
 * @words: what is looked for; each word, or one that begins with it, must be in the event
 * @span: a time
 * @limit: at most so many; 0 is 500
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Looks in summary, location, people, calendar name and description, without regard to case, marks
 * and English endings.
 *
 * Returns: (transfer full) (nullable) (element-type HearthOccurrence): occurrences that have a part in
 *   @span, by their start; %NULL on an error
 */
GPtrArray *
hearth_store_events_search (HearthDatabase *db, const char *words, HearthSpan span, guint limit,
                            GError **error)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (Found));
  g_autofree char *stems = hearth_database_dup_stems (db, words, HEARTH_WORDS_QUERY);
  g_auto (GStrv) parts = g_strsplit (g_strchug (stems), " ", -1);
  g_autoptr (GString) sql = g_string_new ("SELECT id, all_day, occurrences FROM events WHERE 1");
  g_autoptr (HearthStatement) statement = NULL;
  guint n = MIN (g_strv_length (parts), MAX_WORDS);

  if (n == 0)
    return g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_occurrence_free);
  for (guint i = 0; i < n; i++)
    g_string_append (sql, " AND instr (stems, ' ' || ?) > 0");
  statement = hearth_statement_new (db, sql->str, error);
  if (statement == NULL)
    return NULL;
  for (guint i = 0; i < n; i++)
    hearth_statement_bind_text (statement, parts[i]);
  if (!collect_matches (statement, span, found, error))
    return NULL;
  return load_found (db, found, limit != 0 ? limit : DEFAULT_LIMIT, error);
}

/**
 * hearth_store_events_count:
 * @db: a database
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: how many events are stored, overrides counted too; -1 on an error
 */
gint64
hearth_store_events_count (HearthDatabase *db, GError **error)
{
  gint64 n;

  return hearth_database_get_int (db, "SELECT count(*) FROM events", &n, error) ? n : -1;
}
