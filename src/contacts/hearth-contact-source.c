/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-contact-source.h"

#include "hearth-vcard.h"

#include <glib/gi18n.h>

/* Programs write an address book in several steps; one sync shall do for all of them. */
#define COALESCE_MS 200

/**
 * HearthContactSource:
 *
 * An address book. It keeps nobody: it is told what is known, finds what differs and hands on
 * changes, which their owner stores. Nothing is ever written to one. Its `_sync` functions block
 * and are called on one worker thread; everything else belongs to the thread that made it.
 */
typedef struct {
  GSource *coalesce; /* (owned) (nullable) */
  GSource *poll;     /* (owned) (nullable) */
  guint refresh;     /* seconds; 0 if it is not asked by the clock */
  GMutex mutex;
  char *token; /* (mutex) (owned) (nullable) */
} HearthContactSourcePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (HearthContactSource, hearth_contact_source, G_TYPE_OBJECT)

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static gboolean
coalesce_cb (gpointer user_data)
{
  HearthContactSource *self = user_data;
  HearthContactSourcePrivate *priv = hearth_contact_source_get_instance_private (self);

  g_clear_pointer (&priv->coalesce, g_source_unref);
  g_signal_emit (self, signals[CHANGED], 0);
  return G_SOURCE_REMOVE;
}

static gboolean
poll_cb (gpointer user_data)
{
  hearth_contact_source_noticed (user_data);
  return G_SOURCE_CONTINUE;
}

static void
start_polling (HearthContactSource *self)
{
  HearthContactSourcePrivate *priv = hearth_contact_source_get_instance_private (self);

  clear_source (&priv->poll);
  if (priv->refresh == 0)
    return;
  priv->poll = g_timeout_source_new_seconds (priv->refresh);
  g_source_set_callback (priv->poll, poll_cb, self, NULL);
  g_source_set_static_name (priv->poll, "hearth-contacts-poll");
  g_source_attach (priv->poll, g_main_context_get_thread_default ());
}

static void
hearth_contact_source_dispose (GObject *object)
{
  HearthContactSourcePrivate *priv =
      hearth_contact_source_get_instance_private (HEARTH_CONTACT_SOURCE (object));

  clear_source (&priv->coalesce);
  clear_source (&priv->poll);
  G_OBJECT_CLASS (hearth_contact_source_parent_class)->dispose (object);
}

static void
hearth_contact_source_finalize (GObject *object)
{
  HearthContactSourcePrivate *priv =
      hearth_contact_source_get_instance_private (HEARTH_CONTACT_SOURCE (object));

  g_free (priv->token);
  g_mutex_clear (&priv->mutex);
  G_OBJECT_CLASS (hearth_contact_source_parent_class)->finalize (object);
}

static gboolean
real_watch (HearthContactSource *self, GError **error)
{
  return TRUE;
}

static void
real_unwatch (HearthContactSource *self)
{
}

