/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ai-protocol.h"
#include "transcript.h"

#include <string.h>

#define DATA(json) "data: " json "\n\n"
#define LINE(json) json "\n"
#define STOP "end 0"
#define TOOLS "end 1"
#define BROKEN "error 8 ai.example.org broke the answer off."
#define CUT_OFF "error 3 The answer from ai.example.org was cut off in the middle. Try again."
#define UNREADABLE                                                                                 \
  "error 9 ai.example.org answered in a form that Hearth cannot read. Check the address and the "  \
  "kind of service in the settings."

typedef struct {
  const HearthAiProtocol *protocol;
  const char *name;
  const char *body;
  const char *transcript; /* without text{} and so on where they are empty */
  const char *blobs;
} Case;

/* Anthropic. */
#define BLOCK(index, json)                                                                         \
  DATA ("{\"type\":\"content_block_start\",\"index\":" #index ",\"content_block\":" json "}")
#define DELTA(index, json)                                                                         \
  DATA ("{\"type\":\"content_block_delta\",\"index\":" #index ",\"delta\":" json "}")
#define END_BLOCK(index) DATA ("{\"type\":\"content_block_stop\",\"index\":" #index "}")
#define SAID(text)                                                                                 \
  BLOCK (0, "{\"type\":\"text\",\"text\":\"\"}")                                                   \
  DELTA (0, "{\"type\":\"text_delta\",\"text\":\"" text "\"}") END_BLOCK (0)
#define WHY(reason) DATA ("{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"" reason "\"}}")
#define OVER DATA ("{\"type\":\"message_stop\"}")
#define USE(index, id, name, input)                                                                \
  BLOCK (index,                                                                                    \
         "{\"type\":\"tool_use\",\"id\":\"" id "\",\"name\":\"" name "\",\"input\":" input "}")
#define MORE(index, json)                                                                          \
  DELTA (index, "{\"type\":\"input_json_delta\",\"partial_json\":\"" json "\"}")

/* Gemini. */
#define PARTS(json) DATA ("{\"candidates\":[{\"content\":{\"parts\":[" json "]}}]}")
#define LAST(json, reason)                                                                         \
  DATA ("{\"candidates\":[{\"content\":{\"parts\":[" json "]},\"finishReason\":\"" reason "\"}]}")

/* Ollama. */
#define SAYS(json) LINE ("{\"message\":{" json "},\"done\":false}")
#define OLLAMA_DONE(reason)                                                                        \
  LINE ("{\"message\":{\"content\":\"\"},\"done\":true,\"done_reason\":\"" reason "\"}")

/* Responses. */
#define EVENT(type, json) "event: " type "\ndata: {\"type\":\"" type "\"," json "}\n\n"
#define OUTPUT(text)                                                                               \
  EVENT ("response.output_text.delta", "\"output_index\":0,\"delta\":\"" text "\"")
#define ITEM(when, index, json)                                                                    \
  EVENT ("response.output_item." when, "\"output_index\":" #index ",\"item\":" json)
#define COMPLETED EVENT ("response.completed", "\"response\":{\"status\":\"completed\"}")

static const Case cases[] = {
  { &hearth_ai_anthropic_protocol, "text", SAID ("a") WHY ("end_turn") OVER, "text{a} " STOP, "" },
  { &hearth_ai_anthropic_protocol, "no-blank-line-at-the-end",
    SAID ("a") WHY ("end_turn") "data: {\"type\":\"message_stop\"}", "text{a} " STOP, "" },
  { &hearth_ai_anthropic_protocol, "calls",
    USE (0, "a", "f", "{}") MORE (0, "") MORE (0, "{\\\"x\\\"") MORE (0, ":1}") END_BLOCK (0)
        USE (1, "b", "g", "{}") END_BLOCK (1) WHY ("tool_use") OVER,
    "calls{a f {\"x\":1};b g {};} " TOOLS, "" },
  { &hearth_ai_anthropic_protocol, "calls-interleaved",
    USE (0, "a", "f", "{}") USE (1, "b", "g", "{}") MORE (1, "{\\\"y\\\":2}")
        MORE (0, "{\\\"x\\\":1}") WHY ("tool_use") OVER,
    "calls{a f {\"x\":1};b g {\"y\":2};} " TOOLS, "" },
  { &hearth_ai_anthropic_protocol, "input-whole",
    USE (0, "a", "f", "{\"x\":[1]}") END_BLOCK (0) WHY ("tool_use") OVER,
    "calls{a f {\"x\":[1]};} " TOOLS, "" },
  { &hearth_ai_anthropic_protocol, "other-reason-despite-calls",
    USE (0, "a", "f", "{}") END_BLOCK (0) WHY ("end_turn") OVER, "calls{a f {};} " TOOLS, "" },
  { &hearth_ai_anthropic_protocol, "call-that-was-cut-short",
    USE (0, "a", "f", "{}") MORE (0, "{}") WHY ("max_tokens") OVER, "end 2", "" },
  { &hearth_ai_anthropic_protocol, "context-full",
    SAID ("a") WHY ("model_context_window_exceeded") OVER, "text{a} end 2", "" },
  { &hearth_ai_anthropic_protocol, "refusal", SAID ("a") WHY ("refusal") OVER, "text{a} end 4",
    "" },
  { &hearth_ai_anthropic_protocol, "cut-off", SAID ("a"), "text{a} " CUT_OFF, "" },
  { &hearth_ai_anthropic_protocol, "cut-off-call",
    USE (0, "a", "f", "{}") MORE (0, "{}") END_BLOCK (0), CUT_OFF, "" },
  { &hearth_ai_anthropic_protocol, "thoughts-go-back-as-they-came",
    BLOCK (0, "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}")
        DELTA (0, "{\"type\":\"thinking_delta\",\"thinking\":\"h\\u200bm\\r\\n\"}")
            DELTA (0, "{\"type\":\"signature_delta\",\"signature\":\"ab\"}")
                DELTA (0, "{\"type\":\"signature_delta\",\"signature\":\"c=\"}") END_BLOCK (0)
                    BLOCK (1, "{\"type\":\"redacted_thinking\",\"data\":\"xyz\"}") END_BLOCK (1)
                        SAID ("a") WHY ("end_turn") OVER,
    "text{a} thinking{hm\n} " STOP,
    "{\"type\":\"thinking\",\"thinking\":\"h\u200bm\\r\\n\",\"signature\":\"abc=\"};"
    "{\"type\":\"redacted_thinking\",\"data\":\"xyz\"};" },
  { &hearth_ai_anthropic_protocol, "usage",
    DATA (
        "{\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":5,"
        "\"cache_creation_input_tokens\":10,\"cache_read_input_tokens\":100,\"output_tokens\":1}}}")
        SAID ("a") DATA ("{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},"
                         "\"usage\":{\"output_tokens\":7}}") OVER,
    "text{a} usage{115/7} " STOP, "" },
  { &hearth_ai_anthropic_protocol, "overloaded-in-the-middle",
    SAID ("a") "event: error\n" DATA (
        "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\","
        "\"message\":\"Overloaded\"}}"),
    "text{a} error 7 ai.example.org broke the answer off. It says: “Overloaded”", "" },
  { &hearth_ai_anthropic_protocol, "unknown-events",
    DATA ("{\"type\":\"ping\"}")
        BLOCK (0, "{\"type\":\"server_tool_use\",\"id\":\"s\",\"name\":\"w\"}") MORE (0, "{}")
            END_BLOCK (0) DATA ("{\"type\":\"new_event\",\"x\":{}}") DATA ("{\"type\":7}")
                DELTA (0, "[]") BLOCK (0, "null") SAID ("a") WHY ("pause_turn") OVER,
    "text{a} " STOP, "" },
  { &hearth_ai_anthropic_protocol, "html", "<html>", UNREADABLE, "" },

  { &hearth_ai_gemini_protocol, "text",
    PARTS ("{\"text\":\"a\"}") LAST ("{\"text\":\"b\"}", "STOP"), "text{ab} " STOP, "" },
  { &hearth_ai_gemini_protocol, "calls-and-signatures",
    PARTS ("{\"text\":\"hm\",\"thought\":true}")
        PARTS ("{\"functionCall\":{\"name\":\"f\",\"args\":{\"x\":1}},\"thoughtSignature\":\"s1\"},"
               "{\"functionCall\":{\"id\":\"b\",\"name\":\"f\"},\"thoughtSignature\":\"s2\"},"
               "{\"functionCall\":{\"name\":\"f\"}}")
            LAST ("{\"text\":\"\",\"thoughtSignature\":\"s3\"}", "STOP"),
    "thinking{hm} calls{hearth_call_1 f {\"x\":1};b f {};hearth_call_3 f {};} " TOOLS,
    "{\"thoughtSignature\":\"s1\",\"call\":\"hearth_call_1\"};"
    "{\"thoughtSignature\":\"s2\",\"call\":\"b\"};{\"thoughtSignature\":\"s3\"};" },
  { &hearth_ai_gemini_protocol, "what-follows-the-finish",
    LAST ("{\"text\":\"a\"}", "STOP")
        DATA ("{\"usageMetadata\":{\"promptTokenCount\":4,"
              "\"candidatesTokenCount\":2,\"thoughtsTokenCount\":3}}"),
    "text{a} usage{4/5} " STOP, "" },
  { &hearth_ai_gemini_protocol, "safety", LAST ("{\"text\":\"a\"}", "SAFETY"), "text{a} end 3",
    "" },
  { &hearth_ai_gemini_protocol, "recitation", LAST ("", "RECITATION"), "end 3", "" },
  { &hearth_ai_gemini_protocol, "blocked-question",
    DATA ("{\"promptFeedback\":{\"blockReason\":\"PROHIBITED_CONTENT\"}}"), "end 3", "" },
  { &hearth_ai_gemini_protocol, "length",
    LAST ("{\"functionCall\":{\"name\":\"f\"}}", "MAX_TOKENS"), "end 2", "" },
  { &hearth_ai_gemini_protocol, "malformed-call",
    DATA ("{\"candidates\":[{\"finishReason\":\"MALFORMED_FUNCTION_CALL\",\"finishMessage\":\"no "
          "such call\"}]}"),
    BROKEN " It says: “no such call”", "" },
  { &hearth_ai_gemini_protocol, "cut-off", PARTS ("{\"functionCall\":{\"name\":\"f\"}}"), CUT_OFF,
    "" },
  { &hearth_ai_gemini_protocol, "error-in-the-stream",
    PARTS ("{\"text\":\"a\"}") DATA ("{\"error\":{\"code\":429,\"message\":\"slow\",\"status\":"
                                     "\"RESOURCE_EXHAUSTED\"}}"),
    "text{a} error 7 ai.example.org broke the answer off. It says: “slow”", "" },
  { &hearth_ai_gemini_protocol, "array-of-events",
    "[{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]}}]},\n"
    "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"b\"}]},\"finishReason\":\"STOP\"}]}]",
    "text{ab} " STOP, "" },
  { &hearth_ai_gemini_protocol, "wrong-types",
    DATA ("{\"candidates\":{}}")
        DATA ("{\"candidates\":[7,{\"content\":[]},{\"content\":{\"parts\":"
              "[1,{\"text\":3,\"thought\":\"x\"}]}}]}") LAST ("{\"text\":\"a\"}", "STOP"),
    "text{a} " STOP, "" },

  { &hearth_ai_ollama_protocol, "text", SAYS ("\"content\":\"a\"") OLLAMA_DONE ("stop"),
    "text{a} " STOP, "" },
  { &hearth_ai_ollama_protocol, "crlf",
    "{\"message\":{\"content\":\"a\"}}\r\n\r\n{\"done\":true}\r\n", "text{a} " STOP, "" },
  { &hearth_ai_ollama_protocol, "no-last-line-end",
    SAYS ("\"content\":\"a\"") "{\"done\":true,\"done_reason\":\"stop\",\"prompt_eval_count\":3,"
                               "\"eval_count\":4}",
    "text{a} usage{3/4} " STOP, "" },
  { &hearth_ai_ollama_protocol, "calls",
    SAYS ("\"content\":null,\"thinking\":\"hm\"")
        SAYS ("\"tool_calls\":[{\"function\":{\"name\":\"f\",\"arguments\":{\"x\":1}}},"
              "{\"id\":\"b\",\"function\":{\"name\":\"f\",\"arguments\":{}}}]")
            SAYS ("\"tool_calls\":[{\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"y\\\":2}\"}},"
                  "{\"function\":{\"name\":\"f\"}}]") OLLAMA_DONE ("stop"),
    "thinking{hm} calls{hearth_call_1 f {\"x\":1};b f {};hearth_call_3 f {\"y\":2};hearth_call_4 f "
    "{};}"
    " " TOOLS,
    "{\"ollama_thinking\":\"hm\"};" },
  { &hearth_ai_ollama_protocol, "length", SAYS ("\"content\":\"a\"") OLLAMA_DONE ("length"),
    "text{a} end 2", "" },
  { &hearth_ai_ollama_protocol, "cut-off",
    SAYS ("\"tool_calls\":[{\"function\":{\"name\":\"f\",\"arguments\":{}}}]"), CUT_OFF, "" },
  { &hearth_ai_ollama_protocol, "cut-in-a-line", SAYS ("\"content\":\"a\"") "{\"message\":{\"con",
    "text{a} " CUT_OFF, "" },
  { &hearth_ai_ollama_protocol, "error",
    SAYS ("\"content\":\"a\"") LINE ("{\"error\":\"model runner has stopped\"}"),
    "text{a} " BROKEN " It says: “model runner has stopped”", "" },
  { &hearth_ai_ollama_protocol, "broken-line", SAYS ("\"content\":\"a\"") LINE ("{\"message\":{]"),
    "text{a} " UNREADABLE, "" },
  { &hearth_ai_ollama_protocol, "html", "\n<!DOCTYPE html>", UNREADABLE, "" },
  { &hearth_ai_ollama_protocol, "words", "Ollama is running", UNREADABLE, "" },

  { &hearth_ai_responses_protocol, "text", OUTPUT ("a") OUTPUT ("b") COMPLETED, "text{ab} " STOP,
    "" },
  { &hearth_ai_responses_protocol, "calls-and-reasoning",
    ITEM ("added", 0, "{\"type\":\"reasoning\",\"id\":\"r\",\"encrypted_content\":\"x\"}")
        EVENT ("response.reasoning_summary_text.delta", "\"delta\":\"hm\"") ITEM (
            "done", 0,
            "{\"type\":\"reasoning\",\"id\":\"r\",\"status\":\"completed\",\"summary\":[],"
            "\"encrypted_content\":\"xyz\"}")
            ITEM (
                "added", 1,
                "{\"type\":\"function_call\",\"call_id\":\"a\",\"name\":\"f\",\"arguments\":\"\"}")
                EVENT ("response.function_call_arguments.delta",
                       "\"output_index\":1,\"delta\":\"{\\\"x\\\":\"")
                    EVENT ("response.function_call_arguments.delta",
                           "\"output_index\":1,\"delta\":\"1}\"")
                        ITEM ("done", 1,
                              "{\"type\":\"function_call\",\"call_id\":\"a\",\"name\":\"f\","
                              "\"arguments\":\"{\\\"x\\\":1}\"}")
                            ITEM ("done", 2,
                                  "{\"type\":\"function_call\",\"call_id\":\"b\",\"name\":\"f\","
                                  "\"arguments\":\"{}\"}") COMPLETED,
    "thinking{hm} calls{a f {\"x\":1};b f {};} " TOOLS,
    "{\"type\":\"reasoning\",\"summary\":[],\"encrypted_content\":\"xyz\"};" },
  { &hearth_ai_responses_protocol, "refusal",
    EVENT ("response.refusal.delta", "\"delta\":\"No.\"") COMPLETED, "text{No.} end 4", "" },
  { &hearth_ai_responses_protocol, "incomplete",
    OUTPUT ("a")
        EVENT ("response.incomplete",
               "\"response\":{\"status\":\"incomplete\",\"incomplete_details\":{\"reason\":"
               "\"max_output_tokens\"},\"usage\":{\"input_tokens\":2,\"output_tokens\":3}}"),
    "text{a} usage{2/3} end 2", "" },
  { &hearth_ai_responses_protocol, "filtered",
    EVENT ("response.incomplete", "\"response\":{\"status\":\"incomplete\",\"incomplete_details\":{"
                                  "\"reason\":\"content_filter\"}}"),
    "end 3", "" },
  { &hearth_ai_responses_protocol, "failed",
    OUTPUT ("a")
        EVENT ("response.failed",
               "\"response\":{\"status\":\"failed\",\"error\":{\"code\":\"rate_limit_exceeded\""
               ",\"message\":\"slow\"}}"),
    "text{a} error 7 ai.example.org broke the answer off. It says: “slow”", "" },
  { &hearth_ai_responses_protocol, "error-event",
    EVENT ("error", "\"code\":\"server_error\",\"message\":\"no\""), BROKEN " It says: “no”", "" },
  { &hearth_ai_responses_protocol, "cut-off",
    OUTPUT ("a") ITEM ("done", 1,
                       "{\"type\":\"function_call\",\"call_id\":\"b\",\"name\":\"f\",\"arguments\":"
                       "\"{}\"}"),
    "text{a} " CUT_OFF, "" },
};

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
    g_autoptr (HearthAiDecoder) decoder =
        hearth_ai_decoder_new (c->protocol, "ai.example.org", transcript_event, &transcript);
    g_autofree char *seen = NULL;

    transcript_init (&transcript);
    for (gsize at = 0; at < length; at += piece)
      hearth_ai_decoder_feed (decoder, c->body + at, MIN (piece, length - at));
    hearth_ai_decoder_end (decoder, NULL);
    seen = dup_short (&transcript);
    g_assert_cmpstr (seen, ==, c->transcript);
    g_assert_cmpstr (transcript.blobs->str, ==, c->blobs);
  }
}

/* Two rounds of a turn, with a word of the system that changes with each turn. */
static HearthAiRequest *
new_request (const char *const *blobs)
{
  HearthAiRequest *request = hearth_ai_request_new ();
  g_autoptr (HearthAiToolCall) a = hearth_ai_tool_call_new ("a:1", "f", "{\"x\":1}");
  g_autoptr (HearthAiToolCall) b = hearth_ai_tool_call_new ("hearth_call_2", "g", NULL);

  hearth_ai_request_add_message (request, HEARTH_AI_SYSTEM, "Be brief.");
  hearth_ai_request_add_message (request, HEARTH_AI_USER, "Hello?");
  hearth_ai_request_add_message (request, HEARTH_AI_ASSISTANT, "Yes.");
  hearth_ai_request_add_message (request, HEARTH_AI_SYSTEM, "It is Friday.");
  hearth_ai_request_add_message (request, HEARTH_AI_USER, "And now?");
  hearth_ai_request_add_message (request, HEARTH_AI_ASSISTANT, "I look.");
  hearth_ai_request_add_call (request, a);
  hearth_ai_request_add_call (request, b);
  for (guint i = 0; blobs[i] != NULL; i++)
    hearth_ai_request_add_blob (request, blobs[i]);
  hearth_ai_request_add_tool_result (request, "a:1", "one");
  hearth_ai_request_add_tool_result (request, "hearth_call_2", "two");
  hearth_ai_request_add_tool (request, "f", "Does f",
                              "{\"type\":\"object\",\"properties\":{\"x\":{\"type\":\"integer\"}},"
                              "\"additionalProperties\":false}");
  hearth_ai_request_add_tool (request, "g", NULL, NULL);
  return request;
}

/* Blobs of every service: each takes its own and leaves the others. */
static const char *const blobs[] = {
  "{\"type\":\"thinking\",\"thinking\":\"hm\",\"signature\":\"abc=\"}",
  "{\"type\":\"redacted_thinking\",\"data\":\"xyz\"}",
  "{\"thoughtSignature\":\"s1\",\"call\":\"a:1\"}",
  "{\"thoughtSignature\":\"s2\"}",
  "{\"ollama_thinking\":\"hm\"}",
  "{\"type\":\"reasoning\",\"summary\":[],\"encrypted_content\":\"enc\"}",
  "{\"reasoning_details\":[{\"type\":\"reasoning.text\",\"signature\":\"r\"}]}",
  "{\"call\":\"a:1\",\"extra_content\":{\"google\":{\"thought_signature\":\"g\"}}}",
  "not JSON",
  NULL,
};

#define MARK "\"cache_control\":{\"type\":\"ephemeral\"}"
#define CONTEXT "<context>\\nIt is Friday.\\n</context>\\n\\nAnd now?"
#define NO_SCHEMA "{\"type\":\"object\",\"properties\":{}}"
#define SCHEMA                                                                                     \
  "{\"type\":\"object\",\"properties\":{\"x\":{\"type\":\"integer\"}},\"additionalProperties\":"   \
  "false}"

static const struct {
  const HearthAiProtocol *protocol;
  const char *body;
} bodies[] = {
  { &hearth_ai_anthropic_protocol,
    "{\"model\":\"m\",\"max_tokens\":8192,\"stream\":true,\"tools\":[{\"name\":\"f\","
    "\"description\":"
    "\"Does f\",\"input_schema\":" SCHEMA
    "},{\"name\":\"g\",\"description\":\"\",\"input_schema\":" NO_SCHEMA "," MARK
    "}],\"system\":[{\"type\":\"text\",\"text\":\"Be brief.\"," MARK "}],\"messages\":["
    "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Hello?\"}]},"
    "{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"Yes.\"," MARK "}]},"
    "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"" CONTEXT "\"}]},"
    "{\"role\":\"assistant\",\"content\":["
    "{\"type\":\"thinking\",\"thinking\":\"hm\",\"signature\":\"abc=\"},"
    "{\"type\":\"redacted_thinking\",\"data\":\"xyz\"},"
    "{\"type\":\"text\",\"text\":\"I look.\"},"
    "{\"type\":\"tool_use\",\"id\":\"a_1\",\"name\":\"f\",\"input\":{\"x\":1}},"
    "{\"type\":\"tool_use\",\"id\":\"hearth_call_2\",\"name\":\"g\",\"input\":{}}]},"
    "{\"role\":\"user\",\"content\":["
    "{\"type\":\"tool_result\",\"tool_use_id\":\"a_1\",\"content\":\"one\"},"
    "{\"type\":\"tool_result\",\"tool_use_id\":\"hearth_call_2\",\"content\":\"two\"," MARK
    "}]}]}" },
  { &hearth_ai_gemini_protocol,
    "{\"systemInstruction\":{\"parts\":[{\"text\":\"Be "
    "brief.\"}]},\"tools\":[{\"functionDeclarations\":["
    "{\"name\":\"f\",\"description\":\"Does f\",\"parameters\":{\"type\":\"object\",\"properties\":"
    "{\"x\":{\"type\":\"integer\"}}}},{\"name\":\"g\",\"description\":\"\"}]}],\"contents\":["
    "{\"role\":\"user\",\"parts\":[{\"text\":\"Hello?\"}]},"
    "{\"role\":\"model\",\"parts\":[{\"text\":\"Yes.\"}]},"
    "{\"role\":\"user\",\"parts\":[{\"text\":\"" CONTEXT "\"}]},"
    "{\"role\":\"model\",\"parts\":[{\"text\":\"I look.\",\"thoughtSignature\":\"s2\"},"
    "{\"functionCall\":{\"id\":\"a:1\",\"name\":\"f\",\"args\":{\"x\":1}},\"thoughtSignature\":"
    "\"s1\"},"
    "{\"functionCall\":{\"name\":\"g\",\"args\":{}}}]},"
    "{\"role\":\"user\",\"parts\":["
    "{\"functionResponse\":{\"id\":\"a:1\",\"name\":\"f\",\"response\":{\"result\":\"one\"}}},"
    "{\"functionResponse\":{\"name\":\"g\",\"response\":{\"result\":\"two\"}}}]}]}" },
  { &hearth_ai_ollama_protocol,
    "{\"model\":\"m\",\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},"
    "{\"role\":\"user\",\"content\":\"Hello?\"},{\"role\":\"assistant\",\"content\":\"Yes.\"},"
    "{\"role\":\"user\",\"content\":\"" CONTEXT "\"},"
    "{\"role\":\"assistant\",\"content\":\"I look.\",\"thinking\":\"hm\",\"tool_calls\":["
    "{\"function\":{\"name\":\"f\",\"arguments\":{\"x\":1}}},"
    "{\"function\":{\"name\":\"g\",\"arguments\":{}}}]},"
    "{\"role\":\"tool\",\"content\":\"one\",\"tool_name\":\"f\"},"
    "{\"role\":\"tool\",\"content\":\"two\",\"tool_name\":\"g\"}],"
    "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"description\":\"Does f\","
    "\"parameters\":" SCHEMA "}},{\"type\":\"function\",\"function\":{\"name\":\"g\","
    "\"description\":\"\",\"parameters\":" NO_SCHEMA "}}],"
    "\"stream\":true,\"options\":{\"num_ctx\":8192}}" },
  { &hearth_ai_openai_protocol,
    "{\"model\":\"m\",\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},"
    "{\"role\":\"user\",\"content\":\"Hello?\"},{\"role\":\"assistant\",\"content\":\"Yes.\"},"
    "{\"role\":\"user\",\"content\":\"" CONTEXT "\"},"
    "{\"role\":\"assistant\",\"content\":\"I look.\",\"tool_calls\":["
    "{\"id\":\"a:1\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"x\\\":"
    "1}\"},"
    "\"extra_content\":{\"google\":{\"thought_signature\":\"g\"}}},"
    "{\"id\":\"hearth_call_2\",\"type\":\"function\",\"function\":{\"name\":\"g\",\"arguments\":\"{"
    "}\"}}],"
    "\"reasoning_details\":[{\"type\":\"reasoning.text\",\"signature\":\"r\"}]},"
    "{\"role\":\"tool\",\"content\":\"one\",\"tool_call_id\":\"a:1\"},"
    "{\"role\":\"tool\",\"content\":\"two\",\"tool_call_id\":\"hearth_call_2\"}],"
    "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"description\":\"Does f\","
    "\"parameters\":" SCHEMA "}},{\"type\":\"function\",\"function\":{\"name\":\"g\","
    "\"description\":\"\",\"parameters\":" NO_SCHEMA "}}],"
    "\"stream\":true,\"stream_options\":{\"include_usage\":true}}" },
  { &hearth_ai_responses_protocol,
    "{\"model\":\"m\",\"instructions\":\"Be brief.\",\"tools\":["
    "{\"type\":\"function\",\"name\":\"f\",\"description\":\"Does f\",\"parameters\":" SCHEMA
    ",\"strict\":false},{\"type\":\"function\",\"name\":\"g\",\"description\":\"\","
    "\"parameters\":" NO_SCHEMA
    ",\"strict\":false}],\"input\":[{\"role\":\"user\",\"content\":\"Hello?\"},"
    "{\"role\":\"assistant\",\"content\":\"Yes.\"},{\"role\":\"user\",\"content\":\"" CONTEXT "\"},"
    "{\"type\":\"reasoning\",\"summary\":[],\"encrypted_content\":\"enc\"},"
    "{\"role\":\"assistant\",\"content\":\"I look.\"},"
    "{\"type\":\"function_call\",\"call_id\":\"a:1\",\"name\":\"f\",\"arguments\":\"{\\\"x\\\":1}"
    "\"},"
    "{\"type\":\"function_call\",\"call_id\":\"hearth_call_2\",\"name\":\"g\",\"arguments\":\"{}\"}"
    ","
    "{\"type\":\"function_call_output\",\"call_id\":\"a:1\",\"output\":\"one\"},"
    "{\"type\":\"function_call_output\",\"call_id\":\"hearth_call_2\",\"output\":\"two\"}],"
    "\"stream\":true,\"store\":false,\"include\":[\"reasoning.encrypted_content\"]}" },
};

static void
test_bodies (void)
{
  g_autoptr (HearthAiRequest) request = new_request (blobs);
  g_autoptr (HearthAiChat) chat = hearth_ai_chat_new (request);

  g_assert_cmpuint (chat->n_stable, ==, 2);
  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++) {
    g_autoptr (GBytes) body = bodies[i].protocol->build_body (chat, "m", "ai.example.org");
    g_autofree char *seen = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));

    g_assert_cmpstr (seen, ==, bodies[i].body);
  }
}

