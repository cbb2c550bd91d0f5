/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ai-openai-decoder.h"

#include "hearth-ai-json.h"
#include "hearth-ai-openai-error.h"
#include "hearth-sse.h"
#include "hearth-text.h"

#include <glib/gi18n.h>
#include <string.h>

typedef enum {
  FORM_UNKNOWN,
  FORM_STREAM,
  FORM_JSON, /* some servers do not stream although they are asked to */
} Form;

/* A call as it is put together. */
typedef struct {
  gint64 index; /* the service's, or -1 */
  GString *id;
  GString *name;
  GString *arguments;
} Call;

struct _HearthAiOpenaiDecoder {
  char *place;
  HearthAiEventFunc func;
  gpointer user_data;

  Form form;
  HearthSse *sse; /* (owned) */
  GString *json;  /* (owned) the body, where it is not streamed or not yet known to be */
  char first;     /* the first byte that is not space */
  guint n_events;
  gsize text_size;
  gsize thinking_size;
  GPtrArray *calls; /* (owned) of Call */
  char *reason;     /* (owned) (nullable) finish_reason */
  gboolean refused;
  gboolean has_usage;
  guint64 tokens_in;
  guint64 tokens_out;
  gboolean done;
};

static void
call_free (gpointer data)
{
  Call *call = data;

  g_string_free (call->id, TRUE);
  g_string_free (call->name, TRUE);
  g_string_free (call->arguments, TRUE);
  g_free (call);
}

static void
emit (HearthAiOpenaiDecoder *self, const HearthAiEvent *event)
{
  if (!self->done)
    self->func (event, self->user_data);
}

static void
emit_error (HearthAiOpenaiDecoder *self, const GError *error)
{
  HearthAiEvent event = { .kind = HEARTH_AI_EVENT_ERROR, .error = error };

  emit (self, &event);
  self->done = TRUE;
}

/* Takes @sentence. */
static void
fail_with (HearthAiOpenaiDecoder *self, HearthAiError code, char *sentence, const char *complaint)
{
  g_autofree char *owned = sentence;
  g_autoptr (GError) error = hearth_ai_openai_error_new (code, owned, complaint);

  emit_error (self, error);
}

static void
fail_unreadable (HearthAiOpenaiDecoder *self)
{
  fail_with (self, HEARTH_AI_ERROR_BAD_REPLY,
             g_strdup_printf (_("%s answered in a form that Hearth cannot read. Check that the "
                                 "address is that of an OpenAI-compatible service."),
                              self->place),
             NULL);
}

static void
fail_too_large (HearthAiOpenaiDecoder *self)
{
  fail_with (self, HEARTH_AI_ERROR_TOO_LARGE,
             g_strdup_printf (_("%s sent more than Hearth accepts, so the rest was not read."),
                              self->place),
             NULL);
}

static void
fail_cut_off (HearthAiOpenaiDecoder *self)
{
  fail_with (self, HEARTH_AI_ERROR_CUT_OFF,
             g_strdup_printf (_("The answer from %s was cut off in the middle. Try again."),
                              self->place),
             NULL);
}

static void
fail_broken_off (HearthAiOpenaiDecoder *self, const char *complaint)
{
  fail_with (self, HEARTH_AI_ERROR_SERVICE,
             g_strdup_printf (_("%s broke the answer off."), self->place), complaint);
}

static void
emit_text (HearthAiOpenaiDecoder *self, HearthAiEventKind kind, const char *text)
{
  gsize *size = kind == HEARTH_AI_EVENT_TEXT ? &self->text_size : &self->thinking_size;
  gsize max =
      kind == HEARTH_AI_EVENT_TEXT ? HEARTH_AI_OPENAI_MAX_TEXT : HEARTH_AI_OPENAI_MAX_THINKING;
  g_autofree char *clean = NULL;
  HearthAiEvent event = { .kind = kind };

  if (text == NULL || *text == '\0' || self->done)
    return;
  *size += strlen (text);
  if (*size > max) {
    fail_too_large (self);
    return;
  }
  clean = hearth_text_clean (text, -1);
  event.text = clean;
  if (*clean != '\0')
    emit (self, &event);
}

