/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-mailto.h"

#include "hearth-text.h"

#include <glib/gi18n.h>
#include <string.h>

#define SCHEME "mailto:"

/* So many characters of a subject are taken. */
#define MAX_SUBJECT 250
/* RFC 5322, section 2.1.1: the longest line. */
#define MAX_MESSAGE_ID 996
/* Far more headers than anybody means. */
#define MAX_HEADERS 100

/* What per cent signs stand for. A sign that is followed by no number stands for itself, and a NUL
 * for nothing: what is typed by hand is often not escaped. "+" is a plus here. */
static char *
decode (const char *escaped, gsize length)
{
  g_autoptr (GString) bytes = g_string_sized_new (length);

  for (gsize i = 0; i < length; i++) {
    if (escaped[i] == '%' && i + 2 < length && g_ascii_isxdigit (escaped[i + 1]) &&
        g_ascii_isxdigit (escaped[i + 2])) {
      char byte = (char) (g_ascii_xdigit_value (escaped[i + 1]) * 16 +
                          g_ascii_xdigit_value (escaped[i + 2]));

      if (byte != '\0')
        g_string_append_c (bytes, byte);
      i += 2;
    } else {
      g_string_append_c (bytes, escaped[i]);
    }
  }
  return hearth_text_clean (bytes->str, (gssize) bytes->len);
}

static char *
decode_line (const char *escaped, gsize length, gsize max_chars)
{
  g_autofree char *text = decode (escaped, length);

  return hearth_text_one_line (text, max_chars);
}

static void
add_people (HearthMailto *self, GPtrArray *list, const char *text)
{
  g_autofree char *line = hearth_text_one_line (text, HEARTH_MAILTO_MAX_BYTES);
  g_autoptr (GPtrArray) people = hearth_recipients_from_text (line);

  for (guint i = 0; i < people->len && self->to->len + self->cc->len < HEARTH_RECIPIENTS_MAX; i++) {
    const HearthAddress *who = g_ptr_array_index (people, i);

    /* What is no address is shown all the same: its writer may be able to mend it. */
    if (*who->address == '\0' || (!hearth_recipients_contain (self->to, who->address) &&
                                  !hearth_recipients_contain (self->cc, who->address)))
      g_ptr_array_add (list, hearth_address_copy (who));
  }
}

/* Commas between addresses are not escaped; those within one are. */
static void
read_path (HearthMailto *self, const char *path, gsize length)
{
  const char *end = path + length;

  while (path < end) {
    const char *comma = memchr (path, ',', end - path);
    gsize n = (comma != NULL ? comma : end) - path;
    g_autofree char *text = decode (path, n);

    add_people (self, self->to, text);
    path += n + 1;
  }
}

static void
read_message_id (HearthMailto *self, const char *value, gsize length)
{
  g_autofree char *text = decode_line (value, length, MAX_MESSAGE_ID + 1);
  char *start = g_strstrip (text);
  gsize n = strlen (start);

  if (n > 2 && start[0] == '<' && start[n - 1] == '>') {
    start[n - 1] = '\0';
    start++;
  }
  if (*start == '\0' || strlen (start) > MAX_MESSAGE_ID || strpbrk (start, " <>") != NULL)
    return;
  g_free (self->in_reply_to);
  self->in_reply_to = g_strdup (start);
}

/* What is no header of these is left out, RFC 6068, section 4. */
static void
read_header (HearthMailto *self, const char *header, gsize length)
{
  const char *equals = memchr (header, '=', length);
  g_autofree char *name = equals != NULL ? decode (header, equals - header) : NULL;
  const char *value = equals != NULL ? equals + 1 : NULL;
  gsize n = equals != NULL ? length - (value - header) : 0;
  g_autofree char *text = NULL;

  if (name == NULL)
    return;
  if (g_ascii_strcasecmp (name, "to") == 0 || g_ascii_strcasecmp (name, "cc") == 0) {
    text = decode (value, n);
    add_people (self, g_ascii_strcasecmp (name, "to") == 0 ? self->to : self->cc, text);
  } else if (g_ascii_strcasecmp (name, "subject") == 0) {
    g_free (self->subject);
    self->subject = decode_line (value, n, MAX_SUBJECT);
  } else if (g_ascii_strcasecmp (name, "body") == 0) {
    g_free (self->body);
    self->body = decode (value, n);
  } else if (g_ascii_strcasecmp (name, "in-reply-to") == 0) {
    read_message_id (self, value, n);
  }
}

static void
read_headers (HearthMailto *self, const char *p)
{
  for (guint i = 0; *p != '\0' && i < MAX_HEADERS; i++) {
    gsize n = strcspn (p, "&");

    read_header (self, p, n);
    p += n;
    if (*p == '&')
      p++;
  }
}

/**
 * hearth_mailto_parse:
 * @uri: an address that begins with "mailto:"
 * @error: %HEARTH_MODEL_ERROR_BAD_ADDRESS if it does not, or is too long
 *
 * Reads what is to be written, and to whom. It is lenient where nothing is lost: what is no address
 * is kept as it stands, and what is not escaped well is taken as it is. A fragment is left out.
 *
 * Returns: (transfer full) (nullable): what it asks for, or %NULL
 */
HearthMailto *
hearth_mailto_parse (const char *uri, GError **error)
{
  gsize size = strlen (uri);
  g_autofree char *copy = NULL;
  HearthMailto *self;
  gsize path;

  if (g_ascii_strncasecmp (uri, SCHEME, strlen (SCHEME)) != 0 || size > HEARTH_MAILTO_MAX_BYTES) {
    g_set_error_literal (error, HEARTH_MODEL_ERROR, HEARTH_MODEL_ERROR_BAD_ADDRESS,
                         size > HEARTH_MAILTO_MAX_BYTES
                             ? _("This mail address is too long to be meant so.")
                             : _("This is no address to write to."));
    return NULL;
  }
  copy = g_strndup (uri + strlen (SCHEME), strcspn (uri + strlen (SCHEME), "#"));
  self = g_new0 (HearthMailto, 1);
  self->to = hearth_recipients_new ();
  self->cc = hearth_recipients_new ();
  self->subject = g_strdup ("");
  self->body = g_strdup ("");
  self->in_reply_to = g_strdup ("");
  path = strcspn (copy, "?");
  read_path (self, copy, path);
  if (copy[path] == '?')
    read_headers (self, copy + path + 1);
  return self;
}

/**
 * hearth_mailto_free:
 * @self: (nullable) (transfer full): what a mailto: address asks for
 */
void
hearth_mailto_free (HearthMailto *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->to);
  g_ptr_array_unref (self->cc);
  g_free (self->subject);
  g_free (self->body);
  g_free (self->in_reply_to);
  g_free (self);
}