/* A picture and a document, in the form of each service, before the words; and what it takes. */
static const struct {
  const HearthAiProtocol *protocol;
  const char *says;
  gboolean takes_documents;
} attached[] = {
  { &hearth_ai_anthropic_protocol,
    "\"content\":[{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\","
    "\"data\":\"AAEC\"}},{\"type\":\"document\",\"source\":{\"type\":\"base64\",\"media_type\":"
    "\"application/pdf\",\"data\":\"JVBERg==\"}},{\"type\":\"text\",\"text\":\"What is "
    "this?\",\"cache_control\":",
    TRUE },
  { &hearth_ai_gemini_protocol,
    "\"parts\":[{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"AAEC\"}},{\"inlineData\":{"
    "\"mimeType\":\"application/pdf\",\"data\":\"JVBERg==\"}},{\"text\":\"What is this?\"}]",
    TRUE },
  { &hearth_ai_ollama_protocol,
    "{\"role\":\"user\",\"content\":\"What is this?\",\"images\":[\"AAEC\"]}", FALSE },
  { &hearth_ai_openai_protocol,
    "{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":"
    "\"data:image/png;base64,AAEC\"}},{\"type\":\"file\",\"file\":{\"filename\":\"a.pdf\","
    "\"file_data\":\"data:application/pdf;base64,JVBERg==\"}},{\"type\":\"text\",\"text\":\"What "
    "is "
    "this?\"}]}",
    TRUE },
  { &hearth_ai_responses_protocol,
    "{\"role\":\"user\",\"content\":[{\"type\":\"input_image\",\"image_url\":"
    "\"data:image/png;base64,AAEC\"},{\"type\":\"input_file\",\"filename\":\"a.pdf\",\"file_data\":"
    "\"data:application/pdf;base64,JVBERg==\"},{\"type\":\"input_text\",\"text\":\"What is "
    "this?\"}]}",
    TRUE },
};

