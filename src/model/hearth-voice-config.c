/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-voice-config.h"

#include "hearth-config-values.h"

#include <string.h>

/* Settings may be written by hand: what is too much is left out. */
#define MAX_CONFIGS 64
#define MAX_LANGUAGE 35 /* RFC 5646 section 4.4.1 */
#define RATE_MIN 8000
#define RATE_MAX 48000

#define KEY_SERVICES "speech-services"
#define KEY_LANGUAGE "spoken-language"

static const struct {
  const char *name;
  const char *key;
} uses[HEARTH_VOICE_N_USES] = {
  [HEARTH_VOICE_RECOGNITION] = { "recognition", "recognizer" },
  [HEARTH_VOICE_SPEECH] = { "speech", "voice" },
};

/**
 * hearth_voice_use_get_name:
 * @use: a use
 *
 * Returns: how programs name it
 */
const char *
hearth_voice_use_get_name (HearthVoiceUse use)
{
  return uses[use].name;
}

/**
 * hearth_voice_use_from_name:
 * @name: "recognition" or "speech"
 * @use: (out): the use
 *
 * Returns: whether there is such a use
 */
gboolean
hearth_voice_use_from_name (const char *name, HearthVoiceUse *use)
{
  for (guint i = 0; i < HEARTH_VOICE_N_USES; i++) {
    if (g_str_equal (uses[i].name, name)) {
      *use = i;
      return TRUE;
    }
  }
  return FALSE;
}

/**
 * hearth_voice_use_get_key:
 * @use: a use
 *
 * Returns: the setting that says what is used for it
 */
const char *
hearth_voice_use_get_key (HearthVoiceUse use)
{
  return uses[use].key;
}

/**
 * hearth_voice_config_new:
 * @id: its identifier, or ""
 * @kind: how it is spoken to
 * @use: what for
 * @address: where it is
 *
 * Returns: (transfer full): a service
 */
HearthVoiceConfig *
hearth_voice_config_new (const char *id, const char *kind, HearthVoiceUse use, const char *address)
{
  HearthVoiceConfig *self = g_new0 (HearthVoiceConfig, 1);

  self->id = g_strdup (id);
  self->kind = g_strdup (kind);
  self->use = use;
  self->name = g_strdup ("");
  self->address = g_strdup (address);
  self->model = g_strdup ("");
  self->voice = g_strdup ("");
  return self;
}

/**
 * hearth_voice_config_copy:
 * @self: a service
 *
 * Returns: (transfer full): a copy
 */
HearthVoiceConfig *
hearth_voice_config_copy (const HearthVoiceConfig *self)
{
  HearthVoiceConfig *copy = g_memdup2 (self, sizeof *self);

  copy->id = g_strdup (self->id);
  copy->kind = g_strdup (self->kind);
  copy->name = g_strdup (self->name);
  copy->address = g_strdup (self->address);
  copy->model = g_strdup (self->model);
  copy->voice = g_strdup (self->voice);
  return copy;
}

/**
 * hearth_voice_config_free:
 * @self: (nullable) (transfer full): a service
 */
void
hearth_voice_config_free (HearthVoiceConfig *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->kind);
  g_free (self->name);
  g_free (self->address);
  g_free (self->model);
  g_free (self->voice);
  g_free (self);
}

/**
 * hearth_voice_config_to_variant:
 * @self: a service
 *
 * Returns: (transfer floating): an a{sv} of "id", "kind", "use", "name", "address", "model",
 *   "voice" and "sample-rate"
 */
