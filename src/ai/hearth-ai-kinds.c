/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ai-kinds.h"

#include "hearth-ai-protocol.h"
#include "hearth-ai-remote.h"

#include <glib/gi18n.h>

/* A service is added here and in a file of its own. */
static const HearthAiKind kinds[] = {
  { "openai", N_("OpenAI-compatible service"), "https://api.openai.com/v1", FALSE,
    &hearth_ai_openai_protocol },
  { "anthropic", N_("Anthropic"), "https://api.anthropic.com/v1", TRUE,
    &hearth_ai_anthropic_protocol },
  { "gemini", N_("Google Gemini"), "https://generativelanguage.googleapis.com/v1beta", TRUE,
    &hearth_ai_gemini_protocol },
  { "ollama", N_("Ollama"), "http://localhost:11434", FALSE, &hearth_ai_ollama_protocol },
  { "openai-responses", N_("OpenAI (Responses)"), "https://api.openai.com/v1", TRUE,
    &hearth_ai_responses_protocol },
};

/**
 * hearth_ai_kinds_list:
 * @n: (out): their number
 *
 * Returns: (transfer none) (array length=n): the kinds of service, the most usual first
 */
const HearthAiKind *
hearth_ai_kinds_list (guint *n)
{
  *n = G_N_ELEMENTS (kinds);
  return kinds;
}

/**
 * hearth_ai_kinds_find:
 * @id: (nullable): a kind's name in settings
 *
 * Returns: (transfer none) (nullable): the kind, or %NULL if there is none of that name
 */
const HearthAiKind *
hearth_ai_kinds_find (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    if (g_strcmp0 (kinds[i].id, id) == 0)
      return &kinds[i];
  }
  return NULL;
}

static const HearthAiKind *
find_or_fail (const char *id, GError **error)
{
  const HearthAiKind *kind = hearth_ai_kinds_find (id);

  if (kind == NULL)
    g_set_error (error, HEARTH_AI_ERROR, HEARTH_AI_ERROR_SETTINGS,
                 _("“%s” is not a service that Hearth knows."), id != NULL ? id : "");
  return kind;
}

/**
 * hearth_ai_kind_dup_normal_url:
 * @id: a kind's name in settings
 * @base_url: what the owner wrote: with or without "https://", the version, a slash at the end, or
 *   the whole way to where a chat is asked for; "" for the kind's own place
 *
 * Returns: (transfer full): the base of the service's addresses without a slash at the end, or
 *   %NULL with %HEARTH_AI_ERROR_SETTINGS
 */
char *
hearth_ai_kind_dup_normal_url (const char *id, const char *base_url, GError **error)
{
  const HearthAiKind *kind = find_or_fail (id, error);

  if (kind == NULL)
    return NULL;
  return hearth_ai_remote_dup_normal_url (kind->protocol,
                                          *base_url != '\0' ? base_url : kind->base_url, error);
}

/**
 * hearth_ai_kind_make:
 * @id: a kind's name in settings
 * @http: the client
 * @base_url: where the service is, see hearth_ai_kind_dup_normal_url()
 * @model: the model's name
 * @key_funcs: (nullable): static; where the key comes from, %NULL for a service without keys
 *
 * All that goes through @http counts as said to services from here on.
 *
 * Returns: (transfer full): a service, or %NULL with %HEARTH_AI_ERROR_SETTINGS
 */
HearthAiService *
hearth_ai_kind_make (const char *id, HearthHttp *http, const char *base_url, const char *model,
                     const HearthAiKeyFuncs *key_funcs, GError **error)
{
  const HearthAiKind *kind = find_or_fail (id, error);
  HearthAiRemote *made;

  if (kind == NULL)
    return NULL;
  hearth_http_set_purpose (http, HEARTH_TRAFFIC_ANSWERS);
  made = hearth_ai_remote_new (kind->protocol, http, *base_url != '\0' ? base_url : kind->base_url,
                               model, key_funcs, error);
  return made != NULL ? HEARTH_AI_SERVICE (made) : NULL;
}