static void
test_files (void)
{
  static const guint8 picture[] = { 0, 1, 2 };
  g_autoptr (GBytes) image = g_bytes_new_static (picture, sizeof picture);
  g_autoptr (GBytes) document = g_bytes_new_static ("%PDF", 4);

  for (guint i = 0; i < G_N_ELEMENTS (attached); i++) {
    g_autoptr (HearthAiRequest) request = hearth_ai_request_new ();
    g_autoptr (HearthAiRequest) copy = NULL;
    g_autoptr (HearthAiChat) chat = NULL;
    g_autoptr (GBytes) body = NULL;
    g_autofree char *seen = NULL;

    hearth_ai_request_add_message (request, HEARTH_AI_USER, "What is this?");
    hearth_ai_request_add_file (request, "a.png", "image/png", image);
    if (attached[i].takes_documents)
      hearth_ai_request_add_file (request, "a.pdf", "application/pdf", document);
    g_assert_cmpuint (hearth_ai_request_count_files (request), ==,
                      attached[i].takes_documents ? 12 : 4);
    copy = hearth_ai_request_copy (request);
    chat = hearth_ai_chat_new (copy);
    body = attached[i].protocol->build_body (chat, "m", "ai.example.org");
    seen = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
    if (strstr (seen, attached[i].says) == NULL)
      g_assert_cmpstr (seen, ==, attached[i].says);
    g_assert_true (g_strv_contains (attached[i].protocol->types, "image/jpeg"));
    g_assert_true (g_strv_contains (attached[i].protocol->types, "application/pdf") ==
                   attached[i].takes_documents);
  }
}

