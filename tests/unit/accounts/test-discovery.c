/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-discovery.h"

#include <string.h>

/* A network of this process's own: a web, a DNS and mail servers. */

/* Signed by nobody, for mail.example.test and imap.guess.test. */
static const char pem[] = "-----BEGIN PRIVATE KEY-----\n"
                          "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgoSXs//DIN2AokzXJ\n"
                          "G5T8wwuOTwHT0SESLK8KHJgjvn+hRANCAAQDi5inP59ffoHCYMA0ZzYI6/xjwOU4\n"
                          "VZ+n2kClkokdU1H18FwB71AP6rog74W6o5CkNb0rkmo+1G5e9HnhvlZ7\n"
                          "-----END PRIVATE KEY-----\n"
                          "-----BEGIN CERTIFICATE-----\n"
                          "MIIBwTCCAWagAwIBAgIULCFfF+JpNIWHc01xMiFP5rt3lf0wCgYIKoZIzj0EAwIw\n"
                          "HDEaMBgGA1UEAwwRbWFpbC5leGFtcGxlLnRlc3QwIBcNMjYxMTI4MTIyODIwWhgP\n"
                          "MjEyNjExMDQxMjI4MjBaMBwxGjAYBgNVBAMMEW1haWwuZXhhbXBsZS50ZXN0MFkw\n"
                          "EwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEA4uYpz+fX36BwmDANGc2COv8Y8DlOFWf\n"
                          "p9pApZKJHVNR9fBcAe9QD+q6IO+FuqOQpDW9K5JqPtRuXvR54b5We6OBgzCBgDAd\n"
                          "BgNVHQ4EFgQUxXngFuRipvtU87dg0drfCe6F1oMwHwYDVR0jBBgwFoAUxXngFuRi\n"
                          "pvtU87dg0drfCe6F1oMwDwYDVR0TAQH/BAUwAwEB/zAtBgNVHREEJjAkghFtYWls\n"
                          "LmV4YW1wbGUudGVzdIIPaW1hcC5ndWVzcy50ZXN0MAoGCCqGSM49BAMCA0kAMEYC\n"
                          "IQDtpUo/sxzwcvkBVVeDCgNh/YcS5IsO3ykd6bTKGt982wIhAPnVO82ZQksdgFFF\n"
                          "/j4MaetiQ7K4S1s01upeujmSG7gP\n"
                          "-----END CERTIFICATE-----\n";

#define CONFIG(host)                                                                               \
  "<clientConfig version=\"1.1\"><emailProvider id=\"x\"><incomingServer "                         \
  "type=\"imap\"><hostname>" host                                                                  \
  "</hostname><port>993</port><socketType>SSL</socketType><username>%EMAILADDRESS%</username>"     \
  "<authentication>password-cleartext</authentication></incomingServer><outgoingServer "           \
  "type=\"smtp\"><hostname>smtp." host "</hostname><port>465</port><socketType>SSL</socketType>"   \
  "<username>%EMAILADDRESS%</username></outgoingServer></emailProvider></clientConfig>"

/* DNS */

#define TEST_TYPE_RESOLVER (test_resolver_get_type ())
G_DECLARE_FINAL_TYPE (TestResolver, test_resolver, TEST, RESOLVER, GResolver)

struct _TestResolver {
  GResolver parent_instance;
};

G_DEFINE_FINAL_TYPE (TestResolver, test_resolver, G_TYPE_RESOLVER)

static void
free_targets (gpointer targets)
{
  g_resolver_free_targets (targets);
}

static void
lookup_service_async (GResolver *resolver, const char *name, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, user_data);
  GList *targets = NULL;

  if (strcmp (name, "_imaps._tcp.srv.test") == 0)
    targets = g_list_prepend (NULL, g_srv_target_new ("in.srv.test", 1993, 0, 1));
  else if (strcmp (name, "_imap._tcp.srv.test") == 0)
    targets = g_list_prepend (NULL, g_srv_target_new ("in.srv.test", 1143, 0, 1));
  else if (strcmp (name, "_submission._tcp.srv.test") == 0)
    targets = g_list_prepend (NULL, g_srv_target_new ("out.srv.test", 1587, 0, 1));
  else if (strcmp (name, "_imaps._tcp.never.test") == 0)
    targets = g_list_prepend (NULL, g_srv_target_new (".", 0, 0, 0));
  if (targets != NULL)
    g_task_return_pointer (task, targets, free_targets);
  else
    g_task_return_new_error (task, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "none");
}

