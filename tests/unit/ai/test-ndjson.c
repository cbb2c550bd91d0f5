/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ndjson.h"

#include <string.h>

static const struct {
  const char *name;
  const char *stream;
  const char *lines; /* each followed by ";" */
} cases[] = {
  { "lf", "{\"a\":1}\n{\"b\":2}\n", "{\"a\":1};{\"b\":2};" },
  { "crlf", "{\"a\":1}\r\n{\"b\":2}\r\n", "{\"a\":1};{\"b\":2};" },
  { "no-last-end", "{}\n{\"b\":2}", "{};{\"b\":2};" },
  { "empty-lines", "\n\r\n{}\n\n \t\n{}\n\n", "{};{};" },
  { "space-around", "  {} \n\t[1] \r\n", "{};[1];" },
  { "utf-8", "{\"\xf0\x9f\x94\xa5\":\"é\"}\n", "{\"\xf0\x9f\x94\xa5\":\"é\"};" },
  { "cr-inside", "{\r}\n", "{\r};" },
  { "nothing", "", "" },
};

static void
line_cb (const char *line, gsize length, gpointer user_data)
{
  g_assert_cmpuint (strlen (line), ==, length);
  g_string_append_printf (user_data, "%s;", line);
}

/* In three pieces, cut at every two places. */
static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    gsize length = strlen (cases[i].stream);

    for (gsize first = 0; first <= length; first++) {
      for (gsize second = first; second <= length; second++) {
        g_autoptr (GString) lines = g_string_new (NULL);
        g_autoptr (HearthNdjson) ndjson = hearth_ndjson_new (100, line_cb, lines);

        g_assert_true (hearth_ndjson_feed (ndjson, cases[i].stream, first));
        g_assert_true (hearth_ndjson_feed (ndjson, cases[i].stream + first, second - first));
        g_assert_true (hearth_ndjson_feed (ndjson, cases[i].stream + second, length - second));
        hearth_ndjson_end (ndjson);
        g_assert_cmpstr (lines->str, ==, cases[i].lines);
      }
    }
  }
}

static void
test_too_large (void)
{
  g_autofree char *line = g_strnfill (2000, 'x');

  for (int i = 0; i < 2; i++) {
    g_autoptr (GString) lines = g_string_new (NULL);
    g_autoptr (HearthNdjson) ndjson = hearth_ndjson_new (1000, line_cb, lines);
    gboolean fits = TRUE;

    for (int j = 0; j < 2000 && fits; j++)
      fits = i == 0 ? hearth_ndjson_feed (ndjson, line, 2000) : hearth_ndjson_feed (ndjson, "x", 1);
    g_assert_false (fits);
    g_assert_false (hearth_ndjson_feed (ndjson, "\n{}\n", 4));
    hearth_ndjson_end (ndjson);
    g_assert_cmpstr (lines->str, ==, "");
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ndjson/cases", test_cases);
  g_test_add_func ("/ndjson/too-large", test_too_large);
  return g_test_run ();
}
