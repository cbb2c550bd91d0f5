/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ai-protocol.h"
#include "hearth-json.h"
#include "transcript.h"

#include <string.h>

#define DATA(json) "data: " json "\n\n"
#define DELTA(json) DATA ("{\"choices\":[{\"index\":0,\"delta\":" json ",\"finish_reason\":null}]}")
#define TEXT(text) DELTA ("{\"content\":\"" text "\"}")
#define CALLS(json) DELTA ("{\"tool_calls\":[" json "]}")
#define FINISH(reason)                                                                             \
  DATA ("{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"" reason "\"}]}")
#define DONE DATA ("[DONE]")

typedef struct {
  const char *name;
  const char *body;
  const char *transcript; /* without text{} and so on where they are empty, see expect() */
} Case;

#define STOP "end 0"
#define TOOLS "end 1"

static const Case cases[] = {
  /* Tool calls. */
  { "split-arguments",
    CALLS ("{\"index\":0,\"id\":\"a\",\"type\":\"function\",\"function\":{\"name\":\"f\","
           "\"arguments\":\"\"}}") CALLS ("{\"index\":0,\"function\":{\"arguments\":\"{\\\"x\"}}")
        CALLS ("{\"index\":0,\"function\":{\"arguments\":\"\\\":1}\"}}") FINISH ("tool_calls") DONE,
    "calls{a f {\"x\":1};} " TOOLS },
  { "interleaved",
    CALLS ("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{\"}},"
           "{\"index\":1,\"id\":\"b\",\"function\":{\"name\":\"g\",\"arguments\":\"{\\\"y\\\"\"}}")
        CALLS ("{\"index\":1,\"function\":{\"arguments\":\":2}\"}},"
               "{\"index\":0,\"function\":{\"arguments\":\"}\"}}") FINISH ("tool_calls") DONE,
    "calls{a f {};b g {\"y\":2};} " TOOLS },
  { "no-id",
    CALLS ("{\"index\":0,\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}")
        FINISH ("tool_calls"),
    "calls{hearth_call_1 f {};} " TOOLS },
  { "index-always-zero",
    CALLS ("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}")
        CALLS ("{\"index\":0,\"id\":\"b\",\"function\":{\"name\":\"f\",\"arguments\":\"{\"}}")
            CALLS ("{\"index\":0,\"function\":{\"arguments\":\"}\"}}") FINISH ("stop") DONE,
    "calls{a f {};b f {};} " TOOLS },
  { "no-index-no-id",
    CALLS ("{\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}},"
           "{\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"n\\\":2}\"}}") FINISH ("stop") DONE,
    "calls{hearth_call_1 f {};hearth_call_2 f {\"n\":2};} " TOOLS },
  { "no-index",
    CALLS ("{\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"n\"}}")
        CALLS ("{\"function\":{\"arguments\":\"\\\":1}\"}}")
            CALLS ("{\"id\":\"b\",\"function\":{\"name\":\"g\",\"arguments\":\"{}\"}}")
                FINISH ("stop") DONE,
    "calls{a f {\"n\":1};b g {};} " TOOLS },
  { "name-and-id-repeated",
    CALLS ("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{\"}}")
        CALLS ("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"}\"}}")
            FINISH ("tool_calls") DONE,
    "calls{a f {};} " TOOLS },
  { "other-id-without-name",
    CALLS ("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{\"}}") CALLS (
        "{\"index\":0,\"id\":\"z\",\"function\":{\"arguments\":\"}\"}}") FINISH ("tool_calls") DONE,
    "calls{a f {};} " TOOLS },
  { "new-id-in-each-piece",
    CALLS ("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}") CALLS (
        "{\"index\":0,\"id\":\"b\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"x\\\"\"}}")
        CALLS ("{\"index\":0,\"id\":\"c\",\"function\":{\"name\":\"f\",\"arguments\":\":1}\"}}")
            FINISH ("tool_calls") DONE,
    "calls{a f {\"x\":1};} " TOOLS },
  { "index-always-zero-without-arguments",
    CALLS ("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}")
        CALLS ("{\"index\":0,\"id\":\"b\",\"function\":{\"name\":\"g\",\"arguments\":\"\"}}")
            CALLS ("{\"index\":0,\"id\":\"c\",\"function\":{\"name\":\"g\",\"arguments\":\"\"}}")
                FINISH ("tool_calls") DONE,
    "calls{a f {};b g {};c g {};} " TOOLS },
  { "name-late",
    CALLS ("{\"index\":0,\"id\":\"a\",\"function\":{\"arguments\":\"{\"}}")
        CALLS ("{\"index\":0,\"function\":{\"name\":\"f\",\"arguments\":\"}\"}}")
            FINISH ("tool_calls") DONE,
    "calls{a f {};} " TOOLS },
  { "name-empty-after-the-first",
    CALLS ("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{\"}}")
        CALLS ("{\"index\":0,\"id\":\"\",\"function\":{\"name\":\"\",\"arguments\":\"}\"}}")
            FINISH ("tool_calls") DONE,
    "calls{a f {};} " TOOLS },
  { "pieces-then-whole",
    CALLS ("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"x\"}}")
        CALLS ("{\"index\":0,\"function\":{\"arguments\":\"\\\":1}\"}}")
            CALLS ("{\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"x\\\":1}\"}}")
                CALLS ("{\"index\":1,\"id\":\"b\",\"function\":{\"name\":\"g\",\"arguments\":{}}}")
                    FINISH ("tool_calls") DONE,
    "calls{a f {\"x\":1};b g {};} " TOOLS },
  { "whole-and-pieces-mixed",
    CALLS ("{\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}")
        CALLS ("{\"index\":0,\"id\":\"b\",\"function\":{\"name\":\"g\",\"arguments\":\"{\"}}")
            CALLS ("{\"id\":\"c\",\"function\":{\"name\":\"h\",\"arguments\":{\"z\":3}}}") CALLS (
                "{\"index\":0,\"function\":{\"arguments\":\"\\\"y\\\":2}\"}}") FINISH ("stop") DONE,
    "calls{a f {};b g {\"y\":2};c h {\"z\":3};} " TOOLS },
  { "interleaved-by-id",
    CALLS ("{\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{\"}}")
        CALLS ("{\"id\":\"b\",\"function\":{\"name\":\"g\",\"arguments\":\"{\"}}")
            CALLS ("{\"id\":\"a\",\"function\":{\"arguments\":\"\\\"x\\\":1}\"}}")
                CALLS ("{\"id\":\"b\",\"function\":{\"arguments\":\"}\"}}") FINISH ("stop") DONE,
    "calls{a f {\"x\":1};b g {};} " TOOLS },
  { "content-null",
    DELTA ("{\"role\":\"assistant\",\"content\":null,\"tool_calls\":null}") TEXT ("a")
        DELTA ("{\"content\":null}") FINISH ("stop") DONE,
    "text{a} " STOP },
  { "done-without-an-empty-line", TEXT ("a") FINISH ("stop") "data: [DONE]", "text{a} " STOP },
  { "finish-without-an-empty-line",
    TEXT ("a") "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n",
    "text{a} " STOP },
  { "error-event-in-words", TEXT ("a") "event: error\ndata: upstream is gone\n\n",
    "text{a} error 8 ai.example.org broke the answer off. It says: “upstream is gone”" },
  { "error-too-long",
    DATA ("{\"error\":{\"type\":\"invalid_request_error\",\"code\":\"context_length_exceeded\","
          "\"message\":\"no\"}}"),
    "error 12 This conversation is longer than the model on ai.example.org can take. Begin a new "
    "one. "
    "It says: “no”" },
  { "arguments-as-object",
    CALLS ("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":{\"x\":[1]}}}")
        FINISH ("tool_calls") DONE,
    "calls{a f {\"x\":[1]};} " TOOLS },
  { "no-arguments",
    CALLS ("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\"}},"
           "{\"index\":1,\"id\":\"b\",\"function\":{\"name\":\"g\",\"arguments\":\"\"}},"
           "{\"index\":2,\"id\":\"c\",\"function\":{\"name\":\"h\",\"arguments\":\"null\"}},"
           "{\"index\":3,\"id\":\"d\",\"function\":{\"name\":\"i\",\"arguments\":null}}")
        FINISH ("tool_calls") DONE,
    "calls{a f {};b g {};c h {};d i {};} " TOOLS },
  { "arguments-that-are-no-object",
    CALLS ("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"x\\\":\"}},"
           "{\"index\":1,\"id\":\"b\",\"function\":{\"name\":\"g\",\"arguments\":\"[1]\"}}")
        FINISH ("tool_calls") DONE,
    "calls{a f -;b g -;} " TOOLS },
  { "no-call-after-a-cut-answer",
    CALLS ("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}")
        FINISH ("length") DONE,
    "end 2" },
  { "text-then-call",
    TEXT ("Let me see.")
        CALLS ("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}")
            FINISH ("tool_calls") DONE,
    "text{Let me see.} calls{a f {};} " TOOLS },
  /* Ends. */
  { "no-done", TEXT ("a") FINISH ("stop"), "text{a} " STOP },
  { "no-finish", TEXT ("a") DONE, "text{a} " STOP },
  { "only-done", DONE, STOP },
  { "nothing-after-done", TEXT ("a") DONE TEXT ("b") DONE, "text{a} " STOP },
  { "length", TEXT ("a") FINISH ("length") DONE, "text{a} end 2" },
  { "filtered", TEXT ("a") FINISH ("content_filter") DONE, "text{a} end 3" },
  { "refused", DELTA ("{\"refusal\":\"I will not.\"}") FINISH ("stop") DONE,
    "text{I will not.} end 4" },
  { "unknown-finish", TEXT ("a") FINISH ("eos") DONE, "text{a} " STOP },
  { "cut-off", TEXT ("a") TEXT ("b"),
    "text{ab} error 3 The answer from ai.example.org was cut off in the middle. Try again." },
  { "cut-off-call",
    CALLS ("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}"),
    "error 3 The answer from ai.example.org was cut off in the middle. Try again." },
  { "empty", "", "error 3 The answer from ai.example.org was cut off in the middle. Try again." },
  /* Errors in the stream. */
  { "error-object",
    TEXT ("a") DATA ("{\"error\":{\"message\":\"Overloaded,\\n sorry\","
                     "\"code\":502}}") TEXT ("b") DONE,
    "text{a} error 8 ai.example.org broke the answer off. It says: “Overloaded, sorry”" },
  { "error-text", DATA ("{\"error\":\"out of memory\"}"),
    "error 8 ai.example.org broke the answer off. It says: “out of memory”" },
  { "error-without-words", DATA ("{\"error\":{}}"),
    "error 8 ai.example.org broke the answer off." },
  { "error-flat", DATA ("{\"object\":\"error\",\"message\":\"no\",\"code\":400}"),
    "error 8 ai.example.org broke the answer off. It says: “no”" },
  { "error-finish", TEXT ("a") FINISH ("error") DONE,
    "text{a} error 8 ai.example.org broke the answer off." },
  { "error-null-is-none", DATA ("{\"error\":null,\"choices\":[]}") TEXT ("a") FINISH ("stop") DONE,
    "text{a} " STOP },
  { "error-hostile", DATA ("{\"error\":{\"message\":\"a\\u202eb\\u0007\\u001b[2J\"}}"),
    "error 8 ai.example.org broke the answer off. It says: “ab[2J”" },
  /* What cannot be read. */
  { "bad-json", TEXT ("a") DATA ("{\"choices\":[{") TEXT ("b"),
    "text{a} error 9 ai.example.org answered in a form that Hearth cannot read. Check the "
    "address and the kind of service in the settings." },
  { "array", DATA ("[1]"),
    "error 9 ai.example.org answered in a form that Hearth cannot read. Check the "
    "address and the kind of service in the settings." },
  { "html", "<!DOCTYPE html><html>",
    "error 9 ai.example.org answered in a form that Hearth cannot read. Check the "
    "address and the kind of service in the settings." },
  { "words", "Welcome!",
    "error 9 ai.example.org answered in a form that Hearth cannot read. Check the "
    "address and the kind of service in the settings." },
  { "nameless-call",
    CALLS ("{\"index\":0,\"id\":\"a\",\"function\":{\"arguments\":\"{}\"}}") FINISH ("tool_calls")
        DONE,
    "error 9 ai.example.org answered in a form that Hearth cannot read. Check the "
    "address and the kind of service in the settings." },
  { "wrong-types",
    DATA ("{\"choices\":{\"a\":1},\"usage\":7}") DATA ("{\"choices\":[1,null,\"x\"]}")
        DATA ("{\"choices\":[{\"delta\":[],\"finish_reason\":3}]}")
            DELTA ("{\"content\":5,\"tool_calls\":{},\"reasoning\":[],\"refusal\":{}}")
                CALLS ("1,null,[]") TEXT ("a") FINISH ("stop") DONE,
    "text{a} " STOP },
  /* Text and thinking. */
  { "reasoning-content", DELTA ("{\"reasoning_content\":\"hm\"}") TEXT ("a") FINISH ("stop") DONE,
    "text{a} thinking{hm} " STOP },
  { "reasoning-once",
    DELTA ("{\"reasoning_content\":\"hm\",\"reasoning\":\"hm\"}") TEXT ("a") FINISH ("stop") DONE,
    "text{a} thinking{hm} " STOP },
  { "parts",
    DELTA (
        "{\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"hm\"}]}"
        ",{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"image\"}]}") FINISH ("stop") DONE,
    "text{a} thinking{hm} " STOP },
  { "hidden-characters", TEXT ("a\\u202eb\\u200b\\u0000c\\r\\nd") FINISH ("stop") DONE,
    "text{ab�c\nd} " STOP },
  { "other-choices",
    DATA ("{\"choices\":[{\"index\":1,\"delta\":{\"content\":\"no\"},\"finish_reason\":\"stop\"}]}")
        TEXT ("a") FINISH ("stop") DONE,
    "text{a} " STOP },
  { "usage-null-then-set",
    DATA ("{\"choices\":[],\"usage\":null}") TEXT ("a") FINISH ("stop")
        DATA ("{\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":-2}}") DONE,
    "text{a} usage{7/0} " STOP },
  { "pings",
    ": ping\n\nevent: ping\ndata: {\"type\":\"ping\"}\n\ndata:\n\n" TEXT ("a") FINISH ("stop") DONE,
    "text{a} " STOP },
  { "space-around-json",
    "\n\n data: x\n\ndata:   {\"choices\":[]}  \n\n" TEXT ("a") FINISH ("stop") "data:[DONE]\n\n",
    "text{a} " STOP },
  /* Not streamed. */
  { "json",
    "\r\n {\"choices\":[{\"message\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}],"
    "\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}\n",
    "text{a} usage{1/2} " STOP },
  { "json-call",
    "{\"choices\":[{\"message\":{\"content\":null,\"tool_calls\":[{\"id\":\"a\",\"type\":"
    "\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]},\"finish_reason\":"
    "\"tool_calls\"}]}",
    "calls{a f {};} " TOOLS },
  { "json-error", "{\"error\":{\"message\":\"no\"}}",
    "error 8 ai.example.org broke the answer off. It says: “no”" },
  { "json-error-in-array", "[{\"error\":{\"message\":\"no\"}}]",
    "error 8 ai.example.org broke the answer off. It says: “no”" },
  { "json-other", "{\"hello\":1}",
    "error 9 ai.example.org answered in a form that Hearth cannot read. Check the "
    "address and the kind of service in the settings." },
  { "json-cut", "{\"choices\":[{\"message\":{\"content\":\"a",
    "error 3 The answer from ai.example.org was cut off in the middle. Try again." },
};