/* Content in parts, as some services write it: text, and thinking that is made of text again. */
static void
read_parts (HearthAiOpenaiDecoder *self, JsonArray *parts, HearthAiEventKind kind)
{
  for (guint i = 0; i < json_array_get_length (parts); i++) {
    JsonNode *node = json_array_get_element (parts, i);
    JsonObject *part;
    JsonArray *inner;

    if (!JSON_NODE_HOLDS_OBJECT (node))
      continue;
    part = json_node_get_object (node);
    inner = hearth_ai_json_get_array (part, "thinking");
    emit_text (self, kind, hearth_ai_json_get_string (part, "text"));
    emit_text (self, HEARTH_AI_EVENT_THINKING, hearth_ai_json_get_string (part, "thinking"));
    if (inner != NULL && kind == HEARTH_AI_EVENT_TEXT)
      read_parts (self, inner, HEARTH_AI_EVENT_THINKING);
  }
}

static gboolean
is_object (const char *text, gsize length)
{
  g_autofree char *valid = hearth_ai_json_dup_valid (text, length);

  return valid != NULL && *g_strchug (valid) == '{';
}

/* Which call a delta belongs to, or NULL for a new one. Services differ: most number the calls;
 * some give each the number 0 and another id; some give neither and send each call whole. */
static Call *
find_call (HearthAiOpenaiDecoder *self, gint64 index, const char *id, const char *name)
{
  gboolean has_id = id != NULL && *id != '\0';
  gboolean has_name = name != NULL && *name != '\0';
  Call *call = NULL;

  for (guint i = self->calls->len; i > 0 && call == NULL; i--) {
    Call *other = g_ptr_array_index (self->calls, i - 1);

    if (index >= 0 ? other->index == index
                   : !has_id || g_str_equal (other->id->str, id) || !has_name)
      call = other;
  }
  if (call == NULL || !has_name || call->name->len == 0)
    return call;
  if (has_id && call->id->len > 0)
    return g_str_equal (call->id->str, id) ? call : NULL;
  if (!g_str_equal (call->name->str, name))
    return NULL;
  return is_object (call->arguments->str, call->arguments->len) ? NULL : call;
}

static Call *
add_call (HearthAiOpenaiDecoder *self, gint64 index)
{
  Call *call = g_new0 (Call, 1);

  call->index = index;
  call->id = g_string_new (NULL);
  call->name = g_string_new (NULL);
  call->arguments = g_string_new (NULL);
  g_ptr_array_add (self->calls, call);
  return call;
}

static void
read_arguments (Call *call, JsonObject *function)
{
  JsonNode *node = function != NULL ? json_object_get_member (function, "arguments") : NULL;
  const char *text = hearth_ai_json_get_string (function, "arguments");

  if (text != NULL) {
    g_string_append (call->arguments, text);
  } else if (node != NULL && JSON_NODE_HOLDS_OBJECT (node)) {
    g_autofree char *whole = json_to_string (node, FALSE);

    g_string_assign (call->arguments, whole);
  }
}

static void
read_call (HearthAiOpenaiDecoder *self, JsonObject *delta)
{
  JsonObject *function = hearth_ai_json_get_object (delta, "function");
  const char *id = hearth_ai_json_get_string (delta, "id");
  const char *name = hearth_ai_json_get_string (function, "name");
  gint64 index = hearth_ai_json_get_int (delta, "index", -1);
  Call *call = find_call (self, index, id, name);

  if (call == NULL) {
    if (self->calls->len == HEARTH_AI_OPENAI_MAX_CALLS) {
      fail_too_large (self);
      return;
    }
    call = add_call (self, index);
  }
  if (id != NULL && call->id->len == 0)
    g_string_append (call->id, id);
  if (name != NULL && call->name->len == 0)
    g_string_append (call->name, name);
  read_arguments (call, function);
  if (call->id->len > HEARTH_AI_OPENAI_MAX_NAME || call->name->len > HEARTH_AI_OPENAI_MAX_NAME ||
      call->arguments->len > HEARTH_AI_OPENAI_MAX_ARGUMENTS)
    fail_too_large (self);
}

