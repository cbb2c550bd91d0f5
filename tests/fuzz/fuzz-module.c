/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"

#include "hearth-module-reader.h"

/* The first byte says in which pieces the rest arrives. In pieces and as a whole it must become the
 * same messages. */

static guint
read_all (const guint8 *data, gsize size, gsize piece, GString *told)
{
  g_autoptr (HearthModuleReader) reader = hearth_module_reader_new ();
  guint n = 0;

  for (gsize at = 0; at < size; at += piece) {
    hearth_module_reader_feed (reader, data + at, MIN (piece, size - at));
    for (;;) {
      g_autoptr (GError) error = NULL;
      g_autoptr (HearthModuleMessage) message = hearth_module_reader_next (reader, &error);

      if (error != NULL)
        return n;
      if (message == NULL)
        break;
      n++;
      g_assert_true (message->code < 1000);
      g_assert_true (message->samples->len <= size);
      g_assert_true (message->samples->len == 0 || (message->rate >= HEARTH_SYNTHESIS_RATE_MIN &&
                                                    message->rate <= HEARTH_SYNTHESIS_RATE_MAX));
      g_string_append_printf (told, "%u %u %u", message->code, message->rate,
                              message->samples->len);
      for (guint i = 0; i < message->lines->len; i++) {
        g_assert_true (g_utf8_validate (g_ptr_array_index (message->lines, i), -1, NULL));
        g_string_append (told, g_ptr_array_index (message->lines, i));
      }
    }
  }
  return n;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GString) whole = g_string_new (NULL);
  g_autoptr (GString) pieces = g_string_new (NULL);

  if (size < 1)
    return 0;
  g_assert_cmpuint (read_all (data + 1, size - 1, MAX (size, 1), whole), ==,
                    read_all (data + 1, size - 1, (gsize) data[0] + 1, pieces));
  g_assert_cmpstr (whole->str, ==, pieces->str);
  return 0;
}
