/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ai-config.h"

#include "hearth-config-values.h"

#include <glib/gi18n.h>

/* Settings may be written by hand: what is too much is left out. */
#define MAX_CONFIGS 64

/* The settings of the time when there was one service: an administrator may still set them. */
#define KEY_OLD_URL "openai-base-url"
#define KEY_OLD_MODEL "openai-model"
#define OLD_ID "openai"

#define KEY_SERVICES "services"

static const struct {
  const char *name;
  const char *key;
  const char *title;
} purposes[HEARTH_AI_N_PURPOSES] = {
  [HEARTH_AI_CONVERSATION] = { "conversation", "service", N_("Conversation") },
  [HEARTH_AI_PLAN] = { "plan", "service-plan", N_("What your words allow it to do") },
  [HEARTH_AI_SUMMARIES] = { "summaries", "service-summaries", N_("Summaries in other words") },
};

/**
 * hearth_ai_purpose_get_name:
 * @purpose: a purpose
 *
 * Returns: how programs name it
 */
const char *
hearth_ai_purpose_get_name (HearthAiPurpose purpose)
{
  return purposes[purpose].name;
}

/**
 * hearth_ai_purpose_get_title:
 * @purpose: a purpose
 *
 * Returns: how people name it, translated
 */
const char *
hearth_ai_purpose_get_title (HearthAiPurpose purpose)
{
  return _ (purposes[purpose].title);
}

/**
 * hearth_ai_purpose_from_name:
 * @name: "conversation", "plan" or "summaries"
 * @purpose: (out): the purpose
 *
 * Returns: whether there is such a purpose
 */
gboolean
hearth_ai_purpose_from_name (const char *name, HearthAiPurpose *purpose)
{
  for (guint i = 0; i < HEARTH_AI_N_PURPOSES; i++) {
    if (g_str_equal (purposes[i].name, name)) {
      *purpose = i;
      return TRUE;
    }
  }
  return FALSE;
}

/**
 * hearth_ai_purpose_get_key:
 * @purpose: a purpose
 *
 * Returns: the setting that names its service
 */
const char *
hearth_ai_purpose_get_key (HearthAiPurpose purpose)
{
  return purposes[purpose].key;
}

/**
 * hearth_ai_config_new:
 * @id: its identifier, or ""
 * @kind: how it is spoken to
 * @base_url: its address, or ""
 * @model: its model, or ""
 *
 * Returns: (transfer full): a service
 */
HearthAiConfig *
hearth_ai_config_new (const char *id, const char *kind, const char *base_url, const char *model)
{
  HearthAiConfig *self = g_new0 (HearthAiConfig, 1);

  self->id = g_strdup (id);
  self->kind = g_strdup (kind);
  self->name = g_strdup ("");
  self->base_url = g_strdup (base_url);
  self->model = g_strdup (model);
  return self;
}

/**
 * hearth_ai_config_copy:
 * @self: a service
 *
 * Returns: (transfer full): a copy
 */
HearthAiConfig *
hearth_ai_config_copy (const HearthAiConfig *self)
{
  HearthAiConfig *copy = hearth_ai_config_new (self->id, self->kind, self->base_url, self->model);

  g_free (copy->name);
  copy->name = g_strdup (self->name);
  return copy;
}

/**
 * hearth_ai_config_free:
 * @self: (nullable) (transfer full): a service
 */
void
hearth_ai_config_free (HearthAiConfig *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->kind);
  g_free (self->name);
  g_free (self->base_url);
  g_free (self->model);
  g_free (self);
}

/**
 * hearth_ai_config_to_variant:
 * @self: a service
 *
 * Returns: (transfer floating): an a{sv} of "id", "kind", "name", "base-url" and "model"
 */
GVariant *
hearth_ai_config_to_variant (const HearthAiConfig *self)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&builder, "{sv}", "id", g_variant_new_string (self->id));
  g_variant_builder_add (&builder, "{sv}", "kind", g_variant_new_string (self->kind));
  g_variant_builder_add (&builder, "{sv}", "name", g_variant_new_string (self->name));
  g_variant_builder_add (&builder, "{sv}", "base-url", g_variant_new_string (self->base_url));
  g_variant_builder_add (&builder, "{sv}", "model", g_variant_new_string (self->model));
  return g_variant_builder_end (&builder);
}