static GList *
lookup_service_finish (GResolver *resolver, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
free_records (gpointer records)
{
  g_list_free_full (records, (GDestroyNotify) g_variant_unref);
}

static void
lookup_records_async (GResolver *resolver, const char *name, GResolverRecordType type,
                      GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  static const struct {
    const char *domain;
    const char *exchanger;
  } exchangers[] = {
    { "own-google.test", "ASPMX.L.GOOGLE.COM" },
    { "hosted.test", "mx1.mail.hoster.test" },
  };
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, user_data);

  g_assert_cmpint (type, ==, G_RESOLVER_RECORD_MX);
  for (guint i = 0; i < G_N_ELEMENTS (exchangers); i++) {
    if (strcmp (name, exchangers[i].domain) == 0) {
      GList *list =
          g_list_prepend (NULL,
                          g_variant_ref_sink (g_variant_new ("(qs)", 20, "backup.example.test")));

      list =
          g_list_prepend (list,
                          g_variant_ref_sink (g_variant_new ("(qs)", 10, exchangers[i].exchanger)));
      g_task_return_pointer (task, list, free_records);
      return;
    }
  }
  g_task_return_new_error (task, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "none");
}

static void
test_resolver_class_init (TestResolverClass *klass)
{
  GResolverClass *resolver_class = G_RESOLVER_CLASS (klass);

  resolver_class->lookup_service_async = lookup_service_async;
  resolver_class->lookup_service_finish = lookup_service_finish;
  resolver_class->lookup_records_async = lookup_records_async;
  resolver_class->lookup_records_finish = lookup_service_finish;
}

static void
test_resolver_init (TestResolver *self)
{
}

/* Web and mail servers */

typedef struct {
  GSocketService *web;
  GSocketService *mail[5];
  guint16 ports[5];
  char *base;
  GTlsCertificate *certificate;
  GMutex mutex;
  GPtrArray *requests; /* (mutex) */
  HearthHttp *http;
} World;

static const struct {
  const char *host;
  guint16 port;
  gboolean tls;
  const char *greeting;
  const char *answer;
  const char *upgrade;
} mail_servers[] = {
  { "imap.guess.test", 993, TRUE, "* OK hello\r\n",
    "* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\na OK done\r\n", NULL },
  { "mail.guess.test", 143, FALSE, "* OK [CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED] hello\r\n",
    "* CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED\r\na OK done\r\n", "b OK begin\r\n" },
  { "smtp.guess.test", 587, FALSE, "220-smtp.guess.test\r\n220 ESMTP\r\n",
    "250-smtp.guess.test\r\n250-STARTTLS\r\n250 8BITMIME\r\n", "220 go ahead\r\n" },
  /* No TLS at all. */
  { "imap.clear.test", 143, FALSE, "* OK hello\r\n", "* CAPABILITY IMAP4rev1\r\na OK done\r\n",
    NULL },
  /* Not a mail server. */
  { "imap.ssh.test", 143, FALSE, "SSH-2.0-OpenSSH_9.2\r\n", NULL, NULL },
};

static char *
read_line (GIOStream *stream)
{
  GString *line = g_string_new (NULL);
  char c;

  while (line->len < 4096 &&
         g_input_stream_read (g_io_stream_get_input_stream (stream), &c, 1, NULL, NULL) == 1) {
    g_string_append_c (line, c);
    if (c == '\n')
      break;
  }
  return g_string_free (line, FALSE);
}

static void
note (World *world, const char *what)
{
  g_mutex_lock (&world->mutex);
  g_ptr_array_add (world->requests, g_strdup (what));
  g_mutex_unlock (&world->mutex);
}

static void
say (GIOStream *stream, const char *words)
{
  g_output_stream_write_all (g_io_stream_get_output_stream (stream), words, strlen (words), NULL,
                             NULL, NULL);
}

static GIOStream *
wrap (World *world, GIOStream *base)
{
  GIOStream *tls = g_tls_server_connection_new (base, world->certificate, NULL);

  if (!g_tls_connection_handshake (G_TLS_CONNECTION (tls), NULL, NULL))
    g_clear_object (&tls);
  return tls;
}

