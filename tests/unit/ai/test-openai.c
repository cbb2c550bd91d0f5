/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ai-protocol.h"
#include "hearth-ai-remote.h"
#include "hearth-json.h"
#include "scripted-server.h"
#include "transcript.h"

#include <string.h>

#define KEY "sk-hearth-0123456789abcdef"
#define WHOLE                                                                                      \
  "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hello\"}}]}\n\n"                      \
  "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
#define DONE "data: [DONE]\n\n"

typedef struct {
  HearthHttp *http;
  ScriptedServer *server;
  char *place;
  HearthAiRemote *service;
} Fixture;

/* The keyring's part, as the daemon will play it with libsecret. */
static const char *stored_key;
static gboolean key_fails;
static gboolean key_hangs;
static guint n_keys_out;

static void
key_gone (gpointer key)
{
  if (key != NULL)
    n_keys_out--;
  g_free (key);
}

static gboolean
key_cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  g_task_return_error_if_cancelled (user_data);
  return G_SOURCE_REMOVE;
}

static void
key_lookup_async (const char *host, GCancellable *cancellable, GAsyncReadyCallback callback,
                  gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_assert_cmpstr (host, ==, "127.0.0.1");
  if (key_fails) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "The keyring is locked.");
  } else if (key_hangs) {
    g_autoptr (GSource) source = g_cancellable_source_new (cancellable);

    g_task_attach_source (task, source, G_SOURCE_FUNC (key_cancelled_cb));
  } else {
    if (stored_key != NULL)
      n_keys_out++;
    g_task_return_pointer (task, g_strdup (stored_key), key_gone);
  }
}

static char *
key_lookup_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
key_free (char *key)
{
  key_gone (key);
}

static const HearthAiKeyFuncs key_funcs = { key_lookup_async, key_lookup_finish, key_free };

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autofree char *url = NULL;
  g_autoptr (GError) error = NULL;
  HearthHttpLimits limits = { 4 * 1024 * 1024, 2000, 400, 20000 };
  HearthAiPatience patience = { 1, 1, 1000, 60 * 1000 };

  stored_key = KEY;
  key_fails = FALSE;
  key_hangs = FALSE;
  f->http = hearth_http_new (NULL);
  f->server = scripted_server_new (FALSE);
  f->place = g_strdup_printf ("127.0.0.1:%u", scripted_server_get_port (f->server));
  url = g_strdup_printf ("http://%s/v1/", f->place);
  f->service = hearth_ai_remote_new (&hearth_ai_openai_protocol, f->http, url, "test-model",
                                     &key_funcs, &error);
  g_assert_no_error (error);
  hearth_ai_remote_set_limits (f->service, &limits);
  hearth_ai_remote_set_patience (f->service, &patience);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_assert_finalize_object (f->service);
  g_assert_finalize_object (f->http);
  scripted_server_free (f->server);
  g_free (f->place);
  g_assert_cmpuint (n_keys_out, ==, 0);
}

static void
destroyed_cb (gpointer user_data)
{
  Transcript *transcript = user_data;

  g_assert_true (transcript->done);
  g_assert_false (transcript->destroyed);
  transcript->destroyed = TRUE;
}

static HearthAiRequest *
new_request (void)
{
  HearthAiRequest *request = hearth_ai_request_new ();

  hearth_ai_request_add_message (request, HEARTH_AI_SYSTEM, "Be brief.");
  hearth_ai_request_add_message (request, HEARTH_AI_USER, "Hello?");
  return request;
}

static void
start (HearthAiRemote *service, GCancellable *cancellable, Transcript *transcript)
{
  g_autoptr (HearthAiRequest) request = new_request ();

  transcript_init (transcript);
  hearth_ai_service_start (HEARTH_AI_SERVICE (service), request, cancellable, transcript_event,
                           transcript, destroyed_cb);
  g_assert_false (transcript->done);
}

static void
wait_destroyed (Transcript *transcript)
{
  while (!transcript->destroyed)
    g_main_context_iteration (NULL, TRUE);
}

/* Lets the connection end as well. */
static void
settle (Fixture *f)
{
  while (G_OBJECT (f->service)->ref_count > 1 || G_OBJECT (f->http)->ref_count > 2)
    g_main_context_iteration (NULL, TRUE);
}

