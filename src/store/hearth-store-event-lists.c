/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-store-events.h"

#include "hearth-clock.h"
#include "hearth-event-row.h"

#include <glib/gi18n.h>
#include <string.h>

/* Reading events. Writing is in hearth-store-events.c. */

#define DEFAULT_LIMIT 500
#define MAX_WORDS 12
#define DAY ((gint64) 24 * 3600)

static void
set_not_found (gint64 id, GError **error)
{
  g_set_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND,
               _("There is no event %lld in the store; it may have been deleted."),
               (long long) id);
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

  statement = hearth_statement_new (
      db,
      "SELECT " HEARTH_EVENT_COLUMNS ", d.occurrences"
      " FROM events AS e JOIN event_details AS d ON d.id = e.id WHERE e.id = ?",
      error);
  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, id);
  if (!hearth_statement_next (statement, &row, error))
    return NULL;
  if (row)
    return hearth_event_row_read (statement, TRUE);
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

  statement = hearth_statement_new (
      db, "SELECT id FROM events WHERE source_id = ? AND uid = ? AND recurrence_id = 0", error);
  if (statement == NULL)
    return 0;
  hearth_statement_bind_int (statement, source_id);
  hearth_statement_bind_text (statement, uid);
  if (!hearth_statement_next (statement, &row, error))
    return 0;
  return row ? hearth_statement_get_int (statement, 0) : 0;
}

/* The owner's midnights of dates, as they were found last: a month has hundreds of all-day events
 * and forty days. */
#define N_MIDNIGHTS 64

typedef struct {
  GTimeZone *zone; /* (owned) the owner's */
  gint64 dates[N_MIDNIGHTS];
  gint64 midnights[N_MIDNIGHTS];
} Owner;

static void
owner_init (Owner *self)
{
  self->zone = hearth_clock_dup_zone ();
  for (guint i = 0; i < N_MIDNIGHTS; i++)
    self->dates[i] = G_MININT64;
}

static void
owner_clear (Owner *self)
{
  g_time_zone_unref (self->zone);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Owner, owner_clear)

/* The UTC midnight of the owner's date at @seconds. */
static gint64
date_of (const Owner *owner, gint64 seconds)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (seconds);
  g_autoptr (GDateTime) local = NULL;
  g_autoptr (GDateTime) date = NULL;

  if (utc != NULL)
    local = g_date_time_to_timezone (utc, owner->zone);
  if (local == NULL)
    return seconds - seconds % DAY;
  date = g_date_time_new_utc (g_date_time_get_year (local), g_date_time_get_month (local),
                              g_date_time_get_day_of_month (local), 0, 0, 0);
  return g_date_time_to_unix (date);
}

/* Where the clock jumps over midnight, GDateTime gives the first moment after. */
static gint64
find_midnight (const Owner *owner, gint64 date)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (date);
  g_autoptr (GDateTime) local = NULL;

  if (utc != NULL)
    local = g_date_time_new (owner->zone, g_date_time_get_year (utc), g_date_time_get_month (utc),
                             g_date_time_get_day_of_month (utc), 0, 0, 0);
  return local != NULL ? g_date_time_to_unix (local) : date;
}

/* The owner's midnight at which the date of this UTC midnight begins. */
static gint64
midnight_of (Owner *owner, gint64 date)
{
  guint i = (guint) ((guint64) (date / DAY) % N_MIDNIGHTS);

  if (owner->dates[i] != date) {
    owner->midnights[i] = find_midnight (owner, date);
    owner->dates[i] = date;
  }
  return owner->midnights[i];
}

