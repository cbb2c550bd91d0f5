/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-http.h"

#include "hearth-cancel-watch.h"
#include "hearth-certificate.h"
#include "hearth-http-error-private.h"
#include "hearth-http-opener.h"

#include <curl/curl.h>
#include <glib/gi18n.h>
#include <string.h>

#define MAX_REDIRECTS 3
#define MAX_HEADERS (64 * 1024)
/* What is kept of the body of an error response. */
#define MAX_ERROR_BODY (16 * 1024)

/**
 * HearthHttp:
 *
 * HTTP over libcurl's multi-socket interface, driven by one #GSource on the main context that was
 * the thread-default one when the object was made; to be used from that thread only. Callbacks
 * never run inside libcurl, so they may start and cancel requests.
 *
 * HTTP/1.1 only: on a connection of its own, a cancelled request ends with its socket, which a
 * stream inside a shared HTTP/2 connection does not.
 */
struct _HearthHttp {
  GObject parent_instance;

  GMainContext *context;      /* (owned) */
  GSource *source;            /* (owned) */
  CURLM *multi;               /* (owned) */
  GHashTable *sockets;        /* (owned) fd -> GSource's tag */
  GPtrArray *transfers;       /* (owned) of Transfer, those under way */
  HearthHttpTraffic *traffic; /* (owned) */
  HearthTrafficPurpose purpose;
};

typedef struct {
  GSource source;
  HearthHttp *http; /* (unowned) */
} HttpSource;

typedef struct {
  HearthHttp *http;                /* (unowned): the task holds it */
  GTask *task;                     /* (owned) */
  HearthHttpRequest *request;      /* (owned) */
  HearthHttpUrl *url;              /* (owned) where it goes now */
  CURL *easy;                      /* (owned) (nullable) once it is done */
  struct curl_slist *headers;      /* (owned) */
  HearthCancelWatch *cancel_watch; /* (owned) (nullable) */
  GSource *idle_source;            /* (owned) (nullable) */
  gint64 last_activity;            /* monotonic microseconds */
  HearthHttpResponse *response;    /* (owned) */
  gsize headers_size;
  HearthHttpOpener opener;
  GByteArray *body; /* (owned) received and not handed on */
  gint64 body_size; /* all that was received of it */
  guint redirects;
  guint64 sent;
  guint64 received;
  gboolean headers_told;
  gboolean too_large;
  gboolean wrong_pin;
  gboolean done;
  char message[CURL_ERROR_SIZE];
} Transfer;

G_DEFINE_FINAL_TYPE (HearthHttp, hearth_http, G_TYPE_OBJECT)

static void transfer_start (Transfer *transfer);

static void
transfer_clear (gpointer data)
{
  Transfer *transfer = data;

  for (struct curl_slist *item = transfer->headers; item != NULL; item = item->next)
    explicit_bzero (item->data, strlen (item->data));
  curl_slist_free_all (transfer->headers);
  g_clear_object (&transfer->task);
  g_clear_pointer (&transfer->request, hearth_http_request_unref);
  g_clear_pointer (&transfer->url, hearth_http_url_free);
  g_clear_pointer (&transfer->response, hearth_http_response_unref);
  g_clear_pointer (&transfer->body, g_byte_array_unref);
}

static void
transfer_unref (gpointer data)
{
  g_rc_box_release_full (data, transfer_clear);
}

static void
clear_source (GSource **source)
{
  if (*source == NULL)
    return;
  g_source_destroy (*source);
  g_source_unref (*source);
  *source = NULL;
}

/* Ends @transfer: with @error (transfer full), or with its response where that is NULL. */
static void
transfer_finish (Transfer *transfer, GError *error)
{
  /* The task may hold the last reference. */
  g_autoptr (HearthHttp) self = g_object_ref (transfer->http);

  if (transfer->done) {
    g_clear_error (&error);
    return;
  }
  transfer->done = TRUE;
  g_clear_pointer (&transfer->cancel_watch, hearth_cancel_watch_free);
  clear_source (&transfer->idle_source);
  if (transfer->easy != NULL) {
    /* Removing what is under way closes its socket. */
    curl_multi_remove_handle (self->multi, transfer->easy);
    curl_easy_cleanup (g_steal_pointer (&transfer->easy));
  }
  if (transfer->sent > 0 || transfer->received > 0)
    hearth_http_traffic_add (self->traffic, transfer->url->host, transfer->url->loopback,
                             transfer->sent, transfer->received);
  if (error != NULL) {
    g_task_return_error (transfer->task, error);
  } else {
    if (transfer->request->chunk_func == NULL)
      transfer->response->body = g_byte_array_free_to_bytes (g_steal_pointer (&transfer->body));
    g_task_return_pointer (transfer->task, hearth_http_response_ref (transfer->response),
                           (GDestroyNotify) hearth_http_response_unref);
  }
  g_ptr_array_remove (self->transfers, transfer);
}