GVariant *
hearth_voice_config_to_variant (const HearthVoiceConfig *self)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&builder, "{sv}", "id", g_variant_new_string (self->id));
  g_variant_builder_add (&builder, "{sv}", "kind", g_variant_new_string (self->kind));
  g_variant_builder_add (&builder, "{sv}", "use", g_variant_new_string (uses[self->use].name));
  g_variant_builder_add (&builder, "{sv}", "name", g_variant_new_string (self->name));
  g_variant_builder_add (&builder, "{sv}", "address", g_variant_new_string (self->address));
  g_variant_builder_add (&builder, "{sv}", "model", g_variant_new_string (self->model));
  g_variant_builder_add (&builder, "{sv}", "voice", g_variant_new_string (self->voice));
  g_variant_builder_add (&builder, "{sv}", "sample-rate", g_variant_new_uint32 (self->sample_rate));
  return g_variant_builder_end (&builder);
}

static gboolean
is_kind (const char *kind)
{
  return g_str_equal (kind, HEARTH_VOICE_KIND_WYOMING) ||
         g_str_equal (kind, HEARTH_VOICE_KIND_OPENAI);
}

/**
 * hearth_voice_config_from_variant:
 * @variant: an a{sv} from the settings or the bus
 *
 * Returns: (transfer full) (nullable): the service, its identifier "" where none was given; %NULL
 *   if @variant is not one
 */
HearthVoiceConfig *
hearth_voice_config_from_variant (GVariant *variant)
{
  g_autoptr (HearthVoiceConfig) self = NULL;
  g_autofree char *use = NULL;
  g_auto (GVariantDict) dict;

  if (!g_variant_is_of_type (variant, G_VARIANT_TYPE_VARDICT)) {
    g_variant_dict_init (&dict, NULL);
    return NULL;
  }
  g_variant_dict_init (&dict, variant);
  self = g_new0 (HearthVoiceConfig, 1);
  self->id = hearth_config_dup_line (&dict, "id");
  self->kind = hearth_config_dup_line (&dict, "kind");
  self->name = hearth_config_dup_line (&dict, "name");
  self->address = hearth_config_dup_line (&dict, "address");
  self->model = hearth_config_dup_line (&dict, "model");
  self->voice = hearth_config_dup_line (&dict, "voice");
  g_variant_dict_lookup (&dict, "sample-rate", "u", &self->sample_rate);
  if (self->sample_rate < RATE_MIN || self->sample_rate > RATE_MAX)
    self->sample_rate = 0;
  use = hearth_config_dup_line (&dict, "use");
  if (!hearth_config_is_id (self->id) || hearth_voice_choice_is_local (self->id) ||
      !is_kind (self->kind) || !hearth_voice_use_from_name (use, &self->use))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * hearth_voice_configs_find:
 * @configs: (element-type HearthVoiceConfig): services
 * @id: an identifier
 *
 * Returns: (transfer none) (nullable): the one of that identifier
 */
const HearthVoiceConfig *
hearth_voice_configs_find (GPtrArray *configs, const char *id)
{
  for (guint i = 0; i < configs->len; i++) {
    const HearthVoiceConfig *config = g_ptr_array_index (configs, i);

    if (g_str_equal (config->id, id))
      return config;
  }
  return NULL;
}

/**
 * hearth_voice_configs_load:
 * @settings: Hearth's settings
 *
 * Returns: (transfer full) (element-type HearthVoiceConfig): the services that are set up, in the
 *   order in which they were added; what this computer does itself is not among them
 */
GPtrArray *
hearth_voice_configs_load (GSettings *settings)
{
  GPtrArray *configs = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_voice_config_free);
  g_autoptr (GVariant) list = g_settings_get_value (settings, KEY_SERVICES);

  for (gsize i = 0; i < MIN (g_variant_n_children (list), MAX_CONFIGS); i++) {
    g_autoptr (GVariant) child = g_variant_get_child_value (list, i);
    g_autoptr (HearthVoiceConfig) config = hearth_voice_config_from_variant (child);

    if (config != NULL && *config->id != '\0' &&
        hearth_voice_configs_find (configs, config->id) == NULL)
      g_ptr_array_add (configs, g_steal_pointer (&config));
  }
  return configs;
}