/* @delta is the next piece of the answer, or the whole message. */
static void
read_delta (HearthAiOpenaiDecoder *self, JsonObject *delta)
{
  const char *thinking = hearth_ai_json_get_string (delta, "reasoning_content");
  const char *refusal = hearth_ai_json_get_string (delta, "refusal");
  JsonArray *parts = hearth_ai_json_get_array (delta, "content");
  JsonArray *calls = hearth_ai_json_get_array (delta, "tool_calls");

  if (thinking == NULL)
    thinking = hearth_ai_json_get_string (delta, "reasoning");
  emit_text (self, HEARTH_AI_EVENT_THINKING, thinking);
  emit_text (self, HEARTH_AI_EVENT_TEXT, hearth_ai_json_get_string (delta, "content"));
  if (parts != NULL)
    read_parts (self, parts, HEARTH_AI_EVENT_TEXT);
  if (refusal != NULL && *refusal != '\0') {
    self->refused = TRUE;
    emit_text (self, HEARTH_AI_EVENT_TEXT, refusal);
  }
  for (guint i = 0; calls != NULL && i < json_array_get_length (calls) && !self->done; i++) {
    JsonNode *node = json_array_get_element (calls, i);

    if (JSON_NODE_HOLDS_OBJECT (node))
      read_call (self, json_node_get_object (node));
  }
}

static void
read_choice (HearthAiOpenaiDecoder *self, JsonObject *choice)
{
  JsonObject *delta = hearth_ai_json_get_object (choice, "delta");
  const char *reason = hearth_ai_json_get_string (choice, "finish_reason");

  /* Only one answer was asked for. */
  if (hearth_ai_json_get_int (choice, "index", 0) != 0)
    return;
  if (delta == NULL)
    delta = hearth_ai_json_get_object (choice, "message");
  if (delta != NULL)
    read_delta (self, delta);
  if (reason != NULL && *reason != '\0') {
    g_free (self->reason);
    self->reason = g_strdup (reason);
  }
}

static void
read_usage (HearthAiOpenaiDecoder *self, JsonObject *usage)
{
  gint64 in = hearth_ai_json_get_int (usage, "prompt_tokens", 0);
  gint64 out = hearth_ai_json_get_int (usage, "completion_tokens", 0);

  self->has_usage = TRUE;
  self->tokens_in = (guint64) MAX (in, 0);
  self->tokens_out = (guint64) MAX (out, 0);
}

static void
read_chunk (HearthAiOpenaiDecoder *self, JsonNode *root)
{
  g_autofree char *complaint = hearth_ai_openai_dup_complaint (root);
  JsonObject *object;
  JsonObject *usage;
  JsonArray *choices;

  if (complaint != NULL) {
    fail_broken_off (self, complaint);
    return;
  }
  if (!JSON_NODE_HOLDS_OBJECT (root)) {
    fail_unreadable (self);
    return;
  }
  object = json_node_get_object (root);
  choices = hearth_ai_json_get_array (object, "choices");
  for (guint i = 0; choices != NULL && i < json_array_get_length (choices) && !self->done; i++) {
    JsonNode *node = json_array_get_element (choices, i);

    if (JSON_NODE_HOLDS_OBJECT (node))
      read_choice (self, json_node_get_object (node));
  }
  usage = hearth_ai_json_get_object (object, "usage");
  if (usage != NULL)
    read_usage (self, usage);
}

