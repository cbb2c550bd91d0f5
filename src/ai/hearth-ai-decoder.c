/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ai-decoder.h"

#include "hearth-ai-complaint.h"
#include "hearth-ai-protocol.h"
#include "hearth-json.h"
#include "hearth-ndjson.h"
#include "hearth-sse.h"
#include "hearth-text.h"

#include <glib/gi18n.h>
#include <string.h>

typedef enum {
  FORM_UNKNOWN,
  FORM_STREAM,
  FORM_JSON, /* some servers do not stream although they are asked to */
} Form;

struct _HearthAiDecoder {
  const HearthAiProtocol *protocol;
  char *place;
  HearthAiEventFunc func;
  gpointer user_data;

  Form form;
  HearthSse *sse;       /* (owned) (nullable) */
  HearthNdjson *ndjson; /* (owned) (nullable) */
  GString *json;        /* (owned) the body, where it is not streamed or not yet known to be */
  char first;           /* the first byte that is not space */
  guint n_events;
  gboolean ending; /* the body has ended; its last event may have been cut */
  gsize text_size;
  gsize thinking_size;
  gsize blob_size;
  HearthAiCalls *calls; /* (owned) */
  gpointer state;       /* (owned) the protocol's */
  gboolean finished;    /* the model has stopped */
  HearthAiFinish finish;
  gboolean has_usage;
  guint64 tokens_in;
  guint64 tokens_out;
  gboolean done;
};

static void
emit (HearthAiDecoder *self, const HearthAiEvent *event)
{
  if (!self->done)
    self->func (event, self->user_data);
}

static void
emit_error (HearthAiDecoder *self, const GError *error)
{
  HearthAiEvent event = { .kind = HEARTH_AI_EVENT_ERROR, .error = error };

  emit (self, &event);
  self->done = TRUE;
}

static void
fail_unreadable (HearthAiDecoder *self)
{
  g_autoptr (GError) error =
      g_error_new (HEARTH_AI_ERROR, HEARTH_AI_ERROR_BAD_REPLY,
                   _("%s answered in a form that Hearth cannot read. Check the address and the "
                      "kind of service in the settings."),
                   self->place);

  emit_error (self, error);
}

static void
fail_too_large (HearthAiDecoder *self)
{
  g_autoptr (GError) error =
      g_error_new (HEARTH_AI_ERROR, HEARTH_AI_ERROR_TOO_LARGE,
                   _("%s sent more than Hearth accepts, so the rest was not read."), self->place);

  emit_error (self, error);
}

static void
fail_cut_off (HearthAiDecoder *self)
{
  g_autoptr (GError) error =
      g_error_new (HEARTH_AI_ERROR, HEARTH_AI_ERROR_CUT_OFF,
                   _("The answer from %s was cut off in the middle. Try again."), self->place);

  emit_error (self, error);
}

static void
fail_broken_off (HearthAiDecoder *self, const HearthAiComplaint *complaint)
{
  g_autoptr (GError) error = hearth_ai_error_broken_off (self->place, complaint);

  emit_error (self, error);
}

/**
 * hearth_ai_decoder_get_state:
 * @self: a decoder
 *
 * Returns: (transfer none): what the protocol keeps between two events
 */
gpointer
hearth_ai_decoder_get_state (HearthAiDecoder *self)
{
  return self->state;
}

/**
 * hearth_ai_decoder_text:
 * @self: a decoder
 * @kind: TEXT or THINKING
 * @text: (nullable): more of it
 *
 * Tells it, cleaned, if there is any.
 */
