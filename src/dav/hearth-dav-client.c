/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-dav-client.h"

#include "hearth-dav-href.h"

#include <glib/gi18n.h>
#include <string.h>

/* A collection is told whole. Milliseconds; there is no bound on the whole, as long as bytes come.
 */
#define CONNECT_MS 15000
#define IDLE_MS 60000
#define TOTAL_MS 600000

/**
 * HearthDavClient:
 *
 * WebDAV, RFC 4918, with one login, for one thread at a time: HearthHttp on a main context of its
 * own. A body always has a length, for servers that take no other. What proves the login goes to
 * the service that it was given for and to nobody else; a password only over TLS or to this
 * computer.
 */
struct _HearthDavClient {
  GObject parent_instance;

  HearthDavAccount *account;            /* (owned) */
  HearthDavCredentialsFunc credentials; /* (nullable) */
  gpointer user_data;
  GMainContext *context; /* (owned) */
  HearthHttp *http;      /* (owned) */

  HearthCredentials *secret; /* (owned) (nullable) between two requests of one errand */
  gboolean scheme_known;
  gboolean digest;
};

struct _HearthDavPending {
  HearthDavClient *client;    /* (owned) */
  HearthHttpRequest *request; /* (owned) */
  GCancellable *own;          /* (owned): ends it when nobody waits any more */
  GCancellable *cancellable;  /* (owned) (nullable): the caller's */
  gulong handler;
  GAsyncResult *result; /* (owned) (nullable) */
  GError *failure;      /* (owned) (nullable): it was not sent */
  gboolean sent;
};

G_DEFINE_FINAL_TYPE (HearthDavClient, hearth_dav_client, G_TYPE_OBJECT)

static void
hearth_dav_client_finalize (GObject *object)
{
  HearthDavClient *self = HEARTH_DAV_CLIENT (object);

  hearth_credentials_free (self->secret);
  g_object_unref (self->http);
  g_main_context_unref (self->context);
  hearth_dav_account_free (self->account);
  G_OBJECT_CLASS (hearth_dav_client_parent_class)->finalize (object);
}

static void
hearth_dav_client_class_init (HearthDavClientClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hearth_dav_client_finalize;
}

static void
hearth_dav_client_init (HearthDavClient *self)
{
  self->context = g_main_context_new ();
  g_main_context_push_thread_default (self->context);
  self->http = hearth_http_new (NULL);
  hearth_http_set_purpose (self->http, HEARTH_TRAFFIC_CALENDAR);
  g_main_context_pop_thread_default (self->context);
}

static void
set_login_error (HearthDavClient *self, GError **error)
{
  g_autofree char *origin = hearth_dav_href_dup_origin (self->account->url);

  g_set_error (error, HEARTH_DAV_ERROR, HEARTH_DAV_ERROR_LOGIN,
               _("%s refused the name or the password of “%s”. Enter them again."),
               origin != NULL ? origin : self->account->url, self->account->label);
}

/* Whether there is a login at all. */
static gboolean
has_login (HearthDavClient *self)
{
  return self->credentials != NULL &&
         (*self->account->user != '\0' || self->account->auth != HEARTH_AUTH_PASSWORD);
}

static gboolean
load_secret (HearthDavClient *self, gboolean refresh, GCancellable *cancellable, GError **error)
{
  if (!has_login (self) || (self->secret != NULL && !refresh))
    return TRUE;
  g_clear_pointer (&self->secret, hearth_credentials_free);
  self->secret = self->credentials (self->account, refresh, self->user_data, cancellable, error);
  return self->secret != NULL;
}

static void
add_basic (HearthHttpRequest *request, const HearthCredentials *secret)
{
  g_autofree char *pair = g_strconcat (secret->user, ":", secret->secret, NULL);
  g_autofree char *encoded = g_base64_encode ((const guchar *) pair, strlen (pair));
  g_autofree char *value = g_strconcat ("Basic ", encoded, NULL);

  hearth_http_request_add_header (request, "Authorization", value);
  explicit_bzero (pair, strlen (pair));
  explicit_bzero (encoded, strlen (encoded));
  explicit_bzero (value, strlen (value));
}

