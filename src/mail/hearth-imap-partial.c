/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-imap-source-private.h"

#include <stdlib.h>
#include <string.h>

/* A large message is read without its attachments: its header, its tree of parts as the server
 * tells it, and its texts are put together to a message that is read as any other. The parts keep
 * their numbers. */

/* Deeper trees than mail has; what is below stays out. */
#define MAX_LEVELS 16

typedef struct {
  GByteArray *out;
  GPtrArray *parts;   /* of HearthImapLeaf, in the order of the message */
  GHashTable *bodies; /* of GBytes, by number */
  char *mark;         /* (owned) part of each boundary */
} Build;

/**
 * hearth_imap_leaf_new:
 * @part: a part as the server describes it
 *
 * Returns: (transfer full): a copy
 */
HearthImapLeaf *
hearth_imap_leaf_new (const HearthImapPart *part)
{
  HearthImapLeaf *self = g_new0 (HearthImapLeaf, 1);

  self->number = g_strdup (part->number);
  self->type = g_strdup (part->type != NULL ? part->type : "application/octet-stream");
  self->charset = g_strdup (part->charset);
  self->encoding = g_strdup (part->encoding != NULL ? part->encoding : "7bit");
  self->disposition = g_strdup (part->disposition);
  self->file_name = g_strdup (part->file_name);
  self->parent = g_strdup (part->parent != NULL ? part->parent : "");
  self->size = part->size;
  return self;
}

/**
 * hearth_imap_leaf_free:
 * @self: (nullable) (transfer full): a part
 */
void
hearth_imap_leaf_free (HearthImapLeaf *self)
{
  if (self == NULL)
    return;
  g_free (self->number);
  g_free (self->type);
  g_free (self->charset);
  g_free (self->encoding);
  g_free (self->disposition);
  g_free (self->file_name);
  g_free (self->parent);
  g_free (self);
}

static void
append (Build *self, const char *text)
{
  g_byte_array_append (self->out, (const guint8 *) text, strlen (text));
}

/* A token of a header: what the server says may hold anything. */
static void
append_token (Build *self, const char *text)
{
  for (const char *p = text; *p != '\0'; p++) {
    if (g_ascii_isalnum (*p) || strchr ("-_.+/", *p) != NULL)
      g_byte_array_append (self->out, (const guint8 *) p, 1);
  }
}

static gboolean
is_extended (const char *value)
{
  const char *quote = strchr (value, '\'');

  return quote != NULL && quote > value && strchr (quote + 1, '\'') != NULL &&
         strcspn (value, " \"\\") == strlen (value);
}

static void
append_param (Build *self, const char *name, const char *value)
{
  if (value == NULL)
    return;
  append (self, "; ");
  append (self, name);
  /* RFC 2231, section 4: not quoted, and marked by a star. */
  append (self, is_extended (value) ? "*=" : "=\"");
  for (const char *p = value; *p != '\0'; p++) {
    if (*p == '"' || *p == '\\')
      append (self, "\\");
    if ((guchar) *p >= ' ')
      g_byte_array_append (self->out, (const guint8 *) p, 1);
  }
  append (self, is_extended (value) ? "" : "\"");
}

static void
append_leaf (Build *self, const HearthImapLeaf *leaf)
{
  GBytes *body = g_hash_table_lookup (self->bodies, leaf->number);

  append (self, "Content-Type: ");
  append_token (self, leaf->type);
  append_param (self, "charset", leaf->charset);
  append_param (self, "name", leaf->file_name);
  append (self, "\r\nContent-Transfer-Encoding: ");
  append_token (self, leaf->encoding);
  if (leaf->disposition != NULL) {
    append (self, "\r\nContent-Disposition: ");
    append_token (self, leaf->disposition);
    append_param (self, "filename", leaf->file_name);
  }
  append (self, "\r\n\r\n");
  if (body != NULL)
    g_byte_array_append (self->out, g_bytes_get_data (body, NULL), g_bytes_get_size (body));
}

/* The position that @number has below @prefix ("1." of "1.2.3": 2), or 0 if it is not below. */
static guint
get_position (const char *number, const char *prefix)
{
  gsize length = strlen (prefix);

  return strncmp (number, prefix, length) == 0 ? (guint) strtoul (number + length, NULL, 10) : 0;
}

