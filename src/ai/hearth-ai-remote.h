/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ai-kinds.h"
#include "hearth-ai-retry.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_AI_REMOTE (hearth_ai_remote_get_type ())
G_DECLARE_FINAL_TYPE (HearthAiRemote, hearth_ai_remote, HEARTH, AI_REMOTE, GObject)

HearthAiRemote *hearth_ai_remote_new             (const HearthAiProtocol *protocol,
                                                  HearthHttp *http, const char *base_url,
                                                  const char *model,
                                                  const HearthAiKeyFuncs *key_funcs,
                                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
void            hearth_ai_remote_set_allow_plain (HearthAiRemote *self, gboolean allow);
void            hearth_ai_remote_set_limits      (HearthAiRemote *self,
                                                  const HearthHttpLimits *limits);
void            hearth_ai_remote_set_patience    (HearthAiRemote *self,
                                                  const HearthAiPatience *patience);
const char     *hearth_ai_remote_get_base_url    (HearthAiRemote *self);
const char     *hearth_ai_remote_get_model       (HearthAiRemote *self);
char           *hearth_ai_remote_dup_normal_url  (const HearthAiProtocol *protocol,
                                                  const char *base_url,
                                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
