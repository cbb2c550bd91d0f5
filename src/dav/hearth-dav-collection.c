/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-dav-collection.h"

#include "hearth-dav-href.h"

#include <glib/gi18n.h>
#include <string.h>

/* Calendars and address books are told alike, RFC 4791 and RFC 6352: what changed is listed (RFC
 * 6578, or by the versions of all members where a server knows no better), then read in batches.
 *
 * A token is kept as "sync:" and what the server gave, or "ctag:" and the version of the whole. Any
 * trouble with one is answered by listing everything: servers say "that token is too old" in as
 * many ways as there are servers. */

/* While a batch is stored the server makes the next ones ready. */
#define BATCH 100
#define MAX_AHEAD 3
/* Pages of one listing, RFC 6578, section 3.6. */
#define MAX_PAGES 2000

typedef struct {
  HearthDavClient *client; /* (unowned) */
  char *url;               /* (owned) normalised, with a slash at its end */
  HearthDavKind kind;
  GHashTable *known; /* (unowned) */
  gboolean everything;
  const HearthDavSink *sink; /* (unowned) */
  GCancellable *cancellable; /* (unowned) (nullable) */
  GPtrArray *wanted;         /* (owned) of member names, in the order of the listing */
  GPtrArray *gone;           /* (owned) of member names */
  GHashTable *listed;        /* (owned) set of member names */
  char *token;               /* (owned) (nullable) */
  gboolean stopped;
} Sync;

static void
sync_clear (Sync *sync)
{
  g_free (sync->url);
  g_ptr_array_unref (sync->wanted);
  g_ptr_array_unref (sync->gone);
  g_hash_table_unref (sync->listed);
  g_free (sync->token);
}

static void
forget_listing (Sync *sync)
{
  g_ptr_array_set_size (sync->wanted, 0);
  g_ptr_array_set_size (sync->gone, 0);
  g_hash_table_remove_all (sync->listed);
  g_clear_pointer (&sync->token, g_free);
}

/* Whether asking in another way cannot help: nobody answers, or nobody may ask. */
static gboolean
is_final (const GError *error)
{
  return error->domain != HEARTH_DAV_ERROR ||
         g_error_matches (error, HEARTH_DAV_ERROR, HEARTH_DAV_ERROR_OFFLINE) ||
         g_error_matches (error, HEARTH_DAV_ERROR, HEARTH_DAV_ERROR_LOGIN) ||
         g_error_matches (error, HEARTH_DAV_ERROR, HEARTH_DAV_ERROR_CERTIFICATE);
}

/* Notes what a listing says of one resource. */
static void
note (Sync *sync, const HearthDavResponse *response)
{
  g_autofree char *member = hearth_dav_href_dup_member (sync->url, response->href);
  const char *etag = hearth_dav_response_get_text (response, "getetag");

  if (member == NULL) {
    g_autofree char *whole = hearth_dav_href_resolve (sync->url, response->href);

    /* The collection itself, or a folder in it, is no mistake; what lies elsewhere is not ours. */
    if (whole == NULL || !g_str_has_prefix (whole, sync->url))
      if (whole == NULL || !hearth_dav_href_equal (whole, sync->url))
        sync->sink->warning (response->href,
                             _("The server names it as a part of this collection, which it is "
                                "not; it is left out."),
                             sync->sink->user_data);
    return;
  }
  if (response->status == 404 || response->status == 410) {
    g_ptr_array_add (sync->gone, g_steal_pointer (&member));
    return;
  }
  if (hearth_dav_response_has_value (response, "resourcetype", "collection") || etag == NULL ||
      g_hash_table_contains (sync->listed, member))
    return;
  g_hash_table_add (sync->listed, g_strdup (member));
  if (sync->everything || g_strcmp0 (g_hash_table_lookup (sync->known, member), etag) != 0)
    g_ptr_array_add (sync->wanted, g_steal_pointer (&member));
}