static gboolean
has_authorization (const HearthHttpRequest *request)
{
  for (guint i = 0; i < request->headers->len; i++) {
    const HearthHttpHeader *header = g_ptr_array_index (request->headers, i);

    if (g_ascii_strcasecmp (header->name, "Authorization") == 0)
      return TRUE;
  }
  return FALSE;
}

/* How the server wants a password: asked once, with a request that says nothing. Sending it on
 * trust would hand it to one that wants a digest. */
static gboolean
learn_scheme (HearthDavClient *self, const char *url, GCancellable *cancellable, GError **error)
{
  g_autoptr (HearthHttpRequest) request = NULL;
  g_autoptr (HearthHttpResponse) response = NULL;
  static const char probe_xml[] =
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>"
      "<propfind xmlns=\"DAV:\"><prop><resourcetype/></prop></propfind>";
  g_autofree char *offers = NULL;
  GError *failure = NULL;

  if (self->scheme_known || self->secret == NULL ||
      self->secret->mechanism != HEARTH_MECHANISM_PASSWORD)
    return TRUE;
  request = hearth_dav_client_new_request (self, "PROPFIND", url, "0", probe_xml);
  response = hearth_http_send_sync (self->http, request, cancellable, &failure);
  if (failure != NULL && hearth_http_error_get_status (failure) == 0 &&
      !g_error_matches (failure, HEARTH_HTTP_ERROR, HEARTH_HTTP_ERROR_REDIRECT)) {
    g_propagate_error (error, hearth_dav_error_from_http (failure));
    return FALSE;
  }
  if (hearth_http_error_get_status (failure) == 401) {
    const char *header = hearth_http_error_get_header (failure, "www-authenticate");

    offers = g_ascii_strdown (header != NULL ? header : "", -1);
    self->digest = strstr (offers, "digest") != NULL;
  }
  /* One that answers anybody is not asked again: who logs in may see more all the same. */
  self->scheme_known = TRUE;
  g_clear_error (&failure);
  return TRUE;
}

/* Puts what proves the login into a request, if the request goes where it may. */
static gboolean
authorise (HearthDavClient *self, HearthHttpRequest *request, GCancellable *cancellable,
           GError **error)
{
  g_autofree char *bearer = NULL;

  if (!has_login (self) || has_authorization (request) || request->user != NULL)
    return TRUE;
  if (!hearth_dav_href_same_service (self->account->url, request->url)) {
    g_set_error (error, HEARTH_DAV_ERROR, HEARTH_DAV_ERROR_PROTOCOL,
                 _("“%s” leads to another server, to which Hearth does not send the login of "
                    "“%s”."),
                 self->account->url, self->account->label);
    return FALSE;
  }
  if (!load_secret (self, FALSE, cancellable, error) ||
      !learn_scheme (self, request->url, cancellable, error))
    return FALSE;
  if (self->secret->mechanism == HEARTH_MECHANISM_TOKEN) {
    bearer = g_strconcat ("Bearer ", self->secret->secret, NULL);
    hearth_http_request_add_header (request, "Authorization", bearer);
    explicit_bzero (bearer, strlen (bearer));
  } else if (self->digest) {
    hearth_http_request_set_digest (request, self->secret->user, self->secret->secret);
  } else {
    add_basic (request, self->secret);
  }
  return TRUE;
}

/* Takes back what authorise() put in. */
static void
deauthorise (HearthHttpRequest *request)
{
  for (guint i = request->headers->len; i-- > 0;) {
    const HearthHttpHeader *header = g_ptr_array_index (request->headers, i);

    if (g_ascii_strcasecmp (header->name, "Authorization") == 0)
      g_ptr_array_remove_index (request->headers, i);
  }
  g_clear_pointer (&request->user, g_free);
  if (request->password != NULL)
    explicit_bzero (request->password, strlen (request->password));
  g_clear_pointer (&request->password, g_free);
}

