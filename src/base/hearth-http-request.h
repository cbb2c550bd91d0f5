/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * HearthHttpFlags:
 * @HEARTH_HTTP_ALLOW_PLAIN: plain http to hosts other than this machine; the owner must have asked
 * @HEARTH_HTTP_FOLLOW_SAME_ORIGIN: follow at most three redirects within the origin
 * @HEARTH_HTTP_PUBLIC_ONLY: to no address of this machine or its network, whatever a name stands for;
 *   for addresses that a stranger gave. No proxy is asked
 * @HEARTH_HTTP_COMPRESSED: the server may compress the body; limits are of what it unpacks to
 */
typedef enum {
  HEARTH_HTTP_NO_FLAGS = 0,
  HEARTH_HTTP_ALLOW_PLAIN = 1 << 0,
  HEARTH_HTTP_FOLLOW_SAME_ORIGIN = 1 << 1,
  HEARTH_HTTP_COMPRESSED = 1 << 2,
  HEARTH_HTTP_PUBLIC_ONLY = 1 << 3,
} HearthHttpFlags;

/**
 * HearthHttpLimits:
 * @max_size: the largest body of a response, bytes
 * @connect_ms: until the connection stands, milliseconds
 * @idle_ms: without a byte in either direction, milliseconds
 * @total_ms: the whole request, milliseconds; 0 for no limit
 */
typedef struct {
  gint64 max_size;
  guint connect_ms;
  guint idle_ms;
  guint total_ms;
} HearthHttpLimits;

#define HEARTH_HTTP_LIMITS_DEFAULT { 16 * 1024 * 1024, 15000, 60000, 300000 }

/**
 * HearthHttpResponse:
 *
 * @status: the final status, 200 to 299 or 304
 * @headers: (element-type utf8 utf8): names in lower case; repeated fields are joined with ", "
 * @body: (nullable): the body; %NULL where it went to a chunk function
 */
typedef struct {
  guint status;
  GHashTable *headers;
  GBytes *body;
} HearthHttpResponse;

#define HEARTH_TYPE_HTTP_RESPONSE (hearth_http_response_get_type ())
GType               hearth_http_response_get_type   (void);
HearthHttpResponse *hearth_http_response_new        (void) G_GNUC_WARN_UNUSED_RESULT;
HearthHttpResponse *hearth_http_response_ref        (HearthHttpResponse *self) G_GNUC_WARN_UNUSED_RESULT;
void                hearth_http_response_unref      (HearthHttpResponse *self);
const char         *hearth_http_response_get_header (const HearthHttpResponse *self,
                                                     const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthHttpResponse, hearth_http_response_unref)

/**
 * HearthHttpHeadersFunc:
 * @response: (transfer none): status and headers of a successful response, without its body
 *
 * Called once, before the first chunk.
 */
typedef void (*HearthHttpHeadersFunc) (const HearthHttpResponse *response, gpointer user_data);

/**
 * HearthHttpChunkFunc:
 * @data: (array length=length): the next bytes of a successful response's body
 *
 * May cancel the request and start others.
 */
typedef void (*HearthHttpChunkFunc) (const char *data, gsize length, gpointer user_data);

/**
 * HearthHttpHeader:
 * @name: its name, as it is sent
 * @value: its value, without the end of the line
 *
 * A field of a header. Both strings are owned; the value is wiped from memory before it is
 * freed, as it may be a secret.
 */
typedef struct {
  char *name;
  char *value;
} HearthHttpHeader;

/**
 * HearthHttpRequest:
 *
 * A request to come; not to be changed once it is sent. Values of headers and the password are
 * wiped from memory when the last reference goes.
 *
 * @method: the method
 * @url: an absolute address
 * @headers: (element-type HearthHttpHeader): header fields
 * @body: (nullable): the body
 * @flags: what is allowed
 * @limits: bounds
 * @user: (nullable): the login name of a Digest login, RFC 7616
 * @password: (nullable): its password
 * @pin: (nullable): SHA-256 in hex of the certificate that alone is taken, whoever signed it; all
 *   requests of a #HearthHttp have the same
 */
typedef struct {
  char *method;
  char *url;
  GPtrArray *headers;
  GBytes *body;
  HearthHttpFlags flags;
  HearthHttpLimits limits;
  char *user;
  char *password;
  char *pin;
  HearthHttpHeadersFunc headers_func;
  HearthHttpChunkFunc chunk_func;
  gpointer stream_data;
} HearthHttpRequest;

#define HEARTH_TYPE_HTTP_REQUEST (hearth_http_request_get_type ())
GType              hearth_http_request_get_type   (void);
HearthHttpRequest *hearth_http_request_new        (const char *method, const char *url) G_GNUC_WARN_UNUSED_RESULT;
HearthHttpRequest *hearth_http_request_ref        (HearthHttpRequest *self) G_GNUC_WARN_UNUSED_RESULT;
void               hearth_http_request_unref      (HearthHttpRequest *self);
void               hearth_http_request_add_header (HearthHttpRequest *self, const char *name,
                                                   const char *value);
void               hearth_http_request_set_body   (HearthHttpRequest *self, GBytes *body,
                                                   const char *content_type);
void               hearth_http_request_set_digest (HearthHttpRequest *self, const char *user,
                                                   const char *password);
void               hearth_http_request_set_pin    (HearthHttpRequest *self, const char *pin);
gboolean           hearth_http_request_is_well_formed (const HearthHttpRequest *self);
void               hearth_http_request_set_stream (HearthHttpRequest *self,
                                                   HearthHttpHeadersFunc headers_func,
                                                   HearthHttpChunkFunc chunk_func,
                                                   gpointer user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthHttpRequest, hearth_http_request_unref)

G_END_DECLS
