/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ai-kinds.h"
#include "hearth-ai-remote.h"
#include "scripted-server.h"
#include "transcript.h"

#include <string.h>

/* All kinds of service over real connections: what is asked, what is asked again, and what a
 * service cannot do to whoever asks it. */

#define KEY "key-0123456789abcdef"

static const struct {
  const char *kind;
  const char *path;     /* of a request */
  const char *key;      /* how the key is sent */
  const char *whole;    /* an answer that says "Hello" */
  const char *piece;    /* one of its events that says "Hello" */
  const char *call;     /* one of its events that begins a call */
  const char *overload; /* one of its events that fails */
  const char *models;   /* a list of "one" and "two" */
  const char *models_path;
} kinds[] = {
  { "openai", "POST /v1/chat/completions HTTP", "\r\nAuthorization: Bearer " KEY "\r\n",
    "data: {\"choices\":[{\"delta\":{\"content\":\"Hello\"},\"finish_reason\":\"stop\"}]}\n\n"
    "data: [DONE]\n\n",
    "data: {\"choices\":[{\"delta\":{\"content\":\"Hello\"}}]}\n\n",
    "data: "
    "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}"
    "]}}]}\n\n",
    "data: {\"error\":{\"code\":503,\"message\":\"Overloaded\"}}\n\n",
    "{\"data\":[{\"id\":\"one\"},{\"id\":\"two\"}]}", "GET /v1/models HTTP" },
  { "anthropic", "POST /v1/messages HTTP", "\r\nx-api-key: " KEY "\r\n",
    "data: "
    "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":"
    "\"Hello\"}}\n\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"}}\n\n"
    "data: {\"type\":\"message_stop\"}\n\n",
    "data: "
    "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":"
    "\"Hello\"}}\n\n",
    "data: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"tool_use\","
    "\"id\":\"a\",\"name\":\"f\",\"input\":{}}}\n\n",
    "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":"
    "\"Overloaded\"}}\n\n",
    "{\"data\":[{\"id\":\"one\",\"type\":\"model\"},{\"id\":\"two\"}],\"has_more\":false}",
    "GET /v1/models?limit=1000 HTTP" },
  { "gemini", "POST /v1beta/models/test%2Fmodel:streamGenerateContent?alt=sse HTTP",
    "\r\nx-goog-api-key: " KEY "\r\n",
    "data: "
    "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hello\"}]},\"finishReason\":\"STOP\"}]}"
    "\n\n",
    "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hello\"}]}}]}\n\n",
    "data: {\"candidates\":[{\"content\":{\"parts\":[{\"functionCall\":{\"name\":\"f\"}}]}}]}\n\n",
    "data: {\"error\":{\"code\":503,\"message\":\"Overloaded\",\"status\":\"UNAVAILABLE\"}}\n\n",
    "{\"models\":[{\"name\":\"models/one\",\"supportedGenerationMethods\":[\"generateContent\"]},"
    "{\"name\":\"models/embed\",\"supportedGenerationMethods\":[\"embedContent\"]},"
    "{\"name\":\"models/two\"}]}",
    "GET /v1beta/models?pageSize=1000 HTTP" },
  { "ollama", "POST /api/chat HTTP", "\r\nAuthorization: Bearer " KEY "\r\n",
    "{\"message\":{\"content\":\"Hello\"},\"done\":false}\n{\"done\":true,\"done_reason\":\"stop\"}"
    "\n",
    "{\"message\":{\"content\":\"Hello\"},\"done\":false}\n",
    "{\"message\":{\"tool_calls\":[{\"function\":{\"name\":\"f\"}}]},\"done\":false}\n",
    "{\"error\":{\"code\":503,\"message\":\"Overloaded\"}}\n",
    "{\"models\":[{\"name\":\"one\",\"size\":5},{\"name\":\"two\"}]}", "GET /api/tags HTTP" },
  { "openai-responses", "POST /v1/responses HTTP", "\r\nAuthorization: Bearer " KEY "\r\n",
    "data: {\"type\":\"response.output_text.delta\",\"delta\":\"Hello\"}\n\n"
    "data: {\"type\":\"response.completed\",\"response\":{\"status\":\"completed\"}}\n\n",
    "data: {\"type\":\"response.output_text.delta\",\"delta\":\"Hello\"}\n\n",
    "data: {\"type\":\"response.output_item.done\",\"output_index\":%u,\"item\":{\"type\":"
    "\"function_call\",\"call_id\":\"a%u\",\"name\":\"f\",\"arguments\":\"{}\"}}\n\n",
    "data: {\"type\":\"error\",\"code\":\"server_error\",\"message\":\"Overloaded\"}\n\n",
    "{\"data\":[{\"id\":\"one\"},{\"id\":\"two\"}]}", "GET /v1/models HTTP" },
};