static void
decode (Transcript *transcript, const char *body, gsize length, gsize piece)
{
  g_autoptr (HearthAiDecoder) decoder =
      hearth_ai_decoder_new (&hearth_ai_openai_protocol, "ai.example.org", transcript_event,
                             transcript);

  transcript_init (transcript);
  for (gsize at = 0; at < length; at += piece)
    hearth_ai_decoder_feed (decoder, body + at, MIN (piece, length - at));
  hearth_ai_decoder_end (decoder, NULL);
  hearth_ai_decoder_end (decoder, NULL);
  g_assert_true (transcript->done);
  g_assert_true (hearth_ai_decoder_is_done (decoder));
}

/* The transcript without what is empty in it. */
static char *
dup_short (const Transcript *transcript)
{
  static const char *const empty[] = { "text{} ", "thinking{} ", "calls{} ", "usage{} " };
  g_autofree char *whole = transcript_to_str (transcript);
  g_autoptr (GString) text = g_string_new (whole);

  for (guint i = 0; i < G_N_ELEMENTS (empty); i++)
    g_string_replace (text, empty[i], "", 1);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  gsize length = strlen (c->body);

  for (gsize piece = 1; piece <= MAX (length, 1); piece += piece < 8 ? 1 : 37) {
    g_auto (Transcript) transcript = { 0 };
    g_autofree char *seen = NULL;

    decode (&transcript, c->body, length, piece);
    seen = dup_short (&transcript);
    g_assert_cmpstr (seen, ==, c->transcript);
  }
}

