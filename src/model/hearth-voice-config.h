/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** The protocols of speech services. */
#define HEARTH_VOICE_KIND_WYOMING "wyoming"
#define HEARTH_VOICE_KIND_OPENAI "openai"

/** The voices of this computer, as the setting "voice" names them; a colon and a name may follow. */
#define HEARTH_VOICE_FLITE "flite"
#define HEARTH_VOICE_ESPEAK "espeak"
#define HEARTH_VOICE_DISPATCHER "speech-dispatcher"

/** HearthVoiceUse: what a speech service is used for. */
typedef enum {
  HEARTH_VOICE_RECOGNITION, /* it understands speech */
  HEARTH_VOICE_SPEECH,      /* it makes speech */
  HEARTH_VOICE_N_USES,
} HearthVoiceUse;

/**
 * HearthVoiceConfig:
 *
 * A speech service that the owner set up. Its key is in the keyring, never here.
 *
 * @id: how settings name it: letters, digits and hyphens
 * @kind: how it is spoken to: %HEARTH_VOICE_KIND_WYOMING or %HEARTH_VOICE_KIND_OPENAI
 * @use: what for
 * @name: what the owner calls it, or ""
 * @address: where it is
 * @model: its model, or "" for its own choice
 * @voice: of one that makes speech: which of its voices, or "" for its own choice
 * @sample_rate: of one that makes speech: samples a second of what it sends without a head, or 0
 *   for what is usual
 */
typedef struct {
  char *id;
  char *kind;
  HearthVoiceUse use;
  char *name;
  char *address;
  char *model;
  char *voice;
  guint sample_rate;
} HearthVoiceConfig;

HearthVoiceConfig *hearth_voice_config_new          (const char *id, const char *kind,
                                                     HearthVoiceUse use,
                                                     const char *address) G_GNUC_WARN_UNUSED_RESULT;
HearthVoiceConfig *hearth_voice_config_copy         (const HearthVoiceConfig *self) G_GNUC_WARN_UNUSED_RESULT;
void               hearth_voice_config_free         (HearthVoiceConfig *self);
GVariant          *hearth_voice_config_to_variant   (const HearthVoiceConfig *self);
HearthVoiceConfig *hearth_voice_config_from_variant (GVariant *variant) G_GNUC_WARN_UNUSED_RESULT;
char              *hearth_voice_config_dup_host     (const HearthVoiceConfig *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean           hearth_voice_config_is_local     (const HearthVoiceConfig *self);
guint              hearth_voice_config_get_port     (const HearthVoiceConfig *self);
char              *hearth_voice_config_dup_title    (const HearthVoiceConfig *self) G_GNUC_WARN_UNUSED_RESULT;
char              *hearth_voice_config_dup_leaves   (const HearthVoiceConfig *self) G_GNUC_WARN_UNUSED_RESULT;

const char        *hearth_voice_use_get_name  (HearthVoiceUse use);
gboolean           hearth_voice_use_from_name (const char *name, HearthVoiceUse *use);
const char        *hearth_voice_use_get_key   (HearthVoiceUse use);

GPtrArray               *hearth_voice_configs_load   (GSettings *settings) G_GNUC_WARN_UNUSED_RESULT;
gboolean                 hearth_voice_configs_save   (GSettings *settings, GPtrArray *configs);
const HearthVoiceConfig *hearth_voice_configs_find   (GPtrArray *configs, const char *id);
char                    *hearth_voice_configs_new_id (GPtrArray *configs,
                                                      const HearthVoiceConfig *config) G_GNUC_WARN_UNUSED_RESULT;

char                    *hearth_voice_choice_dup_engine (const char *choice) G_GNUC_WARN_UNUSED_RESULT;
const char              *hearth_voice_choice_get_voice  (const char *choice);
gboolean                 hearth_voice_choice_is_local   (const char *engine);

char                    *hearth_voice_dup_language (GSettings *settings) G_GNUC_WARN_UNUSED_RESULT;
gboolean                 hearth_voice_is_english   (const char *language);
gboolean                 hearth_voice_is_same_language (const char *one, const char *other);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthVoiceConfig, hearth_voice_config_free)

G_END_DECLS
