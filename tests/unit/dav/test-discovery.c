/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dav-server.h"
#include "hearth-dav-discovery.h"
#include "hearth-dav-href.h"

#include <string.h>

/* From an address to a service, by a DNS of this process's own, RFC 6764; and from a service to
 * what it has. */

#define TEST_TYPE_RESOLVER (test_resolver_get_type ())
G_DECLARE_FINAL_TYPE (TestResolver, test_resolver, TEST, RESOLVER, GResolver)

struct _TestResolver {
  GResolver parent_instance;
};

G_DEFINE_FINAL_TYPE (TestResolver, test_resolver, G_TYPE_RESOLVER)

/* Nothing listens on the well-known port of "localhost", so that the web says nothing here. */
static GList *
lookup_service (GResolver *resolver, const char *name, GCancellable *cancellable, GError **error)
{
  if (g_str_equal (name, "_caldavs._tcp.localhost"))
    /* The name of a target may end in a dot. */
    return g_list_append (g_list_append (NULL, g_srv_target_new ("cal.srv.test.", 8443, 0, 1)),
                          g_srv_target_new ("spare.srv.test", 443, 10, 1));
  if (g_str_equal (name, "_carddavs._tcp.localhost"))
    return g_list_append (NULL, g_srv_target_new (".", 0, 0, 0));
  g_set_error (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "none of %s", name);
  return NULL;
}

static GList *
lookup_records (GResolver *resolver, const char *name, GResolverRecordType type,
                GCancellable *cancellable, GError **error)
{
  static const char *const texts[] = { "v=1", "path=/dav/", NULL };

  if (type == G_RESOLVER_RECORD_TXT && g_str_equal (name, "_caldavs._tcp.localhost"))
    return g_list_append (NULL, g_variant_ref_sink (g_variant_new ("(^as)", texts)));
  g_set_error (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "none of %s", name);
  return NULL;
}

static void
test_resolver_class_init (TestResolverClass *klass)
{
  G_RESOLVER_CLASS (klass)->lookup_service = lookup_service;
  G_RESOLVER_CLASS (klass)->lookup_records = lookup_records;
}

static void
test_resolver_init (TestResolver *self)
{
}

