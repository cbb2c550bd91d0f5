/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-sse.h"

#include <string.h>

typedef struct {
  const char *name;
  const char *stream;
  const char *events; /* each as "type|data;" */
  const char *last_id;
} Case;

/* The first ones are the examples of the HTML standard, section 9.2.6. */
static const Case cases[] = {
  { "multi-line", "data: YHOO\ndata: +2\ndata: 10\n\n", "message|YHOO\n+2\n10;", "" },
  { "comment-id-empty-id",
    ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n",
    "message|first event;message|second event;message| third event;", "" },
  { "empty-data", "data\n\ndata\ndata\n\ndata:", "message|;message|\n;", "" },
  { "one-space", "data:test\n\ndata: test\n\n", "message|test;message|test;", "" },
  { "cr", "data: a\rdata: b\r\rdata: c\r\r", "message|a\nb;message|c;", "" },
  { "crlf", "data: a\r\ndata: b\r\n\r\ndata: c\r\n\r\n", "message|a\nb;message|c;", "" },
  { "mixed", "data: a\rdata: b\n\r\ndata: c\r\n\n", "message|a\nb;message|c;", "" },
  { "type", "event: ping\ndata: x\n\ndata: y\n\n", "ping|x;message|y;", "" },
  { "type-without-data", "event: ping\n\ndata: y\n\n", "message|y;", "" },
  { "bom",
    "\xef\xbb\xbf"
    "data: a\n\n",
    "message|a;", "" },
  { "one-bom-only",
    "\xef\xbb\xbf\xef\xbb\xbf"
    "data: a\n\ndata: b\n\n",
    "message|b;", "" },
  { "half-a-bom",
    "\xef\xbb"
    "data: a\n\ndata: b\n\n",
    "message|b;", "" },
  { "no-end", "data: a\n\ndata: b\n", "message|a;", "" },
  { "unknown-fields", "retry: 10\nfoo: bar\nfoo\ndata: a\n:\n: x\n\n", "message|a;", "" },
  { "id", "id: 7\ndata: a\n\ndata: b\n\n", "message|a;message|b;", "7" },
  { "colon-in-data", "data: a: b\n\n", "message|a: b;", "" },
  { "name-is-exact", "dat: a\ndatas: b\nDATA: c\n data: d\n\n", "", "" },
  { "nothing", "", "", "" },
  { "utf-8", "data: \xf0\x9f\x94\xa5 é\n\n", "message|\xf0\x9f\x94\xa5 é;", "" },
};

static void
event_cb (const char *type, const char *data, gsize length, gpointer user_data)
{
  g_assert_cmpuint (strlen (data), ==, length);
  g_string_append_printf (user_data, "%s|%s;", type, data);
}

/* Feeds @stream in three pieces. */
static void
check (const Case *c, gsize first, gsize second)
{
  g_autoptr (GString) events = g_string_new (NULL);
  g_autoptr (HearthSse) sse = hearth_sse_new (1000, event_cb, events);
  gsize length = strlen (c->stream);

  g_assert_true (hearth_sse_feed (sse, c->stream, first));
  g_assert_true (hearth_sse_feed (sse, c->stream + first, second - first));
  g_assert_true (hearth_sse_feed (sse, c->stream + second, length - second));
  g_assert_cmpstr (events->str, ==, c->events);
  g_assert_cmpstr (hearth_sse_get_last_id (sse), ==, c->last_id);
}

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  gsize length = strlen (c->stream);
  g_autoptr (GString) events = g_string_new (NULL);
  g_autoptr (HearthSse) sse = hearth_sse_new (1000, event_cb, events);

  for (gsize first = 0; first <= length; first++) {
    for (gsize second = first; second <= length; second++)
      check (c, first, second);
  }
  for (gsize i = 0; i < length; i++)
    g_assert_true (hearth_sse_feed (sse, c->stream + i, 1));
  g_assert_cmpstr (events->str, ==, c->events);
}

static void
test_nul (void)
{
  static const char stream[] = "id: a\0b\ndata: x\n\n";
  g_autoptr (GString) events = g_string_new (NULL);
  g_autoptr (HearthSse) sse = hearth_sse_new (1000, event_cb, events);

  g_assert_true (hearth_sse_feed (sse, stream, sizeof stream - 1));
  g_assert_cmpstr (events->str, ==, "message|x;");
  g_assert_cmpstr (hearth_sse_get_last_id (sse), ==, "");
}

/* A line without an end, a line in one piece, an event of many lines. */
static void
test_too_large (void)
{
  g_autofree char *line = g_strnfill (2000, 'x');
  g_autofree char *whole = g_strconcat ("data: ", line, "\n\n", NULL);

  for (int i = 0; i < 3; i++) {
    g_autoptr (GString) events = g_string_new (NULL);
    g_autoptr (HearthSse) sse = hearth_sse_new (1000, event_cb, events);
    gboolean fits = TRUE;

    if (i == 0)
      fits = hearth_sse_feed (sse, whole, strlen (whole));
    for (int j = 0; j < 2000 && i > 0 && fits; j++)
      fits = i == 1 ? hearth_sse_feed (sse, "x", 1) : hearth_sse_feed (sse, "data: xx\n", 9);
    g_assert_false (fits);
    g_assert_false (hearth_sse_feed (sse, "\n\ndata: a\n\n", 11));
    g_assert_cmpstr (events->str, ==, "");
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/sse/", cases[i].name, NULL);

    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_func ("/sse/nul", test_nul);
  g_test_add_func ("/sse/too-large", test_too_large);
  return g_test_run ();
}