/* One page of a listing by token. @more: whether the server has not told everything. */
static gboolean
list_page (Sync *sync, const char *token, gboolean *more, GError **error)
{
  g_autofree char *escaped = g_markup_escape_text (token, -1);
  g_autofree char *xml = g_strconcat ("<?xml version=\"1.0\" encoding=\"utf-8\"?>"
                                      "<sync-collection xmlns=\"DAV:\"><sync-token>",
                                      escaped,
                                      "</sync-token><sync-level>1</sync-level>"
                                      "<prop><getetag/></prop></sync-collection>",
                                      NULL);
  g_autoptr (HearthDavMultistatus) answer =
      hearth_dav_client_ask_sync (sync->client, "REPORT", sync->url, "0", xml, sync->cancellable,
                                  error);

  *more = FALSE;
  if (answer == NULL)
    return FALSE;
  if (answer->sync_token == NULL || *answer->sync_token == '\0') {
    g_set_error (error, HEARTH_DAV_ERROR, HEARTH_DAV_ERROR_PROTOCOL,
                 _("“%s” told what changed without saying until when."), sync->url);
    return FALSE;
  }
  for (guint i = 0; i < answer->responses->len; i++) {
    const HearthDavResponse *response = g_ptr_array_index (answer->responses, i);
    g_autofree char *whole = hearth_dav_href_resolve (sync->url, response->href);

    if (whole != NULL && hearth_dav_href_equal (whole, sync->url))
      *more |= response->status == 507;
    else
      note (sync, response);
  }
  g_free (sync->token);
  sync->token = g_strconcat ("sync:", answer->sync_token, NULL);
  return TRUE;
}

/* RFC 6578; from the beginning where @token is "". */
static gboolean
list_by_token (Sync *sync, const char *token, GError **error)
{
  g_autofree char *from = g_strdup (token);
  gboolean more = TRUE;

  for (guint page = 0; more && page < MAX_PAGES; page++) {
    if (!list_page (sync, from, &more, error))
      return FALSE;
    /* One that stands still would be asked for ever. */
    if (more && g_str_equal (from, sync->token + strlen ("sync:")))
      break;
    g_free (from);
    from = g_strdup (sync->token + strlen ("sync:"));
  }
  if (more)
    g_set_error (error, HEARTH_DAV_ERROR, HEARTH_DAV_ERROR_PROTOCOL,
                 _("“%s” never comes to the end of what changed."), sync->url);
  return !more;
}

/* The version of the whole, for servers that know no tokens. */
static char *
read_ctag (Sync *sync, GError **error)
{
  static const char xml[] = "<?xml version=\"1.0\" encoding=\"utf-8\"?>"
                            "<propfind xmlns=\"DAV:\" xmlns:S=\"http://calendarserver.org/ns/\">"
                            "<prop><S:getctag/></prop></propfind>";
  g_autoptr (HearthDavMultistatus) answer =
      hearth_dav_client_ask_sync (sync->client, "PROPFIND", sync->url, "0", xml, sync->cancellable,
                                  error);
  const char *ctag = NULL;

  if (answer == NULL)
    return NULL;
  if (answer->responses->len > 0)
    ctag = hearth_dav_response_get_text (g_ptr_array_index (answer->responses, 0), "getctag");
  return ctag != NULL && *ctag != '\0' ? g_strconcat ("ctag:", ctag, NULL) : g_strdup ("");
}

static gboolean
list_by_etags (Sync *sync, GError **error)
{
  static const char xml[] = "<?xml version=\"1.0\" encoding=\"utf-8\"?>"
                            "<propfind xmlns=\"DAV:\"><prop><getetag/><resourcetype/></prop>"
                            "</propfind>";
  g_autoptr (HearthDavMultistatus) answer =
      hearth_dav_client_ask_sync (sync->client, "PROPFIND", sync->url, "1", xml, sync->cancellable,
                                  error);

  if (answer == NULL)
    return FALSE;
  for (guint i = 0; i < answer->responses->len; i++)
    note (sync, g_ptr_array_index (answer->responses, i));
  return TRUE;
}

