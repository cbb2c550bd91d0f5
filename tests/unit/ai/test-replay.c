/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ai-protocol.h"
#include "hearth-sse.h"
#include "transcript.h"

#include <string.h>

/* Every recording, cut at every place, with LF and with CR LF, against what its body says when it
 * is read in another way: whole, event by event, with json-glib alone. */

/* What is decoded of one recording on every day, bytes. */
#define MAX_BYTES (3 * 1024 * 1024)

/* What an answer says, read the other way. */
typedef struct {
  GString *text;
  GString *thinking;
  GString *calls; /* "id name arguments;" */
  GHashTable *by_index;
  GPtrArray *order; /* of Whole, as they began */
  gint64 in;
  gint64 out;
} Said;

typedef struct {
  char *id;
  char *name;
  GString *arguments;
} Whole;

static void
whole_free (gpointer data)
{
  Whole *whole = data;

  g_free (whole->id);
  g_free (whole->name);
  g_string_free (whole->arguments, TRUE);
  g_free (whole);
}

static JsonNode *
at (JsonNode *node, const char *path)
{
  g_auto (GStrv) steps = g_strsplit (path, ".", -1);

  for (guint i = 0; steps[i] != NULL && node != NULL; i++) {
    if (JSON_NODE_HOLDS_OBJECT (node)) {
      node = json_object_get_member (json_node_get_object (node), steps[i]);
    } else if (JSON_NODE_HOLDS_ARRAY (node)) {
      guint64 n = g_ascii_strtoull (steps[i], NULL, 10);
      JsonArray *array = json_node_get_array (node);

      node = n < json_array_get_length (array) ? json_array_get_element (array, (guint) n) : NULL;
    } else {
      node = NULL;
    }
  }
  return node != NULL && !JSON_NODE_HOLDS_NULL (node) ? node : NULL;
}

static const char *
str_at (JsonNode *node, const char *path)
{
  JsonNode *found = at (node, path);

  return found != NULL && JSON_NODE_HOLDS_VALUE (found) ? json_node_get_string (found) : NULL;
}

static void
append_at (GString *to, JsonNode *node, const char *path)
{
  const char *text = str_at (node, path);

  if (text != NULL)
    g_string_append (to, text);
}

static void
number_at (gint64 *to, JsonNode *node, const char *path)
{
  JsonNode *found = at (node, path);

  if (found != NULL)
    *to = json_node_get_int (found);
}

static Whole *
call_at (Said *said, gint64 index)
{
  Whole *whole = g_hash_table_lookup (said->by_index, GINT_TO_POINTER ((int) index));

  if (whole == NULL) {
    whole = g_new0 (Whole, 1);
    whole->arguments = g_string_new (NULL);
    g_hash_table_insert (said->by_index, GINT_TO_POINTER ((int) index), whole);
    g_ptr_array_add (said->order, whole);
  }
  return whole;
}

static void
set_once (char **to, const char *value)
{
  if (*to == NULL && value != NULL)
    *to = g_strdup (value);
}

static void
read_openai (Said *said, JsonNode *root)
{
  JsonNode *delta = at (root, "choices.0.delta");
  JsonNode *calls;

  if (delta == NULL)
    delta = at (root, "choices.0.message");
  calls = delta != NULL ? at (delta, "tool_calls") : NULL;
  append_at (said->text, delta, "content");
  append_at (said->thinking, delta,
             str_at (delta, "reasoning_content") != NULL ? "reasoning_content" : "reasoning");
  for (guint i = 0; calls != NULL && i < json_array_get_length (json_node_get_array (calls)); i++) {
    JsonNode *call = json_array_get_element (json_node_get_array (calls), i);
    gint64 index = i;
    Whole *whole;

    number_at (&index, call, "index");
    whole = call_at (said, index);
    set_once (&whole->id, str_at (call, "id"));
    set_once (&whole->name, str_at (call, "function.name"));
    append_at (whole->arguments, call, "function.arguments");
  }
  number_at (&said->in, root, "usage.prompt_tokens");
  number_at (&said->out, root, "usage.completion_tokens");
}

static void
read_block (Said *said, JsonNode *block, gint64 index)
{
  const char *type = str_at (block, "type");

  if (g_strcmp0 (type, "tool_use") == 0) {
    Whole *whole = call_at (said, index);

    set_once (&whole->id, str_at (block, "id"));
    set_once (&whole->name, str_at (block, "name"));
  }
  append_at (said->text, block, "text");
  append_at (said->thinking, block, "thinking");
}