static void
ask (Fixture *f, const ScriptedReply *reply, Transcript *transcript)
{
  scripted_server_set_reply (f->server, reply);
  start (f->service, NULL, transcript);
  wait_destroyed (transcript);
  settle (f);
}

static void
assert_failed (Fixture *f, const Transcript *transcript, HearthAiError code, const char *says)
{
  g_assert_error (transcript->error, HEARTH_AI_ERROR, (int) code);
  g_test_message ("%s", transcript->error->message);
  g_assert_nonnull (strstr (transcript->error->message, f->place));
  g_assert_nonnull (strstr (transcript->error->message, says));
  g_assert_null (strstr (transcript->error->message, "sk-"));
}

static void
test_url (void)
{
  static const struct {
    const char *given;
    const char *normal;
  } cases[] = {
    { "https://api.openai.com", "https://api.openai.com/v1" },
    { "https://api.openai.com/", "https://api.openai.com/v1" },
    { "https://api.openai.com/v1", "https://api.openai.com/v1" },
    { "https://api.openai.com/v1/", "https://api.openai.com/v1" },
    { " https://api.openai.com/v1/chat/completions ", "https://api.openai.com/v1" },
    { "api.openai.com", "https://api.openai.com/v1" },
    { "localhost:11434", "http://localhost:11434/v1" },
    { "127.0.0.1:8080/v1", "http://127.0.0.1:8080/v1" },
    { "[::1]:8080", "http://[::1]:8080/v1" },
    { "https://openrouter.ai/api", "https://openrouter.ai/api/v1" },
    { "https://generativelanguage.googleapis.com/v1beta/openai/",
      "https://generativelanguage.googleapis.com/v1beta/openai" },
    { "http://nas.lan:8000//", "http://nas.lan:8000/v1" },
    { "", NULL },
    { "https://key@example.org/", NULL },
    { "gopher://example.org/", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *normal =
        hearth_ai_remote_dup_normal_url (&hearth_ai_openai_protocol, cases[i].given, &error);

    g_assert_cmpstr (normal, ==, cases[i].normal);
    if (cases[i].normal == NULL)
      g_assert_error (error, HEARTH_AI_ERROR, HEARTH_AI_ERROR_SETTINGS);
  }
}

static void
test_body (void)
{
  static const char *const expected =
      "{\"model\":\"m\",\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},"
      "{\"role\":\"user\",\"content\":\"Hello?\"},"
      "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"a\",\"type\":"
      "\"function\","
      "\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"x\\\":1}\"}},{\"id\":\"b\",\"type\":"
      "\"function\",\"function\":{\"name\":\"g\",\"arguments\":\"{}\"}}]},"
      "{\"role\":\"tool\",\"content\":\"one\",\"tool_call_id\":\"a\"},"
      "{\"role\":\"tool\",\"content\":\"�\",\"tool_call_id\":\"b\"}],"
      "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"description\":\"Does f\","
      "\"parameters\":{\"type\":\"object\",\"properties\":{\"x\":{\"type\":\"integer\"}}}}},"
      "{\"type\":\"function\",\"function\":{\"name\":\"g\",\"description\":\"\",\"parameters\":"
      "{\"type\":\"object\",\"properties\":{}}}}],\"%s\":50,\"stream\":true,"
      "\"stream_options\":{\"include_usage\":true}}";
  g_autoptr (HearthAiRequest) request = new_request ();
  g_autoptr (HearthAiToolCall) a = hearth_ai_tool_call_new ("a", "f", "{\"x\":1}");
  g_autoptr (HearthAiToolCall) b = hearth_ai_tool_call_new ("b", "g", NULL);

  hearth_ai_request_add_message (request, HEARTH_AI_ASSISTANT, NULL);
  hearth_ai_request_add_call (request, a);
  hearth_ai_request_add_call (request, b);
  hearth_ai_request_add_tool_result (request, "a", "one");
  hearth_ai_request_add_tool_result (request, "b", "\xff");
  hearth_ai_request_add_tool (request, "f", "Does f",
                              "{\"type\":\"object\",\"properties\":{\"x\":{\"type\":"
                              "\"integer\"}}}");
  hearth_ai_request_add_tool (request, "g", NULL, NULL);
  request->max_tokens = 50;
  for (int i = 0; i < 2; i++) {
    g_autoptr (HearthAiChat) chat = hearth_ai_chat_new (request);
    g_autoptr (GBytes) body =
        hearth_ai_openai_protocol.build_body (chat, "m", i == 0 ? "localhost" : "api.openai.com");
    g_autoptr (GString) text = g_string_new (expected);
    g_autofree char *seen = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));

    g_string_replace (text, "%s", i == 0 ? "max_tokens" : "max_completion_tokens", 1);
    g_assert_cmpstr (seen, ==, text->str);
  }
}

