/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ai-complaint.h"

#include "hearth-ai-error-private.h"
#include "hearth-ai-retry.h"
#include "hearth-http.h"
#include "hearth-json.h"
#include "hearth-text.h"

#include <glib/gi18n.h>
#include <string.h>

/* The longest text of a service that is shown. */
#define MAX_COMPLAINT 200

/* What services call their errors, in "type", "code" or "status", and the HTTP status of each. */
static const struct {
  const char *kind;
  guint status;
} kinds[] = {
  { "overloaded_error", 529 },
  { "overloaded", 529 },
  { "engine_overloaded", 529 },
  { "UNAVAILABLE", 503 },
  { "unavailable_error", 503 },
  { "rate_limit_error", 429 },
  { "rate_limit_exceeded", 429 },
  { "RESOURCE_EXHAUSTED", 429 },
  { "insufficient_quota", 402 },
  { "billing_error", 402 },
  { "api_error", 500 },
  { "server_error", 500 },
  { "internal_server_error", 500 },
  { "INTERNAL", 500 },
  { "timeout_error", 504 },
  { "DEADLINE_EXCEEDED", 504 },
  { "authentication_error", 401 },
  { "invalid_api_key", 401 },
  { "UNAUTHENTICATED", 401 },
  { "permission_error", 403 },
  { "PERMISSION_DENIED", 403 },
  { "not_found_error", 404 },
  { "model_not_found", 404 },
  { "NOT_FOUND", 404 },
  { "request_too_large", 413 },
  { "context_length_exceeded", 413 },
  { "exceed_context_size_error", 413 },
  { "invalid_request_error", 400 },
  { "INVALID_ARGUMENT", 400 },
};

static char *
dup_plain (const char *text)
{
  g_autofree char *clean = hearth_text_clean (text, -1);

  return hearth_text_one_line (clean, MAX_COMPLAINT);
}

static guint
status_of_kind (const char *kind)
{
  for (guint i = 0; kind != NULL && i < G_N_ELEMENTS (kinds); i++) {
    if (g_ascii_strcasecmp (kinds[i].kind, kind) == 0)
      return kinds[i].status;
  }
  return 0;
}

/* Some services say only in words that the conversation is longer than the model can take. */
static gboolean
says_too_long (const char *text)
{
  static const char *const words[] = { "prompt is too long", "maximum context length",
                                       "exceeds the available context size",
                                       "exceeds the maximum number of tokens", "context window" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    if (strstr (text, words[i]) != NULL)
      return TRUE;
  }
  return FALSE;
}

/**
 * hearth_ai_complaint_new:
 * @text: the service's words
 * @kind: (nullable): what it calls the error
 *
 * Returns: (transfer full): a complaint
 */
HearthAiComplaint *
hearth_ai_complaint_new (const char *text, const char *kind)
{
  HearthAiComplaint *self = g_new0 (HearthAiComplaint, 1);

  self->text = dup_plain (text);
  self->status = status_of_kind (kind);
  return self;
}

/**
 * hearth_ai_complaint_free:
 * @self: (nullable) (transfer full): a complaint
 */
void
hearth_ai_complaint_free (HearthAiComplaint *self)
{
  if (self == NULL)
    return;
  g_free (self->text);
  g_free (self);
}

/* The most telling of what an object says about its kind of error; a number is a status. */
static guint
find_status (JsonObject *object)
{
  static const char *const members[] = { "code", "type", "status", "error_type" };
  guint best = 0;

  for (guint i = 0; object != NULL && i < G_N_ELEMENTS (members); i++) {
    gint64 number = hearth_json_get_int (object, members[i], 0);
    guint status = status_of_kind (hearth_json_get_string (object, members[i]));

    if (number >= 400 && number <= 599)
      status = (guint) number;
    /* 400 is what everything is that has no better name. */
    if (status != 0 && (best == 0 || best == 400))
      best = status;
  }
  return best;
}

static HearthAiComplaint *
complaint_of (const char *text, JsonObject *object)
{
  HearthAiComplaint *self = hearth_ai_complaint_new (text != NULL ? text : "", NULL);

  self->status = find_status (object);
  return self;
}

/**
 * hearth_ai_complaint_read:
 * @root: JSON from a service
 *
 * Finds the service's own words about what went wrong, in the places where the known services put
 * them.
 *
 * Returns: (transfer full) (nullable): the complaint; %NULL if @root is none
 */