/* An occurrence as the owner sees it. */
static HearthSpan
localise (HearthSpan span, gboolean all_day, Owner *owner)
{
  if (!all_day)
    return span;
  return (HearthSpan){ midnight_of (owner, span.start), midnight_of (owner, span.end) };
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
dates_within (const Owner *owner, HearthSpan span)
{
  return (HearthSpan){ date_of (owner, span.start), date_of (owner, span.end - 1) + DAY };
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
collect_kind (HearthDatabase *db, HearthOccurrenceKind kind, HearthSpan span, guint limit,
              Owner *owner, GArray *found, GError **error)
{
  static const gint64 longest[] = { HEARTH_OCCURRENCE_HOURS_MAX, HEARTH_OCCURRENCE_DAY_MAX, -1,
                                    HEARTH_OCCURRENCE_DAY_MAX, -1 };
  gboolean all_day = kind >= HEARTH_OCCURRENCE_DATE;
  HearthSpan wanted = all_day ? dates_within (owner, span) : span;
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  statement = hearth_statement_new (
      db,
      "SELECT event_id, start, \"end\" FROM occurrences"
      " WHERE kind = ?1 AND start >= ?2 AND start < ?4"
      " AND (\"end\" > ?3 OR (\"end\" = start AND start >= ?3)) ORDER BY start LIMIT ?5",
      error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, kind);
  hearth_statement_bind_int (statement, longest[kind] < 0 || wanted.start < 0
                                            ? G_MININT64
                                            : wanted.start - longest[kind]);
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
    one.span = localise (one.span, all_day, owner);
    g_array_append_val (found, one);
  }
}

/* Reads an event with a statement that is used for many; its other occurrences are left out. */
static HearthEvent *
load_event (HearthStatement *statement, gint64 id, GError **error)
{
  HearthEvent *event = NULL;
  gboolean row;

  hearth_statement_reset (statement);
  hearth_statement_bind_int (statement, id);
  if (!hearth_statement_next (statement, &row, error))
    return NULL;
  if (row)
    event = hearth_event_row_read (statement, FALSE);
  else
    set_not_found (id, error);
  return event;
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  gint64 first = *(const gint64 *) a;
  gint64 second = *(const gint64 *) b;

  return first < second ? -1 : first > second;
}

/* Reads each event once, in the order of the table. */
static GHashTable *
load_events (HearthDatabase *db, GArray *found, GError **error)
{
  g_autoptr (GArray) ids = g_array_sized_new (FALSE, FALSE, sizeof (gint64), found->len);
  g_autoptr (GHashTable) events = NULL;
  g_autoptr (HearthStatement) statement = NULL;
  gint64 before = 0;

  statement =
      hearth_statement_new (db, "SELECT " HEARTH_EVENT_COLUMNS " FROM events AS e WHERE e.id = ?",
                            error);
  if (statement == NULL)
    return NULL;
  events = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL,
                                  (GDestroyNotify) hearth_event_unref);
  for (guint i = 0; i < found->len; i++)
    g_array_append_val (ids, g_array_index (found, Found, i).event_id);
  g_array_sort (ids, compare_ids);
  for (guint i = 0; i < ids->len; i++) {
    gint64 id = g_array_index (ids, gint64, i);
    HearthEvent *event;

    if (id == before)
      continue;
    event = load_event (statement, id, error);
    if (event == NULL)
      return NULL;
    g_hash_table_insert (events, &event->id, event);
    before = id;
  }
  return g_steal_pointer (&events);
}

