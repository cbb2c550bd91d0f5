/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ndjson.h"
#include "hearth-sse.h"

#include <string.h>

/* The first byte says in which pieces the rest arrives, at both framers. In pieces and as a whole
 * they must tell the same, and nothing that is larger than it may be. */

#define MAX_SIZE 64

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
sse_cb (const char *type, const char *data, gsize length, gpointer user_data)
{
  g_assert (length <= MAX_SIZE && data[length] == '\0' && strlen (type) <= MAX_SIZE);
  g_string_append_printf (user_data, "%s|", type);
  g_string_append_len (user_data, data, (gssize) length);
  g_string_append_c (user_data, ';');
}

static void
line_cb (const char *line, gsize length, gpointer user_data)
{
  g_assert (length > 0 && length <= MAX_SIZE && line[length] == '\0');
  g_assert (!g_ascii_isspace (line[0]) && !g_ascii_isspace (line[length - 1]));
  g_assert (memchr (line, '\n', length) == NULL);
  g_string_append_len (user_data, line, (gssize) length);
  g_string_append_c (user_data, ';');
}

static GString *
decode (const char *body, gsize length, gsize piece)
{
  GString *seen = g_string_new (NULL);
  g_autoptr (HearthSse) sse = hearth_sse_new (MAX_SIZE, sse_cb, seen);
  g_autoptr (HearthNdjson) ndjson = hearth_ndjson_new (MAX_SIZE, line_cb, seen);

  for (gsize at = 0; at < length; at += piece)
    hearth_sse_feed (sse, body + at, MIN (piece, length - at));
  hearth_sse_end (sse);
  g_string_append (seen, "\n");
  for (gsize at = 0; at < length; at += piece)
    hearth_ndjson_feed (ndjson, body + at, MIN (piece, length - at));
  hearth_ndjson_end (ndjson);
  return seen;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  GString *whole;
  GString *pieces;

  if (size < 1)
    return 0;
  whole = decode ((const char *) data + 1, size - 1, MAX (size, 1));
  pieces = decode ((const char *) data + 1, size - 1, (gsize) data[0] + 1);
  g_assert (g_string_equal (whole, pieces));
  g_string_free (whole, TRUE);
  g_string_free (pieces, TRUE);
  return 0;
}
