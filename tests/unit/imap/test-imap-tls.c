/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "imap-server.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <string.h>

/* Encryption that fails at each step, and what must never be said without it. */

static void
greet_script (ImapServer *server, gpointer data)
{
  imap_server_say (server, "* OK [CAPABILITY IMAP4rev1 IDLE] ready\r\n");
  imap_server_wait_end (server);
}

static HearthImapSession *
open_server (ImapServer *server, HearthSecurity security, const char *pin, GError **error)
{
  HearthMailServer address;

  imap_server_address (server, security, &address);
  address.pin = (char *) pin;
  imap_server_start (server);
  return hearth_imap_session_open_sync (&address, NULL, error);
}

static void
test_pin (void)
{
  char *sha256;
  GTlsCertificate *certificate = imap_server_certificate (&sha256);
  g_autofree char *other = g_strnfill (64, 'a');
  g_autofree char *upper = g_ascii_strup (sha256, -1);
  const char *pins[] = { NULL, "", other, sha256, upper };

  for (guint i = 0; i < G_N_ELEMENTS (pins); i++) {
    g_autoptr (ImapServer) server = imap_server_new (greet_script, NULL);
    g_autoptr (GError) error = NULL;
    g_autoptr (HearthImapSession) session = NULL;
    const HearthImapCertificate *facts;

    imap_server_use_tls (server, certificate);
    session = open_server (server, HEARTH_SECURITY_TLS, pins[i], &error);
    if (i >= 3) {
      g_assert_no_error (error);
      continue;
    }
    g_assert_null (session);
    g_assert_error (error, HEARTH_IMAP_ERROR, HEARTH_IMAP_ERROR_TLS);
    facts = hearth_imap_error_get_certificate (error);
    g_test_message ("%s", error->message);
    g_assert_cmpstr (facts->sha256, ==, sha256);
    g_assert_nonnull (strstr (facts->subject, "mail.example.org"));
    g_assert_nonnull (strstr (facts->issuer, "mail.example.org"));
    g_assert_true (facts->flags & G_TLS_CERTIFICATE_UNKNOWN_CA);
    g_assert_true (facts->flags & G_TLS_CERTIFICATE_BAD_IDENTITY);
    g_assert_nonnull (facts->not_after);
    g_assert_nonnull (strstr (error->message, facts->reason));
  }
}

/* Lets only so many bytes of a TLS server through, and then stops, or hangs up. */
typedef struct {
  ImapServer *behind;
  gsize limit;
  gboolean hang_up;
} Gate;

static void
gate_script (ImapServer *server, gpointer data)
{
  Gate *gate = data;
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) behind = NULL;
  GSocket *from = g_socket_connection_get_socket (G_SOCKET_CONNECTION (server->base));
  GSocket *to;
  gsize passed = 0;

  g_socket_client_set_enable_proxy (client, FALSE);
  behind = g_socket_client_connect_to_host (client, "127.0.0.1", gate->behind->port, NULL, NULL);
  to = g_socket_connection_get_socket (behind);
  g_socket_set_blocking (from, FALSE);
  g_socket_set_blocking (to, FALSE);
  for (;;) {
    char buffer[4096];
    gssize size;

    if ((size = g_socket_receive (from, buffer, sizeof buffer, NULL, NULL)) == 0)
      break;
    if (size > 0)
      g_socket_send (to, buffer, (gsize) size, NULL, NULL);
    if (passed < gate->limit &&
        (size = g_socket_receive (to, buffer, MIN (sizeof buffer, gate->limit - passed), NULL,
                                  NULL)) > 0) {
      g_socket_send (from, buffer, (gsize) size, NULL, NULL);
      passed += (gsize) size;
    }
    if (passed >= gate->limit && gate->hang_up)
      break;
    g_usleep (500);
  }
  g_socket_close (to, NULL);
}

