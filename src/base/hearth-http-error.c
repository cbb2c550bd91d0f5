/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-http-error-private.h"

#include <errno.h>
#include <glib/gi18n.h>

typedef struct {
  guint status;
  GBytes *body;        /* (owned) (nullable) */
  GHashTable *headers; /* (owned) (nullable), not to be changed */
} HearthHttpErrorPrivate;

static void
hearth_http_error_private_init (HearthHttpErrorPrivate *priv)
{
}

static void
hearth_http_error_private_copy (const HearthHttpErrorPrivate *source,
                                HearthHttpErrorPrivate *destination)
{
  destination->status = source->status;
  destination->body = source->body != NULL ? g_bytes_ref (source->body) : NULL;
  destination->headers = source->headers != NULL ? g_hash_table_ref (source->headers) : NULL;
}

static void
hearth_http_error_private_clear (HearthHttpErrorPrivate *priv)
{
  g_clear_pointer (&priv->body, g_bytes_unref);
  g_clear_pointer (&priv->headers, g_hash_table_unref);
}

G_DEFINE_EXTENDED_ERROR (HearthHttpError, hearth_http_error)
/* The reason libcurl gives for a failed verification is short, technical and free of secrets; it
 * is what the owner's administrator needs. */
static GError *
tls_error (const char *place, const char *message)
{
  g_autofree char *reason = g_utf8_make_valid (message, -1);

  return g_error_new (HEARTH_HTTP_ERROR, HEARTH_HTTP_ERROR_TLS,
                      _("No trustworthy connection to %s could be made, so nothing was sent "
                         "(%s). Check this computer's date and the address."),
                      place, *reason != '\0' ? reason : "TLS");
}

static GError *
connect_error (const char *place, int os_errno)
{
  if (os_errno == ECONNREFUSED)
    return g_error_new (HEARTH_HTTP_ERROR, HEARTH_HTTP_ERROR_CONNECT,
                        _("%s refused the connection. Check that the service runs there."), place);
  return g_error_new (HEARTH_HTTP_ERROR, HEARTH_HTTP_ERROR_CONNECT,
                      _("%s cannot be reached. Check the network connection."), place);
}

/**
 * hearth_http_error_new_status:
 * @place: the host
 * @status: a status that is no success
 * @headers: the response's header fields, which do not change any more
 * @body: (array length=length): the beginning of the response's body
 *
 * Returns: (transfer full): a %HEARTH_HTTP_ERROR_STATUS
 */
GError *
hearth_http_error_new_status (const char *place, guint status, GHashTable *headers,
                              gconstpointer body, gsize length)
{
  GError *error = g_error_new (HEARTH_HTTP_ERROR, HEARTH_HTTP_ERROR_STATUS,
                               _("%s refused the request with status %u."), place, status);
  HearthHttpErrorPrivate *priv = hearth_http_error_get_private (error);

  priv->status = status;
  priv->body = g_bytes_new (body, length);
  priv->headers = g_hash_table_ref (headers);
  return error;
}

/**
 * hearth_http_error_new_redirect:
 * @place: the host
 * @to: the host that it sends the request on to
 * @headers: the response's header fields, which do not change any more
 *
 * Returns: (transfer full): a %HEARTH_HTTP_ERROR_REDIRECT that knows its "location"
 */
GError *
hearth_http_error_new_redirect (const char *place, const char *to, GHashTable *headers)
{
  GError *error =
      g_error_new (HEARTH_HTTP_ERROR, HEARTH_HTTP_ERROR_REDIRECT,
                   _("%s sends the request on to %s, where Hearth does not follow. Check "
                      "the address."),
                   place, to);

  hearth_http_error_get_private (error)->headers = g_hash_table_ref (headers);
  return error;
}

/**
 * hearth_http_error_new_silent:
 * @place: the host
 *
 * Returns: (transfer full): a %HEARTH_HTTP_ERROR_TIMEOUT for a connection without a byte
 */
GError *
hearth_http_error_new_silent (const char *place)
{
  return g_error_new (HEARTH_HTTP_ERROR, HEARTH_HTTP_ERROR_TIMEOUT,
                      _("%s has been silent for too long, so Hearth stopped waiting. Try again "
                         "later."),
                      place);
}

