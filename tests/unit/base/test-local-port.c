/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-local-port.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#define SELF 1000
#define UNKNOWN 65534 /* the overflow user */

static void
test_people_and_services (void)
{
  const uid_t services[] = { 0, 33, 998, 61184, 65519 };
  const uid_t people[] = { 1001, 60001, 60513, 100000, 1234500001 };

  for (guint i = 0; i < G_N_ELEMENTS (services); i++)
    g_assert_false (hearth_local_port_owner_is_foreign (services[i], SELF));
  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    g_assert_true (hearth_local_port_owner_is_foreign (people[i], SELF));
  g_assert_false (hearth_local_port_owner_is_foreign (SELF, SELF));
}

/* In the user namespace of a sandbox everybody but its owner. */
static void
test_unknown (void)
{
  g_assert_true (hearth_local_port_owner_is_foreign (UNKNOWN, SELF));
  g_assert_false (hearth_local_port_owner_is_foreign (UNKNOWN, UNKNOWN));
}

static void
test_own_port (void)
{
  struct sockaddr_in address = { .sin_family = AF_INET };
  socklen_t length = sizeof address;
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  uid_t owner = (uid_t) -1;
  guint16 port;

  g_assert_no_errno (fd);
  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  g_assert_no_errno (bind (fd, (struct sockaddr *) &address, sizeof address));
  g_assert_no_errno (getsockname (fd, (struct sockaddr *) &address, &length));
  port = ntohs (address.sin_port);
  g_assert_false (hearth_local_port_get_owner (port, &owner));
  g_assert_no_errno (listen (fd, 1));
  g_assert_true (hearth_local_port_get_owner (port, &owner));
  g_assert_cmpuint (owner, ==, getuid ());
  g_assert_false (hearth_local_port_is_foreign (port));
  close (fd);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/local-port/people-and-services", test_people_and_services);
  g_test_add_func ("/local-port/unknown", test_unknown);
  g_test_add_func ("/local-port/own-port", test_own_port);
  return g_test_run ();
}
