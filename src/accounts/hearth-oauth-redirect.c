/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-oauth-redirect.h"

#include "hearth-cancel-watch.h"

#include <glib/gi18n.h>
#include <string.h>

/* How long an owner may take to sign in. */
#define WAIT_SECONDS 600
/* Whoever connects says what it wants at once, and briefly. */
#define REQUEST_SECONDS 10
#define MAX_REQUEST (16 * 1024)
/* Other programs may knock, and browsers ask for an icon; not for ever. */
#define MAX_REQUESTS 50

/**
 * HearthOauthRedirect:
 *
 * Where the browser comes back to after the owner signed in: a port of this computer's loopback
 * address, RFC 8252, section 7.3, that takes one answer and is gone.
 */
struct _HearthOauthRedirect {
  GObject parent_instance;

  GSocketService *service; /* (owned) */
  char *state;             /* (owned) what the answer must hold */
  guint16 port;
  guint n_requests;
  GTask *task;                  /* (owned) (nullable) while somebody waits */
  HearthCancelWatch *cancelled; /* (owned) (nullable) */
  guint timer;
};

G_DEFINE_FINAL_TYPE (HearthOauthRedirect, hearth_oauth_redirect, G_TYPE_OBJECT)

/* A request on its way in. */
typedef struct {
  HearthOauthRedirect *self;     /* (owned) */
  GSocketConnection *connection; /* (owned) */
  char text[MAX_REQUEST + 1];
  gsize length;
  char *answer; /* (owned) (nullable) */
} Request;

static void
request_free (Request *request)
{
  explicit_bzero (request->text, sizeof request->text);
  g_object_unref (request->connection);
  g_object_unref (request->self);
  g_free (request->answer);
  g_free (request);
}

/* Takes as long for every wrong answer, so that none says how much of it was right. */
static gboolean
is_same (const char *a, const char *b)
{
  gsize length = strlen (a);
  guchar different = 0;

  if (strlen (b) != length)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    different |= (guchar) (a[i] ^ b[i]);
  return different == 0;
}

static void
end (HearthOauthRedirect *self, char *code, GError *error)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_pointer (&self->cancelled, hearth_cancel_watch_free);
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  if (task == NULL) {
    g_free (code);
    g_clear_error (&error);
  } else if (code != NULL) {
    g_task_return_pointer (task, code, g_free);
  } else {
    g_task_return_error (task, error);
  }
}

static GError *
new_refused_error (const char *reason)
{
  if (g_strcmp0 (reason, "access_denied") == 0)
    return g_error_new_literal (HEARTH_ACCOUNTS_ERROR, HEARTH_ACCOUNTS_ERROR_REFUSED,
                                _("The provider was told not to let Hearth in, so the account was "
                                   "not added."));
  return g_error_new (HEARTH_ACCOUNTS_ERROR, HEARTH_ACCOUNTS_ERROR_REFUSED,
                      _("The provider did not let Hearth in (%.100s)."), reason);
}

static void
answered_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Request *request = user_data;

  g_output_stream_write_all_finish (G_OUTPUT_STREAM (object), result, NULL, NULL);
  g_io_stream_close_async (G_IO_STREAM (request->connection), G_PRIORITY_DEFAULT, NULL, NULL, NULL);
  request_free (request);
}

/* Takes @request. */
static void
answer (Request *request, const char *status, const char *words)
{
  request->answer = g_strdup_printf ("HTTP/1.1 %s\r\n"
                                     "Content-Type: text/plain; charset=utf-8\r\n"
                                     "Content-Length: %zu\r\n"
                                     "Cache-Control: no-store\r\n"
                                     "Referrer-Policy: no-referrer\r\n"
                                     "Connection: close\r\n\r\n%s",
                                     status, strlen (words), words);
  g_output_stream_write_all_async (
      g_io_stream_get_output_stream (G_IO_STREAM (request->connection)), request->answer,
      strlen (request->answer), G_PRIORITY_DEFAULT, NULL, answered_cb, request);
}

/* The query of "GET /?… HTTP/1.1", RFC 6749, section 4.1.2; %NULL if it is another request. */
static GHashTable *
read_query (const char *text)
{
  g_autofree char *line = g_strndup (text, strcspn (text, "\r\n"));
  char *end_of_query;

  if (!g_str_has_prefix (line, "GET /?"))
    return NULL;
  end_of_query = strchr (line + strlen ("GET /?"), ' ');
  if (end_of_query == NULL || !g_str_has_prefix (end_of_query, " HTTP/1."))
    return NULL;
  *end_of_query = '\0';
  return g_uri_parse_params (line + strlen ("GET /?"), -1, "&", G_URI_PARAMS_WWW_FORM, NULL);
}

/* Takes @request, which has come whole. */
static void
handle (Request *request)
{
  HearthOauthRedirect *self = request->self;
  g_autoptr (GHashTable) query = read_query (request->text);
  const char *state = query != NULL ? g_hash_table_lookup (query, "state") : NULL;
  const char *code = query != NULL ? g_hash_table_lookup (query, "code") : NULL;
  const char *problem = query != NULL ? g_hash_table_lookup (query, "error") : NULL;

  /* Whoever does not know the state was not sent by the provider, and ends nothing. */
  if (self->task == NULL || state == NULL || !is_same (self->state, state)) {
    answer (request, "404 Not Found", _("There is nothing here."));
    return;
  }
  if (code != NULL && *code != '\0') {
    end (self, g_strdup (code), NULL);
    answer (request, "200 OK",
            _("Hearth has what it needs from the provider. This page can be closed."));
  } else {
    end (self, NULL, new_refused_error (problem != NULL ? problem : "no code"));
    answer (request, "200 OK", _("Hearth was not let in. This page can be closed."));
  }
}