/**
 * hearth_http_error_new_curl:
 * @place: the host
 * @code: what libcurl returned
 * @os_errno: the errno it saw, or 0
 * @message: libcurl's own words, perhaps ""
 *
 * Returns: (transfer full): what it means
 */
GError *
hearth_http_error_new_curl (const char *place, CURLcode code, int os_errno, const char *message)
{
  /* Only what can happen to an HTTP transfer is named; everything else ended it in the middle. */
  switch ((int) code) {
  case CURLE_COULDNT_RESOLVE_HOST:
  case CURLE_COULDNT_RESOLVE_PROXY:
    return g_error_new (HEARTH_HTTP_ERROR, HEARTH_HTTP_ERROR_RESOLVE,
                        _("The address of %s could not be found. Check its name and the network "
                           "connection."),
                        place);
  case CURLE_COULDNT_CONNECT:
    return connect_error (place, os_errno);
  case CURLE_SSL_CONNECT_ERROR:
  case CURLE_PEER_FAILED_VERIFICATION:
  case CURLE_SSL_CACERT_BADFILE:
  case CURLE_SSL_CERTPROBLEM:
  case CURLE_SSL_CIPHER:
  case CURLE_SSL_ISSUER_ERROR:
  case CURLE_SSL_INVALIDCERTSTATUS:
  case CURLE_SSL_ENGINE_NOTFOUND:
  case CURLE_SSL_ENGINE_SETFAILED:
  case CURLE_SSL_ENGINE_INITFAILED:
    return tls_error (place, message);
  case CURLE_OPERATION_TIMEDOUT:
    return g_error_new (HEARTH_HTTP_ERROR, HEARTH_HTTP_ERROR_TIMEOUT,
                        _("%s took too long to answer, so Hearth stopped waiting. Try again "
                           "later."),
                        place);
  case CURLE_FILESIZE_EXCEEDED:
    return g_error_new (HEARTH_HTTP_ERROR, HEARTH_HTTP_ERROR_TOO_LARGE,
                        _("%s sent more than Hearth accepts, so the rest was not read."), place);
  case CURLE_UNSUPPORTED_PROTOCOL:
  case CURLE_WEIRD_SERVER_REPLY:
  case CURLE_BAD_CONTENT_ENCODING:
    return g_error_new (HEARTH_HTTP_ERROR, HEARTH_HTTP_ERROR_PROTOCOL,
                        _("%s answered with something that is not HTTP. Check the address."),
                        place);
  default:
    return g_error_new (HEARTH_HTTP_ERROR, HEARTH_HTTP_ERROR_CUT_OFF,
                        _("The connection to %s was cut off in the middle. Try again."), place);
  }
}

/**
 * hearth_http_error_get_status:
 * @error: an error
 *
 * Returns: the status of a %HEARTH_HTTP_ERROR_STATUS, else 0
 */
guint
hearth_http_error_get_status (const GError *error)
{
  if (!g_error_matches (error, HEARTH_HTTP_ERROR, HEARTH_HTTP_ERROR_STATUS))
    return 0;
  return hearth_http_error_get_private (error)->status;
}

/**
 * hearth_http_error_get_body:
 * @error: an error
 *
 * Returns: (nullable) (transfer none): the beginning of the body of a %HEARTH_HTTP_ERROR_STATUS,
 *   at most 16 KiB, as the server wrote it
 */
GBytes *
hearth_http_error_get_body (const GError *error)
{
  if (!g_error_matches (error, HEARTH_HTTP_ERROR, HEARTH_HTTP_ERROR_STATUS))
    return NULL;
  return hearth_http_error_get_private (error)->body;
}

/**
 * hearth_http_error_get_header:
 * @error: an error
 * @name: a field's name in lower case
 *
 * Returns: (nullable): the value of a header field of the response that was refused
 */
const char *
hearth_http_error_get_header (const GError *error, const char *name)
{
  HearthHttpErrorPrivate *priv;

  if (error == NULL || error->domain != HEARTH_HTTP_ERROR)
    return NULL;
  priv = hearth_http_error_get_private (error);
  return priv->headers != NULL ? g_hash_table_lookup (priv->headers, name) : NULL;
}
