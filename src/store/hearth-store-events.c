/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-store-events.h"

#include "hearth-clock.h"
#include "hearth-event-row.h"
#include "hearth-mailbox-row.h"
#include "hearth-message-row.h"
#include "hearth-store-tasks.h"

#include <string.h>

/* How many occurrences are gathered before they are written. */
#define MAX_GATHERED 300000

static HearthOccurrenceKind
find_kind (gboolean all_day, HearthSpan span)
{
  gint64 length = span.end - span.start;

  if (all_day)
    return length <= HEARTH_OCCURRENCE_DAY_MAX ? HEARTH_OCCURRENCE_DATE : HEARTH_OCCURRENCE_DATES;
  if (length <= HEARTH_OCCURRENCE_HOURS_MAX)
    return HEARTH_OCCURRENCE_HOURS;
  return length <= HEARTH_OCCURRENCE_DAY_MAX ? HEARTH_OCCURRENCE_DAY : HEARTH_OCCURRENCE_LONG;
}

/**
 * hearth_store_events_load_etags:
 * @db: a database
 * @source_id: a source
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type utf8 utf8): the version of each resource that
 * is stored, by its href; %NULL on an error
 */
GHashTable *
hearth_store_events_load_etags (HearthDatabase *db, gint64 source_id, GError **error)
{
  g_autoptr (GHashTable) etags = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  statement =
      hearth_statement_new (db, "SELECT href, etag FROM resources WHERE source_id = ?", error);
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

typedef struct {
  HearthOccurrenceKind kind;
  gint64 start;
  gint64 event_id;
  gint64 end;
} Row;

/* Occurrences of many events, written in the order of the table: a calendar's rules give a hundred
 * thousand of them, and each event's by itself would touch the whole table. */
typedef struct {
  HearthDatabase *db; /* (unowned) */
  GArray *gone;       /* (owned) (element-type Row): these go first */
  GArray *added;      /* (owned) (element-type Row) */
  GHashTable *fresh;  /* (owned) (element-type gint64): the events that @added is of */
} Gatherer;

static void
gatherer_clear (Gatherer *self)
{
  g_array_unref (self->gone);
  g_array_unref (self->added);
  g_hash_table_unref (self->fresh);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Gatherer, gatherer_clear)

static Gatherer
gatherer_make (HearthDatabase *db)
{
  return (Gatherer){ db, g_array_new (FALSE, FALSE, sizeof (Row)),
                     g_array_new (FALSE, FALSE, sizeof (Row)),
                     g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL) };
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const Row *first = a;
  const Row *second = b;

  if (first->kind != second->kind)
    return first->kind < second->kind ? -1 : 1;
  if (first->start != second->start)
    return first->start < second->start ? -1 : 1;
  return first->event_id < second->event_id ? -1 : first->event_id > second->event_id;
}

static gboolean
write_rows (HearthDatabase *db, GArray *rows, gboolean add, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  statement = hearth_statement_new (
      db,
      add ? "INSERT OR REPLACE INTO occurrences (kind, start, event_id, \"end\") VALUES (?, ?, ?, "
            "?)"
          : "DELETE FROM occurrences WHERE kind = ? AND start = ? AND event_id = ?",
      error);
  if (statement == NULL)
    return FALSE;
  g_array_sort (rows, compare_rows);
  for (guint i = 0; i < rows->len; i++) {
    const Row *row = &g_array_index (rows, Row, i);

    hearth_statement_bind_int (statement, row->kind);
    hearth_statement_bind_int (statement, row->start);
    hearth_statement_bind_int (statement, row->event_id);
    if (add)
      hearth_statement_bind_int (statement, row->end);
    if (!hearth_statement_run (statement, error))
      return FALSE;
  }
  g_array_set_size (rows, 0);
  return TRUE;
}

static gboolean
gatherer_flush (Gatherer *self, GError **error)
{
  g_hash_table_remove_all (self->fresh);
  return write_rows (self->db, self->gone, FALSE, error) &&
         write_rows (self->db, self->added, TRUE, error);
}

