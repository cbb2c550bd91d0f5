/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-edit-overlay.h"

#include "hearth-clock.h"
#include "hearth-ical-edit.h"
#include "hearth-ical.h"
#include "hearth-store-event-edits.h"
#include "hearth-store-events.h"

#include <string.h>

/* What the owner sees of a resource: what its server has, with all that is still to be told to it
 * done already. So a sync takes nothing back that waits. */

/* Whether a change that waits is about this resource. */
static gboolean
concerns (const HearthWaitingEdit *waiting, const char *href, GHashTable *uids)
{
  return (*waiting->href != '\0' && g_str_equal (waiting->href, href)) ||
         g_hash_table_contains (uids, waiting->uid);
}

/* Does what waits. What cannot be done is told to the owner when its server is told. */
static GBytes *
do_waiting (GBytes *content, GPtrArray *waiting, const char *href, GHashTable *uids, gboolean *any)
{
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();
  g_autoptr (GBytes) now = content != NULL ? g_bytes_ref (content) : NULL;

  *any = FALSE;
  for (guint i = 0; i < waiting->len; i++) {
    const HearthWaitingEdit *each = g_ptr_array_index (waiting, i);
    g_autoptr (GError) error = NULL;
    GBytes *then;

    if (!concerns (each, href, uids))
      continue;
    *any = TRUE;
    then = hearth_ical_edit_apply (now, each->edit, zone, &error);
    if (error != NULL) {
      g_debug ("A change to “%s” cannot be made now: %s", each->uid, error->message);
      continue;
    }
    g_clear_pointer (&now, g_bytes_unref);
    now = then;
  }
  return g_steal_pointer (&now);
}

static HearthCalendarChanges *
read_content (const char *href, const char *etag, GBytes *content, HearthSpan window,
              GError **error)
{
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();
  g_autoptr (GPtrArray) events = NULL;
  g_autoptr (GPtrArray) tasks = NULL;
  HearthCalendarChanges *changes;
  const char *text;
  gsize length;

  if (content == NULL)
    return hearth_calendar_changes_new (href, etag, NULL);
  text = g_bytes_get_data (content, &length);
  events = hearth_ical_read (text, length, window, zone, &tasks, NULL, NULL, error);
  if (events == NULL)
    return NULL;
  changes = hearth_calendar_changes_new (href, etag, g_steal_pointer (&events));
  changes->tasks = g_steal_pointer (&tasks);
  changes->content = g_bytes_ref (content);
  return changes;
}

static GHashTable *
collect_uids (const HearthCalendarChanges *changes)
{
  GHashTable *uids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; changes->events != NULL && i < changes->events->len; i++)
    g_hash_table_add (uids, g_strdup (((HearthEvent *) changes->events->pdata[i])->uid));
  for (guint i = 0; changes->tasks != NULL && i < changes->tasks->len; i++)
    g_hash_table_add (uids, g_strdup (((HearthTodo *) changes->tasks->pdata[i])->uid));
  return uids;
}

/* A resource that was made here has been seen on its server: both are one from now on. */
static gboolean
settle_pending (HearthDatabase *db, gint64 source_id, const char *href, GHashTable *uids,
                GError **error)
{
  GHashTableIter iter;
  gpointer uid;
  gboolean any;

  if (!hearth_store_resource_texts_any_pending (db, source_id, &any, error))
    return FALSE;
  g_hash_table_iter_init (&iter, uids);
  while (any && g_hash_table_iter_next (&iter, &uid, NULL)) {
    g_autofree char *pending = hearth_resource_dup_pending (uid);

    if (!g_str_equal (pending, href) &&
        !hearth_store_resource_texts_move (db, source_id, pending, href, error))
      return FALSE;
  }
  return TRUE;
}

/**
 * hearth_edit_overlay_make:
 * @db: a writer in a transaction
 * @source_id: a calendar
 * @changes: what one of its resources holds on its server now
 * @window: the time for which occurrences are wanted
 * @made: (out): whether something waits for that resource
 * @error: a #HearthStoreError
 *
 * Does to a resource what its server is still to be told.
 *
 * Returns: (transfer full) (nullable): what the owner sees of it; %NULL if @changes says so
 * already, or on an error
 */
HearthCalendarChanges *
hearth_edit_overlay_make (HearthDatabase *db, gint64 source_id,
                          const HearthCalendarChanges *changes, HearthSpan window, gboolean *made,
                          GError **error)
{
  g_autoptr (GHashTable) uids = collect_uids (changes);
  g_autoptr (GPtrArray) waiting = NULL;
  g_autoptr (GBytes) content = NULL;
  HearthCalendarChanges *overlaid;

  *made = FALSE;
  if (changes->events != NULL && changes->content == NULL)
    return NULL;
  if (!hearth_resource_is_pending (changes->href) &&
      !settle_pending (db, source_id, changes->href, uids, error))
    return NULL;
  waiting = hearth_store_event_edits_list (db, source_id, FALSE, error);
  if (waiting == NULL || waiting->len == 0)
    return NULL;
  content = do_waiting (changes->content, waiting, changes->href, uids, made);
  if (!*made)
    return NULL;
  overlaid = read_content (changes->href, changes->etag, content, window, error);
  *made = overlaid != NULL;
  return overlaid;
}

/**
 * hearth_edit_overlay_write:
 * @db: a writer in a transaction
 * @source_id: a calendar
 * @href: a resource
 * @etag: (nullable): its version on its server; %NULL if that is not known, and the next sync is to
 *   read it
 * @content: (nullable): its text there; %NULL if it is gone
 * @window: the time for which occurrences are wanted
 * @error: a #HearthStoreError, or a #HearthCalendarError if it is no calendar
 *
 * Stores a resource as the owner sees it.
 *
 * Returns: whether it is stored
 */
gboolean
hearth_edit_overlay_write (HearthDatabase *db, gint64 source_id, const char *href, const char *etag,
                           GBytes *content, HearthSpan window, GError **error)
{
  g_autoptr (HearthCalendarChanges) base = NULL;
  g_autoptr (HearthCalendarChanges) overlaid = NULL;
  const HearthCalendarChanges *shown;
  GError *local_error = NULL;
  gboolean made;

  base = read_content (href, etag != NULL ? etag : "", content, window, error);
  if (base == NULL)
    return FALSE;
  overlaid = hearth_edit_overlay_make (db, source_id, base, window, &made, &local_error);
  if (local_error != NULL) {
    g_propagate_error (error, local_error);
    return FALSE;
  }
  shown = overlaid != NULL ? overlaid : base;
  return hearth_store_events_apply (db, source_id, shown, error);
}

/**
 * hearth_edit_overlay_store:
 * @db: a writer in a transaction
 * @source_id: a calendar
 * @href: a resource
 * @etag: (nullable): its version on its server
 * @content: (nullable): its text as the owner is to see it; %NULL if it is gone
 * @window: the time for which occurrences are wanted
 * @error: a #HearthStoreError, or a #HearthCalendarError if it is no calendar
 *
 * Stores a resource in which all that waits has been done.
 *
 * Returns: whether it is stored
 */
gboolean
hearth_edit_overlay_store (HearthDatabase *db, gint64 source_id, const char *href, const char *etag,
                           GBytes *content, HearthSpan window, GError **error)
{
  g_autoptr (HearthCalendarChanges) shown =
      read_content (href, etag != NULL ? etag : "", content, window, error);

  return shown != NULL && hearth_store_events_apply (db, source_id, shown, error);
}
