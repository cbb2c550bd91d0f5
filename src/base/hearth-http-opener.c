/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-http-opener.h"

#include "hearth-public-address.h"

#include <gio/gio.h>

/* Looks at the address itself, after the name was looked up: a name may stand for another one the
 * next time. */
static gboolean
is_allowed (HearthHttpOpener *self, struct curl_sockaddr *address)
{
  g_autoptr (GSocketAddress) native = NULL;
  GInetAddress *inet;

  if (self->allowed == HEARTH_HTTP_OPENER_ANY)
    return TRUE;
  native = g_socket_address_new_from_native (&address->addr, address->addrlen);
  if (!G_IS_INET_SOCKET_ADDRESS (native))
    return FALSE;
  inet = g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (native));
  return self->allowed == HEARTH_HTTP_OPENER_PUBLIC ? hearth_inet_address_is_public (inet)
                                                    : g_inet_address_get_is_loopback (inet);
}

static curl_socket_t
open_cb (void *user_data, curlsocktype purpose, struct curl_sockaddr *address)
{
  HearthHttpOpener *self = user_data;
  int fd;

  if (!is_allowed (self, address)) {
    self->refused = TRUE;
    return CURL_SOCKET_BAD;
  }
  fd = hearth_sockets_open (self->tally, address->family, address->socktype, address->protocol);
  return fd >= 0 ? fd : CURL_SOCKET_BAD;
}

/* A connection may outlive the handle that made it. */
static int
close_cb (void *user_data, curl_socket_t fd)
{
  return hearth_sockets_close (fd);
}

/**
 * hearth_http_opener_attach:
 * @self: an opener
 * @easy: a handle that has not connected yet
 *
 * Has @easy get its sockets here. What stands already was not looked at: where not every address is
 * allowed, it makes a connection of its own.
 */
void
hearth_http_opener_attach (HearthHttpOpener *self, CURL *easy)
{
  curl_easy_setopt (easy, CURLOPT_OPENSOCKETFUNCTION, open_cb);
  curl_easy_setopt (easy, CURLOPT_OPENSOCKETDATA, self);
  curl_easy_setopt (easy, CURLOPT_CLOSESOCKETFUNCTION, close_cb);
  if (self->allowed == HEARTH_HTTP_OPENER_ANY)
    return;
  /* An address that a proxy looks up is not seen here. */
  curl_easy_setopt (easy, CURLOPT_PROXY, "");
  curl_easy_setopt (easy, CURLOPT_FRESH_CONNECT, 1L);
}
