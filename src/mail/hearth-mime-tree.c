/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-mime-tree.h"

#include "hearth-mail-error.h"

#include <errno.h>
#include <gmime/gmime.h>
#include <string.h>
#include <unistd.h>

/* A file is read through one window of this size; a longer line is taken in pieces. */
#define WINDOW (256 * 1024)

/* Lines that are no header fields are skipped as damage; after so many the section is taken for a
 * body that lacks its blank line. */
#define MAX_MALFORMED 3

/* Larger parameters than this are attacks on the decoders: RFC 2046 allows a boundary of 70. */
#define MAX_CONTENT_TYPE 8192

typedef struct {
  int part;       /* the container */
  char *boundary; /* (owned) (nullable): %NULL for a message in a message */
  gsize length;
  gboolean closed;
} Level;

typedef struct {
  const HearthMimeInput *input;
  guint8 *window;      /* (owned) (nullable): of a file */
  const guint8 *bytes; /* the window, or all data */
  goffset base;        /* offset of bytes[0] */
  gsize filled;
  gsize at;          /* next byte in bytes */
  gboolean mid_line; /* the last piece had no newline */
} Scanner;

typedef struct {
  Scanner scanner;
  HearthMimeTree *tree;
  Level levels[HEARTH_MIME_MAX_DEPTH + 1];
  guint n_levels;
  int current; /* the part that is read, or -1 in preambles and epilogues */
  gboolean in_headers;
  GString *headers; /* of the current section */
  guint malformed;
  goffset first_malformed;
  gsize headers_total;
  guint last_eol; /* bytes of the newline before this line */
} Builder;

/**
 * hearth_mime_init:
 *
 * Sets up GMime once, with the fallbacks for header text that names no charset.
 */
void
hearth_mime_init (void)
{
  static gsize once = 0;

  if (g_once_init_enter (&once)) {
    static const char *fallback[] = { "utf-8", "windows-1252", "iso-8859-1", NULL };

    g_mime_init ();
    g_mime_parser_options_set_fallback_charsets (g_mime_parser_options_get_default (), fallback);
    g_mime_parser_options_set_allow_addresses_without_domain (g_mime_parser_options_get_default (),
                                                              TRUE);
    g_once_init_leave (&once, 1);
  }
}

/**
 * hearth_mime_input_read:
 * @input: a message in a file
 * @offset: where to begin
 * @buffer: where to put the bytes
 * @size: bytes at most
 *
 * Returns: bytes read, 0 at the end, or -1 with errno set
 */
gssize
hearth_mime_input_read (const HearthMimeInput *input, goffset offset, guint8 *buffer, gsize size)
{
  gsize done = 0;

  size = MIN ((goffset) size, input->size - offset);
  while (done < size) {
    gssize n = pread (input->fd, buffer + done, size - done, offset + done);

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return -1;
    if (n == 0)
      break;
    done += n;
  }
  return done;
}

static gboolean
scanner_seek (Scanner *self, goffset offset)
{
  self->mid_line = FALSE;
  if (self->window == NULL) {
    self->at = offset;
    return TRUE;
  }
  if (offset < self->base || offset > self->base + (goffset) self->filled) {
    self->base = offset;
    self->filled = 0;
  }
  self->at = offset - self->base;
  return TRUE;
}

/* Hands out the next line with its newline, or a piece of a line that is longer than the window.
 * Returns 1, or 0 at the end, or -1 with errno. */
static int
scanner_next (Scanner *self, const guint8 **line, gsize *size, goffset *offset, gboolean *is_start)
{
  const guint8 *newline = NULL;

  if (self->at < self->filled)
    newline = memchr (self->bytes + self->at, '\n', self->filled - self->at);
  if (newline == NULL && self->window != NULL) {
    gsize rest = self->filled - self->at;
    gssize n;

    memmove (self->window, self->window + self->at, rest);
    self->base += self->at;
    self->at = 0;
    self->filled = rest;
    n = hearth_mime_input_read (self->input, self->base + rest, self->window + rest, WINDOW - rest);
    if (n < 0)
      return -1;
    self->filled += n;
    newline = memchr (self->bytes + rest, '\n', n);
  }
  if (self->at >= self->filled)
    return 0;
  *line = self->bytes + self->at;
  *size = newline != NULL ? (gsize) (newline - *line) + 1 : self->filled - self->at;
  *offset = self->base + self->at;
  *is_start = !self->mid_line;
  self->mid_line = newline == NULL;
  self->at += *size;
  return 1;
}