/**
 * hearth_dav_client_new:
 * @account: the login
 * @credentials: (nullable): finds what proves it; %NULL if nothing is wanted
 * @user_data: for @credentials
 *
 * Returns: (transfer full): a client
 */
HearthDavClient *
hearth_dav_client_new (const HearthDavAccount *account, HearthDavCredentialsFunc credentials,
                       gpointer user_data)
{
  HearthDavClient *self = g_object_new (HEARTH_TYPE_DAV_CLIENT, NULL);

  self->account = hearth_dav_account_copy (account);
  self->credentials = credentials;
  self->user_data = user_data;
  return self;
}

/**
 * hearth_dav_client_get_account:
 * @self: a client
 *
 * Returns: (transfer none): its login
 */
const HearthDavAccount *
hearth_dav_client_get_account (HearthDavClient *self)
{
  return self->account;
}

/**
 * hearth_dav_client_new_request:
 * @self: a client
 * @method: "PROPFIND", "REPORT", "GET", "PUT", "DELETE" or "OPTIONS"
 * @url: where
 * @depth: (nullable): "0" or "1", RFC 4918, section 10.2
 * @xml: (nullable): the body
 *
 * Returns: (transfer full): a request
 */
HearthHttpRequest *
hearth_dav_client_new_request (HearthDavClient *self, const char *method, const char *url,
                               const char *depth, const char *xml)
{
  HearthHttpRequest *request = hearth_http_request_new (method, url);

  request->flags = HEARTH_HTTP_FOLLOW_SAME_ORIGIN | HEARTH_HTTP_COMPRESSED;
  request->limits = (HearthHttpLimits){ HEARTH_DAV_MAX_ANSWER, CONNECT_MS, IDLE_MS, TOTAL_MS };
  hearth_http_request_set_pin (request, self->account->pin);
  if (depth != NULL)
    hearth_http_request_add_header (request, "Depth", depth);
  if (xml != NULL) {
    g_autoptr (GBytes) body = g_bytes_new (xml, strlen (xml));

    hearth_http_request_set_body (request, body, "application/xml; charset=utf-8");
  }
  return request;
}

/**
 * hearth_dav_client_send_sync:
 * @self: a client
 * @request: from hearth_dav_client_new_request()
 * @cancellable: (nullable): ends it at once
 * @error: a #HearthDavError, what the credentials function said, or %G_IO_ERROR_CANCELLED
 *
 * Sends a request and waits. If the login is refused, it is asked for anew once: a token may have
 * run out.
 *
 * Returns: (transfer full) (nullable): a response of status 200 to 299, or 304
 */
HearthHttpResponse *
hearth_dav_client_send_sync (HearthDavClient *self, HearthHttpRequest *request,
                             GCancellable *cancellable, GError **error)
{
  HearthHttpResponse *response;
  GError *failure = NULL;

  if (!authorise (self, request, cancellable, error))
    return NULL;
  response = hearth_http_send_sync (self->http, request, cancellable, &failure);
  if (response == NULL && hearth_http_error_get_status (failure) == 401 && has_login (self)) {
    g_clear_error (&failure);
    /* The way to say it may have changed too. */
    self->scheme_known = FALSE;
    deauthorise (request);
    if (!load_secret (self, TRUE, cancellable, error) ||
        !authorise (self, request, cancellable, error))
      return NULL;
    response = hearth_http_send_sync (self->http, request, cancellable, &failure);
    if (response == NULL && hearth_http_error_get_status (failure) == 401) {
      g_clear_error (&failure);
      g_clear_pointer (&self->secret, hearth_credentials_free);
      set_login_error (self, error);
      return NULL;
    }
  }
  if (response == NULL)
    g_propagate_error (error, hearth_dav_error_from_http (failure));
  return response;
}

