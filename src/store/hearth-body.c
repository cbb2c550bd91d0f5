/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-body.h"

#include <string.h>
#include <zlib.h>

/* Long texts are stored deflated (RFC 1951) behind their length: a blob; short ones as text. */

#define MIN_PACKED 400
#define HEADER 4
#define MAX_TEXT (64 * 1024 * 1024)

struct _HearthBodyPacker {
  z_stream stream;
  GByteArray *buffer; /* (owned) */
};

/**
 * hearth_body_packer_new:
 *
 * Returns: (transfer full): a packer for many texts
 */
HearthBodyPacker *
hearth_body_packer_new (void)
{
  HearthBodyPacker *self = g_new0 (HearthBodyPacker, 1);

  if (deflateInit2 (&self->stream, 6, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY) != Z_OK)
    g_error ("zlib: %s", self->stream.msg != NULL ? self->stream.msg : "no memory");
  self->buffer = g_byte_array_new ();
  return self;
}

/**
 * hearth_body_packer_free:
 * @self: (transfer full): a packer
 */
void
hearth_body_packer_free (HearthBodyPacker *self)
{
  deflateEnd (&self->stream);
  g_byte_array_unref (self->buffer);
  g_free (self);
}

/**
 * hearth_body_packer_bind:
 * @self: a packer
 * @statement: a statement that is run before the packer is used again
 * @text: (nullable): a text
 *
 * Binds @text as the next parameter, packed if that makes it smaller.
 */
void
hearth_body_packer_bind (HearthBodyPacker *self, HearthStatement *statement, const char *text)
{
  gsize size = text != NULL ? strlen (text) : 0;
  guint32 header;

  if (size < MIN_PACKED || size > MAX_TEXT) {
    hearth_statement_bind_text (statement, text);
    return;
  }
  deflateReset (&self->stream);
  g_byte_array_set_size (self->buffer, HEADER + deflateBound (&self->stream, size));
  header = GUINT32_TO_LE ((guint32) size);
  memcpy (self->buffer->data, &header, HEADER);
  self->stream.next_in = (Bytef *) text;
  self->stream.avail_in = size;
  self->stream.next_out = self->buffer->data + HEADER;
  self->stream.avail_out = self->buffer->len - HEADER;
  if (deflate (&self->stream, Z_FINISH) != Z_STREAM_END ||
      HEADER + self->stream.total_out >= size) {
    hearth_statement_bind_text (statement, text);
    return;
  }
  hearth_statement_bind_blob (statement, self->buffer->data, HEADER + self->stream.total_out);
}

/* Unpacks at most @max bytes. A blob that was damaged on the disk gives what could be read. */
static char *
unpack (const guint8 *data, gsize size, gsize max, gsize *length)
{
  z_stream stream = { 0 };
  guint32 header;
  gsize wanted;
  char *text;

  *length = 0;
  if (size < HEADER)
    return g_strdup ("");
  memcpy (&header, data, HEADER);
  wanted = MIN (MIN (GUINT32_FROM_LE (header), MAX_TEXT), max);
  text = g_malloc (wanted + 1);
  stream.next_in = (Bytef *) data + HEADER;
  stream.avail_in = size - HEADER;
  stream.next_out = (Bytef *) text;
  stream.avail_out = wanted;
  if (inflateInit2 (&stream, -15) == Z_OK) {
    inflate (&stream, Z_SYNC_FLUSH);
    *length = stream.total_out;
    inflateEnd (&stream);
  }
  text[*length] = '\0';
  return text;
}

/* The largest length up to @max that does not cut a character. */
static gsize
cut_utf8 (const char *text, gsize length, gsize max)
{
  gsize cut;

  if (length <= max)
    return length;
  cut = max;
  while (cut > 0 && ((guchar) text[cut] & 0xc0) == 0x80)
    cut--;
  return cut;
}

/**
 * hearth_body_get_indexed:
 * @text: a text
 *
 * Returns: how many of its bytes the search index covers
 */
gsize
hearth_body_get_indexed (const char *text)
{
  return cut_utf8 (text, strlen (text), HEARTH_BODY_INDEXED);
}

/* hearth_body (text): what the search index covers of a stored text. */
static void
body_func (sqlite3_context *context, int n_values, sqlite3_value **values)
{
  gsize size = (gsize) sqlite3_value_bytes (values[0]);
  gsize length;
  char *text;

  if (sqlite3_value_type (values[0]) != SQLITE_BLOB) {
    const char *plain = (const char *) sqlite3_value_text (values[0]);

    if (plain == NULL)
      sqlite3_result_text (context, "", 0, SQLITE_STATIC);
    else
      sqlite3_result_text (context, plain,
                           (int) cut_utf8 (plain, size, HEARTH_BODY_INDEXED), SQLITE_TRANSIENT);
    return;
  }
  /* A few bytes more than are kept, so that a cut character shows. */
  text = unpack (sqlite3_value_blob (values[0]), size, HEARTH_BODY_INDEXED + 4, &length);
  sqlite3_result_text (context, text, (int) cut_utf8 (text, length, HEARTH_BODY_INDEXED), g_free);
}

/**
 * hearth_body_register:
 * @handle: SQLite's connection
 *
 * Registers the SQL function `hearth_body (text)`.
 *
 * Returns: whether it could be registered
 */
gboolean
hearth_body_register (sqlite3 *handle)
{
  return sqlite3_create_function (handle, "hearth_body", 1,
                                  SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, NULL,
                                  body_func, NULL, NULL) == SQLITE_OK;
}

/**
 * hearth_body_dup_column:
 * @statement: a statement on a row
 * @column: a column that hearth_body_packer_bind() wrote
 *
 * Returns: (transfer full) (nullable): the text
 */
char *
hearth_body_dup_column (HearthStatement *statement, int column)
{
  const void *data;
  gsize size, length;

  if (!hearth_statement_is_blob (statement, column))
    return g_strdup (hearth_statement_get_text (statement, column));
  data = hearth_statement_get_blob (statement, column, &size);
  return unpack (data, size, MAX_TEXT, &length);
}
