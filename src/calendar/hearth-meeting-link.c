/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-meeting-link.h"

#include <string.h>

#define MAX_LINK 2048
#define MAX_NUMBER 64
#define MIN_DIGITS 5

/* Services by what a link's host ends with and, where the host has other pages too, by what its
 * path starts with. */
static const struct {
  const char *host;
  const char *path;
} services[] = {
  { "meet.google.com", "/" },
  { "zoom.us", "/j/" },
  { "zoom.us", "/my/" },
  { "zoom.us", "/w/" },
  { "zoom.us", "/s/" },
  { "zoom.us", "/wc/" },
  { "zoom.com", "/j/" },
  { "zoomgov.com", "/j/" },
  { "teams.microsoft.com", "/l/meetup-join/" },
  { "teams.microsoft.com", "/meet/" },
  { "teams.live.com", "/meet/" },
  { "teams.microsoft.us", "/l/meetup-join/" },
  { "meet.jit.si", "/" },
  { "8x8.vc", "/" },
  { "webex.com", "/meet/" },
  { "webex.com", "/join/" },
  { "webex.com", "/" },
  { "whereby.com", "/" },
  { "gotomeet.me", "/" },
  { "gotomeeting.com", "/join/" },
  { "meet.goto.com", "/" },
  { "senfcall.de", "/" },
  { "chime.aws", "/" },
  { "join.skype.com", "/" },
  { "meet.lync.com", "/" },
};

/* Own servers have any domain: Jitsi's and BigBlueButton's are known by their usual names. */
static gboolean
is_own_server (const char *host, const char *path)
{
  static const char *const prefixes[] = { "jitsi.", "meet.", "bbb.", "bigbluebutton.", NULL };

  for (guint i = 0; prefixes[i] != NULL; i++)
    if (g_str_has_prefix (host, prefixes[i]))
      return path[0] == '/' && path[1] != '\0';
  return (g_str_has_prefix (path, "/b/") || strstr (path, "/bigbluebutton/") != NULL ||
          (g_str_has_prefix (path, "/rooms/") && g_str_has_suffix (path, "/join"))) &&
         strchr (host, '.') != NULL;
}

static gboolean
is_meeting (const char *link)
{
  const char *start = strstr (link, "://") + 3;
  gsize host_length = strcspn (start, "/?#");
  g_autofree char *host = g_ascii_strdown (start, host_length);
  const char *path = start + host_length;
  char *port = strchr (host, ':');

  if (port != NULL)
    *port = '\0';
  for (guint i = 0; i < G_N_ELEMENTS (services); i++) {
    gsize n = strlen (services[i].host);
    gsize length = strlen (host);

    if (length >= n && g_str_equal (host + length - n, services[i].host) &&
        (length == n || host[length - n - 1] == '.') && g_str_has_prefix (path, services[i].path))
      return TRUE;
  }
  return is_own_server (host, path);
}

/* Cuts the link at @start out of the text around it. */
static char *
take_link (const char *start)
{
  gsize n = strcspn (start, " \t\n\r<>\"'|\\^`{}");
  g_autofree char *raw = NULL;
  char **pieces;
  char *link;

  while (n > 0 && strchr (".,;:!?)]*_", start[n - 1]) != NULL) {
    /* A closing bracket belongs to a link that opens one. */
    if ((start[n - 1] == ')' && memchr (start, '(', n) != NULL) ||
        (start[n - 1] == ']' && memchr (start, '[', n) != NULL))
      break;
    n--;
  }
  if (n > MAX_LINK)
    return NULL;
  raw = g_strndup (start, n);
  pieces = g_strsplit (raw, "&amp;", -1);
  link = g_strjoinv ("&", pieces);
  g_strfreev (pieces);
  return link;
}

/* Leaves out what belongs to the sentence around a number; a closing bracket belongs to a number
 * that opens one. */
static gsize
trim_number (const char *number, gsize n)
{
  int open = 0;

  for (gsize i = 0; i < n; i++) {
    open += (number[i] == '(') - (number[i] == ')');
    if (open < 0)
      n = i;
  }
  while (n > 0 && strchr (".,;-(", number[n - 1]) != NULL)
    n--;
  return n;
}

/* A telephone number to dial in, RFC 3966: "tel:+49-30-1234,,5678#". */
static char *
find_telephone (const char *text)
{
  const char *p = text;

  while (p != NULL && (p = strstr (p, "tel:")) != NULL) {
    gsize n = strspn (p + 4, "+0123456789-.(),;=#*");
    guint digits = 0;

    if ((p == text || !g_ascii_isalnum (p[-1])) && n <= MAX_NUMBER) {
      n = trim_number (p + 4, n);
      for (gsize i = 0; i < n; i++)
        digits += g_ascii_isdigit (p[4 + i]) ? 1 : 0;
      if (digits >= MIN_DIGITS)
        return g_strndup (p, 4 + n);
    }
    p += 4;
  }
  return NULL;
}

/**
 * hearth_meeting_link_dup_first:
 * @text: (nullable): cleaned text
 * @known_only: whether only links of known meeting services count
 *
 * Finds a link to join a meeting.
 *
 * Returns: (transfer full) (nullable): the first http or https link; where there is none, the first
 *   number to call as a tel: link
 */
char *
hearth_meeting_link_dup_first (const char *text, gboolean known_only)
{
  const char *p = text;

  while (p != NULL && (p = strstr (p, "://")) != NULL) {
    const char *start = NULL;
    g_autofree char *link = NULL;

    if (p - text >= 5 && g_ascii_strncasecmp (p - 5, "https", 5) == 0)
      start = p - 5;
    else if (p - text >= 4 && g_ascii_strncasecmp (p - 4, "http", 4) == 0)
      start = p - 4;
    p += 3;
    if (start == NULL || !(g_ascii_isalnum (*p) || *p == '['))
      continue;
    link = take_link (start);
    if (link != NULL && (!known_only || is_meeting (link)))
      return g_steal_pointer (&link);
  }
  return find_telephone (text);
}