static HearthDavMultistatus *
parse_response (HearthDavClient *self, const HearthHttpResponse *response, const char *url,
                GError **error)
{
  g_autoptr (HearthHttpUrl) parsed = hearth_http_url_parse (url, NULL);
  const char *place = parsed != NULL ? parsed->place : url;

  if (response->status != 207) {
    g_set_error (error, HEARTH_DAV_ERROR, HEARTH_DAV_ERROR_PROTOCOL,
                 _("%s answered with something that is not WebDAV. Check the address."), place);
    return NULL;
  }
  return hearth_dav_multistatus_parse (response->body, place, error);
}

/**
 * hearth_dav_client_ask_sync:
 * @self: a client
 * @method: "PROPFIND" or "REPORT"
 * @url: of what
 * @depth: "0" or "1"
 * @xml: the question
 * @cancellable: (nullable): ends it at once
 * @error: as hearth_dav_client_send_sync() and hearth_dav_multistatus_parse()
 *
 * Returns: (transfer full) (nullable): the answer
 */
HearthDavMultistatus *
hearth_dav_client_ask_sync (HearthDavClient *self, const char *method, const char *url,
                            const char *depth, const char *xml, GCancellable *cancellable,
                            GError **error)
{
  g_autoptr (HearthHttpRequest) request =
      hearth_dav_client_new_request (self, method, url, depth, xml);
  g_autoptr (HearthHttpResponse) response =
      hearth_dav_client_send_sync (self, request, cancellable, error);

  return response != NULL ? parse_response (self, response, url, error) : NULL;
}

/**
 * hearth_dav_client_look_sync:
 * @self: a client
 * @url: a well-known address, RFC 8615
 * @cancellable: (nullable): ends it at once
 * @error: a #HearthDavError
 *
 * Asks without a login where an address leads: over TLS, who answers for a domain may name another
 * host.
 *
 * Returns: (transfer full) (nullable): the address to which it leads, normalised; @url itself if
 *   it is answered there
 */
char *
hearth_dav_client_look_sync (HearthDavClient *self, const char *url, GCancellable *cancellable,
                             GError **error)
{
  g_autofree char *here = hearth_dav_href_normalise (url);

  for (guint i = 0; here != NULL && i < 5; i++) {
    g_autoptr (HearthHttpRequest) request =
        hearth_dav_client_new_request (self, "PROPFIND", here, "0", NULL);
    g_autoptr (HearthHttpResponse) response = NULL;
    g_autoptr (GError) failure = NULL;
    g_autofree char *next = NULL;
    const char *location;

    request->flags &= ~(guint) HEARTH_HTTP_FOLLOW_SAME_ORIGIN;
    response = hearth_http_send_sync (self->http, request, cancellable, &failure);
    if (response != NULL || hearth_http_error_get_status (failure) == 401 ||
        hearth_http_error_get_status (failure) == 403)
      return g_steal_pointer (&here);
    location = hearth_http_error_get_header (failure, "location");
    if (!g_error_matches (failure, HEARTH_HTTP_ERROR, HEARTH_HTTP_ERROR_REDIRECT) ||
        location == NULL) {
      g_propagate_error (error, hearth_dav_error_from_http (g_steal_pointer (&failure)));
      return NULL;
    }
    next = hearth_dav_href_resolve (here, location);
    /* Never out of TLS. */
    if (next != NULL && g_str_has_prefix (here, "https://") && !g_str_has_prefix (next, "https://"))
      break;
    g_free (here);
    here = g_steal_pointer (&next);
  }
  g_set_error (error, HEARTH_DAV_ERROR, HEARTH_DAV_ERROR_PROTOCOL,
               _("“%s” leads from one address to the next without an end."), url);
  return NULL;
}