typedef struct {
  HearthHttp *http;
  ScriptedServer *server;
  char *place;
  HearthAiService *service;
} Fixture;

static void
key_lookup_async (const char *host, GCancellable *cancellable, GAsyncReadyCallback callback,
                  gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_return_pointer (task, g_strdup (KEY), g_free);
}

static char *
key_lookup_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
key_free (char *key)
{
  g_free (key);
}

static const HearthAiKeyFuncs key_funcs = { key_lookup_async, key_lookup_finish, key_free };

static void
make_service (Fixture *f, guint kind)
{
  HearthHttpLimits limits = { 4 * 1024 * 1024, 2000, 2000, 0 };
  HearthAiPatience patience = { 3, 2, 1500, 60 * 1000 };
  g_autofree char *url = g_strdup_printf ("http://%s", f->place);
  g_autoptr (GError) error = NULL;

  g_clear_object (&f->service);
  f->service =
      hearth_ai_kind_make (kinds[kind].kind, f->http, url, "test/model", &key_funcs, &error);
  g_assert_no_error (error);
  hearth_ai_remote_set_limits (HEARTH_AI_REMOTE (f->service), &limits);
  hearth_ai_remote_set_patience (HEARTH_AI_REMOTE (f->service), &patience);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->http = hearth_http_new (NULL);
  f->server = scripted_server_new (FALSE);
  f->place = g_strdup_printf ("127.0.0.1:%u", scripted_server_get_port (f->server));
  make_service (f, 0);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_assert_finalize_object (f->service);
  g_assert_finalize_object (f->http);
  scripted_server_free (f->server);
  g_free (f->place);
}

static void
destroyed_cb (gpointer user_data)
{
  ((Transcript *) user_data)->destroyed = TRUE;
}

static void
start (Fixture *f, GCancellable *cancellable, Transcript *transcript)
{
  g_autoptr (HearthAiRequest) request = hearth_ai_request_new ();

  hearth_ai_request_add_message (request, HEARTH_AI_SYSTEM, "Be brief.");
  hearth_ai_request_add_message (request, HEARTH_AI_USER, "Hello?");
  transcript_init (transcript);
  hearth_ai_service_start (f->service, request, cancellable, transcript_event, transcript,
                           destroyed_cb);
}

static void
settle (Fixture *f, Transcript *transcript)
{
  while (!transcript->destroyed || G_OBJECT (f->service)->ref_count > 1 ||
         G_OBJECT (f->http)->ref_count > 2)
    g_main_context_iteration (NULL, TRUE);
}

static void
ask (Fixture *f, const ScriptedReply *reply, Transcript *transcript)
{
  scripted_server_set_reply (f->server, reply);
  start (f, NULL, transcript);
  settle (f, transcript);
}

static ScriptedReply
reply_with (const char *status, const char *headers, const char *body)
{
  ScriptedReply reply = SCRIPTED_REPLY_INIT;

  reply.status = status;
  reply.headers = headers;
  reply.body = body;
  reply.says_length = TRUE;
  return reply;
}

static void
assert_hello (const Transcript *transcript)
{
  g_assert_no_error (transcript->error);
  g_assert_cmpstr (transcript->text->str, ==, "Hello");
  g_assert_cmpint (transcript->finish, ==, HEARTH_AI_FINISH_STOP);
  g_assert_true (transcript->started);
}

/* Its message names the host, in a whole sentence, and nothing secret. */
static void
assert_failed (Fixture *f, const Transcript *transcript, HearthAiError code, const char *says)
{
  g_test_message ("%s", transcript->error != NULL ? transcript->error->message : "no error");
  g_assert_error (transcript->error, HEARTH_AI_ERROR, (int) code);
  g_assert_nonnull (strstr (transcript->error->message, f->place));
  g_assert_nonnull (strstr (transcript->error->message, says));
  g_assert_null (strstr (transcript->error->message, "0123456789"));
  g_assert_cmpstr (transcript->calls->str, ==, "");
}

static void
test_requests (Fixture *f, gconstpointer data)
{
  guint n_kinds;

  hearth_ai_kinds_list (&n_kinds);
  g_assert_cmpuint (n_kinds, ==, G_N_ELEMENTS (kinds));
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    ScriptedReply reply = reply_with ("200 OK", NULL, kinds[i].whole);
    g_auto (Transcript) transcript = { 0 };
    g_autofree char *seen = NULL;

    make_service (f, i);
    ask (f, &reply, &transcript);
    assert_hello (&transcript);
    seen = scripted_server_dup_last_request (f->server);
    g_assert_true (g_str_has_prefix (seen, kinds[i].path));
    g_assert_nonnull (strstr (seen, kinds[i].key));
    g_assert_nonnull (strstr (seen, "Be brief."));
    if (g_str_equal (kinds[i].kind, "anthropic"))
      g_assert_nonnull (strstr (seen, "\r\nanthropic-version: 2023-06-01\r\n"));
  }
}

