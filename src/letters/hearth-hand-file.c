/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-hand-file.h"

#include "hearth-json.h"
#include "hearth-letters-error.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define FORMAT "hearth-hand"
#define VERSION 1
/* What is written of a point: x, y, pressure, time. */
#define VALUES 4
/* Of a file: the points, and what is around them. */
#define MAX_VALUES (HEARTH_HAND_MAX_ALL_POINTS * VALUES + 100000)

/* Each value becomes a node many times as large as its text. */
static guint
count_commas (const char *text, gsize length)
{
  guint n = 0;

  for (gsize i = 0; i < length; i++)
    n += text[i] == ',';
  return n;
}

static gboolean
read_number (JsonNode *node, float *value)
{
  if (!JSON_NODE_HOLDS_VALUE (node) || (json_node_get_value_type (node) != G_TYPE_INT64 &&
                                        json_node_get_value_type (node) != G_TYPE_DOUBLE))
    return FALSE;
  *value = (float) json_node_get_double (node);
  return isfinite (*value);
}

/* Reads one stroke behind those that are there. */
static gboolean
read_stroke (JsonNode *node, GArray *strokes, GArray *points)
{
  JsonArray *numbers = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  guint length = numbers != NULL ? json_array_get_length (numbers) : 0;
  HearthHandStroke stroke = { points->len, length / VALUES };

  if (length == 0 || length % VALUES != 0 || strokes->len >= HEARTH_HAND_MAX_STROKES ||
      stroke.n > HEARTH_HAND_MAX_POINTS - points->len)
    return FALSE;
  for (guint i = 0; i < length; i += VALUES) {
    HearthHandPoint point;

    if (!read_number (json_array_get_element (numbers, i), &point.x) ||
        !read_number (json_array_get_element (numbers, i + 1), &point.y) ||
        !read_number (json_array_get_element (numbers, i + 2), &point.pressure) ||
        !read_number (json_array_get_element (numbers, i + 3), &point.time))
      return FALSE;
    g_array_append_val (points, point);
  }
  g_array_append_val (strokes, stroke);
  return TRUE;
}

static HearthHandSample *
read_sample (JsonNode *node)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonArray *list = hearth_json_get_array (object, "strokes");
  g_autoptr (GArray) strokes = g_array_new (FALSE, FALSE, sizeof (HearthHandStroke));
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (HearthHandPoint));
  float advance;

  if (list == NULL || !json_object_has_member (object, "advance") ||
      !read_number (json_object_get_member (object, "advance"), &advance))
    return NULL;
  for (guint i = 0; i < json_array_get_length (list); i++) {
    if (!read_stroke (json_array_get_element (list, i), strokes, points))
      return NULL;
  }
  return hearth_hand_sample_new (advance, (HearthHandStroke *) (void *) strokes->data, strokes->len,
                                 (HearthHandPoint *) (void *) points->data, points->len);
}

static gboolean
read_glyph (JsonNode *node, HearthHandBuilder *builder)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *text = hearth_json_get_string (object, "text");
  JsonArray *samples = hearth_json_get_array (object, "samples");

  if (text == NULL || samples == NULL || json_array_get_length (samples) > HEARTH_HAND_MAX_SAMPLES)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (samples); i++) {
    g_autoptr (HearthHandSample) sample = read_sample (json_array_get_element (samples, i));

    if (sample == NULL || !hearth_hand_builder_add (builder, text, sample))
      return FALSE;
  }
  return TRUE;
}

static gboolean
read_pen (JsonObject *object, HearthHandBuilder *builder)
{
  const char *name = hearth_json_get_string (object, "pen");
  HearthPen pen;

  if (name == NULL)
    return !json_object_has_member (object, "pen");
  if (!hearth_pen_from_name (name, &pen))
    return FALSE;
  hearth_hand_builder_set_pen (builder, pen);
  return TRUE;
}

static HearthHand *
read_hand (JsonObject *object)
{
  g_autoptr (HearthHandBuilder) builder = hearth_hand_builder_new (NULL);
  JsonArray *glyphs = hearth_json_get_array (object, "glyphs");
  const char *name = hearth_json_get_string (object, "name");
  JsonNode *joined = json_object_get_member (object, "joined");

  if (glyphs == NULL || !read_pen (object, builder))
    return NULL;
  if (name != NULL)
    hearth_hand_builder_set_name (builder, name);
  if (joined != NULL && JSON_NODE_HOLDS_VALUE (joined) &&
      json_node_get_value_type (joined) == G_TYPE_BOOLEAN)
    hearth_hand_builder_set_joined (builder, json_node_get_boolean (joined));
  for (guint i = 0; i < json_array_get_length (glyphs); i++) {
    if (!read_glyph (json_array_get_element (glyphs, i), builder))
      return NULL;
  }
  return hearth_hand_builder_build (builder);
}

