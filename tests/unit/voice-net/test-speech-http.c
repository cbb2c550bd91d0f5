/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearing.h"
#include "hearth-http-recognizer.h"
#include "hearth-http-synthesizer.h"
#include "hearth-voice-network.h"
#include "hearth-voice-remote.h"
#include "hearth-wave.h"
#include "scripted-server.h"

#include <string.h>

/* Speech over real HTTP: what is asked, what comes of the answers of the known services, and what a
 * service cannot do to whoever asks it. */

#define KEY "key-0123456789abcdef"
#define EVENTS "Content-Type: text/event-stream\r\n"
#define JSON "Content-Type: application/json\r\n"
#define PCM "Content-Type: audio/pcm\r\n"
#define N_SAMPLES 8000
#define DELTA(text) "data: {\"type\":\"transcript.text.delta\",\"delta\":\"" text "\"}\n\n"
#define DONE(text) "data: {\"type\":\"transcript.text.done\",\"text\":\"" text "\"}\n\n"

static const HearthHttpLimits limits = { 4 * 1024 * 1024, 5000, 1000, 20000 };
static const char *const people[] = { "Ana Ríos", "two\nlines", "Bob", NULL };
static const HearthRecognition anything = { .language = "en-GB", .phrases = people };
static const HearthSynthesis sentence = { .text = "Half \"past\" three.", .rate = 1, .pitch = 1 };

static ScriptedServer *
new_server (const ScriptedReply *reply)
{
  ScriptedServer *server = scripted_server_new (FALSE);

  scripted_server_set_reply (server, reply);
  return server;
}

static char *
dup_address (ScriptedServer *server)
{
  return g_strdup_printf ("127.0.0.1:%u/v1/audio/speech", scripted_server_get_port (server));
}

static Hearing *
listen_to (ScriptedServer *server, guint cancel_after_ms)
{
  g_autoptr (HearthHttp) http = hearth_http_new (NULL);
  g_autofree char *address = dup_address (server);
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthHttpRecognizer) recognizer =
      hearth_http_recognizer_new (http, address, "base", " " KEY "\n", &error);
  g_autofree gint16 *samples = g_new0 (gint16, N_SAMPLES);

  g_assert_no_error (error);
  hearth_http_recognizer_set_limits (recognizer, &limits);
  return hearing_listen (HEARTH_RECOGNIZER (recognizer), &anything, samples, N_SAMPLES,
                         cancel_after_ms);
}

static Hearing *
listen (const ScriptedReply *reply, char **request)
{
  g_autoptr (ScriptedServer) server = new_server (reply);
  Hearing *hearing = listen_to (server, 0);

  if (request != NULL)
    *request = scripted_server_dup_last_request (server);
  return hearing;
}

static void
assert_has_field (const char *request, const char *name, const char *value)
{
  g_autofree char *field = g_strdup_printf ("name=\"%s\"\r\n\r\n%s\r\n--", name, value);

  if (strstr (request, field) == NULL)
    g_error ("no %s in %s", field, request);
}

static void
test_whole_text (void)
{
  static const ScriptedReply reply = { .status = "200 OK",
                                       .headers = JSON,
                                       .body = "{\"text\":\" Half past\\nthree. \",\"task\":1}",
                                       .length = -1,
                                       .says_length = TRUE,
                                       .cut_at = -1 };
  g_autofree char *request = NULL;
  g_autoptr (Hearing) hearing = listen (&reply, &request);

  g_assert_no_error (hearing->error);
  g_assert_cmpstr (hearing->text, ==, "Half past three.");
  g_assert_true (g_str_has_prefix (request, "POST /v1/audio/transcriptions HTTP"));
  g_assert_nonnull (strstr (request, "\r\nAuthorization: Bearer " KEY "\r\n"));
  g_assert_nonnull (strstr (request, "\r\nContent-Type: multipart/form-data; boundary="));
  assert_has_field (request, "model", "base");
  assert_has_field (request, "response_format", "json");
  assert_has_field (request, "stream", "true");
  assert_has_field (request, "language", "en");
  assert_has_field (request, "prompt", "Ana Ríos, Bob");
  g_assert_nonnull (
      strstr (request, "filename=\"speech.wav\"\r\nContent-Type: audio/wav\r\n\r\nRIFF"));
}