static void
result_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_set_object ((GAsyncResult **) user_data, result);
}

static void
test_models (Fixture *f, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    ScriptedReply reply = reply_with ("200 OK", NULL, kinds[i].models);
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (GError) error = NULL;
    g_auto (GStrv) models = NULL;
    g_autofree char *joined = NULL;
    g_autofree char *seen = NULL;

    make_service (f, i);
    scripted_server_set_reply (f->server, &reply);
    hearth_ai_service_list_models_async (f->service, NULL, result_cb, &result);
    while (result == NULL)
      g_main_context_iteration (NULL, TRUE);
    models = hearth_ai_service_list_models_finish (f->service, result, &error);
    g_assert_no_error (error);
    joined = g_strjoinv (",", models);
    g_assert_cmpstr (joined, ==, "one,two");
    seen = scripted_server_dup_last_request (f->server);
    g_assert_true (g_str_has_prefix (seen, kinds[i].models_path));
    g_assert_nonnull (strstr (seen, kinds[i].key));
  }
}

static void
test_urls (void)
{
  static const struct {
    const char *kind;
    const char *given;
    const char *normal;
  } cases[] = {
    { "anthropic", "", "https://api.anthropic.com/v1" },
    { "anthropic", "https://api.anthropic.com/v1/messages", "https://api.anthropic.com/v1" },
    { "gemini", "generativelanguage.googleapis.com",
      "https://generativelanguage.googleapis.com/v1beta" },
    { "gemini", "https://g.example/v1beta/models/", "https://g.example/v1beta" },
    { "ollama", "", "http://localhost:11434" },
    { "ollama", "localhost:11434/v1/", "http://localhost:11434" },
    { "ollama", "http://[::1]:11434/api/chat", "http://[::1]:11434" },
    { "ollama", "nas.home/ollama", "https://nas.home/ollama" },
    { "openai-responses", "https://api.openai.com/v1/responses", "https://api.openai.com/v1" },
    { "openai", "", "https://api.openai.com/v1" },
  };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *normal = hearth_ai_kind_dup_normal_url (cases[i].kind, cases[i].given, NULL);

    g_assert_cmpstr (normal, ==, cases[i].normal);
  }
  g_assert_null (hearth_ai_kind_dup_normal_url ("oracle", "", &error));
  g_assert_error (error, HEARTH_AI_ERROR, HEARTH_AI_ERROR_SETTINGS);
}