/* Repeats @piece until the decoder gives up. */
static void
assert_bounded (const char *piece, gsize most)
{
  g_auto (Transcript) transcript = { 0 };
  g_autoptr (HearthAiDecoder) decoder =
      hearth_ai_decoder_new (&hearth_ai_openai_protocol, "ai.example.org", transcript_event,
                             &transcript);

  transcript_init (&transcript);
  for (gsize fed = 0; fed <= most && !transcript.done; fed += strlen (piece))
    hearth_ai_decoder_feed (decoder, piece, strlen (piece));
  g_assert_error (transcript.error, HEARTH_AI_ERROR, HEARTH_AI_ERROR_TOO_LARGE);
}

static void
test_bounds (void)
{
  g_autofree char *long_text = g_strnfill (60000, 'x');
  g_autofree char *text =
      g_strdup_printf ("data: {\"choices\":[{\"delta\":{\"content\":\"%s\"}}]}\n\n", long_text);
  g_autofree char *thinking =
      g_strdup_printf ("data: {\"choices\":[{\"delta\":{\"reasoning\":\"%s\"}}]}\n\n", long_text);
  g_autofree char *arguments =
      g_strdup_printf ("data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":"
                       "{\"name\":\"f\",\"arguments\":\"%s\"}}]}}]}\n\n",
                       long_text);
  g_autofree char *id =
      g_strdup_printf ("data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"%s\"}"
                       "]}}]}\n\n",
                       long_text);

  assert_bounded (text, 2 * HEARTH_AI_MAX_TEXT);
  assert_bounded (thinking, 2 * HEARTH_AI_MAX_THINKING);
  assert_bounded (arguments, 2 * HEARTH_AI_MAX_ARGUMENTS);
  assert_bounded (id, strlen (id));
  assert_bounded (CALLS ("{\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}"), 100000);
  assert_bounded (long_text, 2 * HEARTH_AI_MAX_JSON);
  *long_text = '{';
  assert_bounded (long_text, 2 * HEARTH_AI_MAX_JSON);
}