static void
test_cut_handshake (gconstpointer data)
{
  gboolean hang_up = GPOINTER_TO_INT (data);
  HearthImapLimits before = hearth_imap_limits;
  char *sha256;
  GTlsCertificate *certificate = imap_server_certificate (&sha256);

  /* A cut is told as one however slow the machine is. */
  if (hang_up)
    hearth_imap_limits.connect = hearth_imap_limits.silence = hearth_imap_limits.patience = 20000;
  for (gsize limit = 0; limit < 1100; limit += hang_up ? 41 : 270) {
    g_autoptr (ImapServer) behind = imap_server_new (greet_script, NULL);
    Gate gate = { behind, limit, hang_up };
    g_autoptr (ImapServer) server = imap_server_new (gate_script, &gate);
    g_autoptr (GError) error = NULL;
    gint64 begin = g_get_monotonic_time ();

    imap_server_use_tls (behind, certificate);
    imap_server_start (behind);
    g_assert_null (open_server (server, HEARTH_SECURITY_TLS, sha256, &error));
    g_assert_cmpint (error->domain, ==, HEARTH_IMAP_ERROR);
    if (hang_up)
      g_assert_error (error, HEARTH_IMAP_ERROR, HEARTH_IMAP_ERROR_CONNECT);
    else
      g_assert_error (error, HEARTH_IMAP_ERROR, HEARTH_IMAP_ERROR_TIMEOUT);
    g_assert_cmpint (g_get_monotonic_time () - begin, <, (hang_up ? 15 : 5) * G_USEC_PER_SEC);
  }
  hearth_imap_limits = before;
}

static void
plain_script (ImapServer *server, gpointer data)
{
  imap_server_say (server, "* OK [CAPABILITY IMAP4rev1] this is no TLS at all\r\n");
  imap_server_wait_end (server);
}