static void
hearth_contact_source_class_init (HearthContactSourceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_contact_source_dispose;
  G_OBJECT_CLASS (klass)->finalize = hearth_contact_source_finalize;
  klass->watch = real_watch;
  klass->unwatch = real_unwatch;

  /**
   * HearthContactSource::changed:
   * @self: the source
   *
   * Something changed and a sync will find it. Emitted while the source is watched, at most once
   * in 200 ms, in the main context in which the watch began.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
hearth_contact_source_init (HearthContactSource *self)
{
  HearthContactSourcePrivate *priv = hearth_contact_source_get_instance_private (self);

  g_mutex_init (&priv->mutex);
}

/**
 * hearth_contact_source_sync_sync:
 * @self: a source
 * @known: (element-type utf8 utf8): the resources that are stored, href to etag
 * @sink: (scope call): who hears of what differs
 * @cancellable: (nullable): to stop it
 * @error: a #HearthContactsError or %G_IO_ERROR_CANCELLED
 *
 * Finds what differs from what is known. Blocks. Fails with %HEARTH_CONTACTS_ERROR_GONE if the
 * address book as a whole is not there: nobody is emitted as gone then, so that a disk which is
 * not mounted empties no store.
 *
 * Returns: whether everything was looked at; %TRUE also if the sink stopped it
 */
gboolean
hearth_contact_source_sync_sync (HearthContactSource *self, GHashTable *known,
                                 const HearthContactSink *sink, GCancellable *cancellable,
                                 GError **error)
{
  g_return_val_if_fail (HEARTH_IS_CONTACT_SOURCE (self), FALSE);

  return HEARTH_CONTACT_SOURCE_GET_CLASS (self)->sync_sync (self, known, sink, cancellable, error);
}

/**
 * hearth_contact_source_watch:
 * @self: a source
 * @error: %HEARTH_CONTACTS_ERROR_GONE or %HEARTH_CONTACTS_ERROR_UNREADABLE
 *
 * Begins to notice changes: [signal@HearthContactSource::changed] follows each.
 *
 * Returns: whether it is watched
 */
gboolean
hearth_contact_source_watch (HearthContactSource *self, GError **error)
{
  if (!HEARTH_CONTACT_SOURCE_GET_CLASS (self)->watch (self, error))
    return FALSE;
  start_polling (self);
  return TRUE;
}

/**
 * hearth_contact_source_unwatch:
 * @self: a source
 *
 * Ends what hearth_contact_source_watch() began. A change that was noticed and not told is
 * forgotten.
 */
void
hearth_contact_source_unwatch (HearthContactSource *self)
{
  HearthContactSourcePrivate *priv = hearth_contact_source_get_instance_private (self);

  HEARTH_CONTACT_SOURCE_GET_CLASS (self)->unwatch (self);
  clear_source (&priv->coalesce);
  clear_source (&priv->poll);
}

/**
 * hearth_contact_source_set_refresh:
 * @self: a source that nobody tells of changes
 * @seconds: how often it says by itself that something may have changed, while it is watched; 0 for
 *   never
 */
void
hearth_contact_source_set_refresh (HearthContactSource *self, guint seconds)
{
  HearthContactSourcePrivate *priv = hearth_contact_source_get_instance_private (self);

  priv->refresh = seconds;
  if (priv->poll != NULL)
    start_polling (self);
}

/**
 * hearth_contact_source_dup_token:
 * @self: a source
 *
 * To be kept, in the same order, after what the last sync told was: a source that is made with it
 * begins where that one ended. From any thread.
 *
 * Returns: (transfer full) (nullable): how far it has read; %NULL where the etags say it all
 */
char *
hearth_contact_source_dup_token (HearthContactSource *self)
{
  HearthContactSourcePrivate *priv = hearth_contact_source_get_instance_private (self);
  char *token;

  g_mutex_lock (&priv->mutex);
  token = g_strdup (priv->token);
  g_mutex_unlock (&priv->mutex);
  return token;
}

/**
 * hearth_contact_source_set_token:
 * @self: a source
 * @token: (nullable): how far it has read
 *
 * For sources: at the end of a sync that told everything.
 */
void
hearth_contact_source_set_token (HearthContactSource *self, const char *token)
{
  HearthContactSourcePrivate *priv = hearth_contact_source_get_instance_private (self);

  g_mutex_lock (&priv->mutex);
  g_free (priv->token);
  priv->token = g_strdup (token);
  g_mutex_unlock (&priv->mutex);
}

/**
 * hearth_contact_source_noticed:
 * @self: a source
 *
 * For sources: tells that something changed. Many of these make one signal.
 */
void
hearth_contact_source_noticed (HearthContactSource *self)
{
  HearthContactSourcePrivate *priv = hearth_contact_source_get_instance_private (self);

  if (priv->coalesce != NULL)
    return;
  priv->coalesce = g_timeout_source_new (COALESCE_MS);
  g_source_set_callback (priv->coalesce, coalesce_cb, self, NULL);
  g_source_set_static_name (priv->coalesce, "hearth-contacts-changed");
  g_source_attach (priv->coalesce, g_main_context_get_thread_default ());
}

/**
 * hearth_contact_source_emit_text:
 * @sink: who hears of it
 * @place: the resource, as a person would find it
 * @href: the resource
 * @etag: (nullable): its version
 * @text: its vCards
 * @length: their length in bytes
 *
 * For sources: hands on what a resource holds. One that cannot be read holds nobody and is known
 * with its version from then on, so that it is said once and not at each look.
 *
 * Returns: %FALSE if the sink wants no more
 */
gboolean
hearth_contact_source_emit_text (const HearthContactSink *sink, const char *place, const char *href,
                                 const char *etag, const char *text, gsize length)
{
  g_autoptr (GError) error = NULL;
  gboolean cut = FALSE;
  GPtrArray *contacts = hearth_vcard_read (text, length, &cut, &error);
  g_autofree char *warning = NULL;

  if (contacts == NULL) {
    /* Translators: a file, and what is wrong with it, a sentence */
    warning = g_strdup_printf (_("“%s”: %s"), place, error->message);
    contacts = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_contact_free);
  } else if (cut) {
    warning = g_strdup_printf (_("“%s”: %s"), place,
                               _("It holds too many cards; the rest was left out."));
  }
  if (warning != NULL)
    sink->warning (warning, sink->user_data);
  return sink->changed (hearth_contact_changes_new (href, etag, contacts), sink->user_data);
}
