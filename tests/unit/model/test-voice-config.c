/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-paths.h"
#include "hearth-voice-config.h"

#include <string.h>

static HearthVoiceConfig *
parse (const char *text)
{
  g_autoptr (GVariant) variant = g_variant_parse (NULL, text, NULL, NULL, NULL);

  g_assert_nonnull (variant);
  return hearth_voice_config_from_variant (variant);
}

static void
test_variant (void)
{
  g_autoptr (HearthVoiceConfig) config =
      hearth_voice_config_new ("one", HEARTH_VOICE_KIND_OPENAI, HEARTH_VOICE_SPEECH,
                               "https://voice.example/v1");
  g_autoptr (GVariant) variant = NULL;
  g_autoptr (HearthVoiceConfig) back = NULL;
  g_autoptr (HearthVoiceConfig) copy = NULL;

  g_free (config->model);
  config->model = g_strdup ("kokoro");
  g_free (config->voice);
  config->voice = g_strdup ("af_heart");
  config->sample_rate = 22050;
  variant = g_variant_ref_sink (hearth_voice_config_to_variant (config));
  back = hearth_voice_config_from_variant (variant);
  copy = hearth_voice_config_copy (back);
  g_assert_cmpstr (copy->id, ==, "one");
  g_assert_cmpstr (copy->kind, ==, "openai");
  g_assert_cmpint (copy->use, ==, HEARTH_VOICE_SPEECH);
  g_assert_cmpstr (copy->address, ==, "https://voice.example/v1");
  g_assert_cmpstr (copy->model, ==, "kokoro");
  g_assert_cmpstr (copy->voice, ==, "af_heart");
  g_assert_cmpuint (copy->sample_rate, ==, 22050);
}

/* What settings and the bus may hold, which anybody can write. */
static void
test_hostile (void)
{
  static const char *const refused[] = {
    "{'kind': <'openai'>}",
    "{'use': <'speech'>}",
    "{'kind': <'openai'>, 'use': <'singing'>}",
    "{'kind': <'telepathy'>, 'use': <'speech'>}",
    "{'id': <'a:b'>, 'kind': <'openai'>, 'use': <'speech'>}",
    "{'id': <'flite'>, 'kind': <'openai'>, 'use': <'speech'>}",
    "{'id': <'espeak'>, 'kind': <'openai'>, 'use': <'speech'>}",
    "{'kind': <7>, 'use': <'speech'>}",
    "'text'",
    "[{'kind': 'openai'}]",
  };
  g_autofree char *long_name = g_strnfill (5000, 'n');
  g_autofree char *text = g_strdup_printf ("{'kind': <'openai'>, 'use': <'speech'>, 'name': <'%s'>,"
                                           " 'voice': <'a\\nb'>, 'sample-rate': <uint32 7>}",
                                           long_name);
  g_autoptr (HearthVoiceConfig) config = parse (text);

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    g_assert_null (parse (refused[i]));
  g_assert_cmpstr (config->id, ==, "");
  g_assert_cmpstr (config->name, ==, "");
  g_assert_cmpstr (config->voice, ==, "");
  g_assert_cmpuint (config->sample_rate, ==, 0);
}

static void
check_place (const char *kind, const char *address, gboolean local, const char *host)
{
  for (HearthVoiceUse use = 0; use < HEARTH_VOICE_N_USES; use++) {
    g_autoptr (HearthVoiceConfig) config = hearth_voice_config_new ("a", kind, use, address);
    g_autofree char *found = hearth_voice_config_dup_host (config);
    g_autofree char *title = hearth_voice_config_dup_title (config);
    g_autofree char *leaves = hearth_voice_config_dup_leaves (config);

    g_assert_cmpint (hearth_voice_config_is_local (config), ==, local);
    g_assert_cmpstr (found, ==, host);
    g_assert_cmpstr (title, ==, host);
    g_assert_cmpint (strstr (leaves, "Nothing leaves") != NULL, ==, local);
    if (!local && *host != '\0')
      g_assert_nonnull (strstr (leaves, host));
  }
}

static void
test_place (void)
{
  check_place ("openai", "http://127.0.0.1:8000/v1", TRUE, "127.0.0.1:8000");
  check_place ("openai", "localhost:8000", TRUE, "localhost:8000");
  check_place ("openai", "https://api.example.com/v1", FALSE, "api.example.com");
  check_place ("openai", "api.example.com", FALSE, "api.example.com");
  check_place ("openai", "https://127.0.0.1.example.com", FALSE, "127.0.0.1.example.com");
  check_place ("openai", "https://localhost@evil.example/", FALSE, "");
  check_place ("openai", "", FALSE, "");
  check_place ("wyoming", "127.0.0.1:10300", TRUE, "127.0.0.1:10300");
  check_place ("wyoming", "tcp://localhost:10200", TRUE, "localhost:10200");
  check_place ("wyoming", "tcp://printer.example:10200", FALSE, "printer.example:10200");
}

