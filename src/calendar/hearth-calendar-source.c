/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-calendar-source.h"

#include <glib/gi18n.h>

/* Programs write a calendar in several steps; one sync shall do for all of them. */
#define COALESCE_MS 200

/**
 * HearthCalendarSource:
 *
 * Where events come from. A source keeps no events: it is told what is known, finds what differs
 * and hands on changes, which their owner stores. Its `_sync` functions block and are called on
 * one worker thread; everything else belongs to the thread that made it.
 */
typedef struct {
  HearthCalendarWarningFunc warning_func;
  gpointer warning_data;
  GDestroyNotify warning_destroy;
  GSource *coalesce; /* (owned) (nullable) */
  GSource *poll;     /* (owned) (nullable) */
  guint refresh;     /* seconds; 0 if it is not asked by the clock */
  gboolean thrifty;
  gint suggested; /* (atomic) seconds, or 0 */
  GMutex mutex;
  char *token; /* (mutex) (owned) (nullable) */
} HearthCalendarSourcePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (HearthCalendarSource, hearth_calendar_source, G_TYPE_OBJECT)

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gboolean
coalesce_cb (gpointer user_data)
{
  HearthCalendarSource *self = user_data;
  HearthCalendarSourcePrivate *priv = hearth_calendar_source_get_instance_private (self);

  g_clear_pointer (&priv->coalesce, g_source_unref);
  g_signal_emit (self, signals[CHANGED], 0);
  return G_SOURCE_REMOVE;
}

static void
stop_coalescing (HearthCalendarSource *self)
{
  HearthCalendarSourcePrivate *priv = hearth_calendar_source_get_instance_private (self);

  if (priv->coalesce != NULL)
    g_source_destroy (priv->coalesce);
  g_clear_pointer (&priv->coalesce, g_source_unref);
}

static void
stop_polling (HearthCalendarSource *self)
{
  HearthCalendarSourcePrivate *priv = hearth_calendar_source_get_instance_private (self);

  if (priv->poll != NULL)
    g_source_destroy (priv->poll);
  g_clear_pointer (&priv->poll, g_source_unref);
}

static gboolean poll_cb (gpointer user_data);

/* Where bytes or power are dear, a server is asked so many times less often, and no more than once
 * an hour: what changed is seen later, and nothing is missed. */
#define THRIFTY_TIMES 4
#define THRIFTY_LEAST 3600

/**
 * hearth_calendar_source_get_interval:
 * @self: a source
 *
 * What its publisher wishes counts where he wants to be asked less often.
 *
 * Returns: after how many seconds it says by itself that something may have changed; 0 for never
 */
guint
hearth_calendar_source_get_interval (HearthCalendarSource *self)
{
  HearthCalendarSourcePrivate *priv = hearth_calendar_source_get_instance_private (self);
  guint interval = MAX (priv->refresh, (guint) g_atomic_int_get (&priv->suggested));

  if (priv->refresh == 0)
    return 0;
  return priv->thrifty
             ? MAX (MIN (interval, G_MAXUINT / THRIFTY_TIMES) * THRIFTY_TIMES, THRIFTY_LEAST)
             : interval;
}

static void
start_polling (HearthCalendarSource *self)
{
  HearthCalendarSourcePrivate *priv = hearth_calendar_source_get_instance_private (self);
  guint interval = hearth_calendar_source_get_interval (self);

  stop_polling (self);
  if (interval == 0)
    return;
  priv->poll = g_timeout_source_new_seconds (interval);
  g_source_set_callback (priv->poll, poll_cb, self, NULL);
  g_source_set_static_name (priv->poll, "hearth-calendar-poll");
  g_source_attach (priv->poll, g_main_context_get_thread_default ());
}

static gboolean
poll_cb (gpointer user_data)
{
  hearth_calendar_source_noticed (user_data);
  start_polling (user_data);
  return G_SOURCE_REMOVE;
}

static void
hearth_calendar_source_finalize (GObject *object)
{
  HearthCalendarSource *self = HEARTH_CALENDAR_SOURCE (object);
  HearthCalendarSourcePrivate *priv = hearth_calendar_source_get_instance_private (self);

  g_free (priv->token);
  g_mutex_clear (&priv->mutex);
  G_OBJECT_CLASS (hearth_calendar_source_parent_class)->finalize (object);
}