/* Sorts what was found, cuts it and adds the events. */
static GPtrArray *
load_found (HearthDatabase *db, GArray *found, guint limit, GError **error)
{
  g_autoptr (GPtrArray) result = NULL;
  g_autoptr (GHashTable) events = NULL;

  g_array_sort (found, compare_found);
  if (found->len > limit)
    g_array_set_size (found, limit);
  events = load_events (db, found, error);
  if (events == NULL)
    return NULL;
  result = g_ptr_array_new_full (found->len, (GDestroyNotify) hearth_occurrence_free);
  for (guint i = 0; i < found->len; i++) {
    const Found *one = &g_array_index (found, Found, i);
    HearthEvent *event = g_hash_table_lookup (events, &one->event_id);

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
 * the owner's midnight to the owner's midnight. The events come without their other occurrences;
 * hearth_store_events_get() has those.
 *
 * Returns: (transfer full) (nullable) (element-type HearthOccurrence): occurrences that have a part
 * in
 *   @span, by their start, all-day events first; %NULL on an error
 */
GPtrArray *
hearth_store_events_between (HearthDatabase *db, HearthSpan span, guint limit, GError **error)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (Found));
  g_autoptr (GPtrArray) result = NULL;
  g_auto (Owner) owner = { 0 };

  owner_init (&owner);
  if (limit == 0)
    limit = DEFAULT_LIMIT;
  if (span.end <= span.start)
    return g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_occurrence_free);
  /* One transaction: an event that was found is still there when it is read, and a day of hundreds
   * does not take a lock for each. */
  if (!hearth_database_begin (db, error))
    return NULL;
  for (int kind = HEARTH_OCCURRENCE_HOURS; kind <= HEARTH_OCCURRENCE_DATES; kind++) {
    if (!collect_kind (db, (HearthOccurrenceKind) kind, span, limit, &owner, found, error)) {
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
  g_autoptr (GArray) occurrences = g_array_new (FALSE, FALSE, sizeof (HearthSpan));
  g_auto (Owner) owner = { 0 };
  gboolean row;

  owner_init (&owner);
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
      one.span = localise (g_array_index (occurrences, HearthSpan, i), one.all_day, &owner);
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
 * Returns: (transfer full) (nullable) (element-type HearthOccurrence): occurrences that have a part
 * in
 *   @span, by their start; %NULL on an error
 */
GPtrArray *
hearth_store_events_search (HearthDatabase *db, const char *words, HearthSpan span, guint limit,
                            GError **error)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (Found));
  g_autofree char *stems = hearth_database_dup_stems (db, words, HEARTH_WORDS_QUERY);
  g_auto (GStrv) parts = g_strsplit (g_strchug (stems), " ", -1);
  g_autoptr (GString) sql = g_string_new (NULL);
  g_autoptr (HearthStatement) statement = NULL;
  guint n = MIN (g_strv_length (parts), MAX_WORDS);

  g_string_assign (sql, "SELECT e.id, e.all_day, d.occurrences"
                        " FROM event_details AS d JOIN events AS e ON e.id = d.id WHERE 1");
  if (n == 0)
    return g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_occurrence_free);
  for (guint i = 0; i < n; i++)
    g_string_append (sql, " AND instr (d.stems, ' ' || ?) > 0");
  statement = hearth_statement_new (db, sql->str, error);
  if (statement == NULL)
    return NULL;
  for (guint i = 0; i < n; i++)
    hearth_statement_bind_text (statement, parts[i]);
  if (!collect_matches (statement, span, found, error))
    return NULL;
  return load_found (db, found, limit != 0 ? limit : DEFAULT_LIMIT, error);
}

/* The occurrence that comes next or goes on at a moment; the last one if none comes any more. */
static HearthOccurrence *
find_occurrence (HearthEvent *event, gint64 at, Owner *owner)
{
  HearthSpan span = localise (event->span, event->all_day, owner);

  for (guint i = 0; i < event->occurrences->len; i++) {
    span = localise (g_array_index (event->occurrences, HearthSpan, i), event->all_day, owner);
    if (span.end > at)
      break;
  }
  return hearth_occurrence_new (hearth_event_ref (event), span);
}

/**
 * hearth_event_moment_free:
 * @self: (nullable) (transfer full): a moment
 */
void
hearth_event_moment_free (HearthEventMoment *self)
{
  if (self == NULL)
    return;
  hearth_occurrence_free (self->occurrence);
  g_free (self);
}

/* The occurrence that one who looks for an event means: the next one, or the last one if it is
 * over. */
static gboolean
choose_occurrence (const Found *all, guint n, gint64 now, Found *chosen)
{
  for (guint i = 0; i < n; i++) {
    if (all[i].span.end > now || all[i].span.start >= now) {
      *chosen = all[i];
      return TRUE;
    }
  }
  if (n > 0)
    *chosen = all[n - 1];
  return n > 0;
}

/* How far an occurrence is from now; what is ahead is nearer. */
static gint64
get_distance (HearthSpan span, gint64 now)
{
  if (span.end > now || span.start >= now)
    return MAX (span.start - now, 0);
  return 4 * (now - span.end);
}

/* Keeps the @limit events that are nearest to @now, one occurrence of each. */
static void
keep_nearest (GArray *found, gint64 now, guint limit)
{
  guint kept = 0;

  for (guint i = 0; i < found->len;) {
    guint end = i + 1;
    Found chosen;

    /* The occurrences of an event come together. */
    while (end < found->len &&
           g_array_index (found, Found, end).event_id == g_array_index (found, Found, i).event_id)
      end++;
    if (choose_occurrence (&g_array_index (found, Found, i), end - i, now, &chosen)) {
      guint place = MIN (kept, limit);

      while (place > 0 && get_distance (g_array_index (found, Found, place - 1).span, now) >
                              get_distance (chosen.span, now)) {
        if (place < limit)
          g_array_index (found, Found, place) = g_array_index (found, Found, place - 1);
        place--;
      }
      if (place < limit) {
        g_array_index (found, Found, place) = chosen;
        kept = MIN (kept + 1, limit);
      }
    }
    i = end;
  }
  g_array_set_size (found, kept);
}