static void
read_anthropic (Said *said, JsonNode *root)
{
  JsonNode *delta = at (root, "delta");
  gint64 index = -1;
  gint64 made = 0, read = 0;
  const char *usage = at (root, "message.usage") != NULL ? "message.usage" : "usage";
  JsonNode *node = at (root, usage);

  number_at (&index, root, "index");
  if (at (root, "content_block") != NULL)
    read_block (said, at (root, "content_block"), index);
  for (guint i = 0; g_strcmp0 (str_at (root, "type"), "message") == 0; i++) {
    g_autofree char *path = g_strdup_printf ("content.%u", i);

    if (at (root, path) == NULL)
      break;
    read_block (said, at (root, path), i);
  }
  append_at (said->text, delta, "text");
  append_at (said->thinking, delta, "thinking");
  if (str_at (delta, "partial_json") != NULL)
    append_at (call_at (said, index)->arguments, delta, "partial_json");
  if (node == NULL)
    return;
  number_at (&made, node, "cache_creation_input_tokens");
  number_at (&read, node, "cache_read_input_tokens");
  if (at (node, "input_tokens") != NULL)
    said->in = json_node_get_int (at (node, "input_tokens")) + made + read;
  number_at (&said->out, node, "output_tokens");
}

static void
read_gemini (Said *said, JsonNode *root)
{
  gint64 out = 0, thought = 0;

  for (guint i = 0;; i++) {
    g_autofree char *path = g_strdup_printf ("candidates.0.content.parts.%u", i);
    JsonNode *part = at (root, path);
    JsonNode *function = part != NULL ? at (part, "functionCall") : NULL;

    if (part == NULL)
      break;
    append_at (at (part, "thought") != NULL ? said->thinking : said->text, part, "text");
    if (function != NULL) {
      Whole *whole = call_at (said, (gint64) said->order->len);
      g_autofree char *arguments = json_to_string (at (function, "args"), FALSE);

      whole->id = str_at (function, "id") != NULL
                      ? g_strdup (str_at (function, "id"))
                      : g_strdup_printf ("hearth_call_%u", said->order->len);
      whole->name = g_strdup (str_at (function, "name"));
      g_string_assign (whole->arguments, arguments);
    }
  }
  number_at (&said->in, root, "usageMetadata.promptTokenCount");
  number_at (&out, root, "usageMetadata.candidatesTokenCount");
  number_at (&thought, root, "usageMetadata.thoughtsTokenCount");
  said->out = out + thought;
}

static void
read_ollama (Said *said, JsonNode *root)
{
  append_at (said->text, root, "message.content");
  append_at (said->thinking, root, "message.thinking");
  for (guint i = 0;; i++) {
    g_autofree char *path = g_strdup_printf ("message.tool_calls.%u", i);
    JsonNode *call = at (root, path);
    g_autofree char *arguments = NULL;
    Whole *whole;

    if (call == NULL)
      break;
    arguments = json_to_string (at (call, "function.arguments"), FALSE);
    whole = call_at (said, (gint64) said->order->len);
    whole->id = str_at (call, "id") != NULL ? g_strdup (str_at (call, "id"))
                                            : g_strdup_printf ("hearth_call_%u", said->order->len);
    whole->name = g_strdup (str_at (call, "function.name"));
    g_string_assign (whole->arguments, arguments);
  }
  number_at (&said->in, root, "prompt_eval_count");
  number_at (&said->out, root, "eval_count");
}

/* Of a stream, what its last event sums up: none of it is what the decoder puts together. */
static void
read_responses (Said *said, JsonNode *root)
{
  JsonNode *response =
      g_strcmp0 (str_at (root, "type"), "response.completed") == 0 ? at (root, "response") : root;

  if (g_strcmp0 (str_at (response, "object"), "response") != 0)
    return;
  for (guint i = 0;; i++) {
    g_autofree char *path = g_strdup_printf ("output.%u", i);
    JsonNode *item = at (response, path);

    if (item == NULL)
      break;
    append_at (said->text, item, "content.0.text");
    for (guint k = 0; response != root; k++) {
      g_autofree char *summary = g_strdup_printf ("summary.%u.text", k);

      if (str_at (item, summary) == NULL)
        break;
      g_string_append_printf (said->thinking, "%s%s", k > 0 ? "\n\n" : "", str_at (item, summary));
    }
    if (g_strcmp0 (str_at (item, "type"), "function_call") == 0) {
      Whole *whole = call_at (said, i);

      whole->id = g_strdup (str_at (item, "call_id"));
      whole->name = g_strdup (str_at (item, "name"));
      append_at (whole->arguments, item, "arguments");
    }
  }
  number_at (&said->in, response, "usage.input_tokens");
  number_at (&said->out, response, "usage.output_tokens");
}

