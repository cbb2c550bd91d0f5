/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-link-text.h"

#include <string.h>

/* Links in what somebody else has written. Anybody can invite, so a link shows where it leads and
 * leads nowhere but to a web page, a mail or a call. */

#define MAX_LINKS 200
#define MAX_LINK 2000

static const char *const schemes[] = { "https://", "http://", "mailto:", "tel:" };

/* How long a link at the start of a text is, its scheme included; 0 if there is none. */
static gsize
measure_scheme (const char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++) {
    if (g_ascii_strncasecmp (text, schemes[i], strlen (schemes[i])) == 0)
      return strlen (schemes[i]);
  }
  return 0;
}

/* A link in a sentence ends before the sentence's own marks; a bracket belongs to it that it has
 * opened. Only ASCII: a letter that looks like another leads elsewhere. */
static gsize
measure_link (const char *text)
{
  gsize length = 0;
  int open = 0;

  while (g_ascii_isgraph (text[length]) && strchr ("<>\"`\\^{|}", text[length]) == NULL) {
    if (text[length] == '(')
      open++;
    else if (text[length] == ')' && open-- <= 0)
      break;
    length++;
  }
  while (length > 0 && strchr (".,;:!?'", text[length - 1]) != NULL)
    length--;
  return (guchar) text[length] < 0x80 ? length : 0;
}

/* “https://bank.example@evil.example” leads to evil.example. */
static gboolean
is_plain (const char *link)
{
  g_autoptr (GUri) uri = NULL;
  const char *scheme;

  if (strlen (link) > MAX_LINK)
    return FALSE;
  uri = g_uri_parse (link, G_URI_FLAGS_NONE, NULL);
  if (uri == NULL)
    return FALSE;
  scheme = g_uri_get_scheme (uri);
  if (g_str_equal (scheme, "mailto") || g_str_equal (scheme, "tel"))
    return *g_uri_get_path (uri) != '\0';
  return g_uri_get_userinfo (uri) == NULL && g_uri_get_host (uri) != NULL &&
         *g_uri_get_host (uri) != '\0';
}

/* The link that stands at a place in a text, or NULL. */
static char *
dup_link_at (const char *text, const char *at)
{
  gsize scheme = at == text || !g_ascii_isalnum (at[-1]) ? measure_scheme (at) : 0;
  gsize length = scheme > 0 ? measure_link (at) : 0;
  g_autofree char *link = length > scheme ? g_strndup (at, length) : NULL;

  return link != NULL && is_plain (link) ? g_steal_pointer (&link) : NULL;
}

static void
append_escaped (GString *markup, const char *text, gsize length)
{
  g_autofree char *escaped = g_markup_escape_text (text, (gssize) length);

  g_string_append (markup, escaped);
}

/**
 * hearth_link_text_to_markup:
 * @text: UTF-8 text from outside
 *
 * Makes the links in a text such that they can be followed: to http, https, mailto and tel, and
 * with their address as their text.
 *
 * Returns: (transfer full): Pango markup in which everything else is text
 */
char *
hearth_link_text_to_markup (const char *text)
{
  g_autoptr (GString) markup = g_string_new (NULL);
  const char *rest = text;
  guint n = 0;

  for (const char *at = text; *at != '\0' && n < MAX_LINKS; at++) {
    g_autofree char *link = dup_link_at (text, at);
    g_autofree char *escaped = NULL;

    if (link == NULL)
      continue;
    append_escaped (markup, rest, (gsize) (at - rest));
    escaped = g_markup_escape_text (link, -1);
    g_string_append_printf (markup, "<a href=\"%s\">%s</a>", escaped, escaped);
    n++;
    rest = at + strlen (link);
    at = rest - 1;
  }
  append_escaped (markup, rest, strlen (rest));
  return g_strdup (markup->str);
}

/**
 * hearth_link_text_collect:
 * @text: UTF-8 text
 * @links: (element-type utf8): a set whose keys are freed with g_free()
 *
 * Adds the web addresses in a text to a set, as they are written. Of a very long text only the
 * first 200 links count.
 */
void
hearth_link_text_collect (const char *text, GHashTable *links)
{
  guint n = 0;

  for (const char *at = text; *at != '\0' && n < MAX_LINKS; at++) {
    g_autofree char *link = dup_link_at (text, at);

    if (link == NULL)
      continue;
    n++;
    at += strlen (link) - 1;
    if (g_ascii_strncasecmp (link, "http", 4) == 0)
      g_hash_table_add (links, g_steal_pointer (&link));
  }
}

/**
 * hearth_link_text_dup_host:
 * @link: a web address
 *
 * Returns: (transfer full) (nullable): the host that it leads to, in ASCII, so that no letter
 * passes for another; %NULL if there is none
 */
char *
hearth_link_text_dup_host (const char *link)
{
  g_autoptr (GUri) uri = g_uri_parse (link, G_URI_FLAGS_NONE, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  return host != NULL && *host != '\0' ? g_hostname_to_ascii (host) : NULL;
}