static void
test_request (Fixture *f, gconstpointer data)
{
  ScriptedReply reply = SCRIPTED_REPLY_INIT;
  HearthAiService *service = HEARTH_AI_SERVICE (f->service);
  g_autofree char *name = g_strdup_printf ("test-model on %s", f->place);

  g_assert_cmpstr (hearth_ai_service_get_name (service), ==, name);
  g_assert_cmpstr (hearth_ai_service_get_host (service), ==, "127.0.0.1");
  g_assert_true (hearth_ai_service_is_local (service));
  reply.headers = "Content-Type: text/event-stream\r\n";
  reply.body = WHOLE DONE;
  reply.chunked = TRUE;
  for (int i = 0; i < 3; i++) {
    g_auto (Transcript) transcript = { 0 };
    g_autofree char *seen = NULL;

    stored_key = i == 0 ? KEY : i == 1 ? " " KEY "\n" : NULL;
    ask (f, &reply, &transcript);
    g_assert_no_error (transcript.error);
    g_assert_cmpstr (transcript.text->str, ==, "Hello");
    seen = scripted_server_dup_last_request (f->server);
    g_assert_true (g_str_has_prefix (seen, "POST /v1/chat/completions HTTP/1.1\r\n"));
    g_assert_nonnull (strstr (seen, "\r\nContent-Type: application/json\r\n"));
    g_assert_nonnull (strstr (seen, "\r\n\r\n{\"model\":\"test-model\",\"messages\":["));
    if (i < 2)
      g_assert_nonnull (strstr (seen, "\r\nAuthorization: Bearer " KEY "\r\n"));
    else
      g_assert_null (strstr (seen, "Authorization"));
  }
}

/* Every recording over a real connection, whole and byte by byte, gives the same. */
static void
test_recordings (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) recordings = recordings_load (&hearth_ai_openai_protocol);

  for (guint i = 0; i < recordings->len; i++) {
    const Recording *recording = g_ptr_array_index (recordings, i);
    g_autofree char *header = g_strdup_printf ("Content-Type: %s\r\n", recording->content_type);
    ScriptedReply reply = SCRIPTED_REPLY_INIT;
    g_auto (Transcript) whole = { 0 };
    g_auto (Transcript) pieces = { 0 };
    g_autofree char *seen_whole = NULL;
    g_autofree char *seen_pieces = NULL;

    reply.headers = header;
    reply.body = recording->body;
    reply.length = (gssize) recording->length;
    ask (f, &reply, &whole);
    reply.chunked = TRUE;
    reply.piece = recording->length > 8192 ? 997 : 1;
    ask (f, &reply, &pieces);
    g_assert_no_error (whole.error);
    seen_whole = transcript_to_str (&whole);
    seen_pieces = transcript_to_str (&pieces);
    g_assert_cmpstr (seen_whole, ==, seen_pieces);
  }
}

static void
test_every_cut (Fixture *f, gconstpointer data)
{
  static const char body[] = WHOLE DONE;
  /* The empty line after the last event may be missing. */
  gsize whole = strlen (WHOLE) - 2;

  for (int chunked = 0; chunked < 2; chunked++) {
    for (gsize cut = 0; cut < sizeof body - 1; cut++) {
      ScriptedReply reply = SCRIPTED_REPLY_INIT;
      g_auto (Transcript) transcript = { 0 };

      reply.body = body;
      reply.chunked = chunked;
      reply.cut_at = (gssize) cut;
      ask (f, &reply, &transcript);
      if (cut >= whole) {
        g_assert_no_error (transcript.error);
        g_assert_cmpint (transcript.finish, ==, HEARTH_AI_FINISH_STOP);
      } else {
        g_assert_error (transcript.error, HEARTH_AI_ERROR, HEARTH_AI_ERROR_CUT_OFF);
        g_assert_nonnull (strstr (transcript.error->message, "cut off"));
      }
    }
  }
}

