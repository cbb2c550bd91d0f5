/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ndjson.h"

#include <string.h>

struct _HearthNdjson {
  HearthNdjsonFunc func;
  gpointer user_data;
  gsize max_size;
  GString *line; /* (owned) the line that is not yet whole */
  gboolean too_large;
};

/**
 * hearth_ndjson_new:
 * @max_size: the largest line, bytes
 * @func: receives each line
 * @user_data: for @func
 *
 * Returns: (transfer full): a decoder
 */
HearthNdjson *
hearth_ndjson_new (gsize max_size, HearthNdjsonFunc func, gpointer user_data)
{
  HearthNdjson *self = g_new0 (HearthNdjson, 1);

  self->func = func;
  self->user_data = user_data;
  self->max_size = max_size;
  self->line = g_string_new (NULL);
  return self;
}

/**
 * hearth_ndjson_free:
 * @self: (nullable) (transfer full): a decoder
 */
void
hearth_ndjson_free (HearthNdjson *self)
{
  if (self == NULL)
    return;
  g_string_free (self->line, TRUE);
  g_free (self);
}

/* JSON itself holds no line break, so CR and space around it belong to nobody. */
static void
tell_line (HearthNdjson *self)
{
  const char *start = self->line->str;
  gsize length = self->line->len;

  while (length > 0 && g_ascii_isspace (start[length - 1]))
    length--;
  g_string_truncate (self->line, length);
  while (length > 0 && g_ascii_isspace (*start)) {
    start++;
    length--;
  }
  if (length > 0)
    self->func (start, length, self->user_data);
  g_string_truncate (self->line, 0);
}

/**
 * hearth_ndjson_feed:
 * @self: a decoder
 * @data: (array length=length): the next bytes of the stream, cut anywhere
 * @length: their number
 *
 * Decodes. @self must not be freed by its function.
 *
 * Returns: %FALSE once a line was larger than it may be; nothing more is told then
 */
gboolean
hearth_ndjson_feed (HearthNdjson *self, const char *data, gsize length)
{
  const char *p = data;
  const char *end = data + length;

  while (p < end && !self->too_large) {
    const char *stop = memchr (p, '\n', end - p);
    gsize n = (stop != NULL ? stop : end) - p;

    if (self->line->len + n > self->max_size) {
      self->too_large = TRUE;
      break;
    }
    g_string_append_len (self->line, p, (gssize) n);
    if (stop == NULL)
      break;
    tell_line (self);
    p = stop + 1;
  }
  return !self->too_large;
}

/**
 * hearth_ndjson_end:
 * @self: a decoder
 *
 * Tells what stands after the last line break: the last line need not have one.
 */
void
hearth_ndjson_end (HearthNdjson *self)
{
  if (!self->too_large)
    tell_line (self);
}
