/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearing.h"
#include "hearth-wyoming-info.h"
#include "hearth-wyoming-recognizer.h"
#include "hearth-wyoming-synthesizer.h"
#include "wyoming-double.h"

#include <string.h>

#define N_SAMPLES 16000
#define PATIENCE_MS 1000
#define GIGABYTE "{\"type\":\"audio-chunk\",\"payload_length\":1073741824}\n"
#define INFO(streaming)                                                                            \
  "{\"type\":\"info\",\"data\":{\"tts\":[{\"supports_synthesize_streaming\":" streaming            \
  ",\"voices\":[{\"name\":\"other\"},{\"name\":\"here\",\"installed\":true,\"languages\":"         \
  "[\"en_US\"]}]}]}}\n"
#define FORMAT "\"rate\":22050,\"width\":2,\"channels\":1"
#define BEGIN "{\"type\":\"audio-start\",\"data\":{" FORMAT "}}\n"
#define SOUND "{\"type\":\"audio-chunk\",\"data\":{" FORMAT "},\"payload_length\":5}\nabcde"
#define SOUND_END "{\"type\":\"audio-chunk\",\"data\":{" FORMAT "},\"payload_length\":3}\nfgh"
#define END "{\"type\":\"audio-stop\"}\n"

static const HearthRecognition anything = { .language = "de-AT" };
static const HearthSynthesis sentence = { .text = "Half past three.", .rate = 1, .pitch = 1 };

static Hearing *
listen (const WyomingReply *replies, gsize n_replies, guint cancel_after_ms, char **heard)
{
  g_autoptr (WyomingDouble) server = wyoming_double_new (replies, n_replies);
  g_autofree char *address = wyoming_double_dup_address (server);
  g_autoptr (HearthWyomingPlace) place = hearth_wyoming_place_parse (address, NULL);
  g_autoptr (HearthWyomingRecognizer) recognizer = hearth_wyoming_recognizer_new (place, "tiny");
  g_autofree gint16 *samples = g_new (gint16, N_SAMPLES);
  Hearing *hearing;

  for (int i = 0; i < N_SAMPLES; i++)
    samples[i] = (gint16) (i * 7);
  hearth_wyoming_recognizer_set_patience (recognizer, PATIENCE_MS);
  hearing = hearing_listen (HEARTH_RECOGNIZER (recognizer), &anything, samples, N_SAMPLES,
                            cancel_after_ms);
  g_assert_true (wyoming_double_wait_left (server, G_USEC_PER_SEC));
  if (heard != NULL) {
    g_autoptr (GBytes) sound = wyoming_double_dup_sound (server);

    *heard = wyoming_double_dup_heard (server);
    for (int i = 0; i < N_SAMPLES; i++)
      samples[i] = GINT16_TO_LE (samples[i]);
    g_assert_cmpmem (g_bytes_get_data (sound, NULL), g_bytes_get_size (sound), samples,
                     N_SAMPLES * sizeof *samples);
  }
  return hearing;
}

static void
test_transcript (void)
{
  static const WyomingReply replies[] = {
    { "audio-stop",
      "{\"type\":\"transcript\",\"data_length\":30}\n{\"text\":\" Half past\\nthree. \"}", -1, 3 },
  };
  g_autofree char *heard = NULL;
  g_autoptr (Hearing) hearing = listen (replies, 1, 0, &heard);

  g_assert_no_error (hearing->error);
  g_assert_cmpstr (hearing->text, ==, "Half past three.");
  g_assert_cmpstr (hearing->partials->str, ==, "");
  g_assert_cmpstr (heard, ==,
                   "transcribe{\"name\":\"tiny\",\"language\":\"de\"}\n"
                   "audio-start{\"rate\":16000,\"width\":2,\"channels\":1}\naudio-stop{}\n");
}

