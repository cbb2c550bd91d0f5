/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-wyoming-event.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_TYPE 64

/* What is read: a line, then its data, then its payload. */
typedef enum {
  PART_LINE,
  PART_DATA,
  PART_PAYLOAD,
} Part;

struct _HearthWyomingReader {
  GByteArray *bytes; /* what has come */
  gsize start;       /* of @bytes, what is read */
  gsize scanned;     /* of @bytes, where no line ends after @start */
  Part part;
  HearthWyomingEvent *event; /* (nullable) the one that is under way */
  gsize data_length;
  gsize payload_length;
  gboolean failed;
};

/**
 * hearth_wyoming_event_free:
 * @self: (nullable) (transfer full): an event
 */
void
hearth_wyoming_event_free (HearthWyomingEvent *self)
{
  if (self == NULL)
    return;
  g_free (self->type);
  g_clear_pointer (&self->data, json_object_unref);
  g_clear_pointer (&self->payload, g_bytes_unref);
  g_free (self);
}

/**
 * hearth_wyoming_event_build:
 * @type: what it is
 * @data: (nullable) (transfer none): what it says
 * @payload: (nullable) (array length=length): its sound
 * @length: bytes of @payload
 *
 * Returns: (transfer full): the event, as it is sent
 */
GBytes *
hearth_wyoming_event_build (const char *type, JsonObject *data, gconstpointer payload, gsize length)
{
  g_autoptr (JsonNode) line_node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonObject) line = json_object_new ();
  g_autofree char *line_text = NULL;
  g_autofree char *data_text = NULL;
  GByteArray *bytes = g_byte_array_new ();

  json_object_set_string_member (line, "type", type);
  if (data != NULL && json_object_get_size (data) > 0) {
    g_autoptr (JsonNode) data_node = json_node_new (JSON_NODE_OBJECT);

    json_node_set_object (data_node, data);
    data_text = json_to_string (data_node, FALSE);
    json_object_set_int_member (line, "data_length", (gint64) strlen (data_text));
  }
  if (length > 0)
    json_object_set_int_member (line, "payload_length", (gint64) length);
  json_node_set_object (line_node, line);
  line_text = json_to_string (line_node, FALSE);
  g_byte_array_append (bytes, (const guint8 *) line_text, (guint) strlen (line_text));
  g_byte_array_append (bytes, (const guint8 *) "\n", 1);
  if (data_text != NULL)
    g_byte_array_append (bytes, (const guint8 *) data_text, (guint) strlen (data_text));
  if (length > 0)
    g_byte_array_append (bytes, payload, (guint) length);
  return g_byte_array_free_to_bytes (bytes);
}

/**
 * hearth_wyoming_reader_new:
 *
 * Returns: (transfer full): a reader at the beginning of a connection
 */
HearthWyomingReader *
hearth_wyoming_reader_new (void)
{
  HearthWyomingReader *self = g_new0 (HearthWyomingReader, 1);

  self->bytes = g_byte_array_new ();
  return self;
}

/**
 * hearth_wyoming_reader_free:
 * @self: (nullable) (transfer full): a reader
 */
void
hearth_wyoming_reader_free (HearthWyomingReader *self)
{
  if (self == NULL)
    return;
  g_byte_array_unref (self->bytes);
  hearth_wyoming_event_free (self->event);
  g_free (self);
}

/**
 * hearth_wyoming_reader_feed:
 * @self: a reader
 * @data: (array length=length): what came
 * @length: its bytes
 *
 * Takes what came. All events of it are to be taken before the next bytes, so that no more waits
 * here than one of them.
 */
void
hearth_wyoming_reader_feed (HearthWyomingReader *self, const char *data, gsize length)
{
  if (self->failed || length == 0)
    return;
  if (self->start > 0)
    g_byte_array_remove_range (self->bytes, 0, (guint) self->start);
  self->scanned -= MIN (self->scanned, self->start);
  self->start = 0;
  g_byte_array_append (self->bytes, (const guint8 *) data, (guint) length);
}

/**
 * hearth_wyoming_reader_is_between:
 * @self: a reader
 *
 * Returns: whether a connection that ends here ends after a whole event
 */
gboolean
hearth_wyoming_reader_is_between (HearthWyomingReader *self)
{
  return self->part == PART_LINE && self->bytes->len == self->start;
}

static gboolean
fail_form (GError **error)
{
  g_set_error_literal (error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_BAD_REPLY,
                       _("What listens there does not speak the Wyoming protocol."));
  return FALSE;
}

static gboolean
fail_size (GError **error)
{
  g_set_error_literal (error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_TOO_LARGE,
                       _("The service sent more than an answer can be."));
  return FALSE;
}