static gboolean
gather (Gatherer *self, GArray *rows, gint64 event_id, gboolean all_day, GArray *occurrences,
        GError **error)
{
  /* An event that comes twice, in one resource or because it moves from one to another: what its
   * first time added must be there to be taken back. */
  if (rows == self->gone && g_hash_table_contains (self->fresh, &event_id) &&
      !gatherer_flush (self, error))
    return FALSE;
  if (rows == self->added)
    g_hash_table_add (self->fresh, g_memdup2 (&event_id, sizeof event_id));
  for (guint i = 0; i < occurrences->len; i++) {
    HearthSpan span = g_array_index (occurrences, HearthSpan, i);
    Row row = { find_kind (all_day, span), span.start, event_id, span.end };

    g_array_append_val (rows, row);
  }
  return self->gone->len + self->added->len < MAX_GATHERED || gatherer_flush (self, error);
}

#define SELECT_STORED                                                                              \
  "SELECT e.id, e.all_day, d.occurrences FROM events AS e JOIN event_details AS d ON d.id = e.id"

/* What of a stored event has to go when it changes: its occurrences as they were. */
typedef struct {
  gint64 id;
  gboolean all_day;
  GArray *occurrences; /* (owned) */
} StoredEvent;

static void
stored_event_free (StoredEvent *self)
{
  g_array_unref (self->occurrences);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StoredEvent, stored_event_free)

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
delete_row (HearthDatabase *db, const char *sql, gint64 id, GError **error)
{
  g_autoptr (HearthStatement) statement = hearth_statement_new (db, sql, error);

  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, id);
  return hearth_statement_run (statement, error);
}

static gboolean
remove_stored (Gatherer *gatherer, const StoredEvent *stored, GError **error)
{
  if (!gather (gatherer, gatherer->gone, stored->id, stored->all_day, stored->occurrences, error))
    return FALSE;
  return delete_row (gatherer->db, "DELETE FROM events WHERE id = ?", stored->id, error) &&
         delete_row (gatherer->db, "DELETE FROM event_details WHERE id = ?", stored->id, error);
}

static GPtrArray *
collect_stored (HearthStatement *statement, GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) stored_event_free);
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
  statement = hearth_statement_new (
      db, SELECT_STORED " WHERE e.source_id = ? AND e.uid = ? AND e.recurrence_id = ?", error);
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
  g_autofree char *alarms = hearth_event_row_dup_all_alarms (event);
  g_autoptr (HearthStatement) statement = NULL;

  statement = hearth_statement_new (
      db,
      "INSERT OR REPLACE INTO events (id, source_id, href, uid, recurrence_id, summary, "
      "description,"
      " location, url, start, \"end\", all_day, tzid, organizer, attendees, status, transparent, "
      "rrule,"
      " alarms, sequence, calendar_name)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      error);
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
  return hearth_statement_run (statement, error);
}

static gboolean
insert_details (HearthDatabase *db, const HearthEvent *event, gint64 id, GError **error)
{
  g_autofree char *words = hearth_event_row_dup_words (event);
  g_autofree char *stems = hearth_database_dup_stems (db, words, HEARTH_WORDS_TEXT);
  g_autoptr (GByteArray) packed = hearth_event_row_pack (event->occurrences);
  g_autoptr (HearthStatement) statement = NULL;

  statement = hearth_statement_new (
      db, "INSERT OR REPLACE INTO event_details (id, occurrences, stems) VALUES (?, ?, ?)", error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, id);
  hearth_statement_bind_blob (statement, packed->len > 0 ? (const void *) packed->data : "",
                              packed->len);
  hearth_statement_bind_text (statement, stems);
  return hearth_statement_run (statement, error);
}

static gboolean
has_same_occurrences (const StoredEvent *stored, const HearthEvent *event)
{
  return stored->all_day == !!event->all_day &&
         stored->occurrences->len == event->occurrences->len &&
         (event->occurrences->len == 0 ||
          memcmp (stored->occurrences->data, event->occurrences->data,
                  event->occurrences->len * sizeof (HearthSpan)) == 0);
}