static void
test_streamed_text (void)
{
  static const ScriptedReply reply = { .status = "200 OK",
                                       .headers = EVENTS,
                                       .body = DELTA ("Half") DELTA (" past") DONE ("Half past."),
                                       .length = -1,
                                       .piece = 20,
                                       .chunked = TRUE,
                                       .cut_at = -1 };
  g_autoptr (Hearing) hearing = listen (&reply, NULL);

  g_assert_no_error (hearing->error);
  g_assert_cmpstr (hearing->text, ==, "Half past.");
  /* What came together may be told together. */
  g_assert_true (g_str_has_suffix (hearing->partials->str, "Half past.|"));
}

static void
test_segments (void)
{
  static const ScriptedReply reply = {
    .status = "200 OK",
    .headers = EVENTS,
    .body = "data: {\"text\":\"Half past three.\"}\n\ndata: {\"text\":\"Then tea.\"}\n\n",
    .length = -1,
    .chunked = TRUE,
    .cut_at = -1
  };
  g_autoptr (Hearing) hearing = listen (&reply, NULL);

  g_assert_cmpstr (hearing->text, ==, "Half past three. Then tea.");
}

/* A service that knows no "stream" is asked once more without. */
static void
test_asked_again (void)
{
  static const ScriptedReply refusal = { .status = "422 Unprocessable Entity",
                                         .headers = JSON,
                                         .body = "{\"detail\":\"stream?\"}",
                                         .length = -1,
                                         .says_length = TRUE,
                                         .cut_at = -1 };
  static const ScriptedReply reply = { .status = "200 OK",
                                       .headers = JSON,
                                       .body = "{\"text\":\"Tea.\"}",
                                       .length = -1,
                                       .says_length = TRUE,
                                       .cut_at = -1 };
  g_autoptr (ScriptedServer) server = new_server (&reply);
  g_autoptr (Hearing) hearing = NULL;
  g_autoptr (Hearing) refused = NULL;
  g_autofree char *request = NULL;

  scripted_server_set_first (server, &refusal, 1);
  hearing = listen_to (server, 0);
  request = scripted_server_dup_last_request (server);
  g_assert_cmpstr (hearing->text, ==, "Tea.");
  g_assert_null (strstr (request, "name=\"stream\""));
  scripted_server_set_reply (server, &refusal);
  refused = listen_to (server, 0);
  g_assert_error (refused->error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_SERVICE);
  g_assert_cmpuint (scripted_server_get_n_requests (server), ==, 4);
}

typedef struct {
  ScriptedReply reply;
  HearthVoiceError code;
  const char *says; /* (nullable) in the message */
} Bad;

#define WITH(headers_, body_)                                                                      \
  .status = "200 OK", .headers = headers_, .body = body_, .length = -1, .cut_at = -1
#define CUT(headers_, body_)                                                                       \
  .status = "200 OK", .headers = headers_, .body = body_, .length = -1, .says_length = TRUE,       \
  .cut_at = 4
#define STATUS(status_, body_)                                                                     \
  .status = status_, .body = body_, .length = -1, .says_length = TRUE, .cut_at = -1

