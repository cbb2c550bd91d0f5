/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-carddav-source.h"

#include "hearth-dav-collection.h"

#include <glib/gi18n.h>

/**
 * HearthCarddavSource:
 *
 * One address book of a CardDAV server, RFC 6352. A resource's href is its name in the collection,
 * its etag the server's.
 */
struct _HearthCarddavSource {
  HearthContactSource parent_instance;

  char *url;               /* (owned) */
  HearthDavClient *client; /* (owned) (worker) */
};

/* One sync. */
typedef struct {
  HearthCarddavSource *source;
  const HearthContactSink *sink;
  GCancellable *cancellable;
} Sync;

G_DEFINE_FINAL_TYPE (HearthCarddavSource, hearth_carddav_source, HEARTH_TYPE_CONTACT_SOURCE)

/* Says in the words of address books what a server said. Takes @foreign. */
static void
translate_error (GError *foreign, GError **error)
{
  static const struct {
    HearthDavError from;
    HearthContactsError to;
  } codes[] = {
    { HEARTH_DAV_ERROR_OFFLINE, HEARTH_CONTACTS_ERROR_OFFLINE },
    { HEARTH_DAV_ERROR_LOGIN, HEARTH_CONTACTS_ERROR_REFUSED },
    { HEARTH_DAV_ERROR_CERTIFICATE, HEARTH_CONTACTS_ERROR_REFUSED },
    { HEARTH_DAV_ERROR_REFUSED, HEARTH_CONTACTS_ERROR_REFUSED },
    { HEARTH_DAV_ERROR_TOO_LARGE, HEARTH_CONTACTS_ERROR_TOO_LARGE },
  };
  HearthContactsError code = HEARTH_CONTACTS_ERROR_UNREADABLE;

  if (foreign->domain != HEARTH_DAV_ERROR) {
    g_propagate_error (error, foreign);
    return;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    if (foreign->code == (int) codes[i].from)
      code = codes[i].to;
  g_set_error_literal (error, HEARTH_CONTACTS_ERROR, (int) code, foreign->message);
  g_error_free (foreign);
}

static gboolean
changed (const char *member, const char *etag, GBytes *content, gpointer user_data)
{
  Sync *sync = user_data;
  g_autofree char *place = g_strconcat (sync->source->url, member, NULL);
  gsize size;
  const char *text = g_bytes_get_data (content, &size);

  return !g_cancellable_is_cancelled (sync->cancellable) &&
         hearth_contact_source_emit_text (sync->sink, place, member, etag, text != NULL ? text : "",
                                          size);
}

static gboolean
gone (const char *member, gpointer user_data)
{
  Sync *sync = user_data;

  return sync->sink->changed (hearth_contact_changes_new (member, NULL, NULL),
                              sync->sink->user_data);
}

static void
warn (const char *member, const char *sentence, gpointer user_data)
{
  Sync *sync = user_data;
  g_autofree char *text = NULL;

  /* Translators: a file, and what is wrong with it, a sentence */
  text = g_strdup_printf (_("“%s”: %s"), member, sentence);
  sync->sink->warning (text, sync->sink->user_data);
}

static gboolean
hearth_carddav_source_sync_sync (HearthContactSource *source, GHashTable *known,
                                 const HearthContactSink *sink, GCancellable *cancellable,
                                 GError **error)
{
  HearthCarddavSource *self = HEARTH_CARDDAV_SOURCE (source);
  g_autofree char *token = hearth_contact_source_dup_token (source);
  g_autofree char *new_token = NULL;
  GError *failure = NULL;
  Sync sync = { self, sink, cancellable };
  const HearthDavSink dav_sink = { changed, gone, warn, &sync };

  if (!hearth_dav_collection_sync_sync (self->client, self->url, HEARTH_DAV_ADDRESS_BOOK, token,
                                        known, FALSE, &dav_sink, &new_token, cancellable,
                                        &failure)) {
    /* The address book itself: what is stored of it stays. */
    if (g_error_matches (failure, HEARTH_DAV_ERROR, HEARTH_DAV_ERROR_NOT_FOUND)) {
      g_clear_error (&failure);
      g_set_error (error, HEARTH_CONTACTS_ERROR, HEARTH_CONTACTS_ERROR_GONE,
                   _("“%s” is no longer on its server. Remove this address book, or look for it "
                      "anew."),
                   self->url);
      return FALSE;
    }
    translate_error (failure, error);
    return FALSE;
  }
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (new_token != NULL)
    hearth_contact_source_set_token (source, new_token);
  return TRUE;
}

static void
hearth_carddav_source_finalize (GObject *object)
{
  HearthCarddavSource *self = HEARTH_CARDDAV_SOURCE (object);

  g_free (self->url);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (hearth_carddav_source_parent_class)->finalize (object);
}

static void
hearth_carddav_source_class_init (HearthCarddavSourceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hearth_carddav_source_finalize;
  HEARTH_CONTACT_SOURCE_CLASS (klass)->sync_sync = hearth_carddav_source_sync_sync;
}

static void
hearth_carddav_source_init (HearthCarddavSource *self)
{
}

/**
 * hearth_carddav_source_new:
 * @url: the collection
 * @account: the login
 * @token: (nullable): what hearth_contact_source_dup_token() said after the last sync
 * @credentials: finds what proves the login
 * @user_data: for @credentials
 *
 * Returns: (transfer full): a source
 */
HearthContactSource *
hearth_carddav_source_new (const char *url, const HearthDavAccount *account, const char *token,
                           HearthDavCredentialsFunc credentials, gpointer user_data)
{
  HearthCarddavSource *self = g_object_new (HEARTH_TYPE_CARDDAV_SOURCE, NULL);

  self->url = g_str_has_suffix (url, "/") ? g_strdup (url) : g_strconcat (url, "/", NULL);
  self->client = hearth_dav_client_new (account, credentials, user_data);
  hearth_contact_source_set_token (HEARTH_CONTACT_SOURCE (self), token);
  return HEARTH_CONTACT_SOURCE (self);
}