static GError *
transfer_error (Transfer *transfer, CURLcode code)
{
  long os_errno = 0;

  if (transfer->too_large)
    code = CURLE_FILESIZE_EXCEEDED;
  if (transfer->wrong_pin)
    code = CURLE_PEER_FAILED_VERIFICATION;
  if (transfer->opener.refused)
    return g_error_new (HEARTH_HTTP_ERROR, HEARTH_HTTP_ERROR_PRIVATE,
                        _("%s is on this computer or its network. A mail may not reach there."),
                        transfer->url->place);
  curl_easy_getinfo (transfer->easy, CURLINFO_OS_ERRNO, &os_errno);
  return hearth_http_error_new_curl (transfer->url->place, code, (int) os_errno, transfer->message);
}

/* Goes on at the Location of a redirect, or fails. */
static GError *
follow_redirect (Transfer *transfer, guint status, const char *location)
{
  g_autoptr (HearthHttpUrl) next = NULL;
  GError *error = NULL;

  next = hearth_http_url_resolve (transfer->url, location, &error);
  if (next == NULL)
    return error;
  if (!hearth_http_url_same_origin (transfer->url, next) ||
      (transfer->request->flags & HEARTH_HTTP_FOLLOW_SAME_ORIGIN) == 0)
    return hearth_http_error_new_redirect (transfer->url->place, next->place,
                                           transfer->response->headers);
  /* Other status codes let a POST become a GET (RFC 9110, section 15.4), which is not what was
   * asked for. */
  if (transfer->redirects >= MAX_REDIRECTS ||
      (g_str_equal (transfer->request->method, "POST") && status != 307 && status != 308))
    return g_error_new (HEARTH_HTTP_ERROR, HEARTH_HTTP_ERROR_REDIRECT,
                        _("%s sends the request from one address to the next without an end."),
                        transfer->url->place);
  transfer->redirects++;
  hearth_http_url_free (transfer->url);
  transfer->url = g_steal_pointer (&next);
  curl_multi_remove_handle (transfer->http->multi, transfer->easy);
  curl_easy_cleanup (g_steal_pointer (&transfer->easy));
  transfer_start (transfer);
  return NULL;
}

/* libcurl is done with @transfer. */
static void
transfer_ended (Transfer *transfer, CURLcode code)
{
  long status = 0;
  const char *location;
  GError *error = NULL;

  curl_easy_getinfo (transfer->easy, CURLINFO_RESPONSE_CODE, &status);
  location = hearth_http_response_get_header (transfer->response, "location");
  transfer->response->status = (guint) status;
  if (status >= 300 && status < 400 && status != 304 && location != NULL) {
    error = follow_redirect (transfer, (guint) status, location);
    if (error == NULL)
      return;
  } else if (status >= 300 && status != 304) {
    error = hearth_http_error_new_status (transfer->url->place, (guint) status,
                                          transfer->response->headers, transfer->body->data,
                                          transfer->body->len);
  } else if (code != CURLE_OK) {
    error = transfer_error (transfer, code);
  }
  transfer_finish (transfer, error);
}

/* Hands on what came, outside libcurl. */
static void
transfer_deliver (Transfer *transfer)
{
  HearthHttpRequest *request = transfer->request;
  g_autoptr (GByteArray) chunk = NULL;
  long status = 0;

  if (transfer->done || transfer->body->len == 0 || request->chunk_func == NULL)
    return;
  curl_easy_getinfo (transfer->easy, CURLINFO_RESPONSE_CODE, &status);
  if (status < 200 || status >= 300)
    return;
  chunk = g_steal_pointer (&transfer->body);
  transfer->body = g_byte_array_new ();
  if (!transfer->headers_told) {
    transfer->headers_told = TRUE;
    transfer->response->status = (guint) status;
    if (request->headers_func != NULL)
      request->headers_func (transfer->response, request->stream_data);
  }
  if (!transfer->done && !g_cancellable_is_cancelled (g_task_get_cancellable (transfer->task)))
    request->chunk_func ((const char *) chunk->data, chunk->len, request->stream_data);
}