/**
 * hearth_store_events_find_near:
 * @db: a database
 * @words: words, the last of which may be unfinished
 * @now: seconds since 1970 UTC
 * @limit: at most so many
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Looks for events that have all of @words and are not cancelled. Each comes once, with its next
 * occurrence or, if it is over, its last one; those that are nearest to @now are kept.
 *
 * Returns: (transfer full) (nullable) (element-type HearthOccurrence): by time; %NULL on an error
 */
GPtrArray *
hearth_store_events_find_near (HearthDatabase *db, const char *words, gint64 now, guint limit,
                               GError **error)
{
  const HearthSpan always = { G_MININT64, G_MAXINT64 };
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (Found));
  g_autofree char *stems = hearth_database_dup_stems (db, words, HEARTH_WORDS_QUERY);
  g_autofree char *folded = hearth_words_dup (words);
  const char *last = strrchr (g_strchomp (folded), ' ');
  g_auto (GStrv) parts = g_strsplit (g_strchug (stems), " ", -1);
  g_autoptr (GString) sql = g_string_new (NULL);
  g_autoptr (HearthStatement) statement = NULL;
  guint n = MIN (g_strv_length (parts), MAX_WORDS);

  if (n == 0 || limit == 0)
    return g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_occurrence_free);
  g_string_assign (sql, "SELECT e.id, e.all_day, d.occurrences FROM event_details AS d"
                        " JOIN events AS e ON e.id = d.id WHERE e.status != ?");
  for (guint i = 0; i + 1 < n; i++)
    g_string_append (sql, " AND instr (d.stems, ' ' || ?) > 0");
  /* "meeti" is no beginning of "meet", which is what the stems have of "meeting". */
  g_string_append (sql, " AND (instr (d.stems, ' ' || ?) > 0"
                        " OR instr (' ' || lower (e.summary), ?) > 0)");
  statement = hearth_statement_new (db, sql->str, error);
  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, HEARTH_EVENT_CANCELLED);
  for (guint i = 0; i < n; i++)
    hearth_statement_bind_text (statement, parts[i]);
  hearth_statement_bind_text (statement, last != NULL ? last : folded);
  if (!collect_matches (statement, always, found, error))
    return NULL;
  keep_nearest (found, now, limit);
  return load_found (db, found, limit, error);
}

/**
 * hearth_store_events_moments:
 * @db: a database
 * @span: a time
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type HearthEventMoment): the alarms in @span of what
 *   recurs that are at one moment and not before each occurrence; %NULL on an error
 */
GPtrArray *
hearth_store_events_moments (HearthDatabase *db, HearthSpan span, GError **error)
{
  g_autoptr (GPtrArray) found =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_event_moment_free);
  g_autoptr (HearthStatement) statement = NULL;
  g_auto (Owner) owner = { 0 };
  gboolean row;

  owner_init (&owner);
  statement = hearth_statement_new (
      db,
      "SELECT " HEARTH_EVENT_COLUMNS ", d.occurrences"
      " FROM events AS e JOIN event_details AS d ON d.id = e.id WHERE instr (e.alarms, '@') > 0",
      error);
  if (statement == NULL || !hearth_statement_next (statement, &row, error))
    return NULL;
  while (row) {
    g_autoptr (HearthEvent) event = hearth_event_row_read (statement, TRUE);

    for (guint i = 0; i < event->moments->len; i++) {
      gint64 at = g_array_index (event->moments, gint64, i);
      HearthEventMoment *moment;

      if (at < span.start || at >= span.end)
        continue;
      moment = g_new0 (HearthEventMoment, 1);
      moment->at = at;
      moment->occurrence = find_occurrence (event, at, &owner);
      g_ptr_array_add (found, moment);
    }
    if (!hearth_statement_next (statement, &row, error))
      return NULL;
  }
  return g_steal_pointer (&found);
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