static void
test_status (Fixture *f, gconstpointer data)
{
  static const struct {
    const char *status;
    const char *body;
    HearthAiError code;
    const char *says;
  } cases[] = {
    { "401 Unauthorized",
      "{\"error\":{\"message\":\"Incorrect API key provided: " KEY ". Find it at …\"}}",
      HEARTH_AI_ERROR_KEY,
      "does not accept the key. Check it in the settings. It says: “Incorrect API key provided: … "
      "Find it at …”" },
    { "401 Unauthorized", "{\"error\":{\"message\":\"Wrong key: sk-h****cdef\"}}",
      HEARTH_AI_ERROR_KEY, "It says: “Wrong key: …" },
    { "403 Forbidden", "{\"detail\":\"no access\"}", HEARTH_AI_ERROR_KEY,
      "model “test-model”, or not for this place. It says: “no access”" },
    { "404 Not Found", "{\"error\":\"model 'test-model' not found\"}", HEARTH_AI_ERROR_MODEL,
      "does not know the model “test-model”" },
    { "404 Not Found", "<html><body>nginx</body></html>", HEARTH_AI_ERROR_MODEL,
      "Check both in the settings." },
    { "429 Too Many Requests", "[{\"error\":{\"message\":\"quota\"}}]", HEARTH_AI_ERROR_BUSY,
      "Try again later. It says: “quota”" },
    { "500 Internal Server Error", "", HEARTH_AI_ERROR_SERVICE, "(status 500). Try again later." },
    { "503 Service Unavailable", "upstream\r\n\033[31mfailed", HEARTH_AI_ERROR_SERVICE,
      "It says: “upstream [31mfailed”" },
    { "400 Bad Request", "{\"message\":\"bad tool\"}", HEARTH_AI_ERROR_SERVICE,
      "refused the request (status 400). It says: “bad tool”" },
  };
  g_autofree char *long_text = g_strnfill (100000, 'x');
  ScriptedReply reply = SCRIPTED_REPLY_INIT;
  g_auto (Transcript) giant = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (Transcript) transcript = { 0 };

    reply.status = cases[i].status;
    reply.body = cases[i].body;
    reply.says_length = TRUE;
    ask (f, &reply, &transcript);
    assert_failed (f, &transcript, cases[i].code, cases[i].says);
  }
  reply.body = long_text;
  ask (f, &reply, &giant);
  assert_failed (f, &giant, HEARTH_AI_ERROR_SERVICE, "xxx…”");
  g_assert_cmpuint (strlen (giant.error->message), <, 320);
}

