/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-wyoming-event.h"

#include <string.h>

/* Feeds @text in pieces and describes what is read: "type{members}payload;" and an error's code. */
static char *
read_in_pieces (const char *text, gsize length, gsize piece)
{
  g_autoptr (HearthWyomingReader) reader = hearth_wyoming_reader_new ();
  g_autoptr (GError) error = NULL;
  GString *seen = g_string_new (NULL);

  for (gsize at = 0; at < length; at += piece) {
    HearthWyomingEvent *event;

    hearth_wyoming_reader_feed (reader, text + at, MIN (piece, length - at));
    while (error == NULL && (event = hearth_wyoming_reader_take (reader, &error)) != NULL) {
      const char *said = hearth_json_get_string (event->data, "text");

      g_string_append_printf (seen, "%s{%s}", event->type, said != NULL ? said : "");
      if (event->payload != NULL)
        g_string_append_len (seen, g_bytes_get_data (event->payload, NULL),
                             (gssize) g_bytes_get_size (event->payload));
      g_string_append_c (seen, ';');
      hearth_wyoming_event_free (event);
    }
  }
  if (error != NULL)
    g_string_append_printf (seen, "!%d", error->code);
  else if (!hearth_wyoming_reader_is_between (reader))
    g_string_append (seen, "…");
  return g_string_free (seen, FALSE);
}

static const struct {
  const char *name;
  const char *text;
  const char *seen;
} cases[] = {
  { "inline", "{\"type\":\"transcript\",\"data\":{\"text\":\"a\"}}\n", "transcript{a};" },
  { "after", "{\"type\":\"transcript\",\"data_length\":12}\n{\"text\":\"b\"}", "transcript{b};" },
  { "on-top", "{\"type\":\"x\",\"data\":{\"text\":\"a\"},\"data_length\":12}\n{\"text\":\"b\"}",
    "x{b};" },
  { "payload", "{\"type\":\"audio-chunk\",\"payload_length\":3}\nab\n{\"type\":\"audio-stop\"}\n",
    "audio-chunk{}ab\n;audio-stop{};" },
  { "crlf", "{\"type\":\"a\"}\r\n", "a{};" },
  { "half-a-line", "{\"type\":\"a\"", "…" },
  { "half-the-data", "{\"type\":\"a\",\"data_length\":12}\n{\"text\"", "…" },
  { "half-the-payload", "{\"type\":\"a\",\"payload_length\":12}\nabc", "…" },
};

static void
test_case (gconstpointer data)
{
  const typeof (cases[0]) *c = data;

  for (gsize piece = 1; piece <= strlen (c->text); piece++) {
    g_autofree char *seen = read_in_pieces (c->text, strlen (c->text), piece);

    g_assert_cmpstr (seen, ==, c->seen);
  }
}

static void
test_bad (void)
{
  static const struct {
    const char *text;
    HearthVoiceError code;
  } bad[] = {
    { "HTTP/1.1 400 Bad Request\r\n", HEARTH_VOICE_ERROR_BAD_REPLY },
    { "{\"type\":1}\n", HEARTH_VOICE_ERROR_BAD_REPLY },
    { "{\"type\":\"\"}\n", HEARTH_VOICE_ERROR_BAD_REPLY },
    { "[]\n", HEARTH_VOICE_ERROR_BAD_REPLY },
    { "\n", HEARTH_VOICE_ERROR_BAD_REPLY },
    { "{\"type\":\"a\",\"data\":[]}\n", HEARTH_VOICE_ERROR_BAD_REPLY },
    { "{\"type\":\"a\",\"data_length\":2}\n[]", HEARTH_VOICE_ERROR_BAD_REPLY },
    { "{\"type\":\"a\",\"payload_length\":-1}\n", HEARTH_VOICE_ERROR_BAD_REPLY },
    { "{\"type\":\"a\",\"payload_length\":1.5}\n", HEARTH_VOICE_ERROR_BAD_REPLY },
    { "{\"type\":\"a\",\"payload_length\":1073741824}\n", HEARTH_VOICE_ERROR_TOO_LARGE },
    { "{\"type\":\"a\",\"data_length\":9223372036854775807}\n", HEARTH_VOICE_ERROR_TOO_LARGE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autofree char *expected = g_strdup_printf ("!%d", bad[i].code);
    g_autofree char *seen = read_in_pieces (bad[i].text, strlen (bad[i].text), 7);

    g_assert_cmpstr (seen, ==, expected);
  }
}

/* A line without an end fails before it fills the memory. */
static void
test_endless_line (void)
{
  g_autoptr (HearthWyomingReader) reader = hearth_wyoming_reader_new ();
  g_autofree char *piece = g_strnfill (64 * 1024, 'x');
  g_autoptr (GError) error = NULL;
  gsize fed = 0;

  while (error == NULL) {
    g_assert_cmpuint (fed, <, 2 * HEARTH_WYOMING_DATA_MAX);
    hearth_wyoming_reader_feed (reader, piece, 64 * 1024);
    fed += 64 * 1024;
    g_assert_null (hearth_wyoming_reader_take (reader, &error));
  }
  g_assert_error (error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_TOO_LARGE);
}

static void
test_build (void)
{
  g_autoptr (JsonObject) data = json_object_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) bare = hearth_wyoming_event_build ("describe", NULL, NULL, 0);
  g_autofree char *seen = NULL;

  json_object_set_string_member (data, "text", "grün\n\"");
  bytes = hearth_wyoming_event_build ("x", data, "\0\n", 2);
  g_assert_cmpmem (g_bytes_get_data (bare, NULL), g_bytes_get_size (bare),
                   "{\"type\":\"describe\"}\n", 20);
  seen = read_in_pieces (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), 5);
  g_assert_cmpstr (seen, ==, "x{grün\n\"}");
  g_assert_null (memchr (g_bytes_get_data (bare, NULL), 0, g_bytes_get_size (bare)));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/wyoming-event/", cases[i].name, NULL);

    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_func ("/wyoming-event/bad", test_bad);
  g_test_add_func ("/wyoming-event/endless-line", test_endless_line);
  g_test_add_func ("/wyoming-event/build", test_build);
  return g_test_run ();
}