/* What is tried again, and what is not. */
static void
test_retries (Fixture *f, gconstpointer data)
{
  static const struct {
    const char *status;
    const char *headers;
    const char *body;
    guint n_requests;
  } cases[] = {
    { "429 Too Many", NULL, "", 2 },
    { "529 Overloaded", NULL, "", 2 },
    { "500 Error", NULL, "", 2 },
    { "503 Error", NULL, "", 2 },
    { "408 Timeout", NULL, "", 2 },
    { "409 Conflict", NULL, "", 2 },
    { "400 Bad", NULL, "", 1 },
    { "401 No", NULL, "", 1 },
    { "402 Pay", NULL, "", 1 },
    { "404 No", NULL, "", 1 },
    { "413 Large", NULL, "", 1 },
    { "400 Bad", "x-should-retry: true\r\n", "", 2 },
    { "500 Error", "x-should-retry: false\r\n", "", 1 },
    { "429 Too Many", "retry-after: 1\r\n", "", 2 },
    { "429 Too Many", "retry-after-ms: 20\r\nretry-after: 3600\r\n", "", 2 },
    { "429 Too Many", "retry-after: 3600\r\n", "", 1 },
    { "429 Too Many", NULL, "{\"error\":{\"code\":\"insufficient_quota\",\"message\":\"x\"}}", 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    ScriptedReply first = reply_with (cases[i].status, cases[i].headers, cases[i].body);
    ScriptedReply reply = reply_with ("200 OK", NULL, kinds[0].whole);
    guint before = scripted_server_get_n_requests (f->server);
    gint64 begin = g_get_monotonic_time ();
    g_auto (Transcript) transcript = { 0 };

    scripted_server_set_first (f->server, &first, 1);
    ask (f, &reply, &transcript);
    g_assert_cmpuint (scripted_server_get_n_requests (f->server) - before, ==, cases[i].n_requests);
    if (cases[i].n_requests == 2)
      assert_hello (&transcript);
    else
      g_assert_nonnull (transcript.error);
    if (g_strcmp0 (cases[i].headers, "retry-after: 1\r\n") == 0)
      g_assert_cmpint (g_get_monotonic_time () - begin, >=, G_USEC_PER_SEC);
  }
}

/* It ends: after three tries the error is told, with what the service said. */
static void
test_gives_up (Fixture *f, gconstpointer data)
{
  ScriptedReply reply = reply_with ("529 Overloaded", NULL, "{\"error\":{\"message\":\"full\"}}");
  ScriptedReply hour = reply_with ("429 Too Many", "retry-after: 3600\r\n", "");
  g_auto (Transcript) transcript = { 0 };
  g_auto (Transcript) later = { 0 };

  ask (f, &reply, &transcript);
  g_assert_cmpuint (scripted_server_get_n_requests (f->server), ==, 3);
  assert_failed (f, &transcript, HEARTH_AI_ERROR_BUSY, "Try again later. It says: “full”");
  g_assert_cmpuint (hearth_ai_error_get_status (transcript.error), ==, 529);
  g_assert_cmpint (hearth_ai_error_get_retry_after (transcript.error), ==, -1);

  ask (f, &hour, &later);
  g_assert_cmpuint (scripted_server_get_n_requests (f->server), ==, 4);
  assert_failed (f, &later, HEARTH_AI_ERROR_BUSY, "Try again in 60 minutes.");
  g_assert_cmpint (hearth_ai_error_get_retry_after (later.error), ==, 3600);
}

/* A failure within the stream is tried again only while nothing of the answer was told. */
static void
test_stream_errors (Fixture *f, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_autofree char *late = g_strconcat (kinds[i].piece, kinds[i].overload, NULL);
    ScriptedReply first = reply_with ("200 OK", NULL, kinds[i].overload);
    ScriptedReply broken = reply_with ("200 OK", NULL, late);
    ScriptedReply reply = reply_with ("200 OK", NULL, kinds[i].whole);
    guint before = scripted_server_get_n_requests (f->server);
    g_auto (Transcript) again = { 0 };
    g_auto (Transcript) told = { 0 };

    make_service (f, i);
    scripted_server_set_first (f->server, &first, 1);
    ask (f, &reply, &again);
    assert_hello (&again);
    g_assert_cmpuint (scripted_server_get_n_requests (f->server) - before, ==, 2);
    ask (f, &broken, &told);
    g_assert_cmpstr (told.text->str, ==, "Hello");
    g_assert_nonnull (told.error);
    g_assert_nonnull (strstr (told.error->message, "“Overloaded”"));
    g_assert_cmpuint (scripted_server_get_n_requests (f->server) - before, ==, 3);
  }
}

static gboolean
cancel_cb (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  return G_SOURCE_REMOVE;
}

static void
test_cancel_while_waiting (Fixture *f, gconstpointer data)
{
  ScriptedReply reply = reply_with ("429 Too Many", "retry-after-ms: 1400\r\n", "");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (Transcript) transcript = { 0 };
  gint64 begin;

  scripted_server_set_reply (f->server, &reply);
  start (f, cancellable, &transcript);
  while (scripted_server_get_n_requests (f->server) == 0)
    g_main_context_iteration (NULL, FALSE);
  g_timeout_add (200, cancel_cb, cancellable);
  begin = g_get_monotonic_time ();
  settle (f, &transcript);
  g_assert_error (transcript.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 1200 * 1000);
  g_assert_cmpuint (scripted_server_get_n_requests (f->server), ==, 1);
}

/* Alive, but without a word of an answer. */
static void
test_stalls (Fixture *f, gconstpointer data)
{
  g_autoptr (GString) comments = g_string_new (NULL);
  HearthAiPatience patience = { 3, 2, 1500, 300 };
  ScriptedReply reply = SCRIPTED_REPLY_INIT;
  g_auto (Transcript) transcript = { 0 };

  for (int i = 0; i < 1000; i++)
    g_string_append (comments, ": still here\n\n");
  hearth_ai_remote_set_patience (HEARTH_AI_REMOTE (f->service), &patience);
  reply.body = comments->str;
  reply.chunked = TRUE;
  reply.stall = TRUE;
  ask (f, &reply, &transcript);
  assert_failed (f, &transcript, HEARTH_AI_ERROR_TIMEOUT, "does not go on");
}

