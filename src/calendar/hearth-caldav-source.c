/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-caldav-source.h"

#include "hearth-clock.h"
#include "hearth-dav-collection.h"
#include "hearth-ical.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * HearthCaldavSource:
 *
 * One calendar of a CalDAV server, RFC 4791. A resource's href is its name in the collection, its
 * etag the server's. Recurrences are expanded here: servers do it wrongly or not at all.
 */
struct _HearthCaldavSource {
  HearthCalendarSource parent_instance;

  char *url;               /* (owned) */
  HearthDavClient *client; /* (owned) (worker) */
  gboolean writable;
};

/* One sync. */
typedef struct {
  HearthCaldavSource *source;
  HearthSpan window;
  GTimeZone *zone; /* (unowned) */
  HearthCalendarChangesFunc emit;
  gpointer user_data;
  GCancellable *cancellable;
} Sync;

G_DEFINE_FINAL_TYPE (HearthCaldavSource, hearth_caldav_source, HEARTH_TYPE_CALENDAR_SOURCE)

/**
 * hearth_caldav_translate_error:
 * @foreign: (transfer full): a #HearthDavError, or any other
 * @error: return location for a #HearthCalendarError, or for the other
 *
 * Says in the words of calendars what a server said.
 */
void
hearth_caldav_translate_error (GError *foreign, GError **error)
{
  static const struct {
    HearthDavError from;
    HearthCalendarError to;
  } codes[] = {
    { HEARTH_DAV_ERROR_OFFLINE, HEARTH_CALENDAR_ERROR_OFFLINE },
    { HEARTH_DAV_ERROR_LOGIN, HEARTH_CALENDAR_ERROR_LOGIN },
    { HEARTH_DAV_ERROR_CERTIFICATE, HEARTH_CALENDAR_ERROR_LOGIN },
    { HEARTH_DAV_ERROR_REFUSED, HEARTH_CALENDAR_ERROR_REFUSED },
    { HEARTH_DAV_ERROR_NOT_FOUND, HEARTH_CALENDAR_ERROR_NOT_FOUND },
    { HEARTH_DAV_ERROR_CONFLICT, HEARTH_CALENDAR_ERROR_CONFLICT },
    { HEARTH_DAV_ERROR_TOO_LARGE, HEARTH_CALENDAR_ERROR_TOO_LARGE },
  };
  HearthCalendarError code = HEARTH_CALENDAR_ERROR_UNREADABLE;

  if (foreign->domain != HEARTH_DAV_ERROR) {
    g_propagate_error (error, foreign);
    return;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    if (foreign->code == (int) codes[i].from)
      code = codes[i].to;
  g_set_error_literal (error, HEARTH_CALENDAR_ERROR, (int) code, foreign->message);
  g_error_free (foreign);
}

static void
warn (const char *member, const char *sentence, gpointer user_data)
{
  Sync *sync = user_data;
  g_autofree char *path = g_strconcat (sync->source->url, member, NULL);

  hearth_calendar_source_warn (HEARTH_CALENDAR_SOURCE (sync->source), path, sentence);
}

static void
complete (HearthCaldavSource *self, const char *href, GPtrArray *events, GPtrArray *tasks)
{
  for (guint i = 0; i < events->len; i++) {
    HearthEvent *event = g_ptr_array_index (events, i);

    g_free (event->href);
    event->href = g_strdup (href);
  }
  for (guint i = 0; tasks != NULL && i < tasks->len; i++) {
    HearthTodo *task = g_ptr_array_index (tasks, i);

    g_free (task->href);
    task->href = g_strdup (href);
  }
}

static gboolean
changed (const char *member, const char *etag, GBytes *content, gpointer user_data)
{
  Sync *sync = user_data;
  HearthCalendarChanges *changes;
  g_autoptr (GPtrArray) events = NULL;
  g_autoptr (GPtrArray) tasks = NULL;
  g_autoptr (GPtrArray) warnings = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;
  const char *text = g_bytes_get_data (content, &size);

  if (g_cancellable_is_cancelled (sync->cancellable))
    return FALSE;
  events = hearth_ical_read (text != NULL ? text : "", size, sync->window, sync->zone, &tasks,
                             &warnings, sync->cancellable, &error);
  if (events == NULL) {
    if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      return FALSE;
    /* It is known with this version from now on, so that it is said once and not at each look. */
    warn (member, error->message, sync);
    events = g_ptr_array_new ();
  }
  for (guint i = 0; warnings != NULL && i < warnings->len; i++)
    warn (member, g_ptr_array_index (warnings, i), sync);
  complete (sync->source, member, events, tasks);
  changes = hearth_calendar_changes_new (member, etag, g_steal_pointer (&events));
  changes->tasks = g_steal_pointer (&tasks);
  changes->content = g_bytes_ref (content);
  return sync->emit (changes, sync->user_data);
}

static gboolean
gone (const char *member, gpointer user_data)
{
  Sync *sync = user_data;

  return sync->emit (hearth_calendar_changes_new (member, NULL, NULL), sync->user_data);
}

static gboolean
hearth_caldav_source_sync_sync (HearthCalendarSource *source, GHashTable *known, HearthSpan window,
                                gboolean force_all, HearthCalendarChangesFunc emit,
                                gpointer user_data, GCancellable *cancellable, GError **error)
{
  HearthCaldavSource *self = HEARTH_CALDAV_SOURCE (source);
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();
  g_autofree char *token = hearth_calendar_source_dup_token (source);
  g_autofree char *new_token = NULL;
  GError *failure = NULL;
  Sync sync = { self, window, zone, emit, user_data, cancellable };
  const HearthDavSink sink = { changed, gone, warn, &sync };

  if (!hearth_dav_collection_sync_sync (self->client, self->url, HEARTH_DAV_CALENDAR, token, known,
                                        force_all, &sink, &new_token, cancellable, &failure)) {
    /* The collection itself: what is stored of it stays. */
    if (g_error_matches (failure, HEARTH_DAV_ERROR, HEARTH_DAV_ERROR_NOT_FOUND)) {
      g_clear_error (&failure);
      g_set_error (error, HEARTH_CALENDAR_ERROR, HEARTH_CALENDAR_ERROR_GONE,
                   _("“%s” is no longer on its server. Remove this calendar, or look for it "
                      "anew."),
                   self->url);
      return FALSE;
    }
    hearth_caldav_translate_error (failure, error);
    return FALSE;
  }
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (new_token != NULL)
    hearth_calendar_source_set_token (source, new_token);
  return TRUE;
}

static gboolean
hearth_caldav_source_is_writable (HearthCalendarSource *source)
{
  return HEARTH_CALDAV_SOURCE (source)->writable;
}

static gboolean
check_writable (HearthCaldavSource *self, GError **error)
{
  if (!self->writable)
    g_set_error (error, HEARTH_CALENDAR_ERROR, HEARTH_CALENDAR_ERROR_READ_ONLY,
                 _("“%s” takes no changes from you."), self->url);
  return self->writable;
}

static GBytes *
hearth_caldav_source_read_resource_sync (HearthCalendarSource *source, const char *href,
                                         char **etag, GCancellable *cancellable, GError **error)
{
  HearthCaldavSource *self = HEARTH_CALDAV_SOURCE (source);
  GError *failure = NULL;
  GBytes *content =
      hearth_dav_collection_read_sync (self->client, self->url, href, etag, cancellable, &failure);

  if (content == NULL)
    hearth_caldav_translate_error (failure, error);
  return content;
}

/* Whether what is there now is what was to be written, byte for byte or in all that counts: after
 * an answer that was lost, the attempt before this one may have got through. */
static gboolean
is_written (HearthCaldavSource *self, const char *href, GBytes *content, char **etag,
            GCancellable *cancellable)
{
  g_autofree char *now = NULL;
  g_autoptr (GBytes) there =
      hearth_dav_collection_read_sync (self->client, self->url, href, &now, cancellable, NULL);

  if (there == NULL || !g_bytes_equal (there, content))
    return FALSE;
  if (etag != NULL)
    *etag = g_steal_pointer (&now);
  return TRUE;
}

static gboolean
hearth_caldav_source_write_resource_sync (HearthCalendarSource *source, const char *href,
                                          const char *uid, GBytes *content, const char *etag,
                                          char **new_href, char **new_etag,
                                          GCancellable *cancellable, GError **error)
{
  HearthCaldavSource *self = HEARTH_CALDAV_SOURCE (source);
  g_autofree char *member =
      href != NULL ? g_strdup (href) : hearth_dav_collection_dup_name (uid, HEARTH_DAV_CALENDAR);
  g_autofree char *now = NULL;
  GError *failure = NULL;

  if (!check_writable (self, error))
    return FALSE;
  if (!hearth_dav_collection_write_sync (self->client, self->url, HEARTH_DAV_CALENDAR, member,
                                         content, etag, &now, cancellable, &failure)) {
    if (!g_error_matches (failure, HEARTH_DAV_ERROR, HEARTH_DAV_ERROR_CONFLICT) ||
        !is_written (self, member, content, &now, cancellable)) {
      hearth_caldav_translate_error (failure, error);
      return FALSE;
    }
    g_clear_error (&failure);
  }
  if (new_href != NULL)
    *new_href = g_steal_pointer (&member);
  if (new_etag != NULL)
    *new_etag = g_steal_pointer (&now);
  return TRUE;
}

/* Removes from a text what has a UID; a resource of CalDAV holds nothing else. */
static gboolean
hearth_caldav_source_remove_resource_sync (HearthCalendarSource *source, const char *href,
                                           const char *uid, const char *etag,
                                           GCancellable *cancellable, GError **error)
{
  HearthCaldavSource *self = HEARTH_CALDAV_SOURCE (source);
  GError *failure = NULL;

  if (!check_writable (self, error))
    return FALSE;
  if (hearth_dav_collection_remove_sync (self->client, self->url, href, etag, cancellable,
                                         &failure))
    return TRUE;
  hearth_caldav_translate_error (failure, error);
  return FALSE;
}

static void
hearth_caldav_source_finalize (GObject *object)
{
  HearthCaldavSource *self = HEARTH_CALDAV_SOURCE (object);

  g_free (self->url);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (hearth_caldav_source_parent_class)->finalize (object);
}

static void
hearth_caldav_source_class_init (HearthCaldavSourceClass *klass)
{
  HearthCalendarSourceClass *source_class = HEARTH_CALENDAR_SOURCE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = hearth_caldav_source_finalize;
  source_class->sync_sync = hearth_caldav_source_sync_sync;
  source_class->is_writable = hearth_caldav_source_is_writable;
  source_class->read_resource_sync = hearth_caldav_source_read_resource_sync;
  source_class->write_resource_sync = hearth_caldav_source_write_resource_sync;
  source_class->remove_resource_sync = hearth_caldav_source_remove_resource_sync;
}

static void
hearth_caldav_source_init (HearthCaldavSource *self)
{
}

/**
 * hearth_caldav_source_new:
 * @url: the collection
 * @account: the login
 * @writable: whether the login may change it
 * @token: (nullable): what hearth_calendar_source_dup_token() said after the last sync
 * @credentials: finds what proves the login
 * @user_data: for @credentials
 *
 * Returns: (transfer full): a source
 */
HearthCalendarSource *
hearth_caldav_source_new (const char *url, const HearthDavAccount *account, gboolean writable,
                          const char *token, HearthDavCredentialsFunc credentials,
                          gpointer user_data)
{
  HearthCaldavSource *self = g_object_new (HEARTH_TYPE_CALDAV_SOURCE, NULL);

  self->url = g_str_has_suffix (url, "/") ? g_strdup (url) : g_strconcat (url, "/", NULL);
  self->client = hearth_dav_client_new (account, credentials, user_data);
  self->writable = writable;
  hearth_calendar_source_set_token (HEARTH_CALENDAR_SOURCE (self), token);
  return HEARTH_CALENDAR_SOURCE (self);
}
