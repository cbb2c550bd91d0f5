/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ebook-source.h"

#include "hearth-eds.h"

#include <string.h>

/**
 * HearthEbookSource:
 *
 * An address book of the desktop, as Evolution Data Server keeps it. A resource is one contact: its
 * href is the UID, its etag is made from its text. The service tells which of them changed, so that
 * all are read only once, and again when it ended.
 */
struct _HearthEbookSource {
  HearthContactSource parent_instance;

  char *uid;               /* (owned) of its ESource */
  HearthEdsClient *client; /* (owned) (nullable) (worker) */

  GMutex mutex;
  GHashTable *noticed; /* (mutex) (owned): hrefs that changed since they were read */
  gboolean all;        /* (mutex) anything may have */
  gboolean died;       /* (mutex) the client is of no more use */
  gboolean watched;    /* (mutex) */
};

/* One sync. */
typedef struct {
  HearthEbookSource *source;
  GHashTable *known;
  GHashTable *seen; /* (owned): hrefs, where all are read */
  const HearthContactSink *sink;
  gboolean stop; /* its owner wants no more */
} Sync;

G_DEFINE_FINAL_TYPE (HearthEbookSource, hearth_ebook_source, HEARTH_TYPE_CONTACT_SOURCE)

static void
noticed_cb (const char *href, gboolean died, gpointer user_data)
{
  HearthEbookSource *self = user_data;
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
    hearth_contact_source_noticed (HEARTH_CONTACT_SOURCE (self));
}

static HearthContactsError
find_code (const GError *failure)
{
  switch ((HearthEdsError) failure->code) {
  case HEARTH_EDS_ERROR_ABSENT:
  case HEARTH_EDS_ERROR_GONE:
    return HEARTH_CONTACTS_ERROR_GONE;
  case HEARTH_EDS_ERROR_OFFLINE:
    return HEARTH_CONTACTS_ERROR_OFFLINE;
  case HEARTH_EDS_ERROR_REFUSED:
    return HEARTH_CONTACTS_ERROR_REFUSED;
  case HEARTH_EDS_ERROR_BAD_FORMAT:
    return HEARTH_CONTACTS_ERROR_BAD_FORMAT;
  case HEARTH_EDS_ERROR_NOT_FOUND:
  case HEARTH_EDS_ERROR_READ_ONLY:
  case HEARTH_EDS_ERROR_CONFLICT:
  case HEARTH_EDS_ERROR_UNREADABLE:
  default:
    return HEARTH_CONTACTS_ERROR_UNREADABLE;
  }
}

/* Hands on an error in this room's words. A service that cannot be reached is asked for anew. */
static gboolean
translate (HearthEbookSource *self, GError *failure, GError **error)
{
  if (failure->domain != HEARTH_EDS_ERROR) {
    g_propagate_error (error, failure);
    return FALSE;
  }
  if (failure->code == HEARTH_EDS_ERROR_OFFLINE)
    g_clear_pointer (&self->client, hearth_eds_client_close);
  g_set_error_literal (error, HEARTH_CONTACTS_ERROR, (int) find_code (failure), failure->message);
  g_error_free (failure);
  return FALSE;
}

static void
note_all (HearthEbookSource *self)
{
  g_mutex_lock (&self->mutex);
  self->all = TRUE;
  g_mutex_unlock (&self->mutex);
}

/* Makes sure that there is a client; what is noticed from here on is kept. */
static gboolean
connect_client (HearthEbookSource *self, GCancellable *cancellable, GError **error)
{
  GError *failure = NULL;
  gboolean died;

  g_mutex_lock (&self->mutex);
  died = self->died;
  self->died = FALSE;
  g_mutex_unlock (&self->mutex);
  if (died)
    g_clear_pointer (&self->client, hearth_eds_client_close);
  if (self->client != NULL)
    return TRUE;
  note_all (self);
  self->client = hearth_eds_client_open_sync (self->uid, noticed_cb, self, cancellable, &failure);
  return self->client != NULL || translate (self, failure, error);
}

static void
emit_text (Sync *sync, const char *href, const char *etag, const char *text)
{
  if (g_strcmp0 (g_hash_table_lookup (sync->known, href), etag) != 0)
    sync->stop =
        !hearth_contact_source_emit_text (sync->sink, href, href, etag, text, strlen (text));
}

static void
emit_gone (Sync *sync, const char *href)
{
  if (!sync->stop)
    sync->stop =
        !sync->sink->changed (hearth_contact_changes_new (href, NULL, NULL), sync->sink->user_data);
}

static gboolean
object_cb (const char *href, const char *etag, const char *text, gpointer user_data)
{
  Sync *sync = user_data;

  g_hash_table_add (sync->seen, g_strdup (href));
  emit_text (sync, href, etag, text);
  return !sync->stop;
}

