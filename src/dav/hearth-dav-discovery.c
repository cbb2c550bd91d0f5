/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-dav-discovery.h"

#include "hearth-dav-href.h"
#include "hearth-text.h"

#include <glib/gi18n.h>
#include <string.h>

/* From an address or a URL to the collections of its owner, RFC 6764. */

#define MAX_NAME 100
#define MAX_HOMES 8

static const struct {
  const char *service;
  const char *well_known;
} services[] = {
  { "caldavs", "/.well-known/caldav" },
  { "carddavs", "/.well-known/carddav" },
};

#define COLLECTION_PROPERTIES                                                                      \
  "<resourcetype/><displayname/><current-user-privilege-set/><I:calendar-color/>"                  \
  "<C:supported-calendar-component-set/>"
#define PROPFIND(properties)                                                                       \
  "<?xml version=\"1.0\" encoding=\"utf-8\"?>"                                                     \
  "<propfind xmlns=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:caldav\" "                            \
  "xmlns:A=\"urn:ietf:params:xml:ns:carddav\" "                                                    \
  "xmlns:I=\"http://apple.com/ns/ical/\"><prop>" properties "</prop></propfind>"

/* What is known of the owner while his collections are looked for. */
typedef struct {
  HearthDavClient *client; /* (unowned) */
  GPtrArray *found;        /* (unowned) of HearthDavFound */
  GCancellable *cancellable;
  char *address; /* (owned) (nullable) */
  gboolean scheduling;
} Search;

/**
 * hearth_dav_found_free:
 * @self: (nullable) (transfer full): a collection
 */
void
hearth_dav_found_free (HearthDavFound *self)
{
  if (self == NULL)
    return;
  g_free (self->url);
  g_free (self->name);
  g_free (self->color);
  g_free (self->address);
  g_free (self);
}

static gboolean
has_url (GPtrArray *urls, const char *url)
{
  return g_ptr_array_find_with_equal_func (urls, url, g_str_equal, NULL);
}

static void
take_url (GPtrArray *urls, const char *text)
{
  g_autofree char *url = hearth_dav_href_normalise (text);

  if (url != NULL && !has_url (urls, url))
    g_ptr_array_add (urls, g_steal_pointer (&url));
}

/* The path that a TXT record beside SRV records names, RFC 6764, section 4. */
static char *
look_up_path (GResolver *resolver, const char *service, const char *domain,
              GCancellable *cancellable)
{
  g_autofree char *name = g_strconcat ("_", service, "._tcp.", domain, NULL);
  GList *records =
      g_resolver_lookup_records (resolver, name, G_RESOLVER_RECORD_TXT, cancellable, NULL);
  char *path = NULL;

  for (GList *item = records; item != NULL && path == NULL; item = item->next) {
    g_autofree const char **texts = NULL;

    g_variant_get (item->data, "(^a&s)", &texts);
    for (guint i = 0; texts[i] != NULL && path == NULL; i++)
      if (g_str_has_prefix (texts[i], "path=/"))
        path = g_strdup (texts[i] + strlen ("path="));
  }
  g_list_free_full (records, (GDestroyNotify) g_variant_unref);
  return path;
}

static void
look_up_service (GPtrArray *urls, const char *service, const char *well_known, const char *domain,
                 GCancellable *cancellable)
{
  g_autoptr (GResolver) resolver = g_resolver_get_default ();
  GList *targets = g_resolver_lookup_service (resolver, service, "tcp", domain, cancellable, NULL);
  g_autofree char *path = NULL;

  if (targets == NULL)
    return;
  path = look_up_path (resolver, service, domain, cancellable);
  for (GList *item = targets; item != NULL; item = item->next) {
    guint16 port = g_srv_target_get_port (item->data);
    g_autofree char *host = g_strdup (g_srv_target_get_hostname (item->data));
    g_autofree char *url = NULL;

    if (g_str_has_suffix (host, "."))
      host[strlen (host) - 1] = '\0';
    /* A target of "." says that there is no such service. */
    if (*host == '\0' || port == 0)
      continue;
    url = g_strdup_printf ("https://%s:%u%s", host, port, path != NULL ? path : well_known);
    take_url (urls, url);
  }
  g_resolver_free_targets (targets);
}