static void
test_bad_recognizers (void)
{
  static const Bad bad[] = {
    { { .stall_first = TRUE }, HEARTH_VOICE_ERROR_TIMEOUT, NULL },
    { { .raw = "SSH-2.0-OpenSSH_9\r\n" }, HEARTH_VOICE_ERROR_BAD_REPLY, NULL },
    { { STATUS ("500 Internal Server Error", "{\"error\":{\"message\":\"CUDA\\nlost\"}}") },
      HEARTH_VOICE_ERROR_SERVICE,
      "“CUDA lost”" },
    { { STATUS ("401 Unauthorized", "{\"error\":{\"message\":\"Wrong key key-01***, sir\"}}") },
      HEARTH_VOICE_ERROR_KEY,
      "“Wrong key … sir”" },
    { { STATUS ("404 Not Found", "<html>no</html>") }, HEARTH_VOICE_ERROR_SETTINGS, NULL },
    { { STATUS ("429 Too Many Requests", "") }, HEARTH_VOICE_ERROR_BUSY, NULL },
    { { CUT (JSON, "{\"text\":\"Half") }, HEARTH_VOICE_ERROR_CUT_OFF, NULL },
    { { WITH (JSON, "{\"text\":\"Half") }, HEARTH_VOICE_ERROR_BAD_REPLY, NULL },
    { { WITH (JSON, "") }, HEARTH_VOICE_ERROR_BAD_REPLY, NULL },
    { { WITH ("Content-Type: text/html\r\n", "<html>Welcome</html>") },
      HEARTH_VOICE_ERROR_BAD_REPLY,
      NULL },
    { { WITH (JSON, "{\"error\":\"no model\"}") }, HEARTH_VOICE_ERROR_SERVICE, "no model" },
    { { WITH (EVENTS, DELTA ("Half")), .chunked = TRUE }, HEARTH_VOICE_ERROR_CUT_OFF, NULL },
    { { WITH (EVENTS, DELTA ("Half")), .chunked = TRUE, .stall = TRUE },
      HEARTH_VOICE_ERROR_TIMEOUT,
      NULL },
    { { WITH (EVENTS, DELTA ("Half") "data: {\"error\":{\"message\":\"gone\"}}\n\n") },
      HEARTH_VOICE_ERROR_SERVICE,
      "gone" },
    { { WITH (EVENTS, "data: Half past\n\n") }, HEARTH_VOICE_ERROR_BAD_REPLY, NULL },
    { { .status = "302 Found",
        .headers = "Location: http://192.0.2.1/\r\n",
        .says_length = TRUE,
        .cut_at = -1 },
      HEARTH_VOICE_ERROR_SETTINGS,
      NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (Hearing) hearing = listen (&bad[i].reply, NULL);

    g_assert_error (hearing->error, HEARTH_VOICE_ERROR, (int) bad[i].code);
    g_assert_null (strstr (hearing->error->message, "key-01"));
    if (bad[i].says != NULL)
      g_assert_nonnull (strstr (hearing->error->message, bad[i].says));
  }
}

static ScriptedReply
endless (const char *headers, const char *body, gsize length)
{
  ScriptedReply reply = {
    .status = "200 OK", .headers = headers, .body = body, .length = (gssize) length, .cut_at = -1
  };

  /* What was sent is counted by the piece. */
  reply.piece = 64 * 1024;
  return reply;
}

/* Whatever kind of answer it is, no more is read than it may be. */
static void
test_too_large (void)
{
  gsize length = 64 * 1024 * 1024;
  g_autofree char *body = g_strnfill (length, 'x');
  static const char *const types[] = { EVENTS, JSON };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++) {
    ScriptedReply reply = endless (types[i], body, length);
    g_autoptr (ScriptedServer) server = new_server (&reply);
    g_autoptr (Hearing) hearing = listen_to (server, 0);

    g_assert_error (hearing->error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_TOO_LARGE);
    g_assert_cmpuint (scripted_server_get_sent (server), <, length);
  }
}

static void
test_cancelled_hearing (void)
{
  static const ScriptedReply reply = { .stall_first = TRUE };
  g_autoptr (ScriptedServer) server = new_server (&reply);
  g_autoptr (Hearing) hearing = listen_to (server, 50);

  g_assert_error (hearing->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (hearing->took_us, <, 500000);
}

static Hearing *
speak (const ScriptedReply *reply, gboolean cancel_at_first, char **request)
{
  g_autoptr (ScriptedServer) server = new_server (reply);
  g_autoptr (HearthHttp) http = hearth_http_new (NULL);
  g_autofree char *address = dup_address (server);
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthHttpSynthesizer) synthesizer =
      hearth_http_synthesizer_new (http, address, "kokoro", "bella", 22050, NULL, &error);
  Hearing *speech;

  g_assert_no_error (error);
  hearth_http_synthesizer_set_limits (synthesizer, &limits);
  speech = hearing_speak (HEARTH_SYNTHESIZER (synthesizer), &sentence, cancel_at_first);
  if (request != NULL)
    *request = scripted_server_dup_last_request (server);
  /* The server may not yet have come to where it waits. */
  for (guint i = 0; cancel_at_first && !scripted_server_wait_left (server, G_USEC_PER_SEC); i++) {
    g_assert_cmpuint (i, <, 500);
    g_usleep (10000);
  }
  return speech;
}

static const gint16 tone[] = { 1000, -2000, 3000, -4000, 5000, -6000, 7000 };

static void
assert_tone (const ScriptedReply *reply, guint rate)
{
  g_autoptr (Hearing) speech = speak (reply, FALSE, NULL);

  g_assert_no_error (speech->error);
  g_assert_cmpuint (speech->rate, ==, rate);
  g_assert_cmpmem (speech->samples->data, speech->samples->len * 2, tone, sizeof tone);
}