/* The part that begins @prefix's child @position; a message in a message is one part. */
static const HearthImapLeaf *
find_child (Build *self, const char *prefix, guint position, gboolean *deeper)
{
  for (guint i = 0; i < self->parts->len; i++) {
    const HearthImapLeaf *leaf = g_ptr_array_index (self->parts, i);

    if (get_position (leaf->number, prefix) != position)
      continue;
    *deeper = strchr (leaf->number + strlen (prefix), '.') != NULL;
    return leaf;
  }
  return NULL;
}

static const char *
find_subtype (Build *self, const char *prefix)
{
  for (guint i = 0; i < self->parts->len; i++) {
    const HearthImapLeaf *leaf = g_ptr_array_index (self->parts, i);

    if (get_position (leaf->number, prefix) != 0 &&
        strchr (leaf->number + strlen (prefix), '.') == NULL && *leaf->parent != '\0')
      return leaf->parent;
  }
  return "mixed";
}

static void
append_multipart (Build *self, const char *prefix, guint level)
{
  g_autofree char *boundary = g_strdup_printf ("%s-%u-%u", self->mark, level, self->out->len);
  guint last = 0;

  append (self, "Content-Type: multipart/");
  append_token (self, find_subtype (self, prefix));
  append_param (self, "boundary", boundary);
  append (self, "\r\n\r\n");
  for (guint i = 0; i < self->parts->len; i++)
    last = MAX (last, get_position (((HearthImapLeaf *) g_ptr_array_index (self->parts, i))->number,
                                    prefix));
  for (guint position = 1; position <= MIN (last, 1000); position++) {
    gboolean deeper = FALSE;
    const HearthImapLeaf *leaf = find_child (self, prefix, position, &deeper);

    append (self, "\r\n--");
    append (self, boundary);
    append (self, "\r\n");
    if (leaf == NULL) {
      append (self, "\r\n"); /* the numbers of the others depend on it */
    } else if (deeper && level < MAX_LEVELS) {
      g_autofree char *below = g_strdup_printf ("%s%u.", prefix, position);

      append_multipart (self, below, level + 1);
    } else {
      append_leaf (self, leaf);
    }
  }
  append (self, "\r\n--");
  append (self, boundary);
  append (self, "--\r\n");
}

/* The header without what says how the body is made. */
static void
append_header (Build *self, const char *header, gsize size)
{
  const char *end = header + size;
  gboolean skip = FALSE;

  while (header < end) {
    const char *line_end = memchr (header, '\n', end - header);
    gsize length = line_end != NULL ? (gsize) (line_end - header) + 1 : (gsize) (end - header);

    if (length <= 2 && (*header == '\r' || *header == '\n'))
      return;
    if (*header != ' ' && *header != '\t')
      skip = length >= 8 && (g_ascii_strncasecmp (header, "content-", 8) == 0 ||
                             g_ascii_strncasecmp (header, "mime-ver", 8) == 0);
    if (!skip)
      g_byte_array_append (self->out, (const guint8 *) header, length);
    header += length;
  }
}

/**
 * hearth_imap_partial_build:
 * @header: (array length=header_size): the message's header
 * @header_size: its size
 * @parts: (element-type HearthImapLeaf): the parts that are not multiparts, in their order
 * @bodies: (element-type utf8 GBytes): by number, what was fetched of them, encoded as it was
 *
 * Returns: (transfer full): a message that has all parts, some of them empty
 */
GByteArray *
hearth_imap_partial_build (const char *header, gsize header_size, GPtrArray *parts,
                           GHashTable *bodies)
{
  g_autofree char *uuid = g_uuid_string_random ();
  Build self = { g_byte_array_new (), parts, bodies, g_strconcat ("hearth-", uuid, NULL) };
  const HearthImapLeaf *first = parts->len > 0 ? g_ptr_array_index (parts, 0) : NULL;

  append_header (&self, header, header_size);
  append (&self, "MIME-Version: 1.0\r\n");
  if (first == NULL)
    append (&self, "\r\n");
  else if (*first->parent == '\0' && strcmp (first->number, "1") == 0)
    append_leaf (&self, first);
  else
    append_multipart (&self, "", 0);
  g_free (self.mark);
  return self.out;
}