static gboolean
mail_cb (GThreadedSocketService *service, GSocketConnection *connection, GObject *source,
         World *world)
{
  guint i = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (service), "number"));
  g_autoptr (GIOStream) stream = mail_servers[i].tls ? wrap (world, G_IO_STREAM (connection))
                                                     : G_IO_STREAM (g_object_ref (connection));

  if (stream == NULL)
    return TRUE;
  say (stream, mail_servers[i].greeting);
  for (;;) {
    g_autofree char *line = read_line (stream);

    if (*line == '\0')
      return TRUE;
    note (world, line);
    if (strstr (line, "STARTTLS") != NULL && mail_servers[i].upgrade != NULL) {
      g_autoptr (GIOStream) upgraded = NULL;

      say (stream, mail_servers[i].upgrade);
      upgraded = wrap (world, stream);
      return TRUE;
    }
    if (mail_servers[i].answer != NULL)
      say (stream, mail_servers[i].answer);
  }
}

static const struct {
  const char *path;
  const char *body;
} pages[] = {
  { "/https/autoconfig.own.test/mail/config-v1.1.xml?emailaddress=ana%40own.test",
    CONFIG ("own.test") },
  { "/https/autoconfig.bad.test/mail/config-v1.1.xml?emailaddress=ana%40bad.test", "<html>" },
  { "/https/bad.test/.well-known/autoconfig/mail/config-v1.1.xml", CONFIG ("known.bad.test") },
  { "/http/autoconfig.plain.test/mail/config-v1.1.xml", CONFIG ("plain.test") },
  { "/https/ispdb.test/v1.1/listed.test", CONFIG ("listed.test") },
  { "/https/ispdb.test/v1.1/own.test", CONFIG ("own.test") },
  { "/https/ispdb.test/v1.1/hoster.test", CONFIG ("hoster.test") },
};

static gboolean
web_cb (GThreadedSocketService *service, GSocketConnection *connection, GObject *source,
        World *world)
{
  g_autofree char *first = read_line (G_IO_STREAM (connection));
  g_auto (GStrv) words = g_strsplit (first, " ", 3);
  const char *body = NULL;
  g_autofree char *answer = NULL;

  for (;;) {
    g_autofree char *line = read_line (G_IO_STREAM (connection));

    if (strlen (line) <= 2)
      break;
  }
  if (words[0] == NULL || words[1] == NULL)
    return TRUE;
  note (world, words[1]);
  if (strstr (words[1], "slow.test") != NULL)
    g_usleep (30 * G_USEC_PER_SEC);
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++) {
    if (strcmp (pages[i].path, words[1]) == 0)
      body = pages[i].body;
  }
  answer = g_strdup_printf ("HTTP/1.1 %s\r\nContent-Length: %zu\r\nConnection: close\r\n\r\n%s",
                            body != NULL ? "200 OK" : "404 Not Found",
                            body != NULL ? strlen (body) : 0, body != NULL ? body : "");
  say (G_IO_STREAM (connection), answer);
  return TRUE;
}

static GSocketService *
serve (GCallback callback, World *world, guint number, guint16 *port)
{
  GSocketService *service = g_threaded_socket_service_new (20);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GError) error = NULL;

  g_socket_listener_add_address (G_SOCKET_LISTENER (service), address, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &bound, &error);
  g_assert_no_error (error);
  *port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  g_object_set_data (G_OBJECT (service), "number", GUINT_TO_POINTER (number));
  g_signal_connect (service, "run", callback, world);
  return service;
}

static GSocketConnectable *
place_cb (const char *host, guint16 port, gpointer user_data)
{
  World *world = user_data;

  for (guint i = 0; i < G_N_ELEMENTS (mail_servers); i++) {
    if (strcmp (mail_servers[i].host, host) == 0 && mail_servers[i].port == port)
      return g_network_address_new ("127.0.0.1", world->ports[i]);
  }
  return NULL;
}

static void
set_up (World *world, gconstpointer data)
{
  guint16 port;
  g_autoptr (GError) error = NULL;

  g_mutex_init (&world->mutex);
  world->requests = g_ptr_array_new_with_free_func (g_free);
  world->certificate = g_tls_certificate_new_from_pem (pem, -1, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (mail_servers); i++)
    world->mail[i] = serve (G_CALLBACK (mail_cb), world, i, &world->ports[i]);
  world->web = serve (G_CALLBACK (web_cb), world, 0, &port);
  world->base = g_strdup_printf ("http://127.0.0.1:%u", port);
  world->http = hearth_http_new (NULL);
}

static void
end_service (GSocketService *service)
{
  g_socket_service_stop (service);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_socket_listener_close (G_SOCKET_LISTENER (service));
  g_object_unref (service);
}