HearthAiComplaint *
hearth_ai_complaint_read (JsonNode *root)
{
  JsonObject *object = NULL;
  JsonNode *error;
  const char *text = NULL;

  if (JSON_NODE_HOLDS_ARRAY (root) && json_array_get_length (json_node_get_array (root)) > 0)
    root = json_array_get_element (json_node_get_array (root), 0);
  if (!JSON_NODE_HOLDS_OBJECT (root))
    return NULL;
  object = json_node_get_object (root);
  error = json_object_get_member (object, "error");
  if (error != NULL && JSON_NODE_HOLDS_OBJECT (error))
    return complaint_of (hearth_json_get_string (json_node_get_object (error), "message"),
                         json_node_get_object (error));
  if (error != NULL && !JSON_NODE_HOLDS_NULL (error))
    return complaint_of (hearth_json_get_string (object, "error"), object);
  if (g_strcmp0 (hearth_json_get_string (object, "object"), "error") == 0 ||
      g_strcmp0 (hearth_json_get_string (object, "type"), "error") == 0 ||
      !json_object_has_member (object, "choices")) {
    text = hearth_json_get_string (object, "message");
    if (text == NULL)
      text = hearth_json_get_string (object, "detail");
    return text != NULL ? complaint_of (text, object) : NULL;
  }
  return NULL;
}

/**
 * hearth_ai_error_new:
 * @code: what kind of error
 * @sentence: what happened, in whole sentences
 * @complaint: (nullable): the service's own words
 *
 * Returns: (transfer full): an error
 */
GError *
hearth_ai_error_new (HearthAiError code, const char *sentence, const HearthAiComplaint *complaint)
{
  GError *error;

  if (complaint == NULL || *complaint->text == '\0')
    error = g_error_new_literal (HEARTH_AI_ERROR, (int) code, sentence);
  else
    /* Translators: the first is a sentence of ours, the second what the AI service itself said. */
    error = g_error_new (HEARTH_AI_ERROR, (int) code, _("%s It says: “%s”"), sentence,
                         complaint->text);
  hearth_ai_error_set_details (error, complaint != NULL ? complaint->status : 0, -1);
  return error;
}

static HearthAiError
code_of_status (guint status)
{
  switch (status) {
  case 401:
  case 403:
    return HEARTH_AI_ERROR_KEY;
  case 402:
    return HEARTH_AI_ERROR_CREDIT;
  case 404:
    return HEARTH_AI_ERROR_MODEL;
  case 408:
    return HEARTH_AI_ERROR_TIMEOUT;
  case 413:
    return HEARTH_AI_ERROR_TOO_LONG;
  case 429:
  case 529:
    return HEARTH_AI_ERROR_BUSY;
  default:
    return HEARTH_AI_ERROR_SERVICE;
  }
}

/**
 * hearth_ai_error_broken_off:
 * @place: the host
 * @complaint: (nullable): what the service says in the middle of its answer
 *
 * Returns: (transfer full): an error
 */
GError *
hearth_ai_error_broken_off (const char *place, const HearthAiComplaint *complaint)
{
  guint status = complaint != NULL ? complaint->status : 0;
  g_autofree char *sentence = NULL;

  if (status == 413 || (complaint != NULL && says_too_long (complaint->text))) {
    sentence = g_strdup_printf (_("This conversation is longer than the model on %s can take. "
                                   "Begin a new one."),
                                place);
    return hearth_ai_error_new (HEARTH_AI_ERROR_TOO_LONG, sentence, complaint);
  }
  sentence = g_strdup_printf (_("%s broke the answer off."), place);
  return hearth_ai_error_new (code_of_status (status), sentence, complaint);
}

static HearthAiComplaint *
read_body (const GError *http_error)
{
  GBytes *body = hearth_http_error_get_body (http_error);
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *clean = NULL;
  const char *data;
  gsize length = 0;

  data = body != NULL ? g_bytes_get_data (body, &length) : NULL;
  if (length == 0)
    return NULL;
  root = hearth_json_parse (data, length);
  if (root != NULL)
    return hearth_ai_complaint_read (root);
  clean = hearth_text_clean (data, (gssize) length);
  g_strstrip (clean);
  /* A web page, or JSON that was cut, says nothing to a reader. */
  if (*clean == '<' || *clean == '{' || *clean == '[')
    return NULL;
  return hearth_ai_complaint_new (clean, NULL);
}

static char *
dup_busy_sentence (const char *place, gint64 retry_after)
{
  g_autofree char *wait = NULL;

  if (retry_after <= 0)
    return g_strdup_printf (_("%s takes no more requests for now: there were too many, or the "
                               "account's quota is used up. Try again later."),
                            place);
  wait = hearth_ai_retry_dup_wait (retry_after);
  /* Translators: the second is a time, as "20 minutes". */
  return g_strdup_printf (_("%s takes no more requests for now. Try again in %s."), place, wait);
}