static void
test_samples (void)
{
  g_autofree char *request = NULL;
  g_autoptr (Hearing) speech = NULL;
  ScriptedReply reply = endless (PCM, (const char *) tone, sizeof tone);
  g_autoptr (GBytes) file = hearth_wave_new (tone, G_N_ELEMENTS (tone), 16000);

  reply.chunked = TRUE;
  reply.piece = 3;
  speech = speak (&reply, FALSE, &request);
  g_assert_no_error (speech->error);
  g_assert_true (g_str_has_prefix (request, "POST /v1/audio/speech HTTP"));
  g_assert_null (strstr (request, "Authorization"));
  g_assert_true (g_str_has_suffix (
      request, "\r\n\r\n{\"model\":\"kokoro\",\"input\":\"Half \\\"past\\\" three.\",\"voice\":"
               "\"bella\",\"response_format\":\"pcm\"}"));
  assert_tone (&reply, 22050);
  reply.headers = "Content-Type: audio/L16; rate=8000\r\n";
  assert_tone (&reply, 8000);
  reply.headers = NULL;
  assert_tone (&reply, 22050);
  /* A file where samples were asked for. */
  reply.headers = PCM;
  reply.body = g_bytes_get_data (file, NULL);
  reply.length = (gssize) g_bytes_get_size (file);
  assert_tone (&reply, 16000);
}

