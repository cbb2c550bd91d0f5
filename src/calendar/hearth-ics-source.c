/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ics-source.h"

#include "hearth-clock.h"
#include "hearth-file-monitor.h"
#include "hearth-ical.h"
#include "hearth-ical-edit.h"
#include "hearth-ical-object.h"
#include "hearth-ics-files.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

/* Kernels give a user some thousands of watches; a calendar shall not take them all. */
#define MAX_MONITORS 1000
#define RATE_LIMIT_MS 100

/**
 * HearthIcsSource:
 *
 * An .ics file, or a folder of them with its subfolders. A resource's href is its path below the
 * folder, or the file's name; its etag says when and what was written, so that what is unchanged
 * costs one stat.
 */
struct _HearthIcsSource {
  HearthCalendarSource parent_instance;

  char *path;           /* (owned) */
  GHashTable *failed;   /* (owned) (worker): href -> etag of what could not be used */
  GHashTable *monitors; /* (owned): folder or file -> GFileMonitor */
};

/* One sync. */
typedef struct {
  HearthIcsSource *source;
  HearthSpan window;
  GTimeZone *zone; /* (owned) */
  HearthCalendarChangesFunc emit;
  gpointer user_data;
  GCancellable *cancellable;
} Sync;

G_DEFINE_FINAL_TYPE (HearthIcsSource, hearth_ics_source, HEARTH_TYPE_CALENDAR_SOURCE)

static void look_for_folders (HearthIcsSource *self);

/* What a calendar without a name is called: a file by its own name; one of the many files of a
 * folder that keeps one event each by the folder's. */
static char *
dup_calendar_name (HearthIcsSource *self, const char *href, guint n_events)
{
  g_autofree char *path = hearth_ics_files_dup_path (self->path, href);
  g_autofree char *folder = g_path_get_dirname (path);
  gboolean is_lone = !g_str_equal (path, self->path) && n_events <= 1;
  char *name = g_path_get_basename (is_lone ? folder : path);
  char *dot = strrchr (name, '.');

  if (!is_lone && dot != NULL && dot != name)
    *dot = '\0';
  return name;
}

static void
complete_events (HearthIcsSource *self, const char *href, GPtrArray *events, GPtrArray *tasks)
{
  g_autofree char *name = dup_calendar_name (self, href, events->len + tasks->len);

  for (guint i = 0; i < events->len; i++) {
    HearthEvent *event = g_ptr_array_index (events, i);

    event->href = g_strdup (href);
    if (event->calendar_name == NULL)
      event->calendar_name = g_strdup (name);
  }
  for (guint i = 0; i < tasks->len; i++) {
    HearthTodo *todo = g_ptr_array_index (tasks, i);

    todo->href = g_strdup (href);
    if (todo->calendar_name == NULL)
      todo->calendar_name = g_strdup (name);
  }
}

/* Reads one file and hands it on. Sets @stop if the owner wants no more. */
static gboolean
sync_file (Sync *sync, const char *href, gboolean *stop, GError **error)
{
  HearthIcsSource *self = sync->source;
  HearthCalendarSource *source = HEARTH_CALENDAR_SOURCE (self);
  g_autofree char *path = hearth_ics_files_dup_path (self->path, href);
  g_autofree char *text = NULL;
  g_autofree char *etag = NULL;
  g_autoptr (GError) failure = NULL;
  g_autoptr (GPtrArray) warnings = NULL;
  g_autoptr (GPtrArray) events = NULL;
  g_autoptr (GPtrArray) tasks = NULL;
  HearthCalendarChanges *changes;
  gsize length;

  text = hearth_ics_files_read (path, &length, &etag, &failure);
  if (text != NULL)
    events = hearth_ical_read (text, length, sync->window, sync->zone, &tasks, &warnings,
                               sync->cancellable, &failure);
  if (events == NULL) {
    if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
    /* It went between being listed and being read: the next sync says so. */
    if (g_error_matches (failure, HEARTH_CALENDAR_ERROR, HEARTH_CALENDAR_ERROR_NOT_FOUND))
      return TRUE;
    if (etag != NULL)
      g_hash_table_replace (self->failed, g_strdup (href), g_steal_pointer (&etag));
    hearth_calendar_source_warn (source, path, failure->message);
    return TRUE;
  }
  g_hash_table_remove (self->failed, href);
  for (guint i = 0; i < warnings->len; i++)
    hearth_calendar_source_warn (source, path, g_ptr_array_index (warnings, i));
  complete_events (self, href, events, tasks);
  changes = hearth_calendar_changes_new (href, etag, g_steal_pointer (&events));
  changes->tasks = g_steal_pointer (&tasks);
  *stop = !sync->emit (changes, sync->user_data);
  return TRUE;
}