/* What is known and was not listed is gone. */
static void
note_missing (Sync *sync)
{
  GHashTableIter iter;
  gpointer member;

  g_ptr_array_set_size (sync->gone, 0);
  g_hash_table_iter_init (&iter, sync->known);
  while (g_hash_table_iter_next (&iter, &member, NULL))
    if (!g_hash_table_contains (sync->listed, member))
      g_ptr_array_add (sync->gone, g_strdup (member));
}

/* Lists all there is. */
static gboolean
list_whole (Sync *sync, const char *token, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *ctag = NULL;

  forget_listing (sync);
  if (list_by_token (sync, "", &failure)) {
    note_missing (sync);
    return TRUE;
  }
  if (is_final (failure)) {
    g_propagate_error (error, g_steal_pointer (&failure));
    return FALSE;
  }
  forget_listing (sync);
  ctag = read_ctag (sync, error);
  if (ctag == NULL)
    return FALSE;
  if (*ctag != '\0' && !sync->everything && g_strcmp0 (token, ctag) == 0) {
    sync->token = g_steal_pointer (&ctag);
    return TRUE;
  }
  if (!list_by_etags (sync, error))
    return FALSE;
  note_missing (sync);
  /* It was asked for before the listing: what changed in between is found the next time. */
  sync->token = *ctag != '\0' ? g_steal_pointer (&ctag) : NULL;
  return TRUE;
}

