/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-local-port.h"

#include <stdio.h>
#include <unistd.h>

/* The first user of a person, as systems number them; below are the users of services. */
#define FIRST_PERSON 1000
#define LAST_PERSON 60000

/**
 * hearth_local_port_get_owner:
 * @port: a port
 * @owner: (out): the user whose program listens on it at 127.0.0.1 or at all addresses
 *
 * Returns: whether somebody does, as far as the kernel tells
 */
gboolean
hearth_local_port_get_owner (guint16 port, uid_t *owner)
{
  static const char *const tables[] = { "/proc/net/tcp", "/proc/net/tcp6" };
  gboolean found = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (tables) && !found; i++) {
    FILE *file = fopen (tables[i], "re");
    char line[512];

    while (file != NULL && !found && fgets (line, sizeof line, file) != NULL) {
      unsigned local_port, state, user;

      /* proc_net_tcp: number, local address, remote address, state 0A of who listens, …, user */
      if (sscanf (line, " %*d: %*[0-9A-Fa-f]:%4x %*[0-9A-Fa-f]:%*4x %2x %*s %*s %*s %u",
                  &local_port, &state, &user) == 3 &&
          local_port == port && state == 0x0a) {
        *owner = user;
        found = TRUE;
      }
    }
    if (file != NULL)
      fclose (file);
  }
  return found;
}

/**
 * hearth_local_port_is_foreign:
 * @port: a port of this computer
 *
 * Returns: whether another person of this computer listens on it, who could read what is sent there
 */
gboolean
hearth_local_port_is_foreign (guint16 port)
{
  uid_t owner = 0;

  return hearth_local_port_get_owner (port, &owner) && owner != getuid () &&
         owner >= FIRST_PERSON && owner < LAST_PERSON;
}