/* @n times an event, each with its number where it has a place for it. */
static char *
repeat (const char *event, guint n)
{
  GString *body = g_string_new (NULL);

  for (guint i = 0; i < n; i++) {
    const char *rest = event;
    const char *mark;

    while ((mark = strstr (rest, "%u")) != NULL) {
      g_string_append_len (body, rest, mark - rest);
      g_string_append_printf (body, "%u", i);
      rest = mark + 2;
    }
    g_string_append (body, rest);
  }
  return g_string_free (body, FALSE);
}

/* Of every kind: words and calls without end, what is no answer, and what is only part of one. */
static void
test_hostile (Fixture *f, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_autofree char *words = repeat (kinds[i].piece, 250 * 1000);
    g_autofree char *calls = repeat (kinds[i].call, 100 * 1000);
    g_autofree char *line = g_strnfill (6 * 1024 * 1024, 'x');
    ScriptedReply replies[] = {
      reply_with ("200 OK", NULL, words),
      reply_with ("200 OK", NULL, calls),
      reply_with ("200 OK", NULL, line),
      reply_with ("200 OK", NULL, "<!DOCTYPE html><html>"),
      reply_with ("200 OK", NULL, "data: {\"a\":{]}\n\n"),
      reply_with ("200 OK", NULL, kinds[i].piece),
      reply_with ("302 Found", "Location: http://127.0.0.1:1/\r\n", ""),
      reply_with ("401 No", NULL, "{\"error\":{\"message\":\"Bad key " KEY "\"}}"),
      reply_with ("402 Pay", NULL, ""),
      reply_with ("404 Not Found", NULL, "{\"error\":{\"message\":\"no such model\"}}"),
      reply_with ("413 Too Large", NULL, ""),
    };
    static const struct {
      HearthAiError code;
      HearthAiError other; /* where a kind fails in another way */
    } expected[] = {
      { HEARTH_AI_ERROR_TOO_LARGE, HEARTH_AI_ERROR_TOO_LARGE },
      { HEARTH_AI_ERROR_TOO_LARGE, HEARTH_AI_ERROR_TOO_LARGE },
      { HEARTH_AI_ERROR_TOO_LARGE, HEARTH_AI_ERROR_BAD_REPLY },
      { HEARTH_AI_ERROR_BAD_REPLY, HEARTH_AI_ERROR_BAD_REPLY },
      { HEARTH_AI_ERROR_BAD_REPLY, HEARTH_AI_ERROR_BAD_REPLY },
      { HEARTH_AI_ERROR_CUT_OFF, HEARTH_AI_ERROR_CUT_OFF },
      { HEARTH_AI_ERROR_SETTINGS, HEARTH_AI_ERROR_SETTINGS },
      { HEARTH_AI_ERROR_KEY, HEARTH_AI_ERROR_KEY },
      { HEARTH_AI_ERROR_CREDIT, HEARTH_AI_ERROR_CREDIT },
      { HEARTH_AI_ERROR_MODEL, HEARTH_AI_ERROR_MODEL },
      { HEARTH_AI_ERROR_TOO_LONG, HEARTH_AI_ERROR_TOO_LONG },
    };
    HearthAiPatience patience = { 1, 2, 1500, 60000 };
    HearthHttpLimits limits = { 64 * 1024 * 1024, 5000, 20000, 0 };

    make_service (f, i);
    hearth_ai_remote_set_patience (HEARTH_AI_REMOTE (f->service), &patience);
    hearth_ai_remote_set_limits (HEARTH_AI_REMOTE (f->service), &limits);
    for (guint k = 0; k < G_N_ELEMENTS (replies); k++) {
      ScriptedReply good = reply_with ("200 OK", NULL, kinds[i].whole);
      g_auto (Transcript) transcript = { 0 };
      g_auto (Transcript) next = { 0 };

      ask (f, &replies[k], &transcript);
      g_test_message ("%s, %u", kinds[i].kind, k);
      assert_failed (f, &transcript,
                     g_error_matches (transcript.error, HEARTH_AI_ERROR, (int) expected[k].other)
                         ? expected[k].other
                         : expected[k].code,
                     ".");
      ask (f, &good, &next);
      assert_hello (&next);
    }
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/services/urls", test_urls);
#define ADD(name, func) g_test_add ("/services/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("requests", test_requests);
  ADD ("models", test_models);
  ADD ("retries", test_retries);
  ADD ("gives-up", test_gives_up);
  ADD ("stream-errors", test_stream_errors);
  ADD ("cancel-while-waiting", test_cancel_while_waiting);
  ADD ("stalls", test_stalls);
  ADD ("hostile", test_hostile);
#undef ADD
  return g_test_run ();
}