static char *
dup_status_sentence (guint status, const char *place, const char *model, gboolean has_key,
                     gint64 retry_after)
{
  switch (status) {
  case 401:
    return g_strdup_printf (has_key ? _("%s does not accept the key. Check it in the settings.")
                                    : _("%s asks for a key. Enter one in the settings."),
                            place);
  case 402:
    return g_strdup_printf (_("The account at %s has no credit left. Add some there, or choose "
                               "another service in the settings."),
                            place);
  case 403:
    return g_strdup_printf (
        _("%s does not allow this. The key may not be for the model “%s”, or not for this place."),
        place, model);
  case 404:
    return g_strdup_printf (
        _("%s does not know the model “%s”, or the address is not that of a chat service. Check "
           "both in the settings."),
        place, model);
  case 413:
    return g_strdup_printf (_("This conversation is longer than the model on %s can take. Begin a "
                               "new one."),
                            place);
  case 429:
    return dup_busy_sentence (place, retry_after);
  case 529:
    return g_strdup_printf (_("%s has more to do than it can. Try again later."), place);
  default:
    return status >= 500
               ? g_strdup_printf (_("%s has trouble of its own (status %u). Try again later."),
                                  place, status)
               : g_strdup_printf (_("%s refused the request (status %u)."), place, status);
  }
}

/* What the body says goes before the status where that is a general one. */
static guint
telling_status (guint status, const HearthAiComplaint *complaint)
{
  if (complaint == NULL)
    return status;
  if (status == 429 && complaint->status == 402)
    return 402;
  if (status == 400 && (complaint->status == 413 || says_too_long (complaint->text)))
    return 413;
  if (status == 400 && strstr (complaint->text, "API key not valid") != NULL)
    return 401;
  return status;
}

static GError *
error_from_status (const GError *http_error, const char *place, const char *model, gboolean has_key)
{
  g_autoptr (HearthAiComplaint) complaint = read_body (http_error);
  gint64 retry_after_ms = hearth_ai_retry_read_after (http_error);
  gint64 retry_after = retry_after_ms >= 0 ? (retry_after_ms + 999) / 1000 : -1;
  guint status = telling_status (hearth_http_error_get_status (http_error), complaint);
  g_autofree char *sentence = dup_status_sentence (status, place, model, has_key, retry_after);
  HearthAiError code = code_of_status (status);
  GError *error = hearth_ai_error_new (code, sentence, complaint);

  hearth_ai_error_set_details (error, hearth_http_error_get_status (http_error), retry_after);
  return error;
}

/**
 * hearth_ai_error_from_http:
 * @http_error: why a request failed
 * @place: the host
 * @model: the model that was asked for
 * @has_key: whether a key was sent
 *
 * Returns: (transfer full): the same in #HearthAiError, or `G_IO_ERROR_CANCELLED`
 */
GError *
hearth_ai_error_from_http (const GError *http_error, const char *place, const char *model,
                           gboolean has_key)
{
  HearthAiError code = HEARTH_AI_ERROR_SERVICE;

  if (http_error->domain != HEARTH_HTTP_ERROR)
    return g_error_copy (http_error);
  switch ((HearthHttpError) http_error->code) {
  case HEARTH_HTTP_ERROR_STATUS:
    return error_from_status (http_error, place, model, has_key);
  case HEARTH_HTTP_ERROR_INVALID:
  case HEARTH_HTTP_ERROR_REDIRECT:
    code = HEARTH_AI_ERROR_SETTINGS;
    break;
  case HEARTH_HTTP_ERROR_RESOLVE:
  case HEARTH_HTTP_ERROR_CONNECT:
  case HEARTH_HTTP_ERROR_TLS:
    code = HEARTH_AI_ERROR_UNREACHABLE;
    break;
  case HEARTH_HTTP_ERROR_TIMEOUT:
    code = HEARTH_AI_ERROR_TIMEOUT;
    break;
  case HEARTH_HTTP_ERROR_CUT_OFF:
    code = HEARTH_AI_ERROR_CUT_OFF;
    break;
  case HEARTH_HTTP_ERROR_TOO_LARGE:
    code = HEARTH_AI_ERROR_TOO_LARGE;
    break;
  case HEARTH_HTTP_ERROR_PRIVATE:
  case HEARTH_HTTP_ERROR_PROTOCOL:
    code = HEARTH_AI_ERROR_BAD_REPLY;
    break;
  default:
    break;
  }
  return g_error_new_literal (HEARTH_AI_ERROR, (int) code, http_error->message);
}

/**
 * hearth_ai_error_redact:
 * @error: an error
 * @key: (nullable): the key that was sent
 *
 * Takes the key out of the message, see hearth_text_redact().
 */
void
hearth_ai_error_redact (GError *error, const char *key)
{
  g_autofree char *message = error->message;

  error->message = hearth_text_redact (message, key);
}