static void
hearth_calendar_source_dispose (GObject *object)
{
  HearthCalendarSource *self = HEARTH_CALENDAR_SOURCE (object);

  stop_coalescing (self);
  stop_polling (self);
  hearth_calendar_source_set_warning_func (self, NULL, NULL, NULL);
  G_OBJECT_CLASS (hearth_calendar_source_parent_class)->dispose (object);
}

static gboolean
real_watch (HearthCalendarSource *self, GError **error)
{
  return TRUE;
}

static void
real_unwatch (HearthCalendarSource *self)
{
}

static gboolean
real_is_writable (HearthCalendarSource *self)
{
  return FALSE;
}

static void
hearth_calendar_source_class_init (HearthCalendarSourceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_calendar_source_dispose;
  G_OBJECT_CLASS (klass)->finalize = hearth_calendar_source_finalize;
  klass->watch = real_watch;
  klass->unwatch = real_unwatch;
  klass->is_writable = real_is_writable;

  /**
   * HearthCalendarSource::changed:
   * @self: the source
   *
   * Something changed and a sync will find it. Emitted while the source is watched, at most once
   * in 200 ms, in the main context in which the watch began.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
hearth_calendar_source_init (HearthCalendarSource *self)
{
  HearthCalendarSourcePrivate *priv = hearth_calendar_source_get_instance_private (self);

  g_mutex_init (&priv->mutex);
}

/**
 * hearth_calendar_source_sync_sync:
 * @self: a source
 * @known: (element-type utf8 utf8): the resources that are stored, href to etag
 * @window: the time for which occurrences are wanted, in seconds since 1970 UTC
 * @force_all: whether unchanged resources are read again too, because the window moved
 * @emit: (scope call): called with each resource that changed or is gone
 * @user_data: for @emit
 * @cancellable: (nullable): to stop it
 * @error: return location
 *
 * Finds what differs from what is known. A resource that cannot be read is reported to the warning
 * function and stays as it is known. Blocks.
 *
 * Fails with %HEARTH_CALENDAR_ERROR_GONE if the source as a whole is not there: nothing is emitted
 * then, so that a disk which is not mounted empties no store; %HEARTH_CALENDAR_ERROR_UNREADABLE;
 * or %G_IO_ERROR_CANCELLED.
 *
 * Returns: whether everything was looked at; %TRUE also if @emit stopped it
 */
gboolean
hearth_calendar_source_sync_sync (HearthCalendarSource *self, GHashTable *known, HearthSpan window,
                                  gboolean force_all, HearthCalendarChangesFunc emit,
                                  gpointer user_data, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (HEARTH_IS_CALENDAR_SOURCE (self), FALSE);

  return HEARTH_CALENDAR_SOURCE_GET_CLASS (self)->sync_sync (self, known, window, force_all, emit,
                                                             user_data, cancellable, error);
}

/**
 * hearth_calendar_source_set_warning_func:
 * @self: a source
 * @func: (nullable): who hears of what a sync leaves out
 * @user_data: for @func
 * @destroy: (nullable): frees @user_data
 *
 * Must be set before the first sync begins.
 */
void
hearth_calendar_source_set_warning_func (HearthCalendarSource *self, HearthCalendarWarningFunc func,
                                         gpointer user_data, GDestroyNotify destroy)
{
  HearthCalendarSourcePrivate *priv = hearth_calendar_source_get_instance_private (self);

  if (priv->warning_destroy != NULL)
    priv->warning_destroy (priv->warning_data);
  priv->warning_func = func;
  priv->warning_data = user_data;
  priv->warning_destroy = destroy;
}

/**
 * hearth_calendar_source_watch:
 * @self: a source
 * @error: return location
 *
 * Begins to notice changes: [signal@HearthCalendarSource::changed] follows each. Fails with
 * %HEARTH_CALENDAR_ERROR_GONE or %HEARTH_CALENDAR_ERROR_UNREADABLE.
 *
 * Returns: whether it is watched
 */
gboolean
hearth_calendar_source_watch (HearthCalendarSource *self, GError **error)
{
  if (!HEARTH_CALENDAR_SOURCE_GET_CLASS (self)->watch (self, error))
    return FALSE;
  start_polling (self);
  return TRUE;
}

/**
 * hearth_calendar_source_unwatch:
 * @self: a source
 *
 * Ends what hearth_calendar_source_watch() began. A change that was noticed and not told is
 * forgotten.
 */
void
hearth_calendar_source_unwatch (HearthCalendarSource *self)
{
  HEARTH_CALENDAR_SOURCE_GET_CLASS (self)->unwatch (self);
  stop_coalescing (self);
  stop_polling (self);
}

/**
 * hearth_calendar_source_set_refresh:
 * @self: a source that nobody tells of changes
 * @seconds: how often it says by itself that something may have changed, while it is watched; 0 for
 *   never
 */
void
hearth_calendar_source_set_refresh (HearthCalendarSource *self, guint seconds)
{
  HearthCalendarSourcePrivate *priv = hearth_calendar_source_get_instance_private (self);

  priv->refresh = seconds;
  if (priv->poll != NULL)
    start_polling (self);
}

/**
 * hearth_calendar_source_set_thrifty:
 * @self: a source
 * @thrifty: whether it asks its server less often, on a metered network or with a low battery
 *
 * One that asks sooner again does so from now on, and at once says that something may have changed.
 */
void
hearth_calendar_source_set_thrifty (HearthCalendarSource *self, gboolean thrifty)
{
  HearthCalendarSourcePrivate *priv = hearth_calendar_source_get_instance_private (self);

  if (priv->thrifty == thrifty)
    return;
  priv->thrifty = thrifty;
  if (priv->poll == NULL)
    return;
  start_polling (self);
  if (!thrifty)
    hearth_calendar_source_noticed (self);
}

/**
 * hearth_calendar_source_dup_token:
 * @self: a source
 *
 * To be kept, in the same order, after what the last sync told was: a source that is made with it
 * begins where that one ended. From any thread.
 *
 * Returns: (transfer full) (nullable): how far it has read; %NULL where the etags say it all
 */
char *
hearth_calendar_source_dup_token (HearthCalendarSource *self)
{
  HearthCalendarSourcePrivate *priv = hearth_calendar_source_get_instance_private (self);
  char *token;

  g_mutex_lock (&priv->mutex);
  token = g_strdup (priv->token);
  g_mutex_unlock (&priv->mutex);
  return token;
}

/**
 * hearth_calendar_source_set_token:
 * @self: a source
 * @token: (nullable): how far it has read
 *
 * For sources: at the end of a sync that told everything.
 */
void
hearth_calendar_source_set_token (HearthCalendarSource *self, const char *token)
{
  HearthCalendarSourcePrivate *priv = hearth_calendar_source_get_instance_private (self);

  g_mutex_lock (&priv->mutex);
  g_free (priv->token);
  priv->token = g_strdup (token);
  g_mutex_unlock (&priv->mutex);
}

/**
 * hearth_calendar_source_suggest_refresh:
 * @self: a source
 * @seconds: how often its publisher wants to be asked at most
 *
 * For sources, from any thread.
 */
void
hearth_calendar_source_suggest_refresh (HearthCalendarSource *self, guint seconds)
{
  HearthCalendarSourcePrivate *priv = hearth_calendar_source_get_instance_private (self);

  g_atomic_int_set (&priv->suggested, (gint) seconds);
}

/**
 * hearth_calendar_source_is_writable:
 * @self: a source
 *
 * Returns: whether events can be put into it as things stand
 */
gboolean
hearth_calendar_source_is_writable (HearthCalendarSource *self)
{
  return HEARTH_CALENDAR_SOURCE_GET_CLASS (self)->is_writable (self);
}

static void
set_read_only (GError **error)
{
  g_set_error_literal (error, HEARTH_CALENDAR_ERROR, HEARTH_CALENDAR_ERROR_READ_ONLY,
                       _("This calendar takes no changes."));
}

/**
 * hearth_calendar_source_read_resource_sync:
 * @self: a source
 * @href: the resource
 * @etag: (out) (optional) (transfer full): its version
 * @cancellable: (nullable): to stop it
 * @error: %HEARTH_CALENDAR_ERROR_NOT_FOUND, %HEARTH_CALENDAR_ERROR_UNREADABLE,
 *   %HEARTH_CALENDAR_ERROR_OFFLINE, %HEARTH_CALENDAR_ERROR_REFUSED,
 *   %HEARTH_CALENDAR_ERROR_TOO_LARGE, or %G_IO_ERROR_CANCELLED
 *
 * Reads one resource as it is now, so that it can be edited. Blocks.
 *
 * Returns: (transfer full) (nullable): its iCalendar text
 */
GBytes *
hearth_calendar_source_read_resource_sync (HearthCalendarSource *self, const char *href,
                                           char **etag, GCancellable *cancellable, GError **error)
{
  HearthCalendarSourceClass *klass = HEARTH_CALENDAR_SOURCE_GET_CLASS (self);

  if (klass->read_resource_sync == NULL) {
    set_read_only (error);
    return NULL;
  }
  return klass->read_resource_sync (self, href, etag, cancellable, error);
}

/**
 * hearth_calendar_source_write_resource_sync:
 * @self: a source
 * @href: (nullable): the resource; %NULL makes a new one
 * @uid: the UID of what it holds, from which a new resource may be named
 * @content: its whole iCalendar text
 * @etag: (nullable): the version that @content was made from; %NULL: there must be none
 * @new_href: (out) (optional) (transfer full): where it is now
 * @new_etag: (out) (optional) (transfer full): its version now; %NULL if its server does not say
 * @cancellable: (nullable): to stop it before it is written
 * @error: %HEARTH_CALENDAR_ERROR_CONFLICT if the resource has another version than @etag, and as
 *   hearth_calendar_source_read_resource_sync(), and %HEARTH_CALENDAR_ERROR_READ_ONLY
 *
 * Writes one resource so that it survives a loss of power, or not at all. Blocks.
 *
 * Returns: whether it is written
 */
gboolean
hearth_calendar_source_write_resource_sync (HearthCalendarSource *self, const char *href,
                                            const char *uid, GBytes *content, const char *etag,
                                            char **new_href, char **new_etag,
                                            GCancellable *cancellable, GError **error)
{
  HearthCalendarSourceClass *klass = HEARTH_CALENDAR_SOURCE_GET_CLASS (self);

  if (klass->write_resource_sync == NULL) {
    set_read_only (error);
    return FALSE;
  }
  return klass->write_resource_sync (self, href, uid, content, etag, new_href, new_etag,
                                     cancellable, error);
}

/**
 * hearth_calendar_source_remove_resource_sync:
 * @self: a source
 * @href: the resource
 * @uid: the UID of what is removed: a file may hold more, which stays
 * @etag: (nullable): the version that the owner saw; %NULL for any
 * @cancellable: (nullable): to stop it before it is written
 * @error: as hearth_calendar_source_write_resource_sync()
 *
 * Removes what has that UID from a resource, and the resource if nothing is left. Blocks.
 *
 * Returns: whether it is gone
 */
gboolean
hearth_calendar_source_remove_resource_sync (HearthCalendarSource *self, const char *href,
                                             const char *uid, const char *etag,
                                             GCancellable *cancellable, GError **error)
{
  HearthCalendarSourceClass *klass = HEARTH_CALENDAR_SOURCE_GET_CLASS (self);

  if (klass->remove_resource_sync == NULL) {
    set_read_only (error);
    return FALSE;
  }
  return klass->remove_resource_sync (self, href, uid, etag, cancellable, error);
}

/**
 * hearth_calendar_source_noticed:
 * @self: a source
 *
 * For sources: tells that something changed. Many of these make one signal.
 */
void
hearth_calendar_source_noticed (HearthCalendarSource *self)
{
  HearthCalendarSourcePrivate *priv = hearth_calendar_source_get_instance_private (self);

  if (priv->coalesce != NULL)
    return;
  priv->coalesce = g_timeout_source_new (COALESCE_MS);
  g_source_set_callback (priv->coalesce, coalesce_cb, self, NULL);
  g_source_set_static_name (priv->coalesce, "hearth-calendar-changed");
  g_source_attach (priv->coalesce, g_main_context_get_thread_default ());
}

/**
 * hearth_calendar_source_warn:
 * @self: a source
 * @path: the file or resource
 * @sentence: what is wrong with it
 *
 * For sources: tells what a sync leaves out.
 */
void
hearth_calendar_source_warn (HearthCalendarSource *self, const char *path, const char *sentence)
{
  HearthCalendarSourcePrivate *priv = hearth_calendar_source_get_instance_private (self);

  if (priv->warning_func != NULL)
    priv->warning_func (path, sentence, priv->warning_data);
}
