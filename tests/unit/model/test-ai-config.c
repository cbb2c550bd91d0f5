/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ai-config.h"

#include <string.h>

static HearthAiConfig *
parse (const char *text)
{
  g_autoptr (GVariant) variant = g_variant_parse (NULL, text, NULL, NULL, NULL);

  g_assert_nonnull (variant);
  return hearth_ai_config_from_variant (variant);
}

static void
test_variant (void)
{
  g_autoptr (HearthAiConfig) config =
      hearth_ai_config_new ("one", "openai", "https://ai.example/v1", "m");
  g_autoptr (GVariant) variant = g_variant_ref_sink (hearth_ai_config_to_variant (config));
  g_autoptr (HearthAiConfig) back = hearth_ai_config_from_variant (variant);

  g_assert_cmpstr (back->id, ==, "one");
  g_assert_cmpstr (back->kind, ==, "openai");
  g_assert_cmpstr (back->base_url, ==, "https://ai.example/v1");
  g_assert_cmpstr (back->model, ==, "m");
}

/* What settings and the bus may hold, which anybody can write. */
static void
test_hostile (void)
{
  static const char *const refused[] = {
    "{'id': <'a'>}",
    "{'id': <'a b'>, 'kind': <'openai'>}",
    "{'id': <'builtin'>, 'kind': <'openai'>}",
    "{'id': <'../x'>, 'kind': <'openai'>}",
    "{'kind': <7>}",
    "'text'",
    "[{'kind': 'openai'}]",
  };
  g_autofree char *long_name = g_strnfill (5000, 'n');
  g_autofree char *text =
      g_strdup_printf ("{'kind': <'openai'>, 'name': <'%s'>, 'model': <'a\\nb'>}", long_name);
  g_autoptr (HearthAiConfig) config = parse (text);

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    g_assert_null (parse (refused[i]));
  g_assert_cmpstr (config->id, ==, "");
  g_assert_cmpstr (config->name, ==, "");
  g_assert_cmpstr (config->model, ==, "");
}

static void
check_place (const char *kind, const char *url, gboolean local, const char *host)
{
  g_autoptr (HearthAiConfig) config = hearth_ai_config_new ("a", kind, url, "m");
  g_autofree char *found = hearth_ai_config_dup_host (config);
  g_autofree char *leaves = hearth_ai_config_dup_leaves (config);

  g_assert_cmpint (hearth_ai_config_is_local (config), ==, local);
  g_assert_cmpstr (found, ==, host);
  g_assert_cmpint (strstr (leaves, "Nothing leaves") != NULL, ==, local);
  if (!local && *host != '\0')
    g_assert_nonnull (strstr (leaves, host));
}

static void
test_place (void)
{
  check_place ("openai", "http://127.0.0.1:11434/v1", TRUE, "127.0.0.1:11434");
  check_place ("openai", "http://[::1]:80/v1", TRUE, "::1");
  check_place ("openai", "localhost:8080", TRUE, "localhost:8080");
  check_place ("openai", "https://api.example.com/v1", FALSE, "api.example.com");
  check_place ("openai", "https://localhost.example.com/v1", FALSE, "localhost.example.com");
  check_place ("openai", "https://127.0.0.1.example.com", FALSE, "127.0.0.1.example.com");
  check_place ("openai", "https://localhost@evil.example/", FALSE, "");
  check_place ("openai", "", FALSE, "");
  check_place (HEARTH_AI_KIND_LLAMA, "", TRUE, "");
}

static void
test_ids (void)
{
  g_autoptr (GPtrArray) configs =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_ai_config_free);
  static const struct {
    const char *name;
    const char *url;
    const char *id;
  } cases[] = {
    { "Büro & Co.", "", "buro-co" },
    { "", "https://api.example.com/v1", "api-example-com" },
    { "", "https://api.example.com/v2", "api-example-com-2" },
    { "日本", "", "service" },
    { "builtin", "", "builtin-2" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    HearthAiConfig *config = hearth_ai_config_new ("", "openai", cases[i].url, "");
    g_autofree char *id = NULL;

    g_free (config->name);
    config->name = g_strdup (cases[i].name);
    id = hearth_ai_configs_new_id (configs, config);
    g_assert_cmpstr (id, ==, cases[i].id);
    g_free (config->id);
    config->id = g_steal_pointer (&id);
    g_ptr_array_add (configs, config);
  }
  g_assert_nonnull (hearth_ai_configs_find (configs, "api-example-com-2"));
  g_assert_null (hearth_ai_configs_find (configs, "nobody"));
}

static void
test_title (void)
{
  g_autoptr (HearthAiConfig) file =
      hearth_ai_config_new ("a", HEARTH_AI_KIND_LLAMA, "", "/home/n/Qwen3-4B-Q4_K_M.gguf");
  g_autoptr (HearthAiConfig) web =
      hearth_ai_config_new ("b", "openai", "https://api.example.com/v1", "big");
  g_autofree char *file_title = hearth_ai_config_dup_title (file);
  g_autofree char *web_title = hearth_ai_config_dup_title (web);

  g_assert_cmpstr (file_title, ==, "Qwen3-4B-Q4_K_M");
  g_assert_cmpstr (web_title, ==, "big on api.example.com");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ai-config/variant", test_variant);
  g_test_add_func ("/ai-config/hostile", test_hostile);
  g_test_add_func ("/ai-config/place", test_place);
  g_test_add_func ("/ai-config/ids", test_ids);
  g_test_add_func ("/ai-config/title", test_title);
  return g_test_run ();
}