static gboolean
sync_all (Sync *sync, GCancellable *cancellable, GError **error)
{
  HearthEbookSource *self = sync->source;
  GError *failure = NULL;
  GHashTableIter iter;
  gpointer href;

  if (!hearth_eds_client_read_all_sync (self->client, object_cb, sync, cancellable, &failure))
    return translate (self, failure, error);
  g_hash_table_iter_init (&iter, sync->known);
  while (!sync->stop && g_hash_table_iter_next (&iter, &href, NULL))
    if (!g_hash_table_contains (sync->seen, href))
      emit_gone (sync, href);
  return TRUE;
}

static gboolean
sync_some (Sync *sync, GHashTable *hrefs, GCancellable *cancellable, GError **error)
{
  HearthEbookSource *self = sync->source;
  GHashTableIter iter;
  gpointer href;

  g_hash_table_iter_init (&iter, hrefs);
  while (g_hash_table_iter_next (&iter, &href, NULL) && !sync->stop) {
    GError *failure = NULL;
    g_autofree char *etag = NULL;
    g_autofree char *text =
        hearth_eds_client_read_sync (self->client, href, &etag, cancellable, &failure);

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
hearth_ebook_source_sync_sync (HearthContactSource *source, GHashTable *known,
                               const HearthContactSink *sink, GCancellable *cancellable,
                               GError **error)
{
  HearthEbookSource *self = HEARTH_EBOOK_SOURCE (source);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) hrefs = NULL;
  Sync sync = { .source = self, .known = known, .seen = seen, .sink = sink };
  gboolean all;
  gboolean ok;

  if (!connect_client (self, cancellable, error))
    return FALSE;
  /* What changes from here on is for the next one. */
  g_mutex_lock (&self->mutex);
  all = self->all;
  self->all = FALSE;
  hrefs = g_steal_pointer (&self->noticed);
  self->noticed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_mutex_unlock (&self->mutex);
  ok = all ? sync_all (&sync, cancellable, error) : sync_some (&sync, hrefs, cancellable, error);
  if (!ok || sync.stop)
    note_all (self);
  return ok;
}

static void
set_watched (HearthEbookSource *self, gboolean watched)
{
  g_mutex_lock (&self->mutex);
  self->watched = watched;
  g_mutex_unlock (&self->mutex);
}

/* The client is opened by the next sync, on its thread, and begins to tell of changes there. */
static gboolean
hearth_ebook_source_watch (HearthContactSource *source, GError **error)
{
  set_watched (HEARTH_EBOOK_SOURCE (source), TRUE);
  return TRUE;
}

static void
hearth_ebook_source_unwatch (HearthContactSource *source)
{
  set_watched (HEARTH_EBOOK_SOURCE (source), FALSE);
}

static void
hearth_ebook_source_dispose (GObject *object)
{
  HearthEbookSource *self = HEARTH_EBOOK_SOURCE (object);

  /* Before the parent lets go of what it was noticed for. */
  g_clear_pointer (&self->client, hearth_eds_client_close);
  G_OBJECT_CLASS (hearth_ebook_source_parent_class)->dispose (object);
}

static void
hearth_ebook_source_finalize (GObject *object)
{
  HearthEbookSource *self = HEARTH_EBOOK_SOURCE (object);

  g_free (self->uid);
  g_hash_table_unref (self->noticed);
  g_mutex_clear (&self->mutex);
  G_OBJECT_CLASS (hearth_ebook_source_parent_class)->finalize (object);
}

static void
hearth_ebook_source_class_init (HearthEbookSourceClass *klass)
{
  HearthContactSourceClass *source_class = HEARTH_CONTACT_SOURCE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hearth_ebook_source_dispose;
  G_OBJECT_CLASS (klass)->finalize = hearth_ebook_source_finalize;
  source_class->sync_sync = hearth_ebook_source_sync_sync;
  source_class->watch = hearth_ebook_source_watch;
  source_class->unwatch = hearth_ebook_source_unwatch;
}

static void
hearth_ebook_source_init (HearthEbookSource *self)
{
  g_mutex_init (&self->mutex);
  self->noticed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->all = TRUE;
}

/**
 * hearth_ebook_source_new:
 * @uid: the UID of its ESource, as hearth_eds_list_sync() tells it
 *
 * Returns: (transfer full): a source; nothing is loaded or asked before its first sync
 */
HearthContactSource *
hearth_ebook_source_new (const char *uid)
{
  HearthEbookSource *self = g_object_new (HEARTH_TYPE_EBOOK_SOURCE, NULL);

  self->uid = g_strdup (uid);
  return HEARTH_CONTACT_SOURCE (self);
}
