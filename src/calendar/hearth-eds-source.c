/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-eds-source.h"

#include "hearth-clock.h"
#include "hearth-eds.h"
#include "hearth-ical.h"

#include <string.h>

/**
 * HearthEdsSource:
 *
 * A calendar or task list of the desktop, as Evolution Data Server keeps it. A resource is what has
 * one UID, which is its href; its etag is made from its text, since the service has none for all
 * its kinds of calendars. The service tells which of them changed, so that all are read only once,
 * and again when it ended.
 */
struct _HearthEdsSource {
  HearthCalendarSource parent_instance;

  char *uid;               /* (owned) of its ESource */
  HearthEdsClient *client; /* (owned) (nullable) (worker) */

  GMutex mutex;
  GHashTable *noticed; /* (mutex) (owned): hrefs that changed since they were read */
  gboolean all;        /* (mutex) anything may have */
  gboolean died;       /* (mutex) the client is of no more use */
  gboolean watched;    /* (mutex) */
  gboolean writable;   /* (mutex) as it was found last */
};

/* One sync. */
typedef struct {
  HearthEdsSource *source;
  GHashTable *known;
  GHashTable *seen; /* (owned) (nullable): hrefs, where all are read */
  HearthSpan window;
  gboolean force_all;
  GTimeZone *zone; /* (owned) */
  HearthCalendarChangesFunc emit;
  gpointer user_data;
  GCancellable *cancellable;
  gboolean stop; /* its owner wants no more */
  GError *error; /* (owned) (nullable) */
} Sync;

G_DEFINE_FINAL_TYPE (HearthEdsSource, hearth_eds_source, HEARTH_TYPE_CALENDAR_SOURCE)

static void
noticed_cb (const char *href, gboolean died, gpointer user_data)
{
  HearthEdsSource *self = user_data;
  gboolean watched;

  g_mutex_lock (&self->mutex);
  if (href != NULL)
    g_hash_table_add (self->noticed, g_strdup (href));
  else
    self->all = TRUE;
  self->died = self->died || died;
  watched = self->watched;
  g_mutex_unlock (&self->mutex);
  if (watched)
    hearth_calendar_source_noticed (HEARTH_CALENDAR_SOURCE (self));
}

static int
find_code (const GError *failure)
{
  static const int codes[] = {
    [HEARTH_EDS_ERROR_ABSENT] = HEARTH_CALENDAR_ERROR_GONE,
    [HEARTH_EDS_ERROR_GONE] = HEARTH_CALENDAR_ERROR_GONE,
    [HEARTH_EDS_ERROR_NOT_FOUND] = HEARTH_CALENDAR_ERROR_NOT_FOUND,
    [HEARTH_EDS_ERROR_BAD_FORMAT] = HEARTH_CALENDAR_ERROR_BAD_FORMAT,
    [HEARTH_EDS_ERROR_READ_ONLY] = HEARTH_CALENDAR_ERROR_READ_ONLY,
    [HEARTH_EDS_ERROR_CONFLICT] = HEARTH_CALENDAR_ERROR_CONFLICT,
    [HEARTH_EDS_ERROR_OFFLINE] = HEARTH_CALENDAR_ERROR_OFFLINE,
    [HEARTH_EDS_ERROR_REFUSED] = HEARTH_CALENDAR_ERROR_REFUSED,
    [HEARTH_EDS_ERROR_UNREADABLE] = HEARTH_CALENDAR_ERROR_UNREADABLE,
  };

  g_return_val_if_fail ((guint) failure->code < G_N_ELEMENTS (codes),
                        HEARTH_CALENDAR_ERROR_UNREADABLE);
  return codes[failure->code];
}

/* Hands on an error in this room's words. A service that cannot be reached is asked for anew. */
static gboolean
translate (HearthEdsSource *self, GError *failure, GError **error)
{
  if (failure->domain != HEARTH_EDS_ERROR) {
    g_propagate_error (error, failure);
    return FALSE;
  }
  if (failure->code == HEARTH_EDS_ERROR_OFFLINE)
    g_clear_pointer (&self->client, hearth_eds_client_close);
  g_set_error_literal (error, HEARTH_CALENDAR_ERROR, find_code (failure), failure->message);
  g_error_free (failure);
  return FALSE;
}

