/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-loopback.h"

#include <gio/gio.h>

/**
 * hearth_host_is_loopback:
 * @host: a name, or an address without brackets
 *
 * libcurl itself resolves "localhost" to loopback addresses only, whatever the resolver says; who
 * connects otherwise looks at where it led.
 *
 * Returns: whether the host is this computer by its form
 */
gboolean
hearth_host_is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = NULL;

  if (g_ascii_strcasecmp (host, "localhost") == 0)
    return TRUE;
  address = g_inet_address_new_from_string (host);
  return address != NULL && g_inet_address_get_is_loopback (address);
}