static void
test_depth (void)
{
  g_autofree char *open = g_strnfill (100000, '[');
  g_autofree char *body = g_strdup_printf ("data: {\"choices\":%s\n\n", open);
  g_auto (Transcript) transcript = { 0 };

  decode (&transcript, body, strlen (body), strlen (body));
  g_assert_error (transcript.error, HEARTH_AI_ERROR, HEARTH_AI_ERROR_BAD_REPLY);
}

/* What the recording says, read in another way: line by line with json-glib alone. */
static char *
dup_expected_text (const Recording *recording)
{
  g_auto (GStrv) lines = g_strsplit (recording->body, "\n", -1);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++) {
    g_autoptr (JsonNode) root = NULL;
    JsonArray *choices;
    JsonObject *delta;

    if (!g_str_has_prefix (lines[i], "data: {"))
      continue;
    root = json_from_string (lines[i] + 6, NULL);
    g_assert_nonnull (root);
    choices = json_object_get_array_member (json_node_get_object (root), "choices");
    if (json_array_get_length (choices) == 0)
      continue;
    delta = json_object_get_object_member (json_array_get_object_element (choices, 0), "delta");
    if (json_object_has_member (delta, "content") &&
        !json_object_get_null_member (delta, "content"))
      g_string_append (text, json_object_get_string_member (delta, "content"));
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
check_whole (const Recording *recording)
{
  gboolean streamed = g_str_has_prefix (recording->content_type, "text/event-stream");
  g_auto (Transcript) whole = { 0 };
  g_auto (Transcript) bytes = { 0 };
  g_autofree char *seen_whole = NULL;
  g_autofree char *seen_bytes = NULL;
  g_autofree char *expected = NULL;

  decode (&whole, recording->body, recording->length, recording->length);
  decode (&bytes, recording->body, recording->length, 1);
  seen_whole = transcript_to_str (&whole);
  seen_bytes = transcript_to_str (&bytes);
  g_assert_cmpstr (seen_whole, ==, seen_bytes);
  g_assert_no_error (whole.error);
  g_assert_cmpint (whole.finish, ==,
                   whole.calls->len > 0 ? HEARTH_AI_FINISH_TOOLS : HEARTH_AI_FINISH_STOP);
  g_assert_cmpstr (whole.usage->str, !=, "");
  g_assert_true (whole.text->len > 0 || whole.calls->len > 0);
  g_assert_null (strstr (whole.calls->str, " -;"));
  expected = dup_expected_text (recording);
  if (streamed)
    g_assert_cmpstr (whole.text->str, ==, expected);
}

/* Wherever the stream is cut, it is either whole or "cut off". */
static void
check_cuts (const Recording *recording)
{
  gsize step = recording->length > 8192 ? recording->length / 29 : 1;
  const char *finish = strstr (recording->body, "\"finish_reason\":\"");
  gsize announced;

  if (finish == NULL)
    finish = strstr (recording->body, "\"finish_reason\"");
  announced = finish - recording->body;
  for (gsize cut = 0; cut < recording->length; cut += step) {
    g_auto (Transcript) transcript = { 0 };

    decode (&transcript, recording->body, cut, cut + 1);
    if (transcript.error != NULL) {
      g_assert_error (transcript.error, HEARTH_AI_ERROR, HEARTH_AI_ERROR_CUT_OFF);
      g_assert_cmpstr (transcript.calls->str, ==, "");
    } else if (step == 1) {
      g_assert_cmpuint (cut, >, announced);
    }
  }
}

/* Reasoning goes back as it came, put together from its pieces. */
static void
test_reasoning (void)
{
  static const char body[] = DELTA (
      "{\"reasoning\":\"h\",\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"h\","
      "\"format\":\"x-v1\",\"index\":0}]}")
      DELTA ("{\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"m\",\"index\":0}]}")
          DELTA ("{\"reasoning_details\":[{\"type\":\"reasoning.text\",\"signature\":\"sig=\","
                 "\"index\":0},{\"type\":\"reasoning.encrypted\",\"data\":\"xyz\",\"index\":1}]}")
              CALLS ("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\"},\"extra_content\":"
                     "{\"google\":{\"thought_signature\":\"g\"}}}") FINISH ("tool_calls") DONE;
  g_auto (Transcript) transcript = { 0 };

  decode (&transcript, body, sizeof body - 1, 7);
  g_assert_cmpstr (transcript.blobs->str, ==,
                   "{\"call\":\"a\",\"extra_content\":{\"google\":{\"thought_signature\":\"g\"}}};"
                   "{\"reasoning_details\":[{\"type\":\"reasoning.text\",\"format\":\"x-v1\","
                   "\"index\":0,\"signature\":\"sig=\",\"text\":\"hm\"},"
                   "{\"type\":\"reasoning.encrypted\",\"index\":1,\"data\":\"xyz\"}]};");
  g_assert_cmpstr (transcript.begun->str, ==, "f;");
}

static void
test_recordings (void)
{
  g_autoptr (GPtrArray) recordings = recordings_load (&hearth_ai_openai_protocol);

  for (guint i = 0; i < recordings->len; i++) {
    const Recording *recording = g_ptr_array_index (recordings, i);

    g_test_message ("%s, %" G_GSIZE_FORMAT " bytes", recording->name, recording->length);
    check_whole (recording);
    check_cuts (recording);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/decoder/", cases[i].name, NULL);

    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_func ("/decoder/bounds", test_bounds);
  g_test_add_func ("/decoder/depth", test_depth);
  g_test_add_func ("/decoder/reasoning", test_reasoning);
  g_test_add_func ("/decoder/recordings", test_recordings);
  return g_test_run ();
}