static void
read_root (Said *said, const HearthAiProtocol *protocol, JsonNode *root)
{
  if (protocol == &hearth_ai_openai_protocol)
    read_openai (said, root);
  else if (protocol == &hearth_ai_anthropic_protocol)
    read_anthropic (said, root);
  else if (protocol == &hearth_ai_gemini_protocol)
    read_gemini (said, root);
  else if (protocol == &hearth_ai_ollama_protocol)
    read_ollama (said, root);
  else
    read_responses (said, root);
}

/* What the recording says, in the form of transcript_to_str(). */
static char *
dup_said (const Recording *recording)
{
  gboolean sse = g_str_has_prefix (recording->content_type, "text/event-stream");
  gboolean lines = sse || strstr (recording->content_type, "ndjson") != NULL;
  g_auto (GStrv) parts = lines ? g_strsplit (recording->body, "\n", -1)
                               : g_strdupv ((char *[]){ recording->body, NULL });
  Said said = { g_string_new (NULL),
                g_string_new (NULL),
                g_string_new (NULL),
                g_hash_table_new (NULL, NULL),
                g_ptr_array_new_with_free_func (whole_free),
                0,
                0 };
  char *text;

  for (guint i = 0; parts[i] != NULL; i++) {
    const char *data = sse && g_str_has_prefix (parts[i], "data:") ? parts[i] + 5 : parts[i];
    g_autoptr (JsonNode) root = NULL;

    if ((sse && data == parts[i]) || strchr (data, '{') == NULL)
      continue;
    root = json_from_string (data, NULL);
    g_assert_nonnull (root);
    read_root (&said, recording->protocol, root);
  }
  for (guint i = 0; i < said.order->len; i++) {
    Whole *whole = g_ptr_array_index (said.order, i);

    g_string_append_printf (said.calls, "%s %s %s;", whole->id, whole->name,
                            whole->arguments->len > 0 ? whole->arguments->str : "{}");
  }
  text = g_strdup_printf ("text{%s} thinking{%s} calls{%s} usage{%" G_GINT64_FORMAT
                          "/%" G_GINT64_FORMAT "} end %d",
                          said.text->str, said.thinking->str, said.calls->str, said.in, said.out,
                          said.order->len > 0 ? HEARTH_AI_FINISH_TOOLS : HEARTH_AI_FINISH_STOP);
  g_string_free (said.text, TRUE);
  g_string_free (said.thinking, TRUE);
  g_string_free (said.calls, TRUE);
  g_hash_table_unref (said.by_index);
  g_ptr_array_unref (said.order);
  return text;
}

/* Fed with cuts at @first and then each @step bytes. */
static char *
decode (const Recording *recording, const GString *body, gsize first, gsize step, char **blobs)
{
  g_auto (Transcript) transcript = { 0 };
  g_autoptr (HearthAiDecoder) decoder = NULL;
  gsize from = 0;

  transcript_init (&transcript);
  decoder =
      hearth_ai_decoder_new (recording->protocol, "ai.example.org", transcript_event, &transcript);
  for (gsize to = MIN (first, body->len);; to = MIN (to + step, body->len)) {
    hearth_ai_decoder_feed (decoder, body->str + from, to - from);
    from = to;
    if (to == body->len)
      break;
  }
  hearth_ai_decoder_end (decoder, NULL);
  if (blobs != NULL)
    *blobs = g_strdup (transcript.blobs->str);
  return transcript_to_str (&transcript);
}

static gsize
longest_event (const GString *body)
{
  gsize longest = 0;
  gsize begin = 0;

  for (gsize i = 0; i + 1 < body->len; i++) {
    gboolean end = body->str[i] == '\n' && (body->str[i + 1] == '\n' || body->str[i + 1] == '\r');

    if (end) {
      longest = MAX (longest, i + 4 - begin);
      begin = i;
    }
  }
  return MAX (longest, body->len - begin);
}

/* Short ones are cut once at every place. In long ones all cuts of a run lie more than the longest
 * event apart: nothing of an event is left behind by the one before, so that each event is cut once
 * at every place, too, but in as many runs as the longest event has bytes. Where that takes too
 * long for every day, some of the runs are left out, unless HEARTH_REPLAY_ALL is set. */
