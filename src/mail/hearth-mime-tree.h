/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HEARTH_MIME_MAX_RAW:
 *
 * Bytes of a message that are read. Providers refuse mail above 50 MB; what is larger is an
 * accident or an attack, and its text comes first.
 */
#define HEARTH_MIME_MAX_RAW ((goffset) 64 * 1024 * 1024)

/**
 * HEARTH_MIME_MAX_DEPTH:
 *
 * Levels of nested parts. Forwards of forwards reach a dozen; a container at the bound is kept as
 * one opaque part.
 */
#define HEARTH_MIME_MAX_DEPTH 64

/**
 * HEARTH_MIME_MAX_PARTS:
 *
 * Parts that are recorded. The largest list digests hold some hundreds.
 */
#define HEARTH_MIME_MAX_PARTS 2000

/**
 * HEARTH_MIME_MAX_HEADER:
 *
 * Bytes of one header section that are kept; mail servers accept far less (Postfix: 100 KiB).
 */
#define HEARTH_MIME_MAX_HEADER (256 * 1024)

/**
 * HEARTH_MIME_MAX_HEADERS:
 *
 * Bytes of all header sections together, so that many parts cannot add up to a large memory.
 */
#define HEARTH_MIME_MAX_HEADERS (4 * 1024 * 1024)

/**
 * HearthMimeInput:
 *
 * A raw message: in memory, or a file of which windows are read, so that a large message does not
 * become large memory.
 *
 * @data: (nullable): the bytes, or %NULL for a file
 * @fd: the file, if @data is %NULL
 * @size: bytes to be read
 * @cut: whether there is more than @size
 */
typedef struct {
  const guint8 *data;
  int fd;
  goffset size;
  gboolean cut;
} HearthMimeInput;

/**
 * HearthMimePart:
 *
 * One entity, RFC 2045, section 2.4. In an array in the order of the message; a parent comes before
 * its children.
 *
 * @parent: the index of the container, or -1 for the message itself
 * @number: position in the container, from 1
 * @depth: levels above
 * @headers: (owned): its header section, unfolded lines separated by newline; ends with NUL
 * @headers_size: bytes of @headers
 * @type: (owned): lower-case MIME type; "text/plain" if none is given
 * @content_type: (owned) (nullable): the raw value of Content-Type
 * @body: offset of the body
 * @end: offset after the body
 * @n_children: parts in it
 * @is_container: whether its body is a multipart or a message that was taken apart
 */
typedef struct {
  int parent;
  guint number;
  guint depth;
  char *headers;
  gsize headers_size;
  char *type;
  char *content_type;
  goffset body;
  goffset end;
  guint n_children;
  gboolean is_container;
} HearthMimePart;

/**
 * HearthMimeTree:
 * @parts: (element-type HearthMimePart): the parts; at least one
 * @over_bound: whether something was left out for a bound
 * @truncated: whether a multipart was not closed by its last boundary
 */
typedef struct {
  GArray *parts;
  gboolean over_bound;
  gboolean truncated;
} HearthMimeTree;

void
hearth_mime_init (void);
gssize
hearth_mime_input_read (const HearthMimeInput *input, goffset offset, guint8 *buffer, gsize size);
HearthMimeTree *
hearth_mime_tree_new (const HearthMimeInput *input, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void
hearth_mime_tree_free (HearthMimeTree *self);
HearthMimePart *
hearth_mime_tree_get (HearthMimeTree *self, guint index);
char *
hearth_mime_tree_dup_path (HearthMimeTree *self, guint index) G_GNUC_WARN_UNUSED_RESULT;
int
hearth_mime_tree_find (HearthMimeTree *self, const char *path);

gboolean
hearth_mime_part_next_header (const HearthMimePart *self, const char **cursor, const char **name,
                              gsize *name_size, const char **value, gsize *value_size);
char *
hearth_mime_part_dup_header (const HearthMimePart *self, const char *name,
                             gsize max_size) G_GNUC_WARN_UNUSED_RESULT;
char *
hearth_mime_part_dup_param (const HearthMimePart *self, const char *name) G_GNUC_WARN_UNUSED_RESULT;
GByteArray *
hearth_mime_part_decode (const HearthMimePart *self, const HearthMimeInput *input, gsize max_size,
                         gboolean *cut, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gint64
hearth_mime_part_get_size (const HearthMimePart *self, const HearthMimeInput *input);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthMimeTree, hearth_mime_tree_free)

G_END_DECLS