static void
test_srv (void)
{
  g_autoptr (GResolver) resolver = g_object_new (TEST_TYPE_RESOLVER, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = NULL;

  g_resolver_set_default (resolver);
  found = hearth_dav_discovery_candidates_sync ("alex@LOCALHOST", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (found->len, ==, 2);
  g_assert_cmpstr (found->pdata[0], ==, "https://cal.srv.test:8443/dav/");
  g_assert_cmpstr (found->pdata[1], ==, "https://spare.srv.test/dav/");
}

static void
test_no_srv (void)
{
  g_autoptr (GResolver) resolver = g_object_new (TEST_TYPE_RESOLVER, NULL);
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) stopped = NULL;

  g_resolver_set_default (resolver);
  g_assert_null (hearth_dav_discovery_candidates_sync ("alex@127.0.0.1", NULL, &error));
  g_assert_error (error, HEARTH_DAV_ERROR, HEARTH_DAV_ERROR_NOT_FOUND);
  g_cancellable_cancel (cancelled);
  g_assert_null (hearth_dav_discovery_candidates_sync ("alex@localhost", cancelled, &stopped));
  g_assert_error (stopped, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_url (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found =
      hearth_dav_discovery_candidates_sync ("https://dav.example.org:8443/people/alex", NULL,
                                            &error);

  g_assert_no_error (error);
  g_assert_cmpuint (found->len, ==, 3);
  g_assert_cmpstr (found->pdata[0], ==, "https://dav.example.org:8443/people/alex");
  g_assert_cmpstr (found->pdata[1], ==, "https://dav.example.org:8443/.well-known/caldav");
}

static void
test_ports (void)
{
  static const char *const cases[][2] = {
    { "https://a.example:443/x", "https://a.example/x" },
    { "http://a.example:80", "http://a.example/" },
    { "https://a.example:80/x", "https://a.example:80/x" },
    { "https://[::443]/x", "https://[::443]/x" },
    { "https://[::443]:443/x", "https://[::443]/x" },
    { "https://a.example:8443/x", "https://a.example:8443/x" },
  };
  g_autofree char *member =
      hearth_dav_href_dup_member ("https://a.example/c/", "https://a.example:443/c/x.ics");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *normal = hearth_dav_href_normalise (cases[i][0]);

    g_assert_cmpstr (normal, ==, cases[i][1]);
  }
  g_assert_cmpstr (member, ==, "x.ics");
}

#define RESPONSE(href, properties)                                                                 \
  "<response><href>" href "</href><propstat><prop>" properties                                     \
  "</prop><status>HTTP/1.1 200 OK</status></propstat></response>"

/* A server with scheduling, RFC 6638, whose home holds what is a calendar and what is none. */
static char *
answer_home (const char *request, guint n, gpointer user_data)
{
  if (g_str_has_prefix (request, "OPTIONS "))
    return g_strdup_printf ("200 OK\r\nDAV: 1, 3\r\nDAV: calendar-access%s\r\n\r\n",
                            user_data != NULL ? ", calendar-auto-schedule" : "");
  if (strstr (request, "PROPFIND /.well-known/caldav ") != NULL)
    return g_strdup ("301 Moved\r\nLocation: /\r\n\r\n");
  if (strstr (request, "PROPFIND /home/ ") != NULL)
    return dav_multistatus (
        RESPONSE ("/home/", "<resourcetype><collection/></resourcetype>")
            RESPONSE ("/home/work/",
                      "<resourcetype><collection/><C:calendar/></resourcetype>"
                      "<displayname>Work</displayname><C:supported-calendar-component-set>"
                      "<C:comp name=\"VEVENT\"/></C:supported-calendar-component-set>"
                      "<current-user-privilege-set><privilege><read/></privilege>"
                      "</current-user-privilege-set>")
                RESPONSE ("/home/inbox/",
                          "<resourcetype><collection/><C:schedule-inbox/></resourcetype>")
                    RESPONSE ("/home/journal/",
                              "<resourcetype><collection/><C:calendar/></resourcetype>"
                              "<C:supported-calendar-component-set><C:comp name=\"VJOURNAL\"/>"
                              "</C:supported-calendar-component-set>")
                        RESPONSE ("http://other.example.org/home/theirs/",
                                  "<resourcetype><collection/><C:calendar/></resourcetype>"));
  if (strstr (request, "PROPFIND /me/ ") != NULL)
    return dav_multistatus (
        RESPONSE ("/me/", "<C:calendar-home-set><href>/home/</href></C:calendar-home-set>"
                          "<C:calendar-user-address-set><href>/me/</href>"
                          "<href>mailto:alex@example.org</href></C:calendar-user-address-set>"
                          "<C:schedule-outbox-URL><href>/home/outbox/</href>"
                          "</C:schedule-outbox-URL>"));
  return dav_multistatus (
      RESPONSE ("/", "<current-user-principal><href>/me/</href></current-user-principal>"));
}

static void
check_list (gboolean schedules)
{
  g_autoptr (DavServer) server =
      dav_server_new (answer_home, schedules ? GUINT_TO_POINTER (1) : NULL);
  g_autofree char *url = dav_server_dup_url (server, "127.0.0.1", "/.well-known/caldav");
  g_autofree char *work = dav_server_dup_url (server, "127.0.0.1", "/home/work/");
  g_autoptr (HearthDavAccount) nobody = hearth_dav_account_new (url, "");
  g_autoptr (HearthDavClient) client = hearth_dav_client_new (nobody, NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = hearth_dav_discovery_list_sync (client, url, NULL, &error);
  const HearthDavFound *found;

  g_assert_no_error (error);
  g_assert_cmpuint (list->len, ==, 1);
  found = list->pdata[0];
  g_assert_cmpstr (found->url, ==, work);
  g_assert_cmpstr (found->name, ==, "Work");
  g_assert_cmpstr (found->address, ==, "alex@example.org");
  g_assert_cmpint (found->scheduling, ==, schedules);
  g_assert_true (found->events);
  g_assert_false (found->tasks);
  g_assert_false (found->writable);
}

static void
test_list (void)
{
  check_list (TRUE);
  /* It has an outbox, and sends nothing by itself. */
  check_list (FALSE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/dav/discovery/srv", test_srv);
  g_test_add_func ("/dav/discovery/no-srv", test_no_srv);
  g_test_add_func ("/dav/discovery/url", test_url);
  g_test_add_func ("/dav/discovery/ports", test_ports);
  g_test_add_func ("/dav/discovery/list", test_list);
  return g_test_run ();
}