/* Where the domain's own web server leads. */
static void
look_well_known (GPtrArray *urls, const char *well_known, const char *domain,
                 GCancellable *cancellable)
{
  g_autofree char *url = g_strconcat ("https://", domain, well_known, NULL);
  g_autoptr (HearthDavAccount) nobody = hearth_dav_account_new (url, "");
  g_autoptr (HearthDavClient) client = hearth_dav_client_new (nobody, NULL, NULL);
  g_autofree char *there = hearth_dav_client_look_sync (client, url, cancellable, NULL);

  if (there != NULL)
    take_url (urls, there);
}

/**
 * hearth_dav_discovery_candidates_sync:
 * @what: an address, a domain or a URL
 * @cancellable: (nullable): ends it
 * @error: %HEARTH_DAV_ERROR_NOT_FOUND if nothing can be meant, or %G_IO_ERROR_CANCELLED
 *
 * Finds where the service of an owner may begin: what DNS says (SRV and TXT, RFC 6764), then the
 * well-known addresses of the domain. Nothing secret is said. Blocks.
 *
 * Returns: (transfer full) (nullable) (element-type utf8): addresses to try, the best first
 */
GPtrArray *
hearth_dav_discovery_candidates_sync (const char *what, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) urls = g_ptr_array_new_with_free_func (g_free);
  const char *at = strrchr (what, '@');
  g_autofree char *domain = NULL;

  if (strstr (what, "://") != NULL) {
    g_autofree char *origin = hearth_dav_href_dup_origin (what);

    take_url (urls, what);
    for (gsize i = 0; origin != NULL && i < G_N_ELEMENTS (services); i++) {
      g_autofree char *url = g_strconcat (origin, services[i].well_known, NULL);

      take_url (urls, url);
    }
  } else {
    domain = g_hostname_to_ascii (at != NULL ? at + 1 : what);
    for (gsize i = 0; domain != NULL && i < G_N_ELEMENTS (services); i++) {
      look_up_service (urls, services[i].service, services[i].well_known, domain, cancellable);
      look_well_known (urls, services[i].well_known, domain, cancellable);
    }
  }
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (urls->len == 0) {
    g_set_error (error, HEARTH_DAV_ERROR, HEARTH_DAV_ERROR_NOT_FOUND,
                 _("“%s” says nothing of calendars or address books. Enter the address of its "
                    "server, as https://…"),
                 what);
    return NULL;
  }
  return g_steal_pointer (&urls);
}

/* "#RRGGBB" and "#RRGGBBAA" */
static char *
dup_color (const char *text)
{
  if (text == NULL || text[0] != '#' || strlen (text) < 7 ||
      strspn (text + 1, "0123456789abcdefABCDEF") < 6)
    return NULL;
  return g_ascii_strdown (text, 7);
}

static char *
dup_name (const HearthDavResponse *response, const char *url)
{
  const char *name = hearth_dav_response_get_text (response, "displayname");
  g_autofree char *clean = hearth_text_clean (name != NULL ? name : "", -1);
  g_autofree char *line = hearth_text_one_line (clean, MAX_NAME);
  g_autofree char *bare = NULL;
  g_autofree char *last = NULL;

  g_strstrip (line);
  if (*line != '\0')
    return g_steal_pointer (&line);
  bare = g_strndup (url, strlen (url) - (g_str_has_suffix (url, "/") ? 1 : 0));
  last = g_uri_unescape_string (strrchr (bare, '/') != NULL ? strrchr (bare, '/') + 1 : bare, NULL);
  if (last != NULL && *last != '\0')
    return g_utf8_make_valid (last, -1);
  return g_strdup (bare);
}

/* RFC 3744, section 5.4; a server that keeps its rights to itself gets the benefit of the doubt,
 * and says no when it is written to. */
