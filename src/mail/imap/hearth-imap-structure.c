/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-imap-message.h"

#include <string.h>

#define MAX_DEPTH 64
#define MAX_PARTS 1000
/* Room for 64 levels of up to four digits. */
#define MAX_NUMBER 400

typedef struct {
  HearthImapArena *arena;
  GArray *parts; /* (owned) of HearthImapPart */
  guint depth;
  char number[MAX_NUMBER]; /* of the part that is read */
} Reader;

static gboolean read_body (Reader *reader, HearthImapParser *at, const char *parent, gboolean root);

static char *
read_name (Reader *reader, HearthImapParser *at)
{
  char *text = hearth_imap_parser_text (at, reader->arena);

  return text != NULL ? hearth_imap_arena_dup_name (reader->arena, text, strlen (text)) : NULL;
}

/* Reads a list of names and values, or NIL, and takes the value of @name, also in the pieces of
 * RFC 2231, of which the first tells enough. */
static gboolean
read_parameters (Reader *reader, HearthImapParser *at, const char *name, const char **value)
{
  hearth_imap_parser_space (at);
  if (!hearth_imap_parser_accept (at, '('))
    return hearth_imap_parser_skip (at);
  for (;;) {
    HearthImapString key;

    hearth_imap_parser_space (at);
    if (hearth_imap_parser_accept (at, ')'))
      return TRUE;
    if (!hearth_imap_parser_string (at, &key))
      return FALSE;
    hearth_imap_parser_space (at);
    if (*value == NULL && key.data != NULL && key.size >= strlen (name) &&
        g_ascii_strncasecmp (key.data, name, strlen (name)) == 0 &&
        (key.size == strlen (name) || key.data[strlen (name)] == '*') &&
        !hearth_imap_parser_peek (at, '(')) {
      if (hearth_imap_parser_peek (at, ')'))
        continue;
      *value = hearth_imap_parser_text (at, reader->arena);
    } else if (!hearth_imap_parser_peek (at, ')') && !hearth_imap_parser_skip (at)) {
      return FALSE;
    }
  }
}

/* Passes over the rest of a list, up to and with its parenthesis. */
static gboolean
skip_rest (HearthImapParser *at)
{
  for (;;) {
    hearth_imap_parser_space (at);
    if (hearth_imap_parser_accept (at, ')'))
      return TRUE;
    if (!hearth_imap_parser_skip (at))
      return FALSE;
  }
}

/* Reads a disposition, "("attachment" ("filename" "x"))" or NIL. */
static gboolean
read_disposition (Reader *reader, HearthImapParser *at, HearthImapPart *part)
{
  const char *name = NULL;

  hearth_imap_parser_space (at);
  if (hearth_imap_parser_peek (at, ')'))
    return TRUE;
  if (!hearth_imap_parser_accept (at, '('))
    return hearth_imap_parser_skip (at);
  part->disposition = read_name (reader, at);
  if (!hearth_imap_parser_peek (at, ')') && !read_parameters (reader, at, "filename", &name))
    return FALSE;
  if (name != NULL)
    part->file_name = name;
  return skip_rest (at);
}

/* Passes over what only some types have between the size and the extensions: lines; and an
 * envelope, a structure and lines of a message. */
static gboolean
skip_type_fields (HearthImapParser *at)
{
  guint64 lines;

  hearth_imap_parser_space (at);
  for (guint i = 0; i < 2 && hearth_imap_parser_peek (at, '('); i++) {
    if (!hearth_imap_parser_skip (at))
      return FALSE;
    hearth_imap_parser_space (at);
  }
  hearth_imap_parser_number (at, &lines);
  return TRUE;
}

static gboolean
skip_one (HearthImapParser *at)
{
  hearth_imap_parser_space (at);
  return hearth_imap_parser_peek (at, ')') || hearth_imap_parser_skip (at);
}