static size_t
write_cb (char *data, size_t size, size_t n, void *user_data)
{
  Transfer *transfer = user_data;
  long status = 0;
  gsize length = size * n;

  curl_easy_getinfo (transfer->easy, CURLINFO_RESPONSE_CODE, &status);
  if (status >= 300) {
    /* The status says what is wrong; of the body, the beginning is enough. */
    gsize room = MAX_ERROR_BODY - MIN (transfer->body->len, MAX_ERROR_BODY);

    g_byte_array_append (transfer->body, (const guint8 *) data, MIN (room, length));
    return length <= room ? length : CURL_WRITEFUNC_ERROR;
  }
  transfer->body_size += length;
  if (transfer->body_size > transfer->request->limits.max_size) {
    transfer->too_large = TRUE;
    return CURL_WRITEFUNC_ERROR;
  }
  g_byte_array_append (transfer->body, (const guint8 *) data, length);
  return length;
}

static size_t
header_cb (char *data, size_t size, size_t n, void *user_data)
{
  Transfer *transfer = user_data;
  gsize length = size * n;
  const char *colon = memchr (data, ':', length);
  g_autofree char *name = NULL;
  g_autofree char *value = NULL;
  const char *before;

  transfer->headers_size += length;
  if (transfer->headers_size > MAX_HEADERS) {
    transfer->too_large = TRUE;
    return 0;
  }
  if (length >= 5 && memcmp (data, "HTTP/", 5) == 0) {
    /* Another response begins, as after "100 Continue". */
    g_hash_table_remove_all (transfer->response->headers);
    return length;
  }
  if (colon == NULL)
    return length;
  name = g_ascii_strdown (data, colon - data);
  value = g_utf8_make_valid (colon + 1, data + length - (colon + 1));
  g_strstrip (value);
  before = g_hash_table_lookup (transfer->response->headers, name);
  if (before != NULL) {
    char *joined = g_strconcat (before, ", ", value, NULL);

    g_hash_table_replace (transfer->response->headers, g_steal_pointer (&name), joined);
  } else {
    g_hash_table_insert (transfer->response->headers, g_steal_pointer (&name),
                         g_steal_pointer (&value));
  }
  return length;
}

/* libcurl's own counters leave out or count twice what depends on its version; this sees each byte
 * of HTTP once. What is seen here is counted and never written anywhere. */
static int
debug_cb (CURL *easy, curl_infotype type, char *data, size_t length, void *user_data)
{
  Transfer *transfer = user_data;

  if (type == CURLINFO_HEADER_OUT || type == CURLINFO_DATA_OUT) {
    transfer->sent += length;
    hearth_sockets_tell (transfer->opener.tally, length, 0);
  } else if (type == CURLINFO_HEADER_IN || type == CURLINFO_DATA_IN) {
    transfer->received += length;
    hearth_sockets_tell (transfer->opener.tally, 0, length);
  }
  if (type != CURLINFO_TEXT)
    transfer->last_activity = g_get_monotonic_time ();
  return 0;
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  transfer_finish (user_data, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED,
                                                   _("The request was stopped.")));
  return G_SOURCE_REMOVE;
}

static gboolean
idle_cb (gpointer user_data)
{
  Transfer *transfer = user_data;
  gint64 due = transfer->last_activity + (gint64) transfer->request->limits.idle_ms * 1000;

  /* One timer for many bytes: it looks when it fires and waits for the rest of the time. */
  if (g_get_monotonic_time () < due) {
    clear_source (&transfer->idle_source);
    transfer->idle_source =
        g_timeout_source_new ((guint) ((due - g_get_monotonic_time ()) / 1000 + 1));
    g_source_set_callback (transfer->idle_source, idle_cb, transfer, NULL);
    g_source_attach (transfer->idle_source, transfer->http->context);
    return G_SOURCE_REMOVE;
  }
  transfer_finish (transfer, hearth_http_error_new_silent (transfer->url->place));
  return G_SOURCE_REMOVE;
}

