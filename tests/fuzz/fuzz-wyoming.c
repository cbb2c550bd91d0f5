/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"

#include "hearth-wyoming-event.h"

#include <string.h>

/* The first byte says in which pieces the rest arrives. In pieces and as a whole it must be the
 * same events, each within its bounds, and what is written of an event is read as the same one. */

static void
check_event (const HearthWyomingEvent *event)
{
  g_autoptr (HearthWyomingReader) again = hearth_wyoming_reader_new ();
  g_autoptr (HearthWyomingEvent) copy = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  gsize length = 0;
  const char *payload = event->payload != NULL ? g_bytes_get_data (event->payload, &length) : NULL;

  g_assert_true (*event->type != '\0' && g_utf8_validate (event->type, -1, NULL));
  g_assert_cmpuint (length, <=, HEARTH_WYOMING_PAYLOAD_MAX);
  bytes = hearth_wyoming_event_build (event->type, event->data, payload, length);
  hearth_wyoming_reader_feed (again, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  copy = hearth_wyoming_reader_take (again, &error);
  g_assert_no_error (error);
  g_assert_nonnull (copy);
  g_assert_cmpstr (copy->type, ==, event->type);
  g_assert_cmpuint (json_object_get_size (copy->data), ==, json_object_get_size (event->data));
  g_assert_true (event->payload == NULL || g_bytes_equal (copy->payload, event->payload));
  g_assert_true (hearth_wyoming_reader_is_between (again));
}

static GString *
read_all (const char *data, gsize size, gsize piece)
{
  g_autoptr (HearthWyomingReader) reader = hearth_wyoming_reader_new ();
  g_autoptr (GError) error = NULL;
  GString *seen = g_string_new (NULL);

  for (gsize at = 0; at < size && error == NULL; at += piece) {
    HearthWyomingEvent *event;

    hearth_wyoming_reader_feed (reader, data + at, MIN (piece, size - at));
    while ((event = hearth_wyoming_reader_take (reader, &error)) != NULL) {
      check_event (event);
      g_string_append_printf (seen, "%s %u %" G_GSIZE_FORMAT ";", event->type,
                              json_object_get_size (event->data),
                              event->payload != NULL ? g_bytes_get_size (event->payload) : 0);
      hearth_wyoming_event_free (event);
    }
  }
  g_string_append (seen, error != NULL ? error->message : "");
  return seen;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  GString *whole;
  GString *pieces;

  if (size < 1)
    return 0;
  whole = read_all ((const char *) data + 1, size - 1, MAX (size, 1));
  pieces = read_all ((const char *) data + 1, size - 1, (gsize) data[0] + 1);
  g_assert_cmpstr (whole->str, ==, pieces->str);
  g_string_free (whole, TRUE);
  g_string_free (pieces, TRUE);
  return 0;
}