static void
test_bad_voices (void)
{
  static const char half[] =
      "RIFF\xff\0\0\0WAVEfmt \x10\0\0\0\1\0\1\0\x80\x3e\0\0\0\x7d\0\0\2\0\x10\0"
      "data\0\1\0\0abcdef";
  static const Bad bad[] = {
    { { .stall_first = TRUE }, HEARTH_VOICE_ERROR_TIMEOUT, NULL },
    { { WITH (PCM, "abcdefgh"), .chunked = TRUE, .stall = TRUE },
      HEARTH_VOICE_ERROR_TIMEOUT,
      NULL },
    { { CUT (PCM, "abcdefgh") }, HEARTH_VOICE_ERROR_CUT_OFF, NULL },
    { { .status = "200 OK", .headers = PCM, .body = half, .length = sizeof half - 1, .cut_at = -1 },
      HEARTH_VOICE_ERROR_CUT_OFF,
      NULL },
    { { .status = "200 OK", .headers = PCM, .body = half, .length = 30, .cut_at = -1 },
      HEARTH_VOICE_ERROR_CUT_OFF,
      NULL },
    { { .status = "200 OK",
        .headers = PCM,
        .body = "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
        .length = 16,
        .cut_at = -1 },
      HEARTH_VOICE_ERROR_BAD_REPLY,
      NULL },
    { { WITH ("Content-Type: audio/mpeg\r\n", "\xff\xfb\x90") },
      HEARTH_VOICE_ERROR_BAD_REPLY,
      NULL },
    { { WITH (PCM, "OggS and so on, which is no sound here") },
      HEARTH_VOICE_ERROR_BAD_REPLY,
      NULL },
    { { WITH (JSON, "{\"error\":{\"message\":\"no such voice\"}}") },
      HEARTH_VOICE_ERROR_SERVICE,
      "no such voice" },
    { { WITH ("Content-Type: text/html\r\n", "<html>") }, HEARTH_VOICE_ERROR_BAD_REPLY, NULL },
    { { STATUS ("500 Internal Server Error", "out of memory") },
      HEARTH_VOICE_ERROR_SERVICE,
      "“out of memory”" },
    { { STATUS ("403 Forbidden", "") }, HEARTH_VOICE_ERROR_KEY, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (Hearing) speech = speak (&bad[i].reply, FALSE, NULL);

    g_assert_error (speech->error, HEARTH_VOICE_ERROR, (int) bad[i].code);
    if (bad[i].says != NULL)
      g_assert_nonnull (strstr (speech->error->message, bad[i].says));
  }
}

/* A voice without an end: the samples that came were played, and then it is over. */
static void
test_endless_voice (void)
{
  gsize length = 64 * 1024 * 1024;
  g_autofree char *body = g_strnfill (length, 'x');
  ScriptedReply reply = endless (PCM, body, length);
  g_autoptr (Hearing) speech = speak (&reply, FALSE, NULL);

  g_assert_error (speech->error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_TOO_LARGE);
  g_assert_cmpuint (speech->samples->len, <=, 22050 * HEARTH_SYNTHESIS_SECONDS_MAX);
}

static void
test_cancelled_speech (void)
{
  static const ScriptedReply reply = { WITH (PCM, "abcdefghijklmnop"), .chunked = TRUE,
                                       .stall = TRUE };
  g_autoptr (Hearing) speech = speak (&reply, TRUE, NULL);

  g_assert_error (speech->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (speech->took_us - speech->first_us, <, 500000);
}

static void
test_addresses (void)
{
  static const struct {
    const char *written;
    const char *normal; /* or NULL where it is refused */
  } addresses[] = {
    { "localhost:8000", "http://localhost:8000/v1" },
    { " http://127.0.0.1:8080/ ", "http://127.0.0.1:8080/v1" },
    { "api.openai.com", "https://api.openai.com/v1" },
    { "https://api.openai.com/v1/audio/transcriptions", "https://api.openai.com/v1" },
    { "https://example.org/api/v2/audio/speech?x=1", "https://example.org/api/v2" },
    { "http://192.168.1.5:8000/v1", NULL },
    { "http://example.org/v1", NULL },
    { "https://user:secret@example.org/", NULL },
    { "ftp://localhost/", NULL },
    { "", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *normal = hearth_voice_remote_dup_normal_url (addresses[i].written, &error);

    g_assert_cmpstr (normal, ==, addresses[i].normal);
    if (normal == NULL)
      g_assert_error (error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_SETTINGS);
  }
}

/* By the names that options have for them. */
static void
test_by_name (void)
{
  g_autoptr (HearthHttp) http = hearth_http_new (NULL);
  static const struct {
    const char *kind;
    const char *address;
    const char *host; /* or NULL where it is refused */
  } services[] = {
    { "wyoming", "localhost:10300", "localhost" },
    { "wyoming", "192.168.1.5:10300", NULL },
    { "wyoming", "", NULL },
    { "openai", "https://api.example.org", "api.example.org" },
    { "openai", "http://api.example.org", NULL },
    { "openai", "", NULL },
  };

  g_assert_false (hearth_voice_network_has_kind ("pocketsphinx"));
  for (guint i = 0; i < G_N_ELEMENTS (services); i++) {
    g_autoptr (GVariant) options = g_variant_ref_sink (
        g_variant_new_parsed ("{'address': <%s>, 'model': <'m'>}", services[i].address));
    g_autoptr (GError) error = NULL;
    g_autoptr (GError) other_error = NULL;
    g_autoptr (HearthRecognizer) recognizer = NULL;
    g_autoptr (HearthSynthesizer) synthesizer = NULL;

    g_assert_true (hearth_voice_network_has_kind (services[i].kind));
    recognizer = hearth_voice_network_new_recognizer (http, services[i].kind, options, KEY, &error);
    synthesizer =
        hearth_voice_network_new_synthesizer (http, services[i].kind, options, KEY, &other_error);
    g_assert_true ((recognizer != NULL) == (services[i].host != NULL));
    g_assert_true ((synthesizer != NULL) == (services[i].host != NULL));
    if (services[i].host != NULL) {
      g_assert_cmpstr (hearth_recognizer_get_host (recognizer), ==, services[i].host);
      g_assert_cmpstr (hearth_synthesizer_get_host (synthesizer), ==, services[i].host);
    } else {
      g_assert_error (error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_SETTINGS);
      g_assert_error (other_error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_SETTINGS);
    }
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/speech-http/whole-text", test_whole_text);
  g_test_add_func ("/speech-http/streamed-text", test_streamed_text);
  g_test_add_func ("/speech-http/segments", test_segments);
  g_test_add_func ("/speech-http/asked-again", test_asked_again);
  g_test_add_func ("/speech-http/bad-recognizers", test_bad_recognizers);
  g_test_add_func ("/speech-http/too-large", test_too_large);
  g_test_add_func ("/speech-http/cancelled-hearing", test_cancelled_hearing);
  g_test_add_func ("/speech-http/samples", test_samples);
  g_test_add_func ("/speech-http/bad-voices", test_bad_voices);
  g_test_add_func ("/speech-http/endless-voice", test_endless_voice);
  g_test_add_func ("/speech-http/cancelled-speech", test_cancelled_speech);
  g_test_add_func ("/speech-http/addresses", test_addresses);
  g_test_add_func ("/speech-http/by-name", test_by_name);
  return g_test_run ();
}