static int
socket_cb (CURL *easy, curl_socket_t fd, int what, void *user_data, void *socket_data)
{
  HearthHttp *self = user_data;
  gpointer key = GINT_TO_POINTER (fd);
  gpointer tag = g_hash_table_lookup (self->sockets, key);
  GIOCondition condition = G_IO_HUP | G_IO_ERR;

  if (what == CURL_POLL_REMOVE) {
    if (tag != NULL)
      g_source_remove_unix_fd (self->source, tag);
    g_hash_table_remove (self->sockets, key);
    return 0;
  }
  if (what & CURL_POLL_IN)
    condition |= G_IO_IN;
  if (what & CURL_POLL_OUT)
    condition |= G_IO_OUT;
  if (tag != NULL)
    g_source_modify_unix_fd (self->source, tag, condition);
  else
    g_hash_table_insert (self->sockets, key, g_source_add_unix_fd (self->source, fd, condition));
  return 0;
}

static int
timer_cb (CURLM *multi, long timeout_ms, void *user_data)
{
  HearthHttp *self = user_data;

  g_source_set_ready_time (self->source,
                           timeout_ms < 0 ? -1
                                          : g_get_monotonic_time () + (gint64) timeout_ms * 1000);
  return 0;
}

/* Lets libcurl work on every socket that is ready and on its timers. */
static void
run_curl (HearthHttp *self)
{
  g_autofree gpointer *fds = NULL;
  gint64 due = g_source_get_ready_time (self->source);
  guint n_fds = 0;
  int running;

  fds = g_hash_table_get_keys_as_array (self->sockets, &n_fds);
  for (guint i = 0; i < n_fds; i++) {
    gpointer tag = g_hash_table_lookup (self->sockets, fds[i]);
    GIOCondition ready;
    int mask = 0;

    if (tag == NULL)
      continue;
    ready = g_source_query_unix_fd (self->source, tag);
    if (ready & (G_IO_IN | G_IO_HUP))
      mask |= CURL_CSELECT_IN;
    if (ready & G_IO_OUT)
      mask |= CURL_CSELECT_OUT;
    if (ready & G_IO_ERR)
      mask |= CURL_CSELECT_ERR;
    if (mask != 0)
      curl_multi_socket_action (self->multi, GPOINTER_TO_INT (fds[i]), mask, &running);
  }
  if (due >= 0 && due <= g_get_monotonic_time ()) {
    g_source_set_ready_time (self->source, -1);
    curl_multi_socket_action (self->multi, CURL_SOCKET_TIMEOUT, 0, &running);
  }
}

static gboolean
http_source_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  g_autoptr (HearthHttp) self = g_object_ref (((HttpSource *) source)->http);
  g_autoptr (GPtrArray) transfers = g_ptr_array_new_with_free_func (transfer_unref);
  CURLMsg *message;
  int left;

  run_curl (self);
  for (guint i = 0; i < self->transfers->len; i++)
    g_ptr_array_add (transfers, g_rc_box_acquire (g_ptr_array_index (self->transfers, i)));
  for (guint i = 0; i < transfers->len; i++)
    transfer_deliver (g_ptr_array_index (transfers, i));
  while ((message = curl_multi_info_read (self->multi, &left)) != NULL) {
    Transfer *transfer = NULL;

    if (message->msg != CURLMSG_DONE)
      continue;
    curl_easy_getinfo (message->easy_handle, CURLINFO_PRIVATE, (char **) &transfer);
    transfer_ended (transfer, message->data.result);
  }
  return G_SOURCE_CONTINUE;
}

static GSourceFuncs http_source_funcs = { NULL, NULL, http_source_dispatch, NULL };

static void
set_method_and_body (Transfer *transfer)
{
  HearthHttpRequest *request = transfer->request;
  gconstpointer data;
  gsize size = 0;

  if (request->body != NULL) {
    data = g_bytes_get_data (request->body, &size);
    curl_easy_setopt (transfer->easy, CURLOPT_POSTFIELDS, size > 0 ? data : "");
    curl_easy_setopt (transfer->easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t) size);
  } else if (g_str_equal (request->method, "HEAD")) {
    curl_easy_setopt (transfer->easy, CURLOPT_NOBODY, 1L);
  }
  if (request->body == NULL || !g_str_equal (request->method, "POST"))
    curl_easy_setopt (transfer->easy, CURLOPT_CUSTOMREQUEST, request->method);
}

/* (curl) Between the handshake and the first byte of a request: libcurl pins keys and the owner
 * accepted a certificate. A connection that is used again was looked at when it was made. */