static void
test_streamed_transcript (void)
{
  static const WyomingReply replies[] = {
    { "audio-start", "{\"type\":\"transcript-start\"}\n", -1 },
    { "audio-stop",
      "{\"type\":\"transcript-chunk\",\"data\":{\"text\":\"Half\"}}\n"
      "{\"type\":\"transcript-chunk\",\"data\":{\"text\":\" past three.\"}}\n"
      "{\"type\":\"something-new\",\"data\":{\"text\":\"no\"}}\n"
      "{\"type\":\"transcript\",\"data\":{\"text\":\"Half past three.\"}}\n"
      "{\"type\":\"transcript-stop\"}\n",
      -1 },
  };
  g_autoptr (Hearing) hearing = listen (replies, G_N_ELEMENTS (replies), 0, NULL);

  g_assert_cmpstr (hearing->partials->str, ==, "Half|Half past three.|");
  g_assert_cmpstr (hearing->text, ==, "Half past three.");
}

static void
test_nothing_heard (void)
{
  static const WyomingReply reply = { "audio-stop", "{\"type\":\"transcript\"}\n", -1 };
  g_autoptr (Hearing) hearing = listen (&reply, 1, 0, NULL);

  g_assert_cmpstr (hearing->text, ==, "");
}

static void
test_bad_recognizers (void)
{
  static const struct {
    WyomingReply reply;
    HearthVoiceError code;
  } bad[] = {
    { { "never", NULL, 0 }, HEARTH_VOICE_ERROR_TIMEOUT },
    { { "transcribe", NULL, 0, .leave = TRUE }, HEARTH_VOICE_ERROR_CUT_OFF },
    { { "audio-stop", "{\"type\":\"transcript\",\"data_length\":28}\n{\"te", -1, .leave = TRUE },
      HEARTH_VOICE_ERROR_CUT_OFF },
    { { "audio-stop", "{\"type\":\"transcript\",\"data_length\":28}\n{\"te", -1 },
      HEARTH_VOICE_ERROR_TIMEOUT },
    { { "audio-stop", "HTTP/1.1 400 Bad Request\r\n", -1 }, HEARTH_VOICE_ERROR_BAD_REPLY },
    { { "audio-stop", GIGABYTE, -1 }, HEARTH_VOICE_ERROR_TOO_LARGE },
    { { "audio-stop", "{\"type\":\"error\",\"data\":{\"text\":\"out of\\nmemory\"}}\n", -1 },
      HEARTH_VOICE_ERROR_SERVICE },
    /* Always something, never an answer. */
    { { "audio-stop", "{\"type\":\"transcript-chunk\",\"data\":{\"text\":\"and so on \"}}\n", -1,
        .times = 1u << 31 },
      HEARTH_VOICE_ERROR_TIMEOUT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (Hearing) hearing = listen (&bad[i].reply, 1, 0, NULL);

    g_assert_error (hearing->error, HEARTH_VOICE_ERROR, (int) bad[i].code);
    g_assert_null (hearing->text);
    g_assert_null (strchr (hearing->error->message, '\n'));
    g_assert_cmpint (hearing->took_us, <, 20 * PATIENCE_MS * 1000);
  }
}

static void
test_cancelled_hearing (void)
{
  static const WyomingReply never = { "never", NULL, 0 };
  g_autoptr (Hearing) hearing = listen (&never, 1, 50, NULL);

  g_assert_error (hearing->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (hearing->took_us, <, 500000);
}

/* Nobody listens there. */
static void
test_refused (void)
{
  g_autoptr (HearthWyomingPlace) place = NULL;
  g_autoptr (HearthWyomingRecognizer) recognizer = NULL;
  g_autoptr (HearthWyomingSynthesizer) synthesizer = NULL;
  g_autoptr (Hearing) hearing = NULL;
  g_autoptr (Hearing) speech = NULL;
  g_autofree char *address = NULL;

  {
    static const WyomingReply never = { "never", NULL, 0 };
    g_autoptr (WyomingDouble) gone = wyoming_double_new (&never, 1);

    address = wyoming_double_dup_address (gone);
  }
  place = hearth_wyoming_place_parse (address, NULL);
  recognizer = hearth_wyoming_recognizer_new (place, "");
  synthesizer = hearth_wyoming_synthesizer_new (place, "");
  hearing = hearing_listen (HEARTH_RECOGNIZER (recognizer), &anything, NULL, 0, 0);
  speech = hearing_speak (HEARTH_SYNTHESIZER (synthesizer), &sentence, FALSE);
  g_assert_error (hearing->error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_UNREACHABLE);
  g_assert_error (speech->error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_UNREACHABLE);
  g_assert_nonnull (strstr (hearing->error->message, place->text));
}

static Hearing *
speak (const WyomingReply *replies, gsize n_replies, gboolean cancel_at_first, char **heard)
{
  g_autoptr (WyomingDouble) server = wyoming_double_new (replies, n_replies);
  g_autofree char *address = wyoming_double_dup_address (server);
  g_autoptr (HearthWyomingPlace) place = hearth_wyoming_place_parse (address, NULL);
  g_autoptr (HearthWyomingSynthesizer) synthesizer = hearth_wyoming_synthesizer_new (place, "here");
  Hearing *speech;

  hearth_wyoming_synthesizer_set_patience (synthesizer, PATIENCE_MS);
  speech = hearing_speak (HEARTH_SYNTHESIZER (synthesizer), &sentence, cancel_at_first);
  /* It knows the server now, and the second time is as the first. */
  if (speech->error == NULL) {
    g_autoptr (Hearing) again = hearing_speak (HEARTH_SYNTHESIZER (synthesizer), &sentence, FALSE);

    g_assert_no_error (again->error);
    g_assert_cmpmem (again->samples->data, again->samples->len, speech->samples->data,
                     speech->samples->len);
  }
  g_assert_true (wyoming_double_wait_left (server, G_USEC_PER_SEC));
  if (heard != NULL)
    *heard = wyoming_double_dup_heard (server);
  return speech;
}

/* Odd pieces of sound are put together: "abcdefgh" are four samples. */
static void
test_speech (void)
{
  static const WyomingReply replies[] = {
    { "describe", INFO ("false"), -1, 40 },
    { "synthesize", BEGIN SOUND SOUND_END END, -1, 30 },
  };
  g_autofree char *heard = NULL;
  g_autoptr (Hearing) speech = speak (replies, G_N_ELEMENTS (replies), FALSE, &heard);
  const char *line = "synthesize{\"text\":\"Half past three.\",\"voice\":{\"name\":\"here\"}}\n";
  g_autofree char *expected = g_strconcat ("describe{}\n", line, line, NULL);

  g_assert_no_error (speech->error);
  g_assert_cmpuint (speech->rate, ==, 22050);
  g_assert_cmpuint (speech->samples->len, ==, 4);
  g_assert_cmpint (g_array_index (speech->samples, gint16, 2), ==, 'e' | 'f' << 8);
  g_assert_cmpstr (heard, ==, expected);
}

static void
test_streamed_speech (void)
{
  static const WyomingReply replies[] = {
    { "describe", INFO ("true"), -1 },
    { "synthesize-chunk", BEGIN SOUND SOUND_END END, -1 },
    { "synthesize-stop", BEGIN SOUND SOUND_END END "{\"type\":\"synthesize-stopped\"}\n", -1 },
  };
  g_autofree char *heard = NULL;
  g_autoptr (Hearing) speech = speak (replies, G_N_ELEMENTS (replies), FALSE, &heard);

  g_assert_no_error (speech->error);
  g_assert_cmpuint (speech->samples->len, ==, 8);
  g_assert_true (g_str_has_prefix (
      heard, "describe{}\nsynthesize-start{\"voice\":{\"name\":\"here\"}}\n"
             "synthesize-chunk{\"text\":\"Half past three.\"}\n"
             "synthesize{\"text\":\"Half past three.\",\"voice\":{\"name\":\"here\"}}\n"
             "synthesize-stop{}\n"));
}

#define FORMATTED(format, payload)                                                                 \
  "{\"type\":\"audio-chunk\",\"data\":{" format "},\"payload_length\":4}\n" payload

static void
test_bad_voices (void)
{
  static const struct {
    WyomingReply info;
    WyomingReply reply;
    HearthVoiceError code;
  } bad[] = {
    { { "never", NULL, 0 }, { "never", NULL, 0 }, HEARTH_VOICE_ERROR_TIMEOUT },
    { { "describe", NULL, 0, .leave = TRUE }, { "never", NULL, 0 }, HEARTH_VOICE_ERROR_CUT_OFF },
    { { "describe", INFO ("false"), -1 }, { "never", NULL, 0 }, HEARTH_VOICE_ERROR_TIMEOUT },
    { { "describe", INFO ("false"), -1 },
      { "synthesize", BEGIN SOUND, -1 },
      HEARTH_VOICE_ERROR_TIMEOUT },
    { { "describe", INFO ("false"), -1 },
      { "synthesize", BEGIN SOUND, -1, .leave = TRUE },
      HEARTH_VOICE_ERROR_CUT_OFF },
    { { "describe", INFO ("false"), -1 },
      { "synthesize", GIGABYTE, -1 },
      HEARTH_VOICE_ERROR_TOO_LARGE },
    { { "describe", INFO ("false"), -1 },
      { "synthesize", FORMATTED ("\"rate\":22050,\"width\":2,\"channels\":1", "\0\0\0\0") END, -1 },
      HEARTH_VOICE_ERROR_BAD_REPLY },
    { { "describe", INFO ("false"), -1 },
      { "synthesize", FORMATTED ("\"rate\":1,\"width\":2,\"channels\":1", "abcd"), -1 },
      HEARTH_VOICE_ERROR_BAD_REPLY },
    { { "describe", INFO ("false"), -1 },
      { "synthesize", FORMATTED ("\"rate\":22050,\"width\":4,\"channels\":1", "abcd"), -1 },
      HEARTH_VOICE_ERROR_BAD_REPLY },
    { { "describe", INFO ("false"), -1 },
      { "synthesize", SOUND FORMATTED ("\"rate\":16000,\"width\":2,\"channels\":1", "abcd"), -1 },
      HEARTH_VOICE_ERROR_BAD_REPLY },
    { { "describe", INFO ("false"), -1 },
      { "synthesize", "{\"type\":\"audio-chunk\",\"payload_length\":4}\nabcd", -1 },
      HEARTH_VOICE_ERROR_BAD_REPLY },
    { { "describe", INFO ("false"), -1 },
      { "synthesize", "{\"type\":\"error\"}\n", -1 },
      HEARTH_VOICE_ERROR_SERVICE },
    /* Pieces without sound for ever. */
    { { "describe", INFO ("false"), -1 },
      { "synthesize", "{\"type\":\"audio-chunk\",\"data\":{" FORMAT "}}\n", -1, .times = 1u << 31 },
      HEARTH_VOICE_ERROR_TIMEOUT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    WyomingReply replies[2] = { bad[i].info, bad[i].reply };
    g_autoptr (Hearing) speech = NULL;

    /* Four bytes of it are NUL. */
    if (i == 6)
      replies[1].length =
          (gssize) sizeof FORMATTED ("\"rate\":22050,\"width\":2,\"channels\":1", "\0\0\0\0") END -
          1;
    speech = speak (replies, 2, FALSE, NULL);
    g_assert_error (speech->error, HEARTH_VOICE_ERROR, (int) bad[i].code);
  }
}

/* More sound than any sentence has ends where that is told, and is not kept. */
static void
test_gigabyte (void)
{
  static const char head[] =
      "{\"type\":\"audio-chunk\",\"data\":{" FORMAT "},\"payload_length\":1048576}\n";
  g_autofree char *piece = g_strnfill (sizeof head - 1 + 1048576, 'x');
  WyomingReply replies[] = { { "describe", INFO ("false"), -1 },
                             { "synthesize", piece, sizeof head - 1 + 1048576, 0, 1024 } };
  g_autoptr (Hearing) speech = NULL;

  memcpy (piece, head, sizeof head - 1);
  speech = speak (replies, 2, FALSE, NULL);
  g_assert_error (speech->error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_TOO_LARGE);
  g_assert_cmpuint (speech->samples->len, <=, 22050 * HEARTH_SYNTHESIS_SECONDS_MAX);
}

/* Who speaks is stopped at the first sound, down to the socket. */
static void
test_cancelled_speech (void)
{
  static const WyomingReply replies[] = {
    { "describe", INFO ("false"), -1 },
    { "synthesize", BEGIN SOUND, -1 },
  };
  g_autoptr (Hearing) speech = speak (replies, 2, TRUE, NULL);

  g_assert_error (speech->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (speech->took_us - speech->first_us, <, 500000);
}

static void
test_places (void)
{
  static const struct {
    const char *address;
    const char *text; /* or NULL where it is refused */
  } places[] = {
    { "localhost:10300", "localhost:10300" },
    { " tcp://127.0.0.1:10200 ", "127.0.0.1:10200" },
    { "[::1]:10300", "[::1]:10300" },
    { "127.0.0.1", NULL },
    { "", NULL },
    { "localhost:0", NULL },
    { "localhost:99999", NULL },
    { "192.168.1.5:10300", NULL },
    { "localhost.example.org:10300", NULL },
    { "0.0.0.0:10300", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (HearthWyomingPlace) place = hearth_wyoming_place_parse (places[i].address, &error);

    g_assert_cmpstr (place != NULL ? place->text : NULL, ==, places[i].text);
    if (places[i].text == NULL)
      g_assert_error (error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_SETTINGS);
  }
}

static void
test_info (void)
{
  static const char text[] =
      "{\"asr\":[{\"models\":[{\"name\":\"base\",\"languages\":[\"en\",\"de\"]},"
      "{\"name\":\"a\\nb\"},{\"name\":\"tiny\",\"installed\":true,\"languages\":[\"en\",7]},3]}],"
      "\"tts\":[\"no\",{\"voices\":[{\"name\":\"amy\",\"languages\":[\"en_GB\"]},"
      "{\"name\":\"amy\"}]}],\"wake\":[]}";
  g_autoptr (JsonNode) root = hearth_json_parse (text, strlen (text));
  g_autoptr (HearthWyomingInfo) info = hearth_wyoming_info_read (json_node_get_object (root));
  g_autofree char *models = g_strjoinv (" ", info->models);
  g_autofree char *voices = g_strjoinv (" ", info->voices);
  g_autofree char *languages = g_strjoinv (" ", info->languages);

  g_assert_true (info->hears && info->speaks && !info->streams_text);
  g_assert_cmpstr (models, ==, "tiny base");
  g_assert_cmpstr (voices, ==, "amy");
  g_assert_cmpstr (languages, ==, "en de en-GB");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wyoming/transcript", test_transcript);
  g_test_add_func ("/wyoming/streamed-transcript", test_streamed_transcript);
  g_test_add_func ("/wyoming/nothing-heard", test_nothing_heard);
  g_test_add_func ("/wyoming/bad-recognizers", test_bad_recognizers);
  g_test_add_func ("/wyoming/cancelled-hearing", test_cancelled_hearing);
  g_test_add_func ("/wyoming/refused", test_refused);
  g_test_add_func ("/wyoming/speech", test_speech);
  g_test_add_func ("/wyoming/streamed-speech", test_streamed_speech);
  g_test_add_func ("/wyoming/bad-voices", test_bad_voices);
  g_test_add_func ("/wyoming/gigabyte", test_gigabyte);
  g_test_add_func ("/wyoming/cancelled-speech", test_cancelled_speech);
  g_test_add_func ("/wyoming/places", test_places);
  g_test_add_func ("/wyoming/info", test_info);
  return g_test_run ();
}