static void
test_no_tls (void)
{
  g_autoptr (ImapServer) server = imap_server_new (plain_script, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (open_server (server, HEARTH_SECURITY_TLS, NULL, &error));
  g_assert_error (error, HEARTH_IMAP_ERROR, HEARTH_IMAP_ERROR_TLS);
  g_test_message ("%s", error->message);
  g_assert_null (hearth_imap_error_get_certificate (error));
}

/* What is put behind the OK to STARTTLS by somebody between: a capability that lets a password out,
 * and an end of the login to come. */
static void
stripping_script (ImapServer *server, gpointer data)
{
  g_autofree char *prefix = NULL;
  char *x;

  imap_server_say (server,
                   "* OK [CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN SASL-IR MOVE] ready\r\n");
  imap_server_expect (server, "STARTTLS");
  prefix = g_strdup (server->tag);
  x = strrchr (prefix, 'x');
  g_assert_nonnull (x);
  x[1] = '\0';
  imap_server_say (server,
                   "* ENABLED QRESYNC UTF8=ACCEPT\r\n%s OK begin\r\n* CAPABILITY IMAP4rev1 "
                   "AUTH=XOAUTH2 X-INJECTED\r\n"
                   "%s2 OK injected\r\n%s3 OK injected\r\n* 7 EXPUNGE\r\n",
                   server->tag, prefix, prefix);
  if (!imap_server_start_tls (server))
    return;
  imap_server_take (server, "CAPABILITY", "* CAPABILITY IMAP4rev1 LITERAL+\r\n", "OK done");
  imap_server_take (server, "LOGIN \"alex\" \"s3cret-word\"", "", "NO [AUTHENTICATIONFAILED] no");
  imap_server_wait_end (server);
}

G_NORETURN static void
never_gone_cb (const HearthImapUidSet *uids, guint32 sequence, gboolean earlier, gpointer user_data)
{
  g_assert_not_reached ();
}

static void
test_stripping (void)
{
  char *sha256;
  GTlsCertificate *certificate = imap_server_certificate (&sha256);
  g_autoptr (ImapServer) server = imap_server_new (stripping_script, NULL);
  g_autoptr (HearthCredentials) credentials =
      hearth_credentials_new (HEARTH_MECHANISM_PASSWORD, "alex", "s3cret-word");
  HearthImapListener listener = { .gone = never_gone_cb };
  g_autoptr (HearthImapSession) session = NULL;
  g_autoptr (GError) error = NULL;

  imap_server_use_tls (server, certificate);
  server->later = TRUE;
  session = open_server (server, HEARTH_SECURITY_STARTTLS, sha256, &error);
  g_assert_no_error (error);
  hearth_imap_session_set_listener (session, &listener);
  g_assert_cmpint (hearth_imap_session_get_features (session), ==,
                   HEARTH_IMAP_FEATURE_LITERAL_PLUS);
  g_assert_false (session->utf8);
  g_assert_false (session->qresync);
  g_assert_false (hearth_imap_session_login_sync (session, credentials, NULL, &error));
  g_assert_error (error, HEARTH_IMAP_ERROR, HEARTH_IMAP_ERROR_AUTH);
  g_assert_nonnull (strstr (server->heard->str, "STARTTLS"));
  g_assert_null (strstr (server->heard->str, "LOGIN"));
}

/* Servers, or somebody between, that would have the password in clear. */
static void
downgrade_script (ImapServer *server, gpointer data)
{
  const char *greeting = data;

  imap_server_say (server, "%s", greeting);
  while (!server->over) {
    g_autofree char *line = imap_server_hear (server);

    if (line != NULL && g_str_has_prefix (line, "STARTTLS"))
      imap_server_answer (server,
                          strstr (greeting, "no-tls") != NULL ? "NO not here" : "BAD what?");
    else if (line != NULL)
      imap_server_answer (server, "OK done");
  }
}

static void
test_downgrade (void)
{
  static const char *const greetings[] = {
    "* PREAUTH [CAPABILITY IMAP4rev1] welcome\r\n",
    "* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR] no-tls\r\n",
    "* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR] hi\r\n",
    "* OK [CAPABILITY IMAP4rev1 STARTTLS] no-tls\r\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (greetings); i++) {
    g_autoptr (ImapServer) server = imap_server_new (downgrade_script, (gpointer) greetings[i]);
    g_autoptr (GError) error = NULL;

    g_assert_null (open_server (server, HEARTH_SECURITY_STARTTLS, NULL, &error));
    g_assert_error (error, HEARTH_IMAP_ERROR, HEARTH_IMAP_ERROR_TLS);
    g_test_message ("%s", error->message);
    g_assert_null (strstr (server->heard->str, "LOGIN"));
    g_assert_null (strstr (server->heard->str, "AUTHENTICATE"));
  }
}

/* Returns an address of this computer that is no loopback address, or one that nobody has. */
static char *
dup_other_address (gboolean *here)
{
  struct ifaddrs *all = NULL;
  char text[INET_ADDRSTRLEN] = "192.0.2.1";

  *here = FALSE;
  getifaddrs (&all);
  for (struct ifaddrs *each = all; each != NULL && !*here; each = each->ifa_next) {
    if (each->ifa_addr == NULL || each->ifa_addr->sa_family != AF_INET ||
        (each->ifa_flags & IFF_LOOPBACK) != 0 || (each->ifa_flags & IFF_UP) == 0)
      continue;
    inet_ntop (AF_INET, &((struct sockaddr_in *) (gpointer) each->ifa_addr)->sin_addr, text,
               sizeof text);
    *here = TRUE;
  }
  freeifaddrs (all);
  return g_strdup (text);
}

/* Without encryption only this computer's loopback is spoken to. */
static void
test_plain_elsewhere (void)
{
  g_autoptr (ImapServer) server = imap_server_new_anywhere (plain_script, NULL);
  HearthMailServer address;
  gboolean here;
  g_autofree char *host = dup_other_address (&here);
  g_autoptr (GError) error = NULL;

  imap_server_address (server, HEARTH_SECURITY_NONE, &address);
  address.host = host;
  if (here)
    imap_server_start (server);
  g_assert_null (hearth_imap_session_open_sync (&address, NULL, &error));
  g_assert_error (error, HEARTH_IMAP_ERROR,
                  here ? HEARTH_IMAP_ERROR_TLS : HEARTH_IMAP_ERROR_CONNECT);
  g_test_message ("%s", error->message);
  g_assert_cmpuint (server->heard->len, ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  imap_test_short_limits ();
  g_test_add_func ("/imap-tls/pin", test_pin);
  g_test_add_data_func ("/imap-tls/cut", GINT_TO_POINTER (TRUE), test_cut_handshake);
  g_test_add_data_func ("/imap-tls/stalled", GINT_TO_POINTER (FALSE), test_cut_handshake);
  g_test_add_func ("/imap-tls/none", test_no_tls);
  g_test_add_func ("/imap-tls/stripping", test_stripping);
  g_test_add_func ("/imap-tls/downgrade", test_downgrade);
  g_test_add_func ("/imap-tls/plain-elsewhere", test_plain_elsewhere);
  return g_test_run ();
}
