/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dav-server.h"
#include "hearth-dav-collection.h"

#include <stdlib.h>
#include <string.h>

/* What changed in a collection, by servers that know tokens, that know none, and that know them
 * badly. */

#define TEXT "BEGIN:VCALENDAR\nEND:VCALENDAR\n"

/* How a server is; one member a version. */
typedef struct {
  gboolean knows_tokens;
  const char *refusal; /* (nullable): what is said to a token that is not "" */
  const char *ctag;    /* (nullable) */
  guint n_pages;       /* a listing is told in so many pages */
  gboolean stands_still;
  const char *members[6]; /* "name=version" */
} Script;

typedef struct {
  GHashTable *known;
  GPtrArray *told; /* "+name" and "-name", in order */
} Heard;

static char *
member_name (const char *member)
{
  return g_strndup (member, strcspn (member, "="));
}

static void
append_member (GString *out, const char *member, gboolean with_data)
{
  g_autofree char *name = member_name (member);

  g_string_append_printf (out,
                          "<response><href>/c/%s</href><propstat><prop><getetag>\"%s\"</getetag>"
                          "%s</prop><status>HTTP/1.1 200 OK</status></propstat></response>",
                          name, strchr (member, '=') + 1,
                          with_data ? "<C:calendar-data>" TEXT "</C:calendar-data>" : "");
}

static char *
answer_listing (const Script *self, const char *request)
{
  g_autoptr (GString) out = g_string_new (NULL);
  const char *token = strstr (request, "<sync-token>") + strlen ("<sync-token>");
  guint page = g_str_has_prefix (token, "page-") ? (guint) atoi (token + 5) : 0;
  guint n = 0;

  while (self->members[n] != NULL)
    n++;
  if (*token != '<' && page == 0 && self->refusal != NULL)
    return g_strdup_printf ("%s\r\n\r\n", self->refusal);
  for (guint i = 0; i < n; i++)
    if (self->n_pages <= 1 || i % self->n_pages == page)
      append_member (out, self->members[i], FALSE);
  if (page + 1 < self->n_pages)
    g_string_append_printf (
        out,
        "<response><href>/c/</href><status>HTTP/1.1 507 Insufficient Storage</status></response>"
        "<sync-token>page-%u</sync-token>",
        self->stands_still ? 1 : page + 1);
  else
    g_string_append (out, "<sync-token>whole</sync-token>");
  return dav_multistatus (out->str);
}

static char *
answer (const char *request, guint n, gpointer user_data)
{
  const Script *self = user_data;
  g_autoptr (GString) out = g_string_new (NULL);

  if (strstr (request, "sync-collection") != NULL)
    return self->knows_tokens ? answer_listing (self, request)
                              : g_strdup ("501 Not Implemented\r\n\r\n");
  if (strstr (request, "getctag") != NULL) {
    g_autofree char *ctag = self->ctag != NULL
                                ? g_strdup_printf ("<S:getctag>%s</S:getctag>", self->ctag)
                                : g_strdup ("");

    g_string_append_printf (out,
                            "<response><href>/c/</href><propstat><prop>%s</prop>"
                            "<status>HTTP/1.1 200 OK</status></propstat></response>",
                            ctag);
    return dav_multistatus (out->str);
  }
  for (guint i = 0; self->members[i] != NULL; i++) {
    g_autofree char *name = member_name (self->members[i]);
    g_autofree char *href = g_strdup_printf ("/c/%s<", name);

    if (strstr (request, "multiget") == NULL || strstr (request, href) != NULL)
      append_member (out, self->members[i], strstr (request, "multiget") != NULL);
  }
  return dav_multistatus (out->str);
}

static gboolean
changed_cb (const char *member, const char *etag, GBytes *content, gpointer user_data)
{
  Heard *self = user_data;

  g_assert_cmpuint (g_bytes_get_size (content), ==, strlen (TEXT));
  g_hash_table_insert (self->known, g_strdup (member), g_strdup (etag));
  g_ptr_array_add (self->told, g_strconcat ("+", member, NULL));
  return TRUE;
}

static gboolean
gone_cb (const char *member, gpointer user_data)
{
  Heard *self = user_data;

  g_hash_table_remove (self->known, member);
  g_ptr_array_add (self->told, g_strconcat ("-", member, NULL));
  return TRUE;
}

static void
warning_cb (const char *member, const char *sentence, gpointer user_data)
{
  g_error ("%s: %s", member, sentence);
}

static void
heard_clear (Heard *self)
{
  g_hash_table_unref (self->known);
  g_ptr_array_unref (self->told);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Heard, heard_clear)

static void
heard_init (Heard *self)
{
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->told = g_ptr_array_new_with_free_func (g_free);
}