static void
begun_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  HearthDavPending *pending = user_data;

  pending->result = g_object_ref (result);
}

static void
cancel_cb (GCancellable *cancellable, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

/**
 * hearth_dav_client_begin:
 * @self: a client
 * @request: from hearth_dav_client_new_request()
 * @cancellable: (nullable): ends it
 *
 * Sends a request and does not wait: the server works on it while the caller works on another. It
 * goes on whenever the client waits for anything.
 *
 * Returns: (transfer full): what to wait for
 */
HearthDavPending *
hearth_dav_client_begin (HearthDavClient *self, HearthHttpRequest *request,
                         GCancellable *cancellable)
{
  HearthDavPending *pending = g_new0 (HearthDavPending, 1);

  pending->client = g_object_ref (self);
  pending->request = hearth_http_request_ref (request);
  pending->own = g_cancellable_new ();
  if (cancellable != NULL) {
    pending->cancellable = g_object_ref (cancellable);
    pending->handler = g_cancellable_connect (cancellable, G_CALLBACK (cancel_cb),
                                              g_object_ref (pending->own), g_object_unref);
  }
  if (!authorise (self, request, pending->own, &pending->failure))
    return pending;
  pending->sent = TRUE;
  g_main_context_push_thread_default (self->context);
  hearth_http_send_async (self->http, request, pending->own, begun_cb, pending);
  while (g_main_context_iteration (self->context, FALSE))
    ;
  g_main_context_pop_thread_default (self->context);
  return pending;
}

static void
finish (HearthDavPending *self)
{
  g_main_context_push_thread_default (self->client->context);
  while (self->sent && self->result == NULL)
    g_main_context_iteration (self->client->context, TRUE);
  g_main_context_pop_thread_default (self->client->context);
}

/**
 * hearth_dav_pending_wait_sync:
 * @self: a request under way; waited for once
 * @error: as hearth_dav_client_send_sync()
 *
 * Returns: (transfer full) (nullable): its response
 */
HearthHttpResponse *
hearth_dav_pending_wait_sync (HearthDavPending *self, GError **error)
{
  g_autoptr (HearthHttpResponse) response = NULL;
  GError *failure = NULL;

  if (self->failure != NULL) {
    g_propagate_error (error, g_steal_pointer (&self->failure));
    return NULL;
  }
  finish (self);
  response = hearth_http_send_finish (self->client->http, self->result, &failure);
  if (response == NULL && hearth_http_error_get_status (failure) == 401) {
    /* A token ran out in the middle. */
    g_error_free (failure);
    return hearth_dav_client_send_sync (self->client, self->request, self->own, error);
  }
  if (response == NULL)
    g_propagate_error (error, hearth_dav_error_from_http (failure));
  return g_steal_pointer (&response);
}

/**
 * hearth_dav_pending_parse_sync:
 * @self: a request under way
 * @error: as hearth_dav_client_ask_sync()
 *
 * Returns: (transfer full) (nullable): the answer
 */
HearthDavMultistatus *
hearth_dav_pending_parse_sync (HearthDavPending *self, GError **error)
{
  g_autoptr (HearthHttpResponse) response = hearth_dav_pending_wait_sync (self, error);

  return response != NULL ? parse_response (self->client, response, self->request->url, error)
                          : NULL;
}

/**
 * hearth_dav_pending_free:
 * @self: (nullable) (transfer full): a request; ends if it is under way
 */
void
hearth_dav_pending_free (HearthDavPending *self)
{
  if (self == NULL)
    return;
  g_cancellable_cancel (self->own);
  finish (self);
  if (self->cancellable != NULL)
    g_cancellable_disconnect (self->cancellable, self->handler);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->result);
  g_clear_error (&self->failure);
  g_object_unref (self->own);
  hearth_http_request_unref (self->request);
  g_object_unref (self->client);
  g_free (self);
}