/**
 * hearth_hand_file_read:
 * @bytes: a file, from anybody
 * @error: %HEARTH_LETTERS_ERROR_TOO_LARGE above %HEARTH_HAND_FILE_MAX_BYTES;
 *   %HEARTH_LETTERS_ERROR_BAD_HAND for what is no hand, has values out of bounds or a later version
 *
 * Returns: (transfer full) (nullable): the hand, all of it
 */
HearthHand *
hearth_hand_file_read (GBytes *bytes, GError **error)
{
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (HearthHand) hand = NULL;
  JsonObject *object;

  if (length > HEARTH_HAND_FILE_MAX_BYTES || count_commas (text, length) > MAX_VALUES) {
    g_set_error_literal (error, HEARTH_LETTERS_ERROR, HEARTH_LETTERS_ERROR_TOO_LARGE,
                         _("This file is too large for a handwriting. It may have 8 MiB."));
    return NULL;
  }
  root = length > 0 ? hearth_json_parse (text, length) : NULL;
  object = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  if (g_strcmp0 (hearth_json_get_string (object, "format"), FORMAT) != 0) {
    g_set_error_literal (error, HEARTH_LETTERS_ERROR, HEARTH_LETTERS_ERROR_BAD_HAND,
                         _("This file is no handwriting of Hearth."));
    return NULL;
  }
  if (hearth_json_get_int (object, "version", 0) > VERSION) {
    g_set_error_literal (
        error, HEARTH_LETTERS_ERROR, HEARTH_LETTERS_ERROR_BAD_HAND,
        _("This handwriting was saved by a later version of Hearth. Update Hearth to read it."));
    return NULL;
  }
  if (hearth_json_get_int (object, "version", 0) == VERSION)
    hand = read_hand (object);
  if (hand == NULL)
    g_set_error_literal (error, HEARTH_LETTERS_ERROR, HEARTH_LETTERS_ERROR_BAD_HAND,
                         _("This handwriting is damaged. Nothing of it was taken."));
  return g_steal_pointer (&hand);
}

/* A number as JSON has it, whatever the locale, no longer than needed. */
static void
append_number (GString *out, double value, double step)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  double rounded = round (value / step) * step;

  g_string_append (out,
                   g_ascii_formatd (buffer, sizeof buffer, "%.6g", rounded == 0 ? 0 : rounded));
}

static void
append_string (GString *out, const char *text)
{
  g_autoptr (JsonNode) node = json_node_init_string (json_node_alloc (), text);
  g_autofree char *json = json_to_string (node, FALSE);

  g_string_append (out, json);
}

static void
append_sample (GString *out, const HearthHandSample *sample)
{
  g_string_append (out, "{\"advance\":");
  append_number (out, sample->advance, 0.001);
  g_string_append (out, ",\"strokes\":[");
  for (guint i = 0; i < sample->n_strokes; i++) {
    const HearthHandStroke *stroke = &sample->strokes[i];

    g_string_append (out, i > 0 ? ",[" : "[");
    for (guint j = 0; j < stroke->n; j++) {
      const HearthHandPoint *point = &sample->points[stroke->first + j];

      if (j > 0)
        g_string_append_c (out, ',');
      append_number (out, point->x, 0.0001);
      g_string_append_c (out, ',');
      append_number (out, point->y, 0.0001);
      g_string_append_c (out, ',');
      append_number (out, point->pressure, 0.001);
      g_string_append_c (out, ',');
      append_number (out, point->time, 0.001);
    }
    g_string_append_c (out, ']');
  }
  g_string_append (out, "]}");
}

/**
 * hearth_hand_file_write:
 * @hand: a hand
 *
 * Returns: (transfer full): the file of it, the same bytes for the same hand
 */
GBytes *
hearth_hand_file_write (const HearthHand *hand)
{
  GString *out = g_string_new ("{\"format\":\"" FORMAT "\",\"version\":1,\"name\":");
  gsize length;

  append_string (out, hearth_hand_get_name (hand));
  g_string_append_printf (out, ",\"pen\":\"%s\",\"joined\":%s,\"glyphs\":[",
                          hearth_pen_get_name (hearth_hand_get_pen (hand)),
                          hearth_hand_is_joined (hand) ? "true" : "false");
  for (guint i = 0; i < hearth_hand_get_n_glyphs (hand); i++) {
    const char *glyph = hearth_hand_get_glyph (hand, i);

    g_string_append (out, i > 0 ? ",\n{\"text\":" : "\n{\"text\":");
    append_string (out, glyph);
    g_string_append (out, ",\"samples\":[");
    for (guint j = 0; j < hearth_hand_get_n_samples (hand, glyph); j++) {
      if (j > 0)
        g_string_append_c (out, ',');
      append_sample (out, hearth_hand_get_sample (hand, glyph, j));
    }
    g_string_append (out, "]}");
  }
  g_string_append (out, "\n]}\n");
  length = out->len;
  return g_bytes_new_take (g_string_free (out, FALSE), length);
}