/**
 * hearth_voice_configs_save:
 * @settings: Hearth's settings
 * @configs: (element-type HearthVoiceConfig): all services
 *
 * Returns: whether they could be written; an administrator may have fixed them
 */
gboolean
hearth_voice_configs_save (GSettings *settings, GPtrArray *configs)
{
  GVariantBuilder builder;

  if (!g_settings_is_writable (settings, KEY_SERVICES))
    return FALSE;
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; i < configs->len; i++)
    g_variant_builder_add_value (&builder,
                                 hearth_voice_config_to_variant (g_ptr_array_index (configs, i)));
  return g_settings_set_value (settings, KEY_SERVICES, g_variant_builder_end (&builder));
}

/**
 * hearth_voice_choice_dup_engine:
 * @choice: what the setting "voice" says, or names of voices on the bus
 *
 * Returns: (transfer full): what speaks: %HEARTH_VOICE_FLITE, %HEARTH_VOICE_ESPEAK,
 *   %HEARTH_VOICE_DISPATCHER, the identifier of a service, or "" where the language decides
 */
char *
hearth_voice_choice_dup_engine (const char *choice)
{
  return g_strndup (choice, strcspn (choice, ":"));
}

/**
 * hearth_voice_choice_get_voice:
 * @choice: what the setting "voice" says, or names of voices on the bus
 *
 * Returns: which of its voices, or "" for the one that is its own choice
 */
const char *
hearth_voice_choice_get_voice (const char *choice)
{
  const char *colon = strchr (choice, ':');

  return colon != NULL ? colon + 1 : "";
}

/**
 * hearth_voice_choice_is_local:
 * @engine: what speaks, see hearth_voice_choice_dup_engine()
 *
 * Returns: whether it is a program on this computer; no service may have its name
 */
gboolean
hearth_voice_choice_is_local (const char *engine)
{
  return g_str_equal (engine, HEARTH_VOICE_FLITE) || g_str_equal (engine, HEARTH_VOICE_ESPEAK) ||
         g_str_equal (engine, HEARTH_VOICE_DISPATCHER);
}

/* "de_AT.UTF-8@euro" becomes "de-AT". */
static char *
dup_of_locale (const char *locale)
{
  char *tag = g_strndup (locale, strcspn (locale, ".@"));

  return g_strdelimit (tag, "_", '-');
}

/**
 * hearth_voice_dup_language:
 * @settings: Hearth's settings
 *
 * Returns: (transfer full): the language that the owner speaks, BCP 47: that of the settings, else
 *   that of the desktop
 */
char *
hearth_voice_dup_language (GSettings *settings)
{
  g_autofree char *chosen = g_settings_get_string (settings, KEY_LANGUAGE);
  const char *const *locales = g_get_language_names ();

  if (*chosen != '\0' && strlen (chosen) <= MAX_LANGUAGE)
    return dup_of_locale (chosen);
  for (guint i = 0; locales[i] != NULL; i++) {
    if (g_ascii_isalpha (locales[i][0]) && g_ascii_islower (locales[i][0]) &&
        strlen (locales[i]) <= MAX_LANGUAGE)
      return dup_of_locale (locales[i]);
  }
  return g_strdup ("en");
}

/**
 * hearth_voice_is_english:
 * @language: BCP 47
 *
 * Returns: whether it is English, as it is spoken anywhere
 */
gboolean
hearth_voice_is_english (const char *language)
{
  return g_ascii_strncasecmp (language, "en", 2) == 0 &&
         (language[2] == '\0' || !g_ascii_isalpha (language[2]));
}

/**
 * hearth_voice_is_same_language:
 * @one: BCP 47, or the name of a locale
 * @other: likewise
 *
 * Returns: whether both are the same language, wherever it is spoken
 */
gboolean
hearth_voice_is_same_language (const char *one, const char *other)
{
  gsize length = strcspn (one, "-_");

  return length == strcspn (other, "-_") && g_ascii_strncasecmp (one, other, length) == 0;
}
