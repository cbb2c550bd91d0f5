/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-link-scan.h"

#include <string.h>

/* Finds whatever a mail program might make a link of, rather too much than too little: a text in
 * which nothing is found has nothing to click. */

#define MAX_SCHEME 40

/* Look like top-level domains, and are files that people speak of. */
static const char *const file_endings[] = {
  "pdf",  "doc", "docx", "xls",  "xlsx", "ppt", "pptx", "txt", "odt", "ods", "odp",  "png", "jpg",
  "jpeg", "gif", "csv",  "html", "htm",  "xml", "json", "ics", "eml", "vcf", "heic", "svg",
};

/* Schemes that need no "//" to be opened. */
static const char *const bare_schemes[] = {
  "mailto", "tel",  "sms",    "smsto",  "data",     "javascript",  "vbscript", "magnet",   "xmpp",
  "sip",    "sips", "skype",  "callto", "facetime", "bitcoin",     "ethereum", "geo",      "urn",
  "news",   "file", "intent", "webcal", "blob",     "view-source", "matrix",   "whatsapp", "tg",
};

/**
 * hearth_link_free:
 * @self: (transfer full): a link
 */
void
hearth_link_free (HearthLink *self)
{
  g_free (self->text);
  g_free (self->host);
  g_free (self);
}

static gboolean
is_listed (const char *const *list, gsize n, const char *word, gsize length)
{
  for (gsize i = 0; i < n; i++) {
    if (strlen (list[i]) == length && g_ascii_strncasecmp (list[i], word, length) == 0)
      return TRUE;
  }
  return FALSE;
}

/* What ends a run of letters in which a link may stand. */
static gboolean
is_break (gunichar c)
{
  return c == 0 || g_unichar_isspace (c) || c == '<' || c == '>' || c == '"' || c == '`' ||
         c == '{' || c == '}' || c == '|' || c == '\\' || c == '^' || c == 0x201a || c == 0x201e ||
         g_unichar_type (c) == G_UNICODE_INITIAL_PUNCTUATION ||
         g_unichar_type (c) == G_UNICODE_FINAL_PUNCTUATION || g_unichar_iscntrl (c);
}

/* Punctuation around a link that does not belong to it. */
static void
trim (const char **start, const char **end)
{
  while (*start < *end && strchr ("([*_~'.,;:!?-/#", **start) != NULL)
    (*start)++;
  while (*end > *start && strchr (")]*_~'.,;:!?-", (*end)[-1]) != NULL)
    (*end)--;
}

/* Full stops of other scripts end labels of names as well, UTS #46; letters of full width are
 * letters. */
static char *
dup_plain (const char *start, const char *end)
{
  g_autofree char *part = g_strndup (start, (gsize) (end - start));
  g_autofree char *plain = g_utf8_normalize (part, -1, G_NORMALIZE_NFKC);
  GString *out = g_string_new (NULL);

  for (const char *at = plain != NULL ? plain : part; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);

    /* Between words of such a script it ends a sentence. */
    if (c == 0x3002 && g_ascii_isalnum (*g_utf8_next_char (at)))
      g_string_append_c (out, '.');
    else
      g_string_append_unichar (out, c);
  }
  return g_string_free (out, FALSE);
}

static gboolean
is_label_char (gunichar c)
{
  return c == '-' || c == '_' || g_unichar_isalnum (c) || g_unichar_ismark (c);
}

static gboolean
is_alphabetic (const char *label, gsize length)
{
  gsize n = 0;

  if (length > 4 && g_ascii_strncasecmp (label, "xn--", 4) == 0)
    return TRUE;
  for (const char *at = label; at < label + length; at = g_utf8_next_char (at), n++) {
    gunichar c = g_utf8_get_char (at);

    if (!g_unichar_isalpha (c) && !g_unichar_ismark (c))
      return FALSE;
  }
  return n >= 2;
}

static gboolean
is_number (const char *label, gsize length)
{
  for (gsize i = 0; i < length; i++) {
    if (!g_ascii_isdigit (label[i]))
      return FALSE;
  }
  return length >= 1 && length <= 3;
}

/* The length of the name of a host that a text begins with: two labels or more of which the last is
 * no number, or four numbers; else 0. @stop is where the labels end. */