/* body-type-1part, RFC 9051, section 9. */
static gboolean
read_leaf (Reader *reader, HearthImapParser *at, const char *parent)
{
  HearthImapPart part = { 0 };
  const char *type = read_name (reader, at);
  const char *subtype;
  HearthImapParser again;

  hearth_imap_parser_space (at);
  subtype = read_name (reader, at);
  hearth_imap_parser_space (at);
  again = *at;
  /* The parameters are read twice, once for each that is wanted. */
  if (!read_parameters (reader, at, "charset", &part.charset) ||
      !read_parameters (reader, &again, "name", &part.file_name))
    return FALSE;
  hearth_imap_parser_space (at);
  part.content_id = hearth_imap_parser_text (at, reader->arena);
  if (!skip_one (at)) /* the description */
    return FALSE;
  hearth_imap_parser_space (at);
  part.encoding = read_name (reader, at);
  hearth_imap_parser_space (at);
  if (!hearth_imap_parser_number32 (at, &part.size) && !skip_one (at))
    return FALSE;
  if (!skip_type_fields (at) || !skip_one (at) /* MD5 */ || !read_disposition (reader, at, &part))
    return FALSE;
  part.number = hearth_imap_arena_dup (reader->arena, reader->number, strlen (reader->number));
  if (type == NULL || subtype == NULL || *type == '\0' || *subtype == '\0') {
    part.type = "application/octet-stream";
  } else {
    gsize room = strlen (type) + strlen (subtype) + 2;
    char *full = hearth_imap_arena_alloc (reader->arena, room);

    g_snprintf (full, room, "%s/%s", type, subtype);
    part.type = full;
  }
  part.encoding = part.encoding != NULL ? part.encoding : "7bit";
  part.parent = parent;
  g_array_append_val (reader->parts, part);
  return skip_rest (at);
}

/* Looks ahead for the subtype of a multipart, which stands behind its parts. */
static const char *
find_subtype (Reader *reader, HearthImapParser at)
{
  while (hearth_imap_parser_peek (&at, '(')) {
    if (!hearth_imap_parser_skip (&at))
      return "";
    hearth_imap_parser_space (&at);
  }
  return read_name (reader, &at);
}

/* body-type-mpart: the parts, then what is said of all of them. */
static gboolean
read_multipart (Reader *reader, HearthImapParser *at, gboolean root)
{
  gsize length = root ? 0 : strlen (reader->number);
  const char *subtype = find_subtype (reader, *at);

  for (guint i = 1; hearth_imap_parser_peek (at, '('); i++) {
    if (reader->parts->len >= MAX_PARTS)
      return FALSE;
    g_snprintf (reader->number + length, MAX_NUMBER - length, length > 0 ? ".%u" : "%u", i);
    if (!read_body (reader, at, subtype != NULL ? subtype : "", FALSE))
      return FALSE;
    hearth_imap_parser_space (at);
  }
  reader->number[length] = '\0';
  return skip_rest (at);
}

static gboolean
read_body (Reader *reader, HearthImapParser *at, const char *parent, gboolean root)
{
  gboolean read;

  if (!hearth_imap_parser_accept (at, '('))
    return hearth_imap_parser_skip (at);
  if (++reader->depth > MAX_DEPTH)
    return FALSE;
  hearth_imap_parser_space (at);
  if (hearth_imap_parser_peek (at, '('))
    read = read_multipart (reader, at, root);
  else
    read = read_leaf (reader, at, parent);
  reader->depth--;
  return read;
}

/**
 * hearth_imap_structure_parse:
 * @at: a place before a BODYSTRUCTURE, moved behind it if it could be read
 * @arena: where the parts are kept
 * @parts: (out) (transfer none) (array length=n_parts): its leaves, in order
 * @n_parts: (out): how many
 *
 * Returns: whether it could be read
 */
gboolean
hearth_imap_structure_parse (HearthImapParser *at, HearthImapArena *arena,
                             const HearthImapPart **parts, guint *n_parts)
{
  Reader reader = { .arena = arena, .number = "1" };
  HearthImapParser place = *at;
  gboolean read;

  reader.parts = g_array_new (FALSE, FALSE, sizeof (HearthImapPart));
  read = read_body (&reader, &place, "", TRUE) && reader.parts->len > 0;
  if (read) {
    gsize size = reader.parts->len * sizeof (HearthImapPart);
    HearthImapPart *kept = hearth_imap_arena_alloc (arena, size);

    memcpy (kept, reader.parts->data, size);
    *parts = kept;
    *n_parts = reader.parts->len;
    *at = place;
  }
  g_array_unref (reader.parts);
  return read;
}