/* Tells what is known and was not found, except below a folder that could not be read. */
static void
emit_gone (Sync *sync, GHashTable *known, HearthIcsListing *listing)
{
  g_autoptr (GPtrArray) gone = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer href;

  g_hash_table_iter_init (&iter, known);
  while (g_hash_table_iter_next (&iter, &href, NULL))
    if (!hearth_ics_listing_has (listing, href) && !hearth_ics_listing_is_hidden (listing, href))
      g_ptr_array_add (gone, g_strdup (href));
  /* The owner of the table may change it while it is told. */
  for (guint i = 0; i < gone->len; i++) {
    g_hash_table_remove (sync->source->failed, g_ptr_array_index (gone, i));
    if (!sync->emit (hearth_calendar_changes_new (g_ptr_array_index (gone, i), NULL, NULL),
                     sync->user_data))
      return;
  }
}

static gboolean
hearth_ics_source_sync_sync (HearthCalendarSource *source, GHashTable *known, HearthSpan window,
                             gboolean force_all, HearthCalendarChangesFunc emit, gpointer user_data,
                             GCancellable *cancellable, GError **error)
{
  HearthIcsSource *self = HEARTH_ICS_SOURCE (source);
  g_autoptr (HearthIcsListing) listing = NULL;
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();
  gboolean stop = FALSE;
  Sync sync = {
    .source = self,
    .window = window,
    .zone = zone,
    .emit = emit,
    .user_data = user_data,
    .cancellable = cancellable,
  };

  listing = hearth_ics_listing_new (self->path, cancellable, error);
  if (listing == NULL)
    return FALSE;
  for (guint i = 0; i < listing->warnings->len; i++)
    hearth_calendar_source_warn (source, self->path, g_ptr_array_index (listing->warnings, i));
  for (guint i = 0; i < listing->files->len && !stop; i++) {
    const HearthIcsFile *file = g_ptr_array_index (listing->files, i);

    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;
    if (!force_all && (g_strcmp0 (g_hash_table_lookup (known, file->href), file->etag) == 0 ||
                       g_strcmp0 (g_hash_table_lookup (self->failed, file->href), file->etag) == 0))
      continue;
    if (!sync_file (&sync, file->href, &stop, error))
      return FALSE;
  }
  if (!stop)
    emit_gone (&sync, known, listing);
  return TRUE;
}

static void
monitor_changed_cb (GFileMonitor *monitor, GFile *file, GFile *other, GFileMonitorEvent event,
                    gpointer user_data)
{
  HearthIcsSource *self = user_data;
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *other_name = other != NULL ? g_file_get_basename (other) : NULL;
  gboolean is_calendar = hearth_ics_files_is_calendar (name) ||
                         (other_name != NULL && hearth_ics_files_is_calendar (other_name)) ||
                         g_str_equal (g_file_peek_path (file), self->path) ||
                         (other != NULL && g_str_equal (g_file_peek_path (other), self->path));

  /* While a file is being written it holds half a calendar: CHANGES_DONE_HINT comes when it is
   * closed. */
  if (event == G_FILE_MONITOR_EVENT_CHANGED || event == G_FILE_MONITOR_EVENT_ATTRIBUTE_CHANGED ||
      event == G_FILE_MONITOR_EVENT_PRE_UNMOUNT)
    return;
  if (is_calendar) {
    hearth_calendar_source_noticed (HEARTH_CALENDAR_SOURCE (self));
  } else if (event != G_FILE_MONITOR_EVENT_CHANGES_DONE_HINT) {
    /* A folder came or went, with files in it; or a program's own file, which does no harm. */
    look_for_folders (self);
    hearth_calendar_source_noticed (HEARTH_CALENDAR_SOURCE (self));
  }
}