static int
prereq_cb (void *user_data, char *remote_ip, char *local_ip, int remote_port, int local_port)
{
  Transfer *transfer = user_data;
  struct curl_certinfo *info = NULL;
  g_autofree char *pin = NULL;
  long made = 1;

  curl_easy_getinfo (transfer->easy, CURLINFO_NUM_CONNECTS, &made);
  curl_easy_getinfo (transfer->easy, CURLINFO_CERTINFO, &info);
  if (info == NULL || info->num_of_certs < 1)
    return made == 0 ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
  for (struct curl_slist *item = info->certinfo[0]; item != NULL && pin == NULL; item = item->next)
    if (g_str_has_prefix (item->data, "Cert:"))
      pin = hearth_certificate_dup_pin (item->data + strlen ("Cert:"));
  if (pin != NULL && g_ascii_strcasecmp (pin, transfer->request->pin) == 0)
    return CURL_PREREQFUNC_OK;
  transfer->wrong_pin = TRUE;
  return CURL_PREREQFUNC_ABORT;
}

static void
set_opener (Transfer *transfer)
{
  transfer->opener.tally = hearth_sockets_get_tally (transfer->url->host, transfer->http->purpose);
  if (transfer->request->flags & HEARTH_HTTP_PUBLIC_ONLY)
    transfer->opener.allowed = HEARTH_HTTP_OPENER_PUBLIC;
  hearth_http_opener_attach (&transfer->opener, transfer->easy);
}

static void
set_login (Transfer *transfer)
{
  HearthHttpRequest *request = transfer->request;

  if (request->user != NULL) {
    curl_easy_setopt (transfer->easy, CURLOPT_HTTPAUTH, (long) CURLAUTH_DIGEST);
    curl_easy_setopt (transfer->easy, CURLOPT_USERNAME, request->user);
    curl_easy_setopt (transfer->easy, CURLOPT_PASSWORD, request->password);
  }
  if (request->pin == NULL || !g_str_equal (transfer->url->scheme, "https"))
    return;
  curl_easy_setopt (transfer->easy, CURLOPT_SSL_VERIFYPEER, 0L);
  curl_easy_setopt (transfer->easy, CURLOPT_SSL_VERIFYHOST, 0L);
  curl_easy_setopt (transfer->easy, CURLOPT_CERTINFO, 1L);
  curl_easy_setopt (transfer->easy, CURLOPT_PREREQFUNCTION, prereq_cb);
  curl_easy_setopt (transfer->easy, CURLOPT_PREREQDATA, transfer);
}

