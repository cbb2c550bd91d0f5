/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dav-server.h"
#include "hearth-dav-client.h"

#include <string.h>

/* How a login is proven, and to whom; and requests that are given up. */

#define USER "alex"
#define PASSWORD "sEcret: 1"
#define REALM "calendars"
#define NONCE "dcd98b7102dd2f0e8b11d0f600bfb0c093"

typedef struct {
  const char *secrets[2]; /* what the keyring has, and after a refusal */
  HearthMechanism mechanism;
  guint n_asked;
  guint n_refreshed;
} Keyring;

static HearthCredentials *
lookup (const HearthDavAccount *account, gboolean refresh, gpointer user_data,
        GCancellable *cancellable, GError **error)
{
  Keyring *self = user_data;

  self->n_asked++;
  self->n_refreshed += refresh != FALSE;
  return hearth_credentials_new (self->mechanism, USER, self->secrets[refresh ? 1 : 0]);
}

static HearthDavClient *
make_client (const char *url, Keyring *keyring)
{
  g_autoptr (HearthDavAccount) account = hearth_dav_account_new (url, USER);

  return hearth_dav_client_new (account, lookup, keyring);
}

static HearthDavMultistatus *
ask (HearthDavClient *client, const char *url, GCancellable *cancellable, GError **error)
{
  return hearth_dav_client_ask_sync (client, "PROPFIND", url, "0",
                                     "<propfind xmlns=\"DAV:\"><prop><getetag/></prop></propfind>",
                                     cancellable, error);
}

static void
assert_asks (HearthDavClient *client, const char *url)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthDavMultistatus) answer = ask (client, url, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (answer);
}

static void
assert_fails (HearthDavClient *client, const char *url, HearthDavError code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthDavMultistatus) answer = ask (client, url, NULL, &error);

  g_assert_error (error, HEARTH_DAV_ERROR, (int) code);
  g_assert_null (answer);
}

static char *
md5 (char *text)
{
  char *sum = g_compute_checksum_for_string (G_CHECKSUM_MD5, text, -1);

  g_free (text);
  return sum;
}