static void
monitor_free (gpointer data)
{
  GFileMonitor *monitor = data;

  g_file_monitor_cancel (monitor);
  g_object_unref (monitor);
}

static gboolean
add_monitor (HearthIcsSource *self, const char *path, GError **error)
{
  GFileMonitor *monitor;

  if (g_hash_table_contains (self->monitors, path) ||
      g_hash_table_size (self->monitors) >= MAX_MONITORS)
    return TRUE;
  monitor = hearth_file_monitor_new (path, HEARTH_WATCH_CONTENTS, error);
  if (monitor == NULL)
    return FALSE;
  g_file_monitor_set_rate_limit (monitor, RATE_LIMIT_MS);
  g_signal_connect (monitor, "changed", G_CALLBACK (monitor_changed_cb), self);
  g_hash_table_insert (self->monitors, g_strdup (path), monitor);
  return TRUE;
}

/* Watches the folders that are new and forgets those that went. */
static void
look_for_folders (HearthIcsSource *self)
{
  g_autoptr (GPtrArray) folders = hearth_ics_files_list_folders (self->path);
  g_autoptr (GHashTable) present = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer path;

  if (self->monitors == NULL)
    return;
  for (guint i = 0; i < folders->len; i++) {
    g_hash_table_add (present, g_ptr_array_index (folders, i));
    add_monitor (self, g_ptr_array_index (folders, i), NULL);
  }
  g_hash_table_iter_init (&iter, self->monitors);
  while (g_hash_table_iter_next (&iter, &path, NULL))
    if (!g_hash_table_contains (present, path) && !g_str_equal (path, self->path))
      g_hash_table_iter_remove (&iter);
}

static gboolean
hearth_ics_source_watch (HearthCalendarSource *source, GError **error)
{
  HearthIcsSource *self = HEARTH_ICS_SOURCE (source);
  gboolean is_folder = g_file_test (self->path, G_FILE_TEST_IS_DIR);
  g_autoptr (GError) failure = NULL;

  if (self->monitors != NULL)
    return TRUE;
  if (!is_folder && !g_file_test (self->path, G_FILE_TEST_EXISTS)) {
    g_set_error (error, HEARTH_CALENDAR_ERROR, HEARTH_CALENDAR_ERROR_GONE,
                 _("“%s” is not there. If it is on a disk or in a folder that is not mounted now, "
                    "mount it; else remove this calendar."),
                 self->path);
    return FALSE;
  }
  self->monitors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, monitor_free);
  if (!add_monitor (self, self->path, &failure)) {
    g_clear_pointer (&self->monitors, g_hash_table_unref);
    g_set_error (error, HEARTH_CALENDAR_ERROR, HEARTH_CALENDAR_ERROR_UNREADABLE,
                 _("“%s” cannot be watched for changes: %s"), self->path, failure->message);
    return FALSE;
  }
  if (is_folder)
    look_for_folders (self);
  return TRUE;
}

static void
hearth_ics_source_unwatch (HearthCalendarSource *source)
{
  HearthIcsSource *self = HEARTH_ICS_SOURCE (source);

  g_clear_pointer (&self->monitors, g_hash_table_unref);
}

static gboolean
hearth_ics_source_is_writable (HearthCalendarSource *source)
{
  HearthIcsSource *self = HEARTH_ICS_SOURCE (source);
  g_autofree char *real = realpath (self->path, NULL);
  g_autofree char *folder = NULL;

  if (real == NULL || access (real, W_OK) != 0)
    return FALSE;
  if (g_file_test (real, G_FILE_TEST_IS_DIR))
    return access (real, X_OK) == 0;
  /* A file is replaced as a whole, beside the old one. */
  folder = g_path_get_dirname (real);
  return access (folder, W_OK | X_OK) == 0;
}

