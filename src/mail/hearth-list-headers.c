/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-list-headers.h"

#include <string.h>

/* Bytes of the header section that are read, and of one field. */
#define MAX_HEADER (256 * 1024)
#define MAX_FIELD (16 * 1024)
#define MAX_URI 4096
#define MAX_URIS 8
#define MAX_SIGNATURES 16
#define MAX_HOPS 32
#define MAX_SUBJECT 256
#define MAX_TEXT 2048
#define MAX_ADDRESS 320 /* RFC 5321, section 4.5.3.1: 64 + @ + 255 */

/* What is looked at. */
typedef struct {
  char *unsubscribe; /* (owned) (nullable) */
  guint n_unsubscribe;
  char *post;            /* (owned) (nullable) */
  char *results;         /* (owned) (nullable) the topmost Authentication-Results */
  GPtrArray *signatures; /* (owned) of char *, DKIM-Signature */
  GPtrArray *hops;       /* (owned) of char *: Received above the results, and the first below */
  gboolean hop_below;
  gboolean sender_began; /* what the sender wrote has begun: nothing below is his server's */
} Fields;

static void
fields_clear (Fields *self)
{
  g_free (self->unsubscribe);
  g_free (self->post);
  g_free (self->results);
  g_ptr_array_unref (self->signatures);
  g_ptr_array_unref (self->hops);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fields, fields_clear)

