/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** HEARTH_AI_BUILTIN: the identifier of what answers by rules alone; it is always there. */
#define HEARTH_AI_BUILTIN "builtin"

/** HEARTH_AI_KIND_LLAMA: a kind of service that Hearth starts itself on a model's file. */
#define HEARTH_AI_KIND_LLAMA "llama-server"

/** HearthAiPurpose: what a service is used for. */
typedef enum {
  HEARTH_AI_CONVERSATION,
  HEARTH_AI_PLAN,
  HEARTH_AI_SUMMARIES,
  HEARTH_AI_N_PURPOSES,
} HearthAiPurpose;

/**
 * HearthAiConfig:
 *
 * A service that the owner set up. Its key is in the keyring, never here.
 *
 * @id: how settings name it: letters, digits and hyphens
 * @kind: how it is spoken to: "openai", …, or %HEARTH_AI_KIND_LLAMA
 * @name: what the owner calls it, or ""
 * @base_url: its address, or "" for %HEARTH_AI_KIND_LLAMA
 * @model: its model, or "" for the first that it lists; of %HEARTH_AI_KIND_LLAMA the model's file
 */
typedef struct {
  char *id;
  char *kind;
  char *name;
  char *base_url;
  char *model;
} HearthAiConfig;

HearthAiConfig *hearth_ai_config_new          (const char *id, const char *kind, const char *base_url,
                                               const char *model) G_GNUC_WARN_UNUSED_RESULT;
HearthAiConfig *hearth_ai_config_copy         (const HearthAiConfig *self) G_GNUC_WARN_UNUSED_RESULT;
void            hearth_ai_config_free         (HearthAiConfig *self);
GVariant       *hearth_ai_config_to_variant   (const HearthAiConfig *self);
HearthAiConfig *hearth_ai_config_from_variant (GVariant *variant) G_GNUC_WARN_UNUSED_RESULT;
char           *hearth_ai_config_dup_host     (const HearthAiConfig *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean        hearth_ai_config_is_local     (const HearthAiConfig *self);
char           *hearth_ai_config_dup_title    (const HearthAiConfig *self) G_GNUC_WARN_UNUSED_RESULT;
char           *hearth_ai_config_dup_leaves   (const HearthAiConfig *self) G_GNUC_WARN_UNUSED_RESULT;

const char           *hearth_ai_purpose_get_name  (HearthAiPurpose purpose);
const char           *hearth_ai_purpose_get_title (HearthAiPurpose purpose);
gboolean              hearth_ai_purpose_from_name (const char *name, HearthAiPurpose *purpose);
const char           *hearth_ai_purpose_get_key   (HearthAiPurpose purpose);

GPtrArray            *hearth_ai_configs_load  (GSettings *settings) G_GNUC_WARN_UNUSED_RESULT;
gboolean              hearth_ai_configs_save  (GSettings *settings, GPtrArray *configs);
const HearthAiConfig *hearth_ai_configs_find  (GPtrArray *configs, const char *id);
char                 *hearth_ai_configs_new_id (GPtrArray *configs,
                                                const HearthAiConfig *config) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthAiConfig, hearth_ai_config_free)

G_END_DECLS