static void
part_clear (gpointer data)
{
  HearthMimePart *self = data;

  g_free (self->headers);
  g_free (self->type);
  g_free (self->content_type);
}

static HearthMimePart *
builder_current (Builder *self)
{
  return &g_array_index (self->tree->parts, HearthMimePart, self->current);
}

static void
begin_part (Builder *self, int parent, goffset offset)
{
  HearthMimePart part = { .parent = parent };

  if (self->tree->parts->len >= HEARTH_MIME_MAX_PARTS) {
    self->tree->over_bound = TRUE;
    self->current = -1;
    self->in_headers = FALSE;
    return;
  }
  if (parent >= 0) {
    HearthMimePart *container = hearth_mime_tree_get (self->tree, parent);

    part.number = ++container->n_children;
    part.depth = container->depth + 1;
  }
  part.body = part.end = offset;
  g_array_append_val (self->tree->parts, part);
  self->current = self->tree->parts->len - 1;
  self->in_headers = TRUE;
  self->malformed = 0;
  g_string_truncate (self->headers, 0);
}

/* The type alone, without parameters: lower case, and something sensible where it is broken. */
static char *
dup_mime_type (const char *value, gboolean in_digest)
{
  gsize n = 0;
  char *type;

  if (value == NULL)
    return g_strdup (in_digest ? "message/rfc822" : "text/plain");
  while (g_ascii_isspace (*value))
    value++;
  while (g_ascii_isalnum (value[n]) || (value[n] != '\0' && strchr ("/.+-_", value[n]) != NULL))
    n++;
  if (n > 120)
    n = 120;
  type = g_ascii_strdown (value, n);
  if (g_str_equal (type, "text") || g_str_equal (type, "")) {
    g_free (type);
    return g_strdup ("text/plain");
  }
  if (strchr (type, '/') == NULL) {
    g_free (type);
    return g_strdup ("application/octet-stream");
  }
  return type;
}

static gboolean
is_identity_encoding (const HearthMimePart *part)
{
  g_autofree char *encoding = hearth_mime_part_dup_header (part, "Content-Transfer-Encoding", 80);
  GMimeContentEncoding known;

  if (encoding == NULL)
    return TRUE;
  known = g_mime_content_encoding_from_string (g_strstrip (encoding));
  return known != GMIME_CONTENT_ENCODING_BASE64 &&
         known != GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE &&
         known != GMIME_CONTENT_ENCODING_UUENCODE;
}

static void
push_level (Builder *self, int part, char *boundary)
{
  Level *level = &self->levels[self->n_levels++];

  level->part = part;
  level->boundary = boundary;
  level->length = boundary != NULL ? strlen (boundary) : 0;
  level->closed = FALSE;
}

static void
end_headers (Builder *self, goffset body)
{
  HearthMimePart *part = builder_current (self);
  gboolean in_digest =
      part->parent >= 0 &&
      g_str_equal (hearth_mime_tree_get (self->tree, part->parent)->type, "multipart/digest");

  self->in_headers = FALSE;
  self->headers_total += self->headers->len;
  part->headers = g_strndup (self->headers->str, self->headers->len);
  part->headers_size = self->headers->len;
  part->body = part->end = body;
  part->content_type = hearth_mime_part_dup_header (part, "Content-Type", MAX_CONTENT_TYPE);
  part->type = dup_mime_type (part->content_type, in_digest);
  if (part->type[0] != 'm')
    return;
  if (self->n_levels >= HEARTH_MIME_MAX_DEPTH) {
    self->tree->over_bound = TRUE;
    g_free (part->type);
    part->type = g_strdup ("application/octet-stream");
    return;
  }
  if (g_str_has_prefix (part->type, "multipart/")) {
    g_autofree char *boundary = hearth_mime_part_dup_param (part, "boundary");

    if (boundary != NULL && *g_strchomp (boundary) != '\0') {
      part->is_container = TRUE;
      push_level (self, self->current, g_steal_pointer (&boundary));
      self->current = -1;
    }
  } else if ((g_str_equal (part->type, "message/rfc822") ||
              g_str_equal (part->type, "message/global")) &&
             is_identity_encoding (part)) {
    int container = self->current;

    part->is_container = TRUE;
    push_level (self, container, NULL);
    begin_part (self, container, body);
  }
}