/* Sends the request to transfer->url. */
static void
transfer_start (Transfer *transfer)
{
  const HearthHttpLimits *limits = &transfer->request->limits;
  CURL *easy = curl_easy_init ();

  transfer->easy = easy;
  transfer->headers_size = 0;
  transfer->body_size = 0;
  g_byte_array_set_size (transfer->body, 0);
  g_hash_table_remove_all (transfer->response->headers);

  curl_easy_setopt (easy, CURLOPT_PRIVATE, transfer);
  curl_easy_setopt (easy, CURLOPT_URL, transfer->url->text);
  curl_easy_setopt (easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt (easy, CURLOPT_HTTP_VERSION, (long) CURL_HTTP_VERSION_1_1);
  curl_easy_setopt (easy, CURLOPT_USERAGENT, "Hearth/" HEARTH_VERSION);
  curl_easy_setopt (easy, CURLOPT_HTTPHEADER, transfer->headers);
  curl_easy_setopt (easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt (easy, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt (easy, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt (easy, CURLOPT_SSLVERSION, (long) CURL_SSLVERSION_TLSv1_2);
  curl_easy_setopt (easy, CURLOPT_NOSIGNAL, 1L);
  /* A name server that does not answer must not hold up a cancel: the resolver's thread is left
   * behind instead of waited for. */
  curl_easy_setopt (easy, CURLOPT_QUICK_EXIT, 1L);
  /* What is for this machine must not go to the proxy of the environment. */
  if (transfer->url->loopback)
    curl_easy_setopt (easy, CURLOPT_PROXY, "");
  curl_easy_setopt (easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  curl_easy_setopt (easy, CURLOPT_CONNECTTIMEOUT_MS, (long) limits->connect_ms);
  curl_easy_setopt (easy, CURLOPT_TIMEOUT_MS, (long) limits->total_ms);
  curl_easy_setopt (easy, CURLOPT_ERRORBUFFER, transfer->message);
  curl_easy_setopt (easy, CURLOPT_WRITEFUNCTION, write_cb);
  curl_easy_setopt (easy, CURLOPT_WRITEDATA, transfer);
  curl_easy_setopt (easy, CURLOPT_HEADERFUNCTION, header_cb);
  curl_easy_setopt (easy, CURLOPT_HEADERDATA, transfer);
  curl_easy_setopt (easy, CURLOPT_VERBOSE, 1L);
  curl_easy_setopt (easy, CURLOPT_DEBUGFUNCTION, debug_cb);
  curl_easy_setopt (easy, CURLOPT_DEBUGDATA, transfer);
  if (transfer->request->flags & HEARTH_HTTP_COMPRESSED)
    curl_easy_setopt (easy, CURLOPT_ACCEPT_ENCODING, "");
  set_method_and_body (transfer);
  set_login (transfer);
  set_opener (transfer);
  curl_multi_add_handle (transfer->http->multi, easy);
}

static void
prepare_headers (Transfer *transfer)
{
  GPtrArray *headers = transfer->request->headers;

  for (guint i = 0; i < headers->len; i++) {
    const HearthHttpHeader *header = g_ptr_array_index (headers, i);
    /* libcurl sends a field without a value only if it is written with a semicolon. */
    g_autofree char *line = *header->value != '\0'
                                ? g_strconcat (header->name, ": ", header->value, NULL)
                                : g_strconcat (header->name, ";", NULL);

    transfer->headers = curl_slist_append (transfer->headers, line);
    explicit_bzero (line, strlen (line));
  }
  /* No waiting for "100 Continue", which many servers never send. */
  transfer->headers = curl_slist_append (transfer->headers, "Expect:");
}

static gboolean
prepare (Transfer *transfer, GError **error)
{
  transfer->url = hearth_http_url_parse (transfer->request->url, error);
  if (transfer->url == NULL)
    return FALSE;
  if (g_str_equal (transfer->url->scheme, "http") && !transfer->url->loopback &&
      (transfer->request->flags & HEARTH_HTTP_ALLOW_PLAIN) == 0) {
    g_set_error (error, HEARTH_HTTP_ERROR, HEARTH_HTTP_ERROR_INVALID,
                 _("%s is asked for without encryption (“http://”), so that everyone on the way "
                    "could read along. Use “https://”."),
                 transfer->url->place);
    return FALSE;
  }
  if (!hearth_http_request_is_well_formed (transfer->request)) {
    g_set_error (error, HEARTH_HTTP_ERROR, HEARTH_HTTP_ERROR_INVALID,
                 _("The request to %s has a header field that does not fit on one line. If it "
                    "holds a key, enter the key again."),
                 transfer->url->place);
    return FALSE;
  }
  prepare_headers (transfer);
  return TRUE;
}

static void
hearth_http_finalize (GObject *object)
{
  HearthHttp *self = HEARTH_HTTP (object);

  /* The cleanup tells of the sockets of kept connections, so the source goes after it. */
  curl_multi_cleanup (self->multi);
  clear_source (&self->source);
  g_hash_table_unref (self->sockets);
  g_ptr_array_unref (self->transfers);
  g_object_unref (self->traffic);
  g_main_context_unref (self->context);
  G_OBJECT_CLASS (hearth_http_parent_class)->finalize (object);
}

static void
hearth_http_class_init (HearthHttpClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hearth_http_finalize;
}

/**
 * hearth_http_ensure_curl:
 *
 * Sets libcurl up, once for all that use it, from any thread.
 */
void
hearth_http_ensure_curl (void)
{
  static gsize initialised;

  if (g_once_init_enter (&initialised)) {
    curl_global_init (CURL_GLOBAL_DEFAULT);
    g_once_init_leave (&initialised, 1);
  }
}

static void
hearth_http_init (HearthHttp *self)
{
  hearth_http_ensure_curl ();
  self->context = g_main_context_ref_thread_default ();
  self->source = g_source_new (&http_source_funcs, sizeof (HttpSource));
  g_source_set_static_name (self->source, "HearthHttp");
  ((HttpSource *) self->source)->http = self;
  self->sockets = g_hash_table_new (NULL, NULL);
  self->transfers = g_ptr_array_new_with_free_func (transfer_unref);
  self->multi = curl_multi_init ();
  curl_multi_setopt (self->multi, CURLMOPT_SOCKETFUNCTION, socket_cb);
  curl_multi_setopt (self->multi, CURLMOPT_SOCKETDATA, self);
  curl_multi_setopt (self->multi, CURLMOPT_TIMERFUNCTION, timer_cb);
  curl_multi_setopt (self->multi, CURLMOPT_TIMERDATA, self);
  curl_multi_setopt (self->multi, CURLMOPT_MAXCONNECTS, 4L);
  g_source_attach (self->source, self->context);
}

/**
 * hearth_http_new:
 * @traffic: (nullable): where bytes are counted; %NULL for counters of its own
 *
 * Returns: (transfer full): a client on the calling thread's main context
 */
HearthHttp *
hearth_http_new (HearthHttpTraffic *traffic)
{
  HearthHttp *self = g_object_new (HEARTH_TYPE_HTTP, NULL);

  self->traffic = traffic != NULL ? g_object_ref (traffic) : hearth_http_traffic_new ();
  return self;
}

/**
 * hearth_http_set_purpose:
 * @self: a client that has sent nothing yet
 * @purpose: what it is used for
 *
 * Says under what its bytes are counted; %HEARTH_TRAFFIC_OTHER if not said.
 */
void
hearth_http_set_purpose (HearthHttp *self, HearthTrafficPurpose purpose)
{
  self->purpose = purpose;
}

/**
 * hearth_http_get_traffic:
 * @self: a client
 *
 * Returns: (transfer none): where its bytes are counted
 */
HearthHttpTraffic *
hearth_http_get_traffic (HearthHttp *self)
{
  return self->traffic;
}

/**
 * hearth_http_send_async:
 * @self: a client
 * @request: what to send
 * @cancellable: (nullable): ends the request and its connection at once
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Sends a request. Certificates are always verified; plain http goes to this machine only, unless
 * the request's flags say otherwise.
 */
void
hearth_http_send_async (HearthHttp *self, HearthHttpRequest *request, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  GError *error = NULL;
  Transfer *transfer;

  g_return_if_fail (HEARTH_IS_HTTP (self));

  g_task_set_source_tag (task, hearth_http_send_async);
  if (g_task_return_error_if_cancelled (task))
    return;
  transfer = g_rc_box_new0 (Transfer);
  transfer->http = self;
  transfer->task = g_object_ref (task);
  transfer->request = hearth_http_request_ref (request);
  transfer->response = hearth_http_response_new ();
  transfer->body = g_byte_array_new ();
  transfer->last_activity = g_get_monotonic_time ();
  g_ptr_array_add (self->transfers, transfer);
  if (!prepare (transfer, &error)) {
    transfer_finish (transfer, error);
    return;
  }
  if (cancellable != NULL)
    transfer->cancel_watch = hearth_cancel_watch_new (cancellable, self->context, G_PRIORITY_HIGH,
                                                      cancelled_cb, transfer, NULL);
  transfer->idle_source = g_timeout_source_new (request->limits.idle_ms);
  g_source_set_callback (transfer->idle_source, idle_cb, transfer, NULL);
  g_source_attach (transfer->idle_source, self->context);
  transfer_start (transfer);
}

/**
 * hearth_http_send_finish:
 * @self: a client
 * @result: what the callback got
 *
 * Returns: (transfer full): a response of status 200 to 299 or 304, or %NULL with an error of
 *   #HearthHttpError or `G_IO_ERROR_CANCELLED`
 */
HearthHttpResponse *
hearth_http_send_finish (HearthHttp *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
sent_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **to = user_data;

  *to = g_object_ref (result);
}

/**
 * hearth_http_send_sync:
 * @self: a client that was made while a main context of this thread's own was its default one
 * @request: what to send
 * @cancellable: (nullable): ends the request and its connection at once, from any thread
 * @error: as hearth_http_send_finish()
 *
 * Sends a request and waits. Other requests of @self go on meanwhile.
 *
 * Returns: (transfer full) (nullable): a response of status 200 to 299 or 304
 */
HearthHttpResponse *
hearth_http_send_sync (HearthHttp *self, HearthHttpRequest *request, GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  g_main_context_push_thread_default (self->context);
  hearth_http_send_async (self, request, cancellable, sent_cb, &result);
  while (result == NULL)
    g_main_context_iteration (self->context, TRUE);
  g_main_context_pop_thread_default (self->context);
  return hearth_http_send_finish (self, result, error);
}