static gboolean
is_writable (const HearthDavResponse *response)
{
  static const char *const rights[] = { "all", "write", "write-content", "bind" };

  if (hearth_dav_response_get_values (response, "current-user-privilege-set") == NULL)
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (rights); i++)
    if (hearth_dav_response_has_value (response, "current-user-privilege-set", rights[i]))
      return TRUE;
  return FALSE;
}

static gboolean
takes (const HearthDavResponse *response, const char *component)
{
  const GPtrArray *components =
      hearth_dav_response_get_values (response, "supported-calendar-component-set");

  return components == NULL || components->len == 0 ||
         hearth_dav_response_has_value (response, "supported-calendar-component-set", component);
}

static gboolean
is_found (Search *search, const char *url)
{
  for (guint i = 0; i < search->found->len; i++) {
    const HearthDavFound *found = g_ptr_array_index (search->found, i);

    if (hearth_dav_href_equal (found->url, url))
      return TRUE;
  }
  return FALSE;
}

/* Takes what a server says of a resource, if it is a collection that can be read. */
static void
take (Search *search, const char *base, const HearthDavResponse *response)
{
  gboolean calendar = hearth_dav_response_has_value (response, "resourcetype", "calendar");
  gboolean book = hearth_dav_response_has_value (response, "resourcetype", "addressbook");
  g_autofree char *url = hearth_dav_href_resolve (base, response->href);
  g_autoptr (HearthDavFound) found = NULL;

  if (url == NULL || (!calendar && !book) || is_found (search, url) ||
      !hearth_dav_href_same_service (base, url))
    return;
  found = g_new0 (HearthDavFound, 1);
  found->kind = calendar ? HEARTH_DAV_CALENDAR : HEARTH_DAV_ADDRESS_BOOK;
  found->name = dup_name (response, url);
  found->color = dup_color (hearth_dav_response_get_text (response, "calendar-color"));
  found->writable = is_writable (response);
  found->events = calendar && takes (response, "VEVENT");
  found->tasks = calendar && takes (response, "VTODO");
  found->scheduling = calendar && search->scheduling;
  found->address = g_strdup (search->address);
  found->url = g_str_has_suffix (url, "/") ? g_steal_pointer (&url) : g_strconcat (url, "/", NULL);
  /* Neither events nor tasks: a calendar of journals, which nobody here can show. */
  if (!calendar || found->events || found->tasks)
    g_ptr_array_add (search->found, g_steal_pointer (&found));
}

static HearthDavMultistatus *
ask (Search *search, const char *url, const char *depth, const char *xml, GError **error)
{
  return hearth_dav_client_ask_sync (search->client, "PROPFIND", url, depth, xml,
                                     search->cancellable, error);
}

/* Reads what a principal says of itself, and puts its homes into @homes. */
static void
read_principal (Search *search, const char *base, const HearthDavResponse *response,
                GPtrArray *homes)
{
  static const char *const names[] = { "calendar-home-set", "addressbook-home-set" };
  const GPtrArray *addresses =
      hearth_dav_response_get_values (response, "calendar-user-address-set");

  for (guint i = 0; addresses != NULL && i < addresses->len && search->address == NULL; i++)
    if (g_ascii_strncasecmp (g_ptr_array_index (addresses, i), "mailto:", 7) == 0)
      search->address =
          g_uri_unescape_string ((const char *) g_ptr_array_index (addresses, i) + 7, NULL);
  search->scheduling |= hearth_dav_response_get_href (response, "schedule-outbox-URL") != NULL;
  for (gsize n = 0; n < G_N_ELEMENTS (names); n++) {
    const GPtrArray *hrefs = hearth_dav_response_get_values (response, names[n]);

    for (guint i = 0; hrefs != NULL && i < hrefs->len && homes->len < MAX_HOMES; i++) {
      g_autofree char *home = hearth_dav_href_resolve (base, g_ptr_array_index (hrefs, i));

      if (home != NULL && !has_url (homes, home))
        g_ptr_array_add (homes, g_steal_pointer (&home));
    }
  }
}