/* Ends the current part and every container above level @keep at @offset. */
static void
close_parts (Builder *self, guint keep, goffset offset)
{
  if (self->current >= 0) {
    HearthMimePart *part;

    if (self->in_headers)
      end_headers (self, offset);
    if (self->current >= 0) {
      part = builder_current (self);
      if (part->type == NULL) { /* the inner message of a message part that ends here */
        part->headers = g_strdup ("");
        part->type = g_strdup ("text/plain");
        self->in_headers = FALSE;
      }
      part->end = MAX (part->body, offset);
    }
  }
  while (self->n_levels > keep) {
    Level *level = &self->levels[--self->n_levels];
    HearthMimePart *part = hearth_mime_tree_get (self->tree, level->part);

    part->end = MAX (part->body, offset);
    if (level->boundary != NULL && !level->closed)
      self->tree->truncated = TRUE;
    g_free (level->boundary);
  }
  self->current = -1;
}

/* Which open multipart a line delimits, innermost first; RFC 2046, section 5.1.1. */
static int
match_boundary (Builder *self, const guint8 *line, gsize size, gboolean *closing)
{
  while (size > 0 && g_ascii_isspace (line[size - 1]))
    size--;
  for (int i = (int) self->n_levels - 1; i >= 0; i--) {
    Level *level = &self->levels[i];

    if (level->boundary == NULL || size < level->length + 2 ||
        memcmp (line + 2, level->boundary, level->length) != 0)
      continue;
    if (size == level->length + 2) {
      *closing = FALSE;
      return i;
    }
    if (size == level->length + 4 && line[size - 1] == '-' && line[size - 2] == '-') {
      *closing = TRUE;
      return i;
    }
  }
  return -1;
}

static gboolean
is_header_field (const guint8 *line, gsize size)
{
  gsize n = 0;

  while (n < size && line[n] > 0x20 && line[n] < 0x7f && line[n] != ':')
    n++;
  if (n == 0)
    return FALSE;
  while (n < size && (line[n] == ' ' || line[n] == '\t'))
    n++;
  return n < size && line[n] == ':';
}

static void
append_header_bytes (Builder *self, const guint8 *line, gsize size)
{
  if (self->headers->len + size > HEARTH_MIME_MAX_HEADER ||
      self->headers_total + self->headers->len + size > HEARTH_MIME_MAX_HEADERS) {
    self->tree->over_bound = TRUE;
    return;
  }
  for (gsize i = 0; i < size;) {
    const guint8 *nul = memchr (line + i, '\0', size - i);
    gsize run = nul != NULL ? (gsize) (nul - line) - i : size - i;

    g_string_append_len (self->headers, (const char *) line + i, run);
    i += run + 1;
  }
}

static void
header_line (Builder *self, const guint8 *line, gsize size, goffset offset, gboolean is_start)
{
  gsize bare = size;

  while (bare > 0 && (line[bare - 1] == '\n' || line[bare - 1] == '\r'))
    bare--;
  if (!is_start) {
    append_header_bytes (self, line, bare);
  } else if (bare == 0) {
    end_headers (self, offset + size);
  } else if (line[0] == ' ' || line[0] == '\t') {
    while (bare > 0 && (*line == ' ' || *line == '\t')) {
      line++;
      bare--;
    }
    append_header_bytes (self, (const guint8 *) " ", 1);
    append_header_bytes (self, line, bare);
  } else if (is_header_field (line, bare)) {
    if (self->headers->len > 0)
      g_string_append_c (self->headers, '\n');
    append_header_bytes (self, line, bare);
  } else if (offset == 0 && bare > 5 && memcmp (line, "From ", 5) == 0) {
    return; /* the separator of an mbox, left by a delivery agent */
  } else {
    if (self->malformed++ == 0)
      self->first_malformed = offset;
    if (self->headers->len == 0 || self->malformed > MAX_MALFORMED) {
      end_headers (self, self->first_malformed);
      scanner_seek (&self->scanner, self->first_malformed);
    }
  }
}

static void
take_line (Builder *self, const guint8 *line, gsize size, goffset offset, gboolean is_start)
{
  if (is_start && size > 2 && line[0] == '-' && line[1] == '-' && self->n_levels > 0) {
    gboolean closing;
    int i = match_boundary (self, line, size, &closing);

    if (i >= 0) {
      int container = self->levels[i].part;

      close_parts (self, i + 1, offset - self->last_eol);
      self->levels[i].closed = closing;
      if (!closing)
        begin_part (self, container, offset + size);
      return;
    }
  }
  if (self->in_headers)
    header_line (self, line, size, offset, is_start);
}