static void
read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Request *request = user_data;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (object), result, NULL);

  if (n <= 0) {
    request_free (request);
    return;
  }
  request->length += (gsize) n;
  if (strstr (request->text, "\r\n\r\n") != NULL)
    handle (request);
  else if (request->length == MAX_REQUEST)
    answer (request, "431 Request Header Fields Too Large", "");
  else
    g_input_stream_read_async (G_INPUT_STREAM (object), request->text + request->length,
                               MAX_REQUEST - request->length, G_PRIORITY_DEFAULT, NULL, read_cb,
                               request);
}

static gboolean
incoming_cb (GSocketService *service, GSocketConnection *connection, GObject *source,
             HearthOauthRedirect *self)
{
  Request *request;

  if (++self->n_requests > MAX_REQUESTS) {
    end (self, NULL,
         g_error_new_literal (HEARTH_ACCOUNTS_ERROR, HEARTH_ACCOUNTS_ERROR_FAILED,
                              _("Another program kept knocking where the browser should have come "
                                 "back, so the sign-in was ended.")));
    return TRUE;
  }
  request = g_new0 (Request, 1);
  request->self = g_object_ref (self);
  request->connection = g_object_ref (connection);
  g_socket_set_timeout (g_socket_connection_get_socket (connection), REQUEST_SECONDS);
  g_input_stream_read_async (g_io_stream_get_input_stream (G_IO_STREAM (connection)), request->text,
                             MAX_REQUEST, G_PRIORITY_DEFAULT, NULL, read_cb, request);
  return TRUE;
}

static gboolean
too_late_cb (gpointer user_data)
{
  HearthOauthRedirect *self = user_data;

  self->timer = 0;
  end (self, NULL,
       g_error_new_literal (HEARTH_ACCOUNTS_ERROR, HEARTH_ACCOUNTS_ERROR_FAILED,
                            _("Nobody signed in, so the account was not added. Try again.")));
  return G_SOURCE_REMOVE;
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  end (user_data, NULL,
       g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, _("The sign-in was ended.")));
  return G_SOURCE_REMOVE;
}

static void
hearth_oauth_redirect_dispose (GObject *object)
{
  HearthOauthRedirect *self = HEARTH_OAUTH_REDIRECT (object);

  if (self->service != NULL) {
    g_signal_handlers_disconnect_by_data (self->service, self);
    g_socket_service_stop (self->service);
    g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  }
  g_clear_object (&self->service);
  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_pointer (&self->state, g_free);
  G_OBJECT_CLASS (hearth_oauth_redirect_parent_class)->dispose (object);
}

static void
hearth_oauth_redirect_class_init (HearthOauthRedirectClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_oauth_redirect_dispose;
}

static void
hearth_oauth_redirect_init (HearthOauthRedirect *self)
{
  self->service = g_socket_service_new ();
  g_signal_connect (self->service, "incoming", G_CALLBACK (incoming_cb), self);
}

/**
 * hearth_oauth_redirect_new:
 * @state: a text that nobody can guess
 * @error: why no port could be opened
 *
 * Opens a port on 127.0.0.1.
 *
 * Returns: (transfer full) (nullable): a redirect
 */
HearthOauthRedirect *
hearth_oauth_redirect_new (const char *state, GError **error)
{
  g_autoptr (HearthOauthRedirect) self = g_object_new (HEARTH_TYPE_OAUTH_REDIRECT, NULL);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;

  self->state = g_strdup (state);
  if (!g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), address,
                                      G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL, &bound,
                                      error))
    return NULL;
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  return g_steal_pointer (&self);
}

/**
 * hearth_oauth_redirect_get_port:
 * @self: a redirect
 *
 * Returns: the port
 */
guint16
hearth_oauth_redirect_get_port (HearthOauthRedirect *self)
{
  return self->port;
}

/**
 * hearth_oauth_redirect_wait_async:
 * @self: a redirect
 * @cancellable: (nullable): a cancellable
 * @callback: called when the browser came back, or after ten minutes
 * @user_data: for @callback
 */
void
hearth_oauth_redirect_wait_async (HearthOauthRedirect *self, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (self->task == NULL);

  self->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (self->task, hearth_oauth_redirect_wait_async);
  self->timer = g_timeout_add_seconds (WAIT_SECONDS, too_late_cb, self);
  if (cancellable != NULL)
    self->cancelled = hearth_cancel_watch_new (cancellable, g_task_get_context (self->task),
                                               G_PRIORITY_DEFAULT, cancelled_cb, self, NULL);
}

/**
 * hearth_oauth_redirect_wait_finish:
 * @self: a redirect
 * @result: what the callback got
 * @error: a #HearthAccountsError, or `G_IO_ERROR_CANCELLED`
 *
 * Returns: (transfer full) (nullable): the authorization code
 */
char *
hearth_oauth_redirect_wait_finish (HearthOauthRedirect *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