static gsize
measure_host (const char *text, const char **stop)
{
  const char *label = text, *last = text, *at = text;
  guint n_labels = 0, n_numbers = 0;
  gsize last_length = 0;

  for (;;) {
    gunichar c = g_utf8_get_char (at);

    if (c != 0 && is_label_char (c)) {
      at = g_utf8_next_char (at);
      continue;
    }
    if (at == label) /* nothing between two stops: what came before was the end of a sentence */
      break;
    n_labels++;
    last = label;
    last_length = (gsize) (at - label);
    n_numbers += is_number (label, last_length) ? 1 : 0;
    if (c != '.')
      break;
    label = ++at;
  }
  *stop = at;
  if (n_labels == 4 && n_numbers == 4)
    return (gsize) (last + last_length - text);
  if (n_labels < 2 || !is_alphabetic (last, last_length))
    return 0;
  if (is_listed (file_endings, G_N_ELEMENTS (file_endings), last, last_length) &&
      (last[last_length] == '\0' || strchr ("/:?#", last[last_length]) == NULL))
    return 0;
  return (gsize) (last + last_length - text);
}

/* The length of a scheme that makes what follows a link, without its colon; else 0. */
static gsize
measure_scheme (const char *text)
{
  gsize n = 0;

  if (!g_ascii_isalpha (text[0]))
    return 0;
  while (n < MAX_SCHEME &&
         (g_ascii_isalnum (text[n]) || text[n] == '+' || text[n] == '-' || text[n] == '.'))
    n++;
  if (text[n] != ':')
    return 0;
  if (text[n + 1] == '/' || text[n + 1] == '\\')
    return n;
  return text[n + 1] != '\0' && is_listed (bare_schemes, G_N_ELEMENTS (bare_schemes), text, n) ? n
                                                                                               : 0;
}

static char *
dup_host_of_url (const char *url, gsize scheme)
{
  const char *host = url + scheme + 1;
  const char *end, *at;
  char *found;

  host += strspn (host, "/\\");
  end = host + strcspn (host, "/?#\\");
  /* What stands before an "@" is no host, however much it looks like one. */
  at = g_strrstr_len (host, end - host, "@");
  if (at != NULL)
    host = at + 1;
  if (*host == '[')
    end = host + MIN ((gsize) (end - host), strcspn (host, "]") + 1);
  else
    end = host + MIN ((gsize) (end - host), strcspn (host, ":"));
  found = g_utf8_strdown (host, end - host);
  if (*found == '\0')
    g_clear_pointer (&found, g_free);
  return found;
}

static void
add (GPtrArray *links, HearthLinkKind kind, const char *start, const char *end, char *host)
{
  HearthLink *link;

  if (links->len >= HEARTH_LINK_SCAN_MAX) {
    g_free (host);
    return;
  }
  link = g_new0 (HearthLink, 1);
  link->kind = kind;
  link->text = g_strndup (start, (gsize) (end - start));
  link->host = host;
  g_ptr_array_add (links, link);
}

/* One run between spaces; perhaps "see:https://example.org", or two with a comma between them. */
static void
scan_run (GPtrArray *links, const char *start, const char *end)
{
  g_autofree char *plain = NULL;
  const char *at, *stop;

  trim (&start, &end);
  if (start >= end)
    return;
  plain = dup_plain (start, end);
  for (at = plain; *at != '\0'; at = g_utf8_next_char (at)) {
    gsize scheme = at == plain || !g_ascii_isalnum (at[-1]) ? measure_scheme (at) : 0;

    if (scheme > 0) {
      add (links, HEARTH_LINK_URL, start, end, dup_host_of_url (at, scheme));
      return;
    }
  }
  at = strchr (plain, '@');
  if (at != NULL && at > plain) {
    gsize host = measure_host (at + 1, &stop);

    if (host > 0) {
      add (links, HEARTH_LINK_ADDRESS, start, end, g_utf8_strdown (at + 1, (gssize) host));
      return;
    }
  }
  for (at = plain; *at != '\0'; at = stop) {
    gsize host = measure_host (at, &stop);

    if (host > 0) {
      add (links, HEARTH_LINK_DOMAIN, start, end, g_utf8_strdown (at, (gssize) host));
      return;
    }
    if (stop == at)
      stop = g_utf8_next_char (at);
  }
}

/**
 * hearth_link_scan:
 * @text: UTF-8
 *
 * Finds what a program that shows the text may make a link of: addresses with a scheme, names of
 * hosts without one, addresses of mail. Punctuation around one does not belong to it.
 *
 * Returns: (transfer full) (element-type HearthLink): what was found, in order, at most
 * %HEARTH_LINK_SCAN_MAX
 */
GPtrArray *
hearth_link_scan (const char *text)
{
  GPtrArray *links = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_link_free);
  const char *start = text;

  for (const char *at = text;; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);

    if (!is_break (c))
      continue;
    if (at > start)
      scan_run (links, start, at);
    if (c == 0 || links->len >= HEARTH_LINK_SCAN_MAX)
      break;
    start = g_utf8_next_char (at);
  }
  return links;
}