/* A multipart in which its boundary was never met is shown as the text that it is. */
static void
open_empty_containers (HearthMimeTree *tree)
{
  for (guint i = 0; i < tree->parts->len; i++) {
    HearthMimePart *part = hearth_mime_tree_get (tree, i);

    if (part->n_children == 0 &&
        (part->is_container || g_str_has_prefix (part->type, "multipart/"))) {
      part->is_container = FALSE;
      g_free (part->type);
      part->type = g_strdup ("text/plain");
    }
  }
}

/**
 * hearth_mime_tree_new:
 * @input: a raw message
 * @error: (out) (optional): `HEARTH_MAIL_ERROR_UNREADABLE`
 *
 * Finds the parts of a message in one pass, without recursion and without copying bodies. There is
 * no malformed input: what cannot be understood is text.
 *
 * Returns: (transfer full) (nullable): the parts, or %NULL if reading failed
 */
HearthMimeTree *
hearth_mime_tree_new (const HearthMimeInput *input, GError **error)
{
  Builder self = { .current = -1 };
  g_autofree guint8 *window = NULL;
  const guint8 *line;
  goffset offset;
  gboolean is_start;
  gsize size;
  int more;

  hearth_mime_init ();
  self.tree = g_new0 (HearthMimeTree, 1);
  self.tree->parts = g_array_new (FALSE, FALSE, sizeof (HearthMimePart));
  g_array_set_clear_func (self.tree->parts, part_clear);
  self.headers = g_string_sized_new (4096);
  self.scanner.input = input;
  if (input->data != NULL) {
    self.scanner.bytes = input->data;
    self.scanner.filled = input->size;
  } else {
    self.scanner.bytes = self.scanner.window = window = g_malloc (WINDOW);
  }
  begin_part (&self, -1, 0);
  while ((more = scanner_next (&self.scanner, &line, &size, &offset, &is_start)) > 0) {
    take_line (&self, line, size, offset, is_start);
    self.last_eol = line[size - 1] != '\n' ? 0 : (size > 1 && line[size - 2] == '\r') ? 2 : 1;
  }
  if (more < 0)
    g_set_error (error, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_UNREADABLE, "%s", g_strerror (errno));
  close_parts (&self, 0, input->size);
  g_string_free (self.headers, TRUE);
  self.tree->over_bound |= input->cut;
  if (more < 0) {
    hearth_mime_tree_free (self.tree);
    return NULL;
  }
  open_empty_containers (self.tree);
  return self.tree;
}

/**
 * hearth_mime_tree_free:
 * @self: (nullable) (transfer full): a tree
 */
void
hearth_mime_tree_free (HearthMimeTree *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->parts);
  g_free (self);
}

/**
 * hearth_mime_tree_get:
 * @self: a tree
 * @index: which part
 *
 * Returns: (transfer none): the part
 */
HearthMimePart *
hearth_mime_tree_get (HearthMimeTree *self, guint index)
{
  return &g_array_index (self->parts, HearthMimePart, index);
}

/**
 * hearth_mime_tree_dup_path:
 * @self: a tree
 * @index: which part
 *
 * Returns: (transfer full): the part's path as IMAP numbers it, RFC 9051, section 6.4.5.1; "" for
 *   the message itself if it is a multipart
 */
char *
hearth_mime_tree_dup_path (HearthMimeTree *self, guint index)
{
  GString *path = g_string_new (NULL);
  int i = index;

  while (i >= 0) {
    HearthMimePart *part = hearth_mime_tree_get (self, i);
    gboolean is_message =
        part->parent < 0 ||
        !g_str_has_prefix (hearth_mime_tree_get (self, part->parent)->type, "multipart/");

    /* The outermost part of a message has a number only if it is no multipart. */
    if (!is_message || !(part->is_container && g_str_has_prefix (part->type, "multipart/"))) {
      char number[16];

      g_snprintf (number, sizeof number, path->len > 0 ? "%u." : "%u",
                  is_message ? 1 : part->number);
      g_string_prepend (path, number);
    }
    i = part->parent;
  }
  return g_string_free (path, FALSE);
}

/**
 * hearth_mime_tree_find:
 * @self: a tree
 * @path: a part's path
 *
 * Returns: the part's index, or -1
 */
int
hearth_mime_tree_find (HearthMimeTree *self, const char *path)
{
  for (guint i = 0; i < self->parts->len; i++) {
    g_autofree char *own = hearth_mime_tree_dup_path (self, i);

    if (g_str_equal (own, path))
      return i;
  }
  return -1;
}