/* A parameter of "Digest a=b, c="d"". */
static char *
dup_param (const char *header, const char *name)
{
  g_autofree char *pattern = g_strdup_printf ("\\b%s=\"?([^\",]*)", name);
  g_autoptr (GRegex) regex = g_regex_new (pattern, 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  return g_regex_match (regex, header, 0, &match) ? g_match_info_fetch (match, 1) : g_strdup ("");
}

/* RFC 7616, section 3.4.1 */
static gboolean
is_digest_right (const char *request, const char *password)
{
  g_autofree char *header = dav_dup_header (request, "Authorization");
  g_autofree char *method = g_strndup (request, strcspn (request, " "));
  g_autofree char *uri = NULL, *nc = NULL, *cnonce = NULL, *qop = NULL, *response = NULL;
  g_autofree char *a1 = NULL, *a2 = NULL, *expected = NULL;

  if (header == NULL || !g_str_has_prefix (header, "Digest "))
    return FALSE;
  uri = dup_param (header, "uri");
  nc = dup_param (header, "nc");
  cnonce = dup_param (header, "cnonce");
  qop = dup_param (header, "qop");
  response = dup_param (header, "response");
  a1 = md5 (g_strdup_printf ("%s:%s:%s", USER, REALM, password));
  a2 = md5 (g_strdup_printf ("%s:%s", method, uri));
  expected = md5 (g_strjoin (":", a1, NONCE, nc, cnonce, qop, a2, NULL));
  return g_str_equal (response, expected);
}

static char *
answer_digest (const char *request, guint n, gpointer user_data)
{
  if (is_digest_right (request, PASSWORD))
    return dav_multistatus ("");
  return g_strdup ("401 Unauthorized\r\n"
                   "WWW-Authenticate: Basic realm=\"" REALM "\"\r\n"
                   "WWW-Authenticate: Digest realm=\"" REALM "\", qop=\"auth\", nonce=\"" NONCE
                   "\", algorithm=MD5\r\n\r\n");
}

/* A password is never said where its digest is enough. */
static void
test_digest (void)
{
  g_autoptr (DavServer) server = dav_server_new (answer_digest, NULL);
  g_autofree char *url = dav_server_dup_url (server, "127.0.0.1", "/c/");
  Keyring keyring = { { PASSWORD, PASSWORD }, HEARTH_MECHANISM_PASSWORD, 0, 0 };
  Keyring wrong = { { "no", "neither" }, HEARTH_MECHANISM_PASSWORD, 0, 0 };
  g_autoptr (HearthDavClient) client = make_client (url, &keyring);
  g_autoptr (HearthDavClient) other = make_client (url, &wrong);

  assert_asks (client, url);
  assert_asks (client, url);
  g_assert_cmpuint (keyring.n_asked, ==, 1);
  assert_fails (other, url, HEARTH_DAV_ERROR_LOGIN);
  g_assert_cmpuint (wrong.n_refreshed, ==, 1);
  g_assert_true (dav_server_saw (server, "Authorization: Digest"));
  g_assert_false (dav_server_saw (server, "Authorization: Basic"));
  g_assert_false (dav_server_saw (server, PASSWORD));
}

static char *
answer_basic (const char *request, guint n, gpointer user_data)
{
  g_autofree char *header = dav_dup_header (request, "Authorization");
  g_autofree char *pair =
      g_base64_encode ((const guchar *) USER ":" PASSWORD, strlen (USER ":" PASSWORD));
  g_autofree char *expected = g_strconcat ("Basic ", pair, NULL);

  if (g_strcmp0 (header, expected) == 0)
    return dav_multistatus ("");
  return g_strdup ("401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"" REALM "\"\r\n\r\n");
}

static void
test_basic (void)
{
  g_autoptr (DavServer) server = dav_server_new (answer_basic, NULL);
  g_autofree char *url = dav_server_dup_url (server, "127.0.0.1", "/c/");
  Keyring keyring = { { "old", PASSWORD }, HEARTH_MECHANISM_PASSWORD, 0, 0 };
  g_autoptr (HearthDavClient) client = make_client (url, &keyring);

  /* A password that was changed meanwhile. */
  assert_asks (client, url);
  g_assert_cmpuint (keyring.n_refreshed, ==, 1);
}

/* Without TLS nothing is asked of another computer, and so no password said to it. */
static void
test_plain (void)
{
  static const char *const urls[] = { "http://192.0.2.1/c/", "http://calendar.example.test/c/" };
  Keyring keyring = { { PASSWORD, PASSWORD }, HEARTH_MECHANISM_PASSWORD, 0, 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (urls); i++) {
    g_autoptr (HearthDavClient) client = make_client (urls[i], &keyring);
    gint64 start = g_get_monotonic_time ();

    assert_fails (client, urls[i], HEARTH_DAV_ERROR_PROTOCOL);
    g_assert_cmpint (g_get_monotonic_time () - start, <, G_TIME_SPAN_SECOND);
  }
}

static char *
answer_bearer (const char *request, guint n, gpointer user_data)
{
  g_autofree char *header = dav_dup_header (request, "Authorization");

  if (g_strcmp0 (header, "Bearer token-2") == 0)
    return dav_multistatus ("");
  return g_strdup ("401 Unauthorized\r\nWWW-Authenticate: Bearer\r\n\r\n");
}

/* A token that ran out is asked for anew, once. */
static void
test_bearer (void)
{
  g_autoptr (DavServer) server = dav_server_new (answer_bearer, NULL);
  g_autofree char *url = dav_server_dup_url (server, "127.0.0.1", "/c/");
  Keyring keyring = { { "token-1", "token-2" }, HEARTH_MECHANISM_TOKEN, 0, 0 };
  Keyring stale = { { "token-1", "token-1" }, HEARTH_MECHANISM_TOKEN, 0, 0 };
  g_autoptr (HearthDavClient) client = make_client (url, &keyring);
  g_autoptr (HearthDavClient) other = make_client (url, &stale);

  assert_asks (client, url);
  g_assert_cmpuint (dav_server_get_n (server), ==, 2);
  assert_asks (client, url);
  g_assert_cmpuint (keyring.n_asked, ==, 2);
  assert_fails (other, url, HEARTH_DAV_ERROR_LOGIN);
  g_assert_cmpuint (stale.n_asked, ==, 2);
}

/* In the middle of requests that are under way. */
static void
test_bearer_pending (void)
{
  g_autoptr (DavServer) server = dav_server_new (answer_bearer, NULL);
  g_autofree char *url = dav_server_dup_url (server, "127.0.0.1", "/c/");
  Keyring keyring = { { "token-1", "token-2" }, HEARTH_MECHANISM_TOKEN, 0, 0 };
  g_autoptr (HearthDavClient) client = make_client (url, &keyring);
  HearthDavPending *pending[3];

  for (gsize i = 0; i < G_N_ELEMENTS (pending); i++) {
    g_autoptr (HearthHttpRequest) request =
        hearth_dav_client_new_request (client, "REPORT", url, "1", "<x/>");

    pending[i] = hearth_dav_client_begin (client, request, NULL);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (pending); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (HearthDavMultistatus) answer = hearth_dav_pending_parse_sync (pending[i], &error);

    g_assert_no_error (error);
    g_assert_nonnull (answer);
    hearth_dav_pending_free (pending[i]);
  }
}

/* Leads to the place in @user_data. */
static char *
answer_elsewhere (const char *request, guint n, gpointer user_data)
{
  g_autofree char *header = dav_dup_header (request, "Authorization");

  if (header == NULL)
    return g_strdup ("401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\n\r\n");
  if (strstr (request, " /there/") != NULL)
    return dav_multistatus ("");
  return g_strdup_printf ("302 Found\r\nLocation: %s\r\n\r\n", (const char *) user_data);
}

/* A login is for one server: who is sent to another does not take it along, not even by asking. */
static void
test_redirect (void)
{
  g_autoptr (DavServer) thief = dav_server_new (answer_basic, NULL);
  g_autofree char *theirs = dav_server_dup_url (thief, "localhost", "/there/");
  g_autoptr (DavServer) server = dav_server_new (answer_elsewhere, theirs);
  g_autoptr (DavServer) plain = dav_server_new (answer_elsewhere, (char *) "/there/");
  g_autofree char *url = dav_server_dup_url (server, "127.0.0.1", "/c/");
  g_autofree char *own = dav_server_dup_url (plain, "127.0.0.1", "/c/");
  Keyring keyring = { { PASSWORD, PASSWORD }, HEARTH_MECHANISM_PASSWORD, 0, 0 };
  g_autoptr (HearthDavClient) client = make_client (url, &keyring);
  g_autoptr (HearthDavClient) at_home = make_client (own, &keyring);

  assert_fails (client, url, HEARTH_DAV_ERROR_PROTOCOL);
  g_assert_cmpuint (dav_server_get_n (thief), ==, 0);
  /* Nor if a listing or a setting names it. */
  assert_fails (client, theirs, HEARTH_DAV_ERROR_PROTOCOL);
  g_assert_cmpuint (dav_server_get_n (thief), ==, 0);
  /* On the same server it is followed. */
  assert_asks (at_home, own);
  g_assert_true (dav_server_saw (plain, "PROPFIND /there/"));
}

static char *
answer_nothing (const char *request, guint n, gpointer user_data)
{
  return NULL;
}

static gpointer
cancel_when_held (gpointer user_data)
{
  gpointer *data = user_data;

  g_assert_true (dav_server_wait_held (data[0]));
  *(gint64 *) data[2] = g_get_monotonic_time ();
  g_cancellable_cancel (data[1]);
  return NULL;
}

static void
test_cancel (void)
{
  g_autoptr (DavServer) server = dav_server_new (answer_nothing, NULL);
  g_autofree char *url = dav_server_dup_url (server, "127.0.0.1", "/c/");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Keyring keyring = { { "token", "token" }, HEARTH_MECHANISM_TOKEN, 0, 0 };
  g_autoptr (HearthDavClient) client = make_client (url, &keyring);
  g_autoptr (GError) error = NULL;
  gint64 cancelled = 0;
  gpointer data[] = { server, cancellable, &cancelled };
  GThread *thread = g_thread_new ("cancel", cancel_when_held, data);

  g_assert_null (ask (client, url, cancellable, &error));
  g_assert_cmpint (g_get_monotonic_time () - cancelled, <, G_TIME_SPAN_SECOND / 2);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
  g_assert_true (dav_server_wait_left (server));
}

static char *
answer_endless (const char *request, guint n, gpointer user_data)
{
  return g_strdup ("endless");
}

static void
test_endless (void)
{
  g_autoptr (DavServer) server = dav_server_new (answer_endless, NULL);
  g_autofree char *url = dav_server_dup_url (server, "127.0.0.1", "/c/");
  Keyring keyring = { { "token", "token" }, HEARTH_MECHANISM_TOKEN, 0, 0 };
  g_autoptr (HearthDavClient) client = make_client (url, &keyring);

  assert_fails (client, url, HEARTH_DAV_ERROR_TOO_LARGE);
  g_assert_cmpuint (dav_server_get_sent (server), <, HEARTH_DAV_MAX_ANSWER + 16 * 1024 * 1024);
}

static char *
answer_page (const char *request, guint n, gpointer user_data)
{
  return g_strdup_printf ("%s\r\nContent-Type: text/html\r\n\r\n<html><body>Sign in</body></html>",
                          (const char *) user_data);
}

/* What a hotel's network says, and what servers say when they cannot. */
static void
test_statuses (void)
{
  static const struct {
    const char *status;
    HearthDavError code;
  } cases[] = {
    { "200 OK", HEARTH_DAV_ERROR_PROTOCOL },
    { "207 Multi-Status", HEARTH_DAV_ERROR_PROTOCOL },
    { "400 Bad Request", HEARTH_DAV_ERROR_REFUSED },
    { "403 Forbidden", HEARTH_DAV_ERROR_REFUSED },
    { "404 Not Found", HEARTH_DAV_ERROR_NOT_FOUND },
    { "405 Method Not Allowed", HEARTH_DAV_ERROR_REFUSED },
    { "409 Conflict", HEARTH_DAV_ERROR_REFUSED },
    { "410 Gone", HEARTH_DAV_ERROR_NOT_FOUND },
    { "412 Precondition Failed", HEARTH_DAV_ERROR_CONFLICT },
    { "413 Too Large", HEARTH_DAV_ERROR_TOO_LARGE },
    { "415 Unsupported Media Type", HEARTH_DAV_ERROR_REFUSED },
    { "423 Locked", HEARTH_DAV_ERROR_OFFLINE },
    { "429 Too Many Requests", HEARTH_DAV_ERROR_OFFLINE },
    { "500 Internal Server Error", HEARTH_DAV_ERROR_FAILED },
    { "503 Service Unavailable", HEARTH_DAV_ERROR_OFFLINE },
    { "507 Insufficient Storage", HEARTH_DAV_ERROR_REFUSED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (DavServer) server = dav_server_new (answer_page, (char *) cases[i].status);
    g_autofree char *url = dav_server_dup_url (server, "127.0.0.1", "/c/");
    Keyring keyring = { { "token", "token" }, HEARTH_MECHANISM_TOKEN, 0, 0 };
    g_autoptr (HearthDavClient) client = make_client (url, &keyring);

    g_test_message ("%s", cases[i].status);
    assert_fails (client, url, cases[i].code);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/dav/client/digest", test_digest);
  g_test_add_func ("/dav/client/basic", test_basic);
  g_test_add_func ("/dav/client/plain", test_plain);
  g_test_add_func ("/dav/client/bearer", test_bearer);
  g_test_add_func ("/dav/client/bearer-pending", test_bearer_pending);
  g_test_add_func ("/dav/client/redirect", test_redirect);
  g_test_add_func ("/dav/client/cancel", test_cancel);
  g_test_add_func ("/dav/client/endless", test_endless);
  g_test_add_func ("/dav/client/statuses", test_statuses);
  return g_test_run ();
}
