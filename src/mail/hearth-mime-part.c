/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-mail-error.h"
#include "hearth-mime-tree.h"

#include <errno.h>
#include <gmime/gmime.h>
#include <string.h>

/**
 * hearth_mime_part_next_header:
 * @self: a part
 * @cursor: (inout): where to go on; %NULL at first
 * @name: (out): the field's name, not terminated
 * @name_size: (out): its bytes
 * @value: (out): the raw value without leading blanks, unfolded, not terminated
 * @value_size: (out): its bytes
 *
 * Returns: whether there was another field
 */
gboolean
hearth_mime_part_next_header (const HearthMimePart *self, const char **cursor, const char **name,
                              gsize *name_size, const char **value, gsize *value_size)
{
  const char *end = self->headers + self->headers_size;
  const char *p = *cursor != NULL ? *cursor : self->headers;
  const char *colon, *stop;

  while (p < end) {
    stop = memchr (p, '\n', end - p);
    if (stop == NULL)
      stop = end;
    colon = memchr (p, ':', stop - p);
    if (colon == NULL) {
      p = stop + 1;
      continue;
    }
    *name = p;
    *name_size = colon - p;
    while (*name_size > 0 && g_ascii_isspace (p[*name_size - 1]))
      (*name_size)--;
    for (p = colon + 1; p < stop && g_ascii_isspace (*p); p++)
      ;
    *value = p;
    *value_size = stop - p;
    *cursor = MIN (stop + 1, end);
    return TRUE;
  }
  *cursor = end;
  return FALSE;
}

/**
 * hearth_mime_part_dup_header:
 * @self: a part
 * @name: a field's name
 * @max_size: bytes of the value that are kept
 *
 * Returns: (transfer full) (nullable): the raw value of the first such field
 */
char *
hearth_mime_part_dup_header (const HearthMimePart *self, const char *name, gsize max_size)
{
  const char *cursor = NULL, *field, *value;
  gsize length = strlen (name), field_size, value_size;

  while (hearth_mime_part_next_header (self, &cursor, &field, &field_size, &value, &value_size)) {
    if (field_size == length && g_ascii_strncasecmp (field, name, length) == 0)
      return g_strndup (value, MIN (value_size, max_size));
  }
  return NULL;
}

static gboolean
is_token_char (char c)
{
  return g_ascii_isgraph (c) && strchr ("()<>@,;:\\\"/[]?=", c) == NULL;
}

/* Looks for a parameter of a value that is so plain that nothing in it has to be decoded, which
 * nearly all are: "type/subtype; name=token; name="text"". Returns whether it is. */
static gboolean
find_plain_param (const char *value, const char *name, char **found)
{
  gsize length = strlen (name);
  const char *p = strchr (value, ';');

  *found = NULL;
  while (p != NULL && *p == ';') {
    const char *own, *text;
    gsize own_size, size;

    p++;
    p += strspn (p, " \t");
    for (own = p; is_token_char (*p) && *p != '*'; p++)
      ;
    own_size = (gsize) (p - own);
    if (own_size == 0 || *p++ != '=')
      return FALSE;
    if (*p == '"') {
      text = ++p;
      while (g_ascii_isprint (*p) && *p != '"' && *p != '\\' && *p != '?')
        p++;
      size = (gsize) (p - text);
      if (*p++ != '"')
        return FALSE;
    } else {
      for (text = p; is_token_char (*p); p++)
        ;
      size = (gsize) (p - text);
    }
    p += strspn (p, " \t");
    if (size == 0 || (*p != ';' && *p != '\0'))
      return FALSE;
    if (own_size != length || g_ascii_strncasecmp (own, name, length) != 0)
      continue;
    if (*found != NULL)
      return FALSE;
    *found = g_strndup (text, size);
  }
  return TRUE;
}

/**
 * hearth_mime_part_dup_param:
 * @self: a part
 * @name: a parameter of its Content-Type
 *
 * Returns: (transfer full) (nullable): the value, decoded by RFC 2231
 */
char *
hearth_mime_part_dup_param (const HearthMimePart *self, const char *name)
{
  GMimeContentType *type;
  char *value;

  if (self->content_type == NULL || strchr (self->content_type, ';') == NULL)
    return NULL;
  if (find_plain_param (self->content_type, name, &value))
    return value;
  g_free (value);
  type = g_mime_content_type_parse (NULL, self->content_type);
  if (type == NULL)
    return NULL;
  value = g_strdup (g_mime_content_type_get_parameter (type, name));
  g_object_unref (type);
  return value;
}