/* A length in the line; one that is absent or null is none. */
static gboolean
read_length (JsonObject *line, const char *member, gsize max, gsize *length, GError **error)
{
  JsonNode *node = json_object_get_member (line, member);
  gint64 number = hearth_json_get_int (line, member, -1);

  *length = 0;
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (number < 0)
    return fail_form (error);
  if ((guint64) number > max)
    return fail_size (error);
  *length = (gsize) number;
  return TRUE;
}

/* What stands on top of what was said before. */
static void
add_members (HearthWyomingEvent *event, JsonObject *object)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    json_object_set_member (event->data, name, json_node_copy (node));
}

static gboolean
read_line (HearthWyomingReader *self, const char *text, gsize length, GError **error)
{
  g_autoptr (JsonNode) root = hearth_json_parse (text, length);
  JsonObject *line;
  JsonNode *data;
  const char *type;

  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return fail_form (error);
  line = json_node_get_object (root);
  type = hearth_json_get_string (line, "type");
  data = json_object_get_member (line, "data");
  if (type == NULL || *type == '\0' || strlen (type) > MAX_TYPE ||
      (data != NULL && !JSON_NODE_HOLDS_OBJECT (data) && !JSON_NODE_HOLDS_NULL (data)))
    return fail_form (error);
  if (!read_length (line, "data_length", HEARTH_WYOMING_DATA_MAX, &self->data_length, error) ||
      !read_length (line, "payload_length", HEARTH_WYOMING_PAYLOAD_MAX, &self->payload_length,
                    error))
    return FALSE;
  self->event = g_new0 (HearthWyomingEvent, 1);
  self->event->type = g_strdup (type);
  self->event->data = json_object_new ();
  if (data != NULL && JSON_NODE_HOLDS_OBJECT (data))
    add_members (self->event, json_node_get_object (data));
  return TRUE;
}

static gboolean
read_data (HearthWyomingReader *self, const char *text, GError **error)
{
  g_autoptr (JsonNode) root = hearth_json_parse (text, self->data_length);

  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return fail_form (error);
  add_members (self->event, json_node_get_object (root));
  return TRUE;
}

/* Returns: the bytes of the line that begins at @start, or -1 where it has no end yet. */
static gssize
find_line (HearthWyomingReader *self)
{
  const char *text = (const char *) self->bytes->data;
  gsize from = MAX (self->scanned, self->start);
  gsize left = self->bytes->len - from;
  const char *end = left > 0 ? memchr (text + from, '\n', left) : NULL;

  self->scanned = self->bytes->len;
  return end != NULL ? end - (text + self->start) : -1;
}

/* Returns whether a part was there as a whole and was read. */
static gboolean
read_part (HearthWyomingReader *self, GError **error)
{
  const char *text = (const char *) self->bytes->data + self->start;
  gsize left = self->bytes->len - self->start;
  gsize wanted = self->part == PART_DATA ? self->data_length : self->payload_length;

  if (self->part == PART_LINE) {
    gssize length = find_line (self);

    if ((length < 0 ? (gssize) left : length) > HEARTH_WYOMING_DATA_MAX)
      return fail_size (error);
    if (length < 0 || !read_line (self, text, (gsize) length, error))
      return FALSE;
    wanted = (gsize) length + 1;
    self->scanned = 0;
  } else if (left < wanted) {
    return FALSE;
  } else if (wanted > 0 && self->part == PART_PAYLOAD) {
    self->event->payload = g_bytes_new (text, wanted);
  } else if (wanted > 0 && !read_data (self, text, error)) {
    return FALSE;
  }
  self->start += wanted;
  self->part = self->part == PART_PAYLOAD ? PART_LINE : self->part + 1;
  return TRUE;
}

/**
 * hearth_wyoming_reader_take:
 * @self: a reader
 * @error: %HEARTH_VOICE_ERROR_BAD_REPLY for what is no event, %HEARTH_VOICE_ERROR_TOO_LARGE for
 *   more than one may be; nothing is read after either
 *
 * Returns: (transfer full) (nullable): the next event; %NULL without @error set where it has not
 *   come as a whole
 */
HearthWyomingEvent *
hearth_wyoming_reader_take (HearthWyomingReader *self, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  while (!self->failed && read_part (self, &local_error)) {
    if (self->part == PART_LINE)
      return g_steal_pointer (&self->event);
  }
  if (local_error != NULL) {
    self->failed = TRUE;
    g_byte_array_set_size (self->bytes, 0);
    self->start = 0;
    g_propagate_error (error, g_steal_pointer (&local_error));
  }
  return NULL;
}