static void
test_title (void)
{
  g_autoptr (HearthVoiceConfig) config =
      hearth_voice_config_new ("a", HEARTH_VOICE_KIND_OPENAI, HEARTH_VOICE_SPEECH,
                               "https://api.example.com");
  g_autofree char *by_voice = NULL;
  g_autofree char *by_name = NULL;

  g_free (config->voice);
  config->voice = g_strdup ("alloy");
  by_voice = hearth_voice_config_dup_title (config);
  g_assert_cmpstr (by_voice, ==, "alloy on api.example.com");
  g_free (config->name);
  config->name = g_strdup ("Kitchen");
  by_name = hearth_voice_config_dup_title (config);
  g_assert_cmpstr (by_name, ==, "Kitchen");
}

static void
test_settings (void)
{
  g_autoptr (GSettings) settings = g_settings_new (HEARTH_APP_ID);
  g_autoptr (GPtrArray) configs = hearth_voice_configs_load (settings);
  g_autoptr (GPtrArray) back = NULL;
  static const char *const ids[] = { "voice-example", "voice-example-2", "espeak-2" };

  g_assert_cmpuint (configs->len, ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++) {
    HearthVoiceConfig *config =
        hearth_voice_config_new ("", HEARTH_VOICE_KIND_OPENAI, HEARTH_VOICE_RECOGNITION,
                                 "https://voice.example/v1");
    g_autofree char *id = NULL;

    if (i == 2) {
      g_free (config->name);
      config->name = g_strdup ("eSpeak");
    }
    id = hearth_voice_configs_new_id (configs, config);
    g_assert_cmpstr (id, ==, ids[i]);
    g_free (config->id);
    config->id = g_steal_pointer (&id);
    g_ptr_array_add (configs, config);
  }
  /* Two of the same name, as somebody may write by hand: the first counts. */
  g_ptr_array_add (configs, hearth_voice_config_copy (g_ptr_array_index (configs, 0)));
  g_assert_true (hearth_voice_configs_save (settings, configs));
  back = hearth_voice_configs_load (settings);
  g_assert_cmpuint (back->len, ==, 3);
  g_assert_nonnull (hearth_voice_configs_find (back, "espeak-2"));
  g_assert_null (hearth_voice_configs_find (back, "nobody"));
  g_settings_reset (settings, "speech-services");
}

static void
check_choice (const char *choice, const char *engine, const char *voice)
{
  g_autofree char *found = hearth_voice_choice_dup_engine (choice);

  g_assert_cmpstr (found, ==, engine);
  g_assert_cmpstr (hearth_voice_choice_get_voice (choice), ==, voice);
}

static void
test_choice (void)
{
  check_choice ("", "", "");
  check_choice ("flite:slt", "flite", "slt");
  check_choice ("espeak:en-gb", "espeak", "en-gb");
  check_choice ("kitchen", "kitchen", "");
  check_choice ("kitchen:a:b", "kitchen", "a:b");
}

static void
check_language (GSettings *settings, const char *chosen, const char *expected)
{
  g_autofree char *language = NULL;

  g_settings_set_string (settings, "spoken-language", chosen);
  language = hearth_voice_dup_language (settings);
  g_assert_cmpstr (language, ==, expected);
}

static void
test_language (void)
{
  g_autoptr (GSettings) settings = g_settings_new (HEARTH_APP_ID);

  g_setenv ("LANGUAGE", "de_AT.UTF-8", TRUE);
  check_language (settings, "", "de-AT");
  check_language (settings, "fr", "fr");
  check_language (settings, "en_GB.UTF-8", "en-GB");
  g_setenv ("LANGUAGE", "C", TRUE);
  check_language (settings, "", "en");
  g_assert_true (hearth_voice_is_english ("en"));
  g_assert_true (hearth_voice_is_english ("en-GB"));
  g_assert_false (hearth_voice_is_english ("eng"));
  g_assert_false (hearth_voice_is_english ("de"));
  g_assert_false (hearth_voice_is_english (""));
}

static void
test_uses (void)
{
  HearthVoiceUse use;

  g_assert_true (hearth_voice_use_from_name ("recognition", &use));
  g_assert_cmpstr (hearth_voice_use_get_key (use), ==, "recognizer");
  g_assert_true (hearth_voice_use_from_name ("speech", &use));
  g_assert_cmpstr (hearth_voice_use_get_key (use), ==, "voice");
  g_assert_cmpstr (hearth_voice_use_get_name (use), ==, "speech");
  g_assert_false (hearth_voice_use_from_name ("", &use));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/voice-config/variant", test_variant);
  g_test_add_func ("/voice-config/hostile", test_hostile);
  g_test_add_func ("/voice-config/place", test_place);
  g_test_add_func ("/voice-config/title", test_title);
  g_test_add_func ("/voice-config/settings", test_settings);
  g_test_add_func ("/voice-config/choice", test_choice);
  g_test_add_func ("/voice-config/language", test_language);
  g_test_add_func ("/voice-config/uses", test_uses);
  return g_test_run ();
}