/* Makes sure that there is a client; what is noticed from here on is kept. */
static gboolean
connect_client (HearthEdsSource *self, GCancellable *cancellable, GError **error)
{
  GError *failure = NULL;
  gboolean died;

  g_mutex_lock (&self->mutex);
  died = self->died;
  self->died = FALSE;
  g_mutex_unlock (&self->mutex);
  if (died)
    g_clear_pointer (&self->client, hearth_eds_client_close);
  if (self->client == NULL) {
    g_mutex_lock (&self->mutex);
    self->all = TRUE;
    g_mutex_unlock (&self->mutex);
    self->client = hearth_eds_client_open_sync (self->uid, noticed_cb, self, cancellable, &failure);
    if (self->client == NULL)
      return translate (self, failure, error);
  }
  g_mutex_lock (&self->mutex);
  self->writable = hearth_eds_client_is_writable (self->client);
  g_mutex_unlock (&self->mutex);
  return TRUE;
}

static void
complete_events (HearthEdsSource *self, const char *href, GPtrArray *events)
{
  for (guint i = 0; i < events->len; i++) {
    HearthEvent *event = g_ptr_array_index (events, i);

    event->href = g_strdup (href);
    if (event->calendar_name == NULL)
      event->calendar_name = g_strdup (hearth_eds_client_get_name (self->client));
  }
}

static void
complete_tasks (const char *href, GPtrArray *tasks)
{
  for (guint i = 0; tasks != NULL && i < tasks->len; i++) {
    HearthTodo *task = g_ptr_array_index (tasks, i);

    task->href = g_strdup (href);
  }
}

/* Reads one text and hands it on. What cannot be read stays as it is known. */
static void
emit_text (Sync *sync, const char *href, const char *etag, const char *text)
{
  HearthCalendarSource *source = HEARTH_CALENDAR_SOURCE (sync->source);
  g_autoptr (GPtrArray) warnings = NULL;
  g_autoptr (GPtrArray) tasks = NULL;
  g_autoptr (GPtrArray) events = NULL;
  g_autoptr (GError) failure = NULL;
  HearthCalendarChanges *changes;

  if (!sync->force_all && g_strcmp0 (g_hash_table_lookup (sync->known, href), etag) == 0)
    return;
  events = hearth_ical_read (text, strlen (text), sync->window, sync->zone, &tasks, &warnings,
                             sync->cancellable, &failure);
  if (events == NULL) {
    if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      sync->error = g_steal_pointer (&failure);
    else
      hearth_calendar_source_warn (source, href, failure->message);
    return;
  }
  for (guint i = 0; i < warnings->len; i++)
    hearth_calendar_source_warn (source, href, g_ptr_array_index (warnings, i));
  complete_events (sync->source, href, events);
  complete_tasks (href, tasks);
  changes = hearth_calendar_changes_new (href, etag, g_steal_pointer (&events));
  changes->tasks = g_steal_pointer (&tasks);
  changes->content = g_bytes_new (text, strlen (text));
  sync->stop = !sync->emit (changes, sync->user_data);
}

static gboolean
object_cb (const char *href, const char *etag, const char *text, gpointer user_data)
{
  Sync *sync = user_data;

  g_hash_table_add (sync->seen, g_strdup (href));
  emit_text (sync, href, etag, text);
  return !sync->stop && sync->error == NULL;
}

static void
emit_gone (Sync *sync, const char *href)
{
  if (!sync->stop)
    sync->stop = !sync->emit (hearth_calendar_changes_new (href, NULL, NULL), sync->user_data);
}