static GMimeContentEncoding
get_encoding (const HearthMimePart *self)
{
  g_autofree char *value = hearth_mime_part_dup_header (self, "Content-Transfer-Encoding", 80);

  return value != NULL ? g_mime_content_encoding_from_string (g_strstrip (value))
                       : GMIME_CONTENT_ENCODING_DEFAULT;
}

/* What comes before "begin 644 name" is no data; GMime's decoder must be told that it is past. */
static gsize
skip_to_uu_data (GMimeEncoding *decoder, const guint8 *bytes, gsize size)
{
  const guint8 *p = bytes, *end = bytes + size;

  while (p != NULL && p < end) {
    const guint8 *newline = memchr (p, '\n', end - p);

    if (newline != NULL && end - p > 6 && memcmp (p, "begin ", 6) == 0) {
      decoder->state |= GMIME_UUDECODE_STATE_BEGIN;
      return newline + 1 - bytes;
    }
    p = newline != NULL ? newline + 1 : NULL;
  }
  return size;
}

/**
 * hearth_mime_part_decode:
 * @self: a part
 * @input: the message
 * @max_size: bytes that are decoded at most
 * @cut: (out) (optional): whether there was more
 * @error: (out) (optional): `HEARTH_MAIL_ERROR_UNREADABLE`
 *
 * Undoes the transfer encoding.
 *
 * Returns: (transfer full) (nullable): the content, or %NULL if reading failed
 */
GByteArray *
hearth_mime_part_decode (const HearthMimePart *self, const HearthMimeInput *input, gsize max_size,
                         gboolean *cut, GError **error)
{
  enum { CHUNK = 64 * 1024 };
  g_autoptr (GByteArray) out = NULL;
  g_autofree guint8 *buffer = NULL;
  GMimeEncoding decoder;
  goffset at = self->body;

  g_mime_encoding_init_decode (&decoder, get_encoding (self));
  out = g_byte_array_sized_new (MIN (max_size, (gsize) (self->end - self->body)) + 1);
  while (at < self->end && out->len < max_size) {
    gsize n = MIN (CHUNK, self->end - at);
    gsize before = out->len, skip = 0;
    const guint8 *bytes;

    if (input->data != NULL) {
      bytes = input->data + at;
    } else {
      gssize got;

      if (buffer == NULL)
        buffer = g_malloc (CHUNK);
      got = hearth_mime_input_read (input, at, buffer, n);
      if (got < 0) {
        g_set_error (error, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_UNREADABLE, "%s",
                     g_strerror (errno));
        return NULL;
      }
      if (got == 0)
        break;
      n = got;
      bytes = buffer;
    }
    if (decoder.encoding == GMIME_CONTENT_ENCODING_UUENCODE && at == self->body)
      skip = skip_to_uu_data (&decoder, bytes, n);
    g_byte_array_set_size (out, before + g_mime_encoding_outlen (&decoder, n) + 4);
    g_byte_array_set_size (out,
                           before + g_mime_encoding_step (&decoder, (const char *) bytes + skip,
                                                          n - skip, (char *) out->data + before));
    at += n;
  }
  if (cut != NULL)
    *cut = at < self->end || out->len > max_size;
  if (out->len > max_size)
    g_byte_array_set_size (out, max_size);
  return g_steal_pointer (&out);
}

/**
 * hearth_mime_part_get_size:
 * @self: a part
 * @input: the message
 *
 * Reckons the decoded size without decoding: exact for base64 in lines of one length.
 *
 * Returns: bytes
 */
gint64
hearth_mime_part_get_size (const HearthMimePart *self, const HearthMimeInput *input)
{
  goffset size = self->end - self->body;
  guint8 head[128], tail[4];
  gssize n, line = 0, eol = 1;

  if (get_encoding (self) != GMIME_CONTENT_ENCODING_BASE64 || size <= 0)
    return size;
  n = MIN (size, (goffset) sizeof head);
  if (input->data != NULL)
    memcpy (head, input->data + self->body, n);
  else
    n = hearth_mime_input_read (input, self->body, head, n);
  while (line < n && head[line] != '\n' && head[line] != '\r')
    line++;
  if (line < n && head[line] == '\r')
    eol = 2;
  if (line > 0 && line < n)
    size -= size / (line + eol) * eol;
  n = MIN (self->end - self->body, (goffset) sizeof tail);
  if (input->data != NULL)
    memcpy (tail, input->data + self->end - n, n);
  else
    n = hearth_mime_input_read (input, self->end - n, tail, n);
  line = 0;
  for (gssize i = 0; i < n; i++)
    line += tail[i] == '=';
  return MAX (0, size / 4 * 3 - line);
}
