/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-eds-handle.h"

/* Does not wait for a calendar's server: what is in the cache is shown at once, and what comes
 * later is noticed. */
#define DO_NOT_WAIT ((guint32) -1)

/**
 * HearthEdsEar:
 *
 * Whom a view tells of changes. Signals come on the main thread while a handle is closed on
 * another: the ear stays until the last of them is gone, and hears nothing once it is closed.
 */
struct _HearthEdsEar {
  GMutex mutex;
  HearthEdsNoticedFunc noticed; /* (mutex) (nullable) once closed */
  gpointer user_data;           /* (mutex) */
};

static void
ear_clear (gpointer data)
{
  HearthEdsEar *self = data;

  g_mutex_clear (&self->mutex);
}

static void
ear_unref (gpointer data, GClosure *closure)
{
  g_atomic_rc_box_release_full (data, ear_clear);
}

static HearthEdsEar *
ear_new (HearthEdsNoticedFunc noticed, gpointer user_data)
{
  HearthEdsEar *self = g_atomic_rc_box_new0 (HearthEdsEar);

  g_mutex_init (&self->mutex);
  self->noticed = noticed;
  self->user_data = user_data;
  return self;
}

static void
ear_close (HearthEdsEar *self)
{
  g_mutex_lock (&self->mutex);
  self->noticed = NULL;
  g_mutex_unlock (&self->mutex);
  g_atomic_rc_box_release_full (self, ear_clear);
}

/**
 * hearth_eds_ear_noticed:
 * @self: an ear
 * @href: (nullable): the object that changed; %NULL if it may be any
 * @died: whether the service behind it ended
 *
 * Tells the listener of a change, unless the collection was closed meanwhile.
 */
void
hearth_eds_ear_noticed (HearthEdsEar *self, const char *href, gboolean died)
{
  g_mutex_lock (&self->mutex);
  if (self->noticed != NULL)
    self->noticed (href, died, self->user_data);
  g_mutex_unlock (&self->mutex);
}

static void
backend_died_cb (EClient *client, HearthEdsEar *ear)
{
  hearth_eds_ear_noticed (ear, NULL, TRUE);
}

/* A server that could be reached only later may allow more, or hold more. */
static void
online_cb (EClient *client, GParamSpec *pspec, HearthEdsEar *ear)
{
  hearth_eds_ear_noticed (ear, NULL, FALSE);
}

static EClient *
connect_client (ESource *source, HearthEdsKind kind, GCancellable *cancellable, GError **error)
{
  if (kind == HEARTH_EDS_CONTACTS)
    return e_book_client_connect_sync (source, DO_NOT_WAIT, cancellable, error);
  return e_cal_client_connect_sync (source,
                                    kind == HEARTH_EDS_TASKS ? E_CAL_CLIENT_SOURCE_TYPE_TASKS
                                                             : E_CAL_CLIENT_SOURCE_TYPE_EVENTS,
                                    DO_NOT_WAIT, cancellable, error);
}

/**
 * hearth_eds_handle_connect:
 * @self: a collection
 * @object: what has the signal
 * @signal: its name
 * @callback: called with the #HearthEdsEar as user data
 *
 * Connects a signal to the collection’s ear, which outlives the handle if the signal is being
 * emitted while that is closed.
 */
void
hearth_eds_handle_connect (HearthEdsHandle *self, gpointer object, const char *signal,
                           GCallback callback)
{
  g_signal_connect_data (object, signal, callback, g_atomic_rc_box_acquire (self->ear), ear_unref,
                         0);
}

/**
 * hearth_eds_handle_open_sync:
 * @source: which one
 * @kind: what it holds
 * @noticed: (nullable): hears of changes, on the main thread
 * @user_data: for @noticed
 * @cancellable: (nullable): stops it
 * @error: where to put the reason of a failure, in the domain %HEARTH_EDS_ERROR
 *
 * Opens a collection and waits until its service answers, for %HEARTH_EDS_WAIT_CALL seconds at
 * most.
 *
 * Returns: (transfer full) (nullable): the collection
 */
HearthEdsHandle *
hearth_eds_handle_open_sync (ESource *source, HearthEdsKind kind, HearthEdsNoticedFunc noticed,
                             gpointer user_data, GCancellable *cancellable, GError **error)
{
  g_auto (HearthEdsWait) wait = { 0 };
  g_autoptr (HearthEdsHandle) self = g_new0 (HearthEdsHandle, 1);
  GError *failure = NULL;

  self->kind = kind;
  self->name = e_source_dup_display_name (source);
  self->ear = ear_new (noticed, user_data);
  self->zones = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  hearth_eds_wait_begin (&wait, cancellable, HEARTH_EDS_WAIT_CALL);
  self->client = connect_client (source, kind, wait.cancellable, &failure);
  if (self->client == NULL) {
    hearth_eds_wait_translate (&wait, self->name, failure, error);
    return NULL;
  }
  hearth_eds_handle_connect (self, self->client, "backend-died", G_CALLBACK (backend_died_cb));
  hearth_eds_handle_connect (self, self->client, "notify::online", G_CALLBACK (online_cb));
  /* Before anything is read, so that what changes meanwhile is noticed. */
  if (!(kind == HEARTH_EDS_CONTACTS
            ? hearth_eds_book_watch_sync (self, wait.cancellable, &failure)
            : hearth_eds_calendar_watch_sync (self, wait.cancellable, &failure))) {
    hearth_eds_wait_translate (&wait, self->name, failure, error);
    return NULL;
  }
  return g_steal_pointer (&self);
}

/**
 * hearth_eds_handle_close:
 * @self: (transfer full): a collection
 *
 * Closes a collection. Its listener is not called any more when this returns.
 */
void
hearth_eds_handle_close (HearthEdsHandle *self)
{
  ear_close (self->ear);
  g_clear_object (&self->view);
  g_clear_object (&self->client);
  g_hash_table_unref (self->zones);
  g_free (self->name);
  g_free (self);
}

/**
 * hearth_eds_dup_etag:
 * @text: what an object holds
 *
 * The service keeps no versions: a text has that of its bytes.
 *
 * Returns: (transfer full): its version, a SHA-256 in hexadecimal digits
 */
char *
hearth_eds_dup_etag (const char *text)
{
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
}
