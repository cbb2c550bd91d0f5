/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-dav-href.h"

#include "hearth-http-url.h"

#include <string.h>

/* The same resource can be written in many ways, RFC 3986, section 6.2.2: "%7e", "%7E" and "~".
 * Only one of them is kept, so that two can be compared byte by byte. */

/* What stands in a segment of a path without being escaped, RFC 3986, section 3.3. */
#define SEGMENT_CHARS "!$&'()*+,;=:@"

static void
append_segment (GString *to, const char *segment, gsize length)
{
  g_autoptr (GBytes) bytes = g_uri_unescape_bytes (segment, (gssize) length, NULL, NULL);
  gsize size = 0;
  const guint8 *data;
  g_autofree char *escaped = NULL;

  /* A stray "%" or an escaped NUL: as it stands. */
  if (bytes == NULL) {
    g_string_append_len (to, segment, (gssize) length);
    return;
  }
  data = g_bytes_get_data (bytes, &size);
  if (memchr (data != NULL ? data : (const guint8 *) "", 0, size) != NULL) {
    g_string_append_len (to, segment, (gssize) length);
    return;
  }
  escaped = g_uri_escape_bytes (data != NULL ? data : (const guint8 *) "", size, SEGMENT_CHARS);
  g_string_append (to, escaped);
}

static char *
normalise_path (const char *path)
{
  g_autoptr (GString) text = g_string_new (NULL);

  while (TRUE) {
    gsize length = strcspn (path, "/");

    append_segment (text, path, length);
    if (path[length] == '\0')
      return g_string_free (g_steal_pointer (&text), FALSE);
    g_string_append_c (text, '/');
    path += length + 1;
  }
}

/* The length of "scheme://authority". */
static gsize
origin_length (const char *url)
{
  const char *authority = strstr (url, "://");

  return authority != NULL ? (gsize) (authority + 3 - url) + strcspn (authority + 3, "/?#") : 0;
}

/* DNS names the port of a service also where it is the usual one, and its server does not. */
static void
drop_default_port (char *origin)
{
  const char *port = g_str_has_prefix (origin, "https:") ? ":443" : ":80";

  if (g_str_has_suffix (origin, port))
    origin[strlen (origin) - strlen (port)] = '\0';
}

/**
 * hearth_dav_href_normalise:
 * @url: an address
 *
 * Returns: (transfer full) (nullable): it as it is compared; %NULL if it is none of http or https
 */
char *
hearth_dav_href_normalise (const char *url)
{
  g_autoptr (HearthHttpUrl) parsed = hearth_http_url_parse (url, NULL);
  g_autofree char *whole = NULL;
  g_autofree char *path = NULL;
  gsize origin;

  if (parsed == NULL)
    return NULL;
  origin = origin_length (parsed->text);
  whole = g_strndup (parsed->text, strcspn (parsed->text, "?#"));
  path = normalise_path (strlen (whole) > origin ? whole + origin : "/");
  whole[MIN (origin, strlen (whole))] = '\0';
  drop_default_port (whole);
  return g_strconcat (whole, path, NULL);
}

/**
 * hearth_dav_href_resolve:
 * @base: the address that was asked
 * @href: what it said, absolute or not
 *
 * Returns: (transfer full) (nullable): the whole address, normalised; %NULL if it is none
 */
char *
hearth_dav_href_resolve (const char *base, const char *href)
{
  g_autoptr (HearthHttpUrl) parsed = hearth_http_url_parse (base, NULL);
  g_autoptr (HearthHttpUrl) resolved = NULL;
  g_autofree char *stripped = g_strstrip (g_strdup (href));

  if (parsed != NULL && *stripped != '\0')
    resolved = hearth_http_url_resolve (parsed, stripped, NULL);
  return resolved != NULL ? hearth_dav_href_normalise (resolved->text) : NULL;
}

/**
 * hearth_dav_href_dup_member:
 * @collection: the normalised address of a collection, with the slash at its end
 * @href: what its server says of a member
 *
 * Returns: (transfer full) (nullable): the member's name in it; %NULL if it is none of its members
 */
char *
hearth_dav_href_dup_member (const char *collection, const char *href)
{
  g_autofree char *url = hearth_dav_href_resolve (collection, href);
  gsize length = strlen (collection);

  if (url == NULL || !g_str_has_prefix (url, collection) || url[length] == '\0' ||
      strchr (url + length, '/') != NULL)
    return NULL;
  return g_strdup (url + length);
}

/**
 * hearth_dav_href_dup_url:
 * @collection: the normalised address of a collection
 * @member: a name from hearth_dav_href_dup_member()
 *
 * Returns: (transfer full): the member's address
 */
char *
hearth_dav_href_dup_url (const char *collection, const char *member)
{
  return g_strconcat (collection, member, NULL);
}

/**
 * hearth_dav_href_equal:
 * @a: a normalised address
 * @b: another
 *
 * Returns: whether they are the same collection or resource, with or without a slash at the end
 */
gboolean
hearth_dav_href_equal (const char *a, const char *b)
{
  gsize length_a = strlen (a);
  gsize length_b = strlen (b);

  while (length_a > 0 && a[length_a - 1] == '/')
    length_a--;
  while (length_b > 0 && b[length_b - 1] == '/')
    length_b--;
  return length_a == length_b && memcmp (a, b, length_a) == 0;
}

/**
 * hearth_dav_href_same_service:
 * @a: an address
 * @b: another
 *
 * Credentials go where they were given for. iCloud alone spreads its people over hosts below the
 * one that they know.
 *
 * Returns: whether what proves a login at one may be shown to the other
 */
gboolean
hearth_dav_href_same_service (const char *a, const char *b)
{
  g_autoptr (HearthHttpUrl) first = hearth_http_url_parse (a, NULL);
  g_autoptr (HearthHttpUrl) second = hearth_http_url_parse (b, NULL);

  if (first == NULL || second == NULL)
    return FALSE;
  return hearth_http_url_same_origin (first, second) ||
         (g_str_equal (first->scheme, "https") && g_str_equal (second->scheme, "https") &&
          g_str_has_suffix (first->host, ".icloud.com") &&
          g_str_has_suffix (second->host, ".icloud.com"));
}

/**
 * hearth_dav_href_dup_origin:
 * @url: an address
 *
 * Returns: (transfer full) (nullable): its scheme, host and port, as "https://example.org:8443"
 */
char *
hearth_dav_href_dup_origin (const char *url)
{
  g_autofree char *normal = hearth_dav_href_normalise (url);

  return normal != NULL ? g_strndup (normal, origin_length (normal)) : NULL;
}