static gboolean
search_principal (Search *search, const char *url, const char *href, GPtrArray *homes,
                  GError **error)
{
  static const char xml[] =
      PROPFIND ("<C:calendar-home-set/><A:addressbook-home-set/><C:calendar-user-address-set/>"
                "<C:schedule-outbox-URL/>");
  g_autofree char *principal = hearth_dav_href_resolve (url, href);
  g_autoptr (HearthDavMultistatus) answer = NULL;

  if (principal == NULL)
    return TRUE;
  answer = ask (search, principal, "0", xml, error);
  if (answer == NULL)
    return FALSE;
  if (answer->responses->len > 0)
    read_principal (search, principal, g_ptr_array_index (answer->responses, 0), homes);
  return TRUE;
}

/* An outbox alone only says that its server could be asked to send; that it sends what is written
 * by itself, it says as "calendar-auto-schedule", RFC 6638, section 2. One that does not say so is
 * not relied on: an answer that is sent twice is better than one that nobody sends. */
static void
check_scheduling (Search *search, const char *home)
{
  g_autoptr (HearthHttpRequest) request =
      hearth_dav_client_new_request (search->client, "OPTIONS", home, NULL, NULL);
  g_autoptr (HearthHttpResponse) response =
      hearth_dav_client_send_sync (search->client, request, search->cancellable, NULL);
  const char *features =
      response != NULL ? hearth_http_response_get_header (response, "dav") : NULL;

  search->scheduling = features != NULL && strstr (features, "calendar-auto-schedule") != NULL;
}

static gboolean
run (Search *search, const char *url, GError **error)
{
  static const char first_xml[] =
      PROPFIND ("<current-user-principal/><C:calendar-home-set/><A:addressbook-home-set/>"
                "<C:calendar-user-address-set/><C:schedule-outbox-URL/>" COLLECTION_PROPERTIES);
  static const char home_xml[] = PROPFIND (COLLECTION_PROPERTIES);
  g_autoptr (GPtrArray) homes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (HearthDavMultistatus) answer = ask (search, url, "0", first_xml, error);
  const HearthDavResponse *first;
  const char *principal;

  if (answer == NULL)
    return FALSE;
  if (answer->responses->len == 0)
    return TRUE;
  first = g_ptr_array_index (answer->responses, 0);
  principal = hearth_dav_response_get_href (first, "current-user-principal");
  read_principal (search, url, first, homes);
  if (principal != NULL && !search_principal (search, url, principal, homes, error))
    return FALSE;
  if (search->scheduling)
    check_scheduling (search, homes->len > 0 ? g_ptr_array_index (homes, 0) : url);
  take (search, url, first);
  /* A folder of collections, on a server that knows no principals. */
  if (homes->len == 0 && search->found->len == 0)
    g_ptr_array_add (homes, g_strdup (url));
  for (guint i = 0; i < homes->len; i++) {
    const char *home = g_ptr_array_index (homes, i);
    g_autoptr (HearthDavMultistatus) listing = ask (search, home, "1", home_xml, error);

    if (listing == NULL)
      return FALSE;
    for (guint n = 0; n < listing->responses->len; n++)
      take (search, home, g_ptr_array_index (listing->responses, n));
  }
  return TRUE;
}

/**
 * hearth_dav_discovery_list_sync:
 * @client: a client for the service at @url
 * @url: where it begins: of hearth_dav_discovery_candidates_sync(), or of a collection
 * @cancellable: (nullable): ends it
 * @error: a #HearthDavError, what the credentials function said, or %G_IO_ERROR_CANCELLED
 *
 * Lists the calendars and address books of a login: its principal, RFC 5397, its homes, RFC 4791,
 * section 6.2.1, and RFC 6352, section 7.1.1, and what is in them; or the one at @url. Blocks.
 *
 * Returns: (transfer full) (nullable) (element-type HearthDavFound): what there is, perhaps nothing
 */
GPtrArray *
hearth_dav_discovery_list_sync (HearthDavClient *client, const char *url, GCancellable *cancellable,
                                GError **error)
{
  g_autoptr (GPtrArray) found =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_dav_found_free);
  Search search = { .client = client, .found = found, .cancellable = cancellable };
  gboolean ok = run (&search, url, error);

  g_free (search.address);
  return ok ? g_steal_pointer (&found) : NULL;
}