/* Cuts the next field with its folded lines off; %NULL at the end of the header section. */
static char *
take_field (const char **p, const char *end)
{
  const char *start = *p;
  const char *q = start;
  g_autoptr (GString) out = NULL;

  if (start >= end || *start == '\n' || (*start == '\r' && start + 1 < end && start[1] == '\n'))
    return NULL;
  do {
    const char *newline = memchr (q, '\n', end - q);

    q = newline != NULL ? newline + 1 : end;
  } while (q < end && (*q == ' ' || *q == '\t'));
  *p = q;
  out = g_string_sized_new (MIN (q - start, MAX_FIELD));
  for (const char *c = start; c < q && out->len < MAX_FIELD; c++) {
    if (*c != '\r' && *c != '\n')
      g_string_append_c (out, *c == '\0' || *c == '\t' ? ' ' : *c);
  }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static const char *
match_name (const char *field, const char *name)
{
  gsize n = strlen (name);

  if (g_ascii_strncasecmp (field, name, n) != 0)
    return NULL;
  field += n;
  while (*field == ' ')
    field++;
  return *field == ':' ? field + 1 : NULL;
}

static void
note_field (Fields *self, const char *field)
{
  const char *value;

  if ((value = match_name (field, "List-Unsubscribe")) != NULL) {
    self->sender_began = TRUE;
    if (self->n_unsubscribe++ == 0)
      self->unsubscribe = g_strdup (value);
  } else if ((value = match_name (field, "List-Unsubscribe-Post")) != NULL) {
    self->sender_began = TRUE;
    if (self->post == NULL)
      self->post = g_strstrip (g_strdup (value));
  } else if ((value = match_name (field, "DKIM-Signature")) != NULL) {
    if (self->signatures->len < MAX_SIGNATURES)
      g_ptr_array_add (self->signatures, g_strdup (value));
  } else if ((value = match_name (field, "Authentication-Results")) != NULL) {
    if (self->results == NULL && !self->sender_began)
      self->results = g_strdup (value);
  } else if ((value = match_name (field, "Received")) != NULL) {
    if (self->hops->len < MAX_HOPS && !self->hop_below && !self->sender_began)
      g_ptr_array_add (self->hops, g_strdup (value));
    self->hop_below |= self->results != NULL;
  } else if (match_name (field, "From") != NULL || match_name (field, "Message-ID") != NULL) {
    self->sender_began = TRUE;
  }
}

static void
read_fields (Fields *self, const guint8 *data, gsize size)
{
  const char *p = (const char *) data;
  const char *end = p + MIN (size, MAX_HEADER);

  self->signatures = g_ptr_array_new_with_free_func (g_free);
  self->hops = g_ptr_array_new_with_free_func (g_free);
  for (;;) {
    g_autofree char *field = take_field (&p, end);

    if (field == NULL)
      return;
    note_field (self, field);
  }
}

/* What stands in the next angle brackets, without blanks, RFC 2369, section 2. */
static char *
take_uri (const char **p)
{
  const char *open = strchr (*p, '<');
  const char *close = open != NULL ? strchr (open, '>') : NULL;
  GString *out;

  if (close == NULL)
    return NULL;
  *p = close + 1;
  out = g_string_new (NULL);
  for (const char *c = open + 1; c < close && out->len < MAX_URI; c++) {
    if (*c == ' ')
      continue;
    /* An address is of printable ASCII, RFC 3986, section 2: what is not makes all of it none. */
    if (*c <= ' ' || *c >= 0x7f) {
      g_string_truncate (out, 0);
      break;
    }
    g_string_append_c (out, *c);
  }
  return g_string_free (out, FALSE);
}

static gboolean
has_scheme (const char *uri, const char *scheme)
{
  return g_ascii_strncasecmp (uri, scheme, strlen (scheme)) == 0;
}

/* Decodes per cent signs; what is no text, or too long, or would begin a line of its own, is left
 * out. */
static char *
decode (const char *escaped, gsize length, gsize max_bytes, gboolean one_line)
{
  g_autofree char *part = g_strndup (escaped, length);
  g_autofree char *text = g_uri_unescape_string (part, NULL);

  if (text == NULL || strlen (text) > max_bytes || !g_utf8_validate (text, -1, NULL))
    return NULL;
  for (const char *p = text; *p != '\0'; p++) {
    if (((guchar) *p < ' ' && (one_line || (*p != '\n' && *p != '\r'))) || *p == 0x7f)
      return NULL;
  }
  return g_steal_pointer (&text);
}

/* One recipient only, and nothing but letters that an address has without quotes. */
static gboolean
is_plain_address (const char *address)
{
  const char *at = strchr (address, '@');

  if (at == NULL || at == address || at[1] == '\0' || strchr (at + 1, '@') != NULL)
    return FALSE;
  for (const char *p = address; *p != '\0'; p++) {
    if (!g_ascii_isalnum (*p) && strchr ("!#$%&'*+-/=?^_`{|}~.@", *p) == NULL)
      return FALSE;
  }
  return TRUE;
}

/* RFC 6068; other headers than these two are not for a stranger to set. */
static void
read_mailto (HearthListHeaders *self, const char *uri)
{
  const char *p = uri + strlen ("mailto:");
  gsize n = strcspn (p, "?");
  g_autofree char *address = decode (p, n, MAX_ADDRESS, TRUE);

  if (address == NULL || !is_plain_address (address))
    return;
  self->mail_address = g_steal_pointer (&address);
  p += n;
  while (*p != '\0') {
    n = strcspn (++p, "&");
    if (g_ascii_strncasecmp (p, "subject=", 8) == 0 && n >= 8 && self->mail_subject == NULL)
      self->mail_subject = decode (p + 8, n - 8, MAX_SUBJECT, TRUE);
    else if (g_ascii_strncasecmp (p, "body=", 5) == 0 && n >= 5 && self->mail_text == NULL)
      self->mail_text = decode (p + 5, n - 5, MAX_TEXT, FALSE);
    p += n;
  }
}

static gboolean
is_web_address (const char *uri)
{
  g_autoptr (GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_NONE, NULL);

  return parsed != NULL && g_uri_get_host (parsed) != NULL && *g_uri_get_host (parsed) != '\0' &&
         g_uri_get_userinfo (parsed) == NULL;
}

static void
read_uris (HearthListHeaders *self, const char *value)
{
  const char *p = value;

  for (guint i = 0; i < MAX_URIS; i++) {
    g_autofree char *uri = take_uri (&p);

    if (uri == NULL)
      return;
    if (has_scheme (uri, "mailto:") && self->mail_address == NULL)
      read_mailto (self, uri);
    else if (has_scheme (uri, "https://") && is_web_address (uri)) {
      if (self->post_uri == NULL)
        self->post_uri = g_strdup (uri);
      if (self->web_uri == NULL)
        self->web_uri = g_strdup (uri);
    } else if (has_scheme (uri, "http://") && self->web_uri == NULL && is_web_address (uri))
      self->web_uri = g_strdup (uri);
  }
}

/* Leaves comments out, RFC 5322, section 3.2.2. */
static char *
without_comments (const char *value)
{
  GString *out = g_string_new (NULL);
  guint depth = 0;

  for (const char *p = value; *p != '\0'; p++) {
    if (*p == '(')
      depth++;
    else if (*p == ')' && depth > 0)
      depth--;
    else if (depth == 0)
      g_string_append_c (out, *p);
  }
  return g_string_free (out, FALSE);
}

/* The last labels of a name that one owner has: two, or three below "co.uk" and its like. */
static const char *
find_organisation (const char *domain)
{
  const char *dots[3] = { NULL, NULL, NULL };
  gsize n = strlen (domain);

  for (const char *p = domain + n; p > domain; p--) {
    if (p[-1] != '.')
      continue;
    for (guint i = 0; i < 3; i++) {
      if (dots[i] == NULL) {
        dots[i] = p;
        break;
      }
    }
  }
  if (dots[1] == NULL)
    return domain;
  if (strlen (dots[0]) == 2 && dots[0] - dots[1] <= 4)
    return dots[2] != NULL ? dots[2] : domain;
  return dots[1];
}

static gboolean
is_same_organisation (const char *a, const char *b)
{
  return strchr (a, '.') != NULL &&
         g_ascii_strcasecmp (find_organisation (a), find_organisation (b)) == 0;
}

/* Whether a hop that brought the message says that a server of this name took it. What a sender
 * wrote stands below all of them. */
static gboolean
is_own_server (const Fields *fields, const char *server)
{
  for (guint i = 0; i < fields->hops->len; i++) {
    g_autofree char *hop = without_comments (g_ptr_array_index (fields->hops, i));
    const char *by = strstr (hop, " by ");
    g_autofree char *host = NULL;

    if (by == NULL && has_scheme (hop, "by "))
      by = hop - 1;
    if (by == NULL)
      continue;
    by += 4;
    while (*by == ' ')
      by++;
    host = g_strndup (by, strcspn (by, " ;"));
    if (is_same_organisation (server, host))
      return TRUE;
  }
  return FALSE;
}

/* The value of a tag of a signature, without blanks, RFC 6376, section 3.2. */
static char *
dup_tag (const char *signature, const char *tag)
{
  g_auto (GStrv) parts = g_strsplit (signature, ";", 64);

  for (guint i = 0; parts[i] != NULL; i++) {
    char *part = g_strstrip (parts[i]);
    gsize n = strlen (tag);
    GString *out;

    if (strncmp (part, tag, n) != 0)
      continue;
    while (part[n] == ' ')
      n++;
    if (part[n] != '=')
      continue;
    out = g_string_new (NULL);
    for (const char *p = part + n + 1; *p != '\0'; p++) {
      if (*p != ' ')
        g_string_append_c (out, g_ascii_tolower (*p));
    }
    return g_string_free (out, FALSE);
  }
  return NULL;
}

static gboolean
covers (const char *signature, const char *domain)
{
  g_autofree char *signer = dup_tag (signature, "d");
  g_autofree char *headers = dup_tag (signature, "h");
  g_auto (GStrv) names = NULL;

  if (signer == NULL || headers == NULL || g_ascii_strcasecmp (signer, domain) != 0)
    return FALSE;
  names = g_strsplit (headers, ":", 128);
  return g_strv_contains ((const char *const *) names, "list-unsubscribe") &&
         g_strv_contains ((const char *const *) names, "list-unsubscribe-post");
}

/* The domain of "header.d=" or "header.i=" of a result, RFC 8601, section 2.7.1. */
static char *
dup_signer (const char *result)
{
  g_auto (GStrv) words = g_strsplit_set (result, " \t", 64);

  for (guint i = 0; words[i] != NULL; i++) {
    const char *value = NULL;
    char *domain;

    if (has_scheme (words[i], "header.d="))
      value = words[i] + strlen ("header.d=");
    else if (has_scheme (words[i], "header.i=") && strrchr (words[i], '@') != NULL)
      value = strrchr (words[i], '@') + 1;
    if (value == NULL)
      continue;
    domain = g_ascii_strdown (value, -1);
    return g_strdelimit (domain, "\"", ' ') != NULL ? g_strstrip (domain) : domain;
  }
  return NULL;
}

/* RFC 8058, section 4: a valid signature that covers both headers. The owner's server checked it
 * and says so in the topmost result; nothing else is believed. */
static char *
find_signer (const Fields *fields)
{
  g_autofree char *value = fields->results != NULL ? without_comments (fields->results) : NULL;
  g_auto (GStrv) results = value != NULL ? g_strsplit (value, ";", 64) : NULL;
  g_auto (GStrv) server = NULL;

  if (results == NULL || results[0] == NULL)
    return NULL;
  server = g_strsplit (g_strstrip (results[0]), " ", 2);
  if (server[0] == NULL || !is_own_server (fields, server[0]))
    return NULL;
  for (guint i = 1; results[i] != NULL; i++) {
    const char *result = g_strstrip (results[i]);
    g_autofree char *domain = NULL;

    if (!has_scheme (result, "dkim=pass") || g_ascii_isalnum (result[strlen ("dkim=pass")]))
      continue;
    domain = dup_signer (result);
    for (guint k = 0; domain != NULL && k < fields->signatures->len; k++) {
      if (covers (g_ptr_array_index (fields->signatures, k), domain))
        return g_steal_pointer (&domain);
    }
  }
  return NULL;
}

/**
 * hearth_list_headers_parse:
 * @data: (array length=size): a message
 * @size: its size in bytes
 *
 * Reads how a list is left: List-Unsubscribe (RFC 2369), List-Unsubscribe-Post (RFC 8058), and
 * whether the owner's own server found them signed (RFC 8601). Pure; reads a bounded part of any
 * bytes.
 *
 * Returns: (transfer full): what was found, perhaps nothing
 */
HearthListHeaders *
hearth_list_headers_parse (const guint8 *data, gsize size)
{
  HearthListHeaders *self = g_new0 (HearthListHeaders, 1);
  g_auto (Fields) fields = { 0 };

  read_fields (&fields, data, size);
  if (fields.unsubscribe != NULL)
    read_uris (self, fields.unsubscribe);
  /* RFC 8058, section 3.1: each stands there once. */
  if (fields.n_unsubscribe != 1 || fields.post == NULL ||
      g_ascii_strcasecmp (fields.post, "List-Unsubscribe=One-Click") != 0)
    g_clear_pointer (&self->post_uri, g_free);
  self->signer = find_signer (&fields);
  return self;
}

/**
 * hearth_list_headers_free:
 * @self: (nullable) (transfer full): what was found
 */
void
hearth_list_headers_free (HearthListHeaders *self)
{
  if (self == NULL)
    return;
  g_free (self->post_uri);
  g_free (self->web_uri);
  g_free (self->mail_address);
  g_free (self->mail_subject);
  g_free (self->mail_text);
  g_free (self->signer);
  g_free (self);
}