static gboolean
sync_all (Sync *sync, GError **error)
{
  HearthEdsSource *self = sync->source;
  g_autoptr (GPtrArray) gone = g_ptr_array_new_with_free_func (g_free);
  GError *failure = NULL;
  GHashTableIter iter;
  gpointer href;

  if (!hearth_eds_client_read_all_sync (self->client, object_cb, sync, sync->cancellable, &failure))
    return translate (self, failure, error);
  if (sync->stop || sync->error != NULL)
    return TRUE;
  g_hash_table_iter_init (&iter, sync->known);
  while (g_hash_table_iter_next (&iter, &href, NULL))
    if (!g_hash_table_contains (sync->seen, href))
      g_ptr_array_add (gone, g_strdup (href));
  /* The owner of the table may change it while it is told. */
  for (guint i = 0; i < gone->len; i++)
    emit_gone (sync, g_ptr_array_index (gone, i));
  return TRUE;
}

static gboolean
sync_some (Sync *sync, GHashTable *hrefs, GError **error)
{
  HearthEdsSource *self = sync->source;
  GHashTableIter iter;
  gpointer href;

  g_hash_table_iter_init (&iter, hrefs);
  while (g_hash_table_iter_next (&iter, &href, NULL) && !sync->stop && sync->error == NULL) {
    GError *failure = NULL;
    g_autofree char *etag = NULL;
    g_autofree char *text =
        hearth_eds_client_read_sync (self->client, href, &etag, sync->cancellable, &failure);

    if (text != NULL) {
      emit_text (sync, href, etag, text);
    } else if (g_error_matches (failure, HEARTH_EDS_ERROR, HEARTH_EDS_ERROR_NOT_FOUND)) {
      g_error_free (failure);
      if (g_hash_table_contains (sync->known, href))
        emit_gone (sync, href);
    } else {
      return translate (self, failure, error);
    }
  }
  return TRUE;
}

static gboolean
run_sync (Sync *sync, GError **error)
{
  HearthEdsSource *self = sync->source;
  g_autoptr (GHashTable) hrefs = NULL;
  gboolean all;
  gboolean ok;

  /* What changes from here on is for the next one. */
  g_mutex_lock (&self->mutex);
  all = self->all || sync->force_all;
  self->all = FALSE;
  hrefs = g_steal_pointer (&self->noticed);
  self->noticed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_mutex_unlock (&self->mutex);
  ok = all ? sync_all (sync, error) : sync_some (sync, hrefs, error);
  if (sync->error != NULL) {
    g_propagate_error (error, g_steal_pointer (&sync->error));
    ok = FALSE;
  }
  if (!ok || sync->stop) {
    g_mutex_lock (&self->mutex);
    self->all = TRUE;
    g_mutex_unlock (&self->mutex);
  }
  return ok;
}

static gboolean
hearth_eds_source_sync_sync (HearthCalendarSource *source, GHashTable *known, HearthSpan window,
                             gboolean force_all, HearthCalendarChangesFunc emit, gpointer user_data,
                             GCancellable *cancellable, GError **error)
{
  HearthEdsSource *self = HEARTH_EDS_SOURCE (source);
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Sync sync = {
    .source = self,
    .known = known,
    .seen = seen,
    .window = window,
    .force_all = force_all,
    .zone = zone,
    .emit = emit,
    .user_data = user_data,
    .cancellable = cancellable,
  };

  return connect_client (self, cancellable, error) && run_sync (&sync, error);
}

/* The client is opened by the next sync, on its thread, and begins to tell of changes there. */
static gboolean
hearth_eds_source_watch (HearthCalendarSource *source, GError **error)
{
  HearthEdsSource *self = HEARTH_EDS_SOURCE (source);

  g_mutex_lock (&self->mutex);
  self->watched = TRUE;
  g_mutex_unlock (&self->mutex);
  return TRUE;
}

static void
hearth_eds_source_unwatch (HearthCalendarSource *source)
{
  HearthEdsSource *self = HEARTH_EDS_SOURCE (source);

  g_mutex_lock (&self->mutex);
  self->watched = FALSE;
  g_mutex_unlock (&self->mutex);
}

static gboolean
hearth_eds_source_is_writable (HearthCalendarSource *source)
{
  HearthEdsSource *self = HEARTH_EDS_SOURCE (source);
  gboolean writable;

  g_mutex_lock (&self->mutex);
  writable = self->writable;
  g_mutex_unlock (&self->mutex);
  return writable;
}