static gboolean
write_event (Gatherer *gatherer, gint64 source_id, const char *href, const HearthEvent *event,
             GHashTable *kept, GError **error)
{
  HearthDatabase *db = gatherer->db;
  g_autoptr (StoredEvent) stored = NULL;
  gint64 id;

  if (!find_stored (db, source_id, event, &stored, error))
    return FALSE;
  id = stored != NULL ? stored->id : 0;
  if (!insert_event (db, source_id, href, event, id, error))
    return FALSE;
  if (id == 0)
    id = sqlite3_last_insert_rowid (hearth_database_get_handle (db));
  g_hash_table_add (kept, g_memdup2 (&id, sizeof id));
  if (!insert_details (db, event, id, error))
    return FALSE;
  if (stored != NULL && has_same_occurrences (stored, event))
    return TRUE;
  return (stored == NULL ||
          gather (gatherer, gatherer->gone, id, stored->all_day, stored->occurrences, error)) &&
         gather (gatherer, gatherer->added, id, event->all_day, event->occurrences, error);
}

/* Removes what the resource held before and does not hold any more. */
static gboolean
remove_others (Gatherer *gatherer, gint64 source_id, const char *href, GHashTable *kept,
               GError **error)
{
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (HearthStatement) statement = NULL;

  statement = hearth_statement_new (gatherer->db,
                                    SELECT_STORED " WHERE e.source_id = ? AND e.href = ?", error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, source_id);
  hearth_statement_bind_text (statement, href);
  all = collect_stored (statement, error);
  if (all == NULL)
    return FALSE;
  for (guint i = 0; i < all->len; i++) {
    const StoredEvent *stored = all->pdata[i];

    if (!g_hash_table_contains (kept, &stored->id) && !remove_stored (gatherer, stored, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
write_resource (HearthDatabase *db, gint64 source_id, const HearthCalendarChanges *changes,
                GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  statement = hearth_statement_new (
      db,
      changes->events != NULL
          ? "INSERT INTO resources (source_id, href, etag) VALUES (?, ?, ?)"
            " ON CONFLICT DO UPDATE SET etag = excluded.etag WHERE etag IS NOT excluded.etag"
          : "DELETE FROM resources WHERE source_id = ? AND href = ?",
      error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, source_id);
  hearth_statement_bind_text (statement, changes->href);
  if (changes->events != NULL)
    hearth_statement_bind_text (statement, changes->etag);
  return hearth_statement_run (statement, error);
}

/* The text of a resource, where its source is not on this computer. */
static gboolean
write_text (HearthDatabase *db, gint64 source_id, const HearthCalendarChanges *changes,
            GError **error)
{
  gboolean has_text = changes->events != NULL && changes->content != NULL;
  g_autoptr (HearthStatement) statement = NULL;
  gsize size;

  statement = hearth_statement_new (
      db,
      has_text ? "INSERT INTO resource_texts (source_id, href, content) VALUES (?, ?, ?)"
                 " ON CONFLICT DO UPDATE SET content = excluded.content"
                 " WHERE content <> excluded.content"
               : "DELETE FROM resource_texts WHERE source_id = ? AND href = ?",
      error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, source_id);
  hearth_statement_bind_text (statement, changes->href);
  if (has_text) {
    const void *data = g_bytes_get_data (changes->content, &size);

    hearth_statement_bind_blob (statement, size > 0 ? data : "", size);
  }
  return hearth_statement_run (statement, error);
}

static gboolean
apply_changes (Gatherer *gatherer, gint64 source_id, const HearthCalendarChanges *changes,
               GError **error)
{
  g_autoptr (GHashTable) kept = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  HearthDatabase *db = gatherer->db;

  for (guint i = 0; changes->events != NULL && i < changes->events->len; i++) {
    if (!write_event (gatherer, source_id, changes->href, changes->events->pdata[i], kept, error))
      return FALSE;
  }
  return remove_others (gatherer, source_id, changes->href, kept, error) &&
         hearth_store_tasks_apply (db, source_id, changes, error) &&
         write_text (db, source_id, changes, error) &&
         write_resource (db, source_id, changes, error);
}

/**
 * hearth_store_events_apply_all:
 * @db: a writer in a transaction
 * @source_id: a source
 * @all: (element-type HearthCalendarChanges): what some of its resources hold now
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * hearth_store_events_apply() for many resources, which costs much less than each by itself: their
 * occurrences lie side by side. It is no part that could be undone by itself, for which SQLite
 * would keep each page that is touched as it was.
 *
 * Returns: %FALSE on an error; the transaction has to be undone then
 */
gboolean
hearth_store_events_apply_all (HearthDatabase *db, gint64 source_id, GPtrArray *all, GError **error)
{
  g_auto (Gatherer) gatherer = gatherer_make (db);

  hearth_database_assert_writer (db);
  g_return_val_if_fail (hearth_database_in_transaction (db), FALSE);
  for (guint i = 0; i < all->len; i++) {
    if (!apply_changes (&gatherer, source_id, g_ptr_array_index (all, i), error))
      return FALSE;
  }
  return gatherer_flush (&gatherer, error);
}

/**
 * hearth_store_events_apply:
 * @db: a writer
 * @source_id: a source
 * @changes: what one of its resources holds now
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Writes the events, the tasks and the text of a resource in one transaction. An event keeps its
 * row as long as its UID and RECURRENCE-ID stay in the source, also when it moves to another
 * resource.
 *
 * Returns: %FALSE on an error; nothing was changed then
 */
gboolean
hearth_store_events_apply (HearthDatabase *db, gint64 source_id,
                           const HearthCalendarChanges *changes, GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new ();

  g_ptr_array_add (all, (gpointer) changes);
  return hearth_database_begin (db, error) &&
         hearth_database_end (db, hearth_store_events_apply_all (db, source_id, all, error), error);
}

/**
 * hearth_store_events_load_text:
 * @db: a database
 * @source_id: a source
 * @href: one of its resources
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable): the resource's text as its source gave it last; %NULL
 * without an error if it is not kept
 */
GBytes *
hearth_store_events_load_text (HearthDatabase *db, gint64 source_id, const char *href,
                               GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;
  const void *data;
  gboolean row;
  gsize size;

  statement = hearth_statement_new (
      db, "SELECT content FROM resource_texts WHERE source_id = ? AND href = ?", error);
  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, source_id);
  hearth_statement_bind_text (statement, href);
  if (!hearth_statement_next (statement, &row, error) || !row)
    return NULL;
  data = hearth_statement_get_blob (statement, 0, &size);
  return g_bytes_new (data, size);
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
  g_auto (Gatherer) gatherer = gatherer_make (db);
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (HearthStatement) statement = NULL;

  statement = hearth_statement_new (db, SELECT_STORED " WHERE e.source_id = ? LIMIT ?", error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, source_id);
  hearth_statement_bind_int (statement, limit);
  all = collect_stored (statement, error);
  if (all == NULL)
    return FALSE;
  for (guint i = 0; i < all->len; i++) {
    if (!remove_stored (&gatherer, all->pdata[i], error))
      return FALSE;
  }
  *more = all->len == limit;
  return gatherer_flush (&gatherer, error);
}

/* Times without a zone are the owner's: in another zone, other occurrences would be stored. */
static char *
dup_zone_name (void)
{
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();

  return g_strdup (g_time_zone_get_identifier (zone));
}

/**
 * hearth_store_events_get_window:
 * @db: a database
 * @window: (out): the time for which occurrences are stored; empty if there is none yet, or the
 * owner is in another zone now
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_events_get_window (HearthDatabase *db, HearthSpan *window, GError **error)
{
  g_autofree char *zone = dup_zone_name ();
  g_autofree char *value = NULL;
  char *end;

  *window = (HearthSpan){ 0, 0 };
  if (!hearth_database_get_meta (db, "events-window", &value, error))
    return FALSE;
  if (value != NULL) {
    window->start = g_ascii_strtoll (value, &end, 10);
    window->end = g_ascii_strtoll (end, &end, 10);
    if (*end != ' ' || !g_str_equal (end + 1, zone))
      *window = (HearthSpan){ 0, 0 };
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
  g_autofree char *zone = dup_zone_name ();
  g_autofree char *value = NULL;

  value = g_strdup_printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %s", window.start, window.end,
                           zone);
  return hearth_database_set_meta (db, "events-window", value, error);
}
