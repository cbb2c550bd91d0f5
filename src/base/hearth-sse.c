/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-sse.h"

#include <string.h>

struct _HearthSse {
  HearthSseFunc func;
  gpointer user_data;
  gsize max_size;

  GString *line; /* the line that is not yet whole */
  GString *data; /* the event's data, each line followed by a newline */
  GString *type;
  GString *last_id;
  guint bom_seen;    /* bytes of a byte order mark at the start that have been met */
  gboolean started;  /* past the place of a byte order mark */
  gboolean after_cr; /* the last line ended with CR: a LF belongs to it */
  gboolean too_large;
};

static void
dispatch_event (HearthSse *self)
{
  /* An event without data is none, whatever its type. */
  if (self->data->len > 0) {
    g_string_truncate (self->data, self->data->len - 1);
    self->func (self->type->len > 0 ? self->type->str : "message", self->data->str, self->data->len,
                self->user_data);
  }
  g_string_truncate (self->data, 0);
  g_string_truncate (self->type, 0);
}

static gboolean
field_is (const char *line, gsize length, const char *name)
{
  return length == strlen (name) && memcmp (line, name, length) == 0;
}

static void
process_line (HearthSse *self, const char *line, gsize length)
{
  const char *colon;
  const char *value;
  gsize name_length, value_length;

  if (length == 0) {
    dispatch_event (self);
    return;
  }
  colon = memchr (line, ':', length);
  name_length = colon != NULL ? (gsize) (colon - line) : length;
  value = colon != NULL ? colon + 1 : line + length;
  value_length = line + length - value;
  if (value_length > 0 && *value == ' ') {
    value++;
    value_length--;
  }
  if (field_is (line, name_length, "data")) {
    if (self->data->len + value_length >= self->max_size) {
      self->too_large = TRUE;
      return;
    }
    g_string_append_len (self->data, value, value_length);
    g_string_append_c (self->data, '\n');
  } else if (field_is (line, name_length, "event")) {
    g_string_truncate (self->type, 0);
    g_string_append_len (self->type, value, value_length);
  } else if (field_is (line, name_length, "id") && memchr (value, '\0', value_length) == NULL) {
    g_string_truncate (self->last_id, 0);
    g_string_append_len (self->last_id, value, value_length);
  }
}

/* Takes the bytes of a byte order mark off the start, also where it comes in pieces. Returns how
 * many bytes of @data are done with. */
static gsize
skip_bom (HearthSse *self, const char *data, gsize length)
{
  static const char bom[] = "\xef\xbb\xbf";
  gsize n = 0;

  while (n < length && self->bom_seen < 3 && data[n] == bom[self->bom_seen]) {
    self->bom_seen++;
    n++;
  }
  if (n == length && self->bom_seen < 3)
    return n;
  self->started = TRUE;
  if (self->bom_seen < 3) /* it only looked like one */
    g_string_append_len (self->line, bom, self->bom_seen);
  return n;
}

/**
 * hearth_sse_new:
 * @max_size: the largest line and the largest event, bytes
 * @func: receives each event
 * @user_data: for @func
 *
 * Returns: (transfer full): a decoder
 */
HearthSse *
hearth_sse_new (gsize max_size, HearthSseFunc func, gpointer user_data)
{
  HearthSse *self = g_new0 (HearthSse, 1);

  self->func = func;
  self->user_data = user_data;
  self->max_size = max_size;
  self->line = g_string_new (NULL);
  self->data = g_string_new (NULL);
  self->type = g_string_new (NULL);
  self->last_id = g_string_new (NULL);
  return self;
}

/**
 * hearth_sse_free:
 * @self: (nullable) (transfer full): a decoder
 */
void
hearth_sse_free (HearthSse *self)
{
  if (self == NULL)
    return;
  g_string_free (self->line, TRUE);
  g_string_free (self->data, TRUE);
  g_string_free (self->type, TRUE);
  g_string_free (self->last_id, TRUE);
  g_free (self);
}

/**
 * hearth_sse_feed:
 * @self: a decoder
 * @data: (array length=length): the next bytes of the stream, cut anywhere
 * @length: their number
 *
 * Decodes. An event that is not followed by an empty line when the stream ends is incomplete and,
 * as the standard has it, never told. @self must not be freed by its function.
 *
 * Returns: %FALSE once a line or an event was larger than it may be; nothing more is told then
 */
gboolean
hearth_sse_feed (HearthSse *self, const char *data, gsize length)
{
  const char *p = data;
  const char *end = data + length;

  if (!self->started)
    p += skip_bom (self, data, length);
  if (!self->started)
    return TRUE;
  while (p < end && !self->too_large) {
    const char *stop = p;

    if (self->after_cr) {
      self->after_cr = FALSE;
      if (*p == '\n') {
        p++;
        continue;
      }
    }
    while (stop < end && *stop != '\n' && *stop != '\r')
      stop++;
    if (self->line->len + (stop - p) > self->max_size) {
      self->too_large = TRUE;
      break;
    }
    if (stop == end) {
      g_string_append_len (self->line, p, stop - p);
      break;
    }
    self->after_cr = *stop == '\r';
    if (self->line->len == 0) {
      process_line (self, p, stop - p);
    } else {
      g_string_append_len (self->line, p, stop - p);
      process_line (self, self->line->str, self->line->len);
      g_string_truncate (self->line, 0);
    }
    p = stop + 1;
  }
  return !self->too_large;
}

/**
 * hearth_sse_end:
 * @self: a decoder
 *
 * Tells what is left when the stream has ended without an empty line, against the standard: some
 * services leave it out after their last event. Its last line may have been cut.
 */
void
hearth_sse_end (HearthSse *self)
{
  if (self->too_large)
    return;
  if (self->line->len > 0) {
    process_line (self, self->line->str, self->line->len);
    g_string_truncate (self->line, 0);
  }
  if (!self->too_large)
    dispatch_event (self);
}

/**
 * hearth_sse_get_last_id:
 * @self: a decoder
 *
 * Returns: (transfer none): the last event id, perhaps ""
 */
const char *
hearth_sse_get_last_id (HearthSse *self)
{
  return self->last_id->str;
}