static gboolean
is_id (const char *text)
{
  return hearth_config_is_id (text) && !g_str_equal (text, HEARTH_AI_BUILTIN);
}

/**
 * hearth_ai_config_from_variant:
 * @variant: an a{sv} from the settings or the bus
 *
 * Returns: (transfer full) (nullable): the service, its identifier "" where none was given; %NULL
 * if
 *   @variant is not one
 */
HearthAiConfig *
hearth_ai_config_from_variant (GVariant *variant)
{
  g_autoptr (HearthAiConfig) self = NULL;
  g_auto (GVariantDict) dict;

  if (!g_variant_is_of_type (variant, G_VARIANT_TYPE_VARDICT)) {
    g_variant_dict_init (&dict, NULL);
    return NULL;
  }
  g_variant_dict_init (&dict, variant);
  self = g_new0 (HearthAiConfig, 1);
  self->id = hearth_config_dup_line (&dict, "id");
  self->kind = hearth_config_dup_line (&dict, "kind");
  self->name = hearth_config_dup_line (&dict, "name");
  self->base_url = hearth_config_dup_line (&dict, "base-url");
  self->model = hearth_config_dup_line (&dict, "model");
  if (!is_id (self->id) || *self->kind == '\0')
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * hearth_ai_configs_find:
 * @configs: (element-type HearthAiConfig): services
 * @id: an identifier
 *
 * Returns: (transfer none) (nullable): the one of that identifier
 */
const HearthAiConfig *
hearth_ai_configs_find (GPtrArray *configs, const char *id)
{
  for (guint i = 0; i < configs->len; i++) {
    const HearthAiConfig *config = g_ptr_array_index (configs, i);

    if (g_str_equal (config->id, id))
      return config;
  }
  return NULL;
}

/**
 * hearth_ai_configs_load:
 * @settings: Hearth's settings
 *
 * Reads the services that are set up. What an administrator, or an older Hearth, set as the one
 * OpenAI-compatible service is the one called "openai".
 *
 * Returns: (transfer full) (element-type HearthAiConfig): services, in the order in which they were
 *   added; the built-in one is not among them
 */
GPtrArray *
hearth_ai_configs_load (GSettings *settings)
{
  GPtrArray *configs = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_ai_config_free);
  g_autoptr (GVariant) list = g_settings_get_value (settings, KEY_SERVICES);
  g_autofree char *old_url = g_settings_get_string (settings, KEY_OLD_URL);

  for (gsize i = 0; i < MIN (g_variant_n_children (list), MAX_CONFIGS); i++) {
    g_autoptr (GVariant) child = g_variant_get_child_value (list, i);
    g_autoptr (HearthAiConfig) config = hearth_ai_config_from_variant (child);

    if (config != NULL && *config->id != '\0' &&
        hearth_ai_configs_find (configs, config->id) == NULL)
      g_ptr_array_add (configs, g_steal_pointer (&config));
  }
  if (*old_url != '\0' && hearth_ai_configs_find (configs, OLD_ID) == NULL) {
    g_autofree char *old_model = g_settings_get_string (settings, KEY_OLD_MODEL);

    g_ptr_array_add (configs, hearth_ai_config_new (OLD_ID, "openai", old_url, old_model));
  }
  return configs;
}

/**
 * hearth_ai_configs_save:
 * @settings: Hearth's settings
 * @configs: (element-type HearthAiConfig): all services
 *
 * Returns: whether they could be written; an administrator may have fixed them
 */
gboolean
hearth_ai_configs_save (GSettings *settings, GPtrArray *configs)
{
  GVariantBuilder builder;

  if (!g_settings_is_writable (settings, KEY_SERVICES))
    return FALSE;
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; i < configs->len; i++)
    g_variant_builder_add_value (&builder,
                                 hearth_ai_config_to_variant (g_ptr_array_index (configs, i)));
  if (!g_settings_set_value (settings, KEY_SERVICES, g_variant_builder_end (&builder)))
    return FALSE;
  /* What these held is in the list now, or was removed from it. */
  g_settings_reset (settings, KEY_OLD_URL);
  g_settings_reset (settings, KEY_OLD_MODEL);
  return TRUE;
}