static void
tear_down (World *world, gconstpointer data)
{
  g_clear_object (&world->http);
  for (guint i = 0; i < G_N_ELEMENTS (mail_servers); i++)
    end_service (world->mail[i]);
  end_service (world->web);
  g_object_unref (world->certificate);
  g_ptr_array_unref (world->requests);
  g_free (world->base);
  g_mutex_clear (&world->mutex);
}

static void
result_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GPtrArray *
find (World *world, const char *address, GStrv *told)
{
  /* In the double, the list of providers is a host of its own too. */
  g_autoptr (HearthDiscovery) discovery =
      hearth_discovery_new (world->http, "https://ispdb.test/v1.1/");
  g_autoptr (GResolver) resolver = g_object_new (TEST_TYPE_RESOLVER, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *choices;

  hearth_discovery_set_double (discovery, resolver, world->base, place_cb, world);
  hearth_discovery_find_async (discovery, address, NULL, result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  choices = hearth_discovery_find_finish (discovery, result, told, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < choices->len; i++) {
    const HearthAccountChoice *choice = choices->pdata[i];

    g_test_message ("%d %s: %s %u, %s %u; %s", choice->origin, choice->place,
                    choice->account->imap.host, choice->account->imap.port,
                    choice->account->smtp.host, choice->account->smtp.port, choice->problem);
  }
  return choices;
}

static gboolean
was_asked (World *world, const char *part)
{
  gboolean asked = FALSE;

  g_mutex_lock (&world->mutex);
  for (guint i = 0; i < world->requests->len; i++)
    asked |= strstr (world->requests->pdata[i], part) != NULL;
  g_mutex_unlock (&world->mutex);
  return asked;
}

/* The same to mail servers alone. */
static gboolean
was_said (World *world, const char *part)
{
  gboolean said = FALSE;

  g_mutex_lock (&world->mutex);
  for (guint i = 0; i < world->requests->len; i++) {
    const char *request = world->requests->pdata[i];

    said |= *request != '/' && strstr (request, part) != NULL;
  }
  g_mutex_unlock (&world->mutex);
  return said;
}

/* What each domain has, and what is first. */
static const struct {
  const char *name;
  const char *address;
  HearthChoiceOrigin origin;
  const char *imap;
  guint16 port;
  const char *smtp;
} finds[] = {
  { "own-file", "ana@own.test", HEARTH_CHOICE_AUTOCONFIG, "own.test", 993, "smtp.own.test" },
  { "well-known", "ana@bad.test", HEARTH_CHOICE_AUTOCONFIG, "known.bad.test", 993,
    "smtp.known.bad.test" },
  { "list", "ana@listed.test", HEARTH_CHOICE_ISPDB, "listed.test", 993, "smtp.listed.test" },
  { "srv", "ana@srv.test", HEARTH_CHOICE_SRV, "in.srv.test", 1993, "out.srv.test" },
  { "exchanger", "ana@hosted.test", HEARTH_CHOICE_MX, "hoster.test", 993, "smtp.hoster.test" },
  { "google", "ana@own-google.test", HEARTH_CHOICE_KNOWN, "imap.gmail.com", 993, "smtp.gmail.com" },
  { "known", "ana@googlemail.com", HEARTH_CHOICE_KNOWN, "imap.gmail.com", 993, "smtp.gmail.com" },
  { "plain-file", "ana@plain.test", HEARTH_CHOICE_PLAIN, "plain.test", 993, "smtp.plain.test" },
};

static void
test_find (World *world, gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (GPtrArray) choices = find (world, finds[i].address, NULL);
  const HearthAccountChoice *first;

  g_assert_cmpuint (choices->len, >=, 1);
  first = choices->pdata[0];
  g_assert_cmpint (first->origin, ==, finds[i].origin);
  g_assert_cmpstr (first->account->imap.host, ==, finds[i].imap);
  g_assert_cmpint (first->account->imap.port, ==, finds[i].port);
  g_assert_cmpstr (first->account->smtp.host, ==, finds[i].smtp);
  g_assert_cmpint (first->account->imap.security, ==, HEARTH_SECURITY_TLS);
}

/* The list learns the domain and nothing else; who learnt it is said. */
static void
test_privacy (World *world, gconstpointer data)
{
  g_auto (GStrv) told = NULL;
  g_autoptr (GPtrArray) choices = find (world, "ana@listed.test", &told);

  g_assert_cmpuint (choices->len, ==, 1);
  g_assert_true (was_asked (world, "/https/ispdb.test/v1.1/listed.test"));
  g_assert_false (was_asked (world, "/https/ispdb.test/v1.1/listed.test?"));
  g_assert_true (g_strv_contains ((const char *const *) told, "ispdb.test"));
  g_assert_true (g_strv_contains ((const char *const *) told, "autoconfig.listed.test"));
  /* What anybody can read on the way does not hold the address. */
  g_assert_true (was_asked (world, "/http/autoconfig.listed.test/mail/config-v1.1.xml"));
  g_assert_false (was_asked (world, "/http/autoconfig.listed.test/mail/config-v1.1.xml?"));
}

/* Servers that answer under a usual name. This certificate is one that nobody trusts, so that both
 * say so and neither can be used before it was accepted. */
static void
test_guess (World *world, gconstpointer data)
{
  g_autoptr (GPtrArray) choices = find (world, "ana@guess.test", NULL);
  const HearthAccountChoice *choice;

  g_assert_cmpuint (choices->len, ==, 2);
  choice = choices->pdata[0];
  g_assert_cmpint (choice->origin, ==, HEARTH_CHOICE_GUESS);
  g_assert_cmpstr (choice->account->imap.host, ==, "imap.guess.test");
  g_assert_cmpint (choice->account->imap.port, ==, 993);
  g_assert_cmpstr (choice->account->smtp.host, ==, "smtp.guess.test");
  g_assert_cmpint (choice->account->smtp.port, ==, 587);
  g_assert_cmpint (choice->account->smtp.security, ==, HEARTH_SECURITY_STARTTLS);
  g_assert_true (choice->answered);
  g_assert_cmpstr (choice->problem, !=, "");
  choice = choices->pdata[1];
  g_assert_cmpstr (choice->account->imap.host, ==, "mail.guess.test");
  g_assert_cmpint (choice->account->imap.security, ==, HEARTH_SECURITY_STARTTLS);
  /* Nobody heard who asks. */
  g_assert_true (was_asked (world, "a CAPABILITY"));
  g_assert_false (was_said (world, "ana"));
  g_assert_false (was_said (world, "LOGIN"));
}

static void
test_nothing (World *world, gconstpointer data)
{
  static const char *const addresses[] = { "ana@none.test", "ana@never.test", "ana@clear.test",
                                           "ana@ssh.test" };

  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++) {
    g_autoptr (GPtrArray) choices = find (world, addresses[i], NULL);

    g_assert_cmpuint (choices->len, ==, 0);
  }
}

static void
test_slow (World *world, gconstpointer data)
{
  gint64 begun = g_get_monotonic_time ();
  g_autoptr (GPtrArray) choices = find (world, "ana@slow.test", NULL);

  g_assert_cmpuint (choices->len, ==, 0);
  g_assert_cmpint (g_get_monotonic_time () - begun, <, 10 * G_USEC_PER_SEC);
}

static void
test_no_address (World *world, gconstpointer data)
{
  g_autoptr (HearthDiscovery) discovery = hearth_discovery_new (world->http, "");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  hearth_discovery_find_async (discovery, "ana", NULL, result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (hearth_discovery_find_finish (discovery, result, NULL, &error));
  g_assert_error (error, HEARTH_ACCOUNTS_ERROR, HEARTH_ACCOUNTS_ERROR_INVALID);
}

static void
test_cancel (World *world, gconstpointer data)
{
  g_autoptr (HearthDiscovery) discovery =
      hearth_discovery_new (world->http, "https://ispdb.test/v1.1/");
  g_autoptr (GResolver) resolver = g_object_new (TEST_TYPE_RESOLVER, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  hearth_discovery_set_double (discovery, resolver, world->base, place_cb, world);
  hearth_discovery_find_async (discovery, "ana@slow.test", cancellable, result_cb, &result);
  g_main_context_iteration (NULL, TRUE);
  g_cancellable_cancel (cancellable);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (hearth_discovery_find_finish (discovery, result, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

#define ADD(name, data, function)                                                                  \
  g_test_add ("/accounts/discovery/" name, World, data, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (finds); i++) {
    g_autofree char *path = g_strconcat ("/accounts/discovery/find/", finds[i].name, NULL);

    g_test_add (path, World, GUINT_TO_POINTER (i), set_up, test_find, tear_down);
  }
  ADD ("privacy", NULL, test_privacy);
  ADD ("guess", NULL, test_guess);
  ADD ("nothing", NULL, test_nothing);
  ADD ("slow", NULL, test_slow);
  ADD ("no-address", NULL, test_no_address);
  ADD ("cancel", NULL, test_cancel);

  return g_test_run ();
}