static gboolean
list (Sync *sync, const char *token, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (token != NULL && g_str_has_prefix (token, "sync:") && !sync->everything &&
      g_hash_table_size (sync->known) > 0) {
    if (list_by_token (sync, token + strlen ("sync:"), &failure))
      return TRUE;
    if (is_final (failure)) {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
    g_debug ("“%s” is listed anew: %s", sync->url, failure->message);
  }
  return list_whole (sync, token, error);
}

/* The question for some members at once, RFC 4791, section 7.9, and RFC 6352, section 8.7. */
static char *
dup_multiget (Sync *sync, guint first, guint n)
{
  g_autoptr (GString) xml = g_string_new ("<?xml version=\"1.0\" encoding=\"utf-8\"?>");
  const char *path = strchr (strstr (sync->url, "://") + 3, '/');

  g_string_append (xml, sync->kind == HEARTH_DAV_CALENDAR
                            ? "<C:calendar-multiget xmlns=\"DAV:\" "
                              "xmlns:C=\"urn:ietf:params:xml:ns:caldav\">"
                              "<prop><getetag/><C:calendar-data/></prop>"
                            : "<C:addressbook-multiget xmlns=\"DAV:\" "
                              "xmlns:C=\"urn:ietf:params:xml:ns:carddav\">"
                              "<prop><getetag/><C:address-data/></prop>");
  for (guint i = first; i < first + n; i++) {
    g_autofree char *href = hearth_dav_href_dup_url (path, g_ptr_array_index (sync->wanted, i));
    g_autofree char *escaped = g_markup_escape_text (href, -1);

    g_string_append_printf (xml, "<href>%s</href>", escaped);
  }
  g_string_append (xml, sync->kind == HEARTH_DAV_CALENDAR ? "</C:calendar-multiget>"
                                                          : "</C:addressbook-multiget>");
  return g_string_free (g_steal_pointer (&xml), FALSE);
}

static HearthDavPending *
begin_batch (Sync *sync, guint first, guint n)
{
  g_autofree char *xml = dup_multiget (sync, first, n);
  g_autoptr (HearthHttpRequest) request =
      hearth_dav_client_new_request (sync->client, "REPORT", sync->url, "1", xml);

  return hearth_dav_client_begin (sync->client, request, sync->cancellable);
}

static void
tell_gone (Sync *sync, const char *member)
{
  if (!sync->stopped && g_hash_table_contains (sync->known, member))
    sync->stopped = !sync->sink->gone (member, sync->sink->user_data);
}

static void
tell_changed (Sync *sync, const char *member, const char *etag, const char *text)
{
  g_autoptr (GBytes) content = g_bytes_new (text, strlen (text));

  if (!sync->stopped)
    sync->stopped = !sync->sink->changed (member, etag, content, sync->sink->user_data);
}

/* Reads what a server does not tell together. */
static gboolean
read_single (Sync *sync, const char *member, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *etag = NULL;
  g_autoptr (GBytes) content = hearth_dav_collection_read_sync (sync->client, sync->url, member,
                                                                &etag, sync->cancellable, &failure);

  if (content != NULL) {
    if (!sync->stopped)
      sync->stopped = !sync->sink->changed (member, etag, content, sync->sink->user_data);
    return TRUE;
  }
  if (g_error_matches (failure, HEARTH_DAV_ERROR, HEARTH_DAV_ERROR_NOT_FOUND)) {
    tell_gone (sync, member);
    return TRUE;
  }
  if (is_final (failure)) {
    g_propagate_error (error, g_steal_pointer (&failure));
    return FALSE;
  }
  sync->sink->warning (member, failure->message, sync->sink->user_data);
  return TRUE;
}

/* What a batch says. What was asked for and not answered is read alone. */
static gboolean
take_batch (Sync *sync, HearthDavMultistatus *answer, guint first, guint n, GError **error)
{
  const char *data_name = sync->kind == HEARTH_DAV_CALENDAR ? "calendar-data" : "address-data";
  g_autoptr (GHashTable) open = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = first; i < first + n; i++)
    g_hash_table_add (open, g_ptr_array_index (sync->wanted, i));
  for (guint i = 0; answer != NULL && i < answer->responses->len && !sync->stopped; i++) {
    const HearthDavResponse *response = g_ptr_array_index (answer->responses, i);
    const char *data = hearth_dav_response_get_text (response, data_name);
    const char *etag = hearth_dav_response_get_text (response, "getetag");
    g_autofree char *member = hearth_dav_href_dup_member (sync->url, response->href);

    /* Nothing is taken that was not asked for. */
    if (member == NULL || !g_hash_table_contains (open, member))
      continue;
    if (data != NULL && etag != NULL) {
      g_hash_table_remove (open, member);
      tell_changed (sync, member, etag, data);
    } else if (response->status == 404 || response->status == 410) {
      g_hash_table_remove (open, member);
      tell_gone (sync, member);
    }
  }
  for (guint i = first; i < first + n && !sync->stopped; i++)
    if (g_hash_table_contains (open, g_ptr_array_index (sync->wanted, i)) &&
        !read_single (sync, g_ptr_array_index (sync->wanted, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
read_wanted (Sync *sync, GError **error)
{
  g_autoptr (GQueue) ahead = g_queue_new ();
  guint next = 0;
  guint done = 0;
  gboolean ok = TRUE;

  while (ok && !sync->stopped && done < sync->wanted->len) {
    g_autoptr (HearthDavPending) pending = NULL;
    g_autoptr (HearthDavMultistatus) answer = NULL;
    g_autoptr (GError) failure = NULL;
    guint n = MIN (BATCH, sync->wanted->len - done);

    while (next < sync->wanted->len && ahead->length < MAX_AHEAD) {
      g_queue_push_tail (ahead, begin_batch (sync, next, MIN (BATCH, sync->wanted->len - next)));
      next += MIN (BATCH, sync->wanted->len - next);
    }
    pending = g_queue_pop_head (ahead);
    answer = hearth_dav_pending_parse_sync (pending, &failure);
    if (answer == NULL && is_final (failure)) {
      g_propagate_error (error, g_steal_pointer (&failure));
      ok = FALSE;
    } else {
      ok = take_batch (sync, answer, done, n, error);
    }
    done += n;
  }
  g_queue_foreach (ahead, (GFunc) (void (*) (void)) hearth_dav_pending_free, NULL);
  return ok;
}

static char *
dup_collection_url (const char *url, GError **error)
{
  g_autofree char *normal = hearth_dav_href_normalise (url);

  if (normal == NULL)
    g_set_error (error, HEARTH_DAV_ERROR, HEARTH_DAV_ERROR_PROTOCOL,
                 _("“%s” is no address of a server."), url);
  else if (!g_str_has_suffix (normal, "/"))
    return g_strconcat (normal, "/", NULL);
  return g_steal_pointer (&normal);
}

/**
 * hearth_dav_collection_sync_sync:
 * @client: a client
 * @url: the collection
 * @kind: what it holds
 * @token: (nullable): what @new_token said last
 * @known: (element-type utf8 utf8): the members that are stored, name to etag
 * @everything: whether unchanged members are read too
 * @sink: who hears of them
 * @new_token: (out) (transfer full) (nullable): to be kept once all that was told is; %NULL if
 *   everything is to be listed the next time
 * @cancellable: (nullable): ends it at once
 * @error: a #HearthDavError, what the credentials function said, or %G_IO_ERROR_CANCELLED; nothing
 *   is told as gone then
 *
 * Finds what differs from what is known: by RFC 6578, else by the versions of all members. Members
 * are named by the last part of their address, normalised.
 *
 * Returns: whether everything was looked at; also if @sink stopped it, with @new_token %NULL
 */
gboolean
hearth_dav_collection_sync_sync (HearthDavClient *client, const char *url, HearthDavKind kind,
                                 const char *token, GHashTable *known, gboolean everything,
                                 const HearthDavSink *sink, char **new_token,
                                 GCancellable *cancellable, GError **error)
{
  Sync sync = {
    .client = client,
    .url = dup_collection_url (url, error),
    .kind = kind,
    .known = known,
    .everything = everything,
    .sink = sink,
    .cancellable = cancellable,
    .wanted = g_ptr_array_new_with_free_func (g_free),
    .gone = g_ptr_array_new_with_free_func (g_free),
    .listed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
  };
  gboolean ok;

  *new_token = NULL;
  ok = sync.url != NULL && list (&sync, token, error);
  for (guint i = 0; ok && i < sync.gone->len; i++)
    tell_gone (&sync, g_ptr_array_index (sync.gone, i));
  ok = ok && read_wanted (&sync, error);
  if (ok && !sync.stopped)
    *new_token = g_steal_pointer (&sync.token);
  sync_clear (&sync);
  return ok;
}

/**
 * hearth_dav_collection_read_sync:
 * @client: a client
 * @url: the collection
 * @member: a member
 * @etag: (out) (optional) (transfer full) (nullable): its version
 * @cancellable: (nullable): ends it at once
 * @error: a #HearthDavError
 *
 * Returns: (transfer full) (nullable): what it holds now
 */
GBytes *
hearth_dav_collection_read_sync (HearthDavClient *client, const char *url, const char *member,
                                 char **etag, GCancellable *cancellable, GError **error)
{
  g_autofree char *collection = dup_collection_url (url, error);
  g_autofree char *address = NULL;
  g_autoptr (HearthHttpRequest) request = NULL;
  g_autoptr (HearthHttpResponse) response = NULL;

  if (collection == NULL)
    return NULL;
  address = hearth_dav_href_dup_url (collection, member);
  request = hearth_dav_client_new_request (client, "GET", address, NULL, NULL);
  /* Some servers give what they compress another version than what they take. */
  request->flags &= ~(guint) HEARTH_HTTP_COMPRESSED;
  response = hearth_dav_client_send_sync (client, request, cancellable, error);
  if (response == NULL)
    return NULL;
  if (etag != NULL)
    *etag = g_strdup (hearth_http_response_get_header (response, "etag"));
  return g_bytes_ref (response->body);
}

/**
 * hearth_dav_collection_write_sync:
 * @client: a client
 * @url: the collection
 * @kind: what it holds
 * @member: a member
 * @content: what it shall hold
 * @etag: (nullable): the version that is there; %NULL: there must be none
 * @new_etag: (out) (optional) (transfer full) (nullable): its version now; %NULL if the server does
 *   not say, as when it changed what was written: read it again then
 * @cancellable: (nullable): ends it at once
 * @error: %HEARTH_DAV_ERROR_CONFLICT if another version is there, or another #HearthDavError
 *
 * Writes a member, or not at all, RFC 4791, section 5.3.2.
 *
 * Returns: whether it is written
 */
gboolean
hearth_dav_collection_write_sync (HearthDavClient *client, const char *url, HearthDavKind kind,
                                  const char *member, GBytes *content, const char *etag,
                                  char **new_etag, GCancellable *cancellable, GError **error)
{
  g_autofree char *collection = dup_collection_url (url, error);
  g_autofree char *address = NULL;
  g_autoptr (HearthHttpRequest) request = NULL;
  g_autoptr (HearthHttpResponse) response = NULL;
  const char *now;

  if (collection == NULL)
    return FALSE;
  address = hearth_dav_href_dup_url (collection, member);
  request = hearth_dav_client_new_request (client, "PUT", address, NULL, NULL);
  hearth_http_request_set_body (request, content,
                                kind == HEARTH_DAV_CALENDAR ? "text/calendar; charset=utf-8"
                                                            : "text/vcard; charset=utf-8");
  hearth_http_request_add_header (request, etag != NULL ? "If-Match" : "If-None-Match",
                                  etag != NULL ? etag : "*");
  response = hearth_dav_client_send_sync (client, request, cancellable, error);
  if (response == NULL)
    return FALSE;
  now = hearth_http_response_get_header (response, "etag");
  /* A weak one says that the bytes may be others. */
  if (new_etag != NULL)
    *new_etag = now != NULL && !g_str_has_prefix (now, "W/") ? g_strdup (now) : NULL;
  return TRUE;
}

/**
 * hearth_dav_collection_remove_sync:
 * @client: a client
 * @url: the collection
 * @member: a member
 * @etag: (nullable): the version that the owner saw; %NULL for any
 * @cancellable: (nullable): ends it at once
 * @error: %HEARTH_DAV_ERROR_CONFLICT, %HEARTH_DAV_ERROR_NOT_FOUND or another #HearthDavError
 *
 * Returns: whether it is removed
 */
gboolean
hearth_dav_collection_remove_sync (HearthDavClient *client, const char *url, const char *member,
                                   const char *etag, GCancellable *cancellable, GError **error)
{
  g_autofree char *collection = dup_collection_url (url, error);
  g_autofree char *address = NULL;
  g_autoptr (HearthHttpRequest) request = NULL;
  g_autoptr (HearthHttpResponse) response = NULL;

  if (collection == NULL)
    return FALSE;
  address = hearth_dav_href_dup_url (collection, member);
  request = hearth_dav_client_new_request (client, "DELETE", address, NULL, NULL);
  if (etag != NULL)
    hearth_http_request_add_header (request, "If-Match", etag);
  response = hearth_dav_client_send_sync (client, request, cancellable, error);
  return response != NULL;
}

/**
 * hearth_dav_collection_dup_name:
 * @uid: the UID of what a new member holds
 * @kind: what it is
 *
 * Returns: (transfer full): a name for it, the same for the same UID: two attempts make one member
 */
char *
hearth_dav_collection_dup_name (const char *uid, HearthDavKind kind)
{
  const char *suffix = kind == HEARTH_DAV_CALENDAR ? ".ics" : ".vcf";
  gsize length = strlen (uid);

  if (length > 0 && length <= 100 &&
      strspn (uid, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") == length)
    return g_strconcat (uid, suffix, NULL);
  {
    g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, uid, -1);

    return g_strconcat (sum, suffix, NULL);
  }
}