/* What is asked is what the service reads of it, or the longest that is asked for. */
static void
test_context (void)
{
  static const struct {
    gsize length;
    const char *says;
  } sizes[] = {
    { 10, "\"num_ctx\":8192," },
    { 30000, "\"num_ctx\":16384," },
    { 3 * 1000 * 1000, "\"num_ctx\":65536," },
  };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autofree char *text = g_strnfill (sizes[i].length, 'x');
    g_autoptr (HearthAiRequest) request = hearth_ai_request_new ();
    g_autoptr (HearthAiChat) chat = NULL;
    g_autoptr (GBytes) body = NULL;
    g_autofree char *seen = NULL;

    hearth_ai_request_add_message (request, HEARTH_AI_USER, text);
    request->max_tokens = 100;
    chat = hearth_ai_chat_new (request);
    body = hearth_ai_ollama_protocol.build_body (chat, "m", "localhost");
    seen = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
    g_assert_nonnull (strstr (seen, sizes[i].says));
    g_assert_nonnull (strstr (seen, "\"num_predict\":100"));
  }
}

/* Where the system alone speaks, and where nobody does. */
static void
test_chat (void)
{
  g_autoptr (HearthAiRequest) request = hearth_ai_request_new ();
  g_autoptr (HearthAiChat) empty = hearth_ai_chat_new (request);
  g_autoptr (HearthAiChat) chat = NULL;

  g_assert_cmpstr (empty->system, ==, "");
  g_assert_cmpuint (empty->messages->len, ==, 0);
  hearth_ai_request_add_message (request, HEARTH_AI_SYSTEM, "a");
  hearth_ai_request_add_message (request, HEARTH_AI_SYSTEM, "b");
  hearth_ai_request_add_message (request, HEARTH_AI_SYSTEM, "c");
  chat = hearth_ai_chat_new (request);
  g_assert_cmpstr (chat->system, ==, "a\nb\nc");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const char *kind = "openai";
    g_autofree char *path = NULL;
    guint n;

    for (guint k = 0; k < (hearth_ai_kinds_list (&n), n); k++) {
      if (hearth_ai_kinds_list (&n)[k].protocol == cases[i].protocol)
        kind = hearth_ai_kinds_list (&n)[k].id;
    }
    path = g_strconcat ("/protocols/", kind, "/", cases[i].name, NULL);
    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_func ("/protocols/bodies", test_bodies);
  g_test_add_func ("/protocols/files", test_files);
  g_test_add_func ("/protocols/context", test_context);
  g_test_add_func ("/protocols/chat", test_chat);
  return g_test_run ();
}
