/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-local-port.h"

#include <stdio.h>
#include <unistd.h>

/* The users of services, as systems number them: those of packages, and those that systemd makes up
 * while a service runs. */
#define FIRST_PERSON 1000
#define FIRST_DYNAMIC 61184
#define LAST_DYNAMIC 65519

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
 * hearth_local_port_owner_is_foreign:
 * @owner: the user whose program listens, as this process sees it
 * @self: the user of this process
 *
 * A sandbox has a user namespace, which knows its owner alone: there everybody else is the overflow
 * user, 65534, person or service, and counts as a person.
 *
 * Returns: whether @owner is, or may be, another person of this computer
 */
gboolean
hearth_local_port_owner_is_foreign (uid_t owner, uid_t self)
{
  if (owner == self || owner < FIRST_PERSON)
    return FALSE;
  return owner < FIRST_DYNAMIC || owner > LAST_DYNAMIC;
}

/**
 * hearth_local_port_is_foreign:
 * @port: a port of this computer
 *
 * Returns: whether another person of this computer listens on it, or somebody of whom the kernel
 *   does not tell who it is, and who could read what is sent there
 */
gboolean
hearth_local_port_is_foreign (guint16 port)
{
  uid_t owner = 0;

  return hearth_local_port_get_owner (port, &owner) &&
         hearth_local_port_owner_is_foreign (owner, getuid ());
}