static void
emit_calls (HearthAiOpenaiDecoder *self)
{
  for (guint i = 0; i < self->calls->len && !self->done; i++) {
    Call *call = g_ptr_array_index (self->calls, i);
    g_autofree char *name = hearth_text_clean (call->name->str, -1);
    g_autofree char *arguments = NULL;
    HearthAiToolCall whole = { call->id->str, name, NULL };
    HearthAiEvent event = { .kind = HEARTH_AI_EVENT_TOOL_CALL, .call = &whole };

    if (call->id->len == 0)
      g_string_printf (call->id, "hearth_call_%u", i + 1);
    whole.id = call->id->str;
    g_strstrip (name);
    if (*name == '\0') {
      fail_unreadable (self);
      return;
    }
    /* Tools without parameters get nothing, "" or "null". */
    if (call->arguments->len == 0 || g_str_equal (call->arguments->str, "null"))
      g_string_assign (call->arguments, "{}");
    if (is_object (call->arguments->str, call->arguments->len))
      arguments = hearth_ai_json_dup_valid (call->arguments->str, call->arguments->len);
    whole.arguments = arguments;
    emit (self, &event);
  }
}

static HearthAiFinish
finish_of (HearthAiOpenaiDecoder *self)
{
  if (self->refused)
    return HEARTH_AI_FINISH_REFUSED;
  if (g_strcmp0 (self->reason, "length") == 0)
    return HEARTH_AI_FINISH_LENGTH;
  if (g_strcmp0 (self->reason, "content_filter") == 0)
    return HEARTH_AI_FINISH_FILTERED;
  /* Not every service says "tool_calls" when it means it. */
  return self->calls->len > 0 ? HEARTH_AI_FINISH_TOOLS : HEARTH_AI_FINISH_STOP;
}

/* The answer is whole. */
static void
emit_end (HearthAiOpenaiDecoder *self)
{
  HearthAiEvent usage = { .kind = HEARTH_AI_EVENT_USAGE,
                          .tokens_in = self->tokens_in,
                          .tokens_out = self->tokens_out };
  HearthAiEvent end = { .kind = HEARTH_AI_EVENT_END };

  if (g_strcmp0 (self->reason, "error") == 0) {
    fail_broken_off (self, NULL);
    return;
  }
  emit_calls (self);
  if (self->has_usage)
    emit (self, &usage);
  end.finish = finish_of (self);
  emit (self, &end);
  self->done = TRUE;
}

static void
sse_cb (const char *type, const char *data, gsize length, gpointer user_data)
{
  HearthAiOpenaiDecoder *self = user_data;
  g_autoptr (JsonNode) root = NULL;

  if (self->done)
    return;
  self->n_events++;
  while (length > 0 && g_ascii_isspace (*data)) {
    data++;
    length--;
  }
  if (length == 0)
    return;
  if (g_str_has_prefix (data, "[DONE]")) {
    emit_end (self);
    return;
  }
  root = hearth_ai_json_parse (data, length);
  if (root == NULL)
    fail_unreadable (self);
  else
    read_chunk (self, root);
}

/* The body was one piece of JSON. */
static void
end_json (HearthAiOpenaiDecoder *self)
{
  g_autoptr (JsonNode) root = hearth_ai_json_parse (self->json->str, self->json->len);

  if (root != NULL) {
    read_chunk (self, root);
    if (self->done)
      return;
    if (self->reason != NULL || self->text_size > 0 || self->calls->len > 0)
      emit_end (self);
    else
      fail_unreadable (self);
    return;
  }
  if (hearth_ai_json_is_cut_off (self->json->str, self->json->len))
    fail_cut_off (self);
  else
    fail_unreadable (self);
}

/* Tells by the first byte what is coming; a Content-Type is not to be relied on. */
static void
sniff (HearthAiOpenaiDecoder *self, const char *data, gsize length)
{
  gsize n = 0;

  while (n < length && g_ascii_isspace (data[n]))
    n++;
  if (n == length)
    return;
  self->first = data[n];
  if (self->first == '{' || self->first == '[')
    self->form = FORM_JSON;
  else if (self->first == '<')
    fail_unreadable (self);
  else
    self->form = FORM_STREAM;
}