static GBytes *
hearth_eds_source_read_resource_sync (HearthCalendarSource *source, const char *href, char **etag,
                                      GCancellable *cancellable, GError **error)
{
  HearthEdsSource *self = HEARTH_EDS_SOURCE (source);
  GError *failure = NULL;
  char *text;

  if (!connect_client (self, cancellable, error))
    return NULL;
  text = hearth_eds_client_read_sync (self->client, href, etag, cancellable, &failure);
  if (text == NULL) {
    translate (self, failure, error);
    return NULL;
  }
  return g_bytes_new_take (text, strlen (text));
}

static gboolean
hearth_eds_source_write_resource_sync (HearthCalendarSource *source, const char *href,
                                       const char *uid, GBytes *content, const char *etag,
                                       char **new_href, char **new_etag, GCancellable *cancellable,
                                       GError **error)
{
  HearthEdsSource *self = HEARTH_EDS_SOURCE (source);
  GError *failure = NULL;
  gsize length;
  const char *data = g_bytes_get_data (content, &length);
  g_autofree char *text = g_strndup (data != NULL ? data : "", length);

  if (!connect_client (self, cancellable, error))
    return FALSE;
  return hearth_eds_client_write_sync (self->client, href, text, etag, new_href, new_etag,
                                       cancellable, &failure) ||
         translate (self, failure, error);
}

static gboolean
hearth_eds_source_remove_resource_sync (HearthCalendarSource *source, const char *href,
                                        const char *uid, const char *etag,
                                        GCancellable *cancellable, GError **error)
{
  HearthEdsSource *self = HEARTH_EDS_SOURCE (source);
  GError *failure = NULL;

  if (!connect_client (self, cancellable, error))
    return FALSE;
  return hearth_eds_client_remove_sync (self->client, href, etag, cancellable, &failure) ||
         translate (self, failure, error);
}

static void
hearth_eds_source_dispose (GObject *object)
{
  HearthEdsSource *self = HEARTH_EDS_SOURCE (object);

  /* Before the parent lets go of what it was noticed for. */
  g_clear_pointer (&self->client, hearth_eds_client_close);
  G_OBJECT_CLASS (hearth_eds_source_parent_class)->dispose (object);
}

static void
hearth_eds_source_finalize (GObject *object)
{
  HearthEdsSource *self = HEARTH_EDS_SOURCE (object);

  g_free (self->uid);
  g_hash_table_unref (self->noticed);
  g_mutex_clear (&self->mutex);
  G_OBJECT_CLASS (hearth_eds_source_parent_class)->finalize (object);
}

static void
hearth_eds_source_class_init (HearthEdsSourceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  HearthCalendarSourceClass *source_class = HEARTH_CALENDAR_SOURCE_CLASS (klass);

  object_class->dispose = hearth_eds_source_dispose;
  object_class->finalize = hearth_eds_source_finalize;
  source_class->sync_sync = hearth_eds_source_sync_sync;
  source_class->watch = hearth_eds_source_watch;
  source_class->unwatch = hearth_eds_source_unwatch;
  source_class->is_writable = hearth_eds_source_is_writable;
  source_class->read_resource_sync = hearth_eds_source_read_resource_sync;
  source_class->write_resource_sync = hearth_eds_source_write_resource_sync;
  source_class->remove_resource_sync = hearth_eds_source_remove_resource_sync;
}

static void
hearth_eds_source_init (HearthEdsSource *self)
{
  g_mutex_init (&self->mutex);
  self->noticed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->all = TRUE;
  /* Until it was opened, the calendar is taken at its word. */
  self->writable = TRUE;
}

/**
 * hearth_eds_source_new:
 * @uid: the UID of its ESource, as hearth_eds_list_sync() tells it
 *
 * Returns: (transfer full): a source; nothing is loaded or asked before its first sync
 */
HearthCalendarSource *
hearth_eds_source_new (const char *uid)
{
  HearthEdsSource *self = g_object_new (HEARTH_TYPE_EDS_SOURCE, NULL);

  self->uid = g_strdup (uid);
  return HEARTH_CALENDAR_SOURCE (self);
}