static int
compare_strings (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Syncs once, and says what was told, sorted. */
static char *
sync_once (DavServer *server, Heard *heard, char **token, GError **error)
{
  g_autofree char *url = dav_server_dup_url (server, "127.0.0.1", "/c/");
  g_autoptr (HearthDavAccount) nobody = hearth_dav_account_new (url, "");
  g_autoptr (HearthDavClient) client = hearth_dav_client_new (nobody, NULL, NULL);
  const HearthDavSink sink = { changed_cb, gone_cb, warning_cb, heard };
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char *old = g_steal_pointer (token);
  GHashTableIter iter;
  gpointer name, etag;

  g_hash_table_iter_init (&iter, heard->known);
  while (g_hash_table_iter_next (&iter, &name, &etag))
    g_hash_table_insert (known, g_strdup (name), g_strdup (etag));
  g_ptr_array_set_size (heard->told, 0);
  dav_server_forget (server);
  if (!hearth_dav_collection_sync_sync (client, url, HEARTH_DAV_CALENDAR, old, known, FALSE, &sink,
                                        token, NULL, error))
    return NULL;
  g_ptr_array_sort (heard->told, compare_strings);
  g_ptr_array_add (heard->told, NULL);
  return g_strjoinv (" ", (char **) heard->told->pdata);
}

static void
assert_told (DavServer *server, Heard *heard, char **token, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *told = sync_once (server, heard, token, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (told, ==, expected);
}

/* RFC 6578, section 3.6: what does not fit is told on the next page. */
static void
test_pages (void)
{
  Script script = { .knows_tokens = TRUE,
                    .n_pages = 3,
                    .members = { "a=1", "b=1", "c=1", "d=1", "e=1" } };
  g_autoptr (DavServer) server = dav_server_new (answer, &script);
  g_auto (Heard) heard = { 0 };
  g_autofree char *token = NULL;
  g_autoptr (GError) error = NULL;

  heard_init (&heard);
  assert_told (server, &heard, &token, "+a +b +c +d +e");
  g_assert_cmpstr (token, ==, "sync:whole");
  g_assert_cmpuint (dav_server_count (server, "sync-collection"), ==, 3);
  /* One that never gets on is not asked for ever, and its members are listed in another way. */
  script.stands_still = TRUE;
  script.n_pages = 9;
  script.members[0] = "a=2";
  g_clear_pointer (&token, g_free);
  assert_told (server, &heard, &token, "+a");
  g_assert_null (token);
  g_assert_cmpuint (dav_server_count (server, "sync-collection"), <, 5);
}

/* A token that is too old is refused in as many ways as there are servers. */
static void
test_bad_tokens (void)
{
  static const char *const refusals[] = {
    "403 Forbidden",
    "409 Conflict",
    "500 Internal Server Error",
    "400 Bad Request",
    "412 Precondition Failed",
    "410 Gone",
    "507 Insufficient Storage",
    "415 Unsupported Media Type",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++) {
    Script script = { .knows_tokens = TRUE,
                      .refusal = refusals[i],
                      .members = { "a=1", "b=1", "c=1" } };
    g_autoptr (DavServer) server = dav_server_new (answer, &script);
    g_auto (Heard) heard = { 0 };
    g_autofree char *token = NULL;

    g_test_message ("%s", refusals[i]);
    heard_init (&heard);
    assert_told (server, &heard, &token, "+a +b +c");
    script.members[1] = "b=2";
    script.members[2] = "d=1";
    assert_told (server, &heard, &token, "+b +d -c");
    g_assert_cmpstr (token, ==, "sync:whole");
  }
}

/* A server that knows no tokens tells whether anything changed, and then the versions of all. */
static void
test_ctag (void)
{
  Script script = { .ctag = "1", .members = { "a=1", "b=1", "c=1" } };
  g_autoptr (DavServer) server = dav_server_new (answer, &script);
  g_auto (Heard) heard = { 0 };
  g_autofree char *token = NULL;

  heard_init (&heard);
  assert_told (server, &heard, &token, "+a +b +c");
  g_assert_cmpstr (token, ==, "ctag:1");
  /* Nothing changed: its members are not listed. */
  assert_told (server, &heard, &token, "");
  g_assert_false (dav_server_saw (server, "Depth: 1"));
  script.ctag = "2";
  script.members[0] = "a=2";
  script.members[2] = NULL;
  assert_told (server, &heard, &token, "+a -c");
  g_assert_cmpuint (dav_server_count (server, "multiget"), ==, 1);
  g_assert_false (dav_server_saw (server, "<href>/c/b</href>"));
  g_assert_cmpstr (token, ==, "ctag:2");
  /* One that has learnt tokens meanwhile. */
  script.knows_tokens = TRUE;
  script.members[1] = "b=2";
  assert_told (server, &heard, &token, "+b");
  g_assert_cmpstr (token, ==, "sync:whole");
}

static void
test_nothing_but_etags (void)
{
  Script script = { .members = { "a=1", "b=1" } };
  g_autoptr (DavServer) server = dav_server_new (answer, &script);
  g_auto (Heard) heard = { 0 };
  g_autofree char *token = NULL;

  heard_init (&heard);
  assert_told (server, &heard, &token, "+a +b");
  g_assert_null (token);
  script.members[1] = NULL;
  assert_told (server, &heard, &token, "-b");
}

static char *
answer_unavailable (const char *request, guint n, gpointer user_data)
{
  return g_strdup ("503 Service Unavailable\r\nRetry-After: 60\r\n\r\n");
}

/* A server that is busy has lost nothing. */
static void
test_unavailable (void)
{
  g_autoptr (DavServer) server = dav_server_new (answer_unavailable, NULL);
  g_auto (Heard) heard = { 0 };
  g_autofree char *token = g_strdup ("sync:old");
  g_autofree char *told = NULL;
  g_autoptr (GError) error = NULL;

  heard_init (&heard);
  g_hash_table_insert (heard.known, g_strdup ("a"), g_strdup ("\"1\""));
  told = sync_once (server, &heard, &token, &error);
  g_assert_error (error, HEARTH_DAV_ERROR, HEARTH_DAV_ERROR_OFFLINE);
  g_assert_null (told);
  g_assert_cmpuint (heard.told->len, ==, 0);
  g_assert_cmpuint (dav_server_get_n (server), ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/dav/collection/pages", test_pages);
  g_test_add_func ("/dav/collection/bad-tokens", test_bad_tokens);
  g_test_add_func ("/dav/collection/ctag", test_ctag);
  g_test_add_func ("/dav/collection/nothing-but-etags", test_nothing_but_etags);
  g_test_add_func ("/dav/collection/unavailable", test_unavailable);
  return g_test_run ();
}