static void
check_cuts (const Recording *recording, const GString *body, const char *expected)
{
  gsize step = body->len <= 2500 ? body->len : longest_event (body) + 1;
  gsize stride = g_getenv ("HEARTH_REPLAY_ALL") != NULL ? 1 : 1 + step * body->len / MAX_BYTES;

  for (gsize first = 0; first <= step; first += stride) {
    g_autofree char *seen = decode (recording, body, first, step, NULL);

    if (!g_str_equal (seen, expected))
      g_test_message ("cut at %" G_GSIZE_FORMAT " and each %" G_GSIZE_FORMAT, first, step);
    g_assert_cmpstr (seen, ==, expected);
  }
}

static GString *
with_ends (const Recording *recording, const char *end)
{
  GString *body = g_string_new (recording->body);

  g_string_replace (body, "\r\n", "\n", 0);
  g_string_replace (body, "\n", end, 0);
  return body;
}

static void
sse_cb (const char *type, const char *data, gsize length, gpointer user_data)
{
  g_string_append_printf (user_data, "%s|%s;", type, data);
}

/* Nothing is asked of these services here, but their streams are framed alike. */
static void
check_framing (const GString *body)
{
  g_autoptr (GString) expected = g_string_new (NULL);
  g_auto (GStrv) lines = g_strsplit (body->str, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++) {
    g_strdelimit (lines[i], "\r", '\0');
    if (g_str_has_prefix (lines[i], "data: "))
      g_string_append_printf (expected, "message|%s;", lines[i] + 6);
  }
  for (gsize cut = 0; cut <= body->len; cut++) {
    g_autoptr (GString) seen = g_string_new (NULL);
    g_autoptr (HearthSse) sse = hearth_sse_new (100000, sse_cb, seen);

    g_assert_true (hearth_sse_feed (sse, body->str, cut));
    g_assert_true (hearth_sse_feed (sse, body->str + cut, body->len - cut));
    g_assert_cmpstr (seen->str, ==, expected->str);
  }
}

/* No end of a stream, wherever it is cut off, is taken for the end of the answer, and no call comes
 * of it, before the service has said that it is done. */
static void
check_cut_off (const Recording *recording, const GString *body)
{
  gsize step = MAX (body->len / 97, 1);

  for (gsize length = 0; length < body->len; length += step) {
    g_autoptr (GString) part = g_string_new_len (body->str, (gssize) length);
    g_autofree char *seen = decode (recording, part, 0, MAX (length, 1), NULL);

    if (strstr (seen, "} end ") == NULL)
      g_assert_nonnull (strstr (seen, "calls{} "));
    else
      g_assert_true (strstr (part->str, "\"finish_reason\":\"") != NULL ||
                     strstr (part->str, "\"stop_reason\":\"") != NULL ||
                     strstr (part->str, "\"finishReason\": \"") != NULL ||
                     strstr (part->str, "\"done\":true") != NULL ||
                     strstr (part->str, "response.completed") != NULL);
  }
}

static void
test_recording (gconstpointer data)
{
  const Recording *recording = data;
  static const char *const ends[] = { "\n", "\r\n" };
  g_autofree char *said = recording->protocol != NULL ? dup_said (recording) : NULL;
  g_autofree char *blobs_lf = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++) {
    GString *body = with_ends (recording, ends[i]);
    g_autofree char *whole = NULL;
    g_autofree char *blobs = NULL;

    if (recording->protocol == NULL) {
      check_framing (body);
    } else {
      whole = decode (recording, body, 0, body->len, &blobs);
      g_assert_cmpstr (whole, ==, said);
      check_cuts (recording, body, whole);
      check_cut_off (recording, body);
      if (i == 0)
        blobs_lf = g_steal_pointer (&blobs);
      else
        g_assert_cmpstr (blobs, ==, blobs_lf);
    }
    g_string_free (body, TRUE);
  }
}

int
main (int argc, char *argv[])
{
  g_autoptr (GPtrArray) recordings = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  recordings = recordings_load (NULL);
  for (guint i = 0; i < recordings->len; i++) {
    Recording *recording = g_ptr_array_index (recordings, i);
    g_autofree char *path = g_strconcat ("/replay/", recording->name, NULL);

    g_test_add_data_func (path, recording, test_recording);
  }
  status = g_test_run ();
  return status;
}