/**
 * hearth_ai_openai_decoder_new:
 * @place: the host, for errors
 * @func: receives the events; must not free the decoder
 * @user_data: for @func
 *
 * Returns: (transfer full): a decoder for one answer
 */
HearthAiOpenaiDecoder *
hearth_ai_openai_decoder_new (const char *place, HearthAiEventFunc func, gpointer user_data)
{
  HearthAiOpenaiDecoder *self = g_new0 (HearthAiOpenaiDecoder, 1);

  self->place = g_strdup (place);
  self->func = func;
  self->user_data = user_data;
  self->sse = hearth_sse_new (HEARTH_AI_OPENAI_MAX_JSON, sse_cb, self);
  self->json = g_string_new (NULL);
  self->calls = g_ptr_array_new_with_free_func (call_free);
  return self;
}

/**
 * hearth_ai_openai_decoder_free:
 * @self: (nullable) (transfer full): a decoder
 */
void
hearth_ai_openai_decoder_free (HearthAiOpenaiDecoder *self)
{
  if (self == NULL)
    return;
  g_free (self->place);
  hearth_sse_free (self->sse);
  g_string_free (self->json, TRUE);
  g_ptr_array_unref (self->calls);
  g_free (self->reason);
  g_free (self);
}

/**
 * hearth_ai_openai_decoder_feed:
 * @self: a decoder
 * @data: (array length=length): the next bytes of the body, cut anywhere
 * @length: their number
 */
void
hearth_ai_openai_decoder_feed (HearthAiOpenaiDecoder *self, const char *data, gsize length)
{
  gboolean fits = TRUE;

  if (self->form == FORM_UNKNOWN && !self->done)
    sniff (self, data, length);
  if (self->done)
    return;
  if (self->form == FORM_STREAM) {
    /* What was put by while the form was not known. */
    if (self->json->len > 0) {
      fits = hearth_sse_feed (self->sse, self->json->str, self->json->len);
      g_string_truncate (self->json, 0);
    }
    fits = fits && hearth_sse_feed (self->sse, data, length);
  } else if (self->json->len + length > HEARTH_AI_OPENAI_MAX_JSON) {
    fits = FALSE;
  } else {
    g_string_append_len (self->json, data, (gssize) length);
  }
  if (!fits)
    fail_too_large (self);
}

/**
 * hearth_ai_openai_decoder_end:
 * @self: a decoder
 * @error: (nullable): why the body ended, or %NULL if it ended by itself
 *
 * Tells the last event if it has not been told. An answer whose end was announced counts as whole
 * however the connection ended.
 */
void
hearth_ai_openai_decoder_end (HearthAiOpenaiDecoder *self, const GError *error)
{
  if (self->done)
    return;
  if (self->reason != NULL)
    emit_end (self);
  else if (error != NULL)
    emit_error (self, error);
  else if (self->form == FORM_JSON)
    end_json (self);
  else if (self->n_events == 0 && self->first != '\0' && strchr (":deir", self->first) == NULL)
    fail_unreadable (self);
  else
    fail_cut_off (self);
}

/**
 * hearth_ai_openai_decoder_is_complete:
 * @self: a decoder
 *
 * Returns: whether the model has stopped; at most the usage is still to come
 */
gboolean
hearth_ai_openai_decoder_is_complete (HearthAiOpenaiDecoder *self)
{
  return self->reason != NULL;
}

/**
 * hearth_ai_openai_decoder_is_done:
 * @self: a decoder
 *
 * Returns: whether the last event has been told
 */
gboolean
hearth_ai_openai_decoder_is_done (HearthAiOpenaiDecoder *self)
{
  return self->done;
}
