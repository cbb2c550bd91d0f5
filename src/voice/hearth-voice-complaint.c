/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-voice-complaint.h"

#include "hearth-text.h"

#include <glib/gi18n.h>
#include <string.h>

/* The longest text of a service that is shown, in characters. */
#define MAX_COMPLAINT 200

/**
 * hearth_voice_dup_line:
 * @text: what a service understood
 *
 * Returns: (transfer full): the same as one clean line, of %HEARTH_VOICE_LINE_MAX at most
 */
char *
hearth_voice_dup_line (const char *text)
{
  g_autofree char *clean = hearth_text_clean (text, -1);
  g_autofree char *line = NULL;

  if (strlen (clean) > HEARTH_VOICE_LINE_MAX) {
    char *end = g_utf8_find_prev_char (clean, clean + HEARTH_VOICE_LINE_MAX);

    *end = '\0';
  }
  line = hearth_text_one_line (clean, HEARTH_VOICE_LINE_MAX);
  return g_strdup (g_strstrip (line));
}

/**
 * hearth_voice_dup_primary_language:
 * @language: (nullable): BCP 47
 *
 * Returns: (transfer full) (nullable): the language without region and script, as most models know
 *   it; %NULL where none is meant
 */
char *
hearth_voice_dup_primary_language (const char *language)
{
  gsize length = language != NULL ? strcspn (language, "-_") : 0;

  /* RFC 5646 section 2.2.1 */
  return length >= 2 && length <= 8 ? g_ascii_strdown (language, (gssize) length) : NULL;
}

/**
 * hearth_voice_dup_complaint:
 * @root: JSON from a service
 *
 * Returns: (transfer full) (nullable): what it says of a failure, where services of this kind put
 *   it; %NULL if that is none
 */
char *
hearth_voice_dup_complaint (JsonNode *root)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  JsonObject *error = hearth_json_get_object (object, "error");
  const char *text = hearth_json_get_string (error, "message");

  if (text == NULL)
    text = hearth_json_get_string (object, "error");
  if (text == NULL)
    text = hearth_json_get_string (object, "detail");
  if (text == NULL && object != NULL && !json_object_has_member (object, "text"))
    text = hearth_json_get_string (object, "message");
  if (text == NULL)
    return error != NULL ? g_strdup ("") : NULL;
  return hearth_voice_dup_line (text);
}

static GError *
new_error (HearthVoiceError code, const char *sentence, const char *complaint)
{
  g_autofree char *line = NULL;

  if (complaint == NULL || *complaint == '\0')
    return g_error_new_literal (HEARTH_VOICE_ERROR, (int) code, sentence);
  line = hearth_text_one_line (complaint, MAX_COMPLAINT);
  return g_error_new (HEARTH_VOICE_ERROR, (int) code, _("%s It says: “%s”"), sentence, line);
}

/**
 * hearth_voice_error_new_refusal:
 * @place: the host
 * @words: (nullable): what the service says
 *
 * Returns: (transfer full): that the service failed or refused, with its own words
 */
GError *
hearth_voice_error_new_refusal (const char *place, const char *words)
{
  g_autofree char *sentence = g_strdup_printf (_("%s broke the answer off."), place);
  g_autofree char *line = words != NULL ? hearth_voice_dup_line (words) : NULL;

  return new_error (HEARTH_VOICE_ERROR_SERVICE, sentence, line);
}

/* What the body of a refusal says, if that is for people. */
static char *
dup_body_complaint (const GError *http_error)
{
  GBytes *body = hearth_http_error_get_body (http_error);
  gsize length = 0;
  const char *data = body != NULL ? g_bytes_get_data (body, &length) : NULL;
  g_autoptr (JsonNode) root = length > 0 ? hearth_json_parse (data, length) : NULL;
  g_autofree char *clean = NULL;

  if (root != NULL)
    return hearth_voice_dup_complaint (root);
  clean = length > 0 ? hearth_text_clean (data, (gssize) length) : NULL;
  if (clean == NULL || strchr ("<{[", *g_strchug (clean)) != NULL)
    return NULL;
  return hearth_voice_dup_line (clean);
}

static GError *
error_from_status (const GError *http_error, const char *place, const char *key)
{
  guint status = hearth_http_error_get_status (http_error);
  g_autofree char *complaint = dup_body_complaint (http_error);
  g_autofree char *shown = complaint != NULL ? hearth_text_redact (complaint, key) : NULL;
  HearthVoiceError code = HEARTH_VOICE_ERROR_SERVICE;
  g_autofree char *sentence = NULL;

  switch (status) {
  case 401:
  case 403:
    code = HEARTH_VOICE_ERROR_KEY;
    sentence =
        g_strdup_printf (key != NULL ? _("%s does not accept the key. Check it in the settings.")
                                     : _("%s asks for a key. Enter one in the settings."),
                         place);
    break;
  case 404:
    code = HEARTH_VOICE_ERROR_SETTINGS;
    sentence = g_strdup_printf (_("%s does not know this model or voice, or the address is not "
                                   "that of a speech service. Check both in the settings."),
                                place);
    break;
  case 402:
  case 429:
  case 529:
    code = HEARTH_VOICE_ERROR_BUSY;
    sentence = g_strdup_printf (_("%s takes no more requests for now: there were too many, or the "
                                   "account's quota is used up. Try again later."),
                                place);
    break;
  default:
    sentence = status >= 500
                   ? g_strdup_printf (_("%s has trouble of its own (status %u). Try again later."),
                                      place, status)
                   : g_strdup_printf (_("%s refused the request (status %u)."), place, status);
    break;
  }
  return new_error (code, sentence, shown);
}

/**
 * hearth_voice_error_from_http:
 * @http_error: why a request failed
 * @place: the host
 * @key: (nullable): the key that was sent; it is not in the message, whatever the service says
 *
 * Returns: (transfer full): the same in #HearthVoiceError, or `G_IO_ERROR_CANCELLED`
 */
GError *
hearth_voice_error_from_http (const GError *http_error, const char *place, const char *key)
{
  HearthVoiceError code = HEARTH_VOICE_ERROR_SERVICE;

  if (http_error->domain != HEARTH_HTTP_ERROR)
    return g_error_copy (http_error);
  switch ((HearthHttpError) http_error->code) {
  case HEARTH_HTTP_ERROR_STATUS:
    return error_from_status (http_error, place, key);
  case HEARTH_HTTP_ERROR_INVALID:
  case HEARTH_HTTP_ERROR_REDIRECT:
    code = HEARTH_VOICE_ERROR_SETTINGS;
    break;
  case HEARTH_HTTP_ERROR_RESOLVE:
  case HEARTH_HTTP_ERROR_CONNECT:
  case HEARTH_HTTP_ERROR_TLS:
    code = HEARTH_VOICE_ERROR_UNREACHABLE;
    break;
  case HEARTH_HTTP_ERROR_TIMEOUT:
    code = HEARTH_VOICE_ERROR_TIMEOUT;
    break;
  case HEARTH_HTTP_ERROR_CUT_OFF:
    code = HEARTH_VOICE_ERROR_CUT_OFF;
    break;
  case HEARTH_HTTP_ERROR_TOO_LARGE:
    code = HEARTH_VOICE_ERROR_TOO_LARGE;
    break;
  case HEARTH_HTTP_ERROR_PRIVATE:
  case HEARTH_HTTP_ERROR_PROTOCOL:
    code = HEARTH_VOICE_ERROR_BAD_REPLY;
    break;
  default:
    break;
  }
  return g_error_new_literal (HEARTH_VOICE_ERROR, (int) code, http_error->message);
}