static void
test_failures (Fixture *f, gconstpointer data)
{
  g_autofree char *endless = g_strnfill (5 * 1024 * 1024, '\n');
  struct {
    ScriptedReply reply;
    HearthAiError code;
    const char *says;
  } cases[] = {
    { { .close_at_once = TRUE }, HEARTH_AI_ERROR_CUT_OFF, "cut off" },
    { { .raw = "SSH-2.0-x\r\n" }, HEARTH_AI_ERROR_BAD_REPLY, "not HTTP" },
    { { .status = "200 OK", .body = "<html>", .length = -1, .cut_at = -1 },
      HEARTH_AI_ERROR_BAD_REPLY,
      "cannot read" },
    { { .status = "200 OK", .body = endless, .length = -1, .cut_at = -1 },
      HEARTH_AI_ERROR_TOO_LARGE,
      "more than Hearth accepts" },
    { { .status = "307 Moved", .headers = "Location: http://127.0.0.1:1/\r\n", .cut_at = -1 },
      HEARTH_AI_ERROR_SETTINGS,
      "127.0.0.1:1, where Hearth does not follow" },
    { { .status = "200 OK", .stall_first = TRUE }, HEARTH_AI_ERROR_TIMEOUT, "silent" },
    { { .status = "200 OK", .body = "data: ", .length = -1, .cut_at = -1, .stall = TRUE },
      HEARTH_AI_ERROR_TIMEOUT,
      "silent" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (Transcript) transcript = { 0 };

    ask (f, &cases[i].reply, &transcript);
    assert_failed (f, &transcript, cases[i].code, cases[i].says);
  }
}

static void
test_tls_and_refused (Fixture *f, gconstpointer data)
{
  ScriptedServer *server = scripted_server_new (TRUE);
  guint16 port = scripted_server_get_port (server);

  for (int i = 0; i < 2; i++) {
    g_autofree char *url = g_strdup_printf ("https://127.0.0.1:%u", port);
    g_autoptr (HearthAiRemote) service =
        hearth_ai_remote_new (&hearth_ai_openai_protocol, f->http, url, "m", &key_funcs, NULL);
    g_auto (Transcript) transcript = { 0 };

    if (i == 1)
      g_clear_pointer (&server, scripted_server_free);
    start (service, NULL, &transcript);
    wait_destroyed (&transcript);
    g_assert_error (transcript.error, HEARTH_AI_ERROR, HEARTH_AI_ERROR_UNREACHABLE);
    g_assert_nonnull (strstr (transcript.error->message, i == 0 ? "self-signed" : "refused"));
    while (G_OBJECT (service)->ref_count > 1)
      g_main_context_iteration (NULL, TRUE);
  }
}

static void
test_plain (Fixture *f, gconstpointer data)
{
  g_autoptr (HearthAiRemote) service =
      hearth_ai_remote_new (&hearth_ai_openai_protocol, f->http, "http://nas.invalid:8000", "m",
                            NULL, NULL);

  g_assert_false (hearth_ai_service_is_local (HEARTH_AI_SERVICE (service)));
  for (int i = 0; i < 2; i++) {
    g_auto (Transcript) transcript = { 0 };

    hearth_ai_remote_set_allow_plain (service, i == 1);
    start (service, NULL, &transcript);
    wait_destroyed (&transcript);
    g_assert_error (transcript.error, HEARTH_AI_ERROR,
                    (i == 0 ? HEARTH_AI_ERROR_SETTINGS : HEARTH_AI_ERROR_UNREACHABLE));
    while (G_OBJECT (service)->ref_count > 1)
      g_main_context_iteration (NULL, TRUE);
  }
}

static void
test_key (Fixture *f, gconstpointer data)
{
  ScriptedReply reply = SCRIPTED_REPLY_INIT;
  g_auto (Transcript) locked = { 0 };
  g_auto (Transcript) broken = { 0 };

  key_fails = TRUE;
  ask (f, &reply, &locked);
  g_assert_error (locked.error, HEARTH_AI_ERROR, HEARTH_AI_ERROR_KEY);
  g_assert_cmpstr (locked.error->message, ==, "The keyring is locked.");
  key_fails = FALSE;
  stored_key = "sk-one\nsk-two";
  ask (f, &reply, &broken);
  assert_failed (f, &broken, HEARTH_AI_ERROR_SETTINGS, "enter the key again");
  g_assert_cmpuint (scripted_server_get_n_requests (f->server), ==, 0);
}

static void
test_cancel (Fixture *f, gconstpointer data)
{
  ScriptedReply reply = SCRIPTED_REPLY_INIT;

  reply.body = WHOLE;
  reply.chunked = TRUE;
  reply.stall = TRUE;
  /* At its first words, when it is silent, before it starts, while the key is looked up. */
  for (int i = 0; i < 4; i++) {
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();
    g_auto (Transcript) transcript = { 0 };
    gint64 begin;

    reply.stall_first = i == 1;
    key_hangs = i == 3;
    scripted_server_set_reply (f->server, &reply);
    if (i == 2)
      g_cancellable_cancel (cancellable);
    start (f->service, cancellable, &transcript);
    transcript.cancel_at_text = i == 0 ? cancellable : NULL;
    while (i == 1 && !scripted_server_is_stalled (f->server)) {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
    begin = g_get_monotonic_time ();
    if (i == 1 || i == 3)
      g_cancellable_cancel (cancellable);
    wait_destroyed (&transcript);
    g_assert_error (transcript.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    g_assert_cmpuint (transcript.n_text, ==, i == 0 ? 1 : 0);
    settle (f);
    if (i == 1) {
      g_assert_true (scripted_server_wait_left (f->server, 50 * 1000));
      g_assert_cmpint (g_get_monotonic_time () - begin, <, 50 * 1000);
      g_test_message ("cancelled in %" G_GINT64_FORMAT " µs", g_get_monotonic_time () - begin);
    }
  }
}

/* A server that keeps the connection after the answer is whole does not keep the owner waiting. */
static void
test_held_open (Fixture *f, gconstpointer data)
{
  ScriptedReply reply = SCRIPTED_REPLY_INIT;
  HearthHttpLimits limits = { 4 * 1024 * 1024, 2000, 60000, 60000 };

  hearth_ai_remote_set_limits (f->service, &limits);
  reply.chunked = TRUE;
  reply.stall = TRUE;
  for (int i = 0; i < 2; i++) {
    g_auto (Transcript) transcript = { 0 };
    gint64 begin = g_get_monotonic_time ();

    reply.body = i == 0 ? WHOLE DONE : WHOLE;
    scripted_server_set_reply (f->server, &reply);
    start (f->service, NULL, &transcript);
    wait_destroyed (&transcript);
    g_assert_no_error (transcript.error);
    g_assert_cmpint (g_get_monotonic_time () - begin, <,
                     i == 0 ? G_USEC_PER_SEC : 4 * G_USEC_PER_SEC);
    settle (f);
    g_assert_true (scripted_server_wait_left (f->server, G_USEC_PER_SEC));
  }
}

static void
result_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_set_object ((GAsyncResult **) user_data, result);
}

static char **
list_models (Fixture *f, const ScriptedReply *reply, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  scripted_server_set_reply (f->server, reply);
  hearth_ai_service_list_models_async (HEARTH_AI_SERVICE (f->service), NULL, result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return hearth_ai_service_list_models_finish (HEARTH_AI_SERVICE (f->service), result, error);
}

static void
test_models (Fixture *f, gconstpointer data)
{
  ScriptedReply reply = SCRIPTED_REPLY_INIT;
  g_autoptr (GError) unreadable = NULL;
  g_autoptr (GError) refused = NULL;
  g_auto (GStrv) models = NULL;
  g_autofree char *joined = NULL;
  g_autofree char *seen = NULL;

  reply.says_length = TRUE;
  reply.body =
      "{\"data\":[{\"id\":\"one\"},{\"id\":7},3,{\"id\":\"two\\u202e/x\"},{\"id\":\"a\\nb\"}]}";
  models = list_models (f, &reply, NULL);
  g_assert_nonnull (models);
  joined = g_strjoinv (",", models);
  g_assert_cmpstr (joined, ==, "one,two/x");
  seen = scripted_server_dup_last_request (f->server);
  g_assert_true (g_str_has_prefix (seen, "GET /v1/models HTTP/1.1\r\n"));
  g_assert_nonnull (strstr (seen, "\r\nAuthorization: Bearer " KEY "\r\n"));

  reply.body = "hello";
  g_assert_null (list_models (f, &reply, &unreadable));
  g_assert_error (unreadable, HEARTH_AI_ERROR, HEARTH_AI_ERROR_BAD_REPLY);
  reply.status = "401 Unauthorized";
  reply.body = "{\"error\":\"bad key " KEY "\"}";
  g_assert_null (list_models (f, &reply, &refused));
  g_assert_error (refused, HEARTH_AI_ERROR, HEARTH_AI_ERROR_KEY);
  g_assert_null (strstr (refused->message, "sk-"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/openai/url", test_url);
  g_test_add_func ("/openai/body", test_body);
#define ADD(name, func) g_test_add ("/openai/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("request", test_request);
  ADD ("recordings", test_recordings);
  ADD ("every-cut", test_every_cut);
  ADD ("status", test_status);
  ADD ("failures", test_failures);
  ADD ("tls-and-refused", test_tls_and_refused);
  ADD ("plain", test_plain);
  ADD ("key", test_key);
  ADD ("cancel", test_cancel);
  ADD ("held-open", test_held_open);
  ADD ("models", test_models);
#undef ADD
  return g_test_run ();
}