static gboolean
check_writable (HearthIcsSource *self, GError **error)
{
  if (!g_file_test (self->path, G_FILE_TEST_EXISTS)) {
    g_set_error (error, HEARTH_CALENDAR_ERROR, HEARTH_CALENDAR_ERROR_GONE,
                 _("“%s” is not there, so nothing can be written to it."), self->path);
    return FALSE;
  }
  if (!hearth_ics_source_is_writable (HEARTH_CALENDAR_SOURCE (self))) {
    g_set_error (error, HEARTH_CALENDAR_ERROR, HEARTH_CALENDAR_ERROR_READ_ONLY,
                 _("“%s” may not be written to. Choose another calendar for new events, or change "
                    "its permissions."),
                 self->path);
    return FALSE;
  }
  return TRUE;
}

/* Where a new event goes. */
static char *
dup_new_href (HearthIcsSource *self, const char *uid)
{
  g_autofree char *stem = NULL;
  g_autofree char *href = NULL;
  g_autofree char *path = NULL;

  if (!g_file_test (self->path, G_FILE_TEST_IS_DIR))
    return g_path_get_basename (self->path);
  stem = g_strndup (uid, 100);
  g_strcanon (stem, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_@", '-');
  href = g_strconcat (stem, ".ics", NULL);
  path = hearth_ics_files_dup_path (self->path, href);
  if (g_file_test (path, G_FILE_TEST_EXISTS)) {
    g_autofree char *unique = g_uuid_string_random ();

    return g_strconcat (unique, ".ics", NULL);
  }
  return g_steal_pointer (&href);
}

static GBytes *
hearth_ics_source_read_resource_sync (HearthCalendarSource *source, const char *href, char **etag,
                                      GCancellable *cancellable, GError **error)
{
  HearthIcsSource *self = HEARTH_ICS_SOURCE (source);
  g_autofree char *path = hearth_ics_files_dup_path (self->path, href);
  g_autofree char *version = NULL;
  gsize length;
  char *text;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  text = hearth_ics_files_read (path, &length, &version, error);
  if (text == NULL)
    return NULL;
  if (etag != NULL)
    *etag = g_steal_pointer (&version);
  return g_bytes_new_take (text, length);
}

/* A new event of a source that is one file goes into that file. */
static GBytes *
add_to_file (const char *path, const char *uid, GBytes *content, char **etag, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (GBytes) present = NULL;
  gsize length;
  char *text = hearth_ics_files_read (path, &length, etag, &failure);

  if (text == NULL &&
      !g_error_matches (failure, HEARTH_CALENDAR_ERROR, HEARTH_CALENDAR_ERROR_NOT_FOUND)) {
    g_propagate_error (error, g_steal_pointer (&failure));
    return NULL;
  }
  if (text == NULL)
    return g_bytes_ref (content);
  present = g_bytes_new_take (text, length);
  return hearth_ical_replace (present, uid, content, error);
}

static gboolean
hearth_ics_source_write_resource_sync (HearthCalendarSource *source, const char *href,
                                       const char *uid, GBytes *content, const char *etag,
                                       char **new_href, char **new_etag, GCancellable *cancellable,
                                       GError **error)
{
  HearthIcsSource *self = HEARTH_ICS_SOURCE (source);
  gboolean is_folder = g_file_test (self->path, G_FILE_TEST_IS_DIR);
  g_autofree char *name = href != NULL ? g_strdup (href) : dup_new_href (self, uid);
  g_autofree char *path = hearth_ics_files_dup_path (self->path, name);
  g_autofree char *known = g_strdup (etag);
  g_autoptr (GBytes) whole = NULL;
  const char *text;
  gsize length;

  if (!check_writable (self, error) || g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  whole = href == NULL && !is_folder ? add_to_file (path, uid, content, &known, error)
                                     : g_bytes_ref (content);
  if (whole == NULL)
    return FALSE;
  text = g_bytes_get_data (whole, &length);
  if (!hearth_ics_files_replace (path, text, length, known, error))
    return FALSE;
  g_hash_table_remove (self->failed, name);
  if (new_etag != NULL)
    *new_etag = hearth_ics_files_dup_etag (path, length);
  if (new_href != NULL)
    *new_href = g_steal_pointer (&name);
  return TRUE;
}

static gboolean
hearth_ics_source_remove_resource_sync (HearthCalendarSource *source, const char *href,
                                        const char *uid, const char *etag,
                                        GCancellable *cancellable, GError **error)
{
  HearthIcsSource *self = HEARTH_ICS_SOURCE (source);
  g_autofree char *path = hearth_ics_files_dup_path (self->path, href);
  g_autofree char *known = NULL;
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();
  g_autoptr (GBytes) present = NULL;
  g_autoptr (GBytes) left = NULL;
  g_autoptr (HearthIcalObject) object = NULL;
  const char *text;
  gsize length;

  if (!check_writable (self, error))
    return FALSE;
  present = hearth_ics_source_read_resource_sync (source, href, &known, cancellable, error);
  if (present == NULL)
    return FALSE;
  object = hearth_ical_object_new (present, uid, zone, error);
  if (object == NULL)
    return FALSE;
  hearth_ical_object_remove (object);
  /* In a folder, a file without events is a file too many; one that stands for itself stays. */
  if (hearth_ical_object_is_empty (object) && g_file_test (self->path, G_FILE_TEST_IS_DIR))
    return hearth_ics_files_remove (path, etag != NULL ? etag : known, error);
  left = hearth_ical_object_write (object, error);
  if (left == NULL)
    return FALSE;
  text = g_bytes_get_data (left, &length);
  return hearth_ics_files_replace (path, text, length, etag != NULL ? etag : known, error);
}

static void
hearth_ics_source_dispose (GObject *object)
{
  HearthIcsSource *self = HEARTH_ICS_SOURCE (object);

  g_clear_pointer (&self->monitors, g_hash_table_unref);
  G_OBJECT_CLASS (hearth_ics_source_parent_class)->dispose (object);
}

static void
hearth_ics_source_finalize (GObject *object)
{
  HearthIcsSource *self = HEARTH_ICS_SOURCE (object);

  g_free (self->path);
  g_hash_table_unref (self->failed);
  G_OBJECT_CLASS (hearth_ics_source_parent_class)->finalize (object);
}

static void
hearth_ics_source_class_init (HearthIcsSourceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  HearthCalendarSourceClass *source_class = HEARTH_CALENDAR_SOURCE_CLASS (klass);

  object_class->dispose = hearth_ics_source_dispose;
  object_class->finalize = hearth_ics_source_finalize;
  source_class->sync_sync = hearth_ics_source_sync_sync;
  source_class->watch = hearth_ics_source_watch;
  source_class->unwatch = hearth_ics_source_unwatch;
  source_class->is_writable = hearth_ics_source_is_writable;
  source_class->read_resource_sync = hearth_ics_source_read_resource_sync;
  source_class->write_resource_sync = hearth_ics_source_write_resource_sync;
  source_class->remove_resource_sync = hearth_ics_source_remove_resource_sync;
}

static void
hearth_ics_source_init (HearthIcsSource *self)
{
  self->failed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/**
 * hearth_ics_source_new:
 * @path: an absolute path of an .ics file or of a folder of them; it need not exist yet
 *
 * Returns: (transfer full): a source
 */
HearthCalendarSource *
hearth_ics_source_new (const char *path)
{
  HearthIcsSource *self = g_object_new (HEARTH_TYPE_ICS_SOURCE, NULL);

  self->path = g_canonicalize_filename (path, "/");
  return HEARTH_CALENDAR_SOURCE (self);
}

/**
 * hearth_ics_source_get_path:
 * @self: a source
 *
 * Returns: (transfer none): its path
 */
const char *
hearth_ics_source_get_path (HearthIcsSource *self)
{
  return self->path;
}
