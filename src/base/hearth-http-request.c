/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-http-request.h"

#include <string.h>

G_DEFINE_BOXED_TYPE (HearthHttpRequest, hearth_http_request, hearth_http_request_ref,
                     hearth_http_request_unref)
G_DEFINE_BOXED_TYPE (HearthHttpResponse, hearth_http_response, hearth_http_response_ref,
                     hearth_http_response_unref)

static void
header_free (gpointer data)
{
  HearthHttpHeader *header = data;

  explicit_bzero (header->value, strlen (header->value));
  g_free (header->name);
  g_free (header->value);
  g_free (header);
}

static void
request_clear (gpointer data)
{
  HearthHttpRequest *self = data;

  g_free (self->method);
  g_free (self->url);
  g_ptr_array_unref (self->headers);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self->user);
  if (self->password != NULL)
    explicit_bzero (self->password, strlen (self->password));
  g_free (self->password);
  g_free (self->pin);
}

static void
response_clear (gpointer data)
{
  HearthHttpResponse *self = data;

  g_hash_table_unref (self->headers);
  g_clear_pointer (&self->body, g_bytes_unref);
}

static gboolean
is_token (const char *text)
{
  if (*text == '\0')
    return FALSE;
  for (const char *p = text; *p != '\0'; p++) {
    if (!g_ascii_isalnum (*p) && strchr ("!#$%&'*+-.^_`|~", *p) == NULL)
      return FALSE;
  }
  return TRUE;
}

static gboolean
is_field_value (const char *text)
{
  for (const char *p = text; *p != '\0'; p++) {
    if (((guchar) *p < 0x20 && *p != '\t') || *p == 0x7f)
      return FALSE;
  }
  return TRUE;
}

/**
 * hearth_http_request_new:
 * @method: "GET", "POST", "PROPFIND", …
 * @url: an absolute address
 *
 * Returns: (transfer full): a request with the default limits
 */
HearthHttpRequest *
hearth_http_request_new (const char *method, const char *url)
{
  HearthHttpRequest *self = g_atomic_rc_box_new0 (HearthHttpRequest);

  self->method = g_strdup (method);
  self->url = g_strdup (url);
  self->headers = g_ptr_array_new_with_free_func (header_free);
  self->limits = (HearthHttpLimits) HEARTH_HTTP_LIMITS_DEFAULT;
  return self;
}

/**
 * hearth_http_request_ref:
 * @self: a request
 *
 * Returns: (transfer full): @self
 */
HearthHttpRequest *
hearth_http_request_ref (HearthHttpRequest *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * hearth_http_request_unref:
 * @self: (transfer full): a request
 */
void
hearth_http_request_unref (HearthHttpRequest *self)
{
  g_atomic_rc_box_release_full (self, request_clear);
}

/**
 * hearth_http_request_add_header:
 * @self: a request
 * @name: the field's name
 * @value: its value; may be a secret
 *
 * Adds a header field. One that does not fit on a line makes the request fail with
 * %HEARTH_HTTP_ERROR_INVALID.
 */
void
hearth_http_request_add_header (HearthHttpRequest *self, const char *name, const char *value)
{
  HearthHttpHeader *header = g_new (HearthHttpHeader, 1);

  header->name = g_strdup (name);
  header->value = g_strdup (value);
  g_ptr_array_add (self->headers, header);
}

/**
 * hearth_http_request_set_body:
 * @self: a request
 * @body: what is sent
 * @content_type: its MIME type
 */
void
hearth_http_request_set_body (HearthHttpRequest *self, GBytes *body, const char *content_type)
{
  g_clear_pointer (&self->body, g_bytes_unref);
  self->body = g_bytes_ref (body);
  hearth_http_request_add_header (self, "Content-Type", content_type);
}

/**
 * hearth_http_request_set_stream:
 * @self: a request
 * @headers_func: (nullable): called before the first chunk
 * @chunk_func: (nullable): receives the body of a successful response as it comes; without it the
 *   body is kept for the response
 * @user_data: for both
 *
 * Neither is called after the request has ended.
 */
void
hearth_http_request_set_stream (HearthHttpRequest *self, HearthHttpHeadersFunc headers_func,
                                HearthHttpChunkFunc chunk_func, gpointer user_data)
{
  self->headers_func = headers_func;
  self->chunk_func = chunk_func;
  self->stream_data = user_data;
}

/**
 * hearth_http_request_set_digest:
 * @self: a request
 * @user: the login name
 * @password: its password
 *
 * Makes the request prove a login without saying the password, RFC 7616. It is sent twice then.
 */
void
hearth_http_request_set_digest (HearthHttpRequest *self, const char *user, const char *password)
{
  self->user = g_strdup (user);
  self->password = g_strdup (password);
}

/**
 * hearth_http_request_set_pin:
 * @self: a request
 * @pin: (nullable): SHA-256 in hex of the certificate, as in #HearthMailServer
 *
 * Makes the request go to a server with this certificate only, and to that one although its
 * certificate may fail the usual checks.
 */
void
hearth_http_request_set_pin (HearthHttpRequest *self, const char *pin)
{
  g_free (self->pin);
  self->pin = g_strdup (pin);
}

/**
 * hearth_http_request_is_well_formed:
 * @self: a request
 *
 * Returns: whether method and header fields follow RFC 9110, sections 5.5 and 5.6.2, so that
 *   nothing in them can pass for a line of its own
 */
gboolean
hearth_http_request_is_well_formed (const HearthHttpRequest *self)
{
  if (!is_token (self->method))
    return FALSE;
  for (guint i = 0; i < self->headers->len; i++) {
    const HearthHttpHeader *header = g_ptr_array_index (self->headers, i);

    if (!is_token (header->name) || !is_field_value (header->value))
      return FALSE;
  }
  return TRUE;
}

/**
 * hearth_http_response_new:
 *
 * Returns: (transfer full): a response without anything in it
 */
HearthHttpResponse *
hearth_http_response_new (void)
{
  HearthHttpResponse *self = g_atomic_rc_box_new0 (HearthHttpResponse);

  self->headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

/**
 * hearth_http_response_ref:
 * @self: a response
 *
 * Returns: (transfer full): @self
 */
HearthHttpResponse *
hearth_http_response_ref (HearthHttpResponse *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * hearth_http_response_unref:
 * @self: (transfer full): a response
 */
void
hearth_http_response_unref (HearthHttpResponse *self)
{
  g_atomic_rc_box_release_full (self, response_clear);
}

/**
 * hearth_http_response_get_header:
 * @self: a response
 * @name: a field's name in lower case
 *
 * Returns: (nullable): its value
 */
const char *
hearth_http_response_get_header (const HearthHttpResponse *self, const char *name)
{
  return g_hash_table_lookup (self->headers, name);
}