void
hearth_ai_decoder_text (HearthAiDecoder *self, HearthAiEventKind kind, const char *text)
{
  gsize *size = kind == HEARTH_AI_EVENT_TEXT ? &self->text_size : &self->thinking_size;
  gsize max = kind == HEARTH_AI_EVENT_TEXT ? HEARTH_AI_MAX_TEXT : HEARTH_AI_MAX_THINKING;
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

static void
call_changed (HearthAiDecoder *self, int i)
{
  g_autofree char *begun = NULL;
  HearthAiEvent event = { .kind = HEARTH_AI_EVENT_TOOL_BEGIN };

  if (i < 0) {
    fail_too_large (self);
    return;
  }
  begun = hearth_ai_calls_take_begun (self->calls, (guint) i);
  event.text = begun;
  if (begun != NULL)
    emit (self, &event);
}

/**
 * hearth_ai_decoder_add_call:
 * @self: a decoder
 * @piece: a call that is new, perhaps whole
 *
 * Notes it. Calls are told when the answer has ended well, never before.
 *
 * Returns: (nullable): the call's id, one of ours where the service gave none; valid as long as
 *   @self; %NULL where there was no room for it
 */
const char *
hearth_ai_decoder_add_call (HearthAiDecoder *self, const HearthAiCallPiece *piece)
{
  int i;

  if (self->done)
    return NULL;
  i = hearth_ai_calls_add (self->calls, piece);
  call_changed (self, i);
  return i >= 0 ? hearth_ai_calls_get_id (self->calls, (guint) i) : NULL;
}

/**
 * hearth_ai_decoder_merge_call:
 * @self: a decoder
 * @piece: a piece of a call
 *
 * Notes it with the call that it belongs to, see hearth_ai_calls_merge().
 */
void
hearth_ai_decoder_merge_call (HearthAiDecoder *self, const HearthAiCallPiece *piece)
{
  if (!self->done)
    call_changed (self, hearth_ai_calls_merge (self->calls, piece));
}

/**
 * hearth_ai_decoder_get_n_calls:
 * @self: a decoder
 *
 * Returns: how many calls have been begun
 */
guint
hearth_ai_decoder_get_n_calls (HearthAiDecoder *self)
{
  return hearth_ai_calls_get_n (self->calls);
}

/**
 * hearth_ai_decoder_take_room:
 * @self: a decoder
 * @size: bytes that a protocol is about to keep for a blob
 *
 * Returns: whether there is room for them; without it the answer has failed
 */
gboolean
hearth_ai_decoder_take_room (HearthAiDecoder *self, gsize size)
{
  self->blob_size += size;
  if (self->blob_size > HEARTH_AI_MAX_BLOBS)
    fail_too_large (self);
  return !self->done;
}

/**
 * hearth_ai_decoder_blob:
 * @self: a decoder
 * @blob: what has to go back to the service with this answer
 *
 * Tells it.
 */
void
hearth_ai_decoder_blob (HearthAiDecoder *self, JsonNode *blob)
{
  g_autofree char *text = json_to_string (blob, FALSE);
  HearthAiEvent event = { .kind = HEARTH_AI_EVENT_BLOB, .text = text };

  if (hearth_ai_decoder_take_room (self, strlen (text)))
    emit (self, &event);
}

/**
 * hearth_ai_decoder_usage:
 * @self: a decoder
 * @tokens_in: what was read; below 0 for "not said here"
 * @tokens_out: what was written so far; below 0 for "not said here"
 *
 * Notes it; the last counts.
 */
void
hearth_ai_decoder_usage (HearthAiDecoder *self, gint64 tokens_in, gint64 tokens_out)
{
  if (tokens_in >= 0)
    self->tokens_in = (guint64) tokens_in;
  if (tokens_out >= 0)
    self->tokens_out = (guint64) tokens_out;
  self->has_usage = self->has_usage || tokens_in >= 0 || tokens_out >= 0;
}

/**
 * hearth_ai_decoder_finish:
 * @self: a decoder
 * @finish: why the model stopped, TOOLS or STOP as it pleases: that is told by whether there are
 *   calls, since not every service says it when it means it
 *
 * Notes that the model has stopped. Its usage, or a signature, may still follow.
 */
void
hearth_ai_decoder_finish (HearthAiDecoder *self, HearthAiFinish finish)
{
  self->finished = TRUE;
  /* What was refused stays so, whatever is said after it. */
  if (self->finish != HEARTH_AI_FINISH_REFUSED)
    self->finish = finish;
}

/**
 * hearth_ai_decoder_refuse:
 * @self: a decoder
 *
 * Notes that the model declines; what it says of that is still coming.
 */
void
hearth_ai_decoder_refuse (HearthAiDecoder *self)
{
  self->finish = HEARTH_AI_FINISH_REFUSED;
}

/**
 * hearth_ai_decoder_break_off:
 * @self: a decoder
 * @text: (nullable): the service's own words
 * @kind: (nullable): what it calls the error
 *
 * The service has failed in the middle of its answer.
 */
void
hearth_ai_decoder_break_off (HearthAiDecoder *self, const char *text, const char *kind)
{
  g_autoptr (HearthAiComplaint) complaint =
      hearth_ai_complaint_new (text != NULL ? text : "", kind);

  fail_broken_off (self, complaint);
}

static void
emit_calls (HearthAiDecoder *self)
{
  for (guint i = 0; i < hearth_ai_calls_get_n (self->calls) && !self->done; i++) {
    g_autoptr (HearthAiToolCall) call = hearth_ai_calls_dup_call (self->calls, i);
    HearthAiEvent event = { .kind = HEARTH_AI_EVENT_TOOL_CALL, .call = call };

    if (call == NULL)
      fail_unreadable (self);
    else
      emit (self, &event);
  }
}

/**
 * hearth_ai_decoder_close:
 * @self: a decoder
 *
 * The answer is whole, and nothing follows: tells calls, usage and the end.
 */
void
hearth_ai_decoder_close (HearthAiDecoder *self)
{
  HearthAiEvent usage = { .kind = HEARTH_AI_EVENT_USAGE,
                          .tokens_in = self->tokens_in,
                          .tokens_out = self->tokens_out };
  HearthAiEvent end = { .kind = HEARTH_AI_EVENT_END, .finish = self->finish };

  if (self->done)
    return;
  /* An answer that was cut short may have left its calls half said. */
  if (self->finish == HEARTH_AI_FINISH_STOP || self->finish == HEARTH_AI_FINISH_TOOLS) {
    emit_calls (self);
    end.finish =
        hearth_ai_calls_get_n (self->calls) > 0 ? HEARTH_AI_FINISH_TOOLS : HEARTH_AI_FINISH_STOP;
  }
  if (self->has_usage)
    emit (self, &usage);
  emit (self, &end);
  self->done = TRUE;
}

static void
read_root (HearthAiDecoder *self, JsonNode *root)
{
  g_autoptr (HearthAiComplaint) complaint = hearth_ai_complaint_read (root);

  if (complaint != NULL)
    fail_broken_off (self, complaint);
  else if (JSON_NODE_HOLDS_OBJECT (root))
    self->protocol->read (self, json_node_get_object (root));
  else
    fail_unreadable (self);
}

static void
read_event (HearthAiDecoder *self, const char *data, gsize length)
{
  g_autoptr (JsonNode) root = NULL;

  self->n_events++;
  root = hearth_json_parse (data, length);
  if (root != NULL)
    read_root (self, root);
  else if (!self->ending)
    fail_unreadable (self);
}

static void
sse_cb (const char *type, const char *data, gsize length, gpointer user_data)
{
  HearthAiDecoder *self = user_data;

  while (length > 0 && g_ascii_isspace (*data)) {
    data++;
    length--;
  }
  if (self->done)
    return;
  if (g_str_has_prefix (data, "[DONE]")) {
    self->n_events++;
    hearth_ai_decoder_close (self);
  } else if (g_str_equal (type, "error") && *data != '{' && *data != '[') {
    self->n_events++;
    hearth_ai_decoder_break_off (self, data, NULL);
  } else if (length > 0) {
    read_event (self, data, length);
  } else {
    self->n_events++;
  }
}

static void
line_cb (const char *line, gsize length, gpointer user_data)
{
  HearthAiDecoder *self = user_data;

  if (!self->done)
    read_event (self, line, length);
}

/* The body was one piece of JSON: an answer, or all its events in an array. */
static void
end_json (HearthAiDecoder *self)
{
  g_autoptr (JsonNode) root = hearth_json_parse (self->json->str, self->json->len);
  JsonArray *array;

  if (root == NULL) {
    if (hearth_json_is_cut_off (self->json->str, self->json->len))
      fail_cut_off (self);
    else
      fail_unreadable (self);
    return;
  }
  array = JSON_NODE_HOLDS_ARRAY (root) ? json_node_get_array (root) : NULL;
  if (array == NULL)
    read_root (self, root);
  for (guint i = 0; array != NULL && i < json_array_get_length (array) && !self->done; i++)
    read_root (self, json_array_get_element (array, i));
  if (self->finished || self->text_size > 0 || hearth_ai_calls_get_n (self->calls) > 0)
    hearth_ai_decoder_close (self);
  else if (!self->done)
    fail_unreadable (self);
}

/* Tells by the first byte what is coming; a Content-Type is not to be relied on. */
static void
sniff (HearthAiDecoder *self, const char *data, gsize length)
{
  gsize n = 0;
  gboolean json;

  while (n < length && g_ascii_isspace (data[n]))
    n++;
  if (n == length)
    return;
  self->first = data[n];
  json = self->first == '{' || self->first == '[';
  if (self->first == '<' || (self->ndjson != NULL && !json))
    fail_unreadable (self);
  else
    self->form = json && self->ndjson == NULL ? FORM_JSON : FORM_STREAM;
}

/**
 * hearth_ai_decoder_new:
 * @protocol: how the service speaks
 * @place: the host, for errors
 * @func: receives the events; must not free the decoder
 * @user_data: for @func
 *
 * Returns: (transfer full): a decoder for one answer
 */
HearthAiDecoder *
hearth_ai_decoder_new (const HearthAiProtocol *protocol, const char *place, HearthAiEventFunc func,
                       gpointer user_data)
{
  HearthAiDecoder *self = g_new0 (HearthAiDecoder, 1);

  self->protocol = protocol;
  self->place = g_strdup (place);
  self->func = func;
  self->user_data = user_data;
  if (protocol->framing == HEARTH_AI_FRAMING_NDJSON)
    self->ndjson = hearth_ndjson_new (HEARTH_AI_MAX_JSON, line_cb, self);
  else
    self->sse = hearth_sse_new (HEARTH_AI_MAX_JSON, sse_cb, self);
  self->json = g_string_new (NULL);
  self->calls = hearth_ai_calls_new ();
  self->state = g_malloc0 (protocol->state_size);
  return self;
}

/**
 * hearth_ai_decoder_free:
 * @self: (nullable) (transfer full): a decoder
 */
void
hearth_ai_decoder_free (HearthAiDecoder *self)
{
  if (self == NULL)
    return;
  if (self->protocol->clear_state != NULL)
    self->protocol->clear_state (self->state);
  g_free (self->state);
  g_free (self->place);
  hearth_sse_free (self->sse);
  hearth_ndjson_free (self->ndjson);
  g_string_free (self->json, TRUE);
  hearth_ai_calls_free (self->calls);
  g_free (self);
}

static gboolean
feed_stream (HearthAiDecoder *self, const char *data, gsize length)
{
  return self->ndjson != NULL ? hearth_ndjson_feed (self->ndjson, data, length)
                              : hearth_sse_feed (self->sse, data, length);
}

/**
 * hearth_ai_decoder_feed:
 * @self: a decoder
 * @data: (array length=length): the next bytes of the body, cut anywhere
 * @length: their number
 */
void
hearth_ai_decoder_feed (HearthAiDecoder *self, const char *data, gsize length)
{
  gboolean fits = TRUE;

  if (self->form == FORM_UNKNOWN && !self->done)
    sniff (self, data, length);
  if (self->done)
    return;
  if (self->form == FORM_STREAM) {
    /* What was put by while the form was not known. */
    if (self->json->len > 0) {
      fits = feed_stream (self, self->json->str, self->json->len);
      g_string_truncate (self->json, 0);
    }
    fits = fits && feed_stream (self, data, length);
  } else if (self->json->len + length > HEARTH_AI_MAX_JSON) {
    fits = FALSE;
  } else {
    g_string_append_len (self->json, data, (gssize) length);
  }
  if (!fits && !self->done)
    fail_too_large (self);
}

/**
 * hearth_ai_decoder_end:
 * @self: a decoder
 * @error: (nullable): why the body ended, or %NULL if it ended by itself
 *
 * Tells the last event if it has not been told. An answer whose end was announced counts as whole
 * however the connection ended.
 */
void
hearth_ai_decoder_end (HearthAiDecoder *self, const GError *error)
{
  if (self->done)
    return;
  self->ending = TRUE;
  if (self->form == FORM_STREAM && self->ndjson != NULL)
    hearth_ndjson_end (self->ndjson);
  else if (self->form == FORM_STREAM)
    hearth_sse_end (self->sse);
  if (self->done)
    return;
  if (self->finished)
    hearth_ai_decoder_close (self);
  else if (error != NULL)
    emit_error (self, error);
  else if (self->form == FORM_JSON)
    end_json (self);
  else if (self->n_events == 0 && self->first != '\0' && strchr (":deir{", self->first) == NULL)
    fail_unreadable (self);
  else
    fail_cut_off (self);
}

/**
 * hearth_ai_decoder_is_complete:
 * @self: a decoder
 *
 * Returns: whether the model has stopped; at most the usage is still to come
 */
gboolean
hearth_ai_decoder_is_complete (HearthAiDecoder *self)
{
  return self->finished;
}

/**
 * hearth_ai_decoder_is_done:
 * @self: a decoder
 *
 * Returns: whether the last event has been told
 */
gboolean
hearth_ai_decoder_is_done (HearthAiDecoder *self)
{
  return self->done;
}

/**
 * hearth_ai_decoder_get_progress:
 * @self: a decoder
 *
 * Returns: a number that grows with all that belongs to the answer, and not with signs of life
 */
gsize
hearth_ai_decoder_get_progress (HearthAiDecoder *self)
{
  return self->text_size + self->thinking_size + self->blob_size +
         hearth_ai_calls_get_size (self->calls);
}
