/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ai-openai-error.h"

#include "hearth-ai-json.h"
#include "hearth-http.h"
#include "hearth-text.h"

#include <glib/gi18n.h>
#include <string.h>

/* The longest text of a service that is shown. */
#define MAX_COMPLAINT 200

static char *
dup_plain (const char *text)
{
  g_autofree char *clean = hearth_text_clean (text, -1);

  return hearth_text_one_line (clean, MAX_COMPLAINT);
}

/**
 * hearth_ai_openai_dup_complaint:
 * @root: JSON from a service
 *
 * Finds the service's own words about what went wrong, in the places where the known services put
 * them.
 *
 * Returns: (transfer full) (nullable): one line of plain text, at most 200 characters; "" for a
 *   complaint without words; %NULL if @root is no complaint
 */
char *
hearth_ai_openai_dup_complaint (JsonNode *root)
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
  if (error != NULL && !JSON_NODE_HOLDS_NULL (error)) {
    if (JSON_NODE_HOLDS_OBJECT (error))
      text = hearth_ai_json_get_string (json_node_get_object (error), "message");
    else
      text = hearth_ai_json_get_string (object, "error");
    return dup_plain (text != NULL ? text : "");
  }
  if (g_strcmp0 (hearth_ai_json_get_string (object, "object"), "error") == 0 ||
      g_strcmp0 (hearth_ai_json_get_string (object, "type"), "error") == 0 ||
      !json_object_has_member (object, "choices")) {
    text = hearth_ai_json_get_string (object, "message");
    if (text == NULL)
      text = hearth_ai_json_get_string (object, "detail");
    return text != NULL ? dup_plain (text) : NULL;
  }
  return NULL;
}

/**
 * hearth_ai_openai_error_new:
 * @code: what kind of error
 * @sentence: what happened, in whole sentences
 * @complaint: (nullable): the service's own words
 *
 * Returns: (transfer full): an error
 */
GError *
hearth_ai_openai_error_new (HearthAiError code, const char *sentence, const char *complaint)
{
  if (complaint == NULL || *complaint == '\0')
    return g_error_new_literal (HEARTH_AI_ERROR, (int) code, sentence);
  /* Translators: the first is a sentence of ours, the second what the AI service itself said. */
  return g_error_new (HEARTH_AI_ERROR, (int) code, _("%s It says: “%s”"), sentence, complaint);
}

static char *
dup_body_complaint (const GError *http_error)
{
  GBytes *body = hearth_http_error_get_body (http_error);
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *clean = NULL;
  const char *data;
  gsize length = 0;

  data = body != NULL ? g_bytes_get_data (body, &length) : NULL;
  if (length == 0)
    return NULL;
  root = hearth_ai_json_parse (data, length);
  if (root != NULL)
    return hearth_ai_openai_dup_complaint (root);
  clean = hearth_text_clean (data, (gssize) length);
  g_strstrip (clean);
  /* A web page, or JSON that was cut, says nothing to a reader. */
  if (*clean == '<' || *clean == '{' || *clean == '[')
    return NULL;
  return dup_plain (clean);
}

static GError *
error_from_status (const GError *http_error, const char *place, const char *model, gboolean has_key)
{
  guint status = hearth_http_error_get_status (http_error);
  g_autofree char *complaint = dup_body_complaint (http_error);
  g_autofree char *sentence = NULL;
  HearthAiError code;

  switch (status) {
  case 401:
    code = HEARTH_AI_ERROR_KEY;
    sentence =
        g_strdup_printf (has_key ? _("%s does not accept the key. Check it in the settings.")
                                 : _("%s asks for a key. Enter one in the settings."),
                         place);
    break;
  case 403:
    code = HEARTH_AI_ERROR_KEY;
    sentence = g_strdup_printf (
        _("%s does not allow this. The key may not be for the model “%s”, or not for this place."),
        place, model);
    break;
  case 404:
    code = HEARTH_AI_ERROR_MODEL;
    sentence = g_strdup_printf (
        _("%s does not know the model “%s”, or the address is not that of a chat service. Check "
           "both in the settings."),
        place, model);
    break;
  case 429:
    code = HEARTH_AI_ERROR_BUSY;
    sentence = g_strdup_printf (
        _("%s takes no more requests for now: there were too many, or the account's quota is used "
           "up. Try again later."),
        place);
    break;
  default:
    code = HEARTH_AI_ERROR_SERVICE;
    sentence = status >= 500
                   ? g_strdup_printf (_("%s has trouble of its own (status %u). Try again later."),
                                      place, status)
                   : g_strdup_printf (_("%s refused the request (status %u)."), place, status);
    break;
  }
  return hearth_ai_openai_error_new (code, sentence, complaint);
}

/**
 * hearth_ai_openai_error_from_http:
 * @http_error: why a request failed
 * @place: the host
 * @model: the model that was asked for
 * @has_key: whether a key was sent
 *
 * Returns: (transfer full): the same in #HearthAiError, or `G_IO_ERROR_CANCELLED`
 */
GError *
hearth_ai_openai_error_from_http (const GError *http_error, const char *place, const char *model,
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
 * hearth_ai_openai_error_redact:
 * @error: an error
 * @key: (nullable): the key that was sent
 *
 * Takes each word out of the message that begins like the key: services repeat a wrong key, whole
 * or in part, in what they say about it.
 */
void
hearth_ai_openai_error_redact (GError *error, const char *key)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *start = NULL;
  g_auto (GStrv) words = NULL;

  if (key == NULL || *key == '\0')
    return;
  /* Enough of it to be told from a common word. */
  start = g_strndup (key, strlen (key) > 8 ? 4 : strlen (key));
  words = g_strsplit (error->message, " ", -1);
  for (guint i = 0; words[i] != NULL; i++) {
    if (i > 0)
      g_string_append_c (out, ' ');
    g_string_append (out, strstr (words[i], start) != NULL ? "…" : words[i]);
  }
  explicit_bzero (start, strlen (start));
  g_free (error->message);
  error->message = g_string_free (g_steal_pointer (&out), FALSE);
}
