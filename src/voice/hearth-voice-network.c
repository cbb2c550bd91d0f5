/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-voice-network.h"

#include "hearth-http-recognizer.h"
#include "hearth-http-synthesizer.h"
#include "hearth-voice-remote.h"
#include "hearth-wyoming-recognizer.h"
#include "hearth-wyoming-synthesizer.h"

/* Recognisers and voices on the network by their names: "wyoming" and "openai". */

#define KIND_WYOMING "wyoming"
#define KIND_OPENAI "openai"

/**
 * hearth_voice_network_has_kind:
 * @kind: a name
 *
 * Returns: whether it is that of a protocol
 */
gboolean
hearth_voice_network_has_kind (const char *kind)
{
  return g_str_equal (kind, KIND_WYOMING) || g_str_equal (kind, KIND_OPENAI);
}

/**
 * hearth_voice_network_dup_address:
 * @kind: a protocol
 * @address: what the owner wrote
 * @error: %HEARTH_VOICE_ERROR_SETTINGS where speech may not be sent there, or there is no such
 *   address
 *
 * Returns: (transfer full): the address in its full form
 */
char *
hearth_voice_network_dup_address (const char *kind, const char *address, GError **error)
{
  g_autoptr (HearthWyomingPlace) place = NULL;

  if (!g_str_equal (kind, KIND_WYOMING))
    return hearth_voice_remote_dup_normal_url (address, error);
  place = hearth_wyoming_place_parse (address, error);
  return place != NULL ? g_strdup (place->text) : NULL;
}

static const char *
get_string (GVariant *options, const char *name)
{
  const char *text = "";

  g_variant_lookup (options, name, "&s", &text);
  return text;
}

/**
 * hearth_voice_network_new_recognizer:
 * @http: the client
 * @kind: a protocol, see hearth_voice_network_has_kind()
 * @options: `a{sv}`: "address": s; "model": s
 * @key: (nullable): the key of the service
 * @error: %HEARTH_VOICE_ERROR_SETTINGS
 *
 * Returns: (transfer full): a recogniser
 */
HearthRecognizer *
hearth_voice_network_new_recognizer (HearthHttp *http, const char *kind, GVariant *options,
                                     const char *key, GError **error)
{
  const char *address = get_string (options, "address");
  const char *model = get_string (options, "model");
  g_autoptr (HearthWyomingPlace) place = NULL;
  HearthHttpRecognizer *recognizer;

  if (!g_str_equal (kind, KIND_WYOMING)) {
    recognizer = hearth_http_recognizer_new (http, address, model, key, error);
    return recognizer != NULL ? HEARTH_RECOGNIZER (recognizer) : NULL;
  }
  place = hearth_wyoming_place_parse (address, error);
  return place != NULL ? HEARTH_RECOGNIZER (hearth_wyoming_recognizer_new (place, model)) : NULL;
}

/**
 * hearth_voice_network_new_synthesizer:
 * @http: the client
 * @kind: a protocol, see hearth_voice_network_has_kind()
 * @options: `a{sv}`: "address": s; "model": s; "voice": s; "sample-rate": u, of bare samples
 * @key: (nullable): the key of the service
 * @error: %HEARTH_VOICE_ERROR_SETTINGS
 *
 * Returns: (transfer full): a voice
 */
HearthSynthesizer *
hearth_voice_network_new_synthesizer (HearthHttp *http, const char *kind, GVariant *options,
                                      const char *key, GError **error)
{
  const char *address = get_string (options, "address");
  const char *voice = get_string (options, "voice");
  g_autoptr (HearthWyomingPlace) place = NULL;
  HearthHttpSynthesizer *synthesizer;
  guint rate = 0;

  if (!g_str_equal (kind, KIND_WYOMING)) {
    g_variant_lookup (options, "sample-rate", "u", &rate);
    synthesizer = hearth_http_synthesizer_new (http, address, get_string (options, "model"), voice,
                                               rate, key, error);
    return synthesizer != NULL ? HEARTH_SYNTHESIZER (synthesizer) : NULL;
  }
  place = hearth_wyoming_place_parse (address, error);
  return place != NULL ? HEARTH_SYNTHESIZER (hearth_wyoming_synthesizer_new (place, voice)) : NULL;
}
